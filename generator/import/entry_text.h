/*
 * Files of the catalogue, written: an entry as YAML front matter and Markdown. Keys are canonical and
 * stand in the order of the property table; texts are quoted where YAML would take them for
 * something else, and never otherwise; what is short stands on one line ({ … }, [ … ]), addresses and
 * what is long stands on lines of its own. The same draft gives the same bytes.
 */
#ifndef IMPORT_ENTRY_TEXT_H
#define IMPORT_ENTRY_TEXT_H

#include "import/draft.h"

/*
 * The entry's own file. `language` is the one that texts without a language are in. Texts in others
 * go to the translations' files when the entry has the text in its own language, too; else (and
 * always for agents) all languages of a text stand here: { de: …, en: … }. `remark` becomes a comment in
 * the first line of the front matter; it may be empty.
 */
void entry_text(struct buf *out, const struct draft *d, struct text language, struct text remark);

/* The file of a translation; nothing when it would say nothing. */
void entry_translation_text(struct buf *out, const struct draft *d, struct text own, struct text language);

/* The languages that need a file of their own, sorted, each once. Up to `max`. */
size_t entry_translations(const struct draft *d, struct text own, struct text *languages, size_t max);

/* catalog.yaml: the description of the catalogue itself, all of it YAML. */
void catalog_text(struct buf *out, const struct draft *catalog, struct text language);

/* One scalar by YAML's rules; `is_flow`: inside { } or [ ]. */
void entry_scalar(struct buf *out, struct text t, bool is_flow);

#endif
