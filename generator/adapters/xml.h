/*
 * XML: escapers, and by libxml2 a reader of events. The reader opens no file and no connection, and
 * refuses every DOCTYPE, so that there are no entities but XML's own five. xml_init() gives libxml2
 * allocators that end the program, since it does not report everywhere that one failed.
 */
#ifndef ADAPTERS_XML_H
#define ADAPTERS_XML_H

#include "core/text.h"

/* Once, before any thread is started and before anything else here. */
void xml_init(void);

/*
 * Escapers, by context. The text is UTF-8 of XML 1.0's Char (§2.2); what it should not hold is
 * written as U+FFFD.
 */
void xml_text(struct buf *out, struct text t);            /* between tags: & < > CR */
void xml_attribute_value(struct buf *out, struct text t); /* between "": also " TAB LF */

/* --- reading ------------------------------------------------------------------------------- */

struct xml_attribute {
	struct text namespace, name, value;
};

/* What is found, as views that last as long as the call. `depth` is 0 for the document's element. */
struct xml_events {
	void (*open)(void *context, unsigned depth, struct text namespace, struct text name,
	    const struct xml_attribute *attributes, size_t n);
	void (*text)(void *context, struct text piece); /* NULL: not wanted. A text may come in pieces. */
	void (*close)(void *context, unsigned depth);
};

/* A document that comes in pieces, in constant memory. Belongs to one thread. */
struct xml_reader;
struct xml_reader *xml_reader_new(const struct xml_events *events, void *context);
void xml_reader_add(struct xml_reader *r, struct text bytes);
/* Ends the document and frees the reader. NULL when it was well-formed; else what is wrong, in the words
 * of libxml2 and with the line, in `message`. */
const char *xml_reader_end(struct xml_reader *r, struct buf *message);

/* The line the reader has come to, from 1. */
unsigned xml_reader_line(const struct xml_reader *r);

#endif
