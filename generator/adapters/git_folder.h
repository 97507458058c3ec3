/*
 * When the files directly in one folder of a repository were first added and last changed, for imports. The
 * catalogue's own history is adapters/git_history.h, which knows renames; here a name is a file.
 */
#ifndef ADAPTERS_GIT_FOLDER_H
#define ADAPTERS_GIT_FOLDER_H

#include "core/text.h"

struct folder_dates;

/* `folder` below `root`, which may lie anywhere in a repository, read from HEAD back. Outside of a
 * repository, and where its history is not complete, nothing is known. */
struct folder_dates *folder_dates_new(const char *root, const char *folder);
void folder_dates_free(struct folder_dates *d); /* NULL is allowed */

/* Seconds since 1970 of the first and the last commit that changed the file; false when unknown. */
bool folder_dates_of(const struct folder_dates *d, struct text name, int64_t *first, int64_t *last);

#endif
