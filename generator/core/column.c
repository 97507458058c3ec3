#include "core/column.h"

#include "core/date.h"
#include "core/die.h"
#include "core/table.h"

#include <stdlib.h>
#include <string.h>

/* --- what a cell can be --------------------------------------------------------------------- */

static size_t
digits(struct text t, size_t at)
{
	size_t n = 0;

	while (at + n < t.n && t.s[at + n] >= '0' && t.s[at + n] <= '9')
		n++;
	return n;
}

static bool
is_boolean(struct text t, double *key)
{
	*key = 0;
	return text_equal_nocase(t, T("true")) || text_equal_nocase(t, T("false"));
}

/* [-] digits [decimal digits]; the length, or 0. The key is exact up to 15 digits. */
static size_t
number(struct text t, char decimal, double *key)
{
	size_t sign = t.n && t.s[0] == '-', n = digits(t, sign), at = sign + n;
	double value = 0, scale = 1;

	if (n == 0 || n > 18 || (n > 1 && t.s[sign] == '0'))
		return 0;
	for (size_t i = sign; i < at; i++)
		value = value * 10 + (t.s[i] - '0');
	if (decimal && at < t.n && t.s[at] == decimal) {
		n = digits(t, at + 1);
		if (n == 0 || n > 18)
			return 0;
		for (size_t i = at + 1; i <= at + n; i++)
			value += (t.s[i] - '0') * (scale /= 10);
		at += 1 + n;
	}
	*key = sign ? -value : value;
	return at;
}

static bool
is_integer(struct text t, double *key)
{
	return t.n && number(t, '\0', key) == t.n;
}

static bool
is_point_number(struct text t, double *key)
{
	return t.n && number(t, '.', key) == t.n;
}

static bool
is_comma_number(struct text t, double *key)
{
	return t.n && number(t, ',', key) == t.n;
}

static bool
is_dated(struct text t, enum date_precision precision, double *key)
{
	struct date date;

	if (!date_parse(t, &date) || date.precision != precision)
		return false;
	*key = (double)date_seconds(&date);
	return true;
}

static bool
is_month(struct text t, double *key)
{
	return t.n == 7 && is_dated(t, DATE_MONTH, key);
}

static bool
is_date(struct text t, double *key)
{
	return t.n == 10 && is_dated(t, DATE_DAY, key);
}

/* "15.01.2026" */
static bool
is_german_date(struct text t, double *key)
{
	char iso[10];

	if (t.n != 10 || t.s[2] != '.' || t.s[5] != '.')
		return false;
	memcpy(iso, t.s + 6, 4);
	iso[4] = iso[7] = '-';
	memcpy(iso + 5, t.s + 3, 2);
	memcpy(iso + 8, t.s, 2);
	return is_dated((struct text){ iso, sizeof iso }, DATE_DAY, key);
}

static bool
is_datetime(struct text t, double *key)
{
	return t.n >= 19 && t.n <= 35 && is_dated(t, DATE_TIME, key);
}

/* The narrower one first: of several that fit all cells, the first is the column's. */
enum { POINT_NUMBER = 2, COMMA_NUMBER = 3, GERMAN_DATE = 6, N_GUESSES = 8 };
static const struct {
	enum column_type type;
	bool (*fits)(struct text cell, double *key); /* the key orders the cells of the type */
} guesses[N_GUESSES] = {
	{ COLUMN_BOOLEAN,  is_boolean },
	{ COLUMN_INTEGER,  is_integer },
	{ COLUMN_NUMBER,   is_point_number },
	{ COLUMN_NUMBER,   is_comma_number },
	{ COLUMN_MONTH,    is_month },
	{ COLUMN_DATE,     is_date },
	{ COLUMN_DATE,     is_german_date },
	{ COLUMN_DATETIME, is_datetime },
};

/* --- a column while it is read -------------------------------------------------------------- */

struct extreme {
	double key;
	struct text text; /* a view, or in the reader's arena */
};

struct reading {
	unsigned possible; /* bits: guesses that fit all cells so far */
	bool is_utc;
	struct extreme min[N_GUESSES], max[N_GUESSES];
	struct table seen;
	uint64_t n_filled;
};

/* Cells are gone with the next record; few of them are kept. */
static struct text
kept(struct arena *a, struct extreme *e, struct text cell)
{
	if (e->text.s && cell.n <= e->text.n) { /* in the old one's place */
		char *s = (char *)(uintptr_t)e->text.s;
		memcpy(s, cell.s, cell.n);
		return (struct text){ s, cell.n };
	}
	return arena_text(a, cell);
}

