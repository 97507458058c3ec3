/*
 * Resources: datasets, distributions, agents … as lists of values. A value remembers where it was
 * written. After linking (catalog/link.h) nothing here changes any more and threads share it.
 */
#ifndef DCAT_RESOURCE_H
#define DCAT_RESOURCE_H

#include "core/diagnostic.h"
#include "dcat/dcat.h"

enum value_flags {
	VALUE_DEFAULT = 1,  /* from `defaults:` of catalog.yaml */
	VALUE_COMPUTED = 2, /* by the generator: byte size, checksum, a derived level … */
	VALUE_INVALID = 4,  /* already diagnosed; nothing may project it */
};

/* There are some 80 in a dataset: aligned for its pointers each would have four bytes more. */
struct __attribute__((packed, aligned(4))) value {
	struct place at;
	struct text text; /* canonical: TEXT as written; DATE, numbers checked; WKT for geometries;
	                   * EMAIL with mailto:, TELEPHONE with tel:; REFERENCE the id or IRI */
	union {
		const struct concept *concept;   /* KIND_CONCEPT; NULL: an IRI outside the list */
		const struct resource *resource; /* KIND_NODE; KIND_REFERENCE: NULL when `text` is an IRI */
	};
	uint16_t property; /* enum property_id */
	uint8_t language;  /* TEXT, MARKDOWN: index into the catalogue's languages; else 0 */
	uint8_t flags;
};

enum { N_GROUPS = 8 };

enum release { RELEASE_UNKNOWN, RELEASE_PUBLIC, RELEASE_INTERNAL, RELEASE_DRAFT, RELEASE_WITHDRAWN };

struct resource {
	enum class class : 8;
	/* As a dataset says; a series or service is RELEASE_WITHDRAWN if it says `withdrawn`; everything else
	 * is RELEASE_PUBLIC. */
	enum release release : 8;
	bool is_unreadable;       /* its file could not be read: only its id is known */
	bool is_outline;          /* a dataset of which only what others depend on was read */
	uint32_t number;          /* its place in the catalogue's list of its class (public set) */
	const struct source *source;
	struct place at;
	/* "baumkataster"; of a part: "distribution-1f0c77aa" */
	struct text id;
	/* Below base_url: "datasets/baumkataster", "datasets/baumkataster#distribution-1f0c77aa";
	 * absolute for what has an IRI of its own elsewhere (a place of GeoNames). */
	struct text iri;
	const struct resource *owner; /* the dataset of a distribution …; NULL for an entry of its own */
	struct value *values;         /* ordered by property, then as written */
	uint32_t n_values;
	/* From where the values of each eight properties of its class are looked for; from the last one on
	 * those of all others. */
	uint8_t begins[N_GROUPS];
};

/* Sets `begins`, when all values are there: without it they are looked for from the first one on. */
void resource_index(struct resource *r);

/* The values of one property: `for (v = resource_values(r, DATASET_themes, &n); n--; v++)`. */
const struct value *resource_values(const struct resource *r, enum property_id p, size_t *n);
/* The first one, or NULL. */
const struct value *resource_value(const struct resource *r, enum property_id p);
struct text resource_text(const struct resource *r, enum property_id p); /* empty when absent */
const struct concept *resource_concept(const struct resource *r, enum property_id p);
bool resource_has(const struct resource *r, enum property_id p);

/* The text in `language`, else in the default language (0), else the first there is; NULL if none. */
const struct value *resource_in_language(const struct resource *r, enum property_id p, unsigned language);

/* Where entries of a class say what they were called before; N_PROPERTIES when they do not. */
enum property_id former_ids_of(enum class class);

/* When, why and for what an entry was withdrawn; NULL: it does not say so. */
const struct value *withdrawal_of(const struct resource *r);

/* What took the place of a withdrawn entry at last, over others that were withdrawn, too; NULL: nothing did. */
const struct resource *last_successor(const struct resource *r);

/* Entries of which class a reference in an entry leads to: what replaces a withdrawn one is of its own kind. */
enum class reference_target(enum class entry, enum property_id p);

/* The title of anything: title, name; else its id. */
struct text resource_title(const struct resource *r, unsigned language);

#endif
