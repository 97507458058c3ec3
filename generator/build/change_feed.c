#include "build/change_feed.h"

#include "adapters/git_line.h"
#include "build/change_list.h"
#include "build/change_pages.h"
#include "build/gate.h"
#include "catalog/course.h"
#include "catalog/entry.h"
#include "core/die.h"
#include "core/file.h"
#include "core/work.h"

#include <stdlib.h>
#include <string.h>

#define STATE "changefeed"
enum { SHARD = 64, LARGEST_PROGRAM = 256 << 20, DEEPEST = 16 };
enum { CARRY_SECONDS = 7 * 24 * 60 * 60, CARRY_MOST = 256 };

struct change_feed {
	struct change_feed_options options;
	struct arena *arena;
	struct writer *writer;
	struct change_list list;
	struct table other_entries; /* whose states are told: by the IRIs of what was withdrawn, and former ones */
	struct catalog today;    /* as a course has it: each dataset with a record */
	struct rdf *rdf;         /* of today */
	const struct resource **shown; /* the entities of today: agents (a whole before its parts), the catalogue, … */
	struct digest *said;           /* what each of them says */
	size_t n_shown;
	struct text key;
	struct change_pages pages;

	/* While commits are gone through. */
	struct course *course;
	struct rdf *then; /* of the course's public set */
	struct rdf_entity *entity;
	size_t page; /* where the page that is not full begins */
	struct buf tail[N_STREAM_SYNTAXES]; /* its activities */
};

/* --- today ------------------------------------------------------------------------------------------- */

/* What the bytes of a feed depend on beside the commits: the program and the settings. */
static struct text
key_of(struct change_feed *f)
{
	const struct catalog *c = f->options.catalog;
	struct snapshot_files files = snapshot_files(f->options.snapshot);
	struct digest_state *state = digest_begin();
	struct arena *a = arena_new();
	struct text program;
	struct buf key = { 0 };

	if (file_read(a, "/proc/self/exe", LARGEST_PROGRAM, &program))
		digest_add(state, program);
	for (size_t i = 0; i < files.n; i++)
		if (text_equal(files.list[i].source.path, T("site/site.yaml")))
			digest_add(state, (struct text){ (const char *)files.list[i].object, sizeof files.list[i].object });
	/* A catalogue that begins anew in another folder is not the one before. */
	digest_add(state, history_first_folder(f->options.history));
	digest_add(state, T("\n"));
	digest_add(state, c->settings->base_url);
	digest_add(state, text_of(profiles[c->settings->profiles[0]].name));
	struct digest digest = digest_finish(state);
	digest_write(&key, &digest);
	struct text kept = arena_text(f->arena, buf_view(&key));
	buf_free(&key);
	arena_free(a);
	return kept;
}

/* May what it said be shown today? */
static bool
is_told(const struct change_feed *f, const struct feed_entity *e)
{
	return entity_shown(&f->today, e) || table_get(&f->other_entries, e->iri);
}

static void
take_others(struct change_feed *f, const struct resource_list *shown, const struct resource_list *withdrawn)
{
	const struct resource_list *lists[] = { shown, withdrawn };

	for (size_t k = 0; k < 2; k++)
		for (size_t i = 0; i < lists[k]->n; i++) {
			const struct resource *r = lists[k]->list[i];
			struct text folder = entry_folder(r->class);
			size_t n;
			const struct value *v = resource_values(r, former_ids_of(r->class), &n);
			for (; n--; v++)
				if (!(v->flags & VALUE_INVALID))
					table_set(&f->other_entries,
					    arena_printf(f->arena, "%.*s%.*s", TEXT_ARG(folder), TEXT_ARG(v->text)), f);
			if (lists[k] == withdrawn)
				table_set(&f->other_entries, r->iri, f);
		}
}

/* How many wholes an agent is part of. */
static unsigned
depth_of(const struct resource *agent)
{
	unsigned depth = 0;

	for (const struct value *whole = resource_value(agent, AGENT_part_of); whole && whole->resource && depth < DEEPEST;
	     whole = resource_value(whole->resource, AGENT_part_of))
		depth++;
	return depth;
}

static void
add_shown(struct change_feed *f, const struct resource_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		f->shown[f->n_shown++] = l->list[i];
}

