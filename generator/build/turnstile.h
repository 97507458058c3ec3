/*
 * Lets threads pass in the order of their numbers: shards are rendered by whoever is free and
 * appended one after the other. Numbers must be handed out in order (core/work.h does), or those
 * that wait would wait for ever.
 */
#ifndef BUILD_TURNSTILE_H
#define BUILD_TURNSTILE_H

#include <pthread.h>
#include <stddef.h>

struct turnstile {
	pthread_mutex_t lock;
	pthread_cond_t turned;
	size_t next;
};

#define TURNSTILE { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0 }

/* Waits until every smaller number has passed. What stands between enter and leave is done by one
 * thread at a time. */
void turnstile_enter(struct turnstile *t, size_t number);
void turnstile_leave(struct turnstile *t);

#endif
