/*
 * Pages that list datasets: all of them, those of a theme, a publisher, a keyword, a series …, and
 * those that two of them have in common.
 */
#include "pages/portal.h"

#include <stdlib.h>

enum { DESCRIPTION_LENGTH = 158 };

/* "36 Datensätze zum Thema Umwelt. Seite 2 von 3" */
static struct text
with_number(struct page_writer *w, struct text description, size_t n_pages)
{
	if (w->page->number < 2)
		return description;
	struct text status = FILLED(w, page_status, { "n", number_text(w, w->page->number) },
	    { "total", number_text(w, n_pages) });
	return joined(w, description, T(" "), status);
}

static void
fact(struct template_words *facts, struct text label, struct text text)
{
	struct template_words *s = SECTION(facts, FACT);

	SET(s, FACT_LABEL, label);
	SET(s, FACT_TEXT, text);
}

/* The datasets, what may be narrowed down in the search, and where the list was cut. */
static void
items(struct page_writer *w, const struct facet_group *group, bool is_capped, struct text query, bool has_publisher)
{
	size_t n_pages = list_pages(group->n, is_capped), n_listed = n_pages * (size_t)DATASETS_A_PAGE;

	dataset_items(w, group, n_pages, has_publisher);
	if (query.n)
		SET(SECTION(w->words, SEARCH_HERE), SEARCH_HERE_QUERY, query);
	if (group->n > n_listed && w->page->number == n_pages)
		SET(SECTION(w->words, LIST_END), LIST_END_TEXT,
		    FILLED(w, list_end, { "n", number_text(w, n_listed) }, { "count", counted(w, group->n) }));
}

void
datasets_page(struct page_writer *w, struct buf *out)
{
	const struct facet_group *all = &w->pages->facets.all;
	const struct resource *self = w->catalog->self;
	const struct value *about = self ? in_language(w, self, CATALOG_description) : NULL;
	struct text description = about ? teaser(w, about->text, DESCRIPTION_LENGTH) : counted(w, all->n);
	struct choice_column column = { NULL };

	layout(w, &(struct layout){ .title = SAID(w, datasets), .navigation = MARK_ON_DATASETS,
		      .description = with_number(w, description, list_pages(all->n, false)) });
	feeds(w, joined(w, w->root, T("catalog"), T("")));
	items(w, all, false, T(""), true);
	column_of_facet(w, &column, FACET_THEME, NULL);
	column_of_facet(w, &column, FACET_PUBLISHER, NULL);
	column_of_facet(w, &column, FACET_FORMAT, NULL);
	column_of_facet(w, &column, FACET_LICENSE, NULL);
	column_of_directories(w, &column);
	expand(w, TEMPLATE_LIST, out);
}

/* --- what the subject of a list is ----------------------------------------------------------------- */

static void
lead(struct page_writer *w, struct text text, struct text language)
{
	if (!text.n)
		return;
	struct template_words *s = SECTION(w->words, LEAD);
	SET(s, LEAD_TEXT, text);
	SET_LANGUAGE(s, LEAD, language);
}

static void
format_subject(struct page_writer *w, const struct concept *format)
{
	struct text language, plain = concept_plainly(&w->ui->names, format, &language);

	lead(w, plain, language);
	struct template_words *facts = SECTION(w->words, FACTS);
	if (format->media_type)
		fact(facts, SAID(w, fact_media_type), text_of(format->media_type));
	fact(facts, SAID(w, fact_machine_readable), format->flags & MACHINE_READABLE ? SAID(w, yes) : SAID(w, no));
	fact(facts, SAID(w, fact_open), format->flags & OPEN_FORMAT ? SAID(w, yes) : SAID(w, no));
}

static void
license_subject(struct page_writer *w, const struct concept *license)
{
	struct text url = text_of(license->url);

	lead(w, license_summary(w, license), T(""));
	if (text_starts(url, T("https://")) || text_starts(url, T("http://"))) {
		struct template_words *s = SECTION(w->words, TERMS);
		SET(s, TERMS_URL, url);
	}
}

