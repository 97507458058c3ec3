/*
 * The triples of a feed, by subject and in the order of the document: what import/dcat.h looks
 * around in. Predicates and classes are those of dcat/prefixes.def; what others write for them
 * (https for http, versions of DCAT-AP.de in the namespace, r5r#) is put right while it is read.
 */
#ifndef IMPORT_DCAT_GRAPH_H
#define IMPORT_DCAT_GRAPH_H

#include "adapters/rdf_reader.h"
#include "core/diagnostic.h"
#include "core/table.h"

struct graph_node;

struct graph_value {
	struct text predicate;
	const struct graph_node *node; /* an IRI or blank node; NULL: a literal */
	struct text text;              /* of the literal; the IRI; empty for a blank node */
	struct text language, datatype;
	struct place at;
	unsigned document; /* the number of the document that says so, from 1 */
	struct graph_value *next;
};

struct graph_node {
	struct text iri; /* empty: a blank node */
	struct graph_value *first, *last;
	struct graph_node *next; /* in the order in which subjects were met */
	struct place at;
	unsigned document; /* that named it first */
	bool is_open;      /* for who walks from node to node and may come around */
};

struct graph {
	struct arena *arena;
	struct table nodes, known; /* known: statements about IRIs, which pages of a feed repeat */
	struct graph_node *first, *last;
	unsigned n_documents;
	struct text next_page; /* that the last document names (hydra), as it is written there; empty: none */
	/* Called for each namespace put right, each time it is met. */
	void (*repaired)(void *context, struct place at, struct text from, struct text to);
	void *context;
};

struct graph *graph_new(void);
void graph_free(struct graph *g);

/* Adds a document. False after a finding in d: it was not read to its end. `source` must outlive the graph,
 * its bytes need not. */
bool graph_read(struct graph *g, const struct source *source, enum rdf_input syntax, struct text base,
    struct diagnostics *d);

/* The node of an IRI if something is said of it, else NULL. */
const struct graph_node *graph_node(const struct graph *g, struct text iri);
/* The next value of the predicate ("dct:title") after `after` (NULL: the first), or NULL. */
const struct graph_value *graph_value(const struct graph_node *n, const char *predicate,
    const struct graph_value *after);
/* Is it of the class ("dcat:Dataset")? */
bool graph_is(const struct graph_node *n, const char *class);

/* "dct:title" for "http://purl.org/dc/terms/title"; as it stands when no prefix fits. */
struct text graph_short(struct arena *a, struct text iri);

#endif
