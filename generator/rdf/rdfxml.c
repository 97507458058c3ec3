/*
 * RDF/XML (https://www.w3.org/TR/rdf-syntax-grammar/): typed node elements (§2.13), one flat list.
 */
#include "rdf/serializer.h"

#include "adapters/xml.h"

#include <string.h>

static void
head(struct buf *out)
{
	buf_text(out, T("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<rdf:RDF"));
	for (size_t i = 0; i < n_prefixes; i++) {
		buf_text(out, T("\n    xmlns:"));
		buf_str(out, prefixes[i].name);
		buf_text(out, T("=\""));
		xml_attribute_value(out, text_of(prefixes[i].iri));
		buf_char(out, '"');
	}
	buf_text(out, T(">\n"));
}

/* Of what must be escaped an IRI can hold only the ampersand. */
static void
iri(struct output *o, const char *attribute, struct text t)
{
	if (memchr(t.s, '&', t.n))
		xml_attribute(o->xml, attribute, t);
	else
		xml_plain_attribute(o->xml, attribute, t);
}

static void
link_to(struct output *o, const struct name *predicate, struct text object)
{
	xml_open(o->xml, predicate->prefixed.s);
	iri(o, "rdf:resource", object);
	xml_close(o->xml);
}

static void
subject(struct output *o, struct text s, const struct name *const types[], size_t n_types)
{
	xml_open(o->xml, types[0]->prefixed.s);
	iri(o, "rdf:about", s);
	for (size_t i = 1; i < n_types; i++) {
		xml_open(o->xml, "rdf:type");
		xml_plain_attribute(o->xml, "rdf:resource", name_iri(types[i]));
		xml_close(o->xml);
	}
}

static void
literal(struct output *o, const struct name *predicate, const struct literal *l)
{
	xml_open(o->xml, predicate->prefixed.s);
	if (l->language.n)
		xml_plain_attribute(o->xml, "xml:lang", l->language);
	else if (l->datatype)
		xml_plain_attribute(o->xml, "rdf:datatype", name_iri(l->datatype));
	if (l->holds & (HOLDS_MARKUP | HOLDS_RETURN))
		xml_content(o->xml, l->value);
	else
		xml_plain_content(o->xml, l->value);
	xml_close(o->xml);
}

static void
end(struct output *o)
{
	xml_close(o->xml);
	xml_flush(o->xml, o->out);
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
