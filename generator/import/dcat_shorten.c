/*
 * What a feed says at length and a steward would write shorter: places, what all distributions have in common, services that belong to
 * one dataset.
 */
#include "import/dcat_feed.h"

#include "catalog/reader.h"

/* --- what a steward would write shorter -------------------------------------------------------------- */

/* A place with its keys behind it is one place: { ags: …, bbox: … }. */
void
dcat_join_places(struct draft *d, enum property_id spatial)
{
	struct draft_value *extent = NULL, *next;
	static const enum property_id keys[] = { LOCATION_uri, LOCATION_ags, LOCATION_ars };
	size_t n_extents = 0, key = 0;

	for (struct draft_value *v = draft_value(d, spatial); v; v = draft_next(v))
		if (v->part && (draft_has(v->part, LOCATION_bbox) || draft_has(v->part, LOCATION_centroid) ||
				   draft_has(v->part, LOCATION_geometry) || draft_has(v->part, LOCATION_name))) {
			extent = v;
			n_extents++;
		}
	if (n_extents != 1)
		return;
	for (struct draft_value *v = draft_next(extent); v; v = next) {
		next = draft_next(v);
		if (!v->part || !v->part->first || v->part->first->next)
			return; /* two keys: they stay apart */
		while (key < sizeof keys / sizeof keys[0] && keys[key] != v->part->first->property)
			key++;
		if (key == sizeof keys / sizeof keys[0] || draft_has(extent->part, keys[key]))
			return;
		draft_add(extent->part, keys[key++], v->part->first->text);
		draft_remove_value(d, v);
	}
}

static bool
has_same(const struct draft *a, enum property_id p, const struct draft *b, enum property_id q)
{
	const struct draft_value *v = draft_value(a, p), *w = draft_value(b, q);

	for (; v && w && text_equal(v->text, w->text) && text_equal(v->language, w->language);
	     v = draft_next(v), w = draft_next(w))
		;
	return !v && !w;
}

static bool
is_of_service(const struct dcat_feed *f, const struct draft *distribution)
{
	const struct of_service *o = f->of_services;

	while (o && o->distribution != distribution)
		o = o->next;
	return o != NULL;
}

/* The dataset says once what all its distributions say alike, and what those of its services say, which
 * stand nowhere themselves. */
static void
lift(struct dcat_feed *f, struct draft *d, enum property_id of_distribution, enum property_id of_dataset,
    bool may_add)
{
	const struct draft *said = NULL;
	bool all_alike = true;

	for (const struct draft_value *v = draft_value(d, DATASET_distributions); v; v = draft_next(v)) {
		if (!draft_has(v->part, of_distribution))
			return;
		if (said && !has_same(said, of_distribution, v->part, of_distribution))
			all_alike = false;
		if (!said || (is_of_service(f, v->part) && !is_of_service(f, said)))
			said = v->part;
	}
	if (!said || (!all_alike && !is_of_service(f, said)))
		return;
	if (!draft_has(d, of_dataset) && may_add)
		for (const struct draft_value *v = draft_value(said, of_distribution); v; v = draft_next(v))
			draft_add_in(d, of_dataset, v->text, v->language);
	for (const struct draft_value *v = draft_value(d, DATASET_distributions); v; v = draft_next(v))
		if (has_same(v->part, of_distribution, d, of_dataset))
			draft_remove(v->part, of_distribution);
}

void
dcat_shorten_distributions(struct dcat_feed *f, struct draft *d)
{
	bool services_say = true; /* else they would take the dataset's, which nobody said */
	struct draft_value *next;

	for (const struct draft_value *v = draft_value(d, DATASET_services); v; v = draft_next(v))
		services_say = services_say && v->part && draft_has(v->part, SERVICE_license);
	for (const struct draft_value *v = draft_value(d, DATASET_distributions); v; v = draft_next(v))
		if (draft_has(v->part, DISTRIBUTION_download_url) &&
		    has_same(v->part, DISTRIBUTION_download_url, v->part, DISTRIBUTION_access_url))
			draft_remove(v->part, DISTRIBUTION_access_url); /* K39 */
	lift(f, d, DISTRIBUTION_license, DATASET_license, services_say);
	lift(f, d, DISTRIBUTION_attribution, DATASET_attribution, true);
	lift(f, d, DISTRIBUTION_availability, DATASET_availability, false);
	for (struct draft_value *v = draft_value(d, DATASET_distributions); v; v = next) {
		next = draft_next(v);
		if (is_of_service(f, v->part))
			draft_remove_value(d, v);
	}
}

