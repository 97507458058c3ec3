/*
 * nginx: whatever depends on the path stands in maps, so that headers are said once, for the whole server.
 * (nginx drops the headers of a server where a location has one of its own; no location here has any.)
 */
#include "site/server.h"

#include "catalog/former.h"
#include "core/die.h"
#include "site/served.h"

#include <string.h>

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

/* "Access-Control-Allow-Origin" → "$tabularium_access_control_allow_origin" */
static struct text
variable(struct arena *a, const char *header)
{
	struct buf out = { 0 };

	buf_str(&out, "$tabularium_");
	for (; *header; header++)
		buf_char(&out, *header == '-' ? '_' : *header >= 'A' && *header <= 'Z' ? (char)(*header | 0x20) : *header);
	struct text t = arena_text(a, buf_view(&out));
	buf_free(&out);
	return t;
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

/* --- maps ------------------------------------------------------------------------------------- */

static void
map_headers(struct buf *out, struct arena *a, const struct served_header *headers, size_t n)
{
	buf_str(out, "# What the headers say, by the path below the portal.\n");
	for (size_t i = 0; i < n; i++) {
		const struct served_header *h = &headers[i];
		if (!h->n_rules)
			continue;
		buf_printf(out, "map $uri %.*s {\n\tdefault \"%s\";\n", TEXT_ARG(variable(a, h->name)), h->value);
		for (size_t k = 0; k < h->n_rules; k++)
			buf_printf(out, "\t\"~%s\" \"%s\";\n", h->rules[k].pattern, h->rules[k].value);
		buf_str(out, "}\n");
	}
	buf_char(out, '\n');
}

/*
 * nginx cannot compare numbers. The greatest q is found by its first decimal, then who has one that begins
 * so: 0.75 and 0.7 count as the same, and the one that was named in the order of the table is taken.
 */
static void
map_form(struct buf *out, struct arena *a)
{
	struct accept_row rows[MOST_ACCEPT_ROWS];

	buf_str(out, "# What a client thinks of each document of an IRI: its q, and whether the type is named.\n");
	for (size_t i = 0; i < N_FORMS; i++) {
		buf_printf(out, "map $http_accept $tabularium_q_%s {\n\tdefault \"\";\n", served_forms[i].name);
		size_t n = accept_rows(a, &served_forms[i], rows);
		for (size_t k = 0; k < n; k++)
			buf_printf(out, "\t\"~*%.*s\" \"%.*s\";\n", TEXT_ARG(rows[k].pattern), TEXT_ARG(rows[k].value));
		buf_str(out, "}\n");
	}
	struct buf all = { 0 };
	for (size_t i = 0; i < N_FORMS; i++)
		buf_printf(&all, " %s:$tabularium_q_%s", served_forms[i].name, served_forms[i].name);
	buf_printf(out, "# The greatest of them, to one decimal, and whose it is.\n"
			"map \"%.*s\" $tabularium_q {\n\tdefault none;\n\t\"~:1\" 1;\n", TEXT_ARG(buf_view(&all)));
	for (int tenth = 9; tenth >= 0; tenth--)
		buf_printf(out, "\t\"~:0\\.%d\" 0.%d;\n", tenth, tenth);
	buf_printf(out, "}\nmap \"$tabularium_q%.*s\" $tabularium_form {\n\tdefault %s;\n", TEXT_ARG(buf_view(&all)),
	    served_forms[FORM_DEFAULT].extension);
	/* Marks are two characters, the later of them a number that no two have in common: "-4" before "-3". */
	for (int is_included = 0; is_included < 2; is_included++)
		for (char mark = '4'; mark > '0'; mark--)
			for (size_t i = 0; i < N_FORMS; i++) {
				const char *m = is_included ? served_forms[i].included : served_forms[i].named;
				if (m[1] == mark)
					buf_printf(out, "\t\"~^(\\S+) .*%s:\\1[0-9]*\\%s\" %s;\n", served_forms[i].name, m,
					    served_forms[i].extension);
			}
	buf_str(out, "}\n\n");
	buf_free(&all);
}

/* A language's folder has the pages only, but who asks there is sent on within it. */
static void
map_moved(struct buf *out, struct arena *a, const struct catalog *c)
{
	static const char folders[] = "datasets|publishers|series|services";
	size_t n;
	const struct redirect *list = redirects_find(a, c, &n);

	buf_printf(out,
	    "# Of an address of an entry: what stands before its id, the id, and what follows it.\n"
	    "map $uri $tabularium_folder {\n\tdefault \"\";\n"
	    "\t\"~^(?<tabularium_f>/(?:[a-z]+/)?(?:%s)|/data)/[a-z0-9]\" $tabularium_f;\n}\n"
	    "map $uri $tabularium_id {\n\tdefault \"\";\n"
	    "\t\"~^/(?:(?:[a-z]+/)?(?:%s)|data)/(?<tabularium_i>[a-z0-9][a-z0-9-]*)(?:$|[./])\" "
	    "$tabularium_i;\n}\n", folders, folders);
	buf_printf(out, "map $uri $tabularium_rest {\n\tdefault \"\";\n"
		     "\t\"~^/(?:(?:[a-z]+/)?(?:%s)|data)/[a-z0-9][a-z0-9-]*"
		     "(?<tabularium_r>[./][A-Za-z0-9./_-]*)$\" $tabularium_r;\n}\n\n"
		     "# Renamed: former id, present id.\n", folders);
	for (size_t k = 0; k < N_REDIRECT_FOLDERS; k++) {
		buf_printf(out, "map \"$tabularium_id\" $tabularium_renamed_%s {\n\tdefault \"\";\n", redirect_folders[k]);
		for (size_t i = 0; i < n; i++)
			if (strcmp(list[i].folder, redirect_folders[k]) == 0)
				row(out, list[i].from, list[i].to);
		buf_str(out, "}\n");
	}
	buf_str(out, "map $tabularium_folder $tabularium_renamed {\n\tdefault $tabularium_renamed_datasets;\n\t\"\" \"\";\n");
	for (size_t k = 1; k < N_REDIRECT_FOLDERS; k++)
		buf_printf(out, "\t\"~/%s$\" $tabularium_renamed_%s;\n", redirect_folders[k], redirect_folders[k]);
	buf_str(out, "}\n\n"
		     "# Withdrawn is what has a page but no documents any more.\n"
		     "map $uri $tabularium_withdrawn {\n\tdefault /nothing;\n"
		     "\t\"~^/(?<tabularium_w>(?:datasets|series|services)/(?!index(?:[.]|$))[a-z0-9][a-z0-9-]*)(?:\\.(?:rdf|ttl|jsonld|json|nt)|/datapackage\\.json)?$\" "
		     "/$tabularium_w;\n"
		     "\t\"~^/data/(?<tabularium_w>[a-z0-9][a-z0-9-]*)/\" /datasets/$tabularium_w;\n}\n"
		     "# Links of a page of datasets/ lead nowhere from a file of data/.\n"
		     "map $uri $tabularium_gone_page {\n\tdefault $tabularium_withdrawn.html;\n\t\"~^/data/\" /404.html;\n}\n\n");
}

/* --- the server ------------------------------------------------------------------------------- */

/* The default language's page for what is not there, and those of the others. */
static void
map_not_found(struct buf *out, const struct settings *s)
{
	buf_str(out, "map $uri $tabularium_not_found {\n\tdefault /404.html;\n");
	for (size_t i = 1; i < s->n_languages; i++)
		buf_printf(out, "\t\"~^/%.*s/\" /%.*s/404.html;\n", TEXT_ARG(s->languages[i]), TEXT_ARG(s->languages[i]));
	buf_str(out, "}\n\n");
}

static void
write_types(struct buf *out)
{
	buf_str(out, "\ttypes {\n");
	for (size_t i = 0; i < N_MEDIA_TYPES; i++)
		buf_printf(out, "\t\t%s %s;\n", media_types[i].type, media_types[i].extensions);
	buf_str(out, "\t}\n\tdefault_type " MEDIA_TYPE_UNKNOWN ";\n\tcharset utf-8;\n\tcharset_types");
	/* nginx has text/html of its own in these two. */
	for (size_t i = 1; i < N_MEDIA_TYPES; i++)
		if (media_type_wants_charset(&media_types[i]))
			buf_printf(out, " %s", media_types[i].type);
	buf_str(out, ";\n\n\tgzip_static on;\n\tgzip_vary on;\n\tgzip on;\n\tgzip_min_length 1024;\n\tgzip_types");
	for (size_t i = 1; i < N_MEDIA_TYPES; i++)
		if (media_types[i].is_compressible)
			buf_printf(out, " %s", media_types[i].type);
	buf_str(out, ";\n\n");
}

static void
write_headers(struct buf *out, struct arena *a, const struct served_header *headers, size_t n)
{
	buf_str(out, "\t# For everything. A location with an add_header of its own would have none of these.\n");
	for (size_t i = 0; i < n; i++) {
		const char *when = headers[i].is_for_good ? "" : " always";
		if (headers[i].n_rules)
			buf_printf(out, "\tadd_header %s %.*s%s;\n", headers[i].name, TEXT_ARG(variable(a, headers[i].name)), when);
		else
			buf_printf(out, "\tadd_header %s \"%s\"%s;\n", headers[i].name, headers[i].value, when);
	}
}

static void
write_server(struct buf *out, const struct server_base *base, const struct server_options *o)
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
		    "\t# and once it works:\n"
		    "\t#add_header Strict-Transport-Security \"max-age=31536000\" always;\n");
	buf_str(out, "\n\tserver_tokens off;\n"
		     "\t# Without a log no address of a visitor is kept. This one has none either:\n"
		     "\t#access_log /var/log/nginx/tabularium.log tabularium;\n"
		     "\taccess_log off;\n"
		     "\tindex index.html;\n"
		     "\tdisable_symlinks on from=$document_root;\n\n");
}

