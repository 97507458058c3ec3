/*
 * What a feed says of the things it only refers to, so that it is complete in itself: agents,
 * series and services in full; of every concept and foreign IRI its class, because the shapes of
 * DCAT-AP ask for it and the authority tables are not at hand when a feed is checked.
 */
#include "rdf/recommended.h"
#include "rdf/walk.h"

#include <string.h>

/* The classes of foreign IRIs, by the property that names them (DCAT-AP 3.0.1, ranges). */
static const struct {
	const char *predicate;
	enum external_class class;
} ranges[] = {
	{ "dcat:hadRole",                 EXTERNAL_ROLE },
	{ "dcat:landingPage",             EXTERNAL_DOCUMENT },
	{ "dcat:themeTaxonomy",           EXTERNAL_TAXONOMY },
	{ "dcatap:applicableLegislation", EXTERNAL_LEGISLATION },
	{ "dct:accessRights",             EXTERNAL_RIGHTS },
	{ "dct:conformsTo",               EXTERNAL_STANDARD },
	{ "dct:license",                  EXTERNAL_LICENSE },
	{ "foaf:homepage",                EXTERNAL_DOCUMENT },
	{ "foaf:page",                    EXTERNAL_DOCUMENT },
	{ "odrl:hasPolicy",               EXTERNAL_POLICY },
	{ "vcard:hasEmail",               EXTERNAL_EMAIL },
};

enum external_class
external_class_of(enum property_id p)
{
	for (size_t i = 0; properties[p].predicate && i < sizeof ranges / sizeof ranges[0]; i++)
		if (strcmp(ranges[i].predicate, properties[p].predicate) == 0)
			return ranges[i].class;
	return NOT_EXTERNAL;
}

static const enum term external_types[N_EXTERNAL_CLASSES] = {
	[EXTERNAL_DOCUMENT]    = FOAF_DOCUMENT,
	[EXTERNAL_EMAIL]       = VCARD_EMAIL, /* GeoDCAT-AP */
	[EXTERNAL_LEGISLATION] = ELI_LEGAL_RESOURCE,
	[EXTERNAL_LICENSE]     = DCT_LICENSE_DOCUMENT,
	[EXTERNAL_PLACE]       = DCT_LOCATION,
	[EXTERNAL_POLICY]      = ODRL_POLICY,
	[EXTERNAL_RIGHTS]      = DCT_RIGHTS_STATEMENT,
	[EXTERNAL_ROLE]        = DCAT_ROLE,
	[EXTERNAL_STANDARD]    = DCT_STANDARD,
	[EXTERNAL_TAXONOMY]    = SKOS_CONCEPT_SCHEME,
};

/* The classes of concepts, by their list; NO_TERM: no shape asks for one. */
static const enum term concept_types[N_CODE_LISTS] = {
	[LIST_access_right]         = DCT_RIGHTS_STATEMENT,
	[LIST_adms_status]          = SKOS_CONCEPT,
	[LIST_checksum_algorithm]   = SPDX_CHECKSUM_ALGORITHM,
	[LIST_continent]            = DCT_LOCATION,
	[LIST_country]              = DCT_LOCATION,
	[LIST_data_theme]           = SKOS_CONCEPT,
	[LIST_dataset_type]         = SKOS_CONCEPT,
	[LIST_distribution_status]  = SKOS_CONCEPT,
	[LIST_distribution_type]    = SKOS_CONCEPT,
	[LIST_eu_licence]           = DCT_LICENSE_DOCUMENT,
	[LIST_file_type]            = DCT_MEDIA_TYPE_OR_EXTENT,
	[LIST_frequency]            = DCT_FREQUENCY,
	[LIST_hvd_category]         = SKOS_CONCEPT,
	[LIST_language]             = DCT_LINGUISTIC_SYSTEM,
	[LIST_licence_type]         = SKOS_CONCEPT,
	[LIST_license]              = DCT_LICENSE_DOCUMENT,
	[LIST_media_type]           = DCT_MEDIA_TYPE,
	[LIST_place]                = DCT_LOCATION,
	[LIST_planned_availability] = SKOS_CONCEPT,
	[LIST_publisher_type]       = SKOS_CONCEPT,
	[LIST_reference_system]     = DCT_STANDARD,
	[LIST_representation_technique] = SKOS_CONCEPT,
	[LIST_resource_type]        = SKOS_CONCEPT,
	[LIST_service_type]         = DCT_STANDARD,
	[LIST_spatial_service_type] = SKOS_CONCEPT,
	[LIST_topic_category]       = SKOS_CONCEPT,
};

