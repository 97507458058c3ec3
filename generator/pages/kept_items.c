#include "pages/kept_items.h"

#include "core/die.h"

#include <pthread.h>
#include <stdlib.h>

/* With some 500 bytes each. */
enum { N_ITEMS = 1 << 14, N_LOCKS = 64 };

struct item {
	uint64_t key;
	char *html; /* NULL: nothing was kept here yet */
	uint32_t n, capacity;
};

struct kept_items {
	pthread_mutex_t locks[N_LOCKS];
	struct item list[N_ITEMS];
};

struct kept_items *
kept_items_new(void)
{
	struct kept_items *k = allocate(sizeof *k);

	memset(k->list, 0, sizeof k->list);
	for (size_t i = 0; i < N_LOCKS; i++)
		pthread_mutex_init(&k->locks[i], NULL);
	return k;
}

void
kept_items_free(struct kept_items *k)
{
	if (!k)
		return;
	for (size_t i = 0; i < N_ITEMS; i++)
		free(k->list[i].html);
	for (size_t i = 0; i < N_LOCKS; i++)
		pthread_mutex_destroy(&k->locks[i]);
	free(k);
}

bool
kept_items_take(struct kept_items *k, uint64_t key, struct buf *out)
{
	struct item *item = &k->list[key % N_ITEMS];
	pthread_mutex_t *lock = &k->locks[key % N_LOCKS];

	pthread_mutex_lock(lock);
	bool is_there = item->html && item->key == key;
	if (is_there)
		buf_bytes(out, item->html, item->n);
	pthread_mutex_unlock(lock);
	return is_there;
}

void
kept_items_put(struct kept_items *k, uint64_t key, struct text html)
{
	struct item *item = &k->list[key % N_ITEMS];
	pthread_mutex_t *lock = &k->locks[key % N_LOCKS];

	if (html.n > UINT32_MAX)
		return;
	pthread_mutex_lock(lock);
	if (!item->html || item->capacity < html.n) {
		free(item->html);
		item->html = allocate(html.n + 1);
		item->capacity = (uint32_t)html.n;
	}
	item->key = key;
	item->n = (uint32_t)html.n;
	if (html.n)
		memcpy(item->html, html.s, html.n);
	pthread_mutex_unlock(lock);
}
