/*
 * Files of the machine: what the program reads beside the repository (templates, assets, an older
 * manifest). The output folder is written by site/writer only.
 */
#ifndef CORE_FILE_H
#define CORE_FILE_H

#include "core/arena.h"

/* The whole file; false with errno when it cannot be read or is over `limit` bytes (EFBIG). */
bool file_read(struct arena *a, const char *path, size_t limit, struct text *bytes);

/* Why a file could not be read, in words: errno of file_read() and folder_read(). */
const char *file_fault(int error, bool german);

/* The names in a folder, sorted by bytes, without . and ..; false with errno. */
bool folder_read(struct arena *a, const char *path, struct text **names, size_t *n);

bool file_exists(const char *path);

/* "a/b"; an absolute `name` stays as it is. */
const char *path_join(struct arena *a, const char *folder, const char *name);

#endif
