#include "import/ckan.h"

#include "adapters/json.h"
#include "core/table.h"
#include "import/fetch.h"
#include "import/prose.h"
#include "import/value.h"

#include <stdio.h>
#include <stdlib.h>

enum {
	PAGE = 500,            /* datasets asked for at once */
	MAX_REQUESTS = 20000,  /* of one import */
	MAX_FIELDS = 400,      /* of one dataset or resource */
	MAX_POINTS_DEPTH = 8,  /* of GeoJSON's lists */
};

enum where { DATASET, RESOURCE, ORGANIZATION };
enum how { VALUE, COMMAS, DAY, BY_HAND, IGNORED };
#define ITSELF N_PROPERTIES

static const struct row {
	enum where where;
	const char *names;
	enum property_id part, property;
	enum how how;
} rows[] = {
#define CKAN(where, names, part, property, how, ...) { where, names, part, property, how },
#include "import/ckan.def"
#undef CKAN
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

#define CKAN_FIELD_DATASET ""
#define CKAN_FIELD_RESOURCE "resources."
#define CKAN_FIELD_ORGANIZATION "organization."
const struct mapping ckan_mapping[] = {
#define CKAN(where, names, part, property, how, ...) { CKAN_FIELD_##where names, property, { __VA_ARGS__ } },
#include "import/ckan.def"
#undef CKAN
};
const size_t n_ckan_mapping = N_ROWS;

/* --- the fields of one object ---------------------------------------------------------------------- */

struct field {
	struct text name;
	const struct json_node *node;
	bool is_used;
};

struct fields {
	struct import *i;
	struct arena *arena;
	struct place at;
	struct text prefix; /* in messages: "resources." */
	struct field list[MAX_FIELDS];
	size_t n;
};

static bool
says_nothing(struct arena *a, const struct json_node *node)
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
			if (!says_nothing(a, json_node_item(node, k)))
				return false;
		return true;
	case JSON_MEMBERS: {
		size_t n = json_node_members(a, node, &members);
		for (size_t k = 0; k < n; k++)
			if (!says_nothing(a, members[k].value))
				return false;
		return true;
	}
	default: return false;
	}
}

/* As a message shows it. */
static struct text
shown(struct arena *a, const struct json_node *node)
{
	struct text t = json_node_text(a, node);

	if (t.n == 0 && json_node_kind(node) == JSON_LIST && json_node_length(node) == 1)
		return shown(a, json_node_item(node, 0));
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

static const struct json_node *
node_of(struct fields *f, const char *name)
{
	struct field *field = find(f, text_of(name));

	return field ? field->node : NULL;
}

static struct text
text_named(struct fields *f, const char *name)
{
	return text_trim(json_node_text(f->arena, node_of(f, name)));
}

static void
report_unmapped(struct fields *f, struct text name, const struct json_node *node)
{
	struct text field = arena_printf(f->arena, "%.*s%.*s", TEXT_ARG(f->prefix), TEXT_ARG(name));

	import_unmapped(f->i, f->at, field, shown(f->arena, node));
}

/* What says something else under a name that is there already finds no row and is reported with the rest. */
static void
add_field(struct fields *f, struct text name, const struct json_node *node)
{
	struct field *known = find(f, name);

	if (says_nothing(f->arena, node) ||
	    (known && text_equal(text_trim(shown(f->arena, known->node)), text_trim(shown(f->arena, node)))))
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

static void
open_fields(struct fields *f, struct import *i, struct place at, const char *prefix, const struct json_node *object)
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

typedef void take_value(struct fields *f, struct draft *d, enum property_id p, struct text field, struct text value);

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
			else if (!says_nothing(f->arena, json_node_item(node, k)))
				report_unmapped(f, field, json_node_item(node, k));
		}
	} else if (t.n) {
		take(f, d, p, field, t);
	} else {
		report_unmapped(f, field, node);
	}
	json_tree_free(tree);
}

