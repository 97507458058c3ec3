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

/* What a place is known by, in whichever language: its name as location_name() gives it for the portal's first language,
 * of which `texts` is the number; else its municipality key (AGS) or regional key (ARS). Empty without any of them. */
struct text location_code(const struct resource *location, const struct code_lists *lists, struct text first_language,
    unsigned texts);

#endif
