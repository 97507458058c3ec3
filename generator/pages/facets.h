/*
 * Datasets by what they have in common: computed once from the public set, in time that grows with
 * the number of values.
 */
#ifndef PAGES_FACETS_H
#define PAGES_FACETS_H

#include "catalog/catalog.h"

enum facet_id { FACET_THEME, FACET_PUBLISHER, FACET_FORMAT, FACET_LICENSE, FACET_HVD, FACET_SERIES, N_FACETS };

/* The datasets of one theme, publisher …, as indexes into catalog->datasets, newest first. */
struct facet_group {
	const uint32_t *datasets;
	size_t n;
};

struct facet {
	/* By concept->number or resource->number; n == 0 for those without datasets. */
	struct facet_group *groups;
	size_t n;
};

struct facets {
	struct facet list[N_FACETS];
	struct facet_group all; /* every dataset, newest `modified` first, then by title */
	uint32_t *rank;         /* dataset → its place in `all` */
	uint32_t *publishers;    /* dataset → number of its publisher; UINT32_MAX without one */
	size_t n_machine_readable, n_open; /* datasets with such a format, under an open licence */
	struct table keywords;  /* keyword → const struct facet_group * */
};

void facets_make(struct facets *f, const struct catalog *c, struct arena *a);
void facets_free(struct facets *f);

/* The date a dataset is sorted by: modified, else issued; NULL without either. */
const struct value *dataset_date(const struct resource *dataset);
/* The licence of a dataset: its own, else that of its first distribution. */
const struct value *dataset_license(const struct resource *dataset);

#endif
