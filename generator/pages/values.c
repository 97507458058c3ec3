/*
 * The values of facets as pages know them: what they are called, where their pages are, in which
 * order they are listed.
 */
#include "pages/portal.h"

#include "adapters/unicode.h"
#include "dcat/location.h"

#include <stdlib.h>
#include <string.h>

const struct facet_words facet_words[N_FACETS] = {
	[FACET_THEME] = { "themes/", "theme", LABEL_themes, LABEL_themes_lead, LABEL_facet_theme,
	    LABEL_theme_description, MARK_ON_THEMES },
	[FACET_PUBLISHER] = { "publishers/", "publisher", LABEL_publishers, LABEL_publishers_lead,
	    LABEL_facet_publisher, LABEL_publisher_description, MARK_ON_PUBLISHERS },
	[FACET_FORMAT] = { "formats/", "format", LABEL_formats, LABEL_formats_lead, LABEL_facet_format,
	    LABEL_format_description, MARK_ON_FORMATS },
	[FACET_LICENSE] = { "licenses/", "license", LABEL_licenses, LABEL_licenses_lead, LABEL_facet_license,
	    LABEL_license_description, MARK_ON_DATASETS },
	[FACET_HVD] = { "hvd/", NULL, LABEL_hvd_categories, LABEL_hvd_categories_lead, LABEL_facet_hvd,
	    LABEL_hvd_description, MARK_ON_DATASETS },
	[FACET_YEAR] = { "years/", NULL, LABEL_years_title, LABEL_years_lead, LABEL_facet_year,
	    LABEL_year_description, MARK_ON_DATASETS },
	[FACET_KEYWORD] = { "keywords/", NULL, LABEL_keywords, LABEL_keywords_lead, LABEL_facet_keyword,
	    LABEL_keyword_description, MARK_ON_DATASETS },
	[FACET_REGION] = { "regions/", "region", LABEL_regions, LABEL_regions_lead, LABEL_facet_region,
	    LABEL_region_description, MARK_ON_DATASETS },
	[FACET_SERIES] = { "series/", NULL, LABEL_series, LABEL_series_lead, LABEL_series, N_LABELS, N_MARKERS },
};

/* --- one value --------------------------------------------------------------------------------- */

static const struct concept *
concept_of(const struct catalog *c, enum facet_id id, size_t number)
{
	switch (id) {
	case FACET_THEME: return code_lists_at(c->lists, LIST_data_theme, number);
	case FACET_FORMAT: return code_lists_at(c->lists, LIST_file_type, number);
	case FACET_LICENSE: return code_lists_at(c->lists, LIST_license, number);
	case FACET_HVD: return code_lists_at(c->lists, LIST_hvd_category, number);
	default: return NULL;
	}
}

static const struct resource *
resource_of(const struct catalog *c, enum facet_id id, size_t number)
{
	return id == FACET_PUBLISHER ? c->agents.list[number] : id == FACET_SERIES ? c->series.list[number] : NULL;
}

static const struct keyword *
keyword_at(const struct pages *p, size_t number)
{
	return p->facets.keywords.entries[number].value;
}

static const struct region *
region_at(const struct pages *p, size_t number)
{
	return p->facets.regions.entries[number].value;
}

struct text
value_stem(const struct pages *p, struct arena *a, enum facet_id id, size_t number)
{
	const struct concept *concept = concept_of(p->catalog, id, number);
	const struct resource *resource = resource_of(p->catalog, id, number);
	const char *folder = facet_words[id].folder;

	if (id == FACET_YEAR)
		return arena_printf(a, "%s%zu", folder, number);
	struct text name = concept	     ? concept_name(a, concept)
			   : resource	     ? resource->id
			   : id == FACET_REGION ? region_at(p, number)->name
						: keyword_at(p, number)->name;
	return arena_printf(a, "%s%.*s", folder, TEXT_ARG(name));
}

/* "themes/ENVI/formats/CSV" */
struct text
pair_stem(const struct pages *p, struct arena *a, const struct pair *pair)
{
	struct text first = value_stem(p, a, pair->facets[0], pair->numbers[0]);
	struct text second = value_stem(p, a, pair->facets[1], pair->numbers[1]);

	return arena_printf(a, "%.*s/%.*s", TEXT_ARG(first), TEXT_ARG(second));
}

struct text
link_stem(struct page_writer *w, struct text stem)
{
	return joined(w, w->home, stem, T(".html"));
}

struct text
link_value(struct page_writer *w, enum facet_id id, size_t number)
{
	return link_stem(w, value_stem(w->pages, w->scratch, id, number));
}

struct text
link_keyword(struct page_writer *w, struct text spelling)
{
	const struct facets *f = &w->pages->facets;
	const struct keyword *k = table_get(&f->spellings, spelling);

	return k && facet_has_page(f, FACET_KEYWORD, k->number) ? link_value(w, FACET_KEYWORD, k->number) : T("");
}

struct text
value_query(struct page_writer *w, enum facet_id id, size_t number)
{
	const struct concept *concept = concept_of(w->catalog, id, number);
	const struct resource *resource = resource_of(w->catalog, id, number);

	if (!facet_words[id].query || !w->pages->options.has_search ||
	    (id == FACET_REGION && region_at(w->pages, number)->has_other_codes))
		return T("");
	buf_printf(&w->buf, "%s=", facet_words[id].query);
	uri_query(&w->buf, concept ? text_of(concept->code) : resource ? resource->id : region_at(w->pages, number)->code);
	return taken(w);
}

