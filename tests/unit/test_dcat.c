/*
 * The property table: every row is sane, its example reads without a finding, nothing the standards
 * demand is missing; and the reference made of it.
 */
#include "catalog/reader.h"
#include "dcat/reference.h"

#include "adapters/xml.h"
#include "core/file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

static const char *
class_name(const struct property *p)
{
	return classes[p->class].label[ENGLISH];
}

#define FAIL_ROW(p, ...)                                                                            \
	do {                                                                                        \
		print_error("%s.%s: ", class_name(p), (p)->key);                                    \
		fail_msg(__VA_ARGS__);                                                              \
	} while (0)

#define EACH_PROPERTY(p) (const struct property *p = properties; p < properties + N_PROPERTIES; p++)

/* --- names ----------------------------------------------------------------------------------- */

static bool
is_alias(const struct property *p, struct text name)
{
	struct text rest = text_of(p->aliases), alias;

	while (text_next(&rest, '|', &alias))
		if (text_equal_nocase(alias, name))
			return true;
	return false;
}

static void
check_name(const struct property *p, struct text name)
{
	for (unsigned i = 0; i < classes[p->class].n; i++) {
		const struct property *other = &properties[classes[p->class].first + i];
		if (other != p && (text_equal_nocase(text_of(other->key), name) || is_alias(other, name)))
			FAIL_ROW(p, "“%.*s” is a name of %s too", TEXT_ARG(name), other->key);
	}
}

static void
test_names(void **state)
{
	(void)state;
	for EACH_PROPERTY(p) {
		struct text rest = text_of(p->aliases), alias;

		assert_non_null(p->aliases);
		assert_string_equal(p->key + strspn(p->key, "abcdefghijklmnopqrstuvwxyz0123456789_"), "");
		check_name(p, text_of(p->key));
		while (text_next(&rest, '|', &alias)) {
			if (alias.n == 0 || text_trim(alias).n != alias.n)
				FAIL_ROW(p, "an alias is empty or begins or ends with a blank");
			if (text_equal(alias, text_of(p->key)))
				FAIL_ROW(p, "the key is an alias of itself");
			check_name(p, alias);
		}
	}
}

/* --- kinds ----------------------------------------------------------------------------------- */

static bool
is_prefix(struct text name)
{
	for (size_t i = 0; i < n_prefixes; i++)
		if (text_equal(text_of(prefixes[i].name), name))
			return true;
	return false;
}

static void
check_predicate(const struct property *p, const char *predicate)
{
	struct text t = text_of(predicate);
	size_t colon = text_find_char(t, ':');

	if (colon + 1 >= t.n || !is_prefix(text_slice(t, 0, colon)))
		FAIL_ROW(p, "%s has no prefix of prefixes.def", predicate);
}

static void
check_target(const struct property *p)
{
	switch (p->kind) {
	case KIND_CONCEPT:
		assert_in_range(p->target, 0, N_CODE_LISTS - 1);
		break;
	case KIND_REFERENCE:
		switch ((enum class)p->target) {
		case CLASS_AGENT: case CLASS_DATASET: case CLASS_SERIES: case CLASS_SERVICE:
		case CLASS_DISTRIBUTION:
			break;
		default:
			FAIL_ROW(p, "nothing of that class has an id");
		}
		break;
	case KIND_NODE:
		assert_in_range(p->target, 1, N_CLASSES - 1);
		if (p->target == (unsigned)p->class || classes[p->target].n == 0)
			FAIL_ROW(p, "cannot be described in place");
		if (p->predicate && !classes[p->target].iri)
			FAIL_ROW(p, "points to what is no RDF");
		break;
	default:
		assert_int_equal(p->target, 0);
	}
}

static void
test_rows(void **state)
{
	(void)state;
	for EACH_PROPERTY(p) {
		check_target(p);
		if (p->predicate)
			check_predicate(p, p->predicate);
		if (p->obligation == OWN && p->predicate)
			FAIL_ROW(p, "is our own but RDF");
		if (p->obligation == MANDATORY && !p->is_required)
			FAIL_ROW(p, "is mandatory but may be missing");
		if (p->is_required && p->obligation != MANDATORY && p->obligation != OWN)
			FAIL_ROW(p, "must be there but is not mandatory");
	}
	for (unsigned c = 1; c < N_CLASSES; c++) {
		if (classes[c].iri)
			check_predicate(&properties[classes[c].first], classes[c].iri);
		assert_true(classes[c].n > 0);
		assert_int_equal(properties[classes[c].first].class, c);
		assert_int_equal(properties[classes[c].first + classes[c].n - 1].class, c);
	}
}

