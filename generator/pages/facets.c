#include "pages/facets.h"

#include "adapters/digest.h"
#include "adapters/unicode.h"
#include "catalog/series_order.h"
#include "core/date.h"
#include "core/die.h"
#include "dcat/location.h"
#include "quality/quality.h"

#include <stdlib.h>
#include <string.h>

const struct value *
dataset_date(const struct resource *dataset)
{
	const struct value *v = resource_value(dataset, DATASET_modified);

	return v ? v : resource_value(dataset, DATASET_issued);
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

/* A concept and those above it: a general category holds the datasets of the special ones. */
static void
add_broader(struct numbers *numbers, const struct code_lists *lists, const struct concept *c, size_t limit)
{
	for (unsigned depth = 0; c && depth < 8; depth++, c = concept_broader(lists, c))
		add_number(numbers, c->number, limit);
}

static unsigned
first_texts(const struct catalog *c)
{
	for (size_t i = 0; i < c->n_languages; i++)
		if (text_equal(c->languages[i], c->settings->languages[0]))
			return (unsigned)i;
	return 0;
}

static struct text
code_of_place(const struct catalog *c, const struct resource *place)
{
	return location_code(place, c->lists, c->settings->languages[0], first_texts(c));
}

const struct region *
facet_region(const struct facets *f, const struct catalog *c, const struct resource *place)
{
	return table_get(&f->codes, code_of_place(c, place));
}

static void
find_numbers(struct numbers *numbers, const struct facets *f, const struct catalog *c,
    const struct resource *dataset, enum facet_id id)
{
	size_t limit = f->list[id].n;
	const struct keyword *keyword;
	const struct region *region;
	struct date date;
	size_t n;
	const struct value *v;

	numbers->n = 0;
	switch (id) {
	case FACET_THEME: add_concepts(numbers, dataset, DATASET_themes, limit); break;
	case FACET_HVD:
		v = resource_values(dataset, DATASET_hvd, &n);
		for (; n--; v++)
			add_broader(numbers, c->lists, v->concept, limit);
		break;
	case FACET_YEAR:
		v = dataset_date(dataset);
		if (v && date_parse(v->text, &date) && date.year > 0)
			add_number(numbers, (uint32_t)date.year, limit);
		break;
	case FACET_KEYWORD:
		v = resource_values(dataset, DATASET_keywords, &n);
		for (; n--; v++)
			if ((keyword = table_get(&f->spellings, v->text)))
				add_number(numbers, keyword->number, limit);
		break;
	case FACET_REGION:
		v = resource_values(dataset, DATASET_spatial, &n);
		for (; n--; v++)
			if (v->resource && (region = facet_region(f, c, v->resource)))
				add_number(numbers, region->number, limit);
		break;
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

bool
facet_holds(const struct facets *f, const struct catalog *c, const struct resource *dataset, enum facet_id id, size_t number)
{
	struct numbers numbers;

	find_numbers(&numbers, f, c, dataset, id);
	for (size_t i = 0; i < numbers.n; i++)
		if (numbers.list[i] == number)
			return true;
	return false;
}

static size_t
universe(const struct facets *f, const struct catalog *c, enum facet_id id)
{
	switch (id) {
	case FACET_YEAR: return 10000;
	case FACET_KEYWORD: return f->keywords.n;
	case FACET_REGION: return f->regions.n;
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

/* What each dataset has, found once: pairs ask for it again and again. */
static void
find_values(struct facets *f, const struct catalog *c, struct arena *a, enum facet_id id)
{
	struct facet *facet = &f->list[id];
	struct numbers numbers;
	struct buf values = { 0 };
	uint32_t *starts = arena_array(a, uint32_t, c->datasets.n + 1);

	for (size_t i = 0; i < c->datasets.n; i++) {
		find_numbers(&numbers, f, c, c->datasets.list[i], id);
		buf_text(&values, (struct text){ (const char *)numbers.list, numbers.n * sizeof numbers.list[0] });
		starts[i + 1] = starts[i] + (uint32_t)numbers.n;
	}
	uint32_t *kept = arena_array(a, uint32_t, starts[c->datasets.n] + 1);
	if (values.n)
		memcpy(kept, values.s, values.n);
	buf_free(&values);
	facet->values = kept;
	facet->starts = starts;
}

/* Finds, counts, gives every group its room, fills. */
static void
make_facet(struct facets *f, const struct catalog *c, struct arena *a, enum facet_id id)
{
	struct facet *facet = &f->list[id];
	size_t n_values;

	facet->n = universe(f, c, id);
	/* Offices and series have a page whether they have datasets or not. */
	facet->least = id == FACET_PUBLISHER || id == FACET_SERIES ? 0 : 1;
	facet->groups = arena_array(a, struct facet_group, facet->n);
	find_values(f, c, a, id);
	n_values = facet->starts[c->datasets.n];
	for (size_t i = 0; i < n_values; i++)
		facet->groups[facet->values[i]].n++;
	uint32_t *members = arena_array(a, uint32_t, n_values), *next = members;
	uint32_t **ends = allocate((facet->n + 1) * sizeof *ends);
	for (size_t i = 0; i < facet->n; i++) {
		facet->groups[i].datasets = ends[i] = next;
		next += facet->groups[i].n;
	}
	for (size_t i = 0; i < f->all.n; i++) {
		uint32_t dataset = f->all.datasets[i];
		for (size_t k = facet->starts[dataset]; k < facet->starts[dataset + 1]; k++)
			*ends[facet->values[k]]++ = dataset;
	}
	free(ends);
}

/* --- series ------------------------------------------------------------------------------------ */

static int
latest_first(const void *a, const void *b)
{
	const struct resource *const *x = a, *const *y = b;

	return series_compare(*y, *x);
}

/* Years one after the other, whichever of them was last corrected. */
static void
order_series(struct facets *f, const struct catalog *c, struct arena *a)
{
	const struct facet *series = &f->list[FACET_SERIES];
	const struct resource **members = allocate((c->datasets.n + 1) * sizeof *members);
	struct facet_group *ordered = arena_array(a, struct facet_group, series->n);

	for (size_t i = 0; i < series->n; i++) {
		const struct facet_group *group = &series->groups[i];
		uint32_t *datasets = arena_array(a, uint32_t, group->n);
		for (size_t k = 0; k < group->n; k++)
			members[k] = c->datasets.list[group->datasets[k]];
		qsort(members, group->n, sizeof *members, latest_first);
		for (size_t k = 0; k < group->n; k++)
			datasets[k] = members[k]->number;
		ordered[i] = (struct facet_group){ datasets, group->n };
	}
	f->in_series = ordered;
	free(members);
}

/* --- keywords ---------------------------------------------------------------------------------- */

enum { LONGEST_NAME = 60, DIGITS_OF_DIGEST = 8 };

/* Whether a slug says all of it: blanks and hyphens are taken for the same, other signs ("C++") are
 * not. */
static bool
is_plain(struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];
		bool is_sign = c < 0x80 && !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') && !(c >= '0' && c <= '9');
		if (is_sign && c != ' ' && c != '-')
			return false;
	}
	return true;
}

/* The name of a keyword's or a place's pages; spellings of one name are one keyword. "index" is the list of them. */
static struct text
slug_of(struct arena *scratch, struct text spelling)
{
	struct text slug = unicode_slug(scratch, spelling);
	bool is_whole = slug.n && slug.n <= LONGEST_NAME && is_plain(spelling) && !text_equal(slug, T("index"));

	if (is_whole)
		return slug;
	struct digest digest = digest_of(unicode_fold(scratch, spelling));
	struct buf name = { 0 };
	buf_text(&name, text_slice(slug, 0, LONGEST_NAME));
	if (slug.n)
		buf_char(&name, '-');
	size_t n = name.n + DIGITS_OF_DIGEST;
	digest_write(&name, &digest);
	struct text kept = arena_text(scratch, text_slice(buf_view(&name), 0, n));
	buf_free(&name);
	return kept;
}

static struct keyword *
keyword_of(struct facets *f, struct arena *a, struct arena *scratch, const struct catalog *c, struct text spelling)
{
	struct keyword *k = table_get(&f->spellings, spelling);

	if (k)
		return k;
	arena_reset(scratch);
	struct text name = slug_of(scratch, spelling);
	k = table_get(&f->keywords, name);
	if (!k) {
		k = arena_new_of(a, struct keyword);
		*k = (struct keyword){ .name = arena_text(a, name), .number = (uint32_t)f->keywords.n,
			.titles = arena_array(a, const struct value *, c->settings->n_languages) };
		table_set(&f->keywords, k->name, k);
	}
	table_set(&f->spellings, spelling, k);
	return k;
}

/* A dataset without keywords in a language of the interface shows those of its first one there. */
static bool
is_shown(const struct value *v, const struct value *all, size_t n, unsigned language)
{
	for (size_t i = 0; i < n; i++)
		if (all[i].language == language)
			return v->language == language;
	return v->language == all->language;
}

static void
make_keywords(struct facets *f, const struct catalog *c, struct arena *a, const unsigned *languages)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < f->all.n; i++) {
		size_t n;
		const struct value *v = resource_values(c->datasets.list[f->all.datasets[i]], DATASET_keywords, &n);
		for (size_t k = 0; k < n; k++) {
			struct keyword *keyword = keyword_of(f, a, scratch, c, v[k].text);
			const struct value **titles = (const struct value **)(uintptr_t)keyword->titles;
			for (size_t l = 0; l < c->settings->n_languages; l++)
				if (!titles[l] && is_shown(&v[k], v, n, languages[l]))
					titles[l] = &v[k];
		}
	}
	arena_free(scratch);
}

/* --- places -------------------------------------------------------------------------------------- */

static void
add_region(struct facets *f, struct arena *a, struct arena *scratch, struct text code, const struct resource *place)
{
	if (!code.n || table_get(&f->codes, code))
		return;
	arena_reset(scratch);
	struct text name = slug_of(scratch, code);
	struct region *r = table_get(&f->regions, name);
	if (r) {
		r->has_other_codes = true;
	} else {
		r = arena_new_of(a, struct region);
		*r = (struct region){ arena_text(a, name), code, place, (uint32_t)f->regions.n, false };
		table_set(&f->regions, r->name, r);
	}
	table_set(&f->codes, code, r);
}

static void
make_regions(struct facets *f, const struct catalog *c, struct arena *a)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < c->datasets.n; i++) {
		size_t n;
		const struct value *v = resource_values(c->datasets.list[i], DATASET_spatial, &n);
		for (; n--; v++)
			if (v->resource)
				add_region(f, a, scratch, code_of_place(c, v->resource), v->resource);
	}
	arena_free(scratch);
}

