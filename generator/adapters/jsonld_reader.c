/*
 * JSON-LD to triples: the part of the expansion algorithm (JSON-LD 1.1 API, §5) that feeds of
 * catalogues use, in one walk. Contexts are layers: a term that a layer does not say is looked for in
 * the one below.
 */
#include "adapters/jsonld_reader.h"

#include "core/arena.h"
#include "core/table.h"

#include <jansson.h>
#include <math.h>
#include <raptor2.h>

#define XSD "http://www.w3.org/2001/XMLSchema#"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

enum container { NO_CONTAINER, CONTAINER_LIST, CONTAINER_LANGUAGE, CONTAINER_INDEX };

struct term {
	struct text iri;  /* empty: the term means nothing */
	struct text type; /* "@id", "@vocab", a datatype, or empty */
	bool has_language;
	struct text language;
	enum container container;
	bool is_reverse;
	const json_t *context; /* for what stands below, or NULL */
};

struct context {
	const struct context *outer; /* NULL: none */
	const struct context *below; /* what holds for nodes below, when this is that of a type; or NULL */
	struct table terms;          /* text → struct term * */
	const json_t *source;        /* the object being read */
	struct text vocab, base, language;
	struct context *made_before; /* all of them, to be freed */
};

struct reading {
	const struct rdf_events *events;
	void *context;
	struct arena *arena;
	struct context *made;
	struct buf *message;
	size_t n_triples, n_blank;
	bool has_failed;
};

static void
fail(struct reading *r, const char *words, const char *name)
{
	if (!r->has_failed)
		buf_printf(r->message, "%s%s%s", words, name ? " " : "", name ? name : "");
	r->has_failed = true;
}

static void
warn(struct reading *r, const char *words, struct text name)
{
	if (r->events->warning)
		r->events->warning(r->context, 0, arena_printf(r->arena, "%s “%.*s”", words, TEXT_ARG(name)));
}

static struct text
string(const json_t *value)
{
	return json_is_string(value) ? (struct text){ json_string_value(value), json_string_length(value) } : T("");
}

static bool
is(const json_t *value, const char *word)
{
	return json_is_string(value) && text_equal(string(value), text_of(word));
}

/* --- contexts ----------------------------------------------------------------------------------- */

static const struct term *
term_of(const struct context *c, struct text key)
{
	for (; c; c = c->outer) {
		const struct term *t = table_get(&c->terms, key);
		if (t)
			return t;
	}
	return NULL;
}

static bool
is_keyword(struct text t)
{
	return t.n > 1 && t.s[0] == '@';
}

static struct text
resolved(struct reading *r, const struct context *c, struct text t)
{
	if (c->base.n == 0)
		return t;
	size_t room = c->base.n + t.n + 8;
	unsigned char *out = arena_alloc(r->arena, room);
	size_t n = raptor_uri_resolve_uri_reference((const unsigned char *)arena_cstr(r->arena, c->base),
	    (const unsigned char *)arena_cstr(r->arena, t), out, room);

	return n ? text_of((const char *)out) : t;
}

/* "dct:title" → "http://purl.org/dc/terms/title". A word without a colon means something only by
 * @vocab or, where a document is named, below @base. */
static struct text
expanded(struct reading *r, const struct context *c, struct text t, bool is_vocab)
{
	const struct term *term;
	size_t colon = text_find_char(t, ':');

	if (is_keyword(t))
		return t;
	if (is_vocab && (term = term_of(c, t)))
		return term->iri;
	if (colon < t.n) {
		struct text prefix = text_slice(t, 0, colon), rest = text_slice(t, colon + 1, t.n);
		if (text_equal(prefix, T("_")) || text_starts(rest, T("//")))
			return t;
		if ((term = term_of(c, prefix)) && term->iri.n)
			return arena_printf(r->arena, "%.*s%.*s", TEXT_ARG(term->iri), TEXT_ARG(rest));
		return t;
	}
	if (!is_vocab)
		return resolved(r, c, t);
	return c->vocab.n ? arena_printf(r->arena, "%.*s%.*s", TEXT_ARG(c->vocab), TEXT_ARG(t)) : T("");
}

static void define(struct reading *r, struct context *c, const char *key, unsigned depth);

