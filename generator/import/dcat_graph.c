#include "import/dcat_graph.h"

#include "core/die.h"
#include "dcat/dcat.h"

#include <stdlib.h>

/* Relative addresses become these, so that they can be told from others. */
#define NO_BASE "http://base.invalid/"

struct graph *
graph_new(void)
{
	struct graph *g = allocate(sizeof *g);

	*g = (struct graph){ .arena = arena_new() };
	return g;
}

void
graph_free(struct graph *g)
{
	if (!g)
		return;
	table_free(&g->nodes);
	table_free(&g->known);
	arena_free(g->arena);
	free(g);
}

/* --- namespaces ----------------------------------------------------------------------------------- */

/* What is written for the beginning of an IRI, without scheme and "www.". */
static const struct {
	const char *wrong, *right;
} namespaces[] = {
	{ "data.europa.eu/r5r#",          "http://data.europa.eu/r5r/" },
	{ "data.europa.eu/930#",          "http://data.europa.eu/930/" },
	{ "purl.org/dc/elements/1.1/",    "http://purl.org/dc/terms/" },
	{ "purl.org/dc/terms#",           "http://purl.org/dc/terms/" },
	{ "dublincore.org/documents/dcmi-terms/", "http://purl.org/dc/terms/" },
	{ "w3.org/ns/dcat/",              "http://www.w3.org/ns/dcat#" },
	{ "w3.org/ns/adms/",              "http://www.w3.org/ns/adms#" },
	{ "w3.org/ns/locn/",              "http://www.w3.org/ns/locn#" },
	{ "spdx.org/rdf/terms/",          "http://spdx.org/rdf/terms#" },
};

static struct text
without_scheme(struct text iri)
{
	size_t n = text_starts(iri, T("https://")) ? 8 : text_starts(iri, T("http://")) ? 7 : iri.n;

	iri = text_slice(iri, n, iri.n);
	return text_starts(iri, T("www.")) ? text_slice(iri, 4, iri.n) : iri;
}

static bool
begins_alike(struct text iri, struct text prefix, size_t *rest)
{
	struct text a = without_scheme(iri), b = without_scheme(prefix);

	if (a.n == 0 || b.n == 0 || !text_starts(a, b))
		return false;
	*rest = iri.n - (a.n - b.n);
	return true;
}

/* dcatde has carried its version: "https://www.dcat-ap.de/def/dcatde/1.1/", "…/1_0/". */
static bool
is_old_dcatde(struct text iri, size_t *rest)
{
	size_t at;

	if (!begins_alike(iri, T("http://dcat-ap.de/def/dcatde/"), &at))
		return false;
	while (at < iri.n && ((iri.s[at] >= '0' && iri.s[at] <= '9') || iri.s[at] == '.' || iri.s[at] == '_'))
		at++;
	if (at == iri.n || (iri.s[at] != '/' && iri.s[at] != '#'))
		return false;
	*rest = at + 1;
	return true;
}

/* A predicate or class as dcat/prefixes.def writes it. */
static struct text
vocabulary_iri(struct graph *g, struct text iri, struct place at)
{
	struct text right = T("");
	size_t rest = 0;

	for (size_t i = 0; i < n_prefixes; i++)
		if (text_starts(iri, text_of(prefixes[i].iri)) && !text_starts(iri, T("http://dcat-ap.de/")))
			return iri;
	if (is_old_dcatde(iri, &rest))
		right = T("http://dcat-ap.de/def/dcatde/");
	for (size_t i = 0; !right.n && i < sizeof namespaces / sizeof namespaces[0]; i++)
		if (begins_alike(iri, arena_printf(g->arena, "http://%s", namespaces[i].wrong), &rest))
			right = text_of(namespaces[i].right);
	for (size_t i = 0; !right.n && i < n_prefixes; i++)
		if (begins_alike(iri, text_of(prefixes[i].iri), &rest))
			right = text_of(prefixes[i].iri);
	if (!right.n || (text_starts(iri, right) && rest == right.n))
		return iri;
	if (g->repaired)
		g->repaired(g->context, at, text_slice(iri, 0, rest), right);
	return arena_printf(g->arena, "%.*s%.*s", TEXT_ARG(right), TEXT_ARG(text_slice(iri, rest, iri.n)));
}

struct text
graph_short(struct arena *a, struct text iri)
{
	for (size_t i = 0; i < n_prefixes; i++) {
		struct text prefix = text_of(prefixes[i].iri);
		if (text_starts(iri, prefix))
			return arena_printf(
			    a, "%s:%.*s", prefixes[i].name, TEXT_ARG(text_slice(iri, prefix.n, iri.n)));
	}
	return iri;
}

/* --- triples ------------------------------------------------------------------------------------ */

struct reading {
	struct graph *graph;
	const struct source *source;
	struct diagnostics *d;
	struct text base;
	struct table predicates; /* as they stand → as they should, so that each is looked at once a line */
};

