/*
 * Reads a snapshot into a catalogue, in this order: site.yaml, catalog.yaml, agents, services and
 * series, then the datasets in shards of 64 shared between threads; last the references between
 * entries are linked.
 */
#include "catalog/catalog.h"

#include "adapters/markdown.h"
#include "adapters/unicode.h"
#include "catalog/outline.h"
#include "catalog/own_code_lists.h"
#include "catalog/owner.h"
#include "catalog/public.h"
#include "catalog/sources.h"
#include "catalog/settings_reader.h"
#include "core/die.h"
#include "core/work.h"

#include <stdlib.h>
#include <string.h>

enum { SHARD = 64 };

struct reading {
	struct catalog_owner *o;
	const struct snapshot *snapshot;
	struct catalog_worker *workers;
	const struct entry **datasets;
	size_t n_datasets;
	const struct table *only; /* NULL: all are read in full */
	bool shows_drafts;
	const struct diagnostics *d;
};

/* --- one entry ----------------------------------------------------------------------------------- */

static enum property_id
description_of(enum class class)
{
	switch (class) {
	case CLASS_CATALOG: return CATALOG_description;
	case CLASS_DATASET: return DATASET_description;
	case CLASS_SERIES: return SERIES_description;
	case CLASS_SERVICE: return SERVICE_description;
	case CLASS_AGENT: return AGENT_description;
	default: return N_PROPERTIES;
	}
}

static void
read_body(struct reader *r, struct resource *resource, const struct source *source,
    const struct entry_parts *parts, unsigned language)
{
	enum property_id p = description_of(resource->class);
	struct place at = place_at_offset(source, parts->body);
	size_t n;
	const struct value *v = resource_values(resource, p, &n);

	if (parts->body_length == 0)
		return;
	if (!markdown_check(source, parts->body, parts->body_length, r->d)) {
		reader_add(r, resource, (struct value){ .at = at, .property = (uint16_t)p,
					    .language = (uint8_t)language, .flags = VALUE_INVALID });
		return;
	}
	for (size_t i = 0; i < n; i++)
		if (v[i].language == language) {
			diagnose(r->d, DESCRIPTION_TWICE, v[i].at);
			return;
		}
	reader_add(r, resource, (struct value){ .at = at,
				    .text = reader_keep(r,
					text_slice(source->bytes, parts->body, parts->body + parts->body_length)),
				    .property = (uint16_t)p, .language = (uint8_t)language });
}

static unsigned
language_index(const struct languages *l, struct text tag)
{
	unsigned i = 0;

	while (i < l->n && !text_equal(l->tags[i], tag))
		i++;
	return i;
}

/* <id>.md beside <id>.yaml */
static void
read_description(struct reader *r, struct catalog_worker *w, struct resource *resource, const struct snapshot_file *file)
{
	const struct source *source = &file->source;

	entry_load(w->files, file, w->bytes);
	if (entry_has_fields(source)) {
		diagnose(r->d, FIELDS_TWICE, (struct place){ source, 1, 1 }, resource->source->path);
		reader_add(r, resource, (struct value){ .at = { source, 1, 1 }, .flags = VALUE_INVALID,
					    .property = (uint16_t)description_of(resource->class) });
		return;
	}
	struct entry_parts parts = entry_body(source);
	read_body(r, resource, source, &parts, 0);
}

