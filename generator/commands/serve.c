/*
 * serve: a preview of the working tree on this machine, made anew whenever a file changes.
 *
 * One process answers the browser and watches the files; each build is a process of its own under the supervisor, so that
 * neither what ends a build nor a hang in a library ends the preview. That is why the command itself is not supervised: it
 * has no end, and has to put its folder away on Ctrl-C. A browser is opened by whoever wants one: the program starts no other.
 */
#include "adapters/web.h"
#include "build/build.h"
#include "build/share.h"
#include "catalog/catalog.h"
#include "check/report.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "commands/questions.h"
#include "core/die.h"
#include "core/file.h"
#include "core/supervisor.h"
#include "core/watch.h"
#include "site/preview.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	USUAL_PORT = 8000,
	PORTS_TRIED = 20,
	QUIET_MS = 40,     /* without another change: who saves all files at once is heard out */
	PATIENCE_MS = 400, /* … but not for longer */
	HEARTBEAT_MS = 15000,
	MOST_SHOWN = 200,  /* findings in a browser */
};

/* What became of a build: the exit code of its process. */
enum outcome { SHOWN = 0, FINDINGS = 1, BROKEN = 2, UNCHANGED = 3 };

struct serving {
	const struct options *options;
	const char *base_url;
	struct preview *preview;
	struct web *web;
	struct text script, style;
	struct arena *answers; /* of the answer at hand */
	struct buf page;       /* of the answer at hand */

	bool has_site, is_broken, has_findings;
	unsigned n_sites, n_builds; /* what is shown has changed so often; so many builds are done */

	pid_t builder;       /* 0: none */
	int64_t first, last; /* changes that no build has seen, in milliseconds; 0: none */
};

static int64_t
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* --- a build, in its own process -------------------------------------------------------------------- */

static const char *const kept_names[N_INTERFACE_LANGUAGES] = { "findings.de", "findings.en" };

static void
keep_findings(const struct serving *s, const struct diagnostics *d, enum interface_language language)
{
	struct buf out = { 0 };

	if (d->n) {
		buf_printf(&out, "<details%s>\n<summary>", d->n_errors ? " open" : "");
		report_summary(&out, d, language);
		if (d->n_errors && s->has_site)
			buf_str(&out, language == GERMAN ? ". Gezeigt wird der letzte Stand ohne Fehler." :
							   ". What you see is the last state without errors.");
		buf_str(&out, "</summary>\n");
		report_html(&out, d, language, MOST_SHOWN);
		buf_str(&out, "</details>\n");
	}
	preview_keep(s->preview, kept_names[language], buf_view(&out));
	buf_free(&out);
}

static void
say_findings(const struct serving *s, struct diagnostics *d, const struct snapshot *snapshot)
{
	struct arena *a = arena_new();
	struct buf out = { 0 };

	diagnostics_sort(d);
	catalog_load_sources(snapshot, d, a);
	struct text before = preview_kept(s->preview, kept_names[GERMAN], a);
	for (int language = 0; language < N_INTERFACE_LANGUAGES; language++)
		keep_findings(s, d, (enum interface_language)language);
	/* Warnings that were there before are not said with every build. */
	if (d->n_errors || !text_equal(before, preview_kept(s->preview, kept_names[GERMAN], a)))
		report_text(&out, d, s->options->language, s->options->colour);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	arena_free(a);
}

static void
say_made(const struct serving *s, const struct build_summary *made, int64_t milliseconds)
{
	if (!s->options->quiet)
		printf(s->options->language == GERMAN ? "%zu Datensätze, %zu Dateien, davon %zu neu oder geändert, in %lld ms\n" :
							"%zu datasets, %zu files, %zu of them new or changed, in %lld ms\n",
		    made->n_datasets, made->n_files, made->n_written, (long long)milliseconds);
}

