/*
 * services/<id>.rdf .ttl .jsonld and series/<id>.rdf .ttl .jsonld: what datasets have, for the
 * services and series of the catalogue.
 */
#ifndef BUILD_ENTRY_DOCUMENTS_H
#define BUILD_ENTRY_DOCUMENTS_H

#include "rdf/rdf.h"
#include "site/writer.h"

void write_entry_documents(const struct catalog *c, const struct rdf *rdf, struct writer *writer, unsigned jobs);

#endif
