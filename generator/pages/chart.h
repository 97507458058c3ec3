/*
 * A small chart of a table, as SVG: its first column of numbers over its column of time, or over its
 * column of names. Drawn only where the picture cannot mislead: one row for each moment or name, and
 * not too many of them.
 */
#ifndef PAGES_CHART_H
#define PAGES_CHART_H

#include "core/column.h"
#include "pages/labels.h"

enum { CHART_MOST_MOMENTS = 240, CHART_MOST_NAMES = 16 };

struct chart_point {
	struct text by;    /* as the file has it; whole */
	struct text value; /* likewise */
	double at, height;
};

struct chart {
	const struct column *by, *value;
	struct chart_point *points; /* by time, or as the file has them */
	size_t n;
	bool is_time;
	bool is_even;           /* the moments lie equally far apart */
	size_t least, greatest; /* numbers of points */
};

/* Lives in `a`. False when the table has no such columns. */
bool chart_make(struct chart *c, struct arena *a, struct text bytes, const struct table_profile *profile);

/* The SVG. Its title and description have the ids <anchor>-chart-title and <anchor>-chart-text. */
void chart_draw(struct buf *out, const struct chart *c, const struct labels *labels, struct text anchor,
    struct text title, struct text description);

#endif
