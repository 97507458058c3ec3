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
} media_types[N_MEDIA_TYPES];

/* Of a file by its name, with its charset where a browser would guess one; "application/octet-stream" for
 * what nobody knows. */
const char *media_type_of(struct arena *a, struct text path);

#endif
