#include "adapters/xml.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>

/* --- memory -------------------------------------------------------------------------------- */

static char *
duplicate(const char *s)
{
	size_t size = strlen(s) + 1;

	return memcpy(allocate(size), s, size);
}

void
xml_init(void)
{
	if (xmlMemSetup(free, allocate, reallocate, duplicate) != 0)
		die("libxml2 does not take our allocators");
	xmlInitParser();
}

/* --- escapers ------------------------------------------------------------------------------ */

enum { PLAIN, WIDE, AMPERSAND, LESS, GREATER, RETURN, LINE, TAB, QUOTE, BAD };

static const char *const entities[] = {
	[AMPERSAND] = "&amp;",
	[LESS]      = "&lt;",
	[GREATER]   = "&gt;", /* for the sake of "]]>" */
	[RETURN]    = "&#13;",
	[LINE]      = "&#10;",
	[TAB]       = "&#9;",
	[QUOTE]     = "&quot;",
	[BAD]       = "\xEF\xBF\xBD",
};

/* In text, line feed, tab and quote stand for themselves. */
static unsigned
character_class(unsigned char c, bool in_attribute)
{
	switch (c) {
	case '&': return AMPERSAND;
	case '<': return LESS;
	case '>': return GREATER;
	case '\r': return RETURN;
	case '\n': return in_attribute ? LINE : PLAIN;
	case '\t': return in_attribute ? TAB : PLAIN;
	case '"': return in_attribute ? QUOTE : PLAIN;
	default: return c < 0x20 ? BAD : c < 0x80 ? PLAIN : WIDE;
	}
}

static void
character_data(struct buf *out, struct text t, bool in_attribute)
{
	size_t done = 0;

	for (size_t i = 0; i < t.n;) {
		size_t at = i;
		unsigned class = character_class((unsigned char)t.s[i], in_attribute);

		if (class == WIDE) {
			uint32_t c = utf8_next(t, &i);
			class = c == UTF8_INVALID || c == 0xfffe || c == 0xffff ? BAD : PLAIN;
		} else {
			i++;
		}
		if (class == PLAIN)
			continue;
		buf_text(out, text_slice(t, done, at));
		buf_str(out, entities[class]);
		done = i;
	}
	buf_text(out, text_slice(t, done, t.n));
}

void
xml_text(struct buf *out, struct text t)
{
	character_data(out, t, false);
}

void
xml_attribute_value(struct buf *out, struct text t)
{
	character_data(out, t, true);
}

/* --- the reader ---------------------------------------------------------------------------- */

enum { MOST_ATTRIBUTES = 64, PIECE = 1 << 20 };

struct xml_reader {
	const struct xml_events *events;
	void *context;
	xmlParserCtxtPtr parser;
	unsigned depth;
	const char *refused; /* what we refuse ourselves */
	struct buf values;   /* scratch: attributes that hold an ampersand */
};

static struct text
text_of_xml(const xmlChar *s)
{
	return text_of((const char *)s);
}

static void
refuse(struct xml_reader *r, const char *why)
{
	if (!r->refused)
		r->refused = why;
	xmlStopParser(r->parser);
}

static void
on_doctype(void *parser, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
	(void)name, (void)external, (void)system;
	refuse(((xmlParserCtxtPtr)parser)->_private, "it has a DOCTYPE, which is not read");
}

/* Where libxml2 shall not put in entities, it leaves "&#38;" for every ampersand of an attribute. */
static struct text
attribute_value(struct xml_reader *r, struct text written)
{
	struct text ampersand = T("&#38;");
	size_t start = r->values.n;

	if (text_find_char(written, '&') == written.n)
		return written;
	for (size_t at; written.n; written = text_slice(written, at + ampersand.n, written.n)) {
		at = text_find(written, ampersand);
		buf_text(&r->values, text_slice(written, 0, at));
		if (at == written.n)
			break;
		buf_char(&r->values, '&');
	}
	return text_slice(buf_view(&r->values), start, r->values.n);
}