static int
build_preview(void *context)
{
	const struct serving *s = context;
	const struct options *o = s->options;
	struct diagnostics *d = diagnostics_new();
	struct build_summary made = { 0 };
	int64_t begin = now();
	/* How much may disappear is a question of publication. */
	struct build *b = build_new(&(struct build_options){ .repository = o->repository, .worktree = true,
	    .shows_drafts = o->drafts, .is_preview = true, .out = preview_out(s->preview), .base_url = s->base_url,
	    .profiles = o->profiles, .n_profiles = o->n_profiles, .expected_removals = SIZE_MAX, .jobs = o->jobs });
	enum build_outcome outcome = build_run(b, d, &made);

	say_findings(s, d, build_snapshot(b));
	if (outcome == BUILD_PUBLISHED)
		say_made(s, &made, now() - begin);
	build_free(b);
	diagnostics_free(d);
	return outcome == BUILD_PUBLISHED ? SHOWN : outcome == BUILD_UNCHANGED ? UNCHANGED : FINDINGS;
}

static void
begin_build(struct serving *s)
{
	sigset_t all;

	s->first = s->last = 0;
	fflush(stdout);
	s->builder = fork();
	if (s->builder < 0)
		die("cannot begin a build: %s", strerror(errno));
	if (s->builder > 0)
		return;
	/* The browser's connections are no business of a build. */
	close_range(STDERR_FILENO + 1, ~0U, 0);
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	signal(SIGPIPE, SIG_DFL);
	sigfillset(&all);
	sigprocmask(SIG_UNBLOCK, &all, NULL);
	exit(supervise(build_preview, s));
}

/* --- what the browser is told -------------------------------------------------------------------------- */

static struct text
state(const struct serving *s, struct arena *a)
{
	return arena_printf(a, "data: {\"site\":\"%d.%u\",\"build\":%u,\"findings\":%s}\n\n", (int)getpid(), s->n_sites, s->n_builds,
	    s->has_findings ? "true" : "false");
}

static void
end_build(struct serving *s, int status)
{
	enum outcome outcome = WIFEXITED(status) ? (enum outcome)WEXITSTATUS(status) : BROKEN;
	struct arena *a = arena_new();

	s->builder = 0;
	s->n_builds++;
	s->is_broken = outcome != SHOWN && outcome != UNCHANGED && outcome != FINDINGS;
	s->has_findings = s->is_broken || preview_kept(s->preview, kept_names[ENGLISH], a).n > 0;
	/* While there is no site, the findings are what is shown. */
	if (outcome == SHOWN || !s->has_site)
		s->n_sites++;
	s->has_site = preview_has_site(s->preview);
	web_tell(s->web, state(s, a));
	arena_free(a);
}

/* --- answers --------------------------------------------------------------------------------------------- */

/* The first of German and English that the browser's reader wants. */
static enum interface_language
language_of(const struct serving *s, struct text accepted)
{
	struct text word;

	while (text_next(&accepted, ',', &word)) {
		struct text code = text_slice(text_trim(word), 0, 2);
		if (text_equal_nocase(code, T("de")))
			return GERMAN;
		if (text_equal_nocase(code, T("en")))
			return ENGLISH;
	}
	return s->options->language;
}

static struct text
findings(const struct serving *s, enum interface_language language)
{
	if (s->is_broken)
		return language == GERMAN ? T("<p>Der Bau ist abgebrochen; warum, steht im Terminal.</p>\n") :
					    T("<p>The build broke off; the terminal says why.</p>\n");
	return preview_kept(s->preview, kept_names[language], s->answers);
}

static struct text
own_script(const struct serving *s, bool has_findings)
{
	return arena_printf(s->answers, "<script src=\"/.preview/preview.js\" data-site=\"%d.%u\"%s defer></script>\n", (int)getpid(),
	    s->n_sites, has_findings ? " data-findings=\"here\"" : "");
}

