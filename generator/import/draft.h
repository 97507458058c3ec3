/*
 * An entry to be written: what an importer found out, in the terms of the property table and in the
 * words a steward would write (codes, dates, ids; no WKT, no mailto:). Where it came from no longer
 * shows; import/entry_text.h makes a file of it.
 */
#ifndef IMPORT_DRAFT_H
#define IMPORT_DRAFT_H

#include "core/diagnostic.h"
#include "dcat/dcat.h"

struct draft_value {
	enum property_id property;
	struct text text;     /* BBOX and POINT: "12.23, 51.23, 12.55, 51.45" */
	struct text language; /* TEXT, MARKDOWN: BCP 47; empty: that of the catalogue */
	struct draft *part;   /* KIND_NODE; a service of services/ is its id in `text` */
	struct draft_value *next;
};

struct draft {
	struct arena *arena;
	enum class class;
	struct text id;     /* of an entry; empty for a part */
	struct text folder; /* of a dataset below datasets/, mostly its publisher's id; "" = none */
	struct text source_id; /* of an entry: what it is called there, always */
	struct text page;   /* where the source shows it; may be empty */
	struct text issued, modified; /* days of the source's description of it; repair may need them */
	struct place at;    /* where findings about it stand */
	struct draft_value *first; /* ordered by property, then as added */
};

struct draft *draft_new(struct arena *a, enum class class, struct place at);

/*
 * Adds a value; the text is copied without the white space around it and without control characters. An
 * empty one and one that is there already are no values and do no harm. False when it is not taken because the property has
 * one already and can have no second (in this language): the caller says that it is lost.
 */
bool draft_add(struct draft *d, enum property_id p, struct text text);
bool draft_add_in(struct draft *d, enum property_id p, struct text text, struct text language);
/* Adds a part to fill. A part that stays empty is never written. */
struct draft *draft_part(struct draft *d, enum property_id p);
/* The part there is, else a new one. */
struct draft *draft_only_part(struct draft *d, enum property_id p);

void draft_remove(struct draft *d, enum property_id p);
void draft_remove_value(struct draft *d, const struct draft_value *v);

struct draft_value *draft_value(const struct draft *d, enum property_id p); /* the first, or NULL */
struct draft_value *draft_next(const struct draft_value *v); /* the next of its property, or NULL */
struct text draft_text(const struct draft *d, enum property_id p); /* of the first; empty when absent */
bool draft_has(const struct draft *d, enum property_id p); /* something that will be written */
bool draft_is_empty(const struct draft *d);

/* A copy as a draft keeps it: LF at the ends of lines, no white space around it, and nothing that nobody
 * sees and the catalogue refuses (core/characters.h). */
struct text draft_clean(struct arena *a, struct text t);

#endif
