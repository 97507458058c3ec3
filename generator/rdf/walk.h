/*
 * The walk: resources, by the property table, to the events of a serializer.
 */
#ifndef RDF_WALK_H
#define RDF_WALK_H

#include "rdf/serializer.h"
#include "rdf/used.h"

/* What all walks of a catalogue share. */
struct rdf {
	const struct catalog *catalog;
	struct arena *arena;
	const struct names *names;
	struct used_sizes sizes;
	size_t first_concept[N_CODE_LISTS]; /* of each list, in the set of all concepts */
	struct text heads[N_SYNTAXES];
	uint8_t external_class[N_PROPERTIES]; /* enum external_class of IRIs that a property names */

	/* The services that serve a dataset: served_by[served[d] … served[d + 1]). */
	uint32_t *served, *served_by;
};

/* Descriptions that many documents repeat, rendered once in all syntaxes. */
struct rendered {
	struct text text[N_SYNTAXES];
};
struct cache {
	struct arena *arena;
	struct rendered **concepts; /* by their number in the set of all concepts; NULL: not yet */
	struct rendered **agents;   /* by resource->number */
};

struct walk {
	const struct rdf *rdf;
	unsigned syntaxes; /* bits: which outputs are written */
	struct output outputs[N_SYNTAXES];
	struct used *used;
	/* Not NULL: this dataset's own document, where a service names no other dataset. */
	const struct resource *document_of;
	struct cache *cache; /* NULL: none */
	struct buf subject, iri, text, clean; /* scratch */
};

void walk_open(struct walk *w, const struct rdf *r, unsigned syntaxes);
void walk_close(struct walk *w);

/* A resource with its parts. */
void walk_resource(struct walk *w, const struct resource *r);
/* The dcat:Catalog with its links to datasets and services. */
void walk_catalog(struct walk *w);

/* What the used set of the walk holds; what that uses in turn joins the set. */
void walk_used(struct walk *w);
/* Of the externals only those that no other dataset is likely to name; they leave the set. */
void walk_own_externals(struct walk *w);

/* for each output that is written */
#define EACH_OUTPUT(w, i)                                                                          \
	for (size_t i = 0; i < N_SYNTAXES; i++)                                                    \
		if ((w)->syntaxes & 1u << i)

/* Holds nothing that RFC 3987 forbids: every IRI of a value or of a catalogue's own code list is
 * looked at. check/ has refused the others, but no feed shall depend on that. */
bool iri_is_writable(struct text iri);

/* Events, to all outputs that are written. A link to what is no IRI, and an empty literal, are left
 * out. */
void walk_subject(struct walk *w, struct text iri, const struct name *const types[],
    size_t n_types);
void walk_link(struct walk *w, const struct name *predicate, struct text iri);
void walk_literal(struct walk *w, const struct name *predicate, struct text value,
    struct text language, const struct name *datatype);
void walk_end(struct walk *w);

/* The class of what a property names by IRI, where a feed has to say it; else NOT_EXTERNAL. */
enum external_class external_class_of(enum property_id p);

/* Marks it as used; gives its IRI. */
struct text walk_use_concept(struct walk *w, const struct concept *c);
bool walk_is_public(const struct walk *w, const struct resource *r);
/* False, and nothing is marked, when the public must not see it. */
bool walk_use_resource(struct walk *w, const struct resource *r);

#endif
