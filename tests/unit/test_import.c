/*
 * import/: what an entry looks like as a file, what the catalogue's reader makes of it, and what a second
 * import does to files that somebody edited.
 */
#include "adapters/yaml.h"
#include "catalog/entry.h"
#include "core/file.h"
#include "import/ckan.h"
#include "import/entry_text.h"
#include "import/import.h"
#include "import/merge.h"
#include "import/prose.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define assert_text(t, expected) assert_same((t), (expected), __FILE__, __LINE__)

static void
assert_same(struct text t, const char *expected, const char *file, int line)
{
	if (text_equal(t, text_of(expected)))
		return;
	print_error("%s:%d: is\n%.*s\nand not\n%s\n", file, line, TEXT_ARG(t), expected);
	fail();
}

static struct text
written(const struct draft *d)
{
	struct buf out = { 0 };

	entry_text(&out, d, T("de"), T(""));
	struct text t = arena_text(d->arena, buf_view(&out));
	buf_free(&out);
	return t;
}

/* --- the writer ------------------------------------------------------------------------------------ */

static void
test_entry_as_the_sample_has_it(void **state)
{
	struct arena *a = arena_new();
	struct draft *d = draft_new(a, CLASS_DATASET, (struct place){ 0 });

	(void)state;
	draft_add(d, DATASET_license, T("dl-by-de/2.0"));
	draft_add(d, DATASET_title, T(" Baumkataster\r\n"));
	draft_add(d, DATASET_description, T("Welcher Baum\r\nsteht wo?"));
	draft_add(d, DATASET_publisher, T("stadtgruen"));
	draft_add(d, DATASET_themes, T("ENVI"));
	draft_add(d, DATASET_keywords, T("Baum"));
	draft_add(d, DATASET_keywords, T("Baum"));
	draft_add(d, DATASET_keywords, T("Grün, städtisch"));
	draft_add(d, DATASET_issued, T("2022-02-15"));
	assert_false(draft_add(d, DATASET_issued, T("2023-02-15")));
	assert_true(draft_add(d, DATASET_modified, T("")));
	draft_add(d, DATASET_page, T("https://example.org/a"));
	draft_add(d, DATASET_page, T("https://example.org/b"));
	struct draft *contact = draft_part(d, DATASET_contact);
	draft_add(contact, KIND_email, T("gruen@example.org"));
	draft_add(contact, KIND_name, T("Amt: Grün"));
	struct draft *spatial = draft_only_part(d, DATASET_spatial);
	draft_add(spatial, LOCATION_ags, T("14713000"));
	assert_ptr_equal(draft_only_part(d, DATASET_spatial), spatial);
	draft_add(spatial, LOCATION_bbox, T("12.2, 51.2, 12.5, 51.4"));
	draft_part(d, DATASET_temporal);
	struct draft *file = draft_part(d, DATASET_distributions);
	draft_add(file, DISTRIBUTION_title, T("Bäume (CSV)"));
	draft_add(file, DISTRIBUTION_description, T("Zeile eins\n\nZeile: drei"));
	draft_add(file, DISTRIBUTION_access_url, T("https://example.org/baeume.csv"));
	draft_add(file, DISTRIBUTION_byte_size, T("1024"));
	assert_text(written(d),
	    "---\n"
	    "title: Baumkataster\n"
	    "publisher: stadtgruen\n"
	    "contact: { name: \"Amt: Grün\", email: gruen@example.org }\n"
	    "themes: [ENVI]\n"
	    "keywords: [Baum, \"Grün, städtisch\"]\n"
	    "license: dl-by-de/2.0\n"
	    "issued: 2022-02-15\n"
	    "spatial: { ags: \"14713000\", bbox: [12.2, 51.2, 12.5, 51.4] }\n"
	    "page:\n"
	    "  - https://example.org/a\n"
	    "  - https://example.org/b\n"
	    "distributions:\n"
	    "  - title: Bäume (CSV)\n"
	    "    description: |-\n"
	    "      Zeile eins\n"
	    "\n"
	    "      Zeile: drei\n"
	    "    access_url: https://example.org/baeume.csv\n"
	    "    byte_size: 1024\n"
	    "---\n"
	    "Welcher Baum\nsteht wo?\n");
	arena_free(a);
}

