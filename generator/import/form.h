/*
 * A new entry as a form to fill: what must be there first, then what is recommended, commented out; each key with
 * the help of the property table.
 */
#ifndef IMPORT_FORM_H
#define IMPORT_FORM_H

#include "core/diagnostic.h"
#include "dcat/dcat.h"

/* What a look at a file or a service found; texts may be empty. */
struct form_file {
	struct text title, description; /* as the source itself says */
	struct text format;    /* a code of file_type */
	struct text service;   /* of a service: a code of service_type */
	struct text address;   /* http(s), else empty */
	struct text hosted;    /* "data/…" below catalog/ */
	bool is_elsewhere;     /* a file of this machine; `hosted` is where it could lie */
	uint64_t byte_size;    /* 0: not known */
	struct text contents;  /* columns or layers, as a Markdown table */
};

struct form_value {
	enum property_id property;
	struct text text;
};

struct form {
	enum class class;
	enum interface_language language; /* of comments */
	const struct form_value *values;
	size_t n_values;
	const struct form_file *file; /* or NULL */
	const bool *is_inherited; /* [N_PROPERTIES]: has a default in catalog.yaml; or NULL */
};

void form_write(struct buf *out, const struct form *f);

/*
 * Looks at bytes: the capabilities of a WMS or WFS, the columns of a CSV; of anything else the format, by the end of its
 * name. `where`: the address or path.
 */
void form_look(struct arena *a, struct text where, struct text bytes, enum interface_language language,
    const struct code_lists *lists, struct form_file *found);

#endif
