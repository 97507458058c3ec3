#include "adapters/json.h"

#include "core/die.h"

#include <jansson.h>
#include <stdlib.h>

struct json_tree {
	json_t *root;
};

static json_t *
value(const struct json_node *n)
{
	return (json_t *)(uintptr_t)n;
}

struct json_tree *
json_tree_read(struct text bytes)
{
	json_t *root = json_loadb(bytes.s, bytes.n, JSON_DECODE_ANY, NULL);

	if (!root)
		return NULL;
	struct json_tree *t = allocate(sizeof *t);
	t->root = root;
	return t;
}

void
json_tree_free(struct json_tree *t)
{
	if (!t)
		return;
	json_decref(t->root);
	free(t);
}

const struct json_node *
json_tree_root(const struct json_tree *t)
{
	return (const struct json_node *)t->root;
}

const struct json_node *
json_node_member(const struct json_node *object, const char *key)
{
	return (const struct json_node *)json_object_get(value(object), key);
}

size_t
json_node_length(const struct json_node *array)
{
	return json_array_size(value(array));
}

const struct json_node *
json_node_item(const struct json_node *array, size_t i)
{
	return (const struct json_node *)json_array_get(value(array), i);
}

bool
json_node_is(const struct json_node *string, const char *expected)
{
	/* Not json_string_value(): core/json.h writes under that name. */
	json_t *e = json_string(expected);
	bool is_equal = string && json_equal(value(string), e);

	json_decref(e);
	return is_equal;
}

bool
json_node_number(const struct json_node *number, double *v)
{
	*v = json_number_value(value(number));
	return json_is_number(value(number));
}