static void
labels(struct walk *w, enum term predicate, const char *german, const char *english)
{
	const struct name *p = &w->rdf->names->terms[predicate];

	walk_literal(w, p, text_of(german), T("de"), NULL);
	walk_literal(w, p, text_of(english), T("en"), NULL);
}

/* Writes to all outputs what write() writes, once for all documents of the thread. */
static void
repeat(struct walk *w, struct rendered **slot, void (*write)(struct walk *w, const void *what),
    const void *what)
{
	size_t start[N_SYNTAXES];

	if (*slot) {
		EACH_OUTPUT(w, i)
			buf_text(w->outputs[i].out, (*slot)->text[i]);
		return;
	}
	EACH_OUTPUT(w, i)
		start[i] = w->outputs[i].out->n;
	write(w, what);
	*slot = arena_new_of(w->cache->arena, struct rendered);
	EACH_OUTPUT(w, i) {
		struct text written = buf_view(w->outputs[i].out);
		(*slot)->text[i] = arena_text(w->cache->arena, text_slice(written, start[i], written.n));
	}
}

/* What licences demand, by the code of the licence. */
static const struct {
	const char *licence;
	const char *types[3]; /* up to a NULL */
} licence_types[] = {
#define LICENCE(code, ...) { code, { __VA_ARGS__ } },
#include "rdf/licence_types.def"
#undef LICENCE
};

static const char *const *
types_of_licence(const struct concept *c)
{
	static const char *const none[] = { NULL };

	for (size_t i = 0; c->list == LIST_license && i < sizeof licence_types / sizeof licence_types[0]; i++)
		if (strcmp(licence_types[i].licence, c->code) == 0)
			return licence_types[i].types;
	return none;
}

static const struct concept *
licence_type(const struct walk *w, const char *code)
{
	return code_lists_find(w->rdf->catalog->lists, LIST_licence_type, text_of(code));
}

/* The types join the set of what is used, before the licences are written. */
static void
use_licence_types(struct walk *w)
{
	const struct rdf *r = w->rdf;
	size_t first = r->first_concept[LIST_license], end = first + code_lists_count(r->catalog->lists, LIST_license);

	for (size_t i = bits_next(&w->used->concepts, first); i < end; i = bits_next(&w->used->concepts, i + 1))
		for (const char *const *t = types_of_licence(code_lists_at(r->catalog->lists, LIST_license, i - first)); *t; t++)
			walk_use_concept(w, licence_type(w, *t));
}

static void
concept_labels(struct walk *w, const struct concept *c)
{
	if (c->de || c->en)
		labels(w, SKOS_PREF_LABEL, c->de, c->en);
	else
		walk_literal(w, &w->rdf->names->terms[SKOS_PREF_LABEL], text_of(c->code), T(""), NULL);
}

static void
concept(struct walk *w, const void *what)
{
	const struct concept *c = what;
	const struct names *names = w->rdf->names;
	enum term class = concept_types[c->list];
	const struct name *types[] = { &names->terms[class], &names->terms[SKOS_CONCEPT] };
	bool is_both = c->list == LIST_reference_system; /* GeoDCAT-AP: now the one, now the other */

	if (class == NO_TERM || !c->iri || !iri_is_writable(text_of(c->iri)))
		return;
	walk_subject(w, text_of(c->iri), types, is_both ? 2 : 1);
	if (class == SKOS_CONCEPT || is_both)
		concept_labels(w, c);
	for (const char *const *t = types_of_licence(c); *t; t++)
		walk_link(w, &names->terms[DCT_TYPE], text_of(licence_type(w, *t)->iri));
	walk_end(w);
}

static void
concepts(struct walk *w)
{
	const struct rdf *r = w->rdf;
	size_t list = 0;

	for (size_t i = bits_next(&w->used->concepts, 0); i != SIZE_MAX;
	     i = bits_next(&w->used->concepts, i + 1)) {
		while (list + 1 < N_CODE_LISTS && r->first_concept[list + 1] <= i)
			list++;
		const struct concept *c =
		    code_lists_at(r->catalog->lists, (enum code_list)list, i - r->first_concept[list]);
		if (w->cache)
			repeat(w, &w->cache->concepts[i], concept, c);
		else
			concept(w, c);
	}
}

static void
scheme_title(struct walk *w, struct text iri)
{
	for (size_t i = 0; i < N_CODE_LISTS; i++)
		if (text_equal(text_of(code_list_facts[i].scheme), iri)) {
			labels(w, DCT_TITLE, code_list_facts[i].de, code_list_facts[i].en);
			return;
		}
}

/* A role is a concept, whose label shapes ask for; what we know of it is how its IRI ends. */
static void
role_label(struct walk *w, struct text iri)
{
	size_t start = iri.n;

	while (start && iri.s[start - 1] != '/' && iri.s[start - 1] != '#')
		start--;
	walk_literal(w, &w->rdf->names->terms[SKOS_PREF_LABEL],
	    start < iri.n ? text_slice(iri, start, iri.n) : iri, T(""), NULL);
}

