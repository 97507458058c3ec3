/*
 * RDF of the catalogue: DCAT-AP.de in four syntaxes. Functions from `const struct catalog *` to
 * bytes; they open no file.
 *
 * One walk over the resources, driven by the property table, renders the fragment of a dataset in
 * all syntaxes at once. The fragment is spliced into the dataset's own document and into the whole
 * catalogue:
 *
 *	struct rdf *r = rdf_new(catalog);              once, shared by all threads
 *	struct rdf_fragment *f = rdf_fragment_new(r);  one a thread, used again and again
 *	for each dataset of a shard:
 *		rdf_fragment_render(f, dataset);
 *		rdf_document(&out, TURTLE, f);                       → datasets/<id>.ttl
 *		buf_text(&shard_ttl, rdf_fragment_text(f, TURTLE));  for catalog.ttl
 *		rdf_used_add(used, f);                               one `used` a shard
 *
 *	rdf_catalog_head(&out, TURTLE, r);    then the shards in their order, then
 *	rdf_catalog_tail(&out, TURTLE, r, all);    with the shards' `used` merged in the same order
 *
 * What a harvester meets: absolute IRIs, no blank node, no link from a dataset to its catalogue,
 * the class of every value (the strict shapes of DCAT-AP ask for it), nothing that is not public.
 */
#ifndef RDF_RDF_H
#define RDF_RDF_H

#include "catalog/catalog.h"

enum syntax { RDFXML, TURTLE, JSONLD, NTRIPLES, N_SYNTAXES };

struct syntax_facts {
	const char *name;       /* "rdfxml": of --format */
	const char *extension;  /* "rdf" */
	const char *media_type; /* exactly what harvesters must be told */
	const char *label;      /* "RDF/XML" */
};
extern const struct syntax_facts syntaxes[N_SYNTAXES];

/* The syntaxes of documents; N-Triples are for the whole catalogue only. (Bits: 1 << enum syntax.) */
enum { RDF_DOCUMENTS = 1 << RDFXML | 1 << TURTLE | 1 << JSONLD };

/* What all documents share: expanded names, which service serves which dataset. Call xml_init()
 * before. `c` must outlive it and have a dcat:Catalog (self is not NULL). */
struct rdf *rdf_new(const struct catalog *c); /* in the default profile of the site's settings */
struct rdf *rdf_new_as(const struct catalog *c, enum profile profile);
void rdf_free(struct rdf *r);
const struct catalog *rdf_catalog(const struct rdf *r); /* that it is of */

/* A dataset with its distributions, inline services and parts. Belongs to one thread. */
struct rdf_fragment;
struct rdf_fragment *rdf_fragment_new(const struct rdf *r);
/* In these syntaxes only (bits: 1 << enum syntax), and without the dataset's own document. */
struct rdf_fragment *rdf_fragment_new_in(const struct rdf *r, unsigned syntaxes);
void rdf_fragment_free(struct rdf_fragment *f);
void rdf_fragment_render(struct rdf_fragment *f, const struct resource *dataset);
/* With its record. To be appended between head and tail of the catalogue; valid until the next render. */
struct text rdf_fragment_text(const struct rdf_fragment *f, enum syntax syntax);
/* Appends the dataset's own document: the fragment and all it refers to. */
void rdf_document(struct buf *out, enum syntax syntax, const struct rdf_fragment *f);

/* What the fragments referred to: agents, series, services, concepts, standards, places … */
struct rdf_used;
struct rdf_used *rdf_used_new(const struct rdf *r);
void rdf_used_free(struct rdf_used *u);
void rdf_used_add(struct rdf_used *u, const struct rdf_fragment *f);
void rdf_used_clear(struct rdf_used *u);
/* What was used first stands first: merge in the order of the datasets. */
void rdf_used_merge(struct rdf_used *u, const struct rdf_used *from);

/* Prefixes and the dcat:Catalog with its links to datasets and services. */
void rdf_catalog_head(struct buf *out, enum syntax syntax, const struct rdf *r);
/* The services of the catalogue, and once each whatever was used. */
void rdf_catalog_tail(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct rdf_used *used);

/*
 * Some datasets and all they refer to, without the catalogue: head, the fragments, tail. Of other
 * datasets that they name it says what they are, so that the shapes are content: unlike a feed, this
 * is no list of datasets for harvesters.
 */
void rdf_selection_head(struct buf *out, enum syntax syntax, const struct rdf *r);
void rdf_selection_add(
    struct buf *out, enum syntax syntax, const struct rdf_fragment *f, bool is_first);
void rdf_selection_tail(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct resource *const *datasets, size_t n);

/*
 * The document of a series or of a service of the catalogue, in the syntaxes wanted (bits): a series with
 * its members, unless they are very many, a service with the titles of the datasets that it serves.
 */
void rdf_entry_documents(struct buf out[N_SYNTAXES], unsigned wanted, const struct rdf *r,
    const struct resource *entry);

#endif
