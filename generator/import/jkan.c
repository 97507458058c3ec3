#include "import/jkan.h"

#include "adapters/git_folder.h"
#include "adapters/yaml.h"
#include "catalog/entry.h"
#include "core/date.h"
#include "core/file.h"
#include "core/table.h"
#include "import/fetch.h"
#include "import/field_rows.h"
#include "import/prose.h"
#include "import/value.h"

#include <errno.h>
#include <string.h>

enum { MAX_FILE = 1 << 20 };

static const struct field_row rows[] = {
#define JKAN FIELD_ROW
#include "import/jkan.def"
#undef JKAN
};
enum { N_ROWS = sizeof rows / sizeof rows[0] };

const struct mapping jkan_mapping[] = {
#define JKAN FIELD_MAPPING
#include "import/jkan.def"
#undef JKAN
};
const size_t n_jkan_mapping = N_ROWS;

struct organization {
	struct text name; /* of its file, without the ending */
	struct text title, body;
	const struct yaml_node *fields;
};

struct jkan {
	struct import *i;
	struct arena *arena;
	const char *folder;
	struct table organizations; /* title → struct organization * */
	struct folder_dates *dates;
};

/* --- fields ---------------------------------------------------------------------------------------- */

static bool
says_nothing(const struct yaml_node *node)
{
	static const char *const nothings[] = { "", "null", "~", "none", "None", "N/A", "n/a" };

	if (!node)
		return true;
	for (size_t k = 0; node->kind == YAML_SCALAR && k < sizeof nothings / sizeof nothings[0]; k++)
		if (text_equal(text_trim(node->text), text_of(nothings[k])))
			return true;
	/* Of a mapping the keys are passed over. */
	if (node->kind == YAML_SCALAR)
		return false;
	for (const struct yaml_node *item = node->first; item; item = item->next) {
		if (node->kind == YAML_MAPPING)
			item = yaml_value(item);
		if (!says_nothing(item))
			return false;
	}
	return true;
}

static const struct yaml_node *
field(const struct yaml_node *fields, const char *names)
{
	struct text rest = text_of(names), name;

	while (text_next(&rest, '|', &name)) {
		const struct yaml_node *node = yaml_get(fields, name);
		if (!says_nothing(node))
			return node;
	}
	return NULL;
}

static struct text
text_named(const struct yaml_node *fields, const char *names)
{
	const struct yaml_node *node = field(fields, names);

	return node && node->kind == YAML_SCALAR ? text_trim(node->text) : T("");
}

static struct text
shown(const struct yaml_node *node)
{
	return node->kind == YAML_SCALAR ? node->text : node->kind == YAML_SEQUENCE ? T("[…]") : T("{…}");
}

typedef void take_value(struct import *i, struct draft *d, enum property_id p, struct text name, struct text value);

static void
each_value(struct import *i, const struct yaml_node *node, struct draft *d, enum property_id p, struct text name,
    take_value *take)
{
	if (!node || says_nothing(node))
		return;
	if (node->kind == YAML_SCALAR) {
		take(i, d, p, name, node->text);
	} else if (node->kind == YAML_SEQUENCE) {
		for (const struct yaml_node *item = node->first; item; item = item->next)
			each_value(i, item, d, p, name, take);
	} else {
		import_unmapped(i, node->at, name, shown(node));
	}
}

static void
apply_row(struct import *i, const struct yaml_node *fields, struct draft *entry, const struct field_row *row)
{
	struct text rest = text_of(row->names), name;
	const struct yaml_node *first = NULL;

	while (row->how == VALUE && text_next(&rest, '|', &name)) {
		const struct yaml_node *node = yaml_get(fields, name);
		if (says_nothing(node))
			continue;
		if (!first) {
			struct draft *d = row->part < N_PROPERTIES ? draft_only_part(entry, row->part) : entry;
			/* What cannot be taken is reported where it stands. */
			struct place at = d->at;
			d->at = node->at;
			each_value(i, node, d, row->property, name, value_add);
			d->at = at;
			first = node;
		} else if (!text_equal(text_trim(shown(first)), text_trim(shown(node)))) {
			import_unmapped(i, node->at, name, shown(node));
		}
	}
}

