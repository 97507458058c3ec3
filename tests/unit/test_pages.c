/*
 * Pages: templates, labels and program agree; every page of the sample and of a hostile catalogue
 * renders, says nothing raw, and leads nowhere but to pages that are there.
 */
#include "adapters/git.h"
#include "core/die.h"
#include "core/file.h"
#include "pages/drawing.h"
#include "pages/image_size.h"
#include "pages/portal.h"
#include "search/search.h"
#include "site/server.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

/* --- a portal from a folder ---------------------------------------------------------------------- */

struct portal {
	struct arena *arena;
	const char *folder;
	struct diagnostics *d;
	struct snapshot *snapshot;
	struct catalog_owner *owner;
	const struct catalog *catalog;
	struct template_file *files;
	size_t n_files;
	struct pages *pages;
};

static void
add_files(struct portal *p, const char *folder, const char *before, const char *ending)
{
	struct text *names;
	size_t n;

	assert_true(folder_read(p->arena, folder, &names, &n));
	for (size_t i = 0; i < n; i++) {
		struct source *source = arena_new_of(p->arena, struct source);
		if (!text_ends(names[i], text_of(ending)))
			continue;
		source->path = arena_printf(p->arena, "%s/%.*s", folder, TEXT_ARG(names[i]));
		assert_true(file_read(p->arena, source->path.s, 1 << 20, &source->bytes));
		p->files[p->n_files++] = (struct template_file){
			arena_printf(p->arena, "%s%.*s", before, TEXT_ARG(names[i])), source };
	}
}

/* The shipped templates, behind what the test has put first. */
static void
add_shipped(struct portal *p)
{
	add_files(p, "templates", "", ".html");
	add_files(p, "templates/labels", "labels/", ".yaml");
}

static void
add_template(struct portal *p, const char *name, const char *bytes)
{
	struct source *source = arena_new_of(p->arena, struct source);

	*source = (struct source){ text_of(name), text_of(bytes) };
	p->files[p->n_files++] = (struct template_file){ text_of(name), source };
}

static struct text
hosted_bytes(void *context, const struct hosted_file *file, struct arena *a)
{
	const struct portal *p = context;
	struct text bytes = T("");
	const char *path = arena_printf(a, "%s/catalog/%.*s", p->folder, TEXT_ARG(file->path)).s;

	assert_true(file_read(a, path, 1 << 20, &bytes));
	return bytes;
}

static void
open_portal(struct portal *p, const char *folder)
{
	static const char *const roots[] = { "catalog", "site", NULL };

	*p = (struct portal){ .arena = arena_new(), .folder = folder, .d = diagnostics_new() };
	p->files = arena_array(p->arena, struct template_file, 200);
	p->snapshot = snapshot_open(&(struct snapshot_options){ .folder = folder, .kind = SNAPSHOT_WORKTREE,
					    .roots = roots }, p->d);
	p->owner = catalog_read(&(struct catalog_reading){ p->snapshot, 1 }, p->d);
	p->catalog = catalog_public(p->owner);
	assert_int_equal(p->d->n_errors, 0);
}

static void
make_pages(struct portal *p)
{
	p->pages = pages_new(p->catalog, &(struct pages_options){ .templates = p->files, .n_templates = p->n_files,
					     .style = T("a {}\n"),
					     .hosted_bytes = hosted_bytes, .context = p }, p->d);
	if (!p->d->n_errors)
		pages_prepare(p->pages, NULL);
}

static void
close_portal(struct portal *p)
{
	pages_free(p->pages);
	catalog_free(p->owner);
	diagnostics_free(p->d);
	snapshot_close(p->snapshot);
	arena_free(p->arena);
}

static bool
was_said(const struct portal *p, enum message_id id)
{
	for (size_t i = 0; i < p->d->n; i++)
		if (p->d->list[i].id == id)
			return true;
	return false;
}

static const struct page *
page_at(const struct portal *p, const char *path)
{
	for (size_t i = 0; i < pages_count(p->pages); i++)
		if (text_equal(pages_at(p->pages, i)->path, text_of(path)))
			return pages_at(p->pages, i);
	fail_msg("no page %s", path);
	return NULL;
}

static struct text
rendered(struct portal *p, const char *path)
{
	struct page_writer *w = page_writer_new(p->pages);
	struct buf out = { 0 };

	page_render(w, page_at(p, path), &out);
	struct text t = arena_text(p->arena, buf_view(&out));
	buf_free(&out);
	page_writer_free(w);
	return t;
}

static bool
has(struct text t, const char *what)
{
	return text_find(t, text_of(what)) < t.n;
}

/* --- templates, labels, program ------------------------------------------------------------------ */

/* By the program, by a template, or since it is a name made of pieces (dcat/names.h). */
static bool
is_label_used(const struct portal *p, struct text key)
{
	static const char *const known[] = {
#define LABEL(key) #key,
#define LABELS_COUNTED(key) #key "_one", #key "_other",
#include "pages/labels.def"
#undef LABEL
#undef LABELS_COUNTED
	};
	char name[LONGEST_NAME_KEY];
	bool is_used = text_starts(key, T("language_"));

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		is_used = is_used || text_equal(key, text_of(known[i]));
	for (size_t i = 0; i < N_PROPERTIES; i++)
		is_used = is_used || text_equal(key, property_key(name, (enum property_id)i));
	for (size_t i = 0; i < p->n_files && !is_used; i++)
		is_used = has(p->files[i].source->bytes, arena_printf(p->arena, "{{t.%.*s}}", TEXT_ARG(key)).s);
	return is_used;
}

static void
every_marker_is_used_and_every_label_translated(void **state)
{
	(void)state;
	struct portal p;

	open_portal(&p, ".");
	add_shipped(&p);
	for (size_t i = 0; i < N_MARKERS; i++) {
		bool is_used = false;
		for (size_t k = 0; k < p.n_files && !is_used; k++) {
			struct text bytes = p.files[k].source->bytes;
			is_used = has(bytes, arena_printf(p.arena, "{{%s}}", marker_names[i]).s) ||
				  has(bytes, arena_printf(p.arena, "{{#%s}}", marker_names[i]).s) ||
				  has(bytes, arena_printf(p.arena, "{{%s:none}}", marker_names[i]).s);
		}
		if (!is_used)
			fail_msg("no template uses %s of pages/markers.def", marker_names[i]);
	}
	make_pages(&p);
	/* Unknown markers, missing labels, missing partials are errors. */
	assert_int_equal(p.d->n_errors, 0);
	const struct table *de = &p.pages->interfaces[0].labels.by_key, *en = &p.pages->interfaces[1].labels.by_key;
	for (size_t i = 0; i < de->n; i++)
		if (!table_get(en, de->entries[i].key))
			fail_msg("labels/en.yaml lacks %.*s", TEXT_ARG(de->entries[i].key));
	for (size_t i = 0; i < en->n; i++)
		if (!table_get(de, en->entries[i].key))
			fail_msg("labels/de.yaml lacks %.*s", TEXT_ARG(en->entries[i].key));
	for (size_t i = 0; i < de->n; i++)
		if (!is_label_used(&p, de->entries[i].key))
			fail_msg("nothing uses the label %.*s", TEXT_ARG(de->entries[i].key));
	close_portal(&p);
}

#define PAGE(body) "{{%AUTOESCAPE context=\"HTML\"}}\n" body

