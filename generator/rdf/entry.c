/*
 * The document of a series or of a service: itself, the datasets it is about, and all they refer to.
 */
#include "catalog/series_order.h"
#include "rdf/walk.h"

#include <string.h>

/* A series of more than these names its members and leaves their description to their own documents:
 * nobody reads a document of a hundred megabytes. */
enum { MEMBERS_IN_FULL = 200 };

static size_t
add_members(struct walk *w, const struct resource *series, struct bits *members)
{
	size_t n = 0;

	for (const struct resource *m = series_last(w->rdf->series, series); m;
	     m = series_previous(w->rdf->series, series, m))
		n += bits_set(members, m->number);
	return n;
}

static void
add_served(const struct walk *w, const struct resource *service, struct bits *served)
{
	size_t n;
	const struct value *v = resource_values(service, SERVICE_serves_dataset, &n);

	for (; n--; v++)
		if (v->resource && !(v->flags & VALUE_INVALID) && walk_is_public(w, v->resource))
			bits_set(served, v->resource->number);
}

static void
datasets(struct walk *w, const struct bits *set, bool in_full)
{
	const struct rdf *r = w->rdf;

	for (size_t d = bits_next(set, 0); d != SIZE_MAX; d = bits_next(set, d + 1)) {
		const struct resource *dataset = r->catalog->datasets.list[d];
		if (!in_full) {
			walk_mention(w, dataset);
			continue;
		}
		walk_resource(w, dataset);
		walk_record(w, dataset);
		for (uint32_t k = r->served[d]; k < r->served[d + 1]; k++)
			bits_set(&w->used->services, r->served_by[k]);
	}
}

void
rdf_entry_documents(struct buf out[N_SYNTAXES], unsigned wanted, const struct rdf *r,
    const struct resource *entry)
{
	struct bits selection;
	struct used used;
	struct walk w;
	bool in_full = false;
	size_t start[N_SYNTAXES];

	bits_open(&selection, r->catalog->datasets.n);
	used_open(&used, &r->sizes);
	walk_open(&w, r, wanted);
	w.used = &used;
	w.selection = &selection;
	w.mentions_others = true;
	EACH_OUTPUT(&w, i) {
		w.outputs[i].out = &out[i];
		buf_text(&out[i], r->heads[i]);
		start[i] = out[i].n;
	}
	if (entry->class == CLASS_SERIES) {
		in_full = add_members(&w, entry, &selection) <= MEMBERS_IN_FULL;
		bits_set(&used.series, entry->number);
	} else {
		add_served(&w, entry, &selection);
		bits_set(&used.services, entry->number);
	}
	datasets(&w, &selection, in_full);
	walk_used(&w);
	EACH_OUTPUT(&w, i) {
		rdf_blank_separator(&out[i], start[i], (enum syntax)i);
		buf_str(&out[i], serializers[i]->tail);
	}
	walk_close(&w);
	used_close(&used);
	bits_close(&selection);
}
