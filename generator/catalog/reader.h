/*
 * From YAML to values, by the property table: one function for every class. What a value must look
 * like is decided by its property's kind, never by its spelling.
 *
 * A resource under construction keeps its values in the scratch arena; freeze() moves the finished
 * tree to the arena that stays.
 */
#ifndef CATALOG_READER_H
#define CATALOG_READER_H

#include "adapters/yaml.h"
#include "catalog/catalog.h"

/* The languages of the catalogue's texts. Index 0 is the default. */
struct languages {
	struct text tags[MAX_LANGUAGES];
	size_t n;
};

/* What a thread needs for reading. */
struct reader {
	struct arena *arena;   /* stays */
	struct arena *scratch; /* for one entry */
	struct diagnostics *d;
	const struct code_lists *lists;
	const struct languages *languages;
	const struct table *keys; /* [N_CLASSES]: key or alias in lower case → property */
	uint8_t flags;            /* put on every value: VALUE_DEFAULT while defaults are read */
};

/* Tables of keys for `struct reader`; N_CLASSES of them. */
struct table *reader_keys_new(struct arena *a);
void reader_keys_free(struct table *keys);

/* The property of a class with this key or alias, or N_PROPERTIES. */
enum property_id reader_key(const struct reader *r, enum class class, struct text key);

struct resource *reader_resource(struct reader *r, enum class class, const struct source *source,
    struct place at, struct text id, struct text iri, const struct resource *owner);

/* Every pair of the mapping; `skip` (may be NULL) is a key that belongs to somebody else. */
void reader_mapping(struct reader *r, struct resource *resource, const struct yaml_node *mapping,
    const char *const *skip);

/* One property from its node. */
void reader_property(struct reader *r, struct resource *resource, enum property_id p,
    const struct yaml_node *node);

/* One text in one language; used for the body of an entry and for translations. */
void reader_text(struct reader *r, struct resource *resource, enum property_id p,
    const struct yaml_node *node, unsigned language);

/* Puts a value in its place in the resource (ordered by property, then as added). */
void reader_add(struct reader *r, struct resource *resource, struct value v);
void reader_add_text(struct reader *r, struct resource *resource, enum property_id p, struct text t,
    struct place at);
void reader_add_concept(struct reader *r, struct resource *resource, enum property_id p,
    const struct concept *c, struct place at);
void reader_add_part(struct reader *r, struct resource *resource, enum property_id p,
    struct resource *part);
void reader_remove(struct resource *resource, enum property_id p);

/* Gives a part its id and IRI below its owner: "distribution-1f0c77aa", "contact", "contact-2". */
void reader_name_part(struct reader *r, struct resource *part);

/* The property that may be written as one word instead of a mapping: `spatial: https://…`; N_PROPERTIES
 * when the class has none. */
enum property_id reader_shorthand(enum class class);

/* The text, copied to the arena that stays: the bytes of the file do not. */
struct text reader_keep(struct reader *r, struct text t);

/* Moves the values of the resource and all its parts to r->arena. */
void reader_freeze(struct reader *r, struct resource *resource);

/* "baumkataster": [a-z0-9][a-z0-9-]* */
bool is_id(struct text t);

#endif
