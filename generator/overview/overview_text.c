/*
 * The figures for people: on a terminal of 80 columns, or as Markdown for a merge request or a paper of the
 * council. Both are the same sections, tables and lists; only how these are written differs.
 */
#include "overview/overview.h"

#include "core/date.h"

#include <stdlib.h>

enum {
	WIDTH = 78,     /* of a line on the terminal */
	NUMBER = 11,    /* of a column of numbers */
	MOST_CELLS = 6,
	MOST_NAMED = 12, /* ids in a list; the CSV has all */
	MOST_ROWS = 12,  /* in tables of what is small */
	MOST_LATE = 30,
};

struct printer {
	struct buf *out;
	const struct overview *o, *before;
	enum interface_language language;
	bool is_markdown, colour;
	struct arena *arena; /* of cells */
};

/* One of the two languages: short, so that both stand side by side in the code. */
static const char *
either(const struct printer *p, const char *german, const char *english)
{
	return p->language == GERMAN ? german : english;
}

#define CELL(p, ...) arena_printf((p)->arena, __VA_ARGS__)

/* --- words and numbers ------------------------------------------------------------------------------ */

/* "12.345", "12,345" */
static struct text
number(const struct printer *p, uint64_t n)
{
	if (n < 1000)
		return CELL(p, "%llu", (unsigned long long)n);
	struct text above = number(p, n / 1000);
	return CELL(p, "%.*s%s%03llu", TEXT_ARG(above), either(p, ".", ","), (unsigned long long)(n % 1000));
}

/* "351,4" of 3514 */
static struct text
tenths(const struct printer *p, uint64_t n)
{
	return CELL(p, "%llu%s%llu", (unsigned long long)(n / 10), either(p, ",", "."), (unsigned long long)(n % 10));
}

static struct text
percent(const struct printer *p, size_t n, size_t of)
{
	return CELL(p, "%zu %%", of ? (200 * n + of) / (2 * of) : 0);
}

/* "31.12.2025", "2025-12-31" */
static struct text
day(const struct printer *p, int64_t days)
{
	struct date d = date_from_days(days);

	return p->language == GERMAN ? CELL(p, "%02d.%02d.%04d", d.day, d.month, d.year) :
				       CELL(p, "%04d-%02d-%02d", d.year, d.month, d.day);
}

/* "143 (+3)": against what it was before. */
static struct text
compared(const struct printer *p, size_t now, size_t before)
{
	if (!p->before || now == before)
		return number(p, now);
	return CELL(p, "%.*s (%s%.*s)", TEXT_ARG(number(p, now)), now > before ? "+" : "−",
	    TEXT_ARG(number(p, now > before ? now - before : before - now)));
}

static size_t
before_or(const struct printer *p, size_t offset)
{
	return p->before ? *(const size_t *)((const char *)p->before + offset) : 0;
}

#define COMPARED(p, member) compared(p, (p)->o->member, before_or(p, offsetof(struct overview, member)))

static struct text
label(const struct printer *p, const struct concept *c)
{
	return concept_label(c, p->language == GERMAN);
}

/* --- sections, tables, lists ------------------------------------------------------------------------ */

static void
heading(struct printer *p, const char *title)
{
	if (p->is_markdown)
		buf_printf(p->out, "\n## %s\n\n", title);
	else
		buf_printf(p->out, p->colour ? "\n\x1b[1m%s\x1b[m\n" : "\n%s\n", title);
}

/* What would be something else in a table of Markdown. */
static void
markdown_cell(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		if (strchr("\\`*_[]<>|#", t.s[i]))
			buf_char(out, '\\');
		buf_char(out, t.s[i] == '\n' ? ' ' : t.s[i]);
	}
}

static void
blanks(struct buf *out, size_t n)
{
	while (n--)
		buf_char(out, ' ');
}

/* At most `width` letters, the last one "…" where it had more. */
static void
left(struct buf *out, struct text t, size_t width)
{
	size_t n = utf8_length(t), at = 0;

	if (n <= width) {
		buf_text(out, t);
		blanks(out, width - n);
		return;
	}
	for (size_t i = 0; i + 1 < width; i++)
		utf8_next(t, &at);
	buf_text(out, text_slice(t, 0, at));
	buf_str(out, "…");
}

