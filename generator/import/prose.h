/*
 * Texts of other programs as Markdown that the catalogue accepts: HTML becomes Markdown, what cmark would
 * refuse or misread becomes plain text.
 */
#ifndef IMPORT_PROSE_H
#define IMPORT_PROSE_H

#include "core/arena.h"

/* Markdown that may hold HTML. *lost: words of the markup that has no equivalent ("table, iframe"),
 * else empty. The result passes markdown_check(). */
struct text prose_markdown(struct arena *a, struct text t, struct text *lost);
/* One line of plain text: tags and line breaks go, entities become characters. */
struct text prose_line(struct arena *a, struct text t);

#endif
