/*
 * One value of one kind from its node: what a date, an IRI, a code … must look like, and the sentence
 * when it does not.
 */
#include "catalog/value.h"

#include "adapters/unicode.h"
#include "core/date.h"
#include "dcat/iri.h"

#define OGC_CRS "http://www.opengis.net/def/crs/"

/* Where a byte of a scalar stands; exact for one that is written on one line without escapes. */
static struct place
inside(const struct yaml_node *node, size_t offset)
{
	struct place at = node->at;

	if (text_find_char(node->text, '\n') == node->text.n)
		at.column += (uint32_t)utf8_length(text_slice(node->text, 0, offset)) + node->is_quoted;
	return at;
}

typedef bool read_scalar(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v);

static bool
read_string(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	(void)resource;
	(void)p;
	v->text = reader_keep(r, text_trim(node->text));
	return true;
}

/* Three numbers with this sign between them. */
static bool
three_numbers(struct text t, char sign, uint64_t n[3])
{
	struct text rest = t, part;
	size_t i = 0;

	for (; i < 3 && text_next(&rest, sign, &part); i++)
		if (!text_number(part, 9999, &n[i]))
			return false;
	return i == 3 && rest.n == 0 && t.s[t.n - 1] != sign;
}

/* The date that is certainly meant: "2026-01-15 08:00:00", 15.1.2026, 2026/1/15; else nothing. */
static void
mended_date(struct buf *out, struct text t)
{
	struct date date;
	uint64_t n[3];

	if (t.n >= 19 && t.s[10] == ' ') {
		/* What many programs write; the blank is the only thing wrong. */
		buf_text(out, t);
		out->s[10] = 'T';
	} else if (three_numbers(t, '.', n) && n[2] > 31) {
		buf_printf(out, "%04u-%02u-%02u", (unsigned)n[2], (unsigned)n[1], (unsigned)n[0]);
	} else if ((three_numbers(t, '-', n) || three_numbers(t, '/', n)) && n[0] > 31) {
		buf_printf(out, "%04u-%02u-%02u", (unsigned)n[0], (unsigned)n[1], (unsigned)n[2]);
	}
	if (!date_parse(buf_view(out), &date))
		out->n = 0;
}

static bool
read_date(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	struct date date;
	struct text t = text_trim(node->text);

	if (!date_parse(t, &date)) {
		struct buf better = { 0 };
		mended_date(&better, t);
		diagnose_fixable(r->d, MESSAGE_BAD_DATE,
		    (struct diagnosis){ node->at, node->text, better.n ? buf_view(&better) : T("2026-01-15") }, node->at,
		    node->text, buf_view(&better));
		buf_free(&better);
		return false;
	}
	return read_string(r, resource, p, node, v);
}

static bool
read_integer(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	uint64_t number;

	if (!text_number(node->text, UINT64_MAX, &number)) {
		diagnose(r->d, BAD_NUMBER, node->at, node->text, text_of(p->key), T("1048576"));
		return false;
	}
	return read_string(r, resource, p, node, v);
}

/* xsd:decimal: [+-]? digits [. digits], within what a double holds without surprise */
static bool
is_decimal(struct text t)
{
	size_t i = 0, n_digits = 0, n_points = 0;

	if (t.n && (t.s[0] == '-' || t.s[0] == '+'))
		i++;
	for (; i < t.n; i++) {
		if (t.s[i] >= '0' && t.s[i] <= '9')
			n_digits++;
		else if (t.s[i] == '.')
			n_points++;
		else
			return false;
	}
	return n_digits && n_points <= 1 && t.s[t.n - 1] != '.' && t.n <= 24;
}

static double
decimal(struct text t)
{
	double value = 0, unit = 0, sign = 1;

	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] == '-') {
			sign = -1;
		} else if (t.s[i] == '.') {
			unit = 1;
		} else if (t.s[i] != '+') {
			value = value * 10 + (t.s[i] - '0');
			unit *= 10;
		}
	}
	return sign * (unit > 0 ? value / unit : value);
}

