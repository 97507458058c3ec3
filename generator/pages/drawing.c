#include "pages/drawing.h"

#include "adapters/json.h"
#include "core/die.h"

#include <math.h>
#include <stdlib.h>

/* --- numbers without a locale ------------------------------------------------------------------ */

/* A decimal number at *at; false when none begins there. */
static bool
decimal(struct text t, size_t *at, double *v)
{
	size_t i = *at, digits = 0;
	double sign = 1, scale = 1, sum = 0;
	bool is_fraction = false;

	if (i < t.n && t.s[i] == '-') {
		sign = -1;
		i++;
	}
	for (; i < t.n; i++) {
		if (t.s[i] == '.' && !is_fraction) {
			is_fraction = true;
			continue;
		}
		if (t.s[i] < '0' || t.s[i] > '9')
			break;
		sum = sum * 10 + (t.s[i] - '0');
		scale *= is_fraction ? 10 : 1;
		digits++;
	}
	if (!digits)
		return false;
	*v = sign * sum / scale;
	*at = i;
	return true;
}

void
draw_number(struct buf *out, double v)
{
	long tenths = lround(v * 10);

	if (tenths < 0) {
		buf_char(out, '-');
		tenths = -tenths;
	}
	buf_number(out, (uint64_t)tenths / 10);
	if (tenths % 10) {
		buf_char(out, '.');
		buf_number(out, (uint64_t)tenths % 10);
	}
}

/* --- extents and scale ------------------------------------------------------------------------- */

static const struct extent nothing = { 1e9, 1e9, -1e9, -1e9 };

static void
include(struct extent *e, double longitude, double latitude)
{
	e->west = fmin(e->west, longitude);
	e->east = fmax(e->east, longitude);
	e->south = fmin(e->south, latitude);
	e->north = fmax(e->north, latitude);
}

bool
wkt_extent(struct text wkt, struct extent *e)
{
	double pair[2];
	size_t n = 0;

	*e = nothing;
	for (size_t at = 0; at < wkt.n;) {
		if (!decimal(wkt, &at, &pair[n % 2])) {
			at++;
			continue;
		}
		if (++n % 2 == 0)
			include(e, pair[0], pair[1]);
	}
	return n >= 2;
}

enum { WIDTH = 400, MARGIN = 8, LEAST_HEIGHT = 120, MOST_HEIGHT = 480 };

struct scale {
	double west, north, x, y; /* units a degree */
	double width, height;
};

static struct scale
scale_of(const struct extent *e)
{
	const double pi = 3.14159265358979323846;
	double squeeze = cos((e->south + e->north) / 2 * pi / 180);
	double wide = fmax((e->east - e->west) * squeeze, 1e-4), high = fmax(e->north - e->south, 1e-4);
	double unit = fmin((WIDTH - 2 * MARGIN) / wide, (MOST_HEIGHT - 2 * MARGIN) / high);
	struct scale s = { .x = unit * squeeze, .y = unit, .width = WIDTH };

	s.height = fmax(high * unit + 2 * MARGIN, LEAST_HEIGHT);
	/* In the middle of the picture. */
	s.west = (e->west + e->east) / 2 - s.width / 2 / s.x;
	s.north = (e->south + e->north) / 2 + s.height / 2 / s.y;
	return s;
}

static void
point(struct buf *out, const struct scale *s, double longitude, double latitude)
{
	draw_number(out, (longitude - s->west) * s->x);
	buf_char(out, ' ');
	draw_number(out, (s->north - latitude) * s->y);
}

static void
begin(struct buf *out, const struct scale *s)
{
	buf_str(out, "<svg viewBox=\"0 0 ");
	draw_number(out, s->width);
	buf_char(out, ' ');
	draw_number(out, ceil(s->height));
	buf_str(out, "\" aria-hidden=\"true\" focusable=\"false\">");
}

static void
rectangle(struct buf *out, const struct scale *s, const struct extent *e, const char *attributes)
{
	buf_str(out, "<path d=\"M");
	point(out, s, e->west, e->north);
	buf_char(out, 'L');
	point(out, s, e->east, e->north);
	buf_char(out, 'L');
	point(out, s, e->east, e->south);
	buf_char(out, 'L');
	point(out, s, e->west, e->south);
	buf_printf(out, "Z\" %s/>", attributes);
}

