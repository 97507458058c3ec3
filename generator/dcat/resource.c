#include "dcat/resource.h"

static unsigned
group_of(const struct resource *r, enum property_id p)
{
	unsigned row = (unsigned)p - (unsigned)classes[r->class].first;

	return row / 8 < N_GROUPS ? row / 8 : N_GROUPS - 1;
}

void
resource_index(struct resource *r)
{
	uint32_t at = 0;

	for (unsigned group = 0; group < N_GROUPS; group++) {
		while (at < r->n_values && group_of(r, r->values[at].property) < group)
			at++;
		r->begins[group] = at < UINT8_MAX ? (uint8_t)at : UINT8_MAX;
	}
}

const struct value *
resource_value(const struct resource *r, enum property_id p)
{
	for (uint32_t i = r->begins[group_of(r, p)]; i < r->n_values; i++)
		if (r->values[i].property >= p)
			return r->values[i].property == p ? &r->values[i] : NULL;
	return NULL;
}

const struct value *
resource_values(const struct resource *r, enum property_id p, size_t *n)
{
	const struct value *first = resource_value(r, p), *v = first;

	if (first)
		for (const struct value *end = r->values + r->n_values; v < end && v->property == p; v++)
			;
	*n = (size_t)(v - first);
	return first;
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

enum property_id
former_ids_of(enum class class)
{
	switch (class) {
	case CLASS_DATASET: return DATASET_former_ids;
	case CLASS_SERIES: return SERIES_former_ids;
	case CLASS_SERVICE: return SERVICE_former_ids;
	case CLASS_AGENT: return AGENT_former_ids;
	default: return N_PROPERTIES;
	}
}

const struct value *
withdrawal_of(const struct resource *r)
{
	switch (r->class) {
	case CLASS_DATASET: return resource_value(r, DATASET_withdrawn);
	case CLASS_SERIES: return resource_value(r, SERIES_withdrawn);
	case CLASS_SERVICE: return resource_value(r, SERVICE_withdrawn);
	default: return NULL;
	}
}

const struct resource *
last_successor(const struct resource *r)
{
	enum { MOST_SUCCESSORS = 64 }; /* they may go round in a circle: check says so */
	const struct resource *last = NULL;

	for (int n = 0; r && r->release == RELEASE_WITHDRAWN && n < MOST_SUCCESSORS; n++) {
		const struct value *withdrawal = withdrawal_of(r);
		const struct value *next = withdrawal && withdrawal->resource ?
		    resource_value(withdrawal->resource, WITHDRAWAL_successor) : NULL;
		r = next && !(next->flags & VALUE_INVALID) ? next->resource : NULL;
		last = r ? r : last;
	}
	return last;
}

enum class
reference_target(enum class entry, enum property_id p)
{
	return p == WITHDRAWAL_successor ? entry : (enum class)properties[p].target;
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
