/*
 * core/text.h, table.h, arena.h, characters.h and diagnostic.h
 */
#include "core/characters.h"
#include "core/table.h"

#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define assert_text(t, literal) assert_true(text_equal((t), T(literal)))

/* --- text ---------------------------------------------------------------------------------- */

static void
compares(void **state)
{
	static const char zero[] = "a\0b";

	(void)state;
	assert_true(text_equal(text_of(NULL), T("")));
	assert_false(text_equal(T("a"), T("b")));
	assert_false(text_equal((struct text){ zero, 3 }, T("a")));
	assert_true(text_equal_nocase(T("HtTp"), T("hTtP")));
	assert_false(text_equal_nocase(T("Ä"), T("ä")));
	assert_false(text_equal_nocase(T("@"), T("`")));
	assert_true(text_compare(T("a"), T("b")) < 0);
	assert_true(text_compare(T("ab"), T("a")) > 0);
	assert_true(text_compare(T("z"), T("ä")) < 0);
	assert_int_equal(text_compare((struct text){ NULL, 0 }, T("")), 0);
	assert_true(text_starts(T("abc"), T("ab")) && text_starts(T("a"), T("")));
	assert_false(text_starts(T("a"), T("ab")));
	assert_true(text_ends(T("abc"), T("bc")));
	assert_false(text_ends(T("c"), T("bc")));
}

static void
slices(void **state)
{
	struct text piece, rest = T("a,,b");

	(void)state;
	assert_text(text_slice(T("abc"), 1, 2), "b");
	assert_text(text_slice(T("abc"), 2, 99), "c");
	assert_text(text_slice(T("abc"), 5, 2), "");
	assert_text(text_trim(T(" \t\r\na b\n")), "a b");
	assert_text(text_trim(T(" \n")), "");
	assert_int_equal(text_find(T("abcabc"), T("ca")), 2);
	assert_int_equal(text_find(T("abc"), T("x")), 3);
	assert_int_equal(text_find(T("abc"), T("")), 0);
	assert_int_equal(text_find(T(""), T("x")), 0);
	assert_int_equal(text_find_char(T("abc"), 'c'), 2);
	assert_int_equal(text_find_char(T(""), 'c'), 0);
	assert_true(text_next(&rest, ',', &piece));
	assert_text(piece, "a");
	assert_true(text_next(&rest, ',', &piece));
	assert_text(piece, "");
	assert_true(text_next(&rest, ',', &piece));
	assert_text(piece, "b");
	assert_false(text_next(&rest, ',', &piece));
}

static void
reads_numbers(void **state)
{
	uint64_t n = 7;

	(void)state;
	assert_true(text_number(T("0"), 0, &n) && n == 0);
	assert_true(text_number(T("007"), 9, &n) && n == 7);
	assert_true(text_number(T("18446744073709551615"), UINT64_MAX, &n) && n == UINT64_MAX);
	assert_false(text_number(T("18446744073709551616"), UINT64_MAX, &n));
	assert_false(text_number(T("99999999999999999999999"), UINT64_MAX, &n));
	assert_false(text_number(T("11"), 10, &n));
	assert_false(text_number(T("5"), 3, &n)); /* the digit itself is over the limit */
	assert_false(text_number(T("9"), 0, &n));
	assert_false(text_number(T(""), 9, &n));
	assert_false(text_number(T("-1"), 9, &n));
	assert_false(text_number(T("1 "), 9, &n));
	assert_false(text_number(T("1e1"), 99, &n));
}

static void
measures_distance(void **state)
{
	static const struct {
		const char *a, *b;
		unsigned distance;
	} rows[] = {
		{ "", "", 0 },
		{ "title", "title", 0 },
		{ "title", "TITLE", 0 },
		{ "title", "titel", 1 },
		{ "title", "titl", 1 },
		{ "title", "titles", 1 },
		{ "title", "tytle", 1 },
		{ "ca", "abc", 3 },
		{ "", "abc", 3 },
		{ "lizenz", "license", 3 },
	};
	char longer[66];

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		assert_int_equal(
		    text_distance(text_of(rows[i].a), text_of(rows[i].b)), rows[i].distance);
		assert_int_equal(
		    text_distance(text_of(rows[i].b), text_of(rows[i].a)), rows[i].distance);
	}
	memset(longer, 'a', sizeof longer);
	assert_int_equal(text_distance((struct text){ longer, 64 }, T("")), 64);
	assert_int_equal(text_distance((struct text){ longer, 65 }, T("")), UINT_MAX);
}

