/*
 * croissant.json (https://docs.mlcommons.org/croissant/docs/croissant-spec.html, version 1.0): the hosted
 * tables of a dataset for those who train machines.
 *
 * Nothing is made up for it. Without title, description, licence, date of issue and somebody who made the
 * data there is none; where no creator is named, that is the publisher. Croissant 1.0 cannot say what
 * stands between cells or before decimals: tables with ';' are files without a record set, numbers with a
 * comma are texts.
 */
#include "exports/projection.h"

#include "adapters/markdown.h"

#include <string.h>

/* The context that the specification's tools write, of which readers know no other. */
static const struct {
	const char *term, *iri;
} context[] = {
	{ "@vocab", "https://schema.org/" },
	{ "sc", "https://schema.org/" },
	{ "cr", "http://mlcommons.org/croissant/" },
	{ "rai", "http://mlcommons.org/croissant/RAI/" },
	{ "dct", "http://purl.org/dc/terms/" },
	{ "citeAs", "cr:citeAs" },
	{ "column", "cr:column" },
	{ "conformsTo", "dct:conformsTo" },
	{ "extract", "cr:extract" },
	{ "field", "cr:field" },
	{ "fileObject", "cr:fileObject" },
	{ "fileProperty", "cr:fileProperty" },
	{ "fileSet", "cr:fileSet" },
	{ "format", "cr:format" },
	{ "includes", "cr:includes" },
	{ "isLiveDataset", "cr:isLiveDataset" },
	{ "jsonPath", "cr:jsonPath" },
	{ "key", "cr:key" },
	{ "md5", "cr:md5" },
	{ "parentField", "cr:parentField" },
	{ "path", "cr:path" },
	{ "recordSet", "cr:recordSet" },
	{ "references", "cr:references" },
	{ "regex", "cr:regex" },
	{ "repeated", "cr:repeated" },
	{ "replace", "cr:replace" },
	{ "separator", "cr:separator" },
	{ "source", "cr:source" },
	{ "subField", "cr:subField" },
	{ "transform", "cr:transform" },
};
static const struct {
	const char *term, *iri, *type;
} typed_context[] = {
	{ "data", "cr:data", "@json" },
	{ "dataType", "cr:dataType", "@vocab" },
	{ "examples", "cr:examples", "@json" },
};

struct croissant {
	struct json json;
	const struct exports *x;
	const struct resource *dataset;
	struct hosted_files files;
	struct buf text; /* for a text on its way */
};

static void
pair_taken(struct croissant *c, const char *key)
{
	json_pair(&c->json, key, buf_view(&c->text));
	c->text.n = 0;
}

static void
pair_id(struct json *j, const char *key, struct text id)
{
	json_key(j, text_of(key));
	json_open(j, '{');
	json_pair(j, "@id", id);
	json_close(j, '}');
}

/* --- what it takes ---------------------------------------------------------------------------------- */

static bool
is_maker(const struct exports *x, const struct value *v)
{
	return v && v->resource && is_shown(x->catalog, v->resource);
}

/* The property that says who made the data, or N_PROPERTIES. */
static enum property_id
makers(const struct exports *x, const struct resource *dataset)
{
	static const enum property_id sources[] = { DATASET_creator, DATASET_originator, DATASET_publisher };

	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++)
		if (is_maker(x, shown_value(dataset, sources[i])))
			return sources[i];
	return N_PROPERTIES;
}

/* A hosted table whose licence is known. */
static bool
is_described(const struct hosted_file *file)
{
	return is_tabular(distribution_of(file)) && license_of(file);
}

bool
has_croissant(const struct exports *x, const struct resource *dataset)
{
	struct hosted_files files = hosted_files_of(x, dataset);

	if (!shown_value(dataset, DATASET_title) || !shown_value(dataset, DATASET_description) ||
	    !shown_value(dataset, DATASET_issued) || makers(x, dataset) == N_PROPERTIES)
		return false;
	for (size_t i = 0; i < files.n; i++)
		if (is_described(files.list[i]))
			return true;
	return false;
}

/* --- record sets -------------------------------------------------------------------------------------- */

/* Column names as they are where an id can hold them; else "column/3". */
static void
field_id(struct buf *out, const struct column *column, size_t number)
{
	bool is_plain = true;

	for (size_t i = 0; i < column->name.n && is_plain; i++) {
		char b = column->name.s[i];
		is_plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') ||
		    b == '_' || b == '-' || b == '.';
	}
	if (is_plain)
		buf_text(out, column->name);
	else
		buf_printf(out, "column/%zu", number + 1);
}

