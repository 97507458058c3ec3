#include "pages/facets.h"

#include "adapters/unicode.h"
#include "core/date.h"
#include "core/die.h"

#include <stdlib.h>

const struct value *
dataset_date(const struct resource *dataset)
{
	const struct value *v = resource_value(dataset, DATASET_modified);

	return v ? v : resource_value(dataset, DATASET_issued);
}

const struct value *
dataset_license(const struct resource *dataset)
{
	const struct value *v = resource_value(dataset, DATASET_license);
	const struct value *first = resource_value(dataset, DATASET_distributions);

	if (!v && first && first->resource)
		v = resource_value(first->resource, DISTRIBUTION_license);
	return v;
}

/* --- the order of lists ------------------------------------------------------------------------ */

struct ordered {
	int64_t date;
	struct text title; /* sort key */
	struct text id;
	uint32_t dataset;
};

static int
newest_first(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int order;

	if (x->date != y->date)
		return x->date < y->date ? 1 : -1;
	order = text_compare(x->title, y->title);
	return order ? order : text_compare(x->id, y->id);
}

static int64_t
seconds_of(const struct resource *dataset)
{
	const struct value *v = dataset_date(dataset);
	struct date date;

	return v && date_parse(v->text, &date) ? date_seconds(&date) : INT64_MIN;
}

static void
order_datasets(struct facets *f, const struct catalog *c, struct arena *a)
{
	size_t n = c->datasets.n;
	struct arena *keys = arena_new();
	struct ordered *list = arena_array(keys, struct ordered, n);
	const char *language = arena_cstr(keys, c->settings->languages[0]);
	uint32_t *all = arena_array(a, uint32_t, n);

	for (size_t i = 0; i < n; i++) {
		const struct resource *dataset = c->datasets.list[i];
		list[i] = (struct ordered){ seconds_of(dataset),
			unicode_sort_key(keys, resource_title(dataset, 0), language), dataset->id, (uint32_t)i };
	}
	if (n)
		qsort(list, n, sizeof *list, newest_first);
	f->rank = arena_array(a, uint32_t, n);
	for (size_t i = 0; i < n; i++) {
		all[i] = list[i].dataset;
		f->rank[all[i]] = (uint32_t)i;
	}
	f->all = (struct facet_group){ all, n };
	arena_free(keys);
}

/* --- groups ------------------------------------------------------------------------------------ */

enum { MOST_NUMBERS = 256 }; /* of one dataset in one facet; a list of formats is never longer */

struct numbers {
	uint32_t list[MOST_NUMBERS];
	size_t n;
};

static void
add_number(struct numbers *numbers, uint32_t number, size_t limit)
{
	if (number >= limit || numbers->n == MOST_NUMBERS)
		return;
	for (size_t i = 0; i < numbers->n; i++)
		if (numbers->list[i] == number)
			return;
	numbers->list[numbers->n++] = number;
}

static void
add_concepts(struct numbers *numbers, const struct resource *r, enum property_id p, size_t limit)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n--; v++)
		if (v->concept)
			add_number(numbers, v->concept->number, limit);
}

static void
add_references(struct numbers *numbers, const struct resource *r, enum property_id p, size_t limit)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n--; v++)
		if (v->resource)
			add_number(numbers, v->resource->number, limit);
}

static void
find_numbers(struct numbers *numbers, const struct resource *dataset, enum facet_id id, size_t limit)
{
	size_t n;
	const struct value *v;

	numbers->n = 0;
	switch (id) {
	case FACET_THEME: add_concepts(numbers, dataset, DATASET_themes, limit); break;
	case FACET_HVD: add_concepts(numbers, dataset, DATASET_hvd, limit); break;
	case FACET_PUBLISHER: add_references(numbers, dataset, DATASET_publisher, limit); break;
	case FACET_SERIES: add_references(numbers, dataset, DATASET_series, limit); break;
	case FACET_LICENSE:
		v = dataset_license(dataset);
		if (v && v->concept)
			add_number(numbers, v->concept->number, limit);
		break;
	case FACET_FORMAT:
		v = resource_values(dataset, DATASET_distributions, &n);
		for (; n--; v++)
			if (v->resource)
				add_concepts(numbers, v->resource, DISTRIBUTION_format, limit);
		break;
	case N_FACETS: break;
	}
}

