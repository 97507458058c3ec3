/*
 * catalog.csv and distributions.csv, each in two forms; exports.h says which is for whom. The header
 * names a column by the key of its property.
 */
#include "exports/projection.h"

#include "adapters/markdown.h"
#include "core/csv_cell.h"

#include <string.h>

enum { TEASER = 300 }; /* characters of a description */

struct sheet {
	struct buf *out, *spreadsheet; /* the faithful one and its twin; one of them may be NULL */
	const struct exports *x;
	const struct resource *dataset, *distribution;
	bool has_cells;
	struct buf cell, scratch;
};

/* --- cells --------------------------------------------------------------------------------------- */

static void
end_cell(struct sheet *t)
{
	struct text cell = buf_view(&t->cell);

	/* As nearly every one: the same in both, and no quotes. */
	if (t->out && t->spreadsheet && t->has_cells && csv_is_bare(cell)) {
		buf_char(t->out, ',');
		buf_text(t->out, cell);
		buf_char(t->spreadsheet, ';');
		buf_text(t->spreadsheet, cell);
		t->cell.n = 0;
		return;
	}
	if (t->out) {
		if (t->has_cells)
			buf_char(t->out, ',');
		csv_cell(t->out, cell);
	}
	if (t->spreadsheet) {
		if (t->has_cells)
			buf_char(t->spreadsheet, ';');
		csv_cell(t->spreadsheet, csv_guarded(&t->scratch, cell));
	}
	t->has_cells = true;
	t->cell.n = 0;
}

static void
end_record(struct sheet *t)
{
	if (t->out)
		buf_text(t->out, T("\r\n"));
	if (t->spreadsheet)
		buf_text(t->spreadsheet, T("\r\n"));
	t->has_cells = false;
}

/* One more value of a list in the cell. */
static void
add(struct sheet *t, struct text value)
{
	if (t->cell.n)
		buf_char(&t->cell, '|');
	for (size_t at; (at = text_find_char(value, '|')) < value.n; value = text_slice(value, at + 1, value.n)) {
		buf_text(&t->cell, text_slice(value, 0, at));
		buf_text(&t->cell, T("\\|"));
	}
	buf_text(&t->cell, value);
}

/* Not when the list has it already. `value` has no '|'. */
static void
add_once(struct sheet *t, struct text value)
{
	struct text rest = buf_view(&t->cell), item;

	while (text_next(&rest, '|', &item))
		if (text_equal(item, value))
			return;
	if (value.n)
		add(t, value);
}

/* --- values ---------------------------------------------------------------------------------------- */

static struct text
concept_text(const struct value *v)
{
	return v->concept ? text_of(v->concept->code) : v->text;
}

