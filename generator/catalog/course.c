/*
 * Entries are read anew when their files change, into the memory of an epoch; an epoch ends when
 * catalog.yaml changes, since everything depends on it, or when most of its memory is of former states:
 * then all is read anew.
 *
 * References are linked to entries, present or not. Which of them may be shown is asked of public_set(),
 * as everywhere; and only when an entry came, went, or refers to others than before. The rest are changes
 * within an entry, and nothing but the entry is looked at.
 */
#include "catalog/course_entries.h"
#include "catalog/public.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>

enum { GARBAGE = 64 << 20 };

static struct course_entry *
entry_of(const struct resource *r)
{
	return (struct course_entry *)(uintptr_t)r;
}

/* --- a step ------------------------------------------------------------------------------------------ */

static void
set_services(struct course *c)
{
	const struct table *all = &c->lists[CLASS_SERVICE].by_id;
	struct table *services = &c->epoch->services;

	table_free(services);
	*services = (struct table){ 0 };
	for (size_t i = 0; i < all->n; i++) {
		struct course_entry *e = all->entries[i].value;
		if (e->is_present)
			table_set(services, e->resource.id, &e->resource);
	}
}

/* A dataset takes over what the services say that it names. */
static bool
names_service(const struct resource *dataset)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_services, &n);

	for (; n--; v++)
		if (!v->resource || !v->resource->owner)
			return true;
	return false;
}

static int
by_turn(const void *a, const void *b)
{
	const struct stem *x = *(const struct stem *const *)a, *y = *(const struct stem *const *)b;

	if (x->turn != y->turn)
		return x->turn < y->turn ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void
sort_by_turn(struct stem **list, size_t n)
{
	if (n)
		qsort(list, n, sizeof *list, by_turn);
}

/* The services have changed that the datasets are read with. */
static void
read_served(struct course *c)
{
	set_services(c);
	for (size_t i = 0; i < c->stems.n; i++) {
		struct stem *stem = c->stems.entries[i].value;
		if (stem->entry && stem->entry->resource.class == CLASS_DATASET && names_service(&stem->entry->resource))
			course_read_later(c, stem);
	}
}

static void
read_changed(struct course *c, struct diagnostics *unsaid)
{
	bool has_new_services = false;
	size_t i = 0;

	/* What goes, goes first: a file may have moved to another folder. */
	sort_by_turn(c->to_read, c->n_to_read);
	for (size_t k = 0; k < c->n_to_read; k++) {
		struct stem *stem = c->to_read[k];
		if (stem->n || !stem->entry)
			continue;
		has_new_services |= stem->entry->resource.class == CLASS_SERVICE;
		course_remove(c, stem->entry);
		stem->entry = NULL;
	}
	for (unsigned turn = 0; turn < N_ENTRY_CLASSES; turn++) {
		if (entry_classes[turn] == CLASS_DATASET && has_new_services) {
			read_served(c);
			sort_by_turn(c->to_read + i, c->n_to_read - i);
		}
		for (; i < c->n_to_read && c->to_read[i]->turn == turn; i++) {
			if (!c->to_read[i]->n)
				continue;
			course_read_stem(c, c->to_read[i], unsaid);
			has_new_services |= entry_classes[turn] == CLASS_SERVICE;
		}
	}
	for (i = 0; i < c->n_to_read; i++)
		c->to_read[i]->has_changed = false;
	c->n_to_read = 0;
}

/* Those whose folder has other files than before. */
static void
change_hosted(struct course *c, const struct snapshot_files *now)
{
	struct snapshot_files before = c->hosted_files;
	struct arena *a = c->hosted[1];
	size_t i = 0, k = 0;

	c->hosted[1] = c->hosted[0];
	c->hosted[0] = a;
	arena_reset(a);
	c->hosted_files = (struct snapshot_files){ arena_array(a, struct snapshot_file, now->n), now->n };
	for (size_t j = 0; j < now->n; j++) {
		c->hosted_files.list[j] = now->list[j];
		c->hosted_files.list[j].source.path = arena_text(a, now->list[j].source.path);
	}
	while (i < before.n || k < now->n) {
		int order = i == before.n ? 1 : k == now->n ? -1 :
		    text_compare(before.list[i].source.path, now->list[k].source.path);
		bool is_same = order == 0 && memcmp(before.list[i].object, now->list[k].object, 20) == 0;
		struct text path = order <= 0 ? before.list[i].source.path : now->list[k].source.path;
		struct text rest = text_slice(path, strlen("catalog/data/"), path.n);
		struct course_entry *e = is_same ? NULL :
		    table_get(&c->lists[CLASS_DATASET].by_id, text_slice(rest, 0, text_find_char(rest, '/')));
		if (e)
			course_has_changed(c, e);
		i += order <= 0;
		k += order >= 0;
	}
	for (size_t s = 0; s < c->stems.n; s++) {
		struct stem *stem = c->stems.entries[s].value;
		if (stem->entry && stem->entry->has_changed)
			course_read_later(c, stem);
	}
	if (c->epoch)
		course_set_hosted(c);
}

static void
link_values(struct course *c, enum class class, struct value *const *list, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct value *v = list[i];
		enum class target = reference_target(class, (enum property_id)v->property);

		if (v->resource && v->resource->owner) /* a service described in place */
			continue;
		struct course_entry *found = table_get(&c->lists[target].by_id, v->text);
		if ((!found || !found->is_present) && target == CLASS_DATASET && table_get(&c->former, v->text))
			found = table_get(&c->former, v->text);
		v->resource = found && found->is_present ? &found->resource : NULL;
		v->flags = (uint8_t)(v->resource ? v->flags & ~VALUE_INVALID : v->flags | VALUE_INVALID);
	}
}

