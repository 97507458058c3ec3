/*
 * A whole XML document as a tree, for those who look here and there in it (ISO 19139). Read with the
 * guards of adapters/xml.h: no DOCTYPE, no entities but XML's own five, no file, no network.
 */
#ifndef ADAPTERS_XML_TREE_H
#define ADAPTERS_XML_TREE_H

#include "adapters/xml.h"
#include "core/arena.h"

enum { XML_TREE_MAX_BYTES = 20 << 20, XML_TREE_MAX_DEPTH = 128 };

struct xml_element {
	struct text namespace, name;
	const struct xml_attribute *attributes;
	size_t n_attributes;
	struct text text; /* the characters directly inside, without white space at either end */
	uint32_t line;    /* where its tag ends */
	const struct xml_element *parent;
	struct xml_element *first, *last, *next; /* children, in their order */
};

/* NULL when the bytes are no such document; then `message` says why, in the words of libxml2 and with the
 * line, which is also in *line (0: none). */
const struct xml_element *xml_tree_read(struct arena *a, struct text bytes, struct buf *message,
    uint32_t *line);

bool xml_is(const struct xml_element *e, const char *namespace, const char *name);
/* The next sibling after `after` (NULL: the first child) with this name, or NULL. */
const struct xml_element *xml_child(const struct xml_element *parent, const char *namespace, const char *name,
    const struct xml_element *after);
/* The value of an attribute; NULL when there is none. `namespace` "" for one without. */
const struct text *xml_attribute_of(const struct xml_element *e, const char *namespace, const char *name);

#endif
