/*
 * Which entry of the source is which file: what is known from the catalogue and from the import before,
 * ids for what is new, and the files in the end.
 */
#include "import/import.h"

#include "adapters/unicode.h"
#include "adapters/yaml.h"
#include "catalog/entry.h"
#include "catalog/reader.h"
#include "core/die.h"
#include "core/file.h"
#include "import/entry_text.h"
#include "import/merge.h"
#include "import/repair.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define IMPORTED ".imported"
#define REMARK "imported: "

enum {
	MAX_FILE = 1 << 20,
	MAX_DEPTH = 8,
	MAX_TRANSLATIONS = 32,
};

/* An entry's file as it stands, in the catalogue or below .imported/. */
struct known {
	enum class class;
	struct source source; /* path as findings show it */
	struct text path;     /* below catalog/ or .imported/<source>/ */
	struct text id;
	struct text name; /* of an agent, in its first language */
	struct text imported_from, source_id; /* of the remark; empty without one */
};

/* The entries of one class, by what they are known by. */
struct index {
	struct table by_id;        /* and former ids: → struct known * */
	struct table by_source_id; /* of this source */
	struct table by_identifier;
	struct table by_name;      /* agents: folded name → id, as const struct text * */
	struct table drafts;       /* source id → struct draft *, of this run */
	struct table taken;        /* ids of this run → struct draft * */
	struct table passed;       /* source ids of this run that are not imported */
};

struct import {
	struct import_options options;
	struct arena *arena;
	struct diagnostics *d;
	struct index here[N_CLASSES];     /* the catalogue */
	struct index before[N_CLASSES];   /* what the last import wrote */
	const struct known **all_before;
	size_t n_before, before_capacity;
	struct draft **drafts; /* in the order of the source */
	const struct known **origins; /* of each: its file, or NULL */
	size_t n, capacity;
	struct draft *catalog; /* catalog.yaml, where there is none */
	struct import_files files;
	size_t files_capacity;
};

static const struct {
	const char *folder;
	enum class class;
} folders[] = {
	{ "agents", CLASS_AGENT },
	{ "datasets", CLASS_DATASET },
	{ "series", CLASS_SERIES },
	{ "services", CLASS_SERVICE },
};
enum { N_FOLDERS = sizeof folders / sizeof folders[0] };

struct arena *
import_arena(struct import *i)
{
	return i->arena;
}

const struct import_options *
import_options(const struct import *i)
{
	return &i->options;
}

struct diagnostics *
import_diagnostics(struct import *i)
{
	return i->d;
}

/* --- what is there --------------------------------------------------------------------------------- */

/* "# imported: opendata.example.org 4f2c…" */
static void
read_remark(struct known *k)
{
	struct text rest = k->source.bytes, line;

	for (unsigned n = 0; text_next(&rest, '\n', &line); n++) {
		line = text_trim(line);
		if (n && text_equal(line, T("---")))
			return;
		if (!text_starts(line, T("# " REMARK)))
			continue;
		line = text_slice(line, sizeof "# " REMARK - 1, line.n);
		size_t blank = text_find_char(line, ' ');
		k->imported_from = text_slice(line, 0, blank);
		k->source_id = text_trim(text_slice(line, blank, line.n));
		return;
	}
}

static void
index_scalars(struct table *t, struct arena *a, const struct yaml_node *node, bool is_folded, void *value)
{
	if (!node)
		return;
	if (node->kind == YAML_SCALAR) {
		struct text key = is_folded ? unicode_fold(a, node->text) : node->text;
		if (key.n && !table_get(t, key))
			table_set(t, key, value);
		return;
	}
	const struct yaml_node *n = node->first;
	while (n) {
		if (node->kind == YAML_MAPPING)
			n = yaml_value(n);
		index_scalars(t, a, n, is_folded, value);
		n = n->next;
	}
}

static struct text
first_scalar(const struct yaml_node *node)
{
	if (node->kind == YAML_MAPPING && node->first)
		node = yaml_value(node->first);
	return node->kind == YAML_SCALAR ? node->text : T("");
}

