/*
 * Dates of records: from the history of a dataset's file, its translations and its former name.
 */
#include "build/records.h"
#include "changes/history_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Commits of 1 and 2 March 2016 and so on, at noon; the dataset was called "strassenbaeume". */
static const char *const script =
    "set -e; cd \"$FOLDER\"; export GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null HOME=/nonexistent\n"
    "export GIT_AUTHOR_NAME=Test GIT_AUTHOR_EMAIL=t@example.org GIT_COMMITTER_NAME=Test GIT_COMMITTER_EMAIL=t@example.org\n"
    "commit() { git add --all; GIT_AUTHOR_DATE=2016-03-0$1T12:00:00Z GIT_COMMITTER_DATE=2016-03-0$1T12:00:00Z "
    "git commit --quiet --message \"$1\"; }\n"
    "git init --quiet city; cd city; mkdir -p catalog/datasets catalog/agents site\n"
    "printf '%s\\n' --- 'title: Bäume' 'release: public' --- 'Alle Bäume.' >catalog/datasets/strassenbaeume.md; commit 1\n"
    "git rm --quiet catalog/datasets/strassenbaeume.md\n"
    "mkdir -p catalog/datasets\n"
    "printf '%s\\n' --- 'title: Baumkataster' 'release: public' 'former_ids: [strassenbaeume]' --- 'Andere Worte.' "
    ">catalog/datasets/baumkataster.md; commit 2\n"
    "printf '%s\\n' --- 'title: Tree register' --- 'Other words.' >catalog/datasets/baumkataster.en.md; commit 3\n"
    "mkdir catalog/services; for s in wfs wms; do echo \"title: Bäume als $s\" >catalog/services/$s.yaml; done\n"
    "echo 'name: Gartenamt' >catalog/agents/amt.yaml\n"
    "printf '%s\\n' 'title: Bäume als CSW' 'withdrawn: { on: 2016-03-03, reason: Aus. }' >catalog/services/csw.yaml\n"
    "printf '%s\\n' --- 'title: Akte' 'release: internal' --- 'Eine Akte.' >catalog/datasets/akte.md\n"
    "printf '%s\\n' --- 'title: Baum' 'release: public' 'publisher: amt' --- 'Ein Baum.' >catalog/datasets/baum.md; commit 4\n"
    "cd ..; git clone --quiet --depth 1 file://\"$PWD\"/city shallow\n"
    "git clone --quiet city gone; cd gone; git mv catalog/datasets/baum.md catalog/datasets/stadtbaum.md\n"
    "git mv catalog/services/wfs.yaml catalog/services/baum-wfs.yaml\n"
    "printf '%s\\n' --- 'title: Akte' 'release: withdrawn' 'withdrawn: { on: 2016-03-05, reason: Weg. }' --- 'Eine Akte.' "
    ">catalog/datasets/akte.md\n"
    "git rm --quiet catalog/datasets/baumkataster.md catalog/services/wms.yaml catalog/services/csw.yaml catalog/agents/amt.yaml; commit 5\n";

struct city {
	struct arena *arena;
	struct diagnostics *d;
	struct snapshot *snapshot;
	struct catalog_owner *owner;
	struct history *history;
	const struct catalog *catalog;
};

static struct city
read_city(const char *folder)
{
	static const char *const roots[] = { "catalog", "site", NULL };
	struct city c = { .arena = arena_new(), .d = diagnostics_new() };

	c.snapshot = snapshot_open(&(struct snapshot_options){ .folder = folder, .roots = roots }, c.d);
	c.owner = catalog_read(&(struct catalog_reading){ .snapshot = c.snapshot, .jobs = 1 }, c.d);
	c.catalog = catalog_public(c.owner);
	c.history = history_open(c.snapshot, T(""));
	check_history(&(struct history_check){ .snapshot = c.snapshot, .history = c.history, .owner = c.owner,
			  .folder = folder }, c.d);
	find_records(c.arena, c.owner, c.catalog, c.snapshot, c.history, NULL);
	return c;
}

static void
city_free(struct city *c)
{
	history_close(c->history);
	catalog_free(c->owner);
	snapshot_close(c->snapshot);
	diagnostics_free(c->d);
	arena_free(c->arena);
}

static bool
finds(const struct diagnostics *d, enum message_id id)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].id == id)
			return true;
	return false;
}

enum { NOON_OF_1_MARCH = 1456833600, DAY = 86400 };

