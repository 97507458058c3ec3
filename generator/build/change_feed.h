/*
 * The change feed as files (rdf/activity.h says what a page holds):
 *
 *	ldes/latest.trig .jsonld            the view of the latest activity of each entity
 *	ldes/history.trig .jsonld           the view of all activities
 *	ldes/<digest>/page.trig .jsonld     whatever is below them: a node a year, and below it pages of
 *	                                    at most 100 activities
 *
 * The two views change; whatever is below them has a name made of what it says, and never changes. So a
 * reader that began before a publication reads on in what was true then (such pages go along for seven days),
 * and may keep what it has read for ever. A page is full when it has 100 activities or its year is over; then
 * only an activity that must not be shown any more gives it another name. The views share the pages
 * in which all activities are the latest.
 *
 * Activities are made of the commits on the snapshot's branch (adapters/git_line.h): what its public set said
 * after each, compared with what it said before. So the same commit has the same feed, whoever built what
 * before. A commit's activities follow each other in steps of a millisecond from its committer's time on,
 * or from the activity before where that is later: time never goes back, and no two are of the same moment.
 * First comes what is new or changed – agents (a whole before its parts), the catalogue, services, series,
 * datasets, each by id –, then what goes, the other way round: so what is referred to is there, but for
 * entities of one commit that refer to each other. A renamed entity is another one: Create, then Delete.
 *
 *	<entity>#change-20260115T080000000Z-1a2b3c4d5e6f   the moment, and a digest of what it says
 *
 * Nothing internal gets here: an entity has activities only while the public saw it, and what hid it is a
 * Delete. Of an entity that is not shown today, nor withdrawn, nor called otherwise today, only Deletes
 * are told: what it said is not repeated, as the pages of the history do not repeat it.
 *
 * When the program or site.yaml changes, all is rendered anew: an activity that says something else
 * then has another IRI, with the same moment, and whoever follows the feed gets it as a new one.
 *
 * Between builds ".public.changefeed" keeps the list of activities and the page that is not full. The
 * next build reads the catalogue as the kept commit left it, goes on with the commits since, and links the full
 * pages; where only one commit is new, it compares what was said with today, and reads nothing. It ends with what the feeds of this commit say, which is proved of every entity; if it were not so,
 * all would be done anew from the first commit, and if that did not help the run would end.
 */
#ifndef BUILD_CHANGE_FEED_H
#define BUILD_CHANGE_FEED_H

#include "adapters/git_history.h"
#include "catalog/catalog.h"
#include "site/writer.h"

struct change_feed_options {
	const struct snapshot *snapshot; /* of a revision */
	const struct history *history;   /* complete */
	const struct catalog_owner *owner;
	const struct catalog *catalog; /* the public set */
	struct text state;             /* what the build before kept; empty: nothing */
	bool is_rehearsal;             /* nothing is kept */
	unsigned jobs;
};

struct change_feed;

/* Adds the files, and keeps the state. */
struct change_feed *change_feed_write(const struct change_feed_options *o, struct writer *w);
void change_feed_free(struct change_feed *f); /* NULL is allowed */

/* The gate: reads the view of the latest activities back, as a client would, page by page. Ends the run unless
 * its Creates and Updates are about the datasets of the catalogue, each once. */
void change_feed_check(const struct change_feed *f);

/* Lets pages that nothing leads to any more go along for seven days. */
void change_feed_carry(const struct change_feed *f);

#endif
