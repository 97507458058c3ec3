/*
 * The loader: one pass over a template, `{{` by `{{`. What ctemplate gets to see has no partials, no
 * labels and no names (adapters/template.h).
 */
#include "pages/templates.h"

#include <ctype.h>

_Static_assert((int)N_MARKERS <= (int)TEMPLATE_MAX_MARKERS, "two letters name so many");

const char *const marker_names[N_MARKERS] = {
#define MARKER(name) #name,
#include "pages/markers.def"
#undef MARKER
};

static const char *const file_names[N_TEMPLATES] = {
	[TEMPLATE_START] = "start.html",
	[TEMPLATE_DATASET] = "dataset.html",
	[TEMPLATE_LIST] = "list.html",
	[TEMPLATE_THEMES] = "themes.html",
	[TEMPLATE_DIRECTORY] = "directory.html",
	[TEMPLATE_SERVICE] = "service.html",
	[TEMPLATE_WITHDRAWN] = "withdrawn.html",
	[TEMPLATE_CHANGES] = "changes.html",
	[TEMPLATE_SEARCH] = "search.html",
	[TEMPLATE_PAGE] = "page.html",
	[TEMPLATE_NOT_FOUND] = "404.html",
	[TEMPLATE_MOVED] = "moved.html",
	[TEMPLATE_DATASET_ITEM] = "dataset-item.html",
};

enum { MAX_NESTING = 24 }; /* partials in each other, sections in each other */

struct loader {
	const struct template_file *files;
	size_t n_files;
	const struct table *markers; /* name → 1 + number, as a pointer */
	struct labels *labels;
	struct table *used;
	struct diagnostics *d;
	const struct source *open[MAX_NESTING]; /* the page and the partials we are in */
	size_t n_open;
	bool is_good;
};

static const struct template_file *
file_named(const struct loader *l, struct text name)
{
	for (size_t i = 0; i < l->n_files; i++)
		if (text_equal(l->files[i].name, name))
			return &l->files[i];
	return NULL;
}

static struct text
nearest_file(const struct loader *l, struct text name)
{
	struct text best = T("");
	unsigned least = 5;

	for (size_t i = 0; i < l->n_files; i++) {
		unsigned distance = text_distance(name, l->files[i].name);
		if (distance < least) {
			least = distance;
			best = l->files[i].name;
		}
	}
	return best;
}

static struct text
nearest_marker(struct text name)
{
	struct text best = T("");
	unsigned least = 4;

	for (size_t i = 0; i < N_MARKERS; i++) {
		unsigned distance = text_distance(name, text_of(marker_names[i]));
		if (distance < least) {
			least = distance;
			best = text_of(marker_names[i]);
		}
	}
	return best;
}

static void
html_text(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		switch (t.s[i]) {
		case '&': buf_str(out, "&amp;"); break;
		case '<': buf_str(out, "&lt;"); break;
		case '>': buf_str(out, "&gt;"); break;
		case '"': buf_str(out, "&quot;"); break;
		case '\'': buf_str(out, "&#39;"); break;
		/* A label must not begin a marker. */
		case '{': buf_str(out, "&#123;"); break;
		default: buf_char(out, t.s[i]);
		}
}

/* --- what stands between {{ and }} ------------------------------------------------------------- */

struct section {
	struct text name;
	struct place at;
};

struct file_state {
	const struct source *source;
	struct section sections[MAX_NESTING];
	size_t n_sections;
};

static void load(struct loader *l, const struct source *source, struct buf *out);

static void
put_label(struct loader *l, struct text key, struct place at, struct buf *out)
{
	const struct text *t = labels_find(l->labels, key);

	if (t) {
		table_set(&l->labels->wanted, key, l->labels);
		html_text(out, *t);
	} else {
		label_missing(l->labels, key, at, l->d);
		l->is_good = false;
	}
}

