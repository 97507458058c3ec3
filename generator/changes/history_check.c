#include "changes/history_check.h"

#include "catalog/entry.h"
#include "changes/states.h"
#include "core/date.h"

/* MOST_CATALOGS: of former times, one for each commit that took a service, a series or an office away. */
enum { SECONDS_A_DAY = 24 * 60 * 60, MOST_MOVES = 16, MOST_CATALOGS = 16, MOST_LOST = 20 };

/* A catalogue of former times. */
struct former_catalog {
	struct former_catalog *next;
	struct text revision;
	struct diagnostics *d;
	struct snapshot *snapshot;
	struct catalog_owner *owner;
};

struct looking {
	const struct history_check *check;
	const struct catalog *all;
	struct arena *arena;
	struct table ids;    /* of entries, present and former, "datasets/baum" → resource */
	struct table former; /* what entries were called before which were deleted → their last state */
	struct former_catalog *catalogs;
	size_t n_catalogs;
	struct history_reader *files;
	struct diagnostics *d;
};

/* --- ids --------------------------------------------------------------------------------------------- */

/* The entries whose pages are for everybody. */
static const enum class watched[] = { CLASS_DATASET, CLASS_SERIES, CLASS_SERVICE, CLASS_AGENT };
enum { N_WATCHED = sizeof watched / sizeof watched[0] };

static const struct resource_list *
list_of(const struct catalog *c, enum class class)
{
	switch (class) {
	case CLASS_SERIES: return &c->series;
	case CLASS_SERVICE: return &c->services;
	case CLASS_AGENT: return &c->agents;
	default: return &c->datasets;
	}
}

static struct text
key_of(struct arena *a, enum class class, struct text id)
{
	struct text folder = entry_folder(class);

	return arena_printf(a, "%.*s%.*s", TEXT_ARG(folder), TEXT_ARG(id));
}

/* What entry the file is of; false for everything else, translations, too. */
static bool
is_watched(struct text path, enum class *class, struct text *id)
{
	struct text name = text_file_name(path), catalog = T("catalog/");
	size_t dot = text_find_char(name, '.');
	struct text ending = text_slice(name, dot, name.n);

	if (!text_starts(path, catalog) || (!text_equal(ending, T(".md")) && !text_equal(ending, T(".yaml"))))
		return false;
	*id = text_slice(name, 0, dot);
	path = text_slice(path, catalog.n, path.n);
	for (size_t i = 0; i < N_WATCHED; i++)
		if (text_starts(path, entry_folder(watched[i]))) {
			*class = watched[i];
			return true;
		}
	return false;
}

static struct text
key_of_path(struct arena *a, struct text path)
{
	enum class class;
	struct text id;

	return is_watched(path, &class, &id) ? key_of(a, class, id) : T("");
}

static void
add_former_ids(struct table *ids, struct arena *a, const struct resource *r)
{
	size_t n;
	const struct value *former = resource_values(r, former_ids_of(r->class), &n);

	for (; n--; former++)
		table_set(ids, key_of(a, r->class, former->text), (void *)(uintptr_t)r);
}

static struct table
ids_of(const struct catalog *all, struct arena *a)
{
	struct table ids = { 0 };

	for (size_t k = 0; k < N_WATCHED; k++) {
		const struct resource_list *list = list_of(all, watched[k]);
		for (size_t i = 0; i < list->n; i++)
			add_former_ids(&ids, a, list->list[i]);
		for (size_t i = 0; i < list->n; i++)
			table_set(&ids, key_of(a, watched[k], list->list[i]->id), (void *)(uintptr_t)list->list[i]);
	}
	return ids;
}

bool
loses_entry(const struct catalog *all, const struct text *removed, size_t n)
{
	struct arena *a = arena_new();
	struct table ids = ids_of(all, a);
	bool loses = false;

	for (size_t i = 0; i < n && !loses; i++) {
		struct text key = key_of_path(a, removed[i]);
		loses = key.n && !table_get(&ids, key);
	}
	table_free(&ids);
	arena_free(a);
	return loses;
}

