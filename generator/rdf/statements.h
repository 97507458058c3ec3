/*
 * A profile and the property table, compiled: for each class the statements that are made of a
 * resource of it, in their order, those of one predicate together.
 */
#ifndef RDF_STATEMENTS_H
#define RDF_STATEMENTS_H

#include "dcat/profile.h"
#include "rdf/names.h"

struct statement {
	const struct name *predicate;
	enum property_id row;        /* whose values are written */
	enum property_id unless;     /* not when this row has values; N_PROPERTIES: always */
	enum profile_values values;
	enum profile_supply supply;  /* not NOT_SUPPLIED: this, instead of values */
	const char *begins;          /* only values that begin so; NULL: all */
	const char *does_not_begin;  /* none of those that begin so; NULL */
	const struct name *datatype; /* instead of the kind's own; NULL */
	enum code_list list;         /* the concepts of the same code there; N_CODE_LISTS: as they are */
	bool only_first;
};

struct statements {
	const struct statement *list[N_CLASSES];
	size_t n[N_CLASSES];
};

bool statements_supply(const struct statements *s, enum class class, enum profile_supply what);

/* Lives as long as the arena and the names. */
const struct statements *statements_new(struct arena *a, const struct names *names, enum profile p);

#endif
