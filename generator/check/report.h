/*
 * Diagnostics for people: text for a terminal, the explanation of one message, the reference of
 * all. Each appends to `out`.
 */
#ifndef CHECK_REPORT_H
#define CHECK_REPORT_H

#include "core/diagnostic.h"

enum report_format {
	REPORT_TEXT,   /* for a terminal */
	REPORT_JSON,   /* for programs: every finding with its words filled in */
	REPORT_SARIF,  /* SARIF 2.1.0 (OASIS): code scanning */
	REPORT_GITHUB, /* workflow commands of GitHub and Forgejo: annotations */
	REPORT_GITLAB, /* the code quality report of GitLab */
	REPORT_JUNIT,  /* test reports: a test for each finding, errors fail */
	N_REPORT_FORMATS
};
/* By the name that stands behind --format; N_REPORT_FORMATS when there is none. */
enum report_format report_format_named(struct text name);

struct report_options {
	enum interface_language language;
	bool colour; /* REPORT_TEXT only */
	/* Where catalog/ and site/ lie in the repository, "" or "a/b": what shows findings beside a change
	 * wants paths from its top. Not in REPORT_TEXT, whose paths are those of `folder`. */
	struct text folder;
};

/* The findings in the order they stand in. */
void report_write(struct buf *out, const struct diagnostics *d, enum report_format format,
    const struct report_options *options);

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

/* The same as a list in HTML, for a page that somebody else begins and ends: the first `most` of them, by their severity,
 * and how many more there are. */
void report_html(struct buf *out, const struct diagnostics *d, enum interface_language language, size_t most);

/* "3 errors, 5 warnings in 2 files", without a line feed. */
void report_summary(struct buf *out, const struct diagnostics *d, enum interface_language language);

/* What one message means and what to do about it. */
void report_explain(struct buf *out, enum message_id id, enum interface_language language);

/* All messages, as Markdown, in the order of their names. */
void report_reference(struct buf *out, enum interface_language language);

#endif
