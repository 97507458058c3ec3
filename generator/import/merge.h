/*
 * Importing again. For every file three texts are known: what the last import wrote (`base`, kept
 * below catalog/.imported/), what stands in the catalogue now (`ours`), and what the source says today
 * (`theirs`). Field by field, the Markdown being one:
 *
 *	ours = base     nobody edited it here: the source's is taken, also that it is gone
 *	ours ≠ base     somebody did: it stays as it is. When the source changed, too, that is reported
 *
 * Only the lines of the fields taken are changed: order, comments and spelling of all others stay.
 * Fields are compared by what they say, not by how they are written.
 */
#ifndef IMPORT_MERGE_H
#define IMPORT_MERGE_H

#include "core/diagnostic.h"
#include "dcat/dcat.h"

struct merge {
	struct text bytes; /* the new text; of a file that cannot be taken apart (reported) the old one */
	size_t n_kept;     /* fields that the source changed and that stay as they were edited here */
};

/* `base` may be empty: then whatever stands here counts as edited, and what the source has beyond it is
 * added. */
struct merge merge_files(struct arena *a, enum class class, const struct source *ours, struct text base,
    struct text theirs, struct diagnostics *d);

#endif
