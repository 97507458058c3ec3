/*
 * "All details": every value of an entry, in the order of the property table.
 */
#include "pages/portal.h"

#include "catalog/public.h"
#include "dcat/iri.h"

#include <stdlib.h>

/* What stands elsewhere on the page, or is no detail: title, description, the parts. */
bool
is_detail(enum property_id p)
{
	switch (p) {
	case DATASET_title: case DATASET_description: case DATASET_release: case DATASET_distributions:
	case DATASET_services: case DATASET_attribution:
	case SERIES_title: case SERIES_description:
	case DATASET_withdrawn: case SERIES_withdrawn: case SERVICE_withdrawn:
	case SERVICE_id: case SERVICE_title: case SERVICE_description: case SERVICE_layers: case SERVICE_serves_dataset:
		return false;
	default: return true;
	}
}

static struct template_words *
add(struct template_words *row, struct text text, struct text href, struct text language)
{
	struct template_words *v = SECTION(row, VALUES);

	SET(v, TEXT, text);
	if (href.n)
		SET(SECTION(v, LINK), HREF, href);
	else
		SHOW(v, PLAIN);
	SET_LANGUAGE(v, VALUE, language);
	return v;
}

static bool
is_url(struct text t)
{
	return text_starts(t, T("https://")) || text_starts(t, T("http://"));
}

/* An IRI as itself; one that is no web address has no link. */
static void
add_iri(struct template_words *row, struct text iri)
{
	add(row, iri, is_url(iri) ? iri : T(""), T(""));
}

/* --- kinds ------------------------------------------------------------------------------------- */

static void
add_concept(struct page_writer *w, struct template_words *row, const struct value *v)
{
	const struct concept *c = v->concept;
	struct text href = T("");

	if (!c) {
		add_iri(row, v->text);
		return;
	}
	switch ((enum code_list)c->list) {
	case LIST_data_theme:
		if (w->pages->facets.list[FACET_THEME].groups[c->number].n)
			href = link_concept(w, "themes/", c);
		break;
	case LIST_license: href = text_of(c->url); break;
	default: break;
	}
	struct text language, name = concept_text(w, c, &language);
	add(row, name, is_url(href) || c->list == LIST_data_theme ? href : T(""), language);
}

static void
add_reference(struct page_writer *w, struct template_words *row, const struct value *v)
{
	static const char *const folders[N_CLASSES] = {
		[CLASS_AGENT] = "publishers/",
		[CLASS_DATASET] = "datasets/",
		[CLASS_SERIES] = "series/",
		[CLASS_SERVICE] = "services/",
	};
	const struct resource *r = v->resource;
	struct text language;

	if (!r) {
		add_iri(row, v->text);
		return;
	}
	struct text title = title_of(w, r, &language);
	bool has_page = folders[r->class] && (r->class != CLASS_SERVICE || !r->owner);
	add(row, title, has_page ? link_page(w, folders[r->class], r->id) : T(""), language);
}

static struct text
period_text(struct page_writer *w, const struct resource *period)
{
	struct text from = resource_text(period, PERIOD_from), to = resource_text(period, PERIOD_to);
	struct text first = from.n ? date_text(w, from) : from, last = to.n ? date_text(w, to) : to;

	if (from.n && to.n)
		return text_equal(first, last) ? first : FILLED(w, period_range, { "from", first }, { "to", last });
	return from.n ? FILLED(w, period_since, { "from", first }) : to.n ? FILLED(w, period_until, { "to", last }) : T("");
}

struct text
periods(struct page_writer *w, const struct value *v, size_t n)
{
	for (; n--; v++)
		if (v->resource) {
			struct text t = period_text(w, v->resource);
			if (t.n)
				return t;
		}
	return T("");
}

/* Where other datasets of the place are, else what its IRI says. A rectangle alone is a picture (map.c). */
static void
add_location(struct page_writer *w, struct template_words *row, const struct resource *location)
{
	struct text uri = resource_text(location, LOCATION_uri), href = link_place(w, location);
	struct text language, title = place_title(w, location, &language);

	if (title.n)
		add(row, title, href.n ? href : is_url(uri) ? uri : T(""), language);
	else if (uri.n)
		add_iri(row, uri);
}

