/*
 * What DCAT-AP.de says, as data: classes and their properties (dcat/dcat.def), namespaces
 * (dcat/prefixes.def).
 */
#ifndef DCAT_DCAT_H
#define DCAT_DCAT_H

#include "core/text.h"
#include "dcat/code_lists.h"

enum class {
	CLASS_NONE,
#define CLASS(name, ...) CLASS_##name,
#define PROPERTY(...)
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
	N_CLASSES
};

/* DATASET_title, DISTRIBUTION_access_url … : the rows of the table, in its order. */
enum property_id {
#define CLASS(...)
#define PROPERTY(class, key, ...) class##_##key,
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
	N_PROPERTIES
};

enum kind {
	KIND_TEXT, KIND_MARKDOWN, KIND_STRING, KIND_DATE, KIND_INTEGER, KIND_DECIMAL, KIND_DURATION, KIND_HEX,
	KIND_BBOX, KIND_POINT, KIND_GEOMETRY,
	KIND_IRI, KIND_URL, KIND_EMAIL, KIND_TELEPHONE,
	KIND_CONCEPT, KIND_REFERENCE, KIND_NODE, KIND_FILE, KIND_ID, KIND_RELEASE,
};

enum obligation { MANDATORY, RECOMMENDED, OPTIONAL, DEPRECATED, OWN };

struct property {
	const char *key;
	enum class class; /* whose property it is */
	enum kind kind;
	unsigned target; /* KIND_CONCEPT: enum code_list; KIND_REFERENCE, KIND_NODE: enum class */
	bool is_required, is_repeatable; /* 1..n; 0..n. Of texts: one per language when not repeatable */
	enum obligation obligation;
	const char *predicate; /* "dct:title"; NULL: steers the catalogue, or is written in its own way */
	const char *aliases;   /* '|' between them */
	const char *label[2];  /* by enum interface_language */
	const char *help[2];   /* a sentence or two for a clerk */
	const char *example;   /* a value as YAML, without the key */
};
extern const struct property properties[N_PROPERTIES];

struct class_facts {
	const char *iri; /* "dcat:Dataset"; NULL when it is no RDF */
	const char *label[2];
	const char *words; /* both labels, as a word of a diagnostic in two languages */
	enum property_id first; /* its rows are first … first + n - 1 */
	unsigned n;
};
extern const struct class_facts classes[N_CLASSES];

/*
 * What took the place of a deprecated property and says the same; else the property itself. What is
 * written under the old key is a value of the new one, and a profile that asks for the old predicate
 * writes the new one's values under it.
 */
enum property_id property_successor(enum property_id p);

/* The property of a class with this key or alias (ASCII case apart), or N_PROPERTIES; of an old key
 * its successor. */
enum property_id property_named(enum class class, struct text key);
/* The key most likely meant, or N_PROPERTIES. */
enum property_id property_nearest(enum class class, struct text key);

struct prefix {
	const char *name, *iri;
};
extern const struct prefix prefixes[];
extern const size_t n_prefixes;
extern const size_t n_document_prefixes; /* the first ones: those that every document declares */

/* "dct:title" → "http://purl.org/dc/terms/title"; a prefix must be in the table. */
void prefixed_iri(struct buf *out, const char *name);

#endif
