/*
 * Facets: by what results are narrowed down, and how many of them each choice leaves.
 *
 *	facets.json   { "theme": [["ENVI", "Umwelt", 36], …], … }: code, title, documents; the most
 *	              frequent first, of years the latest, numbered from 1. No title: the code says it,
 *	              or a label of the page does.
 *	f<n>          of 2,048 documents, column after column in the order of enum facet_id:
 *	                  varint n; n sets: varint size, its values as varints
 *	                  for all documents: varint 2 × place of the set + 1 when it repeats, then varint
 *	                  how often it repeats
 */
#include "search/index.h"

#include "core/date.h"
#include "core/json.h"
#include "dcat/location.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const facet_names[N_FACETS] = {
	[FACET_THEME] = "theme",
	[FACET_PUBLISHER] = "publisher",
	[FACET_FORMAT] = "format",
	[FACET_LICENSE] = "license",
	[FACET_HVD] = "hvd",
	[FACET_REGION] = "region",
	[FACET_YEAR] = "year",
	[FACET_KIND] = "kind",
};
static const char *const kind_codes[] = { "dataset", "series", "service", "publisher", "page" };

enum { MOST_VALUES = 64, YEARS = 10000 };

struct set {
	uint32_t values[MOST_VALUES]; /* in ascending order */
	size_t n;
};

static void
set_add(struct set *s, uint32_t value)
{
	size_t at = 0;

	while (at < s->n && s->values[at] < value)
		at++;
	if (s->n == MOST_VALUES || (at < s->n && s->values[at] == value))
		return;
	memmove(s->values + at + 1, s->values + at, (s->n - at) * sizeof *s->values);
	s->values[at] = value;
	s->n++;
}

static void
add_concepts(struct set *s, const struct resource *r, enum property_id p)
{
	size_t n;

	for (const struct value *v = resource_values(r, p, &n); n--; v++)
		if (v->concept)
			set_add(s, v->concept->number);
}

static struct text
region_code(const struct index *x, const struct resource *place)
{
	return location_code(place, x->catalog->lists, x->catalog->settings->languages[0], x->first_texts);
}

/* Of a key none: the page says what kind of key it is. */
static struct text
region_title(const struct index *x, const struct resource *place, struct text code)
{
	struct text name = location_name(place, x->catalog->lists, x->names, x->texts, NULL);

	return text_equal(name, code) ? T("") : name;
}

void
facets_find_regions(struct index *x)
{
	const struct catalog *c = x->catalog;
	size_t capacity = 0;

	for (size_t i = 0; i < c->datasets.n; i++) {
		size_t n;

		for (const struct value *v = resource_values(c->datasets.list[i], DATASET_spatial, &n); n--; v++) {
			struct text code = v->resource ? region_code(x, v->resource) : T("");

			if (!code.n || table_get(&x->region_numbers, code))
				continue;
			if (x->n_regions == capacity) {
				struct region *more = arena_array(x->arena, struct region, capacity ? 2 * capacity : 64);

				if (capacity)
					memcpy(more, x->regions, capacity * sizeof *more);
				x->regions = more;
				capacity = capacity ? 2 * capacity : 64;
			}
			x->regions[x->n_regions++] = (struct region){ code, region_title(x, v->resource, code) };
			table_set(&x->region_numbers, code, (void *)x->n_regions);
		}
	}
}

/* The numbers of concepts, resources, regions, years or kinds that a document has. */
static void
subjects_of(const struct index *x, struct set *s, const struct document *d, enum facet_id id)
{
	size_t n;
	const struct resource *r = d->resource;
	const struct value *v;
	struct date date;

	s->n = 0;
	if (id == FACET_KIND) {
		set_add(s, d->kind);
		return;
	}
	if (d->kind != DOCUMENT_DATASET)
		return;
	switch (id) {
	case FACET_THEME: add_concepts(s, r, DATASET_themes); break;
	case FACET_PUBLISHER:
		v = resource_value(r, DATASET_publisher);
		if (v && v->resource)
			set_add(s, v->resource->number);
		break;
	case FACET_FORMAT:
		for (v = resource_values(r, DATASET_distributions, &n); n--; v++)
			if (v->resource)
				add_concepts(s, v->resource, DISTRIBUTION_format);
		break;
	case FACET_LICENSE:
		if (document_license(r))
			set_add(s, document_license(r)->number);
		break;
	case FACET_HVD:
		if (resource_has(r, DATASET_hvd))
			set_add(s, 0);
		break;
	case FACET_REGION:
		for (v = resource_values(r, DATASET_spatial, &n); n--; v++) {
			struct text code = v->resource ? region_code(x, v->resource) : T("");

			if (code.n)
				set_add(s, (uint32_t)(uintptr_t)table_get(&x->region_numbers, code) - 1);
		}
		break;
	case FACET_YEAR:
		v = document_date(d);
		if (v && date_parse(v->text, &date) && date.year > 0)
			set_add(s, (uint32_t)date.year);
		break;
	case FACET_KIND:
	case N_FACETS: break;
	}
}

