/*
 * The order of the members of a series: by the beginning of what they cover, then by when they were
 * issued, then by id.
 */
#ifndef CATALOG_SERIES_ORDER_H
#define CATALOG_SERIES_ORDER_H

#include "catalog/catalog.h"

struct series_order;

/* As qsort wants it; of two members of one series. */
int series_compare(const struct resource *a, const struct resource *b);

/* Lives as long as the arena. */
const struct series_order *series_order_new(struct arena *a, const struct catalog *c);

/* NULL when the series has no public member. */
const struct resource *series_first(const struct series_order *o, const struct resource *series);
const struct resource *series_last(const struct series_order *o, const struct resource *series);
/* The member before the dataset; NULL when it is the first, or none. */
const struct resource *series_previous(
    const struct series_order *o, const struct resource *series, const struct resource *dataset);

#endif
