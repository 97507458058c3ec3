/* SHA-256 (FIPS 180-4; nettle, which uses the processor's SHA instructions where it has them). */
#ifndef ADAPTERS_DIGEST_H
#define ADAPTERS_DIGEST_H

#include "core/text.h"

enum { DIGEST_SIZE = 32 };

struct digest {
	unsigned char bytes[DIGEST_SIZE];
};

struct digest digest_of(struct text bytes);

/* For bytes that come in pieces. Free with digest_finish(). */
struct digest_state;
struct digest_state *digest_begin(void);
void digest_add(struct digest_state *s, struct text bytes);
struct digest digest_finish(struct digest_state *s);

bool digest_equal(const struct digest *a, const struct digest *b);
void digest_write(struct buf *out, const struct digest *d); /* 64 lower-case hexadecimal digits */
bool digest_parse(struct text hex, struct digest *d);

#endif
