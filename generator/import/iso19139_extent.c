/*
 * Where and when, how exactly, by which rules and from where.
 */
#include "import/iso19139_record.h"

#include <stdlib.h>

/* --- space and time ------------------------------------------------------------------------------------- */

static bool
degrees(struct text t, double *value)
{
	char copy[40], *end;

	if (t.n == 0 || t.n >= sizeof copy)
		return false;
	memcpy(copy, t.s, t.n);
	copy[t.n] = '\0';
	*value = strtod(copy, &end);
	return *end == '\0' && *value >= -180 && *value <= 180;
}

static void
add_box(struct iso_records *r, const struct record *m, struct draft *d, enum property_id spatial,
    const struct xml_element *e)
{
	static const char *const names[] = { "westBoundLongitude", "southBoundLatitude", "eastBoundLongitude",
		"northBoundLatitude" };
	struct text t[4], swapped;
	double x[4];

	for (size_t i = 0; i < 4; i++) {
		t[i] = iso_words_at(r, e, names[i]);
		if (!degrees(t[i], &x[i])) {
			import_lost(
			    r->import, iso_place(m, e), e->name, t[i].n ? t[i] : text_of(names[i]), LOCATION_bbox);
			return;
		}
	}
	struct text written = arena_printf(
	    r->arena, "%.*s, %.*s, %.*s, %.*s", TEXT_ARG(t[0]), TEXT_ARG(t[1]), TEXT_ARG(t[2]), TEXT_ARG(t[3]));
	/* West of the east, south of the north: each pair can only have been exchanged. */
	for (size_t i = 0; i < 2; i++)
		if (x[i] > x[i + 2]) {
			swapped = t[i];
			t[i] = t[i + 2];
			t[i + 2] = swapped;
		}
	struct text box = arena_printf(
	    r->arena, "%.*s, %.*s, %.*s, %.*s", TEXT_ARG(t[0]), TEXT_ARG(t[1]), TEXT_ARG(t[2]), TEXT_ARG(t[3]));
	bool is_point = !(x[0] < x[2]) && !(x[0] > x[2]) && !(x[1] < x[3]) && !(x[1] > x[3]);
	if (is_point) {
		draft_add(draft_part(d, spatial), LOCATION_centroid,
		    arena_printf(r->arena, "%.*s, %.*s", TEXT_ARG(t[0]), TEXT_ARG(t[1])));
		return;
	}
	draft_add(draft_part(d, spatial), LOCATION_bbox, box);
	if (!text_equal(box, written))
		import_changed(r->import, iso_place(m, e), T("EX_GeographicBoundingBox"), written, box);
}

static void
add_named_place(struct iso_records *r, const struct record *m, struct draft *d, enum property_id spatial,
    const struct xml_element *e)
{
	struct text href = T(""), word = iso_words(e, &href);
	size_t n_digits = 0;

	while (n_digits < word.n && word.s[n_digits] >= '0' && word.s[n_digits] <= '9')
		n_digits++;
	if (word.n == 0 && href.n == 0)
		return;
	struct draft *place = draft_part(d, spatial);
	if (href.n)
		dcat_value_add(&r->values, place, LOCATION_uri, iso_found(r, m, e, href));
	else if (n_digits == word.n && n_digits == 8)
		draft_add(place, LOCATION_ags, word);
	else if (n_digits == word.n && n_digits == 12)
		draft_add(place, LOCATION_ars, word);
	else
		iso_add_text(r, m, place, LOCATION_name, e);
}

static struct text
moment(struct iso_records *r, const struct xml_element *e)
{
	return e ? dcat_value_date(&r->values, e->text) : T("");
}

static void
add_period(struct iso_records *r, const struct record *m, struct draft *d, enum property_id temporal,
    const struct xml_element *e)
{
	const struct xml_element *instant = iso_one(r, e, "timePosition");
	struct text from = moment(r, instant ? instant : iso_one(r, e, "beginPosition"));
	struct text to = moment(r, instant ? instant : iso_one(r, e, "endPosition"));

	if (!instant && !from.n)
		from = moment(r, iso_one(r, e, "begin/*/timePosition"));
	if (!instant && !to.n)
		to = moment(r, iso_one(r, e, "end/*/timePosition"));
	if (from.n == 0 && to.n == 0) {
		import_lost(r->import, iso_place(m, e), e->name, iso_words(e, NULL), temporal);
		return;
	}
	struct draft *period = draft_part(d, temporal);
	draft_add(period, PERIOD_from, from);
	draft_add(period, PERIOD_to, to);
}

