#include "site/tree.h"

#include "core/die.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { CHUNK = 64 * 1024, LONGEST_PART = 200, LONGEST_PATH = 1000 };

_Noreturn static void
fail(const struct tree *t, const char *path)
{
	die("%s/%s: %s", t->path, path, strerror(errno));
}

static bool
is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '_' || c == '-';
}

bool
tree_path_is_valid(struct text path)
{
	if (path.n == 0 || path.n > LONGEST_PATH)
		return false;
	if (path.s[0] == '.' && !text_starts(path, T(".well-known/")) && !text_equal(path, T(".htaccess")))
		return false;
	size_t part = 0; /* bytes of the part so far */
	for (size_t i = 0; i < path.n; i++) {
		char c = path.s[i];

		if (c == '/') {
			if (part == 0)
				return false;
			part = 0;
			continue;
		}
		if (!is_plain(c) || ++part > LONGEST_PART)
			return false;
		if (c == '.' && part == 1 && i != 0)
			return false;
	}
	return part != 0;
}

/* The folders above the file, from the top. */
static void
make_folders(const struct tree *t, const char *path)
{
	char folder[LONGEST_PATH + 1];

	for (size_t n = 0; path[n]; n++) {
		folder[n] = path[n];
		if (path[n + 1] != '/')
			continue;
		folder[n + 1] = '\0';
		if (mkdirat(t->fd, folder, 0755) != 0 && errno != EEXIST)
			fail(t, folder);
	}
}

int
tree_create(const struct tree *t, const char *path)
{
	enum { FLAGS = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC };
	int fd = openat(t->fd, path, FLAGS, 0644);

	/* A folder is made when its first file asks for it: no list of folders is kept. */
	if (fd < 0 && errno == ENOENT) {
		make_folders(t, path);
		fd = openat(t->fd, path, FLAGS, 0644);
	}
	if (fd < 0)
		fail(t, path);
	return fd;
}

void
tree_write(const struct tree *t, const char *path, int fd, struct text bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.s, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			fail(t, path);
		bytes = text_slice(bytes, (size_t)n, bytes.n);
	}
}

size_t
tree_read_at(const struct tree *t, const char *path, int fd, char *bytes, size_t n, uint64_t at)
{
	for (;;) {
		ssize_t got = pread(fd, bytes, n, (off_t)at);
		if (got >= 0)
			return (size_t)got;
		if (errno != EINTR)
			fail(t, path);
	}
}

int
tree_open_file(const struct tree *t, const char *path)
{
	int fd = openat(t->fd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		fail(t, path);
	return fd;
}

size_t
tree_read(const struct tree *t, const char *path, int fd, char *bytes, size_t n)
{
	for (;;) {
		ssize_t got = read(fd, bytes, n);
		if (got >= 0)
			return (size_t)got;
		if (errno != EINTR)
			fail(t, path);
	}
}

_Noreturn static void
fail_check(const struct tree *t, const char *path)
{
	die("%s/%s: what was written cannot be read back; nothing is published. Is the disk "
	    "damaged?",
	    t->path, path);
}

void
tree_check_size(const struct tree *t, const char *path, int fd, uint64_t size)
{
	struct stat st;

	if (fstat(fd, &st) != 0)
		fail(t, path);
	if ((uint64_t)st.st_size != size)
		fail_check(t, path);
}

static bool
holds(const struct tree *t, const char *path, int fd, uint64_t size, const struct digest *digest)
{
	char bytes[CHUNK];
	size_t n = tree_read_at(t, path, fd, bytes, CHUNK, 0);
	struct digest found;

	if (n > size || (n == 0 && size))
		return false;
	if (n == size && n < CHUNK) { /* nearly every file */
		found = digest_of((struct text){ bytes, n });
		return digest_equal(&found, digest);
	}
	struct digest_state *state = digest_begin();
	uint64_t at = 0;
	for (; n && at + n <= size; n = tree_read_at(t, path, fd, bytes, CHUNK, at)) {
		digest_add(state, (struct text){ bytes, n });
		at += n;
	}
	found = digest_finish(state);
	return n == 0 && at == size && digest_equal(&found, digest);
}

bool
tree_holds(const struct tree *t, const char *path, uint64_t size, const struct digest *digest)
{
	int fd = openat(t->fd, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0 && (errno == ENOENT || errno == ENOTDIR || errno == ELOOP))
		return false;
	if (fd < 0)
		fail(t, path);
	bool is_same = holds(t, path, fd, size, digest);
	close(fd);
	return is_same;
}

void
tree_close(const struct tree *t, const char *path, int fd)
{
	if (close(fd) != 0)
		fail(t, path);
}

void
tree_link(const struct tree *from, const struct tree *to, const char *path)
{
	int status = linkat(from->fd, path, to->fd, path, 0);

	if (status != 0 && errno == ENOENT) {
		make_folders(to, path);
		status = linkat(from->fd, path, to->fd, path, 0);
	}
	if (status != 0)
		die("%s/%s: cannot be linked into %s: %s", from->path, path, to->path,
		    strerror(errno));
}

bool
tree_stat(const struct tree *t, const char *path, struct stat *st)
{
	if (fstatat(t->fd, path, st, AT_SYMLINK_NOFOLLOW) == 0)
		return true;
	if (errno != ENOENT && errno != ENOTDIR)
		fail(t, path);
	return false;
}

void
tree_set_time(const struct tree *t, const char *path, int fd, int64_t seconds)
{
	struct timespec time = { .tv_sec = (time_t)seconds };

	if (futimens(fd, (struct timespec[]){ time, time }) != 0)
		fail(t, path);
}

/* The next name in the folder, or NULL at its end. */
static const char *
next_name(const struct tree *t, DIR *folder)
{
	for (;;) {
		errno = 0;
		const struct dirent *e = readdir(folder);
		if (!e && errno)
			die("%s: %s", t->path, strerror(errno));
		if (!e)
			return NULL;
		if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
			return e->d_name;
	}
}

static DIR *
open_folder(const struct tree *t, const char *name)
{
	int fd = openat(t->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);

	if (!folder)
		fail(t, name);
	return folder;
}

bool
tree_is_empty(const struct tree *t)
{
	DIR *folder = open_folder(t, ".");
	bool is_empty = next_name(t, folder) == NULL;

	closedir(folder);
	return is_empty;
}

void
tree_remove(const struct tree *t, const char *name)
{
	if (unlinkat(t->fd, name, 0) == 0 || errno == ENOENT)
		return;
	if (errno != EISDIR) /* Linux; elsewhere EPERM */
		fail(t, name);

	size_t n = strlen(t->path) + 1 + strlen(name) + 1;
	char *path = allocate(n);

	stpcpy(stpcpy(stpcpy(path, t->path), "/"), name);
	int fd = openat(t->fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		fail(t, name);
	tree_empty(&(struct tree){ fd, path });
	close(fd);
	free(path);
	if (unlinkat(t->fd, name, AT_REMOVEDIR) != 0)
		fail(t, name);
}

void
tree_empty(const struct tree *t)
{
	DIR *folder = open_folder(t, ".");
	const char *child;

	while ((child = next_name(t, folder)))
		tree_remove(t, child);
	closedir(folder);
}
