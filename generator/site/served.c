#include "site/served.h"

#include "core/table.h"
#include "dcat/iri.h"
#include "dcat/layers.h"

#include <stdio.h>
#include <string.h>

/* --- headers ------------------------------------------------------------------------------------- */

const char *const served_hidden = "/\\.(?!well-known/)|^/manifest\\.json(?:\\.gz)?$";
const char *const served_iri = "/[^./]+$";

#define REVALIDATE "no-cache"
#define SHORT "public, max-age=300"
#define FOREVER "public, max-age=31536000, immutable"
#define CARRIED "public, max-age=604800, immutable" /* as long as a generation is kept */

static const struct served_rule caching[] = {
	{ "^/data/",                                                REVALIDATE },
	/* A name with a digest in it never gets other bytes. */
	{ "^/(?:assets|search)/.*[.-][0-9a-f]{8,}\\.[a-z0-9]+$",    FOREVER },
	{ "^/search/[A-Za-z-]+/[0-9a-f]+/",                         FOREVER },
	{ "^/feed/[0-9a-f]+/",                                      CARRIED },
	{ "^/ldes/[0-9a-f]+/",                                      FOREVER },
	{ "^/(?:assets|search)/",                                   SHORT },
	{ "\\.(?:rdf|ttl|jsonld|nt|trig|json|geojson)$",            SHORT },
	{ "/[^./]+$",                                               SHORT },
};

/* Anybody's program, in any browser; what it may send along, and see of the answer. */
#define OPEN(value)                                                                                 \
	{ "^/(?:data|feed|search)/",                                        value },                \
	{ "\\.(?:rdf|ttl|jsonld|nt|trig|json|geojson|csv|atom)$",           value },                \
	{ "/[^./]+$",                                                       value }
static const struct served_rule open_to[] = { OPEN("*") };
static const struct served_rule open_headers[] = { OPEN("Accept, If-Modified-Since, If-None-Match, Range") };
static const struct served_rule open_answer[] = { OPEN("Content-Length, Content-Range, ETag") };

/* A hosted file is somebody else's: a page or picture among them runs nothing, and a table is saved. */
static const struct served_rule saved[] = {
	{ "^/data/.*\\.(?i:html?|xhtml|svg|xml|csv|tsv)$",                  "attachment" },
};
#define DATA_POLICY "default-src 'none'; sandbox"

static const struct served_rule negotiated[] = {
	{ "^/search/",                                                      "" },
	{ "/[^./]+$",                                                       "Accept" },
};

#define RULES(list) .rules = list, .n_rules = sizeof list / sizeof list[0]
static const struct served_header fixed_headers[] = {
	{ "X-Content-Type-Options",       "nosniff" },
	{ "Referrer-Policy",              "strict-origin-when-cross-origin" },
	{ "Permissions-Policy",           "camera=(), geolocation=(), microphone=()" },
	{ "Cross-Origin-Opener-Policy",   "same-origin" },
	{ "Access-Control-Allow-Origin",   "", RULES(open_to), .is_as_asked = true },
	{ "Access-Control-Allow-Headers",  "", RULES(open_headers), .is_as_asked = true },
	{ "Access-Control-Expose-Headers", "", RULES(open_answer), .is_as_asked = true },
	{ "Cache-Control",                REVALIDATE, RULES(caching), .is_for_good = true },
	{ "Content-Disposition",          "", RULES(saved), .is_for_good = true },
	{ "Vary",                         "", RULES(negotiated), .is_as_asked = true },
};
enum { N_FIXED = sizeof fixed_headers / sizeof fixed_headers[0] };

