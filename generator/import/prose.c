#include "import/prose.h"

#include "adapters/markdown.h"
#include "core/characters.h"

enum { MAX_OPEN = 32 };

/* --- entities -------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	uint32_t character;
} entities[] = {
	{ "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }, { "nbsp", ' ' },
	{ "auml", 0xe4 }, { "ouml", 0xf6 }, { "uuml", 0xfc }, { "Auml", 0xc4 }, { "Ouml", 0xd6 }, { "Uuml", 0xdc },
	{ "szlig", 0xdf }, { "eacute", 0xe9 }, { "sect", 0xa7 }, { "deg", 0xb0 }, { "copy", 0xa9 }, { "reg", 0xae },
	{ "sup2", 0xb2 }, { "sup3", 0xb3 }, { "middot", 0xb7 }, { "laquo", 0xab }, { "raquo", 0xbb }, { "times", 0xd7 },
	{ "ndash", 0x2013 }, { "mdash", 0x2014 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 }, { "ldquo", 0x201c },
	{ "rdquo", 0x201d }, { "bdquo", 0x201e }, { "bull", 0x2022 }, { "hellip", 0x2026 }, { "euro", 0x20ac },
};

/* The character of an entity that `t` begins with, and its length; 0 when there is none. */
static uint32_t
entity(struct text t, size_t *length)
{
	size_t end = text_find_char(text_slice(t, 0, 12), ';');
	struct text name = text_slice(t, 1, end);
	uint64_t number = 0;

	if (t.n < 3 || end >= 12 || end >= t.n)
		return 0;
	*length = end + 1;
	for (size_t i = 0; i < sizeof entities / sizeof entities[0]; i++)
		if (text_equal(name, text_of(entities[i].name)))
			return entities[i].character;
	if (text_starts(name, T("#x")) || text_starts(name, T("#X"))) {
		for (size_t i = 2; i < name.n; i++) {
			char c = name.s[i];
			unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0') :
					 (c | 32) >= 'a' && (c | 32) <= 'f' ? (unsigned)((c | 32) - 'a' + 10) : 16;
			if (digit > 15)
				return 0;
			number = number * 16 + digit;
		}
	} else if (!text_starts(name, T("#")) || !text_number(text_slice(name, 1, name.n), 0x10ffff, &number)) {
		return 0;
	}
	if (number == 0xa0)
		return ' ';
	bool is_character = number <= 0x10ffff && !(number >= 0xd800 && number < 0xe000);
	return is_character && character_is_allowed((uint32_t)number) ? (uint32_t)number : 0xfffd;
}

/* --- tags ------------------------------------------------------------------------------------------ */

enum effect {
	NOT_A_TAG, NOTHING, PARAGRAPH, BREAK, STRONG, EMPHASIS, CODE, LINK, LIST, ORDERED_LIST, ITEM, HEADING, QUOTE,
	IMAGE, CELL, DROPPED, LOST,
};

static const struct {
	const char *name;
	enum effect effect;
} tags[] = {
	{ "p", PARAGRAPH }, { "div", PARAGRAPH }, { "section", PARAGRAPH }, { "article", PARAGRAPH }, { "hr", PARAGRAPH },
	{ "pre", PARAGRAPH }, { "dl", PARAGRAPH }, { "dt", PARAGRAPH }, { "dd", PARAGRAPH }, { "br", BREAK },
	{ "b", STRONG }, { "strong", STRONG }, { "i", EMPHASIS }, { "em", EMPHASIS }, { "cite", EMPHASIS },
	{ "code", CODE }, { "tt", CODE }, { "a", LINK }, { "ul", LIST }, { "ol", ORDERED_LIST }, { "li", ITEM },
	{ "h1", HEADING }, { "h2", HEADING }, { "h3", HEADING }, { "h4", HEADING }, { "h5", HEADING }, { "h6", HEADING },
	{ "blockquote", QUOTE }, { "img", IMAGE }, { "tr", PARAGRAPH }, { "td", CELL }, { "th", CELL },
	{ "span", NOTHING }, { "font", NOTHING }, { "u", NOTHING }, { "small", NOTHING }, { "big", NOTHING },
	{ "center", NOTHING }, { "sup", NOTHING }, { "sub", NOTHING }, { "html", NOTHING }, { "body", NOTHING },
	{ "head", NOTHING }, { "tbody", NOTHING }, { "thead", NOTHING }, { "label", NOTHING }, { "mark", NOTHING },
	{ "o:p", NOTHING }, { "abbr", NOTHING }, { "q", NOTHING }, { "s", NOTHING }, { "del", NOTHING }, { "wbr", NOTHING },
	{ "script", DROPPED }, { "style", DROPPED },
	{ "table", LOST }, { "iframe", LOST }, { "video", LOST }, { "audio", LOST }, { "object", LOST }, { "embed", LOST },
	{ "form", LOST }, { "input", LOST }, { "button", LOST },
};
enum { N_TAGS = sizeof tags / sizeof tags[0] };

