/*
 * catalog.json: the whole catalogue as plain JSON, by the property table. Every property stands
 * under the key that stewards write, in this shape:
 *
 *	texts        {"de": "…", "en": "…"}; keywords, and whatever else was written several times in one
 *	             language, {"de": ["…", "…"]}. Descriptions are Markdown.
 *	concepts     {"code": "ENVI", "iri": "…", "label": {"de": "…", "en": "…"}}; {"iri": "…"} outside the list
 *	references   {"id": "…", "iri": "…", "title": "…"}; {"iri": "…"} to elsewhere
 *	nodes        objects of the same kind
 *	numbers      as such; everything else is a string
 *
 * What can be said several times is a list, even of one. A dataset is a line.
 */
#include "exports/projection.h"

#include <string.h>

struct plain {
	struct json json;
	const struct catalog *catalog;
	struct buf text; /* for a text on its way */
};

static void resource(struct plain *p, const struct resource *r);

/* --- values, kind by kind ---------------------------------------------------------------------- */

static void
pair_iri(struct plain *p, const struct resource *r)
{
	p->text.n = 0;
	if (r->iri.n)
		catalog_iri(&p->text, p->catalog, r);
	json_pair(&p->json, "iri", buf_view(&p->text));
}

static void
only_iri(struct plain *p, struct text iri)
{
	p->text.n = 0;
	absolute_address(&p->text, p->catalog, iri);
	json_open(&p->json, '{');
	json_pair(&p->json, "iri", buf_view(&p->text));
	json_close(&p->json, '}');
}

