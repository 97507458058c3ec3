/*
 * Archives in the form pax, which is ustar wherever that can say it (POSIX.1-2001; libarchive). Of a file
 * it holds the path, the bytes and one time, the same for all: no owner, no group, no other mode than
 * 0644, nothing of the machine. So the same files make the same archive. What is compressed is the same
 * only as long as the libraries that compress are.
 */
#ifndef ADAPTERS_TAR_H
#define ADAPTERS_TAR_H

#include "core/text.h"

enum tar_compression { TAR_PLAIN, TAR_GZIP, TAR_ZSTD };

struct tar_options {
	enum tar_compression compression;
	int64_t time; /* seconds since 1970: when all files were last changed */
	/* Takes the archive piece by piece; ends the run itself when it cannot. */
	void (*write)(void *context, struct text bytes);
	void *context;
};

/* Ends the run when the library fails. */
struct tar;
struct tar *tar_open(const struct tar_options *options);
/* Begins a file. Then exactly `size` bytes are added, in any pieces. */
void tar_file(struct tar *t, const char *path, uint64_t size);
void tar_add(struct tar *t, struct text bytes);
void tar_close(struct tar *t); /* writes its end, and frees */

#endif
