/*
 * The fields of one object in CKAN's JSON, a dataset or resource, with what stands among its `extras`: looked up by
 * name, taken over by the rows of import/ckan.def, and reported when no row takes them.
 */
#ifndef IMPORT_CKAN_FIELDS_H
#define IMPORT_CKAN_FIELDS_H

#include "import/ckan.h"
#include "import/draft.h"
#include "import/field_rows.h"
#include "import/import.h"

struct json_node;

enum { MAX_FIELDS = 400 }; /* of one dataset or resource */

struct field {
	struct text name;
	const struct json_node *node;
	bool is_used;
};

struct fields {
	struct import *i;
	struct arena *arena;
	struct place at;
	struct text prefix; /* in messages: "resources." */
	struct field list[MAX_FIELDS];
	size_t n;
};

void ckan_open(struct fields *f, struct import *i, struct place at, const char *prefix, const struct json_node *object);

/* NULL, and the empty text, when there is no such field. */
const struct json_node *ckan_node(struct fields *f, const char *name);
struct text ckan_text(struct fields *f, const char *name);

/* Empty, null, "[]", a list of such … */
bool ckan_says_nothing(struct arena *a, const struct json_node *node);
/* As a message shows it. */
struct text ckan_shown(struct arena *a, const struct json_node *node);

/* Each value of a field: a text, a number, a list, or a list that was written as a text. */
typedef void take_value(struct fields *f, struct draft *d, enum property_id p, struct text field, struct text value);
void ckan_each(struct fields *f, struct draft *d, const char *name, enum property_id p, take_value *take);

/* "title", or of ckanext-fluent `title_translated`: {"de": …, "en": …} */
void ckan_prose(struct fields *f, struct draft *d, enum property_id p, const char *name, const char *translated);

/* Takes over what the rows say, and reports all fields that no row names. */
void ckan_apply(struct fields *f, enum field_of of, struct draft *entry);

/* A dataset of an answer. `portal` is its address, or empty. */
void ckan_dataset(struct import *i, struct place source, struct text portal, const struct json_node *package);

#endif
