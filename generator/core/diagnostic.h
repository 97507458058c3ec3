/*
 * Findings about the data. A diagnostic is data: which message, where, and the words that fill
 * it. It is collected while the run goes on, sorted by place, and printed once (check/report.h).
 *
 * What can be said stands in core/messages.def, one row a message: id, severity, sentence, hint
 * and explanation in German and English.
 */
#ifndef CORE_DIAGNOSTIC_H
#define CORE_DIAGNOSTIC_H

#include "core/arena.h"

/* A file of the catalogue. `bytes` is NULL when the file was not read (its name is at fault). */
struct source {
	struct text path; /* below the folder that holds catalog/ and site/ */
	struct text bytes;
};

/* Where something stands. Lines and columns count from 1, columns in code points; 0 = unknown. */
struct place {
	const struct source *source;
	uint32_t line, column;
};

/* What is off is not reported, unless a city sets it to something else in site.yaml. */
enum severity { SEVERITY_OFF, SEVERITY_WARNING, SEVERITY_ERROR };

enum message_id {
#define MESSAGE(id, ...) MESSAGE_##id,
#include "core/messages.def"
#undef MESSAGE
	N_MESSAGES
};

enum { N_INTERFACE_LANGUAGES = 2 };
enum interface_language { GERMAN, ENGLISH };

struct message {
	const char *name; /* "unknown-concept": what users see in [brackets] and write in --explain */
	enum severity severity;
	/* An error that site.yaml cannot lower: without it something private would become public, or
	 * something public would be missing without a word. */
	bool is_guard;
	/* In both, {1}…{4} stand for the words of the diagnostic. */
	const char *sentence[N_INTERFACE_LANGUAGES];
	const char *hint[N_INTERFACE_LANGUAGES]; /* left out when a {word} in it is empty; or NULL */
	const char *explanation[N_INTERFACE_LANGUAGES];
};

extern const struct message messages[N_MESSAGES];

enum { N_WORDS = 4 };

/* A word may hold a German and an English form, in this order, with this between them; the printers
 * take the one of their language. */
#define BOTH_LANGUAGES "\x1f"

/*
 * What is to be written instead, where exactly one thing is right: `check --fix` does it. The bytes
 * source->bytes[offset … offset + length), which are `old`, become `better`.
 */
struct fix {
	size_t offset;
	struct text old, better; /* better.s is NULL: there is none */
};

struct diagnostic {
	enum message_id id;
	enum severity severity;
	struct place at;
	struct text words[N_WORDS];
	struct fix fix;
};

/* Belongs to one thread; what several threads found is put together with diagnostics_append(). */
struct diagnostics {
	struct arena *arena; /* words are copied here */
	struct diagnostic *list;
	size_t n, capacity;
	size_t n_errors;
	bool keeps_fixes; /* also of what is off: for who will do them */
	const uint8_t *severities; /* [N_MESSAGES] of enum severity; NULL: those of the messages */
};

struct diagnostics *diagnostics_new(void);
/* Empty, for another thread: with the severities of `d`, to be appended to it. */
struct diagnostics *diagnostics_beside(const struct diagnostics *d);
void diagnostics_free(struct diagnostics *d);

/*
 *	diagnose(d, UNKNOWN_CONCEPT, value->at, value->text, list_name, suggestion);
 * Words are copied.
 */
struct diagnosis {
	struct place at;
	struct text word1, word2, word3, word4;
};
#define diagnose(d, id, ...)                                                                    \
	diagnose_message((d), MESSAGE_##id, (struct diagnosis){ __VA_ARGS__ })
/* With d == NULL nothing is kept. */
void diagnose_message(struct diagnostics *d, enum message_id id, struct diagnosis what);

/*
 * The same with a fix: `old` is what stands at `where` (behind an opening quote, if there is one), letter
 * by letter; where it does not, or `better` is empty, there is a finding without a fix.
 */
void diagnose_fixable(struct diagnostics *d, enum message_id id, struct diagnosis what, struct place where,
    struct text old, struct text better);

/* From now on, and for what was found before, these severities hold: [N_MESSAGES] of enum severity,
 * copied. What is off is dropped. */
void diagnostics_set_severities(struct diagnostics *d, const uint8_t *severities);

/* Moves everything from `from` to the end of `d`; `from` is freed. */
void diagnostics_append(struct diagnostics *d, struct diagnostics *from);

/* Drops what `keep` does not want. */
void diagnostics_filter(struct diagnostics *d, bool (*keep)(const void *context, const struct diagnostic *found),
    const void *context);

/* By path, line, column, message, words. What is said twice of one place is kept once. */
void diagnostics_sort(struct diagnostics *d);

/* The place of byte `offset` of a source: counts its lines, for errors only. */
struct place place_at_offset(const struct source *source, size_t offset);
/* The place behind `passed`, which begins at `at`: for many errors in one text. */
struct place place_after(struct place at, struct text passed);

/* The message with this name, or N_MESSAGES. */
enum message_id message_named(struct text name);

/* Appends the sentence or hint with its words filled in; false (nothing appended) when a word it
 * needs is empty. Control characters in words are written as \xNN, never raw. */
bool message_fill(struct buf *out, const char *format, const struct text words[N_WORDS]);

#endif
