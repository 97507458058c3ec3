#include "catalog/series_order.h"

#include <stdlib.h>

struct member {
	uint32_t series;
	struct text from, issued;
	const struct resource *dataset;
};

struct series_order {
	const struct member *members; /* by series, in their order */
	const uint32_t *first;        /* of series s: members first[s] … first[s + 1] - 1 */
	size_t n_series;
};

static struct text
earliest(const struct resource *dataset)
{
	struct text least = T("");
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_temporal, &n);

	for (; n--; v++) {
		struct text from = v->resource ? resource_text(v->resource, PERIOD_from) : T("");
		if (from.n && (!least.n || text_compare(from, least) < 0))
			least = from;
	}
	return least;
}

static int
in_order(const void *a, const void *b)
{
	const struct member *x = a, *y = b;

	if (x->series != y->series)
		return x->series < y->series ? -1 : 1;
	int order = text_compare(x->from, y->from);
	if (order == 0)
		order = text_compare(x->issued, y->issued);
	return order ? order : text_compare(x->dataset->id, y->dataset->id);
}

static struct member
member_of(uint32_t series, const struct resource *dataset)
{
	return (struct member){ series, earliest(dataset), resource_text(dataset, DATASET_issued), dataset };
}

int
series_compare(const struct resource *a, const struct resource *b)
{
	struct member x = member_of(0, a), y = member_of(0, b);

	return in_order(&x, &y);
}

static bool
is_series_of(const struct catalog *c, const struct value *v)
{
	return v->resource && !(v->flags & VALUE_INVALID) && v->resource->number < c->series.n &&
	    text_equal(c->series.list[v->resource->number]->id, v->resource->id);
}

const struct series_order *
series_order_new(struct arena *a, const struct catalog *c)
{
	struct series_order *o = arena_new_of(a, struct series_order);
	uint32_t *first = arena_array(a, uint32_t, c->series.n + 1);
	struct member *members = NULL;
	size_t n_members = 0, n;

	for (int fill = 0; fill < 2; fill++) {
		n_members = 0;
		for (size_t i = 0; i < c->datasets.n; i++) {
			const struct resource *dataset = c->datasets.list[i];
			const struct value *v = resource_values(dataset, DATASET_series, &n);
			for (; n--; v++) {
				if (!is_series_of(c, v))
					continue;
				if (fill)
					members[n_members] = member_of(v->resource->number, dataset);
				n_members++;
			}
		}
		if (!fill)
			members = arena_array(a, struct member, n_members);
	}
	if (n_members)
		qsort(members, n_members, sizeof *members, in_order);
	for (size_t i = 0, s = 0; s <= c->series.n; s++) {
		while (i < n_members && members[i].series < s)
			i++;
		first[s] = (uint32_t)i;
	}
	*o = (struct series_order){ members, first, c->series.n };
	return o;
}

const struct resource *
series_first(const struct series_order *o, const struct resource *series)
{
	uint32_t s = series->number;

	return s < o->n_series && o->first[s] < o->first[s + 1] ? o->members[o->first[s]].dataset : NULL;
}

const struct resource *
series_last(const struct series_order *o, const struct resource *series)
{
	uint32_t s = series->number;

	return s < o->n_series && o->first[s] < o->first[s + 1] ? o->members[o->first[s + 1] - 1].dataset : NULL;
}

const struct resource *
series_previous(const struct series_order *o, const struct resource *series, const struct resource *dataset)
{
	if (series->number >= o->n_series)
		return NULL;
	struct member wanted = member_of(series->number, dataset);
	size_t low = o->first[series->number], start = low, high = o->first[series->number + 1];

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (in_order(&o->members[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low > start ? o->members[low - 1].dataset : NULL;
}
