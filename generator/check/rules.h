/*
 * The rules, one named function each. A rule looks at one resource and diagnoses; which rule
 * applies to what stands in the table of check.c. Inside check/ only.
 */
#ifndef CHECK_RULES_H
#define CHECK_RULES_H

#include "catalog/catalog.h"
#include "check/report.h"
#include "core/date.h"

/* Which rows of a class must be there and which should: bit i is the i-th of its properties. */
enum { OBLIGATION_WORDS = 2, OBLIGATION_ROWS = 64 * OBLIGATION_WORDS };
struct obligations {
	uint64_t mandatory[OBLIGATION_WORDS], recommended[OBLIGATION_WORDS];
};
void find_obligations(struct obligations obligations[N_CLASSES]);

/* What a rule may know beside its resource. Belongs to one shard. */
struct checking {
	const struct catalog *catalog;
	const struct obligations *obligations; /* by class */
	const struct catalog *shown;  /* the public set, when a series or service was withdrawn; else NULL */
	const struct table *served;   /* ids of datasets that a service of services/ names */
	struct arena *arena;          /* lives until everything is checked */
	struct diagnostics *d;
	const struct resource *entry; /* the entry that the resource is, or is part of */
	bool is_public;               /* the entry is */
	struct folded_title *titles;  /* of public datasets, the last one first */
};

typedef void rule(struct checking *k, const struct resource *r);

/* obligation.c */
rule check_obligations, check_release;
/* licences.c */
rule check_licences;
/* people.c */
rule check_contact, check_contributor_ids;
void check_contributor_of_catalog(const struct catalog *c, struct diagnostics *d);
void check_agent_cycles(const struct catalog *c, struct diagnostics *d);
/* words.c */
rule check_title_place, check_title_year, check_description, check_keywords, collect_titles;
/* dates.c */
rule check_dated, check_date_order, check_future, check_period, check_withdrawal_date;
/* places.c */
rule check_keys_of_place, check_box_in_germany;
/* access.c */
rule check_repeated_addresses, check_private_addresses, check_access_service,
    check_machine_readable;
/* high_value.c */
rule check_hvd_category, check_hvd_regulation, check_hvd_access, check_hvd_service,
    check_hvd_services;
/* references.c */
rule check_withdrawal, check_withdrawn_part, check_successor, check_references;

/* A title as readers compare it: without case, with single blanks. */
struct folded_title {
	struct text folded;
	const struct value *value;
	const struct resource *dataset;
	struct folded_title *next;
};
/* Chains of folded_title, one a shard, in the order of the shards. */
void check_duplicate_titles(struct folded_title **chains, size_t n, struct diagnostics *d);

/* --- for rules ------------------------------------------------------------------------------- */

/* The first value that is not VALUE_INVALID, or NULL. */
const struct value *good_value(const struct resource *r, enum property_id p);
/* A word that has a German and an English form (report.h). */
struct text in_both(struct arena *a, const char *german, const char *english);
/* „publisher“ (Herausgeber), “publisher” */
struct text name_of(struct arena *a, const struct property *p);
/* The release of the entry that a resource is part of. */
enum release release_of(const struct resource *r);
struct text release_name(enum release release);

#endif
