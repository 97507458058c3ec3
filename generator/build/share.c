#include "build/share.h"

#include "core/die.h"
#include "core/file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_SHARED_FILE = 8 << 20 };

static const char *
program_folder(struct arena *a)
{
	char path[4096];
	ssize_t n = readlink("/proc/self/exe", path, sizeof path - 1);

	if (n <= 0)
		die("cannot find the program's own place: %s", strerror(errno));
	path[n] = '\0';
	*strrchr(path, '/') = '\0';
	return arena_cstr(a, text_of(path));
}

/* The first of the places where `name` may lie that exists. */
static const char *
folder(struct arena *a, const char *name, const char *in_source_tree)
{
	const char *own = getenv("TABULARIUM_SHARE");
	const char *program = program_folder(a);
	const char *places[] = {
		own && *own ? path_join(a, own, name) : NULL,
		path_join(a, program, arena_printf(a, "../share/tabularium/%s", name).s),
		path_join(a, program, in_source_tree),
	};

	for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
		if (places[i] && file_exists(places[i]))
			return places[i];
	die("the %s of tabularium are missing: run make, or set TABULARIUM_SHARE", name);
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Files of the folder and of the folders in it; what begins with '.' and node_modules are not ours. */
static void
collect(struct arena *a, const char *path, const char *prefix, struct shared_files *files, size_t *capacity)
{
	struct text *names;
	size_t n;

	if (!folder_read(a, path, &names, &n))
		die("%s: %s", path, strerror(errno));
	for (size_t i = 0; i < n; i++) {
		const char *file = path_join(a, path, names[i].s);
		const char *name = arena_printf(a, "%s%s", prefix, names[i].s).s;

		if (names[i].s[0] == '.' || text_equal(names[i], T("node_modules")))
			continue;
		if (is_folder(file)) {
			collect(a, file, arena_printf(a, "%s/", name).s, files, capacity);
			continue;
		}
		if (files->n == *capacity) {
			*capacity = *capacity ? 2 * *capacity : 64;
			files->list = reallocate(files->list, *capacity * sizeof *files->list);
		}
		struct shared_file *f = &files->list[files->n++];
		f->name = text_of(name);
		if (!file_read(a, file, MAX_SHARED_FILE, &f->bytes))
			die("%s: %s", file, strerror(errno));
	}
}

static struct shared_files
read_folder(struct arena *a, const char *path)
{
	struct shared_files files = { 0 };
	size_t capacity = 0;

	collect(a, path, "", &files, &capacity);
	struct shared_file *list = arena_array(a, struct shared_file, files.n);
	if (files.n)
		memcpy(list, files.list, files.n * sizeof *list);
	free(files.list);
	files.list = list;
	return files;
}

struct shared_files
share_templates(struct arena *a)
{
	struct shared_files all = read_folder(a, folder(a, "templates", "../templates"));
	size_t kept = 0;

	for (size_t i = 0; i < all.n; i++)
		if (!text_starts(all.list[i].name, T("init/")) &&
		    (text_ends(all.list[i].name, T(".html")) || text_ends(all.list[i].name, T(".yaml"))))
			all.list[kept++] = all.list[i];
	all.n = kept;
	return all;
}

struct shared_files
share_assets(struct arena *a)
{
	return read_folder(a, folder(a, "assets", "assets"));
}

struct shared_files
share_starter(struct arena *a)
{
	return read_folder(a, path_join(a, folder(a, "templates", "../templates"), "init"));
}

struct shared_files
share_preview(struct arena *a)
{
	return read_folder(a, path_join(a, folder(a, "templates", "../templates"), "preview"));
}
