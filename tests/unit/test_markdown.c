/*
 * adapters/markdown.h: what is refused, and what the rest becomes.
 */
#include "adapters/markdown.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmark.h>
#include <cmocka.h>

/* --- what is refused ----------------------------------------------------------------------- */

/* Findings as "line:column name (word) …; …". */
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

static void
check_findings(struct text markdown, size_t from, const char *expected)
{
	struct source source = { T("datasets/x.md"), markdown };
	struct diagnostics *d = diagnostics_new();
	struct buf findings = { 0 };
	bool is_good = markdown_check(&source, from, markdown.n - from, d);

	list_findings(&findings, d);
	if (strcmp(buf_cstr(&findings), expected) != 0)
		print_error("%.*s\n", (int)(markdown.n < 400 ? markdown.n : 400), markdown.s);
	assert_string_equal(buf_cstr(&findings), expected);
	assert_int_equal(is_good, d->n_errors == 0);
	buf_free(&findings);
	diagnostics_free(d);
}

static const struct {
	const char *markdown, *findings;
} refusals[] = {
	{ "", "" },
	{ "Text **bold**\r\n\ttab\r\n", "" },
	{ "a < b, a <b, 1 & 2, &copy; &lt;b>", "" },
	/* addresses that may stand */
	{ "[a](https://example.org/x?y=1#z) [b](HTTP://example.org:80) [c](mailto:a@example.org)",
	    "" },
	{ "[a](x.html) [b](../x/) [c](/x) [d](#x) [e](?q=1:2) [f](x/y:z) ![g](img/a.png) "
	  "![h](/a.png)",
	    "" },
	{ "<https://example.org> <a@example.org>", "" },
	{ "https://example.org/[x]:y", "" },
	{ "`<b>` and `[x](javascript:y)`\n\n    <b>\n\n```\n<b>\n[x](data:y)\n```\n", "" },
	/* schemes */
	{ "ä [x](javascript:alert(1))",
	    "1:7 markdown-link-scheme (javascript:alert(1)) (javascript)" },
	{ "[x](JavaScript:y)", "1:5 markdown-link-scheme (JavaScript:y) (JavaScript)" },
	{ "[x](data:text/html,y)\n[y](blob:x)",
	    "1:5 markdown-link-scheme (data:text/html,y) (data); "
	    "2:5 markdown-link-scheme (blob:x) (blob)" },
	{ "<ms-word:ofe>", "1:2 markdown-link-scheme (ms-word:ofe) (ms-word)" },
	{ "[x](java&#x73;cript:y)", "1:5 markdown-link-scheme (javascript:y) (javascript)" },
	{ "[x][r]\n\n[r]: vbscript:x 'y'\n", "3:6 markdown-link-scheme (vbscript:x) (vbscript)" },
	{ "[x](java&#9;script:y)", "1:5 markdown-link-invalid (java\tscript:y)" },
	/* other traps */
	{ "[x](//example.org/y)", "1:5 markdown-link-without-scheme (//example.org/y)" },
	{ "[x](</\\\\example.org>)", "1:6 markdown-link-invalid (/\\example.org)" },
	{ "[x](https:example.org)", "1:5 markdown-link-invalid (https:example.org)" },
	{ "[x](https:///y)", "1:5 markdown-link-invalid (https:///y)" },
	{ "[x](mailto:)", "1:5 markdown-link-invalid (mailto:)" },
	{ "[x](https://u:p@example.org)", "1:5 markdown-link-user (https://u:p@example.org)" },
	{ "[x](https://example.org@evil.example/)",
	    "1:5 markdown-link-user (https://example.org@evil.example/)" },
	{ "[x](https://example.org/a@b)", "" },
	{ "a [x]() b []( )", "1:7 markdown-link-empty; 1:14 markdown-link-empty" },
	/* images */
	{ "![x](https://example.org/a.png)",
	    "1:6 markdown-image-external (https://example.org/a.png)" },
	{ "![x](//example.org/a.png)", "1:6 markdown-image-external (//example.org/a.png)" },
	{ "![x](data:image/png;base64,x)",
	    "1:6 markdown-image-external (data:image/png;base64,x)" },
	{ "![x](#y)", "1:6 markdown-image-external (#y)" },
	{ "![x]()", "1:6 markdown-link-empty" },
	/* HTML */
	{ "a <b>c</b>", "1:3 markdown-raw-html (<b>); 1:7 markdown-raw-html (</b>)" },
	{ "`<b>` <b>", "1:7 markdown-raw-html (<b>)" },
	{ "x\n\n<div>\ny\n</div>\n", "3:1 markdown-raw-html (<div>)" },
	{ "<!-- x\ny -->\n", "1:1 markdown-raw-html (<!-- x)" },
	{ "x <a\nhref='y'>", "1:3 markdown-raw-html (<a)" },
	/* cmark's own lines and columns are wrong behind a link over two lines */
	{ "a [x\ny](https://example.org) <i>\nz <b>",
	    "2:25 markdown-raw-html (<i>); 3:3 markdown-raw-html (<b>)" },
	{ "- a\n  - b\n    > [x](smb:y)\n", "3:11 markdown-link-scheme (smb:y) (smb)" },
	/* in tables: each cell is a text of its own */
	{ "| a | b |\n|---|---|\n| [x](data:y) | <u> |\n",
	    "3:7 markdown-link-scheme (data:y) (data); 3:17 markdown-raw-html (<u>)" },
	{ "| a | b |\n|---|---|\n| `c | <i>` |\n", "3:8 markdown-raw-html (<i>)" },
	{ "a | b\n-|-\nc | d | e\n", "3:9 markdown-table-cells (2)" },
	/* characters */
	{ "ä\001b", "1:2 control-character (U+0001)" },
	{ "a\n\xc2\x85\x0b", "2:1 control-character (U+0085); 2:2 control-character (U+000B)" },
	{ "a\xe2\x80\xae", "1:2 bidi-character (U+202E)" },
	{ "a\xe2\x81\xa6", "1:2 bidi-character (U+2066)" },
	{ "ä\xff", "1:2 invalid-utf8 (0xFF)" },
	/* nesting */
	{ "> > > > > > > > > > > > > > > > > > > > a", "" },
	{ "> > > > > > > > > > > > > > > > > > > > > a", "1:41 markdown-too-deep (20)" },
	{ "* * * * * * * * * * * * * * * * * * * * * * * *", "" },
	{ "- - - - - - - - - - - - - - - - - - - - - a", "1:41 markdown-too-deep (20)" },
	{ "- - - - - - - - - - a\nlazy\n                    - - - - - - - - - - - b",
	    "3:41 markdown-too-deep (20)" },
	{ "1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. 1. a",
	    "1:61 markdown-too-deep (20)" },
};

