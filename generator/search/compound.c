/*
 * German compounds: "Baumkataster" → "baum", "kataster". The cheapest way to read a word as known
 * parts with the letters that join them (Verkehr-s-zählung), at most one part being unknown. A word that
 * is a part itself stays whole.
 */
#include "search/words.h"

#include <string.h>

static const char *const parts[] = {
#define PARTS(words) words,
#include "search/compounds.def"
#undef PARTS
};

static const struct {
	enum stem_language language; /* of what is typed */
	const char *typed, *written;
} synonyms[] = {
#define SYNONYMS(typed, written) { STEM_GERMAN, typed, written },
#define TRANSLATIONS(typed, written) { STEM_ENGLISH, typed, written },
#include "search/synonyms.def"
#undef SYNONYMS
#undef TRANSLATIONS
};

/* With ae oe ue for the umlauts: a letter is a byte, and both spellings are one. */
static struct text
spelled(struct arena *a, struct text folded)
{
	char *s = arena_alloc(a, 2 * folded.n + 1);
	size_t n = 0;

	for (size_t i = 0; i < folded.n; i++) {
		char c = umlaut_at(folded, i);

		s[n++] = c ? c : folded.s[i];
		if (c) {
			s[n++] = 'e';
			i++;
		}
	}
	return (struct text){ s, n };
}

static struct text
term_in(struct arena *a, struct stemmer *s, enum stem_language language, struct text folded)
{
	struct buf buf = { 0 };

	word_term(&buf, s, language, folded);
	struct text term = arena_text(a, buf_view(&buf));
	buf_free(&buf);
	return term;
}

static struct text
term_of(struct arena *a, struct stemmer *s, struct text folded)
{
	return term_in(a, s, STEM_GERMAN, folded);
}

static void
add_synonyms(struct lexicon *l, struct stemmer *s, struct table *table, struct text written, struct text typed,
    enum stem_language language)
{
	struct words from = { .text = written };

	while (words_next(&from)) {
		struct text key = term_of(l->arena, s, (struct text){ from.folded, from.n });
		struct synonyms *list = table_get(table, key);
		struct words to = { .text = typed };

		if (!list) {
			list = arena_new_of(l->arena, struct synonyms);
			table_set(table, key, list);
		}
		while (words_next(&to) && list->n < sizeof list->terms / sizeof *list->terms) {
			struct text term = term_in(l->arena, s, language, (struct text){ to.folded, to.n });
			if (!text_equal(term, key))
				list->terms[list->n++] = term;
		}
	}
}

static bool
may_begin(const struct lexicon *l, struct text t)
{
	return l->begins[t.s[0] - 'a'][t.s[1] - 'a'];
}

/* A part that begins with an umlaut may be met as "ae" and as "a": behind these letters anything goes. */
static void
add_beginning(struct lexicon *l, struct text t)
{
	if (t.n < 2 || t.s[0] < 'a' || t.s[0] > 'z' || t.s[1] < 'a' || t.s[1] > 'z')
		return;
	l->begins[t.s[0] - 'a'][t.s[1] - 'a'] = true;
	if (t.s[0] == 'a' || t.s[0] == 'o' || t.s[0] == 'u')
		memset(l->begins[t.s[0] - 'a'], true, sizeof l->begins[0]);
}

void
lexicon_make(struct lexicon *l)
{
	static const char yes;
	struct stemmer *s = stemmer_new();

	*l = (struct lexicon){ .arena = arena_new() };
	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		struct words w = { .text = text_of(parts[i]) };
		while (words_next(&w)) {
			struct text folded = arena_text(l->arena, (struct text){ w.folded, w.n });
			struct text part = spelled(l->arena, folded), stem = term_of(l->arena, s, folded);

			table_set(&l->parts, part, (void *)(uintptr_t)&yes);
			table_set(&l->stems, stem, (void *)(uintptr_t)&yes);
			add_beginning(l, part);
			add_beginning(l, stem);
		}
	}
	for (size_t i = 0; i < sizeof synonyms / sizeof *synonyms; i++)
		add_synonyms(l, s, synonyms[i].language == STEM_GERMAN ? &l->synonyms : &l->translations, text_of(synonyms[i].written),
		    text_of(synonyms[i].typed), synonyms[i].language);
	stemmer_free(s);
}

void
lexicon_free(struct lexicon *l)
{
	table_free(&l->parts);
	table_free(&l->stems);
	table_free(&l->synonyms);
	table_free(&l->translations);
	arena_free(l->arena);
}

/* --- splitting --------------------------------------------------------------------------------- */

