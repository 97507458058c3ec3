#include "import/merge.h"

#include "adapters/yaml.h"
#include "catalog/entry.h"

/* A field and the lines it stands on. */
struct field {
	enum property_id property; /* N_PROPERTIES: none of the table */
	const struct yaml_node *key, *value;
	size_t from, to; /* bytes of the file; comments and blank lines behind it belong to what follows */
};

struct file {
	struct text bytes;
	struct field *fields;
	size_t n;
	size_t begin, end;  /* of the front matter, in bytes */
	struct text body;
};

/* --- taking a file apart --------------------------------------------------------------------------- */

static bool
is_comment_or_blank(struct text line)
{
	return line.n == 0 || line.s[0] == '#' || text_trim(line).n == 0;
}

/* Where the field's own lines end that begin at `from`: before comments and blank lines that lead to
 * `limit`, the next field. */
static size_t
end_of_block(struct text bytes, size_t from, size_t limit)
{
	size_t end = from;

	for (size_t at = from; at < limit;) {
		struct text rest = text_slice(bytes, at, limit), line;
		text_next(&rest, '\n', &line);
		size_t next = at + line.n + 1 < limit ? at + line.n + 1 : limit;
		if (!is_comment_or_blank(line))
			end = next;
		at = next;
	}
	return end;
}

/* The offset of a line of the file (counted from 1), searched from where `*line` is `*at`. */
static size_t
offset_of_line(struct text bytes, uint32_t wanted, uint32_t *line, size_t *at)
{
	while (*line < wanted && *at < bytes.n) {
		*at += text_find_char(text_slice(bytes, *at, bytes.n), '\n') + 1;
		++*line;
	}
	return *at < bytes.n ? *at : bytes.n;
}

/* False when it is no entry whose fields stand on lines of their own; *fault is where. */
static bool
take_apart(struct arena *a, enum class class, const struct source *source, struct file *f, struct place *fault)
{
	struct diagnostics *d = diagnostics_new();
	struct entry_parts parts;
	struct yaml_node *root = NULL;
	bool good = entry_split(source, &parts, d);

	*f = (struct file){ .bytes = source->bytes };
	if (good) {
		f->begin = parts.fields;
		f->end = parts.fields + parts.fields_length;
		f->body = text_slice(source->bytes, parts.body, parts.body + parts.body_length);
		root = yaml_read(a, source, parts.fields, parts.fields_length, d);
	}
	good = good && root && root->kind == YAML_MAPPING && d->n_errors == 0;
	*fault = d->n ? d->list[0].at : (struct place){ source, 1, 1 };
	diagnostics_free(d);
	if (!good)
		return false;
	f->fields = arena_array(a, struct field, root->n);
	uint32_t line = 1;
	size_t at = 0;
	for (const struct yaml_node *key = root->first; key; key = yaml_value(key)->next) {
		struct field *field = &f->fields[f->n++];
		*field = (struct field){ property_named(class, key->text), key, yaml_value(key),
			offset_of_line(f->bytes, key->at.line, &line, &at), 0 };
		if (key->at.column != 1 || (f->n > 1 && field->from == field[-1].from)) {
			*fault = key->at;
			return false;
		}
	}
	for (size_t i = 0; i < f->n; i++)
		f->fields[i].to = end_of_block(f->bytes, f->fields[i].from,
		    i + 1 < f->n ? f->fields[i + 1].from : f->end);
	return true;
}

static const struct field *
field_of(const struct file *f, const struct field *like)
{
	for (size_t i = 0; i < f->n; i++)
		if (like->property < N_PROPERTIES ? f->fields[i].property == like->property :
						    text_equal(f->fields[i].key->text, like->key->text))
			return &f->fields[i];
	return NULL;
}

/* --- comparing ------------------------------------------------------------------------------------- */

static bool
says_the_same(const struct yaml_node *a, const struct yaml_node *b)
{
	if (a->kind != b->kind || a->n != b->n)
		return false;
	if (a->kind == YAML_SCALAR)
		return text_equal(text_trim(a->text), text_trim(b->text));
	if (a->kind == YAML_SEQUENCE) {
		const struct yaml_node *x = a->first, *y = b->first;
		for (; x && y; x = x->next, y = y->next)
			if (!says_the_same(x, y))
				return false;
		return !x && !y;
	}
	for (const struct yaml_node *key = a->first; key; key = yaml_value(key)->next) {
		const struct yaml_node *other = yaml_get(b, key->text);
		if (!other || !says_the_same(yaml_value(key), other))
			return false;
	}
	return true;
}

static bool
are_equal(const struct field *a, const struct field *b)
{
	return a == b || (a && b && says_the_same(a->value, b->value));
}

/* --- putting it together --------------------------------------------------------------------------- */

struct merging {
	struct buf out;
	struct file ours, base, theirs;
	bool has_base;
	const struct source *source; /* of ours */
	size_t n_kept;
	struct diagnostics *d;
};

