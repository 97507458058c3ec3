#include "changes/changes.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "core/date.h"

#include <stdio.h>
#include <stdlib.h>

static const char *const events[][N_INTERFACE_LANGUAGES] = {
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
		buf_printf(out, "            %.*s\n", TEXT_ARG(change->sentences[0][i]));
}

static void
write_tag(struct buf *out, const struct confirmed_tag *tag, enum interface_language language)
{
	struct date day = date_from_days(tag->time / (24 * 60 * 60));

	date_write(out, &day);
	buf_printf(out, language == GERMAN ? "  Stand „%.*s“ (unterschrieben, bestätigt)\n" : "  state “%.*s” (signed, confirmed)\n",
	    TEXT_ARG(tag->name));
}

/* The newest first; a state stands above the changes it holds, and none below the first. */
static void
write_history(struct buf *out, const struct dataset_changes *changes, const struct changes *all,
    enum interface_language language)
{
	size_t next = 0;

	for (size_t i = 0; i < changes->n; i++) {
		for (; next < all->n_tags && all->tags[next].time >= changes->list[i].time; next++)
			write_tag(out, &all->tags[next], language);
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
	    .owner = owner, .catalog = c, .only = dataset, .with_tags = true, .style = &plain_style,
	    .voices = &own_voices[o->language], .n_voices = 1,
	    .jobs = o->jobs });
	if (!changes)
		fprintf(stderr, "tabularium: the history of the repository is not complete; fetch the rest: "
				"git fetch --unshallow\n");
	for (size_t i = 0; changes && i < (is_withdrawn ? c->withdrawn : c->datasets).n; i++) {
		const struct dataset_changes *list =
		    is_withdrawn ? &changes_all(changes)->withdrawn[i] : &changes_all(changes)->datasets[i];
		write_history(&out, list, changes_all(changes), o->language);
	}
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