static size_t
universe(const struct index *x, enum facet_id id)
{
	const struct catalog *c = x->catalog;

	switch (id) {
	case FACET_THEME: return code_lists_count(c->lists, LIST_data_theme);
	case FACET_PUBLISHER: return c->agents.n;
	case FACET_FORMAT: return code_lists_count(c->lists, LIST_file_type);
	case FACET_LICENSE: return code_lists_count(c->lists, LIST_license);
	case FACET_HVD: return 1;
	case FACET_REGION: return x->n_regions;
	case FACET_YEAR: return YEARS;
	case FACET_KIND: return sizeof kind_codes / sizeof *kind_codes;
	case N_FACETS: break;
	}
	return 0;
}

const uint32_t *
facets_of_document(const struct index *x, const struct document *d, struct arena *a)
{
	uint32_t list[N_FACETS * (MOST_VALUES + 1)];
	size_t n = 0;
	struct set set;

	for (enum facet_id id = 0; id < N_FACETS; id++) {
		size_t limit = universe(x, id), count = n++;

		subjects_of(x, &set, d, id);
		for (size_t i = 0; i < set.n; i++)
			if (set.values[i] < limit)
				list[n++] = set.values[i];
		list[count] = (uint32_t)(n - count - 1);
	}
	uint32_t *kept = arena_array(a, uint32_t, n);
	memcpy(kept, list, n * sizeof *kept);
	return kept;
}

/* The subjects of one facet, their number first. */
static const uint32_t *
subjects_at(const struct index *x, size_t document, enum facet_id id)
{
	const uint32_t *list = x->sets[document];

	for (; id > 0; id--)
		list += 1 + list[0];
	return list;
}

/* --- values ------------------------------------------------------------------------------------ */

static const void *
subject(const struct index *x, enum facet_id id, size_t number)
{
	const struct catalog *c = x->catalog;

	switch (id) {
	case FACET_THEME: return code_lists_at(c->lists, LIST_data_theme, number);
	case FACET_PUBLISHER: return c->agents.list[number];
	case FACET_FORMAT: return code_lists_at(c->lists, LIST_file_type, number);
	case FACET_LICENSE: return code_lists_at(c->lists, LIST_license, number);
	case FACET_REGION: return &x->regions[number];
	case FACET_HVD:
	case FACET_YEAR:
	case FACET_KIND:
	case N_FACETS: break;
	}
	return NULL;
}

static int
most_frequent_first(const void *a, const void *b)
{
	const struct facet_value *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return x->subject_number < y->subject_number ? -1 : 1;
}

static int
latest_first(const void *a, const void *b)
{
	const struct facet_value *x = a, *y = b;

	if ((x->count == 0) != (y->count == 0))
		return x->count ? -1 : 1;
	return x->subject_number > y->subject_number ? -1 : 1;
}

static void
find_values(struct index *x, enum facet_id id)
{
	struct facet_table *t = &x->facets[id];
	size_t n = universe(x, id);

	t->n_subjects = n;
	t->number_of = arena_array(x->arena, uint32_t, n + 1);
	t->values = arena_array(x->arena, struct facet_value, n + 1);
	for (size_t i = 0; i < n; i++)
		t->values[i] = (struct facet_value){ subject(x, id, i), 0, (uint32_t)i };
	for (size_t i = 0; i < x->n; i++) {
		const uint32_t *list = subjects_at(x, i, id);

		for (size_t k = 1; k <= list[0]; k++)
			t->values[list[k]].count++;
	}
	if (n)
		qsort(t->values, n, sizeof *t->values, id == FACET_YEAR ? latest_first : most_frequent_first);
	while (t->n < n && t->values[t->n].count) {
		t->number_of[t->values[t->n].subject_number] = (uint32_t)t->n + 1;
		t->n++;
	}
}

