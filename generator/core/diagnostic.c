#include "core/diagnostic.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

#define OFF SEVERITY_OFF, false
#define WARNING SEVERITY_WARNING, false
#define ERROR SEVERITY_ERROR, false
#define GUARD SEVERITY_ERROR, true
const struct message messages[N_MESSAGES] = {
#define MESSAGE(id, name, severity, de, en, hint_de, hint_en, explanation_de, explanation_en)       \
	[MESSAGE_##id] = { name, severity, { de, en }, { hint_de, hint_en },                        \
		{ explanation_de, explanation_en } },
#include "core/messages.def"
#undef MESSAGE
};

struct diagnostics *
diagnostics_new(void)
{
	struct diagnostics *d = allocate(sizeof *d);

	*d = (struct diagnostics){ .arena = arena_new() };
	return d;
}

struct diagnostics *
diagnostics_beside(const struct diagnostics *d)
{
	struct diagnostics *beside = diagnostics_new();

	beside->keeps_fixes = d->keeps_fixes;
	if (d->severities)
		diagnostics_set_severities(beside, d->severities);
	return beside;
}

void
diagnostics_free(struct diagnostics *d)
{
	if (!d)
		return;
	arena_free(d->arena);
	free(d->list);
	free(d);
}

static enum severity
severity_of(const struct diagnostics *d, enum message_id id)
{
	return d->severities ? (enum severity)d->severities[id] : messages[id].severity;
}

static bool
is_dropped(const struct diagnostics *d, const struct diagnostic *found)
{
	return severity_of(d, found->id) == SEVERITY_OFF && !(d->keeps_fixes && found->fix.better.s);
}

static void
add(struct diagnostics *d, const struct diagnostic *diagnostic)
{
	enum severity severity = severity_of(d, diagnostic->id);

	if (is_dropped(d, diagnostic))
		return;
	if (d->n == d->capacity) {
		d->capacity = d->capacity ? 2 * d->capacity : 16;
		d->list = reallocate(d->list, d->capacity * sizeof *d->list);
	}
	struct diagnostic *copy = &d->list[d->n++];
	*copy = *diagnostic;
	copy->severity = severity;
	copy->fix.old = arena_text(d->arena, copy->fix.old);
	if (copy->fix.better.s)
		copy->fix.better = arena_text(d->arena, copy->fix.better);
	for (size_t i = 0; i < N_WORDS; i++)
		if (copy->words[i].n)
			copy->words[i] = arena_text(d->arena, copy->words[i]);
	d->n_errors += severity == SEVERITY_ERROR;
}

void
diagnose_message(struct diagnostics *d, enum message_id id, struct diagnosis what)
{
	if (!d)
		return;
	add(d, &(struct diagnostic){ .id = id, .at = what.at,
		   .words = { what.word1, what.word2, what.word3, what.word4 } });
}

/* Where `old` begins in the bytes of its source; false when it does not stand there as it is. */
static bool
find_written(struct place at, struct text old, size_t *offset)
{
	struct text bytes = at.source ? at.source->bytes : (struct text){ 0 };
	size_t i = 0;

	if (!bytes.s || at.line == 0 || at.column == 0)
		return false;
	for (uint32_t line = 1; line < at.line && i < bytes.n; line++)
		i += text_find_char(text_slice(bytes, i, bytes.n), '\n') + 1;
	for (uint32_t column = 1; column < at.column && i < bytes.n; column++)
		utf8_next(bytes, &i);
	if (i < bytes.n && (bytes.s[i] == '"' || bytes.s[i] == '\'') && old.n && old.s[0] != bytes.s[i])
		i++;
	*offset = i;
	return text_starts(text_slice(bytes, i, bytes.n), old);
}

void
diagnose_fixable(struct diagnostics *d, enum message_id id, struct diagnosis what, struct place where,
    struct text old, struct text better)
{
	struct diagnostic found = { .id = id, .at = what.at,
		.words = { what.word1, what.word2, what.word3, what.word4 } };

	if (!d || (severity_of(d, id) == SEVERITY_OFF && !d->keeps_fixes))
		return;
	if (better.n && find_written(where, old, &found.fix.offset)) {
		found.fix.old = old;
		found.fix.better = better;
	}
	add(d, &found);
}

