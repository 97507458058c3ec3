#include "schema/schema.h"

#include "adapters/yaml.h"
#include "catalog/reader.h"
#include "catalog/sources.h"
#include "core/json.h"

static const struct {
	const char *name;
	enum class class;
} kinds[N_SCHEMA_KINDS] = {
	[SCHEMA_DATASET] = { "dataset", CLASS_DATASET },
	[SCHEMA_SERIES] = { "series", CLASS_SERIES },
	[SCHEMA_SERVICE] = { "service", CLASS_SERVICE },
	[SCHEMA_AGENT] = { "agent", CLASS_AGENT },
	[SCHEMA_CATALOG] = { "catalog", CLASS_CATALOG },
	[SCHEMA_SITE] = { "site", CLASS_NONE },
};

static const char *const class_names[N_CLASSES] = {
#define CLASS(name, ...) [CLASS_##name] = #name,
#define PROPERTY(...)
#include "dcat/dcat.def"
#undef CLASS
#undef PROPERTY
};

struct schema {
	struct json j;
	const struct schema_options *o;
	struct arena *arena;
	bool is_class_used[N_CLASSES], is_list_used[N_CODE_LISTS];
};

/* Patterns of what is written as text; the reader says more exactly what is wrong. */
#define ID_PATTERN "^[a-z0-9][a-z0-9-]*$"
#define IRI_PATTERN "^[A-Za-z][A-Za-z0-9+.-]*:"
#define DATE_PATTERN "^[0-9]{4}(-[0-9]{2}(-[0-9]{2}(T[0-9:.]+(Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?$"
#define DURATION_PATTERN "^P[0-9YMDTHS.]+$"

/* --- words ------------------------------------------------------------------------------------------ */

/* Both languages, or the one that was asked for. */
static void
pair_in_both(struct schema *s, const char *key, const char *de, const char *en, const char *between)
{
	struct buf both = { 0 };

	if (s->o->german && de)
		buf_str(&both, de);
	if (s->o->english && en && !(both.n && strcmp(de, en) == 0)) {
		if (both.n)
			buf_str(&both, between);
		buf_str(&both, en);
	}
	json_pair(&s->j, key, buf_view(&both));
	buf_free(&both);
}

static void
describe(struct schema *s, const char *const label[2], const char *const help[2])
{
	pair_in_both(s, "title", label[GERMAN], label[ENGLISH], " · ");
	pair_in_both(s, "description", help[GERMAN], help[ENGLISH], "\n\n");
}

static void
key_open(struct schema *s, const char *key, char bracket)
{
	json_key(&s->j, text_of(key));
	json_open(&s->j, bracket);
}

static void
pair_bool(struct schema *s, const char *key, bool value)
{
	json_key(&s->j, text_of(key));
	json_bool(&s->j, value);
}

static void
pair_number(struct schema *s, const char *key, uint64_t value)
{
	json_key(&s->j, text_of(key));
	json_unsigned(&s->j, value);
}

static void
pair_reference(struct schema *s, const char *prefix, const char *name)
{
	struct buf path = { 0 };

	buf_printf(&path, "#/definitions/%s%s", prefix, name);
	json_pair(&s->j, "$ref", buf_view(&path));
	buf_free(&path);
}

static void
open_type(struct schema *s, const char *type)
{
	json_open(&s->j, '{');
	json_pair(&s->j, "type", text_of(type));
}

static void
string_with(struct schema *s, const char *pattern)
{
	open_type(s, "string");
	json_pair(&s->j, "pattern", text_of(pattern));
	json_close(&s->j, '}');
}

/* The table decides the type, never the spelling: 1.10 and no are texts where a text is due. */
static void
any_scalar(struct schema *s)
{
	json_open(&s->j, '{');
	key_open(s, "type", '[');
	json_text_value(&s->j, T("string"));
	json_text_value(&s->j, T("number"));
	json_text_value(&s->j, T("boolean"));
	json_close(&s->j, ']');
	json_close(&s->j, '}');
}

/* --- kinds -------------------------------------------------------------------------------------------- */

static void
open_any(struct schema *s)
{
	json_open(&s->j, '{');
	key_open(s, "anyOf", '[');
}

