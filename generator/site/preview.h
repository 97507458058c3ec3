/*
 * Where a preview is kept: a folder of its own among the temporary ones, which nobody else can read and which is gone at
 * the end; and what a web server answers from it.
 */
#ifndef SITE_PREVIEW_H
#define SITE_PREVIEW_H

#include "core/arena.h"

struct preview;
struct preview *preview_open(void); /* in $TMPDIR, else in /tmp */
void preview_close(struct preview *p);

/* The output folder of its builds. */
const char *preview_out(const struct preview *p);
bool preview_has_site(const struct preview *p);

/* What is kept beside the site, such as the findings of a build; empty while there is none. `name` is of small
 * letters. */
void preview_keep(const struct preview *p, const char *name, struct text bytes);
struct text preview_kept(const struct preview *p, const char *name, struct arena *a);

/* As the configured web servers answer (site/served.h), but for withdrawn datasets, which are found: what has no
 * extension leads to the document that the reader accepts, a former address to that of today, what is not there to
 * 404.html. */
struct preview_answer {
	unsigned status;      /* 200, 404; 301 or 303 with a location */
	const char *location; /* absolute path */
	const char *path;     /* of the file, below the site */
	const char *type;     /* its media type */
	const char *policy;   /* Content-Security-Policy */
	int fd;               /* the caller's to close; -1 without a file */
	uint64_t size;
};
struct preview_answer preview_find(const struct preview *p, struct arena *a, struct text path, struct text accept);

#endif
