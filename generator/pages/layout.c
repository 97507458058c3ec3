/*
 * What every page has: head, header, breadcrumb, footer.
 */
#include "pages/portal.h"

#include "adapters/unicode.h"
#include "adapters/xml.h"
#include "catalog/former.h"
#include "core/date.h"

/* The page's path without its language. */
static struct text
path_in_language(const struct page_writer *w)
{
	return text_slice(w->page->path, w->ui->prefix.n, w->page->path.n);
}

static void
languages(struct page_writer *w)
{
	const struct settings *settings = w->catalog->settings;
	struct text path = path_in_language(w);

	if (settings->n_languages < 2)
		return;
	for (size_t i = 0; i < settings->n_languages; i++) {
		const struct interface *other = &w->pages->interfaces[i];

		if (w->page->kind != PAGE_NOT_FOUND && w->page->kind != PAGE_MOVED) {
			struct template_words *link = SECTION(w->words, HREFLANG);
			SET(link, HREFLANG_CODE, other->language);
			SET(link, HREFLANG_URL, joined(w, settings->base_url, other->prefix, path));
		}
		if (other == w->ui)
			continue;
		struct template_words *choice = SECTION(w->words, LANGUAGE);
		SET(choice, LANGUAGE_CODE, other->language);
		SET(choice, LANGUAGE_NAME, other->labels.texts[LABEL_language_name]);
		SET(choice, LANGUAGE_HREF, joined(w, w->root, other->prefix, path));
	}
}

/* At a former address the present one: search engines take both together for a move. */
static struct text
canonical_path(struct page_writer *w)
{
	const struct redirect *moved = w->page->subject;

	if (w->page->kind != PAGE_MOVED)
		return w->page->path;
	return arena_printf(w->scratch, "%.*s%s/%.*s.html", TEXT_ARG(w->ui->prefix), moved->folder, TEXT_ARG(moved->to));
}

/* Languages that are written in a script of that direction (Unicode, Script_Extensions; CLDR, characterOrder). */
static bool
is_right_to_left(struct text tag)
{
	static const char *const languages[] = { "ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi" };
	struct text language = text_slice(tag, 0, text_find_char(tag, '-'));

	for (size_t i = 0; i < sizeof languages / sizeof languages[0]; i++)
		if (text_equal(language, text_of(languages[i])))
			return true;
	return false;
}

static void
head(struct page_writer *w, const struct layout *l)
{
	const struct settings *settings = w->catalog->settings;

	SET(w->words, LANG, w->ui->language);
	if (is_right_to_left(w->ui->language))
		SHOW(w->words, RIGHT_TO_LEFT);
	SET(w->words, ROOT, w->root);
	SET(w->words, HOME, w->home);
	SET(w->words, TITLE, l->title);
	SET(w->words, DESCRIPTION, l->description);
	SET(w->words, PORTAL_TITLE, translated(&settings->name, w->page->language));
	if (w->page->kind != PAGE_START)
		SHOW(w->words, TITLE_SUFFIX);
	if (w->page->kind == PAGE_NOT_FOUND)
		SHOW(w->words, NOINDEX);
	else
		SET(SECTION(w->words, CANONICAL), CANONICAL_URL, absolute(w, canonical_path(w)));
	if (w->pages->image.n)
		SET(SECTION(w->words, OG_IMAGE), OG_IMAGE_URL, absolute(w, w->pages->image));
	for (size_t i = 0; i < w->pages->n_fonts; i++)
		SET(SECTION(w->words, FONT), FONT_PATH, w->pages->fonts[i]);
	if (w->pages->options.has_search)
		SHOW(w->words, SEARCH);
	languages(w);
}

/* "Offene Daten", but not "Open Data of the City of": each of its words begins with a capital letter. */
static bool
stands_alone(struct page_writer *w, struct text name)
{
	struct text word;

	while (text_next(&name, ' ', &word))
		if (text_equal(unicode_fold(w->scratch, word), word))
			return false;
	return true;
}

/* "Offene Daten Leipzig" beside "Leipzig": the name of the city is not said twice where the rest will do without it. */
static struct text
portal_name(struct page_writer *w, const struct settings *settings)
{
	struct text name = translated(&settings->name, w->page->language), city = settings->city;

	if (city.n && name.n > city.n + 1 && text_ends(name, city) && name.s[name.n - city.n - 1] == ' ') {
		struct text rest = text_trim(text_slice(name, 0, name.n - city.n));
		return stands_alone(w, rest) ? rest : name;
	}
	return name;
}

