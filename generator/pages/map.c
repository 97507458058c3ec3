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
	struct extent e, frame;

	if (!self || !extent_of(dataset, DATASET_spatial, &e) || !extent_of(self, CATALOG_spatial, &frame))
		return;
	/* All of the city: a picture would say nothing. */
	if (e.west <= frame.west && e.east >= frame.east && e.south <= frame.south && e.north >= frame.north)
		return;
	struct template_words *s = SECTION(w->words, BBOX);
	SET(s, BBOX_TEXT, FILLED(w, bounding_box, { "west", degrees(w, e.west) }, { "east", degrees(w, e.east) },
		    { "south", degrees(w, e.south) }, { "north", degrees(w, e.north) }));
	draw_rectangle(&w->buf, &frame, &e);
	SET(s, BBOX_SVG, taken(w));
}
