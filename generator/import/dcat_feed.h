/*
 * What the files of import/dcat.h share: a feed while it is read, filled in (dcat_fill.c) and shortened (dcat_shorten.c).
 */
#ifndef IMPORT_DCAT_FEED_H
#define IMPORT_DCAT_FEED_H

#include "import/dcat.h"
#include "import/dcat_graph.h"
#include "import/dcat_names.h"
#include "import/dcat_values.h"

struct dcat_feed {
	struct import *import;
	struct arena *arena;
	struct graph *graph;
	struct values values;
	struct dcat_names names;
	struct table agents; /* id → struct draft *, of this run */
	const struct graph_node *catalog;
	const struct graph_node *dataset; /* that is being filled */
	struct of_service *of_services;   /* its distributions that follow from its own services (K41) */
};

struct of_service {
	const struct draft *distribution;
	struct of_service *next;
};

/* What an entry's id is made from: the last part of its IRI, or its title. */
struct text dcat_name(struct dcat_feed *f, const struct graph_node *n, const char *title_predicate);
/* By what it is known when it is imported again. */
struct text dcat_source_id(const struct graph_node *n);
/* The id of the agent that `v` names, which becomes an entry where there is none yet. */
struct text dcat_agent(struct dcat_feed *f, const struct graph_value *v, unsigned depth);

/* Takes over everything that the node says, with the nodes it has for itself. */
void dcat_fill(struct dcat_feed *f, struct draft *d, const struct graph_node *n, unsigned depth);
/* The keys of the area that the dataset is about, among its places. */
void dcat_political_geocoding(struct dcat_feed *f, struct draft *d, const struct graph_node *n);

/* A place with its keys behind it is one place: { ags: …, bbox: … }. */
void dcat_join_places(struct draft *d, enum property_id spatial);
/* The dataset says once what all its distributions say. */
void dcat_shorten_distributions(struct dcat_feed *f, struct draft *d);

/* Services whose IRI is below their dataset's are written inside it. */
struct text dcat_inline_mark(struct text service, struct text dataset);
bool dcat_is_inline(const struct graph_node *n);
void dcat_inline_services(struct dcat_feed *f, struct draft *d, const struct graph_node *dataset);
void dcat_shorten_inline_service(struct draft *dataset, struct draft *service);
void dcat_find_service_type(struct dcat_feed *f, struct draft *service, struct text format);

#endif
