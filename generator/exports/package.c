/*
 * datapackage.json: a Data Package (https://specs.frictionlessdata.io/data-package/, version 1) of the
 * files that are hosted with a dataset. Tables get the schema that their cells show; a table with a
 * fault is a file like any other. Licences are given by their address: none of the German ones has
 * the Open Definition's id that "name" wants.
 */
#include "exports/projection.h"

#include "adapters/markdown.h"

struct package {
	struct json json;
	const struct exports *x;
	const struct resource *dataset;
	struct hosted_files files;
	struct table_profile *tables; /* of each file; without columns when it is no table */
	struct arena *arena;
	struct buf text; /* for a text on its way */
};

/* A key with what was appended to the text on its way, if that is anything. */
static void
pair_taken(struct package *p, const char *key)
{
	json_pair(&p->json, key, buf_view(&p->text));
	p->text.n = 0;
}

static void
pair_text(struct package *p, const char *key, const struct resource *r, enum property_id property)
{
	const struct value *v = r ? resource_in_language(r, property, 0) : NULL;

	if (!v || v->flags & VALUE_INVALID)
		return;
	if (properties[property].kind == KIND_MARKDOWN)
		markdown_plain(&p->text, v->text);
	else
		buf_text(&p->text, v->text);
	pair_taken(p, key);
}

/* --- schema ------------------------------------------------------------------------------------- */

/* https://specs.frictionlessdata.io/table-schema/#types-and-formats */
static void
field(struct json *j, const struct column *c)
{
	static const char *const types[N_COLUMN_TYPES] = {
		[COLUMN_EMPTY]    = "any",
		[COLUMN_BOOLEAN]  = "boolean",
		[COLUMN_INTEGER]  = "integer",
		[COLUMN_YEAR]     = "year",
		[COLUMN_NUMBER]   = "number",
		[COLUMN_MONTH]    = "yearmonth",
		[COLUMN_DATE]     = "date",
		[COLUMN_DATETIME] = "datetime",
		[COLUMN_STRING]   = "string",
	};

	json_open(j, '{');
	json_pair(j, "name", c->name);
	json_pair(j, "type", text_of(types[c->type]));
	if (c->decimal == ',')
		json_pair(j, "decimalChar", T(","));
	if (c->is_german)
		json_pair(j, "format", T("%d.%m.%Y"));
	if (c->type == COLUMN_DATETIME && !c->is_utc)
		json_pair(j, "format", T("any"));
	json_close(j, '}');
}

static void
table(struct json *j, const struct table_profile *t)
{
	json_key(j, T("dialect"));
	json_open(j, '{');
	json_pair(j, "csvddfVersion", T("1.2"));
	json_pair(j, "delimiter", (struct text){ &t->delimiter, 1 });
	json_pair(j, "quoteChar", T("\""));
	json_key(j, T("doubleQuote"));
	json_bool(j, true);
	json_key(j, T("skipInitialSpace"));
	json_bool(j, false);
	json_key(j, T("header"));
	json_bool(j, true);
	json_close(j, '}');
	json_key(j, T("schema"));
	json_open(j, '{');
	json_key(j, T("fields"));
	json_open(j, '[');
	for (size_t i = 0; i < t->n_columns; i++)
		field(j, &t->columns[i]);
	json_close(j, ']');
	json_key(j, T("missingValues"));
	json_open(j, '[');
	json_text_value(j, T(""));
	json_close(j, ']');
	json_close(j, '}');
}

/* --- licences -------------------------------------------------------------------------------------- */

static void
license(struct package *p, const struct concept *c)
{
	bool is_german = text_starts(p->x->catalog->languages[0], T("de"));
	struct json *j = &p->json;

	if (!c)
		return;
	json_key(j, T("licenses"));
	json_open(j, '[');
	json_open(j, '{');
	json_pair(j, "path", license_address(c));
	json_pair(j, "title", concept_label(c, is_german));
	json_close(j, '}');
	json_close(j, ']');
}

/* The licence of all files, or NULL when they differ. */
static const struct concept *
common_license(const struct package *p)
{
	const struct concept *common = license_of(p->files.list[0]);

	for (size_t i = 1; i < p->files.n; i++)
		if (license_of(p->files.list[i]) != common)
			return NULL;
	return common;
}

/* --- resources ----------------------------------------------------------------------------------------- */

static struct text
extension(struct text path)
{
	struct text rest = path, part = path;

	while (text_next(&rest, '.', &part))
		;
	return part.n < path.n && text_find_char(part, '/') == part.n ? part : T("");
}

static void
resource(struct package *p, size_t number, bool has_own_license)
{
	const struct hosted_file *file = p->files.list[number];
	const struct resource *distribution = distribution_of(file);
	const struct table_profile *t = &p->tables[number];
	struct json *j = &p->json;

	json_open(j, '{');
	hosted_name(&p->text, p->files, number);
	pair_taken(p, "name");
	json_pair(j, "profile", t->n_columns ? T("tabular-data-resource") : T("data-resource"));
	absolute_address(&p->text, p->x->catalog, file->path);
	pair_taken(p, "path");
	pair_text(p, "title", distribution, DISTRIBUTION_title);
	pair_text(p, "description", distribution, DISTRIBUTION_description);
	json_pair(j, "format", extension(file->path));
	json_pair(j, "mediatype", hosted_media_type(distribution));
	if (t->n_columns)
		json_pair(j, "encoding", T("utf-8"));
	json_key(j, T("bytes"));
	json_unsigned(j, file->file->size);
	buf_printf(&p->text, "sha256:%.*s", TEXT_ARG(file->sha256));
	pair_taken(p, "hash");
	if (has_own_license)
		license(p, license_of(file));
	pair_text(p, "attribution", distribution, DISTRIBUTION_attribution);
	if (t->n_columns)
		table(j, t);
	json_close(j, '}');
}

