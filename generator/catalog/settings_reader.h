/* Reads site/site.yaml and the city's own pages. */
#ifndef CATALOG_SETTINGS_READER_H
#define CATALOG_SETTINGS_READER_H

#include "catalog/entry.h"
#include "catalog/settings.h"

/* Never NULL: what is missing or wrong is diagnosed and has a value that lets the run go on. */
struct settings *settings_read(struct arena *a, const struct entries *e,
    const struct snapshot_files *all, struct snapshot_reader *files, struct diagnostics *d);

/* The index of a language tag, or settings->n_languages. */
size_t settings_language(const struct settings *s, struct text tag);

/* With a slash at the end. */
struct text settings_base_url(struct arena *a, struct text url);

#endif
