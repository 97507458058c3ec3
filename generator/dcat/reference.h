/*
 * The reference of all properties and code lists, from the property table: for a terminal of 80
 * columns, as Markdown, and as the HTML that the portal's page for developers includes.
 */
#ifndef DCAT_REFERENCE_H
#define DCAT_REFERENCE_H

#include "core/diagnostic.h"
#include "dcat/dcat.h"

enum reference_format { REFERENCE_TEXT, REFERENCE_MARKDOWN, REFERENCE_HTML, N_REFERENCE_FORMATS };

/* "text", "markdown", "html"; N_REFERENCE_FORMATS for anything else. */
enum reference_format reference_format_named(struct text name);

/* "dataset", "contact-address": the class whose heading has this anchor; CLASS_NONE if none has. */
enum class reference_class_named(struct text name);

/*
 * One class with the code lists it uses, or everything (CLASS_NONE). The HTML is a fragment of
 * <h2>, <h3>, <p>, <dl> and <table>; its anchors are "dataset" for a class, "dataset-title" for a
 * property and "list-data-theme" for a code list. `lists` may hold rows of the catalogue's own.
 */
void reference_write(struct buf *out, const struct code_lists *lists, enum class class,
    enum reference_format format, enum interface_language language);

#endif
