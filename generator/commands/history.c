#include "adapters/signature.h"
#include "changes/changes.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "core/date.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const events[][CHANGE_LANGUAGES] = {
	[EVENT_PUBLISHED] = { [GERMAN] = "veröffentlicht", [ENGLISH] = "published" },
	[EVENT_CHANGED] = { [GERMAN] = "geändert", [ENGLISH] = "changed" },
	[EVENT_RENAMED] = { [GERMAN] = "hat eine neue Kennung", [ENGLISH] = "has another id" },
	[EVENT_WITHDRAWN] = { [GERMAN] = "zurückgezogen", [ENGLISH] = "withdrawn" },
	[EVENT_RETURNED] = { [GERMAN] = "wieder veröffentlicht", [ENGLISH] = "published again" },
};

static void
write_change(struct buf *out, const struct dataset_change *change, enum interface_language language)
{
	struct date day = date_from_days(change->time / (24 * 60 * 60));

	date_write(out, &day);
	buf_printf(out, "  %s", events[change->event][language]);
	if (change->former_id.n)
		buf_printf(out, language == GERMAN ? " (vorher %.*s)" : " (before: %.*s)", TEXT_ARG(change->former_id));
	if (change->is_confirmed)
		buf_str(out, language == GERMAN ? " (unterschrieben, bestätigt)" : " (signed, confirmed)");
	buf_char(out, '\n');
	for (size_t i = 0; i < change->n; i++)
		buf_printf(out, "            %.*s\n", TEXT_ARG(change->sentences[language][i]));
}

/* --- tags ----------------------------------------------------------------------------------------------- */

/* A state of the whole catalogue that somebody vouches for. Told here and in nothing that is built: a tag is no part
 * of a commit, and anybody can set, move or lack it. */
struct confirmed_tag {
	const char *name;
	int64_t time; /* of its commit */
};

static int
newest_first(const void *a, const void *b)
{
	const struct confirmed_tag *x = a, *y = b;

	return (x->time < y->time) - (x->time > y->time);
}

/* Of the commits in this history, by the keys of site.yaml. */
static size_t
confirmed_tags(const struct snapshot *snapshot, const struct history *h, const struct settings *settings, struct arena *a,
    struct confirmed_tag **list)
{
	const struct snapshot_tag *tags = NULL;
	size_t n = 0, n_tags = settings && settings->n_signing_keys ? snapshot_tags(snapshot, a, &tags) : 0;

	*list = arena_array(a, struct confirmed_tag, n_tags + 1);
	for (size_t i = 0; i < n_tags; i++) {
		(*list)[n].name = tags[i].name;
		n += history_has_commit(h, tags[i].commit, &(*list)[n].time) &&
		     signature_confirms_tag(tags[i].bytes, settings->signing_keys, settings->n_signing_keys);
	}
	qsort(*list, n, sizeof **list, newest_first);
	return n;
}

static void
write_tag(struct buf *out, const struct confirmed_tag *tag, enum interface_language language)
{
	struct date day = date_from_days(tag->time / (24 * 60 * 60));

	date_write(out, &day);
	buf_printf(out, language == GERMAN ? "  Stand „%s“ (unterschrieben, bestätigt)\n" : "  state “%s” (signed, confirmed)\n",
	    tag->name);
}

/* The newest first; a state stands above the changes it holds, and none below the first. */
static void
write_history(struct buf *out, const struct dataset_changes *changes, const struct confirmed_tag *tags, size_t n_tags,
    enum interface_language language)
{
	size_t next = 0;

	for (size_t i = 0; i < changes->n; i++) {
		for (; next < n_tags && tags[next].time >= changes->list[i].time; next++)
			write_tag(out, &tags[next], language);
		write_change(out, &changes->list[i], language);
	}
}

/* Exit code 1: there is no such dataset, or its history is not known. */
static int
print_history(const struct options *o, struct snapshot *snapshot, struct catalog_owner *owner)
{
	const struct catalog *c = catalog_public(owner);
	struct text id = text_of(o->rest[0]);
	const struct resource *dataset = resource_list_find(&c->datasets, id);
	bool is_withdrawn = !dataset;
	struct buf out = { 0 };

	if (is_withdrawn)
		dataset = resource_list_find(&c->withdrawn, id);
	if (!dataset) {
		fprintf(stderr, "tabularium: there is no public dataset “%s”\n", o->rest[0]);
		return 1;
	}
	struct history *h = history_open(snapshot, T(""));
	struct changes_owner *changes = changes_read(&(struct changes_reading){ .snapshot = snapshot, .history = h,
	    .owner = owner, .catalog = c, .only = dataset, .style = &plain_style, .jobs = o->jobs });
	if (!changes)
		fprintf(stderr, "tabularium: the history of the repository is not complete; fetch the rest: "
				"git fetch --unshallow\n");
	struct arena *a = arena_new();
	struct confirmed_tag *tags;
	size_t n_tags = confirmed_tags(snapshot, h, c->settings, a, &tags);
	for (size_t i = 0; changes && i < (is_withdrawn ? c->withdrawn : c->datasets).n; i++) {
		const struct dataset_changes *list =
		    is_withdrawn ? &changes_all(changes)->withdrawn[i] : &changes_all(changes)->datasets[i];
		write_history(&out, list, tags, n_tags, o->language);
	}
	arena_free(a);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	int exit_code = changes ? 0 : 1;
	changes_free(changes);
	history_close(h);
	return exit_code;
}

int
command_history(int argc, char **argv)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_JOBS | OPTION_LANGUAGE, argc, argv, &exit_code))
		return exit_code;
	if (o.n_rest != 1) {
		fprintf(stderr, "tabularium: history wants the id of a dataset: tabularium history baumkataster\n");
		return 2;
	}
	struct diagnostics *d = diagnostics_new();
	struct snapshot *snapshot = snapshot_open(&(struct snapshot_options){ .folder = o.repository,
						      .revision = o.revision,
						      .kind = o.worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION,
						      .roots = roots }, d);
	struct catalog_owner *owner = catalog_read(&(struct catalog_reading){ .snapshot = snapshot, .jobs = o.jobs }, d);
	exit_code = print_history(&o, snapshot, owner);
	catalog_free(owner);
	snapshot_close(snapshot);
	diagnostics_free(d);
	return exit_code;
}
