/*
 * Names whose keys are made of pieces, of concepts, fields and languages, and the phrases of sentences about changes:
 * which of them this catalogue needs and a language of the interface lacks. One finding for each list says all of them,
 * or as many as it has room for, since whoever adds a language adds them together.
 */
#include "pages/portal.h"

enum { MOST_NESTED = 4, LONGEST_LIST = 150 /* bytes: what a message has room for */ };

struct needs {
	bool *concepts[N_CODE_LISTS]; /* by number */
	bool properties[N_PROPERTIES];
	bool languages[MAX_LANGUAGES]; /* of descriptions that are in no other */
	bool sentences; /* about what changed: of datasets */
};

static void
find_concepts(struct needs *n, const struct resource *r, bool is_of_dataset, unsigned depth)
{
	for (uint32_t i = 0; i < r->n_values; i++) {
		const struct value *v = &r->values[i];
		enum kind kind = properties[v->property].kind;
		bool is_named = depth == 0 && is_detail(v->property);
		/* What the generator supplies is not compared. */
		if (is_of_dataset && !(v->flags & (VALUE_COMPUTED | VALUE_INVALID)))
			is_named = is_named || is_told(v->property);
		n->properties[v->property] = n->properties[v->property] || is_named;
		if (kind == KIND_CONCEPT && v->concept)
			n->concepts[v->concept->list][v->concept->number] = true;
		else if (kind == KIND_NODE && v->resource && depth < MOST_NESTED)
			find_concepts(n, v->resource, is_of_dataset, depth + 1);
	}
}

static void
find_needs(struct needs *n, const struct interface *ui, const struct catalog *c, struct arena *a)
{
	static const enum property_id descriptions[N_CLASSES] = {
		[CLASS_DATASET] = DATASET_description, [CLASS_SERIES] = SERIES_description, [CLASS_SERVICE] = SERVICE_description,
	};
	const struct resource_list *shown[] = { &c->datasets, &c->withdrawn, &c->services, &c->withdrawn_services, &c->series,
		&c->withdrawn_series };

	for (enum code_list list = 0; list < N_CODE_LISTS; list++)
		n->concepts[list] = arena_array(a, bool, code_lists_count(c->lists, list) + 1);
	for (size_t k = 0; k < sizeof shown / sizeof shown[0]; k++)
		for (size_t i = 0; i < shown[k]->n; i++) {
			const struct resource *r = shown[k]->list[i];
			if (r->release != RELEASE_PUBLIC && r->release != RELEASE_WITHDRAWN)
				continue;
			const struct value *v = resource_in_language(r, descriptions[r->class], ui->texts);
			if (v && v->language != ui->texts && v->language < c->n_languages)
				n->languages[v->language] = true;
			if (!ui->names.foreign.n)
				continue;
			find_concepts(n, r, r->class == CLASS_DATASET, 0);
			n->sentences = n->sentences || r->class == CLASS_DATASET;
		}
}

/* What is lacking of one list: "concept_data-theme_…", of it "AGRI, ECON". */
struct lack {
	const struct interface *ui;
	struct diagnostics *d;
	struct buf codes;
	struct text first; /* the whole key */
};

static void
say(struct lack *l, struct arena *a, size_t n_before)
{
	if (!l->codes.n)
		return;
	struct text stem = text_slice(l->first, 0, n_before);
	diagnose(l->d, NAMES_MISSING, { l->ui->labels.source, 0, 0 }, l->ui->labels.file,
	    arena_printf(a, "%.*s…", TEXT_ARG(stem)), buf_view(&l->codes), l->first);
	l->codes.n = 0;
}

static void
add(struct lack *l, struct arena *a, struct text key, size_t n_before)
{
	if (labels_find(&l->ui->labels, key))
		return;
	if (l->codes.n && l->codes.n + key.n - n_before > LONGEST_LIST)
		say(l, a, n_before);
	if (!l->codes.n)
		l->first = arena_text(a, key);
	buf_str(&l->codes, l->codes.n ? ", " : "");
	buf_text(&l->codes, text_slice(key, n_before, key.n));
}

/* Those of a list whose names are not the same in every language. */
static void
check_list(struct lack *l, struct arena *a, const struct code_lists *lists, enum code_list list, const char *kind,
    struct text (*named)(const struct names *n, const struct concept *c, struct text *language), const bool *is_needed)
{
	size_t n_before = 0;

	for (size_t i = 0; i < code_lists_count(lists, list); i++) {
		const struct concept *c = code_lists_at(lists, list, i);
		char buf[LONGEST_NAME_KEY];
		struct text language, key = concept_key(buf, kind, c);
		if (key.n)
			n_before = key.n - text_of(c->code).n;
		named(&l->ui->names, c, &language);
		if (is_needed[i] && key.n && language.n)
			add(l, a, key, n_before);
	}
	say(l, a, n_before);
}

static void
check_properties(struct lack *l, struct arena *a, const bool *is_needed)
{
	struct table seen = { 0 }; /* several classes have a "publisher" */
	char buf[LONGEST_NAME_KEY];
	size_t n_before = sizeof "property_" - 1;

	for (size_t p = 0; p < N_PROPERTIES; p++) {
		struct text key = is_needed[p] ? property_key(buf, (enum property_id)p) : T("");
		if (key.n && !table_set(&seen, arena_text(a, key), l))
			add(l, a, key, n_before);
	}
	table_free(&seen);
	say(l, a, n_before);
}

/* While one of them is lacking, none of the others is used. */
static void
check_phrases(struct lack *l, struct arena *a)
{
	size_t n_before = sizeof "difference_" - 1;

	for (enum phrase p = 0; p < N_PHRASES; p++)
		if (is_of_differences(p))
			add(l, a, phrase_key(p), n_before);
	say(l, a, n_before);
}

void
names_check(const struct interface *ui, const struct catalog *c, struct diagnostics *d)
{
	struct arena *a = arena_new();
	struct lack lack = { .ui = ui, .d = d };
	struct needs *needs = arena_new_of(a, struct needs);
	size_t n_before = sizeof "language_" - 1;

	*needs = (struct needs){ 0 };
	if (!ui->labels.is_broken) {
		find_needs(needs, ui, c, a);
		for (enum code_list list = 0; list < N_CODE_LISTS; list++)
			check_list(&lack, a, c->lists, list, "concept", concept_named, needs->concepts[list]);
		check_list(&lack, a, c->lists, LIST_file_type, "plain", concept_plainly, needs->concepts[LIST_file_type]);
		check_list(&lack, a, c->lists, LIST_license, "plain", concept_plainly, needs->concepts[LIST_license]);
		check_properties(&lack, a, needs->properties);
		if (needs->sentences)
			check_phrases(&lack, a);
		for (size_t i = 0; i < c->n_languages; i++)
			if (needs->languages[i])
				add(&lack, a, arena_printf(a, "language_%.*s", TEXT_ARG(c->languages[i])), n_before);
		say(&lack, a, n_before);
	}
	buf_free(&lack.codes);
	arena_free(a);
}
