/*
 * adapters/yaml.h: what is read, where it stands, and what is said of each mistake.
 */
#include "adapters/yaml.h"

#include "core/file.h"

#include <stdarg.h>
#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* --- one reading --------------------------------------------------------------------------- */

struct reading {
	struct arena *arena;
	struct source source;
	struct diagnostics *d;
	struct yaml_node *root;
};

static struct reading
begin(struct text bytes)
{
	return (struct reading){
		.arena = arena_new(),
		.source = { T("datasets/x.md"), bytes },
		.d = diagnostics_new(),
	};
}

static void
finish(struct reading *r)
{
	diagnostics_free(r->d);
	arena_free(r->arena);
}

/* Nodes as one line: {key: 'value' [a b]}; quoted scalars in double quotes. */
static void
dump(struct buf *out, const struct yaml_node *node)
{
	if (!node) {
		buf_str(out, "NULL");
	} else if (node->kind == YAML_SCALAR) {
		buf_char(out, node->is_quoted ? '"' : '\'');
		buf_text(out, node->text);
		buf_char(out, node->is_quoted ? '"' : '\'');
	} else {
		buf_char(out, node->kind == YAML_SEQUENCE ? '[' : '{');
		for (const struct yaml_node *child = node->first; child; child = child->next) {
			if (child != node->first)
				buf_char(out, ' ');
			dump(out, child);
		}
		buf_char(out, node->kind == YAML_SEQUENCE ? ']' : '}');
	}
}

/* Findings as "line:column name word; …". */
static void
list_findings(struct buf *out, const struct diagnostics *d)
{
	for (size_t i = 0; i < d->n; i++) {
		const struct diagnostic *f = &d->list[i];
		buf_printf(out, "%s%u:%u %s", i ? "; " : "", f->at.line, f->at.column,
		    messages[f->id].name);
		for (size_t k = 0; k < N_WORDS && f->words[k].n; k++)
			buf_printf(out, " (%.*s)", TEXT_ARG(f->words[k]));
	}
}

/* --- what is read -------------------------------------------------------------------------- */

static const struct {
	const char *yaml, *nodes;
} values[] = {
	{ "", "{}" },
	{ "# only a remark\n", "{}" },
	{ "---\n", "{}" },
	{ "--- \na: b\n...\n# end\n", "{'a' 'b'}" },
	{ "title: Bäume\n", "{'title' 'Bäume'}" },
	{ "\xef\xbb\xbftitle: x\n", "{'title' 'x'}" },
	{ "a: no\nb: 1.10\nc: 2024-01-01\nd: ~\ne: 0123\n",
	    "{'a' 'no' 'b' '1.10' 'c' '2024-01-01' 'd' '~' 'e' '0123'}" },
	{ "a:\nb: ''\n", "{'a' '' 'b' \"\"}" },
	{ "a: 'it''s'\nb: \"x\\ty\"\n", "{'a' \"it's\" 'b' \"x\ty\"}" },
	{ "a: |\n  one\n  two\nb: >\n  one\n  two\n", "{'a' \"one\ntwo\n\" 'b' \"one two\n\"}" },
	{ "a: one\n  two\n", "{'a' 'one two'}" },
	{ "a: [x, \"y\", {z: w}]\n", "{'a' ['x' \"y\" {'z' 'w'}]}" },
	{ "a:\n  - b: 1\n    c: 2\n  - d\n", "{'a' [{'b' '1' 'c' '2'} 'd']}" },
	{ "a:\n- b\n- c\n", "{'a' ['b' 'c']}" },
	{ "- a\n- b\n", "['a' 'b']" },
	{ "? a\n: b\n", "{'a' 'b'}" },
	{ "a: https://example.org/x?y=1#z\n", "{'a' 'https://example.org/x?y=1#z'}" },
	{ "a: x#1\n", "{'a' 'x#1'}" },
	{ "a: b # a remark\n", "{'a' 'b'}" },
	{ "a: b\r\nc: d\r\n", "{'a' 'b' 'c' 'd'}" },
	/* a tab that does not indent is white space */
	{ "url:\thttps://example.org\n", "{'url' 'https://example.org'}" },
	{ "url: \t\"x\"\t\nb: 'y'\t# z\n", "{'url' \"x\" 'b' \"y\"}" },
	{ "a:\t\n  b: c\n", "{'a' {'b' 'c'}}" },
	{ "a: b\n\t\nc: d\n", "{'a' 'b' 'c' 'd'}" },
	{ "a:\n-\tb\n-\t c: d\n", "{'a' ['b' {'c' 'd'}]}" },
	{ "a: b\tc\n", "{'a' 'b\tc'}" },
	{ "a: [b,\tc]\n", "{'a' ['b' 'c']}" },
};

