/*
 * Entries of lists, as HTML, for those who need them again: a dataset stands in fifteen lists or so.
 * As many as there is room for, whatever the size of the catalogue; threads share them.
 */
#ifndef PAGES_KEPT_ITEMS_H
#define PAGES_KEPT_ITEMS_H

#include "core/text.h"

struct kept_items *kept_items_new(void);
void kept_items_free(struct kept_items *k); /* NULL is allowed */

/* Whoever asks with neighbouring keys does not drive out his own. */
bool kept_items_take(struct kept_items *k, uint64_t key, struct buf *out); /* appended; false: it is not there */
void kept_items_put(struct kept_items *k, uint64_t key, struct text html);

#endif
