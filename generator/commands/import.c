/*
 * import: entries of another catalogue become files of this one. Only the working tree is written; what was
 * done is seen with git diff, and undone with git restore.
 */
#include "adapters/xml.h"
#include "catalog/reader.h"
#include "check/report.h"
#include "commands/commands.h"
#include "commands/import_run.h"
#include "commands/options.h"
#include "core/file.h"
#include "dcat/iri.h"
#include "import/fetch.h"
#include "import/sources.h"
#include "site/files.h"

#include <stdio.h>
#include <string.h>

static void
print_sources(FILE *to, enum interface_language language)
{
	for (size_t k = 0; k < n_import_sources; k++)
		fprintf(to, "  %-10s %-10s %s\n", import_sources[k].name, import_sources[k].argument,
		    import_sources[k].summary[language]);
}

/* One part of a path: letters, digits, dots and hyphens. */
static struct text
source_name(struct arena *a, const char *given, const char *where, const struct import_source *source)
{
	struct text host = is_web_address(where) ? iri_host(text_of(where)) : T("");
	struct text name = given ? text_of(given) : host.n ? host : text_of(source->name);
	char *s = arena_alloc(a, name.n + 1);

	for (size_t k = 0; k < name.n; k++)
		s[k] = (name.s[k] >= 'a' && name.s[k] <= 'z') || (name.s[k] >= 'A' && name.s[k] <= 'Z') ||
			       (name.s[k] >= '0' && name.s[k] <= '9') || (k && strchr(".-_", name.s[k])) ?
		    name.s[k] : '-';
	return (struct text){ s, name.n };
}

/* The first of `languages` in site.yaml: what texts without a language are in. */
static struct text
language_of_site(struct arena *a, const char *repository)
{
	struct source source = { T("site/site.yaml"), { NULL, 0 } };
	struct diagnostics *d = diagnostics_new();
	struct text language = T("de");

	if (file_read(a, path_join(a, repository, "site/site.yaml"), 1 << 20, &source.bytes)) {
		const struct yaml_node *root = yaml_read(a, &source, 0, source.bytes.n, d);
		const struct yaml_node *list = root && root->kind == YAML_MAPPING ? yaml_get(root, T("languages")) : NULL;
		if (list && list->kind == YAML_SEQUENCE && list->first && list->first->kind == YAML_SCALAR)
			language = list->first->text;
	}
	diagnostics_free(d);
	return language;
}

struct words {
	const char *one, *many;
};
static const struct {
	enum class class;
	struct words words[N_INTERFACE_LANGUAGES];
} counted[] = {
	{ CLASS_DATASET, { { "Datensatz", "Datensätze" }, { "dataset", "datasets" } } },
	{ CLASS_SERIES, { { "Reihe", "Reihen" }, { "series", "series" } } },
	{ CLASS_SERVICE, { { "Dienst", "Dienste" }, { "service", "services" } } },
	{ CLASS_AGENT, { { "Stelle", "Stellen" }, { "publisher or other body", "publishers and other bodies" } } },
};

/* What happened to entries and values, in words; other messages by their name. */
static const struct {
	enum message_id id;
	const char *words[N_INTERFACE_LANGUAGES];
} explained[] = {
	{ MESSAGE_IMPORT_UNMAPPED, { "Angaben der Quelle ohne Platz hier", "values of the source without a place here" } },
	{ MESSAGE_IMPORT_OTHER_KIND, { "Einträge, die keine Datensätze sind", "entries that are no datasets" } },
	{ MESSAGE_IMPORT_LOST, { "Werte, die sich nicht übernehmen ließen", "values that could not be taken over" } },
	{ MESSAGE_IMPORT_CHANGED, { "berichtigte Werte", "values put right" } },
	{ MESSAGE_IMPORT_FALLBACK, { "vorläufige Werte für fehlende", "provisional values for missing ones" } },
	{ MESSAGE_IMPORT_MARKUP, { "Texte, die Auszeichnungen verloren", "texts that lost markup" } },
	{ MESSAGE_IMPORT_KEPT, { "Felder, die hier und in der Quelle geändert wurden (sie bleiben wie hier)",
				   "fields changed here and in the source (they stay as here)" } },
	{ MESSAGE_IMPORT_GONE, { "Einträge, die die Quelle nicht mehr führt (sie bleiben)",
				   "entries that the source no longer has (they stay)" } },
	{ MESSAGE_IMPORT_EXISTS, { "Einträge, die es hier schon gab, nicht aus einem Import",
				     "entries that were here already, not from an import" } },
	{ MESSAGE_IMPORT_REMOVED_HERE, { "Einträge, die hier gelöscht wurden (sie entstehen nicht neu)",
					   "entries that were removed here (they are not made again)" } },
};

