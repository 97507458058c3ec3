/*
 * A catalogue as it goes from commit to commit: after each step it is what catalog_read() and
 * catalog_public() would make of that commit's files, with the settings of today, and it is known
 * which entries may say something else than before. A step costs little more than reading the files
 * that changed.
 *
 *	c = course_open(…)
 *	for each commit, the oldest first:
 *		course_step(c, changed files, hosted files)
 *		course_public(c)     the public set; NULL where there is no readable catalog.yaml
 *		course_changed(c)    the entries to look at
 *
 * An entry is what has a file of its own: datasets, series, services, agents, and the catalogue itself.
 * An entry that cannot be read stays as it was: the portal did, too. What else is wrong is not asked.
 *
 * What an entry says depends on its own files, on catalog.yaml (defaults, code lists), on hosted files,
 * on the services that a dataset names, on whether what it refers to is public at the time, and in a series
 * on its neighbours. The addresses of entries stay the same from step to step, what they hold does not.
 *
 * A course goes beside the catalogue of today. So that both do not take twice the memory, it holds datasets in brief;
 * one that the user is to see in full is read once more, where a step has read too many for keeping all.
 */
#ifndef CATALOG_COURSE_H
#define CATALOG_COURSE_H

#include "adapters/git_history.h"
#include "catalog/catalog.h"

struct course_entry {
	/* What its files say; without values where there are none, and of a dataset in brief: only those that
	 * the public set or other entries depend on. */
	struct resource resource;
	const struct resource *shown; /* as the public sees it, a dataset in brief; NULL: not at all */
	/* The user's own. */
	void *mark;

	/* course.c's own. */
	struct stem *stem;
	const struct resource *whole; /* a dataset in full, when this step read it … */
	uint32_t whole_of;            /* … and as long as n_forgotten is this */
	struct value **references; /* that name other entries */
	size_t n_references;
	uint64_t said, seen; /* which references it has; what they lead to */
	bool is_present, has_changed, is_neighbour;
};

struct course_reading {
	const struct snapshot *snapshot; /* of a revision */
	const struct catalog_owner *today;
};

struct course;
struct course *course_open(const struct course_reading *r);
void course_close(struct course *c); /* NULL is allowed */

struct course_file {
	/* Both live as long as the course. */
	struct text path;            /* below the snapshot's folder */
	const unsigned char *object; /* 20 bytes; NULL: it is gone */
};

/* `hosted` are all files below catalog/data/, sorted by path; they are copied. NULL: those of the step before. */
void course_step(struct course *c, const struct course_file *changed, size_t n, const struct snapshot_files *hosted);

/* The same address after every step. When a record was written is not known: all datasets have one of
 * the first second of 1970. */
const struct catalog *course_public(const struct course *c);

/* True when the public set is another one than before the step, not only what its entries say. */
bool course_has_new_set(const struct course *c);

/* Those that may be shown otherwise than before the step, or not any more: agents, the catalogue,
 * services, series, datasets, each by id. Valid until the next step. */
struct course_entry *const *course_changed(const struct course *c, size_t *n);
/* The entry as the public sees it, in full, until the next call; e->shown must not be NULL. */
const struct resource *course_shown(struct course *c, struct course_entry *e);
/* Which of two entries comes first there. */
int course_order(enum class class_a, struct text id_a, enum class class_b, struct text id_b);

#endif
