#include "build/change_list.h"

#include "core/date.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>

#define FORM "tabularium change feed 1"

void
change_list_open(struct change_list *l)
{
	*l = (struct change_list){ .arena = arena_new() };
}

void
change_list_close(struct change_list *l)
{
	table_free(&l->entities);
	free(l->list);
	arena_free(l->arena);
}

struct feed_entity *
change_list_entity(struct change_list *l, enum class class, struct text iri)
{
	struct feed_entity *e = table_get(&l->entities, iri);

	if (!e) {
		e = arena_new_of(l->arena, struct feed_entity);
		*e = (struct feed_entity){ .class = class, .iri = arena_text(l->arena, iri) };
		table_set(&l->entities, e->iri, e);
	}
	return e;
}

const struct resource *
entity_shown(const struct catalog *c, const struct feed_entity *e)
{
	struct text id = text_file_name(e->iri);

	switch (e->class) {
	case CLASS_CATALOG: return c->self;
	case CLASS_AGENT: return resource_list_find(&c->agents, id);
	case CLASS_SERIES: return resource_list_find(&c->series, id);
	case CLASS_SERVICE: return resource_list_find(&c->services, id);
	default: return resource_list_find(&c->datasets, id);
	}
}

void
change_list_add(struct change_list *l, const struct activity *a)
{
	if (l->n == l->capacity) {
		l->capacity = l->capacity ? 2 * l->capacity : 256;
		l->list = reallocate(l->list, l->capacity * sizeof *l->list);
	}
	a->entity->last = l->n;
	a->entity->is_public = a->kind != ACTIVITY_DELETE;
	l->list[l->n++] = *a;
}

/* --- pages ----------------------------------------------------------------------------------------- */

enum { MILLISECONDS_A_DAY = 24 * 60 * 60 * 1000 };

int
year_of(int64_t milliseconds)
{
	int64_t days = milliseconds / MILLISECONDS_A_DAY - (milliseconds % MILLISECONDS_A_DAY < 0);

	return date_from_days(days).year;
}

int64_t
start_of_year(int year)
{
	return date_days(&(struct date){ .precision = DATE_YEAR, .year = year, .month = 1, .day = 1 }) * MILLISECONDS_A_DAY;
}

size_t
page_end(const struct change_list *l, size_t from)
{
	int64_t next_year = start_of_year(year_of(l->list[from].published) + 1);
	size_t end = from;

	while (end < l->n && end - from < ACTIVITIES_A_PAGE && l->list[end].published < next_year)
		end++;
	return end;
}

void
activity_iri(struct buf *out, const struct activity *a)
{
	size_t start;

	buf_text(out, a->entity->iri);
	buf_str(out, "#change-");
	start = out->n;
	write_moment(out, a->published);
	size_t kept = start; /* 2026-01-15T08:00:00.000Z without its punctuation */
	for (size_t i = start; i < out->n; i++)
		if (out->s[i] != '-' && out->s[i] != ':' && out->s[i] != '.')
			out->s[kept++] = out->s[i];
	out->n = kept;
	for (size_t i = 0; a->kind != ACTIVITY_DELETE && i < MARK_SIZE; i++)
		buf_printf(out, "%s%02x", i ? "" : "-", a->mark[i]);
}

/* --- as bytes -------------------------------------------------------------------------------------- */

static void
write_number(struct buf *out, uint64_t n)
{
	buf_bytes(out, &n, sizeof n);
}

static void
write_text(struct buf *out, struct text t)
{
	write_number(out, t.n);
	buf_text(out, t);
}

static bool
read_bytes(struct text *rest, void *bytes, size_t n)
{
	if (rest->n < n)
		return false;
	memcpy(bytes, rest->s, n);
	*rest = text_slice(*rest, n, rest->n);
	return true;
}

static bool
read_text(struct text *rest, struct text *t)
{
	uint64_t n;

	if (!read_bytes(rest, &n, sizeof n) || n > rest->n)
		return false;
	*t = text_slice(*rest, 0, (size_t)n);
	*rest = text_slice(*rest, (size_t)n, rest->n);
	return true;
}

/* The mark of a whole that was not damaged stands first. */
void
change_list_write(struct buf *out, const struct change_list *l, struct text key, struct text commit,
    const struct text tail[N_STREAM_SYNTAXES])
{
	struct table numbers = { 0 };
	struct buf body = { 0 };

	write_text(&body, T(FORM));
	write_text(&body, key);
	write_text(&body, commit);
	write_number(&body, l->entities.n);
	for (size_t i = 0; i < l->entities.n; i++) {
		const struct feed_entity *e = l->entities.entries[i].value;
		table_set(&numbers, e->iri, (void *)(i + 1));
		write_text(&body, e->iri);
		write_number(&body, e->class);
		buf_bytes(&body, &e->said, sizeof e->said);
		buf_char(&body, e->is_told ? 't' : 'f');
	}
	write_number(&body, l->n);
	for (size_t i = 0; i < l->n; i++) {
		const struct activity *a = &l->list[i];
		write_number(&body, (uint64_t)(uintptr_t)table_get(&numbers, a->entity->iri) - 1);
		write_number(&body, a->kind);
		write_number(&body, (uint64_t)a->published);
		buf_bytes(&body, a->mark, sizeof a->mark);
	}
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		write_text(&body, tail[s]);
	struct digest digest = digest_of(buf_view(&body));
	buf_bytes(out, &digest, sizeof digest);
	buf_text(out, buf_view(&body));
	table_free(&numbers);
	buf_free(&body);
}

static bool
read_list(struct change_list *l, struct text *rest)
{
	uint64_t n_entities, n, number, kind, published;

	if (!read_bytes(rest, &n_entities, sizeof n_entities))
		return false;
	for (uint64_t i = 0; i < n_entities; i++) {
		struct text iri;
		struct digest said;
		char told;
		if (!read_text(rest, &iri) || !read_bytes(rest, &number, sizeof number) ||
		    !read_bytes(rest, &said, sizeof said) || !read_bytes(rest, &told, sizeof told))
			return false;
		struct feed_entity *e = change_list_entity(l, (enum class)number, iri);
		e->said = said;
		e->is_told = told == 't';
	}
	if (!read_bytes(rest, &n, sizeof n) || l->entities.n != n_entities)
		return false;
	for (uint64_t i = 0; i < n; i++) {
		struct activity a;
		if (!read_bytes(rest, &number, sizeof number) || !read_bytes(rest, &kind, sizeof kind) ||
		    !read_bytes(rest, &published, sizeof published) || !read_bytes(rest, a.mark, sizeof a.mark) ||
		    number >= n_entities || kind >= N_ACTIVITY_KINDS)
			return false;
		a.kind = (enum activity_kind)kind;
		a.published = (int64_t)published;
		a.entity = l->entities.entries[number].value;
		change_list_add(l, &a);
	}
	return true;
}

bool
change_list_read(struct change_list *l, struct text bytes, struct text key, struct text *commit,
    struct text tail[N_STREAM_SYNTAXES])
{
	struct digest stated, digest;
	struct text form, its_key;

	if (!read_bytes(&bytes, &stated, sizeof stated))
		return false;
	digest = digest_of(bytes);
	if (!digest_equal(&digest, &stated) || !read_text(&bytes, &form) || !text_equal(form, T(FORM)) ||
	    !read_text(&bytes, &its_key) || !text_equal(its_key, key) || !read_text(&bytes, commit) ||
	    !read_list(l, &bytes))
		return false;
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		if (!read_text(&bytes, &tail[s]))
			return false;
	return true;
}