/* While a context is read, its terms may name each other, in any order. */
static struct text
defined_iri(struct reading *r, struct context *c, struct text t, unsigned depth)
{
	size_t colon = text_find_char(t, ':');
	struct text prefix = text_slice(t, 0, colon);
	const char *key = arena_cstr(r->arena, prefix);

	if (!table_get(&c->terms, prefix) && json_object_get(c->source, key))
		define(r, c, key, depth + 1);
	return expanded(r, c, t, true);
}

static enum container
container_of(const json_t *value)
{
	if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value); i++) {
			enum container one = container_of(json_array_get(value, i));
			if (one != NO_CONTAINER)
				return one;
		}
		return NO_CONTAINER;
	}
	return is(value, "@list") ? CONTAINER_LIST : is(value, "@language") ? CONTAINER_LANGUAGE :
	       is(value, "@index") || is(value, "@id") ? CONTAINER_INDEX : NO_CONTAINER;
}

static void
define(struct reading *r, struct context *c, const char *key, unsigned depth)
{
	const json_t *value = json_object_get(c->source, key);
	struct text name = arena_text(r->arena, text_of(key));
	struct term *t = arena_new_of(r->arena, struct term);

	if (depth > 16 || table_get(&c->terms, name))
		return; /* a circle means nothing */
	if (json_is_string(value)) {
		t->iri = text_equal(string(value), name) ? expanded(r, c, name, false) :
		    defined_iri(r, c, string(value), depth);
	} else if (json_is_object(value)) {
		const json_t *id = json_object_get(value, "@id"), *reverse = json_object_get(value, "@reverse");
		const json_t *type = json_object_get(value, "@type"), *language = json_object_get(value, "@language");

		if (json_is_string(reverse)) {
			t->is_reverse = true;
			t->iri = defined_iri(r, c, string(reverse), depth);
		} else if (json_is_string(id) && !text_equal(string(id), name)) {
			t->iri = defined_iri(r, c, string(id), depth);
		} else if (!id) {
			/* Before it is in the table, so that it does not find itself. */
			t->iri = text_find_char(name, ':') < name.n ? defined_iri(r, c, name, 16)
				 : c->vocab.n
				     ? arena_printf(r->arena, "%.*s%.*s", TEXT_ARG(c->vocab), TEXT_ARG(name))
				     : T("");
		} else if (json_is_string(id)) {
			t->iri = name;
		}
		if (json_is_string(type))
			t->type = text_equal(string(type), T("@id")) || text_equal(string(type), T("@vocab")) ?
			    arena_text(r->arena, string(type)) : defined_iri(r, c, string(type), depth);
		t->has_language = language != NULL;
		t->language = string(language);
		t->container = container_of(json_object_get(value, "@container"));
		t->context = json_object_get(value, "@context");
	}
	table_set(&c->terms, name, t);
}

static struct context *
layer(struct reading *r, const struct context *outer)
{
	struct context *c = arena_new_of(r->arena, struct context);

	if (outer)
		*c = (struct context){
			.outer = outer, .vocab = outer->vocab, .base = outer->base, .language = outer->language
		};
	c->made_before = r->made;
	r->made = c;
	return c;
}

static const struct context *
extended(struct reading *r, const struct context *outer, const json_t *value)
{
	const char *key;
	json_t *of_key;

	if (json_is_null(value)) {
		struct context *none = layer(r, NULL);
		none->base = outer->base;
		return none;
	}
	if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value) && !r->has_failed; i++) {
			const json_t *item = json_array_get(value, i);
			if (json_is_array(item))
				fail(r, "a context in a context in a list", NULL);
			else
				outer = extended(r, outer, item);
		}
		return outer;
	}
	if (json_is_string(value)) {
		fail(r, "its context would have to be fetched from", json_string_value(value));
		return outer;
	}
	if (!json_is_object(value)) {
		fail(r, "its context is no object", NULL);
		return outer;
	}
	struct context *c = layer(r, outer);
	c->source = value;
	const json_t *base = json_object_get(value, "@base"), *vocab = json_object_get(value, "@vocab"),
	    *language = json_object_get(value, "@language");
	if (base)
		c->base = json_is_string(base) && outer->base.n ? resolved(r, outer, string(base)) : string(base);
	if (language)
		c->language = string(language);
	if (vocab)
		c->vocab = json_is_string(vocab) && string(vocab).n ? expanded(r, c, string(vocab), true) : T("");
	/* jansson's iterators want a value that may be changed. */
	json_object_foreach((json_t *)(uintptr_t)value, key, of_key)
		if (key[0] != '@')
			define(r, c, key, 0);
	return c;
}

