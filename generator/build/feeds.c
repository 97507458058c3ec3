/*
 * Datasets are rendered in the order of the paged feed, a page at a time, by several threads. A
 * page keeps its part of the whole catalogue until its turn comes, so that this is written in order
 * and in constant memory. When the last page is known, and with it the generation, the pages are
 * put together from what was written: their datasets are a piece of the whole catalogue.
 */
#include "build/feeds.h"

#include "adapters/digest.h"
#include "build/entry_documents.h"
#include "build/gate.h"
#include "build/turnstile.h"
#include "core/die.h"
#include "core/work.h"
#include "rdf/paging.h"

#include <stdlib.h>
#include <string.h>

enum { SPLIT_ABOVE = 32 << 20, MOST_OF_A_PAGE = 50 * 1000 * 1000 };
enum { CARRY_SECONDS = 7 * 24 * 60 * 60, CARRY_MOST = 32 };

/* N-Triples are for the whole catalogue only. */
static const enum syntax documents[] = { RDFXML, TURTLE, JSONLD };
enum { N_DOCUMENTS = sizeof documents / sizeof documents[0] };

/* A piece of a document. */
struct piece {
	uint64_t start, size;
};

struct feed_page {
	const struct resource *const *datasets;
	size_t n_datasets;
	struct rdf_used *used;
	struct piece pieces[N_SYNTAXES]; /* its datasets, in catalog.* */
	struct digest said;              /* of its datasets, then of the whole page */
};

struct feed_worker {
	struct rdf_fragment *fragment;
	struct buf document, parts[N_SYNTAXES];
	struct digest_state *said;  /* of the page's datasets */
	struct feed_page *pages; /* of the turn; the pieces count from its start */
	size_t n_pages;
};

/* One profile's. */
struct feed {
	struct arena *arena;
	const struct catalog *catalog;
	enum profile profile;
	bool is_default;
	struct rdf *rdf;
	struct writer *writer;
	struct paging paging;
	struct feed_worker *workers;
	struct rdf_used *used;
	struct writer_stream *streams[N_SYNTAXES];
	uint64_t written[N_SYNTAXES];
	struct turnstile turnstile;
	struct feed_page *pages;
	size_t n_pages, items_per_page;
	struct text generation;
};

struct feeds {
	const struct catalog *catalog;
	struct writer *writer;
	struct arena *arena;
	struct feed *list; /* the first is the default profile's */
	size_t n;
};

/* --- datasets, and the whole catalogue ---------------------------------------------------------- */

static void
write_documents(struct feed *f, struct feed_worker *w, const struct resource *dataset)
{
	struct buf path = { 0 };

	for (size_t i = 0; i < N_DOCUMENTS; i++) {
		path.n = 0;
		buf_text(&path, dataset->iri);
		buf_char(&path, '.');
		buf_str(&path, syntaxes[documents[i]].extension);
		w->document.n = 0;
		rdf_document(&w->document, documents[i], w->fragment);
		struct digest digest = writer_file(f->writer, buf_view(&path), buf_view(&w->document));
		digest_add(w->said, (struct text){ (const char *)digest.bytes, DIGEST_SIZE });
	}
	buf_free(&path);
}

static void
digest_fragment(struct feed_worker *w)
{
	for (size_t i = 0; i < N_DOCUMENTS; i++)
		digest_add(w->said, rdf_fragment_text(w->fragment, documents[i]));
}

static struct feed_page *
begin_page(struct feed *f, struct feed_worker *w, const struct resource *const *datasets)
{
	w->pages = reallocate(w->pages, (w->n_pages + 1) * sizeof *w->pages);
	struct feed_page *page = &w->pages[w->n_pages++];

	*page = (struct feed_page){ .datasets = datasets, .used = rdf_used_new(f->rdf) };
	for (size_t s = 0; s < N_SYNTAXES; s++)
		page->pieces[s].start = w->parts[s].n;
	w->said = digest_begin();
	return page;
}

static void
end_page(struct feed_worker *w, struct feed_page *page)
{
	for (size_t s = 0; s < N_SYNTAXES; s++)
		page->pieces[s].size = w->parts[s].n - page->pieces[s].start;
	page->said = digest_finish(w->said);
}

