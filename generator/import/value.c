#include "import/value.h"

#include "core/date.h"
#include "import/prose.h"

struct text
value_code(struct import *i, enum code_list list, struct text t)
{
	const struct concept *c = code_lists_find(import_options(i)->lists, list, text_trim(t));

	return c ? text_of(c->code) : t;
}

/* "2026-01-15 08:00:00.123456" → "2026-01-15T08:00:00"; what is no moment stays as it is. */
static struct text
date_text(struct import *i, struct text t)
{
	struct date date;
	struct buf out = { 0 };

	t = text_trim(t);
	if (date_parse(t, &date) && (date.precision != DATE_TIME || text_find_char(t, '.') == t.n))
		return t;
	if (t.n < 19 || (t.s[10] != ' ' && t.s[10] != 'T'))
		return t;
	size_t fraction = 19;
	if (fraction < t.n && t.s[fraction] == '.')
		for (fraction++; fraction < t.n && t.s[fraction] >= '0' && t.s[fraction] <= '9';)
			fraction++;
	buf_text(&out, text_slice(t, 0, 10));
	buf_char(&out, 'T');
	buf_text(&out, text_slice(t, 11, 19));
	buf_text(&out, text_slice(t, fraction, t.n));
	if (date_parse(buf_view(&out), &date))
		t = arena_text(import_arena(i), buf_view(&out));
	buf_free(&out);
	return t;
}

static struct text
without_scheme(struct text t, struct text scheme)
{
	t = text_trim(t);
	return text_starts(t, scheme) ? text_slice(t, scheme.n, t.n) : t;
}

/* Parts that one word says: a statement of provenance or of rights, an identifier, a place. */
static enum property_id
word_of(enum class class)
{
	switch (class) {
	case CLASS_LOCATION: return LOCATION_uri;
	case CLASS_IDENTIFIER: return IDENTIFIER_notation;
	case CLASS_PROVENANCE: return PROVENANCE_label;
	case CLASS_ACTIVITY: return ACTIVITY_label;
	case CLASS_RIGHTS_STATEMENT: return RIGHTS_STATEMENT_label;
	default: return N_PROPERTIES;
	}
}

static struct text
agent_named(struct import *i, struct text name)
{
	struct draft *fresh;

	return import_agent(i, T(""), name, T(""), &fresh);
}

void
value_add(struct import *i, struct draft *d, enum property_id p, struct text field, struct text value)
{
	enum property_id word = N_PROPERTIES;
	bool is_taken = true;

	if (text_trim(value).n == 0)
		return;
	switch (properties[p].kind) {
	case KIND_TEXT:
	case KIND_MARKDOWN: prose_add(i, d, p, field, value, T("")); return;
	case KIND_CONCEPT: is_taken = draft_add(d, p, value_code(i, (enum code_list)properties[p].target, value)); break;
	case KIND_DATE: is_taken = draft_add(d, p, date_text(i, value)); break;
	case KIND_EMAIL: is_taken = draft_add(d, p, without_scheme(value, T("mailto:"))); break;
	case KIND_TELEPHONE: is_taken = draft_add(d, p, without_scheme(value, T("tel:"))); break;
	case KIND_REFERENCE:
		if (properties[p].target == CLASS_AGENT)
			is_taken = draft_add(d, p, agent_named(i, value));
		else
			is_taken = draft_add(d, p, value);
		break;
	case KIND_IRI:
	case KIND_URL:
		/* A blank or a tab at an end was never meant; it is taken away, but not in silence. */
		if (text_trim(value).n < value.n)
			import_changed(i, d->at, field, value, text_trim(value));
		is_taken = draft_add(d, p, value);
		break;
	case KIND_NODE:
		word = word_of((enum class)properties[p].target);
		if (word < N_PROPERTIES)
			value_add(i, draft_part(d, p), word, field, value);
		is_taken = word < N_PROPERTIES;
		break;
	default: is_taken = draft_add(d, p, value); break;
	}
	if (!is_taken)
		import_lost(i, d->at, field, value, p);
}
