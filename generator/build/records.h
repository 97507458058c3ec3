/*
 * When the descriptions of the public datasets were added and last changed: from git, for the
 * records of the feeds.
 */
#ifndef BUILD_RECORDS_H
#define BUILD_RECORDS_H

#include "adapters/git_history.h"
#include "changes/changes.h"

/*
 * Gives the catalogue its record dates. `c` is its public set. Of a history that ends early (a shallow
 * clone; check_history() says so) there are no records: a date that is not known is not guessed. A dataset
 * counts as changed when a translation of it changed. It was issued when it first became public, which
 * `changes` knows: when its draft was begun is nobody's business.
 */
void find_records(struct arena *a, struct catalog_owner *owner, const struct catalog *c,
    const struct snapshot *s, const struct history *h, const struct changes *changes);

/*
 * When each of the hosted files of `c` last changed for the public, in seconds since 1970; 0: unknown. What
 * was there before the dataset was public came when it became so. In `a`, by the numbers of c->hosted.
 */
const int64_t *find_hosted_times(struct arena *a, const struct catalog *c, const struct history *h, const struct changes *changes);

#endif
