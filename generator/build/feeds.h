/*
 * The feeds as files: three syntaxes for each dataset, four for the whole catalogue.
 */
#ifndef BUILD_FEEDS_H
#define BUILD_FEEDS_H

#include "catalog/catalog.h"
#include "site/writer.h"

void write_feeds(const struct catalog *c, struct writer *writer, unsigned jobs);

#endif
