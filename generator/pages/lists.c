/*
 * Pages that list datasets: all of them, those of a theme, a publisher, a format, a series.
 */
#include "pages/portal.h"

enum { DESCRIPTION_LENGTH = 158, N_SIDE = 8 };

/* "36 Datensätze zum Thema Umwelt. Seite 2 von 3" */
static struct text
with_number(struct page_writer *w, struct text description, size_t n)
{
	if (w->page->number < 2)
		return description;
	struct text status = FILLED(w, page_status, { "n", number_text(w, w->page->number) },
	    { "total", number_text(w, list_pages(n)) });
	return joined(w, description, T(" "), status);
}

void
datasets_page(struct page_writer *w, struct buf *out)
{
	const struct facet_group *all = &w->pages->facets.all;
	const struct resource *self = w->catalog->self;
	const struct value *about = self ? in_language(w, self, CATALOG_description) : NULL;
	struct text description = about ? teaser(w, about->text, DESCRIPTION_LENGTH) : counted(w, all->n);

	layout(w, &(struct layout){ .title = SAID(w, datasets), .description = with_number(w, description, all->n),
		      .navigation = MARK_ON_DATASETS });
	feeds(w, joined(w, w->root, T("catalog"), T("")));
	dataset_items(w, all, true);
	struct template_words *column = NULL;
	facet_column(w, &column, FACET_THEME, NULL, N_SIDE);
	facet_column(w, &column, FACET_PUBLISHER, NULL, N_SIDE);
	facet_column(w, &column, FACET_FORMAT, NULL, N_SIDE);
	expand(w, TEMPLATE_DATASETS, out);
}

/* The column of its neighbours: other themes beside a theme. */
static void
neighbours(struct page_writer *w, enum facet_id id, const void *current)
{
	struct template_words *column = NULL;

	facet_column(w, &column, id, current, N_SIDE);
}

void
theme_page(struct page_writer *w, struct buf *out)
{
	const struct concept *theme = w->page->subject;
	const struct facet_group *group = &w->pages->facets.list[FACET_THEME].groups[theme->number];
	struct text title = concept_text(w, theme);
	struct text description = FILLED(w, theme_description, { "count", counted(w, group->n) }, { "title", title });

	layout(w, &(struct layout){ .title = title, .description = with_number(w, description, group->n),
		      .navigation = MARK_ON_THEMES });
	breadcrumb(w, link_page(w, "themes/", T("index")), SAID(w, themes), T(""));
	dataset_items(w, group, true);
	neighbours(w, FACET_THEME, theme);
	expand(w, TEMPLATE_THEME, out);
}

static void
format_fact(struct page_writer *w, struct template_words *facts, struct text label, struct text text)
{
	struct template_words *fact = SECTION(facts, FORMAT_FACT);

	(void)w;
	SET(fact, FORMAT_FACT_LABEL, label);
	SET(fact, FORMAT_FACT_TEXT, text);
}

void
format_page(struct page_writer *w, struct buf *out)
{
	const struct concept *format = w->page->subject;
	const struct facet_group *group = &w->pages->facets.list[FACET_FORMAT].groups[format->number];
	struct text title = concept_text(w, format);
	struct text plain = text_of(w->ui->is_german ? format->plain_de : format->plain_en);
	struct text description = FILLED(w, format_description, { "count", counted(w, group->n) }, { "title", title });

	layout(w, &(struct layout){ .title = title, .description = with_number(w, description, group->n),
		      .navigation = MARK_ON_FORMATS });
	breadcrumb(w, link_page(w, "formats/", T("index")), SAID(w, formats), T(""));
	if (plain.n)
		SET(SECTION(w->words, LEAD), LEAD_TEXT, plain);
	struct template_words *facts = SECTION(w->words, FORMAT_FACTS);
	if (format->media_type)
		format_fact(w, facts, SAID(w, fact_media_type), text_of(format->media_type));
	format_fact(w, facts, SAID(w, fact_machine_readable), format->flags & MACHINE_READABLE ? SAID(w, yes) : SAID(w, no));
	format_fact(w, facts, SAID(w, fact_open), format->flags & OPEN_FORMAT ? SAID(w, yes) : SAID(w, no));
	dataset_items(w, group, true);
	neighbours(w, FACET_FORMAT, format);
	expand(w, TEMPLATE_FORMAT, out);
}

/* Title and description of an entry, in whatever language there is. */
static void
entry_layout(struct page_writer *w, const struct resource *r, enum property_id p, struct text otherwise,
    enum marker navigation)
{
	const struct value *v = in_language(w, r, p);
	struct text language;
	struct text title = title_of(w, r, &language);
	struct text description = v ? teaser(w, v->text, DESCRIPTION_LENGTH) : otherwise;

	layout(w, &(struct layout){ .title = title, .description = description.n ? description : otherwise,
		      .navigation = navigation, .foreign = language });
	if (v && w->page->number == 1) {
		SHOW(w->words, ABOUT);
		SET(w->words, DESCRIPTION_HTML, description_html(w, v->text));
	}
}

static void
members(struct page_writer *w, const struct resource *agent)
{
	const struct catalog *c = w->catalog;
	struct template_words *list = NULL;

	for (size_t i = 0; i < c->agents.n; i++) {
		const struct resource *member = c->agents.list[i];
		const struct value *above = resource_value(member, AGENT_part_of);
		if (!above || above->resource != agent || member == agent)
			continue;
		if (!list)
			list = SECTION(w->words, MEMBERS);
		struct template_words *m = SECTION(list, MEMBER);
		SET(m, MEMBER_HREF, link_page(w, "publishers/", member->id));
		SET(m, MEMBER_TITLE, title_of(w, member, NULL));
		SET(m, MEMBER_COUNT, number_text(w, w->pages->facets.list[FACET_PUBLISHER].groups[i].n));
	}
}

void
publisher_page(struct page_writer *w, struct buf *out)
{
	const struct resource *agent = w->page->subject;
	const struct facet_group *group = &w->pages->facets.list[FACET_PUBLISHER].groups[agent->number];
	const struct value *above = resource_value(agent, AGENT_part_of);
	struct text description = FILLED(w, publisher_description, { "count", counted(w, group->n) },
	    { "title", title_of(w, agent, NULL) });

	entry_layout(w, agent, AGENT_description, description, MARK_ON_PUBLISHERS);
	breadcrumb(w, link_page(w, "publishers/", T("index")), SAID(w, publishers), T(""));
	if (above && above->resource) {
		struct template_words *s = SECTION(w->words, PART_OF);
		SET(s, PART_OF_HREF, link_page(w, "publishers/", above->resource->id));
		SET(s, PART_OF_TITLE, title_of(w, above->resource, NULL));
	}
	agent_contact(w, agent);
	members(w, agent);
	dataset_items(w, group, false);
	neighbours(w, FACET_PUBLISHER, agent);
	expand(w, TEMPLATE_PUBLISHER, out);
}

void
series_page(struct page_writer *w, struct buf *out)
{
	const struct resource *series = w->page->subject;
	const struct facet_group *group = &w->pages->facets.list[FACET_SERIES].groups[series->number];

	entry_layout(w, series, SERIES_description, counted(w, group->n), N_MARKERS);
	breadcrumb(w, link_page(w, "series/", T("index")), SAID(w, series), T(""));
	publisher_link(w, series, SERIES_publisher);
	dataset_items(w, group, true);
	expand(w, TEMPLATE_SERIES, out);
}