static void
reads_utf8(void **state)
{
	static const struct {
		const char *bytes;
		uint32_t point;
		size_t length;
	} rows[] = {
		{ "a", 'a', 1 },
		{ "\xc2\x80", 0x80, 2 },
		{ "\xdf\xbf", 0x7ff, 2 },
		{ "\xe0\xa0\x80", 0x800, 3 },
		{ "\xed\x9f\xbf", 0xd7ff, 3 },
		{ "\xef\xbf\xbf", 0xffff, 3 },
		{ "\xf0\x90\x80\x80", 0x10000, 4 },
		{ "\xf4\x8f\xbf\xbf", 0x10ffff, 4 },
		{ "\x80", UTF8_INVALID, 1 },
		{ "\xc0\xaf", UTF8_INVALID, 1 },
		{ "\xc1\xbf", UTF8_INVALID, 1 },
		{ "\xe0\x9f\xbf", UTF8_INVALID, 1 },
		{ "\xed\xa0\x80", UTF8_INVALID, 1 },
		{ "\xf0\x8f\xbf\xbf", UTF8_INVALID, 1 },
		{ "\xf4\x90\x80\x80", UTF8_INVALID, 1 },
		{ "\xf5\x80\x80\x80", UTF8_INVALID, 1 },
		{ "\xff", UTF8_INVALID, 1 },
		{ "\xc3", UTF8_INVALID, 1 },
		{ "\xe2\x82", UTF8_INVALID, 1 },
		{ "\xc3x", UTF8_INVALID, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		size_t at = 0;
		struct text t = text_of(rows[i].bytes);
		assert_int_equal(utf8_next(t, &at), rows[i].point);
		assert_int_equal(at, rows[i].length);
		assert_int_equal(utf8_is_valid(t), rows[i].point != UTF8_INVALID);
	}
	assert_int_equal(utf8_length(T("aä€😀\xff")), 5);
}

static void
writes_what_utf8_reads(void **state)
{
	(void)state;
	for (uint32_t c = 0; c <= 0x10ffff; c += c < 0x900 ? 1 : 97) {
		struct buf b = { 0 };
		size_t at = 0;
		bool is_surrogate = c >= 0xd800 && c <= 0xdfff;

		buf_utf8(&b, c);
		assert_int_equal(utf8_next(buf_view(&b), &at), is_surrogate ? UTF8_INVALID : c);
		buf_free(&b);
	}
}

static void
buffers_grow(void **state)
{
	struct buf b = { 0 };

	(void)state;
	assert_text(buf_view(&b), "");
	assert_string_equal(buf_cstr(&b), "");
	buf_str(&b, "a");
	buf_text(&b, T("b"));
	buf_text(&b, (struct text){ NULL, 0 });
	buf_char(&b, 'c');
	buf_number(&b, 0);
	buf_number(&b, UINT64_MAX);
	buf_printf(&b, "%s-%d", "x", 7);
	assert_string_equal(buf_cstr(&b), "abc018446744073709551615x-7");
	for (int i = 0; i < 10000; i++)
		buf_char(&b, 'y');
	assert_int_equal(b.n, 10027);
	buf_free(&b);
	assert_null(b.s);
}

/* --- arena --------------------------------------------------------------------------------- */

static void
arenas_zero_and_align(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (int round = 0; round < 3; round++) {
		for (size_t size = 0; size < 200000; size = size * 3 + 1) {
			unsigned char *p = arena_alloc(a, size);
			assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
			for (size_t i = 0; i < size; i++)
				assert_int_equal(p[i], 0);
			memset(p, 0xff, size);
		}
		assert_true(arena_size(a) > 0);
		arena_reset(a);
	}
	assert_text(arena_text(a, T("abc")), "abc");
	assert_string_equal(arena_cstr(a, text_slice(T("abc"), 0, 2)), "ab");
	assert_text(arena_text(a, (struct text){ NULL, 0 }), "");
	assert_text(arena_printf(a, "%d%%", 5), "5%");
	arena_free(a);
	arena_free(NULL);
}

/* --- table --------------------------------------------------------------------------------- */

static void
tables_find_what_was_set(void **state)
{
	enum { N = 20000 };
	struct arena *a = arena_new();
	struct table t = { 0 };
	static int values[N];
	int other;

	(void)state;
	assert_null(table_get(&t, T("x")));
	for (int i = 0; i < N; i++)
		assert_null(table_set(&t, arena_printf(a, "key %d", i), &values[i]));
	assert_int_equal(t.n, N);
	for (int i = 0; i < N; i++) {
		assert_ptr_equal(table_get(&t, arena_printf(a, "key %d", i)), &values[i]);
		assert_ptr_equal(t.entries[i].value, &values[i]);
	}
	assert_null(table_get(&t, T("key 20000")));
	assert_null(table_get(&t, T("")));
	assert_ptr_equal(table_set(&t, T("key 5"), &other), &values[5]);
	assert_ptr_equal(table_get(&t, T("key 5")), &other);
	assert_int_equal(t.n, N);
	assert_null(table_set(&t, T(""), &other));
	assert_ptr_equal(table_get(&t, T("")), &other);
	table_free(&t);
	assert_null(table_get(&t, T("key 5")));
	arena_free(a);
}

static void
hashes_tell_lengths_apart(void **state)
{
	(void)state;
	assert_true(text_hash((struct text){ "\0\0", 1 }) != text_hash((struct text){ "\0\0", 2 }));
	assert_true(text_hash(T("")) == text_hash((struct text){ NULL, 0 }));
}

/* --- diagnostics --------------------------------------------------------------------------- */

static void
places_count_code_points(void **state)
{
	struct source source = { T("x"), T("ä\n\nöü\xff"
					   "b") };
	static const struct {
		size_t offset;
		uint32_t line, column;
	} rows[] = { { 0, 1, 1 }, { 2, 1, 2 }, { 3, 2, 1 }, { 4, 3, 1 }, { 6, 3, 2 }, { 8, 3, 3 },
		{ 9, 3, 4 }, { 99, 3, 5 } };

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct place at = place_at_offset(&source, rows[i].offset);
		assert_int_equal(at.line, rows[i].line);
		assert_int_equal(at.column, rows[i].column);
	}
	struct place at = place_after((struct place){ &source, 7, 3 }, T("ää"));
	assert_int_equal(at.line, 7);
	assert_int_equal(at.column, 5);
	at = place_after(at, T("x\ny"));
	assert_int_equal(at.line, 8);
	assert_int_equal(at.column, 2);
}

