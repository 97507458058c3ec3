/* compare/words.c: what stayed, went and came, and that nothing gets lost on the way. */
#include "compare/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* "a [-b -]{+c +}d" */
static void
show(struct buf *out, const struct pieces *p)
{
	static const char *const marks[][2] = {
		[PIECE_SAME] = { "", "" }, [PIECE_REMOVED] = { "[-", "-]" }, [PIECE_ADDED] = { "{+", "+}" },
	};

	for (size_t i = 0; i < p->n; i++) {
		buf_str(out, marks[p->list[i].kind][0]);
		buf_text(out, p->list[i].text);
		buf_str(out, marks[p->list[i].kind][1]);
	}
}

static void
words_that_differ(void **state)
{
	static const struct {
		const char *before, *after, *shown;
	} cases[] = {
		{ "", "", "" },
		{ "a b c", "a b c", "a b c" },
		{ "a b c", "a x c", "a [-b -]{+x +}c" },
		{ "a b", "", "[-a b-]" },
		{ "", "a b", "{+a b+}" },
		{ "a b c d e", "a c d x e", "a [-b -]c d {+x +}e" },
		{ "a  b\nc", "a b c", "a b c" },
		{ "der Baum steht", "der alte Baum steht", "der {+alte +}Baum steht" },
		{ "x x x y", "x y", "x [-x x -]y" },
		{ " a", "a", "a" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct arena *a = arena_new();
		struct buf out = { 0 };
		struct pieces p = compare_words(a, text_of(cases[i].before), text_of(cases[i].after));
		show(&out, &p);
		if (!text_equal(text_trim(buf_view(&out)), text_of(cases[i].shown)))
			fail_msg("“%s” → “%s”: “%.*s”", cases[i].before, cases[i].after, TEXT_ARG(buf_view(&out)));
		buf_free(&out);
		arena_free(a);
	}
}

/* The words of one side, a blank behind each. */
static void
side(struct buf *out, const struct pieces *p, enum piece_kind other)
{
	for (size_t i = 0; i < p->n; i++) {
		struct text rest = p->list[i].text, word;
		while (p->list[i].kind != other && text_next(&rest, ' ', &word))
			if (text_trim(word).n)
				buf_printf(out, "%.*s ", TEXT_ARG(text_trim(word)));
	}
}

/* Made-up texts of few words, short ones and such that are too long to be compared in full. */
static void
both_sides_come_back(void **state)
{
	uint64_t seed = 1;

	(void)state;
	for (unsigned round = 0; round < 300; round++) {
		struct arena *a = arena_new();
		struct buf text[2] = { { 0 }, { 0 } }, again[2] = { { 0 }, { 0 } };
		unsigned n = round % 100 == 99 ? 5000 : round % 40;
		for (unsigned i = 0; i < n; i++)
			for (unsigned s = 0; s < 2; s++) {
				seed = seed * 6364136223846793005u + 1442695040888963407u;
				if ((seed >> 33) % 5)
					buf_printf(&text[s], "w%u ", (unsigned)((seed >> 40) % 7));
			}
		struct pieces p = compare_words(a, buf_view(&text[0]), buf_view(&text[1]));
		side(&again[0], &p, PIECE_ADDED);
		side(&again[1], &p, PIECE_REMOVED);
		for (unsigned s = 0; s < 2; s++) {
			assert_true(text_equal(buf_view(&again[s]), buf_view(&text[s])));
			buf_free(&text[s]);
			buf_free(&again[s]);
		}
		arena_free(a);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_differ),
		cmocka_unit_test(both_sides_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
