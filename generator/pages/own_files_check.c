/*
 * The city's own labels (site/labels/) and templates (site/templates/): a key that nobody asks for, a {word} that nobody
 * fills in, a file that is no template. They would do nothing, or stand on a page with their braces, without a word.
 */
#include "pages/portal.h"

#include "adapters/unicode.h"
#include "adapters/yaml.h"

enum { MOST_WORDS = 8, NEAR_ENOUGH = 4 };

struct own {
	const struct pages *pages;
	struct arena *arena;
	struct diagnostics *d;
	struct labels shipped; /* in English: all keys that there are */
};

static bool
is_own(const struct template_file *f)
{
	return text_starts(f->source->path, T("site/"));
}

/* The shipped ones of one language; never an error, since the portal's own are looked at elsewhere. */
static void
read_shipped(struct own *o)
{
	struct diagnostics *unsaid = diagnostics_new();

	for (size_t i = 0; i < o->pages->options.n_templates; i++) {
		const struct template_file *f = &o->pages->options.templates[i];
		if (!is_own(f) && text_equal(f->name, T("labels/en.yaml")))
			labels_read(&o->shipped, o->arena, f->source, unsaid);
	}
	diagnostics_free(unsaid);
}

/* --- labels ------------------------------------------------------------------------------------ */

static const struct text *
phrase_of(struct text key)
{
	for (enum phrase p = 0; p < N_PHRASES; p++)
		if (text_equal(phrase_key(p), key))
			return &own_voices[ENGLISH].phrases[p];
	return NULL;
}

/* What the shipped label or phrase of this name says; NULL when there is none. */
static const struct text *
model_of(const struct own *o, struct text key)
{
	const struct text *model = labels_find(&o->shipped, key);

	return model ? model : phrase_of(key);
}

/* dcat/names.h: of concepts, fields and languages. */
static bool
is_name(struct text key)
{
	static const char *const stems[] = { "concept_", "plain_", "property_", "language_" };

	for (size_t i = 0; i < sizeof stems / sizeof stems[0]; i++)
		if (text_starts(key, text_of(stems[i])))
			return true;
	return false;
}

static struct text
nearest_key(const struct own *o, struct text key)
{
	struct text best = T("");
	unsigned least = NEAR_ENOUGH;

	for (size_t i = 0; i < o->shipped.by_key.n; i++) {
		unsigned distance = text_distance(key, o->shipped.by_key.entries[i].key);
		if (distance < least) {
			least = distance;
			best = o->shipped.by_key.entries[i].key;
		}
	}
	for (enum phrase p = 0; p < N_PHRASES; p++) {
		unsigned distance = text_distance(key, phrase_key(p));
		if (distance < least) {
			least = distance;
			best = phrase_key(p);
		}
	}
	return best;
}

struct words {
	struct text list[MOST_WORDS];
	size_t n;
};

static struct words
words_of(struct text label)
{
	struct words w = { .n = 0 };

	for (struct text before, word; phrase_next(&label, &before, &word);)
		if (word.n && w.n < MOST_WORDS)
			w.list[w.n++] = word;
	return w;
}

static bool
has_word(const struct words *w, struct text word)
{
	for (size_t i = 0; i < w->n; i++)
		if (text_equal(w->list[i], word))
			return true;
	return false;
}

/* "{n}, {name}" */
static struct text
words_joined(struct arena *a, const struct words *w)
{
	struct text all = T("");

	for (size_t i = 0; i < w->n; i++)
		all = arena_printf(a, "%.*s%s{%.*s}", TEXT_ARG(all), i ? ", " : "", TEXT_ARG(w->list[i]));
	return all;
}

static void
check_words(struct own *o, struct text key, struct text model, const struct yaml_node *value)
{
	struct words own = words_of(value->text), known = words_of(model);

	for (size_t i = 0; i < own.n; i++)
		if (!has_word(&known, own.list[i]))
			diagnose(o->d, LABEL_WORD_UNKNOWN, value->at, key, arena_printf(o->arena, "{%.*s}", TEXT_ARG(own.list[i])),
			    words_joined(o->arena, &known));
}

