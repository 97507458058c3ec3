/*
 * The points that data.europa.eu will give (mqa.def), as far as they can be known here: its server asks every
 * address, we take those that are given for reachable (`tabularium links` asks them, too). It takes the feed,
 * in which nothing is said that is not among the values; a dataset without an error in check is valid.
 */
#ifndef QUALITY_MQA_H
#define QUALITY_MQA_H

#include "dcat/resource.h"

enum mqa_dimension {
#define DIMENSION(key, ...) MQA_##key,
#include "quality/mqa.def"
	N_MQA_DIMENSIONS
};

enum mqa_metric {
#define METRIC(key, ...) METRIC_##key,
#include "quality/mqa.def"
	N_MQA_METRICS
};

struct mqa_dimension_facts {
	const char *key, *label[2]; /* by enum interface_language */
};
struct mqa_metric_facts {
	const char *key, *label[2];
	enum mqa_dimension dimension;
	unsigned points;
};
extern const struct mqa_dimension_facts mqa_dimensions[N_MQA_DIMENSIONS];
extern const struct mqa_metric_facts mqa_metrics[N_MQA_METRICS];

enum { MQA_MOST = 405 };

/* Bit i: metric i is met. */
uint32_t mqa_of(const struct resource *dataset, bool is_valid);
unsigned mqa_points(uint32_t met);
/* Of one dimension only; of all metrics: ~0u. */
unsigned mqa_dimension_points(enum mqa_dimension dimension, uint32_t met);

/* "gut", "good": of 405 points excellent from 351, good from 221, sufficient from 121. */
const char *mqa_rating(unsigned points, enum interface_language language);

#endif
