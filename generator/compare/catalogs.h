/*
 * What is different for users between two states of a catalogue: entries new, changed, renamed,
 * withdrawn or gone, and the feeds that this shows in.
 *
 * Both are public sets, so that nothing internal can be named: a draft that is released is new, a dataset
 * that becomes internal is gone. With both catalogues whole (catalog_all) internal entries are compared
 * too; that is for the steward's own screen.
 */
#ifndef COMPARE_CATALOGS_H
#define COMPARE_CATALOGS_H

#include "compare/compare.h"

enum entry_change { ENTRY_NEW, ENTRY_CHANGED, ENTRY_RENAMED, ENTRY_WITHDRAWN, ENTRY_GONE, N_ENTRY_CHANGES };

struct changed_entry {
	enum entry_change change;
	/* NULL where there is none: ENTRY_WITHDRAWN without one before, when that state did not show it. */
	const struct resource *before, *after;
	struct differences differences;        /* of ENTRY_CHANGED and ENTRY_RENAMED */
};

struct catalog_changes {
	struct changed_entry *list; /* by class, change and id */
	size_t n;
	size_t n_of[N_CLASSES][N_ENTRY_CHANGES];
	bool has_new_base_url; /* every identifier changes */
};

struct catalog_changes compare_catalogs(const struct comparing *c);

/* True when some feed says other things than before. */
bool changes_feeds(const struct catalog_changes *changes);

enum changes_format { CHANGES_TEXT, CHANGES_JSON, CHANGES_MARKDOWN, N_CHANGES_FORMATS };
enum changes_format changes_format_named(struct text name);

/* What the two states are called, for the heading: "main", "HEAD". */
struct changes_names {
	struct text before, after;
};
void changes_write(struct buf *out, const struct comparing *c, const struct catalog_changes *changes,
    const struct changes_names *names, enum changes_format format);

#endif
