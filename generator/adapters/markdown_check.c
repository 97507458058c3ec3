/*
 * What must not reach cmark (text it takes quadratic time for) and what must not reach a page.
 * The first is found in the lines before cmark runs, the second in cmark's tree.
 */
#include "adapters/markdown.h"

#include "adapters/markdown_tree.h"
#include "core/characters.h"

#include <stdio.h>
#include <string.h>

struct check {
	const struct source *source;
	size_t from;
	struct text text;
	struct place place; /* of the last finding, at `found`; 0: none yet */
	size_t found;
	struct diagnostics *d;
	bool is_good;
};

static struct place
place_of(struct check *c, size_t offset)
{
	if (c->place.line && c->found <= offset)
		c->place = place_after(c->place, text_slice(c->text, c->found, offset));
	else
		c->place = place_at_offset(c->source, c->from + offset);
	c->found = offset;
	return c->place;
}

/* --- before cmark: nesting ----------------------------------------------------------------- */

/*
 * The lists and quotes a line is in, by CommonMark's rules for the beginning of lines. Blocks that
 * suspend these (code) are not followed: there may seem to be more containers than cmark sees,
 * never fewer. An item is what it takes to continue it, in columns; a quote is 0.
 */
struct containers {
	unsigned width[MARKDOWN_MAX_NESTING + 1];
	unsigned n;
};

struct line {
	struct text text;
	size_t at;
	unsigned column; /* may be inside the tab at `at` */
};

static bool
is_white(char c)
{
	return c == ' ' || c == '\t';
}

/* Moves by columns, or by characters. */
static void
advance(struct line *line, unsigned n, bool by_columns)
{
	while (n && line->at < line->text.n) {
		unsigned width = line->text.s[line->at] == '\t' ? 4 - line->column % 4 : 1;
		unsigned step = by_columns && width > n ? n : width;

		line->column += step;
		if (step == width)
			line->at++;
		n -= by_columns ? step : 1;
	}
}

/* The columns of white space ahead; *next is where it ends. */
static unsigned
indent(const struct line *line, size_t *next)
{
	struct line ahead = *line;

	while (ahead.at < ahead.text.n && is_white(ahead.text.s[ahead.at]))
		advance(&ahead, 1, false);
	*next = ahead.at;
	return ahead.column - line->column;
}

static bool
take_quote(struct line *line)
{
	size_t next;
	unsigned columns = indent(line, &next);

	if (columns > 3 || next == line->text.n || line->text.s[next] != '>')
		return false;
	advance(line, columns + 1, true);
	if (line->at < line->text.n && is_white(line->text.s[line->at]))
		advance(line, 1, true);
	return true;
}

static bool
continue_container(struct line *line, unsigned width)
{
	size_t next;

	if (width == 0)
		return take_quote(line);
	unsigned columns = indent(line, &next);
	if (columns < width && next < line->text.n)
		return false;
	advance(line, columns < width ? columns : width, true);
	return true;
}

/* "* * *" is a rule, not three lists. */
static bool
is_rule(struct text t)
{
	char c = t.n ? t.s[0] : 0;
	unsigned n = 0;

	if (c != '*' && c != '-' && c != '_')
		return false;
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] == c)
			n++;
		else if (!is_white(t.s[i]))
			return false;
	return n >= 3;
}

/* The length of "-", "+", "*", "12." or "12)" with white space or the end behind it, or 0. */
static unsigned
marker_length(struct text t)
{
	unsigned n = 0;

	while (n < t.n && n < 9 && t.s[n] >= '0' && t.s[n] <= '9')
		n++;
	bool is_marker = n < t.n && (n ? t.s[n] == '.' || t.s[n] == ')'
				       : t.s[n] == '-' || t.s[n] == '+' || t.s[n] == '*');
	n++;
	return is_marker && (n == t.n || is_white(t.s[n])) ? n : 0;
}

/* The width of the item that begins here, its marker taken; 0 when none does. */
static unsigned
take_item(struct line *line)
{
	size_t next;
	unsigned columns = indent(line, &next);
	struct text rest = text_slice(line->text, next, line->text.n);
	unsigned marker = marker_length(rest);

	if (columns > 3 || marker == 0 || is_rule(rest))
		return 0;
	advance(line, columns, true);
	advance(line, marker, false);
	unsigned padding = indent(line, &next);
	if (padding < 1 || padding > 4 || next == line->text.n)
		padding = 1;
	advance(line, padding, true);
	return columns + marker + padding;
}

/* False when the line opens one container too many; *at is where. */
static bool
follow_line(struct containers *open, struct text text, size_t *at)
{
	struct line line = { .text = text };
	unsigned matched = 0;
	size_t next;

	while (matched < open->n && continue_container(&line, open->width[matched]))
		matched++;
	for (indent(&line, &next); next < text.n; indent(&line, &next)) {
		unsigned width = 0;

		*at = next;
		if (!take_quote(&line) && (width = take_item(&line)) == 0)
			break;
		if (matched == MARKDOWN_MAX_NESTING)
			return false;
		/* Only a line that opens something closes what it does not continue: a line of mere
		 * text may go on lazily with a paragraph in all of them. */
		open->width[matched++] = width;
		open->n = matched;
	}
	return true;
}

