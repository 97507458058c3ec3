#include "commands/options.h"

#include "core/work.h"
#include "dcat/iri.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { REPO = 256, REV, WORKTREE, OUT, BASE_URL, REMOVALS, PRECOMPRESS, EXPLAIN, LANG_, COLOUR, QUIET, FORMAT, CLASS_, PROFILE_, LISTEN, STAGED, BASE, FIX, INTERNAL,
	SOURCE, TEXTS, REPAIR, MAPPING,
	NAME, AGS, LANGUAGES, PUBLISHER, EMAIL, TITLE, LICENSE_, FROM, PORT, DRAFTS, DRY_RUN, WAIT,
	ALL, ON, SINCE,
	TIMEOUT, ALLOW_PRIVATE, CACHE };

static const struct {
	unsigned set;
	struct option option;
	const char *argument;
	const char *help;
} known[] = {
	{ OPTION_REPOSITORY, { "repo", required_argument, NULL, REPO }, "DIR", "the folder that holds catalog/ and site/ (default: .)" },
	{ OPTION_REVISION, { "rev", required_argument, NULL, REV }, "REV", "a commit, tag, branch or date (default: HEAD)" },
	{ OPTION_REVISION, { "worktree", no_argument, NULL, WORKTREE }, NULL, "the files as they are, committed or not" },
	{ OPTION_ARCHIVE, { "rev", required_argument, NULL, REV }, "REV", "a commit, tag, branch or date (default: HEAD)" },
	{ OPTION_ARCHIVE, { "out", required_argument, NULL, OUT }, "FILE", "NAME.tar, NAME.tar.gz or NAME.tar.zst (default: a tar to standard output)" },
	{ OPTION_OUT, { "out", required_argument, NULL, OUT }, "DIR", "where the portal goes (default: site/public in --repo)" },
	{ OPTION_BASE_URL, { "base-url", required_argument, NULL, BASE_URL }, "URL", "instead of base_url in site.yaml" },
	{ OPTION_REMOVALS, { "expect-removals", required_argument, NULL, REMOVALS }, "N", "N datasets may disappear" },
	{ OPTION_REMOVALS, { "wait", no_argument, NULL, WAIT }, NULL, "for another build in the same folder to end" },
	{ OPTION_REMOVALS, { "dry-run", no_argument, NULL, DRY_RUN }, NULL, "do everything but publish" },
	{ OPTION_REMOVALS, { "precompress", no_argument, NULL, PRECOMPRESS }, NULL, "a .gz beside each file that is worth it" },
	{ OPTION_JOBS, { "jobs", required_argument, NULL, 'j' }, "N", "threads (default: the processors)" },
	{ OPTION_LANGUAGE, { "lang", required_argument, NULL, LANG_ }, "de|en", "language of messages (default: from the environment)" },
	{ OPTION_LANGUAGE, { "colour", required_argument, NULL, COLOUR }, "WHEN", "auto, always or never (default: auto)" },
	{ OPTION_EXPLAIN, { "explain", required_argument, NULL, EXPLAIN }, "ID", "what the message ID means, and what to do" },
	{ OPTION_FORMAT, { "format", required_argument, NULL, FORMAT }, "FORMAT", "text (default), markdown or html" },
	{ OPTION_SYNTAX, { "format", required_argument, NULL, FORMAT }, "FORMAT", "rdfxml (default), turtle, jsonld or ntriples" },
	{ OPTION_PROFILE, { "profile", required_argument, NULL, PROFILE_ }, "P", "of feeds: dcat-ap-de-3 (default), dcat-ap-de-2, dcat-ap-3, geodcat-ap-3" },
	{ OPTION_CLASS, { "class", required_argument, NULL, CLASS_ }, "CLASS", "one class only: dataset, distribution, service …" },
	{ OPTION_LISTEN, { "listen", required_argument, NULL, LISTEN }, "ADDRESS", "a port, or address:port (default: 80)" },
	{ OPTION_REPORT, { "format", required_argument, NULL, FORMAT }, "FORMAT", "text (default), json, sarif, github, gitlab or junit" },
	{ OPTION_CHANGES, { "staged", no_argument, NULL, STAGED }, NULL, "what the next commit would change" },
	{ OPTION_CHANGES, { "base", required_argument, NULL, BASE }, "REV", "only files that changed since the line left REV" },
	{ OPTION_CHANGES_FORMAT, { "format", required_argument, NULL, FORMAT }, "FORMAT", "text (default), json or markdown" },
	{ OPTION_CHANGES_FORMAT, { "internal", no_argument, NULL, INTERNAL }, NULL, "drafts and internal entries too; as text only" },
	{ OPTION_FIGURES, { "format", required_argument, NULL, FORMAT }, "FORMAT", "text (default), markdown, csv or json" },
	{ OPTION_FIGURES, { "since", required_argument, NULL, SINCE }, "REV", "a commit, tag, branch or date to compare with" },
	{ OPTION_FIGURES, { "on", required_argument, NULL, ON }, "DATE", "the day from which lateness is reckoned (default: that of the commit)" },
	{ OPTION_FIGURES, { "all", no_argument, NULL, ALL }, NULL, "internal entries and drafts, too" },
	{ OPTION_LINKS, { "timeout", required_argument, NULL, TIMEOUT }, "SECONDS", "to wait for an answer (default: 20)" },
	{ OPTION_LINKS, { "allow-private", no_argument, NULL, ALLOW_PRIVATE }, NULL, "ask this machine and private networks, too" },
	{ OPTION_LINKS, { "cache", required_argument, NULL, CACHE }, "FILE", "what was good is not asked again for a day" },
	{ OPTION_WORKTREE, { "worktree", no_argument, NULL, WORKTREE }, NULL, "the files as they are, committed or not" },
	{ OPTION_FIX, { "fix", no_argument, NULL, FIX }, NULL, "write what exactly one thing is right for into the files" },
	{ OPTION_CATALOG, { "out", required_argument, NULL, OUT }, "DIR", "the folder catalog/ to write to (default: catalog in --repo)" },
	{ OPTION_IMPORT, { "source", required_argument, NULL, SOURCE }, "NAME", "what the source is called in the catalogue (default: its host, else its kind)" },
	{ OPTION_IMPORT, { "texts", required_argument, NULL, TEXTS }, "LANGUAGE", "of the source’s texts that name none (default: the first of site.yaml)" },
	{ OPTION_IMPORT, { "repair", no_argument, NULL, REPAIR }, NULL, "mend what has one right answer; give what is mandatory and missing a safe value" },
	{ OPTION_IMPORT, { "mapping", no_argument, NULL, MAPPING }, NULL, "print what becomes of each field of the source, and stop" },
	{ OPTION_INIT, { "name", required_argument, NULL, NAME }, "NAME", "of the city (default: the name of the folder)" },
	{ OPTION_INIT, { "base-url", required_argument, NULL, BASE_URL }, "URL", "the address the portal will have" },
	{ OPTION_INIT, { "ags", required_argument, NULL, AGS }, "NUMBER", "the city’s official municipality key, 8 digits" },
	{ OPTION_INIT, { "languages", required_argument, NULL, LANGUAGES }, "LIST", "de,en (default); the first is the main one and de or en, others follow: de,en,fr" },
	{ OPTION_INIT, { "publisher", required_argument, NULL, PUBLISHER }, "NAME", "who publishes (default: the city)" },
	{ OPTION_INIT, { "email", required_argument, NULL, EMAIL }, "ADDRESS", "the mailbox of the editors" },
	{ OPTION_NEW, { "title", required_argument, NULL, TITLE }, "TITLE", "of the entry; of an agent its name" },
	{ OPTION_NEW, { "publisher", required_argument, NULL, PUBLISHER }, "ID", "who publishes: a file of agents/ (default: the only one)" },
	{ OPTION_NEW, { "license", required_argument, NULL, LICENSE_ }, "CODE", "of a dataset’s files, such as dl-by-de/2.0" },
	{ OPTION_NEW, { "from", required_argument, NULL, FROM }, "SOURCE", "a file or an address to look at: CSV, WMS, WFS …" },
	{ OPTION_SERVE, { "port", required_argument, NULL, PORT }, "N", "where the preview is (default: 8000, or the next that is free)" },
	{ OPTION_SERVE, { "drafts", no_argument, NULL, DRAFTS }, NULL, "show drafts as if they were released" },
	{ OPTION_QUIET, { "quiet", no_argument, NULL, QUIET }, NULL, "say nothing when all is well" },
};
enum { N_KNOWN = sizeof known / sizeof known[0] };

