#include "core/colour.h"

static int
hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool
colour_parse(struct text t, struct colour *c)
{
	unsigned v[6];

	if (t.n != 7 || t.s[0] != '#')
		return false;
	for (size_t i = 0; i < 6; i++) {
		int digit = hex_digit(t.s[i + 1]);
		if (digit < 0)
			return false;
		v[i] = (unsigned)digit;
	}
	*c = (struct colour){ v[0] * 16 + v[1], v[2] * 16 + v[3], v[4] * 16 + v[5] };
	return true;
}

/* Relative luminance; the curve of sRGB as a polynomial, good to 0.002. */
static double
luminance(struct colour c)
{
	const unsigned channels[3] = { c.red, c.green, c.blue };
	static const double weights[3] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;

	for (size_t i = 0; i < 3; i++) {
		double x = channels[i] / 255.0;
		sum += weights[i] * x * (x * (x * 0.305306011 + 0.682171111) + 0.012522878);
	}
	return sum;
}

double
colour_contrast(struct colour a, struct colour b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return x > y ? x / y : y / x;
}
