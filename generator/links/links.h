/*
 * Does every address of the catalogue still answer? Collected from the values and descriptions of its
 * entries, each asked once, whatever the number of places it stands in; what is wrong becomes a finding at
 * each of these places.
 *
 * Servers are treated with care: the addresses of one host are asked one after another, HEAD first, and no
 * file is fetched. A host that has been silent some times is not asked again.
 */
#ifndef LINKS_LINKS_H
#define LINKS_LINKS_H

#include "catalog/catalog.h"

enum link_kind {
	LINK_PAGE,     /* of people: landing page, documentation, licence … */
	LINK_DATA,     /* a file that has a declared type */
	LINK_ENDPOINT, /* of a service: that it wants parameters is an answer */
};

/* Where an address stands. */
struct link_place {
	struct place at;
	struct link_place *next;
};

enum link_state {
	LINK_UNKNOWN,
	LINK_GOOD,
	LINK_IS_DEAD,
	LINK_IS_NOWHERE, /* no such server */
	LINK_IS_NOT_SECURE,
	LINK_IS_CIRCLE,
	LINK_IS_SILENT,
	LINK_IS_REFUSED,
	LINK_IS_PRIVATE,
};

struct link {
	const char *url;  /* without fragment */
	struct text host; /* "example.org" */
	enum link_kind kind; /* the most lenient of its places */
	const struct concept *format; /* LINK_DATA: declared by the first place; or NULL */
	struct link_place *places;

	/* What came of asking. */
	enum link_state state;
	unsigned status;        /* of the last answer */
	struct text fault;      /* why it is silent or not secure */
	struct text moved;      /* where it has moved for good; else empty */
	struct text media_type; /* what the server says it is */
};

struct links {
	struct link *list; /* by host, then by address: those of a host stand together */
	size_t n, n_hosts;
};

/* The addresses of what the public sees; with `ids` those of these entries, drafts and internal ones too.
 * In `a`. False after a sentence when there is no entry of one of the ids. */
struct links_wanted {
	struct catalog_owner *owner;
	const char *const *ids;
	size_t n_ids;
};
bool links_collect(struct links *l, struct arena *a, const struct links_wanted *wanted);

struct links_asking {
	unsigned jobs, max_seconds;
	bool allow_private;
	const struct table *known; /* addresses that were good lately and are not asked; or NULL */
	void (*progress)(void *context, size_t done); /* one thread at a time; or NULL */
	void *context;
};
/* Sets what came of each. */
void links_ask(struct links *l, struct arena *a, const struct links_asking *asking);

/* Findings about one address, at each of its places. */
void link_judge(const struct link *link, struct diagnostics *d);

/* Does a file that is declared as `format` look like what the server says? When in doubt, it does. */
bool link_type_agrees(const struct concept *format, struct text media_type);

#endif