static void
faulty_templates_are_named(void **state)
{
	(void)state;
	static const struct {
		const char *name, *bytes;
		enum message_id id;
	} faults[] = {
		{ "start.html", PAGE("{{TITEL}}"), MESSAGE_UNKNOWN_MARKER },
		{ "start.html", PAGE("{{>haed.html}}"), MESSAGE_UNKNOWN_PARTIAL },
		{ "head.html", "{{>header.html}}{{>head.html}}", MESSAGE_PARTIAL_IN_ITSELF },
		{ "start.html", PAGE("{{#THEME}}<p>{{THEME_TITLE}}</p>"), MESSAGE_SECTION_NOT_CLOSED },
		{ "start.html", PAGE("{{#THEME}}{{#HVD}}{{/THEME}}{{/HVD}}"), MESSAGE_SECTION_NOT_CLOSED },
		{ "start.html", PAGE("{{/THEME}}"), MESSAGE_SECTION_NOT_CLOSED },
		{ "start.html", PAGE("{{TITLE:none}}"), MESSAGE_RAW_MARKER },
		{ "start.html", PAGE("{{t.willkommen}}"), MESSAGE_LABEL_MISSING },
		{ "start.html", PAGE("<p>{{TITLE"), MESSAGE_TEMPLATE_FAULT },
		{ "start.html", "<p>{{TITLE}}</p>", MESSAGE_TEMPLATE_FAULT },
	};

	for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
		struct portal p;
		open_portal(&p, "tests/cases/base");
		add_template(&p, faults[i].name, faults[i].bytes);
		add_shipped(&p);
		make_pages(&p);
		if (!was_said(&p, faults[i].id))
			fail_msg("%s was not said of %s", messages[faults[i].id].name, faults[i].bytes);
		close_portal(&p);
	}
}

static void
missing_files_are_named(void **state)
{
	(void)state;
	struct portal p;

	open_portal(&p, "tests/cases/base");
	make_pages(&p);
	assert_true(was_said(&p, MESSAGE_TEMPLATE_MISSING));
	assert_true(was_said(&p, MESSAGE_LANGUAGE_WITHOUT_LABELS));
	/* One file is missing, not three hundred labels. */
	assert_false(was_said(&p, MESSAGE_LABEL_MISSING));
	close_portal(&p);
}

static void
a_city_replaces_templates_and_labels(void **state)
{
	(void)state;
	struct portal p;

	open_portal(&p, "tests/cases/base");
	add_template(&p, "labels/de.yaml", "imprint: \"Wer <wir> sind {{TITLE}}\"\nprivacy: \"\"\n");
	add_template(&p, "404.html", PAGE("<p>{{t.imprint}}</p><p>{{t.privacy}}</p>"));
	add_shipped(&p);
	make_pages(&p);
	assert_int_equal(p.d->n_errors, 0);
	struct text html = rendered(&p, "404.html");
	assert_true(has(html, "<p>Wer &lt;wir&gt; sind &#123;&#123;TITLE}}</p>"));
	assert_true(has(html, "<p>Datenschutz</p>")); /* the shipped one */
	close_portal(&p);
}

/* --- what every page must be --------------------------------------------------------------------- */

struct site {
	struct table paths;
	struct portal *p;
};

static void
add_path(struct site *s, struct text path)
{
	table_set(&s->paths, path, s);
}

/* Everything that will be there: pages, and what the build adds. */
static void
find_paths(struct site *s, struct portal *p)
{
	static const char *const others[] = { "assets/portal.js", "assets/favicon.svg",
		"catalog.rdf", "catalog.ttl", "catalog.jsonld", "catalog.nt", "catalog.json", "catalog.csv",
		"catalog-excel.csv", "distributions.csv", "distributions-excel.csv", "feed/catalog.rdf",
		"feed/catalog.ttl", "feed/catalog.jsonld" };
	static const char *const syntaxes[] = { "rdf", "ttl", "jsonld" };

	*s = (struct site){ .p = p };
	for (size_t i = 0; i < pages_count(p->pages); i++)
		table_set(&s->paths, pages_at(p->pages, i)->path, (void *)(uintptr_t)pages_at(p->pages, i));
	for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
		add_path(s, text_of(others[i]));
	for (size_t i = 0; i < p->catalog->settings->n_assets; i++) {
		struct text path = p->catalog->settings->assets[i]->source.path;
		add_path(s, text_slice(path, 5, path.n));
	}
	for (size_t i = 0; i < p->catalog->n_hosted; i++)
		add_path(s, p->catalog->hosted[i].path);
	const struct resource_list *described[] = { &p->catalog->datasets, &p->catalog->series, &p->catalog->services };
	for (size_t l = 0; l < 3; l++)
		for (size_t i = 0; i < described[l]->n; i++)
			for (size_t k = 0; k < 3; k++)
				add_path(s, arena_printf(p->arena, "%.*s.%s", TEXT_ARG(described[l]->list[i]->iri), syntaxes[k]));
}

/* "en/datasets/x.html" + "../../assets/portal.css" */
static struct text
resolve(struct arena *a, struct text from, struct text link)
{
	struct text folder = from, part;
	struct buf path = { 0 };

	while (folder.n && folder.s[folder.n - 1] != '/')
		folder.n--;
	if (text_starts(link, T("/")))
		folder.n = 0;
	buf_text(&path, folder);
	while (text_next(&link, '/', &part)) {
		if (text_equal(part, T(".")) || !part.n)
			continue;
		if (text_equal(part, T(".."))) {
			assert_true(path.n > 0); /* never above the portal */
			path.n--;
			while (path.n && path.s[path.n - 1] != '/')
				path.n--;
			continue;
		}
		buf_text(&path, part);
		buf_char(&path, '/');
	}
	struct text resolved = arena_text(a, text_slice(buf_view(&path), 0, path.n ? path.n - 1 : 0));
	buf_free(&path);
	return resolved;
}

static void
check_link(struct site *s, const struct page *page, struct text html, struct text link)
{
	static const char *const elsewhere[] = { "http://", "https://", "mailto:", "tel:" };

	for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
		if (text_starts(link, text_of(elsewhere[i])))
			return;
	if (text_starts(link, T("#"))) {
		struct text id = arena_printf(s->p->arena, " id=\"%.*s\"", (int)link.n - 1, link.s + 1);
		if (text_find(html, id) == html.n)
			fail_msg("%.*s: no %.*s", TEXT_ARG(page->path), TEXT_ARG(link));
		return;
	}
	link = text_slice(link, 0, text_find_char(link, '#'));
	struct text path = resolve(s->p->arena, page->path, link);
	/* Made by exports/ where a file is hosted; tests/sites checks that it is there. */
	if (text_ends(path, T("/datapackage.json")))
		return;
	if (!table_get(&s->paths, path))
		fail_msg("%.*s leads to %.*s, which is not there", TEXT_ARG(page->path), TEXT_ARG(path));
}

static void
check_links(struct site *s, const struct page *page, struct text html)
{
	static const char *const attributes[] = { " href=\"", " src=\"" };

	for (size_t i = 0; i < 2; i++) {
		struct text rest = html, attribute = text_of(attributes[i]);
		for (;;) {
			size_t at = text_find(rest, attribute);
			if (at == rest.n)
				break;
			rest = text_slice(rest, at + attribute.n, rest.n);
			check_link(s, page, html, text_slice(rest, 0, text_find_char(rest, '"')));
		}
	}
}

