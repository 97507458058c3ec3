/*
 * RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/): typed node elements (§2.13), one flat list.
 */
#include "rdf/serializer.h"

#include "adapters/xml.h"

#include <string.h>

static void
head(struct buf *out, size_t n)
{
	buf_text(out, T("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF"));
	for (size_t i = 0; i < n; i++) {
		buf_text(out, T("\n    xmlns:"));
		buf_str(out, prefixes[i].name);
		buf_text(out, T("=\""));
		xml_attribute_value(out, text_of(prefixes[i].iri));
		buf_char(out, '"');
	}
	buf_text(out, T(">\n"));
}

/* Written as it stands, not through libxml2's writer, which takes longer for the markup than all else
 * does for the feed: two levels, and no text but what is escaped here. The gate reads it back with
 * libxml2 (build/gate.c). */

/* ` rdf:about="…"`. Of what must be escaped an IRI can hold only the ampersand. */
static void
iri(struct buf *out, struct text attribute, struct text t)
{
	buf_text(out, attribute);
	if (memchr(t.s, '&', t.n))
		xml_attribute_value(out, t);
	else
		buf_text(out, t);
	buf_char(out, '"');
}

/* The first property of a subject ends its start tag. */
static void
open_property(struct output *o, struct text name)
{
	if (!o->has_properties)
		buf_text(o->out, T(">\n"));
	o->has_properties = true;
	buf_text(o->out, T("  <"));
	buf_text(o->out, name);
}

static void
link_to(struct output *o, const struct name *predicate, struct text object)
{
	open_property(o, predicate->prefixed);
	iri(o->out, T(" rdf:resource=\""), object);
	buf_text(o->out, T("/>\n"));
}

static void
subject(struct output *o, struct text s, const struct name *const types[], size_t n_types)
{
	o->type = types[0];
	o->has_properties = false;
	buf_char(o->out, '<');
	buf_text(o->out, types[0]->prefixed);
	iri(o->out, T(" rdf:about=\""), s);
	for (size_t i = 1; i < n_types; i++) {
		open_property(o, T("rdf:type"));
		iri(o->out, T(" rdf:resource=\""), name_iri(types[i]));
		buf_text(o->out, T("/>\n"));
	}
}

static void
literal(struct output *o, const struct name *predicate, const struct literal *l)
{
	open_property(o, predicate->prefixed);
	if (l->language.n) {
		buf_text(o->out, T(" xml:lang=\""));
		buf_text(o->out, l->language);
		buf_char(o->out, '"');
	} else if (l->datatype) {
		iri(o->out, T(" rdf:datatype=\""), name_iri(l->datatype));
	}
	buf_char(o->out, '>');
	if (l->holds & (HOLDS_MARKUP | HOLDS_RETURN))
		xml_text(o->out, l->value);
	else
		buf_text(o->out, l->value);
	buf_text(o->out, T("</"));
	buf_text(o->out, predicate->prefixed);
	buf_text(o->out, T(">\n"));
}

static void
end(struct output *o)
{
	if (!o->has_properties) {
		buf_text(o->out, T("/>\n"));
		return;
	}
	buf_text(o->out, T("</"));
	buf_text(o->out, o->type->prefixed);
	buf_text(o->out, T(">\n"));
}

const struct serializer rdfxml = {
	.head = head,
	.subject = subject,
	.link = link_to,
	.literal = literal,
	.end = end,
	.separator = "",
	.tail = "</rdf:RDF>\n",
};
