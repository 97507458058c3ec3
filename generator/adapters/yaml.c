/*
 * The event loop builds nodes, a cursor turns libyaml's marks into places. libyaml's own complaints
 * name what its grammar expected; what people did wrong is told from the line (yaml_complaint.c).
 */
#include "adapters/yaml.h"

#include "adapters/yaml_reader.h"
#include "core/characters.h"
#include "core/die.h"
#include "core/table.h"

#include <stdio.h>
#include <string.h>

/* A sequence or mapping that is still open. */
struct frame {
	struct yaml_node *node;
	size_t offset;
};

/*
 * The byte that libyaml's character `index` begins at. Marks come in rising order while reading;
 * for an earlier one the cursor starts anew.
 */
static size_t
seek(struct yaml_reader *r, size_t index)
{
	struct yaml_cursor *c = &r->cursor;
	struct text t = r->text;

	if (index < c->index)
		*c = (struct yaml_cursor){ .line = r->start.line, .column = r->start.column };
	while (c->index < index && c->offset < t.n) {
		if (t.s[c->offset++] == '\n') {
			c->line++;
			c->column = 1;
		} else {
			c->column++;
			while (c->offset < t.n && ((unsigned char)t.s[c->offset] & 0xc0) == 0x80)
				c->offset++;
		}
		c->index++;
	}
	return c->offset;
}

size_t
yaml_offset(struct yaml_reader *r, const yaml_mark_t *mark)
{
	return seek(r, mark->index);
}

struct place
yaml_place(struct yaml_reader *r, size_t offset)
{
	return place_after(r->start, text_slice(r->text, 0, offset));
}

static struct yaml_node *
new_node(struct yaml_reader *r, enum yaml_kind kind, const yaml_mark_t *mark)
{
	struct yaml_node *node = arena_new_of(r->arena, struct yaml_node);

	seek(r, mark->index);
	node->kind = kind;
	node->at = (struct place){ r->source, r->cursor.line, r->cursor.column };
	return node;
}

/* The value in the source itself where it stands there letter by letter. */
static struct text
view(struct yaml_reader *r, size_t offset, struct text value, bool has_quote)
{
	struct text written = text_slice(
	    r->source->bytes, r->from + offset + has_quote, r->from + offset + has_quote + value.n);

	return text_equal(written, value) ? written : arena_text(r->arena, value);
}

/* `title: Programm #1` loses "#1" without a word; `# a remark` has a space behind the sign. */
static void
check_comment(struct yaml_reader *r, const struct yaml_node *node)
{
	struct text value = node->text;
	size_t end = r->last.offset + value.n;
	struct text rest = text_slice(r->text, end, r->text.n);

	if (rest.n < 3 || rest.s[0] != ' ' || rest.s[1] != '#' || rest.s[2] <= ' ' ||
	    rest.s[2] == '#' || value.n == 0 || r->text.s + r->last.offset != value.s)
		return;
	rest = text_slice(rest, 1, text_find_char(rest, '\n'));
	struct place at = node->at;
	at.column += (uint32_t)utf8_length(value) + 1;
	diagnose(
	    r->d, YAML_COMMENT_IN_VALUE, at, text_trim(rest), yaml_suggestion(r, r->last.offset));
}

static struct yaml_node *
read_scalar(struct yaml_reader *r, const yaml_event_t *event)
{
	struct yaml_node *node = new_node(r, YAML_SCALAR, &event->start_mark);
	yaml_scalar_style_t style = event->data.scalar.style;
	bool has_quote =
	    style == YAML_SINGLE_QUOTED_SCALAR_STYLE || style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	struct text value = { (const char *)event->data.scalar.value, event->data.scalar.length };

	node->is_quoted = style != YAML_PLAIN_SCALAR_STYLE;
	r->last.offset = r->cursor.offset;
	r->last.line = node->at.line;
	r->last.closing = !has_quote ? 0 : style == YAML_SINGLE_QUOTED_SCALAR_STYLE ? '\'' : '"';
	node->text = view(r, r->cursor.offset, value, has_quote);
	if (!node->is_quoted)
		check_comment(r, node);
	/* "\u202E" is not in the file, but in the value. */
	if (style == YAML_DOUBLE_QUOTED_SCALAR_STYLE)
		characters_check_value(node->text, node->at, r->d);
	return node;
}

static void
refuse_properties(struct yaml_reader *r, const struct yaml_node *node, const yaml_char_t *anchor,
    const yaml_char_t *tag)
{
	if (anchor) {
		r->refused_line = node->at.line;
		diagnose(r->d, YAML_ANCHOR, node->at, text_of((const char *)anchor));
	}
	if (tag) {
		r->refused_line = node->at.line;
		diagnose(r->d, YAML_TAG, node->at, yaml_suggestion(r, r->cursor.offset));
	}
}

static struct yaml_node *
read_alias(struct yaml_reader *r, const yaml_event_t *event)
{
	struct yaml_node *node = new_node(r, YAML_SCALAR, &event->start_mark);

	node->text = T("");
	r->refused_line = node->at.line;
	diagnose(r->d, YAML_ALIAS, node->at, text_of((const char *)event->data.alias.anchor));
	return node;
}

