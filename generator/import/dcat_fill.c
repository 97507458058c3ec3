/*
 * From a node of a feed to an entry and its parts, by the predicates of the property table.
 */
#include "import/dcat_feed.h"

#include "catalog/reader.h"

enum { MAX_NESTING = 8 };

/* --- words about a node --------------------------------------------------------------------------- */

static struct found
found(struct dcat_feed *f, const struct graph_value *v)
{
	return (struct found){ .field = graph_short(f->arena, v->predicate), .text = v->text, .language = v->language,
		.at = v->at };
}

static void
unmapped(struct dcat_feed *f, const struct graph_value *v)
{
	if (!dcat_follows(&f->names, v->predicate))
		import_unmapped(
		    f->import, v->at, graph_short(f->arena, v->predicate), v->text.n ? v->text : T("[ ]"));
}

/* The words by which a node says what it is, where its IRI does not. */
static const struct graph_value *
label(const struct graph_node *n)
{
	static const char *const names[] = { "rdf:value", "rdfs:label", "skos:prefLabel", "skos:notation",
		"dct:title", "foaf:name", "vcard:hasValue", "dct:identifier", "foaf:page" };
	const struct graph_value *v = NULL;

	for (size_t i = 0; n && !v && i < sizeof names / sizeof names[0]; i++)
		v = graph_value(n, names[i], NULL);
	return v;
}

static struct text
last_part(struct text iri)
{
	while (iri.n && iri.s[iri.n - 1] == '/')
		iri.n--;
	iri = text_slice(iri, 0, text_find_char(iri, '?'));
	size_t start = iri.n;
	while (start && iri.s[start - 1] != '/' && iri.s[start - 1] != '#' && iri.s[start - 1] != ':')
		start--;
	return text_slice(iri, start, iri.n);
}

/* A number, a UUID, a digest: nothing to call a page by. */
static bool
is_mere_number(struct text t)
{
	size_t n_digits = 0, n_hex = 0, n_signs = 0;

	for (size_t i = 0; i < t.n; i++) {
		bool is_digit = t.s[i] >= '0' && t.s[i] <= '9';
		n_digits += is_digit;
		n_hex += is_digit || (t.s[i] >= 'a' && t.s[i] <= 'f') || (t.s[i] >= 'A' && t.s[i] <= 'F');
		n_signs += t.s[i] == '-' || t.s[i] == '_' || t.s[i] == '{' || t.s[i] == '}';
	}
	return n_digits + n_signs == t.n || (n_hex + n_signs == t.n && n_hex >= 20 && n_digits > 0);
}

/* What an entry's id is made from. */
struct text
dcat_name(struct dcat_feed *f, const struct graph_node *n, const char *title_predicate)
{
	struct text name = last_part(n->iri);
	const struct graph_value *title = NULL;

	if (name.n && !is_mere_number(name))
		return name;
	/* The title in the catalogue's language, else the first. */
	for (const struct graph_value *v = graph_value(n, title_predicate, NULL); v;
	     v = graph_value(n, title_predicate, v))
		if (!title || (dcat_value_language(&f->values, title->language).n &&
				  !dcat_value_language(&f->values, v->language).n))
			title = v;
	return title ? title->text : name;
}

struct text
dcat_source_id(const struct graph_node *n)
{
	const struct graph_value *id = n->iri.n ? NULL : graph_value(n, "dct:identifier", NULL);

	return n->iri.n ? n->iri : id ? id->text : T("");
}

/* --- filling ------------------------------------------------------------------------------------- */

/* The name in the catalogue's language, else the first. */
static struct text
agent_name(struct dcat_feed *f, const struct graph_node *n, bool *is_translated)
{
	const struct graph_value *best = NULL;

	*is_translated = false;
	for (const struct graph_value *v = n->first; v; v = v->next) {
		if (dcat_property(&f->names, CLASS_AGENT, v->predicate) != AGENT_name || v->node)
			continue;
		if (!best || (dcat_value_language(&f->values, best->language).n &&
				 !dcat_value_language(&f->values, v->language).n))
			best = v;
	}
	if (best)
		*is_translated = dcat_value_language(&f->values, best->language).n > 0;
	return best ? best->text : T("");
}

