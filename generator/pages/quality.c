/*
 * How good is it: what helps or hinders whoever wants to use the data, rule by rule, each with its
 * reason. There is no score: a sum would say less than its parts.
 */
#include "pages/portal.h"

struct verdict {
	enum { GOOD, PARTLY, BAD } is;
	struct text why; /* empty: the rule says nothing of this dataset */
};

/* What the rules ask for, gathered in one pass over the distributions. */
struct facts {
	const struct resource *dataset;
	enum freshness freshness;
	const struct concept *formats[8]; /* machine-readable ones */
	size_t n_formats, n_files;
	bool has_service, has_download, has_open_format, is_documented;
	const struct table_profile *table;
};

static void
add_format(struct facts *f, const struct concept *format)
{
	for (size_t i = 0; i < f->n_formats; i++)
		if (f->formats[i] == format)
			return;
	if (f->n_formats < sizeof f->formats / sizeof f->formats[0])
		f->formats[f->n_formats++] = format;
}

static struct facts
gather(struct page_writer *w, const struct resource *dataset, enum freshness freshness)
{
	struct facts f = { .dataset = dataset, .freshness = freshness, .has_service = resource_has(dataset, DATASET_services),
		.is_documented = resource_has(dataset, DATASET_page) || resource_has(dataset, DATASET_conforms_to) };
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		const struct resource *r = v->resource;
		const struct concept *format = r ? resource_concept(r, DISTRIBUTION_format) : NULL;
		if (!r)
			continue;
		const struct hosted_file *hosted = hosted_file(w, r);
		f.n_files++;
		f.has_download |= hosted || resource_has(r, DISTRIBUTION_download_url);
		f.has_service |= resource_has(r, DISTRIBUTION_access_service);
		f.is_documented |= resource_has(r, DISTRIBUTION_page) || resource_has(r, DISTRIBUTION_conforms_to);
		if (hosted && !f.table)
			f.table = hosted_profile(w, hosted, format);
		if (format && format->flags & MACHINE_READABLE)
			add_format(&f, format);
		f.has_open_format |= format && format->flags & OPEN_FORMAT;
	}
	return f;
}

/* --- the rules --------------------------------------------------------------------------------- */

static struct verdict
open_license(struct page_writer *w, const struct facts *f)
{
	const struct value *v = dataset_license(f->dataset);

	if (!v)
		return (struct verdict){ BAD, SAID(w, quality_license_none) };
	bool is_open = v->concept && v->concept->flags & OPEN_LICENSE;
	return (struct verdict){ is_open ? GOOD : BAD,
		is_open ? SAID(w, quality_license_open) : SAID(w, quality_license_closed) };
}

static struct verdict
machine_readable(struct page_writer *w, const struct facts *f)
{
	if (!f->n_files && !f->has_service)
		return (struct verdict){ BAD, SAID(w, quality_no_data) };
	if (!f->n_formats)
		return (struct verdict){ f->has_service ? GOOD : BAD,
			f->has_service ? SAID(w, quality_service) : SAID(w, quality_not_machine_readable) };
	for (size_t i = 0; i < f->n_formats; i++) {
		buf_str(&w->buf, i ? ", " : "");
		buf_text(&w->buf, concept_text(w, f->formats[i]));
	}
	struct text formats = taken(w);
	return (struct verdict){ f->has_open_format ? GOOD : PARTLY, f->has_open_format ?
		FILLED(w, quality_open_format, { "formats", formats }) :
		FILLED(w, quality_own_format, { "formats", formats }) };
}

static struct verdict
direct_download(struct page_writer *w, const struct facts *f)
{
	if (!f->n_files && !f->has_service)
		return (struct verdict){ 0 }; /* machine_readable() has said it */
	if (f->has_download || f->has_service)
		return (struct verdict){ GOOD, SAID(w, quality_direct) };
	return (struct verdict){ PARTLY, SAID(w, quality_indirect) };
}

static struct verdict
keeps_its_promise(struct page_writer *w, const struct facts *f)
{
	switch (f->freshness) {
	case IN_TIME: return (struct verdict){ GOOD, SAID(w, quality_in_time) };
	case LATE: return (struct verdict){ BAD, SAID(w, quality_late) };
	default: break;
	}
	if (resource_has(f->dataset, DATASET_frequency))
		return (struct verdict){ 0 }; /* "as needed": there is nothing to be late for */
	return (struct verdict){ PARTLY, SAID(w, quality_no_promise) };
}

static struct verdict
documented(struct page_writer *w, const struct facts *f)
{
	if (f->is_documented)
		return (struct verdict){ GOOD, SAID(w, quality_documented) };
	if (f->table)
		return (struct verdict){ PARTLY, SAID(w, quality_named_columns) };
	return (struct verdict){ PARTLY, SAID(w, quality_not_documented) };
}

static struct verdict
contact(struct page_writer *w, const struct facts *f)
{
	size_t n;
	const struct value *v = resource_values(f->dataset, DATASET_contact, &n);

	for (; n--; v++)
		if (v->resource && (resource_has(v->resource, KIND_email) || resource_has(v->resource, KIND_telephone) ||
				       resource_has(v->resource, KIND_url)))
			return (struct verdict){ GOOD, SAID(w, quality_contact) };
	return (struct verdict){ BAD, SAID(w, quality_no_contact) };
}

/* In the order of the page. templates/README.md says what each asks. */
static struct verdict (*const rules[])(struct page_writer *, const struct facts *) = {
	open_license,
	machine_readable,
	direct_download,
	keeps_its_promise,
	documented,
	contact,
};

void
quality(struct page_writer *w, const struct resource *dataset, enum freshness freshness)
{
	static const char *const names[] = { [GOOD] = "good", [PARTLY] = "partly", [BAD] = "bad" };
	struct facts facts = gather(w, dataset, freshness);
	struct template_words *list = SECTION(w->words, QUALITY);

	for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
		struct verdict v = rules[i](w, &facts);
		if (!v.why.n)
			continue;
		struct template_words *s = SECTION(list, QUALITY_RULE);
		SET(s, QUALITY_VERDICT, text_of(names[v.is]));
		SET(s, QUALITY_REASON, v.why);
	}
}