static void
about(struct page_writer *w, const struct value *v)
{
	if (w->page->number == 1)
		description(w, v);
}

struct member {
	struct text title, language, key;
	const struct resource *agent;
};

static int
by_title(const void *a, const void *b)
{
	const struct member *x = a, *y = b;
	int order = text_compare(x->key, y->key);

	return order ? order : text_compare(x->agent->id, y->agent->id);
}

static void
members(struct page_writer *w, const struct resource *agent)
{
	const struct catalog *c = w->catalog;
	struct member *found = arena_array(w->scratch, struct member, c->agents.n);
	size_t n = 0;

	for (size_t i = 0; i < c->agents.n; i++) {
		const struct resource *member = c->agents.list[i];
		const struct value *above = resource_value(member, AGENT_part_of);
		if (!above || above->resource != agent || member == agent)
			continue;
		struct text language, title = title_of(w, member, &language);
		found[n++] = (struct member){ title, language, sort_key(w->ui, w->scratch, title), member };
	}
	if (!n)
		return;
	qsort(found, n, sizeof *found, by_title);
	struct template_words *list = SECTION(w->words, MEMBERS);
	for (size_t i = 0; i < n; i++) {
		struct template_words *m = SECTION(list, MEMBER);
		SET(m, MEMBER_HREF, link_page(w, "publishers/", found[i].agent->id));
		SET(m, MEMBER_TITLE, found[i].title);
		SET_LANGUAGE(m, MEMBER, found[i].language);
		size_t n_datasets = w->pages->facets.list[FACET_PUBLISHER].groups[found[i].agent->number].n;
		if (n_datasets)
			SET(SECTION(m, MEMBER_DATASETS), MEMBER_COUNT, number_text(w, n_datasets));
	}
}

static void
publisher_subject(struct page_writer *w, const struct resource *agent)
{
	const struct value *above = resource_value(agent, AGENT_part_of);

	about(w, in_language(w, agent, AGENT_description));
	if (above && above->resource) {
		struct template_words *s = SECTION(w->words, PART_OF);
		SET(s, PART_OF_HREF, link_page(w, "publishers/", above->resource->id));
		struct text language;
		SET(s, PART_OF_TITLE, title_of(w, above->resource, &language));
		SET_LANGUAGE(s, PART_OF, language);
	}
	agent_contact(w, agent);
	members(w, agent);
}

/* --- datasets of one value ------------------------------------------------------------------------- */

/* A short text for search engines: what the city says of it, else the count. */
static struct text
description_of(struct page_writer *w, enum facet_id id, size_t number, struct text title)
{
	const struct catalog *c = w->catalog;
	const struct value *v = id == FACET_PUBLISHER ? in_language(w, c->agents.list[number], AGENT_description) :
				id == FACET_SERIES ? in_language(w, c->series.list[number], SERIES_description) : NULL;
	struct text count = counted(w, w->pages->facets.list[id].groups[number].n);
	enum label_id label = facet_words[id].description;
	struct text said = v ? teaser(w, v->text, DESCRIPTION_LENGTH) : T("");

	if (said.n)
		return said;
	if (label == N_LABELS)
		return count;
	label_fill(&w->buf, w->labels, label,
	    (const struct filling[]){ { "count", count }, { "title", title }, { NULL, T("") } });
	return taken(w);
}

static void
narrow_value(struct page_writer *w, enum facet_id id, size_t number, const struct facet_group *group)
{
	struct choice_column column = { NULL };
	bool has_parts = false;

	for (enum facet_id other = 0; other < N_FACETS; other++) {
		has_parts = has_parts || w->pages->facets.list[id].parts[other];
		column_of_parts(w, &column, id, number, other, NULL);
	}
	/* Else other licences beside a licence. */
	if (!has_parts && id != FACET_SERIES && id != FACET_KEYWORD)
		column_of_facet(w, &column, id, group);
}

