/*
 * The bridge to ctemplate: values, repetitions, what falls back to what, escaping by context.
 */
#include "adapters/template.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TITLE, ITEM, NAME, LINK, HREF, RAW, LAST = TEMPLATE_MAX_MARKERS - 1 };

/* "%0".."%5" stand for the markers, %L for the last there can be. */
static struct page_template *
make(const char *html, struct buf *error)
{
	struct buf b = { 0 };

	buf_str(&b, "{{%AUTOESCAPE context=\"HTML\"}}\n");
	for (const char *s = html; *s; s++) {
		if (*s != '%') {
			buf_char(&b, *s);
			continue;
		}
		s++;
		template_marker(&b, *s == 'L' ? (unsigned)LAST : (unsigned)(*s - '0'));
	}
	struct page_template *t = template_new(buf_view(&b), error);
	buf_free(&b);
	return t;
}

static struct page_template *
made(const char *html)
{
	struct buf error = { 0 };
	struct page_template *t = make(html, &error);

	assert_non_null(t);
	assert_int_equal(error.n, 0);
	buf_free(&error);
	return t;
}

static void
expect(struct page_template *t, const struct template_words *w, const char *html)
{
	struct buf out = { 0 };

	template_expand(t, w, &out);
	assert_string_equal(buf_cstr(&out), html);
	buf_free(&out);
	template_free(t);
}

static void
values_are_escaped_by_context(void **state)
{
	(void)state;
	struct template_words *w = template_words_new();

	template_set(w, TITLE, T("\"><script>alert('x')</script>&"));
	template_set(w, HREF, T("javascript:alert(1)"));
	template_set(w, RAW, T("<b>ours</b>"));
	expect(made("<p title=\"{{%0}}\">{{%0}}</p><a href=\"{{%4}}\">{{%5:none}}</a>"), w,
	    "<p title=\"&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;\">"
	    "&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;</p><a href=\"#\"><b>ours</b></a>");
	template_words_free(w);
}

static void
sections_repeat_and_fall_back(void **state)
{
	(void)state;
	struct template_words *w = template_words_new(), *item;

	template_set(w, TITLE, T("outer"));
	item = template_section(w, ITEM);
	template_set(item, NAME, T("a"));
	template_set(template_section(item, LINK), HREF, T("x.html"));
	item = template_section(w, ITEM);
	template_set(item, NAME, T("b"));
	template_set(item, TITLE, T("inner"));
	item = template_section(w, ITEM);
	template_set_number(item, NAME, 42);
	template_show(item, RAW);
	expect(made("{{#%1}}[{{%2}} {{%0}}{{#%3}} <a href=\"{{%4}}\"></a>{{/%3}}{{#%5}} shown{{/%5}}]"
		    "{{#%1_separator}}, {{/%1_separator}}{{/%1}}{{#%L}}never{{/%L}}"), w,
	    "[a outer <a href=\"x.html\"></a>], [b inner], [42 outer shown]");
	template_words_free(w);
}

static void
a_cleared_page_is_empty(void **state)
{
	(void)state;
	struct template_words *w = template_words_new();

	template_set(w, LAST, T("first"));
	template_set(template_section(w, ITEM), NAME, T("x"));
	template_words_clear(w);
	template_set(w, TITLE, T("second"));
	expect(made("<p>{{%L}}{{#%1}}{{%2}}{{/%1}}{{%0}}</p>"), w, "<p>second</p>");
	template_words_free(w);
}

static void
the_last_value_stands(void **state)
{
	(void)state;
	struct template_words *w = template_words_new(), *item = template_section(w, ITEM);

	template_set(w, TITLE, T("1"));
	template_set(w, TITLE, T("2"));
	template_set(item, NAME, T("3"));
	template_set(item, NAME, T("4"));
	expect(made("<p>{{%0}}{{#%1}}{{%2}}{{/%1}}</p>"), w, "<p>24</p>");
	template_words_free(w);
}

static void
faults_are_said(void **state)
{
	(void)state;
	static const char *const faulty[] = { "<p>{{#%0}}</p>", "<p>{{%0</p>" };

	for (size_t i = 0; i < sizeof faulty / sizeof faulty[0]; i++) {
		struct buf error = { 0 };
		struct page_template *t = make(faulty[i], &error);
		assert_true(!t || error.n > 0);
		assert_true(error.n > 0);
		template_free(t);
		buf_free(&error);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_escaped_by_context),
		cmocka_unit_test(sections_repeat_and_fall_back),
		cmocka_unit_test(a_cleared_page_is_empty),
		cmocka_unit_test(the_last_value_stands),
		cmocka_unit_test(faults_are_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
