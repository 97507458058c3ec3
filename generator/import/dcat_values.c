#include "import/dcat_values.h"

#include "adapters/markdown.h"
#include "core/date.h"
#include "dcat/iri.h"
#include "import/prose.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void
values_open(struct values *v, struct import *i)
{
	const struct import_options *o = import_options(i);

	*v = (struct values){ .import = i, .arena = import_arena(i), .lists = o->lists, .language = o->language };
}

void
values_close(struct values *v)
{
	table_free(&v->reported);
}

void
dcat_value_repaired(struct values *v, const struct found *f, struct text to)
{
	struct text key = arena_printf(v->arena, "%.*s\n%.*s", TEXT_ARG(f->field), TEXT_ARG(f->text));

	if (v->is_quiet || table_set(&v->reported, key, v))
		return;
	import_changed(v->import, f->at, f->field, f->text, to);
}

static bool
contains(struct text t, struct text what)
{
	return text_find(t, what) < t.n;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* --- languages -------------------------------------------------------------------------------------- */

struct text
dcat_value_language(struct values *v, struct text t)
{
	t = text_trim(t);
	if (t.n == 0)
		return T("");
	const struct concept *c = dcat_value_concept(v, LIST_language, t);
	struct text rest = text_of(c ? c->aliases : NULL), alias;
	while (text_next(&rest, '|', &alias))
		if (alias.n == 2) {
			t = alias;
			break;
		}
	return text_equal(t, v->language) ? T("") : t;
}

/* --- concepts --------------------------------------------------------------------------------------- */

static struct text
last_segment(struct text iri)
{
	while (iri.n && (iri.s[iri.n - 1] == '/' || iri.s[iri.n - 1] == '#'))
		iri.n--;
	size_t start = iri.n;
	while (start && iri.s[start - 1] != '/' && iri.s[start - 1] != '#')
		start--;
	return text_slice(iri, start, iri.n);
}

static bool
has_letter(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((t.s[i] >= 'a' && t.s[i] <= 'z') || (t.s[i] >= 'A' && t.s[i] <= 'Z'))
			return true;
	return false;
}

/* What stands behind `mark`; t where it is not found. */
static struct text
behind(struct text t, struct text mark)
{
	size_t at = text_find(t, mark);

	return at < t.n ? text_slice(t, at + mark.n, t.n) : t;
}

static const struct concept *
by_media_type(struct values *v, struct text t)
{
	const struct concept *c = NULL;

	t = text_trim(text_slice(t, 0, text_find_char(t, ';')));
	for (size_t i = 0; (c = code_lists_at(v->lists, LIST_file_type, i)); i++)
		if (c->media_type && text_equal_nocase(text_of(c->media_type), t))
			return c;
	return NULL;
}

/* ".../crs/EPSG/0/25833", "urn:ogc:def:crs:EPSG::25833", "EPSG:25833", "25833" */
static const struct concept *
by_epsg(struct values *v, struct text t)
{
	size_t start = t.n;

	while (start && is_digit(t.s[start - 1]))
		start--;
	if (t.n - start < 4 || (start && !contains(t, T("EPSG")) && !contains(t, T("epsg"))))
		return NULL;
	return code_lists_find(v->lists, LIST_reference_system,
	    arena_printf(v->arena, "EPSG:%.*s", TEXT_ARG(text_slice(t, start, t.n))));
}

const struct concept *
dcat_value_concept(struct values *v, enum code_list list, struct text t)
{
	t = text_trim(t);
	const struct concept *c = code_lists_find(v->lists, list, t);
	bool is_iri = contains(t, T("://"));

	if (c || t.n == 0)
		return c;
	if (list == LIST_reference_system)
		return by_epsg(v, t);
	if (list == LIST_checksum_algorithm) { /* "…/hashAlgorithms/sha/256", "SHA-256" */
		struct buf plain = { 0 };
		struct text name = behind(behind(t, T("hashAlgorithms/")), T("checksumAlgorithm_"));
		for (size_t i = 0; i < name.n; i++)
			if (name.s[i] != '/' && name.s[i] != '-')
				buf_char(&plain, name.s[i]);
		c = code_lists_find(v->lists, list, buf_view(&plain));
		buf_free(&plain);
		return c;
	}
	struct text media = behind(t, T("/media-types/"));
	if (media.n < t.n || (!is_iri && text_find_char(t, '/') < t.n)) {
		c = code_lists_find(v->lists, list, media);
		if (!c && list == LIST_file_type)
			c = by_media_type(v, media);
		if (!c && list == LIST_media_type)
			c = code_lists_find(
			    v->lists, list, text_trim(text_slice(media, 0, text_find_char(media, ';'))));
		return c;
	}
	if (is_iri || text_starts(t, T("urn:"))) {
		struct text word = last_segment(t);
		return has_letter(word) ? code_lists_find(v->lists, list, word) : NULL;
	}
	size_t hyphen = text_find_char(t, '-');
	if (list == LIST_language && hyphen < t.n)
		return code_lists_find(v->lists, list, text_slice(t, 0, hyphen));
	return NULL;
}

/* Lists in which an IRI of others is allowed: see catalog/value.c. */
static bool
is_open(enum code_list list)
{
	return list == LIST_contributor || list == LIST_license || list == LIST_dataset_type ||
	       list == LIST_reference_system;
}

static struct text
concept_text(struct values *v, enum code_list list, const struct found *f)
{
	const struct concept *c = dcat_value_concept(v, list, f->text);

	if (c) {
		/* Another scheme, "www." or slash is not worth a word; another list is. */
		if (!code_lists_find(v->lists, list, text_trim(f->text)))
			dcat_value_repaired(v, f, text_of(c->code));
		return text_of(c->code);
	}
	if (list == LIST_contributor) { /* "https://www.dcat-ap.de/…": K13 wants http and no www. */
		struct text name = behind(f->text, T("dcat-ap.de/def/contributors/"));
		if (name.n < f->text.n)
			return arena_printf(v->arena, "http://dcat-ap.de/def/contributors/%.*s", TEXT_ARG(name));
	}
	return is_open(list) && contains(f->text, T("://")) ? dcat_value_iri(v, f->text, false) : T("");
}

/* --- dates and numbers ------------------------------------------------------------------------------- */

static bool
take_number(struct text *t, size_t most, unsigned *number)
{
	size_t n = 0;

	*number = 0;
	while (n < t->n && n < most && is_digit(t->s[n]))
		*number = *number * 10 + (unsigned)(t->s[n++] - '0');
	*t = text_slice(*t, n, t->n);
	return n > 0;
}

static bool
take_one_of(struct text *t, const char *signs)
{
	if (t->n == 0 || !strchr(signs, t->s[0]) || t->s[0] == '\0')
		return false;
	*t = text_slice(*t, 1, t->n);
	return true;
}

/* "+0200", "+02", "Z" → "+02:00", "Z" */
static struct text
zone_of(struct values *v, struct text t)
{
	unsigned hours, minutes = 0;
	char sign = t.n ? t.s[0] : '\0';

	if (text_equal_nocase(t, T("Z")) || text_equal_nocase(t, T("UTC")) || text_equal_nocase(t, T("GMT")))
		return T("Z");
	if (!take_one_of(&t, "+-") || !take_number(&t, 2, &hours))
		return T("");
	take_one_of(&t, ":");
	take_number(&t, 2, &minutes);
	return arena_printf(v->arena, "%c%02u:%02u", sign, hours, minutes);
}

/* Year first or last, with any sign between, the time behind a T or a blank, with and without seconds. */
static struct text
other_date(struct values *v, struct text t)
{
	unsigned first, second, third, hour, minute, seconds = 0;
	struct text day;
	size_t digits = 0;

	while (digits < t.n && is_digit(t.s[digits]))
		digits++;
	if (digits == 8) {
		day = arena_printf(v->arena, "%.*s-%.*s-%.*s", 4, t.s, 2, t.s + 4, 2, t.s + 6);
		t = text_slice(t, 8, t.n);
	} else {
		if (!take_number(&t, 4, &first) || !take_one_of(&t, "-./") || !take_number(&t, 2, &second) ||
		    !take_one_of(&t, "-./") || !take_number(&t, 4, &third))
			return T("");
		day = digits == 4 ? arena_printf(v->arena, "%04u-%02u-%02u", first, second, third) :
				    arena_printf(v->arena, "%04u-%02u-%02u", third, second, first);
	}
	if (!take_one_of(&t, "Tt "))
		return zone_of(v, t).n || t.n == 0 ? day : T("");
	t = text_trim(t);
	if (!take_number(&t, 2, &hour) || !take_one_of(&t, ":") || !take_number(&t, 2, &minute))
		return T("");
	if (take_one_of(&t, ":") && !take_number(&t, 2, &seconds))
		return T("");
	if (take_one_of(&t, ".,"))
		while (take_one_of(&t, "0123456789"))
			;
	return arena_printf(v->arena, "%.*sT%02u:%02u:%02u%.*s", TEXT_ARG(day), hour, minute, seconds,
	    TEXT_ARG(zone_of(v, text_trim(t))));
}

struct text
dcat_value_date(struct values *v, struct text t)
{
	struct date date;

	t = text_trim(t);
	if (date_parse(t, &date))
		return t;
	t = other_date(v, t);
	return date_parse(t, &date) ? t : T("");
}

static bool
is_plain_decimal(struct text t)
{
	size_t points = 0, i = 0;

	if (t.n && (t.s[0] == '-' || t.s[0] == '+'))
		i = 1;
	if (i == t.n || !is_digit(t.s[i]) || !is_digit(t.s[t.n - 1]))
		return false;
	for (; i < t.n; i++)
		if (t.s[i] == '.')
			points++;
		else if (!is_digit(t.s[i]))
			return false;
	return points <= 1 && t.n <= 24;
}

static bool
number_of(struct text t, double *number)
{
	char copy[64], *end;

	if (t.n == 0 || t.n >= sizeof copy)
		return false;
	memcpy(copy, t.s, t.n);
	copy[t.n] = '\0';
	*number = strtod(copy, &end);
	return *end == '\0' && isfinite(*number) && !strpbrk(copy, "xX");
}

/* "6776.0", "6.776E3" */
static struct text
integer_text(struct values *v, struct text t)
{
	uint64_t whole;
	double number;

	if (text_number(t, UINT64_MAX, &whole))
		return t;
	if (!number_of(t, &number) || number < 0 || number > 9e15 || floor(number) != number)
		return T("");
	return arena_printf(v->arena, "%.0f", number);
}

static struct text
decimal_text(struct values *v, struct text t)
{
	double number;

	if (is_plain_decimal(t))
		return t;
	if (!number_of(t, &number) || fabs(number) > 1e15)
		return T("");
	struct text written = arena_printf(v->arena, "%.10f", number);
	while (written.n && written.s[written.n - 1] == '0')
		written.n--;
	return written.n && written.s[written.n - 1] == '.' ? text_slice(written, 0, written.n - 1) : written;
}

/* --- addresses -------------------------------------------------------------------------------------- */

struct text
dcat_value_iri(struct values *v, struct text t, bool is_url)
{
	struct buf better = { 0 };
	size_t at;

	t = text_trim(t);
	if (text_starts(t, T("www.")))
		buf_str(&better, "http://");
	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];
		bool is_hex =
		    i + 2 < t.n && isxdigit((unsigned char)t.s[i + 1]) && isxdigit((unsigned char)t.s[i + 2]);
		if (c <= ' ' || c == 0x7f || strchr("<>\"{}|\\^`", c) || (c == '%' && !is_hex))
			buf_printf(&better, "%%%02X", c);
		else
			buf_char(&better, t.s[i]);
	}
	struct text iri = arena_text(v->arena, buf_view(&better));
	buf_free(&better);
	return (is_url ? iri_check_url(iri, &at) : iri_check(iri, &at)) == IRI_GOOD ? iri : T("");
}