/* --- pages ------------------------------------------------------------------------------------- */

bool
facet_is_capped(enum facet_id id)
{
	return id == FACET_LICENSE || id == FACET_HVD || id == FACET_YEAR || id == FACET_KEYWORD || id == FACET_REGION;
}

size_t
list_pages(size_t n, bool is_capped)
{
	size_t pages = n ? (n + DATASETS_A_PAGE - 1) / DATASETS_A_PAGE : 1;

	return is_capped && pages > MOST_PAGES ? MOST_PAGES : pages;
}

bool
facet_has_page(const struct facets *f, enum facet_id id, size_t number)
{
	const struct facet *facet = &f->list[id];

	return number < facet->n && facet->groups[number].n >= facet->least;
}

/* The least size, at least `smallest`, so that the pages of all groups of that size or a larger one are not
 * too many for `n_datasets`. `sizes` is how many groups there are of each size. */
static size_t
least_size(const uint32_t *sizes, size_t n_datasets, size_t smallest)
{
	size_t budget = n_datasets / DATASETS_FOR_A_PAGE, pages = 0, size = n_datasets;

	if (budget < FEWEST_PAGES)
		budget = FEWEST_PAGES;
	for (; size >= smallest; size--) {
		pages += sizes[size] * list_pages(size, true);
		if (pages > budget)
			break;
	}
	return size + 1;
}

