#include "changes/tags.h"

#include "adapters/signature.h"

#include <stdlib.h>

static int
newest_first(const void *a, const void *b)
{
	const struct confirmed_tag *x = a, *y = b;

	return x->time != y->time ? (x->time < y->time ? 1 : -1) : text_compare(x->name, y->name);
}

size_t
confirmed_tags(const struct snapshot *snapshot, const struct history *h, const struct settings *settings,
    struct arena *a, const struct confirmed_tag **list)
{
	const struct snapshot_tag *tags = NULL;
	size_t n = 0, n_tags = settings && settings->n_signing_keys ? snapshot_tags(snapshot, a, &tags) : 0;
	struct confirmed_tag *confirmed = arena_array(a, struct confirmed_tag, n_tags + 1);

	for (size_t i = 0; i < n_tags; i++) {
		confirmed[n].name = text_of(tags[i].name);
		n += history_has_commit(h, tags[i].commit, &confirmed[n].time) &&
		     signature_confirms_tag(tags[i].bytes, settings->signing_keys, settings->n_signing_keys);
	}
	qsort(confirmed, n, sizeof *confirmed, newest_first);
	*list = confirmed;
	return n;
}
