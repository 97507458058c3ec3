/*
 * What every import does alike, whatever its source: a source (import/ckan.h, jkan.h …) turns each of
 * its entries into a draft; import_finish() gives the files to be written. Nothing is written here.
 *
 *	struct import *i = import_open(&options, d);
 *	struct draft *agent, *dataset;
 *	struct text publisher = import_agent(i, source_id, name, &agent);
 *	if (agent)
 *		draft_add(agent, AGENT_homepage, url);
 *	dataset = import_entry(i, CLASS_DATASET, source_id, name, publisher);
 *	if (dataset)
 *		draft_add(dataset, DATASET_title, title);
 *	files = import_finish(i);
 *
 * Identity. An entry is known by the source's name and its id there. Both stand in the first line of
 * its file, `# imported: opendata.example.org 4f2c…`, which stays when the file is renamed or moved. A
 * file without that line is somebody's own work and is left alone; an entry of the source is taken for
 * the same when it would get its id or one of its former ids, or is its `identifier` or
 * `other_identifier`. So whoever deletes the line takes the entry over from the import.
 *
 * What the last import wrote lies below catalog/.imported/<source>/ as the same files: by comparison with
 * them local edits are known and kept (import/merge.h). An entry that was imported before and whose file
 * was removed here is not made again. What the source no longer has stays, and is reported.
 *
 * Ids. The name that the source uses in addresses, else the title, as unicode_slug() writes it, at most
 * IMPORT_MAX_ID bytes, cut at a hyphen; when it is taken by another entry, with -2, -3 … in the order of
 * the source. An id once given is kept.
 */
#ifndef IMPORT_IMPORT_H
#define IMPORT_IMPORT_H

#include "dcat/code_lists.h"
#include "import/draft.h"

enum { IMPORT_MAX_ID = 80 };

struct import_options {
	const char *catalog;  /* the folder catalog/; it need not exist yet */
	const char *shown_as; /* the same as findings name it: "catalog" */
	struct text source;   /* one part of a path: "opendata.example.org" */
	struct text language; /* BCP 47: what texts without a language are in */
	struct text folder;   /* below datasets/, where those of the source go; empty: datasets/ itself */
	const struct code_lists *lists;
	bool repairs; /* import/repair.h */
};

struct import;
struct import *import_open(const struct import_options *o, struct diagnostics *d);
void import_close(struct import *i);

/* What the sources need; all of it lives as long as the import. */
struct arena *import_arena(struct import *i);
const struct import_options *import_options(const struct import *i);
struct diagnostics *import_diagnostics(struct import *i);

/*
 * A draft for an entry of the source, with its id and place decided. `source_id` never changes there (a
 * UUID, an IRI, a file identifier); it must not contain line breaks. `name` is what the id is made from.
 * `folder` is for datasets. NULL when the entry is not to be imported (reported): it was removed here, is
 * somebody's own, or came already in this run.
 */
struct draft *import_entry(struct import *i, enum class class, struct text source_id, struct text name,
    struct text folder);

/*
 * The id of an agent: of the one of this source_id, else of the one of this name (the case and form of
 * letters apart) wherever it came from, else a new one. *fresh is its draft the first time, to be
 * filled, else NULL; `name` is in it. `slug` is what the id is made from; empty: the name.
 */
struct text import_agent(struct import *i, struct text source_id, struct text name, struct text slug,
    struct draft **fresh);

/* The id that an entry of the source got in this run or one before; empty when there is none. For
 * references between entries (series, is_version_of, services). */
struct text import_id(const struct import *i, enum class class, struct text source_id);

/* What an agent is called, by its id; the id when that is all that is known. */
struct text import_agent_name(const struct import *i, struct text id);

/*
 * The description of the catalogue itself, to be filled: for a source that says one, where there is no
 * catalog.yaml yet. NULL when there is one: it is the city's own, and no import touches it.
 */
struct draft *import_catalog(struct import *i, struct place at);

/* --- what could not be carried over ---------------------------------------------------------------- */

/* A field of the source that has no place in the catalogue. */
void import_unmapped(struct import *i, struct place at, struct text field, struct text value);
/* An entry that is nothing which a catalogue holds, such as a showcase. */
void import_other_kind(struct import *i, struct place at, struct text title, struct text kind);
/* A value that the property cannot take. */
void import_lost(struct import *i, struct place at, struct text field, struct text value, enum property_id p);
/* A value that was written otherwise than it stands in the source. */
void import_changed(struct import *i, struct place at, struct text field, struct text from, struct text to);

/* --- the files ------------------------------------------------------------------------------------- */

struct import_file {
	struct text path;  /* below the folder catalog/ */
	struct text bytes;
};

struct import_files {
	struct import_file *list; /* that are new or differ from what is there, in the order of paths */
	size_t n;
	/* How many of each class are new, changed, and as they were. */
	struct import_count {
		size_t added, updated, unchanged;
	} counts[N_CLASSES];
	size_t n_kept;  /* fields that were edited here and kept though the source changed */
	size_t n_gone;  /* entries that the source no longer has */
};

struct import_files import_finish(struct import *i);

#endif
