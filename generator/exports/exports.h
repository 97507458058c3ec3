/*
 * The catalogue for people who work with data: tables, plain JSON, Data Packages and Croissant.
 * Functions from `const struct catalog *` (the public set) to bytes; they open no file.
 *
 *	struct exports *x = exports_new(catalog, &options);    once, const, shared by all threads
 *
 * Of the whole catalogue, streamed: head, then every dataset in the order of the catalogue (shards
 * may be rendered by several threads and put together in their order), then tail.
 *
 *	exports_head(&out, x, e);
 *	exports_dataset(parts, x, dataset);    appends to all of them
 *	exports_tail(&out, x, e);
 *
 * Of single datasets with hosted files:
 *
 *	for every i < exports_count(x):
 *		exports_render(&out, x, exports_at(x, i));     from any number of threads
 *
 * catalog.csv and distributions.csv are RFC 4180 to the letter: UTF-8 without byte order mark, ','
 * between cells, CRLF, every value as it is. They are for programs: a spreadsheet may take a title
 * that begins with '=' for a formula. For spreadsheets there are catalog-excel.csv and
 * distributions-excel.csv: with byte order mark and ';', as a German Excel opens them, and with an
 * apostrophe before every = + - @ that could begin a cell, whichever of , ; TAB and line end the
 * program takes for its separator. Lists stand in one cell, separated by '|' (a '|' of a value: "\|").
 * The lossless form is catalog.json.
 */
#ifndef EXPORTS_EXPORTS_H
#define EXPORTS_EXPORTS_H

#include "catalog/catalog.h"

enum export {
	EXPORT_CATALOG_CSV,
	EXPORT_CATALOG_EXCEL,
	EXPORT_DISTRIBUTIONS_CSV,
	EXPORT_DISTRIBUTIONS_EXCEL,
	EXPORT_CATALOG_JSON,
	N_EXPORTS
};

struct export_facts {
	const char *path;       /* "catalog.csv" */
	const char *media_type; /* as a server should say it */
	const char *label[N_INTERFACE_LANGUAGES];
};
extern const struct export_facts export_facts[N_EXPORTS];

struct exports_options {
	/* The bytes of a hosted file, to infer the schema of a table; called from many threads. NULL, or the
	 * empty text in answer: no schema. */
	struct text (*hosted_bytes)(void *context, const struct hosted_file *file, struct arena *a);
	void *context;
};

/* Belongs to the caller. `c` must outlive it and have a dcat:Catalog (self is not NULL). */
struct exports;
struct exports *exports_new(const struct catalog *c, const struct exports_options *o);
void exports_free(struct exports *x); /* NULL is allowed */

void exports_head(struct buf *out, const struct exports *x, enum export e);
void exports_dataset(struct buf parts[N_EXPORTS], const struct exports *x, const struct resource *dataset);
void exports_tail(struct buf *out, const struct exports *x, enum export e);

enum document_kind {
	DOCUMENT_DATA_PACKAGE, /* datasets/<id>/datapackage.json: of every dataset with a hosted file */
	DOCUMENT_CROISSANT,    /* datasets/<id>/croissant.json: with a hosted CSV or TSV, and all that Croissant asks */
	N_DOCUMENT_KINDS
};

struct document {
	struct text path; /* below the output */
	const struct resource *dataset;
	enum document_kind kind;
};

/* Documents of the same dataset stand beside each other. */
size_t exports_count(const struct exports *x);
const struct document *exports_at(const struct exports *x, size_t i);

/* Appends the document. */
void exports_render(struct buf *out, const struct exports *x, const struct document *d);

#endif
