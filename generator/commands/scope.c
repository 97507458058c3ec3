#include "commands/scope.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- paths that were named ------------------------------------------------------------------------- */

/* "catalog/datasets/baum.md" from what a shell completes: from the current folder, or from --repo. */
static struct text
below(const char *folder, const char *path, struct arena *a)
{
	char real_folder[PATH_MAX], real[PATH_MAX];

	if (!realpath(folder, real_folder) || !realpath(path, real)) {
		struct text t = text_of(path);
		while (text_starts(t, T("./")))
			t = text_slice(t, 2, t.n);
		return text_ends(t, T("/")) ? text_slice(t, 0, t.n - 1) : t;
	}
	struct text top = text_of(real_folder), t = text_of(real);
	if (text_equal(top, t))
		return T("");
	if (!text_starts(t, top) || t.s[top.n] != '/')
		return text_of(path);
	return arena_text(a, text_slice(t, top.n + 1, t.n));
}

static void
add(struct scope *s, struct snapshot_file *f)
{
	table_set(&s->paths, f->source.path, f);
}

static bool
add_below(struct scope *s, const struct snapshot *snapshot, struct text path)
{
	struct snapshot_files files = snapshot_files(snapshot);
	bool any = false;

	for (size_t i = 0; i < files.n; i++) {
		struct text file = files.list[i].source.path;
		if (path.n && (!text_starts(file, path) || (file.n > path.n && file.s[path.n] != '/')))
			continue;
		add(s, &files.list[i]);
		any = true;
	}
	return any;
}

static bool
find_named(struct scope *s, const struct snapshot *snapshot, const struct options *o, struct arena *a)
{
	for (int i = 0; i < o->n_rest; i++) {
		struct text path = below(o->repository, o->rest[i], a);
		if (!add_below(s, snapshot, path)) {
			fprintf(stderr, "tabularium: there is no file of the catalogue at %s\n", o->rest[i]);
			return false;
		}
	}
	return true;
}

/* --- what changed ------------------------------------------------------------------------------------ */

static void
find_changed(struct scope *s, const struct snapshot *snapshot, const struct options *o, struct arena *a)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct snapshot_files files = snapshot_files(snapshot);

	if (!snapshot_has_commit(snapshot)) {
		add_below(s, snapshot, T(""));
		return;
	}
	/* What was wrong with names there is not what was asked. */
	struct snapshot *base = snapshot_open(&(struct snapshot_options){ .folder = o->repository,
						  .revision = o->base ? o->base : "HEAD",
						  .forked_by = !o->base ? NULL : o->revision ? o->revision : "HEAD",
						  .kind = SNAPSHOT_REVISION, .roots = roots, .names_only = true }, NULL);
	struct snapshot_changes changes = snapshot_compare(snapshot, base, a);
	for (size_t i = 0, k = 0; i < files.n && k < changes.n_changed; i++)
		if (text_equal(files.list[i].source.path, changes.changed[k])) {
			add(s, &files.list[i]);
			k++;
		}
	s->removed = changes.removed;
	s->n_removed = changes.n_removed;
	snapshot_close(base);
}

bool
scope_find(struct scope *s, const struct snapshot *snapshot, const struct options *o, struct arena *a)
{
	*s = (struct scope){ .is_all = o->n_rest == 0 && !o->staged && !o->base };
	if (o->staged || o->base)
		find_changed(s, snapshot, o, a);
	return find_named(s, snapshot, o, a);
}

void
scope_free(struct scope *s)
{
	table_free(&s->paths);
}

const struct table *
scope_paths(const struct scope *s)
{
	bool needs_all = s->is_all || s->n_removed || table_get(&s->paths, T("catalog/catalog.yaml")) ||
			 table_get(&s->paths, T("site/site.yaml"));

	for (size_t i = 0; i < s->paths.n && !needs_all; i++)
		needs_all = text_starts(s->paths.entries[i].key, T("catalog/services/")) ||
			    text_starts(s->paths.entries[i].key, T("catalog/series/"));
	return needs_all ? NULL : &s->paths;
}

bool
scope_has_site(const struct scope *s)
{
	bool has = s->is_all;

	for (size_t i = 0; i < s->paths.n && !has; i++)
		has = text_starts(s->paths.entries[i].key, T("site/"));
	for (size_t i = 0; i < s->n_removed && !has; i++)
		has = text_starts(s->removed[i], T("site/"));
	return has;
}

/* --- findings ------------------------------------------------------------------------------------------ */

/* "baum" of catalog/datasets/umwelt/baum.md */
static struct text
id_of(struct text path)
{
	struct text name = text_file_name(path);

	return text_slice(name, 0, text_find_char(name, '.'));
}

static bool
misses_removed(const struct scope *s, const struct diagnostic *found)
{
	for (size_t i = 0; i < s->n_removed; i++) {
		struct text path = s->removed[i];
		if (found->id == MESSAGE_UNKNOWN_REFERENCE && text_equal(found->words[0], id_of(path)))
			return true;
		if (found->id == MESSAGE_HOSTED_FILE_MISSING && text_starts(path, T("catalog/")) &&
		    text_equal(found->words[0], text_slice(path, 8, path.n)))
			return true;
		/* "catalog/catalog.yaml", "site/site.yaml" themselves */
		if (found->at.source && text_equal(found->at.source->path, path))
			return true;
	}
	return false;
}

/* Who names a series or service that one of the files withdraws. */
static bool
names_withdrawn(const struct scope *s, const struct diagnostic *found)
{
	for (size_t i = 0; found->id == MESSAGE_NAMES_WITHDRAWN && i < s->paths.n; i++) {
		struct text path = s->paths.entries[i].key;
		bool can_be = text_starts(path, T("catalog/services/")) || text_starts(path, T("catalog/series/"));
		if (can_be && text_equal(found->words[1], id_of(path)))
			return true;
	}
	return false;
}

static bool
is_wanted(const void *context, const struct diagnostic *found)
{
	const struct scope *s = context;
	struct text path = found->at.source ? found->at.source->path : T("");

	/* What lies elsewhere (the templates that ship with the program) is looked at for the city's own. */
	if (!text_starts(path, T("catalog/")) && !text_starts(path, T("site/")))
		return true;
	return table_get(&s->paths, path) || misses_removed(s, found) || names_withdrawn(s, found);
}

void
scope_filter(const struct scope *s, struct diagnostics *d)
{
	if (!s->is_all)
		diagnostics_filter(d, is_wanted, s);
}
