/*
 * Which characters may stand in a file that people write: UTF-8 without what no editor shows.
 */
#ifndef CORE_CHARACTERS_H
#define CORE_CHARACTERS_H

#include "core/diagnostic.h"

/*
 * Looks through source->bytes[from … from+length). Diagnoses UTF-16, the first byte that is not
 * UTF-8, and every C0 and C1 control (but line feed, tab and the carriage return of CR LF), line
 * separator (U+2028, U+2029), byte order mark inside the text, non-character U+FFFE and U+FFFF, and
 * character that turns the direction of writing (Bidi_Control: U+061C, U+200E, U+200F,
 * U+202A–202E, U+2066–2069). True when there is none of them.
 */
bool characters_check(
    const struct source *source, size_t from, size_t length, struct diagnostics *d);

/* The same of a value that escapes can put characters into which its file does not have: diagnoses the
 * first, at the value's place. A carriage return is allowed here. */
bool characters_check_value(struct text value, struct place at, struct diagnostics *d);

/* Neither of the characters above nor an invalid byte; line feed and tab are allowed. */
bool character_is_allowed(uint32_t code_point);

#endif
