/*
 * Opens a repository and makes the snapshot. What a revision means is in git_revision.c, the walk
 * and the rules for names in git_walk.c, the reading of objects in git_object.c.
 */
#include "adapters/git.h"

#include "adapters/git_object.h"
#include "adapters/git_revision.h"
#include "adapters/git_walk.h"
#include "core/die.h"
#include "core/supervisor.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PACK_WINDOW = 1 << 20, PACK_MAPPED = 32 << 20 }; /* bytes */

struct snapshot {
	struct arena *arena;
	struct snapshot_files files;
	enum snapshot_kind kind;
	const char *folder; /* absolute, without links */
	struct text path;   /* of the folder in its repository */
	struct object_store store;
	struct text commit;
	int64_t time;
	struct origin origin; /* store is NULL without a commit */
};

struct snapshot_reader {
	const struct snapshot *snapshot;
	struct objects *objects; /* NULL for a working tree */
	struct near_folder near;
};

/* --- the repository ------------------------------------------------------------------------ */

/* The configuration of user and system would make the result depend on who runs the program. */
static void
use_configuration_of_user(bool use)
{
	static const git_config_level_t levels[] = {
		GIT_CONFIG_LEVEL_PROGRAMDATA,
		GIT_CONFIG_LEVEL_SYSTEM,
		GIT_CONFIG_LEVEL_XDG,
		GIT_CONFIG_LEVEL_GLOBAL,
	};

	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], use ? NULL : "");
}

/* What git and libgit2 compare safe.directory with: the working tree, or the bare repository. */
static const char *
safe_directory(struct arena *a, const char *folder, const char *found)
{
	struct text path = text_of(folder);
	struct stat st;

	while (path.n) {
		if (stat(arena_printf(a, "%.*s/.git", TEXT_ARG(path)).s, &st) == 0)
			return arena_cstr(a, path);
		while (path.n && path.s[path.n - 1] != '/')
			path.n--;
		path.n -= path.n > 0;
	}
	path = text_of(found);
	return arena_cstr(a, text_slice(path, 0, path.n - text_ends(path, T("/"))));
}

static bool
is_sha256(struct arena *a, const char *found)
{
	git_config *config;
	const char *format;
	bool is = false;

	if (git_config_open_ondisk(&config, arena_printf(a, "%sconfig", found).s) < 0)
		return false;
	git_config *frozen;
	if (git_config_snapshot(&frozen, config) == 0) {
		is = git_config_get_string(&format, frozen, "extensions.objectformat") == 0 &&
		     strcmp(format, "sha256") == 0;
		git_config_free(frozen);
	}
	git_config_free(config);
	return is;
}

static bool
is_partial_clone(git_repository *repository)
{
	git_config *config;
	const char *remote;
	int promisor = 0;
	bool is;

	if (git_repository_config_snapshot(&config, repository) < 0)
		return false;
	is = git_config_get_string(&remote, config, "extensions.partialclone") == 0 ||
	     (git_config_get_bool(&promisor, config, "remote.origin.promisor") == 0 && promisor);
	git_config_free(config);
	return is;
}

