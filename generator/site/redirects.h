/*
 * Where entries went that have another id now: for the configuration of servers, and as the file _redirects
 * of the portal, which Apache reads anew by itself and hosts such as GitLab Pages and Codeberg Pages know.
 */
#ifndef SITE_REDIRECTS_H
#define SITE_REDIRECTS_H

#include "catalog/catalog.h"

struct redirect {
	const char *folder; /* "datasets", "publishers": where its documents and pages lie; data/ goes with datasets */
	struct text from, to; /* ids */
};

/* In the order of the bytes of folder and former id, each once, and none that is also an id of today. */
const struct redirect *redirects_find(struct arena *a, const struct catalog *c, size_t *n);

/* The file: a line for each address, "/datasets/old.rdf /datasets/new.rdf 301". */
void redirects_write(struct buf *out, const struct catalog *c);
#define REDIRECTS_NAME "_redirects"

#endif