/* "0,5" is 0.5; "1,000" may be a thousand. */
static void
mended_decimal(struct buf *out, struct text t)
{
	size_t comma = text_find_char(t, ',');

	if (comma == t.n || t.n - comma - 1 == 3)
		return;
	buf_text(out, t);
	out->s[comma] = '.';
	if (!is_decimal(buf_view(out)))
		out->n = 0;
}

static bool
read_decimal(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	if (!is_decimal(node->text)) {
		struct buf better = { 0 };
		mended_decimal(&better, node->text);
		diagnose_fixable(r->d, MESSAGE_BAD_NUMBER,
		    (struct diagnosis){ node->at, node->text, text_of(p->key), better.n ? buf_view(&better) : T("0.5") },
		    node->at, node->text, buf_view(&better));
		buf_free(&better);
		return false;
	}
	return read_string(r, resource, p, node, v);
}

/* PnYnMnDTnHnMnS, at least one part, seconds may have a fraction */
static bool
is_duration(struct text t)
{
	const char *parts = "YMDTHMS";
	bool in_time = false, any = false;

	if (t.n < 2 || t.s[0] != 'P')
		return false;
	for (size_t i = 1; i < t.n;) {
		if (t.s[i] == 'T') {
			if (in_time || i + 1 == t.n)
				return false;
			in_time = true;
			parts = "HMS";
			i++;
			continue;
		}
		size_t start = i;
		while (i < t.n && ((t.s[i] >= '0' && t.s[i] <= '9') || (t.s[i] == '.' && in_time)))
			i++;
		if (i == start || i == t.n)
			return false;
		while (*parts && *parts != t.s[i] && *parts != 'T')
			parts++;
		if (*parts != t.s[i])
			return false;
		parts++;
		any = true;
		i++;
	}
	return any;
}

static bool
read_duration(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	if (!is_duration(node->text)) {
		diagnose(r->d, BAD_DURATION, node->at, node->text);
		return false;
	}
	return read_string(r, resource, p, node, v);
}

static bool
is_hex(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if (!((t.s[i] >= '0' && t.s[i] <= '9') || (t.s[i] >= 'a' && t.s[i] <= 'f') ||
			(t.s[i] >= 'A' && t.s[i] <= 'F')))
			return false;
	return t.n && t.n % 2 == 0;
}

static bool
read_hex(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	struct text t = node->text;
	struct buf digits = { 0 };

	if (is_hex(t))
		return read_string(r, resource, p, node, v);
	/* "9F:86:D0" and "9f86 d081" are what some programs print. */
	for (size_t i = 0; i < t.n; i++)
		if (t.s[i] != ' ' && t.s[i] != ':')
			buf_char(&digits, t.s[i]);
	diagnose_fixable(r->d, MESSAGE_BAD_CHECKSUM, (struct diagnosis){ node->at, t }, node->at, t,
	    is_hex(buf_view(&digits)) ? buf_view(&digits) : T(""));
	buf_free(&digits);
	return false;
}

/* The address with every character that must not stand in it percent-encoded, and without blanks at
 * either end; nothing when more than that is wrong with it. */
static void
mended_iri(struct buf *out, struct text t, bool is_url)
{
	size_t at;

	buf_text(out, text_trim(t));
	for (;;) {
		enum iri_fault verdict = is_url ? iri_check_url(buf_view(out), &at) : iri_check(buf_view(out), &at);
		size_t end = at;
		if (verdict == IRI_GOOD)
			return;
		if ((verdict != IRI_BAD_CHARACTER && verdict != IRI_BAD_PERCENT) || at >= out->n)
			break;
		if (utf8_next(buf_view(out), &end) == UTF8_INVALID)
			break;
		struct text rest = text_slice(buf_view(out), end, out->n);
		struct buf better = { 0 };
		buf_text(&better, text_slice(buf_view(out), 0, at));
		for (; at < end; at++)
			buf_printf(&better, "%%%02X", (unsigned)(unsigned char)out->s[at]);
		buf_text(&better, rest);
		buf_free(out);
		*out = better;
	}
	out->n = 0;
}

