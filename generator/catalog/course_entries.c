/*
 * Of a course: the files of entries, and reading them.
 */
#include "catalog/course_entries.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WHOLES = 16 << 20 }; /* bytes: some 2,000 datasets */

const enum class entry_classes[N_ENTRY_CLASSES] = { CLASS_AGENT, CLASS_SERVICE, CLASS_SERIES, CLASS_DATASET };

/* --- files ----------------------------------------------------------------------------------------- */

void
course_read_later(struct course *c, struct stem *stem)
{
	if (stem->has_changed)
		return;
	stem->has_changed = true;
	if (c->n_to_read == c->to_read_capacity) {
		c->to_read_capacity = c->to_read_capacity ? 2 * c->to_read_capacity : 64;
		c->to_read = reallocate(c->to_read, c->to_read_capacity * sizeof *c->to_read);
	}
	c->to_read[c->n_to_read++] = stem;
}

static unsigned
turn_of(struct text key)
{
	struct text below = text_slice(key, strlen("catalog/"), key.n);
	unsigned turn = 0;

	while (turn < N_ENTRY_CLASSES && !text_starts(below, entry_folder(entry_classes[turn])))
		turn++;
	return turn;
}

static struct stem *
stem_of(struct course *c, struct text path)
{
	struct text name = text_file_name(path);
	struct text key = text_slice(path, 0, path.n - name.n + text_find_char(name, '.'));
	struct stem *stem = table_get(&c->stems, key);

	if (!stem) {
		stem = arena_new_of(c->arena, struct stem);
		*stem = (struct stem){ .number = c->stems.n, .turn = turn_of(key) };
		table_set(&c->stems, key, stem);
	}
	return stem;
}

void
course_change_file(struct course *c, const struct course_file *f)
{
	struct stem *stem = stem_of(c, f->path);
	struct course_file *files = allocate((stem->n + 1) * sizeof *files);
	size_t n = 0, i = 0;

	course_read_later(c, stem);
	while (i < stem->n && text_compare(stem->files[i].path, f->path) < 0)
		files[n++] = stem->files[i++];
	if (f->object)
		files[n++] = *f;
	if (i < stem->n && text_equal(stem->files[i].path, f->path))
		i++;
	while (i < stem->n)
		files[n++] = stem->files[i++];
	if (stem->files != stem->good)
		free(stem->files);
	stem->files = files;
	stem->n = n;
}

static void
load(struct course *c, struct snapshot_file *f, struct arena *a)
{
	f->source.bytes = history_read(c->blobs, &(struct file_version){ .path = f->source.path, .object = f->object }, a);
	f->size = f->source.bytes.n;
}

/* --- entries ----------------------------------------------------------------------------------------- */

void
course_has_changed(struct course *c, struct course_entry *e)
{
	if (e->has_changed)
		return;
	e->has_changed = true;
	if (c->n_changed == c->changed_capacity) {
		c->changed_capacity = c->changed_capacity ? 2 * c->changed_capacity : 64;
		c->changed = reallocate(c->changed, c->changed_capacity * sizeof *c->changed);
	}
	c->changed[c->n_changed++] = e;
}

static struct course_entry *
entry_named(struct course *c, enum class class, struct text id)
{
	struct table *by_id = &c->lists[class].by_id;
	struct course_entry *e = table_get(by_id, id);

	if (!e) {
		e = arena_new_of(c->arena, struct course_entry);
		e->resource = (struct resource){ .class = class, .id = arena_text(c->arena, id) };
		table_set(by_id, e->resource.id, e);
	}
	return e;
}

static bool
is_part(const struct resource *r, const struct value *v)
{
	return properties[v->property].kind == KIND_NODE && v->resource && v->resource->owner == r;
}

static bool
is_reference(const struct value *v)
{
	return properties[v->property].kind == KIND_REFERENCE && (v->resource || !(v->flags & VALUE_INVALID)) &&
	       text_find_char(v->text, ':') == v->text.n;
}

static size_t
count_references(const struct resource *r)
{
	size_t n = 0;

	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];
		if (is_part(r, v))
			n += count_references(v->resource);
		n += is_reference(v);
	}
	return n;
}

