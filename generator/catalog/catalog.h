/*
 * The catalogue: everything that was read, linked, and the part of it that the public may see.
 *
 *	catalog_read()    snapshot → resources, every finding diagnosed
 *	catalog_public()  the only function that decides what the public sees
 *
 * Projections (pages, rdf, search) get a `struct catalog` made by catalog_public() and nothing
 * else: they cannot show what they never see. It is const and shared by all threads.
 */
#ifndef CATALOG_CATALOG_H
#define CATALOG_CATALOG_H

#include "adapters/git.h"
#include "catalog/settings.h"
#include "dcat/resource.h"

struct resource_list {
	const struct resource **list; /* sorted by id, by bytes */
	size_t n;
};

/* A file hosted with the catalogue. */
struct hosted_file {
	const struct snapshot_file *file;
	struct text path;          /* below catalog/: "data/baumkataster/ortsteile.csv"; also of the output */
	struct text sha256;        /* 64 hexadecimal digits */
	const struct resource *dataset;
};

enum { MAX_LANGUAGES = 16 };

/* When the description of a dataset was first and last changed, by its history: seconds since 1970;
 * 0: unknown. */
struct record_dates {
	int64_t issued, modified;
};

struct catalog {
	const struct settings *settings;
	const struct code_lists *lists;
	struct text languages[MAX_LANGUAGES]; /* BCP 47; [0] is the default of texts without a language */
	size_t n_languages;                   /* all that occur; the interface's are in settings */

	const struct resource *self; /* the dcat:Catalog; NULL when catalog.yaml was unreadable */
	struct resource_list datasets; /* of the public set: release public */
	struct resource_list series, services, agents;
	/* Of the public set; elsewhere they stand among the others. */
	struct resource_list withdrawn, withdrawn_series, withdrawn_services; /* the first one: datasets */

	const struct record_dates *records; /* of datasets, by number; NULL: no history is known */

	const struct hosted_file *hosted;
	size_t n_hosted;

	struct text commit;  /* hexadecimal; empty for a working tree */
	int64_t commit_time; /* seconds since 1970 */
};

struct catalog_reading {
	const struct snapshot *snapshot;
	unsigned jobs;
	const char *base_url; /* instead of the one in site.yaml; NULL */
	const enum profile *profiles; /* instead of those in site.yaml; n_profiles 0: those */
	size_t n_profiles;
	/* Paths of files, with any value: other datasets are read in outline (catalog/outline.h), for a
	 * check of these. NULL: everything is read. */
	const struct table *only;
	/* Drafts are read as public datasets, for a preview on the steward's machine. Nothing that is published may
	 * ask for it. */
	bool shows_drafts;
};

/* Owns everything that was read. Find problems in `d`; a catalogue with errors is still whole
 * enough for check to go on. */
struct catalog_owner;
struct catalog_owner *catalog_read(const struct catalog_reading *r, struct diagnostics *d);
void catalog_free(struct catalog_owner *o);

/* Loads the bytes of the files that findings stand in, for printing their lines: the catalogue does not
 * keep them. */
void catalog_load_sources(const struct snapshot *s, const struct diagnostics *d, struct arena *a);

/*
 * Reads the files of one entry as former commits had them, with today's code lists: the values that were
 * written, without defaults, nothing computed, no reference linked. Their bytes are set; they live as long
 * as the arena, as the result does. What is wrong with them is said to nobody. NULL: it cannot be read.
 */
struct resource *catalog_read_entry(const struct catalog_owner *o, struct arena *a,
    const struct snapshot_files *files);

/* Everything, internal entries too: for check only. */
const struct catalog *catalog_all(const struct catalog_owner *o);

/* The public set. Lives as long as the owner. */
const struct catalog *catalog_public(struct catalog_owner *o);
/* One of each public dataset, by number; they must live as long as the owner. */
void catalog_set_records(struct catalog_owner *o, const struct record_dates *records);

/* The absolute IRI of a resource. */
void catalog_iri(struct buf *out, const struct catalog *c, const struct resource *r);

const struct resource *resource_list_find(const struct resource_list *l, struct text id);

#endif