static struct text
email_text(struct values *v, struct text t)
{
	struct buf address = { 0 };

	t = text_trim(t);
	while (text_starts(t, T("mailto:")) || text_starts(t, T("//")))
		t = text_slice(t, text_starts(t, T("//")) ? 2 : 7, t.n);
	t = text_slice(t, 0, text_find_char(t, '?'));
	for (size_t i = 0; i < t.n; i++) {
		if (text_starts(text_slice(t, i, t.n), T("%40"))) {
			buf_char(&address, '@');
			i += 2;
		} else if (t.s[i] != ' ') {
			buf_char(&address, t.s[i]);
		}
	}
	struct text plain = arena_text(v->arena, buf_view(&address));
	buf_free(&address);
	return email_is_valid(plain) ? plain : T("");
}

static struct text
telephone_text(struct values *v, struct text t)
{
	struct buf number = { 0 };

	t = text_trim(t);
	if (text_starts(t, T("tel:")))
		t = text_slice(t, 4, t.n);
	while (text_starts(t, T("++")))
		t = text_slice(t, 1, t.n);
	/* "+49 (0)341 …": the zero is for callers within the country. */
	size_t zero = text_find(t, T("(0)"));
	if (zero < t.n)
		t = arena_printf(
		    v->arena, "%.*s%.*s", TEXT_ARG(text_slice(t, 0, zero)), TEXT_ARG(text_slice(t, zero + 3, t.n)));
	bool is_good = telephone_normalise(t, &number);
	t = is_good ? arena_text(v->arena, buf_view(&number)) : T("");
	buf_free(&number);
	return t;
}

