/* gzip (RFC 1952; libdeflate), without name and time in its header: the same bytes give the same file. */
#ifndef ADAPTERS_GZIP_H
#define ADAPTERS_GZIP_H

#include "core/text.h"

/* Belongs to one thread at a time. */
struct gzip;
struct gzip *gzip_new(void);
void gzip_free(struct gzip *g);

/* Appends all of it as one member. False, and nothing appended, when it would be longer than `most`. */
bool gzip_compress(struct buf *out, struct gzip *g, struct text bytes, size_t most);

#endif