static bool
is_full(const struct feed_worker *w, const struct feed_page *page)
{
	for (size_t i = 0; i < N_DOCUMENTS; i++)
		if (w->parts[documents[i]].n - page->pieces[documents[i]].start > SPLIT_ABOVE)
			return true;
	return false;
}

static void
append_turn(struct feed *f, struct feed_worker *w, size_t turn)
{
	turnstile_enter(&f->turnstile, turn);
	f->pages = reallocate(f->pages, (f->n_pages + w->n_pages) * sizeof *f->pages);
	for (size_t i = 0; i < w->n_pages; i++) {
		struct feed_page *page = &f->pages[f->n_pages++];
		*page = w->pages[i];
		for (size_t s = 0; s < N_SYNTAXES; s++)
			page->pieces[s].start += f->written[s];
		if (page->n_datasets > f->items_per_page)
			f->items_per_page = page->n_datasets;
		rdf_used_merge(f->used, page->used);
	}
	for (size_t s = 0; s < N_SYNTAXES; s++) {
		writer_stream_add(f->streams[s], buf_view(&w->parts[s]));
		f->written[s] += w->parts[s].n;
	}
	turnstile_leave(&f->turnstile);
}

static void
write_turn(void *context, size_t number, unsigned worker)
{
	struct feed *f = context;
	struct feed_worker *w = &f->workers[worker];
	size_t from = f->paging.first[number], to = f->paging.first[number + 1];

	w->n_pages = 0;
	for (size_t s = 0; s < N_SYNTAXES; s++)
		w->parts[s].n = 0;
	struct feed_page *page = begin_page(f, w, f->paging.datasets + from);
	for (size_t i = from; i < to; i++) {
		if (is_full(w, page)) {
			end_page(w, page);
			page = begin_page(f, w, f->paging.datasets + i);
		}
		rdf_fragment_render(w->fragment, f->paging.datasets[i]);
		rdf_used_add(page->used, w->fragment);
		for (size_t s = 0; s < N_SYNTAXES; s++)
			buf_text(&w->parts[s], rdf_fragment_text(w->fragment, (enum syntax)s));
		/* A dataset's documents say what its fragment does, and their digests are known. */
		if (f->is_default)
			write_documents(f, w, f->paging.datasets[i]);
		else
			digest_fragment(w);
		page->n_datasets++;
	}
	end_page(w, page);
	append_turn(f, w, number);
}

static struct text
catalog_path(struct buf *path, const struct feed *f, enum syntax syntax)
{
	path->n = 0;
	profile_feed(path, f->profile, !f->is_default, false);
	buf_char(path, '.');
	buf_str(path, syntaxes[syntax].extension);
	return buf_view(path);
}

static void
open_streams(struct feed *f)
{
	struct buf out = { 0 };

	for (size_t s = 0; s < N_SYNTAXES; s++) {
		f->streams[s] = writer_stream_open(f->writer, catalog_path(&out, f, (enum syntax)s));
		out.n = 0;
		rdf_catalog_head(&out, (enum syntax)s, f->rdf);
		writer_stream_add(f->streams[s], buf_view(&out));
		f->written[s] = out.n;
	}
	buf_free(&out);
}

static void
close_streams(struct feed *f)
{
	struct buf tail = { 0 };

	for (size_t s = 0; s < N_SYNTAXES; s++) {
		tail.n = 0;
		rdf_catalog_tail(&tail, (enum syntax)s, f->rdf, f->used);
		writer_stream_add(f->streams[s], buf_view(&tail));
		writer_stream_close(f->streams[s]);
	}
	buf_free(&tail);
}

/* --- the paged feed --------------------------------------------------------------------------- */

/* Below the base URL. Number 0 is the first page. */
static struct text
page_path(struct buf *out, const struct feed *f, size_t number, enum syntax syntax)
{
	size_t start = out->n;

	if (number == 0)
		profile_feed(out, f->profile, !f->is_default, true);
	else
		buf_printf(out, "feed/%.*s/%zu", TEXT_ARG(f->generation), number + 1);
	buf_char(out, '.');
	buf_str(out, syntaxes[syntax].extension);
	return text_slice(buf_view(out), start, out->n);
}