struct tag {
	enum effect effect;
	struct text name;
	struct text attributes;
	bool is_end;
	size_t length; /* with its brackets */
};

static bool
is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* What `t`, which begins with '<', begins with. */
static struct tag
read_tag(struct text t)
{
	struct tag tag = { .effect = NOT_A_TAG };
	size_t at = 1;
	char quote = 0;

	if (text_starts(t, T("<!--"))) {
		size_t end = text_find(t, T("-->"));
		return (struct tag){ NOTHING, T("!--"), T(""), false, end < t.n ? end + 3 : t.n };
	}
	if (at < t.n && t.s[at] == '/') {
		tag.is_end = true;
		at++;
	}
	size_t from = at;
	while (at < t.n && (is_letter(t.s[at]) || (at > from && ((t.s[at] >= '0' && t.s[at] <= '9') || t.s[at] == ':'))))
		at++;
	tag.name = text_slice(t, from, at);
	if (tag.name.n == 0 || at == t.n || !strchr(" \t\r\n/>", t.s[at]))
		return tag;
	from = at;
	while (at < t.n && (quote || t.s[at] != '>')) {
		if (quote ? t.s[at] == quote : t.s[at] == '"' || t.s[at] == '\'')
			quote = quote ? 0 : t.s[at];
		at++;
	}
	if (at == t.n)
		return tag;
	tag.attributes = text_slice(t, from, at);
	tag.length = at + 1;
	for (size_t i = 0; i < N_TAGS; i++)
		if (text_equal_nocase(tag.name, text_of(tags[i].name)))
			tag.effect = tags[i].effect;
	return tag;
}

static struct text
attribute(struct text attributes, struct text name)
{
	for (size_t at = 0; at + name.n < attributes.n; at++) {
		if (!text_equal_nocase(text_slice(attributes, at, at + name.n), name) ||
		    (at && !strchr(" \t\r\n\"'", attributes.s[at - 1])))
			continue;
		struct text rest = text_trim(text_slice(attributes, at + name.n, attributes.n));
		if (rest.n < 2 || rest.s[0] != '=')
			continue;
		rest = text_trim(text_slice(rest, 1, rest.n));
		if (rest.n && (rest.s[0] == '"' || rest.s[0] == '\'')) {
			char quote = rest.s[0];
			rest = text_slice(rest, 1, rest.n);
			return text_trim(text_slice(rest, 0, text_find_char(rest, quote)));
		}
		return text_slice(rest, 0, text_find_char(rest, ' '));
	}
	return T("");
}

static bool
has_tags(struct text t)
{
	for (size_t at = 0; at < t.n; at++)
		if (t.s[at] == '<' && read_tag(text_slice(t, at, t.n)).effect != NOT_A_TAG)
			return true;
	return false;
}

/* --- HTML to Markdown ------------------------------------------------------------------------------ */

struct open {
	enum effect effect;
	size_t from; /* in the output, where its content begins */
	struct text address;
};

struct conversion {
	struct buf out, lost;
	struct open open[MAX_OPEN];
	size_t n_open;
	unsigned list_depth;
	bool is_ordered[MAX_OPEN];
};

