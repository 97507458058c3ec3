/*
 * The rows of import/ckan.def and import/jkan.def: which field of a source becomes which property, and how. What the columns
 * mean stands there.
 */
#ifndef IMPORT_FIELD_ROWS_H
#define IMPORT_FIELD_ROWS_H

#include "dcat/dcat.h"

enum field_of { DATASET, RESOURCE, ORGANIZATION };
enum field_how { VALUE, COMMAS, DAY, BY_HAND, IGNORED };
#define ITSELF N_PROPERTIES

struct field_row {
	enum field_of of;
	const char *names;
	enum property_id part, property;
	enum field_how how;
};

/* A row of either table as a struct field_row, and as a struct mapping (import/sources.h). */
#define FIELD_ROW(of, names, part, property, how, ...) { of, names, part, property, how },
#define FIELD_MAPPING(of, names, part, property, how, ...) { FIELD_PREFIX_##of names, property, { __VA_ARGS__ } },
#define FIELD_PREFIX_DATASET ""
#define FIELD_PREFIX_RESOURCE "resources."
#define FIELD_PREFIX_ORGANIZATION "organization."

#endif
