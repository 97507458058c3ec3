#include "adapters/git_walk.h"

#include "adapters/unicode.h"
#include "core/die.h"

#include <stdlib.h>
#include <string.h>

/* Names that Windows keeps for devices, with any ending ("con.md"); also com1…com9, lpt1…lpt9. */
static const char *const devices[] = { "con", "prn", "aux", "nul", "clock$" };
static const char *const numbered_devices[] = { "com", "lpt" };

/* Files that may be large. */
static const char *const hosted[] = { "catalog/data/", "site/assets/" };

/* --- places -------------------------------------------------------------------------------- */

static struct text
join(struct arena *a, struct text folder, struct text name)
{
	if (folder.n == 0)
		return arena_text(a, name);
	char *s = arena_alloc(a, folder.n + 1 + name.n + 1);
	memcpy(s, folder.s, folder.n);
	s[folder.n] = '/';
	memcpy(s + folder.n + 1, name.s, name.n);
	return (struct text){ s, folder.n + 1 + name.n };
}

struct place
place_of_path(struct walk *w, struct text path)
{
	struct source *source = arena_new_of(w->arena, struct source);

	source->path = path.n ? path : T(".");
	return (struct place){ .source = source };
}

/* The folder's path has passed the rules; the name has not. */
static struct place
place_of_entry(struct walk *w, const struct folder *f, const struct entry *e)
{
	struct text words[N_WORDS] = { e->name };
	struct buf visible = { 0 };

	message_fill(&visible, "{1}", words);
	struct place at = place_of_path(w, join(w->arena, f->path, buf_view(&visible)));
	buf_free(&visible);
	return at;
}

static bool
refused(struct walk *w, enum message_id id, struct diagnosis what)
{
	diagnose_message(w->diagnostics, id, what);
	return false;
}

/* refuse(w, f, e, NAME_UPPERCASE, words…): always false */
#define refuse(w, f, e, id, ...)                                                                   \
	refused((w), MESSAGE_##id, (struct diagnosis){ place_of_entry((w), (f), (e)), __VA_ARGS__ })

/* --- names --------------------------------------------------------------------------------- */

static struct text
number(struct walk *w, uint64_t n)
{
	return arena_printf(w->arena, "%llu", (unsigned long long)n);
}

static struct text
size_in_words(struct walk *w, uint64_t bytes)
{
	bool is_large = bytes >= 10 << 20;
	unsigned shift = is_large ? 20 : 10;
	uint64_t rounded_up = (bytes >> shift) + ((bytes & ((1u << shift) - 1)) != 0);

	return arena_printf(
	    w->arena, "%llu %s", (unsigned long long)rounded_up, is_large ? "MiB" : "KiB");
}

static bool
is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_plain(char c, bool is_first)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (!is_first && (c == '.' || c == '_' || c == '-'));
}

static bool
is_readable(struct text name)
{
	for (size_t at = 0; at < name.n;) {
		uint32_t c = utf8_next(name, &at);
		if (c == UTF8_INVALID || c < 0x20 || (c >= 0x7f && c < 0xa0))
			return false;
	}
	return true;
}

static bool
is_device(struct text name)
{
	struct text stem = text_slice(name, 0, text_find_char(name, '.'));

	for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
		if (text_equal_nocase(stem, text_of(devices[i])))
			return true;
	for (size_t i = 0; i < sizeof numbered_devices / sizeof *numbered_devices; i++)
		if (stem.n == 4 && stem.s[3] >= '1' && stem.s[3] <= '9' &&
		    text_equal_nocase(text_slice(stem, 0, 3), text_of(numbered_devices[i])))
			return true;
	return false;
}

static struct text
lower(struct arena *a, struct text t)
{
	char *s = arena_alloc(a, t.n + 1);

	for (size_t i = 0; i < t.n; i++)
		s[i] = (char)(is_upper(t.s[i]) ? t.s[i] - 'A' + 'a' : t.s[i]);
	return (struct text){ s, t.n };
}

