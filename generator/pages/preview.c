/*
 * A look into hosted files: the first rows of a table, the shape of geodata.
 */
#include "pages/portal.h"

#include "core/csv.h"
#include "pages/drawing.h"

#include <string.h>

enum {
	MOST_ROWS = 10,
	MOST_COLUMNS = 30,
	MOST_LETTERS = 120,          /* of a cell */
	MOST_BYTES = 16 << 20,       /* of a file that is looked into */
	MOST_GEOJSON_BYTES = 4 << 20,
};

/* A number, perhaps with a sign, separators or a percent sign: set to the right. */
static bool
is_numeric(struct text t)
{
	size_t n_digits = 0;

	for (size_t i = 0; i < t.n; i++) {
		n_digits += t.s[i] >= '0' && t.s[i] <= '9';
		if (!strchr("0123456789.,-+% ", t.s[i]))
			return false;
	}
	return n_digits > 0;
}

static struct text
shortened(struct page_writer *w, struct text cell)
{
	size_t at = 0, letters = 0;

	while (at < cell.n && letters++ < MOST_LETTERS)
		utf8_next(cell, &at);
	return at < cell.n ? joined(w, text_slice(cell, 0, at), T("…"), T("")) : cell;
}

struct rows {
	struct text cells[MOST_ROWS + 1][MOST_COLUMNS]; /* the first are titles */
	size_t n, n_columns;
	bool is_numeric[MOST_COLUMNS];
};

static void
keep_row(struct page_writer *w, struct rows *rows, size_t row, const struct csv *csv)
{
	for (size_t c = 0; c < rows->n_columns; c++)
		rows->cells[row][c] = c < csv->n_cells ? arena_text(w->scratch, text_trim(csv->cells[c])) : T("");
}

static void
find_numeric(struct rows *rows)
{
	for (size_t c = 0; c < rows->n_columns; c++) {
		size_t n_filled = 0, n_numeric = 0;
		for (size_t r = 1; r <= rows->n; r++) {
			n_filled += rows->cells[r][c].n > 0;
			n_numeric += is_numeric(rows->cells[r][c]);
		}
		rows->is_numeric[c] = n_filled && n_numeric == n_filled;
	}
}

/* False for what is no table; rows before a fault are good. */
static bool
read_rows(struct page_writer *w, struct text bytes, struct rows *rows)
{
	struct csv csv;

	csv_open(&csv, bytes);
	if (csv_next(&csv)) {
		rows->n_columns = csv.n_cells < MOST_COLUMNS ? csv.n_cells : MOST_COLUMNS;
		keep_row(w, rows, 0, &csv);
		while (rows->n < MOST_ROWS && csv_next(&csv))
			keep_row(w, rows, ++rows->n, &csv);
	}
	csv_close(&csv);
	find_numeric(rows);
	return rows->n > 0 && rows->n_columns > 1;
}

static bool
table_preview(struct page_writer *w, struct template_words *item, struct text bytes, bool is_first)
{
	struct rows *rows = arena_new_of(w->scratch, struct rows);

	if (!read_rows(w, bytes, rows))
		return false;
	struct template_words *table = SECTION(item, PREVIEW_TABLE);
	SET(table, PREVIEW_NOTE, FILLED(w, preview_note, { "n", number_text(w, rows->n) },
		    { "columns", number_text(w, rows->n_columns) }));
	if (is_first)
		SHOW(table, PREVIEW_OPEN);
	for (size_t c = 0; c < rows->n_columns; c++) {
		struct template_words *column = SECTION(table, PREVIEW_COLUMN);
		SET(column, PREVIEW_COLUMN_TITLE, shortened(w, rows->cells[0][c]));
		if (rows->is_numeric[c])
			SHOW(column, PREVIEW_COLUMN_NUMERIC);
	}
	for (size_t r = 1; r <= rows->n; r++) {
		struct template_words *row = SECTION(table, PREVIEW_ROW);
		for (size_t c = 0; c < rows->n_columns; c++) {
			struct template_words *cell = SECTION(row, PREVIEW_CELL);
			SET(cell, PREVIEW_CELL_TEXT, shortened(w, rows->cells[r][c]));
			if (rows->is_numeric[c])
				SHOW(cell, PREVIEW_CELL_NUMERIC);
		}
	}
	return true;
}

static bool
map_preview(struct page_writer *w, struct template_words *item, struct text bytes)
{
	size_t n;

	if (!draw_geojson(&w->buf, bytes, &n))
		return false;
	struct text svg = taken(w);
	struct template_words *map = SECTION(item, PREVIEW_MAP);
	SET(map, PREVIEW_MAP_SVG, svg);
	SET(map, PREVIEW_MAP_CAPTION, FILLED(w, preview_map, { "n", number_text(w, n) }));
	return true;
}

static bool
is_code(const struct concept *format, const char *code)
{
	return format && strcmp(format->code, code) == 0;
}

bool
preview(struct page_writer *w, struct template_words *item, const struct hosted_file *file,
    const struct concept *format, bool is_first)
{
	const struct pages_options *o = &w->pages->options;
	bool is_table = is_code(format, "CSV") || is_code(format, "TSV");
	bool is_map = is_code(format, "GEOJSON");

	if (!o->hosted_bytes || (!is_table && !is_map) || file->file->size > (is_map ? MOST_GEOJSON_BYTES : MOST_BYTES))
		return false;
	struct text bytes = o->hosted_bytes(o->context, file, w->scratch);
	if (!bytes.n)
		return false;
	return is_table ? table_preview(w, item, bytes, is_first) : map_preview(w, item, bytes);
}