static struct graph_node *
node_of(struct reading *r, const struct rdf_node *named, uint32_t line)
{
	struct graph *g = r->graph;
	struct text key = named->kind == RDF_NODE_BLANK ?
	    arena_printf(g->arena, "_:%u:%.*s", g->n_documents, TEXT_ARG(named->value)) : named->value;
	struct graph_node *n = table_get(&g->nodes, key);

	if (n)
		return n;
	n = arena_new_of(g->arena, struct graph_node);
	*n = (struct graph_node){ .iri = T(""), .document = g->n_documents, .at = { r->source, line, line ? 1 : 0 } };
	key = arena_text(g->arena, key);
	if (named->kind == RDF_NODE_IRI)
		n->iri = key;
	table_set(&g->nodes, key, n);
	return n;
}

static bool
is_known(struct graph *g, const struct graph_node *subject, const struct graph_value *v)
{
	struct buf key = { 0 };

	if (subject->iri.n == 0 || (v->node && v->node->iri.n == 0))
		return false;
	buf_printf(&key, "%.*s\n%.*s\n%c%.*s\n%.*s\n%.*s", TEXT_ARG(subject->iri), TEXT_ARG(v->predicate),
	    v->node ? 'i' : 'l', TEXT_ARG(v->text), TEXT_ARG(v->language), TEXT_ARG(v->datatype));
	bool is_known = table_get(&g->known, buf_view(&key)) != NULL;
	if (!is_known)
		table_set(&g->known, arena_text(g->arena, buf_view(&key)), g);
	buf_free(&key);
	return is_known;
}

/* Old and new name; an IRI or a literal. */
static bool
is_next_page(struct text predicate)
{
	return text_equal(predicate, T("http://www.w3.org/ns/hydra/core#next")) ||
	       text_equal(predicate, T("http://www.w3.org/ns/hydra/core#nextPage"));
}

static void
on_triple(void *context, const struct rdf_node *subject, struct text predicate, const struct rdf_node *object,
    uint32_t line)
{
	struct reading *r = context;
	struct graph *g = r->graph;
	struct graph_node *n = node_of(r, subject, line);
	struct place at = { r->source, line, line ? 1 : 0 };
	struct graph_value *v = arena_new_of(g->arena, struct graph_value);
	const struct text *right = table_get(&r->predicates, predicate);

	if (!right) {
		struct text *kept = arena_new_of(g->arena, struct text);
		struct text key = arena_text(g->arena, predicate);
		*kept = vocabulary_iri(g, key, at);
		table_set(&r->predicates, key, kept);
		right = kept;
	}
	*v = (struct graph_value){ .predicate = *right,
		.text = T(""),
		.language = T(""),
		.datatype = T(""),
		.at = at,
		.document = g->n_documents };
	if (object->kind == RDF_NODE_LITERAL) {
		v->text = arena_text(g->arena, object->value);
		v->language = arena_text(g->arena, object->language);
		v->datatype = arena_text(g->arena, object->datatype);
	} else {
		v->node = node_of(r, object, line);
		v->text = v->node->iri;
		if (text_ends(*right, T("22-rdf-syntax-ns#type")))
			v->text = vocabulary_iri(g, v->text, at);
	}
	if (is_next_page(*right))
		g->next_page = v->text;
	if (is_known(g, n, v))
		return;
	if (n->last) {
		n->last->next = v;
	} else {
		n->first = v;
		n->at = at;
		if (g->last)
			g->last->next = n;
		else
			g->first = n;
		g->last = n;
	}
	n->last = v;
}

static void
on_warning(void *context, uint32_t line, struct text words)
{
	struct reading *r = context;

	diagnose(r->d, IMPORT_ODD, (struct place){ r->source, line, line ? 1 : 0 }, words);
}

bool
graph_read(struct graph *g, const struct source *source, enum rdf_input syntax, struct text base,
    struct diagnostics *d)
{
	static const struct rdf_events events = { .triple = on_triple, .warning = on_warning };
	struct reading r = { .graph = g, .source = source, .d = d };
	struct buf message = { 0 };
	uint32_t line;

	g->n_documents++;
	g->next_page = T("");
	bool is_read = rdf_read(source->bytes, syntax, base.n ? arena_cstr(g->arena, base) : NO_BASE, &events, &r,
	    &message, &line);
	if (!is_read)
		diagnose(d, IMPORT_UNREADABLE, (struct place){ source, line, line ? 1 : 0 }, buf_view(&message));
	buf_free(&message);
	table_free(&r.predicates);
	return is_read;
}

/* --- looking around -------------------------------------------------------------------------------- */

const struct graph_node *
graph_node(const struct graph *g, struct text iri)
{
	const struct graph_node *n = table_get(&g->nodes, iri);

	return n && n->first ? n : NULL;
}

const struct graph_value *
graph_value(const struct graph_node *n, const char *predicate, const struct graph_value *after)
{
	struct buf iri = { 0 };
	const struct graph_value *v = after ? after->next : n->first;

	prefixed_iri(&iri, predicate);
	while (v && !text_equal(v->predicate, buf_view(&iri)))
		v = v->next;
	buf_free(&iri);
	return v;
}

bool
graph_is(const struct graph_node *n, const char *class)
{
	struct buf iri = { 0 };
	const struct graph_value *v = NULL;

	prefixed_iri(&iri, class);
	while ((v = graph_value(n, "rdf:type", v)) && !text_equal(v->text, buf_view(&iri)))
		;
	buf_free(&iri);
	return v != NULL;
}
