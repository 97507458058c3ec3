/*
 * Who answers for the data: contacts, the ids of contributors, which office is part of which.
 */
#include "check/rules.h"
#include "core/die.h"

#include <stdlib.h>

#define GOVDATA_CONTRIBUTORS "http://dcat-ap.de/def/contributors/"

/* K01 */
void
check_contact(struct checking *k, const struct resource *r)
{
	if (!resource_has(r, KIND_email) && !resource_has(r, KIND_url))
		diagnose(k->d, CONTACT_UNREACHABLE, r->at);
}

/* An id that GovData gave: of the list, or written as its IRI. */
static bool
is_of_govdata(const struct value *v)
{
	struct text iri = v->concept && v->concept->iri ? text_of(v->concept->iri) : v->text;

	return text_starts(iri, T(GOVDATA_CONTRIBUTORS));
}

static const struct value *
contributor(const struct resource *r, enum property_id p)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n--; v++)
		if (!(v->flags & VALUE_INVALID) && is_of_govdata(v))
			return v;
	return NULL;
}

/* K13 */
void
check_contributor_ids(struct checking *k, const struct resource *r)
{
	enum property_id p =
	    r->class == CLASS_CATALOG ? CATALOG_contributor_id : DATASET_contributor_id;
	const struct value *first = contributor(r, p);
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; first && n--; v++)
		if (v != first && !(v->flags & VALUE_INVALID) && is_of_govdata(v))
			diagnose(k->d, CONTRIBUTOR_REPEATED, v->at, v->text, first->text);
}

/* K12, once: where a dataset has none and the catalogue gives none. */
void
check_contributor_of_catalog(const struct catalog *c, struct diagnostics *d)
{
	if (!c->self || resource_has(c->self, CATALOG_contributor_id))
		return;
	for (size_t i = 0; i < c->datasets.n; i++) {
		const struct resource *dataset = c->datasets.list[i];
		if (dataset->release == RELEASE_PUBLIC &&
		    !contributor(dataset, DATASET_contributor_id)) {
			diagnose(d, CONTRIBUTOR_MISSING, c->self->at);
			return;
		}
	}
}

static const struct resource *
larger_body(const struct resource *agent)
{
	const struct value *v = good_value(agent, AGENT_part_of);

	return v ? v->resource : NULL;
}

/* "stadtgruen → umwelt → stadtgruen" */
static void
diagnose_cycle(const struct resource *agent, struct diagnostics *d)
{
	enum { SHOWN = 8 };
	struct buf chain = { 0 };
	const struct resource *next = larger_body(agent);

	buf_text(&chain, agent->id);
	for (size_t n = 1; next != agent && n < SHOWN; n++, next = larger_body(next)) {
		buf_str(&chain, " → ");
		buf_text(&chain, next->id);
	}
	buf_str(&chain, next == agent ? " → " : " → … → ");
	buf_text(&chain, agent->id);
	diagnose(d, AGENT_CYCLE, good_value(agent, AGENT_part_of)->at, buf_view(&chain));
	buf_free(&chain);
}

/* Every chain of part_of is walked once: what an earlier walk has seen needs no second look. */
void
check_agent_cycles(const struct catalog *c, struct diagnostics *d)
{
	size_t n = c->agents.n;
	size_t *walks = allocate((n + 1) * sizeof *walks);
	struct table numbers = { 0 };

	for (size_t i = 0; i < n; i++) {
		walks[i] = 0;
		table_set(&numbers, c->agents.list[i]->id, &walks[i]);
	}
	for (size_t i = 0; i < n; i++) {
		const struct resource *agent = c->agents.list[i];
		size_t *walk = NULL;

		while (agent && (walk = table_get(&numbers, agent->id)) && *walk == 0) {
			*walk = i + 1;
			agent = larger_body(agent);
		}
		if (agent && walk && *walk == i + 1)
			diagnose_cycle(agent, d);
	}
	table_free(&numbers);
	free(walks);
}
