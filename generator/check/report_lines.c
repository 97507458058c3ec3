/*
 * Findings as workflow commands of GitHub Actions (Forgejo and Gitea read them too) and as JUnit's XML.
 */
#include "check/report_words.h"

/* --- GitHub -------------------------------------------------------------------------------------- */

/* github.com/actions/toolkit, command.ts: what ends a line or a property is percent-encoded. */
static void
command_text(struct buf *out, struct text t, bool is_property)
{
	for (size_t i = 0; i < t.n; i++) {
		char c = t.s[i];
		if (c == '%' || c == '\r' || c == '\n' || (is_property && (c == ':' || c == ',')))
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
		else
			buf_char(out, c);
	}
}

void
report_github(struct buf *out, const struct diagnostics *d, const struct report_options *o)
{
	struct buf word = { 0 };

	for (size_t i = 0; i < d->n; i++) {
		const struct diagnostic *found = &d->list[i];
		buf_printf(out, "::%s ", found->severity == SEVERITY_ERROR ? "error" : "warning");
		if (found->at.source) {
			word.n = 0;
			report_path(&word, found, o);
			buf_str(out, "file=");
			command_text(out, buf_view(&word), true);
			buf_char(out, ',');
		}
		if (found->at.line)
			buf_printf(out, "line=%u,", (unsigned)found->at.line);
		if (found->at.line && found->at.column)
			buf_printf(out, "col=%u,", (unsigned)found->at.column);
		buf_str(out, "title=");
		command_text(out, text_of(messages[found->id].name), true);
		buf_str(out, "::");
		word.n = 0;
		report_sentence(&word, found, o->language);
		command_text(out, buf_view(&word), false);
		word.n = 0;
		if (report_hint(&word, found, o->language)) {
			buf_str(out, "%0A");
			command_text(out, buf_view(&word), false);
		}
		buf_char(out, '\n');
	}
	buf_free(&word);
}

/* --- JUnit --------------------------------------------------------------------------------------- */

/* XML 1.0 for text and attributes in double quotes; what it cannot hold becomes U+FFFD. */
static void
xml_characters(struct buf *out, struct text t)
{
	for (size_t at = 0; at < t.n;) {
		size_t from = at;
		uint32_t c = utf8_next(t, &at);
		switch (c) {
		case '<': buf_str(out, "&lt;"); break;
		case '>': buf_str(out, "&gt;"); break;
		case '&': buf_str(out, "&amp;"); break;
		case '"': buf_str(out, "&quot;"); break;
		default:
			if (c == UTF8_INVALID || c < 0x20 || c == 0xfffe || c == 0xffff)
				buf_utf8(out, 0xfffd);
			else
				buf_text(out, text_slice(t, from, at));
		}
	}
}

static void
test_case(struct buf *out, const struct diagnostic *found, const struct report_options *o)
{
	struct buf word = { 0 };

	buf_str(out, "    <testcase classname=\"");
	report_path(&word, found, o);
	xml_characters(out, buf_view(&word));
	buf_printf(out, "\" name=\"%s", messages[found->id].name);
	if (found->at.line)
		buf_printf(out, ", %s %u", o->language == GERMAN ? "Zeile" : "line", (unsigned)found->at.line);
	buf_str(out, "\" time=\"0\">\n      ");
	buf_str(out, found->severity == SEVERITY_ERROR ? "<failure message=\"" : "<system-out>");
	word.n = 0;
	report_sentence(&word, found, o->language);
	xml_characters(out, buf_view(&word));
	if (found->severity == SEVERITY_ERROR)
		buf_printf(out, "\" type=\"%s\">", messages[found->id].name);
	else
		buf_str(out, " ");
	word.n = 0;
	report_hint(&word, found, o->language);
	xml_characters(out, buf_view(&word));
	buf_str(out, found->severity == SEVERITY_ERROR ? "</failure>\n" : "</system-out>\n");
	buf_str(out, "    </testcase>\n");
	buf_free(&word);
}

/* Readers of such reports take a suite without tests for one that did not run. */
static void
nothing_found(struct buf *out, const struct report_options *o)
{
	buf_printf(out, "    <testcase classname=\"catalog\" name=\"%s\" time=\"0\"/>\n",
	    o->language == GERMAN ? "keine Beanstandungen" : "no findings");
}

void
report_junit(struct buf *out, const struct diagnostics *d, const struct report_options *o)
{
	size_t n = d->n ? d->n : 1;

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	buf_printf(out, "<testsuites tests=\"%zu\" failures=\"%zu\">\n", n, d->n_errors);
	buf_printf(out, "  <testsuite name=\"tabularium check\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"0\">\n",
	    n, d->n_errors);
	for (size_t i = 0; i < d->n; i++)
		test_case(out, &d->list[i], o);
	if (d->n == 0)
		nothing_found(out, o);
	buf_str(out, "  </testsuite>\n</testsuites>\n");
}
