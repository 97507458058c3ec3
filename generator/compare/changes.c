/*
 * The changes of a catalogue as text, JSON and Markdown.
 */
#include "compare/catalogs.h"
#include "core/json.h"

enum { MOST_MARKDOWN = 50000 }; /* bytes of a list: a comment on GitHub holds 65,536 characters */

static const struct {
	enum class class;
	const char *key;
	const char *one[N_INTERFACE_LANGUAGES], *many[N_INTERFACE_LANGUAGES];
	const char *seen[N_INTERFACE_LANGUAGES]; /* what harvesters take a new id for; NULL: what they know stays */
} kinds[] = {
	{ CLASS_DATASET, "datasets", { "Datensatz", "dataset" }, { "Datensätze", "datasets" }, { "einen neuen Datensatz", "a new dataset" } },
	{ CLASS_SERIES, "series", { "Reihe", "series" }, { "Reihen", "series" }, { "eine neue Reihe", "a new series" } },
	{ CLASS_SERVICE, "services", { "Dienst", "service" }, { "Dienste", "services" }, { "einen neuen Dienst", "a new service" } },
	{ CLASS_AGENT, "agents", { "Stelle", "publisher" }, { "Stellen", "publishers" } },
	{ CLASS_CATALOG, "catalog", { "Katalog", "catalogue" }, { "Katalog", "catalogue" } },
};
enum { N_KINDS = sizeof kinds / sizeof kinds[0] };

static const struct {
	const char *key;
	const char *word[N_INTERFACE_LANGUAGES];
} changes_of[N_ENTRY_CHANGES] = {
	[ENTRY_NEW] = { "new", { "neu", "new" } },
	[ENTRY_CHANGED] = { "changed", { "geändert", "changed" } },
	[ENTRY_RENAMED] = { "renamed", { "umbenannt", "renamed" } },
	[ENTRY_WITHDRAWN] = { "withdrawn", { "zurückgezogen", "withdrawn" } },
	[ENTRY_GONE] = { "gone", { "nicht mehr öffentlich", "no longer public" } },
};

struct writing {
	struct buf *out;
	const struct comparing *c;
	const struct catalog_changes *changes;
	const struct changes_names *names;
	enum interface_language language;
};

static const char *
either(const struct writing *w, const char *de, const char *en)
{
	return w->language == GERMAN ? de : en;
}

static const struct resource *
subject(const struct changed_entry *e)
{
	/* What was withdrawn may say less than it did. */
	return e->after && (e->change != ENTRY_WITHDRAWN || !e->before) ? e->after : e->before;
}

/* Of the texts of a catalogue. */
static unsigned
language_in(const struct writing *w, const struct catalog *c)
{
	unsigned language = 0;

	while (language < c->n_languages && !text_equal(c->languages[language], w->language == GERMAN ? T("de") : T("en")))
		language++;
	return language < c->n_languages ? language : 0;
}

static struct text
title_of(const struct writing *w, const struct changed_entry *e)
{
	const struct resource *r = subject(e);

	return resource_title(r, language_in(w, r == e->after ? w->c->after : w->c->before));
}

/* --- feeds ------------------------------------------------------------------------------------------ */

/* site.yaml: the first profile is that of catalog.*, each further one has a folder. */
static void
each_feed(const struct writing *w, void (*say)(void *context, const char *profile, struct text address), void *context)
{
	const struct settings *s = w->c->after->settings;
	struct buf address = { 0 };

	for (size_t i = 0; i < s->n_profiles && changes_feeds(w->changes); i++) {
		const char *name = profiles[s->profiles[i]].name;
		address.n = 0;
		if (i)
			buf_printf(&address, "feed/%s/", name);
		buf_str(&address, "catalog.*");
		say(context, name, buf_view(&address));
	}
	buf_free(&address);
}

/* --- summary ---------------------------------------------------------------------------------------- */

/* "2 Datensätze neu, 1 Datensatz geändert" */
static void
summary(const struct writing *w, struct buf *out)
{
	bool is_first = true;

	for (size_t i = 0; i < N_KINDS; i++)
		for (size_t change = 0; change < N_ENTRY_CHANGES; change++) {
			size_t n = w->changes->n_of[kinds[i].class][change];
			if (n == 0)
				continue;
			if (!is_first)
				buf_str(out, ", ");
			is_first = false;
			if (kinds[i].class != CLASS_CATALOG)
				buf_printf(out, "%zu ", n);
			buf_printf(out, "%s %s", (n == 1 ? kinds[i].one : kinds[i].many)[w->language],
			    changes_of[change].word[w->language]);
		}
	if (is_first)
		buf_str(out, either(w, "Für die Öffentlichkeit ändert sich nichts", "Nothing changes for the public"));
}