/* "Straßenbäume 2024.en.MD" gives "strassenbaeume-2024.en.md". */
static struct text
suggestion(struct arena *a, struct text name)
{
	struct buf out = { 0 };

	for (struct text rest = name, part; text_next(&rest, '.', &part);) {
		struct text slug = unicode_slug(a, part);
		if (slug.n && out.n)
			buf_char(&out, '.');
		buf_text(&out, slug);
	}
	struct text better = arena_text(a, buf_view(&out));
	buf_free(&out);
	return text_equal(better, name) ? (struct text){ 0 } : better;
}

/* Names that are nobody's mistake. ".." and ".git" are no such names: git never writes them. */
static bool
is_ignored(struct text name)
{
	return name.n == 0 ? false : name.s[0] == '.' || text_equal_nocase(name, T("readme.md"));
}

static bool
is_forbidden(struct text name)
{
	return text_equal(name, T(".")) || text_equal(name, T("..")) ||
	       text_equal_nocase(name, T(".git")) || text_find_char(name, '/') < name.n ||
	       text_find_char(name, '\\') < name.n;
}

static bool
name_is_allowed(struct walk *w, const struct folder *f, const struct entry *e)
{
	struct text name = e->name;
	bool is_site = text_equal(f->path, T("site")) || text_starts(f->path, T("site/"));
	bool is_upper_case = false;

	if (name.n > SNAPSHOT_MAX_NAME)
		return refuse(
		    w, f, e, NAME_TOO_LONG, number(w, name.n), number(w, SNAPSHOT_MAX_NAME));
	if (!is_readable(name))
		return refuse(w, f, e, NAME_UNREADABLE, name);
	for (size_t i = 0; i < name.n; i++) {
		char c = name.s[i];
		if (is_upper(c))
			is_upper_case = true;
		else if (!is_plain(c, i == 0) && !(is_site && c == '_'))
			return refuse(w, f, e, NAME_CHARACTERS, name, suggestion(w->arena, name));
	}
	if (name.s[name.n - 1] == '.')
		return refuse(w, f, e, NAME_ENDS_IN_DOT, name, suggestion(w->arena, name));
	if (is_device(name)) {
		size_t dot = text_find_char(name, '.');
		struct text better = arena_printf(w->arena, "%.*s-1%.*s",
		    TEXT_ARG(text_slice(name, 0, dot)), TEXT_ARG(text_slice(name, dot, name.n)));
		return refuse(w, f, e, NAME_OF_DEVICE, name, better);
	}
	if (is_upper_case && !is_site)
		return refuse(w, f, e, NAME_UPPERCASE, name, lower(w->arena, name));
	return true;
}

static bool
is_allowed(struct walk *w, const struct folder *f, const struct entry *e)
{
	if (e->kind == ENTRY_LINK)
		return refuse(w, f, e, SYMBOLIC_LINK, e->name);
	if (e->kind == ENTRY_SUBMODULE)
		return refuse(w, f, e, SUBMODULE, e->name);
	if (e->kind == ENTRY_SPECIAL)
		return refuse(w, f, e, SPECIAL_FILE, e->name);
	if (f->path.n && !name_is_allowed(w, f, e))
		return false;
	if (f->path.n == 0 && e->kind != ENTRY_FOLDER)
		return refuse(w, f, e, ROOT_NOT_FOLDER, e->name);
	return true;
}

/* The root that a name at the top is meant for, or NULL. */
static const char *
root_of(const struct walk *w, struct text name)
{
	for (const char *const *root = w->roots; *root; root++)
		if (text_equal_nocase(name, text_of(*root)))
			return *root;
	return NULL;
}

