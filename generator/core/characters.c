#include "core/characters.h"

#include <stdio.h>
#include <string.h>

static bool
is_utf16(struct text t)
{
	static const char little[] = "\xff\xfe", big[] = "\xfe\xff";

	if (t.n < 2)
		return false;
	return memcmp(t.s, little, 2) == 0 || memcmp(t.s, big, 2) == 0 ||
	       (t.n >= 4 && (t.s[0] == 0) != (t.s[1] == 0) && (t.s[2] == 0) != (t.s[3] == 0));
}

/* Unicode's Bidi_Control: also the marks that are as wide as nothing. */
static bool
is_turning(uint32_t c)
{
	return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200e || c == 0x200f || c == 0x61c;
}

static bool
is_invisible(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff ||
	       c == 0xfffe || c == 0xffff;
}

bool
character_is_allowed(uint32_t c)
{
	return c == '\n' || c == '\t' || (c != UTF8_INVALID && !is_invisible(c) && !is_turning(c));
}

/* Bytes that need no second look: printable ASCII, line feed and tab. */
static bool
is_plain(char c)
{
	return (c >= 0x20 && c < 0x7f) || c == '\n' || c == '\t';
}

static void
refuse(uint32_t c, struct place at, struct diagnostics *d)
{
	char name[16];

	snprintf(name, sizeof name, "U+%04X", (unsigned)c);
	if (is_turning(c))
		diagnose(d, BIDI_CHARACTER, at, text_of(name));
	else
		diagnose(d, CONTROL_CHARACTER, at, text_of(name));
}

bool
characters_check(const struct source *source, size_t from, size_t length, struct diagnostics *d)
{
	struct text t = text_slice(source->bytes, from, from + length);
	struct place place = { 0 }; /* of the last finding, at `found` */
	size_t found = 0;
	bool is_good = true;

	if (is_utf16(t)) {
		diagnose(d, UTF_16, place_at_offset(source, from));
		return false;
	}
	for (size_t at = 0; at < t.n;) {
		if (is_plain(t.s[at])) {
			at++;
			continue;
		}
		size_t start = at;
		uint32_t c = utf8_next(t, &at);
		if (c == UTF8_INVALID) {
			char name[16];
			snprintf(name, sizeof name, "0x%02X", (unsigned)(unsigned char)t.s[start]);
			diagnose(
			    d, INVALID_UTF8, place_at_offset(source, from + start), text_of(name));
			return false;
		}
		if (c == '\r' && at < t.n && t.s[at] == '\n')
			continue;
		if (!is_invisible(c) && !is_turning(c))
			continue;
		place = is_good ? place_at_offset(source, from + start)
				: place_after(place, text_slice(t, found, start));
		found = start;
		refuse(c, place, d);
		is_good = false;
	}
	return is_good;
}

bool
characters_check_value(struct text value, struct place at, struct diagnostics *d)
{
	for (size_t i = 0; i < value.n;) {
		if (is_plain(value.s[i])) {
			i++;
			continue;
		}
		uint32_t c = utf8_next(value, &i);
		if (c != '\r' && (is_invisible(c) || is_turning(c))) {
			refuse(c, at, d);
			return false;
		}
	}
	return true;
}
