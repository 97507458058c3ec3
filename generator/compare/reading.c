#include "compare/reading.h"

#include "core/date.h"

static const char *const months[][12] = {
	[GERMAN] = { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
		"November", "Dezember" },
	[ENGLISH] = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December" },
};

struct text
reading_of_date(struct arena *a, struct text t, enum interface_language language)
{
	struct date d;

	if (!date_parse(t, &d))
		return t;
	const char *month = months[language][d.month ? d.month - 1 : 0];
	switch (d.precision) {
	case DATE_MONTH: return arena_printf(a, "%s %04d", month, d.year);
	case DATE_DAY: return arena_printf(a, language == GERMAN ? "%d. %s %04d" : "%d %s %04d", d.day, month, d.year);
	case DATE_YEAR:
	case DATE_TIME: break;
	}
	return t;
}

/* "P1Y2M", "PT15M" (xsd:duration): "1 Jahr, 2 Monate", "15 Minuten". */
struct text
reading_of_duration(struct arena *a, struct text t, enum interface_language language)
{
	static const struct {
		char letter;
		bool is_time;
		const char *names[2][2]; /* one, several */
	} units[] = {
		{ 'Y', false, { [GERMAN] = { "Jahr", "Jahre" },       [ENGLISH] = { "year", "years" } } },
		{ 'M', false, { [GERMAN] = { "Monat", "Monate" },     [ENGLISH] = { "month", "months" } } },
		{ 'W', false, { [GERMAN] = { "Woche", "Wochen" },     [ENGLISH] = { "week", "weeks" } } },
		{ 'D', false, { [GERMAN] = { "Tag", "Tage" },         [ENGLISH] = { "day", "days" } } },
		{ 'H', true,  { [GERMAN] = { "Stunde", "Stunden" },   [ENGLISH] = { "hour", "hours" } } },
		{ 'M', true,  { [GERMAN] = { "Minute", "Minuten" },   [ENGLISH] = { "minute", "minutes" } } },
		{ 'S', true,  { [GERMAN] = { "Sekunde", "Sekunden" }, [ENGLISH] = { "second", "seconds" } } },
	};
	struct text words = T("");
	bool is_time = false;
	size_t from = 1;

	if (t.n < 3 || t.s[0] != 'P')
		return t;
	for (size_t i = 1; i < t.n; i++) {
		if (t.s[i] >= '0' && t.s[i] <= '9')
			continue;
		if (t.s[i] == 'T' && !is_time && from == i) {
			is_time = true;
			from = i + 1;
			continue;
		}
		size_t u = 0, n_units = sizeof units / sizeof units[0];
		while (u < n_units && (units[u].letter != t.s[i] || units[u].is_time != is_time))
			u++;
		if (u == n_units || from == i)
			return t;
		struct text number = text_slice(t, from, i);
		words = arena_printf(a, "%.*s%s%.*s %s", TEXT_ARG(words), words.n ? ", " : "", TEXT_ARG(number),
		    units[u].names[language][!text_equal(number, T("1"))]);
		from = i + 1;
	}
	return words.n && from == t.n ? words : t;
}

/* "1234567.5": "1.234.567,5" */
struct text
reading_of_number(struct arena *a, struct text t, enum interface_language language)
{
	struct text whole = text_slice(t, 0, text_find_char(t, '.'));
	struct buf out = { 0 };

	for (size_t i = 0; i < whole.n; i++) {
		if (whole.s[i] < '0' || whole.s[i] > '9') {
			buf_free(&out);
			return t;
		}
		if (i && (whole.n - i) % 3 == 0)
			buf_char(&out, language == GERMAN ? '.' : ',');
		buf_char(&out, whole.s[i]);
	}
	if (whole.n < t.n) {
		buf_char(&out, language == GERMAN ? ',' : '.');
		buf_text(&out, text_slice(t, whole.n + 1, t.n));
	}
	struct text words = arena_text(a, buf_view(&out));
	buf_free(&out);
	return words;
}
