/*
 * From libyaml's complaint and the line it stopped at to what a clerk did wrong.
 */
#include "adapters/yaml_reader.h"

#include <string.h>

struct complaint {
	size_t at;      /* where libyaml stopped */
	size_t context; /* where what it was reading began */
};

static size_t
line_start(struct text t, size_t offset)
{
	while (offset > 0 && t.s[offset - 1] != '\n')
		offset--;
	return offset;
}

/* The line that begins at `start`, without its end. */
static struct text
line_at(struct text t, size_t start)
{
	struct text line = text_slice(t, start, t.n);

	line.n = text_find_char(line, '\n');
	if (line.n && line.s[line.n - 1] == '\r')
		line.n--;
	return line;
}

static bool
is_white(char c)
{
	return c == ' ' || c == '\t';
}

/* How much of a line is indentation and `- ` of list items. */
static size_t
prefix_of(struct text line)
{
	size_t i = 0;

	while (i < line.n && (is_white(line.s[i]) ||
				 (line.s[i] == '-' && i + 1 < line.n && is_white(line.s[i + 1]))))
		i++;
	return i;
}

static size_t
indent_of(struct text line)
{
	size_t i = 0;

	while (i < line.n && line.s[i] == ' ')
		i++;
	return i;
}

/* The offset of the first colon that YAML takes for the end of a key, or line.n. */
static size_t
key_colon(struct text line)
{
	for (size_t i = 0; i < line.n; i++)
		if (line.s[i] == ':' && (i + 1 == line.n || is_white(line.s[i + 1])))
			return i;
	return line.n;
}

/* "license:cc-by": the offset of a colon without its space behind what looks like a key. */
static size_t
glued_colon(struct text line)
{
	size_t i = prefix_of(line), start = i;

	while (i < line.n &&
	       ((line.s[i] >= 'a' && line.s[i] <= 'z') || (line.s[i] >= 'A' && line.s[i] <= 'Z') ||
		   line.s[i] == '_' || line.s[i] == '-'))
		i++;
	if (i == start || i + 1 >= line.n || line.s[i] != ':' || is_white(line.s[i + 1]))
		return line.n;
	return text_starts(text_slice(line, i, line.n), T("://")) ? line.n : i;
}

/* `value` in the quotes that need the fewest changes in it, at most so long that it reads well. */
static void
write_quoted(struct buf *out, struct text value)
{
	enum { LONGEST = 90 };
	bool has_double =
	    text_find_char(value, '"') < value.n || text_find_char(value, '\\') < value.n;
	char quote = has_double ? '\'' : '"';

	buf_char(out, quote);
	for (size_t at = 0, n = 0; at < value.n; n++) {
		size_t start = at;
		if (n == LONGEST) {
			buf_str(out, "…");
			break;
		}
		utf8_next(value, &at);
		if (value.s[start] == quote)
			buf_char(out, quote);
		buf_text(out, text_slice(value, start, at));
	}
	buf_char(out, quote);
}

struct text
yaml_suggestion(struct yaml_reader *r, size_t offset)
{
	size_t start = line_start(r->text, offset);
	struct text line = line_at(r->text, start);
	struct text before = text_slice(line, prefix_of(line), offset - start);
	struct buf out = { 0 };

	before = text_trim(before);
	if (before.n > 60)
		before = T("…");
	buf_text(&out, before);
	if (before.n)
		buf_char(&out, ' ');
	write_quoted(&out, text_trim(text_slice(line, offset - start, line.n)));
	struct text suggestion = arena_text(r->arena, buf_view(&out));
	buf_free(&out);
	return suggestion;
}

static struct text
char_at(struct yaml_reader *r, size_t offset)
{
	struct text rest = text_slice(r->text, offset, r->text.n);
	size_t end = 0;

	if (rest.n)
		utf8_next(rest, &end);
	return text_slice(rest, 0, end);
}

static void
missing_space(struct yaml_reader *r, size_t start, size_t colon)
{
	struct text line = line_at(r->text, start);
	struct text value = text_slice(line, colon + 1, line.n);
	struct buf out = { 0 };

	buf_text(&out, text_slice(line, prefix_of(line), colon + 1));
	buf_char(&out, ' ');
	buf_text(&out, value);
	diagnose(r->d, YAML_SPACE_AFTER_COLON, yaml_place(r, start + colon), buf_view(&out));
	buf_free(&out);
}

/* "{de:[a]}" */
static void
glued_in_brackets(struct yaml_reader *r, struct complaint c)
{
	size_t start = line_start(r->text, c.at);

	missing_space(r, start, c.at - start);
}

/* A line without a key that YAML can see: `license:cc-by` or `license cc-by`. */
static bool
line_without_key(struct yaml_reader *r, size_t start)
{
	struct text line = line_at(r->text, start);
	size_t glued = glued_colon(line);

	if (glued < line.n) {
		missing_space(r, start, glued);
		return true;
	}
	if (key_colon(line) < line.n)
		return false;
	diagnose(r->d, YAML_MISSING_COLON, yaml_place(r, start + prefix_of(line)));
	return true;
}

