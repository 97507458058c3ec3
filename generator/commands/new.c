/*
 * new: the file of a new entry, as a form with the keys that belong there. On a terminal it asks for what it
 * cannot know.
 */
#include "adapters/http.h"
#include "adapters/xml.h"
#include "adapters/yaml.h"
#include "catalog/entry.h"
#include "catalog/reader.h"
#include "commands/commands.h"
#include "commands/questions.h"
#include "core/file.h"
#include "core/table.h"
#include "import/fetch.h"
#include "import/form.h"
#include "site/files.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_VALUES = 8, MAX_LOOK = 64 << 20 };

struct new_entry {
	struct arena *arena;
	const struct options *options;
	struct code_lists *lists;
	enum class class;
	struct text id, publisher, title, license;
	struct form_file file;
	bool has_file;
	struct form_value values[MAX_VALUES];
	size_t n;
};

static enum class
class_named(const char *word)
{
	static const struct {
		const char *word;
		enum class class;
	} known[] = {
		{ "dataset", CLASS_DATASET }, { "service", CLASS_SERVICE }, { "series", CLASS_SERIES }, { "agent", CLASS_AGENT },
	};

	for (size_t k = 0; k < sizeof known / sizeof known[0]; k++)
		if (strcmp(known[k].word, word) == 0)
			return known[k].class;
	return CLASS_NONE;
}

/* The ids of agents/, with commas between them; *only is the one when there is no other. */
static struct text
known_agents(struct new_entry *e, struct text *only)
{
	struct text *names;
	size_t n, found = 0;
	struct buf out = { 0 };

	*only = T("");
	if (!folder_read(e->arena, path_join(e->arena, e->options->repository, "catalog/agents"), &names, &n))
		return T("");
	for (size_t k = 0; k < n; k++) {
		size_t dot = text_find_char(names[k], '.');
		struct text end = text_slice(names[k], dot, names[k].n);
		if (!text_equal(end, T(".md")) && !text_equal(end, T(".yaml")))
			continue;
		*only = found++ ? T("") : text_slice(names[k], 0, dot);
		if (out.n)
			buf_str(&out, ", ");
		buf_text(&out, text_slice(names[k], 0, dot));
	}
	struct text list = arena_text(e->arena, buf_view(&out));
	buf_free(&out);
	return list;
}

static bool
is_agent(struct new_entry *e, struct text id)
{
	struct arena *a = e->arena;

	return is_id(id) &&
	       (file_exists(path_join(a, e->options->repository, arena_printf(a, "catalog/agents/%.*s.md", TEXT_ARG(id)).s)) ||
		   file_exists(path_join(a, e->options->repository, arena_printf(a, "catalog/agents/%.*s.yaml", TEXT_ARG(id)).s)));
}

static void
add(struct new_entry *e, enum property_id p, struct text value)
{
	if (value.n)
		e->values[e->n++] = (struct form_value){ p, value };
}

static bool
ask_publisher(struct new_entry *e)
{
	struct arena *a = e->arena;
	struct text only, known = known_agents(e, &only);

	e->publisher = question(a, e->options, e->options->publisher,
	    arena_printf(a, "Herausgeber (%.*s)", TEXT_ARG(known)).s, arena_printf(a, "Publisher (%.*s)", TEXT_ARG(known)).s, only);
	if (e->publisher.n == 0 || is_agent(e, e->publisher))
		return true;
	return refuse(e->options, arena_printf(a, "eine Stelle „%.*s“ gibt es nicht in catalog/agents/; es gibt: %.*s",
		TEXT_ARG(e->publisher), TEXT_ARG(known)).s,
	    arena_printf(a, "there is no “%.*s” in catalog/agents/; there are: %.*s", TEXT_ARG(e->publisher), TEXT_ARG(known)).s);
}