static void
close_any(struct schema *s)
{
	json_close(&s->j, ']');
	json_close(&s->j, '}');
}

/* A text, or several where there may be. */
static void
text_value(struct schema *s, bool is_repeatable)
{
	if (!is_repeatable) {
		any_scalar(s);
		return;
	}
	open_any(s);
	any_scalar(s);
	open_type(s, "array");
	json_key(&s->j, T("items"));
	any_scalar(s);
	json_close(&s->j, '}');
	close_any(s);
}

/* {de: …, en: …} */
static void
translations(struct schema *s, bool is_repeatable)
{
	static const char *const offered[] = { "de", "en" };

	open_type(s, "object");
	key_open(s, "properties", '{');
	for (size_t i = 0; i < sizeof offered / sizeof offered[0]; i++) {
		json_key(&s->j, text_of(offered[i]));
		text_value(s, is_repeatable);
	}
	json_close(&s->j, '}');
	json_key(&s->j, T("additionalProperties"));
	text_value(s, is_repeatable);
	json_close(&s->j, '}');
}

static void
numbers(struct schema *s, unsigned n)
{
	open_type(s, "array");
	key_open(s, "items", '{');
	json_pair(&s->j, "type", T("number"));
	json_close(&s->j, '}');
	pair_number(s, "minItems", n);
	pair_number(s, "maxItems", n);
	json_close(&s->j, '}');
}

/* Ids with their names, and anything else that looks like an id: a new entry is no mistake. */
static void
ids(struct schema *s, enum class class)
{
	const struct catalog *c = s->o->catalog;
	const struct resource_list *l = !c ? NULL : class == CLASS_AGENT ? &c->agents :
					class == CLASS_SERVICE ? &c->services : class == CLASS_SERIES ? &c->series : NULL;

	if (l && l->n) {
		open_type(s, "string");
		key_open(s, "enum", '[');
		for (size_t i = 0; i < l->n; i++)
			json_text_value(&s->j, l->list[i]->id);
		json_close(&s->j, ']');
		key_open(s, "enumDescriptions", '[');
		for (size_t i = 0; i < l->n; i++)
			json_text_value(&s->j, resource_title(l->list[i], 0));
		json_close(&s->j, ']');
		json_close(&s->j, '}');
	}
	string_with(s, ID_PATTERN);
}

static void
release(struct schema *s)
{
	static const struct {
		const char *code, *de, *en;
	} releases[] = {
		{ "public", "Jeder sieht ihn.", "Everyone sees it." },
		{ "internal", "Niemand außerhalb sieht ihn.", "Nobody outside sees it." },
		{ "draft", "In Arbeit; niemand außerhalb sieht ihn.", "In the making; nobody outside sees it." },
		{ "withdrawn", "War öffentlich und ist zurückgezogen.", "Was public and is withdrawn." },
	};
	enum { N = sizeof releases / sizeof releases[0] };

	json_open(&s->j, '{');
	key_open(s, "anyOf", '[');
	for (size_t i = 0; i < N; i++) {
		json_open(&s->j, '{');
		json_pair(&s->j, "const", text_of(releases[i].code));
		pair_in_both(s, "description", releases[i].de, releases[i].en, " · ");
		json_close(&s->j, '}');
	}
	string_with(s, "^(öffentlich|intern|entwurf|zurückgezogen)$");
	json_close(&s->j, ']');
	json_close(&s->j, '}');
}

static void
node(struct schema *s, enum class class)
{
	enum property_id word = reader_shorthand(class);

	s->is_class_used[class] = true;
	if (class != CLASS_SERVICE && word == N_PROPERTIES) {
		json_open(&s->j, '{');
		pair_reference(s, "", class_names[class]);
		json_close(&s->j, '}');
		return;
	}
	open_any(s);
	json_open(&s->j, '{');
	pair_reference(s, "", class_names[class]);
	json_close(&s->j, '}');
	if (class == CLASS_SERVICE)
		ids(s, class);
	else
		any_scalar(s);
	close_any(s);
}