/* The start of the last line with text before the line at `start`, or `start`. */
static size_t
line_before(struct text t, size_t start)
{
	for (size_t before = start; before > 0;) {
		before = line_start(t, before - 1);
		if (text_trim(line_at(t, before)).n)
			return before;
	}
	return start;
}

/* A second `: `: in a value, or in a line that continues a value. */
static void
second_colon(struct yaml_reader *r, struct complaint c)
{
	size_t start = line_start(r->text, c.at);
	struct text line = line_at(r->text, start);
	size_t key = key_colon(line);

	if (start + key < c.at) {
		size_t value = key + 1;
		while (value < line.n && is_white(line.s[value]))
			value++;
		diagnose(r->d, YAML_COLON_IN_VALUE, yaml_place(r, c.at),
		    yaml_suggestion(r, start + value));
		return;
	}
	size_t before = line_before(r->text, start);
	if (before < start) {
		struct text above = line_at(r->text, before);
		size_t glued = glued_colon(above);
		bool is_level = indent_of(above) == indent_of(line);
		if (is_level && (glued < above.n || key_colon(above) == above.n) &&
		    line_without_key(r, before))
			return;
	}
	diagnose(r->d, YAML_INDENTATION, yaml_place(r, start + indent_of(line)));
}

static void
no_colon(struct yaml_reader *r, struct complaint c)
{
	char first = c.context < r->text.n ? r->text.s[c.context] : 0;

	if (first == '"' || first == '\'')
		diagnose(
		    r->d, YAML_QUOTE_UNCLOSED, yaml_place(r, c.context), char_at(r, c.context));
	else if (!line_without_key(r, line_start(r->text, c.context)))
		diagnose(r->d, YAML_MISSING_COLON, yaml_place(r, c.context));
}

static void
reserved(struct yaml_reader *r, size_t at)
{
	struct text c = char_at(r, at);

	if (text_equal(c, T("\t")))
		diagnose(r->d, YAML_TAB, yaml_place(r, at));
	else
		diagnose(
		    r->d, YAML_RESERVED_CHARACTER, yaml_place(r, at), c, yaml_suggestion(r, at));
}

static void
reserved_here(struct yaml_reader *r, struct complaint c)
{
	reserved(r, c.at);
}

static void
reserved_before(struct yaml_reader *r, struct complaint c)
{
	reserved(r, c.context);
}

static void
tag(struct yaml_reader *r, struct complaint c)
{
	diagnose(r->d, YAML_TAG, yaml_place(r, c.context), yaml_suggestion(r, c.context));
}

static void
directive(struct yaml_reader *r, struct complaint c)
{
	diagnose(r->d, YAML_DIRECTIVE, yaml_place(r, line_start(r->text, c.context)));
}

static void
tab(struct yaml_reader *r, struct complaint c)
{
	diagnose(r->d, YAML_TAB, yaml_place(r, c.at));
}

static void
quote_unclosed(struct yaml_reader *r, struct complaint c)
{
	diagnose(r->d, YAML_QUOTE_UNCLOSED, yaml_place(r, c.context), char_at(r, c.context));
}

static void
bad_escape(struct yaml_reader *r, struct complaint c)
{
	size_t at = c.at; /* at the backslash, or at the digits behind \x and \u */

	while (at > c.context && (at == r->text.n || r->text.s[at] != '\\'))
		at--;
	size_t end = at + 1 + char_at(r, at + 1).n;
	diagnose(r->d, YAML_ESCAPE, yaml_place(r, at), text_slice(r->text, at, end));
}

static void
block_header(struct yaml_reader *r, struct complaint c)
{
	diagnose(r->d, YAML_BLOCK_HEADER, yaml_place(r, c.context), char_at(r, c.context),
	    yaml_suggestion(r, c.context));
}

static void
dash(struct yaml_reader *r, struct complaint c)
{
	diagnose(r->d, YAML_DASH_AFTER_KEY, yaml_place(r, c.at));
}

static void
bracket(struct yaml_reader *r, size_t opening)
{
	bool is_list = text_equal(char_at(r, opening), T("["));

	diagnose(r->d, YAML_BRACKET_UNCLOSED, yaml_place(r, opening), is_list ? T("[") : T("{"),
	    is_list ? T("]") : T("}"));
}

static void
bracket_before(struct yaml_reader *r, struct complaint c)
{
	bracket(r, c.context);
}

/* Something stands where a new line of the same level should. */
static void
unexpected(struct yaml_reader *r, struct complaint c)
{
	struct place at = yaml_place(r, c.at);
	struct text closing = { &r->last.closing, 1 };
	bool is_quote = r->last.closing == '"' || r->last.closing == '\'';
	size_t start = line_start(r->text, c.at);
	/* Nothing but blanks before it: it begins a line, so the line is at fault, not a value. */
	bool begins_line = text_trim(text_slice(r->text, start, c.at)).n == 0;

	if (at.line == r->refused_line)
		return;
	if (r->last.closing && !begins_line && is_quote && r->last.line < at.line)
		diagnose(r->d, YAML_QUOTE_UNCLOSED, yaml_place(r, r->last.offset), closing);
	else if (r->last.closing && !begins_line && is_quote)
		diagnose(r->d, YAML_TEXT_AFTER_QUOTE, at, closing,
		    r->last.closing == '"' ? T("\\\"") : T("''"));
	else if (r->last.closing && !begins_line)
		diagnose(r->d, YAML_TEXT_AFTER_BRACKET, at, closing);
	else if (text_equal(char_at(r, c.at), T(":")))
		diagnose(r->d, YAML_KEY_NOT_TEXT, at);
	else
		diagnose(r->d, YAML_INDENTATION, at);
}

