#include "import/iso19139.h"

#include "adapters/json.h"
#include "adapters/xml_tree.h"
#include "catalog/reader.h"
#include "core/die.h"
#include "dcat/iri.h"
#include "import/dcat_values.h"

#include <stdio.h>
#include <stdlib.h>

enum how { VALUE, BY_HAND, IGNORED };

static const struct row {
	const char *path;
	enum property_id property;
	enum how how;
} rows[] = {
#define ISO(path_, property_, how_, ...) { path_, property_, how_ },
#include "import/iso19139.def"
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

static const struct {
	const char *code, *de, *en, *themes;
} inspire_themes[] = {
#define THEME(code_, de_, en_, themes_) { code_, de_, en_, themes_ },
#include "import/iso19139.def"
};

static const struct {
	const char *code, *theme;
} topics[] = {
#define TOPIC(code_, theme_) { code_, theme_ },
#include "import/iso19139.def"
};

const struct mapping iso19139_mapping[] = {
#define ISO(path_, property_, how_, de_, en_) { path_, property_, { de_, en_ } },
#include "import/iso19139.def"
};
const size_t n_iso19139_mapping = N_ROWS;

/* --- records -------------------------------------------------------------------------------------- */

struct service_of {
	struct text id;
	struct text endpoint;
	struct service_of *next;
};

struct record {
	const struct xml_element *metadata;
	const struct source *source;
	enum class class;
	struct text file_id, title;
	struct text language;     /* of texts without one, as dcat_value_language() gives it */
	struct draft *draft;      /* NULL: not imported */
	struct service_of *services; /* that operate on it */
	struct record *next;
};

struct iso_records {
	struct import *import;
	struct arena *arena;
	struct values values;
	struct record *first, *last;
	struct table by_identifier; /* → struct record *: file identifiers, codes of citations */
};

struct iso_records *
iso_records_open(struct import *i)
{
	struct iso_records *r = allocate(sizeof *r);

	*r = (struct iso_records){ .import = i, .arena = import_arena(i) };
	values_open(&r->values, i);
	return r;
}

void
iso_records_close(struct iso_records *r)
{
	values_close(&r->values);
	table_free(&r->by_identifier);
	free(r);
}

/* --- looking around ------------------------------------------------------------------------------- */

static bool
is_iso(const struct xml_element *e)
{
	static const char *const namespaces[] = { "http://www.isotc211.org/2005/gmd", "http://www.isotc211.org/2005/srv",
		"http://www.isotc211.org/2005/gco", "http://www.isotc211.org/2005/gmx", "http://www.isotc211.org/2005/gmi",
		"http://www.opengis.net/gml/3.2", "http://www.opengis.net/gml" };

	for (size_t i = 0; i < sizeof namespaces / sizeof namespaces[0]; i++)
		if (text_equal(e->namespace, text_of(namespaces[i])))
			return true;
	return false;
}

static bool
is_named(const struct xml_element *e, struct text name)
{
	return is_iso(e) && (text_equal(name, T("*")) || text_equal(e->name, name));
}

/* All elements at the end of a path. */
struct hit {
	const struct xml_element *element;
	struct hit *next;
};

static struct hit **
collect(struct arena *a, const struct xml_element *from, struct text path, struct hit **end)
{
	size_t slash = text_find_char(path, '/');
	struct text name = text_slice(path, 0, slash), rest = text_slice(path, slash + 1, path.n);

	for (const struct xml_element *e = from ? from->first : NULL; e; e = e->next) {
		if (!is_named(e, name))
			continue;
		if (slash < path.n) {
			end = collect(a, e, rest, end);
			continue;
		}
		*end = arena_new_of(a, struct hit);
		(*end)->element = e;
		end = &(*end)->next;
	}
	return end;
}

static struct hit *
all(struct iso_records *r, const struct xml_element *from, const char *path)
{
	struct hit *first = NULL;

	collect(r->arena, from, text_of(path), &first);
	return first;
}

static const struct xml_element *
one(struct iso_records *r, const struct xml_element *from, const char *path)
{
	const struct hit *h = all(r, from, path);

	return h ? h->element : NULL;
}

#define XLINK "http://www.w3.org/1999/xlink"

/* What a property element says: a code, else the characters of whatever stands in it, in the record's own
 * language. *href: the address of a gmx:Anchor. */
static struct text
words(const struct xml_element *e, struct text *href)
{
	const struct text *attribute;

	if (!e)
		return T("");
	if ((attribute = xml_attribute_of(e, XLINK, "href")) && href && href->n == 0)
		*href = text_trim(*attribute);
	for (const struct xml_element *child = e->first; child; child = child->next) {
		if (text_equal(child->name, T("PT_FreeText")))
			continue;
		if ((attribute = xml_attribute_of(child, XLINK, "href")) && href && href->n == 0)
			*href = text_trim(*attribute);
		if ((attribute = xml_attribute_of(child, "", "codeListValue")) && text_trim(*attribute).n)
			return text_trim(*attribute);
		struct text found = words(child, href);
		if (found.n)
			return found;
	}
	return e->text;
}

static struct text
words_at(struct iso_records *r, const struct xml_element *from, const char *path)
{
	return words(one(r, from, path), NULL);
}

/* The same, or where the record's own language says nothing, the first translation. */
static struct text
any_words(struct iso_records *r, const struct xml_element *e)
{
	struct text own = words(e, NULL);

	for (const struct hit *h = own.n || !e ? NULL : all(r, e, "PT_FreeText/textGroup/*"); h && !own.n; h = h->next)
		own = h->element->text;
	return own;
}

static struct place
place_of(const struct record *m, const struct xml_element *e)
{
	return (struct place){ m->source, e->line, e->line ? 1 : 0 };
}

static struct found
found_at(struct iso_records *r, const struct record *m, const struct xml_element *e, struct text text)
{
	return (struct found){ .field = arena_text(r->arena, e->name), .text = text, .language = m->language,
		.at = place_of(m, e) };
}

/* The property of this key that the class of the draft has; N_PROPERTIES when it has none. */
static enum property_id
own_property(const struct draft *d, enum property_id p)
{
	if (p == N_PROPERTIES || properties[p].class == d->class)
		return p;
	return property_named(d->class, text_of(properties[p].key));
}

/* --- languages ------------------------------------------------------------------------------------- */

/* "#locale-eng" → "en" by the locales that the record declares. */
static struct text
locale(struct iso_records *r, const struct record *m, struct text reference)
{
	const struct text *id;

	if (text_starts(reference, T("#")))
		reference = text_slice(reference, 1, reference.n);
	for (const struct hit *h = all(r, m->metadata, "locale/*"); h; h = h->next)
		if ((id = xml_attribute_of(h->element, "", "id")) && text_equal(*id, reference))
			return dcat_value_language(&r->values, words_at(r, h->element, "languageCode"));
	return dcat_value_language(&r->values, reference);
}

/* A text in the language of the record and in each of its locales. */
static void
add_text(struct iso_records *r, const struct record *m, struct draft *d, enum property_id p, const struct xml_element *e)
{
	struct text own = words(e, NULL);
	const struct text *reference;

	if (own.n)
		dcat_value_add(&r->values, d, p, found_at(r, m, e, own));
	for (const struct hit *h = all(r, e, "PT_FreeText/textGroup/*"); h; h = h->next) {
		struct found f = found_at(r, m, h->element, h->element->text);
		if (!(reference = xml_attribute_of(h->element, "", "locale")) || f.text.n == 0)
			continue;
		f.language = locale(r, m, *reference);
		if (text_equal(f.language, m->language))
			continue; /* the same as the text itself */
		f.field = arena_text(r->arena, e->name);
		dcat_value_add(&r->values, d, p, f);
	}
}

/* --- values of the table ----------------------------------------------------------------------------- */

static void
add_value(struct iso_records *r, const struct record *m, struct draft *d, enum property_id p, const struct xml_element *e)
{
	struct text href = T(""), own = words(e, &href);
	enum kind kind = properties[p].kind;

	if (kind == KIND_TEXT || kind == KIND_MARKDOWN) {
		add_text(r, m, d, p, e);
		return;
	}
	if (href.n && (kind == KIND_IRI || kind == KIND_URL))
		own = href;
	if (href.n && kind == KIND_CONCEPT && dcat_value_concept(&r->values, (enum code_list)properties[p].target, href))
		own = href;
	if (own.n && !text_equal(own, T("unknown")))
		dcat_value_add(&r->values, d, p, found_at(r, m, e, own));
}

/* --- people and bodies ------------------------------------------------------------------------------- */

struct party {
	const struct xml_element *element; /* CI_ResponsibleParty */
	struct text role, name;
};

static void
add_address(struct iso_records *r, const struct record *m, struct draft *d, enum property_id p, const struct xml_element *party)
{
	static const struct {
		const char *path;
		const char *key;
	} fields[] = {
		{ "deliveryPoint",      "street" },
		{ "postalCode",         "postcode" },
		{ "city",               "city" },
		{ "administrativeArea", "region" },
		{ "country",            "country" },
	};
	const struct xml_element *address = one(r, party, "contactInfo/*/address/*");

	for (size_t i = 0; address && i < sizeof fields / sizeof fields[0]; i++) {
		const struct xml_element *e = one(r, address, fields[i].path);
		struct text own = any_words(r, e);
		struct draft *part = own.n ? draft_only_part(d, p) : NULL;
		if (part)
			dcat_value_add(&r->values, part, property_named(part->class, text_of(fields[i].key)), found_at(r, m, e, own));
	}
}

static void
add_ways(struct iso_records *r, const struct record *m, struct draft *d, const struct xml_element *party,
    enum property_id email, enum property_id telephone, enum property_id url)
{
	static const char *const paths[] = { "contactInfo/*/address/*/electronicMailAddress", "contactInfo/*/phone/*/voice",
		"contactInfo/*/onlineResource/*/linkage" };
	const enum property_id properties_of[] = { email, telephone, url };

	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
		for (const struct hit *h = all(r, party, paths[i]); h; h = h->next) {
			struct text own = words(h->element, NULL);
			if (own.n && (properties[properties_of[i]].is_repeatable || !draft_has(d, properties_of[i])))
				dcat_value_add(&r->values, d, properties_of[i], found_at(r, m, h->element, own));
		}
}

static struct text
agent(struct iso_records *r, const struct record *m, const struct party *p)
{
	struct draft *fresh = NULL;
	struct text id = import_agent(r->import, T(""), p->name, T(""), &fresh);
	const struct xml_element *name = one(r, p->element, "organisationName");

	if (!fresh)
		return id;
	if (!name || any_words(r, name).n == 0)
		name = one(r, p->element, "individualName");
	/* The name stands there without a language, which is the catalogue's. */
	if (m->language.n)
		draft_remove(fresh, AGENT_name);
	if (name)
		add_text(r, m, fresh, AGENT_name, name);
	add_ways(r, m, fresh, p->element, AGENT_email, AGENT_telephone, AGENT_homepage);
	add_address(r, m, fresh, AGENT_address, p->element);
	return id;
}

static bool
has_contact(const struct draft *d, enum property_id contact, struct text name, struct text email)
{
	for (const struct draft_value *v = draft_value(d, contact); v; v = draft_next(v))
		if (text_equal(draft_text(v->part, KIND_name), name) && text_equal(draft_text(v->part, KIND_email), email))
			return true;
	return false;
}

static void
add_contact(struct iso_records *r, const struct record *m, struct draft *d, const struct party *p)
{
	enum property_id contact = own_property(d, DATASET_contact);
	const struct xml_element *organisation = one(r, p->element, "organisationName");
	struct text individual = words_at(r, p->element, "individualName");
	struct text email = words_at(r, p->element, "contactInfo/*/address/*/electronicMailAddress");

	if (has_contact(d, contact, individual.n ? individual : words(organisation, NULL), email))
		return;
	struct draft *kind = draft_part(d, contact);
	kind->at = place_of(m, p->element);
	if (individual.n)
		add_value(r, m, kind, KIND_name, one(r, p->element, "individualName"));
	if (organisation && individual.n)
		add_value(r, m, kind, KIND_organization, organisation);
	else if (organisation)
		add_text(r, m, kind, KIND_name, organisation);
	add_ways(r, m, kind, p->element, KIND_email, KIND_telephone, KIND_url);
	add_address(r, m, kind, KIND_address, p->element);
}

static struct party
party_of(struct iso_records *r, const struct xml_element *e)
{
	struct text organisation = any_words(r, one(r, e, "organisationName"));

	return (struct party){ e, words_at(r, e, "role"),
		organisation.n ? organisation : any_words(r, one(r, e, "individualName")) };
}

/* The first party that has one of the roles, the first role first. */
static struct party
party_with_role(struct iso_records *r, const struct record *m, const char *const *roles)
{
	for (; *roles; roles++) {
		for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/pointOfContact/*"); h; h = h->next) {
			struct party p = party_of(r, h->element);
			if (p.name.n && text_equal(p.role, text_of(*roles)))
				return p;
		}
		for (const struct hit *h = all(r, m->metadata, "contact/*"); h; h = h->next) {
			struct party p = party_of(r, h->element);
			if (p.name.n && text_equal(p.role, text_of(*roles)))
				return p;
		}
	}
	return (struct party){ 0 };
}

static struct party
publisher_of(struct iso_records *r, const struct record *m)
{
	static const char *const roles[] = { "publisher", "owner", "custodian", "distributor", "resourceProvider", "pointOfContact",
		"originator", "author", NULL };

	return party_with_role(r, m, roles);
}

static void
add_parties(struct iso_records *r, const struct record *m, struct draft *d)
{
	static const struct {
		const char *role;
		enum property_id property;
	} roles[] = {
		{ "owner",                 DATASET_rights_holder },
		{ "custodian",             DATASET_custodian },
		{ "originator",            DATASET_originator },
		{ "author",                DATASET_creator },
		{ "distributor",           DATASET_distributor },
		{ "principalInvestigator", DATASET_principal_investigator },
		{ "processor",             DATASET_processor },
		{ "resourceProvider",      DATASET_resource_provider },
		{ "user",                  DATASET_user },
	};
	struct party publisher = publisher_of(r, m);
	enum property_id contact = own_property(d, DATASET_contact);

	if (publisher.name.n)
		draft_add(d, own_property(d, DATASET_publisher), agent(r, m, &publisher));
	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/pointOfContact/*"); h; h = h->next) {
		struct party p = party_of(r, h->element);
		if (text_equal(p.role, T("pointOfContact")) && p.name.n)
			add_contact(r, m, d, &p);
		for (size_t i = 0; p.name.n && i < sizeof roles / sizeof roles[0]; i++)
			if (text_equal(p.role, text_of(roles[i].role)))
				draft_add(d, own_property(d, roles[i].property), agent(r, m, &p));
	}
	for (const struct hit *h = all(r, m->metadata, "distributionInfo/*/distributor/*/distributorContact/*"); h; h = h->next) {
		struct party p = party_of(r, h->element);
		if (p.name.n)
			draft_add(d, own_property(d, DATASET_distributor), agent(r, m, &p));
	}
	if (draft_has(d, contact))
		return;
	/* Nobody is called the contact: whoever published it, else who wrote the description. */
	if (publisher.name.n && words_at(r, publisher.element, "contactInfo/*/address/*/electronicMailAddress").n) {
		add_contact(r, m, d, &publisher);
		return;
	}
	for (const struct hit *h = all(r, m->metadata, "contact/*"); h; h = h->next) {
		struct party p = party_of(r, h->element);
		if (p.name.n)
			add_contact(r, m, d, &p);
	}
}

/* --- keywords and themes ------------------------------------------------------------------------------- */

static void
add_themes(struct draft *d, const char *themes)
{
	struct text rest = text_of(themes), theme;

	while (text_next(&rest, ' ', &theme))
		draft_add(d, own_property(d, DATASET_themes), theme);
}

static bool
add_inspire_theme(struct draft *d, struct text word, struct text href)
{
	struct text mark = T("inspire.ec.europa.eu/theme/");
	size_t at = text_find(href, mark);
	struct text code = at < href.n ? text_slice(href, at + mark.n, href.n) : T("");

	for (size_t i = 0; i < sizeof inspire_themes / sizeof inspire_themes[0]; i++)
		if (text_equal(code, text_of(inspire_themes[i].code)) || text_equal_nocase(word, text_of(inspire_themes[i].de)) ||
		    text_equal_nocase(word, text_of(inspire_themes[i].en))) {
			add_themes(d, inspire_themes[i].themes);
			return true;
		}
	return false;
}

/* Marks for the machines of geodata infrastructures. */
static bool
is_flag(struct text word)
{
	static const char *const flags[] = { "inspireidentifiziert", "opendata", "open data", "AdVMIS", "GDI-DE" };

	for (size_t i = 0; i < sizeof flags / sizeof flags[0]; i++)
		if (text_equal_nocase(word, text_of(flags[i])))
			return true;
	return false;
}

/* "infoFeatureAccessService", "humanGeographicViewer": INSPIRE's classification of services. */
static bool
add_service_category(struct iso_records *r, struct draft *d, struct text word, struct text href)
{
	struct text list = T("http://inspire.ec.europa.eu/metadata-codelist/SpatialDataServiceCategory/");
	bool is_listed = text_find(href, T("/SpatialDataServiceCategory/")) < href.n;

	if (d->class != CLASS_SERVICE ||
	    (!is_listed && !((text_starts(word, T("info")) || text_starts(word, T("human"))) &&
			       (text_ends(word, T("Service")) || text_ends(word, T("Viewer"))))))
		return false;
	return draft_add(d, SERVICE_service_category,
	    is_listed ? href : arena_printf(r->arena, "%.*s%.*s", TEXT_ARG(list), TEXT_ARG(word)));
}

static void
add_keywords(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id keywords = own_property(d, DATASET_keywords), hvd = own_property(d, DATASET_hvd);
	bool has_themes = false;

	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/descriptiveKeywords/*/keyword"); h; h = h->next) {
		struct text href = T(""), word = words(h->element, &href);
		if (word.n == 0 && href.n == 0)
			continue;
		if (is_flag(word)) {
			if (!table_set(&r->values.reported, arena_printf(r->arena, "flag\n%.*s", TEXT_ARG(word)), r))
				import_unmapped(r->import, place_of(m, h->element), T("keyword"), word);
			continue;
		}
		const struct concept *category =
		    code_lists_find(r->values.lists, LIST_hvd_category, href.n ? href : word);
		if (category && (href.n || category->iri)) {
			draft_add(d, hvd, text_of(category->code));
			continue;
		}
		if (add_service_category(r, d, word, href))
			continue;
		has_themes |= add_inspire_theme(d, word, href);
		add_text(r, m, d, keywords, h->element);
	}
	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/topicCategory"); h; h = h->next) {
		struct text word = words(h->element, NULL);
		const struct concept *c = dcat_value_concept(&r->values, LIST_topic_category, word);
		add_value(r, m, d, own_property(d, DATASET_topic_category), h->element);
		for (size_t i = 0; c && !has_themes && i < sizeof topics / sizeof topics[0]; i++)
			if (text_equal(text_of(c->code), text_of(topics[i].code)))
				draft_add(d, own_property(d, DATASET_themes), text_of(topics[i].theme));
	}
}

/* --- constraints --------------------------------------------------------------------------------------- */

/* "Geoportal Berlin / [Titel des Datensatzes]": the placeholder of GDI-DE's recommendation. */
static struct text
with_title(struct iso_records *r, const struct record *m, struct text source)
{
	struct text mark = T("[Titel des Datensatzes]");
	size_t at = text_find(source, mark);

	if (at == source.n)
		return arena_text(r->arena, source);
	return arena_printf(r->arena, "%.*s%.*s%.*s", TEXT_ARG(text_slice(source, 0, at)), TEXT_ARG(m->title),
	    TEXT_ARG(text_slice(source, at + mark.n, source.n)));
}

/* { "id": "dl-de-by-2.0", "name": …, "url": …, "quelle": … }, the form of GDI-DE. */
static bool
add_json_licence(struct iso_records *r, const struct record *m, struct draft *d, const struct xml_element *e, struct text text)
{
	static const char *const names[] = { "id", "url", "name" };
	struct json_tree *t = text_starts(text, T("{")) ? json_tree_read(text) : NULL;
	const struct json_node *root = t ? json_tree_root(t) : NULL;
	const struct concept *c = NULL;

	if (json_node_kind(root) != JSON_MEMBERS) {
		json_tree_free(t);
		return false;
	}
	for (size_t i = 0; !c && i < sizeof names / sizeof names[0]; i++)
		c = dcat_value_concept(&r->values, LIST_license,
		    text_trim(json_node_text(r->arena, json_node_member(root, names[i]))));
	struct text url = json_node_text(r->arena, json_node_member(root, "url"));
	struct text source = json_node_text(r->arena, json_node_member(root, "quelle"));
	if (c || url.n)
		dcat_value_add(&r->values, d, own_property(d, DATASET_license),
		    found_at(r, m, e, c ? text_of(c->code) : arena_text(r->arena, url)));
	else
		import_lost(r->import, place_of(m, e), T("otherConstraints"), text, own_property(d, DATASET_license));
	if (source.n && d->class == CLASS_DATASET)
		dcat_value_add(&r->values, d, DATASET_attribution, found_at(r, m, e, with_title(r, m, source)));
	json_tree_free(t);
	return true;
}

/* The licence whose address or name stands somewhere in a text. */
static const struct concept *
licence_in(struct iso_records *r, struct text text)
{
	size_t at = text_find(text, T("http"));

	for (; at < text.n; at += 4, at += text_find(text_slice(text, at, text.n), T("http"))) {
		size_t end = at;
		while (end < text.n && !strchr(" \t\r\n)\"'<>,;", text.s[end]))
			end++;
		while (end > at && text.s[end - 1] == '.')
			end--;
		const struct concept *c = dcat_value_concept(&r->values, LIST_license, text_slice(text, at, end));
		if (c)
			return c;
	}
	return code_lists_find(r->values.lists, LIST_license, text);
}

/* What access is like, where INSPIRE's code list or the usual German sentence says it. */
static const char *
access_of(struct text word, struct text href)
{
	if (text_find(href, T("LimitationsOnPublicAccess/noLimitations")) < href.n ||
	    text_find(word, T("keine Zugriffsbeschränkungen")) < word.n ||
	    text_find(word, T("keine Beschränkungen")) < word.n)
		return "PUBLIC";
	return text_find(href, T("LimitationsOnPublicAccess/INSPIRE_Directive_Article13")) < href.n ? "RESTRICTED" : NULL;
}

static bool
says_nothing(struct text word, struct text href)
{
	return text_find(href, T("ConditionsApplyingToAccessAndUse/")) < href.n ||
	       text_find(word, T("keine Bedingungen")) < word.n || text_equal_nocase(word, T("none")) ||
	       text_equal_nocase(word, T("keine")) || text_equal_nocase(word, T("unbekannt"));
}

static void
add_constraint(struct iso_records *r, const struct record *m, struct draft *d, const struct xml_element *e, bool is_about_access)
{
	enum property_id license = own_property(d, DATASET_license), rights = own_property(d, DATASET_rights);
	struct text href = T(""), word = words(e, &href);
	const char *access = access_of(word, href);
	const struct concept *c;

	if (access) {
		draft_add(d, own_property(d, DATASET_access_rights), text_of(access));
		if (strcmp(access, "RESTRICTED") == 0) /* why says the article */
			import_changed(r->import, place_of(m, e), T("otherConstraints"), href, text_of(access));
		return;
	}
	if (says_nothing(word, href)) {
		import_unmapped(r->import, place_of(m, e), T("otherConstraints"), word.n ? word : href);
		return;
	}
	if (add_json_licence(r, m, d, e, word))
		return;
	c = href.n ? dcat_value_concept(&r->values, LIST_license, href) : licence_in(r, word);
	if (c && !draft_has(d, license))
		draft_add(d, license, text_of(c->code));
	else if (href.n && !c && !is_about_access && !draft_has(d, license) && text_starts(href, T("http")))
		dcat_value_add(&r->values, d, license, found_at(r, m, e, href));
	/* A text that only is the licence's name has said what it has to say. */
	if (c && code_lists_find(r->values.lists, LIST_license, word))
		return;
	if (word.n)
		add_text(r, m, draft_part(d, rights), RIGHTS_STATEMENT_label, e);
}

static bool
has_statement(const struct draft *d, enum property_id rights, struct text text)
{
	for (const struct draft_value *v = draft_value(d, rights); v; v = draft_next(v))
		if (text_equal(draft_text(v->part, RIGHTS_STATEMENT_label), text))
			return true;
	return false;
}

static void
add_constraints(struct iso_records *r, const struct record *m, struct draft *d)
{
	static const char *const texts[] = { "otherConstraints", "useLimitation" };
	enum property_id rights = own_property(d, DATASET_rights);

	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/resourceConstraints/*"); h; h = h->next) {
		bool is_about_access = one(r, h->element, "accessConstraints") != NULL;
		/* JSON first: it is the licence, whatever stands beside it. */
		for (const struct hit *t = all(r, h->element, "otherConstraints"); t; t = t->next)
			add_json_licence(r, m, d, t->element, words(t->element, NULL));
		for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
			for (const struct hit *t = all(r, h->element, texts[i]); t; t = t->next) {
				struct text word = words(t->element, NULL);
				if (!text_starts(word, T("{")) && !has_statement(d, rights, word))
					add_constraint(r, m, d, t->element, is_about_access);
			}
	}
}

/* --- space and time ------------------------------------------------------------------------------------- */

static bool
degrees(struct text t, double *value)
{
	char copy[40], *end;

	if (t.n == 0 || t.n >= sizeof copy)
		return false;
	memcpy(copy, t.s, t.n);
	copy[t.n] = '\0';
	*value = strtod(copy, &end);
	return *end == '\0' && *value >= -180 && *value <= 180;
}

static void
add_box(struct iso_records *r, const struct record *m, struct draft *d, enum property_id spatial, const struct xml_element *e)
{
	static const char *const names[] = { "westBoundLongitude", "southBoundLatitude", "eastBoundLongitude", "northBoundLatitude" };
	struct text t[4], swapped;
	double x[4];

	for (size_t i = 0; i < 4; i++) {
		t[i] = words_at(r, e, names[i]);
		if (!degrees(t[i], &x[i])) {
			import_lost(r->import, place_of(m, e), e->name, t[i].n ? t[i] : text_of(names[i]), LOCATION_bbox);
			return;
		}
	}
	struct text written = arena_printf(r->arena, "%.*s, %.*s, %.*s, %.*s", TEXT_ARG(t[0]), TEXT_ARG(t[1]), TEXT_ARG(t[2]),
	    TEXT_ARG(t[3]));
	/* West of the east, south of the north: each pair can only have been exchanged. */
	for (size_t i = 0; i < 2; i++)
		if (x[i] > x[i + 2]) {
			swapped = t[i];
			t[i] = t[i + 2];
			t[i + 2] = swapped;
		}
	struct text box = arena_printf(r->arena, "%.*s, %.*s, %.*s, %.*s", TEXT_ARG(t[0]), TEXT_ARG(t[1]), TEXT_ARG(t[2]),
	    TEXT_ARG(t[3]));
	bool is_point = !(x[0] < x[2]) && !(x[0] > x[2]) && !(x[1] < x[3]) && !(x[1] > x[3]);
	if (is_point) {
		draft_add(draft_part(d, spatial), LOCATION_centroid, arena_printf(r->arena, "%.*s, %.*s", TEXT_ARG(t[0]), TEXT_ARG(t[1])));
		return;
	}
	draft_add(draft_part(d, spatial), LOCATION_bbox, box);
	if (!text_equal(box, written))
		import_changed(r->import, place_of(m, e), T("EX_GeographicBoundingBox"), written, box);
}

static void
add_named_place(struct iso_records *r, const struct record *m, struct draft *d, enum property_id spatial,
    const struct xml_element *e)
{
	struct text href = T(""), word = words(e, &href);
	size_t n_digits = 0;

	while (n_digits < word.n && word.s[n_digits] >= '0' && word.s[n_digits] <= '9')
		n_digits++;
	if (word.n == 0 && href.n == 0)
		return;
	struct draft *place = draft_part(d, spatial);
	if (href.n)
		dcat_value_add(&r->values, place, LOCATION_uri, found_at(r, m, e, href));
	else if (n_digits == word.n && n_digits == 8)
		draft_add(place, LOCATION_ags, word);
	else if (n_digits == word.n && n_digits == 12)
		draft_add(place, LOCATION_ars, word);
	else
		add_text(r, m, place, LOCATION_name, e);
}

static struct text
moment(struct iso_records *r, const struct xml_element *e)
{
	return e ? dcat_value_date(&r->values, e->text) : T("");
}

static void
add_period(struct iso_records *r, const struct record *m, struct draft *d, enum property_id temporal, const struct xml_element *e)
{
	const struct xml_element *instant = one(r, e, "timePosition");
	struct text from = moment(r, instant ? instant : one(r, e, "beginPosition"));
	struct text to = moment(r, instant ? instant : one(r, e, "endPosition"));

	if (!instant && !from.n)
		from = moment(r, one(r, e, "begin/*/timePosition"));
	if (!instant && !to.n)
		to = moment(r, one(r, e, "end/*/timePosition"));
	if (from.n == 0 && to.n == 0) {
		import_lost(r->import, place_of(m, e), e->name, words(e, NULL), temporal);
		return;
	}
	struct draft *period = draft_part(d, temporal);
	draft_add(period, PERIOD_from, from);
	draft_add(period, PERIOD_to, to);
}

static void
add_extents(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id spatial = own_property(d, DATASET_spatial), temporal = own_property(d, DATASET_temporal);

	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/extent/*"); h; h = h->next) {
		for (const struct hit *g = all(r, h->element, "geographicElement/EX_GeographicBoundingBox"); g; g = g->next)
			add_box(r, m, d, spatial, g->element);
		for (const struct hit *g = all(r, h->element, "geographicElement/EX_GeographicDescription/geographicIdentifier/*/code"); g;
		     g = g->next)
			add_named_place(r, m, d, spatial, g->element);
		for (const struct hit *t = all(r, h->element, "temporalElement/*/extent/*"); t; t = t->next)
			add_period(r, m, d, temporal, t->element);
	}
}