static void
put_partial(struct loader *l, struct text name, struct place at, struct buf *out)
{
	const struct template_file *f = file_named(l, name);

	if (!f) {
		diagnose(l->d, UNKNOWN_PARTIAL, at, name, nearest_file(l, name));
		l->is_good = false;
		return;
	}
	for (size_t i = 0; i < l->n_open; i++)
		if (l->open[i] == f->source || l->n_open == MAX_NESTING) {
			diagnose(l->d, PARTIAL_IN_ITSELF, at, name);
			l->is_good = false;
			return;
		}
	load(l, f->source, out);
}

static bool
marker_number(struct loader *l, struct text name, struct place at, unsigned *number)
{
	uintptr_t found = (uintptr_t)table_get(l->markers, name);

	if (!found) {
		diagnose(l->d, UNKNOWN_MARKER, at, name, nearest_marker(name));
		l->is_good = false;
		return false;
	}
	*number = (unsigned)found - 1;
	return true;
}

static void
not_closed(struct loader *l, struct text name, struct place at)
{
	diagnose(l->d, SECTION_NOT_CLOSED, at, name, name);
	l->is_good = false;
}

/* {{#NAME}}, {{/NAME}}, {{#NAME_separator}} */
static void
put_section(struct loader *l, struct file_state *f, char sign, struct text name, struct place at,
    struct buf *out)
{
	struct text separator = T("_separator");
	bool is_separator = text_ends(name, separator);
	struct text marker = is_separator ? text_slice(name, 0, name.n - separator.n) : name;
	unsigned number;

	if (!marker_number(l, marker, at, &number))
		return;
	if (sign == '#') {
		if (f->n_sections == MAX_NESTING) {
			not_closed(l, name, at);
			return;
		}
		f->sections[f->n_sections++] = (struct section){ name, at };
	} else if (f->n_sections == 0 || !text_equal(f->sections[f->n_sections - 1].name, name)) {
		struct section open = f->n_sections ? f->sections[f->n_sections - 1] : (struct section){ name, at };
		not_closed(l, open.name, open.at);
		return;
	} else {
		f->n_sections--;
	}
	buf_str(out, "{{");
	buf_char(out, sign);
	template_marker(out, number);
	if (is_separator)
		buf_text(out, separator);
	buf_str(out, "}}");
}

/* {{NAME}}, {{NAME_HTML:none}} */
static void
put_value(struct loader *l, struct text name, struct place at, struct buf *out)
{
	size_t colon = text_find_char(name, ':');
	struct text marker = text_slice(name, 0, colon), modifier = text_slice(name, colon + 1, name.n);
	bool is_raw = text_ends(marker, T("_HTML")) || text_ends(marker, T("_SVG")) || text_ends(marker, T("_SCRIPT"));
	unsigned number;

	if (!marker_number(l, marker, at, &number))
		return;
	if (modifier.n && !(is_raw && text_equal(modifier, T("none")))) {
		diagnose(l->d, RAW_MARKER, at, marker, modifier);
		l->is_good = false;
		return;
	}
	buf_str(out, "{{");
	template_marker(out, number);
	buf_str(out, is_raw ? ":none}}" : "}}");
}

static void
put_tag(struct loader *l, struct file_state *f, struct text tag, struct place at, struct buf *out)
{
	struct text rest = text_slice(tag, 1, tag.n);

	switch (tag.n ? tag.s[0] : '\0') {
	case '!': break;
	case '>': put_partial(l, text_trim(rest), at, out); break;
	case '#':
	case '/': put_section(l, f, tag.s[0], rest, at, out); break;
	case '%': buf_printf(out, "{{%.*s}}", TEXT_ARG(tag)); break;
	default:
		if (text_starts(tag, T("t.")))
			put_label(l, text_slice(tag, 2, tag.n), at, out);
		else
			put_value(l, tag, at, out);
	}
}

/* The line break behind a partial or comment on a line of its own goes with it. */
static size_t
behind_tag(struct text bytes, size_t start, size_t end, char sign)
{
	bool is_alone = (start == 0 || bytes.s[start - 1] == '\n') && end < bytes.n && bytes.s[end] == '\n';

	return is_alone && (sign == '>' || sign == '!') ? end + 1 : end;
}

