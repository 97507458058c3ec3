#include "build/feed_stream.h"

#include "build/turnstile.h"
#include "core/die.h"
#include "core/work.h"
#include "rdf/paging.h"

#include <stdlib.h>

enum { SHARD = 64 };

struct stream_worker {
	struct rdf_fragment *fragment;
	struct rdf_used *used;
	struct buf parts[N_SYNTAXES];
};

struct stream_work {
	const struct feed_stream *stream;
	const struct resource *const *datasets;
	size_t n;
	struct stream_worker *workers;
	struct turnstile turnstile;
	struct rdf_used *used;
};

#define EACH_SYNTAX(stream, i)                                                                     \
	for (enum syntax i = 0; i < N_SYNTAXES; i++)                                               \
		if ((stream)->syntaxes & 1u << i)

static void
write_shard(void *context, size_t number, unsigned worker)
{
	struct stream_work *f = context;
	const struct feed_stream *s = f->stream;
	struct stream_worker *w = &f->workers[worker];
	size_t from = number * SHARD, to = from + SHARD < f->n ? from + SHARD : f->n;

	EACH_SYNTAX(s, i)
		w->parts[i].n = 0;
	for (size_t d = from; d < to; d++) {
		rdf_fragment_render(w->fragment, f->datasets[d]);
		rdf_used_add(w->used, w->fragment);
		EACH_SYNTAX(s, i)
			rdf_selection_add(&w->parts[i], i, w->fragment, s->selection && d == 0);
	}
	turnstile_enter(&f->turnstile, number);
	EACH_SYNTAX(s, i)
		s->write(s->context, i, buf_view(&w->parts[i]));
	rdf_used_merge(f->used, w->used);
	turnstile_leave(&f->turnstile);
	rdf_used_clear(w->used);
}

static void
write_ends(struct stream_work *f, bool head)
{
	const struct feed_stream *s = f->stream;
	struct buf out = { 0 };

	EACH_SYNTAX(s, i) {
		out.n = 0;
		if (s->selection && head)
			rdf_selection_head(&out, i, s->rdf);
		else if (s->selection)
			rdf_selection_tail(&out, i, s->rdf, s->selection, s->n_selection);
		else if (head)
			rdf_catalog_head(&out, i, s->rdf);
		else
			rdf_catalog_tail(&out, i, s->rdf, f->used);
		s->write(s->context, i, buf_view(&out));
	}
	buf_free(&out);
}

void
feed_stream(const struct feed_stream *s)
{
	struct arena *a = arena_new();
	/* The order of the paged feed, as in catalog.rdf. */
	struct stream_work f = { .stream = s, .datasets = paging_new(a, s->catalog).datasets,
		.n = s->catalog->datasets.n,
		.workers = allocate(s->jobs * sizeof *f.workers), .turnstile = TURNSTILE, .used = rdf_used_new(s->rdf) };

	if (s->selection) {
		f.datasets = s->selection;
		f.n = s->n_selection;
	}
	for (unsigned k = 0; k < s->jobs; k++)
		f.workers[k] = (struct stream_worker){ .fragment = rdf_fragment_new_in(s->rdf, s->syntaxes),
			.used = rdf_used_new(s->rdf) };
	write_ends(&f, true);
	work(s->jobs, (f.n + SHARD - 1) / SHARD, write_shard, &f);
	write_ends(&f, false);
	for (unsigned k = 0; k < s->jobs; k++) {
		rdf_fragment_free(f.workers[k].fragment);
		rdf_used_free(f.workers[k].used);
		EACH_SYNTAX(s, i)
			buf_free(&f.workers[k].parts[i]);
	}
	free(f.workers);
	rdf_used_free(f.used);
	arena_free(a);
}
