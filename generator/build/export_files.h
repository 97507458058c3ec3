/* The exports as files: tables and JSON of the whole catalogue, packages of single datasets. */
#ifndef BUILD_EXPORT_FILES_H
#define BUILD_EXPORT_FILES_H

#include "exports/exports.h"
#include "site/writer.h"

void write_exports(const struct catalog *c, const struct exports_options *options, struct writer *writer,
    unsigned jobs);

#endif
