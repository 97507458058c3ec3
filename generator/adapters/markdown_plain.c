/*
 * The tree as words without markup.
 */
#include "adapters/markdown.h"

#include "adapters/markdown_tree.h"

struct plain {
	struct buf *out;
	size_t start;
	const struct markdown_tree *tree;
	bool prose_only; /* without headings, tables and blocks of code */
	cmark_node *skipped;
	unsigned n_breaks; /* lines to end before the next word */
};

static void
words(struct plain *p, struct text t)
{
	if (t.n == 0)
		return;
	if (p->out->n > p->start)
		for (; p->n_breaks; p->n_breaks--)
			buf_char(p->out, '\n');
	p->n_breaks = 0;
	buf_text(p->out, t);
}

static void
break_lines(struct plain *p, unsigned n)
{
	if (p->n_breaks < n)
		p->n_breaks = n;
}

/* The list around a block that is in an item, or NULL. */
static cmark_node *
list_of(cmark_node *block)
{
	cmark_node *parent = cmark_node_parent(block);

	if (cmark_node_get_type(block) == CMARK_NODE_ITEM)
		return parent;
	return parent && cmark_node_get_type(parent) == CMARK_NODE_ITEM ? cmark_node_parent(parent)
									: NULL;
}

static void
end_block(struct plain *p, cmark_node *block)
{
	cmark_node *list = list_of(block);

	break_lines(p, list && cmark_node_get_list_tight(list) ? 1 : 2);
}

static void
end_heading(struct plain *p, cmark_node *node)
{
	const struct markdown_line *cell = markdown_cell(p->tree, node);
	cmark_node *next_node = cmark_node_next(node);
	const struct markdown_line *next =
	    cell && next_node ? markdown_cell(p->tree, next_node) : NULL;

	if (!cell || !next || next->table != cell->table)
		end_block(p, node);
	else if (next->row != cell->row)
		break_lines(p, 1);
	else
		words(p, T(" | "));
}

static bool
is_prose(cmark_node *node)
{
	cmark_node_type type = cmark_node_get_type(node);

	return type != CMARK_NODE_HEADING && type != CMARK_NODE_CODE_BLOCK;
}

static void
enter(struct plain *p, cmark_node *node)
{
	struct text literal = text_of(cmark_node_get_literal(node));

	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_TEXT:
	case CMARK_NODE_CODE: words(p, literal); break;
	case CMARK_NODE_SOFTBREAK: words(p, T(" ")); break;
	case CMARK_NODE_LINEBREAK: break_lines(p, 1); break;
	case CMARK_NODE_CODE_BLOCK:
		words(p,
		    text_ends(literal, T("\n")) ? text_slice(literal, 0, literal.n - 1) : literal);
		end_block(p, node);
		break;
	default: break;
	}
}

static void
leave(struct plain *p, cmark_node *node)
{
	switch (cmark_node_get_type(node)) {
	case CMARK_NODE_HEADING: end_heading(p, node); break;
	case CMARK_NODE_PARAGRAPH:
	case CMARK_NODE_ITEM:
	case CMARK_NODE_LIST:
	case CMARK_NODE_BLOCK_QUOTE: end_block(p, node); break;
	default: break;
	}
}

/* --- texts without markup ---------------------------------------------------------------------- */

/* Nothing that CommonMark takes for more than words: most descriptions are so, and need no tree. */
static bool
is_bare(struct text markdown)
{
	static const bool is_sign[256] = { ['*'] = 1, ['_'] = 1, ['`'] = 1, ['['] = 1, [']'] = 1, ['<'] = 1, ['>'] = 1,
		['&'] = 1, ['\\'] = 1, ['#'] = 1, ['|'] = 1, ['~'] = 1, ['\t'] = 1, ['\r'] = 1, ['\0'] = 1 };
	struct text line;

	if (text_starts(markdown, T("\xEF\xBB\xBF")))
		return false;
	for (size_t i = 0; i < markdown.n; i++)
		if (is_sign[(unsigned char)markdown.s[i]])
			return false;
	while (text_next(&markdown, '\n', &line)) {
		size_t at = 0;
		if (line.n == 0)
			continue;
		while (at < line.n && line.s[at] >= '0' && line.s[at] <= '9')
			at++;
		if (strchr(" -+=", line.s[0]) || text_ends(line, T("  ")) ||
		    (at && at < line.n && (line.s[at] == '.' || line.s[at] == ')')))
			return false;
	}
	return true;
}

