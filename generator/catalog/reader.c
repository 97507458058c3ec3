/*
 * Mappings by the property table: keys, texts in languages, parts, lists.
 */
#include "catalog/reader.h"

#include "catalog/value.h"

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

		void *number = (void *)(uintptr_t)(property_successor((enum property_id)p) + 1);

		table_set(of_class, text_of(properties[p].key), number);
		while (text_next(&rest, '|', &alias))
			if (!table_get(of_class, alias))
				table_set(of_class, alias, number);
	}
	return keys;
}

void
reader_keys_free(struct table *keys)
{
	for (size_t i = 0; i < N_CLASSES; i++)
		table_free(&keys[i]);
}

enum property_id
reader_key(const struct reader *r, enum class class, struct text key)
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

/* What a property wants to see, for messages. */
static struct text
example(struct reader *r, const struct property *p)
{
	return arena_printf(r->scratch, "%s: %s", p->key, p->example);
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
	v.text = reader_keep(r, v.text);
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

enum property_id
reader_shorthand(enum class class)
{
	static const struct {
		enum class class;
		enum property_id property;
	} shorthands[] = {
		{ CLASS_LOCATION, LOCATION_uri },
		{ CLASS_IDENTIFIER, IDENTIFIER_notation },
		{ CLASS_PROVENANCE, PROVENANCE_label },
		{ CLASS_ACTIVITY, ACTIVITY_label },
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
	enum property_id word = reader_shorthand(class);

	if (node->kind == YAML_SCALAR && class == CLASS_SERVICE) {
		/* The id of a service described in services/; linked later. */
		struct value v = { .at = node->at, .property = (uint16_t)p };
		if (value_id(r, resource, &properties[p], node, &v))
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
	case KIND_BBOX: good = value_bbox(r, node, &v); break;
	case KIND_POINT: good = value_point(r, node, &v); break;
	default:
		if (node->kind != YAML_SCALAR)
			wrong_kind(r, property, node);
		else if (text_trim(node->text).n == 0)
			diagnose(r->d, EMPTY_VALUE, node->at, text_of(property->key));
		else
			good = value_scalar(r, resource, property, node, &v);
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
		enum property_id p = reader_key(r, class, key->text);
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
