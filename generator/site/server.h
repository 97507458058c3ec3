/*
 * The configuration of a web server for the portal, as bytes: types, negotiation, redirects of
 * former ids, 410 for what was withdrawn, security headers, caching. What is served how says
 * site/served.h; here is only how a server is told.
 */
#ifndef SITE_SERVER_H
#define SITE_SERVER_H

#include "catalog/catalog.h"

struct server_options {
	const char *root;   /* the published folder, absolute */
	const char *listen; /* an address: "80", "127.0.0.1:8080" */
};

/* A file for nginx's http block (/etc/nginx/conf.d/): maps and one server. Has to be made anew when a dataset
 * is renamed, or names a map service of a new host. Ends the run when root, address or base URL cannot be
 * written there. */
void server_nginx(struct buf *out, const struct catalog *c, const struct server_options *o);

/* A file for Apache (sites-available/): one virtual host. Has to be made anew for new hosts of map services
 * only: what was renamed it reads from the portal. Ends the run as above. */
void server_apache(struct buf *out, const struct catalog *c, const struct server_options *o);

/* The same as a .htaccess, for a host whose configuration belongs to somebody else. With
 * every publication; of the options nothing is used. */
void server_htaccess(struct buf *out, const struct catalog *c, const struct server_options *o);

/* "https://", "opendata.example.org", "/daten" */
struct server_base {
	struct text scheme, host, path; /* the host without its port; the path without its last slash */
	struct text whole;              /* all of them, without the last slash */
};
struct server_base server_base(struct text base_url);

#endif
