/*
 * Places: official keys of municipalities, and boxes that lie where the key says.
 */
#include "check/rules.h"

#include <stdlib.h>

enum { AGS_DIGITS = 8, ARS_DIGITS = 12, N_STATES = 16 };

static bool
is_all_digits(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] < '0' || t.s[i] > '9')
			return false;
	return true;
}

/* What is wrong with a key of n digits; empty when nothing is. */
static struct text
key_fault(struct arena *a, struct text key, size_t n)
{
	if (!is_all_digits(key))
		return in_both(a, "er besteht nur aus Ziffern", "it has digits only");
	if (key.n != n) {
		struct buf de = { 0 }, en = { 0 };
		buf_printf(&de, "er hat %zu Ziffern, nicht %zu", n, key.n);
		buf_printf(&en, "it has %zu digits, not %zu", n, key.n);
		struct text fault = in_both(a, buf_cstr(&de), buf_cstr(&en));
		buf_free(&de);
		buf_free(&en);
		return fault;
	}
	int state = (key.s[0] - '0') * 10 + (key.s[1] - '0');
	if (state < 1 || state > N_STATES)
		return in_both(a, "die ersten zwei Ziffern nennen das Land, 01 bis 16",
		    "the first two digits name the state, 01 to 16");
	return T("");
}

void
check_keys_of_place(struct checking *k, const struct resource *r)
{
	const struct value *ags = good_value(r, LOCATION_ags), *ars = good_value(r, LOCATION_ars);
	struct text ags_fault = ags ? key_fault(k->arena, ags->text, AGS_DIGITS) : T("");
	struct text ars_fault = ars ? key_fault(k->arena, ars->text, ARS_DIGITS) : T("");

	if (ags_fault.n)
		diagnose(k->d, BAD_AGS, ags->at, ags->text, ags_fault);
	if (ars_fault.n)
		diagnose(k->d, BAD_ARS, ars->at, ars->text, ars_fault);
	if (!ags || !ars || ags_fault.n || ars_fault.n)
		return;
	struct text fitting =
	    arena_printf(k->arena, "%.*s%.*s", 5, ars->text.s, 3, ars->text.s + 9);
	if (!text_equal(ags->text, fitting))
		diagnose(k->d, AGS_ARS_DIFFER, ags->at, ags->text, ars->text, fitting);
}

struct box {
	double west, south, east, north;
};

/* With the exclusive economic zone in the North Sea. */
static const struct box germany = { 3.3, 47.2, 15.1, 55.95 };

/* "POLYGON((w s,e s,e n,w n,w s))", as catalog/reader.c writes it. */
static bool
read_box(struct text wkt, struct box *box)
{
	const char *s = wkt.s, *end = wkt.s + wkt.n;
	size_t n = 0;

	*box = (struct box){ 360, 360, -360, -360 };
	for (; s < end; n++) {
		char *after;
		while (
		    s < end && !(*s == '-' || *s == '+' || *s == '.' || (*s >= '0' && *s <= '9')))
			s++;
		if (s == end)
			break;
		double x = strtod(s, &after);
		if (after == s)
			return false;
		s = after;
		if (n % 2 == 0) {
			box->west = x < box->west ? x : box->west;
			box->east = x > box->east ? x : box->east;
		} else {
			box->south = x < box->south ? x : box->south;
			box->north = x > box->north ? x : box->north;
		}
	}
	return n >= 2 && n % 2 == 0;
}

void
check_box_in_germany(struct checking *k, const struct resource *r)
{
	const struct value *ags = good_value(r, LOCATION_ags), *ars = good_value(r, LOCATION_ars);
	const struct value *bbox = good_value(r, LOCATION_bbox), *key = ags ? ags : ars;
	struct box b;

	if (!key || !bbox || !read_box(bbox->text, &b))
		return;
	if (b.west > germany.east || b.east < germany.west || b.south > germany.north ||
	    b.north < germany.south)
		diagnose(k->d, BBOX_ELSEWHERE, bbox->at, key->text,
		    arena_printf(k->arena, "[%g, %g, %g, %g]", b.west, b.south, b.east, b.north));
}