/* The first cell is a name, the others are numbers. */
static void
row(struct printer *p, const struct text *cells, size_t n)
{
	if (p->is_markdown) {
		for (size_t i = 0; i < n; i++) {
			buf_str(p->out, i ? " | " : "| ");
			markdown_cell(p->out, cells[i]);
		}
		buf_str(p->out, " |\n");
		return;
	}
	buf_str(p->out, "  ");
	left(p->out, cells[0], WIDTH - 2 - (n - 1) * NUMBER);
	for (size_t i = 1; i < n; i++) {
		size_t width = utf8_length(cells[i]);
		blanks(p->out, width + 1 < NUMBER ? NUMBER - width : 1);
		buf_text(p->out, cells[i]);
	}
	while (p->out->s[p->out->n - 1] == ' ')
		p->out->n--;
	buf_char(p->out, '\n');
}

#define ROW(p, ...)                                                                                        \
	row(p, (const struct text[]){ __VA_ARGS__ }, sizeof((const struct text[]){ __VA_ARGS__ }) / sizeof(struct text))

/* A heading with the names of the columns. */
static void
table(struct printer *p, const char *title, const struct text *columns, size_t n)
{
	if (p->is_markdown) {
		heading(p, title);
		row(p, columns, n);
		for (size_t i = 0; i < n; i++)
			buf_str(p->out, i ? "--:|" : "|---|");
		buf_char(p->out, '\n');
		return;
	}
	struct text cells[MOST_CELLS];
	memcpy(cells, columns, n * sizeof *cells);
	cells[0] = text_of(title);
	buf_char(p->out, '\n');
	if (p->colour)
		buf_str(p->out, "\x1b[1m");
	size_t from = p->out->n;
	row(p, cells, n);
	/* Headings stand at the margin, what is below them two letters in. */
	memmove(p->out->s + from, p->out->s + from + 2, strlen(title));
	memcpy(p->out->s + from + strlen(title), "  ", 2);
	if (p->colour)
		buf_str(p->out, "\x1b[m");
}

#define TABLE(p, title, ...)                                                                               \
	table(p, title, (const struct text[]){ T(""), __VA_ARGS__ },                                       \
	    sizeof((const struct text[]){ T(""), __VA_ARGS__ }) / sizeof(struct text))

/* A paragraph, broken into lines on the terminal. */
static void
paragraph(struct printer *p, struct text t, size_t indent)
{
	struct text rest = t, word;
	size_t column = 0;

	if (p->is_markdown) {
		buf_str(p->out, indent ? "- " : "\n");
		buf_text(p->out, t);
		buf_char(p->out, '\n');
		return;
	}
	while (text_next(&rest, ' ', &word)) {
		size_t width = utf8_length(word);
		if (column && column + 1 + width > WIDTH) {
			buf_char(p->out, '\n');
			column = 0;
			indent = indent && indent < 4 ? 4 : indent; /* hangs */
		}
		size_t before = column ? 1 : indent;
		blanks(p->out, before);
		buf_text(p->out, word);
		column += before + width;
	}
	buf_char(p->out, '\n');
}

/* "  ohne Kontakt (2): a, b" of the datasets that are chosen. */
struct choice {
	bool (*is_chosen)(const struct overview_row *row, unsigned what);
	unsigned what;
};

static void
list(struct printer *p, const char *what, size_t n, const struct choice *choice)
{
	struct buf line = { 0 };
	size_t named = 0;

	if (n == 0)
		return;
	buf_printf(&line, "%s (%.*s):", what, TEXT_ARG(number(p, n)));
	for (size_t i = 0; i < p->o->n && named < MOST_NAMED; i++)
		if (choice->is_chosen(&p->o->rows[i], choice->what))
			buf_printf(&line, "%s %.*s", named++ ? "," : "", TEXT_ARG(p->o->rows[i].dataset->id));
	if (n > named)
		buf_printf(&line, " %s %.*s %s", either(p, "und", "and"), TEXT_ARG(number(p, n - named)),
		    either(p, "weitere", "more"));
	paragraph(p, buf_view(&line), 2);
	buf_free(&line);
}

