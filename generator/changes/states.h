/*
 * The states that a dataset's files were in: the entry itself, its description in a file of its own, its
 * translations, and what it hosts; under former ids, too. A state is what the branch had: what happened on another one
 * counts from when it was merged, as what was published.
 */
#ifndef CHANGES_STATES_H
#define CHANGES_STATES_H

#include "adapters/git_history.h"
#include "catalog/catalog.h"

enum { MAX_STATE_FILES = 2 + MAX_LANGUAGES };

/* What a commit left. */
struct state {
	int64_t time;
	uint32_t rank;  /* of the commit */
	const unsigned char *commit; /* 20 bytes */
	struct text id; /* the name it had */
	const struct file_version *files[MAX_STATE_FILES]; /* present ones; in the order of their paths */
	size_t n_files;                                    /* 0: it was not there */
};

/* Of the dataset today, the newest first. The list is in `a`. */
size_t states_of(const struct history *h, const struct catalog *c, const struct resource *dataset,
    struct arena *a, const struct state **list);

#endif
