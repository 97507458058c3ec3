/*
 * Shared by the markdown_*.c only: a text parsed by cmark, tables included. cmark 0.30 knows no
 * tables; each cell is therefore given to it as a heading of its own, so that its inlines and
 * reference links are cmark's, and markdown_cell() tells such headings from true ones.
 */
#ifndef ADAPTERS_MARKDOWN_TREE_H
#define ADAPTERS_MARKDOWN_TREE_H

#include "core/arena.h"

#include <cmark.h>

enum { MARKDOWN_MAX_COLUMNS = 64 }; /* a wider table stays a paragraph */

enum markdown_align { ALIGN_NONE, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };

struct markdown_table {
	unsigned n_columns;
	size_t excess; /* the offset of the first cell too many; 0: none */
	enum markdown_align align[MARKDOWN_MAX_COLUMNS];
};

/* What a line of the text that cmark parsed was in the text as written. */
struct markdown_line {
	uint32_t written; /* counted from 1 */
	uint32_t row;     /* 0 is the head */
	unsigned column;
	const struct markdown_table *table; /* NULL: not a cell */
};

struct markdown_tree {
	struct arena *arena; /* holds everything, cmark's nodes too */
	cmark_node *document;
	struct text text;            /* as written */
	struct markdown_line *lines; /* of the text with cells as headings; NULL: no tables */
	size_t n_lines;
};

/*
 * One tree at a time in a thread, freed by the thread that made it. When memory ends, so does the
 * program.
 */
struct markdown_tree markdown_parse(struct text text);
void markdown_tree_free(struct markdown_tree *tree);

const struct markdown_line *markdown_cell(const struct markdown_tree *tree, cmark_node *node);
uint32_t markdown_written_line(const struct markdown_tree *tree, int line);

/*
 * The text with the cells of its tables as headings, and what each of its lines was; the text
 * itself when there is no table. `document` is what cmark made of the text.
 */
struct text markdown_tables(struct arena *a, struct text text, cmark_node *document,
    struct markdown_line **lines, size_t *n_lines);
bool markdown_may_have_table(struct text text);

/* --- addresses ----------------------------------------------------------------------------- */

enum link_kind {
	LINK_EXTERNAL, /* https, http */
	LINK_MAIL,
	LINK_RELATIVE, /* "a/b.html" or "/a/b.html": within the portal */
	LINK_FRAGMENT, /* "#part" or "?query" of the same page */
	/* refused: */
	LINK_EMPTY,
	LINK_WITHOUT_SCHEME, /* "//host" */
	LINK_SCHEME,
	LINK_USER, /* "https://name@host" */
	LINK_INVALID,
};

/* `scheme` is the part before the colon, or empty. */
enum link_kind markdown_link_kind(struct text url, struct text *scheme);

#endif