static void
test_languages(void **state)
{
	struct arena *a = arena_new();
	struct draft *d = draft_new(a, CLASS_DATASET, (struct place){ 0 });
	struct text languages[4];
	struct buf out = { 0 };

	(void)state;
	draft_add_in(d, DATASET_title, T("Trees"), T("en"));
	draft_add_in(d, DATASET_title, T("Bäume"), T("de"));
	draft_add_in(d, DATASET_description, T("All trees."), T("en"));
	draft_add_in(d, DATASET_description, T("Alle Bäume."), T("de"));
	draft_add_in(d, DATASET_version_notes, T("New."), T("en"));
	struct draft *file = draft_part(d, DATASET_distributions);
	draft_add_in(file, DISTRIBUTION_title, T("Tabelle"), T("de"));
	draft_add_in(file, DISTRIBUTION_title, T("table"), T("en"));
	assert_text(written(d),
	    "---\ntitle: Bäume\nversion_notes: { en: New. }\n"
	    "distributions:\n  - title: { de: Tabelle, en: table }\n---\nAlle Bäume.\n");
	assert_int_equal(entry_translations(d, T("de"), languages, 4), 1);
	entry_translation_text(&out, d, T("de"), languages[0]);
	assert_text(buf_view(&out), "---\ntitle: Trees\n---\nAll trees.\n");
	out.n = 0;
	entry_text(&out, d, T("en"), T("imported: x 1"));
	assert_text(buf_view(&out),
	    "---\n# imported: x 1\ntitle: Trees\nversion_notes: New.\n"
	    "distributions:\n  - title: { en: table, de: Tabelle }\n---\nAll trees.\n");
	struct draft *agent = draft_new(a, CLASS_AGENT, (struct place){ 0 });
	draft_add_in(agent, AGENT_name, T("Amt für Grün"), T("de"));
	draft_add_in(agent, AGENT_name, T("Office: Green"), T("en"));
	assert_int_equal(entry_translations(agent, T("de"), languages, 4), 0);
	assert_text(written(agent), "---\nname: { de: Amt für Grün, en: \"Office: Green\" }\n---\n");
	buf_free(&out);
	arena_free(a);
}

/* Whatever a text holds, the reader gets it back. */
static void
test_every_text_is_read_back(void **state)
{
	static const char *const texts[] = { "a", "no", "~", "1.10", "2024-01-01", "0x1F", "12:30", "-", "- a", "-a", "?",
		"a: b", "a:", "a:b", "#a", "a #b", "a# b", "[a", "a]", "{a}", "a, b", "\"a\"", "'a'", "a\"b", "\\n", "@a",
		"`a`", "%a", "&a", "*a", "!a", "|", ">", "=", "<<", "...", "---", "a\nb", "a\n\nb", "a\n b", "a\n\tb", "a \nb",
		"a\n# b", "a\tb", "\xc2\x85x\xc2\x85x", "a\xe2\x80\xa8z", "\xef\xbb\xbf", "😀: x", "a\x01z", "über, alles", "https://a.example/?x=[1]&y={2}#z",
		"- a\n- b", "key: value\nother: 'x", "a\n---\nb", "True", "y", "NULL", ".5", "+1", "1_000", "1e3", "C:\\x", "a: ", "\xc2\xa0z" };
	struct arena *a = arena_new();

	(void)state;
	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		struct draft *d = draft_new(a, CLASS_DATASET, (struct place){ 0 });
		struct text t = text_trim(text_of(texts[i]));
		draft_add(d, DATASET_title, t);
		draft_add(d, DATASET_keywords, t);
		draft_add(d, DATASET_keywords, T("x"));
		draft_add(draft_part(d, DATASET_contact), KIND_name, t);
		draft_add(draft_part(d, DATASET_distributions), DISTRIBUTION_title, t);
		struct source source = { T("x.md"), written(d) };
		struct entry_parts parts;
		struct diagnostics *findings = diagnostics_new();
		assert_true(entry_split(&source, &parts, findings));
		struct yaml_node *root = yaml_read(a, &source, parts.fields, parts.fields_length, findings);
		if (findings->n) {
			print_error("%.*s: %s\n", TEXT_ARG(source.bytes), messages[findings->list[0].id].name);
			fail();
		}
		/* Without what nobody sees. */
		t = draft_text(d, DATASET_title);
		if (t.n) {
			const struct yaml_node *title = yaml_get(root, T("title")), *keywords = yaml_get(root, T("keywords")),
					       *name = yaml_get(yaml_get(root, T("contact")), T("name")),
					       *file = yaml_get(root, T("distributions"))->first;
			assert_text(title->text, arena_cstr(a, t));
			assert_text(keywords->first->text, arena_cstr(a, t));
			assert_text(name->text, arena_cstr(a, t));
			assert_text(yaml_get(file, T("title"))->text, arena_cstr(a, t));
		}
		diagnostics_free(findings);
	}
	arena_free(a);
}

