#include "build/archive.h"

#include "commands/commands.h"
#include "commands/findings.h"
#include "commands/options.h"
#include "site/scratch.h"

#include <stdio.h>
#include <unistd.h>

static bool
find_compression(const char *out, enum tar_compression *compression)
{
	static const struct {
		const char *end;
		enum tar_compression compression;
	} ends[] = {
		{ ".tar", TAR_PLAIN },
		{ ".tar.gz", TAR_GZIP },
		{ ".tgz", TAR_GZIP },
		{ ".tar.zst", TAR_ZSTD },
	};

	*compression = TAR_PLAIN;
	if (!out && isatty(STDOUT_FILENO)) {
		fprintf(stderr, "tabularium: a terminal cannot show an archive; name a file: --out portal.tar\n");
		return false;
	}
	if (!out)
		return true;
	for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
		if (text_ends(text_of(out), text_of(ends[i].end))) {
			*compression = ends[i].compression;
			return true;
		}
	fprintf(stderr, "tabularium: the name of an archive ends in .tar, .tar.gz or .tar.zst, not as in “%s”\n", out);
	return false;
}

/* Where it was kept one can see later whether it is still the same. */
static void
say_what(const struct bag_summary *s, const struct options *o)
{
	struct buf digest = { 0 };

	if (o->quiet)
		return;
	digest_write(&digest, &s->digest);
	fprintf(o->out ? stdout : stderr, "%s: %zu files, %llu bytes, sha256 %s\n", o->out ? o->out : "the archive",
	    s->n_files, (unsigned long long)s->size, buf_cstr(&digest));
	buf_free(&digest);
}

int
command_archive(int argc, char **argv)
{
	struct options o;
	enum tar_compression compression;
	struct build_summary built = { 0 };
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_ARCHIVE | OPTION_BASE_URL | OPTION_PROFILE | OPTION_JOBS |
				  OPTION_LANGUAGE | OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	if (!find_compression(o.out, &compression))
		return 2;
	struct arena *a = arena_new();
	struct scratch scratch = scratch_make(a, o.out);
	const char *generation = arena_printf(a, "%s/portal", scratch.path).s;
	struct diagnostics *d = diagnostics_new();
	struct build *b = build_new(&(struct build_options){ .repository = o.repository, .revision = o.revision,
	    .out = generation, .base_url = o.base_url, .profiles = o.profiles, .n_profiles = o.n_profiles,
	    .jobs = o.jobs });
	enum build_outcome outcome = build_run(b, d, &built);
	if (outcome != BUILD_PUBLISHED) {
		print_findings(stderr, d, build_snapshot(b), &o, false);
		fprintf(stderr, "tabularium: no archive was made\n");
		exit_code = 1;
	} else if (built.is_history_cut) {
		/* It would be another one than elsewhere: without dates and histories. */
		fprintf(stderr, "tabularium: no archive was made, because the history of the repository is not complete; "
				"fetch the rest: git fetch --unshallow, or git fetch --refetch --no-filter\n");
		exit_code = 2;
	} else {
		struct bag_summary summary = archive_write_bag(b, generation, o.out, compression);
		say_what(&summary, &o);
	}
	build_free(b);
	diagnostics_free(d);
	scratch_remove(&scratch);
	arena_free(a);
	return exit_code;
}
