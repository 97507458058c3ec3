/*
 * What catalog.c and course.c share: how a catalogue is held while it is read. Inside catalog/ only.
 */
#ifndef CATALOG_OWNER_H
#define CATALOG_OWNER_H

#include "catalog/completion.h"
#include "catalog/entry.h"

struct shard {
	struct diagnostics *d;
	struct resource **datasets;
	size_t n_datasets;
	struct hosted_file *hosted;
	size_t n_hosted, hosted_capacity;
};

struct catalog_owner {
	struct arena *arena;
	struct entries entries;
	struct code_lists *lists;
	struct table *keys;
	struct languages languages;
	const struct settings *settings;
	const struct yaml_node *defaults;
	struct resource *self;
	struct table agents, services, series, datasets; /* id → struct resource *; former ids too */
	struct shard *shards;
	size_t n_shards;
	struct arena **arenas; /* what the threads read */
	size_t n_arenas;
	struct catalog all, public;
	bool has_public;
};

/* One thread's own. */
struct catalog_worker {
	struct snapshot_reader *files; /* NULL: the files have their bytes */
	struct arena *scratch; /* until the next entry */
	struct arena *bytes;   /* of files, until the next entry; of a working tree as long as the catalogue */
	struct arena *arena;   /* stays: of the datasets this thread read */
	bool forgets;          /* the bytes, once they were read */
};

/* A file as a resource that is not complete yet; NULL when it could not be read at all. */
struct resource *owner_read_entry(struct reader *r, struct catalog_worker *w, const struct entry *e);

/* catalog.yaml, that is o->entries.catalog: the catalogue itself, its code lists, the defaults of datasets. */
void owner_read_catalog(struct catalog_owner *o, struct reader *r, struct catalog_worker *w, struct completion *c);

#endif