/* --- services ------------------------------------------------------------------------------------- */

bool
dcat_is_inline(const struct graph_node *n)
{
	struct text dataset = text_slice(n->iri, 0, text_find_char(n->iri, '#'));

	return dcat_inline_mark(n->iri, dataset).n > 0;
}

/* The kind of service whose IRI is a standard it conforms to, or which gives the format its data has. */
void
dcat_find_service_type(struct dcat_feed *f, struct draft *service, struct text format)
{
	const struct concept *c;

	for (struct draft_value *v = draft_value(service, SERVICE_conforms_to); v; v = draft_next(v))
		if ((c = code_lists_find(f->values.lists, LIST_service_type, v->text))) {
			draft_add(service, SERVICE_type, text_of(c->code));
			if (!draft_next(draft_value(service, SERVICE_conforms_to)))
				draft_remove(service, SERVICE_conforms_to);
			return;
		}
	for (size_t i = 0; format.n && (c = code_lists_at(f->values.lists, LIST_service_type, i)); i++)
		if (!c->iri && text_equal(text_of(c->broader), format)) {
			draft_add(service, SERVICE_type, text_of(c->code));
			return;
		}
}

/* What the dataset says alike, its service need not say: catalog/completion.c. */
void
dcat_shorten_inline_service(struct draft *dataset, struct draft *service)
{
	static const struct {
		enum property_id of_service, of_dataset;
	} inherited[] = {
		{ SERVICE_publisher,     DATASET_publisher },
		{ SERVICE_license,       DATASET_license },
		{ SERVICE_access_rights, DATASET_access_rights },
		{ SERVICE_availability,  DATASET_availability },
		{ SERVICE_themes,        DATASET_themes },
		{ SERVICE_keywords,      DATASET_keywords },
		{ SERVICE_hvd,           DATASET_hvd },
		{ SERVICE_page,          DATASET_page },
	};

	for (size_t i = 0; i < sizeof inherited / sizeof inherited[0]; i++)
		if (has_same(service, inherited[i].of_service, dataset, inherited[i].of_dataset))
			draft_remove(service, inherited[i].of_service);
	draft_remove(service, SERVICE_serves_dataset);
}

/* The services described inside the dataset, found by the distributions that name them; these follow from them
 * (K41) and are left out. */
void
dcat_inline_services(struct dcat_feed *f, struct draft *d, const struct graph_node *dataset)
{
	const struct graph_value *v = NULL;

	while ((v = graph_value(dataset, "dcat:distribution", v))) {
		const struct graph_value *by = v->node ? graph_value(v->node, "dcat:accessService", NULL) : NULL;
		struct text mark = by ? dcat_inline_mark(by->text, dataset->iri) : T("");
		struct graph_node *n = by ? (struct graph_node *)(uintptr_t)by->node : NULL;
		if (mark.n == 0 || !n || !n->first)
			continue;
		struct draft *service = draft_part(d, DATASET_services);
		service->at = n->at;
		/* Its contact is the dataset's, which is a node of the dataset. */
		dcat_fill(f, service, n, 1);
		if (is_id(mark))
			draft_add(service, SERVICE_id, mark);
		const struct graph_value *contact = graph_value(n, "dcat:contactPoint", NULL);
		if (contact && text_starts(contact->text, dataset->iri) &&
		    !text_find(text_slice(contact->text, dataset->iri.n, contact->text.n), T("#contact")))
			draft_remove(service, SERVICE_contact);
		const struct graph_value *format = graph_value(v->node, "dct:format", NULL);
		const struct concept *c =
		    format ? dcat_value_concept(&f->values, LIST_file_type, format->text) : NULL;
		dcat_find_service_type(f, service, c ? text_of(c->code) : T(""));
	}
}
