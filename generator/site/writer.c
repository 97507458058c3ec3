#include "site/writer.h"

#include "core/die.h"
#include "core/table.h"
#include "core/work.h"
#include "site/manifest.h"
#include "site/output.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct writer {
	unsigned jobs;
	bool verify_kept, has_time, is_fleeting;
	int64_t time;
	struct output *output;
	struct tree stage;

	/* The published generation, when there is one. */
	bool has_published;
	struct buf published_head;
	struct manifest_facts published_facts; /* of which only datasets and what is carried are known */
	size_t n_published;             /* files */
	struct timespec published_time; /* its manifest's mtime: nothing there is younger */

	pthread_mutex_t lock; /* of everything below */
	struct manifest *manifest;
	size_t n_open; /* files somebody is writing */
	struct carried *carried;
	size_t n_carried;
	struct writer_statistics statistics;
};

#define FOREIGN                                                                                    \
	"%s: holds files that tabularium did not write, and is left alone; name another output "   \
	"folder, or an empty one"

/* --- opening and freeing ------------------------------------------------------------------- */

static bool
read_published(struct writer *w)
{
	const struct tree *published = &w->output->published;
	struct stat st;

	switch (manifest_read(w->manifest, published, &w->published_head, &w->published_facts)) {
	case MANIFEST_READ:
		w->n_published = w->manifest->n;
		if (!tree_stat(published, MANIFEST_NAME, &st))
			die("%s: changes while it is read", published->path);
		w->published_time = st.st_mtim;
		return true;
	case MANIFEST_ABSENT:
		if (tree_is_empty(published))
			return false;
		break;
	case MANIFEST_FOREIGN: break;
	case MANIFEST_DAMAGED:
		die("%s/" MANIFEST_NAME
		    ": is damaged, so nobody can say what would disappear; roll "
		    "back, or move %s away and build again",
		    published->path, published->path);
	}
	die(FOREIGN, published->path);
}

struct writer *
writer_open(const char *out, const struct writer_options *options)
{
	struct writer *w = allocate(sizeof *w);

	*w = (struct writer){
		.jobs = options->jobs ? options->jobs : 1,
		.verify_kept = options->verify_kept,
		.has_time = options->has_time,
		.time = options->time,
		.is_fleeting = options->is_fleeting,
	};
	w->output = output_open(out, options->waits);
	w->manifest = manifest_new();
	if (w->output->published.fd >= 0)
		w->has_published = read_published(w);
	w->stage = output_stage(w->output);
	pthread_mutex_init(&w->lock, NULL);
	return w;
}

static void
writer_free(struct writer *w)
{
	pthread_mutex_destroy(&w->lock);
	close(w->stage.fd);
	manifest_free(w->manifest);
	free(w->carried);
	buf_free(&w->published_head);
	output_close(w->output);
	free(w);
}

void
writer_abandon(struct writer *w)
{
	output_remove_stage(w->output);
	writer_free(w);
}

/* --- adding files -------------------------------------------------------------------------- */

/* What the published generation has under a path. */
struct former {
	bool is_known;
	uint64_t size;
	struct digest digest;
};

static bool
is_later(struct timespec a, struct timespec b)
{
	return a.tv_sec != b.tv_sec ? a.tv_sec > b.tv_sec : a.tv_nsec > b.tv_nsec;
}

/* The file's row, new or of the published generation; *former is its published size and digest,
 * when it has one. Until settle() nobody else touches the row. */
static struct manifest_file *
claim(struct writer *w, struct text path, struct former *former)
{
	uint64_t hash = text_hash(path);

	if (!tree_path_is_valid(path) || text_equal(path, T(MANIFEST_NAME)))
		die("fault of the program: \"%.*s\" is not allowed as an output path",
		    path.n < 1000 ? (int)path.n : 1000, path.s);
	pthread_mutex_lock(&w->lock);
	struct manifest_file *f = manifest_find(w->manifest, path, hash);
	if (f && f->state != MANIFEST_FORMER)
		die("fault of the program: the output path %s is written twice", f->path);
	*former = (struct former){ 0 };
	if (f)
		*former = (struct former){ true, f->size, f->digest };
	else
		f = manifest_add(w->manifest, path, hash);
	f->state = MANIFEST_OPEN;
	w->n_open++;
	pthread_mutex_unlock(&w->lock);
	return f;
}

