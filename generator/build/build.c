/*
 * The order of things: read, check, take the public set, render feeds and pages into the writer,
 * publish. Nothing is published when something is wrong.
 */
#include "build/build.h"

#include "adapters/digest.h"
#include "adapters/xml.h"
#include "build/change_feed.h"
#include "build/export_files.h"
#include "build/feeds.h"
#include "build/records.h"
#include "build/search_files.h"
#include "build/share.h"
#include "build/site_templates.h"
#include "catalog/catalog.h"
#include "catalog/entry.h"
#include "changes/history_check.h"
#include "check/check.h"
#include "core/work.h"
#include "pages/pages.h"
#include "site/precompress.h"
#include "site/redirects.h"
#include "site/server.h"
#include "site/writer.h"

#include <pthread.h>
#include <string.h>

struct build {
	struct build_options options;
	struct arena *arena;
	struct snapshot *snapshot;
	struct catalog_owner *catalog;
	struct history *history;
	struct changes_owner *changes;
	const int64_t *hosted_times; /* by the numbers of catalog.hosted */
	struct snapshot_reader **readers; /* one a thread */
	pthread_mutex_t preview_lock;
};

struct build *
build_new(const struct build_options *options)
{
	struct arena *a = arena_new();
	struct build *b = arena_new_of(a, struct build);

	*b = (struct build){ .options = *options, .arena = a,
	    .preview_lock = PTHREAD_MUTEX_INITIALIZER };
	xml_init();
	return b;
}

const struct snapshot *
build_snapshot(const struct build *b)
{
	return b->snapshot;
}

const struct catalog *
build_catalog(const struct build *b)
{
	return catalog_public(b->catalog);
}

void
build_free(struct build *b)
{
	if (b->readers)
		for (unsigned k = 0; k < b->options.jobs; k++)
			snapshot_reader_close(b->readers[k]);
	history_close(b->history);
	changes_free(b->changes);
	catalog_free(b->catalog);
	if (b->snapshot)
		snapshot_close(b->snapshot);
	arena_free(b->arena);
}

static void
read_and_check(struct build *b, struct diagnostics *d)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	const struct build_options *o = &b->options;

	b->snapshot = snapshot_open(&(struct snapshot_options){ .folder = o->repository,
					.revision = o->revision,
					.kind = o->worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION,
					.roots = roots }, d);
	b->catalog = catalog_read(&(struct catalog_reading){ .snapshot = b->snapshot, .jobs = o->jobs,
				      .base_url = o->base_url, .profiles = o->profiles,
				      .n_profiles = o->n_profiles, .shows_drafts = o->shows_drafts }, d);
	memory_give_back();
	check_catalog(catalog_all(b->catalog), d, o->jobs);
	b->readers = arena_array(b->arena, struct snapshot_reader *, o->jobs);
	for (unsigned k = 0; k < o->jobs; k++)
		b->readers[k] = snapshot_reader_open(b->snapshot);
}

/* --- pages ---------------------------------------------------------------------------------------- */

enum { PAGES_AT_ONCE = 32 };

struct page_work {
	const struct pages *pages;
	struct writer *writer;
	struct page_writer **page_writers; /* one a thread */
	struct buf *bytes;                 /* one a thread */
};

static void
write_pages(void *context, size_t number, unsigned worker)
{
	struct page_work *w = context;
	size_t n = pages_count(w->pages), from = number * PAGES_AT_ONCE;

	for (size_t i = from; i < n && i < from + PAGES_AT_ONCE; i++) {
		const struct page *page = pages_at(w->pages, i);

		w->bytes[worker].n = 0;
		page_render(w->page_writers[worker], page, &w->bytes[worker]);
		writer_file(w->writer, page->path, buf_view(&w->bytes[worker]));
	}
}

static void
write_all_pages(struct build *b, const struct pages *pages, struct writer *writer)
{
	unsigned jobs = b->options.jobs;
	struct page_work w = { pages, writer, arena_array(b->arena, struct page_writer *, jobs),
		arena_array(b->arena, struct buf, jobs) };

	for (unsigned k = 0; k < jobs; k++)
		w.page_writers[k] = page_writer_new(pages);
	work(jobs, (pages_count(pages) + PAGES_AT_ONCE - 1) / PAGES_AT_ONCE, write_pages, &w);
	for (unsigned k = 0; k < jobs; k++) {
		page_writer_free(w.page_writers[k]);
		buf_free(&w.bytes[k]);
	}
}

