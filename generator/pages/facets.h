/*
 * Datasets by what they have in common: computed once from the public set, in time that grows with
 * the number of values.
 */
#ifndef PAGES_FACETS_H
#define PAGES_FACETS_H

#include "catalog/catalog.h"

enum facet_id {
	FACET_THEME, FACET_PUBLISHER, FACET_FORMAT, FACET_LICENSE, FACET_HVD,
	FACET_YEAR,    /* of the date that lists show; its number is the year itself */
	FACET_KEYWORD,
	FACET_REGION,  /* the places of spatial */
	FACET_SERIES,
	N_FACETS
};

/* The datasets of one theme, publisher …, as indexes into catalog->datasets, newest first. */
struct facet_group {
	const uint32_t *datasets;
	size_t n;
};

/* What datasets have in common that share both a value of one facet and one of another. */
struct pair {
	enum facet_id facets[2];
	uint32_t numbers[2];
	struct facet_group group;
	bool has_page;
};

/* The values of another facet among the datasets of one value, the largest first. */
struct parts {
	const struct pair *const *list;
	size_t n;
};

struct facet {
	/* By concept->number, resource->number, keyword->number or year; n == 0 for those without datasets. */
	struct facet_group *groups;
	size_t n;
	const uint32_t *values;  /* of the datasets, one after the other */
	const uint32_t *starts;  /* dataset → the first of its values; one more than datasets */
	size_t least; /* datasets that a value must have for a page of its own */
	struct parts *parts[N_FACETS]; /* by the other facet and the value's number; NULL where they make no pairs */
};

/* A keyword however it is spelt: "Öffentlicher Raum", "öffentlicher-raum". */
struct keyword {
	struct text name;                  /* in addresses: "oeffentlicher-raum" */
	const struct value *const *titles; /* by language of the interface; NULL where only other languages have it */
	uint32_t number;
};

/* A place, by whatever languages its name is known: location_code(). */
struct region {
	struct text name;             /* in addresses: "leipzig" */
	struct text code;             /* in the search */
	const struct resource *place; /* the first dataset's: what says its title */
	uint32_t number;
	bool has_other_codes; /* that make the same address: "Leipzig" and "leipzig" */
};

/*
 * Pages that narrow down are bounded, so that a portal's size grows with its datasets and not with
 * what can be combined: keywords together, places together, and pairs together, get at most one page for each
 * DATASETS_FOR_A_PAGE datasets, or FEWEST_PAGES. Where that is not enough, the smallest go without.
 * Beyond MOST_PAGES nobody turns over: lists of the facets that are no main way to a dataset end there.
 */
enum { DATASETS_A_PAGE = 50, MOST_PAGES = 10, DATASETS_FOR_A_PAGE = 10, FEWEST_PAGES = 500 };

struct facets {
	struct facet list[N_FACETS];
	struct facet_group all; /* every dataset, newest `modified` first, then by title */
	uint32_t *rank;         /* dataset → its place in `all` */
	const struct facet_group *in_series; /* by resource->number: the datasets of a series in its own order, latest first */
	uint32_t *publishers;    /* dataset → number of its publisher; UINT32_MAX without one */
	size_t n_machine_readable, n_open; /* datasets with such a format, under an open licence */
	const struct pair *pairs; /* of every two facets that make pairs */
	size_t n_pairs;
	struct table spellings;  /* of keywords → struct keyword * */
	struct table keywords;   /* their names → struct keyword *, in the order of their numbers */
	struct table codes;      /* of places → struct region * */
	struct table regions;    /* their names → struct region *, in the order of their numbers */
};

/* `languages`: of each language of the interface its index into catalog->languages. */
void facets_make(struct facets *f, const struct catalog *c, struct arena *a, const unsigned *languages);
void facets_free(struct facets *f);

/* Whether a dataset has a value, also one that is no longer in any group: it was withdrawn. */
bool facet_holds(const struct facets *f, const struct catalog *c, const struct resource *dataset, enum facet_id id, size_t number);

/* NULL when no dataset names the place, or it is a shape only. */
const struct region *facet_region(const struct facets *f, const struct catalog *c, const struct resource *place);

bool facet_has_page(const struct facets *f, enum facet_id id, size_t number);
/* Whether its lists end at MOST_PAGES. */
bool facet_is_capped(enum facet_id id);
/* Pages of a list of so many datasets; at least one. */
size_t list_pages(size_t n, bool is_capped);

/* The date a dataset is sorted by: modified, else issued; NULL without either. */
const struct value *dataset_date(const struct resource *dataset);

#endif