/* --- what was deleted ---------------------------------------------------------------------------------- */

static struct text
day_of(const struct looking *l, int64_t seconds)
{
	struct buf day = { 0 };
	struct date date = date_from_days(seconds / SECONDS_A_DAY);

	date_write(&day, &date);
	struct text t = arena_text(l->arena, buf_view(&day));
	buf_free(&day);
	return t;
}

/* The files of an entry that went together: its fields, and perhaps its description beside them. */
struct deleted {
	enum class class;
	struct text id, key;
	const struct file_version *files[2]; /* in the order of their paths */
	size_t n_files;
	const struct resource *last; /* its last state; NULL: it was not public */
};

static bool
is_wanted(const struct looking *l, struct text path)
{
	const struct history_check *k = l->check;

	for (size_t i = 0; i < k->n_only; i++)
		if (text_equal(k->only[i], path))
			return true;
	return !k->only;
}

/* Of one id what went last; what went at the same time in the same folder belongs to it. */
static void
add_file(struct deleted *of, const struct file_version *v)
{
	const struct file_version *known = of->n_files ? of->files[0] : NULL;

	if (known && v->rank > known->rank)
		return;
	if (known && v->rank < known->rank)
		of->n_files = 0;
	if (of->n_files < 2)
		of->files[of->n_files++] = v;
}

static size_t
find_deleted(const struct looking *l, const struct file_version *list, size_t n, struct deleted *deleted)
{
	struct table by_id = { 0 };
	size_t n_deleted = 0;

	for (size_t i = 0; i < n; i++) {
		enum class class;
		struct text id;
		if (!is_watched(list[i].path, &class, &id) || !is_wanted(l, list[i].path))
			continue;
		struct text key = key_of(l->arena, class, id);
		if (table_get(&l->ids, key))
			continue;
		uintptr_t known = (uintptr_t)table_get(&by_id, key);
		if (!known) {
			deleted[n_deleted].class = class;
			deleted[n_deleted].id = id;
			deleted[n_deleted].key = key;
			known = ++n_deleted;
			table_set(&by_id, key, (void *)known);
		}
		add_file(&deleted[known - 1], &list[i]);
	}
	table_free(&by_id);
	return n_deleted;
}

/* NULL: it cannot be read. */
static const struct resource *
read_versions(const struct looking *l, const struct file_version *const *versions, size_t n)
{
	struct snapshot_files files = { arena_array(l->arena, struct snapshot_file, n), n };

	for (size_t i = 0; i < n; i++) {
		struct text bytes = history_read(l->files, versions[i], l->arena);
		files.list[i].source = (struct source){ versions[i]->path, bytes };
		files.list[i].size = bytes.n;
	}
	return catalog_read_entry(l->check->owner, l->arena, &files);
}

static const struct resource *
last_state_of_dataset(const struct looking *l, const struct deleted *gone)
{
	const struct resource *last = read_versions(l, gone->files, gone->n_files);

	return last && (last->release == RELEASE_PUBLIC || last->release == RELEASE_WITHDRAWN) ? last : NULL;
}

/* The revision that had the file, as git names it. */
static struct text
revision_before(const struct looking *l, const struct file_version *gone)
{
	static const char digits[] = "0123456789abcdef";
	char commit[41] = "";

	if (gone->is_present)
		return T("HEAD");
	for (size_t i = 0; i < sizeof commit - 1; i++)
		commit[i] = digits[gone->commit[i / 2] >> (i % 2 ? 0 : 4) & 15];
	return arena_printf(l->arena, "%s~1", commit);
}

