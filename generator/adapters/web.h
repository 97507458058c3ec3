/*
 * A web server for one reader on this machine (libmicrohttpd): the preview.
 *
 * It listens on 127.0.0.1 and nowhere else, answers GET and HEAD, and refuses requests whose Host is not this machine: a
 * page somewhere on the web may have a name that leads to 127.0.0.1 and would read along ("DNS rebinding"). One
 * thread: web_run() answers what has come and returns.
 */
#ifndef ADAPTERS_WEB_H
#define ADAPTERS_WEB_H

#include "core/text.h"

struct web_request {
	struct text path;     /* decoded, without what stands behind '?' */
	struct text accept;   /* of the headers; empty without one */
	struct text language; /* Accept-Language */
};

struct web_answer {
	unsigned status;       /* 200 … */
	const char *type;      /* Content-Type; NULL: none */
	const char *policy;    /* Content-Security-Policy; NULL: none */
	const char *location;  /* of 301 and 303; else NULL */
	bool is_for_events;    /* this listener gets what web_tell() says, beginning with the bytes below */
	/* A file, which is sent from and then closed, parts of it where they are asked for; or, with fd -1, bytes, which are copied. */
	int fd;
	uint64_t size;
	struct text bytes;
};

typedef void web_answering(void *context, const struct web_request *request, struct web_answer *answer);

struct web;

/* NULL when the port is taken. `answer` is called from web_run(). */
struct web *web_open(uint16_t port, web_answering *answer, void *context);
void web_close(struct web *w);

/* To wait for with poll(), for so many milliseconds at most; -1: as long as it takes. */
int web_fd(const struct web *w);
int web_patience(const struct web *w);
void web_run(struct web *w);

/* Says these bytes to all who listen; those who have gone are found by that. */
void web_tell(struct web *w, struct text bytes);

#endif
