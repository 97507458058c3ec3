/*
 * Exports: the CSV reader, the types of columns, formulas, and what comes of whole catalogues (those
 * of tests/cases/base and of the repository). Run with two folders as arguments, a repository and one to
 * write to, it puts everything there, for other people's readers.
 */
#include "exports/exports.h"

#include "adapters/json.h"
#include "core/column.h"
#include "core/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

/* --- CSV -------------------------------------------------------------------------------------- */

/* Cells in brackets, a line for each record, then the fault and its line. */
static void
dump(struct buf *out, struct text bytes)
{
	struct csv csv;

	csv_open(&csv, bytes);
	while (csv_next(&csv)) {
		for (size_t i = 0; i < csv.n_cells; i++)
			buf_printf(out, "[%.*s]", TEXT_ARG(csv.cells[i]));
		buf_char(out, '\n');
	}
	if (csv.fault)
		buf_printf(out, "fault %d in %d\n", (int)csv.fault, (int)csv.line);
	csv_close(&csv);
}

#define CASE(bytes, ...) { { bytes, sizeof bytes - 1 }, __VA_ARGS__ }
static const struct {
	struct text bytes;
	const char *records;
	enum csv_fault fault;
	int line;
} csv_cases[] = {
	CASE("a,b\r\n1,2\r\n", "[a][b]\n[1][2]\n"),
	CASE("a,b\n1,2", "[a][b]\n[1][2]\n"),
	CASE("\xEF\xBB\xBF" "a;b\n1,5;2\n", "[a][b]\n[1,5][2]\n"),
	CASE("a\tb\n1;x\t2\n", "[a][b]\n[1;x][2]\n"),
	CASE("a\n1\n\n\n", "[a]\n[1]\n"),
	CASE("a\n\n2\n", "[a]\n[]\n[2]\n"),
	CASE("a,b\n,\n", "[a][b]\n[][]\n"),
	CASE("a,b\n\"\",\"x\"\"y\"\n", "[a][b]\n[][x\"y]\n"),
	CASE("a,b\n\"1\r\n2\",\"x,y\"\n3,4\n", "[a][b]\n[1\r\n2][x,y]\n[3][4]\n"),
	CASE("\"a\",\"\"\"\"\n1,2\n", "[a][\"]\n[1][2]\n"),
	CASE("a, b\n 1 , 2\n", "[a][ b]\n[ 1 ][ 2]\n"),
	/* what stands between the cells */
	CASE("Name;Anteil in Prozent, gerundet\nNord;1,5\nOst;2,5\n",
	    "[Name][Anteil in Prozent, gerundet]\n[Nord][1,5]\n[Ost][2,5]\n"),
	CASE("a,b\n\"x;y\",1\n", "[a][b]\n[x;y][1]\n"),
	CASE("\"a;b;c\",d\n1,2\n", "[a;b;c][d]\n[1][2]\n"),
	/* faults */
	CASE("", "", CSV_EMPTY, 1),
	CASE("\r\n\n", "", CSV_EMPTY, 1),
	CASE("\xEF\xBB\xBF", "", CSV_EMPTY, 1),
	CASE("a,b\n\xE4,2\n", "", CSV_NOT_UTF8, 1),
	CASE("a\0b,c\n", "", CSV_NOT_UTF8, 1),
	CASE("a,b\n1,2\nx\"y,2\n", "[a][b]\n[1][2]\n", CSV_STRAY_QUOTE, 3),
	CASE("a,b\n\"x\"y,2\n", "[a][b]\n", CSV_STRAY_QUOTE, 2),
	CASE("a,b\n\"x\n\ny\"z,2\n", "[a][b]\n", CSV_STRAY_QUOTE, 4),
	CASE("a,b\n1,2\n\"3,4\n5,6\n", "[a][b]\n[1][2]\n", CSV_OPEN_QUOTE, 3),
	CASE("a,b\r1,2\r", "", CSV_STRAY_CR, 1),
	CASE("a;b\n1;2\n1;2;3\n", "[a][b]\n[1][2]\n", CSV_UNEVEN, 3),
	CASE("a,b\n\n1,2\n", "[a][b]\n", CSV_UNEVEN, 2),
};

