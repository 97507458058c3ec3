#include "rdf/walk.h"

#include "adapters/markdown.h"
#include "adapters/xml.h"
#include "core/date.h"

const struct serializer *const serializers[N_SYNTAXES] = {
	[RDFXML]   = &rdfxml,
	[TURTLE]   = &turtle,
	[JSONLD]   = &jsonld,
	[NTRIPLES] = &ntriples,
};

/* --- events -------------------------------------------------------------------------------- */

void
walk_open(struct walk *w, const struct rdf *r, unsigned wanted)
{
	*w = (struct walk){ .rdf = r, .syntaxes = wanted };
	if (wanted & 1u << RDFXML)
		w->outputs[RDFXML].xml = xml_writer_new(0);
}

void
walk_close(struct walk *w)
{
	for (size_t i = 0; i < N_SYNTAXES; i++)
		buf_free(&w->outputs[i].subject);
	xml_writer_free(w->outputs[RDFXML].xml);
	buf_free(&w->subject);
	buf_free(&w->iri);
	buf_free(&w->text);
	buf_free(&w->clean);
}

void
walk_subject(struct walk *w, struct text iri, const struct name *const types[], size_t n_types)
{
	EACH_OUTPUT(w, i)
		serializers[i]->subject(&w->outputs[i], iri, types, n_types);
}

void
walk_end(struct walk *w)
{
	EACH_OUTPUT(w, i)
		serializers[i]->end(&w->outputs[i]);
}

/* One look a byte, without branches. */
static unsigned
holds(struct text t)
{
	enum { CONTROL = HOLDS_BAD | HOLDS_NOT_IRI, WIDE = HOLDS_WIDE };
#define EIGHT(x) x, x, x, x, x, x, x, x
	static const uint8_t held[256] = {
		EIGHT(CONTROL), CONTROL, HOLDS_CONTROL | HOLDS_NOT_IRI, HOLDS_CONTROL | HOLDS_NOT_IRI,
		CONTROL, CONTROL, HOLDS_RETURN | HOLDS_NOT_IRI, CONTROL, CONTROL,
		EIGHT(CONTROL), EIGHT(CONTROL),
		[' '] = HOLDS_NOT_IRI, ['"'] = HOLDS_QUOTE | HOLDS_NOT_IRI, ['&'] = HOLDS_MARKUP,
		['<'] = HOLDS_MARKUP | HOLDS_NOT_IRI, ['>'] = HOLDS_MARKUP | HOLDS_NOT_IRI,
		['\\'] = HOLDS_QUOTE | HOLDS_NOT_IRI, ['^'] = HOLDS_NOT_IRI, ['`'] = HOLDS_NOT_IRI,
		['{'] = HOLDS_NOT_IRI, ['|'] = HOLDS_NOT_IRI, ['}'] = HOLDS_NOT_IRI,
		[0x7f] = HOLDS_NOT_IRI,
		[0x80] = EIGHT(EIGHT(WIDE)), EIGHT(EIGHT(WIDE)),
	};
#undef EIGHT
	unsigned all = 0;

	for (size_t i = 0; i < t.n; i++)
		all |= held[(unsigned char)t.s[i]];
	return all;
}

static bool
is_character(uint32_t c)
{
	return c != UTF8_INVALID && c != 0xfffe && c != 0xffff &&
	    (c >= ' ' || c == '\t' || c == '\n' || c == '\r');
}

/* Beyond ASCII, is it all UTF-8 that XML can hold? */
static bool
is_clean(struct text t)
{
	for (size_t i = 0; i < t.n;) {
		if ((unsigned char)t.s[i] < 0x80)
			i++;
		else if (!is_character(utf8_next(t, &i)))
			return false;
	}
	return true;
}

bool
iri_is_writable(struct text iri)
{
	unsigned held = holds(iri);

	return iri.n > 0 && !(held & HOLDS_NOT_IRI) && (!(held & HOLDS_WIDE) || is_clean(iri));
}

void
walk_link(struct walk *w, const struct name *predicate, struct text iri)
{
	if (!iri_is_writable(iri))
		return;
	EACH_OUTPUT(w, i)
		serializers[i]->link(&w->outputs[i], predicate, iri);
}

/* U+FFFD for what no syntax can carry: so all four say the same. */
static struct text
cleaned(struct walk *w, struct text t)
{
	w->clean.n = 0;
	for (size_t i = 0; i < t.n;) {
		uint32_t c = utf8_next(t, &i);
		buf_utf8(&w->clean, is_character(c) ? c : 0xfffd);
	}
	return buf_view(&w->clean);
}

