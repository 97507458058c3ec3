#include "check/report.h"

#include "check/report_words.h"
#include "core/table.h"

#include <stdlib.h>
#include <string.h>

/* --- words ----------------------------------------------------------------------------------- */

const char *const severity_words[][N_INTERFACE_LANGUAGES] = {
	[SEVERITY_OFF] = { "abgeschaltet", "off" },
	[SEVERITY_WARNING] = { "Warnung", "warning" },
	[SEVERITY_ERROR] = { "Fehler", "error" },
};

const char *const hint_word[N_INTERFACE_LANGUAGES] = { "Hinweis", "hint" };

/* One, many. */
static const char *const counted[][N_INTERFACE_LANGUAGES][2] = {
	[SEVERITY_WARNING] = { { "Warnung", "Warnungen" }, { "warning", "warnings" } },
	[SEVERITY_ERROR] = { { "Fehler", "Fehler" }, { "error", "errors" } },
};
static const char *const files[N_INTERFACE_LANGUAGES][2] = {
	{ "Datei", "Dateien" }, { "file", "files" },
};
static const char *const nothing[N_INTERFACE_LANGUAGES] = { "keine Beanstandungen", "no findings" };

/* Of words that have two forms, the one of the language. */
static void
choose_words(struct text chosen[N_WORDS], const struct text words[N_WORDS],
    enum interface_language language)
{
	for (size_t i = 0; i < N_WORDS; i++) {
		size_t end = text_find(words[i], T(BOTH_LANGUAGES));
		if (end == words[i].n)
			chosen[i] = words[i];
		else
			chosen[i] = language == GERMAN ? text_slice(words[i], 0, end) :
							 text_slice(words[i], end + 1, words[i].n);
	}
}

void
report_sentence(struct buf *out, const struct diagnostic *found, enum interface_language language)
{
	const char *sentence = messages[found->id].sentence[language];
	struct text words[N_WORDS];

	choose_words(words, found->words, language);
	if (message_fill(out, sentence, words))
		return;
	/* A word is empty: the sentence without it is better than none. */
	for (size_t i = 0; i < N_WORDS; i++)
		if (words[i].n == 0)
			words[i] = T("…");
	message_fill(out, sentence, words);
}

bool
report_hint(struct buf *out, const struct diagnostic *found, enum interface_language language)
{
	const char *hint = messages[found->id].hint[language];
	struct text words[N_WORDS];

	choose_words(words, found->words, language);
	return hint && message_fill(out, hint, words);
}

/* --- colours, those of gcc ------------------------------------------------------------------- */

enum colour { PLAIN, PATH, RED, MAGENTA, CYAN };

static const char *const colours[] = {
	[PLAIN] = "\x1b[m",
	[PATH] = "\x1b[1m",
	[RED] = "\x1b[1;31m",
	[MAGENTA] = "\x1b[1;35m",
	[CYAN] = "\x1b[1;36m",
};

struct printer {
	struct buf *out;
	enum interface_language language;
	bool colour;
	/* Where the last source line was found: the next one mostly stands further down. */
	const struct source *source;
	uint32_t line;
	size_t offset;
};

static void
switch_to(struct printer *p, enum colour colour)
{
	if (p->colour)
		buf_str(p->out, colours[colour]);
}

static void
coloured(struct printer *p, enum colour colour, const char *s)
{
	switch_to(p, colour);
	buf_str(p->out, s);
	switch_to(p, PLAIN);
}

/* --- the source line ------------------------------------------------------------------------- */

enum {
	TAB_STOP = 8,
	WIDEST = 96, /* columns of a source line that are shown */
	BEFORE = 40, /* columns shown before the caret where the line is cut */
};