/* --- merging --------------------------------------------------------------------------------------- */

struct merging {
	struct arena *arena;
	struct diagnostics *d;
	struct source ours;
	size_t n_kept;
};

static struct text
merged(struct merging *m, const char *ours, const char *base, const char *theirs)
{
	m->ours = (struct source){ T("catalog/datasets/x.md"), text_of(ours) };
	m->d->n = 0;
	struct merge result =
	    merge_files(m->arena, CLASS_DATASET, &m->ours, text_of(base), text_of(theirs), m->d);
	m->n_kept = result.n_kept;
	return result.bytes;
}

static void
test_merging(void **state)
{
	struct merging m = { .arena = arena_new(), .d = diagnostics_new() };

	(void)state;
	/* Nobody edited it: the source's text, whole. */
	assert_text(merged(&m, "---\ntitle: A\n---\n", "---\ntitle: A\n---\n", "---\ntitle: B\n---\nx\n"),
	    "---\ntitle: B\n---\nx\n");
	/* Edited here, and unchanged there: nothing happens, not a byte. */
	assert_text(merged(&m, "---\ntitle:   'Mine'\n# note\n---\ntext\n\n", "---\ntitle: A\n---\ntext\n",
	    "---\ntitle: A\n---\ntext\n"), "---\ntitle:   'Mine'\n# note\n---\ntext\n\n");
	assert_int_equal(m.d->n, 0);
	/* One field edited here, another there; a third is new, a fourth gone; comments and order stay. */
	assert_text(merged(&m,
	    "---\n# imported: x 1\n# mine\ntitle: Mine # so\nlicense: old\n\n# why\nissued: 2020\nversion: '1'\n---\nbody\n",
	    "---\n# imported: x 1\ntitle: A\nlicense: old\nissued: 2020\nversion: '1'\n---\nbody\n",
	    "---\n# imported: x 1\ntitle: A\nkeywords: [k]\nlicense: new\nissued: 2020\n---\nnew body\n"),
	    "---\n# imported: x 1\n# mine\ntitle: Mine # so\nkeywords: [k]\nlicense: new\n\n# why\nissued: 2020\n---\nnew body\n");
	assert_int_equal(m.d->n, 0);
	/* Both: ours stays and is told. A key of ours by another name is the same field. */
	assert_text(merged(&m, "---\ntitel: Mine\n---\nmine\n", "---\ntitle: A\n---\na\n", "---\ntitle: B\n---\nb\n"),
	    "---\ntitel: Mine\n---\nmine\n");
	assert_int_equal(m.n_kept, 2);
	assert_int_equal(m.d->list[0].id, MESSAGE_IMPORT_KEPT);
	assert_int_equal(m.d->list[0].at.line, 2);
	/* Written otherwise, it still says the same and is no edit. */
	assert_text(merged(&m, "---\nkeywords:\n  - a\n  - 'b'\n---\n", "---\nkeywords: [a, b]\n---\n",
	    "---\nkeywords: [a, c]\n---\n"), "---\nkeywords: [a, c]\n---\n");
	/* Removed here: it stays away, and a change there is told. */
	assert_text(merged(&m, "---\ntitle: A\n---\n", "---\ntitle: A\nversion: '1'\n---\n",
	    "---\ntitle: A\nversion: '1'\n---\n"), "---\ntitle: A\n---\n");
	assert_int_equal(m.d->n, 0);
	merged(&m, "---\ntitle: A\n---\n", "---\ntitle: A\nversion: '1'\n---\n", "---\ntitle: A\nversion: '2'\n---\n");
	assert_int_equal(m.n_kept, 1);
	/* Removed there and unedited here: gone. Edited here: kept. */
	assert_text(merged(&m, "---\ntitle: A\nversion: '1'\nfrequency: ANNUAL\n---\n",
	    "---\ntitle: A\nversion: '1'\n---\n", "---\ntitle: A\n---\n"), "---\ntitle: A\nfrequency: ANNUAL\n---\n");
	/* Without a base what stands here counts as edited; what is new is added. */
	assert_text(merged(&m, "---\ntitle: Mine\n---\n", "", "---\ntitle: A\nversion: '1'\n---\nb\n"),
	    "---\ntitle: Mine\nversion: '1'\n---\nb\n");
	/* An order of one's own. */
	assert_text(merged(&m, "---\nversion: '1'\ntitle: T\n---\n", "---\ntitle: A\nversion: '1'\n---\n",
	    "---\ntitle: A\nrelease: public\nversion: '1'\n---\n"), "---\nversion: '1'\ntitle: T\nrelease: public\n---\n");
	/* What cannot be taken apart stays. */
	assert_text(merged(&m, "---\n{title: A, version: '1'}\n---\n", "---\ntitle: A\n---\n", "---\ntitle: B\n---\n"),
	    "---\n{title: A, version: '1'}\n---\n");
	assert_int_equal(m.d->list[0].id, MESSAGE_IMPORT_UNMERGEABLE);
	diagnostics_free(m.d);
	arena_free(m.arena);
}

