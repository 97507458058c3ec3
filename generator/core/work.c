#include "core/work.h"

#include "core/die.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct work {
	void (*item)(void *context, size_t i, unsigned worker);
	void *context;
	size_t n;
	atomic_size_t next;
};

struct worker {
	struct work *work;
	unsigned number;
	pthread_t thread;
};

static void *
run(void *argument)
{
	const struct worker *self = argument;
	struct work *w = self->work;

	for (;;) {
		size_t i = atomic_fetch_add(&w->next, 1);
		if (i >= w->n)
			return NULL;
		w->item(w->context, i, self->number);
	}
}

void
work(unsigned jobs, size_t n, void (*item)(void *context, size_t i, unsigned worker), void *context)
{
	struct work w = { .item = item, .context = context, .n = n };

	if (jobs > n)
		jobs = (unsigned)n;
	if (jobs <= 1) {
		run(&(struct worker){ .work = &w });
		return;
	}
	struct worker *workers = allocate(jobs * sizeof *workers);
	for (unsigned k = 0; k < jobs; k++) {
		workers[k] = (struct worker){ .work = &w, .number = k };
		int error = pthread_create(&workers[k].thread, NULL, run, &workers[k]);
		if (error)
			die("cannot start a thread: %s", strerror(error));
	}
	for (unsigned k = 0; k < jobs; k++)
		pthread_join(workers[k].thread, NULL);
	free(workers);
}

unsigned
work_processors(void)
{
	cpu_set_t set;

	CPU_ZERO(&set);
	if (sched_getaffinity(0, sizeof set, &set) != 0)
		return 1;
	int n = CPU_COUNT(&set);
	return n > 0 ? (unsigned)n : 1;
}
