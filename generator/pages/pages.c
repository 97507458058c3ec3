/*
 * The portal as it is prepared once: labels, templates, indexes, and the plan of all pages.
 */
#include "pages/image_size.h"
#include "pages/portal.h"

#include "catalog/former.h"
#include "core/die.h"
#include "pages/drawing.h"
#include "pages/kept_items.h"

#include <stdlib.h>
#include <string.h>

/* --- languages --------------------------------------------------------------------------------- */

static unsigned
language_of_texts(const struct catalog *c, struct text tag)
{
	for (size_t i = 0; i < c->n_languages; i++)
		if (text_equal(c->languages[i], tag))
			return (unsigned)i;
	return 0;
}

static void
prepare_language(struct pages *p, size_t number, struct diagnostics *d)
{
	struct interface *ui = &p->interfaces[number];
	const struct catalog *c = p->catalog;

	ui->language = c->settings->languages[number];
	ui->prefix = number ? arena_printf(p->arena, "%.*s/", TEXT_ARG(ui->language)) : T("");
	ui->texts = language_of_texts(c, ui->language);
	ui->labels.file = arena_printf(p->arena, "labels/%.*s.yaml", TEXT_ARG(ui->language));
	for (size_t i = 0; i < p->options.n_templates; i++)
		if (text_equal(p->options.templates[i].name, ui->labels.file))
			labels_read(&ui->labels, p->arena, p->options.templates[i].source, d);
	labels_finish(&ui->labels, d);
	ui->names = names_make(p->arena, &ui->labels.by_key, ui->language, c->settings->languages[0]);
	p->voices[number] = voice_make(&ui->labels.by_key, &ui->names);
	names_check(ui, c, d);
	templates_make(&ui->templates, p->options.templates, p->options.n_templates, &ui->labels, d);
}

/* --- the plan ---------------------------------------------------------------------------------- */

static void
add_page(struct pages *p, enum page_kind kind, size_t language, struct text path, const void *subject,
    size_t number)
{
	if (p->n == p->capacity) {
		p->capacity = p->capacity ? 2 * p->capacity : 256;
		p->list = reallocate(p->list, p->capacity * sizeof *p->list);
	}
	p->list[p->n++] = (struct page){ path, subject, (uint32_t)number, (uint8_t)kind, (uint8_t)language, 0 };
}

/* The page in every language. The paths share their bytes: "datasets/x.html" is the end of
 * "en/datasets/x.html". */
static void
add_in_languages(struct pages *p, enum page_kind kind, struct text path, const void *subject, size_t number)
{
	size_t n = p->catalog->settings->n_languages;
	struct text longest = p->interfaces[n > 1 ? 1 : 0].prefix;
	struct text whole = arena_printf(p->arena, "%.*s%.*s", TEXT_ARG(longest), TEXT_ARG(path));

	for (size_t i = 0; i < n; i++) {
		struct text prefix = p->interfaces[i].prefix;
		add_page(p, kind, i,
		    i == 0 ? text_slice(whole, longest.n, whole.n) :
		    i == 1 ? whole : arena_printf(p->arena, "%.*s%.*s", TEXT_ARG(prefix), TEXT_ARG(path)),
		    subject, number);
	}
}

/* "themes/ENVI" → "themes/ENVI.html", "themes/ENVI.2.html": ids and codes have no dot, so that no
 * second page takes the place of another's first. */
struct text
list_page_path(struct arena *a, struct text stem, size_t number)
{
	return number == 1 ? arena_printf(a, "%.*s.html", TEXT_ARG(stem)) :
			     arena_printf(a, "%.*s.%zu.html", TEXT_ARG(stem), number);
}

static void
add_list(struct pages *p, enum page_kind kind, struct text stem, const void *subject, size_t n_pages)
{
	for (size_t number = 1; number <= n_pages; number++)
		add_in_languages(p, kind, list_page_path(p->arena, stem, number), subject, number);
}

/* A page for each value of a facet. */
static void
add_values(struct pages *p, enum facet_id id)
{
	const struct facet *facet = &p->facets.list[id];
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < facet->n; i++) {
		size_t first = p->n;
		if (!facet_has_page(&p->facets, id, i))
			continue;
		arena_reset(scratch);
		add_list(p, PAGE_VALUE, value_stem(p, scratch, id, i), &facet->groups[i],
		    list_pages(facet->groups[i].n, facet_is_capped(id)));
		for (; first < p->n; first++)
			p->list[first].facet = (uint8_t)id;
	}
	arena_free(scratch);
}

