#include "catalog/public.h"

#include <string.h>

static const uint32_t HIDDEN = UINT32_MAX, NAMED_INSIDE = UINT32_MAX - 1;

/* `number` says whether a resource is in the public set while it is being made, and where. */
static void
set_number(const struct resource *r, uint32_t number)
{
	((struct resource *)(uintptr_t)r)->number = number;
}

static void
hide(const struct resource_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		set_number(l->list[i], HIDDEN);
}

/* An agent is shown with the offices above it. */
static void
show_agent(const struct resource *agent)
{
	for (unsigned depth = 0; agent && agent->class == CLASS_AGENT && depth < 16; depth++) {
		const struct value *above = resource_value(agent, AGENT_part_of);
		set_number(agent, 0);
		agent = above ? above->resource : NULL;
	}
}

/* Shows what a public resource names. */
static void
show_named(const struct resource *r)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];

		if (!v->resource || properties[v->property].kind == KIND_CONCEPT)
			continue;
		if (v->resource->class == CLASS_AGENT)
			show_agent(v->resource);
		else if (v->resource->owner == r)
			show_named(v->resource);
		else if ((v->resource->class == CLASS_SERIES || (v->resource->class == CLASS_SERVICE && !v->resource->owner)) &&
		    v->resource->release == RELEASE_PUBLIC)
			set_number(v->resource, 0);
	}
}

static bool
is_shown(const struct resource *r)
{
	return r->number < NAMED_INSIDE;
}

/* Keeps what is shown and numbers it. */
static struct resource_list
shown(struct arena *a, const struct resource_list *from)
{
	struct resource_list l = { arena_array(a, const struct resource *, from->n), 0 };

	for (size_t i = 0; i < from->n; i++)
		if (is_shown(from->list[i])) {
			set_number(from->list[i], (uint32_t)l.n);
			l.list[l.n++] = from->list[i];
		}
	return l;
}

static struct resource_list
released(struct arena *a, const struct resource_list *from, enum release release)
{
	struct resource_list l = { arena_array(a, const struct resource *, from->n), 0 };

	for (size_t i = 0; i < from->n; i++)
		if (from->list[i]->release == release && from->list[i]->number != NAMED_INSIDE) {
			set_number(from->list[i], (uint32_t)l.n);
			l.list[l.n++] = from->list[i];
		}
	return l;
}

/* --- services of their own: which public datasets they serve -------------------------------------- */

struct serving {
	const struct resource *service, *dataset;
	struct place at;
};

static size_t
add_serving(struct serving *list, size_t n, const struct resource *service, const struct resource *dataset,
    struct place at)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].service == service && list[i].dataset == dataset)
			return n;
	list[n] = (struct serving){ service, dataset, at };
	return n + 1;
}

/* A copy of the service that names exactly the public datasets, written on either side. */
static const struct resource *
public_service(struct arena *a, const struct resource *service, const struct serving *servings, size_t n)
{
	struct resource *copy = arena_new_of(a, struct resource);
	uint32_t at = 0;
	bool is_done = false;

	*copy = *service;
	copy->values = arena_array(a, struct value, service->n_values + n);
	for (uint32_t i = 0; i <= service->n_values; i++) {
		const struct value *v = i < service->n_values ? &service->values[i] : NULL;
		if (!is_done && (!v || v->property >= SERVICE_serves_dataset)) {
			for (size_t k = 0; k < n; k++)
				if (servings[k].service == service)
					copy->values[at++] = (struct value){ .at = servings[k].at,
						.text = servings[k].dataset->id, .resource = servings[k].dataset,
						.property = SERVICE_serves_dataset, .flags = VALUE_COMPUTED };
			is_done = true;
		}
		if (v && (v->property != SERVICE_serves_dataset || !v->resource))
			copy->values[at++] = *v;
	}
	copy->n_values = at;
	resource_index(copy);
	return copy;
}

static size_t
count_services(const struct resource_list *datasets)
{
	size_t total = 0, n;

	for (size_t i = 0; i < datasets->n; i++) {
		resource_values(datasets->list[i], DATASET_services, &n);
		total += n;
	}
	return total;
}

