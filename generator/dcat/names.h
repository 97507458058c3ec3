/*
 * What a portal calls concepts and properties, in one language of its interface. Code lists and the property
 * table speak German and English; for any other language, or in other words, a file of labels says it:
 *
 *	concept_<list>_<code>    concept_data-theme_ENVI: Environnement
 *	plain_<list>_<code>      one plain sentence of it: plain_file-type_CSV, plain_license_dl-by-de/2.0
 *	property_<key>           property_frequency
 *
 * What is not said there is taken from the tables: in German or English, as the language itself, else as the
 * portal's first one. Pages and the search index ask here, so that both say the same.
 */
#ifndef DCAT_NAMES_H
#define DCAT_NAMES_H

#include "core/arena.h"
#include "core/table.h"
#include "dcat/code_lists.h"
#include "dcat/dcat.h"

struct name {
	struct text key, text;
};

struct names {
	const struct name *own; /* of the file of labels, sorted by key */
	size_t n;
	bool has_concepts;      /* some of them are of concepts */
	bool is_german;         /* the language of the tables: German, else English */
	struct text foreign;    /* its tag, when it is not the portal's own; else empty */
};

/* `labels`: key → const struct text *, whose texts must outlive it; NULL: none, and `a` may be, too. `first` is the portal's first language. */
struct names names_make(struct arena *a, const struct table *labels, struct text language, struct text first);
/* With all of its texts in `a`. */
struct names names_copy(struct arena *a, const struct names *n);

/* `language`, if not NULL, becomes the tag of the language that the answer is in, when it is not the portal's. */
struct text concept_named(const struct names *n, const struct concept *c, struct text *language);
/* The plain sentence; empty when there is none. */
struct text concept_plainly(const struct names *n, const struct concept *c, struct text *language);
struct text property_title(const struct names *n, enum property_id p, struct text *language);

/* The key of a concept's name ("concept") or plain sentence ("plain"), of a property's name; empty when it is too long. */
enum { LONGEST_NAME_KEY = 200 };
struct text concept_key(char key[LONGEST_NAME_KEY], const char *kind, const struct concept *c);
struct text property_key(char key[LONGEST_NAME_KEY], enum property_id p);

#endif