static struct text
page_iri(struct arena *a, const struct feed *f, size_t number, enum syntax syntax)
{
	struct buf out = { 0 };

	buf_text(&out, f->catalog->settings->base_url);
	page_path(&out, f, number, syntax);
	struct text iri = arena_text(a, buf_view(&out));
	buf_free(&out);
	return iri;
}

static struct page_links
links_of(struct arena *a, const struct feed *f, size_t number, enum syntax syntax)
{
	size_t last = f->n_pages - 1;

	return (struct page_links){
		.self = page_iri(a, f, number, syntax),
		.first = page_iri(a, f, 0, syntax),
		.last = page_iri(a, f, last, syntax),
		.previous = number > 0 ? page_iri(a, f, number - 1, syntax) : T(""),
		.next = number < last ? page_iri(a, f, number + 1, syntax) : T(""),
		.total_items = f->catalog->datasets.n,
		.items_per_page = f->items_per_page,
	};
}

static struct rdf_page
around(const struct feed *f, size_t number)
{
	const struct feed_page *page = &f->pages[number];

	return (struct rdf_page){ page->datasets, page->n_datasets, page->used, number == 0 };
}

/* All that the page says, its addresses as if the generation had no name. */
static void
digest_page(void *context, size_t number, unsigned worker)
{
	struct feed *f = context;
	struct feed_page *page = &f->pages[number];
	struct rdf_page parts = around(f, number);
	struct buf *out = &f->workers[worker].document;
	struct arena *a = arena_new();
	struct digest_state *state = digest_begin();

	digest_add(state, (struct text){ (const char *)page->said.bytes, DIGEST_SIZE });
	for (size_t i = 0; i < N_DOCUMENTS; i++) {
		struct page_links links = links_of(a, f, number, documents[i]);
		out->n = 0;
		rdf_page_head(out, documents[i], f->rdf, &parts, &links);
		rdf_page_tail(out, documents[i], f->rdf, &parts);
		digest_add(state, buf_view(out));
	}
	page->said = digest_finish(state);
	arena_free(a);
}

static void
name_generation(struct feed *f, unsigned jobs)
{
	enum { DIGITS = 16 };
	struct buf name = { 0 };

	if (f->n_pages == 1)
		return;
	work(jobs, f->n_pages, digest_page, f);
	struct digest_state *state = digest_begin();
	for (size_t i = 0; i < f->n_pages; i++)
		digest_add(state, (struct text){ (const char *)f->pages[i].said.bytes, DIGEST_SIZE });
	struct digest digest = digest_finish(state);
	digest_write(&name, &digest);
	f->generation = arena_text(f->arena, text_slice(buf_view(&name), 0, DIGITS));
	buf_free(&name);
}

static void
copy_piece(struct buf *out, struct feed *f, enum syntax syntax, const struct piece *piece)
{
	struct buf path = { 0 };
	struct writer_reader *r = writer_reader_open(f->writer, catalog_path(&path, f, syntax));
	size_t size = (size_t)piece->size;

	buf_reserve(out, size);
	if (writer_read(r, piece->start, out->s + out->n, size) != size)
		die("%s: what was written cannot be read back; nothing is published", buf_cstr(&path));
	out->n += size;
	writer_reader_close(r);
	buf_free(&path);
}

static void
check_size(const struct feed *f, size_t number, enum syntax syntax, size_t size)
{
	const struct feed_page *page = &f->pages[number];

	if (size > MOST_OF_A_PAGE)
		die("page %zu of the feed would have %zu MB as %s, and harvesters refuse more than 50; "
		    "nothing was published. Look at its datasets, of which the first is %.*s",
		    number + 1, size / 1000000, syntaxes[syntax].label,
		    TEXT_ARG(page->n_datasets ? page->datasets[0]->id : T("?")));
}

static void
write_page(void *context, size_t number, unsigned worker)
{
	struct feed *f = context;
	const struct feed_page *page = &f->pages[number];
	struct rdf_page parts = around(f, number);
	struct buf *out = &f->workers[worker].document, path = { 0 };
	struct arena *a = arena_new();

	for (size_t i = 0; i < N_DOCUMENTS; i++) {
		path.n = 0;
		page_path(&path, f, number, documents[i]);
		/* Its name says what it says. */
		if (number > 0 && writer_keep(f->writer, buf_view(&path)))
			continue;
		struct page_links links = links_of(a, f, number, documents[i]);
		out->n = 0;
		rdf_page_head(out, documents[i], f->rdf, &parts, &links);
		copy_piece(out, f, documents[i], &page->pieces[documents[i]]);
		rdf_page_tail(out, documents[i], f->rdf, &parts);
		check_size(f, number, documents[i], out->n);
		writer_file(f->writer, buf_view(&path), buf_view(out));
	}
	buf_free(&path);
	arena_free(a);
}

