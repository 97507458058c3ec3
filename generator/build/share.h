/*
 * What ships with the program: templates, labels, and the finished assets. They lie beside the
 * program: in ../share/tabularium of an installation, in the source tree before that, or wherever
 * TABULARIUM_SHARE says.
 */
#ifndef BUILD_SHARE_H
#define BUILD_SHARE_H

#include "core/arena.h"

struct shared_file {
	struct text name; /* "dataset.html", "labels/de.yaml", "portal.css", "fonts/…" */
	struct text bytes;
};

struct shared_files {
	struct shared_file *list; /* sorted by name */
	size_t n;
};

/* End the run when the folder cannot be found or read. */
struct shared_files share_templates(struct arena *a);
struct shared_files share_assets(struct arena *a);
struct shared_files share_starter(struct arena *a); /* templates/init */
struct shared_files share_preview(struct arena *a); /* templates/preview */

#endif