static void
csv_is_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof csv_cases / sizeof csv_cases[0]; i++) {
		struct buf got = { 0 }, want = { 0 };

		dump(&got, csv_cases[i].bytes);
		buf_str(&want, csv_cases[i].records);
		if (csv_cases[i].fault)
			buf_printf(&want, "fault %d in %d\n", (int)csv_cases[i].fault, csv_cases[i].line);
		assert_string_equal(buf_cstr(&got), buf_cstr(&want));
		buf_free(&got);
		buf_free(&want);
	}
}

static void
csv_has_limits(void **state)
{
	struct buf wide = { 0 };
	struct csv csv;

	(void)state;
	for (int i = 0; i < CSV_MAX_CELLS; i++)
		buf_char(&wide, ',');
	csv_open(&csv, buf_view(&wide));
	assert_false(csv_next(&csv));
	assert_int_equal(csv.fault, CSV_TOO_WIDE);
	csv_close(&csv);
	csv_open(&csv, text_slice(buf_view(&wide), 1, wide.n));
	assert_true(csv_next(&csv));
	assert_int_equal(csv.n_cells, CSV_MAX_CELLS);
	csv_close(&csv);
	buf_free(&wide);
}

/* --- columns ---------------------------------------------------------------------------------- */

static const struct {
	const char *name, *cells; /* '|' between them */
	enum column_type type;
	char decimal;
	const char *min, *max;
	unsigned n_filled, n_distinct;
} column_cases[] = {
	{ "a", "1|2|10|2", COLUMN_INTEGER, 0, "1", "10", 4, 3 },
	{ "a", "-5|0|7", COLUMN_INTEGER, 0, "-5", "7", 3, 3 },
	{ "a", "1||3", COLUMN_INTEGER, 0, "1", "3", 2, 2 },
	{ "a", "123456789012345678|1", COLUMN_INTEGER, 0, "1", "123456789012345678", 2, 2 },
	{ "a", "1234567890123456789|1", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "plz", "04103|04105", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "0|1", COLUMN_INTEGER, 0, "0", "1", 2, 2 },
	{ "a", "+1|2", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "Jahr", "2015|2026|2020", COLUMN_YEAR, 0, "2015", "2026", 3, 3 },
	{ "Pflanzjahr", "1899|2026", COLUMN_YEAR, 0, "1899", "2026", 2, 2 },
	{ "Jahr", "2015|12", COLUMN_INTEGER, 0, "12", "2015", 2, 2 },
	{ "Anzahl", "2015|2016", COLUMN_INTEGER, 0, "2015", "2016", 2, 2 },
	{ "a", "1|2.5|10.25", COLUMN_NUMBER, '.', "1", "10.25", 3, 3 },
	{ "a", "1|2,5|-0,5", COLUMN_NUMBER, ',', "-0,5", "2,5", 3, 3 },
	{ "a", "1.5|1,5", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "1.234,5|2", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "1.|2", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "1e5|2", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "true|FALSE|", COLUMN_BOOLEAN, 0, "", "", 2, 2 },
	{ "a", "ja|nein", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "2026-01|2025-12", COLUMN_MONTH, 0, "2025-12", "2026-01", 2, 2 },
	{ "a", "2026-13|2025-12", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "2026-01-15|2025-12-31", COLUMN_DATE, 0, "2025-12-31", "2026-01-15", 2, 2 },
	{ "a", "2026-02-30", COLUMN_STRING, 0, "", "", 1, 1 },
	{ "a", "15.01.2026|31.12.2025", COLUMN_DATE, 0, "31.12.2025", "15.01.2026", 2, 2 },
	{ "a", "15.01.2026|2025-12-31", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "2026-01-15T08:00:00Z|2026-01-15T07:00:00Z", COLUMN_DATETIME, 0, "2026-01-15T07:00:00Z",
	    "2026-01-15T08:00:00Z", 2, 2 },
	{ "a", "2026-01-15|2026-01-15T07:00:00Z", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "||", COLUMN_EMPTY, 0, "", "", 0, 0 },
	{ "a", "1|zwei|3", COLUMN_STRING, 0, "", "", 3, 3 },
	{ "a", " 1|2", COLUMN_STRING, 0, "", "", 2, 2 },
	{ "a", "-|1", COLUMN_STRING, 0, "", "", 2, 2 },
};

