/*
 * Names of classes, properties and datatypes, in the two forms that syntaxes write.
 */
#ifndef RDF_NAMES_H
#define RDF_NAMES_H

#include "core/arena.h"
#include "dcat/dcat.h"

struct name {
	struct text prefixed; /* "dct:title", ended with NUL */
	struct text full;     /* "<http://purl.org/dc/terms/title>" */
};

enum term {
	NO_TERM,
#define TERM(identifier, name) identifier,
#include "rdf/terms.def"
#undef TERM
	N_TERMS
};

struct names {
	struct name properties[N_PROPERTIES]; /* empty where a row has no predicate */
	struct name classes[N_CLASSES];
	struct name terms[N_TERMS];
};

/* All live as long as the arena. */
const struct name *name_new(struct arena *a, const char *prefixed);
const struct names *names_new(struct arena *a);

/* The IRI without its brackets. */
struct text name_iri(const struct name *n);

#endif
