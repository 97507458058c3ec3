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

static void
link_each(struct page_writer *w, struct text stem, const char *endings[], size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_printf(&w->buf, "%s[%.*s.%s](%.*s.%s)", i ? ", " : "", TEXT_ARG(stem), endings[i], TEXT_ARG(stem), endings[i]);
}

/* A row of the table in developers_page for each further profile. */
static struct text
further_profiles(struct page_writer *w)
{
	const struct settings *settings = w->catalog->settings;
	struct text rows = T("");

	for (size_t i = 1; i < settings->n_profiles; i++) {
		enum profile p = settings->profiles[i];
		struct text what = FILLED(w, developers_profile, { "profile", text_of(profiles[p].label) });
		profile_feed(&w->buf, p, true, false);
		struct text whole = taken(w);
		profile_feed(&w->buf, p, true, true);
		struct text paged = taken(w);
		buf_str(&w->buf, "| ");
		link_each(w, whole, (const char *[]){ "rdf", "ttl", "jsonld", "nt" }, 4);
		buf_str(&w->buf, "; ");
		link_each(w, paged, (const char *[]){ "rdf", "ttl", "jsonld" }, 3);
		buf_printf(&w->buf, " | %.*s |\n", TEXT_ARG(what));
		rows = joined(w, rows, taken(w), T(""));
	}
	return rows;
}

void
developers_page(struct page_writer *w, struct buf *out)
{
	const struct settings *settings = w->catalog->settings;
	enum interface_language language =
	    text_equal(settings->languages[w->page->language], T("de")) ? GERMAN : ENGLISH;

	layout(w, &(struct layout){ .title = SAID(w, for_developers), .description = SAID(w, developers_text),
		      .navigation = N_MARKERS });
	change_feeds(w);
	struct text further = further_profiles(w);
	struct text said = FILLED(w, developers_page, { "base_url", settings->base_url },
	    { "profile", text_of(profiles[settings->profiles[0]].label) }, { "profiles", further },
	    { "dataset", example(w->catalog) });
	if (w->pages->changes)
		said = joined(w, said, T("\n\n"), SAID(w, developers_changes));
	if (has_change_feed(w->pages))
		said = joined(w, said, T("\n"), FILLED(w, developers_change_feed, { "base_url", settings->base_url }));
	if (has_change_feed(w->pages) && settings->change_feed == CHANGE_FEED_FULL)
		said = joined(w, said, T("\n"), SAID(w, developers_change_history));
	struct text html = description_html(w, said);
	buf_text(&w->buf, html);
	reference_write(&w->buf, w->catalog->lists, CLASS_NONE, REFERENCE_HTML, language);
	SET(w->words, CONTENT_HTML, arena_text(w->scratch, buf_view(&w->buf)));
	w->buf.n = 0;
	expand(w, TEMPLATE_PAGE, out);
}
