/*
 * The feeds as files:
 *
 *	datasets/<id>.rdf .ttl .jsonld           each dataset with all it refers to
 *	services/<id>…, series/<id>…             the same (build/entry_documents.h)
 *	catalog.rdf .ttl .jsonld .nt             the whole catalogue
 *	feed/catalog.rdf .ttl .jsonld            the first page of the paged feed: its address stays
 *	feed/<generation>/<n>.rdf .ttl .jsonld   the pages 2 … n, when there are more than 100 datasets
 *
 * and for each further profile that site.yaml names, in the same form
 *
 *	catalog-<profile>.rdf .ttl .jsonld .nt   the whole catalogue
 *	feed/<profile>/catalog.rdf .ttl .jsonld  the first page, the others as above
 *
 * All pages of a feed belong to one generation: a digest of what they say, of nothing else. The
 * same catalogue has the same generation, whatever the commit, and nothing is written anew. The
 * pages of former generations go along for seven days of commit time, so that a harvester that read
 * its first page before a publication finds the others afterwards; unless something must not be
 * shown any more.
 *
 * What changes when one dataset changes: its own documents and the catalogue's; the generation, and
 * with it addresses and paging node of every page. Of what pages say about datasets only that of
 * the one page (rdf/paging.h); the others are the same but for the addresses.
 *
 * A page of more than 32 MB (harvesters refuse one above 50) falls into several, by id; a dataset
 * that is too big on its own ends the run.
 */
#ifndef BUILD_FEEDS_H
#define BUILD_FEEDS_H

#include "catalog/catalog.h"
#include "site/writer.h"

struct feeds;

/* Adds the files. Datasets are rendered once; memory is that of a page a thread. */
struct feeds *feeds_write(const struct catalog *c, struct writer *writer, unsigned jobs);
void feeds_free(struct feeds *f);

/* The gate: reads every RDF/XML document of the catalogue and of the paged feeds back. Ends the run, before
 * anything is published, unless each is well-formed and each feed has every dataset once. */
void feeds_check(const struct feeds *f, unsigned jobs);

/* Lets the pages of former generations go along. */
void feeds_carry(const struct feeds *f);

#endif