/* --- identity -------------------------------------------------------------------------------------- */

static char folder[64];

static void
put(const char *path, struct text bytes)
{
	char full[512];

	snprintf(full, sizeof full, "%s/%s", folder, path);
	for (char *s = full + strlen(folder) + 1; (s = strchr(s, '/')); s++) {
		*s = '\0';
		mkdir(full, 0777);
		*s = '/';
	}
	FILE *f = fopen(full, "w");
	assert_non_null(f);
	fwrite(bytes.s, 1, bytes.n, f);
	fclose(f);
}

static void
remove_file(const char *path)
{
	char full[512];

	snprintf(full, sizeof full, "%s/%s", folder, path);
	assert_int_equal(remove(full), 0);
}

static struct import *
begin(struct diagnostics *d)
{
	return import_open(&(struct import_options){ .catalog = folder, .shown_as = "catalog",
			       .source = T("example"), .language = T("de") }, d);
}

static void
put_all(const struct import_files *files)
{
	for (size_t i = 0; i < files->n; i++) {
		char path[512];
		snprintf(path, sizeof path, "%.*s", TEXT_ARG(files->list[i].path));
		put(path, files->list[i].bytes);
	}
}

static void
test_identity(void **state)
{
	struct diagnostics *d = diagnostics_new();
	struct draft *x, *y, *agent;

	(void)state;
	strcpy(folder, "/tmp/tabularium-import-XXXXXX");
	assert_non_null(mkdtemp(folder));
	put("datasets/eigen.md", T("---\ntitle: Eigen\nother_identifier: { notation: uuid-9 }\nformer_ids: [frueher]\n---\n"));
	put("agents/gruen.md", T("---\nname: { de: Amt für Grün }\n---\n"));

	/* The first import: ids, collisions, agents known by name. */
	struct import *i = begin(d);
	assert_text(import_agent(i, T("org-1"), T("AMT FÜR GRÜN"), T("gruenflaechen"), &agent), "gruen");
	assert_null(agent);
	assert_text(import_agent(i, T("org-2"), T("Statistik"), T(""), &agent), "statistik");
	assert_non_null(agent);
	assert_text(import_agent(i, T("org-2"), T("Statistik"), T(""), &agent), "statistik");
	assert_null(agent);
	x = import_entry(i, CLASS_DATASET, T("uuid-1"), T("Bäume & Sträucher"), T("statistik"));
	assert_text(x->id, "baeume-straeucher");
	assert_text(x->at.source->path, "catalog/datasets/statistik/baeume-straeucher.md");
	draft_add(x, DATASET_title, T("Bäume"));
	draft_add_in(x, DATASET_title, T("Trees"), T("en"));
	y = import_entry(i, CLASS_DATASET, T("uuid-2"), T("Bäume-Sträucher"), T(""));
	assert_text(y->id, "baeume-straeucher-2");
	draft_add(y, DATASET_title, T("Andere"));
	assert_null(import_entry(i, CLASS_DATASET, T("uuid-2"), T("x"), T("")));
	assert_null(import_entry(i, CLASS_DATASET, T("uuid-9"), T("Irgendwie"), T("")));
	assert_null(import_entry(i, CLASS_DATASET, T("uuid-8"), T("frueher"), T("")));
	assert_text(import_id(i, CLASS_DATASET, T("uuid-2")), "baeume-straeucher-2");
	struct import_files files = import_finish(i);
	assert_int_equal(d->n, 3);
	assert_int_equal(d->list[0].id, MESSAGE_IMPORT_TWICE);
	assert_int_equal(d->list[1].id, MESSAGE_IMPORT_EXISTS);
	assert_int_equal(d->list[2].id, MESSAGE_IMPORT_EXISTS);
	assert_int_equal(files.counts[CLASS_DATASET].added, 2);
	assert_int_equal(files.n, 8);
	assert_text(files.list[0].path, ".imported/example/agents/statistik.md");
	assert_text(files.list[7].path, "datasets/statistik/baeume-straeucher.md");
	assert_text(files.list[7].bytes, "---\n# imported: example uuid-1\ntitle: Bäume\n---\n");
	put_all(&files);
	import_close(i);
	d->n = 0;

	/* The second: the same again writes nothing. A file moved and edited here is found and kept; the name in
	 * the source does not matter any more. */
	remove_file("datasets/statistik/baeume-straeucher.md");
	remove_file("datasets/statistik/baeume-straeucher.en.md");
	put("datasets/umwelt/baumbestand.md", T("---\n# imported: example uuid-1\ntitle: Baumbestand\n---\n"));
	put("datasets/umwelt/baumbestand.en.md", T("---\ntitle: Trees\n---\n"));
	i = begin(d);
	x = import_entry(i, CLASS_DATASET, T("uuid-1"), T("ganz-anders"), T("statistik"));
	assert_text(x->id, "baumbestand");
	draft_add(x, DATASET_title, T("Bäume"));
	draft_add(x, DATASET_version, T("2"));
	draft_add_in(x, DATASET_title, T("Trees"), T("en"));
	files = import_finish(i);
	assert_int_equal(files.n, 2);
	assert_text(files.list[0].path, ".imported/example/datasets/statistik/baeume-straeucher.md");
	assert_text(files.list[1].path, "datasets/umwelt/baumbestand.md");
	assert_text(files.list[1].bytes, "---\n# imported: example uuid-1\ntitle: Baumbestand\nversion: \"2\"\n---\n");
	assert_int_equal(files.counts[CLASS_DATASET].updated, 1);
	/* uuid-2 is not in the source any more. */
	assert_int_equal(files.n_gone, 1);
	assert_int_equal(d->n, 1);
	assert_int_equal(d->list[0].id, MESSAGE_IMPORT_GONE);
	put_all(&files);
	import_close(i);
	d->n = 0;

	/* The third: removed here, it stays away; nothing else changes. */
	remove_file("datasets/baeume-straeucher-2.md");
	i = begin(d);
	assert_null(import_entry(i, CLASS_DATASET, T("uuid-2"), T("Bäume-Sträucher"), T("")));
	x = import_entry(i, CLASS_DATASET, T("uuid-1"), T("ganz-anders"), T("statistik"));
	draft_add(x, DATASET_title, T("Bäume"));
	draft_add(x, DATASET_version, T("2"));
	draft_add_in(x, DATASET_title, T("Trees"), T("en"));
	files = import_finish(i);
	assert_int_equal(files.n, 0);
	assert_int_equal(files.counts[CLASS_DATASET].unchanged, 1);
	assert_int_equal(d->n, 1);
	assert_int_equal(d->list[0].id, MESSAGE_IMPORT_REMOVED_HERE);
	import_close(i);
	diagnostics_free(d);
	char command[128];
	snprintf(command, sizeof command, "rm -r %s", folder);
	assert_int_equal(system(command), 0);
}

