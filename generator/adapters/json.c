#include "adapters/json.h"

#include "core/die.h"

#include <jansson.h>
#include <stdio.h>
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

enum json_kind
json_node_kind(const struct json_node *n)
{
	const json_t *v = value(n);

	if (!v || json_is_null(v))
		return JSON_NOTHING;
	switch (json_typeof(v)) {
	case JSON_STRING: return JSON_TEXT;
	case JSON_INTEGER:
	case JSON_REAL: return JSON_NUMBER;
	case JSON_ARRAY: return JSON_LIST;
	case JSON_OBJECT: return JSON_MEMBERS;
	default: return JSON_TRUTH;
	}
}

/* The shortest digits that are the same number again. */
static struct text
real_text(struct arena *a, double number)
{
	char digits[40];

	for (int precision = 15; precision <= 17; precision++) {
		snprintf(digits, sizeof digits, "%.*g", precision, number);
		if (strtod(digits, NULL) == number)
			break;
	}
	return arena_text(a, text_of(digits));
}

struct text
json_node_text(struct arena *a, const struct json_node *n)
{
	const json_t *v = value(n);

	switch (json_node_kind(n)) {
	case JSON_TEXT: return (struct text){ json_string_value(v), json_string_length(v) };
	case JSON_NUMBER:
		if (json_is_integer(v))
			return arena_printf(a, "%lld", (long long)json_integer_value(v));
		return real_text(a, json_real_value(v));
	case JSON_TRUTH: return json_is_true(v) ? T("true") : T("false");
	default: return T("");
	}
}

static int
by_key(const void *a, const void *b)
{
	return text_compare(((const struct json_member *)a)->key, ((const struct json_member *)b)->key);
}

size_t
json_node_members(struct arena *a, const struct json_node *object, struct json_member **members)
{
	json_t *o = value(object), *v;
	size_t n = 0;
	const char *key;

	if (json_node_kind(object) != JSON_MEMBERS)
		return 0;
	*members = arena_array(a, struct json_member, json_object_size(o));
	json_object_foreach(o, key, v)
		(*members)[n++] = (struct json_member){ text_of(key), (const struct json_node *)v };
	if (n)
		qsort(*members, n, sizeof **members, by_key);
	return n;
}
