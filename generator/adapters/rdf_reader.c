#include "adapters/rdf_reader.h"

#include "adapters/jsonld_reader.h"
#include "adapters/xml.h"
#include "core/die.h"

#include <raptor2.h>

/* --- which syntax ------------------------------------------------------------------------------ */

static const struct {
	const char *word; /* the end of a file name, or a media type */
	enum rdf_input syntax;
} names[] = {
	{ ".rdf",                  RDF_INPUT_XML },
	{ ".xml",                  RDF_INPUT_XML },
	{ ".owl",                  RDF_INPUT_XML },
	{ ".ttl",                  RDF_INPUT_TURTLE },
	{ ".nt",                   RDF_INPUT_NTRIPLES },
	{ ".jsonld",               RDF_INPUT_JSONLD },
	{ ".json",                 RDF_INPUT_JSONLD },
	{ "application/rdf+xml",   RDF_INPUT_XML },
	{ "application/xml",       RDF_INPUT_XML },
	{ "text/xml",              RDF_INPUT_XML },
	{ "text/turtle",           RDF_INPUT_TURTLE },
	{ "application/x-turtle",  RDF_INPUT_TURTLE },
	{ "application/n-triples", RDF_INPUT_NTRIPLES },
	{ "application/ld+json",   RDF_INPUT_JSONLD },
	{ "application/json",      RDF_INPUT_JSONLD },
};

static bool
ends_nocase(struct text t, struct text end)
{
	return t.n >= end.n && text_equal_nocase(text_slice(t, t.n - end.n, t.n), end);
}

enum rdf_input
rdf_input_of(struct text name, struct text bytes)
{
	struct text word = text_trim(text_slice(name, 0, text_find_char(name, ';')));

	if (bytes.n == 0)
		bytes = T(""); /* perhaps of no memory at all */
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		if (ends_nocase(word, text_of(names[i].word)))
			return names[i].syntax;
	if (text_starts(bytes, T("\xEF\xBB\xBF")))
		bytes = text_slice(bytes, 3, bytes.n);
	bytes = text_trim(bytes);
	if (text_starts(bytes, T("{")) || text_starts(bytes, T("[")))
		return RDF_INPUT_JSONLD;
	if (text_starts(bytes, T("@")) || text_starts(bytes, T("#")) || text_starts(bytes, T("PREFIX")))
		return RDF_INPUT_TURTLE;
	if (text_starts(bytes, T("<http")) || text_starts(bytes, T("_:")))
		return RDF_INPUT_TURTLE; /* which every N-Triples document is */
	return text_starts(bytes, T("<")) ? RDF_INPUT_XML : RDF_INPUT_UNKNOWN;
}

/* --- raptor ------------------------------------------------------------------------------------- */

struct reading {
	const struct rdf_events *events;
	void *context;
	raptor_parser *parser;
	struct buf *message;
	uint32_t *line;
	size_t n_triples;
	bool has_failed;
};

static struct text
text_of_counted(const unsigned char *s, size_t n)
{
	return (struct text){ (const char *)s, n };
}

static struct text
text_of_uri(raptor_uri *uri)
{
	size_t n = 0;
	const unsigned char *s = uri ? raptor_uri_as_counted_string(uri, &n) : NULL;

	return s ? text_of_counted(s, n) : T("");
}

static struct rdf_node
node_of(const raptor_term *t)
{
	switch (t->type) {
	case RAPTOR_TERM_TYPE_BLANK:
		return (struct rdf_node){ .kind = RDF_NODE_BLANK,
			.value = text_of_counted(t->value.blank.string, t->value.blank.string_len) };
	case RAPTOR_TERM_TYPE_LITERAL:
		return (struct rdf_node){ .kind = RDF_NODE_LITERAL,
			.value = text_of_counted(t->value.literal.string, t->value.literal.string_len),
			.language = text_of_counted(t->value.literal.language, t->value.literal.language_len),
			.datatype = text_of_uri(t->value.literal.datatype) };
	case RAPTOR_TERM_TYPE_URI:
	case RAPTOR_TERM_TYPE_UNKNOWN:
		break;
	}
	return (struct rdf_node){ .kind = RDF_NODE_IRI, .value = text_of_uri(t->value.uri) };
}

static uint32_t
line_of(raptor_locator *l)
{
	int line = l ? raptor_locator_line(l) : 0;

	return line > 0 ? (uint32_t)line : 0;
}

static void
fail(struct reading *r, uint32_t line, const char *words)
{
	if (r->has_failed)
		return;
	r->has_failed = true;
	*r->line = line;
	buf_str(r->message, words);
	raptor_parser_parse_abort(r->parser);
}

static void
on_statement(void *context, raptor_statement *s)
{
	struct reading *r = context;
	uint32_t line = line_of(raptor_parser_get_locator(r->parser));

	if (r->has_failed || s->predicate->type != RAPTOR_TERM_TYPE_URI)
		return;
	if (++r->n_triples > RDF_READER_MAX_TRIPLES) {
		fail(r, line, "it has too many triples");
		return;
	}
	struct rdf_node subject = node_of(s->subject), object = node_of(s->object);
	r->events->triple(r->context, &subject, text_of_uri(s->predicate->value.uri), &object, line);
}