/* --- the sections ------------------------------------------------------------------------------------ */

static void
head(struct printer *p)
{
	const struct overview *o = p->o;
	const struct catalog *c = o->catalog;
	struct text name = translated(&c->settings->name, 0), today = day(p, o->today);

	for (size_t i = 0; i < c->settings->n_languages; i++)
		if (text_equal(c->settings->languages[i], text_of(either(p, "de", "en"))))
			name = translated(&c->settings->name, i);
	buf_printf(p->out, p->is_markdown ? "# %.*s: %s %.*s\n" : p->colour ? "\x1b[1m%.*s: %s %.*s\x1b[m\n" : "%.*s: %s %.*s\n",
	    TEXT_ARG(name), either(p, "Bericht zum", "report of"), TEXT_ARG(today));
	if (c->commit.n)
		paragraph(p, CELL(p, "Commit %.*s", TEXT_ARG(text_slice(c->commit, 0, 12))), 0);
	if (p->before)
		paragraph(p, CELL(p, "%s %.*s.", either(p, "In Klammern: die Änderung seit dem Stand vom",
			      "In brackets: the change since"), TEXT_ARG(day(p, p->before->today))), 0);
	if (!p->is_markdown)
		buf_char(p->out, '\n');
	else
		buf_str(p->out, "\n|   |   |\n|---|--:|\n");
	ROW(p, text_of(either(p, "Datensätze", "Datasets")), COMPARED(p, n));
	if (o->n_internal)
		ROW(p, text_of(either(p, "davon nicht öffentlich", "of these not public")), COMPARED(p, n_internal));
	ROW(p, text_of(either(p, "Stellen, die sie herausgeben", "Publishers")), COMPARED(p, publishers.n));
	ROW(p, text_of(either(p, "Distributionen", "Distributions")), COMPARED(p, n_distributions));
	ROW(p, text_of(either(p, "Eigenständige Dienste", "Services of their own")), COMPARED(p, n_services));
	ROW(p, text_of(either(p, "Hochwertige Datensätze (HVD)", "High-value datasets (HVD)")), COMPARED(p, n_high_value));
	ROW(p, CELL(p, "%s %.*s", either(p, "Zurückgezogen seit", "Withdrawn since"), TEXT_ARG(day(p, o->since))),
	    number(p, o->n_withdrawn));
}

static void
publishers(struct printer *p)
{
	TABLE(p, either(p, "Stellen", "Publishers"), text_of(either(p, "Datensätze", "datasets")),
	    text_of(either(p, "überfällig", "overdue")), text_of(either(p, "mit Mangel", "with faults")), T("MQA"));
	for (size_t i = 0; i < p->o->publishers.n; i++) {
		const struct overview_count *c = &p->o->publishers.list[i];
		ROW(p, c->what ? resource_title(c->what, 0) : text_of(either(p, "(keine Stelle)", "(nobody)")), number(p, c->n),
		    number(p, c->n_late), number(p, c->n_flawed), tenths(p, overview_tenths_of(c->points, c->n)));
	}
}

static int
most_late_first(const void *left, const void *right)
{
	const struct overview_row *a = *(const struct overview_row *const *)left, *b = *(const struct overview_row *const *)right;

	if (a->freshness.late != b->freshness.late)
		return a->freshness.late < b->freshness.late ? 1 : -1;
	return text_compare(a->dataset->id, b->dataset->id);
}

