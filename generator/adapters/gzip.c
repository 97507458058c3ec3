#include "adapters/gzip.h"

#include "core/die.h"

#include <libdeflate.h>
#include <stdlib.h>

/* Measured on 1,200 pages and documents: 9 takes twice as long for 3 % less, 1 half as long for 11 % more. */
enum { LEVEL = 6 };

struct gzip {
	struct libdeflate_compressor *compressor;
};

struct gzip *
gzip_new(void)
{
	struct gzip *g = allocate(sizeof *g);

	g->compressor = libdeflate_alloc_compressor(LEVEL);
	if (!g->compressor)
		die("out of memory");
	return g;
}

void
gzip_free(struct gzip *g)
{
	libdeflate_free_compressor(g->compressor);
	free(g);
}

bool
gzip_compress(struct buf *out, struct gzip *g, struct text bytes, size_t most)
{
	buf_reserve(out, most);
	size_t n = libdeflate_gzip_compress(g->compressor, bytes.s, bytes.n, out->s + out->n, most);
	out->n += n;
	return n > 0;
}