static void
one_value(struct schema *s, const struct property *p)
{
	switch (p->kind) {
	case KIND_TEXT:
	case KIND_MARKDOWN:
		open_any(s);
		any_scalar(s);
		translations(s, p->is_repeatable && p->kind == KIND_TEXT);
		close_any(s);
		return;
	case KIND_STRING:
	case KIND_FILE:
	case KIND_GEOMETRY:
	case KIND_HEX:
	case KIND_TELEPHONE:
	case KIND_INTEGER:
	case KIND_DECIMAL: any_scalar(s); return;
	case KIND_DATE:
		open_any(s);
		string_with(s, DATE_PATTERN);
		open_type(s, "integer"); /* a year */
		json_close(&s->j, '}');
		close_any(s);
		return;
	case KIND_DURATION: string_with(s, DURATION_PATTERN); return;
	case KIND_BBOX: numbers(s, 4); return;
	case KIND_POINT: numbers(s, 2); return;
	case KIND_IRI: string_with(s, IRI_PATTERN); return;
	case KIND_URL: string_with(s, "^https?://"); return;
	case KIND_EMAIL: string_with(s, "@"); return;
	case KIND_CONCEPT:
		s->is_list_used[p->target] = true;
		json_open(&s->j, '{');
		pair_reference(s, "list-", code_list_facts[p->target].name);
		json_close(&s->j, '}');
		return;
	case KIND_REFERENCE:
		open_any(s);
		ids(s, (enum class)p->target);
		string_with(s, IRI_PATTERN);
		close_any(s);
		return;
	case KIND_NODE: node(s, (enum class)p->target); return;
	case KIND_ID: string_with(s, ID_PATTERN); return;
	case KIND_RELEASE: release(s); return;
	}
}

/* --- examples -------------------------------------------------------------------------------------------- */

static void
example_value(struct schema *s, const struct yaml_node *n)
{
	switch (n->kind) {
	case YAML_SCALAR:
		if (!n->is_quoted && json_is_number(n->text))
			json_number(&s->j, n->text);
		else
			json_text_value(&s->j, n->text);
		return;
	case YAML_SEQUENCE:
		json_open(&s->j, '[');
		for (const struct yaml_node *item = n->first; item; item = item->next)
			example_value(s, item);
		json_close(&s->j, ']');
		return;
	case YAML_MAPPING:
		json_open(&s->j, '{');
		for (const struct yaml_node *key = n->first; key; key = yaml_value(key)->next) {
			json_key(&s->j, key->text);
			example_value(s, yaml_value(key));
		}
		json_close(&s->j, '}');
		return;
	}
}

/* From the YAML that the tables hold; `is_line`: with its key. */
static void
example(struct schema *s, const char *yaml, bool is_line)
{
	struct source source = { .path = T("example"), .bytes = text_of(yaml) };
	struct yaml_node *n = yaml_read(s->arena, &source, 0, source.bytes.n, NULL);

	if (n && is_line)
		n = n->first ? yaml_value(n->first) : NULL;
	if (!n)
		return;
	key_open(s, "examples", '[');
	example_value(s, n);
	json_close(&s->j, ']');
}

/* --- properties and classes -------------------------------------------------------------------------------- */

static void
property(struct schema *s, const struct property *p)
{
	bool is_list = p->is_repeatable && p->kind != KIND_MARKDOWN;

	json_key(&s->j, text_of(p->key));
	json_open(&s->j, '{');
	describe(s, p->label, p->help);
	if (p->obligation == DEPRECATED)
		pair_bool(s, "doNotSuggest", true);
	key_open(s, "anyOf", '[');
	one_value(s, p);
	if (is_list) {
		open_type(s, "array");
		json_key(&s->j, T("items"));
		one_value(s, p);
		json_close(&s->j, '}');
	}
	json_close(&s->j, ']');
	example(s, p->example, false);
	json_close(&s->j, '}');
}

/* An alias that two rows claim belongs to the first, and one that is a key to the key. */
static bool
is_first(const struct property *p, struct text alias)
{
	enum property_id named = property_named(p->class, alias);

	return named < N_PROPERTIES && &properties[named] == p;
}

