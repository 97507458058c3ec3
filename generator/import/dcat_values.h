/*
 * Values as feeds and metadata records write them, as a steward would: by the kind of the property.
 * What is written in another way than the standard asks and can mean only one thing is put right and
 * reported once; what cannot be read is reported each time.
 */
#ifndef IMPORT_DCAT_VALUES_H
#define IMPORT_DCAT_VALUES_H

#include "core/table.h"
#include "import/import.h"

struct values {
	struct import *import;
	struct arena *arena;
	const struct code_lists *lists;
	struct text language;  /* of texts without one */
	struct table reported; /* what was put right, by field and value */
	bool is_quiet;         /* more about what was filled before: only what contradicts it is reported, once */
};

void values_open(struct values *v, struct import *i);
void values_close(struct values *v);

/* What was found in the source. */
struct found {
	struct text field;    /* as findings name it: "dct:license" */
	struct text text;
	struct text language; /* BCP 47 or a code of ISO 639; empty: none */
	struct place at;
};

/*
 * Adds it as the property, which is no part and no reference to an entry. False when it is no such value; that
 * is reported, unless it is empty.
 */
bool dcat_value_add(struct values *v, struct draft *d, enum property_id p, struct found f);

/* The concept of the list that is meant, or NULL. */
const struct concept *dcat_value_concept(struct values *v, enum code_list list, struct text t);
/* The same as written, in the words of a steward; empty when it is no address. */
struct text dcat_value_iri(struct values *v, struct text t, bool is_url);
/* "2016-09-13" for "13.09.2016"; empty when it is no date. */
struct text dcat_value_date(struct values *v, struct text t);
/* "de" for "ger", "DEU", "de-DE"; as it stands when it is no language we know; empty: the catalogue's. */
struct text dcat_value_language(struct values *v, struct text t);
/* Markdown that says the same as the text: HTML becomes Markdown, signs that Markdown would take for
 * markup are kept from it. */
struct text dcat_value_prose(struct values *v, struct found f);

/* "12.2, 51.2, 12.5, 51.4" when the geometry (WKT or GeoJSON) is a box along the axes, *wkt is it as WKT; both empty
 * when it is no geometry. */
struct text dcat_value_box(struct values *v, struct text geometry, struct text *wkt);

/* Reports a repair, once for each field and value. */
void dcat_value_repaired(struct values *v, const struct found *f, struct text to);

#endif
