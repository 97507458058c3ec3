#include "rdf/walk.h"

#include "adapters/markdown.h"
#include "core/date.h"
#include "rdf/recommended.h"

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
}

void
walk_close(struct walk *w)
{
	for (size_t i = 0; i < N_SYNTAXES; i++)
		buf_free(&w->outputs[i].subject);
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
	/* The catalogue of the public set is a copy, whose parts name the original. */
	case CLASS_CATALOG: return text_equal(r->iri, c->self->iri);
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
	else if (!r->owner && r->class == CLASS_DATASET && w->mentions_others && !bits_has(w->selection, r->number))
		used_mention(w->used, r);
	return true;
}

struct text
walk_use_concept(struct walk *w, const struct concept *c)
{
	bits_set(&w->used->concepts, w->rdf->first_concept[c->list] + c->number);
	return text_of(c->iri);
}

void
walk_link_resource(struct walk *w, const struct name *predicate, const struct resource *r)
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

void
walk_date(struct walk *w, const struct name *predicate, struct text t)
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

/* The IRI of a value; empty when it has none. */
static struct text
iri_of(const struct value *v)
{
	switch (properties[v->property].kind) {
	case KIND_CONCEPT: return v->concept ? text_of(v->concept->iri) : v->text;
	case KIND_NODE:
	case KIND_REFERENCE: return v->resource ? v->resource->iri : v->text;
	default: return v->text;
	}
}

static bool
has_extent(const struct resource *location)
{
	return resource_has(location, LOCATION_bbox) || resource_has(location, LOCATION_centroid) ||
	    resource_has(location, LOCATION_geometry);
}

/* Only DCAT's own classes are looked for outside: what is no dataset there cannot be said. */
static bool
is_outside(const struct value *v)
{
	const struct property *p = &properties[v->property];

	return p->kind == KIND_REFERENCE && p->target == CLASS_DATASET && !v->resource;
}

/* Is the value among those that the statement is made of? */
static bool
is_stated(const struct statement *s, const struct value *v)
{
	if (v->flags & VALUE_INVALID || is_outside(v) != (s->values == OUTSIDE))
		return false;
	if (s->begins && !text_starts(iri_of(v), text_of(s->begins)))
		return false;
	if (s->does_not_begin && text_starts(iri_of(v), text_of(s->does_not_begin)))
		return false;
	switch (s->values) {
	case TO_PLACES: return v->resource && (is_foreign(v->resource) || has_extent(v->resource));
	case PLACE_NAMES: return v->resource && !is_foreign(v->resource) && !has_extent(v->resource);
	case MANAGED_PLACES: return v->resource && is_managed_place(v->resource->iri);
	case ALL_VALUES:
	case OUTSIDE:
	case AS_TEXT: break;
	}
	return true;
}

static void
place_names(struct walk *w, const struct name *predicate, const struct resource *place)
{
	size_t n;
	const struct value *v = resource_values(place, LOCATION_name, &n);

	for (; n--; v++)
		if (!(v->flags & VALUE_INVALID))
			walk_literal(w, predicate, v->text, w->rdf->catalog->languages[v->language], NULL);
}

static const struct concept *
same_code(const struct walk *w, enum code_list list, const struct concept *c)
{
	const struct concept *other = NULL;

	for (size_t i = 0; (other = code_lists_at(w->rdf->catalog->lists, list, i)); i++)
		if (text_equal_nocase(text_of(other->code), text_of(c->code)))
			break;
	return other;
}

static void
link_concept(struct walk *w, const struct name *predicate, const struct concept *c)
{
	if (c && c->iri)
		walk_link(w, predicate, walk_use_concept(w, c));
}