/* Other spellings of a key say the same and are not offered. */
static void
aliases(struct schema *s, const struct property *p, const char *definition)
{
	struct text rest = text_of(p->aliases), alias;
	struct buf path = { 0 };

	buf_printf(&path, "#/definitions/%s/properties/%s", definition, p->key);
	while (text_next(&rest, '|', &alias)) {
		if (!is_first(p, alias))
			continue;
		json_key(&s->j, alias);
		json_open(&s->j, '{');
		pair_bool(s, "doNotSuggest", true);
		key_open(s, "allOf", '[');
		json_open(&s->j, '{');
		json_pair(&s->j, "$ref", buf_view(&path));
		json_close(&s->j, '}');
		json_close(&s->j, ']');
		json_close(&s->j, '}');
	}
	buf_free(&path);
}

static void
free_text_object(struct schema *s, const char *key)
{
	key_open(s, key, '{');
	json_pair(&s->j, "type", T("object"));
	json_close(&s->j, '}');
}

static void
sources(struct schema *s)
{
	key_open(s, "sources", '{');
	pair_in_both(s, "description", "Andere Kataloge, die in diesen einfließen (tabularium pull).",
	    "Other catalogues that flow into this one (tabularium pull).", "\n\n");
	json_pair(&s->j, "type", T("array"));
	key_open(s, "items", '{');
	json_pair(&s->j, "type", T("object"));
	pair_bool(s, "additionalProperties", false);
	key_open(s, "properties", '{');
	for (const char *const *key = catalog_source_keys; *key; key++) {
		key_open(s, *key, '{');
		json_close(&s->j, '}');
	}
	json_close(&s->j, '}');
	json_close(&s->j, '}');
	json_close(&s->j, '}');
}

static void
class_definition(struct schema *s, enum class class)
{
	const struct class_facts *facts = &classes[class];

	json_key(&s->j, text_of(class_names[class]));
	open_type(s, "object");
	pair_in_both(s, "title", facts->label[GERMAN], facts->label[ENGLISH], " · ");
	pair_bool(s, "additionalProperties", false);
	key_open(s, "properties", '{');
	for (unsigned i = 0; i < facts->n; i++)
		property(s, &properties[facts->first + i]);
	for (unsigned i = 0; i < facts->n; i++)
		aliases(s, &properties[facts->first + i], class_names[class]);
	if (class == CLASS_CATALOG) {
		key_open(s, "defaults", '{');
		pair_in_both(s, "description", "Was für jeden Datensatz gilt, der nichts anderes sagt.",
		    "What holds for every dataset that does not say otherwise.", "\n\n");
		pair_reference(s, "", class_names[CLASS_DATASET]);
		json_close(&s->j, '}');
		s->is_class_used[CLASS_DATASET] = true;
		free_text_object(s, "code_lists");
		sources(s);
	}
	json_close(&s->j, '}');
	json_close(&s->j, '}');
}

/* --- code lists --------------------------------------------------------------------------------------------- */

static void
labels(struct schema *s, enum code_list list)
{
	const struct concept *c;

	key_open(s, "enumDescriptions", '[');
	for (size_t i = 0; (c = code_lists_at(s->o->lists, list, i)); i++) {
		struct buf label = { 0 };
		if (s->o->german)
			buf_text(&label, concept_label(c, true));
		if (s->o->english && !(label.n && text_equal(buf_view(&label), concept_label(c, false))))
			buf_printf(&label, "%s%.*s", label.n ? " · " : "", TEXT_ARG(concept_label(c, false)));
		json_text_value(&s->j, buf_view(&label));
		buf_free(&label);
	}
	json_close(&s->j, ']');
}

/* Whether a text is the code of a row. */
static bool
is_code(const struct code_lists *lists, enum code_list list, struct text t)
{
	const struct concept *c = code_lists_find(lists, list, t);

	return c && text_equal(text_of(c->code), t);
}

/* For a regular expression of ECMA 262. */
static void
literally(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		if (strchr("\\^$.*+?()[]{}|/", t.s[i]))
			buf_char(out, '\\');
		buf_char(out, t.s[i]);
	}
}

