#include "check/check.h"

#include "catalog/catalog.h"
#include "check/report.h"
#include "commands/commands.h"
#include "commands/findings.h"
#include "commands/options.h"

#include <stdio.h>

static int
explain(const struct options *o)
{
	enum message_id id = message_named(text_of(o->explain));
	struct buf out = { 0 };

	if (id == N_MESSAGES) {
		fprintf(stderr, "tabularium: there is no message “%s”; tabularium messages lists all\n", o->explain);
		return 2;
	}
	report_explain(&out, id, o->language);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	return 0;
}

int
command_check(int argc, char **argv)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_JOBS | OPTION_LANGUAGE | OPTION_EXPLAIN |
				  OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	if (o.explain)
		return explain(&o);
	struct diagnostics *d = diagnostics_new();
	struct snapshot *snapshot = snapshot_open(&(struct snapshot_options){ .folder = o.repository,
						      .revision = o.revision,
						      .kind = o.worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION,
						      .roots = roots }, d);
	struct catalog_owner *catalog =
	    catalog_read(&(struct catalog_reading){ .snapshot = snapshot, .jobs = o.jobs }, d);
	check_catalog(catalog_all(catalog), d, o.jobs);
	print_findings(stdout, d, snapshot, &o, true);
	exit_code = d->n_errors > 0;
	catalog_free(catalog);
	snapshot_close(snapshot);
	diagnostics_free(d);
	return exit_code;
}

int
command_messages(int argc, char **argv)
{
	struct options o;
	struct buf out = { 0 };
	int exit_code;

	if (!options_read(&o, OPTION_LANGUAGE, argc, argv, &exit_code))
		return exit_code;
	report_reference(&out, o.language);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	return 0;
}
