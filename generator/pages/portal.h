/*
 * What the pages share: the portal as it was prepared (struct pages, const), the page being written
 * (struct page_writer, one a thread), and the words that every kind of page needs.
 */
#ifndef PAGES_PORTAL_H
#define PAGES_PORTAL_H

#include "dcat/names.h"
#include "pages/facets.h"
#include "pages/templates.h"
#include "quality/quality.h"

/* A theme, publisher … with a page. */
struct choice {
	const void *subject; /* concept, resource or keyword; NULL: a year */
	struct text title, language; /* language: when it is not the interface's */
	struct text href, key;       /* while a list is made */
	size_t n;                    /* datasets */
	size_t number;
};

struct choices {
	struct choice *by_title, *by_size; /* the same ones */
	size_t n;
};

/* The portal in one language. */
struct interface {
	struct text language;    /* "de" */
	struct text prefix;      /* of its paths: "" for the default language, "en/" */
	unsigned texts;          /* index of the language into catalog->languages */
	struct names names;      /* of concepts and properties */
	struct labels labels;
	struct templates templates;
	struct choices choices[N_FACETS];
};

enum { URLS_A_SITEMAP = 10000, KEYWORDS_A_PAGE = 240 };

/* What pages say of a facet. */
struct facet_words {
	const char *folder;          /* "themes/" */
	const char *query;           /* its name in addresses of the search; NULL: it has no such facet */
	enum label_id title, lead;   /* of the page of all values */
	enum label_id one;           /* over a choice: "Thema" */
	enum label_id description;   /* of a value's page; N_LABELS: its resource's own */
	enum marker navigation;      /* N_MARKERS: none */
};
extern const struct facet_words facet_words[N_FACETS];

/* A page, and of lists the place of its first dataset among all. */
struct turn {
	uint32_t first, page;
};

enum { MOST_FONTS = 4, LOGO_HEIGHT = 48 };

struct pages {
	const struct catalog *catalog;
	struct pages_options options;
	struct arena *arena;
	struct interface interfaces[MAX_INTERFACE_LANGUAGES];
	struct voice voices[MAX_INTERFACE_LANGUAGES]; /* of changes */
	const struct changes *changes; /* or NULL */
	struct facets facets;
	struct table hosted;   /* "data/x/y.csv" → const struct hosted_file * */
	const struct resource **serving; /* service.c: the services of each dataset */
	const uint32_t *serving_from;
	struct text base_path; /* of base_url: "/", "/portal/" */
	struct text logo, image; /* paths from the root; empty: none */
	unsigned logo_width;     /* pixels, where it is LOGO_HEIGHT high */
	struct text fonts[MOST_FONTS]; /* those that every page needs: paths from the root */
	size_t n_fonts;
	struct outline *outline; /* of the city; or NULL */
	struct kept_items *kept_items; /* of lists (items.c) */
	struct page *list;
	struct turn *turns; /* the order in which they are made */
	size_t n, capacity;
	size_t n_sitemap;      /* pages that the sitemap names: they come first in the list */
};

/* Up to four datasets that are near another one. */
enum { MOST_RELATED = 4 };
struct related {
	uint32_t dataset;
	uint32_t score;
	uint16_t n_keywords;
	bool is_in_series;
};

struct page_writer {
	const struct pages *pages;
	const struct catalog *catalog;
	struct template_words *words; /* of the page */
	struct arena *scratch;        /* until the next page */
	struct buf buf;               /* for a text on its way */
	struct buf script;            /* JSON-LD of the page */
	struct template_words *item_words; /* items.c */
	struct buf item, items;            /* one of a list; all of the page's */

	/* The page being written. */
	const struct page *page;
	const struct interface *ui;
	const struct labels *labels;
	struct text root, home;

	/* What follows from a dataset in any language: emptied when another one comes. */
	struct arena *kept;
	const void *kept_for; /* a page's subject */
	struct look *looks;   /* preview.c */
	struct text qr;       /* paper.c: the SVG */

	/* related.c */
	struct related found[MOST_RELATED];
	size_t n_found;
	const struct resource *found_for;
	uint32_t *touched;
	uint8_t *scores, *shared;
};

/* --- words ------------------------------------------------------------------------------------- */

