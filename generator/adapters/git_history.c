/*
 * Reads the commits, keeps the index of what they changed, and follows paths in it. What a commit
 * changed is found in git_history_compare.c, the form of the cache in git_history_cache.c.
 */
#include "adapters/git_history.h"

#include "adapters/git_history_lines.h"
#include "core/die.h"
#include "core/supervisor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the index ----------------------------------------------------------------------------- */

static void *
grown(void *list, size_t n, size_t *capacity, size_t size)
{
	if (n < *capacity)
		return list;
	if (n >= NO_COMMIT)
		die("the history of the repository is too large");
	*capacity = *capacity ? 2 * *capacity : 256;
	return reallocate(list, *capacity * size);
}

uint32_t
index_commit(struct index *x, const unsigned char *id)
{
	struct text key = { (const char *)id, GIT_OID_RAWSZ };
	uintptr_t known = (uintptr_t)table_get(&x->commit_by_id, key);

	if (known)
		return (uint32_t)(known - 1);
	x->commits = grown(x->commits, x->n_commits, &x->commit_capacity, sizeof *x->commits);
	key = arena_text(x->arena, key);
	x->commits[x->n_commits] = (struct indexed_commit){ .id = key };
	table_set(&x->commit_by_id, key, (void *)(x->n_commits + 1));
	return (uint32_t)x->n_commits++;
}

uint32_t
index_path(struct index *x, struct text path)
{
	uintptr_t known = (uintptr_t)table_get(&x->path_by_text, path);

	if (known)
		return (uint32_t)(known - 1);
	x->paths = grown(x->paths, x->n_paths, &x->path_capacity, sizeof *x->paths);
	path = arena_text(x->arena, path);
	x->paths[x->n_paths] = path;
	table_set(&x->path_by_text, path, (void *)(x->n_paths + 1));
	return (uint32_t)x->n_paths++;
}

void
index_add_folder(struct index *x, struct text folder)
{
	x->folders = grown(x->folders, x->n_folders, &x->folder_capacity, sizeof *x->folders);
	x->folders[x->n_folders++] = arena_text(x->arena, folder);
}

struct change *
index_add_change(struct index *x)
{
	x->changes = grown(x->changes, x->n_changes, &x->change_capacity, sizeof *x->changes);
	return &x->changes[x->n_changes++];
}

/* All parents of a commit are added before those of another. */
void
index_add_parent(struct index *x, struct indexed_commit *c, uint32_t parent)
{
	x->parents = grown(x->parents, x->n_parents, &x->parent_capacity, sizeof *x->parents);
	if (c->n_parents++ == 0)
		c->parents = (uint32_t)x->n_parents;
	x->parents[x->n_parents++] = parent;
}

void
index_split_path(struct text path, struct text *class, struct text *name)
{
	size_t class_end = sizeof "catalog/" - 1;

	*name = text_file_name(path);
	size_t slash = path.n - name->n;
	class_end += text_find_char(text_slice(path, class_end, path.n), '/') + 1;
	*class = text_slice(path, sizeof "catalog/" - 1, class_end < slash ? class_end : slash);
}

void
index_free(struct index *x)
{
	free(x->commits);
	free(x->parents);
	free(x->changes);
	free(x->paths);
	free(x->folders);
	table_free(&x->commit_by_id);
	table_free(&x->path_by_text);
	arena_free(x->arena);
	*x = (struct index){ 0 };
}

static bool
index_read(struct index *x, struct text cache, struct text folder)
{
	x->arena = arena_new();
	if (index_decode(x, cache, folder))
		return true;
	index_free(x);
	x->arena = arena_new();
	index_add_folder(x, folder);
	return false;
}

/* --- reading commits ----------------------------------------------------------------------- */

struct reader {
	struct history *history;
	struct objects *objects;
	const struct object_store *store;
	size_t n_reached;
};

static git_oid
oid_of(struct text id)
{
	git_oid oid;

	git_oid_fromraw(&oid, (const unsigned char *)id.s);
	return oid;
}

