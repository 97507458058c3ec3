/*
 * Lists of datasets: one page of them, and the way to the others.
 */
#include "pages/portal.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

enum { SUMMARY_LENGTH = 200 };

/*
 * A dataset stands in ten lists or so, and parsing its Markdown takes as long as the rest of its
 * entry: whichever thread needs the summary first leaves it for all.
 */
static struct text
summary(struct page_writer *w, const struct resource *dataset, const struct value *description)
{
	size_t n_languages = w->catalog->settings->n_languages;

	if (dataset->release != RELEASE_PUBLIC || description->language >= n_languages)
		return teaser(w, description->text, SUMMARY_LENGTH);
	_Atomic(struct summary *) *slot = &w->pages->summaries[dataset->number * n_languages + description->language];
	struct summary *found = atomic_load_explicit(slot, memory_order_acquire);
	if (!found) {
		struct text t = teaser(w, description->text, SUMMARY_LENGTH);
		struct summary *made = allocate(sizeof *made + t.n);
		made->n = t.n;
		if (t.n)
			memcpy(made->s, t.s, t.n);
		if (atomic_compare_exchange_strong(slot, &found, made))
			found = made;
		else
			free(made);
	}
	return (struct text){ found->s, found->n };
}

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
		SET(SECTION(tags, DATASET_FORMAT), DATASET_FORMAT_TITLE, concept_text(w, format));
	}
	if (resource_has(dataset, DATASET_hvd))
		SHOW(tags ? tags : SECTION(item, DATASET_TAGS), DATASET_HVD);
}

static void
dataset_item(struct page_writer *w, const struct resource *dataset, bool has_publisher)
{
	struct template_words *item = SECTION(w->words, DATASET);
	struct text language;
	struct text title = title_of(w, dataset, &language);
	const struct value *description = in_language(w, dataset, DATASET_description);
	const struct value *publisher = resource_value(dataset, DATASET_publisher);
	const struct value *modified = resource_value(dataset, DATASET_modified);
	const struct value *license = dataset_license(dataset);

	SET(item, DATASET_HREF, link_dataset(w, dataset));
	SET(item, DATASET_TITLE, title);
	if (language.n)
		SET(SECTION(item, DATASET_FOREIGN), DATASET_LANG, language);
	if (dataset->release == RELEASE_WITHDRAWN)
		SHOW(item, DATASET_WITHDRAWN);
	if (description)
		SET(SECTION(item, DATASET_SUMMARY), DATASET_ABSTRACT, summary(w, dataset, description));
	if (has_publisher && publisher && publisher->resource)
		SET(SECTION(item, DATASET_PUBLISHER), DATASET_PUBLISHER_TITLE, title_of(w, publisher->resource, NULL));
	if (modified) {
		struct template_words *date = SECTION(item, DATASET_DATE);
		SET(date, DATASET_MODIFIED, date_iso(w, modified->text));
		SET(date, DATASET_MODIFIED_TEXT, date_text(w, modified->text));
	}
	if (license)
		SET(SECTION(item, DATASET_LICENSE), DATASET_LICENSE_TITLE, license_name(w, license));
	item_tags(w, item, dataset);
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
	for (size_t i = from; i < to; i++)
		dataset_item(w, w->catalog->datasets.list[group->datasets[i]], has_publisher);
	if (n_pages > 1)
		pagination(w, n_pages);
}
