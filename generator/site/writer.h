/*
 * The only module that touches the output folder.
 *
 * A build writes a whole new generation beside the published one, reads it back, and exchanges the
 * two in one step; a reader of the site never sees half of either. A build that fails or is killed
 * at any moment leaves the published generation as it was.
 *
 *	struct writer *w = writer_open(out, &options);    takes the lock
 *	writer_file(w, path, bytes);                      any thread, any order
 *	writer_publish(w, &facts);                        or writer_abandon(w)
 *
 * On disk, for the output folder site/public:
 *	site/public                       the published generation, with manifest.json
 *	site/.public.stage                the new one while it is made
 *	site/.public.previous             the generation before, for rollback
 *	site/.public.lock                 held while a build runs
 *	site/.public.<state>              what a build keeps for the next one (writer_keep_state)
 */
#ifndef SITE_WRITER_H
#define SITE_WRITER_H

#include "adapters/digest.h"
#include "core/arena.h"

struct writer;

struct writer_options {
	unsigned jobs;    /* threads for what is done when publishing */
	/* The mtime of new files, if nothing better is known: the commit time, but always later than that of
	 * the file it replaces, since servers build ETags from mtime and size. Without (a working tree): now. */
	bool has_time;
	int64_t time; /* seconds since 1970 */
	bool verify_kept; /* read and hash unchanged files again, too; by default size, mode and
			   * mtime are looked at */
	bool waits;       /* for another build to end, instead of ending the run */
	bool is_fleeting; /* a preview: the disk is not waited for */
};

/* What the manifest says of a generation beside its files. */
struct publication {
	struct text commit;  /* hexadecimal; empty for a working tree */
	int64_t commit_time; /* seconds since 1970 */
	struct text base_url;
	size_t n_datasets; /* public ones */
	/* --expect-removals: more datasets less than this, and more than 5 % or 10, are refused. */
	size_t expected_removals;
	/* Something public before must not be shown any more, not by rollback either: the published
	 * generation is not kept as the one before. */
	bool forget_previous;
	/* A rehearsal: everything is done and judged, and then the stage is removed; nothing else has changed. */
	bool is_rehearsal;
};

enum writer_result {
	WRITER_PUBLISHED,
	WRITER_UNCHANGED, /* the same files as before: nothing was exchanged, no file was touched */
	WRITER_SHRUNK,    /* refused: too many datasets would disappear */
};

/*
 * Ends the run with exit code 75 when another build holds the lock, with 2 when `out` cannot be
 * used (not writable, not ours: a folder with files but without our manifest is never overwritten,
 * nor is one whose manifest is damaged, since nobody could say how much would disappear). Folders
 * above `out` are made. Until the end files are made as 0644 and folders as 0755: the umask is set.
 */
struct writer *writer_open(const char *out, const struct writer_options *options);

/*
 * Adds a file. `path` is relative, of parts [A-Za-z0-9._-]+ that do not begin with '.', at most 200
 * bytes each and 1000 together (".well-known" and ".htaccess" are allowed at the top, "manifest.json" there
 * is the writer's). Bytes that did not change since the published generation are hard-linked, not written;
 * a published file that somebody edited is written anew. The same path twice is a fault of the
 * program. Gives what the manifest says of it.
 */
struct digest writer_file(struct writer *w, struct text path, struct text bytes);

/* The same for a file that is copied as it is, and last changed at `time`; 0: nobody knows. */
struct digest writer_copy(struct writer *w, struct text path, struct text bytes, int64_t time);

/* The same for another form of a file that was added already: it gets the mtime of that one. */
void writer_file_beside(struct writer *w, struct text path, struct text bytes, struct text of);

/* A file written piece by piece, in constant memory. Belongs to one thread at a time. */
struct writer_stream;
struct writer_stream *writer_stream_open(struct writer *w, struct text path);
void writer_stream_add(struct writer_stream *s, struct text bytes);
void writer_stream_close(struct writer_stream *s);

/* The digest of a file of the published generation, e.g. to skip work; false when it has none.
 * Ask before the path is added: afterwards it answers for the new generation. */
bool writer_published(struct writer *w, struct text path, struct digest *digest, uint64_t *size);

/* Adds a file of the published generation as it is. False when it has none under this path, or not
 * as its manifest says: then nothing is added. */
bool writer_keep(struct writer *w, struct text path);

/*
 * Reads back a file of the new generation, once it was added. Ends the program when it cannot; any
 * number of readers, each for one thread at a time.
 */
struct writer_reader;
struct writer_reader *writer_reader_open(struct writer *w, struct text path);
/* Bytes read, fewer than n only at the end of the file. */
size_t writer_read(struct writer_reader *r, uint64_t offset, char *bytes, size_t n);
void writer_reader_close(struct writer_reader *r);

/* The files that were added so far, by path, and whether they are those of the published generation; while
 * nobody adds any. And whether there is one under a path. */
struct writer_entry {
	const char *path;
	uint64_t size;
	bool is_kept;
};
const struct writer_entry *writer_entries(const struct writer *w, struct arena *a, size_t *n);
bool writer_has(struct writer *w, struct text path);

/* What a build keeps for the next one (output.h); written at once, whatever becomes of the build. */
struct text writer_state(const char *out, const char *name, struct arena *a);
void writer_keep_state(struct writer *w, const char *name, struct text bytes);

/* Every path of the published generation, in the order of bytes. Before the first file is added. */
void writer_each_published(struct writer *w, void (*file)(void *context, struct text path),
    void *context);

/*
 * Carries the folders of the published generation that stand in the folder `in` over to the new
 * one, unless files were added there: for readers who began before and come back for the rest.
 * A folder goes along for `seconds` after the commit time of the first generation that did not make
 * it, and no more than `most` of them do, the latest: with 0 seconds those of the generation before, until
 * the next commit. After all files were added, once for each `in`, and not at all when something must not
 * be shown any more.
 */
struct writer_carrying {
	struct text in; /* "feed", "search/de" */
	int64_t commit_time, seconds;
	size_t most;
};
void writer_carry(struct writer *w, const struct writer_carrying *c);

/*
 * Links what did not change, checks the stage against the manifest, writes the manifest, syncs
 * once, exchanges. Frees the writer. *previous_datasets gets the count of the published generation
 * (0 without one).
 */
enum writer_result writer_publish(
    struct writer *w, const struct publication *p, size_t *previous_datasets);

/* Removes the stage and lets go of the lock; the published generation stays. */
void writer_abandon(struct writer *w);

struct writer_statistics {
	size_t n_files, n_written, n_linked; /* so far; without the manifest */
	uint64_t bytes;                      /* of all files */
};
struct writer_statistics writer_statistics(const struct writer *w);

/* Exchanges the published generation with the one before, under the lock. False when there is none;
 * ends the run when the one before has no readable manifest. */
bool writer_rollback(const char *out);

#endif