static void
freshness(struct printer *p)
{
	const struct overview *o = p->o;
	const struct overview_row **late = arena_array(p->arena, const struct overview_row *, o->n);
	size_t n = 0;

	TABLE(p, either(p, "Aktualität", "Freshness"), text_of(either(p, "Datensätze", "datasets")), T(""));
	ROW(p, text_of(either(p, "so aktuell wie zugesagt", "as up to date as promised")), COMPARED(p, n_fresh),
	    percent(p, o->n_fresh, o->n));
	ROW(p, text_of(either(p, "überfällig", "overdue")), COMPARED(p, n_late), percent(p, o->n_late, o->n));
	ROW(p, text_of(either(p, "nichts zugesagt, oder ohne Datum", "nothing promised, or no date")),
	    COMPARED(p, n_unpromised), percent(p, o->n_unpromised, o->n));
	for (size_t i = 0; i < o->n; i++)
		if (o->rows[i].freshness.is == LATE)
			late[n++] = &o->rows[i];
	if (n == 0)
		return;
	qsort(late, n, sizeof(const struct overview_row *), most_late_first);
	TABLE(p, either(p, "Überfällig (Turnus)", "Overdue (frequency)"), text_of(either(p, "fällig am", "due")),
	    text_of(either(p, "Tage", "days")));
	for (size_t i = 0; i < n && i < MOST_LATE; i++)
		ROW(p, CELL(p, "%.*s (%.*s)", TEXT_ARG(late[i]->dataset->id), TEXT_ARG(label(p, late[i]->freshness.frequency))),
		    day(p, late[i]->freshness.due), number(p, (uint64_t)late[i]->freshness.late));
	if (n > MOST_LATE)
		paragraph(p, CELL(p, "%s %.*s %s", either(p, "und", "and"), TEXT_ARG(number(p, n - MOST_LATE)),
			      either(p, "weitere (alle in --format csv)", "more (all of them with --format csv)")), 2);
}

static bool
has_reason(const struct overview_row *row, unsigned reason)
{
	for (size_t i = 0; i < N_QUALITY_RULES; i++)
		if (row->quality.reasons[i] == reason)
			return true;
	return false;
}

static void
quality_section(struct printer *p)
{
	const struct overview *o = p->o;

	TABLE(p, either(p, "Qualität", "Quality"), text_of(either(p, "gut", "good")), text_of(either(p, "teils", "partly")),
	    text_of(either(p, "schlecht", "bad")));
	for (size_t i = 0; i < N_QUALITY_RULES; i++)
		ROW(p, text_of(quality_rules[i].label[p->language]), COMPARED(p, verdicts[i][GOOD]),
		    COMPARED(p, verdicts[i][PARTLY]), COMPARED(p, verdicts[i][BAD]));
	if (p->is_markdown)
		buf_char(p->out, '\n');
	for (unsigned i = 1; i < N_QUALITY_REASONS; i++)
		if (quality_reasons[i].verdict == BAD && i != REASON_late)
			list(p, quality_reasons[i].label[p->language], o->reasons[i], &(struct choice){ has_reason, i });
}

static void
mqa(struct printer *p)
{
	const struct overview *o = p->o;
	uint64_t points = overview_tenths_of(o->points, o->n);
	struct text of = text_of(either(p, "von", "of"));

	TABLE(p, "MQA (data.europa.eu)", text_of(either(p, "Punkte", "points")), of);
	ROW(p, CELL(p, "%s: %s", either(p, "insgesamt", "in all"), mqa_rating((unsigned)((points + 5) / 10), p->language)),
	    tenths(p, points), number(p, MQA_MOST));
	for (unsigned d = 0; d < N_MQA_DIMENSIONS; d++) {
		ROW(p, text_of(mqa_dimensions[d].label[p->language]), tenths(p, overview_tenths(o, d)),
		    number(p, mqa_dimension_points(d, ~0u)));
	}
	TABLE(p, either(p, "Was Punkte kostet", "What costs points"), text_of(either(p, "fehlt bei", "missing in")),
	    text_of(either(p, "kostet", "costs")));
	for (size_t i = 0; i < N_MQA_METRICS; i++)
		if (o->missed[i])
			ROW(p, text_of(mqa_metrics[i].label[p->language]), COMPARED(p, missed[i]),
			    CELL(p, "−%.*s", TEXT_ARG(tenths(p, overview_tenths_of((uint64_t)o->missed[i] * mqa_metrics[i].points, o->n)))));
	paragraph(p, text_of(either(p, "Dass Adressen erreichbar sind, ist angenommen: tabularium links prüft es.",
			 "That addresses can be reached is assumed: tabularium links finds out.")), p->is_markdown ? 0 : 2);
}

static bool
lacks(const struct overview_row *row, unsigned lack)
{
	return row->hvd_lacks >> lack & 1;
}

