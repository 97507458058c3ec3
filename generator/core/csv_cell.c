#include "core/csv_cell.h"

/* What some spreadsheet takes for the end of a cell or of a row. */
static const bool separators[256] = { [','] = 1, [';'] = 1, ['\t'] = 1, ['\r'] = 1, ['\n'] = 1 };

static size_t
next_separator(struct text t, size_t at)
{
	while (at < t.n && !separators[(unsigned char)t.s[at]])
		at++;
	return at;
}

/* Also the full-width forms, which some spreadsheets take for the narrow ones. */
static bool
begins_formula(struct text t)
{
	static const struct text wide[] = {
		{ "\xEF\xBC\x9D", 3 }, { "\xEF\xBC\x8B", 3 }, { "\xEF\xBC\x8D", 3 }, { "\xEF\xBC\xA0", 3 },
	};

	if (t.n && t.s[0] && strchr("=+-@", t.s[0]))
		return true;
	for (size_t i = 0; t.n && t.s[0] == wide[0].s[0] && i < sizeof wide / sizeof wide[0]; i++)
		if (text_starts(t, wide[i]))
			return true;
	return false;
}

struct text
csv_guarded(struct buf *scratch, struct text cell)
{
	size_t done = 0;

	scratch->n = 0;
	for (size_t at = 0; at < cell.n; at = next_separator(cell, at) + 1) {
		while (at < cell.n && (cell.s[at] == ' ' || cell.s[at] == '"'))
			at++;
		if (begins_formula(text_slice(cell, at, cell.n))) {
			buf_text(scratch, text_slice(cell, done, at));
			buf_char(scratch, '\'');
			done = at;
		}
	}
	buf_text(scratch, text_slice(cell, done, cell.n));
	return buf_view(scratch);
}

/* escaped = DQUOTE *(TEXTDATA / COMMA / CR / LF / 2DQUOTE) DQUOTE */
static void
quoted(struct buf *out, struct text cell)
{
	buf_char(out, '"');
	for (size_t at; (at = text_find_char(cell, '"')) < cell.n; cell = text_slice(cell, at + 1, cell.n)) {
		buf_text(out, text_slice(cell, 0, at + 1));
		buf_char(out, '"');
	}
	buf_text(out, cell);
	buf_char(out, '"');
}

void
csv_cell(struct buf *out, struct text cell)
{
	bool has_blank_ends = cell.n && (cell.s[0] == ' ' || cell.s[cell.n - 1] == ' ');

	if (has_blank_ends || next_separator(cell, 0) < cell.n || text_find_char(cell, '"') < cell.n)
		quoted(out, cell);
	else
		buf_text(out, cell);
}

bool
csv_is_bare(struct text cell)
{
	return cell.n == 0 || (cell.s[0] != ' ' && cell.s[cell.n - 1] != ' ' && !begins_formula(cell) &&
				  next_separator(cell, 0) == cell.n && text_find_char(cell, '"') == cell.n);
}
