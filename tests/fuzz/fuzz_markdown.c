/*
 * libFuzzer target: what markdown_check() lets pass is rendered without raw HTML or foreign
 * schemes, with every element closed, and was never nested deeper in cmark's eyes than the check
 * says.
 */
#include "adapters/markdown.h"

#include "adapters/markdown_tree.h"

#include <stdlib.h>
#include <string.h>

static void
check_nesting(struct text markdown)
{
	struct markdown_tree tree = markdown_parse(markdown);
	cmark_iter *iter = cmark_iter_new(tree.document);
	unsigned depth = 0;

	for (cmark_event_type e; (e = cmark_iter_next(iter)) != CMARK_EVENT_DONE;) {
		cmark_node_type type = cmark_node_get_type(cmark_iter_get_node(iter));
		if (type != CMARK_NODE_ITEM && type != CMARK_NODE_BLOCK_QUOTE)
			continue;
		depth += e == CMARK_EVENT_ENTER ? 1 : (unsigned)-1;
		if (depth > MARKDOWN_MAX_NESTING)
			abort();
	}
	cmark_iter_free(iter);
	markdown_tree_free(&tree);
}

/* Every tag is one the renderer knows, and tags are balanced. */
static void
check_html(struct text html)
{
	static const char *const names[] = { "a", "blockquote", "br", "code", "div", "em", "h2",
		"h3", "h4", "h5", "h6", "hr", "img", "li", "ol", "p", "pre", "strong", "table",
		"tbody", "td", "th", "thead", "tr", "ul" };
	enum { N_NAMES = sizeof names / sizeof *names };
	int open[N_NAMES] = { 0 };

	for (size_t i = 0; i < html.n; i++) {
		if (html.s[i] != '<')
			continue;
		bool closes = i + 1 < html.n && html.s[i + 1] == '/';
		size_t start = i + 1 + closes, end = start;
		while (end < html.n && html.s[end] != ' ' && html.s[end] != '>')
			end++;
		struct text name = text_slice(html, start, end);
		size_t k = 0;
		while (k < N_NAMES && !text_equal(name, text_of(names[k])))
			k++;
		if (k == N_NAMES)
			abort();
		bool is_void = strcmp(names[k], "br") == 0 || strcmp(names[k], "hr") == 0 ||
			       strcmp(names[k], "img") == 0;
		if (!is_void && (open[k] += closes ? -1 : 1) < 0)
			abort();
	}
	for (size_t k = 0; k < N_NAMES; k++)
		if (open[k])
			abort();
	for (size_t i = 0; i + 6 < html.n; i++)
		if (memcmp(html.s + i, "href=\"", 6) == 0) {
			struct text url = text_slice(html, i + 6, html.n), scheme;
			url.n = text_find_char(url, '"');
			enum link_kind kind = markdown_link_kind(url, &scheme);
			/* Text may say href=" too, but not with a straight quote. */
			if (kind >= LINK_EMPTY)
				abort();
		}
}

/* The shorter ways (for texts without markup, for beginnings) give what cmark gives: a definition of a
 * link in front says nothing and closes both. */
static void
check_shorter_ways(struct text markdown, size_t max)
{
	struct buf defined = { 0 }, expected = { 0 }, found = { 0 };

	/* cmark skips a byte order mark where the text begins; and the link must not be used. */
	if (text_starts(markdown, T("\xEF\xBB\xBF")) || text_find(markdown, T("∎")) < markdown.n)
		return;
	buf_str(&defined, "[∎]: /y\n\n");
	buf_text(&defined, markdown);
	markdown_plain(&expected, buf_view(&defined));
	markdown_plain(&found, markdown);
	if (!text_equal(buf_view(&expected), buf_view(&found)))
		abort();
	expected.n = found.n = 0;
	markdown_teaser(&expected, buf_view(&defined), max);
	markdown_teaser(&found, markdown, max);
	if (!text_equal(buf_view(&expected), buf_view(&found)))
		abort();
	buf_free(&defined);
	buf_free(&expected);
	buf_free(&found);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct text text = { (const char *)data, size };
	struct source source = { T("fuzz.md"), text };
	struct diagnostics *d = diagnostics_new();
	struct buf out = { 0 };
	bool is_good = markdown_check(&source, 0, size, d);

	if (is_good != (d->n_errors == 0))
		abort();
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].at.line == 0 || d->list[i].at.column == 0)
			abort();
	if (is_good) {
		check_nesting(text);
		markdown_html(&out, text, 1, T("../"));
		check_html(buf_view(&out));
		out.n = 0;
		size_t max = size % 50;
		check_shorter_ways(text, max);
		markdown_teaser(&out, text, max);
		if (utf8_length(buf_view(&out)) > max || !utf8_is_valid(buf_view(&out)) ||
		    text_find_char(buf_view(&out), '\n') < out.n)
			abort();
	}
	buf_free(&out);
	diagnostics_free(d);
	return 0;
}
