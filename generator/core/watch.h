/*
 * Watches folders for changes of the files in them (inotify), whoever makes them and however: an editor that
 * writes in place, one that writes beside and renames, git that exchanges half the tree. Names that begin with '.' and
 * what editors keep beside a file do not count. Links are not followed. Changes that another machine makes on a
 * network drive are not seen: the kernel does not hear of them.
 */
#ifndef CORE_WATCH_H
#define CORE_WATCH_H

#include <stdbool.h>

struct watch;

/* Watches the folders `names` (ended with NULL) of `folder`, with all below them, also when they come later; not the
 * folder `but_not`, a path below `folder`. Ends the run when the machine refuses. */
struct watch *watch_open(const char *folder, const char *const *names, const char *but_not);
void watch_close(struct watch *w);

/* To wait for with poll(). */
int watch_fd(const struct watch *w);

/* Takes what has happened. True when a file came, went or was written. */
bool watch_read(struct watch *w);

#endif
