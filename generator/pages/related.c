/*
 * Datasets near another one: those of its series and those that share its keywords, and where there
 * are too few, its publisher's on the same theme. The work is bounded whatever the catalogue's size:
 * keywords that many have are passed over, of large groups only the neighbours are looked at.
 */
#include "pages/portal.h"

#include <string.h>

enum {
	MOST_WITH_KEYWORD = 100,
	NEIGHBOURS = 20, /* on either side, in the order of lists */
	OF_SERIES = 6,
	OF_KEYWORD = 2,
	OF_THEME = 1,
	MOST_SCORE = 200,
};

static void
score(struct page_writer *w, size_t *n_touched, uint32_t dataset, uint8_t points)
{
	if (!w->scores[dataset])
		w->touched[(*n_touched)++] = dataset;
	if (w->scores[dataset] < MOST_SCORE)
		w->scores[dataset] = (uint8_t)(w->scores[dataset] + points);
}

/* The stretch of a group around a dataset; `rank` is its place among all. */
static struct facet_group
stretch(const struct facets *f, const struct facet_group *group, uint32_t rank)
{
	size_t low = 0, high = group->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (f->rank[group->datasets[middle]] < rank)
			low = middle + 1;
		else
			high = middle;
	}
	size_t from = low > NEIGHBOURS ? low - NEIGHBOURS : 0;
	size_t to = low + NEIGHBOURS < group->n ? low + NEIGHBOURS : group->n;
	return (struct facet_group){ group->datasets + from, to - from };
}

static size_t
score_all(struct page_writer *w, const struct resource *dataset)
{
	const struct facets *f = &w->pages->facets;
	uint32_t rank = f->rank[dataset->number];
	size_t n, n_touched = 0;
	const struct value *v = resource_values(dataset, DATASET_series, &n);

	for (; n--; v++) {
		if (!v->resource)
			continue;
		struct facet_group near = stretch(f, &f->list[FACET_SERIES].groups[v->resource->number], rank);
		for (size_t i = 0; i < near.n; i++)
			score(w, &n_touched, near.datasets[i], OF_SERIES);
	}
	v = resource_values(dataset, DATASET_keywords, &n);
	for (; n--; v++) {
		const struct keyword *keyword = table_get(&f->spellings, v->text);
		const struct facet_group *group = keyword ? &f->list[FACET_KEYWORD].groups[keyword->number] : NULL;
		if (!group || group->n > MOST_WITH_KEYWORD)
			continue;
		for (size_t i = 0; i < group->n; i++) {
			score(w, &n_touched, group->datasets[i], OF_KEYWORD);
			w->shared[group->datasets[i]]++;
		}
	}
	const struct value *theme = resource_value(dataset, DATASET_themes);
	uint32_t publisher = f->publishers[dataset->number];
	if (n_touched <= MOST_RELATED && theme && theme->concept && publisher != UINT32_MAX) {
		struct facet_group near = stretch(f, &f->list[FACET_THEME].groups[theme->concept->number], rank);
		for (size_t i = 0; i < near.n; i++)
			if (f->publishers[near.datasets[i]] == publisher)
				score(w, &n_touched, near.datasets[i], OF_THEME);
	}
	return n_touched;
}

static bool
is_better(const struct page_writer *w, uint32_t a, uint32_t b)
{
	if (w->scores[a] != w->scores[b])
		return w->scores[a] > w->scores[b];
	return w->pages->facets.rank[a] < w->pages->facets.rank[b];
}

static void
find(struct page_writer *w, const struct resource *dataset)
{
	uint32_t best[MOST_RELATED];
	size_t n = 0, n_touched = score_all(w, dataset);

	for (size_t i = 0; i < n_touched; i++) {
		uint32_t candidate = w->touched[i];
		size_t at = n;
		if (candidate == dataset->number)
			continue;
		while (at && is_better(w, candidate, best[at - 1]))
			at--;
		if (at == MOST_RELATED)
			continue;
		n = n < MOST_RELATED ? n + 1 : n;
		memmove(best + at + 1, best + at, (n - at - 1) * sizeof *best);
		best[at] = candidate;
	}
	for (size_t i = 0; i < n; i++)
		w->found[i] = (struct related){ best[i], w->scores[best[i]], w->shared[best[i]],
			w->scores[best[i]] >= OF_SERIES + OF_KEYWORD * w->shared[best[i]] };
	w->n_found = n;
	w->found_for = dataset;
	for (size_t i = 0; i < n_touched; i++)
		w->scores[w->touched[i]] = w->shared[w->touched[i]] = 0;
}

/* "gemeinsam: Baum, Straße": the keywords of both, in the page's language where they have one. */
static struct text
shared_keywords(struct page_writer *w, const struct resource *a, const struct resource *b)
{
	const struct table *spellings = &w->pages->facets.spellings;
	size_t n_a, n_b, n_shown = 0;
	const struct value *x = resource_values(a, DATASET_keywords, &n_a);
	const struct value *y = resource_values(b, DATASET_keywords, &n_b);

	for (size_t i = 0; i < n_a && n_shown < 3; i++)
		for (size_t k = 0; k < n_b; k++) {
			if (table_get(spellings, x[i].text) != table_get(spellings, y[k].text) ||
			    x[i].language != x[0].language)
				continue;
			if (n_shown++)
				buf_str(&w->buf, ", ");
			buf_text(&w->buf, x[i].text);
			break;
		}
	return taken(w);
}

void
related_datasets(struct page_writer *w, const struct resource *dataset)
{
	struct template_words *list;

	if (dataset->release != RELEASE_PUBLIC)
		return;
	if (w->found_for != dataset) /* the page in another language was the last one */
		find(w, dataset);
	if (!w->n_found)
		return;
	list = SECTION(w->words, RELATED_DATASETS);
	for (size_t i = 0; i < w->n_found; i++) {
		const struct related *found = &w->found[i];
		const struct resource *other = w->catalog->datasets.list[found->dataset];
		struct template_words *s = SECTION(list, RELATED);
		struct text language, title = title_of(w, other, &language);
		struct text keywords = found->n_keywords ? shared_keywords(w, dataset, other) : T("");

		SET(s, RELATED_HREF, link_dataset(w, other));
		SET(s, RELATED_TITLE, title);
		SET_LANGUAGE(s, RELATED, language);
		SET(s, RELATED_REASON,
		    found->is_in_series ? SAID(w, related_series) :
		    keywords.n ? FILLED(w, related_keywords, { "keywords", keywords }) : SAID(w, related_theme));
	}
}