static void
bound_values(struct facets *f, enum facet_id id, size_t n_datasets, size_t smallest)
{
	struct facet *facet = &f->list[id];
	uint32_t *sizes = allocate((n_datasets + 1) * sizeof *sizes);

	memset(sizes, 0, (n_datasets + 1) * sizeof *sizes);
	for (size_t i = 0; i < facet->n; i++)
		sizes[facet->groups[i].n]++;
	facet->least = least_size(sizes, n_datasets, smallest);
	free(sizes);
}

/* --- pairs ------------------------------------------------------------------------------------- */

/*
 * What is worth a page beforehand: which office has what on a theme, and what of a theme or an office
 * there is in a format that one can open. Licences hardly tell datasets apart, lists are in the order
 * of years already, and a keyword is narrow by itself.
 */
static const enum facet_id paired[][2] = {
	{ FACET_THEME, FACET_PUBLISHER },
	{ FACET_THEME, FACET_FORMAT },
	{ FACET_PUBLISHER, FACET_FORMAT },
};
enum { N_PAIRED = sizeof paired / sizeof paired[0] };

struct pairing {
	struct facets *facets;
	const struct catalog *catalog;
	struct arena *arena;
	struct pair *list;
	size_t n, capacity;
	uint32_t *counts;  /* by number of the second facet's value */
	uint32_t **ends;
	uint32_t *touched;
};

