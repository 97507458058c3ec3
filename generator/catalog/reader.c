#include "catalog/reader.h"

#include "adapters/digest.h"
#include "adapters/markdown.h"
#include "adapters/unicode.h"
#include "core/date.h"
#include "dcat/iri.h"

#include <string.h>

/* --- keys ---------------------------------------------------------------------------------- */

static struct text
lower(struct text t, char *room, size_t size)
{
	if (t.n > size)
		return t;
	for (size_t i = 0; i < t.n; i++)
		room[i] = t.s[i] >= 'A' && t.s[i] <= 'Z' ? (char)(t.s[i] - 'A' + 'a') : t.s[i];
	return (struct text){ room, t.n };
}

struct table *
reader_keys_new(struct arena *a)
{
	struct table *keys = arena_array(a, struct table, N_CLASSES);

	for (size_t p = 0; p < N_PROPERTIES; p++) {
		struct table *of_class = &keys[properties[p].class];
		struct text rest = text_of(properties[p].aliases), alias;

		table_set(of_class, text_of(properties[p].key), (void *)(uintptr_t)(p + 1));
		while (text_next(&rest, '|', &alias))
			if (!table_get(of_class, alias))
				table_set(of_class, alias, (void *)(uintptr_t)(p + 1));
	}
	return keys;
}

void
reader_keys_free(struct table *keys)
{
	for (size_t i = 0; i < N_CLASSES; i++)
		table_free(&keys[i]);
}

static enum property_id
key_property(const struct reader *r, enum class class, struct text key)
{
	char room[64];
	uintptr_t p = (uintptr_t)table_get(&r->keys[class], lower(key, room, sizeof room));

	return p ? (enum property_id)(p - 1) : N_PROPERTIES;
}

bool
is_id(struct text t)
{
	if (t.n == 0 || t.n > 200 || t.s[0] == '-')
		return false;
	for (size_t i = 0; i < t.n; i++)
		if (!((t.s[i] >= 'a' && t.s[i] <= 'z') || (t.s[i] >= '0' && t.s[i] <= '9') || t.s[i] == '-'))
			return false;
	return true;
}

/* --- resources under construction ------------------------------------------------------------ */

struct resource *
reader_resource(struct reader *r, enum class class, const struct source *source, struct place at,
    struct text id, struct text iri, const struct resource *owner)
{
	struct resource *resource = arena_new_of(r->arena, struct resource);

	*resource = (struct resource){ .class = class, .release = RELEASE_PUBLIC, .source = source,
		.at = at, .id = id, .iri = iri, .owner = owner };
	return resource;
}

void
reader_add(struct reader *r, struct resource *resource, struct value v)
{
	uint32_t n = resource->n_values;

	/* The room is the next power of two, at least 8. */
	if (n == 0 || (n >= 8 && (n & (n - 1)) == 0)) {
		struct value *values = arena_array(r->scratch, struct value, n ? 2 * n : 8);
		if (n)
			memcpy(values, resource->values, n * sizeof *values);
		resource->values = values;
	}
	uint32_t at = n;
	for (; at && resource->values[at - 1].property > v.property; at--)
		resource->values[at] = resource->values[at - 1];
	v.flags |= r->flags;
	resource->values[at] = v;
	resource->n_values++;
}

void
reader_add_text(struct reader *r, struct resource *resource, enum property_id p, struct text t,
    struct place at)
{
	reader_add(r, resource, (struct value){ .at = at, .text = t, .property = (uint16_t)p,
				    .flags = VALUE_COMPUTED });
}

void
reader_add_concept(struct reader *r, struct resource *resource, enum property_id p,
    const struct concept *c, struct place at)
{
	reader_add(r, resource, (struct value){ .at = at, .text = text_of(c->code), .concept = c,
				    .property = (uint16_t)p, .flags = VALUE_COMPUTED });
}

void
reader_add_part(struct reader *r, struct resource *resource, enum property_id p, struct resource *part)
{
	reader_add(r, resource, (struct value){ .at = part->at, .resource = part, .property = (uint16_t)p });
}

void
reader_remove(struct resource *resource, enum property_id p)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < resource->n_values; i++)
		if (resource->values[i].property != p)
			resource->values[kept++] = resource->values[i];
	resource->n_values = kept;
}

void
reader_freeze(struct reader *r, struct resource *resource)
{
	struct value *values = arena_array(r->arena, struct value, resource->n_values);

	if (resource->n_values)
		memcpy(values, resource->values, resource->n_values * sizeof *values);
	resource->values = values;
	for (uint32_t i = 0; i < resource->n_values; i++)
		if (properties[values[i].property].kind == KIND_NODE && values[i].resource &&
		    values[i].resource->owner == resource)
			reader_freeze(r, (struct resource *)values[i].resource);
}

