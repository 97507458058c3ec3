/*
 * What the parts of import/iso19139.c share: records, ways to look around in them, and what each part adds to the
 * draft of a record.
 */
#ifndef IMPORT_ISO19139_RECORD_H
#define IMPORT_ISO19139_RECORD_H

#include "adapters/xml_tree.h"
#include "import/dcat_values.h"
#include "import/iso19139.h"

struct service_of {
	struct text id;
	struct text endpoint;
	struct service_of *next;
};

struct record {
	const struct xml_element *metadata;
	const struct source *source;
	enum class class;
	struct text file_id, title;
	struct text language;     /* of texts without one, as dcat_value_language() gives it */
	struct draft *draft;      /* NULL: not imported */
	struct service_of *services; /* that operate on it */
	struct record *next;
};

struct iso_records {
	struct import *import;
	struct arena *arena;
	struct values values;
	struct record *first, *last;
	struct table by_identifier; /* → struct record *: file identifiers, codes of citations */
};

/* --- looking around (iso19139_record.c) -------------------------------------------------------------- */

#define XLINK "http://www.w3.org/1999/xlink"

/* All elements at the end of a path. */
struct hit {
	const struct xml_element *element;
	struct hit *next;
};

/* Of one of ISO 19139's namespaces, or GML's? */
bool iso_is(const struct xml_element *e);
/* By a path of names with slashes between them, where an asterisk is any element. The first, or NULL. */
struct hit *iso_all(struct iso_records *r, const struct xml_element *from, const char *path);
const struct xml_element *iso_one(struct iso_records *r, const struct xml_element *from, const char *path);

/* What a property element says: a code, else the characters of whatever stands in it, in the record's own
 * language. *href: the address of a gmx:Anchor; may be NULL. */
struct text iso_words(const struct xml_element *e, struct text *href);
struct text iso_words_at(struct iso_records *r, const struct xml_element *from, const char *path);
/* The same, or where the record's own language says nothing, the first translation. */
struct text iso_any_words(struct iso_records *r, const struct xml_element *e);

struct place iso_place(const struct record *m, const struct xml_element *e);
struct found iso_found(struct iso_records *r, const struct record *m, const struct xml_element *e, struct text text);
/* The property of this key that the class of the draft has; N_PROPERTIES when it has none. */
enum property_id iso_property(const struct draft *d, enum property_id p);

/* A text in the language of the record and in each of its locales. */
void iso_add_text(struct iso_records *r, const struct record *m, struct draft *d, enum property_id p,
    const struct xml_element *e);
/* Any value, by the kind of the property; a gmx:Anchor's address where the property wants one. */
void iso_add_value(struct iso_records *r, const struct record *m, struct draft *d, enum property_id p,
    const struct xml_element *e);

/* --- people and bodies (iso19139_parties.c) ------------------------------------------------------------ */

struct party {
	const struct xml_element *element; /* CI_ResponsibleParty */
	struct text role, name;
};

/* Who publishes it, by the roles there are; without a name: nobody is named. */
struct party iso_publisher(struct iso_records *r, const struct record *m);
struct text iso_agent(struct iso_records *r, const struct record *m, const struct party *p); /* its id */
void iso_add_parties(struct iso_records *r, const struct record *m, struct draft *d);

/* --- keywords and constraints (iso19139_terms.c) --------------------------------------------------------- */

void iso_add_keywords(struct iso_records *r, const struct record *m, struct draft *d);
void iso_add_constraints(struct iso_records *r, const struct record *m, struct draft *d);

/* --- space, time and quality (iso19139_extent.c) ----------------------------------------------------------- */

void iso_add_extents(struct iso_records *r, const struct record *m, struct draft *d);
void iso_add_resolution(struct iso_records *r, const struct record *m, struct draft *d);
void iso_add_dates(struct iso_records *r, const struct record *m, struct draft *d);
void iso_add_quality(struct iso_records *r, const struct record *m, struct draft *d);

/* --- addresses and services (iso19139_online.c) -------------------------------------------------------------- */

void iso_add_dataset_addresses(struct iso_records *r, const struct record *m, struct draft *d);
void iso_add_service_facts(struct iso_records *r, const struct record *m, struct draft *d);
/* A service and the datasets it operates on, as far as they are known. */
void iso_couple(struct iso_records *r, struct record *service);
/* The UUID that an identifier ends with; empty when it ends with none. Between it and its namespace a slash gets
 * lost at times. */
struct text iso_uuid_at_end(struct text t);

#endif
