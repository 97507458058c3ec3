/*
 * Values from YAML nodes, kind by kind. Each sets v->text (and v->concept) and gives true, or says what
 * is wrong and gives false.
 */
#ifndef CATALOG_VALUE_H
#define CATALOG_VALUE_H

#include "catalog/reader.h"

/* Every kind that is written as one word; node is a scalar. */
bool value_scalar(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v);
bool value_id(struct reader *r, struct resource *resource, const struct property *p,
    const struct yaml_node *node, struct value *v);
bool value_bbox(struct reader *r, const struct yaml_node *node, struct value *v);
bool value_point(struct reader *r, const struct yaml_node *node, struct value *v);

#endif