/* What an entry says of itself by which it may be known again. */
static void
index_fields(struct import *i, struct index *x, struct known *k)
{
	struct diagnostics *d = diagnostics_new(); /* `check` is for those */
	struct entry_parts parts;
	struct yaml_node *root = NULL;

	if (entry_split(&k->source, &parts, d))
		root = yaml_read(i->arena, &k->source, parts.fields, parts.fields_length, d);
	diagnostics_free(d);
	for (const struct yaml_node *key = root && root->kind == YAML_MAPPING ? root->first : NULL; key;
	     key = yaml_value(key)->next)
		switch (property_named(k->class, key->text)) {
		case DATASET_former_ids:
		case AGENT_former_ids: index_scalars(&x->by_id, i->arena, yaml_value(key), false, k); break;
		case DATASET_identifier:
		case DATASET_other_identifier:
		case SERIES_identifier:
		case SERVICE_identifier: index_scalars(&x->by_identifier, i->arena, yaml_value(key), false, k); break;
		case AGENT_name:
			index_scalars(&x->by_name, i->arena, yaml_value(key), true, &k->id);
			k->name = first_scalar(yaml_value(key));
			break;
		default: break;
		}
}

static void
index_file(struct import *i, struct index *indices, struct known *k)
{
	struct index *x = &indices[k->class];

	read_remark(k);
	table_set(&x->by_id, k->id, k);
	if (text_equal(k->imported_from, i->options.source) && !table_get(&x->by_source_id, k->source_id))
		table_set(&x->by_source_id, k->source_id, k);
	if (indices == i->here) {
		index_fields(i, x, k);
		return;
	}
	if (i->n_before == i->before_capacity) {
		i->before_capacity = i->before_capacity ? 2 * i->before_capacity : 256;
		i->all_before = reallocate(i->all_before, i->before_capacity * sizeof *i->all_before);
	}
	i->all_before[i->n_before++] = k;
}

static void
scan(struct import *i, struct index *indices, enum class class, const char *root, struct text below, unsigned depth)
{
	const char *folder = path_join(i->arena, root, arena_cstr(i->arena, below));
	struct text *names;
	size_t n;

	if (!folder_read(i->arena, folder, &names, &n)) {
		if (errno != ENOENT && errno != ENOTDIR)
			die("cannot read %s: %s", folder, strerror(errno));
		return;
	}
	for (size_t k = 0; k < n; k++) {
		struct text path = arena_printf(i->arena, "%.*s/%.*s", TEXT_ARG(below), TEXT_ARG(names[k]));
		struct text id = text_slice(names[k], 0, text_find_char(names[k], '.'));
		if (names[k].s[0] == '.' || text_equal(names[k], T("README.md")))
			continue;
		if (id.n == names[k].n && class == CLASS_DATASET && depth < MAX_DEPTH)
			scan(i, indices, class, root, path, depth + 1);
		if (!text_equal(text_slice(names[k], id.n, names[k].n), T(".md")))
			continue;
		struct known *known = arena_new_of(i->arena, struct known);
		*known = (struct known){ .class = class, .path = path, .id = id };
		known->source.path = indices == i->here ?
		    arena_printf(i->arena, "%s/%.*s", i->options.shown_as, TEXT_ARG(path)) :
		    arena_printf(i->arena, "%s/" IMPORTED "/%.*s/%.*s", i->options.shown_as, TEXT_ARG(i->options.source),
			TEXT_ARG(path));
		if (!file_read(i->arena, path_join(i->arena, root, path.s), MAX_FILE, &known->source.bytes))
			die("cannot read %s/%s: %s", root, path.s, strerror(errno));
		index_file(i, indices, known);
	}
}

static const char *
imported_folder(struct import *i)
{
	return path_join(i->arena, i->options.catalog,
	    arena_printf(i->arena, IMPORTED "/%.*s", TEXT_ARG(i->options.source)).s);
}

struct import *
import_open(const struct import_options *o, struct diagnostics *d)
{
	struct import *i = allocate(sizeof *i);

	*i = (struct import){ .options = *o, .arena = arena_new(), .d = d };
	for (size_t k = 0; k < N_FOLDERS; k++) {
		scan(i, i->here, folders[k].class, o->catalog, text_of(folders[k].folder), 0);
		scan(i, i->before, folders[k].class, imported_folder(i), text_of(folders[k].folder), 0);
	}
	return i;
}

static void
free_index(struct index *x)
{
	table_free(&x->by_id);
	table_free(&x->by_source_id);
	table_free(&x->by_identifier);
	table_free(&x->by_name);
	table_free(&x->drafts);
	table_free(&x->taken);
	table_free(&x->passed);
}

