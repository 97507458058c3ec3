/*
 * Application profiles of DCAT, as data (dcat/profiles.def): what each calls itself, and where what
 * it wants differs from the property table.
 */
#ifndef DCAT_PROFILE_H
#define DCAT_PROFILE_H

#include "dcat/dcat.h"

enum profile {
#define PROFILE(identifier, ...) identifier,
#include "dcat/profiles.def"
#undef PROFILE
	N_PROFILES
};

/* What a feed says of values that it does not describe itself: of code lists, foreign IRIs. */
enum profile_description {
	CLASSES_OF_VALUES, /* the class of each, and the label where it is a skos:Concept */
	SCHEMES_OF_KEYS,   /* of municipality and regional keys that they are such */
};

struct profile_facts {
	const char *name;       /* "dcat-ap-de-3": of --profile */
	const char *label;      /* "DCAT-AP.de 3.0" */
	const char *iri;        /* what records conform to */
	enum profile_description describes;
};
extern const struct profile_facts profiles[N_PROFILES];

/*
 * Where the feed of a profile lies, below the base URL and without its ending: "catalog", of a profile that
 * site.yaml names further "catalog-dcat-ap-3"; the first page of the paged one: "feed/catalog",
 * "feed/dcat-ap-3/catalog".
 */
void profile_feed(struct buf *out, enum profile p, bool is_further, bool is_paged);

/* N_PROFILES when there is none of that name. */
enum profile profile_named(struct text name);
/* The name most likely meant, or NULL. */
const char *profile_nearest(struct text name);

/* Which values of a row a statement is made of. */
enum profile_values {
	ALL_VALUES,
	OUTSIDE,     /* of a REFERENCE: an IRI that is no entry of the catalogue */
	TO_PLACES,   /* of NODE(LOCATION): with a geometry of their own, or elsewhere's IRI */
	PLACE_NAMES, /* of NODE(LOCATION): the names of places without a geometry */
	MANAGED_PLACES, /* of NODE(LOCATION): the IRIs of the lists that DCAT-AP names for places */
	AS_TEXT,     /* an IRI, as a literal */
};

/* What is not written by anybody but follows: see rdf/supply.c. */
enum profile_supply {
	NOT_SUPPLIED,
	OWN_IDENTIFIER, PORTAL_HOMEPAGE, THEME_TAXONOMY, PROFILE_IRI, OWN_PAGE, SERIES_ENDS, SERIES_PREVIOUS,
	PARENT_ORGANIZATION, GEOMETRY_NODE, GEOMETRY_LITERAL, CENTRE_OF_BBOX,
	COUNTRY_OF_KEYS, DISTRIBUTION_IN_WORDS, END_OF_OPEN_PERIOD, OWN_FEEDS, ATTRIBUTION_AS_RIGHTS,
};

enum profile_rule {
	RULE_KNOWN,    /* word: a predicate or its prefix, that only `profiles` know */
	RULE_WITHOUT,  /* the row is not written; with a word: none of its values that begin so */
	RULE_ONLY,     /* of the row's values only `values`; with a word: only those that begin so */
	RULE_FIRST,    /* of the row's values only the first */
	RULE_DATATYPE, /* the row's literals are of the type `word` */
	RULE_LIST,     /* the row's concepts are those of the same code in `list`; what has none is left out */
	RULE_INSTEAD,  /* `row` is made of `values` of the row `from`, where it has none itself */
	RULE_BESIDE,   /* `row` is made of `values` of the row `from`, too */
	RULE_FURTHER,  /* the values of `row` are written once more, as the predicate `word` */
	RULE_SUPPLY,   /* behind `row` comes what `supply` says */
};

struct profile_row {
	enum profile_rule rule;
	unsigned profiles; /* bits: 1 << enum profile */
	enum property_id row, from;
	enum profile_values values;
	enum profile_supply supply;
	enum code_list list;
	const char *word;
};
extern const struct profile_row profile_rows[];
extern const size_t n_profile_rows;

/* Does the profile know the predicate? The longest RULE_KNOWN counts; what none names, all know. */
bool profile_knows(enum profile p, const char *predicate);

#endif
