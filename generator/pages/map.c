/*
 * Where the data lies: the rectangle around it, within that of the whole catalogue.
 */
#include "pages/portal.h"

#include "pages/drawing.h"

#include <math.h>

static bool
extent_of(const struct resource *r, enum property_id spatial, struct extent *e)
{
	size_t n;
	const struct value *v = resource_values(r, spatial, &n);

	for (; n--; v++)
		if (v->resource && wkt_extent(resource_text(v->resource, LOCATION_bbox), e))
			return true;
	return false;
}

/* "12,23°" */
static struct text
degrees(struct page_writer *w, double v)
{
	long hundredths = lround(fabs(v) * 100);

	if (v < 0)
		buf_str(&w->buf, "−");
	buf_number(&w->buf, (uint64_t)hundredths / 100);
	buf_text(&w->buf, SAID(w, decimal_mark));
	buf_char(&w->buf, (char)('0' + hundredths / 10 % 10));
	buf_char(&w->buf, (char)('0' + hundredths % 10));
	buf_str(&w->buf, "°");
	return taken(w);
}

void
bounding_box(struct page_writer *w, const struct resource *dataset)
{
	const struct resource *self = w->catalog->self;
	const struct outline *outline = w->pages->outline;
	struct extent e, frame;

	if (!self || !extent_of(dataset, DATASET_spatial, &e) || (!outline && !extent_of(self, CATALOG_spatial, &frame)))
		return;
	/* All of the city: a rectangle in itself would say nothing. */
	if (!outline && e.west <= frame.west && e.east >= frame.east && e.south <= frame.south && e.north >= frame.north)
		return;
	struct template_words *s = SECTION(w->words, BBOX);
	if (outline && outline_fills(outline, &e))
		SET(s, BBOX_TEXT, SAID(w, bounding_box_all));
	else
		SET(s, BBOX_TEXT, FILLED(w, bounding_box, { "west", degrees(w, e.west) }, { "east", degrees(w, e.east) },
			    { "south", degrees(w, e.south) }, { "north", degrees(w, e.north) }));
	if (outline)
		draw_on_outline(&w->buf, outline, &e);
	else
		draw_rectangle(&w->buf, &frame, &e);
	SET(s, BBOX_SVG, taken(w));
}

/* --- maps that move: templates/assets/map.js --------------------------------------------------- */

/* "12.2367": four digits are some ten metres. */
static void
degree(struct buf *out, double v)
{
	long n = lround(fabs(v) * 10000);

	buf_printf(out, "%s%ld.%04ld", v < 0 ? "-" : "", n / 10000, n % 10000);
}

struct text
map_bounds(struct page_writer *w, const struct resource *r)
{
	const struct resource *self = w->catalog->self;
	struct extent e;

	if (!(r->class == CLASS_DATASET && extent_of(r, DATASET_spatial, &e)) &&
	    !(self && extent_of(self, CATALOG_spatial, &e)))
		return T("");
	const double sides[] = { e.west, e.south, e.east, e.north };
	for (size_t i = 0; i < sizeof sides / sizeof sides[0]; i++) {
		if (i)
			buf_char(&w->buf, ',');
		degree(&w->buf, sides[i]);
	}
	return taken(w);
}
