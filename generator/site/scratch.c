#include "site/scratch.h"

#include "core/die.h"
#include "site/tree.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

enum { EXIT_BUSY = 75 }; /* sysexits.h: EX_TEMPFAIL */

static const char *
temporary_folder(struct arena *a)
{
	const char *where = getenv("TMPDIR");
	struct text name = arena_printf(a, "%s/tabularium-XXXXXX", where && *where ? where : "/tmp");
	char *path = arena_array(a, char, name.n + 1);

	memcpy(path, name.s, name.n);
	if (!mkdtemp(path))
		die("%s: no folder can be made: %s", path, strerror(errno));
	return path;
}

static void
empty(const struct scratch *s)
{
	/* Through itself: the folder's own name stays, and with it the lock. */
	tree_empty(&(struct tree){ s->fd, s->path });
}

struct scratch
scratch_make(struct arena *a, const char *out)
{
	struct scratch s = { 0 };
	struct text name = out ? text_file_name(text_of(out)) : T("");

	s.path = out ? arena_printf(a, "%.*s.%.*s.stage", (int)(strlen(out) - name.n), out, TEXT_ARG(name)).s :
		       temporary_folder(a);
	if (out && mkdir(s.path, 0700) != 0 && errno != EEXIST)
		die("%s: %s", s.path, strerror(errno));
	s.fd = open(s.path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (s.fd < 0)
		die("%s: %s", s.path, strerror(errno));
	while (flock(s.fd, LOCK_EX | LOCK_NB) != 0) {
		if (errno == EWOULDBLOCK) {
			fflush(stdout);
			fprintf(stderr, "tabularium: %s is being made by another run (it holds %s); try again later\n",
			    out ? out : "the archive", s.path);
			_Exit(EXIT_BUSY);
		}
		if (errno != EINTR)
			die("%s: %s", s.path, strerror(errno));
	}
	empty(&s);
	return s;
}

void
scratch_remove(struct scratch *s)
{
	empty(s);
	if (rmdir(s->path) != 0)
		die("%s: %s", s->path, strerror(errno));
	close(s->fd);
}
