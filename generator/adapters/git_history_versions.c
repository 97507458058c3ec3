/*
 * What was at a path, version by version, and the bytes of it.
 */
#include "adapters/git_history_lines.h"
#include "core/die.h"
#include "core/supervisor.h"

#include <stdlib.h>
#include <string.h>

/* --- versions ------------------------------------------------------------------------------ */

static struct file_version
version_of(const struct history *h, const struct change *change)
{
	const struct indexed_commit *c = &h->index.commits[change->commit];

	return (struct file_version){
		.path = h->index.paths[change->path],
		.object = change->object,
		.commit = (const unsigned char *)c->id.s,
		.time = c->time,
		.rank = c->rank,
		.is_present = change->is_present,
	};
}

static uint32_t
rank_of(const struct history *h, const struct change *change)
{
	return h->index.commits[change->commit].rank;
}

static bool
is_on_branch(const struct history *h, const struct change *change)
{
	return rank_of(h, change) < h->lines[0].end;
}

/* What a merge took over, as the other branch had made it; else the change itself. NULL: nobody knows. */
static const struct change *
made_by(const struct history *h, const struct change *change)
{
	const struct index *x = &h->index;
	const struct indexed_commit *c = &x->commits[change->commit];
	bool is_cut = false;

	if (change->kind != CHANGE_TAKEN)
		return change;
	return newest_change(h, change->path, x->commits[x->parents[c->parents + change->parent]].rank, &is_cut);
}

/* The path at which the branch had the file before this change. */
static uint32_t
path_before(const struct history *h, const struct change *change)
{
	const struct change *made = made_by(h, change);
	const struct change *older = rank_of(h, change) + 1 < h->lines[0].end ?
	    change_in_line(h, change->path, rank_of(h, change) + 1) : NULL;
	uint32_t path = change->path;
	bool is_cut = false;

	if (!change->is_present || (older && older->is_present))
		return path;
	for (; made && (made == change || !is_on_branch(h, made)); made = change_before(h, made, &is_cut))
		path = made->kind == CHANGE_MOVED ? made->source : made->path;
	return path;
}

static size_t
line_versions(const struct history *h, uint32_t path, struct arena *a, const struct file_version **list)
{
	size_t n = 0, capacity = 8;
	struct file_version *versions = arena_array(a, struct file_version, capacity);

	for (uint32_t rank = 0; h->n_order && rank < h->lines[0].end;) {
		const struct change *change = change_in_line(h, path, rank);
		const struct change *made = change ? made_by(h, change) : NULL;
		/* A file that moved away took its past with it. */
		if (!change || (n && made && made->kind == CHANGE_MOVED_AWAY))
			break;
		if (n == capacity) {
			struct file_version *more = arena_array(a, struct file_version, 2 * capacity);
			memcpy(more, versions, n * sizeof *more);
			versions = more;
			capacity *= 2;
		}
		versions[n++] = version_of(h, change);
		path = path_before(h, change);
		rank = rank_of(h, change) + 1;
	}
	*list = versions;
	return n;
}

size_t
history_versions(const struct history *h, struct text path, struct arena *a, const struct file_version **list)
{
	uintptr_t known = (uintptr_t)table_get(&h->index.path_by_text, path);

	*list = NULL;
	return known ? line_versions(h, (uint32_t)(known - 1), a, list) : 0;
}

size_t
history_former_versions(const struct history *h, struct text path, struct text former, struct arena *a,
    const struct file_version **list)
{
	struct file_dates dates = { 0 };
	const struct change *gone = find_former(h, path, former, &dates);

	*list = NULL;
	return gone ? line_versions(h, gone->path, a, list) : 0;
}

bool
history_version_at(const struct history *h, struct text path, uint32_t rank, struct file_version *version)
{
	uintptr_t known = (uintptr_t)table_get(&h->index.path_by_text, path);
	bool is_cut = false;
	const struct change *change = known ? newest_change(h, (uint32_t)(known - 1), rank, &is_cut) : NULL;

	if (!change || !change->is_present)
		return false;
	*version = version_of(h, change);
	return true;
}

size_t
history_hosted(const struct history *h, struct text id, struct arena *a, const struct text **paths)
{
	uintptr_t first = (uintptr_t)table_get(&h->by_name, arena_printf(a, "data/%.*s", TEXT_ARG(id)));
	size_t n = 0;

	for (uintptr_t at = first; at; at = h->next_by_name[at - 1])
		n++;
	struct text *list = arena_array(a, struct text, n);
	n = 0;
	for (uintptr_t at = first; at; at = h->next_by_name[at - 1])
		list[n++] = h->index.paths[at - 1];
	*paths = list;
	return n;
}

static int
by_path(const void *a, const void *b)
{
	return text_compare(((const struct file_version *)a)->path, ((const struct file_version *)b)->path);
}