/* How many datasets the page lists in all; SIZE_MAX: it is no such page. */
static size_t
listed(const struct portal *p, const struct page *page)
{
	switch (page->kind) {
	case PAGE_DATASETS: return p->catalog->datasets.n;
	case PAGE_VALUE: return ((const struct facet_group *)page->subject)->n;
	case PAGE_PAIR: return ((const struct pair *)page->subject)->group.n;
	case PAGE_DATASET: return 1;
	default: return SIZE_MAX;
	}
}

/* What the column of choices promises is what stands on the page it leads to. */
static void
check_counts(struct site *s, const struct page *page, struct text html)
{
	struct text rest = text_slice(html, text_find(html, T("<aside class=\"tab-facets\"")), html.n), entry = T("<li><a href=\"");
	struct text between = T("</span> <span>");

	for (size_t at; (at = text_find(rest, entry)) < rest.n;) {
		rest = text_slice(rest, at + entry.n, rest.n);
		struct text path = resolve(s->p->arena, page->path, text_slice(rest, 0, text_find_char(rest, '"')));
		struct text line = text_slice(rest, 0, text_find(rest, T("</a>")));
		unsigned long said = strtoul(arena_cstr(s->p->arena,
		    text_slice(line, text_find(line, between) + between.n, line.n)), NULL, 10);
		const struct page *to = table_get(&s->paths, path);
		size_t n = to && (const void *)to != s ? listed(s->p, to) : SIZE_MAX;
		if (n != SIZE_MAX && n != said)
			fail_msg("%.*s says %lu of %.*s, which has %zu", TEXT_ARG(page->path), said, TEXT_ARG(path), n);
	}
}

static size_t
count(struct text t, const char *what)
{
	size_t n = 0;

	for (size_t at; (at = text_find(t, text_of(what))) < t.n; n++)
		t = text_slice(t, at + 1, t.n);
	return n;
}

/* Renders everything twice, the second time backwards by another writer. */
static void
check_all_pages(struct portal *p)
{
	struct page_writer *w = page_writer_new(p->pages), *other = page_writer_new(p->pages);
	struct buf out = { 0 }, again = { 0 };
	struct site s;
	size_t n = pages_count(p->pages);
	struct text *first = arena_array(p->arena, struct text, n);

	find_paths(&s, p);
	assert_int_equal(s.paths.n >= n, true);
	for (size_t i = 0; i < n; i++) {
		const struct page *page = pages_at(p->pages, i);
		out.n = 0;
		page_render(w, page, &out);
		struct text html = first[i] = arena_text(p->arena, buf_view(&out));
		assert_true(html.n > 0);
		assert_true(utf8_is_valid(html));
		if (has(html, "{{") || has(html, "{n}") || has(html, "{date}"))
			fail_msg("%.*s has a marker left", TEXT_ARG(page->path));
		if (page->kind >= PAGE_STYLE)
			continue;
		check_links(&s, page, html);
		check_counts(&s, page, html);
		if (page->kind == PAGE_VALUE || page->kind == PAGE_PAIR) {
			size_t before = (page->number - 1) * (size_t)DATASETS_A_PAGE, left = listed(p, page) - before;
			assert_int_equal(count(html, "<li><h2>"), left < DATASETS_A_PAGE ? left : DATASETS_A_PAGE);
		}
		assert_true(has(html, "<h1"));
		assert_true(has(html, "</html>"));
		assert_false(has(html, " style="));
		assert_false(has(html, "href=\"#\""));
		assert_int_equal(count(html, "<script"), count(html, "</script"));
	}
	for (size_t i = n; i--;) {
		again.n = 0;
		page_render(other, pages_at(p->pages, i), &again);
		if (!text_equal(first[i], buf_view(&again)))
			fail_msg("%.*s differs the second time", TEXT_ARG(pages_at(p->pages, i)->path));
	}
	buf_free(&out);
	buf_free(&again);
	page_writer_free(w);
	page_writer_free(other);
	table_free(&s.paths);
}

static void
the_sample_renders(void **state)
{
	(void)state;
	struct portal p;
	bool seen[N_PAGE_KINDS] = { false };

	open_portal(&p, ".");
	add_shipped(&p);
	make_pages(&p);
	assert_int_equal(p.d->n_errors, 0);
	check_all_pages(&p);
	for (size_t i = 0; i < pages_count(p.pages); i++)
		seen[pages_at(p.pages, i)->kind] = true;
	seen[PAGE_SEARCH] = true; /* only with an index: has_search */
	seen[PAGE_WITHDRAWN] = true; /* not in the sample: tests/sites/test_gone.py, tests/judges/pages */
	seen[PAGE_SECURITY] = true; /* only with a commit: tests/judges/servers */
	seen[PAGE_CHANGES] = seen[PAGE_HISTORY] = seen[PAGE_ATOM] = seen[PAGE_CHANGES_JSON] = true; /* only with a history: tests/sites/test_history.py */
	for (size_t i = 0; i < N_PAGE_KINDS; i++)
		assert_true(seen[i]);
	close_portal(&p);
}

static void
the_base_case_renders(void **state)
{
	(void)state;
	struct portal p;

	open_portal(&p, "tests/cases/base");
	add_shipped(&p);
	make_pages(&p);
	assert_int_equal(p.d->n_errors, 0);
	check_all_pages(&p);
	close_portal(&p);
}

/* Through a distribution (sample), or from the service's side only (base: spielplaetze). */
static void
datasets_lead_to_their_services(void **state)
{
	(void)state;
	struct portal p;

	open_portal(&p, ".");
	add_shipped(&p);
	make_pages(&p);
	struct text html = rendered(&p, "datasets/bodenrichtwerte.html");
	assert_int_equal(count(html, "href=\"../services/bodenrichtwerte-wms.html\""), 1);
	assert_int_equal(count(html, "href=\"https://geodienste.leipzig.de/l2/Portal/Bodenrichtwerte/MapServer/WMSServer\""), 0);
	html = rendered(&p, "services/statistik-api.html");
	assert_true(has(html, "opendata/api/values</code>") && has(html, "opendata/api/kdvalues</code>"));
	close_portal(&p);

	open_portal(&p, "tests/cases/base");
	add_shipped(&p);
	make_pages(&p);
	assert_int_equal(count(rendered(&p, "datasets/spielplaetze.html"), "href=\"../services/stadtplan.html\""), 1);
	assert_int_equal(count(rendered(&p, "datasets/vornamen-2024.html"), "services/stadtplan"), 0);
	close_portal(&p);
}

/* --- a hostile catalogue ------------------------------------------------------------------------- */