static void
link_entry(struct course *c, struct course_entry *e)
{
	link_values(c, e->resource.class, e->references, e->n_references);
}

static int
by_id(const void *a, const void *b)
{
	return text_compare((*(const struct resource *const *)a)->id, (*(const struct resource *const *)b)->id);
}

static void
list_present(struct course *c, struct entry_list *l)
{
	l->present = (struct resource_list){ arena_array(c->step, const struct resource *, l->by_id.n), 0 };
	for (size_t i = 0; i < l->by_id.n; i++) {
		struct course_entry *e = l->by_id.entries[i].value;
		e->shown = NULL;
		if (e->is_present)
			l->present.list[l->present.n++] = &e->resource;
	}
	if (l->present.n)
		qsort(l->present.list, l->present.n, sizeof *l->present.list, by_id);
}

static void
claim_former_ids(struct course *c)
{
	const struct resource_list *datasets = &c->lists[CLASS_DATASET].present;

	table_free(&c->former);
	c->former = (struct table){ 0 };
	for (size_t i = 0; i < datasets->n; i++) {
		size_t n;
		const struct value *v = resource_values(datasets->list[i], DATASET_former_ids, &n);
		for (; n--; v++)
			if (!(v->flags & VALUE_INVALID) && !table_get(&c->former, v->text))
				table_set(&c->former, v->text, entry_of(datasets->list[i]));
	}
}

/* Of the public set a service is a copy. */
static void
show(struct course *c, const struct resource_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		struct course_entry *e = table_get(&c->lists[list->list[i]->class].by_id, list->list[i]->id);
		e->shown = list->list[i];
	}
}

static bool
is_shown(const struct resource *r)
{
	return r && !r->owner && entry_of(r)->shown;
}

/* What an entry's references lead to, as far as it shows. */
static uint64_t
hash_seen(const struct course_entry *e)
{
	uint64_t hash = e->shown != NULL;
	size_t n;

	for (size_t i = 0; i < e->n_references; i++) {
		const struct resource *to = e->references[i]->resource;
		hash = is_shown(to) ? course_hash(hash * 31 + to->class, to->id) : hash * 31 + 7;
	}
	const struct value *v =
	    e->shown && e->resource.class == CLASS_SERVICE ? resource_values(e->shown, SERVICE_serves_dataset, &n) : NULL;
	for (size_t i = 0; v && i < n; i++)
		hash = course_hash(hash, v[i].text);
	return hash;
}

static void
find_newest(struct course *c)
{
	c->newest = newest_dataset(&c->public.datasets);
	c->newest_date = c->newest ? resource_value(c->newest, DATASET_modified)->text : T("");
}

