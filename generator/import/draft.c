#include "import/draft.h"

#include "core/characters.h"

struct draft *
draft_new(struct arena *a, enum class class, struct place at)
{
	struct draft *d = arena_new_of(a, struct draft);

	*d = (struct draft){ .arena = a, .class = class, .at = at };
	return d;
}

/* Where a further value of the property belongs. */
static struct draft_value **
end_of(struct draft *d, enum property_id p)
{
	struct draft_value **at = &d->first;

	while (*at && (*at)->property <= p)
		at = &(*at)->next;
	return at;
}

static struct draft_value *
insert(struct draft *d, enum property_id p)
{
	struct draft_value **at = end_of(d, p), *v = arena_new_of(d->arena, struct draft_value);

	*v = (struct draft_value){ .property = p, .next = *at };
	*at = v;
	return v;
}

struct text
draft_clean(struct arena *a, struct text t)
{
	struct buf out = { 0 };

	for (size_t at = 0; at < t.n;) {
		uint32_t c = utf8_next(t, &at);
		if (c == '\r' && at < t.n && t.s[at] == '\n')
			continue;
		if (c == '\r' || c == 0x85 || c == 0x2028 || c == 0x2029)
			c = '\n';
		if (c == UTF8_INVALID)
			c = 0xfffd;
		if (character_is_allowed(c))
			buf_utf8(&out, c);
	}
	struct text copy = arena_text(a, text_trim(buf_view(&out)));
	buf_free(&out);
	return copy;
}

bool
draft_add_in(struct draft *d, enum property_id p, struct text text, struct text language)
{
	text = draft_clean(d->arena, text);
	if (text.n == 0)
		return true;
	/* A Markdown text is one in each language, whatever its cardinality says of RDF. */
	bool is_single = !properties[p].is_repeatable || properties[p].kind == KIND_MARKDOWN;
	for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v)) {
		if (!text_equal(v->language, language) || v->part)
			continue;
		if (text_equal(v->text, text))
			return true;
		if (is_single)
			return false;
	}
	struct draft_value *v = insert(d, p);
	v->text = text;
	v->language = arena_text(d->arena, language);
	return true;
}

bool
draft_add(struct draft *d, enum property_id p, struct text text)
{
	return draft_add_in(d, p, text, T(""));
}

struct draft *
draft_part(struct draft *d, enum property_id p)
{
	struct draft_value *v = insert(d, p);

	v->part = draft_new(d->arena, (enum class)properties[p].target, d->at);
	return v->part;
}

struct draft *
draft_only_part(struct draft *d, enum property_id p)
{
	const struct draft_value *v = draft_value(d, p);

	return v && v->part ? v->part : draft_part(d, p);
}

void
draft_remove(struct draft *d, enum property_id p)
{
	for (struct draft_value *v; (v = draft_value(d, p));)
		draft_remove_value(d, v);
}

void
draft_remove_value(struct draft *d, const struct draft_value *v)
{
	struct draft_value **at = &d->first;

	while (*at && *at != v)
		at = &(*at)->next;
	if (*at)
		*at = v->next;
}

struct draft_value *
draft_value(const struct draft *d, enum property_id p)
{
	struct draft_value *v = d->first;

	while (v && v->property < p)
		v = v->next;
	return v && v->property == p ? v : NULL;
}

struct draft_value *
draft_next(const struct draft_value *v)
{
	return v->next && v->next->property == v->property ? v->next : NULL;
}

struct text
draft_text(const struct draft *d, enum property_id p)
{
	const struct draft_value *v = draft_value(d, p);

	return v ? v->text : T("");
}

bool
draft_has(const struct draft *d, enum property_id p)
{
	for (const struct draft_value *v = draft_value(d, p); v; v = draft_next(v))
		if (!v->part || !draft_is_empty(v->part))
			return true;
	return false;
}

bool
draft_is_empty(const struct draft *d)
{
	for (const struct draft_value *v = d->first; v; v = v->next)
		if (!v->part || !draft_is_empty(v->part))
			return false;
	return true;
}