static void
types_of_columns(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof column_cases / sizeof column_cases[0]; i++) {
		struct arena *a = arena_new();
		struct buf table = { 0 };
		struct text rest = text_of(column_cases[i].cells), cell;
		struct table_profile p;
		enum csv_fault fault;
		uint64_t line;

		buf_printf(&table, "%s;b\n", column_cases[i].name);
		while (text_next(&rest, '|', &cell))
			buf_printf(&table, "%.*s;x\n", TEXT_ARG(cell));
		assert_true(table_profile(a, buf_view(&table), &p, &fault, &line));
		assert_int_equal(p.n_columns, 2);
		const struct column *c = &p.columns[0];
		if (c->type != column_cases[i].type)
			fail_msg("%s: type %d", column_cases[i].cells, (int)c->type);
		assert_int_equal(c->decimal, column_cases[i].decimal);
		assert_string_equal(c->min.n ? c->min.s : "", column_cases[i].min);
		assert_string_equal(c->max.n ? c->max.s : "", column_cases[i].max);
		assert_int_equal(c->n_filled, column_cases[i].n_filled);
		assert_int_equal(c->n_distinct, column_cases[i].n_distinct);
		assert_int_equal(p.columns[1].n_distinct, p.n_rows > 0);
		assert_true(p.has_names);
		buf_free(&table);
		arena_free(a);
	}
}

static void
names_of_columns(void **state)
{
	struct arena *a = arena_new();
	struct table_profile p;
	enum csv_fault fault;
	uint64_t line;

	(void)state;
	assert_true(table_profile(a, T("a,a\n1,2\n"), &p, &fault, &line));
	assert_false(p.has_names);
	assert_true(table_profile(a, T("a,\n1,2\n"), &p, &fault, &line));
	assert_false(p.has_names);
	assert_false(table_profile(a, T("a,b\n1\n"), &p, &fault, &line));
	assert_int_equal(fault, CSV_UNEVEN);
	assert_int_equal(line, 2);
	arena_free(a);
}

static void
distinct_cells_are_bounded(void **state)
{
	struct arena *a = arena_new();
	struct buf table = { 0 };
	struct table_profile p;
	enum csv_fault fault;
	uint64_t line;

	(void)state;
	buf_str(&table, "n\n");
	for (int i = 0; i < 5 * COLUMN_MAX_DISTINCT; i++)
		buf_printf(&table, "\"%d\"\n", i);
	assert_true(table_profile(a, buf_view(&table), &p, &fault, &line));
	assert_int_equal(p.n_rows, 5 * COLUMN_MAX_DISTINCT);
	assert_int_equal(p.columns[0].n_distinct, COLUMN_MAX_DISTINCT);
	assert_string_equal(p.columns[0].max.s, "4999");
	buf_free(&table);
	arena_free(a);
}

/* --- JSON ------------------------------------------------------------------------------------- */

static void
json_is_written(void **state)
{
	struct buf out = { 0 };
	struct json j = { .out = &out };

	(void)state;
	json_open(&j, '{');
	json_pair(&j, "a", T("</script>\"\\\n\t\x01 \xE2\x80\xA8 \xC3\xA4 \xFF"));
	json_pair(&j, "left out", T(""));
	json_key(&j, T("b"));
	json_open(&j, '[');
	json_bool(&j, true);
	json_unsigned(&j, 12);
	json_open(&j, '{');
	json_close(&j, '}');
	json_close(&j, ']');
	json_close(&j, '}');
	assert_string_equal(buf_cstr(&out),
	    "{\"a\":\"\\u003c/script\\u003e\\\"\\\\\\n\\u0009\\u0001 \\u2028 \xC3\xA4 \xEF\xBF\xBD\",\"b\":[true,12,{}]}");
	buf_free(&out);
	assert_true(json_is_number(T("-0.5e+3")) && json_is_number(T("0")) && json_is_number(T("10")));
	assert_false(json_is_number(T("")) || json_is_number(T("-")) || json_is_number(T("01")) ||
	    json_is_number(T(".5")) || json_is_number(T("1.")) || json_is_number(T("+1")) ||
	    json_is_number(T("1e")) || json_is_number(T("NaN")));
}

