/*
 * A look into hosted files: the first rows of a table, what its columns hold, a chart; the shape of
 * geodata.
 */
#include "pages/portal.h"

#include "pages/chart.h"
#include "pages/drawing.h"

#include <string.h>

enum {
	MOST_ROWS = 10,
	MOST_COLUMNS = 30,
	MOST_PROFILED = 60,          /* columns */
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

/* What was seen in a hosted file. The pages of a dataset in all languages follow each other and look
 * once. */
struct look {
	const struct hosted_file *file;
	struct look *next;
	struct rows *rows;             /* or NULL */
	struct table_profile *profile; /* or NULL: no table after some rows, or columns without names */
	struct chart *chart;           /* or NULL */
	struct text svg;               /* of geodata; or empty */
	size_t n_objects;
};

static void
keep_row(struct arena *a, struct rows *rows, size_t row, const struct csv *csv)
{
	for (size_t c = 0; c < rows->n_columns; c++)
		rows->cells[row][c] = c < csv->n_cells ? arena_text(a, text_trim(csv->cells[c])) : T("");
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

/* NULL for what is no table; rows before a fault are good. */
static struct rows *
read_rows(struct arena *a, struct text bytes)
{
	struct rows *rows = arena_new_of(a, struct rows);
	struct csv csv;

	csv_open(&csv, bytes);
	if (csv_next(&csv)) {
		rows->n_columns = csv.n_cells < MOST_COLUMNS ? csv.n_cells : MOST_COLUMNS;
		keep_row(a, rows, 0, &csv);
		while (rows->n < MOST_ROWS && csv_next(&csv))
			keep_row(a, rows, ++rows->n, &csv);
	}
	csv_close(&csv);
	find_numeric(rows);
	return rows->n > 0 && rows->n_columns > 1 ? rows : NULL;
}

static void
look_into_table(struct look *look, struct arena *a, struct text bytes)
{
	struct table_profile *profile = arena_new_of(a, struct table_profile);
	struct chart *chart = arena_new_of(a, struct chart);

	look->rows = read_rows(a, bytes);
	if (!look->rows || !table_is_named(a, bytes, profile))
		return;
	look->profile = profile;
	if (chart_make(chart, a, bytes, profile))
		look->chart = chart;
}

static void
look_into_map(struct look *look, struct arena *a, struct text bytes)
{
	struct buf svg = { 0 };

	if (draw_geojson(&svg, bytes, &look->n_objects))
		look->svg = arena_text(a, buf_view(&svg));
	buf_free(&svg);
}

static bool
is_code(const struct concept *format, const char *code)
{
	return format && strcmp(format->code, code) == 0;
}

static const struct look *
look_into(struct page_writer *w, const struct hosted_file *file, const struct concept *format)
{
	const struct pages_options *o = &w->pages->options;
	bool is_map = is_code(format, "GEOJSON"), is_table = is_code(format, "CSV") || is_code(format, "TSV");
	struct look *look = w->looks;

	while (look && look->file != file)
		look = look->next;
	if (look)
		return look;
	look = arena_new_of(w->kept, struct look);
	*look = (struct look){ .file = file, .next = w->looks };
	w->looks = look;
	if (!o->hosted_bytes || (!is_table && !is_map) || file->file->size > (is_map ? MOST_GEOJSON_BYTES : MOST_BYTES))
		return look;
	struct text bytes = o->hosted_bytes(o->context, file, w->scratch);
	if (bytes.n && is_table)
		look_into_table(look, w->kept, bytes);
	else if (bytes.n)
		look_into_map(look, w->kept, bytes);
	return look;
}

/* --- and shown --------------------------------------------------------------------------------- */

static void
show_rows(struct page_writer *w, struct template_words *item, const struct rows *rows, bool is_first)
{
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
}

static const enum label_id type_names[N_COLUMN_TYPES] = {
	[COLUMN_EMPTY] = LABEL_column_empty,
	[COLUMN_BOOLEAN] = LABEL_column_boolean,
	[COLUMN_INTEGER] = LABEL_column_integer,
	[COLUMN_YEAR] = LABEL_column_year,
	[COLUMN_NUMBER] = LABEL_column_number,
	[COLUMN_MONTH] = LABEL_column_month,
	[COLUMN_DATE] = LABEL_column_date,
	[COLUMN_DATETIME] = LABEL_column_datetime,
	[COLUMN_STRING] = LABEL_column_string,
};

static void
show_profile(struct page_writer *w, struct template_words *item, const struct table_profile *p)
{
	struct template_words *table = SECTION(item, PROFILE);

	SET(table, PROFILE_NOTE, FILLED(w, profile_note, { "n", number_text(w, p->n_rows) },
		    { "columns", number_text(w, p->n_columns) }));
	for (size_t i = 0; i < p->n_columns && i < MOST_PROFILED; i++) {
		const struct column *c = &p->columns[i];
		struct template_words *row = SECTION(table, PROFILE_COLUMN);
		struct text distinct = number_text(w, c->n_distinct);

		SET(row, PROFILE_NAME, shortened(w, text_trim(c->name)));
		SET(row, PROFILE_TYPE, w->labels->texts[type_names[c->type]]);
		SET(row, PROFILE_FILLED, c->n_filled == p->n_rows ? SAID(w, profile_all) :
			FILLED(w, profile_some, { "n", number_text(w, c->n_filled) }, { "total", number_text(w, p->n_rows) }));
		SET(row, PROFILE_DISTINCT, c->n_distinct < COLUMN_MAX_DISTINCT ? distinct :
			FILLED(w, profile_many, { "n", distinct }));
		if (c->min.n) {
			struct template_words *range = SECTION(row, PROFILE_RANGE);
			SET(range, PROFILE_MIN, shortened(w, c->min));
			SET(range, PROFILE_MAX, shortened(w, c->max));
		} else {
			SHOW(row, PROFILE_NO_RANGE);
		}
	}
}

static void
show_chart(struct page_writer *w, struct template_words *item, const struct chart *c, struct text anchor,
    size_t n_shown)
{
	struct template_words *figure = SECTION(item, CHART);
	const struct chart_point *first = &c->points[0], *last = &c->points[c->n - 1];
	const struct chart_point *least = &c->points[c->least], *most = &c->points[c->greatest];
	struct text least_at = shortened(w, least->by), most_at = shortened(w, most->by);
	struct text value = shortened(w, text_trim(c->value->name)), by = shortened(w, text_trim(c->by->name));
	struct text title = FILLED(w, chart_title, { "value", value }, { "by", by });
	struct text about = c->is_time ?
	    FILLED(w, chart_of_time, { "n", number_text(w, c->n) }, { "from", first->by }, { "to", last->by },
		{ "least", least->value }, { "least_at", least_at }, { "most", most->value }, { "most_at", most_at }) :
	    FILLED(w, chart_of_names, { "n", number_text(w, c->n) }, { "least", least->value }, { "least_at", least_at },
		{ "most", most->value }, { "most_at", most_at });

	SET(figure, CHART_TITLE, title);
	chart_draw(&w->buf, c, w->labels, anchor, title, about);
	SET(figure, CHART_SVG, taken(w));
	/* The rows above show all that is drawn. */
	if (c->n <= n_shown)
		return;
	struct template_words *table = SECTION(figure, CHART_TABLE);
	SET(table, CHART_BY, by);
	SET(table, CHART_VALUE, value);
	for (size_t i = 0; i < c->n; i++) {
		struct template_words *row = SECTION(table, CHART_ROW);
		SET(row, CHART_ROW_BY, shortened(w, c->points[i].by));
		SET(row, CHART_ROW_VALUE, c->points[i].value);
	}
}

bool
preview(struct page_writer *w, struct template_words *item, const struct hosted_file *file,
    const struct concept *format, struct text anchor, bool is_first)
{
	const struct look *look = look_into(w, file, format);

	if (look->rows)
		show_rows(w, item, look->rows, is_first);
	if (look->chart)
		show_chart(w, item, look->chart, anchor, look->rows->n);
	if (look->profile)
		show_profile(w, item, look->profile);
	if (look->svg.n) {
		struct template_words *map = SECTION(item, PREVIEW_MAP);
		SET(map, PREVIEW_MAP_SVG, look->svg);
		SET(map, PREVIEW_MAP_BOUNDS, map_bounds(w, w->page->subject));
		SET(map, PREVIEW_MAP_CAPTION, FILLED(w, preview_map, { "n", number_text(w, look->n_objects) }));
	}
	return look->rows || look->svg.n;
}

const struct table_profile *
hosted_profile(struct page_writer *w, const struct hosted_file *file, const struct concept *format)
{
	return look_into(w, file, format)->profile;
}
