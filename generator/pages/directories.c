/*
 * Directories: all themes, publishers, formats, keywords … with their counts.
 */
#include "pages/portal.h"

#include <stdlib.h>

static void
directory(struct page_writer *w, struct text title, struct text lead, enum marker navigation)
{
	layout(w, &(struct layout){ .title = title, .description = lead, .navigation = navigation });
	SET(SECTION(w->words, LEAD), LEAD_TEXT, lead);
}

static void
directory_of(struct page_writer *w, enum facet_id id)
{
	const struct facet_words *words = &facet_words[id];

	directory(w, w->labels->texts[words->title], w->labels->texts[words->lead], words->navigation);
	/* Those that the menu does not name are reached from the list of all datasets. */
	if (words->navigation == MARK_ON_DATASETS)
		breadcrumb(w, link_page(w, "datasets/", T("index")), SAID(w, datasets), T(""));
}

static struct template_words *
entry(struct page_writer *w, struct text href, struct text title, struct text language, struct text count)
{
	struct template_words *e = SECTION(w->words, ENTRY);

	SET(e, ENTRY_HREF, href);
	SET(e, ENTRY_TITLE, title);
	SET(e, ENTRY_COUNT, count);
	SET_LANGUAGE(e, ENTRY, language);
	return e;
}

static struct template_words *
entry_of(struct page_writer *w, enum facet_id id, const struct choice *c)
{
	return entry(w, link_value(w, id, c->number), c->title, c->language, counted(w, c->n));
}

/* Below another entry; `list` is begun with the first. */
static void
subentry(struct template_words *above, struct template_words **list, struct text href, const struct choice *c,
    struct text count)
{
	if (!*list)
		*list = SECTION(above, SUBENTRIES);
	struct template_words *e = SECTION(*list, SUBENTRY);
	SET(e, SUBENTRY_HREF, href);
	SET(e, SUBENTRY_TITLE, c->title);
	SET(e, SUBENTRY_COUNT, count);
	SET_LANGUAGE(e, SUBENTRY, c->language);
}

/* The page, whether there is anything to list or not. */
static void
finish(struct page_writer *w, size_t n, struct buf *out)
{
	if (!n)
		SHOW(w->words, NOTHING);
	expand(w, TEMPLATE_DIRECTORY, out);
}

static void
about(struct template_words *e, struct text text, struct text language)
{
	if (!text.n)
		return;
	struct template_words *s = SECTION(e, ENTRY_ABOUT);
	SET(s, ENTRY_DESCRIPTION, text);
	SET_LANGUAGE(s, ENTRY_ABOUT, language);
}

/* --- themes, formats, licences, years, places ------------------------------------------------------------ */

void
theme_tiles(struct page_writer *w)
{
	const struct choice *list = w->ui->choices[FACET_THEME].by_title;
	size_t n = w->ui->choices[FACET_THEME].n;

	if (!n)
		SHOW(w->words, NO_THEMES);
	for (size_t i = 0; i < n; i++) {
		struct template_words *theme = SECTION(w->words, THEME);
		SET(theme, THEME_HREF, link_value(w, FACET_THEME, list[i].number));
		SET(theme, THEME_TITLE, list[i].title);
		SET_LANGUAGE(theme, THEME, list[i].language);
		SET(theme, THEME_COUNT, counted(w, list[i].n));
		SET(theme, THEME_CODE, text_of(((const struct concept *)list[i].subject)->code));
	}
}

void
themes_page(struct page_writer *w, struct buf *out)
{
	directory_of(w, FACET_THEME);
	theme_tiles(w);
	expand(w, TEMPLATE_THEMES, out);
}

void
formats_page(struct page_writer *w, struct buf *out)
{
	const struct choices *formats = &w->ui->choices[FACET_FORMAT];

	directory_of(w, FACET_FORMAT);
	for (size_t i = 0; i < formats->n; i++) {
		const struct concept *c = formats->by_title[i].subject;
		struct text language, plain = concept_plainly(&w->ui->names, c, &language);
		about(entry_of(w, FACET_FORMAT, &formats->by_title[i]), plain, language);
	}
	finish(w, formats->n, out);
}

