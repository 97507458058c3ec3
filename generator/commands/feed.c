#include "adapters/git_history.h"
#include "adapters/xml.h"
#include "build/feed_stream.h"
#include "build/records.h"
#include "changes/history_check.h"
#include "check/check.h"
#include "commands/commands.h"
#include "commands/findings.h"
#include "commands/options.h"
#include "core/die.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static bool
find_syntax(const char *name, enum syntax *syntax)
{
	*syntax = RDFXML;
	if (!name)
		return true;
	for (enum syntax i = 0; i < N_SYNTAXES; i++)
		if (strcmp(syntaxes[i].name, name) == 0) {
			*syntax = i;
			return true;
		}
	fprintf(stderr, "tabularium: feed --format is rdfxml, turtle, jsonld or ntriples, not “%s”\n", name);
	return false;
}

static struct text
nearest_id(const struct resource_list *datasets, struct text id)
{
	struct text nearest = T("");
	unsigned least = id.n < 6 ? (unsigned)id.n / 2 + 1 : 4;

	for (size_t i = 0; i < datasets->n; i++) {
		unsigned distance = text_distance(id, datasets->list[i]->id);
		if (distance < least) {
			least = distance;
			nearest = datasets->list[i]->id;
		}
	}
	return nearest;
}

/* The datasets of the arguments, each once, in their order. */
static bool
select_datasets(struct arena *a, const struct options *o, const struct catalog *c,
    const struct resource ***selection, size_t *n)
{
	*selection = arena_array(a, const struct resource *, (size_t)o->n_rest + 1);
	*n = 0;
	for (int i = 0; i < o->n_rest; i++) {
		const struct resource *dataset = resource_list_find(&c->datasets, text_of(o->rest[i]));
		size_t known = 0;

		if (!dataset) {
			struct text nearest = nearest_id(&c->datasets, text_of(o->rest[i]));
			fprintf(stderr, "tabularium: there is no public dataset “%s”", o->rest[i]);
			if (nearest.n)
				fprintf(stderr, "; did you mean %.*s?\n", TEXT_ARG(nearest));
			else
				fputc('\n', stderr);
			return false;
		}
		while (known < *n && (*selection)[known] != dataset)
			known++;
		if (known == *n)
			(*selection)[(*n)++] = dataset;
	}
	return true;
}

static void
print(void *context, enum syntax syntax, struct text bytes)
{
	(void)context;
	(void)syntax;
	if (fwrite(bytes.s, 1, bytes.n, stdout) != bytes.n)
		die("cannot write the feed: %s", strerror(errno));
}

static int
write_feed(struct arena *a, const struct options *o, enum syntax syntax, const struct catalog *c)
{
	const struct resource **selection;
	size_t n;

	if (!select_datasets(a, o, c, &selection, &n))
		return 2;
	struct rdf *rdf = rdf_new(c);
	feed_stream(&(struct feed_stream){ .catalog = c, .rdf = rdf, .syntaxes = 1u << syntax, .jobs = o->jobs,
	    .selection = n ? selection : NULL, .n_selection = n, .write = print });
	rdf_free(rdf);
	if (fflush(stdout) != 0)
		die("cannot write the feed: %s", strerror(errno));
	return 0;
}

int
command_feed(int argc, char **argv)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct options o;
	enum syntax syntax;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_REVISION | OPTION_SYNTAX | OPTION_PROFILE | OPTION_BASE_URL |
				  OPTION_JOBS | OPTION_LANGUAGE | OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	if (!find_syntax(o.format, &syntax))
		return 2;
	if (o.n_profiles > 1) {
		fprintf(stderr, "tabularium: a feed follows one profile; call feed once for each\n");
		return 2;
	}
	xml_init();
	struct arena *a = arena_new();
	struct diagnostics *d = diagnostics_new();
	struct diagnostics *of_history = diagnostics_new();
	struct snapshot *snapshot = snapshot_open(&(struct snapshot_options){ .folder = o.repository,
						      .revision = o.revision,
						      .kind = o.worktree ? SNAPSHOT_WORKTREE : SNAPSHOT_REVISION,
						      .roots = roots }, d);
	struct catalog_owner *owner = catalog_read(&(struct catalog_reading){ .snapshot = snapshot, .jobs = o.jobs,
						       .base_url = o.base_url, .profiles = o.profiles,
						       .n_profiles = o.n_profiles }, d);
	struct history *history = NULL;
	struct changes_owner *changes = NULL;
	check_catalog(catalog_all(owner), d, o.jobs);
	exit_code = 1;
	if (d->n_errors == 0) {
		history = history_open(snapshot, T(""));
		check_history(&(struct history_check){ .snapshot = snapshot, .history = history,
		    .owner = owner, .folder = o.repository }, of_history);
	}
	if (d->n_errors == 0 && of_history->n_errors == 0) {
		const struct catalog *c = catalog_public(owner);
		changes = changes_read(&(struct changes_reading){ .snapshot = snapshot, .history = history,
		    .owner = owner, .catalog = c, .jobs = o.jobs });
		find_records(a, owner, c, snapshot, history, changes ? changes_all(changes) : NULL);
		exit_code = write_feed(a, &o, syntax, c);
	}
	/* What `check` finds beside errors is no concern of a feed that can be written. */
	print_findings(stderr, d->n_errors ? d : of_history, snapshot, &o, false);
	changes_free(changes);
	history_close(history);
	catalog_free(owner);
	snapshot_close(snapshot);
	diagnostics_free(of_history);
	diagnostics_free(d);
	arena_free(a);
	return exit_code;
}
