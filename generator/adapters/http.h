/*
 * Fetching over HTTP (libcurl), for what a user asks for by its address: imports. Nothing else in the program
 * opens a connection, and a build never does.
 *
 * http and https only, of the first address and of every redirect; from https never to http. No user
 * information in addresses, no cookies, no .netrc. Certificates are verified. A proxy is taken from the
 * environment (https_proxy …), since many administrations have one.
 */
#ifndef ADAPTERS_HTTP_H
#define ADAPTERS_HTTP_H

#include "core/arena.h"

enum {
	HTTP_MAX_BYTES = 256 << 20, /* of an answer, unpacked */
	HTTP_MAX_REDIRECTS = 5,
	HTTP_MAX_SECONDS = 120,     /* for one answer */
	HTTP_CONNECT_SECONDS = 15,
};

struct http_request {
	const char *url;
	const char *accept;  /* the header; NULL: anything */
	size_t max_bytes;    /* 0: HTTP_MAX_BYTES */
	unsigned max_seconds; /* 0: HTTP_MAX_SECONDS */
};

/* The body of an answer with status 200–299. False: *fault says what happened, in English as libraries speak. */
bool http_get(struct arena *a, const struct http_request *request, struct text *body, struct text *fault);

#endif
