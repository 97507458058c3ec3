/*
 * The page of a dataset: what is this, may I use it, how do I get it, how fresh is it, whom do I ask.
 */
#include "pages/portal.h"

#include "adapters/xml.h"
#include "core/date.h"

enum {
	DESCRIPTION_LENGTH = 158,
	LONG_DESCRIPTION = 1500, /* in JSON-LD: Google wants 50 to 5,000 letters */
	SECONDS_A_DAY = 24 * 60 * 60,
};

/* --- facts ------------------------------------------------------------------------------------- */

static void
dates(struct page_writer *w, const struct resource *r)
{
	const struct value *modified = resource_value(r, DATASET_modified), *issued = resource_value(r, DATASET_issued);

	if (modified) {
		SHOW(w->words, MODIFIED_DATE);
		SET(w->words, MODIFIED, date_iso(w, modified->text));
		SET(w->words, MODIFIED_TEXT, date_text(w, modified->text));
	}
	if (issued) {
		SHOW(w->words, ISSUED_DATE);
		SET(w->words, ISSUED, date_iso(w, issued->text));
		SET(w->words, ISSUED_TEXT, date_text(w, issued->text));
	}
}

/* Since when the catalogue has it, by its history: the dates above are the data's own. */
static void
record(struct page_writer *w, const struct resource *r)
{
	const struct record_dates *dates = w->catalog->records ? &w->catalog->records[r->number] : NULL;

	if (!dates || !dates->issued)
		return;
	struct text issued = date_of_days(w, dates->issued / SECONDS_A_DAY);
	struct text modified = date_of_days(w, dates->modified / SECONDS_A_DAY);
	SHOW(w->words, FRESHNESS);
	SET(SECTION(w->words, RECORD), RECORD_TEXT,
	    text_equal(issued, modified) ? FILLED(w, record_since, { "issued", issued }) :
					   FILLED(w, record_edited, { "issued", issued }, { "modified", modified }));
}

static struct text
history_address(struct page_writer *w, const struct resource *r)
{
	return joined(w, w->home, T("datasets/"), joined(w, r->id, T("/history.html"), T("")));
}

/* When the next update is due, by what the frequency promises; reckoned from the commit's day. */
static enum freshness
freshness(struct page_writer *w, const struct resource *r)
{
	struct freshness_facts f = freshness_of(r, w->catalog->commit_time / SECONDS_A_DAY);

	if (f.frequency || resource_has(r, DATASET_modified) || resource_has(r, DATASET_issued))
		SHOW(w->words, FRESHNESS);
	record(w, r);
	if (has_history(w->pages, r))
		SET(SECTION(w->words, HISTORY), HISTORY_HREF, history_address(w, r));
	if (f.frequency) {
		struct template_words *s = SECTION(w->words, FREQUENCY);
		struct text language;
		SET(s, FREQUENCY_TEXT, concept_text(w, f.frequency, &language));
		SET_LANGUAGE(s, FREQUENCY, language);
	}
	if (f.is == NOTHING_PROMISED)
		return f.is;
	struct text day = date_of_days(w, f.due);
	if (f.is == IN_TIME)
		SET(SECTION(w->words, NEXT_UPDATE), NEXT_UPDATE_TEXT, FILLED(w, next_update_expected, { "date", day }));
	else
		SET(SECTION(w->words, OVERDUE), OVERDUE_TEXT,
		    FILLED(w, overdue, { "date", day }, { "frequency", concept_text(w, f.frequency, NULL) }));
	return f.is;
}

static void
coverage(struct page_writer *w, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_temporal, &n);
	struct text period = periods(w, v, n);

	if (period.n)
		SET(SECTION(w->words, PERIOD), PERIOD_TEXT, period);
	v = resource_values(r, DATASET_spatial, &n);
	for (; n--; v++) {
		const struct value *name = v->resource ? in_language(w, v->resource, LOCATION_name) : NULL;
		if (!name)
			continue;
		struct template_words *place = SECTION(w->words, PLACE);
		SET(place, PLACE_TEXT, name->text);
		SET_LANGUAGE(place, PLACE, foreign(w, name));
		break;
	}
}

