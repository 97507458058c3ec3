/*
 * Compares the trees of a commit with those of its parents, entry by entry: folders with the same
 * id are the same. Trees are untrusted (adapters/git.h): a malformed one ends where it stops making
 * sense, one out of order gives wrong changes at worst.
 */
#include "adapters/git.h"
#include "adapters/git_history.h"
#include "adapters/git_history_index.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>

enum {
	MAX_SIDES = 1 + HISTORY_MAX_PARENTS, /* the commit and its parents */
	MAX_TREE = 256 << 20,                /* bytes, as in git_tree.c */
	MAX_COMPARED = 1 << 30,              /* bytes of trees that one commit may cost */
	KEPT = 64 << 20,                     /* bytes of trees that are kept for the next commits */
	N_SLOTS = 4096,
	MAX_FORMER = 16, /* catalogues of one commit among which a former place is looked for */
};

/* A tree that was read. The newest commits are compared first: what is a parent's tree now is
 * looked at again soon. */
struct tree {
	struct tree *next_in_slot, *next; /* next: read after this one */
	git_oid id;
	struct object_bytes content;
};

struct comparison {
	struct index *index;
	struct objects *objects;
	const struct object_store *store;
	struct arena *scratch; /* for one commit */
	struct tree *slots[N_SLOTS];
	struct tree *oldest, *newest;
	size_t kept; /* bytes */
	/* One commit's: */
	uint32_t commit;
	size_t n_sides;
	uint64_t n_compared; /* bytes */
	enum compared state;
};

/* --- trees --------------------------------------------------------------------------------- */

static struct tree **
slot_of(struct comparison *c, const git_oid *id)
{
	return &c->slots[(id->id[0] << 8 | id->id[1]) % N_SLOTS];
}

/* Between two commits only: views into trees are in use. */
static void
forget_trees(struct comparison *c, size_t limit)
{
	while (c->kept > limit) {
		struct tree *tree = c->oldest, **at = slot_of(c, &tree->id);
		while (*at != tree)
			at = &(*at)->next_in_slot;
		*at = tree->next_in_slot;
		c->oldest = tree->next;
		c->newest = c->oldest ? c->newest : NULL;
		c->kept -= tree->content.bytes.n + sizeof *tree;
		object_bytes_free(&tree->content);
		free(tree);
	}
}

/* Empty when it cannot be had: c->state then says why. */
static struct text
read_tree(struct comparison *c, const git_oid *id, struct text path)
{
	struct tree **slot = slot_of(c, id), *tree = *slot;

	while (tree && git_oid_cmp(&tree->id, id) != 0)
		tree = tree->next_in_slot;
	if (!tree) {
		if (c->store->is_partial && !object_exists(c->objects, id)) {
			c->state = COMPARED_MISSING;
			return (struct text){ 0 };
		}
		if (object_size(c->objects, id, GIT_OBJECT_TREE, path) > MAX_TREE) {
			c->state = COMPARED_TOO_LARGE;
			return (struct text){ 0 };
		}
		tree = allocate(sizeof *tree);
		*tree = (struct tree){
			.next_in_slot = *slot,
			.id = *id,
			.content = object_read_bytes(c->objects, id, GIT_OBJECT_TREE, path),
		};
		*slot = tree;
		if (c->newest)
			c->newest->next = tree;
		else
			c->oldest = tree;
		c->newest = tree;
		c->kept += tree->content.bytes.n + sizeof *tree;
	}
	c->n_compared += tree->content.bytes.n;
	if (c->n_compared > MAX_COMPARED)
		c->state = COMPARED_TOO_LARGE;
	return c->state == COMPARED ? tree->content.bytes : (struct text){ 0 };
}

/* --- entries ------------------------------------------------------------------------------- */

enum entry_type { ENTRY_END, ENTRY_FILE, ENTRY_FOLDER, ENTRY_OTHER };

struct tree_entry {
	struct text name;
	const unsigned char *object;
	size_t length; /* of the whole entry, in bytes */
	enum entry_type type;
};

struct cursor {
	struct text rest; /* begins with the entry */
	struct tree_entry entry;
};

/* git-mktree(1): entry = mode in octal, ' ', name, NUL, 20 bytes of object id. The end of its name
 * is looked for behind the shortest mode, 5 digits. */
