/*
 * A folder for what is made on the way to a file, and is of no use afterwards.
 */
#ifndef SITE_SCRATCH_H
#define SITE_SCRATCH_H

#include "core/arena.h"

/*
 * An empty folder beside the file `out`, so that it has the same room: for a/b.tar it is a/.b.tar.stage.
 * What a run that was killed left there is removed; exit code 75 when another run is at it. Without `out` a
 * new folder where temporary files go. Ends the run when there can be none.
 */
struct scratch {
	const char *path;
	int fd;
};
struct scratch scratch_make(struct arena *a, const char *out);
void scratch_remove(struct scratch *s);

#endif