/* In the order in which a commit's activities are told. */
static void
list_shown(struct change_feed *f)
{
	const struct catalog *c = &f->today;
	size_t n = c->agents.n + 1 + c->services.n + c->series.n + c->datasets.n;

	f->shown = arena_array(f->arena, const struct resource *, n);
	for (unsigned depth = 0; f->n_shown < c->agents.n; depth++)
		for (size_t i = 0; i < c->agents.n; i++)
			if (depth_of(c->agents.list[i]) == depth)
				f->shown[f->n_shown++] = c->agents.list[i];
	f->shown[f->n_shown++] = c->self;
	add_shown(f, &c->services);
	add_shown(f, &c->series);
	add_shown(f, &c->datasets);
	f->said = arena_array(f->arena, struct digest, n);
}

struct hearing {
	struct change_feed *feed;
	struct rdf_entity **entities; /* one a thread */
};

static void
hear_some(void *context, size_t number, unsigned worker)
{
	struct hearing *h = context;
	struct change_feed *f = h->feed;

	for (size_t i = number * SHARD; i < f->n_shown && i < (number + 1) * SHARD; i++) {
		rdf_entity_render(h->entities[worker], f->shown[i]);
		f->said[i] = entity_digest(h->entities[worker]);
	}
}

static void
hear_all(struct change_feed *f)
{
	unsigned jobs = f->options.jobs;
	struct hearing h = { f, allocate(jobs * sizeof *h.entities) };

	for (unsigned k = 0; k < jobs; k++)
		h.entities[k] = rdf_entity_new(f->rdf);
	work(jobs, (f->n_shown + SHARD - 1) / SHARD, hear_some, &h);
	for (unsigned k = 0; k < jobs; k++)
		rdf_entity_free(h.entities[k]);
	free(h.entities);
}

static void
look_at_today(struct change_feed *f)
{
	const struct catalog *c = f->options.catalog;
	struct record_dates *records = arena_array(f->arena, struct record_dates, c->datasets.n);

	for (size_t i = 0; i < c->datasets.n; i++)
		records[i] = (struct record_dates){ 1, 1 };
	f->today = *c;
	f->today.records = records;
	f->rdf = rdf_new(&f->today);
	take_others(f, &c->datasets, &c->withdrawn);
	take_others(f, &c->series, &c->withdrawn_series);
	take_others(f, &c->services, &c->withdrawn_services);
	list_shown(f);
	hear_all(f);
}

/* --- activities ------------------------------------------------------------------------------------------ */

static void
list_activity(struct change_feed *f, struct feed_entity *e, enum activity_kind kind, int64_t time)
{
	struct change_list *l = &f->list;
	struct activity a = { .published = time * 1000, .entity = e, .kind = kind };

	if (l->n && a.published <= l->list[l->n - 1].published)
		a.published = l->list[l->n - 1].published + 1;
	memcpy(a.mark, e->said.bytes, sizeof a.mark);
	change_list_add(l, &a);
}

/* To the page that is not full; what its entity says was rendered last. */
static void
write_activity(struct change_feed *f, const struct activity *a, const struct rdf_entity *entity)
{
	struct buf iri = { 0 }, object = { 0 };

	if (a->kind != ACTIVITY_DELETE && !a->entity->is_told)
		return;
	buf_text(&iri, f->today.settings->base_url);
	activity_iri(&iri, a);
	buf_text(&object, f->today.settings->base_url);
	buf_text(&object, a->entity->iri);
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		activity_write(&f->tail[s], (enum stream_syntax)s,
		    &(struct activity_facts){ buf_view(&iri), buf_view(&object), a->kind, a->published },
		    a->kind == ACTIVITY_DELETE ? T("") : rdf_entity_text(entity, (enum stream_syntax)s));
	buf_free(&iri);
	buf_free(&object);
}

static void
begin_page(struct change_feed *f, size_t at)
{
	f->page = at;
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		f->tail[s].n = 0;
}

static void
add_activity(struct change_feed *f, struct feed_entity *e, enum activity_kind kind, int64_t time)
{
	struct change_list *l = &f->list;

	list_activity(f, e, kind, time);
	if (page_end(l, f->page) < l->n) {
		change_page_write(&f->pages, f->page, l->n - 1, VIEW_HISTORY, f->tail);
		begin_page(f, l->n - 1);
	}
	write_activity(f, &l->list[l->n - 1], f->entity);
}