static void
each_named(struct fields *f, struct draft *d, const char *name, enum property_id p, take_value *take)
{
	const struct json_node *node = node_of(f, name);

	if (node)
		each_value(f, node, d, p, text_of(name), take);
}

static void
apply_row(struct fields *f, struct draft *entry, const struct row *row)
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
			   !text_equal(text_trim(shown(f->arena, first->node)), text_trim(shown(f->arena, field->node)))) {
			report_unmapped(f, name, field->node);
		}
	}
}

static void
apply_rows(struct fields *f, enum where where, struct draft *entry)
{
	for (size_t k = 0; k < N_ROWS; k++)
		if (rows[k].where == where)
			apply_row(f, entry, &rows[k]);
	for (size_t k = 0; k < f->n; k++)
		if (!f->list[k].is_used)
			report_unmapped(f, f->list[k].name, f->list[k].node);
}

/* "title", or of ckanext-fluent `title_translated`: {"de": …, "en": …} */
static void
take_text(struct fields *f, struct draft *d, enum property_id p, const char *name, const char *translated)
{
	struct json_member *members;
	size_t n = json_node_members(f->arena, node_of(f, translated), &members);

	for (size_t k = 0; k < n; k++)
		prose_add(f->i, d, p, text_of(translated), json_node_text(f->arena, members[k].value), members[k].key);
	struct text plain = text_named(f, name);
	for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v))
		if (v->language.n == 0 || text_equal(v->language, import_options(f->i)->language))
			return;
	if (plain.n)
		prose_add(f->i, d, p, text_of(name), plain, T(""));
}

static struct text
stated_licence(struct text t)
{
	t = text_trim(t);
	return text_equal_nocase(t, T("none")) || text_equal_nocase(t, T("notspecified")) ? T("") : t;
}

/* --- places ---------------------------------------------------------------------------------------- */

struct box {
	const struct json_node *west, *south, *east, *north;
	double w, s, e, n;
	size_t points;
};

/* Every pair of numbers in nested lists. */
static void
widen(struct box *box, const struct json_node *list, unsigned depth)
{
	double x, y;

	if (json_node_length(list) >= 2 && json_node_number(json_node_item(list, 0), &x) &&
	    json_node_number(json_node_item(list, 1), &y)) {
		if (!box->points || x < box->w)
			box->w = x, box->west = json_node_item(list, 0);
		if (!box->points || x > box->e)
			box->e = x, box->east = json_node_item(list, 0);
		if (!box->points || y < box->s)
			box->s = y, box->south = json_node_item(list, 1);
		if (!box->points || y > box->n)
			box->n = y, box->north = json_node_item(list, 1);
		box->points++;
		return;
	}
	for (size_t k = 0; depth < MAX_POINTS_DEPTH && k < json_node_length(list); k++)
		widen(box, json_node_item(list, k), depth + 1);
}

static void
take_place(struct fields *f, struct draft *entry, const char *name)
{
	const struct json_node *node = node_of(f, name);
	struct text t = json_node_text(f->arena, node);
	struct json_tree *tree = t.n ? json_tree_read(t) : NULL;
	struct box box = { 0 };

	if (says_nothing(f->arena, node))
		return;
	widen(&box, json_node_member(tree ? json_tree_root(tree) : node, "coordinates"), 0);
	struct text w = json_node_text(f->arena, box.west), s = json_node_text(f->arena, box.south);
	struct text e = json_node_text(f->arena, box.east), n = json_node_text(f->arena, box.north);
	if (box.points == 0)
		import_lost(f->i, f->at, text_of(name), shown(f->arena, node), LOCATION_bbox);
	else if (box.points == 1)
		draft_add(draft_only_part(entry, DATASET_spatial), LOCATION_centroid,
		    arena_printf(f->arena, "%.*s, %.*s", TEXT_ARG(w), TEXT_ARG(s)));
	else
		draft_add(draft_only_part(entry, DATASET_spatial), LOCATION_bbox,
		    arena_printf(f->arena, "%.*s, %.*s, %.*s, %.*s", TEXT_ARG(w), TEXT_ARG(s), TEXT_ARG(e), TEXT_ARG(n)));
	json_tree_free(tree);
}

