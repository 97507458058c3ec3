/*
 * Stems (libstemmer, Snowball): the part of a word that its forms share. "häuser" → "haus",
 * "libraries" → "librari". The portal's search script has the same algorithms (templates/assets/stem.js);
 * tests/search holds the two against each other.
 */
#ifndef ADAPTERS_STEM_H
#define ADAPTERS_STEM_H

#include "core/text.h"

enum stem_language { STEM_NONE, STEM_GERMAN, STEM_ENGLISH };

/* By BCP 47 tag; STEM_NONE for a language that the script has no algorithm for. */
enum stem_language stem_language(struct text tag);

/* For one thread. */
struct stemmer;
struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer *s); /* NULL is allowed */

/* `word` in lower case, NFC. Valid until the next call; the word itself for STEM_NONE. */
struct text stem(struct stemmer *s, enum stem_language language, struct text word);

#endif