static struct feed_entity *
entity_of(struct change_feed *f, const struct resource *shown)
{
	struct feed_entity *e = table_get(&f->list.entities, shown->iri);

	if (!e) {
		e = change_list_entity(&f->list, shown->class, shown->iri);
		e->is_told = is_told(f, e);
	}
	return e;
}

static void
look_at_shown(struct change_feed *f, struct course_entry *entry, int64_t time)
{
	struct feed_entity *e = entity_of(f, entry->shown);

	entry->mark = e;
	rdf_entity_render(f->entity, course_shown(f->course, entry));
	struct digest said = entity_digest(f->entity);
	if (e->is_public && digest_equal(&said, &e->said))
		return;
	e->said = said;
	add_activity(f, e, e->is_public ? ACTIVITY_UPDATE : ACTIVITY_CREATE, time);
}

static void
look_at_agents(struct change_feed *f, struct course_entry *const *changed, size_t n, int64_t time)
{
	size_t n_done = 0;

	for (unsigned depth = 0; n_done < n && depth <= DEEPEST; depth++)
		for (size_t i = 0; i < n; i++)
			if (depth_of(&changed[i]->resource) == depth) {
				n_done++;
				if (changed[i]->shown)
					look_at_shown(f, changed[i], time);
			}
}

static void
tell_changes(struct change_feed *f, int64_t time)
{
	size_t n, n_agents = 0;
	struct course_entry *const *changed = course_changed(f->course, &n);

	while (n_agents < n && changed[n_agents]->resource.class == CLASS_AGENT)
		n_agents++;
	look_at_agents(f, changed, n_agents, time);
	for (size_t i = n_agents; i < n; i++)
		if (changed[i]->shown)
			look_at_shown(f, changed[i], time);
	for (size_t i = n; i--;) {
		struct feed_entity *e = changed[i]->mark;
		if (!changed[i]->shown && e && e->is_public)
			add_activity(f, e, ACTIVITY_DELETE, time);
	}
}

/* --- the last commit -------------------------------------------------------------------------------------- */

static int
in_order(const void *a, const void *b)
{
	const struct feed_entity *x = *(const struct feed_entity *const *)a, *y = *(const struct feed_entity *const *)b;

	return course_order(x->class, text_file_name(x->iri), y->class, text_file_name(y->iri));
}

static void
tell_gone(struct change_feed *f, int64_t time)
{
	const struct table *all = &f->list.entities;
	struct feed_entity **gone = allocate((all->n + 1) * sizeof *gone);
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		struct feed_entity *e = all->entries[i].value;
		if (e->is_public && !entity_shown(&f->today, e))
			gone[n++] = e;
	}
	qsort(gone, n, sizeof *gone, in_order);
	while (n--)
		list_activity(f, gone[n], ACTIVITY_DELETE, time);
	free(gone);
}

/* The activities from `from` on, which are the latest: a page that has no others is written with those (change_pages.h). */
static void
write_listed(struct change_feed *f, size_t from)
{
	struct rdf_entity *entity = rdf_entity_new(f->rdf);
	const struct change_list *l = &f->list;

	for (size_t i = from, end; i < l->n; i = end) {
		end = page_end(l, f->page);
		for (; (f->page < from || end == l->n) && i < end; i++) {
			if (l->list[i].kind != ACTIVITY_DELETE)
				rdf_entity_render(entity, entity_shown(&f->today, l->list[i].entity));
			write_activity(f, &l->list[i], entity);
		}
		if (end == l->n)
			break;
		if (f->page < from)
			change_page_write(&f->pages, f->page, end, VIEW_HISTORY, f->tail);
		begin_page(f, end);
	}
	rdf_entity_free(entity);
}

/* After a single commit everything is as it is today: no state has to be read, and whoever says something
 * else than in the list has changed. */
static void
tell_today(struct change_feed *f, int64_t time)
{
	size_t from = f->list.n;

	for (size_t i = 0; i < f->n_shown; i++) {
		struct feed_entity *e = entity_of(f, f->shown[i]);
		if (e->is_public && digest_equal(&e->said, &f->said[i]))
			continue;
		e->said = f->said[i];
		list_activity(f, e, e->is_public ? ACTIVITY_UPDATE : ACTIVITY_CREATE, time);
	}
	tell_gone(f, time);
	write_listed(f, from);
}

/* --- commits ---------------------------------------------------------------------------------------------- */

