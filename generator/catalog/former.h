/*
 * Where entries went that have another id now: for pages at the former addresses, and for servers.
 */
#ifndef CATALOG_FORMER_H
#define CATALOG_FORMER_H

#include "catalog/catalog.h"

/* "datasets", "publishers" …: where documents and pages of what has former ids lie. data/ goes with the first. */
enum { N_REDIRECT_FOLDERS = 4 };
extern const char *const redirect_folders[N_REDIRECT_FOLDERS];

struct redirect {
	const char *folder; /* one of these */
	struct text from, to; /* ids */
	const struct resource *entry; /* that is called `to` */
};

/* In the order of the bytes of folder and former id, each once, and none that is also an id of today. */
const struct redirect *redirects_find(struct arena *a, const struct catalog *c, size_t *n);

/* The public entries by what they are called and what they were called before; free it. Any number of
 * threads may ask. */
struct entry_names;
struct entry_names *entry_names_new(const struct catalog *c);
void entry_names_free(struct entry_names *names);
/* A dataset, a series, a service or an agent that is public; an id of today comes before a former one. NULL: none. */
const struct resource *entry_named(const struct entry_names *names, enum class class, struct text id);

#endif