static struct resource_list
public_services(struct arena *a, const struct catalog *all, const struct resource_list *datasets)
{
	struct resource_list l = { arena_array(a, const struct resource *, all->services.n), 0 };
	size_t room = count_services(datasets), n_servings = 0, n;

	for (size_t i = 0; i < all->services.n; i++) {
		resource_values(all->services.list[i], SERVICE_serves_dataset, &n);
		room += n;
	}
	struct serving *servings = arena_array(a, struct serving, room);
	for (size_t i = 0; i < all->services.n; i++) {
		const struct resource *service = all->services.list[i];
		const struct value *v = resource_values(service, SERVICE_serves_dataset, &n);

		for (size_t k = 0; k < n && service->release == RELEASE_PUBLIC; k++) {
			if (v[k].resource && v[k].resource->release != RELEASE_PUBLIC)
				continue;
			set_number(service, 0);
			if (v[k].resource)
				n_servings = add_serving(servings, n_servings, service, v[k].resource, v[k].at);
		}
	}
	for (size_t i = 0; i < datasets->n; i++) {
		const struct value *v = resource_values(datasets->list[i], DATASET_services, &n);
		for (size_t k = 0; k < n; k++)
			if (v[k].resource && !v[k].resource->owner)
				n_servings = add_serving(servings, n_servings, v[k].resource, datasets->list[i], v[k].at);
	}
	for (size_t i = 0; i < all->services.n; i++) {
		if (!is_shown(all->services.list[i]))
			continue;
		set_number(all->services.list[i], (uint32_t)l.n);
		const struct resource *service = public_service(a, all->services.list[i], servings, n_servings);
		show_named(service);
		l.list[l.n++] = service;
	}
	return l;
}

/* Services that no dataset names at all are shown; those that only hidden ones name are not. */
static void
show_unnamed_services(const struct catalog *all)
{
	for (size_t i = 0; i < all->services.n; i++)
		if (all->services.list[i]->release == RELEASE_PUBLIC &&
		    !resource_has(all->services.list[i], SERVICE_serves_dataset))
			set_number(all->services.list[i], 0);
	for (size_t i = 0; i < all->datasets.n; i++) {
		size_t n;
		const struct value *v = resource_values(all->datasets.list[i], DATASET_services, &n);

		if (all->datasets.list[i]->release == RELEASE_PUBLIC)
			continue;
		for (; n--; v++)
			if (v->resource && !v->resource->owner)
				set_number(v->resource, HIDDEN);
	}
}

/* A series or service that only internal datasets know was never public, and `withdrawn` does not make it so. */
static bool
is_inside(const struct value *v)
{
	return v->resource && v->resource->release != RELEASE_PUBLIC && v->resource->release != RELEASE_WITHDRAWN;
}

static void
mark_named(const struct resource *dataset)
{
	for (uint32_t i = 0; i < dataset->n_values; i++) {
		const struct value *v = &dataset->values[i];
		const struct resource *r = properties[v->property].kind == KIND_CONCEPT ? NULL : v->resource;

		if (r && r->owner == dataset)
			mark_named(r);
		else if (r && !r->owner && (r->class == CLASS_SERIES || r->class == CLASS_SERVICE) && !is_shown(r))
			set_number(r, NAMED_INSIDE);
	}
}

static void
mark_inside(const struct catalog *all)
{
	for (size_t i = 0; i < all->datasets.n; i++)
		if (all->datasets.list[i]->release != RELEASE_PUBLIC && all->datasets.list[i]->release != RELEASE_WITHDRAWN)
			mark_named(all->datasets.list[i]);
	for (size_t i = 0; i < all->services.n; i++) {
		size_t n, n_inside = 0, n_known = 0;
		const struct value *v = resource_values(all->services.list[i], SERVICE_serves_dataset, &n);

		for (; n--; v++) {
			n_known += v->resource != NULL;
			n_inside += is_inside(v);
		}
		if (n_inside && n_inside == n_known && !is_shown(all->services.list[i]))
			set_number(all->services.list[i], NAMED_INSIDE);
	}
}

