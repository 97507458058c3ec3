/*
 * Which property a predicate is: the property table read backwards, with what profiles write in
 * addition (dcat/profiles.def) and what former versions and other portals have written.
 */
#ifndef IMPORT_DCAT_NAMES_H
#define IMPORT_DCAT_NAMES_H

#include "core/table.h"
#include "dcat/dcat.h"

struct dcat_names {
	struct arena *arena;
	struct table properties[N_CLASSES]; /* IRI → 1 + enum property_id */
	struct table ignored;               /* IRIs of what follows from the rest */
};

void dcat_names_open(struct dcat_names *n, struct arena *a);
void dcat_names_close(struct dcat_names *n);

/* N_PROPERTIES when the class has none. */
enum property_id dcat_property(const struct dcat_names *n, enum class class, struct text predicate);
/* Does it follow from the rest, so that nothing is lost with it? */
bool dcat_follows(const struct dcat_names *n, struct text predicate);

#endif
