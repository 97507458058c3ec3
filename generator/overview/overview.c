#include "overview/overview.h"

#include "core/date.h"

#include <stdlib.h>

enum { MOST_TABLE_BYTES = 16 << 20 }; /* as pages look into them */

const char *const hvd_lack_keys[N_HVD_LACKS] = { "api", "download", "license", "legislation", "contact", "documentation" };

enum overview_format
overview_format_named(struct text name)
{
	static const char *const names[N_OVERVIEW_FORMATS] = {
		[OVERVIEW_TEXT] = "text",
		[OVERVIEW_MARKDOWN] = "markdown",
		[OVERVIEW_CSV] = "csv",
		[OVERVIEW_JSON] = "json",
	};
	enum overview_format f = 0;

	while (f < N_OVERVIEW_FORMATS && !text_equal(name, text_of(names[f])))
		f++;
	return f;
}

struct making {
	struct arena *arena, *scratch;
	const struct overview_asking *asking;
	struct overview *o;
	struct table hosted;  /* "data/x/y.csv" → const struct hosted_file * */
	struct table findings; /* "catalog/datasets/x" → struct tally * */
	struct table apis;    /* id of a dataset → struct serving * */
};

/* --- tables made first ---------------------------------------------------------------------------- */

struct tally {
	size_t n_errors, n_warnings;
};

/* "catalog/datasets/umwelt/baum" of baum.md, baum.yaml, baum.en.md. */
static struct text
stem_of(const struct source *source)
{
	struct text path = source ? source->path : T(""), name = text_file_name(path);

	return text_slice(path, 0, path.n - name.n + text_find_char(name, '.'));
}

static void
count_findings(struct making *m)
{
	const struct diagnostics *d = m->asking->findings;

	for (size_t i = 0; d && i < d->n; i++) {
		struct text stem = stem_of(d->list[i].at.source);
		struct tally *tally = stem.n ? table_get(&m->findings, stem) : NULL;
		if (!stem.n)
			continue;
		if (!tally) {
			tally = arena_new_of(m->arena, struct tally);
			table_set(&m->findings, stem, tally);
		}
		tally->n_errors += d->list[i].severity == SEVERITY_ERROR;
		tally->n_warnings += d->list[i].severity == SEVERITY_WARNING;
	}
}

struct serving {
	const struct resource **services;
	size_t n;
};

static void
find_apis(struct making *m)
{
	const struct resource_list *services = &m->asking->catalog->services;

	for (size_t i = 0; i < services->n; i++) {
		size_t n;
		const struct value *v = resource_values(services->list[i], SERVICE_serves_dataset, &n);
		if (services->list[i]->release == RELEASE_WITHDRAWN)
			continue;

		for (; n--; v++) {
			struct serving *s = table_get(&m->apis, v->text);
			if (!s) {
				s = arena_new_of(m->arena, struct serving);
				s->services = arena_array(m->arena, const struct resource *, services->n);
				table_set(&m->apis, v->text, s);
			}
			if (s->n == 0 || s->services[s->n - 1] != services->list[i])
				s->services[s->n++] = services->list[i];
		}
	}
}

/* --- one dataset ---------------------------------------------------------------------------------- */

static bool
is_table(const struct resource *distribution)
{
	const struct concept *format = resource_concept(distribution, DISTRIBUTION_format);

	return format && (strcmp(format->code, "CSV") == 0 || strcmp(format->code, "TSV") == 0);
}

static bool
has_named_columns(void *context, const struct resource *dataset)
{
	struct making *m = context;
	size_t n;
	const struct value *v = resource_values(dataset, DATASET_distributions, &n);

	for (; m->asking->hosted_bytes && n--; v++) {
		struct text path = v->resource ? resource_text(v->resource, DISTRIBUTION_file) : T("");
		if (text_starts(path, T("catalog/")))
			path = text_slice(path, strlen("catalog/"), path.n);
		const struct hosted_file *file = path.n ? table_get(&m->hosted, path) : NULL;
		struct table_profile profile;
		if (!file || !is_table(v->resource) || file->file->size > MOST_TABLE_BYTES)
			continue;
		arena_reset(m->scratch);
		if (table_is_named(m->scratch, m->asking->hosted_bytes(m->asking->context, file, m->scratch), &profile))
			return true;
	}
	return false;
}