static void
sorts_and_drops_repetitions(void **state)
{
	struct source one = { T("a"), T("") }, two = { T("b"), T("") };
	struct diagnostics *d = diagnostics_new(), *more = diagnostics_new();

	(void)state;
	diagnose(d, YAML_DUPLICATE_KEY, ((struct place){ &two, 1, 1 }), T("k"), T("1"));
	diagnose(d, YAML_TAB, ((struct place){ &one, 2, 1 }));
	diagnose(d, YAML_TAB, ((struct place){ &one, 1, 9 }));
	diagnose(d, YAML_TAB, ((struct place){ NULL, 0, 0 }));
	diagnose(more, YAML_TAB, ((struct place){ &one, 2, 1 }));
	diagnose(more, YAML_COMMENT_IN_VALUE, ((struct place){ &one, 2, 1 }), T("#x"));
	diagnose(more, YAML_DUPLICATE_KEY, ((struct place){ &two, 1, 1 }), T("k"), T("2"));
	assert_int_equal(more->n_errors, 2);
	diagnostics_append(d, more);
	assert_int_equal(d->n, 7);
	diagnostics_sort(d);
	assert_int_equal(d->n, 6);
	assert_int_equal(d->n_errors, 5);
	assert_null(d->list[0].at.source);
	assert_int_equal(d->list[1].at.line, 1);
	assert_int_equal(d->list[2].id, MESSAGE_YAML_TAB);
	assert_int_equal(d->list[3].id, MESSAGE_YAML_COMMENT_IN_VALUE);
	assert_text(d->list[4].words[1], "1");
	assert_text(d->list[5].words[1], "2");
	diagnostics_free(d);
	diagnostics_free(NULL);
}

