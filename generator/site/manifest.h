/*
 * What a generation holds: its files with sizes and digests, and the facts beside them. Kept in
 * memory as one table in which the published generation and the one being made meet, so that a
 * file costs about 100 bytes with a million of them; kept on disk as manifest.json, one file a
 * line in the order of bytes, so that two generations can be compared with diff.
 *
 * Not for several threads at once: site/writer guards it.
 */
#ifndef SITE_MANIFEST_H
#define SITE_MANIFEST_H

#include "core/arena.h"
#include "site/tree.h"

#define MANIFEST_NAME "manifest.json"

enum manifest_state {
	MANIFEST_OPEN,    /* somebody is writing it: its size and digest are not known yet */
	MANIFEST_FORMER,  /* of the published generation; nobody wrote it anew yet */
	MANIFEST_KEPT,    /* the same bytes as published */
	MANIFEST_WRITTEN, /* stands in the stage */
};

/* Keeps its address as long as the manifest. Size and digest are the published ones until it is
 * settled as KEPT or WRITTEN, and those of the new generation afterwards. */
struct manifest_file {
	const char *path; /* ended with NUL */
	uint64_t size;
	struct digest digest;
	uint32_t hash;
	uint16_t path_n;
	uint8_t state;
};

struct manifest {
	struct arena *paths;
	struct manifest_file **chunks; /* of MANIFEST_CHUNK files each */
	size_t n;
	uint32_t *slots; /* 1 + number of the file; 0 is free */
	size_t n_slots;  /* a power of two, at least 2 * n */
};

enum { MANIFEST_CHUNK = 1024 };

struct manifest *manifest_new(void);
void manifest_free(struct manifest *m);

/* manifest_find() gives NULL when the path is absent; manifest_add() copies the path, which must
 * be absent, and gives an OPEN file. The hash is text_hash(path). */
struct manifest_file *manifest_find(const struct manifest *m, struct text path, uint64_t hash);
struct manifest_file *manifest_add(struct manifest *m, struct text path, uint64_t hash);

/* In the order in which they were added: the published ones first, by path. */
struct manifest_file *manifest_at(const struct manifest *m, size_t i);

/* Everything but the FORMER files, by path. Free the list with free(). */
struct manifest_file **manifest_sorted(const struct manifest *m, size_t *n);

/* A folder of files that no build makes any more: they go along until a point in time. */
struct carried {
	struct text folder; /* "feed/0123456789abcdef" */
	int64_t until;      /* seconds since 1970, of commit times */
};

/* What stands before the files, as it is written: two generations with the same facts have the
 * same bytes here. */
struct manifest_facts {
	struct text commit;
	int64_t commit_time;
	struct text base_url;
	uint64_t n_datasets;
	const struct carried *carried;
	size_t n_carried;
};
void manifest_head(struct buf *out, const struct manifest_facts *f);

enum manifest_reading {
	MANIFEST_READ,
	MANIFEST_ABSENT,
	MANIFEST_FOREIGN, /* a manifest.json of something else, e.g. a web app */
	MANIFEST_DAMAGED, /* ours, but not as this program writes it */
};

/* Reads the manifest of a generation: its head as bytes, of its facts the datasets and what is carried
 * (memory of the manifest), its files, added as FORMER ones. Exactly the form written is accepted;
 * otherwise what came out is not to be used. */
enum manifest_reading manifest_read(struct manifest *m, const struct tree *generation,
    struct buf *head, struct manifest_facts *facts);

void manifest_write(
    const struct tree *generation, struct text head, struct manifest_file *const *files, size_t n);

#endif
