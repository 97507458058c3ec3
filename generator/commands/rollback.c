#include "commands/commands.h"
#include "commands/options.h"
#include "core/file.h"
#include "site/writer.h"

#include <stdio.h>

int
command_rollback(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_OUT | OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	struct arena *a = arena_new();
	const char *out = o.out ? o.out : path_join(a, o.repository, "site/public");
	bool done = writer_rollback(out);
	if (!done)
		fprintf(stderr, "tabularium: %s has no generation before this one\n", out);
	else if (!o.quiet)
		printf("%s shows the generation before again\n", out);
	arena_free(a);
	return done ? 0 : 2;
}
