/*
 * What a piece of RDF refers to and does not describe itself: entries and concepts as bits, IRIs of
 * others with the classes that the properties want of them.
 */
#ifndef RDF_USED_H
#define RDF_USED_H

#include "catalog/catalog.h"
#include "rdf/names.h"

/* An IRI of somebody else: a standard, a law, a page, a place. */
struct external {
	struct text iri;  /* of the catalogue's memory, or of `own` */
	uint32_t classes; /* bits: 1 << enum external_class */
};

enum external_class {
	EXTERNAL_DOCUMENT,
	EXTERNAL_EMAIL,
	EXTERNAL_LEGISLATION,
	EXTERNAL_LICENSE,
	EXTERNAL_PLACE,
	EXTERNAL_POLICY,
	EXTERNAL_RIGHTS,
	EXTERNAL_ROLE,
	EXTERNAL_STANDARD,
	EXTERNAL_TAXONOMY,
	N_EXTERNAL_CLASSES,
	NOT_EXTERNAL = N_EXTERNAL_CLASSES
};

/* A set of small numbers. */
struct bits {
	uint64_t *words;
	size_t n_words;
};
void bits_open(struct bits *b, size_t n); /* of the numbers below n, empty */
void bits_close(struct bits *b);
void bits_clear(struct bits *b);
bool bits_set(struct bits *b, size_t i); /* true when it was not in the set */
void bits_unset(struct bits *b, size_t i);
bool bits_has(const struct bits *b, size_t i);
void bits_merge(struct bits *b, const struct bits *from);
/* The first member at or after i, or SIZE_MAX. */
size_t bits_next(const struct bits *b, size_t i);

struct used {
	struct bits agents, series, services; /* by resource->number */
	struct bits concepts;                 /* by first_concept[list] + concept->number */
	struct external *externals;           /* in the order of their first use */
	size_t n_externals, capacity;
	struct table by_iri; /* of the externals, once they are many: IRI → 1 + index */
	struct arena *own;   /* of IRIs that nobody keeps; NULL: none yet. Merging does not copy them */
	/* Datasets that a document names and does not hold. They stay with the document: a whole
	 * catalogue holds them all, so merging leaves them behind. */
	const struct resource **mentions;
	size_t n_mentions, mentions_capacity;
};

/* As rdf.h hands it out. */
struct rdf_used {
	struct used used;
};

struct used_sizes {
	size_t agents, series, services, concepts;
};
void used_open(struct used *u, const struct used_sizes *sizes);
void used_close(struct used *u);
void used_clear(struct used *u);
/* Only the first n externals stay. */
void used_keep_externals(struct used *u, size_t n);
void used_mention(struct used *u, const struct resource *dataset);
void used_merge_mentions(struct used *u, const struct used *from);
void used_external(struct used *u, struct text iri, enum external_class class);
/* For an IRI of the moment. It must have left the set before another set is merged from it. */
void used_external_copy(struct used *u, struct text iri, enum external_class class);
void used_merge(struct used *u, const struct used *from);

#endif