static void
own_link(struct page_writer *w, const struct own_page *page, struct template_words *s, bool in_menu)
{
	struct text href = link_page(w, "", page->id), title = translated(&page->title, w->page->language);

	if (in_menu) {
		SET(s, MENU_PAGE_HREF, href);
		SET(s, MENU_PAGE_TITLE, title);
		if (w->page->subject == page)
			SHOW(s, MENU_PAGE_CURRENT);
	} else {
		SET(s, FOOTER_PAGE_HREF, href);
		SET(s, FOOTER_PAGE_TITLE, title);
	}
}

/* The city's own pages, but for those that every portal has in its footer. */
static void
own_pages(struct page_writer *w)
{
	const struct settings *settings = w->catalog->settings;

	for (size_t i = 0; i < settings->n_pages; i++) {
		const struct own_page *page = &settings->pages[i];
		if (page->in_menu)
			own_link(w, page, SECTION(w->words, MENU_PAGE), true);
		else if (!page->is_required && !text_equal(page->id, T("developers")))
			own_link(w, page, SECTION(w->words, FOOTER_PAGE), false);
	}
}

static void
header(struct page_writer *w, enum marker navigation)
{
	const struct settings *settings = w->catalog->settings;

	SET(w->words, CITY, settings->city);
	SET(w->words, PORTAL_NAME, portal_name(w, settings));
	if (w->pages->logo.n) {
		struct template_words *logo = SECTION(w->words, LOGO);
		SET(logo, LOGO_PATH, w->pages->logo);
		SET(logo, LOGO_WIDTH, number_text(w, w->pages->logo_width));
		SET(logo, LOGO_HEIGHT, number_text(w, LOGO_HEIGHT));
	}
	if (navigation < N_MARKERS)
		template_show(w->words, navigation);
}

static void
footer(struct page_writer *w)
{
	const struct settings *settings = w->catalog->settings;

	if (settings->contact_email.n)
		SET(SECTION(w->words, FOOTER_CONTACT), FOOTER_CONTACT_EMAIL, settings->contact_email);
	/* On the start page only: elsewhere every commit would change every page. */
	if (w->catalog->commit_time && w->page->kind == PAGE_START) {
		int64_t days = w->catalog->commit_time / (24 * 60 * 60);
		SET(SECTION(w->words, STATE), STATE_TEXT,
		    FILLED(w, catalogue_state, { "date", date_of_days(w, days) }));
	}
	if (w->pages->changes)
		SHOW(w->words, HAS_CHANGES);
	if (settings->source_url.n)
		SET(SECTION(w->words, REPOSITORY), REPOSITORY_URL, settings->source_url);
}

/* label language_de …, else the language's own name for itself, else its tag */
static struct text
language_name(struct page_writer *w, struct text tag)
{
	const struct text *name = labels_find(w->labels, joined(w, T("language_"), tag, T("")));

	return name ? *name : tag;
}

void
mark_language(struct template_words *words, enum marker section, enum marker name, struct text language)
{
	if (language.n)
		template_set(template_section(words, section), name, language);
}

/* "Changes: <span lang="de">Baumkataster</span>" */
static struct text
title_html(struct page_writer *w, const struct layout *l)
{
	size_t at = l->foreign.n && l->part.n ? text_find(l->title, l->part) : l->title.n;

	xml_text(&w->buf, text_slice(l->title, 0, at));
	if (at < l->title.n) {
		buf_str(&w->buf, "<span lang=\"");
		xml_text(&w->buf, l->foreign);
		buf_str(&w->buf, "\">");
		xml_text(&w->buf, l->part);
		buf_str(&w->buf, "</span>");
		xml_text(&w->buf, text_slice(l->title, at + l->part.n, l->title.n));
	}
	return taken(w);
}

void
layout(struct page_writer *w, const struct layout *l)
{
	head(w, l);
	header(w, l->navigation);
	own_pages(w);
	footer(w);
	SET(w->words, TITLE_HTML, title_html(w, l));
	if (l->foreign.n && !l->part.n)
		SET(SECTION(w->words, FOREIGN), CONTENT_LANG, l->foreign);
}

void
description(struct page_writer *w, const struct value *v)
{
	struct text language = foreign(w, v);

	if (!v)
		return;
	SHOW(w->words, ABOUT);
	SET(w->words, DESCRIPTION_HTML, description_html(w, v->text));
	SET_LANGUAGE(w->words, ABOUT, language);
	if (language.n)
		SET(SECTION(w->words, ONLY_FOREIGN), FOREIGN_NOTE,
		    FILLED(w, only_in_language, { "language", language_name(w, language) }));
}

void
breadcrumb(struct page_writer *w, struct text href, struct text title, struct text language)
{
	struct template_words *s = SECTION(w->words, BREADCRUMB);

	SET(s, BREADCRUMB_HREF, href);
	SET(s, BREADCRUMB_TITLE, title);
	SET_LANGUAGE(s, BREADCRUMB, language);
}