static bool
is_plain_host(struct text host)
{
	for (size_t i = 0; i < host.n; i++) {
		char c = host.s[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-';
		if (!is_plain)
			return false;
	}
	return host.n > 0;
}

static void
add_host(struct table *seen, struct buf *hosts, const struct resource *service)
{
	struct text host = iri_host(resource_text(service, SERVICE_endpoint_url));

	if (layers_kind(service) == LAYERS_NONE || !is_plain_host(host) || table_get(seen, host))
		return;
	table_set(seen, host, seen);
	buf_str(hosts, " https://");
	buf_text(hosts, host);
}

/* A reader's click may put layers of a service on the page's map: of those hosts that the catalogue
 * names, on the pages that can show them. */
static void
find_map_hosts(struct buf *hosts, const struct catalog *c)
{
	struct table seen = { 0 };

	for (size_t i = 0; i < c->services.n; i++)
		add_host(&seen, hosts, c->services.list[i]);
	for (size_t i = 0; i < c->datasets.n; i++) {
		size_t n;
		const struct value *v = resource_values(c->datasets.list[i], DATASET_services, &n);
		for (; n--; v++)
			if (v->resource)
				add_host(&seen, hosts, v->resource);
	}
	table_free(&seen);
}

static const char *
page_policy(struct arena *a, struct text maps)
{
	return arena_cstr(a, arena_printf(a,
	    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:%.*s; connect-src 'self'%.*s; "
	    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'", TEXT_ARG(maps), TEXT_ARG(maps)));
}

static struct served_header
policy_header(struct arena *a, const struct catalog *c)
{
	struct buf hosts = { 0 };
	struct served_rule *rules = arena_array(a, struct served_rule, 2);

	find_map_hosts(&hosts, c);
	rules[0] = (struct served_rule){ "^/data/", DATA_POLICY };
	rules[1] = (struct served_rule){ "^/(?:[a-z]+/)?(?:datasets|services)/(?!index\\.)[^/]+\\.html$",
		page_policy(a, buf_view(&hosts)) };
	struct served_header h = { "Content-Security-Policy", page_policy(a, T("")), rules, hosts.n ? 2 : 1 };
	buf_free(&hosts);
	return h;
}

/* Of pages: feeds and data may speak several, or none. */
static struct served_header
language_header(struct arena *a, const struct settings *s)
{
	struct served_rule *rules = arena_array(a, struct served_rule, MAX_INTERFACE_LANGUAGES);
	size_t n = 0;

	rules[n++] = (struct served_rule){ "^/data/", "" };
	for (size_t i = 1; i < s->n_languages; i++)
		rules[n++] = (struct served_rule){
			arena_cstr(a, arena_printf(a, "^/%.*s/(?:.*/)?(?:[^/]+\\.html)?$", TEXT_ARG(s->languages[i]))),
			arena_cstr(a, s->languages[i]) };
	rules[n++] = (struct served_rule){ "/(?:[^/]+\\.html)?$", arena_cstr(a, s->languages[0]) };
	return (struct served_header){ "Content-Language", "", rules, n, .is_for_good = true };
}

const struct served_header *
served_headers(struct arena *a, const struct catalog *c, size_t *n)
{
	struct served_header *list = arena_array(a, struct served_header, N_FIXED + 2);

	list[0] = policy_header(a, c);
	memcpy(list + 1, fixed_headers, sizeof fixed_headers);
	list[N_FIXED + 1] = language_header(a, c->settings);
	*n = N_FIXED + 2;
	return list;
}

/* --- what a client accepts ------------------------------------------------------------------------ */

/* Marks are less than '.' and any digit, so that 0.9- is less than 0.95-. */
const struct served_form served_forms[N_FORMS] = {
	{ "rdf",    ".rdf",    "-4", "+3", "application/rdf\\+xml", "application/\\*", "" },
	{ "turtle", ".ttl",    "-3", "+2", "text/turtle",           "text/\\*",
		"application/(?:x-)?turtle|text/n3|text/rdf\\+n3" },
	{ "jsonld", ".jsonld", "-2", "+1", "application/ld\\+json", "application/\\*", "" },
	{ "html",   ".html",   "-1", "+4", "text/html",             "text/\\*", "application/xhtml\\+xml" },
};

/* With a q, and without. Other parameters may stand before it. */
static size_t
add_rows(struct arena *a, struct accept_row *rows, const char *type, const char *mark)
{
	static const char *const element = "(?:^|,)\\s*(?:%s)\\s*(?:;(?!\\s*q\\s*=)[^,;]*)*%s";
	static const char *const ends[] = { ";\\s*q\\s*=\\s*(0(?:\\.[0-9]*[1-9])?|1)\\.?0*\\s*(?:[,;]|$)", "(?:,|$)" };
	char pattern[512];

	for (size_t i = 0; i < 2; i++) {
		int n = snprintf(pattern, sizeof pattern, element, type, ends[i]);
		rows[i] = (struct accept_row){ arena_text(a, (struct text){ pattern, (size_t)n }),
			arena_printf(a, "%s%s", i == 0 ? "$1" : "1", mark) };
	}
	return 2;
}

size_t
accept_rows(struct arena *a, const struct served_form *form, struct accept_row rows[MOST_ACCEPT_ROWS])
{
	size_t n = add_rows(a, rows, form->type, form->named);

	if (form->others[0])
		n += add_rows(a, rows + n, form->others, form->named);
	n += add_rows(a, rows + n, form->range, form->included);
	return n + add_rows(a, rows + n, "\\*/\\*", form->included);
}
