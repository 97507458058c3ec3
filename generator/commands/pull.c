/*
 * pull: what the sources in catalog.yaml have to say today, each imported again into its folder. Ids,
 * identifiers and dates of the data stay those of the source (convention 25); what was edited here stays, too. The
 * working tree is written and nothing is committed: somebody looks at it first.
 */
#include "adapters/xml.h"
#include "catalog/sources.h"
#include "check/report.h"
#include "commands/commands.h"
#include "commands/import_run.h"
#include "core/file.h"
#include "import/fetch.h"

#include <stdio.h>
#include <string.h>

enum { MAX_CATALOG = 1 << 20 };

static bool
is_wanted(const struct options *o, struct text name)
{
	for (int i = 0; i < o->n_rest; i++)
		if (text_equal(text_of(o->rest[i]), name))
			return true;
	return o->n_rest == 0;
}

/* Every name given must be that of a source. */
static bool
names_are_known(const struct options *o, const struct catalog_source *sources, size_t n)
{
	for (int i = 0; i < o->n_rest; i++) {
		size_t k = 0;
		while (k < n && !text_equal(sources[k].name, text_of(o->rest[i])))
			k++;
		if (k == n) {
			fprintf(stderr, "tabularium: catalog.yaml names no source “%s”; it has:", o->rest[i]);
			for (k = 0; k < n; k++)
				fprintf(stderr, " %.*s", TEXT_ARG(sources[k].name));
			fputc('\n', stderr);
			return false;
		}
	}
	return true;
}

/* Files and folders are named from where catalog/ lies. */
static int
pull(struct arena *a, const struct catalog_source *s, const struct options *o)
{
	const char *type = arena_cstr(a, s->type), *from = arena_cstr(a, s->from);
	const struct import_source *source = import_source_named(type);

	if (!source) {
		fprintf(stderr, "tabularium: the source “%.*s” is of the type “%s”; there are:", TEXT_ARG(s->name),
		    type);
		for (size_t i = 0; i < n_import_sources; i++)
			fprintf(stderr, " %s", import_sources[i].name);
		fputc('\n', stderr);
		return 2;
	}
	if (!o->quiet) {
		printf("%.*s: %s\n", TEXT_ARG(s->name), from);
		fflush(stdout);
	}
	return import_run(&(struct import_run){ .source = source,
			      .where = is_web_address(from) ? from : path_join(a, o->repository, from),
			      .name = arena_cstr(a, s->name),
			      .texts = s->texts.n ? arena_cstr(a, s->texts) : NULL,
			      .folder = arena_cstr(a, s->into),
			      .repairs = s->repairs },
	    o);
}

/* What is wrong with the list is said; what is wrong with the rest of the file is for `check`. */
static struct catalog_source *
read_sources(struct arena *a, struct source *file, const struct options *o, size_t *n, struct diagnostics *d)
{
	struct diagnostics *rest = diagnostics_new();
	const char *path = path_join(a, o->repository, "catalog/catalog.yaml");

	*n = 0;
	file->path = T("catalog/catalog.yaml");
	const struct yaml_node *root =
	    file_read(a, path, MAX_CATALOG, &file->bytes) ? yaml_read(a, file, 0, file->bytes.n, rest) : NULL;
	diagnostics_free(rest);
	return catalog_sources_read(
	    a, root && root->kind == YAML_MAPPING ? yaml_get(root, T("sources")) : NULL, n, d);
}

int
command_pull(int argc, char **argv)
{
	struct options o;
	struct source file = { 0 };
	size_t n;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_LANGUAGE | OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	xml_init();
	struct arena *a = arena_new();
	struct diagnostics *d = diagnostics_new();
	const struct catalog_source *sources = read_sources(a, &file, &o, &n, d);

	exit_code = d->n_errors > 0;
	if (d->n) {
		struct buf report = { 0 };
		report_text(&report, d, o.language, o.colour);
		fwrite(report.s, 1, report.n, stdout);
		buf_free(&report);
	} else if (n == 0) {
		fprintf(
		    stderr, "tabularium: catalog.yaml names no source (sources: [{name: …, type: …, from: …}])\n");
		exit_code = 2;
	} else if (!names_are_known(&o, sources, n)) {
		exit_code = 2;
	}
	/* One that cannot be reached keeps no other from coming. */
	for (size_t i = 0; exit_code < 2 && d->n == 0 && i < n; i++)
		if (is_wanted(&o, sources[i].name)) {
			int one = pull(a, &sources[i], &o);
			exit_code = one > exit_code ? one : exit_code;
		}
	diagnostics_free(d);
	arena_free(a);
	return exit_code;
}
