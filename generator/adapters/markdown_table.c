/*
 * Pipe tables, by the rules of GitHub Flavored Markdown §4.10: found among cmark's paragraphs and
 * written anew, a cell a line, as headings (`# cell #`). Unlike there, a missing cell costs
 * nothing: the renderer spans it.
 */
#include "adapters/markdown_tree.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

/* A text with its lines rewritten so far. */
struct rewriting {
	struct arena *arena;
	struct text text, rest; /* as written; what of it is left */
	uint32_t next;          /* the number of its first line */
	struct buf out;
	struct markdown_line *lines;
	size_t n_lines, capacity;
};

static void
add_line(struct rewriting *w, struct markdown_line line)
{
	if (w->n_lines == w->capacity) {
		w->capacity = w->capacity ? 2 * w->capacity : 64;
		w->lines = reallocate(w->lines, w->capacity * sizeof *w->lines);
	}
	w->lines[w->n_lines++] = line;
}

static void
copy_lines_before(struct rewriting *w, uint32_t end)
{
	struct text line;

	while (w->next < end && text_next(&w->rest, '\n', &line)) {
		buf_text(&w->out, line);
		buf_char(&w->out, '\n');
		add_line(w, (struct markdown_line){ .written = w->next++ });
	}
}

/* --- rows ---------------------------------------------------------------------------------- */

/* Takes the next cell off the front of a row. A backslash hides the pipe behind it. */
static bool
next_cell(struct text *row, struct text *cell)
{
	size_t i = 0;

	if (row->n == 0)
		return false;
	while (i < row->n && row->s[i] != '|')
		i += row->s[i] == '\\' && i + 1 < row->n ? 2 : 1;
	*cell = text_trim(text_slice(*row, 0, i));
	*row = text_slice(*row, i + 1, row->n);
	return true;
}

/* A row without the pipes at its ends. */
static struct text
row_of(struct text line)
{
	line = text_trim(line);
	return text_slice(line, line.n && line.s[0] == '|', line.n);
}

static size_t
count_cells(struct text line)
{
	struct text row = row_of(line), cell;
	size_t n = 0;

	while (next_cell(&row, &cell))
		n++;
	return n;
}

static bool
read_alignment(struct text cell, enum markdown_align *align)
{
	bool left = cell.n && cell.s[0] == ':', right = cell.n > 1 && cell.s[cell.n - 1] == ':';
	struct text dashes = text_slice(cell, left, cell.n - right);

	for (size_t i = 0; i < dashes.n; i++)
		if (dashes.s[i] != '-')
			return false;
	*align = left && right ? ALIGN_CENTER
		 : left        ? ALIGN_LEFT
		 : right       ? ALIGN_RIGHT
			       : ALIGN_NONE;
	return dashes.n > 0;
}

/* "| --- | :-: |" */
static bool
read_delimiters(struct text line, struct markdown_table *table)
{
	struct text row = row_of(line), cell;

	*table = (struct markdown_table){ 0 };
	if (text_find_char(line, '|') == line.n)
		return false;
	while (next_cell(&row, &cell))
		if (table->n_columns == MARKDOWN_MAX_COLUMNS ||
		    !read_alignment(cell, &table->align[table->n_columns++]))
			return false;
	return table->n_columns > 0;
}

/* --- tables in paragraphs ------------------------------------------------------------------ */

/* A line of a paragraph without what belongs to the quotes and lists around it. */
static struct text
without_prefix(struct text line, unsigned n_quotes)
{
	for (;;) {
		while (line.n && (line.s[0] == ' ' || line.s[0] == '\t'))
			line = text_slice(line, 1, line.n);
		if (n_quotes == 0 || line.n == 0 || line.s[0] != '>')
			return line;
		n_quotes--;
		line = text_slice(line, 1, line.n);
	}
}

/*
 * The prefix of a line that continues what `prefix` began: list markers become spaces. The space
 * that a quote swallows must not be one of these.
 */
static struct text
continued(struct arena *a, struct text prefix)
{
	enum { TAB = 4 };
	char *s = arena_alloc(a, TAB * prefix.n + 1);
	size_t n = 0, column = 0;

	for (size_t i = 0; i < prefix.n; i++) {
		size_t width = prefix.s[i] == '\t' ? TAB - column % TAB : 1;
		bool is_quote = prefix.s[i] == '>';
		bool has_space =
		    i + 1 < prefix.n && (prefix.s[i + 1] == ' ' || prefix.s[i + 1] == '\t');

		column += width;
		while (width--)
			s[n++] = is_quote ? '>' : ' ';
		if (is_quote && !has_space)
			s[n++] = ' ';
	}
	return (struct text){ s, n };
}

static void
write_cell(struct rewriting *w, struct text prefix, struct text cell, struct markdown_line line)
{
	buf_text(&w->out, prefix);
	buf_str(&w->out, "# ");
	for (size_t i = 0; i < cell.n; i++)
		if (cell.s[i] != '\\' || i + 1 == cell.n || cell.s[i + 1] != '|')
			buf_char(&w->out, cell.s[i]);
	buf_str(&w->out, " #\n");
	add_line(w, line);
}