static int
by_number(const void *a, const void *b)
{
	const uint32_t *x = a, *y = b;

	return (*x > *y) - (*x < *y);
}

static struct pair *
new_pair(struct pairing *p)
{
	if (p->n == p->capacity) {
		p->capacity = p->capacity ? 2 * p->capacity : 256;
		p->list = reallocate(p->list, p->capacity * sizeof *p->list);
	}
	return &p->list[p->n++];
}

/* Pairs of one value of the first facet. */
static void
pair_value(struct pairing *p, const enum facet_id facets[2], uint32_t first)
{
	const struct facet_group *group = &p->facets->list[facets[0]].groups[first];
	const struct facet *other = &p->facets->list[facets[1]];
	size_t n_touched = 0;

	for (size_t i = 0; i < group->n; i++) {
		uint32_t dataset = group->datasets[i];
		for (size_t k = other->starts[dataset]; k < other->starts[dataset + 1]; k++)
			if (!p->counts[other->values[k]]++)
				p->touched[n_touched++] = other->values[k];
	}
	if (n_touched)
		qsort(p->touched, n_touched, sizeof *p->touched, by_number);
	for (size_t i = 0; i < n_touched; i++) {
		uint32_t second = p->touched[i], n = p->counts[second];
		uint32_t *datasets = p->ends[second] = arena_array(p->arena, uint32_t, n);
		*new_pair(p) = (struct pair){ { facets[0], facets[1] }, { first, second }, { datasets, n }, false };
	}
	for (size_t i = 0; i < group->n; i++) {
		uint32_t dataset = group->datasets[i];
		for (size_t k = other->starts[dataset]; k < other->starts[dataset + 1]; k++)
			*p->ends[other->values[k]]++ = dataset;
	}
	for (size_t i = 0; i < n_touched; i++)
		p->counts[p->touched[i]] = 0;
}

/* A page for those that narrow down what stands on the pages of both. */
static bool
is_narrower(const struct facets *f, const struct pair *pair)
{
	for (size_t side = 0; side < 2; side++)
		if (pair->group.n == f->list[pair->facets[side]].groups[pair->numbers[side]].n)
			return false;
	return true;
}

static void
bound_pairs(struct pairing *p)
{
	size_t n_datasets = p->catalog->datasets.n;
	uint32_t *sizes = allocate((n_datasets + 1) * sizeof *sizes);

	memset(sizes, 0, (n_datasets + 1) * sizeof *sizes);
	for (size_t i = 0; i < p->n; i++) {
		p->list[i].has_page = is_narrower(p->facets, &p->list[i]);
		sizes[p->list[i].group.n] += p->list[i].has_page;
	}
	size_t least = least_size(sizes, n_datasets, 2);
	for (size_t i = 0; i < p->n; i++)
		p->list[i].has_page = p->list[i].has_page && p->list[i].group.n >= least;
	free(sizes);
}