static size_t
name_end(struct text rest)
{
	const char *end = rest.n > 6 ? memchr(rest.s + 6, 0, rest.n - 6) : NULL;

	return end ? (size_t)(end - rest.s) : rest.n;
}

static enum entry_type
type_of_mode(unsigned mode)
{
	switch (mode & 0170000) {
	case 0040000: return ENTRY_FOLDER;
	case 0120000: /* a link */
	case 0160000: /* a submodule */ return ENTRY_OTHER;
	default: return ENTRY_FILE;
	}
}

static void
read_entry(struct cursor *c)
{
	struct text rest = c->rest;
	size_t end = name_end(rest), blank = 0;
	unsigned mode = 0;

	c->entry = (struct tree_entry){ 0 };
	while (blank < end && blank < 7 && rest.s[blank] >= '0' && rest.s[blank] <= '7')
		mode = mode * 8 + (unsigned)(rest.s[blank++] - '0');
	if (rest.n - end <= GIT_OID_RAWSZ || blank == 0 || rest.s[blank] != ' ') {
		c->rest.n = 0;
		return;
	}
	c->entry = (struct tree_entry){
		.name = text_slice(rest, blank + 1, end),
		.object = (const unsigned char *)rest.s + end + 1,
		.length = end + 1 + GIT_OID_RAWSZ,
		.type = type_of_mode(mode),
	};
}

static void
step(struct cursor *c)
{
	c->rest.s += c->entry.length;
	c->rest.n -= c->entry.length;
	read_entry(c);
}

static int
byte_at(const struct tree_entry *e, size_t i)
{
	if (i < e->name.n)
		return (unsigned char)e->name.s[i];
	return e->type == ENTRY_FOLDER ? '/' : 0;
}

/* git's order of a tree: a folder as if its name ended in '/'. The end comes last. */
static int
entry_order(const struct tree_entry *a, const struct tree_entry *b)
{
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;

	if (a->type == ENTRY_END || b->type == ENTRY_END)
		return (a->type == ENTRY_END) - (b->type == ENTRY_END);
	int order = n ? memcmp(a->name.s, b->name.s, n) : 0;
	if (order == 0)
		order = byte_at(a, n) - byte_at(b, n);
	return order ? order : (a->name.n > b->name.n) - (a->name.n < b->name.n);
}

static size_t
common_length(struct text a, struct text b)
{
	enum { BLOCK = 256 };
	size_t n = a.n < b.n ? a.n : b.n, at = 0;

	while (at + BLOCK <= n && memcmp(a.s + at, b.s + at, BLOCK) == 0)
		at += BLOCK;
	while (at < n && a.s[at] == b.s[at])
		at++;
	return at;
}

/* Most of two trees is the same: whole entries are passed over in both at once. */
static void
skip_common(struct cursor *a, struct cursor *b)
{
	size_t common = common_length(a->rest, b->rest), at = 0;

	if (common < GIT_OID_RAWSZ)
		return;
	for (;;) {
		size_t length = name_end(text_slice(a->rest, at, common)) + 1 + GIT_OID_RAWSZ;
		if (length > common - at)
			break;
		at += length;
	}
	if (at == 0)
		return;
	a->rest = text_slice(a->rest, at, a->rest.n);
	b->rest = text_slice(b->rest, at, b->rest.n);
	read_entry(a);
	read_entry(b);
}

/* --- files --------------------------------------------------------------------------------- */

static bool
is_same(const unsigned char *a, const unsigned char *b)
{
	return a && b ? memcmp(a, b, GIT_OID_RAWSZ) == 0 : a == b;
}

/* Names that no snapshot has are left out, but not names that it refuses: files come from there. */
static bool
is_name(struct text name)
{
	return name.n && name.n <= SNAPSHOT_MAX_NAME && name.s[0] != '.' &&
	       text_find_char(name, '/') == name.n;
}

static bool
is_file_name(struct text name)
{
	return is_name(name) && (text_ends(name, T(".md")) || text_ends(name, T(".yaml"))) &&
	       !text_equal_nocase(name, T("readme.md"));
}

/* What the catalogue hosts is followed, too, whatever it is: catalog/data/<id>/… */
static bool
is_in_data(struct text folder)
{
	return text_starts(folder, T("catalog/data/"));
}

