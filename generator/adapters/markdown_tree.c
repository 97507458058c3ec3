/*
 * Runs cmark, in an arena: its nodes are freed at once. Tables are left to markdown_table.c.
 */
#include "adapters/markdown_tree.h"

#include "core/die.h"

#include <stdalign.h>
#include <string.h>

/* cmark's allocator is given no context; a thread parses one text at a time. */
static _Thread_local struct arena *cmark_arena;

struct block {
	alignas(max_align_t) size_t size;
	alignas(max_align_t) unsigned char bytes[];
};

static void *
take(size_t size)
{
	struct block *block = arena_alloc(cmark_arena, sizeof *block + size);

	block->size = size;
	return block->bytes;
}

static void *
mem_calloc(size_t n, size_t size)
{
	if (size && n > SIZE_MAX / 2 / size)
		die("out of memory (%zu × %zu bytes)", n, size);
	return take(n * size);
}

static void *
mem_realloc(void *old, size_t size)
{
	if (!old)
		return take(size);
	struct block *block =
	    (struct block *)((unsigned char *)old - offsetof(struct block, bytes));
	if (size <= block->size)
		return old;
	return memcpy(take(size), old, block->size);
}

static void
mem_free(void *p)
{
	(void)p; /* with the arena */
}

static cmark_mem arena_mem = { mem_calloc, mem_realloc, mem_free };

static cmark_node *
run_cmark(struct text text)
{
	cmark_parser *parser = cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, &arena_mem);

	cmark_parser_feed(parser, text.s, text.n);
	cmark_node *document = cmark_parser_finish(parser);
	cmark_parser_free(parser);
	return document;
}

struct markdown_tree
markdown_parse(struct text text)
{
	struct markdown_tree tree = { .arena = arena_new(), .text = text };

	cmark_arena = tree.arena;
	tree.document = run_cmark(text);
	if (markdown_may_have_table(text)) {
		struct text cells =
		    markdown_tables(tree.arena, text, tree.document, &tree.lines, &tree.n_lines);
		if (tree.lines)
			tree.document = run_cmark(cells);
	}
	return tree;
}

void
markdown_tree_free(struct markdown_tree *tree)
{
	arena_free(tree->arena);
	cmark_arena = NULL;
	*tree = (struct markdown_tree){ 0 };
}

static const struct markdown_line *
line_of(const struct markdown_tree *tree, int line)
{
	return tree->lines && line >= 1 && (size_t)line <= tree->n_lines ? &tree->lines[line - 1]
									 : NULL;
}

const struct markdown_line *
markdown_cell(const struct markdown_tree *tree, cmark_node *node)
{
	if (!tree->lines || cmark_node_get_type(node) != CMARK_NODE_HEADING)
		return NULL;
	const struct markdown_line *line = line_of(tree, cmark_node_get_start_line(node));
	return line && line->table ? line : NULL;
}

uint32_t
markdown_written_line(const struct markdown_tree *tree, int line)
{
	const struct markdown_line *known = line_of(tree, line);

	return known ? known->written : line > 0 ? (uint32_t)line : 1;
}
