/*
 * Text: views of bytes that somebody else owns, and buffers that grow.
 *
 * A `struct text` is passed by value, owns nothing and need not end in NUL; print it with
 * "%.*s", TEXT_ARG(t). It holds UTF-8 wherever nothing else is said. A `struct buf` owns its
 * bytes: start from `struct buf b = {0}`, end with buf_free(). An allocation that fails ends
 * the program (core/die.h), so no function here reports one.
 */
#ifndef CORE_TEXT_H
#define CORE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct text {
	const char *s;
	size_t n; /* bytes */
};

#define T(literal) ((struct text){ "" literal, sizeof(literal) - 1 })
#define TEXT_ARG(t) (int)(t).n, (t).s

/* The smallest ones stand here: they are called some hundred million times in a large build. */

/* NULL gives the empty text. */
static inline struct text
text_of(const char *s)
{
	return s ? (struct text){ s, strlen(s) } : (struct text){ "", 0 };
}

static inline bool
text_equal(struct text a, struct text b)
{
	return a.n == b.n && (a.n == 0 || memcmp(a.s, b.s, a.n) == 0);
}

/* Both clamped to t. */
static inline struct text
text_slice(struct text t, size_t from, size_t to)
{
	if (to > t.n)
		to = t.n;
	if (from > to)
		from = to;
	return (struct text){ t.s + from, to - from };
}

static inline bool
text_starts(struct text t, struct text prefix)
{
	return t.n >= prefix.n && text_equal(text_slice(t, 0, prefix.n), prefix);
}

static inline bool
text_ends(struct text t, struct text suffix)
{
	return t.n >= suffix.n && text_equal(text_slice(t, t.n - suffix.n, t.n), suffix);
}

bool text_equal_nocase(struct text a, struct text b); /* ASCII letters only */
int text_compare(struct text a, struct text b);       /* by bytes, which is by code point */
struct text text_trim(struct text t);                          /* space, tab, CR, LF */

/* The offset of the first `what` in t, or t.n when there is none. */
size_t text_find(struct text t, struct text what);
size_t text_find_char(struct text t, char c);
struct text text_file_name(struct text path); /* what stands after the last '/'; all of it without one */

/*
 * Takes the piece before the next `separator` off the front of *rest. False when nothing is
 * left: `while (text_next(&rest, '\n', &line))` sees every line, also an empty one between two.
 */
bool text_next(struct text *rest, char separator, struct text *piece);

/* A non-negative decimal number without sign or blanks; false when t is not one or over max. */
bool text_number(struct text t, uint64_t max, uint64_t *number);

/*
 * How far apart two words are: insertions, deletions, changes and swaps of neighbours (optimal
 * string alignment), ASCII case apart. Words over 64 bytes are UINT_MAX apart.
 */
unsigned text_distance(struct text a, struct text b);

/* --- UTF-8 (RFC 3629) ---------------------------------------------------------------------- */

/*
 * The code point at s[*at], *at moved behind it. For bytes that are not UTF-8 (over-long,
 * surrogates, cut off) gives UTF8_INVALID and moves one byte.
 */
#define UTF8_INVALID 0xffffffffu
uint32_t utf8_next_wide(struct text t, size_t *at); /* the same, for what begins with a byte from 0x80 on */
static inline uint32_t
utf8_next(struct text t, size_t *at)
{
	unsigned char c = (unsigned char)t.s[*at];

	if (c >= 0x80)
		return utf8_next_wide(t, at);
	++*at;
	return c;
}
bool utf8_is_valid(struct text t);
size_t utf8_length(struct text t); /* in code points; an invalid byte counts as one */

/* --- buffers ------------------------------------------------------------------------------- */

struct buf {
	char *s;
	size_t n, capacity;
};

void buf_free(struct buf *b);
void buf_grow(struct buf *b, size_t more); /* buf_reserve() when there is no room */

/* Everything the program writes goes through these four: inline, since a call costs more than the
 * few bytes they mostly move. */
static inline void
buf_reserve(struct buf *b, size_t more)
{
	if (b->capacity - b->n < more)
		buf_grow(b, more);
}

static inline void
buf_bytes(struct buf *b, const void *s, size_t n)
{
	if (n == 0)
		return;
	buf_reserve(b, n);
	memcpy(b->s + b->n, s, n);
	b->n += n;
}

static inline void
buf_text(struct buf *b, struct text t)
{
	buf_bytes(b, t.s, t.n);
}

static inline void
buf_char(struct buf *b, char c)
{
	buf_reserve(b, 1);
	b->s[b->n++] = c;
}

void buf_str(struct buf *b, const char *s);
void buf_number(struct buf *b, uint64_t n);
void buf_utf8(struct buf *b, uint32_t code_point);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
struct text buf_view(const struct buf *b); /* valid until the buffer changes */
const char *buf_cstr(struct buf *b);       /* the same, ended with NUL */

#endif