static void
new_base_url(const struct writing *w, struct buf *out)
{
	buf_printf(out, either(w, "Achtung: base_url wird von %.*s zu %.*s; die Kennungen aller Einträge ändern sich",
			    "Mind: base_url changes from %.*s to %.*s; the identifiers of all entries change"),
	    TEXT_ARG(w->c->before->settings->base_url), TEXT_ARG(w->c->after->settings->base_url));
}

/* What a change means beyond its name; empty when nothing. */
static void
remark(const struct writing *w, struct buf *out, const struct changed_entry *e, const struct sentence_style *style)
{
	const struct value *v = e->after ? withdrawal_of(e->after) : NULL;

	switch (e->change) {
	case ENTRY_RENAMED:
		buf_printf(out, either(w, "hieß bisher %.*s; die alte Adresse leitet weiter", "was called %.*s; the old address leads here"),
		    TEXT_ARG(e->before->id));
		for (size_t i = 0; i < N_KINDS; i++)
			if (kinds[i].class == e->after->class && kinds[i].seen[w->language])
				buf_printf(out, either(w, ", Harvester sehen %s", ", harvesters see %s"), kinds[i].seen[w->language]);
		return;
	case ENTRY_WITHDRAWN:
		if (!e->before)
			buf_str(out, either(w, "war bisher nicht öffentlich; Titel und Grund werden es jetzt",
					 "was not public before; its title and the reason become public"));
		if (!v || !v->resource)
			return;
		const struct value *reason = resource_in_language(v->resource, WITHDRAWAL_reason, language_in(w, w->c->after));
		struct text successor = resource_text(v->resource, WITHDRAWAL_successor);
		if (reason && !e->before)
			buf_str(out, ": ");
		if (reason)
			style->text(out, reason->text);
		if (successor.n)
			buf_printf(out, "%s%s %.*s", out->n ? " – " : "", either(w, "Nachfolger:", "successor:"), TEXT_ARG(successor));
		return;
	case ENTRY_GONE:
		buf_str(out, either(w, "Harvester löschen den Eintrag; seine Adresse führt ins Leere",
				 "harvesters delete the entry; its address leads nowhere"));
		return;
	default: return;
	}
}

/* "Datensätze neu", at the head of a list. */
static void
heading(const struct writing *w, size_t kind, size_t change, size_t n)
{
	const char *word = (n == 1 ? kinds[kind].one : kinds[kind].many)[w->language];

	buf_char(w->out, *word >= 'a' && *word <= 'z' ? (char)(*word - 'a' + 'A') : *word);
	buf_printf(w->out, "%s %s", word + 1, changes_of[change].word[w->language]);
}

/* --- text ------------------------------------------------------------------------------------------- */

static void
text_feed(void *context, const char *profile, struct text address)
{
	const struct writing *w = context;

	buf_printf(w->out, "  %.*s (%s)\n", TEXT_ARG(address), profile);
}

/* Internal entries are there only when somebody asked for them; then it has to show. */
static void
text_release(const struct writing *w, const struct changed_entry *e)
{
	static const char *const names[] = { [RELEASE_INTERNAL] = "internal", [RELEASE_DRAFT] = "draft",
		[RELEASE_WITHDRAWN] = "withdrawn", [RELEASE_PUBLIC] = "public", [RELEASE_UNKNOWN] = "?" };
	enum release now = subject(e)->release;

	if (e->change == ENTRY_WITHDRAWN)
		return;
	if (e->before && e->after && e->before->release != e->after->release)
		buf_printf(w->out, " [release: %s → %s]", names[e->before->release], names[e->after->release]);
	else if (now == RELEASE_INTERNAL || now == RELEASE_DRAFT)
		buf_printf(w->out, " [release: %s]", names[now]);
}

static void
text_entry(const struct writing *w, const struct changed_entry *e)
{
	struct buf line = { 0 };

	buf_str(w->out, "  ");
	plain_style.text(w->out, title_of(w, e));
	buf_printf(w->out, " (%.*s)", TEXT_ARG(subject(e)->id));
	text_release(w, e);
	buf_char(w->out, '\n');
	remark(w, &line, e, &plain_style);
	if (line.n)
		buf_printf(w->out, "    %.*s\n", TEXT_ARG(buf_view(&line)));
	for (size_t i = 0; i < e->differences.n; i++) {
		buf_str(w->out, "    - ");
		difference_sentence(w->out, &e->differences.list[i], w->c->voice, &plain_style);
		buf_char(w->out, '\n');
	}
	buf_free(&line);
}

