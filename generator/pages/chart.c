#include "pages/chart.h"

#include "adapters/xml.h"
#include "core/date.h"
#include "pages/drawing.h"

#include <math.h>
#include <stdlib.h>

/* --- which columns ----------------------------------------------------------------------------- */

static bool
is_moment(const struct column *c)
{
	return c->type == COLUMN_YEAR || c->type == COLUMN_MONTH || c->type == COLUMN_DATE;
}

/* Every row has a cell of its own. */
static bool
tells_rows_apart(const struct column *c, const struct table_profile *p)
{
	return c->n_filled == p->n_rows && c->n_distinct == p->n_rows;
}

/* Numbers that count nothing: keys, postal codes, coordinates. */
static bool
is_key(struct text name)
{
	static const char *const whole[] = { "id", "x", "y", "lat", "lon", "lng", "nr", "code", "plz", "ags" };
	static const char *const endings[] = { "_id", "_nr", "nummer", "number", "schluessel", "schlüssel", "kennung",
		"kennziffer", "key", "_code", "latitude", "longitude", "rechtswert", "hochwert", "_lat", "_lon", "_x", "_y" };

	for (size_t i = 0; i < sizeof whole / sizeof whole[0]; i++)
		if (text_equal_nocase(name, text_of(whole[i])))
			return true;
	for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
		struct text end = text_of(endings[i]);
		if (name.n > end.n && text_equal_nocase(text_slice(name, name.n - end.n, name.n), end))
			return true;
	}
	return false;
}

static bool
is_quantity(const struct column *c, const struct table_profile *p)
{
	bool is_number = c->type == COLUMN_INTEGER || c->type == COLUMN_NUMBER;

	return is_number && c->n_filled == p->n_rows && !is_key(text_trim(c->name));
}

static bool
choose(struct chart *c, const struct table_profile *p)
{
	for (size_t i = 0; i < p->n_columns; i++) {
		const struct column *column = &p->columns[i];
		if (is_quantity(column, p)) {
			c->value = c->value ? c->value : column;
		} else if (tells_rows_apart(column, p)) {
			if (is_moment(column) && !c->is_time) {
				c->by = column;
				c->is_time = true;
			} else if (column->type == COLUMN_STRING && !c->by) {
				c->by = column;
			}
		}
	}
	size_t most = c->is_time ? CHART_MOST_MOMENTS : CHART_MOST_NAMES;
	return c->by && c->value && p->n_rows >= 2 && p->n_rows <= most;
}

/* --- its values -------------------------------------------------------------------------------- */

/* Of cells that core/column.c has found to be numbers. */
static double
number(struct text t, char decimal)
{
	double whole = 0, scale = 1;
	bool is_fraction = false;

	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] == decimal) {
			is_fraction = true;
		} else if (t.s[i] >= '0' && t.s[i] <= '9') {
			whole = whole * 10 + (t.s[i] - '0');
			scale *= is_fraction ? 10 : 1;
		}
	}
	return (t.n && t.s[0] == '-' ? -whole : whole) / scale;
}

/* Months, years and days are counted in themselves, so that each is as far from the next. */
static double
moment(struct text t, const struct column *c)
{
	struct date date = { .month = 1, .day = 1 };

	if (c->type == COLUMN_YEAR)
		return number(t, '\0');
	if (c->is_german) /* 15.01.2026 */
		date = (struct date){ .year = (int)number(text_slice(t, 6, 10), '\0'),
			.month = (int)number(text_slice(t, 3, 5), '\0'), .day = (int)number(text_slice(t, 0, 2), '\0') };
	else if (!date_parse(t, &date))
		return 0;
	return c->type == COLUMN_MONTH ? date.year * 12 + date.month : (double)date_days(&date);
}

static int
earlier(const void *a, const void *b)
{
	double x = ((const struct chart_point *)a)->at, y = ((const struct chart_point *)b)->at;

	return x < y ? -1 : x > y;
}

static void
collect(struct chart *c, struct arena *a, struct text bytes, const struct table_profile *p)
{
	size_t by = (size_t)(c->by - p->columns), value = (size_t)(c->value - p->columns);
	struct csv csv;

	csv_open(&csv, bytes);
	csv_next(&csv); /* the names */
	while (c->n < p->n_rows && csv_next(&csv)) {
		struct chart_point *point = &c->points[c->n];
		point->by = arena_text(a, csv.cells[by]);
		point->value = arena_text(a, csv.cells[value]);
		point->at = c->is_time ? moment(point->by, c->by) : (double)c->n;
		point->height = number(point->value, c->value->decimal);
		c->n++;
	}
	csv_close(&csv);
}

