/*
 * The activities of the change feed as a list, without what they say: what is kept between builds.
 */
#ifndef BUILD_CHANGE_LIST_H
#define BUILD_CHANGE_LIST_H

#include "adapters/digest.h"
#include "core/table.h"
#include "rdf/activity.h"

enum { ACTIVITIES_A_PAGE = 100, MARK_SIZE = 6 };

struct feed_entity {
	enum class class;
	struct text iri;       /* below the base URL */
	struct digest said;    /* while it is public: of what it says */
	size_t last;           /* its latest activity */
	bool is_public;
	bool is_told;          /* what it said may be shown today */
};

struct activity {
	int64_t published; /* milliseconds since 1970 */
	struct feed_entity *entity;
	enum activity_kind kind;
	unsigned char mark[MARK_SIZE]; /* the first bytes of a digest of what it says; of a Delete nothing */
};

struct change_list {
	struct arena *arena;
	struct table entities; /* iri → struct feed_entity * */
	struct activity *list; /* in their order */
	size_t n, capacity;
};

void change_list_open(struct change_list *l);
void change_list_close(struct change_list *l);
struct feed_entity *change_list_entity(struct change_list *l, enum class class, struct text iri);
/* What a public set shows of it; NULL: nothing. */
const struct resource *entity_shown(const struct catalog *c, const struct feed_entity *e);
void change_list_add(struct change_list *l, const struct activity *a);

/* The year of an activity (UTC), and its first millisecond. */
int year_of(int64_t milliseconds);
int64_t start_of_year(int year);

/* The end of the page that begins with the activity at `from`: full, at the end of the year, or of the list. */
size_t page_end(const struct change_list *l, size_t from);

/* Appends the activity's IRI below the base URL. */
void activity_iri(struct buf *out, const struct activity *a);

/*
 * As bytes, for `key`: whoever reads with another key, or bytes that were damaged, gets nothing. `tail` are
 * the activities of the last page in each syntax. The texts read are views of `bytes`.
 */
void change_list_write(struct buf *out, const struct change_list *l, struct text key, struct text commit,
    const struct text tail[N_STREAM_SYNTAXES]);
bool change_list_read(struct change_list *l, struct text bytes, struct text key, struct text *commit,
    struct text tail[N_STREAM_SYNTAXES]);

#endif
