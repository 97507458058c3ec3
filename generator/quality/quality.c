#include "quality/quality.h"

#include "core/date.h"

const struct quality_rule_facts quality_rules[N_QUALITY_RULES] = {
#define RULE(key, de, en) [RULE_##key] = { #key, { [GERMAN] = de, [ENGLISH] = en } },
#include "quality/quality.def"
};

const struct quality_reason_facts quality_reasons[N_QUALITY_REASONS] = {
	[REASON_none] = { "", { "", "" }, UNSAID },
#define REASON(key, rule, verdict, de, en) [REASON_##key] = { #key, { [GERMAN] = de, [ENGLISH] = en }, verdict },
#include "quality/quality.def"
};

const struct value *
dataset_license(const struct resource *dataset)
{
	const struct value *v = resource_value(dataset, DATASET_license);
	const struct value *first = resource_value(dataset, DATASET_distributions);

	if (!v && first && first->resource)
		v = resource_value(first->resource, DISTRIBUTION_license);
	return v;
}

struct freshness_facts
freshness_of(const struct resource *dataset, int64_t today)
{
	const struct value *modified = resource_value(dataset, DATASET_modified);
	struct freshness_facts f = { .frequency = resource_concept(dataset, DATASET_frequency) };
	struct date date;

	if (!f.frequency || !f.frequency->days || !modified || !today || !date_parse(modified->text, &date))
		return f;
	int64_t days = f.frequency->days, grace = days / 4 > 1 ? days / 4 : 1;
	f.due = date_last_days(&date) + days;
	f.is = today <= f.due + grace ? IN_TIME : LATE;
	f.late = f.is == LATE ? today - f.due : 0;
	return f;
}

bool
table_is_named(struct arena *a, struct text bytes, struct table_profile *profile)
{
	enum csv_fault fault;
	uint64_t line;

	return table_profile(a, bytes, profile, &fault, &line) && profile->has_names && profile->n_rows > 0 &&
	       profile->n_columns > 1;
}

/* --- the rules --------------------------------------------------------------------------------- */

/* What the rules ask for, gathered in one pass over the distributions. */
struct facts {
	const struct quality_asking *asking;
	const struct resource *dataset;
	struct quality *quality;
	size_t n_files;
	bool has_service, has_download, has_open_format, is_documented;
};

static void
add_format(struct quality *q, const struct concept *format)
{
	for (size_t i = 0; i < q->n_formats; i++)
		if (q->formats[i] == format)
			return;
	if (q->n_formats < MOST_FORMATS)
		q->formats[q->n_formats++] = format;
}

static struct facts
gather(const struct quality_asking *asking, struct quality *q)
{
	const struct resource *dataset = asking->dataset;
	struct facts f = { .asking = asking, .dataset = dataset, .quality = q,
		.has_service = resource_has(dataset, DATASET_services),
		.is_documented = resource_has(dataset, DATASET_page) || resource_has(dataset, DATASET_conforms_to) };
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		const struct resource *r = v->resource;
		const struct concept *format = r ? resource_concept(r, DISTRIBUTION_format) : NULL;
		if (!r)
			continue;
		f.n_files++;
		f.has_download |= resource_has(r, DISTRIBUTION_file) || resource_has(r, DISTRIBUTION_download_url);
		f.has_service |= resource_has(r, DISTRIBUTION_access_service);
		f.is_documented |= resource_has(r, DISTRIBUTION_page) || resource_has(r, DISTRIBUTION_conforms_to);
		if (format && format->flags & MACHINE_READABLE)
			add_format(q, format);
		f.has_open_format |= format && format->flags & OPEN_FORMAT;
	}
	return f;
}

static enum quality_reason
rule_license(const struct facts *f)
{
	const struct value *v = dataset_license(f->dataset);

	if (!v)
		return REASON_license_none;
	return v->concept && v->concept->flags & OPEN_LICENSE ? REASON_license_open : REASON_license_closed;
}

static enum quality_reason
rule_format(const struct facts *f)
{
	if (!f->n_files && !f->has_service)
		return REASON_no_data;
	if (!f->quality->n_formats)
		return f->has_service ? REASON_service : REASON_not_machine_readable;
	return f->has_open_format ? REASON_open_format : REASON_own_format;
}

static enum quality_reason
rule_download(const struct facts *f)
{
	if (!f->n_files && !f->has_service)
		return REASON_none; /* rule_format() has said it */
	return f->has_download || f->has_service ? REASON_direct : REASON_indirect;
}

static enum quality_reason
rule_freshness(const struct facts *f)
{
	switch (f->asking->freshness) {
	case IN_TIME: return REASON_in_time;
	case LATE: return REASON_late;
	case NOTHING_PROMISED: break;
	}
	/* "As needed": there is nothing to be late for. */
	return resource_has(f->dataset, DATASET_frequency) ? REASON_none : REASON_no_promise;
}

static enum quality_reason
rule_documentation(const struct facts *f)
{
	const struct quality_asking *q = f->asking;

	if (f->is_documented)
		return REASON_documented;
	return q->has_named_columns && q->has_named_columns(q->context, f->dataset) ? REASON_named_columns :
										      REASON_not_documented;
}

static enum quality_reason
rule_contact(const struct facts *f)
{
	size_t n;
	const struct value *v = resource_values(f->dataset, DATASET_contact, &n);

	for (; n--; v++)
		if (v->resource && (resource_has(v->resource, KIND_email) || resource_has(v->resource, KIND_telephone) ||
				       resource_has(v->resource, KIND_url)))
			return REASON_contact;
	return REASON_no_contact;
}

/* templates/README.md says what each asks. */
static enum quality_reason (*const rules[N_QUALITY_RULES])(const struct facts *) = {
#define RULE(key, ...) [RULE_##key] = rule_##key,
#include "quality/quality.def"
};

struct quality
quality_of(const struct quality_asking *asking)
{
	struct quality q = { 0 };
	struct facts f = gather(asking, &q);

	for (size_t i = 0; i < N_QUALITY_RULES; i++)
		q.reasons[i] = rules[i](&f);
	return q;
}