static void
reads_values(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
		struct reading r = begin(text_of(values[i].yaml));
		struct buf nodes = { 0 }, findings = { 0 };

		r.root = yaml_read(r.arena, &r.source, 0, r.source.bytes.n, r.d);
		dump(&nodes, r.root);
		list_findings(&findings, r.d);
		assert_string_equal(buf_cstr(&findings), "");
		assert_string_equal(buf_cstr(&nodes), values[i].nodes);
		buf_free(&nodes);
		buf_free(&findings);
		finish(&r);
	}
}

static void
check_place(const struct yaml_node *node, uint32_t line, uint32_t column)
{
	assert_non_null(node);
	assert_int_equal(node->at.line, line);
	assert_int_equal(node->at.column, column);
}

static void
places_count_code_points_of_the_whole_file(void **state)
{
	const char *file =
	    "---\nä: \"ö\"\nlist: [ü, 'x']\nmap:\n  é: >\n    text\n  z: 😀 y\n---\nBody\n";
	size_t end = (size_t)(strstr(file, "---\nBody") - file);
	struct reading r = begin(text_of(file));

	(void)state;
	r.root = yaml_read(r.arena, &r.source, 4, end - 4, r.d);
	check_place(r.root, 2, 1);
	check_place(r.root->first, 2, 1);
	check_place(yaml_get(r.root, T("ä")), 2, 4);
	const struct yaml_node *list = yaml_get(r.root, T("list"));
	check_place(list, 3, 7);
	assert_int_equal(list->n, 2);
	check_place(list->first, 3, 8);
	check_place(list->first->next, 3, 11);
	const struct yaml_node *map = yaml_get(r.root, T("map"));
	check_place(map, 5, 3);
	assert_int_equal(map->n, 2);
	check_place(yaml_get(map, T("é")), 5, 6);
	check_place(yaml_get(map, T("z")), 7, 6);
	assert_null(yaml_get(map, T("absent")));
	assert_null(yaml_get(list, T("absent")));
	assert_null(yaml_get(NULL, T("absent")));
	finish(&r);
}

static void
column_counts_from_the_middle_of_a_line(void **state)
{
	struct reading r = begin(T("ää a: b\nc: d\n"));

	(void)state;
	r.root = yaml_read(r.arena, &r.source, 5, 9, r.d);
	check_place(r.root->first, 1, 4);
	check_place(yaml_get(r.root, T("c")), 2, 4);
	finish(&r);
}

static void
values_are_views_of_the_source(void **state)
{
	struct reading r = begin(T("a: plain\nb: 'quoted'\nc: \"double\"\nd: 'it''s'\n"));

	(void)state;
	r.root = yaml_read(r.arena, &r.source, 0, r.source.bytes.n, r.d);
	const char *s = r.source.bytes.s;
	assert_ptr_equal(r.root->first->text.s, s);
	assert_ptr_equal(yaml_get(r.root, T("a"))->text.s, s + 3);
	assert_ptr_equal(yaml_get(r.root, T("b"))->text.s, strstr(s, "quoted"));
	assert_ptr_equal(yaml_get(r.root, T("c"))->text.s, strstr(s, "double"));
	assert_true(text_equal(yaml_get(r.root, T("d"))->text, T("it's")));
	finish(&r);
}

/* --- what is said -------------------------------------------------------------------------- */

