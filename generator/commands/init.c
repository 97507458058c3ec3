/*
 * init: the repository of a new city, ready to build. What is not said by options is asked on a terminal,
 * and has a default elsewhere. No file that is there already is touched.
 */
#include "adapters/unicode.h"
#include "build/starter.h"
#include "catalog/settings.h"
#include "commands/commands.h"
#include "commands/options.h"
#include "commands/questions.h"
#include "core/file.h"
#include "dcat/iri.h"
#include "schema/schema.h"
#include "site/files.h"

#include <stdio.h>
#include <time.h>

/* The last part of the folder's path. */
static struct text
folder_name(struct text path)
{
	while (path.n > 1 && path.s[path.n - 1] == '/')
		path.n--;
	size_t at = path.n;
	while (at && path.s[at - 1] != '/')
		at--;
	struct text name = text_slice(path, at, path.n);
	return name.n == 0 || name.s[0] == '.' || name.s[0] == '/' ? T("Musterstadt") : name;
}

static bool
is_one_line(struct text t)
{
	for (size_t k = 0; k < t.n; k++)
		if ((unsigned char)t.s[k] < ' ')
			return false;
	return t.n > 0 && utf8_is_valid(t);
}

static bool
is_municipality_key(struct text t)
{
	uint64_t number;

	return t.n == 8 && text_number(t, 99999999, &number);
}

static bool
has_texts(struct text language)
{
	return text_equal(language, T("de")) || text_equal(language, T("en"));
}

static bool
read_languages(struct text list, struct starter *s)
{
	struct text word;

	while (text_next(&list, ',', &word)) {
		word = text_trim(word);
		bool is_good = s->n_languages ? settings_is_language(word) : has_texts(word);
		for (size_t k = 0; k < s->n_languages; k++)
			is_good = is_good && !text_equal(s->languages[k], word);
		if (!is_good || s->n_languages == MAX_INTERFACE_LANGUAGES)
			return false;
		s->languages[s->n_languages++] = word;
	}
	return s->n_languages > 0;
}

static bool
ask(struct arena *a, const struct options *o, const char *folder, struct starter *s)
{
	size_t at;

	s->name = question(a, o, o->name, "Name der Stadt", "Name of the city", folder_name(text_of(folder)));
	s->base_url = question(a, o, o->base_url, "Adresse, die das Portal haben wird", "Address the portal will have",
	    T("https://opendata.example.org/"));
	if (!text_ends(s->base_url, T("/")))
		s->base_url = arena_printf(a, "%.*s/", TEXT_ARG(s->base_url));
	if (iri_check_url(s->base_url, &at) != IRI_GOOD)
		return refuse(o, "die Adresse des Portals sieht so aus: https://opendata.example.org/",
		    "the address of the portal looks like this: https://opendata.example.org/");
	s->host = iri_host(s->base_url);
	s->ags = question(a, o, o->ags, "Amtlicher Gemeindeschlüssel (8 Ziffern, oder leer)",
	    "Official municipality key (8 digits, or nothing)", T(""));
	if (s->ags.n && !is_municipality_key(s->ags))
		return refuse(o, "der amtliche Gemeindeschlüssel hat 8 Ziffern", "the official municipality key has 8 digits");
	if (!read_languages(question(a, o, o->languages, "Sprachen", "Languages", T("de, en")), s))
		return refuse(o, "die erste Sprache ist de oder en, weitere sind Kürzel wie fr oder pl, jedes einmal: de,en,fr",
		    "the first language is de or en, others are tags such as fr or pl, each once: en,de,fr");
	s->publisher = question(a, o, o->publisher, "Wer veröffentlicht", "Who publishes",
	    arena_printf(a, text_equal(s->languages[0], T("de")) ? "Stadt %.*s" : "City of %.*s", TEXT_ARG(s->name)));
	s->email = question(a, o, o->email, "Postfach der Redaktion", "Mailbox of the editors",
	    arena_printf(a, "opendata@%.*s", TEXT_ARG(s->host)));
	if (!is_one_line(s->name) || !is_one_line(s->publisher))
		return refuse(o, "Name und Herausgeber sind eine Zeile Text", "name and publisher are one line of text");
	if (!is_one_line(s->email) || text_find_char(s->email, '@') == s->email.n || text_find_char(s->email, ' ') < s->email.n)
		return refuse(o, "das Postfach sieht so aus: opendata@example.org", "a mailbox looks like this: opendata@example.org");
	return true;
}