static const char *
data_type(const struct column *column)
{
	static const char *const types[N_COLUMN_TYPES] = {
		[COLUMN_EMPTY]    = "sc:Text",
		[COLUMN_BOOLEAN]  = "sc:Boolean",
		[COLUMN_INTEGER]  = "sc:Integer",
		[COLUMN_YEAR]     = "sc:Integer",
		[COLUMN_NUMBER]   = "sc:Float",
		[COLUMN_MONTH]    = "sc:Text",
		[COLUMN_DATE]     = "sc:Date",
		[COLUMN_DATETIME] = "sc:DateTime",
		[COLUMN_STRING]   = "sc:Text",
	};

	return column->decimal == ',' ? "sc:Text" : types[column->type];
}

static void
field(struct croissant *c, struct text file, const struct column *column, size_t number)
{
	struct json *j = &c->json;

	json_open(j, '{');
	json_pair(j, "@type", T("cr:Field"));
	buf_printf(&c->text, "%.*s/records/", TEXT_ARG(file));
	field_id(&c->text, column, number);
	pair_taken(c, "@id");
	json_pair(j, "name", column->name);
	json_pair(j, "dataType", text_of(data_type(column)));
	json_key(j, T("source"));
	json_open(j, '{');
	pair_id(j, "fileObject", file);
	json_key(j, T("extract"));
	json_open(j, '{');
	json_pair(j, "column", column->name);
	json_close(j, '}');
	if (column->is_german)
		json_pair(j, "format", T("dd.MM.yyyy"));
	json_close(j, '}');
	json_close(j, '}');
}

static void
record_set(struct croissant *c, struct text file, const struct table_profile *table)
{
	struct json *j = &c->json;

	json_open(j, '{');
	json_pair(j, "@type", T("cr:RecordSet"));
	buf_printf(&c->text, "%.*s/records", TEXT_ARG(file));
	pair_taken(c, "@id");
	json_pair(j, "name", file);
	json_key(j, T("field"));
	json_open(j, '[');
	for (size_t i = 0; i < table->n_columns; i++)
		field(c, file, &table->columns[i], i);
	json_close(j, ']');
	json_close(j, '}');
}

/* Does the table look as its media type alone lets readers expect? */
static bool
is_as_expected(const struct hosted_file *file, const struct table_profile *table)
{
	return strcmp(resource_concept(distribution_of(file), DISTRIBUTION_format)->code, "TSV") == 0 ?
	    table->delimiter == '\t' : table->delimiter == ',';
}

static void
record_sets(struct croissant *c)
{
	struct arena *a = arena_new();
	bool is_open = false;

	for (size_t i = 0; i < c->files.n; i++) {
		struct table_profile table;
		struct buf name = { 0 };

		arena_reset(a);
		if (!is_described(c->files.list[i]) || !hosted_table(a, c->x, c->files.list[i], &table) ||
		    !is_as_expected(c->files.list[i], &table))
			continue;
		if (!is_open) {
			json_key(&c->json, T("recordSet"));
			json_open(&c->json, '[');
			is_open = true;
		}
		hosted_name(&name, c->files, i);
		record_set(c, buf_view(&name), &table);
		buf_free(&name);
	}
	if (is_open)
		json_close(&c->json, ']');
	arena_free(a);
}

/* --- files -------------------------------------------------------------------------------------------- */

static void
file_object(struct croissant *c, size_t number)
{
	const struct hosted_file *file = c->files.list[number];
	struct json *j = &c->json;

	json_open(j, '{');
	json_pair(j, "@type", T("cr:FileObject"));
	hosted_name(&c->text, c->files, number);
	pair_taken(c, "@id");
	hosted_name(&c->text, c->files, number);
	pair_taken(c, "name");
	absolute_address(&c->text, c->x->catalog, file->path);
	pair_taken(c, "contentUrl");
	buf_printf(&c->text, "%llu B", (unsigned long long)file->file->size);
	pair_taken(c, "contentSize");
	json_pair(j, "encodingFormat", hosted_media_type(distribution_of(file)));
	json_pair(j, "sha256", file->sha256);
	json_close(j, '}');
}

/* --- the dataset ---------------------------------------------------------------------------------------- */