static void
check_label(struct own *o, const struct labels *l, const struct yaml_node *key, const struct yaml_node *value)
{
	const struct text *model = model_of(o, key->text);

	if (value->kind != YAML_SCALAR)
		return;
	if (model)
		check_words(o, key->text, *model, value);
	else if (!is_name(key->text) && !table_get(&l->wanted, key->text))
		diagnose(o->d, LABEL_UNKNOWN, key->at, key->text, nearest_key(o, key->text));
}

static void
check_labels(struct own *o, const struct labels *l, const struct source *source)
{
	struct diagnostics *said = diagnostics_new(); /* when they were read for the pages */
	const struct yaml_node *root = yaml_read(o->arena, source, 0, source->bytes.n, said);

	for (const struct yaml_node *key = root && root->kind == YAML_MAPPING ? root->first : NULL; key;
	     key = yaml_value(key)->next)
		check_label(o, l, key, yaml_value(key));
	diagnostics_free(said);
}

static void
check_language_names(struct own *o)
{
	const struct pages *p = o->pages;
	size_t n = p->catalog->settings->n_languages;

	for (size_t i = 1; i < n; i++)
		for (size_t k = 0; k < i; k++) {
			const struct labels *l = &p->interfaces[i].labels, *other = &p->interfaces[k].labels;
			if (l->is_broken || other->is_broken ||
			    !text_equal(l->texts[LABEL_language_name], other->texts[LABEL_language_name]) ||
			    !l->texts[LABEL_language_name].n)
				continue;
			diagnose(o->d, LANGUAGE_NAME_TAKEN, { l->source, 0, 0 }, l->file, l->texts[LABEL_language_name], other->file,
			    unicode_language_name(o->arena, arena_cstr(o->arena, p->interfaces[i].language)));
			break;
		}
}

/* --- files --------------------------------------------------------------------------------------- */

/* The language that a file of labels is for; NULL when the portal does not speak it. */
static const struct interface *
speaker_of(const struct pages *p, const struct template_file *f)
{
	for (size_t i = 0; i < p->catalog->settings->n_languages; i++)
		if (text_equal(p->interfaces[i].labels.file, f->name))
			return &p->interfaces[i];
	return NULL;
}

/* "fr" of labels/fr.yaml */
static struct text
language_of(const struct template_file *f)
{
	struct text name = text_file_name(f->name);

	return text_slice(name, 0, text_find_char(name, '.'));
}

static struct text
nearest_name(const struct own *o, struct text name)
{
	struct text best = T("");
	unsigned least = NEAR_ENOUGH;

	for (size_t i = 0; i < o->pages->options.n_templates; i++) {
		const struct template_file *f = &o->pages->options.templates[i];
		unsigned distance = is_own(f) ? NEAR_ENOUGH : text_distance(name, f->name);
		if (distance < least) {
			least = distance;
			best = f->name;
		}
	}
	return best;
}

void
own_files_check(const struct pages *p, struct diagnostics *d)
{
	struct own o = { .pages = p, .arena = arena_new(), .d = d };

	read_shipped(&o);
	for (size_t i = 0; i < p->options.n_templates; i++) {
		const struct template_file *f = &p->options.templates[i];
		const struct interface *speaker = speaker_of(p, f);
		if (!is_own(f))
			continue;
		if (speaker)
			check_labels(&o, &speaker->labels, f->source);
		else if (text_starts(f->name, T("labels/")))
			diagnose(d, LABELS_UNUSED, { f->source, 0, 0 }, f->source->path, language_of(f));
		else if (!table_get(&p->interfaces[0].templates.used, f->source->path))
			diagnose(d, TEMPLATE_UNUSED, { f->source, 0, 0 }, f->source->path, nearest_name(&o, f->name));
	}
	check_language_names(&o);
	labels_free(&o.shipped);
	arena_free(o.arena);
}