static struct text
join(struct arena *a, struct text folder, struct text name)
{
	char *s = arena_alloc(a, folder.n + 1 + name.n);

	memcpy(s, folder.s, folder.n);
	s[folder.n] = '/';
	memcpy(s + folder.n + 1, name.s, name.n);
	return (struct text){ s, folder.n + 1 + name.n };
}

/* objects[]: the file in the commit and in its parents, NULL where it is not. */
static void
add_change(struct comparison *c, struct text path, const unsigned char *const *objects)
{
	struct change change = {
		.path = index_path(c->index, path),
		.commit = c->commit,
		.kind = objects[0] ? CHANGE_ADDED : CHANGE_REMOVED,
		.is_present = objects[0] != NULL,
	};

	for (size_t i = c->n_sides - 1; i >= 1; i--)
		if (objects[0] && objects[i]) {
			change.kind = CHANGE_EDITED;
			change.parent = (uint8_t)(i - 1);
		}
	for (size_t i = c->n_sides - 1; i >= 2; i--)
		if (is_same(objects[0], objects[i])) {
			change.kind = CHANGE_TAKEN;
			change.parent = (uint8_t)(i - 1);
		}
	memcpy(change.object, objects[objects[0] ? 0 : 1], sizeof change.object);
	*index_add_change(c->index) = change;
	size_t n = c->index->n_changes - c->index->commits[c->commit].changes;
	if (n > SNAPSHOT_MAX_FILES || c->index->n_changes > HISTORY_MAX_CHANGES)
		c->state = COMPARED_TOO_LARGE;
}

static void compare_folders(
    struct comparison *c, struct text path, unsigned depth, const unsigned char *const *trees);

/* `entry` differs between the first two sides, in one of which it may be absent (order != 0). */
static void
compare_entries(struct comparison *c, struct text path, unsigned depth, struct cursor *sides,
    const struct tree_entry *entry, int order)
{
	const unsigned char *objects[MAX_SIDES];
	bool is_folder = entry->type == ENTRY_FOLDER;

	if (!is_name(entry->name) || (!is_folder && !is_file_name(entry->name) && !is_in_data(path)))
		return;
	for (size_t i = 0; i < c->n_sides; i++) {
		struct cursor *side = &sides[i];
		while (i >= 2 && entry_order(&side->entry, entry) < 0)
			step(side);
		bool is_here = i == 0   ? order <= 0
			       : i == 1 ? order >= 0
					: entry_order(&side->entry, entry) == 0;
		is_here = is_here && side->entry.type == (is_folder ? ENTRY_FOLDER : ENTRY_FILE);
		objects[i] = is_here ? side->entry.object : NULL;
	}
	if (is_same(objects[0], objects[1])) /* another mode; two links */
		return;
	struct text below = join(c->scratch, path, entry->name);
	if (!is_folder)
		add_change(c, below, objects);
	else if (depth < SNAPSHOT_MAX_DEPTH)
		compare_folders(c, below, depth + 1, objects);
}

/* trees[]: the folder in the commit and in its parents, NULL where it is not. */
static void
compare_folders(
    struct comparison *c, struct text path, unsigned depth, const unsigned char *const *trees)
{
	struct cursor sides[MAX_SIDES];

	for (size_t i = 0; i < c->n_sides; i++) {
		sides[i] = (struct cursor){ 0 };
		if (!trees[i])
			continue;
		git_oid id;
		git_oid_fromraw(&id, trees[i]);
		sides[i].rest = read_tree(c, &id, path);
		read_entry(&sides[i]);
	}
	while (c->state == COMPARED) {
		skip_common(&sides[0], &sides[1]);
		int order = entry_order(&sides[0].entry, &sides[1].entry);
		struct tree_entry entry = sides[order <= 0 ? 0 : 1].entry;
		if (entry.type == ENTRY_END)
			break;
		compare_entries(c, path, depth, sides, &entry, order);
		if (order <= 0)
			step(&sides[0]);
		if (order >= 0)
			step(&sides[1]);
	}
}

/* --- moves --------------------------------------------------------------------------------- */

/* By which files that went and files that came are one, the surest first. */
enum likeness { SAME_BYTES_AND_NAME, SAME_NAME, SAME_BYTES, N_LIKENESSES };