/* `nodes` NULL: the text cannot be read at all. */
static const struct {
	const char *yaml, *findings, *nodes;
} mistakes[] = {
	/* refused though it is YAML */
	{ "\xef\xbb\xbf"
	  "a: - b\n",
	    "1:4 yaml-dash-after-key", NULL },
	{ "a: 1\nb: 2\na: 3\n", "3:1 yaml-duplicate-key (a) (1)", "{'a' '1' 'b' '2'}" },
	{ "a: {x: 1, x: 2}\n", "1:11 yaml-duplicate-key (x) (1)", "{'a' {'x' '1'}}" },
	{ "a: 1\n\"a\": 2\n'a': 3\n",
	    "2:1 yaml-duplicate-key (a) (1); 3:1 yaml-duplicate-key (a) (1)", "{'a' '1'}" },
	{ "a: &x 1\nb: *x\n", "1:4 yaml-anchor (x); 2:4 yaml-alias (x)", "{'a' '1' 'b' ''}" },
	{ "&x a: 1\n", "1:1 yaml-anchor (x)", "{'a' '1'}" },
	{ "a: &x [*x]\n", "1:4 yaml-anchor (x); 1:8 yaml-alias (x)", "{'a' ['']}" },
	{ "a: !!python/object x\n", "1:4 yaml-tag (a: \"!!python/object x\")", "{'a' 'x'}" },
	{ "a: !important\n", "1:4 yaml-tag (a: \"!important\")", "{'a' ''}" },
	{ "a: !<x y\n", "1:4 yaml-tag (a: \"!<x y\")", NULL },
	{ "a: !e!y z\n", "1:4 yaml-tag (a: \"!e!y z\")", NULL },
	{ "<<: {b: 1}\nc: d\n", "1:1 yaml-merge-key", "{'c' 'd'}" },
	{ "a:\n  <<: *x\n", "2:7 yaml-alias (x); 2:3 yaml-merge-key", "{'a' {}}" },
	{ "\"<<\": x\n", "", "{\"<<\" 'x'}" },
	{ "%YAML 1.1\n---\na: b\n", "1:1 yaml-directive", NULL },
	{ "# x\n%TAG ! x\n", "2:1 yaml-directive", NULL },
	{ "a: b\n%x\n", "2:1 yaml-directive", NULL },
	{ "a: b\n---\nc: d\n", "2:1 yaml-second-document", NULL },
	{ "a: b\n...\n\nc: d\n", "4:1 yaml-second-document", NULL },
	{ "[a]: b\nc: d\n", "1:1 yaml-key-not-text", "{'c' 'd'}" },
	{ ": b\n", "1:1 yaml-key-not-text", NULL },
	{ "a: {{ x }}\n", "1:5 yaml-key-not-text", "{'a' {}}" },
	/* encoding */
	{ "a: b\nc: d\xfc\n", "2:5 invalid-utf8 (0xFC)", NULL },
	{ "a: ä\xc3", "1:5 invalid-utf8 (0xC3)", NULL },
	{ "\xff\xfe"
	  "a",
	    "1:1 utf-16", NULL },
	{ "\xfe\xff", "1:1 utf-16", NULL },
	{ "a: ä\001\nb: \x7f\n", "1:5 control-character (U+0001); 2:4 control-character (U+007F)",
	    NULL },
	{ "a: b\rc: d\n", "1:5 control-character (U+000D)", NULL },
	{ "a: \xc2\x85\n", "1:4 control-character (U+0085)", NULL },
	{ "a: x\xe2\x80\xa8y\n", "1:5 control-character (U+2028)", NULL },
	{ "a: x\xef\xbb\xbfy\n", "1:5 control-character (U+FEFF)", NULL },
	{ "a: \xe2\x80\xae"
	  "b\n",
	    "1:4 bidi-character (U+202E)", NULL },
	/* tabs */
	{ "a:\n\tb: c\n", "2:1 yaml-tab", NULL },
	{ "a:\n  b: 1\n\tc: 2\n", "3:1 yaml-tab", NULL },
	{ "a: |\n\ttext\n", "2:1 yaml-tab", NULL },
	{ "\ta: b\n", "1:1 yaml-tab", NULL },
	/* quotes */
	{ "t: \"Foo\nb: c\n", "1:4 yaml-quote-unclosed (\")", NULL },
	{ "a: b\nt: 'Foo\nb: c\n", "2:4 yaml-quote-unclosed (')", NULL },
	{ "t: \"Foo\nn: \"Bar\"\n", "1:4 yaml-quote-unclosed (\")", NULL },
	{ "t: 'x\ny: z\nw: 'v'\n", "1:4 yaml-quote-unclosed (')", NULL },
	{ "a: b\n\"t: Foo\nx: \"y\"\n", "2:1 yaml-quote-unclosed (\")", NULL },
	{ "t: \"a\" b\n", "1:8 yaml-text-after-quote (\") (\\\")", NULL },
	{ "t: 'Peter's'\n", "1:11 yaml-text-after-quote (') ('')", NULL },
	{ "t: \"C:\\Daten\"\n", "1:7 yaml-escape (\\D)", NULL },
	{ "t: \"\\u", "1:5 yaml-escape (\\u)", NULL },
	{ "t: \"ä\\u00ZZ\"\n", "1:6 yaml-escape (\\u)", NULL },
	/* colons */
	{ "t: Foo: bar\n", "1:7 yaml-colon-in-value (t: \"Foo: bar\")", NULL },
	{ "a:\n  - t: Er: \"ja\"\n", "2:10 yaml-colon-in-value (t: 'Er: \"ja\"')", NULL },
	{ "t:Foo\nb: c\n", "1:2 yaml-space-after-colon (t: Foo)", NULL },
	{ "b: c\nt:Foo\n", "2:2 yaml-space-after-colon (t: Foo)", NULL },
	{ "c:\n  n:Foo\n  e: x\n", "2:4 yaml-space-after-colon (n: Foo)", NULL },
	{ "t:Foo\n", "1:2 yaml-space-after-colon (t: Foo)", NULL },
	{ "a:\n  b: {de:[c]}\n", "2:9 yaml-space-after-colon (b: {de: [c]})", NULL },
	{ "t Foo\nb: c\n", "1:1 yaml-missing-colon", NULL },
	{ "b: c\nt Foo\nd: e\n", "2:1 yaml-missing-colon", NULL },
	/* characters with a meaning */
	{ "t: @foo\n", "1:4 yaml-reserved-character (@) (t: \"@foo\")", NULL },
	{ "t: `x`\n", "1:4 yaml-reserved-character (`) (t: \"`x`\")", NULL },
	{ "t: %x\n", "1:4 yaml-reserved-character (%) (t: \"%x\")", NULL },
	{ "t: **x** y\n", "1:4 yaml-reserved-character (*) (t: \"**x** y\")", NULL },
	{ "t: *foo bar\n", "1:4 yaml-alias (foo)", NULL },
	{ "t: & Co\n", "1:4 yaml-reserved-character (&) (t: \"& Co\")", NULL },
	{ "t: , x\n", "1:4 yaml-reserved-character (,) (t: \", x\")", NULL },
	{ "t: ? x\n", "1:4 yaml-reserved-character (?) (t: \"? x\")", NULL },
	{ "t: ]\n", "1:4 yaml-reserved-character (]) (t: \"]\")", NULL },
	{ "t: > foo\n", "1:4 yaml-block-header (>) (t: \"> foo\")", NULL },
	{ "t: |foo\n", "1:4 yaml-block-header (|) (t: \"|foo\")", NULL },
	{ "t: a #1\n", "1:6 yaml-comment-in-value (#1) (t: \"a #1\")", "{'t' 'a'}" },
	/* brackets */
	{ "a: [b, c\nd: e\n", "1:4 yaml-bracket-unclosed ([) (])", NULL },
	{ "a: {b: c\n", "1:4 yaml-bracket-unclosed ({) (})", NULL },
	{ "a: [b,\n", "1:4 yaml-bracket-unclosed ([) (])", NULL },
	{ "a: [Draft] Foo\n", "1:12 yaml-text-after-bracket (])", NULL },
	/* indentation */
	{ "t: foo\n  more: bar\n", "2:3 yaml-indentation", NULL },
	{ "a:\n    b: 1\n  c: 2\n", "3:3 yaml-indentation", NULL },
	{ "a:\n  - b\n - c\n", "3:2 yaml-indentation", NULL },
	{ "a:\n  - b\n  c: d\n", "3:3 yaml-indentation", NULL },
	{ "  a: b\nc: d\n", "2:1 yaml-indentation", NULL },
	{ "t: \"x\"\n  b: c\n", "2:3 yaml-indentation", NULL },
	{ "a: b\n- c\n", "2:1 yaml-indentation", NULL },
	{ "a: - b\n", "1:4 yaml-dash-after-key", NULL },
	{ "a: b\n c\n: d\n", "3:1 yaml-key-not-text", NULL },
	{ "a: [b: c: d]\n", "1:4 yaml-bracket-unclosed ([) (])", NULL },
};