static void
add_pairs(struct pages *p)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < p->facets.n_pairs; i++) {
		const struct pair *pair = &p->facets.pairs[i];
		if (!pair->has_page)
			continue;
		arena_reset(scratch);
		add_list(p, PAGE_PAIR, pair_stem(p, scratch, pair), pair, list_pages(pair->group.n, true));
	}
	arena_free(scratch);
}

static void
add_entries(struct pages *p, enum page_kind kind, const char *folder, const struct resource_list *l)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < l->n; i++) {
		arena_reset(scratch);
		add_in_languages(p, kind,
		    arena_printf(scratch, "%s%.*s.html", folder, TEXT_ARG(l->list[i]->id)), l->list[i], 0);
	}
	arena_free(scratch);
}

bool
has_own_page(const struct settings *settings, struct text id)
{
	for (size_t i = 0; i < settings->n_pages; i++)
		if (text_equal(settings->pages[i].id, id))
			return true;
	return false;
}

static void
add_histories(struct pages *p)
{
	const struct resource_list *lists[] = { &p->catalog->datasets, &p->catalog->withdrawn };

	add_in_languages(p, PAGE_CHANGES, T("changes.html"), NULL, 0);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->n; i++) {
			const struct resource *dataset = lists[k]->list[i];
			if (has_history(p, dataset))
				add_in_languages(p, PAGE_HISTORY,
				    arena_printf(p->arena, "datasets/%.*s/history.html", TEXT_ARG(dataset->id)), dataset, 0);
		}
}

static void
add_atom_of_values(struct pages *p, enum facet_id id)
{
	const struct facet *facet = &p->facets.list[id];

	for (size_t i = 0; i < facet->n; i++) {
		struct text stem;
		if (!facet->groups[i].n)
			continue;
		stem = value_stem(p, p->arena, id, i);
		add_page(p, PAGE_ATOM, 0, arena_printf(p->arena, "%.*s.atom", TEXT_ARG(stem)), &facet->groups[i],
		    ATOM_OF_GROUP);
		p->list[p->n - 1].facet = (uint8_t)id;
	}
}

/* The portal's in every language, the others in its first. */
static void
add_atom(struct pages *p)
{
	const struct resource_list *lists[] = { &p->catalog->datasets, &p->catalog->withdrawn };

	add_in_languages(p, PAGE_ATOM, T("changes.atom"), NULL, ATOM_OF_PORTAL);
	add_page(p, PAGE_CHANGES_JSON, 0, T("changes.json"), NULL, 0);
	add_atom_of_values(p, FACET_THEME);
	add_atom_of_values(p, FACET_PUBLISHER);
	add_atom_of_values(p, FACET_HVD);
	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->n; i++) {
			const struct resource *dataset = lists[k]->list[i];
			if (has_history(p, dataset))
				add_page(p, PAGE_ATOM, 0,
				    arena_printf(p->arena, "datasets/%.*s/changes.atom", TEXT_ARG(dataset->id)), dataset,
				    ATOM_OF_DATASET);
		}
}

/* For hosts that only deliver files: servers that are configured answer 301 by themselves. */
static void
add_moved(struct pages *p)
{
	size_t n;
	const struct redirect *list = redirects_find(p->arena, p->catalog, &n);

	for (size_t i = 0; i < n; i++)
		add_in_languages(p, PAGE_MOVED,
		    arena_printf(p->arena, "%s/%.*s.html", list[i].folder, TEXT_ARG(list[i].from)), &list[i], 0);
}