/* For previews: few files, so that the threads may take turns at one reader. */
static struct text
hosted_bytes(void *context, const struct hosted_file *file, struct arena *a)
{
	struct build *b = context;

	pthread_mutex_lock(&b->preview_lock);
	struct text bytes = snapshot_read(b->readers[0], file->file, a);
	pthread_mutex_unlock(&b->preview_lock);
	return bytes;
}

/* --- files that are copied --------------------------------------------------------------------------- */

/* The pages make theirs of it, with the city's colours. */
#define STYLE_SHEET T("portal.css")

static struct text
style_sheet(const struct shared_files *assets)
{
	for (size_t i = 0; i < assets->n; i++)
		if (text_equal(assets->list[i].name, STYLE_SHEET))
			return assets->list[i].bytes;
	return T("");
}

static void
write_copies(struct build *b, const struct catalog *c, const struct shared_files *assets, struct writer *writer)
{
	struct arena *scratch = arena_new();

	for (size_t i = 0; i < assets->n; i++)
		if (!text_equal(assets->list[i].name, STYLE_SHEET))
			writer_file(writer, arena_printf(scratch, "assets/%.*s", TEXT_ARG(assets->list[i].name)),
			    assets->list[i].bytes);
	for (size_t i = 0; i < c->settings->n_assets; i++) {
		const struct snapshot_file *f = c->settings->assets[i];
		arena_reset(scratch);
		writer_file(writer, text_slice(f->source.path, strlen("site/"), f->source.path.n),
		    snapshot_read(b->readers[0], f, scratch));
	}
	for (size_t i = 0; i < c->n_hosted; i++) {
		arena_reset(scratch);
		writer_copy(writer, c->hosted[i].path, snapshot_read(b->readers[0], c->hosted[i].file, scratch), b->hosted_times[i]);
	}
	arena_free(scratch);
}

/* For web servers. */
static void
write_server_files(const struct catalog *c, struct writer *writer)
{
	struct buf out = { 0 };

	redirects_write(&out, c);
	writer_file(writer, T(REDIRECTS_NAME), buf_view(&out));
	if (c->settings->has_htaccess) {
		out.n = 0;
		server_htaccess(&out, c, NULL);
		writer_file(writer, T(".htaccess"), buf_view(&out));
	}
	buf_free(&out);
}

/* --- the history ------------------------------------------------------------------------------------ */

/* So that the next build reads the new commits only. */
static void
keep_history(const struct history *h, struct writer *writer)
{
	struct buf index = { 0 };

	if (!history_has_grown(h))
		return;
	history_write(h, &index);
	if (index.n)
		writer_keep_state(writer, "history", buf_view(&index));
	buf_free(&index);
}

/* NULL: not wanted; a working tree; or a history that ends early, which was said (find_records()). */
static struct change_feed *
write_change_feed(struct build *b, const struct catalog *c, struct writer *writer)
{
	struct arena *state;
	struct change_feed *f;

	if (c->settings->change_feed == CHANGE_FEED_OFF || !c->commit.n || history_state(b->history) != HISTORY_COMPLETE)
		return NULL;
	state = arena_new();
	f = change_feed_write(&(struct change_feed_options){ .snapshot = b->snapshot, .history = b->history,
	    .owner = b->catalog, .catalog = c, .state = writer_state(b->options.out, "changefeed", state),
	    .is_rehearsal = b->options.is_rehearsal, .jobs = b->options.jobs }, writer);
	arena_free(state);
	return f;
}

/* In a clone without the whole history there is no change feed. Whoever follows the published one would be
 * told that it was taken away. */
static bool
loses_changes(const struct build *b, struct writer *writer)
{
	static const char *const feeds[] = { "ldes/latest.trig", "changes.atom" };
	enum history_state state = history_state(b->history);
	struct digest digest;
	uint64_t size;
	bool loses = false;

	for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++)
		loses |= writer_published(writer, text_of(feeds[i]), &digest, &size);
	return loses && (state == HISTORY_SHALLOW || state == HISTORY_PARTIAL) && b->options.expected_removals == 0;
}

/* The entries that have documents in the published portal. */
struct published {
	struct arena *arena;
	struct text *list; /* "datasets/baum" */
	size_t n, capacity;
};

