/*
 * Templates of one interface language, ready to be filled in: partials and labels put in as text,
 * every marker known, compiled.
 */
#ifndef PAGES_TEMPLATES_H
#define PAGES_TEMPLATES_H

#include "adapters/template.h"
#include "pages/labels.h"
#include "pages/pages.h"

enum marker {
#define MARKER(name) MARK_##name,
#include "pages/markers.def"
#undef MARKER
	N_MARKERS
};

enum template_id {
	TEMPLATE_START, TEMPLATE_DATASET, TEMPLATE_LIST, TEMPLATE_THEMES, TEMPLATE_DIRECTORY, TEMPLATE_SERVICE, TEMPLATE_WITHDRAWN, TEMPLATE_CHANGES,
	TEMPLATE_SEARCH, TEMPLATE_PAGE, TEMPLATE_NOT_FOUND, TEMPLATE_MOVED,
	TEMPLATE_DATASET_ITEM, /* no page: an entry of lists */
	N_TEMPLATES
};

struct templates {
	struct page_template *list[N_TEMPLATES]; /* NULL: could not be made, diagnosed */
	struct table used; /* the paths of the files that they are made of */
};

/* Diagnoses what is wrong with any of them. Free with templates_free(). */
void templates_make(struct templates *t, const struct template_file *files, size_t n,
    struct labels *labels, struct diagnostics *d);
void templates_free(struct templates *t);

/* The names of all markers, by enum marker: for tests. */
extern const char *const marker_names[N_MARKERS];

#endif