/* Columns on a terminal; roughly Unicode's East Asian Width (UAX #11) and combining marks. */
static unsigned
width(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		unsigned width;
	} ranges[] = {
		{ 0x0300, 0x036f, 0 },
		{ 0x0591, 0x05bd, 0 },
		{ 0x064b, 0x065f, 0 },
		{ 0x1100, 0x115f, 2 },
		{ 0x1ab0, 0x1aff, 0 },
		{ 0x1dc0, 0x1dff, 0 },
		{ 0x20d0, 0x20ff, 0 },
		{ 0x2e80, 0xa4cf, 2 },
		{ 0xac00, 0xd7a3, 2 },
		{ 0xf900, 0xfaff, 2 },
		{ 0xfe00, 0xfe0f, 0 },
		{ 0xfe20, 0xfe2f, 0 },
		{ 0xfe30, 0xfe6f, 2 },
		{ 0xff00, 0xff60, 2 },
		{ 0xffe0, 0xffe6, 2 },
		{ 0x1f300, 0x1f64f, 2 },
		{ 0x1f680, 0x1f6ff, 2 },
		{ 0x1f900, 0x1f9ff, 2 },
		{ 0x20000, 0x3fffd, 2 },
	};

	if (c < ranges[0].first)
		return 1;
	for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].width;
	return 1;
}

/* What a terminal would act on or not show: controls, what turns the direction of writing, marks
 * without width, bytes that are not UTF-8. */
static bool
is_hidden(uint32_t c)
{
	return c == UTF8_INVALID || c < 0x20 || (c >= 0x7f && c < 0xa0) ||
	       (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2060 && c <= 0x206f) || c == 0xfeff;
}

static struct text
source_line(struct printer *p, struct place at)
{
	struct text bytes = at.source->bytes;

	if (p->source != at.source || at.line < p->line) {
		p->source = at.source;
		p->line = 1;
		p->offset = 0;
	}
	while (p->line < at.line && p->offset < bytes.n) {
		const char *end = memchr(bytes.s + p->offset, '\n', bytes.n - p->offset);
		p->offset = end ? (size_t)(end - bytes.s) + 1 : bytes.n;
		p->line++;
	}
	struct text rest = text_slice(bytes, p->offset, bytes.n);
	struct text line = text_slice(rest, 0, text_find_char(rest, '\n'));
	return text_ends(line, T("\r")) ? text_slice(line, 0, line.n - 1) : line;
}

/* Appends what of a text may be shown, tabs expanded; gives the columns that takes. With out NULL
 * it only counts. */
static size_t
show(struct buf *out, struct text t)
{
	size_t column = 0;

	for (size_t at = 0; at < t.n;) {
		size_t first = at;
		uint32_t c = utf8_next(t, &at);
		size_t end = column + (is_hidden(c) ? 1 : width(c));

		if (c == '\t')
			end = (column / TAB_STOP + 1) * TAB_STOP;
		for (; out && c == '\t' && column < end; column++)
			buf_char(out, ' ');
		if (out && c != '\t' && is_hidden(c))
			buf_utf8(out, 0xfffd);
		else if (out && c != '\t')
			buf_text(out, text_slice(t, first, at));
		column = end;
	}
	return column;
}

/* The part of a line that is shown and where in it the caret stands, in bytes. */
struct window {
	size_t from, caret, to;
};

static struct window
window_around(struct text line, uint32_t column)
{
	struct window w = { 0 };
	size_t starts[BEFORE] = { 0 }; /* of the characters before the caret, in turn */
	size_t n = 0, n_shown = 0;

	for (; n + 1 < column && w.caret < line.n; n++) {
		starts[n % BEFORE] = w.caret;
		utf8_next(line, &w.caret);
	}
	/* A line of so many bytes is too long whatever it holds. */
	bool is_long = line.n > 8 * WIDEST || show(NULL, line) > WIDEST;
	if (is_long && n > BEFORE) {
		w.from = starts[n % BEFORE];
		while (show(NULL, text_slice(line, w.from, w.caret)) > BEFORE)
			utf8_next(line, &w.from);
	}
	/* Marks without width are counted too, or there might be thousands. */
	for (w.to = w.from; w.to < line.n && n_shown < 2 * WIDEST; n_shown++) {
		size_t next = w.to;
		utf8_next(line, &next);
		if (show(NULL, text_slice(line, w.from, next)) > WIDEST)
			break;
		w.to = next;
	}
	return w;
}

