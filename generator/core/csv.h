/*
 * Reading CSV (RFC 4180), strictly: what a spreadsheet would guess at is a fault with its line. It
 * reads bytes in memory; a record is a row of views.
 *
 * Beyond the RFC: UTF-8, with or without byte order mark; ',' ';' or TAB between cells, whichever
 * gives the first records one width; LF as well as CR LF; empty lines behind the last record.
 *
 *	csv_open(&csv, bytes);
 *	while (csv_next(&csv))
 *		… csv.cells[0 … csv.n_cells - 1] …
 *	if (csv.fault) … csv.line …
 *	csv_close(&csv);
 */
#ifndef CORE_CSV_H
#define CORE_CSV_H

#include "core/arena.h"

enum {
	CSV_MAX_BYTES = 64 << 20,
	CSV_MAX_CELLS = 1000, /* in a record */
};

enum csv_fault {
	CSV_GOOD,
	CSV_EMPTY,       /* no byte, or nothing but line ends */
	CSV_TOO_LONG,    /* over CSV_MAX_BYTES */
	CSV_NOT_UTF8,    /* or with NUL */
	CSV_STRAY_QUOTE, /* " inside a cell that does not begin with one, or text behind the closing one */
	CSV_OPEN_QUOTE,  /* the text ends inside quotes */
	CSV_STRAY_CR,    /* CR without LF, outside quotes */
	CSV_UNEVEN,      /* more or fewer cells than the first record */
	CSV_TOO_WIDE,    /* over CSV_MAX_CELLS */
};

struct csv {
	/* The record that csv_next() read. Cells are views into the bytes, or, where "" stood, valid
	 * until the next call. */
	const struct text *cells;
	size_t n_cells;
	uint64_t line;        /* 1…: where the record begins; behind a fault: where that is */
	enum csv_fault fault; /* why csv_next() found nothing; CSV_GOOD at the end */
	char delimiter;
	bool has_bom;

	/* The reader's own. */
	struct text bytes;
	size_t at, width;
	uint64_t next_line;
	struct text *room;
	struct arena *scratch;
};

/* Never fails: a fault shows at the first csv_next(). */
void csv_open(struct csv *c, struct text bytes);
bool csv_next(struct csv *c);
void csv_close(struct csv *c);

#endif
