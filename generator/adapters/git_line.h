/*
 * The commits of a snapshot's branch one after another: from the first one along the first parents to the
 * snapshot's, and what each left. What somebody tried out on another branch counts from when it was merged.
 */
#ifndef ADAPTERS_GIT_LINE_H
#define ADAPTERS_GIT_LINE_H

#include "adapters/git_history.h"

struct line_commit {
	const unsigned char *id; /* 20 bytes */
	int64_t time;            /* seconds since 1970, the committer's */
	uint32_t changes, n_changes;
	struct text folder;      /* where catalog/ and site/ are in its tree: "" or "a/b" */
};

/* A file below catalog/ that ends in .md or .yaml (git_history.h), compared with the first parent. */
struct line_change {
	struct text path;
	const unsigned char *object; /* 20 bytes: the blob, if it is there */
	bool is_present;
};

/* The oldest first. The list is in `a`, all else lives as long as the history, which must be complete. */
size_t history_line(const struct history *h, struct arena *a, const struct line_commit **list);
struct line_change history_line_change(const struct history *h, const struct line_commit *c, uint32_t i);

/*
 * The files below catalog/data/ at commits, asked for in any order. False when they are those of the call
 * before; else `files` (sorted by path, in `a`) are replaced.
 */
struct hosted_reader;
struct hosted_reader *hosted_reader_open(const struct snapshot *s);
void hosted_reader_close(struct hosted_reader *r); /* NULL is allowed */
bool hosted_files_at(struct hosted_reader *r, const struct line_commit *commit, struct arena *a,
    struct snapshot_files *files);

#endif