static void
names_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		struct reading r = begin(text_of(mistakes[i].yaml));
		struct buf nodes = { 0 }, findings = { 0 };

		r.root = yaml_read(r.arena, &r.source, 0, r.source.bytes.n, r.d);
		dump(&nodes, r.root);
		list_findings(&findings, r.d);
		if (strcmp(buf_cstr(&findings), mistakes[i].findings) != 0)
			print_error("%s", mistakes[i].yaml);
		assert_string_equal(buf_cstr(&findings), mistakes[i].findings);
		assert_string_equal(
		    buf_cstr(&nodes), mistakes[i].nodes ? mistakes[i].nodes : "NULL");
		buf_free(&nodes);
		buf_free(&findings);
		finish(&r);
	}
}

static void
place_of_a_bad_byte_far_down(void **state)
{
	struct buf file = { 0 };

	(void)state;
	buf_str(&file, "---\n");
	for (int line = 2; line < 500; line++)
		buf_printf(&file, "k%d: ä\n", line);
	buf_str(&file, "last: ää\xe4\n");
	struct reading r = begin(buf_view(&file));
	assert_null(yaml_read(r.arena, &r.source, 4, file.n - 4, r.d));
	assert_int_equal(r.d->n, 1);
	assert_int_equal(r.d->list[0].at.line, 500);
	assert_int_equal(r.d->list[0].at.column, 9);
	finish(&r);
	buf_free(&file);
}

