#include "quality/high_value.h"

#include "catalog/completion.h"
#include "quality/quality.h"

bool
dataset_has_api(const struct resource *dataset, bool is_served)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	if (is_served || resource_has(dataset, DATASET_services))
		return true;
	for (; n--; v++)
		if (v->resource && resource_has(v->resource, DISTRIBUTION_access_service))
			return true;
	return false;
}

bool
dataset_has_download(const struct resource *dataset)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++)
		if (v->resource && !resource_has(v->resource, DISTRIBUTION_access_service) &&
		    (resource_has(v->resource, DISTRIBUTION_download_url) || resource_has(v->resource, DISTRIBUTION_file)))
			return true;
	return false;
}

/* That of each distribution must be open: what is under another one is not offered as the regulation asks. */
static bool
is_licensed(const struct resource *dataset)
{
	const struct value *own = dataset_license(dataset);
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		const struct value *license = v->resource ? resource_value(v->resource, DISTRIBUTION_license) : own;
		if (!license || !license->concept || !(license->concept->flags & OPEN_LICENSE))
			return false;
	}
	return own && own->concept && own->concept->flags & OPEN_LICENSE;
}

static bool
names_regulation(const struct resource *dataset)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_applicable_legislation, &n);

	for (; n--; v++)
		if (text_equal(v->text, T(HVD_LEGISLATION)))
			return true;
	return false;
}

static bool
is_documented(const struct resource *dataset, const struct resource *const *apis, size_t n_apis)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_services, &n);

	for (; n--; v++)
		if (v->resource && !resource_has(v->resource, SERVICE_page))
			return false;
	for (size_t i = 0; i < n_apis; i++)
		if (!resource_has(apis[i], SERVICE_page))
			return false;
	return true;
}

unsigned
hvd_lacks(const struct resource *dataset, const struct resource *const *apis, size_t n_apis)
{
	bool has_api = dataset_has_api(dataset, n_apis > 0);
	unsigned lacks = 0;

	lacks |= has_api ? 0 : HVD_LACKS_API;
	lacks |= dataset_has_download(dataset) ? 0 : HVD_LACKS_DOWNLOAD;
	lacks |= is_licensed(dataset) ? 0 : HVD_LACKS_LICENSE;
	lacks |= names_regulation(dataset) ? 0 : HVD_LACKS_LEGISLATION;
	lacks |= resource_has(dataset, DATASET_contact) ? 0 : HVD_LACKS_CONTACT;
	lacks |= !has_api || is_documented(dataset, apis, n_apis) ? 0 : HVD_LACKS_DOCUMENTATION;
	return lacks;
}

const struct concept *
hvd_top_category(const struct code_lists *lists, const struct concept *category)
{
	for (;;) {
		const struct concept *broader = category->broader ? concept_broader(lists, category) : NULL;
		if (!broader)
			return category;
		category = broader;
	}
}
