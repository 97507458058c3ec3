#include "compare/catalogs.h"

#include "core/table.h"

struct collecting {
	const struct comparing *c;
	struct catalog_changes *changes;
	size_t capacity;
};

static void
add(struct collecting *k, enum entry_change change, const struct resource *before, const struct resource *after)
{
	struct catalog_changes *all = k->changes;
	struct changed_entry e = { .change = change, .before = before, .after = after };
	enum class class = before ? before->class : after->class;

	if (change == ENTRY_CHANGED || change == ENTRY_RENAMED)
		e.differences = compare_resources(k->c, before, after);
	if (change == ENTRY_CHANGED && e.differences.n == 0 && before->release == after->release)
		return;
	if (all->n == k->capacity) {
		size_t capacity = k->capacity ? 2 * k->capacity : 16;
		struct changed_entry *list = arena_array(k->c->arena, struct changed_entry, capacity);
		if (all->n)
			memcpy(list, all->list, all->n * sizeof *list);
		all->list = list;
		k->capacity = capacity;
	}
	all->list[all->n++] = e;
	all->n_of[class][change]++;
}

/* The entry that says it was called so before. */
static const struct resource *
find_renamed(const struct resource_list *among, const struct resource *before)
{
	for (size_t i = 0; i < among->n; i++) {
		size_t n;
		const struct value *v = resource_values(among->list[i], former_ids_of(before->class), &n);
		for (; n--; v++)
			if (text_equal(v->text, before->id))
				return among->list[i];
	}
	return NULL;
}

/* The two lists of a state; `withdrawn` is NULL for offices, which know no such state. */
struct shown {
	const struct resource_list *public, *withdrawn;
};

/* Under its id or a former one, as `r` says. */
static bool
was_shown(const struct shown *before, const struct resource *r)
{
	size_t n;
	const struct value *former = resource_values(r, former_ids_of(r->class), &n);
	struct text id = r->id;

	for (;;) {
		if (resource_list_find(before->public, id) || resource_list_find(before->withdrawn, id))
			return true;
		if (!n--)
			return false;
		id = (former++)->text;
	}
}

static void
compare_lists(struct collecting *k, struct shown was, struct shown is_now)
{
	const struct resource_list *before = was.public, *after = is_now.public, *withdrawn = is_now.withdrawn;
	struct table renamed = { 0 };

	for (size_t i = 0; i < before->n; i++) {
		const struct resource *old = before->list[i];
		const struct resource *new = resource_list_find(after, old->id);
		if (new)
			continue;
		new = find_renamed(after, old);
		if (new && !resource_list_find(before, new->id))
			table_set(&renamed, new->id, (void *)(uintptr_t)old);
	}
	for (enum entry_change change = 0; change < N_ENTRY_CHANGES; change++) {
		for (size_t i = 0; i < after->n && change <= ENTRY_RENAMED; i++) {
			const struct resource *new = after->list[i], *old = resource_list_find(before, new->id);
			const struct resource *former = old ? NULL : table_get(&renamed, new->id);
			enum entry_change is = old ? ENTRY_CHANGED : former ? ENTRY_RENAMED : ENTRY_NEW;
			if (is == change)
				add(k, change, old ? old : former, new);
		}
		for (size_t i = 0; i < before->n && change > ENTRY_RENAMED; i++) {
			const struct resource *old = before->list[i], *new = find_renamed(after, old);
			if (resource_list_find(after, old->id) || (new && table_get(&renamed, new->id) == old))
				continue;
			const struct resource *gone = withdrawn ? resource_list_find(withdrawn, old->id) : NULL;
			if (!gone && withdrawn) /* withdrawn and renamed at once */
				gone = find_renamed(withdrawn, old);
			if ((gone ? ENTRY_WITHDRAWN : ENTRY_GONE) == change)
				add(k, change, old, gone);
		}
		for (size_t i = 0; withdrawn && i < withdrawn->n && change == ENTRY_WITHDRAWN; i++)
			if (!was_shown(&was, withdrawn->list[i]))
				add(k, change, NULL, withdrawn->list[i]);
	}
	table_free(&renamed);
}

struct catalog_changes
compare_catalogs(const struct comparing *c)
{
	struct catalog_changes changes = { 0 };
	struct collecting k = { .c = c, .changes = &changes };
	const struct catalog *before = c->before, *after = c->after;

	compare_lists(&k, (struct shown){ &before->datasets, &before->withdrawn }, (struct shown){ &after->datasets, &after->withdrawn });
	compare_lists(&k, (struct shown){ &before->series, &before->withdrawn_series }, (struct shown){ &after->series, &after->withdrawn_series });
	compare_lists(&k, (struct shown){ &before->services, &before->withdrawn_services }, (struct shown){ &after->services, &after->withdrawn_services });
	compare_lists(&k, (struct shown){ &before->agents, NULL }, (struct shown){ &after->agents, NULL });
	if (before->self && after->self)
		add(&k, ENTRY_CHANGED, before->self, after->self);
	changes.has_new_base_url = !text_equal(before->settings->base_url, after->settings->base_url);
	return changes;
}

bool
changes_feeds(const struct catalog_changes *changes)
{
	return changes->n > 0 || changes->has_new_base_url;
}