/* `may_lack_fields`: beside an entry whose fields stand in a file of their own. */
static void
read_translation(struct reader *r, struct catalog_worker *w, struct resource *resource, const struct translation *t,
    bool may_lack_fields)
{
	const struct source *source = &t->file->source;
	unsigned language = language_index(r->languages, t->language);
	struct entry_parts parts;

	entry_load(w->files, t->file, w->bytes);
	if (language == r->languages->n) {
		diagnose(r->d, UNKNOWN_LANGUAGE, (struct place){ source, 0, 0 }, t->language);
		return;
	}
	if (may_lack_fields && !entry_has_fields(source)) {
		parts = entry_body(source);
		read_body(r, resource, source, &parts, language);
		return;
	}
	if (!entry_split(source, &parts, r->d))
		return;
	struct yaml_node *fields = yaml_read(r->scratch, source, parts.fields, parts.fields_length, r->d);
	if (!fields)
		return;
	for (const struct yaml_node *key = fields->kind == YAML_MAPPING ? fields->first : NULL; key;
	     key = yaml_value(key)->next) {
		enum property_id p = property_named(resource->class, key->text);
		if (p == N_PROPERTIES) {
			enum property_id near = property_nearest(resource->class, key->text);
			diagnose(r->d, UNKNOWN_KEY, key->at, key->text, text_of(classes[resource->class].words),
			    near < N_PROPERTIES ? text_of(properties[near].key) : T(""));
		} else if (properties[p].kind == KIND_TEXT || properties[p].kind == KIND_MARKDOWN) {
			reader_text(r, resource, p, yaml_value(key), language);
		} else {
			diagnose(r->d, NOT_TRANSLATABLE, key->at, key->text);
		}
	}
	read_body(r, resource, source, &parts, language);
}

/* The bytes of a file are a third of what a dataset would need; only findings ask for them again
 * (catalog_load_sources). History looks at those of a working tree. */
static void
forget_bytes(struct catalog_worker *w, const struct entry *e)
{
	if (!w->forgets)
		return;
	if (e->file)
		entry_forget(e->file);
	if (e->description)
		entry_forget(e->description);
	for (const struct translation *t = e->translations; t; t = t->next)
		entry_forget(t->file);
	arena_reset(w->bytes);
}

/* "datasets/" of a class; the first part of its IRIs. */
static const char *
folder_of(enum class class)
{
	switch (class) {
	case CLASS_DATASET: return "datasets/";
	case CLASS_SERIES: return "series/";
	case CLASS_SERVICE: return "services/";
	case CLASS_AGENT: return "publishers/";
	default: return "";
	}
}

struct resource *
owner_read_entry(struct reader *r, struct catalog_worker *w, const struct entry *e)
{
	struct entry_parts parts;

	if (!e->file) {
		const struct source *source = &e->translations->file->source;
		diagnose(r->d, TRANSLATION_WITHOUT_ORIGINAL, (struct place){ source, 0, 0 },
		    arena_printf(r->scratch, "%.*s.md", TEXT_ARG(e->id)));
		return NULL;
	}
	const struct source *source = &e->file->source;
	if (!is_id(e->id)) {
		diagnose(r->d, BAD_ID, (struct place){ source, 0, 0 }, e->id, unicode_slug(r->scratch, e->id));
		return NULL;
	}
	entry_load(w->files, e->file, w->bytes);
	struct text iri = arena_printf(r->arena, "%s%.*s", folder_of(e->class), TEXT_ARG(e->id));
	struct resource *resource =
	    reader_resource(r, e->class, source, (struct place){ source, 1, 1 }, e->id, iri, NULL);
	if (e->class == CLASS_DATASET)
		resource->release = RELEASE_UNKNOWN;
	struct yaml_node *fields = entry_split(source, &parts, r->d) ?
	    yaml_read(r->scratch, source, parts.fields, parts.fields_length, r->d) : NULL;
	if (!fields) {
		/* Its id is known all the same, so that nobody is told that it does not exist. */
		resource->is_unreadable = true;
		return resource;
	}
	if (fields->kind == YAML_MAPPING)
		reader_mapping(r, resource, fields, NULL);
	else
		diagnose(r->d, WRONG_KIND, fields->at, text_of(classes[e->class].label[ENGLISH]), T("{…}"),
		    T("title: …"));
	read_body(r, resource, source, &parts, 0);
	if (e->description)
		read_description(r, w, resource, e->description);
	for (const struct translation *t = e->translations; t; t = t->next)
		read_translation(r, w, resource, t, text_ends(source->path, T(".yaml")));
	if (e->class != CLASS_DATASET && withdrawal_of(resource))
		resource->release = RELEASE_WITHDRAWN;
	return resource;
}

