/*
 * Texts of other programs as the catalogue can have them: HTML becomes Markdown, what cmark would refuse or
 * misread becomes plain text.
 */
#ifndef IMPORT_PROSE_H
#define IMPORT_PROSE_H

#include "import/import.h"

/* Markdown that may hold HTML. *lost: the markup that has no equivalent ("table, iframe"), else empty. The
 * result passes markdown_check(). */
struct text prose_markdown(struct arena *a, struct text t, struct text *lost);
/* Plain text: tags go, entities become characters; its own line breaks stay where it has no tags. */
struct text prose_plain(struct arena *a, struct text t);

/* Adds either, by the kind of the property, and reports what was lost of the field. */
void prose_add(struct import *i, struct draft *d, enum property_id p, struct text field, struct text t,
    struct text language);

#endif
