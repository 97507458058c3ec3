/*
 * What can be found: datasets, series, services, publishers, own pages; their texts; and the files that hold
 * what a list of results shows of them.
 *
 * A file is JSON, a list of documents, each a list:
 *	[kind, path from the language's root, title, its language when another, publisher, date, licence,
 *	 1 when high-value, [formats], beginning of the description]
 *
 * Documents are numbered by publisher, then by title backwards: those that are found together stand
 * together, and of several years the latest comes first.
 */
#include "search/index.h"

#include "adapters/markdown.h"
#include "adapters/unicode.h"
#include "core/json.h"
#include "core/work.h"

#include <stdlib.h>
#include <string.h>

enum { TEASER_LENGTH = 240 };

const struct concept *
document_license(const struct resource *dataset)
{
	const struct concept *c = resource_concept(dataset, DATASET_license);
	const struct value *first = resource_value(dataset, DATASET_distributions);

	return c || !first || !first->resource ? c : resource_concept(first->resource, DISTRIBUTION_license);
}

const struct value *
document_date(const struct document *d)
{
	return d->kind == DOCUMENT_DATASET ? resource_value(d->resource, DATASET_modified) : NULL;
}

/* --- finding them ------------------------------------------------------------------------------ */

struct ordered {
	struct document document;
	size_t publisher;
	struct text key;
};

static int
by_publisher(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;
	int order;

	if (x->document.kind != y->document.kind)
		return x->document.kind < y->document.kind ? -1 : 1;
	if (x->publisher != y->publisher)
		return x->publisher < y->publisher ? -1 : 1;
	order = text_compare(y->key, x->key);
	return order ? order : text_compare(x->document.resource->id, y->document.resource->id);
}

static enum property_id
publisher_property(enum document_kind kind)
{
	return kind == DOCUMENT_DATASET ? DATASET_publisher : kind == DOCUMENT_SERIES ? SERIES_publisher :
	       kind == DOCUMENT_SERVICE ? SERVICE_publisher : N_PROPERTIES;
}

static const struct resource *
publisher_of(const struct document *d)
{
	enum property_id p = publisher_property(d->kind);
	const struct value *v = p < N_PROPERTIES ? resource_value(d->resource, p) : NULL;

	return v ? v->resource : NULL;
}

static uint64_t
mix_resource(uint64_t hash, const struct resource *r)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];

		hash = mix(hash ^ v->property ^ (uint64_t)v->language << 32, v->text);
		if (properties[v->property].kind == KIND_CONCEPT && v->concept)
			hash = mix(hash, text_of(v->concept->code));
		else if (properties[v->property].kind == KIND_NODE && v->resource)
			hash = mix_resource(hash, v->resource);
	}
	return hash;
}

static uint64_t
mark_of(const struct index *x, const struct document *d)
{
	uint64_t hash = mix(x->names_mark, T(VERSION " 1"));

	if (!d->resource)
		return mix(mix(hash, translated(&d->page->title, x->interface)), translated(&d->page->markdown, x->interface));
	const struct resource *publisher = publisher_of(d);
	hash = mix_resource(mix(hash, d->resource->id), d->resource);
	return publisher ? mix(hash, resource_title(publisher, x->texts)) : hash;
}

static void
add_all(struct ordered **next, const struct resource_list *l, enum document_kind kind)
{
	for (size_t i = 0; i < l->n; i++)
		*(*next)++ = (struct ordered){ .document = { .resource = l->list[i], .kind = (uint8_t)kind } };
}

/* What takes time, by several threads, a block each. */
struct finding {
	struct index *x;
	struct ordered *list;
	size_t n;
	const char *language;
	struct arena **arenas; /* of the keys */
};

static void
find_keys(void *context, size_t block, unsigned worker)
{
	struct finding *f = context;
	size_t from = block * DOCUMENTS_A_BLOCK;

	(void)worker;
	f->arenas[block] = arena_new();
	for (size_t i = from; i < f->n && i < from + DOCUMENTS_A_BLOCK; i++) {
		struct ordered *o = &f->list[i];
		const struct resource *publisher = publisher_of(&o->document);

		o->publisher = publisher ? publisher->number : SIZE_MAX;
		o->key = unicode_sort_key(f->arenas[block], resource_title(o->document.resource, f->x->texts), f->language);
	}
}