struct resource *
catalog_read_entry(const struct catalog_owner *o, struct arena *a, const struct snapshot_files *files)
{
	struct diagnostics *unsaid = diagnostics_new();
	struct arena *scratch = arena_new();
	struct reader r = { a, scratch, unsaid, o->lists, &o->languages, o->keys, 0 };
	struct catalog_worker nothing = { .bytes = a };
	struct entries entries = { 0 };
	struct resource *resource = NULL;

	entries_find(&entries, a, files, unsaid);
	if (entries.n == 1)
		resource = owner_read_entry(&r, &nothing, &entries.list[0]);
	if (resource && !resource->is_unreadable)
		reader_freeze(&r, resource);
	else
		resource = NULL;
	entries_free(&entries);
	arena_free(scratch);
	diagnostics_free(unsaid);
	return resource;
}

static bool
is_asked(const struct table *only, const struct entry *e)
{
	bool is = !only || !e->file || table_get(only, e->file->source.path) ||
		  (e->description && table_get(only, e->description->source.path));

	for (const struct translation *t = e->translations; t && !is; t = t->next)
		is = table_get(only, t->file->source.path);
	return is;
}

/* NULL: it has to be read in full. */
static struct resource *
read_outline(struct reader *r, struct catalog_worker *w, const struct entry *e)
{
	const struct source *source = &e->file->source;

	if (!is_id(e->id))
		return NULL;
	entry_peek(w->files, e->file, w->bytes);
	struct resource *resource = reader_resource(r, e->class, source, (struct place){ source, 1, 1 }, e->id,
	    arena_printf(r->arena, "%s%.*s", folder_of(e->class), TEXT_ARG(e->id)), NULL);
	resource->release = RELEASE_UNKNOWN;
	resource->is_outline = true;
	if (!outline_read(r, resource, source, 0))
		return NULL; /* nothing of it was kept but its memory */
	for (const struct translation *t = e->translations; t; t = t->next) {
		unsigned language = language_index(r->languages, t->language);
		entry_peek(w->files, t->file, w->bytes);
		if (!entry_has_fields(&t->file->source))
			continue;
		if (language < r->languages->n && language && !outline_read(r, resource, &t->file->source, language))
			return NULL;
	}
	return resource;
}

/* --- catalog.yaml ---------------------------------------------------------------------------------- */

/* The defaults are read once as a dataset of their own, so that what is wrong in them is said once. */
static void
read_defaults(struct catalog_owner *o, struct reader *r, const struct yaml_node *node)
{
	if (!node)
		return;
	if (node->kind != YAML_MAPPING) {
		diagnose(r->d, WRONG_KIND, node->at, T("defaults"), T("{…}"), T("defaults: {license: dl-by-de/2.0}"));
		return;
	}
	struct resource *trial = reader_resource(r, CLASS_DATASET, node->at.source, node->at, T("defaults"),
	    T("datasets/defaults"), NULL);
	reader_mapping(r, trial, node, NULL);
	o->defaults = node;
}