static void
add_resolution(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id metres = own_property(d, DATASET_spatial_resolution),
			 scale = own_property(d, DATASET_spatial_resolution_text);

	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/spatialResolution/*/equivalentScale/*/denominator");
	     h && scale < N_PROPERTIES; h = h->next)
		if (words(h->element, NULL).n)
			draft_add(d, scale, arena_printf(r->arena, "1:%.*s", TEXT_ARG(words(h->element, NULL))));
	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/spatialResolution/*/distance/*");
	     h && metres < N_PROPERTIES; h = h->next) {
		const struct text *unit = xml_attribute_of(h->element, "", "uom");
		struct text u = unit ? *unit : T("m");
		if (text_equal_nocase(u, T("m")) || text_ends(u, T("#m")) || text_ends(u, T("::9001")) || text_starts(u, T("met")))
			dcat_value_add(&r->values, d, metres, found_at(r, m, h->element, h->element->text));
		else if (scale < N_PROPERTIES)
			draft_add(d, scale, arena_printf(r->arena, "%.*s %.*s", TEXT_ARG(h->element->text), TEXT_ARG(u)));
	}
}

static void
add_dates(struct iso_records *r, const struct record *m, struct draft *d)
{
	static const struct {
		const char *type;
		enum property_id property;
	} types[] = {
		{ "creation",    DATASET_created },
		{ "publication", DATASET_issued },
		{ "revision",    DATASET_modified },
	};

	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/citation/*/date/*"); h; h = h->next) {
		struct text type = words_at(r, h->element, "dateType");
		const struct xml_element *date = one(r, h->element, "date");
		for (size_t i = 0; date && i < sizeof types / sizeof types[0]; i++)
			if (text_equal(type, text_of(types[i].type)))
				add_value(r, m, d, own_property(d, types[i].property), date);
	}
}

/* --- what it conforms to, where it comes from -------------------------------------------------------------- */