static void
refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
		check_findings(text_of(refusals[i].markdown), 0, refusals[i].findings);
}

static void
places_are_those_of_the_whole_file(void **state)
{
	(void)state;
	check_findings(
	    T("---\ntitle: <b>\n---\nText\n\nä <b>\n"), 19, "6:3 markdown-raw-html (<b>)");
	check_findings(T("ää <b>"), 4, "1:4 markdown-raw-html (<b>)");
}

/* `piece` n times, then `after` n times. */
static void
check_repeated(const char *piece, const char *after, size_t n, const char *finding)
{
	struct buf markdown = { 0 };

	for (size_t i = 0; i < n; i++)
		buf_str(&markdown, piece);
	for (size_t i = 0; i < n; i++)
		buf_str(&markdown, after);
	check_findings(buf_view(&markdown), 0, finding);
	buf_free(&markdown);
}

static void
refuses_what_costs_too_much(void **state)
{
	(void)state;
	check_repeated("![[]()", "", 10000, "1:3002 markdown-too-many-brackets (1000)");
	check_repeated("[", "", 60000, "1:1001 markdown-too-many-brackets (1000)");
	check_repeated(">", "a*", 20000, "1:21 markdown-too-deep (20)");
	check_repeated("+ ", "\n", 20000, "1:41 markdown-too-deep (20)");
	check_repeated("x", "", 65536, "");
	check_repeated("x", "", 65537, "1:1 markdown-too-long (65537) (65536)");
	/* harmless in 0.30, and allowed */
	check_repeated("_", "", 65536, "");
	check_repeated("*a", " ", 20000, "");
	check_repeated("`", " a", 20000, "");
	check_repeated("[a](b)\n\n", "", 5000, "");
}

