/*
 * From texts to posting lists. Blocks of 512 documents are read by several threads, each into a dictionary of
 * its own; then the dictionaries are put together and the lists filled in the order of the blocks, so that
 * the number of threads does not show.
 */
#include "search/index.h"

#include "core/die.h"
#include "core/work.h"

#include <stdlib.h>
#include <string.h>

/* Weights are in eighths. */
enum { ONE = 8, OF_PART = 5, OF_UNKNOWN_PART = 3, OF_SYNONYM = 3, MOST_REPEATS = 3 };

static const unsigned field_weights[N_FIELDS] = {
	[FIELD_OTHER_TITLE] = 5,
	[FIELD_KEYWORD] = 8,
	[FIELD_SERIES] = 4,
	[FIELD_PUBLISHER] = 3,
	[FIELD_CONCEPT] = 3,
	[FIELD_PLACE] = 2,
	[FIELD_PART] = 3,
	[FIELD_DESCRIPTION] = 3,
};

struct hit {
	uint32_t term; /* of the block */
	uint16_t document;
	uint8_t level;
};

/* A word as it occurs: the terms it stands for. Looked up once a block. */
struct surface {
	const struct surface_term {
		uint32_t term;
		uint32_t factor;
	} *terms;
	size_t n_terms;
	bool is_stop;
};

struct local_term {
	struct text text, display;
	uint32_t display_count;
	uint32_t global;
	uint32_t n; /* hits */
};

/* In a posting the number of a document counts from 0, here from the first one of its block. */
typedef uint16_t local_posting;
_Static_assert(DOCUMENTS_A_BLOCK << LEVEL_BITS <= UINT16_MAX + 1, "a local posting has 16 bits");

struct block {
	struct arena *arena;
	struct local_term *terms;
	size_t n_terms;
	local_posting *postings; /* term after term */
	bool has_stems[3];
};

struct reader {
	const struct index *x;
	const struct lexicon *lexicon;
	struct stemmer *stemmer;
	struct arena *scratch;  /* of the block */
	struct block *block;
	struct hit *hits; /* document after document */
	size_t n_hits, hits_capacity;
	struct table surfaces;  /* language + folded word → struct surface * */
	struct table terms;     /* → 1 + number */
	size_t terms_capacity;
	struct buf key;

	/* of the document */
	uint32_t *scores, *touched;
	uint8_t *repeats;       /* in the field */
	uint32_t *in_field, n_in_field;
	size_t n_touched, numbers_capacity;
	unsigned title_weight;
};

/* --- terms ------------------------------------------------------------------------------------- */

static uint32_t
term_number(struct reader *r, struct text term)
{
	uintptr_t known = (uintptr_t)table_get(&r->terms, term);
	struct block *b = r->block;

	if (known)
		return (uint32_t)known - 1;
	if (b->n_terms == r->terms_capacity) {
		r->terms_capacity = r->terms_capacity ? 2 * r->terms_capacity : 4096;
		b->terms = reallocate(b->terms, r->terms_capacity * sizeof *b->terms);
		r->scores = reallocate(r->scores, r->terms_capacity * sizeof *r->scores);
		r->touched = reallocate(r->touched, r->terms_capacity * sizeof *r->touched);
		r->repeats = reallocate(r->repeats, r->terms_capacity);
		r->in_field = reallocate(r->in_field, r->terms_capacity * sizeof *r->in_field);
	}
	b->terms[b->n_terms] = (struct local_term){ .text = arena_text(b->arena, term) };
	r->scores[b->n_terms] = 0;
	r->repeats[b->n_terms] = 0;
	table_set(&r->terms, b->terms[b->n_terms].text, (void *)(b->n_terms + 1));
	return (uint32_t)b->n_terms++;
}

enum { MOST_TERMS = 40 };
struct terms {
	struct surface_term list[MOST_TERMS];
	size_t n;
};

static void
add_term(struct reader *r, struct terms *t, struct text term, uint32_t factor)
{
	uint32_t number;

	if (!term.n || t->n == MOST_TERMS)
		return;
	number = term_number(r, term);
	for (size_t i = 0; i < t->n; i++)
		if (t->list[i].term == number) {
			if (t->list[i].factor < factor)
				t->list[i].factor = factor;
			return;
		}
	t->list[t->n++] = (struct surface_term){ number, factor };
}

static void
add_synonyms(struct reader *r, struct terms *t, struct text term)
{
	const struct synonyms *s = table_get(&r->lexicon->synonyms, term);
	const struct synonyms *other = stem_language(r->x->language) == STEM_GERMAN ? NULL :
								      table_get(&r->lexicon->translations, term);

	for (size_t i = 0; s && i < s->n; i++)
		add_term(r, t, s->terms[i], OF_SYNONYM);
	for (size_t i = 0; other && i < other->n; i++)
		add_term(r, t, other->terms[i], OF_SYNONYM);
}

