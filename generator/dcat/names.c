#include "dcat/names.h"

#include "core/diagnostic.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
by_key(const void *a, const void *b)
{
	return text_compare(((const struct name *)a)->key, ((const struct name *)b)->key);
}

static bool
is_name(struct text key)
{
	return text_starts(key, T("concept_")) || text_starts(key, T("plain_")) || text_starts(key, T("property_"));
}

struct names
names_make(struct arena *a, const struct table *labels, struct text language, struct text first)
{
	bool is_spoken = text_equal(language, T("de")) || text_equal(language, T("en"));
	bool is_german = text_equal(is_spoken ? language : first, T("de"));
	struct name *own = labels ? arena_array(a, struct name, labels->n) : NULL;
	size_t n = 0;
	bool has_concepts = false;

	for (size_t i = 0; labels && i < labels->n; i++)
		if (is_name(labels->entries[i].key)) {
			own[n++] = (struct name){ labels->entries[i].key, *(const struct text *)labels->entries[i].value };
			has_concepts = has_concepts || !text_starts(labels->entries[i].key, T("property_"));
		}
	if (n)
		qsort(own, n, sizeof *own, by_key);
	return (struct names){ own, n, has_concepts, is_german, is_spoken ? T("") : is_german ? T("de") : T("en") };
}

struct names
names_copy(struct arena *a, const struct names *n)
{
	struct name *own = arena_array(a, struct name, n->n);

	for (size_t i = 0; i < n->n; i++)
		own[i] = (struct name){ arena_text(a, n->own[i].key), arena_text(a, n->own[i].text) };
	return (struct names){ own, n->n, n->has_concepts, n->is_german, n->foreign };
}

/* --- keys -------------------------------------------------------------------------------------- */

struct text
concept_key(char key[LONGEST_NAME_KEY], const char *kind, const struct concept *c)
{
	int n = snprintf(key, LONGEST_NAME_KEY, "%s_%s_%s", kind, code_list_facts[c->list].name, c->code);

	return n > 0 && n < LONGEST_NAME_KEY ? (struct text){ key, (size_t)n } : T("");
}

struct text
property_key(char key[LONGEST_NAME_KEY], enum property_id p)
{
	int n = snprintf(key, LONGEST_NAME_KEY, "property_%s", properties[p].key);

	return n > 0 && n < LONGEST_NAME_KEY ? (struct text){ key, (size_t)n } : T("");
}

static struct text
own_name(const struct names *n, struct text key)
{
	const struct name wanted = { key, T("") };
	const struct name *found = n->n ? bsearch(&wanted, n->own, n->n, sizeof *n->own, by_key) : NULL;

	return found ? found->text : T("");
}

/* --- answers ----------------------------------------------------------------------------------- */

/* The tables' text, and the language it is in. What is the same in both is a name, and in none. */
static struct text
of_tables(const struct names *n, const char *de, const char *en, struct text *language)
{
	const char *first = n->is_german ? de : en, *second = n->is_german ? en : de;
	bool is_name = de && en && strcmp(de, en) == 0;

	if (language && !is_name)
		*language = first ? n->foreign : second ? (n->is_german ? T("en") : T("de")) : T("");
	return text_of(first ? first : second);
}

struct text
concept_named(const struct names *n, const struct concept *c, struct text *language)
{
	char key[LONGEST_NAME_KEY];
	struct text own = n->has_concepts ? own_name(n, concept_key(key, "concept", c)) : T("");

	if (language)
		*language = T("");
	if (own.n)
		return own;
	return c->de || c->en ? of_tables(n, c->de, c->en, language) : text_of(c->code);
}

struct text
concept_plainly(const struct names *n, const struct concept *c, struct text *language)
{
	char key[LONGEST_NAME_KEY];
	struct text own = n->has_concepts ? own_name(n, concept_key(key, "plain", c)) : T("");

	if (language)
		*language = T("");
	return own.n ? own : of_tables(n, c->plain_de, c->plain_en, language);
}

struct text
property_title(const struct names *n, enum property_id p, struct text *language)
{
	char key[LONGEST_NAME_KEY];
	struct text own = own_name(n, property_key(key, p));

	if (language)
		*language = T("");
	return own.n ? own : of_tables(n, properties[p].label[GERMAN], properties[p].label[ENGLISH], language);
}