static void
refuses_a_list_nested_by_indentation(void **state)
{
	struct buf markdown = { 0 };

	(void)state;
	for (int depth = 0; depth < 30; depth++)
		buf_printf(&markdown, "%*s- x\n", 2 * depth, "");
	check_findings(buf_view(&markdown), 0, "21:41 markdown-too-deep (20)");
	buf_free(&markdown);
}

/* --- HTML ---------------------------------------------------------------------------------- */

static const struct {
	const char *markdown, *html;
} renderings[] = {
	{ "", "" },
	{ "# A\n\n## B\n\nC\n===\n\n###### D\n",
	    "<h2>A</h2>\n<h3>B</h3>\n<h2>C</h2>\n<h6>D</h6>\n" },
	{ "a & b < c > \"d\"", "<p>a &amp; b &lt; c &gt; &quot;d&quot;</p>\n" },
	/* links */
	{ "[x](https://example.org/?a=1&b=2 \"T\\\"<i>\")",
	    "<p><a href=\"https://example.org/?a=1&amp;b=2\" title=\"T&quot;&lt;i&gt;\" "
	    "rel=\"noopener noreferrer\">x</a></p>\n" },
	{ "[x](a/b.html)", "<p><a href=\"../a/b.html\">x</a></p>\n" },
	{ "[x](/a/b.html)", "<p><a href=\"../a/b.html\">x</a></p>\n" },
	{ "[x](<a b'ä\">)", "<p><a href=\"../a%20b&#x27;%C3%A4%22\">x</a></p>\n" },
	{ "[x](#part) [y](mailto:a@example.org)",
	    "<p><a href=\"#part\">x</a> <a href=\"mailto:a@example.org\">y</a></p>\n" },
	{ "![a *b* `c`\n\"d\"](img/e.png \"f\")",
	    "<p><img src=\"../img/e.png\" alt=\"a b c &quot;d&quot;\" title=\"f\" /></p>\n" },
	/* code */
	{ "```sql x\na < b\n```\n", "<pre><code class=\"language-sql\">a &lt; b\n</code></pre>\n" },
	{ "```\"><script>\nx\n```\n",
	    "<pre><code class=\"language-&quot;&gt;&lt;script&gt;\">x\n</code></pre>\n" },
	/* tables */
	{ "| a | b | c | d |\n|---|:--|:-:|--:|\n| 1 | 2 | 3 | 4 |\n",
	    "<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n"
	    "<tr><th scope=\"col\">a</th><th scope=\"col\" class=\"left\">b</th>"
	    "<th scope=\"col\" class=\"center\">c</th><th scope=\"col\" "
	    "class=\"right\">d</th></tr>\n"
	    "</thead>\n<tbody>\n"
	    "<tr><td>1</td><td class=\"left\">2</td><td class=\"center\">3</td>"
	    "<td class=\"right\">4</td></tr>\n"
	    "</tbody>\n</table></div>\n" },
	{ "a|b\n-|-\n", "<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n"
			"<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n"
			"</table></div>\n" },
	{ "Text\na|b\n-|-\n*c*|`d\\|e`\n\nText\n",
	    "<p>Text</p>\n<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n"
	    "<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n<tbody>\n"
	    "<tr><td><em>c</em></td><td><code>d|e</code></td></tr>\n</tbody>\n</table></div>\n"
	    "<p>Text</p>\n" },
	{ "|a|b|\n|-|-|\n|[x][r]|\n|\n|# y|1. z|\n\n[r]: /s\n",
	    "<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n"
	    "<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n<tbody>\n"
	    "<tr><td><a href=\"../s\">x</a></td><td colspan=\"1\"></td></tr>\n"
	    "<tr><td></td><td colspan=\"1\"></td></tr>\n"
	    "<tr><td># y</td><td>1. z</td></tr>\n</tbody>\n</table></div>\n" },
	{ "> - | a |\n>   |---|\n>   | C # |\n",
	    "<blockquote>\n<ul>\n<li>\n<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n"
	    "<tr><th scope=\"col\">a</th></tr>\n</thead>\n<tbody>\n<tr><td>C "
	    "#</td></tr>\n</tbody>\n"
	    "</table></div>\n</li>\n</ul>\n</blockquote>\n" },
	{ ">- |a|b|\n>   |-|-|\n>   |c|d|\n>-\t|e|\n>\t|-|\n",
	    "<blockquote>\n<ul>\n<li>\n<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n"
	    "<tr><th scope=\"col\">a</th><th scope=\"col\">b</th></tr>\n</thead>\n<tbody>\n"
	    "<tr><td>c</td><td>d</td></tr>\n</tbody>\n</table></div>\n</li>\n"
	    "<li>\n<div class=\"tab-scroll\" tabindex=\"0\"><table>\n<thead>\n"
	    "<tr><th scope=\"col\">e</th></tr>\n</thead>\n</table></div>\n</li>\n"
	    "</ul>\n</blockquote>\n" },
	/* not tables */
	{ "a | b\n-|-|-\n", "<p>a | b\n-|-|-</p>\n" },
	{ "a | b\nc | d\n", "<p>a | b\nc | d</p>\n" },
	{ "```\na|b\n-|-\n```\n", "<pre><code>a|b\n-|-\n</code></pre>\n" },
	{ "    a|b\n    -|-\n", "<pre><code>a|b\n-|-\n</code></pre>\n" },
};

