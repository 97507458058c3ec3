#include "core/date.h"

static bool
digits(struct text *t, size_t n, int *number)
{
	uint64_t value;

	if (t->n < n || !text_number(text_slice(*t, 0, n), 9999, &value))
		return false;
	*number = (int)value;
	*t = text_slice(*t, n, t->n);
	return true;
}

static bool
take(struct text *t, char c)
{
	if (t->n == 0 || t->s[0] != c)
		return false;
	*t = text_slice(*t, 1, t->n);
	return true;
}

static bool
is_leap(int year)
{
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in(int year, int month)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

static bool
parse_zone(struct text t, struct date *d)
{
	int hours, minutes, sign;

	if (t.n == 0)
		return true;
	d->has_zone = true;
	if (text_equal(t, T("Z")))
		return true;
	sign = t.s[0] == '-' ? -1 : 1;
	if (!(take(&t, '+') || take(&t, '-')) || !digits(&t, 2, &hours) || !take(&t, ':') ||
	    !digits(&t, 2, &minutes) || t.n || minutes > 59 ||
	    hours * 60 + minutes > 14 * 60)
		return false;
	d->zone = sign * (hours * 60 + minutes);
	return true;
}

bool
date_parse(struct text t, struct date *d)
{
	*d = (struct date){ .precision = DATE_YEAR, .month = 1, .day = 1 };
	if (!digits(&t, 4, &d->year) || d->year == 0)
		return false;
	if (t.n == 0)
		return true;
	d->precision = DATE_MONTH;
	if (!take(&t, '-') || !digits(&t, 2, &d->month) || d->month < 1 || d->month > 12)
		return false;
	if (t.n == 0)
		return true;
	d->precision = DATE_DAY;
	if (!take(&t, '-') || !digits(&t, 2, &d->day) || d->day < 1 ||
	    d->day > days_in(d->year, d->month))
		return false;
	if (t.n == 0)
		return true;
	d->precision = DATE_TIME;
	if (!take(&t, 'T') || !digits(&t, 2, &d->hour) || !take(&t, ':') ||
	    !digits(&t, 2, &d->minute) || !take(&t, ':') || !digits(&t, 2, &d->second) ||
	    d->hour > 23 || d->minute > 59 || d->second > 59)
		return false;
	if (take(&t, '.')) {
		size_t n = 0;
		while (n < t.n && t.s[n] >= '0' && t.s[n] <= '9')
			n++;
		if (n == 0)
			return false;
		t = text_slice(t, n, t.n);
	}
	return parse_zone(t, d);
}

/* Howard Hinnant's days_from_civil and civil_from_days, for years from 1 on. */
static int64_t
days_of(int year, int month, int day)
{
	int64_t y = month <= 2 ? year - 1 : year;
	int64_t era = (y >= 0 ? y : y - 399) / 400;
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

	return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
	       719468;
}

int64_t
date_days(const struct date *d)
{
	return days_of(d->year, d->month, d->day);
}

int64_t
date_last_days(const struct date *d)
{
	switch (d->precision) {
	case DATE_YEAR: return days_of(d->year, 12, 31);
	case DATE_MONTH: return days_of(d->year, d->month, days_in(d->year, d->month));
	case DATE_DAY:
	case DATE_TIME: break;
	}
	return date_days(d);
}

struct date
date_from_days(int64_t days)
{
	int64_t z = days + 719468;
	int64_t era = (z >= 0 ? z : z - 146096) / 146097;
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
	    (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * day_of_year + 2) / 153;
	int month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);

	return (struct date){
		.precision = DATE_DAY,
		.year = (int)(year_of_era + era * 400 + (month <= 2)),
		.month = month,
		.day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1),
	};
}

int64_t
date_seconds(const struct date *d)
{
	return date_days(d) * 86400 + d->hour * 3600 + (d->minute - d->zone) * 60 + d->second;
}

/* Feeds have many dates, and printf reads its format for each anew. */
static void
write_digits(struct buf *out, char before, int n, unsigned width)
{
	char written[8];

	if (before)
		buf_char(out, before);
	for (unsigned i = width; i--; n /= 10)
		written[i] = (char)('0' + n % 10);
	buf_bytes(out, written, width);
}

void
date_write(struct buf *out, const struct date *d)
{
	int zone = d->zone < 0 ? -d->zone : d->zone;

	write_digits(out, 0, d->year, 4);
	if (d->precision >= DATE_MONTH)
		write_digits(out, '-', d->month, 2);
	if (d->precision >= DATE_DAY)
		write_digits(out, '-', d->day, 2);
	if (d->precision < DATE_TIME)
		return;
	write_digits(out, 'T', d->hour, 2);
	write_digits(out, ':', d->minute, 2);
	write_digits(out, ':', d->second, 2);
	if (d->has_zone && zone == 0) {
		buf_char(out, 'Z');
	} else if (d->has_zone) {
		write_digits(out, d->zone < 0 ? '-' : '+', zone / 60, 2);
		write_digits(out, ':', zone % 60, 2);
	}
}

void
date_write_seconds(struct buf *out, int64_t seconds)
{
	int64_t days = seconds >= 0 ? seconds / 86400 : -((-seconds + 86399) / 86400);
	int64_t rest = seconds - days * 86400;
	struct date d = date_from_days(days);

	d.precision = DATE_TIME;
	d.hour = (int)(rest / 3600);
	d.minute = (int)(rest / 60 % 60);
	d.second = (int)(rest % 60);
	d.has_zone = true;
	date_write(out, &d);
}
