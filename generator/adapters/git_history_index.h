/*
 * The index of a history: for every commit what it changed below catalog/. What a commit changed
 * never changes itself, so the index only grows; dates are found in it by following paths
 * (git_history.c). Inside adapters/git only.
 */
#ifndef ADAPTERS_GIT_HISTORY_INDEX_H
#define ADAPTERS_GIT_HISTORY_INDEX_H

#include "adapters/git_object.h"
#include "core/table.h"

/* What a commit did to a path, compared with its first parent; nothing, if both have the same. */
enum change_kind {
	CHANGE_ADDED,      /* no parent has it */
	CHANGE_MOVED,      /* the same, but the first parent has it at the path `source` */
	CHANGE_EDITED,     /* no parent has the same bytes; `parent` is the first that has it */
	CHANGE_REMOVED,    /* every parent has it */
	CHANGE_MOVED_AWAY, /* the same, but it is the source of a CHANGE_MOVED */
	CHANGE_TAKEN,      /* as `parent` has it, or has it not: the first parent that agrees */
	N_CHANGE_KINDS
};

struct change {
	uint32_t path, commit, source; /* indices */
	uint8_t kind, parent;
	bool is_present;
	unsigned char object[GIT_OID_RAWSZ]; /* the blob; if absent now, the first parent's */
};

struct indexed_commit {
	struct text id; /* 20 bytes */
	git_oid tree;
	int64_t time;
	uint32_t parents, n_parents; /* in index.parents */
	uint32_t changes, n_changes; /* in index.changes */
	bool is_read;                /* time, parents and tree are known */
	bool is_indexed;             /* time, parents and changes are known */
	bool is_cut;                 /* has parents that cannot be read; its changes are unknown */
	bool is_reached;             /* from the snapshot's commit */
	bool is_placed;              /* its folder is known */
	uint32_t rank;               /* git_history.c */
	uint32_t folder;             /* in index.folders: where it has the catalogue */
};

struct index {
	struct arena *arena;
	/* Where catalog/ and site/ are in the trees of commits: the snapshot's folder, and then those from which the
	 * catalogue came. Which of them a commit has it in, a commit says that comes from it. */
	struct text *folders;
	size_t n_folders, folder_capacity;
	struct indexed_commit *commits;
	uint32_t *parents; /* indices of commits */
	struct change *changes;
	struct text *paths; /* below the folder of the commit */
	size_t n_commits, n_parents, n_changes, n_paths;
	size_t commit_capacity, parent_capacity, change_capacity, path_capacity;
	struct table commit_by_id, path_by_text; /* values: 1 + index */
};

void index_free(struct index *x);
uint32_t index_commit(struct index *x, const unsigned char *id); /* found, or added unread */
uint32_t index_path(struct index *x, struct text path);
void index_add_folder(struct index *x, struct text folder);
/* "datasets/" (or "") and "baum.md" of "catalog/datasets/umwelt/baum.md" */
void index_split_path(struct text path, struct text *class, struct text *name);
struct change *index_add_change(struct index *x);
void index_add_parent(struct index *x, struct indexed_commit *c, uint32_t parent);

/* --- git_history.c ----------------------------------------------------------------------------- */

/* The index of a history, and in it the snapshot's commit; NULL when there is no commit. */
struct history;
const struct index *history_index(const struct history *h, uint32_t *head);

/* --- git_history_compare.c ----------------------------------------------------------------- */

/* The files of commits, compared. */
struct comparison;
struct comparison *comparison_open(struct index *x, struct objects *o, const struct object_store *store);
void comparison_close(struct comparison *c);
/* The snapshot's commit has the catalogue in this folder. */
void comparison_begin(struct comparison *c, uint32_t head, struct text folder);

enum compared { COMPARED, COMPARED_MISSING, COMPARED_TOO_LARGE };
/* Adds what the commit changed; all its parents were read. Nothing is added if it fails. Where the commit has the
 * catalogue and a parent has it elsewhere, that folder is added to the index. */
enum compared comparison_add(struct comparison *c, uint32_t commit);

/* --- git_history_cache.c ------------------------------------------------------------------- */

/* Fills an empty index. False when the bytes are not a cache for this folder; the index is to be
 * freed then. */
bool index_decode(struct index *x, struct text bytes, struct text folder);

/* `order` holds commits, parents before children. */
void index_encode(const struct index *x, const uint32_t *order, size_t n, struct buf *out);

#endif
