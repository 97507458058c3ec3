/*
 * Links and pictures in the city's own pages (site/pages/) that lead nowhere in the portal. What can be told from the
 * catalogue and the files in site/ is judged here; lists, feeds and tables, which follow from all datasets, are not.
 */
#include "pages/portal.h"

#include "adapters/markdown.h"
#include "catalog/former.h"

static bool
is_shown(const struct resource *r)
{
	return r && (r->class == CLASS_AGENT || r->release == RELEASE_PUBLIC || r->release == RELEASE_WITHDRAWN);
}

static bool
is_former(const struct catalog *c, struct text folder, struct text id)
{
	struct arena *a = arena_new();
	size_t n;
	const struct redirect *list = redirects_find(a, c, &n);
	bool is_found = false;

	for (size_t i = 0; i < n; i++)
		is_found = is_found || (text_equal(text_of(list[i].folder), folder) && text_equal(list[i].from, id));
	arena_free(a);
	return is_found;
}

/* "datasets/baumkataster", "datasets/baumkataster.ttl", "datasets/baumkataster/history.html", "datasets/index.2.html" */
static bool
leads_to_entry(const struct catalog *c, struct text folder, struct text rest)
{
	const struct {
		const char *folder;
		const struct resource_list *lists[2]; /* of the public set the withdrawn ones stand in the second */
	} folders[] = {
		{ "datasets", { &c->datasets, &c->withdrawn } },
		{ "publishers", { &c->agents, NULL } },
		{ "series", { &c->series, &c->withdrawn_series } },
		{ "services", { &c->services, &c->withdrawn_services } },
	};
	struct text id = text_slice(rest, 0, text_find_char(rest, '/'));

	id = text_slice(id, 0, text_find_char(id, '.'));
	if (!id.n || text_equal(id, T("index")))
		return true;
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
		if (!text_equal(text_of(folders[i].folder), folder))
			continue;
		for (size_t k = 0; k < 2; k++)
			if (folders[i].lists[k] && is_shown(resource_list_find(folders[i].lists[k], id)))
				return true;
		return is_former(c, folder, id);
	}
	return true;
}

static bool
is_asset(const struct settings *s, struct text path)
{
	for (size_t i = 0; i < s->n_assets; i++)
		if (text_equal(text_slice(s->assets[i]->source.path, sizeof "site/" - 1, SIZE_MAX), path))
			return true;
	/* Shipped ones. */
	return text_starts(path, T("assets/fonts/")) || text_starts(path, T("assets/licenses/")) ||
	       text_equal(path, T("assets/favicon.svg")) || text_ends(path, T(".css")) || text_ends(path, T(".js"));
}

/* Beside the folders. */
static bool
leads_to_page(const struct settings *s, struct text path, struct text fragment)
{
	static const char *const ours[] = { "index.html", "search.html", "changes.html", "developers.html" };
	static const char *const files[] = { "catalog", "distributions", "changes.", "sitemap", "robots.txt", "opensearch.xml",
		"manifest.json" };
	struct text id = text_ends(path, T(".html")) ? text_slice(path, 0, path.n - 5) : path;

	/* Headings of own pages have no ids. */
	if (has_own_page(s, id))
		return !fragment.n;
	for (size_t i = 0; i < sizeof ours / sizeof ours[0]; i++)
		if (text_equal(path, text_of(ours[i])))
			return true;
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
		if (text_starts(path, text_of(files[i])))
			return true;
	return path.n == 0 && !fragment.n;
}

static bool
is_hosted(const struct catalog *c, struct text path)
{
	for (size_t i = 0; i < c->n_hosted; i++)
		if (text_equal(c->hosted[i].path, path))
			return true;
	return false;
}

/* `url` as written: relative to the root of the portal (markdown_html()). */
static bool
leads_somewhere(const struct catalog *c, struct text url)
{
	const struct settings *s = c->settings;
	size_t hash = text_find_char(url, '#');
	struct text fragment = text_slice(url, hash + 1, url.n), path = text_slice(url, 0, hash);

	if (text_equal(fragment, T("content"))) /* every page has it */
		fragment = T("");
	path = text_slice(path, 0, text_find_char(path, '?'));
	while (text_starts(path, T("./")) || text_starts(path, T("/")))
		path = text_slice(path, path.s[0] == '/' ? 1 : 2, path.n);
	size_t slash = text_find_char(path, '/');
	for (size_t i = 1; i < s->n_languages && slash < path.n; i++)
		if (text_equal(text_slice(path, 0, slash), s->languages[i])) {
			path = text_slice(path, slash + 1, path.n);
			slash = text_find_char(path, '/');
			break;
		}
	struct text folder = text_slice(path, 0, slash);

	if (slash == path.n)
		return leads_to_page(s, path, fragment);
	if (text_equal(folder, T("assets")))
		return is_asset(s, path);
	if (text_equal(folder, T("data")))
		return is_hosted(c, path);
	return !text_equal(folder, T("..")) && leads_to_entry(c, folder, text_slice(path, slash + 1, path.n));
}

/* What stands in the attribute of rendered Markdown, as it was written; `&amp;` is all that is escaped in it. */
static void
unescape(struct buf *out, struct text t)
{
	for (size_t at; (at = text_find(t, T("&amp;"))) < t.n; t = text_slice(t, at + 5, t.n)) {
		buf_text(out, text_slice(t, 0, at));
		buf_char(out, '&');
	}
	buf_text(out, t);
}

/* The last `n_own` letters of the attribute's beginning are of the address. */
static void
check_attribute(const struct catalog *c, struct text html, struct text attribute, size_t n_own, const struct source *source,
    struct text markdown, struct diagnostics *d)
{
	struct buf url = { 0 };

	for (size_t at; (at = text_find(html, attribute)) < html.n;) {
		html = text_slice(html, at + attribute.n, html.n);
		struct text value = text_slice(html, 0, text_find_char(html, '"'));
		url.n = 0;
		buf_text(&url, text_slice(attribute, attribute.n - n_own, attribute.n));
		unescape(&url, value);
		if (leads_somewhere(c, buf_view(&url)))
			continue;
		size_t written = text_find(markdown, buf_view(&url));
		size_t from = (size_t)(markdown.s - source->bytes.s);
		diagnose(d, PAGE_LINK_NOWHERE, place_at_offset(source, from + (written < markdown.n ? written : 0)), buf_view(&url));
	}
	buf_free(&url);
}

void
own_links_check(const struct catalog *c, struct diagnostics *d)
{
	/* Put before relative addresses, and before no other. */
	const struct text href = T("href=\"~portal~/"), src = T("src=\"~portal~/"), anchor = T("href=\"#");
	const struct settings *s = c->settings;
	struct buf html = { 0 };

	for (size_t i = 0; i < s->n_pages; i++)
		for (size_t language = 0; language < s->n_languages; language++) {
			const struct own_page *page = &s->pages[i];
			if (!page->markdown.in[language].n)
				continue;
			html.n = 0;
			markdown_html(&html, page->markdown.in[language], 0, T("~portal~/"));
			struct text markdown = page->markdown.in[language], rendered = buf_view(&html);
			check_attribute(c, rendered, href, 0, page->sources[language], markdown, d);
			check_attribute(c, rendered, src, 0, page->sources[language], markdown, d);
			check_attribute(c, rendered, anchor, 1, page->sources[language], markdown, d);
		}
	buf_free(&html);
}
