#include "check/check.h"

#include "catalog/public.h"
#include "check/rules.h"
#include "core/die.h"
#include "core/work.h"

#include <stdlib.h>

enum { SHARD = 64 };

enum audience {
	EVERY, /* drafts and internal entries too */
	PUBLISHED,
};

/* The cross-field rules. The comment names the convention or the standard that asks for it. */
static const struct {
	enum class class;
	enum audience audience;
	rule *check;
} rules[] = {
	{ CLASS_CATALOG, EVERY, check_contributor_ids },         /* K13 */
	{ CLASS_CATALOG, EVERY, check_date_order },
	{ CLASS_CATALOG, PUBLISHED, check_future },
	{ CLASS_DATASET, EVERY, check_release },
	{ CLASS_DATASET, EVERY, check_licences },                /* K32, K35 */
	{ CLASS_DATASET, EVERY, check_contributor_ids },         /* K13 */
	{ CLASS_DATASET, PUBLISHED, check_title_place },         /* K19 */
	{ CLASS_DATASET, PUBLISHED, check_title_year },          /* K19 */
	{ CLASS_DATASET, PUBLISHED, check_description },
	{ CLASS_DATASET, PUBLISHED, check_keywords },
	{ CLASS_DATASET, PUBLISHED, collect_titles },
	{ CLASS_DATASET, PUBLISHED, check_dated },
	{ CLASS_DATASET, EVERY, check_date_order },
	{ CLASS_DATASET, PUBLISHED, check_future },
	{ CLASS_DATASET, EVERY, check_withdrawal_date },
	{ CLASS_DATASET, PUBLISHED, check_repeated_addresses },
	{ CLASS_DATASET, PUBLISHED, check_machine_readable },    /* § 12a EGovG */
	{ CLASS_DATASET, EVERY, check_hvd_category },            /* HVD 3.0 */
	{ CLASS_DATASET, EVERY, check_hvd_regulation },          /* HVD 3.0 */
	{ CLASS_DATASET, PUBLISHED, check_hvd_access },          /* HVD 3.0 */
	{ CLASS_DATASET, EVERY, check_hvd_services },            /* HVD 3.0 */
	{ CLASS_DATASET, EVERY, check_withdrawal },
	{ CLASS_DATASET, EVERY, check_successor },
	{ CLASS_DATASET, PUBLISHED, check_references },
	{ CLASS_DATASET, PUBLISHED, check_private_addresses },
	{ CLASS_SERIES, EVERY, check_date_order },
	{ CLASS_SERIES, EVERY, check_hvd_regulation },           /* HVD 3.0 */
	{ CLASS_SERIES, EVERY, check_withdrawal_date },
	{ CLASS_SERIES, EVERY, check_successor },
	{ CLASS_SERIES, PUBLISHED, check_future },
	{ CLASS_SERIES, PUBLISHED, check_description },
	{ CLASS_DISTRIBUTION, EVERY, check_access_service },     /* K41 */
	{ CLASS_DISTRIBUTION, EVERY, check_date_order },
	{ CLASS_DISTRIBUTION, EVERY, check_hvd_regulation },     /* HVD 3.0 */
	{ CLASS_DISTRIBUTION, PUBLISHED, check_future },
	{ CLASS_DISTRIBUTION, PUBLISHED, check_private_addresses },
	{ CLASS_DISTRIBUTION, PUBLISHED, check_references },
	{ CLASS_SERVICE, EVERY, check_hvd_regulation },          /* HVD 3.0 */
	{ CLASS_SERVICE, EVERY, check_hvd_service },             /* HVD 3.0 */
	{ CLASS_SERVICE, EVERY, check_withdrawn_part },
	{ CLASS_SERVICE, EVERY, check_withdrawal_date },
	{ CLASS_SERVICE, EVERY, check_successor },
	{ CLASS_SERVICE, PUBLISHED, check_private_addresses },
	{ CLASS_SERVICE, PUBLISHED, check_references },
	{ CLASS_AGENT, PUBLISHED, check_private_addresses },
	{ CLASS_KIND, EVERY, check_contact },                    /* K01 */
	{ CLASS_KIND, PUBLISHED, check_private_addresses },
	{ CLASS_PERIOD, EVERY, check_period },                   /* K38 */
	{ CLASS_PERIOD, EVERY, check_date_order },
	{ CLASS_LOCATION, EVERY, check_keys_of_place },
	{ CLASS_LOCATION, PUBLISHED, check_box_in_germany },
	{ CLASS_WITHDRAWAL, EVERY, check_future },
};
enum { N_RULES = sizeof rules / sizeof rules[0] };

/* The rows of each class stand together: first … first + n - 1. */
struct rule_range {
	size_t first, n;
};

struct run {
	const struct catalog *catalog;
	const struct resource **entries;
	size_t n_entries;
	struct obligations obligations[N_CLASSES];
	struct table served;
	struct arena *arena;
	struct catalog public; /* has_public */
	bool has_public;
	struct rule_range ranges[N_CLASSES];
	const struct diagnostics *d;
	struct checking *shards; /* of SHARD entries each */
};

/* --- one resource ---------------------------------------------------------------------------- */

