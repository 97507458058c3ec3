/*
 * The walk: resources, by the property table, to the events of a serializer.
 */
#ifndef RDF_WALK_H
#define RDF_WALK_H

#include "rdf/serializer.h"
#include "rdf/statements.h"
#include "rdf/used.h"

/* What all walks of a catalogue share. */
struct rdf {
	const struct catalog *catalog;
	struct arena *arena;
	const struct names *names;
	enum profile profile;
	const struct statements *statements;
	struct used_sizes sizes;
	size_t first_concept[N_CODE_LISTS]; /* of each list, in the set of all concepts */
	struct text heads[N_SYNTAXES];
	uint8_t external_class[N_PROPERTIES]; /* enum external_class of IRIs that a property names */

	/* The services that serve a dataset: served_by[served[d] … served[d + 1]). */
	uint32_t *served, *served_by;

	const struct series_order *series;
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
	/* Not NULL: a document of these datasets only (by number), where a service names no others. */
	const struct bits *selection;
	bool mentions_others; /* with a selection: tells title and publisher of others that they name */
	const struct bits *services; /* Not NULL: the services that the catalogue lists (paging) */
	struct cache *cache; /* NULL: none */
	struct buf subject, iri, text, clean; /* scratch */
};

void walk_open(struct walk *w, const struct rdf *r, unsigned syntaxes);
void walk_close(struct walk *w);

/* A resource with its parts. */
void walk_resource(struct walk *w, const struct resource *r);
/* The dcat:Catalog with its links to datasets, records and services; of the selection, if there is
 * one. */
void walk_catalog(struct walk *w);
/* The dcat:CatalogRecord of a dataset; nothing when its history is not known. */
bool walk_has_record(const struct walk *w, const struct resource *dataset);
void walk_record(struct walk *w, const struct resource *dataset);
/* What tells a dataset from others, without its parts: the shapes ask that whatever is called a
 * dataset has a title, a description, a publisher. */
void walk_mention(struct walk *w, const struct resource *dataset);

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
/* Nothing, for what is no date. */
void walk_date(struct walk *w, const struct name *predicate, struct text value);
void walk_end(struct walk *w);

/* The class of what a property names by IRI, where a feed has to say it; else NOT_EXTERNAL. */
enum external_class external_class_of(enum property_id p);

/* Marks it as used; gives its IRI. */
struct text walk_use_concept(struct walk *w, const struct concept *c);
bool walk_is_public(const struct walk *w, const struct resource *r);
/* False, and nothing is marked, when the public must not see it. */
bool walk_use_resource(struct walk *w, const struct resource *r);
void walk_link_resource(struct walk *w, const struct name *predicate, const struct resource *r);

/* What follows from the rest (supply.c). The subject's IRI is in w->subject. */
void supply(struct walk *w, const struct resource *r, enum profile_supply what);
/* The node of a place's geometry, behind the place. */
void supply_geometry(struct walk *w, const struct resource *location);
/* Behind a distribution: whom to name, as a rights statement. */
void supply_rights(struct walk *w, const struct resource *distribution);

/* --- documents of many datasets ---------------------------------------------------------------- */

/* The first subject of a document stands behind no other: out->s + at is its separator. */
void rdf_blank_separator(struct buf *out, size_t at, enum syntax syntax);
/* All that is used, by the catalogue too, and these services, or all (NULL). */
void rdf_tail(struct buf *out, enum syntax syntax, const struct rdf *r, const struct used *used,
    const struct bits *selection, const struct bits *services);

#endif