static void
make_set(struct course *c)
{
	const struct catalog_owner *o = c->epoch;

	arena_reset(c->step);
	for (size_t k = 0; k < N_ENTRY_CLASSES; k++)
		list_present(c, &c->lists[entry_classes[k]]);
	claim_former_ids(c);
	for (size_t k = 0; k < N_ENTRY_CLASSES; k++) {
		const struct table *all = &c->lists[entry_classes[k]].by_id;
		for (size_t i = 0; i < all->n; i++)
			link_entry(c, all->entries[i].value);
	}
	link_entry(c, &c->self);
	c->all = (struct catalog){ .settings = o->settings, .lists = o->lists, .n_languages = o->languages.n,
		.self = c->self.is_present ? &c->self.resource : NULL, .datasets = c->lists[CLASS_DATASET].present,
		.series = c->lists[CLASS_SERIES].present, .services = c->lists[CLASS_SERVICE].present,
		.agents = c->lists[CLASS_AGENT].present };
	memcpy(c->all.languages, o->languages.tags, sizeof c->all.languages);
	c->public = public_set(c->step, &c->all);
	c->has_public = c->all.self != NULL;
	find_newest(c);
	if (!c->has_public)
		return;
	struct record_dates *records = arena_array(c->step, struct record_dates, c->public.datasets.n);
	for (size_t i = 0; i < c->public.datasets.n; i++)
		records[i] = (struct record_dates){ 1, 1 };
	c->public.records = records;
	show(c, &c->public.agents);
	show(c, &c->public.services);
	show(c, &c->public.series);
	show(c, &c->public.datasets);
}

/* Entries changed within. */
static void
keep_set(struct course *c)
{
	for (size_t i = 0; i < c->n_changed; i++) {
		struct course_entry *e = c->changed[i];
		if (e->resource.class != CLASS_DATASET)
			continue;
		link_entry(c, e);
		if (!e->shown)
			continue;
		const struct value *date = resource_value(&e->resource, DATASET_modified);
		if (date && text_compare(date->text, c->newest_date) >= 0) {
			c->newest = &e->resource;
			c->newest_date = date->text;
		} else if (c->newest == &e->resource) {
			find_newest(c);
		}
	}
	if (c->has_public)
		c->public.self = public_catalog(c->step, c->all.self, c->newest);
}

static bool
is_in_touched_series(struct course *c, const struct resource *r)
{
	size_t n;
	const struct value *v = r->class == CLASS_DATASET ? resource_values(r, DATASET_series, &n) : NULL;

	for (size_t i = 0; v && i < n; i++) {
		struct course_entry *series = table_get(&c->lists[CLASS_SERIES].by_id, v[i].text);
		if (series && series->is_neighbour)
			return true;
	}
	return false;
}

/* What an entry of a class comes after. */
static int
place_of(enum class class)
{
	switch (class) {
	case CLASS_AGENT: return 0;
	case CLASS_CATALOG: return 1;
	case CLASS_SERVICE: return 2;
	case CLASS_SERIES: return 3;
	default: return 4;
	}
}

int
course_order(enum class class_a, struct text id_a, enum class class_b, struct text id_b)
{
	return class_a == class_b ? text_compare(id_a, id_b) : place_of(class_a) - place_of(class_b);
}

static int
in_order(const void *a, const void *b)
{
	const struct resource *x = &(*(const struct course_entry *const *)a)->resource;
	const struct resource *y = &(*(const struct course_entry *const *)b)->resource;

	return course_order(x->class, x->id, y->class, y->id);
}

/* Those that are not known to have changed, but may lead to something else. */
static void
look_at_all(struct course *c)
{
	for (size_t k = 0; k < N_ENTRY_CLASSES; k++) {
		const struct table *all = &c->lists[entry_classes[k]].by_id;
		for (size_t i = 0; i < all->n; i++) {
			struct course_entry *e = all->entries[i].value;
			uint64_t seen = hash_seen(e);
			if (seen != e->seen || e->is_neighbour || is_in_touched_series(c, &e->resource))
				course_has_changed(c, e);
			e->seen = seen;
		}
	}
}

static void
find_changed(struct course *c)
{
	const struct table *series = &c->lists[CLASS_SERIES].by_id;

	if (c->has_new_set)
		look_at_all(c);
	course_has_changed(c, &c->self); /* its date is that of the newest dataset */
	qsort(c->changed, c->n_changed, sizeof *c->changed, in_order);
	for (size_t i = 0; i < c->n_changed; i++)
		c->changed[i]->has_changed = false;
	for (size_t i = 0; i < series->n; i++)
		((struct course_entry *)series->entries[i].value)->is_neighbour = false;
}

/* --- in full ------------------------------------------------------------------------------------------- */