void
draw_rectangle(struct buf *out, const struct extent *frame, const struct extent *e)
{
	struct extent both = *frame;

	include(&both, e->west, e->south);
	include(&both, e->east, e->north);
	struct scale s = scale_of(&both);
	begin(out, &s);
	rectangle(out, &s, frame, "fill=\"currentColor\" fill-opacity=\".06\" stroke=\"currentColor\" stroke-opacity=\".4\"");
	rectangle(out, &s, e, "fill=\"currentColor\" fill-opacity=\".25\" stroke=\"currentColor\" stroke-width=\"2\"");
	buf_str(out, "</svg>");
}

/* --- GeoJSON ----------------------------------------------------------------------------------- */

enum { MOST_POINTS = 500, OUTLINE_POINTS = 90, MOST_DEPTH = 8, MOST_OBJECTS = 20000 };

enum shape { POINTS, LINES, AREAS };

struct survey {
	struct extent extent;
	size_t n_objects, n_points;
	bool is_good;
};

struct geojson_drawing {
	struct buf *out;
	struct scale scale;
	size_t keep; /* every which point of a line, every which of the single points */
	size_t n_single;
};

static bool
position(const struct json_node *n, double *longitude, double *latitude)
{
	return json_node_length(n) >= 2 && json_node_number(json_node_item(n, 0), longitude) &&
	       json_node_number(json_node_item(n, 1), latitude) && fabs(*longitude) <= 180 && fabs(*latitude) <= 90;
}

/* How deep the positions of a geometry lie in its coordinates (RFC 7946 §3.1). */
static const struct {
	const char *name;
	unsigned depth;
	enum shape shape;
} geometries[] = {
	{ "Point", 0, POINTS },
	{ "MultiPoint", 1, POINTS },
	{ "LineString", 1, LINES },
	{ "MultiLineString", 2, LINES },
	{ "Polygon", 2, AREAS },
	{ "MultiPolygon", 3, AREAS },
};

typedef void visit_points(void *context, const struct json_node *positions, enum shape shape);
typedef void visit_single(void *context, const struct json_node *position);

struct visitor {
	void *context;
	visit_points *line;   /* an array of positions: a line, or the ring of an area */
	visit_single *single; /* one position */
};

static void
visit_coordinates(const struct visitor *v, const struct json_node *n, unsigned depth, enum shape shape)
{
	if (depth == 0) {
		v->single(v->context, n);
	} else if (depth == 1 && shape != POINTS) {
		v->line(v->context, n, shape);
	} else {
		for (size_t i = 0; i < json_node_length(n); i++)
			visit_coordinates(v, json_node_item(n, i), depth - 1, shape);
	}
}

static void
visit(const struct visitor *v, const struct json_node *n, unsigned depth)
{
	const struct json_node *type = json_node_member(n, "type");
	const struct json_node *parts = json_node_member(n, json_node_is(type, "FeatureCollection") ? "features" : "geometries");

	if (depth == MOST_DEPTH)
		return;
	for (size_t i = 0; i < json_node_length(parts); i++)
		visit(v, json_node_item(parts, i), depth + 1);
	if (json_node_is(type, "Feature"))
		visit(v, json_node_member(n, "geometry"), depth + 1);
	for (size_t i = 0; i < sizeof geometries / sizeof geometries[0]; i++)
		if (json_node_is(type, geometries[i].name))
			visit_coordinates(v, json_node_member(n, "coordinates"), geometries[i].depth, geometries[i].shape);
}

static void
survey_position(void *context, const struct json_node *n)
{
	struct survey *s = context;
	double longitude, latitude;

	if (!position(n, &longitude, &latitude)) {
		s->is_good = false;
		return;
	}
	include(&s->extent, longitude, latitude);
	s->n_points++;
}

static void
survey_line(void *context, const struct json_node *positions, enum shape shape)
{
	(void)shape;
	for (size_t i = 0; i < json_node_length(positions); i++)
		survey_position(context, json_node_item(positions, i));
}

static void
draw_position(void *context, const struct json_node *n)
{
	struct geojson_drawing *d = context;
	double longitude, latitude;

	if (d->n_single++ % d->keep || !position(n, &longitude, &latitude))
		return;
	/* A dot: a line of no length with round ends. */
	buf_str(d->out, "<path d=\"M");
	point(d->out, &d->scale, longitude, latitude);
	buf_str(d->out, "h0\" stroke=\"currentColor\" stroke-width=\"7\" stroke-linecap=\"round\" stroke-opacity=\".7\"/>");
}

