#include "catalog/own_code_lists.h"

static void
read_label(const struct yaml_node *label, struct arena *a, struct concept *row)
{
	if (!label)
		return;
	if (label->kind == YAML_SCALAR)
		row->de = row->en = arena_cstr(a, label->text);
	if (label->kind != YAML_MAPPING)
		return;
	const struct yaml_node *de = yaml_get(label, T("de")), *en = yaml_get(label, T("en"));
	row->de = de && de->kind == YAML_SCALAR ? arena_cstr(a, de->text) : NULL;
	row->en = en && en->kind == YAML_SCALAR ? arena_cstr(a, en->text) : NULL;
}

static const char *
scalar(const struct yaml_node *mapping, struct text key, struct arena *a)
{
	const struct yaml_node *node = yaml_get(mapping, key);

	return node && node->kind == YAML_SCALAR && node->text.n ? arena_cstr(a, node->text) : NULL;
}

static bool
is_true(const struct yaml_node *mapping, struct text key)
{
	const struct yaml_node *node = yaml_get(mapping, key);

	return node && node->kind == YAML_SCALAR && text_equal(node->text, T("true"));
}

static void
read_code_list_row(struct code_lists *lists, struct arena *a, enum code_list list, const struct yaml_node *node,
    struct diagnostics *d)
{
	struct concept row = { 0 };
	const char *fault = "{}";

	if (node->kind == YAML_MAPPING) {
		row.code = scalar(node, T("code"), a);
		row.iri = scalar(node, T("iri"), a);
		row.media_type = scalar(node, T("media_type"), a);
		row.url = scalar(node, T("url"), a);
		row.broader = scalar(node, T("broader"), a);
		row.aliases = scalar(node, T("aliases"), a);
		read_label(yaml_get(node, T("label")), a, &row);
		row.flags = (is_true(node, T("machine_readable")) ? MACHINE_READABLE : 0) |
			    (is_true(node, T("open")) ? OPEN_FORMAT | OPEN_LICENSE : 0) |
			    (is_true(node, T("attribution")) ? ATTRIBUTION_REQUIRED : 0);
		fault = !row.code ? "code" : !row.iri ? "iri" : !row.de && !row.en ? "label" : NULL;
		if (!fault && !code_lists_add(lists, list, &row))
			fault = row.code;
	}
	if (fault)
		diagnose(d, BAD_CODE_LIST_ROW, node->at, text_of(code_list_facts[list].name), text_of(fault));
}

void
own_code_lists_read(struct code_lists *lists, struct arena *a, const struct yaml_node *node, struct diagnostics *d)
{
	if (!node)
		return;
	if (node->kind != YAML_MAPPING) {
		diagnose(d, WRONG_KIND, node->at, T("code_lists"), T("{…}"), T("code_lists: {file-type: [{code: …}]}"));
		return;
	}
	for (const struct yaml_node *key = node->first; key; key = yaml_value(key)->next) {
		size_t list = 0;
		while (list < N_CODE_LISTS && !text_equal(text_of(code_list_facts[list].name), key->text))
			list++;
		if (list == N_CODE_LISTS)
			diagnose(d, UNKNOWN_KEY, key->at, key->text, T("code_lists"), T(""));
		else if (yaml_value(key)->kind == YAML_SEQUENCE)
			for (const struct yaml_node *row = yaml_value(key)->first; row; row = row->next)
				read_code_list_row(lists, a, (enum code_list)list, row, d);
	}
}
