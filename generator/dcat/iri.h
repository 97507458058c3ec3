/*
 * IRIs (RFC 3987): harvesters drop a dataset for one bad character, so we refuse it where it is
 * written.
 */
#ifndef DCAT_IRI_H
#define DCAT_IRI_H

#include "core/text.h"

enum iri_fault {
	IRI_GOOD,
	IRI_EMPTY,
	IRI_NO_SCHEME,     /* relative, or no scheme at all */
	IRI_BAD_CHARACTER, /* at *at: a blank, a control, <>"{}|\^` or a bidi control */
	IRI_BAD_PERCENT,   /* at *at: % without two hexadecimal digits */
	IRI_NO_HOST,       /* http(s) without a host, or with an impossible one */
	IRI_BAD_PORT,      /* at *at: http(s) with a port that is no number from 1 to 65535 */
	IRI_USERINFO,      /* user:password@ */
	IRI_BAD_SCHEME,    /* iri_check_url: not http(s) */
};

/* Any absolute IRI. *at: byte offset of the fault. */
enum iri_fault iri_check(struct text iri, size_t *at);
/* One to click on: http or https. */
enum iri_fault iri_check_url(struct text url, size_t *at);

struct text iri_host(struct text url);      /* "geodienste.leipzig.de"; empty when it has none */
struct text iri_file_name(struct text url); /* what stands behind the last slash, without query */

/* True for localhost, private and link-local addresses and single-label names. */
bool iri_is_private(struct text url);

bool email_is_valid(struct text address); /* the plain form: local@domain.tld */
/* "+49 341 123-4567" → "+493411234567"; false when it is no international number. */
bool telephone_normalise(struct text t, struct buf *out);

#endif
