/*
 * `tabularium import dcat`: which documents a feed is made of.
 */
#include "adapters/rdf_reader.h"
#include "core/file.h"
#include "dcat/iri.h"
#include "import/dcat.h"
#include "import/fetch.h"
#include "import/sources.h"

#include <string.h>

/* The property table read backwards: what has no predicate is no RDF. */
const struct mapping dcat_mapping[] = {
#define CLASS(...)
#define PROPERTY(class_, key_, kind_, cardinality_, obligation_, predicate_, ...)                                  \
	{ predicate_, class_##_##key_, { NULL, NULL } },
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
#define OTHER(class_, predicate_, key_) { predicate_, class_##_##key_, { NULL, NULL } },
#include "import/dcat_names.def"
#undef OTHER
};
const size_t n_dcat_mapping = sizeof dcat_mapping / sizeof dcat_mapping[0];

enum { MAX_PAGES = 10000 };

#define ACCEPT "application/rdf+xml, text/turtle;q=0.9, application/ld+json;q=0.8, application/n-triples;q=0.7"

static struct source *
source_of(struct import *i, const char *where, struct text bytes)
{
	struct source *s = arena_new_of(import_arena(i), struct source);

	*s = (struct source){ arena_text(import_arena(i), text_of(where)), bytes };
	return s;
}

static bool
read_page(struct import *i, struct dcat_feed *f, const char *where, struct text *next)
{
	struct text bytes;

	*next = T("");
	if (!fetch(i, where, ACCEPT, 0, &bytes))
		return false;
	return dcat_feed_read(
	    f, source_of(i, where, bytes), T(""), is_web_address(where) ? text_of(where) : T(""), next);
}

static struct text
folder_of(struct text path)
{
	while (path.n && path.s[path.n - 1] != '/')
		path.n--;
	return path;
}

/* The page behind `where`, which a file names by the address it once had: its copy lies beside it. NULL:
 * there is none. */
static const char *
beside(struct import *i, const char *where, struct text next)
{
	struct arena *a = import_arena(i);
	struct text name = iri_file_name(next), bytes;
	const char *path = arena_printf(a, "%.*s%.*s", TEXT_ARG(folder_of(text_of(where))), TEXT_ARG(name)).s;

	if (name.n == 0 || strcmp(path, where) == 0 || !file_read(a, path, FETCH_MAX_BYTES, &bytes))
		return NULL;
	return path;
}

static const char *
address_of(struct import *i, const char *where, struct text next)
{
	struct arena *a = import_arena(i);

	if (!is_web_address(where))
		return beside(i, where, next);
	if (text_find(next, T("://")) < next.n)
		return arena_cstr(a, next);
	return arena_printf(a, "%.*s%.*s", TEXT_ARG(folder_of(text_of(where))), TEXT_ARG(next)).s;
}

/* A page that was read before ends the feed; some servers give the first one for ever. */
static bool
read_pages(struct import *i, struct dcat_feed *f, const char *where)
{
	struct table seen = { 0 };
	bool is_good = true;

	for (size_t n = 0; where && n < MAX_PAGES && !table_set(&seen, text_of(where), f); n++) {
		struct text next;
		const char *page = where;
		is_good = read_page(i, f, page, &next);
		where = is_good && next.n ? address_of(i, page, next) : NULL;
		if (is_good && next.n && !where)
			diagnose(import_diagnostics(i), IMPORT_PAGE_MISSING,
			    (struct place){ source_of(i, page, T("")), 0, 0 }, next);
	}
	table_free(&seen);
	return is_good;
}

/* A folder's files are the pages, in the order of their names. */
static bool
read_folder(struct import *i, struct dcat_feed *f, const char *where, const struct text *names, size_t n)
{
	struct text next;
	bool is_good = true;

	for (size_t k = 0; k < n && is_good; k++)
		if (names[k].s[0] != '.' && rdf_input_of(names[k], T("")) != RDF_INPUT_UNKNOWN)
			is_good = read_page(i, f, path_join(import_arena(i), where, names[k].s), &next);
	return is_good;
}

bool
dcat_read(struct import *i, const char *where)
{
	struct dcat_feed *f = dcat_feed_open(i);
	struct text *names;
	size_t n;

	bool is_good = !is_web_address(where) && folder_read(import_arena(i), where, &names, &n) ?
	    read_folder(i, f, where, names, n) : read_pages(i, f, where);
	/* Half a feed would make entries look gone. */
	if (is_good)
		dcat_feed_import(f);
	dcat_feed_close(f);
	return is_good;
}
