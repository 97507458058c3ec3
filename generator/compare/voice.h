/*
 * In whose words changes are told: the phrases of one language (phrases.def) and what it calls concepts and
 * fields. German and English are in the program; another language is spoken when its file of labels has all of
 * the phrases. Where it lacks one, the sentences are German or English as a whole, never half of each.
 */
#ifndef COMPARE_VOICE_H
#define COMPARE_VOICE_H

#include "core/diagnostic.h"
#include "dcat/names.h"

enum phrase {
#define PHRASE(key, de, en) PHRASE_##key,
#define PHRASES_COUNTED(key, de_one, de_other, en_one, en_other) PHRASE_##key##_one, PHRASE_##key##_other,
#include "compare/phrases.def"
#undef PHRASE
#undef PHRASES_COUNTED
	N_PHRASES
};

struct voice {
	struct text phrases[N_PHRASES];
	struct names names;
	struct text foreign; /* the language of the sentences, when it is not the portal's; else empty */
};

/* German and English, as the tables have them: by enum interface_language. */
extern const struct voice own_voices[N_INTERFACE_LANGUAGES];

/* Of one language of a portal. Both must outlive it; `labels`: key → const struct text *. */
struct voice voice_make(const struct table *labels, const struct names *names);

/* Its key among the labels. */
struct text phrase_key(enum phrase p);
/* No page wants it but for these sentences, so that a file of labels may lack it. */
bool is_of_differences(enum phrase p);

/*
 * Takes the words before the next {name} off the front of *rest, and the name, which is empty behind the last:
 *	while (phrase_next(&rest, &words, &name))
 */
bool phrase_next(struct text *rest, struct text *words, struct text *name);

#endif
