/*
 * YAML to nodes that know their place (libyaml, event API), read strictly: no anchors, aliases,
 * tags, merge keys, directives or second documents, no duplicate keys, at most YAML_MAX_DEPTH
 * levels, UTF-8 only. Scalars stay text: who reads a node knows the type it wants.
 */
#ifndef ADAPTERS_YAML_H
#define ADAPTERS_YAML_H

#include "core/diagnostic.h"

enum { YAML_MAX_DEPTH = 16, YAML_MAX_BYTES = 64 << 10 };

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
	enum yaml_kind kind;
	bool is_quoted;         /* scalar in quotes or a block: "" is an empty text, not absent */
	struct place at;        /* of the first character (for quotes: of the opening one) */
	struct text text;       /* scalar: its value; a view into the source where the bytes are the same */
	struct yaml_node *first; /* sequence: its items; mapping: key, value, key, value … */
	struct yaml_node *next;
	size_t n;               /* items of a sequence, pairs of a mapping */
};

/*
 * Reads source->bytes[from … from+length). Places are those of the whole source. Every finding is
 * diagnosed; NULL when the text could not be read as YAML at all (after at least one error). An
 * empty text is an empty mapping. Duplicate keys and the like are diagnosed and the node is still
 * returned, without the pairs refused (of duplicates the first one stays), so that other findings
 * are not hidden. A byte order mark at the beginning of the file is passed over.
 */
struct yaml_node *yaml_read(struct arena *a, const struct source *source, size_t from, size_t length,
    struct diagnostics *d);

/* The value of a key of a mapping, or NULL. */
struct yaml_node *yaml_get(const struct yaml_node *mapping, struct text key);

/* for (const struct yaml_node *key = map->first; key; key = yaml_value(key)->next) … */
static inline struct yaml_node *
yaml_value(const struct yaml_node *key)
{
	return key->next;
}

#endif