/* The repository that holds the folder; NULL when there is none. */
static git_repository *
open_repository(struct arena *a, const char *folder)
{
	git_buf found = { 0 };
	git_repository *repository = NULL;

	use_configuration_of_user(false);
	int error = git_repository_discover(&found, folder, 0, NULL);
	if (error == GIT_ENOTFOUND)
		return NULL;
	if (error == 0)
		error = git_repository_open_ext(&repository, folder, 0, NULL);
	/*
	 * libgit2 says "not found" when the repository is someone else's and safe.directory is not
	 * set. It has to see the user's configuration for that setting, and only then.
	 */
	if (error == GIT_ENOTFOUND || error == GIT_EOWNER) {
		use_configuration_of_user(true);
		error = git_repository_open_ext(&repository, folder, 0, NULL);
		use_configuration_of_user(false);
		const git_error *e = git_error_last();
		if (error == GIT_EOWNER ||
		    (error == GIT_ENOTFOUND && e && e->klass == GIT_ERROR_CONFIG))
			die("%s belongs to another user; if you trust it, run "
			    "'git config --global --add safe.directory %s'",
			    folder, safe_directory(a, folder, found.ptr));
	}
	if (error < 0) {
		const char *reason = arena_cstr(a, text_of(repository_error()));
		if (found.ptr && is_sha256(a, found.ptr))
			die("%s is a repository with SHA-256 objects, which libgit2 cannot read: "
			    "make one with 'git init --object-format=sha1'",
			    folder);
		die("cannot open the repository of %s: %s", folder, reason);
	}
	git_buf_dispose(&found);
	return repository;
}

static bool
is_within(struct text path, struct text folder)
{
	return text_starts(path, folder) && (path.n == folder.n || path.s[folder.n] == '/');
}

/* The path of the folder in the trees of the repository: "" or "a/b". */
static struct text
path_in_repository(git_repository *repository, struct text folder)
{
	struct text worktree = text_of(git_repository_workdir(repository));
	struct text git_folder = text_of(git_repository_path(repository));

	git_folder.n -= text_ends(git_folder, T("/"));
	worktree.n -= text_ends(worktree, T("/"));
	if (git_repository_is_bare(repository) || is_within(folder, git_folder) ||
	    text_equal(folder, worktree))
		return (struct text){ 0 };
	if (!is_within(folder, worktree))
		die("%s is not in the working tree of its repository (%.*s)", folder.s,
		    TEXT_ARG(worktree));
	return text_slice(folder, worktree.n + 1, folder.n);
}

/* --- the snapshot -------------------------------------------------------------------------- */

static int
by_path(const void *left, const void *right)
{
	const struct snapshot_file *a = left, *b = right;

	return text_compare(a->source.path, b->source.path);
}

/* The walk goes in the order of paths; nothing in a hostile tree may break what readers rely on. */
static void
make_list(struct snapshot *s, const struct walk *w)
{
	bool is_sorted = true;

	for (size_t i = 1; i < w->n && is_sorted; i++)
		is_sorted = by_path(&w->list[i - 1], &w->list[i]) < 0;
	if (!is_sorted)
		qsort(w->list, w->n, sizeof *w->list, by_path);
	s->files = (struct snapshot_files){ .list = w->list, .n = w->n };
}

static const char *
real_folder(struct arena *a, const char *folder)
{
	struct stat st;
	char real[PATH_MAX];

	if (stat(folder, &st) != 0 && errno == ENOENT)
		die("there is no folder %s", folder);
	if (stat(folder, &st) == 0 && !S_ISDIR(st.st_mode))
		die("%s is a file, not a folder", folder);
	if (!realpath(folder, real))
		die("%s: %s", folder, strerror(errno));
	return arena_cstr(a, text_of(real));
}

static void
remember_commit(struct snapshot *s, const git_commit *commit, struct text folder)
{
	s->time = git_commit_time(commit);
	s->origin = (struct origin){ &s->store, folder, folder, *git_commit_id(commit) };
	if (s->kind == SNAPSHOT_REVISION)
		s->commit = arena_text(s->arena, text_of(git_oid_tostr_s(git_commit_id(commit))));
}

static bool
has_catalog(const struct search *s, const unsigned char *tree, struct text folder)
{
	unsigned char there[GIT_OID_RAWSZ];

	memcpy(there, tree, sizeof there);
	return tree_descend(s->objects, there, arena_printf(s->arena, "%.*s%scatalog", TEXT_ARG(folder), folder.n ? "/" : ""));
}

/* Whether no catalogue is in the folder today: on disk, of a bare repository in HEAD. One that is still there is
 * another portal, not this one at a former place. */