static void
check_nesting(struct check *c)
{
	struct containers open = { 0 };
	char limit[16];
	size_t at;

	for (struct text rest = c->text, line; text_next(&rest, '\n', &line);) {
		if (line.n && line.s[line.n - 1] == '\r')
			line.n--;
		if (follow_line(&open, line, &at))
			continue;
		snprintf(limit, sizeof limit, "%d", MARKDOWN_MAX_NESTING);
		diagnose(c->d, MARKDOWN_TOO_DEEP, place_of(c, (size_t)(line.s - c->text.s) + at),
		    text_of(limit));
		c->is_good = false;
		return;
	}
}

/* --- before cmark: brackets ---------------------------------------------------------------- */

static bool
ends_paragraph(struct text line)
{
	for (size_t i = 0; i < line.n; i++)
		if (!is_white(line.s[i]) && line.s[i] != '>' && line.s[i] != '\r')
			return false;
	return true;
}

static void
check_brackets(struct check *c)
{
	unsigned n = 0;
	char limit[16];

	for (struct text rest = c->text, line; text_next(&rest, '\n', &line);) {
		if (ends_paragraph(line))
			n = 0;
		for (size_t i = 0; i < line.n; i++) {
			if (line.s[i] != '[' || ++n <= MARKDOWN_MAX_BRACKETS)
				continue;
			snprintf(limit, sizeof limit, "%d", MARKDOWN_MAX_BRACKETS);
			diagnose(c->d, MARKDOWN_TOO_MANY_BRACKETS,
			    place_of(c, (size_t)(line.s - c->text.s) + i), text_of(limit));
			c->is_good = false;
			return;
		}
	}
}

static void
check_length(struct check *c)
{
	char written[32], limit[16];

	if (c->text.n <= MARKDOWN_MAX_BYTES)
		return;
	snprintf(written, sizeof written, "%zu", c->text.n);
	snprintf(limit, sizeof limit, "%d", MARKDOWN_MAX_BYTES);
	diagnose(c->d, MARKDOWN_TOO_LONG, place_of(c, 0), text_of(written), text_of(limit));
	c->is_good = false;
}

/* --- cmark's tree -------------------------------------------------------------------------- */

/*
 * cmark knows the lines of blocks; of inlines it loses line and column behind anything that goes
 * over several lines. So what is at fault is looked for in the lines of its block.
 */
struct block {
	const struct markdown_tree *tree;
	uint32_t line;     /* its first */
	size_t start, end; /* in the text */
	size_t done;       /* before here everything was found */
};

/* Blocks come in the order of their lines: each is found from the one before. */
static void
next_block(struct block *b, cmark_node *node)
{
	uint32_t first = markdown_written_line(b->tree, cmark_node_get_start_line(node));
	uint32_t last = markdown_written_line(b->tree, cmark_node_get_end_line(node));
	struct text text = b->tree->text, line;
	struct text rest = text_slice(text, b->start, text.n);
	bool is_same = first == b->line; /* another cell of a row */

	for (; b->line < first && text_next(&rest, '\n', &line); b->line++)
		;
	b->start = text.n - rest.n;
	for (uint32_t n = first; n <= last && text_next(&rest, '\n', &line); n++)
		;
	b->end = text.n - rest.n;
	if (!is_same)
		b->done = b->start;
}

/* The first `what` from *offset on that `before` stands right in front of. */
static bool
find(struct text text, size_t from, size_t to, struct text what, const char *before, size_t *offset)
{
	for (size_t at = from; at < to;) {
		struct text rest = text_slice(text, at, to);
		size_t hit = text_find(rest, what);

		if (hit == rest.n)
			return false;
		at += hit;
		if (!before || (at > 0 && strchr(before, text.s[at - 1]))) {
			*offset = at;
			return true;
		}
		at++;
	}
	return false;
}

/* The parentheses of `[text]()`: right behind the opening one. */
static size_t
find_no_address(struct block *b)
{
	struct text text = b->tree->text;
	size_t at = b->start;

	for (size_t from = b->done; find(text, from, b->end, T("]("), NULL, &at); from = at + 2) {
		struct text inside = text_slice(text, at + 2, b->end);
		inside = text_trim(text_slice(inside, 0, text_find_char(inside, ')')));
		if (inside.n && !text_equal(inside, T("<>")))
			continue;
		b->done = at + 2;
		return at + 2;
	}
	return b->start;
}

/* Where a link's address stands: in parentheses or <>, else anywhere in the block, else behind the
 * `]: ` of a definition anywhere in the text, else as much of it as is found, else where the block
 * begins. */
