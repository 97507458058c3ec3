/*
 * What can be imported: a row for each kind of source. A source reads what `where` names, makes a draft of each
 * of its entries (import/import.h) and reports what it could not carry over. Its mapping is a table of its
 * own (import/<name>.def), which the code follows and `tabularium import <name> --mapping` prints.
 */
#ifndef IMPORT_SOURCES_H
#define IMPORT_SOURCES_H

#include "import/import.h"

struct mapping {
	const char *field;         /* as the source calls it: "license_id", "resources.url" */
	enum property_id property; /* N_PROPERTIES: not carried over; the note says why */
	const char *note[N_INTERFACE_LANGUAGES]; /* or NULL */
};

struct import_source {
	const char *name;
	const char *argument; /* "FILE|URL" */
	const char *summary[N_INTERFACE_LANGUAGES];
	/* False when nothing could be read (reported). */
	bool (*read)(struct import *i, const char *where);
	const struct mapping *mapping;
	const size_t *n_mapping;
};
extern const struct import_source import_sources[];
extern const size_t n_import_sources;

const struct import_source *import_source_named(const char *name); /* or NULL */

/* The mapping as a Markdown table. */
void mapping_write(struct buf *out, const struct import_source *s, enum interface_language language);

#endif
