/* The templates and labels that a portal is made with: a city's own before the shipped ones. */
#ifndef BUILD_SITE_TEMPLATES_H
#define BUILD_SITE_TEMPLATES_H

#include "pages/pages.h"

/* site/templates/ and site/labels/ of the snapshot, then what ships with the program. */
const struct template_file *site_templates(struct arena *a, const struct snapshot *snapshot, size_t *n);

/* Diagnoses what would keep the pages from being built: a marker that nobody fills in, a label that
 * a language lacks. The findings point into files that lie in `a`. */
void check_templates(struct arena *a, const struct catalog *c, const struct snapshot *snapshot, struct diagnostics *d);

#endif
