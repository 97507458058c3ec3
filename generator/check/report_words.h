/* What the printers of findings share. Inside check/ only. */
#ifndef CHECK_REPORT_WORDS_H
#define CHECK_REPORT_WORDS_H

#include "check/report.h"

/* "Fehler", "error": by enum severity and language. */
extern const char *const severity_words[][N_INTERFACE_LANGUAGES];
extern const char *const hint_word[N_INTERFACE_LANGUAGES];

void report_sentence(struct buf *out, const struct diagnostic *found, enum interface_language language);
/* False, and nothing appended, when there is none. */
bool report_hint(struct buf *out, const struct diagnostic *found, enum interface_language language);

/* The line at fault with a caret below it, each ended; nothing where there is none to show. */
void report_excerpt(struct buf *out, struct place at);

/* report_json.c */
void report_json(struct buf *out, const struct diagnostics *d, const struct report_options *o);
void report_sarif(struct buf *out, const struct diagnostics *d, const struct report_options *o);
void report_gitlab(struct buf *out, const struct diagnostics *d, const struct report_options *o);
/* report_lines.c */
void report_github(struct buf *out, const struct diagnostics *d, const struct report_options *o);
void report_junit(struct buf *out, const struct diagnostics *d, const struct report_options *o);

/* The path of a finding from the top of the repository; "." for one that has no file. */
void report_path(struct buf *out, const struct diagnostic *found, const struct report_options *o);

#endif
