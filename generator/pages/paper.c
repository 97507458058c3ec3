/*
 * What only paper needs: the page's short address, to type and to scan.
 */
#include "pages/portal.h"

#include "adapters/qr.h"

/* One code for all languages: it takes longer than the rest of the page. */
static struct text
qr_code(struct page_writer *w, struct text address)
{
	struct buf path = { 0 }, svg = { 0 };
	unsigned size;

	if (w->qr.n || !qr_path(&path, address, &size))
		return w->qr;
	buf_printf(&svg, "<svg viewBox=\"0 0 %u %u\" aria-hidden=\"true\" focusable=\"false\"><path d=\"%.*s\" "
			 "stroke=\"currentColor\"/></svg>", size, size, TEXT_ARG(buf_view(&path)));
	w->qr = arena_text(w->kept, buf_view(&svg));
	buf_free(&path);
	buf_free(&svg);
	return w->qr;
}

void
on_paper(struct page_writer *w, const struct resource *r, struct text title)
{
	const struct settings *settings = w->catalog->settings;
	struct template_words *s = SECTION(w->words, PERMALINK);

	/* Without short addresses the IRI: it is the same in all languages and lasts. */
	if (!settings->short_url.n || r->class != CLASS_DATASET) {
		SET(s, PERMALINK_URL, absolute(w, r->iri));
		return;
	}
	struct text address = address_of(w, settings->short_url, r->id, title);
	SET(s, PERMALINK_URL, address);
	SET(SECTION(s, PERMALINK_CODE), QR_SVG, qr_code(w, address));
}
