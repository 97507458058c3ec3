/*
 * Snapshots: the files of one revision of a git repository, or of its working tree (libgit2).
 *
 * Everything in a revision is untrusted: the walk is iterative, limited and refuses names, links
 * and submodules that have no place in a catalogue, each with a diagnostic, and goes on. What
 * concerns the repository itself (missing, damaged, someone else's, SHA-256, a revision that does
 * not exist) ends the run with a sentence that says what to do. No hook, no filter and no program is
 * ever run, and no configuration of the user is read (but safe.directory, when the repository is
 * somebody else's).
 */
#ifndef ADAPTERS_GIT_H
#define ADAPTERS_GIT_H

#include "core/diagnostic.h"

/* The index is what the next commit would hold: what `git add` has put there. */
enum snapshot_kind { SNAPSHOT_REVISION, SNAPSHOT_WORKTREE, SNAPSHOT_INDEX };

struct snapshot_options {
	const char *folder;   /* the folder that holds catalog/ and site/: in a repository, at any depth */
	const char *revision; /* a commit, tag, branch or date (2025-12-31, where no tag or branch is
	                       * called so: the last commit of HEAD's first-parent line up to the
	                       * end of that day, UTC); NULL = HEAD. Not looked at for a working tree
	                       * and the index */
	enum snapshot_kind kind;
	/* Top-level names below `folder` that are read, ended with NULL: "catalog", "site". */
	const char *const *roots;
	/* Not the revision itself but the commit at which the line of this one left its line, as
	 * `git diff REV...THIS` does; where there is none, the revision. NULL: the revision. */
	const char *forked_by;
	/* Where `folder` was in the repository then. NULL: where it is now, or, when it is not there, where the revision
	 * has the only catalogue (catalog/catalog.yaml) that is not there any more. */
	const char *folder_then;
	bool names_only; /* a revision to compare with: files have no sizes and cannot be read */
};

struct snapshot_file {
	struct source source;    /* path below `folder`, '/' between parts; bytes set by the reader's user */
	uint64_t size;           /* bytes */
	unsigned char object[20]; /* revision and index: the blob's id */
	bool is_executable;
	bool is_on_disk;          /* index only: see snapshot_peek() */
};

struct snapshot;

struct snapshot_files {
	struct snapshot_file *list; /* sorted by path, by bytes */
	size_t n;
};

/* Limits, each with its own diagnostic. */
enum {
	SNAPSHOT_MAX_DEPTH = 8,            /* folders below `folder` */
	SNAPSHOT_MAX_FILES = 1000000,      /* files and folders, refused ones too */
	SNAPSHOT_MAX_NAME = 200,           /* bytes of one part of a path */
	SNAPSHOT_MAX_ENTRY = 1 << 20,      /* bytes of a text file (.md, .yaml) */
	SNAPSHOT_MAX_HOSTED = 200 << 20,   /* bytes of a file below catalog/data/ or site/assets/ */
};

/*
 * The files below the roots that may be read. Left out without a word: names that begin with '.',
 * README.md, and site/public. Everything else that is left out is diagnosed; the diagnostics point
 * to paths in the snapshot: close it after they were printed.
 */
struct snapshot *snapshot_open(const struct snapshot_options *options, struct diagnostics *d);
void snapshot_close(struct snapshot *s);
struct snapshot_files snapshot_files(const struct snapshot *s);

/* 40 hexadecimal digits; for a working tree the empty text. */
struct text snapshot_commit(const struct snapshot *s);
/* Seconds since 1970 of the commit (its committer's time); for a working tree of HEAD, 0 without one. */
int64_t snapshot_time(const struct snapshot *s);
bool snapshot_is_shallow(const struct snapshot *s);

bool snapshot_has_commit(const struct snapshot *s); /* false before the first one */
/* Where `folder` lies in its repository, of a revision where it lay then: "" or "a/b". */
struct text snapshot_folder(const struct snapshot *s);

/*
 * The annotated tags of the repository that name a commit, sorted by name; lightweight ones say nothing.
 * Nothing that is built may depend on them: they are no part of a commit.
 */
struct snapshot_tag {
	const char *name;          /* fit to be printed: "2025" of refs/tags/2025, and of the tag itself */
	struct text bytes;         /* the tag, an object of git as it is stored */
	unsigned char commit[20];
};
enum { SNAPSHOT_MAX_TAGS = 10000, SNAPSHOT_MAX_TAG = 1 << 16 /* bytes; others are left out */ };
size_t snapshot_tags(const struct snapshot *s, struct arena *a, const struct snapshot_tag **list);

/* What differs from another snapshot of the same folder: files of `s` that are new or have other
 * bytes, and paths that are no more. Of a working tree every file is read. In `a`, sorted. */
struct snapshot_changes {
	struct text *changed, *removed;
	size_t n_changed, n_removed;
};
struct snapshot_changes snapshot_compare(const struct snapshot *s, const struct snapshot *base, struct arena *a);

/* One per thread: libgit2's object database is 2.5 times slower when shared. */
struct snapshot_reader;
struct snapshot_reader *snapshot_reader_open(const struct snapshot *s);
void snapshot_reader_close(struct snapshot_reader *r);

/* The file's bytes, ended with a NUL that is not counted; always f->size. Ends the run when the
 * object is missing or damaged (with the object, the path and what to do), or when a file of the
 * working tree was changed since the walk. */
struct text snapshot_read(struct snapshot_reader *r, const struct snapshot_file *f, struct arena *a);
/* The same, but of an index from the working tree where git knows that the file there was not changed
 * since: five times as fast. Its line ends may be other ones. */
struct text snapshot_peek(struct snapshot_reader *r, const struct snapshot_file *f, struct arena *a);

#endif
