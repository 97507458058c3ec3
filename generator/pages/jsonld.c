/*
 * schema.org/Dataset for search engines, as a data block in the head. Written here: JSON in HTML has
 * rules that no template knows.
 */
#include "pages/portal.h"

#include "core/json.h"

static void
begin(struct json *j, const char *type)
{
	json_open(j, '{');
	json_pair(j, "@type", text_of(type));
}

static void
organization(struct page_writer *w, struct json *j, struct text key, const struct resource *agent)
{
	if (!agent)
		return;
	json_key(j, key);
	begin(j, "Organization");
	json_pair(j, "name", title_of(w, agent, NULL));
	json_pair(j, "url", resource_text(agent, AGENT_homepage));
	json_close(j, '}');
}

static void
keywords(struct json *j, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_keywords, &n);

	if (!n)
		return;
	json_key(j, T("keywords"));
	json_open(j, '[');
	for (; n--; v++)
		json_text_value(j, v->text);
	json_close(j, ']');
}

/* An ISO 8601 interval, open ends as "..". */
static void
period(struct page_writer *w, struct json *j, const struct resource *r)
{
	const struct value *v = resource_value(r, DATASET_temporal);

	if (!v || !v->resource)
		return;
	struct text from = resource_text(v->resource, PERIOD_from), to = resource_text(v->resource, PERIOD_to);
	if (from.n || to.n)
		json_pair(j, "temporalCoverage", joined(w, from.n ? from : T(".."), T("/"), to.n ? to : T("..")));
}

static void
downloads(struct page_writer *w, struct json *j, const struct resource *r)
{
	size_t n;
	const struct value *v = resource_values(r, DATASET_distributions, &n);
	bool has_some = false;

	for (; n--; v++) {
		struct text url = v->resource ? resource_text(v->resource, DISTRIBUTION_download_url) : T("");
		const struct concept *format = v->resource ? resource_concept(v->resource, DISTRIBUTION_format) : NULL;
		if (!url.n)
			continue;
		if (!has_some) {
			json_key(j, T("distribution"));
			json_open(j, '[');
			has_some = true;
		}
		begin(j, "DataDownload");
		json_pair(j, "contentUrl", url);
		if (format)
			json_pair(j, "encodingFormat",
			    format->media_type ? text_of(format->media_type) : concept_text(w, format, NULL));
		json_close(j, '}');
	}
	if (has_some)
		json_close(j, ']');
}

static struct text
license_iri(const struct value *v)
{
	if (!v || !v->concept)
		return v ? v->text : T("");
	return text_of(v->concept->url ? v->concept->url : v->concept->iri);
}

/* schema.org/DataCatalog, on the start page. */
void
jsonld_catalog(struct page_writer *w, struct text name, struct text description)
{
	const struct catalog *c = w->catalog;
	const struct value *publisher = resource_value(c->self, CATALOG_publisher);
	struct json j = { .out = &w->script };

	w->script.n = 0;
	buf_str(&w->script, "<script type=\"application/ld+json\">");
	json_open(&j, '{');
	json_pair(&j, "@context", T("https://schema.org/"));
	json_pair(&j, "@type", T("DataCatalog"));
	json_pair(&j, "@id", absolute(w, c->self->iri));
	json_pair(&j, "url", absolute(w, T("")));
	json_pair(&j, "name", name);
	json_pair(&j, "description", description);
	json_pair(&j, "dateModified", resource_text(c->self, CATALOG_modified));
	json_pair(&j, "license", license_iri(resource_value(c->self, CATALOG_license)));
	organization(w, &j, T("publisher"), publisher ? publisher->resource : NULL);
	json_close(&j, '}');
	buf_str(&w->script, "</script>");
	SET(w->words, JSONLD_SCRIPT, buf_view(&w->script));
}

void
jsonld_script(struct page_writer *w, const struct resource *r, struct text description)
{
	const struct value *publisher = resource_value(r, DATASET_publisher);
	struct json j = { .out = &w->script };

	w->script.n = 0;
	buf_str(&w->script, "<script type=\"application/ld+json\">");
	json_open(&j, '{');
	json_pair(&j, "@context", T("https://schema.org/"));
	json_pair(&j, "@type", T("Dataset"));
	json_pair(&j, "@id", absolute(w, r->iri));
	json_pair(&j, "identifier", absolute(w, r->iri));
	json_pair(&j, "url", absolute(w, w->page->path));
	json_pair(&j, "name", title_of(w, r, NULL));
	json_pair(&j, "description", description);
	json_pair(&j, "dateModified", resource_text(r, DATASET_modified));
	json_pair(&j, "datePublished", resource_text(r, DATASET_issued));
	json_pair(&j, "license", license_iri(dataset_license(r)));
	json_key(&j, T("isAccessibleForFree"));
	json_bool(&j, true);
	keywords(&j, r);
	period(w, &j, r);
	organization(w, &j, T("creator"), publisher ? publisher->resource : NULL);
	organization(w, &j, T("publisher"), publisher ? publisher->resource : NULL);
	downloads(w, &j, r);
	json_key(&j, T("includedInDataCatalog"));
	begin(&j, "DataCatalog");
	json_pair(&j, "name", translated(&w->catalog->settings->name, w->page->language));
	json_pair(&j, "url", w->catalog->settings->base_url);
	json_close(&j, '}');
	json_close(&j, '}');
	buf_str(&w->script, "</script>");
	SET(w->words, JSONLD_SCRIPT, buf_view(&w->script));
}