static bool
is_gone(const struct search *s, struct text folder)
{
	const char *disk = git_repository_workdir(s->repository);
	git_oid head;

	if (disk) {
		struct text file = arena_printf(s->arena, "%s%.*s/catalog/catalog.yaml", disk, TEXT_ARG(folder));
		return access(file.s, F_OK) != 0;
	}
	if (git_reference_name_to_id(&head, s->repository, "HEAD") < 0)
		return false;
	git_commit *commit = revision_read(s, &head, "HEAD");
	bool is_gone = !has_catalog(s, git_commit_tree_id(commit)->id, folder);
	git_commit_free(commit);
	return is_gone;
}

enum { MOST_CATALOGS = 64 };

/* The former places of the catalogue that is at `path` now which a commit's tree has. */
static size_t
former_places(const struct search *s, const unsigned char *tree, struct text *list)
{
	size_t n = tree_find_catalogs(s->objects, tree, s->arena, list, MOST_CATALOGS), n_gone = 0;

	for (size_t i = 0; i < n; i++)
		if (is_gone(s, list[i]))
			list[n_gone++] = list[i];
	return n_gone;
}

/* Where the commit of HEAD has what is in the folder now: elsewhere when it was moved, and that is not committed yet. */
static struct text
path_in_head(const struct search *s, const git_commit *commit, struct text path)
{
	struct text list[MOST_CATALOGS];
	const unsigned char *tree = git_commit_tree_id(commit)->id;

	return !has_catalog(s, tree, path) && former_places(s, tree, list) == 1 ? list[0] : path;
}

/* The path of the folder in the revision's tree: a catalogue may have been elsewhere before. */
static struct text
path_then(const struct search *search, const unsigned char *tree, struct text path)
{
	struct text list[MOST_CATALOGS];
	struct buf names = { 0 };

	if (has_catalog(search, tree, path))
		return path;
	size_t n = former_places(search, tree, list);
	if (n == 1)
		return list[0];
	for (size_t i = 0; i < n; i++)
		buf_printf(&names, "%s'%s'", i ? ", " : "", printable(search->arena, list[i].n ? list[i] : T(".")));
	if (n)
		die("%s: revision '%s' has catalogues in the folders %.*s, but none in '%s'; check it out and build there", search->name,
		    printable(search->arena, text_of(search->revision)), TEXT_ARG(buf_view(&names)), printable(search->arena, path));
	return path;
}

static void
snapshot_of_worktree(struct snapshot *s, const struct search *search, struct walk *w)
{
	struct folder top = { .fd = -1 };
	git_oid head;

	if (search && git_reference_name_to_id(&head, search->repository, "HEAD") == 0) {
		git_commit *commit = revision_read(search, &head, "HEAD");
		struct text path = path_in_repository(search->repository, text_of(s->folder));
		remember_commit(s, commit, path);
		s->origin.folder_then = arena_text(s->arena, path_in_head(search, commit, path));
		git_commit_free(commit);
	}
	worktree_open(s->folder, w, &top);
	w->lister = &worktree_lister;
	w->context = (void *)s->folder;
	walk_from(w, &top);
}

static void
snapshot_of_index(struct snapshot *s, const struct search *search, struct walk *w)
{
	struct text path = path_in_repository(search->repository, text_of(s->folder));
	struct folder top = { .fd = -1 };
	git_oid head;

	if (git_reference_name_to_id(&head, search->repository, "HEAD") == 0) {
		git_commit *commit = revision_read(search, &head, "HEAD");
		remember_commit(s, commit, path);
		s->origin.folder_then = arena_text(s->arena, path_in_head(search, commit, path));
		git_commit_free(commit);
	}
	struct index *index =
	    index_open(s->arena, search->repository, search->objects, s->folder, path, &top);
	w->lister = &index_lister;
	w->context = index;
	walk_from(w, &top);
	index_close(index);
}

