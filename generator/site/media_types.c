#include "site/media_types.h"

const struct media_type media_types[N_MEDIA_TYPES] = {
	{ "text/html", "html", true },
	{ "application/rdf+xml", "rdf", true },
	{ "text/turtle", "ttl", true },
	{ "application/ld+json", "jsonld", true },
	{ "application/n-triples", "nt", true },
	{ "application/trig", "trig", true },
	{ "application/atom+xml", "atom", true },
	{ "application/json", "json", true },
	{ "application/geo+json", "geojson", true },
	{ "application/xml", "xml gml", true },
	{ "text/csv", "csv", true },
	{ "text/tab-separated-values", "tsv", true },
	{ "text/plain", "txt", true },
	{ "text/markdown", "md", true },
	{ "text/css", "css", true },
	{ "text/javascript", "js mjs", true },
	{ "font/woff2", "woff2" },
	{ "image/svg+xml", "svg", true },
	{ "image/png", "png" },
	{ "image/jpeg", "jpg jpeg" },
	{ "image/webp", "webp" },
	{ "image/x-icon", "ico", true },
	{ "image/tiff", "tif tiff" },
	{ "application/pdf", "pdf" },
	{ "application/zip", "zip" },
	{ "application/gzip", "gz" },
	{ "application/geopackage+sqlite3", "gpkg" },
	{ "application/vnd.apache.parquet", "parquet" },
	{ "application/vnd.google-earth.kml+xml", "kml", true },
	{ "application/vnd.oasis.opendocument.spreadsheet", "ods" },
	{ "application/vnd.oasis.opendocument.text", "odt" },
	{ "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx" },
	{ "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx" },
	{ "application/vnd.ms-excel", "xls" },
};

/* Turtle is UTF-8 by its definition. */
bool
media_type_wants_charset(const struct media_type *m)
{
	struct text type = text_of(m->type);

	return text_starts(type, T("text/")) && !text_equal(type, T("text/turtle"));
}

const struct media_type *
media_type_find(struct text path)
{
	struct text name = text_file_name(path);
	size_t dot = name.n;

	while (dot && name.s[dot - 1] != '.')
		dot--;
	for (size_t i = 0; dot && i < N_MEDIA_TYPES; i++) {
		struct text extensions = text_of(media_types[i].extensions), one;
		while (text_next(&extensions, ' ', &one))
			if (text_equal(one, text_slice(name, dot, name.n)))
				return &media_types[i];
	}
	return NULL;
}

const char *
media_type_of(struct arena *a, struct text path)
{
	const struct media_type *m = media_type_find(path);

	return m ? arena_printf(a, "%s%s", m->type, media_type_wants_charset(m) ? "; charset=utf-8" : "").s : MEDIA_TYPE_UNKNOWN;
}