static void
write_lines(struct merging *m, const struct file *f, size_t from, size_t to)
{
	struct text lines = text_slice(f->bytes, from, to);

	buf_text(&m->out, lines);
	if (lines.n && lines.s[lines.n - 1] != '\n')
		buf_char(&m->out, '\n');
}

static void
keep(struct merging *m, struct place at, struct text key)
{
	diagnose(m->d, IMPORT_KEPT, at, key);
	m->n_kept++;
}

static void
merge_field(struct merging *m, const struct field *ours)
{
	const struct field *theirs = field_of(&m->theirs, ours);
	const struct field *base = m->has_base ? field_of(&m->base, ours) : theirs;
	bool is_ours_alone = !base && !theirs;

	if (is_ours_alone || are_equal(ours, theirs) || !are_equal(ours, base)) {
		if (!are_equal(base, theirs) && !are_equal(ours, theirs))
			keep(m, ours->key->at, ours->key->text);
		write_lines(m, &m->ours, ours->from, ours->to);
	} else if (theirs) {
		write_lines(m, &m->theirs, theirs->from, theirs->to);
	}
}

/* What the source has and the file has not, as far as it belongs before the field `next` (NULL: the end). */
static void
merge_new_fields(struct merging *m, size_t *at, const struct field *next)
{
	for (; *at < m->theirs.n; ++*at) {
		const struct field *theirs = &m->theirs.fields[*at];
		if (next && theirs->property > next->property)
			return;
		if (field_of(&m->ours, theirs))
			continue;
		const struct field *base = m->has_base ? field_of(&m->base, theirs) : NULL;
		if (!base)
			write_lines(m, &m->theirs, theirs->from, theirs->to);
		else if (!are_equal(base, theirs))
			keep(m, (struct place){ m->source, 1, 1 }, theirs->key->text);
	}
}

/* The place of a new field is before the first one that follows it in the table and behind which no
 * earlier one stands: hand-written files have an order of their own. */
static const struct field *
first_later(const struct file *f, size_t from)
{
	for (size_t i = from; i < f->n; i++) {
		bool is_in_order = f->fields[i].property < N_PROPERTIES;
		for (size_t k = i + 1; k < f->n && is_in_order; k++)
			is_in_order = f->fields[k].property > f->fields[i].property;
		if (is_in_order)
			return &f->fields[i];
	}
	return NULL;
}

static void
merge_fields(struct merging *m)
{
	size_t at = 0, written = m->ours.begin;

	for (size_t i = 0; i < m->ours.n; i++) {
		const struct field *ours = &m->ours.fields[i];
		write_lines(m, &m->ours, written, ours->from);
		if (first_later(&m->ours, i) == ours)
			merge_new_fields(m, &at, ours);
		merge_field(m, ours);
		written = ours->to;
	}
	merge_new_fields(m, &at, NULL);
	write_lines(m, &m->ours, written, m->ours.end);
}

static void
merge_body(struct merging *m)
{
	struct text ours = m->ours.body, theirs = m->theirs.body, base = m->has_base ? m->base.body : theirs;

	if (!m->has_base && ours.n == 0)
		base = ours;
	if (text_equal(ours, base) && !text_equal(ours, theirs)) {
		struct text fence = text_slice(m->ours.bytes, m->ours.end, m->ours.bytes.n), line;
		text_next(&fence, '\n', &line);
		buf_text(&m->out, line);
		buf_char(&m->out, '\n');
		buf_text(&m->out, theirs);
		if (theirs.n)
			buf_char(&m->out, '\n');
		return;
	}
	if (!text_equal(ours, base) && !text_equal(base, theirs) && !text_equal(ours, theirs))
		keep(m, place_at_offset(m->source, m->ours.end), T("description"));
	buf_text(&m->out, text_slice(m->ours.bytes, m->ours.end, m->ours.bytes.n));
}

struct merge
merge_files(struct arena *a, enum class class, const struct source *ours, struct text base, struct text theirs,
    struct diagnostics *d)
{
	struct merging m = { .source = ours, .d = d };
	struct source *base_source = arena_new_of(a, struct source), *their_source = arena_new_of(a, struct source);
	struct place fault;

	*base_source = (struct source){ ours->path, base };
	*their_source = (struct source){ ours->path, theirs };
	if (text_equal(ours->bytes, base) || text_equal(ours->bytes, theirs))
		return (struct merge){ theirs, 0 };
	if (!take_apart(a, class, their_source, &m.theirs, &fault) ||
	    !take_apart(a, class, ours, &m.ours, &fault)) {
		fault.source = ours;
		diagnose(d, IMPORT_UNMERGEABLE, fault);
		return (struct merge){ ours->bytes, 0 };
	}
	/* One of its own making that was damaged counts as none. */
	m.has_base = base.n && take_apart(a, class, base_source, &m.base, &fault);
	buf_text(&m.out, text_slice(ours->bytes, 0, m.ours.begin));
	merge_fields(&m);
	merge_body(&m);
	struct text merged = arena_text(a, buf_view(&m.out));
	buf_free(&m.out);
	return (struct merge){ merged, m.n_kept };
}
