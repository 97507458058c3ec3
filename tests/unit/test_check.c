/*
 * Findings as people see them, and rules on catalogues made by hand: what golden cases
 * (tests/cases/check) cannot show or would show clumsily.
 */
#include "check/check.h"
#include "check/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- findings as text ------------------------------------------------------------------------ */

static char *
report(const char *bytes, uint32_t line, uint32_t column, bool colour)
{
	struct source source = { T("catalog/datasets/a.md"), text_of(bytes) };
	struct diagnostics *d = diagnostics_new();
	struct buf out = { 0 };

	diagnose(d, DATE_MISSING, { &source, line, column });
	report_text(&out, d, ENGLISH, colour);
	diagnostics_free(d);
	buf_cstr(&out);
	return out.s;
}

/* The source line and the line with the caret, as report_text() writes them. */
static const struct {
	const char *bytes;
	uint32_t line, column;
	const char *excerpt;
} excerpts[] = {
	{ "a: b\n", 1, 4, "  a: b\n     ^\n" },
	{ "a: b\nc: d", 2, 1, "  c: d\n  ^\n" },
	{ "a: b\r\nc: d\r\n", 1, 4, "  a: b\n     ^\n" },
	/* Tabs run to every eighth column. */
	{ "a:\tb\n", 1, 4, "  a:      b\n          ^\n" },
	{ "\t\tb\n", 1, 3, "                  b\n                  ^\n" },
	{ "1234567\t8\n", 1, 9, "  1234567 8\n          ^\n" },
	/* Columns are code points: two columns wide, none, one. */
	{ "äöü: x\n", 1, 6, "  äöü: x\n       ^\n" },
	{ "木: x\n", 1, 4, "  木: x\n      ^\n" },
	{ "a\xcc\x88: x\n", 1, 5, "  a\xcc\x88: x\n     ^\n" },
	{ "🌳 x\n", 1, 3, "  🌳 x\n     ^\n" },
	/* What a terminal would obey is never written. */
	{ "a\x1b[2Jb\n", 1, 6, "  a\xef\xbf\xbd[2Jb\n       ^\n" },
	{ "a\xe2\x80\xae" "b\n", 1, 3, "  a\xef\xbf\xbd" "b\n    ^\n" },
	{ "a\xc2\x9b" "b\n", 1, 3, "  a\xef\xbf\xbd" "b\n    ^\n" },
	{ "a\xff" "b\n", 1, 3, "  a\xef\xbf\xbd" "b\n    ^\n" },
	/* A caret behind the end stands at the end; a line that is not there shows nothing. */
	{ "a: b\n", 1, 99, "  a: b\n      ^\n" },
	{ "a: b\n", 9, 1, "" },
	{ "a: b\n", 1, 0, "  a: b\n" },
	{ "\n", 1, 1, "" },
	{ "---\ntitle: x\n", 1, 1, "" },
	/* Long lines are cut on both sides of the caret. */
	{ "0123456789012345678901234567890123456789012345678901234567890123456789"
	  "0123456789012345678901234567890123456789\n", 1, 1,
	    "  0123456789012345678901234567890123456789012345678901234567890123456789"
	    "01234567890123456789012345…\n  ^\n" },
	{ "0123456789012345678901234567890123456789012345678901234567890123456789"
	  "0123456789012345678901234567890123456789\n", 1, 61,
	    "  …01234567890123456789012345678901234567890123456789012345678901234567890123456789"
	    "0123456789\n                                           ^\n" },
};

static void
excerpts_have_the_caret_below(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof excerpts / sizeof *excerpts; i++) {
		char *text = report(excerpts[i].bytes, excerpts[i].line, excerpts[i].column, false);
		const char *start = strchr(text, '\n') + 1, *end = strstr(text, "  hint:");
		assert_non_null(end);
		char *found = strndup(start, (size_t)(end - start));
		assert_string_equal(found, excerpts[i].excerpt);
		free(found);
		free(text);
	}
}