/* --- prose ----------------------------------------------------------------------------------------- */

static void
test_prose(void **state)
{
	static const struct {
		const char *from, *to, *lost;
	} cases[] = {
		{ "Nur **Text**, mit 3 < 5 & mehr.", "Nur **Text**, mit 3 \\< 5 & mehr.", "" },
		{ "<p>Eins</p><p>Zwei <b>fett </b>und <i>schräg</i></p>", "Eins\n\nZwei **fett** und *schräg*", "" },
		{ "<div>\n    <p>Eins</p>\n    <ul>\n      <li>a</li>\n      <li>b<ul><li>c</li></ul></li></ul>Ende</div>",
		    "Eins\n\n- a\n- b\n  - c\n\nEnde", "" },
		{ "<ol><li>x</li><li>y</li></ol>", "1. x\n1. y", "" },
		{ "<a href=\"https://example.org/a\">hier</a> <a href='javascript:x'>da</a> <a href=\"https://example.org/\">https://example.org/</a>",
		    "[hier](https://example.org/a) da (javascript:x) <https://example.org/>", "" },
		{ "a<br/>b<BR>c&nbsp;d &auml; &#228; &lt;x&gt;", "a\n\nb\n\nc d ä ä &lt;x&gt;", "" },
		{ "<h2>Titel</h2>Text", "## Titel\n\nText", "" },
		{ "<table><tr><td>a</td><td>b</td></tr></table>", "a – b", "table" },
		{ "<script>alert('<p>')</script>gut<style>p{}</style>", "gut", "" },
		{ "<!-- nie -->gut <gemeinde> <https://example.org/x>", "gut \\<gemeinde> <https://example.org/x>", "" },
		{ "![Bild](https://example.org/b.png)", "[Bild](https://example.org/b.png)", "img" },
		{ "<b>unvollständig", "**unvollständig**", "" },
		{ "<p", "\\<p", "" },
		{ "- a\r- b\r\n- c\x0b", "- a\n- b\n- c", "" },
		{ "[x](ftp://example.org/)", "\\[x\\](ftp://example.org/)", "Markdown" },
	};
	struct arena *a = arena_new();
	struct text lost;

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		assert_text(prose_markdown(a, text_of(cases[i].from), &lost), cases[i].to);
		assert_text(lost, cases[i].lost);
	}
	assert_text(prose_plain(a, T("<p>Ein <b>Satz</b> &amp;\nmehr</p><p>noch einer</p>")), "Ein Satz & mehr noch einer");
	assert_text(prose_plain(a, T("Eins\nZwei")), "Eins\nZwei");
	arena_free(a);
}

