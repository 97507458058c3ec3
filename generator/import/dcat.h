/*
 * Feeds of other portals, of any vintage of DCAT-AP and DCAT-AP.de: datasets, series, services and
 * the agents they name become entries. Classes are mapped by the predicates of the property table.
 *
 *	struct dcat_feed *f = dcat_feed_open(import);
 *	while (page && dcat_feed_read(f, &source, media_type, address, &next))
 *		page = next …
 *	dcat_feed_import(f);
 *	dcat_feed_close(f);
 *
 * A dataset's id comes from the last part of its IRI, or from its title where that is a mere number.
 * Its IRI becomes one of this portal; the identifier stays what it was (convention 25), and is the old
 * IRI where there was none.
 *
 * A service or distribution whose IRI is one that Tabularium gave ("…/datasets/x#service-y") keeps it, so
 * that a feed of ours that is imported and written again is the same.
 */
#ifndef IMPORT_DCAT_H
#define IMPORT_DCAT_H

#include "import/sources.h"

/* A file with its further pages beside it, a folder of pages, or an address. False when it could not be
 * read, which is reported. */
bool dcat_read(struct import *i, const char *where);
extern const struct mapping dcat_mapping[];
extern const size_t n_dcat_mapping;

struct dcat_feed;

struct dcat_feed *dcat_feed_open(struct import *i);
void dcat_feed_close(struct dcat_feed *f);

/*
 * Adds a document. `source` must live as long as the import, its bytes need not; `media_type` as a server gave it
 * or empty; `address` is where it came from (empty for a file). *next: the address of the page behind it
 * (hydra), as it is written there; empty on the last. False when it could not be read, which is reported.
 */
bool dcat_feed_read(struct dcat_feed *f, const struct source *source, struct text media_type, struct text address,
    struct text *next);

/* Everything that was read becomes drafts of the import; the catalogue's own description, too, where there is
 * none yet. */
void dcat_feed_import(struct dcat_feed *f);

#endif