/* INSPIRE's regulations by their numbers, which every language of a title holds. */
static struct text
regulation(struct text title)
{
	if (text_find(title, T("1089/2010")) < title.n)
		return T("http://data.europa.eu/eli/reg/2010/1089");
	if (text_find(title, T("976/2009")) < title.n)
		return T("http://data.europa.eu/eli/reg/2009/976");
	if (text_find(title, T("1205/2008")) < title.n)
		return T("http://data.europa.eu/eli/reg/2008/1205");
	return T("");
}

static void
add_quality(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id conforms = own_property(d, DATASET_conforms_to), provenance = own_property(d, DATASET_provenance);

	for (const struct hit *h = all(r, m->metadata, "dataQualityInfo/*/report/*/result/*"); h; h = h->next) {
		const struct xml_element *title = one(r, h->element, "specification/*/title");
		struct text href = T(""), word = words(title, &href);
		struct text iri = href.n ? href : regulation(word);
		if (!title || !text_equal(words_at(r, h->element, "pass"), T("true")))
			continue;
		if (iri.n)
			dcat_value_add(&r->values, d, conforms, found_at(r, m, title, iri));
		else
			import_unmapped(r->import, place_of(m, title), T("specification"), word);
	}
	for (const struct hit *h = all(r, m->metadata, "dataQualityInfo/*/lineage/*/statement"); h; h = h->next)
		if (words(h->element, NULL).n)
			add_text(r, m, draft_part(d, provenance), PROVENANCE_label, h->element);
}

