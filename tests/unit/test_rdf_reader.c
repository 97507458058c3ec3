/*
 * RDF of others: what each syntax gives, what is refused, and the part of JSON-LD that is read. XML as a tree.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "adapters/rdf_reader.h"
#include "adapters/xml_tree.h"
#include "import/dcat.h"
#include "import/iso19139.h"

#include <stdlib.h>

/* --- triples as lines, a blank node as "_" ------------------------------------------------------- */

static void
print_node(struct buf *out, const struct rdf_node *n)
{
	switch (n->kind) {
	case RDF_NODE_IRI: buf_printf(out, "<%.*s>", TEXT_ARG(n->value)); break;
	case RDF_NODE_BLANK: buf_str(out, "_"); break;
	case RDF_NODE_LITERAL:
		buf_printf(out, "\"%.*s\"", TEXT_ARG(n->value));
		if (n->language.n)
			buf_printf(out, "@%.*s", TEXT_ARG(n->language));
		if (n->datatype.n)
			buf_printf(out, "^%.*s", TEXT_ARG(n->datatype));
		break;
	}
}

static void
on_triple(void *context, const struct rdf_node *s, struct text p, const struct rdf_node *o, uint32_t line)
{
	struct buf *out = context;

	(void)line;
	print_node(out, s);
	buf_printf(out, " %.*s ", TEXT_ARG(p));
	print_node(out, o);
	buf_char(out, '\n');
}

static const struct rdf_events events = { .triple = on_triple };

static void
must_read(const char *document, enum rdf_input syntax, const char *expected)
{
	struct buf out = { 0 }, message = { 0 };
	uint32_t line;

	if (!rdf_read(text_of(document), syntax, "http://b/d/", &events, &out, &message, &line))
		fail_msg("%s\n%s", document, buf_cstr(&message));
	assert_string_equal(buf_cstr(&out), expected);
	buf_free(&out);
	buf_free(&message);
}

static void
must_refuse(const char *document, enum rdf_input syntax, const char *words, uint32_t expected_line)
{
	struct buf out = { 0 }, message = { 0 };
	uint32_t line;

	assert_false(rdf_read(text_of(document), syntax, "http://b/d/", &events, &out, &message, &line));
	if (text_find(buf_view(&message), text_of(words)) == message.n)
		fail_msg("“%s” is not in “%s”", words, buf_cstr(&message));
	assert_int_equal(line, expected_line);
	buf_free(&out);
	buf_free(&message);
}

#define RDFXML "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:e='http://e/'>"

static void
test_syntaxes(void **state)
{
	(void)state;
	must_read(RDFXML "<rdf:Description rdf:about='http://a'><e:p xml:lang='de'>ä</e:p><e:q rdf:resource='x'/>"
			 "<e:r><rdf:Description><e:p>1</e:p></rdf:Description></e:r></rdf:Description></rdf:RDF>",
	    RDF_INPUT_XML, "<http://a> http://e/p \"ä\"@de\n<http://a> http://e/q <http://b/d/x>\n"
			   "_ http://e/p \"1\"\n<http://a> http://e/r _\n");
	must_read("@prefix e: <http://e/> . <http://a> e:p \"x\"^^e:t , [ e:q e:o ] .", RDF_INPUT_TURTLE,
	    "_ http://e/q <http://e/o>\n<http://a> http://e/p \"x\"^http://e/t\n<http://a> http://e/p _\n");
	must_read("<http://a> <http://e/p> _:b .\n", RDF_INPUT_NTRIPLES, "<http://a> http://e/p _\n");
}

static void
test_refused(void **state)
{
	(void)state;
	must_refuse("<!DOCTYPE r [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>\n" RDFXML "</rdf:RDF>", RDF_INPUT_XML, "DOCTYPE", 1);
	must_refuse(RDFXML "\n<e:T>&e;</e:T></rdf:RDF>", RDF_INPUT_XML, "e", 2);
	must_refuse("<http://a> <http://b> .\n", RDF_INPUT_NTRIPLES, "", 1);
	must_refuse("@prefix e: <http://e/> .\ne:a e:b e:c\n\n;", RDF_INPUT_TURTLE, "", 4);
	must_refuse("<http://a> <http://b> \"\xff\" .", RDF_INPUT_TURTLE, "UTF-8", 0);
	must_refuse("x", RDF_INPUT_UNKNOWN, "neither", 0);
	must_refuse("{\n\"a\": }", RDF_INPUT_JSONLD, "", 2);
	must_refuse("{\"@context\": \"http://c\", \"@id\": \"http://a\"}", RDF_INPUT_JSONLD, "fetched from http://c", 0);
	must_refuse("[{\"@context\": [{}, \"http://c\"]}]", RDF_INPUT_JSONLD, "fetched", 0);
	struct buf deep = { 0 };
	for (size_t i = 0; i < 300; i++)
		buf_str(&deep, "{\"http://p\":");
	buf_str(&deep, "1");
	for (size_t i = 0; i < 300; i++)
		buf_str(&deep, "}");
	must_refuse(buf_cstr(&deep), RDF_INPUT_JSONLD, "deep", 0);
	buf_free(&deep);
}