static size_t
add_references(struct value **list, size_t n, const struct resource *r)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		struct value *v = &r->values[i];
		if (is_part(r, v))
			n = add_references(list, n, v->resource);
		if (is_reference(v))
			list[n++] = v;
		else if (properties[v->property].kind == KIND_REFERENCE && properties[v->property].target != CLASS_DATASET)
			v->flags |= VALUE_INVALID; /* only of datasets there are others elsewhere */
	}
	return n;
}

size_t
course_references(struct arena *a, const struct resource *r, struct value ***list)
{
	size_t n = count_references(r);

	*list = arena_array(a, struct value *, n);
	add_references(*list, 0, r);
	return n;
}

static uint64_t
hash_texts(uint64_t hash, const struct resource *r, enum property_id p)
{
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n--; v++)
		hash = course_hash(hash, v->text);
	return hash;
}

/* All of an entry that the public set and other entries depend on. */
static uint64_t
hash_said(const struct course_entry *e)
{
	const struct resource *r = &e->resource;
	uint64_t hash = (uint64_t)r->release * 2 + e->is_present;
	size_t n;

	for (size_t i = 0; i < e->n_references; i++)
		hash = course_hash(hash * 31 + e->references[i]->property, e->references[i]->text);
	if (r->class != CLASS_DATASET)
		return hash;
	hash = hash_texts(hash, r, DATASET_former_ids);
	hash = hash_texts(hash, r, DATASET_services);
	if (resource_has(r, DATASET_series)) { /* its place among the others */
		hash = hash_texts(hash, r, DATASET_issued);
		const struct value *v = resource_values(r, DATASET_temporal, &n);
		for (; n--; v++)
			if (v->resource)
				hash = hash_texts(hash, v->resource, PERIOD_from);
	}
	return hash;
}

/* The members of the series that the dataset is in are another sequence now. */
static void
touch_series(struct course *c, const struct resource *dataset)
{
	size_t n;
	const struct value *v =
	    dataset->class == CLASS_DATASET ? resource_values(dataset, DATASET_series, &n) : NULL;

	for (size_t i = 0; v && i < n; i++) {
		struct course_entry *series = table_get(&c->lists[CLASS_SERIES].by_id, v[i].text);
		if (series)
			series->is_neighbour = true;
	}
}

/* --- in brief ---------------------------------------------------------------------------------------- */

static bool
is_of_use(const struct resource *r, const struct value *v, bool is_in_series)
{
	if (is_part(r, v)) {
		bool is = false;
		for (uint32_t i = 0; i < v->resource->n_values && !is; i++)
			is = is_of_use(v->resource, &v->resource->values[i], is_in_series);
		return is;
	}
	if (properties[v->property].kind == KIND_REFERENCE)
		return !v->resource || !v->resource->owner; /* leads out of the dataset */
	switch (v->property) {
	case DATASET_former_ids:
	case DATASET_services:
	case DATASET_modified: return true;
	case DATASET_issued:
	case PERIOD_from: return is_in_series;
	default: return false;
	}
}

static struct value *
values_in_brief(struct arena *a, const struct resource *from, bool is_in_series, const struct resource *owner, uint32_t *n)
{
	*n = 0;
	for (uint32_t i = 0; i < from->n_values; i++)
		*n += is_of_use(from, &from->values[i], is_in_series);
	struct value *values = arena_array(a, struct value, *n), *to = values;
	for (uint32_t i = 0; i < from->n_values; i++) {
		const struct value *v = &from->values[i];
		if (!is_of_use(from, v, is_in_series))
			continue;
		*to = *v;
		to->at.source = NULL;
		to->text = v->text.n ? arena_text(a, v->text) : T("");
		if (is_part(from, v)) {
			struct resource *part = arena_new_of(a, struct resource);
			*part = (struct resource){ .class = v->resource->class, .release = v->resource->release, .owner = owner };
			part->values = values_in_brief(a, v->resource, is_in_series, part, &part->n_values);
			resource_index(part);
			to->resource = part;
		} else if (properties[v->property].kind == KIND_REFERENCE) {
			to->resource = NULL; /* to be linked */
		}
		to++;
	}
	return values;
}

