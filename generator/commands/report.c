#include "overview/overview.h"

#include "check/check.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "core/date.h"
#include "core/die.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { SECONDS_A_DAY = 24 * 60 * 60, YEAR = 365 };

/* A catalogue of some revision and what it looks like in figures. */
struct state {
	struct diagnostics *d;
	struct snapshot *snapshot;
	struct snapshot_reader *reader;
	struct catalog_owner *owner;
	const struct overview *overview;
};

static struct text
hosted_bytes(void *context, const struct hosted_file *file, struct arena *a)
{
	struct state *s = context;

	return snapshot_read(s->reader, file->file, a);
}

/* `on` and `since` are days, or 0: that of the commit, a year before. */
static void
look_at(struct state *s, struct arena *a, const struct options *o, const char *revision, bool worktree, int64_t on, int64_t since)
{
	static const char *const roots[] = { "catalog", "site", NULL };

	*s = (struct state){ .d = diagnostics_new() };
	s->snapshot = snapshot_open(&(struct snapshot_options){ .folder = o->repository, .revision = revision,
					.kind = worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION, .roots = roots }, s->d);
	s->reader = snapshot_reader_open(s->snapshot);
	s->owner = catalog_read(&(struct catalog_reading){ .snapshot = s->snapshot, .jobs = o->jobs }, s->d);
	check_catalog(catalog_all(s->owner), s->d, o->jobs);
	const struct catalog *c = o->all ? catalog_all(s->owner) : catalog_public(s->owner);
	int64_t today = on ? on : snapshot_time(s->snapshot) / SECONDS_A_DAY;
	s->overview = overview_make(a, &(struct overview_asking){ .catalog = c, .findings = s->d, .today = today,
					   .since = since ? since : today - YEAR, .hosted_bytes = hosted_bytes, .context = s });
}

static void
forget(struct state *s)
{
	catalog_free(s->owner);
	snapshot_reader_close(s->reader);
	snapshot_close(s->snapshot);
	diagnostics_free(s->d);
}

static bool
read_day(const char *written, int64_t *day)
{
	struct date date;

	if (date_parse(text_of(written), &date) && date.precision == DATE_DAY) {
		*day = date_days(&date);
		return true;
	}
	fprintf(stderr, "tabularium: --on wants a day such as 2026-01-15, not “%s”\n", written);
	return false;
}

static void
print(const struct overview *overview, enum overview_format format, const struct overview_options *options)
{
	struct buf out = { 0 };

	switch (format) {
	case OVERVIEW_TEXT: overview_text(&out, overview, options); break;
	case OVERVIEW_MARKDOWN: overview_markdown(&out, overview, options); break;
	case OVERVIEW_CSV: overview_csv(&out, overview); break;
	case OVERVIEW_JSON: overview_json(&out, overview, options); break;
	case N_OVERVIEW_FORMATS: break;
	}
	if (fwrite(out.s, 1, out.n, stdout) != out.n || fflush(stdout) != 0)
		die("cannot write the report: %s", strerror(errno));
	buf_free(&out);
}

int
command_report(int argc, char **argv)
{
	struct options o;
	struct state now, before;
	int64_t on = 0, since = 0;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_JOBS | OPTION_LANGUAGE | OPTION_FIGURES, argc, argv,
		&exit_code))
		return exit_code;
	enum overview_format format = o.format ? overview_format_named(text_of(o.format)) : OVERVIEW_TEXT;
	if (format == N_OVERVIEW_FORMATS) {
		fprintf(stderr, "tabularium: report --format is text, markdown, csv or json, not “%s”\n", o.format);
		return 2;
	}
	if (o.on && !read_day(o.on, &on))
		return 2;
	struct arena *a = arena_new();
	if (o.since) {
		look_at(&before, a, &o, o.since, false, 0, 0);
		since = before.overview->today;
	}
	look_at(&now, a, &o, o.revision, o.worktree, on, since);
	if (now.overview->today == 0)
		die("there is no commit yet, and so no day to reckon from; name one: --on 2026-01-15");
	print(now.overview, format, &(struct overview_options){ .language = o.language, .colour = o.colour,
				        .before = o.since ? before.overview : NULL });
	if (now.d->n_errors)
		fprintf(stderr, "tabularium: the catalogue has errors, which tabularium check shows; what cannot be read is "
				"not counted\n");
	exit_code = now.d->n_errors > 0;
	forget(&now);
	if (o.since)
		forget(&before);
	arena_free(a);
	return exit_code;
}
