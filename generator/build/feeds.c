/*
 * Datasets are rendered in shards by several threads. A shard keeps its part of the catalogue's
 * feeds until its turn comes, so that the feeds are written in order and in constant memory.
 */
#include "build/feeds.h"

#include "core/die.h"
#include "core/work.h"
#include "rdf/rdf.h"

#include <pthread.h>
#include <stdlib.h>

enum { SHARD = 64 };

struct feed_worker {
	struct rdf_fragment *fragment;
	struct rdf_used *used;
	struct buf document, parts[N_SYNTAXES];
};

struct feed_work {
	const struct catalog *catalog;
	const struct rdf *rdf;
	struct writer *writer;
	struct feed_worker *workers;
	pthread_mutex_t lock;
	pthread_cond_t turned;
	size_t turn; /* the shard whose part is to be appended next */
	struct writer_stream *streams[N_SYNTAXES];
	struct rdf_used *used;
};

static const char *
extension(enum syntax syntax)
{
	return syntaxes[syntax].extension;
}

static void
write_documents(struct feed_work *f, struct feed_worker *w, const struct resource *dataset)
{
	/* N-Triples are for the whole catalogue only. */
	static const enum syntax own[] = { RDFXML, TURTLE, JSONLD };
	struct buf path = { 0 };

	for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
		path.n = 0;
		buf_text(&path, dataset->iri);
		buf_char(&path, '.');
		buf_str(&path, extension(own[i]));
		w->document.n = 0;
		rdf_document(&w->document, own[i], w->fragment);
		writer_file(f->writer, buf_view(&path), buf_view(&w->document));
	}
	buf_free(&path);
}

static void
append_shard(struct feed_work *f, struct feed_worker *w, size_t number)
{
	pthread_mutex_lock(&f->lock);
	while (f->turn != number)
		pthread_cond_wait(&f->turned, &f->lock);
	pthread_mutex_unlock(&f->lock);
	for (size_t s = 0; s < N_SYNTAXES; s++)
		writer_stream_add(f->streams[s], buf_view(&w->parts[s]));
	rdf_used_merge(f->used, w->used);
	pthread_mutex_lock(&f->lock);
	f->turn++;
	pthread_cond_broadcast(&f->turned);
	pthread_mutex_unlock(&f->lock);
}

static void
write_shard(void *context, size_t number, unsigned worker)
{
	struct feed_work *f = context;
	struct feed_worker *w = &f->workers[worker];
	const struct resource_list *datasets = &f->catalog->datasets;
	size_t from = number * SHARD, to = from + SHARD < datasets->n ? from + SHARD : datasets->n;

	for (size_t s = 0; s < N_SYNTAXES; s++)
		w->parts[s].n = 0;
	for (size_t i = from; i < to; i++) {
		rdf_fragment_render(w->fragment, datasets->list[i]);
		rdf_used_add(w->used, w->fragment);
		for (size_t s = 0; s < N_SYNTAXES; s++)
			buf_text(&w->parts[s], rdf_fragment_text(w->fragment, (enum syntax)s));
		write_documents(f, w, datasets->list[i]);
	}
	append_shard(f, w, number);
}

static void
open_streams(struct feed_work *f)
{
	struct buf head = { 0 };

	for (size_t s = 0; s < N_SYNTAXES; s++) {
		head.n = 0;
		buf_str(&head, "catalog.");
		buf_str(&head, extension((enum syntax)s));
		f->streams[s] = writer_stream_open(f->writer, buf_view(&head));
		head.n = 0;
		rdf_catalog_head(&head, (enum syntax)s, f->rdf);
		writer_stream_add(f->streams[s], buf_view(&head));
	}
	buf_free(&head);
}

static void
close_streams(struct feed_work *f)
{
	struct buf tail = { 0 };

	for (size_t s = 0; s < N_SYNTAXES; s++) {
		tail.n = 0;
		rdf_catalog_tail(&tail, (enum syntax)s, f->rdf, f->used);
		writer_stream_add(f->streams[s], buf_view(&tail));
		writer_stream_close(f->streams[s]);
	}
	buf_free(&tail);
}

void
write_feeds(const struct catalog *c, struct writer *writer, unsigned jobs)
{
	struct rdf *rdf = rdf_new(c);
	struct feed_work f = { .catalog = c, .rdf = rdf, .writer = writer,
		.workers = allocate(jobs * sizeof *f.workers), .lock = PTHREAD_MUTEX_INITIALIZER,
		.turned = PTHREAD_COND_INITIALIZER, .used = rdf_used_new(rdf) };

	for (unsigned k = 0; k < jobs; k++)
		f.workers[k] = (struct feed_worker){ .fragment = rdf_fragment_new(rdf), .used = rdf_used_new(rdf) };
	open_streams(&f);
	work(jobs, (c->datasets.n + SHARD - 1) / SHARD, write_shard, &f);
	close_streams(&f);
	for (unsigned k = 0; k < jobs; k++) {
		rdf_fragment_free(f.workers[k].fragment);
		rdf_used_free(f.workers[k].used);
		buf_free(&f.workers[k].document);
		for (size_t s = 0; s < N_SYNTAXES; s++)
			buf_free(&f.workers[k].parts[s]);
	}
	free(f.workers);
	rdf_used_free(f.used);
	rdf_free(rdf);
}
