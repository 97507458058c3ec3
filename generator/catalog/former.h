/*
 * Where entries went that have another id now: for pages at the former addresses, and for servers.
 */
#ifndef CATALOG_FORMER_H
#define CATALOG_FORMER_H

#include "catalog/catalog.h"

struct redirect {
	const char *folder; /* "datasets", "publishers": where its documents and pages lie; data/ goes with datasets */
	struct text from, to; /* ids */
	const struct resource *entry; /* that is called `to` */
};

/* In the order of the bytes of folder and former id, each once, and none that is also an id of today. */
const struct redirect *redirects_find(struct arena *a, const struct catalog *c, size_t *n);

#endif
