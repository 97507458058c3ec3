/*
 * What the history has to say about a catalogue: whether it is there at all, and what was public and is gone
 * without a word. A dataset that was public stays as `release: withdrawn`, or its new id says what it was
 * called before (`former_ids`); whoever wants it gone without a trace makes it internal first.
 */
#ifndef CHANGES_HISTORY_CHECK_H
#define CHANGES_HISTORY_CHECK_H

#include "adapters/git_history.h"
#include "catalog/catalog.h"

struct history_check {
	const struct snapshot *snapshot;
	const struct history *history;
	const struct catalog_owner *owner;
	/* Paths: only the datasets of these files are looked for. NULL: all. */
	const struct text *only;
	size_t n_only;
};

void check_history(const struct history_check *check, struct diagnostics *d);

/* True when one of these paths, which were removed, was the file of a dataset whose id nobody has now: only
 * then there is something to look for. */
bool loses_dataset(const struct catalog *all, const struct text *removed, size_t n);

#endif
