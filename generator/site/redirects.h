/*
 * The file _redirects of the portal: where entries went that have another id now (catalog/former.h). Apache reads it anew by
 * itself, and hosts such as GitLab Pages and Codeberg Pages know it.
 */
#ifndef SITE_REDIRECTS_H
#define SITE_REDIRECTS_H

#include "catalog/catalog.h"

/* A line for each address, "/datasets/old.rdf /datasets/new.rdf 301". */
void redirects_write(struct buf *out, const struct catalog *c);
#define REDIRECTS_NAME "_redirects"

#endif