/* --- triples ------------------------------------------------------------------------------------ */

static void
emit(struct reading *r, const struct rdf_node *subject, struct text predicate, const struct rdf_node *object)
{
	if (r->has_failed)
		return;
	if (++r->n_triples > RDF_READER_MAX_TRIPLES) {
		fail(r, "it has too many triples", NULL);
		return;
	}
	r->events->triple(r->context, subject, predicate, object, 0);
}

static struct rdf_node
new_blank(struct reading *r)
{
	/* No label in a document has a slash. */
	return (struct rdf_node){ .kind = RDF_NODE_BLANK, .value = arena_printf(r->arena, "/%zu", ++r->n_blank) };
}

static struct rdf_node
named(struct text iri)
{
	if (text_starts(iri, T("_:")))
		return (struct rdf_node){ .kind = RDF_NODE_BLANK, .value = text_slice(iri, 2, iri.n) };
	return (struct rdf_node){ .kind = RDF_NODE_IRI, .value = iri };
}

static struct rdf_node node(struct reading *r, const struct context *c, const json_t *object, unsigned depth);

static bool
number(struct reading *r, const json_t *value, struct rdf_node *literal)
{
	literal->kind = RDF_NODE_LITERAL;
	if (json_is_boolean(value)) {
		literal->value = json_is_true(value) ? T("true") : T("false");
		literal->datatype = T(XSD "boolean");
	} else if (json_is_integer(value)) {
		literal->value = arena_printf(r->arena, "%lld", (long long)json_integer_value(value));
		literal->datatype = T(XSD "integer");
	} else if (json_is_real(value) && isfinite(json_real_value(value))) {
		literal->value = arena_printf(r->arena, "%.15g", json_real_value(value));
		literal->datatype = T(XSD "double");
	} else {
		return false;
	}
	return true;
}

/* A string, number or truth, as its term or @value says. */
static bool
scalar(struct reading *r, const struct context *c, const struct term *t, const json_t *value,
    struct rdf_node *object)
{
	struct text type = t ? t->type : T("");
	bool is_iri = text_equal(type, T("@id")), is_vocab = text_equal(type, T("@vocab"));

	*object = (struct rdf_node){ .kind = RDF_NODE_LITERAL };
	if (!json_is_string(value)) {
		if (!number(r, value, object))
			return false;
		if (type.n && !is_keyword(type))
			object->datatype = type;
		return true;
	}
	if (is_iri || is_vocab) {
		struct text iri = expanded(r, c, string(value), is_vocab);
		*object = named(iri.n ? iri : string(value));
		return object->value.n > 0;
	}
	object->value = string(value);
	if (type.n && !is_keyword(type))
		object->datatype = type;
	else
		object->language = t && t->has_language ? t->language : c->language;
	return true;
}

/* {"@value": …} with its @type and @language; keywords may have other names. */
static const json_t *
keyword(const struct context *c, const json_t *object, const char *word)
{
	const json_t *value = json_object_get(object, word);
	const char *key;
	json_t *of_key;

	if (value)
		return value;
	json_object_foreach((json_t *)(uintptr_t)object, key, of_key) {
		const struct term *t = key[0] != '@' ? term_of(c, text_of(key)) : NULL;
		if (t && text_equal(t->iri, text_of(word)))
			return of_key;
	}
	return NULL;
}

static bool
value_object(struct reading *r, const struct context *c, const json_t *object, const json_t *value,
    struct rdf_node *literal)
{
	const json_t *type = keyword(c, object, "@type"), *language = keyword(c, object, "@language");

	*literal = (struct rdf_node){ .kind = RDF_NODE_LITERAL, .value = string(value) };
	if (!json_is_string(value) && !number(r, value, literal))
		return false;
	if (json_is_string(type))
		literal->datatype = expanded(r, c, string(type), true);
	else if (json_is_string(value))
		literal->language = string(language);
	return true;
}

static void values(struct reading *r, const struct context *c, const struct term *t,
    const struct rdf_node *subject, struct text predicate, const json_t *value, unsigned depth);

static bool object_of(struct reading *r, const struct context *c, const struct term *t, const json_t *value,
    struct rdf_node *object, unsigned depth);

