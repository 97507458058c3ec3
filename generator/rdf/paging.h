/*
 * The paged feed: which dataset stands on which page, and what a page says around its datasets.
 *
 * A dataset's page is told by the first bits of the SHA-256 of its id, and by nothing else; within
 * a page datasets are ordered by id. There are P pages, the smallest power of two with at most 100
 * datasets a page on average. So:
 *
 *	a dataset changes, comes or goes   the datasets of its page; no other moves
 *	P doubles (or halves)              each page falls into two (two into one), whose datasets keep
 *	                                   their order; nothing else moves
 *
 * A page is complete in itself: the catalogue with the datasets of this page only, and all that
 * they refer to: agents, series, services, concepts. Services that serve no dataset stand on the
 * first page. What many datasets refer to is repeated, so a change of an agent changes all pages
 * that name it.
 *
 * One node a page, in the one form that ckanext-dcat (GovData) and piveau (data.europa.eu) both
 * read: a hydra:PagedCollection with old and new names of its links side by side, as absolute IRIs
 * in plain literals, and an integer hydra:totalItems.
 */
#ifndef RDF_PAGING_H
#define RDF_PAGING_H

#include "rdf/rdf.h"

enum { DATASETS_A_PAGE = 100 };

struct paging {
	const struct resource *const *datasets; /* of the whole catalogue, page after page */
	const size_t *first; /* page i has datasets[first[i]] … datasets[first[i + 1] - 1] */
	size_t n_pages;      /* a power of two; a page may be empty */
};

/* Lives as long as the arena. */
struct paging paging_new(struct arena *a, const struct catalog *c);

/* The number of the page, of 2^bits pages. */
size_t paging_page_of(struct text id, unsigned bits);

/* The paging node. IRIs are absolute and of the page's own syntax. */
struct page_links {
	struct text self, first, last;
	struct text previous, next; /* empty: there is none */
	size_t total_items;         /* of all pages */
	size_t items_per_page;      /* at most */
};

struct rdf_page {
	const struct resource *const *datasets;
	size_t n_datasets;
	const struct rdf_used *used; /* by the fragments of these datasets */
	bool is_first;
};

/* Around the fragments of the page's datasets, in their order. */
void rdf_page_head(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct rdf_page *page, const struct page_links *links);
void rdf_page_tail(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct rdf_page *page);

#endif
