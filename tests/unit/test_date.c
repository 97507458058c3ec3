/*
 * core/date.h
 */
#include "core/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct {
	const char *written;
	enum date_precision precision;
	int64_t days, last_days, seconds;
	const char *canonical; /* NULL: as written */
} dates[] = {
	{ "1970", DATE_YEAR, 0, 364, 0, NULL },
	{ "1970-01", DATE_MONTH, 0, 30, 0, NULL },
	{ "1970-01-01", DATE_DAY, 0, 0, 0, NULL },
	{ "1969-12-31", DATE_DAY, -1, -1, -86400, NULL },
	{ "2000-02", DATE_MONTH, 10988, 11016, 949363200, NULL },
	{ "1900-02", DATE_MONTH, -25536, -25509, -2206310400, NULL },
	{ "2024-02-29", DATE_DAY, 19782, 19782, 1709164800, NULL },
	{ "0001-01-01", DATE_DAY, -719162, -719162, -62135596800, NULL },
	{ "9999-12-31", DATE_DAY, 2932896, 2932896, 253402214400, NULL },
	{ "2026-01-15T08:00:00Z", DATE_TIME, 20468, 20468, 1768464000, NULL },
	{ "2026-01-15T08:00:00", DATE_TIME, 20468, 20468, 1768464000, NULL },
	{ "2026-01-15T08:00:00+01:00", DATE_TIME, 20468, 20468, 1768460400, NULL },
	{ "2026-01-15T08:00:00-14:00", DATE_TIME, 20468, 20468, 1768514400, NULL },
	{ "2026-01-15T08:00:00+00:00", DATE_TIME, 20468, 20468, 1768464000,
	    "2026-01-15T08:00:00Z" },
	{ "2026-01-15T08:00:00-00:30", DATE_TIME, 20468, 20468, 1768465800, NULL },
	{ "2026-01-15T08:00:00.123Z", DATE_TIME, 20468, 20468, 1768464000, "2026-01-15T08:00:00Z" },
};

static void
reads_and_writes(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
		struct date d;
		struct buf out = { 0 };

		assert_true(date_parse(text_of(dates[i].written), &d));
		assert_int_equal(d.precision, dates[i].precision);
		assert_true(date_days(&d) == dates[i].days);
		assert_true(date_last_days(&d) == dates[i].last_days);
		assert_true(date_seconds(&d) == dates[i].seconds);
		date_write(&out, &d);
		assert_string_equal(
		    buf_cstr(&out), dates[i].canonical ? dates[i].canonical : dates[i].written);
		buf_free(&out);
	}
}

static const char *const refused[] = {
	"",
	"x",
	"0000",
	"10000",
	"999",
	"-0001",
	"+2024",
	"2024-",
	"2024-1",
	"2024-00",
	"2024-13",
	"2024-01-",
	"2024-01-1",
	"2024-01-00",
	"2024-01-32",
	"2023-02-29",
	"1900-02-29",
	"2024-04-31",
	"2024/01/01",
	"01.02.2024",
	"2024-01-01 ",
	" 2024",
	"2024-01-01T",
	"2024-01-01T08:00",
	"2024-01-01T24:00:00",
	"2024-01-01T08:60:00",
	"2024-01-01T08:00:60",
	"2024-01-01t08:00:00Z",
	"2024-01-01T08:00:00z",
	"2024-01-01T08:00:00.",
	"2024-01-01T08:00:00.Z",
	"2024-01-01T08:00:00+1:00",
	"2024-01-01T08:00:00+01",
	"2024-01-01T08:00:00+0100",
	"2024-01-01T08:00:00+15:00",
	"2024-01-01T08:00:00+14:01",
	"2024-01-01T08:00:00+01:60",
	"2024-01-01T08:00:00Zx",
	"2024-01-01T08:00:00*01:00",
};

static void
refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
		struct date d;
		if (date_parse(text_of(refused[i]), &d))
			fail_msg("%s is taken for a date", refused[i]);
	}
}

static void
days_are_numbered_without_gaps(void **state)
{
	(void)state;
	for (int64_t day = -719162; day <= 2932896; day++) {
		struct date d = date_from_days(day);
		if (date_days(&d) != day || d.precision != DATE_DAY)
			fail_msg(
			    "day %lld becomes day %lld", (long long)day, (long long)date_days(&d));
	}
}

static void
writes_seconds(void **state)
{
	static const struct {
		int64_t seconds;
		const char *written;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00Z" },
		{ 1768464000, "2026-01-15T08:00:00Z" },
		{ 951782399, "2000-02-28T23:59:59Z" },
		{ -1, "1969-12-31T23:59:59Z" },
		{ -86400, "1969-12-31T00:00:00Z" },
		{ -86401, "1969-12-30T23:59:59Z" },
		{ 253402300799, "9999-12-31T23:59:59Z" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct buf out = { 0 };
		date_write_seconds(&out, rows[i].seconds);
		assert_string_equal(buf_cstr(&out), rows[i].written);
		buf_free(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_and_writes),
		cmocka_unit_test(refuses),
		cmocka_unit_test(days_are_numbered_without_gaps),
		cmocka_unit_test(writes_seconds),
	};

	return cmocka_run_group_tests_name("date", tests, NULL, NULL);
}