void
walk_literal(struct walk *w, const struct name *predicate, struct text value, struct text language,
    const struct name *datatype)
{
	struct literal l = { value, holds(value), language, datatype };

	if (value.n == 0)
		return;
	if (l.holds & HOLDS_BAD || (l.holds & HOLDS_WIDE && !is_clean(value))) {
		l.value = cleaned(w, value);
		l.holds = holds(l.value);
	}
	EACH_OUTPUT(w, i)
		serializers[i]->literal(&w->outputs[i], predicate, &l);
}

/* --- IRIs and what the public may see ------------------------------------------------------- */

/* Has a scheme: RFC 3986 §3.1; and no path of ours has a colon. */
static bool
iri_is_absolute(struct text iri)
{
	size_t colon = text_find_char(iri, ':');

	return colon < iri.n && colon < text_find_char(iri, '/') && colon < text_find_char(iri, '#');
}

/* A place with an IRI of its own elsewhere (GeoNames, a municipality key): only named. What a
 * dataset says of it stands in a location of its own, or two datasets would contradict each
 * other. */
static bool
is_foreign(const struct resource *r)
{
	return r->class == CLASS_LOCATION && iri_is_absolute(r->iri);
}

static bool
is_listed(const struct resource_list *list, const struct resource *r)
{
	return r->number < list->n && text_equal(list->list[r->number]->id, r->id);
}

bool
walk_is_public(const struct walk *w, const struct resource *r)
{
	const struct catalog *c = w->rdf->catalog;

	if (r->release != RELEASE_PUBLIC)
		return false;
	if (r->owner)
		return walk_is_public(w, r->owner);
	switch (r->class) {
	case CLASS_DATASET: return is_listed(&c->datasets, r);
	case CLASS_SERIES: return is_listed(&c->series, r);
	case CLASS_SERVICE: return is_listed(&c->services, r);
	case CLASS_AGENT: return is_listed(&c->agents, r);
	case CLASS_CATALOG: return r == c->self;
	default: return false;
	}
}

bool
walk_use_resource(struct walk *w, const struct resource *r)
{
	if (!walk_is_public(w, r))
		return false;
	if (!r->owner && r->class == CLASS_AGENT)
		bits_set(&w->used->agents, r->number);
	else if (!r->owner && r->class == CLASS_SERIES)
		bits_set(&w->used->series, r->number);
	else if (!r->owner && r->class == CLASS_SERVICE)
		bits_set(&w->used->services, r->number);
	return true;
}

struct text
walk_use_concept(struct walk *w, const struct concept *c)
{
	bits_set(&w->used->concepts, w->rdf->first_concept[c->list] + c->number);
	return text_of(c->iri);
}

static void
link_resource(struct walk *w, const struct name *predicate, const struct resource *r)
{
	if (!walk_use_resource(w, r))
		return;
	w->iri.n = 0;
	catalog_iri(&w->iri, w->rdf->catalog, r);
	walk_link(w, predicate, buf_view(&w->iri));
}

/* --- values, kind by kind ------------------------------------------------------------------- */

static void
link_place(struct walk *w, const struct name *predicate, const struct resource *place)
{
	if (!iri_is_writable(place->iri))
		return;
	used_external(w->used, place->iri, EXTERNAL_PLACE);
	walk_link(w, predicate, place->iri);
}

/* An IRI of somebody else. An id or a code that names nothing is none. */
static void
link_text(struct walk *w, const struct name *predicate, const struct value *v)
{
	enum external_class class = (enum external_class)w->rdf->external_class[v->property];

	if (!iri_is_absolute(v->text) || !iri_is_writable(v->text))
		return;
	if (class != NOT_EXTERNAL)
		used_external(w->used, v->text, class);
	walk_link(w, predicate, v->text);
}

static void
literal_date(struct walk *w, const struct name *predicate, struct text t)
{
	static const enum term datatypes[] = {
		[DATE_YEAR]  = XSD_G_YEAR,
		[DATE_MONTH] = XSD_G_YEAR_MONTH,
		[DATE_DAY]   = XSD_DATE,
		[DATE_TIME]  = XSD_DATE_TIME,
	};
	struct date date;

	if (!date_parse(t, &date))
		return;
	w->text.n = 0;
	date_write(&w->text, &date);
	walk_literal(w, predicate, buf_view(&w->text), T(""),
	    &w->rdf->names->terms[datatypes[date.precision]]);
}