/* --- whole catalogues ---------------------------------------------------------------------------- */

struct portal {
	struct snapshot *snapshot;
	struct snapshot_reader *reader;
	struct catalog_owner *owner;
	struct diagnostics *d;
	const struct catalog *catalog;
	struct exports *exports;
};

static struct text
hosted_bytes(void *context, const struct hosted_file *file, struct arena *a)
{
	return snapshot_read(((struct portal *)context)->reader, file->file, a);
}

static void
portal_open(struct portal *p, const char *folder)
{
	static const char *const roots[] = { "catalog", "site", NULL };

	p->d = diagnostics_new();
	p->snapshot = snapshot_open(&(struct snapshot_options){ .folder = folder,
	    .kind = SNAPSHOT_WORKTREE, .roots = roots }, p->d);
	p->reader = snapshot_reader_open(p->snapshot);
	p->owner = catalog_read(&(struct catalog_reading){ .snapshot = p->snapshot, .jobs = 1 }, p->d);
	assert_int_equal(p->d->n_errors, 0);
	p->catalog = catalog_public(p->owner);
	p->exports = exports_new(p->catalog, &(struct exports_options){ hosted_bytes, p });
}

static void
portal_close(struct portal *p)
{
	exports_free(p->exports);
	catalog_free(p->owner);
	snapshot_reader_close(p->reader);
	snapshot_close(p->snapshot);
	diagnostics_free(p->d);
}

/* One of the five that a dataset is rendered to at once. */
static void
add_dataset(struct buf *out, const struct exports *x, enum export e, const struct resource *dataset)
{
	struct buf parts[N_EXPORTS] = { 0 };

	exports_dataset(parts, x, dataset);
	buf_text(out, buf_view(&parts[e]));
	for (size_t k = 0; k < N_EXPORTS; k++)
		buf_free(&parts[k]);
}

static void
whole(struct buf *out, const struct portal *p, enum export e)
{
	exports_head(out, p->exports, e);
	for (size_t i = 0; i < p->catalog->datasets.n; i++)
		add_dataset(out, p->exports, e, p->catalog->datasets.list[i]);
	exports_tail(out, p->exports, e);
}

static size_t
count_distributions(const struct catalog *c)
{
	size_t total = 0, n;

	for (size_t i = 0; i < c->datasets.n; i++) {
		resource_values(c->datasets.list[i], DATASET_distributions, &n);
		total += n;
	}
	return total;
}

static void
check_table(const struct portal *p, enum export e, char delimiter, size_t n_rows)
{
	struct buf out = { 0 };
	struct csv csv;
	size_t n = 0;

	whole(&out, p, e);
	csv_open(&csv, buf_view(&out));
	while (csv_next(&csv))
		n++;
	assert_int_equal(csv.fault, CSV_GOOD);
	assert_int_equal(csv.delimiter, delimiter);
	assert_int_equal(csv.has_bom, delimiter == ';');
	assert_int_equal(n, 1 + n_rows);
	assert_true(text_ends(buf_view(&out), T("\r\n")));
	assert_int_equal(text_find(buf_view(&out), T("KANARIENVOGEL")), out.n);
	csv_close(&csv);
	buf_free(&out);
}

static bool
has_string(const struct json_node *object, const char *key)
{
	const struct json_node *node = json_node_member(object, key);

	return node && !json_node_is(node, "");
}

static bool
is_text(const struct json_node *object, const char *key, struct text value)
{
	struct arena *a = arena_new();
	bool is = json_node_is(json_node_member(object, key), arena_cstr(a, value));

	arena_free(a);
	return is;
}

