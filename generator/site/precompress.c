#include "site/precompress.h"

#include "adapters/gzip.h"
#include "core/work.h"
#include "site/media_types.h"

#include <pthread.h>
#include <stdlib.h>

/* Below LEAST the answer is one packet anyway. Above MOST a server compresses while it sends: libdeflate wants
 * the whole file in memory. Of LARGE ones only one at a time. */
enum { LEAST = 1024, LARGE = 8 << 20, MOST = 256 << 20 };

struct precompression {
	struct writer *writer;
	const struct writer_entry *list;
	struct gzip **compressors; /* one a thread */
	struct buf *bytes, *compressed;
	pthread_mutex_t large;
};

/* Files of the search have no extension: half of them are words. */
static bool
is_worth_it(const struct writer_entry *f)
{
	struct text path = text_of(f->path);
	const struct media_type *type = media_type_find(path);
	bool is_of_search = text_starts(path, T("search/")) && text_find_char(text_file_name(path), '.') == text_file_name(path).n;

	return f->size >= LEAST && f->size <= MOST && (type ? type->is_compressible : is_of_search);
}

static void
compress_file(struct precompression *p, const struct writer_entry *f, struct text path, unsigned worker)
{
	struct buf *bytes = &p->bytes[worker], *compressed = &p->compressed[worker];
	struct writer_reader *r = writer_reader_open(p->writer, text_of(f->path));

	bytes->n = compressed->n = 0;
	buf_reserve(bytes, (size_t)f->size);
	bytes->n = writer_read(r, 0, bytes->s, (size_t)f->size);
	writer_reader_close(r);
	/* A tenth less at least, or nobody gains anything. */
	if (gzip_compress(compressed, p->compressors[worker], buf_view(bytes), (size_t)(f->size - f->size / 10)))
		writer_file_beside(p->writer, path, buf_view(compressed), text_of(f->path));
	if (f->size > LARGE) {
		buf_free(bytes);
		buf_free(compressed);
	}
}

static void
precompress_file(void *context, size_t i, unsigned worker)
{
	struct precompression *p = context;
	const struct writer_entry *f = &p->list[i];
	struct buf path = { 0 };

	if (!is_worth_it(f))
		return;
	buf_printf(&path, "%s.gz", f->path);
	if (!writer_has(p->writer, buf_view(&path)) && !(f->is_kept && writer_keep(p->writer, buf_view(&path)))) {
		if (f->size > LARGE)
			pthread_mutex_lock(&p->large);
		compress_file(p, f, buf_view(&path), worker);
		if (f->size > LARGE)
			pthread_mutex_unlock(&p->large);
	}
	buf_free(&path);
}

void
precompress(struct writer *w, unsigned jobs)
{
	struct arena *a = arena_new();
	size_t n;
	struct precompression p = { .writer = w, .list = writer_entries(w, a, &n),
		.compressors = arena_array(a, struct gzip *, jobs), .bytes = arena_array(a, struct buf, jobs),
		.compressed = arena_array(a, struct buf, jobs), .large = PTHREAD_MUTEX_INITIALIZER };

	for (unsigned k = 0; k < jobs; k++)
		p.compressors[k] = gzip_new();
	work(jobs, n, precompress_file, &p);
	for (unsigned k = 0; k < jobs; k++) {
		gzip_free(p.compressors[k]);
		buf_free(&p.bytes[k]);
		buf_free(&p.compressed[k]);
	}
	arena_free(a);
}