static bool
is_known(enum field_of of, struct text key)
{
	struct text rest, name;

	for (size_t k = 0; k < N_ROWS; k++)
		for (rest = text_of(rows[k].names); rows[k].of == of && text_next(&rest, '|', &name);)
			if (text_equal(name, key))
				return true;
	return false;
}

static void
apply_rows(struct import *i, const struct yaml_node *fields, enum field_of of, struct draft *entry)
{
	for (size_t k = 0; k < N_ROWS; k++)
		if (rows[k].of == of)
			apply_row(i, fields, entry, &rows[k]);
	for (const struct yaml_node *key = fields->first; key; key = yaml_value(key)->next)
		if (!is_known(of, key->text) && !says_nothing(yaml_value(key)))
			import_unmapped(i, key->at, key->text, shown(yaml_value(key)));
}

/* --- values ---------------------------------------------------------------------------------------- */

static struct text
stated_licence(struct text t)
{
	t = text_trim(t);
	return text_equal_nocase(t, T("License Not Specified")) || text_equal_nocase(t, T("notspecified")) ? T("") : t;
}

static void
take_category(struct import *i, struct draft *d, enum property_id p, struct text name, struct text value)
{
	const struct concept *c = code_lists_find(import_options(i)->lists, LIST_data_theme, text_trim(value));

	(void)name;
	if (c)
		draft_add(d, p, text_of(c->code));
	else
		draft_add(d, DATASET_keywords, value);
}

/* "R/P1D": again and again, at such a distance (ISO 8601, repeating intervals). */
static const char *
frequency_of(struct text t)
{
	static const struct {
		const char *interval, *code;
	} intervals[] = {
		{ "R/P1Y", "ANNUAL" }, { "R/P6M", "ANNUAL_2" }, { "R/P4M", "ANNUAL_3" }, { "R/P3M", "QUARTERLY" },
		{ "R/P2M", "BIMONTHLY" }, { "R/P0.5M", "MONTHLY_2" }, { "R/P1M", "MONTHLY" }, { "R/P2W", "BIWEEKLY" },
		{ "R/P0.5W", "WEEKLY_2" }, { "R/P0.33W", "WEEKLY_3" }, { "R/P1W", "WEEKLY" }, { "R/P7D", "WEEKLY" },
		{ "R/P1D", "DAILY" }, { "R/PT1H", "HOURLY" }, { "R/P2Y", "BIENNIAL" }, { "R/P3Y", "TRIENNIAL" },
		{ "R/P10Y", "DECENNIAL" }, { "R/PT1S", "UPDATE_CONT" }, { "R/PT1M", "UPDATE_CONT" },
	};

	for (size_t k = 0; k < sizeof intervals / sizeof intervals[0]; k++)
		if (text_equal(t, text_of(intervals[k].interval)))
			return intervals[k].code;
	return NULL;
}

static void
take_date(struct import *i, const struct yaml_node *fields, const char *names, struct draft *d, enum property_id p)
{
	const struct yaml_node *node = field(fields, names);
	struct date date;

	if (!node)
		return;
	struct text t = text_trim(shown(node));
	const char *frequency = frequency_of(t);
	if (frequency)
		draft_add(d, DATASET_frequency, value_code(i, LIST_frequency, text_of(frequency)));
	else if (date_parse(text_slice(t, 0, 10), &date))
		/* The moment says when a program wrote it; the day is what counts. */
		draft_add(d, p, text_slice(t, 0, 10));
	else if (date_parse(t, &date))
		draft_add(d, p, t);
	else
		import_lost(i, node->at, text_slice(text_of(names), 0, text_find_char(text_of(names), '|')), t, p);
}