void
iso_add_extents(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id spatial = iso_property(d, DATASET_spatial), temporal = iso_property(d, DATASET_temporal);

	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/extent/*"); h; h = h->next) {
		for (const struct hit *g = iso_all(r, h->element, "geographicElement/EX_GeographicBoundingBox"); g;
		     g = g->next)
			add_box(r, m, d, spatial, g->element);
		for (const struct hit *g = iso_all(
			 r, h->element, "geographicElement/EX_GeographicDescription/geographicIdentifier/*/code");
		     g; g = g->next)
			add_named_place(r, m, d, spatial, g->element);
		for (const struct hit *t = iso_all(r, h->element, "temporalElement/*/extent/*"); t; t = t->next)
			add_period(r, m, d, temporal, t->element);
	}
}

void
iso_add_resolution(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id metres = iso_property(d, DATASET_spatial_resolution),
			 scale = iso_property(d, DATASET_spatial_resolution_text);

	for (const struct hit *h =
		 iso_all(r, m->metadata, "identificationInfo/*/spatialResolution/*/equivalentScale/*/denominator");
	     h && scale < N_PROPERTIES; h = h->next)
		if (iso_words(h->element, NULL).n)
			draft_add(d, scale, arena_printf(r->arena, "1:%.*s", TEXT_ARG(iso_words(h->element, NULL))));
	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/spatialResolution/*/distance/*");
	     h && metres < N_PROPERTIES; h = h->next) {
		const struct text *unit = xml_attribute_of(h->element, "", "uom");
		struct text u = unit ? *unit : T("m");
		if (text_equal_nocase(u, T("m")) || text_ends(u, T("#m")) || text_ends(u, T("::9001")) ||
		    text_starts(u, T("met")))
			dcat_value_add(&r->values, d, metres, iso_found(r, m, h->element, h->element->text));
		else if (scale < N_PROPERTIES)
			draft_add(
			    d, scale, arena_printf(r->arena, "%.*s %.*s", TEXT_ARG(h->element->text), TEXT_ARG(u)));
	}
}

void
iso_add_dates(struct iso_records *r, const struct record *m, struct draft *d)
{
	static const struct {
		const char *type;
		enum property_id property;
	} types[] = {
		{ "creation",    DATASET_created },
		{ "publication", DATASET_issued },
		{ "revision",    DATASET_modified },
	};

	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/citation/*/date/*"); h;
	     h = h->next) {
		struct text type = iso_words_at(r, h->element, "dateType");
		const struct xml_element *date = iso_one(r, h->element, "date");
		for (size_t i = 0; date && i < sizeof types / sizeof types[0]; i++)
			if (text_equal(type, text_of(types[i].type)))
				iso_add_value(r, m, d, iso_property(d, types[i].property), date);
	}
}

/* --- what it conforms to, where it comes from -------------------------------------------------------------- */

/* INSPIRE's regulations by their numbers, which every language of a title holds. */
static struct text
regulation(struct text title)
{
	if (text_find(title, T("1089/2010")) < title.n)
		return T("http://data.europa.eu/eli/reg/2010/1089");
	if (text_find(title, T("976/2009")) < title.n)
		return T("http://data.europa.eu/eli/reg/2009/976");
	if (text_find(title, T("1205/2008")) < title.n)
		return T("http://data.europa.eu/eli/reg/2008/1205");
	return T("");
}

void
iso_add_quality(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id conforms = iso_property(d, DATASET_conforms_to),
			 provenance = iso_property(d, DATASET_provenance);

	for (const struct hit *h = iso_all(r, m->metadata, "dataQualityInfo/*/report/*/result/*"); h; h = h->next) {
		const struct xml_element *title = iso_one(r, h->element, "specification/*/title");
		struct text href = T(""), word = iso_words(title, &href);
		struct text iri = href.n ? href : regulation(word);
		if (!title || !text_equal(iso_words_at(r, h->element, "pass"), T("true")))
			continue;
		if (iri.n)
			dcat_value_add(&r->values, d, conforms, iso_found(r, m, title, iri));
		else
			import_unmapped(r->import, iso_place(m, title), T("specification"), word);
	}
	for (const struct hit *h = iso_all(r, m->metadata, "dataQualityInfo/*/lineage/*/statement"); h; h = h->next)
		if (iso_words(h->element, NULL).n)
			iso_add_text(r, m, draft_part(d, provenance), PROVENANCE_label, h->element);
}
