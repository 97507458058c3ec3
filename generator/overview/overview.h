/*
 * The catalogue in figures, for the steward's monthly meeting and the head of the office: whose datasets,
 * how fresh against what was promised, how good by the rules of quality/, how many points at data.europa.eu,
 * what high-value data lacks, what was withdrawn. Knows no clock: the day is given.
 */
#ifndef OVERVIEW_OVERVIEW_H
#define OVERVIEW_OVERVIEW_H

#include "catalog/catalog.h"
#include "quality/high_value.h"
#include "quality/mqa.h"
#include "quality/quality.h"

/* A dataset. */
struct overview_row {
	const struct resource *dataset, *publisher; /* publisher: NULL without one */
	struct freshness_facts freshness;
	struct quality quality;
	uint32_t mqa; /* met metrics */
	unsigned points;
	size_t n_errors, n_warnings; /* of check, in its files */
	unsigned hvd_lacks;
	bool is_high_value;
	const struct resource *const *apis; /* services of services/ that name it */
	size_t n_apis;
};

/* How many datasets of one publisher, licence, format, category. */
struct overview_count {
	const void *what; /* resource of an agent, or a concept; NULL: none */
	struct text text; /* a licence by its IRI, where it is none of the list */
	size_t n, n_late, n_flawed; /* flawed: some rule says BAD */
	uint64_t points;
};
struct overview_counts {
	struct overview_count *list; /* the largest first, then by name */
	size_t n;
};

enum { N_HVD_CATEGORIES = 6 };

struct overview {
	const struct catalog *catalog;
	int64_t today, since; /* days since 1970; withdrawals since then are told */
	struct overview_row *rows; /* by id */
	size_t n;
	size_t n_internal; /* of them drafts and internal ones */
	size_t n_distributions, n_services;
	size_t n_fresh, n_late, n_unpromised;
	size_t verdicts[N_QUALITY_RULES][N_VERDICTS];
	size_t reasons[N_QUALITY_REASONS];
	uint64_t points;                      /* of all datasets */
	size_t missed[N_MQA_METRICS];         /* datasets without the points */
	struct overview_counts publishers, licenses, formats, categories; /* categories: of high-value data */
	size_t n_high_value, lacks[N_HVD_LACKS];
	const struct resource **withdrawn; /* in the period, the last one first */
	size_t n_withdrawn;
};

struct overview_asking {
	const struct catalog *catalog; /* the public set; with everything, internal entries and drafts count, too */
	const struct diagnostics *findings;
	int64_t today, since;
	/* The bytes of a hosted file. */
	struct text (*hosted_bytes)(void *context, const struct hosted_file *file, struct arena *a);
	void *context;
};

/* Lives in `a`. */
struct overview *overview_make(struct arena *a, const struct overview_asking *asking);

enum overview_format { OVERVIEW_TEXT, OVERVIEW_MARKDOWN, OVERVIEW_CSV, OVERVIEW_JSON, N_OVERVIEW_FORMATS };
/* By the name that stands behind --format; N_OVERVIEW_FORMATS when there is none. */
enum overview_format overview_format_named(struct text name);

struct overview_options {
	enum interface_language language; /* of text and Markdown */
	bool colour;                      /* of text */
	const struct overview *before;    /* to compare with; or NULL */
};

void overview_text(struct buf *out, const struct overview *o, const struct overview_options *options);
void overview_markdown(struct buf *out, const struct overview *o, const struct overview_options *options);
/* One row a dataset, for spreadsheets: byte order mark, ';', CRLF, formulas disarmed, lists with '|'. */
void overview_csv(struct buf *out, const struct overview *o);
void overview_json(struct buf *out, const struct overview *o, const struct overview_options *options);

/* "api|download": the keys of what a high-value dataset lacks. */
extern const char *const hvd_lack_keys[N_HVD_LACKS];

/* Tenths of points that a dataset gets on average, of one dimension. */
uint64_t overview_tenths(const struct overview *o, enum mqa_dimension dimension);
uint64_t overview_tenths_of(uint64_t sum, size_t n);

#endif
