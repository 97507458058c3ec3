#include "catalog/former.h"

#include "core/die.h"
#include "core/table.h"

#include <stdlib.h>

const char *const redirect_folders[N_REDIRECT_FOLDERS] = { "datasets", "publishers", "series", "services" };

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
add_former(struct finding *f, const char *folder, const struct resource_list *list, const struct resource_list *others)
{
	struct table seen = { 0 };
	size_t n;

	for (size_t i = 0; i < f->n; i++)
		if (text_equal(text_of(f->list[i].folder), text_of(folder)))
			table_set(&seen, f->list[i].from, f);
	for (size_t i = 0; i < list->n; i++)
		for (const struct value *v = resource_values(list->list[i], former_ids_of(list->list[i]->class), &n); n; v++, n--) {
			bool is_id = resource_list_find(list, v->text) || resource_list_find(others, v->text);
			if ((v->flags & VALUE_INVALID) || is_id || table_set(&seen, v->text, f))
				continue;
			f->list[f->n++] = (struct redirect){ folder, v->text, list->list[i]->id, list->list[i] };
		}
	table_free(&seen);
}

static size_t
count_former(const struct resource_list *list)
{
	size_t all = 0, n;

	for (size_t i = 0; i < list->n; i++) {
		resource_values(list->list[i], former_ids_of(list->list[i]->class), &n);
		all += n;
	}
	return all;
}

const struct redirect *
redirects_find(struct arena *a, const struct catalog *c, size_t *n)
{
	const struct {
		const char *folder;
		const struct resource_list *list, *others; /* whose ids count, too */
	} sources[] = {
		{ redirect_folders[0], &c->datasets, &c->withdrawn },
		{ redirect_folders[0], &c->withdrawn, &c->datasets },
		{ redirect_folders[1], &c->agents, &c->agents },
		{ redirect_folders[2], &c->series, &c->withdrawn_series },
		{ redirect_folders[2], &c->withdrawn_series, &c->series },
		{ redirect_folders[3], &c->services, &c->withdrawn_services },
		{ redirect_folders[3], &c->withdrawn_services, &c->services },
	};
	enum { N_SOURCES = sizeof sources / sizeof sources[0] };
	size_t most = 0;

	for (size_t i = 0; i < N_SOURCES; i++)
		most += count_former(sources[i].list);
	struct finding f = { a, arena_array(a, struct redirect, most + 1), 0 };
	for (size_t i = 0; i < N_SOURCES; i++)
		add_former(&f, sources[i].folder, sources[i].list, sources[i].others);
	qsort(f.list, f.n, sizeof *f.list, compare);
	*n = f.n;
	return f.list;
}

/* --- names ---------------------------------------------------------------------------------------- */

enum { NAMED_DATASETS, NAMED_SERIES, NAMED_SERVICES, NAMED_AGENTS, N_NAMED };

struct entry_names {
	const struct resource_list *lists[N_NAMED];
	struct table former[N_NAMED]; /* former id → resource */
};

struct entry_names *
entry_names_new(const struct catalog *c)
{
	struct entry_names *names = allocate(sizeof *names);

	*names = (struct entry_names){ .lists = { [NAMED_DATASETS] = &c->datasets, [NAMED_SERIES] = &c->series,
					       [NAMED_SERVICES] = &c->services, [NAMED_AGENTS] = &c->agents } };
	for (size_t k = 0; k < N_NAMED; k++)
		for (size_t i = 0; i < names->lists[k]->n; i++) {
			const struct resource *r = names->lists[k]->list[i];
			size_t n;
			const struct value *v = resource_values(r, former_ids_of(r->class), &n);
			for (; n--; v++)
				table_set(&names->former[k], v->text, (void *)(uintptr_t)r);
		}
	return names;
}

void
entry_names_free(struct entry_names *names)
{
	for (size_t k = 0; names && k < N_NAMED; k++)
		table_free(&names->former[k]);
	free(names);
}

const struct resource *
entry_named(const struct entry_names *names, enum class class, struct text id)
{
	size_t k = class == CLASS_AGENT ? NAMED_AGENTS : class == CLASS_SERIES ? NAMED_SERIES :
		   class == CLASS_SERVICE ? NAMED_SERVICES : NAMED_DATASETS;
	const struct resource *today = resource_list_find(names->lists[k], id);

	return today ? today : table_get(&names->former[k], id);
}