static void
write_rewriting(struct buf *out, struct arena *a, const struct server_base *base, const struct served_header *headers,
    size_t n)
{
	buf_str(out, "\n\terror_page 403 404 =404 $tabularium_not_found;\n\terror_page 410 @gone;\n\n");
	if (base->path.n)
		buf_printf(out, "\t# The portal lies below %.*s; from here on that is left out.\n"
				"\trewrite \"^%.*s$\" $tabularium_base/ permanent;\n"
				"\trewrite \"^%.*s/(.*)$\" /$1;\n\n",
		    TEXT_ARG(base->path), TEXT_ARG(base->path), TEXT_ARG(base->path));
	buf_str(out, "\t# An error says it of the path that was asked for, though another page tells of it.\n");
	for (size_t i = 0; i < n; i++)
		if (headers[i].is_as_asked) {
			struct text v = variable(a, headers[i].name);
			buf_printf(out, "\tset $tabularium_asked \"%.*s\";\n", TEXT_ARG(v));
		}
	buf_str(out, "\tset $tabularium_asked $tabularium_not_found;\n"
		     "\t# A program in a browser asks so before it sends a long Accept.\n"
		     "\tif ($request_method = OPTIONS) { return 204; }\n"
		     "\tif ($tabularium_renamed) { return 301 "
		     "$tabularium_base$tabularium_folder/$tabularium_renamed$tabularium_rest; }\n"
		     "\tset $tabularium_gone \"\";\n"
		     "\tif (-f $document_root$tabularium_withdrawn.html) { set $tabularium_gone yes; }\n"
		     "\tif (-f $document_root$tabularium_withdrawn.rdf) { set $tabularium_gone \"\"; }\n"
		     "\tif ($tabularium_gone) { return 410; }\n");
}

