#include "catalog/sources.h"

#include "catalog/reader.h"

#include <string.h>

const char *const catalog_source_keys[] = { "name", "type", "from", "into", "texts", "repair", NULL };

static struct text
scalar(const struct yaml_node *row, const char *key)
{
	const struct yaml_node *v = yaml_get(row, text_of(key));

	return v && v->kind == YAML_SCALAR ? text_trim(v->text) : T("");
}

/* "geo", "geo/umwelt" */
static bool
is_folder(struct text t)
{
	struct text part;

	if (text_ends(t, T("/")))
		return false;
	while (text_next(&t, '/', &part))
		if (!is_id(part))
			return false;
	return true;
}

static bool
is_taken(const struct catalog_source *list, size_t n, struct text name)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(list[i].name, name))
			return true;
	return false;
}

/* The key that is missing or wrong; NULL when all is well. */
static const char *
fault(const struct catalog_source *s, const struct catalog_source *list, size_t n)
{
	return !is_id(s->name) || is_taken(list, n, s->name) ? "name" :
	       s->type.n == 0 ? "type" : s->from.n == 0 ? "from" : !is_folder(s->into) ? "into" : NULL;
}

static void
check_keys(const struct yaml_node *row, struct diagnostics *d)
{
	for (const struct yaml_node *key = row->first; key; key = yaml_value(key)->next) {
		size_t i = 0;
		while (catalog_source_keys[i] && !text_equal(text_of(catalog_source_keys[i]), key->text))
			i++;
		if (!catalog_source_keys[i])
			diagnose(d, UNKNOWN_KEY, key->at, key->text, T("sources"), T(""));
	}
}

struct catalog_source *
catalog_sources_read(struct arena *a, const struct yaml_node *list, size_t *n, struct diagnostics *d)
{
	struct catalog_source *sources = arena_array(a, struct catalog_source, list ? list->n : 0);

	*n = 0;
	if (!list)
		return NULL;
	if (list->kind != YAML_SEQUENCE) {
		diagnose(d, WRONG_KIND, list->at, T("sources"), T("[…]"),
		    T("sources: [{name: geoportal, type: iso19139, from: https://geo.example.org/csw}]"));
		return NULL;
	}
	for (const struct yaml_node *row = list->first; row; row = row->next) {
		struct catalog_source *s = &sources[*n];
		const char *wrong = "name";
		if (row->kind == YAML_MAPPING) {
			check_keys(row, d);
			*s = (struct catalog_source){ .at = row->at,
				.name = scalar(row, "name"),
				.type = scalar(row, "type"),
				.from = scalar(row, "from"),
				.into = scalar(row, "into"),
				.texts = scalar(row, "texts"),
				.repairs = text_equal(scalar(row, "repair"), T("true")) };
			if (s->into.n == 0)
				s->into = s->name;
			wrong = fault(s, sources, *n);
		}
		if (wrong)
			diagnose(d, BAD_SOURCE_ROW, row->at, text_of(wrong));
		else
			++*n;
	}
	return sources;
}
