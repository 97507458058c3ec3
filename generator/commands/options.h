/*
 * Options that several commands share, in one table: name, argument, what it does.
 */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include "core/diagnostic.h"
#include "dcat/profile.h"

struct options {
	const char *repository; /* --repo, default "." */
	const char *revision;   /* --rev */
	bool worktree;          /* --worktree */
	const char *out;        /* --out, default site/public below the repository */
	const char *base_url;   /* --base-url */
	unsigned jobs;          /* -j */
	bool has_jobs;          /* -j was given */
	size_t expected_removals; /* --expect-removals */
	bool precompress;         /* --precompress */
	enum interface_language language; /* --lang, else from the environment */
	bool has_language;      /* --lang was given */
	bool colour;            /* --colour auto|always|never, for stdout */
	const char *explain;    /* --explain ID */
	const char *format;     /* --format, as written; each command knows its own */
	const char *class;      /* --class */
	const char *listen;     /* --listen */
	const char *source;     /* --source */
	const char *texts;      /* --texts */
	bool repair, mapping;   /* --repair, --mapping */
	const char *name, *ags, *languages, *publisher, *email; /* of init; new has a publisher, too */
	const char *title, *license, *from; /* of new */
	bool quiet;             /* --quiet */
	bool staged;            /* --staged: the index */
	const char *base;       /* --base REV: what changed since */
	bool fix;               /* --fix */
	bool internal;          /* --internal: also what is not public */
	bool wait;              /* --wait */
	bool dry_run;           /* --dry-run */
	unsigned port;          /* --port; 0: none was named */
	bool drafts;            /* --drafts */
	unsigned timeout;       /* --timeout: seconds; 0: none was named */
	bool allow_private;     /* --allow-private */
	const char *cache;      /* --cache FILE */
	bool all;               /* --all: the same, of report */
	const char *on, *since; /* --on DATE, --since REV */
	enum profile profiles[N_PROFILES]; /* --profile, each once */
	size_t n_profiles;
	const char *const *rest; /* what stands behind the options */
	int n_rest;
};

enum option_set {
	OPTION_REPOSITORY = 1 << 0,
	OPTION_REVISION = 1 << 1, /* --rev and --worktree */
	OPTION_OUT = 1 << 2,
	OPTION_BASE_URL = 1 << 3,
	OPTION_JOBS = 1 << 4,
	OPTION_REMOVALS = 1 << 5,
	OPTION_EXPLAIN = 1 << 6,
	OPTION_LANGUAGE = 1 << 7, /* --lang and --colour */
	OPTION_QUIET = 1 << 8,
	OPTION_FORMAT = 1 << 9,
	OPTION_CLASS = 1 << 10,
	OPTION_PROFILE = 1 << 11,
	OPTION_SYNTAX = 1 << 12, /* --format of feeds */
	OPTION_LISTEN = 1 << 13,
	OPTION_REPORT = 1 << 20, /* --format of findings */
	OPTION_CHANGES = 1 << 21, /* --staged and --base */
	OPTION_FIX = 1 << 22,
	OPTION_CHANGES_FORMAT = 1 << 23, /* --format and --internal of diff */
	OPTION_WORKTREE = 1 << 24, /* --worktree alone */
	OPTION_CATALOG = 1 << 14, /* --out of import */
	OPTION_IMPORT = 1 << 15,
	OPTION_INIT = 1 << 16,
	OPTION_NEW = 1 << 17,
	OPTION_ARCHIVE = 1 << 18, /* --rev alone and --out FILE */
	OPTION_SERVE = 1 << 19,
	OPTION_LINKS = 1 << 26, /* of links: --timeout, --allow-private, --cache */
	OPTION_FIGURES = 1 << 25, /* of report: --format, --all, --on, --since */
};

/*
 * Reads the options of a command. False when the run ends here: *exit_code is 0 after --help, 2
 * after a sentence about wrong usage.
 */
bool options_read(struct options *o, unsigned allowed, int argc, char **argv, int *exit_code);

#endif
