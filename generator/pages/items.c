/*
 * Lists of datasets: one page of them, and the way to the others.
 */
#include "pages/portal.h"

#include "pages/kept_items.h"

#include <string.h>

enum { SUMMARY_LENGTH = 200 };

/* Instead of HOME in an entry that is kept: its lists stand in folders of different depth. */
#define OPEN_HOME "\1"

static void
item_tags(struct page_writer *w, struct template_words *item, const struct resource *dataset)
{
	struct template_words *tags = NULL;
	const struct concept *seen[16];
	size_t n_seen = 0, n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n-- && n_seen < sizeof seen / sizeof seen[0]; v++) {
		const struct concept *format = v->resource ? resource_concept(v->resource, DISTRIBUTION_format) : NULL;
		bool is_new = format != NULL;
		for (size_t i = 0; i < n_seen; i++)
			is_new = is_new && seen[i] != format;
		if (!is_new)
			continue;
		seen[n_seen++] = format;
		if (!tags)
			tags = SECTION(item, DATASET_TAGS);
		SET(SECTION(tags, DATASET_FORMAT), DATASET_FORMAT_TITLE, concept_text(w, format, NULL));
	}
	if (resource_has(dataset, DATASET_hvd))
		SHOW(tags ? tags : SECTION(item, DATASET_TAGS), DATASET_HVD);
}

static void
item_words(struct page_writer *w, struct template_words *item, const struct resource *dataset, bool has_publisher)
{
	struct text language;
	struct text title = title_of(w, dataset, &language);
	const struct value *description = in_language(w, dataset, DATASET_description);
	const struct value *publisher = resource_value(dataset, DATASET_publisher);
	const struct value *modified = resource_value(dataset, DATASET_modified);
	const struct value *license = dataset_license(dataset);

	SET(item, DATASET_HREF, link_dataset(w, dataset));
	SET(item, DATASET_TITLE, title);
	SET_LANGUAGE(item, DATASET, language);
	if (dataset->release == RELEASE_WITHDRAWN)
		SHOW(item, DATASET_WITHDRAWN);
	if (description) {
		struct template_words *summary = SECTION(item, DATASET_SUMMARY);
		SET(summary, DATASET_ABSTRACT, teaser(w, description->text, SUMMARY_LENGTH));
		SET_LANGUAGE(summary, DATASET_ABSTRACT, foreign(w, description));
	}
	if (has_publisher && publisher && publisher->resource) {
		struct template_words *s = SECTION(item, DATASET_PUBLISHER);
		SET(s, DATASET_PUBLISHER_TITLE, title_of(w, publisher->resource, &language));
		SET_LANGUAGE(s, DATASET_PUBLISHER, language);
	}
	if (modified) {
		struct template_words *date = SECTION(item, DATASET_DATE);
		SET(date, DATASET_MODIFIED, date_iso(w, modified->text));
		SET(date, DATASET_MODIFIED_TEXT, date_text(w, modified->text));
	}
	if (license) {
		struct template_words *s = SECTION(item, DATASET_LICENSE);
		SET(s, DATASET_LICENSE_TITLE, license_name(w, license, &language));
		SET_LANGUAGE(s, DATASET_LICENSE, language);
	}
	item_tags(w, item, dataset);
}

static void
render_item(struct page_writer *w, const struct resource *dataset, bool has_publisher)
{
	struct text home = w->home, open = T(OPEN_HOME);

	template_words_clear(w->item_words);
	w->home = open;
	SET(w->item_words, HOME, open);
	item_words(w, w->item_words, dataset, has_publisher);
	w->item.n = 0;
	template_expand(w->ui->templates.list[TEMPLATE_DATASET_ITEM], w->item_words, &w->item);
	w->home = home;
}

/* Most are in a dozen other lists, too, in the same words. */
static void
dataset_item(struct page_writer *w, uint32_t dataset, bool has_publisher)
{
	const struct pages *p = w->pages;
	uint64_t key = p->facets.rank[dataset] * (uint64_t)p->catalog->settings->n_languages + w->page->language;
	struct text rest;

	key = 2 * key + has_publisher;
	w->item.n = 0;
	if (!kept_items_take(p->kept_items, key, &w->item)) {
		render_item(w, p->catalog->datasets.list[dataset], has_publisher);
		kept_items_put(p->kept_items, key, buf_view(&w->item));
	}
	for (rest = buf_view(&w->item);;) {
		size_t open = text_find_char(rest, *OPEN_HOME);
		buf_text(&w->items, text_slice(rest, 0, open));
		if (open == rest.n)
			break;
		buf_text(&w->items, w->home);
		rest = text_slice(rest, open + 1, rest.n);
	}
}

/* --- paging ------------------------------------------------------------------------------------ */

/* The list's address without number and language: "themes/ENVI". */
static struct text
stem_of(const struct page_writer *w)
{
	struct text path = text_slice(w->page->path, w->ui->prefix.n, w->page->path.n);
	struct text name = text_file_name(path);

	return text_slice(path, 0, path.n - name.n + text_find_char(name, '.'));
}

struct text
link_number(struct page_writer *w, size_t number)
{
	return joined(w, w->home, list_page_path(w->scratch, stem_of(w), number), T(""));
}

static void
page_number(struct page_writer *w, struct template_words *pagination, size_t number)
{
	struct template_words *page = SECTION(pagination, PAGE);

	if (number == 0) {
		SHOW(page, PAGE_GAP);
		return;
	}
	struct template_words *link;
	if (number == w->page->number) {
		link = SECTION(page, PAGE_CURRENT);
	} else {
		link = SECTION(page, PAGE_LINK);
		SET(link, PAGE_HREF, link_number(w, number));
	}
	template_set_number(link, MARK_PAGE_NUMBER, number);
}

/* First, last, and two on either side of the current one. */
void
pagination(struct page_writer *w, size_t n_pages)
{
	struct template_words *p = SECTION(w->words, PAGINATION);
	size_t current = w->page->number, shown = 0;

	SET(p, PAGE_STATUS, FILLED(w, page_status, { "n", number_text(w, current) }, { "total", number_text(w, n_pages) }));
	if (current > 1)
		SET(SECTION(p, PAGE_PREVIOUS), PAGE_PREVIOUS_HREF, link_number(w, current - 1));
	if (current < n_pages)
		SET(SECTION(p, PAGE_NEXT), PAGE_NEXT_HREF, link_number(w, current + 1));
	for (size_t i = 1; i <= n_pages; i++) {
		if (i == 3 && current > 5)
			i = current - 2; /* over the many */
		else if (i > current + 2 && i < n_pages - 1 && current + 2 < n_pages)
			i = n_pages;
		bool is_near = i + 2 >= current && i <= current + 2;
		if (i != 1 && i != n_pages && !is_near)
			continue;
		if (i > shown + 1)
			page_number(w, p, 0);
		page_number(w, p, i);
		shown = i;
	}
}

void
dataset_items(struct page_writer *w, const struct facet_group *group, size_t n_pages, bool has_publisher)
{
	size_t from = (w->page->number - 1) * (size_t)DATASETS_A_PAGE;
	size_t to = from + DATASETS_A_PAGE < group->n ? from + DATASETS_A_PAGE : group->n;

	SET(w->words, DATASET_COUNT, counted(w, group->n));
	w->items.n = 0;
	for (size_t i = from; i < to; i++)
		dataset_item(w, group->datasets[i], has_publisher);
	SET(w->words, DATASETS_HTML, buf_view(&w->items));
	if (n_pages > 1)
		pagination(w, n_pages);
}