void
value_page(struct page_writer *w, struct buf *out)
{
	enum facet_id id = w->page->facet;
	const struct facet_words *words = &facet_words[id];
	const struct facet_group *group = w->page->subject;
	size_t number = (size_t)(group - w->pages->facets.list[id].groups);
	struct text language, title = value_title(w, id, number, &language);
	struct text description = description_of(w, id, number, title);
	size_t n_pages = list_pages(group->n, facet_is_capped(id));

	if (id == FACET_YEAR) /* a number alone is no name for a page */
		title = FILLED(w, year_title, { "year", title });
	layout(w, &(struct layout){ .title = title, .description = with_number(w, description, n_pages),
		      .navigation = words->navigation, .foreign = language });
	breadcrumb(w, link_page(w, words->folder, T("index")), w->labels->texts[words->title], T(""));
	switch (id) {
	case FACET_FORMAT: format_subject(w, code_lists_at(w->catalog->lists, LIST_file_type, number)); break;
	case FACET_LICENSE: license_subject(w, code_lists_at(w->catalog->lists, LIST_license, number)); break;
	case FACET_PUBLISHER: publisher_subject(w, w->catalog->agents.list[number]); break;
	case FACET_SERIES:
		about(w, in_language(w, w->catalog->series.list[number], SERIES_description));
		publisher_link(w, w->catalog->series.list[number], SERIES_publisher);
		exports(w, w->catalog->series.list[number]);
		break;
	default: break;
	}
	items(w, id == FACET_SERIES ? &w->pages->facets.in_series[number] : group, facet_is_capped(id), group->n > 1 ? value_query(w, id, number) : T(""), id != FACET_PUBLISHER);
	narrow_value(w, id, number, group);
	expand(w, TEMPLATE_LIST, out);
}

/* --- datasets of two ------------------------------------------------------------------------------- */

static enum label_id
pair_description(const struct pair *pair)
{
	if (pair->facets[0] == FACET_PUBLISHER)
		return LABEL_publisher_format_description;
	return pair->facets[1] == FACET_PUBLISHER ? LABEL_theme_publisher_description : LABEL_theme_format_description;
}

void
pair_page(struct page_writer *w, struct buf *out)
{
	const struct pair *pair = w->page->subject;
	const struct facet_words *words = &facet_words[pair->facets[0]];
	struct text language, first = value_title(w, pair->facets[0], pair->numbers[0], &language), language_of_second;
	struct text second = value_title(w, pair->facets[1], pair->numbers[1], &language_of_second);
	struct text title = FILLED(w, pair_title, { "first", first }, { "second", second });
	struct choice_column column = { SECTION(w->words, FACETS) };
	struct template_words *wider = SECTION(column.words, WIDER_LIST);

	label_fill(&w->buf, w->labels, pair_description(pair),
	    (const struct filling[]){ { "count", counted(w, pair->group.n) }, { "first", first }, { "second", second },
		{ NULL, T("") } });
	struct text description = taken(w);
	layout(w, &(struct layout){ .title = title, .navigation = words->navigation,
		      .foreign = language.n ? language : language_of_second, .part = language.n ? first : second,
		      .description = with_number(w, description, list_pages(pair->group.n, true)) });
	breadcrumb(w, link_page(w, words->folder, T("index")), w->labels->texts[words->title], T(""));
	breadcrumb(w, link_value(w, pair->facets[0], pair->numbers[0]), first, language);
	items(w, &pair->group, true, pair_query(w, pair),
	    pair->facets[0] != FACET_PUBLISHER && pair->facets[1] != FACET_PUBLISHER);
	for (size_t side = 0; side < 2; side++) {
		struct template_words *s = SECTION(wider, WIDER);
		SET(s, WIDER_HREF, link_value(w, pair->facets[side], pair->numbers[side]));
		SET(s, WIDER_TITLE, side ? second : first);
		SET_LANGUAGE(s, WIDER, side ? language_of_second : language);
		SET(s, WIDER_COUNT,
		    number_text(w, w->pages->facets.list[pair->facets[side]].groups[pair->numbers[side]].n));
	}
	column_of_parts(w, &column, pair->facets[0], pair->numbers[0], pair->facets[1], pair);
	column_of_parts(w, &column, pair->facets[1], pair->numbers[1], pair->facets[0], pair);
	expand(w, TEMPLATE_LIST, out);
}
