/*
 * Directories: themes, publishers, formats, series and services with their counts, and the column of
 * choices beside lists.
 */
#include "pages/portal.h"

#include "adapters/unicode.h"

#include <stdlib.h>
#include <string.h>

/* --- the choices of a facet -------------------------------------------------------------------- */

static int
by_title(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;
	int order = text_compare(x->key, y->key);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int
largest_first(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return by_title(a, b);
}

/* What to sort titles by; lives in `a`. */
static struct text
sort_key(const struct interface *ui, struct arena *a, struct text title)
{
	return unicode_sort_key(a, title, arena_cstr(a, ui->language));
}

static const struct resource *
choice_resource(const struct catalog *c, enum facet_id id, size_t number)
{
	switch (id) {
	case FACET_PUBLISHER: return c->agents.list[number];
	case FACET_SERIES: return c->series.list[number];
	default: return NULL;
	}
}

static const struct concept *
choice_concept(const struct catalog *c, enum facet_id id, size_t number)
{
	switch (id) {
	case FACET_THEME: return code_lists_at(c->lists, LIST_data_theme, number);
	case FACET_FORMAT: return code_lists_at(c->lists, LIST_file_type, number);
	default: return NULL;
	}
}

static void
prepare(struct pages *p, struct interface *ui, enum facet_id id, struct arena *scratch)
{
	const struct page_writer w = { .pages = p, .catalog = p->catalog, .ui = ui };
	const struct facet *facet = &p->facets.list[id];
	struct choices *list = &ui->choices[id];

	list->by_title = arena_array(p->arena, struct choice, facet->n);
	for (size_t i = 0; i < facet->n; i++) {
		const struct resource *r = choice_resource(p->catalog, id, i);
		const struct concept *c = choice_concept(p->catalog, id, i);
		struct choice *choice = &list->by_title[list->n];

		if (!facet->groups[i].n || (!r && !c))
			continue;
		*choice = (struct choice){ .number = i, .n = facet->groups[i].n, .subject = r ? (const void *)r : c };
		choice->title = r ? title_of(&w, r, &choice->language) : concept_text(&w, c);
		choice->key = sort_key(ui, scratch, choice->title);
		list->n++;
	}
	list->by_size = arena_array(p->arena, struct choice, list->n);
	if (!list->n)
		return;
	memcpy(list->by_size, list->by_title, list->n * sizeof *list->by_size);
	qsort(list->by_title, list->n, sizeof *list->by_title, by_title);
	qsort(list->by_size, list->n, sizeof *list->by_size, largest_first);
}

void
choices_prepare(struct pages *p, struct interface *ui)
{
	struct arena *scratch = arena_new();

	for (enum facet_id id = 0; id < N_FACETS; id++)
		prepare(p, ui, id, scratch);
	arena_free(scratch);
}

static struct text
choice_link(struct page_writer *w, enum facet_id id, const struct choice *choice)
{
	switch (id) {
	case FACET_THEME: return link_concept(w, "themes/", choice->subject);
	case FACET_FORMAT: return link_concept(w, "formats/", choice->subject);
	case FACET_SERIES: return link_page(w, "series/", ((const struct resource *)choice->subject)->id);
	default: return link_page(w, "publishers/", ((const struct resource *)choice->subject)->id);
	}
}

/* --- the column beside lists ------------------------------------------------------------------- */

void
facet_column(struct page_writer *w, struct template_words **column, enum facet_id id, const void *current,
    size_t most)
{
	static const struct {
		enum label_id title;
		const char *directory;
	} facts[N_FACETS] = {
		[FACET_THEME] = { LABEL_facet_theme, "themes/" },
		[FACET_PUBLISHER] = { LABEL_facet_publisher, "publishers/" },
		[FACET_FORMAT] = { LABEL_facet_format, "formats/" },
	};
	const struct choice *list = w->ui->choices[id].by_size;
	size_t n = w->ui->choices[id].n;

	if (n < 2)
		return;
	if (!*column)
		*column = SECTION(w->words, FACETS);
	struct template_words *facet = SECTION(*column, FACET);
	SET(facet, FACET_TITLE, w->labels->texts[facts[id].title]);
	for (size_t i = 0, shown = 0; i < n && (shown < most || current); i++) {
		bool is_current = list[i].subject == current;
		if (shown >= most && !is_current)
			continue;
		struct template_words *entry = SECTION(facet, FACET_ENTRY);
		SET(entry, FACET_ENTRY_HREF, choice_link(w, id, &list[i]));
		SET(entry, FACET_ENTRY_TITLE, list[i].title);
		SET(entry, FACET_ENTRY_COUNT, number_text(w, list[i].n));
		if (is_current)
			SHOW(entry, FACET_ENTRY_CURRENT);
		shown++;
	}
	if (n > most) {
		struct template_words *more = SECTION(facet, FACET_MORE);
		SET(more, FACET_MORE_HREF, link_page(w, facts[id].directory, T("index")));
		SET(more, FACET_MORE_TEXT, FILLED(w, facet_more, { "n", number_text(w, n) }));
	}
}

/* --- pages ------------------------------------------------------------------------------------- */

static void
directory(struct page_writer *w, struct text title, struct text lead, enum marker navigation)
{
	layout(w, &(struct layout){ .title = title, .description = lead, .navigation = navigation });
	SET(SECTION(w->words, LEAD), LEAD_TEXT, lead);
}

void
theme_tiles(struct page_writer *w)
{
	const struct choice *list = w->ui->choices[FACET_THEME].by_title;
	size_t n = w->ui->choices[FACET_THEME].n;

	for (size_t i = 0; i < n; i++) {
		struct template_words *theme = SECTION(w->words, THEME);
		SET(theme, THEME_HREF, choice_link(w, FACET_THEME, &list[i]));
		SET(theme, THEME_TITLE, list[i].title);
		SET(theme, THEME_COUNT, counted(w, list[i].n));
		SET(theme, THEME_CODE, text_of(((const struct concept *)list[i].subject)->code));
	}
}

void
themes_page(struct page_writer *w, struct buf *out)
{
	directory(w, SAID(w, themes), SAID(w, themes_lead), MARK_ON_THEMES);
	theme_tiles(w);
	expand(w, TEMPLATE_THEMES, out);
}

/* Series and services are listed in the same way as formats. */
static struct template_words *
entry(struct page_writer *w, struct text href, struct text title, struct text count)
{
	struct template_words *e = SECTION(w->words, FORMAT);

	SET(e, FORMAT_HREF, href);
	SET(e, FORMAT_TITLE, title);
	SET(e, FORMAT_COUNT, count);
	return e;
}

static void
entry_about(struct page_writer *w, struct template_words *e, const struct resource *r, enum property_id p)
{
	const struct value *v = in_language(w, r, p);
	struct text about = v ? teaser(w, v->text, 160) : T("");

	if (about.n)
		SET(SECTION(e, FORMAT_ABOUT), FORMAT_DESCRIPTION, about);
}

void
formats_page(struct page_writer *w, struct buf *out)
{
	const struct choice *list = w->ui->choices[FACET_FORMAT].by_title;
	size_t n = w->ui->choices[FACET_FORMAT].n;

	directory(w, SAID(w, formats), SAID(w, formats_lead), MARK_ON_FORMATS);
	for (size_t i = 0; i < n; i++) {
		const struct concept *c = list[i].subject;
		struct template_words *e = entry(w, choice_link(w, FACET_FORMAT, &list[i]), list[i].title, counted(w, list[i].n));
		struct text plain = text_of(w->ui->is_german ? c->plain_de : c->plain_en);
		if (plain.n)
			SET(SECTION(e, FORMAT_ABOUT), FORMAT_DESCRIPTION, plain);
	}
	expand(w, TEMPLATE_FORMATS, out);
}

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
		qsort(*list, l->n, sizeof **list, by_title);
	return l->n;
}