static enum interface_language
language_of_environment(void)
{
	static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };

	for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
		const char *value = getenv(variables[i]);
		if (value && *value)
			return strncmp(value, "de", 2) == 0 ? GERMAN : ENGLISH;
	}
	return ENGLISH;
}

static void
print_help(const char *command, unsigned allowed)
{
	printf("Usage: tabularium %s [OPTION…]\n\n", command);
	for (size_t i = 0; i < N_KNOWN; i++) {
		char name[64];
		if (!(known[i].set & allowed))
			continue;
		snprintf(name, sizeof name, "--%s%s%s", known[i].option.name, known[i].argument ? " " : "",
		    known[i].argument ? known[i].argument : "");
		printf("  %-22s %s\n", name, known[i].help);
	}
	printf("\nThe manual page tabularium(1) describes them in full.\n");
}

static bool
read_number(const char *s, uint64_t max, const char *option, uint64_t *number)
{
	if (text_number(text_of(s), max, number))
		return true;
	fprintf(stderr, "tabularium: --%s wants a number, not “%s”\n", option, s);
	return false;
}

/* One name, or several with commas between them. */
static bool
read_profiles(struct options *o, const char *argument)
{
	struct text rest = text_of(argument), name;

	while (text_next(&rest, ',', &name)) {
		enum profile p = profile_named(name);
		size_t i = 0;

		if (p == N_PROFILES) {
			const char *nearest = profile_nearest(name);
			fprintf(stderr, "tabularium: there is no profile “%.*s”", TEXT_ARG(name));
			if (nearest)
				fprintf(stderr, "; did you mean %s?\n", nearest);
			else
				fprintf(stderr, "; see tabularium feed --help\n");
			return false;
		}
		while (i < o->n_profiles && o->profiles[i] != p)
			i++;
		if (i == o->n_profiles)
			o->profiles[o->n_profiles++] = p;
	}
	return true;
}