static void
write_context(struct croissant *c)
{
	struct json *j = &c->json;

	json_key(j, T("@context"));
	json_open(j, '{');
	json_pair(j, "@language", c->x->catalog->languages[0]);
	for (size_t i = 0; i < sizeof context / sizeof context[0]; i++)
		json_pair(j, context[i].term, text_of(context[i].iri));
	for (size_t i = 0; i < sizeof typed_context / sizeof typed_context[0]; i++) {
		json_key(j, text_of(typed_context[i].term));
		json_open(j, '{');
		json_pair(j, "@id", text_of(typed_context[i].iri));
		json_pair(j, "@type", text_of(typed_context[i].type));
		json_close(j, '}');
	}
	json_close(j, '}');
}

static void
licenses(struct croissant *c)
{
	json_key(&c->json, T("license"));
	json_open(&c->json, '[');
	for (size_t i = 0; i < c->files.n; i++) {
		bool is_new = is_described(c->files.list[i]);
		for (size_t k = 0; k < i && is_new; k++)
			is_new = !is_described(c->files.list[k]) ||
			    license_of(c->files.list[k]) != license_of(c->files.list[i]);
		if (is_new)
			json_text_value(&c->json, license_address(license_of(c->files.list[i])));
	}
	json_close(&c->json, ']');
}

static void
agents(struct croissant *c, const char *key, enum property_id p)
{
	size_t n;
	const struct value *v = resource_values(c->dataset, p, &n);
	struct json *j = &c->json;

	json_key(j, text_of(key));
	json_open(j, '[');
	for (; n; n--, v++) {
		if (v->flags & VALUE_INVALID || !is_maker(c->x, v))
			continue;
		const struct concept *type = resource_concept(v->resource, AGENT_type);
		bool is_person = type && text_starts(text_of(type->code), T("PrivateIndividual"));
		json_open(j, '{');
		json_pair(j, "@type", is_person ? T("sc:Person") : T("sc:Organization"));
		json_pair(j, "name", resource_title(v->resource, 0));
		json_pair(j, "url", resource_text(v->resource, AGENT_homepage));
		json_close(j, '}');
	}
	json_close(j, ']');
}

static void
keywords(struct croissant *c)
{
	size_t n;
	const struct value *v = resource_values(c->dataset, DATASET_keywords, &n);

	if (!v)
		return;
	json_key(&c->json, T("keywords"));
	json_open(&c->json, '[');
	for (; n; n--, v++)
		if (v->language == 0 && !(v->flags & VALUE_INVALID))
			json_text_value(&c->json, v->text);
	json_close(&c->json, ']');
}

static void
pair_date(struct croissant *c, const char *key, enum property_id p)
{
	const struct value *v = shown_value(c->dataset, p);

	if (v)
		canonical_date(&c->text, v->text);
	pair_taken(c, key);
}

void
croissant(struct buf *out, const struct exports *x, const struct resource *dataset)
{
	struct croissant c = { .json = { .out = out, .is_indented = true }, .x = x, .dataset = dataset,
		.files = hosted_files_of(x, dataset) };
	struct json *j = &c.json;

	json_open(j, '{');
	write_context(&c);
	json_pair(j, "@type", T("sc:Dataset"));
	json_pair(j, "conformsTo", T("http://mlcommons.org/croissant/1.0"));
	json_pair(j, "name", resource_title(dataset, 0));
	markdown_plain(&c.text, resource_in_language(dataset, DATASET_description, 0)->text);
	pair_taken(&c, "description");
	page_address(&c.text, x->catalog, dataset);
	pair_taken(&c, "url");
	catalog_iri(&c.text, x->catalog, dataset);
	pair_taken(&c, "identifier");
	licenses(&c);
	agents(&c, "creator", makers(x, dataset));
	if (is_maker(x, shown_value(dataset, DATASET_publisher)))
		agents(&c, "publisher", DATASET_publisher);
	pair_date(&c, "datePublished", DATASET_issued);
	pair_date(&c, "dateModified", DATASET_modified);
	json_pair(j, "version", resource_text(dataset, DATASET_version));
	keywords(&c);
	json_key(j, T("distribution"));
	json_open(j, '[');
	for (size_t i = 0; i < c.files.n; i++)
		if (is_described(c.files.list[i]))
			file_object(&c, i);
	json_close(j, ']');
	record_sets(&c);
	json_close(j, '}');
	buf_char(out, '\n');
	buf_free(&c.text);
}
