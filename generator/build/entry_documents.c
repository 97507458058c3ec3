#include "build/entry_documents.h"

#include "core/work.h"

struct entry_documents {
	const struct catalog *catalog;
	const struct rdf *rdf;
	struct writer *writer;
};

static void
write_entry(void *context, size_t number, unsigned worker)
{
	const struct entry_documents *d = context;
	const struct resource_list *services = &d->catalog->services, *series = &d->catalog->series;
	const struct resource *entry =
	    number < services->n ? services->list[number] : series->list[number - services->n];
	struct buf out[N_SYNTAXES] = { 0 }, path = { 0 };

	(void)worker;
	rdf_entry_documents(out, RDF_DOCUMENTS, d->rdf, entry);
	for (enum syntax i = 0; i < N_SYNTAXES; i++) {
		if (RDF_DOCUMENTS & 1u << i) {
			path.n = 0;
			buf_text(&path, entry->iri);
			buf_char(&path, '.');
			buf_str(&path, syntaxes[i].extension);
			writer_file(d->writer, buf_view(&path), buf_view(&out[i]));
		}
		buf_free(&out[i]);
	}
	buf_free(&path);
}

void
write_entry_documents(const struct catalog *c, const struct rdf *rdf, struct writer *writer, unsigned jobs)
{
	struct entry_documents d = { c, rdf, writer };

	work(jobs, c->services.n + c->series.n, write_entry, &d);
}