static void
test_successors(void **state)
{
	size_t n = 0;

	(void)state;
	for EACH_PROPERTY(p) {
		const struct property *now = &properties[property_successor((enum property_id)(p - properties))];
		if (now == p)
			continue;
		n++;
		assert_int_equal(p->obligation, DEPRECATED);
		assert_int_not_equal(now->obligation, DEPRECATED);
		assert_int_equal(now->class, p->class);
		assert_int_equal(now->kind, p->kind);
		assert_int_equal(now->is_repeatable, p->is_repeatable);
		assert_ptr_equal(&properties[property_named(p->class, text_of(p->key))], now);
	}
	assert_int_equal(n, 4);
	assert_int_equal(property_named(CLASS_DATASET, T("TITEL")), DATASET_title);
	assert_int_equal(property_named(CLASS_DATASET, T("titell")), N_PROPERTIES);
	assert_int_equal(property_nearest(CLASS_DATASET, T("titell")), DATASET_title);
}

/* --- words ----------------------------------------------------------------------------------- */

static void
test_help(void **state)
{
	(void)state;
	for EACH_PROPERTY(p)
		for (unsigned l = 0; l < 2; l++) {
			struct text help = text_of(p->help[l]);

			if (!p->label[l] || !*p->label[l])
				FAIL_ROW(p, "has no label");
			if (help.n < 8 || !utf8_is_valid(help) || (!text_ends(help, T(".")) && !text_ends(help, T("…"))))
				FAIL_ROW(p, "has no sentence of help: “%.*s”", TEXT_ARG(help));
			if (help.n > 300)
				FAIL_ROW(p, "has too much help");
			if (text_find_char(help, '\n') < help.n || text_find(help, T("  ")) < help.n)
				FAIL_ROW(p, "has lines or double blanks in its help");
		}
}

/* A hint shows the example: it must be what the reader takes. */
static void
test_examples(void **state)
{
	struct arena *a = arena_new();
	struct code_lists *lists = code_lists_new();
	struct languages languages = { { T("de"), T("en") }, 2 };
	struct table *keys = reader_keys_new(a);

	(void)state;
	for EACH_PROPERTY(p) {
		struct buf line = { 0 };
		buf_printf(&line, "%s: %s\n", p->key, p->example);
		struct source source = { T("example.yaml"), buf_view(&line) };
		struct diagnostics *d = diagnostics_new();
		struct reader r = { a, a, d, lists, &languages, keys, 0 };
		struct yaml_node *root = yaml_read(a, &source, 0, line.n, d);
		struct resource *resource = reader_resource(&r, p->class, &source,
		    (struct place){ &source, 1, 1 }, T("example"), T("datasets/example"), NULL);

		if (!root || root->kind != YAML_MAPPING || yaml_value(root->first)->next)
			FAIL_ROW(p, "the example is no YAML of one value: %s", p->example);
		reader_mapping(&r, resource, root, NULL);
		if (d->n || resource->n_values == 0)
			FAIL_ROW(p, "the example has findings: %s", p->example);
		diagnostics_free(d);
		buf_free(&line);
	}
	reader_keys_free(keys);
	code_lists_free(lists);
	arena_free(a);
}