/* "P1Y6M" in words; the text itself where it is something else (XML Schema, §3.3.6). */
static struct text
duration_text(struct page_writer *w, struct text t)
{
	static const struct {
		char letter;
		bool is_time;
		enum label_id one;
	} units[] = {
		{ 'Y', false, LABEL_years_one },
		{ 'M', false, LABEL_months_one },
		{ 'W', false, LABEL_weeks_one },
		{ 'D', false, LABEL_days_one },
		{ 'H', true, LABEL_hours_one },
		{ 'M', true, LABEL_minutes_one },
		{ 'S', true, LABEL_seconds_one },
	};
	bool is_time = false, is_known = t.n > 2 && t.s[0] == 'P';
	uint64_t number = 0;

	for (size_t i = 1; is_known && i < t.n; i++) {
		if (t.s[i] == 'T') {
			is_time = true;
		} else if (t.s[i] >= '0' && t.s[i] <= '9' && number < 100000) {
			number = number * 10 + (uint64_t)(t.s[i] - '0');
		} else {
			size_t u = 0;
			while (u < sizeof units / sizeof units[0] &&
			       (units[u].letter != t.s[i] || units[u].is_time != is_time))
				u++;
			is_known = u < sizeof units / sizeof units[0];
			if (is_known) {
				buf_str(&w->buf, w->buf.n ? ", " : "");
				label_count(&w->buf, w->labels, units[u].one, number);
			}
			number = 0;
		}
	}
	struct text words = taken(w);
	return is_known && words.n ? words : t;
}

static void
add_label(struct page_writer *w, struct template_words *row, const struct resource *r, enum property_id p)
{
	const struct value *label = in_language(w, r, p);

	if (label)
		add(row, label->text, T(""), foreign(w, label));
}

/* A contact, a relation, a statement …: its telling values in one line. */
static void
add_node(struct page_writer *w, struct template_words *row, const struct value *v)
{
	const struct resource *r = v->resource;
	struct text t;

	if (!r)
		return;
	switch (r->class) {
	case CLASS_PERIOD:
		t = period_text(w, r);
		if (t.n)
			add(row, t, T(""), T(""));
		return;
	case CLASS_LOCATION: add_location(w, row, r); return;
	case CLASS_IDENTIFIER: add(row, resource_text(r, IDENTIFIER_notation), T(""), T("")); return;
	case CLASS_RELATIONSHIP: add_iri(row, resource_text(r, RELATIONSHIP_relation)); return;
	case CLASS_ATTRIBUTION: {
		const struct value *agent = resource_value(r, ATTRIBUTION_agent);
		if (agent)
			add_reference(w, row, agent);
		return;
	}
	case CLASS_PROVENANCE: add_label(w, row, r, PROVENANCE_label); return;
	case CLASS_RIGHTS_STATEMENT: add_label(w, row, r, RIGHTS_STATEMENT_label); return;
	case CLASS_ACTIVITY: add_label(w, row, r, ACTIVITY_label); return;
	case CLASS_DISTRIBUTION: { /* a sample */
		struct text language, title = title_of(w, r, &language);
		add(row, title, resource_text(r, DISTRIBUTION_access_url), language);
		return;
	}
	case CLASS_KIND: {
		const struct value *name = in_language(w, r, KIND_name);
		struct text mail = resource_text(r, KIND_email);
		if (text_starts(mail, T("mailto:")))
			mail = text_slice(mail, 7, mail.n);
		if (name || mail.n)
			add(row, name ? name->text : mail, T(""), foreign(w, name));
		return;
	}
	default: return;
	}
}

/* --- rows -------------------------------------------------------------------------------------- */

/* Texts that are there in the page's language hide their translations. */
static bool
is_translation(const struct page_writer *w, const struct value *first, size_t n, const struct value *v)
{
	if (v->language == w->ui->texts)
		return false;
	for (size_t i = 0; i < n; i++)
		if (first[i].language == w->ui->texts)
			return true;
	return v->language != first->language;
}