static void
external(struct walk *w, const struct external *e)
{
	const struct name *types[N_EXTERNAL_CLASSES];
	size_t n = 0;

	for (size_t i = 0; i < N_EXTERNAL_CLASSES; i++)
		if (e->classes & UINT32_C(1) << i)
			types[n++] = &w->rdf->names->terms[external_types[i]];
	walk_subject(w, e->iri, types, n);
	if (e->classes & 1 << EXTERNAL_TAXONOMY)
		scheme_title(w, e->iri);
	if (e->classes & 1 << EXTERNAL_ROLE)
		role_label(w, e->iri);
	if (e->classes & 1 << EXTERNAL_PLACE)
		describe_place(w, e->iri);
	walk_end(w);
}

/* "…/politicalGeocoding/municipalityKey/14713000" is in the scheme "…/municipalityKey". */
static void
key_of_place(struct walk *w, struct text iri)
{
	const struct names *names = w->rdf->names;
	size_t end = iri.n;

	if (!text_starts(iri, T("http://dcat-ap.de/def/politicalGeocoding/")))
		return;
	while (end && iri.s[end - 1] != '/')
		end--;
	walk_subject(w, iri, (const struct name *[]){ &names->terms[SKOS_CONCEPT] }, 1);
	walk_link(w, &names->terms[SKOS_IN_SCHEME], text_slice(iri, 0, end - 1));
	walk_end(w);
}

void
walk_own_externals(struct walk *w)
{
	const uint32_t own = 1 << EXTERNAL_DOCUMENT | 1 << EXTERNAL_EMAIL;
	struct used *u = w->used;
	size_t kept = 0;

	for (size_t i = 0; i < u->n_externals; i++)
		if (u->externals[i].classes & ~own)
			u->externals[kept++] = u->externals[i];
		else if (profiles[w->rdf->profile].describes == CLASSES_OF_VALUES)
			external(w, &u->externals[i]);
	used_keep_externals(u, kept);
}

/* Each resource of the set once, also those that join while it is written. */
static void
resources(struct walk *w, const struct bits *set, const struct resource_list *list)
{
	for (size_t i = bits_next(set, 0); i != SIZE_MAX; i = bits_next(set, i + 1))
		walk_resource(w, list->list[i]);
}

static void
agent(struct walk *w, const void *what)
{
	walk_resource(w, what);
}

static void
agents(struct walk *w)
{
	const struct bits *set = &w->used->agents;
	const struct resource_list *list = &w->rdf->catalog->agents;
	unsigned written = w->syntaxes;

	if (!w->cache) {
		resources(w, set, list);
		return;
	}
	for (size_t i = bits_next(set, 0); i != SIZE_MAX; i = bits_next(set, i + 1)) {
		if (w->cache->agents[i]) {
			w->syntaxes = 0; /* what it uses in turn joins the set all the same */
			walk_resource(w, list->list[i]);
			w->syntaxes = written;
		}
		repeat(w, &w->cache->agents[i], agent, list->list[i]);
	}
}

/* An agent is part of another, which may stand before it in the set: all join before any is
 * written. */
static void
use_wholes(struct walk *w)
{
	const struct resource_list *agents = &w->rdf->catalog->agents;
	struct bits *set = &w->used->agents;

	for (size_t i = bits_next(set, 0); i != SIZE_MAX; i = bits_next(set, i + 1)) {
		const struct resource *agent = agents->list[i];
		const struct value *whole = resource_value(agent, AGENT_part_of);

		while (whole && whole->resource && walk_is_public(w, whole->resource) &&
		    bits_set(set, whole->resource->number))
			whole = resource_value(whole->resource, AGENT_part_of);
	}
}

void
walk_used(struct walk *w)
{
	const struct catalog *c = w->rdf->catalog;

	/* In this order: services and series name datasets and agents, all of them name concepts. */
	resources(w, &w->used->services, &c->services);
	resources(w, &w->used->series, &c->series);
	for (size_t i = 0; i < w->used->n_mentions; i++)
		walk_mention(w, w->used->mentions[i]);
	use_wholes(w);
	agents(w);
	if (profiles[w->rdf->profile].describes == SCHEMES_OF_KEYS) {
		for (size_t i = 0; i < w->used->n_externals; i++)
			key_of_place(w, w->used->externals[i].iri);
		return;
	}
	for (size_t i = 0; i < w->used->n_externals; i++)
		external(w, &w->used->externals[i]);
	use_licence_types(w);
	concepts(w);
}
