/*
 * libFuzzer target: a hosted CSV file as a preview looks at it. Every cell is a view of the bytes or was
 * unquoted from them, a profile agrees with what it was made of, and a chart has a point for each row.
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Igenerator …
 */
#include "pages/chart.h"

#include <math.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The number of records, the first included; *fault says why it ended. */
static uint64_t
count_records(struct text bytes, enum csv_fault *fault)
{
	struct csv csv;
	uint64_t n = 0, line = 0;
	size_t width = 0;

	csv_open(&csv, bytes);
	for (; csv_next(&csv); n++) {
		if (csv.line <= line || csv.n_cells == 0 || csv.n_cells > CSV_MAX_CELLS || (n && csv.n_cells != width))
			abort();
		line = csv.line;
		width = csv.n_cells;
		for (size_t i = 0; i < csv.n_cells; i++)
			if (csv.cells[i].n > bytes.n || !utf8_is_valid(csv.cells[i]))
				abort();
	}
	*fault = csv.fault;
	csv_close(&csv);
	return n;
}

static void
check_profile(const struct table_profile *p, uint64_t n_records)
{
	if (p->n_rows + 1 != n_records)
		abort();
	for (size_t i = 0; i < p->n_columns; i++) {
		const struct column *c = &p->columns[i];
		if (c->n_filled > p->n_rows || c->n_distinct > c->n_filled || c->type >= N_COLUMN_TYPES ||
		    (c->type == COLUMN_EMPTY) != (c->n_filled == 0))
			abort();
	}
}

static void
check_chart(const struct chart *c, uint64_t n_rows)
{
	if (c->n > n_rows || c->n > CHART_MOST_MOMENTS || c->least >= c->n || c->greatest >= c->n)
		abort();
	for (size_t i = 0; i < c->n; i++)
		if (!isfinite(c->points[i].at) || !isfinite(c->points[i].height))
			abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text bytes = { (const char *)data, size };
	struct arena *a = arena_new();
	struct table_profile profile;
	struct chart chart;
	enum csv_fault counted, fault;
	uint64_t line;
	uint64_t n_records = count_records(bytes, &counted);
	bool is_table = table_profile(a, bytes, &profile, &fault, &line);

	if (is_table != (counted == CSV_GOOD))
		abort();
	if (is_table) {
		check_profile(&profile, n_records);
		if (profile.has_names && chart_make(&chart, a, bytes, &profile))
			check_chart(&chart, profile.n_rows);
	}
	arena_free(a);
	return 0;
}
