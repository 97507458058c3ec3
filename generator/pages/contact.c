/*
 * Whom to ask: contacts, publishers, "report a problem".
 */
#include "pages/portal.h"

#include "dcat/iri.h"

static struct text
without(struct text t, struct text prefix)
{
	return text_starts(t, prefix) ? text_slice(t, prefix.n, t.n) : t;
}

static void
email(struct template_words *s, struct text address)
{
	struct text plain = without(address, T("mailto:"));
	size_t at = text_find_char(plain, '@');
	struct template_words *mail;

	if (!plain.n)
		return;
	mail = SECTION(s, CONTACT_EMAIL);
	SET(mail, CONTACT_EMAIL_ADDRESS, plain);
	/* A long address breaks where it reads best. */
	SET(mail, CONTACT_EMAIL_NAME, text_slice(plain, 0, at));
	SET(mail, CONTACT_EMAIL_HOST, text_slice(plain, at, plain.n));
}

static void
telephone(struct template_words *s, struct text number)
{
	struct template_words *phone;

	if (!number.n)
		return;
	phone = SECTION(s, CONTACT_PHONE);
	SET(phone, CONTACT_PHONE_NUMBER, without(number, T("tel:")));
	SET(phone, CONTACT_PHONE_TEXT, without(number, T("tel:")));
}

static void
web_page(struct template_words *s, struct text url, struct text text)
{
	struct template_words *page;

	if (!url.n)
		return;
	page = SECTION(s, CONTACT_PAGE);
	SET(page, CONTACT_PAGE_URL, url);
	SET(page, CONTACT_PAGE_TEXT, text);
}

/* "Hauptstraße 1, 01234 Musterstadt" */
static void
postal_address(struct page_writer *w, struct template_words *s, const struct resource *address)
{
	static const struct {
		enum property_id property;
		const char *before;
	} lines[] = { { CONTACT_ADDRESS_street, ", " }, { CONTACT_ADDRESS_postcode, ", " }, { CONTACT_ADDRESS_city, " " },
		{ CONTACT_ADDRESS_country, ", " } };

	for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++) {
		struct text line = resource_text(address, lines[i].property);
		if (line.n && w->buf.n)
			buf_str(&w->buf, lines[i].before);
		buf_text(&w->buf, line);
	}
	if (w->buf.n)
		SET(SECTION(s, CONTACT_ADDRESS), CONTACT_ADDRESS_TEXT, taken(w));
}

/* In whatever language: contacts often have a name in one only. */
static bool
is_name_of(const struct value *agent, struct text name)
{
	size_t n = 0;
	const struct value *v = agent && agent->resource ? resource_values(agent->resource, AGENT_name, &n) : NULL;

	for (; n--; v++)
		if (text_equal(v->text, name))
			return true;
	return false;
}

void
contact_points(struct page_writer *w, const struct value *v, size_t n, const struct value *publisher)
{
	size_t n_values;

	for (; n--; v++) {
		const struct resource *kind = v->resource;
		if (!kind)
			continue;
		struct template_words *s = SECTION(w->words, CONTACT);
		const struct value *name = in_language(w, kind, KIND_name);
		if (name && !is_name_of(publisher, name->text)) {
			struct template_words *called = SECTION(s, CONTACT_NAME);
			SET(called, CONTACT_NAME_TEXT, name->text);
			SET_LANGUAGE(called, CONTACT_NAME, foreign(w, name));
		}
		const struct value *e = resource_values(kind, KIND_email, &n_values);
		for (; n_values--; e++)
			email(s, e->text);
		const struct value *t = resource_values(kind, KIND_telephone, &n_values);
		for (; n_values--; t++)
			telephone(s, t->text);
		web_page(s, resource_text(kind, KIND_url), SAID(w, contact_form));
		const struct value *address = resource_value(kind, KIND_address);
		if (address && address->resource)
			postal_address(w, s, address->resource);
	}
}

