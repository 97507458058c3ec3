/*
 * libFuzzer target: the whole way of an entry. A small catalogue in which one dataset is made of the input is
 * read, checked and reported in every form; when nothing is wrong with it, its RDF is rendered, and
 * other parsers have to accept them.
 *
 *	clang -g -fsanitize=fuzzer,address,undefined -D_GNU_SOURCE -Igenerator …
 */
#include "adapters/git.h"
#include "adapters/xml.h"
#include "check/check.h"
#include "check/report.h"
#include "core/file.h"
#include "rdf/rdf.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <git2.h>
#include <jansson.h>
#include <libxml/parser.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[4096], entry[4200];

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "%s\n", what);
	abort();
}

static void
remove_folder(void)
{
	char command[8192];

	snprintf(command, sizeof command, "rm -rf '%s'", folder);
	if (system(command) != 0)
		fprintf(stderr, "%s remains\n", folder);
}

/* A copy of the catalogue of the cases, in a repository of its own. */
int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	char command[16384];
	const char *where = getenv("TMPDIR");

	(void)argc, (void)argv;
	xml_init();
	git_libgit2_init(); /* kept open: each time it reads the machine's certificates */
	snprintf(folder, sizeof folder, "%s/fuzz-catalog-XXXXXX", where ? where : "/tmp");
	must(mkdtemp(folder) != NULL, "no folder");
	atexit(remove_folder);
	snprintf(command, sizeof command, "cp -R tests/cases/base/* '%s' && git init --quiet '%s'", folder, folder);
	must(system(command) == 0, "no catalogue");
	snprintf(entry, sizeof entry, "%s/catalog/datasets/fuzz.md", folder);
	return 0;
}

static void
write_entry(const uint8_t *data, size_t size)
{
	int fd = open(entry, O_WRONLY | O_CREAT | O_TRUNC, 0644);

	must(fd >= 0 && write(fd, data, size) == (ssize_t)size && close(fd) == 0, "the entry was not written");
}

static void
report(const struct diagnostics *d)
{
	struct buf out = { 0 };

	for (unsigned format = 0; format < N_REPORT_FORMATS; format++) {
		out.n = 0;
		report_write(&out, d, format, &(struct report_options){ .language = format % 2 ? GERMAN : ENGLISH });
		must(utf8_is_valid(buf_view(&out)), "a report is not UTF-8");
	}
	buf_free(&out);
}

static void
check_documents(const struct buf out[N_SYNTAXES])
{
	xmlDocPtr doc = xmlReadMemory(out[RDFXML].s, (int)out[RDFXML].n, NULL, NULL,
	    XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
	must(doc != NULL, "RDF/XML is not well-formed");
	xmlFreeDoc(doc);
	json_t *json = json_loadb(out[JSONLD].s, out[JSONLD].n, JSON_REJECT_DUPLICATES, NULL);
	must(json != NULL, "JSON-LD is not JSON");
	json_decref(json);
	must(utf8_is_valid(buf_view(&out[TURTLE])), "Turtle is not UTF-8");
}

static void
render(const struct catalog *c)
{
	struct rdf *r = rdf_new(c);
	struct rdf_fragment *f = rdf_fragment_new(r);
	struct buf out[N_SYNTAXES] = { 0 };
	const struct resource *dataset = resource_list_find(&c->datasets, T("fuzz"));

	if (dataset) {
		rdf_fragment_render(f, dataset);
		for (unsigned s = 0; s < N_SYNTAXES; s++)
			if (RDF_DOCUMENTS & 1u << s)
				rdf_document(&out[s], s, f);
		check_documents(out);
	}
	for (unsigned s = 0; s < N_SYNTAXES; s++)
		buf_free(&out[s]);
	rdf_fragment_free(f);
	rdf_free(r);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct diagnostics *d = diagnostics_new();
	struct arena *a = arena_new();

	write_entry(data, size);
	struct snapshot *s = snapshot_open(&(struct snapshot_options){ .folder = folder,
					       .kind = SNAPSHOT_WORKTREE, .roots = roots }, d);
	struct catalog_owner *owner = catalog_read(&(struct catalog_reading){ s, 1 }, d);
	check_catalog(catalog_all(owner), d, 1);
	catalog_load_sources(s, d, a);
	report(d);
	if (d->n_errors == 0)
		render(catalog_public(owner));
	catalog_free(owner);
	diagnostics_free(d);
	snapshot_close(s);
	arena_free(a);
	return 0;
}
