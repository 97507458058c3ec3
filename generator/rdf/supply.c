/*
 * What nobody writes and what follows from the rest: each a function of the resource at hand, whose
 * IRI is in w->subject. Which profile gets which is said in dcat/profiles.def.
 */
#include "catalog/series_order.h"
#include "rdf/recommended.h"
#include "rdf/walk.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct name *
term(const struct walk *w, enum term t)
{
	return &w->rdf->names->terms[t];
}

static const struct name *
property(const struct walk *w, enum property_id p)
{
	return &w->rdf->names->properties[p];
}

/* --- catalogue --------------------------------------------------------------------------------- */

static void
portal_homepage(struct walk *w, const struct resource *catalog)
{
	struct text base_url = w->rdf->catalog->settings->base_url;

	if (resource_has(catalog, CATALOG_homepage))
		return;
	used_external(w->used, base_url, EXTERNAL_DOCUMENT);
	walk_link(w, property(w, CATALOG_homepage), base_url);
}

static void
theme_taxonomy(struct walk *w, const struct resource *catalog)
{
	struct text scheme = text_of(code_list_facts[LIST_data_theme].scheme);

	if (resource_has(catalog, CATALOG_theme_taxonomy))
		return;
	used_external(w->used, scheme, EXTERNAL_TAXONOMY);
	walk_link(w, property(w, CATALOG_theme_taxonomy), scheme);
}

static void
profile_iri(struct walk *w, const struct resource *catalog)
{
	struct text iri = text_of(profiles[w->rdf->profile].iri);

	if (resource_has(catalog, CATALOG_conforms_to))
		return;
	used_external(w->used, iri, EXTERNAL_STANDARD);
	walk_link(w, property(w, CATALOG_conforms_to), iri);
}

/* --- datasets ---------------------------------------------------------------------------------- */

/* The identifier of a dataset is its IRI, unless it came with one from elsewhere (K25). */
static void
own_identifier(struct walk *w, const struct resource *dataset)
{
	if (!resource_has(dataset, DATASET_identifier))
		walk_literal(w, property(w, DATASET_identifier), buf_view(&w->subject), T(""), NULL);
}

/* Where no other page shows it, the portal's does. */
static void
own_page(struct walk *w, const struct resource *dataset)
{
	if (resource_has(dataset, DATASET_landing_page))
		return;
	w->iri.n = 0;
	buf_text(&w->iri, buf_view(&w->subject));
	buf_text(&w->iri, T(".html"));
	used_external_copy(w->used, buf_view(&w->iri), EXTERNAL_DOCUMENT);
	walk_link(w, property(w, DATASET_landing_page), buf_view(&w->iri));
}

static void
series_ends(struct walk *w, const struct resource *series)
{
	const struct resource *first = series_first(w->rdf->series, series);

	if (!first)
		return;
	walk_link_resource(w, term(w, DCAT_FIRST), first);
	walk_link_resource(w, term(w, DCAT_LAST), series_last(w->rdf->series, series));
}

static void
series_previous_of(struct walk *w, const struct resource *dataset)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_series, &n);

	for (; n--; v++) {
		const struct resource *previous =
		    v->resource ? series_previous(w->rdf->series, v->resource, dataset) : NULL;
		if (previous)
			walk_link_resource(w, term(w, DCAT_PREV), previous);
	}
}

/* --- agents ------------------------------------------------------------------------------------- */

static void
parent_organization(struct walk *w, const struct resource *agent)
{
	const struct value *whole = resource_value(agent, AGENT_part_of);

	if (whole && whole->resource && !(whole->flags & VALUE_INVALID))
		walk_link_resource(w, term(w, ORG_SUB_ORGANIZATION_OF), whole->resource);
}

/* --- distributions ------------------------------------------------------------------------------ */

static void
rights_iri(struct walk *w)
{
	w->iri.n = 0;
	buf_text(&w->iri, buf_view(&w->subject));
	buf_text(&w->iri, T("-attribution"));
}

static bool
has_attribution(const struct resource *distribution)
{
	size_t n;
	const struct value *v = resource_values(distribution, DISTRIBUTION_attribution, &n);

	while (n && v->flags & VALUE_INVALID)
		n--, v++;
	return n > 0;
}

static void
attribution_as_rights(struct walk *w, const struct resource *distribution)
{
	if (!has_attribution(distribution))
		return;
	rights_iri(w);
	walk_link(w, property(w, DISTRIBUTION_rights), buf_view(&w->iri));
}

void
supply_rights(struct walk *w, const struct resource *distribution)
{
	size_t n;
	const struct value *v = resource_values(distribution, DISTRIBUTION_attribution, &n);

	if (!has_attribution(distribution) ||
	    !statements_supply(w->rdf->statements, CLASS_DISTRIBUTION, ATTRIBUTION_AS_RIGHTS))
		return;
	rights_iri(w);
	walk_subject(w, buf_view(&w->iri), (const struct name *[]){ term(w, DCT_RIGHTS_STATEMENT) }, 1);
	for (; n--; v++) {
		struct text language = w->rdf->catalog->languages[v->language];
		if (v->flags & VALUE_INVALID)
			continue;
		w->text.n = 0;
		buf_str(&w->text, text_equal(language, T("de")) ? "Namensnennung: " :
			text_equal(language, T("en")) ? "Attribution: " : "");
		buf_text(&w->text, v->text);
		walk_literal(w, property(w, RIGHTS_STATEMENT_label), buf_view(&w->text), language, NULL);
	}
	walk_end(w);
}