/* --- geometries --------------------------------------------------------------------------------------- */

/* GeoJSON's arrays as WKT's brackets: [[[1,2],[3,4]]] → ((1 2,3 4)). */
static struct text
wkt_of_arrays(struct values *v, struct text t)
{
	struct buf out = { 0 };
	unsigned depth = 0;

	for (size_t i = 0; i < t.n; i++) {
		char c = t.s[i];
		struct text rest = text_trim(text_slice(t, i + 1, t.n));
		if (c == '[') {
			depth++;
			if (text_starts(rest, T("[")))
				buf_char(&out, '(');
		} else if (c == ']') {
			if (out.n && out.s[out.n - 1] == ')')
				buf_char(&out, ')');
			else if (depth > 1 && !text_starts(rest, T(",")))
				buf_char(&out, ')');
			if (depth == 0 || --depth == 0)
				break;
		} else if (c == ',') {
			buf_char(&out, text_starts(rest, T("[")) ? ',' : ' ');
		} else if (is_digit(c) || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E') {
			buf_char(&out, c);
		}
	}
	struct text wkt = arena_text(v->arena, buf_view(&out));
	buf_free(&out);
	return text_starts(wkt, T("(")) ? wkt : arena_printf(v->arena, "(%.*s)", TEXT_ARG(wkt));
}

