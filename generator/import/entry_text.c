#include "import/entry_text.h"

#include "core/characters.h"
#include "core/date.h"

#include <stdlib.h>

enum {
	WIDTH = 120,         /* columns of a line with a list or mapping in it */
	MAX_LANGUAGES_OF_TEXT = 32,
};

/* --- scalars --------------------------------------------------------------------------------------- */

/* What YAML 1.1 or 1.2 would read as something else than a text: no, ~, 1.10, 2024-01-01, 0x1F, .inf */
static bool
is_another_type(struct text t)
{
	static const char *const words[] = { "~", "null", "true", "false", "yes", "no", "on", "off", "y", "n",
		".inf", "-.inf", "+.inf", ".nan", "=", "<<" };

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		if (text_equal_nocase(t, text_of(words[i])))
			return true;
	/* Numbers in all their forms, times and dates begin with a digit, or one behind a sign or point. */
	size_t i = 0;
	bool has_digit = false;
	while (i < t.n && (t.s[i] == '-' || t.s[i] == '+' || t.s[i] == '.'))
		i++;
	if (i == t.n || t.s[i] < '0' || t.s[i] > '9')
		return false;
	for (; i < t.n; i++) {
		char c = t.s[i];
		has_digit |= c >= '0' && c <= '9';
		if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') || c == '.' ||
			c == '_' || c == ':' || c == '-' || c == '+' || c == 'x' || c == 'X' || c == 'o' || c == 'T' ||
			c == 't' || c == 'Z' || c == 'z' || c == ' '))
			return false;
	}
	return has_digit;
}

/* Can stand in a scalar as it is; others need an escape. */
static bool
is_printable(uint32_t c)
{
	return c != '\n' && c != '\t' && character_is_allowed(c);
}

static bool
is_plain(struct text t, bool is_flow)
{
	if (t.n == 0 || t.s[0] == ' ' || t.s[t.n - 1] == ' ' || t.s[t.n - 1] == ':' ||
	    memchr("-?:,[]{}#&*!|>'\"%@`=", t.s[0], 21))
		return false;
	for (size_t at = 0; at < t.n;) {
		size_t from = at;
		uint32_t c = utf8_next(t, &at);
		if (!is_printable(c))
			return false;
		if (c == ':' && at < t.n && t.s[at] == ' ')
			return false;
		if (c == '#' && from && t.s[from - 1] == ' ')
			return false;
		if (is_flow && c < 0x80 && memchr(",[]{}", (int)c, 5))
			return false;
	}
	return true;
}

static void
write_quoted(struct buf *out, struct text t)
{
	buf_char(out, '"');
	for (size_t at = 0; at < t.n;) {
		size_t from = at;
		uint32_t c = utf8_next(t, &at);
		if (c == '"' || c == '\\')
			buf_printf(out, "\\%c", (char)c);
		else if (c == '\n')
			buf_str(out, "\\n");
		else if (c == '\t')
			buf_str(out, "\\t");
		else if (c == UTF8_INVALID)
			buf_utf8(out, 0xfffd);
		else if (is_printable(c))
			buf_bytes(out, t.s + from, at - from);
		else if (c < 0x100)
			buf_printf(out, "\\x%02X", (unsigned)c);
		else if (c < 0x10000)
			buf_printf(out, "\\u%04X", (unsigned)c);
		else
			buf_printf(out, "\\U%08X", (unsigned)c);
	}
	buf_char(out, '"');
}

void
entry_scalar(struct buf *out, struct text t, bool is_flow)
{
	if (is_plain(t, is_flow) && !is_another_type(t))
		buf_text(out, t);
	else
		write_quoted(out, t);
}

/* What the kind itself says is no text: 2024-01-01, 0.5 and 1048576 need no quotes. */
static bool
is_bare(enum property_id p, struct text t)
{
	struct date date;

	switch (properties[p].kind) {
	case KIND_DATE: return date_parse(t, &date);
	case KIND_INTEGER:
	case KIND_DECIMAL: return is_another_type(t) && is_plain(t, true);
	default: return false;
	}
}

static void
write_text(struct buf *out, enum property_id p, struct text t, bool is_flow)
{
	enum kind kind = properties[p].kind;

	if (kind == KIND_BBOX || kind == KIND_POINT) {
		buf_char(out, '[');
		buf_text(out, t);
		buf_char(out, ']');
	} else if (is_bare(p, t)) {
		buf_text(out, t);
	} else {
		entry_scalar(out, t, is_flow);
	}
}

/* --- choosing a form ------------------------------------------------------------------------------- */

/* The values of a property in one language (of kinds without a language: all), as pointers. */
struct values {
	const struct draft_value **list;
	size_t n;
};