static void
a_finding_is_a_place_a_sentence_and_a_hint(void **state)
{
	(void)state;
	char *text = report("title: x\n", 1, 8, false);
	assert_string_equal(text,
	    "catalog/datasets/a.md:1:8: error: Dataset without “issued” and without “modified” "
	    "[date-missing]\n"
	    "  title: x\n"
	    "         ^\n"
	    "  hint: Write how up to date the data are, for example: modified: 2026-01-15\n"
	    "\n"
	    "1 error in 1 file\n");
	free(text);

	text = report("title: x\n", 0, 0, false);
	assert_true(strncmp(text, "catalog/datasets/a.md: error: ", 30) == 0);
	assert_null(strstr(text, "title"));
	free(text);
}

static void
colours_are_those_of_gcc(void **state)
{
	(void)state;
	char *text = report("title: x\n", 1, 8, true);
	assert_string_equal(text,
	    "\x1b[1mcatalog/datasets/a.md:1:8:\x1b[m \x1b[1;31merror:\x1b[m Dataset without “issued” "
	    "and without “modified” [date-missing]\n"
	    "  title: x\n"
	    "         \x1b[1;31m^\x1b[m\n"
	    "  \x1b[1;36mhint:\x1b[m Write how up to date the data are, for example: modified: "
	    "2026-01-15\n"
	    "\n"
	    "1 error in 1 file\n");
	free(text);
}

static void
words_may_have_two_languages(void **state)
{
	struct diagnostics *d = diagnostics_new();
	struct buf out = { 0 };

	(void)state;
	diagnose(d, LICENSE_MISSING, { NULL, 0, 0 }, T("Datensatz\x1f" "Dataset"));
	report_text(&out, d, GERMAN, false);
	report_text(&out, d, ENGLISH, false);
	assert_non_null(strstr(buf_cstr(&out), "Fehler: Datensatz ohne Lizenz"));
	assert_non_null(strstr(buf_cstr(&out), "error: Dataset without a licence"));
	assert_null(strstr(buf_cstr(&out), BOTH_LANGUAGES));
	buf_free(&out);
	diagnostics_free(d);
}

static void
a_sentence_without_its_word_is_still_said(void **state)
{
	struct diagnostics *d = diagnostics_new();
	struct buf out = { 0 };

	(void)state;
	diagnose(d, BAD_DATE, { NULL, 0, 0 }, T(""));
	report_text(&out, d, ENGLISH, false);
	assert_non_null(strstr(buf_cstr(&out), "error: “…” is not a date [bad-date]"));
	buf_free(&out);
	diagnostics_free(d);
}

static const struct {
	size_t n_errors, n_warnings, n_files;
	const char *summary[N_INTERFACE_LANGUAGES];
} summaries[] = {
	{ 0, 0, 0, { "keine Beanstandungen", "no findings" } },
	{ 1, 0, 1, { "1 Fehler in 1 Datei", "1 error in 1 file" } },
	{ 0, 1, 1, { "1 Warnung in 1 Datei", "1 warning in 1 file" } },
	{ 3, 5, 2, { "3 Fehler, 5 Warnungen in 2 Dateien", "3 errors, 5 warnings in 2 files" } },
	{ 1, 1, 1, { "1 Fehler, 1 Warnung in 1 Datei", "1 error, 1 warning in 1 file" } },
	{ 2, 0, 0, { "2 Fehler", "2 errors" } },
};

static void
summaries_count_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof summaries / sizeof *summaries; i++) {
		struct source files[2] = { { T("a"), { NULL, 0 } }, { T("b"), { NULL, 0 } } };
		struct diagnostics *d = diagnostics_new();
		size_t n_files = summaries[i].n_files;

		for (size_t k = 0; k < summaries[i].n_errors; k++)
			diagnose(d, DATE_MISSING, { n_files ? &files[k % n_files] : NULL, 0, 0 });
		for (size_t k = 0; k < summaries[i].n_warnings; k++)
			diagnose(d, SHORT_DESCRIPTION, { &files[k % n_files], 0, 0 }, T("x"));
		for (size_t l = 0; l < N_INTERFACE_LANGUAGES; l++) {
			struct buf out = { 0 };
			report_summary(&out, d, (enum interface_language)l);
			assert_string_equal(buf_cstr(&out), summaries[i].summary[l]);
			buf_free(&out);
		}
		diagnostics_free(d);
	}
}

/* --- messages -------------------------------------------------------------------------------- */

