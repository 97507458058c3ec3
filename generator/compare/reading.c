#include "compare/reading.h"

#include "core/date.h"

/* What stands for {name}. */
struct part {
	const char *name;
	struct text text;
};

static void
fill_parts(struct buf *out, struct text phrase, const struct part *parts)
{
	for (struct text words, name; phrase_next(&phrase, &words, &name);) {
		const struct part *p = parts;
		buf_text(out, words);
		while (p->name && !text_equal(text_of(p->name), name))
			p++;
		buf_text(out, p->text);
	}
}
#define fill(out, phrase, ...) fill_parts((out), (phrase), (const struct part[]){ __VA_ARGS__, { NULL, { "", 0 } } })

static struct text
taken(struct arena *a, struct buf *b)
{
	struct text t = arena_text(a, buf_view(b));

	buf_free(b);
	return t;
}

struct text
reading_of_date(struct arena *a, struct text t, const struct voice *voice)
{
	struct date d;

	if (!date_parse(t, &d) || (d.precision != DATE_MONTH && d.precision != DATE_DAY))
		return t;
	bool has_day = d.precision == DATE_DAY;
	struct buf out = { 0 };
	fill(&out, voice->phrases[has_day ? PHRASE_date_day : PHRASE_date_month],
	    { "day", has_day ? arena_printf(a, "%d", d.day) : T("") },
	    { "month", voice->phrases[PHRASE_month_1 + (d.month ? d.month - 1 : 0)] },
	    { "year", arena_printf(a, "%04d", d.year) });
	return taken(a, &out);
}

/* "P1Y2M", "PT15M" (xsd:duration): "1 Jahr, 2 Monate", "15 Minuten". */
struct text
reading_of_duration(struct arena *a, struct text t, const struct voice *voice)
{
	static const struct {
		char letter;
		bool is_time;
		enum phrase one; /* then several */
	} units[] = {
		{ 'Y', false, PHRASE_years_one },
		{ 'M', false, PHRASE_months_one },
		{ 'W', false, PHRASE_weeks_one },
		{ 'D', false, PHRASE_days_one },
		{ 'H', true,  PHRASE_hours_one },
		{ 'M', true,  PHRASE_minutes_one },
		{ 'S', true,  PHRASE_seconds_one },
	};
	struct buf out = { 0 };
	bool is_time = false;
	size_t from = 1, i = 1;

	if (t.n < 3 || t.s[0] != 'P')
		return t;
	for (; i < t.n; i++) {
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
			break;
		struct text number = text_slice(t, from, i);
		if (out.n)
			buf_text(&out, voice->phrases[PHRASE_difference_list_mark]);
		fill(&out, voice->phrases[text_equal(number, T("1")) ? units[u].one : units[u].one + 1], { "n", number });
		from = i + 1;
	}
	bool is_one = out.n && i == t.n && from == t.n;
	struct text words = taken(a, &out);
	return is_one ? words : t;
}

/* "1234567.5": "1.234.567,5" */
struct text
reading_of_number(struct arena *a, struct text t, const struct voice *voice)
{
	struct text whole = text_slice(t, 0, text_find_char(t, '.'));
	struct buf out = { 0 };

	for (size_t i = 0; i < whole.n; i++) {
		if (whole.s[i] < '0' || whole.s[i] > '9') {
			buf_free(&out);
			return t;
		}
		if (i && (whole.n - i) % 3 == 0)
			buf_text(&out, voice->phrases[PHRASE_thousands_mark]);
		buf_char(&out, whole.s[i]);
	}
	if (whole.n < t.n) {
		buf_text(&out, voice->phrases[PHRASE_decimal_mark]);
		buf_text(&out, text_slice(t, whole.n + 1, t.n));
	}
	return taken(a, &out);
}

struct text
reading_of_period(struct arena *a, struct text from, struct text to, const struct voice *voice)
{
	struct buf out = { 0 };

	if (from.n && text_equal(from, to))
		return from;
	fill(&out, voice->phrases[from.n && to.n ? PHRASE_period_range : from.n ? PHRASE_period_since : PHRASE_period_until],
	    { "from", from }, { "to", to });
	return taken(a, &out);
}
