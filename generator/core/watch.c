#include "core/watch.h"

#include "core/arena.h"
#include "core/die.h"
#include "core/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

struct watch {
	int fd;
	const char *folder, *but_not;
	const char *const *names;
	char **paths; /* of the watched folders, by their descriptors; NULL: not watched any more */
	size_t n;
};

#define CHANGES (IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO)

static void
add_one(struct watch *w, const char *path)
{
	int number = inotify_add_watch(w->fd, path, CHANGES | IN_ONLYDIR | IN_DONT_FOLLOW | IN_EXCL_UNLINK);

	if (number < 0 && errno == ENOSPC)
		die("there are more folders than may be watched; raise fs.inotify.max_user_watches (sysctl)");
	if (number < 0)
		return; /* gone again, a link, or no folder */
	if ((size_t)number >= w->n) {
		size_t n = 2 * (size_t)number + 16;
		w->paths = reallocate(w->paths, n * sizeof *w->paths);
		memset(w->paths + w->n, 0, (n - w->n) * sizeof *w->paths);
		w->n = n;
	}
	free(w->paths[number]);
	w->paths[number] = allocate(strlen(path) + 1);
	strcpy(w->paths[number], path);
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

static void
add_tree(struct watch *w, const char *path)
{
	struct arena *a = arena_new();
	struct text *names;
	size_t n;

	if (strcmp(path, w->but_not) != 0) {
		add_one(w, path);
		/* After the watch began: what comes between is seen twice, never missed. */
		if (folder_read(a, path, &names, &n))
			for (size_t k = 0; k < n; k++) {
				const char *below = path_join(a, path, names[k].s);
				if (names[k].s[0] != '.' && is_folder(below))
					add_tree(w, below);
			}
	}
	arena_free(a);
}

struct watch *
watch_open(const char *folder, const char *const *names, const char *but_not)
{
	struct watch *w = allocate(sizeof *w);
	struct arena *a = arena_new();

	*w = (struct watch){ .folder = folder, .names = names, .but_not = but_not,
		.fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC) };
	if (w->fd < 0)
		die("cannot watch files: %s", strerror(errno));
	if (!is_folder(path_join(a, folder, ".")))
		die("%s: is no folder", folder);
	add_one(w, path_join(a, folder, "."));
	for (size_t k = 0; names[k]; k++)
		add_tree(w, path_join(a, folder, names[k]));
	arena_free(a);
	return w;
}

void
watch_close(struct watch *w)
{
	for (size_t k = 0; k < w->n; k++)
		free(w->paths[k]);
	free(w->paths);
	close(w->fd);
	free(w);
}

int
watch_fd(const struct watch *w)
{
	return w->fd;
}

/* "x.md~" of Emacs and vi, "#x.md#" of Emacs, "4913" with which vi tries a folder, "x.md.swp" and all hidden ones. */
static bool
is_scratch(const char *name)
{
	size_t n = strlen(name);

	return n == 0 || name[0] == '.' || name[n - 1] == '~' || (name[0] == '#' && name[n - 1] == '#') ||
	       strcmp(name, "4913") == 0;
}

static bool
is_named(const struct watch *w, const char *name)
{
	for (size_t k = 0; w->names[k]; k++)
		if (strcmp(w->names[k], name) == 0)
			return true;
	return false;
}

/* The folder itself is watched only for the names in it that count. */
static bool
is_top(const struct watch *w, const char *path)
{
	size_t n = strlen(w->folder);

	return strncmp(path, w->folder, n) == 0 && strcmp(path + n + (path[n] == '/'), ".") == 0;
}

static bool
take(struct watch *w, const struct inotify_event *e)
{
	if (e->mask & IN_Q_OVERFLOW)
		return true;
	const char *folder = (size_t)e->wd < w->n ? w->paths[e->wd] : NULL;
	if (!folder)
		return false;
	if (e->mask & IN_IGNORED) {
		free(w->paths[e->wd]);
		w->paths[e->wd] = NULL;
		return false;
	}
	const char *name = e->len ? e->name : "";
	if (is_scratch(name) || (is_top(w, folder) && !is_named(w, name)))
		return false;
	struct arena *a = arena_new();
	const char *path = is_top(w, folder) ? path_join(a, w->folder, name) : path_join(a, folder, name);
	bool is_excepted = strcmp(path, w->but_not) == 0;
	if ((e->mask & IN_ISDIR) && (e->mask & (IN_CREATE | IN_MOVED_TO)))
		add_tree(w, path);
	arena_free(a);
	return !is_excepted;
}

bool
watch_read(struct watch *w)
{
	char bytes[16384] __attribute__((aligned(__alignof__(struct inotify_event))));
	bool has_changed = false;
	ssize_t n;

	while ((n = read(w->fd, bytes, sizeof bytes)) > 0)
		for (ssize_t at = 0; at < n;) {
			const struct inotify_event *e = (const void *)(bytes + at);
			has_changed |= take(w, e);
			at += (ssize_t)sizeof *e + (ssize_t)e->len;
		}
	return has_changed;
}
