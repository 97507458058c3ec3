/*
 * Keywords, themes and constraints: free words that may mean something of a code list.
 */
#include "adapters/json.h"
#include "import/iso19139_record.h"

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

/* --- keywords and themes ------------------------------------------------------------------------------- */

static void
add_themes(struct draft *d, const char *themes)
{
	struct text rest = text_of(themes), theme;

	while (text_next(&rest, ' ', &theme))
		draft_add(d, iso_property(d, DATASET_themes), theme);
}

static bool
add_inspire_theme(struct draft *d, struct text word, struct text href)
{
	struct text mark = T("inspire.ec.europa.eu/theme/");
	size_t at = text_find(href, mark);
	struct text code = at < href.n ? text_slice(href, at + mark.n, href.n) : T("");

	for (size_t i = 0; i < sizeof inspire_themes / sizeof inspire_themes[0]; i++)
		if (text_equal(code, text_of(inspire_themes[i].code)) ||
		    text_equal_nocase(word, text_of(inspire_themes[i].de)) ||
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

void
iso_add_keywords(struct iso_records *r, const struct record *m, struct draft *d)
{
	enum property_id keywords = iso_property(d, DATASET_keywords), hvd = iso_property(d, DATASET_hvd);
	bool has_themes = false;

	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/descriptiveKeywords/*/keyword"); h;
	     h = h->next) {
		struct text href = T(""), word = iso_words(h->element, &href);
		if (word.n == 0 && href.n == 0)
			continue;
		if (is_flag(word)) {
			if (!table_set(&r->values.reported, arena_printf(r->arena, "flag\n%.*s", TEXT_ARG(word)), r))
				import_unmapped(r->import, iso_place(m, h->element), T("keyword"), word);
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
		iso_add_text(r, m, d, keywords, h->element);
	}
	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/topicCategory"); h; h = h->next) {
		struct text word = iso_words(h->element, NULL);
		const struct concept *c = dcat_value_concept(&r->values, LIST_topic_category, word);
		iso_add_value(r, m, d, iso_property(d, DATASET_topic_category), h->element);
		for (size_t i = 0; c && !has_themes && i < sizeof topics / sizeof topics[0]; i++)
			if (text_equal(text_of(c->code), text_of(topics[i].code)))
				draft_add(d, iso_property(d, DATASET_themes), text_of(topics[i].theme));
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
add_json_licence(
    struct iso_records *r, const struct record *m, struct draft *d, const struct xml_element *e, struct text text)
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
		dcat_value_add(&r->values, d, iso_property(d, DATASET_license),
		    iso_found(r, m, e, c ? text_of(c->code) : arena_text(r->arena, url)));
	else
		import_lost(
		    r->import, iso_place(m, e), T("otherConstraints"), text, iso_property(d, DATASET_license));
	if (source.n && d->class == CLASS_DATASET)
		dcat_value_add(&r->values, d, DATASET_attribution, iso_found(r, m, e, with_title(r, m, source)));
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
	return text_find(href, T("LimitationsOnPublicAccess/INSPIRE_Directive_Article13")) < href.n ? "RESTRICTED"
												    : NULL;
}

static bool
says_nothing(struct text word, struct text href)
{
	return text_find(href, T("ConditionsApplyingToAccessAndUse/")) < href.n ||
	       text_find(word, T("keine Bedingungen")) < word.n || text_equal_nocase(word, T("none")) ||
	       text_equal_nocase(word, T("keine")) || text_equal_nocase(word, T("unbekannt"));
}

static void
add_constraint(struct iso_records *r, const struct record *m, struct draft *d, const struct xml_element *e,
    bool is_about_access)
{
	enum property_id license = iso_property(d, DATASET_license), rights = iso_property(d, DATASET_rights);
	struct text href = T(""), word = iso_words(e, &href);
	const char *access = access_of(word, href);
	const struct concept *c;

	if (access) {
		draft_add(d, iso_property(d, DATASET_access_rights), text_of(access));
		if (strcmp(access, "RESTRICTED") == 0) /* why says the article */
			import_changed(r->import, iso_place(m, e), T("otherConstraints"), href, text_of(access));
		return;
	}
	if (says_nothing(word, href)) {
		import_unmapped(r->import, iso_place(m, e), T("otherConstraints"), word.n ? word : href);
		return;
	}
	if (add_json_licence(r, m, d, e, word))
		return;
	c = href.n ? dcat_value_concept(&r->values, LIST_license, href) : licence_in(r, word);
	if (c && !draft_has(d, license))
		draft_add(d, license, text_of(c->code));
	else if (href.n && !c && !is_about_access && !draft_has(d, license) && text_starts(href, T("http")))
		dcat_value_add(&r->values, d, license, iso_found(r, m, e, href));
	/* A text that only is the licence's name has said what it has to say. */
	if (c && code_lists_find(r->values.lists, LIST_license, word))
		return;
	if (word.n)
		iso_add_text(r, m, draft_part(d, rights), RIGHTS_STATEMENT_label, e);
}

static bool
has_statement(const struct draft *d, enum property_id rights, struct text text)
{
	for (const struct draft_value *v = draft_value(d, rights); v; v = draft_next(v))
		if (text_equal(draft_text(v->part, RIGHTS_STATEMENT_label), text))
			return true;
	return false;
}

void
iso_add_constraints(struct iso_records *r, const struct record *m, struct draft *d)
{
	static const char *const texts[] = { "otherConstraints", "useLimitation" };
	enum property_id rights = iso_property(d, DATASET_rights);

	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/resourceConstraints/*"); h;
	     h = h->next) {
		bool is_about_access = iso_one(r, h->element, "accessConstraints") != NULL;
		/* JSON first: it is the licence, whatever stands beside it. */
		for (const struct hit *t = iso_all(r, h->element, "otherConstraints"); t; t = t->next)
			add_json_licence(r, m, d, t->element, iso_words(t->element, NULL));
		for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
			for (const struct hit *t = iso_all(r, h->element, texts[i]); t; t = t->next) {
				struct text word = iso_words(t->element, NULL);
				if (!text_starts(word, T("{")) && !has_statement(d, rights, word))
					add_constraint(r, m, d, t->element, is_about_access);
			}
	}
}
