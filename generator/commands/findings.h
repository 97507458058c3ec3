/* Prints findings as every command does. */
#ifndef COMMANDS_FINDINGS_H
#define COMMANDS_FINDINGS_H

#include "adapters/git.h"
#include "commands/options.h"

#include <stdio.h>

/* Sorts them first. With --quiet nothing is said unless there is an error. `is_check`: say also that
 * nothing was found. */
void print_findings(FILE *to, struct diagnostics *d, const struct snapshot *snapshot, const struct options *o,
    bool is_check);

#endif