/* One pattern, not an enum: editors would offer its members. */
static void
other_spellings(struct schema *s, enum code_list list)
{
	struct buf pattern = { 0 };
	const struct concept *c;

	buf_str(&pattern, "^(https?://.*");
	if (list == LIST_reference_system)
		buf_str(&pattern, "|EPSG:[0-9]+");
	for (size_t i = 0; (c = code_lists_at(s->o->lists, list, i)); i++) {
		struct text rest = text_of(c->aliases), alias;
		while (text_next(&rest, '|', &alias)) {
			if (alias.n == 0 || text_starts(alias, T("http")) || is_code(s->o->lists, list, alias))
				continue;
			buf_char(&pattern, '|');
			literally(&pattern, alias);
		}
	}
	buf_str(&pattern, ")$");
	open_type(s, "string");
	json_pair(&s->j, "pattern", buf_view(&pattern));
	pair_in_both(s, "patternErrorMessage", "Steht nicht in der Liste.", "Is not in the list.", " · ");
	json_close(&s->j, '}');
	buf_free(&pattern);
}

static void
list_definition(struct schema *s, enum code_list list)
{
	const struct code_list_facts *facts = &code_list_facts[list];
	const struct concept *c;
	struct buf name = { 0 };

	buf_printf(&name, "list-%s", facts->name);
	json_key(&s->j, buf_view(&name));
	buf_free(&name);
	json_open(&s->j, '{');
	pair_in_both(s, "title", facts->de, facts->en, " · ");
	key_open(s, "anyOf", '[');
	open_type(s, "string");
	key_open(s, "enum", '[');
	for (size_t i = 0; (c = code_lists_at(s->o->lists, list, i)); i++)
		json_text_value(&s->j, text_of(c->code));
	json_close(&s->j, ']');
	labels(s, list);
	json_close(&s->j, '}');
	other_spellings(s, list);
	json_close(&s->j, ']');
	json_close(&s->j, '}');
}

/* --- site.yaml ------------------------------------------------------------------------------------------------ */

static void
object_of(struct schema *s, const char *const *keys, size_t n)
{
	open_type(s, "object");
	key_open(s, "properties", '{');
	for (size_t i = 0; i < n; i++) {
		json_key(&s->j, text_of(keys[i]));
		open_type(s, "string");
		json_close(&s->j, '}');
	}
	json_close(&s->j, '}');
	json_close(&s->j, '}');
}

static void
severities(struct schema *s)
{
	open_type(s, "object");
	pair_bool(s, "additionalProperties", false);
	key_open(s, "properties", '{');
	for (size_t i = 0; i < N_MESSAGES; i++) {
		const struct message *m = &messages[i];
		json_key(&s->j, text_of(m->name));
		json_open(&s->j, '{');
		pair_in_both(s, "description", m->explanation[GERMAN], m->explanation[ENGLISH], "\n\n");
		key_open(s, "enum", '[');
		if (!m->is_guard) {
			json_text_value(&s->j, T("off"));
			json_text_value(&s->j, T("warning"));
		}
		json_text_value(&s->j, T("error"));
		json_close(&s->j, ']');
		json_close(&s->j, '}');
	}
	json_close(&s->j, '}');
	json_close(&s->j, '}');
}

static void
profile_names(struct schema *s)
{
	open_type(s, "array");
	key_open(s, "items", '{');
	key_open(s, "enum", '[');
	for (size_t i = 0; i < N_PROFILES; i++)
		json_text_value(&s->j, text_of(profiles[i].name));
	json_close(&s->j, ']');
	json_close(&s->j, '}');
	json_close(&s->j, '}');
}

static void
one_of(struct schema *s, const char *const *words, size_t n)
{
	json_open(&s->j, '{');
	key_open(s, "enum", '[');
	for (size_t i = 0; i < n; i++)
		json_text_value(&s->j, text_of(words[i]));
	json_close(&s->j, ']');
	json_close(&s->j, '}');
}