/* --- addresses -------------------------------------------------------------------------------------------- */

struct online {
	const struct xml_element *element;
	struct text url, protocol, function;
	const struct concept *service; /* the kind of service it leads to, or NULL */
};

static bool
has_nocase(struct text t, struct text what)
{
	for (size_t i = 0; what.n <= t.n && i <= t.n - what.n; i++)
		if (text_equal_nocase(text_slice(t, i, i + what.n), what))
			return true;
	return false;
}

/* "OGC:WMS 1.3.0", "OGC:WMS-1.1.1-http-get-map", ".../serviceType/ogc/wms", "…?service=WMS", "…/wms" */
static const struct concept *
service_kind(struct iso_records *r, struct text protocol, struct text url)
{
	const struct concept *c;

	for (size_t i = 0; (c = code_lists_at(r->values.lists, LIST_service_type, i)); i++) {
		struct text code = text_of(c->code);
		if (text_equal(code, T("API")) || text_equal(code, T("OPARL")) || text_equal(code, T("CSW")))
			continue; /* words of other things */
		struct text service = arena_printf(r->arena, "service=%.*s", TEXT_ARG(code));
		struct text ogc = arena_printf(r->arena, "OGC:%.*s", TEXT_ARG(code));
		size_t end = text_find_char(url, '?');
		struct text path = text_slice(url, 0, end);
		while (path.n && path.s[path.n - 1] == '/')
			path.n--;
		bool at_end = path.n > code.n && path.s[path.n - code.n - 1] == '/' &&
			      text_equal_nocase(text_slice(path, path.n - code.n, path.n), code);
		if (has_nocase(protocol, ogc) || text_equal_nocase(protocol, code) ||
		    (c->iri && text_equal(protocol, text_of(c->iri))))
			return c;
		size_t at = 0;
		while (at < url.n && !text_equal_nocase(text_slice(url, at, at + service.n), service))
			at++;
		/* "service=WMS" is no "service=WMTS". */
		if (at < url.n && (at + service.n == url.n || url.s[at + service.n] == '&'))
			return c;
		if (at_end && protocol.n == 0)
			return c;
	}
	return NULL;
}