static void
settle(struct writer *w, struct manifest_file *f, bool is_kept, uint64_t size,
    const struct digest *digest)
{
	pthread_mutex_lock(&w->lock);
	f->state = is_kept ? MANIFEST_KEPT : MANIFEST_WRITTEN;
	f->size = size;
	f->digest = *digest;
	w->n_open--;
	w->statistics.n_files++;
	w->statistics.bytes += size;
	if (is_kept)
		w->statistics.n_linked++;
	else
		w->statistics.n_written++;
	pthread_mutex_unlock(&w->lock);
}

/* Can the published file stand in the new generation? Its manifest must agree with the new bytes,
 * and the file with its manifest: one look, and the bytes only when somebody touched it since. */
static bool
can_keep(const struct writer *w, const char *path, const struct former *former, uint64_t size,
    const struct digest *digest)
{
	const struct tree *published = &w->output->published;
	struct stat st;

	if (!former->is_known || former->size != size || !digest_equal(&former->digest, digest) ||
	    !tree_stat(published, path, &st) || !S_ISREG(st.st_mode) ||
	    (st.st_mode & 07777) != 0644 || (uint64_t)st.st_size != size)
		return false;
	return !is_later(st.st_mtim, w->published_time) ||
	       tree_holds(published, path, size, digest);
}

/* While it is open: by its path, at the end, it costs several times as much. */
static void
set_time(const struct writer *w, const char *path, int fd, const struct former *former, int64_t time)
{
	struct stat st;

	if (!w->has_time)
		return;
	/* Other bytes under the mtime and size of the old ones would be "304 Not Modified". */
	if (former->is_known && tree_stat(&w->output->published, path, &st) && st.st_mtim.tv_sec >= time)
		time = st.st_mtim.tv_sec + 1;
	tree_set_time(&w->stage, path, fd, time);
}

/* The mtime of a file of the new generation; kept files do not stand in the stage yet. */
static int64_t
time_of(const struct writer *w, const char *path)
{
	struct stat st;

	if (!tree_stat(&w->stage, path, &st) && !tree_stat(&w->output->published, path, &st))
		die("%s/%s: is not there any more", w->output->published.path, path);
	return st.st_mtim.tv_sec;
}

static struct digest
add_file(struct writer *w, struct text path, struct text bytes, int64_t time, const char *beside)
{
	struct digest digest = digest_of(bytes);
	struct former former;
	struct manifest_file *f = claim(w, path, &former);
	bool is_kept = can_keep(w, f->path, &former, bytes.n, &digest);
	struct stat st;

	if (is_kept && beside && tree_stat(&w->output->published, f->path, &st))
		is_kept = st.st_mtim.tv_sec == time_of(w, beside);
	if (!is_kept) {
		int fd = tree_create(&w->stage, f->path);
		tree_write(&w->stage, f->path, fd, bytes);
		tree_check_size(&w->stage, f->path, fd, bytes.n);
		if (beside)
			tree_set_time(&w->stage, f->path, fd, time_of(w, beside));
		else
			set_time(w, f->path, fd, &former, time);
		tree_close(&w->stage, f->path, fd);
	}
	settle(w, f, is_kept, bytes.n, &digest);
	return digest;
}

struct digest
writer_file(struct writer *w, struct text path, struct text bytes)
{
	return add_file(w, path, bytes, w->time, NULL);
}

struct digest
writer_copy(struct writer *w, struct text path, struct text bytes, int64_t time)
{
	return add_file(w, path, bytes, time ? time : w->time, NULL);
}

void
writer_file_beside(struct writer *w, struct text path, struct text bytes, struct text of)
{
	struct arena *a = arena_new();

	add_file(w, path, bytes, w->time, arena_cstr(a, of));
	arena_free(a);
}

/* --- streams ------------------------------------------------------------------------------- */

enum { STREAM_BUFFER = 256 * 1024 };

struct writer_stream {
	struct writer *writer;
	struct manifest_file *file;
	struct former former;
	struct digest_state *state;
	uint64_t size;
	int fd;
	size_t n; /* bytes waiting */
	char bytes[STREAM_BUFFER];
};

struct writer_stream *
writer_stream_open(struct writer *w, struct text path)
{
	struct writer_stream *s = allocate(sizeof *s);

	s->writer = w;
	s->file = claim(w, path, &s->former);
	s->state = digest_begin();
	s->size = 0;
	s->n = 0;
	s->fd = tree_create(&w->stage, s->file->path);
	return s;
}