static bool
ask_license(struct new_entry *e)
{
	struct arena *a = e->arena;
	struct text given = question(a, e->options, e->options->license, "Lizenz (dl-zero-de/2.0, dl-by-de/2.0, cc-by/4.0 …)",
	    "Licence (dl-zero-de/2.0, dl-by-de/2.0, cc-by/4.0 …)", T("dl-zero-de/2.0"));
	const struct concept *license = code_lists_find(e->lists, LIST_license, given);

	if (license) {
		e->license = text_of(license->code);
		return true;
	}
	const struct concept *nearest = code_lists_nearest(e->lists, LIST_license, given);
	const char *near = nearest ? nearest->code : NULL;
	return refuse(e->options,
	    arena_printf(a, "„%.*s“ ist keine Lizenz der Liste%s%s", TEXT_ARG(given), near ? "; vielleicht " : "", near ? near : "").s,
	    arena_printf(a, "“%.*s” is no licence of the list%s%s", TEXT_ARG(given), near ? "; perhaps " : "", near ? near : "").s);
}

/* "data/…" of a file below catalog/data/, however it was named; else empty. */
static struct text
hosted_path(struct new_entry *e, const char *from)
{
	char file[PATH_MAX], folder[PATH_MAX];
	const char *data = path_join(e->arena, e->options->repository, "catalog/data");

	if (!realpath(from, file) || !realpath(data, folder) || !text_starts(text_of(file), arena_printf(e->arena, "%s/", folder)))
		return T("");
	return arena_printf(e->arena, "data%s", file + strlen(folder));
}

static bool
look(struct new_entry *e)
{
	struct arena *a = e->arena;
	const char *from = e->options->from;
	struct text bytes, fault;

	if (!from)
		return true;
	if (is_web_address(from)) {
		if (!http_get(a, &(struct http_request){ .url = from, .max_bytes = MAX_LOOK }, &bytes, &fault))
			return refuse(e->options, arena_printf(a, "%s: %.*s", from, TEXT_ARG(fault)).s,
			    arena_printf(a, "%s: %.*s", from, TEXT_ARG(fault)).s);
		e->file.address = text_of(from);
	} else {
		if (!file_read(a, from, MAX_LOOK, &bytes))
			return refuse(e->options, arena_printf(a, "%s: %s", from, file_fault(errno, true)).s,
			    arena_printf(a, "%s: %s", from, file_fault(errno, false)).s);
		e->file.hosted = hosted_path(e, from);
		if (e->file.hosted.n == 0) {
			e->file.is_elsewhere = true;
			e->file.hosted = arena_printf(a, "data/%.*s/%.*s", TEXT_ARG(e->id), TEXT_ARG(text_file_name(text_of(from))));
		}
	}
	form_look(a, text_of(from), bytes, e->options->language, e->lists, &e->file);
	/* Capabilities that were saved: where the service is they do not say for certain. */
	if (e->file.service.n && e->file.is_elsewhere) {
		e->file.hosted = T("");
		e->file.is_elsewhere = false;
	}
	e->has_file = true;
	return true;
}

/* Without the question of a service's address: "https://…/wms?request=…" → "https://…/wms" */
static struct text
endpoint(struct text address)
{
	return address.n ? text_slice(address, 0, text_find_char(address, '?')) : address;
}

static bool
ask(struct new_entry *e)
{
	struct text title = e->file.title.n && e->class != CLASS_AGENT ? e->file.title : e->id;

	e->title = question(e->arena, e->options, e->options->title, e->class == CLASS_AGENT ? "Name" : "Titel",
	    e->class == CLASS_AGENT ? "Name" : "Title", title);
	if (e->class == CLASS_AGENT) {
		add(e, AGENT_name, e->title);
		return true;
	}
	if (!ask_publisher(e) || (e->class == CLASS_DATASET && !ask_license(e)))
		return false;
	switch (e->class) {
	case CLASS_DATASET:
		add(e, DATASET_title, e->title);
		add(e, DATASET_release, T("draft"));
		add(e, DATASET_publisher, e->publisher);
		add(e, DATASET_license, e->license);
		break;
	case CLASS_SERIES:
		add(e, SERIES_title, e->title);
		add(e, SERIES_publisher, e->publisher);
		break;
	default:
		add(e, SERVICE_title, e->title);
		add(e, SERVICE_publisher, e->publisher);
		add(e, SERVICE_endpoint_url, endpoint(e->file.address));
		if (e->file.service.n)
			add(e, SERVICE_endpoint_description, e->file.address);
		break;
	}
	return true;
}