/* The key behind ".../municipalityKey/", when it has so many digits. */
static struct text
key_behind(struct text iri, struct text word, size_t digits)
{
	size_t at = text_find(iri, word);
	struct text key = text_slice(iri, at + word.n, iri.n);

	if (at == iri.n || key.n != digits)
		return T("");
	for (size_t k = 0; k < key.n; k++)
		if (key.s[k] < '0' || key.s[k] > '9')
			return T("");
	return key;
}

static void
take_geocoding(struct fields *f, struct draft *entry, enum property_id p, struct text field, struct text value)
{
	struct text ags = key_behind(text_trim(value), T("/municipalityKey/"), 8);
	struct text ars = key_behind(text_trim(value), T("/regionalKey/"), 12);

	if (ags.n && draft_add(draft_only_part(entry, DATASET_spatial), LOCATION_ags, ags))
		return;
	if (ars.n && draft_add(draft_only_part(entry, DATASET_spatial), LOCATION_ars, ars))
		return;
	(void)p;
	value_add(f->i, entry, DATASET_political_geocoding, field, value);
}

/* --- groups, themes, tags -------------------------------------------------------------------------- */

static const struct concept *
theme(struct fields *f, struct text t)
{
	const struct code_lists *lists = import_options(f->i)->lists;
	struct buf upper = { 0 };
	const struct concept *found = code_lists_find(lists, LIST_data_theme, text_trim(t));

	for (size_t k = 0; k < t.n; k++)
		buf_char(&upper, t.s[k] >= 'a' && t.s[k] <= 'z' ? (char)(t.s[k] - 'a' + 'A') : t.s[k]);
	if (!found)
		found = code_lists_find(lists, LIST_data_theme, text_trim(buf_view(&upper)));
	buf_free(&upper);
	return found;
}

static void
take_groups(struct fields *f, struct draft *entry)
{
	const struct json_node *groups = node_of(f, "groups");

	for (size_t k = 0; k < json_node_length(groups); k++) {
		const struct json_node *group = json_node_item(groups, k);
		struct text name = json_node_text(f->arena, json_node_member(group, "name"));
		struct text title = json_node_text(f->arena, json_node_member(group, "title"));
		const struct concept *c = theme(f, name);
		if (!c)
			c = theme(f, title);
		if (c)
			draft_add(entry, DATASET_themes, text_of(c->code));
		else
			draft_add(entry, DATASET_keywords, title.n ? title : name);
	}
}

static void
take_theme(struct fields *f, struct draft *entry, enum property_id p, struct text field, struct text value)
{
	const struct concept *c = theme(f, value);

	if (c)
		draft_add(entry, p, text_of(c->code));
	else
		import_lost(f->i, f->at, field, value, p);
}

static void
take_tags(struct fields *f, struct draft *entry)
{
	const struct json_node *tags = node_of(f, "tags");

	for (size_t k = 0; k < json_node_length(tags); k++) {
		const struct json_node *tag = json_node_item(tags, k), *name = json_node_member(tag, "name");
		draft_add(entry, DATASET_keywords, json_node_text(f->arena, name ? name : tag));
	}
}

static void
take_type(struct fields *f, struct draft *entry, enum property_id p, struct text field, struct text value)
{
	bool is_inspire = text_find(value, T("inspire.ec.europa.eu")) < value.n;

	(void)p;
	value_add(f->i, entry, is_inspire ? DATASET_resource_type : DATASET_type, field, value);
}

/* --- resources ------------------------------------------------------------------------------------- */