static struct online
online_of(struct iso_records *r, const struct xml_element *e)
{
	const struct xml_element *protocol = one(r, e, "protocol");
	struct text href = T(""), word = words(protocol, &href);
	struct online o = { .element = e, .url = words_at(r, e, "linkage"), .protocol = href.n ? href : word,
		.function = words_at(r, e, "function") };

	o.service = service_kind(r, o.protocol, o.url);
	return o;
}

static struct text
without_query(struct text url)
{
	return text_slice(url, 0, text_find_char(url, '?'));
}

static bool
is_same_address(struct text a, struct text b)
{
	a = without_query(a);
	b = without_query(b);
	while (a.n && a.s[a.n - 1] == '/')
		a.n--;
	while (b.n && b.s[b.n - 1] == '/')
		b.n--;
	return a.n && text_equal(a, b);
}

static void
name_online(struct iso_records *r, const struct record *m, struct draft *d, enum property_id title, const struct online *o)
{
	const struct xml_element *name = one(r, o->element, "name"), *description = one(r, o->element, "description");

	if (!name || words(name, NULL).n == 0) {
		name = description;
		description = NULL;
	}
	if (name && words(name, NULL).n)
		add_text(r, m, d, title, name);
	if (description && words(description, NULL).n && !text_equal(words(description, NULL), words(name, NULL)))
		add_text(r, m, d, d->class == CLASS_SERVICE ? SERVICE_description : DISTRIBUTION_description, description);
}