/* The set of {1}…{4} that stand in a format, one bit each. */
static unsigned
words_of(const char *format)
{
	unsigned set = 0;

	for (const char *f = format; f && *f; f++)
		if (f[0] == '{' && f[1] >= '1' && f[1] <= '0' + N_WORDS && f[2] == '}')
			set |= 1u << (f[1] - '1');
	return set;
}

static void
every_message_is_complete_in_both_languages(void **state)
{
	(void)state;
	for (size_t i = 0; i < N_MESSAGES; i++) {
		const struct message *m = &messages[i];

		assert_non_null(m->name);
		assert_int_equal(
		    strspn(m->name, "abcdefghijklmnopqrstuvwxyz0123456789-"), strlen(m->name));
		assert_int_equal(message_named(text_of(m->name)), i);
		for (size_t l = 0; l < N_INTERFACE_LANGUAGES; l++)
			assert_true(m->sentence[l] && *m->sentence[l] && m->explanation[l] &&
				    *m->explanation[l]);
		if (words_of(m->sentence[GERMAN]) != words_of(m->sentence[ENGLISH]) ||
		    words_of(m->hint[GERMAN]) != words_of(m->hint[ENGLISH]) ||
		    !m->hint[GERMAN] != !m->hint[ENGLISH])
			fail_msg("%s says different things in German and English", m->name);
	}
}

static void
every_message_is_explained(void **state)
{
	(void)state;
	for (size_t l = 0; l < N_INTERFACE_LANGUAGES; l++) {
		enum interface_language language = (enum interface_language)l;
		struct buf reference = { 0 };

		report_reference(&reference, language);
		buf_cstr(&reference);
		for (size_t i = 0; i < N_MESSAGES; i++) {
			struct buf one = { 0 }, heading = { 0 };
			report_explain(&one, (enum message_id)i, language);
			assert_non_null(strstr(buf_cstr(&one), messages[i].explanation[l]));
			buf_printf(&heading, "\n## %s\n", messages[i].name);
			assert_non_null(strstr(reference.s, buf_cstr(&heading)));
			buf_free(&one);
			buf_free(&heading);
		}
		buf_free(&reference);
	}
}

/* --- rules on a catalogue made by hand ------------------------------------------------------- */

enum { MOST = 40000 };

static struct {
	struct arena *arena;
	struct settings settings;
	struct code_lists *lists;
	const struct resource *datasets[MOST], *agents[MOST];
	struct catalog catalog;
} city;

static int
open_city(void **state)
{
	(void)state;
	memset(&city, 0, sizeof city);
	city.arena = arena_new();
	city.settings.city = T("Musterstadt");
	city.lists = code_lists_new();
	city.catalog = (struct catalog){ .settings = &city.settings, .lists = city.lists,
		.datasets.list = city.datasets, .agents.list = city.agents };
	return 0;
}

static int
close_city(void **state)
{
	(void)state;
	code_lists_free(city.lists);
	arena_free(city.arena);
	return 0;
}

static struct resource *
entry(enum class class, const char *folder, size_t number)
{
	struct resource *r = arena_new_of(city.arena, struct resource);
	struct source *source = arena_new_of(city.arena, struct source);

	source->path = arena_printf(city.arena, "catalog/%s/%06zu.md", folder, number);
	*r = (struct resource){ .class = class, .release = RELEASE_PUBLIC, .source = source,
		.at = { source, 1, 1 }, .id = arena_printf(city.arena, "%06zu", number) };
	return r;
}

/* Values are added in the order of the property table. */
static struct value *
add(struct resource *r, enum property_id p, const char *text)
{
	struct value *values = arena_array(city.arena, struct value, r->n_values + 1);

	if (r->n_values)
		memcpy(values, r->values, r->n_values * sizeof *values);
	values[r->n_values] = (struct value){ .at = { r->source, r->n_values + 2, 1 },
		.text = text_of(text), .property = (uint16_t)p };
	r->values = values;
	return &values[r->n_values++];
}

static struct resource *
add_dataset(const char *title)
{
	size_t n = city.catalog.datasets.n++;
	struct resource *r = entry(CLASS_DATASET, "datasets", n);

	assert_true(n < MOST);
	city.datasets[n] = r;
	add(r, DATASET_title, title);
	return r;
}

static struct resource *
add_agent(const char *name)
{
	size_t n = city.catalog.agents.n++;
	struct resource *r = entry(CLASS_AGENT, "agents", n);

	assert_true(n < MOST);
	city.agents[n] = r;
	add(r, AGENT_name, name);
	add(r, AGENT_type, "LocalAuthority");
	return r;
}

