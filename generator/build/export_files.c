#include "build/export_files.h"

#include "build/turnstile.h"
#include "core/die.h"
#include "core/work.h"

#include <stdlib.h>

enum { SHARD = 64, DOCUMENTS_AT_ONCE = 16 };

struct export_worker {
	struct buf parts[N_EXPORTS];
	struct buf document;
};

struct export_work {
	const struct catalog *catalog;
	const struct exports *exports;
	struct writer *writer;
	struct export_worker *workers;
	struct turnstile turnstile;
	struct writer_stream *streams[N_EXPORTS];
};

static void
write_shard(void *context, size_t number, unsigned worker)
{
	struct export_work *x = context;
	struct export_worker *w = &x->workers[worker];
	const struct resource_list *datasets = &x->catalog->datasets;
	size_t from = number * SHARD, to = from + SHARD < datasets->n ? from + SHARD : datasets->n;

	for (size_t e = 0; e < N_EXPORTS; e++)
		w->parts[e].n = 0;
	for (size_t i = from; i < to; i++)
		exports_dataset(w->parts, x->exports, datasets->list[i]);
	turnstile_enter(&x->turnstile, number);
	for (size_t e = 0; e < N_EXPORTS; e++)
		writer_stream_add(x->streams[e], buf_view(&w->parts[e]));
	turnstile_leave(&x->turnstile);
}

static void
write_documents(void *context, size_t number, unsigned worker)
{
	struct export_work *x = context;
	struct buf *out = &x->workers[worker].document;
	size_t n = exports_count(x->exports), from = number * DOCUMENTS_AT_ONCE;

	for (size_t i = from; i < n && i < from + DOCUMENTS_AT_ONCE; i++) {
		const struct document *d = exports_at(x->exports, i);
		out->n = 0;
		exports_render(out, x->exports, d);
		writer_file(x->writer, d->path, buf_view(out));
	}
}

void
write_exports(const struct catalog *c, const struct exports_options *options, struct writer *writer,
    unsigned jobs)
{
	struct exports *exports = exports_new(c, options);
	struct export_work x = { .catalog = c, .exports = exports, .writer = writer,
		.workers = allocate(jobs * sizeof *x.workers), .turnstile = TURNSTILE };
	struct buf edge = { 0 };

	for (unsigned k = 0; k < jobs; k++)
		x.workers[k] = (struct export_worker){ 0 };
	for (size_t e = 0; e < N_EXPORTS; e++) {
		edge.n = 0;
		exports_head(&edge, exports, (enum export)e);
		x.streams[e] = writer_stream_open(writer, text_of(export_facts[e].path));
		writer_stream_add(x.streams[e], buf_view(&edge));
	}
	work(jobs, (c->datasets.n + SHARD - 1) / SHARD, write_shard, &x);
	for (size_t e = 0; e < N_EXPORTS; e++) {
		edge.n = 0;
		exports_tail(&edge, exports, (enum export)e);
		writer_stream_add(x.streams[e], buf_view(&edge));
		writer_stream_close(x.streams[e]);
	}
	work(jobs, (exports_count(exports) + DOCUMENTS_AT_ONCE - 1) / DOCUMENTS_AT_ONCE, write_documents, &x);
	for (unsigned k = 0; k < jobs; k++) {
		for (size_t e = 0; e < N_EXPORTS; e++)
			buf_free(&x.workers[k].parts[e]);
		buf_free(&x.workers[k].document);
	}
	buf_free(&edge);
	free(x.workers);
	exports_free(exports);
}
