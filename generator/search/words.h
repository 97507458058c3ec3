/*
 * From text to the terms of the index: words, folded so that "Straße", "STRASSE" and "strasse" are
 * one; their stems; the parts of German compounds (compounds.def) and other words that people type
 * for the same thing (synonyms.def). templates/assets/search-words.js folds and stems what is typed in
 * the same way; tests/search holds the two against each other.
 */
#ifndef SEARCH_WORDS_H
#define SEARCH_WORDS_H

#include "adapters/stem.h"
#include "core/arena.h"
#include "core/table.h"

enum { WORD_MAX = 60 }; /* bytes; longer ones are no words */

/* The words of a text: runs of letters and digits. Markdown may be given as it is: addresses in it
 * are passed over. */
struct words {
	struct text text;
	size_t at;
	struct text raw; /* the word as it is written */
	char folded[WORD_MAX + 8];
	size_t n;        /* bytes of `folded` */
};
bool words_next(struct words *w);

/* The term that stands in the index for a folded word: its stem without umlauts. */
void word_term(struct buf *out, struct stemmer *s, enum stem_language language, struct text folded);

/* 'a', 'o' or 'u' when ä, ö or ü stands at byte i (two bytes); else 0. */
char umlaut_at(struct text t, size_t i);

/* A word that says nothing by itself: "und", "the". */
bool word_is_stop(struct text folded, enum stem_language language);
/* All of them, with a blank between two. */
struct text words_stops(enum stem_language language);

/* What compounds.def and synonyms.def say, in the form that is looked up. */
struct lexicon {
	struct arena *arena;
	struct table parts;    /* spelled with ae oe ue ss → itself */
	struct table stems;    /* the stems of the parts → themselves */
	bool begins[26][26];   /* some part, or its stem, begins with these letters */
	struct table synonyms; /* term → struct synonyms * */
	struct table translations; /* likewise: what is typed in English */
};
struct synonyms {
	struct text terms[8];
	size_t n;
};
void lexicon_make(struct lexicon *l);
void lexicon_free(struct lexicon *l);

enum { MOST_PARTS = 8 };
/* The parts of a German compound, as folded words; 0 when it is none that we know. What follows the
 * first n is made of several of them: "baumkataster" of "stadtbaumkataster". Kept in `a`. */
struct compound {
	struct text parts[2 * MOST_PARTS];
	bool is_known[2 * MOST_PARTS];
	size_t n, n_all;
};
void compound_split(struct compound *c, const struct lexicon *l, struct stemmer *s, struct arena *a,
    struct text folded);

#endif
