/*
 * XML by libxml2: the writer of RDF/XML, and a reader of events. The reader opens no file and no
 * connection, and refuses every DOCTYPE, so that there are no entities but XML's own five.
 * xmlTextWriter says nothing when an allocation fails, so xml_init() gives libxml2 allocators that
 * end the program.
 */
#ifndef ADAPTERS_XML_H
#define ADAPTERS_XML_H

#include "core/text.h"

/* Once, before any thread is started and before anything else here. */
void xml_init(void);

/*
 * Writes elements into a buffer, indented by two blanks a level. One writer belongs to one thread
 * and is used again and again. Names are ended with NUL, and the caller vouches for them: they
 * come from tables.
 */
struct xml_writer;

/* Elements written will stand `depth` levels deep in the document they become part of. */
struct xml_writer *xml_writer_new(unsigned depth);
void xml_writer_free(struct xml_writer *w); /* NULL is allowed */

void xml_open(struct xml_writer *w, const char *name);
void xml_attribute(struct xml_writer *w, const char *name, struct text value);
void xml_content(struct xml_writer *w, struct text content);
/* The same for what is known to need no escaping. */
void xml_plain_attribute(struct xml_writer *w, const char *name, struct text value);
void xml_plain_content(struct xml_writer *w, struct text content);
void xml_close(struct xml_writer *w);

/* Appends what was written since the last time; every element must be closed. */
void xml_flush(struct xml_writer *w, struct buf *out);

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

#endif
