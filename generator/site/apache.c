/*
 * Apache: a virtual host, or the same as a .htaccess. Rules see the path of the request, which in a virtual
 * host begins with '/' and the portal's folder, and in a .htaccess has neither; where the files lie is known
 * to the one, and found out by the other. Everything else is the same text.
 */
#include "site/server.h"

#include "catalog/former.h"
#include "core/die.h"
#include "site/redirects.h"
#include "site/served.h"

struct apache {
	struct buf *out;
	struct arena *arena;
	const struct catalog *catalog;
	struct server_base base;
	bool is_htaccess;
	const char *indent;
	struct text start; /* of patterns of rules: "^/daten/", "^" */
	struct text root;  /* of files in conditions, with the last slash: "/srv/portal/", "%{ENV:…}" */
	struct text url;   /* of targets, with the last slash: "https://example.org/daten/" */
};

/* --- pieces of Apache's language --------------------------------------------------------------- */

/* Between quotes; where '%' and '$' mean something, they cannot be written. */
static struct text
checked(struct text t, const char *what)
{
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.s[i] < ' ' || t.s[i] == '"' || t.s[i] == '\\' || t.s[i] == '$' || t.s[i] == '%')
			die("%s cannot be written into a configuration of Apache: %.*s", what, TEXT_ARG(t));
	return t;
}

/* What regular expressions take as it is; the dots of a host are no others. */
static struct text
escaped(struct arena *a, struct text t)
{
	struct buf out = { 0 };

	for (size_t i = 0; i < t.n; i++) {
		if (memchr(".+*?()[]{}^|", t.s[i], 12))
			buf_char(&out, '\\');
		buf_char(&out, t.s[i]);
	}
	struct text copy = arena_text(a, buf_view(&out));
	buf_free(&out);
	return copy;
}

#define LINE(x, ...) (buf_str((x)->out, (x)->indent), buf_printf((x)->out, __VA_ARGS__), buf_char((x)->out, '\n'))

/* A pattern over the path below the portal, as one over the path of the request. A .htaccess changes that to
 * the file's beside it, in which it lies compressed. */
static struct text
of_request(const struct apache *x, const char *pattern)
{
	struct buf out = { 0 };
	struct text path = escaped(x->arena, x->base.path);

	/* "^/" says where the portal begins; "[^/" does not. */
	for (const char *p = pattern; *p; p++) {
		if (x->is_htaccess && p[0] == '$' && p[1] == '\0')
			buf_str(&out, "(?:\\.gz)?");
		buf_char(&out, *p);
		if (p[0] == '^' && p[1] == '/' && (p == pattern || p[-1] != '['))
			buf_text(&out, path);
	}
	struct text t = arena_text(x->arena, buf_view(&out));
	buf_free(&out);
	return t;
}

/* --- headers ------------------------------------------------------------------------------------- */

/* Errors are told by another page, for which the variables of the request asked for get a longer name. */
static void
write_header_as_asked(const struct apache *x, const struct served_header *h)
{
	static const char *const before[] = { "REDIRECT_REDIRECT_", "REDIRECT_", "" };

	for (size_t i = h->n_rules; i-- > 0;)
		if (h->rules[i].value[0])
			LINE(x, "SetEnvIf Request_URI \"%.*s\" \"tabularium_%s=%s\"", TEXT_ARG(of_request(x, h->rules[i].pattern)),
			    h->name, h->rules[i].value);
		else
			LINE(x, "SetEnvIf Request_URI \"%.*s\" \"!tabularium_%s\"", TEXT_ARG(of_request(x, h->rules[i].pattern)),
			    h->name);
	for (size_t i = 0; i < sizeof before / sizeof before[0]; i++)
		LINE(x, "Header always set %s \"%%{%stabularium_%s}e\" env=%stabularium_%s", h->name, before[i], h->name, before[i],
		    h->name);
}

/* The first rule that fits: what is written later counts, so the first comes last. */
static void
write_header(const struct apache *x, const struct served_header *h)
{
	const char *when = h->is_for_good ? " && %{REQUEST_STATUS} -lt 400" : "";

	if (h->value[0] && h->is_for_good)
		LINE(x, "Header always set %s \"%s\" \"expr=%%{REQUEST_STATUS} -lt 400\"", h->name, h->value);
	else if (h->value[0])
		LINE(x, "Header always set %s \"%s\"", h->name, h->value);
	for (size_t i = h->n_rules; i-- > 0;) {
		struct text pattern = of_request(x, h->rules[i].pattern);
		if (h->rules[i].value[0])
			LINE(x, "Header always set %s \"%s\" \"expr=%%{REQUEST_URI} =~ m#%.*s#%s\"", h->name, h->rules[i].value,
			    TEXT_ARG(pattern), when);
		else
			LINE(x, "Header always unset %s \"expr=%%{REQUEST_URI} =~ m#%.*s#\"", h->name, TEXT_ARG(pattern));
	}
}