/* Which properties catalog.yaml has a default for; what is wrong in it is for check to say. */
static const bool *
find_inherited(struct new_entry *e)
{
	bool *is_inherited = arena_array(e->arena, bool, N_PROPERTIES);
	struct source *file = arena_new_of(e->arena, struct source);
	struct table *keys = reader_keys_new(e->arena);

	file->path = T("catalog/catalog.yaml");
	const struct yaml_node *root =
	    file_read(e->arena, path_join(e->arena, e->options->repository, file->path.s), YAML_MAX_BYTES, &file->bytes) ?
	    yaml_read(e->arena, file, 0, file->bytes.n, NULL) : NULL;
	const struct yaml_node *defaults = root && root->kind == YAML_MAPPING ? yaml_get(root, T("defaults")) : NULL;
	for (const struct yaml_node *key = defaults && defaults->kind == YAML_MAPPING ? defaults->first : NULL; key;
	     key = yaml_value(key)->next) {
		uintptr_t p = (uintptr_t)table_get(&keys[CLASS_DATASET], key->text);
		if (p)
			is_inherited[p - 1] = true;
	}
	reader_keys_free(keys);
	return is_inherited;
}

static int
write_entry(struct new_entry *e)
{
	struct text folder = entry_folder(e->class);
	struct text path = e->class == CLASS_DATASET && e->publisher.n ?
	    arena_printf(e->arena, "catalog/%.*s%.*s/%.*s.md", TEXT_ARG(folder), TEXT_ARG(e->publisher), TEXT_ARG(e->id)) :
	    arena_printf(e->arena, "catalog/%.*s%.*s.md", TEXT_ARG(folder), TEXT_ARG(e->id));
	const char *repository = e->options->repository;
	bool is_german = e->options->language == GERMAN;
	struct buf out = { 0 };

	form_write(&out, &(struct form){ .class = e->class, .language = e->options->language, .values = e->values,
			     .n_values = e->n, .file = e->has_file ? &e->file : NULL,
			     .is_inherited = e->class == CLASS_DATASET ? find_inherited(e) : NULL });
	bool good = file_create(repository, path, buf_view(&out), false);
	buf_free(&out);
	if (!good) {
		refuse(e->options, arena_printf(e->arena, "%.*s gibt es schon und bleibt, wie es ist", TEXT_ARG(path)).s,
		    arena_printf(e->arena, "%.*s is there already and stays as it is", TEXT_ARG(path)).s);
		return 1;
	}
	if (!e->options->quiet)
		printf(is_german ? "%.*s geschrieben. Weiter: ausfüllen, dann tabularium check %.*s\n" :
				   "Wrote %.*s. Next: fill it in, then tabularium check %.*s\n",
		    TEXT_ARG(path), TEXT_ARG(path));
	return 0;
}

int
command_new(int argc, char **argv)
{
	struct options o;
	int exit_code;

	if (!options_read(&o, OPTION_REPOSITORY | OPTION_NEW | OPTION_LANGUAGE | OPTION_QUIET, argc, argv, &exit_code))
		return exit_code;
	struct new_entry e = { .options = &o, .class = o.n_rest == 2 ? class_named(o.rest[0]) : CLASS_NONE };
	if (e.class == CLASS_NONE) {
		refuse(&o, "new erwartet dataset, service, series oder agent, und die Kennung",
		    "new wants dataset, service, series or agent, and the id");
		return 2;
	}
	e.id = text_of(o.rest[1]);
	if (!is_id(e.id)) {
		refuse(&o, "Kennungen bestehen aus a–z, 0–9 und Bindestrichen, zum Beispiel baum-kataster",
		    "ids consist of a–z, 0–9 and hyphens, for example tree-register");
		return 2;
	}
	xml_init();
	e.arena = arena_new();
	e.lists = code_lists_new();
	exit_code = look(&e) && ask(&e) ? write_entry(&e) : 2;
	code_lists_free(e.lists);
	arena_free(e.arena);
	return exit_code;
}