/* "parent 2f0e…\n" off the front; false when the next line has another name. */
static bool
take_id(struct text *rest, struct text name, git_oid *id)
{
	size_t length = name.n + GIT_OID_HEXSZ;

	if (!text_starts(*rest, name) || rest->n <= length || rest->s[length] != '\n' ||
	    git_oid_fromstrn(id, rest->s + name.n, GIT_OID_HEXSZ) < 0)
		return false;
	*rest = text_slice(*rest, length + 1, rest->n);
	return true;
}

/* "committer Ada <ada@example.org> 1700000000 +0100"; a time that is none gives 0, unknown. */
static int64_t
committer_time(struct text rest)
{
	uint64_t seconds = 0;

	for (struct text line; text_next(&rest, '\n', &line) && line.n;) {
		if (!text_starts(line, T("committer ")))
			continue;
		size_t after = line.n;
		while (after && line.s[after - 1] != '>')
			after--;
		struct text time = text_trim(text_slice(line, after, line.n));
		text_number(text_slice(time, 0, text_find_char(time, ' ')), INT64_MAX, &seconds);
		break;
	}
	return (int64_t)seconds;
}

/* Fills the commit in; its parents are added to the index, unread. */
static void
read_commit(struct reader *r, uint32_t number)
{
	struct index *x = &r->history->index;
	struct text what = T("a commit of the history");
	git_oid id = oid_of(x->commits[number].id), tree, parent;
	bool is_indexed = x->commits[number].is_indexed;

	if (object_size(r->objects, &id, GIT_OBJECT_COMMIT, what) > HISTORY_MAX_COMMIT)
		die("%s: commit %s is larger than %d KiB: rewrite it", r->store->repository,
		    git_oid_tostr_s(&id), HISTORY_MAX_COMMIT >> 10);
	git_odb_object *object = object_read(r->objects, &id, GIT_OBJECT_COMMIT, what);
	struct text rest = { git_odb_object_data(object), git_odb_object_size(object) };
	if (!take_id(&rest, T("tree "), &tree))
		die("%s: commit %s cannot be read: it names no tree; run 'git fsck'",
		    r->store->repository, git_oid_tostr_s(&id));
	x->commits[number].tree = tree;
	x->commits[number].is_read = true;
	for (unsigned n = 0; !is_indexed && take_id(&rest, T("parent "), &parent); n++) {
		if (r->store->is_shallow && !object_exists(r->objects, &parent))
			x->commits[number].is_cut = true;
		if (n < HISTORY_MAX_PARENTS && !x->commits[number].is_cut) {
			uint32_t added = index_commit(x, parent.id);
			index_add_parent(x, &x->commits[number], added);
		}
	}
	if (!is_indexed)
		x->commits[number].time = committer_time(rest);
	git_odb_object_free(object);
}

/* The history ends before this commit. */
static void
cut(struct history *h, uint32_t number, enum history_state why)
{
	struct indexed_commit *c = &h->index.commits[number];

	c->is_cut = true;
	c->n_parents = 0;
	c->n_changes = 0;
	if (h->state == HISTORY_COMPLETE)
		h->state = why;
}

static void
reach(struct reader *r, uint32_t number)
{
	struct history *h = r->history;
	struct indexed_commit *c = &h->index.commits[number];

	if (!c->is_indexed)
		read_commit(r, number);
	c = &h->index.commits[number];
	c->is_reached = true;
	if (c->is_cut)
		cut(h, number, HISTORY_SHALLOW);
	else if (++r->n_reached > HISTORY_MAX_COMMITS)
		cut(h, number, HISTORY_TOO_LARGE);
}

/* All commits from the head on, depth first: h->order gets parents before children. */
static void
reach_all(struct reader *r, uint32_t head)
{
	struct history *h = r->history;
	struct step { /* to the commit; parents before `next` were taken */
		uint32_t commit, next;
	} *stack = NULL;
	size_t n = 0, capacity = 0, order_capacity = 0;

	for (uint32_t to = head; to != NO_COMMIT || n;) {
		if (to != NO_COMMIT) {
			stack = grown(stack, n, &capacity, sizeof *stack);
			stack[n++] = (struct step){ to, 0 };
			reach(r, to);
		}
		struct step *s = &stack[n - 1];
		const struct indexed_commit *c = &h->index.commits[s->commit];
		to = NO_COMMIT;
		while (s->next < c->n_parents && to == NO_COMMIT) {
			uint32_t parent = h->index.parents[c->parents + s->next++];
			if (!h->index.commits[parent].is_reached)
				to = parent;
		}
		if (to != NO_COMMIT)
			continue;
		h->order = grown(h->order, h->n_order, &order_capacity, sizeof *h->order);
		h->order[h->n_order++] = s->commit;
		n--;
	}
	free(stack);
}

