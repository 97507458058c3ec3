/*
 * Lists and reads the files of a working tree, for a preview of what is not committed yet. No link
 * is followed below the folder: every part of a path is opened by itself with O_NOFOLLOW.
 */
#include "adapters/git_walk.h"
#include "core/die.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FOLDER_FLAGS = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

_Noreturn static void
cannot_read(const char *folder, struct text path)
{
	die("cannot read %s/%.*s: %s", folder, TEXT_ARG(path), strerror(errno));
}

static enum entry_kind
kind_of_mode(mode_t mode)
{
	if (S_ISREG(mode))
		return ENTRY_FILE;
	if (S_ISDIR(mode))
		return ENTRY_FOLDER;
	return S_ISLNK(mode) ? ENTRY_LINK : ENTRY_SPECIAL;
}

/* Names with '.' are ignored by the walk anyway; a repository in the repository is not. */
static void
list(const char *folder, struct walk *w, struct folder *f)
{
	int copy = dup(f->fd);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	struct stat st;

	if (!dir)
		cannot_read(folder, f->path);
	f->memory = arena_new();
	for (errno = 0;;) {
		const struct dirent *d = readdir(dir);
		if (!d && errno)
			cannot_read(folder, f->path);
		if (!d)
			break;
		if (f->path.n && strcmp(d->d_name, ".git") == 0) {
			diagnose(w->diagnostics, SUBMODULE, place_of_path(w, f->path), f->path);
			f->n = 0;
			break;
		}
		if (d->d_name[0] == '.')
			continue;
		if (fstatat(f->fd, d->d_name, &st, AT_SYMLINK_NOFOLLOW) != 0) {
			if (errno != ENOENT)
				cannot_read(folder, f->path);
			errno = 0; /* deleted a moment ago */
			continue;
		}
		*folder_add(f) = (struct entry){
			.name = arena_text(f->memory, text_of(d->d_name)),
			.kind = kind_of_mode(st.st_mode),
			.size = (uint64_t)st.st_size,
			.is_executable = (st.st_mode & 0111) != 0,
		};
	}
	closedir(dir);
}

void
worktree_open(const char *folder, struct walk *w, struct folder *top)
{
	top->fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (top->fd < 0)
		die("cannot read %s: %s", folder, strerror(errno));
	list(folder, w, top);
}

static void
open_entry(void *context, struct walk *w, const struct folder *parent, const struct entry *e,
    struct folder *opened)
{
	opened->fd = openat(parent->fd, e->name.s, FOLDER_FLAGS);
	if (opened->fd < 0)
		cannot_read(context, opened->path);
	list(context, w, opened);
}

static void
close_listed(struct folder *f)
{
	close(f->fd);
	arena_free(f->memory);
}

static int
open_folder(const char *folder, struct text path)
{
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	char name[SNAPSHOT_MAX_NAME + 1];

	for (struct text rest = path, part; at >= 0 && text_next(&rest, '/', &part);) {
		memcpy(name, part.s, part.n);
		name[part.n] = '\0';
		int next = openat(at, name, FOLDER_FLAGS);
		int error = errno;
		close(at);
		errno = error;
		at = next;
	}
	return at;
}

/* Files are mostly read one folder after the other: the way to the last one is remembered. */
static int
open_file(struct near_folder *near, const char *folder, struct text path)
{
	char name[SNAPSHOT_MAX_NAME + 1];
	size_t slash = path.n;

	while (slash && path.s[slash - 1] != '/')
		slash--;
	struct text above = text_slice(path, 0, slash ? slash - 1 : 0);
	if (near->fd < 0 || !text_equal(near->path, above)) {
		worktree_leave(near);
		near->fd = open_folder(folder, above);
		near->path = above;
	}
	memcpy(name, path.s + slash, path.n - slash);
	name[path.n - slash] = '\0';
	return near->fd < 0 ? -1 : openat(near->fd, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
}

void
worktree_leave(struct near_folder *near)
{
	if (near->fd >= 0)
		close(near->fd);
	near->fd = -1;
}

struct text
worktree_read(struct near_folder *near, const char *folder, const struct snapshot_file *f, struct arena *a)
{
	struct text path = f->source.path;
	struct stat st;
	size_t got = 0, size = (size_t)f->size;
	int fd = open_file(near, folder, path);

	if (fd < 0 || fstat(fd, &st) != 0)
		cannot_read(folder, path);
	char *s = arena_alloc(a, size + 1);
	while (S_ISREG(st.st_mode) && (uint64_t)st.st_size == f->size && got < size) {
		ssize_t n = read(fd, s + got, size - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			cannot_read(folder, path);
		if (n == 0)
			break;
		got += (size_t)n;
	}
	if (!S_ISREG(st.st_mode) || (uint64_t)st.st_size != f->size || got != size)
		die("%s/%.*s was changed while it was read: run again", folder, TEXT_ARG(path));
	close(fd);
	return (struct text){ s, size };
}

const struct lister worktree_lister = {
	.open = open_entry,
	.close = close_listed,
	.is_sorted = false,
};
