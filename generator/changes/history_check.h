/*
 * What the history has to say about a catalogue: whether it is there at all, and what was public and is gone
 * without a word. A dataset, a series or a service that was public stays as a withdrawn one, or its new id
 * says what it was called before (`former_ids`); whoever wants a dataset gone without a trace makes it
 * internal first. An office that ends without a successor is a warning: its page goes with its datasets.
 *
 * A service, a series and an office are public because of the datasets that they go with: whether one was
 * seen is looked up in the public set before the commit that took its file away.
 */
#ifndef CHANGES_HISTORY_CHECK_H
#define CHANGES_HISTORY_CHECK_H

#include "adapters/git_history.h"
#include "catalog/catalog.h"

struct history_check {
	const struct snapshot *snapshot;
	const struct history *history;
	const struct catalog_owner *owner;
	const char *folder; /* of the snapshot */
	/* Paths: only the entries of these files are looked for. NULL: all. */
	const struct text *only;
	size_t n_only;
	/* Only the withdrawn datasets of these files are looked at. NULL: all. */
	const struct table *withdrawn_only;
};

void check_history(const struct history_check *check, struct diagnostics *d);

/* True when one of these paths, which were removed, was the file of an entry whose id nobody has now: only
 * then there is something to look for. */
bool loses_entry(const struct catalog *all, const struct text *removed, size_t n);

/* True when one of these files is that of a withdrawn dataset. */
bool withdraws_dataset(const struct catalog *all, const struct table *files);

/*
 * Of entries that are published ("datasets/baum"), those that are lost: nobody is called so, nor was before,
 * and the history does not know them either, so that check_history() cannot tell (it was squashed, or is cut off).
 * They are moved to the front of the list; how many is given back.
 */
size_t lost_entries(const struct catalog *all, const struct history *h, struct text *published, size_t n);
void diagnose_lost(const struct catalog *all, const struct text *lost, size_t n, struct diagnostics *d);

#endif