static void
check_resource(const struct run *run, struct checking *k, const struct resource *r)
{
	const struct rule_range *range = &run->ranges[r->class];

	check_obligations(k, r);
	for (size_t i = range->first; i < range->first + range->n; i++)
		if (rules[i].audience == EVERY || k->is_public)
			rules[i].check(k, r);

	/* What belongs to another (an inherited contact, a service of services/) is checked there;
	 * what the generator made (the distribution that a service is) needs no steward. */
	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];
		if (properties[v->property].kind == KIND_NODE && v->resource &&
		    v->resource->owner == r && !(v->flags & (VALUE_INVALID | VALUE_COMPUTED)))
			check_resource(run, k, v->resource);
	}
}

static void
check_shard(void *context, size_t i, unsigned worker)
{
	struct run *run = context;
	struct checking *k = &run->shards[i];
	size_t end = (i + 1) * SHARD < run->n_entries ? (i + 1) * SHARD : run->n_entries;

	(void)worker;
	*k = (struct checking){ .catalog = run->catalog, .shown = run->has_public ? &run->public : NULL, .obligations = run->obligations,
		.served = &run->served, .arena = arena_new(), .d = diagnostics_beside(run->d) };
	for (size_t e = i * SHARD; e < end; e++) {
		k->entry = run->entries[e];
		k->is_public = k->entry->release == RELEASE_PUBLIC;
		if (k->entry->is_outline && k->is_public)
			collect_titles(k, k->entry);
		if (k->entry->is_outline)
			continue;
		check_resource(run, k, k->entry);
	}
}

/* --- the whole catalogue --------------------------------------------------------------------- */

static void
add_entries(struct run *run, const struct resource_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		if (!list->list[i]->owner)
			run->entries[run->n_entries++] = list->list[i];
}

static void
gather(struct run *run)
{
	const struct catalog *c = run->catalog;

	run->entries = allocate((1 + c->agents.n + c->series.n + c->services.n + c->datasets.n +
				    c->withdrawn.n) * sizeof *run->entries);
	if (c->self)
		run->entries[run->n_entries++] = c->self;
	add_entries(run, &c->agents);
	add_entries(run, &c->series);
	add_entries(run, &c->services);
	add_entries(run, &c->datasets);
	add_entries(run, &c->withdrawn);

	for (size_t i = 0; i < c->services.n; i++) {
		size_t n;
		const struct resource *service = c->services.list[i];
		const struct value *v = resource_values(service, SERVICE_serves_dataset, &n);
		for (; n-- && service->release == RELEASE_PUBLIC; v++)
			if (v->text.n)
				table_set(&run->served, v->text, (void *)(uintptr_t)service);
	}
	find_obligations(run->obligations);
	for (size_t i = 0; i < N_RULES; i++) {
		struct rule_range *range = &run->ranges[rules[i].class];
		if (range->n++ == 0)
			range->first = i;
	}
}

static bool
is_any_withdrawn(const struct resource_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		if (l->list[i]->release == RELEASE_WITHDRAWN)
			return true;
	return false;
}

/* What takes the place of a series or service has to be there for everybody, and that says the public set only. */
static void
find_public(struct run *run)
{
	run->has_public = is_any_withdrawn(&run->catalog->series) || is_any_withdrawn(&run->catalog->services);
	if (run->has_public)
		run->public = public_set(run->arena, run->catalog);
}

void
check_catalog(const struct catalog *all, struct diagnostics *d, unsigned jobs)
{
	struct run run = { .catalog = all, .d = d, .arena = arena_new() };

	gather(&run);
	find_public(&run);
	size_t n_shards = (run.n_entries + SHARD - 1) / SHARD;
	struct folded_title **titles = allocate((n_shards + 1) * sizeof *titles);
	run.shards = allocate((n_shards + 1) * sizeof *run.shards);
	work(jobs, n_shards, check_shard, &run);

	for (size_t i = 0; i < n_shards; i++) {
		diagnostics_append(d, run.shards[i].d);
		titles[i] = run.shards[i].titles;
	}
	check_duplicate_titles(titles, n_shards, d);
	check_contributor_of_catalog(all, d);
	check_agent_cycles(all, d);

	for (size_t i = 0; i < n_shards; i++)
		arena_free(run.shards[i].arena);
	free(run.shards);
	free(titles);
	free(run.entries);
	table_free(&run.served);
	arena_free(run.arena);
}

/* --- for rules ------------------------------------------------------------------------------- */

const struct value *
good_value(const struct resource *r, enum property_id p)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n--; v++)
		if (!(v->flags & VALUE_INVALID))
			return v;
	return NULL;
}

struct text
in_both(struct arena *a, const char *german, const char *english)
{
	return arena_printf(a, "%s" BOTH_LANGUAGES "%s", german, english);
}

enum release
release_of(const struct resource *r)
{
	while (r->owner)
		r = r->owner;
	return r->release;
}

struct text
release_name(enum release release)
{
	static const char *const names[] = {
		[RELEASE_UNKNOWN] = "?",
		[RELEASE_PUBLIC] = "public",
		[RELEASE_INTERNAL] = "internal",
		[RELEASE_DRAFT] = "draft",
		[RELEASE_WITHDRAWN] = "withdrawn",
	};

	return text_of(names[release]);
}