/* --- limits -------------------------------------------------------------------------------- */

/* `piece` n times between two texts, and the one finding it brings ("" for none). */
static void
check_repeated(const char *before, const char *piece, size_t n, const char *finding)
{
	struct buf yaml = { 0 }, findings = { 0 };

	buf_str(&yaml, before);
	for (size_t i = 0; i < n; i++)
		buf_str(&yaml, piece);
	struct reading r = begin(buf_view(&yaml));
	r.root = yaml_read(r.arena, &r.source, 0, yaml.n, r.d);
	list_findings(&findings, r.d);
	assert_string_equal(buf_cstr(&findings), finding);
	finish(&r);
	buf_free(&findings);
	buf_free(&yaml);
}

static void
refuses_what_costs_too_much(void **state)
{
	(void)state;
	check_repeated("a: ", "[", 40000, "1:19 yaml-too-deep (16)");
	check_repeated("", "{", 40000, "1:17 yaml-too-deep (16)");
	check_repeated("", "[a,", 20000, "1:49 yaml-too-deep (16)");
	check_repeated("", "- ", 30000, "1:33 yaml-too-deep (16)");
	check_repeated("", "%TAG !a! a\n", 5000, "1:1 yaml-directive");
	check_repeated("a: ", "x", 65533, "");
	check_repeated("a: ", "x", 65534, "1:1 yaml-too-long (65537) (65536)");
	check_repeated("a: ", "x", 10 << 20, "1:1 yaml-too-long (10485763) (65536)");
	check_repeated("a: b\n...\n", "%TAG !a! a\n", 5000, "3:1 yaml-second-document");
}

static void
sixteen_levels_are_allowed(void **state)
{
	const char *deep = "[[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]\n";
	struct reading r = begin(text_of(deep));

	(void)state;
	assert_non_null(yaml_read(r.arena, &r.source, 0, r.source.bytes.n, r.d));
	assert_int_equal(r.d->n, 0);
	finish(&r);
}

