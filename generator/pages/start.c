/*
 * The start page: what is here, and what is new.
 */
#include "pages/portal.h"

#include "core/date.h"

#include <stdlib.h>

enum { DESCRIPTION_LENGTH = 158, INTRODUCTION_LENGTH = 260, N_NEWEST = 6, N_EXAMPLES = 4 };

static void
figure(struct page_writer *w, struct template_words *figures, struct text value, struct text label)
{
	struct template_words *s = SECTION(figures, FIGURE);

	(void)w;
	SET(s, FIGURE_VALUE, value);
	SET(s, FIGURE_LABEL, label);
}

/* "98 %"; never 100 for less than all. */
static struct text
share(struct page_writer *w, size_t n, size_t of)
{
	buf_number(&w->buf, of ? n * 100 / of : 0);
	buf_str(&w->buf, " %");
	return taken(w);
}

static void
figures(struct page_writer *w)
{
	const struct facets *f = &w->pages->facets;
	const struct facet *hvd = &f->list[FACET_HVD];
	size_t n = w->catalog->datasets.n, n_publishers = w->ui->choices[FACET_PUBLISHER].n, n_hvd = 0;

	if (!n)
		return;
	for (size_t i = 0; i < n && hvd->n; i++)
		n_hvd += resource_has(w->catalog->datasets.list[i], DATASET_hvd);
	struct template_words *s = SECTION(w->words, FIGURES);
	figure(w, s, number_text(w, n), SAID(w, figure_datasets));
	figure(w, s, number_text(w, n_publishers), SAID(w, figure_publishers));
	figure(w, s, share(w, f->n_open, n), SAID(w, figure_open));
	figure(w, s, share(w, f->n_machine_readable, n), SAID(w, figure_machine_readable));
	if (n_hvd)
		figure(w, s, number_text(w, n_hvd), SAID(w, figure_hvd));
}

/* False when one of them is shown already: the words of one series are one example, not four. */
static bool
take_datasets(const struct facet_group *group, bool *shown)
{
	for (size_t i = 0; i < group->n; i++)
		if (shown[group->datasets[i]])
			return false;
	for (size_t i = 0; i < group->n; i++)
		shown[group->datasets[i]] = true;
	return true;
}

/* What there is most of, to begin with. */
static void
examples(struct page_writer *w)
{
	const struct choices *keywords = &w->ui->choices[FACET_KEYWORD];
	bool *shown = arena_array(w->scratch, bool, w->catalog->datasets.n);
	struct template_words *list = NULL;

	for (size_t i = 0, n = 0; i < keywords->n && n < N_EXAMPLES; i++) {
		if (!take_datasets(&w->pages->facets.list[FACET_KEYWORD].groups[keywords->by_size[i].number], shown))
			continue;
		if (!list)
			list = SECTION(w->words, EXAMPLES);
		struct template_words *s = SECTION(list, EXAMPLE);
		n++;
		SET(s, EXAMPLE_HREF, link_value(w, FACET_KEYWORD, keywords->by_size[i].number));
		SET(s, EXAMPLE_TITLE, keywords->by_size[i].title);
		SET_LANGUAGE(s, EXAMPLE, keywords->by_size[i].language);
	}
}

/* --- what is new ------------------------------------------------------------------------------- */

struct news {
	const struct resource *dataset;
	struct text date;
	int64_t seconds;
	enum label_id note;
	size_t number; /* in the order of lists, withdrawn ones last */
};

static int
newest_first(const void *a, const void *b)
{
	const struct news *x = a, *y = b;

	if (x->seconds != y->seconds)
		return x->seconds < y->seconds ? 1 : -1;
	return (x->number > y->number) - (x->number < y->number);
}

static bool
make_news(struct news *list, size_t n, const struct resource *dataset, const struct value *v, enum label_id note)
{
	struct date date;

	if (!v || !date_parse(v->text, &date))
		return false;
	list[n] = (struct news){ dataset, v->text, date_seconds(&date), note, n };
	return true;
}

static enum label_id
what_happened(const struct resource *dataset)
{
	const struct value *modified = resource_value(dataset, DATASET_modified);
	const struct value *issued = resource_value(dataset, DATASET_issued);
	struct date m, i;

	if (!modified || !issued)
		return modified ? LABEL_newest_updated : LABEL_newest_added;
	return date_parse(modified->text, &m) && date_parse(issued->text, &i) && date_days(&m) > date_days(&i) ?
		   LABEL_newest_updated : LABEL_newest_added;
}

static void
newest(struct page_writer *w)
{
	const struct catalog *c = w->catalog;
	const struct facet_group *all = &w->pages->facets.all;
	struct news *list = arena_array(w->scratch, struct news, N_NEWEST + c->withdrawn.n);
	size_t n = 0;

	for (size_t i = 0; i < all->n && i < N_NEWEST; i++) {
		const struct resource *dataset = c->datasets.list[all->datasets[i]];
		n += make_news(list, n, dataset, dataset_date(dataset), what_happened(dataset));
	}
	for (size_t i = 0; i < c->withdrawn.n; i++) {
		const struct value *v = resource_value(c->withdrawn.list[i], DATASET_withdrawn);
		if (v && v->resource)
			n += make_news(list, n, c->withdrawn.list[i], resource_value(v->resource, WITHDRAWAL_on),
			    LABEL_newest_withdrawn);
	}
	if (n)
		qsort(list, n, sizeof *list, newest_first);
	else
		SHOW(w->words, NO_NEWS);
	for (size_t i = 0; i < n && i < N_NEWEST; i++) {
		struct template_words *s = SECTION(w->words, NEWEST);
		struct text language, title = title_of(w, list[i].dataset, &language);
		SET(s, NEWEST_HREF, link_dataset(w, list[i].dataset));
		SET(s, NEWEST_TITLE, title);
		SET_LANGUAGE(s, NEWEST, language);
		SET(s, NEWEST_DATE, date_iso(w, list[i].date));
		SET(s, NEWEST_DATE_TEXT, date_text(w, list[i].date));
		SET(s, NEWEST_NOTE, w->labels->texts[list[i].note]);
	}
}

void
start_page(struct page_writer *w, struct buf *out)
{
	const struct settings *settings = w->catalog->settings;
	const struct resource *self = w->catalog->self;
	const struct value *about = self ? in_language(w, self, CATALOG_description) : NULL;
	struct text claim = translated(&settings->claim, w->page->language);
	struct text name = translated(&settings->name, w->page->language);
	struct text introduction = about ? teaser(w, about->text, INTRODUCTION_LENGTH) : T("");
	struct text language = foreign(w, about);

	if (!introduction.n) {
		introduction = SAID(w, introduction);
		language = T("");
	}
	struct text description =
	    about ? teaser(w, about->text, DESCRIPTION_LENGTH) : claim.n ? claim : introduction;
	layout(w, &(struct layout){ .title = name, .navigation = N_MARKERS, .description = description });
	jsonld_catalog(w, name, description);
	all_feeds(w);
	SET(w->words, CLAIM, claim.n ? claim : name);
	SET(w->words, INTRODUCTION, introduction);
	SET_LANGUAGE(w->words, INTRODUCTION, language);
	examples(w);
	figures(w);
	theme_tiles(w);
	SET(w->words, ALL_DATASETS_TEXT, w->catalog->datasets.n < 2 ? SAID(w, datasets) :
	    FILLED(w, all_datasets, { "n", number_text(w, w->catalog->datasets.n) }));
	newest(w);
	expand(w, TEMPLATE_START, out);
}
