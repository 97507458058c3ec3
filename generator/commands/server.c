#include "adapters/git.h"
#include "catalog/catalog.h"
#include "check/report.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "core/die.h"
#include "core/file.h"
#include "site/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Servers look for the folder from wherever they were started. */
static const char *
absolute(struct arena *a, const char *path)
{
	char *found = realpath(path, NULL);

	if (!found)
		die("%s: is not there; build the portal first, or name its folder with --out", path);
	const char *copy = arena_cstr(a, text_of(found));
	free(found);
	return copy;
}

static void
print_configuration(const struct catalog *c, const struct options *o)
{
	struct arena *a = arena_new();
	struct buf out = { 0 };

	server_nginx(&out, c, &(struct server_options){ .listen = o->listen ? o->listen : "80",
				  .root = absolute(a, o->out ? o->out : path_join(a, o->repository, "site/public")) });
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	arena_free(a);
}

static int
configure(const struct options *o)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *snapshot = snapshot_open(&(struct snapshot_options){ .folder = o->repository,
						      .revision = o->revision,
						      .kind = o->worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION,
						      .roots = roots }, d);
	struct catalog_owner *catalog = catalog_read(
	    &(struct catalog_reading){ .snapshot = snapshot, .jobs = o->jobs, .base_url = o->base_url }, d);
	int exit_code = d->n_errors > 0;

	if (d->n_errors)
		fprintf(stderr, "tabularium: the catalogue has errors, which tabularium check shows\n");
	else
		print_configuration(catalog_public(catalog), o);
	catalog_free(catalog);
	snapshot_close(snapshot);
	diagnostics_free(d);
	return exit_code;
}

int
command_server(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (argc < 2 || (strcmp(argv[1], "nginx") != 0 && strcmp(argv[1], "--help") != 0)) {
		fprintf(stderr, "tabularium: server wants to know which one: tabularium server nginx [OPTION…]\n");
		return 2;
	}
	argv[1] = "server nginx";
	return options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_OUT | OPTION_BASE_URL | OPTION_JOBS |
				    OPTION_LISTEN, argc - 1, argv + 1, &exit_code) ? configure(&o) : exit_code;
}