static void
flush(struct writer_stream *s, struct text bytes)
{
	digest_add(s->state, bytes);
	tree_write(&s->writer->stage, s->file->path, s->fd, bytes);
	s->size += bytes.n;
}

void
writer_stream_add(struct writer_stream *s, struct text bytes)
{
	if (bytes.n > STREAM_BUFFER - s->n) {
		flush(s, (struct text){ s->bytes, s->n });
		s->n = 0;
	}
	if (bytes.n >= STREAM_BUFFER) {
		flush(s, bytes);
	} else if (bytes.n) {
		memcpy(s->bytes + s->n, bytes.s, bytes.n);
		s->n += bytes.n;
	}
}

void
writer_stream_close(struct writer_stream *s)
{
	struct writer *w = s->writer;
	const char *path = s->file->path;

	flush(s, (struct text){ s->bytes, s->n });
	tree_check_size(&w->stage, path, s->fd, s->size);
	struct digest digest = digest_finish(s->state);
	bool is_kept = can_keep(w, path, &s->former, s->size, &digest);
	if (is_kept)
		tree_remove(&w->stage, path);
	else
		set_time(w, path, s->fd, &s->former, w->time);
	tree_close(&w->stage, path, s->fd);
	settle(w, s->file, is_kept, s->size, &digest);
	free(s);
}

/* --- files of the published generation that go along --------------------------------------------- */

bool
writer_keep(struct writer *w, struct text path)
{
	struct former former;

	pthread_mutex_lock(&w->lock);
	const struct manifest_file *known = manifest_find(w->manifest, path, text_hash(path));
	bool is_former = known && known->state == MANIFEST_FORMER;
	if (is_former)
		former = (struct former){ true, known->size, known->digest };
	pthread_mutex_unlock(&w->lock);
	if (!is_former || !can_keep(w, known->path, &former, former.size, &former.digest))
		return false;
	struct manifest_file *f = claim(w, path, &former);
	settle(w, f, true, former.size, &former.digest);
	return true;
}

/* "feed/0123456789abcdef" of a file below it, or the empty text. */
static struct text
folder_of(const char *path, struct text in)
{
	struct text p = text_of(path);

	if (!text_starts(p, in) || p.n == in.n || p.s[in.n] != '/')
		return T("");
	size_t end = in.n + 1 + text_find_char(text_slice(p, in.n + 1, p.n), '/');
	return end < p.n ? text_slice(p, 0, end) : T("");
}

static struct carried *
find_carried(struct carried *list, size_t n, struct text folder)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(list[i].folder, folder))
			return &list[i];
	return NULL;
}

/* The longest first; at the same time by name. */
static int
by_until(const void *a, const void *b)
{
	const struct carried *x = a, *y = b;

	return x->until != y->until ? (x->until < y->until ? 1 : -1) : text_compare(x->folder, y->folder);
}

/* Adds the folders of all files of this state, once each. */
static size_t
collect_folders(const struct writer *w, struct text in, bool former, struct carried **list)
{
	size_t n = 0, capacity = 0;

	for (size_t i = 0; i < w->manifest->n; i++) {
		const struct manifest_file *f = manifest_at(w->manifest, i);
		struct text folder = folder_of(f->path, in);

		if (folder.n == 0 || (f->state == MANIFEST_FORMER) != former ||
		    (n && text_equal((*list)[n - 1].folder, folder)) || find_carried(*list, n, folder))
			continue;
		if (n == capacity) {
			capacity = capacity ? 2 * capacity : 8;
			*list = reallocate(*list, capacity * sizeof **list);
		}
		(*list)[n++] = (struct carried){ .folder = folder };
	}
	return n;
}

/* Those that are made no more and whose time has not run out; behind those already chosen. */
static void
choose_folders(struct writer *w, const struct writer_carrying *c)
{
	const struct manifest_facts *published = &w->published_facts;
	struct carried *made = NULL, *former = NULL;
	size_t n_made = collect_folders(w, c->in, false, &made), n_former = collect_folders(w, c->in, true, &former), n = 0;

	for (size_t i = 0; i < n_former; i++) {
		struct carried *k = &former[i];
		const struct carried *known =
		    find_carried((struct carried *)published->carried, published->n_carried, k->folder);

		k->until = known ? known->until : c->commit_time + c->seconds;
		if (k->until >= c->commit_time && !find_carried(made, n_made, k->folder))
			former[n++] = *k;
	}
	free(made);
	if (n) {
		qsort(former, n, sizeof *former, by_until);
		n = n < c->most ? n : c->most;
		w->carried = reallocate(w->carried, (w->n_carried + n) * sizeof *w->carried);
		memcpy(w->carried + w->n_carried, former, n * sizeof *former);
		w->n_carried += n;
	}
	free(former);
}

