/*
 * The tree as HTML. Line breaks between elements are those of cmark's own renderer, which the tests
 * compare with.
 */
#include "adapters/markdown.h"

#include "adapters/markdown_tree.h"

#include <string.h>

struct renderer {
	struct buf *out;
	size_t start; /* of this text in out */
	const struct markdown_tree *tree;
	unsigned heading_shift;
	struct text root;
	cmark_node *image; /* the one whose alt is being written: words only */
};

/* --- escaping ------------------------------------------------------------------------------ */

static void
html_text(struct buf *out, struct text t)
{
	static const char *const entities[256] = {
		['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"
	};
	size_t done = 0;

	for (size_t i = 0; i < t.n; i++) {
		const char *entity = entities[(unsigned char)t.s[i]];
		if (!entity)
			continue;
		buf_text(out, text_slice(t, done, i));
		buf_str(out, entity);
		done = i + 1;
	}
	buf_text(out, text_slice(t, done, t.n));
}

/* What may stand in an href: the characters of RFC 3986; all others become %XX. */
static void
html_href(struct buf *out, struct text url)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				    "-_.+!*(),%#@?=;:/$~";

	for (size_t i = 0; i < url.n; i++) {
		char c = url.s[i];
		if (c && strchr(plain, c))
			buf_char(out, c);
		else if (c == '&')
			buf_str(out, "&amp;");
		else if (c == '\'')
			buf_str(out, "&#x27;");
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
	}
}

/* --- inlines ------------------------------------------------------------------------------- */

static void
new_line(struct renderer *r)
{
	if (r->out->n > r->start && r->out->s[r->out->n - 1] != '\n')
		buf_char(r->out, '\n');
}

static void
address(struct renderer *r, struct text url, enum link_kind kind)
{
	if (kind == LINK_RELATIVE) {
		html_href(r->out, r->root);
		url = text_slice(url, url.s[0] == '/', url.n);
	}
	html_href(r->out, url);
}

static void
title(struct renderer *r, cmark_node *node)
{
	struct text t = text_of(cmark_node_get_title(node));

	if (t.n == 0)
		return;
	buf_str(r->out, " title=\"");
	html_text(r->out, t);
	buf_char(r->out, '"');
}

static void
link(struct renderer *r, cmark_node *node, bool enters)
{
	struct text url = text_of(cmark_node_get_url(node)), scheme;
	enum link_kind kind = markdown_link_kind(url, &scheme);

	if (kind >= LINK_EMPTY)
		return; /* markdown_check() refused it */
	if (!enters) {
		buf_str(r->out, "</a>");
		return;
	}
	buf_str(r->out, "<a href=\"");
	address(r, url, kind);
	buf_char(r->out, '"');
	title(r, node);
	if (kind == LINK_EXTERNAL)
		buf_str(r->out, " rel=\"noopener noreferrer\"");
	buf_char(r->out, '>');
}

static void
image(struct renderer *r, cmark_node *node, bool enters)
{
	struct text url = text_of(cmark_node_get_url(node)), scheme;

	if (markdown_link_kind(url, &scheme) != LINK_RELATIVE)
		return; /* markdown_check() refused it */
	if (enters) {
		buf_str(r->out, "<img src=\"");
		address(r, url, LINK_RELATIVE);
		buf_str(r->out, "\" alt=\"");
		r->image = node;
	} else {
		r->image = NULL;
		buf_char(r->out, '"');
		title(r, node);
		buf_str(r->out, " />");
	}
}

static void
words(struct renderer *r, cmark_node *node, bool enters)
{
	(void)enters;
	html_text(r->out, text_of(cmark_node_get_literal(node)));
}

static void
code(struct renderer *r, cmark_node *node, bool enters)
{
	buf_str(r->out, "<code>");
	words(r, node, enters);
	buf_str(r->out, "</code>");
}

/* --- blocks -------------------------------------------------------------------------------- */

static void
block_quote(struct renderer *r, cmark_node *node, bool enters)
{
	(void)node;
	new_line(r);
	buf_str(r->out, enters ? "<blockquote>\n" : "</blockquote>\n");
}

static void
list(struct renderer *r, cmark_node *node, bool enters)
{
	bool is_ordered = cmark_node_get_list_type(node) == CMARK_ORDERED_LIST;
	int start = cmark_node_get_list_start(node);

	if (enters)
		new_line(r);
	if (!enters)
		buf_str(r->out, is_ordered ? "</ol>\n" : "</ul>\n");
	else if (is_ordered && start != 1)
		buf_printf(r->out, "<ol start=\"%d\">\n", start);
	else
		buf_str(r->out, is_ordered ? "<ol>\n" : "<ul>\n");
}

static void
item(struct renderer *r, cmark_node *node, bool enters)
{
	(void)node;
	if (enters)
		new_line(r);
	buf_str(r->out, enters ? "<li>" : "</li>\n");
}

static void
code_block(struct renderer *r, cmark_node *node, bool enters)
{
	struct text info = text_of(cmark_node_get_fence_info(node));
	struct text language = text_slice(info, 0, text_find_char(info, ' '));

	(void)enters;
	new_line(r);
	buf_str(r->out, "<pre><code");
	if (language.n) {
		buf_str(r->out, " class=\"language-");
		html_text(r->out, language);
		buf_char(r->out, '"');
	}
	buf_char(r->out, '>');
	html_text(r->out, text_of(cmark_node_get_literal(node)));
	buf_str(r->out, "</code></pre>\n");
}

