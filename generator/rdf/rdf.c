#include "rdf/rdf.h"

#include "catalog/series_order.h"
#include "core/die.h"
#include "rdf/walk.h"

#include <stdlib.h>
#include <string.h>

const struct syntax_facts syntaxes[N_SYNTAXES] = {
	[RDFXML]   = { "rdfxml",   "rdf",    "application/rdf+xml",   "RDF/XML" },
	[TURTLE]   = { "turtle",   "ttl",    "text/turtle",           "Turtle" },
	[JSONLD]   = { "jsonld",   "jsonld", "application/ld+json",   "JSON-LD" },
	[NTRIPLES] = { "ntriples", "nt",     "application/n-triples", "N-Triples" },
};

/* --- what is shared ------------------------------------------------------------------------- */

/* Which services serve which dataset, the other way round than services say it. */
static void
index_services(struct rdf *r)
{
	const struct catalog *c = r->catalog;
	uint32_t *served = arena_array(r->arena, uint32_t, c->datasets.n + 2);
	size_t n;

	/* Count, add up, fill: served[d + 1] walks from the start of d to that of d + 1. */
	for (int fill = 0; fill < 2; fill++) {
		for (size_t i = 0; i < c->services.n; i++) {
			const struct value *v =
			    resource_values(c->services.list[i], SERVICE_serves_dataset, &n);
			for (; n--; v++) {
				if (!v->resource || v->resource->number >= c->datasets.n)
					continue;
				if (fill)
					r->served_by[served[v->resource->number + 1]++] = (uint32_t)i;
				else
					served[v->resource->number + 2]++;
			}
		}
		if (fill)
			break;
		for (size_t d = 2; d < c->datasets.n + 2; d++)
			served[d] += served[d - 1];
		r->served_by = arena_array(r->arena, uint32_t, served[c->datasets.n + 1] + 1);
	}
	r->served = served;
}

struct rdf *
rdf_new(const struct catalog *c)
{
	return rdf_new_as(c, c->settings->profiles[0]);
}

struct rdf *
rdf_new_as(const struct catalog *c, enum profile profile)
{
	struct arena *a = arena_new();
	struct rdf *r = arena_new_of(a, struct rdf);

	if (!c->self)
		die("a catalogue without catalog.yaml cannot be written as RDF");
	*r = (struct rdf){ .catalog = c, .arena = a, .names = names_new(a), .profile = profile };
	r->statements = statements_new(a, r->names, profile);
	r->series = series_order_new(a, c);
	r->sizes = (struct used_sizes){ c->agents.n, c->series.n, c->services.n, 0 };
	for (size_t i = 0; i < N_CODE_LISTS; i++) {
		r->first_concept[i] = r->sizes.concepts;
		r->sizes.concepts += code_lists_count(c->lists, (enum code_list)i);
	}
	for (size_t i = 0; i < N_PROPERTIES; i++)
		r->external_class[i] = (uint8_t)external_class_of((enum property_id)i);
	for (size_t i = 0; i < N_SYNTAXES; i++) {
		struct buf head = { 0 };
		serializers[i]->head(&head, n_document_prefixes);
		r->heads[i] = arena_text(a, buf_view(&head));
		buf_free(&head);
	}
	index_services(r);
	return r;
}

void
rdf_free(struct rdf *r)
{
	if (r)
		arena_free(r->arena);
}

const struct catalog *
rdf_catalog(const struct rdf *r)
{
	return r->catalog;
}

/* --- used sets ------------------------------------------------------------------------------ */

struct rdf_used *
rdf_used_new(const struct rdf *r)
{
	struct rdf_used *u = allocate(sizeof *u);

	used_open(&u->used, &r->sizes);
	return u;
}

void
rdf_used_free(struct rdf_used *u)
{
	if (!u)
		return;
	used_close(&u->used);
	free(u);
}

void
rdf_used_clear(struct rdf_used *u)
{
	used_clear(&u->used);
}

void
rdf_used_merge(struct rdf_used *u, const struct rdf_used *from)
{
	used_merge(&u->used, &from->used);
}

/* --- a dataset ------------------------------------------------------------------------------ */

struct rdf_fragment {
	struct walk walk;
	struct cache cache;
	bool has_document;
	uint32_t number;                   /* of the dataset at hand */
	struct bits selection;             /* the dataset at hand */
	struct used used;                  /* by the dataset */
	struct used all;                   /* by that, too: for the dataset's own document */
	struct buf fragment[N_SYNTAXES];
	struct buf companions[N_SYNTAXES]; /* the rest of the dataset's own document */
};

struct rdf_fragment *
rdf_fragment_new(const struct rdf *r)
{
	struct rdf_fragment *f = rdf_fragment_new_in(r, (1u << N_SYNTAXES) - 1);

	f->has_document = true;
	return f;
}

struct rdf_fragment *
rdf_fragment_new_in(const struct rdf *r, unsigned wanted)
{
	struct rdf_fragment *f = allocate(sizeof *f);

	memset(f, 0, sizeof *f);
	walk_open(&f->walk, r, wanted);
	bits_open(&f->selection, r->catalog->datasets.n);
	used_open(&f->used, &r->sizes);
	used_open(&f->all, &r->sizes);
	f->cache.arena = arena_new();
	f->cache.concepts = arena_array(f->cache.arena, struct rendered *, r->sizes.concepts);
	f->cache.agents = arena_array(f->cache.arena, struct rendered *, r->sizes.agents);
	f->walk.cache = &f->cache;
	return f;
}

