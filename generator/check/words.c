/*
 * Titles, descriptions and keywords: what readers see first.
 */
#include "check/rules.h"

#include "adapters/unicode.h"

#include <stdlib.h>

enum { SHORTEST_DESCRIPTION = 40 }; /* code points */

/* --- K19: places and years in titles --------------------------------------------------------- */

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Part of a word: letters and digits. Beyond ASCII everything but the signs of Latin-1 and
 * general punctuation counts as a letter, which is right for the languages of Europe. */
static bool
is_word_character(uint32_t c)
{
	if (c < 0x80)
		return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		       c == '_';
	return c >= 0xc0 && c != 0xd7 && c != 0xf7 && !(c >= 0x2000 && c <= 0x2bff) &&
	       c != UTF8_INVALID;
}

static bool
is_whole_word(struct text t, size_t from, size_t to)
{
	size_t before = from, after = to;

	if (before > 0) {
		do
			before--;
		while (before > 0 && ((unsigned char)t.s[before] & 0xc0) == 0x80);
		if (is_word_character(utf8_next(t, &before)))
			return false;
	}
	return after >= t.n || !is_word_character(utf8_next(t, &after));
}

/* "1:2000" is a scale. */
static bool
is_scale(struct text t, size_t at)
{
	while (at > 0 && t.s[at - 1] == ' ')
		at--;
	return at > 0 && t.s[at - 1] == ':' && at > 1 &&
	       (is_digit(t.s[at - 2]) || t.s[at - 2] == ' ');
}

/* The first year, 1900 to 2099, that stands as a word; empty when there is none. */
static struct text
year_in(struct text t)
{
	for (size_t i = 0; i + 4 <= t.n; i++)
		if (((t.s[i] == '1' && t.s[i + 1] == '9') ||
			(t.s[i] == '2' && t.s[i + 1] == '0')) &&
		    is_digit(t.s[i + 2]) && is_digit(t.s[i + 3]) && is_whole_word(t, i, i + 4) &&
		    !is_scale(t, i))
			return text_slice(t, i, i + 4);
	return T("");
}

static bool
names_place(struct text t, struct text place)
{
	for (size_t i = 0; place.n && i + place.n <= t.n; i++)
		if (t.s[i] == place.s[0] && text_equal(text_slice(t, i, i + place.n), place) &&
		    is_whole_word(t, i, i + place.n))
			return true;
	return false;
}

/* The members of a series need what tells them apart. */
void
check_title_place(struct checking *k, const struct resource *r)
{
	struct text city = k->catalog->settings ? k->catalog->settings->city : T("");
	size_t n;
	const struct value *v = resource_values(r, DATASET_title, &n);

	if (resource_has(r, DATASET_series))
		return;
	for (; n--; v++)
		if (names_place(v->text, city))
			diagnose(k->d, PLACE_IN_TITLE, v->at, city, v->text);
}

void
check_title_year(struct checking *k, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_title, &n);

	if (resource_has(r, DATASET_series))
		return;
	for (; n--; v++) {
		struct text year = year_in(v->text);
		if (year.n)
			diagnose(k->d, YEAR_IN_TITLE, v->at, year, v->text);
	}
}

/* --- titles that stand twice ----------------------------------------------------------------- */

/* In its folded form, with one blank where there are several. */
static struct text
fold_title(struct arena *a, struct text title)
{
	struct text folded = unicode_fold(a, text_trim(title));
	char *room = arena_alloc(a, folded.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < folded.n; i++)
		if (folded.s[i] != ' ' || (n && room[n - 1] != ' '))
			room[n++] = folded.s[i];
	return (struct text){ room, n };
}

void
collect_titles(struct checking *k, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_title, &n);

	for (; n--; v++) {
		if (v->flags & VALUE_INVALID)
			continue;
		struct folded_title *title = arena_new_of(k->arena, struct folded_title);
		*title = (struct folded_title){ fold_title(k->arena, v->text), v, r, k->titles };
		k->titles = title;
	}
}

static void
put_in_order(struct folded_title **chain)
{
	struct folded_title *ordered = NULL;

	for (struct folded_title *t = *chain, *next; t; t = next) {
		next = t->next;
		t->next = ordered;
		ordered = t;
	}
	*chain = ordered;
}

/* Datasets read in outline come first: what is asked about has the finding. */
static void
compare_titles(struct table *first, const struct folded_title *chain, bool of_outlines, struct diagnostics *d)
{
	for (const struct folded_title *t = chain; t; t = t->next) {
		if (t->dataset->is_outline != of_outlines)
			continue;
		const struct folded_title *other = table_get(first, t->folded);
		if (!other)
			table_set(first, t->folded, (void *)(uintptr_t)t);
		else if (other->dataset != t->dataset)
			diagnose(d, DUPLICATE_TITLE, t->value->at, t->value->text, other->dataset->source->path);
	}
}

void
check_duplicate_titles(struct folded_title **chains, size_t n, struct diagnostics *d)
{
	struct table first = { 0 };

	for (size_t i = 0; i < n; i++) {
		put_in_order(&chains[i]);
		compare_titles(&first, chains[i], true, NULL);
	}
	for (size_t i = 0; i < n; i++)
		compare_titles(&first, chains[i], false, d);
	table_free(&first);
}

/* --- descriptions and keywords --------------------------------------------------------------- */

void
check_description(struct checking *k, const struct resource *r)
{
	enum property_id p = r->class == CLASS_SERIES ? SERIES_description : DATASET_description;
	size_t n;
	const struct value *v = resource_values(r, p, &n);

	for (; n--; v++)
		if (!(v->flags & VALUE_INVALID) && v->text.n < 4 * SHORTEST_DESCRIPTION &&
		    utf8_length(text_trim(v->text)) < SHORTEST_DESCRIPTION)
			diagnose(k->d, SHORT_DESCRIPTION, v->at, text_trim(v->text));
}

struct folded_keyword {
	struct text folded;
	const struct value *value;
};

static int
by_keyword(const void *left, const void *right)
{
	const struct folded_keyword *a = left, *b = right;
	int order =
	    (a->value->language > b->value->language) - (a->value->language < b->value->language);

	if (order == 0)
		order = text_compare(a->folded, b->folded);
	return order ? order : (a->value > b->value) - (a->value < b->value);
}

void
check_keywords(struct checking *k, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_keywords, &n);

	if (n < 2)
		return;
	struct folded_keyword *keywords = arena_array(k->arena, struct folded_keyword, n);
	for (size_t i = 0; i < n; i++)
		keywords[i] = (struct folded_keyword){ unicode_fold(k->arena, v[i].text), &v[i] };
	qsort(keywords, n, sizeof *keywords, by_keyword);
	for (size_t i = 1; i < n; i++) {
		const struct value *before = keywords[i - 1].value, *value = keywords[i].value;
		if (value->text.n && before->language == value->language &&
		    text_equal(keywords[i - 1].folded, keywords[i].folded))
			diagnose(k->d, REPEATED_KEYWORD, value->at, value->text, before->text);
	}
}