/* What `revision` means; or the commit it shares with another one, when that is asked. */
static git_commit *
find_commit(const struct search *search, const char *forked_by)
{
	git_commit *commit = revision_find(search);
	struct search other = *search;

	if (!forked_by)
		return commit;
	other.revision = forked_by;
	git_commit *branch = revision_find(&other);
	git_commit *fork = revision_fork(search, commit, branch);
	git_commit_free(branch);
	if (!fork)
		return commit;
	git_commit_free(commit);
	return fork;
}

static void
snapshot_of_revision(struct snapshot *s, const struct search *search, struct walk *w,
    const struct snapshot_options *options)
{
	struct text path = path_in_repository(search->repository, text_of(s->folder));
	git_commit *commit = find_commit(search, options->forked_by);
	unsigned char tree[GIT_OID_RAWSZ];
	struct folder top = { .fd = -1 };

	memcpy(tree, git_commit_tree_id(commit)->id, sizeof tree);
	s->path = options->folder_then ? arena_text(s->arena, text_of(options->folder_then))
				       : arena_text(s->arena, path_then(search, tree, path));
	path = s->path;
	remember_commit(s, commit, path);
	if (!tree_descend(search->objects, tree, path))
		die("%s: there is no folder '%s' in revision '%s'", s->store.repository,
		    printable(s->arena, path), printable(s->arena, text_of(search->revision)));
	w->lister = options->names_only ? &name_lister : &tree_lister;
	w->context = search->objects;
	tree_open(search->objects, w, tree, &top);
	walk_from(w, &top);
	git_commit_free(commit);
}

static void
describe_store(struct snapshot *s, git_repository *repository)
{
	git_buf objects = { 0 };

	if (git_repository_item_path(&objects, repository, GIT_REPOSITORY_ITEM_OBJECTS) < 0)
		die("cannot open the repository of %s: %s", s->folder, repository_error());
	s->store = (struct object_store){
		.folder = arena_cstr(s->arena, text_of(objects.ptr)),
		.repository = s->folder,
		.is_shallow = git_repository_is_shallow(repository) == 1,
		.is_partial = is_partial_clone(repository),
		.n_handles = arena_new_of(s->arena, atomic_uint),
	};
	git_buf_dispose(&objects);
}

struct snapshot *
snapshot_open(const struct snapshot_options *options, struct diagnostics *d)
{
	git_libgit2_init();
	/* Packs are mapped in pieces that are let go again: a pack in memory, once a thread, would be the
	 * larger part of the program. */
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, (size_t)PACK_WINDOW);
	git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, (size_t)PACK_MAPPED);
	struct arena *a = arena_new();
	struct snapshot *s = arena_new_of(a, struct snapshot);
	s->arena = a;
	s->kind = options->kind;
	s->folder = real_folder(a, options->folder);
	struct walk w = { .arena = a, .diagnostics = d, .roots = options->roots };
	git_repository *repository = open_repository(a, s->folder);
	bool is_worktree = s->kind == SNAPSHOT_WORKTREE;
	bool is_index = s->kind == SNAPSHOT_INDEX;

	if (!repository && !is_worktree)
		die("%s is not in a git repository: run 'git init' there and commit, or use "
		    "--worktree",
		    s->folder);
	if (!repository) {
		snapshot_of_worktree(s, NULL, &w);
	} else {
		describe_store(s, repository);
		s->path = arena_text(a, path_in_repository(repository, text_of(s->folder)));
		if ((is_worktree || is_index) && git_repository_is_bare(repository))
			die("%s is a bare repository, it has no working tree: leave out --%s",
			    s->folder, is_index ? "staged" : "worktree");
		struct search search = {
			.arena = a,
			.repository = repository,
			.objects = objects_open(&s->store),
			.name = s->folder,
			.revision = options->revision ? options->revision : "HEAD",
		};
		if (is_worktree)
			snapshot_of_worktree(s, &search, &w);
		else if (is_index)
			snapshot_of_index(s, &search, &w);
		else
			snapshot_of_revision(s, &search, &w, options);
		objects_close(search.objects);
		git_repository_free(repository);
	}
	make_list(s, &w);
	return s;
}