void
licenses_page(struct page_writer *w, struct buf *out)
{
	const struct choices *licenses = &w->ui->choices[FACET_LICENSE];

	directory_of(w, FACET_LICENSE);
	for (size_t i = 0; i < licenses->n; i++)
		about(entry_of(w, FACET_LICENSE, &licenses->by_size[i]), license_summary(w, licenses->by_size[i].subject), T(""));
	finish(w, licenses->n, out);
}

/* Those whose names say all there is to say. */
static void
names_page(struct page_writer *w, enum facet_id id, struct buf *out)
{
	const struct choices *values = &w->ui->choices[id];

	directory_of(w, id);
	for (size_t i = 0; i < values->n; i++)
		entry_of(w, id, &values->by_title[i]);
	finish(w, values->n, out);
}

void
years_page(struct page_writer *w, struct buf *out)
{
	names_page(w, FACET_YEAR, out);
}

void
regions_page(struct page_writer *w, struct buf *out)
{
	names_page(w, FACET_REGION, out);
}

/* Special categories stand below the six general ones, whose counts hold theirs. */
void
hvd_categories_page(struct page_writer *w, struct buf *out)
{
	const struct choices *categories = &w->ui->choices[FACET_HVD];
	const struct code_lists *lists = w->catalog->lists;

	directory_of(w, FACET_HVD);
	for (size_t i = 0; i < categories->n; i++) {
		const struct choice *top = &categories->by_title[i];
		struct template_words *e, *list = NULL;
		if (concept_broader(lists, top->subject))
			continue;
		e = entry_of(w, FACET_HVD, top);
		for (size_t k = 0; k < categories->n; k++) {
			const struct choice *c = &categories->by_title[k];
			const struct concept *above = c->subject;
			for (unsigned depth = 0; depth < 8 && concept_broader(lists, above); depth++)
				above = concept_broader(lists, above);
			if (above == top->subject && c != top)
				subentry(e, &list, link_value(w, FACET_HVD, c->number), c, counted(w, c->n));
		}
	}
	finish(w, categories->n, out);
}

/* --- keywords ---------------------------------------------------------------------------------- */

/* As many pages as the language with the most keywords needs: every page exists in every language. */
size_t
keyword_pages(const struct pages *p)
{
	size_t most = 1;

	for (size_t i = 0; i < p->catalog->settings->n_languages; i++)
		if (p->interfaces[i].choices[FACET_KEYWORD].n > most)
			most = p->interfaces[i].choices[FACET_KEYWORD].n;
	return (most + KEYWORDS_A_PAGE - 1) / KEYWORDS_A_PAGE;
}

void
keywords_page(struct page_writer *w, struct buf *out)
{
	const struct choices *keywords = &w->ui->choices[FACET_KEYWORD];
	size_t n_pages = keyword_pages(w->pages), number = w->page->number;

	directory_of(w, FACET_KEYWORD);
	SHOW(w->words, COMPACT);
	for (size_t i = keywords->n * (number - 1) / n_pages; i < keywords->n * number / n_pages; i++) {
		const struct choice *c = &keywords->by_title[i];
		entry(w, link_value(w, FACET_KEYWORD, c->number), c->title, c->language, number_text(w, c->n));
	}
	if (n_pages > 1)
		pagination(w, n_pages);
	finish(w, keywords->n, out);
}

/* --- series and services -------------------------------------------------------------------------- */

/* Entries of a class by title, those without datasets too. */
static size_t
sorted_entries(struct page_writer *w, const struct resource_list *l, const char *folder, enum facet_id id,
    struct choice **list)
{
	*list = arena_array(w->scratch, struct choice, l->n);
	for (size_t i = 0; i < l->n; i++) {
		struct choice *choice = &(*list)[i];
		*choice = (struct choice){ .number = i, .subject = l->list[i],
			.n = id < N_FACETS ? w->pages->facets.list[id].groups[i].n : 0 };
		choice->title = title_of(w, l->list[i], &choice->language);
		choice->href = link_page(w, folder, l->list[i]->id);
		choice->key = sort_key(w->ui, w->scratch, choice->title);
	}
	if (l->n)
		qsort(*list, l->n, sizeof **list, choices_by_title);
	return l->n;
}

