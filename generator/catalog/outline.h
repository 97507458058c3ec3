/*
 * Datasets in outline: of those that nobody asked to check only what others depend on, titles, former
 * ids, release and withdrawal. A tenth of the work of reading them in full.
 */
#ifndef CATALOG_OUTLINE_H
#define CATALOG_OUTLINE_H

#include "catalog/entry.h"
#include "catalog/reader.h"

/*
 * Reads these fields from the loaded source of an entry, or of its translation into `language`, without a
 * word about what is wrong with them. False when the fields are not written line by line (`{title: …}`):
 * then only reading the whole tells what they are, and nothing was added.
 */
bool outline_read(struct reader *r, struct resource *resource, const struct source *source, unsigned language);

#endif