/* --- places -------------------------------------------------------------------------------------- */

static const struct value *
good_value(const struct resource *location, enum property_id p)
{
	const struct value *v = resource_value(location, p);

	return v && !(v->flags & VALUE_INVALID) ? v : NULL;
}

/* The IRI of the place is in w->subject; its geometry is a node: locn:geometry must not be a literal. */
static void
geometry_iri(struct walk *w)
{
	w->iri.n = 0;
	buf_text(&w->iri, buf_view(&w->subject));
	buf_text(&w->iri, T("-geometry"));
}

static void
geometry_node(struct walk *w, const struct resource *location)
{
	if (!good_value(location, LOCATION_geometry))
		return;
	geometry_iri(w);
	walk_link(w, term(w, LOCN_GEOMETRY), buf_view(&w->iri));
}

/* DCAT-AP 2 wants it the other way. */
static void
geometry_literal(struct walk *w, const struct resource *location)
{
	const struct value *wkt = good_value(location, LOCATION_geometry);

	if (wkt)
		walk_literal(w, term(w, LOCN_GEOMETRY), wkt->text, T(""), term(w, GSP_WKT_LITERAL));
}

void
supply_geometry(struct walk *w, const struct resource *location)
{
	const struct value *wkt = good_value(location, LOCATION_geometry);

	if (!wkt || !statements_supply(w->rdf->statements, CLASS_LOCATION, GEOMETRY_NODE))
		return;
	geometry_iri(w);
	walk_subject(w, buf_view(&w->iri), (const struct name *[]){ term(w, LOCN_GEOMETRY_CLASS) }, 1);
	walk_literal(w, term(w, GSP_AS_WKT), wkt->text, T(""), term(w, GSP_WKT_LITERAL));
	walk_end(w);
}

/* "POLYGON((w s,e s,e n,w n,w s))" → w, s, e, n. */
static bool
read_box(struct text wkt, double box[4])
{
	char copy[256];
	double numbers[6];

	if (wkt.n >= sizeof copy)
		return false;
	memcpy(copy, wkt.s, wkt.n);
	copy[wkt.n] = '\0';
	char *at = strchr(copy, '(');
	for (size_t i = 0; at && i < 6; i++) {
		char *end;
		at += strspn(at, "(, ");
		numbers[i] = strtod(at, &end);
		at = end == at ? NULL : end;
	}
	if (!at)
		return false;
	memcpy(box, (double[]){ numbers[0], numbers[1], numbers[4], numbers[5] }, 4 * sizeof *box);
	return box[0] <= box[2] && box[1] <= box[3];
}

/* A ten-thousandth of a degree is some metres. */
static int
print_degrees(char *out, size_t size, double degrees)
{
	double rounded = round(degrees * 1e4) / 1e4;

	return snprintf(out, size, "%.10g", rounded == 0 ? 0.0 : rounded);
}

static void
centre_of_bbox(struct walk *w, const struct resource *location)
{
	const struct value *bbox = good_value(location, LOCATION_bbox);
	double box[4];
	char x[32], y[32], wkt[80];

	if (!bbox || resource_has(location, LOCATION_centroid) || !read_box(bbox->text, box))
		return;
	print_degrees(x, sizeof x, (box[0] + box[2]) / 2);
	print_degrees(y, sizeof y, (box[1] + box[3]) / 2);
	snprintf(wkt, sizeof wkt, "POINT(%s %s)", x, y);
	walk_literal(w, property(w, LOCATION_centroid), text_of(wkt), T(""), term(w, GSP_WKT_LITERAL));
}

void
supply(struct walk *w, const struct resource *r, enum profile_supply what)
{
	static void (*const ways[])(struct walk *w, const struct resource *r) = {
		[OWN_IDENTIFIER]        = own_identifier,
		[PORTAL_HOMEPAGE]       = portal_homepage,
		[THEME_TAXONOMY]        = theme_taxonomy,
		[PROFILE_IRI]           = profile_iri,
		[OWN_PAGE]              = own_page,
		[SERIES_ENDS]           = series_ends,
		[SERIES_PREVIOUS]       = series_previous_of,
		[PARENT_ORGANIZATION]   = parent_organization,
		[GEOMETRY_NODE]         = geometry_node,
		[GEOMETRY_LITERAL]      = geometry_literal,
		[CENTRE_OF_BBOX]        = centre_of_bbox,
		[COUNTRY_OF_KEYS]       = country_of_keys,
		[DISTRIBUTION_IN_WORDS] = distribution_in_words,
		[END_OF_OPEN_PERIOD]    = end_of_open_period,
		[OWN_FEEDS]             = link_own_feeds,
		[ATTRIBUTION_AS_RIGHTS] = attribution_as_rights,
	};

	ways[what](w, r);
}