static struct text
likeness_key(struct comparison *c, enum likeness likeness, const struct change *change)
{
	struct text bytes = { (const char *)change->object, GIT_OID_RAWSZ };
	struct text class, name;

	index_split_path(c->index->paths[change->path], &class, &name);
	switch (likeness) {
	case SAME_BYTES: return bytes;
	case SAME_BYTES_AND_NAME: return join(c->scratch, bytes, name);
	default: return join(c->scratch, class, name);
	}
}

static void
find_moves(struct comparison *c, struct change *changes, size_t n, enum likeness likeness)
{
	struct table removed = { 0 };
	uint32_t *next = arena_array(c->scratch, uint32_t, n); /* with this key: 1 + index */

	for (size_t i = n; i-- > 0;) { /* so that chains are in the order of paths */
		if (changes[i].kind != CHANGE_REMOVED)
			continue;
		struct text key = likeness_key(c, likeness, &changes[i]);
		next[i] = (uint32_t)(uintptr_t)table_set(&removed, key, (void *)(i + 1));
	}
	for (size_t i = 0; i < n && removed.n; i++) {
		if (changes[i].kind != CHANGE_ADDED)
			continue;
		struct text key = likeness_key(c, likeness, &changes[i]);
		uintptr_t from = (uintptr_t)table_get(&removed, key);
		while (from && changes[from - 1].kind == CHANGE_MOVED_AWAY)
			from = next[from - 1];
		if (!from)
			continue;
		table_set(&removed, key, (void *)from); /* what is passed is not looked at again */
		changes[from - 1].kind = CHANGE_MOVED_AWAY;
		changes[i].kind = CHANGE_MOVED;
		changes[i].source = changes[from - 1].path;
	}
	table_free(&removed);
}

/* --- opening -------------------------------------------------------------------------------- */

struct comparison *
comparison_open(struct index *x, struct objects *o, const struct object_store *store)
{
	struct comparison *c = allocate(sizeof *c);

	*c = (struct comparison){ .index = x, .objects = o, .store = store };
	c->scratch = arena_new();
	return c;
}

void
comparison_close(struct comparison *c)
{
	forget_trees(c, 0);
	arena_free(c->scratch);
	free(c);
}

/* --- where the catalogue is ------------------------------------------------------------------------ */

/* Replaces the tree by the folder of this name in it; false when there is none. */
static bool
descend(struct comparison *c, git_oid *tree, struct text name)
{
	struct cursor at = { .rest = read_tree(c, tree, name) };

	for (read_entry(&at); at.entry.type != ENTRY_END; step(&at))
		if (at.entry.type == ENTRY_FOLDER && text_equal(at.entry.name, name)) {
			git_oid_fromraw(tree, at.entry.object);
			return true;
		}
	return false;
}

/* Replaces the tree by that of the folder's catalog/. */
static bool
descend_to_catalog(struct comparison *c, git_oid *tree, struct text folder)
{
	bool is_found = true;

	for (struct text rest = folder, part; is_found && text_next(&rest, '/', &part);)
		is_found = descend(c, tree, part);
	return is_found && descend(c, tree, T("catalog"));
}

/* Files, and folders as a whole, that two catalogues have in common. */
static size_t
likeness_of_catalogs(struct comparison *c, const git_oid *one, const git_oid *other, unsigned depth)
{
	struct cursor a = { .rest = read_tree(c, one, T("catalog")) }, b = { .rest = read_tree(c, other, T("catalog")) };
	size_t n = 0;

	read_entry(&a);
	read_entry(&b);
	while (a.entry.type != ENTRY_END && b.entry.type != ENTRY_END) {
		int order = entry_order(&a.entry, &b.entry);
		if (order == 0 && is_same(a.entry.object, b.entry.object)) {
			n++;
		} else if (order == 0 && a.entry.type == ENTRY_FOLDER && depth < SNAPSHOT_MAX_DEPTH) {
			git_oid below, other_below;
			git_oid_fromraw(&below, a.entry.object);
			git_oid_fromraw(&other_below, b.entry.object);
			n += likeness_of_catalogs(c, &below, &other_below, depth + 1);
		}
		if (order <= 0)
			step(&a);
		if (order >= 0)
			step(&b);
	}
	return n;
}

/* Its number among the folders of the index; their count when it is not there. */
static uint32_t
folder_find(const struct index *x, struct text folder)
{
	size_t i = 0;

	while (i < x->n_folders && !text_equal(x->folders[i], folder))
		i++;
	return (uint32_t)i;
}