/* Attributes come as fives: name, prefix, namespace, first byte, behind the last byte. */
static void
on_open(void *parser, const xmlChar *name, const xmlChar *prefix, const xmlChar *namespace,
    int n_namespaces, const xmlChar **namespaces, int n, int n_defaulted, const xmlChar **five)
{
	struct xml_reader *r = ((xmlParserCtxtPtr)parser)->_private;
	struct xml_attribute attributes[MOST_ATTRIBUTES];

	(void)prefix, (void)n_namespaces, (void)namespaces, (void)n_defaulted;
	if (n > MOST_ATTRIBUTES) {
		refuse(r, "an element has too many attributes");
		return;
	}
	size_t room = 0;
	for (int i = 0; i < n; i++)
		room += (size_t)(five[5 * i + 4] - five[5 * i + 3]);
	r->values.n = 0;
	buf_reserve(&r->values, room); /* so that no view moves */
	for (int i = 0; i < n; i++, five += 5) {
		struct text written = { (const char *)five[3], (size_t)(five[4] - five[3]) };
		attributes[i] = (struct xml_attribute){ text_of_xml(five[2]), text_of_xml(five[0]),
			attribute_value(r, written) };
	}
	r->events->open(r->context, r->depth++, text_of_xml(namespace), text_of_xml(name), attributes,
	    (size_t)n);
}

static void
on_text(void *parser, const xmlChar *s, int n)
{
	struct xml_reader *r = ((xmlParserCtxtPtr)parser)->_private;

	r->events->text(r->context, (struct text){ (const char *)s, (size_t)n });
}

static void
on_close(void *parser, const xmlChar *name, const xmlChar *prefix, const xmlChar *namespace)
{
	struct xml_reader *r = ((xmlParserCtxtPtr)parser)->_private;

	(void)name, (void)prefix, (void)namespace;
	r->depth--;
	if (r->events->close)
		r->events->close(r->context, r->depth);
}

struct xml_reader *
xml_reader_new(const struct xml_events *events, void *context)
{
	xmlSAXHandler handler = {
		.initialized = XML_SAX2_MAGIC,
		.internalSubset = on_doctype,
		.startElementNs = on_open,
		.endElementNs = on_close,
		.characters = events->text ? on_text : NULL,
		.cdataBlock = events->text ? on_text : NULL,
	};
	struct xml_reader *r = allocate(sizeof *r);

	*r = (struct xml_reader){ .events = events, .context = context };
	r->parser = xmlCreatePushParserCtxt(&handler, NULL, NULL, 0, NULL);
	if (!r->parser || xmlCtxtUseOptions(r->parser, XML_PARSE_NONET) != 0)
		die("libxml2 cannot read XML");
	r->parser->_private = r;
	return r;
}

void
xml_reader_add(struct xml_reader *r, struct text bytes)
{
	while (bytes.n && !r->refused && r->parser->wellFormed) {
		size_t n = bytes.n < PIECE ? bytes.n : PIECE;
		xmlParseChunk(r->parser, bytes.s, (int)n, 0);
		bytes = text_slice(bytes, n, bytes.n);
	}
}

unsigned
xml_reader_line(const struct xml_reader *r)
{
	return r->parser->input ? (unsigned)r->parser->input->line : 0;
}

const char *
xml_reader_end(struct xml_reader *r, struct buf *message)
{
	if (!r->refused && r->parser->wellFormed)
		xmlParseChunk(r->parser, NULL, 0, 1);
	bool is_good = !r->refused && r->parser->wellFormed;
	if (!is_good) {
		const char *why = r->refused ? r->refused : r->parser->lastError.message;
		struct text words = text_trim(text_of(why ? why : "it is not well-formed"));
		buf_printf(message, "line %d: %.*s", r->parser->input ? r->parser->input->line : 0,
		    TEXT_ARG(words));
	}
	xmlFreeParserCtxt(r->parser);
	buf_free(&r->values);
	free(r);
	return is_good ? NULL : buf_cstr(message);
}
