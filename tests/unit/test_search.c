/*
 * Search: words, terms, compounds, and the files of the index of the sample catalogue. With an argument
 * it is the other side of tests/search/stems.mjs: reads a word a line and writes what stands in the index
 * for it ("words", "de", "en"), or its bare stem ("stem de", "stem en").
 */
#include "search/search.h"

#include "adapters/json.h"
#include "search/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- words ------------------------------------------------------------------------------------- */

static const struct {
	const char *text, *words;
} word_cases[] = {
	{ "", "" },
	{ " , - ", "" },
	{ "Bäume in Leipzig", "bäume in leipzig" },
	{ "STRASSE Straße straße", "strasse strasse strasse" },
	{ "Schüler/-innen, Park+Ride", "schüler innen park ride" },
	{ "3D-Stadtmodell LoD2, 1:25.000", "3d stadtmodell lod2 1 25 000" },
	{ "Café Æther Ørsted œuvre", "cafe aether oersted oeuvre" },
	{ "Ba\xcc\x88ume Grund\xc2\xadstück", "baume grundstück" },
	{ "siehe https://example.org/baum?x=1 und", "siehe und" },
	{ "[Liste](daten/liste.csv) **fett** `code`", "liste fett code" },
	{ "haus http", "haus http" },
	{ "Москва 한국", "москва 한국" },
	{ "\xff\xfe kaputt\xff", "kaputt" },
	{ "aaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaabbbbbbbbbbaaaaaaaaaa zu", "zu" },
};

static void
words_of(struct buf *out, struct text text)
{
	struct words w = { .text = text };

	while (words_next(&w)) {
		if (out->n)
			buf_char(out, ' ');
		buf_bytes(out, w.folded, w.n);
	}
}

static void
text_is_read_as_words(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof word_cases / sizeof *word_cases; i++) {
		struct buf out = { 0 };

		words_of(&out, text_of(word_cases[i].text));
		assert_string_equal(buf_cstr(&out), word_cases[i].words);
		buf_free(&out);
	}
}

static void
term_of(struct buf *out, struct stemmer *s, enum stem_language language, struct text text)
{
	struct words w = { .text = text };

	out->n = 0;
	if (words_next(&w))
		word_term(out, s, language, (struct text){ w.folded, w.n });
}

/* What readers take for one word is one term. */
static void
spellings_are_one_term(void **state)
{
	static const struct {
		enum stem_language language;
		const char *a, *b;
	} same[] = {
		{ STEM_GERMAN, "Bäume", "Baum" },
		{ STEM_GERMAN, "Baeume", "Bäume" },
		{ STEM_GERMAN, "Straße", "STRASSEN" },
		{ STEM_GERMAN, "Arbeitslosigkeit", "arbeitslos" },
		{ STEM_GERMAN, "Häuser", "haus" },
		{ STEM_GERMAN, "Luftqualitaet", "Luftqualität" },
		{ STEM_ENGLISH, "trees", "Tree" },
		{ STEM_ENGLISH, "libraries", "library" },
		{ STEM_NONE, "Łódź", "łodz" },
		{ STEM_GERMAN, "2025", "2025" },
	};
	static const struct {
		const char *a, *b;
	} different[] = { { "neue", "nü" }, { "Quelle", "Qülle" }, { "Bauer", "Baür" }, { "lod2", "lod3" } };
	struct stemmer *s = stemmer_new();
	struct buf a = { 0 }, b = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
		term_of(&a, s, same[i].language, text_of(same[i].a));
		term_of(&b, s, same[i].language, text_of(same[i].b));
		assert_string_equal(buf_cstr(&a), buf_cstr(&b));
	}
	for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
		term_of(&a, s, STEM_GERMAN, text_of(different[i].a));
		term_of(&b, s, STEM_GERMAN, text_of(different[i].b));
		assert_string_not_equal(buf_cstr(&a), buf_cstr(&b));
	}
	buf_free(&a);
	buf_free(&b);
	stemmer_free(s);
}

static void
compounds_are_split(void **state)
{
	static const struct {
		const char *word, *parts;
	} cases[] = {
		{ "Baumkataster", "baum kataster" },
		{ "Straßenbaumkataster", "strassen baum kataster baumkataster" },
		{ "Weihnachtsmarkt", "weihnachts markt" },
		{ "Bodenrichtwerte", "boden richtwerte" },
		{ "Grünflächenkataster", "gruenflaechen kataster" },
		{ "Verkehrszählungen", "verkehrs zaehlungen" },
		{ "Denkmalkataster", "denkmal kataster" },
		{ "Froschkataster", "frosch? kataster" },
		{ "Einwohner", "" },
		{ "Haltestelle", "" },
		{ "Verwaltung", "" },
		{ "Leipzig", "" },
		{ "Beschreibung", "" },
		{ "baum2025", "" },
	};
	struct lexicon lexicon;
	struct stemmer *s = stemmer_new();
	struct arena *a = arena_new();
	struct buf out = { 0 };

	(void)state;
	lexicon_make(&lexicon);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct words w = { .text = text_of(cases[i].word) };
		struct compound c;

		assert_true(words_next(&w));
		compound_split(&c, &lexicon, s, a, (struct text){ w.folded, w.n });
		out.n = 0;
		for (size_t k = 0; k < c.n_all; k++)
			buf_printf(&out, "%s%.*s%s", k ? " " : "", TEXT_ARG(c.parts[k]), c.is_known[k] ? "" : "?");
		assert_string_equal(buf_cstr(&out), cases[i].parts);
	}
	buf_free(&out);
	arena_free(a);
	stemmer_free(s);
	lexicon_free(&lexicon);
}