/* The dataset stays where others find it. */
static void
take_values(struct resource *r, const struct resource *from)
{
	r->values = from->values;
	r->n_values = from->n_values;
	memcpy(r->begins, from->begins, sizeof r->begins);
}

/* What course_shown() gave last is held in brief again. */
static void
fold(struct course *c)
{
	if (c->unfolded)
		take_values(&c->unfolded->resource, &c->folded);
	c->unfolded = NULL;
	arena_reset(c->shown);
}

const struct resource *
course_shown(struct course *c, struct course_entry *e)
{
	struct value **references;

	fold(c);
	if (e->resource.class != CLASS_DATASET)
		return e->shown;
	const struct resource *whole = course_whole(c, e, c->shown);
	c->unfolded = e;
	c->folded = e->resource;
	take_values(&e->resource, whole);
	course_take_parts(&e->resource, whole);
	size_t n = course_references(c->shown, &e->resource, &references);
	link_values(c, CLASS_DATASET, references, n);
	return e->shown;
}

/* --- one step ------------------------------------------------------------------------------------------ */

void
course_step(struct course *c, const struct course_file *changed, size_t n, const struct snapshot_files *hosted)
{
	struct diagnostics *unsaid = diagnostics_new();
	bool has_new_catalog = false;

	fold(c);
	course_forget_wholes(c);
	c->has_new_set = false;
	c->n_changed = 0;
	for (size_t i = 0; i < n; i++) {
		if (!text_equal(changed[i].path, T("catalog/catalog.yaml"))) {
			course_change_file(c, &changed[i]);
			continue;
		}
		has_new_catalog = true;
		c->catalog_file = (struct snapshot_file){ 0 };
		if (changed[i].object) {
			c->catalog_file.source.path = changed[i].path;
			memcpy(c->catalog_file.object, changed[i].object, sizeof c->catalog_file.object);
		}
	}
	if (hosted)
		change_hosted(c, hosted);
	if (!c->epoch || has_new_catalog || arena_size(c->epoch->arena) > GARBAGE + 2 * c->epoch_size) {
		struct catalog_owner *before = course_begin_epoch(c, unsaid);
		read_changed(c, unsaid);
		course_end_epoch(before);
		c->epoch_size = arena_size(c->epoch->arena);
	} else {
		read_changed(c, unsaid);
	}
	if (c->has_new_set)
		make_set(c);
	else
		keep_set(c);
	c->self.shown = c->has_public ? c->public.self : NULL;
	find_changed(c);
	diagnostics_free(unsaid);
}

/* --- the whole ----------------------------------------------------------------------------------------- */

struct course *
course_open(const struct course_reading *r)
{
	struct course *c = allocate(sizeof *c);

	*c = (struct course){ .reading = *r, .arena = arena_new(), .step = arena_new(), .scratch = arena_new(),
		.bytes = arena_new(), .wholes = arena_new(), .shown = arena_new(), .hosted = { arena_new(), arena_new() },
		.blobs = history_reader_open(r->snapshot), .files = snapshot_reader_open(r->snapshot),
		.self = { .resource = { .class = CLASS_CATALOG, .id = T("catalog") } } };
	return c;
}

void
course_close(struct course *c)
{
	if (!c)
		return;
	course_end_epoch(c->epoch);
	for (size_t i = 0; i < c->stems.n; i++) {
		struct stem *stem = c->stems.entries[i].value;
		if (stem->files != stem->good)
			free(stem->files);
		free(stem->good);
	}
	for (size_t k = 0; k < N_ENTRY_CLASSES; k++)
		table_free(&c->lists[entry_classes[k]].by_id);
	table_free(&c->stems);
	table_free(&c->former);
	history_reader_close(c->blobs);
	snapshot_reader_close(c->files);
	arena_free(c->hosted[0]);
	arena_free(c->hosted[1]);
	arena_free(c->shown);
	arena_free(c->wholes);
	arena_free(c->bytes);
	arena_free(c->scratch);
	arena_free(c->step);
	arena_free(c->arena);
	free(c->changed);
	free(c->to_read);
	free(c);
}

const struct catalog *
course_public(const struct course *c)
{
	return c->has_public ? &c->public : NULL;
}

bool
course_has_new_set(const struct course *c)
{
	return c->has_new_set;
}

struct course_entry *const *
course_changed(const struct course *c, size_t *n)
{
	*n = c->n_changed;
	return c->changed;
}
