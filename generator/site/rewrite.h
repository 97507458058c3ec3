/*
 * Replaces a file of the working tree below catalog/ or site/, as a whole or not at all: for
 * `tabularium check --fix`. Nothing else in the program changes what people wrote.
 */
#ifndef SITE_REWRITE_H
#define SITE_REWRITE_H

#include "core/text.h"

/*
 * `path` is below `folder`, and no part of it may be a link. False, with the file as it was, when it does
 * not hold `was` any more, is not a file, or lies elsewhere. Ends the run when the disk fails; the file is
 * then the old or the new one. Mode and place stay.
 */
bool rewrite_file(const char *folder, struct text path, struct text was, struct text now);

#endif