/* A service of the dataset, unless one that has a record of its own is it. */
static void
add_online_service(struct iso_records *r, const struct record *m, struct draft *d, const struct online *o)
{
	struct text url = dcat_value_iri(&r->values, o->url, true);

	for (const struct service_of *s = m->services; s; s = s->next)
		if (is_same_address(s->endpoint, url))
			return;
	for (const struct draft_value *v = draft_value(d, DATASET_services); v; v = draft_next(v))
		if (v->part && is_same_address(draft_text(v->part, SERVICE_endpoint_url), url))
			return;
	if (url.n == 0) {
		import_lost(r->import, place_of(m, o->element), T("linkage"), o->url, SERVICE_endpoint_url);
		return;
	}
	struct draft *service = draft_part(d, DATASET_services);
	service->at = place_of(m, o->element);
	name_online(r, m, service, SERVICE_title, o);
	if (!draft_has(service, SERVICE_title))
		draft_add_in(service, SERVICE_title, arena_printf(r->arena, "%.*s (%s)", TEXT_ARG(m->title), o->service->code),
		    m->language);
	draft_add(service, SERVICE_type, text_of(o->service->code));
	draft_add(service, SERVICE_endpoint_url, without_query(url));
	if (without_query(url).n < url.n)
		draft_add(service, SERVICE_endpoint_description, url);
}

static const struct concept *
format_of_url(struct iso_records *r, struct text url)
{
	struct text name = iri_file_name(url);
	size_t dot = name.n;

	while (dot && name.s[dot - 1] != '.')
		dot--;
	return dot && dot < name.n ? code_lists_find(r->values.lists, LIST_file_type, text_slice(name, dot, name.n)) : NULL;
}

/* The one format that the record names; NULL when there are several or none. */
static const struct concept *
only_format(struct iso_records *r, const struct record *m)
{
	const struct hit *h = all(r, m->metadata, "distributionInfo/*/distributionFormat/*/name");
	struct text href = T(""), word = h ? words(h->element, &href) : T("");

	if (!h || h->next)
		return NULL;
	const struct concept *c = href.n ? dcat_value_concept(&r->values, LIST_file_type, href) : NULL;
	return c ? c : dcat_value_concept(&r->values, LIST_file_type, word);
}

static void
add_download(struct iso_records *r, const struct record *m, struct draft *d, const struct online *o)
{
	struct text url = dcat_value_iri(&r->values, o->url, true);
	const struct concept *format = format_of_url(r, o->url), *named = only_format(r, m);
	bool is_file = text_equal(o->function, T("download")) || has_nocase(o->protocol, T("DOWNLOAD"));

	if (url.n == 0) {
		import_lost(r->import, place_of(m, o->element), T("linkage"), o->url, DISTRIBUTION_access_url);
		return;
	}
	struct draft *distribution = draft_part(d, DATASET_distributions);
	distribution->at = place_of(m, o->element);
	name_online(r, m, distribution, DISTRIBUTION_title, o);
	draft_add(distribution, is_file || format ? DISTRIBUTION_download_url : DISTRIBUTION_access_url, url);
	/* A packed file says only that it is packed. */
	if (!format || (named && text_equal(text_of(format->code), T("ZIP"))))
		format = named;
	if (format)
		draft_add(distribution, DISTRIBUTION_format, text_of(format->code));
	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/spatialRepresentationType"); h; h = h->next)
		if (!draft_has(distribution, DISTRIBUTION_representation_technique))
			add_value(r, m, distribution, DISTRIBUTION_representation_technique, h->element);
	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/characterSet"); h; h = h->next) {
		struct text set = words(h->element, NULL);
		draft_add(distribution, DISTRIBUTION_encoding, text_equal_nocase(set, T("utf8")) ? T("UTF-8") : set);
	}
}