static void
plan(struct pages *p)
{
	const struct catalog *c = p->catalog;
	const struct settings *settings = c->settings;

	static const struct {
		enum page_kind kind;
		enum facet_id id;
	} directories[] = {
		{ PAGE_THEMES, FACET_THEME },
		{ PAGE_PUBLISHERS, FACET_PUBLISHER },
		{ PAGE_FORMATS, FACET_FORMAT },
		{ PAGE_LICENSES, FACET_LICENSE },
		{ PAGE_HVD_CATEGORIES, FACET_HVD },
		{ PAGE_YEARS, FACET_YEAR },
		{ PAGE_KEYWORDS, FACET_KEYWORD },
		{ PAGE_REGIONS, FACET_REGION },
		{ PAGE_SERIES_LIST, FACET_SERIES },
	};

	add_in_languages(p, PAGE_START, T("index.html"), NULL, 0);
	add_list(p, PAGE_DATASETS, T("datasets/index"), NULL, list_pages(c->datasets.n, false));
	for (size_t i = 0; i < sizeof directories / sizeof directories[0]; i++) {
		enum facet_id id = directories[i].id;
		struct text stem = arena_printf(p->arena, "%sindex", facet_words[id].folder);
		add_list(p, directories[i].kind, stem, NULL, id == FACET_KEYWORD ? keyword_pages(p) : 1);
		add_values(p, id);
	}
	add_pairs(p);
	add_in_languages(p, PAGE_SERVICES, T("services/index.html"), NULL, 0);
	add_entries(p, PAGE_SERVICE, "services/", &c->services);
	if (p->options.has_search)
		add_in_languages(p, PAGE_SEARCH, T("search.html"), NULL, 0);
	if (!has_own_page(settings, T("developers")))
		add_in_languages(p, PAGE_DEVELOPERS, T("developers.html"), NULL, 0);
	for (size_t i = 0; i < settings->n_pages; i++) {
		const struct own_page *page = &settings->pages[i];
		add_in_languages(p, PAGE_OWN, arena_printf(p->arena, "%.*s.html", TEXT_ARG(page->id)), page, 0);
	}
	add_entries(p, PAGE_DATASET, "datasets/", &c->datasets);
	add_entries(p, PAGE_DATASET, "datasets/", &c->withdrawn);
	add_entries(p, PAGE_WITHDRAWN, "series/", &c->withdrawn_series);
	add_entries(p, PAGE_WITHDRAWN, "services/", &c->withdrawn_services);
	if (p->changes)
		add_histories(p);
	p->n_sitemap = p->n;

	if (p->changes)
		add_atom(p);

	add_moved(p);
	add_in_languages(p, PAGE_NOT_FOUND, T("404.html"), NULL, 0);
	add_page(p, PAGE_STYLE, 0, T("assets/portal.css"), NULL, 0);
	add_page(p, PAGE_ROBOTS, 0, T("robots.txt"), NULL, 0);
	/* RFC 9116: at the root of a host only, and with a day on which it ends. */
	if (settings->security.n && c->commit.n && text_equal(p->base_path, T("/")))
		add_page(p, PAGE_SECURITY, 0, T(".well-known/security.txt"), NULL, 0);
	/* sitemaps.org: at most 50,000 addresses and 50 MB a file; more need an index. */
	size_t n_sitemaps = (p->n_sitemap + URLS_A_SITEMAP - 1) / URLS_A_SITEMAP;
	add_page(p, PAGE_SITEMAP, 0, T("sitemap.xml"), NULL, n_sitemaps > 1 ? 0 : 1);
	for (size_t i = 1; n_sitemaps > 1 && i <= n_sitemaps; i++)
		add_page(p, PAGE_SITEMAP, 0, arena_printf(p->arena, "sitemap-%zu.xml", i), NULL, i);
}

/* --- the order of work --------------------------------------------------------------------------- */

/* The datasets that a page lists; NULL: it is no list. */
static const struct facet_group *
listed(const struct pages *p, const struct page *page)
{
	switch (page->kind) {
	case PAGE_DATASETS: return &p->facets.all;
	case PAGE_VALUE: return page->subject;
	case PAGE_PAIR: return &((const struct pair *)page->subject)->group;
	default: return NULL;
	}
}

static int
by_turn(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;

	return x->first != y->first ? (x->first < y->first ? -1 : 1) : (x->page > y->page) - (x->page < y->page);
}

/*
 * First the lists, those of the newest datasets before others: what one of them keeps of a dataset
 * (kept_items.h) is still there when the next one wants it. Then everything else as planned.
 */
