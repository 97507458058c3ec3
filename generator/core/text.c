#include "core/text.h"

#include "core/die.h"

#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char
ascii_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool
text_equal_nocase(struct text a, struct text b)
{
	if (a.n != b.n)
		return false;
	for (size_t i = 0; i < a.n; i++)
		if (ascii_lower(a.s[i]) != ascii_lower(b.s[i]))
			return false;
	return true;
}

int
text_compare(struct text a, struct text b)
{
	size_t n = a.n < b.n ? a.n : b.n;
	int order = n ? memcmp(a.s, b.s, n) : 0;

	return order ? order : (a.n > b.n) - (a.n < b.n);
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

struct text
text_trim(struct text t)
{
	while (t.n && is_blank(t.s[0]))
		t = text_slice(t, 1, t.n);
	while (t.n && is_blank(t.s[t.n - 1]))
		t.n--;
	return t;
}

size_t
text_find(struct text t, struct text what)
{
	if (what.n == 0)
		return 0;
	const char *hit = t.n ? memmem(t.s, t.n, what.s, what.n) : NULL;
	return hit ? (size_t)(hit - t.s) : t.n;
}

struct text
text_file_name(struct text path)
{
	size_t slash = path.n;

	while (slash && path.s[slash - 1] != '/')
		slash--;
	return text_slice(path, slash, path.n);
}

size_t
text_find_char(struct text t, char c)
{
	const char *hit = t.n ? memchr(t.s, c, t.n) : NULL;

	return hit ? (size_t)(hit - t.s) : t.n;
}

bool
text_next(struct text *rest, char separator, struct text *piece)
{
	if (rest->n == 0)
		return false;
	size_t end = text_find_char(*rest, separator);
	*piece = text_slice(*rest, 0, end);
	*rest = text_slice(*rest, end < rest->n ? end + 1 : end, rest->n);
	return true;
}

bool
text_number(struct text t, uint64_t max, uint64_t *number)
{
	uint64_t n = 0;

	if (t.n == 0)
		return false;
	for (size_t i = 0; i < t.n; i++) {
		unsigned digit = (unsigned)(t.s[i] - '0');
		if (digit > 9 || digit > max || n > (max - digit) / 10)
			return false;
		n = n * 10 + digit;
	}
	*number = n;
	return true;
}

unsigned
text_distance(struct text a, struct text b)
{
	enum { LONGEST = 64 };
	unsigned rows[3][LONGEST + 1];

	if (a.n > LONGEST || b.n > LONGEST)
		return UINT_MAX;
	for (size_t j = 0; j <= b.n; j++)
		rows[0][j] = (unsigned)j;
	for (size_t i = 1; i <= a.n; i++) {
		unsigned *row = rows[i % 3], *up = rows[(i + 2) % 3], *up2 = rows[(i + 1) % 3];

		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.n; j++) {
			char x = ascii_lower(a.s[i - 1]), y = ascii_lower(b.s[j - 1]);
			unsigned best = up[j - 1] + (x != y);

			if (up[j] + 1 < best)
				best = up[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			if (i > 1 && j > 1 && x == ascii_lower(b.s[j - 2]) &&
			    ascii_lower(a.s[i - 2]) == y && up2[j - 2] + 1 < best)
				best = up2[j - 2] + 1;
			row[j] = best;
		}
	}
	return rows[a.n % 3][b.n];
}

uint32_t
utf8_next_wide(struct text t, size_t *at)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	size_t i = *at;
	unsigned char c = (unsigned char)t.s[i];
	size_t length = c < 0xc0 ? 0 : c < 0xe0 ? 2 : c < 0xf0 ? 3 : c < 0xf8 ? 4 : 0;

	*at = i + 1;
	if (length == 0 || t.n - i < length)
		return UTF8_INVALID;
	uint32_t point = c & (0xffu >> (length + 1));
	for (size_t k = 1; k < length; k++) {
		unsigned char next = (unsigned char)t.s[i + k];
		if ((next & 0xc0) != 0x80)
			return UTF8_INVALID;
		point = point << 6 | (next & 0x3fu);
	}
	if (point < least[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
		return UTF8_INVALID;
	*at = i + length;
	return point;
}

bool
utf8_is_valid(struct text t)
{
	for (size_t at = 0; at < t.n;)
		if (utf8_next(t, &at) == UTF8_INVALID)
			return false;
	return true;
}

size_t
utf8_length(struct text t)
{
	size_t length = 0;

	for (size_t at = 0; at < t.n; length++)
		utf8_next(t, &at);
	return length;
}

void
buf_free(struct buf *b)
{
	free(b->s);
	*b = (struct buf){ 0 };
}

void
buf_grow(struct buf *b, size_t more)
{
	if (more > SIZE_MAX / 2 - b->n)
		die("out of memory (%zu bytes)", more);
	size_t capacity = b->capacity ? b->capacity : 256;
	while (capacity < b->n + more)
		capacity *= 2;
	b->s = reallocate(b->s, capacity);
	b->capacity = capacity;
}

void
buf_str(struct buf *b, const char *s)
{
	buf_bytes(b, s, strlen(s));
}

void
buf_number(struct buf *b, uint64_t n)
{
	char digits[20];
	size_t at = sizeof digits;

	do {
		digits[--at] = (char)('0' + n % 10);
		n /= 10;
	} while (n);
	buf_bytes(b, digits + at, sizeof digits - at);
}

void
buf_utf8(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_char(b, (char)c);
	} else if (c < 0x800) {
		buf_char(b, (char)(0xc0 | c >> 6));
		buf_char(b, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_char(b, (char)(0xe0 | c >> 12));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(b, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_char(b, (char)(0xf0 | c >> 18));
		buf_char(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_char(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_char(b, (char)(0x80 | (c & 0x3f)));
	}
}

void
buf_printf(struct buf *b, const char *format, ...)
{
	va_list args, again;

	/* Most texts are short: they fit at the first try. */
	buf_reserve(b, 64);
	va_start(args, format);
	va_copy(again, args);
	int n = vsnprintf(b->s + b->n, b->capacity - b->n, format, args);
	va_end(args);
	if (n < 0)
		die("cannot format a text");
	if ((size_t)n >= b->capacity - b->n) {
		buf_reserve(b, (size_t)n + 1);
		vsnprintf(b->s + b->n, (size_t)n + 1, format, again);
	}
	va_end(again);
	b->n += (size_t)n;
}

struct text
buf_view(const struct buf *b)
{
	return (struct text){ b->s ? b->s : "", b->n };
}

const char *
buf_cstr(struct buf *b)
{
	buf_reserve(b, 1);
	b->s[b->n] = '\0';
	return b->s;
}
