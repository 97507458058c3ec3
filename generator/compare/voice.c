#include "compare/voice.h"

#define TEXT(literal) { literal, sizeof(literal) - 1 }

static const struct text keys[N_PHRASES] = {
#define PHRASE(key, de, en) TEXT(#key),
#define PHRASES_COUNTED(key, de_one, de_other, en_one, en_other) TEXT(#key "_one"), TEXT(#key "_other"),
#include "compare/phrases.def"
#undef PHRASE
#undef PHRASES_COUNTED
};

const struct voice own_voices[N_INTERFACE_LANGUAGES] = {
	[GERMAN] = { .phrases = {
#define PHRASE(key, de, en) TEXT(de),
#define PHRASES_COUNTED(key, de_one, de_other, en_one, en_other) TEXT(de_one), TEXT(de_other),
#include "compare/phrases.def"
#undef PHRASE
#undef PHRASES_COUNTED
		}, .names = { .is_german = true, .foreign = TEXT("") }, .foreign = TEXT("") },
	[ENGLISH] = { .phrases = {
#define PHRASE(key, de, en) TEXT(en),
#define PHRASES_COUNTED(key, de_one, de_other, en_one, en_other) TEXT(en_one), TEXT(en_other),
#include "compare/phrases.def"
#undef PHRASE
#undef PHRASES_COUNTED
		}, .names = { .is_german = false, .foreign = TEXT("") }, .foreign = TEXT("") },
};

struct text
phrase_key(enum phrase p)
{
	return keys[p];
}

bool
is_of_differences(enum phrase p)
{
	return text_starts(keys[p], T("difference_"));
}

bool
phrase_next(struct text *rest, struct text *words, struct text *name)
{
	size_t open = text_find_char(*rest, '{'), close = open + text_find_char(text_slice(*rest, open, rest->n), '}');

	if (!rest->n)
		return false;
	if (close == rest->n) /* no name comes any more */
		open = rest->n;
	*words = text_slice(*rest, 0, open);
	*name = text_slice(*rest, open + 1, close);
	*rest = text_slice(*rest, close + 1, rest->n);
	return true;
}

struct voice
voice_make(const struct table *labels, const struct names *names)
{
	struct voice v = own_voices[names->is_german ? GERMAN : ENGLISH];

	for (enum phrase p = 0; p < N_PHRASES; p++) {
		const struct text *own = table_get(labels, keys[p]);
		if (own) {
			v.phrases[p] = *own;
		} else if (names->foreign.n) {
			v = own_voices[names->is_german ? GERMAN : ENGLISH];
			v.foreign = names->foreign;
			return v;
		}
	}
	v.names = *names;
	/* German and English labels name fields for the rows of a page, where "Kontakt" says enough; the tables' names
	 * stand by themselves. */
	while (!names->foreign.n && v.names.n && text_starts(v.names.own[v.names.n - 1].key, T("property_")))
		v.names.n--;
	return v;
}