static void
take_checksum(struct fields *f, struct draft *d)
{
	static const struct {
		size_t digits;
		const char *algorithm;
	} lengths[] = { { 32, "md5" }, { 40, "sha1" }, { 64, "sha256" } };
	struct text hash = text_named(f, "hash"), algorithm = text_named(f, "hash_algorithm");
	bool is_hex = hash.n > 0;

	for (size_t k = 0; k < hash.n && is_hex; k++)
		is_hex = strchr("0123456789abcdefABCDEF", hash.s[k]) != NULL;
	for (size_t k = 0; k < sizeof lengths / sizeof lengths[0] && is_hex && algorithm.n == 0; k++)
		if (hash.n == lengths[k].digits)
			algorithm = text_of(lengths[k].algorithm);
	if (algorithm.n && is_hex) {
		struct draft *checksum = draft_part(d, DISTRIBUTION_checksum);
		value_add(f->i, checksum, CHECKSUM_algorithm, T("hash_algorithm"), algorithm);
		draft_add(checksum, CHECKSUM_value, hash);
	} else if (hash.n) {
		import_lost(f->i, f->at, T("resources.hash"), hash, CHECKSUM_value);
	}
}

static void
take_resource(struct import *i, struct draft *entry, const struct json_node *resource)
{
	struct draft *d = draft_part(entry, DATASET_distributions);
	struct fields f;

	open_fields(&f, i, entry->at, "resources.", resource);
	struct text url = text_named(&f, "url"), access = text_named(&f, "access_url");
	struct text download = text_named(&f, "download_url");
	take_text(&f, d, DISTRIBUTION_title, "name", "name_translated");
	take_text(&f, d, DISTRIBUTION_description, "description", "description_translated");
	if (download.n == 0 && text_equal(text_named(&f, "url_type"), T("upload")))
		download = url;
	if (access.n == 0)
		access = url;
	/* As written, with the blanks around it: check reports them, and they are not this import's to hide. */
	draft_add(d, DISTRIBUTION_download_url, download);
	if (!text_equal(access, download))
		draft_add(d, DISTRIBUTION_access_url, access);
	if (url.n && !text_equal(url, access) && !text_equal(url, download))
		import_unmapped(i, entry->at, T("resources.url"), url);
	value_add(i, d, DISTRIBUTION_license, T("resources.license"), stated_licence(text_named(&f, "license")));
	take_checksum(&f, d);
	apply_rows(&f, RESOURCE, d);
}

/* --- bodies ---------------------------------------------------------------------------------------- */

static struct text
take_organization(struct fields *f, const struct json_node *organization)
{
	struct arena *a = f->arena;
	struct text id = json_node_text(a, json_node_member(organization, "id"));
	struct text name = json_node_text(a, json_node_member(organization, "name"));
	struct text title = json_node_text(a, json_node_member(organization, "title"));
	struct text description = json_node_text(a, json_node_member(organization, "description"));
	struct draft *fresh;

	if (name.n == 0 && title.n == 0)
		return T("");
	struct text agent = import_agent(f->i, id, title.n ? title : name, name, &fresh);
	if (fresh && !text_equal(text_trim(description), text_trim(title)))
		value_add(f->i, fresh, AGENT_description, T("organization.description"), description);
	return agent;
}

/* ckanext-dcat: a publisher beside the organisation. */
static struct text
take_publisher(struct fields *f)
{
	struct text name = text_named(f, "publisher_name"), uri = text_named(f, "publisher_uri");
	struct draft *fresh;

	if (name.n == 0)
		return take_organization(f, node_of(f, "organization"));
	struct text id = import_agent(f->i, uri, name, T(""), &fresh);
	if (fresh) {
		value_add(f->i, fresh, AGENT_type, T("publisher_type"), text_named(f, "publisher_type"));
		value_add(f->i, fresh, AGENT_email, T("publisher_email"), text_named(f, "publisher_email"));
		value_add(f->i, fresh, AGENT_homepage, T("publisher_url"), text_named(f, "publisher_url"));
	}
	return id;
}

/* --- datasets -------------------------------------------------------------------------------------- */

static const char *
release_of(struct fields *f)
{
	if (text_equal(text_named(f, "state"), T("draft")))
		return "draft";
	return text_equal(text_named(f, "private"), T("true")) ? "internal" : "public";
}

