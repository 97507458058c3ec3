#include "catalog/former.h"

#include "core/table.h"

#include <stdlib.h>

static int
compare(const void *a, const void *b)
{
	const struct redirect *x = a, *y = b;
	int order = text_compare(text_of(x->folder), text_of(y->folder));

	return order ? order : text_compare(x->from, y->from);
}

struct finding {
	struct arena *arena;
	struct redirect *list;
	size_t n;
};

static void
add_former(struct finding *f, const char *folder, const struct resource_list *list, enum property_id former_ids,
    const struct resource_list *today)
{
	struct table seen = { 0 };
	size_t n;

	for (size_t i = 0; i < f->n; i++)
		if (text_equal(text_of(f->list[i].folder), text_of(folder)))
			table_set(&seen, f->list[i].from, f);
	for (size_t i = 0; i < list->n; i++)
		for (const struct value *v = resource_values(list->list[i], former_ids, &n); n; v++, n--) {
			if ((v->flags & VALUE_INVALID) || resource_list_find(today, v->text) || table_set(&seen, v->text, f))
				continue;
			f->list[f->n++] = (struct redirect){ folder, v->text, list->list[i]->id, list->list[i] };
		}
	table_free(&seen);
}

static size_t
count_former(const struct resource_list *list, enum property_id former_ids)
{
	size_t all = 0, n;

	for (size_t i = 0; i < list->n; i++) {
		resource_values(list->list[i], former_ids, &n);
		all += n;
	}
	return all;
}

const struct redirect *
redirects_find(struct arena *a, const struct catalog *c, size_t *n)
{
	size_t most = count_former(&c->datasets, DATASET_former_ids) + count_former(&c->withdrawn, DATASET_former_ids) +
	    count_former(&c->agents, AGENT_former_ids);
	struct finding f = { a, arena_array(a, struct redirect, most + 1), 0 };

	add_former(&f, "datasets", &c->datasets, DATASET_former_ids, &c->withdrawn);
	add_former(&f, "datasets", &c->withdrawn, DATASET_former_ids, &c->datasets);
	add_former(&f, "publishers", &c->agents, AGENT_former_ids, &c->agents);
	qsort(f.list, f.n, sizeof *f.list, compare);
	*n = f.n;
	return f.list;
}