static void
bare_words(struct plain *p, struct text markdown)
{
	struct text line;
	bool goes_on = false; /* the paragraph */

	while (text_next(&markdown, '\n', &line)) {
		if (line.n == 0)
			break_lines(p, 2);
		else if (goes_on)
			buf_char(p->out, ' ');
		goes_on = line.n > 0;
		words(p, text_ends(line, T(" ")) ? text_slice(line, 0, line.n - 1) : line);
	}
}

static void
plain(struct buf *out, struct text markdown, bool prose_only)
{
	struct plain p = { .out = out, .start = out->n, .prose_only = prose_only };

	if (is_bare(markdown)) {
		bare_words(&p, markdown);
		return;
	}
	struct markdown_tree tree = markdown_parse(markdown);
	p.tree = &tree;
	cmark_iter *iter = cmark_iter_new(tree.document);

	for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node *node = cmark_iter_get_node(iter);

		if (p.prose_only && !is_prose(node)) {
			cmark_iter_reset(iter, node, CMARK_EVENT_EXIT);
			end_block(&p, node);
			continue;
		}
		if (e == CMARK_EVENT_ENTER)
			enter(&p, node);
		else
			leave(&p, node);
	}
	cmark_iter_free(iter);
	markdown_tree_free(&tree);
}

void
markdown_plain(struct buf *out, struct text markdown)
{
	plain(out, markdown, false);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* The length of the first word. */
static size_t
word_length(struct text t)
{
	size_t n = 0;

	while (n < t.n && !is_blank(t.s[n]))
		n++;
	return n;
}

/* The longest beginning of t of at most `max` code points. */
static struct text
first_points(struct text t, size_t max)
{
	size_t at = 0;

	for (size_t n = 0; n < max && at < t.n; n++)
		utf8_next(t, &at);
	return text_slice(t, 0, at);
}

/* Punctuation that looks lost before "…". */
static void
drop_loose_end(struct buf *out, size_t start)
{
	while (out->n > start && (out->s[out->n - 1] == ',' || out->s[out->n - 1] == ';' ||
				     out->s[out->n - 1] == ':' || out->s[out->n - 1] == '.'))
		out->n--;
}

/* Where the first `max` letters of the words surely end: a blank line well behind them. What follows
 * costs the time to parse it; only definitions of links have an effect from there. */
static struct text
head_of(struct text markdown, size_t max)
{
	size_t enough = max < SIZE_MAX / 4 ? 2 * max + 200 : markdown.n;

	if (markdown.n / 2 <= enough || text_find(markdown, T("]:")) < markdown.n)
		return markdown;
	struct text rest = text_slice(markdown, enough, markdown.n);
	return text_slice(markdown, 0, enough + text_find(rest, T("\n\n")));
}

/* The beginning of the words, each but the first behind one blank; true when that is not all of them. */
static bool
cut_words(struct buf *out, struct text all, size_t max)
{
	size_t start = out->n, length = 0, end_of_whole = out->n;
	struct text rest = text_trim(all), first = text_slice(rest, 0, word_length(rest));

	while (rest.n) {
		struct text word = text_slice(rest, 0, word_length(rest));
		size_t need = utf8_length(word) + (length > 0);

		if (length + need > max)
			break;
		if (length)
			buf_char(out, ' ');
		buf_text(out, word);
		length += need;
		if (length < max) /* there would still be room for "…" */
			end_of_whole = out->n;
		rest = text_slice(rest, word.n, rest.n);
		while (rest.n && is_blank(rest.s[0]))
			rest = text_slice(rest, 1, rest.n);
	}
	if (rest.n == 0)
		return false;
	out->n = end_of_whole;
	if (out->n == start) /* not even the first word has room */
		buf_text(out, first_points(first, max - 1));
	drop_loose_end(out, start);
	buf_str(out, "…");
	return true;
}

void
markdown_teaser(struct buf *out, struct text markdown, size_t max)
{
	struct text head = head_of(markdown, max);
	struct buf all = { 0 };
	size_t start = out->n;
	bool is_done = max == 0;

	if (!is_done && head.n < markdown.n) {
		plain(&all, head, true);
		is_done = cut_words(out, buf_view(&all), max);
	}
	if (!is_done) {
		out->n = start;
		all.n = 0;
		plain(&all, markdown, true);
		if (text_trim(buf_view(&all)).n == 0)
			plain(&all, markdown, false);
		cut_words(out, buf_view(&all), max);
	}
	buf_free(&all);
}