static void
diagnose_iri(struct reader *r, const struct yaml_node *node, size_t at, struct text what, struct text instead,
    bool is_url)
{
	struct buf better = { 0 };

	mended_iri(&better, node->text, is_url);
	diagnose_fixable(r->d, MESSAGE_BAD_IRI, (struct diagnosis){ inside(node, at), node->text, what, instead },
	    node->at, node->text, buf_view(&better));
	buf_free(&better);
}

static void
diagnose_character(struct reader *r, const struct yaml_node *node, size_t at, bool is_url)
{
	size_t end = at;
	uint32_t c = utf8_next(node->text, &end);
	struct buf what = { 0 }, instead = { 0 };

	if (c == ' ')
		buf_str(&what, "␣ (U+0020)");
	else if (c == UTF8_INVALID || c < 0x20 || c == 0x7f)
		buf_printf(&what, "\\x%02x", (unsigned)(unsigned char)node->text.s[at]);
	else
		buf_printf(&what, "%.*s (U+%04X)", (int)(end - at), node->text.s + at, (unsigned)c);
	/* At either end a blank is simply one too many, and what nobody sees is one too many anywhere. */
	if (at > 0 && end < node->text.n && c >= ' ' && c < 0x7f)
		for (size_t i = at; i < end; i++)
			buf_printf(&instead, "%%%02X", (unsigned)(unsigned char)node->text.s[i]);
	diagnose_iri(r, node, at, buf_view(&what), buf_view(&instead), is_url);
	buf_free(&what);
	buf_free(&instead);
}

static bool
check_iri(struct reader *r, const struct yaml_node *node, bool is_url)
{
	size_t at;

	switch (is_url ? iri_check_url(node->text, &at) : iri_check(node->text, &at)) {
	case IRI_GOOD: return true;
	case IRI_BAD_CHARACTER: diagnose_character(r, node, at, is_url); break;
	case IRI_BAD_PERCENT: diagnose_iri(r, node, at, T("%"), T("%25"), is_url); break;
	case IRI_BAD_PORT: diagnose(r->d, BAD_PORT, inside(node, at), node->text); break;
	case IRI_USERINFO: diagnose(r->d, USERINFO_IN_URL, node->at); break;
	case IRI_BAD_SCHEME: diagnose(r->d, BAD_SCHEME, node->at, node->text); break;
	case IRI_EMPTY:
	case IRI_NO_SCHEME:
	case IRI_NO_HOST: diagnose(r->d, NOT_AN_IRI, node->at, node->text); break;
	}
	return false;
}

static bool
read_iri(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	return check_iri(r, node, p->kind == KIND_URL) && read_string(r, resource, p, node, v);
}

static bool
read_email(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	struct text t = text_trim(node->text);

	(void)resource;
	(void)p;
	if (text_starts(t, T("mailto:")))
		t = text_slice(t, 7, t.n);
	if (!email_is_valid(t)) {
		diagnose(r->d, BAD_EMAIL, node->at, node->text);
		return false;
	}
	v->text = arena_printf(r->arena, "mailto:%.*s", TEXT_ARG(t));
	return true;
}

static bool
read_telephone(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	struct buf number = { 0 };
	struct text t = text_trim(node->text);

	(void)resource;
	(void)p;
	if (text_starts(t, T("tel:")))
		t = text_slice(t, 4, t.n);
	bool good = telephone_normalise(t, &number);
	if (good)
		v->text = arena_printf(r->arena, "tel:%.*s", TEXT_ARG(buf_view(&number)));
	else
		diagnose(r->d, BAD_TELEPHONE, node->at, node->text);
	buf_free(&number);
	return good;
}

/* "EPSG:2178", beyond those of the list, as an IRI of the OGC; empty when it is something else. */
static struct text
epsg_iri(struct reader *r, struct text t)
{
	uint64_t number;

	if (t.n <= 5 || !text_equal_nocase(text_slice(t, 0, 5), T("EPSG:")) ||
	    !text_number(text_slice(t, 5, t.n), 99999, &number))
		return T("");
	return arena_printf(r->arena, OGC_CRS "EPSG/0/%u", (unsigned)number);
}