static void
value(struct walk *w, const struct resource *r, const struct statement *s, const struct value *v)
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
	const struct name *predicate = s->predicate;
	struct text language = w->rdf->catalog->languages[v->language];
	enum kind kind = properties[v->property].kind;

	if (s->values == AS_TEXT) {
		walk_literal(w, predicate, iri_of(v), T(""), NULL);
		return;
	}
	if (s->values == PLACE_NAMES) {
		place_names(w, predicate, v->resource);
		return;
	}
	switch (kind) {
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
		walk_date(w, predicate, v->text);
		break;
	case KIND_INTEGER:
	case KIND_DECIMAL:
	case KIND_DURATION:
	case KIND_HEX:
	case KIND_BBOX:
	case KIND_POINT:
	case KIND_GEOMETRY:
		walk_literal(w, predicate, v->text, T(""),
		    s->datatype ? s->datatype : &w->rdf->names->terms[datatypes[kind]]);
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
		else
			link_concept(w, predicate, s->list == N_CODE_LISTS ? v->concept : same_code(w, s->list, v->concept));
		break;
	case KIND_REFERENCE:
		if (!v->resource)
			link_text(w, predicate, v);
		else if (!w->selection || v->property != SERVICE_serves_dataset ||
		    bits_has(w->selection, v->resource->number))
			walk_link_resource(w, predicate, v->resource);
		break;
	case KIND_NODE:
		if (v->resource && is_foreign(v->resource))
			link_place(w, predicate, v->resource);
		else if (v->resource)
			walk_link_resource(w, predicate, v->resource);
		break;
	case KIND_FILE:
	case KIND_ID:
	case KIND_RELEASE:
		break;
	}
}

/* --- resources ------------------------------------------------------------------------------ */