static void
check_package(const struct json_node *package, const struct resource *dataset)
{
	const struct json_node *resources = json_node_member(package, "resources");

	assert_true(is_text(package, "name", dataset->id));
	assert_true(json_node_length(resources) > 0);
	for (size_t i = 0; i < json_node_length(resources); i++) {
		const struct json_node *resource = json_node_item(resources, i);
		const struct json_node *fields = json_node_member(json_node_member(resource, "schema"), "fields");
		double bytes = -1;

		assert_true(has_string(resource, "name") && has_string(resource, "path") && has_string(resource, "hash"));
		assert_true(json_node_number(json_node_member(resource, "bytes"), &bytes) && bytes >= 0);
		assert_int_equal(json_node_is(json_node_member(resource, "profile"), "tabular-data-resource"),
		    json_node_length(fields) > 0);
		for (size_t k = 0; k < json_node_length(fields); k++)
			assert_true(has_string(json_node_item(fields, k), "name") &&
			    has_string(json_node_item(fields, k), "type"));
	}
}

static void
check_croissant(const struct json_node *root)
{
	static const char *const required[] = { "@context", "@type", "conformsTo", "description", "license",
		"name", "url", "creator", "datePublished", "distribution" };

	for (size_t i = 0; i < sizeof required / sizeof required[0]; i++)
		if (!has_string(root, required[i]))
			fail_msg("croissant without %s", required[i]);
	assert_true(json_node_length(json_node_member(root, "creator")) > 0);
	assert_true(json_node_length(json_node_member(root, "license")) > 0);
	assert_true(json_node_length(json_node_member(root, "distribution")) > 0);
}

static void
check_portal(const char *folder)
{
	struct portal p = { 0 };
	struct buf out = { 0 };

	portal_open(&p, folder);
	check_table(&p, EXPORT_CATALOG_CSV, ',', p.catalog->datasets.n);
	check_table(&p, EXPORT_CATALOG_EXCEL, ';', p.catalog->datasets.n);
	check_table(&p, EXPORT_DISTRIBUTIONS_CSV, ',', count_distributions(p.catalog));
	check_table(&p, EXPORT_DISTRIBUTIONS_EXCEL, ';', count_distributions(p.catalog));

	whole(&out, &p, EXPORT_CATALOG_JSON);
	struct json_tree *tree = json_tree_read(buf_view(&out));
	assert_non_null(tree);
	const struct json_node *root = json_tree_root(tree);
	const struct json_node *datasets = json_node_member(root, "datasets");
	assert_int_equal(json_node_length(datasets), p.catalog->datasets.n);
	assert_int_equal(json_node_length(json_node_member(root, "publishers")), p.catalog->agents.n);
	for (size_t i = 0; i < p.catalog->datasets.n; i++)
		assert_true(is_text(json_node_item(datasets, i), "id", p.catalog->datasets.list[i]->id));
	assert_int_equal(text_find(buf_view(&out), T("KANARIENVOGEL")), out.n);
	json_tree_free(tree);

	assert_true(exports_count(p.exports) > 0);
	for (size_t i = 0; i < exports_count(p.exports); i++) {
		const struct document *document = exports_at(p.exports, i);

		out.n = 0;
		exports_render(&out, p.exports, document);
		tree = json_tree_read(buf_view(&out));
		if (!tree)
			fail_msg("%s is no JSON", document->path.s);
		if (document->kind == DOCUMENT_DATA_PACKAGE)
			check_package(json_tree_root(tree), document->dataset);
		else
			check_croissant(json_tree_root(tree));
		assert_int_equal(text_find(buf_view(&out), T("KANARIENVOGEL")), out.n);
		json_tree_free(tree);
	}
	buf_free(&out);
	portal_close(&p);
}

static void
base_is_exported(void **state)
{
	(void)state;
	check_portal("tests/cases/base");
}

static void
sample_is_exported(void **state)
{
	(void)state;
	check_portal(".");
}

/* --- formulas ------------------------------------------------------------------------------------ */

