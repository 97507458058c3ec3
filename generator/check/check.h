/*
 * What a catalogue must say, and what it should: obligations from the property table, and the
 * rules between fields and between entries (conventions K01–K41 of GovData, HVD, our own).
 *
 * Kinds, cardinality and code lists were looked at when the catalogue was read (catalog/reader.h).
 * Values that the generator supplies (an inherited licence, the size of a hosted file) are in
 * place by now; what was written wrongly is marked VALUE_INVALID and not called missing.
 */
#ifndef CHECK_CHECK_H
#define CHECK_CHECK_H

#include "catalog/catalog.h"

/*
 * `all` is catalog_all(): internal entries are checked too, but for what is only recommended.
 * Drafts may lack anything; what they say is checked. The same findings in the same order
 * whatever `jobs` is.
 */
void check_catalog(const struct catalog *all, struct diagnostics *d, unsigned jobs);

#endif