/* The line with a caret below; cut on both sides where it is too long. */
static void
excerpt(struct printer *p, struct place at, enum colour colour)
{
	struct text line = source_line(p, at);

	/* Neither an empty line nor the "---" above an entry shows anything. */
	if (text_trim(line).n == 0 || text_equal(text_trim(line), T("---")))
		return;
	struct window w = window_around(line, at.column);
	buf_str(p->out, w.from ? "  …" : "  ");
	show(p->out, text_slice(line, w.from, w.to));
	buf_str(p->out, w.to < line.n ? "…\n" : "\n");
	if (at.column == 0)
		return;
	buf_str(p->out, w.from ? "   " : "  ");
	for (size_t n = show(NULL, text_slice(line, w.from, w.caret)); n--;)
		buf_char(p->out, ' ');
	coloured(p, colour, "^");
	buf_char(p->out, '\n');
}

void
report_excerpt(struct buf *out, struct place at)
{
	struct printer p = { .out = out };

	if (at.source && at.source->bytes.s && at.line)
		excerpt(&p, at, PLAIN);
}

/* --- diagnostics as text --------------------------------------------------------------------- */

static void
print_place(struct printer *p, struct place at)
{
	if (!at.source)
		return;
	switch_to(p, PATH);
	show(p->out, at.source->path);
	if (at.line)
		buf_printf(p->out, ":%u", (unsigned)at.line);
	if (at.line && at.column)
		buf_printf(p->out, ":%u", (unsigned)at.column);
	buf_str(p->out, ":");
	switch_to(p, PLAIN);
	buf_char(p->out, ' ');
}

static void
print_diagnostic(struct printer *p, const struct diagnostic *diagnostic)
{
	const struct message *m = &messages[diagnostic->id];
	enum colour colour = diagnostic->severity == SEVERITY_ERROR ? RED : MAGENTA;
	struct buf hint = { 0 };

	print_place(p, diagnostic->at);
	switch_to(p, colour);
	buf_printf(p->out, "%s:", severity_words[diagnostic->severity][p->language]);
	switch_to(p, PLAIN);
	buf_char(p->out, ' ');
	report_sentence(p->out, diagnostic, p->language);
	buf_printf(p->out, " [%s]\n", m->name);
	if (diagnostic->at.source && diagnostic->at.source->bytes.s && diagnostic->at.line)
		excerpt(p, diagnostic->at, colour);
	if (report_hint(&hint, diagnostic, p->language)) {
		buf_str(p->out, "  ");
		switch_to(p, CYAN);
		buf_printf(p->out, "%s:", hint_word[p->language]);
		switch_to(p, PLAIN);
		buf_char(p->out, ' ');
		buf_text(p->out, buf_view(&hint));
		buf_char(p->out, '\n');
	}
	buf_free(&hint);
}

static size_t
count_files(const struct diagnostics *d)
{
	struct table seen = { 0 };
	size_t n;

	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].at.source)
			table_set(&seen, d->list[i].at.source->path, &d->list[i]);
	n = seen.n;
	table_free(&seen);
	return n;
}

void
report_summary(struct buf *out, const struct diagnostics *d, enum interface_language language)
{
	size_t n[] = { [SEVERITY_WARNING] = d->n - d->n_errors, [SEVERITY_ERROR] = d->n_errors };
	size_t n_files = count_files(d);

	if (d->n == 0) {
		buf_str(out, nothing[language]);
		return;
	}
	if (n[SEVERITY_ERROR])
		buf_printf(out, "%zu %s", n[SEVERITY_ERROR],
		    counted[SEVERITY_ERROR][language][n[SEVERITY_ERROR] != 1]);
	if (n[SEVERITY_WARNING])
		buf_printf(out, "%s%zu %s", n[SEVERITY_ERROR] ? ", " : "", n[SEVERITY_WARNING],
		    counted[SEVERITY_WARNING][language][n[SEVERITY_WARNING] != 1]);
	if (n_files)
		buf_printf(out, " in %zu %s", n_files, files[language][n_files != 1]);
}

void
report_text(struct buf *out, const struct diagnostics *d, enum interface_language language,
    bool colour)
{
	struct printer p = { .out = out, .language = language, .colour = colour };

	for (size_t i = 0; i < d->n; i++)
		print_diagnostic(&p, &d->list[i]);
	if (d->n)
		buf_char(out, '\n');
	report_summary(out, d, language);
	buf_char(out, '\n');
}