/* --- the whole -------------------------------------------------------------------------------- */

static void
open_workers(struct feed *f, unsigned jobs)
{
	f->workers = allocate(jobs * sizeof *f->workers);
	for (unsigned k = 0; k < jobs; k++)
		f->workers[k] = (struct feed_worker){ .fragment = f->is_default ? rdf_fragment_new(f->rdf) :
			rdf_fragment_new_in(f->rdf, (1u << N_SYNTAXES) - 1) };
}

static void
close_workers(struct feed *f, unsigned jobs)
{
	for (unsigned k = 0; k < jobs; k++) {
		rdf_fragment_free(f->workers[k].fragment);
		buf_free(&f->workers[k].document);
		for (size_t s = 0; s < N_SYNTAXES; s++)
			buf_free(&f->workers[k].parts[s]);
		free(f->workers[k].pages);
	}
	free(f->workers);
}

static void
write_feed(struct feed *f, unsigned jobs)
{
	f->used = rdf_used_new(f->rdf);
	open_workers(f, jobs);
	open_streams(f);
	work(jobs, f->paging.n_pages, write_turn, f);
	close_streams(f);
	name_generation(f, jobs);
	work(jobs, f->n_pages, write_page, f);
	close_workers(f, jobs);
	for (size_t i = 0; i < f->n_pages; i++)
		rdf_used_free(f->pages[i].used);
	rdf_used_free(f->used);
}

struct feeds *
feeds_write(const struct catalog *c, struct writer *writer, unsigned jobs)
{
	const struct settings *settings = c->settings;
	struct arena *a = arena_new();
	struct feeds *all = arena_new_of(a, struct feeds);

	*all = (struct feeds){ .catalog = c, .writer = writer, .arena = a, .n = settings->n_profiles,
		.list = arena_array(a, struct feed, settings->n_profiles) };
	struct paging paging = paging_new(a, c);
	for (size_t i = 0; i < all->n; i++) {
		struct feed *f = &all->list[i];
		*f = (struct feed){ .arena = a, .catalog = c, .profile = settings->profiles[i], .is_default = i == 0,
			.rdf = rdf_new_as(c, settings->profiles[i]), .writer = writer, .paging = paging, .turnstile = TURNSTILE };
		write_feed(f, jobs);
		if (f->is_default)
			write_entry_documents(c, f->rdf, writer, jobs);
		rdf_free(f->rdf);
	}
	return all;
}

void
feeds_free(struct feeds *all)
{
	for (size_t i = 0; i < all->n; i++)
		free(all->list[i].pages);
	arena_free(all->arena);
}

void
feeds_check(const struct feeds *all, unsigned jobs)
{
	struct gate_feed list[2 * N_PROFILES];
	struct buf path = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < all->n; i++) {
		const struct feed *f = &all->list[i];
		struct text *whole = arena_new_of(all->arena, struct text);
		struct text *pages = arena_array(all->arena, struct text, f->n_pages);
		*whole = arena_text(all->arena, catalog_path(&path, f, RDFXML));
		for (size_t k = 0; k < f->n_pages; k++) {
			path.n = 0;
			pages[k] = arena_text(all->arena, page_path(&path, f, k, RDFXML));
		}
		list[n++] = (struct gate_feed){ whole, 1, false };
		list[n++] = (struct gate_feed){ pages, f->n_pages, true };
	}
	buf_free(&path);
	gate_feeds(all->catalog, all->writer, list, n, jobs);
}

void
feeds_carry(const struct feeds *all)
{
	/* A working tree has no time; nobody harvests a preview. */
	if (all->catalog->commit.n)
		writer_carry(all->writer, &(struct writer_carrying){ .in = T("feed"),
		    .commit_time = all->catalog->commit_time, .seconds = CARRY_SECONDS, .most = CARRY_MOST * all->n });
}