static void
concept(struct plain *p, const struct value *v)
{
	const struct concept *c = v->concept;
	struct json *j = &p->json;

	if (!c) {
		only_iri(p, v->text);
		return;
	}
	json_open(j, '{');
	json_pair(j, "code", text_of(c->code));
	json_pair(j, "iri", text_of(c->iri));
	if (c->de || c->en) {
		json_key(j, T("label"));
		json_open(j, '{');
		json_pair(j, "de", text_of(c->de));
		json_pair(j, "en", text_of(c->en));
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void
reference(struct plain *p, const struct value *v)
{
	if (!v->resource) {
		only_iri(p, v->text);
		return;
	}
	json_open(&p->json, '{');
	json_pair(&p->json, "id", v->resource->id);
	pair_iri(p, v->resource);
	json_pair(&p->json, "title", resource_title(v->resource, 0));
	json_close(&p->json, '}');
}

static void
string(struct plain *p, struct text t)
{
	json_text_value(&p->json, t);
}

static void
address(struct plain *p, struct text t)
{
	p->text.n = 0;
	absolute_address(&p->text, p->catalog, t);
	string(p, buf_view(&p->text));
}

static void
date(struct plain *p, struct text t)
{
	p->text.n = 0;
	canonical_date(&p->text, t);
	string(p, buf_view(&p->text));
}

static void
without_scheme(struct plain *p, struct text t, struct text scheme)
{
	string(p, text_starts(t, scheme) ? text_slice(t, scheme.n, t.n) : t);
}

static void
value(struct plain *p, const struct value *v)
{
	switch (properties[v->property].kind) {
	case KIND_INTEGER:
	case KIND_DECIMAL:
		if (json_is_number(v->text))
			json_number(&p->json, v->text);
		else
			string(p, v->text);
		break;
	case KIND_DATE:
		date(p, v->text);
		break;
	case KIND_IRI:
	case KIND_URL:
		address(p, v->text);
		break;
	case KIND_EMAIL:
		without_scheme(p, v->text, T("mailto:"));
		break;
	case KIND_TELEPHONE:
		without_scheme(p, v->text, T("tel:"));
		break;
	case KIND_CONCEPT:
		concept(p, v);
		break;
	case KIND_REFERENCE:
		reference(p, v);
		break;
	case KIND_NODE:
		if (v->resource && v->resource->owner)
			resource(p, v->resource);
		else /* a service that is an entry of its own */
			reference(p, v);
		break;
	default:
		string(p, v->text);
	}
}

/* --- properties ---------------------------------------------------------------------------------- */

static bool
has_shown(const struct plain *p, const struct value *v)
{
	enum kind kind = properties[v->property].kind;

	if (v->flags & VALUE_INVALID)
		return false;
	if ((kind == KIND_REFERENCE || kind == KIND_NODE) && v->resource)
		return is_shown(p->catalog, v->resource);
	return true;
}

static bool
is_text(const struct property *row)
{
	return row->kind == KIND_TEXT || row->kind == KIND_MARKDOWN;
}

/* {"de": …, "en": …} */
static void
languages(struct plain *p, const struct value *v, const struct value *end)
{
	bool is_list = strcmp(properties[v->property].key, "keywords") == 0;
	struct json *j = &p->json;

	json_open(j, '{');
	for (unsigned l = 0; l < p->catalog->n_languages; l++) {
		size_t n = 0;
		for (const struct value *t = v; t < end; t++)
			n += t->language == l && has_shown(p, t);
		if (n == 0)
			continue;
		json_key(j, p->catalog->languages[l]);
		if (is_list || n > 1)
			json_open(j, '[');
		for (const struct value *t = v; t < end; t++)
			if (t->language == l && has_shown(p, t))
				string(p, t->text);
		if (is_list || n > 1)
			json_close(j, ']');
	}
	json_close(j, '}');
}

/* The values from v to end are those of one property. */
static void
property(struct plain *p, const struct value *v, const struct value *end)
{
	const struct property *row = &properties[v->property];
	struct json *j = &p->json;

	while (v < end && !has_shown(p, v))
		v++;
	if (v == end)
		return;
	json_key(j, text_of(row->key));
	if (is_text(row)) {
		languages(p, v, end);
		return;
	}
	if (!row->is_repeatable) {
		value(p, v);
		return;
	}
	json_open(j, '[');
	for (; v < end; v++)
		if (has_shown(p, v))
			value(p, v);
	json_close(j, ']');
}

/* Everything here is public, and the id stands before all others. */
static bool
is_left_out(const struct property *row)
{
	return row->kind == KIND_RELEASE || (row->kind == KIND_ID && !row->is_repeatable);
}

static void
resource(struct plain *p, const struct resource *r)
{
	bool has_id = !r->owner || r->class == CLASS_DISTRIBUTION || r->class == CLASS_SERVICE;
	const struct value *end = r->values + r->n_values;

	json_open(&p->json, '{');
	if (has_id)
		json_pair(&p->json, "id", r->id);
	pair_iri(p, r);
	for (const struct value *v = r->values, *next; v < end; v = next) {
		next = v;
		while (next < end && next->property == v->property)
			next++;
		if (!is_left_out(&properties[v->property]))
			property(p, v, next);
	}
	json_close(&p->json, '}');
}

/* --- the catalogue --------------------------------------------------------------------------------- */

static void
line(struct buf *out, const struct exports *x, const struct resource *r)
{
	struct plain p = { .json = { .out = out }, .catalog = x->catalog };

	resource(&p, r);
	buf_free(&p.text);
}

void
plain_head(struct buf *out, const struct exports *x)
{
	buf_text(out, T("{\"catalog\":"));
	line(out, x, x->catalog->self);
	buf_text(out, T(",\n\"datasets\":["));
}

void
plain_dataset(struct buf *out, const struct exports *x, const struct resource *dataset)
{
	buf_text(out, dataset->number ? T(",\n") : T("\n"));
	line(out, x, dataset);
}

static void
list(struct buf *out, const struct exports *x, const char *name, const struct resource_list *l)
{
	buf_printf(out, "\n],\n\"%s\":[", name);
	for (size_t i = 0; i < l->n; i++) {
		buf_text(out, i ? T(",\n") : T("\n"));
		line(out, x, l->list[i]);
	}
}

void
plain_tail(struct buf *out, const struct exports *x)
{
	list(out, x, "series", &x->catalog->series);
	list(out, x, "services", &x->catalog->services);
	list(out, x, "publishers", &x->catalog->agents);
	buf_text(out, T("\n]}\n"));
}
