/*
 * A hash table from texts to pointers. Keys are not copied: they must outlive the table. The
 * hash is keyed by nothing and never shows in any output, since entries are only looked up;
 * table_each() gives them in the order of insertion.
 */
#ifndef CORE_TABLE_H
#define CORE_TABLE_H

#include "core/text.h"

struct table_entry {
	struct text key;
	void *value;
	uint64_t hash;
};

struct table {
	struct table_entry *entries;
	size_t n;
	uint32_t *slots; /* 1 + index of the entry; 0 is free */
	size_t n_slots;  /* a power of two */
	size_t capacity;
};

void table_free(struct table *t);
void *table_get(const struct table *t, struct text key); /* NULL when absent */

/* Sets a value; gives what stood there before, or NULL. A value is never NULL. */
void *table_set(struct table *t, struct text key, void *value);

/* for (size_t i = 0; i < t.n; i++) t.entries[i] … in the order of insertion. */

uint64_t text_hash(struct text t); /* not for hostile keys where time matters: it has no seed */

#endif
