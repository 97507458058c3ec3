/*
 * How good a dataset is, rule by rule, each with its reason (quality.def): for its page and for the
 * steward's report. There is no score: a sum would say less than its parts. (data.europa.eu has one: mqa.h.)
 */
#ifndef QUALITY_QUALITY_H
#define QUALITY_QUALITY_H

#include "core/column.h"
#include "dcat/resource.h"

/* --- freshness ----------------------------------------------------------------------------------- */

enum freshness { NOTHING_PROMISED, IN_TIME, LATE };

/* By what the frequency promises. A quarter more is no lapse: a yearly table may come a few weeks later one
 * year. */
struct freshness_facts {
	enum freshness is;
	const struct concept *frequency; /* or NULL */
	int64_t due;  /* days since 1970; when something is promised */
	int64_t late; /* days behind `due`, when it is LATE */
};
/* `today` in days since 1970; 0: nobody knows, and nothing is late. */
struct freshness_facts freshness_of(const struct resource *dataset, int64_t today);

/* --- the rules ------------------------------------------------------------------------------------ */

enum quality_rule {
#define RULE(key, ...) RULE_##key,
#include "quality/quality.def"
	N_QUALITY_RULES
};

enum quality_reason {
	REASON_none, /* the rule says nothing of this dataset */
#define REASON(key, ...) REASON_##key,
#include "quality/quality.def"
	N_QUALITY_REASONS
};

enum verdict { UNSAID, GOOD, PARTLY, BAD, N_VERDICTS };

struct quality_rule_facts {
	const char *key, *label[2]; /* by enum interface_language */
};
struct quality_reason_facts {
	const char *key, *label[2];
	enum verdict verdict;
};
extern const struct quality_rule_facts quality_rules[N_QUALITY_RULES];
extern const struct quality_reason_facts quality_reasons[N_QUALITY_REASONS];

enum { MOST_FORMATS = 8 };

struct quality {
	enum quality_reason reasons[N_QUALITY_RULES];
	const struct concept *formats[MOST_FORMATS]; /* the machine-readable ones, each once */
	size_t n_formats;
};

struct quality_asking {
	const struct resource *dataset;
	enum freshness freshness;
	/* A hosted table of it has named columns (table_is_named). Asked for only where the answer matters. */
	bool (*has_named_columns)(void *context, const struct resource *dataset);
	void *context;
};
struct quality quality_of(const struct quality_asking *q);

/* The bytes are a table with rows, columns and a name for each of these. */
bool table_is_named(struct arena *a, struct text bytes, struct table_profile *profile);

/* The licence of a dataset: its own, else that of its first distribution. */
const struct value *dataset_license(const struct resource *dataset);

#endif