static void
renders(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof renderings / sizeof *renderings; i++) {
		struct text markdown = text_of(renderings[i].markdown);
		struct buf html = { 0 };

		check_findings(markdown, 0, "");
		buf_str(&html, "before");
		markdown_html(&html, markdown, 1, T("../"));
		assert_string_equal(buf_cstr(&html) + 6, renderings[i].html);
		buf_free(&html);
	}
}

/* What has no link out and no table looks as cmark itself would write it. */
static const char *const as_cmark[] = {
	"Hello *a* **b** ***c*** `d` e\\*f\\* g  \nh\\\ni\n",
	"- a\n- b\n\n  c\n- d\n",
	"- a\n  - b\n    - c\n- d\n",
	"1. a\n2. b\n",
	"7) a\n8) b\n",
	"* a\n\n\n* b\n",
	"> a\n> b\n>\n> - c\n>   > d\n\n***\n\ne\n",
	"    code\n\n    more\n\ntext\n",
	"~~~ruby startline=3\ndef f\n~~~\n",
	"Setext\n------\n\n### ATX ###\n",
	"&copy; &quot; &#35; &amp;lt;\n",
	"<a@example.org> [x](#y \"z\")\n\n[k]\n\n[k]: #l\n",
	"***a** b* __c__ _d_e_f_\n",
	"-\n- x\n-\n",
	"1. a\n\n   - b\n\n     ```\n     c\n     ```\n2. d\n",
	"a\n\n\n\n\nb\n- - -\nc\n",
	"ä ö ü ß € 😀\n",
	"# `a` *b* [c](#d)\n",
};

