#include "compare/catalogs.h"

#include "commands/commands.h"
#include "commands/options.h"

#include <stdio.h>
#include <string.h>

/* One of the two states. */
struct state {
	struct diagnostics *d;
	struct snapshot *snapshot;
	struct catalog_owner *catalog;
};

static struct state
read_state(const struct options *o, const char *revision, const char *forked_by, bool is_worktree)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct state s = { .d = diagnostics_new() };

	s.snapshot = snapshot_open(&(struct snapshot_options){ .folder = o->repository, .revision = revision,
				       .forked_by = forked_by, .kind = is_worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION,
				       .roots = roots }, s.d);
	s.catalog = catalog_read(&(struct catalog_reading){ .snapshot = s.snapshot, .jobs = o->jobs }, s.d);
	return s;
}

static void
forget(struct state *s)
{
	catalog_free(s->catalog);
	snapshot_close(s->snapshot);
	diagnostics_free(s->d);
}

/* "A..B", "A...B" (since B left A's line), "A.." and "A" (to HEAD). */
struct range {
	const char *before, *after;
	bool from_fork;
};

static struct range
read_range(struct arena *a, const char *word)
{
	struct text t = text_of(word);
	size_t dots = text_find(t, T(".."));
	struct range r = { arena_cstr(a, text_slice(t, 0, dots)), "HEAD", false };

	r.from_fork = text_starts(text_slice(t, dots, t.n), T("..."));
	struct text after = text_slice(t, dots + (r.from_fork ? 3 : 2), t.n);
	if (after.n)
		r.after = arena_cstr(a, after);
	if (r.before[0] == '\0')
		r.before = "HEAD";
	return r;
}

/*
 * --internal looks at everything, drafts too. As text only: Markdown and JSON end up in comments and
 * artefacts that others can read, and a draft must not become known by them.
 */
static bool
options_agree(const struct options *o, enum changes_format format)
{
	const char *fault = NULL;

	if (format == N_CHANGES_FORMATS)
		fault = "--format is text, json or markdown";
	else if (o->n_rest != 1)
		fault = "wants two revisions: tabularium diff main..HEAD";
	else if (o->worktree && text_find(text_of(o->rest[0]), T("..")) < strlen(o->rest[0]))
		fault = "--worktree compares one revision with the files as they are: tabularium diff --worktree HEAD";
	else if (o->internal && format != CHANGES_TEXT)
		fault = "--internal prints text only: other forms are read by others";
	if (fault)
		fprintf(stderr, "tabularium: diff %s\n", fault);
	return !fault;
}

static void
print_changes(const struct options *o, const struct range *range, struct state *before, struct state *after,
    enum changes_format format, struct arena *a)
{
	struct comparing c = { .arena = a, .voice = &own_voices[o->language] };
	struct buf out = { 0 };

	c.before = o->internal ? catalog_all(before->catalog) : catalog_public(before->catalog);
	c.after = o->internal ? catalog_all(after->catalog) : catalog_public(after->catalog);
	struct catalog_changes changes = compare_catalogs(&c);
	changes_write(&out, &c, &changes,
	    &(struct changes_names){ text_of(range->before), o->worktree ? T("worktree") : text_of(range->after) }, format);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
}

int
command_diff(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_WORKTREE | OPTION_JOBS | OPTION_LANGUAGE | OPTION_CHANGES_FORMAT,
		argc, argv, &exit_code))
		return exit_code;
	enum changes_format format = o.format ? changes_format_named(text_of(o.format)) : CHANGES_TEXT;
	if (!options_agree(&o, format))
		return 2;
	struct arena *a = arena_new();
	struct range range = read_range(a, o.rest[0]);
	struct state before = read_state(&o, range.before, range.from_fork ? range.after : NULL, false);
	struct state after = read_state(&o, range.after, NULL, o.worktree);
	print_changes(&o, &range, &before, &after, format, a);
	if (after.d->n_errors)
		fprintf(stderr, "tabularium: the catalogue has errors, which tabularium check shows; what cannot be read "
				"looks as if it were gone\n");
	exit_code = after.d->n_errors > 0;
	forget(&after);
	forget(&before);
	arena_free(a);
	return exit_code;
}
