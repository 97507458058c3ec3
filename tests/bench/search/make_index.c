/*
 * The search index of a repository and nothing else of its portal, in German, below OUT/search/; and what is
 * searched, one document a line, as the makers of other indexes want it:
 *
 *	make_index REPOSITORY OUT
 *
 * OUT/documents.jsonl: { "id", "title", "keywords", "publisher", "text" }. Says how many milliseconds the index took.
 */
#include "adapters/git.h"
#include "core/die.h"
#include "core/json.h"
#include "search/index.h"
#include "search/search.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

static void
write_file(const char *folder, struct text path, struct text bytes)
{
	struct buf name = { 0 };

	buf_printf(&name, "%s/%.*s", folder, TEXT_ARG(path));
	for (char *slash = strchr(buf_cstr(&name) + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(name.s, 0755);
		*slash = '/';
	}
	FILE *f = fopen(name.s, "wb");
	if (!f || fwrite(bytes.s, 1, bytes.n, f) != bytes.n || fclose(f))
		die("%s: %s", name.s, strerror(errno));
	buf_free(&name);
}

static void
property(struct json *j, const char *key, const struct resource *r, enum property_id p, unsigned language)
{
	const struct value *v = resource_in_language(r, p, language);

	json_pair(j, key, v ? v->text : T(""));
}

static void
document(struct json *j, const struct resource *r)
{
	const struct value *publisher = resource_value(r, DATASET_publisher);
	size_t n;

	json_open(j, '{');
	json_pair(j, "id", r->id);
	property(j, "title", r, DATASET_title, 0);
	json_key(j, T("keywords")), json_open(j, '[');
	for (const struct value *v = resource_values(r, DATASET_keywords, &n); n--; v++)
		json_text_value(j, v->text);
	json_close(j, ']');
	json_pair(j, "publisher", publisher && publisher->resource ? resource_title(publisher->resource, 0) : T(""));
	property(j, "text", r, DATASET_description, 0);
	json_close(j, '}');
	buf_char(j->out, '\n');
}

int
main(int argc, char **argv)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct diagnostics *d = diagnostics_new();
	struct buf path = { 0 }, bytes = { 0 };
	struct timespec from, to;

	if (argc != 3)
		die("usage: make_index REPOSITORY OUT");
	struct snapshot *snapshot = snapshot_open(&(struct snapshot_options){ .folder = argv[1], .kind = SNAPSHOT_REVISION,
						      .roots = roots }, d);
	struct catalog_owner *owner = catalog_read(&(struct catalog_reading){ .snapshot = snapshot, .jobs = 2 }, d);
	const struct catalog *c = catalog_public(owner);

	clock_gettime(CLOCK_MONOTONIC, &from);
	struct names names = names_make(NULL, NULL, c->settings->languages[0], c->settings->languages[0]);
	struct search *s = search_new(c, 0, &names, 2);
	for (size_t i = 0; i < search_count(s); i++) {
		path.n = bytes.n = 0;
		search_path(s, i, &path);
		search_render(s, i, &bytes);
		write_file(argv[2], buf_view(&path), buf_view(&bytes));
	}
	search_free(s);
	clock_gettime(CLOCK_MONOTONIC, &to);
	bytes.n = 0;
	for (size_t i = 0; i < c->datasets.n; i++)
		document(&(struct json){ .out = &bytes }, c->datasets.list[i]);
	write_file(argv[2], T("documents.jsonl"), buf_view(&bytes));
	printf("%zu %ld\n", c->datasets.n, (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
	buf_free(&path);
	buf_free(&bytes);
	catalog_free(owner);
	snapshot_close(snapshot);
	diagnostics_free(d);
	return 0;
}