static void
take_turns(struct pages *p)
{
	p->turns = allocate((p->n + 1) * sizeof *p->turns);
	for (size_t i = 0; i < p->n; i++) {
		const struct facet_group *group = listed(p, &p->list[i]);
		size_t at = (p->list[i].number - 1) * (size_t)DATASETS_A_PAGE;
		p->turns[i] = (struct turn){ !group ? UINT32_MAX : at < group->n ? p->facets.rank[group->datasets[at]] : 0,
			(uint32_t)i };
	}
	qsort(p->turns, p->n, sizeof *p->turns, by_turn);
}

/* --- the whole --------------------------------------------------------------------------------- */

/* "https://example.org/portal/" → "/portal/" */
static struct text
path_of(struct text url)
{
	size_t scheme = text_find(url, T("://"));
	struct text rest = text_slice(url, scheme + 3, url.n);
	size_t slash = text_find_char(rest, '/');

	return scheme < url.n && slash < rest.n ? text_slice(rest, slash, rest.n) : T("/");
}

/* The path in the portal of a file that site.yaml names; empty when it is not there. */
static struct text
asset_path(const struct settings *settings, struct text wanted)
{
	for (size_t i = 0; i < settings->n_assets; i++) {
		struct text path = settings->assets[i]->source.path; /* "site/assets/logo.svg" */
		if (wanted.n && text_equal(text_slice(path, sizeof "site/" - 1, path.n), wanted))
			return wanted;
	}
	return T("");
}

/* With templates and labels only. */
static struct pages *
begin(const struct catalog *c, const struct pages_options *o, struct diagnostics *d)
{
	struct pages *p = allocate(sizeof *p);

	*p = (struct pages){ .catalog = c, .options = *o, .arena = arena_new() };
	for (size_t i = 0; i < c->settings->n_languages; i++)
		prepare_language(p, i, d);
	own_files_check(p, d);
	own_links_check(c, d);
	return p;
}

const struct names *
pages_names(const struct pages *p, struct arena *a)
{
	struct names *names = arena_array(a, struct names, MAX_INTERFACE_LANGUAGES);

	for (size_t i = 0; i < p->catalog->settings->n_languages; i++)
		names[i] = names_copy(a, &p->interfaces[i].names);
	return names;
}

void
pages_check(const struct catalog *c, const struct pages_options *o, struct diagnostics *d)
{
	pages_free(begin(c, o, d));
}

struct pages *
pages_new(const struct catalog *c, const struct pages_options *o, struct diagnostics *d)
{
	struct pages *p = begin(c, o, d);

	p->base_path = path_of(c->settings->base_url);
	p->logo = asset_path(c->settings, c->settings->logo);
	p->logo_width = image_width(c->settings->logo_bytes, LOGO_HEIGHT);
	p->image = asset_path(c->settings, c->settings->image);
	find_fonts(p);
	if (c->settings->outline.n && !(p->outline = outline_new(c->settings->outline)))
		diagnose(d, BAD_SETTING, c->settings->outline_at, T("…"), T("outline"),
		    T("{\"type\": \"Polygon\", \"coordinates\": [[[12.2, 51.2], …]]}"));
	return p;
}

const struct voice *
pages_voices(const struct pages *p)
{
	return p->voices;
}

void
pages_prepare(struct pages *p, const struct changes *changes)
{
	const struct catalog *c = p->catalog;
	unsigned languages[MAX_INTERFACE_LANGUAGES];

	p->changes = changes;
	for (size_t i = 0; i < c->settings->n_languages; i++)
		languages[i] = p->interfaces[i].texts;
	facets_make(&p->facets, c, p->arena, languages);
	for (size_t i = 0; i < c->n_hosted; i++)
		table_set(&p->hosted, c->hosted[i].path, (void *)(uintptr_t)&c->hosted[i]);
	find_serving(p);
	for (size_t i = 0; i < c->settings->n_languages; i++)
		choices_prepare(p, &p->interfaces[i]);
	plan(p);
	take_turns(p);
	p->kept_items = kept_items_new();
}

void
pages_free(struct pages *p)
{
	if (!p)
		return;
	for (size_t i = 0; i < MAX_INTERFACE_LANGUAGES; i++) {
		labels_free(&p->interfaces[i].labels);
		templates_free(&p->interfaces[i].templates);
	}
	kept_items_free(p->kept_items);
	outline_free(p->outline);
	facets_free(&p->facets);
	table_free(&p->hosted);
	arena_free(p->arena);
	free(p->list);
	free(p->turns);
	free(p);
}

