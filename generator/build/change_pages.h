/*
 * The pages of the change feed: which activities stand on which, what pages are called, and how they lead
 * to one another.
 */
#ifndef BUILD_CHANGE_PAGES_H
#define BUILD_CHANGE_PAGES_H

#include "build/change_list.h"
#include "site/writer.h"

enum change_view { VIEW_HISTORY, VIEW_LATEST, N_CHANGE_VIEWS };

struct change_pages {
	struct arena *arena;
	const struct change_list *list;
	struct writer *writer;
	const struct rdf *rdf;   /* of today */
	struct digest titles;    /* of the stream */
	struct table written;    /* the names of pages */
};

struct digest entity_digest(const struct rdf_entity *e);

void change_pages_open(struct change_pages *p, const struct change_list *l, struct writer *w, const struct rdf *rdf);
void change_pages_close(struct change_pages *p);

/* The page of the activities [from, to) in a view, as far as the view has them; `activities` are those, in
 * each syntax. Nothing, where the view has none of them. */
void change_page_write(struct change_pages *p, size_t from, size_t to, enum change_view view,
    const struct buf activities[N_STREAM_SYNTAXES]);

/* The same from the published generation; false when it has none. */
bool change_page_keep(struct change_pages *p, size_t from, size_t to, enum change_view view);

/* All pages of the view of the latest activities, once those of the history are there. */
void change_pages_write_latest(struct change_pages *p, unsigned jobs);

/* The years, and the views themselves. */
void change_pages_write_nodes(struct change_pages *p);

/* Of a view, below the base URL: "ldes/latest.trig". */
struct text change_view_path(struct arena *a, enum change_view view, enum stream_syntax syntax);

#endif