size_t
history_main_line(const struct history *h, struct arena *a, const struct file_version **list)
{
	struct file_version *all = arena_array(a, struct file_version, h->index.n_paths);
	size_t n = 0;

	for (size_t i = 0; h->n_order && i < h->index.n_paths; i++) {
		const struct change *change = change_in_line(h, (uint32_t)i, 0);
		if (change)
			all[n++] = version_of(h, change);
	}
	if (n)
		qsort(all, n, sizeof *all, by_path);
	*list = all;
	return n;
}

struct text
history_moved_to(const struct history *h, const struct file_version *gone)
{
	const struct index *x = &h->index;
	const struct indexed_commit *c = &x->commits[h->by_rank[gone->rank]];

	for (uint32_t i = 0; i < c->n_changes; i++) {
		const struct change *change = &x->changes[c->changes + i];
		if (change->is_present && memcmp(change->object, gone->object, GIT_OID_RAWSZ) == 0)
			return x->paths[change->path];
	}
	return T("");
}

struct history_reader {
	struct objects *objects; /* NULL: there is no commit */
};

struct text
history_folder_before(const struct history *h, const unsigned char *commit)
{
	uint32_t head;
	const struct index *x = history_index(h, &head);
	uintptr_t found =
	    x ? (uintptr_t)table_get(&x->commit_by_id, (struct text){ (const char *)commit, GIT_OID_RAWSZ }) : 0;

	if (!found)
		return T("");
	const struct indexed_commit *c = &x->commits[found - 1];
	return x->folders[c->n_parents ? x->commits[x->parents[c->parents]].folder : c->folder];
}

struct text
history_first_folder(const struct history *h)
{
	uint32_t head, first = 0;
	const struct index *x = history_index(h, &head);

	if (!x)
		return T("");
	for (uint32_t i = head;; i = x->parents[x->commits[i].parents]) {
		if (x->commits[i].n_changes)
			first = x->commits[i].folder;
		if (!x->commits[i].n_parents)
			return x->folders[first];
	}
}

bool
history_has_commit(const struct history *h, const unsigned char *commit, int64_t *time)
{
	uint32_t head;
	const struct index *x = history_index(h, &head);
	uintptr_t found =
	    x ? (uintptr_t)table_get(&x->commit_by_id, (struct text){ (const char *)commit, GIT_OID_RAWSZ }) : 0;

	if (!found || !x->commits[found - 1].is_reached)
		return false;
	*time = x->commits[found - 1].time;
	return true;
}

struct history_reader *
history_reader_open(const struct snapshot *s)
{
	struct history_reader *r = allocate(sizeof *r);
	struct origin origin;

	r->objects = snapshot_origin(s, &origin) ? objects_open(origin.store) : NULL;
	return r;
}

void
history_reader_close(struct history_reader *r)
{
	if (!r)
		return;
	objects_close(r->objects);
	free(r);
}

struct text
history_read_commit(struct history_reader *r, const unsigned char *commit, struct arena *a)
{
	struct text what = T("a commit of the history"), bytes = T("");
	git_oid id;

	git_oid_fromraw(&id, commit);
	supervisor_reading(what);
	if (r->objects && object_size(r->objects, &id, GIT_OBJECT_COMMIT, what) <= HISTORY_MAX_COMMIT) {
		git_odb_object *object = object_read(r->objects, &id, GIT_OBJECT_COMMIT, what);
		bytes = arena_text(a,
		    (struct text){ git_odb_object_data(object), git_odb_object_size(object) });
		git_odb_object_free(object);
	}
	supervisor_read();
	return bytes;
}

uint64_t
history_size(struct history_reader *r, const struct file_version *v)
{
	git_oid id;

	git_oid_fromraw(&id, v->object);
	supervisor_reading(v->path);
	uint64_t size = r->objects ? object_size(r->objects, &id, GIT_OBJECT_BLOB, v->path) : 0;
	supervisor_read();
	return size;
}

struct text
history_read_hosted(struct history_reader *r, const struct file_version *v, uint64_t most, struct arena *a)
{
	git_oid id;
	struct text bytes = T("");

	git_oid_fromraw(&id, v->object);
	supervisor_reading(v->path);
	if (r->objects && object_size(r->objects, &id, GIT_OBJECT_BLOB, v->path) <= most) {
		git_odb_object *object = object_read(r->objects, &id, GIT_OBJECT_BLOB, v->path);
		bytes = arena_text(a,
		    (struct text){ git_odb_object_data(object), git_odb_object_size(object) });
		git_odb_object_free(object);
	}
	supervisor_read();
	return bytes;
}

struct text
history_read(struct history_reader *r, const struct file_version *v, struct arena *a)
{
	return history_read_hosted(r, v, SNAPSHOT_MAX_ENTRY, a);
}
