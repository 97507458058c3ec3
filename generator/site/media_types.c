#include "site/media_types.h"

const struct media_type media_types[N_MEDIA_TYPES] = {
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

/* Turtle is UTF-8 by its definition. */
static bool
wants_charset(struct text type)
{
	return text_starts(type, T("text/")) && !text_equal(type, T("text/turtle"));
}

const char *
media_type_of(struct arena *a, struct text path)
{
	struct text name = text_file_name(path);
	size_t dot = name.n;

	while (dot && name.s[dot - 1] != '.')
		dot--;
	for (size_t i = 0; dot && i < N_MEDIA_TYPES; i++) {
		struct text extensions = text_of(media_types[i].extensions), one;
		while (text_next(&extensions, ' ', &one))
			if (text_equal(one, text_slice(name, dot, name.n)))
				return arena_printf(a, "%s%s", media_types[i].type,
				    wants_charset(text_of(media_types[i].type)) ? "; charset=utf-8" : "").s;
	}
	return "application/octet-stream";
}
