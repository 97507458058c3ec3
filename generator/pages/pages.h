/*
 * Every HTML page of the portal, its sitemap, robots.txt and style sheet, made from the public set.
 *
 *	p = pages_new(catalog, &options, d)     templates and labels
 *	pages_voices(p)                         who tells the changes that are read then
 *	pages_prepare(p, changes)               indexes and the list of pages
 *	for every i < pages_count(p):           from any number of threads, each with its own writer
 *		page_render(w, pages_at(p, i), &buf)
 *
 * Nothing here opens a file, asks a clock or depends on a locale. "Overdue" and "next update" are
 * reckoned from the time of the commit (catalog->commit_time), so that the same commit gives the same
 * pages, and are left out when there is none.
 */
#ifndef PAGES_PAGES_H
#define PAGES_PAGES_H

#include "changes/changes.h"
#include "dcat/names.h"

/* "dataset.html", "labels/de.yaml". The caller has put the site's own before the shipped ones: of
 * templates of one name the first is taken, labels are taken key by key. */
struct template_file {
	struct text name;
	const struct source *source; /* with its bytes */
};

struct pages_options {
	const struct template_file *templates;
	size_t n_templates;
	/* assets/portal.css as shipped: the city's colours go into the same file, since each one that text
	 * waits for costs a round trip. */
	struct text style;
	/* The bytes of a hosted file, for previews; called from many threads. NULL, or the empty text in
	 * answer: no preview. */
	struct text (*hosted_bytes)(void *context, const struct hosted_file *file, struct arena *a);
	void *context;
	bool has_search; /* search.html will be there */
};

enum page_kind {
	PAGE_START,
	PAGE_DATASETS, PAGE_DATASET, /* also of a withdrawn one */
	PAGE_THEMES, PAGE_PUBLISHERS, PAGE_FORMATS, PAGE_LICENSES, PAGE_HVD_CATEGORIES, PAGE_YEARS, PAGE_KEYWORDS, PAGE_REGIONS,
	PAGE_VALUE, /* datasets of a theme, a publisher, a keyword, a series … */
	PAGE_PAIR,  /* datasets of a theme and a publisher … */
	PAGE_SERIES_LIST,
	PAGE_SERVICES, PAGE_SERVICE,
	PAGE_WITHDRAWN, /* a series or service */
	PAGE_SEARCH, /* with has_search */
	PAGE_DEVELOPERS,
	PAGE_CHANGES, PAGE_HISTORY, /* with changes: of the portal, of a dataset */
	PAGE_OWN, PAGE_NOT_FOUND,
	PAGE_MOVED, /* at a former address: leads to the present one */
	PAGE_STYLE, PAGE_ROBOTS, PAGE_SECURITY, PAGE_SITEMAP, PAGE_ATOM, PAGE_CHANGES_JSON,
	N_PAGE_KINDS
};

struct page {
	struct text path;    /* below the output: "en/datasets/baumkataster.html" */
	const void *subject; /* resource, own page, pair or redirect; of PAGE_VALUE its struct facet_group; NULL */
	uint32_t number;     /* 1…: the page of a list; of sitemaps: 0 is the index; of Atom: enum atom_scope */
	uint8_t kind;        /* enum page_kind */
	uint8_t language;    /* index into settings->languages */
	uint8_t facet;       /* of PAGE_VALUE: enum facet_id */
};

/* Belongs to the caller and is const: threads share it. Errors in templates or labels are diagnosed;
 * when there was one, nothing may be prepared or rendered. `c` and the templates must outlive it. */
struct pages;
struct pages *pages_new(const struct catalog *c, const struct pages_options *o, struct diagnostics *d);
/* The voices of each language of the interface: for changes_read(). */
const struct voice *pages_voices(const struct pages *p);
/* Takes some 400 bytes a dataset; before all that follows. `changes`: of the datasets, by those voices; NULL: their history
 * is not known. */
void pages_prepare(struct pages *p, const struct changes *changes);
void pages_free(struct pages *p); /* NULL is allowed */

/* What concepts are called in each language of the interface, in `a`: for the search index. */
const struct names *pages_names(const struct pages *p, struct arena *a);

/* Only diagnoses, as pages_new() does. */
void pages_check(const struct catalog *c, const struct pages_options *o, struct diagnostics *d);

/* In the order in which they are made fastest: pages of the same dataset stand beside each other, and so do
 * lists of the same datasets. */
size_t pages_count(const struct pages *p);
const struct page *pages_at(const struct pages *p, size_t i);

/* What a thread needs for rendering. */
struct page_writer;
struct page_writer *page_writer_new(const struct pages *p);
void page_writer_free(struct page_writer *w);

/* Appends the page. */
void page_render(struct page_writer *w, const struct page *page, struct buf *out);

#endif