static void
add_published(void *context, struct text path)
{
	static const enum class classes_shown[] = { CLASS_DATASET, CLASS_SERIES, CLASS_SERVICE };
	struct published *p = context;
	struct text ending = T(".rdf"), folder = T("");

	for (size_t i = 0; i < sizeof classes_shown / sizeof classes_shown[0] && !folder.n; i++)
		if (text_starts(path, entry_folder(classes_shown[i])))
			folder = entry_folder(classes_shown[i]);
	struct text id = text_slice(path, folder.n, path.n - ending.n);
	if (!folder.n || !text_ends(path, ending) || text_find_char(id, '/') < id.n)
		return;
	if (p->n == p->capacity) {
		size_t capacity = p->capacity ? 2 * p->capacity : 256;
		struct text *list = arena_array(p->arena, struct text, capacity);
		if (p->n)
			memcpy(list, p->list, p->n * sizeof *list);
		p->list = list;
		p->capacity = capacity;
	}
	p->list[p->n++] = text_slice(path, 0, path.n - ending.n);
}

/* False when more entries would disappear without a word than was announced. */
static bool
keeps_entries(const struct build *b, struct writer *writer, struct diagnostics *d)
{
	struct published p = { .arena = arena_new() };
	const struct catalog *all = catalog_all(b->catalog);

	writer_each_published(writer, add_published, &p);
	size_t n_lost = lost_entries(all, b->history, p.list, p.n);
	bool keeps = n_lost <= b->options.expected_removals;
	if (!keeps)
		diagnose_lost(all, p.list, n_lost, d);
	arena_free(p.arena);
	return keeps;
}

/* What became of the datasets that are published. */
struct disappearance {
	const struct catalog *all;
	struct table former_ids;
	bool is_hidden; /* one must not be shown any more: rollback must not bring it back */
	bool is_silent; /* one went without a word, perhaps for the same reason */
};

/* A dataset has a page, and while it is not withdrawn documents, too. */
static void
look_at_published(void *context, struct text path)
{
	struct disappearance *d = context;
	struct text folder = T("datasets/");
	bool is_page = text_ends(path, T(".html")), is_document = text_ends(path, T(".rdf"));
	struct text id = text_slice(path, folder.n, text_find_char(path, '.'));

	if (!text_starts(path, folder) || (!is_page && !is_document) || text_find_char(id, '/') < id.n)
		return;
	const struct resource *dataset = resource_list_find(&d->all->datasets, id);
	if (dataset)
		d->is_hidden |= dataset->release != RELEASE_PUBLIC && dataset->release != RELEASE_WITHDRAWN;
	else if (is_document)
		d->is_silent |= !table_get(&d->former_ids, id);
}

static struct disappearance
find_disappearance(const struct catalog *all, struct writer *writer)
{
	struct disappearance d = { .all = all };

	for (size_t i = 0; i < all->datasets.n; i++) {
		size_t n;
		const struct value *v = resource_values(all->datasets.list[i], DATASET_former_ids, &n);
		for (; n--; v++)
			table_set(&d.former_ids, v->text, (void *)all->datasets.list[i]);
	}
	writer_each_published(writer, look_at_published, &d);
	table_free(&d.former_ids);
	return d;
}

static size_t
count_publishers(struct arena *a, const struct catalog *c)
{
	bool *seen = arena_array(a, bool, c->agents.n);
	size_t n = 0;

	for (size_t i = 0; i < c->datasets.n; i++) {
		const struct value *v = resource_value(c->datasets.list[i], DATASET_publisher);
		if (v && v->resource && !seen[v->resource->number]) {
			seen[v->resource->number] = true;
			n++;
		}
	}
	return n;
}

/* --- the whole ------------------------------------------------------------------------------------- */