static void
write_file(const char *folder, const char *path, const char *bytes)
{
	char whole[4096];

	snprintf(whole, sizeof whole, "%s/%s", folder, path);
	for (char *slash = strchr(whole + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(whole, 0777);
		*slash = '/';
	}
	FILE *f = fopen(whole, "w");
	assert_non_null(f);
	fputs(bytes, f);
	fclose(f);
}

#define EVIL "\"><script>alert(1)</script>'{{TITLE}}&amp;</script>"
#define YAML_EVIL "'\"><script>alert(1)</script>''{{TITLE}}&amp;</script>'"

enum { N_EVIL = 120 };

static char *
evil_catalogue(void)
{
	static char folder[] = "/tmp/tabularium-pages-XXXXXX";
	static const char *const own[] = { "imprint", "privacy", "accessibility", "easy-language", "about" };
	char path[100], bytes[4000];

	assert_non_null(mkdtemp(folder));
	write_file(folder, "site/site.yaml", "base_url: https://example.org/deep/portal/\nname: " YAML_EVIL
	    "\nclaim: " YAML_EVIL "\ncity: " YAML_EVIL "\nlanguages: [de, en]\n"
	    "contact: { name: A, email: a@example.org }\n");
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		snprintf(path, sizeof path, "site/pages/%s.md", own[i]);
		write_file(folder, path, "---\ntitle: " YAML_EVIL "\n---\n# Eins\n\nText\n");
	}
	write_file(folder, "catalog/catalog.yaml", "title: " YAML_EVIL "\ndescription: " YAML_EVIL
	    "\npublisher: amt\nlanguage: [DEU]\n");
	write_file(folder, "catalog/agents/amt.md", "---\nname: " YAML_EVIL "\n---\n");
	write_file(folder, "catalog/data/boese-1/x.csv", "a;\"<b>\"\"x\"\"\"\n1;\"\"\"><script>alert(2)</script>\"\n");
	write_file(folder, "catalog/data/boese-1/x.geojson",
	    "{\"type\":\"Polygon\",\"coordinates\":[[[12,51],[12.5,51],[12.5,51.5],[12,51]]],\"x\":\"<script>\"}");
	for (int i = 1; i <= N_EVIL; i++) {
		snprintf(path, sizeof path, "catalog/datasets/boese-%d.md", i);
		snprintf(bytes, sizeof bytes, "---\ntitle: " YAML_EVIL "\nrelease: public\npublisher: amt\n"
		    "contact: { name: " YAML_EVIL ", email: a@example.org }\nthemes: [ENVI]\n"
		    "keywords: [" YAML_EVIL "]\nlicense: dl-by-de/2.0\nattribution: " YAML_EVIL "\n"
		    "modified: 2026-01-%02d\ndistributions:\n%s"
		    "  - { title: " YAML_EVIL ", access_url: \"https://example.com/a?b=1&c='\", format: CSV }\n"
		    "---\nEin *Text* mit 5 < 6 & \"Anführung\".\n", i % 28 + 1,
		    i > 1 ? "" : "  - { title: a, file: data/boese-1/x.csv, format: CSV }\n"
				 "  - { title: b, file: data/boese-1/x.geojson, format: GEOJSON }\n");
		write_file(folder, path, bytes);
	}
	return folder;
}

static void
remove_folder(const char *folder)
{
	char command[4096];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	assert_int_equal(system(command), 0);
}

static void
hostile_texts_stay_texts(void **state)
{
	(void)state;
	struct portal p;
	char *folder = evil_catalogue();

	open_portal(&p, folder);
	add_shipped(&p);
	make_pages(&p);
	assert_int_equal(p.d->n_errors, 0);
	for (size_t i = 0; i < pages_count(p.pages); i++) {
		const struct page *page = pages_at(p.pages, i);
		char path[200];
		snprintf(path, sizeof path, "%.*s", TEXT_ARG(page->path));
		if (page->number > 2 || (page->kind == PAGE_DATASET && !text_ends(page->path, T("-1.html"))))
			continue;
		struct text html = rendered(&p, path);
		assert_false(has(html, "<script>alert"));
		assert_false(has(html, "<b>"));
		assert_int_equal(count(html, "</script"), count(html, "<script"));
	}
	struct text html = rendered(&p, "datasets/boese-1.html");
	assert_true(has(html, "&lt;script&gt;alert(1)&lt;/script&gt;"));
	assert_true(has(html, "\\u003cscript\\u003e"));
	assert_true(has(html, "<svg viewBox=\"0 0 400 "));
	assert_true(has(html, "tab-preview"));
	/* 120 datasets are three pages. */
	assert_true(has(rendered(&p, "datasets/index.html"), "index.3.html"));
	assert_true(has(rendered(&p, "en/themes/ENVI.3.html"), "ENVI.2.html"));
	/* Links of the page for lost addresses begin at the root of the server. */
	assert_true(has(rendered(&p, "en/404.html"), "href=\"/deep/portal/en/index.html\""));
	close_portal(&p);
	remove_folder(folder);
}

/* --- lists --------------------------------------------------------------------------------------- */

static char small_folder[] = "/tmp/tabularium-small-XXXXXX";

/* A portal without datasets. */
static const char *
empty_city(const char *languages)
{
	static const char *const own[] = { "imprint", "privacy", "accessibility", "easy-language", "about" };
	char path[100], bytes[1000];

	strcpy(small_folder, "/tmp/tabularium-small-XXXXXX");
	assert_non_null(mkdtemp(small_folder));
	snprintf(bytes, sizeof bytes, "base_url: https://example.org/\nname: N\ncity: C\nlanguages: [%s]\n"
	    "contact: { name: A, email: a@example.org }\n", languages);
	write_file(small_folder, "site/site.yaml", bytes);
	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		snprintf(path, sizeof path, "site/pages/%s.md", own[i]);
		write_file(small_folder, path, "---\ntitle: Seite\n---\nText\n");
	}
	write_file(small_folder, "catalog/catalog.yaml", "title: T\ndescription: D\npublisher: amt\nlanguage: [DEU]\n");
	write_file(small_folder, "catalog/agents/amt.md", "---\nname: Amt\n---\n");
	write_file(small_folder, "catalog/agents/werk.md", "---\nname: Werk\n---\n");
	return small_folder;
}

static void
add_dataset(const char *id, const char *publisher, const char *theme, const char *format, const char *keywords,
    const char *license, int year)
{
	char path[100], bytes[2000];

	snprintf(path, sizeof path, "catalog/datasets/%s.md", id);
	snprintf(bytes, sizeof bytes, "---\ntitle: Titel %s\nrelease: public\npublisher: %s\ncontact: { email: a@example.org }\n"
	    "themes: [%s]\nkeywords: [%s]\nlicense: %s\nmodified: %d-01-01\ndistributions:\n"
	    "  - { title: a, access_url: \"https://example.com/%s\", format: %s }\n---\nText\n", id, publisher, theme,
	    keywords, license, year, id, format);
	write_file(small_folder, path, bytes);
}

static void
open_city(struct portal *p)
{
	open_portal(p, small_folder);
	add_shipped(p);
	make_pages(p);
	assert_int_equal(p->d->n_errors, 0);
}

static bool
has_page(const struct portal *p, const char *path)
{
	for (size_t i = 0; i < pages_count(p->pages); i++)
		if (text_equal(pages_at(p->pages, i)->path, text_of(path)))
			return true;
	return false;
}