static size_t
count(const struct diagnostics *d, enum message_id id)
{
	size_t n = 0;

	for (size_t i = 0; i < d->n; i++)
		n += d->list[i].id == id;
	return n;
}

static struct diagnostics *
findings(unsigned jobs)
{
	struct diagnostics *d = diagnostics_new();

	check_catalog(&city.catalog, d, jobs);
	return d;
}

static void
an_empty_catalogue_has_no_findings(void **state)
{
	(void)state;
	struct diagnostics *d = findings(4);
	assert_int_equal(d->n, 0);
	diagnostics_free(d);
}

static const struct {
	const char *title, *year, *place;
} titles[] = {
	{ "Haushalt 2024", "2024", NULL },
	{ "2024", "2024", NULL },
	{ "Wahl 2019/2021", "2019", NULL },
	{ "Stand 31.12.1999 (alt)", "1999", NULL },
	{ "Jahre 2019–2021", "2019", NULL },
	{ "„2024“", "2024", NULL },
	{ "Bäume2024", NULL, NULL },
	{ "Bäumeä2024", NULL, NULL },
	{ "12024 Dinge", NULL, NULL },
	{ "20245 Dinge", NULL, NULL },
	{ "A2024b", NULL, NULL },
	{ "Karte 1:2000", NULL, NULL },
	{ "Karte 1 : 2000", NULL, NULL },
	{ "Karte 1:2000, Stand 2024", "2024", NULL },
	{ "Wahlen: 2024", "2024", NULL },
	{ "Anno 1899 und 2100", NULL, NULL },
	{ "Bäder in Musterstadt", NULL, "Musterstadt" },
	{ "Musterstadt-Karte", NULL, "Musterstadt" },
	{ "Musterstadts Bäder", NULL, NULL },
	{ "Neumusterstadt", NULL, NULL },
	{ "", NULL, NULL },
};

static void
years_and_places_are_found_as_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++)
		add_dataset(titles[i].title);
	struct diagnostics *d = findings(1);
	size_t n[2] = { 0 };
	for (size_t i = 0; i < d->n; i++) {
		const char *path = d->list[i].at.source->path.s;
		size_t number = strtoul(path + strlen("catalog/datasets/"), NULL, 10);
		if (d->list[i].id == MESSAGE_YEAR_IN_TITLE) {
			assert_non_null(titles[number].year);
			assert_true(text_equal(d->list[i].words[0], text_of(titles[number].year)));
			n[0]++;
		} else if (d->list[i].id == MESSAGE_PLACE_IN_TITLE) {
			assert_non_null(titles[number].place);
			n[1]++;
		}
	}
	for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
		n[0] -= titles[i].year != NULL;
		n[1] -= titles[i].place != NULL;
	}
	assert_int_equal(n[0], 0);
	assert_int_equal(n[1], 0);
	diagnostics_free(d);
}

static void
drafts_and_internal_entries_are_spared(void **state)
{
	(void)state;
	add_dataset("Entwurf 2024")->release = RELEASE_DRAFT;
	struct diagnostics *d = findings(1);
	assert_int_equal(count(d, MESSAGE_MISSING_MANDATORY), 0);
	assert_int_equal(count(d, MESSAGE_MISSING_RECOMMENDED), 0);
	assert_int_equal(count(d, MESSAGE_YEAR_IN_TITLE), 0);
	diagnostics_free(d);

	add_dataset("Internes 2024")->release = RELEASE_INTERNAL;
	d = findings(1);
	assert_int_equal(count(d, MESSAGE_MISSING_MANDATORY), 2); /* description, publisher */
	assert_int_equal(count(d, MESSAGE_MISSING_RECOMMENDED), 0);
	assert_int_equal(count(d, MESSAGE_YEAR_IN_TITLE), 0);
	diagnostics_free(d);
}