enum build_outcome
build_run(struct build *b, struct diagnostics *d, struct build_summary *summary)
{
	size_t n_templates;

	read_and_check(b, d);
	const struct template_file *templates = site_templates(b->arena, b->snapshot, &n_templates);
	if (d->n_errors)
		return BUILD_FINDINGS;
	const struct catalog *c = catalog_public(b->catalog);
	struct arena *state = arena_new();
	b->history = history_open(b->snapshot, writer_state(b->options.out, "history", state));
	arena_free(state);
	check_history(&(struct history_check){ .snapshot = b->snapshot, .history = b->history,
	    .owner = b->catalog, .folder = b->options.repository }, d);
	struct shared_files assets = share_assets(b->arena);
	struct pages *pages = pages_new(c, &(struct pages_options){ .templates = templates,
					    .n_templates = n_templates, .style = style_sheet(&assets), .hosted_bytes = hosted_bytes, .context = b,
					    .has_search = true }, d);
	if (d->n_errors) {
		pages_free(pages);
		return BUILD_FINDINGS;
	}
	b->changes = changes_read(&(struct changes_reading){ .snapshot = b->snapshot, .history = b->history,
	    .owner = b->catalog, .catalog = c, .with_tags = c->settings->has_signed_tags, .voices = pages_voices(pages),
	    .n_voices = c->settings->n_languages, .style = &html_style, .jobs = b->options.jobs });
	const struct changes *changes = b->changes ? changes_all(b->changes) : NULL;
	find_records(b->arena, b->catalog, c, b->snapshot, b->history, changes);
	b->hosted_times = find_hosted_times(b->arena, c, b->history, changes);

	struct writer *writer = writer_open(b->options.out, &(struct writer_options){ .jobs = b->options.jobs,
							.has_time = c->commit.n != 0, .time = c->commit_time, .waits = b->options.waits,
							.is_fleeting = b->options.is_preview || b->options.is_rehearsal });
	enum history_state history = history_state(b->history);
	if (loses_changes(b, writer)) {
		summary->is_history_partial = history == HISTORY_PARTIAL;
		pages_free(pages);
		writer_abandon(writer);
		return BUILD_CUT;
	}
	if (!keeps_entries(b, writer, d)) {
		pages_free(pages);
		writer_abandon(writer);
		return BUILD_FINDINGS;
	}
	if (!b->options.is_rehearsal)
		keep_history(b->history, writer);
	struct disappearance gone = find_disappearance(catalog_all(b->catalog), writer);
	struct change_feed *change_feed = write_change_feed(b, c, writer);
	history_close(b->history); /* it takes some 300 bytes a file */
	b->history = NULL;
	memory_give_back();
	struct feeds *feeds = feeds_write(c, writer, b->options.jobs);
	memory_give_back();
	write_exports(c, &(struct exports_options){ .hosted_bytes = hosted_bytes, .context = b }, writer,
	    b->options.jobs);
	pages_prepare(pages, changes);
	write_all_pages(b, pages, writer);
	const struct names *names = pages_names(pages, b->arena);
	/* Before the index, which wants as much memory again. */
	pages_free(pages);
	changes_free(b->changes);
	b->changes = NULL;
	memory_give_back();
	write_search(c, names, writer, b->options.jobs);
	write_copies(b, c, &assets, writer);
	write_server_files(c, writer);
	feeds_check(feeds, b->options.jobs);
	if (change_feed)
		change_feed_check(change_feed);
	if (!gone.is_hidden && !gone.is_silent) {
		feeds_carry(feeds);
		if (change_feed)
			change_feed_carry(change_feed);
		carry_search(c, writer);
	}
	feeds_free(feeds);
	change_feed_free(change_feed);
	if ((b->options.precompress || c->settings->has_compressed) && !b->options.is_preview)
		precompress(writer, b->options.jobs);

	memory_give_back();
	struct writer_statistics statistics = writer_statistics(writer);
	*summary = (struct build_summary){ .n_datasets = c->datasets.n, .n_publishers = count_publishers(b->arena, c),
		.n_files = statistics.n_files, .n_written = statistics.n_written, .bytes = statistics.bytes,
		.is_history_cut = history == HISTORY_SHALLOW || history == HISTORY_PARTIAL };
	switch (writer_publish(writer, &(struct publication){ .commit = c->commit, .commit_time = c->commit_time,
					   .base_url = c->settings->base_url, .n_datasets = c->datasets.n,
					   .expected_removals = b->options.expected_removals,
					   .forget_previous = gone.is_hidden, .is_rehearsal = b->options.is_rehearsal },
	    &summary->previous_datasets)) {
	case WRITER_PUBLISHED: return BUILD_PUBLISHED;
	case WRITER_UNCHANGED: return BUILD_UNCHANGED;
	case WRITER_SHRUNK: break;
	}
	return BUILD_SHRUNK;
}
