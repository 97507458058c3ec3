/*
 * Page templates (ctemplate), escaped automatically for where in the HTML a marker stands.
 *
 * Markers and sections are numbers. ctemplate looks its names up in tables behind a global lock, so
 * it never sees ours: who makes a template writes template_marker() where a name stood, and the
 * words of a page are kept here, not in ctemplate's dictionaries (ten times as fast). A template is
 * const once it was made: threads share it.
 */
#ifndef ADAPTERS_TEMPLATE_H
#define ADAPTERS_TEMPLATE_H

#include "core/text.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { TEMPLATE_MAX_MARKERS = 26 * 26 };

/* Appends what stands for a marker between {{ and }}: a word of two letters. */
void template_marker(struct buf *out, unsigned marker);

/*
 * A template from its HTML, which begins with {{%AUTOESCAPE context="HTML"}} and has neither partials
 * nor labels any more. NULL with ctemplate's sentence in *error when it refuses it. For one thread
 * at a time.
 */
struct page_template;
struct page_template *template_new(struct text html, struct buf *error);
void template_free(struct page_template *t); /* NULL is allowed */

/* The words for one page, for one thread. Texts are not copied: they live until it was expanded. */
struct template_words;
struct template_words *template_words_new(void);
void template_words_free(struct template_words *w);  /* the page's, not a section's; NULL is allowed */
void template_words_clear(struct template_words *w); /* the same: as if new */

/* Sets a marker of the page or of one repetition of a section; the last value stands. */
void template_set(struct template_words *w, unsigned marker, struct text value);
void template_set_number(struct template_words *w, unsigned marker, uint64_t value);
/* One more repetition of a section; its markers and sections fall back to those of `w`. */
struct template_words *template_section(struct template_words *w, unsigned section);
/* Shows a section once, for sections that hold nothing of their own. */
void template_show(struct template_words *w, unsigned section);

/* Appends the page. */
void template_expand(const struct page_template *t, const struct template_words *w, struct buf *out);

#ifdef __cplusplus
}
#endif
#endif
