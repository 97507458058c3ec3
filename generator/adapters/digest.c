#include "adapters/digest.h"

#include "core/die.h"

#include <nettle/sha2.h>
#include <stdlib.h>
#include <string.h>

struct digest_state {
	struct sha256_ctx sha256;
};

struct digest
digest_of(struct text bytes)
{
	struct sha256_ctx sha256;
	struct digest d;

	sha256_init(&sha256);
	sha256_update(&sha256, bytes.n, (const uint8_t *)bytes.s);
	sha256_digest(&sha256, sizeof d.bytes, d.bytes);
	return d;
}

struct digest_state *
digest_begin(void)
{
	struct digest_state *s = allocate(sizeof *s);

	sha256_init(&s->sha256);
	return s;
}

void
digest_add(struct digest_state *s, struct text bytes)
{
	sha256_update(&s->sha256, bytes.n, (const uint8_t *)bytes.s);
}

struct digest
digest_finish(struct digest_state *s)
{
	struct digest d;

	sha256_digest(&s->sha256, sizeof d.bytes, d.bytes);
	free(s);
	return d;
}

bool
digest_equal(const struct digest *a, const struct digest *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

void
digest_write(struct buf *out, const struct digest *d)
{
	static const char digits[] = "0123456789abcdef";
	char hex[2 * DIGEST_SIZE];

	for (size_t i = 0; i < DIGEST_SIZE; i++) {
		hex[2 * i] = digits[d->bytes[i] >> 4];
		hex[2 * i + 1] = digits[d->bytes[i] & 15];
	}
	buf_bytes(out, hex, sizeof hex);
}

static int
hex_value(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
digest_parse(struct text hex, struct digest *d)
{
	if (hex.n != 2 * sizeof d->bytes)
		return false;
	for (size_t i = 0; i < sizeof d->bytes; i++) {
		int high = hex_value(hex.s[2 * i]), low = hex_value(hex.s[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		d->bytes[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}
