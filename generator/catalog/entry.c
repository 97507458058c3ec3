#include "catalog/entry.h"

#include "core/die.h"

#include <stdlib.h>
#include <string.h>

/* The folders of catalog/ and what their files are. */
static const struct {
	const char *folder;
	enum class class;
} folders[] = {
	{ "agents/", CLASS_AGENT },
	{ "datasets/", CLASS_DATASET },
	{ "series/", CLASS_SERIES },
	{ "services/", CLASS_SERVICE },
};

struct text
entry_folder(enum class class)
{
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (folders[i].class == class)
			return text_of(folders[i].folder);
	return T("");
}

static bool
take_prefix(struct text *t, const char *prefix)
{
	struct text p = text_of(prefix);

	if (!text_starts(*t, p))
		return false;
	*t = text_slice(*t, p.n, t->n);
	return true;
}

static struct place
start_of(const struct snapshot_file *f)
{
	return (struct place){ &f->source, 0, 0 };
}

/* `name` is without its ending. */
static void
add_entry(struct entries *e, struct table *by_id, struct arena *a, enum class class,
    const struct snapshot_file *file, struct text name, size_t *capacity)
{
	bool is_yaml = text_ends(file->source.path, T(".yaml"));
	size_t dot = is_yaml ? name.n : text_find_char(name, '.');
	struct text id = text_slice(name, 0, dot);
	struct text language = text_slice(name, dot + 1, name.n);
	/* Translations find their original by folder and id: the path up to the first dot. */
	struct text key = text_slice(file->source.path, 0,
	    file->source.path.n - (is_yaml ? 5 : 3) - (dot < name.n ? language.n + 1 : 0));
	uintptr_t known = (uintptr_t)table_get(by_id, key);

	if (!known) {
		if (e->n == *capacity) {
			*capacity = *capacity ? 2 * *capacity : 256;
			e->list = reallocate(e->list, *capacity * sizeof *e->list);
		}
		e->list[e->n] = (struct entry){ .class = class, .id = id };
		known = ++e->n;
		table_set(by_id, key, (void *)known);
	}
	struct entry *entry = &e->list[known - 1];
	if (dot == name.n) {
		/* In the order of paths <id>.md comes first. */
		entry->description = is_yaml ? entry->file : NULL;
		entry->file = file;
		return;
	}
	struct translation **last = &entry->translations;
	while (*last)
		last = &(*last)->next;
	*last = arena_new_of(a, struct translation);
	**last = (struct translation){ .file = file, .language = language };
}

static void
find_in_catalog(struct entries *e, struct table *by_id, struct arena *a,
    const struct snapshot_file *file, struct text path, size_t *capacity, struct diagnostics *d)
{
	struct text rest = path;

	if (text_equal(path, T("catalog.yaml"))) {
		e->catalog = file;
		return;
	}
	if (text_starts(path, T("data/"))) {
		table_set(&e->hosted, path, (void *)(uintptr_t)file);
		return;
	}
	for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++)
		if (take_prefix(&rest, folders[i].folder)) {
			struct text name = text_file_name(rest);
			size_t dot = text_find_char(name, '.');
			bool is_yaml = text_equal(text_slice(name, dot, name.n), T(".yaml"));
			if (!is_yaml && !text_ends(name, T(".md")))
				break;
			add_entry(e, by_id, a, folders[i].class, file, text_slice(name, 0, name.n - (is_yaml ? 5 : 3)),
			    capacity);
			return;
		}
	diagnose(d, UNEXPECTED_FILE, start_of(file),
	    T("catalog.yaml, agents/*.md, datasets/**/*.md, series/*.md, services/*.md (*.yaml), data/<id>/*"));
}

void
entries_find(struct entries *e, struct arena *a, const struct snapshot_files *files,
    struct diagnostics *d)
{
	struct table by_id = { 0 };
	size_t capacity = 0;

	*e = (struct entries){ 0 };
	for (size_t i = 0; i < files->n; i++) {
		const struct snapshot_file *file = &files->list[i];
		struct text path = file->source.path;

		if (take_prefix(&path, "catalog/")) {
			find_in_catalog(e, &by_id, a, file, path, &capacity, d);
		} else if (text_equal(path, T("site/site.yaml"))) {
			e->settings = file;
		} else if (take_prefix(&path, "site/pages/") && text_ends(path, T(".md"))) {
			table_set(&e->pages, text_slice(path, 0, path.n - 3), (void *)(uintptr_t)file);
		}
	}
	table_free(&by_id);
}

void
entries_free(struct entries *e)
{
	free(e->list);
	table_free(&e->hosted);
	table_free(&e->pages);
}

void
entry_load(struct snapshot_reader *files, const struct snapshot_file *file, struct arena *a)
{
	struct snapshot_file *f = (struct snapshot_file *)(uintptr_t)file;

	if (files)
		f->source.bytes = snapshot_read(files, file, a);
}

void
entry_peek(struct snapshot_reader *files, const struct snapshot_file *file, struct arena *a)
{
	struct snapshot_file *f = (struct snapshot_file *)(uintptr_t)file;

	f->source.bytes = snapshot_peek(files, file, a);
}

void
entry_forget(const struct snapshot_file *file)
{
	struct snapshot_file *f = (struct snapshot_file *)(uintptr_t)file;

	f->source.bytes = (struct text){ NULL, 0 };
}

/* A line of exactly three hyphens (blanks behind them do no harm). */
static bool
is_fence(struct text line)
{
	while (line.n && (line.s[line.n - 1] == ' ' || line.s[line.n - 1] == '\r' || line.s[line.n - 1] == '\t'))
		line.n--;
	return text_equal(line, T("---"));
}

/* Without blank lines at either end. */
static void
set_body(struct entry_parts *parts, struct text all, struct text rest)
{
	struct text body = rest, line;

	/* Blank lines at the start go, indentation of the first line stays: it means something. */
	while (text_next(&rest, '\n', &line) && text_trim(line).n == 0)
		body = rest;
	while (body.n && (body.s[body.n - 1] == '\n' || body.s[body.n - 1] == ' ' || body.s[body.n - 1] == '\r' ||
			     body.s[body.n - 1] == '\t'))
		body.n--;
	parts->body = (size_t)(body.s - all.s);
	parts->body_length = body.n;
}

struct entry_parts
entry_body(const struct source *source)
{
	struct entry_parts parts = { 0 };

	set_body(&parts, source->bytes, source->bytes);
	return parts;
}

bool
entry_has_fields(const struct source *source)
{
	struct text rest = source->bytes, line;

	return text_next(&rest, '\n', &line) && is_fence(line);
}

bool
entry_split(const struct source *source, struct entry_parts *parts, struct diagnostics *d)
{
	struct text all = source->bytes, rest = all, line;

	if (text_ends(source->path, T(".yaml"))) {
		*parts = (struct entry_parts){ .fields_length = all.n, .body = all.n };
		return true;
	}
	if (!text_next(&rest, '\n', &line) || !is_fence(line)) {
		diagnose(d, NO_FRONT_MATTER, (struct place){ source, 1, 1 });
		return false;
	}
	parts->fields = (size_t)(rest.s - all.s);
	while (text_next(&rest, '\n', &line)) {
		if (!is_fence(line))
			continue;
		parts->fields_length = (size_t)(line.s - all.s) - parts->fields;
		set_body(parts, all, rest);
		return true;
	}
	diagnose(d, UNCLOSED_FRONT_MATTER, (struct place){ source, 1, 1 });
	return false;
}