static bool
set_option(struct options *o, int which, const char *argument, const char **colour)
{
	uint64_t number;
	size_t at;

	switch (which) {
	case REPO: o->repository = argument; return true;
	case REV: o->revision = argument; return true;
	case WORKTREE: o->worktree = true; return true;
	case OUT: o->out = argument; return true;
	case BASE_URL:
		o->base_url = argument;
		if (iri_check_url(text_of(argument), &at) == IRI_GOOD)
			return true;
		fprintf(stderr, "tabularium: --base-url wants an address such as https://opendata.example.org/, not “%s”\n",
		    argument);
		return false;
	case EXPLAIN: o->explain = argument; return true;
	case PROFILE_: return read_profiles(o, argument);
	case FORMAT: o->format = argument; return true;
	case CLASS_: o->class = argument; return true;
	case PRECOMPRESS: o->precompress = true; return true;
	case QUIET: o->quiet = true; return true;
	case STAGED: o->staged = true; return true;
	case BASE: o->base = argument; return true;
	case INTERNAL: o->internal = true; return true;
	case ALL: o->all = true; return true;
	case ALLOW_PRIVATE: o->allow_private = true; return true;
	case CACHE: o->cache = argument; return true;
	case TIMEOUT:
		if (!read_number(argument, 3600, "timeout", &number))
			return false;
		o->timeout = (unsigned)number;
		return true;
	case ON: o->on = argument; return true;
	case SINCE: o->since = argument; return true;
	case FIX: o->fix = true; return true;
	case SOURCE: o->source = argument; return true;
	case TEXTS: o->texts = argument; return true;
	case REPAIR: o->repair = true; return true;
	case MAPPING: o->mapping = true; return true;
	case TITLE: o->title = argument; return true;
	case LICENSE_: o->license = argument; return true;
	case FROM: o->from = argument; return true;
	case NAME: o->name = argument; return true;
	case AGS: o->ags = argument; return true;
	case LANGUAGES: o->languages = argument; return true;
	case PUBLISHER: o->publisher = argument; return true;
	case EMAIL: o->email = argument; return true;
	case LISTEN: o->listen = argument; return true;
	case COLOUR:
		*colour = argument;
		if (strcmp(argument, "auto") == 0 || strcmp(argument, "always") == 0 || strcmp(argument, "never") == 0)
			return true;
		fprintf(stderr, "tabularium: --colour is auto, always or never, not “%s”\n", argument);
		return false;
	case LANG_:
		o->has_language = true;
		o->language = strcmp(argument, "de") == 0 ? GERMAN : ENGLISH;
		if (strcmp(argument, "de") == 0 || strcmp(argument, "en") == 0)
			return true;
		fprintf(stderr, "tabularium: --lang is de or en, not “%s”\n", argument);
		return false;
	case REMOVALS:
		if (!read_number(argument, SIZE_MAX, "expect-removals", &number))
			return false;
		o->expected_removals = (size_t)number;
		return true;
	case WAIT: o->wait = true; return true;
	case DRY_RUN: o->dry_run = true; return true;
	case DRAFTS: o->drafts = true; return true;
	case PORT:
		if (!read_number(argument, 65535, "port", &number))
			return false;
		o->port = (unsigned)number;
		return true;
	case 'j':
		if (!read_number(argument, 256, "jobs", &number))
			return false;
		o->jobs = number ? (unsigned)number : 1;
		o->has_jobs = true;
		return true;
	default: return false;
	}
}

