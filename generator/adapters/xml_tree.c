#include "adapters/xml_tree.h"

#include "core/die.h"
#include "core/table.h"

#include <string.h>

struct builder {
	struct arena *arena;
	struct xml_reader *reader;
	struct table names; /* each name and namespace is kept once */
	struct xml_element *root, *open;
	struct buf texts[XML_TREE_MAX_DEPTH]; /* of the open elements, by depth */
	bool is_too_deep;
};

static struct text
interned(struct builder *b, struct text t)
{
	if (t.n == 0)
		return T("");
	const struct text *known = table_get(&b->names, t);
	if (known)
		return *known;
	struct text *kept = arena_new_of(b->arena, struct text);
	*kept = arena_text(b->arena, t);
	table_set(&b->names, *kept, kept);
	return *kept;
}

static const struct xml_attribute *
kept_attributes(struct builder *b, const struct xml_attribute *attributes, size_t n)
{
	struct xml_attribute *kept = arena_array(b->arena, struct xml_attribute, n);

	for (size_t i = 0; i < n; i++)
		kept[i] = (struct xml_attribute){ interned(b, attributes[i].namespace),
			interned(b, attributes[i].name), arena_text(b->arena, attributes[i].value) };
	return kept;
}

static void
on_open(void *context, unsigned depth, struct text namespace, struct text name,
    const struct xml_attribute *attributes, size_t n)
{
	struct builder *b = context;

	if (depth >= XML_TREE_MAX_DEPTH) {
		b->is_too_deep = true;
		return;
	}
	struct xml_element *e = arena_new_of(b->arena, struct xml_element);
	*e = (struct xml_element){ .namespace = interned(b, namespace), .name = interned(b, name),
		.attributes = n ? kept_attributes(b, attributes, n) : NULL, .n_attributes = n,
		.text = T(""), .line = xml_reader_line(b->reader), .parent = b->open };
	if (!b->open)
		b->root = e;
	else if (b->open->last)
		b->open->last->next = e;
	else
		b->open->first = e;
	if (b->open)
		b->open->last = e;
	b->open = e;
	b->texts[depth].n = 0;
}

static unsigned
depth_of(const struct xml_element *e)
{
	unsigned depth = 0;

	for (; e->parent; e = e->parent)
		depth++;
	return depth;
}

static void
on_text(void *context, struct text piece)
{
	struct builder *b = context;

	if (b->open && !b->is_too_deep)
		buf_text(&b->texts[depth_of(b->open)], piece);
}

static void
on_close(void *context, unsigned depth)
{
	struct builder *b = context;

	if (depth >= XML_TREE_MAX_DEPTH || b->is_too_deep)
		return;
	struct text words = text_trim(buf_view(&b->texts[depth]));
	if (words.n)
		b->open->text = arena_text(b->arena, words);
	b->open = (struct xml_element *)(uintptr_t)b->open->parent;
}

const struct xml_element *
xml_tree_read(struct arena *a, struct text bytes, struct buf *message, uint32_t *line)
{
	static const struct xml_events events = { .open = on_open, .text = on_text, .close = on_close };
	struct builder b = { .arena = a };
	uint64_t number = 0;

	*line = 0;
	if (bytes.n > XML_TREE_MAX_BYTES) {
		buf_printf(message, "it is larger than %d MiB", XML_TREE_MAX_BYTES >> 20);
		return NULL;
	}
	b.reader = xml_reader_new(&events, &b);
	xml_reader_add(b.reader, bytes);
	size_t start = message->n;
	const char *wrong = xml_reader_end(b.reader, message);
	if (!wrong && b.is_too_deep)
		wrong = "",
		buf_printf(message, "its elements are nested more than %d levels deep", XML_TREE_MAX_DEPTH);
	for (size_t i = 0; i < XML_TREE_MAX_DEPTH; i++)
		buf_free(&b.texts[i]);
	table_free(&b.names);
	struct text said = text_slice(buf_view(message), start, message->n);
	if (wrong && text_starts(said, T("line "))) {
		said = text_slice(said, 5, text_find_char(said, ':'));
		if (text_number(said, UINT32_MAX, &number))
			*line = (uint32_t)number;
	}
	return wrong ? NULL : b.root;
}

bool
xml_is(const struct xml_element *e, const char *namespace, const char *name)
{
	return text_equal(e->name, text_of(name)) && text_equal(e->namespace, text_of(namespace));
}

const struct xml_element *
xml_child(const struct xml_element *parent, const char *namespace, const char *name,
    const struct xml_element *after)
{
	const struct xml_element *e = after ? after->next : parent ? parent->first : NULL;

	while (e && !xml_is(e, namespace, name))
		e = e->next;
	return e;
}

const struct text *
xml_attribute_of(const struct xml_element *e, const char *namespace, const char *name)
{
	for (size_t i = 0; e && i < e->n_attributes; i++)
		if (text_equal(e->attributes[i].name, text_of(name)) &&
		    text_equal(e->attributes[i].namespace, text_of(namespace)))
			return &e->attributes[i].value;
	return NULL;
}
