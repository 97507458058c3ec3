#include "build/turnstile.h"

void
turnstile_enter(struct turnstile *t, size_t number)
{
	pthread_mutex_lock(&t->lock);
	while (t->next != number)
		pthread_cond_wait(&t->turned, &t->lock);
	pthread_mutex_unlock(&t->lock);
}

void
turnstile_leave(struct turnstile *t)
{
	pthread_mutex_lock(&t->lock);
	t->next++;
	pthread_cond_broadcast(&t->turned);
	pthread_mutex_unlock(&t->lock);
}