void
facets_find(struct index *x)
{
	for (enum facet_id id = 0; id < N_FACETS; id++)
		find_values(x, id);
}

/* --- files ------------------------------------------------------------------------------------- */

static void
encode_values(struct index *x)
{
	struct json j = { .out = &x->facet_values };

	json_open(&j, '{');
	for (enum facet_id id = 0; id < N_FACETS; id++) {
		json_key(&j, text_of(facet_names[id]));
		json_open(&j, '[');
		for (size_t i = 0; i < x->facets[id].n; i++) {
			const struct facet_value *v = &x->facets[id].values[i];
			const struct concept *concept = v->subject;
			const struct resource *publisher = v->subject;
			const struct region *region = v->subject;
			struct text code, title = T("");
			char year[8];

			switch (id) {
			case FACET_PUBLISHER: code = publisher->id, title = resource_title(publisher, x->texts); break;
			case FACET_HVD: code = T("yes"); break;
			case FACET_REGION: code = region->code, title = region->title; break;
			case FACET_YEAR: code = (struct text){ year, (size_t)snprintf(year, sizeof year, "%u", v->subject_number) }; break;
			case FACET_KIND: code = text_of(kind_codes[v->subject_number]); break;
			default: code = text_of(concept->code), title = concept_named(x->names, concept, NULL);
			}
			json_open(&j, '[');
			json_text_value(&j, code);
			json_text_value(&j, title);
			json_unsigned(&j, v->count);
			json_close(&j, ']');
		}
		json_close(&j, ']');
	}
	json_close(&j, '}');
}

static void
encode_column(const struct index *x, enum facet_id id, size_t from, size_t to, struct buf *out)
{
	const struct facet_table *table = &x->facets[id];
	struct table seen = { 0 };
	struct arena *scratch = arena_new();
	struct buf sets = { 0 }, column = { 0 }, key = { 0 };
	size_t current = SIZE_MAX, repeats = 0;

	for (size_t i = from; i <= to; i++) {
		size_t place = SIZE_MAX;

		if (i < to) {
			const uint32_t *list = subjects_at(x, i, id);
			struct set numbers = { .n = 0 };

			for (size_t k = 1; k <= list[0]; k++)
				set_add(&numbers, table->number_of[list[k]]);
			key.n = 0;
			put_varint(&key, numbers.n);
			for (size_t k = 0; k < numbers.n; k++)
				put_varint(&key, numbers.values[k]);
			place = (size_t)(uintptr_t)table_get(&seen, buf_view(&key));
			if (!place) {
				place = seen.n + 1;
				table_set(&seen, arena_text(scratch, buf_view(&key)), (void *)place);
				buf_text(&sets, buf_view(&key));
			}
			if (place == current) {
				repeats++;
				continue;
			}
		}
		if (current != SIZE_MAX) {
			put_varint(&column, (current - 1) << 1 | (repeats > 0));
			if (repeats)
				put_varint(&column, repeats);
		}
		current = place;
		repeats = 0;
	}
	put_varint(out, seen.n);
	buf_text(out, buf_view(&sets));
	buf_text(out, buf_view(&column));
	table_free(&seen);
	arena_free(scratch);
	buf_free(&sets);
	buf_free(&column);
	buf_free(&key);
}

void
facets_encode(struct index *x)
{
	encode_values(x);
	x->n_facet_blocks = (x->n + DOCUMENTS_A_FACET_BLOCK - 1) / DOCUMENTS_A_FACET_BLOCK;
	x->facet_blocks = arena_array(x->arena, struct buf, x->n_facet_blocks + 1);
	for (size_t i = 0; i < x->n_facet_blocks; i++) {
		size_t from = i * DOCUMENTS_A_FACET_BLOCK;
		size_t to = from + DOCUMENTS_A_FACET_BLOCK < x->n ? from + DOCUMENTS_A_FACET_BLOCK : x->n;

		for (enum facet_id id = 0; id < N_FACETS; id++)
			encode_column(x, id, from, to, &x->facet_blocks[i]);
	}
}