static void
summary(struct page_writer *w, struct template_words *e, const struct resource *r, enum property_id p)
{
	const struct value *v = in_language(w, r, p);

	if (v)
		about(e, teaser(w, v->text, 160), foreign(w, v));
}

void
series_list_page(struct page_writer *w, struct buf *out)
{
	struct choice *list;
	size_t n = sorted_entries(w, &w->catalog->series, "series/", FACET_SERIES, &list);

	directory_of(w, FACET_SERIES);
	for (size_t i = 0; i < n; i++)
		summary(w, entry(w, list[i].href, list[i].title, list[i].language, counted(w, list[i].n)),
		    list[i].subject, SERIES_description);
	finish(w, n, out);
}

void
services_page(struct page_writer *w, struct buf *out)
{
	struct choice *list;
	size_t n = sorted_entries(w, &w->catalog->services, "services/", N_FACETS, &list);

	directory(w, SAID(w, services), SAID(w, services_lead), N_MARKERS);
	for (size_t i = 0; i < n; i++) {
		const struct resource *service = list[i].subject;
		const struct concept *type = resource_concept(service, SERVICE_type);
		size_t n_datasets;
		resource_values(service, SERVICE_serves_dataset, &n_datasets);
		struct text count = n_datasets ? counted(w, n_datasets) : type ? concept_text(w, type, NULL) : T("");
		summary(w, entry(w, list[i].href, list[i].title, list[i].language, count), service, SERVICE_description);
	}
	finish(w, n, out);
}

/* --- publishers -------------------------------------------------------------------------------- */

static const struct resource *
above(const struct resource *agent)
{
	const struct value *v = resource_value(agent, AGENT_part_of);

	return v && v->resource && v->resource != agent ? v->resource : NULL;
}

/* Marks by number who publishes, or has a part that does. Those that only take part (a creator, a
 * contact's office) have a page of their own, but no place in the list. */
static bool *
find_publishers(struct page_writer *w, const struct choice *list, size_t n)
{
	bool *publishes = arena_array(w->scratch, bool, n + 1);

	for (size_t i = 0; i < n; i++) {
		const struct resource *a = list[i].n ? list[i].subject : NULL;
		for (unsigned depth = 0; a && depth < 16; depth++, a = above(a))
			publishes[a->number] = true;
	}
	return publishes;
}

/* Nothing for an office that publishes only through its parts. */
static struct text
count_of(struct page_writer *w, const struct choice *choice)
{
	return choice->n ? counted(w, choice->n) : T("");
}

void
publishers_page(struct page_writer *w, struct buf *out)
{
	struct choice *list;
	size_t n = sorted_entries(w, &w->catalog->agents, "publishers/", FACET_PUBLISHER, &list);
	struct template_words **tops = arena_array(w->scratch, struct template_words *, n + 1);
	struct template_words **parts = arena_array(w->scratch, struct template_words *, n + 1);
	const bool *publishes = find_publishers(w, list, n);

	directory_of(w, FACET_PUBLISHER);
	for (size_t i = 0; i < n; i++) {
		const struct resource *agent = list[i].subject;
		if (!above(agent) && publishes[agent->number])
			tops[agent->number] = entry(w, list[i].href, list[i].title, list[i].language, count_of(w, &list[i]));
	}
	for (size_t i = 0; i < n; i++) {
		const struct resource *agent = list[i].subject, *top = agent;
		/* Offices within offices stand below the outermost one; a circle has none. */
		for (unsigned depth = 0; above(top) && depth < 16; depth++)
			top = above(top);
		if (top == agent || !tops[top->number] || !publishes[agent->number])
			continue;
		subentry(tops[top->number], &parts[top->number], list[i].href, &list[i], count_of(w, &list[i]));
	}
	finish(w, n, out);
}