/* Shorthand: SET(words, TITLE, text), SHOW(words, HVD), SECTION(words, KEYWORD). */
#define SET(words, name, text) template_set((words), MARK_##name, (text))
#define SHOW(words, name) template_show((words), MARK_##name)
#define SECTION(words, name) template_section((words), MARK_##name)
/* NAME_FOREIGN { NAME_LANG }, where a text is in another language than the page; empty: it is not. */
#define SET_LANGUAGE(words, name, language)                                                         \
	mark_language((words), MARK_##name##_FOREIGN, MARK_##name##_LANG, (language))
void mark_language(struct template_words *words, enum marker section, enum marker name, struct text language);

/* What was appended to the writer's buf since it was emptied, kept until the next page. */
struct text taken(struct page_writer *w);

struct text joined(struct page_writer *w, struct text a, struct text b, struct text c);

/* A link to a page of the same language: "../" "themes/" "ENVI" ".html". */
struct text link_page(struct page_writer *w, const char *folder, struct text name);
struct text link_dataset(struct page_writer *w, const struct resource *dataset);
/* To the page of any entry that has one at its IRI. */
struct text link_entry(struct page_writer *w, const struct resource *entry);
struct text link_concept(struct page_writer *w, const char *folder, const struct concept *c);
/* The absolute address of a path below the portal. */
struct text absolute(struct page_writer *w, struct text path);
/* The path of a page of a resource: without language. */
struct text concept_name(struct arena *a, const struct concept *c);

/* A label's text, or with its words filled in. */
#define SAID(w, key) ((w)->labels->texts[LABEL_##key])
#define FILLED(w, key, ...) (LABEL_FILL(&(w)->buf, (w)->labels, key, __VA_ARGS__), taken(w))
struct text counted(struct page_writer *w, size_t n_datasets); /* "36 Datensätze" */
struct text number_text(struct page_writer *w, uint64_t n);

/* The value in the page's language, else another; NULL if none. */
const struct value *in_language(const struct page_writer *w, const struct resource *r, enum property_id p);
/* The language of a text when it is not the page's; else the empty text. */
struct text foreign(const struct page_writer *w, const struct value *v);

/* The title of a resource, and its language when it is not the page's. */
struct text title_of(const struct page_writer *w, const struct resource *r, struct text *language);
struct text concept_text(const struct page_writer *w, const struct concept *c, struct text *language);

/* "15. Januar 2026", "Januar 2026", "2026"; the text itself when it is no date. */
struct text date_text(struct page_writer *w, struct text date);
struct text date_of_days(struct page_writer *w, int64_t days);
/* "2026-01-15": what <time datetime> takes. */
struct text date_iso(struct page_writer *w, struct text date);
struct text iso_day(struct page_writer *w, int64_t seconds); /* since 1970 */
/* "18,4 MB" */
struct text size_text(struct page_writer *w, uint64_t bytes);
/* Percent-encoded for a query. */
void uri_query(struct buf *out, struct text t);

/* --- parts of pages ---------------------------------------------------------------------------- */

/* layout.c: head, header, breadcrumb and footer. `navigation` is the part it belongs to, or
 * N_MARKERS. */
struct layout {
	struct text title, description;
	enum marker navigation;
	struct text foreign; /* language of the title, when it is another; of `part` of it, where there is one */
	struct text part;
};
void layout(struct page_writer *w, const struct layout *l);
/* ABOUT: the entry's own words in whatever language there are, which is said when it is another than the page's. */
void description(struct page_writer *w, const struct value *v);
void breadcrumb(struct page_writer *w, struct text href, struct text title, struct text language);
void feeds(struct page_writer *w, struct text stem); /* the syntaxes, for the head */
/* For the head, too: each feed of the whole catalogue, and of what changed. */
void all_feeds(struct page_writer *w);
/* The change feed: is there one, and links to its views in the page's head. */
bool has_change_feed(const struct pages *p);
void change_feeds(struct page_writer *w);

/* items.c: lists of datasets. */
void dataset_items(struct page_writer *w, const struct facet_group *group, size_t n_pages, bool has_publisher);
void pagination(struct page_writer *w, size_t n_pages);
void dataset_summary(struct page_writer *w, struct template_words *item, const struct resource *dataset);
struct text link_number(struct page_writer *w, size_t number);
struct text list_page_path(struct arena *a, struct text stem, size_t number);

/* values.c: the values of facets, by enum facet_id and number. */
void choices_prepare(struct pages *p, struct interface *ui);
int choices_by_title(const void *a, const void *b); /* for qsort */
struct text sort_key(const struct interface *ui, struct arena *a, struct text title);
/* "themes/ENVI", "publishers/umwelt", "keywords/baum" */
struct text value_stem(const struct pages *p, struct arena *a, enum facet_id id, size_t number);
struct text pair_stem(const struct pages *p, struct arena *a, const struct pair *pair);
/* The name of a place, else which key it has; empty of a place that has neither. `language` as of value_title(). */
struct text place_title(struct page_writer *w, const struct resource *place, struct text *language);
/* The page of the datasets about it; empty when there is none. */
struct text link_place(struct page_writer *w, const struct resource *place);
struct text value_title(struct page_writer *w, enum facet_id id, size_t number, struct text *language);
struct text link_stem(struct page_writer *w, struct text stem);
struct text link_value(struct page_writer *w, enum facet_id id, size_t number);
/* "theme=ENVI"; empty for facets that the search does not have. */
struct text value_query(struct page_writer *w, enum facet_id id, size_t number);
struct text pair_query(struct page_writer *w, const struct pair *pair);
/* The page of a keyword; empty when it has none. */
struct text link_keyword(struct page_writer *w, struct text spelling);

/* own_files_check.c: what the city's own labels and templates say that nobody reads, or fills in. */
void own_files_check(const struct pages *p, struct diagnostics *d);

/* names_check.c: what this catalogue needs in a language and nobody names there. */
void names_check(const struct interface *ui, const struct catalog *c, struct diagnostics *d);

/* pages.c: a city that writes a page of ours itself has its own. */
bool has_own_page(const struct settings *settings, struct text id);
/* own_links.c: what in the city's own pages leads nowhere. */
void own_links_check(const struct catalog *c, struct diagnostics *d);

/* directories.c */
void theme_tiles(struct page_writer *w);
size_t keyword_pages(const struct pages *p);

/* narrow.c: the column of choices, which begins with the first one put in. */
struct choice_column {
	struct template_words *words;
};
/* The largest values of a facet in the whole portal. */
void column_of_facet(struct page_writer *w, struct choice_column *c, enum facet_id id, const struct facet_group *current);
/* The values of `other` among the datasets of one value. */
void column_of_parts(struct page_writer *w, struct choice_column *c, enum facet_id id, size_t number, enum facet_id other,
    const struct pair *current);
void column_of_directories(struct page_writer *w, struct choice_column *c);

/* contact.c */
/* The name of the publisher, who stands above them, is not said again. */
void contact_points(struct page_writer *w, const struct value *v, size_t n, const struct value *publisher);
void agent_contact(struct page_writer *w, const struct resource *agent);
void report_link(struct page_writer *w, struct text id, struct text title);  /* REPORT or REPORT_FORM */
void request_link(struct page_writer *w, struct text id, struct text title); /* REQUEST or REQUEST_FORM */
/* An address of site.yaml with {id}, {title} and {url} of the page filled in. */
struct text address_of(struct page_writer *w, struct text template, struct text id, struct text title);
/* publisher.c: #PUBLISHER { HREF, TITLE } */
void publisher_link(struct page_writer *w, const struct resource *r, enum property_id p);

/* license.c */
void license_box(struct page_writer *w, const struct value *license, struct text title, struct text attribution,
    const struct resource *publisher);
struct text license_name(struct page_writer *w, const struct value *v, struct text *language);
struct text license_summary(struct page_writer *w, const struct concept *license);
struct text license_short(struct page_writer *w, const struct concept *license);

/* distribution.c, service.c, metadata.c, related.c, jsonld.c, map.c */
void distributions(struct page_writer *w, const struct resource *dataset);
void service_item(struct page_writer *w, const struct resource *service, size_t number, bool has_page);
/* The entries in services/ that serve a dataset, by the order of the catalogue. */
const struct resource *const *serving_services(const struct pages *p, const struct resource *dataset, size_t *n);
void find_serving(struct pages *p);
bool is_detail(enum property_id p); /* of the metadata rows */
void metadata_rows(struct page_writer *w, const struct resource *r);
struct text periods(struct page_writer *w, const struct value *v, size_t n); /* the first one in words */
void exports(struct page_writer *w, const struct resource *r);
void related_datasets(struct page_writer *w, const struct resource *dataset);
void jsonld_catalog(struct page_writer *w, struct text name, struct text description);
void jsonld_script(struct page_writer *w, const struct resource *dataset, struct text description);
void bounding_box(struct page_writer *w, const struct resource *dataset);
/* "12.2,51.2,12.5,51.4": of the dataset, else of the catalogue; empty if neither says. */
struct text map_bounds(struct page_writer *w, const struct resource *r);
/* paper.c: PERMALINK, what only paper needs: the short address, as text and as a QR code. */
void on_paper(struct page_writer *w, const struct resource *r, struct text title);

/* quality.c: QUALITY, by the rules of quality/. */
void quality(struct page_writer *w, const struct resource *dataset, enum freshness freshness);
/* The file that is hosted here behind a distribution, or NULL. */
const struct hosted_file *hosted_file(const struct page_writer *w, const struct resource *distribution);

/* preview.c: PREVIEW_TABLE with CHART and PROFILE, or PREVIEW_MAP, of a hosted file; true when there is one. */
bool preview(struct page_writer *w, struct template_words *item, const struct hosted_file *file,
    const struct concept *format, struct text anchor, bool is_first);
/* Of a hosted table whose columns have names; else NULL. */
const struct table_profile *hosted_profile(struct page_writer *w, const struct hosted_file *file,
    const struct concept *format);

/* markdown */
struct text description_html(struct page_writer *w, struct text markdown);
/* The beginning of a description as plain text, at most so many letters long. */
struct text teaser(struct page_writer *w, struct text markdown, size_t length);
/* The beginning of a plain text: whole sentences if they are long enough, else whole words and "…". */
struct text beginning(struct page_writer *w, struct text plain, size_t length);

/* history.c: what became of a dataset; nothing without pages->changes. A dataset that never changed has
 * no page of it. */
struct dataset_changes dataset_history(const struct pages *p, const struct resource *dataset);
bool has_history(const struct pages *p, const struct resource *dataset);
enum atom_scope { ATOM_OF_PORTAL, ATOM_OF_GROUP, ATOM_OF_DATASET };

/* --- kinds of pages ---------------------------------------------------------------------------- */

void start_page(struct page_writer *w, struct buf *out);
void datasets_page(struct page_writer *w, struct buf *out);
void dataset_page(struct page_writer *w, struct buf *out);
void publishers_page(struct page_writer *w, struct buf *out);
void themes_page(struct page_writer *w, struct buf *out);
void formats_page(struct page_writer *w, struct buf *out);
void licenses_page(struct page_writer *w, struct buf *out);
void hvd_categories_page(struct page_writer *w, struct buf *out);
void years_page(struct page_writer *w, struct buf *out);
void keywords_page(struct page_writer *w, struct buf *out);
void regions_page(struct page_writer *w, struct buf *out);
void value_page(struct page_writer *w, struct buf *out);
void pair_page(struct page_writer *w, struct buf *out);
void series_list_page(struct page_writer *w, struct buf *out);
void services_page(struct page_writer *w, struct buf *out);
void service_page(struct page_writer *w, struct buf *out);
void withdrawn_page(struct page_writer *w, struct buf *out);
/* Says when, why and for what an entry was withdrawn. */
void withdrawal_box(struct page_writer *w, const struct resource *r);
void history_page(struct page_writer *w, struct buf *out);
void changes_page(struct page_writer *w, struct buf *out);
void changes_atom(struct page_writer *w, struct buf *out);
void changes_json(struct page_writer *w, struct buf *out);
void own_page(struct page_writer *w, struct buf *out);
void not_found_page(struct page_writer *w, struct buf *out);
void moved_page(struct page_writer *w, struct buf *out);

/* Of the style sheet, into p->fonts. */
void find_fonts(struct pages *p);
void search_page(struct page_writer *w, struct buf *out);
void developers_page(struct page_writer *w, struct buf *out);
void style_sheet(struct page_writer *w, struct buf *out);
void robots_txt(struct page_writer *w, struct buf *out);
void security_txt(struct page_writer *w, struct buf *out);
void sitemap(struct page_writer *w, struct buf *out);

/* Fills the template and appends the page. */
void expand(struct page_writer *w, enum template_id id, struct buf *out);

#endif