static struct rdf_node
list(struct reading *r, const struct context *c, const struct term *t, const json_t *items, unsigned depth)
{
	const struct rdf_node nil = { .kind = RDF_NODE_IRI, .value = T(RDF "nil") };
	struct rdf_node head = nil, last = nil;
	size_t n = json_is_array(items) ? json_array_size(items) : 1;

	for (size_t i = 0; i < n && !r->has_failed; i++) {
		struct rdf_node item;
		if (!object_of(r, c, t, json_is_array(items) ? json_array_get(items, i) : items, &item, depth + 1))
			continue;
		struct rdf_node cell = new_blank(r);
		if (text_equal(head.value, nil.value))
			head = cell;
		else
			emit(r, &last, T(RDF "rest"), &cell);
		emit(r, &cell, T(RDF "first"), &item);
		last = cell;
	}
	if (!text_equal(head.value, nil.value))
		emit(r, &last, T(RDF "rest"), &nil);
	return head;
}

/* One value that is no list of values. False: it says nothing. */
static bool
object_of(struct reading *r, const struct context *c, const struct term *t, const json_t *value,
    struct rdf_node *object, unsigned depth)
{
	const json_t *inner;

	if (!json_is_object(value))
		return scalar(r, c, t, value, object);
	if (!keyword(c, value, "@value") && c->below)
		c = c->below;
	if (t && t->context)
		c = extended(r, c, t->context);
	if (r->has_failed)
		return false;
	if ((inner = keyword(c, value, "@value")))
		return value_object(r, c, value, inner, object);
	if ((inner = keyword(c, value, "@list"))) {
		*object = list(r, c, t, inner, depth);
		return true;
	}
	*object = node(r, c, value, depth + 1);
	return true;
}

static void
language_map(struct reading *r, const struct rdf_node *subject, struct text predicate, const json_t *map)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)map, key, value) {
		size_t n = json_is_array(value) ? json_array_size(value) : 1;
		for (size_t i = 0; i < n; i++) {
			const json_t *item = json_is_array(value) ? json_array_get(value, i) : value;
			if (json_is_string(item))
				emit(r, subject, predicate,
				    &(struct rdf_node){ .kind = RDF_NODE_LITERAL,
					.value = string(item),
					.language = key[0] == '@' ? T("") : text_of(key) });
		}
	}
}

static void
values(struct reading *r, const struct context *c, const struct term *t, const struct rdf_node *subject,
    struct text predicate, const json_t *value, unsigned depth)
{
	const json_t *set;
	struct rdf_node object;

	if (depth > RDF_READER_MAX_DEPTH)
		fail(r, "it is nested too deeply", NULL);
	if (r->has_failed || json_is_null(value))
		return;
	if (t && t->container == CONTAINER_LIST && !json_object_get(value, "@list")) {
		object = list(r, c, t, value, depth);
		emit(r, subject, predicate, &object);
		return;
	}
	if (json_is_array(value)) {
		for (size_t i = 0; i < json_array_size(value); i++)
			values(r, c, t, subject, predicate, json_array_get(value, i), depth + 1);
		return;
	}
	if (t && t->container == CONTAINER_LANGUAGE && json_is_object(value)) {
		language_map(r, subject, predicate, value);
		return;
	}
	if (t && t->container == CONTAINER_INDEX && json_is_object(value)) {
		const struct term one = { .iri = t->iri, .type = t->type, .context = t->context };
		const char *key;
		json_t *of_key;
		json_object_foreach((json_t *)(uintptr_t)value, key, of_key)
			values(r, c, &one, subject, predicate, of_key, depth + 1);
		return;
	}
	if (json_is_object(value) && (set = keyword(c, value, "@set"))) {
		values(r, c, t, subject, predicate, set, depth + 1);
		return;
	}
	if (!object_of(r, c, t, value, &object, depth))
		return;
	if (t && t->is_reverse)
		emit(r, &object, predicate, subject);
	else
		emit(r, subject, predicate, &object);
}

/* --- nodes -------------------------------------------------------------------------------------- */

static void
graph(struct reading *r, const struct context *c, const json_t *items, unsigned depth)
{
	size_t n = json_is_array(items) ? json_array_size(items) : 1;

	if (depth > RDF_READER_MAX_DEPTH)
		fail(r, "it is nested too deeply", NULL);
	for (size_t i = 0; i < n && !r->has_failed; i++) {
		const json_t *item = json_is_array(items) ? json_array_get(items, i) : items;
		if (json_is_object(item))
			node(r, c, item, depth + 1);
		else if (json_is_array(item))
			graph(r, c, item, depth + 1);
	}
}