static bool
is_tight(cmark_node *paragraph)
{
	cmark_node *parent = cmark_node_parent(paragraph);
	cmark_node *grandparent = parent ? cmark_node_parent(parent) : NULL;

	return grandparent && cmark_node_get_type(grandparent) == CMARK_NODE_LIST &&
	       cmark_node_get_list_tight(grandparent);
}

static void
paragraph(struct renderer *r, cmark_node *node, bool enters)
{
	if (is_tight(node))
		return;
	if (enters)
		new_line(r);
	buf_str(r->out, enters ? "<p>" : "</p>\n");
}

/* Opens what must be open before a cell: the table, its head or body, its row. */
static void
open_cell(struct renderer *r, const struct markdown_line *cell)
{
	static const char *const classes[] = {
		[ALIGN_NONE] = "",
		[ALIGN_LEFT] = " class=\"left\"",
		[ALIGN_CENTER] = " class=\"center\"",
		[ALIGN_RIGHT] = " class=\"right\"",
	};
	const char *class = classes[cell->table->align[cell->column]];

	if (cell->column == 0) {
		new_line(r);
		if (cell->row == 0)
			buf_str(r->out, "<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n");
		else if (cell->row == 1)
			buf_str(r->out, "<tbody>\n");
		buf_str(r->out, "<tr>");
	}
	if (cell->row == 0)
		buf_printf(r->out, "<th scope=\"col\"%s>", class);
	else
		buf_printf(r->out, "<td%s>", class);
}

static void
close_cell(struct renderer *r, const struct markdown_line *cell, const struct markdown_line *next)
{
	buf_str(r->out, cell->row == 0 ? "</th>" : "</td>");
	if (next && next->row == cell->row)
		return;
	if (cell->column + 1 < cell->table->n_columns)
		buf_printf(
		    r->out, "<td colspan=\"%u\"></td>", cell->table->n_columns - cell->column - 1);
	buf_str(r->out, "</tr>\n");
	if (cell->row == 0)
		buf_str(r->out, "</thead>\n");
	else if (!next)
		buf_str(r->out, "</tbody>\n");
	if (!next)
		buf_str(r->out, "</table></div>\n");
}

static void
heading(struct renderer *r, cmark_node *node, bool enters)
{
	const struct markdown_line *cell = markdown_cell(r->tree, node);

	if (cell && enters) {
		open_cell(r, cell);
		return;
	}
	if (cell) {
		cmark_node *next_node = cmark_node_next(node);
		const struct markdown_line *next =
		    next_node ? markdown_cell(r->tree, next_node) : NULL;
		close_cell(r, cell, next && next->table == cell->table ? next : NULL);
		return;
	}
	unsigned level = (unsigned)cmark_node_get_heading_level(node) + r->heading_shift;
	if (enters)
		new_line(r);
	buf_printf(r->out, enters ? "<h%u>" : "</h%u>\n", level < 6 ? level : 6);
}

static void
thematic_break(struct renderer *r, cmark_node *node, bool enters)
{
	(void)node, (void)enters;
	new_line(r);
	buf_str(r->out, "<hr />\n");
}

/* --- every kind of node -------------------------------------------------------------------- */

static const struct {
	void (*render)(struct renderer *r, cmark_node *node, bool enters);
	const char *begin, *end; /* or these */
	const char *alt;         /* instead, within an image's alt text; NULL: nothing */
	bool has_literal;
} kinds[] = {
	/* Raw HTML is not here: markdown_check() refused it. */
	[CMARK_NODE_BLOCK_QUOTE] = { block_quote },
	[CMARK_NODE_LIST] = { list },
	[CMARK_NODE_ITEM] = { item },
	[CMARK_NODE_CODE_BLOCK] = { code_block },
	[CMARK_NODE_PARAGRAPH] = { paragraph },
	[CMARK_NODE_HEADING] = { heading },
	[CMARK_NODE_THEMATIC_BREAK] = { thematic_break },
	[CMARK_NODE_TEXT] = { words, .has_literal = true },
	[CMARK_NODE_SOFTBREAK] = { .begin = "\n", .alt = " " },
	[CMARK_NODE_LINEBREAK] = { .begin = "<br />\n", .alt = " " },
	[CMARK_NODE_CODE] = { code, .has_literal = true },
	[CMARK_NODE_EMPH] = { .begin = "<em>", .end = "</em>" },
	[CMARK_NODE_STRONG] = { .begin = "<strong>", .end = "</strong>" },
	[CMARK_NODE_LINK] = { link },
	[CMARK_NODE_IMAGE] = { image },
};

static void
render(struct renderer *r, cmark_node *node, bool enters)
{
	size_t kind = (size_t)cmark_node_get_type(node);

	if (kind >= sizeof kinds / sizeof *kinds)
		return;
	if (r->image && r->image != node) {
		if (kinds[kind].has_literal)
			words(r, node, enters);
		else if (kinds[kind].alt && enters)
			buf_str(r->out, kinds[kind].alt);
		return;
	}
	const char *mark = enters ? kinds[kind].begin : kinds[kind].end;
	if (kinds[kind].render)
		kinds[kind].render(r, node, enters);
	else if (mark)
		buf_str(r->out, mark);
}

void
markdown_html(struct buf *out, struct text markdown, unsigned heading_shift, struct text root)
{
	struct markdown_tree tree = markdown_parse(markdown);
	struct renderer r = {
		.out = out,
		.start = out->n,
		.tree = &tree,
		.heading_shift = heading_shift,
		.root = root,
	};
	cmark_iter *iter = cmark_iter_new(tree.document);

	for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;)
		render(&r, cmark_iter_get_node(iter), e == CMARK_EVENT_ENTER);
	cmark_iter_free(iter);
	markdown_tree_free(&tree);
}
