/*
 * Asking whether an address answers, without fetching what is there (libcurl): for the check of links. One
 * answer at a time: where it leads elsewhere says so and is not followed.
 *
 * Addresses come from whoever writes an entry. So nothing is asked of this machine or of a private network
 * unless that is allowed: the name is looked at, and the number that it turns out to be once more, at the
 * moment of connecting. Behind a proxy of the environment only the name can be looked at.
 */
#ifndef ADAPTERS_HTTP_ASK_H
#define ADAPTERS_HTTP_ASK_H

#include "core/arena.h"

enum http_outcome {
	HTTP_ANSWERED,
	HTTP_NO_HOST,         /* no such name */
	HTTP_BAD_CERTIFICATE, /* or no secure connection at all */
	HTTP_PRIVATE,         /* this machine or a private network; not asked */
	HTTP_SILENT,          /* no connection, no answer in time, half an answer */
};

struct http_question {
	const char *url;
	bool get; /* GET, which ends with the first bytes; else HEAD */
	bool allow_private;
	unsigned max_seconds;
};

struct http_answer {
	enum http_outcome outcome;
	unsigned status;        /* 200 */
	struct text location;   /* of 301, 302 …: where it leads, absolute; else empty */
	struct text media_type; /* "text/csv", in small letters; empty: it does not say */
	struct text fault;      /* when it did not answer: why, in English as libraries speak */
};

/* Before the first question, in the first thread. */
void http_begin(void);
/* In any thread; the texts are in `a`. */
struct http_answer http_ask(struct arena *a, const struct http_question *q);

#endif
