/*
 * Findings as HTML: what a terminal shows, for a browser.
 */
#include "adapters/xml.h"
#include "check/report_words.h"

static void
element(struct buf *out, const char *name, const char *class, struct text content)
{
	buf_printf(out, "<%s class=\"%s\">", name, class);
	xml_text(out, content);
	buf_printf(out, "</%s>", name);
}

static void
place(struct buf *out, struct place at)
{
	struct buf words = { 0 };

	buf_text(&words, at.source->path);
	if (at.line)
		buf_printf(&words, ":%u", (unsigned)at.line);
	if (at.line && at.column)
		buf_printf(&words, ":%u", (unsigned)at.column);
	element(out, "code", "place", buf_view(&words));
	buf_free(&words);
}

static void
finding(struct buf *out, const struct diagnostic *found, enum interface_language language)
{
	struct buf words = { 0 };

	buf_printf(out, "<li class=\"%s\">", severity_words[found->severity][ENGLISH]);
	if (found->at.source)
		place(out, found->at);
	buf_str(out, "<p>");
	element(out, "strong", "severity", text_of(severity_words[found->severity][language]));
	buf_str(out, ": ");
	report_sentence(&words, found, language);
	xml_text(out, buf_view(&words));
	buf_char(out, ' ');
	element(out, "small", "name", text_of(messages[found->id].name));
	buf_str(out, "</p>");
	words.n = 0;
	report_excerpt(&words, found->at);
	if (words.n)
		element(out, "pre", "excerpt", buf_view(&words));
	words.n = 0;
	if (report_hint(&words, found, language)) {
		buf_str(out, "<p>");
		element(out, "strong", "hint", text_of(hint_word[language]));
		buf_str(out, ": ");
		xml_text(out, buf_view(&words));
		buf_str(out, "</p>");
	}
	buf_str(out, "</li>\n");
	buf_free(&words);
}

void
report_html(struct buf *out, const struct diagnostics *d, enum interface_language language, size_t most)
{
	static const enum severity order[] = { SEVERITY_ERROR, SEVERITY_WARNING };
	size_t n = 0;

	buf_str(out, "<ul>\n");
	for (size_t k = 0; k < sizeof order / sizeof order[0]; k++)
		for (size_t i = 0; i < d->n; i++)
			if (d->list[i].severity == order[k] && n++ < most)
				finding(out, &d->list[i], language);
	buf_str(out, "</ul>\n");
	if (n > most)
		buf_printf(out, language == GERMAN ? "<p>… und %zu weitere: tabularium check --worktree nennt alle.</p>\n" :
						     "<p>… and %zu more: tabularium check --worktree names all.</p>\n",
		    n - most);
}
