/*
 * Words, terms, stop words. The splitting of compounds is in compound.c.
 */
#include "search/words.h"

#include "adapters/unicode.h"

#include <string.h>

/* --- words ------------------------------------------------------------------------------------- */

enum { SOFT_HYPHEN = 0xad };

/* Appends what a code point is folded to; 0 bytes for what is not seen (a soft hyphen, an accent that
 * stands alone); false when it separates words. */
static bool
fold_point(struct words *w, uint32_t point)
{
	char *to = w->folded + w->n;

	if (point == SOFT_HYPHEN)
		return true;
	switch (point = unicode_word_letter(point)) {
	case 0: return false;
	case UNICODE_MARK: return true;
	case 0xdf: memcpy(to, "ss", 2), w->n += 2; return true;
	case 0xe6: memcpy(to, "ae", 2), w->n += 2; return true;
	case 0xf8:
	case 0x153: memcpy(to, "oe", 2), w->n += 2; return true;
	default: break;
	}
	if (point < 0x80) {
		to[0] = (char)point;
		w->n++;
	} else if (point < 0x800) {
		to[0] = (char)(0xc0 | point >> 6);
		to[1] = (char)(0x80 | (point & 0x3f));
		w->n += 2;
	} else if (point < 0x10000) {
		to[0] = (char)(0xe0 | point >> 12);
		to[1] = (char)(0x80 | (point >> 6 & 0x3f));
		to[2] = (char)(0x80 | (point & 0x3f));
		w->n += 3;
	} else {
		to[0] = (char)(0xf0 | point >> 18);
		to[1] = (char)(0x80 | (point >> 12 & 0x3f));
		to[2] = (char)(0x80 | (point >> 6 & 0x3f));
		to[3] = (char)(0x80 | (point & 0x3f));
		w->n += 4;
	}
	return true;
}

/* One code point from the text, folded. Most are letters without accents. */
static bool
fold_next(struct words *w, size_t *at)
{
	unsigned char c = (unsigned char)w->text.s[*at];

	if (c < 0x80) {
		bool is_upper = c >= 'A' && c <= 'Z';

		++*at;
		if (!is_upper && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'))
			return false;
		w->folded[w->n++] = (char)(is_upper ? c - 'A' + 'a' : c);
		return true;
	}
	uint32_t point = utf8_next(w->text, at);
	return point != UTF8_INVALID && fold_point(w, point);
}

/* Behind an address that begins here; `at` itself when none does. */
static size_t
skip_address(struct text t, size_t at)
{
	struct text rest = text_slice(t, at, t.n);

	if (!text_starts(rest, T("http://")) && !text_starts(rest, T("https://")) &&
	    !text_starts(rest, T("]("))) /* of a link */
		return at;
	while (at < t.n && t.s[at] != ' ' && t.s[at] != '\n' && t.s[at] != ')' && t.s[at] != '>' && t.s[at] != '|')
		at++;
	return at;
}

bool
words_next(struct words *w)
{
	for (;;) {
		size_t from;

		for (w->n = 0;;) { /* to the next letter */
			if (w->at >= w->text.n)
				return false;
			if (w->text.s[w->at] == 'h' || w->text.s[w->at] == ']')
				w->at = skip_address(w->text, w->at);
			if (w->at >= w->text.n)
				return false;
			from = w->at;
			if (fold_next(w, &w->at) && w->n)
				break;
		}
		size_t end = w->at;
		for (size_t at = w->at; at < w->text.n && w->n <= WORD_MAX && fold_next(w, &at);)
			end = at;
		if (w->n <= WORD_MAX) {
			w->at = end;
			w->raw = text_slice(w->text, from, end);
			return true;
		}
		for (w->at = end; w->at < w->text.n;) { /* over the whole of what is no word */
			size_t at = w->at;

			w->n = 0;
			if (!fold_next(w, &at))
				break;
			w->at = at;
		}
	}
}

/* --- terms ------------------------------------------------------------------------------------- */

static bool
is_vowel(char c)
{
	return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* ae oe ue are umlauts, but not behind a vowel or q: "neue", "bauer", "quelle". "aktuell" becomes
 * something odd, here and in the script alike. */
static size_t
umlauts(char *to, struct text from)
{
	size_t n = 0;

	for (size_t i = 0; i < from.n; i++) {
		char c = from.s[i], before = i ? from.s[i - 1] : '\0';
		bool is_umlaut = i + 1 < from.n && from.s[i + 1] == 'e' &&
				 (c == 'a' || c == 'o' || c == 'u') && !is_vowel(before) && before != 'q';

		if (!is_umlaut) {
			to[n++] = c;
			continue;
		}
		to[n++] = (char)0xc3;
		to[n++] = (char)(c == 'a' ? 0xa4 : c == 'o' ? 0xb6 : 0xbc);
		i++;
	}
	return n;
}

char
umlaut_at(struct text t, size_t i)
{
	if ((unsigned char)t.s[i] != 0xc3 || i + 1 == t.n)
		return '\0';
	switch ((unsigned char)t.s[i + 1]) {
	case 0xa4: return 'a';
	case 0xb6: return 'o';
	case 0xbc: return 'u';
	default: return '\0';
	}
}

/* Appends t with ä ö ü as a o u. */
static void
put_plain(struct buf *out, struct text t)
{
	for (size_t i = 0; i < t.n; i++) {
		char c = umlaut_at(t, i);

		buf_char(out, c ? c : t.s[i]);
		i += c != '\0';
	}
}

void
word_term(struct buf *out, struct stemmer *s, enum stem_language language, struct text folded)
{
	char word[2 * WORD_MAX];
	bool has_digit = false;

	for (size_t i = 0; i < folded.n; i++)
		has_digit = has_digit || (folded.s[i] >= '0' && folded.s[i] <= '9');
	if (has_digit || folded.n > WORD_MAX) {
		put_plain(out, folded);
		return;
	}
	if (language == STEM_GERMAN)
		folded = (struct text){ word, umlauts(word, folded) };
	put_plain(out, stem(s, language, folded));
}

/* --- stop words -------------------------------------------------------------------------------- */

/* Folded; a blank before and behind each. */
static const char german_stops[] =
    " aber alle allem allen aller alles als also am an auch auf aus bei beim bis bzw da dabei"
    " damit dann das dass dem den der deren des dessen die dies diese diesem diesen dieser"
    " dieses durch ein eine einem einen einer eines er es etc für gibt hat ich ihr ihre im in"
    " innen ins ist ja je jede jeden jeder jedes kann kein keine können man mehr mein mit nach"
    " nicht noch nur ob oder ohne sehr sein seine sich sie sind so sowie um und uns unter vom"
    " von vor war waren was weitere wenn wer werden wie wieviel viele wird wir wo wurde wurden"
    " zu zum zur zwischen über ";
static const char english_stops[] =
    " a about all also an and any are as at be been but by can do does for from had has have how"
    " i if in into is it its many may more most much my no not of on only or our such than that"
    " the their them then there these they this those to was we were what when where which who"
    " will with you your ";

bool
word_is_stop(struct text folded, enum stem_language language)
{
	char wanted[16];

	if (folded.n > 12)
		return false;
	wanted[0] = ' ';
	memcpy(wanted + 1, folded.s, folded.n);
	wanted[folded.n + 1] = ' ';
	wanted[folded.n + 2] = '\0';
	return strstr(language == STEM_ENGLISH ? english_stops : german_stops, wanted) != NULL;
}

struct text
words_stops(enum stem_language language)
{
	struct text all = text_of(language == STEM_ENGLISH ? english_stops : german_stops);

	return text_slice(all, 1, all.n - 1);
}
