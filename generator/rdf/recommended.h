/*
 * What DCAT-AP recommends of everything, made of what is known: for the profile whose shapes miss it
 * (dcat/profiles.def). Nothing here is invented; where nothing is known, nothing is said.
 */
#ifndef RDF_RECOMMENDED_H
#define RDF_RECOMMENDED_H

#include "rdf/walk.h"

/* Of a list that DCAT-AP names for places: the EU's countries, continents, places; GeoNames. */
bool is_managed_place(struct text iri);

/* Statements on the subject at hand, as in supply(). */
void country_of_keys(struct walk *w, const struct resource *r);
void distribution_in_words(struct walk *w, const struct resource *distribution);
void end_of_open_period(struct walk *w, const struct resource *period);
void link_own_feeds(struct walk *w, const struct resource *r);

/* The distributions that link_own_feeds() named, behind their owner. */
void describe_own_feeds(struct walk *w, const struct resource *r);

/* Name and extent of somebody else's place, as far as they are known: the name from its list, the
 * extent where it is a place of the catalogue itself. */
void describe_place(struct walk *w, struct text iri);

#endif
