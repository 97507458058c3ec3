/*
 * What the files of search/ share: the index in one language, while it is made and as it is rendered.
 */
#ifndef SEARCH_INDEX_H
#define SEARCH_INDEX_H

#include "catalog/catalog.h"
#include "dcat/names.h"
#include "search/words.h"

enum {
	DOCUMENTS_A_FILE = 8,
	FILES_A_FOLDER = 64,
	DOCUMENTS_A_FOLDER = DOCUMENTS_A_FILE * FILES_A_FOLDER,
	DOCUMENTS_A_BLOCK = 512,          /* worked on by one thread */
	DOCUMENTS_A_FACET_BLOCK = 2048,
	SHARD_SIZE = 8 << 10,
	HASH_LENGTH = 12,                 /* hexadecimal digits in the name of a folder */
};

/* As the script numbers them. */
enum document_kind { DOCUMENT_DATASET, DOCUMENT_SERIES, DOCUMENT_SERVICE, DOCUMENT_PUBLISHER, DOCUMENT_PAGE };

struct document {
	const struct resource *resource; /* NULL: a page */
	const struct own_page *page;
	uint8_t kind;
};

/* --- facets (facets.c) ------------------------------------------------------------------------- */

enum facet_id {
	FACET_THEME, FACET_PUBLISHER, FACET_FORMAT, FACET_LICENSE, FACET_HVD,
	FACET_REGION, /* by name (dcat/location.h), else by its official key */
	FACET_YEAR,   /* of the date that lists show; its number is the year itself */
	FACET_KIND, N_FACETS
};

struct facet_value {
	const void *subject; /* concept, resource or struct region; NULL of HVD, years and kinds */
	uint32_t count;      /* documents */
	uint32_t subject_number;
};
struct facet_table {
	struct facet_value *values; /* the most frequent first; the script counts them from 1 */
	size_t n;
	uint32_t *number_of; /* by concept->number or resource->number: 1 + place in values; 0: none */
	size_t n_subjects;
};

/* The code stands in addresses, which another language reads, too: it is the name in the portal's first language. */
struct region {
	struct text code, title;
};

/* --- the index in one language ----------------------------------------------------------------- */

struct index {
	const struct catalog *catalog;
	size_t interface;     /* index into settings->languages */
	unsigned texts;       /* index into catalog->languages */
	unsigned first_texts; /* that of the portal's first language */
	struct text language; /* "de" */
	const struct names *names; /* of concepts */
	uint64_t names_mark;  /* changes when they do */
	struct arena *arena, **arenas; /* of each block */
	size_t n_blocks;

	struct document *documents;
	size_t n;
	uint64_t *marks;      /* of each document: changes when what is shown of it does */
	uint64_t *folders;    /* hash for every DOCUMENTS_A_FOLDER */
	size_t n_folders;

	struct table region_numbers; /* code → 1 + place in regions */
	struct region *regions;
	size_t n_regions;
	struct facet_table facets[N_FACETS];
	const uint32_t **sets; /* of each document: for each facet how many subjects, and their numbers */
	bool has_stems[3];    /* by enum stem_language: of which languages there are words */

	/* Files below <orders>/, as they are written: a date is another more often than the words are. */
	uint64_t orders_hash;
	struct buf *orders;
	size_t n_orders;

	/* Files below <terms>/, as they are written. */
	uint64_t terms;
	struct buf facet_values, *dictionary, *postings, *facet_blocks;
	/* Of each shard of the dictionary and of the postings where it begins: no more of its first term than
	 * tells it from the term before. */
	struct text *first_terms, *first_lists;
	size_t n_dictionary, n_postings, n_facet_blocks;
};

/* documents.c */
void documents_find(struct index *x, unsigned jobs);
void documents_render(const struct index *x, size_t file, struct buf *out);
size_t documents_files(const struct index *x);

enum field {
	FIELD_TITLE, FIELD_OTHER_TITLE, FIELD_KEYWORD, FIELD_SERIES, FIELD_PUBLISHER, FIELD_CONCEPT, FIELD_PLACE, FIELD_PART,
	FIELD_DESCRIPTION, N_FIELDS
};
/* Calls `field` for every text of a document that is searched, most important first. */
void document_texts(const struct index *x, const struct document *d,
    void (*field)(void *context, enum field f, struct text text, enum stem_language language), void *context);

/* The licence of a dataset: its own, else that of its first distribution; NULL. */
const struct concept *document_license(const struct resource *dataset);

/* The date of the data, which lists show; NULL. */
const struct value *document_date(const struct document *d);

/* orders.c: keys: of each document's title, as they are sorted */
void orders_encode(struct index *x, const struct text *keys);

/* facets.c */
void facets_find_regions(struct index *x); /* before facets_of_document(), which threads share */
const uint32_t *facets_of_document(const struct index *x, const struct document *d, struct arena *a);
void facets_find(struct index *x);
void facets_encode(struct index *x);

/* inversion.c: fills dictionary and postings. */
void index_invert(struct index *x, const struct lexicon *l, unsigned jobs);

/* postings.c */
struct posting_list {
	struct text term, display; /* display: empty when no text holds the word by itself */
	const uint32_t *list;      /* document << LEVEL_BITS | level, in the order of documents */
	size_t n;
};
enum { LEVEL_BITS = 4, N_LEVELS = 10 };
extern const unsigned level_weights[N_LEVELS];
void postings_encode(struct index *x, const struct posting_list *lists, size_t n);

void put_varint(struct buf *out, uint64_t n);

/* Mixes text into a hash that names files: quick, not for secrets. */
uint64_t mix(uint64_t hash, struct text t);
void put_hash(struct buf *out, uint64_t hash);

#endif
