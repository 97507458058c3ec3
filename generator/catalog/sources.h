/*
 * `sources:` of catalog.yaml: other catalogues that flow into this one, each into a folder of its own. `check`
 * reads the list as `tabularium pull` does, which imports from them.
 *
 *	sources:
 *	  - name: geoportal
 *	    type: iso19139
 *	    from: https://geo.example.org/csw
 *	    into: geo
 */
#ifndef CATALOG_SOURCES_H
#define CATALOG_SOURCES_H

#include "adapters/yaml.h"

struct catalog_source {
	struct place at;
	struct text name;  /* one part of a path, of one source only */
	struct text type;  /* "dcat": as `tabularium import` calls it; not looked at here */
	struct text from;  /* an address, a file or a folder */
	struct text into;  /* the folder below datasets/; the name when nothing is said */
	struct text texts; /* BCP 47: of texts without a language; empty: the site's */
	bool repairs;
};

/* What a row may say, up to a NULL. */
extern const char *const catalog_source_keys[];

/* The rows that can be used; what is wrong with the others is diagnosed. `list` is NULL where there is none. */
struct catalog_source *catalog_sources_read(struct arena *a, const struct yaml_node *list, size_t *n,
    struct diagnostics *d);

#endif