static void
fills_messages(void **state)
{
	struct text words[N_WORDS] = { T("ä\x1b[1m\xff"), T(""), T("\xe2\x80\xae"), T("{1}") };
	struct buf out = { 0 };

	(void)state;
	assert_true(message_fill(&out, "<{1}> {5} {x} {3}{4} {", words));
	assert_string_equal(buf_cstr(&out), "<ä\\x1b[1m\\xff> {5} {x} U+202E{1} {");
	assert_false(message_fill(&out, "more {2}", words));
	assert_string_equal(buf_cstr(&out), "<ä\\x1b[1m\\xff> {5} {x} U+202E{1} {");
	buf_free(&out);
}

/* Every message has all it needs; names are unique and kebab-case; words agree in both languages.
 */
static unsigned
words_in(const char *s)
{
	unsigned set = 0;

	for (; s && *s; s++)
		if (s[0] == '{' && s[1] >= '1' && s[1] <= '4' && s[2] == '}')
			set |= 1u << (s[1] - '1');
	return set;
}

static void
messages_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_MESSAGES; i++) {
		const struct message *m = &messages[i];
		assert_int_equal(message_named(text_of(m->name)), i);
		assert_int_equal(
		    strspn(m->name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(m->name));
		for (int language = 0; language < N_INTERFACE_LANGUAGES; language++) {
			assert_true(strlen(m->sentence[language]) > 0);
			assert_true(strlen(m->explanation[language]) > 0);
		}
		assert_int_equal(words_in(m->sentence[GERMAN]), words_in(m->sentence[ENGLISH]));
		assert_int_equal(words_in(m->hint[GERMAN]), words_in(m->hint[ENGLISH]));
		assert_int_equal(m->hint[GERMAN] == NULL, m->hint[ENGLISH] == NULL);
	}
	assert_int_equal(message_named(T("no-such-message")), N_MESSAGES);
}

static void
checks_characters(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		unsigned n_findings;
	} rows[] = {
		{ "", 0, 0 },
		{ "a\tb\r\nä😀\n", 12, 0 },
		{ "\r", 1, 1 },
		{ "a\0b", 3, 1 },
		{ "\x01\x02\x03", 3, 3 },
		{ "a\0b\0", 4, 1 },
		{ "\0a\0b", 4, 1 },
		{ "\xef\xbf\xbe\xef\xbf\xbf", 6, 2 },
		{ "\xff\xff\xff", 3, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct source source = { T("x"), { rows[i].bytes, rows[i].n } };
		struct diagnostics *d = diagnostics_new();
		bool is_good = characters_check(&source, 0, rows[i].n, d);
		assert_int_equal(d->n, rows[i].n_findings);
		assert_int_equal(is_good, rows[i].n_findings == 0);
		diagnostics_free(d);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compares),
		cmocka_unit_test(slices),
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(measures_distance),
		cmocka_unit_test(reads_utf8),
		cmocka_unit_test(writes_what_utf8_reads),
		cmocka_unit_test(buffers_grow),
		cmocka_unit_test(arenas_zero_and_align),
		cmocka_unit_test(tables_find_what_was_set),
		cmocka_unit_test(hashes_tell_lengths_apart),
		cmocka_unit_test(places_count_code_points),
		cmocka_unit_test(sorts_and_drops_repetitions),
		cmocka_unit_test(fills_messages),
		cmocka_unit_test(messages_are_complete),
		cmocka_unit_test(checks_characters),
	};

	return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
