/*
 * utf8proc for forms, ICU for order only: its tables are large and its locales depend on the
 * machine unless each is named.
 */
#include "adapters/unicode.h"

#include "core/die.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ucol.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>
#include <utf8proc.h>

/* --- forms --------------------------------------------------------------------------------- */

static bool
is_ascii(struct text t)
{
	for (size_t i = 0; i < t.n; i++)
		if ((unsigned char)t.s[i] >= 0x80)
			return false;
	return true;
}

static struct text
ascii_lower(struct arena *a, struct text t)
{
	char *s = arena_alloc(a, t.n + 1);

	for (size_t i = 0; i < t.n; i++)
		s[i] = t.s[i] >= 'A' && t.s[i] <= 'Z' ? (char)(t.s[i] - 'A' + 'a') : t.s[i];
	return (struct text){ s, t.n };
}

/* The code points of t after `options`; *n of them. NULL when t is not UTF-8. */
static utf8proc_int32_t *
points(struct arena *a, struct text t, utf8proc_option_t options, size_t *n)
{
	const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)t.s;
	utf8proc_ssize_t need = utf8proc_decompose(s, (utf8proc_ssize_t)t.n, NULL, 0, options);

	if (need < 0)
		return NULL;
	/* One more: utf8proc_reencode() ends its result with NUL. */
	utf8proc_int32_t *p = arena_array(a, utf8proc_int32_t, (size_t)need + 1);
	utf8proc_decompose(s, (utf8proc_ssize_t)t.n, p, need, options);
	*n = (size_t)utf8proc_normalize_utf32(p, need, options);
	return p;
}

static struct text
normalize(struct arena *a, struct text t, utf8proc_option_t options)
{
	size_t n;
	utf8proc_int32_t *p = points(a, t, options, &n);

	if (!p)
		return t;
	utf8proc_ssize_t length = utf8proc_reencode(p, (utf8proc_ssize_t)n, options);
	return length < 0 ? t : (struct text){ (const char *)p, (size_t)length };
}

