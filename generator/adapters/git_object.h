/*
 * The objects of a repository, read with the guards that libgit2 1.5 lacks: the size before the
 * object, and loose objects only after they were found whole (a truncated one makes git_odb_read
 * run forever, one with a false header makes it write behind its memory). Inside adapters/git only.
 *
 * What is missing or damaged ends the run with the object, `what` (a path, or "commit HEAD") and
 * what to do.
 */
#ifndef ADAPTERS_GIT_OBJECT_H
#define ADAPTERS_GIT_OBJECT_H

#include "core/arena.h"

#include <git2.h>
#include <stdatomic.h>

/* Where the objects are; `repository` is its name in sentences. Texts must outlive the handles. */
struct object_store {
	const char *folder; /* …/objects/ */
	const char *repository;
	bool is_shallow, is_partial;
	atomic_uint *n_handles; /* opened so far */
};

/* One per thread: a shared handle is 2.5 times slower. Free with objects_close(). */
struct objects;
struct objects *objects_open(const struct object_store *store);
void objects_close(struct objects *o); /* NULL is allowed */

bool object_exists(struct objects *o, const git_oid *id);
git_object_t object_type(struct objects *o, const git_oid *id, struct text what);
uint64_t object_size(struct objects *o, const git_oid *id, git_object_t type, struct text what);

/* The object, to be freed with git_odb_object_free(). The caller has looked at its size. */
git_odb_object *object_read(
    struct objects *o, const git_oid *id, git_object_t type, struct text what);

/*
 * The same for very many objects: that the id of a packed one is that of its bytes is not proved
 * again. git does that when it makes or receives a pack, and it is two thirds of the time.
 */
struct object_bytes {
	struct text bytes;
	git_odb_object *object; /* NULL: the bytes are from a pack */
};
struct object_bytes object_read_bytes(
    struct objects *o, const git_oid *id, git_object_t type, struct text what);
void object_bytes_free(struct object_bytes *b);

/* For objects that libgit2 reads itself: returns when the object is there and whole. */
void object_check(struct objects *o, const git_oid *id, struct text what);

/* Where a snapshot comes from. False without a commit: a working tree outside of a repository, or
 * before the first commit. */
struct snapshot;
struct origin {
	const struct object_store *store;
	struct text folder; /* of catalog/ and site/ in the repository's trees: "" or "a/b" */
	struct text folder_then; /* the same in the commit: elsewhere, when a move is not committed yet */
	git_oid commit;     /* for a working tree HEAD's */
};
bool snapshot_origin(const struct snapshot *s, struct origin *origin);

/*
 * The folders below `tree` that hold catalog/catalog.yaml, in the tree's order: where a revision has its
 * catalogue. At most `most`; none deeper than a snapshot is, none below a name that begins with '.'; what a partial
 * clone lacks is passed over. In `a`.
 */
size_t tree_find_catalogs(struct objects *o, const unsigned char *tree, struct arena *a, struct text *list, size_t most);

/* The index of the repository, where `path` leads to catalog/ and site/; ends the run when it cannot be
 * read or has conflicts. Lists its top folder. */
struct index;
struct folder;
struct index *index_open(struct arena *a, git_repository *repository, struct objects *objects,
    const char *name, struct text path, struct folder *top);
void index_close(struct index *x);

/* What libgit2 says of its last error in this thread. */
const char *repository_error(void);

/* What a sentence on stderr may show of a text that came from outside. */
const char *printable(struct arena *a, struct text t);

#endif