/* Entries of a course that is taken up again are those of the list. */
static void
find_marks(struct change_feed *f)
{
	size_t n;
	struct course_entry *const *all = course_changed(f->course, &n);

	for (size_t i = 0; i < n; i++)
		all[i]->mark = all[i]->shown ? table_get(&f->list.entities, all[i]->shown->iri) : NULL;
}

static void
make_then(struct change_feed *f)
{
	const struct catalog *c = course_public(f->course);

	if (!course_has_new_set(f->course))
		return;
	rdf_entity_free(f->entity);
	rdf_free(f->then);
	f->then = c ? rdf_new(c) : NULL;
	f->entity = c ? rdf_entity_new(f->then) : NULL;
}

struct commits {
	const struct line_commit *list;
	size_t n;
	struct arena *scratch;
	struct hosted_reader *hosted;
	struct table files; /* path → object, up to a commit; for the first step */
};

static const unsigned char gone[1];

static void
take_changes(struct change_feed *f, struct commits *k, size_t i)
{
	for (uint32_t j = 0; j < k->list[i].n_changes; j++) {
		struct line_change change = history_line_change(f->options.history, &k->list[i], j);
		table_set(&k->files, change.path, (void *)(uintptr_t)(change.is_present ? change.object : gone));
	}
}

/* To what the first `n` commits left, without a word. */
static void
begin_at(struct change_feed *f, struct commits *k, size_t n)
{
	struct snapshot_files hosted = { 0 };
	size_t n_files = 0;

	for (size_t i = 0; i < n; i++)
		take_changes(f, k, i);
	struct course_file *files = arena_array(k->scratch, struct course_file, k->files.n);
	for (size_t i = 0; i < k->files.n; i++)
		if (k->files.entries[i].value != gone)
			files[n_files++] = (struct course_file){ k->files.entries[i].key, k->files.entries[i].value };
	hosted_files_at(k->hosted, &k->list[n - 1], k->scratch, &hosted);
	course_step(f->course, files, n_files, &hosted);
	make_then(f);
	find_marks(f);
	arena_reset(k->scratch);
}

static void
go_on(struct change_feed *f, struct commits *k, size_t i)
{
	const struct line_commit *commit = &k->list[i];
	struct course_file *files = arena_array(k->scratch, struct course_file, commit->n_changes);
	struct snapshot_files hosted;
	bool has_new_hosted = hosted_files_at(k->hosted, commit, k->scratch, &hosted);

	for (uint32_t j = 0; j < commit->n_changes; j++) {
		struct line_change change = history_line_change(f->options.history, commit, j);
		files[j] = (struct course_file){ change.path, change.is_present ? change.object : NULL };
	}
	if (commit->n_changes || has_new_hosted) {
		course_step(f->course, files, commit->n_changes, has_new_hosted ? &hosted : NULL);
		make_then(f);
		tell_changes(f, commit->time);
	}
	arena_reset(k->scratch);
}

static void
go_along(struct change_feed *f, const struct line_commit *list, size_t from, size_t n)
{
	struct commits k = { list, n, arena_new(), hosted_reader_open(f->options.snapshot), { 0 } };

	f->course = course_open(&(struct course_reading){ f->options.snapshot, f->options.owner });
	if (from)
		begin_at(f, &k, from);
	for (size_t i = from; i < k.n; i++)
		go_on(f, &k, i);
	rdf_entity_free(f->entity);
	rdf_free(f->then);
	course_close(f->course);
	f->entity = NULL;
	f->then = NULL;
	table_free(&k.files);
	hosted_reader_close(k.hosted);
	arena_free(k.scratch);
}

/* From behind the commit on that the list ends with. False when that is not of the branch; an empty one is before all. */
static bool
go_through(struct change_feed *f, struct text last)
{
	struct arena *a = arena_new();
	const struct line_commit *list;
	size_t n = history_line(f->options.history, a, &list), from = 0;
	bool is_found = !last.n;

	for (; !is_found && from < n; from++)
		is_found = text_equal(last, (struct text){ (const char *)list[from].id, last.n });
	if (is_found && from + 1 == n)
		tell_today(f, list[from].time);
	else if (is_found && from < n)
		go_along(f, list, from, n);
	arena_free(a);
	return is_found;
}

/* --- does it lead to the catalogue? ------------------------------------------------------------------------ */