/* While there is no site at all. */
static void
findings_page(struct serving *s, enum interface_language language)
{
	bool german = language == GERMAN;

	buf_printf(&s->page, "<!DOCTYPE html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
			     "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n"
			     "<link rel=\"stylesheet\" href=\"/.preview/preview.css\">\n",
	    german ? "de" : "en", german ? "Vorschau" : "Preview");
	buf_text(&s->page, own_script(s, true));
	buf_printf(&s->page, "</head>\n<body>\n<main>\n<h1>%s</h1>\n",
	    s->n_builds == 0 ? (german ? "Die Vorschau entsteht …" : "The preview is being made …") :
			       (german ? "Noch gibt es keine Vorschau" : "There is no preview yet"));
	buf_text(&s->page, findings(s, language));
	buf_str(&s->page, "</main>\n</body>\n</html>\n");
}

/* The script stands at the end of the page's head. */
static void
page_with_script(struct serving *s, const struct preview_answer *file)
{
	struct text bytes = preview_kept(s->preview, arena_printf(s->answers, "site/%s", file->path).s, s->answers);
	size_t at = text_find(bytes, T("</head>"));

	buf_text(&s->page, text_slice(bytes, 0, at));
	buf_text(&s->page, own_script(s, false));
	buf_text(&s->page, text_slice(bytes, at, bytes.n));
}

/* What is the preview's own; false for what is the portal's, where no name begins with a dot. */
static bool
answer_own(struct serving *s, const struct web_request *r, struct web_answer *answer)
{
	if (!text_starts(r->path, T("/.preview/")))
		return false;
	answer->status = 200;
	if (text_equal(r->path, T("/.preview/events"))) {
		answer->type = "text/event-stream";
		answer->is_for_events = true;
		answer->bytes = state(s, s->answers);
	} else if (text_equal(r->path, T("/.preview/findings"))) {
		answer->type = "text/html; charset=utf-8";
		answer->bytes = findings(s, language_of(s, r->language));
	} else if (text_equal(r->path, T("/.preview/preview.js"))) {
		answer->type = "text/javascript; charset=utf-8";
		answer->bytes = s->script;
	} else if (text_equal(r->path, T("/.preview/preview.css"))) {
		answer->type = "text/css; charset=utf-8";
		answer->bytes = s->style;
	} else {
		answer->status = 404;
	}
	return true;
}

static void
answer(void *context, const struct web_request *r, struct web_answer *answer)
{
	struct serving *s = context;

	arena_reset(s->answers);
	s->page.n = 0;
	if (answer_own(s, r, answer))
		return;
	struct preview_answer found = preview_find(s->preview, s->answers, r->path, r->accept);
	*answer = (struct web_answer){ .status = found.status, .type = found.type, .policy = found.policy,
		.location = found.location, .fd = found.fd, .size = found.size };
	if (!s->has_site) {
		findings_page(s, language_of(s, r->language));
		answer->status = 503;
		answer->type = "text/html; charset=utf-8";
		answer->policy = "default-src 'self'";
	} else if (found.fd >= 0 && text_starts(text_of(found.type), T("text/html")) && text_find(text_of(found.policy), T("sandbox")) == strlen(found.policy)) {
		page_with_script(s, &found);
	} else {
		return;
	}
	if (found.fd >= 0)
		close(found.fd);
	answer->fd = -1;
	answer->bytes = buf_view(&s->page);
}

/* --- the whole ------------------------------------------------------------------------------------------- */

static void
load_own_files(struct serving *s, struct arena *a)
{
	struct shared_files files = share_preview(a);

	for (size_t k = 0; k < files.n; k++) {
		if (text_equal(files.list[k].name, T("preview.js")))
			s->script = files.list[k].bytes;
		if (text_equal(files.list[k].name, T("preview.css")))
			s->style = files.list[k].bytes;
	}
}

/* The port that was wanted, else the first that is free. */
static unsigned
open_port(struct serving *s)
{
	unsigned first = s->options->port ? s->options->port : USUAL_PORT, n = s->options->port ? 1 : PORTS_TRIED;

	for (unsigned port = first; port < first + n; port++)
		if ((s->web = web_open((uint16_t)port, answer, s)))
			return port;
	if (n == 1)
		die("port %u cannot be had; another program uses it, or it is not yours to take", first);
	die("no port from %u to %u is free; name another with --port", first, first + n - 1);
}

