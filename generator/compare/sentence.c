/*
 * Differences in words. German and English stand side by side; what users wrote goes through the style,
 * which escapes it.
 */
#include "compare/compare.h"

#include <stdio.h>

enum { LONGEST = 160, CONTEXT = 3 }; /* characters of a value; words around a change */

static void
plain_text(struct buf *out, struct text t)
{
	struct text words[N_WORDS] = { t };

	message_fill(out, "{1}", words); /* no control characters on a terminal */
}

/* GitHub's and GitLab's Markdown, in one line: no mark-up, link, mention or reference comes of what
 * somebody wrote in a catalogue. */
static void
markdown_text(struct buf *out, struct text t)
{
	struct buf visible = { 0 };

	plain_text(&visible, t);
	for (size_t i = 0; i < visible.n; i++) {
		char c = visible.s[i];
		if (strchr("<>&@#!~%$^:\"'", c))
			buf_printf(out, "&#%d;", c);
		else if (strchr("\\`*_{}[]|", c))
			buf_printf(out, "\\%c", c);
		else
			buf_char(out, c);
	}
	buf_free(&visible);
}

const struct sentence_style plain_style = { plain_text, { "[-", "-]" }, { "{+", "+}" } };
const struct sentence_style markdown_style = { markdown_text, { "~~", "~~" }, { "**", "**" } };

struct sentence {
	struct buf *out;
	enum interface_language language;
	const struct sentence_style *style;
};

static const char *
either(const struct sentence *s, const char *de, const char *en)
{
	return s->language == GERMAN ? de : en;
}

/* Line feeds and runs of blanks become one blank. */
static struct text
on_one_line(struct buf *room, struct text t, size_t longest)
{
	size_t n = 0;

	room->n = 0;
	for (size_t at = 0; at < t.n && n < longest; n++) {
		size_t from = at;
		uint32_t c = utf8_next(t, &at);
		if (c == '\n' || c == '\r' || c == '\t' || c == ' ') {
			if (room->n && room->s[room->n - 1] != ' ')
				buf_char(room, ' ');
		} else {
			buf_text(room, text_slice(t, from, at));
		}
	}
	if (n == longest)
		buf_str(room, "…");
	return buf_view(room);
}

static void
quoted(const struct sentence *s, struct text t)
{
	struct buf room = { 0 };

	buf_str(s->out, either(s, "„", "“"));
	s->style->text(s->out, on_one_line(&room, t, LONGEST));
	buf_str(s->out, either(s, "“", "”"));
	buf_free(&room);
}

static void
quoted_list(const struct sentence *s, const struct text *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_str(s->out, ", ");
		quoted(s, list[i]);
	}
}

/* „Datei „Bäume als CSV“ – Kontakt, E-Mail“ */
static void
where(const struct sentence *s, const struct difference *d)
{
	if (d->part_class != CLASS_NONE) {
		buf_str(s->out, d->part_class == CLASS_SERVICE ? either(s, "Dienst ", "Service ") : either(s, "Datei ", "File "));
		quoted(s, d->part);
		buf_str(s->out, " – ");
	}
	if (d->of)
		buf_printf(s->out, "%s, ", d->of->label[s->language]);
	buf_str(s->out, d->property->label[s->language]);
	if (d->language.n)
		buf_printf(s->out, " (%.*s)", TEXT_ARG(d->language));
	buf_str(s->out, ": ");
}

static void
counted(const struct sentence *s, const struct difference *d, size_t n)
{
	bool is_service = d->property->kind == KIND_NODE && d->property->target == CLASS_SERVICE;

	if (s->language == GERMAN)
		buf_printf(s->out, "%zu %s", n, is_service ? (n == 1 ? "Dienst" : "Dienste") : n == 1 ? "Datei" : "Dateien");
	else
		buf_printf(s->out, "%zu %s", n, is_service ? (n == 1 ? "service" : "services") : n == 1 ? "file" : "files");
}

/* "2 Dateien hinzugefügt: …; 1 Datei entfernt: …" */
static void
parts(const struct sentence *s, const struct difference *d)
{
	if (d->n_added) {
		counted(s, d, d->n_added);
		buf_str(s->out, either(s, " hinzugefügt: ", " added: "));
		quoted_list(s, d->added, d->n_added);
	}
	if (d->n_added && d->n_removed)
		buf_str(s->out, "; ");
	if (d->n_removed) {
		counted(s, d, d->n_removed);
		buf_str(s->out, either(s, " entfernt: ", " removed: "));
		quoted_list(s, d->removed, d->n_removed);
	}
}

static void
items(const struct sentence *s, const struct difference *d)
{
	where(s, d);
	if (d->n_added) {
		buf_str(s->out, either(s, "hinzugefügt ", "added "));
		quoted_list(s, d->added, d->n_added);
	}
	if (d->n_added && d->n_removed)
		buf_str(s->out, "; ");
	if (d->n_removed) {
		buf_str(s->out, either(s, "entfernt ", "removed "));
		quoted_list(s, d->removed, d->n_removed);
	}
}