/* NULL when too many were asked for already. */
static struct former_catalog *
catalog_at(struct looking *l, const struct file_version *gone)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct text revision = revision_before(l, gone);
	const char *then = gone->is_present ? NULL : arena_cstr(l->arena, history_folder_before(l->check->history, gone->commit));

	for (struct former_catalog *f = l->catalogs; f; f = f->next)
		if (text_equal(f->revision, revision))
			return f;
	if (l->n_catalogs == MOST_CATALOGS)
		return NULL;
	struct former_catalog *f = arena_new_of(l->arena, struct former_catalog);
	*f = (struct former_catalog){ .next = l->catalogs, .revision = revision, .d = diagnostics_new() };
	f->snapshot = snapshot_open(&(struct snapshot_options){ .folder = l->check->folder, .roots = roots,
					.folder_then = then, .revision = arena_cstr(l->arena, revision) }, f->d);
	f->owner = catalog_read(&(struct catalog_reading){ .snapshot = f->snapshot, .jobs = 1 }, f->d);
	l->catalogs = f;
	l->n_catalogs++;
	return f;
}

static void
forget_catalogs(struct looking *l)
{
	for (struct former_catalog *f = l->catalogs; f; f = f->next) {
		catalog_free(f->owner);
		snapshot_close(f->snapshot);
		diagnostics_free(f->d);
	}
}

static bool
is_before_withdrawals(const struct looking *l, int64_t time)
{
	struct text since = l->all->settings ? l->all->settings->withdrawals_since : T("");

	return since.n && text_compare(day_of(l, time), since) < 0;
}

static bool
is_let_pass(const struct looking *l, const struct file_version *file)
{
	return !file->is_present && is_before_withdrawals(l, file->time);
}

/* As the public saw it last; NULL: it did not. */
static const struct resource *
last_state(struct looking *l, const struct deleted *gone)
{
	if (gone->class == CLASS_DATASET)
		return last_state_of_dataset(l, gone);
	struct former_catalog *then = is_let_pass(l, gone->files[0]) ? NULL : catalog_at(l, gone->files[0]);
	if (!then)
		return NULL;
	const struct catalog *public = catalog_public(then->owner);
	const struct resource *last = resource_list_find(list_of(public, gone->class), gone->id);
	if (!last && gone->class == CLASS_SERIES)
		last = resource_list_find(&public->withdrawn_series, gone->id);
	if (!last && gone->class == CLASS_SERVICE)
		last = resource_list_find(&public->withdrawn_services, gone->id);
	return last;
}

/* The entry that has the file now, under whatever other names it had in between. */
static const struct resource *
present_owner(const struct looking *l, const struct file_version *list, size_t n, const struct file_version *gone)
{
	for (int moves = 0; gone && !gone->is_present && moves < MOST_MOVES; moves++) {
		struct text path = history_moved_to(l->check->history, gone);
		const struct resource *owner = table_get(&l->ids, key_of_path(l->arena, path));
		if (owner)
			return owner;
		gone = NULL;
		for (size_t i = 0; i < n && !gone; i++)
			if (path.n && text_equal(list[i].path, path))
				gone = &list[i];
	}
	return NULL;
}

/* What brings the file back, as it was before. */
static struct text
restoring(const struct looking *l, const struct file_version *gone)
{
	struct text revision = revision_before(l, gone);

	if (gone->is_present)
		return arena_printf(l->arena, "git checkout HEAD -- %.*s", TEXT_ARG(gone->path));
	struct text then = history_folder_before(l->check->history, gone->commit);
	if (!text_equal(then, snapshot_folder(l->check->snapshot)))
		return arena_printf(l->arena, "git show %.12s~1:%.*s%s%.*s > %.*s", revision.s, TEXT_ARG(then),
		    then.n ? "/" : "", TEXT_ARG(gone->path), TEXT_ARG(gone->path));
	return arena_printf(l->arena, "git checkout %.12s~1 -- %.*s", revision.s, TEXT_ARG(gone->path));
}

