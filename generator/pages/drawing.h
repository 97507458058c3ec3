/*
 * Small static maps as SVG: longitude and latitude, scaled with the cosine of the middle latitude.
 * Colours only by currentColor, so that they do in light and dark; no style attributes.
 */
#ifndef PAGES_DRAWING_H
#define PAGES_DRAWING_H

#include "core/text.h"

struct extent {
	double west, south, east, north; /* degrees */
};

/* A coordinate, with at most one digit behind the point. */
void draw_number(struct buf *out, double v);

/* All coordinates of a WKT text; false when it has none. */
bool wkt_extent(struct text wkt, struct extent *e);

/* The rectangle within the frame. */
void draw_rectangle(struct buf *out, const struct extent *frame, const struct extent *e);

/* The shape of a city, read once for many small maps: of a GeoJSON text. NULL when it is none, is empty
 * or is not in degrees. */
struct outline;
struct outline *outline_new(struct text geojson);
void outline_free(struct outline *o); /* NULL is allowed */
/* True when the rectangle is that around the whole outline. */
bool outline_fills(const struct outline *o, const struct extent *e);
/* The rectangle over the outline; one that the outline fills is the outline itself. */
void draw_on_outline(struct buf *out, const struct outline *o, const struct extent *e);

/* The objects of a GeoJSON text (RFC 7946), thinned out to some hundred points; *n of them. False
 * (nothing appended) when it is none, is empty or is not in degrees. */
bool draw_geojson(struct buf *out, struct text bytes, size_t *n);

#endif
