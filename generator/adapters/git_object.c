#include "adapters/git_object.h"

#include "core/diagnostic.h"
#include "core/die.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/sys/odb_backend.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

struct objects {
	const struct object_store *store;
	git_odb *all;   /* packs, loose objects, alternates */
	git_odb *packs; /* only to learn whether an object is a loose one */
	int folder;
};

const char *
repository_error(void)
{
	const git_error *e = git_error_last();

	return e && e->message ? e->message : "unknown error";
}

const char *
printable(struct arena *a, struct text t)
{
	struct text words[N_WORDS] = { t };
	struct buf out = { 0 };

	message_fill(&out, "{1}", words);
	const char *s = arena_cstr(a, buf_view(&out));
	buf_free(&out);
	return s;
}

_Noreturn static void
missing(const struct objects *o, const git_oid *id, struct text what)
{
	struct arena *a = arena_new();
	const char *remedy = "the repository is damaged: run 'git fsck', then clone it again";

	if (o->store->is_partial)
		remedy = "this is a partial clone: run 'git fetch --refetch --no-filter', or clone "
			 "it again without --filter";
	else if (o->store->is_shallow)
		remedy = "this is a shallow clone: run 'git fetch --unshallow'; if that does not "
			 "help, 'git fsck'";
	die("%s: object %s (%s) is missing; %s", o->store->repository, git_oid_tostr_s(id),
	    printable(a, what), remedy);
}

_Noreturn static void
damaged(const struct objects *o, const git_oid *id, struct text what, const char *how)
{
	struct arena *a = arena_new();

	die("%s: object %s (%s) is damaged: %s; run 'git fsck', then clone the repository again",
	    o->store->repository, git_oid_tostr_s(id), printable(a, what), how);
}

/* --- loose objects ------------------------------------------------------------------------- */

enum { INPUT = 4 * 1024, OUTPUT = 16 * 1024, LONGEST_HEADER = 32 };

/* gitformat-loose: zlib( type ' ' size NUL bytes ) */
struct loose {
	z_stream z;
	int fd;
	git_object_t type;
	uint64_t size;
	size_t n; /* bytes in output */
	size_t header;
	bool is_ended;
	unsigned char input[INPUT], output[OUTPUT];
};

/* Inflates at most `most` bytes into `output`. False when the stream is cut off or not zlib's; what
 * came until then is there. */
static bool
loose_inflate(struct loose *l, size_t most)
{
	bool is_good = true;

	l->z.next_out = l->output;
	l->z.avail_out = (uInt)most;
	while (is_good && l->z.avail_out && !l->is_ended) {
		if (l->z.avail_in == 0) {
			ssize_t got = read(l->fd, l->input, INPUT);
			if (got < 0 && errno == EINTR)
				continue;
			l->z.next_in = l->input;
			l->z.avail_in = got > 0 ? (uInt)got : 0;
			is_good = got > 0;
		}
		int status = is_good ? inflate(&l->z, Z_NO_FLUSH) : Z_OK;
		l->is_ended = status == Z_STREAM_END;
		is_good = is_good && (status == Z_OK || l->is_ended);
	}
	l->n = most - l->z.avail_out;
	return is_good;
}

/* NULL, or what is wrong. A body that is cut off is found later, by who needs the body. */
static const char *
loose_header(struct loose *l)
{
	bool is_whole = loose_inflate(l, LONGEST_HEADER);
	const unsigned char *end = memchr(l->output, 0, l->n);

	if (!end)
		return is_whole ? "its header cannot be read" : "it is truncated";
	struct text header = { (const char *)l->output, (size_t)(end - l->output) };
	struct text type;
	char name[LONGEST_HEADER];
	l->header = header.n + 1;
	text_next(&header, ' ', &type);
	snprintf(name, sizeof name, "%.*s", TEXT_ARG(type));
	l->type = git_object_string2type(name);
	if (l->type == GIT_OBJECT_INVALID || !text_number(header, UINT64_MAX / 2, &l->size))
		return "its header cannot be read";
	return NULL;
}

static const char *
loose_body(struct loose *l)
{
	uint64_t total = 0;

	do {
		total += l->n;
		if (total > l->header + l->size)
			return "it is longer than its header says";
		if (!loose_inflate(l, OUTPUT))
			return "it is truncated";
	} while (l->n);
	return total == l->header + l->size ? NULL : "it is shorter than its header says";
}

