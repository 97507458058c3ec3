/*
 * Downloads: one button for every distribution that is a file or leads to one. Those that are a
 * service stand among the services.
 */
#include "pages/portal.h"

#include "dcat/iri.h"

const struct hosted_file *
hosted_file(const struct page_writer *w, const struct resource *distribution)
{
	struct text path = resource_text(distribution, DISTRIBUTION_file);

	if (!path.n)
		return NULL;
	if (text_starts(path, T("catalog/")))
		path = text_slice(path, 8, path.n);
	return table_get(&w->pages->hosted, path);
}

static bool
is_number(struct text t, uint64_t *number)
{
	return text_number(t, UINT64_MAX / 2, number);
}

static void
links(struct page_writer *w, struct template_words *item, const struct resource *r,
    const struct hosted_file *hosted, struct text format)
{
	struct text download = resource_text(r, DISTRIBUTION_download_url);
	struct text url = download.n ? download : resource_text(r, DISTRIBUTION_access_url);
	struct text host = iri_host(url);
	const struct value *v = resource_value(r, DISTRIBUTION_access_service);
	const struct resource *service = v && v->resource && !v->resource->owner ? v->resource : NULL;

	if (service && !hosted && !download.n) {
		/* The bare address of an interface shows people nothing; its page says how to use it. */
		SET(item, DISTRIBUTION_HREF, link_entry(w, service));
		SHOW(item, DISTRIBUTION_SERVICE);
		SET(item, DISTRIBUTION_ACTION, SAID(w, open_service));
		if (host.n)
			SET(SECTION(item, DISTRIBUTION_EXTERNAL), DISTRIBUTION_HOST, host);
		return;
	}
	if (hosted) {
		SET(item, DISTRIBUTION_HREF, joined(w, w->root, hosted->path, T("")));
		SHOW(item, DISTRIBUTION_HOSTED);
		SET(item, DISTRIBUTION_ADDRESS, joined(w, w->catalog->settings->base_url, hosted->path, T("")));
	} else {
		SET(item, DISTRIBUTION_HREF, url);
		if (host.n && !text_equal(host, iri_host(w->catalog->settings->base_url)))
			SET(SECTION(item, DISTRIBUTION_EXTERNAL), DISTRIBUTION_HOST, host);
	}
	if (hosted || download.n) {
		SHOW(item, DISTRIBUTION_DOWNLOAD);
		SET(item, DISTRIBUTION_ACTION, FILLED(w, download_as, { "format", format }));
	} else {
		SHOW(item, DISTRIBUTION_ACCESS);
		SET(item, DISTRIBUTION_ACTION, SAID(w, open_page));
	}
}

static void
facts(struct page_writer *w, struct template_words *item, const struct resource *dataset, const struct resource *r)
{
	const struct value *modified = resource_value(r, DISTRIBUTION_modified);
	const struct value *license = resource_value(r, DISTRIBUTION_license), *common = dataset_license(dataset);
	const struct value *description = in_language(w, r, DISTRIBUTION_description);
	uint64_t bytes;

	if (is_number(resource_text(r, DISTRIBUTION_byte_size), &bytes)) {
		SHOW(item, DISTRIBUTION_HAS_SIZE);
		SET(item, DISTRIBUTION_SIZE, size_text(w, bytes));
	}
	if (modified) {
		struct template_words *s = SECTION(item, DISTRIBUTION_DATE);
		SET(s, DISTRIBUTION_MODIFIED, date_iso(w, modified->text));
		SET(s, DISTRIBUTION_MODIFIED_TEXT, date_text(w, modified->text));
	}
	if (license && common && (license->concept != common->concept || !text_equal(license->text, common->text))) {
		struct template_words *s = SECTION(item, DISTRIBUTION_LICENSE);
		struct text url = license->concept ? text_of(license->concept->url) : license->text;
		SET(s, DISTRIBUTION_LICENSE_TITLE, license_name(w, license, NULL));
		if (text_starts(url, T("http")))
			SET(SECTION(s, DISTRIBUTION_LICENSE_LINK), DISTRIBUTION_LICENSE_URL, url);
		else
			SHOW(s, DISTRIBUTION_LICENSE_PLAIN);
	}
	if (description) {
		struct template_words *s = SECTION(item, DISTRIBUTION_ABOUT);
		SET(s, DISTRIBUTION_DESCRIPTION, description->text);
		SET_LANGUAGE(s, DISTRIBUTION_ABOUT, foreign(w, description));
	}
}

static void
checksum(struct page_writer *w, struct template_words *item, const struct resource *r)
{
	const struct value *v = resource_value(r, DISTRIBUTION_checksum);

	if (!v || !v->resource)
		return;
	const struct concept *algorithm = resource_concept(v->resource, CHECKSUM_algorithm);
	struct text name = algorithm ? concept_text(w, algorithm, NULL) : T("");
	SET(SECTION(item, DISTRIBUTION_CHECKSUM), DISTRIBUTION_CHECKSUM_TEXT,
	    joined(w, name, T(" "), resource_text(v->resource, CHECKSUM_value)));
}

void
distributions(struct page_writer *w, const struct resource *dataset)
{
	size_t n, number = 0;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);
	struct template_words *list = NULL;
	bool has_preview = false;

	for (; n--; v++) {
		const struct resource *r = v->resource;
		/* Made for a service (catalog/completion.c): it is shown as one. */
		if (!r || (v->flags & VALUE_COMPUTED && resource_has(r, DISTRIBUTION_access_service)))
			continue;
		if (!list)
			list = SECTION(w->words, DISTRIBUTIONS);
		struct template_words *item = SECTION(list, DISTRIBUTION);
		const struct concept *concept = resource_concept(r, DISTRIBUTION_format);
		const struct value *given = resource_value(r, DISTRIBUTION_format);
		struct text format = concept ? concept_text(w, concept, NULL) : given ? iri_file_name(given->text) : T("");
		const struct hosted_file *hosted = hosted_file(w, r);
		struct text language = T("");
		struct text title = resource_has(r, DISTRIBUTION_title) ? title_of(w, r, &language) :
		    hosted ? iri_file_name(hosted->path) : title_of(w, dataset, &language);

		buf_str(&w->buf, "distribution-");
		buf_number(&w->buf, ++number);
		struct text anchor = taken(w);
		SET(item, DISTRIBUTION_ANCHOR, anchor);
		SET(item, DISTRIBUTION_TITLE, title);
		SET_LANGUAGE(item, DISTRIBUTION, language);
		SET(item, DISTRIBUTION_FORMAT, format.n ? format : T("–"));
		links(w, item, r, hosted, format);
		facts(w, item, dataset, r);
		checksum(w, item, r);
		if (hosted && preview(w, item, hosted, concept, anchor, !has_preview))
			has_preview = true;
	}
}
