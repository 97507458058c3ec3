/*
 * What Unicode knows (utf8proc, ICU): normal form, case folding, and the order in which people of a
 * language expect names.
 */
#ifndef ADAPTERS_UNICODE_H
#define ADAPTERS_UNICODE_H

#include "core/arena.h"

/* NFC + case folding: two texts that readers take for the same give the same bytes. All functions
 * here take valid UTF-8; of other bytes they make something, but nothing useful. */
struct text unicode_fold(struct arena *a, struct text t);
bool unicode_is_nfc(struct text t);

/*
 * A key that sorts bytewise as a reader of the language expects (DIN 5007-1, CLDR root with
 * numeric order): "Ä" with "A", "Bezirk 9" before "Bezirk 10". `language` is a BCP 47 tag; one that
 * ICU does not know gives the order of CLDR root. May be called by many threads.
 */
struct text unicode_sort_key(struct arena *a, struct text t, const char *language);

/*
 * a–z, 0–9 and single '-' only: ä → ae, ß → ss, accents dropped, letters of other scripts as their
 * code points ("u0434"), so that only a text without letters and digits gives the empty one. For
 * addresses; not unique ("a b" and "a-b" are the same).
 */
struct text unicode_slug(struct arena *a, struct text t);

/*
 * The letter or digit of a word, in lower case and without its accent, except that ä, ö and ü keep
 * theirs (É → e, Ä → ä). 0: no letter and no digit; UNICODE_MARK: an accent standing alone.
 */
enum { UNICODE_MARK = 1 };
uint32_t unicode_word_letter(uint32_t code_point);

/* What a language calls itself, as it begins a line: "Français" of "fr", "Schweizer Hochdeutsch" of "de-CH". Empty when
 * ICU does not know. In `a`. */
struct text unicode_language_name(struct arena *a, const char *language);

#endif