static void
diagnose_deleted(const struct looking *l, const struct file_version *list, size_t n, const struct deleted *gone)
{
	const struct file_version *file = gone->files[0];
	int64_t time = file->is_present ? snapshot_time(l->check->snapshot) : file->time;
	bool is_dataset = gone->class == CLASS_DATASET;

	/* What another one was called before comes back with it. */
	if (!gone->last || table_get(&l->former, gone->key) || is_let_pass(l, file))
		return;
	const struct resource *now = present_owner(l, list, n, file);
	struct text title = resource_title(gone->last, 0);
	if (now && now->source) {
		struct place at = { now->source, 1, 1 };
		if (is_dataset)
			diagnose(l->d, DATASET_RENAMED, at, title, gone->id, now->id);
		else
			diagnose(l->d, ENTRY_RENAMED, at, title, gone->id);
		return;
	}
	/* Findings are printed when the history is closed. */
	struct source *source = arena_new_of(l->d->arena, struct source);
	source->path = arena_text(l->d->arena, file->path);
	struct place at = { source, 0, 0 };
	if (gone->last->release == RELEASE_WITHDRAWN)
		diagnose(l->d, WITHDRAWN_DELETED, at, title, gone->id, restoring(l, file));
	else if (is_dataset)
		diagnose(l->d, DATASET_DELETED, at, title, gone->id, restoring(l, file), day_of(l, time));
	else if (gone->class == CLASS_AGENT)
		diagnose(l->d, PUBLISHER_DELETED, at, title, gone->id, restoring(l, file));
	else
		diagnose(l->d, ENTRY_DELETED, at, title, gone->id, restoring(l, file), day_of(l, time));
}

/* --- what was withdrawn ---------------------------------------------------------------------------------- */

/* False where it was withdrawn from the first: a city that comes from another portal brings along what it withdrew
 * there. What cannot be read was never published. *since: when it was withdrawn; 0: in no commit yet. */
static bool
was_never_public(const struct looking *l, const struct resource *dataset, int64_t *since)
{
	const struct state *states;
	bool was_hidden = false, is_withdrawn = false;

	*since = 0;
	for (size_t i = states_of(l->check->history, l->all, dataset, l->arena, &states); i--;) {
		const struct resource *then =
		    states[i].n_files ? read_versions(l, states[i].files, states[i].n_files) : NULL;
		enum release release = then ? then->release : RELEASE_UNKNOWN;
		if (release == RELEASE_PUBLIC || (release == RELEASE_WITHDRAWN && !was_hidden))
			return false;
		if (release == RELEASE_WITHDRAWN && !is_withdrawn)
			*since = states[i].time;
		is_withdrawn = release == RELEASE_WITHDRAWN;
		was_hidden |= release == RELEASE_INTERNAL || release == RELEASE_DRAFT;
	}
	if (!is_withdrawn)
		*since = 0;
	return was_hidden;
}

static void
check_withdrawn(const struct looking *l)
{
	const struct resource_list *datasets = &l->all->datasets;
	const struct table *only = l->check->withdrawn_only;

	for (size_t i = 0; i < datasets->n; i++) {
		const struct resource *dataset = datasets->list[i];
		int64_t since;
		if (dataset->release != RELEASE_WITHDRAWN || !dataset->source ||
		    (only && !table_get(only, dataset->source->path)) || !was_never_public(l, dataset, &since) ||
		    (since && is_before_withdrawals(l, since)))
			continue;
		const struct value *release = resource_value(dataset, DATASET_release);
		diagnose(l->d, WITHDRAWN_UNSEEN, release ? release->at : dataset->at, resource_title(dataset, 0), dataset->id);
	}
}

bool
withdraws_dataset(const struct catalog *all, const struct table *files)
{
	bool withdraws = false;

	for (size_t i = 0; i < all->datasets.n && !withdraws; i++) {
		const struct resource *dataset = all->datasets.list[i];
		withdraws = dataset->release == RELEASE_WITHDRAWN && dataset->source && table_get(files, dataset->source->path);
	}
	return withdraws;
}