static void
load(struct loader *l, const struct source *source, struct buf *out)
{
	struct file_state f = { .source = source };
	struct text bytes = source->bytes;
	size_t at = 0;

	l->open[l->n_open++] = source;
	table_set(l->used, source->path, l);
	for (;;) {
		size_t open = at + text_find(text_slice(bytes, at, bytes.n), T("{{"));
		buf_text(out, text_slice(bytes, at, open));
		if (open == bytes.n)
			break;
		struct place place = place_at_offset(source, open);
		size_t close = open + text_find(text_slice(bytes, open, bytes.n), T("}}"));
		if (close == bytes.n) {
			diagnose(l->d, TEMPLATE_FAULT, place, source->path, T("{{"));
			l->is_good = false;
			break;
		}
		struct text tag = text_slice(bytes, open + 2, close);
		put_tag(l, &f, tag, place, out);
		at = behind_tag(bytes, open, close + 2, tag.n ? tag.s[0] : '\0');
	}
	if (f.n_sections)
		not_closed(l, f.sections[f.n_sections - 1].name, f.sections[f.n_sections - 1].at);
	l->n_open--;
}

/* Indentation is for those who write templates: a tenth of a page. Line breaks stay, since words stand
 * between them. What is preformatted stays as it is. */
static void
remove_indentation(struct buf *html)
{
	size_t n = 0;
	bool is_start = true, is_kept = false; /* at the start of a line; within <pre> */

	if (text_find(buf_view(html), T("<textarea")) < html->n)
		return;
	for (size_t i = 0; i < html->n; i++) {
		char c = html->s[i];
		if (is_start && c == '\t' && !is_kept)
			continue;
		if (c == '<') {
			struct text rest = text_slice(buf_view(html), i, html->n);
			is_kept = text_starts(rest, T("<pre")) || (is_kept && !text_starts(rest, T("</pre")));
		}
		is_start = c == '\n';
		html->s[n++] = c;
	}
	html->n = n;
}

/* --- the set ----------------------------------------------------------------------------------- */

static struct page_template *
make(struct loader *l, const struct template_file *f)
{
	struct buf html = { 0 }, error = { 0 };
	struct page_template *made = NULL;

	l->is_good = true;
	load(l, f->source, &html);
	if (!text_starts(f->source->bytes, T("{{%AUTOESCAPE context=\"HTML\"}}"))) {
		diagnose(l->d, TEMPLATE_FAULT, { f->source, 1, 1 }, f->name, T("{{%AUTOESCAPE context=\"HTML\"}} (1)"));
		l->is_good = false;
	}
	remove_indentation(&html);
	if (l->is_good) {
		made = template_new(buf_view(&html), &error);
		if (!made || error.n)
			diagnose(l->d, TEMPLATE_FAULT, { f->source, 1, 1 }, f->name, buf_view(&error));
	}
	buf_free(&html);
	buf_free(&error);
	return made;
}

void
templates_make(struct templates *t, const struct template_file *files, size_t n,
    struct labels *labels, struct diagnostics *d)
{
	struct table markers = { 0 };
	struct loader l = { .files = files, .n_files = n, .markers = &markers, .labels = labels, .used = &t->used, .d = d };

	for (uintptr_t i = 0; i < N_MARKERS; i++)
		table_set(&markers, text_of(marker_names[i]), (void *)(i + 1));
	for (size_t i = 0; i < N_TEMPLATES; i++) {
		const struct template_file *f = file_named(&l, text_of(file_names[i]));
		if (f)
			t->list[i] = make(&l, f);
		else
			diagnose(d, TEMPLATE_MISSING, { NULL, 0, 0 }, text_of(file_names[i]));
	}
	table_free(&markers);
}

void
templates_free(struct templates *t)
{
	for (size_t i = 0; i < N_TEMPLATES; i++)
		template_free(t->list[i]);
	table_free(&t->used);
}