/* --- CKAN ------------------------------------------------------------------------------------------ */

static const char package[] =
    "{\"success\": true, \"result\": {\"results\": ["
    "{\"type\": \"harvest\", \"name\": \"h\"},"
    "{\"id\": \"u1\", \"name\": \"baeume_alle\", \"title\": \"Bäume\", \"notes\": \"<p>Alle</p><table></table>\","
    " \"type\": \"dataset\", \"state\": \"active\", \"private\": false, \"license_id\": \"dl-de-by-2.0\","
    " \"title_translated\": {\"de\": \"Bäume\", \"en\": \"Trees\"},"
    " \"organization\": {\"id\": \"o1\", \"name\": \"gruen\", \"title\": \"Amt für Grün\", \"description\": \"Pflegt.\"},"
    " \"groups\": [{\"name\": \"envi\"}, {\"name\": \"eigene\", \"title\": \"Eigene Gruppe\"}],"
    " \"tags\": [{\"name\": \"Baum\"}, {\"name\": \"baum\"}], \"metadata_modified\": \"2025-03-04T05:06:07.8\","
    " \"contact_name\": \"Grün\", \"author\": \"Jemand\", \"quality\": \"gut\", \"url\": \" https://example.org/a b\","
    " \"extras\": [{\"key\": \"extra:temporal_start \", \"value\": \"2020\"}, {\"key\": \"temporal_end\", \"value\": \"2019\"},"
    "  {\"key\": \"http://dcat-ap.de/def/dcatde/politicalGeocodingURI\", \"value\": \"[\\\"http://dcat-ap.de/def/politicalGeocoding/municipalityKey/14713000\\\"]\"},"
    "  {\"key\": \"spatial\", \"value\": \"{\\\"type\\\":\\\"Polygon\\\",\\\"coordinates\\\":[[[12.2,51.4],[12.5,51.4],[12.5,51.25]]]}\"},"
    "  {\"key\": \"spatial_centroid\", \"value\": \"Mitte\"},"
    "  {\"key\": \"name\", \"value\": \"ein anderer\"}, {\"key\": \"title\", \"value\": \"Bäume\"}],"
    " \"resources\": ["
    "  {\"id\": \"r1\", \"name\": \"CSV\", \"url\": \"https://ckan.example.org/dataset/u1/resource/r1/download/a.csv\", \"url_type\": \"upload\","
    "   \"format\": \"csv\", \"size\": 1024, \"created\": \"2025-01-02T03:04:05.6\", \"hash\": \"0123456789abcdef0123456789ABCDEF\"},"
    "  {\"name\": \"WMS\", \"url\": \"https://example.org/wms?SERVICE=WMS&REQUEST=GetCapabilities\", \"format\": \"WMS\"}]}]}}";

