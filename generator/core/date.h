/*
 * Dates as catalogues write them: xsd:gYear, gYearMonth, date and dateTime (XML Schema 1.1 part 2,
 * §3.3; years 0001–9999). No function here looks at a clock, a locale or a time zone of the
 * machine: seconds since 1970 are shown in UTC.
 */
#ifndef CORE_DATE_H
#define CORE_DATE_H

#include "core/text.h"

enum date_precision { DATE_YEAR, DATE_MONTH, DATE_DAY, DATE_TIME };

struct date {
	enum date_precision precision;
	int year, month, day;      /* 1… ; month and day are 1 where the precision lacks them */
	int hour, minute, second;  /* 0 where the precision lacks them */
	int zone;                  /* minutes east of UTC */
	bool has_zone;             /* DATE_TIME only */
};

bool date_parse(struct text t, struct date *date);

/* Days since 1970-01-01 (proleptic Gregorian). */
int64_t date_days(const struct date *date);
/* The last day the date covers: 2025 → 2025-12-31, 2025-02 → 2025-02-28. */
int64_t date_last_days(const struct date *date);
struct date date_from_days(int64_t days);
/* Seconds since 1970-01-01T00:00:00Z of its first second; without a zone as if UTC. */
int64_t date_seconds(const struct date *date);

/* "2026-01-15T08:00:00Z" */
void date_write_seconds(struct buf *out, int64_t seconds);
/* The canonical form of its precision, as xsd wants it: "2026", "2026-01", "2026-01-15", … */
void date_write(struct buf *out, const struct date *date);

#endif