static void
new_lines(struct buf *out, size_t n)
{
	while (out->n && strchr(" \t\n", out->s[out->n - 1]))
		out->n--;
	for (size_t i = 0; out->n && i < n; i++)
		buf_char(out, '\n');
}

static void
lose(struct conversion *c, struct text what)
{
	if (text_find(buf_view(&c->lost), what) < c->lost.n)
		return;
	if (c->lost.n)
		buf_str(&c->lost, ", ");
	buf_text(&c->lost, what);
}

static void
begin_inline(struct conversion *c, enum effect effect, struct text address)
{
	if (c->n_open < MAX_OPEN)
		c->open[c->n_open++] = (struct open){ effect, c->out.n, address };
}

/* An address as Markdown can hold it in (); empty when it leads nowhere. */
static bool
is_linkable(struct text address)
{
	for (size_t i = 0; i < address.n; i++)
		if ((unsigned char)address.s[i] <= ' ' || strchr("()<>\\", address.s[i]))
			return false;
	return text_starts(address, T("https://")) || text_starts(address, T("http://")) ||
	       text_starts(address, T("mailto:"));
}

static void
wrap(struct conversion *c, const struct open *o, const char *before, const char *after)
{
	struct buf content = { 0 };
	size_t from = o->from, to = c->out.n;

	/* Blanks stand outside, or Markdown does not see the marks. */
	while (from < to && strchr(" \n\t", c->out.s[from]))
		from++;
	while (to > from && strchr(" \n\t", c->out.s[to - 1]))
		to--;
	struct text inner = text_slice(buf_view(&c->out), from, to), behind = text_slice(buf_view(&c->out), to, c->out.n);
	if (inner.n == 0 || text_find(inner, T("\n\n")) < inner.n)
		return;
	buf_str(&content, before);
	buf_text(&content, inner);
	buf_str(&content, after);
	buf_text(&content, behind);
	c->out.n = from;
	buf_text(&c->out, buf_view(&content));
	buf_free(&content);
}

static void
end_inline(struct conversion *c, enum effect effect)
{
	size_t n = c->n_open;

	while (n && c->open[n - 1].effect != effect)
		n--;
	if (n == 0)
		return;
	struct open o = c->open[n - 1];
	c->n_open = n - 1;
	if (effect == STRONG) {
		wrap(c, &o, "**", "**");
	} else if (effect == EMPHASIS) {
		wrap(c, &o, "*", "*");
	} else if (effect == CODE) {
		wrap(c, &o, "`", "`");
	} else if (is_linkable(o.address)) {
		struct text text = text_trim(text_slice(buf_view(&c->out), o.from, c->out.n));
		if (text_equal(text, o.address)) {
			wrap(c, &o, "<", ">");
			return;
		}
		struct buf after = { 0 };
		buf_printf(&after, "](%.*s)", TEXT_ARG(o.address));
		wrap(c, &o, "[", buf_cstr(&after));
		buf_free(&after);
	} else if (o.address.n) {
		buf_printf(&c->out, " (%.*s)", TEXT_ARG(o.address));
	}
}

static void
begin_item(struct conversion *c)
{
	bool is_ordered = c->list_depth && c->list_depth <= MAX_OPEN && c->is_ordered[c->list_depth - 1];

	/* The empty line before a list stays. */
	if (c->out.n && c->out.s[c->out.n - 1] != '\n')
		new_lines(&c->out, 1);
	for (unsigned i = 1; i < c->list_depth && i < 8; i++)
		buf_str(&c->out, is_ordered ? "   " : "  ");
	buf_str(&c->out, is_ordered ? "1. " : "- ");
}

static void
list(struct conversion *c, const struct tag *tag)
{
	if (!tag->is_end) {
		new_lines(&c->out, c->list_depth ? 1 : 2);
		if (c->list_depth < MAX_OPEN)
			c->is_ordered[c->list_depth] = tag->effect == ORDERED_LIST;
		c->list_depth++;
		return;
	}
	if (c->list_depth)
		c->list_depth--;
	new_lines(&c->out, c->list_depth ? 1 : 2);
}

