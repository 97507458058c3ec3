/*
 * Questions on a terminal. Elsewhere nothing is asked and the usual answer is given, so that scripts never wait.
 */
#ifndef COMMANDS_QUESTIONS_H
#define COMMANDS_QUESTIONS_H

#include "commands/options.h"
#include "core/arena.h"

/* `option` where it was given, else the answer, else `usual`. */
struct text question(struct arena *a, const struct options *o, const char *option, const char *german,
    const char *english, struct text usual);

/* Says the sentence in the language of messages; always false. */
bool refuse(const struct options *o, const char *german, const char *english);

#endif