static void
value(struct walk *w, const struct resource *r, const struct property *p, const struct value *v)
{
	static const enum term datatypes[] = {
		[KIND_INTEGER]  = XSD_NON_NEGATIVE_INTEGER,
		[KIND_DECIMAL]  = XSD_DECIMAL,
		[KIND_DURATION] = XSD_DURATION,
		[KIND_HEX]      = XSD_HEX_BINARY,
		[KIND_BBOX]     = GSP_WKT_LITERAL,
		[KIND_POINT]    = GSP_WKT_LITERAL,
		[KIND_GEOMETRY] = GSP_WKT_LITERAL,
	};
	const struct name *predicate = &w->rdf->names->properties[v->property];
	struct text language = w->rdf->catalog->languages[v->language];

	switch (p->kind) {
	case KIND_TEXT:
		if (v->property == KIND_name && v != resource_in_language(r, KIND_name, 0))
			break; /* DCAT-AP.de 3.0: at most one vcard:fn, so in the default language */
		walk_literal(w, predicate, v->text, language, NULL);
		break;
	case KIND_MARKDOWN:
		w->text.n = 0;
		markdown_plain(&w->text, v->text);
		walk_literal(w, predicate, buf_view(&w->text), language, NULL);
		break;
	case KIND_STRING:
		walk_literal(w, predicate, v->text, T(""), NULL);
		break;
	case KIND_DATE:
		literal_date(w, predicate, v->text);
		break;
	case KIND_INTEGER:
	case KIND_DECIMAL:
	case KIND_DURATION:
	case KIND_HEX:
	case KIND_BBOX:
	case KIND_POINT:
	case KIND_GEOMETRY:
		walk_literal(w, predicate, v->text, T(""), &w->rdf->names->terms[datatypes[p->kind]]);
		break;
	case KIND_IRI:
	case KIND_URL:
	case KIND_EMAIL:
	case KIND_TELEPHONE:
		link_text(w, predicate, v);
		break;
	case KIND_CONCEPT:
		if (!v->concept)
			link_text(w, predicate, v);
		else if (v->concept->iri)
			walk_link(w, predicate, walk_use_concept(w, v->concept));
		break;
	case KIND_REFERENCE:
		if (!v->resource)
			link_text(w, predicate, v);
		else if (!w->document_of || v->property != SERVICE_serves_dataset ||
		    v->resource == w->document_of)
			link_resource(w, predicate, v->resource);
		break;
	case KIND_NODE:
		if (v->resource && is_foreign(v->resource))
			link_place(w, predicate, v->resource);
		else if (v->resource)
			link_resource(w, predicate, v->resource);
		break;
	case KIND_FILE:
	case KIND_ID:
	case KIND_RELEASE:
		break;
	}
}

/* --- what is written in its own way --------------------------------------------------------- */

/* The identifier of a dataset is its IRI, unless it came with one from elsewhere (K25). */
static void
dataset_identifier(struct walk *w, const struct resource *dataset)
{
	if (!resource_has(dataset, DATASET_identifier))
		walk_literal(w, &w->rdf->names->properties[DATASET_identifier], buf_view(&w->subject),
		    T(""), NULL);
}

static void
catalog_homepage(struct walk *w, const struct resource *catalog)
{
	struct text base_url = w->rdf->catalog->settings->base_url;

	if (resource_has(catalog, CATALOG_homepage))
		return;
	used_external(w->used, base_url, EXTERNAL_DOCUMENT);
	walk_link(w, &w->rdf->names->properties[CATALOG_homepage], base_url);
}

static void
catalog_theme_taxonomy(struct walk *w, const struct resource *catalog)
{
	struct text scheme = text_of(code_list_facts[LIST_data_theme].scheme);

	if (resource_has(catalog, CATALOG_theme_taxonomy))
		return;
	used_external(w->used, scheme, EXTERNAL_TAXONOMY);
	walk_link(w, &w->rdf->names->properties[CATALOG_theme_taxonomy], scheme);
}

static void
agent_part_of(struct walk *w, const struct resource *agent)
{
	const struct value *whole = resource_value(agent, AGENT_part_of);

	if (whole && whole->resource && !(whole->flags & VALUE_INVALID))
		link_resource(w, &w->rdf->names->terms[ORG_SUB_ORGANIZATION_OF], whole->resource);
}

/* The IRI of the place is in w->subject; its geometry is a node. */
static void
geometry_iri(struct walk *w)
{
	w->iri.n = 0;
	buf_text(&w->iri, buf_view(&w->subject));
	buf_text(&w->iri, T("-geometry"));
}

static const struct value *
geometry_of(const struct resource *location)
{
	const struct value *v = resource_value(location, LOCATION_geometry);

	return v && !(v->flags & VALUE_INVALID) ? v : NULL;
}