static void
setting_value(struct schema *s, enum setting_kind kind)
{
	static const char *const contact[] = { "name", "email" };
	static const char *const brand[] = { "primary", "primary_dark" };

	switch (kind) {
	case SETTING_TEXT: any_scalar(s); return;
	case SETTING_TRANSLATED:
		any_scalar(s);
		translations(s, false);
		return;
	case SETTING_LANGUAGES:
		open_type(s, "array");
		json_key(&s->j, T("items"));
		string_with(s, "^[a-z]{2,3}$");
		json_close(&s->j, '}');
		return;
	case SETTING_CONTACT: object_of(s, contact, 2); return;
	case SETTING_BRAND: object_of(s, brand, 2); return;
	case SETTING_KEYS:
		open_type(s, "array");
		json_key(&s->j, T("items"));
		string_with(s, "^ssh-ed25519 ");
		json_close(&s->j, '}');
		return;
	case SETTING_DATE: string_with(s, "^\\d{4}-\\d{2}-\\d{2}$"); return;
	case SETTING_EMAIL: string_with(s, "@"); return;
	case SETTING_URL:
		string_with(s, "^https?://");
		open_type(s, "null"); /* `source_url:` with nothing behind it: not set */
		json_close(&s->j, '}');
		return;
	case SETTING_PROFILES: profile_names(s); return;
	case SETTING_CHANGE_FEED: one_of(s, change_feed_views, N_CHANGE_FEED_VIEWS); return;
	case SETTING_COMMIT_DETAILS:
		open_type(s, "array");
		json_key(&s->j, T("items"));
		one_of(s, commit_detail_names, N_COMMIT_DETAILS);
		json_close(&s->j, '}');
		return;
	case SETTING_SEVERITIES: severities(s); return;
	case SETTING_FLAG:
		open_type(s, "boolean");
		json_close(&s->j, '}');
		return;
	}
}

static void
site(struct schema *s)
{
	json_pair(&s->j, "type", T("object"));
	json_pair(&s->j, "title", T("site.yaml"));
	pair_bool(s, "additionalProperties", false);
	key_open(s, "required", '[');
	for (size_t i = 0; i < n_known_settings; i++)
		if (known_settings[i].is_required)
			json_text_value(&s->j, text_of(known_settings[i].key));
	json_close(&s->j, ']');
	key_open(s, "properties", '{');
	for (size_t i = 0; i < n_known_settings; i++) {
		const struct setting *k = &known_settings[i];
		json_key(&s->j, text_of(k->key));
		json_open(&s->j, '{');
		pair_in_both(s, "description", k->help[GERMAN], k->help[ENGLISH], "\n\n");
		key_open(s, "anyOf", '[');
		setting_value(s, k->kind);
		json_close(&s->j, ']');
		example(s, k->example, true);
		json_close(&s->j, '}');
	}
	json_close(&s->j, '}');
}

/* --- the whole ---------------------------------------------------------------------------------------------- */

enum schema_kind
schema_kind_named(struct text name)
{
	enum schema_kind k = 0;

	while (k < N_SCHEMA_KINDS && !text_equal(text_of(kinds[k].name), name))
		k++;
	return k;
}

/* A definition may use further classes, before it in the table or behind it. */
static void
definitions(struct schema *s, enum class root)
{
	bool is_done[N_CLASSES] = { 0 }, is_more = true;

	s->is_class_used[root] = true;
	key_open(s, "definitions", '{');
	while (is_more) {
		is_more = false;
		for (enum class c = 1; c < N_CLASSES; c++)
			if (s->is_class_used[c] && !is_done[c]) {
				is_done[c] = is_more = true;
				class_definition(s, c);
			}
	}
	for (size_t list = 0; list < N_CODE_LISTS; list++)
		if (s->is_list_used[list])
			list_definition(s, (enum code_list)list);
	json_close(&s->j, '}');
}

void
schema_write(struct buf *out, enum schema_kind kind, const struct schema_options *o)
{
	struct schema s = { .j = { .out = out, .is_indented = true }, .o = o, .arena = arena_new() };
	enum class class = kinds[kind].class;

	json_open(&s.j, '{');
	json_pair(&s.j, "$schema", T("http://json-schema.org/draft-07/schema#"));
	if (kind == SCHEMA_SITE) {
		site(&s);
	} else {
		pair_in_both(&s, "title", classes[class].label[GERMAN], classes[class].label[ENGLISH], " · ");
		key_open(&s, "allOf", '[');
		json_open(&s.j, '{');
		pair_reference(&s, "", class_names[class]);
		json_close(&s.j, '}');
		json_close(&s.j, ']');
		definitions(&s, class);
	}
	json_close(&s.j, '}');
	buf_char(out, '\n');
	arena_free(s.arena);
}
