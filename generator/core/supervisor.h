/*
 * A second process that watches the work, because the libraries underneath can crash or never come
 * back on a damaged repository (libgit2 on a truncated object; SECURITY: "supervisor + worker").
 * The worker says which file it reads; when it dies or hangs there, the watcher says so in a
 * sentence. The published site is safe either way: only a finished build is exchanged.
 */
#ifndef CORE_SUPERVISOR_H
#define CORE_SUPERVISOR_H

#include "core/text.h"

enum { SUPERVISOR_PATIENCE = 60 }; /* seconds that reading one file may take */

/* Runs `task` in a process of its own and gives its exit code, or 2 after a crash or a hang. */
int supervise(int (*task)(void *context), void *context);

/* This thread begins and ends to read a file from the repository. Without a supervisor: nothing. */
void supervisor_reading(struct text path);
void supervisor_read(void);

#endif
