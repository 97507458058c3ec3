/*
 * What follows from what was written: the defaults of catalog.yaml, licences that a dataset gives
 * its distributions, sizes and checksums of hosted files, the distribution that a service is, the
 * legislation that high-value data stands under. All of it becomes values like any other, so that
 * checks, pages and feeds see the same; most of it is marked VALUE_COMPUTED or VALUE_DEFAULT.
 */
#ifndef CATALOG_COMPLETION_H
#define CATALOG_COMPLETION_H

#include "catalog/reader.h"

struct completion {
	struct reader *reader;
	struct snapshot_reader *files;
	const struct settings *settings;
	const struct yaml_node *defaults; /* the mapping in catalog.yaml, or NULL */
	const struct table *hosted;       /* "data/…" → const struct snapshot_file * */
	const struct table *services;     /* id → const struct resource *: those of services/ */
	/* Called for every hosted file of the dataset. */
	void (*found_file)(void *context, const struct hosted_file *file);
	void *context;
};

void complete_dataset(const struct completion *c, struct resource *dataset);
void complete_service(const struct completion *c, struct resource *service);
void complete_series(const struct completion *c, struct resource *series);
void complete_locations(const struct completion *c, struct resource *owner, enum property_id spatial);

/* The Commission Implementing Regulation (EU) 2023/138 on high-value datasets. */
#define HVD_LEGISLATION "http://data.europa.eu/eli/reg_impl/2023/138/oj"

#endif
