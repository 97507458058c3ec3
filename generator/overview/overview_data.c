/*
 * The figures for spreadsheets and for programs. Keys are English whatever the language: programs depend on them.
 */
#include "overview/overview.h"

#include "core/csv_cell.h"
#include "core/date.h"
#include "core/json.h"

static const char *const verdicts[N_VERDICTS] = { [UNSAID] = "", [GOOD] = "good", [PARTLY] = "partly", [BAD] = "bad" };

static const char *
release_word(enum release release)
{
	switch (release) {
	case RELEASE_PUBLIC: return "public";
	case RELEASE_INTERNAL: return "internal";
	case RELEASE_DRAFT: return "draft";
	case RELEASE_WITHDRAWN: return "withdrawn";
	case RELEASE_UNKNOWN: break;
	}
	return "";
}

static const char *
freshness_word(enum freshness f)
{
	switch (f) {
	case IN_TIME: return "in-time";
	case LATE: return "overdue";
	case NOTHING_PROMISED: break;
	}
	return "nothing-promised";
}

static void
write_day(struct buf *out, int64_t days)
{
	struct date d = date_from_days(days);

	date_write(out, &d);
}

/* --- lists of a dataset: each calls `one` for every item ------------------------------------------------ */

typedef void taker(void *context, struct text item);

static void
each_concept(const struct resource *r, enum property_id p, taker *one, void *context)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n--; v++)
		one(context, v->concept && v->concept->code ? text_of(v->concept->code) : v->text);
}

static void
each_format(const struct resource *dataset, taker *one, void *context)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (size_t i = 0; i < n; i++) {
		const struct concept *format = v[i].resource ? resource_concept(v[i].resource, DISTRIBUTION_format) : NULL;
		bool is_new = format != NULL;
		for (size_t k = 0; k < i && is_new; k++)
			is_new = !v[k].resource || resource_concept(v[k].resource, DISTRIBUTION_format) != format;
		if (is_new)
			one(context, text_of(format->code));
	}
}

/* Where the whole dataset can be fetched. */
static void
each_download(const struct resource *dataset, taker *one, void *context)
{
	size_t n, n_urls;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		if (!v->resource || resource_has(v->resource, DISTRIBUTION_access_service))
			continue;
		const struct value *url = resource_values(v->resource, DISTRIBUTION_download_url, &n_urls);
		for (; n_urls--; url++)
			one(context, url->text);
	}
}

static void
each_endpoint(const struct overview_row *row, taker *one, void *context)
{
	size_t n;
	const struct value *v = resource_values(row->dataset, DATASET_services, &n);

	for (; n--; v++)
		if (v->resource)
			one(context, resource_text(v->resource, SERVICE_endpoint_url));
	for (size_t i = 0; i < row->n_apis; i++) {
		size_t n_own, k = 0;
		const struct value *own = resource_values(row->dataset, DATASET_services, &n_own);
		while (k < n_own && (!own[k].resource || !text_equal(own[k].resource->id, row->apis[i]->id)))
			k++;
		if (k == n_own)
			one(context, resource_text(row->apis[i], SERVICE_endpoint_url));
	}
}

static void
each_lack(const struct overview_row *row, taker *one, void *context)
{
	for (size_t i = 0; i < N_HVD_LACKS; i++)
		if (row->hvd_lacks >> i & 1)
			one(context, text_of(hvd_lack_keys[i]));
}

static struct text
license_of(const struct resource *dataset)
{
	const struct value *v = dataset_license(dataset);

	return !v ? T("") : v->concept ? text_of(v->concept->iri) : v->text;
}

/* --- CSV ------------------------------------------------------------------------------------------------- */

struct sheet {
	struct buf *out;
	struct buf cell, scratch;
	bool has_cells;
};

static void
end_cell(struct sheet *s)
{
	if (s->has_cells)
		buf_char(s->out, ';');
	csv_cell(s->out, csv_guarded(&s->scratch, buf_view(&s->cell)));
	s->cell.n = 0;
	s->has_cells = true;
}

