/*
 * Two texts word by word: what stayed, what went, what came. Words are what stands between blanks; the
 * blanks behind a word belong to it.
 */
#ifndef COMPARE_WORDS_H
#define COMPARE_WORDS_H

#include "core/arena.h"

enum piece_kind { PIECE_SAME, PIECE_REMOVED, PIECE_ADDED };

struct piece {
	enum piece_kind kind;
	struct text text; /* a view into one of the two texts: some words */
};

struct pieces {
	struct piece *list;
	size_t n;
};

/*
 * The pieces of kind SAME and REMOVED make up `before`, those of kind SAME and ADDED `after`, but for
 * blanks at the end. The fewest words are removed and added; where the two differ in so many that
 * finding them would take long, all between the first and the last difference counts as replaced.
 */
struct pieces compare_words(struct arena *a, struct text before, struct text after);

#endif
