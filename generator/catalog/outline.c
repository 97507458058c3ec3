#include "catalog/outline.h"

/* The lines of one field: bytes of the source. */
struct piece {
	size_t from, to;
};

enum { MAX_PIECES = 8 };

static bool
is_wanted(enum property_id p, unsigned language)
{
	return p == DATASET_title || (language == 0 && (p == DATASET_former_ids || p == DATASET_release ||
						       p == DATASET_withdrawn));
}

/* A line at the left edge that begins a field, as against one that goes on with the last. */
static bool
begins_field(struct text line)
{
	unsigned char c = line.n ? (unsigned char)line.s[0] : ' ';

	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
}

static bool
goes_on(struct text line)
{
	return line.n == 0 || line.s[0] == ' ' || line.s[0] == '\t' || line.s[0] == '#' || line.s[0] == '-' ||
	       line.s[0] == '\r';
}

/* Where the wanted fields stand; false when this cannot be told from the beginnings of lines. */
static bool
find_pieces(const struct reader *r, const struct source *source, const struct entry_parts *parts,
    unsigned language, struct piece pieces[MAX_PIECES], size_t *n)
{
	struct text rest = text_slice(source->bytes, parts->fields, parts->fields + parts->fields_length), line;
	bool is_open = false;

	*n = 0;
	while (text_next(&rest, '\n', &line)) {
		size_t from = (size_t)(line.s - source->bytes.s);
		if (goes_on(line))
			continue;
		size_t colon = text_find_char(line, ':');
		if (!begins_field(line) || colon == line.n)
			return false;
		if (is_open)
			pieces[*n - 1].to = from;
		is_open = is_wanted(reader_key(r, CLASS_DATASET, text_trim(text_slice(line, 0, colon))), language);
		if (is_open && *n == MAX_PIECES)
			return false;
		if (is_open)
			pieces[(*n)++] = (struct piece){ from, parts->fields + parts->fields_length };
	}
	return true;
}

static void
read_translated_title(struct reader *r, struct resource *resource, const struct yaml_node *mapping, unsigned language)
{
	if (mapping->first)
		reader_text(r, resource, DATASET_title, yaml_value(mapping->first), language);
}

bool
outline_read(struct reader *reader, struct resource *resource, const struct source *source, unsigned language)
{
	struct reader r = *reader;
	struct entry_parts parts;
	struct piece pieces[MAX_PIECES];
	struct yaml_node *nodes[MAX_PIECES];
	size_t n;

	r.d = NULL; /* it is not what was asked about */
	if (!entry_split(source, &parts, NULL) || !find_pieces(&r, source, &parts, language, pieces, &n))
		return false;
	for (size_t i = 0; i < n; i++) {
		nodes[i] = yaml_read(r.scratch, source, pieces[i].from, pieces[i].to - pieces[i].from, NULL);
		if (!nodes[i] || nodes[i]->kind != YAML_MAPPING || nodes[i]->n != 1)
			return false;
	}
	for (size_t i = 0; i < n; i++)
		if (language)
			read_translated_title(&r, resource, nodes[i], language);
		else
			reader_mapping(&r, resource, nodes[i], NULL);
	return true;
}