/* Compares a commit with its parents; those may be known from the cache without their trees. */
static void
add_to_index(struct reader *r, struct comparison *comparison, uint32_t number)
{
	struct index *x = &r->history->index;
	struct buf what = { 0 };

	git_oid id = oid_of(x->commits[number].id);
	buf_printf(&what, "commit %s", git_oid_tostr_s(&id));
	supervisor_reading(buf_view(&what));
	for (uint32_t i = 0; i < x->commits[number].n_parents; i++) {
		uint32_t parent = x->parents[x->commits[number].parents + i];
		if (!x->commits[parent].is_read)
			read_commit(r, parent);
	}
	switch (comparison_add(comparison, number)) {
	case COMPARED_MISSING: cut(r->history, number, HISTORY_PARTIAL); break;
	case COMPARED_TOO_LARGE: cut(r->history, number, HISTORY_TOO_LARGE); break;
	case COMPARED: r->history->has_grown = true; break;
	}
	supervisor_read();
	buf_free(&what);
}

/* --- lines --------------------------------------------------------------------------------- */

static void
draw_lines(struct history *h)
{
	struct index *x = &h->index;
	uint32_t rank = 0, n_lines = 0;

	h->by_rank = allocate((h->n_order + 1) * sizeof *h->by_rank);
	h->line_of = allocate((h->n_order + 1) * sizeof *h->line_of);
	h->lines = allocate((h->n_order + 1) * sizeof *h->lines);
	for (size_t i = 0; i < h->n_order; i++)
		x->commits[h->order[i]].rank = NO_COMMIT;
	for (size_t i = h->n_order; i-- > 0;) {
		const struct indexed_commit *last = NULL;
		uint32_t to = h->order[i];
		if (x->commits[to].rank != NO_COMMIT)
			continue;
		while (to != NO_COMMIT && x->commits[to].rank == NO_COMMIT) {
			struct indexed_commit *c = &x->commits[to];
			c->rank = rank;
			h->by_rank[rank] = to;
			h->line_of[rank++] = n_lines;
			last = c;
			to = c->n_parents ? x->parents[c->parents] : NO_COMMIT;
		}
		h->lines[n_lines++] = (struct line){
			.end = rank,
			.next = to == NO_COMMIT ? NO_COMMIT : x->commits[to].rank,
			.is_cut = last->is_cut,
		};
	}
}

static void
sort_changes(struct history *h)
{
	const struct index *x = &h->index;
	uint32_t *to = allocate((x->n_paths + 1) * sizeof *to);
	size_t n = 0;

	h->from = allocate((x->n_paths + 2) * sizeof *h->from);
	memset(h->from, 0, (x->n_paths + 2) * sizeof *h->from);
	for (size_t rank = 0; rank < h->n_order; rank++) {
		const struct indexed_commit *c = &x->commits[h->by_rank[rank]];
		for (uint32_t i = 0; i < c->n_changes; i++)
			h->from[x->changes[c->changes + i].path + 1]++;
		n += c->n_changes;
	}
	for (size_t i = 0; i < x->n_paths; i++) {
		to[i] = h->from[i];
		h->from[i + 1] += h->from[i];
	}
	h->changes = allocate((n + 1) * sizeof *h->changes);
	for (size_t rank = 0; rank < h->n_order; rank++) {
		const struct indexed_commit *c = &x->commits[h->by_rank[rank]];
		for (uint32_t i = 0; i < c->n_changes; i++)
			h->changes[to[x->changes[c->changes + i].path]++] = c->changes + i;
	}
	free(to);
}

/* "data/baum" of "catalog/data/baum/2024/a.csv" */
static struct text
hosted_folder(struct text path)
{
	size_t id = sizeof "catalog/data/" - 1;

	return text_slice(path, sizeof "catalog/" - 1, id + text_find_char(text_slice(path, id, path.n), '/'));
}