bool
chart_make(struct chart *c, struct arena *a, struct text bytes, const struct table_profile *p)
{
	*c = (struct chart){ .is_even = true };
	if (!choose(c, p))
		return false;
	c->points = arena_array(a, struct chart_point, p->n_rows);
	collect(c, a, bytes, p);
	qsort(c->points, c->n, sizeof *c->points, earlier);
	for (size_t i = 1; i < c->n; i++) {
		double first = c->points[1].at - c->points[0].at, step = c->points[i].at - c->points[i - 1].at;
		c->is_even = c->is_even && fabs(step - first) < 1e-9;
		if (c->points[i].height < c->points[c->least].height)
			c->least = i;
		if (c->points[i].height > c->points[c->greatest].height)
			c->greatest = i;
	}
	/* Bars to the left and right of nothing need more room than a phone has. */
	return c->is_time || c->points[c->least].height >= 0;
}

/* --- drawing ----------------------------------------------------------------------------------- */

/* In a phone's width a unit is a pixel; style sheets give the letters 13 of them. */
enum {
	WIDTH = 360, HEIGHT = 200, TOP = 12, BOTTOM = 24, RIGHT = 6, LETTER = 7, LETTER_HEIGHT = 13,
	NAME_ROW = 40, NAME_BAR = 12, MOST_LETTERS = 44, MOST_BARS = 40, MOST_TICKS = 5,
};

/* 1, 2 or 5 times a power of ten: at most MOST_TICKS of them in the range. */
static double
tick_step(double range)
{
	double power = pow(10, floor(log10(range / MOST_TICKS)));
	static const double nice[] = { 1, 2, 5, 10 };
	size_t i = 0;

	while (i < 3 && range / (nice[i] * power) > MOST_TICKS)
		i++;
	return nice[i] * power;
}

static void
tick_text(struct buf *out, const struct labels *l, double v, double step)
{
	int digits = step < 1 ? (int)ceil(-log10(step) - 1e-9) : 0;
	double scale = pow(10, digits);
	uint64_t units = (uint64_t)llround(fabs(v) * scale), one = (uint64_t)llround(scale);

	if (v < 0 && units)
		buf_str(out, "−");
	label_number(out, l, units / one);
	if (!digits)
		return;
	buf_text(out, l->texts[LABEL_decimal_mark]);
	for (uint64_t rest = units % one; one > 1; rest %= one) {
		one /= 10;
		buf_char(out, (char)('0' + rest / one));
	}
}

static size_t
tick_letters(const struct labels *l, double v, double step)
{
	struct buf text = { 0 };

	tick_text(&text, l, v, step);
	size_t n = utf8_length(buf_view(&text));
	buf_free(&text);
	return n;
}

static void
text_at(struct buf *out, double x, double y, const char *anchor) /* NULL: begins there */
{
	buf_str(out, "<text x=\"");
	draw_number(out, x);
	buf_str(out, "\" y=\"");
	draw_number(out, y);
	if (anchor)
		buf_printf(out, "\" text-anchor=\"%s", anchor);
	buf_str(out, "\">");
}

static void
named_text(struct buf *out, const char *tag, struct text anchor, const char *what, struct text t)
{
	buf_printf(out, "<%s id=\"%.*s-chart-%s\">", tag, TEXT_ARG(anchor), what);
	xml_text(out, t);
	buf_printf(out, "</%s>", tag);
}

struct frame {
	double left, width, top, height;
	double from, to, low, high; /* of the axes */
};

static double
across(const struct frame *f, double at)
{
	return f->left + (at - f->from) / (f->to - f->from) * f->width;
}

static double
down(const struct frame *f, double v)
{
	return f->top + (f->high - v) / (f->high - f->low) * f->height;
}

static void
ticks(struct buf *out, const struct frame *f, const struct labels *l, double step)
{
	for (double v = f->low; v <= f->high + step / 2; v += step) {
		double y = down(f, v);
		text_at(out, f->left - 6, y + LETTER_HEIGHT / 3.0, "end");
		tick_text(out, l, v, step);
		buf_str(out, "</text><path d=\"M");
		draw_number(out, f->left);
		buf_char(out, ' ');
		draw_number(out, y);
		buf_char(out, 'H');
		draw_number(out, WIDTH - RIGHT);
		buf_str(out, "\" stroke=\"currentColor\"");
		buf_str(out, fabs(v) < step / 2 ? "/>" : " stroke-opacity=\".2\"/>");
	}
}

/* The first, the last, and of those between as many as have room. */
static void
moments(struct buf *out, const struct chart *c, const struct frame *f)
{
	double last_x = across(f, c->points[c->n - 1].at), free_from = 0;

	for (size_t i = 0; i < c->n; i++) {
		double half = (double)utf8_length(c->points[i].by) * LETTER / 2, x = across(f, c->points[i].at);
		bool is_last = i + 1 == c->n;
		double middle = fmin(fmax(x, f->left + (i ? 0 : half) - 4), WIDTH - half);
		if (!is_last && (middle - half < free_from || (i && middle + half + 2 * LETTER > last_x - half)))
			continue;
		text_at(out, middle, HEIGHT - 6, "middle");
		xml_text(out, c->points[i].by);
		buf_str(out, "</text>");
		free_from = middle + half + 2 * LETTER;
	}
}

