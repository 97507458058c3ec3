/*
 * One value of a source into a draft, by the kind of its property: what the code lists know gets its code, HTML
 * goes, a name becomes an agent. What is not understood is written as it stands, for `check` to find.
 */
#ifndef IMPORT_VALUE_H
#define IMPORT_VALUE_H

#include "import/import.h"

void value_add(struct import *i, struct draft *d, enum property_id p, struct text field, struct text value);

/* The code of a concept in whatever spelling; the text itself when the list does not know it. */
struct text value_code(struct import *i, enum code_list list, struct text t);

#endif
