/*
 * What was withdrawn: the box that says when and why and what took its place, and the page that is left of a
 * series or a service. Datasets keep theirs (dataset.c).
 */
#include "pages/portal.h"

#include "catalog/public.h"

enum { DESCRIPTION_LENGTH = 158 };

static void
successor(struct page_writer *w, struct template_words *box, const struct resource *r)
{
	const struct resource *last = last_successor(r);

	if (!last || last->release != RELEASE_PUBLIC || !public_has(w->catalog, last))
		return;
	struct template_words *link = SECTION(box, SUCCESSOR);
	struct text language;
	SET(link, SUCCESSOR_HREF, link_entry(w, last));
	SET(link, SUCCESSOR_TITLE, title_of(w, last, &language));
	SET_LANGUAGE(link, SUCCESSOR, language);
}

void
withdrawal_box(struct page_writer *w, const struct resource *r)
{
	const struct value *v = withdrawal_of(r);

	if (!v || !v->resource)
		return;
	struct template_words *box = SECTION(w->words, WITHDRAWN);
	SET(box, WITHDRAWN_TITLE,
	    FILLED(w, withdrawn_title, { "date", date_text(w, resource_text(v->resource, WITHDRAWAL_on)) }));
	const struct value *reason = in_language(w, v->resource, WITHDRAWAL_reason);
	if (reason) {
		struct template_words *because = SECTION(box, WITHDRAWN_BECAUSE);
		SET(because, WITHDRAWN_REASON, reason->text);
		SET_LANGUAGE(because, WITHDRAWN_REASON, foreign(w, reason));
	}
	successor(w, box, r);
}

void
withdrawn_page(struct page_writer *w, struct buf *out)
{
	const struct resource *r = w->page->subject;
	bool is_series = r->class == CLASS_SERIES;
	enum property_id publisher = is_series ? SERIES_publisher : SERVICE_publisher;
	const struct value *about = in_language(w, r, is_series ? SERIES_description : SERVICE_description);
	struct text language, title = title_of(w, r, &language);
	size_t n;
	const struct value *contacts = resource_values(r, is_series ? SERIES_contact : SERVICE_contact, &n);

	layout(w, &(struct layout){ .title = title, .foreign = language, .navigation = N_MARKERS,
		      .description = about ? teaser(w, about->text, DESCRIPTION_LENGTH) : title });
	breadcrumb(w, link_page(w, is_series ? "series/" : "services/", T("index")),
	    is_series ? SAID(w, series) : SAID(w, services), T(""));
	publisher_link(w, r, publisher);
	withdrawal_box(w, r);
	description(w, about);
	contact_points(w, contacts, n, resource_value(r, publisher));
	report_link(w, r->id, title);
	request_link(w, r->id, title);
	metadata_rows(w, r);
	on_paper(w, r, title);
	expand(w, TEMPLATE_WITHDRAWN, out);
}