static struct text
wkt_of_geojson(struct values *v, struct text json)
{
	static const char *const shapes[] = { "MultiPolygon", "Polygon", "MultiLineString", "LineString",
		"MultiPoint", "Point" };
	struct text arrays = behind(json, T("\"coordinates\""));

	arrays = text_slice(arrays, text_find_char(arrays, '['), arrays.n);
	for (size_t i = 0; arrays.n && i < sizeof shapes / sizeof shapes[0]; i++)
		if (contains(json, arena_printf(v->arena, "\"%s\"", shapes[i]))) {
			char upper[20];
			size_t n = 0;
			for (; shapes[i][n]; n++)
				upper[n] = (char)(shapes[i][n] >= 'a' ? shapes[i][n] - 'a' + 'A' : shapes[i][n]);
			return arena_printf(v->arena, "%.*s%.*s", (int)n, upper, TEXT_ARG(wkt_of_arrays(v, arrays)));
		}
	return T("");
}

/* The numbers of a ring of at most five points, as they are written. */
static size_t
ring(struct text t, struct text numbers[10])
{
	size_t n = 0;

	for (size_t i = 0; i < t.n;) {
		if (!is_digit(t.s[i]) && t.s[i] != '-' && t.s[i] != '.' && t.s[i] != '+') {
			i++;
			continue;
		}
		size_t start = i;
		while (i < t.n && (is_digit(t.s[i]) || strchr("+-.eE", t.s[i])))
			i++;
		if (n == 10)
			return 0;
		numbers[n++] = text_slice(t, start, i);
	}
	return n;
}

static struct text
box_text(struct values *v, struct text west, struct text south, struct text east, struct text north)
{
	return arena_printf(v->arena, "%.*s, %.*s, %.*s, %.*s", TEXT_ARG(west), TEXT_ARG(south), TEXT_ARG(east),
	    TEXT_ARG(north));
}

/* Two different abscissas and two different ordinates, at right angles. */
static struct text
box_of_ring(struct values *v, struct text numbers[10])
{
	double x[5], y[5];
	size_t west = 0, east = 0, south = 0, north = 0;

	for (size_t i = 0; i < 5; i++) {
		if (!number_of(numbers[2 * i], &x[i]) || !number_of(numbers[2 * i + 1], &y[i]) ||
		    !is_plain_decimal(numbers[2 * i]) || !is_plain_decimal(numbers[2 * i + 1]))
			return T("");
		west = x[i] < x[west] ? i : west;
		east = x[i] > x[east] ? i : east;
		south = y[i] < y[south] ? i : south;
		north = y[i] > y[north] ? i : north;
	}
	for (size_t i = 0; i < 5; i++) {
		bool at_side = x[i] <= x[west] || x[i] >= x[east], at_end = y[i] <= y[south] || y[i] >= y[north];
		if (!at_side || !at_end ||
		    (i < 4 && (x[i] < x[i + 1] || x[i] > x[i + 1]) && (y[i] < y[i + 1] || y[i] > y[i + 1])))
			return T("");
	}
	if (!(x[west] < x[east]) || !(y[south] < y[north]) || x[west] < -180 || x[east] > 180 || y[south] < -90 ||
	    y[north] > 90)
		return T("");
	return box_text(v, numbers[2 * west], numbers[2 * south + 1], numbers[2 * east], numbers[2 * north + 1]);
}

