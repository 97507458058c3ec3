/*
 * Files of a catalogue: which file is which entry, and the two parts of an entry, its fields (YAML
 * between two lines "---") and its description (Markdown).
 */
#ifndef CATALOG_ENTRY_H
#define CATALOG_ENTRY_H

#include "adapters/git.h"
#include "adapters/yaml.h"
#include "dcat/dcat.h"

struct translation {
	const struct snapshot_file *file;
	struct text language;
	struct translation *next;
};

/*
 * An entry is <id>.md, fields above and description below; or <id>.yaml with the fields alone and,
 * where there is a description, <id>.md with nothing else: so that editors know what they have before
 * them. Translations are <id>.<language>.md in either case; beside a <id>.yaml they need no fields.
 */
struct entry {
	enum class class;
	struct text id;
	const struct snapshot_file *file; /* NULL: only translations of it were found */
	const struct snapshot_file *description; /* <id>.md beside <id>.yaml; else NULL */
	struct translation *translations; /* in the order of their paths */
};

struct entries {
	const struct snapshot_file *catalog; /* catalog.yaml, or NULL */
	struct entry *list;                  /* in the order of their paths */
	size_t n;
	struct table hosted;                 /* "data/…" → const struct snapshot_file * */
	struct table pages;                  /* "imprint", "imprint.en" → file */
	const struct snapshot_file *settings; /* site/site.yaml, or NULL */
};

/* Sorts the files of a snapshot; says what belongs nowhere. */
void entries_find(struct entries *e, struct arena *a, const struct snapshot_files *files,
    struct diagnostics *d);
void entries_free(struct entries *e);

/* "agents/": where entries of the class are described. */
struct text entry_folder(enum class class);

/* Reads the file's bytes into its source; without `files` they are there. A file is loaded by one thread only. */
void entry_load(struct snapshot_reader *files, const struct snapshot_file *file, struct arena *a);

/* The same for a look in passing (snapshot_peek). */
void entry_peek(struct snapshot_reader *files, const struct snapshot_file *file, struct arena *a);

void entry_forget(const struct snapshot_file *file);

/* The parts of a source as byte ranges; a .yaml is all fields. False after a diagnosed error. */
struct entry_parts {
	size_t fields, fields_length;
	size_t body, body_length; /* without blank lines at either end */
};
bool entry_split(const struct source *source, struct entry_parts *parts, struct diagnostics *d);

/* Of a source without fields, such as the description beside a .yaml: all of it is body. */
struct entry_parts entry_body(const struct source *source);
bool entry_has_fields(const struct source *source); /* begins with a line "---" */

#endif
