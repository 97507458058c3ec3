#include "site/rewrite.h"

#include "core/arena.h"
#include "core/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The folder that the file stands in; -1 when a part of the way is a link or absent. *name is the rest. */
static int
open_folder(struct arena *a, const char *folder, struct text path, const char **name)
{
	struct text rest = path, part;
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	while (at >= 0 && text_next(&rest, '/', &part)) {
		*name = arena_cstr(a, part);
		if (part.n == 0 || part.s[0] == '.') {
			close(at);
			return -1;
		}
		if (rest.n == 0)
			break;
		int next = openat(at, *name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		close(at);
		at = next;
	}
	return at;
}

static bool
holds(int fd, struct text was)
{
	char room[4096];
	size_t at = 0;
	ssize_t n;

	while ((n = read(fd, room, sizeof room)) > 0 || (n < 0 && errno == EINTR)) {
		if (n < 0)
			continue;
		if ((size_t)n > was.n - at || memcmp(room, was.s + at, (size_t)n) != 0)
			return false;
		at += (size_t)n;
	}
	return n == 0 && at == was.n;
}

static bool
is_unchanged(int folder, const char *name, struct text was, mode_t *mode)
{
	struct stat st;
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

	if (fd < 0)
		return false;
	bool is = fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && holds(fd, was);
	close(fd);
	*mode = st.st_mode & 07777;
	return is;
}

static bool
write_all(int fd, struct text t)
{
	while (t.n) {
		ssize_t n = write(fd, t.s, t.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		t = text_slice(t, (size_t)n, t.n);
	}
	return true;
}

static void
replace(int folder, const char *name, const char *beside, struct text now, mode_t mode)
{
	int fd = openat(folder, beside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd >= 0 && write_all(fd, now) && fchmod(fd, mode) == 0 && fsync(fd) == 0 &&
	    renameat(folder, beside, folder, name) == 0) {
		close(fd);
		return;
	}
	int error = errno;
	if (fd >= 0)
		unlinkat(folder, beside, 0);
	die("cannot write %s: %s", name, strerror(error));
}

bool
rewrite_file(const char *folder, struct text path, struct text was, struct text now)
{
	struct arena *a = arena_new();
	const char *name = "";
	mode_t mode;
	bool done = false;

	if (text_starts(path, T("catalog/")) || text_starts(path, T("site/"))) {
		int fd = open_folder(a, folder, path, &name);
		done = fd >= 0 && is_unchanged(fd, name, was, &mode);
		if (done)
			replace(fd, name, arena_printf(a, ".%s.%ld", name, (long)getpid()).s, now, mode);
		if (fd >= 0)
			close(fd);
	}
	arena_free(a);
	return done;
}