static struct text
decimal_text(struct page_writer *w, const struct value *v)
{
	size_t point = text_find_char(v->text, '.');
	struct text whole = text_slice(v->text, 0, point), rest = text_slice(v->text, point + 1, v->text.n);
	struct text number = rest.n ? joined(w, whole, SAID(w, decimal_mark), rest) : whole;
	bool is_metres = v->property == DATASET_spatial_resolution || v->property == DISTRIBUTION_spatial_resolution;

	return is_metres ? FILLED(w, metres, { "n", number }) : number;
}

static void
add_value(struct page_writer *w, struct template_words *row, const struct value *v)
{
	switch (properties[v->property].kind) {
	case KIND_TEXT: add(row, v->text, T(""), foreign(w, v)); break;
	case KIND_MARKDOWN: add(row, teaser(w, v->text, 300), T(""), foreign(w, v)); break;
	case KIND_DATE: add(row, date_text(w, v->text), T(""), T("")); break;
	case KIND_CONCEPT: add_concept(w, row, v); break;
	case KIND_REFERENCE: add_reference(w, row, v); break;
	case KIND_NODE: add_node(w, row, v); break;
	case KIND_IRI:
	case KIND_URL: add_iri(row, v->text); break;
	case KIND_DURATION: add(row, duration_text(w, v->text), T(""), T("")); break;
	case KIND_DECIMAL: add(row, decimal_text(w, v), T(""), T("")); break;
	default: add(row, v->text, T(""), T(""));
	}
}

/* Keywords in one line. */
static void
add_keywords(struct page_writer *w, struct template_words *row, const struct value *first, size_t n)
{
	struct text language = T("");

	for (size_t i = 0; i < n; i++) {
		if (is_translation(w, first, n, &first[i]))
			continue;
		buf_str(&w->buf, w->buf.n ? ", " : "");
		buf_text(&w->buf, first[i].text);
		language = foreign(w, &first[i]);
	}
	add(row, taken(w), T(""), language);
}

/* Places that follow from others (catalog/completion.c) say the same again. */
static bool
is_shown(const struct page_writer *w, const struct value *first, size_t n, const struct value *v)
{
	bool is_derived = v->flags & VALUE_COMPUTED && properties[v->property].kind == KIND_NODE &&
			  properties[v->property].target == CLASS_LOCATION;

	/* What was withdrawn may refer to more than the public sees. */
	if (properties[v->property].kind == KIND_REFERENCE && v->resource && !public_has(w->catalog, v->resource))
		return false;
	return !(v->flags & VALUE_INVALID) && !is_derived && !is_translation(w, first, n, v);
}

void
metadata_rows(struct page_writer *w, const struct resource *r)
{
	SHOW(w->words, HAS_METADATA);
	for (uint32_t i = 0; i < r->n_values;) {
		enum property_id p = r->values[i].property;
		const struct value *first = &r->values[i];
		size_t n = 1;

		while (i + n < r->n_values && first[n].property == p)
			n++;
		i += (uint32_t)n;
		bool has_any = false;
		for (size_t k = 0; k < n && !has_any; k++)
			has_any = is_shown(w, first, n, &first[k]);
		/* Nobody promises anything of what was withdrawn. */
		bool is_promise = p == DATASET_availability || p == SERVICE_availability;
		if (!is_detail(p) || !has_any || (is_promise && r->release == RELEASE_WITHDRAWN))
			continue;
		struct template_words *row = SECTION(w->words, METADATA);
		struct text language;
		SET(row, LABEL, property_title(&w->ui->names, p, &language));
		SET_LANGUAGE(row, LABEL, language);
		if (p == DATASET_keywords || p == SERVICE_keywords) {
			add_keywords(w, row, first, n);
			continue;
		}
		for (size_t k = 0; k < n; k++)
			if (is_shown(w, first, n, &first[k]))
				add_value(w, row, &first[k]);
	}
}
