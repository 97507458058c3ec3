/*
 * Charts: which columns are drawn, and which are not; and the squares of a QR code.
 */
#include "adapters/qr.h"
#include "pages/chart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static bool
charted(struct arena *a, const char *csv, struct chart *c)
{
	struct table_profile *profile = arena_new_of(a, struct table_profile);
	enum csv_fault fault;
	uint64_t line;

	assert_true(table_profile(a, text_of(csv), profile, &fault, &line));
	return chart_make(c, a, text_of(csv), profile);
}

static void
time_comes_first(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct chart c;

	assert_true(charted(a, "art;jahr;zahl\nx;2021;1,5\ny;2020;3\nz;2023;-2\n", &c));
	assert_true(c.is_time);
	assert_false(c.is_even);
	assert_int_equal(c.n, 3);
	assert_true(text_equal(c.points[0].by, T("2020")));
	assert_true(text_equal(c.points[c.least].value, T("-2")));
	assert_true(text_equal(c.points[c.greatest].value, T("3")));
	assert_true(c.points[1].height > 1.49 && c.points[1].height < 1.51);
	/* A year has months of different lengths; for a chart each is one. */
	assert_true(charted(a, "monat,n\n2024-01,1\n2024-02,2\n2024-03,3\n", &c));
	assert_true(c.is_even);
	assert_true(charted(a, "tag,n\n01.02.2024,1\n31.01.2024,2\n02.02.2024,3\n", &c));
	assert_true(c.is_even);
	assert_true(text_equal(c.points[0].by, T("31.01.2024")));
	arena_free(a);
}

static void
names_come_as_they_stand(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct chart c;

	assert_true(charted(a, "tag,n\nMontag,2\nDienstag,1\n", &c));
	assert_false(c.is_time);
	assert_true(text_equal(c.points[0].by, T("Montag")));
	arena_free(a);
}

static void
what_would_mislead_is_not_drawn(void **state)
{
	(void)state;
	struct arena *a = arena_new();
	struct buf many = { 0 };
	struct chart c;

	assert_false(charted(a, "jahr,n\n2020,1\n2020,2\n", &c));      /* two values of a year */
	assert_false(charted(a, "jahr,n\n2020,1\n2021,\n", &c));       /* one is missing */
	assert_false(charted(a, "jahr,n\n2020,1\n", &c));              /* one point */
	assert_false(charted(a, "jahr,plz\n2020,4103\n2021,4105\n", &c)); /* not a quantity */
	assert_false(charted(a, "name,Kreis_NR\na,1\nb,2\n", &c));
	assert_false(charted(a, "name,n\na,1\na,2\n", &c));
	assert_false(charted(a, "name,n\na,1\nb,-2\n", &c));
	buf_str(&many, "name,n\n");
	for (unsigned i = 0; i <= CHART_MOST_NAMES; i++)
		buf_printf(&many, "a%u,1\n", i);
	assert_false(charted(a, buf_cstr(&many), &c));
	buf_free(&many);
	arena_free(a);
}

static void
a_drawing_stays_in_its_frame(void **state)
{
	(void)state;
	static const char *const tables[] = { "jahr,n\n2020,0\n2021,0\n", "jahr,n\n2020,-5\n2021,-1\n",
		"jahr,n\n1900,0.001\n2021,0.002\n2022,0.0005\n", "jahr,n\n2020,999999999999999\n2021,1\n", "x<y,n\n<a>,1\n&,2\n" };
	struct arena *a = arena_new();
	struct labels labels = { 0 };

	labels.texts[LABEL_decimal_mark] = T(",");
	labels.texts[LABEL_thousands_mark] = T(".");
	for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
		struct buf svg = { 0 };
		struct chart c;
		assert_true(charted(a, tables[i], &c));
		chart_draw(&svg, &c, &labels, T("d-1"), T("<t>"), T("&"));
		struct text t = buf_view(&svg);
		assert_true(text_starts(t, T("<svg viewBox=\"0 0 360 ")));
		assert_true(text_find(t, T("<title id=\"d-1-chart-title\">&lt;t&gt;</title>")) < t.n);
		assert_true(text_find(t, T("nan")) == t.n && text_find(t, T("inf")) == t.n && text_find(t, T("<a>")) == t.n);
		/* No coordinate lies left of or above the picture, other than by steps back. */
		assert_true(text_find(t, T("x=\"-")) == t.n && text_find(t, T("y=\"-")) == t.n && text_find(t, T("M-")) == t.n);
		buf_free(&svg);
	}
	arena_free(a);
}

static void
a_code_has_its_finders(void **state)
{
	(void)state;
	struct buf path = { 0 };
	unsigned size = 0;
	char *long_text = calloc(1, 5001);

	assert_true(qr_path(&path, T("https://d.example/x"), &size));
	assert_int_equal(size, 25 + 2 * QR_MARGIN);
	/* The upper edges of the first two finder patterns: seven modules each. */
	assert_true(text_starts(buf_view(&path), T("M4 4.5h7")));
	assert_true(text_find(buf_view(&path), T(" 0h7M4 5.5h1m5 0h1")) < path.n);
	path.n = 0;
	memset(long_text, 'x', 5000);
	assert_false(qr_path(&path, text_of(long_text), &size));
	assert_false(qr_path(&path, T(""), &size));
	assert_int_equal(path.n, 0);
	free(long_text);
	buf_free(&path);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(time_comes_first),
		cmocka_unit_test(names_come_as_they_stand),
		cmocka_unit_test(what_would_mislead_is_not_drawn),
		cmocka_unit_test(a_drawing_stays_in_its_frame),
		cmocka_unit_test(a_code_has_its_finders),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