/* A dataset without what nothing but itself depends on. */
static void
put_in_brief(struct arena *a, struct resource *brief, const struct resource *whole)
{
	brief->release = whole->release;
	brief->iri = arena_text(a, whole->iri);
	brief->values = values_in_brief(a, whole, resource_has(whole, DATASET_series), brief, &brief->n_values);
	resource_index(brief);
}

/* --- reading ------------------------------------------------------------------------------------------ */

void
course_take_parts(struct resource *r, const struct resource *from)
{
	for (uint32_t i = 0; i < r->n_values; i++)
		if (is_part(from, &r->values[i]))
			((struct resource *)(uintptr_t)r->values[i].resource)->owner = r;
}

/* Takes what was read (NULL: nothing is there) as what the entry says from now on. */
static void
put(struct course *c, struct course_entry *e, struct resource *fresh)
{
	struct resource *r = &e->resource;
	struct text id = r->id;
	uint32_t number = r->number;
	uint64_t said = e->said;

	touch_series(c, r);
	e->whole = NULL;
	if (fresh && r->class == CLASS_DATASET) {
		put_in_brief(c->epoch->arena, r, fresh);
		e->whole = fresh;
		e->whole_of = c->n_forgotten;
	} else if (fresh) {
		*r = *fresh;
		r->id = id;
		r->number = number;
		course_take_parts(r, fresh);
	} else {
		*r = (struct resource){ .class = r->class, .id = id };
	}
	e->is_present = fresh != NULL;
	e->n_references = course_references(c->epoch->arena, r, &e->references);
	e->said = hash_said(e);
	course_has_changed(c, e);
	/* Who says the same of itself as before is still linked with whom it was. */
	c->has_new_set |= e->said != said || r->class != CLASS_DATASET;
	touch_series(c, r);
}

static void
ignore_file(void *context, const struct hosted_file *file)
{
	(void)context;
	(void)file;
}

static struct completion
completing(struct course *c, struct reader *r)
{
	return (struct completion){ r, c->files, c->epoch->settings, c->epoch->defaults, &c->epoch->entries.hosted,
		&c->epoch->services, ignore_file, NULL };
}

static struct reader
reading(struct course *c, struct arena *a, struct diagnostics *unsaid)
{
	return (struct reader){ a, c->scratch, unsaid, c->epoch->lists, &c->epoch->languages, c->epoch->keys, 0 };
}

/* Complete, in `a`; NULL when they cannot be read. */
static struct resource *
read_files(struct course *c, struct arena *a, const struct course_file *of, size_t n, struct diagnostics *unsaid)
{
	struct snapshot_file *list = arena_array(a, struct snapshot_file, n);
	struct reader r = reading(c, a, unsaid);
	struct completion completion = completing(c, &r);
	struct catalog_worker worker = { .scratch = c->scratch, .bytes = c->bytes };
	struct snapshot_files files = { list, n };
	struct entries entries;

	arena_reset(c->bytes);
	arena_reset(c->scratch);
	for (size_t i = 0; i < n; i++) {
		list[i].source.path = of[i].path;
		memcpy(list[i].object, of[i].object, sizeof list[i].object);
		load(c, &list[i], c->bytes);
	}
	entries_find(&entries, c->bytes, &files, unsaid);
	struct resource *resource = entries.n == 1 ? owner_read_entry(&r, &worker, &entries.list[0]) : NULL;
	bool is_readable = resource && !resource->is_unreadable;
	if (is_readable) {
		if (resource->class == CLASS_SERVICE)
			complete_service(&completion, resource);
		else if (resource->class == CLASS_SERIES)
			complete_series(&completion, resource);
		else if (resource->class == CLASS_DATASET)
			complete_dataset(&completion, resource);
		reader_freeze(&r, resource);
	}
	for (size_t i = 0; i < n; i++)
		entry_forget(&list[i]);
	entries_free(&entries);
	return is_readable ? resource : NULL;
}

void
course_forget_wholes(struct course *c)
{
	arena_reset(c->wholes);
	c->n_forgotten++;
}

