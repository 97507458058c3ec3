/*
 * Services: interfaces that programs ask, on their dataset's page and on pages of their own.
 */
#include "pages/portal.h"

#include "adapters/markdown.h"
#include "dcat/iri.h"
#include "dcat/layers.h"

enum { DESCRIPTION_LENGTH = 158, ABOUT_LENGTH = 300 };

static struct text
type_name(struct page_writer *w, const struct resource *service)
{
	const struct concept *type = resource_concept(service, SERVICE_type);

	return type ? text_of(type->code) : SAID(w, service);
}

/* The layers on a map, on a click that says who will be asked. */
static void
live_map(struct page_writer *w, struct template_words *item, const struct resource *service, struct text host)
{
	enum layers_kind kind = layers_kind(service);
	size_t n;
	const struct value *v = resource_values(service, SERVICE_layers, &n);

	if (kind == LAYERS_NONE)
		return;
	struct template_words *s = SECTION(item, SERVICE_MAP);
	SET(s, SERVICE_MAP_KIND, kind == LAYERS_WMS ? T("wms") : T("wfs"));
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_char(&w->buf, ',');
		buf_text(&w->buf, v[i].text);
	}
	SET(s, SERVICE_MAP_LAYERS, taken(w));
	SET(s, SERVICE_MAP_BOUNDS, map_bounds(w, w->page->subject));
	SET(s, SERVICE_MAP_NOTE, FILLED(w, map_asks, { "host", host }));
}

static void
endpoints(struct page_writer *w, struct template_words *item, const struct resource *service)
{
	struct template_words *list = NULL;
	size_t n;
	const struct value *v = resource_values(service, SERVICE_endpoint_url, &n);

	for (size_t i = 0; i < n; i++) {
		list = SECTION(item, SERVICE_ADDRESS);
		SET(list, SERVICE_ADDRESS_URL, v[i].text);
		buf_number(&w->buf, i + 1);
		SET(list, SERVICE_ADDRESS_NUMBER, taken(w));
	}
}

void
service_item(struct page_writer *w, const struct resource *service, size_t number, bool has_page)
{
	struct template_words *item = SECTION(w->words, SERVICE);
	struct text language, endpoint = resource_text(service, SERVICE_endpoint_url);
	struct text own = joined(w, w->catalog->settings->base_url, service->iri, T(".html"));
	struct text title = title_of(w, service, &language);
	struct text capabilities = resource_text(service, SERVICE_endpoint_description);
	const struct value *about = in_language(w, service, SERVICE_description);
	const struct value *page = resource_value(service, SERVICE_page);
	size_t n;
	const struct value *layers = resource_values(service, SERVICE_layers, &n);

	buf_str(&w->buf, "service-");
	buf_number(&w->buf, number);
	SET(item, SERVICE_ANCHOR, taken(w));
	SET(item, SERVICE_TITLE, title);
	SET_LANGUAGE(item, SERVICE, language);
	if (has_page)
		SET(SECTION(item, SERVICE_PAGE), SERVICE_HREF, link_page(w, "services/", service->id));
	else
		SHOW(item, SERVICE_PLAIN);
	SET(item, SERVICE_TYPE, type_name(w, service));
	SET(item, SERVICE_HOST, iri_host(endpoint));
	live_map(w, item, service, iri_host(endpoint));
	SET(item, SERVICE_ENDPOINT, endpoint); /* of the map */
	endpoints(w, item, service);
	/* On its own page the description stands above. */
	if (about && w->page->kind != PAGE_SERVICE) {
		struct template_words *s = SECTION(item, SERVICE_ABOUT);
		SET(s, SERVICE_DESCRIPTION, teaser(w, about->text, ABOUT_LENGTH));
		SET_LANGUAGE(s, SERVICE_ABOUT, foreign(w, about));
	}
	if (capabilities.n && !(w->page->kind == PAGE_SERVICE && text_equal(capabilities, own)))
		SET(SECTION(item, SERVICE_CAPABILITIES), SERVICE_CAPABILITIES_URL, capabilities);
	if (n) {
		struct template_words *s = SECTION(item, SERVICE_LAYERS);
		for (; n--; layers++)
			SET(SECTION(s, SERVICE_LAYER), SERVICE_LAYER_NAME, layers->text);
	}
	/* One that the dataset gave it stands among the dataset's own details. */
	if (page && !(page->flags & VALUE_COMPUTED))
		SET(SECTION(item, SERVICE_DOCUMENTATION), SERVICE_DOCUMENTATION_URL, page->text);
}

