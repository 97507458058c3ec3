#include "build/gate.h"

#include "adapters/xml.h"
#include "core/die.h"
#include "core/work.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define NOTHING "; nothing was published"
#define DCAT "http://www.w3.org/ns/dcat#"
#define HYDRA "http://www.w3.org/ns/hydra/core#"
#define RDF "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

enum { PIECE = 256 * 1024 };

/* What the documents of a feed found together, by the datasets' numbers. */
struct found {
	atomic_uchar *described, *listed;
};

struct gate {
	const struct catalog *catalog;
	struct writer *writer;
	const struct gate_feed *feeds;
	struct found *found; /* one a feed */
	char **bytes;        /* one a thread */
};

/* One document. */
struct reading {
	const struct gate *gate;
	const struct found *found;
	struct text path, about; /* of the subject; valid while it is open */
	struct buf subject, next, total;
	struct buf *collected; /* where the text goes; NULL: nowhere */
	bool in_paging;
};

static struct text
attribute(const struct xml_attribute *list, size_t n, struct text name)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(list[i].name, name) && text_equal(list[i].namespace, T(RDF)))
			return list[i].value;
	return T("");
}

static void
count(struct reading *r, atomic_uchar *counts, struct text iri, const char *how)
{
	const struct catalog *c = r->gate->catalog;
	struct text base = c->settings->base_url;
	struct text id = text_slice(iri, base.n + strlen("datasets/"), iri.n);
	const struct resource *dataset = text_starts(iri, base) ? resource_list_find(&c->datasets, id) : NULL;

	if (!dataset || !text_equal(text_slice(iri, base.n, iri.n), dataset->iri))
		die("%.*s %s %.*s, which is no public dataset" NOTHING, TEXT_ARG(r->path), how,
		    TEXT_ARG(iri));
	if (atomic_fetch_add(&counts[dataset->number], 1) != 0)
		die("%.*s %s %.*s a second time" NOTHING, TEXT_ARG(r->path), how, TEXT_ARG(iri));
}

static void
open_subject(struct reading *r, struct text namespace, struct text name, struct text about)
{
	r->subject.n = 0;
	buf_text(&r->subject, about);
	r->in_paging = text_equal(namespace, T(HYDRA)) && text_equal(name, T("PagedCollection"));
	if (text_equal(name, T("Dataset")) && text_equal(namespace, T(DCAT)))
		count(r, r->found->described, about, "describes");
}

static void
open_property(struct reading *r, struct text namespace, struct text name, struct text resource)
{
	if (text_equal(name, T("type")) && text_equal(namespace, T(RDF))) {
		if (text_equal(resource, T(DCAT "Dataset")))
			count(r, r->found->described, buf_view(&r->subject), "describes");
	} else if (text_equal(name, T("dataset")) && text_equal(namespace, T(DCAT))) {
		count(r, r->found->listed, resource, "lists");
	} else if (r->in_paging && text_equal(namespace, T(HYDRA))) {
		r->collected = text_equal(name, T("nextPage")) ? &r->next
		    : text_equal(name, T("totalItems")) ? &r->total : NULL;
	}
}

static void
on_open(void *context, unsigned depth, struct text namespace, struct text name,
    const struct xml_attribute *attributes, size_t n)
{
	struct reading *r = context;

	if (depth == 1)
		open_subject(r, namespace, name, attribute(attributes, n, T("about")));
	else if (depth == 2)
		open_property(r, namespace, name, attribute(attributes, n, T("resource")));
	else if (depth > 2)
		die("%.*s: has nested nodes, which some harvesters do not follow" NOTHING, TEXT_ARG(r->path));
}

static void
on_text(void *context, struct text piece)
{
	struct reading *r = context;

	if (r->collected)
		buf_text(r->collected, piece);
}

static void
on_close(void *context, unsigned depth)
{
	struct reading *r = context;

	if (depth == 2)
		r->collected = NULL;
}