static void
facets_have_pages(void **state)
{
	(void)state;
	struct portal p;

	empty_city("de, en");
	add_dataset("a", "amt", "ENVI", "CSV", "Straße, C++, Index", "dl-by-de/2.0", 2024);
	add_dataset("b", "amt", "ENVI", "CSV", "strasse, C#, \"Öl und Gas\"", "dl-by-de/2.0", 2025);
	add_dataset("c", "werk", "ENVI", "JSON", "STRASSE, C#, Öl-und-Gas", "dl-by-de/2.0", 2025);
	add_dataset("d", "werk", "TRAN", "CSV", "index, einzeln", "cc-by/4.0", 2025);
	add_dataset("e", "werk", "ECON", "XML", "allein", "cc-by/4.0", 2023);
	open_city(&p);
	check_all_pages(&p);
	assert_true(has_page(&p, "licenses/dl-by-de_2_0.html"));
	assert_true(has_page(&p, "en/years/2025.html"));
	assert_false(has_page(&p, "years/2022.html"));
	/* However it is spelt; "C++" and "C#" are not one, and "Index" is not the list of keywords. */
	assert_true(has(rendered(&p, "keywords/strasse.html"), "3 Datensätze"));
	assert_true(has(rendered(&p, "keywords/oel-und-gas.html"), "2 Datensätze"));
	assert_false(has_page(&p, "keywords/c.html"));
	struct text keywords = rendered(&p, "keywords/index.html");
	assert_true(has(keywords, ">C#</a>"));
	assert_false(has(keywords, ">C++</a>"));
	assert_true(has(keywords, ">Index</a>") || has(keywords, ">index</a>"));
	/* Of one dataset alone there is no page, nor a link to one. */
	assert_false(has_page(&p, "keywords/einzeln.html"));
	assert_true(has(rendered(&p, "datasets/d.html"), "einzeln"));
	assert_false(has(rendered(&p, "datasets/d.html"), "einzeln</a>"));
	assert_true(has(rendered(&p, "datasets/a.html"), "<a href=\"../keywords/strasse.html\">Straße</a>"));
	/* Pairs: narrower than both, and of two datasets at least. */
	assert_true(has_page(&p, "themes/ENVI/formats/CSV.html"));
	struct text theme = rendered(&p, "themes/ENVI.html");
	assert_true(has(theme, "<a href=\"../themes/ENVI/formats/CSV.html\">"));
	/* All that the office has is on this theme: its own page says as much. */
	assert_false(has_page(&p, "themes/ENVI/publishers/amt.html"));
	assert_true(has(theme, "<a href=\"../publishers/amt.html\"><span>Amt</span> <span>2</span></a>"));
	/* One dataset: the link leads to it. All of them: there is nothing to narrow down. */
	assert_true(has(theme, "<a href=\"../datasets/c.html\"><span>Werk</span> <span>1</span></a>"));
	assert_true(has(rendered(&p, "publishers/amt.html"), "<p><span>CSV</span> <span>2</span></p>"));
	close_portal(&p);
	remove_folder(small_folder);
}

static void
add_place(const char *id, const char *spatial)
{
	char path[100], bytes[1000];

	snprintf(path, sizeof path, "catalog/datasets/%s.md", id);
	snprintf(bytes, sizeof bytes, "---\ntitle: Titel %s\nrelease: public\npublisher: amt\ncontact: { email: a@example.org }\n"
	    "themes: [ENVI]\nlicense: cc-by/4.0\nmodified: 2025-01-01\nspatial: %s\ndistributions:\n"
	    "  - { title: a, access_url: \"https://example.com/%s\", format: CSV }\n---\nText\n", id, spatial, id);
	write_file(small_folder, path, bytes);
}

static void
places_have_pages(void **state)
{
	(void)state;
	struct portal p;

	empty_city("de, en");
	add_place("a", "{ name: Köln, ags: \"05315000\" }");
	add_place("b", "{ name: { de: Köln, en: Cologne } }");
	add_place("c", "[{ name: köln }, { name: Halle (Saale) }]");
	add_place("d", "{ ags: \"05315000\" }");
	add_place("e", "{ ars: \"053150000000\" }");
	add_place("f", "{ uri: \"http://publications.europa.eu/resource/authority/place/DEU_LEJ\" }");
	add_place("g", "{ bbox: [6.8, 50.8, 7.2, 51.1] }");
	open_city(&p);
	check_all_pages(&p);
	struct text list = rendered(&p, "regions/index.html");
	assert_true(has(list, "<a href=\"../regions/koeln.html\">Köln</a>"));
	assert_true(has(list, ">Halle (Saale)</a>") && has(list, ">Leipzig</a>"));
	assert_true(has(list, ">Gemeinde mit dem amtlichen Schlüssel 05315000</a>"));
	assert_true(has(list, ">Gebiet mit dem amtlichen Schlüssel 053150000000</a>"));
	assert_true(has(rendered(&p, "regions/koeln.html"), "3 Datensätze"));
	assert_true(has(rendered(&p, "en/regions/05315000.html"), "Municipality with the official key 05315000</h1>"));
	assert_true(has(rendered(&p, "datasets/d.html"), "<a href=\"../regions/05315000.html\">"));
	/* A name that is written two ways is no one value in the search. */
	assert_false(has(rendered(&p, "regions/koeln.html"), "search.html?region="));
	close_portal(&p);
	remove_folder(small_folder);
}

/* Who publishes and is asked, too, is named once, whatever the language of the page. */
static void
an_office_is_named_once(void **state)
{
	(void)state;
	struct portal p;

	empty_city("de, en");
	write_file(small_folder, "catalog/agents/amt.md", "---\nname: { de: Amt, en: Office }\n---\n");
	for (int own = 0; own < 2; own++) {
		char bytes[400];
		snprintf(bytes, sizeof bytes, "---\ntitle: Titel\nrelease: public\npublisher: amt\ncontact: { name: %s, email: a@example.org }\n"
		    "themes: [ENVI]\nlicense: dl-by-de/2.0\ndistributions:\n"
		    "  - { title: a, access_url: \"https://example.com/%d\", format: CSV }\n---\nText\n", own ? "Baumpflege" : "Amt", own);
		write_file(small_folder, own ? "catalog/datasets/own.md" : "catalog/datasets/same.md", bytes);
	}
	open_city(&p);
	assert_false(has(rendered(&p, "datasets/same.html"), "tab-contact__name"));
	assert_false(has(rendered(&p, "en/datasets/same.html"), "tab-contact__name"));
	assert_true(has(rendered(&p, "datasets/own.html"), "tab-contact__name\">Baumpflege<"));
	close_portal(&p);
	remove_folder(small_folder);
}

/* A series stands in the order of what it covers, whichever year was corrected last. */
static void
series_have_their_own_order(void **state)
{
	(void)state;
	struct portal p;

	empty_city("de");
	write_file(small_folder, "catalog/series/jahre.md", "---\ntitle: Jahre\npublisher: amt\n---\nText\n");
	for (int year = 2021; year <= 2023; year++) {
		char path[100], bytes[500];
		snprintf(path, sizeof path, "catalog/datasets/j%d.md", year);
		snprintf(bytes, sizeof bytes, "---\ntitle: Jahr %d\nrelease: public\npublisher: amt\ncontact: { email: a@example.org }\n"
		    "themes: [ENVI]\nlicense: dl-by-de/2.0\nmodified: 2024-%02d-01\nseries: jahre\ntemporal: { from: %d, to: %d }\n"
		    "distributions:\n  - { title: a, access_url: \"https://example.com/%d\", format: CSV }\n---\nText\n", year,
		    year == 2022 ? 12 : year - 2020, year, year, year);
		write_file(small_folder, path, bytes);
	}
	open_city(&p);
	struct text page = rendered(&p, "series/jahre.html");
	assert_true(text_find(page, T("Jahr 2023")) < text_find(page, T("Jahr 2022")));
	assert_true(text_find(page, T("Jahr 2022")) < text_find(page, T("Jahr 2021")));
	assert_true(text_find(page, T("Jahr 2021")) < page.n);
	/* Everywhere else the newest data come first. */
	page = rendered(&p, "datasets/index.html");
	assert_true(text_find(page, T("Jahr 2022")) < text_find(page, T("Jahr 2023")));
	close_portal(&p);
	remove_folder(small_folder);
}