/* Decides about one entry; diagnoses what is refused. */
static bool
is_wanted(struct walk *w, const struct folder *f, const struct entry *e)
{
	if (f->path.n == 0) {
		const char *root = root_of(w, e->name);
		if (!root)
			return false;
		if (!text_equal(e->name, text_of(root)))
			return refuse(w, f, e, NAME_UPPERCASE, e->name, text_of(root));
		return is_allowed(w, f, e);
	}
	if (e->name.n == 0) {
		diagnose(w->diagnostics, NAME_EMPTY, place_of_path(w, f->path), f->path);
		return false;
	}
	if (is_forbidden(e->name))
		return refuse(w, f, e, NAME_FORBIDDEN, e->name);
	if (is_ignored(e->name))
		return false;
	if (text_equal(f->path, T("site")) && text_equal(e->name, T("public")))
		return false;
	return is_allowed(w, f, e);
}

/* --- order --------------------------------------------------------------------------------- */

static int
byte_at(const struct entry *e, size_t i)
{
	if (i < e->name.n)
		return (unsigned char)e->name.s[i];
	return e->kind == ENTRY_FOLDER ? '/' : 0;
}

/* git's order of a tree: bytes, a folder as if its name ended in '/'. Walking in this order gives
 * paths in the order of their bytes. */
static int
in_tree_order(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;
	int order = n ? memcmp(a->name.s, b->name.s, n) : 0;

	return order ? order : byte_at(a, n) - byte_at(b, n);
}

/* By name without regard to case, so that names that collide are neighbours. */
static int
by_folded_name(const void *left, const void *right)
{
	const struct entry *a = *(struct entry *const *)left, *b = *(struct entry *const *)right;
	size_t n = a->name.n < b->name.n ? a->name.n : b->name.n;

	for (size_t i = 0; i < n; i++) {
		int x = (unsigned char)a->name.s[i], y = (unsigned char)b->name.s[i];
		x = is_upper((char)x) ? x - 'A' + 'a' : x;
		y = is_upper((char)y) ? y - 'A' + 'a' : y;
		if (x != y)
			return x - y;
	}
	if (a->name.n != b->name.n)
		return a->name.n < b->name.n ? -1 : 1;
	int order = text_compare(a->name, b->name);
	return order ? order : (a > b) - (a < b);
}

/* All that is left are ASCII names: folding the case of letters finds every collision. */
static void
refuse_collisions(struct walk *w, const struct folder *f)
{
	struct entry **order = allocate(f->n * sizeof *order);

	for (size_t i = 0; i < f->n; i++)
		order[i] = &f->entries[i];
	qsort(order, f->n, sizeof *order, by_folded_name);
	const struct entry *first = order[0];
	for (size_t i = 1; i < f->n; i++) {
		struct entry *e = order[i];
		if (!text_equal_nocase(first->name, e->name)) {
			first = e;
			continue;
		}
		e->is_refused = true;
		if (text_equal(first->name, e->name))
			refuse(w, f, e, DUPLICATE_NAME, e->name);
		else
			refuse(w, f, e, NAMES_COLLIDE, e->name, first->name);
	}
	free(order);
}

static void
drop_refused(struct folder *f)
{
	size_t kept = 0;

	for (size_t i = 0; i < f->n; i++)
		if (!f->entries[i].is_refused)
			f->entries[kept++] = f->entries[i];
	f->n = kept;
}

/* Leaves the entries that are read, in tree order without duplicates. */
static void
sift(struct walk *w, struct folder *f)
{
	bool is_sorted = true, may_collide = false;

	if (w->n_entries + f->n > SNAPSHOT_MAX_FILES) {
		diagnose(w->diagnostics, TOO_MANY_FILES, place_of_path(w, f->path),
		    number(w, SNAPSHOT_MAX_FILES));
		w->is_stopped = true;
		return;
	}
	w->n_entries += f->n;
	for (size_t i = 0; i < f->n; i++) {
		struct entry *e = &f->entries[i];
		if (i && in_tree_order(e - 1, e) > 0)
			is_sorted = false;
		e->is_refused = !is_wanted(w, f, e);
	}
	if (w->lister->is_sorted && !is_sorted)
		diagnose(w->diagnostics, TREE_UNSORTED, place_of_path(w, f->path));
	drop_refused(f);
	if (f->n == 0)
		return;
	if (!is_sorted)
		qsort(f->entries, f->n, sizeof *f->entries, in_tree_order);
	/* In order, two names can only be the same when they differ in case, follow each other, or
	 * one is a folder. */
	for (size_t i = 0; i < f->n && !may_collide; i++) {
		const struct entry *e = &f->entries[i];
		may_collide = e->kind == ENTRY_FOLDER || (i && text_equal(e[-1].name, e->name));
		for (size_t k = 0; k < e->name.n && !may_collide; k++)
			may_collide = is_upper(e->name.s[k]);
	}
	if (may_collide) {
		refuse_collisions(w, f);
		drop_refused(f);
	}
}