/* The endings of what is worth compressing, as a regular expression: "html|htm|rdf". */
static struct text
compressible(struct arena *a)
{
	struct buf out = { 0 };
	struct text rest, piece;

	for (size_t i = 0; i < N_MEDIA_TYPES; i++)
		for (rest = text_of(media_types[i].extensions); media_types[i].is_compressible && text_next(&rest, ' ', &piece);)
			buf_printf(&out, "%s%.*s", out.n ? "|" : "", TEXT_ARG(piece));
	struct text t = arena_text(a, buf_view(&out));
	buf_free(&out);
	return t;
}

static void
write_types(const struct apache *x)
{
	struct text rest, piece;

	for (size_t i = 0; i < N_MEDIA_TYPES; i++) {
		buf_printf(x->out, "%sAddType %s", x->indent, media_types[i].type);
		for (rest = text_of(media_types[i].extensions); text_next(&rest, ' ', &piece);)
			buf_printf(x->out, " .%.*s", TEXT_ARG(piece));
		buf_char(x->out, '\n');
	}
	buf_printf(x->out, "%sAddCharset utf-8", x->indent);
	for (size_t i = 0; i < N_MEDIA_TYPES; i++)
		for (rest = text_of(media_types[i].extensions); media_type_wants_charset(&media_types[i]) && text_next(&rest, ' ', &piece);)
			buf_printf(x->out, " .%.*s", TEXT_ARG(piece));
	buf_char(x->out, '\n');
	LINE(x, "AddDefaultCharset Off");
}

static void
write_compression(const struct apache *x)
{
	LINE(x, "# Compressed beforehand, where it is: the file beside it, as what it is without its .gz.");
	LINE(x, "<If \"-n reqenv('tabularium_gz') || -n reqenv('REDIRECT_tabularium_gz')\">");
	LINE(x, "\tRemoveType .gz");
	LINE(x, "\tAddEncoding gzip .gz");
	LINE(x, "</If>");
	LINE(x, "<IfModule mod_deflate.c>");
	buf_printf(x->out, "%s\tAddOutputFilterByType DEFLATE", x->indent);
	for (size_t i = 0; i < N_MEDIA_TYPES; i++)
		if (media_types[i].is_compressible)
			buf_printf(x->out, " %s", media_types[i].type);
	buf_char(x->out, '\n');
	LINE(x, "\t# It gives what it compresses an ETag of its own, which nobody would know again.");
	LINE(x, "\tRequestHeader edit* If-None-Match \"-gzip\\\"\" \"\\\"\"");
	LINE(x, "</IfModule>");
}

/* --- rules --------------------------------------------------------------------------------------- */

static void
write_refusals(const struct apache *x)
{
	LINE(x, "RewriteCond %%{REQUEST_METHOD} \"!^(?:GET|HEAD|OPTIONS)$\"");
	LINE(x, "RewriteRule \"\" \"-\" [R=405,L]");
	LINE(x, "# A program in a browser asks so before it sends a long Accept.");
	LINE(x, "RewriteCond %%{REQUEST_METHOD} \"=OPTIONS\"");
	LINE(x, "RewriteRule \"\" \"-\" [R=204,L]");
	LINE(x, "RewriteCond %%{REQUEST_URI} \"%.*s\"", TEXT_ARG(of_request(x, served_hidden)));
	LINE(x, "RewriteRule \"\" \"-\" [R=404,L]");
}

static void
write_moved(const struct apache *x)
{
	size_t n;
	const struct redirect *list = redirects_find(x->arena, x->catalog, &n);

	LINE(x, "# Renamed.");
	if (x->is_htaccess) {
		for (size_t i = 0; i < n; i++) {
			const struct redirect *r = &list[i];
			bool has_data = text_equal(text_of(r->folder), T("datasets"));
			LINE(x, "RewriteRule \"^((?:(?:[a-z]+/)?%s%s)/)%.*s((?:[./].*)?)$\" \"%.*s$1%.*s$2\" [R=301,L]", r->folder,
			    has_data ? "|data" : "", TEXT_ARG(r->from), TEXT_ARG(x->url), TEXT_ARG(r->to));
		}
		return;
	}
	for (int k = 0; k < N_REDIRECT_FOLDERS; k++) {
		const char *folder = redirect_folders[k];
		LINE(x, "RewriteCond \"${tabularium:%.*s/%s/$2}\" \"/([^/]+)$\"", TEXT_ARG(x->base.path), folder);
		LINE(x, "RewriteRule \"%.*s((?:(?:[a-z]+/)?%s%s)/)([a-z0-9][a-z0-9-]*)((?:[./].*)?)$\" \"%.*s$1%%1$3\" [R=301,L]",
		    TEXT_ARG(x->start), folder, k == 0 ? "|data" : "", TEXT_ARG(x->url));
	}
}

