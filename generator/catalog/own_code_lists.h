/* A city's own rows of code lists, in catalog.yaml. */
#ifndef CATALOG_OWN_CODE_LISTS_H
#define CATALOG_OWN_CODE_LISTS_H

#include "adapters/yaml.h"
#include "dcat/code_lists.h"

/* code_lists: {file-type: [{code: …, iri: …, label: {de: …, en: …}}]}. The rows live as long as the arena; NULL: there are
 * none. */
void own_code_lists_read(struct code_lists *lists, struct arena *a, const struct yaml_node *node, struct diagnostics *d);

#endif