/* EPSG numbers beyond the list, and other systems with an IRI of the OGC. */
static void
test_reference_systems(void **state)
{
	static const struct {
		const char *written, *text;
		bool is_listed;
	} cases[] = {
		{ "EPSG:25833", "EPSG:25833", true },
		{ "epsg:25833", "EPSG:25833", true },
		{ "25833", "EPSG:25833", true },
		{ "urn:ogc:def:crs:EPSG::25833", "EPSG:25833", true },
		{ "https://www.opengis.net/def/crs/EPSG/0/25833", "EPSG:25833", true },
		{ "EPSG:2178", "http://www.opengis.net/def/crs/EPSG/0/2178", false },
		{ "http://www.opengis.net/def/crs/OGC/0/Temporal", "http://www.opengis.net/def/crs/OGC/0/Temporal", false },
	};
	struct arena *a = arena_new();
	struct code_lists *lists = code_lists_new();
	struct languages languages = { { T("de") }, 1 };
	struct table *keys = reader_keys_new(a);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct buf line = { 0 };
		buf_printf(&line, "crs: '%s'\n", cases[i].written);
		struct source source = { T("example.yaml"), buf_view(&line) };
		struct diagnostics *d = diagnostics_new();
		struct reader r = { a, a, d, lists, &languages, keys, 0 };
		struct resource *dataset = reader_resource(&r, CLASS_DATASET, &source,
		    (struct place){ &source, 1, 1 }, T("x"), T("datasets/x"), NULL);

		reader_mapping(&r, dataset, yaml_read(a, &source, 0, line.n, d), NULL);
		assert_int_equal(d->n, 0);
		const struct value *v = resource_value(dataset, DATASET_reference_system);
		assert_non_null(v);
		assert_true(text_equal(v->text, text_of(cases[i].text)));
		assert_int_equal(v->concept != NULL, cases[i].is_listed);
		diagnostics_free(d);
		buf_free(&line);
	}
	reader_keys_free(keys);
	code_lists_free(lists);
	arena_free(a);
}

/* --- the standards ----------------------------------------------------------------------------- */

static bool
is_in_table(enum class class, const char *predicate)
{
	for (unsigned i = 0; i < classes[class].n; i++) {
		const char *own = properties[classes[class].first + i].predicate;
		if (own && strcmp(own, predicate) == 0)
			return true;
	}
	return false;
}

static bool
begins(const json_t *row, const char *member, const char *with)
{
	const char *value = json_string_value(json_object_get(row, member));

	return value && strncmp(value, with, strlen(with)) == 0;
}

/* Of properties.json: what DCAT-AP, DCAT-AP.de or HVD make mandatory or recommend stands in the table. */
static void
test_standards(void **state)
{
	/* They follow from the entries of the catalogue. */
	static const char *const made[] = { "dcat:dataset", "dcat:service", "dcat:record" };
	const char *shared = getenv("TABULARIUM_SHARED");
	struct buf path = { 0 };
	size_t n = 0;

	(void)state;
	buf_printf(&path, "%s/standards/tables/properties.json", shared ? shared : "../shared");
	json_t *root = json_load_file(buf_cstr(&path), 0, NULL);
	buf_free(&path);
	if (!root)
		skip();
	for (unsigned c = 1; c < N_CLASSES; c++) {
		const char *predicate;
		json_t *row;
		if (!classes[c].iri)
			continue;
		json_object_foreach(json_object_get(root, classes[c].iri), predicate, row) {
			bool is_wanted = begins(row, "dcatap", "M") || begins(row, "dcatap", "R") ||
			    begins(row, "de", "Pflicht") || begins(row, "de", "Empfohlen") ||
			    begins(row, "hvd", "M");
			for (size_t i = 0; i < sizeof made / sizeof made[0]; i++)
				is_wanted = is_wanted && strcmp(predicate, made[i]) != 0;
			if (is_wanted && !is_in_table((enum class)c, predicate))
				fail_msg("%s has no %s", classes[c].iri, predicate);
			n += is_wanted;
		}
	}
	json_decref(root);
	assert_in_range(n, 70, 200);
}

/* --- the reference ------------------------------------------------------------------------------- */

static struct text
reference(struct buf *out, enum class class, enum reference_format format, enum interface_language language)
{
	struct code_lists *lists = code_lists_new();

	out->n = 0;
	reference_write(out, lists, class, format, language);
	code_lists_free(lists);
	assert_true(utf8_is_valid(buf_view(out)));
	return buf_view(out);
}