static void
find_facts(void *context, size_t block, unsigned worker)
{
	struct index *x = context;
	size_t from = block * DOCUMENTS_A_BLOCK;

	(void)worker;
	x->arenas[block] = arena_new();
	for (size_t i = from; i < x->n && i < from + DOCUMENTS_A_BLOCK; i++) {
		x->marks[i] = mark_of(x, &x->documents[i]);
		x->sets[i] = facets_of_document(x, &x->documents[i], x->arenas[block]);
	}
}

static size_t
blocks(size_t n)
{
	return (n + DOCUMENTS_A_BLOCK - 1) / DOCUMENTS_A_BLOCK;
}

void
documents_find(struct index *x, unsigned jobs)
{
	const struct catalog *c = x->catalog;
	struct arena *scratch = arena_new();
	size_t n = c->datasets.n + c->series.n + c->services.n + c->agents.n;
	struct ordered *list = arena_array(scratch, struct ordered, n + 1), *next = list;
	struct finding f = { x, list, n, arena_cstr(scratch, x->language), arena_array(scratch, struct arena *, blocks(n) + 1) };

	add_all(&next, &c->datasets, DOCUMENT_DATASET);
	add_all(&next, &c->series, DOCUMENT_SERIES);
	add_all(&next, &c->services, DOCUMENT_SERVICE);
	add_all(&next, &c->agents, DOCUMENT_PUBLISHER);
	work(jobs, blocks(n), find_keys, &f);
	if (n)
		qsort(list, n, sizeof *list, by_publisher);
	x->n = n + c->settings->n_pages;
	x->n_blocks = blocks(x->n);
	x->documents = arena_array(x->arena, struct document, x->n + 1);
	struct text *keys = arena_array(scratch, struct text, x->n + 1);
	for (size_t i = 0; i < n; i++) {
		x->documents[i] = list[i].document;
		keys[i] = list[i].key;
	}
	for (size_t i = 0; i < c->settings->n_pages; i++) {
		const struct own_page *page = &c->settings->pages[i];

		x->documents[n + i] = (struct document){ .page = page, .kind = DOCUMENT_PAGE };
		keys[n + i] = unicode_sort_key(scratch, translated(&page->title, x->interface), f.language);
	}
	orders_encode(x, keys);
	for (size_t i = 0; i < blocks(n); i++)
		arena_free(f.arenas[i]);
	arena_free(scratch);

	facets_find_regions(x);
	x->marks = arena_array(x->arena, uint64_t, x->n + 1);
	x->sets = arena_array(x->arena, const uint32_t *, x->n + 1);
	x->arenas = arena_array(x->arena, struct arena *, x->n_blocks + 1);
	work(jobs, x->n_blocks, find_facts, x);
	x->n_folders = (x->n + DOCUMENTS_A_FOLDER - 1) / DOCUMENTS_A_FOLDER;
	x->folders = arena_array(x->arena, uint64_t, x->n_folders + 1);
	for (size_t i = 0; i < x->n; i++) {
		uint64_t *folder = &x->folders[i / DOCUMENTS_A_FOLDER];

		*folder = mix(*folder, (struct text){ (const char *)&x->marks[i], sizeof x->marks[i] });
	}
}

/* --- their texts ------------------------------------------------------------------------------- */

struct taker {
	const struct index *x;
	void (*field)(void *context, enum field f, struct text text, enum stem_language language);
	void *context;
};

static enum stem_language
language_of(const struct index *x, const struct value *v)
{
	return v->language < x->catalog->n_languages ? stem_language(x->catalog->languages[v->language]) : STEM_NONE;
}

static void
take(const struct taker *t, enum field f, const struct value *v)
{
	if (v)
		t->field(t->context, f, v->text, language_of(t->x, v));
}

