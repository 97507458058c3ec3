#include "adapters/git_folder.h"

#include "adapters/git.h"
#include "adapters/git_object.h"
#include "core/die.h"
#include "core/table.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_OBJECT = 32 << 20, /* bytes of a commit or tree */
	MAX_COMMITS = 1 << 20,
	MAX_PARENTS = 16,      /* of one commit; further ones are not looked at */
};

struct file_days {
	int64_t first, last;
};

struct folder_dates {
	struct arena *arena;
	struct table files; /* name → struct file_days * */
};

struct commit {
	git_oid tree;
	git_oid parents[MAX_PARENTS];
	size_t n_parents;
	int64_t time;
};

struct walk {
	struct folder_dates *dates;
	struct objects *objects;
	struct text folder; /* in the repository's trees: "a/_datasets" */
	struct table seen;  /* ids of commits */
	git_oid *queue;
	size_t n, capacity;
	bool is_broken; /* something is not there: nothing is known */
};

/* An object's bytes, copied; empty when it is not there or too large. */
static struct text
read(struct walk *w, struct arena *a, const git_oid *id, git_object_t type)
{
	if (!object_exists(w->objects, id) ||
	    object_size(w->objects, id, type, T("the history of the source")) > MAX_OBJECT) {
		w->is_broken = true;
		return T("");
	}
	git_odb_object *o = object_read(w->objects, id, type, T("the history of the source"));
	struct text bytes = arena_text(a, (struct text){ git_odb_object_data(o), git_odb_object_size(o) });
	git_odb_object_free(o);
	return bytes;
}

static bool
read_id(struct text line, const char *key, git_oid *id)
{
	struct text k = text_of(key);

	return text_starts(line, k) && line.n == k.n + 40 && git_oid_fromstrn(id, line.s + k.n, 40) == 0;
}

/* "committer A U Thor <a@example.org> 1700000000 +0100" */
static int64_t
time_of(struct text line)
{
	size_t end = line.n;
	uint64_t seconds;

	while (end && line.s[end - 1] != '>')
		end--;
	struct text rest = text_trim(text_slice(line, end, line.n));
	return text_number(text_slice(rest, 0, text_find_char(rest, ' ')), INT64_MAX / 2, &seconds) ? (int64_t)seconds : 0;
}

static bool
read_commit(struct walk *w, struct arena *a, const git_oid *id, struct commit *c)
{
	struct text rest = read(w, a, id, GIT_OBJECT_COMMIT), line;

	*c = (struct commit){ 0 };
	if (!text_next(&rest, '\n', &line) || !read_id(line, "tree ", &c->tree))
		return false;
	while (text_next(&rest, '\n', &line) && line.n) {
		if (c->n_parents < MAX_PARENTS && read_id(line, "parent ", &c->parents[c->n_parents]))
			c->n_parents++;
		else if (text_starts(line, T("committer ")))
			c->time = time_of(line);
	}
	return true;
}

/* The next entry of a tree: "100644 name\0" and 20 bytes. */
static bool
next_entry(struct text *rest, struct text *name, git_oid *id, bool *is_folder)
{
	size_t blank = text_find_char(*rest, ' '), zero = text_find_char(*rest, '\0');

	if (blank >= zero || zero + 21 > rest->n)
		return false;
	*is_folder = rest->s[0] == '4';
	*name = text_slice(*rest, blank + 1, zero);
	git_oid_fromraw(id, (const unsigned char *)rest->s + zero + 1);
	*rest = text_slice(*rest, zero + 21, rest->n);
	return true;
}

static bool
find_entry(struct text tree, struct text wanted, git_oid *id, bool *is_folder)
{
	struct text name;

	while (next_entry(&tree, &name, id, is_folder))
		if (text_equal(name, wanted))
			return true;
	return false;
}

/* The folder's tree in a commit's; false when it is not there. */
static bool
find_folder(struct walk *w, struct arena *a, git_oid tree, git_oid *found)
{
	struct text rest = w->folder, part;
	bool is_folder;

	while (text_next(&rest, '/', &part)) {
		if (!find_entry(read(w, a, &tree, GIT_OBJECT_TREE), part, &tree, &is_folder) || !is_folder)
			return false;
	}
	*found = tree;
	return true;
}