struct text
unicode_fold(struct arena *a, struct text t)
{
	if (is_ascii(t))
		return ascii_lower(a, t);
	return normalize(a, t, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

bool
unicode_is_nfc(struct text t)
{
	bool is_plain = true;

	/* Nothing below U+0300 composes with anything else below it. */
	for (size_t i = 0; i < t.n && is_plain; i++)
		is_plain = (unsigned char)t.s[i] < 0xcc;
	if (is_plain)
		return true;
	struct arena *scratch = arena_new();
	bool is_same = text_equal(normalize(scratch, t, UTF8PROC_STABLE | UTF8PROC_COMPOSE), t);
	arena_free(scratch);
	return is_same;
}

/* --- order --------------------------------------------------------------------------------- */

/*
 * Collators are read-only once opened and shared by all threads; opening one costs a millisecond.
 * They live until the program ends: a catalogue has two or three languages.
 */
enum { MAX_COLLATORS = 16 };
static struct {
	char language[32];
	UCollator *collator;
} collators[MAX_COLLATORS];
static atomic_size_t n_collators;
static pthread_mutex_t opening = PTHREAD_MUTEX_INITIALIZER;

static UCollator *
open_collator(const char *language)
{
	UErrorCode status = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY];

	uloc_forLanguageTag(language, locale, sizeof locale, NULL, &status);
	if (U_FAILURE(status))
		locale[0] = '\0'; /* the root; NULL would be the locale of the machine */
	status = U_ZERO_ERROR;
	UCollator *collator = ucol_open(locale, &status);
	if (U_FAILURE(status))
		die("ICU: no collation for \"%s\": %s", language, u_errorName(status));
	ucol_setAttribute(collator, UCOL_NUMERIC_COLLATION, UCOL_ON, &status);
	if (U_FAILURE(status))
		die("ICU: no numeric order for \"%s\": %s", language, u_errorName(status));
	return collator;
}

static UCollator *
known_collator(const char *language)
{
	size_t n = atomic_load_explicit(&n_collators, memory_order_acquire);

	for (size_t i = 0; i < n; i++)
		if (strcmp(collators[i].language, language) == 0)
			return collators[i].collator;
	return NULL;
}

static const UCollator *
collator_of(const char *language)
{
	UCollator *collator = known_collator(language);

	if (collator)
		return collator;
	pthread_mutex_lock(&opening);
	collator = known_collator(language);
	if (!collator) {
		size_t n = atomic_load(&n_collators);
		if (n == MAX_COLLATORS || strlen(language) >= sizeof collators[n].language)
			die("too many languages to sort by (\"%s\")", language);
		collator = open_collator(language);
		strcpy(collators[n].language, language);
		collators[n].collator = collator;
		atomic_store_explicit(&n_collators, n + 1, memory_order_release);
	}
	pthread_mutex_unlock(&opening);
	return collator;
}

struct text
unicode_sort_key(struct arena *a, struct text t, const char *language)
{
	enum { USUAL = 256 };
	const UCollator *collator = collator_of(language);
	UChar few[USUAL], *units = few;
	uint8_t usual[2 * USUAL];
	UErrorCode status = U_ZERO_ERROR;
	int32_t n = 0;

	if (t.n > INT32_MAX / 8)
		die("a name of %zu bytes cannot be sorted", t.n);
	if (t.n > USUAL) /* never more UTF-16 units than bytes */
		units = allocate(t.n * sizeof *units);
	int32_t capacity = t.n > USUAL ? (int32_t)t.n : USUAL;
	u_strFromUTF8WithSub(
	    units, capacity, &n, t.n ? t.s : "", (int32_t)t.n, 0xfffd, NULL, &status);
	if (U_FAILURE(status))
		n = 0;
	int32_t length = ucol_getSortKey(collator, units, n, usual, sizeof usual);
	struct text key;
	if (length <= (int32_t)sizeof usual) {
		key = arena_text(a, (struct text){ (const char *)usual, (size_t)length - 1 });
	} else {
		uint8_t *s = arena_alloc(a, (size_t)length);
		ucol_getSortKey(collator, units, n, s, length);
		key = (struct text){ (const char *)s, (size_t)length - 1 };
	}
	if (units != few)
		free(units);
	return key;
}

/* --- addresses ----------------------------------------------------------------------------- */

/* Letters that are no base letter with accents, and umlauts, which German writes with an e. */
static const struct {
	int32_t point;
	const char *ascii;
} spellings[] = {
	{ 0x00e4, "ae" },
	{ 0x00f6, "oe" },
	{ 0x00fc, "ue" },
	{ 0x00df, "ss" },
	{ 0x00e6, "ae" },
	{ 0x00f8, "oe" },
	{ 0x0153, "oe" },
	{ 0x00f0, "d" },
	{ 0x0111, "d" },
	{ 0x00fe, "th" },
	{ 0x0142, "l" },
	{ 0x0127, "h" },
	{ 0x0131, "i" },
	{ 0x014b, "ng" },
	{ 0x0167, "t" },
};

static const char *
spelling(int32_t point)
{
	for (size_t i = 0; i < sizeof spellings / sizeof *spellings; i++)
		if (spellings[i].point == point)
			return spellings[i].ascii;
	return NULL;
}

static bool
is_word_point(int32_t point)
{
	utf8proc_category_t c = utf8proc_category(point);

	return (c >= UTF8PROC_CATEGORY_LU && c <= UTF8PROC_CATEGORY_LO) ||
	       (c >= UTF8PROC_CATEGORY_ND && c <= UTF8PROC_CATEGORY_NO);
}

/* Marks that stand on the letter before them. */
static bool
is_mark(int32_t point)
{
	utf8proc_category_t c = utf8proc_category(point);

	return c >= UTF8PROC_CATEGORY_MN && c <= UTF8PROC_CATEGORY_ME;
}

/* The base of an accented letter: é → e. */
static int32_t
base_of(int32_t point)
{
	utf8proc_int32_t parts[8];
	utf8proc_ssize_t n =
	    utf8proc_decompose_char(point, parts, 8, UTF8PROC_STABLE | UTF8PROC_DECOMPOSE, NULL);

	return n > 0 ? parts[0] : point;
}

static void
slug_point(struct buf *out, int32_t point)
{
	const char *ascii = spelling(point);
	int32_t base = ascii ? 0 : base_of(point);

	if (ascii)
		buf_str(out, ascii);
	else if ((base >= 'a' && base <= 'z') || (base >= '0' && base <= '9'))
		buf_char(out, (char)base);
	else if (is_word_point(base))
		buf_printf(out, "u%04x", (unsigned)base);
	else if (!is_mark(point) && out->n && out->s[out->n - 1] != '-')
		buf_char(out, '-');
}

struct text
unicode_slug(struct arena *a, struct text t)
{
	static const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE |
						 UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
						 UTF8PROC_IGNORE;
	struct buf out = { 0 };
	size_t n = 0;
	const utf8proc_int32_t *p = points(a, t, options, &n);

	for (size_t i = 0; i < n; i++)
		slug_point(&out, p[i]);
	if (out.n && out.s[out.n - 1] == '-')
		out.n--;
	struct text slug = arena_text(a, buf_view(&out));
	buf_free(&out);
	return slug;
}

uint32_t
unicode_word_letter(uint32_t code_point)
{
	int32_t point = utf8proc_tolower((utf8proc_int32_t)code_point);

	if (is_mark(point))
		return UNICODE_MARK;
	if (!is_word_point(point))
		return 0;
	bool is_umlaut = point == 0xe4 || point == 0xf6 || point == 0xfc;
	bool is_hangul = point >= 0xac00 && point <= 0xd7a3; /* a syllable is no letter with accents */
	if (is_umlaut || is_hangul)
		return (uint32_t)point;
	return (uint32_t)base_of(point);
}

/* --- names of languages ---------------------------------------------------------------------------- */

struct text
unicode_language_name(struct arena *a, const char *language)
{
	static const UDisplayContext contexts[] = { UDISPCTX_CAPITALIZATION_FOR_UI_LIST_OR_MENU, UDISPCTX_NO_SUBSTITUTE };
	enum { LONGEST = 100 };
	UErrorCode status = U_ZERO_ERROR;
	char locale[ULOC_FULLNAME_CAPACITY], utf8[3 * LONGEST + 1];
	UChar name[LONGEST];
	int32_t n = 0;

	uloc_forLanguageTag(language, locale, sizeof locale, NULL, &status);
	ULocaleDisplayNames *names = uldn_openForContext(locale, (UDisplayContext *)(uintptr_t)contexts, 2, &status);
	int32_t length = uldn_localeDisplayName(names, locale, name, LONGEST, &status);
	u_strToUTF8(utf8, sizeof utf8, &n, name, U_SUCCESS(status) ? length : 0, &status);
	uldn_close(names);
	return U_SUCCESS(status) ? arena_text(a, (struct text){ utf8, (size_t)n }) : T("");
}
