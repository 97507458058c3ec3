/* compare/: what stayed, went and came of a text, and that nothing gets lost on the way; sentences in any language. */
#include "changes/changes.h"
#include "compare/reading.h"
#include "core/file.h"
#include "pages/labels.h"

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

/* --- voices ---------------------------------------------------------------------------------------- */

/* A made-up language: words where neither German nor English has them, and signs that HTML knows. */
static const struct {
	const char *key, *text;
} made_up[] = {
	{ "decimal_mark", "'" }, { "thousands_mark", "&" },
	{ "date_day", "{year} {month} {day}" }, { "date_month", "{year} {month}" },
	{ "month_1", "unu" }, { "month_2", "du" }, { "month_3", "tri" }, { "month_4", "kvar" }, { "month_5", "kvin" },
	{ "month_6", "ses" }, { "month_7", "sep" }, { "month_8", "ok" }, { "month_9", "naŭ" }, { "month_10", "dek" },
	{ "month_11", "dekunu" }, { "month_12", "dekdu" },
	{ "years_one", "jaro" }, { "years_other", "jaroj {n}" }, { "months_one", "monato" }, { "months_other", "monatoj {n}" },
	{ "weeks_one", "semajno" }, { "weeks_other", "semajnoj {n}" }, { "days_one", "tago" }, { "days_other", "tagoj {n}" },
	{ "hours_one", "horo" }, { "hours_other", "horoj {n}" }, { "minutes_one", "minuto" },
	{ "minutes_other", "minutoj {n}" }, { "seconds_one", "sekundo" }, { "seconds_other", "sekundoj {n}" },
	{ "period_range", "{to} <- {from}" }, { "period_since", "{from} ekde" }, { "period_until", "{to} ĝis" },
	{ "difference_quote", "«{text}»" }, { "difference_list_mark", " & " },
	{ "difference_added", "{after} <nova> {field}" }, { "difference_removed", "sen {before} {field}" },
	{ "difference_changed", "{after} el {before} iĝis: {field}" },
	{ "difference_items_added", "{added} plus {field}" }, { "difference_items_removed", "{removed} minus {field}" },
	{ "difference_items_both", "{removed} minus, {added} plus {field}" }, { "difference_words", "{words} :{field}" },
	{ "difference_field_of", "{field} de {of}" }, { "difference_field_in_language", "{language}-{field}" },
	{ "difference_field_in_file", "{field} en dosiero {part}" }, { "difference_field_in_service", "{field} en servo {part}" },
	{ "difference_files_added_one", "{list}: jen dosiero" }, { "difference_files_added_other", "{list}: jen {n} dosieroj" },
	{ "difference_files_removed_one", "{list}: for dosiero" }, { "difference_files_removed_other", "{list}: for {n} dosieroj" },
	{ "difference_services_added_one", "{list}: jen servo" }, { "difference_services_added_other", "{list}: jen {n} servoj" },
	{ "difference_services_removed_one", "{list}: for servo" },
	{ "difference_services_removed_other", "{list}: for {n} servoj" },
	{ "difference_parts_both", "{removed} | {added}" }, { "difference_content", "nova enhavo: {part}" },
	{ "difference_content_figures", "{figures} > {part}" }, { "difference_rows", "{after} < {before} linioj" },
	{ "difference_bytes", "{after} < {before} bajtoj" },
	{ "property_title", "<titolo>" }, { "property_contact", "kontakto" }, { "property_email", "poŝto" },
};
enum { N_MADE_UP = sizeof made_up / sizeof made_up[0] };

static struct voice
voice_of_made_up(struct arena *a, struct table *labels, const char *without, struct names *names)
{
	for (size_t i = 0; i < N_MADE_UP; i++) {
		struct text *t = arena_new_of(a, struct text);
		*t = text_of(made_up[i].text);
		if (!without || strcmp(made_up[i].key, without))
			table_set(labels, text_of(made_up[i].key), t);
	}
	*names = names_make(a, labels, T("eo"), T("de"));
	return voice_make(labels, names);
}

static void
assert_said(const struct difference *d, const struct voice *voice, const struct sentence_style *style, const char *expected)
{
	struct buf said = { 0 };

	difference_sentence(&said, d, voice, style);
	if (!text_equal(buf_view(&said), text_of(expected)))
		fail_msg("“%.*s” is not “%s”", TEXT_ARG(buf_view(&said)), expected);
	buf_free(&said);
}

