/*
 * How the files of a portal are to be served, whatever the server: headers, the documents of an IRI, what is
 * hidden. nginx and Apache are configured from these tables and from that of the media types.
 */
#ifndef SITE_SERVED_H
#define SITE_SERVED_H

#include "catalog/catalog.h"
#include "site/media_types.h"

/*
 * A header, and what it says where: patterns are regular expressions (what PCRE and nginx agree on) over the
 * path below the portal, which begins with '/'. The first that fits says it.
 */
struct served_rule {
	const char *pattern;
	const char *value; /* empty: not there */
};
struct served_header {
	const char *name;
	const char *value; /* where no rule fits; empty: the header is not there */
	const struct served_rule *rules;
	size_t n_rules;
	bool is_for_good; /* not with an error: nobody is to keep that */
	bool is_as_asked; /* an error, which has another page's path, says what the path asked for would have */
};

/* In the order in which they are written. Of the catalogue: hosts that maps ask, languages. */
const struct served_header *served_headers(struct arena *a, const struct catalog *c, size_t *n);

/* Paths that are kept from everybody: what is hidden, such as a repository, and the writer's manifest. */
extern const char *const served_hidden;

/* Answers differ by Accept: an IRI has no extension. */
extern const char *const served_iri;

/*
 * The documents of an IRI. What a client thinks of one is written as a text, by the first of its rows that
 * fits the header Accept (the rest of RFC 9110, 12.5.1: what is more specific counts, then q): its q without
 * zeros at the end and a mark, so that of two texts the greater one, byte by byte, is the wish of the client,
 * and of two with the same q the one that was named, in the order of the table: a browser never names RDF.
 */
struct served_form {
	const char *name;      /* a part of names of variables */
	const char *extension; /* ".rdf" */
	const char *named;     /* mark behind q: it is named itself, or as "text/" and "*" … */
	const char *included;
	const char *type, *range, *others; /* regular expressions: itself, its "text/" and "*", other names of it */
};
enum { N_FORMS = 4, FORM_DEFAULT = N_FORMS - 1 };
extern const struct served_form served_forms[N_FORMS];

struct accept_row {
	struct text pattern; /* without regard to case */
	struct text value;   /* "$1" is what the first parenthesis caught */
};
enum { MOST_ACCEPT_ROWS = 8 };
size_t accept_rows(struct arena *a, const struct served_form *form, struct accept_row rows[MOST_ACCEPT_ROWS]);

#endif
