#include "rdf/used.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

/* --- sets of numbers ------------------------------------------------------------------------ */

void
bits_open(struct bits *b, size_t n)
{
	b->n_words = n / 64 + 1;
	b->words = allocate(b->n_words * sizeof *b->words);
	memset(b->words, 0, b->n_words * sizeof *b->words);
}

void
bits_close(struct bits *b)
{
	free(b->words);
}

bool
bits_has(const struct bits *b, size_t i)
{
	return i / 64 < b->n_words && b->words[i / 64] >> i % 64 & 1;
}

void
bits_unset(struct bits *b, size_t i)
{
	b->words[i / 64] &= ~(UINT64_C(1) << i % 64);
}

bool
bits_set(struct bits *b, size_t i)
{
	uint64_t bit = UINT64_C(1) << i % 64;

	if (i / 64 >= b->n_words)
		die("number %zu is out of its set", i);
	bool is_new = !(b->words[i / 64] & bit);
	b->words[i / 64] |= bit;
	return is_new;
}

size_t
bits_next(const struct bits *b, size_t i)
{
	for (size_t word = i / 64; word < b->n_words; word++, i = word * 64) {
		uint64_t rest = b->words[word] >> i % 64;
		if (rest)
			return i + (size_t)__builtin_ctzll(rest);
	}
	return SIZE_MAX;
}

void
bits_merge(struct bits *b, const struct bits *from)
{
	for (size_t i = 0; i < b->n_words; i++)
		b->words[i] |= from->words[i];
}

void
bits_clear(struct bits *b)
{
	memset(b->words, 0, b->n_words * sizeof *b->words);
}

/* --- everything used ------------------------------------------------------------------------ */

void
used_open(struct used *u, const struct used_sizes *sizes)
{
	*u = (struct used){ 0 };
	bits_open(&u->agents, sizes->agents);
	bits_open(&u->series, sizes->series);
	bits_open(&u->services, sizes->services);
	bits_open(&u->concepts, sizes->concepts);
}

void
used_close(struct used *u)
{
	bits_close(&u->agents);
	bits_close(&u->series);
	bits_close(&u->services);
	bits_close(&u->concepts);
	free(u->externals);
	free(u->mentions);
	arena_free(u->own);
	table_free(&u->by_iri);
}

void
used_clear(struct used *u)
{
	bits_clear(&u->agents);
	bits_clear(&u->series);
	bits_clear(&u->services);
	bits_clear(&u->concepts);
	u->n_externals = 0;
	u->n_mentions = 0;
	if (u->own)
		arena_reset(u->own);
	table_free(&u->by_iri);
}

enum { FEW = 32 }; /* a dataset's: looked through one by one */

static struct external *
find(const struct used *u, struct text iri)
{
	if (u->n_externals > FEW) {
		uintptr_t found = (uintptr_t)table_get(&u->by_iri, iri);
		return found ? &u->externals[found - 1] : NULL;
	}
	for (size_t i = 0; i < u->n_externals; i++)
		if (text_equal(u->externals[i].iri, iri))
			return &u->externals[i];
	return NULL;
}

static void
index_from(struct used *u, size_t i)
{
	for (; i < u->n_externals; i++)
		table_set(&u->by_iri, u->externals[i].iri, (void *)(uintptr_t)(i + 1));
}

void
used_keep_externals(struct used *u, size_t n)
{
	u->n_externals = n;
	table_free(&u->by_iri);
	if (n > FEW)
		index_from(u, 0);
}

static void
add(struct used *u, const struct external *external)
{
	struct external *known = find(u, external->iri);

	if (known) {
		known->classes |= external->classes;
		return;
	}
	if (u->n_externals == u->capacity) {
		u->capacity = u->capacity ? 2 * u->capacity : FEW;
		u->externals = reallocate(u->externals, u->capacity * sizeof *u->externals);
	}
	u->externals[u->n_externals++] = *external;
	if (u->n_externals > FEW)
		index_from(u, u->n_externals == FEW + 1 ? 0 : u->n_externals - 1);
}

void
used_mention(struct used *u, const struct resource *dataset)
{
	for (size_t i = 0; i < u->n_mentions; i++)
		if (u->mentions[i] == dataset)
			return;
	if (u->n_mentions == u->mentions_capacity) {
		u->mentions_capacity = u->mentions_capacity ? 2 * u->mentions_capacity : FEW;
		u->mentions = reallocate(u->mentions, u->mentions_capacity * sizeof *u->mentions);
	}
	u->mentions[u->n_mentions++] = dataset;
}

void
used_merge_mentions(struct used *u, const struct used *from)
{
	for (size_t i = 0; i < from->n_mentions; i++)
		used_mention(u, from->mentions[i]);
}

void
used_external(struct used *u, struct text iri, enum external_class class)
{
	add(u, &(struct external){ .iri = iri, .classes = UINT32_C(1) << class });
}

void
used_external_copy(struct used *u, struct text iri, enum external_class class)
{
	if (!u->own)
		u->own = arena_new();
	used_external(u, arena_text(u->own, iri), class);
}

void
used_merge(struct used *u, const struct used *from)
{
	bits_merge(&u->agents, &from->agents);
	bits_merge(&u->series, &from->series);
	bits_merge(&u->services, &from->services);
	bits_merge(&u->concepts, &from->concepts);
	for (size_t i = 0; i < from->n_externals; i++)
		add(u, &from->externals[i]);
}