/* What was withdrawn names the office that answered for it. */
static struct resource_list
withdrawn(struct arena *a, const struct resource_list *from, enum property_id publisher)
{
	struct resource_list l = released(a, from, RELEASE_WITHDRAWN);

	for (size_t i = 0; i < l.n; i++) {
		const struct value *v = resource_value(l.list[i], publisher);
		show_agent(v ? v->resource : NULL);
	}
	return l;
}

const struct resource *
newest_dataset(const struct resource_list *datasets)
{
	const struct resource *newest = NULL;
	struct text date = T("");

	for (size_t i = 0; i < datasets->n; i++) {
		const struct value *v = resource_value(datasets->list[i], DATASET_modified);
		if (v && (!newest || text_compare(v->text, date) > 0)) {
			newest = datasets->list[i];
			date = v->text;
		}
	}
	return newest;
}

/* The catalogue was modified when the newest of its datasets was, unless it says otherwise: a date of
 * the commit would change the feed though nothing in it changed. */
const struct resource *
public_catalog(struct arena *a, const struct resource *self, const struct resource *newest)
{
	const struct value *date = newest ? resource_value(newest, DATASET_modified) : NULL;

	if (!self || !date || resource_has(self, CATALOG_modified))
		return self;
	struct resource *copy = arena_new_of(a, struct resource);
	uint32_t at = 0;
	*copy = *self;
	copy->values = arena_array(a, struct value, self->n_values + 1);
	for (; at < self->n_values && self->values[at].property < CATALOG_modified; at++)
		copy->values[at] = self->values[at];
	copy->values[at] = *date;
	copy->values[at].property = CATALOG_modified;
	copy->values[at].flags = VALUE_COMPUTED;
	for (; at < self->n_values; at++)
		copy->values[at + 1] = self->values[at];
	copy->n_values++;
	resource_index(copy);
	return copy;
}

struct catalog
public_set(struct arena *a, const struct catalog *all)
{
	struct catalog c = *all;

	hide(&all->datasets);
	hide(&all->agents);
	hide(&all->series);
	hide(&all->services);
	c.datasets = released(a, &all->datasets, RELEASE_PUBLIC);
	c.self = public_catalog(a, all->self, newest_dataset(&c.datasets));
	show_unnamed_services(all);
	if (all->self)
		show_named(all->self);
	for (size_t i = 0; i < c.datasets.n; i++)
		show_named(c.datasets.list[i]);
	c.services = public_services(a, all, &c.datasets);
	c.series = shown(a, &all->series);
	for (size_t i = 0; i < c.series.n; i++)
		show_named(c.series.list[i]);
	mark_inside(all);
	c.withdrawn = withdrawn(a, &all->datasets, DATASET_publisher);
	c.withdrawn_series = withdrawn(a, &all->series, SERIES_publisher);
	c.withdrawn_services = withdrawn(a, &all->services, SERVICE_publisher);
	c.agents = shown(a, &all->agents);

	struct hosted_file *hosted = arena_array(a, struct hosted_file, all->n_hosted);
	c.n_hosted = 0;
	for (size_t i = 0; i < all->n_hosted; i++)
		if (all->hosted[i].dataset->release == RELEASE_PUBLIC)
			hosted[c.n_hosted++] = all->hosted[i];
	c.hosted = hosted;
	return c;
}

bool
public_has(const struct catalog *public, const struct resource *r)
{
	while (r->owner)
		r = r->owner;
	switch (r->class) {
	case CLASS_AGENT: return resource_list_find(&public->agents, r->id);
	case CLASS_SERIES:
		return resource_list_find(&public->series, r->id) || resource_list_find(&public->withdrawn_series, r->id);
	case CLASS_SERVICE:
		return resource_list_find(&public->services, r->id) || resource_list_find(&public->withdrawn_services, r->id);
	default: return r->release == RELEASE_PUBLIC || r->release == RELEASE_WITHDRAWN;
	}
}