struct text
pair_query(struct page_writer *w, const struct pair *pair)
{
	struct text first = value_query(w, pair->facets[0], pair->numbers[0]);
	struct text second = value_query(w, pair->facets[1], pair->numbers[1]);

	return first.n && second.n ? joined(w, first, T("&"), second) : T("");
}

struct text
place_title(struct page_writer *w, const struct resource *place, struct text *language)
{
	const struct value *name = in_language(w, place, LOCATION_name);
	struct text ags = resource_text(place, LOCATION_ags), ars = resource_text(place, LOCATION_ars);
	struct text listed = location_name(place, w->catalog->lists, &w->ui->names, w->ui->texts, language);

	if (name && language)
		*language = foreign(w, name);
	if (listed.n || (!ags.n && !ars.n))
		return listed;
	return ags.n ? FILLED(w, municipality, { "key", ags }) : FILLED(w, region, { "key", ars });
}

struct text
link_place(struct page_writer *w, const struct resource *place)
{
	const struct facets *f = &w->pages->facets;
	const struct region *r = facet_region(f, w->catalog, place);

	return r && facet_has_page(f, FACET_REGION, r->number) ? link_value(w, FACET_REGION, r->number) : T("");
}

struct text
value_title(struct page_writer *w, enum facet_id id, size_t number, struct text *language)
{
	const struct concept *concept = concept_of(w->catalog, id, number);
	const struct resource *resource = resource_of(w->catalog, id, number);
	size_t n_languages = w->catalog->settings->n_languages;

	if (language)
		*language = T("");
	if (resource)
		return title_of(w, resource, language);
	if (concept)
		return concept_text(w, concept, language);
	if (id == FACET_YEAR) {
		buf_number(&w->buf, number);
		return taken(w);
	}
	if (id == FACET_REGION)
		return place_title(w, region_at(w->pages, number)->place, language);
	const struct keyword *k = keyword_at(w->pages, number);
	size_t i = (size_t)(w->ui - w->pages->interfaces);
	/* Somebody follows the link of another language. */
	for (size_t other = 0; !k->titles[i] && other < n_languages; other++)
		i = other;
	if (language)
		*language = foreign(w, k->titles[i]);
	return k->titles[i] ? k->titles[i]->text : T("");
}

/* --- all values -------------------------------------------------------------------------------- */

int
choices_by_title(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;
	int order = text_compare(x->key, y->key);

	return order ? order : (x->number > y->number) - (x->number < y->number);
}

static int
largest_first(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	if (x->n != y->n)
		return x->n < y->n ? 1 : -1;
	return choices_by_title(a, b);
}

static int
latest_first(const void *a, const void *b)
{
	const struct choice *x = a, *y = b;

	return (x->number < y->number) - (x->number > y->number);
}

/* What to sort titles by; lives in `a`. */
struct text
sort_key(const struct interface *ui, struct arena *a, struct text title)
{
	return unicode_sort_key(a, title, arena_cstr(a, ui->language));
}

/* Whether a language lists the value: of keywords only its own. */
static bool
is_listed(const struct page_writer *w, enum facet_id id, size_t number)
{
	const struct facets *f = &w->pages->facets;

	return f->list[id].groups[number].n && facet_has_page(f, id, number) &&
	       (id != FACET_KEYWORD || keyword_at(w->pages, number)->titles[w->ui - w->pages->interfaces]);
}

static void
prepare(struct page_writer *w, struct interface *ui, enum facet_id id)
{
	const struct facet *facet = &w->pages->facets.list[id];
	struct choices *list = &ui->choices[id];
	size_t n = 0;

	for (size_t i = 0; i < facet->n; i++)
		n += is_listed(w, id, i);
	list->by_title = arena_array(w->pages->arena, struct choice, n);
	list->by_size = arena_array(w->pages->arena, struct choice, n);
	for (size_t i = 0; i < facet->n; i++) {
		struct choice *choice = &list->by_title[list->n];

		if (!is_listed(w, id, i))
			continue;
		const struct resource *r = resource_of(w->catalog, id, i);
		*choice = (struct choice){ .number = i, .n = facet->groups[i].n,
			.subject = r ? (const void *)r : concept_of(w->catalog, id, i) };
		choice->title = arena_text(w->pages->arena, value_title(w, id, i, &choice->language));
		choice->key = sort_key(ui, w->scratch, choice->title);
		list->n++;
	}
	if (!n)
		return;
	memcpy(list->by_size, list->by_title, n * sizeof *list->by_size);
	qsort(list->by_title, n, sizeof *list->by_title, id == FACET_YEAR ? latest_first : choices_by_title);
	qsort(list->by_size, n, sizeof *list->by_size, id == FACET_YEAR ? latest_first : largest_first);
}

void
choices_prepare(struct pages *p, struct interface *ui)
{
	struct page_writer w = { .pages = p, .catalog = p->catalog, .ui = ui, .labels = &ui->labels,
		.scratch = arena_new() };

	for (enum facet_id id = 0; id < N_FACETS; id++)
		prepare(&w, ui, id);
	arena_free(w.scratch);
	buf_free(&w.buf);
}