static void
finds_duplicates_in_a_long_mapping(void **state)
{
	struct buf yaml = { 0 }, findings = { 0 };

	(void)state;
	for (int i = 0; i < 5000; i++)
		buf_printf(&yaml, "k%d: v\n", i);
	buf_str(&yaml, "k7: x\nk4999: y\n");
	struct reading r = begin(buf_view(&yaml));
	r.root = yaml_read(r.arena, &r.source, 0, yaml.n, r.d);
	list_findings(&findings, r.d);
	assert_string_equal(buf_cstr(&findings), "5001:1 yaml-duplicate-key (k7) (8); "
						 "5002:1 yaml-duplicate-key (k4999) (5000)");
	assert_int_equal(r.root->n, 5000);
	finish(&r);
	buf_free(&findings);
	buf_free(&yaml);
}

/* --- real files ---------------------------------------------------------------------------- */

/* The front matter of a JKAN file; false when it has none. */
static bool
front_matter(struct text bytes, size_t *from, size_t *length)
{
	if (!text_starts(bytes, T("---\n")))
		return false;
	size_t end = text_find(text_slice(bytes, 4, bytes.n), T("\n---"));
	*from = 4;
	*length = end + 1;
	return 4 + end < bytes.n;
}

static void
reads_every_jkan_file(void **state)
{
	const char *shared = getenv("TABULARIUM_SHARED");
	struct arena *a = arena_new();
	const char *folder =
	    path_join(a, shared ? shared : "../shared", "real/jkan-opendataphilly/_datasets");
	struct text *names;
	size_t n, from = 0, length = 0;

	(void)state;
	if (!folder_read(a, folder, &names, &n)) {
		print_message("%s is absent: set TABULARIUM_SHARED\n", folder);
		arena_free(a);
		skip();
	}
	assert_int_equal(n, 468);
	for (size_t i = 0; i < n; i++) {
		struct reading r = begin(T(""));
		struct buf findings = { 0 };
		assert_true(
		    file_read(r.arena, path_join(r.arena, folder, arena_cstr(r.arena, names[i])),
			1 << 20, &r.source.bytes));
		assert_true(front_matter(r.source.bytes, &from, &length));
		r.root = yaml_read(r.arena, &r.source, from, length, r.d);
		list_findings(&findings, r.d);
		/* A mark that turns the direction of writing came along when somebody copied. */
		bool is_marked = text_equal(names[i], T("polling-places.md"));
		if (r.d->n && !is_marked && !text_equal(names[i], T("septa-ridership-statistics.md")))
			print_error("%.*s: %s\n", TEXT_ARG(names[i]), buf_cstr(&findings));
		/* In this file `-` before two resources is missing, three times. */
		bool is_faulty = text_equal(names[i], T("septa-ridership-statistics.md"));
		assert_int_equal(r.d->n_errors, is_faulty ? 18 : is_marked ? 1 : 0);
		if (is_marked)
			assert_int_equal(r.d->list[0].id, MESSAGE_BIDI_CHARACTER);
		for (size_t k = 0; is_faulty && k < r.d->n; k++)
			assert_int_equal(r.d->list[k].id, MESSAGE_YAML_DUPLICATE_KEY);
		assert_non_null(yaml_get(r.root, T("title")));
		buf_free(&findings);
		finish(&r);
	}
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_values),
		cmocka_unit_test(places_count_code_points_of_the_whole_file),
		cmocka_unit_test(column_counts_from_the_middle_of_a_line),
		cmocka_unit_test(values_are_views_of_the_source),
		cmocka_unit_test(names_mistakes),
		cmocka_unit_test(place_of_a_bad_byte_far_down),
		cmocka_unit_test(refuses_what_costs_too_much),
		cmocka_unit_test(sixteen_levels_are_allowed),
		cmocka_unit_test(finds_duplicates_in_a_long_mapping),
		cmocka_unit_test(reads_every_jkan_file),
	};

	return cmocka_run_group_tests_name("yaml", tests, NULL, NULL);
}