static void
test_syntax_names(void **state)
{
	(void)state;
	assert_int_equal(rdf_input_of(T("text/turtle; charset=utf-8"), T("")), RDF_INPUT_TURTLE);
	assert_int_equal(rdf_input_of(T("a/Feed.RDF"), T("")), RDF_INPUT_XML);
	assert_int_equal(rdf_input_of(T("feed"), T(" [{}]")), RDF_INPUT_JSONLD);
	assert_int_equal(rdf_input_of(T(""), T("<http://a> <b>")), RDF_INPUT_TURTLE);
	assert_int_equal(rdf_input_of(T(""), T("<?xml")), RDF_INPUT_XML);
	assert_int_equal(rdf_input_of(T(""), T("Title;Date")), RDF_INPUT_UNKNOWN);
}

static void
test_jsonld(void **state)
{
	static const struct {
		const char *document, *triples;
	} cases[] = {
		/* Expanded, as rdflib writes it. */
		{ "[{\"@id\":\"http://a\",\"@type\":[\"http://T\"],\"http://p\":[{\"@value\":\"x\",\"@language\":\"de\"},"
		  "{\"@value\":\"1\",\"@type\":\"http://t\"},{\"@id\":\"http://b\"}]}]",
		    "<http://a> http://www.w3.org/1999/02/22-rdf-syntax-ns#type <http://T>\n<http://a> http://p \"x\"@de\n"
		    "<http://a> http://p \"1\"^http://t\n<http://a> http://p <http://b>\n" },
		/* Prefixes, terms with types and languages, defined in any order. */
		{ "{\"@context\":{\"title\":{\"@id\":\"d:title\",\"@language\":\"de\"},\"d\":\"http://d/\",\"day\":{\"@id\":\"d:day\",\"@type\":\"x:date\"},"
		  "\"x\":\"http://x#\",\"page\":{\"@id\":\"d:page\",\"@type\":\"@id\"}},"
		  "\"@id\":\"http://a\",\"title\":[\"A\",\"B\"],\"day\":\"2026\",\"page\":\"p\",\"d:other\":\"o\"}",
		    "<http://a> http://d/title \"A\"@de\n<http://a> http://d/title \"B\"@de\n<http://a> http://d/day \"2026\"^http://x#date\n"
		    "<http://a> http://d/page <http://b/d/p>\n<http://a> http://d/other \"o\"\n" },
		/* @vocab, @base, the language of all, numbers and truths, a key without meaning. */
		{ "{\"@context\":{\"@vocab\":\"http://v/\",\"@base\":\"http://c/\",\"@language\":\"en\",\"none\":null},\"@id\":\"a\",\"p\":\"x\","
		  "\"n\":1,\"d\":1.5,\"b\":true,\"none\":\"y\",\"z\":null}",
		    "<http://c/a> http://v/p \"x\"@en\n<http://c/a> http://v/n \"1\"^http://www.w3.org/2001/XMLSchema#integer\n"
		    "<http://c/a> http://v/d \"1.5\"^http://www.w3.org/2001/XMLSchema#double\n"
		    "<http://c/a> http://v/b \"true\"^http://www.w3.org/2001/XMLSchema#boolean\n" },
		/* Aliases of keywords, a graph, nested nodes, blank nodes. */
		{ "{\"@context\":{\"id\":\"@id\",\"type\":\"@type\",\"@vocab\":\"http://v/\"},\"@graph\":[{\"id\":\"_:x\",\"type\":\"T\",\"p\":{\"q\":\"r\"}}]}",
		    "_ http://www.w3.org/1999/02/22-rdf-syntax-ns#type <http://v/T>\n_ http://v/q \"r\"\n_ http://v/p _\n" },
		/* Containers. */
		{ "{\"@context\":{\"@vocab\":\"http://v/\",\"t\":{\"@container\":\"@language\"},\"l\":{\"@container\":\"@list\"},\"i\":{\"@container\":\"@index\"},"
		  "\"r\":{\"@reverse\":\"rev\"}},\"@id\":\"http://a\",\"t\":{\"de\":\"A\",\"en\":[\"B\",\"C\"]},\"l\":[\"1\"],\"i\":{\"k\":\"K\"},"
		  "\"s\":{\"@set\":[\"S\"]},\"r\":{\"@id\":\"http://z\"},\"@reverse\":{\"back\":{\"@id\":\"http://y\"}}}",
		    "<http://a> http://v/t \"A\"@de\n<http://a> http://v/t \"B\"@en\n<http://a> http://v/t \"C\"@en\n"
		    "_ http://www.w3.org/1999/02/22-rdf-syntax-ns#first \"1\"\n"
		    "_ http://www.w3.org/1999/02/22-rdf-syntax-ns#rest <http://www.w3.org/1999/02/22-rdf-syntax-ns#nil>\n<http://a> http://v/l _\n"
		    "<http://a> http://v/i \"K\"\n<http://a> http://v/s \"S\"\n<http://z> http://v/rev <http://a>\n<http://y> http://v/back <http://a>\n" },
		/* Contexts of a type and of a node; the former ends with its node. */
		{ "{\"@context\":{\"@vocab\":\"http://v/\",\"T\":{\"@id\":\"http://T\",\"@context\":{\"p\":\"http://w/p\"}}},\"@id\":\"http://a\",\"@type\":\"T\","
		  "\"p\":\"1\",\"q\":{\"@context\":{\"s\":\"http://w/s\"},\"p\":\"2\",\"s\":\"3\"}}",
		    "<http://a> http://www.w3.org/1999/02/22-rdf-syntax-ns#type <http://T>\n<http://a> http://w/p \"1\"\n_ http://v/p \"2\"\n_ http://w/s \"3\"\n"
		    "<http://a> http://v/q _\n" },
		/* Terms that name each other mean nothing, and end. */
		{ "{\"@context\":{\"a\":\"b:x\",\"b\":\"a:y\"},\"@id\":\"http://a\",\"http://p\":\"1\"}", "<http://a> http://p \"1\"\n" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
		must_read(cases[i].document, RDF_INPUT_JSONLD, cases[i].triples);
}

/* --- trees ------------------------------------------------------------------------------------------- */

static void
test_xml_tree(void **state)
{
	struct arena *a = arena_new();
	struct buf message = { 0 };
	uint32_t line;

	(void)state;
	const struct xml_element *root = xml_tree_read(a,
	    T("<a xmlns='u' xmlns:p='v'>\n <p:b c='1' p:d='2&amp;3'> x &lt; y </p:b><b/>\n</a>"), &message, &line);
	assert_non_null(root);
	assert_true(xml_is(root, "u", "a"));
	const struct xml_element *b = xml_child(root, "v", "b", NULL);
	assert_true(text_equal(b->text, T("x < y")));
	assert_int_equal(b->line, 2);
	assert_true(text_equal(*xml_attribute_of(b, "", "c"), T("1")));
	assert_true(text_equal(*xml_attribute_of(b, "v", "d"), T("2&3")));
	assert_null(xml_attribute_of(b, "", "d"));
	assert_ptr_equal(xml_child(root, "u", "b", NULL)->parent, root);
	assert_null(xml_child(root, "v", "b", b));
	assert_null(xml_tree_read(a, T("<a>\n<b></a>"), &message, &line));
	assert_int_equal(line, 2);
	assert_null(xml_tree_read(a, T("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"), &message, &line));
	struct buf deep = { 0 };
	for (size_t i = 0; i < XML_TREE_MAX_DEPTH + 1; i++)
		buf_str(&deep, "<a>");
	for (size_t i = 0; i < XML_TREE_MAX_DEPTH + 1; i++)
		buf_str(&deep, "</a>");
	assert_null(xml_tree_read(a, buf_view(&deep), &message, &line));
	buf_free(&deep);
	buf_free(&message);
	arena_free(a);
}

/* --- what is said of a source ------------------------------------------------------------------------ */

static void
must_say(const char *name, const char *document, bool is_iso, const char *message)
{
	struct diagnostics *d = diagnostics_new();
	struct code_lists *lists = code_lists_new();
	struct import *i = import_open(&(struct import_options){ .catalog = "/nonexistent", .shown_as = "catalog",
					   .source = T("test"), .language = T("de"), .lists = lists }, d);
	struct source source = { text_of(name), text_of(document) };
	bool is_said = false;
	struct text next;
	uint64_t next_record;

	if (is_iso) {
		struct iso_records *r = iso_records_open(i);
		if (iso_records_read(r, &source, &next_record))
			iso_records_import(r);
		iso_records_close(r);
	} else {
		struct dcat_feed *f = dcat_feed_open(i);
		if (dcat_feed_read(f, &source, T(""), T(""), &next))
			dcat_feed_import(f);
		dcat_feed_close(f);
	}
	for (size_t k = 0; k < d->n; k++)
		is_said = is_said || message_named(text_of(message)) == d->list[k].id;
	if (!is_said)
		fail_msg("%s was not said of %s", message, document);
	import_close(i);
	code_lists_free(lists);
	diagnostics_free(d);
}

static void
test_messages(void **state)
{
	(void)state;
	must_say("a.jsonld", "{\"@id\":\"http://a\",\"word\":\"1\"}", false, "import-odd");
	must_say("a.xml", "<gmd:MD_Metadata xmlns:gmd='http://www.isotc211.org/2005/gmd'/>", true, "import-odd");
	must_say("a.nt", "<http://a> <http://b> <http://c> .", false, "import-nothing");
	must_say("a.xml", "<a/>", true, "import-nothing");
	must_say("a.xml", "<a>", true, "import-unreadable");
	/* import-page-missing: tests/import/test_feeds.py */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_syntaxes),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_syntax_names),
		cmocka_unit_test(test_jsonld),
		cmocka_unit_test(test_xml_tree),
		cmocka_unit_test(test_messages),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