/* False when the object is not a loose one of this repository; what is wrong goes to *wrong. */
static bool
loose_look(const struct objects *o, const git_oid *id, bool with_body, git_object_t *type,
    uint64_t *size, const char **wrong)
{
	char path[GIT_OID_HEXSZ + 2];
	const char *hex = git_oid_tostr_s(id);

	if (git_odb_exists_ext(o->packs, id, GIT_ODB_LOOKUP_NO_REFRESH))
		return false;
	snprintf(path, sizeof path, "%.2s/%s", hex, hex + 2);
	int fd = openat(o->folder, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	struct loose *l = allocate(sizeof *l);
	memset(&l->z, 0, sizeof l->z);
	l->fd = fd;
	l->n = 0;
	l->is_ended = false;
	if (inflateInit(&l->z) != Z_OK)
		die("out of memory (inflate)");
	*wrong = loose_header(l);
	if (!*wrong && with_body)
		*wrong = loose_body(l);
	*type = l->type;
	*size = l->size;
	inflateEnd(&l->z);
	free(l);
	close(fd);
	return true;
}

/* --- any object ---------------------------------------------------------------------------- */

/*
 * libgit2 shares an open pack between all handles that spell its path alike, and unpacks under the
 * pack's lock: threads would wait for each other. So every handle spells it differently.
 */
static struct buf
own_spelling(const struct object_store *store)
{
	struct buf path = { 0 };

	buf_str(&path, store->folder);
	for (unsigned n = atomic_fetch_add(store->n_handles, 1); n; n--)
		buf_str(&path, "./");
	return path;
}

struct objects *
objects_open(const struct object_store *store)
{
	struct objects *o = allocate(sizeof *o);
	struct buf path = own_spelling(store);
	git_odb_backend *packs;

	o->store = store;
	if (git_odb_open(&o->all, buf_cstr(&path)) < 0 || git_odb_new(&o->packs) < 0 ||
	    git_odb_backend_pack(&packs, buf_cstr(&path)) < 0 ||
	    git_odb_add_backend(o->packs, packs, 1) < 0)
		die("%s: cannot open its objects: %s", store->repository, repository_error());
	o->folder = open(store->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (o->folder < 0)
		die("%s: %s", store->folder, strerror(errno));
	buf_free(&path);
	return o;
}

void
objects_close(struct objects *o)
{
	if (!o)
		return;
	git_odb_free(o->all);
	git_odb_free(o->packs);
	close(o->folder);
	free(o);
}

bool
object_exists(struct objects *o, const git_oid *id)
{
	return git_odb_exists(o->all, id) == 1;
}

/* Ends the run when the object is not what libgit2 can read; with `with_body` it can be read. */
static void
look(struct objects *o, const git_oid *id, bool with_body, git_object_t *type, uint64_t *size,
    struct text what)
{
	const char *wrong = NULL;
	size_t length;

	if (loose_look(o, id, with_body, type, size, &wrong)) {
		if (wrong)
			damaged(o, id, what, wrong);
		return;
	}
	int error = git_odb_read_header(&length, type, o->all, id);
	if (error == GIT_ENOTFOUND)
		missing(o, id, what);
	if (error < 0)
		damaged(o, id, what, repository_error());
	*size = length;
}

git_object_t
object_type(struct objects *o, const git_oid *id, struct text what)
{
	git_object_t type;
	uint64_t size;

	look(o, id, false, &type, &size, what);
	return type;
}

uint64_t
object_size(struct objects *o, const git_oid *id, git_object_t expected, struct text what)
{
	git_object_t type;
	uint64_t size;

	look(o, id, false, &type, &size, what);
	if (type != expected)
		damaged(o, id, what, "it is of another type than its tree says");
	return size;
}

void
object_check(struct objects *o, const git_oid *id, struct text what)
{
	git_object_t type;
	uint64_t size;

	look(o, id, true, &type, &size, what);
}

git_odb_object *
object_read(struct objects *o, const git_oid *id, git_object_t expected, struct text what)
{
	git_odb_object *object;
	git_object_t type;
	uint64_t size;
	const char *wrong = NULL;

	if (loose_look(o, id, true, &type, &size, &wrong) && wrong)
		damaged(o, id, what, wrong);
	int error = git_odb_read(&object, o->all, id);
	if (error == GIT_ENOTFOUND)
		missing(o, id, what);
	if (error < 0)
		damaged(o, id, what, repository_error());
	if (git_odb_object_type(object) != expected)
		damaged(o, id, what, "it is of another type than its tree says");
	return object;
}

struct object_bytes
object_read_bytes(struct objects *o, const git_oid *id, git_object_t expected, struct text what)
{
	git_odb_backend *packs;
	git_object_t type;
	void *bytes;
	size_t n;

	if (git_odb_get_backend(&packs, o->packs, 0) == 0 &&
	    packs->read(&bytes, &n, &type, packs, id) == 0) {
		if (type != expected)
			damaged(o, id, what, "it is of another type than its tree says");
		return (struct object_bytes){ { bytes, n }, NULL };
	}
	git_odb_object *object = object_read(o, id, expected, what);
	return (struct object_bytes){
		{ git_odb_object_data(object), git_odb_object_size(object) },
		object,
	};
}

void
object_bytes_free(struct object_bytes *b)
{
	if (b->object)
		git_odb_object_free(b->object);
	else
		git_odb_backend_data_free(NULL, (void *)(uintptr_t)b->bytes.s);
	*b = (struct object_bytes){ 0 };
}