static bool
read_concept(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	(void)resource;
	/* Lists in which DCAT-AP.de allows IRIs of others: K13, K34, "MAY". */
	static const bool is_open[N_CODE_LISTS] = {
		[LIST_contributor] = true,
		[LIST_license] = true,
		[LIST_dataset_type] = true,
		[LIST_reference_system] = true, /* GeoDCAT-AP: any system that has an IRI */
	};
	enum code_list list = (enum code_list)p->target;
	const struct concept *near;

	v->concept = code_lists_find(r->lists, list, node->text);
	if (v->concept) {
		v->text = text_of(v->concept->code);
		if (!text_equal(v->text, node->text) && text_find(node->text, T("://")) == node->text.n)
			diagnose_fixable(r->d, MESSAGE_OTHER_SPELLING, (struct diagnosis){ node->at, node->text, v->text },
			    node->at, node->text, v->text);
		return true;
	}
	if (list == LIST_reference_system) {
		v->text = epsg_iri(r, text_trim(node->text));
		if (v->text.n)
			return true;
	}
	if (is_open[list] && text_find(node->text, T("://")) < node->text.n) {
		if (!check_iri(r, node, false))
			return false;
		v->text = reader_keep(r, node->text);
		if (!text_starts(v->text, T(OGC_CRS)))
			diagnose(r->d, UNLISTED_CONCEPT, node->at, node->text,
			    text_of(code_list_facts[list].name));
		return true;
	}
	near = code_lists_nearest(r->lists, list, node->text);
	diagnose(r->d, UNKNOWN_CONCEPT, node->at, node->text, text_of(code_list_facts[list].name),
	    near ? text_of(near->code) : T(""));
	return false;
}

static bool
read_id(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	if (!is_id(node->text)) {
		diagnose(r->d, BAD_ID, node->at, node->text, unicode_slug(r->scratch, node->text));
		return false;
	}
	return read_string(r, resource, p, node, v);
}

static bool
read_reference(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	if (text_find_char(node->text, ':') < node->text.n)
		return check_iri(r, node, false) && read_string(r, resource, p, node, v);
	return read_id(r, resource, p, node, v);
}

static bool
read_file(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	/* Whether it exists is seen when the dataset is completed. */
	return read_string(r, resource, p, node, v);
}

static bool
read_release(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	static const struct {
		const char *name;
		enum release release;
	} releases[] = {
		{ "public", RELEASE_PUBLIC },
		{ "öffentlich", RELEASE_PUBLIC },
		{ "internal", RELEASE_INTERNAL },
		{ "intern", RELEASE_INTERNAL },
		{ "draft", RELEASE_DRAFT },
		{ "entwurf", RELEASE_DRAFT },
		{ "withdrawn", RELEASE_WITHDRAWN },
		{ "zurückgezogen", RELEASE_WITHDRAWN },
	};

	for (size_t i = 0; i < sizeof releases / sizeof releases[0]; i++)
		if (text_equal(text_of(releases[i].name), node->text)) {
			resource->release = releases[i].release;
			return read_string(r, resource, p, node, v);
		}
	diagnose(r->d, BAD_RELEASE, node->at, node->text);
	return false;
}

static bool
read_geometry(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	static const char *const shapes[] = { "POINT", "LINESTRING", "POLYGON", "MULTIPOINT",
		"MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION" };
	struct text t = text_trim(node->text);
	size_t open = text_find_char(t, '(');

	for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++)
		if (open < t.n && text_equal_nocase(text_trim(text_slice(t, 0, open)), text_of(shapes[i])) &&
		    t.s[t.n - 1] == ')')
			return read_string(r, resource, p, node, v);
	diagnose(r->d, WRONG_KIND, node->at, text_of(p->key), T("WKT (OGC Simple Features)"),
	    T("geometry: POINT(12.37 51.34)"));
	return false;
}

/* Two or four decimals in brackets; the message says what is wrong with them. */
static bool
read_numbers(struct reader *r, const struct yaml_node *node, size_t n, struct text *numbers,
    double *values)
{
	const char *fault = NULL;
	size_t i = 0;

	if (node->kind == YAML_SEQUENCE)
		for (const struct yaml_node *item = node->first; item; item = item->next, i++) {
			if (i >= n || item->kind != YAML_SCALAR || !is_decimal(item->text)) {
				fault = i >= n ? NULL : "12.37";
				break;
			}
			numbers[i] = item->text;
			values[i] = decimal(item->text);
		}
	(void)r;
	return node->kind == YAML_SEQUENCE && i == n && node->n == n && !fault;
}

