/*
 * Markdown (CommonMark, cmark) with pipe tables. Untrusted: markdown_check() first, which refuses
 * what cmark takes quadratic time for and what must not stand on a page; the other functions may
 * be called only with text that passed it without an error.
 */
#ifndef ADAPTERS_MARKDOWN_H
#define ADAPTERS_MARKDOWN_H

#include "core/diagnostic.h"

enum {
	MARKDOWN_MAX_BYTES = 64 << 10,
	MARKDOWN_MAX_NESTING = 20,   /* lists and quotes in each other */
	/* `[` in one paragraph: a long table of links is one, too (1,000 cost cmark 0.3 ms) */
	MARKDOWN_MAX_BRACKETS = 1000,
};

/*
 * Diagnoses: too long, nested too deep, too many brackets, raw HTML, links of other schemes than
 * https, http, mailto or relative, images of other hosts, control and bidi characters, text that
 * is not UTF-8. Warns of table rows with more cells than the table's head. `from` and `length` say where in the source the Markdown stands. True when
 * there was no error.
 */
bool markdown_check(const struct source *source, size_t from, size_t length, struct diagnostics *d);

/* HTML for the inside of a page. Headings are shifted by `heading_shift` (1: `#` is h2, at most h6);
 * `root` is put before relative links ("../") and takes the place of the `/` of "/datasets/x": both
 * lead into the portal. External links get rel="noopener noreferrer". A table is
 * `<div class="tab-scroll" tabindex="0"><table>`, its cells aligned by the classes left, center and right. */
void markdown_html(struct buf *out, struct text markdown, unsigned heading_shift, struct text root);

/* The words without any markup, paragraphs separated by an empty line, items by a line break; a
 * table is a line a row, cells separated by " | ". */
void markdown_plain(struct buf *out, struct text markdown);

/* The beginning as one line of plain text: whole words, at most `max` code points with the
 * "…" that tells of a cut. Headings, tables and blocks of code are left out unless nothing else
 * is there. */
void markdown_teaser(struct buf *out, struct text markdown, size_t max);

#endif