void
agent_contact(struct page_writer *w, const struct resource *agent)
{
	struct text address = resource_text(agent, AGENT_email), number = resource_text(agent, AGENT_telephone);
	struct text url = resource_text(agent, AGENT_homepage);

	if (!address.n && !number.n && !url.n)
		return;
	struct template_words *s = SECTION(w->words, CONTACT);
	email(s, address);
	telephone(s, number);
	web_page(s, url, iri_host(url));
}

/* --- "report a problem", "request data" --------------------------------------------------------- */

/* The template of site.yaml with {id}, {title} and {url} filled in, percent-encoded. */
struct text
address_of(struct page_writer *w, struct text template, struct text id, struct text title)
{
	const struct filling words[] = { { "id", id }, { "title", title }, { "url", absolute(w, w->page->path) } };

	while (template.n) {
		size_t open = text_find_char(template, '{'), close = text_find_char(template, '}');
		buf_text(&w->buf, text_slice(template, 0, open));
		for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
			if (text_equal(text_slice(template, open + 1, close), text_of(words[i].name)))
				uri_query(&w->buf, words[i].text);
		template = text_slice(template, open < template.n ? close + 1 : open, template.n);
	}
	return taken(w);
}

/* "subject=…&body=…" */
static struct text
mail_query(struct page_writer *w, struct text subject)
{
	struct text url = absolute(w, w->page->path);

	buf_str(&w->buf, "subject=");
	uri_query(&w->buf, subject);
	buf_str(&w->buf, "&body=");
	uri_query(&w->buf, url);
	buf_str(&w->buf, "%0D%0A%0D%0A"); /* RFC 6068 §5: line breaks are CR LF */
	return taken(w);
}

/* A link to write to the city: by its form, else by mail. */
struct letter {
	struct text template;       /* of site.yaml; or empty: a mail */
	struct text email, subject; /* then */
	enum marker mail, mail_address, mail_query, form, form_href;
};

static void
write_to(struct page_writer *w, struct text id, struct text title, const struct letter *l)
{
	struct text address = l->template.n ? address_of(w, l->template, id, title) : T("");

	if (l->template.n && !text_starts(address, T("mailto:"))) {
		template_set(template_section(w->words, l->form), l->form_href, address);
	} else if (l->template.n) {
		struct template_words *s = template_section(w->words, l->mail);
		size_t end = text_find_char(address, '?');
		template_set(s, l->mail_address, without(text_slice(address, 0, end), T("mailto:")));
		template_set(s, l->mail_query, text_slice(address, end + 1, address.n));
	} else if (l->email.n) {
		struct template_words *s = template_section(w->words, l->mail);
		template_set(s, l->mail_address, l->email);
		template_set(s, l->mail_query, mail_query(w, l->subject));
	}
}

void
report_link(struct page_writer *w, struct text id, struct text title)
{
	const struct settings *settings = w->catalog->settings;

	write_to(w, id, title, &(struct letter){ settings->report,
		settings->report_email.n ? settings->report_email : settings->contact_email,
		FILLED(w, report_subject, { "title", title }),
		MARK_REPORT, MARK_REPORT_ADDRESS, MARK_REPORT_QUERY, MARK_REPORT_FORM, MARK_REPORT_HREF });
}

void
request_link(struct page_writer *w, struct text id, struct text title)
{
	const struct settings *settings = w->catalog->settings;

	write_to(w, id, title, &(struct letter){ settings->request, settings->contact_email, SAID(w, request_subject),
		MARK_REQUEST, MARK_REQUEST_ADDRESS, MARK_REQUEST_QUERY, MARK_REQUEST_FORM, MARK_REQUEST_HREF });
}

void
publisher_link(struct page_writer *w, const struct resource *r, enum property_id p)
{
	const struct value *v = resource_value(r, p);

	if (!v || !v->resource)
		return;
	struct template_words *s = SECTION(w->words, PUBLISHER);
	SET(s, PUBLISHER_HREF, link_page(w, "publishers/", v->resource->id));
	struct text language;
	SET(s, PUBLISHER_TITLE, title_of(w, v->resource, &language));
	SET_LANGUAGE(s, PUBLISHER, language);
}
