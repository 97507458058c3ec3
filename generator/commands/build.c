#include "build/build.h"

#include "commands/commands.h"
#include "commands/findings.h"
#include "commands/options.h"
#include "core/file.h"

#include <stdio.h>

static void
print_size(uint64_t bytes, bool german)
{
	if (bytes < 10 << 20) {
		unsigned tenths = (unsigned)((bytes * 10 + (1 << 19)) >> 20);
		printf("%u%c%u MB", tenths / 10, german ? ',' : '.', tenths % 10);
	} else {
		printf("%llu MB", (unsigned long long)(bytes >> 20));
	}
}

static void
say_site(bool is_unchanged, const struct build_summary *s, const char *out, const struct options *o)
{
	bool german = o->language == GERMAN;

	printf(german ? "%zu Datensätze von %zu Stellen: %zu Dateien, " : "%zu datasets of %zu publishers: %zu files, ",
	    s->n_datasets, s->n_publishers, s->n_files);
	print_size(s->bytes, german);
	if (is_unchanged)
		printf(german ? ", unverändert in %s\n" : ", unchanged in %s\n", out);
	else if (o->dry_run)
		printf(german ? ", davon %zu neu oder geändert; nichts davon ist veröffentlicht (--dry-run)\n" :
				", %zu of them new or changed; none of it is published (--dry-run)\n", s->n_written);
	else
		printf(german ? ", davon %zu neu oder geändert, veröffentlicht in %s\n" :
				", %zu of them new or changed, published in %s\n", s->n_written, out);
}

static int
say_outcome(enum build_outcome outcome, const struct build_summary *s, const char *out, const struct options *o)
{
	bool german = o->language == GERMAN;

	fflush(stdout); /* findings stand before what follows from them, also where both go to one file */
	switch (outcome) {
	case BUILD_PUBLISHED:
	case BUILD_UNCHANGED:
		if (!o->quiet)
			say_site(outcome == BUILD_UNCHANGED, s, out, o);
		return 0;
	case BUILD_FINDINGS:
		fprintf(stderr,
		    german ? "tabularium: Es wurde nichts veröffentlicht; %s ist, wie es war\n" :
			     "tabularium: nothing was published; %s is as it was\n", out);
		return 1;
	case BUILD_SHRUNK:
		fprintf(stderr,
		    german ? "tabularium: Es blieben nur %zu von %zu Datensätzen übrig; die anderen würden bei allen gelöscht, die den Katalog "
			     "abholen. Es wurde nichts veröffentlicht. Ist es so gemeint: --expect-removals %zu\n" :
			     "tabularium: only %zu of %zu datasets would be left, and harvesters would delete the others. "
			     "Nothing was published. If that is meant: --expect-removals %zu\n",
		    s->n_datasets, s->previous_datasets, s->previous_datasets - s->n_datasets);
		return 1;
	case BUILD_CUT:
		fprintf(stderr,
		    german ? "tabularium: Diesem Klon fehlt ein Teil der Geschichte; der veröffentlichte Änderungsfeed und die Seiten mit den "
			     "Änderungen fielen weg. Es wurde nichts veröffentlicht. Holen Sie den Rest: %s. Ist es so gemeint: --expect-removals 1\n" :
			     "tabularium: this clone lacks a part of the history; the change feed and the pages of changes that are published would "
			     "disappear. Nothing was published. Fetch the rest: %s. If that is meant: --expect-removals 1\n",
		    s->is_history_partial ? "git fetch --refetch --no-filter" : "git fetch --unshallow");
		return 1;
	}
	return 2;
}

int
command_build(int argc, char **argv)
{
	struct options o;
	struct build_summary summary = { 0 };
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_OUT | OPTION_BASE_URL | OPTION_JOBS |
				  OPTION_PROFILE | OPTION_REMOVALS | OPTION_LANGUAGE | OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	struct arena *a = arena_new();
	const char *out = o.out ? o.out : path_join(a, o.repository, "site/public");
	struct diagnostics *d = diagnostics_new();
	struct build *b = build_new(&(struct build_options){ .repository = o.repository, .revision = o.revision,
	    .worktree = o.worktree, .out = out, .base_url = o.base_url, .profiles = o.profiles, .n_profiles = o.n_profiles,
	    .expected_removals = o.expected_removals, .is_rehearsal = o.dry_run, .waits = o.wait, .precompress = o.precompress,
	    .jobs = o.jobs });
	enum build_outcome outcome = build_run(b, d, &summary);
	print_findings(stdout, d, build_snapshot(b), &o, false);
	exit_code = say_outcome(outcome, &summary, out, &o);
	build_free(b);
	diagnostics_free(d);
	arena_free(a);
	return exit_code;
}