static void
add_cell(struct arena *a, struct reading *r, struct text cell)
{
	bool is_first = r->n_filled == 0;

	if (cell.n == 0)
		return;
	r->n_filled++;
	r->is_utc = (is_first || r->is_utc) && cell.s[cell.n - 1] == 'Z';
	if (r->seen.n < COLUMN_MAX_DISTINCT && !table_get(&r->seen, cell))
		table_set(&r->seen, arena_text(a, cell), r);
	for (unsigned i = 0; i < N_GUESSES; i++) {
		double key;

		if (!(r->possible & 1u << i))
			continue;
		if (!guesses[i].fits(cell, &key)) {
			r->possible &= ~(1u << i);
			continue;
		}
		if (is_first || key < r->min[i].key)
			r->min[i] = (struct extreme){ key, kept(a, &r->min[i], cell) };
		if (is_first || key > r->max[i].key)
			r->max[i] = (struct extreme){ key, kept(a, &r->max[i], cell) };
	}
}

/* --- and when it was -------------------------------------------------------------------------- */

static bool
ends_with_nocase(struct text t, struct text end)
{
	return t.n >= end.n && text_equal_nocase(text_slice(t, t.n - end.n, t.n), end);
}

static bool
has_years(const struct column *c, const struct reading *r, unsigned guess)
{
	return r->min[guess].key >= 1000 && r->max[guess].key <= 2999 &&
	    (ends_with_nocase(c->name, T("jahr")) || ends_with_nocase(c->name, T("year")));
}

static void
conclude(struct arena *a, struct column *c, const struct reading *r)
{
	unsigned i = 0;

	c->n_filled = r->n_filled;
	c->n_distinct = (unsigned)r->seen.n;
	c->type = r->n_filled ? COLUMN_STRING : COLUMN_EMPTY;
	while (i < N_GUESSES && !(r->possible & 1u << i))
		i++;
	if (r->n_filled == 0 || i == N_GUESSES)
		return;
	c->type = guesses[i].type;
	c->decimal = i == COMMA_NUMBER ? ',' : i == POINT_NUMBER ? '.' : '\0';
	c->is_german = i == GERMAN_DATE;
	c->is_utc = c->type == COLUMN_DATETIME && r->is_utc;
	if (c->type == COLUMN_INTEGER && has_years(c, r, i))
		c->type = COLUMN_YEAR;
	if (c->type != COLUMN_BOOLEAN) {
		c->min = arena_text(a, r->min[i].text);
		c->max = arena_text(a, r->max[i].text);
	}
}

static bool
has_names(const struct table_profile *p)
{
	struct table names = { 0 };
	bool are_good = true;

	for (size_t i = 0; i < p->n_columns && are_good; i++)
		are_good = text_trim(p->columns[i].name).n &&
		    !table_set(&names, p->columns[i].name, &p->columns[i]);
	table_free(&names);
	return are_good;
}

bool
table_profile(struct arena *a, struct text bytes, struct table_profile *p, enum csv_fault *fault,
    uint64_t *line)
{
	struct arena *scratch = arena_new();
	struct reading *readings = NULL;
	struct csv csv;

	*p = (struct table_profile){ 0 };
	csv_open(&csv, bytes);
	if (csv_next(&csv)) {
		p->n_columns = csv.n_cells;
		p->columns = arena_array(a, struct column, p->n_columns);
		readings = arena_array(scratch, struct reading, p->n_columns);
		for (size_t i = 0; i < p->n_columns; i++) {
			p->columns[i].name = arena_text(a, csv.cells[i]);
			readings[i].possible = (1u << N_GUESSES) - 1;
		}
	}
	for (; csv_next(&csv); p->n_rows++)
		for (size_t i = 0; i < csv.n_cells; i++)
			add_cell(scratch, &readings[i], csv.cells[i]);
	for (size_t i = 0; i < p->n_columns; i++) {
		conclude(a, &p->columns[i], &readings[i]);
		table_free(&readings[i].seen);
	}
	p->delimiter = csv.delimiter;
	p->has_bom = csv.has_bom;
	p->has_names = has_names(p);
	*fault = csv.fault;
	*line = csv.line;
	csv_close(&csv);
	arena_free(scratch);
	return *fault == CSV_GOOD;
}
