/*
 * Code lists: the controlled vocabularies of DCAT-AP.de, as tables (generator/vocabularies). A
 * catalogue may add rows of its own to any list; so a list is asked through `struct code_lists`.
 */
#ifndef DCAT_CODE_LISTS_H
#define DCAT_CODE_LISTS_H

#include "core/arena.h"
#include "core/table.h"

enum {
	MACHINE_READABLE = 1 << 0,     /* file_type: a program can read the data without guessing */
	OPEN_FORMAT = 1 << 1,          /* file_type: not owned by one maker */
	GEODATA = 1 << 2,              /* file_type */
	SERVICE_FORMAT = 1 << 3,       /* file_type: a service, not a file */
	OPEN_LICENSE = 1 << 4,         /* license: open in the sense of the Open Definition */
	ATTRIBUTION_REQUIRED = 1 << 5, /* license: the source must be named (K35) */
	DEPRECATED_CODE = 1 << 6,
};

struct concept {
	const char *code, *iri; /* iri: NULL for a kind of service that no standard names */
	const char *de, *en;    /* labels; NULL when the list has none */
	const char *broader;    /* code of the broader concept; of a service_type: its file_type; or NULL */
	const char *aliases;    /* other spellings, '|' between them, compared without case; or NULL */
	const char *media_type; /* file_type: its IANA media type; or NULL */
	const char *url;        /* license: where its text is */
	const char *plain_de, *plain_en; /* one plain sentence for citizens; or NULL */
	unsigned flags;
	unsigned days;          /* frequency: the longest usual gap between two updates; 0 = none */
	unsigned short list;    /* enum code_list; set by code_lists_new() */
	unsigned short number;  /* place in its list, for sets of concepts */
};

enum code_list {
#define CODE_LIST(name, ...) LIST_##name,
#include "vocabularies/lists.def"
#undef CODE_LIST
	N_CODE_LISTS
};

/* What is known of a list itself. */
struct code_list_facts {
	const char *name;    /* "data-theme" */
	const char *scheme;  /* IRI of its skos:ConceptScheme; NULL for a list of our own */
	const char *version; /* as its publisher writes it */
	const char *source;
	const char *de, *en;
};
extern const struct code_list_facts code_list_facts[N_CODE_LISTS];

struct code_lists;

struct code_lists *code_lists_new(void);
void code_lists_free(struct code_lists *l);

/* Adds a row of the catalogue's own; its texts must outlive `l`. False when the code is taken. */
bool code_lists_add(struct code_lists *l, enum code_list list, const struct concept *row);

/* By code (exact), IRI (http and https alike, a slash at the end apart), or other spelling without case. NULL if unknown. */
const struct concept *code_lists_find(const struct code_lists *l, enum code_list list, struct text t);

/* The code of the list that `t` is most likely a misspelling of; NULL when none is near. */
const struct concept *code_lists_nearest(const struct code_lists *l, enum code_list list, struct text t);

/* The concept with this number, or NULL at the end. */
const struct concept *code_lists_at(const struct code_lists *l, enum code_list list, size_t number);
size_t code_lists_count(const struct code_lists *l, enum code_list list);

/* The label in "de" or "en", else in the other, else the code. */
struct text concept_label(const struct concept *c, bool german);
/* Resolves `broader` within the concept's own list. */
const struct concept *concept_broader(const struct code_lists *l, const struct concept *c);

#endif