static const struct {
	const char *title, *guarded;
} formulas[] = {
	{ "=1+1", "'=1+1" },
	{ "+49 341", "'+49 341" },
	{ "- Wie viele Bäume?", "'- Wie viele Bäume?" },
	{ "@SUM(A1)", "'@SUM(A1)" },
	{ "  =1", "  '=1" },
	{ "\"=1", "\"'=1" },
	{ "a;=1", "a;'=1" },
	{ "a, -1", "a, '-1" },
	{ "a\t=1", "a\t'=1" },
	{ "a\n=1", "a\n'=1" },
	{ "\xEF\xBC\x9D" "1", "'\xEF\xBC\x9D" "1" },
	{ "A-Z", "A-Z" },
	{ "1 = 1", "1 = 1" },
	{ "'schon so", "'schon so" },
};

static struct text
title_cell(struct buf *out, const struct portal *p, enum export e, const struct resource *dataset,
    struct arena *a)
{
	struct csv csv;

	out->n = 0;
	exports_head(out, p->exports, e);
	add_dataset(out, p->exports, e, dataset);
	csv_open(&csv, buf_view(out));
	assert_true(csv_next(&csv) && csv_next(&csv));
	struct text title = arena_text(a, csv.cells[2]);
	csv_close(&csv);
	return title;
}

static void
formulas_are_guarded(void **state)
{
	struct portal p = { 0 };
	struct buf out = { 0 };
	struct arena *a = arena_new();

	(void)state;
	portal_open(&p, "tests/cases/base");
	struct resource dataset = *p.catalog->datasets.list[0];
	struct value *values = arena_array(a, struct value, dataset.n_values);
	memcpy(values, dataset.values, dataset.n_values * sizeof *values);
	dataset.values = values;
	for (size_t i = 0; i < sizeof formulas / sizeof formulas[0]; i++) {
		for (uint32_t v = 0; v < dataset.n_values; v++)
			if (values[v].property == DATASET_title)
				values[v].text = text_of(formulas[i].title);
		assert_string_equal(title_cell(&out, &p, EXPORT_CATALOG_CSV, &dataset, a).s, formulas[i].title);
		assert_string_equal(title_cell(&out, &p, EXPORT_CATALOG_EXCEL, &dataset, a).s, formulas[i].guarded);
	}
	arena_free(a);
	buf_free(&out);
	portal_close(&p);
}

/* --- for other people's readers --------------------------------------------------------------------- */

static void
put(const char *folder, struct text path, const struct buf *bytes)
{
	struct arena *a = arena_new();
	const char *name = arena_printf(a, "%s/%.*s", folder, TEXT_ARG(path)).s;

	for (char *slash = strchr(name + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(name, 0777);
		*slash = '/';
	}
	FILE *f = fopen(name, "wb");
	if (f) {
		fwrite(bytes->s, 1, bytes->n, f);
		fclose(f);
	}
	arena_free(a);
}

static int
write_all(const char *repository, const char *folder)
{
	struct portal p = { 0 };
	struct buf out = { 0 };

	portal_open(&p, repository);
	for (enum export e = 0; e < N_EXPORTS; e++) {
		out.n = 0;
		whole(&out, &p, e);
		put(folder, text_of(export_facts[e].path), &out);
	}
	for (size_t i = 0; i < exports_count(p.exports); i++) {
		out.n = 0;
		exports_render(&out, p.exports, exports_at(p.exports, i));
		put(folder, exports_at(p.exports, i)->path, &out);
	}
	buf_free(&out);
	portal_close(&p);
	return 0;
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(csv_is_read),
		cmocka_unit_test(csv_has_limits),
		cmocka_unit_test(types_of_columns),
		cmocka_unit_test(names_of_columns),
		cmocka_unit_test(distinct_cells_are_bounded),
		cmocka_unit_test(json_is_written),
		cmocka_unit_test(base_is_exported),
		cmocka_unit_test(sample_is_exported),
		cmocka_unit_test(formulas_are_guarded),
	};

	if (argc == 3)
		return write_all(argv[1], argv[2]);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