static void
take_dataset(struct import *i, struct place source, struct text portal, const struct json_node *package)
{
	static struct fields f; /* large; one dataset is read at a time */
	struct arena *a = import_arena(i);
	struct text id = json_node_text(a, json_node_member(package, "id"));
	struct text name = json_node_text(a, json_node_member(package, "name"));
	struct text title = json_node_text(a, json_node_member(package, "title"));
	struct text type = json_node_text(a, json_node_member(package, "type"));
	struct text state = json_node_text(a, json_node_member(package, "state"));

	if (type.n && !text_equal(type, T("dataset"))) {
		import_unmapped(i, source, arena_printf(a, "type: %.*s", TEXT_ARG(type)), title.n ? title : name);
		return;
	}
	if (text_equal(state, T("deleted")))
		return;
	open_fields(&f, i, source, "", package);
	struct text publisher = take_publisher(&f);
	struct draft *d = import_entry(i, CLASS_DATASET, id, name.n ? name : title, publisher);
	if (!d)
		return;
	f.at = d->at;
	if (portal.n)
		d->page = arena_printf(a, "%.*sdataset/%.*s", TEXT_ARG(portal), TEXT_ARG(name));
	d->issued = arena_text(a, text_slice(text_named(&f, "metadata_created"), 0, 10));
	d->modified = arena_text(a, text_slice(text_named(&f, "metadata_modified"), 0, 10));
	take_text(&f, d, DATASET_title, "title", "title_translated");
	take_text(&f, d, DATASET_description, "notes", "notes_translated");
	draft_add(d, DATASET_release, text_of(release_of(&f)));
	draft_add(d, DATASET_publisher, publisher);
	take_groups(&f, d);
	each_named(&f, d, "theme", DATASET_themes, take_theme);
	take_tags(&f, d);
	value_add(i, d, DATASET_license, T("license_id"), stated_licence(text_named(&f, "license_id")));
	take_place(&f, d, "spatial");
	take_place(&f, d, "spatial_bbox");
	take_place(&f, d, "spatial_centroid");
	each_named(&f, d, "politicalGeocodingURI", DATASET_political_geocoding, take_geocoding);
	each_named(&f, d, "dcat_type", DATASET_type, take_type);
	apply_rows(&f, DATASET, d);
	const struct json_node *resources = json_node_member(package, "resources");
	for (size_t k = 0; k < json_node_length(resources); k++)
		take_resource(i, d, json_node_item(resources, k));
}

/* --- answers --------------------------------------------------------------------------------------- */

/* The list of packages in an answer, or of their names. */
static const struct json_node *
packages_of(const struct json_node *root)
{
	const struct json_node *result = json_node_member(root, "result");
	const struct json_node *answers[] = { root, result, json_node_member(result, "results"),
		json_node_member(root, "results") };

	for (size_t k = 0; k < sizeof answers / sizeof answers[0]; k++)
		if (json_node_kind(answers[k]) == JSON_LIST)
			return answers[k];
	return NULL;
}

/* The portal's address out of a file's: what was uploaded there has it in its own address. */
static struct text
portal_in(struct arena *a, const struct json_node *packages)
{
	for (size_t k = 0; k < json_node_length(packages); k++) {
		const struct json_node *package = json_node_item(packages, k);
		const struct json_node *resources = json_node_member(package, "resources");
		struct text id = json_node_text(a, json_node_member(package, "id"));
		struct text mark = arena_printf(a, "/dataset/%.*s/resource/", TEXT_ARG(id));
		for (size_t n = 0; n < json_node_length(resources); n++) {
			struct text url = json_node_text(a, json_node_member(json_node_item(resources, n), "url"));
			size_t at = text_find(url, mark);
			if (at < url.n)
				return arena_text(a, text_slice(url, 0, at + 1));
		}
	}
	return T("");
}

static struct place
place_of(struct import *i, const char *where)
{
	struct source *source = arena_new_of(import_arena(i), struct source);

	source->path = arena_text(import_arena(i), text_of(where));
	return (struct place){ source, 0, 0 };
}

