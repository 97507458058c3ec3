#include "schema/schema.h"

#include "commands/commands.h"
#include "commands/options.h"
#include "core/file.h"

#include <stdio.h>

static void
print_schema(enum schema_kind kind, const struct options *o)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct arena *a = arena_new();
	struct diagnostics *d = diagnostics_new();
	struct buf out = { 0 };
	struct snapshot *snapshot = NULL;
	struct catalog_owner *catalog = NULL;
	struct code_lists *lists = NULL;
	struct table nothing = { 0 };
	const struct catalog *all = NULL;

	/* What is wrong with the catalogue is `check`'s to say; the ids and rows that can be read are offered. */
	if (file_exists(path_join(a, o->repository, "catalog/catalog.yaml"))) {
		snapshot = snapshot_open(&(struct snapshot_options){ .folder = o->repository, .kind = SNAPSHOT_WORKTREE,
					     .roots = roots }, d);
		catalog = catalog_read(&(struct catalog_reading){ .snapshot = snapshot, .jobs = o->jobs, .only = &nothing }, d);
		all = catalog_all(catalog);
	} else {
		lists = code_lists_new();
	}
	schema_write(&out, kind, &(struct schema_options){ .german = !o->has_language || o->language == GERMAN,
				     .english = !o->has_language || o->language == ENGLISH,
				     .lists = all ? all->lists : lists, .catalog = all });
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	if (lists)
		code_lists_free(lists);
	catalog_free(catalog);
	snapshot_close(snapshot);
	diagnostics_free(d);
	arena_free(a);
}

int
command_schema(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_LANGUAGE | OPTION_JOBS, argc, argv, &exit_code))
		return exit_code;
	enum schema_kind kind = o.n_rest == 1 ? schema_kind_named(text_of(o.rest[0])) : N_SCHEMA_KINDS;
	if (kind == N_SCHEMA_KINDS) {
		fprintf(stderr, "tabularium: schema wants to know of which file: dataset, series, service, agent, "
				"catalog or site\n");
		return 2;
	}
	print_schema(kind, &o);
	return 0;
}
