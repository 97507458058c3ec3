/*
 * The texts of the interface in one language: templates/labels/<lang>.yaml, a city's own file key by
 * key over it.
 */
#ifndef PAGES_LABELS_H
#define PAGES_LABELS_H

#include "core/diagnostic.h"
#include "core/table.h"

enum label_id {
#define LABEL(key) LABEL_##key,
#define LABELS_COUNTED(key) LABEL_##key##_one, LABEL_##key##_other,
#include "pages/labels.def"
#undef LABEL
#undef LABELS_COUNTED
	N_LABELS
};

struct labels {
	struct table by_key;          /* key → const struct text * */
	struct text texts[N_LABELS];  /* those the program uses */
	struct text file;             /* "labels/de.yaml": for messages */
	const struct source *source;  /* the first file that was read; NULL: there was none */
	bool is_broken;               /* none, or one that is no YAML: what else is missing is not said */
	struct table missing;         /* keys, each said once */
	struct table wanted;          /* keys that templates ask for */
};

/* Reads a file of labels; keys that are there already keep their text. */
void labels_read(struct labels *l, struct arena *a, const struct source *source, struct diagnostics *d);
/* To be called when all files were read: finds the texts of the program. */
void labels_finish(struct labels *l, struct diagnostics *d);
void labels_free(struct labels *l);

/* Diagnoses a key that is not there; `at` is where it is wanted. */
void label_missing(struct labels *l, struct text key, struct place at, struct diagnostics *d);

/* The text of any key; NULL when there is none. */
const struct text *labels_find(const struct labels *l, struct text key);

/* What stands for {name} in a label. */
struct filling {
	const char *name;
	struct text text;
};
/* Appends the label with its {words} filled in: `fillings` ends with a NULL name. */
void label_fill(struct buf *out, const struct labels *l, enum label_id id, const struct filling *fillings);
#define LABEL_FILL(out, l, key, ...)                                                                \
	label_fill((out), (l), LABEL_##key, (const struct filling[]){ __VA_ARGS__, { NULL, { NULL, 0 } } })

/* 12345 as readers of the language write it. */
void label_number(struct buf *out, const struct labels *l, uint64_t n);
/* LABELS_COUNTED(datasets): label_count(out, l, LABEL_datasets_one, 3) gives "3 Datensätze". */
void label_count(struct buf *out, const struct labels *l, enum label_id one, uint64_t n);

#endif
