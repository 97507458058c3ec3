#include "exports/projection.h"

#include "core/date.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>

const struct export_facts export_facts[N_EXPORTS] = {
	[EXPORT_CATALOG_CSV]         = { "catalog.csv", "text/csv; charset=utf-8; header=present",
	    { "Datensätze (CSV)", "Datasets (CSV)" } },
	[EXPORT_CATALOG_EXCEL]       = { "catalog-excel.csv", "text/csv; charset=utf-8; header=present",
	    { "Datensätze (CSV für Excel)", "Datasets (CSV for Excel)" } },
	[EXPORT_DISTRIBUTIONS_CSV]   = { "distributions.csv", "text/csv; charset=utf-8; header=present",
	    { "Distributionen (CSV)", "Distributions (CSV)" } },
	[EXPORT_DISTRIBUTIONS_EXCEL] = { "distributions-excel.csv", "text/csv; charset=utf-8; header=present",
	    { "Distributionen (CSV für Excel)", "Distributions (CSV for Excel)" } },
	[EXPORT_CATALOG_JSON]        = { "catalog.json", "application/json",
	    { "Alle Angaben (JSON)", "Everything (JSON)" } },
};

/* --- what the public may see ----------------------------------------------------------------- */

static bool
is_listed(const struct resource_list *list, const struct resource *r)
{
	return r->number < list->n && text_equal(list->list[r->number]->id, r->id);
}

bool
is_shown(const struct catalog *c, const struct resource *r)
{
	if (r->release != RELEASE_PUBLIC)
		return false;
	if (r->owner)
		return is_shown(c, r->owner);
	switch (r->class) {
	case CLASS_DATASET: return is_listed(&c->datasets, r);
	case CLASS_SERIES: return is_listed(&c->series, r);
	case CLASS_SERVICE: return is_listed(&c->services, r);
	case CLASS_AGENT: return is_listed(&c->agents, r);
	case CLASS_CATALOG: return r == c->self;
	default: return false;
	}
}

const struct value *
shown_value(const struct resource *r, enum property_id p)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n; n--, v++)
		if (!(v->flags & VALUE_INVALID))
			return v;
	return NULL;
}

/* --- words ------------------------------------------------------------------------------------- */

void
page_address(struct buf *out, const struct catalog *c, const struct resource *r)
{
	catalog_iri(out, c, r);
	buf_text(out, T(".html"));
}

void
absolute_address(struct buf *out, const struct catalog *c, struct text address)
{
	if (text_find_char(address, ':') == address.n)
		buf_text(out, c->settings->base_url);
	buf_text(out, address);
}

void
canonical_date(struct buf *out, struct text t)
{
	struct date date;

	if (date_parse(t, &date))
		date_write(out, &date);
	else
		buf_text(out, t);
}

struct text
license_address(const struct concept *license)
{
	return text_of(license->url ? license->url : license->iri);
}

/* --- hosted files ------------------------------------------------------------------------------ */

static int
by_dataset(const void *left, const void *right)
{
	const struct hosted_file *a = *(const struct hosted_file *const *)left;
	const struct hosted_file *b = *(const struct hosted_file *const *)right;
	int order = text_compare(a->dataset->id, b->dataset->id);

	return order ? order : text_compare(a->path, b->path);
}

/* A file that two distributions name is hosted once. */
static void
sort_hosted(struct exports *x)
{
	const struct catalog *c = x->catalog;
	size_t n = 0;

	x->hosted = arena_array(x->arena, const struct hosted_file *, c->n_hosted);
	for (size_t i = 0; i < c->n_hosted; i++)
		if (is_shown(c, c->hosted[i].dataset))
			x->hosted[n++] = &c->hosted[i];
	if (n)
		qsort(x->hosted, n, sizeof(const struct hosted_file *), by_dataset);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || by_dataset(&x->hosted[x->n_hosted - 1], &x->hosted[i]) != 0)
			x->hosted[x->n_hosted++] = x->hosted[i];
}

struct hosted_files
hosted_files_of(const struct exports *x, const struct resource *dataset)
{
	size_t low = 0, high = x->n_hosted;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text_compare(x->hosted[middle]->dataset->id, dataset->id) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	while (high < x->n_hosted && text_equal(x->hosted[high]->dataset->id, dataset->id))
		high++;
	return (struct hosted_files){ x->hosted + low, high - low };
}

const struct resource *
distribution_of(const struct hosted_file *file)
{
	size_t n;
	const struct value *v = resource_values(file->dataset, DATASET_distributions, &n);

	for (; n; n--, v++) {
		struct text path = v->resource ? resource_text(v->resource, DISTRIBUTION_file) : T("");
		if (text_starts(path, T("catalog/")))
			path = text_slice(path, strlen("catalog/"), path.n);
		if (path.n && text_equal(path, file->path) && !(v->flags & VALUE_INVALID))
			return v->resource;
	}
	return NULL;
}

bool
is_tabular(const struct resource *distribution)
{
	const struct concept *format =
	    distribution ? resource_concept(distribution, DISTRIBUTION_format) : NULL;

	return format && (strcmp(format->code, "CSV") == 0 || strcmp(format->code, "TSV") == 0);
}