/* --- the package ------------------------------------------------------------------------------------ */

static void
contributor(struct package *p, const struct resource *agent, const char *role)
{
	struct text email = resource_text(agent, AGENT_email);
	struct json *j = &p->json;

	if (text_starts(email, T("mailto:")))
		email = text_slice(email, 7, email.n);
	json_open(j, '{');
	json_pair(j, "title", resource_title(agent, 0));
	json_pair(j, "path", resource_text(agent, AGENT_homepage));
	json_pair(j, "email", email);
	json_pair(j, "role", text_of(role));
	json_close(j, '}');
}

static void
contributors(struct package *p)
{
	static const struct {
		enum property_id property;
		const char *role;
	} roles[] = {
		{ DATASET_creator, "author" },
		{ DATASET_originator, "author" },
		{ DATASET_publisher, "publisher" },
		{ DATASET_custodian, "maintainer" },
		{ DATASET_contributor, "contributor" },
	};
	bool is_open = false;

	for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++) {
		size_t n;
		const struct value *v = resource_values(p->dataset, roles[i].property, &n);
		for (; n; n--, v++) {
			if (!v->resource || v->flags & VALUE_INVALID || !is_shown(p->x->catalog, v->resource))
				continue;
			if (!is_open) {
				json_key(&p->json, T("contributors"));
				json_open(&p->json, '[');
				is_open = true;
			}
			contributor(p, v->resource, roles[i].role);
		}
	}
	if (is_open)
		json_close(&p->json, ']');
}

/* The datasets this one was made from. */
static void
sources(struct package *p)
{
	size_t n;
	const struct value *v = resource_values(p->dataset, DATASET_source, &n);
	bool is_open = false;

	for (; n; n--, v++) {
		if (v->flags & VALUE_INVALID || (v->resource && !is_shown(p->x->catalog, v->resource)))
			continue;
		if (!is_open) {
			json_key(&p->json, T("sources"));
			json_open(&p->json, '[');
			is_open = true;
		}
		json_open(&p->json, '{');
		json_pair(&p->json, "title", v->resource ? resource_title(v->resource, 0) : v->text);
		if (v->resource)
			page_address(&p->text, p->x->catalog, v->resource);
		else
			absolute_address(&p->text, p->x->catalog, v->text);
		pair_taken(p, "path");
		json_close(&p->json, '}');
	}
	if (is_open)
		json_close(&p->json, ']');
}

static void
keywords(struct package *p)
{
	size_t n;
	const struct value *v = resource_values(p->dataset, DATASET_keywords, &n);
	bool is_open = false;

	for (; n; n--, v++) {
		if (v->language || v->flags & VALUE_INVALID)
			continue;
		if (!is_open) {
			json_key(&p->json, T("keywords"));
			json_open(&p->json, '[');
			is_open = true;
		}
		json_text_value(&p->json, v->text);
	}
	if (is_open)
		json_close(&p->json, ']');
}

/* True when all files are tables. */
static bool
read_tables(struct package *p)
{
	bool are_all = true;

	p->tables = arena_array(p->arena, struct table_profile, p->files.n);
	for (size_t i = 0; i < p->files.n; i++)
		if (!is_tabular(distribution_of(p->files.list[i])) ||
		    !hosted_table(p->arena, p->x, p->files.list[i], &p->tables[i])) {
			p->tables[i] = (struct table_profile){ 0 };
			are_all = false;
		}
	return are_all;
}

void
data_package(struct buf *out, const struct exports *x, const struct resource *dataset)
{
	struct package p = { .json = { .out = out, .is_indented = true }, .x = x, .dataset = dataset,
		.files = hosted_files_of(x, dataset), .arena = arena_new() };
	bool are_tables = read_tables(&p);
	const struct concept *common = common_license(&p);
	struct json *j = &p.json;

	json_open(j, '{');
	json_pair(j, "profile", are_tables ? T("tabular-data-package") : T("data-package"));
	json_pair(j, "name", dataset->id);
	catalog_iri(&p.text, x->catalog, dataset);
	pair_taken(&p, "id");
	pair_text(&p, "title", dataset, DATASET_title);
	pair_text(&p, "description", dataset, DATASET_description);
	page_address(&p.text, x->catalog, dataset);
	pair_taken(&p, "homepage");
	json_pair(j, "version", resource_text(dataset, DATASET_version));
	keywords(&p);
	license(&p, common);
	contributors(&p);
	sources(&p);
	json_key(j, T("resources"));
	json_open(j, '[');
	for (size_t i = 0; i < p.files.n; i++)
		resource(&p, i, !common);
	json_close(j, ']');
	json_close(j, '}');
	buf_char(out, '\n');
	buf_free(&p.text);
	arena_free(p.arena);
}
