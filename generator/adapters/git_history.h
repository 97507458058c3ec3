/*
 * When the files of a catalogue were added and last changed: from the commits that the snapshot's
 * commit comes from, whatever order their dates are in.
 *
 * The files are those below catalog/ that end in .md or .yaml, and those that it hosts, all of
 * catalog/data/<id>/. A file is
 * followed from the snapshot's commit back: where a merge has the file as one of its parents has
 * it, only the first such parent counts (git-log(1), "History Simplification", the default mode).
 *
 *	last    the newest commit that has other bytes at the path than all its parents
 *	first   the commit that brought the file; what came before a deletion and before a move
 *counts
 *
 * A file moved when its commit removed another one with the same bytes, or with the same name in
 * the same folder of catalog/ ("datasets"). A path whose file moved away begins anew. A new
 * id with other bytes is known from `former_ids` only, which are the catalogue's to read:
 * history_former_dates().
 */
#ifndef ADAPTERS_GIT_HISTORY_H
#define ADAPTERS_GIT_HISTORY_H

#include "adapters/git.h"

/* Seconds since 1970, the committer's; 0: unknown. */
struct file_dates {
	int64_t first, last;
};

enum history_state {
	HISTORY_COMPLETE,
	HISTORY_SHALLOW,   /* ends early in a shallow clone: git fetch --unshallow */
	HISTORY_PARTIAL,   /* in a partial clone: git fetch --refetch --no-filter */
	HISTORY_TOO_LARGE, /* at one of the limits */
	HISTORY_NONE,      /* there is no commit */
};

enum {
	HISTORY_MAX_COMMITS = 1 << 20,
	HISTORY_MAX_CHANGES = 1 << 23, /* of files, in all commits; in one: SNAPSHOT_MAX_FILES */
	HISTORY_MAX_COMMIT = 1 << 20,  /* bytes of a commit object */
	HISTORY_MAX_PARENTS = 64,      /* of one commit; further ones are not looked at */
};

/*
 * `cache` is what history_write() gave for any earlier commit, or empty: only commits that it does
 * not know are read. Damaged, of another folder or of another version it counts as empty. It
 * is not needed afterwards; the snapshot has to stay open. Ends the run when an object is missing
 * or damaged.
 */
struct history;
struct history *history_open(const struct snapshot *s, struct text cache);
void history_close(struct history *h); /* NULL is allowed */

/* Where it is not complete, the dates that would need what is absent are unknown. */
enum history_state history_state(const struct history *h);

/*
 * The dates of a file of the snapshot. In a working tree its bytes have to be read: a file that
 * differs from HEAD's has no dates yet. For any thread.
 */
struct file_dates history_dates(const struct history *h, const struct snapshot_file *f);

/*
 * For an entry that says it was called `former`: the dates of the file that has gone, found by its
 * name in the same folder of catalog/ as `path` and with the same endings. For "strassenbaeume"
 * and catalog/datasets/umwelt/baumkataster.en.md: catalog/datasets/…/strassenbaeume.en.md. `last`
 * is when it went. Of several, the one that came first.
 */
struct file_dates history_former_dates(
    const struct history *h, struct text path, struct text former);

/* What a commit left at a path. */
struct file_version {
	struct text path;
	const unsigned char *object; /* 20 bytes: the blob; if absent now, what was there before */
	const unsigned char *commit; /* 20 bytes */
	int64_t time;                /* seconds since 1970, the committer's; 0: unknown */
	uint32_t rank;               /* of the commit: the snapshot's is 0; smaller is newer in one line of first parents */
	bool is_present;
};

/*
 * All that the file at `path` was, the newest first, as the snapshot's branch saw it, which is what was published:
 * only commits along the first parents count, and what another branch brought was brought by its merge, however
 * often it changed there. Back over moves (on the other branch, too), deletions and returns, up to the commit that
 * brought it or to where the history is cut off. The list is in `a`, its texts live as long as the history.
 */
size_t history_versions(const struct history *h, struct text path, struct arena *a,
    const struct file_version **list);
/* The same for the file that has gone of an entry's former id (history_former_dates). */
size_t history_former_versions(const struct history *h, struct text path, struct text former,
    struct arena *a, const struct file_version **list);

/* What the commit of this rank, or the newest one before it, left at a path; false when nothing. */
bool history_version_at(const struct history *h, struct text path, uint32_t rank, struct file_version *version);
/* Every path below catalog/data/<id>/ that there ever was. In `a`. */
size_t history_hosted(const struct history *h, struct text id, struct arena *a, const struct text **paths);

/*
 * Every path that the snapshot's branch ever had, as it was left last: sorted by path, those that are gone
 * with what was there before. The branch is the line of first parents: what somebody tried out on another
 * one and took away again before it was merged was never there. In `a`, as history_versions() is.
 */
size_t history_main_line(const struct history *h, struct arena *a, const struct file_version **list);
/* Where the commit that took this version away put the same bytes; empty when nowhere. */
struct text history_moved_to(const struct history *h, const struct file_version *gone);

/* Where the folder of catalog/ and site/ was before this commit (20 bytes), in its first parent: "" or "a/b". A
 * catalogue that moved in the repository is followed, when one commit moved it. */
struct text history_folder_before(const struct history *h, const unsigned char *commit);
/* Where it was when it came; of an unborn one where it is. */
struct text history_first_folder(const struct history *h);

/* Whether the snapshot's commit is this one (20 bytes) or comes from it, and then when it was made. */
bool history_has_commit(const struct history *h, const unsigned char *commit, int64_t *time);

/* The bytes of versions; one reader a thread. Nothing for a file that was larger than an entry may
 * be (SNAPSHOT_MAX_ENTRY). Ends the run when the object is missing or damaged. */
struct history_reader;
struct history_reader *history_reader_open(const struct snapshot *s);
void history_reader_close(struct history_reader *r); /* NULL is allowed */
struct text history_read(struct history_reader *r, const struct file_version *v, struct arena *a);
/* The same of a hosted file of up to `most` bytes. */
struct text history_read_hosted(
    struct history_reader *r, const struct file_version *v, uint64_t most, struct arena *a);
/* The commit of this id (20 bytes) as it is stored. */
struct text history_read_commit(struct history_reader *r, const unsigned char *commit, struct arena *a);
uint64_t history_size(struct history_reader *r, const struct file_version *v);

/* The cache for next time depends on the commit only, not on the cache before. Nothing is written
 * when the history is not complete. */
bool history_has_grown(
    const struct history *h); /* the cache it was opened with is of another commit */
void history_write(const struct history *h, struct buf *out);

#endif
