/*
 * The whole catalogue in the profiles beside the default one: feed/<profile>/catalog.rdf, .ttl,
 * .jsonld, .nt for each that site.yaml names behind the first.
 */
#ifndef BUILD_PROFILE_FEEDS_H
#define BUILD_PROFILE_FEEDS_H

#include "catalog/catalog.h"
#include "site/writer.h"

void write_profile_feeds(const struct catalog *c, struct writer *writer, unsigned jobs);

#endif
