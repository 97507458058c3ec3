/*
 * Differences in words, by the phrases of a voice. Those go through the style as what users wrote does: a file of
 * labels may hold anything.
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

const struct sentence_style plain_style = { plain_text, buf_text, { "[-", "-]" }, { "{+", "+}" } };
const struct sentence_style markdown_style = { markdown_text, buf_text, { "~~", "~~" }, { "**", "**" } };

struct sentence {
	struct buf *out;
	const struct voice *voice;
	const struct sentence_style *style;
};

/* What stands for {name}: `write` appends it from `what`. */
struct part {
	const char *name;
	void (*write)(const struct sentence *s, const void *what);
	const void *what;
};

static const struct part *
part_named(const struct part *parts, struct text name)
{
	for (; parts->name; parts++)
		if (text_equal(text_of(parts->name), name))
			return parts;
	return NULL;
}

static void
say_parts(const struct sentence *s, enum phrase p, const struct part *parts)
{
	for (struct text rest = s->voice->phrases[p], words, name; phrase_next(&rest, &words, &name);) {
		const struct part *part = part_named(parts, name);
		s->style->words(s->out, words);
		if (part)
			part->write(s, part->what);
	}
}
/* say(s, difference_added, { "field", place, d }, { "after", quoted, &d->after }) */
#define say(s, key, ...) say_parts((s), PHRASE_##key, (const struct part[]){ __VA_ARGS__, { NULL, NULL, NULL } })
#define say_counted(s, key, n, ...)                                                                   \
	say_parts((s), (n) == 1 ? PHRASE_##key##_one : PHRASE_##key##_other,                          \
	    (const struct part[]){ { "n", count, &(n) }, __VA_ARGS__, { NULL, NULL, NULL } })

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

/* --- parts -------------------------------------------------------------------------------------- */

static void
text(const struct sentence *s, const void *what)
{
	struct buf room = { 0 };

	s->style->text(s->out, on_one_line(&room, *(const struct text *)what, LONGEST));
	buf_free(&room);
}

static void
quoted(const struct sentence *s, const void *what)
{
	say(s, difference_quote, { "text", text, what });
}

struct list {
	const struct text *texts;
	size_t n;
};

static void
quoted_list(const struct sentence *s, const void *what)
{
	const struct list *l = what;

	for (size_t i = 0; i < l->n; i++) {
		if (i)
			s->style->words(s->out, s->voice->phrases[PHRASE_difference_list_mark]);
		quoted(s, &l->texts[i]);
	}
}

static void
count(const struct sentence *s, const void *what)
{
	buf_printf(s->out, "%zu", *(const size_t *)what);
}

/* "12.345", "12,345" */
static void
number(const struct sentence *s, const void *what)
{
	struct text digits = *(const struct text *)what;

	for (size_t i = 0; i < digits.n; i++) {
		if (i && (digits.n - i) % 3 == 0)
			s->style->words(s->out, s->voice->phrases[PHRASE_thousands_mark]);
		buf_char(s->out, digits.s[i]);
	}
}

/* --- where -------------------------------------------------------------------------------------- */

static void
title(const struct sentence *s, const void *what)
{
	const struct property *p = what;

	s->style->words(s->out, property_title(&s->voice->names, (enum property_id)(p - properties), NULL));
}

static void
tag(const struct sentence *s, const void *what)
{
	buf_text(s->out, *(const struct text *)what);
}

/* "Kontakt, E-Mail" */
static void
field_of(const struct sentence *s, const void *what)
{
	const struct difference *d = what;

	if (d->of)
		say(s, difference_field_of, { "of", title, d->of }, { "field", title, d->property });
	else
		title(s, d->property);
}

static void
field_in_language(const struct sentence *s, const void *what)
{
	const struct difference *d = what;

	if (d->language.n)
		say(s, difference_field_in_language, { "field", field_of, d }, { "language", tag, &d->language });
	else
		field_of(s, d);
}

/* „Datei „Bäume als CSV“ – Kontakt, E-Mail“ */
static void
field(const struct sentence *s, const void *what)
{
	const struct difference *d = what;

	if (d->part_class == CLASS_NONE)
		field_in_language(s, d);
	else if (d->part_class == CLASS_SERVICE)
		say(s, difference_field_in_service, { "part", quoted, &d->part }, { "field", field_in_language, d });
	else
		say(s, difference_field_in_file, { "part", quoted, &d->part }, { "field", field_in_language, d });
}

/* --- files and services ------------------------------------------------------------------------- */

static void
added_parts(const struct sentence *s, const void *what)
{
	const struct difference *d = what;
	const struct list list = { d->added, d->n_added };

	if (d->property->kind == KIND_NODE && d->property->target == CLASS_SERVICE)
		say_counted(s, difference_services_added, list.n, { "list", quoted_list, &list });
	else
		say_counted(s, difference_files_added, list.n, { "list", quoted_list, &list });
}