/* True when `key` may stand in the mapping; says why when not. */
static bool
key_is_good(struct yaml_reader *r, const struct yaml_node *key)
{
	if (key->kind != YAML_SCALAR || key->text.n == 0) {
		diagnose(r->d, YAML_KEY_NOT_TEXT, key->at);
		return false;
	}
	if (!key->is_quoted && text_equal(key->text, T("<<"))) {
		diagnose(r->d, YAML_MERGE_KEY, key->at);
		return false;
	}
	return true;
}

/* The key before `end` that is written the same; short mappings need no table. */
static const struct yaml_node *
earlier_key(const struct yaml_node *mapping, const struct yaml_node *end, struct text key)
{
	for (const struct yaml_node *k = mapping->first; k != end; k = yaml_value(k)->next)
		if (text_equal(k->text, key))
			return k;
	return NULL;
}

/* Keeps of a finished mapping the pairs whose key is good and new. */
static void
check_keys(struct yaml_reader *r, struct yaml_node *mapping)
{
	enum { SHORT = 32 };
	struct table seen = { 0 };
	struct yaml_node **tail = &mapping->first;
	size_t n_written = mapping->n;

	mapping->n = 0;
	for (struct yaml_node *key = mapping->first, *next; key; key = next) {
		next = yaml_value(key)->next;
		*tail = key;
		if (!key_is_good(r, key))
			continue;
		const struct yaml_node *earlier = n_written <= SHORT
						      ? earlier_key(mapping, key, key->text)
						      : table_get(&seen, key->text);
		if (earlier) {
			char line[16];
			snprintf(line, sizeof line, "%u", (unsigned)earlier->at.line);
			diagnose(r->d, YAML_DUPLICATE_KEY, key->at, key->text, text_of(line));
			continue;
		}
		if (n_written > SHORT)
			table_set(&seen, key->text, key);
		tail = &yaml_value(key)->next;
		mapping->n++;
	}
	*tail = NULL;
	table_free(&seen);
}

static bool
next_event(struct yaml_reader *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return true;
	if (r->parser.error == YAML_MEMORY_ERROR)
		die("out of memory while reading YAML");
	yaml_complain(r);
	return false;
}

static bool
too_deep(struct yaml_reader *r, const struct yaml_node *node)
{
	char limit[16];

	snprintf(limit, sizeof limit, "%d", YAML_MAX_DEPTH);
	diagnose(r->d, YAML_TOO_DEEP, node->at, text_of(limit));
	return false;
}

/* The node that begins with this event, or NULL when the event ends one. */
static struct yaml_node *
begin_node(struct yaml_reader *r, const yaml_event_t *event)
{
	struct yaml_node *node;

	switch (event->type) {
	case YAML_SCALAR_EVENT:
		node = read_scalar(r, event);
		refuse_properties(r, node, event->data.scalar.anchor, event->data.scalar.tag);
		return node;
	case YAML_ALIAS_EVENT: return read_alias(r, event);
	case YAML_SEQUENCE_START_EVENT:
		node = new_node(r, YAML_SEQUENCE, &event->start_mark);
		refuse_properties(
		    r, node, event->data.sequence_start.anchor, event->data.sequence_start.tag);
		return node;
	case YAML_MAPPING_START_EVENT:
		node = new_node(r, YAML_MAPPING, &event->start_mark);
		refuse_properties(
		    r, node, event->data.mapping_start.anchor, event->data.mapping_start.tag);
		return node;
	default: return NULL;
	}
}

static void
end_node(struct yaml_reader *r, struct yaml_node *node, const yaml_event_t *event)
{
	if (node->kind == YAML_MAPPING) {
		node->n /= 2;
		check_keys(r, node);
	}
	/* A closing bracket has a length, the end of an indented block none. */
	if (event->end_mark.index == event->start_mark.index)
		return;
	r->last.offset = yaml_offset(r, &event->start_mark);
	r->last.line = r->cursor.line;
	r->last.closing = r->text.s[r->last.offset];
}

/* One node with all that is in it; false after an error that ends the reading. */
static bool
read_root(struct yaml_reader *r, yaml_event_t *event, struct yaml_node **root)
{
	struct frame open[YAML_MAX_DEPTH];
	size_t depth = 0;
	struct yaml_node **tail = root;

	do {
		struct yaml_node *node = begin_node(r, event);

		if (!node)
			end_node(r, open[depth - 1].node, event);
		yaml_event_delete(event);
		if (!node) {
			depth--;
			r->open = depth ? open[depth - 1].offset : r->text.n;
			tail = &open[depth].node->next;
			continue;
		}
		*tail = node;
		tail = &node->next;
		if (depth)
			open[depth - 1].node->n++;
		if (node->kind == YAML_SCALAR)
			continue;
		if (depth == YAML_MAX_DEPTH)
			return too_deep(r, node);
		open[depth++] = (struct frame){ node, r->cursor.offset };
		r->open = r->cursor.offset;
		tail = &node->first;
	} while (depth && next_event(r, event));
	return depth == 0;
}