/* For messages: "12.23, 51.23". */
static struct text
as_written(struct reader *r, const struct yaml_node *node)
{
	struct text all = node->kind == YAML_SCALAR ? node->text : T("");

	if (node->kind == YAML_SEQUENCE)
		for (const struct yaml_node *item = node->first; item; item = item->next) {
			struct text word = item->kind == YAML_SCALAR ? item->text : T("…");
			all = arena_printf(r->scratch, "%.*s%s%.*s", TEXT_ARG(all), all.n ? ", " : "", TEXT_ARG(word));
		}
	return all.n ? all : T("…");
}

bool
value_bbox(struct reader *r, const struct yaml_node *node, struct value *v)
{
	struct text n[4];
	double x[4];
	const char *fault = NULL;

	if (!read_numbers(r, node, 4, n, x))
		fault = "4 ≠ [w, s, e, n]";
	else if (x[0] < -180 || x[2] > 180)
		fault = "-180 ≤ w, e ≤ 180";
	else if (x[1] < -90 || x[3] > 90)
		fault = "-90 ≤ s, n ≤ 90";
	else if (x[0] >= x[2])
		fault = "w < e";
	else if (x[1] >= x[3])
		fault = "s < n";
	if (fault) {
		diagnose(r->d, BAD_BBOX, node->at, as_written(r, node), text_of(fault));
		return false;
	}
	v->text = arena_printf(r->arena, "POLYGON((%.*s %.*s,%.*s %.*s,%.*s %.*s,%.*s %.*s,%.*s %.*s))",
	    TEXT_ARG(n[0]), TEXT_ARG(n[1]), TEXT_ARG(n[2]), TEXT_ARG(n[1]), TEXT_ARG(n[2]),
	    TEXT_ARG(n[3]), TEXT_ARG(n[0]), TEXT_ARG(n[3]), TEXT_ARG(n[0]), TEXT_ARG(n[1]));
	return true;
}

bool
value_point(struct reader *r, const struct yaml_node *node, struct value *v)
{
	struct text n[2];
	double x[2];
	const char *fault = NULL;

	if (!read_numbers(r, node, 2, n, x))
		fault = "2 ≠ [lon, lat]";
	else if (x[0] < -180 || x[0] > 180)
		fault = "-180 ≤ lon ≤ 180";
	else if (x[1] < -90 || x[1] > 90)
		fault = "-90 ≤ lat ≤ 90";
	if (fault) {
		diagnose(r->d, BAD_POINT, node->at, as_written(r, node), text_of(fault));
		return false;
	}
	v->text = arena_printf(r->arena, "POINT(%.*s %.*s)", TEXT_ARG(n[0]), TEXT_ARG(n[1]));
	return true;
}

static read_scalar *const scalar_kinds[] = {
	[KIND_STRING] = read_string,
	[KIND_DATE] = read_date,
	[KIND_INTEGER] = read_integer,
	[KIND_DECIMAL] = read_decimal,
	[KIND_DURATION] = read_duration,
	[KIND_HEX] = read_hex,
	[KIND_GEOMETRY] = read_geometry,
	[KIND_IRI] = read_iri,
	[KIND_URL] = read_iri,
	[KIND_EMAIL] = read_email,
	[KIND_TELEPHONE] = read_telephone,
	[KIND_CONCEPT] = read_concept,
	[KIND_REFERENCE] = read_reference,
	[KIND_FILE] = read_file,
	[KIND_ID] = read_id,
	[KIND_RELEASE] = read_release,
};

bool
value_id(struct reader *r, struct resource *resource, const struct property *p, const struct yaml_node *node,
    struct value *v)
{
	return read_id(r, resource, p, node, v);
}

bool
value_scalar(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	return scalar_kinds[p->kind](r, resource, p, node, v);
}
