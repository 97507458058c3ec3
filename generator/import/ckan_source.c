/*
 * Where CKAN's datasets come from: a file, or the API page by page.
 */
#include "adapters/json.h"
#include "import/ckan_fields.h"
#include "import/fetch.h"

enum {
	PAGE = 500,           /* datasets asked for at once */
	MAX_REQUESTS = 20000, /* of one import */
};

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
		ckan_dataset(i, place_of(i, where), portal, one ? one : root);
		*n = 1;
	} else if (!list || (json_node_length(list) && json_node_kind(json_node_item(list, 0)) != JSON_MEMBERS)) {
		fetch_failed(i, where, "no list of datasets in it (package_search, current_package_list_with_resources)");
		good = false;
	} else {
		*n = json_node_length(list);
		if (portal.n == 0)
			portal = portal_in(import_arena(i), list);
		for (size_t k = 0; k < *n; k++)
			ckan_dataset(i, place_of(i, where), portal, json_node_item(list, k));
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