struct text
hosted_media_type(const struct resource *distribution)
{
	const struct concept *type =
	    distribution ? resource_concept(distribution, DISTRIBUTION_media_type) : NULL;
	const struct concept *format =
	    distribution ? resource_concept(distribution, DISTRIBUTION_format) : NULL;

	return type ? text_of(type->code) : format ? text_of(format->media_type) : T("");
}

const struct concept *
license_of(const struct hosted_file *file)
{
	const struct resource *distribution = distribution_of(file);
	const struct value *v = distribution ? shown_value(distribution, DISTRIBUTION_license) : NULL;

	return v ? v->concept : NULL;
}

static void
flat_name(struct buf *out, const struct hosted_file *file)
{
	size_t folder = strlen("data/") + file->dataset->id.n + 1;
	struct text name = text_slice(file->path, folder, file->path.n);

	for (size_t i = 0; i < name.n; i++)
		buf_char(out, name.s[i] == '/' ? '-' : name.s[i]);
}

void
hosted_name(struct buf *out, struct hosted_files files, size_t number)
{
	struct buf own = { 0 }, other = { 0 };
	size_t n_before = 0;

	flat_name(&own, files.list[number]);
	for (size_t i = 0; i < number; i++) {
		other.n = 0;
		flat_name(&other, files.list[i]);
		n_before += text_equal(buf_view(&other), buf_view(&own));
	}
	buf_text(out, buf_view(&own));
	if (n_before)
		buf_printf(out, "-%zu", n_before + 1);
	buf_free(&own);
	buf_free(&other);
}

bool
hosted_table(struct arena *a, const struct exports *x, const struct hosted_file *file,
    struct table_profile *profile)
{
	enum csv_fault fault;
	uint64_t line;

	if (!x->options.hosted_bytes || file->file->size > CSV_MAX_BYTES)
		return false;
	struct arena *scratch = arena_new();
	struct text bytes = x->options.hosted_bytes(x->options.context, file, scratch);
	bool is_table = table_profile(a, bytes, profile, &fault, &line) && profile->has_names;
	arena_free(scratch);
	return is_table;
}

/* --- the plan -------------------------------------------------------------------------------- */

static void
add_document(struct exports *x, const struct resource *dataset, enum document_kind kind)
{
	static const char *const names[N_DOCUMENT_KINDS] = {
		[DOCUMENT_DATA_PACKAGE] = "datapackage.json",
		[DOCUMENT_CROISSANT]    = "croissant.json",
	};

	x->documents[x->n_documents++] = (struct document){
		.path = arena_printf(x->arena, "%.*s/%s", TEXT_ARG(dataset->iri), names[kind]),
		.dataset = dataset, .kind = kind };
}

static void
plan_documents(struct exports *x)
{
	x->documents = arena_array(x->arena, struct document, N_DOCUMENT_KINDS * x->n_hosted);
	for (size_t i = 0; i < x->n_hosted; i++) {
		const struct resource *dataset = x->hosted[i]->dataset;

		if (i && text_equal(x->hosted[i - 1]->dataset->id, dataset->id))
			continue;
		add_document(x, dataset, DOCUMENT_DATA_PACKAGE);
		if (has_croissant(x, dataset))
			add_document(x, dataset, DOCUMENT_CROISSANT);
	}
}

struct exports *
exports_new(const struct catalog *c, const struct exports_options *o)
{
	struct arena *a = arena_new();
	struct exports *x = arena_new_of(a, struct exports);

	if (!c->self)
		die("a catalogue without catalog.yaml cannot be exported");
	*x = (struct exports){ .catalog = c, .options = *o, .arena = a };
	for (size_t i = 0; i < c->settings->n_languages; i++) {
		unsigned l = 0;
		while (l < c->n_languages && !text_equal(c->languages[l], c->settings->languages[i]))
			l++;
		x->languages[i] = l;
	}
	sort_hosted(x);
	plan_documents(x);
	return x;
}

void
exports_free(struct exports *x)
{
	if (x)
		arena_free(x->arena);
}

size_t
exports_count(const struct exports *x)
{
	return x->n_documents;
}

const struct document *
exports_at(const struct exports *x, size_t i)
{
	return &x->documents[i];
}

void
exports_render(struct buf *out, const struct exports *x, const struct document *d)
{
	switch (d->kind) {
	case DOCUMENT_DATA_PACKAGE:
		data_package(out, x, d->dataset);
		break;
	case DOCUMENT_CROISSANT:
		croissant(out, x, d->dataset);
		break;
	case N_DOCUMENT_KINDS:
		break;
	}
}

void
exports_head(struct buf *out, const struct exports *x, enum export e)
{
	if (e == EXPORT_CATALOG_JSON)
		plain_head(out, x);
	else
		table_head(out, x, e);
}

void
exports_dataset(struct buf parts[N_EXPORTS], const struct exports *x, const struct resource *dataset)
{
	table_dataset(parts, x, dataset);
	plain_dataset(&parts[EXPORT_CATALOG_JSON], x, dataset);
}

void
exports_tail(struct buf *out, const struct exports *x, enum export e)
{
	if (e == EXPORT_CATALOG_JSON)
		plain_tail(out, x);
}
