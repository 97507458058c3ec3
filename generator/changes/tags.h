/*
 * Signed tags: states of the whole catalogue that somebody vouches for. A tag is no part of a commit, and anybody
 * with a clone can set, move or lack it: what is built tells them only where site.yaml asks for it (signed_tags).
 */
#ifndef CHANGES_TAGS_H
#define CHANGES_TAGS_H

#include "adapters/git_history.h"
#include "catalog/settings.h"

struct confirmed_tag {
	struct text name;
	int64_t time; /* seconds since 1970, of its commit */
};

/* Those of the commits in this history that one of settings.signing_keys signed, the newest first; of one moment by name. */
size_t confirmed_tags(const struct snapshot *snapshot, const struct history *h, const struct settings *settings,
    struct arena *a, const struct confirmed_tag **list);

#endif