static void
text_cell(struct sheet *s, struct text t)
{
	buf_text(&s->cell, t);
	end_cell(s);
}

static void
number_cell(struct sheet *s, uint64_t n)
{
	buf_number(&s->cell, n);
	end_cell(s);
}

static void
add_item(void *context, struct text item)
{
	struct sheet *s = context;

	if (s->cell.n)
		buf_char(&s->cell, '|');
	buf_text(&s->cell, item);
}

static void
end_record(struct sheet *s)
{
	buf_str(s->out, "\r\n");
	s->has_cells = false;
}

static void
csv_head(struct sheet *s)
{
	static const char *const before[] = { "id", "iri", "title", "publisher_id", "publisher", "release", "license", "modified",
		"frequency", "freshness", "due", "days_overdue", "distributions", "formats", "errors", "warnings" };
	static const char *const behind[] = { "hvd", "hvd_missing", "apis", "downloads" };

	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
		text_cell(s, text_of(before[i]));
	for (size_t i = 0; i < N_QUALITY_RULES; i++) {
		buf_printf(&s->cell, "quality_%s", quality_rules[i].key);
		end_cell(s);
	}
	text_cell(s, T("mqa"));
	for (size_t i = 0; i < N_MQA_DIMENSIONS; i++) {
		buf_printf(&s->cell, "mqa_%s", mqa_dimensions[i].key);
		end_cell(s);
	}
	for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++)
		text_cell(s, text_of(behind[i]));
	end_record(s);
}

static void
csv_row(struct sheet *s, const struct catalog *c, const struct overview_row *row)
{
	const struct resource *r = row->dataset;
	size_t n_distributions;

	resource_values(r, DATASET_distributions, &n_distributions);
	text_cell(s, r->id);
	catalog_iri(&s->cell, c, r);
	end_cell(s);
	text_cell(s, resource_title(r, 0));
	text_cell(s, row->publisher ? row->publisher->id : T(""));
	text_cell(s, row->publisher ? resource_title(row->publisher, 0) : T(""));
	text_cell(s, text_of(release_word(r->release)));
	text_cell(s, license_of(r));
	text_cell(s, resource_text(r, DATASET_modified));
	text_cell(s, row->freshness.frequency ? text_of(row->freshness.frequency->code) : T(""));
	text_cell(s, text_of(freshness_word(row->freshness.is)));
	if (row->freshness.is != NOTHING_PROMISED)
		write_day(&s->cell, row->freshness.due);
	end_cell(s);
	number_cell(s, (uint64_t)row->freshness.late);
	number_cell(s, n_distributions);
	each_format(r, add_item, s);
	end_cell(s);
	number_cell(s, row->n_errors);
	number_cell(s, row->n_warnings);
	for (size_t i = 0; i < N_QUALITY_RULES; i++)
		text_cell(s, text_of(verdicts[quality_reasons[row->quality.reasons[i]].verdict]));
	number_cell(s, row->points);
	for (unsigned i = 0; i < N_MQA_DIMENSIONS; i++)
		number_cell(s, mqa_dimension_points(i, row->mqa));
	each_concept(r, DATASET_hvd, add_item, s);
	end_cell(s);
	each_lack(row, add_item, s);
	end_cell(s);
	each_endpoint(row, add_item, s);
	end_cell(s);
	each_download(r, add_item, s);
	end_cell(s);
	end_record(s);
}

void
overview_csv(struct buf *out, const struct overview *o)
{
	struct sheet s = { .out = out };

	buf_str(out, "\xEF\xBB\xBF");
	csv_head(&s);
	for (size_t i = 0; i < o->n; i++)
		csv_row(&s, o->catalog, &o->rows[i]);
	buf_free(&s.cell);
	buf_free(&s.scratch);
}

/* --- JSON -------------------------------------------------------------------------------------------------- */

static void
unsigned_pair(struct json *j, const char *key, uint64_t n)
{
	json_key(j, text_of(key));
	json_unsigned(j, n);
}