/* The syntaxes of everything that has RDF; `stem` is relative to the page: "../datasets/x"; `note` follows
 * the name of each. */
static void
syntax_links(struct page_writer *w, struct text stem, enum marker section, struct template_words *outer,
    struct text note)
{
	static const struct {
		const char *ending, *type, *title;
	} syntaxes[] = {
		{ ".rdf", "application/rdf+xml", "RDF/XML" },
		{ ".ttl", "text/turtle", "Turtle" },
		{ ".jsonld", "application/ld+json", "JSON-LD" },
	};
	bool is_export = section == MARK_EXPORT;

	for (size_t i = 0; i < sizeof syntaxes / sizeof syntaxes[0]; i++) {
		struct template_words *s = template_section(outer, section);
		template_set(s, is_export ? MARK_EXPORT_HREF : MARK_FEED_HREF,
		    joined(w, stem, text_of(syntaxes[i].ending), T("")));
		template_set(s, is_export ? MARK_EXPORT_TYPE : MARK_FEED_TYPE, text_of(syntaxes[i].type));
		template_set(s, is_export ? MARK_EXPORT_TITLE : MARK_FEED_TITLE,
		    note.n ? joined(w, text_of(syntaxes[i].title), note, T("")) : text_of(syntaxes[i].title));
	}
}

void
feeds(struct page_writer *w, struct text stem)
{
	syntax_links(w, stem, MARK_FEED, w->words, T(""));
}

/* ", DCAT-AP 3.0, page by page" */
static struct text
feed_note(struct page_writer *w, enum profile p, bool is_paged)
{
	struct text profile = joined(w, T(", "), text_of(profiles[p].label), T(""));

	return is_paged ? joined(w, profile, T(", "), SAID(w, in_pages)) : profile;
}

void
all_feeds(struct page_writer *w)
{
	const struct settings *settings = w->catalog->settings;

	for (size_t i = 0; i < settings->n_profiles; i++)
		for (int is_paged = 0; is_paged < 2; is_paged++) {
			enum profile p = settings->profiles[i];
			profile_feed(&w->buf, p, i > 0, is_paged);
			struct text stem = joined(w, w->root, taken(w), T(""));
			syntax_links(w, stem, MARK_FEED, w->words, feed_note(w, p, is_paged));
		}
	if (w->pages->changes) {
		struct template_words *s = SECTION(w->words, FEED);
		SET(s, FEED_HREF, joined(w, w->home, T("changes.atom"), T("")));
		SET(s, FEED_TYPE, T("application/atom+xml"));
		SET(s, FEED_TITLE, SAID(w, changes_title));
	}
}

bool
has_change_feed(const struct pages *p)
{
	const struct catalog *c = p->catalog;

	return p->changes && c->commit.n && c->settings->change_feed != CHANGE_FEED_OFF;
}

void
change_feeds(struct page_writer *w)
{
	static const struct {
		const char *path, *title;
		enum change_feed_views least; /* of the settings */
	} views[] = {
		{ "ldes/latest.trig", "DCAT-AP Feed", CHANGE_FEED_LATEST },
		{ "ldes/history.trig", "DCAT-AP Feed (history)", CHANGE_FEED_FULL },
	};

	for (size_t i = 0; has_change_feed(w->pages) && i < sizeof views / sizeof views[0]; i++) {
		if (w->catalog->settings->change_feed > views[i].least)
			continue;
		struct template_words *s = SECTION(w->words, FEED);
		SET(s, FEED_HREF, joined(w, w->root, text_of(views[i].path), T("")));
		SET(s, FEED_TYPE, T("application/trig"));
		SET(s, FEED_TITLE, text_of(views[i].title));
	}
}

static bool
has_hosted_file(const struct resource *dataset)
{
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; n--; v++)
		if (v->resource && resource_has(v->resource, DISTRIBUTION_file))
			return true;
	return false;
}

void
exports(struct page_writer *w, const struct resource *r)
{
	struct text stem = joined(w, w->root, r->iri, T(""));

	syntax_links(w, stem, MARK_FEED, w->words, T(""));
	struct template_words *outer = SECTION(w->words, EXPORTS);
	syntax_links(w, stem, MARK_EXPORT, outer, T(""));
	if (has_hosted_file(r)) { /* generator/exports makes the file */
		struct template_words *s = SECTION(outer, EXPORT);
		SET(s, EXPORT_HREF, joined(w, stem, T("/datapackage.json"), T("")));
		SET(s, EXPORT_TYPE, T("application/json"));
		SET(s, EXPORT_TITLE, T("Data Package"));
	}
}