static int
until(int64_t moment, int wait)
{
	int64_t left = moment - now();

	if (left < 0)
		left = 0;
	return wait < 0 || left < wait ? (int)left : wait;
}

static int64_t
due(const struct serving *s)
{
	return s->last + QUIET_MS < s->first + PATIENCE_MS ? s->last + QUIET_MS : s->first + PATIENCE_MS;
}

/* False when the end was asked for. */
static bool
take_signals(struct serving *s, int signals)
{
	struct signalfd_siginfo info;
	bool goes_on = true;
	int status;
	pid_t ended;

	while (read(signals, &info, sizeof info) == (ssize_t)sizeof info)
		goes_on = goes_on && info.ssi_signo == SIGCHLD;
	while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
		if (ended == s->builder)
			end_build(s, status);
	return goes_on;
}

static void
serve(struct serving *s, struct watch *watch, int signals)
{
	struct pollfd fds[] = { { web_fd(s->web), POLLIN, 0 }, { watch_fd(watch), POLLIN, 0 }, { signals, POLLIN, 0 } };
	int64_t heartbeat = now() + HEARTBEAT_MS;

	s->first = s->last = now() - PATIENCE_MS;
	for (;;) {
		int wait = until(heartbeat, web_patience(s->web));
		if (s->first && !s->builder)
			wait = until(due(s), wait);
		if (poll(fds, sizeof fds / sizeof fds[0], wait) < 0 && errno != EINTR)
			die("cannot wait: %s", strerror(errno));
		web_run(s->web);
		if (watch_read(watch)) {
			s->last = now();
			s->first = s->first ? s->first : s->last;
		}
		if (!take_signals(s, signals))
			return;
		if (s->first && !s->builder && now() >= due(s))
			begin_build(s);
		if (now() >= heartbeat) {
			web_tell(s->web, T(":\n\n"));
			heartbeat = now() + HEARTBEAT_MS;
		}
	}
}

static int
signals_open(void)
{
	static const int wanted[] = { SIGINT, SIGTERM, SIGHUP, SIGCHLD };
	sigset_t set;

	sigemptyset(&set);
	for (size_t k = 0; k < sizeof wanted / sizeof wanted[0]; k++)
		sigaddset(&set, wanted[k]);
	sigprocmask(SIG_BLOCK, &set, NULL);
	signal(SIGPIPE, SIG_IGN);
	/* Whoever a build leaves behind is waited for here, so that nobody writes into a folder that is being removed. */
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	if (fd < 0)
		die("cannot wait for signals: %s", strerror(errno));
	return fd;
}

static void
stop_builder(const struct serving *s)
{
	if (s->builder)
		kill(s->builder, SIGTERM);
	while (waitpid(-1, NULL, 0) > 0 || errno == EINTR)
		;
}

int
command_serve(int argc, char **argv)
{
	static const char *const watched[] = { "catalog", "site", NULL };
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_SERVE | OPTION_BASE_URL | OPTION_JOBS | OPTION_PROFILE | OPTION_LANGUAGE |
				  OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	struct arena *a = arena_new();
	struct serving s = { .options = &o, .answers = arena_new() };
	int signals = signals_open();
	struct watch *watch = watch_open(o.repository, watched, path_join(a, o.repository, "site/public"));

	load_own_files(&s, a);
	unsigned port = open_port(&s);
	s.base_url = o.base_url ? o.base_url : arena_printf(a, "http://127.0.0.1:%u/", port).s;
	s.preview = preview_open();
	printf(o.language == GERMAN ? "Vorschau: http://127.0.0.1:%u/ (Ende mit Strg+C)\n" :
				      "Preview: http://127.0.0.1:%u/ (Ctrl+C ends it)\n", port);
	fflush(stdout);
	serve(&s, watch, signals);
	stop_builder(&s);
	web_close(s.web);
	preview_close(s.preview);
	watch_close(watch);
	close(signals);
	buf_free(&s.page);
	arena_free(s.answers);
	arena_free(a);
	return 0;
}
