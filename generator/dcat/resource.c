#include "dcat/resource.h"

const struct value *
resource_values(const struct resource *r, enum property_id p, size_t *n)
{
	uint32_t low = 0, high = r->n_values;

	if (r->starts) {
		unsigned row = (unsigned)p - (unsigned)classes[r->class].first;

		if (row >= classes[r->class].n) {
			*n = 0;
			return NULL;
		}
		*n = (size_t)(r->starts[row + 1] - r->starts[row]);
		return *n ? &r->values[r->starts[row]] : NULL;
	}
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		if (r->values[middle].property < p)
			low = middle + 1;
		else
			high = middle;
	}
	for (high = low; high < r->n_values && r->values[high].property == p; high++)
		;
	*n = high - low;
	return high > low ? &r->values[low] : NULL;
}

const struct value *
resource_value(const struct resource *r, enum property_id p)
{
	size_t n;

	return resource_values(r, p, &n);
}

struct text
resource_text(const struct resource *r, enum property_id p)
{
	const struct value *v = resource_value(r, p);

	return v ? v->text : T("");
}

const struct concept *
resource_concept(const struct resource *r, enum property_id p)
{
	const struct value *v = resource_value(r, p);

	return v ? v->concept : NULL;
}

bool
resource_has(const struct resource *r, enum property_id p)
{
	return resource_value(r, p) != NULL;
}

const struct value *
resource_in_language(const struct resource *r, enum property_id p, unsigned language)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n), *fallback = v;

	for (size_t i = 0; i < n; i++) {
		if (v[i].language == language)
			return &v[i];
		if (v[i].language == 0 && fallback->language != 0)
			fallback = &v[i];
	}
	return fallback;
}

struct text
resource_title(const struct resource *r, unsigned language)
{
	static const enum property_id titles[N_CLASSES] = {
		[CLASS_CATALOG] = CATALOG_title,
		[CLASS_RECORD] = RECORD_title,
		[CLASS_DATASET] = DATASET_title,
		[CLASS_SERIES] = SERIES_title,
		[CLASS_DISTRIBUTION] = DISTRIBUTION_title,
		[CLASS_SERVICE] = SERVICE_title,
		[CLASS_AGENT] = AGENT_name,
		[CLASS_KIND] = KIND_name,
		[CLASS_LOCATION] = LOCATION_name,
	};
	enum property_id p = titles[r->class];
	const struct value *v =
	    properties[p].class == r->class ? resource_in_language(r, p, language) : NULL;

	return v ? v->text : r->id;
}
