#include "changes/states.h"

#include <stdlib.h>

/* All that one of the files was, under one id. */
struct track {
	struct text id;
	const struct file_version *versions; /* the newest first */
	size_t n;
	bool is_hosted; /* a file of data, no part of the entry */
};

struct tracks {
	struct track *list;
	size_t n, capacity;
	struct arena *arena;
};

static void
add_track(struct tracks *t, const struct track *track)
{
	if (!track->n)
		return;
	if (t->n == t->capacity) {
		size_t capacity = t->capacity ? 2 * t->capacity : 16;
		struct track *list = arena_array(t->arena, struct track, capacity);
		for (size_t i = 0; i < t->n; i++)
			list[i] = t->list[i];
		t->list = list;
		t->capacity = capacity;
	}
	t->list[t->n++] = *track;
}

/* The file with this ending: as it is called today, and as it was called under former ids. */
static void
find_tracks(struct tracks *t, const struct history *h, const struct resource *dataset, struct text path)
{
	struct track track = { .id = dataset->id };
	size_t n_former;
	const struct value *former = resource_values(dataset, DATASET_former_ids, &n_former);

	track.n = history_versions(h, path, t->arena, &track.versions);
	add_track(t, &track);
	for (; n_former--; former++) {
		track.id = former->text;
		track.n = history_former_versions(h, path, former->text, t->arena, &track.versions);
		add_track(t, &track);
	}
}

static void
find_hosted(struct tracks *t, const struct history *h, struct text id)
{
	const struct text *paths;
	size_t n = history_hosted(h, id, t->arena, &paths);

	for (size_t i = 0; i < n; i++) {
		struct track track = { .id = id, .is_hosted = true };
		track.n = history_versions(h, paths[i], t->arena, &track.versions);
		add_track(t, &track);
	}
}

/* A commit that touched a file. */
struct moment {
	uint32_t rank;
	int64_t time;
	const unsigned char *commit;
};

static int
by_rank(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;

	return (x->rank > y->rank) - (x->rank < y->rank);
}

/* Each once, the newest first. */
static size_t
moments_of(const struct tracks *t, struct moment **moments)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < t->n; i++)
		n += t->list[i].n;
	struct moment *list = arena_array(t->arena, struct moment, n);
	n = 0;
	for (size_t i = 0; i < t->n; i++)
		for (size_t k = 0; k < t->list[i].n; k++) {
			const struct file_version *v = &t->list[i].versions[k];
			list[n++] = (struct moment){ v->rank, v->time, v->commit };
		}
	if (n)
		qsort(list, n, sizeof *list, by_rank);
	for (size_t i = 0; i < n; i++)
		if (i == 0 || list[i].rank != list[i - 1].rank)
			list[kept++] = list[i];
	*moments = list;
	return kept;
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
state_at(const struct tracks *t, const struct moment *moment)
{
	struct state s = { .time = moment->time, .rank = moment->rank, .commit = moment->commit };

	for (size_t i = 0; i < t->n; i++) {
		const struct file_version *v = t->list[i].is_hosted ? NULL : version_at(&t->list[i], moment->rank);
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
	struct tracks tracks = { .arena = a };
	struct moment *moments;
	size_t n_former;

	/* The entry first: its translations are taken only where it is. */
	find_tracks(&tracks, h, dataset, arena_printf(a, "%.*s.md", TEXT_ARG(stem)));
	find_tracks(&tracks, h, dataset, arena_printf(a, "%.*s.yaml", TEXT_ARG(stem)));
	for (size_t i = 0; i < c->n_languages; i++)
		find_tracks(&tracks, h, dataset,
		    arena_printf(a, "%.*s.%.*s.md", TEXT_ARG(stem), TEXT_ARG(c->languages[i])));
	find_hosted(&tracks, h, dataset->id);
	const struct value *former = resource_values(dataset, DATASET_former_ids, &n_former);
	for (; n_former--; former++)
		find_hosted(&tracks, h, former->text);
	size_t n = moments_of(&tracks, &moments);
	struct state *states = arena_array(a, struct state, n);
	for (size_t i = 0; i < n; i++)
		states[i] = state_at(&tracks, &moments[i]);
	*list = states;
	return n;
}