void
owner_read_catalog(struct catalog_owner *o, struct reader *r, struct catalog_worker *w, struct completion *c)
{
	static const char *const others[] = { "defaults", "code_lists", "sources", NULL };
	size_t n_sources;
	const struct snapshot_file *file = o->entries.catalog;

	if (!file) {
		struct source *missing = arena_new_of(o->arena, struct source);
		missing->path = T("catalog/catalog.yaml");
		diagnose(r->d, CATALOG_MISSING, (struct place){ missing, 0, 0 });
		return;
	}
	entry_load(w->files, file, o->arena);
	/* Its nodes stay: the defaults are read anew for every dataset. */
	struct yaml_node *root = yaml_read(o->arena, &file->source, 0, file->source.bytes.n, r->d);
	if (!root)
		return;
	if (root->kind != YAML_MAPPING) {
		diagnose(r->d, WRONG_KIND, root->at, T("catalog.yaml"), T("{…}"), T("title: …"));
		return;
	}
	own_code_lists_read(o->lists, o->arena, yaml_get(root, T("code_lists")), r->d);
	o->self = reader_resource(r, CLASS_CATALOG, &file->source, (struct place){ &file->source, 1, 1 },
	    T("catalog"), T("catalog"), NULL);
	reader_mapping(r, o->self, root, others);
	complete_locations(c, o->self, CATALOG_spatial);
	reader_freeze(r, o->self);
	read_defaults(o, r, yaml_get(root, T("defaults")));
	catalog_sources_read(o->arena, yaml_get(root, T("sources")), &n_sources, r->d); /* for its findings */
}

/* --- entries that datasets refer to ------------------------------------------------------------------ */

static void
claim_id(struct table *ids, struct text id, struct resource *resource, struct place at, struct diagnostics *d)
{
	struct resource *other = table_get(ids, id);

	if (other)
		diagnose(d, ID_COLLISION, at, id, other->source->path);
	else
		table_set(ids, id, resource);
}

static struct table *
table_of(struct catalog_owner *o, enum class class)
{
	switch (class) {
	case CLASS_AGENT: return &o->agents;
	case CLASS_SERVICE: return &o->services;
	case CLASS_SERIES: return &o->series;
	case CLASS_DATASET: return &o->datasets;
	default: return NULL;
	}
}

static void
read_shared_entries(struct catalog_owner *o, struct reader *r, struct catalog_worker *w, const struct completion *c)
{
	for (size_t i = 0; i < o->entries.n; i++) {
		const struct entry *e = &o->entries.list[i];
		if (e->class == CLASS_DATASET)
			continue;
		arena_reset(r->scratch);
		struct resource *resource = owner_read_entry(r, w, e);
		if (!resource)
			continue;
		if (e->class == CLASS_SERVICE)
			complete_service(c, resource);
		if (e->class == CLASS_SERIES)
			complete_series(c, resource);
		reader_freeze(r, resource);
		forget_bytes(w, e);
		claim_id(table_of(o, e->class), resource->id, resource, resource->at, r->d);
	}
}

/* --- datasets ------------------------------------------------------------------------------------- */

static void
found_file(void *context, const struct hosted_file *file)
{
	struct shard *s = context;

	if (s->n_hosted == s->hosted_capacity) {
		s->hosted_capacity = s->hosted_capacity ? 2 * s->hosted_capacity : 4;
		s->hosted = reallocate(s->hosted, s->hosted_capacity * sizeof *s->hosted);
	}
	s->hosted[s->n_hosted++] = *file;
}

static void
read_shard(void *context, size_t number, unsigned worker)
{
	struct reading *reading = context;
	struct catalog_owner *o = reading->o;
	struct catalog_worker *w = &reading->workers[worker];
	struct shard *s = &o->shards[number];
	size_t from = number * SHARD;
	size_t to = from + SHARD < reading->n_datasets ? from + SHARD : reading->n_datasets;

	s->d = diagnostics_beside(reading->d);
	s->datasets = arena_array(w->arena, struct resource *, to - from);
	struct reader r = { w->arena, w->scratch, s->d, o->lists, &o->languages, o->keys, 0 };
	struct completion c = { &r, w->files, o->settings, o->defaults, &o->entries.hosted, &o->services,
		found_file, s };
	for (size_t i = from; i < to; i++) {
		arena_reset(w->scratch);
		struct resource *dataset = NULL;
		if (!is_asked(reading->only, reading->datasets[i]))
			dataset = read_outline(&r, w, reading->datasets[i]);
		if (!dataset)
			dataset = owner_read_entry(&r, w, reading->datasets[i]);
		if (!dataset)
			continue;
		if (reading->shows_drafts && dataset->release == RELEASE_DRAFT)
			dataset->release = RELEASE_PUBLIC;
		if (!dataset->is_unreadable && !dataset->is_outline)
			complete_dataset(&c, dataset);
		reader_freeze(&r, dataset);
		s->datasets[s->n_datasets++] = dataset;
		forget_bytes(w, reading->datasets[i]);
	}
}

