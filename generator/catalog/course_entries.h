/*
 * What course.c and course_entries.c share: how a course is held. Inside catalog/ only.
 */
#ifndef CATALOG_COURSE_ENTRIES_H
#define CATALOG_COURSE_ENTRIES_H

#include "catalog/course.h"
#include "catalog/owner.h"

/* The files of an entry: those whose paths are the same up to the first dot of the name. */
struct stem {
	struct course_file *files; /* in the order of their paths */
	struct course_file *good;  /* when they could be read last; often `files` */
	size_t n, n_good;
	struct course_entry *entry; /* what was read from them; NULL */
	size_t number;              /* in the order in which stems were met */
	unsigned turn;              /* of its class, when a step reads entries: entry_classes[] */
	bool has_changed;           /* then it is in c->to_read */
};

struct entry_list {
	struct table by_id; /* → struct course_entry * */
	struct resource_list present;
};

struct course {
	struct course_reading reading;
	struct arena *arena; /* stays */
	struct arena *step;  /* public set */
	struct arena *hosted[2]; /* the files of this step, and of the step before */
	struct arena *scratch, *bytes;
	struct arena *wholes; /* datasets in full that this step has read, until they are too many */
	uint32_t n_forgotten; /* how often all of them were forgotten */
	struct arena *shown;  /* what course_shown() had to read */
	struct course_entry *unfolded; /* what it gave last, if a dataset; else NULL */
	struct resource folded;        /* the same in brief */
	struct history_reader *blobs;
	struct snapshot_reader *files;
	struct table stems; /* "catalog/datasets/umwelt/baum" → struct stem * */
	struct stem **to_read; /* in the step */
	size_t n_to_read, to_read_capacity;
	struct entry_list lists[N_CLASSES];
	struct table former; /* ids of datasets → struct course_entry * */
	struct snapshot_file catalog_file, good_catalog_file; /* the second: that could be read last */
	struct course_entry self;
	struct snapshot_files hosted_files;

	struct catalog_owner *epoch;
	size_t epoch_size; /* when everything was read */
	bool has_new_set, has_public;
	struct catalog all, public;
	const struct resource *newest; /* of the public datasets; NULL: none has a date */
	struct text newest_date;
	struct course_entry **changed;
	size_t n_changed, changed_capacity;
};

enum { N_ENTRY_CLASSES = 4 };
/* In this order, so that what is referred to comes first. */
extern const enum class entry_classes[N_ENTRY_CLASSES];

/* Goes on from `hash`. */
static inline uint64_t
course_hash(uint64_t hash, struct text t)
{
	return (hash ^ text_hash(t)) * UINT64_C(0x100000001b3);
}

/* The stem's entry is read in this step. */
void course_read_later(struct course *c, struct stem *stem);
/* The entry may be shown otherwise after this step. */
void course_has_changed(struct course *c, struct course_entry *e);

/* The entry's files from now on. */
void course_change_file(struct course *c, const struct course_file *f);

/* Entries are read into the memory of an epoch. Gives the one before (NULL is allowed), which is to be ended when
 * course_read_stem() has read everything anew: until then entries say what they said. */
struct catalog_owner *course_begin_epoch(struct course *c, struct diagnostics *unsaid);
void course_end_epoch(struct catalog_owner *epoch);
/* The hosted files of the step, for datasets that are read. */
void course_set_hosted(struct course *c);

void course_read_stem(struct course *c, struct stem *stem, struct diagnostics *unsaid);
/* All that a dataset's files say, not linked: from this step, or read once more into `a`. */
const struct resource *course_whole(struct course *c, const struct course_entry *e, struct arena *a);
void course_forget_wholes(struct course *c);
/* The values of `from` are those of `r` now, and so are the parts. */
void course_take_parts(struct resource *r, const struct resource *from);
/* The values that name other entries, parts included; in `a`. */
size_t course_references(struct arena *a, const struct resource *r, struct value ***list);
/* The entry has no files any more. */
void course_remove(struct course *c, struct course_entry *e);

#endif
