#include "import/ckan_fields.h"

#include "adapters/json.h"
#include "import/prose.h"
#include "import/value.h"

static const struct field_row rows[] = {
#define CKAN FIELD_ROW
#include "import/ckan.def"
#undef CKAN
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

const struct mapping ckan_mapping[] = {
#define CKAN FIELD_MAPPING
#include "import/ckan.def"
#undef CKAN
};
const size_t n_ckan_mapping = N_ROWS;

/* --- the fields of one object ---------------------------------------------------------------------- */

bool
ckan_says_nothing(struct arena *a, const struct json_node *node)
{
	struct json_member *members;

	switch (json_node_kind(node)) {
	case JSON_NOTHING: return true;
	case JSON_TEXT: {
		struct text t = text_trim(json_node_text(a, node));
		return t.n == 0 || text_equal(t, T("[]")) || text_equal(t, T("{}"));
	}
	case JSON_LIST:
		for (size_t k = 0; k < json_node_length(node); k++)
			if (!ckan_says_nothing(a, json_node_item(node, k)))
				return false;
		return true;
	case JSON_MEMBERS: {
		size_t n = json_node_members(a, node, &members);
		for (size_t k = 0; k < n; k++)
			if (!ckan_says_nothing(a, members[k].value))
				return false;
		return true;
	}
	default: return false;
	}
}

/* As a message shows it. */
struct text
ckan_shown(struct arena *a, const struct json_node *node)
{
	struct text t = json_node_text(a, node);

	if (t.n == 0 && json_node_kind(node) == JSON_LIST && json_node_length(node) == 1)
		return ckan_shown(a, json_node_item(node, 0));
	return t.n ? t : json_node_kind(node) == JSON_LIST ? T("[…]") : T("{…}");
}

static struct field *
find(struct fields *f, struct text name)
{
	for (size_t k = 0; k < f->n; k++)
		if (text_equal(f->list[k].name, name))
			return &f->list[k];
	return NULL;
}

const struct json_node *
ckan_node(struct fields *f, const char *name)
{
	struct field *field = find(f, text_of(name));

	return field ? field->node : NULL;
}

struct text
ckan_text(struct fields *f, const char *name)
{
	return text_trim(json_node_text(f->arena, ckan_node(f, name)));
}

static void
report_unmapped(struct fields *f, struct text name, const struct json_node *node)
{
	struct text field = arena_printf(f->arena, "%.*s%.*s", TEXT_ARG(f->prefix), TEXT_ARG(name));

	import_unmapped(f->i, f->at, field, ckan_shown(f->arena, node));
}

/* What says something else under a name that is there already finds no row and is reported with the rest. */
static void
add_field(struct fields *f, struct text name, const struct json_node *node)
{
	struct field *known = find(f, name);

	if (ckan_says_nothing(f->arena, node) ||
	    (known && text_equal(text_trim(ckan_shown(f->arena, known->node)), text_trim(ckan_shown(f->arena, node)))))
		return;
	if (f->n < MAX_FIELDS)
		f->list[f->n++] = (struct field){ name, node, false };
	else
		report_unmapped(f, name, node);
}

/* "extra:spatial_uri", "http://dcat-ap.de/def/dcatde/politicalGeocodingURI " */
static struct text
plain_name(struct text key)
{
	key = text_trim(key);
	if (text_starts(key, T("extra:")))
		key = text_trim(text_slice(key, 6, key.n));
	if (text_find(key, T("://")) == key.n)
		return key;
	size_t start = key.n;
	while (start && key.s[start - 1] != '/' && key.s[start - 1] != '#')
		start--;
	return text_slice(key, start, key.n);
}

void
ckan_open(struct fields *f, struct import *i, struct place at, const char *prefix, const struct json_node *object)
{
	struct json_member *members;
	struct arena *a = import_arena(i);
	size_t n = json_node_members(a, object, &members);

	*f = (struct fields){ .i = i, .arena = a, .at = at, .prefix = text_of(prefix) };
	for (size_t k = 0; k < n; k++)
		add_field(f, members[k].key, members[k].value);
	const struct json_node *extras = json_node_member(object, "extras");
	for (size_t k = 0; k < json_node_length(extras); k++) {
		const struct json_node *extra = json_node_item(extras, k);
		struct text key = json_node_text(a, json_node_member(extra, "key"));
		add_field(f, plain_name(key), json_node_member(extra, "value"));
	}
}

/* --- values ---------------------------------------------------------------------------------------- */

static void
take_as_it_is(struct fields *f, struct draft *d, enum property_id p, struct text field, struct text value)
{
	value_add(f->i, d, p, field, value);
}

static void
take_day(struct fields *f, struct draft *d, enum property_id p, struct text field, struct text value)
{
	value = text_trim(value);
	value_add(f->i, d, p, field, text_slice(value, 0, 10));
}

static void
take_between_commas(struct fields *f, struct draft *d, enum property_id p, struct text field, struct text value)
{
	struct text piece;

	while (text_next(&value, ',', &piece))
		value_add(f->i, d, p, field, piece);
}

/* Each value of a field: a text, a number, a list, or a list that was written as a text. */
static void
each_value(struct fields *f, const struct json_node *node, struct draft *d, enum property_id p, struct text field,
    take_value *take)
{
	struct text t = json_node_text(f->arena, node);
	struct json_tree *tree = text_starts(text_trim(t), T("[")) ? json_tree_read(t) : NULL;

	if (tree && json_node_kind(json_tree_root(tree)) == JSON_LIST)
		node = json_tree_root(tree);
	if (json_node_kind(node) == JSON_LIST) {
		for (size_t k = 0; k < json_node_length(node); k++) {
			struct text item = json_node_text(f->arena, json_node_item(node, k));
			if (item.n)
				take(f, d, p, field, item);
			else if (!ckan_says_nothing(f->arena, json_node_item(node, k)))
				report_unmapped(f, field, json_node_item(node, k));
		}
	} else if (t.n) {
		take(f, d, p, field, t);
	} else {
		report_unmapped(f, field, node);
	}
	json_tree_free(tree);
}

void
ckan_each(struct fields *f, struct draft *d, const char *name, enum property_id p, take_value *take)
{
	const struct json_node *node = ckan_node(f, name);

	if (node)
		each_value(f, node, d, p, text_of(name), take);
}

static void
apply_row(struct fields *f, struct draft *entry, const struct field_row *row)
{
	static take_value *const takers[] = { [VALUE] = take_as_it_is, [COMMAS] = take_between_commas, [DAY] = take_day };
	struct text rest = text_of(row->names), name;
	struct field *first = NULL;

	while (text_next(&rest, '|', &name)) {
		struct field *field = find(f, name);
		if (!field || field->is_used)
			continue;
		field->is_used = true;
		if (row->how == BY_HAND || row->how == IGNORED)
			continue;
		if (!first) {
			first = field;
			struct draft *d = row->part < N_PROPERTIES ? draft_only_part(entry, row->part) : entry;
			each_value(f, field->node, d, row->property, name, takers[row->how]);
		} else if (row->how != DAY &&
			   !text_equal(text_trim(ckan_shown(f->arena, first->node)), text_trim(ckan_shown(f->arena, field->node)))) {
			report_unmapped(f, name, field->node);
		}
	}
}

void
ckan_apply(struct fields *f, enum field_of of, struct draft *entry)
{
	for (size_t k = 0; k < N_ROWS; k++)
		if (rows[k].of == of)
			apply_row(f, entry, &rows[k]);
	for (size_t k = 0; k < f->n; k++)
		if (!f->list[k].is_used)
			report_unmapped(f, f->list[k].name, f->list[k].node);
}

/* "title", or of ckanext-fluent `title_translated`: {"de": …, "en": …} */
void
ckan_prose(struct fields *f, struct draft *d, enum property_id p, const char *name, const char *translated)
{
	struct json_member *members;
	size_t n = json_node_members(f->arena, ckan_node(f, translated), &members);

	for (size_t k = 0; k < n; k++)
		prose_add(f->i, d, p, text_of(translated), json_node_text(f->arena, members[k].value), members[k].key);
	struct text plain = ckan_text(f, name);
	for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v))
		if (v->language.n == 0 || text_equal(v->language, import_options(f->i)->language))
			return;
	if (plain.n)
		prose_add(f->i, d, p, text_of(name), plain, T(""));
}