void
diagnostics_set_severities(struct diagnostics *d, const uint8_t *severities)
{
	size_t kept = 0;

	d->severities = memcpy(arena_alloc(d->arena, N_MESSAGES), severities, N_MESSAGES);
	d->n_errors = 0;
	for (size_t i = 0; i < d->n; i++) {
		d->list[i].severity = severity_of(d, d->list[i].id);
		if (is_dropped(d, &d->list[i]))
			continue;
		d->n_errors += d->list[i].severity == SEVERITY_ERROR;
		d->list[kept++] = d->list[i];
	}
	d->n = kept;
}

void
diagnostics_append(struct diagnostics *d, struct diagnostics *from)
{
	for (size_t i = 0; i < from->n; i++)
		add(d, &from->list[i]);
	diagnostics_free(from);
}

void
diagnostics_filter(struct diagnostics *d, bool (*keep)(const void *context, const struct diagnostic *found),
    const void *context)
{
	size_t kept = 0;

	d->n_errors = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (!keep(context, &d->list[i]))
			continue;
		d->n_errors += d->list[i].severity == SEVERITY_ERROR;
		d->list[kept++] = d->list[i];
	}
	d->n = kept;
}

static int
by_place(const void *left, const void *right)
{
	const struct diagnostic *a = left, *b = right;
	int order = 0;

	if (a->at.source && b->at.source)
		order = text_compare(a->at.source->path, b->at.source->path);
	else
		order = (a->at.source != NULL) - (b->at.source != NULL);
	if (order == 0)
		order = (a->at.line > b->at.line) - (a->at.line < b->at.line);
	if (order == 0)
		order = (a->at.column > b->at.column) - (a->at.column < b->at.column);
	if (order == 0)
		order = (a->id > b->id) - (a->id < b->id);
	for (size_t i = 0; order == 0 && i < N_WORDS; i++)
		order = text_compare(a->words[i], b->words[i]);
	return order;
}

void
diagnostics_sort(struct diagnostics *d)
{
	size_t kept = 0;

	if (d->n == 0)
		return;
	qsort(d->list, d->n, sizeof *d->list, by_place);
	d->n_errors = 0;
	for (size_t i = 0; i < d->n; i++) {
		if (i && by_place(&d->list[kept - 1], &d->list[i]) == 0)
			continue;
		d->list[kept++] = d->list[i];
		d->n_errors += d->list[i].severity == SEVERITY_ERROR;
	}
	d->n = kept;
}

struct place
place_after(struct place at, struct text passed)
{
	size_t line_start = 0;

	for (size_t i = 0; i < passed.n; i++)
		if (passed.s[i] == '\n') {
			at.line++;
			at.column = 1;
			line_start = i + 1;
		}
	at.column += (uint32_t)utf8_length(text_slice(passed, line_start, passed.n));
	return at;
}

struct place
place_at_offset(const struct source *source, size_t offset)
{
	return place_after((struct place){ source, 1, 1 }, text_slice(source->bytes, 0, offset));
}

enum message_id
message_named(struct text name)
{
	enum message_id id = 0;

	while (id < N_MESSAGES && !text_equal(text_of(messages[id].name), name))
		id++;
	return id;
}

static void
visible(struct buf *out, struct text word)
{
	enum { LONGEST = 160 };

	for (size_t at = 0, n = 0; at < word.n; n++) {
		size_t start = at;
		uint32_t c = utf8_next(word, &at);

		if (n == LONGEST) {
			buf_str(out, "…");
			return;
		}
		if (c == UTF8_INVALID || c < 0x20 || (c >= 0x7f && c < 0xa0))
			for (size_t i = start; i < at; i++)
				buf_printf(out, "\\x%02x", (unsigned)(unsigned char)word.s[i]);
		else if ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x200b ||
			 c == 0x200e || c == 0x200f || c == 0xfeff)
			buf_printf(out, "U+%04X", (unsigned)c);
		else
			buf_text(out, text_slice(word, start, at));
	}
}

bool
message_fill(struct buf *out, const char *format, const struct text words[N_WORDS])
{
	size_t start = out->n;

	for (const char *f = format; *f; f++) {
		if (f[0] == '{' && f[1] >= '1' && f[1] <= '0' + N_WORDS && f[2] == '}') {
			struct text word = words[f[1] - '1'];
			if (word.n == 0) {
				out->n = start;
				return false;
			}
			visible(out, word);
			f += 2;
		} else {
			buf_char(out, *f);
		}
	}
	return true;
}