/* Each kind, by the made-up voice as HTML and by the German one as text. */
static void
sentences_of_any_language(void **state)
{
	struct text some[] = { T("a & b"), T("c") };
	struct piece pieces[] = { { PIECE_REMOVED, T("alt & gut") }, { PIECE_ADDED, T("neu") } };
	const struct property *title = &properties[DATASET_title], *email = &properties[KIND_email];
	const struct {
		struct difference d;
		const char *html, *german;
	} cases[] = {
		{ { DIFFERENCE_ADDED, title, .after = T("<x>") }, "«&lt;x&gt;» &lt;nova&gt; &lt;titolo&gt;", "Titel: neu „<x>“" },
		{ { DIFFERENCE_REMOVED, title, .before = T("x"), .language = T("en") }, "sen «x» en-&lt;titolo&gt;",
		    "Titel (en): entfernt „x“" },
		{ { DIFFERENCE_CHANGED, email, .of = &properties[DATASET_contact], .before = T("x"), .after = T("{after}") },
		    "«{after}» el «x» iĝis: poŝto de kontakto", "Kontakt, E-Mail: von „x“ zu „{after}“" },
		{ { DIFFERENCE_ITEMS, title, .added = some, .n_added = 2 }, "«a &amp; b» &amp; «c» plus &lt;titolo&gt;",
		    "Titel: hinzugefügt „a & b“, „c“" },
		{ { DIFFERENCE_ITEMS, title, .removed = some, .n_removed = 1 }, "«a &amp; b» minus &lt;titolo&gt;",
		    "Titel: entfernt „a & b“" },
		{ { DIFFERENCE_ITEMS, title, .part_class = CLASS_SERVICE, .part = T("WFS"), .added = some, .n_added = 1,
		    .removed = some + 1, .n_removed = 1 },
		    "«c» minus, «a &amp; b» plus &lt;titolo&gt; en servo «WFS»",
		    "Dienst „WFS“ – Titel: hinzugefügt „a & b“; entfernt „c“" },
		{ { DIFFERENCE_PARTS, &properties[DATASET_distributions], .added = some, .n_added = 2, .removed = some, .n_removed = 1 },
		    "«a &amp; b»: for dosiero | «a &amp; b» &amp; «c»: jen 2 dosieroj",
		    "2 Dateien hinzugefügt: „a & b“, „c“; 1 Datei entfernt: „a & b“" },
		{ { DIFFERENCE_PARTS, &properties[DATASET_services], .removed = some, .n_removed = 2 },
		    "«a &amp; b» &amp; «c»: for 2 servoj", "2 Dienste entfernt: „a & b“, „c“" },
		{ { DIFFERENCE_WORDS, title, .part_class = CLASS_DISTRIBUTION, .part = T("<b>"), .pieces = { pieces, 2 } },
		    "<del>alt &amp; gut</del> <ins>neu</ins> :&lt;titolo&gt; en dosiero «&lt;b&gt;»",
		    "Datei „<b>“ – Titel: [-alt & gut-] {+neu+}" },
		{ { DIFFERENCE_CONTENT, title, .part = T("p"), .before = T("1000"), .after = T("20"), .n_rows = { 10000, 2 } },
		    "2 &lt; 10&amp;000 linioj &amp; 20 &lt; 1&amp;000 bajtoj &gt; «p»",
		    "Datei „p“ – neuer Inhalt: von 10.000 zu 2 Zeilen, von 1.000 zu 20 Byte" },
		{ { DIFFERENCE_CONTENT, title, .part = T("p"), .before = T("20"), .after = T("20") }, "nova enhavo: «p»",
		    "Datei „p“ – neuer Inhalt" },
	};
	struct arena *a = arena_new();
	struct table labels = { 0 };
	struct names names;
	struct voice voice = voice_of_made_up(a, &labels, NULL, &names);

	(void)state;
	assert_int_equal(voice.foreign.n, 0);
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_said(&cases[i].d, &voice, &html_style, cases[i].html);
		assert_said(&cases[i].d, &own_voices[GERMAN], &plain_style, cases[i].german);
	}
	table_free(&labels);
	arena_free(a);
}

/* Not half of each: neither the phrases nor the names are its own. */
static void
a_voice_that_lacks_a_phrase(void **state)
{
	struct arena *a = arena_new();
	struct table labels = { 0 };
	struct names names;
	struct voice voice = voice_of_made_up(a, &labels, "difference_rows", &names);
	const struct difference d = { DIFFERENCE_ADDED, &properties[DATASET_title], .after = T("x") };

	(void)state;
	assert_true(text_equal(voice.foreign, T("de")));
	assert_said(&d, &voice, &html_style, "Titel: neu „x“");
	/* German may be spoken in other words, and needs none of its own. */
	names = names_make(a, &labels, T("de"), T("de"));
	voice = voice_make(&labels, &names);
	assert_int_equal(voice.foreign.n, 0);
	assert_said(&d, &voice, &plain_style, "«x» <nova> Titel");
	table_free(&labels);
	arena_free(a);
}