void
import_close(struct import *i)
{
	for (size_t c = 0; c < N_CLASSES; c++) {
		free_index(&i->here[c]);
		free_index(&i->before[c]);
	}
	free(i->all_before);
	free(i->drafts);
	free(i->origins);
	free(i->files.list);
	arena_free(i->arena);
	free(i);
}

/* --- ids ------------------------------------------------------------------------------------------- */

static struct text
slug_of(struct import *i, enum class class, struct text name)
{
	struct text slug = unicode_slug(i->arena, name);

	if (slug.n > IMPORT_MAX_ID) {
		size_t end = IMPORT_MAX_ID;
		while (end > IMPORT_MAX_ID / 2 && slug.s[end] != '-')
			end--;
		slug.n = slug.s[end] == '-' ? end : IMPORT_MAX_ID;
	}
	/* Nothing in it that could be written: "dataset", "agent". */
	return slug.n ? slug : unicode_slug(i->arena, text_of(classes[class].label[ENGLISH]));
}

static struct text
free_id(struct import *i, enum class class, struct text wanted)
{
	struct text id = wanted;

	for (unsigned n = 2; table_get(&i->here[class].by_id, id) || table_get(&i->here[class].taken, id) ||
			     table_get(&i->before[class].by_id, id); n++)
		id = arena_printf(i->arena, "%.*s-%u", TEXT_ARG(wanted), n);
	return id;
}

/* Without line breaks and other controls. */
static struct text
one_line(struct arena *a, struct text t)
{
	char *s = arena_alloc(a, t.n + 1);

	for (size_t i = 0; i < t.n; i++)
		s[i] = (unsigned char)t.s[i] < 0x20 || t.s[i] == 0x7f ? ' ' : t.s[i];
	return (struct text){ s, t.n };
}

static struct text
below_source(struct import *i, struct text folder)
{
	struct text own = i->options.folder;

	return arena_printf(i->arena, "%.*s%s%.*s", TEXT_ARG(own), own.n && folder.n ? "/" : "", TEXT_ARG(folder));
}

static struct draft *
begin_draft(struct import *i, enum class class, struct text source_id, struct text id, struct text folder,
    const struct known *origin)
{
	struct source *source = arena_new_of(i->arena, struct source);
	struct draft *d = draft_new(i->arena, class, (struct place){ source, 0, 0 });

	d->id = id;
	d->folder = class == CLASS_DATASET ? below_source(i, folder) : arena_text(i->arena, folder);
	d->source_id = source_id;
	if (origin) {
		source->path = origin->source.path;
	} else {
		size_t k = 0;
		while (folders[k].class != class)
			k++;
		source->path = arena_printf(i->arena, "%s/%s/%.*s%s%.*s.md", i->options.shown_as, folders[k].folder,
		    TEXT_ARG(d->folder), d->folder.n ? "/" : "", TEXT_ARG(id));
	}
	if (i->n == i->capacity) {
		i->capacity = i->capacity ? 2 * i->capacity : 256;
		i->drafts = reallocate(i->drafts, i->capacity * sizeof *i->drafts);
		i->origins = reallocate(i->origins, i->capacity * sizeof *i->origins);
	}
	i->origins[i->n] = origin;
	i->drafts[i->n++] = d;
	table_set(&i->here[class].drafts, d->source_id, d);
	table_set(&i->here[class].taken, d->id, d);
	return d;
}

static struct draft *
pass(struct import *i, enum class class, struct text source_id)
{
	table_set(&i->here[class].passed, source_id, i);
	return NULL;
}

struct draft *
import_entry(struct import *i, enum class class, struct text source_id, struct text name, struct text folder)
{
	struct index *here = &i->here[class];
	const struct known *k, *before;

	source_id = one_line(i->arena, text_trim(source_id.n ? source_id : name));
	const struct draft *twin = table_get(&here->drafts, source_id);
	if (twin) {
		diagnose(i->d, IMPORT_TWICE, twin->at, source_id);
		return NULL;
	}
	k = table_get(&i->here[class].by_source_id, source_id);
	before = table_get(&i->before[class].by_source_id, source_id);
	if (k)
		return begin_draft(i, class, source_id, k->id, folder, k);
	struct text id = before ? before->id : slug_of(i, class, name.n ? name : source_id);
	k = table_get(&here->by_identifier, source_id);
	if (!k)
		k = table_get(&here->by_id, id);
	if (k && k->imported_from.n == 0) {
		diagnose(i->d, IMPORT_EXISTS, (struct place){ &k->source, 0, 0 }, name.n ? name : source_id);
		return pass(i, class, source_id);
	}
	if (before) {
		diagnose(i->d, IMPORT_REMOVED_HERE, (struct place){ &before->source, 0, 0 }, before->id);
		return pass(i, class, source_id);
	}
	return begin_draft(i, class, source_id, free_id(i, class, id), folder, NULL);
}