static struct overview_row
look_at(struct making *m, const struct resource *dataset)
{
	const struct value *publisher = resource_value(dataset, DATASET_publisher);
	const struct tally *tally = table_get(&m->findings, stem_of(dataset->source));
	const struct serving *apis = table_get(&m->apis, dataset->id);
	struct overview_row row = { .dataset = dataset, .publisher = publisher ? publisher->resource : NULL,
		.freshness = freshness_of(dataset, m->asking->today),
		.n_errors = tally ? tally->n_errors : 0, .n_warnings = tally ? tally->n_warnings : 0,
		.apis = apis ? apis->services : NULL, .n_apis = apis ? apis->n : 0 };

	row.quality = quality_of(&(struct quality_asking){ dataset, row.freshness.is, has_named_columns, m });
	row.mqa = mqa_of(dataset, row.n_errors == 0);
	row.points = mqa_points(row.mqa);
	row.is_high_value = resource_has(dataset, DATASET_hvd);
	if (row.is_high_value)
		row.hvd_lacks = hvd_lacks(dataset, row.apis, row.n_apis);
	return row;
}

/* --- counting ------------------------------------------------------------------------------------- */

static bool
is_flawed(const struct overview_row *row)
{
	for (size_t i = 0; i < N_QUALITY_RULES; i++)
		if (quality_reasons[row->quality.reasons[i]].verdict == BAD)
			return true;
	return false;
}

/* Where there are so many kinds that it shows, the rows would have to be hashed: there are some hundred. */
static void
count(struct making *m, struct overview_counts *counts, const void *what, struct text text,
    const struct overview_row *row)
{
	size_t i = 0;

	while (i < counts->n && (counts->list[i].what != what || !text_equal(counts->list[i].text, text)))
		i++;
	if (i == counts->n) {
		if ((i & (i + 1)) == 0) { /* full at 0, 1, 3, 7 … */
			struct overview_count *list = arena_array(m->arena, struct overview_count, 2 * i + 1);
			if (i)
				memcpy(list, counts->list, i * sizeof *list);
			counts->list = list;
		}
		counts->list[counts->n++] = (struct overview_count){ .what = what, .text = text };
	}
	struct overview_count *c = &counts->list[i];
	c->n++;
	c->n_late += row->freshness.is == LATE;
	c->n_flawed += is_flawed(row);
	c->points += row->points;
}

static void
count_formats(struct making *m, const struct overview_row *row)
{
	const struct concept *seen[64];
	size_t n, n_seen = 0;
	const struct value *v = resource_values(row->dataset, DATASET_distributions, &n);

	for (; n--; v++) {
		const struct concept *format = v->resource ? resource_concept(v->resource, DISTRIBUTION_format) : NULL;
		size_t i = 0;
		m->o->n_distributions += v->resource != NULL;
		while (i < n_seen && seen[i] != format)
			i++;
		if (!format || i < n_seen || n_seen == sizeof seen / sizeof seen[0])
			continue;
		seen[n_seen++] = format;
		count(m, &m->o->formats, format, T(""), row);
	}
}

static void
count_high_value(struct making *m, const struct overview_row *row)
{
	const struct concept *seen[N_HVD_CATEGORIES];
	size_t n, n_seen = 0;
	const struct value *v = resource_values(row->dataset, DATASET_hvd, &n);

	m->o->n_high_value++;
	for (size_t i = 0; i < N_HVD_LACKS; i++)
		m->o->lacks[i] += row->hvd_lacks >> i & 1;
	for (; n--; v++) {
		const struct concept *top = v->concept ? hvd_top_category(m->asking->catalog->lists, v->concept) : NULL;
		size_t i = 0;
		while (i < n_seen && seen[i] != top)
			i++;
		if (!top || i < n_seen || n_seen == N_HVD_CATEGORIES)
			continue;
		seen[n_seen++] = top;
		count(m, &m->o->categories, top, T(""), row);
	}
}

static void
add(struct making *m, const struct overview_row *row)
{
	struct overview *o = m->o;
	const struct value *license = dataset_license(row->dataset);

	o->rows[o->n++] = *row;
	o->n_internal += row->dataset->release != RELEASE_PUBLIC;
	o->n_fresh += row->freshness.is == IN_TIME;
	o->n_late += row->freshness.is == LATE;
	o->n_unpromised += row->freshness.is == NOTHING_PROMISED;
	for (size_t i = 0; i < N_QUALITY_RULES; i++) {
		o->verdicts[i][quality_reasons[row->quality.reasons[i]].verdict]++;
		o->reasons[row->quality.reasons[i]]++;
	}
	o->points += row->points;
	for (size_t i = 0; i < N_MQA_METRICS; i++)
		o->missed[i] += !(row->mqa >> i & 1);
	count(m, &o->publishers, row->publisher, T(""), row);
	count(m, &o->licenses, license ? license->concept : NULL, license && !license->concept ? license->text : T(""), row);
	count_formats(m, row);
	if (row->is_high_value)
		count_high_value(m, row);
}

