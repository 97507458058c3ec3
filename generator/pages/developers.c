/*
 * The page for developers: what the portal offers to programs, and the reference of all properties,
 * from the table that reads, checks and writes them.
 */
#include "pages/portal.h"

#include "dcat/reference.h"

/* A dataset to show addresses with: the first there is. */
static struct text
example(const struct catalog *c)
{
	return c->datasets.n ? c->datasets.list[0]->id : T("baumkataster");
}

void
developers_page(struct page_writer *w, struct buf *out)
{
	const struct settings *settings = w->catalog->settings;
	enum interface_language language =
	    text_equal(settings->languages[w->page->language], T("de")) ? GERMAN : ENGLISH;

	layout(w, &(struct layout){ .title = SAID(w, for_developers), .description = SAID(w, developers_text),
		      .navigation = N_MARKERS });
	struct text said = FILLED(w, developers_page, { "base_url", settings->base_url },
	    { "dataset", example(w->catalog) });
	struct text html = description_html(w, said);
	buf_text(&w->buf, html);
	reference_write(&w->buf, w->catalog->lists, CLASS_NONE, REFERENCE_HTML, language);
	SET(w->words, CONTENT_HTML, arena_text(w->scratch, buf_view(&w->buf)));
	w->buf.n = 0;
	expand(w, TEMPLATE_PAGE, out);
}