static void
the_number_of_pages_is_bounded(void **state)
{
	(void)state;
	enum { N_MANY = 1210 };
	struct portal p;
	char id[20], keywords[100];
	size_t n_keywords = 0, n_license = 0;

	empty_city("de");
	for (int i = 0; i < N_MANY; i++) {
		snprintf(id, sizeof id, "d%d", i);
		snprintf(keywords, sizeof keywords, "paar%d%s", i / 2, i < 3 ? ", drei" : "");
		add_dataset(id, "amt", "ENVI", "CSV", keywords, "dl-by-de/2.0", 2025);
	}
	open_city(&p);
	/* 605 keywords of two would be more than FEWEST_PAGES: those of three are left. */
	for (size_t i = 0; i < pages_count(p.pages); i++) {
		const struct page *page = pages_at(p.pages, i);
		n_keywords += page->kind == PAGE_VALUE && page->facet == FACET_KEYWORD;
		n_license += page->kind == PAGE_VALUE && page->facet == FACET_LICENSE;
	}
	assert_int_equal(n_keywords, 1);
	assert_true(has_page(&p, "keywords/drei.html"));
	/* Everything stands in the lists of a theme; that of the licence ends, and says so. */
	assert_true(has_page(&p, "themes/ENVI.25.html"));
	assert_int_equal(n_license, MOST_PAGES);
	assert_true(has(rendered(&p, "licenses/dl-by-de_2_0.10.html"), "endet nach den neuesten 500"));
	assert_false(has(rendered(&p, "licenses/dl-by-de_2_0.9.html"), "endet nach"));
	close_portal(&p);
	remove_folder(small_folder);
}

/* --- languages ------------------------------------------------------------------------------------- */

/* The findings of names, a line each. */
static struct text
said_of_names(const struct portal *p)
{
	struct buf said = { 0 };

	for (size_t i = 0; i < p->d->n; i++)
		if (p->d->list[i].id == MESSAGE_NAMES_MISSING) {
			message_fill(&said, messages[MESSAGE_NAMES_MISSING].sentence[ENGLISH], p->d->list[i].words);
			buf_char(&said, '\n');
		}
	struct text kept = arena_text(p->arena, buf_view(&said));
	buf_free(&said);
	return kept;
}

static void
a_third_language_is_one_file(void **state)
{
	(void)state;
	struct portal p;
	struct arena *a = arena_new();
	struct text german;
	size_t n_missing = 0;

	empty_city("de, hsb");
	add_dataset("a", "amt", "ENVI", "CSV", "Baum", "dl-by-de/2.0", 2024);
	open_portal(&p, small_folder);
	assert_true(file_read(a, "templates/labels/de.yaml", 1 << 20, &german));
	add_template(&p, "labels/hsb.yaml", arena_cstr(a, german));
	add_shipped(&p);
	make_pages(&p);
	assert_int_equal(p.d->n_errors, 0);
	check_all_pages(&p);
	assert_true(has(rendered(&p, "hsb/themes/ENVI.html"), "<html lang=\"hsb\">"));
	/* Code lists know no Sorbian: the first language is nearer than English, and is named. One finding a list. */
	assert_true(has(rendered(&p, "hsb/themes/ENVI.html"), "<h1 class=\"kern-heading-x-large\" lang=\"de\">Umwelt</h1>"));
	assert_true(has(rendered(&p, "hsb/datasets/a.html"), "<dt lang=\"de\">Herausgeber</dt>"));
	assert_true(has(said_of_names(&p), "concept_data-theme_…: ENVI\n"));
	assert_true(has(said_of_names(&p), "plain_license_…: dl-by-de/2.0\n"));
	assert_true(has(said_of_names(&p), "difference_…: quote, list_mark, added, "));
	close_portal(&p);

	open_portal(&p, small_folder);
	add_template(&p, "labels/hsb.yaml", arena_printf(a, "%.*s\nconcept_data-theme_ENVI: Wobswět\nproperty_publisher: Wudawar\n"
	    "concept_license_dl-by-de/2.0: Licenca\nplain_license_dl-by-de/2.0: Haj, z mjenom.\n", TEXT_ARG(german)).s);
	add_shipped(&p);
	make_pages(&p);
	assert_true(has(rendered(&p, "hsb/themes/ENVI.html"), "<h1 class=\"kern-heading-x-large\">Wobswět</h1>"));
	assert_true(has(rendered(&p, "hsb/datasets/a.html"), "<dt>Wudawar</dt>"));
	assert_true(has(rendered(&p, "hsb/datasets/a.html"), "Haj, z mjenom."));
	assert_true(has(rendered(&p, "themes/ENVI.html"), "Umwelt"));
	assert_false(has(said_of_names(&p), "ENVI"));
	assert_false(has(said_of_names(&p), "license_…"));
	/* The index says the same. */
	struct buf index = { 0 };
	struct search *search = search_new(p.catalog, 1, &pages_names(p.pages, a)[1], 1);
	for (size_t i = 0; i < search_count(search); i++)
		search_render(search, i, &index);
	assert_true(has(buf_view(&index), "Wobswět"));
	assert_true(has(buf_view(&index), "Licenca"));
	assert_false(has(buf_view(&index), "Umwelt"));
	/* Under another address than before: what is at one may be kept for ever. The last file is one of documents. */
	struct names before = names_make(a, NULL, T("hsb"), T("de"));
	struct search *other = search_new(p.catalog, 1, &before, 1);
	index.n = 0;
	search_path(search, search_count(search) - 1, &index);
	struct text path = arena_text(a, buf_view(&index));
	index.n = 0;
	search_path(other, search_count(other) - 1, &index);
	assert_false(text_equal(path, buf_view(&index)));
	search_free(other);
	search_free(search);
	buf_free(&index);
	close_portal(&p);

	/* One label less, which the program wants, and one that several templates want: one finding each. */
	open_portal(&p, small_folder);
	struct buf less = { 0 };
	for (struct text rest = german, line; text_next(&rest, '\n', &line);)
		if (!text_starts(line, T("themes_lead:")) && !text_starts(line, T("imprint:"))) {
			buf_text(&less, line);
			buf_char(&less, '\n');
		}
	add_template(&p, "labels/hsb.yaml", buf_cstr(&less));
	add_shipped(&p);
	make_pages(&p);
	for (size_t i = 0; i < p.d->n; i++) {
		if (p.d->list[i].id != MESSAGE_LABEL_MISSING)
			continue;
		assert_true(text_equal(p.d->list[i].at.source->path, T("labels/hsb.yaml")));
		n_missing++;
	}
	assert_int_equal(n_missing, 2);
	close_portal(&p);
	buf_free(&less);
	arena_free(a);
	remove_folder(small_folder);
}

