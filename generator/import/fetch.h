/*
 * The source's bytes, out of a file or from an address.
 */
#ifndef IMPORT_FETCH_H
#define IMPORT_FETCH_H

#include "import/import.h"

enum { FETCH_MAX_BYTES = 256 << 20 };

bool is_web_address(const char *where); /* http:// or https:// */

/* A file or an address (adapters/http.h). `accept`: the header asked with; may be NULL. False after a
 * diagnosis (import-unreadable). `max_bytes` 0: FETCH_MAX_BYTES. */
bool fetch(struct import *i, const char *where, const char *accept, size_t max_bytes, struct text *bytes);

/* Says that the source cannot be read: "no JSON", and where. */
void fetch_failed(struct import *i, const char *where, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
