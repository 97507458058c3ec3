/*
 * The search index as files, below search/, and opensearch.xml.
 */
#ifndef BUILD_SEARCH_FILES_H
#define BUILD_SEARCH_FILES_H

#include "catalog/catalog.h"
#include "dcat/names.h"
#include "site/writer.h"

/* `names`: one for each language of the interface. */
void write_search(const struct catalog *c, const struct names *names, struct writer *writer, unsigned jobs);

/* Lets the index of the generation before go along, for pages that began to read it: they know the folders
 * by name. Unless something must not be shown any more. */
void carry_search(const struct catalog *c, struct writer *writer);

#endif