static uint32_t
folder_number(struct index *x, struct text folder)
{
	uint32_t number = folder_find(x, folder);

	if (number == x->n_folders)
		index_add_folder(x, folder);
	return number;
}

/*
 * The commit `now` has the catalogue, `before`, a parent, does not at its place: if it has one elsewhere that is gone now,
 * and partly the same or at a place where it was seen, then it was moved. Of several the one that has most in common.
 */
static bool
find_former_folder(struct comparison *c, const git_oid *now, const git_oid *catalog, const git_oid *before, uint32_t *folder)
{
	struct text list[MAX_FORMER];
	size_t n = tree_find_catalogs(c->objects, before->id, c->scratch, list, MAX_FORMER), best = 0, most = 0;

	for (size_t i = 0; i < n && c->state == COMPARED; i++) {
		git_oid there = *now, former = *before;
		if (descend_to_catalog(c, &there, list[i]) || !descend_to_catalog(c, &former, list[i]))
			continue;
		size_t common = 2 * likeness_of_catalogs(c, catalog, &former, 1) + (folder_find(c->index, list[i]) < c->index->n_folders);
		if (common > most) {
			most = common;
			best = i;
		}
	}
	if (!most || c->state != COMPARED)
		return false;
	*folder = folder_number(c->index, list[best]);
	return true;
}

void
comparison_begin(struct comparison *c, uint32_t head, struct text folder)
{
	struct indexed_commit *commit = &c->index->commits[head];

	if (!commit->is_indexed)
		commit->folder = folder_number(c->index, folder);
	commit->is_placed = true;
}

/*
 * The catalogue of a parent: where the commit has it, or where it was before it moved there. What another commit that
 * comes from it said, counts. False when it has none; then it would be at the commit's place.
 */
static bool
find_in_parent(struct comparison *c, const struct indexed_commit *commit, const git_oid *catalog,
    struct indexed_commit *parent, git_oid *found)
{
	uint32_t folder = parent->is_placed || parent->is_indexed ? parent->folder : commit->folder;

	*found = parent->tree;
	if (descend_to_catalog(c, found, c->index->folders[folder])) {
		parent->is_placed = true;
	} else if (!parent->is_placed && !parent->is_indexed && catalog &&
		   find_former_folder(c, &commit->tree, catalog, &parent->tree, &folder)) {
		*found = parent->tree;
		parent->is_placed = descend_to_catalog(c, found, c->index->folders[folder]);
	} else {
		*found = (git_oid){ { 0 } };
		if (!parent->is_placed && !parent->is_indexed)
			parent->folder = commit->folder;
		return false;
	}
	parent->folder = folder;
	return true;
}

/* --- commits ------------------------------------------------------------------------------- */

enum compared
comparison_add(struct comparison *c, uint32_t commit)
{
	struct index *x = c->index;
	struct indexed_commit *compared = &x->commits[commit];
	const unsigned char *trees[MAX_SIDES] = { 0 };
	git_oid ids[MAX_SIDES];

	forget_trees(c, KEPT);
	arena_reset(c->scratch);
	c->commit = commit;
	c->n_sides = 1 + (compared->n_parents ? compared->n_parents : 1);
	c->n_compared = 0;
	c->state = COMPARED;
	compared->changes = (uint32_t)x->n_changes;
	ids[0] = compared->tree;
	if (descend_to_catalog(c, &ids[0], x->folders[compared->folder]))
		trees[0] = ids[0].id;
	for (uint32_t i = 1; i <= compared->n_parents; i++) {
		struct indexed_commit *parent = &x->commits[x->parents[compared->parents + i - 1]];
		if (find_in_parent(c, compared, trees[0] ? &ids[0] : NULL, parent, &ids[i]))
			trees[i] = ids[i].id;
	}
	if (!is_same(trees[0], trees[1]))
		compare_folders(c, T("catalog"), 1, trees);
	if (c->state != COMPARED) {
		x->n_changes = compared->changes;
		return c->state;
	}
	compared->n_changes = (uint32_t)x->n_changes - compared->changes;
	for (enum likeness i = 0; compared->n_changes > 1 && i < N_LIKENESSES; i++)
		find_moves(c, &x->changes[compared->changes], compared->n_changes, i);
	compared->is_indexed = true;
	return COMPARED;
}