/* Folded at 80 columns; only what must be copied whole is longer: examples, IRIs. */
static void
test_text(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (unsigned l = 0; l < 2; l++) {
		struct text rest = reference(&out, CLASS_NONE, REFERENCE_TEXT, (enum interface_language)l), line;
		while (text_next(&rest, '\n', &line))
			if (utf8_length(line) > 80 && text_find(line, T(": ")) == line.n &&
			    text_find(line, T("://")) == line.n)
				fail_msg("too long: %.*s", TEXT_ARG(line));
	}
	struct text one = reference(&out, CLASS_KIND, REFERENCE_TEXT, GERMAN);
	assert_true(text_starts(one, T("Kontakt (vcard:Kind)\n====================\n\nname – Name\n")));
	buf_free(&out);
}

static void
test_markdown(void **state)
{
	struct buf out = { 0 };
	struct text rest = reference(&out, CLASS_NONE, REFERENCE_MARKDOWN, GERMAN), line;

	(void)state;
	while (text_next(&rest, '\n', &line)) {
		size_t bars = 0;
		for (size_t i = 0; i < line.n; i++)
			bars += line.s[i] == '|' && (i == 0 || line.s[i - 1] != '\\');
		if (line.n && line.s[0] == '|' && bars != 5 && bars != 3)
			fail_msg("a row of %zu bars: %.*s", bars, TEXT_ARG(line));
	}
	buf_free(&out);
}

static size_t
count(struct text t, struct text what)
{
	size_t n = 0;

	for (size_t at; (at = text_find(t, what)) < t.n; n++)
		t = text_slice(t, at + what.n, t.n);
	return n;
}

/* Every property has its anchor, every link its target. */
static void
test_html(void **state)
{
	struct buf out = { 0 }, id = { 0 };
	struct text html = reference(&out, CLASS_NONE, REFERENCE_HTML, ENGLISH), rest = html;

	(void)state;
	assert_true(text_find(html, T("<h2 id=\"dataset\">Dataset <code>dcat:Dataset</code></h2>")) < html.n);
	assert_true(text_find(html, T("<tr id=\"dataset-title\"><th scope=\"row\">")) < html.n);
	assert_true(text_find(html, T("<h3 id=\"list-data-theme\">")) < html.n);
	assert_int_equal(count(html, T("<tr id=")), N_PROPERTIES);
	for (size_t at; (at = text_find(rest, T("href=\"#"))) < rest.n;) {
		rest = text_slice(rest, at + 7, rest.n);
		id.n = 0;
		buf_printf(&id, "id=\"%.*s\"", (int)text_find_char(rest, '"'), rest.s);
		if (count(html, buf_view(&id)) != 1)
			fail_msg("%s is there %zu times", buf_cstr(&id), count(html, buf_view(&id)));
	}
	static const char *const elements[] = { "h2", "h3", "p", "table", "thead", "tbody", "tr", "td", "code", "a" };
	for (size_t i = 0; i < sizeof elements / sizeof elements[0]; i++) {
		struct buf open = { 0 }, spaced = { 0 }, close = { 0 };
		buf_printf(&open, "<%s>", elements[i]);
		buf_printf(&spaced, "<%s ", elements[i]);
		buf_printf(&close, "</%s>", elements[i]);
		assert_int_equal(count(html, buf_view(&open)) + count(html, buf_view(&spaced)),
		    count(html, buf_view(&close)));
		buf_free(&open);
		buf_free(&spaced);
		buf_free(&close);
	}
	buf_free(&id);
	buf_free(&out);
}

static void
test_reference_names(void **state)
{
	(void)state;
	assert_int_equal(reference_class_named(T("dataset")), CLASS_DATASET);
	assert_int_equal(reference_class_named(T("contact-address")), CLASS_CONTACT_ADDRESS);
	assert_int_equal(reference_class_named(T("")), CLASS_NONE);
	assert_int_equal(reference_class_named(T("Baum")), CLASS_NONE);
	assert_int_equal(reference_format_named(T("html")), REFERENCE_HTML);
	assert_int_equal(reference_format_named(T("pdf")), N_REFERENCE_FORMATS);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_rows),
		cmocka_unit_test(test_successors),
		cmocka_unit_test(test_help),
		cmocka_unit_test(test_examples),
		cmocka_unit_test(test_reference_systems),
		cmocka_unit_test(test_standards),
		cmocka_unit_test(test_text),
		cmocka_unit_test(test_markdown),
		cmocka_unit_test(test_html),
		cmocka_unit_test(test_reference_names),
	};

	xml_init();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
