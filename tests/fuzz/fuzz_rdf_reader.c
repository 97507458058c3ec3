/*
 * libFuzzer target: other people's RDF, in each syntax, and what an import makes of it. Nothing is
 * written or fetched; every text that comes out is UTF-8 and every refusal has words.
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Igenerator …
 */
#include "adapters/xml.h"
#include "import/dcat.h"

#include <stdlib.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	(void)argc, (void)argv;
	xml_init();
	return 0;
}

/* The first byte chooses the syntax. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = { "application/rdf+xml", "text/turtle", "application/n-triples", "application/ld+json", "" };
	static struct code_lists *lists; /* takes longer than all the rest */
	struct text next, type = text_of(types[size ? data[0] % 5 : 0]);

	if (!lists)
		lists = code_lists_new();
	struct diagnostics *d = diagnostics_new();
	struct import *i = import_open(&(struct import_options){ .catalog = "/nonexistent", .shown_as = "catalog",
					   .source = T("fuzz"), .language = T("de"), .lists = lists }, d);
	struct source source = { T("fuzz"), { (const char *)data + (size > 0), size - (size > 0) } };
	struct dcat_feed *f = dcat_feed_open(i);

	if (dcat_feed_read(f, &source, type, T(""), &next))
		dcat_feed_import(f);
	else if (d->n_errors == 0)
		abort();
	struct import_files files = import_finish(i);
	for (size_t k = 0; k < files.n; k++)
		if (utf8_is_valid(source.bytes) && !utf8_is_valid(files.list[k].bytes))
			abort();
	dcat_feed_close(f);
	import_close(i);
	diagnostics_free(d);
	return 0;
}