void
series_list_page(struct page_writer *w, struct buf *out)
{
	struct choice *list;
	size_t n = sorted_entries(w, &w->catalog->series, "series/", FACET_SERIES, &list);

	directory(w, SAID(w, series), SAID(w, series_lead), N_MARKERS);
	for (size_t i = 0; i < n; i++)
		entry_about(w, entry(w, list[i].href, list[i].title, counted(w, list[i].n)), list[i].subject,
		    SERIES_description);
	expand(w, TEMPLATE_FORMATS, out);
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
		struct text count = n_datasets ? counted(w, n_datasets) : type ? concept_text(w, type) : T("");
		entry_about(w, entry(w, list[i].href, list[i].title, count), service, SERVICE_description);
	}
	expand(w, TEMPLATE_FORMATS, out);
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

	directory(w, SAID(w, publishers), SAID(w, publishers_lead), MARK_ON_PUBLISHERS);
	for (size_t i = 0; i < n; i++) {
		const struct resource *agent = list[i].subject;
		if (above(agent) || !publishes[agent->number])
			continue;
		struct template_words *p = tops[agent->number] = SECTION(w->words, PUBLISHER);
		SET(p, PUBLISHER_HREF, list[i].href);
		SET(p, PUBLISHER_TITLE, list[i].title);
		SET(p, PUBLISHER_COUNT, count_of(w, &list[i]));
	}
	for (size_t i = 0; i < n; i++) {
		const struct resource *agent = list[i].subject, *top = agent;
		/* Offices within offices stand below the outermost one; a circle has none. */
		for (unsigned depth = 0; above(top) && depth < 16; depth++)
			top = above(top);
		if (top == agent || !tops[top->number] || !publishes[agent->number])
			continue;
		if (!parts[top->number])
			parts[top->number] = SECTION(tops[top->number], SUBPUBLISHERS);
		struct template_words *p = SECTION(parts[top->number], SUBPUBLISHER);
		SET(p, SUBPUBLISHER_HREF, list[i].href);
		SET(p, SUBPUBLISHER_TITLE, list[i].title);
		SET(p, SUBPUBLISHER_COUNT, count_of(w, &list[i]));
	}
	expand(w, TEMPLATE_PUBLISHERS, out);
}
