/*
 * What the projections of exports/ share.
 */
#ifndef EXPORTS_PROJECTION_H
#define EXPORTS_PROJECTION_H

#include "core/column.h"
#include "core/json.h"
#include "exports/exports.h"

struct exports {
	const struct catalog *catalog;
	struct exports_options options;
	struct arena *arena;
	/* The languages of the interface as indexes into catalog->languages; n_languages of that: absent. */
	unsigned languages[MAX_INTERFACE_LANGUAGES];
	const struct hosted_file **hosted; /* by dataset, then path; every file once */
	size_t n_hosted;
	struct document *documents;
	size_t n_documents;
};

/* May the public see what is referred to? */
bool is_shown(const struct catalog *c, const struct resource *r);

/* The texts of a property that are valid; NULL when there is none. */
const struct value *shown_value(const struct resource *r, enum property_id p);

/* The dataset's page: an address that works on every host. */
void page_address(struct buf *out, const struct catalog *c, const struct resource *r);
/* An address as it stands in the catalogue, made absolute. */
void absolute_address(struct buf *out, const struct catalog *c, struct text address);
/* The canonical form of a date; the text itself when it is none. */
void canonical_date(struct buf *out, struct text date);
/* Where a licence can be read: its own address, else its IRI. */
struct text license_address(const struct concept *license);

/* --- hosted files ---------------------------------------------------------------------------- */

struct hosted_files {
	const struct hosted_file *const *list;
	size_t n;
};
struct hosted_files hosted_files_of(const struct exports *x, const struct resource *dataset);
/* The distribution that is this file; NULL when it is none. */
const struct resource *distribution_of(const struct hosted_file *file);
bool is_tabular(const struct resource *distribution); /* CSV or TSV; NULL is allowed */
/* The licence of that distribution; NULL when it is none of the list. */
const struct concept *license_of(const struct hosted_file *file);
/* "stadtbezirke.csv": what of the path stands below the dataset's folder, '/' as '-'. Of the files
 * "a-b" and "a/b" the second is "a-b-2". */
void hosted_name(struct buf *out, struct hosted_files files, size_t number);
/* False when the file is no table with a name for every column. Lives in `a`. */
bool hosted_table(struct arena *a, const struct exports *x, const struct hosted_file *file,
    struct table_profile *profile);
/* "text/csv"; empty when nobody knows. */
struct text hosted_media_type(const struct resource *distribution);

/* --- projections ------------------------------------------------------------------------------ */

void table_head(struct buf *out, const struct exports *x, enum export e);
void table_dataset(struct buf parts[N_EXPORTS], const struct exports *x, const struct resource *dataset);

void plain_head(struct buf *out, const struct exports *x);
void plain_dataset(struct buf *out, const struct exports *x, const struct resource *dataset);
void plain_tail(struct buf *out, const struct exports *x);

void data_package(struct buf *out, const struct exports *x, const struct resource *dataset);

bool has_croissant(const struct exports *x, const struct resource *dataset);
void croissant(struct buf *out, const struct exports *x, const struct resource *dataset);

#endif