static bool
is_of(const struct changed_entry *e, size_t kind, size_t change)
{
	return subject(e)->class == kinds[kind].class && e->change == change;
}

static void
write_text(const struct writing *w)
{
	buf_printf(w->out, "%.*s..%.*s: ", TEXT_ARG(w->names->before), TEXT_ARG(w->names->after));
	summary(w, w->out);
	buf_str(w->out, ".\n");
	if (w->changes->has_new_base_url) {
		new_base_url(w, w->out);
		buf_str(w->out, ".\n");
	}
	for (size_t kind = 0; kind < N_KINDS; kind++)
		for (size_t change = 0; change < N_ENTRY_CHANGES; change++) {
			size_t n = w->changes->n_of[kinds[kind].class][change];
			if (n == 0)
				continue;
			buf_char(w->out, '\n');
			heading(w, kind, change, n);
			buf_str(w->out, ":\n");
			for (size_t i = 0; i < w->changes->n; i++)
				if (is_of(&w->changes->list[i], kind, change))
					text_entry(w, &w->changes->list[i]);
		}
	if (changes_feeds(w->changes)) {
		buf_printf(w->out, "\n%s:\n", either(w, "Feeds, die sich ändern", "Feeds that change"));
		each_feed(w, text_feed, (void *)(uintptr_t)w);
	}
}

/* --- Markdown --------------------------------------------------------------------------------------- */

static void
markdown_feed(void *context, const char *profile, struct text address)
{
	const struct writing *w = context;

	buf_printf(w->out, "- `%.*s` (%s)\n", TEXT_ARG(address), profile);
}

static void
markdown_entry(const struct writing *w, const struct changed_entry *e)
{
	struct buf line = { 0 };

	buf_str(w->out, "- **");
	markdown_style.text(w->out, title_of(w, e));
	buf_printf(w->out, "** (`%.*s`)", TEXT_ARG(subject(e)->id));
	remark(w, &line, e, &markdown_style);
	if (line.n)
		buf_printf(w->out, " – %.*s", TEXT_ARG(buf_view(&line)));
	buf_char(w->out, '\n');
	for (size_t i = 0; i < e->differences.n; i++) {
		buf_str(w->out, "  - ");
		difference_sentence(w->out, &e->differences.list[i], w->c->voice, &markdown_style);
		buf_char(w->out, '\n');
	}
	buf_free(&line);
}

static void
write_markdown(const struct writing *w)
{
	size_t left = 0;

	buf_str(w->out, either(w, "### Was sich für Nutzerinnen und Nutzer ändert\n\n", "### What changes for users\n\n"));
	summary(w, w->out);
	buf_str(w->out, ".\n");
	if (w->changes->has_new_base_url) {
		buf_str(w->out, "\n> ");
		new_base_url(w, w->out);
		buf_str(w->out, ".\n");
	}
	for (size_t kind = 0; kind < N_KINDS; kind++)
		for (size_t change = 0; change < N_ENTRY_CHANGES; change++) {
			size_t n = w->changes->n_of[kinds[kind].class][change];
			if (n == 0)
				continue;
			if (w->out->n < MOST_MARKDOWN) {
				buf_str(w->out, "\n#### ");
				heading(w, kind, change, n);
				buf_str(w->out, "\n\n");
			}
			for (size_t i = 0; i < w->changes->n; i++) {
				if (!is_of(&w->changes->list[i], kind, change))
					continue;
				if (w->out->n < MOST_MARKDOWN)
					markdown_entry(w, &w->changes->list[i]);
				else
					left++;
			}
		}
	if (left)
		buf_printf(w->out, either(w, "\n… und %zu weitere Einträge; `tabularium diff` zeigt alle.\n",
				       "\n… and %zu further entries; `tabularium diff` shows all.\n"), left);
	if (changes_feeds(w->changes)) {
		buf_printf(w->out, "\n#### %s\n\n", either(w, "Feeds, die sich ändern", "Feeds that change"));
		each_feed(w, markdown_feed, (void *)(uintptr_t)w);
	}
}