static struct text
key_of_name(struct arena *a, struct text class, struct text name)
{
	return arena_printf(a, "%.*s%.*s", TEXT_ARG(class), TEXT_ARG(name));
}

static void
sort_names(struct history *h)
{
	struct index *x = &h->index;

	h->next_by_name = allocate((x->n_paths + 1) * sizeof *h->next_by_name);
	for (size_t i = 0; i < x->n_paths; i++) {
		struct text class, name, key = hosted_folder(x->paths[i]);
		if (!text_starts(x->paths[i], T("catalog/data/"))) {
			index_split_path(x->paths[i], &class, &name);
			key = key_of_name(x->arena, class, name);
		}
		h->next_by_name[i] = (uint32_t)(uintptr_t)table_set(&h->by_name, key, (void *)(i + 1));
	}
}

/* --- following a path ---------------------------------------------------------------------- */

const struct change *
change_in_line(const struct history *h, uint32_t path, uint32_t rank)
{
	const struct index *x = &h->index;
	uint32_t low = h->from[path], high = h->from[path + 1], end = high;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (x->commits[x->changes[h->changes[middle]].commit].rank < rank)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == end)
		return NULL;
	const struct change *change = &x->changes[h->changes[low]];
	return x->commits[change->commit].rank < h->lines[h->line_of[rank]].end ? change : NULL;
}

static uint32_t
rank_of_parent(const struct history *h, const struct change *change, uint32_t parent)
{
	const struct index *x = &h->index;
	const struct indexed_commit *c = &x->commits[change->commit];

	return parent < c->n_parents ? x->commits[x->parents[c->parents + parent]].rank : NO_COMMIT;
}

/*
 * The newest commit from `rank` on that has something else at the path than all its parents. NULL
 * when there is none; *is_cut when there may be one that cannot be read.
 */
const struct change *
newest_change(const struct history *h, uint32_t path, uint32_t rank, bool *is_cut)
{
	while (rank != NO_COMMIT) {
		const struct change *change = change_in_line(h, path, rank);
		const struct line *line = &h->lines[h->line_of[rank]];
		if (change && change->kind != CHANGE_TAKEN)
			return change;
		if (!change && line->is_cut)
			*is_cut = true;
		rank = change ? rank_of_parent(h, change, change->parent) : line->next;
	}
	return NULL;
}

/* The change before this one of the file that it found or left at its path. */
const struct change *
change_before(const struct history *h, const struct change *change, bool *is_cut)
{
	uint32_t path = change->kind == CHANGE_MOVED ? change->source : change->path;
	uint32_t parent = change->kind == CHANGE_EDITED ? change->parent : 0;

	return newest_change(h, path, rank_of_parent(h, change, parent), is_cut);
}

/* When the file came that `change` found or left at its path. */
static int64_t
first_time(const struct history *h, const struct change *change)
{
	bool is_cut = false;
	int64_t first = 0;

	while (change) {
		/* A file that moved away took its past with it. */
		if (change->kind == CHANGE_MOVED_AWAY && first)
			return first;
		if (change->kind == CHANGE_ADDED)
			first = h->index.commits[change->commit].time;
		change = change_before(h, change, &is_cut);
	}
	return is_cut ? 0 : first;
}

const struct change *
last_change(const struct history *h, uint32_t path)
{
	bool is_cut = false;

	return h->n_order ? newest_change(h, path, 0, &is_cut) : NULL;
}

static struct file_dates
dates_of_change(const struct history *h, const struct change *change)
{
	return (struct file_dates){
		.first = first_time(h, change),
		.last = h->index.commits[change->commit].time,
	};
}

/* --- the history --------------------------------------------------------------------------- */

/* False when the catalogue turned out to have been elsewhere, too, which the cache does not know. */
static bool
read_history(struct history *h, const struct origin *origin, struct text cache)
{
	struct reader r = {
		.history = h,
		.objects = objects_open(origin->store),
		.store = origin->store,
	};
	bool is_cached = index_read(&h->index, cache, origin->folder);
	size_t n_cached = h->index.n_commits, n_folders = h->index.n_folders;

	h->state = HISTORY_COMPLETE;
	uint32_t head = index_commit(&h->index, origin->commit.id);
	reach_all(&r, head);
	h->has_grown = !is_cached || n_cached != h->n_order;
	struct comparison *c = comparison_open(&h->index, r.objects, r.store);
	if (!h->index.commits[head].is_read)
		read_commit(&r, head);
	comparison_begin(c, head, origin->folder_then);
	for (size_t i = h->n_order; i-- > 0;) {
		const struct indexed_commit *commit = &h->index.commits[h->order[i]];
		if (!commit->is_indexed && !commit->is_cut)
			add_to_index(&r, c, h->order[i]);
	}
	comparison_close(c);
	objects_close(r.objects);
	return !is_cached || h->index.n_folders == n_folders;
}