static void
convert_tag(struct conversion *c, const struct tag *tag)
{
	switch (tag->effect) {
	case PARAGRAPH:
	case BREAK:
	case QUOTE:
		if (!c->list_depth) {
			new_lines(&c->out, 2);
			if (tag->effect == QUOTE && !tag->is_end)
				buf_str(&c->out, "> ");
		} else if (c->out.n && !strchr(" \n", c->out.s[c->out.n - 1])) {
			buf_char(&c->out, ' ');
		}
		break;
	case HEADING:
		new_lines(&c->out, 2);
		for (int i = 0; !tag->is_end && i < tag->name.s[1] - '0'; i++)
			buf_char(&c->out, '#');
		if (!tag->is_end)
			buf_char(&c->out, ' ');
		break;
	case LIST:
	case ORDERED_LIST: list(c, tag); break;
	case ITEM:
		if (!tag->is_end)
			begin_item(c);
		break;
	case STRONG:
	case EMPHASIS:
	case CODE:
	case LINK:
		if (tag->is_end)
			end_inline(c, tag->effect);
		else
			begin_inline(c, tag->effect, attribute(tag->attributes, T("href")));
		break;
	case IMAGE:
		buf_text(&c->out, attribute(tag->attributes, T("alt")));
		lose(c, T("img"));
		break;
	case CELL:
		if (!tag->is_end && c->out.n && !strchr(" \n", c->out.s[c->out.n - 1]))
			buf_str(&c->out, " – ");
		break;
	case LOST:
		lose(c, tag->name);
		break;
	case DROPPED:
	case NOTHING:
	case NOT_A_TAG: break;
	}
}

/* Behind <script> or <style>: the end of its content. */
static size_t
end_of_dropped(struct text t, size_t at, struct text name)
{
	for (; at < t.n; at++) {
		struct tag tag = t.s[at] == '<' ? read_tag(text_slice(t, at, t.n)) : (struct tag){ 0 };
		if (tag.length && tag.is_end && text_equal_nocase(tag.name, name))
			return at + tag.length;
	}
	return t.n;
}

static void
convert_entity(struct buf *out, struct text t, size_t *at)
{
	size_t length;
	uint32_t character = entity(text_slice(t, *at, t.n), &length);

	/* What Markdown would take for markup stays an entity. */
	if (character == 0 || strchr("&<>", (int)(character < 0x80 ? character : 'x'))) {
		buf_char(out, t.s[(*at)++]);
		return;
	}
	buf_utf8(out, character);
	*at += length;
}

static struct text
from_html(struct arena *a, struct text t, struct text *lost)
{
	struct conversion c = { 0 };
	bool is_markup = has_tags(t);

	for (size_t at = 0; at < t.n;) {
		if (t.s[at] == '&') {
			convert_entity(&c.out, t, &at);
			continue;
		}
		if (t.s[at] == '<') {
			struct tag tag = read_tag(text_slice(t, at, t.n));
			if (tag.effect != NOT_A_TAG) {
				convert_tag(&c, &tag);
				at += tag.length;
				if (tag.effect == DROPPED && !tag.is_end)
					at = end_of_dropped(t, at, tag.name);
				continue;
			}
			/* <https://…> is a link; anything else in brackets is text. */
			size_t end = at + text_find_char(text_slice(t, at, t.n), '>');
			if (end == t.n || !is_linkable(text_slice(t, at + 1, end)))
				buf_char(&c.out, '\\');
		} else if (is_markup && strchr(" \t\n", t.s[at]) && c.out.n && c.out.s[c.out.n - 1] == '\n') {
			at++; /* indentation means nothing in HTML, and code in Markdown */
			continue;
		}
		buf_char(&c.out, t.s[at++]);
	}
	while (c.n_open)
		end_inline(&c, c.open[c.n_open - 1].effect);
	*lost = arena_text(a, buf_view(&c.lost));
	struct text markdown = arena_text(a, text_trim(buf_view(&c.out)));
	buf_free(&c.out);
	buf_free(&c.lost);
	return markdown;
}

/* --- what is still refused ------------------------------------------------------------------------- */