struct text
dcat_value_box(struct values *v, struct text geometry, struct text *wkt)
{
	struct text t = text_trim(geometry), numbers[10];

	*wkt = T("");
	/* "<http://www.opengis.net/def/crs/OGC/1.3/CRS84> POLYGON(…)": the same axes as without it. */
	if (text_starts(t, T("<")) && contains(text_slice(t, 0, text_find_char(t, '>')), T("CRS84")))
		t = text_trim(text_slice(t, text_find_char(t, '>') + 1, t.n));
	if (text_starts(t, T("{")))
		t = wkt_of_geojson(v, t);
	size_t open = text_find_char(t, '(');
	struct text shape = text_trim(text_slice(t, 0, open));
	if (open == t.n || t.s[t.n - 1] != ')')
		return T("");
	struct text inside = text_slice(t, open, t.n);
	if (text_equal_nocase(shape, T("ENVELOPE")) && ring(inside, numbers) == 4) { /* west, east, north, south */
		struct text corners[10] = { numbers[0], numbers[3], numbers[1], numbers[3], numbers[1], numbers[2],
			numbers[0], numbers[2], numbers[0], numbers[3] };
		return box_of_ring(v, corners);
	}
	*wkt = t;
	if (!text_equal_nocase(shape, T("POLYGON")) && !text_equal_nocase(shape, T("MULTIPOLYGON")))
		return T("");
	return ring(inside, numbers) == 10 ? box_of_ring(v, numbers) : T("");
}

/* "POINT(12.37 51.34)" → "12.37, 51.34" */
static struct text
point_text(struct values *v, struct text t)
{
	struct text wkt, numbers[10];

	dcat_value_box(v, t, &wkt);
	size_t open = text_find_char(wkt, '(');
	if (!text_equal_nocase(text_trim(text_slice(wkt, 0, open)), T("POINT")) ||
	    ring(text_slice(wkt, open, wkt.n), numbers) != 2 || !is_plain_decimal(numbers[0]) ||
	    !is_plain_decimal(numbers[1]))
		return T("");
	return arena_printf(v->arena, "%.*s, %.*s", TEXT_ARG(numbers[0]), TEXT_ARG(numbers[1]));
}

/* --- texts ------------------------------------------------------------------------------------------ */

static bool
says(struct values *v, struct text markdown, struct text plain)
{
	struct source source = { T(""), markdown };
	struct diagnostics *d = diagnostics_new();
	bool is_same = false;

	(void)v;
	if (markdown_check(&source, 0, markdown.n, d)) {
		struct buf out = { 0 };
		markdown_plain(&out, markdown);
		is_same = text_equal(buf_view(&out), plain);
		buf_free(&out);
	}
	diagnostics_free(d);
	return is_same;
}

/* Before the first letter of a line these are markup. */
static bool
begins_block(struct text line)
{
	size_t digits = 0;

	while (digits < line.n && is_digit(line.s[digits]))
		digits++;
	if (digits && digits < line.n && (line.s[digits] == '.' || line.s[digits] == ')'))
		return true;
	return line.n && strchr("#-+*>=~|", line.s[0]);
}

/* Every line ends where it ends, and with `all` nothing in it means anything. */
static struct text
guarded(struct values *v, struct text t, bool all)
{
	struct buf out = { 0 };
	struct text rest = t, line;

	while (text_next(&rest, '\n', &line)) {
		line = text_trim(line);
		size_t digits = 0;
		if (begins_block(line)) {
			while (digits < line.n && is_digit(line.s[digits]))
				buf_char(&out, line.s[digits++]);
			buf_char(&out, '\\');
			buf_char(&out, line.s[digits++]);
		}
		for (size_t i = digits; i < line.n; i++) {
			if (all && strchr("\\`*_[]<>&!|", line.s[i]))
				buf_char(&out, '\\');
			buf_char(&out, line.s[i]);
		}
		struct text next = text_slice(rest, 0, text_find_char(rest, '\n'));
		if (line.n && text_trim(next).n)
			buf_char(&out, '\\');
		if (rest.n)
			buf_char(&out, '\n');
	}
	struct text markdown = arena_text(v->arena, text_trim(buf_view(&out)));
	buf_free(&out);
	return markdown;
}

