/*
 * The names of places.
 */
#include "dcat/location.h"

struct text
location_name(const struct resource *location, const struct code_lists *lists, const struct names *names, unsigned texts,
    struct text *language)
{
	const struct value *name = resource_in_language(location, LOCATION_name, texts);
	struct text uri = resource_text(location, LOCATION_uri);
	const struct concept *listed = !name && uri.n ? code_lists_find(lists, LIST_place, uri) : NULL;

	if (language)
		*language = T("");
	return name ? name->text : listed ? concept_named(names, listed, language) : T("");
}

struct text
location_code(const struct resource *location, const struct code_lists *lists, struct text first_language, unsigned texts)
{
	const struct names names = names_make(NULL, NULL, first_language, first_language);
	struct text name = location_name(location, lists, &names, texts, NULL);
	struct text key = resource_text(location, LOCATION_ags);

	return name.n ? name : key.n ? key : resource_text(location, LOCATION_ars);
}
