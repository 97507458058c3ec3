/*
 * The column beside lists: what narrows them down further. Its links lead to pages made beforehand;
 * where there is JavaScript, assets/portal.js leads those that carry a query to the search, where the
 * same choices combine freely.
 */
#include "pages/portal.h"

enum { N_SIDE = 8 };

/* One choice: a link, or words where there is nothing behind it. */
struct entry {
	struct text href, query, title, language;
	size_t n;
	bool is_current;
};

static void
put_entry(struct page_writer *w, struct template_words *list, const struct entry *e)
{
	struct template_words *s = SECTION(list, FACET_ENTRY);

	SET(s, FACET_ENTRY_TITLE, e->title);
	SET_LANGUAGE(s, FACET_ENTRY, e->language);
	SET(s, FACET_ENTRY_COUNT, number_text(w, e->n));
	if (e->is_current) {
		SHOW(s, FACET_ENTRY_CURRENT);
	} else if (e->href.n) {
		struct template_words *link = SECTION(s, FACET_ENTRY_LINK);
		SET(link, FACET_ENTRY_HREF, e->href);
		if (e->query.n)
			SET(SECTION(link, FACET_ENTRY_SEARCH), FACET_ENTRY_QUERY, e->query);
	} else {
		SHOW(s, FACET_ENTRY_PLAIN);
	}
}

static struct template_words *
new_group(struct page_writer *w, struct choice_column *c, struct text title)
{
	if (!c->words)
		c->words = SECTION(w->words, FACETS);
	struct template_words *group = SECTION(c->words, FACET);
	SET(group, FACET_TITLE, title);
	return group;
}

static void
more(struct page_writer *w, struct template_words *group, struct text href, size_t n)
{
	struct template_words *s = SECTION(group, FACET_MORE);

	SET(s, FACET_MORE_HREF, href);
	SET(s, FACET_MORE_TEXT, FILLED(w, facet_more, { "n", number_text(w, n) }));
}

/* --- in the whole portal ----------------------------------------------------------------------- */

void
column_of_facet(struct page_writer *w, struct choice_column *c, enum facet_id id, const struct facet_group *current)
{
	const struct facet_group *groups = w->pages->facets.list[id].groups;
	const struct choice *list = w->ui->choices[id].by_size;
	size_t n = w->ui->choices[id].n;

	if (n < 2)
		return;
	struct template_words *group = new_group(w, c, w->labels->texts[facet_words[id].one]);
	for (size_t i = 0, shown = 0; i < n && (shown < N_SIDE || current); i++) {
		bool is_current = &groups[list[i].number] == current;
		if (shown >= N_SIDE && !is_current)
			continue;
		put_entry(w, group, &(struct entry){ link_value(w, id, list[i].number),
					value_query(w, id, list[i].number), list[i].title, list[i].language,
					list[i].n, is_current });
		shown++;
	}
	if (n > N_SIDE)
		more(w, group, link_page(w, facet_words[id].folder, T("index")), n);
}

void
column_of_directories(struct page_writer *w, struct choice_column *c)
{
	static const enum facet_id ids[] = { FACET_KEYWORD, FACET_LICENSE, FACET_HVD, FACET_YEAR, FACET_REGION, FACET_SERIES };
	struct template_words *group = NULL;

	for (size_t i = 0; i < sizeof ids / sizeof ids[0]; i++) {
		const struct facet_words *words = &facet_words[ids[i]];
		size_t n = w->ui->choices[ids[i]].n;
		if (!n)
			continue;
		if (!group)
			group = new_group(w, c, SAID(w, more_lists));
		put_entry(w, group, &(struct entry){ .href = link_page(w, words->folder, T("index")),
					.title = w->labels->texts[words->title], .n = n });
	}
	if (w->catalog->services.n)
		put_entry(w, group ? group : new_group(w, c, SAID(w, more_lists)),
		    &(struct entry){ .href = link_page(w, "services/", T("index")), .title = SAID(w, services),
			.n = w->catalog->services.n });
}

/* --- among the datasets of one value ------------------------------------------------------------ */

/* The page that shows what a pair has in common: its own; that of its part, when all of that is in
 * it; the dataset, when it is only one; else the search. None when it is all that stands here. */
static struct text
link_pair(struct page_writer *w, const struct pair *pair, size_t part, size_t n_whole)
{
	enum facet_id id = pair->facets[part];
	uint32_t number = pair->numbers[part];
	const struct facets *f = &w->pages->facets;
	struct text query;

	if (pair->group.n == n_whole)
		return T("");
	if (pair->has_page)
		return link_stem(w, pair_stem(w->pages, w->scratch, pair));
	if (pair->group.n == f->list[id].groups[number].n && facet_has_page(f, id, number))
		return link_value(w, id, number);
	if (pair->group.n == 1)
		return link_dataset(w, w->catalog->datasets.list[pair->group.datasets[0]]);
	query = pair_query(w, pair);
	return query.n ? joined(w, w->home, T("search.html?"), query) : T("");
}

/* The list's first page shows all choices, the others the largest: they are the same. */
void
column_of_parts(struct page_writer *w, struct choice_column *c, enum facet_id id, size_t number, enum facet_id other,
    const struct pair *current)
{
	const struct facet *facet = &w->pages->facets.list[id];
	const struct parts *parts = facet->parts[other] ? &facet->parts[other][number] : NULL;
	bool is_first = w->page->number == 1 && !current;
	struct template_words *group, *list;

	if (!parts || !parts->n || facet->groups[number].n < 2)
		return;
	list = group = new_group(w, c, w->labels->texts[facet_words[other].one]);
	for (size_t i = 0, shown = 0; i < parts->n; i++) {
		const struct pair *pair = parts->list[i];
		size_t part = pair->facets[0] == other ? 0 : 1;
		bool is_current = pair == current;
		if (shown >= N_SIDE && !is_first && !is_current)
			continue;
		if (shown == N_SIDE && is_first) {
			list = SECTION(group, FACET_REST);
			SET(list, FACET_REST_TEXT, FILLED(w, facet_more, { "n", number_text(w, parts->n) }));
		}
		struct text href = is_current ? T("") : link_pair(w, pair, part, facet->groups[number].n);
		bool is_static = href.n && text_find_char(href, '?') == href.n;
		struct text language, title = value_title(w, other, pair->numbers[part], &language);
		put_entry(w, list, &(struct entry){ href, is_static ? pair_query(w, pair) : T(""), title, language,
				       pair->group.n, is_current });
		shown++;
	}
	if (parts->n > N_SIDE && !is_first)
		more(w, group, joined(w, link_value(w, id, number), T("#facets"), T("")), parts->n);
}
