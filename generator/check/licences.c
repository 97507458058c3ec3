/*
 * Licences and the words they ask for. What is missing everywhere is said once, at the dataset.
 */
#include "check/rules.h"

static bool
needs_attribution(const struct value *license)
{
	return license && license->concept && (license->concept->flags & ATTRIBUTION_REQUIRED);
}

static void
diagnose_license(struct checking *k, const struct resource *r, enum class class)
{
	diagnose(k->d, LICENSE_MISSING, r->at,
	    in_both(k->arena, classes[class].label[GERMAN], classes[class].label[ENGLISH]));
}

/* A default of catalog.yaml is right there; it is the dataset that lacks the words. */
static void
diagnose_attribution(
    struct checking *k, const struct resource *dataset, const struct value *license)
{
	const struct value *publisher = good_value(dataset, DATASET_publisher);

	diagnose(k->d, ATTRIBUTION_MISSING,
	    license->flags & VALUE_DEFAULT ? dataset->at : license->at, license->text,
	    publisher && publisher->resource ? resource_title(publisher->resource, 0)
					     : T("Amt für …"));
}

/* K32: every distribution has a licence, also the one that a service is. K35: and the words that
 * its licence asks for. */
void
check_licences(struct checking *k, const struct resource *dataset)
{
	const struct value *license = good_value(dataset, DATASET_license);
	size_t n, n_licensed = 0;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);
	bool is_said = false;

	if (k->entry->release == RELEASE_DRAFT)
		return;
	if (needs_attribution(license) && !resource_has(dataset, DATASET_attribution)) {
		diagnose_attribution(k, dataset, license);
		is_said = true;
	}
	for (size_t i = 0; i < n; i++)
		n_licensed += v[i].resource && resource_has(v[i].resource, DISTRIBUTION_license);
	if (n && !n_licensed && !resource_has(dataset, DATASET_license)) {
		diagnose_license(k, dataset, CLASS_DATASET);
		return;
	}
	for (size_t i = 0; i < n; i++) {
		const struct resource *part = v[i].resource;
		if (!part)
			continue;
		const struct value *own = good_value(part, DISTRIBUTION_license);
		if (!resource_has(part, DISTRIBUTION_license))
			diagnose_license(k, part,
			    v[i].flags & VALUE_COMPUTED ? CLASS_SERVICE : CLASS_DISTRIBUTION);
		else if (needs_attribution(own) && !resource_has(part, DISTRIBUTION_attribution) &&
			 !(is_said && own->concept == license->concept))
			diagnose_attribution(k, dataset, own);
	}
}