/* What is asked about comes last, so that a collision is its fault. */
static void
claim_datasets(struct catalog_owner *o, bool of_outlines, struct diagnostics *d)
{
	for (size_t k = 0; k < o->n_shards; k++)
		for (size_t i = 0; i < o->shards[k].n_datasets; i++) {
			struct resource *dataset = o->shards[k].datasets[i];
			if (dataset->is_outline == of_outlines)
				claim_id(&o->datasets, dataset->id, dataset, dataset->at, d);
		}
}

static void
claim_former_ids(struct catalog_owner *o, bool of_outlines, struct diagnostics *d)
{
	for (size_t k = 0; k < o->n_shards; k++)
		for (size_t i = 0; i < o->shards[k].n_datasets; i++) {
			struct resource *dataset = o->shards[k].datasets[i];
			size_t n;
			const struct value *v = resource_values(dataset, DATASET_former_ids, &n);
			for (; n-- && dataset->is_outline == of_outlines; v++)
				if (!(v->flags & VALUE_INVALID))
					claim_id(&o->datasets, v->text, dataset, v->at, d);
		}
}

/* --- references ------------------------------------------------------------------------------------ */

static struct text
nearest_id(const struct table *ids, struct text id)
{
	struct text best = T("");
	unsigned least = id.n < 5 ? 2 : 4;

	for (size_t i = 0; i < ids->n; i++) {
		unsigned distance = text_distance(id, ids->entries[i].key);
		if (distance < least) {
			least = distance;
			best = ids->entries[i].key;
		}
	}
	return best;
}

static void
link_resource(struct catalog_owner *o, const struct resource *r, struct diagnostics *d)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		struct value *v = &r->values[i];
		const struct property *p = &properties[v->property];

		if (p->kind == KIND_NODE && v->resource && v->resource->owner == r)
			link_resource(o, v->resource, d);
		if (p->kind != KIND_REFERENCE || v->resource || (v->flags & VALUE_INVALID))
			continue;
		enum class target = reference_target((r->owner ? r->owner : r)->class, (enum property_id)v->property);
		const struct table *ids = table_of(o, target);
		if (!ids)
			continue;
		if (text_find_char(v->text, ':') < v->text.n) { /* an IRI of somebody else's */
			if (target != CLASS_DATASET) {
				diagnose(d, REFERENCE_OUTSIDE, v->at, v->text, text_of(classes[target].words),
				    entry_folder(target));
				v->flags |= VALUE_INVALID;
			}
			continue;
		}
		v->resource = table_get(ids, v->text);
		if (!v->resource) {
			diagnose(d, UNKNOWN_REFERENCE, v->at, v->text, text_of(classes[target].words),
			    nearest_id(ids, v->text));
			v->flags |= VALUE_INVALID;
		}
	}
}

static void
link_shard(void *context, size_t number, unsigned worker)
{
	struct reading *reading = context;
	struct shard *s = &reading->o->shards[number];

	(void)worker;
	for (size_t i = 0; i < s->n_datasets; i++)
		link_resource(reading->o, s->datasets[i], s->datasets[i]->is_outline ? NULL : s->d);
}

static int
by_id(const void *a, const void *b)
{
	return text_compare((*(const struct resource *const *)a)->id, (*(const struct resource *const *)b)->id);
}

