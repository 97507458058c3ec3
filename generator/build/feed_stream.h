/*
 * A whole feed, piece by piece: datasets are rendered in shards by several threads and handed over
 * in their order, in constant memory.
 */
#ifndef BUILD_FEED_STREAM_H
#define BUILD_FEED_STREAM_H

#include "rdf/rdf.h"

struct feed_stream {
	const struct catalog *catalog;
	const struct rdf *rdf;
	unsigned syntaxes; /* bits: 1 << enum syntax */
	unsigned jobs;
	/* Not NULL: only these datasets and what they refer to, without the catalogue. */
	const struct resource *const *selection;
	size_t n_selection;
	void (*write)(void *context, enum syntax syntax, struct text bytes); /* one thread at a time */
	void *context;
};

void feed_stream(const struct feed_stream *s);

#endif
