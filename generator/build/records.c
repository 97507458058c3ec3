#include "build/records.h"

struct search {
	const struct history *history;
	struct snapshot_files files;
	struct arena *scratch;
};

/* The first file at or after `path`, by bytes. */
static size_t
find_from(const struct snapshot_files *files, struct text path)
{
	size_t low = 0, high = files->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (text_compare(files->list[middle].source.path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void
widen(struct record_dates *dates, struct file_dates file)
{
	if (file.first && (!dates->issued || file.first < dates->issued))
		dates->issued = file.first;
	if (file.last > dates->modified)
		dates->modified = file.last;
}

/* As published: what another branch brought counts from its merge. A clock that went wrong does not lead back: a record
 * that is older than what a harvester has seen would not be read. What the history does not know stays unknown. */
static struct file_dates
published_dates(struct file_dates known, const struct file_version *versions, size_t n)
{
	if (n && known.first)
		known.first = versions[n - 1].time;
	if (n && known.last)
		known.last = versions[0].time;
	for (size_t i = 1; i < n && known.last; i++)
		if (versions[i].time > known.last)
			known.last = versions[i].time;
	return known;
}

static struct file_dates
dates_of_file(const struct search *s, const struct snapshot_file *f)
{
	const struct file_version *versions;
	size_t n = history_versions(s->history, f->source.path, s->scratch, &versions);

	return published_dates(history_dates(s->history, f), versions, n);
}

static struct file_dates
dates_of_former(const struct search *s, struct text path, struct text former)
{
	const struct file_version *versions;
	size_t n = history_former_versions(s->history, path, former, s->scratch, &versions);

	return published_dates(history_former_dates(s->history, path, former), versions, n);
}

/* When it became public, or did again; 0: unknown. */
static int64_t
public_since(struct dataset_changes own)
{
	for (size_t i = 0; i < own.n; i++)
		if (own.list[i].event == EVENT_PUBLISHED || own.list[i].event == EVENT_RETURNED)
			return own.list[i].time;
	return 0;
}

const int64_t *
find_hosted_times(struct arena *a, const struct catalog *c, const struct history *h, const struct changes *changes)
{
	int64_t *times = arena_array(a, int64_t, c->n_hosted);
	struct table since = { 0 };
	struct search search = { .history = h, .scratch = arena_new() };

	for (size_t i = 0; changes && i < c->datasets.n; i++)
		table_set(&since, c->datasets.list[i]->id, (void *)(intptr_t)public_since(changes->datasets[i]));
	for (size_t i = 0; i < c->n_hosted; i++) {
		int64_t public = (intptr_t)table_get(&since, c->hosted[i].dataset->id);
		arena_reset(search.scratch);
		int64_t changed = dates_of_file(&search, c->hosted[i].file).last;
		times[i] = public && changed ? (changed > public ? changed : public) : 0;
	}
	arena_free(search.scratch);
	table_free(&since);
	return times;
}

/* Its file, "trees.md" or "trees.yaml", and what stands beside it, "trees.en.md". */
static struct record_dates
dates_of(const struct search *s, const struct resource *dataset)
{
	struct record_dates dates = { 0 };
	struct text path = dataset->source ? dataset->source->path : T("");
	size_t n;

	if (path.n < 5)
		return dates;
	struct text stem = text_slice(path, 0, path.n - (text_ends(path, T(".yaml")) ? 4 : 2)); /* with its dot */
	for (size_t i = find_from(&s->files, stem); i < s->files.n; i++) {
		const struct snapshot_file *f = &s->files.list[i];
		if (!text_starts(f->source.path, stem))
			break;
		if (text_ends(f->source.path, T(".md")) || text_ends(f->source.path, T(".yaml")))
			widen(&dates, dates_of_file(s, f));
	}
	const struct value *former = resource_values(dataset, DATASET_former_ids, &n);
	for (; n--; former++) {
		struct file_dates gone = dates_of_former(s, path, former->text);
		widen(&dates, (struct file_dates){ gone.first, 0 });
	}
	return dates;
}

void
find_records(struct arena *a, struct catalog_owner *owner, const struct catalog *c, const struct snapshot *s,
    const struct history *h, const struct changes *changes)
{
	if (history_state(h) == HISTORY_SHALLOW || history_state(h) == HISTORY_PARTIAL)
		return;
	struct search search = { h, snapshot_files(s), arena_new() };
	struct record_dates *records = arena_array(a, struct record_dates, c->datasets.n);
	for (size_t i = 0; i < c->datasets.n; i++) {
		arena_reset(search.scratch);
		records[i] = dates_of(&search, c->datasets.list[i]);
	}
	for (size_t i = 0; changes && i < c->datasets.n; i++) {
		struct dataset_changes own = changes->datasets[i];
		if (own.n && own.list[own.n - 1].event == EVENT_PUBLISHED)
			records[i].issued = own.list[own.n - 1].time;
		if (records[i].modified && records[i].modified < records[i].issued)
			records[i].modified = records[i].issued;
	}
	arena_free(search.scratch);
	catalog_set_records(owner, records);
}
