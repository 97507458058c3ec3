/*
 * What the columns of a table hold: the type that every filled cell of a column has, how many cells
 * are filled and how many differ, the least and the greatest value. The table is CSV whose first
 * record names the columns (core/csv.h).
 *
 * A type is only claimed when all cells agree. Numbers that begin with 0 (postal codes, municipality
 * keys) are strings. "1.234" is read as a number between 1 and 2, as the rest of the world does;
 * "1.234,5" is a string.
 */
#ifndef CORE_COLUMN_H
#define CORE_COLUMN_H

#include "core/csv.h"

enum column_type {
	COLUMN_EMPTY,    /* no cell is filled */
	COLUMN_BOOLEAN,  /* true, false (in any case of letters) */
	COLUMN_INTEGER,  /* up to 18 digits */
	COLUMN_YEAR,     /* integers 1000–2999 under a name that ends with "jahr" or "year" */
	COLUMN_NUMBER,   /* of either: 1.5 or 1,5; see `decimal` */
	COLUMN_MONTH,    /* 2026-01 */
	COLUMN_DATE,     /* 2026-01-15, or 15.01.2026; see `is_german` */
	COLUMN_DATETIME, /* 2026-01-15T08:00:00, with or without zone */
	COLUMN_STRING,
	N_COLUMN_TYPES
};

enum { COLUMN_MAX_DISTINCT = 1000 };

struct column {
	struct text name; /* as the first record has it */
	enum column_type type;
	char decimal;     /* COLUMN_NUMBER: '.' or ',' */
	bool is_german;   /* COLUMN_DATE: 15.01.2026 */
	bool is_utc;      /* COLUMN_DATETIME: all end with Z */
	uint64_t n_filled;
	unsigned n_distinct; /* of the filled ones; COLUMN_MAX_DISTINCT means that many or more */
	/* As written, in the order of the type; empty for strings and booleans. */
	struct text min, max;
};

struct table_profile {
	struct column *columns;
	size_t n_columns;
	uint64_t n_rows; /* without the first record */
	char delimiter;
	bool has_bom;
	bool has_names; /* every column has a name of its own */
};

/* Lives in `a`, texts too. False when the bytes are no table; then *fault and *line say why. */
bool table_profile(struct arena *a, struct text bytes, struct table_profile *profile,
    enum csv_fault *fault, uint64_t *line);

#endif
