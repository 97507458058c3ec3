#include "rdf/recommended.h"

#include "catalog/series_order.h"

static const struct name *
property(const struct walk *w, enum property_id p)
{
	return &w->rdf->names->properties[p];
}

static const struct value *
good_value(const struct resource *r, enum property_id p)
{
	const struct value *v = resource_value(r, p);

	return v && !(v->flags & VALUE_INVALID) ? v : NULL;
}

static void
in_words(struct walk *w, enum property_id p, struct text german, struct text english)
{
	walk_literal(w, property(w, p), german, T("de"), NULL);
	walk_literal(w, property(w, p), english, T("en"), NULL);
}

/* --- places ------------------------------------------------------------------------------------- */

static const enum code_list lists_of_places[] = { LIST_place, LIST_country, LIST_continent };
enum { N_LISTS_OF_PLACES = sizeof lists_of_places / sizeof lists_of_places[0] };

static bool
is_in(struct text iri, enum code_list list)
{
	struct text scheme = text_of(code_list_facts[list].scheme);

	return text_starts(iri, scheme) && iri.n > scheme.n + 1 && iri.s[scheme.n] == '/';
}

bool
is_managed_place(struct text iri)
{
	for (size_t i = 0; i < N_LISTS_OF_PLACES; i++)
		if (is_in(iri, lists_of_places[i]))
			return true;
	return text_starts(iri, T("https://sws.geonames.org/")) || text_starts(iri, T("http://sws.geonames.org/"));
}

/* Whatever has a German key lies in Germany: more is not known where nobody named the place. */
void
country_of_keys(struct walk *w, const struct resource *r)
{
	static const enum property_id rows[] = { CATALOG_spatial, DATASET_spatial, SERIES_spatial };
	const struct name *predicate = property(w, DATASET_spatial);
	bool has_key = false;

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		size_t n = 0;
		const struct value *v =
		    properties[rows[i]].class == r->class ? resource_values(r, rows[i], &n) : NULL;
		for (; n--; v++) {
			if (!v->resource || v->flags & VALUE_INVALID)
				continue;
			if (is_managed_place(v->resource->iri))
				return;
			has_key |= good_value(v->resource, LOCATION_ags) || good_value(v->resource, LOCATION_ars) ||
			    text_starts(v->resource->iri, T("http://dcat-ap.de/def/politicalGeocoding/"));
		}
	}
	const struct concept *germany =
	    has_key ? code_lists_find(w->rdf->catalog->lists, LIST_country, T("DEU")) : NULL;
	if (germany) {
		used_external(w->used, text_of(germany->iri), EXTERNAL_PLACE);
		walk_link(w, predicate, text_of(germany->iri));
	}
}

/* The place of the catalogue itself. A dataset may draw another box around the same place, and two
 * boxes would contradict each other. */
static const struct resource *
extent_of(const struct walk *w, struct text iri)
{
	const struct resource *self = w->rdf->catalog->self;
	size_t n;
	const struct value *v = resource_values(self, CATALOG_spatial, &n);

	for (; n--; v++)
		if (v->resource && !(v->flags & VALUE_INVALID) && text_equal(resource_text(v->resource, LOCATION_uri), iri) &&
		    good_value(v->resource, LOCATION_bbox))
			return v->resource;
	return NULL;
}

void
describe_place(struct walk *w, struct text iri)
{
	for (size_t i = 0; i < N_LISTS_OF_PLACES; i++) {
		const struct concept *c = is_in(iri, lists_of_places[i]) ?
		    code_lists_find(w->rdf->catalog->lists, lists_of_places[i], iri) : NULL;
		if (c)
			in_words(w, LOCATION_name, text_of(c->de), text_of(c->en));
	}
	const struct resource *place = extent_of(w, iri);
	if (!place || !statements_supply(w->rdf->statements, CLASS_LOCATION, CENTRE_OF_BBOX))
		return;
	walk_literal(w, property(w, LOCATION_bbox), good_value(place, LOCATION_bbox)->text, T(""),
	    &w->rdf->names->terms[GSP_WKT_LITERAL]);
	if (good_value(place, LOCATION_centroid))
		walk_literal(w, property(w, LOCATION_centroid), good_value(place, LOCATION_centroid)->text, T(""),
		    &w->rdf->names->terms[GSP_WKT_LITERAL]);
	else
		supply(w, place, CENTRE_OF_BBOX);
}

/* --- distributions ------------------------------------------------------------------------------ */

static void
one_description(struct walk *w, const struct value *title, const struct concept *format, bool german)
{
	w->text.n = 0;
	if (format)
		buf_printf(&w->text, german ? "Der Datensatz „%.*s“ als %.*s." : "The dataset “%.*s” as %.*s.",
		    TEXT_ARG(title->text), TEXT_ARG(concept_label(format, german)));
	else
		buf_printf(&w->text, german ? "Zugang zum Datensatz „%.*s“." : "Access to the dataset “%.*s”.",
		    TEXT_ARG(title->text));
	walk_literal(w, property(w, DISTRIBUTION_description), buf_view(&w->text),
	    german ? T("de") : T("en"), NULL);
}