static void
removed_parts(const struct sentence *s, const void *what)
{
	const struct difference *d = what;
	const struct list list = { d->removed, d->n_removed };

	if (d->property->kind == KIND_NODE && d->property->target == CLASS_SERVICE)
		say_counted(s, difference_services_removed, list.n, { "list", quoted_list, &list });
	else
		say_counted(s, difference_files_removed, list.n, { "list", quoted_list, &list });
}

/* "2 Dateien hinzugefügt: …; 1 Datei entfernt: …" */
static void
parts(const struct sentence *s, const struct difference *d)
{
	if (d->n_added && d->n_removed)
		say(s, difference_parts_both, { "added", added_parts, d }, { "removed", removed_parts, d });
	else if (d->n_added)
		added_parts(s, d);
	else if (d->n_removed)
		removed_parts(s, d);
}

static void
items(const struct sentence *s, const struct difference *d)
{
	const struct list added = { d->added, d->n_added }, removed = { d->removed, d->n_removed };

	if (added.n && removed.n)
		say(s, difference_items_both, { "field", field, d }, { "added", quoted_list, &added },
		    { "removed", quoted_list, &removed });
	else if (added.n)
		say(s, difference_items_added, { "field", field, d }, { "added", quoted_list, &added });
	else
		say(s, difference_items_removed, { "field", field, d }, { "removed", quoted_list, &removed });
}

/* --- long texts --------------------------------------------------------------------------------- */

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
words(const struct sentence *s, const void *what)
{
	const struct pieces *pieces = what;

	for (size_t i = 0; i < pieces->n; i++) {
		const struct piece *p = &pieces->list[i];
		if (i)
			buf_char(s->out, ' ');
		if (p->kind == PIECE_SAME)
			unchanged(s, p->text, i == 0, i + 1 == pieces->n);
		else
			around(s, p->kind == PIECE_REMOVED ? s->style->removed : s->style->added, p->text);
	}
}

/* --- hosted files ------------------------------------------------------------------------------- */

static bool
has_other_rows(const struct difference *d)
{
	return d->n_rows[0] && d->n_rows[1] && d->n_rows[0] != d->n_rows[1];
}

static bool
has_other_size(const struct difference *d)
{
	return d->before.n && d->after.n && !text_equal(d->before, d->after);
}

/* "von 1.200 zu 1.250 Zeilen, von 80.122 zu 83.470 Byte" */
static void
figures(const struct sentence *s, const void *what)
{
	const struct difference *d = what;
	char digits[2][24];

	if (has_other_rows(d)) {
		for (int i = 0; i < 2; i++)
			snprintf(digits[i], sizeof digits[i], "%llu", (unsigned long long)d->n_rows[i]);
		const struct text before = text_of(digits[0]), after = text_of(digits[1]);
		say(s, difference_rows, { "before", number, &before }, { "after", number, &after });
		if (has_other_size(d))
			s->style->words(s->out, s->voice->phrases[PHRASE_difference_list_mark]);
	}
	if (has_other_size(d))
		say(s, difference_bytes, { "before", number, &d->before }, { "after", number, &d->after });
}

/* "Datei „Bäume als CSV“ – neuer Inhalt: von 1.200 zu 1.250 Zeilen, von 80.122 zu 83.470 Byte" */
static void
content(const struct sentence *s, const struct difference *d)
{
	if (has_other_rows(d) || has_other_size(d))
		say(s, difference_content_figures, { "part", quoted, &d->part }, { "figures", figures, d });
	else
		say(s, difference_content, { "part", quoted, &d->part });
}

void
difference_sentence(struct buf *out, const struct difference *d, const struct voice *voice,
    const struct sentence_style *style)
{
	const struct sentence s = { out, voice, style };

	switch (d->kind) {
	case DIFFERENCE_ADDED: say(&s, difference_added, { "field", field, d }, { "after", quoted, &d->after }); return;
	case DIFFERENCE_REMOVED: say(&s, difference_removed, { "field", field, d }, { "before", quoted, &d->before }); return;
	case DIFFERENCE_CHANGED:
		say(&s, difference_changed, { "field", field, d }, { "before", quoted, &d->before },
		    { "after", quoted, &d->after });
		return;
	case DIFFERENCE_ITEMS: items(&s, d); return;
	case DIFFERENCE_PARTS: parts(&s, d); return;
	case DIFFERENCE_WORDS: say(&s, difference_words, { "field", field, d }, { "words", words, &d->pieces }); return;
	case DIFFERENCE_CONTENT: content(&s, d); return;
	}
}