static struct resource_list
sorted(struct arena *a, const struct table *ids)
{
	struct resource_list l = { arena_array(a, const struct resource *, ids->n), 0 };

	for (size_t i = 0; i < ids->n; i++) {
		struct resource *r = ids->entries[i].value;
		if (!r->is_unreadable && text_equal(r->id, ids->entries[i].key)) /* not a former id */
			l.list[l.n++] = r;
	}
	if (l.n)
		qsort(l.list, l.n, sizeof *l.list, by_id);
	return l;
}

const struct resource *
resource_list_find(const struct resource_list *l, struct text id)
{
	size_t low = 0, high = l->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = text_compare(id, l->list[middle]->id);
		if (order == 0)
			return l->list[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

/* --- the whole ------------------------------------------------------------------------------------- */

static void
find_languages(struct catalog_owner *o)
{
	static const char *const others[] = { "de", "en", "fr", "pl", "cs", "hsb", "uk", "ru", "ar", "tr", "vi", "es" };
	struct languages *l = &o->languages;

	for (size_t i = 0; i < o->settings->n_languages; i++)
		l->tags[l->n++] = o->settings->languages[i];
	for (size_t i = 0; i < sizeof others / sizeof others[0] && l->n < MAX_LANGUAGES; i++)
		if (language_index(l, text_of(others[i])) == l->n)
			l->tags[l->n++] = text_of(others[i]);
}

static struct catalog
whole_catalog(struct catalog_owner *o, const struct snapshot *snapshot)
{
	struct catalog c = { .settings = o->settings, .lists = o->lists, .n_languages = o->languages.n,
		.self = o->self, .commit = snapshot_commit(snapshot), .commit_time = snapshot_time(snapshot) };
	struct hosted_file *hosted;
	size_t n_hosted = 0;

	memcpy(c.languages, o->languages.tags, sizeof c.languages);
	c.datasets = sorted(o->arena, &o->datasets);
	c.agents = sorted(o->arena, &o->agents);
	c.services = sorted(o->arena, &o->services);
	c.series = sorted(o->arena, &o->series);
	for (size_t k = 0; k < o->n_shards; k++)
		n_hosted += o->shards[k].n_hosted;
	hosted = arena_array(o->arena, struct hosted_file, n_hosted);
	for (size_t k = 0; k < o->n_shards; k++)
		for (size_t i = 0; i < o->shards[k].n_hosted; i++)
			hosted[c.n_hosted++] = o->shards[k].hosted[i];
	c.hosted = hosted;
	return c;
}

struct catalog_owner *
catalog_read(const struct catalog_reading *what, struct diagnostics *d)
{
	struct catalog_owner *o = allocate(sizeof *o);
	unsigned jobs = what->jobs ? what->jobs : 1;
	struct snapshot_files files = snapshot_files(what->snapshot);
	struct catalog_worker *workers = allocate(jobs * sizeof *workers);

	*o = (struct catalog_owner){ .arena = arena_new(), .lists = code_lists_new() };
	o->arenas = allocate(2 * jobs * sizeof *o->arenas);
	for (unsigned k = 0; k < jobs; k++) {
		workers[k] = (struct catalog_worker){ snapshot_reader_open(what->snapshot), arena_new(), arena_new(),
			arena_new(), snapshot_commit(what->snapshot).n > 0 };
		o->arenas[o->n_arenas++] = workers[k].arena;
		o->arenas[o->n_arenas++] = workers[k].bytes;
	}
	o->keys = reader_keys_new(o->arena);
	entries_find(&o->entries, o->arena, &files, d);
	struct settings *settings = settings_read(o->arena, &o->entries, &files, workers[0].files, d);
	diagnostics_set_severities(d, settings->severities);
	if (what->base_url)
		settings->base_url = settings_base_url(o->arena, text_of(what->base_url));
	if (what->n_profiles) {
		memcpy(settings->profiles, what->profiles, what->n_profiles * sizeof *what->profiles);
		settings->n_profiles = what->n_profiles;
	}
	o->settings = settings;
	find_languages(o);

	struct reader r = { o->arena, workers[0].scratch, d, o->lists, &o->languages, o->keys, 0 };
	struct completion c = { .reader = &r, .files = workers[0].files, .settings = o->settings,
		.hosted = &o->entries.hosted, .services = &o->services };
	owner_read_catalog(o, &r, &workers[0], &c);
	read_shared_entries(o, &r, &workers[0], &c);

	struct reading reading = { .o = o, .snapshot = what->snapshot, .workers = workers, .only = what->only,
		.shows_drafts = what->shows_drafts, .d = d,
		.datasets = arena_array(o->arena, const struct entry *, o->entries.n) };
	for (size_t i = 0; i < o->entries.n; i++)
		if (o->entries.list[i].class == CLASS_DATASET)
			reading.datasets[reading.n_datasets++] = &o->entries.list[i];
	o->n_shards = (reading.n_datasets + SHARD - 1) / SHARD;
	o->shards = arena_array(o->arena, struct shard, o->n_shards);
	work(jobs, o->n_shards, read_shard, &reading);
	for (int of_outlines = 1; of_outlines >= 0; of_outlines--) {
		claim_datasets(o, of_outlines, d);
		/* Only now: a name in use comes before one that was in use. */
		claim_former_ids(o, of_outlines, d);
	}
	work(jobs, o->n_shards, link_shard, &reading);
	for (size_t k = 0; k < o->n_shards; k++) {
		diagnostics_append(d, o->shards[k].d);
		o->shards[k].d = NULL;
	}
	struct table *shared[] = { &o->agents, &o->services, &o->series };
	for (size_t t = 0; t < sizeof shared / sizeof shared[0]; t++)
		for (size_t i = 0; i < shared[t]->n; i++)
			link_resource(o, shared[t]->entries[i].value, d);
	if (o->self)
		link_resource(o, o->self, d);
	o->all = whole_catalog(o, what->snapshot);
	for (unsigned k = 0; k < jobs; k++) {
		snapshot_reader_close(workers[k].files);
		arena_free(workers[k].scratch);
	}
	free(workers);
	return o;
}

void
catalog_free(struct catalog_owner *o)
{
	if (!o)
		return;
	for (size_t k = 0; k < o->n_shards; k++)
		free(o->shards[k].hosted);
	for (size_t k = 0; k < o->n_arenas; k++)
		arena_free(o->arenas[k]);
	free(o->arenas);
	table_free(&o->agents);
	table_free(&o->services);
	table_free(&o->series);
	table_free(&o->datasets);
	reader_keys_free(o->keys);
	entries_free(&o->entries);
	code_lists_free(o->lists);
	arena_free(o->arena);
	free(o);
}

void
catalog_load_sources(const struct snapshot *s, const struct diagnostics *d, struct arena *a)
{
	struct snapshot_files files = snapshot_files(s);
	struct snapshot_reader *reader = snapshot_reader_open(s);

	for (size_t i = 0; i < d->n; i++) {
		/* A source of the snapshot is the first member of its file. */
		const struct snapshot_file *f = (const struct snapshot_file *)(const void *)d->list[i].at.source;
		if (f >= files.list && f < files.list + files.n && !f->source.bytes.s && f->size <= SNAPSHOT_MAX_ENTRY)
			entry_load(reader, f, a);
	}
	snapshot_reader_close(reader);
}

const struct catalog *
catalog_all(const struct catalog_owner *o)
{
	return &o->all;
}

const struct catalog *
catalog_public(struct catalog_owner *o)
{
	if (!o->has_public) {
		o->public = public_set(o->arena, &o->all);
		o->has_public = true;
	}
	return &o->public;
}

void
catalog_set_records(struct catalog_owner *o, const struct record_dates *records)
{
	o->public.records = records;
}

void
catalog_iri(struct buf *out, const struct catalog *c, const struct resource *r)
{
	if (text_find_char(r->iri, ':') == r->iri.n)
		buf_text(out, c->settings->base_url);
	buf_text(out, r->iri);
}
