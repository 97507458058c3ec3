/*
 * What is no page: the style sheet, robots.txt, security.txt, sitemaps.
 */
#include "pages/portal.h"

#include "adapters/xml.h"
#include "core/colour.h"
#include "core/date.h"

/* --- colours ----------------------------------------------------------------------------------- */

/* catalog/settings.c has checked it. */
static struct colour
colour_of(struct text t)
{
	struct colour c = { 0 };

	colour_parse(t, &c);
	return c;
}

static struct colour
darker(struct colour c)
{
	return (struct colour){ c.red * 7 / 10, c.green * 7 / 10, c.blue * 7 / 10 };
}

static void
property(struct buf *out, const char *name, struct colour c)
{
	buf_printf(out, "\t--tab-%s: #%02x%02x%02x;\n", name, c.red, c.green, c.blue);
}

/* White or ink, whichever is easier to read on it: one always has 4.5 : 1. */
static struct colour
readable_on(struct colour c)
{
	return colour_contrast(c, colour_white) >= READABLE_CONTRAST ? colour_white : colour_ink;
}

/* What stands between both, behind which `t` goes on; false when there is none. */
static bool
next_between(struct text *t, struct text before, struct text behind, struct text *found)
{
	size_t at = text_find(*t, before);
	struct text rest = text_slice(*t, at < t->n ? at + before.n : t->n, t->n);
	size_t end = text_find(rest, behind);

	*found = text_slice(rest, 0, end);
	*t = text_slice(rest, end < rest.n ? end + behind.n : rest.n, rest.n);
	return end < rest.n;
}

/* A font that comes when the first text is laid out already is not shown on that page any more (font-display: optional), so
 * what every page needs, the faces that hold the blank, is asked for together with the style sheet. */
void
find_fonts(struct pages *p)
{
	struct text style = p->options.style, face, path;

	while (p->n_fonts < MOST_FONTS && next_between(&style, T("@font-face{"), T("}"), &face))
		if (text_find(face, T("unicode-range:U+20-")) < face.n && next_between(&face, T("url("), T(")"), &path))
			p->fonts[p->n_fonts++] = arena_printf(p->arena, "assets/%.*s", TEXT_ARG(path));
}

void
style_sheet(struct page_writer *w, struct buf *out)
{
	const struct settings *settings = w->catalog->settings;
	struct colour light, dark;

	buf_text(out, w->pages->options.style);
	if (!settings->brand_primary.n)
		return;
	light = colour_of(settings->brand_primary);
	dark = darker(light);
	buf_str(out, ":root {\n");
	property(out, "brand-light", light);
	property(out, "brand-contrast-light", readable_on(light));
	property(out, "brand-dark", dark);
	property(out, "brand-contrast-dark", readable_on(dark));
	/* Links and buttons are text on white and under white. */
	if (colour_contrast(light, colour_white) >= READABLE_CONTRAST)
		property(out, "action-light", light);
	if (settings->brand_primary_dark.n &&
	    colour_contrast(colour_of(settings->brand_primary_dark), colour_ink) >= READABLE_CONTRAST)
		property(out, "action-dark", colour_of(settings->brand_primary_dark));
	buf_str(out, "}\n");
}

/* --- robots.txt, security.txt and sitemaps ------------------------------------------------------------------- */

void
robots_txt(struct page_writer *w, struct buf *out)
{
	buf_str(out, "User-agent: *\nAllow: /\n\nSitemap: ");
	buf_text(out, w->catalog->settings->base_url);
	buf_str(out, "sitemap.xml\n");
}

/* It ends a year after the month of the commit began: who asks later sees that nobody looks after the portal. No
 * other day, or every commit would change the file. */
void
security_txt(struct page_writer *w, struct buf *out)
{
	const struct settings *s = w->catalog->settings;
	struct date day = date_from_days(w->catalog->commit_time / (24 * 60 * 60));

	buf_printf(out, "Contact: %.*s\nExpires: %04d-%02d-01T00:00:00Z\nPreferred-Languages: ", TEXT_ARG(s->security),
	    day.year + 1, day.month);
	for (size_t i = 0; i < s->n_languages; i++)
		buf_printf(out, "%s%.*s", i ? ", " : "", TEXT_ARG(s->languages[i]));
	buf_printf(out, "\nCanonical: %.*s.well-known/security.txt\n", TEXT_ARG(s->base_url));
}

static void
address(struct buf *out, const struct page_writer *w, struct text path)
{
	xml_text(out, w->catalog->settings->base_url);
	xml_text(out, path);
}

/* The day on which a dataset's description was changed last, by its history; of a withdrawn one, when that was. */
static struct text
described_on(struct page_writer *w, const struct resource *dataset)
{
	const struct record_dates *records = w->catalog->records;

	if (dataset->release == RELEASE_WITHDRAWN) {
		struct dataset_changes changes = dataset_history(w->pages, dataset);
		return changes.n && changes.list[0].time ? iso_day(w, changes.list[0].time) : T("");
	}
	return records && records[dataset->number].modified ? iso_day(w, records[dataset->number].modified) : T("");
}

/* The day on which the data of a page changed, or its description, whichever came last; the empty text when
 * nobody knows. */
static struct text
last_change(struct page_writer *w, const struct page *page)
{
	const struct resource *dataset = page->kind == PAGE_DATASET ? page->subject : NULL;
	const struct value *v = dataset ? dataset_date(dataset) : NULL;
	struct text data = v ? date_iso(w, v->text) : T("");
	struct text description = dataset ? described_on(w, dataset) : T("");

	return text_compare(data, description) < 0 ? description : data;
}

/* Languages of one page stand beside each other in the plan. */
static void
url_entry(struct page_writer *w, const struct page *page, struct buf *out)
{
	size_t n = w->catalog->settings->n_languages;
	const struct page *first = page - page->language;
	struct text changed = last_change(w, page);

	buf_str(out, "<url><loc>");
	address(out, w, page->path);
	buf_str(out, "</loc>");
	if (changed.n) {
		buf_str(out, "<lastmod>");
		buf_text(out, changed);
		buf_str(out, "</lastmod>");
	}
	for (size_t i = 0; n > 1 && i < n; i++) {
		buf_str(out, "<xhtml:link rel=\"alternate\" hreflang=\"");
		buf_text(out, w->pages->interfaces[i].language);
		buf_str(out, "\" href=\"");
		address(out, w, first[i].path);
		buf_str(out, "\"/>");
	}
	buf_str(out, "</url>\n");
}

static void
sitemap_index(struct page_writer *w, struct buf *out)
{
	buf_str(out, "<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
	for (size_t i = 1; (i - 1) * URLS_A_SITEMAP < w->pages->n_sitemap; i++) {
		buf_str(out, "<sitemap><loc>");
		address(out, w, T("sitemap-"));
		buf_number(out, i);
		buf_str(out, ".xml</loc></sitemap>\n");
	}
	buf_str(out, "</sitemapindex>\n");
}

void
sitemap(struct page_writer *w, struct buf *out)
{
	size_t from = w->page->number ? (w->page->number - 1) * (size_t)URLS_A_SITEMAP : 0;
	size_t to = from + URLS_A_SITEMAP;

	buf_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
	if (!w->page->number) {
		sitemap_index(w, out);
		return;
	}
	buf_str(out, "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" "
		     "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n");
	for (size_t i = from; i < to && i < w->pages->n_sitemap; i++) {
		arena_reset(w->scratch);
		url_entry(w, &w->pages->list[i], out);
	}
	buf_str(out, "</urlset>\n");
}