/* The first or last words of what stayed. */
static struct text
some_words(struct text t, size_t n, bool from_end)
{
	size_t at;

	t = text_trim(t);
	if (from_end) {
		for (at = t.n; at && n; at--)
			n -= t.s[at - 1] == ' ' || t.s[at - 1] == '\n';
		return n ? t : text_slice(t, at + 1, t.n);
	}
	for (at = 0; at < t.n && n; at++)
		n -= t.s[at] == ' ' || t.s[at] == '\n';
	return n ? t : text_slice(t, 0, at - 1);
}

static void
around(const struct sentence *s, const char *const marks[2], struct text t)
{
	struct buf room = { 0 };

	buf_str(s->out, marks[0]);
	s->style->text(s->out, text_trim(on_one_line(&room, text_trim(t), 2 * LONGEST)));
	buf_str(s->out, marks[1]);
	buf_free(&room);
}

static void
unchanged(const struct sentence *s, struct text t, bool is_first, bool is_last)
{
	static const char *const none[2] = { "", "" };
	struct text start = is_first ? T("") : some_words(t, CONTEXT, false);
	struct text end = is_last ? T("") : some_words(t, CONTEXT, true);
	struct text whole = text_trim(t);

	if (!is_first && !is_last && start.n + end.n >= whole.n) {
		around(s, none, whole);
		return;
	}
	if (start.n)
		around(s, none, start);
	if (start.n < whole.n && end.n < whole.n)
		buf_str(s->out, start.n ? " …" : "…");
	if (end.n) {
		if (start.n || end.n < whole.n)
			buf_char(s->out, ' ');
		around(s, none, end);
	}
}

static void
words(const struct sentence *s, const struct difference *d)
{
	where(s, d);
	for (size_t i = 0; i < d->pieces.n; i++) {
		const struct piece *p = &d->pieces.list[i];
		if (i)
			buf_char(s->out, ' ');
		if (p->kind == PIECE_SAME)
			unchanged(s, p->text, i == 0, i + 1 == d->pieces.n);
		else
			around(s, p->kind == PIECE_REMOVED ? s->style->removed : s->style->added, p->text);
	}
}

/* "12.345", "12,345" */
static void
number(const struct sentence *s, struct text digits)
{
	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			buf_str(s->out, either(s, ".", ","));
		buf_char(s->out, digits.s[i]);
	}
}

static void
from_to(const struct sentence *s, struct text before, struct text after, const char *unit)
{
	buf_str(s->out, either(s, "von ", "from "));
	number(s, before);
	buf_str(s->out, either(s, " zu ", " to "));
	number(s, after);
	buf_str(s->out, unit);
}

/* "Datei „Bäume als CSV“ – neuer Inhalt: von 1.200 zu 1.250 Zeilen, von 80.122 zu 83.470 Byte" */
static void
content(const struct sentence *s, const struct difference *d)
{
	bool is_same_size = text_equal(d->before, d->after), knows_rows = d->n_rows[0] && d->n_rows[1];
	const char *mark = ": ";
	char rows[2][24];

	buf_str(s->out, either(s, "Datei ", "File "));
	quoted(s, d->part);
	buf_str(s->out, either(s, " – neuer Inhalt", " – new content"));
	if (knows_rows && d->n_rows[0] != d->n_rows[1]) {
		for (int i = 0; i < 2; i++)
			snprintf(rows[i], sizeof rows[i], "%llu", (unsigned long long)d->n_rows[i]);
		buf_str(s->out, mark);
		from_to(s, text_of(rows[0]), text_of(rows[1]), either(s, " Zeilen", " rows"));
		mark = ", ";
	}
	if (!is_same_size && d->before.n && d->after.n) {
		buf_str(s->out, mark);
		from_to(s, d->before, d->after, either(s, " Byte", " bytes"));
	}
}

void
difference_sentence(struct buf *out, const struct difference *d, enum interface_language language,
    const struct sentence_style *style)
{
	const struct sentence s = { out, language, style };

	switch (d->kind) {
	case DIFFERENCE_ADDED:
		where(&s, d);
		buf_str(out, either(&s, "neu ", "new "));
		quoted(&s, d->after);
		return;
	case DIFFERENCE_REMOVED:
		where(&s, d);
		buf_str(out, either(&s, "entfernt ", "removed "));
		quoted(&s, d->before);
		return;
	case DIFFERENCE_CHANGED:
		where(&s, d);
		buf_str(out, either(&s, "von ", "from "));
		quoted(&s, d->before);
		buf_str(out, either(&s, " zu ", " to "));
		quoted(&s, d->after);
		return;
	case DIFFERENCE_ITEMS: items(&s, d); return;
	case DIFFERENCE_PARTS: parts(&s, d); return;
	case DIFFERENCE_WORDS: words(&s, d); return;
	case DIFFERENCE_CONTENT: content(&s, d); return;
	}
}
