#include "rdf/paging.h"

#include "adapters/digest.h"
#include "rdf/walk.h"

/* --- which dataset stands where --------------------------------------------------------------- */

size_t
paging_page_of(struct text id, unsigned bits)
{
	struct digest d = digest_of(id);
	uint32_t start = 0;

	for (size_t i = 0; i < sizeof start; i++)
		start = start << 8 | d.bytes[i];
	return bits ? start >> (32 - bits) : 0;
}

struct paging
paging_new(struct arena *a, const struct catalog *c)
{
	const struct resource_list *all = &c->datasets;
	unsigned bits = 0;

	while (all->n > (size_t)DATASETS_A_PAGE << bits)
		bits++;
	size_t n_pages = (size_t)1 << bits;
	size_t *first = arena_array(a, size_t, n_pages + 2);
	uint32_t *page = arena_array(a, uint32_t, all->n);
	const struct resource **datasets = arena_array(a, const struct resource *, all->n);

	/* Count, add up, fill: first[p + 1] walks from the start of p to that of p + 1. Datasets come
	 * by id and so they stay. */
	for (size_t i = 0; i < all->n; i++) {
		page[i] = (uint32_t)paging_page_of(all->list[i]->id, bits);
		first[page[i] + 2]++;
	}
	for (size_t p = 2; p < n_pages + 2; p++)
		first[p] += first[p - 1];
	for (size_t i = 0; i < all->n; i++)
		datasets[first[page[i] + 1]++] = all->list[i];
	return (struct paging){ .datasets = datasets, .first = first, .n_pages = n_pages };
}

/* --- what stands around the datasets ---------------------------------------------------------- */

static void
link_to(struct walk *w, enum term present, enum term former, struct text iri)
{
	walk_literal(w, &w->rdf->names->terms[present], iri, T(""), NULL);
	walk_literal(w, &w->rdf->names->terms[former], iri, T(""), NULL);
}

static void
number(struct walk *w, enum term predicate, size_t n)
{
	const struct names *names = w->rdf->names;

	w->text.n = 0;
	buf_number(&w->text, n);
	walk_literal(w, &names->terms[predicate], buf_view(&w->text), T(""), &names->terms[XSD_INTEGER]);
}

static void
paging_node(struct walk *w, const struct page_links *l)
{
	walk_subject(w, l->self,
	    (const struct name *[]){ &w->rdf->names->terms[HYDRA_PAGED_COLLECTION] }, 1);
	number(w, HYDRA_TOTAL_ITEMS, l->total_items);
	number(w, HYDRA_ITEMS_PER_PAGE, l->items_per_page);
	link_to(w, HYDRA_FIRST, HYDRA_FIRST_PAGE, l->first);
	link_to(w, HYDRA_PREVIOUS, HYDRA_PREVIOUS_PAGE, l->previous);
	link_to(w, HYDRA_NEXT, HYDRA_NEXT_PAGE, l->next);
	link_to(w, HYDRA_LAST, HYDRA_LAST_PAGE, l->last);
	walk_end(w);
}

/* Those that serve no dataset. */
static void
add_idle_services(struct bits *services, const struct rdf *r)
{
	struct bits busy;

	bits_open(&busy, r->sizes.services);
	for (uint32_t k = 0; k < r->served[r->catalog->datasets.n]; k++)
		bits_set(&busy, r->served_by[k]);
	for (size_t i = 0; i < r->catalog->services.n; i++)
		if (!bits_has(&busy, i))
			bits_set(services, i);
	bits_close(&busy);
}

/* What the document describes: the datasets, by number, and the services that serve them. */
struct part {
	struct bits datasets, services;
};

static void
part_open(struct part *part, const struct rdf *r, const struct rdf_page *page)
{
	bits_open(&part->datasets, r->catalog->datasets.n);
	bits_open(&part->services, r->sizes.services);
	bits_merge(&part->services, &page->used->used.services);
	for (size_t i = 0; i < page->n_datasets; i++) {
		uint32_t d = page->datasets[i]->number;
		bits_set(&part->datasets, d);
		for (uint32_t k = r->served[d]; k < r->served[d + 1]; k++)
			bits_set(&part->services, r->served_by[k]);
	}
	if (page->is_first)
		add_idle_services(&part->services, r);
}

static void
part_close(struct part *part)
{
	bits_close(&part->datasets);
	bits_close(&part->services);
}

void
rdf_page_head(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct rdf_page *page, const struct page_links *links)
{
	struct part part;
	struct used used; /* rdf_page_tail() asks once more */
	struct walk w;

	part_open(&part, r, page);
	buf_text(out, r->heads[syntax]);
	size_t start = out->n;
	used_open(&used, &r->sizes);
	walk_open(&w, r, 1u << syntax);
	w.outputs[syntax].out = out;
	w.used = &used;
	w.selection = &part.datasets;
	w.services = &part.services;
	paging_node(&w, links);
	walk_catalog(&w);
	walk_close(&w);
	used_close(&used);
	part_close(&part);
	rdf_blank_separator(out, start, syntax);
}

void
rdf_page_tail(struct buf *out, enum syntax syntax, const struct rdf *r,
    const struct rdf_page *page)
{
	struct part part;

	part_open(&part, r, page);
	rdf_tail(out, syntax, r, &page->used->used, &part.datasets, &part.services);
	part_close(&part);
}