/* Which dataset this is, and in what form: the title of a distribution is often just "CSV". */
void
distribution_in_words(struct walk *w, const struct resource *distribution)
{
	const struct catalog *c = w->rdf->catalog;
	size_t n;

	if (resource_has(distribution, DISTRIBUTION_description) || !distribution->owner ||
	    distribution->owner->class != CLASS_DATASET)
		return;
	const struct concept *format = resource_concept(distribution, DISTRIBUTION_format);
	const struct value *title = resource_values(distribution->owner, DATASET_title, &n);
	for (; n--; title++) {
		struct text language = c->languages[title->language];
		if (!(title->flags & VALUE_INVALID) && (text_equal(language, T("de")) || text_equal(language, T("en"))))
			one_description(w, title, format, text_equal(language, T("de")));
	}
}

/* --- periods ------------------------------------------------------------------------------------ */

static struct text
last_change(const struct walk *w, const struct resource *owner)
{
	const struct resource *last;
	struct text modified;

	switch (owner->class) {
	case CLASS_DATASET: return resource_text(owner, DATASET_modified);
	case CLASS_CATALOG: return resource_text(owner, CATALOG_modified);
	case CLASS_SERVICE: return resource_text(owner, SERVICE_modified);
	case CLASS_SERIES:
		modified = resource_text(owner, SERIES_modified);
		last = series_last(w->rdf->series, owner);
		return modified.n || !last ? modified : resource_text(last, DATASET_modified);
	default: return T("");
	}
}

/* Data that go on reach to the day they were last changed. */
void
end_of_open_period(struct walk *w, const struct resource *period)
{
	struct text end;

	if (resource_has(period, PERIOD_to) || !resource_has(period, PERIOD_from) || !period->owner)
		return;
	end = last_change(w, period->owner);
	if (end.n && text_compare(resource_text(period, PERIOD_from), end) <= 0)
		walk_date(w, property(w, PERIOD_to), end);
}

/* --- feeds as distributions ---------------------------------------------------------------------- */

static const struct {
	enum syntax syntax;
	const char *file_type;
} feeds[] = {
	{ RDFXML, "RDF_XML" },
	{ TURTLE, "RDF_TURTLE" },
	{ JSONLD, "JSON_LD" },
};
enum { N_FEEDS = sizeof feeds / sizeof feeds[0] };

/* "…/series/wahlen#feed-rdf" */
static struct text
feed_iri(struct walk *w, const struct resource *r, size_t i)
{
	w->iri.n = 0;
	catalog_iri(&w->iri, w->rdf->catalog, r);
	buf_printf(&w->iri, "#feed-%s", syntaxes[feeds[i].syntax].extension);
	return buf_view(&w->iri);
}

void
link_own_feeds(struct walk *w, const struct resource *r)
{
	for (size_t i = 0; i < N_FEEDS; i++)
		walk_link(w, &w->rdf->names->terms[DCAT_DISTRIBUTION], feed_iri(w, r, i));
}

static void
link_concept(struct walk *w, enum property_id p, enum code_list list, struct text code)
{
	const struct concept *c = code_lists_find(w->rdf->catalog->lists, list, code);

	if (c && c->iri)
		walk_link(w, property(w, p), walk_use_concept(w, c));
}

static void
describe_own_feed(struct walk *w, const struct resource *r, size_t i)
{
	const struct syntax_facts *syntax = &syntaxes[feeds[i].syntax];
	const struct concept *license = resource_concept(w->rdf->catalog->self, CATALOG_license);
	bool is_catalog = r->class == CLASS_CATALOG;
	struct buf address = { 0 };

	catalog_iri(&address, w->rdf->catalog, r);
	buf_printf(&address, ".%s", syntax->extension);
	walk_subject(w, feed_iri(w, r, i), (const struct name *[]){ &w->rdf->names->classes[CLASS_DISTRIBUTION] }, 1);
	walk_literal(w, property(w, DISTRIBUTION_title), text_of(syntax->label), T(""), NULL);
	in_words(w, DISTRIBUTION_description,
	    is_catalog ? T("Die Beschreibungen aller Datensätze, maschinenlesbar.") :
			 T("Die Beschreibung der Reihe und ihrer Datensätze, maschinenlesbar."),
	    is_catalog ? T("The descriptions of all datasets, machine-readable.") :
			 T("The description of the series and its datasets, machine-readable."));
	walk_link(w, property(w, DISTRIBUTION_access_url), buf_view(&address));
	walk_link(w, property(w, DISTRIBUTION_download_url), buf_view(&address));
	link_concept(w, DISTRIBUTION_format, LIST_file_type, text_of(feeds[i].file_type));
	link_concept(w, DISTRIBUTION_media_type, LIST_media_type, text_of(syntax->media_type));
	if (license && license->iri)
		walk_link(w, property(w, DISTRIBUTION_license), walk_use_concept(w, license));
	link_concept(w, DISTRIBUTION_availability, LIST_planned_availability, T("STABLE"));
	walk_end(w);
	buf_free(&address);
}

void
describe_own_feeds(struct walk *w, const struct resource *r)
{
	if (statements_supply(w->rdf->statements, r->class, OWN_FEEDS))
		for (size_t i = 0; i < N_FEEDS; i++)
			describe_own_feed(w, r, i);
}