/* A number with one digit behind the point. */
static void
tenths_pair(struct json *j, const char *key, uint64_t n)
{
	struct buf number = { 0 };

	buf_printf(&number, "%llu.%llu", (unsigned long long)(n / 10), (unsigned long long)(n % 10));
	json_key(j, text_of(key));
	json_number(j, buf_view(&number));
	buf_free(&number);
}

static void
day_pair(struct json *j, const char *key, int64_t days)
{
	struct buf day = { 0 };

	write_day(&day, days);
	json_pair(j, key, buf_view(&day));
	buf_free(&day);
}

static void
take_item(void *context, struct text item)
{
	json_text_value(context, item);
}

static void
begin_list(struct json *j, const char *key)
{
	json_key(j, text_of(key));
	json_open(j, '[');
}

static void
begin_object(struct json *j, const char *key)
{
	json_key(j, text_of(key));
	json_open(j, '{');
}

static void
json_counts(struct json *j, const char *key, const struct overview_counts *counts)
{
	begin_list(j, key);
	for (size_t i = 0; i < counts->n; i++) {
		const struct concept *c = counts->list[i].what;
		json_open(j, '{');
		json_pair(j, "code", c ? text_of(c->code) : T(""));
		json_pair(j, "iri", c ? text_of(c->iri) : counts->list[i].text);
		unsigned_pair(j, "datasets", counts->list[i].n);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_publishers(struct json *j, const struct overview *o)
{
	begin_list(j, "publishers");
	for (size_t i = 0; i < o->publishers.n; i++) {
		const struct overview_count *c = &o->publishers.list[i];
		const struct resource *agent = c->what;
		json_open(j, '{');
		json_pair(j, "id", agent ? agent->id : T(""));
		json_pair(j, "name", agent ? resource_title(agent, 0) : T(""));
		unsigned_pair(j, "datasets", c->n);
		unsigned_pair(j, "overdue", c->n_late);
		unsigned_pair(j, "withFaults", c->n_flawed);
		tenths_pair(j, "mqa", overview_tenths_of(c->points, c->n));
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_mqa(struct json *j, const struct overview *o)
{
	begin_object(j, "mqa");
	tenths_pair(j, "points", overview_tenths_of(o->points, o->n));
	unsigned_pair(j, "of", MQA_MOST);
	begin_object(j, "dimensions");
	for (unsigned d = 0; d < N_MQA_DIMENSIONS; d++) {
		begin_object(j, mqa_dimensions[d].key);
		tenths_pair(j, "points", overview_tenths(o, d));
		unsigned_pair(j, "of", mqa_dimension_points(d, ~0u));
		json_close(j, '}');
	}
	json_close(j, '}');
	begin_object(j, "missing");
	for (size_t i = 0; i < N_MQA_METRICS; i++)
		unsigned_pair(j, mqa_metrics[i].key, o->missed[i]);
	json_close(j, '}');
	json_close(j, '}');
}

/* What a member state has to report of each (article 5 of the regulation): where its description is, under
 * which licence, by which API. */
static void
json_high_value(struct json *j, const struct overview *o)
{
	struct buf iri = { 0 };

	begin_object(j, "hvd");
	unsigned_pair(j, "datasets", o->n_high_value);
	json_counts(j, "categories", &o->categories);
	begin_object(j, "missing");
	for (size_t i = 0; i < N_HVD_LACKS; i++)
		unsigned_pair(j, hvd_lack_keys[i], o->lacks[i]);
	json_close(j, '}');
	begin_list(j, "list");
	for (size_t i = 0; i < o->n; i++) {
		const struct overview_row *row = &o->rows[i];
		if (!row->is_high_value)
			continue;
		iri.n = 0;
		catalog_iri(&iri, o->catalog, row->dataset);
		json_open(j, '{');
		json_pair(j, "id", row->dataset->id);
		json_pair(j, "metadata", buf_view(&iri));
		json_pair(j, "title", resource_title(row->dataset, 0));
		json_pair(j, "license", license_of(row->dataset));
		begin_list(j, "categories"), each_concept(row->dataset, DATASET_hvd, take_item, j), json_close(j, ']');
		begin_list(j, "apis"), each_endpoint(row, take_item, j), json_close(j, ']');
		begin_list(j, "downloads"), each_download(row->dataset, take_item, j), json_close(j, ']');
		begin_list(j, "missing"), each_lack(row, take_item, j), json_close(j, ']');
		json_close(j, '}');
	}
	json_close(j, ']');
	json_close(j, '}');
	buf_free(&iri);
}

static void
json_quality(struct json *j, const struct overview *o)
{
	begin_object(j, "quality");
	for (size_t i = 0; i < N_QUALITY_RULES; i++) {
		begin_object(j, quality_rules[i].key);
		for (size_t v = GOOD; v < N_VERDICTS; v++)
			unsigned_pair(j, verdicts[v], o->verdicts[i][v]);
		json_close(j, '}');
	}
	json_close(j, '}');
	begin_object(j, "reasons");
	for (size_t i = 1; i < N_QUALITY_REASONS; i++)
		unsigned_pair(j, quality_reasons[i].key, o->reasons[i]);
	json_close(j, '}');
}

static void
json_overdue(struct json *j, const struct overview *o)
{
	begin_list(j, "overdue");
	for (size_t i = 0; i < o->n; i++) {
		const struct freshness_facts *f = &o->rows[i].freshness;
		if (f->is != LATE)
			continue;
		json_open(j, '{');
		json_pair(j, "id", o->rows[i].dataset->id);
		json_pair(j, "publisher", o->rows[i].publisher ? o->rows[i].publisher->id : T(""));
		json_pair(j, "frequency", text_of(f->frequency->code));
		day_pair(j, "due", f->due);
		unsigned_pair(j, "days", (uint64_t)f->late);
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_withdrawn(struct json *j, const struct overview *o)
{
	begin_list(j, "withdrawn");
	for (size_t i = 0; i < o->n_withdrawn; i++) {
		const struct resource *w = withdrawal_of(o->withdrawn[i])->resource;
		const struct value *reason = resource_in_language(w, WITHDRAWAL_reason, 0);
		json_open(j, '{');
		json_pair(j, "id", o->withdrawn[i]->id);
		json_pair(j, "type", o->withdrawn[i]->class == CLASS_SERIES ? T("series") :
			o->withdrawn[i]->class == CLASS_SERVICE ? T("service") : T("dataset"));
		json_pair(j, "on", resource_text(w, WITHDRAWAL_on));
		json_pair(j, "reason", reason ? reason->text : T(""));
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
json_figures(struct json *j, const struct overview *o)
{
	day_pair(j, "on", o->today);
	json_pair(j, "commit", o->catalog->commit);
	unsigned_pair(j, "datasets", o->n);
	unsigned_pair(j, "internal", o->n_internal);
	unsigned_pair(j, "distributions", o->n_distributions);
	unsigned_pair(j, "services", o->n_services);
	begin_object(j, "freshness");
	unsigned_pair(j, "inTime", o->n_fresh);
	unsigned_pair(j, "overdue", o->n_late);
	unsigned_pair(j, "nothingPromised", o->n_unpromised);
	json_close(j, '}');
	json_quality(j, o);
	json_mqa(j, o);
	json_counts(j, "licenses", &o->licenses);
	json_counts(j, "formats", &o->formats);
	json_publishers(j, o);
}

void
overview_json(struct buf *out, const struct overview *o, const struct overview_options *options)
{
	struct json j = { .out = out, .is_indented = true };

	json_open(&j, '{');
	unsigned_pair(&j, "version", 1);
	json_figures(&j, o);
	json_overdue(&j, o);
	json_high_value(&j, o);
	day_pair(&j, "since", o->since);
	json_withdrawn(&j, o);
	if (options->before) {
		begin_object(&j, "before");
		json_figures(&j, options->before);
		json_close(&j, '}');
	}
	json_close(&j, '}');
	buf_char(out, '\n');
}