static void
high_value(struct printer *p)
{
	static const char *const names[N_HVD_LACKS][2] = {
		{ [GERMAN] = "ohne Schnittstelle (API)", [ENGLISH] = "without an API" },
		{ [GERMAN] = "ohne Download im Ganzen", [ENGLISH] = "without a bulk download" },
		{ [GERMAN] = "ohne freie Lizenz", [ENGLISH] = "without an open licence" },
		{ [GERMAN] = "ohne Nennung der Verordnung", [ENGLISH] = "without the regulation" },
		{ [GERMAN] = "ohne Kontakt", [ENGLISH] = "without a contact" },
		{ [GERMAN] = "Schnittstelle ohne Dokumentation", [ENGLISH] = "API without documentation" },
	};
	const struct overview *o = p->o;

	if (!o->n_high_value)
		return;
	TABLE(p, either(p, "Hochwertige Datensätze (Verordnung (EU) 2023/138)", "High-value datasets (Regulation (EU) 2023/138)"),
	    text_of(either(p, "Datensätze", "datasets")));
	for (size_t i = 0; i < o->categories.n; i++)
		ROW(p, label(p, o->categories.list[i].what), number(p, o->categories.list[i].n));
	if (p->is_markdown)
		buf_char(p->out, '\n');
	for (unsigned i = 0; i < N_HVD_LACKS; i++)
		list(p, names[i][p->language], o->lacks[i], &(struct choice){ lacks, i });
}

static void
concepts(struct printer *p, const char *title, const struct overview_counts *counts)
{
	size_t rest = 0;

	TABLE(p, title, text_of(either(p, "Datensätze", "datasets")), T(""));
	for (size_t i = 0; i < counts->n; i++) {
		const struct overview_count *c = &counts->list[i];
		struct text name = c->what ? label(p, c->what) : c->text.n ? c->text : text_of(either(p, "(keine)", "(none)"));
		if (i < MOST_ROWS)
			ROW(p, name, number(p, c->n), percent(p, c->n, p->o->n));
		else
			rest++;
	}
	if (rest)
		paragraph(p, CELL(p, "%s %.*s %s", either(p, "und", "and"), TEXT_ARG(number(p, rest)), either(p, "weitere", "more")),
		    2);
}

static void
withdrawals(struct printer *p)
{
	const struct overview *o = p->o;

	if (!o->n_withdrawn)
		return;
	heading(p, CELL(p, "%s %.*s", either(p, "Zurückgezogen seit", "Withdrawn since"), TEXT_ARG(day(p, o->since))).s);
	for (size_t i = 0; i < o->n_withdrawn; i++) {
		const struct resource *withdrawal = withdrawal_of(o->withdrawn[i])->resource;
		const struct value *reason = resource_in_language(withdrawal, WITHDRAWAL_reason, 0);
		struct date on;
		date_parse(resource_text(withdrawal, WITHDRAWAL_on), &on);
		struct text name = o->withdrawn[i]->class == CLASS_DATASET ? o->withdrawn[i]->id : o->withdrawn[i]->iri;
		paragraph(p, CELL(p, "%.*s %.*s: %.*s", TEXT_ARG(day(p, date_days(&on))), TEXT_ARG(name),
			      TEXT_ARG(reason ? reason->text : T("–"))), 2);
	}
}

static void
print(struct buf *out, const struct overview *o, const struct overview_options *options, bool is_markdown)
{
	struct printer p = { .out = out, .o = o, .before = options->before, .language = options->language,
		.is_markdown = is_markdown, .colour = options->colour && !is_markdown, .arena = arena_new() };

	head(&p);
	publishers(&p);
	freshness(&p);
	quality_section(&p);
	mqa(&p);
	high_value(&p);
	concepts(&p, either(&p, "Lizenzen", "Licences"), &o->licenses);
	concepts(&p, either(&p, "Formate", "Formats"), &o->formats);
	withdrawals(&p);
	arena_free(p.arena);
}

void
overview_text(struct buf *out, const struct overview *o, const struct overview_options *options)
{
	print(out, o, options, false);
}

void
overview_markdown(struct buf *out, const struct overview *o, const struct overview_options *options)
{
	print(out, o, options, true);
}
