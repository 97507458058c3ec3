#include "pages/labels.h"

#include "adapters/yaml.h"

static const char *const keys[N_LABELS] = {
#define LABEL(key) #key,
#define LABELS_COUNTED(key) #key "_one", #key "_other",
#include "pages/labels.def"
#undef LABEL
#undef LABELS_COUNTED
};

void
labels_read(struct labels *l, struct arena *a, const struct source *source, struct diagnostics *d)
{
	const struct yaml_node *root = yaml_read(a, source, 0, source->bytes.n, d);

	if (!l->source)
		l->source = source;
	l->is_broken = l->is_broken || !root; /* that was said */
	if (!root || root->kind != YAML_MAPPING) /* what it lacks is said */
		return;
	for (const struct yaml_node *key = root->first; key; key = yaml_value(key)->next) {
		const struct yaml_node *value = yaml_value(key);
		/* an empty one is none: a button without a name helps nobody */
		if (value->kind == YAML_SCALAR && text_trim(value->text).n && !table_get(&l->by_key, key->text)) {
			struct text *t = arena_new_of(a, struct text);
			*t = value->text;
			table_set(&l->by_key, key->text, t);
		}
	}
}

void
label_missing(struct labels *l, struct text key, struct place at, struct diagnostics *d)
{
	bool is_own = at.source && text_starts(at.source->path, T("site/"));

	if (l->is_broken || table_set(&l->missing, key, l))
		return;
	/* What our own templates want, a file of labels lacks. */
	diagnose(d, LABEL_MISSING, is_own ? at : ((struct place){ l->source, 0, 0 }), key, l->file);
}

void
labels_finish(struct labels *l, struct diagnostics *d)
{
	struct text language = text_slice(l->file, sizeof "labels/" - 1, l->file.n - (sizeof ".yaml" - 1));

	if (!l->source) {
		diagnose(d, LANGUAGE_WITHOUT_LABELS, { NULL, 0, 0 }, language, l->file);
		l->is_broken = true;
	}
	for (size_t i = 0; i < N_LABELS; i++) {
		const struct text *t = labels_find(l, text_of(keys[i]));
		if (t)
			l->texts[i] = *t;
		else
			label_missing(l, text_of(keys[i]), (struct place){ NULL, 0, 0 }, d);
	}
}

void
labels_free(struct labels *l)
{
	table_free(&l->by_key);
	table_free(&l->missing);
	table_free(&l->wanted);
}

const struct text *
labels_find(const struct labels *l, struct text key)
{
	return table_get(&l->by_key, key);
}

static const struct filling *
filling_named(const struct filling *f, struct text name)
{
	for (; f->name; f++)
		if (text_equal(text_of(f->name), name))
			return f;
	return NULL;
}

static bool
ends_sentence(struct text t)
{
	return text_ends(t, T(".")) || text_ends(t, T("?")) || text_ends(t, T("!")) || text_ends(t, T("…"));
}

void
label_fill(struct buf *out, const struct labels *l, enum label_id id, const struct filling *fillings)
{
	struct text rest = l->texts[id];

	while (rest.n) {
		size_t open = text_find_char(rest, '{');
		buf_text(out, text_slice(rest, 0, open));
		rest = text_slice(rest, open, rest.n);
		size_t close = text_find_char(rest, '}');
		if (close == rest.n)
			break;
		const struct filling *f = filling_named(fillings, text_slice(rest, 1, close));
		buf_text(out, f ? f->text : text_slice(rest, 0, close + 1));
		rest = text_slice(rest, close + 1, rest.n);
		/* "Wer veröffentlicht wie viel?" ends its sentence itself. */
		if (f && ends_sentence(f->text) && text_starts(rest, T(".")))
			rest = text_slice(rest, 1, rest.n);
	}
	buf_text(out, rest);
}

void
label_number(struct buf *out, const struct labels *l, uint64_t n)
{
	char digits[20];
	size_t length = 0;

	do
		digits[length++] = (char)('0' + n % 10);
	while (n /= 10);
	for (size_t i = length; i--;) {
		buf_char(out, digits[i]);
		if (i && i % 3 == 0 && length > 3)
			buf_text(out, l->texts[LABEL_thousands_mark]);
	}
}

void
label_count(struct buf *out, const struct labels *l, enum label_id one, uint64_t n)
{
	struct buf number = { 0 };

	label_number(&number, l, n);
	label_fill(out, l, n == 1 ? one : one + 1,
	    (const struct filling[]){ { "n", buf_view(&number) }, { NULL, T("") } });
	buf_free(&number);
}
