/*
 * Dates: that there is one, that they are in order, that they have happened.
 */
#include "check/rules.h"

/* Harvesters skip what has no date. */
void
check_dated(struct checking *k, const struct resource *r)
{
	if (!resource_has(r, DATASET_issued) && !resource_has(r, DATASET_modified))
		diagnose(k->d, DATE_MISSING, r->at);
}

/* Later beyond doubt: 2025-03-01 is not later than 2025. */
static bool
is_later(const struct date *a, const struct date *b)
{
	if (a->precision == DATE_TIME && b->precision == DATE_TIME)
		return date_seconds(a) > date_seconds(b);
	return date_days(a) > date_last_days(b);
}

static void
compare(struct checking *k, const struct value *earlier, const struct value *later)
{
	struct date a, b;

	if (earlier && later && date_parse(earlier->text, &a) && date_parse(later->text, &b) &&
	    is_later(&a, &b))
		diagnose(k->d, DATES_REVERSED, (later->at.line ? later : earlier)->at,
		    text_of(properties[earlier->property].key), earlier->text,
		    text_of(properties[later->property].key), later->text);
}

void
check_date_order(struct checking *k, const struct resource *r)
{
	static const struct {
		enum property_id earlier, later;
	} pairs[] = {
		{ CATALOG_issued, CATALOG_modified },
		{ DATASET_issued, DATASET_modified },
		{ SERIES_issued, SERIES_modified },
		{ DISTRIBUTION_issued, DISTRIBUTION_modified },
		{ PERIOD_from, PERIOD_to },
	};

	for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
		if (properties[pairs[i].earlier].class == r->class)
			compare(k, good_value(r, pairs[i].earlier), good_value(r, pairs[i].later));
}

void
check_withdrawal_date(struct checking *k, const struct resource *r)
{
	const struct value *withdrawn = withdrawal_of(r);

	if (withdrawn && withdrawn->resource)
		compare(k, good_value(r, r->class == CLASS_SERIES ? SERIES_issued : r->class == CLASS_SERVICE ? SERVICE_issued :
													DATASET_issued),
		    good_value(withdrawn->resource, WITHDRAWAL_on));
}

/*
 * Measured by the commit, never by a clock; a day later is allowed, since it may be tomorrow
 * elsewhere. A working tree has no commit of its own, so there is nothing to measure by.
 */
void
check_future(struct checking *k, const struct resource *r)
{
	static const enum property_id dates[] = { CATALOG_issued, CATALOG_modified, DATASET_issued,
		DATASET_modified, SERIES_issued, SERIES_modified, DISTRIBUTION_issued,
		DISTRIBUTION_modified, WITHDRAWAL_on };
	int64_t today = k->catalog->commit_time / 86400;

	if (k->catalog->commit.n == 0 || k->catalog->commit_time <= 0)
		return;
	for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
		if (properties[dates[i]].class != r->class)
			continue;
		const struct value *v = good_value(r, dates[i]);
		struct date date;
		if (!v || (v->flags & VALUE_COMPUTED) || !date_parse(v->text, &date) ||
		    date_days(&date) <= today + 1)
			continue;
		struct date commit = date_from_days(today);
		struct buf day = { 0 };
		date_write(&day, &commit);
		diagnose(k->d, DATE_IN_FUTURE, v->at, text_of(properties[dates[i]].key), v->text,
		    buf_view(&day));
		buf_free(&day);
	}
}

/* K38 */
void
check_period(struct checking *k, const struct resource *r)
{
	if (!resource_has(r, PERIOD_from) && !resource_has(r, PERIOD_to))
		diagnose(k->d, PERIOD_EMPTY, r->at);
}