static void
test_dates(void **state)
{
	struct city c = read_city(arena_printf(*state, "%s/city", getenv("FOLDER")).s);

	assert_int_equal(c.catalog->datasets.n, 2);
	const struct record_dates *records = c.catalog->records;
	assert_non_null(records);
	assert_true(text_equal(c.catalog->datasets.list[0]->id, T("baum")));
	assert_int_equal(records[0].issued, NOON_OF_1_MARCH + 3 * DAY);
	assert_int_equal(records[0].modified, NOON_OF_1_MARCH + 3 * DAY);
	assert_int_equal(records[1].issued, NOON_OF_1_MARCH);
	assert_int_equal(records[1].modified, NOON_OF_1_MARCH + 2 * DAY); /* the translation */
	assert_false(finds(c.d, MESSAGE_HISTORY_ENDS_EARLY));
	city_free(&c);
}

static void
test_shallow(void **state)
{
	struct city c = read_city(arena_printf(*state, "%s/shallow", getenv("FOLDER")).s);

	assert_null(c.catalog->records);
	assert_true(finds(c.d, MESSAGE_HISTORY_ENDS_EARLY));
	city_free(&c);
}

/* One was deleted, another one has a new id that does not say so, one was never seen and is withdrawn. */
static void
test_gone(void **state)
{
	struct city c = read_city(arena_printf(*state, "%s/gone", getenv("FOLDER")).s);
	size_t n = 0;

	for (size_t i = 0; i < c.d->n; i++) {
		const struct diagnostic *found = &c.d->list[i];
		if (found->id == MESSAGE_DATASET_DELETED) {
			assert_true(text_equal(found->words[1], T("baumkataster")));
			assert_true(text_equal(found->words[3], T("2016-03-05")));
			n++;
		} else if (found->id == MESSAGE_DATASET_RENAMED) {
			assert_true(text_equal(found->words[1], T("baum")));
			assert_true(text_equal(found->words[2], T("stadtbaum")));
			n++;
		} else if (found->id == MESSAGE_ENTRY_DELETED || found->id == MESSAGE_ENTRY_RENAMED) {
			assert_true(text_equal(found->words[1], found->id == MESSAGE_ENTRY_DELETED ? T("wms") : T("wfs")));
			n++;
		} else if (found->id == MESSAGE_WITHDRAWN_DELETED) {
			assert_true(text_equal(found->words[1], T("csw")));
			n++;
		} else if (found->id == MESSAGE_PUBLISHER_DELETED) {
			assert_true(text_equal(found->words[1], T("amt")));
			n++;
		} else if (found->id == MESSAGE_WITHDRAWN_UNSEEN) {
			assert_true(text_equal(found->words[1], T("akte")));
			n++;
		}
	}
	/* The former id of what was deleted comes back with it. */
	assert_int_equal(n, 7);
	city_free(&c);
}

/* Published, and nobody knows it: neither by its name, nor by a former one, nor the history. */
static void
test_lost(void **state)
{
	struct city c = read_city(arena_printf(*state, "%s/gone", getenv("FOLDER")).s);
	const struct catalog *all = catalog_all(c.owner);
	struct text published[] = { T("datasets/stadtbaum"), T("datasets/baum"), T("datasets/nie"), T("datasets/akte"),
		T("services/wms"), T("services/nie"), T("series/baum") };

	assert_int_equal(lost_entries(all, c.history, published, sizeof published / sizeof published[0]), 3);
	assert_true(text_equal(published[0], T("datasets/nie")));
	assert_true(text_equal(published[1], T("services/nie")));
	assert_true(text_equal(published[2], T("series/baum")));
	struct diagnostics *d = diagnostics_new();
	diagnose_lost(all, published, 3, d);
	assert_int_equal(d->n_errors, 3);
	assert_int_equal(d->list[0].id, MESSAGE_PUBLISHED_LOST);
	assert_true(text_equal(d->list[0].words[1], T("nie")));
	assert_true(text_equal(d->list[0].words[3], T("3")));
	diagnostics_free(d);
	city_free(&c);
}

int
main(void)
{
	struct CMUnitTest tests[] = {
		cmocka_unit_test(test_dates),
		cmocka_unit_test(test_shallow),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_lost),
	};
	char folder[] = "/tmp/tabularium-records-XXXXXX";
	struct arena *a = arena_new();

	if (!mkdtemp(folder) || setenv("FOLDER", folder, 1) != 0 || system(script) != 0)
		return 2;
	for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++)
		tests[i].initial_state = a;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_free(a);
	return system("rm -rf \"$FOLDER\"") != 0 || failed;
}