void
snapshot_close(struct snapshot *s)
{
	if (!s)
		return;
	free(s->files.list);
	arena_free(s->arena);
	git_libgit2_shutdown();
}

struct snapshot_files
snapshot_files(const struct snapshot *s)
{
	return s->files;
}

struct text
snapshot_commit(const struct snapshot *s)
{
	return s->commit;
}

int64_t
snapshot_time(const struct snapshot *s)
{
	return s->time;
}

bool
snapshot_is_shallow(const struct snapshot *s)
{
	return s->store.is_shallow;
}

bool
snapshot_has_commit(const struct snapshot *s)
{
	return s->origin.store != NULL;
}

struct text
snapshot_folder(const struct snapshot *s)
{
	return s->path;
}

bool
snapshot_origin(const struct snapshot *s, struct origin *origin)
{
	*origin = s->origin;
	return origin->store != NULL;
}

/* --- tags ---------------------------------------------------------------------------------- */

/* "object …", "type commit", "tag …": how a tag begins. False when it is of something else than a commit, or was
 * made under another name: a signature vouches for the name in it. */
static bool
read_tag(struct text bytes, struct text name, struct snapshot_tag *tag)
{
	struct text line;
	git_oid commit;

	if (!text_next(&bytes, '\n', &line) || !text_starts(line, T("object ")) || line.n != 7 + GIT_OID_HEXSZ ||
	    git_oid_fromstrn(&commit, line.s + 7, GIT_OID_HEXSZ) < 0 || !text_next(&bytes, '\n', &line) ||
	    !text_equal(line, T("type commit")) || !text_next(&bytes, '\n', &line) || !text_starts(line, T("tag ")) ||
	    !text_equal(text_slice(line, 4, line.n), name))
		return false;
	memcpy(tag->commit, commit.id, sizeof tag->commit);
	return true;
}

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct snapshot_tag *)a)->name, ((const struct snapshot_tag *)b)->name);
}

size_t
snapshot_tags(const struct snapshot *s, struct arena *a, const struct snapshot_tag **list)
{
	git_repository *repository = s->origin.store ? open_repository(a, s->folder) : NULL;
	git_strarray names = { 0 };
	size_t n = 0;

	*list = NULL;
	if (!repository)
		return 0;
	if (git_tag_list(&names, repository) < 0)
		die("cannot list the tags of %s: %s", s->folder, repository_error());
	size_t n_names = names.count < SNAPSHOT_MAX_TAGS ? names.count : SNAPSHOT_MAX_TAGS;
	struct snapshot_tag *tags = arena_array(a, struct snapshot_tag, n_names + 1);
	struct objects *objects = objects_open(&s->store);
	for (size_t i = 0; i < n_names; i++) {
		struct text what = arena_printf(a, "tag %s", names.strings[i]);
		struct snapshot_tag *tag = &tags[n];
		git_oid id;

		if (git_reference_name_to_id(&id, repository, arena_printf(a, "refs/tags/%s", names.strings[i]).s) < 0 ||
		    !object_exists(objects, &id) || object_type(objects, &id, what) != GIT_OBJECT_TAG ||
		    object_size(objects, &id, GIT_OBJECT_TAG, what) > SNAPSHOT_MAX_TAG)
			continue;
		git_odb_object *object = object_read(objects, &id, GIT_OBJECT_TAG, what);
		tag->name = printable(a, text_of(names.strings[i]));
		tag->bytes = arena_text(a, (struct text){ git_odb_object_data(object), git_odb_object_size(object) });
		n += read_tag(tag->bytes, text_of(names.strings[i]), tag);
		git_odb_object_free(object);
	}
	objects_close(objects);
	git_strarray_dispose(&names);
	git_repository_free(repository);
	qsort(tags, n, sizeof *tags, by_name);
	*list = tags;
	return n;
}