static void
values_in_any_language(void **state)
{
	static const struct {
		struct text (*reading)(struct arena *a, struct text t, const struct voice *voice);
		const char *written, *german, *english, *made_up;
	} cases[] = {
		{ reading_of_date, "2026-05-06", "6. Mai 2026", "6 May 2026", "2026 kvin 6" },
		{ reading_of_date, "2026-12", "Dezember 2026", "December 2026", "2026 dekdu" },
		{ reading_of_date, "2026", "2026", "2026", "2026" },
		{ reading_of_date, "bald", "bald", "bald", "bald" },
		{ reading_of_duration, "P1Y2M", "1 Jahr, 2 Monate", "1 year, 2 months", "jaro & monatoj 2" },
		{ reading_of_duration, "PT15M", "15 Minuten", "15 minutes", "minutoj 15" },
		{ reading_of_duration, "P1X", "P1X", "P1X", "P1X" },
		{ reading_of_duration, "P1Y2", "P1Y2", "P1Y2", "P1Y2" },
		{ reading_of_number, "1234567.5", "1.234.567,5", "1,234,567.5", "1&234&567'5" },
		{ reading_of_number, "1e3", "1e3", "1e3", "1e3" },
	};
	static const char *const periods[][5] = {
		{ "a", "b", "a bis b", "a to b", "b <- a" }, { "a", "a", "a", "a", "a" },
		{ "a", "", "seit a", "since a", "a ekde" }, { "", "b", "bis b", "until b", "b ĝis" },
	};
	struct arena *a = arena_new();
	struct table labels = { 0 };
	struct names names;
	const struct voice voice = voice_of_made_up(a, &labels, NULL, &names);
	const struct voice *const voices[] = { &own_voices[GERMAN], &own_voices[ENGLISH], &voice };

	(void)state;
	for (size_t k = 0; k < 3; k++) {
		for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
			const char *expected[] = { cases[i].german, cases[i].english, cases[i].made_up };
			struct text said = cases[i].reading(a, text_of(cases[i].written), voices[k]);
			if (!text_equal(said, text_of(expected[k])))
				fail_msg("“%s”: “%.*s”", cases[i].written, TEXT_ARG(said));
		}
		for (size_t i = 0; i < sizeof periods / sizeof periods[0]; i++)
			assert_true(text_equal(reading_of_period(a, text_of(periods[i][0]), text_of(periods[i][1]), voices[k]),
			    text_of(periods[i][2 + k])));
	}
	table_free(&labels);
	arena_free(a);
}

/* The shipped labels say the same where both have a text; who adds a language reads the rest in the README. */
static void
phrases_stand_elsewhere_too(void **state)
{
	static const char *const files[] = { [GERMAN] = "templates/labels/de.yaml", [ENGLISH] = "templates/labels/en.yaml" };
	struct arena *a = arena_new();
	struct text readme;

	(void)state;
	assert_true(file_read(a, "templates/README.md", 1 << 20, &readme));
	for (int language = 0; language < N_INTERFACE_LANGUAGES; language++) {
		struct diagnostics *d = diagnostics_new();
		struct labels labels = { 0 };
		struct source source = { text_of(files[language]), T("") };
		assert_true(file_read(a, files[language], 1 << 20, &source.bytes));
		labels_read(&labels, a, &source, d);
		for (enum phrase p = 0; p < N_PHRASES; p++) {
			const struct text *label = labels_find(&labels, phrase_key(p));
			if (!is_of_differences(p) && (!label || !text_equal(*label, own_voices[language].phrases[p])))
				fail_msg("%s has another %.*s", files[language], TEXT_ARG(phrase_key(p)));
		}
		labels_free(&labels);
		diagnostics_free(d);
	}
	for (enum phrase p = 0; p < N_PHRASES; p++) {
		struct text row = arena_printf(a, "\n| `%.*s` | `%.*s` | `%.*s` |\n", TEXT_ARG(phrase_key(p)),
		    TEXT_ARG(own_voices[GERMAN].phrases[p]), TEXT_ARG(own_voices[ENGLISH].phrases[p]));
		if (is_of_differences(p) && text_find(readme, row) == readme.n)
			fail_msg("templates/README.md lacks %.*s", TEXT_ARG(row));
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_differ),
		cmocka_unit_test(both_sides_come_back),
		cmocka_unit_test(sentences_of_any_language),
		cmocka_unit_test(a_voice_that_lacks_a_phrase),
		cmocka_unit_test(values_in_any_language),
		cmocka_unit_test(phrases_stand_elsewhere_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