static void
the_name_beside_the_city(void **state)
{
	(void)state;
	static const struct {
		const char *name, *shown;
	} names[] = {
		{ "Offene Daten Leipzig", "Offene Daten" },
		{ "Urban Data Platform Leipzig", "Urban Data Platform" },
		{ "Offene Daten der Stadt Leipzig", "Offene Daten der Stadt Leipzig" },
		{ "Open Data of the City of Leipzig", "Open Data of the City of Leipzig" },
		{ "Daten – Leipzig", "Daten – Leipzig" },
		{ "Markleipzig", "Markleipzig" },
		{ "Leipzig", "Leipzig" },
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		struct portal p;
		char settings[300], shown[100];
		empty_city("en, de");
		snprintf(settings, sizeof settings, "base_url: https://example.org/\nname: { de: %s }\ncity: Leipzig\n"
		    "languages: [en, de]\ncontact: { name: A, email: a@example.org }\n", names[i].name);
		write_file(small_folder, "site/site.yaml", settings);
		open_city(&p);
		snprintf(shown, sizeof shown, "__portal\">%s</span>", names[i].shown);
		assert_true(has(rendered(&p, "de/index.html"), shown));
		/* Where it is not translated, another language's. */
		assert_true(has(rendered(&p, "index.html"), shown));
		snprintf(shown, sizeof shown, "<title>%s</title>", names[i].name);
		assert_true(has(rendered(&p, "index.html"), shown));
		close_portal(&p);
		remove_folder(small_folder);
	}
}

static void
own_pages_are_reached(void **state)
{
	(void)state;
	struct portal p;

	empty_city("de");
	add_dataset("a", "amt", "ENVI", "CSV", "Baum", "dl-by-de/2.0", 2024);
	write_file(small_folder, "site/pages/projekte.md", "---\ntitle: Projekte\nmenu: true\n---\nText\n");
	write_file(small_folder, "site/pages/presse.md", "---\ntitle: Presse\n---\nText\n");
	open_city(&p);
	check_all_pages(&p);
	struct text html = rendered(&p, "projekte.html"), start = rendered(&p, "index.html");
	assert_true(has(html, "<a href=\"./projekte.html\" aria-current=\"true\">Projekte</a>"));
	assert_true(text_find(start, T("./presse.html")) > text_find(start, T("<footer")));
	assert_int_equal(count(start, "./imprint.html"), 1);
	close_portal(&p);
	remove_folder(small_folder);
}

/* --- what site.yaml adds to a dataset ------------------------------------------------------------- */

static void
write_small_catalogue(const char *folder, const char *settings)
{
	static const char *const own[] = { "imprint", "privacy", "accessibility", "easy-language", "about" };
	char path[200];

	write_file(folder, "site/site.yaml", settings);
	for (size_t i = 0; i < 5; i++) {
		snprintf(path, sizeof path, "site/pages/%s.md", own[i]);
		write_file(folder, path, "---\ntitle: X\n---\nText\n");
	}
	write_file(folder, "site/assets/outline.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[12,51],[13,51],[13,52],[12,51]]]}");
	write_file(folder, "catalog/catalog.yaml", "title: K\ndescription: K\npublisher: amt\nlanguage: [DEU]\n");
	write_file(folder, "catalog/agents/amt.md", "---\nname: Amt & Co\n---\n");
	write_file(folder, "catalog/data/gut/x.csv", "jahr,bäume\n2020,5\n2021,-3\n2022,12\n");
	write_file(folder, "catalog/datasets/gut.md", "---\ntitle: Gut {50 %}\nrelease: public\npublisher: amt\n"
	    "contact: { name: N, email: a@example.org }\nthemes: [ENVI]\nlicense: dl-by-de/2.0\nmodified: 2026-01-15\n"
	    "frequency: ANNUAL\nspatial: { bbox: [12.2, 51.2, 12.5, 51.4] }\npage: https://example.org/doc\n"
	    "distributions:\n  - { title: a, file: data/gut/x.csv, format: CSV }\n"
	    "services:\n  - { title: W, type: WMS, endpoint_url: \"https://karten.example.org/wms\", layers: [a, b] }\n"
	    "  - { title: V, type: WMS, endpoint_url: \"http://karten.example.org/wms\", layers: [a] }\n---\nText.\n");
	write_file(folder, "catalog/datasets/ganz.md", "---\ntitle: Ganz\nrelease: public\npublisher: amt\n"
	    "license: dl-by-de/2.0\nspatial: { bbox: [12.001, 51, 13, 52.0] }\n"
	    "distributions:\n  - { title: a, access_url: \"https://example.org/y\", format: PDF }\n---\nText.\n");
	write_file(folder, "catalog/datasets/schlecht.md", "---\ntitle: Schlecht\nrelease: public\npublisher: amt\n"
	    "license: other-closed\ndistributions:\n  - { title: a, access_url: \"https://example.org/x\", format: PDF }\n---\nText.\n");
}

static void
site_yaml_adds_to_a_dataset(void **state)
{
	(void)state;
	char folder[] = "/tmp/tabularium-pages-XXXXXX";
	struct portal p;

	assert_non_null(mkdtemp(folder));
	write_small_catalogue(folder, "base_url: https://daten.example.org/\nname: N\ncity: C\nlanguages: [de, en]\n"
	    "contact: { name: A, email: a@example.org }\nreport: https://example.org/f?id={id}&t={title}&u={url}\n"
	    "request: \"mailto:wunsch@example.org?subject={title}\"\nshort_url: https://d.example/{id}\n"
	    "outline: assets/outline.geojson\n");
	open_portal(&p, folder);
	add_shipped(&p);
	make_pages(&p);
	assert_int_equal(p.d->n_errors, 0);
	struct text html = rendered(&p, "datasets/gut.html"), bad = rendered(&p, "datasets/schlecht.html");
	struct text all = rendered(&p, "datasets/ganz.html");
	assert_true(has(html, "href=\"https://example.org/f?id=gut&amp;t=Gut%20%7B50%20%25%7D&amp;u=https%3A%2F%2Fdaten.example.org%2Fdatasets%2Fgut.html\""));
	assert_true(has(html, "href=\"mailto:wunsch@example.org?subject=Gut%20%7B50%20%25%7D\""));
	assert_true(has(html, "https://d.example/gut</p>"));
	assert_true(has(html, "viewBox=\"0 0 33 33\"")); /* 25 modules and the margins */
	assert_true(has(html, "author = \"{Amt \\&amp; Co}\""));
	assert_true(has(html, "title = \"{Gut \\{50 \\%\\}}\""));
	/* The outline, and the rectangle over it. */
	assert_int_equal(count(html, "fill-opacity=\".15\""), 1);
	assert_int_equal(count(html, "fill-opacity=\".25\""), 1);
	assert_int_equal(count(all, "fill-opacity=\".15\""), 1);
	assert_int_equal(count(all, "fill-opacity=\".25\""), 0);
	assert_true(has(all, "Das ganze Stadtgebiet."));
	/* A map of the service that is reached by https, and not before a click. */
	assert_int_equal(count(html, "data-map=\"wms\""), 1);
	assert_true(has(html, "data-map-layers=\"a,b\" data-map-bounds=\"12.2000,51.2000,12.5000,51.4000\""));
	assert_true(has(html, "karten.example.org. Dieser"));
	/* A chart and what the columns hold. */
	assert_true(has(html, "aria-labelledby=\"distribution-1-chart-title distribution-1-chart-text\""));
	assert_true(has(html, "3 Werte von 2020 bis 2022. Der kleinste ist -3 (2021), der größte 12 (2022)."));
	assert_true(has(html, "<th class=\"kern-table__cell\" scope=\"row\">bäume</th><td class=\"kern-table__cell\">ganze Zahl</td>"));
	/* How good; without a commit nobody knows what day it is. */
	assert_int_equal(count(html, "tab-quality__good"), 5);
	assert_int_equal(count(html, "tab-quality__bad"), 0);
	assert_int_equal(count(bad, "tab-quality__bad"), 3); /* licence, format, contact */
	assert_int_equal(count(bad, "tab-quality__partly"), 3);
	check_all_pages(&p);
	/* The web server lets the pages of datasets reach that host, for pictures and for data. */
	struct buf nginx = { 0 };
	server_nginx(&nginx, p.catalog, &(struct server_options){ "/srv/portal", "80" });
	assert_int_equal(count(buf_view(&nginx), "https://karten.example.org"), 2);
	assert_true(has(buf_view(&nginx), "(?!index\\.)[^/]+\\.html$\" \"default-src 'none'; "));
	assert_true(has(buf_view(&nginx), "connect-src 'self' https://karten.example.org;"));
	buf_free(&nginx);
	close_portal(&p);
	remove_folder(folder);
}