/* --- the index --------------------------------------------------------------------------------- */

struct portal {
	struct diagnostics *d;
	struct snapshot *snapshot;
	struct catalog_owner *owner;
	const struct catalog *catalog;
};

static void
portal_open(struct portal *p, const char *folder)
{
	static const char *const roots[] = { "catalog", "site", NULL };

	p->d = diagnostics_new();
	p->snapshot = snapshot_open(&(struct snapshot_options){ .folder = folder,
	    .kind = SNAPSHOT_WORKTREE, .roots = roots }, p->d);
	p->owner = catalog_read(&(struct catalog_reading){ .snapshot = p->snapshot, .jobs = 1 }, p->d);
	p->catalog = catalog_public(p->owner);
}

static void
portal_close(struct portal *p)
{
	catalog_free(p->owner);
	snapshot_close(p->snapshot);
	diagnostics_free(p->d);
}

/* A line of path and bytes for each file. */
static void
whole_index(struct buf *out, const struct catalog *c, unsigned jobs)
{
	for (size_t language = 0; language < c->settings->n_languages; language++) {
		struct names names = names_make(NULL, NULL, c->settings->languages[language], c->settings->languages[0]);
		struct search *s = search_new(c, language, &names, jobs);

		for (size_t i = 0; i < search_count(s); i++) {
			search_path(s, i, out);
			buf_char(out, '\n');
			search_render(s, i, out);
			buf_char(out, '\n');
		}
		search_free(s);
	}
}

static void
threads_do_not_show(void **state)
{
	struct portal p;
	struct buf one = { 0 }, four = { 0 };

	(void)state;
	portal_open(&p, ".");
	whole_index(&one, p.catalog, 1);
	whole_index(&four, p.catalog, 4);
	assert_true(one.n > 100000);
	assert_int_equal(one.n, four.n);
	assert_memory_equal(one.s, four.s, one.n);
	buf_free(&one);
	buf_free(&four);
	portal_close(&p);
}

static void
every_public_dataset_is_found(void **state)
{
	struct portal p;
	struct buf path = { 0 }, bytes = { 0 };
	struct table seen = { 0 }, found = { 0 };
	struct arena *a = arena_new();
	static const char yes;

	(void)state;
	portal_open(&p, ".");
	struct names names = names_make(NULL, NULL, T("de"), T("de"));
	struct search *s = search_new(p.catalog, 0, &names, 2);
	for (size_t i = 0; i < search_count(s); i++) {
		path.n = bytes.n = 0;
		search_path(s, i, &path);
		search_render(s, i, &bytes);
		assert_null(table_set(&seen, arena_text(a, buf_view(&path)), (void *)(uintptr_t)&yes));
		const bool is_manifest = text_ends(buf_view(&path), T("search/de/index.js"));
		if (!is_manifest && !text_ends(buf_view(&path), T(".json")))
			continue;
		struct text json = buf_view(&bytes);
		if (is_manifest) { /* var searchIndex={…};\n */
			assert_true(text_starts(json, T("var searchIndex={")) && text_ends(json, T("};\n")));
			json = text_slice(json, T("var searchIndex=").n, json.n - 2);
		}
		struct json_tree *tree = json_tree_read(json);
		assert_non_null(tree);
		const struct json_node *root = json_tree_root(tree);
		if (is_manifest) {
			double n;
			assert_true(json_node_number(json_node_member(root, "n"), &n));
			assert_int_equal((size_t)n, p.catalog->datasets.n + p.catalog->series.n + p.catalog->services.n +
			    p.catalog->agents.n + p.catalog->settings->n_pages);
		}
		for (size_t k = 0; k < json_node_length(root); k++)
			for (size_t m = 0; m < p.catalog->datasets.n; m++) {
				struct text id = p.catalog->datasets.list[m]->id;
				struct text wanted = arena_printf(a, "datasets/%.*s.html", TEXT_ARG(id));
				if (json_node_is(json_node_item(json_node_item(root, k), 1), wanted.s))
					table_set(&found, id, (void *)(uintptr_t)&yes);
			}
		json_tree_free(tree);
	}
	assert_int_equal(found.n, p.catalog->datasets.n);
	assert_non_null(table_get(&seen, T("opensearch.xml")));
	search_free(s);
	s = search_new(p.catalog, 1, &names, 2);
	path.n = 0;
	search_path(s, 0, &path);
	assert_true(text_equal(buf_view(&path), T("en/opensearch.xml")));
	search_free(s);
	table_free(&seen);
	table_free(&found);
	arena_free(a);
	buf_free(&path);
	buf_free(&bytes);
	portal_close(&p);
}

/* --- the other side of stems.mjs --------------------------------------------------------------- */

static int
answer(int argc, char **argv)
{
	struct stemmer *s = stemmer_new();
	struct buf out = { 0 };
	char line[1024];

	while (fgets(line, sizeof line, stdin)) {
		struct text word = text_trim(text_of(line));

		out.n = 0;
		if (argc == 3)
			buf_text(&out, stem(s, stem_language(text_of(argv[2])), word));
		else if (strcmp(argv[1], "words") == 0)
			words_of(&out, word);
		else
			term_of(&out, s, stem_language(text_of(argv[1])), word);
		puts(buf_cstr(&out));
	}
	buf_free(&out);
	stemmer_free(s);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_read_as_words),
		cmocka_unit_test(spellings_are_one_term),
		cmocka_unit_test(compounds_are_split),
		cmocka_unit_test(threads_do_not_show),
		cmocka_unit_test(every_public_dataset_is_found),
	};

	if (argc > 1)
		return answer(argc, argv);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
