#ifndef CATALOG_PUBLIC_H
#define CATALOG_PUBLIC_H

#include "catalog/catalog.h"

/*
 * The part of a catalogue that the public may see: datasets released as public, withdrawn ones
 * apart, and of agents, series and services those that something public names. The one place where
 * this is decided.
 */
struct catalog public_set(struct arena *a, const struct catalog *all);

#endif