static bool
is_html(struct text t)
{
	static const char *const marks[] = { "</", "<br", "<p>", "<p ", "<ul", "<li", "<a ", "<b>", "<div",
		"<strong", "&nbsp;", "&amp;", "&lt;", "&uuml;", "&auml;", "&ouml;", "&szlig;" };

	for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
		if (contains(t, text_of(marks[i])))
			return true;
	return false;
}

static struct text
without_returns(struct values *v, struct text t)
{
	struct buf out = { 0 };

	if (text_find_char(t, '\r') == t.n)
		return t;
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] != '\r')
			buf_char(&out, t.s[i]);
		else if (i + 1 == t.n || t.s[i + 1] != '\n')
			buf_char(&out, '\n');
	t = arena_text(v->arena, buf_view(&out));
	buf_free(&out);
	return t;
}

struct text
dcat_value_prose(struct values *v, struct found f)
{
	struct text t = text_trim(without_returns(v, f.text)), lost;

	if (says(v, t, t))
		return t;
	if (is_html(t)) {
		struct text markdown = prose_markdown(v->arena, t, &lost);
		if (lost.n)
			diagnose(import_diagnostics(v->import), IMPORT_MARKUP, f.at, f.field, lost);
		return markdown;
	}
	struct text light = guarded(v, t, false);
	return says(v, light, t) ? light : guarded(v, t, true);
}

static bool
add_text(struct values *v, struct draft *d, enum property_id p, struct found f)
{
	bool is_markdown = properties[p].kind == KIND_MARKDOWN;
	struct text t = is_markdown ? dcat_value_prose(v, f) : text_trim(without_returns(v, f.text));

	if (!is_markdown && is_html(t))
		t = prose_plain(v->arena, t);
	return draft_add_in(d, p, t, dcat_value_language(v, f.language));
}

/* --- by kind ---------------------------------------------------------------------------------------- */

static bool
is_hex(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!isxdigit((unsigned char)t.s[i]))
			return false;
	return t.n && t.n % 2 == 0;
}

static struct text
text_by_kind(struct values *v, enum property_id p, const struct found *f)
{
	struct text t = text_trim(f->text), wkt;

	switch (properties[p].kind) {
	case KIND_DATE: return dcat_value_date(v, t);
	case KIND_INTEGER: return integer_text(v, t);
	case KIND_DECIMAL: return decimal_text(v, t);
	case KIND_HEX: return is_hex(t) ? t : T("");
	case KIND_BBOX: return dcat_value_box(v, t, &wkt);
	case KIND_POINT: return point_text(v, t);
	case KIND_GEOMETRY: dcat_value_box(v, t, &wkt); return wkt;
	case KIND_IRI: return dcat_value_iri(v, t, false);
	case KIND_URL: return dcat_value_iri(v, t, true);
	case KIND_EMAIL: return email_text(v, t);
	case KIND_TELEPHONE: return telephone_text(v, t);
	case KIND_CONCEPT: return concept_text(v, (enum code_list)properties[p].target, f);
	default: return t;
	}
}

/* Where the form says more than the value, the other form is only another spelling. */
static bool
is_worth_reporting(enum property_id p)
{
	switch (properties[p].kind) {
	case KIND_DATE:
	case KIND_IRI:
	case KIND_URL: return true;
	default: return false;
	}
}

bool
dcat_value_add(struct values *v, struct draft *d, enum property_id p, struct found f)
{
	enum kind kind = properties[p].kind;
	bool is_added;

	if (text_trim(f.text).n == 0)
		return false;
	if (kind == KIND_TEXT || kind == KIND_MARKDOWN) {
		is_added = add_text(v, d, p, f);
	} else {
		struct text t = text_by_kind(v, p, &f);
		is_added = t.n && draft_add(d, p, t);
		if (is_added && !text_equal(t, text_trim(f.text)) && is_worth_reporting(p))
			dcat_value_repaired(v, &f, t);
	}
	struct text key =
	    arena_printf(v->arena, "%.*s\n%.*s\n%.*s", TEXT_ARG(d->id), TEXT_ARG(f.field), TEXT_ARG(f.text));
	if (!is_added && (!v->is_quiet || !table_set(&v->reported, key, v)))
		import_lost(v->import, f.at, f.field, f.text, p);
	return is_added;
}