static bool
is_open_end(struct text t)
{
	static const char *const words[] = { "present", "current", "ongoing", "now", "today", "heute" };

	for (size_t k = 0; k < sizeof words / sizeof words[0]; k++)
		if (text_equal_nocase(t, text_of(words[k])))
			return true;
	return false;
}

/* "2012", "2009 - 2012", "2016-Present", "2012-01-01 to 2013-06-30" */
static void
take_period(struct import *i, const struct yaml_node *fields, struct draft *d)
{
	static const char *const separators[] = { " - ", " – ", "–", " to ", "-" };
	const struct yaml_node *node = field(fields, "time_period");
	struct date date;

	if (!node)
		return;
	struct text t = text_trim(shown(node)), from = t, to = t;
	for (size_t k = 0; k < sizeof separators / sizeof separators[0] && !date_parse(t, &date); k++) {
		size_t at = text_find(t, text_of(separators[k]));
		if (at == t.n)
			continue;
		from = text_trim(text_slice(t, 0, at));
		to = text_trim(text_slice(t, at + strlen(separators[k]), t.n));
		break;
	}
	if (!date_parse(from, &date) || (!date_parse(to, &date) && !is_open_end(to))) {
		import_lost(i, node->at, T("time_period"), t, PERIOD_from);
		return;
	}
	struct draft *period = draft_part(d, DATASET_temporal);
	draft_add(period, PERIOD_from, from);
	if (!is_open_end(to))
		draft_add(period, PERIOD_to, to);
}

static void
take_resources(struct import *i, const struct yaml_node *list, struct draft *d)
{
	for (const struct yaml_node *r = list && list->kind == YAML_SEQUENCE ? list->first : NULL; r; r = r->next) {
		if (r->kind != YAML_MAPPING) {
			if (!says_nothing(r))
				import_unmapped(i, r->at, T("resources"), shown(r));
			continue;
		}
		struct draft *file = draft_part(d, DATASET_distributions);
		value_add(i, file, DISTRIBUTION_license, T("license"), stated_licence(text_named(r, "license")));
		apply_rows(i, r, RESOURCE, file);
	}
}

/* --- files ----------------------------------------------------------------------------------------- */

struct jkan_file {
	struct source *source;
	struct text name; /* without ".md" */
	const struct yaml_node *fields;
	struct text body;
};

/* False when it cannot be read (reported where). */
static bool
read_file(struct jkan *j, const char *folder, struct text name, struct jkan_file *f)
{
	struct diagnostics *d = import_diagnostics(j->i);
	const char *path = arena_printf(j->arena, "%s/%s/%.*s", j->folder, folder, TEXT_ARG(name)).s;
	struct entry_parts parts;

	*f = (struct jkan_file){ .source = arena_new_of(j->arena, struct source),
		.name = text_slice(name, 0, name.n - 3) };
	f->source->path = text_of(path);
	if (!file_read(j->arena, path, MAX_FILE, &f->source->bytes)) {
		fetch_failed(j->i, path, "%s" BOTH_LANGUAGES "%s", file_fault(errno, true), file_fault(errno, false));
		return false;
	}
	if (!entry_split(f->source, &parts, d))
		return false;
	f->fields = yaml_read(j->arena, f->source, parts.fields, parts.fields_length, d);
	f->body = text_slice(f->source->bytes, parts.body, parts.body + parts.body_length);
	return f->fields && f->fields->kind == YAML_MAPPING;
}

typedef void take_file(struct jkan *j, const struct jkan_file *f);

/* True when the folder is there. */
static bool
each_file(struct jkan *j, const char *folder, take_file *take)
{
	struct jkan_file f;
	struct text *names;
	size_t n;

	if (!folder_read(j->arena, path_join(j->arena, j->folder, folder), &names, &n))
		return false;
	for (size_t k = 0; k < n; k++)
		if (text_ends(names[k], T(".md")) && names[k].s[0] != '.' && !text_equal(names[k], T("README.md")) &&
		    read_file(j, folder, names[k], &f))
			take(j, &f);
	return true;
}

