#include "changes/changes.h"

#include "adapters/signature.h"
#include "adapters/xml.h"
#include "catalog/former.h"
#include "changes/states.h"
#include "core/csv.h"
#include "core/die.h"
#include "core/work.h"

#include <stdlib.h>
#include <string.h>

enum {
	SHARD = 64,
	MINOR_LETTERS = 3,
	MOST_COUNTED = 4 << 20, /* bytes of a table whose rows are counted */
	MOST_TOLD = 500,        /* states of a dataset, the newest, beside those up to its publication */
};

struct changes_owner {
	struct changes all;
	struct dataset_changes *lists[2]; /* of datasets, of withdrawn */
	struct arena *arena;
	struct arena **arenas; /* one a thread */
	struct entry_names *names;
	unsigned jobs;
};

/* One thread's own. */
struct worker {
	const struct changes_reading *reading;
	struct history_reader *files;
	struct arena *arena;   /* stays */
	struct arena *scratch; /* until the next dataset */
	uint32_t ranks[2];     /* of the states that are compared: before, after */
	struct table confirmed; /* ids of commits that were looked at → enum confirmation */
	const struct entry_names *names;
};

enum confirmation { NOT_LOOKED_AT, NOT_CONFIRMED, CONFIRMED };

struct task {
	struct changes_owner *owner;
	struct worker *workers;
};

/* --- a state as a resource ------------------------------------------------------------------------- */

/* A state names others by what they were called then. References to what is not public today are left out: their
 * ids are nobody's business. An agent is public as soon as something public names it. */
static void
link_references(const struct entry_names *names, struct resource *r)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		struct value *v = &r->values[i];
		const struct property *p = &properties[v->property];

		if (p->kind == KIND_NODE && v->resource)
			link_references(names, (struct resource *)(uintptr_t)v->resource);
		if (p->kind != KIND_REFERENCE || text_find_char(v->text, ':') < v->text.n)
			continue;
		const struct resource *found = entry_named(names, (enum class)p->target, v->text);
		v->resource = found;
		if (!found && p->target != CLASS_AGENT)
			v->flags |= VALUE_INVALID;
	}
}

static const struct resource *
read_state(struct worker *w, const struct state *s)
{
	struct snapshot_files files = { arena_array(w->scratch, struct snapshot_file, s->n_files), s->n_files };

	for (size_t i = 0; i < s->n_files; i++) {
		struct text bytes = history_read(w->files, s->files[i], w->scratch);
		files.list[i].source = (struct source){ s->files[i]->path, bytes };
		files.list[i].size = bytes.n;
	}
	struct resource *r = s->n_files ? catalog_read_entry(w->reading->owner, w->scratch, &files) : NULL;
	if (r)
		link_references(w->names, r);
	return r;
}

/* --- hosted files ------------------------------------------------------------------------------------ */

static uint64_t
count_rows(struct worker *w, const struct file_version *v)
{
	struct arena *a = arena_new();
	struct csv csv;
	uint64_t n = 0;

	csv_open(&csv, history_read_hosted(w->files, v, MOST_COUNTED, a));
	while (csv_next(&csv))
		n++;
	bool is_table = csv.fault == CSV_GOOD && n > 0;
	csv_close(&csv);
	arena_free(a);
	return is_table ? n - 1 : 0;
}

static struct file_content
content_of(void *context, bool is_after, struct text path, bool in_full)
{
	struct worker *w = context;
	struct file_version v;
	struct file_content content = { 0 };

	if (!path.n || !history_version_at(w->reading->history, arena_printf(w->scratch, "catalog/%.*s", TEXT_ARG(path)),
			   w->ranks[is_after], &v))
		return content;
	content.id = (struct text){ (const char *)v.object, 20 };
	if (in_full) {
		content.size = history_size(w->files, &v);
		content.n_rows = text_ends(path, T(".csv")) ? count_rows(w, &v) : 0;
	}
	return content;
}

/* --- sentences --------------------------------------------------------------------------------------- */

const struct sentence_style html_style = { xml_text, xml_text, { "<del>", "</del>" }, { "<ins>", "</ins>" } };

/* A word mended: one piece went, another came, and few letters are different. */
static bool
is_minor(const struct difference *d)
{
	struct text removed = T(""), added = T("");
	size_t n_removed = 0, n_added = 0;

	if (d->kind == DIFFERENCE_CHANGED && d->property->kind == KIND_TEXT)
		return text_distance(d->before, d->after) <= MINOR_LETTERS && d->before.n > 2 * MINOR_LETTERS;
	if (d->kind != DIFFERENCE_WORDS)
		return false;
	for (size_t i = 0; i < d->pieces.n; i++) {
		const struct piece *p = &d->pieces.list[i];
		if (p->kind == PIECE_REMOVED) {
			removed = p->text;
			n_removed++;
		} else if (p->kind == PIECE_ADDED) {
			added = p->text;
			n_added++;
		}
	}
	return n_removed <= 1 && n_added <= 1 && removed.n < 200 && added.n < 200 &&
	       text_distance(removed, added) <= MINOR_LETTERS;
}