/* --- the walk ------------------------------------------------------------------------------ */

struct entry *
folder_add(struct folder *f)
{
	if (f->n == f->capacity) {
		f->capacity = f->capacity ? 2 * f->capacity : 32;
		f->entries = reallocate(f->entries, f->capacity * sizeof *f->entries);
	}
	struct entry *e = &f->entries[f->n++];
	*e = (struct entry){ 0 };
	return e;
}

static uint64_t
size_limit(struct text path)
{
	for (size_t i = 0; i < sizeof hosted / sizeof *hosted; i++)
		if (text_starts(path, text_of(hosted[i])))
			return SNAPSHOT_MAX_HOSTED;
	return SNAPSHOT_MAX_ENTRY;
}

static void
add_file(struct walk *w, const struct folder *f, const struct entry *e)
{
	if (w->n == w->capacity) {
		w->capacity = w->capacity ? 2 * w->capacity : 1024;
		w->list = reallocate(w->list, w->capacity * sizeof *w->list);
	}
	struct snapshot_file *file = &w->list[w->n++];
	*file = (struct snapshot_file){
		.source = { .path = join(w->arena, f->path, e->name) },
		.size = e->size,
		.is_executable = e->is_executable,
		.is_on_disk = e->is_on_disk,
	};
	if (e->object)
		memcpy(file->object, e->object, sizeof file->object);
}

/* Sizes are asked for after the walk: a limit that is reached ends it before they cost time. */
static void
refuse_large_files(struct walk *w)
{
	size_t kept = 0;

	for (size_t i = 0; i < w->n; i++) {
		struct snapshot_file *file = &w->list[i];
		uint64_t limit = size_limit(file->source.path);
		if (w->lister->size)
			file->size = w->lister->size(w->context, file);
		if (file->size > limit)
			diagnose(w->diagnostics, FILE_TOO_LARGE,
			    place_of_path(w, file->source.path), size_in_words(w, file->size),
			    size_in_words(w, limit));
		else
			w->list[kept++] = *file;
	}
	w->n = kept;
}

static void
close_folder(struct walk *w, struct folder *f)
{
	w->lister->close(f);
	free(f->entries);
}

/* True when *opened has to be walked through (and closed). */
static bool
enter(struct walk *w, const struct folder *f, const struct entry *e, size_t depth,
    struct folder *opened)
{
	if (depth > SNAPSHOT_MAX_DEPTH)
		return refuse(w, f, e, FOLDER_TOO_DEEP, number(w, SNAPSHOT_MAX_DEPTH));
	*opened = (struct folder){ .path = join(w->arena, f->path, e->name), .fd = -1 };
	w->lister->open(w->context, w, f, e, opened);
	sift(w, opened);
	return true;
}

void
walk_from(struct walk *w, struct folder *top)
{
	struct folder stack[SNAPSHOT_MAX_DEPTH + 1];
	size_t depth = 1; /* folders on the stack */

	stack[0] = *top;
	sift(w, &stack[0]);
	while (depth) {
		struct folder *f = &stack[depth - 1];
		if (w->is_stopped || f->next == f->n) {
			close_folder(w, f);
			depth--;
			continue;
		}
		const struct entry *e = &f->entries[f->next++];
		if (e->kind == ENTRY_FILE)
			add_file(w, f, e);
		else if (enter(w, f, e, depth, &stack[depth]))
			depth++;
	}
	if (w->is_stopped)
		w->n = 0;
	refuse_large_files(w);
}
