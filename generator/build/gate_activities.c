/*
 * The change feed's part of the gate. The pages are read line by line, as this program writes them and as far
 * as they have to be understood: which pages they lead to, and what their activities are about.
 */
#include "build/gate.h"

#include "core/die.h"
#include "core/table.h"

#include <stdlib.h>
#include <string.h>

#define NOTHING "; nothing was published"

enum { PIECE = 256 * 1024 };

struct activities {
	const struct catalog *catalog;
	struct writer *writer;
	struct arena *arena;
	struct table pages; /* paths; those behind `next` were not read yet */
	size_t next;
	bool *is_told; /* of datasets, by number */
};

/* "  tree:node <IRI> ." → the IRI below the base URL, as a copy; empty when the line is another one. */
static struct text
iri_in(const struct activities *a, struct text line, struct text before)
{
	struct text base = a->catalog->settings->base_url;

	if (!text_starts(line, before))
		return T("");
	struct text iri = text_slice(line, before.n, line.n);
	iri = text_slice(iri, 0, text_find_char(iri, '>'));
	return text_starts(iri, base) ? arena_text(a->arena, text_slice(iri, base.n, iri.n)) : T("");
}

static void
take_object(const struct activities *a, struct text page, struct text object, bool is_delete)
{
	const struct resource_list *datasets = &a->catalog->datasets;
	struct text folder = T("datasets/");

	if (!text_starts(object, folder))
		return;
	const struct resource *dataset = resource_list_find(datasets, text_slice(object, folder.n, object.n));
	if (is_delete ? dataset != NULL : !dataset)
		die("%.*s %s %.*s" NOTHING, TEXT_ARG(page), is_delete ? "deletes the public dataset" :
		    "tells of what is no public dataset,", TEXT_ARG(object));
	if (dataset && a->is_told[dataset->number])
		die("%.*s tells of %.*s a second time" NOTHING, TEXT_ARG(page), TEXT_ARG(object));
	if (dataset)
		a->is_told[dataset->number] = true;
}

static void
read_page(struct activities *a, struct text page)
{
	struct writer_reader *r = writer_reader_open(a->writer, page);
	struct buf bytes = { 0 };
	struct text rest, line;
	bool is_delete = false;
	size_t n;

	do {
		buf_reserve(&bytes, PIECE);
		n = writer_read(r, bytes.n, bytes.s + bytes.n, PIECE);
		bytes.n += n;
	} while (n == PIECE);
	writer_reader_close(r);
	for (rest = buf_view(&bytes); text_next(&rest, '\n', &line);) {
		struct text node = iri_in(a, line, T("  tree:node <")), object = iri_in(a, line, T("  as:object <"));

		if (line.n && line.s[0] == '<')
			is_delete = text_ends(line, T("> a as:Delete ;"));
		if (node.n && !table_get(&a->pages, node))
			table_set(&a->pages, node, a);
		if (object.n)
			take_object(a, page, object, is_delete);
	}
	buf_free(&bytes);
}

void
gate_activities(const struct catalog *c, struct writer *w, struct text view)
{
	struct activities a = { .catalog = c, .writer = w, .arena = arena_new() };

	a.is_told = arena_array(a.arena, bool, c->datasets.n);
	table_set(&a.pages, view, &a);
	while (a.next < a.pages.n)
		read_page(&a, a.pages.entries[a.next++].key);
	for (size_t i = 0; i < c->datasets.n; i++)
		if (!a.is_told[i])
			die("the change feed %.*s does not lead to the dataset %.*s" NOTHING, TEXT_ARG(view),
			    TEXT_ARG(c->datasets.list[i]->id));
	table_free(&a.pages);
	arena_free(a.arena);
}