static void
no_content(struct yaml_reader *r, struct complaint c)
{
	bool is_end = text_trim(text_slice(r->text, c.at, r->text.n)).n == 0;

	if (is_end && r->open < r->text.n)
		bracket(r, r->open);
	else
		reserved(r, c.at);
}

static const struct {
	const char *problem, *context; /* the beginning of libyaml's words; NULL: any */
	void (*say)(struct yaml_reader *r, struct complaint c);
} complaints[] = {
	{ NULL, "while scanning a tag", tag },
	{ NULL, "while parsing a tag", tag },
	{ "found undefined tag handle", NULL, tag },
	{ NULL, "while scanning a directive", directive },
	{ NULL, "while scanning a %", directive },
	{ NULL, "while scanning an a", reserved_before }, /* anchor, alias */
	{ "found a tab character", NULL, tab },
	{ "mapping values are not allowed", NULL, second_colon },
	{ "could not find expected ':'", NULL, no_colon },
	{ "found character that cannot start", NULL, reserved_here },
	{ "mapping keys are not allowed", NULL, reserved_here },
	{ "block sequence entries are not", NULL, dash },
	{ "found unexpected end of stream", "while scanning a quoted", quote_unclosed },
	{ "found unexpected document indicator", "while scanning a quoted", quote_unclosed },
	{ NULL, "while parsing a quoted scalar", bad_escape },
	{ NULL, "while scanning a block scalar", block_header },
	{ "found unexpected ':'", NULL, glued_in_brackets },
	{ "did not find expected key", NULL, unexpected },
	{ "did not find expected '-'", NULL, unexpected },
	{ "did not find expected <document", NULL, unexpected },
	{ "did not find expected ','", NULL, bracket_before },
	{ "did not find expected node", NULL, no_content },
	/* Six million fuzzed texts brought no other complaint of libyaml 0.2.5. */
	{ NULL, NULL, unexpected },
};

static bool
begins(const char *s, const char *beginning)
{
	return !beginning || (s && strncmp(s, beginning, strlen(beginning)) == 0);
}

void
yaml_complain(struct yaml_reader *r)
{
	const yaml_parser_t *p = &r->parser;
	struct complaint c = { .context = yaml_offset(r, &p->context_mark) };
	size_t i = 0;

	c.at = yaml_offset(r, &p->problem_mark);
	while (!begins(p->problem, complaints[i].problem) ||
	       !begins(p->context, complaints[i].context))
		i++;
	complaints[i].say(r, c);
}

/* The offset of the first line from `start` on that is neither blank nor a remark. */
static size_t
first_line(struct text t, size_t start)
{
	for (struct text rest = text_slice(t, start, t.n), line; text_next(&rest, '\n', &line);) {
		struct text words = text_trim(line);
		if (words.n && words.s[0] != '#')
			return (size_t)(line.s - t.s);
	}
	return t.n;
}

bool
yaml_check_start(struct yaml_reader *r)
{
	size_t start = first_line(r->text, 0);

	if (start == r->text.n || r->text.s[start] != '%')
		return true;
	diagnose(r->d, YAML_DIRECTIVE, yaml_place(r, start));
	return false;
}

bool
yaml_check_rest(struct yaml_reader *r, size_t end)
{
	size_t start = line_start(r->text, end), next;

	if (text_trim(text_slice(r->text, start, end)).n)
		next = start = end; /* in the middle of a line: `"title" of a dataset` */
	else
		next = first_line(r->text, start);
	struct text line = line_at(r->text, next);
	if (text_starts(line, T("..."))) {
		next = first_line(r->text, next + 3);
		line = line_at(r->text, next);
	} else if (line.n && !text_starts(line, T("---"))) {
		size_t at = next + (text_trim(line).n ? indent_of(line) : 0);
		if (at < r->text.n && r->text.s[at] != '#') {
			unexpected(r, (struct complaint){ .at = at });
			return false;
		}
		return true;
	}
	if (next == r->text.n)
		return true;
	diagnose(r->d, YAML_SECOND_DOCUMENT, yaml_place(r, line_start(r->text, next)));
	return false;
}

bool
yaml_check_root(struct yaml_reader *r, const struct yaml_node *root)
{
	if (root->kind != YAML_SCALAR || root->is_quoted)
		return true;
	size_t start = first_line(r->text, 0);
	if (text_starts(line_at(r->text, start), T("---")))
		start = first_line(r->text, start + 3);
	struct text line = line_at(r->text, start);
	size_t glued = glued_colon(line);
	if (glued == line.n)
		return true;
	missing_space(r, start, glued);
	return false;
}