/* The title: in the interface's language, then in the others. */
static void
take_titles(const struct taker *t, const struct resource *r, enum property_id p, enum field f, enum field other)
{
	size_t n;
	const struct value *all = resource_values(r, p, &n), *best = resource_in_language(r, p, t->x->texts);

	take(t, f, best);
	for (size_t i = 0; i < n && other < N_FIELDS; i++)
		if (&all[i] != best)
			take(t, other, &all[i]);
}

static void
take_all(const struct taker *t, const struct resource *r, enum property_id p, enum field f)
{
	size_t n;

	for (const struct value *v = resource_values(r, p, &n); n--; v++)
		take(t, f, v);
}

static void
take_concepts(const struct taker *t, const struct resource *r, enum property_id p, enum field f)
{
	size_t n;
	enum stem_language language = stem_language(t->x->language);

	for (const struct value *v = resource_values(r, p, &n); n--; v++)
		if (v->concept)
			t->field(t->context, f, concept_named(t->x->names, v->concept, NULL), language);
}

static void
take_resource_titles(const struct taker *t, const struct resource *r, enum property_id p, enum property_id title,
    enum field f)
{
	size_t n;

	for (const struct value *v = resource_values(r, p, &n); n--; v++)
		if (v->resource)
			take_titles(t, v->resource, title, f, N_FIELDS);
}

static void
dataset_texts(const struct taker *t, const struct resource *r)
{
	size_t n;

	take_titles(t, r, DATASET_title, FIELD_TITLE, FIELD_OTHER_TITLE);
	take_all(t, r, DATASET_keywords, FIELD_KEYWORD);
	take_resource_titles(t, r, DATASET_series, SERIES_title, FIELD_SERIES);
	take_resource_titles(t, r, DATASET_publisher, AGENT_name, FIELD_PUBLISHER);
	take_concepts(t, r, DATASET_themes, FIELD_CONCEPT);
	take_concepts(t, r, DATASET_hvd, FIELD_CONCEPT);
	take_resource_titles(t, r, DATASET_spatial, LOCATION_name, FIELD_PLACE);
	for (const struct value *v = resource_values(r, DATASET_distributions, &n); n--; v++) {
		if (!v->resource)
			continue;
		take_concepts(t, v->resource, DISTRIBUTION_format, FIELD_CONCEPT);
		take_titles(t, v->resource, DISTRIBUTION_title, FIELD_PART, N_FIELDS);
	}
	for (const struct value *v = resource_values(r, DATASET_services, &n); n--; v++) {
		if (!v->resource)
			continue;
		take_concepts(t, v->resource, SERVICE_type, FIELD_CONCEPT);
		take_titles(t, v->resource, SERVICE_title, FIELD_PART, N_FIELDS);
	}
	take(t, FIELD_DESCRIPTION, resource_in_language(r, DATASET_description, t->x->texts));
}

void
document_texts(const struct index *x, const struct document *d,
    void (*field)(void *context, enum field f, struct text text, enum stem_language language), void *context)
{
	const struct taker t = { x, field, context };
	const struct resource *r = d->resource;
	enum stem_language language = stem_language(x->language);

	switch ((enum document_kind)d->kind) {
	case DOCUMENT_DATASET:
		dataset_texts(&t, r);
		break;
	case DOCUMENT_SERIES:
		take_titles(&t, r, SERIES_title, FIELD_TITLE, FIELD_OTHER_TITLE);
		take_resource_titles(&t, r, SERIES_publisher, AGENT_name, FIELD_PUBLISHER);
		take(&t, FIELD_DESCRIPTION, resource_in_language(r, SERIES_description, x->texts));
		break;
	case DOCUMENT_SERVICE:
		take_titles(&t, r, SERVICE_title, FIELD_TITLE, FIELD_OTHER_TITLE);
		take_all(&t, r, SERVICE_keywords, FIELD_KEYWORD);
		take_concepts(&t, r, SERVICE_type, FIELD_CONCEPT);
		take_resource_titles(&t, r, SERVICE_publisher, AGENT_name, FIELD_PUBLISHER);
		take(&t, FIELD_DESCRIPTION, resource_in_language(r, SERVICE_description, x->texts));
		break;
	case DOCUMENT_PUBLISHER:
		take_titles(&t, r, AGENT_name, FIELD_TITLE, FIELD_OTHER_TITLE);
		take(&t, FIELD_DESCRIPTION, resource_in_language(r, AGENT_description, x->texts));
		break;
	case DOCUMENT_PAGE:
		field(context, FIELD_TITLE, translated(&d->page->title, x->interface), language);
		field(context, FIELD_DESCRIPTION, translated(&d->page->markdown, x->interface), language);
		break;
	}
}