/* The id of the agent that a value names; its IRI when nothing more is said of it. */
struct text
dcat_agent(struct dcat_feed *f, const struct graph_value *v, unsigned depth)
{
	struct draft *fresh = NULL;
	bool is_translated = false;

	if (!v->node)
		return import_agent(f->import, T(""), v->text, T(""), &fresh);
	struct graph_node *n = (struct graph_node *)(uintptr_t)v->node;
	struct text name = agent_name(f, n, &is_translated);
	if (name.n == 0)
		return dcat_value_iri(&f->values, n->iri, false);
	struct text slug = last_part(n->iri);
	if (is_mere_number(slug))
		slug = T("");
	struct text id = import_agent(f->import, n->iri, name, slug, &fresh);
	if (fresh) {

		table_set(&f->agents, fresh->id, fresh);
		if (is_translated)
			draft_remove(fresh, AGENT_name);
	}
	struct draft *d = table_get(&f->agents, id);
	if (d && !n->is_open && depth < MAX_NESTING) {
		bool was_quiet = f->values.is_quiet;
		n->is_open = true; /* once is enough */
		f->values.is_quiet = was_quiet || !fresh;
		dcat_fill(f, d, n, depth + 1);
		f->values.is_quiet = was_quiet;
	}
	return id;
}

static void
lost(struct dcat_feed *f, const struct graph_value *v, enum property_id p)
{
	if (!f->values.is_quiet)
		import_lost(f->import, v->at, graph_short(f->arena, v->predicate), v->text.n ? v->text : T("[ ]"), p);
}

static void
reference(struct dcat_feed *f, struct draft *d, enum property_id p, const struct graph_value *v, unsigned depth)
{
	enum class target = (enum class)properties[p].target;
	struct text id = target == CLASS_AGENT ? dcat_agent(f, v, depth) :
	    import_id(f->import, target, v->node ? dcat_source_id(v->node) : v->text);

	if (id.n == 0)
		id = dcat_value_iri(&f->values, v->text, false);
	if (id.n == 0 || !draft_add(d, p, id))
		lost(f, v, p);
}

/* "…/politicalGeocoding/municipalityKey/14713000": the key of a place as a steward writes it. */
static bool
place_key(struct draft *place, struct text iri)
{
	static const struct {
		const char *kind;
		enum property_id property;
	} kinds[] = {
		{ "municipalityKey/", LOCATION_ags },
		{ "regionalKey/",     LOCATION_ars },
	};
	struct text mark = T("dcat-ap.de/def/politicalGeocoding/");
	size_t at = text_find(iri, mark);
	struct text key = text_slice(iri, at + mark.n, iri.n);

	if (at == iri.n)
		return false;
	for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
		if (text_starts(key, text_of(kinds[i].kind)))
			return draft_add(place, kinds[i].property, text_slice(key, strlen(kinds[i].kind), key.n));
	return draft_add(place, LOCATION_uri,
	    arena_printf(place->arena, "http://dcat-ap.de/def/politicalGeocoding/%.*s", TEXT_ARG(key)));
}

static bool
has_key(const struct draft *d, enum property_id spatial, enum property_id key, struct text text)
{
	for (const struct draft_value *v = draft_value(d, spatial); v; v = draft_next(v))
		if (v->part && text_equal(draft_text(v->part, key), text))
			return true;
	return false;
}

/* politicalGeocodingURI follows from the keys of the places (dcat/dcat.def), so each becomes one, behind those
 * of dct:spatial. */
void
dcat_political_geocoding(struct dcat_feed *f, struct draft *d, const struct graph_node *n)
{
	const struct graph_value *v = NULL;

	while ((v = graph_value(n, "dcatde:politicalGeocodingURI", v))) {
		struct draft *place = draft_new(f->arena, CLASS_LOCATION, v->at);
		if (!place_key(place, v->text)) {
			dcat_value_add(&f->values, d, DATASET_political_geocoding, found(f, v));
			continue;
		}
		const struct draft_value *key = place->first;
		if (!has_key(d, DATASET_spatial, key->property, key->text))
			draft_add(draft_part(d, DATASET_spatial), key->property, key->text);
	}
}

/* A node that stands for a place elsewhere, and not one of the feed's own with a geometry. */
static bool
is_foreign_place(const struct graph_node *n)
{
	for (const struct graph_value *v = n->first; v; v = v->next)
		if (text_ends(v->predicate, T("#bbox")) || text_ends(v->predicate, T("#centroid")) ||
		    text_ends(v->predicate, T("#geometry")))
			return false;
	return n->iri.n > 0 && text_find_char(n->iri, '#') == n->iri.n;
}