struct text
import_agent(struct import *i, struct text source_id, struct text name, struct text slug, struct draft **fresh)
{
	struct index *here = &i->here[CLASS_AGENT];

	*fresh = NULL;
	name = one_line(i->arena, text_trim(name.n ? name : source_id));
	source_id = one_line(i->arena, text_trim(source_id.n ? source_id : name));
	const struct draft *known = table_get(&here->drafts, source_id);
	if (known)
		return known->id;
	struct text folded = unicode_fold(i->arena, name);
	const struct known *k = table_get(&here->by_source_id, source_id);
	const struct text *same = table_get(&here->by_name, folded);
	if (!k && same)
		return *same;
	const struct known *before = table_get(&i->before[CLASS_AGENT].by_source_id, source_id);
	struct text id = k ? k->id : before ? before->id : slug_of(i, CLASS_AGENT, slug.n ? slug : name);
	const struct known *own = k ? NULL : table_get(&here->by_id, id);
	if (own && own->imported_from.n == 0)
		return own->id;
	/* One that was removed here and is named again is made again: its datasets need it. */
	if (!k && (own || !before))
		id = free_id(i, CLASS_AGENT, id);
	*fresh = begin_draft(i, CLASS_AGENT, source_id, id, T(""), k);
	draft_add(*fresh, AGENT_name, name);
	if (!same)
		table_set(&here->by_name, folded, &(*fresh)->id);
	return (*fresh)->id;
}

struct text
import_id(const struct import *i, enum class class, struct text source_id)
{
	const struct draft *d = table_get(&i->here[class].drafts, source_id);
	const struct known *k = d ? NULL : table_get(&i->here[class].by_source_id, source_id);

	return d ? d->id : k ? k->id : T("");
}

struct text
import_agent_name(const struct import *i, struct text id)
{
	const struct index *here = &i->here[CLASS_AGENT];
	const struct draft *d = table_get(&here->taken, id);
	const struct known *k = d ? NULL : table_get(&here->by_id, id);

	return d ? draft_text(d, AGENT_name) : k && k->name.n ? k->name : id;
}

struct draft *
import_catalog(struct import *i, struct place at)
{
	if (file_exists(path_join(i->arena, i->options.catalog, "catalog.yaml")))
		return NULL;
	if (!i->catalog)
		i->catalog = draft_new(i->arena, CLASS_CATALOG, at);
	return i->catalog;
}

/* --- what could not be carried over ---------------------------------------------------------------- */

enum { SHOWN = 120 }; /* bytes of a value that a message quotes */

static struct text
shortened(struct import *i, struct text t)
{
	size_t end = SHOWN;

	t = one_line(i->arena, t);
	if (t.n <= SHOWN)
		return t;
	while (end && ((unsigned char)t.s[end] & 0xc0) == 0x80)
		end--;
	return arena_printf(i->arena, "%.*s…", (int)end, t.s);
}

void
import_unmapped(struct import *i, struct place at, struct text field, struct text value)
{
	diagnose(i->d, IMPORT_UNMAPPED, at, field, shortened(i, value));
}

void
import_other_kind(struct import *i, struct place at, struct text title, struct text kind)
{
	diagnose(i->d, IMPORT_OTHER_KIND, at, shortened(i, title), kind);
}

void
import_lost(struct import *i, struct place at, struct text field, struct text value, enum property_id p)
{
	diagnose(i->d, IMPORT_LOST, at, field, shortened(i, value), text_of(properties[p].key),
	    text_of(properties[p].example));
}

void
import_changed(struct import *i, struct place at, struct text field, struct text from, struct text to)
{
	diagnose(i->d, IMPORT_CHANGED, at, field, shortened(i, from), shortened(i, to));
}

/* --- the files ------------------------------------------------------------------------------------- */

static void
add_file(struct import *i, struct text path, struct text bytes)
{
	if (i->files.n == i->files_capacity) {
		i->files_capacity = i->files_capacity ? 2 * i->files_capacity : 256;
		i->files.list = reallocate(i->files.list, i->files_capacity * sizeof *i->files.list);
	}
	i->files.list[i->files.n++] = (struct import_file){ path, bytes };
}