static struct values
values_in(const struct draft *d, enum property_id p, const struct text *language)
{
	size_t n = 0;
	struct values found = { NULL, 0 };

	for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v))
		n++;
	found.list = arena_array(d->arena, const struct draft_value *, n);
	for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v))
		if ((!language || text_equal(v->language, *language)) && (!v->part || !draft_is_empty(v->part)))
			found.list[found.n++] = v;
	return found;
}

static bool
is_language_text(enum property_id p)
{
	return properties[p].kind == KIND_TEXT || properties[p].kind == KIND_MARKDOWN;
}

/* The languages of a property's texts, in the order in which they came; own ones ("") first. */
static size_t
languages_of(const struct draft *d, enum property_id p, struct text *languages)
{
	size_t n = 0;

	for (unsigned pass = 0; pass < 2; pass++)
		for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v)) {
			size_t i = 0;
			if ((v->language.n == 0) != (pass == 0))
				continue;
			while (i < n && !text_equal(languages[i], v->language))
				i++;
			if (i == n && n < MAX_LANGUAGES_OF_TEXT)
				languages[n++] = v->language;
		}
	return n;
}

static bool
has_line_break(struct text t)
{
	return text_find_char(t, '\n') < t.n;
}

/* --- lines and blocks ------------------------------------------------------------------------------ */

struct lines {
	struct buf *out;
	struct text language; /* of texts without one */
	unsigned indent;      /* blanks before a line */
};

static void
write_indent(const struct lines *l)
{
	for (unsigned i = 0; i < l->indent; i++)
		buf_char(l->out, ' ');
}

/* { de: …, en: … } on one line; of several texts in a language a list. */
static void
write_flow_languages(struct buf *out, const struct draft *d, enum property_id p, struct text own)
{
	struct text languages[MAX_LANGUAGES_OF_TEXT];
	size_t n = languages_of(d, p, languages);

	buf_str(out, "{ ");
	for (size_t i = 0; i < n; i++) {
		struct values v = values_in(d, p, &languages[i]);
		if (i)
			buf_str(out, ", ");
		/* "no" is Norwegian, and a truth to YAML 1.1. */
		entry_scalar(out, languages[i].n ? languages[i] : own, true);
		buf_str(out, v.n > 1 ? ": [" : ": ");
		for (size_t k = 0; k < v.n; k++) {
			if (k)
				buf_str(out, ", ");
			entry_scalar(out, v.list[k]->text, true);
		}
		if (v.n > 1)
			buf_char(out, ']');
	}
	buf_str(out, " }");
}

static bool
needs_languages(const struct draft *d, enum property_id p)
{
	if (!is_language_text(p))
		return false;
	for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v))
		if (v->language.n)
			return true;
	return false;
}

/* Codes and keywords of which there may be several look like a list also when there is one. */
static bool
is_always_a_list(enum property_id p)
{
	const struct property *property = &properties[p];

	return property->is_repeatable && (property->kind == KIND_CONCEPT ||
	    (property->predicate && strcmp(property->predicate, "dcat:keyword") == 0));
}

/* The value of a property on one line, whatever its length. */
static void write_flow(struct buf *out, const struct draft *d, enum property_id p, struct text own);

static void
write_flow_part(struct buf *out, const struct draft *part, struct text own)
{
	bool is_first = true;

	buf_str(out, "{ ");
	for (const struct draft_value *v = part->first; v; v = v->next) {
		if (draft_value(part, v->property) != v || !draft_has(part, v->property))
			continue;
		if (!is_first)
			buf_str(out, ", ");
		is_first = false;
		buf_printf(out, "%s: ", properties[v->property].key);
		write_flow(out, part, v->property, own);
	}
	buf_str(out, " }");
}

static void
write_flow(struct buf *out, const struct draft *d, enum property_id p, struct text own)
{
	struct values v = values_in(d, p, NULL);
	bool is_list = v.n > 1 || is_always_a_list(p);

	if (needs_languages(d, p)) {
		write_flow_languages(out, d, p, own);
		return;
	}
	if (is_list)
		buf_char(out, '[');
	for (size_t i = 0; i < v.n; i++) {
		if (i)
			buf_str(out, ", ");
		if (v.list[i]->part)
			write_flow_part(out, v.list[i]->part, own);
		else
			write_text(out, p, v.list[i]->text, true);
	}
	if (is_list)
		buf_char(out, ']');
}

/* What never stands within { }: files and services, texts of several lines, parts of parts that do not
 * fit either. */
static bool
is_block_part(const struct draft *part)
{
	if (part->class == CLASS_DISTRIBUTION || part->class == CLASS_SERVICE)
		return true;
	for (const struct draft_value *v = part->first; v; v = v->next)
		if (v->part ? is_block_part(v->part) : has_line_break(v->text))
			return true;
	return false;
}