static void
add_page(struct iso_records *r, const struct record *m, struct draft *d, const struct online *o)
{
	struct text url = dcat_value_iri(&r->values, o->url, true);
	enum property_id landing = own_property(d, DATASET_landing_page), page = own_property(d, DATASET_page);
	bool is_text = has_nocase(url, T(".pdf")) || one(r, o->element, "description");

	if (url.n == 0)
		import_lost(r->import, place_of(m, o->element), T("linkage"), o->url, page);
	else
		draft_add(d, is_text || draft_has(d, landing) ? page : landing, url);
}

static bool
is_information(const struct online *o)
{
	return text_equal(o->function, T("information")) || text_equal(o->function, T("search")) ||
	       text_equal(o->function, T("order")) || text_equal(o->function, T("offlineAccess"));
}

static void
add_dataset_addresses(struct iso_records *r, const struct record *m, struct draft *d)
{
	for (const struct hit *h = all(r, m->metadata, "distributionInfo/*/transferOptions/*/onLine/*"); h; h = h->next) {
		struct online o = online_of(r, h->element);
		if (o.url.n == 0)
			continue;
		if (o.service)
			add_online_service(r, m, d, &o);
		else if (is_information(&o))
			add_page(r, m, d, &o);
		else
			add_download(r, m, d, &o);
	}
	for (const struct service_of *s = m->services; s; s = s->next)
		draft_add(d, DATASET_services, s->id);
}

/* --- services --------------------------------------------------------------------------------------------- */

/* Where the service is: the address of the resource, when it is plainly one of a service; else where its
 * operations connect to, which often is a mere placeholder. */
static struct text
endpoint_of(struct iso_records *r, const struct record *m)
{
	struct text any = T("");

	for (const struct hit *h = all(r, m->metadata, "distributionInfo/*/transferOptions/*/onLine/*"); h; h = h->next) {
		struct online o = online_of(r, h->element);
		if (o.service || has_nocase(o.url, T("request=GetCapabilities")))
			return o.url;
		any = any.n || is_information(&o) ? any : o.url;
	}
	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/containsOperations/*"); h; h = h->next) {
		struct text url = words_at(r, h->element, "connectPoint/*/linkage");
		if (url.n && text_equal_nocase(words_at(r, h->element, "operationName"), T("GetCapabilities")))
			return url;
		any = any.n ? any : url;
	}
	return any;
}

static void
add_service_facts(struct iso_records *r, const struct record *m, struct draft *d)
{
	struct text url = dcat_value_iri(&r->values, endpoint_of(r, m), true), description = T("");
	const struct concept *kind = NULL;

	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/serviceTypeVersion"); h && !kind; h = h->next)
		kind = service_kind(r, words(h->element, NULL), T(""));
	for (const struct hit *h = all(r, m->metadata, "distributionInfo/*/transferOptions/*/onLine/*"); h; h = h->next) {
		struct online o = online_of(r, h->element);
		struct text address = dcat_value_iri(&r->values, o.url, true);
		if (!kind)
			kind = o.service;
		if (is_same_address(address, url) || has_nocase(address, T("GetCapabilities")))
			description = without_query(address).n < address.n ? address : description;
		else if (address.n)
			add_page(r, m, d, &o);
	}
	if (!description.n && (without_query(url).n < url.n || text_ends(url, T(".xml"))))
		description = url;
	draft_add(d, SERVICE_endpoint_url, without_query(url));
	draft_add(d, SERVICE_endpoint_description, description);
	if (!kind)
		kind = service_kind(r, T(""), url);
	if (kind)
		draft_add(d, SERVICE_type, text_of(kind->code));
}

/* The UUID that an identifier ends with; empty when it ends with none. Between it and its namespace a slash gets
 * lost at times. */