static void
draw_line(void *context, const struct json_node *positions, enum shape shape)
{
	struct geojson_drawing *d = context;
	size_t n = json_node_length(positions), keep = d->keep;
	double longitude, latitude;
	bool is_first = true;

	/* Corners of what is small are kept. */
	while (keep > 1 && n / keep < 4)
		keep--;
	buf_str(d->out, "<path d=\"");
	for (size_t i = 0; i < n; i++) {
		if ((i % keep && i + 1 != n) || !position(json_node_item(positions, i), &longitude, &latitude))
			continue;
		buf_char(d->out, is_first ? 'M' : 'L');
		point(d->out, &d->scale, longitude, latitude);
		is_first = false;
	}
	buf_str(d->out, shape == AREAS ? "Z\" fill=\"currentColor\" fill-opacity=\".15\"" : "\" fill=\"none\"");
	buf_str(d->out, " stroke=\"currentColor\" stroke-opacity=\".8\" stroke-linejoin=\"round\"/>");
}

static size_t
count_objects(const struct json_node *root)
{
	return json_node_is(json_node_member(root, "type"), "FeatureCollection") ?
		   json_node_length(json_node_member(root, "features")) : 1;
}

bool
draw_geojson(struct buf *out, struct text bytes, size_t *n)
{
	struct json_tree *tree = json_tree_read(bytes);
	struct survey survey = { .extent = nothing, .is_good = true };

	if (!tree)
		return false;
	const struct json_node *root = json_tree_root(tree);
	*n = count_objects(root);
	if (*n <= MOST_OBJECTS)
		visit(&(struct visitor){ &survey, survey_line, survey_position }, root, 0);
	if (survey.is_good && survey.n_points) {
		struct geojson_drawing d = { .out = out, .scale = scale_of(&survey.extent),
			.keep = 1 + survey.n_points / MOST_POINTS };
		begin(out, &d.scale);
		visit(&(struct visitor){ &d, draw_line, draw_position }, root, 0);
		buf_str(out, "</svg>");
	}
	json_tree_free(tree);
	return survey.is_good && survey.n_points;
}

/* --- outlines ---------------------------------------------------------------------------------- */

struct outline {
	struct extent extent;
	struct scale scale;
	struct json_tree *tree; /* for rectangles that reach beyond it */
	size_t n_points;
	struct buf shape; /* drawn in its own scale */
};

static void
draw_outline(struct buf *out, const struct outline *o, const struct scale *scale)
{
	struct geojson_drawing d = { .out = out, .scale = *scale, .keep = 1 + o->n_points / OUTLINE_POINTS };

	visit(&(struct visitor){ &d, draw_line, draw_position }, json_tree_root(o->tree), 0);
}

struct outline *
outline_new(struct text geojson)
{
	struct survey survey = { .extent = nothing, .is_good = true };
	struct json_tree *tree = json_tree_read(geojson);

	if (!tree)
		return NULL;
	visit(&(struct visitor){ &survey, survey_line, survey_position }, json_tree_root(tree), 0);
	if (!survey.is_good || !survey.n_points) {
		json_tree_free(tree);
		return NULL;
	}
	struct outline *o = allocate(sizeof *o);
	*o = (struct outline){ .extent = survey.extent, .scale = scale_of(&survey.extent), .tree = tree,
		.n_points = survey.n_points };
	draw_outline(&o->shape, o, &o->scale);
	return o;
}

void
outline_free(struct outline *o)
{
	if (!o)
		return;
	json_tree_free(o->tree);
	buf_free(&o->shape);
	free(o);
}

bool
outline_fills(const struct outline *o, const struct extent *e)
{
	/* Boundaries are generalised, and catalogues round: what differs by less is nowhere else. */
	const double wide = (o->extent.east - o->extent.west) * .02, high = (o->extent.north - o->extent.south) * .02;

	return fabs(e->west - o->extent.west) <= wide && fabs(e->east - o->extent.east) <= wide &&
	    fabs(e->south - o->extent.south) <= high && fabs(e->north - o->extent.north) <= high;
}

void
draw_on_outline(struct buf *out, const struct outline *o, const struct extent *e)
{
	const bool is_all = outline_fills(o, e);
	struct extent both = o->extent;
	struct scale scale = o->scale;

	if (!is_all) {
		include(&both, e->west, e->south);
		include(&both, e->east, e->north);
	}
	bool is_inside = memcmp(&both, &o->extent, sizeof both) == 0;
	if (!is_inside)
		scale = scale_of(&both);
	begin(out, &scale);
	if (is_inside)
		buf_text(out, buf_view(&o->shape));
	else
		draw_outline(out, o, &scale);
	if (!is_all)
		rectangle(out, &scale, e, "fill=\"currentColor\" fill-opacity=\".25\" stroke=\"currentColor\" stroke-width=\"2\"");
	buf_str(out, "</svg>");
}