static const char *
words_of(enum message_id id, enum interface_language language)
{
	for (size_t k = 0; k < sizeof explained / sizeof explained[0]; k++)
		if (explained[k].id == id)
			return explained[k].words[language];
	return language == GERMAN ? "andere Meldungen" : "other messages";
}

static void
print_summary(const struct import_files *files, const struct diagnostics *d, const struct options *o, const char *out)
{
	bool german = o->language == GERMAN;
	size_t by_message[N_MESSAGES] = { 0 };

	for (size_t k = 0; k < sizeof counted / sizeof counted[0]; k++) {
		const struct import_count *c = &files->counts[counted[k].class];
		const struct words *w = &counted[k].words[o->language];
		size_t n = c->added + c->updated + c->unchanged;
		if (n == 0)
			continue;
		printf(german ? "%zu %s: %zu neu, %zu geändert, %zu unverändert\n" :
				"%zu %s: %zu new, %zu changed, %zu as before\n",
		    n, n == 1 ? w->one : w->many, c->added, c->updated, c->unchanged);
	}
	for (size_t k = 0; k < d->n; k++)
		by_message[d->list[k].id]++;
	for (size_t k = 0; k < N_MESSAGES; k++)
		if (by_message[k])
			printf("  %s: %zu [%s]\n", words_of((enum message_id)k, o->language), by_message[k], messages[k].name);
	if (files->n == 0)
		puts(german ? "Es gab nichts zu schreiben." : "There was nothing to write.");
	else
		printf(german ? "%zu Dateien in %s geschrieben. Weiter: git diff, tabularium check --worktree\n" :
				"Wrote %zu files in %s. Next: git diff, tabularium check --worktree\n",
		    files->n, out);
}

static void
write_files(const struct import_files *files, const char *out)
{
	for (size_t k = 0; k < files->n; k++)
		file_write(out, files->list[k].path, files->list[k].bytes);
}

int
import_run(const struct import_run *run, const struct options *o)
{
	struct arena *a = arena_new();
	struct diagnostics *d = diagnostics_new();
	struct code_lists *lists = code_lists_new();
	const char *out = o->out ? o->out : strcmp(o->repository, ".") == 0 ? "catalog" :
						      path_join(a, o->repository, "catalog");
	struct import *i = import_open(&(struct import_options){ .catalog = out, .shown_as = out,
					   .source = source_name(a, run->name, run->where, run->source),
					   .language = run->texts ? text_of(run->texts) : language_of_site(a, o->repository),
					   .folder = text_of(run->folder), .lists = lists, .repairs = run->repairs }, d);
	struct buf report = { 0 };

	bool good = run->source->read(i, run->where);
	struct import_files files = { 0 };
	/* Half a source would look as if the rest had gone. */
	if (good)
		files = import_finish(i);
	diagnostics_sort(d);
	if (!o->quiet || d->n_errors) {
		report_text(&report, d, o->language, o->colour);
		fwrite(report.s, 1, report.n, stdout);
	}
	write_files(&files, out);
	if (good && !o->quiet)
		print_summary(&files, d, o, out);
	int exit_code = d->n_errors > 0;
	buf_free(&report);
	import_close(i);
	code_lists_free(lists);
	diagnostics_free(d);
	arena_free(a);
	return exit_code;
}

static int
print_mapping(const struct import_source *source, const struct options *o)
{
	struct buf out = { 0 };

	mapping_write(&out, source, o->language);
	fwrite(out.s, 1, out.n, stdout);
	buf_free(&out);
	return 0;
}

int
command_import(int argc, char **argv)
{
	struct options o;
	int exit_code;
	/* `import ckan …`: the kind of source stands before the options or behind them. */
	const struct import_source *source = argc > 1 ? import_source_named(argv[1]) : NULL;

	if (source) {
		argv++;
		argc--;
	}
	if (!options_read(&o, OPTION_REPOSITORY | OPTION_CATALOG | OPTION_IMPORT | OPTION_LANGUAGE | OPTION_QUIET, argc,
		argv, &exit_code)) {
		if (exit_code == 0) {
			printf("\ntabularium import KIND SOURCE, with the kinds of source:\n");
			print_sources(stdout, ENGLISH);
		}
		return exit_code;
	}
	if (!source && o.n_rest) {
		source = import_source_named(o.rest[0]);
		o.rest++;
		o.n_rest--;
	}
	if (source && o.mapping)
		return print_mapping(source, &o);
	if (!source || o.n_rest != 1) {
		fprintf(stderr, "tabularium: import wants a kind of source and the source:\n");
		print_sources(stderr, o.language);
		return 2;
	}
	xml_init();
	return import_run(&(struct import_run){ .source = source, .where = o.rest[0], .name = o.source, .texts = o.texts,
	    .repairs = o.repair }, &o);
}