static bool
geometry(struct dcat_feed *f, struct draft *place, const struct graph_value *v)
{
	const struct graph_value *wkt = v->node ? graph_value(v->node, "gsp:asWKT", NULL) : v;
	struct text as_wkt, box;

	if (v->node && !wkt)
		wkt = graph_value(v->node, "gsp:asGeoJSON", NULL);
	if (!wkt)
		return false;
	box = dcat_value_box(&f->values, wkt->text, &as_wkt);
	if (v->node && as_wkt.n && text_find(v->text, T("-geometry")) < v->text.n)
		return draft_add(place, LOCATION_geometry, as_wkt); /* one of ours: it has its box beside it */
	/* The same geometry may stand there as WKT, GeoJSON and GML. */
	if (draft_has(place, LOCATION_bbox) || draft_has(place, LOCATION_geometry))
		return true;
	return draft_add(place, box.n ? LOCATION_bbox : LOCATION_geometry, box.n ? box : as_wkt) &&
	       (box.n || as_wkt.n);
}

/* time:hasBeginning and others that put a moment into a node of its own. */
static bool
moment(struct dcat_feed *f, struct draft *period, const struct graph_value *v)
{
	bool is_end = text_ends(v->predicate, T("hasEnd"));

	if (!v->node || (!is_end && !text_ends(v->predicate, T("hasBeginning"))))
		return false;
	for (const struct graph_value *inner = v->node->first; inner; inner = inner->next)
		if (!inner->node && text_find(inner->predicate, T("2006/time#inXSD")) < inner->predicate.n) {
			if (!draft_has(period, is_end ? PERIOD_to : PERIOD_from))
				dcat_value_add(&f->values, period, is_end ? PERIOD_to : PERIOD_from, found(f, inner));
			return true;
		}
	return false;
}

/* A part that is no node, or of which nothing is said. */
static bool
bare_part(struct dcat_feed *f, struct draft *d, enum property_id p, const struct graph_value *v)
{
	enum class class = (enum class)properties[p].target;
	struct draft *part = draft_part(d, p);
	struct found word = found(f, v);

	part->at = v->at;
	switch (class) {
	case CLASS_LOCATION:
		if (!v->node)
			return dcat_value_add(&f->values, part, LOCATION_name, word);
		return place_key(part, v->text) || dcat_value_add(&f->values, part, LOCATION_uri, word);
	case CLASS_IDENTIFIER: return dcat_value_add(&f->values, part, IDENTIFIER_notation, word);
	case CLASS_PROVENANCE: return !v->node && dcat_value_add(&f->values, part, PROVENANCE_label, word);
	case CLASS_ACTIVITY: return !v->node && dcat_value_add(&f->values, part, ACTIVITY_label, word);
	case CLASS_RIGHTS_STATEMENT:
		return !v->node && dcat_value_add(&f->values, part, RIGHTS_STATEMENT_label, word);
	case CLASS_KIND: return !v->node && dcat_value_add(&f->values, part, KIND_name, word);
	default: return false;
	}
}

/* dct:rights with a licence as its value says nothing beyond dct:license, and stands for it where there is
 * none. */
static bool
rights_are_licence(struct dcat_feed *f, struct draft *d, const struct graph_node *n, enum property_id p,
    const struct graph_value *v)
{
	enum property_id license = d->class == CLASS_DISTRIBUTION ? DISTRIBUTION_license :
				   d->class == CLASS_SERVICE	   ? SERVICE_license : N_PROPERTIES;

	if (properties[p].target != CLASS_RIGHTS_STATEMENT || license == N_PROPERTIES ||
	    !dcat_value_concept(&f->values, LIST_license, v->text))
		return false;
	return graph_value(n, "dct:license", NULL) || dcat_value_add(&f->values, d, license, found(f, v));
}

static void
part(struct dcat_feed *f, struct draft *d, enum property_id p, const struct graph_value *v, unsigned depth)
{
	struct graph_node *n = (struct graph_node *)(uintptr_t)v->node;
	enum class class = (enum class)properties[p].target;

	if (!properties[p].is_repeatable && draft_has(d, p)) {
		lost(f, v, p);
		return;
	}
	if (!n || !n->first || (class == CLASS_LOCATION && is_foreign_place(n) && n->iri.n)) {
		if (!bare_part(f, d, p, v))
			lost(f, v, p);
		return;
	}
	if (n->is_open || depth >= MAX_NESTING) {
		lost(f, v, p);
		return;
	}
	struct draft *filled = draft_part(d, p);
	filled->at = n->at;
	n->is_open = true;
	dcat_fill(f, filled, n, depth + 1);
	n->is_open = false;
	if (class == CLASS_CHECKSUM &&
	    (!draft_has(filled, CHECKSUM_value) || !draft_has(filled, CHECKSUM_algorithm))) {
		draft_remove(d, p); /* half of one checks nothing */
		lost(f, v, p);
	}
}

