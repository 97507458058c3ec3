/*
 * The change feed: what happened to the entities of the catalogue, as a Linked Data Event Stream of
 * activities, by SEMIC's specification "DCAT-AP Feeds" (living standard, state of 13 January 2026; the
 * sections below are its own). In two syntaxes that say the same, each leading to pages of its own kind:
 * TriG and JSON-LD.
 *
 * §1    An activity has an IRI, says as:object and as:published, and keeps what the entity said from
 *       then on in a named graph that is called as the activity is; as:Delete has none. It never changes.
 * §1.1  Stand-alone entities are the catalogue, datasets, series, the services of services/, and agents.
 *       Whatever belongs to exactly one of them is embedded in it: distributions, contacts, services
 *       described in place, checksums, places … Concepts, licences and standards are only referred to.
 *       The catalogue does not list its datasets and services: it has those of the stream, and a list
 *       would be told anew, whole, with each of them. A dataset has no record: the activity is it.
 * §1.2  A view either keeps all or, by ldes:LatestVersionSubset, the latest activity of each entity.
 * §1.3  Pages are a search tree over as:published.
 *
 * Names instead of blank nodes, as everywhere: relations are #relation-1 … of their page.
 */
#ifndef RDF_ACTIVITY_H
#define RDF_ACTIVITY_H

#include "rdf/rdf.h"

enum stream_syntax { STREAM_TRIG, STREAM_JSONLD, N_STREAM_SYNTAXES };
extern const struct syntax_facts stream_syntaxes[N_STREAM_SYNTAXES];

/* What an entity says: its statements and those of its parts. One a thread; valid until the next. */
struct rdf_entity;
struct rdf_entity *rdf_entity_new(const struct rdf *r);
void rdf_entity_free(struct rdf_entity *e); /* NULL is allowed */
/* The resource is of the public set of r. */
void rdf_entity_render(struct rdf_entity *e, const struct resource *entity);
struct text rdf_entity_text(const struct rdf_entity *e, enum stream_syntax syntax);

enum activity_kind { ACTIVITY_CREATE, ACTIVITY_UPDATE, ACTIVITY_DELETE, N_ACTIVITY_KINDS };

/* Milliseconds since 1970 as "2026-01-15T08:00:00.000Z". */
void write_moment(struct buf *out, int64_t milliseconds);

struct activity_facts {
	struct text iri, object; /* absolute */
	enum activity_kind kind;
	int64_t published; /* milliseconds since 1970 */
};

/* Appends the activity, with what the entity says then; of a Delete that is empty. */
void activity_write(struct buf *out, enum stream_syntax syntax, const struct activity_facts *a, struct text says);

/* From a page to one below it: activities from `from` on and before `to`. */
struct stream_relation {
	struct text node; /* absolute, of the page's own syntax */
	int64_t from, to; /* milliseconds since 1970 */
};

struct stream_page {
	struct text self;     /* absolute, of its own syntax */
	struct text stream;
	bool is_latest_only;  /* the root of a view with the latest activities only */
	const struct stream_relation *relations;
	size_t n_relations;
	const struct text *members; /* IRIs of the activities */
	size_t n_members;
};

/* A whole page; `activities` is what activity_write() appended. `r` is of today's catalogue. */
void stream_page_write(struct buf *out, enum stream_syntax syntax, const struct rdf *r,
    const struct stream_page *page, struct text activities);

#endif
