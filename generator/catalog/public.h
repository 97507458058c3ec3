#ifndef CATALOG_PUBLIC_H
#define CATALOG_PUBLIC_H

#include "catalog/catalog.h"

/*
 * The part of a catalogue that the public may see: datasets released as public, and of agents, series
 * and services those that something public names; what was withdrawn apart, but for series and services that only
 * internal datasets know. The one place where this is decided.
 */
struct catalog public_set(struct arena *a, const struct catalog *all);

/* Whether the public set has an entry, or the entry that a part belongs to; as a withdrawn one, too. */
bool public_has(const struct catalog *public, const struct resource *r);

/* The dcat:Catalog of it: with the date of the newest dataset, unless it has one of its own. NULL is allowed. */
const struct resource *public_catalog(struct arena *a, const struct resource *self, const struct resource *newest);
/* That was modified last; NULL when nobody says when. */
const struct resource *newest_dataset(const struct resource_list *datasets);

#endif
