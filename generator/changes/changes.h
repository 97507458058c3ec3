/*
 * What became of each dataset, for those who use it: published, changed field by field, renamed,
 * withdrawn, come back. Made from the states that the commits left of its files; no line of a file gets here,
 * and no name, address or message of a commit but what the city asked for.
 *
 * Only what was public counts. A state that was internal or a draft is passed over: what changed then is
 * told by comparing the public states around it, with the date on which the later one became public. The
 * references of a state to datasets, series and services that are not public today are left out.
 *
 * The sentences are made once, by each of the voices that are asked for.
 */
#ifndef CHANGES_CHANGES_H
#define CHANGES_CHANGES_H

#include "adapters/git_history.h"
#include "changes/commit.h"
#include "changes/tags.h"
#include "compare/compare.h"

enum dataset_event {
	EVENT_PUBLISHED, /* for the first time */
	EVENT_CHANGED,
	EVENT_RENAMED,   /* has another id since; perhaps other differences, too */
	EVENT_WITHDRAWN,
	EVENT_RETURNED,  /* public again after it was not */
};

struct dataset_change {
	int64_t time; /* seconds since 1970, of the commit; 0: unknown */
	enum dataset_event event;
	const struct resource *office; /* the publisher of the state, of the catalogue today; NULL: it is not public */
	bool is_confirmed; /* the commit is signed with one of the city's keys (settings.signing_keys) */
	struct commit_details commit; /* what site.yaml asks for, for the history page of the dataset only; else empty */
	bool is_minor; /* only a typing error or a blank was mended: of no interest to most */
	struct text former_id; /* EVENT_RENAMED */
	const struct text *const *sentences; /* by the number of the voice: n, without a full stop */
	const struct text *fields; /* where each of them is: "license", "contact.email", "distributions.format" */
	size_t n;
};

struct dataset_changes {
	const struct dataset_change *list; /* the newest first */
	size_t n;
};

/* By the numbers of c->datasets and of c->withdrawn. */
struct changes {
	const struct dataset_changes *datasets, *withdrawn;
	const struct confirmed_tag *tags; /* with_tags; the newest first */
	size_t n_tags;
};

struct changes_reading {
	const struct snapshot *snapshot;
	const struct history *history;
	const struct catalog_owner *owner;
	const struct catalog *catalog; /* the public set */
	const struct resource *only;   /* this dataset's; NULL: all */
	bool with_tags;                /* tells signed tags */
	const struct voice *voices;    /* who tells it; none: only when something happened, and in which fields */
	size_t n_voices;
	const struct sentence_style *style; /* of the sentences */
	unsigned jobs;
};

/* Escaped, with <del> and <ins>. */
extern const struct sentence_style html_style;

/* Owns its texts. NULL where the history is not complete: nothing is told that may be wrong. */
struct changes_owner;
struct changes_owner *changes_read(const struct changes_reading *r);
void changes_free(struct changes_owner *o); /* NULL is allowed */
const struct changes *changes_all(const struct changes_owner *o);

#endif