static bool
is_good(struct text t, bool *only_images)
{
	const struct source source = { T(""), t };
	struct diagnostics *d = diagnostics_new();
	bool good = markdown_check(&source, 0, t.n, d);

	*only_images = true;
	for (size_t i = 0; i < d->n; i++)
		if (messages[d->list[i].id].severity == SEVERITY_ERROR && d->list[i].id != MESSAGE_MARKDOWN_IMAGE_EXTERNAL)
			*only_images = false;
	diagnostics_free(d);
	return good;
}

/* "![" becomes "[": the image is a link to it. */
static struct text
without_images(struct arena *a, struct text t)
{
	char *s = arena_alloc(a, t.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < t.n; i++)
		if (!(t.s[i] == '!' && i + 1 < t.n && t.s[i + 1] == '['))
			s[n++] = t.s[i];
	return (struct text){ s, n };
}

/* Every character stands for itself. */
static struct text
escaped(struct arena *a, struct text t)
{
	struct buf out = { 0 };
	struct text rest = t, line;

	if (t.n > MARKDOWN_MAX_BYTES / 2)
		t.n = MARKDOWN_MAX_BYTES / 2;
	rest = t;
	while (text_next(&rest, '\n', &line)) {
		line = text_trim(line);
		for (size_t i = 0; i < line.n; i++) {
			if (strchr("\\`*_[]<>&#|!", line.s[i]) || (i == 0 && strchr("-+=~", line.s[i])))
				buf_char(&out, '\\');
			buf_char(&out, line.s[i]);
		}
		buf_char(&out, '\n');
	}
	struct text plain = arena_text(a, text_trim(buf_view(&out)));
	buf_free(&out);
	return plain;
}

struct text
prose_markdown(struct arena *a, struct text t, struct text *lost)
{
	bool only_images;

	t = draft_clean(a, t);
	struct text markdown = from_html(a, t, lost);

	if (is_good(markdown, &only_images))
		return markdown;
	if (only_images) {
		struct text linked = without_images(a, markdown);
		*lost = lost->n ? arena_printf(a, "%.*s, img", TEXT_ARG(*lost)) : T("img");
		if (is_good(linked, &only_images))
			return linked;
	}
	*lost = T("Markdown");
	return escaped(a, prose_plain(a, t));
}

struct text
prose_plain(struct arena *a, struct text t)
{
	struct buf out = { 0 };
	bool is_markup = has_tags(t);

	for (size_t at = 0; at < t.n;) {
		size_t length;
		struct tag tag = t.s[at] == '<' ? read_tag(text_slice(t, at, t.n)) : (struct tag){ 0 };
		uint32_t character = t.s[at] == '&' ? entity(text_slice(t, at, t.n), &length) : 0;
		bool is_blank = is_markup && strchr(" \t\r\n", t.s[at]);
		if (tag.effect != NOT_A_TAG)
			is_blank = tag.effect != NOTHING && tag.effect != STRONG && tag.effect != EMPHASIS;
		if (is_blank) {
			if (out.n && out.s[out.n - 1] != ' ')
				buf_char(&out, ' ');
		} else if (character) {
			buf_utf8(&out, character);
		} else if (tag.effect == NOT_A_TAG) {
			buf_char(&out, t.s[at]);
		}
		at += tag.effect != NOT_A_TAG ? tag.length : character ? length : 1;
		if (tag.effect == DROPPED && !tag.is_end)
			at = end_of_dropped(t, at, tag.name);
	}
	struct text plain = arena_text(a, text_trim(buf_view(&out)));
	buf_free(&out);
	return plain;
}

void
prose_add(struct import *i, struct draft *d, enum property_id p, struct text field, struct text t,
    struct text language)
{
	struct arena *a = import_arena(i);
	struct text lost = T(""), made;

	made = properties[p].kind == KIND_MARKDOWN ? prose_markdown(a, t, &lost) : prose_plain(a, t);
	if (lost.n)
		diagnose(import_diagnostics(i), IMPORT_MARKUP, d->at, field, lost);
	if (!draft_add_in(d, p, made, language))
		import_lost(i, d->at, field, t, p);
}
