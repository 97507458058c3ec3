#include "site/files.h"

#include "core/arena.h"
#include "core/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Every folder on the way to the file. */
static void
make_folders(char *path)
{
	for (char *s = path + 1; (s = strchr(s, '/')); s++) {
		*s = '\0';
		if (mkdir(path, 0777) != 0 && errno != EEXIST)
			die("cannot make the folder %s: %s", path, strerror(errno));
		*s = '/';
	}
}

static bool
has_dots(struct text path)
{
	struct text part;

	while (text_next(&path, '/', &part))
		if (text_equal(part, T("..")))
			return true;
	return false;
}

static bool
write_all(int fd, struct text bytes)
{
	while (bytes.n) {
		ssize_t n = write(fd, bytes.s, bytes.n);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		bytes = text_slice(bytes, (size_t)n, bytes.n);
	}
	return true;
}

void
file_write(const char *folder, struct text path, struct text bytes)
{
	struct arena *a = arena_new();
	const char *target = arena_printf(a, "%s/%.*s", folder, TEXT_ARG(path)).s;
	const char *beside = arena_printf(a, "%s.new", target).s;

	if (path.n == 0 || path.s[0] == '/' || has_dots(path))
		die("%s is no path below %s", target, folder);
	make_folders((char *)(uintptr_t)target);
	int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0)
		die("cannot write %s: %s", beside, strerror(errno));
	bool good = write_all(fd, bytes);
	int error = errno;
	if (close(fd) != 0 && good) {
		good = false;
		error = errno;
	}
	if (good && rename(beside, target) != 0) {
		good = false;
		error = errno;
	}
	if (!good) {
		unlink(beside);
		die("cannot write %s: %s", target, strerror(error));
	}
	arena_free(a);
}
