#include "adapters/stem.h"

#include "core/die.h"

#include <libstemmer.h>
#include <stdlib.h>

struct stemmer {
	struct sb_stemmer *german, *english;
};

enum stem_language
stem_language(struct text tag)
{
	struct text primary = text_slice(tag, 0, text_find_char(tag, '-'));

	if (text_equal_nocase(primary, T("de")))
		return STEM_GERMAN;
	if (text_equal_nocase(primary, T("en")))
		return STEM_ENGLISH;
	return STEM_NONE;
}

struct stemmer *
stemmer_new(void)
{
	struct stemmer *s = allocate(sizeof *s);

	s->german = sb_stemmer_new("german", "UTF_8");
	s->english = sb_stemmer_new("english", "UTF_8");
	if (!s->german || !s->english)
		die("libstemmer: the stemmers for German and English are missing");
	return s;
}

void
stemmer_free(struct stemmer *s)
{
	if (!s)
		return;
	sb_stemmer_delete(s->german);
	sb_stemmer_delete(s->english);
	free(s);
}

struct text
stem(struct stemmer *s, enum stem_language language, struct text word)
{
	struct sb_stemmer *stemmer = language == STEM_GERMAN ? s->german : s->english;

	if (language == STEM_NONE || word.n > 1000)
		return word;
	const sb_symbol *result = sb_stemmer_stem(stemmer, (const sb_symbol *)word.s, (int)word.n);
	if (!result)
		die("libstemmer: out of memory");
	return (struct text){ (const char *)result, (size_t)sb_stemmer_length(stemmer) };
}
