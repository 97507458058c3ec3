#include "adapters/xml.h"

#include "core/die.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <libxml/parser.h>
#include <libxml/xmlmemory.h>
#include <libxml/xmlwriter.h>

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

/* --- the writer ---------------------------------------------------------------------------- */

struct xml_writer {
	xmlTextWriterPtr writer;
	struct buf written; /* what libxml2 handed over and nobody has taken */
	struct buf escaped; /* scratch */
};

static int
take(void *context, const char *bytes, int n)
{
	struct xml_writer *w = context;

	buf_bytes(&w->written, bytes, (size_t)n);
	return n;
}

static void
done(int result)
{
	if (result < 0)
		die("libxml2 cannot write XML");
}

struct xml_writer *
xml_writer_new(unsigned depth)
{
	struct xml_writer *w = allocate(sizeof *w);

	*w = (struct xml_writer){ 0 };
	xmlOutputBufferPtr buffer = xmlOutputBufferCreateIO(take, NULL, w, NULL);
	w->writer = buffer ? xmlNewTextWriter(buffer) : NULL;
	if (!w->writer)
		die("libxml2 cannot write XML");
	done(xmlTextWriterSetIndent(w->writer, 1));
	done(xmlTextWriterSetIndentString(w->writer, BAD_CAST "  "));

	/* Elements around that nobody sees make the indentation right; a child closes their tags. */
	for (unsigned i = 0; i <= depth; i++)
		xml_open(w, "around");
	xml_close(w);
	done(xmlTextWriterFlush(w->writer));
	w->written.n = 0;
	return w;
}

void
xml_writer_free(struct xml_writer *w)
{
	if (!w)
		return;
	xmlFreeTextWriter(w->writer);
	buf_free(&w->written);
	buf_free(&w->escaped);
	free(w);
}

void
xml_open(struct xml_writer *w, const char *name)
{
	done(xmlTextWriterStartElement(w->writer, BAD_CAST name));
}

/* As it stands: xmlTextWriterWriteString would copy every text for its own escaping. */
static void
raw(struct xml_writer *w, struct text t)
{
	if (t.n > INT_MAX)
		die("a text of %zu bytes is too long for XML", t.n);
	done(xmlTextWriterWriteRawLen(w->writer, BAD_CAST t.s, (int)t.n));
}

void
xml_plain_attribute(struct xml_writer *w, const char *name, struct text value)
{
	done(xmlTextWriterStartAttribute(w->writer, BAD_CAST name));
	raw(w, value);
	done(xmlTextWriterEndAttribute(w->writer));
}

void
xml_attribute(struct xml_writer *w, const char *name, struct text value)
{
	w->escaped.n = 0;
	xml_attribute_value(&w->escaped, value);
	xml_plain_attribute(w, name, buf_view(&w->escaped));
}

void
xml_plain_content(struct xml_writer *w, struct text content)
{
	raw(w, content);
}

void
xml_content(struct xml_writer *w, struct text content)
{
	w->escaped.n = 0;
	xml_text(&w->escaped, content);
	raw(w, buf_view(&w->escaped));
}

void
xml_close(struct xml_writer *w)
{
	done(xmlTextWriterEndElement(w->writer));
}

void
xml_flush(struct xml_writer *w, struct buf *out)
{
	done(xmlTextWriterFlush(w->writer));
	buf_text(out, buf_view(&w->written));
	w->written.n = 0;
}