static void
write_row(struct rewriting *w, struct markdown_table *table, struct text line, uint32_t row,
    struct text first_prefix, struct text prefix)
{
	struct text cells = row_of(line), cell = T("");
	struct markdown_line at = { .written = w->next, .row = row, .table = table };

	do { /* "|" alone is a row, too: of one empty cell */
		next_cell(&cells, &cell);
		write_cell(w, at.column ? prefix : first_prefix, cell, at);
	} while (++at.column < table->n_columns && cells.n);
	if (cells.n && !table->excess)
		table->excess = (size_t)(text_trim(cells).s - w->text.s);
}

struct paragraph {
	uint32_t first, last; /* lines */
	struct text prefix;   /* of its first line */
	unsigned n_quotes;
};

/* The line of the head of the paragraph's table, or 0. `lines` are its lines. */
static uint32_t
find_head(struct text lines, const struct paragraph *p, struct markdown_table *table)
{
	struct text before = T(""), line;

	for (uint32_t n = p->first; n <= p->last && text_next(&lines, '\n', &line); n++) {
		line = n == p->first ? text_slice(line, p->prefix.n, line.n)
				     : without_prefix(line, p->n_quotes);
		if (n > p->first && read_delimiters(line, table) &&
		    count_cells(before) == table->n_columns)
			return n - 1;
		before = line;
	}
	return 0;
}

static void
write_table(struct rewriting *w, const struct paragraph *p, uint32_t head,
    const struct markdown_table *found)
{
	struct markdown_table *table = arena_new_of(w->arena, struct markdown_table);
	struct text prefix = continued(w->arena, p->prefix), line;

	*table = *found;
	copy_lines_before(w, head);
	for (uint32_t row = 0; w->next <= p->last && text_next(&w->rest, '\n', &line); w->next++) {
		bool is_first = w->next == p->first;
		if (w->next == head + 1)
			continue; /* the delimiters */
		line = is_first ? text_slice(line, p->prefix.n, line.n)
				: without_prefix(line, p->n_quotes);
		write_row(w, table, line, row++, is_first ? p->prefix : prefix, prefix);
	}
}

static struct paragraph
paragraph_of(struct text first_line, cmark_node *node)
{
	struct paragraph p = {
		.first = (uint32_t)cmark_node_get_start_line(node),
		.last = (uint32_t)cmark_node_get_end_line(node),
		.prefix = text_slice(first_line, 0, (size_t)cmark_node_get_start_column(node) - 1),
	};

	for (size_t i = 0; i < p.prefix.n; i++)
		p.n_quotes += p.prefix.s[i] == '>';
	return p;
}

struct text
markdown_tables(struct arena *a, struct text text, cmark_node *document,
    struct markdown_line **lines, size_t *n_lines)
{
	struct rewriting w = { .arena = a, .text = text, .rest = text, .next = 1 };
	struct text ahead = text; /* from line `at` on */
	uint32_t at = 1;
	bool has_table = false;
	cmark_iter *iter = cmark_iter_new(document);

	for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iter);
		struct markdown_table table;
		struct text line;

		if (e != CMARK_EVENT_ENTER || cmark_node_get_type(node) != CMARK_NODE_PARAGRAPH)
			continue;
		for (; at < (uint32_t)cmark_node_get_start_line(node); at++)
			text_next(&ahead, '\n', &line);
		struct paragraph p = paragraph_of(ahead, node);
		uint32_t head = find_head(ahead, &p, &table);
		if (head) {
			write_table(&w, &p, head, &table);
			has_table = true;
		}
	}
	cmark_iter_free(iter);
	if (has_table) {
		copy_lines_before(&w, UINT32_MAX);
		*n_lines = w.n_lines;
		*lines = arena_array(a, struct markdown_line, w.n_lines);
		memcpy(*lines, w.lines, w.n_lines * sizeof **lines);
		text = arena_text(a, buf_view(&w.out));
	}
	free(w.lines);
	buf_free(&w.out);
	return text;
}

/* A line of nothing but `|`, `-`, `:` and what may stand before it; most texts have none. */
bool
markdown_may_have_table(struct text text)
{
	static const char allowed[256] = {
		['|'] = 1, ['-'] = 1, [':'] = 1, [' '] = 1, ['\t'] = 1, ['\r'] = 1, ['>'] = 1
	};
	struct text line;

	if (text_find_char(text, '|') == text.n)
		return false;
	while (text_next(&text, '\n', &line)) {
		size_t i = 0;
		bool has_pipe = false;

		for (; i < line.n && allowed[(unsigned char)line.s[i]]; i++)
			has_pipe |= line.s[i] == '|';
		if (i == line.n && has_pipe)
			return true;
	}
	return false;
}