static void
formats(struct page_writer *w, const struct resource *r)
{
	const struct concept *seen[16];
	size_t n_seen = 0, n;
	const struct value *v = resource_values(r, DATASET_distributions, &n);
	struct template_words *list = NULL;

	for (; n-- && n_seen < sizeof seen / sizeof seen[0]; v++) {
		const struct concept *format = v->resource ? resource_concept(v->resource, DISTRIBUTION_format) : NULL;
		bool is_new = format != NULL;
		for (size_t i = 0; i < n_seen; i++)
			is_new = is_new && seen[i] != format;
		if (!is_new)
			continue;
		seen[n_seen++] = format;
		if (!list)
			list = SECTION(w->words, FORMATS);
		struct template_words *s = SECTION(list, FORMAT);
		SET(s, FORMAT_HREF, link_concept(w, "formats/", format));
		SET(s, FORMAT_TITLE, concept_text(w, format, NULL));
	}
}

/* --- boxes ------------------------------------------------------------------------------------- */

static void
themes(struct page_writer *w, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_themes, &n), *keywords;
	struct template_words *box = NULL, *list = NULL;

	for (; n--; v++) {
		/* A theme that only withdrawn datasets have has no page. */
		if (!v->concept || !w->pages->facets.list[FACET_THEME].groups[v->concept->number].n)
			continue;
		if (!box)
			box = SECTION(w->words, THEMES);
		struct template_words *s = SECTION(box, THEME);
		SET(s, THEME_HREF, link_concept(w, "themes/", v->concept));
		struct text language;
		SET(s, THEME_TITLE, concept_text(w, v->concept, &language));
		SET_LANGUAGE(s, THEME, language);
	}
	keywords = v = resource_values(r, DATASET_keywords, &n);
	bool has_own = false;
	for (size_t i = 0; i < n; i++)
		has_own |= keywords[i].language == w->ui->texts;
	for (; n--; v++) {
		if (v->language != (has_own ? w->ui->texts : keywords->language))
			continue;
		if (!box)
			box = SECTION(w->words, THEMES);
		if (!list)
			list = SECTION(box, KEYWORDS);
		struct template_words *s = SECTION(list, KEYWORD);
		struct text href = link_keyword(w, v->text);
		SET(s, KEYWORD_TEXT, v->text);
		SET_LANGUAGE(s, KEYWORD, foreign(w, v));
		if (href.n)
			SET(SECTION(s, KEYWORD_LINK), KEYWORD_HREF, href);
		else
			SHOW(s, KEYWORD_PLAIN);
	}
}

static void
series_boxes(struct page_writer *w, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_series, &n);

	for (; n--; v++) {
		if (!v->resource)
			continue;
		struct template_words *s = SECTION(w->words, SERIES);
		SET(s, SERIES_HREF, link_page(w, "series/", v->resource->id));
		struct text language;
		SET(s, SERIES_TITLE, title_of(w, v->resource, &language));
		SET_LANGUAGE(s, SERIES, language);
	}
}

/* By the dataset or one of its distributions, which lead to it then. */
static bool
is_named(const struct resource *dataset, const struct resource *service)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_services, &n);

	for (; n--; v++)
		if (v->resource && text_equal(v->resource->iri, service->iri))
			return true;
	v = resource_values(dataset, DATASET_distributions, &n);
	for (; n--; v++) {
		const struct value *access = v->resource ? resource_value(v->resource, DISTRIBUTION_access_service) : NULL;
		if (access && access->resource && text_equal(access->resource->iri, service->iri))
			return true;
	}
	return false;
}

static bool
services(struct page_writer *w, const struct resource *r)
{
	size_t n, number = 0;
	const struct value *v = resource_values(r, DATASET_services, &n);
	struct template_words *page = w->words, *list = NULL;

	for (; n--; v++) {
		if (!v->resource)
			continue;
		list = list ? list : SECTION(page, SERVICES);
		w->words = list;
		service_item(w, v->resource, ++number, !v->resource->owner);
	}
	size_t n_serving;
	const struct resource *const *serving = serving_services(w->pages, r, &n_serving);
	for (size_t i = 0; i < n_serving; i++) {
		if (is_named(r, serving[i]))
			continue;
		list = list ? list : SECTION(page, SERVICES);
		w->words = list;
		service_item(w, serving[i], ++number, true);
	}
	w->words = page;
	return number > 0;
}

static bool
has_files(const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_distributions, &n);

	for (; n--; v++)
		if (v->resource && !(v->flags & VALUE_COMPUTED && resource_has(v->resource, DISTRIBUTION_access_service)))
			return true;
	return false;
}

/* A value between braces: what TeX would take for its own is escaped. */
static void
bibtex_text(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		switch (t.s[i]) {
		case '\\': buf_str(out, "\\textbackslash{}"); break;
		case '~': buf_str(out, "\\textasciitilde{}"); break;
		case '^': buf_str(out, "\\textasciicircum{}"); break;
		case '{': case '}': case '&': case '%': case '$': case '#': case '_': buf_char(out, '\\'); /* fall through */
		default: buf_char(out, t.s[i]);
		}
}