static bool
is_address(enum property_id p)
{
	return properties[p].kind == KIND_IRI || properties[p].kind == KIND_URL;
}

static bool
fits_on_a_line(const struct lines *l, const struct draft *d, enum property_id p)
{
	struct buf trial = { 0 };
	size_t n = 0;
	bool fits = true;

	for (const struct draft_value *v = draft_value(d, p); v && fits; v = draft_next(v), n++)
		fits = v->part ? !is_block_part(v->part) : !has_line_break(v->text);
	/* Of addresses each gets its line, as do parts of which there are several. */
	if (fits && n > 1 && (is_address(p) || properties[p].kind == KIND_NODE))
		fits = false;
	if (fits && (n > 1 || properties[p].kind == KIND_NODE || needs_languages(d, p))) {
		write_flow(&trial, d, p, l->language);
		fits = l->indent + strlen(properties[p].key) + 2 + utf8_length(buf_view(&trial)) <= WIDTH;
	}
	buf_free(&trial);
	return fits;
}

/* A text of several lines, behind its key: "|-" and its lines, where YAML can say it so. */
static void
write_literal(const struct lines *l, struct text t)
{
	struct text rest = t, line;
	bool can = t.n && t.s[0] != ' ' && t.s[0] != '\n' && t.s[0] != '\t' && t.s[t.n - 1] != '\n';

	for (size_t at = 0; at < t.n && can;) {
		uint32_t c = utf8_next(t, &at);
		can = c == '\n' || is_printable(c);
	}
	if (!can) {
		write_quoted(l->out, t);
		buf_char(l->out, '\n');
		return;
	}
	buf_str(l->out, "|-\n");
	while (text_next(&rest, '\n', &line)) {
		if (line.n) {
			write_indent(l);
			buf_str(l->out, "  ");
			buf_text(l->out, line);
		}
		buf_char(l->out, '\n');
	}
}

static void
write_block_scalar(const struct lines *l, enum property_id p, struct text t)
{
	if (has_line_break(t)) {
		write_literal(l, t);
		return;
	}
	write_text(l->out, p, t, false);
	buf_char(l->out, '\n');
}

static void write_properties(const struct lines *l, const struct draft *d, bool is_behind_dash);

static void
write_block_languages(const struct lines *l, const struct draft *d, enum property_id p)
{
	struct text languages[MAX_LANGUAGES_OF_TEXT];
	size_t n = languages_of(d, p, languages);
	struct lines inner = *l;

	inner.indent += 2;
	buf_char(l->out, '\n');
	for (size_t i = 0; i < n; i++) {
		struct values v = values_in(d, p, &languages[i]);
		write_indent(&inner);
		entry_scalar(l->out, languages[i].n ? languages[i] : l->language, false);
		buf_char(l->out, ':');
		if (v.n == 1) {
			buf_char(l->out, ' ');
			write_block_scalar(&inner, p, v.list[0]->text);
			continue;
		}
		buf_char(l->out, '\n');
		inner.indent += 2;
		for (size_t k = 0; k < v.n; k++) {
			write_indent(&inner);
			buf_str(l->out, "- ");
			write_block_scalar(&inner, p, v.list[k]->text);
		}
		inner.indent -= 2;
	}
}

/* "  - " and the value, for each; a single part may do without the dash. */
static void
write_block(const struct lines *l, const struct draft *d, enum property_id p)
{
	struct values v = values_in(d, p, NULL);
	struct lines inner = *l;

	if (needs_languages(d, p)) {
		write_block_languages(l, d, p);
		return;
	}
	if (v.n == 1 && !v.list[0]->part) {
		buf_char(l->out, ' ');
		write_block_scalar(l, p, v.list[0]->text);
		return;
	}
	buf_char(l->out, '\n');
	inner.indent += 2;
	if (v.n == 1 && v.list[0]->part->class != CLASS_DISTRIBUTION && v.list[0]->part->class != CLASS_SERVICE) {
		write_properties(&inner, v.list[0]->part, false);
		return;
	}
	for (size_t i = 0; i < v.n; i++) {
		const struct draft *part = v.list[i]->part;
		write_indent(&inner);
		buf_str(l->out, "- ");
		if (part && is_block_part(part)) {
			inner.indent += 2;
			write_properties(&inner, part, true);
			inner.indent -= 2;
		} else if (part) {
			write_flow_part(l->out, part, l->language);
			buf_char(l->out, '\n');
		} else {
			write_block_scalar(&inner, p, v.list[i]->text);
		}
	}
}

