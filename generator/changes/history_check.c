#include "changes/history_check.h"

#include "core/date.h"

enum { SECONDS_A_DAY = 24 * 60 * 60, MOST_MOVES = 16 };

struct looking {
	const struct history_check *check;
	const struct catalog *all;
	struct arena *arena;
	struct table ids;       /* of the datasets, present and former → resource */
	struct table former;    /* ids that datasets had which were deleted → their last state */
	struct history_reader *files;
	struct diagnostics *d;
};

/* --- ids --------------------------------------------------------------------------------------------- */

/* "baum" of "catalog/datasets/umwelt/baum.md" and ".yaml"; empty for everything else, translations, too. */
static struct text
dataset_id(struct text path)
{
	struct text name = text_file_name(path);
	size_t dot = text_find_char(name, '.');
	struct text ending = text_slice(name, dot, name.n);

	if (!text_starts(path, T("catalog/datasets/")) ||
	    (!text_equal(ending, T(".md")) && !text_equal(ending, T(".yaml"))))
		return T("");
	return text_slice(name, 0, dot);
}

static struct table
ids_of(const struct catalog *all)
{
	struct table ids = { 0 };

	for (size_t i = 0; i < all->datasets.n; i++) {
		const struct resource *dataset = all->datasets.list[i];
		size_t n;
		const struct value *former = resource_values(dataset, DATASET_former_ids, &n);
		for (; n--; former++)
			table_set(&ids, former->text, (void *)(uintptr_t)dataset);
	}
	for (size_t i = 0; i < all->datasets.n; i++)
		table_set(&ids, all->datasets.list[i]->id, (void *)(uintptr_t)all->datasets.list[i]);
	return ids;
}

bool
loses_dataset(const struct catalog *all, const struct text *removed, size_t n)
{
	struct table ids = ids_of(all);
	bool loses = false;

	for (size_t i = 0; i < n && !loses; i++) {
		struct text id = dataset_id(removed[i]);
		loses = id.n && !table_get(&ids, id);
	}
	table_free(&ids);
	return loses;
}

/* --- what was deleted ---------------------------------------------------------------------------------- */

/* The files of a dataset that went together: its fields, and perhaps its description beside them. */
struct deleted {
	struct text id;
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
		struct text id = dataset_id(list[i].path);
		if (!id.n || table_get(&l->ids, id) || !is_wanted(l, list[i].path))
			continue;
		uintptr_t known = (uintptr_t)table_get(&by_id, id);
		if (!known) {
			deleted[n_deleted].id = id;
			known = ++n_deleted;
			table_set(&by_id, id, (void *)known);
		}
		add_file(&deleted[known - 1], &list[i]);
	}
	table_free(&by_id);
	return n_deleted;
}

static const struct resource *
last_state(const struct looking *l, const struct deleted *gone)
{
	const struct resource *last;
	struct snapshot_files files = { arena_array(l->arena, struct snapshot_file, gone->n_files), gone->n_files };

	for (size_t i = 0; i < gone->n_files; i++) {
		struct text bytes = history_read(l->files, gone->files[i], l->arena);
		files.list[i].source = (struct source){ gone->files[i]->path, bytes };
		files.list[i].size = bytes.n;
	}
	last = catalog_read_entry(l->check->owner, l->arena, &files);
	return last && (last->release == RELEASE_PUBLIC || last->release == RELEASE_WITHDRAWN) ? last : NULL;
}

/* The dataset that has the file now, under whatever other names it had in between. */
static const struct resource *
present_owner(const struct looking *l, const struct file_version *list, size_t n, const struct file_version *gone)
{
	for (int moves = 0; gone && !gone->is_present && moves < MOST_MOVES; moves++) {
		struct text path = history_moved_to(l->check->history, gone);
		const struct resource *dataset = table_get(&l->ids, dataset_id(path));
		if (dataset)
			return dataset;
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
	static const char digits[] = "0123456789abcdef";
	char commit[13] = "";

	if (gone->is_present)
		return arena_printf(l->arena, "git checkout HEAD -- %.*s", TEXT_ARG(gone->path));
	for (size_t i = 0; i < 12; i++)
		commit[i] = digits[gone->commit[i / 2] >> (i % 2 ? 0 : 4) & 15];
	return arena_printf(l->arena, "git checkout %s~1 -- %.*s", commit, TEXT_ARG(gone->path));
}

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

static void
diagnose_deleted(const struct looking *l, const struct file_version *list, size_t n, const struct deleted *gone)
{
	const struct file_version *file = gone->files[0];
	int64_t time = file->is_present ? snapshot_time(l->check->snapshot) : file->time;
	struct text since = l->all->settings ? l->all->settings->withdrawals_since : T("");
	struct text day = day_of(l, time);

	/* What another one was called before comes back with it. */
	if (!gone->last || table_get(&l->former, gone->id) || (since.n && !file->is_present && text_compare(day, since) < 0))
		return;
	const struct resource *now = present_owner(l, list, n, file);
	struct text title = resource_title(gone->last, 0);
	if (now && now->source) {
		diagnose(l->d, DATASET_RENAMED, ((struct place){ now->source, 1, 1 }), title, gone->id, now->id);
		return;
	}
	/* Findings are printed when the history is closed. */
	struct source *source = arena_new_of(l->d->arena, struct source);
	source->path = arena_text(l->d->arena, file->path);
	diagnose(l->d, DATASET_DELETED, ((struct place){ source, 0, 0 }), title, gone->id, restoring(l, file), day);
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
	l.ids = ids_of(l.all);
	size_t n = history_main_line(k->history, l.arena, &list);
	struct deleted *deleted = arena_array(l.arena, struct deleted, n);
	size_t n_deleted = find_deleted(&l, list, n, deleted);
	l.files = n_deleted ? history_reader_open(k->snapshot) : NULL;
	for (size_t i = 0; i < n_deleted; i++) {
		size_t n_former = 0;
		deleted[i].last = last_state(&l, &deleted[i]);
		const struct value *former =
		    deleted[i].last ? resource_values(deleted[i].last, DATASET_former_ids, &n_former) : NULL;
		for (; n_former--; former++)
			table_set(&l.former, former->text, (void *)(uintptr_t)deleted[i].last);
	}
	for (size_t i = 0; i < n_deleted; i++)
		diagnose_deleted(&l, list, n, &deleted[i]);
	history_reader_close(l.files);
	table_free(&l.ids);
	table_free(&l.former);
	arena_free(l.arena);
}
