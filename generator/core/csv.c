#include "core/csv.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

/* --- cells ---------------------------------------------------------------------------------- */

static enum csv_fault
fault(struct csv *c, enum csv_fault f, size_t at)
{
	c->line = c->next_line;
	for (size_t i = c->at; i < at; i++)
		c->line += c->bytes.s[i] == '\n';
	return f;
}

/* What stood between quotes, "" for each ". */
static struct text
unquoted(struct csv *c, struct text raw)
{
	char *s = arena_alloc(c->scratch, raw.n);
	size_t n = 0;

	for (size_t i = 0; i < raw.n; i++) {
		s[n++] = raw.s[i];
		i += raw.s[i] == '"';
	}
	return (struct text){ s, n };
}

/* escaped = DQUOTE *(TEXTDATA / COMMA / CR / LF / 2DQUOTE) DQUOTE; *at is behind the first quote. */
static enum csv_fault
quoted_cell(struct csv *c, size_t *at, struct text *cell)
{
	size_t from = *at;
	bool has_quotes = false;

	for (;;) {
		const char *quote = memchr(c->bytes.s + *at, '"', c->bytes.n - *at);
		if (!quote)
			return fault(c, CSV_OPEN_QUOTE, from);
		*at = (size_t)(quote - c->bytes.s) + 1;
		if (*at == c->bytes.n || c->bytes.s[*at] != '"')
			break;
		has_quotes = true;
		++*at;
	}
	*cell = text_slice(c->bytes, from, *at - 1);
	if (has_quotes)
		*cell = unquoted(c, *cell);
	return CSV_GOOD;
}

static enum csv_fault
plain_cell(struct csv *c, size_t *at, struct text *cell)
{
	size_t from = *at;

	for (; *at < c->bytes.n; ++*at) {
		char b = c->bytes.s[*at];
		if (b == c->delimiter || b == '\n' || b == '\r')
			break;
		if (b == '"')
			return fault(c, CSV_STRAY_QUOTE, *at);
	}
	*cell = text_slice(c->bytes, from, *at);
	return CSV_GOOD;
}

/* --- records -------------------------------------------------------------------------------- */

/* The line end at `at`: how many bytes; 0 for none. */
static size_t
line_end(const struct csv *c, size_t at)
{
	if (at < c->bytes.n && c->bytes.s[at] == '\n')
		return 1;
	return at + 1 < c->bytes.n && c->bytes.s[at] == '\r' && c->bytes.s[at + 1] == '\n' ? 2 : 0;
}

/* record = field *(COMMA field); ends behind its line end. */
static enum csv_fault
record(struct csv *c)
{
	size_t at = c->at;

	arena_reset(c->scratch);
	c->n_cells = 0;
	for (;;) {
		struct text cell;
		enum csv_fault f;

		if (c->n_cells == CSV_MAX_CELLS)
			return fault(c, CSV_TOO_WIDE, at);
		if (at < c->bytes.n && c->bytes.s[at] == '"') {
			at++;
			f = quoted_cell(c, &at, &cell);
		} else {
			f = plain_cell(c, &at, &cell);
		}
		if (f)
			return f;
		c->room[c->n_cells++] = cell;
		if (at == c->bytes.n)
			break;
		if (c->bytes.s[at] == c->delimiter) {
			at++;
			continue;
		}
		size_t end = line_end(c, at);
		if (end == 0)
			return fault(c, c->bytes.s[at] == '\r' ? CSV_STRAY_CR : CSV_STRAY_QUOTE, at);
		at += end;
		break;
	}
	c->line = c->next_line;
	for (const char *s = c->bytes.s + c->at; (s = memchr(s, '\n', (size_t)(c->bytes.s + at - s))); s++)
		c->next_line++;
	c->at = at;
	return CSV_GOOD;
}

bool
csv_next(struct csv *c)
{
	if (c->fault || c->at == c->bytes.n)
		return false;
	c->fault = record(c);
	if (c->fault == CSV_GOOD && c->width && c->n_cells != c->width)
		c->fault = CSV_UNEVEN;
	else
		c->width = c->n_cells;
	return c->fault == CSV_GOOD;
}

/* --- the delimiter -------------------------------------------------------------------------- */

enum { LOOKED_AT = 20 };

/* How many of the first records have the width of the first one; that width in *width. */
static unsigned
even_records(const struct csv *of, char delimiter, size_t *width)
{
	struct csv c = *of;
	unsigned n = 0;

	c.delimiter = delimiter;
	while (n < LOOKED_AT && csv_next(&c))
		n++;
	*width = c.width;
	return n;
}

/* Of two that fit, not the comma, which also stands in words and numbers. */
static char
find_delimiter(const struct csv *of)
{
	static const char delimiters[] = { '\t', ';', ',' };
	char best = ',';
	unsigned most = 0;
	size_t widest = 1;

	for (size_t i = 0; i < sizeof delimiters; i++) {
		size_t width;
		unsigned n = even_records(of, delimiters[i], &width);
		if (width > 1 && (n > most || (n == most && width > widest))) {
			best = delimiters[i];
			most = n;
			widest = width;
		}
	}
	return best;
}

/* Empty lines at the end are no records. */
static struct text
without_last_line_ends(struct text t)
{
	while (t.n && t.s[t.n - 1] == '\n')
		t.n -= t.n > 1 && t.s[t.n - 2] == '\r' ? 2 : 1;
	return t;
}

void
csv_open(struct csv *c, struct text bytes)
{
	*c = (struct csv){ .delimiter = ',', .line = 1, .next_line = 1 };
	c->room = allocate(CSV_MAX_CELLS * sizeof *c->room);
	c->cells = c->room;
	c->scratch = arena_new();
	if (bytes.n > CSV_MAX_BYTES) {
		c->fault = CSV_TOO_LONG;
		return;
	}
	if (!utf8_is_valid(bytes) || text_find_char(bytes, '\0') < bytes.n) {
		c->fault = CSV_NOT_UTF8;
		return;
	}
	c->has_bom = text_starts(bytes, T("\xEF\xBB\xBF"));
	c->bytes = without_last_line_ends(text_slice(bytes, c->has_bom ? 3 : 0, bytes.n));
	if (c->bytes.n == 0)
		c->fault = CSV_EMPTY;
	else
		c->delimiter = find_delimiter(c);
}

void
csv_close(struct csv *c)
{
	free(c->room);
	arena_free(c->scratch);
}
