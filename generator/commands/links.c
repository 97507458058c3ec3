#include "links/links.h"

#include "check/report.h"
#include "commands/commands.h"
#include "commands/findings.h"
#include "commands/options.h"
#include "core/file.h"
#include "core/table.h"
#include "site/files.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum {
	AT_ONCE = 8,     /* hosts: one waits, whatever processors there are */
	SECONDS = 20,    /* for an answer */
	A_DAY = 24 * 60 * 60,
	MAX_CACHE = 64 << 20, /* bytes */
};

/* --- what was good lately: lines of seconds since 1970, a blank, the address ------------------------------ */

static void
read_cache(struct arena *a, const char *path, int64_t now, struct table *known)
{
	struct text rest, line;
	uint64_t then;

	if (!file_read(a, path, MAX_CACHE, &rest))
		return;
	while (text_next(&rest, '\n', &line)) {
		size_t blank = text_find_char(line, ' ');
		if (blank < line.n && text_number(text_slice(line, 0, blank), INT64_MAX, &then) && (int64_t)then <= now &&
		    now - (int64_t)then < A_DAY) {
			struct text *written = arena_new_of(a, struct text);
			*written = text_slice(line, 0, blank);
			table_set(known, text_slice(line, blank + 1, line.n), written);
		}
	}
}

/* Of what has nothing to be told of it; what was not asked keeps its time. */
static void
write_cache(const char *path, const struct links *l, int64_t now, const struct table *known)
{
	struct text name = text_file_name(text_of(path)), folder = text_slice(text_of(path), 0, strlen(path) - name.n);
	struct arena *a = arena_new();
	struct buf out = { 0 };

	for (size_t i = 0; i < l->n; i++) {
		const struct link *link = &l->list[i];
		const struct text *then = table_get(known, text_of(link->url));
		struct diagnostics *d = diagnostics_new();
		link_judge(link, d);
		if (then)
			buf_text(&out, *then);
		else if (d->n == 0)
			buf_number(&out, (uint64_t)now);
		if (then || d->n == 0)
			buf_printf(&out, " %s\n", link->url);
		diagnostics_free(d);
	}
	file_write(folder.n ? arena_cstr(a, folder) : ".", name, buf_view(&out));
	buf_free(&out);
	arena_free(a);
}

/* --- the command ------------------------------------------------------------------------------------------- */

static void
show_progress(void *context, size_t done)
{
	const struct links *l = context;

	fprintf(stderr, "\r%zu/%zu ", done, l->n);
	if (done == l->n)
		fputs("\r\x1b[K", stderr);
	fflush(stderr);
}

static void
print_answers(const struct options *o, enum report_format format, struct diagnostics *d, const struct snapshot *snapshot,
    const struct links *l, size_t n_known)
{
	struct buf out = { 0 };

	diagnostics_sort(d);
	if (format != REPORT_TEXT) {
		report_write(&out, d, format, &(struct report_options){ .language = o->language, .folder = snapshot_folder(snapshot) });
	} else {
		print_findings(stdout, d, snapshot, o, true);
		if (!o->quiet)
			buf_printf(&out, o->language == GERMAN ? "%zu Adressen auf %zu Servern, davon %zu aus dem Zwischenspeicher\n" :
								 "%zu addresses on %zu servers, %zu of them from the cache\n",
			    l->n, l->n_hosts, n_known);
	}
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
}

static size_t
count_known(const struct links *l, const struct table *known)
{
	size_t n = 0;

	for (size_t i = 0; i < l->n; i++)
		n += table_get(known, text_of(l->list[i].url)) != NULL;
	return n;
}

static void
ask_all(const struct options *o, enum report_format format, struct links *l, struct arena *a, struct diagnostics *d,
    const struct snapshot *snapshot)
{
	int64_t now = (int64_t)time(NULL);
	struct table known = { 0 };
	bool is_shown = !o->quiet && isatty(STDERR_FILENO);

	if (o->cache)
		read_cache(a, o->cache, now, &known);
	links_ask(l, a, &(struct links_asking){ .jobs = o->has_jobs ? o->jobs : AT_ONCE,
	    .max_seconds = o->timeout ? o->timeout : SECONDS, .allow_private = o->allow_private, .known = &known,
	    .progress = is_shown ? show_progress : NULL, .context = l });
	for (size_t i = 0; i < l->n; i++)
		link_judge(&l->list[i], d);
	if (o->cache)
		write_cache(o->cache, l, now, &known);
	print_answers(o, format, d, snapshot, l, count_known(l, &known));
	table_free(&known);
}

int
command_links(int argc, char **argv)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct options o;
	struct links l;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_JOBS | OPTION_LANGUAGE | OPTION_QUIET | OPTION_REPORT |
				  OPTION_LINKS, argc, argv, &exit_code))
		return exit_code;
	enum report_format format = o.format ? report_format_named(text_of(o.format)) : REPORT_TEXT;
	if (format == N_REPORT_FORMATS) {
		fprintf(stderr, "tabularium: links --format is text, json, sarif, github, gitlab or junit\n");
		return 2;
	}
	struct arena *a = arena_new();
	struct diagnostics *of_reading = diagnostics_new();
	struct snapshot *snapshot = snapshot_open(&(struct snapshot_options){ .folder = o.repository, .revision = o.revision,
						      .kind = o.worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION, .roots = roots }, of_reading);
	struct catalog_owner *owner = catalog_read(&(struct catalog_reading){ .snapshot = snapshot, .jobs = o.jobs }, of_reading);
	struct diagnostics *d = diagnostics_beside(of_reading);
	bool is_known = links_collect(&l, a, &(struct links_wanted){ owner, o.rest, (size_t)o.n_rest });
	if (is_known) {
		if (of_reading->n_errors)
			fprintf(stderr, "tabularium: the catalogue has errors, which tabularium check shows; addresses that cannot be "
					"read are not asked\n");
		ask_all(&o, format, &l, a, d, snapshot);
	}
	exit_code = !is_known ? 2 : d->n_errors > 0;
	diagnostics_free(d);
	catalog_free(owner);
	snapshot_close(snapshot);
	diagnostics_free(of_reading);
	arena_free(a);
	return exit_code;
}