/* --- the order of lists ---------------------------------------------------------------------------- */

static int
agents_by_size(const void *left, const void *right)
{
	const struct overview_count *a = left, *b = right;
	const struct resource *x = a->what, *y = b->what;

	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return text_compare(x ? x->id : T(""), y ? y->id : T(""));
}

static int
concepts_by_size(const void *left, const void *right)
{
	const struct overview_count *a = left, *b = right;
	const struct concept *x = a->what, *y = b->what;

	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	int order = text_compare(x ? text_of(x->code) : T(""), y ? text_of(y->code) : T(""));
	return order ? order : text_compare(a->text, b->text);
}

static void
sort_counts(struct overview_counts *counts, int (*order)(const void *, const void *))
{
	if (counts->n)
		qsort(counts->list, counts->n, sizeof *counts->list, order);
}

/* --- withdrawals ------------------------------------------------------------------------------------ */

static int64_t
day_of_withdrawal(const struct resource *entry)
{
	const struct value *v = withdrawal_of(entry);
	struct date date;

	return v && v->resource && date_parse(resource_text(v->resource, WITHDRAWAL_on), &date) ? date_days(&date) : INT64_MIN;
}

static int
latest_first(const void *left, const void *right)
{
	const struct resource *a = *(const struct resource *const *)left, *b = *(const struct resource *const *)right;
	int64_t x = day_of_withdrawal(a), y = day_of_withdrawal(b);

	return x != y ? (x < y ? 1 : -1) : text_compare(a->id, b->id);
}

static void
add_withdrawn(struct making *m, const struct resource *entry)
{
	int64_t day = day_of_withdrawal(entry);

	if (entry->release == RELEASE_WITHDRAWN && day >= m->o->since && day <= m->o->today)
		m->o->withdrawn[m->o->n_withdrawn++] = entry;
}

/* Apart in the public set, among the others elsewhere. */
static void
find_withdrawn(struct making *m, const struct catalog *c)
{
	const struct resource_list *lists[] = { &c->datasets, &c->withdrawn, &c->series, &c->withdrawn_series, &c->services,
		&c->withdrawn_services };
	enum { N_LISTS = sizeof lists / sizeof lists[0] };
	size_t most = 0;

	for (size_t k = 0; k < N_LISTS; k++)
		most += lists[k]->n;
	m->o->withdrawn = arena_array(m->arena, const struct resource *, most);
	for (size_t k = 0; k < N_LISTS; k++)
		for (size_t i = 0; i < lists[k]->n; i++)
			add_withdrawn(m, lists[k]->list[i]);
}

struct overview *
overview_make(struct arena *a, const struct overview_asking *asking)
{
	const struct catalog *c = asking->catalog;
	struct overview *o = arena_new_of(a, struct overview);
	struct making m = { .arena = a, .scratch = arena_new(), .asking = asking, .o = o };

	*o = (struct overview){ .catalog = c, .today = asking->today, .since = asking->since };
	for (size_t i = 0; i < c->services.n; i++)
		o->n_services += c->services.list[i]->release == RELEASE_PUBLIC;
	o->rows = arena_array(a, struct overview_row, c->datasets.n);
	for (size_t i = 0; i < c->n_hosted; i++)
		table_set(&m.hosted, c->hosted[i].path, (void *)(uintptr_t)&c->hosted[i]);
	count_findings(&m);
	find_apis(&m);
	for (size_t i = 0; i < c->datasets.n; i++) {
		const struct resource *dataset = c->datasets.list[i];
		if (dataset->release == RELEASE_WITHDRAWN)
			continue;
		struct overview_row row = look_at(&m, dataset);
		add(&m, &row);
	}
	find_withdrawn(&m, c);
	sort_counts(&o->publishers, agents_by_size);
	sort_counts(&o->licenses, concepts_by_size);
	sort_counts(&o->formats, concepts_by_size);
	sort_counts(&o->categories, concepts_by_size);
	if (o->n_withdrawn)
		qsort(o->withdrawn, o->n_withdrawn, sizeof(const struct resource *), latest_first);
	table_free(&m.hosted);
	table_free(&m.findings);
	table_free(&m.apis);
	arena_free(m.scratch);
	return o;
}

/* --- averages --------------------------------------------------------------------------------------- */

uint64_t
overview_tenths_of(uint64_t sum, size_t n)
{
	return n ? (10 * sum + n / 2) / n : 0;
}

uint64_t
overview_tenths(const struct overview *o, enum mqa_dimension dimension)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < o->n; i++)
		sum += mqa_dimension_points(dimension, o->rows[i].mqa);
	return overview_tenths_of(sum, o->n);
}
