/*
 * Finds concepts by code, IRI or other spelling. The tables are compiled in; an index over them is
 * built once per run, and rows of the catalogue's own are appended to it.
 */
#include "dcat/code_lists.h"

#include "core/die.h"
#include "vocabularies/prefixes.h"

#include <stdlib.h>
#include <string.h>

/* A row as it stands in vocabularies/<list>.def. */
#define CONCEPT(code_, ...) { .code = code_, .iri = PREFIX code_, __VA_ARGS__ },
#define CONCEPT_IRI(code_, iri_, ...) { .code = code_, .iri = iri_, __VA_ARGS__ },
#define MEDIA_TYPE(code_) { .code = code_, .iri = PREFIX code_ },

#define PREFIX PREFIX_data_theme
static const struct concept data_theme[] = {
#include "vocabularies/data_theme.def"
};
#undef PREFIX
#define PREFIX PREFIX_file_type
static const struct concept file_type[] = {
#include "vocabularies/file_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_media_type
static const struct concept media_type[] = {
#include "vocabularies/media_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_language
static const struct concept language[] = {
#include "vocabularies/language.def"
};
#undef PREFIX
#define PREFIX PREFIX_frequency
static const struct concept frequency[] = {
#include "vocabularies/frequency.def"
};
#undef PREFIX
#define PREFIX PREFIX_access_right
static const struct concept access_right[] = {
#include "vocabularies/access_right.def"
};
#undef PREFIX
#define PREFIX PREFIX_planned_availability
static const struct concept planned_availability[] = {
#include "vocabularies/planned_availability.def"
};
#undef PREFIX
#define PREFIX PREFIX_license
static const struct concept license[] = {
#include "vocabularies/license.def"
};
#undef PREFIX
#define PREFIX PREFIX_eu_licence
static const struct concept eu_licence[] = {
#include "vocabularies/eu_licence.def"
};
#undef PREFIX
#define PREFIX PREFIX_licence_type
static const struct concept licence_type[] = {
#include "vocabularies/licence_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_dataset_type
static const struct concept dataset_type[] = {
#include "vocabularies/dataset_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_distribution_status
static const struct concept distribution_status[] = {
#include "vocabularies/distribution_status.def"
};
#undef PREFIX
#define PREFIX PREFIX_distribution_type
static const struct concept distribution_type[] = {
#include "vocabularies/distribution_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_adms_status
static const struct concept adms_status[] = {
#include "vocabularies/adms_status.def"
};
#undef PREFIX
#define PREFIX PREFIX_hvd_category
static const struct concept hvd_category[] = {
#include "vocabularies/hvd_category.def"
};
#undef PREFIX
#define PREFIX PREFIX_contributor
static const struct concept contributor[] = {
#include "vocabularies/contributor.def"
};
#undef PREFIX
#define PREFIX PREFIX_publisher_type
static const struct concept publisher_type[] = {
#include "vocabularies/publisher_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_geocoding_level
static const struct concept geocoding_level[] = {
#include "vocabularies/geocoding_level.def"
};
#undef PREFIX
#define PREFIX PREFIX_checksum_algorithm
static const struct concept checksum_algorithm[] = {
#include "vocabularies/checksum_algorithm.def"
};
#undef PREFIX
#define PREFIX PREFIX_country
static const struct concept country[] = {
#include "vocabularies/country.def"
};
#undef PREFIX
#define PREFIX PREFIX_continent
static const struct concept continent[] = {
#include "vocabularies/continent.def"
};
#undef PREFIX
#define PREFIX PREFIX_place
static const struct concept place[] = {
#include "vocabularies/place.def"
};
#undef PREFIX
#define PREFIX PREFIX_service_type
static const struct concept service_type[] = {
#include "vocabularies/service_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_topic_category
static const struct concept topic_category[] = {
#include "vocabularies/topic_category.def"
};
#undef PREFIX
#define PREFIX PREFIX_reference_system
static const struct concept reference_system[] = {
#include "vocabularies/reference_system.def"
};
#undef PREFIX
#define PREFIX PREFIX_representation_technique
static const struct concept representation_technique[] = {
#include "vocabularies/representation_technique.def"
};
#undef PREFIX
#define PREFIX PREFIX_resource_type
static const struct concept resource_type[] = {
#include "vocabularies/resource_type.def"
};
#undef PREFIX
#define PREFIX PREFIX_spatial_service_type
static const struct concept spatial_service_type[] = {
#include "vocabularies/spatial_service_type.def"
};
#undef PREFIX

const struct code_list_facts code_list_facts[N_CODE_LISTS] = {
#define CODE_LIST(list, ...) [LIST_##list] = { __VA_ARGS__ },
#include "vocabularies/lists.def"
#undef CODE_LIST
};

static const struct {
	const struct concept *rows;
	size_t n;
} tables[N_CODE_LISTS] = {
#define CODE_LIST(list, ...) [LIST_##list] = { list, sizeof list / sizeof list[0] },
#include "vocabularies/lists.def"
#undef CODE_LIST
};

struct list_index {
	struct concept **rows;
	size_t n, capacity;
	struct table by_name; /* code as it stands; IRI without scheme; aliases and code in lower case */
};

struct code_lists {
	struct arena *arena;
	struct list_index lists[N_CODE_LISTS];
};

static struct text
lower(struct arena *a, struct text t)
{
	char *s = arena_alloc(a, t.n + 1);

	for (size_t i = 0; i < t.n; i++)
		s[i] = t.s[i] >= 'A' && t.s[i] <= 'Z' ? (char)(t.s[i] - 'A' + 'a') : t.s[i];
	return (struct text){ s, t.n };
}

/* http and https, with and without www., with and without a slash at the end: one concept. */
static struct text
without_scheme(struct text iri)
{
	if (text_starts(iri, T("https://")))
		iri = text_slice(iri, 8, iri.n);
	else if (text_starts(iri, T("http://")))
		iri = text_slice(iri, 7, iri.n);
	if (text_starts(iri, T("www.")))
		iri = text_slice(iri, 4, iri.n);
	while (iri.n && iri.s[iri.n - 1] == '/')
		iri.n--;
	return iri;
}

static bool
is_iri(struct text t)
{
	return text_starts(t, T("http://")) || text_starts(t, T("https://"));
}

static void
name(struct list_index *list, struct text key, struct concept *c)
{
	/* What came first keeps the name: a code is not taken away by another's alias. */
	if (key.n && !table_get(&list->by_name, key))
		table_set(&list->by_name, key, c);
}

static void
add(struct code_lists *l, enum code_list which, const struct concept *row)
{
	struct list_index *list = &l->lists[which];
	struct concept *c = arena_new_of(l->arena, struct concept);

	*c = *row;
	c->list = (unsigned short)which;
	c->number = (unsigned short)list->n;
	if (list->n == list->capacity) {
		list->capacity = list->capacity ? 2 * list->capacity : 64;
		list->rows = reallocate(list->rows, list->capacity * sizeof *list->rows);
	}
	list->rows[list->n++] = c;
	name(list, text_of(c->code), c);
	if (c->iri)
		name(list, without_scheme(text_of(c->iri)), c);
}

static void
add_spellings(struct code_lists *l, struct list_index *list, struct concept *c)
{
	struct text rest = text_of(c->aliases), alias;

	name(list, lower(l->arena, text_of(c->code)), c);
	while (text_next(&rest, '|', &alias)) {
		if (is_iri(alias))
			name(list, without_scheme(alias), c);
		else
			name(list, lower(l->arena, text_trim(alias)), c);
	}
}

struct code_lists *
code_lists_new(void)
{
	struct code_lists *l = allocate(sizeof *l);

	*l = (struct code_lists){ .arena = arena_new() };
	for (size_t which = 0; which < N_CODE_LISTS; which++) {
		for (size_t i = 0; i < tables[which].n; i++)
			add(l, (enum code_list)which, &tables[which].rows[i]);
		/* Only now, so that every code comes before any alias. */
		for (size_t i = 0; i < l->lists[which].n; i++)
			add_spellings(l, &l->lists[which], l->lists[which].rows[i]);
	}
	return l;
}

void
code_lists_free(struct code_lists *l)
{
	if (!l)
		return;
	for (size_t i = 0; i < N_CODE_LISTS; i++) {
		free(l->lists[i].rows);
		table_free(&l->lists[i].by_name);
	}
	arena_free(l->arena);
	free(l);
}

bool
code_lists_add(struct code_lists *l, enum code_list which, const struct concept *row)
{
	struct list_index *list = &l->lists[which];

	if (table_get(&list->by_name, text_of(row->code)) || list->n == UINT16_MAX)
		return false;
	add(l, which, row);
	add_spellings(l, list, list->rows[list->n - 1]);
	return true;
}

const struct concept *
code_lists_find(const struct code_lists *l, enum code_list which, struct text t)
{
	const struct list_index *list = &l->lists[which];
	char small[128];

	if (is_iri(t))
		return table_get(&list->by_name, without_scheme(t));
	const struct concept *c = table_get(&list->by_name, t);
	if (c || t.n > sizeof small)
		return c;
	t = text_trim(t);
	if (t.n && t.s[0] == '.')
		t = text_slice(t, 1, t.n);
	for (size_t i = 0; i < t.n; i++)
		small[i] = t.s[i] >= 'A' && t.s[i] <= 'Z' ? (char)(t.s[i] - 'A' + 'a') : t.s[i];
	return table_get(&list->by_name, (struct text){ small, t.n });
}

/* The same letters in another order: CVS for CSV. */
static bool
is_anagram(struct text a, struct text b)
{
	int count[256] = { 0 };

	for (size_t i = 0; i < a.n; i++)
		count[(unsigned char)a.s[i]]++;
	for (size_t i = 0; i < b.n; i++)
		if (--count[(unsigned char)b.s[i]] < 0)
			return false;
	return a.n == b.n;
}

/* "dl-by" is the beginning of "dl-by-de/2.0", and "dl-by/2.0" is with its version, however near "cc-by" may be: another
 * licence is no spelling of this one. Of several the shortest, of those the last, which is the newest version. */
static const struct concept *
begun_with(const struct list_index *list, struct text t)
{
	const struct concept *found = NULL;
	size_t slash = text_find_char(t, '/');
	struct text begin = text_slice(t, 0, slash), version = text_slice(t, slash, t.n);

	for (size_t i = 0; begin.n >= 3 && i < list->n; i++) {
		struct text code = text_of(list->rows[i]->code);
		if (text_starts(code, begin) && text_ends(code, version) && (!found || code.n <= strlen(found->code)))
			found = list->rows[i];
	}
	return found;
}

const struct concept *
code_lists_nearest(const struct code_lists *l, enum code_list which, struct text t)
{
	const struct list_index *list = &l->lists[which];
	const struct concept *best = NULL;
	unsigned least = (unsigned)(t.n < 4 ? 1 : t.n < 8 ? 2 : 3) + 1;

	if (is_iri(t)) { /* a wrong path before a right code is the usual mistake */
		while (t.n && t.s[t.n - 1] == '/')
			t.n--;
		size_t slash = t.n;
		while (slash && t.s[slash - 1] != '/' && t.s[slash - 1] != '#')
			slash--;
		t = text_slice(t, slash, t.n);
		least = 2;
	} else if ((best = begun_with(list, t))) {
		return best;
	}
	for (size_t i = 0; i < list->n; i++) {
		const struct concept *c = list->rows[i];
		const struct text names[] = { text_of(c->code), text_of(c->de), text_of(c->en) };

		for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
			unsigned distance = names[k].n ? text_distance(t, names[k]) : least;
			if (distance < least || (distance == least && best && is_anagram(t, names[k]))) {
				least = distance;
				best = c;
			}
		}
	}
	return best;
}

const struct concept *
code_lists_at(const struct code_lists *l, enum code_list which, size_t number)
{
	return number < l->lists[which].n ? l->lists[which].rows[number] : NULL;
}

size_t
code_lists_count(const struct code_lists *l, enum code_list which)
{
	return l->lists[which].n;
}

struct text
concept_label(const struct concept *c, bool german)
{
	const char *first = german ? c->de : c->en, *second = german ? c->en : c->de;

	return text_of(first ? first : second ? second : c->code);
}

const struct concept *
concept_broader(const struct code_lists *l, const struct concept *c)
{
	return c->broader ? table_get(&l->lists[c->list].by_name, text_of(c->broader)) : NULL;
}
