#include "site/files.h"

#include "core/die.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_NAME = 250 };

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

/* Opens a folder, making it when it is not there. No link is followed but in the name of the first. */
static int
open_folder(int below, const char *name, int follow)
{
	if (mkdirat(below, name, 0777) != 0 && errno != EEXIST)
		return -1;
	return openat(below, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | follow);
}

static int
open_root(const char *folder)
{
	char part[4096];
	size_t n = strlen(folder);

	if (n >= sizeof part)
		die("the path %s is too long", folder);
	/* Its parents are the caller's; what is missing of them is made. */
	for (size_t i = 1; i < n; i++)
		if (folder[i] == '/') {
			memcpy(part, folder, i);
			part[i] = '\0';
			if (mkdir(part, 0777) != 0 && errno != EEXIST)
				die("cannot make the folder %s: %s", part, strerror(errno));
		}
	return open_folder(AT_FDCWD, folder, 0);
}

enum manner { REPLACE, CREATE, CREATE_PROGRAM };

/* False with errno; EEXIST when it was to be created and is there. */
static bool
put(int folder, const char *name, struct text bytes, enum manner manner)
{
	char beside[MAX_NAME + 8];

	snprintf(beside, sizeof beside, ".%s.new", name);
	int fd = openat(folder, beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
	    manner == CREATE_PROGRAM ? 0777 : 0666);
	if (fd < 0)
		return false;
	bool good = write_all(fd, bytes);
	int error = errno;
	if (close(fd) != 0 && good) {
		good = false;
		error = errno;
	}
	/* Only a new link refuses a name that is taken, whoever took it and when. */
	if (good && manner != REPLACE && linkat(folder, beside, folder, name, 0) == 0) {
		unlinkat(folder, beside, 0);
		return true;
	}
	if (good && manner == REPLACE && renameat(folder, beside, folder, name) == 0)
		return true;
	if (good)
		error = errno;
	unlinkat(folder, beside, 0);
	errno = error;
	return false;
}

static bool
write_below(const char *folder, struct text path, struct text bytes, enum manner manner)
{
	struct text rest = path, part;
	char name[MAX_NAME + 1];
	int fd = open_root(folder);

	while (fd >= 0 && text_next(&rest, '/', &part)) {
		if (part.n == 0 || part.n > MAX_NAME || text_equal(part, T("..")) || text_equal(part, T(".")))
			die("%.*s is no path below %s", TEXT_ARG(path), folder);
		memcpy(name, part.s, part.n);
		name[part.n] = '\0';
		if (rest.n == 0) {
			bool good = put(fd, name, bytes, manner);
			if (!good && !(manner != REPLACE && errno == EEXIST))
				die("cannot write %s/%.*s: %s", folder, TEXT_ARG(path), strerror(errno));
			close(fd);
			return good;
		}
		int below = open_folder(fd, name, O_NOFOLLOW);
		int error = errno;
		close(fd);
		errno = error;
		fd = below;
	}
	die("cannot open the folders of %s/%.*s: %s", folder, TEXT_ARG(path),
	    errno == ELOOP || errno == ENOTDIR ? "one is a link, or no folder" : strerror(errno));
}

void
file_write(const char *folder, struct text path, struct text bytes)
{
	write_below(folder, path, bytes, REPLACE);
}

bool
file_create(const char *folder, struct text path, struct text bytes, bool is_program)
{
	return write_below(folder, path, bytes, is_program ? CREATE_PROGRAM : CREATE);
}