/* The one look at a clock: a catalogue begins on the day that somebody began it, and says so in its file. */
static struct text
today(struct arena *a)
{
	time_t now = time(NULL);
	struct tm t;

	gmtime_r(&now, &t);
	return arena_printf(a, "%04d-%02d-%02d", t.tm_year + 1900, t.tm_mon + 1, t.tm_mday);
}

static size_t
create(const struct options *o, const char *folder, const struct starter_file *f)
{
	if (file_create(folder, f->path, f->bytes, f->is_program))
		return 1;
	printf(o->language == GERMAN ? "%s/%.*s gibt es schon und bleibt, wie es ist.\n" : "%s/%.*s is there already and stays as it is.\n",
	    folder, TEXT_ARG(f->path));
	return 0;
}

static size_t
create_schemas(const struct options *o, const char *folder)
{
	static const char *const kinds[] = { "dataset", "series", "service", "agent", "catalog", "site" };
	struct code_lists *lists = code_lists_new();
	struct arena *a = arena_new();
	struct buf out = { 0 };
	size_t n = 0;

	for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
		out.n = 0;
		schema_write(&out, schema_kind_named(text_of(kinds[k])),
		    &(struct schema_options){ .german = true, .english = true, .lists = lists });
		struct starter_file f = { arena_printf(a, "schemas/%s.schema.json", kinds[k]), buf_view(&out), false };
		n += create(o, folder, &f);
	}
	buf_free(&out);
	arena_free(a);
	code_lists_free(lists);
	return n;
}

/* The labels of another language, under the name that this one calls itself, if that is known. */
static struct text
renamed_labels(struct arena *a, struct text labels, struct text language)
{
	struct text key = T("\nlanguage_name: "), name = unicode_language_name(a, arena_cstr(a, language));
	size_t at = text_find(labels, key) + key.n;

	if (!name.n || at > labels.n)
		return labels;
	size_t end = at + text_find_char(text_slice(labels, at, labels.n), '\n');
	return arena_printf(a, "%.*s%.*s%.*s", TEXT_ARG(text_slice(labels, 0, at)), TEXT_ARG(name),
	    TEXT_ARG(text_slice(labels, end, labels.n)));
}

/* A portal in a third language begins with the texts of the first one, to be translated. */
static size_t
create_labels(struct arena *a, const struct options *o, const char *folder, const struct starter *s)
{
	struct shared_files shipped = share_templates(a);
	struct text name = arena_printf(a, "labels/%.*s.yaml", TEXT_ARG(s->languages[0]));
	size_t n = 0;

	for (size_t k = 0; k < s->n_languages; k++)
		for (size_t i = 0; i < shipped.n && !has_texts(s->languages[k]); i++) {
			if (!text_equal(shipped.list[i].name, name))
				continue;
			struct starter_file f = { arena_printf(a, "site/labels/%.*s.yaml", TEXT_ARG(s->languages[k])),
				renamed_labels(a, shipped.list[i].bytes, s->languages[k]), false };
			n += create(o, folder, &f);
			if (!o->quiet)
				printf(o->language == GERMAN ? "Zu übersetzen: %s/%.*s, und die Seiten in site/pages/ als NAME.%.*s.md\n" :
							       "To be translated: %s/%.*s, and the pages in site/pages/ as NAME.%.*s.md\n",
				    folder, TEXT_ARG(f.path), TEXT_ARG(s->languages[k]));
		}
	return n;
}

int
command_init(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_INIT | OPTION_LANGUAGE | OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	if (o.n_rest != 1) {
		refuse(&o, "init erwartet den Ordner, in dem das Repository entstehen soll",
		    "init wants the folder in which the repository is to begin");
		return 2;
	}
	struct arena *a = arena_new();
	struct starter s = { .today = today(a) };
	const char *folder = o.rest[0];

	if (!ask(a, &o, folder, &s)) {
		arena_free(a);
		return 2;
	}
	struct shared_files templates = share_starter(a);
	struct starter_files files = starter_files(a, &templates, &s);
	size_t n = 0;
	for (size_t k = 0; k < files.n; k++)
		n += create(&o, folder, &files.list[k]);
	n += create_schemas(&o, folder);
	n += create_labels(a, &o, folder, &s);
	if (!o.quiet)
		printf(o.language == GERMAN ?
			"%zu Dateien in %s geschrieben. Weiter: cd %s, git init, git add ., git commit, tabularium serve; mehr sagt README.md\n" :
			"Wrote %zu files in %s. Next: cd %s, git init, git add ., git commit, tabularium serve; README.md says more\n",
		    n, folder, folder);
	arena_free(a);
	return 0;
}
