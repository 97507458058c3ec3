/*
 * Addresses: downloads, pages and services, and which service serves which dataset.
 */
#include "dcat/iri.h"
#include "import/iso19139_record.h"

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
	const struct xml_element *protocol = iso_one(r, e, "protocol");
	struct text href = T(""), word = iso_words(protocol, &href);
	struct online o = { .element = e, .url = iso_words_at(r, e, "linkage"), .protocol = href.n ? href : word,
		.function = iso_words_at(r, e, "function") };

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
name_online(
    struct iso_records *r, const struct record *m, struct draft *d, enum property_id title, const struct online *o)
{
	const struct xml_element *name = iso_one(r, o->element, "name"),
				 *description = iso_one(r, o->element, "description");

	if (!name || iso_words(name, NULL).n == 0) {
		name = description;
		description = NULL;
	}
	if (name && iso_words(name, NULL).n)
		iso_add_text(r, m, d, title, name);
	if (description && iso_words(description, NULL).n &&
	    !text_equal(iso_words(description, NULL), iso_words(name, NULL)))
		iso_add_text(r, m, d, d->class == CLASS_SERVICE ? SERVICE_description : DISTRIBUTION_description,
		    description);
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
		import_lost(r->import, iso_place(m, o->element), T("linkage"), o->url, SERVICE_endpoint_url);
		return;
	}
	struct draft *service = draft_part(d, DATASET_services);
	service->at = iso_place(m, o->element);
	name_online(r, m, service, SERVICE_title, o);
	if (!draft_has(service, SERVICE_title))
		draft_add_in(service, SERVICE_title,
		    arena_printf(r->arena, "%.*s (%s)", TEXT_ARG(m->title), o->service->code), m->language);
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
	return dot && dot < name.n ? code_lists_find(r->values.lists, LIST_file_type, text_slice(name, dot, name.n))
				   : NULL;
}

/* The one format that the record names; NULL when there are several or none. */
static const struct concept *
only_format(struct iso_records *r, const struct record *m)
{
	const struct hit *h = iso_all(r, m->metadata, "distributionInfo/*/distributionFormat/*/name");
	struct text href = T(""), word = h ? iso_words(h->element, &href) : T("");

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
		import_lost(r->import, iso_place(m, o->element), T("linkage"), o->url, DISTRIBUTION_access_url);
		return;
	}
	struct draft *distribution = draft_part(d, DATASET_distributions);
	distribution->at = iso_place(m, o->element);
	name_online(r, m, distribution, DISTRIBUTION_title, o);
	draft_add(distribution, is_file || format ? DISTRIBUTION_download_url : DISTRIBUTION_access_url, url);
	/* A packed file says only that it is packed. */
	if (!format || (named && text_equal(text_of(format->code), T("ZIP"))))
		format = named;
	if (format)
		draft_add(distribution, DISTRIBUTION_format, text_of(format->code));
	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/spatialRepresentationType"); h;
	     h = h->next)
		if (!draft_has(distribution, DISTRIBUTION_representation_technique))
			iso_add_value(r, m, distribution, DISTRIBUTION_representation_technique, h->element);
	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/characterSet"); h; h = h->next) {
		struct text set = iso_words(h->element, NULL);
		draft_add(distribution, DISTRIBUTION_encoding, text_equal_nocase(set, T("utf8")) ? T("UTF-8") : set);
	}
}

static void
add_page(struct iso_records *r, const struct record *m, struct draft *d, const struct online *o)
{
	struct text url = dcat_value_iri(&r->values, o->url, true);
	enum property_id landing = iso_property(d, DATASET_landing_page), page = iso_property(d, DATASET_page);
	bool is_text = has_nocase(url, T(".pdf")) || iso_one(r, o->element, "description");

	if (url.n == 0)
		import_lost(r->import, iso_place(m, o->element), T("linkage"), o->url, page);
	else
		draft_add(d, is_text || draft_has(d, landing) ? page : landing, url);
}

static bool
is_information(const struct online *o)
{
	return text_equal(o->function, T("information")) || text_equal(o->function, T("search")) ||
	       text_equal(o->function, T("order")) || text_equal(o->function, T("offlineAccess"));
}

void
iso_add_dataset_addresses(struct iso_records *r, const struct record *m, struct draft *d)
{
	for (const struct hit *h = iso_all(r, m->metadata, "distributionInfo/*/transferOptions/*/onLine/*"); h;
	     h = h->next) {
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

	for (const struct hit *h = iso_all(r, m->metadata, "distributionInfo/*/transferOptions/*/onLine/*"); h;
	     h = h->next) {
		struct online o = online_of(r, h->element);
		if (o.service || has_nocase(o.url, T("request=GetCapabilities")))
			return o.url;
		any = any.n || is_information(&o) ? any : o.url;
	}
	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/containsOperations/*"); h;
	     h = h->next) {
		struct text url = iso_words_at(r, h->element, "connectPoint/*/linkage");
		if (url.n && text_equal_nocase(iso_words_at(r, h->element, "operationName"), T("GetCapabilities")))
			return url;
		any = any.n ? any : url;
	}
	return any;
}

void
iso_add_service_facts(struct iso_records *r, const struct record *m, struct draft *d)
{
	struct text url = dcat_value_iri(&r->values, endpoint_of(r, m), true), description = T("");
	const struct concept *kind = NULL;

	for (const struct hit *h = iso_all(r, m->metadata, "identificationInfo/*/serviceTypeVersion"); h && !kind;
	     h = h->next)
		kind = service_kind(r, iso_words(h->element, NULL), T(""));
	for (const struct hit *h = iso_all(r, m->metadata, "distributionInfo/*/transferOptions/*/onLine/*"); h;
	     h = h->next) {
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
struct text
iso_uuid_at_end(struct text t)
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
	if (!m && iso_uuid_at_end(t).n)
		m = table_get(&r->by_identifier, iso_uuid_at_end(t));
	size_t slash = t.n;
	while (slash && t.s[slash - 1] != '/' && t.s[slash - 1] != '#')
		slash--;
	return m || slash == t.n ? m : table_get(&r->by_identifier, text_slice(t, slash, t.n));
}

void
iso_couple(struct iso_records *r, struct record *service)
{
	enum property_id p = SERVICE_serves_dataset;

	for (const struct hit *h = iso_all(r, service->metadata, "identificationInfo/*/operatesOn"); h; h = h->next) {
		struct record *m = coupled(r, h->element);
		const struct text *href = xml_attribute_of(h->element, XLINK, "href");
		if (m && m->draft && m->class == CLASS_DATASET) {
			struct service_of *s = arena_new_of(r->arena, struct service_of);
			*s = (struct service_of){ service->draft->id, endpoint_of(r, service), m->services };
			m->services = s;
			draft_add(service->draft, p, m->draft->id);
		} else if (href && text_trim(*href).n) {
			dcat_value_add(
			    &r->values, service->draft, p, iso_found(r, service, h->element, text_trim(*href)));
		}
	}
}
