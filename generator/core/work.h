/*
 * Work shared between threads. The result must not depend on which thread does which item: an
 * item writes only what is its own.
 */
#ifndef CORE_WORK_H
#define CORE_WORK_H

#include <stddef.h>

/*
 * Calls item(context, i, worker) once for every i in 0…n-1, items handed out in order to `jobs`
 * threads (at least 1); `worker` in 0…jobs-1 names the thread, for what each has of its own.
 * Returns when all are done. With one job everything runs in the caller's thread.
 */
void work(unsigned jobs, size_t n, void (*item)(void *context, size_t i, unsigned worker),
    void *context);

/* The processors this process may use, at least 1. */
unsigned work_processors(void);

#endif