static size_t
count(const struct diagnostics *d, enum message_id id)
{
	size_t n = 0;

	for (size_t k = 0; k < d->n; k++)
		n += d->list[k].id == id;
	return n;
}

static void
test_ckan(void **state)
{
	struct code_lists *lists = code_lists_new();
	struct diagnostics *d = diagnostics_new();
	struct import_options o = { .catalog = "/nonexistent", .shown_as = "catalog", .source = T("x"), .language = T("de"),
		.lists = lists };

	(void)state;
	struct import *i = import_open(&o, d);
	assert_true(ckan_read_bytes(i, "answer.json", text_of(package)));
	struct import_files files = import_finish(i);
	assert_int_equal(files.n, 6);
	assert_text(files.list[3].bytes,
	    "---\n# imported: x o1\nname: Amt für Grün\n---\nPflegt.\n");
	assert_text(files.list[4].bytes, "---\ntitle: Trees\n---\n");
	assert_text(files.list[5].path, "datasets/gruen/baeume-alle.md");
	assert_text(files.list[5].bytes,
	    "---\n# imported: x u1\ntitle: Bäume\nrelease: public\npublisher: gruen\ncontact: { name: Grün }\nthemes: [ENVI]\n"
	    "keywords: [Eigene Gruppe, Baum, baum]\nlicense: dl-by-de/2.0\ntemporal: { from: 2020, to: 2019 }\n"
	    "spatial: { ags: \"14713000\", bbox: [12.2, 51.25, 12.5, 51.4] }\nlanding_page: https://example.org/a b\n"
	    "distributions:\n"
	    "  - title: CSV\n    download_url: https://ckan.example.org/dataset/u1/resource/r1/download/a.csv\n    format: CSV\n"
	    "    byte_size: 1024\n    checksum: { algorithm: md5, value: \"0123456789abcdef0123456789ABCDEF\" }\n    issued: 2025-01-02\n"
	    "  - title: WMS\n    access_url: https://example.org/wms?SERVICE=WMS&REQUEST=GetCapabilities\n    format: WMS_SRVC\n"
	    "---\nAlle\n");
	/* Author, quality, the other name. */
	assert_int_equal(count(d, MESSAGE_IMPORT_UNMAPPED), 3);
	assert_int_equal(count(d, MESSAGE_IMPORT_OTHER_KIND), 1); /* the harvest source */
	assert_int_equal(count(d, MESSAGE_IMPORT_LOST), 1);     /* spatial_centroid */
	assert_int_equal(count(d, MESSAGE_IMPORT_CHANGED), 1);  /* the blank before url */
	assert_int_equal(count(d, MESSAGE_IMPORT_MARKUP), 1);
	assert_int_equal(d->n, 7);
	import_close(i);

	/* The same, mended. */
	d->n = 0;
	o.repairs = true;
	i = import_open(&o, d);
	assert_true(ckan_read_bytes(i, "answer.json", text_of(package)));
	files = import_finish(i);
	assert_text(files.list[5].bytes,
	    "---\n# imported: x u1\ntitle: Bäume\nrelease: public\npublisher: gruen\n"
	    "contact: { name: Grün, url: https://ckan.example.org/dataset/baeume_alle }\nthemes: [ENVI]\n"
	    "keywords: [Eigene Gruppe, Baum]\nlicense: dl-by-de/2.0\nattribution: Amt für Grün\nmodified: 2025-03-04\n"
	    "temporal: { from: 2019, to: 2020 }\n"
	    "spatial: { ags: \"14713000\", bbox: [12.2, 51.25, 12.5, 51.4] }\nlanding_page: https://example.org/a%20b\n"
	    "distributions:\n"
	    "  - title: CSV\n    download_url: https://ckan.example.org/dataset/u1/resource/r1/download/a.csv\n    format: CSV\n"
	    "    byte_size: 1024\n    checksum: { algorithm: md5, value: \"0123456789abcdef0123456789ABCDEF\" }\n    issued: 2025-01-02\n"
	    "services:\n  - title: WMS\n    type: WMS\n    endpoint_url: https://example.org/wms\n"
	    "    endpoint_description: https://example.org/wms?SERVICE=WMS&REQUEST=GetCapabilities\n"
	    "    page: https://ckan.example.org/dataset/baeume_alle\n"
	    "---\nAlle\n");
	assert_int_equal(count(d, MESSAGE_IMPORT_FALLBACK), 4); /* url of the contact, attribution, modified, page */
	import_close(i);

	/* What is no answer of CKAN. */
	static const char *const wrong[] = { "", "{", "{}", "[1]", "{\"result\": [\"a\"]}", "{\"success\": false}" };
	for (size_t k = 0; k < sizeof wrong / sizeof wrong[0]; k++) {
		d->n = 0;
		i = import_open(&o, d);
		assert_false(ckan_read_bytes(i, "answer.json", text_of(wrong[k])));
		assert_int_equal(d->list[0].id, MESSAGE_IMPORT_UNREADABLE);
		import_close(i);
	}
	diagnostics_free(d);
	code_lists_free(lists);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entry_as_the_sample_has_it),
		cmocka_unit_test(test_languages),
		cmocka_unit_test(test_every_text_is_read_back),
		cmocka_unit_test(test_merging),
		cmocka_unit_test(test_identity),
		cmocka_unit_test(test_prose),
		cmocka_unit_test(test_ckan),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