static void
add_change(struct walk *w, struct text name, int64_t time)
{
	struct file_days *days = table_get(&w->dates->files, name);

	if (!days) {
		days = arena_new_of(w->dates->arena, struct file_days);
		*days = (struct file_days){ time, time };
		table_set(&w->dates->files, arena_text(w->dates->arena, name), days);
	}
	if (time < days->first)
		days->first = time;
	if (time > days->last)
		days->last = time;
}

/* Files that are otherwise than in every parent. */
static void
compare(struct walk *w, struct arena *a, const struct commit *c)
{
	struct text parents[MAX_PARENTS], name;
	git_oid folder, before, id;
	bool is_folder;

	if (!find_folder(w, a, c->tree, &folder))
		return;
	for (size_t i = 0; i < c->n_parents; i++) {
		struct commit parent;
		parents[i] = T("");
		if (!read_commit(w, a, &c->parents[i], &parent) || !find_folder(w, a, parent.tree, &before))
			continue;
		if (git_oid_equal(&before, &folder))
			return;
		parents[i] = read(w, a, &before, GIT_OBJECT_TREE);
	}
	struct text rest = read(w, a, &folder, GIT_OBJECT_TREE);
	while (next_entry(&rest, &name, &id, &is_folder)) {
		bool is_new = !is_folder;
		for (size_t i = 0; i < c->n_parents && is_new; i++)
			is_new = !find_entry(parents[i], name, &before, &is_folder) || !git_oid_equal(&before, &id);
		if (is_new)
			add_change(w, name, c->time);
	}
}

static void
push(struct walk *w, const git_oid *id)
{
	struct text key = arena_text(w->dates->arena, (struct text){ (const char *)id->id, GIT_OID_RAWSZ });

	if (table_set(&w->seen, key, w))
		return;
	if (w->n == w->capacity) {
		w->capacity = w->capacity ? 2 * w->capacity : 64;
		w->queue = reallocate(w->queue, w->capacity * sizeof *w->queue);
	}
	w->queue[w->n++] = *id;
}

static void
walk_history(struct walk *w, const git_oid *head)
{
	struct arena *a = arena_new();
	struct commit c;

	push(w, head);
	while (w->n && !w->is_broken) {
		git_oid id = w->queue[--w->n];
		arena_reset(a);
		if (!read_commit(w, a, &id, &c) || w->seen.n > MAX_COMMITS)
			w->is_broken = true;
		compare(w, a, &c);
		for (size_t i = 0; i < c.n_parents; i++)
			push(w, &c.parents[i]);
	}
	arena_free(a);
}

struct folder_dates *
folder_dates_new(const char *root, const char *folder)
{
	static const char *const none[] = { NULL };
	struct folder_dates *d = allocate(sizeof *d);
	struct diagnostics *findings = diagnostics_new();
	struct snapshot *s = snapshot_open(
	    &(struct snapshot_options){ .folder = root, .kind = SNAPSHOT_WORKTREE, .roots = none }, findings);
	struct origin origin;

	*d = (struct folder_dates){ .arena = arena_new() };
	if (snapshot_origin(s, &origin) && !origin.store->is_shallow) {
		struct walk w = { .dates = d, .objects = objects_open(origin.store),
			.folder = arena_printf(d->arena, "%.*s%s%s", TEXT_ARG(origin.folder), origin.folder.n ? "/" : "", folder) };
		walk_history(&w, &origin.commit);
		if (w.is_broken)
			table_free(&d->files);
		objects_close(w.objects);
		table_free(&w.seen);
		free(w.queue);
	}
	snapshot_close(s);
	diagnostics_free(findings);
	return d;
}

void
folder_dates_free(struct folder_dates *d)
{
	if (!d)
		return;
	table_free(&d->files);
	arena_free(d->arena);
	free(d);
}

bool
folder_dates_of(const struct folder_dates *d, struct text name, int64_t *first, int64_t *last)
{
	const struct file_days *days = d ? table_get(&d->files, name) : NULL;

	if (!days)
		return false;
	*first = days->first;
	*last = days->last;
	return true;
}