static void
write_withdrawn(const struct apache *x)
{
	LINE(x, "# Withdrawn is what has a page but no documents any more.");
	LINE(x, "RewriteCond \"%.*s$1.html\" -f", TEXT_ARG(x->root));
	LINE(x, "RewriteCond \"%.*s$1.rdf\" !-f", TEXT_ARG(x->root));
	LINE(x, "RewriteRule \"%.*s((?:datasets|series|services)/(?!index(?:\\.|$))[a-z0-9][a-z0-9-]*)"
		"(?:\\.(?:rdf|ttl|jsonld|json|nt)|/datapackage\\.json)?$\" \"-\" [R=410,E=tabularium_gone:$1,L]", TEXT_ARG(x->start));
	LINE(x, "RewriteCond \"%.*sdatasets/$1.html\" -f", TEXT_ARG(x->root));
	LINE(x, "RewriteCond \"%.*sdatasets/$1.rdf\" !-f", TEXT_ARG(x->root));
	LINE(x, "RewriteRule \"%.*sdata/([a-z0-9][a-z0-9-]*)/\" \"-\" [R=410,E=tabularium_gone:404,L]", TEXT_ARG(x->start));
}

/* Of an IRI: the document with the greatest wish, if it is there, else the page. */
static void
write_negotiation(const struct apache *x)
{
	LINE(x, "# An IRI has no extension: the client says which document it wants.");
	for (size_t i = 0; i < N_FORMS; i++) {
		if (i == FORM_DEFAULT)
			continue;
		LINE(x, "RewriteCond expr \"reqenv('tabularium_%s') > '0.'\"", served_forms[i].name);
		for (size_t k = 0; k < N_FORMS; k++)
			if (k != i)
				LINE(x, "RewriteCond expr \"reqenv('tabularium_%s') > reqenv('tabularium_%s')\"",
				    served_forms[i].name, served_forms[k].name);
		LINE(x, "RewriteCond \"%.*s$1%s\" -f", TEXT_ARG(x->root), served_forms[i].extension);
		LINE(x, "RewriteRule \"%.*s((?:[^./]*/)*[^./]+)$\" \"%.*s$1%s\" [R=303,L]", TEXT_ARG(x->start),
		    TEXT_ARG(x->url), served_forms[i].extension);
	}
	LINE(x, "RewriteCond \"%.*s$1%s\" -f", TEXT_ARG(x->root), served_forms[FORM_DEFAULT].extension);
	LINE(x, "RewriteRule \"%.*s((?:[^./]*/)*[^./]+)$\" \"%.*s$1%s\" [R=303,L]", TEXT_ARG(x->start), TEXT_ARG(x->url),
	    served_forms[FORM_DEFAULT].extension);
	LINE(x, "# A folder is known by its list, and what has none is not there.");
	LINE(x, "RewriteCond \"%.*s$1/index.html\" -f", TEXT_ARG(x->root));
	LINE(x, "RewriteRule \"%.*s(.*[^/])$\" \"%.*s$1/\" [R=301,L]", TEXT_ARG(x->start), TEXT_ARG(x->url));
	LINE(x, "RewriteCond \"%.*s$1\" -d", TEXT_ARG(x->root));
	LINE(x, "RewriteCond \"%.*s$1/index.html\" !-f", TEXT_ARG(x->root));
	LINE(x, "RewriteRule \"%.*s(.*)$\" \"-\" [R=404,L]", TEXT_ARG(x->start));
}

/* `which` is a pattern whose first parenthesis has the path, `index` what a folder is known by. */
static void
write_precompressed_rule(const struct apache *x, struct text which, const char *index)
{
	/* In a virtual host the name of the file: the request keeps its path, which the headers go by. */
	struct text to = x->is_htaccess ? T("") : x->root;

	LINE(x, "RewriteCond expr \"req_novary('Accept-Encoding') =~ "
		"m#(?:^|,)\\s*(?:gzip|\\*)\\s*(?:,|$|;\\s*q\\s*=\\s*(?:1|0?\\.0*[1-9]))#i\"");
	LINE(x, "RewriteCond \"%.*s$1%s.gz\" -f", TEXT_ARG(x->root), index);
	LINE(x, "RewriteRule \"%.*s%.*s$\" \"%.*s$1%s.gz\" [E=tabularium_gz:1,L]", TEXT_ARG(x->start), TEXT_ARG(which),
	    TEXT_ARG(to), index);
}

