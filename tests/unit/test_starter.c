/* The first files of a new city: lines that stay or go, values where they belong, names of files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "build/starter.h"

static struct starter
city(void)
{
	return (struct starter){ .name = T("A \"b\" *c*"), .base_url = T("https://d.example/"), .host = T("d.example"),
		.languages = { T("en"), T("de") }, .n_languages = 2, .publisher = T("P"), .email = T("a_b@d.example"),
		.today = T("2026-06-01") };
}

static void
check(const struct starter *s, const char *name, const char *template, const char *path, const char *bytes)
{
	struct arena *a = arena_new();
	struct shared_file file = { text_of(name), text_of(template) };
	struct starter_files files = starter_files(a, &(struct shared_files){ &file, 1 }, s);

	if (path == NULL) {
		assert_int_equal(files.n, 0);
	} else {
		assert_int_equal(files.n, 1);
		assert_string_equal(arena_cstr(a, files.list[0].path), path);
		assert_string_equal(arena_cstr(a, files.list[0].bytes), bytes);
		assert_int_equal(files.list[0].is_program, text_starts(text_of(path), T("hooks/")));
	}
	arena_free(a);
}

static void
test_values(void **state)
{
	struct starter s = city();

	(void)state;
	check(&s, "x", "n: \"@q:NAME@\"\n", "x", "n: \"A \\\"b\\\" *c*\"\n");
	check(&s, "x", "@NAME@ @EMAIL@\n", "x", "A \"b\" \\*c\\* a\\_b@d.example\n");
	check(&s, "x", "[@LANGUAGES@] [@LANGUAGE_CODES@] @TODAY@", "x", "[en, de] [ENG, DEU] 2026-06-01\n");
	check(&s, "x", "actions/checkout@v4 @OTHER@ a@b @\n", "x", "actions/checkout@v4 @OTHER@ a@b @\n");
}

static void
test_conditions(void **state)
{
	struct starter s = city();

	(void)state;
	check(&s, "x", "@first:de@a\n@first:en@b\n@with:de@c\n@with:ags@d\n@first:en@@with:de@e\n", "x", "b\nc\ne\n");
	s.n_languages = 1;
	s.ags = T("14713000");
	check(&s, "x", "@with:de@c\n@with:ags@d @AGS@\n", "x", "d 14713000\n");
}

static void
test_paths(void **state)
{
	struct starter s = city();

	(void)state;
	check(&s, "site/pages/about.en.md", "", "site/pages/about.md", "");
	check(&s, "site/pages/about.de.md", "", "site/pages/about.de.md", "");
	check(&s, "dot-github/workflows/dot-x", "", ".github/workflows/.x", "");
	check(&s, "hooks/pre-commit", "", "hooks/pre-commit", "");
	s.n_languages = 1;
	check(&s, "site/pages/about.de.md", "", NULL, NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_values),
		cmocka_unit_test(test_conditions),
		cmocka_unit_test(test_paths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