static const struct surface *
surface_of(struct reader *r, const struct words *w, enum stem_language language)
{
	struct text folded = { w->folded, w->n };
	struct buf term = { 0 };
	struct terms terms = { .n = 0 };

	r->key.n = 0;
	buf_char(&r->key, (char)('0' + language));
	buf_text(&r->key, folded);
	struct surface *s = table_get(&r->surfaces, buf_view(&r->key));
	if (s)
		return s;
	s = arena_new_of(r->scratch, struct surface);
	table_set(&r->surfaces, arena_text(r->scratch, buf_view(&r->key)), s);
	r->block->has_stems[language] = true;
	s->is_stop = word_is_stop(folded, language);
	if (s->is_stop)
		return s;
	word_term(&term, r->stemmer, language, folded);
	add_term(r, &terms, buf_view(&term), ONE);
	if (language == STEM_GERMAN) {
		struct compound c;

		add_synonyms(r, &terms, buf_view(&term));
		compound_split(&c, r->lexicon, r->stemmer, r->scratch, folded);
		for (size_t i = 0; i < c.n_all; i++) {
			term.n = 0;
			word_term(&term, r->stemmer, language, c.parts[i]);
			add_term(r, &terms, buf_view(&term), c.is_known[i] ? OF_PART : OF_UNKNOWN_PART);
			if (c.is_known[i])
				add_synonyms(r, &terms, buf_view(&term));
		}
	}
	struct surface_term *list = arena_array(r->scratch, struct surface_term, terms.n + 1);
	memcpy(list, terms.list, terms.n * sizeof *list);
	s->terms = list;
	s->n_terms = terms.n;
	buf_free(&term);
	return s;
}

/* --- documents --------------------------------------------------------------------------------- */

/* The word to show for a term: the one that stands in most documents of a block, the shorter one of
 * two. Counted by occurrence: near enough. */
static void
remember_display(struct reader *r, const struct surface *s, struct text raw)
{
	struct local_term *t = &r->block->terms[s->terms[0].term];

	if (t->display.n && text_equal(t->display, raw)) {
		t->display_count++;
	} else if (!t->display.n || t->display_count == 0) {
		t->display = arena_text(r->block->arena, raw);
		t->display_count = 1;
	} else {
		t->display_count--; /* the majority remains (Boyer and Moore) */
	}
}

static void
end_field(struct reader *r)
{
	for (uint32_t i = 0; i < r->n_in_field; i++)
		r->repeats[r->in_field[i]] = 0;
	r->n_in_field = 0;
}

static void
add_word(struct reader *r, const struct surface *s, unsigned weight)
{
	for (size_t i = 0; i < s->n_terms; i++) {
		uint32_t term = s->terms[i].term;
		uint32_t more = weight * s->terms[i].factor;

		if (r->repeats[term] == 0)
			r->in_field[r->n_in_field++] = term;
		else
			more /= 4;
		if (r->repeats[term] < MOST_REPEATS) {
			r->repeats[term]++;
			if (r->scores[term] == 0)
				r->touched[r->n_touched++] = term;
			r->scores[term] += more;
		}
	}
}

static size_t
count_words(struct reader *r, struct text text, enum stem_language language)
{
	struct words w = { .text = text };
	size_t n = 0;

	while (words_next(&w))
		n += !surface_of(r, &w, language)->is_stop;
	return n;
}

static void
read_text(void *context, enum field f, struct text text, enum stem_language language)
{
	struct reader *r = context;
	struct words w = { .text = text };
	unsigned weight = field_weights[f];

	if (f == FIELD_TITLE) { /* a word of a short title says more */
		size_t n = count_words(r, text, language);
		weight = (unsigned)(10 + 24 / (n < 2 ? 2 : n));
	}
	while (words_next(&w)) {
		const struct surface *s = surface_of(r, &w, language);

		if (s->is_stop)
			continue;
		add_word(r, s, weight);
		remember_display(r, s, w.raw);
		if (f == FIELD_TITLE && weight > 12)
			weight -= 1; /* what comes first is what it is about */
	}
	end_field(r);
}

static uint8_t
level_of(uint32_t score)
{
	uint8_t level = 0;

	while (level + 1 < N_LEVELS && score >= level_weights[level + 1] * ONE)
		level++;
	return level;
}

static void
end_document(struct reader *r, size_t document)
{
	if (r->n_hits + r->n_touched > r->hits_capacity) {
		r->hits_capacity = 2 * (r->n_hits + r->n_touched);
		r->hits = reallocate(r->hits, r->hits_capacity * sizeof *r->hits);
	}
	for (size_t i = 0; i < r->n_touched; i++) {
		uint32_t term = r->touched[i];

		r->hits[r->n_hits++] = (struct hit){ term, (uint16_t)document, level_of(r->scores[term]) };
		r->block->terms[term].n++;
		r->scores[term] = 0;
	}
	r->n_touched = 0;
}

/* --- blocks ------------------------------------------------------------------------------------ */

struct inversion {
	struct index *x;
	const struct lexicon *lexicon;
	struct block *blocks;
	struct stemmer **stemmers; /* one a thread */
};

/* From the order of documents to that of terms, in a quarter of the room: what all blocks found is kept
 * until they are put together. */