/* --- what was published ---------------------------------------------------------------------------------- */

size_t
lost_entries(const struct catalog *all, const struct history *h, struct text *published, size_t n)
{
	struct arena *a = arena_new();
	struct table known = ids_of(all, a);
	size_t n_lost = 0;

	for (size_t i = 0; i < n; i++)
		if (!table_get(&known, published[i]))
			published[n_lost++] = published[i];
	const struct file_version *list;
	size_t n_files = n_lost ? history_main_line(h, a, &list) : 0;
	for (size_t i = 0; i < n_files; i++) {
		struct text key = key_of_path(a, list[i].path);
		if (key.n)
			table_set(&known, key, (void *)(uintptr_t)&list[i]);
	}
	n = n_lost;
	n_lost = 0;
	for (size_t i = 0; i < n; i++)
		if (!table_get(&known, published[i]))
			published[n_lost++] = published[i];
	table_free(&known);
	arena_free(a);
	return n_lost;
}

void
diagnose_lost(const struct catalog *all, const struct text *lost, size_t n, struct diagnostics *d)
{
	struct place at = { all->self ? all->self->source : NULL, 0, 0 };
	struct arena *a = arena_new();

	for (size_t i = 0; i < n && i < MOST_LOST; i++) {
		struct text folder = entry_folder(CLASS_DATASET), id = text_slice(lost[i], text_find_char(lost[i], '/') + 1, lost[i].n);
		diagnose(d, PUBLISHED_LOST, at, lost[i], id,
		    text_starts(lost[i], folder) ? T("release: withdrawn, withdrawn: { on: …, reason: … }") : T("withdrawn: { on: …, reason: … }"),
		    arena_printf(a, "%zu", n));
	}
	arena_free(a);
}

/* --- the whole ------------------------------------------------------------------------------------------- */

static void
diagnose_state(const struct history_check *k, const struct catalog *all, struct diagnostics *d)
{
	struct place at = { all->self ? all->self->source : NULL, 0, 0 };

	switch (history_state(k->history)) {
	case HISTORY_SHALLOW: diagnose(d, HISTORY_ENDS_EARLY, at, T("git fetch --unshallow")); break;
	case HISTORY_PARTIAL: diagnose(d, HISTORY_ENDS_EARLY, at, T("git fetch --refetch --no-filter")); break;
	case HISTORY_COMPLETE:
	case HISTORY_TOO_LARGE: /* what is older than the limits is unknown, file by file */
	case HISTORY_NONE: break;
	}
}

void
check_history(const struct history_check *k, struct diagnostics *d)
{
	struct looking l = { .check = k, .all = catalog_all(k->owner), .d = d };
	const struct file_version *list;

	diagnose_state(k, l.all, d);
	l.arena = arena_new();
	l.ids = ids_of(l.all, l.arena);
	size_t n = history_main_line(k->history, l.arena, &list);
	struct deleted *deleted = arena_array(l.arena, struct deleted, n);
	size_t n_deleted = find_deleted(&l, list, n, deleted);
	l.files = history_reader_open(k->snapshot);
	for (size_t i = 0; i < n_deleted; i++) {
		deleted[i].last = last_state(&l, &deleted[i]);
		if (deleted[i].last)
			add_former_ids(&l.former, l.arena, deleted[i].last);
	}
	for (size_t i = 0; i < n_deleted; i++)
		diagnose_deleted(&l, list, n, &deleted[i]);
	/* Else it may have been public before. */
	if (history_state(k->history) == HISTORY_COMPLETE)
		check_withdrawn(&l);
	forget_catalogs(&l);
	history_reader_close(l.files);
	table_free(&l.ids);
	table_free(&l.former);
	arena_free(l.arena);
}