/* --- which services serve a dataset ----------------------------------------------------------------- */

static void
count_serving(const struct catalog *c, uint32_t *first)
{
	for (size_t i = 0; i < c->services.n; i++) {
		size_t n;
		const struct value *v = resource_values(c->services.list[i], SERVICE_serves_dataset, &n);
		for (; n--; v++)
			if (v->resource)
				first[v->resource->number + 2]++;
	}
}

/* Of dataset d: p->serving[p->serving_from[d] … p->serving_from[d + 1] - 1]. */
void
find_serving(struct pages *p)
{
	const struct catalog *c = p->catalog;
	uint32_t *first = arena_array(p->arena, uint32_t, c->datasets.n + 2);

	count_serving(c, first);
	for (size_t i = 2; i < c->datasets.n + 2; i++)
		first[i] += first[i - 1];
	p->serving = arena_array(p->arena, const struct resource *, first[c->datasets.n + 1]);
	for (size_t i = 0; i < c->services.n; i++) {
		size_t n;
		const struct value *v = resource_values(c->services.list[i], SERVICE_serves_dataset, &n);
		for (; n--; v++)
			if (v->resource)
				p->serving[first[v->resource->number + 1]++] = c->services.list[i];
	}
	p->serving_from = first;
}

const struct resource *const *
serving_services(const struct pages *p, const struct resource *dataset, size_t *n)
{
	*n = p->serving_from[dataset->number + 1] - p->serving_from[dataset->number];
	return p->serving + p->serving_from[dataset->number];
}

static void
served(struct page_writer *w, const struct resource *service)
{
	size_t n;
	const struct value *v = resource_values(service, SERVICE_serves_dataset, &n);
	struct template_words *list = NULL;

	for (; n--; v++) {
		struct text language;
		if (!v->resource)
			continue;
		if (!list)
			list = SECTION(w->words, SERVES);
		struct template_words *s = SECTION(list, SERVED);
		SET(s, SERVED_HREF, link_dataset(w, v->resource));
		SET(s, SERVED_TITLE, title_of(w, v->resource, &language));
		SET_LANGUAGE(s, SERVED, language);
	}
}

void
service_page(struct page_writer *w, struct buf *out)
{
	const struct resource *service = w->page->subject;
	const struct value *about = in_language(w, service, SERVICE_description);
	const struct concept *hvd = resource_concept(service, SERVICE_hvd);
	const struct value *publisher = resource_value(service, SERVICE_publisher);
	struct text language, title = title_of(w, service, &language);
	size_t n;
	const struct value *contacts = resource_values(service, SERVICE_contact, &n);

	layout(w, &(struct layout){ .title = title, .foreign = language, .navigation = N_MARKERS,
		      .description = about ? teaser(w, about->text, DESCRIPTION_LENGTH) : title });
	breadcrumb(w, link_page(w, "services/", T("index")), SAID(w, services), T(""));
	publisher_link(w, service, SERVICE_publisher);
	if (hvd)
		SET(SECTION(w->words, HVD), HVD_CATEGORY, concept_text(w, hvd, NULL));
	description(w, about);
	service_item(w, service, 1, false);
	served(w, service);
	license_box(w, resource_value(service, SERVICE_license), title, T(""), publisher ? publisher->resource : NULL);
	contact_points(w, contacts, n, publisher);
	report_link(w, service->id, title);
	request_link(w, service->id, title);
	metadata_rows(w, service);
	exports(w, service);
	on_paper(w, service, title);
	expand(w, TEMPLATE_SERVICE, out);
}
