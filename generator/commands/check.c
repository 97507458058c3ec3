#include "check/check.h"

#include "build/site_templates.h"
#include "catalog/catalog.h"
#include "changes/history_check.h"
#include "check/report.h"
#include "commands/commands.h"
#include "commands/findings.h"
#include "commands/fix.h"
#include "commands/options.h"
#include "commands/scope.h"
#include "core/file.h"
#include "site/writer.h"

#include <stdio.h>

/* What one reading found. */
struct look {
	struct arena *arena;
	struct diagnostics *d;
	struct snapshot *snapshot;
	struct catalog_owner *catalog;
	bool is_known; /* what was to be looked at is there */
};

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

/* Files that were named are those on the disk. */
static enum snapshot_kind
kind_of(const struct options *o)
{
	if (o->staged)
		return SNAPSHOT_INDEX;
	return o->worktree || o->fix || (o->n_rest && !o->revision && !o->base) ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION;
}

/* What was public and is gone, or is withdrawn and never was. With a scope only what the change takes away and
 * what is withdrawn in its files: else nobody waits for the history. A build nearby has read it already. */
static void
look_back(const struct options *o, const struct scope *scope, struct look *l)
{
	static const struct text nothing;
	const struct catalog *all = catalog_all(l->catalog);

	if (!scope->is_all && !loses_entry(all, scope->removed, scope->n_removed) && !withdraws_dataset(all, &scope->paths))
		return;
	const char *out = o->out ? o->out : path_join(l->arena, o->repository, "site/public");
	struct history *h = history_open(l->snapshot, writer_state(out, "history", l->arena));
	check_history(&(struct history_check){ .snapshot = l->snapshot, .history = h, .owner = l->catalog, .folder = o->repository,
			  .only = scope->is_all ? NULL : scope->n_removed ? scope->removed : &nothing, .n_only = scope->n_removed,
			  .withdrawn_only = scope->is_all ? NULL : &scope->paths }, l->d);
	history_close(h);
}

static struct look
look_at(const struct options *o, bool keeps_fixes)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct look l = { .arena = arena_new(), .d = diagnostics_new() };
	struct scope scope;

	l.d->keeps_fixes = keeps_fixes;
	l.snapshot = snapshot_open(&(struct snapshot_options){ .folder = o->repository, .revision = o->revision,
				       .kind = kind_of(o), .roots = roots }, l.d);
	l.is_known = scope_find(&scope, l.snapshot, o, l.arena);
	if (l.is_known) {
		l.catalog = catalog_read(&(struct catalog_reading){ .snapshot = l.snapshot, .jobs = o->jobs,
					     .only = scope_paths(&scope) }, l.d);
		check_catalog(catalog_all(l.catalog), l.d, o->jobs);
		look_back(o, &scope, &l);
		if (scope_has_site(&scope))
			check_templates(l.arena, catalog_all(l.catalog), l.snapshot, l.d);
		scope_filter(&scope, l.d);
		diagnostics_sort(l.d);
	}
	scope_free(&scope);
	return l;
}

static void
forget(struct look *l)
{
	catalog_free(l->catalog);
	snapshot_close(l->snapshot);
	diagnostics_free(l->d);
	arena_free(l->arena);
}

/* A fix can bring to light what stood behind it (a date in an address …): until nothing is left to do. */
static bool
fix(const struct options *o)
{
	enum { MOST_ROUNDS = 8 };
	struct buf out = { 0 };
	size_t n = 0, done = 1;
	bool is_known = true;

	for (int round = 0; round < MOST_ROUNDS && done && is_known; round++) {
		struct look l = look_at(o, true);
		is_known = l.is_known;
		done = is_known ? fix_all(&out, l.d, o->repository, o->language) : 0;
		n += done;
		forget(&l);
	}
	if (is_known && (n || !o->quiet)) {
		fix_summary(&out, n, o->language);
		buf_char(&out, '\n');
		fwrite(out.s, 1, out.n, stdout);
	}
	buf_free(&out);
	return is_known;
}

static void
print_report(const struct look *l, enum report_format format, const struct options *o)
{
	struct buf out = { 0 };

	if (format == REPORT_TEXT) {
		print_findings(stdout, l->d, l->snapshot, o, true);
		return;
	}
	report_write(&out, l->d, format,
	    &(struct report_options){ .language = o->language, .folder = snapshot_folder(l->snapshot) });
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
}

/* False after a sentence about options that do not go together. */
static bool
options_agree(const struct options *o, enum report_format format)
{
	const char *fault = NULL;

	if (format == N_REPORT_FORMATS)
		fault = "--format is text, json, sarif, github, gitlab or junit";
	else if (o->staged && (o->revision || o->worktree))
		fault = "--staged looks at what was added with git add; --rev and --worktree look elsewhere";
	else if (o->n_rest && (o->staged || o->base))
		fault = "looks at the paths given, or with --staged or --base at what changed; not both";
	else if (o->staged && o->base)
		fault = "--staged and --base exclude each other";
	else if (o->fix && (o->revision || o->staged))
		fault = "--fix changes the files of the working tree; leave out --rev and --staged";
	else if (o->fix && format != REPORT_TEXT)
		fault = "--fix says what it does as text only";
	if (fault)
		fprintf(stderr, "tabularium: check %s\n", fault);
	return !fault;
}

int
command_check(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_JOBS | OPTION_LANGUAGE | OPTION_EXPLAIN |
				  OPTION_QUIET | OPTION_REPORT | OPTION_CHANGES | OPTION_FIX, argc, argv, &exit_code))
		return exit_code;
	enum report_format format = o.format ? report_format_named(text_of(o.format)) : REPORT_TEXT;
	if (!options_agree(&o, format))
		return 2;
	if (o.explain)
		return explain(&o);
	if (o.fix && !fix(&o))
		return 2;
	struct look l = look_at(&o, false);
	if (l.is_known)
		print_report(&l, format, &o);
	exit_code = !l.is_known ? 2 : l.d->n_errors > 0;
	forget(&l);
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
