/*
 * One import from one source, as `import` and `pull` make it: read, written, reported.
 */
#ifndef COMMANDS_IMPORT_RUN_H
#define COMMANDS_IMPORT_RUN_H

#include "commands/options.h"
#include "import/sources.h"

struct import_run {
	const struct import_source *source;
	const char *where;
	const char *name;   /* NULL: the host, else the kind */
	const char *texts;  /* NULL: the first language of site.yaml */
	const char *folder; /* below datasets/; NULL: none */
	bool repairs;
};

/* The exit code: 1 after a finding of severity error. */
int import_run(const struct import_run *run, const struct options *o);

#endif
