/*
 * Diagnostics for people: text for a terminal, the explanation of one message, the reference of
 * all. Each appends to `out`.
 */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "core/diagnostic.h"

/*
 *	catalog/datasets/baum.md:4:12: error: There is no Agent “stadtgrun” [unknown-reference]
 *	  publisher: stadtgrun
 *	             ^
 *	  hint: Did you mean “stadtgruen”?
 *
 * for each in the order they stand in, and the line of report_summary().
 */
void report_text(struct buf *out, const struct diagnostics *d, enum interface_language language,
    bool colour);

/* "3 errors, 5 warnings in 2 files", without a line feed. */
void report_summary(struct buf *out, const struct diagnostics *d, enum interface_language language);

/* What one message means and what to do about it. */
void report_explain(struct buf *out, enum message_id id, enum interface_language language);

/* All messages, as Markdown, in the order of their names. */
void report_reference(struct buf *out, enum interface_language language);

#endif
