#include "changes/states.h"

#include <stdlib.h>

/* All that one of the files was, under one id. */
struct track {
	struct text id;
	const struct file_version *versions; /* the newest first */
	size_t n;
};

struct tracks {
	struct track list[64];
	size_t n;
};

static void
add_track(struct tracks *t, struct text id, const struct file_version *versions, size_t n)
{
	if (n && t->n < sizeof t->list / sizeof t->list[0])
		t->list[t->n++] = (struct track){ id, versions, n };
}

/* The file with this ending: as it is called today, and as it was called under former ids. */
static void
find_tracks(struct tracks *t, const struct history *h, const struct resource *dataset, struct text path,
    struct arena *a)
{
	const struct file_version *versions;
	size_t n_former;
	const struct value *former = resource_values(dataset, DATASET_former_ids, &n_former);
	size_t n = history_versions(h, path, a, &versions);

	add_track(t, dataset->id, versions, n);
	for (; n_former--; former++) {
		n = history_former_versions(h, path, former->text, a, &versions);
		add_track(t, former->text, versions, n);
	}
}

static int
by_rank(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* The commits that touched a file, the newest first. */
static size_t
ranks_of(const struct tracks *t, struct arena *a, uint32_t **ranks)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->list[i].n;
	*ranks = arena_array(a, uint32_t, n);
	n = 0;
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->list[i].n; k++)
			(*ranks)[n++] = t->list[i].versions[k].rank;
	if (n)
		qsort(*ranks, n, sizeof **ranks, by_rank);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || (*ranks)[i] != (*ranks)[i - 1])
			(*ranks)[kept++] = (*ranks)[i];
	return kept < MAX_STATES ? kept : MAX_STATES;
}

/* The version that the commit found or left. */
static const struct file_version *
version_at(const struct track *t, uint32_t rank)
{
	for (size_t i = 0; i < t->n; i++)
		if (t->versions[i].rank >= rank)
			return &t->versions[i];
	return NULL;
}

static void
add_file(struct state *s, const struct file_version *v)
{
	size_t at = s->n_files;

	if (s->n_files == MAX_STATE_FILES)
		return;
	for (; at && text_compare(s->files[at - 1]->path, v->path) > 0; at--)
		s->files[at] = s->files[at - 1];
	s->files[at] = v;
	s->n_files++;
}

/* An id holds as long as its own file is there: translations alone are no entry. */
static struct state
state_at(const struct tracks *t, uint32_t rank)
{
	struct state s = { 0 };

	for (size_t i = 0; i < t->n; i++) {
		const struct file_version *v = version_at(&t->list[i], rank);
		if (v && v->rank == rank)
			s.time = v->time;
		if (!v || !v->is_present || (s.id.n && !text_equal(s.id, t->list[i].id)))
			continue;
		struct text name = text_file_name(v->path);
		struct text ending = text_slice(name, text_find_char(name, '.'), name.n);
		if (!s.id.n && !text_equal(ending, T(".md")) && !text_equal(ending, T(".yaml")))
			continue;
		s.id = t->list[i].id;
		add_file(&s, v);
	}
	return s;
}

size_t
states_of(const struct history *h, const struct catalog *c, const struct resource *dataset, struct arena *a,
    const struct state **list)
{
	struct text path = dataset->source->path;
	struct text name = text_file_name(path);
	struct text stem = text_slice(path, 0, path.n - name.n + text_find_char(name, '.'));
	struct tracks tracks = { 0 };
	uint32_t *ranks;

	/* The entry first: its translations are taken only where it is. */
	find_tracks(&tracks, h, dataset, arena_printf(a, "%.*s.md", TEXT_ARG(stem)), a);
	find_tracks(&tracks, h, dataset, arena_printf(a, "%.*s.yaml", TEXT_ARG(stem)), a);
	for (size_t i = 0; i < c->n_languages; i++)
		find_tracks(&tracks, h, dataset,
		    arena_printf(a, "%.*s.%.*s.md", TEXT_ARG(stem), TEXT_ARG(c->languages[i])), a);
	size_t n = ranks_of(&tracks, a, &ranks);
	struct state *states = arena_array(a, struct state, n);
	for (size_t i = 0; i < n; i++)
		states[i] = state_at(&tracks, ranks[i]);
	*list = states;
	return n;
}
