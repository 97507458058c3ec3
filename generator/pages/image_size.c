#include "pages/image_size.h"

#include <stdlib.h>

enum { LONGEST_NUMBER = 31, MOST_TIMES_AS_WIDE = 12 };

/* A number in pixels or of no unit, and where it ends; 0: it is none. */
static double
number_at(struct text t, size_t *end)
{
	char digits[LONGEST_NUMBER + 1];
	size_t from = *end, n = 0;

	while (from < t.n && (t.s[from] == ' ' || t.s[from] == ','))
		from++;
	while (from + n < t.n && n < LONGEST_NUMBER && ((t.s[from + n] >= '0' && t.s[from + n] <= '9') || t.s[from + n] == '.' || t.s[from + n] == '-')) {
		digits[n] = t.s[from + n];
		n++;
	}
	digits[n] = 0;
	*end = from + n;
	return strtod(digits, NULL);
}

/* What an attribute of the first <svg> says; empty: it does not have it. No parser: most programs that draw write a
 * DOCTYPE, which ours refuses, and of a picture that is not understood nothing is lost. */
static struct text
svg_attribute(struct text tag, struct text name)
{
	for (size_t at = 0; at < tag.n;) {
		at += text_find(text_slice(tag, at, tag.n), name);
		size_t value = at + name.n;
		bool is_whole = at > 0 && at < tag.n && strchr(" \t\r\n", tag.s[at - 1]);
		if (is_whole && value + 1 < tag.n && tag.s[value] == '=' && strchr("\"'", tag.s[value + 1])) {
			struct text rest = text_slice(tag, value + 2, tag.n);
			return text_slice(rest, 0, text_find_char(rest, tag.s[value + 1]));
		}
		at = value;
	}
	return T("");
}

static double
svg_ratio(struct text bytes)
{
	struct text tag = text_slice(bytes, text_find(bytes, T("<svg")), bytes.n);
	size_t at = 0;

	tag = text_slice(tag, 0, text_find_char(tag, '>'));
	struct text box = svg_attribute(tag, T("viewBox"));
	for (int i = 0; i < 2 && box.n; i++)
		number_at(box, &at);
	double width = number_at(box, &at), height = number_at(box, &at);
	if (width > 0 && height > 0)
		return width / height;
	size_t x = 0, y = 0;
	width = number_at(svg_attribute(tag, T("width")), &x);
	height = number_at(svg_attribute(tag, T("height")), &y);
	return width > 0 && height > 0 ? width / height : 0;
}

static double
png_ratio(struct text bytes)
{
	const unsigned char *b = (const unsigned char *)bytes.s;

	if (bytes.n < 24) /* signature, length, "IHDR", width, height */
		return 0;
	double width = (double)((uint32_t)b[16] << 24 | (uint32_t)b[17] << 16 | (uint32_t)b[18] << 8 | b[19]);
	double height = (double)((uint32_t)b[20] << 24 | (uint32_t)b[21] << 16 | (uint32_t)b[22] << 8 | b[23]);
	return width > 0 && height > 0 ? width / height : 0;
}

unsigned
image_width(struct text bytes, unsigned height)
{
	if (!bytes.n) /* and no address either */
		return height;
	double ratio = text_starts(bytes, T("\x89PNG")) ? png_ratio(bytes) : svg_ratio(bytes);
	bool is_likely = ratio * MOST_TIMES_AS_WIDE >= 1 && ratio <= MOST_TIMES_AS_WIDE;

	return is_likely ? (unsigned)(ratio * height + .5) : height;
}
