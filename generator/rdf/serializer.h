/*
 * The events of a walk, and what makes bytes of them. Events come in this order:
 *
 *	subject (link | literal)* end
 *
 * and those of one predicate follow each other. The walk vouches for what it sends: IRIs are
 * absolute and hold none of the characters that RFC 3987 forbids; texts are UTF-8 without
 * characters that XML 1.0 lacks.
 */
#ifndef RDF_SERIALIZER_H
#define RDF_SERIALIZER_H

#include "rdf/names.h"
#include "rdf/rdf.h"

enum { /* what a text holds, so that most need no escaping at all */
	HOLDS_QUOTE = 1,    /* " \ */
	HOLDS_MARKUP = 2,   /* & < > */
	HOLDS_RETURN = 4,   /* CR */
	HOLDS_CONTROL = 8,  /* LF, tab */
	HOLDS_WIDE = 16,    /* anything beyond ASCII */
	HOLDS_BAD = 32,     /* the other controls of C0: no XML, no literal */
	HOLDS_NOT_IRI = 64, /* what RFC 3987 lets no IRI hold */
};

struct literal {
	struct text value;
	unsigned holds;
	struct text language;        /* empty: none */
	const struct name *datatype; /* NULL: none */
};

/* Where one syntax goes, and where it stands. */
struct output {
	struct buf *out;
	const struct name *predicate; /* of the event before; NULL behind a subject */
	struct buf subject;           /* N-Triples: repeated in every line */
	size_t first_value;           /* JSON-LD: offset of the first value of the predicate */
	bool is_array;                /* JSON-LD: it has more than one */
	const struct name *type;      /* RDF/XML: of the subject, for its end tag */
	bool has_properties;          /* RDF/XML: its start tag is closed */
};

enum { MAX_TYPES = 4 };

struct serializer {
	/* Whatever stands before the first subject, with the first n prefixes. */
	void (*head)(struct buf *out, size_t n);
	void (*subject)(struct output *o, struct text iri, const struct name *const types[],
	    size_t n_types); /* at least one type */
	void (*link)(struct output *o, const struct name *predicate, struct text iri);
	void (*literal)(struct output *o, const struct name *predicate, const struct literal *l);
	void (*end)(struct output *o);
	const char *separator; /* every subject begins with it; the first of a document must lose it */
	const char *tail;
};

extern const struct serializer rdfxml, turtle, jsonld, ntriples;
extern const struct serializer *const serializers[N_SYNTAXES];

/* Turtle and N-Triples: the text between the quotes. (JSON: core/json.h; XML: adapters/xml.h.) */
void turtle_literal(struct buf *out, struct text t);

#endif
