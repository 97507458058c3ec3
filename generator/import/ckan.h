/*
 * CKAN: the answers of its API (package_search, package_list, package_show,
 * current_package_list_with_resources) or a list of packages, from a file or from the API's address. Of an
 * address the rest is fetched too, page by page; a portal's plain address will do. The mapping stands in import/ckan.def.
 */
#ifndef IMPORT_CKAN_H
#define IMPORT_CKAN_H

#include "import/sources.h"

bool ckan_read(struct import *i, const char *where);

extern const struct mapping ckan_mapping[];
extern const size_t n_ckan_mapping;

/* Datasets out of one answer; false when it is no JSON or holds none. For tests. */
bool ckan_read_bytes(struct import *i, const char *where, struct text bytes);

#endif