void
writer_carry(struct writer *w, const struct writer_carrying *c)
{
	size_t n = w->n_carried;

	choose_folders(w, c);
	for (size_t i = 0; w->n_carried > n && i < w->manifest->n; i++) {
		const struct manifest_file *f = manifest_at(w->manifest, i);
		struct text folder = folder_of(f->path, c->in);

		/* One that somebody touched is gone: nobody can make it again. */
		if (folder.n && f->state == MANIFEST_FORMER &&
		    find_carried(w->carried + n, w->n_carried - n, folder))
			writer_keep(w, text_of(f->path));
	}
}

/* --- reading back --------------------------------------------------------------------------- */

struct writer_reader {
	const struct tree *tree;
	const char *path;
	int fd;
};

struct writer_reader *
writer_reader_open(struct writer *w, struct text path)
{
	struct writer_reader *r = allocate(sizeof *r);

	pthread_mutex_lock(&w->lock);
	const struct manifest_file *f = manifest_find(w->manifest, path, text_hash(path));
	if (!f || f->state == MANIFEST_OPEN || f->state == MANIFEST_FORMER)
		die("fault of the program: %.*s is read before it was written", TEXT_ARG(path));
	r->tree = f->state == MANIFEST_KEPT ? &w->output->published : &w->stage;
	r->path = f->path;
	pthread_mutex_unlock(&w->lock);
	r->fd = tree_open_file(r->tree, r->path);
	return r;
}

size_t
writer_read(struct writer_reader *r, uint64_t offset, char *bytes, size_t n)
{
	size_t done = 0;

	while (done < n) {
		size_t got = tree_read_at(r->tree, r->path, r->fd, bytes + done, n - done, offset + done);
		if (got == 0)
			break;
		done += got;
	}
	return done;
}

void
writer_reader_close(struct writer_reader *r)
{
	tree_close(r->tree, r->path, r->fd);
	free(r);
}

/* --- state --------------------------------------------------------------------------------- */

struct text
writer_state(const char *out, const char *name, struct arena *a)
{
	return output_state(out, name, a);
}

void
writer_keep_state(struct writer *w, const char *name, struct text bytes)
{
	output_keep_state(w->output, name, bytes);
}

/* --- questions ----------------------------------------------------------------------------- */

bool
writer_published(struct writer *w, struct text path, struct digest *digest, uint64_t *size)
{
	pthread_mutex_lock(&w->lock);
	const struct manifest_file *f = manifest_find(w->manifest, path, text_hash(path));
	bool is_published = f && f->state != MANIFEST_OPEN;
	if (is_published) {
		*digest = f->digest;
		*size = f->size;
	}
	pthread_mutex_unlock(&w->lock);
	return is_published;
}

const struct writer_entry *
writer_entries(const struct writer *w, struct arena *a, size_t *n)
{
	struct manifest_file **files = manifest_sorted(w->manifest, n);
	struct writer_entry *list = arena_array(a, struct writer_entry, *n + 1);

	for (size_t i = 0; i < *n; i++)
		list[i] = (struct writer_entry){ files[i]->path, files[i]->size, files[i]->state == MANIFEST_KEPT };
	free(files);
	return list;
}

bool
writer_has(struct writer *w, struct text path)
{
	pthread_mutex_lock(&w->lock);
	const struct manifest_file *f = manifest_find(w->manifest, path, text_hash(path));
	bool has = f && f->state != MANIFEST_FORMER;
	pthread_mutex_unlock(&w->lock);
	return has;
}

void
writer_each_published(struct writer *w, void (*file)(void *context, struct text path),
    void *context)
{
	for (size_t i = 0; i < w->n_published; i++)
		file(context, text_of(manifest_at(w->manifest, i)->path));
}

struct writer_statistics
writer_statistics(const struct writer *w)
{
	return w->statistics;
}

/* --- publication --------------------------------------------------------------------------- */

