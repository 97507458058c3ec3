/* `tabularium check --fix`: writes into the files what exactly one thing is right for. */
#ifndef COMMANDS_FIX_H
#define COMMANDS_FIX_H

#include "commands/options.h"
#include "core/diagnostic.h"

/*
 * Does every fix of `d`, sorted, in the files below `folder`: the bytes concerned and no others, each file
 * at once. Appends a line about each to `out`. Gives how many were done.
 */
size_t fix_all(struct buf *out, const struct diagnostics *d, const char *folder, enum interface_language language);

/* "3 places changed" */
void fix_summary(struct buf *out, size_t n, enum interface_language language);

#endif
