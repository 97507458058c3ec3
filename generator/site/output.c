#include "site/output.h"

#include "core/die.h"
#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum {
	EXIT_BUSY = 75,      /* sysexits.h: EX_TEMPFAIL */
	MAX_STATE = 1 << 30, /* bytes */
};

_Noreturn static void
exit_busy(const struct output *o, const char *lock)
{
	fflush(stdout);
	fprintf(stderr,
	    "tabularium: %s/%s: another build is running (it holds %s/%s); try again later\n",
	    o->parent.path, o->name, o->parent.path, lock);
	fflush(stderr);
	_Exit(EXIT_BUSY);
}

/* "site/public/" → "site" and "public". */
static void
split(struct output *o, const char *out)
{
	struct text path = text_of(out), parent = path;

	while (path.n > 1 && path.s[path.n - 1] == '/')
		path.n--;
	parent.n = path.n;
	while (parent.n && parent.s[parent.n - 1] != '/')
		parent.n--;
	struct text name = text_slice(path, parent.n, path.n);
	if (name.n == 0 || text_equal(name, T(".")) || text_equal(name, T("..")))
		die("%s: cannot be the output folder; write its name, as in site/public", out);
	while (parent.n > 1 && parent.s[parent.n - 1] == '/')
		parent.n--;

	o->name = arena_cstr(o->arena, name);
	o->parent.path = parent.n ? arena_cstr(o->arena, parent) : ".";
	o->published.path = arena_cstr(o->arena, path);
	o->stage = arena_printf(o->arena, ".%s.stage", o->name).s;
	o->previous = arena_printf(o->arena, ".%s.previous", o->name).s;
}

static void
make_folders(struct arena *a, const char *path)
{
	for (size_t n = 1; path[n - 1]; n++) {
		if (path[n] != '/' && path[n] != '\0')
			continue;
		const char *folder = arena_cstr(a, (struct text){ path, n });
		if (mkdir(folder, 0755) != 0 && errno != EEXIST)
			die("%s: %s", folder, strerror(errno));
	}
}

static void
take_lock(struct output *o, bool waits)
{
	const char *lock = arena_printf(o->arena, ".%s.lock", o->name).s;

	o->lock = openat(o->parent.fd, lock, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0644);
	if (o->lock < 0)
		die("%s/%s: %s", o->parent.path, lock, strerror(errno));
	while (flock(o->lock, waits ? LOCK_EX : LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK)
			exit_busy(o, lock);
		if (errno != EINTR)
			die("%s/%s: %s", o->parent.path, lock, strerror(errno));
	}
}

