/*
 * JSON for reading (jansson): trees of values that live as long as the tree. Writing is
 * core/json.h.
 */
#ifndef ADAPTERS_JSON_H
#define ADAPTERS_JSON_H

#include "core/arena.h"

struct json_tree;
struct json_node; /* never made here: a name for jansson's values */

/* NULL when the bytes are no JSON (RFC 8259). */
struct json_tree *json_tree_read(struct text bytes);
void json_tree_free(struct json_tree *t); /* NULL is allowed */
const struct json_node *json_tree_root(const struct json_tree *t);

/* All of these take NULL and values of another kind: then they give NULL, 0 or false. */
const struct json_node *json_node_member(const struct json_node *object, const char *key);
size_t json_node_length(const struct json_node *array);
const struct json_node *json_node_item(const struct json_node *array, size_t i);
bool json_node_is(const struct json_node *string, const char *value);
bool json_node_number(const struct json_node *number, double *value);

enum json_kind { JSON_NOTHING /* null, or no node */, JSON_TEXT, JSON_NUMBER, JSON_TRUTH, JSON_LIST, JSON_MEMBERS };
enum json_kind json_node_kind(const struct json_node *n);
/* A string as it stands (a view into the tree), a number or truth value as JSON writes it; else empty. */
struct text json_node_text(struct arena *a, const struct json_node *n);

struct json_member {
	struct text key; /* a view into the tree */
	const struct json_node *value;
};
/* The members of an object, sorted by key, in the arena; of anything else none. */
size_t json_node_members(struct arena *a, const struct json_node *object, struct json_member **members);

#endif