/* What libyaml says before the first node: stream start, document start. False: there is none. */
static bool
read_start(struct yaml_reader *r, yaml_event_t *event, bool *failed)
{
	for (;;) {
		if (!next_event(r, event)) {
			*failed = true;
			return false;
		}
		if (event->type == YAML_STREAM_END_EVENT) {
			yaml_event_delete(event);
			return false;
		}
		if (event->type != YAML_STREAM_START_EVENT &&
		    event->type != YAML_DOCUMENT_START_EVENT)
			return true;
		yaml_event_delete(event);
	}
}

/* After the first document only blank lines and remarks may come. */
static bool
read_end(struct yaml_reader *r)
{
	yaml_event_t event;

	if (!next_event(r, &event))
		return false;
	size_t end = yaml_offset(r, &event.start_mark);
	yaml_event_delete(&event);
	return yaml_check_rest(r, end);
}

static struct yaml_node *
read_document(struct yaml_reader *r)
{
	struct yaml_node *root = NULL;
	yaml_event_t event;
	bool failed = false;

	if (read_start(r, &event, &failed)) {
		if (!read_root(r, &event, &root) || !read_end(r) || !yaml_check_root(r, root))
			return NULL;
	}
	if (failed)
		return NULL;
	bool is_empty = root && root->kind == YAML_SCALAR && !root->is_quoted && root->text.n == 0;
	if (!root || is_empty) {
		root = arena_new_of(r->arena, struct yaml_node);
		root->kind = YAML_MAPPING;
		root->at = r->start;
	}
	return root;
}

/*
 * libyaml refuses a tab in a line that is blank otherwise and behind the `-` of a list, where it is
 * mere white space: these become spaces. Every other byte stays where it is.
 */
static struct text
soften_tabs(struct arena *a, struct text t)
{
	if (text_find_char(t, '\t') == t.n)
		return t;
	char *s = arena_alloc(a, t.n + 1);
	memcpy(s, t.s, t.n);
	for (size_t at = 0, end; at < t.n; at = end + 1) {
		struct text line = text_slice(t, at, t.n);
		line.n = text_find_char(line, '\n');
		end = at + line.n;

		size_t i = 0;
		while (i < line.n &&
		       (line.s[i] == ' ' || (line.s[i] == '-' && i + 1 < line.n &&
						(line.s[i + 1] == ' ' || line.s[i + 1] == '\t'))))
			i++;
		bool is_item = i > 0 && line.s[i - 1] == '-';
		if (text_trim(line).n == 0 || is_item)
			for (size_t k = i; k < line.n && (line.s[k] == '\t' || line.s[k] == ' ');
			     k++)
				s[at + k] = ' ';
	}
	return (struct text){ s, t.n };
}

static bool
check_length(const struct source *source, size_t from, size_t length, struct diagnostics *d)
{
	char written[32], limit[32];

	if (length <= YAML_MAX_BYTES)
		return true;
	snprintf(written, sizeof written, "%zu", length);
	snprintf(limit, sizeof limit, "%d", YAML_MAX_BYTES);
	diagnose(d, YAML_TOO_LONG, place_at_offset(source, from), text_of(written), text_of(limit));
	return false;
}

struct yaml_node *
yaml_read(
    struct arena *a, const struct source *source, size_t from, size_t length, struct diagnostics *d)
{
	/* The byte order mark that some editors write; it is not part of the first line. */
	size_t bom =
	    from == 0 && text_starts(source->bytes, T("\xef\xbb\xbf")) && length >= 3 ? 3 : 0;

	from += bom;
	length = text_slice(source->bytes, from, from + length - bom).n;
	if (!check_length(source, from, length, d) || !characters_check(source, from, length, d))
		return NULL;

	struct yaml_reader r = {
		.arena = a,
		.source = source,
		.from = from,
		.text = text_slice(source->bytes, from, from + length),
		.start = place_at_offset(source, from),
		.d = d,
	};
	r.start.column -= bom ? 1 : 0;
	r.open = r.text.n;
	r.cursor = (struct yaml_cursor){ .line = r.start.line, .column = r.start.column };
	if (!yaml_check_start(&r))
		return NULL;
	struct text input = soften_tabs(a, r.text);
	if (!yaml_parser_initialize(&r.parser))
		die("out of memory while reading YAML");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)input.s, input.n);
	struct yaml_node *root = read_document(&r);
	yaml_parser_delete(&r.parser);
	return root;
}

struct yaml_node *
yaml_get(const struct yaml_node *mapping, struct text key)
{
	if (!mapping || mapping->kind != YAML_MAPPING)
		return NULL;
	for (struct yaml_node *k = mapping->first; k; k = yaml_value(k)->next)
		if (text_equal(k->text, key))
			return yaml_value(k);
	return NULL;
}