/* for each valid value v of a property of r */
#define EACH_VALUE(r, p, v)                                                                        \
	for (const struct value *v = resource_values((r), (p), &(size_t){ 0 }),                    \
	     *v##_end = (r)->values + (r)->n_values;                                               \
	    v && v < v##_end && v->property == (p); v++)                                           \
		if (!(v->flags & VALUE_INVALID))

static void
text_in(struct sheet *t, const struct resource *r, enum property_id p, unsigned language)
{
	const struct value *v = resource_in_language(r, p, language);

	if (!v || v->flags & VALUE_INVALID || (language && v->language != language))
		return; /* a column of a language has nothing but that */
	if (properties[p].kind == KIND_MARKDOWN)
		markdown_teaser(&t->cell, v->text, TEASER);
	else
		buf_text(&t->cell, v->text);
}

static void
concepts(struct sheet *t, const struct resource *r, enum property_id p)
{
	EACH_VALUE(r, p, v)
		add_once(t, concept_text(v));
}

static void
addresses(struct sheet *t, const struct resource *r, enum property_id p)
{
	struct buf one = { 0 };

	EACH_VALUE(r, p, v) {
		one.n = 0;
		absolute_address(&one, t->x->catalog, v->text);
		add_once(t, buf_view(&one));
	}
	buf_free(&one);
}

static void
date_of(struct sheet *t, const struct resource *r, enum property_id p)
{
	const struct value *v = shown_value(r, p);

	if (v)
		canonical_date(&t->cell, v->text);
}

static const struct resource *
publisher_of(const struct sheet *t)
{
	const struct value *v = shown_value(t->dataset, DATASET_publisher);

	return v && v->resource && is_shown(t->x->catalog, v->resource) ? v->resource : NULL;
}

/* --- columns of both tables ---------------------------------------------------------------------------- */

static void
dataset_id(struct sheet *t)
{
	buf_text(&t->cell, t->dataset->id);
}

static void
dataset_iri(struct sheet *t)
{
	catalog_iri(&t->cell, t->x->catalog, t->dataset);
}

static void
dataset_page(struct sheet *t)
{
	page_address(&t->cell, t->x->catalog, t->dataset);
}

static void
publisher(struct sheet *t)
{
	if (publisher_of(t))
		buf_text(&t->cell, resource_title(publisher_of(t), 0));
	else if (shown_value(t->dataset, DATASET_publisher) && !shown_value(t->dataset, DATASET_publisher)->resource)
		buf_text(&t->cell, shown_value(t->dataset, DATASET_publisher)->text);
}

static void
publisher_id(struct sheet *t)
{
	if (publisher_of(t))
		buf_text(&t->cell, publisher_of(t)->id);
}

/* --- columns of datasets --------------------------------------------------------------------------------- */

static void
themes(struct sheet *t)
{
	concepts(t, t->dataset, DATASET_themes);
}

static void
keywords(struct sheet *t)
{
	EACH_VALUE(t->dataset, DATASET_keywords, v)
		if (v->language == 0)
			add(t, v->text);
}

static void
of_distributions(struct sheet *t, void (*one)(struct sheet *t, const struct resource *r, enum property_id p),
    enum property_id p)
{
	EACH_VALUE(t->dataset, DATASET_distributions, v)
		if (v->resource)
			one(t, v->resource, p);
}

static void
licenses(struct sheet *t)
{
	of_distributions(t, concepts, DISTRIBUTION_license);
}

static void
formats(struct sheet *t)
{
	of_distributions(t, concepts, DISTRIBUTION_format);
}

static void
download_urls(struct sheet *t)
{
	of_distributions(t, addresses, DISTRIBUTION_download_url);
}

static void
access_urls(struct sheet *t)
{
	of_distributions(t, addresses, DISTRIBUTION_access_url);
}

static void
distribution_count(struct sheet *t)
{
	uint64_t n = 0;

	EACH_VALUE(t->dataset, DATASET_distributions, v)
		n += v->resource != NULL;
	buf_number(&t->cell, n);
}

static void
issued(struct sheet *t)
{
	date_of(t, t->dataset, DATASET_issued);
}

static void
modified(struct sheet *t)
{
	date_of(t, t->dataset, DATASET_modified);
}

static void
frequency(struct sheet *t)
{
	concepts(t, t->dataset, DATASET_frequency);
}

/* Periods stand in the same order in both columns. */
static void
temporal(struct sheet *t, enum property_id p)
{
	const struct value *first = shown_value(t->dataset, DATASET_temporal);

	EACH_VALUE(t->dataset, DATASET_temporal, v) {
		if (v != first)
			buf_char(&t->cell, '|');
		if (v->resource)
			date_of(t, v->resource, p);
	}
}

static void
temporal_from(struct sheet *t)
{
	temporal(t, PERIOD_from);
}

static void
temporal_to(struct sheet *t)
{
	temporal(t, PERIOD_to);
}

static void
hvd(struct sheet *t)
{
	concepts(t, t->dataset, DATASET_hvd);
}

static void
series(struct sheet *t)
{
	EACH_VALUE(t->dataset, DATASET_series, v)
		if (!v->resource || is_shown(t->x->catalog, v->resource))
			add(t, v->resource ? v->resource->id : v->text);
}

static void
landing_page(struct sheet *t)
{
	addresses(t, t->dataset, DATASET_landing_page);
}

/* --- columns of distributions ------------------------------------------------------------------------------ */

static void
distribution_id(struct sheet *t)
{
	buf_text(&t->cell, t->distribution->id);
}

static void
distribution_iri(struct sheet *t)
{
	catalog_iri(&t->cell, t->x->catalog, t->distribution);
}

static void
dataset_title(struct sheet *t)
{
	buf_text(&t->cell, resource_title(t->dataset, 0));
}

static void
format(struct sheet *t)
{
	concepts(t, t->distribution, DISTRIBUTION_format);
}

static void
media_type(struct sheet *t)
{
	concepts(t, t->distribution, DISTRIBUTION_media_type);
}

static void
byte_size(struct sheet *t)
{
	const struct value *v = shown_value(t->distribution, DISTRIBUTION_byte_size);

	if (v)
		buf_text(&t->cell, v->text);
}

static void
sha256(struct sheet *t)
{
	const struct value *v = shown_value(t->distribution, DISTRIBUTION_checksum);
	const struct concept *algorithm =
	    v && v->resource ? resource_concept(v->resource, CHECKSUM_algorithm) : NULL;

	if (algorithm && strcmp(algorithm->code, "sha256") == 0)
		buf_text(&t->cell, resource_text(v->resource, CHECKSUM_value));
}

static void
license(struct sheet *t)
{
	concepts(t, t->distribution, DISTRIBUTION_license);
}

static void
license_iri(struct sheet *t)
{
	EACH_VALUE(t->distribution, DISTRIBUTION_license, v)
		add_once(t, v->concept ? text_of(v->concept->iri) : v->text);
}

static void
attribution(struct sheet *t)
{
	text_in(t, t->distribution, DISTRIBUTION_attribution, 0);
}

static void
distribution_issued(struct sheet *t)
{
	date_of(t, t->distribution, DISTRIBUTION_issued);
}

static void
distribution_modified(struct sheet *t)
{
	date_of(t, t->distribution, DISTRIBUTION_modified);
}

static void
access_url(struct sheet *t)
{
	addresses(t, t->distribution, DISTRIBUTION_access_url);
}

static void
download_url(struct sheet *t)
{
	addresses(t, t->distribution, DISTRIBUTION_download_url);
}

static void
access_service(struct sheet *t)
{
	struct buf iri = { 0 };

	EACH_VALUE(t->distribution, DISTRIBUTION_access_service, v) {
		iri.n = 0;
		if (!v->resource)
			buf_text(&iri, v->text);
		else if (is_shown(t->x->catalog, v->resource))
			catalog_iri(&iri, t->x->catalog, v->resource);
		add_once(t, buf_view(&iri));
	}
	buf_free(&iri);
}

static void
availability(struct sheet *t)
{
	concepts(t, t->distribution, DISTRIBUTION_availability);
}

/* --- tables ---------------------------------------------------------------------------------------------- */

struct table_column {
	const char *name;
	void (*write)(struct sheet *t);
	enum property_id text; /* where there is no write(): a column for each language of the interface */
};

static const struct table_column catalog_columns[] = {
	{ "id", dataset_id },
	{ "iri", dataset_iri },
	{ "title", .text = DATASET_title },
	{ "description", .text = DATASET_description },
	{ "publisher", publisher },
	{ "publisher_id", publisher_id },
	{ "themes", themes },
	{ "keywords", keywords },
	{ "license", licenses },
	{ "issued", issued },
	{ "modified", modified },
	{ "frequency", frequency },
	{ "temporal_from", temporal_from },
	{ "temporal_to", temporal_to },
	{ "hvd", hvd },
	{ "series", series },
	{ "formats", formats },
	{ "distribution_count", distribution_count },
	{ "download_urls", download_urls },
	{ "access_urls", access_urls },
	{ "landing_page", landing_page },
	{ "page", dataset_page },
	{ NULL },
};

static const struct table_column distribution_columns[] = {
	{ "dataset_id", dataset_id },
	{ "dataset_title", dataset_title },
	{ "publisher", publisher },
	{ "id", distribution_id },
	{ "iri", distribution_iri },
	{ "title", .text = DISTRIBUTION_title },
	{ "description", .text = DISTRIBUTION_description },
	{ "format", format },
	{ "media_type", media_type },
	{ "byte_size", byte_size },
	{ "sha256", sha256 },
	{ "license", license },
	{ "license_iri", license_iri },
	{ "attribution", attribution },
	{ "issued", distribution_issued },
	{ "modified", distribution_modified },
	{ "availability", availability },
	{ "access_url", access_url },
	{ "download_url", download_url },
	{ "access_service", access_service },
	{ NULL },
};

static bool
is_of_distributions(enum export e)
{
	return e == EXPORT_DISTRIBUTIONS_CSV || e == EXPORT_DISTRIBUTIONS_EXCEL;
}

static void
sheet_close(struct sheet *t)
{
	buf_free(&t->cell);
	buf_free(&t->scratch);
}

/* "title", "title_en": the first is in the default language, else in any. */
void
table_head(struct buf *out, const struct exports *x, enum export e)
{
	const struct settings *s = x->catalog->settings;
	bool is_for_spreadsheets = e == EXPORT_CATALOG_EXCEL || e == EXPORT_DISTRIBUTIONS_EXCEL;
	struct sheet t = { .out = is_for_spreadsheets ? NULL : out, .spreadsheet = is_for_spreadsheets ? out : NULL,
		.x = x };

	if (is_for_spreadsheets)
		buf_text(out, T("\xEF\xBB\xBF"));
	for (const struct table_column *c = is_of_distributions(e) ? distribution_columns : catalog_columns;
	    c->name; c++)
		for (size_t l = 0; l < (c->write ? 1 : s->n_languages); l++) {
			buf_str(&t.cell, c->name);
			if (l)
				buf_printf(&t.cell, "_%.*s", TEXT_ARG(s->languages[l]));
			end_cell(&t);
		}
	end_record(&t);
	sheet_close(&t);
}

static void
row(struct sheet *t, const struct table_column *columns)
{
	const struct resource *subject = t->distribution ? t->distribution : t->dataset;

	for (const struct table_column *c = columns; c->name; c++) {
		if (c->write) {
			c->write(t);
			end_cell(t);
			continue;
		}
		for (size_t l = 0; l < t->x->catalog->settings->n_languages; l++) {
			if (l == 0 || t->x->languages[l] < t->x->catalog->n_languages)
				text_in(t, subject, c->text, l ? t->x->languages[l] : 0);
			end_cell(t);
		}
	}
	end_record(t);
}

void
table_dataset(struct buf parts[N_EXPORTS], const struct exports *x, const struct resource *dataset)
{
	struct sheet t = { .out = &parts[EXPORT_CATALOG_CSV], .spreadsheet = &parts[EXPORT_CATALOG_EXCEL], .x = x,
		.dataset = dataset };

	row(&t, catalog_columns);
	t.out = &parts[EXPORT_DISTRIBUTIONS_CSV];
	t.spreadsheet = &parts[EXPORT_DISTRIBUTIONS_EXCEL];
	EACH_VALUE(dataset, DATASET_distributions, v) {
		t.distribution = v->resource;
		if (v->resource)
			row(&t, distribution_columns);
	}
	sheet_close(&t);
}
