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
	if (address.n)
		SET(SECTION(s, CONTACT_EMAIL), CONTACT_EMAIL_ADDRESS, without(address, T("mailto:")));
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

void
contact_points(struct page_writer *w, const struct value *v, size_t n)
{
	size_t n_values;

	for (; n--; v++) {
		const struct resource *kind = v->resource;
		if (!kind)
			continue;
		struct template_words *s = SECTION(w->words, CONTACT);
		const struct value *name = in_language(w, kind, KIND_name);
		if (name)
			SET(SECTION(s, CONTACT_NAME), CONTACT_NAME_TEXT, name->text);
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

void
report_link(struct page_writer *w, struct text title)
{
	const struct settings *settings = w->catalog->settings;
	struct text address = settings->report_email.n ? settings->report_email : settings->contact_email;

	if (!address.n)
		return;
	struct template_words *s = SECTION(w->words, REPORT);
	struct text subject = FILLED(w, report_subject, { "title", title });
	struct text url = absolute(w, w->page->path);
	SET(s, REPORT_ADDRESS, address);
	buf_str(&w->buf, "subject=");
	uri_query(&w->buf, subject);
	buf_str(&w->buf, "&body=");
	uri_query(&w->buf, url);
	buf_str(&w->buf, "%0D%0A%0D%0A"); /* RFC 6068 §5: line breaks are CR LF */
	SET(s, REPORT_QUERY, taken(w));
}

void
publisher_link(struct page_writer *w, const struct resource *r, enum property_id p)
{
	const struct value *v = resource_value(r, p);

	if (!v || !v->resource)
		return;
	struct template_words *s = SECTION(w->words, PUBLISHER);
	SET(s, PUBLISHER_HREF, link_page(w, "publishers/", v->resource->id));
	SET(s, PUBLISHER_TITLE, title_of(w, v->resource, NULL));
}