/* The datasets of an answer; their number in *n. False when there is nothing to read in it (reported). */
static bool
take_answer(struct import *i, const char *where, struct text portal, struct text bytes, size_t *n)
{
	struct json_tree *tree = json_tree_read(bytes);
	bool good = true;

	*n = 0;
	if (!tree) {
		fetch_failed(i, where, "no JSON");
		return false;
	}
	const struct json_node *root = json_tree_root(tree), *list = packages_of(root);
	const struct json_node *one = json_node_member(root, "result");
	if (!list && json_node_member(one ? one : root, "resources")) {
		take_dataset(i, place_of(i, where), portal, one ? one : root);
		*n = 1;
	} else if (!list || (json_node_length(list) && json_node_kind(json_node_item(list, 0)) != JSON_MEMBERS)) {
		fetch_failed(i, where, "no list of datasets in it (package_search, current_package_list_with_resources)");
		good = false;
	} else {
		*n = json_node_length(list);
		if (portal.n == 0)
			portal = portal_in(import_arena(i), list);
		for (size_t k = 0; k < *n; k++)
			take_dataset(i, place_of(i, where), portal, json_node_item(list, k));
	}
	json_tree_free(tree);
	return good;
}

bool
ckan_read_bytes(struct import *i, const char *where, struct text bytes)
{
	size_t n;

	return take_answer(i, where, T(""), bytes, &n);
}

/* --- the API --------------------------------------------------------------------------------------- */

/* "https://example.org/" of any address below a portal: before /api/ or /dataset, else the address itself. */
static struct text
portal_of(struct import *i, struct text where)
{
	struct text end = text_slice(where, 0, text_find_char(where, '?'));
	size_t at = text_find(end, T("/api/"));

	if (at == end.n)
		at = text_find(end, T("/dataset"));
	end = text_slice(end, 0, at);
	return arena_printf(import_arena(i), "%.*s%s", TEXT_ARG(end), text_ends(end, T("/")) ? "" : "/");
}

static bool
ask(struct import *i, const char *url, struct text *bytes)
{
	return fetch(i, url, "application/json", 0, bytes);
}

/* package_list, then package_show of each: for portals whose search is closed. */
static bool
read_one_by_one(struct import *i, struct text portal, struct text answer)
{
	struct json_tree *tree = json_tree_read(answer);
	const struct json_node *names = tree ? packages_of(json_tree_root(tree)) : NULL;
	bool good = names != NULL;
	struct text bytes;
	size_t n;

	for (size_t k = 0; good && k < json_node_length(names) && k < MAX_REQUESTS; k++) {
		struct text name = json_node_text(import_arena(i), json_node_item(names, k));
		const char *url = arena_printf(import_arena(i), "%.*sapi/3/action/package_show?id=%.*s", TEXT_ARG(portal),
		    TEXT_ARG(name)).s;
		good = ask(i, url, &bytes) && take_answer(i, url, portal, bytes, &n);
	}
	json_tree_free(tree);
	return good;
}

static bool
read_pages(struct import *i, struct text portal)
{
	struct text bytes;
	size_t n, from = 0;

	/* A portal may give fewer at once than asked for; the end is where none comes. */
	for (unsigned page = 0; page < MAX_REQUESTS; page++, from += n) {
		const char *url = arena_printf(import_arena(i),
		    "%.*sapi/3/action/package_search?rows=%d&start=%zu&sort=id+asc", TEXT_ARG(portal), PAGE, from).s;
		if (!ask(i, url, &bytes) || !take_answer(i, url, portal, bytes, &n))
			return false;
		if (n == 0)
			return true;
	}
	return true;
}

bool
ckan_read(struct import *i, const char *where)
{
	struct text bytes, address = text_of(where);

	if (!is_web_address(where))
		return fetch(i, where, NULL, 0, &bytes) && ckan_read_bytes(i, where, bytes);
	struct text portal = portal_of(i, address);
	if (text_find(address, T("/package_list")) == address.n)
		return read_pages(i, portal);
	return ask(i, where, &bytes) && read_one_by_one(i, portal, bytes);
}
