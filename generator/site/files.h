/*
 * Files of the catalogue in the working tree, for commands that edit it. Each is written beside its place
 * and renamed, so that no reader and no crash finds half of one.
 */
#ifndef SITE_FILES_H
#define SITE_FILES_H

#include "core/text.h"

/* `path` below `folder`, relative and without ".."; no part of it may be a link, for the files may come from
 * anybody. Folders are made. Ends the run when it cannot be written. */
void file_write(const char *folder, struct text path, struct text bytes);

/* The same, but what is there already stays as it is: false. A program may be run. */
bool file_create(const char *folder, struct text path, struct text bytes, bool is_program);

#endif
