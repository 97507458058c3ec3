#include "rdf/activity.h"

#include "core/date.h"
#include "core/die.h"
#include "rdf/recommended.h"
#include "rdf/walk.h"

#include <stdlib.h>
#include <string.h>

#define ACTIVITY_SHAPE "https://semiceu.github.io/LDES-DCAT-AP-feeds/shape.ttl#ActivityShape"

const struct syntax_facts stream_syntaxes[N_STREAM_SYNTAXES] = {
	[STREAM_TRIG]   = { "trig",   "trig",   "application/trig",    "TriG" },
	[STREAM_JSONLD] = { "jsonld", "jsonld", "application/ld+json", "JSON-LD" },
};

/* What stands in a graph of TriG is Turtle (https://www.w3.org/TR/trig/, §2.2). */
static const enum syntax inner[N_STREAM_SYNTAXES] = { [STREAM_TRIG] = TURTLE, [STREAM_JSONLD] = JSONLD };

static const char *const kinds[N_ACTIVITY_KINDS] = {
	[ACTIVITY_CREATE] = "as:Create",
	[ACTIVITY_UPDATE] = "as:Update",
	[ACTIVITY_DELETE] = "as:Delete",
};

/* --- entities ------------------------------------------------------------------------------------------ */

struct rdf_entity {
	struct walk walk;
	struct used used;
	struct buf text[N_SYNTAXES];
};

struct rdf_entity *
rdf_entity_new(const struct rdf *r)
{
	struct rdf_entity *e = allocate(sizeof *e);

	*e = (struct rdf_entity){ 0 };
	walk_open(&e->walk, r, 1u << TURTLE | 1u << JSONLD);
	used_open(&e->used, &r->sizes);
	e->walk.used = &e->used;
	return e;
}

void
rdf_entity_free(struct rdf_entity *e)
{
	if (!e)
		return;
	walk_close(&e->walk);
	used_close(&e->used);
	for (size_t i = 0; i < N_SYNTAXES; i++)
		buf_free(&e->text[i]);
	free(e);
}

void
rdf_entity_render(struct rdf_entity *e, const struct resource *entity)
{
	used_clear(&e->used);
	EACH_OUTPUT(&e->walk, i) {
		e->text[i].n = 0;
		e->walk.outputs[i].out = &e->text[i];
	}
	walk_resource(&e->walk, entity);
	walk_own_externals(&e->walk);
	EACH_OUTPUT(&e->walk, i)
		rdf_blank_separator(&e->text[i], 0, (enum syntax)i);
}

struct text
rdf_entity_text(const struct rdf_entity *e, enum stream_syntax syntax)
{
	return buf_view(&e->text[inner[syntax]]);
}

/* --- activities ---------------------------------------------------------------------------------------- */

void
write_moment(struct buf *out, int64_t milliseconds)
{
	int64_t rest = milliseconds % 1000;

	if (rest < 0)
		rest += 1000;
	date_write_seconds(out, (milliseconds - rest) / 1000);
	out->n--; /* Z */
	buf_printf(out, ".%03dZ", (int)rest);
}

void
activity_write(struct buf *out, enum stream_syntax syntax, const struct activity_facts *a, struct text says)
{
	if (syntax == STREAM_TRIG) {
		buf_printf(out, "\n<%.*s> a %s ;\n  as:object <%.*s> ;\n  as:published \"", TEXT_ARG(a->iri),
		    kinds[a->kind], TEXT_ARG(a->object));
		write_moment(out, a->published);
		buf_str(out, "\"^^xsd:dateTime .\n");
		if (says.n)
			buf_printf(out, "<%.*s> {", TEXT_ARG(a->iri));
		buf_text(out, says);
		buf_str(out, says.n ? "}\n" : "");
		return;
	}
	buf_printf(out, ",\n{ \"@id\": \"%.*s\", \"@type\": \"%s\",\n  \"as:object\": {\"@id\": \"%.*s\"},\n"
			"  \"as:published\": {\"@type\": \"xsd:dateTime\", \"@value\": \"", TEXT_ARG(a->iri), kinds[a->kind],
	    TEXT_ARG(a->object));
	write_moment(out, a->published);
	buf_str(out, says.n ? "\"},\n  \"@graph\": [" : "\"}");
	buf_text(out, says);
	buf_str(out, says.n ? "] }" : " }");
}

/* --- pages ---------------------------------------------------------------------------------------------- */

enum stream_term {
	AS_OBJECT, AS_PUBLISHED, LDES_AMOUNT, LDES_EVENT_STREAM, LDES_LATEST_VERSION_SUBSET, LDES_RETENTION_POLICY,
	LDES_TIMESTAMP_PATH, LDES_VERSION_OF_PATH, TREE_FROM, TREE_LESS_THAN, TREE_MEMBER, TREE_NODE, TREE_NODE_CLASS,
	TREE_PATH, TREE_RELATION, TREE_SHAPE, TREE_VALUE, TREE_VIEW, N_STREAM_TERMS
};