static void
bars(struct buf *out, const struct chart *c, const struct frame *f, double wide)
{
	buf_str(out, "<path fill=\"currentColor\" d=\"");
	for (size_t i = 0; i < c->n; i++) {
		buf_char(out, 'M');
		draw_number(out, across(f, c->points[i].at) - wide / 2);
		buf_char(out, ' ');
		draw_number(out, down(f, 0));
		buf_char(out, 'V');
		draw_number(out, down(f, c->points[i].height));
		buf_char(out, 'h');
		draw_number(out, wide);
		buf_char(out, 'V');
		draw_number(out, down(f, 0));
		buf_char(out, 'z');
	}
	buf_str(out, "\"/>");
}

static void
line(struct buf *out, const struct chart *c, const struct frame *f)
{
	buf_str(out, "<path fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\" stroke-linejoin=\"round\" d=\"");
	for (size_t i = 0; i < c->n; i++) {
		buf_char(out, i ? 'L' : 'M');
		draw_number(out, across(f, c->points[i].at));
		buf_char(out, ' ');
		draw_number(out, down(f, c->points[i].height));
	}
	buf_str(out, "\"/>");
}

static void
draw_time(struct buf *out, const struct chart *c, const struct labels *l)
{
	double least = fmin(c->points[c->least].height, 0), greatest = fmax(c->points[c->greatest].height, 0);
	double step = tick_step(greatest > least ? greatest - least : 1);
	struct frame f = { .top = TOP, .height = HEIGHT - TOP - BOTTOM, .from = c->points[0].at, .to = c->points[c->n - 1].at,
		.low = floor(least / step) * step, .high = ceil(greatest / step) * step };
	bool has_bars = c->is_even && c->n <= MOST_BARS;

	if (f.high <= f.low)
		f.high = f.low + step;
	size_t letters = tick_letters(l, f.high, step), below = tick_letters(l, f.low, step);
	f.left = 10 + LETTER * (double)(letters > below ? letters : below);
	f.width = WIDTH - RIGHT - f.left;
	if (has_bars) { /* half a bar more on either side */
		double half = (f.to - f.from) / (double)(c->n - 1) / 2;
		f.from -= half;
		f.to += half;
	}
	ticks(out, &f, l, step);
	moments(out, c, &f);
	if (has_bars)
		bars(out, c, &f, f.width / (double)c->n * .7);
	else
		line(out, c, &f);
}

/* Above each bar its name, behind it its value. */
static void
draw_names(struct buf *out, const struct chart *c)
{
	double most = fmax(c->points[c->greatest].height, 1e-9);
	size_t room = utf8_length(c->points[c->greatest].value) * LETTER + 10;

	for (size_t i = 0; i < c->n; i++) {
		const struct chart_point *point = &c->points[i];
		double y = (double)i * NAME_ROW, wide = point->height / most * (WIDTH - (double)room);
		size_t at = 0, letters = 0;
		while (at < point->by.n && letters++ < MOST_LETTERS)
			utf8_next(point->by, &at);
		text_at(out, 0, y + LETTER_HEIGHT, NULL);
		xml_text(out, text_slice(point->by, 0, at));
		buf_str(out, at < point->by.n ? "…" : "");
		buf_str(out, "</text><path fill=\"currentColor\" d=\"M0 ");
		draw_number(out, y + NAME_ROW - NAME_BAR - 8);
		buf_char(out, 'h');
		draw_number(out, fmax(wide, 1));
		buf_printf(out, "v%dH0z\"/>", NAME_BAR);
		text_at(out, fmax(wide, 1) + 6, y + NAME_ROW - 9, NULL);
		xml_text(out, point->value);
		buf_str(out, "</text>");
	}
}

void
chart_draw(struct buf *out, const struct chart *c, const struct labels *l, struct text anchor, struct text title,
    struct text description)
{
	unsigned height = c->is_time ? HEIGHT : (unsigned)c->n * NAME_ROW;

	buf_printf(out, "<svg viewBox=\"0 0 %d %u\" role=\"img\" aria-labelledby=\"%.*s-chart-title %.*s-chart-text\">", WIDTH,
	    height, TEXT_ARG(anchor), TEXT_ARG(anchor));
	named_text(out, "title", anchor, "title", title);
	named_text(out, "desc", anchor, "text", description);
	if (c->is_time)
		draw_time(out, c, l);
	else
		draw_names(out, c);
	buf_str(out, "</svg>");
}
