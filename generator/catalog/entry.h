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

struct entry {
	enum class class;
	struct text id;
	const struct snapshot_file *file; /* NULL: only translations of it were found */
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

/* Reads the file's bytes into its source. A file is loaded by one thread only. */
void entry_load(struct snapshot_reader *files, const struct snapshot_file *file, struct arena *a);

void entry_forget(const struct snapshot_file *file);

/* The parts of a source as byte ranges. False after a diagnosed error. */
struct entry_parts {
	size_t fields, fields_length;
	size_t body, body_length; /* without blank lines at either end */
};
bool entry_split(const struct source *source, struct entry_parts *parts, struct diagnostics *d);

#endif