/* --- every form --------------------------------------------------------------------------------- */

static void
report_coloured(struct buf *out, const struct diagnostics *d, const struct report_options *o)
{
	report_text(out, d, o->language, o->colour);
}

static const struct {
	const char *name;
	void (*write)(struct buf *out, const struct diagnostics *d, const struct report_options *o);
} formats[N_REPORT_FORMATS] = {
	[REPORT_TEXT] = { "text", report_coloured },
	[REPORT_JSON] = { "json", report_json },
	[REPORT_SARIF] = { "sarif", report_sarif },
	[REPORT_GITHUB] = { "github", report_github },
	[REPORT_GITLAB] = { "gitlab", report_gitlab },
	[REPORT_JUNIT] = { "junit", report_junit },
};

enum report_format
report_format_named(struct text name)
{
	enum report_format f = 0;

	while (f < N_REPORT_FORMATS && !text_equal(text_of(formats[f].name), name))
		f++;
	return f;
}

void
report_write(struct buf *out, const struct diagnostics *d, enum report_format format,
    const struct report_options *options)
{
	formats[format].write(out, d, options);
}

void
report_path(struct buf *out, const struct diagnostic *found, const struct report_options *o)
{
	if (!found->at.source) {
		buf_char(out, '.');
		return;
	}
	if (o->folder.n)
		buf_printf(out, "%.*s/", TEXT_ARG(o->folder));
	buf_text(out, found->at.source->path);
}

/* --- messages -------------------------------------------------------------------------------- */

static const struct text blanks[N_WORDS] = { { "…", 3 }, { "…", 3 }, { "…", 3 }, { "…", 3 } };

void
report_explain(struct buf *out, enum message_id id, enum interface_language language)
{
	const struct message *m = &messages[id];

	buf_printf(out, "%s (%s)\n\n  ", m->name, severity_words[m->severity][language]);
	message_fill(out, m->sentence[language], blanks);
	buf_str(out, "\n\n");
	buf_str(out, m->explanation[language]);
	buf_char(out, '\n');
	if (m->hint[language]) {
		buf_printf(out, "\n%s: ", hint_word[language]);
		message_fill(out, m->hint[language], blanks);
		buf_char(out, '\n');
	}
}

/* Between backticks all stands for itself; elsewhere Markdown's marks are made signs. */
static void
markdown_text(struct buf *out, struct text t)
{
	bool is_code = false;

	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] == '`')
			is_code = !is_code;
		else if (!is_code && memchr("\\<>*_[]#|&!", t.s[i], 11))
			buf_char(out, '\\');
		buf_char(out, t.s[i]);
	}
}

static void
markdown_filled(struct buf *out, const char *format)
{
	struct buf filled = { 0 };

	message_fill(&filled, format, blanks);
	markdown_text(out, buf_view(&filled));
	buf_free(&filled);
}

static int
by_name(const void *left, const void *right)
{
	const enum message_id *a = left, *b = right;

	return strcmp(messages[*a].name, messages[*b].name);
}

void
report_reference(struct buf *out, enum interface_language language)
{
	enum message_id ids[N_MESSAGES];

	for (size_t i = 0; i < N_MESSAGES; i++)
		ids[i] = (enum message_id)i;
	qsort(ids, N_MESSAGES, sizeof *ids, by_name);

	buf_str(out, language == GERMAN ? "# Meldungen\n" : "# Messages\n");
	for (size_t i = 0; i < N_MESSAGES; i++) {
		const struct message *m = &messages[ids[i]];
		buf_printf(out, "\n## %s\n\n**%s:** ", m->name, severity_words[m->severity][language]);
		markdown_filled(out, m->sentence[language]);
		buf_str(out, "\n\n");
		markdown_text(out, text_of(m->explanation[language]));
		buf_char(out, '\n');
		if (m->hint[language]) {
			buf_printf(out, "\n*%s:* ", hint_word[language]);
			markdown_filled(out, m->hint[language]);
			buf_char(out, '\n');
		}
	}
}
