/*
 * The first files of a new city's repository, from the shipped ones in templates/init/.
 *
 * In them stands
 *	@NAME@         what was answered, for Markdown: what would mean something there stands behind a backslash
 *	@q:NAME@       the same between the quotes of YAML or JSON
 *	@with:de@…     at the start of a line: the line stays when German is a language of the portal; also en, ags
 *	@first:de@…    the line stays when German is the first language; also en
 * NAME is NAME, BASE_URL, HOST, AGS, LANGUAGE ("de", the first one), LANGUAGES ("de, en, fr"), LANGUAGE_CODES ("DEU, ENG": of those it has texts in), PUBLISHER, EMAIL or
 * TODAY. The name of a file that begins with a dot begins with
 * "dot-" there (what begins with a dot is not ours); "x.de.md" is made where German is a language, as "x.md" when it is
 * the first. Files of hooks/ are programs.
 */
#ifndef BUILD_STARTER_H
#define BUILD_STARTER_H

#include "build/share.h"
#include "catalog/settings.h"

struct starter {
	struct text name;      /* of the city */
	struct text base_url;  /* with / at the end */
	struct text host;
	struct text ags;       /* or empty */
	struct text languages[MAX_INTERFACE_LANGUAGES]; /* the first is de or en, in which the files are written */
	size_t n_languages;
	struct text publisher, email;
	struct text today;     /* 2026-06-01 */
};

struct starter_file {
	struct text path, bytes;
	bool is_program;
};
struct starter_files {
	struct starter_file *list;
	size_t n;
};

struct starter_files starter_files(struct arena *a, const struct shared_files *templates, const struct starter *s);

#endif
