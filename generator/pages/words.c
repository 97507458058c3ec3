/*
 * Small texts: links, labels, dates, sizes, and the escapers of what we write without a template.
 */
#include "pages/portal.h"

#include "adapters/markdown.h"
#include "core/date.h"

#include <string.h>

struct text
taken(struct page_writer *w)
{
	struct text t = arena_text(w->scratch, buf_view(&w->buf));

	w->buf.n = 0;
	return t;
}

struct text
joined(struct page_writer *w, struct text a, struct text b, struct text c)
{
	buf_text(&w->buf, a);
	buf_text(&w->buf, b);
	buf_text(&w->buf, c);
	return taken(w);
}

/* --- links ------------------------------------------------------------------------------------- */

struct text
link_page(struct page_writer *w, const char *folder, struct text name)
{
	buf_text(&w->buf, w->home);
	buf_str(&w->buf, folder);
	buf_text(&w->buf, name);
	buf_str(&w->buf, ".html");
	return taken(w);
}

struct text
link_dataset(struct page_writer *w, const struct resource *dataset)
{
	return link_page(w, "datasets/", dataset->id);
}

struct text
link_entry(struct page_writer *w, const struct resource *entry)
{
	return joined(w, w->home, entry->iri, T(".html"));
}

/* Codes are letters, digits, '-' and '_'; anything else a catalogue puts into its own rows is not
 * for a file name. */
struct text
concept_name(struct arena *a, const struct concept *c)
{
	struct text name = arena_text(a, text_of(c->code));
	char *s = (char *)(uintptr_t)name.s;

	for (size_t i = 0; i < name.n; i++) {
		bool is_good = (s[i] >= 'a' && s[i] <= 'z') || (s[i] >= 'A' && s[i] <= 'Z') ||
			       (s[i] >= '0' && s[i] <= '9') || s[i] == '-' || s[i] == '_';
		if (!is_good)
			s[i] = '_';
	}
	return name;
}

struct text
link_concept(struct page_writer *w, const char *folder, const struct concept *c)
{
	return link_page(w, folder, concept_name(w->scratch, c));
}

struct text
absolute(struct page_writer *w, struct text path)
{
	return joined(w, w->catalog->settings->base_url, path, T(""));
}

/* --- languages --------------------------------------------------------------------------------- */

const struct value *
in_language(const struct page_writer *w, const struct resource *r, enum property_id p)
{
	return resource_in_language(r, p, w->ui->texts);
}

struct text
foreign(const struct page_writer *w, const struct value *v)
{
	if (!v || v->language == w->ui->texts || v->language >= w->catalog->n_languages)
		return T("");
	return w->catalog->languages[v->language];
}

struct text
title_of(const struct page_writer *w, const struct resource *r, struct text *language)
{
	static const enum property_id titles[N_CLASSES] = {
		[CLASS_DATASET] = DATASET_title,
		[CLASS_SERIES] = SERIES_title,
		[CLASS_DISTRIBUTION] = DISTRIBUTION_title,
		[CLASS_SERVICE] = SERVICE_title,
		[CLASS_AGENT] = AGENT_name,
		[CLASS_LOCATION] = LOCATION_name,
		[CLASS_KIND] = KIND_name,
	};
	enum property_id p = titles[r->class];
	const struct value *v = properties[p].class == r->class ? in_language(w, r, p) : NULL;

	if (language)
		*language = foreign(w, v);
	return v ? v->text : r->id;
}

struct text
concept_text(const struct page_writer *w, const struct concept *c, struct text *language)
{
	return concept_named(&w->ui->names, c, language);
}

/* --- numbers and dates ------------------------------------------------------------------------- */

struct text
number_text(struct page_writer *w, uint64_t n)
{
	label_number(&w->buf, w->labels, n);
	return taken(w);
}

struct text
counted(struct page_writer *w, size_t n_datasets)
{
	label_count(&w->buf, w->labels, LABEL_datasets_one, n_datasets);
	return taken(w);
}

static struct text
plain_number(struct page_writer *w, int n)
{
	buf_number(&w->buf, (uint64_t)n);
	return taken(w);
}

static struct text
words_of_date(struct page_writer *w, const struct date *date)
{
	struct text year = plain_number(w, date->year);
	struct text month = w->labels->texts[LABEL_month_1 + date->month - 1];

	if (date->precision == DATE_YEAR)
		return year;
	if (date->precision == DATE_MONTH)
		return FILLED(w, date_month, { "month", month }, { "year", year });
	return FILLED(w, date_day, { "day", plain_number(w, date->day) }, { "month", month }, { "year", year });
}