/* Would more than 5 % or more than 10 of the datasets disappear, and nobody said so? */
static bool
is_shrunk(const struct writer *w, const struct publication *p)
{
	uint64_t before = w->published_facts.n_datasets, now = p->n_datasets;
	uint64_t lost = before > now ? before - now : 0;

	return (lost > 10 || lost > before / 20) && lost > p->expected_removals;
}

struct finishing {
	const struct writer *writer;
	struct manifest_file **files;
};

/*
 * A kept file was looked at when it was kept: reading all of them once more costs nearly half as much
 * again as the whole rebuild (and reads 4.5 GB with 100,000 datasets), so that is an option.
 */
static void
finish_file(void *context, size_t i, unsigned worker)
{
	const struct finishing *c = context;
	const struct manifest_file *f = c->files[i];
	const struct tree *stage = &c->writer->stage, *published = &c->writer->output->published;

	(void)worker;
	if (f->state != MANIFEST_KEPT)
		return;
	tree_link(published, stage, f->path);
	if (c->writer->verify_kept && !tree_holds(stage, f->path, f->size, &f->digest))
		die("%s/%s: was changed after it was published; remove it and build again",
		    published->path, f->path);
}

static void
finish_stage(const struct writer *w, struct text head)
{
	size_t n;
	struct finishing finishing = {
		.writer = w,
		.files = manifest_sorted(w->manifest, &n),
	};

	work(w->jobs, n, finish_file, &finishing);
	manifest_write(&w->stage, head, finishing.files, n);
	free(finishing.files);
	if (!w->is_fleeting)
		output_sync(&w->stage);
}

static void
exchange(struct writer *w, const struct publication *p)
{
	struct output *o = w->output;

	/* Before, so that a rollback cannot bring it back even if this run ends here. */
	if (p->forget_previous)
		output_remove_previous(o);
	output_exchange(o);
	if (w->has_published && !p->forget_previous)
		output_keep_previous(o);
	else
		output_remove_stage(o);
}

enum writer_result
writer_publish(struct writer *w, const struct publication *p, size_t *previous_datasets)
{
	struct buf head = { 0 };
	enum writer_result result;

	if (w->n_open)
		die("fault of the program: %zu output files are not closed", w->n_open);
	*previous_datasets = w->published_facts.n_datasets;
	manifest_head(&head, &(struct manifest_facts){ .commit = p->commit, .commit_time = p->commit_time,
				 .base_url = p->base_url, .n_datasets = p->n_datasets,
				 .carried = w->carried, .n_carried = w->n_carried });
	if (is_shrunk(w, p)) {
		result = WRITER_SHRUNK;
		output_remove_stage(w->output);
	} else if (w->has_published && w->statistics.n_linked == w->n_published &&
		   w->statistics.n_files == w->n_published &&
		   text_equal(buf_view(&head), buf_view(&w->published_head))) {
		result = WRITER_UNCHANGED;
		output_remove_stage(w->output);
		if (p->forget_previous && !p->is_rehearsal)
			output_remove_previous(w->output);
	} else {
		result = WRITER_PUBLISHED;
		finish_stage(w, buf_view(&head));
		if (p->is_rehearsal)
			output_remove_stage(w->output);
		else
			exchange(w, p);
	}
	buf_free(&head);
	writer_free(w);
	return result;
}

static enum manifest_reading
reading_of(const struct tree *generation)
{
	struct manifest *m = manifest_new();
	struct buf head = { 0 };
	struct manifest_facts facts = { 0 };
	enum manifest_reading reading = manifest_read(m, generation, &head, &facts);

	buf_free(&head);
	manifest_free(m);
	return reading;
}

static void
check_rollback(const struct output *o)
{
	struct tree previous = output_previous(o);

	if (reading_of(&previous) != MANIFEST_READ)
		die("%s: has no readable " MANIFEST_NAME "; nothing was rolled back",
		    previous.path);
	close(previous.fd);
	if (o->published.fd < 0)
		return;
	/* It becomes the generation before, which the next build removes. */
	enum manifest_reading reading = reading_of(&o->published);
	if (reading == MANIFEST_FOREIGN ||
	    (reading == MANIFEST_ABSENT && !tree_is_empty(&o->published)))
		die(FOREIGN, o->published.path);
}

bool
writer_rollback(const char *out)
{
	struct output *o = output_open(out, false);
	bool has_previous = output_has_previous(o);

	if (has_previous) {
		check_rollback(o);
		output_exchange_previous(o);
	}
	output_close(o);
	return has_previous;
}