bool
options_read(struct options *o, unsigned allowed, int argc, char **argv, int *exit_code)
{
	struct option list[N_KNOWN + 2];
	size_t n = 0;
	const char *colour = "auto";
	int which;

	for (size_t i = 0; i < N_KNOWN; i++)
		if (known[i].set & allowed)
			list[n++] = known[i].option;
	list[n++] = (struct option){ "help", no_argument, NULL, 'h' };
	list[n] = (struct option){ 0 };
	*o = (struct options){ .repository = ".", .jobs = work_processors(), .language = language_of_environment() };
	*exit_code = 2;
	optind = 1;
	opterr = 0;
	while ((which = getopt_long(argc, argv, allowed & OPTION_JOBS ? ":j:h" : ":h", list, NULL)) != -1) {
		if (which == 'h') {
			print_help(argv[0], allowed);
			*exit_code = 0;
			return false;
		}
		if (which == '?' || which == ':') {
			const char *word = argv[optind - 1];
			if (which == ':')
				fprintf(stderr, "tabularium: %s wants an argument\n", word);
			else
				fprintf(stderr, "tabularium: %s has no option %s; see tabularium %s --help\n", argv[0],
				    word, argv[0]);
			return false;
		}
		if (!set_option(o, which, optarg, &colour))
			return false;
	}
	if (o->worktree && o->revision) {
		fprintf(stderr, "tabularium: --rev and --worktree exclude each other\n");
		return false;
	}
	o->rest = (const char *const *)argv + optind;
	o->n_rest = argc - optind;
	o->colour = strcmp(colour, "always") == 0 ||
		    (strcmp(colour, "auto") == 0 && isatty(STDOUT_FILENO) && !getenv("NO_COLOR"));
	*exit_code = 0;
	return true;
}