struct text
reader_keep(struct reader *r, const struct source *source, struct text t)
{
	if (source->bytes.s && t.s >= source->bytes.s && t.s + t.n <= source->bytes.s + source->bytes.n)
		return t;
	return arena_text(r->arena, t);
}

/* --- names of parts -------------------------------------------------------------------------- */

/* The eight digits that tell one distribution from another: the beginning of the SHA-256 of its
 * address, so that they stay when a title changes or the order does. */
static void
write_address_mark(struct buf *out, struct text address)
{
	struct digest digest = digest_of(address);
	size_t start = out->n;

	digest_write(out, &digest);
	out->n = start + 8;
}

static bool
is_taken(const struct resource *owner, const struct resource *part, struct text iri)
{
	for (uint32_t i = 0; i < owner->n_values; i++) {
		const struct value *v = &owner->values[i];
		if (properties[v->property].kind == KIND_NODE && v->resource && v->resource != part &&
		    v->resource->owner == owner && text_equal(v->resource->iri, iri))
			return true;
	}
	return false;
}

static struct text
first_address(const struct resource *part)
{
	static const enum property_id addresses[] = { DISTRIBUTION_file, DISTRIBUTION_download_url,
		DISTRIBUTION_access_url, SERVICE_endpoint_url };

	for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++)
		if (properties[addresses[i]].class == part->class && resource_has(part, addresses[i]))
			return resource_text(part, addresses[i]);
	return T("");
}

void
reader_name_part(struct reader *r, struct resource *part)
{
	static const char *const names[N_CLASSES] = {
		[CLASS_DISTRIBUTION] = "distribution",
		[CLASS_SERVICE] = "service",
		[CLASS_KIND] = "contact",
		[CLASS_LOCATION] = "location",
		[CLASS_PERIOD] = "period",
		[CLASS_CHECKSUM] = "checksum",
		[CLASS_RELATIONSHIP] = "relation",
		[CLASS_ATTRIBUTION] = "attribution",
		[CLASS_IDENTIFIER] = "identifier",
		[CLASS_PROVENANCE] = "provenance",
		[CLASS_RIGHTS_STATEMENT] = "rights",
		[CLASS_WITHDRAWAL] = "withdrawal",
	};
	const struct resource *owner = part->owner;
	struct buf name = { 0 };

	if (owner->iri.n == 0)
		return; /* named together with its owner, whose name depends on what it says */
	if (owner->owner) {
		buf_text(&name, owner->id);
		buf_char(&name, '-');
	}
	buf_str(&name, names[part->class]);
	if (part->class == CLASS_DISTRIBUTION || part->class == CLASS_SERVICE) {
		struct text id = resource_text(part,
		    part->class == CLASS_SERVICE ? SERVICE_id : DISTRIBUTION_id);
		buf_char(&name, '-');
		if (id.n)
			buf_text(&name, id);
		else
			write_address_mark(&name, first_address(part));
	}
	struct text base = text_slice(owner->iri, 0, text_find_char(owner->iri, '#'));
	size_t length = name.n;
	for (unsigned n = 2;; n++) {
		part->iri = arena_printf(r->arena, "%.*s#%.*s", TEXT_ARG(base), TEXT_ARG(buf_view(&name)));
		part->id = text_slice(part->iri, base.n + 1, part->iri.n);
		if (!is_taken(owner, part, part->iri))
			break;
		name.n = length;
		buf_printf(&name, "-%u", n);
	}
	buf_free(&name);
	for (uint32_t i = 0; i < part->n_values; i++) {
		const struct value *v = &part->values[i];
		if (properties[v->property].kind == KIND_NODE && v->resource && v->resource->owner == part &&
		    v->resource->iri.n == 0)
			reader_name_part(r, (struct resource *)(uintptr_t)v->resource);
	}
}

/* --- values, kind by kind ---------------------------------------------------------------------- */

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
	(void)p;
	v->text = reader_keep(r, resource->source, text_trim(node->text));
	return true;
}

