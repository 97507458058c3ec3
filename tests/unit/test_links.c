/*
 * links/links.h: what is said of an address, by what came of asking; adapters/http_ask.h: whom it never asks.
 */
#include "adapters/http_ask.h"
#include "check/report.h"
#include "links/links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct source source = { { "catalog/datasets/a.md", 21 }, { "", 0 } };

static void
each_state_has_its_message(void **state)
{
	static const struct {
		enum link_state state;
		unsigned status;
		const char *fault, *moved, *media_type;
		enum message_id expected;
		const char *words; /* that stand in the English sentence or hint */
	} cases[] = {
		{ LINK_GOOD, 200, "", "", "text/csv", N_MESSAGES, "" },
		{ LINK_UNKNOWN, 0, "", "", "", N_MESSAGES, "" },
		{ LINK_IS_DEAD, 410, "", "", "", MESSAGE_LINK_DEAD, "answers 410" },
		{ LINK_IS_NOWHERE, 0, "no such name", "", "", MESSAGE_LINK_NO_SERVER, "https://example.org/x.csv" },
		{ LINK_IS_NOT_SECURE, 0, "it has expired", "", "", MESSAGE_LINK_NOT_SECURE, "it has expired" },
		{ LINK_IS_CIRCLE, 302, "", "", "", MESSAGE_LINK_CIRCLE, "never arrives" },
		{ LINK_IS_SILENT, 0, "timed out", "", "", MESSAGE_LINK_SILENT, "timed out" },
		{ LINK_IS_REFUSED, 403, "", "", "", MESSAGE_LINK_REFUSED, "answers 403" },
		{ LINK_IS_PRIVATE, 0, "", "", "", MESSAGE_LINK_NOT_ASKED, "--allow-private" },
		{ LINK_GOOD, 200, "", "https://example.org/new.csv", "text/csv", MESSAGE_LINK_MOVED, "Write: https://example.org/new.csv" },
		{ LINK_GOOD, 200, "", "", "text/html", MESSAGE_LINK_OTHER_TYPE, "there is text/html; what is declared is CSV" },
	};
	const struct concept csv = { .code = "CSV", .media_type = "text/csv" };

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct link_place second = { { &source, 9, 3 }, NULL }, first = { { &source, 4, 5 }, &second };
		struct diagnostics *d = diagnostics_new();
		struct buf out = { 0 };
		link_judge(&(struct link){ .url = "https://example.org/x.csv", .kind = LINK_DATA, .format = &csv, .places = &first,
			       .state = cases[i].state, .status = cases[i].status, .fault = text_of(cases[i].fault),
			       .moved = text_of(cases[i].moved), .media_type = text_of(cases[i].media_type) }, d);
		assert_int_equal(d->n, cases[i].expected == N_MESSAGES ? 0 : 2);
		for (size_t k = 0; k < d->n; k++)
			assert_int_equal(d->list[k].id, cases[i].expected);
		report_text(&out, d, ENGLISH, false);
		assert_true(text_find(buf_view(&out), text_of(cases[i].words)) < out.n);
		buf_free(&out);
		diagnostics_free(d);
	}
}

static void
types_agree_when_in_doubt(void **state)
{
	static const struct {
		const char *declared, *is;
		bool agrees;
	} cases[] = {
		{ "text/csv", "text/csv", true },
		{ "text/csv", "application/octet-stream", true },
		{ "text/csv", "text/plain", true },
		{ "text/csv", "application/vnd.ms-excel", true },
		{ "text/csv", "application/zip", true },
		{ "text/csv", "text/html", false },
		{ "text/csv", "application/json", false },
		{ "text/csv", "application/pdf", false },
		{ "application/geo+json", "application/json", true },
		{ "application/gml+xml", "text/xml", true },
		{ "application/pdf", "image/png", false },
		{ "text/html", "text/html", true },
		{ NULL, "text/html", false },
		{ NULL, "image/png", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		const struct concept format = { .code = "X", .media_type = cases[i].declared };
		assert_int_equal(link_type_agrees(&format, text_of(cases[i].is)), cases[i].agrees);
	}
	assert_true(link_type_agrees(NULL, T("text/html")));
}

/* However it is written: what counts is the number that is connected to. None of these is asked. */
static void
private_numbers_are_not_asked(void **state)
{
	static const char *const urls[] = { "http://127.0.0.1:9/", "http://127.1:9/", "http://2130706433:9/", "http://0x7f.1:9/",
		"http://0:9/", "http://10.1.2.3/", "http://100.64.0.1/", "http://169.254.169.254/latest/", "http://172.31.255.255/",
		"http://192.168.0.1/", "http://198.19.0.1/", "http://224.0.0.1/", "http://255.255.255.255/", "http://[::1]:9/",
		"http://[::]:9/", "http://[::ffff:10.0.0.1]/", "http://[64:ff9b::a00:1]/", "http://[fd00::1]/", "http://[fe80::1]/",
		"http://[ff02::1]/", "http://localhost:9/" };
	struct arena *a = arena_new();

	(void)state;
	unsetenv("http_proxy"), unsetenv("all_proxy"), unsetenv("ALL_PROXY");
	unsetenv("https_proxy"), unsetenv("HTTPS_PROXY");
	http_begin();
	for (size_t i = 0; i < sizeof urls / sizeof urls[0]; i++) {
		struct http_answer answer = http_ask(a, &(struct http_question){ .url = urls[i], .max_seconds = 2 });
		if (answer.outcome != HTTP_PRIVATE)
			print_error("%s: outcome %d, %.*s\n", urls[i], (int)answer.outcome, TEXT_ARG(answer.fault));
		assert_int_equal(answer.outcome, HTTP_PRIVATE);
	}
	/* Nobody listens there: it was asked. */
	struct http_answer answer = http_ask(a, &(struct http_question){ .url = "http://127.0.0.1:9/", .max_seconds = 2,
						       .allow_private = true });
	assert_int_equal(answer.outcome, HTTP_SILENT);
	assert_true(answer.fault.n > 0);
	answer = http_ask(a, &(struct http_question){ .url = "file:///etc/passwd", .max_seconds = 2, .allow_private = true });
	assert_int_not_equal(answer.outcome, HTTP_ANSWERED);
	arena_free(a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_state_has_its_message),
		cmocka_unit_test(types_agree_when_in_doubt),
		cmocka_unit_test(private_numbers_are_not_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
