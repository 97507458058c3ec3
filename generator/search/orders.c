/*
 * The orders in which results may be listed beside that of what they say: by title, by the date of the data. Of
 * these files nothing is asked for before somebody chooses such an order.
 *
 *	o<n>  of 2,048 documents: of each the place of its title among all titles, from 0; then of each the place of
 *	      its date among all dates, the oldest first, from 1; 0 where it has none. A place is written as the
 *	      difference from the one before, from 0 at first: varint 2 × difference, or -2 × difference - 1 of a
 *	      negative one. Documents stand as documents.c orders them, so that most differences are small.
 */
#include "search/index.h"

#include "core/date.h"

#include <stdlib.h>

struct dated {
	int64_t days;
	uint32_t document;
};

struct titled {
	struct text key;
	uint32_t document;
};

static int
by_key(const void *a, const void *b)
{
	const struct titled *x = a, *y = b;
	int order = text_compare(x->key, y->key);

	return order ? order : x->document < y->document ? -1 : 1;
}

static int
by_days(const void *a, const void *b)
{
	const struct dated *x = a, *y = b;

	if (x->days != y->days)
		return x->days < y->days ? -1 : 1;
	return x->document < y->document ? -1 : 1;
}

static void
find_titles(struct arena *scratch, const struct text *keys, uint32_t *places, size_t n)
{
	struct titled *list = arena_array(scratch, struct titled, n + 1);

	for (size_t i = 0; i < n; i++)
		list[i] = (struct titled){ keys[i], (uint32_t)i };
	if (n)
		qsort(list, n, sizeof *list, by_key);
	for (size_t i = 0; i < n; i++)
		places[list[i].document] = (uint32_t)i;
}

/* The same day is the same place: there what a question says decides. */
static void
find_dates(struct arena *scratch, const struct document *documents, uint32_t *places, size_t n)
{
	struct dated *list = arena_array(scratch, struct dated, n + 1);
	size_t n_dated = 0;
	uint32_t place = 0;

	for (size_t i = 0; i < n; i++) {
		const struct value *v = document_date(&documents[i]);
		struct date date;

		if (v && date_parse(v->text, &date))
			list[n_dated++] = (struct dated){ date_days(&date), (uint32_t)i };
	}
	if (n_dated)
		qsort(list, n_dated, sizeof *list, by_days);
	for (size_t i = 0; i < n_dated; i++) {
		place += i == 0 || list[i].days != list[i - 1].days;
		places[list[i].document] = place;
	}
}

static void
put_places(struct buf *out, const uint32_t *places, size_t n)
{
	uint32_t last = 0;

	for (size_t i = 0; i < n; i++) {
		int64_t more = (int64_t)places[i] - last;

		put_varint(out, more < 0 ? (uint64_t)(-2 * more - 1) : (uint64_t)(2 * more));
		last = places[i];
	}
}

void
orders_encode(struct index *x, const struct text *keys)
{
	struct arena *scratch = arena_new();
	uint32_t *titles = arena_array(scratch, uint32_t, x->n + 1), *dates = arena_array(scratch, uint32_t, x->n + 1);

	find_titles(scratch, keys, titles, x->n);
	find_dates(scratch, x->documents, dates, x->n);
	x->n_orders = (x->n + DOCUMENTS_A_FACET_BLOCK - 1) / DOCUMENTS_A_FACET_BLOCK;
	x->orders = arena_array(x->arena, struct buf, x->n_orders + 1);
	for (size_t i = 0; i < x->n_orders; i++) {
		size_t from = i * DOCUMENTS_A_FACET_BLOCK, rest = x->n - from;
		size_t n = rest < DOCUMENTS_A_FACET_BLOCK ? rest : DOCUMENTS_A_FACET_BLOCK;

		put_places(&x->orders[i], titles + from, n);
		put_places(&x->orders[i], dates + from, n);
		x->orders_hash = mix(x->orders_hash, buf_view(&x->orders[i]));
	}
	arena_free(scratch);
}
