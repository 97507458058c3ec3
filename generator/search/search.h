/*
 * The search index: static files that templates/assets/search.js reads. Made from the public set; nothing
 * here opens a file, asks a clock or depends on the number of threads.
 *
 *	s = search_new(catalog, language, names, jobs);   reads every text, inverts, encodes: most of the work
 *	for every i < search_count(s):         from any number of threads
 *		search_render(s, i, &bytes)    appends the bytes of the file search_path(s, i)
 *	search_free(s);
 *
 * One language of the interface at a time, since each wants memory; below search/<language>/:
 *
 *	index.js          the manifest, the only file whose name stays: which folders hold the rest, how
 *	                  many documents there are, where the shards of dictionary and postings begin (so
 *	                  that both can be asked for at once), the words that say nothing. A script, so
 *	                  that the search page has it as soon as its own script runs
 *	<hash>/t<n>       dictionary: terms in the order of bytes, with the word to show
 *	<hash>/p<n>       postings: which documents hold a term, by how much it says of them
 *	<hash>/f<n>       the facets of 2,048 documents
 *	<hash>/facets.json the values of the facets, with their titles and counts
 *	<hash>/o<n>       the orders by title and by date of 2,048 documents
 *	<hash>/<n>.json   what a list of results shows of eight documents; a hash for every 512
 *
 * The hash is that of what the files hold: they may be cached for ever, and the folders of one generation go
 * along with the next (build/search_files.h). The formats are described where they are
 * written: dictionary and postings in postings.c, facets in facets.c, orders in orders.c, documents in documents.c.
 * Also opensearch.xml of the language.
 */
#ifndef SEARCH_SEARCH_H
#define SEARCH_SEARCH_H

#include "catalog/catalog.h"
#include "dcat/names.h"

/* Belongs to the caller; const after search_new(), threads share it. `c` and the names of that language must outlive it. */
struct search;
struct search *search_new(const struct catalog *c, size_t language, const struct names *names, unsigned jobs);
void search_free(struct search *s); /* NULL is allowed */

size_t search_count(const struct search *s);

/* Where the file goes, below the output: appended to `path`. */
void search_path(const struct search *s, size_t i, struct buf *path);
void search_render(const struct search *s, size_t i, struct buf *out);

#endif