static void
open_published(struct output *o)
{
	struct stat st;

	o->published.fd = -1;
	if (!tree_stat(&o->parent, o->name, &st))
		return;
	/* Exchanged, a link would end up as the stage, and the folder behind it would go on. */
	if (S_ISLNK(st.st_mode))
		die("%s: is a symbolic link; name the folder it leads to", o->published.path);
	if (!S_ISDIR(st.st_mode))
		die("%s: is not a folder", o->published.path);
	o->published.fd =
	    openat(o->parent.fd, o->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (o->published.fd < 0)
		die("%s: %s", o->published.path, strerror(errno));
}

struct output *
output_open(const char *out, bool waits)
{
	struct arena *a = arena_new();
	struct output *o = arena_new_of(a, struct output);

	o->arena = a;
	split(o, out);
	o->umask = umask(022);
	make_folders(a, o->parent.path);
	o->parent.fd = open(o->parent.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->parent.fd < 0)
		die("%s: %s", o->parent.path, strerror(errno));
	take_lock(o, waits);
	open_published(o);
	return o;
}

struct text
output_state(const char *out, const char *name, struct arena *a)
{
	struct output o = { .arena = a };
	struct text bytes;

	split(&o, out);
	const char *path = arena_printf(a, "%s/.%s.%s", o.parent.path, o.name, name).s;
	return file_read(a, path, MAX_STATE, &bytes) ? bytes : T("");
}

void
output_keep_state(struct output *o, const char *name, struct text bytes)
{
	const char *path = arena_printf(o->arena, ".%s.%s", o->name, name).s;
	const char *new = arena_printf(o->arena, "%s.new", path).s;

	tree_remove(&o->parent, new);
	int fd = openat(o->parent.fd, new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		die("%s/%s: %s", o->parent.path, new, strerror(errno));
	tree_write(&o->parent, new, fd, bytes);
	tree_close(&o->parent, new, fd);
	if (renameat(o->parent.fd, new, o->parent.fd, path) != 0)
		die("%s/%s: %s", o->parent.path, path, strerror(errno));
}

void
output_close(struct output *o)
{
	umask(o->umask);
	if (o->published.fd >= 0)
		close(o->published.fd);
	close(o->parent.fd);
	close(o->lock);
	arena_free(o->arena);
}

struct tree
output_stage(struct output *o)
{
	struct tree stage = {
		.path = arena_printf(o->arena, "%s/%s", o->parent.path, o->stage).s,
	};
	struct stat here, published;

	tree_remove(&o->parent, o->stage);
	if (mkdirat(o->parent.fd, o->stage, 0755) != 0)
		die("%s: %s", stage.path, strerror(errno));
	stage.fd = openat(o->parent.fd, o->stage, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (stage.fd < 0 || fstat(stage.fd, &here) != 0)
		die("%s: %s", stage.path, strerror(errno));
	if (o->published.fd >= 0 && fstat(o->published.fd, &published) != 0)
		die("%s: %s", o->published.path, strerror(errno));
	if (o->published.fd >= 0 && here.st_dev != published.st_dev)
		die("%s: is a mount point, which cannot be exchanged; mount the folder above it",
		    o->published.path);
	return stage;
}

void
output_remove_stage(struct output *o)
{
	tree_remove(&o->parent, o->stage);
}

void
output_sync(const struct tree *t)
{
	if (syncfs(t->fd) != 0)
		die("%s: cannot be written to the disk: %s", t->path, strerror(errno));
}

/* Why the kernel refused to rename, in words that say what to do. Never a rename in two steps
 * instead: readers would find no site between them. */
static const char *
rename_error(int error)
{
	switch (error) {
	case EXDEV:
		return "the folder belongs to a lower layer of an overlay (an image); mount a "
		       "volume there";
	case EBUSY: return "the folder is a mount point; mount the folder above it";
	case EINVAL:
	case ENOSYS:
		return "this file system cannot exchange two folders in one step; use a local one, "
		       "such as ext4, XFS, Btrfs or tmpfs";
	default: return strerror(error);
	}
}

static void
rename_or_die(struct output *o, const char *from, const char *to, unsigned flags)
{
	if (renameat2(o->parent.fd, from, o->parent.fd, to, flags) != 0)
		die("%s/%s cannot take the place of %s/%s: %s", o->parent.path, from,
		    o->parent.path, to, rename_error(errno));
}

static void
sync_names(struct output *o)
{
	if (fsync(o->parent.fd) != 0)
		die("%s: cannot be written to the disk: %s", o->parent.path, strerror(errno));
}

void
output_exchange(struct output *o)
{
	unsigned flags = o->published.fd < 0 ? RENAME_NOREPLACE : RENAME_EXCHANGE;

	rename_or_die(o, o->stage, o->name, flags);
	sync_names(o);
}

bool
output_has_previous(const struct output *o)
{
	struct stat st;

	return tree_stat(&o->parent, o->previous, &st) && S_ISDIR(st.st_mode);
}

struct tree
output_previous(const struct output *o)
{
	struct tree previous = {
		.fd = openat(
		    o->parent.fd, o->previous, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC),
		.path = arena_printf(o->arena, "%s/%s", o->parent.path, o->previous).s,
	};

	if (previous.fd < 0)
		die("%s: %s", previous.path, strerror(errno));
	return previous;
}

void
output_remove_previous(struct output *o)
{
	tree_remove(&o->parent, o->previous);
}

void
output_keep_previous(struct output *o)
{
	unsigned flags = output_has_previous(o) ? RENAME_EXCHANGE : RENAME_NOREPLACE;

	/* Exchanged too, so that there is a generation to roll back to at any moment. */
	rename_or_die(o, o->stage, o->previous, flags);
	sync_names(o);
	if (flags == RENAME_EXCHANGE)
		output_remove_stage(o);
}

void
output_exchange_previous(struct output *o)
{
	unsigned flags = o->published.fd < 0 ? RENAME_NOREPLACE : RENAME_EXCHANGE;

	rename_or_die(o, o->previous, o->name, flags);
	sync_names(o);
}