static void
write_property(const struct lines *l, const struct draft *d, enum property_id p)
{
	buf_printf(l->out, "%s:", properties[p].key);
	if (!fits_on_a_line(l, d, p)) {
		write_block(l, d, p);
		return;
	}
	struct values v = values_in(d, p, NULL);
	buf_char(l->out, ' ');
	if (v.n == 1 && !v.list[0]->part && v.list[0]->language.n == 0 && !is_always_a_list(p))
		write_text(l->out, p, v.list[0]->text, false);
	else
		write_flow(l->out, d, p, l->language);
	buf_char(l->out, '\n');
}

static void
write_properties(const struct lines *l, const struct draft *d, bool is_behind_dash)
{
	for (const struct draft_value *v = d->first; v; v = v->next) {
		if (draft_value(d, v->property) != v || !draft_has(d, v->property))
			continue;
		if (!is_behind_dash)
			write_indent(l);
		is_behind_dash = false;
		write_property(l, d, v->property);
	}
}

/* --- files ----------------------------------------------------------------------------------------- */

/* Which property is the Markdown below the second line "---". */
static enum property_id
body_property(enum class class)
{
	for (enum property_id p = 0; p < N_PROPERTIES; p++)
		if (properties[p].class == class && properties[p].kind == KIND_MARKDOWN)
			return p;
	return N_PROPERTIES;
}

/* A copy that says each text in the language it is in: those in the file's own without any. */
static struct draft *
in_own_language(const struct draft *d, struct text own)
{
	struct draft *copy = draft_new(d->arena, d->class, d->at);
	struct draft_value **end = &copy->first;

	for (const struct draft_value *v = d->first; v; v = v->next) {
		*end = arena_new_of(d->arena, struct draft_value);
		**end = (struct draft_value){ v->property, v->text, v->language, NULL, NULL };
		if (text_equal(v->language, own))
			(*end)->language = T("");
		if (v->part)
			(*end)->part = in_own_language(v->part, own);
		end = &(*end)->next;
	}
	return copy;
}

static bool
has_own(const struct draft *d, enum property_id p)
{
	struct text own = T("");

	return values_in(d, p, &own).n > 0;
}

/* Does this text of an entry stand in the file of its language? */
static bool
is_elsewhere(const struct draft *d, const struct draft_value *v)
{
	return d->class != CLASS_AGENT && v->language.n && is_language_text(v->property) && has_own(d, v->property);
}

static void
write_file(struct buf *out, struct draft *d, struct text own, struct text remark)
{
	enum property_id body = body_property(d->class);
	struct text text = T("");
	struct text none = T("");

	if (body < N_PROPERTIES) {
		struct values v = values_in(d, body, &none);
		if (v.n) {
			text = v.list[0]->text;
			draft_remove_value(d, v.list[0]);
		}
	}
	buf_str(out, "---\n");
	if (remark.n)
		buf_printf(out, "# %.*s\n", TEXT_ARG(remark));
	write_properties(&(struct lines){ out, own, 0 }, d, false);
	buf_str(out, "---\n");
	buf_text(out, text);
	if (text.n)
		buf_char(out, '\n');
}

void
entry_text(struct buf *out, const struct draft *d, struct text language, struct text remark)
{
	struct draft *own = in_own_language(d, language), *here = in_own_language(own, T(""));

	for (const struct draft_value *v = own->first, *w = here->first; v; v = v->next) {
		const struct draft_value *next = w->next;
		if (is_elsewhere(own, v))
			draft_remove_value(here, w);
		w = next;
	}
	write_file(out, here, language, remark);
}

static int
by_bytes(const void *a, const void *b)
{
	return text_compare(*(const struct text *)a, *(const struct text *)b);
}

size_t
entry_translations(const struct draft *d, struct text own, struct text *languages, size_t max)
{
	const struct draft *copy = in_own_language(d, own);
	size_t n = 0;

	for (const struct draft_value *v = copy->first; v; v = v->next) {
		size_t i = 0;
		if (!is_elsewhere(copy, v))
			continue;
		while (i < n && !text_equal(languages[i], v->language))
			i++;
		if (i == n && n < max)
			languages[n++] = v->language;
	}
	if (n)
		qsort(languages, n, sizeof *languages, by_bytes);
	return n;
}

void
entry_translation_text(struct buf *out, const struct draft *d, struct text own, struct text language)
{
	const struct draft *copy = in_own_language(d, own);
	struct draft *translation = draft_new(d->arena, d->class, d->at);

	for (const struct draft_value *v = copy->first; v; v = v->next)
		if (is_elsewhere(copy, v) && text_equal(v->language, language))
			draft_add(translation, v->property, v->text);
	if (!draft_is_empty(translation))
		write_file(out, translation, language, T(""));
}

void
catalog_text(struct buf *out, const struct draft *catalog, struct text language)
{
	write_properties(&(struct lines){ out, language, 0 }, in_own_language(catalog, language), false);
}
