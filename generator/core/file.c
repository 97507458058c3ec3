#include "core/file.h"

#include "core/die.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char *
file_fault(int error, bool german)
{
	static const struct {
		int error;
		const char *german, *english;
	} faults[] = {
		{ ENOENT, "eine solche Datei gibt es nicht", "there is no such file" },
		{ EACCES, "darf nicht gelesen werden", "may not be read" },
		{ EISDIR, "ist ein Ordner", "is a folder" },
		{ ENOTDIR, "ist kein Ordner", "is no folder" },
		{ EFBIG, "ist zu groß", "is too large" },
		{ EINVAL, "ist keine gewöhnliche Datei", "is no ordinary file" },
	};

	for (size_t k = 0; k < sizeof faults / sizeof faults[0]; k++)
		if (faults[k].error == error)
			return german ? faults[k].german : faults[k].english;
	return strerror(error);
}

bool
file_read(struct arena *a, const char *path, size_t limit, struct text *bytes)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return false;
	if (fstat(fd, &st) != 0)
		goto fail;
	if (!S_ISREG(st.st_mode)) {
		errno = S_ISDIR(st.st_mode) ? EISDIR : EINVAL;
		goto fail;
	}
	if ((uintmax_t)st.st_size > limit) {
		errno = EFBIG;
		goto fail;
	}
	size_t size = (size_t)st.st_size, got = 0;
	char *s = arena_alloc(a, size + 1);
	while (got < size) {
		ssize_t n = read(fd, s + got, size - got);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			goto fail;
		if (n == 0)
			break;
		got += (size_t)n;
	}
	close(fd);
	*bytes = (struct text){ s, got };
	return true;
fail:;
	int error = errno;
	close(fd);
	errno = error;
	return false;
}

static int
by_bytes(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

bool
folder_read(struct arena *a, const char *path, struct text **names, size_t *n)
{
	struct text *list = NULL;
	size_t count = 0, capacity = 0;
	DIR *dir = opendir(path);

	if (!dir)
		return false;
	for (struct dirent *e; (e = readdir(dir));) {
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (count == capacity) {
			capacity = capacity ? 2 * capacity : 64;
			list = reallocate(list, capacity * sizeof *list);
		}
		list[count++] = arena_text(a, text_of(e->d_name));
	}
	closedir(dir);
	if (count)
		qsort(list, count, sizeof *list, by_bytes);
	*names = arena_array(a, struct text, count);
	if (count)
		memcpy(*names, list, count * sizeof *list);
	free(list);
	*n = count;
	return true;
}

bool
file_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

const char *
path_join(struct arena *a, const char *folder, const char *name)
{
	if (name[0] == '/' || folder[0] == '\0')
		return arena_cstr(a, text_of(name));
	return arena_printf(a, "%s%s%s", folder, folder[strlen(folder) - 1] == '/' ? "" : "/", name).s;
}