struct text
date_text(struct page_writer *w, struct text text)
{
	struct date date;

	return date_parse(text, &date) ? words_of_date(w, &date) : text;
}

struct text
date_of_days(struct page_writer *w, int64_t days)
{
	struct date date = date_from_days(days);

	return words_of_date(w, &date);
}

struct text
date_iso(struct page_writer *w, struct text text)
{
	struct date date;

	if (!date_parse(text, &date))
		return text;
	/* HTML's time element takes years, months, days; of a moment the day is what the page shows. */
	if (date.precision == DATE_TIME)
		date = (struct date){ .precision = DATE_DAY, .year = date.year, .month = date.month, .day = date.day };
	date_write(&w->buf, &date);
	return taken(w);
}

struct text
size_text(struct page_writer *w, uint64_t bytes)
{
	static const char *const units[] = { "Byte", "kB", "MB", "GB", "TB" };
	size_t unit = 0;
	uint64_t whole = bytes, tenths = 0;

	/* Steps of 1000, as file managers and the standard (IEC 80000-13) say. */
	while (whole >= 1000 && unit + 1 < sizeof units / sizeof units[0]) {
		tenths = whole % 1000 / 100;
		whole /= 1000;
		unit++;
	}
	label_number(&w->buf, w->labels, whole);
	if (unit && whole < 100 && tenths) {
		buf_text(&w->buf, SAID(w, decimal_mark));
		buf_number(&w->buf, tenths);
	}
	buf_str(&w->buf, " "); /* no line break between number and unit */
	buf_str(&w->buf, units[unit]);
	return taken(w);
}

/* --- escapers ---------------------------------------------------------------------------------- */

void
uri_query(struct buf *out, struct text t)
{
	static const char hex[] = "0123456789ABCDEF";

	for (size_t i = 0; i < t.n; i++) {
		unsigned char c = (unsigned char)t.s[i];
		bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
				c == '-' || c == '.' || c == '_' || c == '~';
		if (is_plain) {
			buf_char(out, (char)c);
		} else {
			buf_char(out, '%');
			buf_char(out, hex[c >> 4]);
			buf_char(out, hex[c & 15]);
		}
	}
}

/* --- markdown ---------------------------------------------------------------------------------- */

/* The highest heading ("##": 2) in a text; 1 without any. */
static unsigned
highest_heading(struct text markdown)
{
	struct text line;
	unsigned highest = 7;
	bool is_code = false;

	while (text_next(&markdown, '\n', &line)) {
		unsigned level = 0;
		is_code ^= text_starts(line, T("```")) || text_starts(line, T("~~~"));
		while (!is_code && level < line.n && line.s[level] == '#')
			level++;
		if (level && level < highest && level < line.n && line.s[level] == ' ')
			highest = level;
	}
	return highest < 7 ? highest : 1;
}

/* Headings begin at h2, below the page's title, whether they were written with one # or two. */
struct text
description_html(struct page_writer *w, struct text markdown)
{
	markdown_html(&w->buf, markdown, highest_heading(markdown) == 1 ? 1 : 0, w->root);
	return taken(w);
}

struct text
teaser(struct page_writer *w, struct text markdown, size_t length)
{
	markdown_teaser(&w->buf, markdown, length + 60); /* beginning() looks how it goes on */
	return beginning(w, taken(w), length);
}

struct text
beginning(struct page_writer *w, struct text plain, size_t length)
{
	size_t sentence = 0, word = 0, at = 0, letters = 0;

	for (; at < plain.n && letters < length; letters++) {
		uint32_t before = (unsigned char)plain.s[at];
		utf8_next(plain, &at);
		if (at == plain.n)
			return plain;
		if (plain.s[at] != ' ')
			continue;
		word = at;
		/* Not behind "z. B." or "1.": what ends a sentence has a word of some length before it. */
		if (strchr(".!?", (int)before) && at > 4 && plain.s[at - 3] != ' ' && plain.s[at - 3] != '.')
			sentence = at;
	}
	if (at == plain.n)
		return plain;
	if (sentence >= length / 2)
		return text_slice(plain, 0, sentence);
	while (word && strchr(",;:.", plain.s[word - 1]))
		word--;
	return joined(w, text_slice(plain, 0, word ? word : at), T("…"), T(""));
}