static void
write_precompressed(const struct apache *x)
{
	LINE(x, "# Compressed beforehand.");
	write_precompressed_rule(x, T("((?:.*/)?)"), "index.html");
	write_precompressed_rule(x, arena_printf(x->arena, "(.*\\.(?:%.*s)|search/[A-Za-z-]+/[0-9a-f]+/[^./]+)",
	    TEXT_ARG(compressible(x->arena))), "");
}

static void
write_wishes(const struct apache *x)
{
	struct accept_row rows[MOST_ACCEPT_ROWS];

	LINE(x, "# What a client thinks of each document of an IRI: its q, and whether the type is named.");
	for (size_t i = 0; i < N_FORMS; i++)
		for (size_t k = accept_rows(x->arena, &served_forms[i], rows); k-- > 0;)
			LINE(x, "SetEnvIfExpr \"req_novary('Accept') =~ m#%.*s#i\" tabularium_%s=%.*s", TEXT_ARG(rows[k].pattern),
			    served_forms[i].name, TEXT_ARG(rows[k].value));
}

/* --- the whole ------------------------------------------------------------------------------------- */

static void
write_errors(const struct apache *x)
{
	const struct settings *s = x->catalog->settings;
	struct text path = x->base.path;

	LINE(x, "ErrorDocument 403 %.*s/404.html", TEXT_ARG(path));
	LINE(x, "ErrorDocument 404 %.*s/404.html", TEXT_ARG(path));
	for (size_t i = 1; i < s->n_languages; i++) {
		LINE(x, "<If \"%%{REQUEST_URI} =~ m#^%.*s/%.*s/#\">", TEXT_ARG(escaped(x->arena, path)), TEXT_ARG(s->languages[i]));
		LINE(x, "\tErrorDocument 404 %.*s/%.*s/404.html", TEXT_ARG(path), TEXT_ARG(s->languages[i]));
		LINE(x, "</If>");
	}
	LINE(x, "ErrorDocument 410 \"%.*s/%%{reqenv:tabularium_gone}.html\"", TEXT_ARG(path));
}

static void
write_vary(const struct apache *x)
{
	struct text patterns[] = { compressible(x->arena), of_request(x, "^/search/[A-Za-z-]+/[0-9a-f]+/") };

	LINE(x, "Header merge Vary Accept-Encoding \"expr=%%{REQUEST_URI} =~ m#(?:/|\\.(?:%.*s)(?:\\.gz)?)$|%.*s#\"",
	    TEXT_ARG(patterns[0]), TEXT_ARG(patterns[1]));
}

/* Everything but what only one of the two may say. */
static void
write_body(const struct apache *x)
{
	size_t n;
	const struct served_header *headers = served_headers(x->arena, x->catalog, &n);

	LINE(x, "DirectoryIndex index.html");
	LINE(x, "DirectorySlash Off");
	LINE(x, "FileETag MTime Size");
	write_types(x);
	write_compression(x);
	buf_char(x->out, '\n');
	LINE(x, "# What the headers say; of those that fit, the last.");
	for (size_t i = 0; i < n; i++)
		if (headers[i].is_as_asked)
			write_header_as_asked(x, &headers[i]);
		else
			write_header(x, &headers[i]);
	write_vary(x);
	buf_char(x->out, '\n');
	write_errors(x);
	buf_char(x->out, '\n');
	write_wishes(x);
	buf_char(x->out, '\n');
	LINE(x, "RewriteEngine On");
	if (x->is_htaccess) {
		LINE(x, "RewriteOptions AllowNoSlash");
		LINE(x, "RewriteBase \"%.*s/\"", TEXT_ARG(x->base.path));
		LINE(x, "# Where these files lie: what stands before the path in the name of the file.");
		LINE(x, "RewriteCond \"%%{REQUEST_FILENAME}%%{PATH_INFO}|$0\" \"^(.*?)([^|]*)\\|\\2$\"");
		LINE(x, "RewriteRule \".*\" \"-\" [E=tabularium_root:%%1]");
	}
	if (!x->is_htaccess && x->base.path.n) {
		LINE(x, "RewriteRule \"^%.*s$\" \"%.*s\" [R=301,L]", TEXT_ARG(escaped(x->arena, x->base.path)), TEXT_ARG(x->url));
		LINE(x, "RewriteRule \"!%.*s\" \"-\" [R=404,L]", TEXT_ARG(x->start));
	}
	write_refusals(x);
	write_moved(x);
	write_withdrawn(x);
	write_negotiation(x);
	write_precompressed(x);
}

