/*
 * Lists the files of the index: what the next commit would hold. The index is one list in the order
 * of paths; a folder is the part of it whose paths begin with the folder's.
 */
#include "adapters/git_object.h"
#include "adapters/git_walk.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct index {
	struct arena *arena, *scratch;
	git_index *entries;
	struct objects *objects;
	const char *folder; /* that holds catalog/ and site/, on the disk */
	int64_t written;    /* seconds since 1970: what was changed since may look unchanged (git: "racy") */
	struct text top; /* where catalog/ and site/ lie in the repository: "" or "a/b/" */
};

static struct text
path_at(const struct index *x, size_t i)
{
	return text_of(git_index_get_byindex(x->entries, i)->path);
}

/* The first entry at or after `path`. */
static size_t
find_from(const struct index *x, struct text path)
{
	size_t low = 0, high = git_index_entrycount(x->entries);

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text_compare(path_at(x, middle), path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static enum entry_kind
kind_of_mode(uint32_t mode)
{
	switch (mode & 0170000) {
	case 0120000: return ENTRY_LINK;
	case 0160000: return ENTRY_SUBMODULE;
	default: return ENTRY_FILE;
	}
}

/* As git-update-index(1) sees it: a file with the same stamp has not been changed since it was added. */
static bool
is_on_disk(const struct index *x, const git_index_entry *e)
{
	struct stat st;
	struct text path = text_slice(text_of(e->path), x->top.n, strlen(e->path));

	return lstat(arena_printf(x->scratch, "%s/%.*s", x->folder, TEXT_ARG(path)).s, &st) == 0 && S_ISREG(st.st_mode) &&
	       st.st_size == (off_t)e->file_size && st.st_mtim.tv_sec == e->mtime.seconds &&
	       st.st_mtim.tv_nsec == (long)e->mtime.nanoseconds && st.st_ctim.tv_sec == e->ctime.seconds &&
	       (uint32_t)st.st_ino == e->ino && st.st_mtim.tv_sec < x->written;
}

static void
list(const struct index *x, struct folder *f)
{
	struct text prefix = arena_printf(
	    x->arena, "%.*s%.*s%s", TEXT_ARG(x->top), TEXT_ARG(f->path), f->path.n ? "/" : "");

	arena_reset(x->scratch);
	for (size_t i = find_from(x, prefix), n = git_index_entrycount(x->entries); i < n; i++) {
		const git_index_entry *e = git_index_get_byindex(x->entries, i);
		struct text path = text_of(e->path);
		if (!text_starts(path, prefix))
			break;
		struct text name = text_slice(path, prefix.n, path.n);
		size_t slash = text_find_char(name, '/');
		bool is_folder = slash < name.n;
		name = text_slice(name, 0, slash);
		if (f->n && text_equal(f->entries[f->n - 1].name, name))
			continue; /* the folder again, or another side of a conflict */
		*folder_add(f) = (struct entry){
			.name = name,
			.kind = is_folder ? ENTRY_FOLDER : kind_of_mode(e->mode),
			.is_executable = (e->mode & 0111) != 0,
			.is_on_disk = !is_folder && is_on_disk(x, e),
			.size = is_folder ? 0 : e->file_size,
			.object = e->id.id,
		};
	}
}

static void
open_entry(void *context, struct walk *w, const struct folder *parent, const struct entry *e,
    struct folder *opened)
{
	(void)w;
	(void)parent;
	(void)e;
	list(context, opened);
}

static void
close_listed(struct folder *f)
{
	(void)f;
}

/* The index knows the size of what was added from the disk; of another entry it says 0. */
static uint64_t
blob_size(void *context, const struct snapshot_file *file)
{
	const struct index *x = context;
	git_oid id;

	if (file->is_on_disk)
		return file->size;
	git_oid_fromraw(&id, file->object);
	return object_size(x->objects, &id, GIT_OBJECT_BLOB, file->source.path);
}

const struct lister index_lister = {
	.open = open_entry,
	.close = close_listed,
	.size = blob_size,
	.is_sorted = true,
};

/* git hands the hook of `git commit FILE` an index of its own, by its path from the working tree. */
static git_index *
open_index(struct arena *a, git_repository *repository, const char *name)
{
	const char *other = getenv("GIT_INDEX_FILE");
	git_index *index;
	int error;

	if (!other || !*other)
		error = git_repository_index(&index, repository);
	else if (other[0] == '/')
		error = git_index_open(&index, other);
	else
		error = git_index_open(&index, arena_printf(a, "%s%s", git_repository_workdir(repository), other).s);
	if (error < 0)
		die("%s: the index cannot be read: %s", name, repository_error());
	if (git_index_has_conflicts(index))
		die("%s: a merge has conflicts; solve them and run 'git add'", name);
	return index;
}

struct index *
index_open(struct arena *a, git_repository *repository, struct objects *objects, const char *name,
    struct text path, struct folder *top)
{
	struct index *x = arena_new_of(a, struct index);

	*x = (struct index){ .arena = a, .scratch = arena_new(), .entries = open_index(a, repository, name),
		.objects = objects, .folder = name, .top = path.n ? arena_printf(a, "%.*s/", TEXT_ARG(path)) : T("") };
	struct stat st;
	if (stat(git_index_path(x->entries), &st) == 0)
		x->written = st.st_mtim.tv_sec;
	list(x, top);
	return x;
}

void
index_close(struct index *x)
{
	git_index_free(x->entries);
	arena_free(x->scratch);
}
