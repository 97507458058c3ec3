/*
 * libFuzzer target: whatever the bytes of a text or an IRI, all four syntaxes stay well-formed and
 * say the same.
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Igenerator …
 */
#include "adapters/xml.h"
#include "rdf/walk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <libxml/parser.h>

#define SUBJECT "https://example.org/s"

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

/* What all syntaxes must say: value and object, empty where the triple is left out. */
struct said {
	struct buf literal, object;
};

static void
read_xml(struct said *said, const struct buf *head, const struct buf *out)
{
	struct buf all = { 0 };

	buf_text(&all, buf_view(head));
	buf_text(&all, buf_view(out));
	buf_str(&all, serializers[RDFXML]->tail);
	xmlDocPtr doc = xmlReadMemory(all.s, (int)all.n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_HUGE | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	must(doc != NULL, "RDF/XML is not well-formed");
	xmlNodePtr subject = xmlFirstElementChild(xmlDocGetRootElement(doc));
	for (xmlNodePtr p = xmlFirstElementChild(subject); p; p = xmlNextElementSibling(p)) {
		xmlChar *content = xmlNodeGetContent(p);
		xmlChar *object = xmlGetProp(p, BAD_CAST "resource");
		buf_str(object ? &said->object : &said->literal, (const char *)(object ? object : content));
		xmlFree(content);
		xmlFree(object);
	}
	xmlFreeDoc(doc);
	buf_free(&all);
}

static void
read_json(struct said *said, const struct buf *head, const struct buf *out)
{
	struct buf all = { 0 };

	buf_text(&all, buf_view(head));
	buf_text(&all, text_slice(buf_view(out), 1, out->n));
	buf_str(&all, serializers[JSONLD]->tail);
	must(text_find_char(buf_view(out), '<') == out->n, "JSON holds <");
	json_t *root = json_loadb(all.s, all.n, JSON_REJECT_DUPLICATES, NULL);
	must(root != NULL, "JSON-LD is not JSON");
	json_t *node = json_array_get(json_object_get(root, "@graph"), 0);
	const char *title = NULL, *link = NULL;
	json_unpack(json_object_get(node, "skos:prefLabel"), "{s:s}", "@value", &title);
	json_unpack(json_object_get(node, "locn:geometry"), "{s:s}", "@id", &link);
	buf_text(&said->literal, text_of(title));
	buf_text(&said->object, text_of(link));
	json_decref(root);
	buf_free(&all);
}

/* N-Triples: lines of subject, predicate and object, two ways of writing an object. */
static void
read_ntriples(struct said *said, struct text t)
{
	struct text line;

	for (bool is_type = true; text_next(&t, '\n', &line); is_type = false) {
		must(text_starts(line, T("<" SUBJECT "> <")) && text_ends(line, T(" .")), "no triple");
		struct text object = text_slice(line, text_find(line, T("> <")) + 3, line.n - 2);
		object = text_slice(object, text_find(object, T("> ")) + 2, object.n);
		if (is_type)
			continue;
		if (object.s[0] == '<') {
			buf_text(&said->object, text_slice(object, 1, object.n - 1));
			continue;
		}
		must(text_ends(object, T("\"@de")), "no literal");
		object = text_slice(object, 1, object.n - 4);
		for (size_t i = 0; i < object.n; i++) {
			char c = object.s[i];
			must(c != '"', "a bare quote");
			if (c == '\\') {
				c = object.s[++i];
				c = c == 'n' ? '\n' : c == 'r' ? '\r' : c == 't' ? '\t' : c;
			}
			buf_char(&said->literal, c);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static bool is_ready;
	if (!is_ready)
		xml_init();
	is_ready = true;

	struct arena *a = arena_new();
	struct rdf rdf = { .names = names_new(a) };
	const struct name *terms = rdf.names->terms;
	struct walk w;
	struct buf out[N_SYNTAXES] = { 0 }, head[N_SYNTAXES] = { 0 };
	struct text input = { (const char *)data, size };
	struct said said[N_SYNTAXES] = { 0 };

	walk_open(&w, &rdf, (1u << N_SYNTAXES) - 1);
	for (size_t i = 0; i < N_SYNTAXES; i++) {
		serializers[i]->head(&head[i], n_document_prefixes);
		w.outputs[i].out = &out[i];
	}
	walk_subject(&w, T(SUBJECT), (const struct name *[]){ &terms[SKOS_CONCEPT] }, 1);
	walk_literal(&w, &terms[SKOS_PREF_LABEL], input, T("de"), NULL);
	walk_link(&w, &terms[LOCN_GEOMETRY], input);
	walk_end(&w);

	read_xml(&said[RDFXML], &head[RDFXML], &out[RDFXML]);
	read_json(&said[JSONLD], &head[JSONLD], &out[JSONLD]);
	read_ntriples(&said[NTRIPLES], buf_view(&out[NTRIPLES]));
	must(text_equal(buf_view(&said[RDFXML].literal), buf_view(&said[NTRIPLES].literal)) &&
	    text_equal(buf_view(&said[JSONLD].literal), buf_view(&said[NTRIPLES].literal)),
	    "not the same literal");
	/* What is no UTF-8 in an IRI has to be gone, too. */
	must(text_equal(buf_view(&said[RDFXML].object), buf_view(&said[NTRIPLES].object)) &&
	    text_equal(buf_view(&said[JSONLD].object), buf_view(&said[NTRIPLES].object)),
	    "not the same object");
	must((said[RDFXML].literal.n > 0) == (size > 0), "a literal is missing");

	for (size_t i = 0; i < N_SYNTAXES; i++) {
		buf_free(&out[i]);
		buf_free(&head[i]);
		buf_free(&said[i].literal);
		buf_free(&said[i].object);
	}
	walk_close(&w);
	arena_free(a);
	return 0;
}