static void
write_host(const struct apache *x, const struct server_options *o)
{
	struct text root = checked(text_of(o->root), "the published folder");

	LINE(x, "ServerName %.*s", TEXT_ARG(x->base.host));
	LINE(x, "DocumentRoot \"%.*s\"", TEXT_ARG(root));
	if (text_equal(x->base.scheme, T("https://"))) {
		LINE(x, "# The portal is meant for https. Where nothing in front of this server speaks it: *:443 above, and");
		LINE(x, "#SSLEngine on");
		LINE(x, "#SSLCertificateFile …");
		LINE(x, "#SSLCertificateKeyFile …");
		LINE(x, "# and once it works:");
		LINE(x, "#Header always set Strict-Transport-Security \"max-age=31536000\"");
	}
	LINE(x, "TraceEnable Off");
	LINE(x, "ServerSignature Off");
	LINE(x, "# Without a log no address of a visitor is kept. The first of these has none either:");
	LINE(x, "#CustomLog ${APACHE_LOG_DIR}/tabularium.log \"%%{%%Y-%%m-%%dT%%H:%%M:%%S%%z}t %%>s %%m %%U %%B\"");
	LINE(x, "CustomLog /dev/null common");
	LINE(x, "<Directory \"%.*s\">", TEXT_ARG(root));
	LINE(x, "\t# No link is followed, nothing is run, no .htaccess is looked for.");
	LINE(x, "\tOptions None");
	LINE(x, "\tAllowOverride None");
	LINE(x, "\tRequire all granted");
	LINE(x, "</Directory>");
	LINE(x, "# Who was renamed; read anew by itself with every publication.");
	LINE(x, "RewriteMap tabularium \"txt:%.*s/" REDIRECTS_NAME "\"", TEXT_ARG(root));
	if (x->base.path.n) {
		LINE(x, "# The portal lies below %.*s, and nothing beside it.", TEXT_ARG(x->base.path));
		LINE(x, "Alias \"%.*s\" \"%.*s\"", TEXT_ARG(x->base.path), TEXT_ARG(root));
	}
}

static struct apache
apache_new(struct buf *out, const struct catalog *c, bool is_htaccess)
{
	struct apache x = { .out = out, .arena = arena_new(), .catalog = c, .base = server_base(c->settings->base_url),
		.is_htaccess = is_htaccess, .indent = is_htaccess ? "" : "\t" };

	checked(c->settings->base_url, "the base URL");
	x.url = arena_printf(x.arena, "%.*s/", TEXT_ARG(x.base.whole));
	return x;
}

void
server_apache(struct buf *out, const struct catalog *c, const struct server_options *o)
{
	struct apache x = apache_new(out, c, false);
	bool has_address = text_find_char(text_of(o->listen), ':') < strlen(o->listen);

	x.start = arena_printf(x.arena, "^%.*s/", TEXT_ARG(escaped(x.arena, x.base.path)));
	x.root = arena_printf(x.arena, "%.*s/", TEXT_ARG(checked(text_of(o->root), "the published folder")));
	buf_printf(out, "# Apache for the portal at %.*s\n", TEXT_ARG(c->settings->base_url));
	buf_str(out, "# Made by: tabularium server apache. Belongs into sites-available/, e.g. as tabularium.conf. Then:\n"
		     "#\ta2enmod rewrite headers && a2ensite tabularium && systemctl restart apache2\n"
		     "# Make it anew when a map service comes from a new host; nothing else needs it.\n\n");
	buf_printf(out, "<VirtualHost %s%s>\n", has_address ? "" : "*:", o->listen);
	write_host(&x, o);
	buf_char(out, '\n');
	write_body(&x);
	buf_str(out, "</VirtualHost>\n");
	arena_free(x.arena);
}

void
server_htaccess(struct buf *out, const struct catalog *c, const struct server_options *o)
{
	struct apache x = apache_new(out, c, true);

	(void)o;
	x.start = T("^");
	x.root = T("%{ENV:tabularium_root}");
	buf_printf(out, "# Apache for the portal at %.*s\n", TEXT_ARG(c->settings->base_url));
	buf_str(out, "# Made by tabularium for hosts whose configuration belongs to somebody else; anew with every build.\n\n"
		     "Options -Indexes -MultiViews\n");
	write_body(&x);
	arena_free(x.arena);
}
