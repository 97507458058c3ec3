/*
 * JKAN: a folder with _datasets/, _organizations/ (or without the underscore), as its repository has it. The
 * files are read as strictly as our own: what stands where is known, and reported by line. The mapping
 * stands in import/jkan.def.
 */
#ifndef IMPORT_JKAN_H
#define IMPORT_JKAN_H

#include "import/sources.h"

bool jkan_read(struct import *i, const char *where);

extern const struct mapping jkan_mapping[];
extern const size_t n_jkan_mapping;

#endif
