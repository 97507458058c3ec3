/*
 * What the walk through a revision and the walk through a working tree share: which names have a
 * place in a catalogue, the limits, the order, the list that comes of it. Inside adapters/git only.
 */
#ifndef ADAPTERS_GIT_WALK_H
#define ADAPTERS_GIT_WALK_H

#include "adapters/git.h"

enum entry_kind { ENTRY_FILE, ENTRY_FOLDER, ENTRY_LINK, ENTRY_SUBMODULE, ENTRY_SPECIAL };

/* Names are raw bytes: whatever a hostile tree holds, but no NUL. */
struct entry {
	struct text name;
	const unsigned char *object; /* 20 bytes; NULL in a working tree */
	uint64_t size;               /* working tree and index */
	enum entry_kind kind;
	bool is_executable;
	bool is_on_disk; /* index only: git knows the file in the working tree to be the same */
	bool is_refused;
};

/* A folder on the walk's stack. `path` is "" for the folder that holds catalog/ and site/. */
struct folder {
	struct text path;
	struct entry *entries; /* from malloc; the walk frees them */
	size_t n, capacity, next;
	void *memory; /* what the names stand in; the lister's own */
	int fd;       /* the same */
};

struct walk;

/* Where entries come from. open() leaves a folder empty that it had to diagnose. */
struct lister {
	void (*open)(void *context, struct walk *w, const struct folder *parent,
	    const struct entry *entry, struct folder *opened);
	void (*close)(struct folder *f);
	uint64_t (*size)(void *context, const struct snapshot_file *file); /* NULL: entry.size */
	/* Entries come in git's order, or the repository is at fault. */
	bool is_sorted;
};

struct walk {
	struct arena *arena; /* paths and sources go here */
	struct diagnostics *diagnostics;
	const char *const *roots;
	const struct lister *lister;
	void *context;
	struct snapshot_file *list; /* from malloc; the caller's afterwards */
	size_t n, capacity;
	size_t n_entries; /* seen, refused ones too */
	bool is_stopped; /* a limit was reached and diagnosed: the list is empty */
};

/* Walks from `top`, whose entries are listed already; closes it. */
void walk_from(struct walk *w, struct folder *top);

struct entry *folder_add(struct folder *f); /* zeroed */

/* A place that names a file or folder only; its path is safe to print. */
struct place place_of_path(struct walk *w, struct text path);

/* The three listers. */
struct objects;
extern const struct lister tree_lister; /* context: struct objects * */
extern const struct lister name_lister; /* the same, without the sizes of files */
void tree_open(struct objects *o, struct walk *w, const unsigned char *tree, struct folder *top);
/* The tree below `tree` (20 bytes, replaced) that `path` names; false when there is none. */
bool tree_descend(struct objects *o, unsigned char *tree, struct text path);

struct index;
extern const struct lister index_lister; /* context: struct index *; open as long as the walk goes */

extern const struct lister worktree_lister; /* context: const char *, the folder */
void worktree_open(const char *folder, struct walk *w, struct folder *top);
/* The folder of the file that was read last: { .fd = -1 } at first; worktree_leave() at the end. */
struct near_folder {
	int fd;
	struct text path;
};
struct text worktree_read(struct near_folder *near, const char *folder, const struct snapshot_file *f,
    struct arena *a);
void worktree_leave(struct near_folder *near);

#endif
