/*
 * The configuration of a web server for the portal, as bytes: types, negotiation, redirects of
 * former ids, 410 for what was withdrawn, security headers, caching. Made from the public set, so
 * it has to be made anew when a dataset is renamed or withdrawn, or names a map service of a new host.
 */
#ifndef SITE_SERVER_H
#define SITE_SERVER_H

#include "catalog/catalog.h"

struct server_options {
	const char *root;   /* the published folder, absolute */
	const char *listen; /* an address as nginx takes it: "80", "127.0.0.1:8080" */
};

/* A file for nginx's http block (/etc/nginx/conf.d/): maps and one server. Ends the run when root, address
 * or base URL cannot be written there. */
void server_nginx(struct buf *out, const struct catalog *c, const struct server_options *o);

#endif
