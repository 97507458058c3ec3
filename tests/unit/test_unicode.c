/*
 * adapters/unicode.h: forms, order and addresses.
 */
#include "adapters/unicode.h"

#include "core/table.h"
#include "core/work.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *text, *folded;
	bool is_nfc;
} forms[] = {
	{ "", "", true },
	{ "Baum 12", "baum 12", true },
	{ "STRASSE", "strasse", true },
	{ "Straße", "strasse", true },
	{ "ÄÖÜ", "äöü", true },
	{ "A\xcc\x88", "ä", false }, /* A + U+0308 */
	{ "a\xcc\x88", "ä", false },
	{ "q\xcc\x88", "q\xcc\x88", true }, /* there is no such letter */
	{ "Ελλάς", "ελλάσ", true },
	{ "\xe2\x84\xab", "å", false }, /* ångström sign */
	{ "ﬁ", "fi", true },
	{ "İ", "i\xcc\x87", true },
	{ "\xff", "\xff", true },
};

static void
folds(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
		struct text folded = unicode_fold(a, text_of(forms[i].text));
		assert_string_equal(arena_cstr(a, folded), forms[i].folded);
		assert_int_equal(unicode_is_nfc(text_of(forms[i].text)), forms[i].is_nfc);
	}
	arena_free(a);
}

/* Each list is in the order its readers expect. */
static const struct {
	const char *language;
	const char *names[16];
} orders[] = {
	{ "de", { "", "1 Baum", "2 Bäume", "10 Bäume", "Äcker", "Ähre", "Akte", "Bezirk 9",
		    "Bezirk 10", "Masse", "Maße", "Öfen", "Ofenrohr", "zebra", "Zebra", NULL } },
	{ "en", { "a", "A", "ä", "b", "v1.9", "v1.10", NULL } },
	{ "sv", { "a", "z", "å", "ä", "ö", NULL } },
	{ "de-u-co-phonebk", { "Ad", "Ä", "Af", NULL } },
	{ "not a language!", { "a", "ä", "b", NULL } },
	{ "xx", { "a", "ä", "b", NULL } },
};

static void
sorts(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
		const char *const *names = orders[i].names;
		for (size_t k = 0; names[k + 1]; k++) {
			struct text first =
			    unicode_sort_key(a, text_of(names[k]), orders[i].language);
			struct text second =
			    unicode_sort_key(a, text_of(names[k + 1]), orders[i].language);
			if (text_compare(first, second) >= 0)
				fail_msg("%s: %s is not before %s", orders[i].language, names[k],
				    names[k + 1]);
		}
	}
	arena_free(a);
}

static void
sorts_the_same_in_any_locale(void **state)
{
	struct arena *a = arena_new();
	struct text key = unicode_sort_key(a, T("Öl"), "de");

	(void)state;
	setenv("LC_ALL", "sv_SE.UTF-8", 1);
	assert_true(text_equal(key, unicode_sort_key(a, T("Öl"), "de")));
	assert_true(
	    text_equal(unicode_sort_key(a, T("Öl"), "zz"), unicode_sort_key(a, T("Öl"), "qq")));
	arena_free(a);
}

static void
sorts_long_names(void **state)
{
	struct arena *a = arena_new();
	struct buf name = { 0 };

	(void)state;
	for (int i = 0; i < 20000; i++)
		buf_str(&name, "ä");
	struct text one = unicode_sort_key(a, buf_view(&name), "de");
	buf_str(&name, "b");
	struct text two = unicode_sort_key(a, buf_view(&name), "de");
	assert_true(text_compare(one, two) < 0);
	buf_free(&name);
	arena_free(a);
}

static void
sort_one(void *context, size_t i, unsigned worker)
{
	static const char *const languages[] = { "de", "fr", "it", "pl" };
	struct arena *a = arena_new();
	unsigned *sums = context;

	(void)worker;
	struct text key = unicode_sort_key(a, T("Gemeinde 12"), languages[i % 4]);
	sums[i] = (unsigned)text_hash(key);
	arena_free(a);
}

static void
sorts_in_many_threads(void **state)
{
	enum { N = 400 };
	static unsigned sums[N];

	(void)state;
	work(4, N, sort_one, sums);
	for (size_t i = 0; i < N; i++)
		assert_int_equal(sums[i], sums[i % 4]);
}

static const struct {
	const char *text, *slug;
} slugs[] = {
	{ "", "" },
	{ "Bäume & Grün", "baeume-gruen" },
	{ "Ba\xcc\x88ume", "baeume" },
	{ "STRASSE Straße", "strasse-strasse" },
	{ "  --a__b--  ", "a-b" },
	{ "Café Øst Łódź Þór", "cafe-oest-lodz-thor" },
	{ "Ærø Œuvre Ðuro", "aeroe-oeuvre-duro" },
	{ "H₂O ½ ﬁn", "h2o-1-2-fin" },
	{ "дом", "u0434u043eu043c" },
	{ "ΑΒ", "u03b1u03b2" },
	{ "soft\xc2\xadhyphen", "softhyphen" },
	{ "🌳", "" },
	{ "../etc/passwd", "etc-passwd" },
	{ "İstanbul ığ", "istanbul-ig" },
	{ "\xff", "" },
};

static void
makes_slugs(void **state)
{
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof slugs / sizeof *slugs; i++)
		assert_string_equal(
		    arena_cstr(a, unicode_slug(a, text_of(slugs[i].text))), slugs[i].slug);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds),
		cmocka_unit_test(sorts),
		cmocka_unit_test(sorts_the_same_in_any_locale),
		cmocka_unit_test(sorts_long_names),
		cmocka_unit_test(sorts_in_many_threads),
		cmocka_unit_test(makes_slugs),
	};

	return cmocka_run_group_tests_name("unicode", tests, NULL, NULL);
}