static bool
read_stem_from(struct course *c, struct stem *stem, const struct course_file *files, size_t n, struct diagnostics *unsaid)
{
	bool is_dataset = entry_classes[stem->turn] == CLASS_DATASET;

	if (is_dataset && arena_size(c->wholes) > MOST_WHOLES)
		course_forget_wholes(c);
	struct resource *resource = read_files(c, is_dataset ? c->wholes : c->epoch->arena, files, n, unsaid);
	if (!resource)
		return false;
	stem->entry = entry_named(c, resource->class, resource->id);
	stem->entry->stem = stem;
	put(c, stem->entry, resource);
	return true;
}

void
course_read_stem(struct course *c, struct stem *stem, struct diagnostics *unsaid)
{
	stem->has_changed = false;
	if (read_stem_from(c, stem, stem->files, stem->n, unsaid)) {
		if (stem->good != stem->files)
			free(stem->good);
		stem->good = stem->files;
		stem->n_good = stem->n;
	} else if (stem->entry) {
		/* Its memory may be of an epoch that has ended. */
		read_stem_from(c, stem, stem->good, stem->n_good, unsaid);
	}
}

const struct resource *
course_whole(struct course *c, const struct course_entry *e, struct arena *a)
{
	struct diagnostics *unsaid;
	struct resource *whole;

	if (e->whole && e->whole_of == c->n_forgotten)
		return e->whole;
	unsaid = diagnostics_new();
	whole = read_files(c, a, e->stem->good, e->stem->n_good, unsaid);
	diagnostics_free(unsaid);
	if (!whole)
		die("%.*s: the same bytes cannot be read a second time, which is a fault of the program", TEXT_ARG(e->resource.iri));
	return whole;
}

/* --- an epoch ---------------------------------------------------------------------------------------- */

void
course_end_epoch(struct catalog_owner *o)
{
	if (!o)
		return;
	table_free(&o->services);
	table_free(&o->entries.hosted);
	code_lists_free(o->lists);
	arena_free(o->arena);
	free(o);
}

void
course_set_hosted(struct course *c)
{
	struct table *hosted = &c->epoch->entries.hosted;

	table_free(hosted);
	*hosted = (struct table){ 0 };
	for (size_t i = 0; i < c->hosted_files.n; i++) {
		struct snapshot_file *f = &c->hosted_files.list[i];
		table_set(hosted, text_slice(f->source.path, strlen("catalog/"), f->source.path.n), f);
	}
}

/* In c->epoch; false when there is no such file or it cannot be read. */
static bool
read_catalog(struct course *c, struct snapshot_file *file, struct diagnostics *unsaid)
{
	const struct catalog_owner *today = c->reading.today;
	struct catalog_owner *o = allocate(sizeof *o);

	*o = (struct catalog_owner){ .arena = arena_new(), .lists = code_lists_new(), .languages = today->languages,
		.settings = today->settings, .keys = today->keys };
	c->epoch = o;
	if (!file->source.path.n)
		return false;
	arena_reset(c->scratch);
	struct reader r = reading(c, o->arena, unsaid);
	struct completion completion = completing(c, &r);
	struct catalog_worker worker = { .scratch = c->scratch, .bytes = o->arena };
	load(c, file, o->arena);
	o->entries.catalog = file;
	owner_read_catalog(o, &r, &worker, &completion);
	return o->self != NULL;
}

/* A catalog.yaml that is gone or cannot be read leaves things as they were. */
struct catalog_owner *
course_begin_epoch(struct course *c, struct diagnostics *unsaid)
{
	struct catalog_owner *before = c->epoch;

	if (read_catalog(c, &c->catalog_file, unsaid)) {
		c->good_catalog_file = c->catalog_file;
	} else if (c->good_catalog_file.source.path.n) {
		course_end_epoch(c->epoch);
		read_catalog(c, &c->good_catalog_file, unsaid);
	}
	course_set_hosted(c);
	for (size_t i = 0; i < c->stems.n; i++)
		course_read_later(c, c->stems.entries[i].value);
	put(c, &c->self, c->epoch->self);
	return before;
}

void
course_remove(struct course *c, struct course_entry *e)
{
	put(c, e, NULL);
}
