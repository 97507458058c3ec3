/*
 * JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/): one flat @graph, prefixes in an inline context,
 * every value written out with its language or type, so that no other context is needed.
 */
#include "rdf/serializer.h"

#include "core/json.h"

#include <string.h>

static void
iri(struct buf *out, struct text t)
{
	buf_char(out, '"');
	if (memchr(t.s, '&', t.n))
		json_characters(out, t);
	else
		buf_text(out, t);
	buf_char(out, '"');
}

static void
head(struct buf *out, size_t n)
{
	buf_text(out, T("{\"@context\": {"));
	for (size_t i = 0; i < n; i++) {
		buf_text(out, i ? T(",\n  \"") : T("\n  \""));
		buf_str(out, prefixes[i].name);
		buf_text(out, T("\": \""));
		buf_str(out, prefixes[i].iri);
		buf_char(out, '"');
	}
	buf_text(out, T("\n},\n\"@graph\": ["));
}

static void
close_array(struct output *o)
{
	if (o->is_array)
		buf_char(o->out, ']');
	o->is_array = false;
}

/* The value comes next. That a predicate has several values shows at the second: then the first
 * gets its bracket. */
static void
predicate(struct output *o, const struct name *p)
{
	struct buf *out = o->out;

	if (p == o->predicate) {
		if (!o->is_array) {
			buf_char(out, '[');
			memmove(out->s + o->first_value + 1, out->s + o->first_value,
			    out->n - 1 - o->first_value);
			out->s[o->first_value] = '[';
			o->is_array = true;
		}
		buf_text(out, T(", "));
		return;
	}
	close_array(o);
	buf_text(out, T(",\n  \""));
	buf_text(out, p->prefixed);
	buf_text(out, T("\": "));
	o->predicate = p;
	o->first_value = out->n;
}

static void
subject(struct output *o, struct text s, const struct name *const types[], size_t n_types)
{
	buf_text(o->out, T(",\n{ \"@id\": "));
	iri(o->out, s);
	buf_text(o->out, n_types > 1 ? T(",\n  \"@type\": [") : T(",\n  \"@type\": "));
	for (size_t i = 0; i < n_types; i++) {
		buf_text(o->out, i ? T(", \"") : T("\""));
		buf_text(o->out, types[i]->prefixed);
		buf_char(o->out, '"');
	}
	if (n_types > 1)
		buf_char(o->out, ']');
	o->predicate = NULL;
	o->is_array = false;
}

static void
link_to(struct output *o, const struct name *p, struct text object)
{
	predicate(o, p);
	buf_text(o->out, T("{\"@id\": "));
	iri(o->out, object);
	buf_char(o->out, '}');
}

static void
literal(struct output *o, const struct name *p, const struct literal *l)
{
	predicate(o, p);
	if (l->language.n) {
		buf_text(o->out, T("{\"@language\": \""));
		buf_text(o->out, l->language);
		buf_text(o->out, T("\", \"@value\": "));
	} else if (l->datatype) {
		buf_text(o->out, T("{\"@type\": \""));
		buf_text(o->out, l->datatype->prefixed);
		buf_text(o->out, T("\", \"@value\": "));
	}
	buf_char(o->out, '"');
	if (l->holds) /* anything beyond ASCII may be a line separator */
		json_characters(o->out, l->value);
	else
		buf_text(o->out, l->value);
	buf_char(o->out, '"');
	if (l->language.n || l->datatype)
		buf_char(o->out, '}');
}

static void
end(struct output *o)
{
	close_array(o);
	buf_text(o->out, T(" }"));
}

const struct serializer jsonld = {
	.head = head,
	.subject = subject,
	.link = link_to,
	.literal = literal,
	.end = end,
	.separator = ",",
	.tail = "\n]}\n",
};
