/*
 * RDF that others wrote, as triples: RDF/XML, Turtle and N-Triples by libraptor2, JSON-LD by
 * adapters/jsonld_reader.c. Nothing is fetched and no file is opened, whatever the document says:
 *
 *	RDF/XML   is first read by adapters/xml.h, which refuses every DOCTYPE and so every entity but
 *	          XML's own five; only then raptor sees it
 *	JSON-LD   contexts that stand in the document itself: prefixes, terms with @id, @type, @language,
 *	          @container (@list, @set, @language, @index), @reverse; @vocab, @base, @language; aliases
 *	          of keywords; contexts of a node, of a type and of a property; @graph, @included, @list,
 *	          @set, @reverse. A context given by its address is refused, since it would have to be
 *	          fetched. @nest, @json, @import, @protected and framing are not read. Named graphs are
 *	          read as part of the default one. JSON has no lines here: all are 0.
 */
#ifndef ADAPTERS_RDF_READER_H
#define ADAPTERS_RDF_READER_H

#include "core/text.h"

/* 64 MiB is more than GovData takes in one response (50 MB). */
enum { RDF_READER_MAX_BYTES = 64 << 20, RDF_READER_MAX_TRIPLES = 4000000, RDF_READER_MAX_DEPTH = 128 };

enum rdf_input { RDF_INPUT_UNKNOWN, RDF_INPUT_XML, RDF_INPUT_TURTLE, RDF_INPUT_NTRIPLES, RDF_INPUT_JSONLD };

/* By media type or file name, which may be empty or say nothing, else by how the bytes begin. */
enum rdf_input rdf_input_of(struct text name, struct text bytes);

enum rdf_node_kind { RDF_NODE_IRI, RDF_NODE_BLANK, RDF_NODE_LITERAL };

struct rdf_node {
	enum rdf_node_kind kind;
	struct text value;    /* of a blank node its label within the document */
	struct text language; /* of a literal; empty: none */
	struct text datatype; /* of a literal; empty: none, or a text in a language */
};

struct rdf_events {
	/* Views as long as the call; in the order of the document. `line` is where the parser had come
	 * to; 0: unknown. */
	void (*triple)(void *context, const struct rdf_node *subject, struct text predicate,
	    const struct rdf_node *object, uint32_t line);
	/* What is wrong but was read all the same. NULL: not wanted. */
	void (*warning)(void *context, uint32_t line, struct text words);
};

/*
 * False when the document was not read to its end: too large, not well-formed, no RDF; `message` says
 * why in the parser's words (English), *line where (0: unknown). What came before was given.
 * `base` is the IRI against which relative ones are resolved.
 */
bool rdf_read(struct text bytes, enum rdf_input syntax, const char *base, const struct rdf_events *events,
    void *context, struct buf *message, uint32_t *line);

#endif
