/*
 * Lists the trees of a revision. Trees are parsed here, not by libgit2, which hands over hostile
 * entries unchanged and hides what a finding needs: the raw mode, the order, the empty name.
 */
#include "adapters/git_object.h"
#include "adapters/git_walk.h"

#include <string.h>

enum {
	MAX_TREE = 256 << 20, /* bytes: SNAPSHOT_MAX_FILES entries of the longest names */
	MAX_SEARCHED = 100000, /* trees, when a catalogue is looked for */
};

static enum entry_kind
kind_of_mode(unsigned mode)
{
	switch (mode & 0170000) {
	case 0040000: return ENTRY_FOLDER;
	case 0120000: return ENTRY_LINK;
	case 0160000: return ENTRY_SUBMODULE;
	default: return ENTRY_FILE; /* 100644, 100755, and the odd modes of old programs */
	}
}

/* git-mktree(1): entry = mode in octal, ' ', name, NUL, 20 bytes of object id. */
static bool
take_entry(struct text *rest, struct entry *e)
{
	unsigned mode = 0;
	size_t blank = text_find_char(*rest, ' ');

	if (blank == 0 || blank > 7)
		return false;
	for (size_t i = 0; i < blank; i++) {
		if (rest->s[i] < '0' || rest->s[i] > '7')
			return false;
		mode = mode * 8 + (unsigned)(rest->s[i] - '0');
	}
	struct text name = text_slice(*rest, blank + 1, rest->n);
	const char *end = name.n ? memchr(name.s, 0, name.n) : NULL;
	if (!end)
		return false;
	name.n = (size_t)(end - name.s);
	size_t id = blank + 1 + name.n + 1;
	if (rest->n - id < GIT_OID_RAWSZ)
		return false;
	*e = (struct entry){
		.name = name,
		.kind = kind_of_mode(mode),
		.is_executable = (mode & 0111) != 0,
		.object = (const unsigned char *)rest->s + id,
	};
	*rest = text_slice(*rest, id + GIT_OID_RAWSZ, rest->n);
	return true;
}

static git_oid
oid_of(const unsigned char *raw)
{
	git_oid id;

	git_oid_fromraw(&id, raw);
	return id;
}

static git_odb_object *
read_tree(struct objects *o, const unsigned char *raw, struct text path, struct text *bytes)
{
	git_oid id = oid_of(raw);
	git_odb_object *object = object_read(o, &id, GIT_OBJECT_TREE, path);

	bytes->s = git_odb_object_data(object);
	bytes->n = git_odb_object_size(object);
	return object;
}

void
tree_open(struct objects *o, struct walk *w, const unsigned char *tree, struct folder *f)
{
	git_oid id = oid_of(tree);
	struct text what = f->path.n ? f->path : T("the top folder"), rest;

	if (object_size(o, &id, GIT_OBJECT_TREE, what) > MAX_TREE) {
		diagnose(w->diagnostics, TOO_MANY_FILES, place_of_path(w, f->path),
		    arena_printf(w->arena, "%d", SNAPSHOT_MAX_FILES));
		return;
	}
	f->memory = read_tree(o, tree, what, &rest);
	while (rest.n) {
		struct entry e;
		if (!take_entry(&rest, &e)) {
			diagnose(w->diagnostics, TREE_MALFORMED, place_of_path(w, f->path),
			    text_of(git_oid_tostr_s(&id)));
			return;
		}
		*folder_add(f) = e;
	}
}

static void
open_entry(void *context, struct walk *w, const struct folder *parent, const struct entry *e,
    struct folder *opened)
{
	(void)parent;
	tree_open(context, w, e->object, opened);
}

static void
close_tree(struct folder *f)
{
	git_odb_object_free(f->memory);
}

static uint64_t
blob_size(void *context, const struct snapshot_file *file)
{
	git_oid id = oid_of(file->object);

	return object_size(context, &id, GIT_OBJECT_BLOB, file->source.path);
}

bool
tree_descend(struct objects *o, unsigned char *tree, struct text path)
{
	for (struct text rest = path, part, bytes; text_next(&rest, '/', &part);) {
		struct entry e = { 0 };
		bool is_found = false;
		struct text above = text_slice(path, 0, part.s == path.s ? 0 : (size_t)(part.s - path.s) - 1);
		git_odb_object *object = read_tree(o, tree, above.n ? above : T("the top folder"), &bytes);
		while (!is_found && bytes.n && take_entry(&bytes, &e))
			is_found = e.kind == ENTRY_FOLDER && text_equal(e.name, part);
		if (is_found)
			memcpy(tree, e.object, GIT_OID_RAWSZ);
		git_odb_object_free(object);
		if (!is_found)
			return false;
	}
	return true;
}

/* --- where a catalogue is ------------------------------------------------------------------------ */

struct catalog_search {
	struct objects *objects;
	struct arena *arena;
	struct text *list;
	size_t n, most, n_trees;
};

/* NULL when there is no such tree here, or it is too large to be one of a catalogue's. */
static git_odb_object *
search_tree(struct catalog_search *s, const unsigned char *tree, struct text path, struct text *bytes)
{
	git_oid id = oid_of(tree);

	if (s->n_trees++ >= MAX_SEARCHED || !object_exists(s->objects, &id) ||
	    object_size(s->objects, &id, GIT_OBJECT_TREE, path) > MAX_TREE)
		return NULL;
	return read_tree(s->objects, tree, path, bytes);
}

static bool
has_catalog_yaml(struct catalog_search *s, const unsigned char *tree, struct text path)
{
	struct text bytes;
	git_odb_object *object = search_tree(s, tree, path, &bytes);
	struct entry e;
	bool has = false;

	while (object && !has && bytes.n && take_entry(&bytes, &e))
		has = e.kind == ENTRY_FILE && text_equal(e.name, T("catalog.yaml"));
	git_odb_object_free(object);
	return has;
}

static void
search_catalogs(struct catalog_search *s, const unsigned char *tree, struct text path, unsigned depth)
{
	struct text bytes;
	git_odb_object *object = search_tree(s, tree, path, &bytes);
	struct entry e;

	while (object && s->n < s->most && bytes.n && take_entry(&bytes, &e)) {
		if (e.kind != ENTRY_FOLDER || text_starts(e.name, T(".")))
			continue;
		if (text_equal(e.name, T("catalog")) && has_catalog_yaml(s, e.object, path))
			s->list[s->n++] = arena_text(s->arena, path);
		else if (depth < SNAPSHOT_MAX_DEPTH)
			search_catalogs(s, e.object,
			    arena_printf(s->arena, "%.*s%s%.*s", TEXT_ARG(path), path.n ? "/" : "", TEXT_ARG(e.name)), depth + 1);
	}
	git_odb_object_free(object);
}

size_t
tree_find_catalogs(struct objects *o, const unsigned char *tree, struct arena *a, struct text *list, size_t most)
{
	struct catalog_search s = { .objects = o, .arena = a, .list = list, .most = most };

	search_catalogs(&s, tree, T(""), 0);
	return s.n;
}

const struct lister tree_lister = {
	.open = open_entry,
	.close = close_tree,
	.size = blob_size,
	.is_sorted = true,
};

const struct lister name_lister = {
	.open = open_entry,
	.close = close_tree,
	.is_sorted = true,
};