static void
agrees_with_cmark(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof as_cmark / sizeof *as_cmark; i++) {
		struct buf html = { 0 };
		char *expected =
		    cmark_markdown_to_html(as_cmark[i], strlen(as_cmark[i]), CMARK_OPT_DEFAULT);

		markdown_html(&html, text_of(as_cmark[i]), 0, T(""));
		assert_string_equal(buf_cstr(&html), expected);
		free(expected);
		buf_free(&html);
	}
}

/* A table of one column and many rows must not grow with rows × columns. */
static void
a_wide_table_stays_small(void **state)
{
	struct buf markdown = { 0 }, html = { 0 };

	(void)state;
	for (int i = 0; i < 64; i++)
		buf_str(&markdown, "|a");
	buf_char(&markdown, '\n');
	for (int i = 0; i < 64; i++)
		buf_str(&markdown, "|-");
	buf_char(&markdown, '\n');
	for (int i = 0; i < 30000; i++)
		buf_str(&markdown, "|\n");
	check_findings(buf_view(&markdown), 0, "");
	markdown_html(&html, buf_view(&markdown), 1, T(""));
	assert_true(html.n < 50 * markdown.n);
	markdown.n = html.n = 0;
	for (int i = 0; i < 65; i++)
		buf_str(&markdown, "|a");
	buf_char(&markdown, '\n');
	for (int i = 0; i < 65; i++)
		buf_str(&markdown, "|-");
	markdown_html(&html, buf_view(&markdown), 1, T(""));
	assert_true(text_starts(buf_view(&html), T("<p>|a|a")));
	buf_free(&markdown);
	buf_free(&html);
}

/* --- plain text ---------------------------------------------------------------------------- */

static const struct {
	const char *markdown, *plain;
} plains[] = {
	{ "", "" },
	{ "# T\n\na *b*\nc `d`  \ne\n\nf\n", "T\n\na b c d\ne\n\nf" },
	{ "a\n\n- b\n- c\n  - d\n\ne\n", "a\n\nb\nc\nd\n\ne" },
	{ "- a\n\n- b\n", "a\n\nb" },
	{ "1. a\n\n       code\n", "a\n\ncode" },
	{ "> a\n\n---\n\n[b](c \"d\") ![e](f)\n", "a\n\nb e" },
	{ "x\n\n|a|b|\n|-|-|\n|*c*|d|\n|e|\n\ny\n", "x\n\na | b\nc | d\ne\n\ny" },
	{ "&copy; &lt;b&gt; \\*\n", "© <b> *" },
	{ "```\na\n\nb\n```\nc\n", "a\n\nb\n\nc" },
};

static void
gives_plain_text(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof plains / sizeof *plains; i++) {
		struct buf plain = { 0 };

		buf_str(&plain, "before");
		markdown_plain(&plain, text_of(plains[i].markdown));
		assert_string_equal(buf_cstr(&plain) + 6, plains[i].plain);
		buf_free(&plain);
	}
}

#define SOME " ein Wort und noch eines, ein Wort und noch eines "
#define LONG SOME SOME SOME SOME SOME

static const struct {
	const char *markdown;
	size_t max;
	const char *teaser;
} teasers[] = {
	{ "", 20, "" },
	{ "Ein *kurzer*\nText\n\nnoch einer", 40, "Ein kurzer Text noch einer" },
	{ "Ein kurzer Text", 15, "Ein kurzer Text" },
	{ "Ein kurzer Text", 14, "Ein kurzer…" },
	{ "Ein kurzer Text", 11, "Ein kurzer…" },
	{ "Ein kurzer Text", 10, "Ein…" },
	{ "Bäume, Büsche, Gräser", 15, "Bäume, Büsche…" },
	{ "Straßenbaumkataster", 8, "Straßen…" },
	{ "ab cdefgh", 2, "a…" },
	{ "ab", 0, "" },
	{ "a b", 1, "…" },
	{ "# Titel\n\nText\n\n```\ncode\n```\n\n|a|b|\n|-|-|\n|c|d|\n\n- eins\n- zwei\n", 60,
	    "Text eins zwei" },
	{ "# Nur ein Titel\n", 60, "Nur ein Titel" },
	/* What is said far behind counts where it has to: a link's definition, the first prose. */
	{ "[Das Amt]" LONG LONG "\n\n" LONG "\n\n[Das Amt]: https://example.org/\n", 9, "Das Amt…" },
	{ "# " LONG LONG "\n\nProsa\n\n" LONG "\n", 9, "Prosa…" },
};

