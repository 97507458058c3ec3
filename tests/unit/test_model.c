/*
 * What the catalogue is made of: arenas, and finding the values of a resource, by its index and
 * without one.
 */
#include "catalog/reader.h"

#include <setjmp.h>
#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* Always the same numbers (Knuth's MMIX). */
static unsigned
below(uint64_t *state, unsigned n)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(*state >> 33) % n;
}

/* --- arenas ---------------------------------------------------------------------------------- */

/* Texts and blocks of all sizes between one another: each keeps what was put there. */
static void
nothing_overlaps(void **state)
{
	(void)state;
	enum { N = 2000, LONGEST = 40000 };
	struct arena *a = arena_new();
	static char letters[LONGEST];
	unsigned char *blocks[N];
	struct text texts[N];
	size_t sizes[N];
	uint64_t r = 1;

	for (unsigned round = 0; round < 2; round++) {
		for (size_t i = 0; i < N; i++) {
			size_t longest = i % 100 == 99 ? LONGEST : 50;
			memset(letters, 'a' + (int)(i % 26), sizeof letters);
			texts[i] = arena_text(a, (struct text){ letters, below(&r, (unsigned)longest) });
			sizes[i] = below(&r, (unsigned)longest);
			blocks[i] = arena_alloc(a, sizes[i]);
			assert_int_equal((uintptr_t)blocks[i] % alignof(max_align_t), 0);
			for (size_t k = 0; k < sizes[i]; k++) {
				assert_int_equal(blocks[i][k], 0);
				blocks[i][k] = (unsigned char)i;
			}
		}
		for (size_t i = 0; i < N; i++) {
			for (size_t k = 0; k < texts[i].n; k++)
				assert_int_equal(texts[i].s[k], 'a' + (int)(i % 26));
			assert_int_equal(texts[i].s[texts[i].n], '\0');
			for (size_t k = 0; k < sizes[i]; k++)
				assert_int_equal(blocks[i][k], (unsigned char)i);
		}
		arena_reset(a);
	}
	struct text said = arena_printf(a, "%s %d", "Baum", 7);
	assert_string_equal(said.s, "Baum 7");
	assert_int_equal(said.n, 6);
	arena_free(a);
}

/* A short text takes its bytes and its NUL; a last chunk may be empty yet. */
static void
texts_are_close(void **state)
{
	(void)state;
	enum { N = 100000, A_CHUNK = 64 * 1024 };
	struct arena *a = arena_new();

	for (size_t i = 0; i < N; i++)
		arena_text(a, T("Baum"));
	assert_in_range(arena_size(a), N * sizeof "Baum", N * sizeof "Baum" + A_CHUNK);
	arena_free(a);
}

/* --- values ---------------------------------------------------------------------------------- */

/* As slowly as possible. */
static void
assert_found(const struct resource *r, enum property_id p)
{
	const struct value *expected = NULL;
	size_t n_expected = 0, n;

	for (uint32_t i = r->n_values; i-- > 0;)
		if (r->values[i].property == p) {
			expected = &r->values[i];
			n_expected++;
		}
	assert_ptr_equal(resource_values(r, p, &n), expected);
	assert_int_equal(n, n_expected);
	assert_ptr_equal(resource_value(r, p), expected);
	assert_int_equal(resource_has(r, p), expected != NULL);
}

static void
assert_all_found(struct resource *r)
{
	memset(r->begins, 0, sizeof r->begins);
	for (enum property_id p = 0; p < N_PROPERTIES; p++)
		assert_found(r, p);
	resource_index(r);
	for (enum property_id p = 0; p < N_PROPERTIES; p++)
		assert_found(r, p);
}

static void
values_are_found(void **state)
{
	(void)state;
	enum { ROUNDS = 40, MOST = 400 };
	struct arena *a = arena_new();
	uint64_t random = 1;

	for (enum class class = CLASS_NONE + 1; class < N_CLASSES; class++)
		for (unsigned round = 0; round < ROUNDS; round++) {
			struct resource r = { .class = class };

			/* Nearly none, a few, most; sometimes more of one than the index can count. */
			unsigned rarity = 1 + below(&random, 12), many = below(&random, classes[class].n);
			r.values = round ? arena_array(a, struct value, MOST + 3 * classes[class].n) : NULL;
			for (unsigned row = 0; round && row < classes[class].n; row++)
				for (unsigned n = round % 8 == 0 && row == many ? MOST :
					     below(&random, rarity) == 0 ? 1 + below(&random, 3) : 0; n; n--)
					r.values[r.n_values++].property = (uint16_t)(classes[class].first + row);
			assert_all_found(&r);
		}
	arena_free(a);
}

/* What is asked while a resource is made is answered from what it has by then. */
static void
values_are_found_at_once(void **state)
{
	(void)state;
	struct arena *a = arena_new(), *scratch = arena_new();
	struct reader reader = { .arena = a, .scratch = scratch };
	struct resource *r = reader_resource(&reader, CLASS_DATASET, NULL, (struct place){ 0 }, T("x"),
	    T("datasets/x"), NULL);
	uint64_t random = 1;

	for (unsigned i = 0; i < 300; i++) {
		enum property_id p = classes[CLASS_DATASET].first + below(&random, classes[CLASS_DATASET].n);
		if (properties[p].kind == KIND_NODE)
			continue;
		reader_add_text(&reader, r, p, T("x"), r->at);
		assert_found(r, p);
		if (i % 7 == 0) {
			reader_remove(r, p);
			assert_found(r, p);
		}
	}
	reader_freeze(&reader, r);
	for (enum property_id p = 0; p < N_PROPERTIES; p++)
		assert_found(r, p);
	arena_free(scratch);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_overlaps),
		cmocka_unit_test(texts_are_close),
		cmocka_unit_test(values_are_found),
		cmocka_unit_test(values_are_found_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
