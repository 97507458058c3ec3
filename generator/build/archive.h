/*
 * The portal of a commit as one file for records offices (site/bag.h): what a build makes of it from
 * nothing, and a text that says in German and English what it is. Sources are not in it: beside what is
 * public they hold comments and fields that were never meant to be.
 */
#ifndef BUILD_ARCHIVE_H
#define BUILD_ARCHIVE_H

#include "build/build.h"
#include "site/bag.h"

/* Of a build that was published for the first time in the folder `generation`. `out` as in bag_write(). */
struct bag_summary archive_write_bag(const struct build *b, const char *generation, const char *out,
    enum tar_compression compression);

#endif