void
rdf_fragment_free(struct rdf_fragment *f)
{
	if (!f)
		return;
	walk_close(&f->walk);
	bits_close(&f->selection);
	used_close(&f->used);
	used_close(&f->all);
	arena_free(f->cache.arena);
	for (size_t i = 0; i < N_SYNTAXES; i++) {
		buf_free(&f->fragment[i]);
		buf_free(&f->companions[i]);
	}
	free(f);
}

static void
write_to(struct walk *w, struct buf out[N_SYNTAXES], struct used *used)
{
	for (size_t i = 0; i < N_SYNTAXES; i++) {
		out[i].n = 0;
		w->outputs[i].out = &out[i];
	}
	w->used = used;
}

void
rdf_fragment_render(struct rdf_fragment *f, const struct resource *dataset)
{
	struct walk *w = &f->walk;
	const struct rdf *r = w->rdf;

	used_clear(&f->used);
	used_clear(&f->all);
	bits_unset(&f->selection, f->number);
	bits_set(&f->selection, dataset->number);
	f->number = dataset->number;
	w->selection = &f->selection;
	w->mentions_others = true;
	write_to(w, f->fragment, &f->used);
	walk_resource(w, dataset);
	walk_record(w, dataset);
	walk_own_externals(w);
	if (!f->has_document)
		return;

	used_merge(&f->all, &f->used);
	used_merge_mentions(&f->all, &f->used);
	for (uint32_t i = r->served[dataset->number]; i < r->served[dataset->number + 1]; i++)
		bits_set(&f->all.services, r->served_by[i]);
	write_to(w, f->companions, &f->all);
	walk_used(w);
}

struct text
rdf_fragment_text(const struct rdf_fragment *f, enum syntax syntax)
{
	return buf_view(&f->fragment[syntax]);
}

void
rdf_blank_separator(struct buf *out, size_t at, enum syntax syntax)
{
	memset(out->s + at, ' ', strlen(serializers[syntax]->separator));
}

void
rdf_document(struct buf *out, enum syntax syntax, const struct rdf_fragment *f)
{
	buf_text(out, f->walk.rdf->heads[syntax]);
	size_t start = out->n;
	buf_text(out, buf_view(&f->fragment[syntax]));
	rdf_blank_separator(out, start, syntax);
	buf_text(out, buf_view(&f->companions[syntax]));
	buf_str(out, serializers[syntax]->tail);
}

void
rdf_used_add(struct rdf_used *u, const struct rdf_fragment *f)
{
	used_merge(&u->used, &f->used);
}

/* --- the catalogue -------------------------------------------------------------------------- */

void
rdf_catalog_head(struct buf *out, enum syntax syntax, const struct rdf *r)
{
	struct walk w;
	struct used used; /* rdf_catalog_tail() asks once more */

	buf_text(out, r->heads[syntax]);
	size_t start = out->n;
	used_open(&used, &r->sizes);
	walk_open(&w, r, 1u << syntax);
	w.outputs[syntax].out = out;
	w.used = &used;
	walk_catalog(&w);
	walk_close(&w);
	used_close(&used);
	rdf_blank_separator(out, start, syntax);
}

void
rdf_tail(struct buf *out, enum syntax syntax, const struct rdf *r, const struct used *used,
    const struct bits *selection, const struct bits *services)
{
	struct walk w;
	struct used all;

	used_open(&all, &r->sizes);
	used_merge(&all, used);
	for (size_t i = 0; i < r->catalog->services.n; i++)
		if (!services || bits_has(services, i))
			bits_set(&all.services, i);
	walk_open(&w, r, 0); /* nothing is written: what the catalogue itself uses joins the set */
	w.used = &all;
	walk_resource(&w, r->catalog->self);
	walk_close(&w);

	walk_open(&w, r, 1u << syntax);
	w.outputs[syntax].out = out;
	w.used = &all;
	w.selection = selection;
	walk_used(&w);
	walk_close(&w);
	used_close(&all);
	buf_str(out, serializers[syntax]->tail);
}

void
rdf_catalog_tail(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct rdf_used *used)
{
	rdf_tail(out, syntax, r, &used->used, NULL, NULL);
}

/* --- a selection ---------------------------------------------------------------------------- */

void
rdf_selection_head(struct buf *out, enum syntax syntax, const struct rdf *r)
{
	buf_text(out, r->heads[syntax]);
}

void
rdf_selection_add(struct buf *out, enum syntax syntax, const struct rdf_fragment *f, bool is_first)
{
	size_t start = out->n;

	buf_text(out, buf_view(&f->fragment[syntax]));
	if (is_first)
		rdf_blank_separator(out, start, syntax);
}

void
rdf_selection_tail(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct resource *const *datasets, size_t n)
{
	struct walk w;
	struct used all;
	struct bits selection;

	bits_open(&selection, r->catalog->datasets.n);
	used_open(&all, &r->sizes);
	for (size_t i = 0; i < n; i++)
		bits_set(&selection, datasets[i]->number);
	walk_open(&w, r, 0); /* nothing is written: what the datasets use joins the set */
	w.used = &all;
	w.selection = &selection;
	w.mentions_others = true;
	for (size_t i = 0; i < n; i++) {
		uint32_t d = datasets[i]->number;
		walk_resource(&w, datasets[i]);
		walk_record(&w, datasets[i]);
		for (uint32_t k = r->served[d]; k < r->served[d + 1]; k++)
			bits_set(&all.services, r->served_by[k]);
	}
	walk_own_externals(&w); /* the fragments have them */
	walk_close(&w);

	walk_open(&w, r, 1u << syntax);
	w.outputs[syntax].out = out;
	w.used = &all;
	w.selection = &selection;
	w.mentions_others = true;
	walk_used(&w);
	walk_close(&w);
	used_close(&all);
	bits_close(&selection);
	buf_str(out, serializers[syntax]->tail);
}
