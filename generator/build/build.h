/*
 * A whole build: revision to published portal.
 */
#ifndef BUILD_BUILD_H
#define BUILD_BUILD_H

#include "core/diagnostic.h"
#include "dcat/profile.h"

struct build_options {
	const char *repository; /* the folder that holds catalog/ and site/ */
	const char *revision;   /* NULL: HEAD */
	bool worktree;
	bool shows_drafts; /* for a preview that nobody else sees */
	bool waits;        /* for another build in `out` to end */
	bool is_rehearsal; /* nothing is published */
	bool is_preview;   /* need not outlast a power cut */
	const char *out;
	const char *base_url;      /* instead of the one in site.yaml; NULL */
	const enum profile *profiles; /* instead of those in site.yaml; n_profiles 0: those */
	size_t n_profiles;
	size_t expected_removals;
	bool precompress; /* .gz beside what is worth it, also without `precompress: true` in site.yaml */
	unsigned jobs;
};

enum build_outcome {
	BUILD_PUBLISHED,
	BUILD_UNCHANGED,
	BUILD_FINDINGS, /* errors in `d`; nothing was published */
	BUILD_SHRUNK,   /* too many datasets would disappear */
	BUILD_CUT,      /* the change feed that is published would, because the history of this clone is cut off */
};

struct build_summary {
	size_t n_datasets, previous_datasets, n_publishers, n_files, n_written;
	uint64_t bytes;
	bool is_history_cut; /* the clone does not go back far enough: dates and changes are absent */
	bool is_history_partial; /* because it is a partial clone, not a shallow one */
};

struct snapshot;

/* Findings go to `d`, which the caller prints before build_free(). */
struct build;
struct build *build_new(const struct build_options *options);
enum build_outcome build_run(struct build *b, struct diagnostics *d, struct build_summary *summary);
const struct snapshot *build_snapshot(const struct build *b); /* after build_run() */
struct catalog;
const struct catalog *build_catalog(const struct build *b); /* the public set, once it was published */
void build_free(struct build *b);

#endif
