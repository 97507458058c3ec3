/*
 * A folder and the files below it, named by relative paths like "datasets/trees.html". Everything
 * goes through one open folder: keeping a descriptor for each folder below as well was measured to
 * gain nothing. What the machine refuses ends the program (core/die.h), named with its path.
 */
#ifndef SITE_TREE_H
#define SITE_TREE_H

#include "adapters/digest.h"

#include <sys/stat.h>

struct tree {
	int fd;           /* -1 when there is no such folder */
	const char *path; /* for messages only */
};

/* "[A-Za-z0-9._-]+" parts of at most 200 bytes that do not begin with '.'; ".well-known" and ".htaccess" at
 * the top. */
bool tree_path_is_valid(struct text path);

/* A new file, open for writing; the folders above it are made. It must not exist. */
int tree_create(const struct tree *t, const char *path);
void tree_write(const struct tree *t, const char *path, int fd, struct text bytes);

/*
 * Ends the program when the file is not of this size: that finds storage that reports as written
 * what it did not take. Comparing the bytes, too, right after
 * writing them, would only compare what the system still has in memory (and cost a twentieth of a
 * build): what the disk does not take, syncfs() tells before anything is published.
 */
void tree_check_size(const struct tree *t, const char *path, int fd, uint64_t size);

void tree_close(const struct tree *t, const char *path, int fd);

/* A second name in `to` for a file of `from`, under the same path. */
void tree_link(const struct tree *from, const struct tree *to, const char *path);

/* False when there is no such file. Does not follow symbolic links. */
bool tree_stat(const struct tree *t, const char *path, struct stat *st);

/* Reads the file: is it of this size and digest? False, too, when it is missing. */
bool tree_holds(const struct tree *t, const char *path, uint64_t size, const struct digest *digest);

void tree_set_time(const struct tree *t, const char *path, int fd, int64_t seconds);

/* Bytes read, 0 at the end. */
size_t tree_read(const struct tree *t, const char *path, int fd, char *bytes, size_t n);

/* A file that must be there, for reading at any place. */
int tree_open_file(const struct tree *t, const char *path);
size_t tree_read_at(
    const struct tree *t, const char *path, int fd, char *bytes, size_t n, uint64_t at);

bool tree_is_empty(const struct tree *t);

/* Removes `name` in the folder t, whatever it is, with all below it. Nothing is no error. */
void tree_remove(const struct tree *t, const char *name);
void tree_empty(const struct tree *t); /* removes all that is in it */

#endif
