/*
 * Writing the cells of CSV (RFC 4180).
 */
#ifndef CORE_CSV_CELL_H
#define CORE_CSV_CELL_H

#include "core/text.h"

/* In quotes where something in it would end a cell or a record for some spreadsheet. */
void csv_cell(struct buf *out, struct text cell);

/* For spreadsheets, which take a cell for a formula: with an apostrophe wherever one could begin, at its
 * start and behind separators, blanks and quotes between apart. In `scratch`, which is emptied first. */
struct text csv_guarded(struct buf *scratch, struct text cell);

/* Whether either gives the cell as it is. */
bool csv_is_bare(struct text cell);

#endif