/* --- JSON ------------------------------------------------------------------------------------------- */

static const char *const difference_names[] = {
	[DIFFERENCE_ADDED] = "added",
	[DIFFERENCE_REMOVED] = "removed",
	[DIFFERENCE_CHANGED] = "changed",
	[DIFFERENCE_ITEMS] = "items",
	[DIFFERENCE_PARTS] = "parts",
	[DIFFERENCE_WORDS] = "words",
	[DIFFERENCE_CONTENT] = "content",
};

static void
json_list(struct json *j, const char *key, const struct text *list, size_t n)
{
	if (n == 0)
		return;
	json_key(j, text_of(key));
	json_open(j, '[');
	for (size_t i = 0; i < n; i++)
		json_text_value(j, list[i]);
	json_close(j, ']');
}

static void
json_difference(const struct writing *w, struct json *j, const struct difference *d)
{
	struct buf sentence = { 0 };

	json_open(j, '{');
	json_pair(j, "field", text_of(d->property->key));
	if (d->of)
		json_pair(j, "of", text_of(d->of->key));
	json_pair(j, "part", d->part);
	json_pair(j, "language", d->language);
	json_pair(j, "change", text_of(difference_names[d->kind]));
	json_pair(j, "before", d->before);
	json_pair(j, "after", d->after);
	json_list(j, "added", d->added, d->n_added);
	json_list(j, "removed", d->removed, d->n_removed);
	difference_sentence(&sentence, d, w->c->voice, &plain_style);
	json_pair(j, "sentence", buf_view(&sentence));
	json_close(j, '}');
	buf_free(&sentence);
}

static void
json_entry(const struct writing *w, struct json *j, const struct changed_entry *e)
{
	json_open(j, '{');
	json_pair(j, "id", subject(e)->id);
	json_pair(j, "change", text_of(changes_of[e->change].key));
	json_pair(j, "title", title_of(w, e));
	if (e->change == ENTRY_RENAMED)
		json_pair(j, "former_id", e->before->id);
	json_key(j, T("differences"));
	json_open(j, '[');
	for (size_t i = 0; i < e->differences.n; i++)
		json_difference(w, j, &e->differences.list[i]);
	json_close(j, ']');
	json_close(j, '}');
}

static void
json_feed(void *context, const char *profile, struct text address)
{
	struct json *j = context;

	json_open(j, '{');
	json_pair(j, "profile", text_of(profile));
	json_pair(j, "files", address);
	json_close(j, '}');
}

static void
write_json(const struct writing *w)
{
	struct json j = { .out = w->out, .is_indented = true };
	struct buf line = { 0 };

	json_open(&j, '{');
	json_pair(&j, "before", w->names->before);
	json_pair(&j, "after", w->names->after);
	summary(w, &line);
	json_pair(&j, "summary", buf_view(&line));
	if (w->changes->has_new_base_url) {
		json_key(&j, T("base_url_changes"));
		json_bool(&j, true);
	}
	for (size_t kind = 0; kind < N_KINDS; kind++) {
		json_key(&j, text_of(kinds[kind].key));
		json_open(&j, '[');
		for (size_t i = 0; i < w->changes->n; i++)
			if (subject(&w->changes->list[i])->class == kinds[kind].class)
				json_entry(w, &j, &w->changes->list[i]);
		json_close(&j, ']');
	}
	json_key(&j, T("feeds"));
	json_open(&j, '[');
	each_feed(w, json_feed, &j);
	json_close(&j, ']');
	json_close(&j, '}');
	buf_char(w->out, '\n');
	buf_free(&line);
}

/* --- every form --------------------------------------------------------------------------------------- */

static const struct {
	const char *name;
	void (*write)(const struct writing *w);
} formats[N_CHANGES_FORMATS] = {
	[CHANGES_TEXT] = { "text", write_text },
	[CHANGES_JSON] = { "json", write_json },
	[CHANGES_MARKDOWN] = { "markdown", write_markdown },
};

enum changes_format
changes_format_named(struct text name)
{
	enum changes_format f = 0;

	while (f < N_CHANGES_FORMATS && !text_equal(text_of(formats[f].name), name))
		f++;
	return f;
}

void
changes_write(struct buf *out, const struct comparing *c, const struct catalog_changes *changes,
    const struct changes_names *names, enum changes_format format)
{
	formats[format].write(&(struct writing){ out, c, changes, names,
	    c->voice->names.is_german ? GERMAN : ENGLISH });
}