static void
a_faulty_outline_is_named(void **state)
{
	(void)state;
	char folder[] = "/tmp/tabularium-pages-XXXXXX";
	struct portal p;

	assert_non_null(mkdtemp(folder));
	write_small_catalogue(folder, "base_url: https://daten.example.org/\nname: N\ncity: C\nlanguages: [de, en]\n"
	    "contact: { name: A, email: a@example.org }\noutline: assets/outline.geojson\n");
	write_file(folder, "site/assets/outline.geojson", "{\"type\":\"Point\",\"coordinates\":[316000,5690000]}");
	open_portal(&p, folder);
	add_shipped(&p);
	make_pages(&p);
	assert_true(was_said(&p, MESSAGE_BAD_SETTING));
	close_portal(&p);
	remove_folder(folder);
}

/* --- small things -------------------------------------------------------------------------------- */

static void
numbers_and_labels_are_filled_in(void **state)
{
	(void)state;
	struct portal p;
	struct buf out = { 0 };

	open_portal(&p, ".");
	add_shipped(&p);
	make_pages(&p);
	const struct labels *de = &p.pages->interfaces[0].labels, *en = &p.pages->interfaces[1].labels;
	label_count(&out, de, LABEL_datasets_one, 1);
	buf_char(&out, ';');
	label_count(&out, de, LABEL_datasets_one, 0);
	buf_char(&out, ';');
	label_count(&out, de, LABEL_datasets_one, 1234567);
	buf_char(&out, ';');
	label_number(&out, en, 1000);
	buf_char(&out, ';');
	LABEL_FILL(&out, de, citation_undated, { "publisher", T("A") }, { "title", T("Wie viel?") }, { "url", T("u") });
	assert_string_equal(buf_cstr(&out), "1 Datensatz;0 Datensätze;1.234.567 Datensätze;1,000;A: Wie viel? u");
	buf_free(&out);
	close_portal(&p);
}

static void
geodata_is_drawn(void **state)
{
	(void)state;
	struct buf out = { 0 };
	size_t n;

	assert_true(draw_geojson(&out, T("{\"type\":\"FeatureCollection\",\"features\":["
		"{\"type\":\"Feature\",\"geometry\":{\"type\":\"Point\",\"coordinates\":[12.3,51.3]}},"
		"{\"type\":\"Feature\",\"geometry\":{\"type\":\"LineString\",\"coordinates\":[[12.3,51.3],[12.4,51.4]]}},"
		"{\"type\":\"Feature\",\"geometry\":null}]}"), &n));
	assert_int_equal(n, 3);
	assert_true(text_starts(buf_view(&out), T("<svg viewBox=\"0 0 400 ")));
	assert_true(text_ends(buf_view(&out), T("</svg>")));
	out.n = 0;
	assert_true(draw_geojson(&out, T("{\"type\":\"Point\",\"coordinates\":[12.3,51.3]}"), &n));
	out.n = 0;
	/* No JSON, nothing to draw, not in degrees. */
	assert_false(draw_geojson(&out, T("{"), &n));
	assert_false(draw_geojson(&out, T("{\"type\":\"FeatureCollection\",\"features\":[]}"), &n));
	assert_false(draw_geojson(&out, T("{\"type\":\"Point\",\"coordinates\":[316000,5690000]}"), &n));
	assert_false(draw_geojson(&out, T("{\"type\":\"Point\",\"coordinates\":\"x\"}"), &n));
	assert_int_equal(out.n, 0);
	buf_free(&out);
}

/* Whatever a city's program for drawing writes; what is no picture, or none of a likely shape, is a square. */
static void
pictures_have_a_width(void **state)
{
	static const struct {
		const char *bytes;
		size_t n;
		unsigned width;
	} pictures[] = {
#define PICTURE(bytes, width) { bytes, sizeof bytes - 1, width }
		PICTURE("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 240 60'/>", 192),
		PICTURE("<?xml version=\"1.0\"?><!DOCTYPE svg><svg\n viewBox=\"-10,-5 30.5 61\" width=\"5\" height=\"5\">", 24),
		PICTURE("<svg stroke-width=\"9\" width=\"100px\" height=\"50px\">", 96),
		PICTURE("<svg width=\"100%\" height=\"\">", 48),
		PICTURE("<svg viewBox=\"0 0 9999 1\">", 48),
		PICTURE("<svg viewBox=\"0 0 1 9999\">", 48),
		PICTURE("<svg viewBox=\"0 0 240", 48),
		PICTURE("<svg viewBox", 48),
		PICTURE("<svg viewBox=", 48),
		PICTURE("<svg", 48),
		PICTURE("", 48),
		PICTURE("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0\0\x80", 96),
		PICTURE("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0\0\0", 48),
		PICTURE("\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\0", 48),
#undef PICTURE
	};
	(void)state;

	assert_int_equal(image_width((struct text){ NULL, 0 }, 48), 48); /* a city without a logo */
	for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
		char *copy = allocate(pictures[i].n + 1); /* the sanitizer sees a byte too far */
		memcpy(copy, pictures[i].bytes, pictures[i].n);
		copy = reallocate(copy, pictures[i].n ? pictures[i].n : 1);
		assert_int_equal(image_width((struct text){ copy, pictures[i].n }, 48), pictures[i].width);
		free(copy);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_marker_is_used_and_every_label_translated),
		cmocka_unit_test(faulty_templates_are_named),
		cmocka_unit_test(missing_files_are_named),
		cmocka_unit_test(a_city_replaces_templates_and_labels),
		cmocka_unit_test(the_sample_renders),
		cmocka_unit_test(the_base_case_renders),
		cmocka_unit_test(datasets_lead_to_their_services),
		cmocka_unit_test(hostile_texts_stay_texts),
		cmocka_unit_test(facets_have_pages),
		cmocka_unit_test(places_have_pages),
		cmocka_unit_test(an_office_is_named_once),
		cmocka_unit_test(series_have_their_own_order),
		cmocka_unit_test(the_number_of_pages_is_bounded),
		cmocka_unit_test(a_third_language_is_one_file),
		cmocka_unit_test(the_name_beside_the_city),
		cmocka_unit_test(own_pages_are_reached),
		cmocka_unit_test(site_yaml_adds_to_a_dataset),
		cmocka_unit_test(a_faulty_outline_is_named),
		cmocka_unit_test(numbers_and_labels_are_filled_in),
		cmocka_unit_test(geodata_is_drawn),
		cmocka_unit_test(pictures_have_a_width),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