static void
reverse(struct reading *r, const struct context *c, const struct rdf_node *object, const json_t *map,
    unsigned depth)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)(uintptr_t)map, key, value) {
		struct text predicate = expanded(r, c, text_of(key), true);
		const struct term backwards = { .iri = predicate, .type = T("@id"), .is_reverse = true };
		if (text_find_char(predicate, ':') < predicate.n)
			values(r, c, &backwards, object, predicate, value, depth + 1);
	}
}

static void
types(struct reading *r, const struct context *c, const struct rdf_node *subject, const json_t *value)
{
	size_t n = json_is_array(value) ? json_array_size(value) : 1;

	for (size_t i = 0; i < n; i++) {
		const json_t *item = json_is_array(value) ? json_array_get(value, i) : value;
		struct text iri = expanded(r, c, string(item), true);
		struct rdf_node type = named(iri);
		if (iri.n)
			emit(r, subject, T(RDF "type"), &type);
	}
}

/* What a type adds to the context, for the keys of its node but not for what stands below. */
static const struct context *
scoped(struct reading *r, const struct context *c, const json_t *of_type)
{
	const struct context *own = c;
	struct context *of_types;
	size_t n = json_is_array(of_type) ? json_array_size(of_type) : of_type ? 1 : 0;

	for (size_t i = 0; i < n; i++) {
		const struct term *t =
		    term_of(c, string(json_is_array(of_type) ? json_array_get(of_type, i) : of_type));
		if (t && t->context)
			own = extended(r, own, t->context);
	}
	if (own == c)
		return c;
	of_types = layer(r, own);
	of_types->below = c;
	return of_types;
}

static void
property(struct reading *r, const struct context *c, const struct rdf_node *subject, const char *key,
    const json_t *value, unsigned depth)
{
	const struct term *t = term_of(c, text_of(key));
	struct text predicate = expanded(r, c, text_of(key), true);

	if (text_equal(predicate, T("@type")))
		types(r, c, subject, value);
	else if (text_equal(predicate, T("@graph")) || text_equal(predicate, T("@included")))
		graph(r, c, value, depth + 1);
	else if (text_equal(predicate, T("@reverse")) && json_is_object(value))
		reverse(r, c, subject, value, depth + 1);
	else if (predicate.n == 0 || (!is_keyword(predicate) && text_find_char(predicate, ':') == predicate.n))
		warn(r, "the context does not say what is meant by", text_of(key));
	else if (!is_keyword(predicate))
		values(r, c, t, subject, predicate, value, depth + 1);
}

static struct rdf_node
node(struct reading *r, const struct context *c, const json_t *object, unsigned depth)
{
	const json_t *local = json_object_get(object, "@context");
	const char *key;
	json_t *value;

	if (depth > RDF_READER_MAX_DEPTH)
		fail(r, "it is nested too deeply", NULL);
	if (local && !r->has_failed)
		c = extended(r, c, local);
	if (r->has_failed)
		return named(T("_:none"));
	const struct context *own = scoped(r, c, keyword(c, object, "@type"));
	struct text id = string(keyword(own, object, "@id"));
	if (id.n)
		id = expanded(r, own, id, false);
	struct rdf_node subject = id.n ? named(id) : new_blank(r);
	json_object_foreach((json_t *)(uintptr_t)object, key, value)
		property(r, own, &subject, key, value, depth);
	return subject;
}

bool
jsonld_read(struct text bytes, const char *base, const struct rdf_events *events, void *context,
    struct buf *message, uint32_t *line)
{
	struct reading r = { .events = events, .context = context, .message = message };
	json_error_t error;
	json_t *root = json_loadb(bytes.s, bytes.n, 0, &error);

	if (!root) {
		*line = error.line > 0 ? (uint32_t)error.line : 0;
		buf_str(message, error.text);
		return false;
	}
	r.arena = arena_new();
	struct context *outermost = layer(&r, NULL);
	outermost->base = text_of(base);
	graph(&r, outermost, root, 0);
	for (struct context *c = r.made; c; c = c->made_before)
		table_free(&c->terms);
	arena_free(r.arena);
	json_decref(root);
	return !r.has_failed;
}
