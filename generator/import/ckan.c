#include "import/ckan.h"

#include "adapters/json.h"
#include "import/ckan_fields.h"
#include "import/value.h"

enum { MAX_POINTS_DEPTH = 8 }; /* of GeoJSON's lists */

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
	const struct json_node *node = ckan_node(f, name);
	struct text t = json_node_text(f->arena, node);
	struct json_tree *tree = t.n ? json_tree_read(t) : NULL;
	struct box box = { 0 };

	if (ckan_says_nothing(f->arena, node))
		return;
	widen(&box, json_node_member(tree ? json_tree_root(tree) : node, "coordinates"), 0);
	struct text w = json_node_text(f->arena, box.west), s = json_node_text(f->arena, box.south);
	struct text e = json_node_text(f->arena, box.east), n = json_node_text(f->arena, box.north);
	if (box.points == 0)
		import_lost(f->i, f->at, text_of(name), ckan_shown(f->arena, node), LOCATION_bbox);
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
	const struct json_node *groups = ckan_node(f, "groups");

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
	const struct json_node *tags = ckan_node(f, "tags");

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

static struct text
stated_licence(struct text t)
{
	t = text_trim(t);
	return text_equal_nocase(t, T("none")) || text_equal_nocase(t, T("notspecified")) ? T("") : t;
}

/* --- resources ------------------------------------------------------------------------------------- */

static void
take_checksum(struct fields *f, struct draft *d)
{
	static const struct {
		size_t digits;
		const char *algorithm;
	} lengths[] = { { 32, "md5" }, { 40, "sha1" }, { 64, "sha256" } };
	struct text hash = ckan_text(f, "hash"), algorithm = ckan_text(f, "hash_algorithm");
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

	ckan_open(&f, i, entry->at, "resources.", resource);
	struct text url = ckan_text(&f, "url"), access = ckan_text(&f, "access_url");
	struct text download = ckan_text(&f, "download_url");
	ckan_prose(&f, d, DISTRIBUTION_title, "name", "name_translated");
	ckan_prose(&f, d, DISTRIBUTION_description, "description", "description_translated");
	if (download.n == 0 && text_equal(ckan_text(&f, "url_type"), T("upload")))
		download = url;
	if (access.n == 0)
		access = url;
	/* As written, with the blanks around it: check reports them, and they are not this import's to hide. */
	draft_add(d, DISTRIBUTION_download_url, download);
	if (!text_equal(access, download))
		draft_add(d, DISTRIBUTION_access_url, access);
	if (url.n && !text_equal(url, access) && !text_equal(url, download))
		import_unmapped(i, entry->at, T("resources.url"), url);
	value_add(i, d, DISTRIBUTION_license, T("resources.license"), stated_licence(ckan_text(&f, "license")));
	take_checksum(&f, d);
	ckan_apply(&f, RESOURCE, d);
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
	struct text name = ckan_text(f, "publisher_name"), uri = ckan_text(f, "publisher_uri");
	struct draft *fresh;

	if (name.n == 0)
		return take_organization(f, ckan_node(f, "organization"));
	struct text id = import_agent(f->i, uri, name, T(""), &fresh);
	if (fresh) {
		value_add(f->i, fresh, AGENT_type, T("publisher_type"), ckan_text(f, "publisher_type"));
		value_add(f->i, fresh, AGENT_email, T("publisher_email"), ckan_text(f, "publisher_email"));
		value_add(f->i, fresh, AGENT_homepage, T("publisher_url"), ckan_text(f, "publisher_url"));
	}
	return id;
}

/* --- datasets -------------------------------------------------------------------------------------- */

static const char *
release_of(struct fields *f)
{
	if (text_equal(ckan_text(f, "state"), T("draft")))
		return "draft";
	return text_equal(ckan_text(f, "private"), T("true")) ? "internal" : "public";
}

void
ckan_dataset(struct import *i, struct place source, struct text portal, const struct json_node *package)
{
	static struct fields f; /* large; one dataset is read at a time */
	struct arena *a = import_arena(i);
	struct text id = json_node_text(a, json_node_member(package, "id"));
	struct text name = json_node_text(a, json_node_member(package, "name"));
	struct text title = json_node_text(a, json_node_member(package, "title"));
	struct text type = json_node_text(a, json_node_member(package, "type"));
	struct text state = json_node_text(a, json_node_member(package, "state"));

	if (type.n && !text_equal(type, T("dataset"))) {
		import_other_kind(i, source, title.n ? title : name, type);
		return;
	}
	if (text_equal(state, T("deleted")))
		return;
	ckan_open(&f, i, source, "", package);
	struct text publisher = take_publisher(&f);
	struct draft *d = import_entry(i, CLASS_DATASET, id, name.n ? name : title, publisher);
	if (!d)
		return;
	f.at = d->at;
	if (portal.n)
		d->page = arena_printf(a, "%.*sdataset/%.*s", TEXT_ARG(portal), TEXT_ARG(name));
	d->issued = arena_text(a, text_slice(ckan_text(&f, "metadata_created"), 0, 10));
	d->modified = arena_text(a, text_slice(ckan_text(&f, "metadata_modified"), 0, 10));
	ckan_prose(&f, d, DATASET_title, "title", "title_translated");
	ckan_prose(&f, d, DATASET_description, "notes", "notes_translated");
	draft_add(d, DATASET_release, text_of(release_of(&f)));
	draft_add(d, DATASET_publisher, publisher);
	take_groups(&f, d);
	ckan_each(&f, d, "theme", DATASET_themes, take_theme);
	take_tags(&f, d);
	value_add(i, d, DATASET_license, T("license_id"), stated_licence(ckan_text(&f, "license_id")));
	take_place(&f, d, "spatial");
	take_place(&f, d, "spatial_bbox");
	take_place(&f, d, "spatial_centroid");
	ckan_each(&f, d, "politicalGeocodingURI", DATASET_political_geocoding, take_geocoding);
	ckan_each(&f, d, "dcat_type", DATASET_type, take_type);
	ckan_apply(&f, DATASET, d);
	const struct json_node *resources = json_node_member(package, "resources");
	for (size_t k = 0; k < json_node_length(resources); k++)
		take_resource(i, d, json_node_item(resources, k));
}