static size_t
find_address(struct block *b, struct text url)
{
	struct text text = b->tree->text;
	size_t at = b->start;

	if (url.n == 0)
		return find_no_address(b);
	if (find(text, b->done, b->end, url, "(<", &at) ||
	    find(text, b->done, b->end, url, NULL, &at)) {
		b->done = at + url.n;
		return at;
	}
	if (find(text, 0, text.n, url, ": <\n", &at))
		return at;
	/* Written with escapes or entities: its beginning will do. */
	for (size_t n = url.n < 8 ? url.n : 8; n > 1; n--)
		if (find(text, b->done, b->end, text_slice(url, 0, n), "(<", &at)) {
			b->done = at + n;
			break;
		}
	return at;
}

static void
refuse_link(struct check *c, struct block *b, struct text url, bool is_image)
{
	struct text scheme;
	enum link_kind kind = markdown_link_kind(url, &scheme);

	if (kind == LINK_RELATIVE || (kind < LINK_EMPTY && !is_image))
		return;
	struct place at = place_of(c, find_address(b, url));
	c->is_good = false;
	if (kind == LINK_EMPTY)
		diagnose(c->d, MARKDOWN_LINK_EMPTY, at);
	else if (is_image && kind != LINK_INVALID)
		diagnose(c->d, MARKDOWN_IMAGE_EXTERNAL, at, url);
	else if (kind == LINK_WITHOUT_SCHEME)
		diagnose(c->d, MARKDOWN_LINK_WITHOUT_SCHEME, at, url);
	else if (kind == LINK_SCHEME)
		diagnose(c->d, MARKDOWN_LINK_SCHEME, at, url, scheme);
	else if (kind == LINK_USER)
		diagnose(c->d, MARKDOWN_LINK_USER, at, url);
	else
		diagnose(c->d, MARKDOWN_LINK_INVALID, at, url);
}

static void
refuse_html(struct check *c, struct block *b, struct text html)
{
	struct text first = text_trim(text_slice(html, 0, text_find_char(html, '\n')));
	size_t at = b->start;

	if (find(b->tree->text, b->done, b->end, first, NULL, &at))
		b->done = at + first.n;
	diagnose(c->d, MARKDOWN_RAW_HTML, place_of(c, at), first);
	c->is_good = false;
}

/* Code may show what would be refused outside of it. */
static void
pass_code(struct block *b, struct text code)
{
	size_t at;

	if (code.n && find(b->tree->text, b->done, b->end, code, "` ", &at))
		b->done = at + code.n;
}

/* "&#x202E;" is not in the file, but in the text. */
static void
check_text(struct check *c, struct block *b, struct text t)
{
	if (!characters_check_value(t, place_of(c, b->start), c->d))
		c->is_good = false;
}

static void
check_node(struct check *c, struct block *b, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_HEADING: next_block(b, node); break;
	case CMARK_NODE_HTML_BLOCK:
		next_block(b, node);
		refuse_html(c, b, text_of(cmark_node_get_literal(node)));
		break;
	case CMARK_NODE_HTML_INLINE:
		refuse_html(c, b, text_of(cmark_node_get_literal(node)));
		break;
	case CMARK_NODE_TEXT: check_text(c, b, text_of(cmark_node_get_literal(node))); break;
	case CMARK_NODE_CODE: pass_code(b, text_of(cmark_node_get_literal(node))); break;
	case CMARK_NODE_LINK: refuse_link(c, b, text_of(cmark_node_get_url(node)), false); break;
	case CMARK_NODE_IMAGE: refuse_link(c, b, text_of(cmark_node_get_url(node)), true); break;
	default: break;
	}
}

static void
check_tables(struct check *c, const struct markdown_tree *tree)
{
	for (size_t i = 0; i < tree->n_lines; i++) {
		const struct markdown_line *line = &tree->lines[i];
		char columns[16];

		if (!line->table || line->row || line->column || !line->table->excess)
			continue;
		snprintf(columns, sizeof columns, "%u", line->table->n_columns);
		diagnose(
		    c->d, MARKDOWN_TABLE_CELLS, place_of(c, line->table->excess), text_of(columns));
	}
}

static void
check_tree(struct check *c)
{
	struct markdown_tree tree = markdown_parse(c->text);
	struct block b = { .tree = &tree, .line = 1, .end = c->text.n };
	cmark_iter *iter = cmark_iter_new(tree.document);

	for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		if (e == CMARK_EVENT_ENTER)
			check_node(c, &b, cmark_iter_get_node(iter));
	cmark_iter_free(iter);
	check_tables(c, &tree);
	markdown_tree_free(&tree);
}

bool
markdown_check(const struct source *source, size_t from, size_t length, struct diagnostics *d)
{
	struct check c = {
		.source = source,
		.from = from,
		.text = text_slice(source->bytes, from, from + length),
		.d = d,
		.is_good = true,
	};

	check_length(&c);
	if (!c.is_good)
		return false;
	bool has_good_characters = characters_check(source, from, length, d);
	check_nesting(&c);
	check_brackets(&c);
	if (c.is_good && has_good_characters)
		check_tree(&c);
	return c.is_good && has_good_characters;
}
