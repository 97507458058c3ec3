#include "build/starter.h"

#include "core/json.h"

static bool
has_language(const struct starter *s, struct text language)
{
	for (size_t k = 0; k < s->n_languages; k++)
		if (text_equal(s->languages[k], language))
			return true;
	return false;
}

/* Of the languages in which there are texts. */
static struct text
code_of(struct text language)
{
	return text_equal(language, T("de")) ? T("DEU") : text_equal(language, T("en")) ? T("ENG") : T("");
}

static struct text
list_of(struct arena *a, const struct starter *s, struct text (*word)(struct text language))
{
	struct text list = word(s->languages[0]);

	for (size_t k = 1; k < s->n_languages; k++) {
		struct text next = word(s->languages[k]);
		if (next.n)
			list = arena_printf(a, "%.*s, %.*s", TEXT_ARG(list), TEXT_ARG(next));
	}
	return list;
}

static struct text
itself(struct text language)
{
	return language;
}

/* What stands for the name between two @; false when it is none of ours. */
static bool
value_of(struct arena *a, const struct starter *s, struct text name, struct text *value)
{
	const struct {
		struct text name, value;
	} values[] = {
		{ T("NAME"), s->name }, { T("BASE_URL"), s->base_url }, { T("HOST"), s->host }, { T("AGS"), s->ags },
		{ T("LANGUAGE"), s->languages[0] }, { T("PUBLISHER"), s->publisher }, { T("EMAIL"), s->email }, { T("LANGUAGES"), list_of(a, s, itself) },
		{ T("LANGUAGE_CODES"), list_of(a, s, code_of) }, { T("TODAY"), s->today },
	};

	for (size_t k = 0; k < sizeof values / sizeof values[0]; k++)
		if (text_equal(values[k].name, name)) {
			*value = values[k].value;
			return true;
		}
	return false;
}

static void
markdown_characters(struct buf *out, struct text t)
{
	for (size_t k = 0; k < t.n; k++) {
		if (strchr("\\`*_[]<>&#", t.s[k]))
			buf_char(out, '\\');
		buf_char(out, t.s[k]);
	}
}

static void
fill_line(struct buf *out, struct arena *a, const struct starter *s, struct text line)
{
	while (line.n) {
		size_t at = text_find_char(line, '@');
		buf_text(out, text_slice(line, 0, at));
		line = text_slice(line, at, line.n);
		if (line.n == 0)
			return;
		struct text behind = text_slice(line, 1, line.n);
		size_t end = text_find_char(behind, '@');
		struct text name = text_slice(behind, 0, end), value;
		bool is_quoted = text_starts(name, T("q:"));

		if (end < behind.n && value_of(a, s, is_quoted ? text_slice(name, 2, name.n) : name, &value)) {
			if (is_quoted)
				json_characters(out, value);
			else
				markdown_characters(out, value);
			line = text_slice(behind, end + 1, behind.n);
		} else {
			buf_char(out, '@');
			line = behind;
		}
	}
}

/* Takes the conditions off the front of a line; false when one does not hold. */
static bool
keeps_line(const struct starter *s, struct text *line)
{
	for (;;) {
		bool with = text_starts(*line, T("@with:")), first = text_starts(*line, T("@first:"));
		if (!with && !first)
			return true;
		struct text rest = text_slice(*line, with ? 6 : 7, line->n);
		size_t end = text_find_char(rest, '@');
		struct text what = text_slice(rest, 0, end);

		if (first ? !text_equal(s->languages[0], what) :
			    text_equal(what, T("ags")) ? s->ags.n == 0 : !has_language(s, what))
			return false;
		*line = text_slice(rest, end + 1, rest.n);
	}
}

static struct text
fill(struct arena *a, const struct starter *s, struct text template)
{
	struct buf out = { 0 };
	struct text line;

	while (text_next(&template, '\n', &line)) {
		if (!keeps_line(s, &line))
			continue;
		fill_line(&out, a, s, line);
		buf_char(&out, '\n');
	}
	struct text bytes = arena_text(a, buf_view(&out));
	buf_free(&out);
	return bytes;
}

/* "site/pages/about.de.md" belongs to German and loses the language where it is the first; false when the
 * portal does not speak it. */
static bool
path_of(struct arena *a, const struct starter *s, struct text name, struct text *path)
{
	static const struct text known[] = { { ".de.md", 6 }, { ".en.md", 6 } };
	struct buf out = { 0 };
	struct text part;

	for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
		if (text_ends(name, known[k])) {
			struct text language = text_slice(known[k], 1, 3);
			if (!has_language(s, language))
				return false;
			if (text_equal(s->languages[0], language))
				name = arena_printf(a, "%.*s.md", (int)(name.n - known[k].n), name.s);
		}
	while (text_next(&name, '/', &part)) {
		if (out.n)
			buf_char(&out, '/');
		if (text_starts(part, T("dot-"))) {
			buf_char(&out, '.');
			part = text_slice(part, 4, part.n);
		}
		buf_text(&out, part);
	}
	*path = arena_text(a, buf_view(&out));
	buf_free(&out);
	return true;
}

struct starter_files
starter_files(struct arena *a, const struct shared_files *templates, const struct starter *s)
{
	struct starter_files files = { arena_array(a, struct starter_file, templates->n), 0 };

	for (size_t k = 0; k < templates->n; k++) {
		struct starter_file *f = &files.list[files.n];
		if (!path_of(a, s, templates->list[k].name, &f->path))
			continue;
		f->bytes = fill(a, s, templates->list[k].bytes);
		f->is_program = text_starts(f->path, T("hooks/"));
		files.n++;
	}
	return files;
}
