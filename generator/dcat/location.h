/*
 * What a place is called, for whoever shows one.
 */
#ifndef DCAT_LOCATION_H
#define DCAT_LOCATION_H

#include "dcat/names.h"
#include "dcat/resource.h"

/* The name that is written, in a language of the catalogue or the nearest; else that of its IRI, if the EU's list of
 * places has it. Empty when only a key, an unlisted IRI or a shape is known. `language`, if not NULL, as of
 * concept_named(): of a name that is written it says nothing. */
struct text location_name(const struct resource *location, const struct code_lists *lists, const struct names *names,
    unsigned texts, struct text *language);

#endif
