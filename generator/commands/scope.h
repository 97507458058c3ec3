/*
 * What of a catalogue a check is about: all of it, files that were named, or what a change touches.
 */
#ifndef COMMANDS_SCOPE_H
#define COMMANDS_SCOPE_H

#include "adapters/git.h"
#include "commands/options.h"
#include "core/table.h"

struct scope {
	bool is_all;
	struct table paths;    /* of files of the snapshot, each with itself as value */
	struct text *removed;  /* files that the change takes away */
	size_t n_removed;
};

/*
 * From the paths behind the options, --staged and --base. False after a sentence about a path that is
 * not there. What is in `s` lives as long as `a` and the snapshot.
 */
bool scope_find(struct scope *s, const struct snapshot *snapshot, const struct options *o, struct arena *a);
void scope_free(struct scope *s);

/* The paths to read in full (catalog_reading.only); NULL: all. What is no more was perhaps named anywhere,
 * catalog.yaml and site.yaml hold for every dataset, and what a service lacks depends on who uses it. */
const struct table *scope_paths(const struct scope *s);

/* Whether something in site/ is in the scope: then templates and labels are looked at as well. */
bool scope_has_site(const struct scope *s);

/* Keeps the findings in the scope, and those about what was removed. */
void scope_filter(const struct scope *s, struct diagnostics *d);

#endif
