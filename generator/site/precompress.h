/*
 * Beside each file of the new generation that is worth it its compressed form, "index.html.gz", with the same
 * mtime: nginx (gzip_static) and Apache (site/apache.c) serve it as it is. A file that did not change keeps
 * its form of before; what there is of that name already, such as a hosted file, stays what it is.
 */
#ifndef SITE_PRECOMPRESS_H
#define SITE_PRECOMPRESS_H

#include "site/writer.h"

/* After all other files were added. */
void precompress(struct writer *w, unsigned jobs);

#endif
