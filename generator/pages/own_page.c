/*
 * The city's own pages (imprint, privacy …), and the pages of addresses that lead nowhere or elsewhere.
 */
#include "pages/portal.h"

#include "catalog/former.h"

enum { DESCRIPTION_LENGTH = 158 };

void
own_page(struct page_writer *w, struct buf *out)
{
	const struct own_page *page = w->page->subject;
	size_t language = w->page->language;
	bool is_foreign = language && !page->markdown.in[language].n;
	struct text markdown = translated(&page->markdown, language);
	/* A title in one language over a text in another helps nobody. */
	struct text title = is_foreign ? page->title.in[0] : translated(&page->title, language);

	layout(w, &(struct layout){ .title = title.n ? title : page->id, .navigation = N_MARKERS,
		      .description = teaser(w, markdown, DESCRIPTION_LENGTH),
		      .foreign = is_foreign ? w->catalog->settings->languages[0] : T("") });
	SET(w->words, CONTENT_HTML, description_html(w, markdown));
	expand(w, TEMPLATE_PAGE, out);
}

void
search_page(struct page_writer *w, struct buf *out)
{
	layout(w, &(struct layout){ .title = SAID(w, search), .description = SAID(w, search_lead),
		      .navigation = MARK_ON_SEARCH });
	request_link(w, T(""), SAID(w, search));
	expand(w, TEMPLATE_SEARCH, out);
}

void
not_found_page(struct page_writer *w, struct buf *out)
{
	layout(w, &(struct layout){ .title = SAID(w, not_found_title), .description = SAID(w, not_found_text),
		      .navigation = N_MARKERS });
	expand(w, TEMPLATE_NOT_FOUND, out);
}

/* Where there is no script and no server that redirects: the browser goes on by itself. */
void
moved_page(struct page_writer *w, struct buf *out)
{
	const struct redirect *moved = w->page->subject;
	struct text language, title = title_of(w, moved->entry, &language);

	layout(w, &(struct layout){ .title = title, .foreign = language, .description = SAID(w, moved_text),
		      .navigation = N_MARKERS });
	SET(w->words, MOVED_HREF, joined(w, T("./"), moved->to, T(".html")));
	expand(w, TEMPLATE_MOVED, out);
}