static void
on_message(void *context, raptor_log_message *m)
{
	struct reading *r = context;

	if (m->level == RAPTOR_LOG_LEVEL_ERROR || m->level == RAPTOR_LOG_LEVEL_FATAL)
		fail(r, line_of(m->locator), m->text);
	else if (m->level == RAPTOR_LOG_LEVEL_WARN && r->events->warning)
		r->events->warning(r->context, line_of(m->locator), text_of(m->text));
}

static void
parse(struct reading *r, raptor_world *world, struct text bytes, const char *name, const char *base)
{
	enum { PIECE = 1 << 16 };
	raptor_uri *uri = raptor_new_uri(world, (const unsigned char *)base);

	r->parser = raptor_new_parser(world, name);
	if (!uri || !r->parser)
		die("libraptor2 cannot read %s", name);
	raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_NET, NULL, 1);
	raptor_parser_set_option(r->parser, RAPTOR_OPTION_NO_FILE, NULL, 1);
	raptor_parser_set_option(r->parser, RAPTOR_OPTION_LOAD_EXTERNAL_ENTITIES, NULL, 0);
	raptor_parser_set_option(r->parser, RAPTOR_OPTION_NORMALIZE_LANGUAGE, NULL, 0);
	raptor_parser_set_statement_handler(r->parser, r, on_statement);
	raptor_world_set_log_handler(world, r, on_message);
	if (raptor_parser_parse_start(r->parser, uri) != 0)
		fail(r, 0, "the parser does not begin");
	do {
		size_t n = bytes.n < PIECE ? bytes.n : PIECE;
		struct text rest = text_slice(bytes, n, bytes.n);

		if (!r->has_failed &&
		    raptor_parser_parse_chunk(r->parser, (const unsigned char *)bytes.s, n, rest.n == 0) != 0)
			fail(r, line_of(raptor_parser_get_locator(r->parser)), "it cannot be read");
		bytes = rest;
	} while (bytes.n && !r->has_failed);
	raptor_free_parser(r->parser);
	raptor_free_uri(uri);
}

/* --- the document ------------------------------------------------------------------------------- */

static void
ignore_element(void *context, unsigned depth, struct text namespace, struct text name,
    const struct xml_attribute *attributes, size_t n)
{
	(void)context, (void)depth, (void)namespace, (void)name, (void)attributes, (void)n;
}

/* Well-formed, and without what raptor would let through: see adapters/xml.h. */
static bool
is_safe_xml(struct text bytes, struct buf *message, uint32_t *line)
{
	static const struct xml_events nothing = { .open = ignore_element };
	struct xml_reader *r = xml_reader_new(&nothing, NULL);
	struct buf said = { 0 };
	uint64_t number = 0;

	xml_reader_add(r, bytes);
	bool is_safe = xml_reader_end(r, &said) == NULL;
	struct text words = buf_view(&said);
	size_t colon = text_find_char(words, ':');
	if (!is_safe && text_starts(words, T("line ")) &&
	    text_number(text_slice(words, 5, colon), UINT32_MAX, &number)) {
		*line = (uint32_t)number;
		words = text_trim(text_slice(words, colon + 1, words.n));
	}
	buf_text(message, words);
	buf_free(&said);
	return is_safe;
}

bool
rdf_read(struct text bytes, enum rdf_input syntax, const char *base, const struct rdf_events *events,
    void *context, struct buf *message, uint32_t *line)
{
	static const char *const parsers[] = {
		[RDF_INPUT_XML]      = "rdfxml",
		[RDF_INPUT_TURTLE]   = "turtle",
		[RDF_INPUT_NTRIPLES] = "ntriples",
	};
	struct reading r = { .events = events, .context = context, .message = message, .line = line };

	*line = 0;
	if (bytes.n == 0)
		bytes = T("");
	if (bytes.n > RDF_READER_MAX_BYTES) {
		buf_printf(message, "it is larger than %d MiB", RDF_READER_MAX_BYTES >> 20);
		return false;
	}
	if (syntax == RDF_INPUT_UNKNOWN) {
		buf_str(message, "it is neither RDF/XML nor Turtle, N-Triples or JSON-LD");
		return false;
	}
	if (text_starts(bytes, T("\xEF\xBB\xBF")))
		bytes = text_slice(bytes, 3, bytes.n);
	if (syntax == RDF_INPUT_JSONLD)
		return jsonld_read(bytes, base, events, context, message, line);
	if (!utf8_is_valid(bytes) && syntax != RDF_INPUT_XML) {
		buf_str(message, "it is not UTF-8");
		return false;
	}
	if (syntax == RDF_INPUT_XML && !is_safe_xml(bytes, message, line))
		return false;
	raptor_world *world = raptor_new_world();
	if (!world)
		die("libraptor2 does not start");
	/* libcurl and libxml2 belong to other adapters. */
	raptor_world_set_flag(world, RAPTOR_WORLD_FLAG_WWW_SKIP_INIT_FINISH, 1);
	if (raptor_world_open(world) != 0)
		die("libraptor2 does not start");
	parse(&r, world, bytes, parsers[syntax], base);
	raptor_free_world(world);
	return !r.has_failed;
}
