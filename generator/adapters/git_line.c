#include "adapters/git_line.h"

#include "adapters/git_history_index.h"
#include "adapters/git_walk.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>

size_t
history_line(const struct history *h, struct arena *a, const struct line_commit **list)
{
	uint32_t head;
	const struct index *x = history_index(h, &head);
	size_t n = 0;

	if (!x)
		return 0;
	for (const struct indexed_commit *c = &x->commits[head];; c = &x->commits[x->parents[c->parents]]) {
		n++;
		if (!c->n_parents)
			break;
	}
	struct line_commit *line = arena_array(a, struct line_commit, n);
	const struct indexed_commit *c = &x->commits[head];
	for (size_t i = n; i--; c = c->n_parents ? &x->commits[x->parents[c->parents]] : c)
		line[i] = (struct line_commit){ (const unsigned char *)c->id.s, c->time, c->changes, c->n_changes,
			x->folders[c->folder] };
	*list = line;
	return n;
}

struct line_change
history_line_change(const struct history *h, const struct line_commit *c, uint32_t i)
{
	uint32_t head;
	const struct index *x = history_index(h, &head);
	const struct change *change = &x->changes[c->changes + i];

	return (struct line_change){ x->paths[change->path], change->object, change->is_present };
}

/* --- hosted files ------------------------------------------------------------------------------ */

struct hosted_reader {
	struct objects *objects;
	unsigned char tree[GIT_OID_RAWSZ]; /* of the call before; zero where there was no such folder */
	bool is_asked;
};

struct hosted_reader *
hosted_reader_open(const struct snapshot *s)
{
	struct hosted_reader *r = allocate(sizeof *r);
	struct origin origin;

	*r = (struct hosted_reader){ .objects = snapshot_origin(s, &origin) ? objects_open(origin.store) : NULL };
	return r;
}

void
hosted_reader_close(struct hosted_reader *r)
{
	if (!r)
		return;
	objects_close(r->objects);
	free(r);
}

/* git-commit-tree(1): a commit begins with "tree", a blank and 40 hexadecimal digits. */
static void
tree_of(struct hosted_reader *r, const unsigned char *commit, unsigned char tree[GIT_OID_RAWSZ])
{
	git_oid id;

	git_oid_fromraw(&id, commit);
	git_odb_object *object = object_read(r->objects, &id, GIT_OBJECT_COMMIT, T("commit"));
	struct text bytes = { git_odb_object_data(object), git_odb_object_size(object) };
	if (!text_starts(bytes, T("tree ")) || bytes.n < 5 + GIT_OID_HEXSZ || git_oid_fromstr(&id, bytes.s + 5) < 0)
		die("the commit %s is damaged: it names no tree", git_oid_tostr_s(&id));
	memcpy(tree, id.id, GIT_OID_RAWSZ);
	git_odb_object_free(object);
}

bool
hosted_files_at(struct hosted_reader *r, const struct line_commit *commit, struct arena *a,
    struct snapshot_files *files)
{
	unsigned char tree[GIT_OID_RAWSZ];

	tree_of(r, commit->id, tree);
	bool is_there =
	    tree_descend(r->objects, tree, commit->folder) && tree_descend(r->objects, tree, T("catalog/data"));
	if (!is_there)
		memset(tree, 0, sizeof tree);
	if (r->is_asked && memcmp(tree, r->tree, sizeof tree) == 0)
		return false;
	r->is_asked = true;
	memcpy(r->tree, tree, sizeof tree);
	*files = (struct snapshot_files){ 0 };
	if (!is_there)
		return true;
	struct diagnostics *unsaid = diagnostics_new();
	struct walk w = { .arena = a, .diagnostics = unsaid, .lister = &tree_lister, .context = r->objects };
	struct folder top = { .path = T("catalog/data"), .fd = -1 };
	tree_open(r->objects, &w, tree, &top);
	walk_from(&w, &top);
	files->list = arena_array(a, struct snapshot_file, w.n);
	files->n = w.n;
	if (w.n)
		memcpy(files->list, w.list, w.n * sizeof *w.list);
	free(w.list);
	diagnostics_free(unsaid);
	return true;
}