static void
gives_teasers(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof teasers / sizeof *teasers; i++) {
		struct buf teaser = { 0 };

		buf_str(&teaser, "before");
		markdown_teaser(&teaser, text_of(teasers[i].markdown), teasers[i].max);
		assert_string_equal(buf_cstr(&teaser) + 6, teasers[i].teaser);
		buf_free(&teaser);
	}
}

/* Made of pieces that say much or nothing to CommonMark. */
static void
random_text(struct buf *out, unsigned seed)
{
	static const char *const pieces[] = { "Wort", " ", " ", "  ", "\n", "\n", "\n\n", "z. B.", "12.", "12", ")", "-", "+", "=",
		"*", "_", "`", "# ", "> ", "|", "~~~", "    ", "!", "ß", "“", ":", "\\", "&amp;", "[a]", "(b)", "[a]: /c", "A: b" };
	unsigned n = 1 + seed % 60;

	for (unsigned i = 0; i < n; i++) {
		seed = seed * 1103515245u + 12345u;
		unsigned pick = seed >> 16;
		/* Half of the texts without markup, some of them long. */
		buf_str(out, pieces[pick % (n % 2 ? 14 : sizeof pieces / sizeof *pieces)]);
		if (n % 3 == 0)
			for (unsigned k = 0; k < 8; k++)
				buf_str(out, " lang");
	}
}

/* A definition of a link in front says nothing, but keeps the shorter ways closed: for texts without
 * markup, and for beginnings. */
static void
shorter_ways_agree_with_cmark(void **state)
{
	(void)state;
	for (unsigned seed = 1; seed <= 20000; seed++) {
		struct buf text = { 0 }, defined = { 0 }, expected = { 0 }, found = { 0 };

		random_text(&text, seed);
		buf_str(&defined, "[x]: /y\n\n");
		buf_text(&defined, buf_view(&text));
		markdown_plain(&expected, buf_view(&defined));
		markdown_plain(&found, buf_view(&text));
		if (!text_equal(buf_view(&expected), buf_view(&found)))
			fail_msg("«%s» is «%s», not «%s»", buf_cstr(&text), buf_cstr(&found), buf_cstr(&expected));
		expected.n = found.n = 0;
		markdown_teaser(&expected, buf_view(&defined), seed % 90);
		markdown_teaser(&found, buf_view(&text), seed % 90);
		if (!text_equal(buf_view(&expected), buf_view(&found)))
			fail_msg("«%s» begins «%s», not «%s»", buf_cstr(&text), buf_cstr(&found), buf_cstr(&expected));
		buf_free(&text);
		buf_free(&defined);
		buf_free(&expected);
		buf_free(&found);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(places_are_those_of_the_whole_file),
		cmocka_unit_test(refuses_what_costs_too_much),
		cmocka_unit_test(refuses_a_list_nested_by_indentation),
		cmocka_unit_test(renders),
		cmocka_unit_test(agrees_with_cmark),
		cmocka_unit_test(a_wide_table_stays_small),
		cmocka_unit_test(gives_plain_text),
		cmocka_unit_test(gives_teasers),
		cmocka_unit_test(shorter_ways_agree_with_cmark),
	};

	return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