static size_t
universe(const struct catalog *c, enum facet_id id)
{
	switch (id) {
	case FACET_THEME: return code_lists_count(c->lists, LIST_data_theme);
	case FACET_HVD: return code_lists_count(c->lists, LIST_hvd_category);
	case FACET_FORMAT: return code_lists_count(c->lists, LIST_file_type);
	case FACET_LICENSE: return code_lists_count(c->lists, LIST_license);
	case FACET_PUBLISHER: return c->agents.n;
	case FACET_SERIES: return c->series.n;
	case N_FACETS: break;
	}
	return 0;
}

/* Counts, gives every group its room, fills. */
static void
make_facet(struct facets *f, const struct catalog *c, struct arena *a, enum facet_id id)
{
	struct facet *facet = &f->list[id];
	struct numbers numbers;
	size_t n_members = 0;

	facet->n = universe(c, id);
	facet->groups = arena_array(a, struct facet_group, facet->n);
	for (size_t i = 0; i < c->datasets.n; i++) {
		find_numbers(&numbers, c->datasets.list[i], id, facet->n);
		for (size_t k = 0; k < numbers.n; k++)
			facet->groups[numbers.list[k]].n++;
		n_members += numbers.n;
	}
	uint32_t *members = arena_array(a, uint32_t, n_members), *next = members;
	uint32_t **ends = allocate((facet->n + 1) * sizeof *ends);
	for (size_t i = 0; i < facet->n; i++) {
		facet->groups[i].datasets = ends[i] = next;
		next += facet->groups[i].n;
	}
	for (size_t i = 0; i < f->all.n; i++) {
		find_numbers(&numbers, c->datasets.list[f->all.datasets[i]], id, facet->n);
		for (size_t k = 0; k < numbers.n; k++)
			*ends[numbers.list[k]]++ = f->all.datasets[i];
	}
	free(ends);
}

/* --- keywords ---------------------------------------------------------------------------------- */

struct growing {
	struct facet_group group;
	size_t capacity;
	uint32_t *members;
};

/* Keywords that more datasets share than this say nothing about them: no more are kept. */
enum { MOST_WITH_KEYWORD = 101 };

static void
add_keyword(struct facets *f, struct arena *a, struct text keyword, uint32_t dataset)
{
	struct growing *g = table_get(&f->keywords, keyword);

	if (!g) {
		g = arena_new_of(a, struct growing);
		table_set(&f->keywords, keyword, g);
	}
	if (g->group.n == MOST_WITH_KEYWORD || (g->group.n && g->members[g->group.n - 1] == dataset))
		return;
	if (g->group.n == g->capacity) {
		size_t capacity = g->capacity ? 2 * g->capacity : 2;
		uint32_t *members = arena_array(a, uint32_t, capacity);
		for (size_t i = 0; i < g->group.n; i++)
			members[i] = g->members[i];
		g->members = members;
		g->capacity = capacity;
		g->group.datasets = members;
	}
	g->members[g->group.n++] = dataset;
}

static void
make_keywords(struct facets *f, const struct catalog *c, struct arena *a)
{
	size_t n;

	for (size_t i = 0; i < f->all.n; i++) {
		uint32_t dataset = f->all.datasets[i];
		const struct value *v = resource_values(c->datasets.list[dataset], DATASET_keywords, &n);
		for (; n--; v++)
			add_keyword(f, a, v->text, dataset);
	}
}

/* --- figures ----------------------------------------------------------------------------------- */

static bool
has_format(const struct resource *dataset, unsigned flag)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		const struct concept *format = v->resource ? resource_concept(v->resource, DISTRIBUTION_format) : NULL;
		if (format && format->flags & flag)
			return true;
	}
	return false;
}

void
facets_make(struct facets *f, const struct catalog *c, struct arena *a)
{
	order_datasets(f, c, a);
	for (enum facet_id id = 0; id < N_FACETS; id++)
		make_facet(f, c, a, id);
	make_keywords(f, c, a);
	f->publishers = arena_array(a, uint32_t, c->datasets.n);
	for (size_t i = 0; i < c->datasets.n; i++) {
		const struct value *publisher = resource_value(c->datasets.list[i], DATASET_publisher);
		f->publishers[i] = publisher && publisher->resource ? publisher->resource->number : UINT32_MAX;
		const struct value *license = dataset_license(c->datasets.list[i]);
		f->n_machine_readable += has_format(c->datasets.list[i], MACHINE_READABLE);
		f->n_open += license && license->concept && license->concept->flags & OPEN_LICENSE;
	}
}

void
facets_free(struct facets *f)
{
	table_free(&f->keywords);
}