static void
order_hits(const struct reader *r)
{
	struct block *b = r->block;
	uint32_t *next = arena_array(r->scratch, uint32_t, b->n_terms + 1); /* of each term */

	b->terms = reallocate(b->terms, b->n_terms * sizeof *b->terms);
	b->postings = allocate(r->n_hits * sizeof *b->postings);
	for (size_t i = 0; i < b->n_terms; i++)
		next[i + 1] = next[i] + b->terms[i].n;
	for (size_t i = 0; i < r->n_hits; i++) {
		const struct hit *hit = &r->hits[i];
		b->postings[next[hit->term]++] = (local_posting)(hit->document << LEVEL_BITS | hit->level);
	}
}

static void
read_block(void *context, size_t number, unsigned worker)
{
	struct inversion *v = context;
	const struct index *x = v->x;
	struct reader r = { .x = x, .lexicon = v->lexicon, .stemmer = v->stemmers[worker], .scratch = arena_new(),
		.block = &v->blocks[number] };
	size_t from = number * DOCUMENTS_A_BLOCK;

	r.block->arena = arena_new();
	for (size_t i = from; i < x->n && i < from + DOCUMENTS_A_BLOCK; i++) {
		document_texts(x, &x->documents[i], read_text, &r);
		end_document(&r, i - from);
	}
	order_hits(&r);
	free(r.hits);
	table_free(&r.surfaces);
	table_free(&r.terms);
	buf_free(&r.key);
	free(r.scores);
	free(r.touched);
	free(r.repeats);
	free(r.in_field);
	arena_free(r.scratch);
}

/* --- putting them together --------------------------------------------------------------------- */

struct global_term {
	struct text text, display;
	uint32_t display_count, n;
	size_t at; /* of its list */
};

static int
by_text(const void *a, const void *b)
{
	const struct global_term *x = a, *y = b;

	return text_compare(x->text, y->text);
}

static void
merge(struct inversion *v, size_t n_blocks)
{
	struct table table = { 0 };
	struct global_term *terms = NULL;
	size_t n = 0, capacity = 0, n_hits = 0;

	for (size_t i = 0; i < n_blocks; i++) {
		struct block *b = &v->blocks[i];

		for (size_t k = 0; k < b->n_terms; k++) {
			struct local_term *local = &b->terms[k];
			size_t number = (size_t)(uintptr_t)table_get(&table, local->text);

			if (!number) {
				if (n == capacity) {
					capacity = capacity ? 2 * capacity : 4096;
					terms = reallocate(terms, capacity * sizeof *terms);
				}
				terms[n] = (struct global_term){ .text = local->text };
				number = ++n;
				table_set(&table, local->text, (void *)number);
			}
			local->global = (uint32_t)number - 1;
			struct global_term *t = &terms[number - 1];
			if (local->display.n && local->display_count > t->display_count) {
				t->display = local->display;
				t->display_count = local->display_count;
			} else if (local->display.n && !t->display.n) {
				t->display = local->display;
			}
			t->n += local->n;
			n_hits += local->n;
		}
		for (size_t k = 0; k < sizeof b->has_stems; k++)
			v->x->has_stems[k] = v->x->has_stems[k] || b->has_stems[k];
	}
	table_free(&table);

	uint32_t *postings = allocate((n_hits + 1) * sizeof *postings);
	size_t at = 0;
	for (size_t i = 0; i < n; i++) {
		terms[i].at = at;
		at += terms[i].n;
		terms[i].n = 0;
	}
	for (size_t i = 0; i < n_blocks; i++) {
		const struct block *b = &v->blocks[i];
		const local_posting *posting = b->postings;
		uint32_t first = (uint32_t)(i * DOCUMENTS_A_BLOCK) << LEVEL_BITS;

		for (size_t k = 0; k < b->n_terms; k++) {
			struct global_term *t = &terms[b->terms[k].global];
			for (uint32_t left = b->terms[k].n; left; left--)
				postings[t->at + t->n++] = first + *posting++;
		}
		free(b->postings);
	}
	if (n)
		qsort(terms, n, sizeof *terms, by_text);
	struct posting_list *lists = allocate((n + 1) * sizeof *lists);
	size_t n_lists = 0;
	for (size_t i = 0; i < n; i++)
		if (terms[i].n)
			lists[n_lists++] = (struct posting_list){ terms[i].text, terms[i].display, postings + terms[i].at, terms[i].n };
	postings_encode(v->x, lists, n_lists);
	free(lists);
	free(postings);
	free(terms);
}

void
index_invert(struct index *x, const struct lexicon *l, unsigned jobs)
{
	size_t n_blocks = x->n_blocks;
	struct arena *a = arena_new();
	struct inversion v = { x, l, arena_array(a, struct block, n_blocks + 1), arena_array(a, struct stemmer *, jobs) };

	for (unsigned k = 0; k < jobs; k++)
		v.stemmers[k] = stemmer_new();
	work(jobs, n_blocks, read_block, &v);
	merge(&v, n_blocks);
	for (size_t i = 0; i < n_blocks; i++) {
		free(v.blocks[i].terms);
		arena_free(v.blocks[i].arena);
	}
	for (unsigned k = 0; k < jobs; k++)
		stemmer_free(v.stemmers[k]);
	arena_free(a);
}