static void
read_document(struct reading *r, char *bytes)
{
	static const struct xml_events events = { on_open, on_text, on_close };
	struct xml_reader *xml = xml_reader_new(&events, r);
	struct writer_reader *file = writer_reader_open(r->gate->writer, r->path);
	struct buf message = { 0 };
	uint64_t at = 0;

	for (size_t n; (n = writer_read(file, at, bytes, PIECE)) > 0; at += n)
		xml_reader_add(xml, (struct text){ bytes, n });
	writer_reader_close(file);
	const char *wrong = xml_reader_end(xml, &message);
	if (wrong)
		die("%.*s, %s" NOTHING, TEXT_ARG(r->path), wrong);
	buf_free(&message);
}

/* --- a feed ----------------------------------------------------------------------------------- */

static void
check_links(const struct reading *r, const struct gate_feed *feed, size_t i)
{
	const struct catalog *c = r->gate->catalog;
	struct buf next = { 0 };
	uint64_t total;

	if (i + 1 < feed->n) {
		buf_text(&next, c->settings->base_url);
		buf_text(&next, feed->paths[i + 1]);
	}
	if (!text_equal(buf_view(&next), buf_view(&r->next)))
		die("%.*s does not lead to the next page" NOTHING, TEXT_ARG(r->path));
	if (!text_number(buf_view(&r->total), SIZE_MAX, &total) || total != c->datasets.n)
		die("%.*s does not say how many datasets there are" NOTHING, TEXT_ARG(r->path));
	buf_free(&next);
}

/* The documents of all feeds one after another. */
static void
check_document(void *context, size_t number, unsigned worker)
{
	struct gate *g = context;
	size_t feed = 0;

	while (number >= g->feeds[feed].n)
		number -= g->feeds[feed++].n;
	struct reading r = { .gate = g, .found = &g->found[feed], .path = g->feeds[feed].paths[number] };
	read_document(&r, g->bytes[worker]);
	if (g->feeds[feed].is_paged)
		check_links(&r, &g->feeds[feed], number);
	buf_free(&r.subject);
	buf_free(&r.next);
	buf_free(&r.total);
}

static void
check_complete(const struct gate *g, size_t feed)
{
	const struct resource_list *datasets = &g->catalog->datasets;

	for (size_t i = 0; i < datasets->n; i++)
		if (atomic_load(&g->found[feed].described[i]) != 1 || atomic_load(&g->found[feed].listed[i]) != 1)
			die("the feed %.*s lacks the dataset %.*s, and harvesters would delete it" NOTHING,
			    TEXT_ARG(g->feeds[feed].paths[0]), TEXT_ARG(datasets->list[i]->id));
}

static atomic_uchar *
counters(size_t n)
{
	atomic_uchar *list = allocate(n * sizeof *list + 1);

	for (size_t i = 0; i < n; i++)
		atomic_init(&list[i], 0);
	return list;
}

void
gate_feeds(const struct catalog *c, struct writer *w, const struct gate_feed *feeds, size_t n,
    unsigned jobs)
{
	struct gate g = { .catalog = c, .writer = w, .feeds = feeds,
		.found = allocate(n * sizeof *g.found), .bytes = allocate(jobs * sizeof *g.bytes) };
	size_t n_documents = 0;

	for (size_t i = 0; i < n; i++) {
		g.found[i] = (struct found){ counters(c->datasets.n), counters(c->datasets.n) };
		n_documents += feeds[i].n;
	}
	for (unsigned k = 0; k < jobs; k++)
		g.bytes[k] = allocate(PIECE);
	work(jobs, n_documents, check_document, &g);
	for (size_t i = 0; i < n; i++) {
		check_complete(&g, i);
		free(g.found[i].described);
		free(g.found[i].listed);
	}
	for (unsigned k = 0; k < jobs; k++)
		free(g.bytes[k]);
	free(g.bytes);
	free(g.found);
}