/* A value without an entry or part of its own; a node says by its label what it is. */
static void
plain(struct dcat_feed *f, struct draft *d, enum property_id p, const struct graph_value *v)
{
	struct found word = found(f, v);
	const struct graph_value *by_label = v->node && v->node->first ? label(v->node) : NULL;
	bool is_text = properties[p].kind == KIND_TEXT || properties[p].kind == KIND_MARKDOWN;
	bool is_concept = properties[p].kind == KIND_CONCEPT;

	if (by_label &&
	    (word.text.n == 0 || is_text ||
		(is_concept && !dcat_value_concept(&f->values, (enum code_list)properties[p].target, word.text)))) {
		word.text = by_label->text;
		word.language = by_label->language;
	}
	if (properties[p].kind == KIND_EMAIL && v->node && by_label)
		word.text = by_label->text;
	if (word.text.n == 0 && v->node)
		lost(f, v, p);
	else
		dcat_value_add(&f->values, d, p, word);
}

/* "…/datasets/x#service-y" of the dataset "…/datasets/x": described inside it. Empty: it is not. */
struct text
dcat_inline_mark(struct text service, struct text dataset)
{
	struct text mark = T("#service-");
	size_t at = text_find_char(service, '#');
	struct text rest = text_slice(service, at, service.n);

	return dataset.n && text_equal(text_slice(service, 0, at), dataset) && text_starts(rest, mark) ?
	    text_slice(rest, mark.n, rest.n) : T("");
}

static void
distribution(struct dcat_feed *f, struct draft *d, enum property_id p, const struct graph_value *v, unsigned depth)
{
	const struct graph_value *by = v->node ? graph_value(v->node, "dcat:accessService", NULL) : NULL;
	struct text mark = T("#distribution-");

	if (!v->node || !v->node->first) {
		lost(f, v, p);
		return;
	}
	struct draft *one = draft_part(d, p);
	one->at = v->node->at;
	dcat_fill(f, one, v->node, depth + 1);
	mark = text_slice(v->text, text_find(v->text, mark) + mark.n, v->text.n);
	if (is_id(mark))
		draft_add(one, DISTRIBUTION_id, mark);
	if (by && f->dataset && dcat_inline_mark(by->text, f->dataset->iri).n) {
		struct of_service *known = f->of_services;
		f->of_services = arena_new_of(f->arena, struct of_service);
		*f->of_services = (struct of_service){ one, known };
	}
}

/* What the table cannot say for itself. True when the value was dealt with. */
static bool
special(struct dcat_feed *f, struct draft *d, const struct graph_value *v, enum property_id p)
{
	enum property_id of_address;

	switch (d->class) {
	case CLASS_LOCATION:
		return (text_ends(v->predicate, T("locn#geometry")) ||
			   text_ends(v->predicate, T("geosparql#hasGeometry")) ||
			   (p == LOCATION_bbox && draft_has(d, LOCATION_bbox))) &&
		       geometry(f, d, v);
	case CLASS_PERIOD:
		return p == N_PROPERTIES && moment(f, d, v);
	case CLASS_KIND:
		of_address = dcat_property(&f->names, CLASS_CONTACT_ADDRESS, v->predicate);
		if (p != N_PROPERTIES || of_address == N_PROPERTIES)
			return false;
		plain(f, draft_only_part(d, KIND_address), of_address, v);
		return true;
	case CLASS_DATASET:
		if (p == DATASET_political_geocoding)
			return true; /* comes last, see dcat_political_geocoding() */
		if (p == DATASET_distributions || p == DATASET_sample) {
			distribution(f, d, p, v, 0);
			return true;
		}
		return false;
	default:
		return false;
	}
}

void
dcat_fill(struct dcat_feed *f, struct draft *d, const struct graph_node *n, unsigned depth)
{
	for (const struct graph_value *v = n->first; v; v = v->next) {
		enum property_id p = dcat_property(&f->names, d->class, v->predicate);

		/* Pages of a feed repeat what they need; the first has said it. */
		if (v->document != n->first->document && p < N_PROPERTIES && !properties[p].is_repeatable &&
		    draft_has(d, p))
			continue;
		if (special(f, d, v, p))
			continue;
		if (p == N_PROPERTIES) {
			if (!f->values.is_quiet)
				unmapped(f, v);
			continue;
		}
		switch (properties[p].kind) {
		case KIND_REFERENCE: reference(f, d, p, v, depth); break;
		case KIND_NODE:
			if (!rights_are_licence(f, d, n, p, v))
				part(f, d, p, v, depth);
			break;
		default: plain(f, d, p, v); break;
		}
	}
}
