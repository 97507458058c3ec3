#include "site/server.h"

#include "core/die.h"
#include "core/table.h"
#include "dcat/iri.h"
#include "dcat/layers.h"

#include <string.h>

/* --- what is served as what ------------------------------------------------------------------- */

/* Harvesters hand the type to their parser as it stands: "text/xml" would be refused. */
static const struct {
	const char *type, *extensions;
} types[] = {
	{ "text/html", "html" },
	{ "application/rdf+xml", "rdf" },
	{ "text/turtle", "ttl" },
	{ "application/ld+json", "jsonld" },
	{ "application/n-triples", "nt" },
	{ "application/trig", "trig" },
	{ "application/atom+xml", "atom" },
	{ "application/json", "json" },
	{ "application/geo+json", "geojson" },
	{ "application/xml", "xml gml" },
	{ "text/csv", "csv" },
	{ "text/tab-separated-values", "tsv" },
	{ "text/plain", "txt" },
	{ "text/markdown", "md" },
	{ "text/css", "css" },
	{ "text/javascript", "js mjs" },
	{ "font/woff2", "woff2" },
	{ "image/svg+xml", "svg" },
	{ "image/png", "png" },
	{ "image/jpeg", "jpg jpeg" },
	{ "image/webp", "webp" },
	{ "image/x-icon", "ico" },
	{ "image/tiff", "tif tiff" },
	{ "application/pdf", "pdf" },
	{ "application/zip", "zip" },
	{ "application/gzip", "gz" },
	{ "application/geopackage+sqlite3", "gpkg" },
	{ "application/vnd.apache.parquet", "parquet" },
	{ "application/vnd.google-earth.kml+xml", "kml" },
	{ "application/vnd.oasis.opendocument.spreadsheet", "ods" },
	{ "application/vnd.oasis.opendocument.text", "odt" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
	{ "application/vnd.ms-excel", "xls" },
};

/* The documents of an IRI, in the order in which they are preferred. */
static const struct {
	const char *pattern, *extension; /* the type as a regular expression */
} forms[] = {
	{ "application/rdf\\+xml", ".rdf" },
	{ "text/turtle", ".ttl" },
	{ "application/ld\\+json", ".jsonld" },
};
enum { N_FORMS = sizeof forms / sizeof forms[0] };

static const char *const security[] = {
	"X-Content-Type-Options nosniff",
	"Referrer-Policy strict-origin-when-cross-origin",
	"Permissions-Policy \"camera=(), geolocation=(), microphone=()\"",
	"Cross-Origin-Opener-Policy same-origin",
};

/* $tabularium_maps: what the layers on a page's map come from, or nothing. */
#define PAGE_POLICY                                                                                \
	"\"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:$tabularium_maps; connect-src "  \
	"'self'$tabularium_maps; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'\""
/* A hosted file is somebody else's: an SVG or HTML among them runs nothing. */
#define DATA_POLICY "\"default-src 'none'; sandbox\""

/* --- pieces of nginx's language --------------------------------------------------------------- */

/* Between quotes; a dollar would begin a variable, and nginx knows no escape for it. */
static void
quoted(struct buf *out, struct text t, const char *what)
{
	buf_char(out, '"');
	for (size_t i = 0; i < t.n; i++) {
		if (t.s[i] == '$' || (unsigned char)t.s[i] < ' ')
			die("%s cannot be written into a configuration of nginx: %.*s", what, TEXT_ARG(t));
		if (t.s[i] == '"' || t.s[i] == '\\')
			buf_char(out, '\\');
		buf_char(out, t.s[i]);
	}
	buf_char(out, '"');
}

/* A row of a map. nginx's table has no room for long keys, and some words mean something else there: as a
 * regular expression all fit. */
static void
row(struct buf *out, struct text key, struct text value)
{
	enum { LONGEST_KEY = 40 };
	static const char *const words[] = { "default", "hostnames", "include", "volatile" };
	bool is_plain = key.n <= LONGEST_KEY;

	for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
		is_plain = is_plain && !text_equal(key, text_of(words[i]));
	if (!is_plain)
		buf_printf(out, "\t\"~^%.*s$\" %.*s;\n", TEXT_ARG(key), TEXT_ARG(value));
	else
		buf_printf(out, "\t%.*s %.*s;\n", TEXT_ARG(key), TEXT_ARG(value));
}

/*
 * nginx drops the headers of a server where a location has one of its own, so every location says
 * all of them.
 */
static void
headers(struct buf *out, const char *indent, const char *policy, const char *cache, bool is_open)
{
	buf_printf(out, "%sadd_header Content-Security-Policy %s always;\n", indent, policy);
	for (size_t i = 0; i < sizeof security / sizeof security[0]; i++)
		buf_printf(out, "%sadd_header %s always;\n", indent, security[i]);
	if (is_open)
		buf_printf(out, "%sadd_header Access-Control-Allow-Origin * always;\n", indent);
	buf_printf(out, "%sadd_header Cache-Control \"%s\";\n", indent, cache);
}

#define REVALIDATE "no-cache"
#define SHORT "public, max-age=300"
#define FOREVER "public, max-age=31536000, immutable"
#define CARRIED "public, max-age=604800, immutable" /* as long as a generation is kept */

/* --- maps ------------------------------------------------------------------------------------- */

/* A type named without a q below 1, else HTML named so, else a type with any q but 0, else HTML. */
static void
map_form(struct buf *out)
{
	buf_str(out, "# The document of an IRI that the client asks for.\n"
		     "map $http_accept $tabularium_form {\n\tdefault .html;\n");
	for (size_t i = 0; i < N_FORMS; i++)
		buf_printf(out, "\t\"~*(?:^|,)\\s*%s\\s*(?:;(?![^,]*q\\s*=\\s*0)[^,]*)?(?:,|$)\" %s;\n",
		    forms[i].pattern, forms[i].extension);
	buf_str(out, "\t\"~*(?:^|,)\\s*text/html\\s*(?:;(?![^,]*q\\s*=\\s*0)[^,]*)?(?:,|$)\" .html;\n");
	for (size_t i = 0; i < N_FORMS; i++)
		buf_printf(out, "\t\"~*(?:^|,)\\s*%s\\s*;[^,]*q\\s*=\\s*0\\.\\d*[1-9]\" %s;\n",
		    forms[i].pattern, forms[i].extension);
	buf_str(out, "}\n\n");
}

static void
map_former(struct buf *out, const struct resource_list *list, enum property_id former_ids)
{
	for (size_t i = 0; i < list->n; i++) {
		size_t n;
		const struct value *v = resource_values(list->list[i], former_ids, &n);
		for (; n--; v++)
			if (!(v->flags & VALUE_INVALID))
				row(out, v->text, list->list[i]->id);
	}
}

static void
map_datasets(struct buf *out, const struct catalog *c)
{
	buf_str(out,
	    "# Of an address below datasets/ or data/ the folder, the id, and what follows it.\n"
	    "map $uri $tabularium_folder {\n\tdefault datasets;\n\t\"~^/data/\" data;\n}\n"
	    "map $uri $tabularium_id {\n\tdefault \"\";\n"
	    "\t\"~^/(?:datasets|data)/(?<tabularium_i>[a-z0-9][a-z0-9-]*)(?:$|[./])\" $tabularium_i;\n}\n"
	    "map $uri $tabularium_rest {\n\tdefault \"\";\n"
	    "\t\"~^/(?:datasets|data)/[a-z0-9][a-z0-9-]*(?<tabularium_r>[./][A-Za-z0-9./_-]*)$\" "
	    "$tabularium_r;\n}\n\n"
	    "# Renamed: former id, present id.\n"
	    "map $tabularium_id $tabularium_renamed {\n\tdefault \"\";\n");
	map_former(out, &c->datasets, DATASET_former_ids);
	map_former(out, &c->withdrawn, DATASET_former_ids);
	buf_str(out, "}\n\n# Withdrawn. The page stays, for who looks for the reason.\n"
		     "map $tabularium_id $tabularium_withdrawn {\n\tdefault \"\";\n");
	for (size_t i = 0; i < c->withdrawn.n; i++)
		row(out, c->withdrawn.list[i]->id, T("yes"));
	buf_str(out, "}\nmap $tabularium_withdrawn$uri $tabularium_gone {\n\tdefault \"\";\n"
		     "\t\"~^yes/datasets/[^./]+$\" yes;\n"
		     "\t\"~^yes/datasets/[^/]+\\.(?:rdf|ttl|jsonld|json|nt)$\" yes;\n"
		     "\t\"~^yes/data/\" yes;\n}\n\n");
}

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
map_hosts(struct buf *out, const struct catalog *c)
{
	struct table seen = { 0 };
	struct buf hosts = { 0 };

	for (size_t i = 0; i < c->services.n; i++)
		add_host(&seen, &hosts, c->services.list[i]);
	for (size_t i = 0; i < c->datasets.n; i++) {
		size_t n;
		const struct value *v = resource_values(c->datasets.list[i], DATASET_services, &n);
		for (; n--; v++)
			if (v->resource)
				add_host(&seen, &hosts, v->resource);
	}
	buf_str(out, "# Whom the map on a page may ask, once its reader has clicked on it.\n"
		     "map $uri $tabularium_maps {\n\tdefault \"\";\n");
	if (hosts.n)
		buf_printf(out, "\t\"~^/(?:[a-z]+/)?(?:datasets|services)/(?!index\\.)[^/]+\\.html$\" \"%.*s\";\n",
		    TEXT_ARG(buf_view(&hosts)));
	buf_str(out, "}\n\n");
	table_free(&seen);
	buf_free(&hosts);
}

/* --- the server ------------------------------------------------------------------------------- */

/* "https://", "opendata.example.org", "/daten" */
struct base {
	struct text scheme, host, path; /* the host without its port; the path without its last slash */
	struct text whole;              /* all of them, without the last slash */
};

static struct base
split(struct text url)
{
	struct base b = { .whole = text_slice(url, 0, url.n - (text_ends(url, T("/")) ? 1 : 0)) };
	size_t start = text_find(url, T("://")) + strlen("://");
	struct text rest = text_slice(b.whole, start, b.whole.n);
	size_t end = text_find_char(rest, '/');

	b.scheme = text_slice(b.whole, 0, start);
	b.host = text_slice(rest, 0, end);
	b.host = text_slice(b.host, 0, text_find_char(b.host, ':'));
	b.path = text_slice(rest, end, rest.n);
	return b;
}

static void
write_types(struct buf *out)
{
	buf_str(out, "\ttypes {\n");
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
		buf_printf(out, "\t\t%s %s;\n", types[i].type, types[i].extensions);
	buf_str(out, "\t}\n"
		     "\tdefault_type application/octet-stream;\n"
		     "\tcharset utf-8;\n"
		     "\tcharset_types text/plain text/csv text/tab-separated-values text/markdown "
		     "text/css text/javascript;\n");
}

static void
write_server(struct buf *out, const struct base *base, const struct server_options *o)
{
	buf_str(out, "server {\n\tlisten ");
	buf_str(out, o->listen);
	buf_str(out, ";\n\tset $tabularium_base ");
	quoted(out, base->whole, "the base URL");
	buf_str(out, ";\n\tserver_name ");
	quoted(out, base->host, "the base URL");
	buf_str(out, ";\n\troot ");
	quoted(out, text_of(o->root), "the published folder");
	buf_str(out, ";\n");
	if (text_equal(base->scheme, T("https://")))
		buf_str(out,
		    "\t# The portal is meant for https. Where nothing in front of this server speaks it, add:\n"
		    "\t#listen 443 ssl;\n\t#ssl_certificate …;\n\t#ssl_certificate_key …;\n"
		    "\t# and once it works, in every location:\n"
		    "\t#add_header Strict-Transport-Security \"max-age=31536000\" always;\n");
	buf_str(out, "\n\tserver_tokens off;\n"
		     "\t# Without a log no address of a visitor is kept. This one has none either:\n"
		     "\t#access_log /var/log/nginx/tabularium.log tabularium;\n"
		     "\taccess_log off;\n"
		     "\tindex index.html;\n"
		     "\tdisable_symlinks on from=$document_root;\n"
		     "\tgzip_static on;\n\tgzip_vary on;\n\tgzip on;\n\tgzip_min_length 1024;\n"
		     "\tgzip_types text/css text/javascript text/csv text/plain text/turtle "
		     "application/rdf+xml application/ld+json application/n-triples application/json "
		     "application/geo+json application/atom+xml application/xml image/svg+xml;\n\n");
	write_types(out);
	buf_str(out, "\n\terror_page 404 /404.html;\n\terror_page 410 @gone;\n\n");
	if (base->path.n)
		buf_printf(out, "\t# The portal lies below %.*s; from here on that is left out.\n"
				"\trewrite \"^%.*s$\" $tabularium_base/ permanent;\n"
				"\trewrite \"^%.*s/(.*)$\" /$1;\n\n",
		    TEXT_ARG(base->path), TEXT_ARG(base->path), TEXT_ARG(base->path));
}

static void
location(struct buf *out, const char *which, const char *policy, const char *cache, bool is_open,
    const char *rest)
{
	buf_printf(out, "\n\tlocation %s {\n", which);
	headers(out, "\t\t", policy, cache, is_open);
	buf_str(out, rest);
	buf_str(out, "\t}\n");
}

#define IF_RENAMED_OR_GONE                                                                         \
	"\t\tif ($tabularium_renamed) { return 301 "                                               \
	"$tabularium_base/$tabularium_folder/$tabularium_renamed$tabularium_rest; }\n"                       \
	"\t\tif ($tabularium_gone) { return 410; }\n"

static void
write_locations(struct buf *out)
{
	buf_str(out, "\t# Nothing hidden, such as a repository, is ever served.\n"
		     "\tlocation ~ \"/\\.(?!well-known/)\" { return 404; }\n");
	location(out, "/", PAGE_POLICY, REVALIDATE, false, "\t\ttry_files $uri $uri/index.html =404;\n");
	location(out, "= /404.html", PAGE_POLICY, REVALIDATE, false, "\t\tinternal;\n");
	location(out, "@gone", PAGE_POLICY, REVALIDATE, false,
	    "\t\ttry_files /datasets/$tabularium_id.html =410;\n");

	buf_str(out, "\n\t# A name with a digest in it never gets other bytes.\n");
	location(out, "~ \"^/(?:assets|search)/.*[.-][0-9a-f]{8,}\\.[a-z0-9]+$\"", PAGE_POLICY, FOREVER,
	    false, "");
	/* Most files of the index have no extension and no type, but words are in them. */
	location(out, "~ \"^/search/[A-Za-z-]+/[0-9a-f]+/\"", PAGE_POLICY, FOREVER, false, "\t\tgzip_types *;\n");
	buf_str(out, "\n\t# An IRI has no extension: the client says which document it wants.\n");
	location(out, "~ \"/[^./]+$\"", PAGE_POLICY, SHORT, true,
	    "\t\tadd_header Vary Accept always;\n" IF_RENAMED_OR_GONE
	    "\t\tif (-d $document_root$uri) { return 301 $tabularium_base$uri/; }\n"
	    "\t\tset $tabularium_document $uri$tabularium_form;\n"
	    "\t\tif (!-f $document_root$tabularium_document) { set $tabularium_document $uri.html; }\n"
	    "\t\tif (!-f $document_root$tabularium_document) { return 404; }\n"
	    "\t\treturn 303 $tabularium_base$tabularium_document;\n");
	buf_str(out, "\n\t# Feeds and documents for programs: anybody's program, in any browser.\n");
	location(out, "~ \"^/feed/[0-9a-f]+/\"", PAGE_POLICY, CARRIED, true, "");
	location(out, "~ \"\\.(?:rdf|ttl|jsonld|nt|trig|json|geojson)$\"", PAGE_POLICY, SHORT, true,
	    IF_RENAMED_OR_GONE);
	location(out, "~ \"^/datasets/.\"", PAGE_POLICY, REVALIDATE, false,
	    IF_RENAMED_OR_GONE "\t\ttry_files $uri $uri/index.html =404;\n");
	location(out, "/assets/", PAGE_POLICY, SHORT, false, "");
	buf_str(out, "\n\t# Hosted files: nothing in them is run.\n");
	location(out, "^~ /data/", DATA_POLICY, REVALIDATE, true, IF_RENAMED_OR_GONE);
}

void
server_nginx(struct buf *out, const struct catalog *c, const struct server_options *o)
{
	struct base base = split(c->settings->base_url);

	buf_str(out, "# nginx for the portal at ");
	buf_text(out, c->settings->base_url);
	buf_str(out,
	    "\n# Made by: tabularium server nginx. Belongs into the http block, e.g. as a file in conf.d/.\n"
	    "# Make it anew and reload nginx when a dataset was renamed or withdrawn, or a map service came from\n"
	    "# a new host; nothing else needs it.\n\n"
	    "log_format tabularium '$time_iso8601 $status $request_method $uri $body_bytes_sent';\n\n");
	map_form(out);
	map_datasets(out, c);
	map_hosts(out, c);
	write_server(out, &base, o);
	write_locations(out);
	buf_str(out, "}\n");
}