/* --- readers ------------------------------------------------------------------------------- */

struct snapshot_reader *
snapshot_reader_open(const struct snapshot *s)
{
	struct snapshot_reader *r = allocate(sizeof *r);

	r->snapshot = s;
	r->near = (struct near_folder){ .fd = -1 };
	r->objects = s->kind != SNAPSHOT_WORKTREE ? objects_open(&s->store) : NULL;
	return r;
}

void
snapshot_reader_close(struct snapshot_reader *r)
{
	if (!r)
		return;
	objects_close(r->objects);
	worktree_leave(&r->near);
	free(r);
}

static struct text
read_object(struct snapshot_reader *r, const struct snapshot_file *f, struct arena *a)
{
	git_oid id;

	/* The walk read the object's header and refused it when it was too large. */
	git_oid_fromraw(&id, f->object);
	git_odb_object *object = object_read(r->objects, &id, GIT_OBJECT_BLOB, f->source.path);
	struct text bytes = { git_odb_object_data(object), git_odb_object_size(object) };
	bytes = arena_text(a, bytes);
	git_odb_object_free(object);
	return bytes;
}

static struct text
read_file(struct snapshot_reader *r, const struct snapshot_file *f, bool from_objects, struct arena *a)
{
	supervisor_reading(f->source.path);
	struct text bytes =
	    from_objects ? read_object(r, f, a) : worktree_read(&r->near, r->snapshot->folder, f, a);
	supervisor_read();
	return bytes;
}

struct text
snapshot_read(struct snapshot_reader *r, const struct snapshot_file *f, struct arena *a)
{
	return read_file(r, f, r->objects != NULL, a);
}

struct text
snapshot_peek(struct snapshot_reader *r, const struct snapshot_file *f, struct arena *a)
{
	return read_file(r, f, r->objects && !f->is_on_disk, a);
}

/* --- comparing ----------------------------------------------------------------------------- */

static void
find_object(const struct snapshot_file *f, struct snapshot_reader *reader, struct arena *scratch, git_oid *id)
{
	if (reader->objects) {
		git_oid_fromraw(id, f->object);
		return;
	}
	struct text bytes = snapshot_read(reader, f, scratch);
	if (git_odb_hash(id, bytes.s, bytes.n, GIT_OBJECT_BLOB) < 0)
		die("%.*s: %s", TEXT_ARG(f->source.path), repository_error());
}

struct snapshot_changes
snapshot_compare(const struct snapshot *s, const struct snapshot *base, struct arena *a)
{
	struct snapshot_changes c = { arena_array(a, struct text, s->files.n),
		arena_array(a, struct text, base->files.n), 0, 0 };
	struct snapshot_reader *reader = snapshot_reader_open(s);
	struct arena *scratch = arena_new();
	size_t i = 0, k = 0;

	while (i < s->files.n || k < base->files.n) {
		const struct snapshot_file *ours = i < s->files.n ? &s->files.list[i] : NULL;
		const struct snapshot_file *theirs = k < base->files.n ? &base->files.list[k] : NULL;
		int order = !ours ? 1 : !theirs ? -1 : by_path(ours, theirs);

		if (order > 0) {
			c.removed[c.n_removed++] = arena_text(a, theirs->source.path);
			k++;
			continue;
		}
		bool is_same = false;
		if (order == 0) {
			git_oid id;
			arena_reset(scratch);
			find_object(ours, reader, scratch, &id);
			is_same = memcmp(id.id, theirs->object, sizeof theirs->object) == 0;
			k++;
		}
		if (!is_same)
			c.changed[c.n_changed++] = arena_text(a, ours->source.path);
		i++;
	}
	arena_free(scratch);
	snapshot_reader_close(reader);
	return c;
}