static int
largest_pair_first(const void *a, const void *b)
{
	const struct pair *x = *(const struct pair *const *)a, *y = *(const struct pair *const *)b;

	if (x->group.n != y->group.n)
		return x->group.n < y->group.n ? 1 : -1;
	for (size_t side = 0; side < 2; side++)
		if (x->numbers[side] != y->numbers[side])
			return x->numbers[side] < y->numbers[side] ? -1 : 1;
	return 0;
}

/* The parts of every value of one side: counts, gives room, fills, sorts. */
static void
make_parts(struct facets *f, struct arena *a, const enum facet_id facets[2], size_t side)
{
	struct facet *facet = &f->list[facets[side]];
	struct parts *parts = facet->parts[facets[1 - side]] = arena_array(a, struct parts, facet->n);
	size_t n = 0;

	for (size_t i = 0; i < f->n_pairs; i++)
		if (f->pairs[i].facets[0] == facets[0] && f->pairs[i].facets[1] == facets[1]) {
			parts[f->pairs[i].numbers[side]].n++;
			n++;
		}
	const struct pair **all = arena_array(a, const struct pair *, n), **next = all;
	for (size_t i = 0; i < facet->n; i++) {
		parts[i].list = next;
		next += parts[i].n;
		parts[i].n = 0;
	}
	for (size_t i = 0; i < f->n_pairs; i++)
		if (f->pairs[i].facets[0] == facets[0] && f->pairs[i].facets[1] == facets[1]) {
			struct parts *of = &parts[f->pairs[i].numbers[side]];
			((const struct pair **)(uintptr_t)of->list)[of->n++] = &f->pairs[i];
		}
	for (size_t i = 0; i < facet->n; i++)
		if (parts[i].n)
			qsort((void *)(uintptr_t)parts[i].list, parts[i].n, sizeof *parts[i].list, largest_pair_first);
}

static void
make_pairs(struct facets *f, const struct catalog *c, struct arena *a)
{
	struct pairing p = { .facets = f, .catalog = c, .arena = a };
	size_t most = 1;

	for (enum facet_id id = 0; id < N_FACETS; id++)
		most = f->list[id].n > most ? f->list[id].n : most;
	p.counts = allocate(most * sizeof *p.counts);
	p.ends = allocate(most * sizeof *p.ends);
	p.touched = allocate(most * sizeof *p.touched);
	memset(p.counts, 0, most * sizeof *p.counts);
	for (size_t i = 0; i < N_PAIRED; i++)
		for (size_t first = 0; first < f->list[paired[i][0]].n; first++)
			pair_value(&p, paired[i], (uint32_t)first);
	bound_pairs(&p);
	struct pair *pairs = arena_array(a, struct pair, p.n);
	if (p.n)
		memcpy(pairs, p.list, p.n * sizeof *pairs);
	f->pairs = pairs;
	f->n_pairs = p.n;
	for (size_t i = 0; i < N_PAIRED; i++)
		for (size_t side = 0; side < 2; side++)
			make_parts(f, a, paired[i], side);
	free(p.list);
	free(p.counts);
	free(p.ends);
	free(p.touched);
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
facets_make(struct facets *f, const struct catalog *c, struct arena *a, const unsigned *languages)
{
	order_datasets(f, c, a);
	make_keywords(f, c, a, languages);
	make_regions(f, c, a);
	for (enum facet_id id = 0; id < N_FACETS; id++)
		make_facet(f, c, a, id);
	order_series(f, c, a);
	bound_values(f, FACET_KEYWORD, c->datasets.n, 2);
	bound_values(f, FACET_REGION, c->datasets.n, 1);
	make_pairs(f, c, a);
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
	table_free(&f->spellings);
	table_free(&f->codes);
	table_free(&f->regions);
}