static struct text
uuid_at_end(struct text t)
{
	struct text uuid = t.n >= 36 ? text_slice(t, t.n - 36, t.n) : T("");

	for (size_t i = 0; i < uuid.n; i++) {
		char c = (char)(uuid.s[i] | 32);
		bool is_hyphen = i == 8 || i == 13 || i == 18 || i == 23;
		if (is_hyphen ? uuid.s[i] != '-' : !((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')))
			return T("");
	}
	return uuid;
}

/* What operatesOn names: an identifier, the id of a record in a request for it, or an identifier at the end of
 * an address. */
static struct record *
coupled(struct iso_records *r, const struct xml_element *e)
{
	const struct text *href = xml_attribute_of(e, XLINK, "href"), *uuid = xml_attribute_of(e, "", "uuidref");
	struct text t = href ? text_trim(*href) : T("");
	struct record *m = uuid ? table_get(&r->by_identifier, text_trim(*uuid)) : NULL;

	if (!m && t.n)
		m = table_get(&r->by_identifier, t);
	for (size_t i = 0; !m && i + 3 < t.n; i++)
		if (text_equal_nocase(text_slice(t, i, i + 3), T("id="))) {
			struct text id = text_slice(t, i + 3, t.n);
			m = table_get(&r->by_identifier, text_slice(id, 0, text_find_char(id, '&')));
		}
	if (!m && uuid_at_end(t).n)
		m = table_get(&r->by_identifier, uuid_at_end(t));
	size_t slash = t.n;
	while (slash && t.s[slash - 1] != '/' && t.s[slash - 1] != '#')
		slash--;
	return m || slash == t.n ? m : table_get(&r->by_identifier, text_slice(t, slash, t.n));
}

static void
couple(struct iso_records *r, struct record *service)
{
	enum property_id p = SERVICE_serves_dataset;

	for (const struct hit *h = all(r, service->metadata, "identificationInfo/*/operatesOn"); h; h = h->next) {
		struct record *m = coupled(r, h->element);
		const struct text *href = xml_attribute_of(h->element, XLINK, "href");
		if (m && m->draft && m->class == CLASS_DATASET) {
			struct service_of *s = arena_new_of(r->arena, struct service_of);
			*s = (struct service_of){ service->draft->id, endpoint_of(r, service), m->services };
			m->services = s;
			draft_add(service->draft, p, m->draft->id);
		} else if (href && text_trim(*href).n) {
			dcat_value_add(&r->values, service->draft, p, found_at(r, service, h->element, text_trim(*href)));
		}
	}
}

/* --- entries ------------------------------------------------------------------------------------------------ */

static void
add_identifiers(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id identifier = own_property(d, DATASET_identifier);

	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/citation/*/identifier/*"); h; h = h->next) {
		struct text href = T(""), code = words(one(r, h->element, "code"), &href), space = words_at(r, h->element, "codeSpace");
		if (code.n && space.n && text_find(code, T("://")) == code.n)
			code = arena_printf(r->arena, "%.*s%s%.*s", TEXT_ARG(space),
			    text_ends(space, T("/")) || text_ends(space, T("#")) || text_ends(space, T(":")) ? "" : "/", TEXT_ARG(code));
		draft_add(d, identifier, href.n && code.n == 0 ? href : code);
	}
	if (!draft_has(d, identifier))
		draft_add(d, identifier, m->file_id);
	else if (d->class == CLASS_DATASET && m->file_id.n && !text_equal(draft_text(d, identifier), m->file_id))
		draft_add(draft_part(d, DATASET_other_identifier), IDENTIFIER_notation, m->file_id);
}

/* Does a row of the table begin with this path? */
static bool
is_known_path(struct text path)
{
	for (size_t i = 0; i < N_ROWS; i++) {
		struct text row = text_of(rows[i].path);
		if (text_starts(row, path) && (row.n == path.n || row.s[path.n] == '/'))
			return true;
	}
	return false;
}

static void
report_unmapped(struct iso_records *r, const struct record *m, const struct xml_element *below, const char *path)
{
	for (const struct xml_element *e = below ? below->first : NULL; e; e = e->next) {
		struct text word = words(e, NULL);
		if (word.n && !is_known_path(arena_printf(r->arena, "%s%.*s", path, TEXT_ARG(e->name))))
			import_unmapped(r->import, place_of(m, e), e->name, word);
	}
}

static void
fill(struct iso_records *r, const struct record *m)
{
	struct draft *d = m->draft;

	d->modified = text_slice(dcat_value_date(&r->values, words_at(r, m->metadata, "dateStamp")), 0, 10);
	for (size_t i = 0; i < N_ROWS; i++) {
		enum property_id p = rows[i].how == VALUE ? own_property(d, rows[i].property) : N_PROPERTIES;
		for (const struct hit *h = p < N_PROPERTIES ? all(r, m->metadata, rows[i].path) : NULL; h; h = h->next)
			add_value(r, m, d, p, h->element);
	}
	add_identifiers(r, m, d);
	add_dates(r, m, d);
	add_parties(r, m, d);
	add_keywords(r, m, d);
	add_constraints(r, m, d);
	add_extents(r, m, d);
	add_resolution(r, m, d);
	add_quality(r, m, d);
	if (d->class == CLASS_SERVICE) {
		add_service_facts(r, m, d);
	} else {
		draft_add(d, DATASET_release, T("public"));
		add_dataset_addresses(r, m, d);
	}
	report_unmapped(r, m, m->metadata, "");
	report_unmapped(r, m, one(r, m->metadata, "identificationInfo/*"), "identificationInfo/*/");
	report_unmapped(r, m, one(r, m->metadata, "identificationInfo/*/citation/*"), "identificationInfo/*/citation/*/");
}

static void
begin(struct iso_records *r, struct record *m)
{
	struct party publisher = publisher_of(r, m);
	struct text folder = T("");

	if (m->class == CLASS_DATASET && publisher.name.n)
		folder = agent(r, m, &publisher);
	m->draft = import_entry(r->import, m->class, m->file_id.n ? m->file_id : m->title, m->title, is_id(folder) ? folder : T(""));
	if (m->file_id.n)
		table_set(&r->by_identifier, m->file_id, m);
	for (const struct hit *h = all(r, m->metadata, "identificationInfo/*/citation/*/identifier/*/code"); h; h = h->next) {
		struct text href = T(""), code = words(h->element, &href);
		if (code.n)
			table_set(&r->by_identifier, code, m);
		if (uuid_at_end(code).n)
			table_set(&r->by_identifier, uuid_at_end(code), m);
		if (href.n)
			table_set(&r->by_identifier, href, m);
	}
}

void
iso_records_import(struct iso_records *r)
{
	if (!r->first)
		diagnose(import_diagnostics(r->import), IMPORT_NOTHING, (struct place){ 0 }, T("gmd:MD_Metadata"));
	for (struct record *m = r->first; m; m = m->next)
		begin(r, m);
	for (struct record *m = r->first; m; m = m->next)
		if (m->class == CLASS_SERVICE && m->draft)
			couple(r, m);
	for (struct record *m = r->first; m; m = m->next)
		if (m->draft)
			fill(r, m);
}

/* --- documents ---------------------------------------------------------------------------------------------- */

static void
add_record(struct iso_records *r, const struct source *source, const struct xml_element *e)
{
	struct record *m = arena_new_of(r->arena, struct record);
	struct text level = words_at(r, e, "hierarchyLevel");
	const struct xml_element *info = one(r, e, "identificationInfo/*");

	*m = (struct record){ .metadata = e, .source = source, .class = CLASS_DATASET };
	if (text_equal(level, T("service")) || (info && text_equal(info->name, T("SV_ServiceIdentification"))))
		m->class = CLASS_SERVICE;
	m->file_id = words_at(r, e, "fileIdentifier");
	m->title = any_words(r, one(r, e, "identificationInfo/*/citation/*/title"));
	m->language = dcat_value_language(&r->values, words_at(r, e, "language"));
	if (!info || (m->file_id.n == 0 && m->title.n == 0)) {
		diagnose(import_diagnostics(r->import), IMPORT_ODD, place_of(m, e),
		    T("gmd:MD_Metadata: gmd:fileIdentifier, gmd:title?"));
		return;
	}
	if (r->last)
		r->last->next = m;
	else
		r->first = m;
	r->last = m;
}

static void
find_records(struct iso_records *r, const struct source *source, const struct xml_element *e)
{
	if (is_iso(e) && (text_equal(e->name, T("MD_Metadata")) || text_equal(e->name, T("MI_Metadata")))) {
		add_record(r, source, e);
		return;
	}
	for (const struct xml_element *child = e->first; child; child = child->next)
		find_records(r, source, child);
}

/* "nextRecord" of csw:SearchResults; 0 where there is none behind this one. */
static uint64_t
next_record(const struct xml_element *root)
{
	uint64_t next = 0, matched = 0;

	for (const struct xml_element *e = root->first; e; e = e->next) {
		const struct text *n = xml_attribute_of(e, "", "nextRecord"), *all_of = xml_attribute_of(e, "", "numberOfRecordsMatched");
		if (text_equal(e->name, T("SearchResults")) && n && text_number(*n, UINT32_MAX, &next) &&
		    (!all_of || !text_number(*all_of, UINT32_MAX, &matched) || next <= matched))
			return next;
	}
	return 0;
}

bool
iso_records_read(struct iso_records *r, const struct source *source, uint64_t *next)
{
	struct buf message = { 0 };
	uint32_t line;
	const struct xml_element *root = xml_tree_read(r->arena, source->bytes, &message, &line);

	*next = 0;
	if (root && text_equal(root->name, T("ExceptionReport"))) {
		struct text href = T("");
		buf_text(&message, words(root, &href));
		line = root->line;
		root = NULL;
	}
	if (!root)
		diagnose(import_diagnostics(r->import), IMPORT_UNREADABLE, (struct place){ source, line, line ? 1 : 0 },
		    buf_view(&message));
	buf_free(&message);
	if (!root)
		return false;
	find_records(r, source, root);
	*next = next_record(root);
	return true;
}