static void
take_organization(struct jkan *j, const struct jkan_file *f)
{
	struct organization *o = arena_new_of(j->arena, struct organization);

	*o = (struct organization){ f->name, text_named(f->fields, "title|name"), f->body, f->fields };
	table_set(&j->organizations, o->title.n ? o->title : o->name, o);
	/* A dataset may name it by its file, too. */
	if (!table_get(&j->organizations, o->name))
		table_set(&j->organizations, o->name, o);
}

static struct text
publisher_of(struct jkan *j, const struct yaml_node *fields)
{
	struct text name = text_named(fields, "organization");
	const struct organization *o = table_get(&j->organizations, name);
	struct draft *fresh;

	if (name.n == 0)
		return name;
	struct text id = import_agent(j->i, o ? o->name : name, o && o->title.n ? o->title : name, o ? o->name : T(""), &fresh);
	if (fresh && o) {
		apply_rows(j->i, o->fields, ORGANIZATION, fresh);
		if (!draft_has(fresh, AGENT_description))
			value_add(j->i, fresh, AGENT_description, T("description"), o->body);
	}
	return id;
}

/* The days of the first and the last commit of the file. */
static void
take_commit_days(struct jkan *j, const struct jkan_file *f, struct draft *d)
{
	int64_t first, last;
	struct buf day = { 0 };

	if (!folder_dates_of(j->dates, arena_printf(j->arena, "%.*s.md", TEXT_ARG(f->name)), &first, &last))
		return;
	date_write_seconds(&day, first);
	d->issued = arena_text(j->arena, text_slice(buf_view(&day), 0, 10));
	day.n = 0;
	date_write_seconds(&day, last);
	d->modified = arena_text(j->arena, text_slice(buf_view(&day), 0, 10));
	buf_free(&day);
}

static void
take_dataset(struct jkan *j, const struct jkan_file *f)
{
	const struct yaml_node *fields = f->fields;
	struct text publisher = publisher_of(j, fields);
	struct draft *d = import_entry(j->i, CLASS_DATASET, f->name, f->name, publisher);

	if (!d)
		return;
	take_commit_days(j, f, d);
	if (field(fields, "metadata_created"))
		d->issued = text_slice(text_named(fields, "metadata_created"), 0, 10);
	if (field(fields, "metadata_modified"))
		d->modified = text_slice(text_named(fields, "metadata_modified"), 0, 10);
	draft_add(d, DATASET_release, text_equal(text_named(fields, "published"), T("false")) ? T("draft") : T("public"));
	draft_add(d, DATASET_publisher, publisher);
	each_value(j->i, field(fields, "category|categories"), d, DATASET_themes, T("category"), take_category);
	value_add(j->i, d, DATASET_license, T("license"), stated_licence(text_named(fields, "license|license_id")));
	take_date(j->i, fields, "created|issued", d, DATASET_issued);
	take_date(j->i, fields, "modified|last_modified", d, DATASET_modified);
	take_period(j->i, fields, d);
	apply_rows(j->i, fields, DATASET, d);
	if (!draft_has(d, DATASET_description))
		value_add(j->i, d, DATASET_description, T("description"), f->body);
	else if (f->body.n)
		import_unmapped(j->i, (struct place){ f->source, 0, 0 }, T("---"), f->body);
	take_resources(j->i, field(fields, "resources"), d);
}

bool
jkan_read(struct import *i, const char *where)
{
	struct jkan j = { .i = i, .arena = import_arena(i), .folder = where };
	const char *datasets = "_datasets";

	if (!file_exists(path_join(j.arena, where, datasets)))
		datasets = "datasets";
	if (!file_exists(path_join(j.arena, where, datasets))) {
		fetch_failed(i, where, "no folder _datasets in it");
		return false;
	}
	j.dates = folder_dates_new(where, datasets);
	if (!each_file(&j, "_organizations", take_organization))
		each_file(&j, "organizations", take_organization);
	each_file(&j, datasets, take_dataset);
	folder_dates_free(j.dates);
	table_free(&j.organizations);
	return true;
}