/* Where a difference is, by the keys that people write. */
static struct text
field_of(struct arena *a, const struct difference *d)
{
	const char *key = d->property->key;

	if (d->part_class == CLASS_DISTRIBUTION || d->part_class == CLASS_SERVICE)
		return arena_printf(a, "%s.%s",
		    properties[d->part_class == CLASS_SERVICE ? DATASET_services : DATASET_distributions].key, key);
	return d->of ? arena_printf(a, "%s.%s", d->of->key, key) : text_of(key);
}

static const struct text *
sentences(struct worker *w, const struct differences *found, const struct voice *voice)
{
	struct text *list = arena_array(w->arena, struct text, found->n);
	struct buf sentence = { 0 };

	for (size_t i = 0; i < found->n; i++) {
		sentence.n = 0;
		difference_sentence(&sentence, &found->list[i], voice, w->reading->style);
		list[i] = arena_text(w->arena, buf_view(&sentence));
	}
	buf_free(&sentence);
	return list;
}

/* The same for every voice. */
static void
outline(struct worker *w, struct dataset_change *change, const struct differences *found)
{
	struct text *fields = arena_array(w->arena, struct text, found->n);

	change->n = found->n;
	change->is_minor = found->n > 0;
	for (size_t i = 0; i < found->n; i++) {
		fields[i] = field_of(w->arena, &found->list[i]);
		change->is_minor &= is_minor(&found->list[i]);
	}
	change->fields = fields;
}

static void
describe(struct worker *w, struct dataset_change *change, const struct resource *before,
    const struct resource *after)
{
	const struct changes_reading *r = w->reading;
	const struct text **told = arena_array(w->arena, const struct text *, r->n_voices);

	for (size_t i = 0; i == 0 || i < r->n_voices; i++) {
		struct comparing c = { .arena = w->scratch, .before = r->catalog, .after = r->catalog,
			.voice = r->n_voices ? &r->voices[i] : &own_voices[ENGLISH], .without_markup = true,
			.content = content_of, .context = w };
		struct differences found = compare_resources(&c, before, after);

		if (i == 0)
			outline(w, change, &found);
		if (r->n_voices)
			told[i] = sentences(w, &found, c.voice);
	}
	change->sentences = told;
}

/* --- signatures ------------------------------------------------------------------------------------------ */

static bool
is_confirmed(struct worker *w, const unsigned char *commit)
{
	const struct settings *settings = w->reading->catalog->settings;
	struct text id = { (const char *)commit, 20 };

	if (!settings || !settings->n_signing_keys || !commit)
		return false;
	uintptr_t known = (uintptr_t)table_get(&w->confirmed, id);
	if (known == NOT_LOOKED_AT) {
		struct arena *a = arena_new();
		struct text bytes = history_read_commit(w->files, commit, a);
		known = signature_confirms(bytes, settings->signing_keys, settings->n_signing_keys) ? CONFIRMED : NOT_CONFIRMED;
		arena_free(a);
		table_set(&w->confirmed, id, (void *)known);
	}
	return known == CONFIRMED;
}

/* Only what site.yaml asks for is read at all. */
static struct commit_details
details_of(struct worker *w, const unsigned char *commit)
{
	const struct settings *settings = w->reading->catalog->settings;
	struct commit_details details = { 0 };

	if (!settings || !settings->commit_details || !commit)
		return details;
	struct arena *a = arena_new();
	details = commit_details_read(w->arena, history_read_commit(w->files, commit, a), settings->commit_details);
	arena_free(a);
	return details;
}

/* --- events ------------------------------------------------------------------------------------------ */

/* Who answered for a state, when that office is public today. */
static const struct resource *
office_of(const struct resource *state)
{
	const struct value *v = state ? resource_value(state, DATASET_publisher) : NULL;

	return v && v->resource && v->resource->class == CLASS_AGENT ? v->resource : NULL;
}

/* Where a dataset stands while its states are gone through, the oldest first. */
struct course {
	struct dataset_change *list;
	size_t n;
	const struct resource *last; /* its last public state */
	struct text last_id;
	uint32_t last_rank;
	bool is_public;
	/* States were passed over: of the one behind them nothing is told, as what is different may have been for long. */
	bool is_behind_gap;
};

static void
add_event(struct worker *w, struct course *k, const struct state *s, enum dataset_event event,
    const struct resource *now)
{
	struct dataset_change change = { .time = s->time, .event = event, .office = office_of(now ? now : k->last),
		.is_confirmed = is_confirmed(w, s->commit), .commit = details_of(w, s->commit) };

	w->ranks[0] = k->last_rank;
	w->ranks[1] = s->rank;
	if (now && k->last)
		describe(w, &change, k->last, now);
	if (now && k->last && !text_equal(k->last_id, s->id)) {
		change.former_id = k->last_id;
		change.is_minor = false;
		if (event == EVENT_CHANGED)
			change.event = EVENT_RENAMED;
	}
	if (change.event != EVENT_CHANGED || change.n)
		k->list[k->n++] = change;
}

