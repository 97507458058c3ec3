/*
 * What the files of a portal are served as.
 */
#ifndef SITE_MEDIA_TYPES_H
#define SITE_MEDIA_TYPES_H

#include "core/arena.h"

enum { N_MEDIA_TYPES = 34 };

/* Harvesters hand the type to their parser as it stands: "text/xml" would be refused. */
extern const struct media_type {
	const char *type, *extensions; /* "xml gml" */
	bool is_compressible; /* texts, and pictures and files without a compression of their own */
} media_types[N_MEDIA_TYPES];
#define MEDIA_TYPE_UNKNOWN "application/octet-stream"

const struct media_type *media_type_find(struct text path); /* NULL: unknown */
bool media_type_wants_charset(const struct media_type *m);

/* Of a file by its name, with its charset where a browser would guess one; MEDIA_TYPE_UNKNOWN for
 * what nobody knows. */
const char *media_type_of(struct arena *a, struct text path);

#endif