/* Braces within: an office is no first name and last name, and a title keeps its capitals. */
static void
bibtex_field(struct buf *out, const char *name, struct text t)
{
	buf_printf(out, ",\n  %s = \"{", name);
	bibtex_text(out, t);
	buf_str(out, "}\"");
}

static struct text
bibtex(struct page_writer *w, const struct resource *r, struct text title, struct text publisher, struct text url)
{
	const struct value *date = dataset_date(r);

	buf_printf(&w->buf, "@misc{%.*s", TEXT_ARG(r->id));
	bibtex_field(&w->buf, "author", publisher);
	bibtex_field(&w->buf, "title", title);
	if (date)
		buf_printf(&w->buf, ",\n  year = %.*s", TEXT_ARG(text_slice(date->text, 0, 4)));
	buf_printf(&w->buf, ",\n  url = \"%.*s\"\n}", TEXT_ARG(url));
	struct text plain = taken(w);
	xml_text(&w->buf, plain);
	return taken(w);
}

static void
citation(struct page_writer *w, const struct resource *r, struct text title)
{
	const struct value *publisher = resource_value(r, DATASET_publisher), *date = dataset_date(r);
	struct text name = publisher && publisher->resource ? title_of(w, publisher->resource, NULL) : T("");
	struct text url = absolute(w, w->page->path);

	if (!name.n)
		return;
	struct template_words *s = SECTION(w->words, CITATION);
	SET(s, CITATION_BIBTEX_HTML, bibtex(w, r, title, name, url));
	SET(s, CITATION_TEXT,
	    date ? FILLED(w, citation_text, { "publisher", name }, { "title", title },
		       { "date", date_text(w, date->text) }, { "url", url }) :
		   FILLED(w, citation_undated, { "publisher", name }, { "title", title }, { "url", url }));
}

static struct text
attribution_of(const struct page_writer *w, const struct resource *r)
{
	const struct value *v = in_language(w, r, DATASET_attribution);
	const struct value *first = resource_value(r, DATASET_distributions);

	if (!v && first && first->resource)
		v = in_language(w, first->resource, DISTRIBUTION_attribution);
	return v ? v->text : T("");
}

/* --- the page ---------------------------------------------------------------------------------- */

void
dataset_page(struct page_writer *w, struct buf *out)
{
	const struct resource *r = w->page->subject;
	const struct value *about = in_language(w, r, DATASET_description);
	const struct value *publisher = resource_value(r, DATASET_publisher);
	const struct concept *hvd = resource_concept(r, DATASET_hvd);
	bool is_public = r->release == RELEASE_PUBLIC;
	struct text language, title = title_of(w, r, &language);
	size_t n;
	const struct value *contacts = resource_values(r, DATASET_contact, &n);

	struct text plain = about ? teaser(w, about->text, LONG_DESCRIPTION) : T("");
	layout(w, &(struct layout){ .title = title, .foreign = language, .navigation = MARK_ON_DATASETS,
		      .description = plain.n ? beginning(w, plain, DESCRIPTION_LENGTH) : title });
	breadcrumb(w, link_page(w, "datasets/", T("index")), SAID(w, datasets), T(""));
	publisher_link(w, r, DATASET_publisher);
	if (hvd)
		SET(SECTION(w->words, HVD), HVD_CATEGORY, concept_text(w, hvd, NULL));
	dates(w, r);
	coverage(w, r);
	description(w, about);
	if (is_public) {
		quality(w, r, freshness(w, r));
		formats(w, r);
		distributions(w, r);
		bool has_services = services(w, r);
		if (!has_services && !has_files(r))
			SHOW(w->words, NO_DATA);
		license_box(w, dataset_license(r), title, attribution_of(w, r), publisher ? publisher->resource : NULL);
		citation(w, r, title);
		exports(w, r);
		jsonld_script(w, r, plain);
		series_boxes(w, r);
		bounding_box(w, r);
		related_datasets(w, r);
	} else {
		withdrawal_box(w, r);
		if (has_history(w->pages, r))
			SET(SECTION(w->words, FORMER_HISTORY), HISTORY_HREF, history_address(w, r));
		license_box(w, dataset_license(r), title, T(""), NULL);
	}
	contact_points(w, contacts, n, publisher);
	report_link(w, r->id, title);
	request_link(w, r->id, title);
	themes(w, r);
	metadata_rows(w, r);
	on_paper(w, r, title);
	expand(w, TEMPLATE_DATASET, out);
}
