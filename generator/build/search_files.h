/*
 * The search index as files, below search/, and opensearch.xml.
 */
#ifndef BUILD_SEARCH_FILES_H
#define BUILD_SEARCH_FILES_H

#include "catalog/catalog.h"
#include "site/writer.h"

void write_search(const struct catalog *c, struct writer *writer, unsigned jobs);

#endif
