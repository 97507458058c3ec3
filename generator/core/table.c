#include "core/table.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

uint64_t
text_hash(struct text t)
{
	uint64_t h = 0x9e3779b97f4a7c15u ^ t.n;
	const char *s = t.s;

	for (size_t left = t.n; left;) {
		uint64_t word = 0;
		size_t n = left < 8 ? left : 8;

		memcpy(&word, s, n);
		h = (h ^ word) * 0xff51afd7ed558ccdu;
		h ^= h >> 32;
		s += n;
		left -= n;
	}
	h *= 0xc4ceb9fe1a85ec53u;
	return h ^ h >> 29;
}

void
table_free(struct table *t)
{
	free(t->entries);
	free(t->slots);
	*t = (struct table){ 0 };
}

static size_t
slot_of(const struct table *t, struct text key, uint64_t hash)
{
	size_t at = hash & (t->n_slots - 1);

	while (t->slots[at]) {
		const struct table_entry *e = &t->entries[t->slots[at] - 1];
		if (e->hash == hash && text_equal(e->key, key))
			break;
		at = (at + 1) & (t->n_slots - 1);
	}
	return at;
}

void *
table_get(const struct table *t, struct text key)
{
	if (t->n == 0)
		return NULL;
	uint32_t slot = t->slots[slot_of(t, key, text_hash(key))];
	return slot ? t->entries[slot - 1].value : NULL;
}

static void
grow(struct table *t)
{
	size_t n_slots = t->n_slots ? t->n_slots * 2 : 64;

	if (n_slots > UINT32_MAX)
		die("too many entries in a table (%zu)", t->n);
	free(t->slots);
	t->slots = allocate(n_slots * sizeof *t->slots);
	memset(t->slots, 0, n_slots * sizeof *t->slots);
	t->n_slots = n_slots;
	t->capacity = n_slots / 2;
	t->entries = reallocate(t->entries, t->capacity * sizeof *t->entries);
	for (size_t i = 0; i < t->n; i++)
		t->slots[slot_of(t, t->entries[i].key, t->entries[i].hash)] = (uint32_t)i + 1;
}

void *
table_set(struct table *t, struct text key, void *value)
{
	uint64_t hash = text_hash(key);

	if (t->n == t->capacity)
		grow(t);
	size_t at = slot_of(t, key, hash);
	if (t->slots[at]) {
		struct table_entry *e = &t->entries[t->slots[at] - 1];
		void *old = e->value;
		e->value = value;
		return old;
	}
	t->entries[t->n] = (struct table_entry){ key, value, hash };
	t->slots[at] = (uint32_t)++t->n;
	return NULL;
}
