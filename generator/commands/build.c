#include "build/build.h"

#include "commands/commands.h"
#include "commands/findings.h"
#include "commands/options.h"
#include "core/file.h"

#include <stdio.h>

static void
print_size(uint64_t bytes)
{
	if (bytes < 10 << 20)
		printf("%.1f MB", (double)bytes / (1 << 20));
	else
		printf("%llu MB", (unsigned long long)(bytes >> 20));
}

static int
say_outcome(enum build_outcome outcome, const struct build_summary *s, const char *out, const struct options *o)
{
	switch (outcome) {
	case BUILD_PUBLISHED:
	case BUILD_UNCHANGED:
		if (o->quiet)
			return 0;
		printf("%zu datasets of %zu publishers: %zu files, ", s->n_datasets, s->n_publishers, s->n_files);
		print_size(s->bytes);
		if (outcome == BUILD_UNCHANGED)
			printf(", unchanged in %s\n", out);
		else
			printf(", %zu of them new or changed, published in %s\n", s->n_written, out);
		return 0;
	case BUILD_FINDINGS:
		fprintf(stderr, "tabularium: nothing was published; %s is as it was\n", out);
		return 1;
	case BUILD_SHRUNK:
		fprintf(stderr,
		    "tabularium: only %zu of %zu datasets would be left, and harvesters would delete the others. "
		    "Nothing was published. If that is meant: --expect-removals %zu\n",
		    s->n_datasets, s->previous_datasets, s->previous_datasets - s->n_datasets);
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
	    .expected_removals = o.expected_removals, .jobs = o.jobs });
	enum build_outcome outcome = build_run(b, d, &summary);
	print_findings(stdout, d, build_snapshot(b), &o, false);
	exit_code = say_outcome(outcome, &summary, out, &o);
	build_free(b);
	diagnostics_free(d);
	arena_free(a);
	return exit_code;
}