static const char *const terms[N_STREAM_TERMS] = {
	[AS_OBJECT]                  = "as:object",
	[AS_PUBLISHED]               = "as:published",
	[LDES_AMOUNT]                = "ldes:amount",
	[LDES_EVENT_STREAM]          = "ldes:EventStream",
	[LDES_LATEST_VERSION_SUBSET] = "ldes:LatestVersionSubset",
	[LDES_RETENTION_POLICY]      = "ldes:retentionPolicy",
	[LDES_TIMESTAMP_PATH]        = "ldes:timestampPath",
	[LDES_VERSION_OF_PATH]       = "ldes:versionOfPath",
	[TREE_FROM]                  = "tree:GreaterThanOrEqualToRelation",
	[TREE_LESS_THAN]             = "tree:LessThanRelation",
	[TREE_MEMBER]                = "tree:member",
	[TREE_NODE]                  = "tree:node",
	[TREE_NODE_CLASS]            = "tree:Node",
	[TREE_PATH]                  = "tree:path",
	[TREE_RELATION]              = "tree:relation",
	[TREE_SHAPE]                 = "tree:shape",
	[TREE_VALUE]                 = "tree:value",
	[TREE_VIEW]                  = "tree:view",
};

struct page_work {
	struct walk walk;
	struct arena *arena;
	const struct name *terms[N_STREAM_TERMS];
	const struct stream_page *page;
};

static struct text
part_of_page(struct page_work *w, const char *name, size_t number)
{
	struct text self = w->page->self;

	return number ? arena_printf(w->arena, "%.*s#%s-%zu", TEXT_ARG(self), name, number) :
			arena_printf(w->arena, "%.*s#%s", TEXT_ARG(self), name);
}

static void
link_to(struct page_work *w, enum stream_term predicate, struct text iri)
{
	walk_link(&w->walk, w->terms[predicate], iri);
}

static void
begin(struct page_work *w, struct text iri, enum stream_term type)
{
	walk_subject(&w->walk, iri, &w->terms[type], 1);
}

/* §1: "This context information MUST be present". */
static void
event_stream(struct page_work *w)
{
	const struct catalog *c = w->walk.rdf->catalog;
	size_t n;
	const struct value *title = resource_values(c->self, CATALOG_title, &n);

	begin(w, w->page->stream, LDES_EVENT_STREAM);
	for (; n--; title++)
		if (!(title->flags & VALUE_INVALID))
			walk_literal(&w->walk, &w->walk.rdf->names->terms[DCT_TITLE], title->text,
			    c->languages[title->language], NULL);
	link_to(w, TREE_SHAPE, T(ACTIVITY_SHAPE));
	link_to(w, LDES_TIMESTAMP_PATH, name_iri(w->terms[AS_PUBLISHED]));
	link_to(w, LDES_VERSION_OF_PATH, name_iri(w->terms[AS_OBJECT]));
	link_to(w, TREE_VIEW, w->page->self);
	for (size_t i = 0; i < w->page->n_members; i++)
		link_to(w, TREE_MEMBER, w->page->members[i]);
	walk_end(&w->walk);
}

static void
relation(struct page_work *w, size_t number, enum stream_term type, int64_t value, struct text node)
{
	struct buf moment = { 0 };

	write_moment(&moment, value);
	begin(w, part_of_page(w, "relation", number), type);
	link_to(w, TREE_PATH, name_iri(w->terms[AS_PUBLISHED]));
	walk_literal(&w->walk, w->terms[TREE_VALUE], buf_view(&moment), T(""), &w->walk.rdf->names->terms[XSD_DATE_TIME]);
	link_to(w, TREE_NODE, node);
	walk_end(&w->walk);
	buf_free(&moment);
}

static void
node(struct page_work *w)
{
	const struct stream_page *page = w->page;

	begin(w, page->self, TREE_NODE_CLASS);
	if (page->is_latest_only)
		link_to(w, LDES_RETENTION_POLICY, part_of_page(w, "retention", 0));
	for (size_t i = 0; i < 2 * page->n_relations; i++)
		link_to(w, TREE_RELATION, part_of_page(w, "relation", i + 1));
	walk_end(&w->walk);
	if (page->is_latest_only) {
		begin(w, part_of_page(w, "retention", 0), LDES_LATEST_VERSION_SUBSET);
		walk_literal(&w->walk, w->terms[LDES_AMOUNT], T("1"), T(""), &w->walk.rdf->names->terms[XSD_INTEGER]);
		walk_end(&w->walk);
	}
	for (size_t i = 0; i < page->n_relations; i++) {
		const struct stream_relation *r = &page->relations[i];
		relation(w, 2 * i + 1, TREE_FROM, r->from, r->node);
		relation(w, 2 * i + 2, TREE_LESS_THAN, r->to, r->node);
	}
}

void
stream_page_write(struct buf *out, enum stream_syntax syntax, const struct rdf *r, const struct stream_page *page,
    struct text activities)
{
	const struct serializer *s = serializers[inner[syntax]];
	struct page_work w = { .arena = arena_new(), .page = page };

	for (size_t i = 0; i < N_STREAM_TERMS; i++)
		w.terms[i] = name_new(w.arena, terms[i]);
	walk_open(&w.walk, r, 1u << inner[syntax]);
	w.walk.outputs[inner[syntax]].out = out;
	s->head(out, n_prefixes);
	size_t start = out->n;
	event_stream(&w);
	rdf_blank_separator(out, start, inner[syntax]);
	node(&w);
	buf_text(out, activities);
	buf_str(out, s->tail);
	walk_close(&w.walk);
	arena_free(w.arena);
}