static void
write_locations(struct buf *out)
{
	buf_printf(out, "\n\tlocation ~ \"%s\" { return 404; }\n", served_hidden);
	buf_str(out, "\tlocation / { try_files $uri $uri/index.html =404; }\n"
		     "\tlocation @gone { try_files $tabularium_gone_page =410; }\n"
		     "\t# Files of the search have no extension and no type, but words are in them.\n"
		     "\tlocation ~ \"^/search/[A-Za-z-]+/[0-9a-f]+/\" { gzip_types *; try_files $uri =404; }\n");
	buf_printf(out, "\t# An IRI has no extension: the client says which document it wants.\n"
			"\tlocation ~ \"%s\" {\n"
			"\t\tset $tabularium_document $uri$tabularium_form;\n"
			"\t\tif (!-f $document_root$tabularium_document) { set $tabularium_document $uri.html; }\n"
			"\t\tif (-f $document_root$tabularium_document) { return 303 $tabularium_base$tabularium_document; }\n"
			"\t\tif (-f $document_root$uri/index.html) { return 301 $tabularium_base$uri/; }\n"
			"\t\tif (!-f $request_filename) { return 404; }\n\t}\n", served_iri);
}

void
server_nginx(struct buf *out, const struct catalog *c, const struct server_options *o)
{
	struct server_base base = server_base(c->settings->base_url);
	struct arena *a = arena_new();
	size_t n;
	const struct served_header *headers = served_headers(a, c, &n);

	buf_str(out, "# nginx for the portal at ");
	buf_text(out, c->settings->base_url);
	buf_str(out,
	    "\n# Made by: tabularium server nginx. Belongs into the http block, e.g. as a file in conf.d/.\n"
	    "# Make it anew and reload nginx when a dataset was renamed, or a map service came from a new host;\n"
	    "# nothing else needs it.\n\n"
	    "log_format tabularium '$time_iso8601 $status $request_method $uri $body_bytes_sent';\n\n");
	map_headers(out, a, headers, n);
	map_form(out, a);
	map_moved(out, a, c);
	map_not_found(out, c->settings);
	write_server(out, &base, o);
	write_types(out);
	write_headers(out, a, headers, n);
	write_rewriting(out, a, &base, headers, n);
	write_locations(out);
	buf_str(out, "}\n");
	arena_free(a);
}
