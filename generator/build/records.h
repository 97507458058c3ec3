/*
 * When the descriptions of the public datasets were added and last changed: from git, for the
 * records of the feeds.
 */
#ifndef BUILD_RECORDS_H
#define BUILD_RECORDS_H

#include "adapters/git_history.h"
#include "catalog/catalog.h"

/*
 * Gives the catalogue its record dates. `c` is its public set. A history that ends early (a shallow
 * clone) is diagnosed, and there are no records: a date that is not known is not guessed. A dataset
 * counts as changed when a translation of it changed.
 */
void find_records(struct arena *a, struct catalog_owner *owner, const struct catalog *c,
    const struct snapshot *s, const struct history *h, struct diagnostics *d);

#endif
