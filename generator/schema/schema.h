/*
 * JSON Schema (draft-07) of the files that people write, from the property table and the table of
 * settings: for editors, which complete, explain and check with it while somebody types
 * (yaml-language-server and what is built on it).
 *
 * A schema accepts what the reader accepts, other spellings too, but offers only the proper ones. What
 * must be there is left to `check`: defaults and drafts may make up for it. Code lists are enums with
 * labels; with a catalogue its own rows and the ids of its agents, services and series are among them.
 */
#ifndef SCHEMA_SCHEMA_H
#define SCHEMA_SCHEMA_H

#include "catalog/catalog.h"

enum schema_kind {
	SCHEMA_DATASET, SCHEMA_SERIES, SCHEMA_SERVICE, SCHEMA_AGENT, /* <id>.yaml, and the fields of <id>.md */
	SCHEMA_CATALOG,                                              /* catalog.yaml */
	SCHEMA_SITE,                                                 /* site.yaml */
	N_SCHEMA_KINDS
};
enum schema_kind schema_kind_named(struct text name); /* "dataset" …; N_SCHEMA_KINDS when there is none */

struct schema_options {
	bool german, english;          /* languages of titles and descriptions; German first */
	const struct code_lists *lists;
	const struct catalog *catalog; /* whose ids are offered; NULL */
};

void schema_write(struct buf *out, enum schema_kind kind, const struct schema_options *o);

#endif