static bool
read_date(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	struct date date;
	struct text t = text_trim(node->text);

	/* "2026-01-15 08:00:00" is what many programs write; the blank is the only thing wrong. */
	if (!date_parse(t, &date)) {
		struct buf better = { 0 };
		uint64_t day, month, year;
		size_t a = text_find_char(t, '.'), b = a + 1 + text_find_char(text_slice(t, a + 1, t.n), '.');

		if (t.n >= 19 && t.s[10] == ' ') {
			buf_text(&better, t);
			better.s[10] = 'T';
		} else if (a < t.n && b < t.n && text_number(text_slice(t, 0, a), 31, &day) &&
			   text_number(text_slice(t, a + 1, b), 12, &month) &&
			   text_number(text_slice(t, b + 1, t.n), 9999, &year)) {
			buf_printf(&better, "%04u-%02u-%02u", (unsigned)year, (unsigned)month, (unsigned)day);
		}
		if (!date_parse(buf_view(&better), &date)) {
			better.n = 0;
			buf_str(&better, "2026-01-15");
		}
		diagnose(r->d, BAD_DATE, node->at, node->text, buf_view(&better));
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

static bool
read_decimal(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	if (!is_decimal(node->text)) {
		diagnose(r->d, BAD_NUMBER, node->at, node->text, text_of(p->key), T("0.5"));
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
read_hex(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	struct text t = node->text;
	bool good = t.n && t.n % 2 == 0;

	for (size_t i = 0; good && i < t.n; i++)
		good = (t.s[i] >= '0' && t.s[i] <= '9') || (t.s[i] >= 'a' && t.s[i] <= 'f') ||
		       (t.s[i] >= 'A' && t.s[i] <= 'F');
	if (!good) {
		diagnose(r->d, BAD_CHECKSUM, node->at, t);
		return false;
	}
	return read_string(r, resource, p, node, v);
}

static void
diagnose_character(struct reader *r, const struct yaml_node *node, size_t at)
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
	/* At either end a blank is simply one too many. */
	if (at > 0 && end < node->text.n)
		for (size_t i = at; i < end; i++)
			buf_printf(&instead, "%%%02X", (unsigned)(unsigned char)node->text.s[i]);
	diagnose(r->d, BAD_IRI, inside(node, at), node->text, buf_view(&what), buf_view(&instead));
	buf_free(&what);
	buf_free(&instead);
}

static bool
check_iri(struct reader *r, const struct yaml_node *node, bool is_url)
{
	size_t at;

	switch (is_url ? iri_check_url(node->text, &at) : iri_check(node->text, &at)) {
	case IRI_GOOD: return true;
	case IRI_BAD_CHARACTER: diagnose_character(r, node, at); break;
	case IRI_BAD_PERCENT:
		diagnose(r->d, BAD_IRI, inside(node, at), node->text, T("%"), T("%25"));
		break;
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

static bool
read_concept(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v)
{
	/* Lists in which DCAT-AP.de allows IRIs of others: K13, K34, "MAY". */
	static const bool is_open[N_CODE_LISTS] = {
		[LIST_contributor] = true,
		[LIST_license] = true,
		[LIST_dataset_type] = true,
	};
	enum code_list list = (enum code_list)p->target;
	const struct concept *near;

	v->concept = code_lists_find(r->lists, list, node->text);
	if (v->concept) {
		v->text = text_of(v->concept->code);
		return true;
	}
	if (is_open[list] && text_find(node->text, T("://")) < node->text.n) {
		if (!check_iri(r, node, false))
			return false;
		v->text = reader_keep(r, resource->source, node->text);
		diagnose(r->d, UNLISTED_CONCEPT, node->at, node->text, text_of(code_list_facts[list].name));
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

static bool
read_bbox(struct reader *r, const struct yaml_node *node, struct value *v)
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

static bool
read_point(struct reader *r, const struct yaml_node *node, struct value *v)
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

/* What a property of a kind wants to see, for messages. */
static struct text
example(struct reader *r, const struct property *p)
{
	static const char *const examples[] = {
		[KIND_TEXT] = "…", [KIND_MARKDOWN] = "…", [KIND_STRING] = "\"1.0\"",
		[KIND_DATE] = "2026-01-15", [KIND_INTEGER] = "1048576", [KIND_DECIMAL] = "0.5",
		[KIND_DURATION] = "P1D", [KIND_HEX] = "9f86d0…", [KIND_BBOX] = "[12.23, 51.23, 12.55, 51.45]",
		[KIND_POINT] = "[12.37, 51.34]", [KIND_GEOMETRY] = "POINT(12.37 51.34)",
		[KIND_IRI] = "https://example.org/…", [KIND_URL] = "https://example.org/…",
		[KIND_EMAIL] = "name@example.org", [KIND_TELEPHONE] = "+49 341 1230",
		[KIND_REFERENCE] = "stadtgruen", [KIND_FILE] = "data/baumkataster/ortsteile.csv",
		[KIND_ID] = "baumkataster", [KIND_RELEASE] = "public",
	};

	if (p->kind == KIND_CONCEPT) {
		const struct concept *first = code_lists_at(r->lists, (enum code_list)p->target, 0);
		return arena_printf(r->scratch, p->is_repeatable ? "%s: [%s]" : "%s: %s", p->key,
		    first ? first->code : "…");
	}
	if (p->kind == KIND_NODE) {
		const struct class_facts *facts = &classes[p->target];
		return arena_printf(r->scratch, p->is_repeatable ? "%s: [{%s: …}]" : "%s: {%s: …}", p->key,
		    properties[facts->first + (p->target == CLASS_LOCATION ? 4 : 0)].key);
	}
	return arena_printf(r->scratch, "%s: %s", p->key, examples[p->kind]);
}

static void
wrong_kind(struct reader *r, const struct property *p, const struct yaml_node *node)
{
	static const char *const wants[] = { [YAML_SCALAR] = "…", [YAML_SEQUENCE] = "[…]", [YAML_MAPPING] = "{…}" };
	enum yaml_kind want = p->kind == KIND_NODE ? YAML_MAPPING :
			      p->kind == KIND_BBOX || p->kind == KIND_POINT ? YAML_SEQUENCE : YAML_SCALAR;

	diagnose(r->d, WRONG_KIND, node->at, text_of(p->key), text_of(wants[want]), example(r, p));
}

/* A mark that something was written, if wrongly, so that nobody calls it missing. */
static void
add_invalid(struct reader *r, struct resource *resource, enum property_id p, const struct yaml_node *node,
    unsigned language)
{
	reader_add(r, resource, (struct value){ .at = node->at, .text = T(""), .property = (uint16_t)p,
				    .language = (uint8_t)language, .flags = VALUE_INVALID });
}

/* A property of one value (or one in each language) that has it already. */
static bool
is_full(struct reader *r, const struct resource *resource, enum property_id p, unsigned language,
    const struct yaml_node *node)
{
	size_t n;
	const struct value *v = resource_values(resource, p, &n);

	if (properties[p].is_repeatable && properties[p].kind != KIND_MARKDOWN)
		return false;
	for (size_t i = 0; i < n; i++)
		if (v[i].language == language) {
			diagnose(r->d, TOO_MANY, node->at, text_of(properties[p].key));
			return true;
		}
	return false;
}

void
reader_text(struct reader *r, struct resource *resource, enum property_id p,
    const struct yaml_node *node, unsigned language)
{
	struct value v = { .at = node->at, .property = (uint16_t)p, .language = (uint8_t)language };

	if (node->kind == YAML_SEQUENCE && properties[p].is_repeatable) {
		for (const struct yaml_node *item = node->first; item; item = item->next)
			if (item->kind == YAML_SCALAR)
				reader_text(r, resource, p, item, language);
			else
				wrong_kind(r, &properties[p], item);
		if (!resource_has(resource, p))
			add_invalid(r, resource, p, node, language);
		return;
	}
	if (node->kind != YAML_SCALAR) {
		wrong_kind(r, &properties[p], node);
		add_invalid(r, resource, p, node, language);
		return;
	}
	v.text = text_trim(node->text);
	if (v.text.n == 0) {
		diagnose(r->d, EMPTY_VALUE, node->at, text_of(properties[p].key));
		add_invalid(r, resource, p, node, language);
		return;
	}
	if (is_full(r, resource, p, language, node))
		return;
	v.text = reader_keep(r, resource->source, v.text);
	reader_add(r, resource, v);
}

/* {de: …, en: …} */
static void
read_translations(struct reader *r, struct resource *resource, enum property_id p,
    const struct yaml_node *mapping)
{
	for (const struct yaml_node *key = mapping->first; key; key = yaml_value(key)->next) {
		unsigned language = 0;

		while (language < r->languages->n && !text_equal(r->languages->tags[language], key->text))
			language++;
		if (language == r->languages->n)
			diagnose(r->d, UNKNOWN_LANGUAGE, key->at, key->text);
		else
			reader_text(r, resource, p, yaml_value(key), language);
	}
	if (!resource_has(resource, p))
		add_invalid(r, resource, p, mapping, 0);
}

/* What may be written as one word instead of a mapping: `provenance: …`, `spatial: https://…`. */
static enum property_id
shorthand(enum class class)
{
	static const struct {
		enum class class;
		enum property_id property;
	} shorthands[] = {
		{ CLASS_LOCATION, LOCATION_uri },
		{ CLASS_IDENTIFIER, IDENTIFIER_notation },
		{ CLASS_PROVENANCE, PROVENANCE_label },
		{ CLASS_RIGHTS_STATEMENT, RIGHTS_STATEMENT_label },
	};

	for (size_t i = 0; i < sizeof shorthands / sizeof shorthands[0]; i++)
		if (shorthands[i].class == class)
			return shorthands[i].property;
	return N_PROPERTIES;
}

static void
read_node(struct reader *r, struct resource *resource, enum property_id p, const struct yaml_node *node)
{
	enum class class = (enum class)properties[p].target;
	enum property_id word = shorthand(class);

	if (node->kind == YAML_SCALAR && class == CLASS_SERVICE) {
		/* The id of a service described in services/; linked later. */
		struct value v = { .at = node->at, .property = (uint16_t)p };
		if (read_id(r, resource, &properties[p], node, &v))
			reader_add(r, resource, v);
		return;
	}
	if (node->kind != YAML_MAPPING && (node->kind != YAML_SCALAR || word == N_PROPERTIES)) {
		wrong_kind(r, &properties[p], node);
		add_invalid(r, resource, p, node, 0);
		return;
	}
	struct resource *part = reader_resource(r, class, resource->source, node->at, T(""), T(""), resource);
	part->source = node->at.source;
	if (node->kind == YAML_SCALAR)
		reader_property(r, part, word, node);
	else
		reader_mapping(r, part, node, NULL);
	reader_name_part(r, part);
	reader_add(r, resource, (struct value){ .at = node->at, .resource = part, .property = (uint16_t)p });
}

static void
read_one(struct reader *r, struct resource *resource, enum property_id p, const struct yaml_node *node)
{
	const struct property *property = &properties[p];
	struct value v = { .at = node->at, .property = (uint16_t)p };
	bool good = false;

	if (is_full(r, resource, p, 0, node))
		return;
	switch (property->kind) {
	case KIND_TEXT:
	case KIND_MARKDOWN: reader_text(r, resource, p, node, 0); return;
	case KIND_NODE: read_node(r, resource, p, node); return;
	case KIND_BBOX: good = read_bbox(r, node, &v); break;
	case KIND_POINT: good = read_point(r, node, &v); break;
	default:
		if (node->kind != YAML_SCALAR)
			wrong_kind(r, property, node);
		else if (text_trim(node->text).n == 0)
			diagnose(r->d, EMPTY_VALUE, node->at, text_of(property->key));
		else
			good = scalar_kinds[property->kind](r, resource, property, node, &v);
		break;
	}
	if (good)
		reader_add(r, resource, v);
	else
		add_invalid(r, resource, p, node, 0);
}

void
reader_property(struct reader *r, struct resource *resource, enum property_id p,
    const struct yaml_node *node)
{
	const struct property *property = &properties[p];
	bool is_text = property->kind == KIND_TEXT || property->kind == KIND_MARKDOWN;

	if (is_text && node->kind == YAML_MAPPING) {
		read_translations(r, resource, p, node);
		return;
	}
	if (node->kind != YAML_SEQUENCE || property->kind == KIND_BBOX || property->kind == KIND_POINT) {
		read_one(r, resource, p, node);
		return;
	}
	if (node->n == 0)
		diagnose(r->d, EMPTY_VALUE, node->at, text_of(property->key));
	else if (!property->is_repeatable && node->n > 1)
		diagnose(r->d, TOO_MANY, node->at, text_of(property->key));
	if (node->n == 0 || (!property->is_repeatable && node->n > 1)) {
		add_invalid(r, resource, p, node, 0);
		return;
	}
	for (const struct yaml_node *item = node->first; item; item = item->next)
		read_one(r, resource, p, item);
}

static bool
is_in(const char *const *names, struct text t)
{
	for (; names && *names; names++)
		if (text_equal(text_of(*names), t))
			return true;
	return false;
}

void
reader_mapping(struct reader *r, struct resource *resource, const struct yaml_node *mapping,
    const char *const *skip)
{
	const struct yaml_node *seen[N_PROPERTIES] = { 0 };
	enum class class = resource->class;

	for (const struct yaml_node *key = mapping->first; key; key = yaml_value(key)->next) {
		if (is_in(skip, key->text))
			continue;
		enum property_id p = key_property(r, class, key->text);
		if (p == N_PROPERTIES) {
			enum property_id near = property_nearest(class, key->text);
			diagnose(r->d, UNKNOWN_KEY, key->at, key->text,
			    text_of(classes[class].words),
			    near < N_PROPERTIES ? text_of(properties[near].key) : T(""));
			continue;
		}
		if (seen[p]) {
			diagnose(r->d, REPEATED_KEY, key->at, key->text, seen[p]->text,
			    text_of(properties[p].key));
			continue;
		}
		seen[p] = key;
		reader_property(r, resource, p, yaml_value(key));
	}
}