/* --- what a list of results shows -------------------------------------------------------------- */

size_t
documents_files(const struct index *x)
{
	return (x->n + DOCUMENTS_A_FILE - 1) / DOCUMENTS_A_FILE;
}

static void
formats(struct json *j, const struct index *x, const struct resource *dataset)
{
	const struct concept *seen[16];
	size_t n_seen = 0, n;

	for (const struct value *v = resource_values(dataset, DATASET_distributions, &n); n-- && n_seen < 16; v++) {
		const struct concept *format = v->resource ? resource_concept(v->resource, DISTRIBUTION_format) : NULL;
		bool is_new = format != NULL;

		for (size_t i = 0; i < n_seen; i++)
			is_new = is_new && seen[i] != format;
		if (!is_new)
			continue;
		seen[n_seen++] = format;
		json_text_value(j, concept_named(x->names, format, NULL));
	}
}

static void
render_document(struct json *j, const struct index *x, const struct document *d)
{
	static const char *const folders[] = { "datasets/", "series/", "services/", "publishers/", "" };
	static const enum property_id titles[] = { DATASET_title, SERIES_title, SERVICE_title, AGENT_name };
	static const enum property_id descriptions[] = { DATASET_description, SERIES_description, SERVICE_description,
		AGENT_description };
	const struct resource *r = d->resource, *publisher = publisher_of(d);
	const struct value *title = r ? resource_in_language(r, titles[d->kind], x->texts) : NULL;
	const struct value *description = r ? resource_in_language(r, descriptions[d->kind], x->texts) : NULL;
	const struct value *date = document_date(d);
	const struct concept *license = d->kind == DOCUMENT_DATASET ? document_license(r) : NULL;
	bool is_foreign = title && title->language != x->texts && title->language < x->catalog->n_languages;
	struct buf buf = { 0 };

	json_open(j, '[');
	json_unsigned(j, d->kind);
	buf_str(&buf, folders[d->kind]);
	buf_text(&buf, r ? r->id : d->page->id);
	buf_str(&buf, ".html");
	json_text_value(j, buf_view(&buf));
	json_text_value(j, title ? title->text : r ? r->id : translated(&d->page->title, x->interface));
	json_text_value(j, is_foreign ? x->catalog->languages[title->language] : T(""));
	json_text_value(j, publisher ? resource_title(publisher, x->texts) : T(""));
	json_text_value(j, date ? date->text : T(""));
	json_text_value(j, license ? concept_named(x->names, license, NULL) : T(""));
	json_unsigned(j, d->kind == DOCUMENT_DATASET && resource_has(r, DATASET_hvd));
	json_open(j, '[');
	if (d->kind == DOCUMENT_DATASET)
		formats(j, x, r);
	json_close(j, ']');
	buf.n = 0;
	markdown_teaser(&buf, description ? description->text : r ? T("") : translated(&d->page->markdown, x->interface),
	    TEASER_LENGTH);
	json_text_value(j, buf_view(&buf));
	json_close(j, ']');
	buf_free(&buf);
}

void
documents_render(const struct index *x, size_t file, struct buf *out)
{
	struct json j = { .out = out };
	size_t from = file * DOCUMENTS_A_FILE;

	json_open(&j, '[');
	for (size_t i = from; i < x->n && i < from + DOCUMENTS_A_FILE; i++)
		render_document(&j, x, &x->documents[i]);
	json_close(&j, ']');
}
