#include "quality/mqa.h"

const struct mqa_dimension_facts mqa_dimensions[N_MQA_DIMENSIONS] = {
#define DIMENSION(key, de, en) [MQA_##key] = { #key, { [GERMAN] = de, [ENGLISH] = en } },
#include "quality/mqa.def"
};

const struct mqa_metric_facts mqa_metrics[N_MQA_METRICS] = {
#define METRIC(key, dimension, points, of, de, en) \
	[METRIC_##key] = { #key, { [GERMAN] = de, [ENGLISH] = en }, MQA_##dimension, points },
#include "quality/mqa.def"
};

static uint32_t
met_if(enum mqa_metric metric, bool is_met)
{
	return is_met ? 1u << metric : 0;
}

static uint32_t
met_by_distribution(const struct resource *d)
{
	const struct concept *format = resource_concept(d, DISTRIBUTION_format);
	const struct value *license = resource_value(d, DISTRIBUTION_license);
	bool has_format = resource_has(d, DISTRIBUTION_format), has_type = resource_has(d, DISTRIBUTION_media_type);
	bool has_download = resource_has(d, DISTRIBUTION_download_url) || resource_has(d, DISTRIBUTION_file);
	bool has_access = has_download || resource_has(d, DISTRIBUTION_access_url);

	return met_if(METRIC_access_url_reachable, has_access) | met_if(METRIC_download_url_given, has_download) |
	       met_if(METRIC_download_url_reachable, has_download) | met_if(METRIC_format, has_format) |
	       met_if(METRIC_media_type, has_type) |
	       met_if(METRIC_from_vocabulary, format && resource_concept(d, DISTRIBUTION_media_type)) |
	       met_if(METRIC_non_proprietary, format && format->flags & OPEN_FORMAT) |
	       met_if(METRIC_machine_readable, format && format->flags & MACHINE_READABLE) |
	       met_if(METRIC_license, license) | met_if(METRIC_known_license, license && license->concept) |
	       met_if(METRIC_rights, resource_has(d, DISTRIBUTION_rights)) |
	       met_if(METRIC_byte_size, resource_has(d, DISTRIBUTION_byte_size));
}

static uint32_t
met_by_dataset(const struct resource *d, bool is_valid)
{
	return met_if(METRIC_keywords, resource_has(d, DATASET_keywords)) |
	       met_if(METRIC_categories, resource_has(d, DATASET_themes)) |
	       met_if(METRIC_geo_search, resource_has(d, DATASET_spatial)) |
	       met_if(METRIC_time_search, resource_has(d, DATASET_temporal)) | met_if(METRIC_compliance, is_valid) |
	       met_if(METRIC_access_rights, resource_has(d, DATASET_access_rights)) |
	       met_if(METRIC_access_rights_from_list, resource_concept(d, DATASET_access_rights)) |
	       met_if(METRIC_contact_point, resource_has(d, DATASET_contact)) |
	       met_if(METRIC_publisher, resource_has(d, DATASET_publisher)) |
	       met_if(METRIC_issued, resource_has(d, DATASET_issued)) |
	       met_if(METRIC_modified, resource_has(d, DATASET_modified));
}

uint32_t
mqa_of(const struct resource *dataset, bool is_valid)
{
	uint32_t best = 0;
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		uint32_t met = v->resource ? met_by_distribution(v->resource) : 0;
		if (mqa_points(met) > mqa_points(best))
			best = met;
	}
	return best | met_by_dataset(dataset, is_valid);
}

unsigned
mqa_points(uint32_t met)
{
	unsigned points = 0;

	for (size_t i = 0; i < N_MQA_METRICS; i++)
		points += met & 1u << i ? mqa_metrics[i].points : 0;
	return points;
}

unsigned
mqa_dimension_points(enum mqa_dimension dimension, uint32_t met)
{
	unsigned points = 0;

	for (size_t i = 0; i < N_MQA_METRICS; i++)
		points += mqa_metrics[i].dimension == dimension && met & 1u << i ? mqa_metrics[i].points : 0;
	return points;
}

const char *
mqa_rating(unsigned points, enum interface_language language)
{
	static const struct {
		unsigned least;
		const char *label[2];
	} ratings[] = {
		{ 351, { [GERMAN] = "ausgezeichnet", [ENGLISH] = "excellent" } },
		{ 221, { [GERMAN] = "gut", [ENGLISH] = "good" } },
		{ 121, { [GERMAN] = "ausreichend", [ENGLISH] = "sufficient" } },
		{ 0, { [GERMAN] = "schlecht", [ENGLISH] = "bad" } },
	};
	size_t i = 0;

	while (points < ratings[i].least)
		i++;
	return ratings[i].label[language];
}