static void
go_on(struct worker *w, struct course *k, const struct state *s)
{
	const struct resource *now = read_state(w, s);

	if (!now && s->n_files)
		return; /* it cannot be read: the portal stayed as it was */
	bool is_behind_gap = k->is_behind_gap;
	k->is_behind_gap = false;
	if (now && now->release == RELEASE_PUBLIC) {
		if (!is_behind_gap)
			add_event(w, k, s, !k->last ? EVENT_PUBLISHED : k->is_public ? EVENT_CHANGED : EVENT_RETURNED, now);
		k->last = now;
		k->last_id = s->id;
		k->last_rank = s->rank;
		k->is_public = true;
		return;
	}
	if (now && now->release == RELEASE_WITHDRAWN && k->is_public && !is_behind_gap)
		add_event(w, k, s, EVENT_WITHDRAWN, NULL);
	k->is_public = false;
}

static struct dataset_changes
changes_of(struct worker *w, const struct resource *dataset)
{
	const struct state *states;
	size_t n = states_of(w->reading->history, w->reading->catalog, dataset, w->scratch, &states);
	struct course k = { .list = arena_array(w->scratch, struct dataset_change, n) };

	if (n == 1 && dataset->release == RELEASE_PUBLIC)
		k.list[k.n++] = (struct dataset_change){ .time = states[0].time, .event = EVENT_PUBLISHED,
			.office = office_of(dataset), .is_confirmed = is_confirmed(w, states[0].commit),
			.commit = details_of(w, states[0].commit) };
	else
		for (size_t i = n; i--;) {
			if (i >= MOST_TOLD && k.last)
				k.is_behind_gap = true;
			else
				go_on(w, &k, &states[i]);
		}
	struct dataset_change *list = arena_array(w->arena, struct dataset_change, k.n);
	for (size_t i = 0; i < k.n; i++) {
		list[i] = k.list[k.n - 1 - i];
		list[i].former_id = arena_text(w->arena, list[i].former_id);
	}
	return (struct dataset_changes){ list, k.n };
}

/* --- all ----------------------------------------------------------------------------------------------- */

static void
read_shard(void *context, size_t number, unsigned worker)
{
	struct task *t = context;
	struct worker *w = &t->workers[worker];
	const struct catalog *c = w->reading->catalog;
	size_t all = c->datasets.n + c->withdrawn.n;

	for (size_t i = number * SHARD; i < all && i < (number + 1) * SHARD; i++) {
		bool is_withdrawn = i >= c->datasets.n;
		const struct resource_list *list = is_withdrawn ? &c->withdrawn : &c->datasets;
		size_t k = is_withdrawn ? i - c->datasets.n : i;

		if (w->reading->only && w->reading->only != list->list[k])
			continue;
		arena_reset(w->scratch);
		t->owner->lists[is_withdrawn][k] = changes_of(w, list->list[k]);
	}
}

struct changes_owner *
changes_read(const struct changes_reading *r)
{
	const struct catalog *c = r->catalog;
	enum history_state state = history_state(r->history);

	if (state != HISTORY_COMPLETE)
		return NULL;
	struct arena *a = arena_new();
	struct changes_owner *o = arena_new_of(a, struct changes_owner);
	struct task task = { o, arena_array(a, struct worker, r->jobs) };

	o->arena = a;
	o->jobs = r->jobs;
	o->names = entry_names_new(c);
	o->arenas = arena_array(a, struct arena *, r->jobs);
	o->lists[0] = arena_array(a, struct dataset_changes, c->datasets.n);
	o->lists[1] = arena_array(a, struct dataset_changes, c->withdrawn.n);
	o->all = (struct changes){ .datasets = o->lists[0], .withdrawn = o->lists[1] };
	if (r->with_tags)
		o->all.n_tags = confirmed_tags(r->snapshot, r->history, c->settings, a, &o->all.tags);
	for (unsigned k = 0; k < r->jobs; k++)
		task.workers[k] = (struct worker){ r, history_reader_open(r->snapshot), o->arenas[k] = arena_new(),
			arena_new(), { 0 }, { 0 }, o->names };
	work(r->jobs, (c->datasets.n + c->withdrawn.n + SHARD - 1) / SHARD, read_shard, &task);
	for (unsigned k = 0; k < r->jobs; k++) {
		history_reader_close(task.workers[k].files);
		table_free(&task.workers[k].confirmed);
		arena_free(task.workers[k].scratch);
	}
	return o;
}

void
changes_free(struct changes_owner *o)
{
	if (!o)
		return;
	for (unsigned k = 0; k < o->jobs; k++)
		arena_free(o->arenas[k]);
	entry_names_free(o->names);
	arena_free(o->arena);
}

const struct changes *
changes_all(const struct changes_owner *o)
{
	return &o->all;
}