size_t
pages_count(const struct pages *p)
{
	return p->n;
}

const struct page *
pages_at(const struct pages *p, size_t i)
{
	return &p->list[p->turns[i].page];
}

/* --- writing ----------------------------------------------------------------------------------- */

struct page_writer *
page_writer_new(const struct pages *p)
{
	struct page_writer *w = allocate(sizeof *w);
	size_t n = p->catalog->datasets.n + 1;

	*w = (struct page_writer){ .pages = p, .catalog = p->catalog };
	w->words = template_words_new();
	w->item_words = template_words_new();
	w->scratch = arena_new();
	w->kept = arena_new();
	w->touched = allocate(n * sizeof *w->touched);
	w->scores = allocate(n);
	w->shared = allocate(n);
	memset(w->scores, 0, n);
	memset(w->shared, 0, n);
	return w;
}

void
page_writer_free(struct page_writer *w)
{
	if (!w)
		return;
	template_words_free(w->words);
	template_words_free(w->item_words);
	arena_free(w->scratch);
	arena_free(w->kept);
	buf_free(&w->buf);
	buf_free(&w->script);
	buf_free(&w->item);
	buf_free(&w->items);
	free(w->touched);
	free(w->scores);
	free(w->shared);
	free(w);
}

/* "../" for every folder the page stands in. */
static struct text
way_up(struct page_writer *w, struct text path)
{
	size_t n_folders = 0;

	for (size_t i = 0; i < path.n; i++)
		n_folders += path.s[i] == '/';
	if (!n_folders)
		return T("./");
	for (; n_folders; n_folders--)
		buf_str(&w->buf, "../");
	return taken(w);
}

void
page_render(struct page_writer *w, const struct page *page, struct buf *out)
{
	static void (*const renderers[N_PAGE_KINDS])(struct page_writer *, struct buf *) = {
		[PAGE_START] = start_page,
		[PAGE_DATASETS] = datasets_page,
		[PAGE_DATASET] = dataset_page,
		[PAGE_THEMES] = themes_page,
		[PAGE_PUBLISHERS] = publishers_page,
		[PAGE_FORMATS] = formats_page,
		[PAGE_LICENSES] = licenses_page,
		[PAGE_HVD_CATEGORIES] = hvd_categories_page,
		[PAGE_YEARS] = years_page,
		[PAGE_KEYWORDS] = keywords_page,
		[PAGE_REGIONS] = regions_page,
		[PAGE_VALUE] = value_page,
		[PAGE_PAIR] = pair_page,
		[PAGE_SERIES_LIST] = series_list_page,
		[PAGE_SERVICES] = services_page,
		[PAGE_SERVICE] = service_page,
		[PAGE_WITHDRAWN] = withdrawn_page,
		[PAGE_SEARCH] = search_page,
		[PAGE_DEVELOPERS] = developers_page,
		[PAGE_CHANGES] = changes_page,
		[PAGE_HISTORY] = history_page,
		[PAGE_ATOM] = changes_atom,
		[PAGE_CHANGES_JSON] = changes_json,
		[PAGE_OWN] = own_page,
		[PAGE_NOT_FOUND] = not_found_page,
		[PAGE_MOVED] = moved_page,
		[PAGE_STYLE] = style_sheet,
		[PAGE_ROBOTS] = robots_txt,
		[PAGE_SECURITY] = security_txt,
		[PAGE_SITEMAP] = sitemap,
	};

	template_words_clear(w->words);
	arena_reset(w->scratch);
	if (w->kept_for != page->subject) {
		arena_reset(w->kept);
		w->looks = NULL;
		w->qr = T("");
		w->kept_for = page->subject;
	}
	w->page = page;
	w->ui = &w->pages->interfaces[page->language];
	w->labels = &w->ui->labels;
	if (page->kind == PAGE_NOT_FOUND) {
		/* It is served for any address. */
		w->root = w->pages->base_path;
		w->home = joined(w, w->root, w->ui->prefix, T(""));
	} else {
		w->root = way_up(w, page->path);
		w->home = way_up(w, text_slice(page->path, w->ui->prefix.n, page->path.n));
	}
	renderers[page->kind](w, out);
}

void
expand(struct page_writer *w, enum template_id id, struct buf *out)
{
	template_expand(w->ui->templates.list[id], w->words, out);
}
