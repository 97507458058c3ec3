/*
 * The output folder and its neighbours on disk: the lock, the stage, the generation before, and
 * the one step that exchanges them. Knows nothing of what the folders hold.
 */
#ifndef SITE_OUTPUT_H
#define SITE_OUTPUT_H

#include "core/arena.h"
#include "site/tree.h"

#include <sys/types.h>

struct output {
	struct arena *arena;
	struct tree parent;    /* the folder they all stand in */
	const char *name;      /* public */
	const char *stage;     /* .public.stage */
	const char *previous;  /* .public.previous */
	struct tree published; /* fd is -1 when it is absent */
	int lock;
	mode_t umask; /* what the process had; while the output is open it is 022 */
};

/*
 * Makes the folders above `out` and takes the lock: with `waits` when it is free, else exit code 75 when another
 * build holds it.
 * `out` itself is only looked at. While it is open new files get 0644 and folders 0755.
 */
struct output *output_open(const char *out, bool waits);
void output_close(struct output *o); /* lets go of the lock */

/* An empty stage; a stale one is removed. */
struct tree output_stage(struct output *o);
void output_remove_stage(struct output *o);

/* Brings everything written on the file system of `t` to the disk. */
void output_sync(const struct tree *t);

/* The stage becomes the published generation in one step, and what was published, if anything,
 * the stage. */
void output_exchange(struct output *o);

/* The stage becomes the generation before; the older one is removed. */
void output_keep_previous(struct output *o);
bool output_has_previous(const struct output *o);
struct tree output_previous(const struct output *o); /* close its fd */
void output_remove_previous(struct output *o);

/*
 * What a build keeps for the next one beside the output folder, where no visitor comes: it may name
 * what is not public. `name` is of small letters. Only an economy: what is absent or cannot be read
 * is empty.
 */
struct text output_state(const char *out, const char *name, struct arena *a);
void output_keep_state(struct output *o, const char *name, struct text bytes);

/* The published generation and the one before change places. */
void output_exchange_previous(struct output *o);

#endif