static void
location_geometry(struct walk *w, const struct resource *location)
{
	if (!geometry_of(location))
		return;
	geometry_iri(w);
	walk_link(w, &w->rdf->names->terms[LOCN_GEOMETRY], buf_view(&w->iri));
}

/* Behind the values of the row, so that those of one predicate stand together. */
static void (*const own_ways[N_PROPERTIES])(struct walk *w, const struct resource *r) = {
	[CATALOG_homepage]       = catalog_homepage,
	[CATALOG_theme_taxonomy] = catalog_theme_taxonomy,
	[DATASET_identifier]     = dataset_identifier,
	[AGENT_part_of]          = agent_part_of,
	[LOCATION_geometry]      = location_geometry,
};

/* --- resources ------------------------------------------------------------------------------ */

/* A class that harvesters know beside the table's. */
static enum term
second_class(const struct resource *r)
{
	const struct concept *type;

	switch (r->class) {
	case CLASS_KIND:
		return VCARD_ORGANIZATION;
	case CLASS_AGENT:
		type = resource_concept(r, AGENT_type);
		return type && text_starts(text_of(type->code), T("PrivateIndividual")) ?
		    FOAF_PERSON : FOAF_ORGANIZATION;
	default:
		return NO_TERM;
	}
}

static void
begin(struct walk *w, const struct resource *r)
{
	const struct names *names = w->rdf->names;
	enum term second = second_class(r);
	const struct name *types[] = { &names->classes[r->class], &names->terms[second] };

	w->subject.n = 0;
	catalog_iri(&w->subject, w->rdf->catalog, r);
	walk_subject(w, buf_view(&w->subject), types, second == NO_TERM ? 1 : 2);
}

static void
rows(struct walk *w, const struct resource *r)
{
	const struct class_facts *class = &classes[r->class];
	const struct value *v = r->values, *end = v + r->n_values;

	for (unsigned p = class->first; p < class->first + class->n; p++) {
		for (; v < end && v->property <= p; v++)
			if (v->property == p && properties[p].predicate && !(v->flags & VALUE_INVALID))
				value(w, r, &properties[p], v);
		if (own_ways[p])
			own_ways[p](w, r);
	}
}

static void
geometry(struct walk *w, const struct resource *location)
{
	const struct value *wkt = geometry_of(location);
	const struct names *names = w->rdf->names;

	if (!wkt)
		return;
	geometry_iri(w);
	walk_subject(w, buf_view(&w->iri),
	    (const struct name *[]){ &names->terms[LOCN_GEOMETRY_CLASS] }, 1);
	walk_literal(w, &names->terms[GSP_AS_WKT], wkt->text, T(""), &names->terms[GSP_WKT_LITERAL]);
	walk_end(w);
}

/* A service of the public set is a copy, whose parts still name the original. */
static bool
is_owner(const struct resource *owner, const struct resource *r)
{
	return owner == r || (owner && text_equal(owner->iri, r->iri));
}

/* The nodes described in place, each behind its owner; an inline service only names its dataset's
 * contact. Nesting is as deep as the table's: three. */
static void
parts(struct walk *w, const struct resource *r)
{
	for (const struct value *v = r->values; v < r->values + r->n_values; v++)
		if (properties[v->property].kind == KIND_NODE && !(v->flags & VALUE_INVALID) &&
		    v->resource && is_owner(v->resource->owner, r) &&
		    classes[v->resource->class].iri && !is_foreign(v->resource) &&
		    walk_is_public(w, v->resource))
			walk_resource(w, v->resource);
}

void
walk_resource(struct walk *w, const struct resource *r)
{
	begin(w, r);
	rows(w, r);
	walk_end(w);
	if (r->class == CLASS_LOCATION)
		geometry(w, r);
	parts(w, r);
}

void
walk_catalog(struct walk *w)
{
	const struct catalog *c = w->rdf->catalog;
	const struct names *names = w->rdf->names;

	begin(w, c->self);
	rows(w, c->self);
	for (size_t i = 0; i < c->datasets.n; i++)
		link_resource(w, &names->terms[DCAT_DATASET], c->datasets.list[i]);
	for (size_t i = 0; i < c->services.n; i++)
		link_resource(w, &names->terms[DCAT_SERVICE], c->services.list[i]);
	for (size_t i = 0; i < c->datasets.n; i++) {
		size_t n;
		const struct value *v = resource_values(c->datasets.list[i], DATASET_services, &n);
		for (; n--; v++)
			if (v->resource && v->resource->owner && !(v->flags & VALUE_INVALID))
				link_resource(w, &names->terms[DCAT_SERVICE], v->resource);
	}
	walk_end(w);
	parts(w, c->self);
}
