/*
 * The gate before publication: feeds as harvesters will find them, read back and counted. A
 * harvester deletes what it does not see; so a feed that is short, or that it cannot read, is worse
 * than the old one.
 */
#ifndef BUILD_GATE_H
#define BUILD_GATE_H

#include "catalog/catalog.h"
#include "site/writer.h"

/* A feed of RDF/XML: one document, or pages. */
struct gate_feed {
	const struct text *paths; /* in the order of the feed */
	size_t n;
	bool is_paged; /* each names the next, and the last none */
};

/* Ends the run with a sentence unless all documents are well-formed, without a DOCTYPE, and the documents
 * of each feed together have every dataset of the catalogue as a subject exactly once, and no other, as
 * well as in the lists of the catalogue. */
void gate_feeds(const struct catalog *c, struct writer *w, const struct gate_feed *feeds, size_t n,
    unsigned jobs);

/* The same for a view of the change feed in TriG, with the latest activities only: follows it from its root on, and
 * ends the run unless its Creates and Updates are about the datasets of the catalogue, each once, and none
 * of its Deletes is. */
void gate_activities(const struct catalog *c, struct writer *w, struct text view);

#endif