/* A class that harvesters know beside the table's. */
static enum term
second_class(const struct walk *w, const struct resource *r)
{
	const struct concept *type;

	switch (r->class) {
	case CLASS_KIND:
		return VCARD_ORGANIZATION;
	case CLASS_DATASET: /* the shapes of DCAT-AP.de ask for it, where a record has it as its topic */
		return walk_has_record(w, r) ? DCAT_RESOURCE : NO_TERM;
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
	enum term second = second_class(w, r);
	const struct name *types[] = { &names->classes[r->class], &names->terms[second] };

	w->subject.n = 0;
	catalog_iri(&w->subject, w->rdf->catalog, r);
	walk_subject(w, buf_view(&w->subject), types, second == NO_TERM ? 1 : 2);
}

/* Where the values of each row begin: those of row p of its class are first[p] … first[p + 1]. */
static void
index_values(const struct resource *r, uint32_t first[])
{
	const struct class_facts *class = &classes[r->class];
	uint32_t at = 0;

	for (unsigned p = 0; p < class->n; p++) {
		first[p] = at;
		while (at < r->n_values && r->values[at].property <= class->first + p)
			at++;
	}
	first[class->n] = at;
}

enum { MAX_ROWS = 128 };
_Static_assert(N_PROPERTIES < 4 * MAX_ROWS, "look whether a class has more rows than MAX_ROWS");

static void
statement(struct walk *w, const struct resource *r, const struct statement *s, const uint32_t first[])
{
	unsigned from = classes[r->class].first, row = s->row - from;

	if (s->supply != NOT_SUPPLIED) {
		supply(w, r, s->supply);
		return;
	}
	if (s->unless != N_PROPERTIES && first[s->unless - from] < first[s->unless - from + 1])
		return;
	for (uint32_t i = first[row]; i < first[row + 1]; i++)
		if (is_stated(s, &r->values[i])) {
			value(w, r, s, &r->values[i]);
			if (s->only_first)
				break;
		}
}

static void
statements(struct walk *w, const struct resource *r)
{
	const struct statements *all = w->rdf->statements;
	uint32_t first[MAX_ROWS + 1];

	index_values(r, first);
	for (size_t i = 0; i < all->n[r->class]; i++)
		statement(w, r, &all->list[r->class][i], first);
}

/* What tells somebody which dataset is meant: texts, dates, concepts, page and publisher; no parts,
 * and nothing that leads further. Without its parts it is no high-value dataset. */
static bool
is_for_mention(const struct statement *s)
{
	if (s->row == DATASET_publisher || s->row == DATASET_landing_page)
		return true;
	switch (properties[s->row].kind) {
	case KIND_TEXT:
	case KIND_MARKDOWN:
	case KIND_STRING:
	case KIND_DATE:
	case KIND_CONCEPT: return s->row != DATASET_hvd;
	default: return false;
	}
}

void
walk_mention(struct walk *w, const struct resource *dataset)
{
	const struct statements *all = w->rdf->statements;
	const struct names *names = w->rdf->names;
	uint32_t first[MAX_ROWS + 1];

	w->subject.n = 0;
	catalog_iri(&w->subject, w->rdf->catalog, dataset);
	walk_subject(w, buf_view(&w->subject), (const struct name *[]){ &names->classes[CLASS_DATASET] }, 1);
	index_values(dataset, first);
	for (size_t i = 0; i < all->n[CLASS_DATASET]; i++)
		if (is_for_mention(&all->list[CLASS_DATASET][i]))
			statement(w, dataset, &all->list[CLASS_DATASET][i], first);
	walk_end(w);
}

/* A service of the public set is a copy, whose parts still name the original. */
static bool
is_owner(const struct resource *owner, const struct resource *r)
{
	return owner == r || (owner && text_equal(owner->iri, r->iri));
}

/* DATASET_services has no predicate: the distribution names the service. */
static void
inline_services(struct walk *w, const struct resource *r)
{
	size_t n;
	const struct value *v = r->class == CLASS_DATASET ? resource_values(r, DATASET_services, &n) : NULL;

	for (size_t i = 0; v && i < n; i++)
		if (v[i].resource && !(v[i].flags & VALUE_INVALID) && is_owner(v[i].resource->owner, r) &&
		    walk_is_public(w, v[i].resource))
			walk_resource(w, v[i].resource);
}

/* The nodes described in place, each behind its owner; an inline service only names its dataset's
 * contact. Nesting is as deep as the table's: three. */
static void
parts(struct walk *w, const struct resource *r)
{
	const struct statements *all = w->rdf->statements;
	uint32_t first[MAX_ROWS + 1];
	unsigned from = classes[r->class].first;

	if (r->n_values == 0)
		return;
	index_values(r, first);
	for (size_t i = 0; i < all->n[r->class]; i++) {
		const struct statement *s = &all->list[r->class][i];
		if (properties[s->row].kind != KIND_NODE || s->supply != NOT_SUPPLIED || s->values == PLACE_NAMES)
			continue;
		for (uint32_t k = first[s->row - from]; k < first[s->row - from + 1]; k++) {
			const struct value *v = &r->values[k];
			if (is_stated(s, v) && v->resource && is_owner(v->resource->owner, r) &&
			    classes[v->resource->class].iri && !is_foreign(v->resource) &&
			    walk_is_public(w, v->resource))
				walk_resource(w, v->resource);
		}
	}
	inline_services(w, r);
}

void
walk_resource(struct walk *w, const struct resource *r)
{
	begin(w, r);
	statements(w, r);
	walk_end(w);
	if (r->class == CLASS_LOCATION)
		supply_geometry(w, r);
	if (r->class == CLASS_DISTRIBUTION)
		supply_rights(w, r);
	describe_own_feeds(w, r);
	parts(w, r);
}

/* --- the catalogue and its records ------------------------------------------------------------ */

bool
walk_has_record(const struct walk *w, const struct resource *dataset)
{
	const struct record_dates *records = w->rdf->catalog->records;

	return records && !dataset->owner && records[dataset->number].modified != 0;
}

static struct text
time_text(struct buf *out, int64_t seconds)
{
	size_t start = out->n;

	date_write_seconds(out, seconds);
	return text_slice(buf_view(out), start, out->n);
}

/* In which languages the dataset is described: those of its titles. */
static uint32_t
add_languages(const struct walk *w, const struct resource *dataset, struct value *values)
{
	const struct catalog *c = w->rdf->catalog;
	uint32_t n = 0;

	for (uint8_t i = 0; i < c->n_languages; i++) {
		const struct value *title = resource_in_language(dataset, DATASET_title, i);
		const struct concept *language =
		    title && title->language == i ? code_lists_find(c->lists, LIST_language, c->languages[i]) : NULL;
		if (language)
			values[n++] = (struct value){ .property = RECORD_language, .concept = language };
	}
	return n;
}

/* The record as a resource like any other, so that the profile says what becomes of it. It says
 * when its description was first and last changed, the dataset when its data were. Nothing leads
 * from the dataset to its record: GovData copies everything reachable from a dataset. */
void
walk_record(struct walk *w, const struct resource *dataset)
{
	const struct rdf *r = w->rdf;
	struct value values[8 + MAX_LANGUAGES];
	uint32_t n = 0;

	if (!walk_has_record(w, dataset))
		return;
	const struct record_dates *dates = &r->catalog->records[dataset->number];
	struct buf iri = { 0 }, issued = { 0 }, modified = { 0 };
	buf_text(&iri, dataset->iri);
	buf_text(&iri, T("#record"));
	values[n++] = (struct value){ .property = RECORD_primary_topic, .resource = dataset };
	values[n++] = (struct value){ .property = RECORD_modified, .text = time_text(&modified, dates->modified) };
	if (dates->issued)
		values[n++] = (struct value){ .property = RECORD_issued, .text = time_text(&issued, dates->issued) };
	values[n++] = (struct value){ .property = RECORD_status,
		.concept = code_lists_find(r->catalog->lists, LIST_adms_status, T("Completed")) };
	values[n++] = (struct value){ .property = RECORD_conforms_to, .text = text_of(profiles[r->profile].iri) };
	n += add_languages(w, dataset, values + n);
	walk_resource(w, &(struct resource){ .class = CLASS_RECORD, .release = RELEASE_PUBLIC, .iri = buf_view(&iri),
	    .values = values, .n_values = n });
	buf_free(&iri);
	buf_free(&issued);
	buf_free(&modified);
}

static void
link_record(struct walk *w, const struct resource *dataset)
{
	if (!walk_has_record(w, dataset))
		return;
	w->iri.n = 0;
	catalog_iri(&w->iri, w->rdf->catalog, dataset);
	buf_text(&w->iri, T("#record"));
	walk_link(w, &w->rdf->names->terms[DCAT_RECORD], buf_view(&w->iri));
}

/* The number of the first dataset of the document at or after i; the catalogue's end when there is
 * none. */
static size_t
next_dataset(const struct walk *w, size_t i)
{
	size_t n = w->rdf->catalog->datasets.n;
	size_t next = w->selection ? bits_next(w->selection, i) : i;

	return next < n ? next : n;
}

static void
link_inline_services(struct walk *w, const struct resource *dataset)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_services, &n);

	for (; n--; v++)
		if (v->resource && v->resource->owner && !(v->flags & VALUE_INVALID))
			walk_link_resource(w, &w->rdf->names->terms[DCAT_SERVICE], v->resource);
}

void
walk_catalog(struct walk *w)
{
	const struct catalog *c = w->rdf->catalog;
	const struct names *names = w->rdf->names;
	size_t n = c->datasets.n;

	begin(w, c->self);
	statements(w, c->self);
	for (size_t i = next_dataset(w, 0); i < n; i = next_dataset(w, i + 1))
		walk_link_resource(w, &names->terms[DCAT_DATASET], c->datasets.list[i]);
	for (size_t i = next_dataset(w, 0); i < n; i = next_dataset(w, i + 1))
		link_record(w, c->datasets.list[i]);
	for (size_t i = 0; i < c->services.n; i++)
		if (!w->services || bits_has(w->services, i))
			walk_link_resource(w, &names->terms[DCAT_SERVICE], c->services.list[i]);
	for (size_t i = next_dataset(w, 0); i < n; i = next_dataset(w, i + 1))
		link_inline_services(w, c->datasets.list[i]);
	walk_end(w);
	describe_own_feeds(w, c->self);
	parts(w, c->self);
}
