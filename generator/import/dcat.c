#include "import/dcat_feed.h"

#include "catalog/reader.h"
#include "core/die.h"

#include <stdlib.h>

/* --- reading ------------------------------------------------------------------------------------- */

static void
namespace_repaired(void *context, struct place at, struct text from, struct text to)
{
	struct dcat_feed *f = context;

	dcat_value_repaired(&f->values,
	    &(struct found){ .field = T("xmlns"), .text = arena_text(f->arena, from), .at = at },
	    arena_text(f->arena, to));
}

struct dcat_feed *
dcat_feed_open(struct import *i)
{
	struct dcat_feed *f = allocate(sizeof *f);

	*f = (struct dcat_feed){ .import = i, .arena = import_arena(i), .graph = graph_new() };
	values_open(&f->values, i);
	dcat_names_open(&f->names, f->arena);
	f->graph->repaired = namespace_repaired;
	f->graph->context = f;
	return f;
}

void
dcat_feed_close(struct dcat_feed *f)
{
	if (!f)
		return;
	values_close(&f->values);
	dcat_names_close(&f->names);
	table_free(&f->agents);
	graph_free(f->graph);
	free(f);
}

bool
dcat_feed_read(struct dcat_feed *f, const struct source *source, struct text media_type, struct text address,
    struct text *next)
{
	enum rdf_input syntax = rdf_input_of(media_type, T(""));

	*next = T("");
	if (syntax == RDF_INPUT_UNKNOWN)
		syntax = rdf_input_of(source->path, source->bytes);
	if (!graph_read(f->graph, source, syntax, address, import_diagnostics(f->import)))
		return false;
	*next = f->graph->next_page;
	return true;
}

/* --- entries ------------------------------------------------------------------------------------- */

static void
fill_dataset(struct dcat_feed *f, struct draft *d, const struct graph_node *n)
{
	draft_add(d, DATASET_release, T("public"));
	f->dataset = n;
	f->of_services = NULL;
	dcat_fill(f, d, n, 0);
	f->dataset = NULL;
	if (!draft_has(d, DATASET_identifier))
		draft_add(d, DATASET_identifier, n->iri);
	dcat_political_geocoding(f, d, n);
	dcat_inline_services(f, d, n);
	dcat_join_places(d, DATASET_spatial);
	dcat_shorten_distributions(f, d);
	for (const struct draft_value *v = draft_value(d, DATASET_services); v; v = draft_next(v))
		dcat_shorten_inline_service(d, v->part);
}

/* Which class of entry a node is; CLASS_NONE: none, or described inside another. */
static enum class
entry_class(const struct graph_node *n)
{
	if (graph_is(n, "dcat:DatasetSeries"))
		return CLASS_SERIES;
	if (graph_is(n, "dcat:Catalog"))
		return CLASS_CATALOG;
	if (graph_is(n, "dcat:DataService"))
		return dcat_is_inline(n) ? CLASS_NONE : CLASS_SERVICE;
	return graph_is(n, "dcat:Dataset") ? CLASS_DATASET : CLASS_NONE;
}

struct met {
	const struct graph_node *node;
	struct draft *draft;
	struct met *next;
};

static struct text
folder_of(struct dcat_feed *f, const struct graph_node *n)
{
	const struct graph_value *publisher = graph_value(n, "dct:publisher", NULL);
	struct text id = publisher ? dcat_agent(f, publisher, 0) : T("");

	return is_id(id) ? id : T("");
}

static void
fill_catalog(struct dcat_feed *f)
{
	struct draft *d = f->catalog ? import_catalog(f->import, f->catalog->at) : NULL;

	if (!d)
		return;
	dcat_fill(f, d, f->catalog, 0);
	dcat_join_places(d, CATALOG_spatial);
}

void
dcat_feed_import(struct dcat_feed *f)
{
	struct met *first = NULL, **last = &first;

	/* All entries have their ids before any is filled, since they name each other. */
	for (const struct graph_node *n = f->graph->first; n; n = n->next) {
		enum class class = entry_class(n);
		if (class == CLASS_CATALOG && !f->catalog)
			f->catalog = n;
		if (class == CLASS_NONE || class == CLASS_CATALOG)
			continue;
		struct draft *d = import_entry(f->import, class, dcat_source_id(n), dcat_name(f, n, "dct:title"),
		    class == CLASS_DATASET ? folder_of(f, n) : T(""));
		if (!d)
			continue;
		*last = arena_new_of(f->arena, struct met);
		**last = (struct met){ n, d, NULL };
		last = &(*last)->next;
	}
	for (const struct met *m = first; m; m = m->next) {
		if (m->draft->class == CLASS_DATASET) {
			fill_dataset(f, m->draft, m->node);
			continue;
		}
		dcat_fill(f, m->draft, m->node, 0);
		if (m->draft->class == CLASS_SERVICE) {
			dcat_find_service_type(f, m->draft, T(""));
			dcat_join_places(m->draft, SERVICE_spatial);
		} else {
			dcat_join_places(m->draft, SERIES_spatial);
		}
	}
	fill_catalog(f);
	if (!first)
		diagnose(import_diagnostics(f->import), IMPORT_NOTHING, (struct place){ 0 }, T("dcat:Dataset"));
}