static bool
leads_to_catalog(const struct change_feed *f)
{
	const struct table *all = &f->list.entities;
	size_t n_public = 0;

	for (size_t i = 0; i < all->n; i++)
		n_public += ((const struct feed_entity *)all->entries[i].value)->is_public;
	if (n_public != f->n_shown)
		return false;
	for (size_t i = 0; i < f->n_shown; i++) {
		const struct feed_entity *e = table_get(all, f->shown[i]->iri);
		if (!e || !e->is_public || !digest_equal(&e->said, &f->said[i]))
			return false;
	}
	return true;
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

static void
forget(struct change_feed *f)
{
	change_list_close(&f->list);
	change_list_open(&f->list);
	f->page = 0;
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		f->tail[s].n = 0;
}

/* Goes on where the build before ended. */
static bool
take_up(struct change_feed *f)
{
	struct text last, tail[N_STREAM_SYNTAXES];

	if (!change_list_read(&f->list, f->options.state, f->key, &last, tail))
		return false;
	for (size_t i = 0; i < f->list.entities.n; i++) {
		const struct feed_entity *e = f->list.entities.entries[i].value;
		if (e->is_told != is_told(f, e))
			return false;
	}
	for (size_t from = 0; from < f->list.n; from = page_end(&f->list, from))
		f->page = from;
	size_t n_full = f->page;
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		buf_text(&f->tail[s], tail[s]);
	if (!go_through(f, last) || !leads_to_catalog(f))
		return false;
	for (size_t from = 0; from < n_full; from = page_end(&f->list, from))
		if (!change_page_keep(&f->pages, from, page_end(&f->list, from), VIEW_HISTORY))
			return false;
	return true;
}

static void
keep_state(struct change_feed *f)
{
	const struct line_commit *line;
	struct arena *a = arena_new();
	size_t n = history_line(f->options.history, a, &line);
	struct text tail[N_STREAM_SYNTAXES];
	struct buf state = { 0 };

	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		tail[s] = buf_view(&f->tail[s]);
	change_list_write(&state, &f->list, f->key, (struct text){ (const char *)line[n - 1].id, 20 }, tail);
	if (!text_equal(buf_view(&state), f->options.state))
		writer_keep_state(f->writer, STATE, buf_view(&state));
	buf_free(&state);
	arena_free(a);
}

/* What is written is written, and the pages of the portal want the memory. */
static void
close_list(struct change_feed *f)
{
	change_pages_close(&f->pages);
	change_list_close(&f->list);
	table_free(&f->other_entries);
	rdf_free(f->rdf);
	for (size_t s = 0; s < N_STREAM_SYNTAXES; s++)
		buf_free(&f->tail[s]);
}

struct change_feed *
change_feed_write(const struct change_feed_options *o, struct writer *w)
{
	struct arena *a = arena_new();
	struct change_feed *f = arena_new_of(a, struct change_feed);

	*f = (struct change_feed){ .options = *o, .arena = a, .writer = w };
	change_list_open(&f->list);
	look_at_today(f);
	f->key = key_of(f);
	change_pages_open(&f->pages, &f->list, w, f->rdf);
	if (!take_up(f)) {
		forget(f);
		go_through(f, T(""));
		if (!leads_to_catalog(f))
			die("the change feed does not lead to the catalogue, which is a fault of the program; nothing was "
			    "published. Until it is mended, write \"change_feed: off\" in site/site.yaml");
	}
	if (f->list.n)
		change_page_write(&f->pages, f->page, f->list.n, VIEW_HISTORY, f->tail);
	change_pages_write_latest(&f->pages, o->jobs);
	change_pages_write_nodes(&f->pages);
	if (!o->is_rehearsal)
		keep_state(f);
	close_list(f);
	return f;
}

void
change_feed_free(struct change_feed *f)
{
	if (f)
		arena_free(f->arena);
}

void
change_feed_check(const struct change_feed *f)
{
	struct arena *a = arena_new();

	gate_activities(&f->today, f->writer, change_view_path(a, VIEW_LATEST, STREAM_TRIG));
	arena_free(a);
}

void
change_feed_carry(const struct change_feed *f)
{
	writer_carry(f->writer, &(struct writer_carrying){ .in = T("ldes"), .commit_time = f->today.commit_time,
	    .seconds = CARRY_SECONDS, .most = CARRY_MOST });
}