enum {
	SHORTEST_PART = 3,
	SHORTEST_UNKNOWN = 4,
	SHORTEST_BESIDE_UNKNOWN = 5,
	COST_PART = 10, COST_JOINT = 1, COST_UNKNOWN = 30,
	NO_WAY = 1 << 20,
};

struct step {
	int cost;
	size_t from;     /* where the part begins */
	size_t behind;   /* where the step before it ended: a joint stands between */
	bool is_known;
};

/* The letters between two parts that begin here: "s", "n", "es" … or none. */
static const char *const joints[] = { "", "s", "n", "en", "es", "e", "er" };

static bool
is_part(const struct lexicon *l, struct stemmer *s, struct arena *a, struct text t, bool is_last)
{
	if (t.n < SHORTEST_PART || !may_begin(l, t))
		return false;
	if (table_get(&l->parts, t))
		return true;
	return is_last && t.n > SHORTEST_PART && table_get(&l->stems, term_of(a, s, t)) != NULL;
}

/* Takes the step from `at` over a joint when the way to `to` becomes cheaper by it. */
static void
improve(struct step *to, const struct step *at, int cost, size_t from, size_t behind, bool is_known)
{
	if (at->cost < NO_WAY && at->cost + cost < to->cost)
		*to = (struct step){ at->cost + cost, from, behind, is_known };
}

/* The cheapest way to every place of the word: way[0] over known parts only, way[1] with one unknown. */
static void
find_ways(struct step way[2][2 * WORD_MAX + 1], const struct lexicon *l, struct stemmer *s, struct arena *a,
    struct text word)
{
	size_t n = word.n;

	for (size_t i = 0; i <= n; i++)
		way[0][i] = way[1][i] = (struct step){ .cost = NO_WAY };
	way[0][0].cost = 0;
	for (size_t at = 0; at < n; at++)
		for (size_t j = 0; j < sizeof joints / sizeof *joints; j++) {
			size_t from = at + strlen(joints[j]);
			int joint = j ? COST_JOINT : 0;

			if ((way[0][at].cost == NO_WAY && way[1][at].cost == NO_WAY) || (at == 0 && j > 0) ||
			    !text_starts(text_slice(word, at, n), text_of(joints[j])))
				continue;
			for (size_t to = from + SHORTEST_PART; to <= n; to++) {
				if (is_part(l, s, a, text_slice(word, from, to), to == n)) {
					improve(&way[0][to], &way[0][at], joint + COST_PART, from, at, true);
					improve(&way[1][to], &way[1][at], joint + COST_PART, from, at, true);
				}
				if (to - from >= SHORTEST_UNKNOWN && to - from < n)
					improve(&way[1][to], &way[0][at], joint + COST_UNKNOWN, from, at, false);
			}
		}
}

/* The way back from the end; 0 parts when the word is none that we split. */
static void
take_parts(struct compound *c, struct step way[2][2 * WORD_MAX + 1], struct text word)
{
	bool has_unknown = way[0][word.n].cost == NO_WAY, is_behind = has_unknown;
	size_t n = 0, longest = 0;

	if (way[has_unknown][word.n].cost == NO_WAY)
		return;
	for (size_t to = word.n; to > 0; n++) {
		const struct step *step = &way[is_behind][to];

		if (n == MOST_PARTS)
			return;
		memmove(c->parts + 1, c->parts, n * sizeof *c->parts);
		memmove(c->is_known + 1, c->is_known, n * sizeof *c->is_known);
		c->parts[0] = text_slice(word, step->from, to);
		c->is_known[0] = step->is_known;
		if (step->is_known && to - step->from > longest)
			longest = to - step->from;
		is_behind = is_behind && step->is_known;
		to = step->behind;
	}
	if (n > 1 && (!has_unknown || longest >= SHORTEST_BESIDE_UNKNOWN))
		c->n = n;
}

void
compound_split(struct compound *c, const struct lexicon *l, struct stemmer *s, struct arena *a,
    struct text folded)
{
	struct step way[2][2 * WORD_MAX + 1];
	struct text word = spelled(a, folded);

	c->n = c->n_all = 0;
	if (word.n < 2 * SHORTEST_PART || word.n > 2 * WORD_MAX)
		return;
	for (size_t i = 0; i < word.n; i++)
		if (word.s[i] < 'a' || word.s[i] > 'z')
			return;
	find_ways(way, l, s, a, word);
	take_parts(c, way, word);
	c->n_all = c->n;
	/* What ends the word: "baumkataster" of "stadtbaumkataster". */
	for (size_t i = 1; i + 1 < c->n; i++) {
		c->parts[c->n_all] = (struct text){ c->parts[i].s, (size_t)(word.s + word.n - c->parts[i].s) };
		c->is_known[c->n_all++] = true;
	}
}