struct history *
history_open(const struct snapshot *s, struct text cache)
{
	struct history *h = allocate(sizeof *h);
	struct origin origin;

	*h = (struct history){ .state = HISTORY_NONE };
	if (snapshot_origin(s, &origin) && !read_history(h, &origin, cache)) {
		free(h->order);
		index_free(&h->index);
		*h = (struct history){ .state = HISTORY_NONE };
		read_history(h, &origin, T(""));
	}
	draw_lines(h);
	sort_changes(h);
	sort_names(h);
	return h;
}

void
history_close(struct history *h)
{
	if (!h)
		return;
	free(h->order);
	free(h->by_rank);
	free(h->line_of);
	free(h->lines);
	free(h->changes);
	free(h->from);
	free(h->next_by_name);
	table_free(&h->by_name);
	index_free(&h->index);
	free(h);
}

enum history_state
history_state(const struct history *h)
{
	return h->state;
}

const struct index *
history_index(const struct history *h, uint32_t *head)
{
	if (!h->n_order)
		return NULL;
	*head = h->by_rank[0];
	return &h->index;
}

static bool
has_bytes_of(const struct snapshot_file *f, const unsigned char *object)
{
	static const unsigned char none[GIT_OID_RAWSZ];
	struct text bytes = f->source.bytes;
	git_oid id;

	if (memcmp(f->object, none, sizeof none) != 0)
		return memcmp(f->object, object, GIT_OID_RAWSZ) == 0;
	return bytes.s && git_odb_hash(&id, bytes.s, bytes.n, GIT_OBJECT_BLOB) == 0 &&
	       memcmp(id.id, object, GIT_OID_RAWSZ) == 0;
}

struct file_dates
history_dates(const struct history *h, const struct snapshot_file *f)
{
	uintptr_t path = (uintptr_t)table_get(&h->index.path_by_text, f->source.path);
	const struct change *change = path ? last_change(h, (uint32_t)(path - 1)) : NULL;

	if (!change || !change->is_present || !has_bytes_of(f, change->object))
		return (struct file_dates){ 0 };
	return dates_of_change(h, change);
}

const struct change *
find_former(const struct history *h, struct text path, struct text former, struct file_dates *dates)
{
	const struct change *oldest = NULL;
	struct arena *a = arena_new();
	struct text class, name;

	if (text_starts(path, T("catalog/"))) {
		index_split_path(path, &class, &name);
		struct text endings = text_slice(name, text_find_char(name, '.'), name.n);
		struct text gone = arena_printf(a, "%.*s%.*s", TEXT_ARG(former), TEXT_ARG(endings));
		uintptr_t at = (uintptr_t)table_get(&h->by_name, key_of_name(a, class, gone));
		for (; at; at = h->next_by_name[at - 1]) {
			const struct change *change = last_change(h, (uint32_t)(at - 1));
			struct file_dates found = change && !change->is_present
						      ? dates_of_change(h, change)
						      : (struct file_dates){ 0 };
			/* a file that was moved left the same first date behind at each place */
			if (found.first && (!oldest || found.first < dates->first ||
						   (found.first == dates->first && found.last > dates->last))) {
				*dates = found;
				oldest = change;
			}
		}
	}
	arena_free(a);
	return oldest;
}

struct file_dates
history_former_dates(const struct history *h, struct text path, struct text former)
{
	struct file_dates dates = { 0 };

	find_former(h, path, former, &dates);
	return dates;
}

bool
history_has_grown(const struct history *h)
{
	return h->has_grown;
}

void
history_write(const struct history *h, struct buf *out)
{
	if (h->state == HISTORY_COMPLETE)
		index_encode(&h->index, h->order, h->n_order, out);
}