static void
what_was_written_wrongly_is_not_called_missing(void **state)
{
	(void)state;
	struct resource *r = add_dataset("Bäume");
	add(r, DATASET_description, "")->flags = VALUE_INVALID;
	add(r, DATASET_release, "")->flags = VALUE_INVALID;
	add(r, DATASET_publisher, "")->flags = VALUE_INVALID;
	add(r, DATASET_issued, "")->flags = VALUE_INVALID;
	struct diagnostics *d = findings(1);
	assert_int_equal(count(d, MESSAGE_MISSING_MANDATORY), 0);
	assert_int_equal(count(d, MESSAGE_RELEASE_MISSING), 0);
	assert_int_equal(count(d, MESSAGE_DATE_MISSING), 0);
	assert_int_equal(count(d, MESSAGE_SHORT_DESCRIPTION), 0);
	diagnostics_free(d);
}

/* Enough datasets for several shards. */
static void
the_number_of_threads_does_not_show(void **state)
{
	(void)state;
	for (size_t i = 0; i < 1000; i++)
		add_dataset(i % 7 ? "Bäume" : "Haushalt  2024");
	struct diagnostics *one = findings(1), *many = findings(8);
	assert_int_equal(count(one, MESSAGE_DUPLICATE_TITLE), 998);
	assert_int_equal(one->n, many->n);
	for (size_t i = 0; i < one->n; i++) {
		assert_int_equal(one->list[i].id, many->list[i].id);
		assert_ptr_equal(one->list[i].at.source, many->list[i].at.source);
		assert_int_equal(one->list[i].at.line, many->list[i].at.line);
		for (size_t k = 0; k < N_WORDS; k++)
			assert_true(text_equal(one->list[i].words[k], many->list[i].words[k]));
	}
	diagnostics_free(one);
	diagnostics_free(many);
}

/* Every agent is part of the next: quadratic work would not end here. */
static void
long_chains_of_agents_are_walked_once(void **state)
{
	(void)state;
	for (size_t i = 0; i < MOST; i++)
		add_agent("Amt");
	for (size_t i = 0; i + 1 < MOST; i++)
		add((struct resource *)(uintptr_t)city.agents[i], AGENT_part_of, "x")->resource =
		    city.agents[i + 1];
	struct diagnostics *d = findings(1);
	assert_int_equal(d->n, 0);
	diagnostics_free(d);

	/* The last one is part of one in the middle. */
	add((struct resource *)(uintptr_t)city.agents[MOST - 1], AGENT_part_of, "x")->resource =
	    city.agents[MOST / 2];
	d = findings(1);
	assert_int_equal(d->n, 1);
	assert_int_equal(d->list[0].id, MESSAGE_AGENT_CYCLE);
	assert_ptr_equal(d->list[0].at.source, city.agents[MOST / 2]->source);
	diagnostics_free(d);
}

static void
many_keywords_are_compared_quickly(void **state)
{
	(void)state;
	struct resource *r = add_dataset("Bäume");
	struct value *values = arena_array(city.arena, struct value, MOST + 1);
	values[0] = r->values[0];
	for (size_t i = 0; i < MOST; i++)
		values[i + 1] = (struct value){ .at = { r->source, (uint32_t)i + 1, 1 },
			.text = arena_printf(city.arena, "Wort %zu", i / 2),
			.property = DATASET_keywords };
	r->values = values;
	r->n_values = MOST + 1;
	struct diagnostics *d = findings(1);
	assert_int_equal(count(d, MESSAGE_REPEATED_KEYWORD), MOST / 2);
	diagnostics_free(d);
}

#define in_a_city(test) cmocka_unit_test_setup_teardown(test, open_city, close_city)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(excerpts_have_the_caret_below),
		cmocka_unit_test(a_finding_is_a_place_a_sentence_and_a_hint),
		cmocka_unit_test(colours_are_those_of_gcc),
		cmocka_unit_test(words_may_have_two_languages),
		cmocka_unit_test(a_sentence_without_its_word_is_still_said),
		cmocka_unit_test(summaries_count_in_both_languages),
		cmocka_unit_test(every_message_is_complete_in_both_languages),
		cmocka_unit_test(every_message_is_explained),
		in_a_city(an_empty_catalogue_has_no_findings),
		in_a_city(years_and_places_are_found_as_words),
		in_a_city(drafts_and_internal_entries_are_spared),
		in_a_city(what_was_written_wrongly_is_not_called_missing),
		in_a_city(the_number_of_threads_does_not_show),
		in_a_city(long_chains_of_agents_are_walked_once),
		in_a_city(many_keywords_are_compared_quickly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
