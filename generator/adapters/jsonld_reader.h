/* JSON-LD for adapters/rdf_reader.h, which says what is read of it. */
#ifndef ADAPTERS_JSONLD_READER_H
#define ADAPTERS_JSONLD_READER_H

#include "adapters/rdf_reader.h"

/* As rdf_read(). */
bool jsonld_read(struct text bytes, const char *base, const struct rdf_events *events, void *context,
    struct buf *message, uint32_t *line);

#endif