/* "datasets/x/y.md", "en" → "datasets/x/y.en.md" */
static struct text
translation_path(struct import *i, struct text path, struct text language)
{
	return arena_printf(i->arena, "%.*s.%.*s.md", TEXT_ARG(text_slice(path, 0, path.n - 3)), TEXT_ARG(language));
}

static struct text
bytes_of(struct import *i, const char *folder, struct text path)
{
	struct text bytes = T("");

	file_read(i->arena, path_join(i->arena, folder, arena_cstr(i->arena, path)), MAX_FILE, &bytes);
	return bytes;
}

/* A file as the source would have it: what of it goes into the catalogue. True when the catalogue changes. */
static bool
settle(struct import *i, enum class class, struct text path, struct text path_before, struct text theirs)
{
	struct text base = bytes_of(i, imported_folder(i), path_before), now = theirs;
	struct source *ours = arena_new_of(i->arena, struct source);

	ours->path = arena_printf(i->arena, "%s/%.*s", i->options.shown_as, TEXT_ARG(path));
	ours->bytes = bytes_of(i, i->options.catalog, path);
	if (ours->bytes.n) {
		struct merge m = merge_files(i->arena, class, ours, base, theirs, i->d);
		now = m.bytes;
		i->files.n_kept += m.n_kept;
	}
	bool is_changed = !text_equal(now, ours->bytes);
	if (is_changed)
		add_file(i, path, now);
	if (!text_equal(base, theirs))
		add_file(i, arena_printf(i->arena, IMPORTED "/%.*s/%.*s", TEXT_ARG(i->options.source), TEXT_ARG(path_before)),
		    theirs);
	return is_changed;
}

static void
finish_draft(struct import *i, struct draft *d, const struct known *origin)
{
	struct text languages[MAX_TRANSLATIONS];
	struct buf out = { 0 };
	size_t shown = strlen(i->options.shown_as) + 1;
	struct text path = text_slice(d->at.source->path, shown, d->at.source->path.n);
	const struct known *before = table_get(&i->before[d->class].by_source_id, d->source_id);
	struct text path_before = before ? before->path : path;

	if (i->options.repairs)
		repair_entry(i, d);
	entry_text(&out, d, i->options.language, arena_printf(i->arena, REMARK "%.*s %.*s",
	    TEXT_ARG(i->options.source), TEXT_ARG(d->source_id)));
	bool is_changed = settle(i, d->class, path, path_before, arena_text(i->arena, buf_view(&out)));
	size_t n = entry_translations(d, i->options.language, languages, MAX_TRANSLATIONS);
	for (size_t k = 0; k < n; k++) {
		out.n = 0;
		entry_translation_text(&out, d, i->options.language, languages[k]);
		is_changed |= settle(i, d->class, translation_path(i, path, languages[k]),
		    translation_path(i, path_before, languages[k]), arena_text(i->arena, buf_view(&out)));
	}
	buf_free(&out);
	struct import_count *count = &i->files.counts[d->class];
	++*(!origin ? &count->added : is_changed ? &count->updated : &count->unchanged);
}

static void
report_gone(struct import *i)
{
	for (size_t n = 0; n < i->n_before; n++) {
		const struct known *k = i->all_before[n];
		const struct known *here = table_get(&i->here[k->class].by_source_id, k->source_id);
		/* Agents come with the entries that name them. */
		if (k->class == CLASS_AGENT || !here || table_get(&i->here[k->class].drafts, k->source_id) ||
		    table_get(&i->here[k->class].passed, k->source_id))
			continue;
		diagnose(i->d, IMPORT_GONE, (struct place){ &here->source, 0, 0 }, k->source_id);
		i->files.n_gone++;
	}
}

static int
by_path(const void *a, const void *b)
{
	return text_compare(((const struct import_file *)a)->path, ((const struct import_file *)b)->path);
}

struct import_files
import_finish(struct import *i)
{
	for (size_t n = 0; n < i->n; n++)
		finish_draft(i, i->drafts[n], i->origins[n]);
	if (i->catalog && !draft_is_empty(i->catalog)) {
		struct buf out = { 0 };
		catalog_text(&out, i->catalog, i->options.language);
		add_file(i, T("catalog.yaml"), arena_text(i->arena, buf_view(&out)));
		buf_free(&out);
	}
	report_gone(i);
	if (i->files.n)
		qsort(i->files.list, i->files.n, sizeof *i->files.list, by_path);
	return i->files;
}
