/*
 * Dates from history: small histories whose dates can be told by looking, and a large one for which
 * git itself is asked.
 */
#include "adapters/digest.h"
#include "adapters/git_history.h"
#include "core/file.h"

#include <git2.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const roots[] = { "catalog", "site", NULL };

/* libgit2 1.5 loses some memory for every line of the configuration of a partial clone. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{
	return "leak:libpcre2\n";
}

static char base[PATH_MAX / 2], by_git[PATH_MAX];
static unsigned n_folders;
static struct arena *texts;

/*
 * What scripts say:
 *	w datasets/a.md text    writes a file below catalog/
 *	mv datasets/a.md b.md   and what else git and the shell offer, in catalog/
 *	c 100                   commits everything at second 1000000100
 *	m 100 branch            merges a branch, as far as git can
 */
static const char functions[] =
    "mkdir -p catalog; cd catalog\n"
    "at() { export GIT_COMMITTER_DATE=\"$((1000000000 + $1)) +0000\"; }\n"
    "w() { mkdir -p \"$(dirname \"$1\")\"; printf '%s\\n' \"$2\" >\"$1\"; }\n"
    "c() { at $1; git add -A ..; git commit -q --allow-empty -m x; }\n"
    "m() { at $1; git merge -q --no-ff --no-commit \"$2\" || true; }\n";

static const char *
new_folder(void)
{
	return arena_printf(texts, "%s/%u", base, n_folders++).s;
}

static void
run(const char *folder, const char *script)
{
	struct buf command = { 0 };

	buf_printf(&command, "mkdir -p '%s' && cd '%s' && { set -e\n%s%s\n} >'%s/log' 2>&1", folder,
	    folder, functions, script, base);
	if (system(buf_cstr(&command)) != 0)
		fail_msg("%s", command.s);
	buf_free(&command);
}

static const char *
repository_of(const char *script)
{
	const char *folder = new_folder();

	run(folder, arena_printf(texts, "git init -q ..\n%s", script).s);
	return folder;
}

/* --- what comes of them -------------------------------------------------------------------- */

struct question {
	const char *folder, *revision;
	enum snapshot_kind kind;
	struct text cache;
};

struct answer {
	struct text dates; /* "datasets/a.md 100 200\n", in the order of paths; - is unknown */
	struct text cache;
	enum history_state state;
	bool has_grown;
};

static void
put_date(struct buf *out, int64_t seconds)
{
	if (seconds)
		buf_printf(out, " %lld", (long long)seconds - 1000000000);
	else
		buf_str(out, " -");
}

static struct answer
answer(const struct question *q)
{
	struct snapshot_options options = { q->folder, q->revision, q->kind, roots };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *s = snapshot_open(&options, d);
	struct history *h = history_open(s, q->cache);
	struct snapshot_reader *r = snapshot_reader_open(s);
	struct answer answer = { .state = history_state(h), .has_grown = history_has_grown(h) };
	struct buf dates = { 0 }, cache = { 0 };

	for (size_t i = 0; i < snapshot_files(s).n; i++) {
		struct snapshot_file *f = &snapshot_files(s).list[i];
		if (q->kind == SNAPSHOT_WORKTREE)
			f->source.bytes = snapshot_read(r, f, texts);
		struct file_dates found = history_dates(h, f);
		buf_text(&dates, text_slice(f->source.path, 8, f->source.path.n));
		put_date(&dates, found.first);
		put_date(&dates, found.last);
		buf_char(&dates, '\n');
	}
	history_write(h, &cache);
	answer.dates = arena_text(texts, buf_view(&dates));
	answer.cache = arena_text(texts, buf_view(&cache));
	buf_free(&dates);
	buf_free(&cache);
	snapshot_reader_close(r);
	history_close(h);
	snapshot_close(s);
	diagnostics_free(d);
	return answer;
}

static struct answer
answer_at(const char *folder, const char *revision, struct text cache)
{
	return answer(&(struct question){ folder, revision, SNAPSHOT_REVISION, cache });
}

static void
assert_text(struct text got, struct text expected)
{
	struct text line = T(""), other = T("");

	if (text_equal(got, expected))
		return;
	/* cmocka prints a thousand bytes: the first line that differs. */
	while (text_next(&got, '\n', &line) && text_next(&expected, '\n', &other) && text_equal(line, other))
		;
	fail_msg("got:\n%.*s\n%.*s\nexpected:\n%.*s\n%.*s", TEXT_ARG(line), TEXT_ARG(text_slice(got, 0, 200)),
	    TEXT_ARG(other), TEXT_ARG(text_slice(expected, 0, 200)));
}

static void
assert_dates(const char *folder, const char *dates)
{
	struct answer got = answer_at(folder, NULL, (struct text){ 0 });

	assert_text(got.dates, text_of(dates));
	assert_int_equal(got.state, HISTORY_COMPLETE);
	/* The cache answers the same, and stays as it is. */
	struct answer again = answer_at(folder, NULL, got.cache);
	assert_text(again.dates, text_of(dates));
	assert_true(got.has_grown && !again.has_grown);
	assert_true(text_equal(got.cache, again.cache));
}

/* Also with every commit of the history as the one that the cache is from. */
static void
assert_dates_from_all(const char *folder, const char *dates)
{
	struct text cold = answer_at(folder, NULL, (struct text){ 0 }).cache;

	assert_dates(folder, dates);
	run(folder, "git rev-list HEAD >../commits; sed -i '$d' ../commits");
	FILE *commits = fopen(arena_printf(texts, "%s/commits", folder).s, "r");
	assert_non_null(commits);
	for (char id[64]; fscanf(commits, "%63s", id) == 1;) {
		struct text cache = answer_at(folder, id, (struct text){ 0 }).cache;
		struct answer got = answer_at(folder, NULL, cache);
		assert_text(got.dates, text_of(dates));
		assert_true(text_equal(got.cache, cold));
	}
	fclose(commits);
}

static void
assert_former(const char *folder, const char *path, const char *former, const char *dates)
{
	struct snapshot_options options = { .folder = folder, .roots = roots };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *s = snapshot_open(&options, d);
	struct history *h = history_open(s, (struct text){ 0 });
	struct file_dates found = history_former_dates(h, text_of(path), text_of(former));
	struct buf got = { 0 };

	put_date(&got, found.first);
	put_date(&got, found.last);
	assert_text(buf_view(&got), text_of(dates));
	buf_free(&got);
	history_close(h);
	snapshot_close(s);
	diagnostics_free(d);
}

static void
put_version(struct buf *out, struct history_reader *r, const struct file_version *v)
{
	buf_text(out, text_slice(v->path, 8, v->path.n));
	put_date(out, v->time);
	if (v->is_present)
		buf_printf(out, " %.*s", TEXT_ARG(history_read(r, v, texts))); /* ends with '\n' */
	else
		buf_str(out, " gone\n");
}

/* Of a file, "datasets/a.md"; of what `former` was ("datasets/a.md", "b"); of the whole branch (NULL). */
static void
assert_versions(const char *folder, const char *path, const char *former, const char *versions)
{
	struct snapshot_options options = { .folder = folder, .roots = roots };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *s = snapshot_open(&options, d);
	struct history *h = history_open(s, (struct text){ 0 });
	struct history_reader *r = history_reader_open(s);
	struct buf got = { 0 };
	const struct file_version *list;
	struct text whole = arena_printf(texts, "catalog/%s", path ? path : "");
	size_t n = !path ? history_main_line(h, texts, &list) :
	    former	 ? history_former_versions(h, whole, text_of(former), texts, &list) :
			   history_versions(h, whole, texts, &list);

	for (size_t i = 0; i < n; i++) {
		put_version(&got, r, &list[i]);
		struct text to = path || list[i].is_present ? T("") : history_moved_to(h, &list[i]);
		if (to.n)
			buf_printf(&got, "\tto %.*s\n", TEXT_ARG(text_slice(to, 8, to.n)));
		assert_true(i == 0 || !path || list[i].rank > list[i - 1].rank);
	}
	assert_text(buf_view(&got), text_of(versions));
	buf_free(&got);
	history_reader_close(r);
	history_close(h);
	snapshot_close(s);
	diagnostics_free(d);
}

static void
assert_dies(const char *folder, const char *part)
{
	char said[4096] = "";
	size_t n = 0;
	int ends[2], status;

	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		alarm(20);
		answer_at(folder, NULL, (struct text){ 0 });
		_exit(0);
	}
	close(ends[1]);
	for (ssize_t got; (got = read(ends[0], said + n, sizeof said - 1 - n)) > 0;)
		n += (size_t)got;
	said[n] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 2 || !strstr(said, part))
		fail_msg("status %d, said: %s, expected: %s", status, said, part);
}

/* --- one line ------------------------------------------------------------------------------ */

static void
files_are_added_and_edited(void **state)
{
	(void)state;
	const char *folder =
	    repository_of("w datasets/a.md 1; w datasets/b.md 1; w datasets/README.md 1; c 100\n"
			  "w catalog.yaml 1; w data/a/a.md 1; w datasets/deep/er/c.md 1; w "
			  "datasets/a.en.md 1; c 200\n"
			  "w datasets/a.md 2; w data/a/a.md 2; c 300\n"
			  "w datasets/notes.txt 1; c 400; chmod +x datasets/b.md; c 500");

	assert_dates_from_all(folder, "catalog.yaml 200 200\n"
				      "data/a/a.md 200 300\n"
				      "datasets/a.en.md 200 200\n"
				      "datasets/a.md 100 300\n"
				      "datasets/b.md 100 100\n"
				      "datasets/deep/er/c.md 200 200\n"
				      "datasets/notes.txt - -\n");
	assert_text(answer_at(folder, "HEAD~3", (struct text){ 0 }).dates,
	    T("catalog.yaml 200 200\ndata/a/a.md 200 200\ndatasets/a.en.md 200 200\n"
	      "datasets/a.md 100 100\ndatasets/b.md 100 100\ndatasets/deep/er/c.md 200 200\n"));
}

static void
all_that_a_file_was(void **state)
{
	(void)state;
	const char *folder = repository_of(
	    "w datasets/a.md 1; w datasets/x.md 1; w datasets/o.md old; c 100\n"
	    "w datasets/a.md 2; c 200; mkdir datasets/deep; git mv datasets/a.md datasets/deep/a.md; c 300\n"
	    "w datasets/deep/a.md 3; w datasets/b.md b; c 400; git rm -q datasets/deep/a.md; c 500\n"
	    "mkdir datasets/deep; w datasets/deep/a.md 4; git rm -q datasets/x.md; c 600\n"
	    "git rm -q datasets/o.md; w datasets/n.md new; c 700");

	assert_versions(folder, "datasets/deep/a.md", NULL,
	    "datasets/deep/a.md 600 4\ndatasets/deep/a.md 500 gone\ndatasets/deep/a.md 400 3\n"
	    "datasets/deep/a.md 300 2\ndatasets/a.md 200 2\ndatasets/a.md 100 1\n");
	assert_versions(folder, "datasets/b.md", NULL, "datasets/b.md 400 b\n");
	assert_versions(folder, "datasets/none.md", NULL, "");
	assert_versions(folder, "datasets/n.md", "o", "datasets/o.md 700 gone\ndatasets/o.md 100 old\n");
	assert_versions(folder, "datasets/n.md", "b", "");
	assert_versions(folder, NULL, NULL,
	    "datasets/a.md 300 gone\n\tto datasets/deep/a.md\ndatasets/b.md 400 b\ndatasets/deep/a.md 600 4\n"
	    "datasets/n.md 700 new\ndatasets/o.md 700 gone\ndatasets/x.md 600 gone\n");
	/* A path whose file moved away begins anew. */
	folder = repository_of("w datasets/a.md 1; c 100; git mv datasets/a.md datasets/b.md; c 200\n"
			       "w datasets/a.md other; c 300");
	assert_versions(folder, "datasets/a.md", NULL, "datasets/a.md 300 other\n");
	assert_versions(folder, "datasets/b.md", NULL, "datasets/b.md 200 1\ndatasets/a.md 100 1\n");
	assert_versions(folder, NULL, NULL, "datasets/a.md 300 other\ndatasets/b.md 200 1\n");
	/* What a branch had for itself was never on the line; what its merge takes away was. */
	folder = repository_of("w datasets/a.md 1; c 100; git checkout -q -b side; w datasets/s.md s; c 200\n"
			       "git rm -q datasets/s.md; git mv datasets/a.md datasets/z.md; c 300; git checkout -q main\n"
			       "w datasets/m.md m; c 400; m 500 side; c 500");
	assert_versions(folder, NULL, NULL,
	    "datasets/a.md 500 gone\n\tto datasets/z.md\ndatasets/m.md 400 m\ndatasets/z.md 500 1\n");
	assert_versions(folder, "datasets/z.md", NULL, "datasets/z.md 500 1\ndatasets/a.md 100 1\n");
	assert_versions(folder, "datasets/s.md", NULL, "");
	assert_versions(folder, "datasets/z.md", "a", "datasets/a.md 500 gone\ndatasets/a.md 100 1\n");
	/* Tried out, moved twice and taken back there; main went on with the same file. */
	folder = repository_of("w datasets/a.md 1; w datasets/b.md 1; c 100; git checkout -q -b side; w datasets/a.md 2; c 200\n"
			       "w datasets/a.md 3; git mv datasets/b.md datasets/c.md; c 300; git mv datasets/c.md datasets/d.md; c 400\n"
			       "git checkout -q main; w datasets/m.md m; w datasets/b.md 2; c 500; w datasets/b.md 1; c 600; m 700 side; c 700\n"
			       "w datasets/a.md 4; c 800");
	assert_versions(folder, "datasets/a.md", NULL, "datasets/a.md 800 4\ndatasets/a.md 700 3\ndatasets/a.md 100 1\n");
	assert_versions(folder, "datasets/d.md", NULL,
	    "datasets/d.md 700 1\ndatasets/b.md 600 1\ndatasets/b.md 500 2\ndatasets/b.md 100 1\n");
}

static void
dates_may_be_in_any_order(void **state)
{
	(void)state;
	assert_dates_from_all(repository_of("w datasets/a.md 1; c 900; w datasets/b.md 1; c 100\n"
					    "w datasets/a.md 2; c 50; w datasets/b.md 2; c 700\n"
					    "w datasets/a.md 3; c 60"),
	    "datasets/a.md 900 60\ndatasets/b.md 100 700\n");
}

static void
bytes_that_come_back_are_a_change(void **state)
{
	(void)state;
	assert_dates_from_all(repository_of("w datasets/a.md 1; c 100; w datasets/a.md 2; c 200\n"
					    "w datasets/a.md 1; c 300; w datasets/b.md 1; c 400"),
	    "datasets/a.md 100 300\ndatasets/b.md 400 400\n");
}

static void
what_was_deleted_and_comes_back_is_as_old_as_before(void **state)
{
	(void)state;
	assert_dates_from_all(repository_of("w datasets/a.md 1; w datasets/b.md 1; c 100\n"
					    "rm datasets/a.md; c 200; w datasets/b.md 2; c 300\n"
					    "w datasets/a.md 2; c 400"),
	    "datasets/a.md 100 400\ndatasets/b.md 100 300\n");
}

/* --- moves --------------------------------------------------------------------------------- */

static void
files_are_followed_where_they_move(void **state)
{
	(void)state;
	const char *folder = repository_of(
	    "w datasets/a.md 1; w datasets/x/b.md 1b; w datasets/c.md 1c; w agents/e.md 1e; c 100\n"
	    "w datasets/a.md 2; c 200\n"
	    "mv datasets/a.md datasets/aa.md; c 300\n" /* the same bytes */
	    "mkdir datasets/y; mv datasets/x/b.md datasets/y; w datasets/y/b.md 2b; c 400\n"
	    "mv datasets/c.md datasets/d.md; w datasets/d.md other; c 500\n" /* nothing alike */
	    "mkdir services; mv agents/e.md services; w services/e.md other; c 600\n"
	    "w datasets/a.md new; c 700"); /* not what moved away */

	assert_dates_from_all(folder, "datasets/a.md 700 700\n"
				      "datasets/aa.md 100 300\n"
				      "datasets/d.md 500 500\n"
				      "datasets/y/b.md 100 400\n"
				      "services/e.md 600 600\n");
	assert_former(folder, "catalog/datasets/d.md", "c", " 100 500");
	assert_former(folder, "catalog/datasets/deep/d.md", "c", " 100 500");
	assert_former(folder, "catalog/datasets/d.en.md", "c", " - -");
	assert_former(folder, "catalog/services/d.md", "c", " - -");
	assert_former(folder, "catalog/datasets/d.md", "aa", " - -"); /* it is still there */
	assert_former(folder, "site/site.yaml", "c", " - -");
	assert_former(folder, "catalog/catalog.yaml", "c", " - -");
}

static void
a_file_that_was_moved_and_then_replaced(void **state)
{
	(void)state;
	const char *folder = repository_of("w datasets/a.md 1; c 100\n"
					   "mv datasets/a.md datasets/b.md; c 200\n"
					   "rm datasets/b.md; w datasets/c.md 2; c 300");

	assert_dates_from_all(folder, "datasets/c.md 300 300\n");
	assert_former(folder, "catalog/datasets/c.md", "b", " 100 300");
	assert_former(folder, "catalog/datasets/c.md", "a", " 100 200");
}

static void
the_surest_of_several_moves_is_taken(void **state)
{
	(void)state;
	/* Three with the same bytes move, one of them with its name; one new name is near by name.
	 */
	assert_dates_from_all(
	    repository_of("w datasets/x/a.md same; c 100; w datasets/x/b.md same; c 200\n"
			  "w datasets/x/c.md same; c 300; w datasets/x/d.md d; c 400\n"
			  "mv datasets/x datasets/y; cd datasets/y; mv a.md a1.md; mv b.md b1.md\n"
			  "w d.md changed; w n.md d; cd ../..; c 500"),
	    "datasets/y/a1.md 100 500\ndatasets/y/b1.md 200 500\ndatasets/y/c.md 300 500\n"
	    "datasets/y/d.md 400 500\ndatasets/y/n.md 500 500\n");
}

static void
files_that_swap_their_names(void **state)
{
	(void)state;
	/* At once: each path goes on. */
	assert_dates_from_all(
	    repository_of("w datasets/a.md a; c 100; w datasets/b.md b; c 200\n"
			  "cd datasets; mv a.md t; mv b.md a.md; mv t b.md; cd ..; c 300"),
	    "datasets/a.md 100 300\ndatasets/b.md 200 300\n");
	/* In three commits: followed. */
	assert_dates_from_all(repository_of("w datasets/a.md a; c 100; w datasets/b.md b; c 200\n"
					    "git mv datasets/a.md datasets/t.md; c 300\n"
					    "git mv datasets/b.md datasets/a.md; c 400\n"
					    "git mv datasets/t.md datasets/b.md; c 500"),
	    "datasets/a.md 200 400\ndatasets/b.md 100 500\n");
}

/* --- merges -------------------------------------------------------------------------------- */

static void
merges_change_nothing_by_themselves(void **state)
{
	(void)state;
	assert_dates_from_all(
	    repository_of(
		"w datasets/a.md 1; w datasets/b.md 1; w datasets/c.md 1; c 100\n"
		"git checkout -qb side; w datasets/b.md 2; c 200; w datasets/d.md 1; c 300\n"
		"git mv datasets/c.md datasets/e.md; c 350\n"
		"git checkout -q main; w datasets/a.md 2; c 400; m 500 side; c 500\n"
		"w datasets/f.md 1; c 600"),
	    "datasets/a.md 100 400\ndatasets/b.md 100 200\ndatasets/d.md 300 300\n"
	    "datasets/e.md 100 350\ndatasets/f.md 600 600\n");
}

static void
merges_that_change_something(void **state)
{
	(void)state;
	/* a: both sides, put together; b: changed by the merge alone; c: both sides alike;
	 * d: added by the merge; e: the other side's, which is older; f: dropped by the merge, g:
	 * renamed by it; j: added by the other side, changed by the merge. */
	assert_dates_from_all(
	    repository_of(
		"for i in a b c e f g; do w datasets/$i.md $i; done; c 100\n"
		"git checkout -qb side; w datasets/a.md 2; w datasets/e.md 2; w datasets/j.md 1; c "
		"200\n"
		"w datasets/c.md 9; c 300\n"
		"git checkout -q main; w datasets/a.md 3; w datasets/e.md 3; c 400\n"
		"w datasets/c.md 9; c 450; m 500 side; w datasets/a.md 4; w datasets/b.md 4\n"
		"w datasets/d.md 4; w datasets/e.md 2; rm datasets/f.md\n"
		"mv datasets/g.md datasets/h.md; w datasets/j.md 2; c 500; w datasets/i.md i; c "
		"600"),
	    "datasets/a.md 100 500\ndatasets/b.md 100 500\ndatasets/c.md 100 450\n"
	    "datasets/d.md 500 500\ndatasets/e.md 100 200\ndatasets/h.md 100 500\n"
	    "datasets/i.md 600 600\ndatasets/j.md 200 500\n");
}

static void
what_one_side_deleted_stays_deleted(void **state)
{
	(void)state;
	const char *folder =
	    repository_of("w datasets/a.md 1; w datasets/b.md 1; w datasets/c.md 1; c 100\n"
			  "git checkout -qb side; rm datasets/a.md; c 200; git checkout -q main\n"
			  "rm datasets/b.md; c 300; m 400 side; c 400; w datasets/a.md 3; c 500\n"
			  "w datasets/b.md 3; c 600");

	assert_dates_from_all(
	    folder, "datasets/a.md 100 500\ndatasets/b.md 100 600\ndatasets/c.md 100 100\n");
	assert_text(
	    answer_at(folder, "HEAD~2", (struct text){ 0 }).dates, T("datasets/c.md 100 100\n"));
}

/* git log --follow, which looks at all commits, says 100 of a.md, and 200 of c.md. */
static void
what_a_branch_tried_and_took_back_was_never_there(void **state)
{
	(void)state;
	const char *folder = repository_of("w datasets/b.md 1; c 100; git checkout -qb side\n"
					   "git mv datasets/b.md datasets/a.md; w datasets/c.md 2; c 200\n"
					   "rm datasets/a.md datasets/c.md; c 300\n"
					   "git checkout -q main; m 400 side; c 400\n"
					   "w datasets/a.md 3; w datasets/c.md 4; c 500");

	assert_dates_from_all(folder, "datasets/a.md 500 500\ndatasets/c.md 500 500\n");
}

static void
merges_of_many_and_of_strangers(void **state)
{
	(void)state;
	assert_dates_from_all(
	    repository_of("w datasets/a.md 1; c 100\n"
			  "for i in 1 2 3; do git checkout -qb s$i main; w datasets/s$i.md $i; c "
			  "$((i * 100 + 100)); done\n"
			  "git checkout -q main; at 500; git merge -q -m x s1 s2 s3\n"
			  "git checkout -q --orphan other; git rm -qrf .; w agents/x.md 1; c 50\n"
			  "git checkout -q main; at 600; git merge -q -m x "
			  "--allow-unrelated-histories other"),
	    "agents/x.md 50 50\ndatasets/a.md 100 100\ndatasets/s1.md 200 200\n"
	    "datasets/s2.md 300 300\ndatasets/s3.md 400 400\n");
}

/* --- clones, folders, working trees -------------------------------------------------------- */

static void
a_shallow_clone_knows_what_it_can_see(void **state)
{
	(void)state;
	const char *whole = repository_of("w datasets/a.md 1; c 100; w datasets/b.md 1; c 200\n"
					  "w datasets/c.md 1; c 300; w datasets/b.md 2; c 400");
	const char *shallow = new_folder();
	struct text cache = answer_at(whole, "HEAD~1", (struct text){ 0 }).cache;

	run(base, arena_printf(texts, "git clone -q --depth 2 'file://%s' '%s'", whole, shallow).s);
	struct answer got = answer_at(shallow, NULL, (struct text){ 0 });
	assert_text(got.dates, T("datasets/a.md - -\ndatasets/b.md - 400\ndatasets/c.md - -\n"));
	assert_int_equal(got.state, HISTORY_SHALLOW);
	assert_int_equal(got.cache.n, 0);
	/* With the cache of a commit that it has, nothing is missing. */
	got = answer_at(shallow, NULL, cache);
	assert_text(
	    got.dates, T("datasets/a.md 100 100\ndatasets/b.md 200 400\ndatasets/c.md 300 300\n"));
	assert_int_equal(got.state, HISTORY_COMPLETE);
	run(shallow, "git fetch -q --unshallow");
	assert_dates(
	    shallow, "datasets/a.md 100 100\ndatasets/b.md 200 400\ndatasets/c.md 300 300\n");
}

static void
partial_clones(void **state)
{
	(void)state;
	const char *whole = repository_of("git config uploadpack.allowFilter true\n"
					  "w datasets/a.md 1; c 100; w datasets/b.md 1; c 200");
	const char *blobless = new_folder(), *treeless = new_folder();

	run(base,
	    arena_printf(texts, "git clone -q --filter=blob:none 'file://%s' '%s'", whole, blobless)
		.s);
	assert_dates(blobless, "datasets/a.md 100 100\ndatasets/b.md 200 200\n");
	run(base,
	    arena_printf(texts, "git clone -q --filter=tree:0 'file://%s' '%s'", whole, treeless)
		.s);
	struct answer got = answer_at(treeless, NULL, (struct text){ 0 });
	assert_text(got.dates, T("datasets/a.md - -\ndatasets/b.md - -\n"));
	assert_int_equal(got.state, HISTORY_PARTIAL);
}

static void
the_catalogue_of_a_subfolder(void **state)
{
	(void)state;
	const char *folder = new_folder();
	const char *below = arena_printf(texts, "%s/city/portal", folder).s;

	run(folder, "git init -q ..; w datasets/a.md top; c 50");
	run(below, "w datasets/a.md 1; c 100; w datasets/b.md 1; c 200");
	run(folder, "w datasets/b.md top; c 300");
	assert_dates_from_all(below, "datasets/a.md 100 100\ndatasets/b.md 200 200\n");
	assert_dates(folder, "datasets/a.md 50 50\ndatasets/b.md 300 300\n");
	/* A cache of the other folder is none. */
	struct text cache = answer_at(folder, NULL, (struct text){ 0 }).cache;
	struct answer got = answer_at(below, NULL, cache);
	assert_text(got.dates, T("datasets/a.md 100 100\ndatasets/b.md 200 200\n"));
	assert_true(got.has_grown);
}

/* A repository where city/old/ has the catalogue, and then, when the second script begins, city/new/; its new folder. */
static const char *
moved_catalogue(const char *before, const char *from_the_move_on)
{
	const char *city = arena_printf(texts, "%s/city", new_folder()).s;

	run(city, arena_printf(texts,
		      "git init -q ../..; mkdir -p ../old/catalog; cd ../old/catalog\n"
		      "w catalog.yaml 1; w datasets/a.md 1; c 100; w datasets/b.md 1; c 200\n%s\n"
		      "cd ../..; mkdir -p new; git mv old/catalog new; cd new/catalog\n%s",
		      before, from_the_move_on)
		      .s);
	return arena_printf(texts, "%s/new", city).s;
}

static const char *
beside(const char *folder, const char *name)
{
	return arena_printf(texts, "%s/../%s", folder, name).s;
}

static void
a_catalogue_that_moved(void **state)
{
	(void)state;
	assert_dates_from_all(moved_catalogue("w data/a/x.csv 1; c 300",
				  "w datasets/b.md 2; w datasets/d.md 1; c 500; w datasets/c.md 1; c 600"),
	    "catalog.yaml 100 100\ndata/a/x.csv 300 300\ndatasets/a.md 100 100\ndatasets/b.md 200 500\n"
	    "datasets/c.md 600 600\ndatasets/d.md 500 500\n");
	/* Begun before the move, merged after it. */
	assert_dates_from_all(
	    moved_catalogue("git checkout -q -b side; w datasets/a.md 2; w datasets/c.md 1; c 250; git checkout -q -; w datasets/b.md 2; c 300",
		"c 500; m 700 side; git rm -rqf --ignore-unmatch ../../old; w datasets/a.md 2; w datasets/c.md 1; c 700"),
	    "catalog.yaml 100 100\ndatasets/a.md 100 250\ndatasets/b.md 200 300\ndatasets/c.md 250 250\n");
	/* Away and back. */
	const char *back = moved_catalogue(
	    "", "w datasets/a.md 2; c 500; cd ../..; mkdir -p old; git mv new/catalog old; cd old/catalog; w datasets/b.md 2; c 800");
	assert_dates_from_all(beside(back, "old"), "catalog.yaml 100 100\ndatasets/a.md 100 500\ndatasets/b.md 200 800\n");
	/* Twice, in the end to the top. */
	back = moved_catalogue(
	    "", "w datasets/a.md 2; c 500; cd ../../..; git mv city/new/catalog .; cd catalog; w datasets/b.md 2; c 800; mkdir -p ../city");
	assert_dates_from_all(beside(back, ".."), "catalog.yaml 100 100\ndatasets/a.md 100 500\ndatasets/b.md 200 800\n");
}

static void
another_catalogue_is_not_the_one_before(void **state)
{
	(void)state;
	/* The one that went has nothing in common with it; or one file. */
	assert_dates(moved_catalogue("", "w catalog.yaml 2; w datasets/a.md 2; w datasets/b.md 2; c 500"),
	    "catalog.yaml 500 500\ndatasets/a.md 500 500\ndatasets/b.md 500 500\n");
	assert_dates(moved_catalogue("", "w catalog.yaml 2; w datasets/a.md 2; c 500"),
	    "catalog.yaml 100 500\ndatasets/a.md 100 500\ndatasets/b.md 200 200\n");
	/* A copy: the other one stays. */
	const char *copy = moved_catalogue("", "mkdir -p ../../old; cp -r . ../../old/catalog; git add ../../old; c 500");
	assert_dates(copy, "catalog.yaml 500 500\ndatasets/a.md 500 500\ndatasets/b.md 500 500\n");
	assert_dates(beside(copy, "old"), "catalog.yaml 100 100\ndatasets/a.md 100 100\ndatasets/b.md 200 200\n");
	/* Another one was once in the folder that it moved to, and is gone since. */
	const char *third = moved_catalogue("mkdir -p ../../c/catalog; echo 9 >../../c/catalog/catalog.yaml; git add ../../c; c 210\n"
					    "git rm -rqf ../../c; c 220",
	    "c 500; cd ../..; mkdir -p c; git mv new/catalog c; cd c/catalog; c 600; cd ../..; mkdir -p d; git mv c/catalog d; "
	    "cd d/catalog; w datasets/a.md 2; c 700");
	assert_dates(beside(third, "d"), "catalog.yaml 100 100\ndatasets/a.md 100 700\ndatasets/b.md 200 200\n");
	/* Of several that went the one that has more in common. */
	assert_dates(moved_catalogue("mkdir -p ../../a/catalog; cp catalog.yaml ../../a/catalog; git add ../../a; c 300",
			 "git rm -rqf ../../a; c 500"),
	    "catalog.yaml 100 100\ndatasets/a.md 100 100\ndatasets/b.md 200 200\n");
}

static void
a_move_that_is_not_committed_yet(void **state)
{
	(void)state;
	struct question q = {
		.folder = moved_catalogue("w datasets/c.md 1; c 300", "w datasets/c.md 2; git add ."),
		.kind = SNAPSHOT_WORKTREE,
	};
	static const char dates[] = "catalog.yaml 100 100\ndatasets/a.md 100 100\ndatasets/b.md 200 200\ndatasets/c.md - -\n";

	assert_text(answer(&q).dates, text_of(dates));
}

static void
working_trees_have_the_dates_of_what_is_committed(void **state)
{
	(void)state;
	struct question q = {
		.folder =
		    repository_of("w datasets/a.md 1; w datasets/b.md 1; w datasets/d.md 1; c 100\n"
				  "rm datasets/d.md; c 200\n"
				  "w datasets/b.md 2; w datasets/c.md 1; w datasets/d.md 1"),
		.kind = SNAPSHOT_WORKTREE,
	};

	assert_text(answer(&q).dates,
	    T("datasets/a.md 100 100\ndatasets/b.md - -\ndatasets/c.md - -\ndatasets/d.md - -\n"));
	run(q.folder, "rm -rf ../.git");
	struct answer got = answer(&q);
	assert_int_equal(got.state, HISTORY_NONE);
	assert_text(got.dates,
	    T("datasets/a.md - -\ndatasets/b.md - -\ndatasets/c.md - -\ndatasets/d.md - -\n"));
}

/* --- the cache ----------------------------------------------------------------------------- */

static void
a_rewritten_history_is_read_anew(void **state)
{
	(void)state;
	const char *folder = repository_of("w datasets/a.md 1; c 100; w datasets/b.md 1; c 200\n"
					   "w datasets/z.md 1; c 300");
	struct text cache = answer_at(folder, NULL, (struct text){ 0 }).cache;

	run(folder,
	    "git reset -q --hard HEAD~2; w datasets/b.md 1; c 250; w datasets/a.md 2; c 350");
	struct answer got = answer_at(folder, NULL, cache);
	assert_text(got.dates, T("datasets/a.md 100 350\ndatasets/b.md 250 250\n"));
	assert_true(got.has_grown);
	assert_true(text_equal(got.cache, answer_at(folder, NULL, (struct text){ 0 }).cache));
	/* Nothing in common. */
	run(folder, "git checkout -q --orphan new; c 900");
	assert_dates(folder, "datasets/a.md 900 900\ndatasets/b.md 900 900\n");
	got = answer_at(folder, NULL, cache);
	assert_text(got.dates, T("datasets/a.md 900 900\ndatasets/b.md 900 900\n"));
}

static void
a_damaged_cache_is_none(void **state)
{
	(void)state;
	const char *dates = "datasets/a.md 100 300\ndatasets/c.md 100 300\n";
	const char *folder =
	    repository_of("w datasets/a.md 1; w datasets/b.md 1; c 100\n"
			  "git checkout -qb side; w datasets/a.md 2; c 150\n"
			  "git checkout -q main; w datasets/a.md 3; c 200\n"
			  "git mv datasets/b.md datasets/c.md; c 300\n"
			  "m 400 side; w datasets/a.md 3; c 400; w datasets/a.md 5; c 300");
	struct text cache = answer_at(folder, NULL, (struct text){ 0 }).cache;
	char *damaged = arena_alloc(texts, cache.n + 1);

	for (size_t i = 0; i < cache.n; i += 1 + i / 8) {
		memcpy(damaged, cache.s, cache.n);
		damaged[i] = (char)(damaged[i] ^ 0x41);
		struct answer got = answer_at(folder, NULL, (struct text){ damaged, cache.n });
		assert_text(got.dates, text_of(dates));
		assert_true(got.has_grown);
		got = answer_at(folder, NULL, text_slice(cache, 0, i));
		assert_text(got.dates, text_of(dates));
	}
	memcpy(damaged, cache.s, cache.n);
	assert_true(answer_at(folder, NULL, (struct text){ damaged, cache.n + 1 }).has_grown);
	/* Nonsense with a good check gives other dates at worst. */
	for (size_t i = sizeof "tabularium history 1\n" - 1; i + DIGEST_SIZE < cache.n; i++) {
		struct text body = { damaged, cache.n - DIGEST_SIZE };
		memcpy(damaged, cache.s, body.n);
		damaged[i] = (char)(i % 3 ? damaged[i] + 1 : ~damaged[i]);
		memcpy(damaged + body.n, digest_of(body).bytes, DIGEST_SIZE);
		answer_at(folder, NULL, (struct text){ damaged, cache.n });
	}
}

/* --- what git would not write -------------------------------------------------------------- */

static void
trees_that_make_no_sense(void **state)
{
	(void)state;
	/* Names out of order, twice, with slashes and controls; a tree that breaks off. */
	const char *folder = repository_of(
	    "w datasets/a.md 1; w datasets/b.md 1; c 100\n"
	    "o=$(git rev-parse HEAD:catalog/datasets/a.md | fold -w 2 |\n"
	    "	while read h; do printf '\\\\%03o' 0x$h; done)\n"
	    "tree() { git hash-object -t tree --literally -w --stdin; }\n"
	    "commit() { top=$(printf '040000 tree %s\\tdatasets\\n' $1 | git mktree --missing)\n"
	    "	top=$(printf '040000 tree %s\\tcatalog\\n' $top | git mktree --missing)\n"
	    "	at $2; git update-ref HEAD $(git commit-tree -p HEAD -m x $top); }\n"
	    "commit $(printf \"100644 c.md\\0${o}100644 b.md\\0${o}100644 a.md\\0${o}100644 "
	    "a.md\\0${o}\" | tree) 200\n"
	    "commit $(printf \"100644 a/b.md\\0${o}100644 ..\\0${o}100644 e\\033.md\\0${o}100644 "
	    "\\0${o}\" | tree) 300\n"
	    "commit $(printf \"100644 a.md\\0${o}999999 b.md\\0${o}\" | tree) 400\n"
	    "commit $(printf \"100644 a.md\\0${o}100644 b.md\\0123\" | tree) 500");

	answer_at(folder, "HEAD~3", (struct text){ 0 });
	struct answer got = answer_at(folder, NULL, (struct text){ 0 });
	assert_int_equal(got.state, HISTORY_COMPLETE);
	assert_true(text_equal(got.cache, answer_at(folder, NULL, got.cache).cache));
}

static void
bombs_and_abysses_have_a_limit(void **state)
{
	(void)state;
	/* 10^10 paths of 12 objects; 200 folders in each other; then an ordinary file. */
	const char *folder = repository_of(
	    "w datasets/a.md 1; c 100\n"
	    "o=$(git rev-parse HEAD:catalog/datasets/a.md); kind='100644 blob' dot=.md\n"
	    "for i in 1 2 3 4 5 6 7 8 9 10; do o=$(for n in 0 1 2 3 4 5 6 7 8 9; do\n"
	    "	printf '%s %s\\tx%s%s\\n' \"$kind\" $o $n $dot; done | git mktree); kind='040000 "
	    "tree' dot=; done\n"
	    "d=$(git rev-parse HEAD:catalog/datasets)\n"
	    "for i in $(seq 200); do d=$(printf '040000 tree %s\\tx\\n' $d | git mktree); done\n"
	    "top() { t=$(printf '040000 tree %s\\tcatalog\\n' $1 | git mktree)\n"
	    "	at $2; git update-ref HEAD $(git commit-tree -p HEAD -m x $t); }\n"
	    "top $d 200; git tag deep; top $o 300; git tag bomb; git read-tree deep~1; at 400\n"
	    "git update-ref HEAD $(git commit-tree -p HEAD -m x $(git write-tree))");

	/* The levels of the bomb that count are 10^8 files: more than a commit may have. */
	struct answer got = answer_at(folder, NULL, (struct text){ 0 });
	assert_int_equal(got.state, HISTORY_TOO_LARGE);
	assert_text(got.dates, T("datasets/a.md - -\n"));
	assert_int_equal(got.cache.n, 0);
}

static void
missing_objects_end_with_a_sentence(void **state)
{
	(void)state;
	const char *folder = repository_of("w datasets/a.md 1; c 100; w datasets/a.md 2; c 200\n"
					   "w datasets/a.md 3; c 300");

	run(folder, "cp -r ../.git ../keep; o=$(git rev-parse HEAD~1)\n"
		    "rm -f ../.git/objects/$(echo $o | sed 's|..|&/|')");
	assert_dies(folder, "(a commit of the history) is missing; the repository is damaged");
	run(folder,
	    "rm -rf ../.git; cp -r ../keep ../.git; o=$(git rev-parse HEAD~2:catalog/datasets)\n"
	    "rm -f ../.git/objects/$(echo $o | sed 's|..|&/|')");
	assert_dies(folder, "(catalog/datasets) is missing; the repository is damaged");
	run(folder,
	    "rm -rf ../.git; cp -r ../keep ../.git; o=$(git rev-parse HEAD~2)\n"
	    "f=../.git/objects/$(echo $o | sed 's|..|&/|'); chmod +w $f; truncate -s 30 $f");
	assert_dies(folder, "(a commit of the history) is damaged");
}

/* --- a large one --------------------------------------------------------------------------- */

enum { N_FILES = 400, N_OWNERS = 9 };

struct city_file {
	char path[64];
	bool is_here, is_of_side;
};

struct city {
	struct buf stream, commit, side; /* git-fast-import(1); side: all commits of the branch */
	unsigned random, mark, n_files, n_names;
	struct city_file files[2 * N_FILES];
};

static unsigned
pick(struct city *c, unsigned n)
{
	c->random = c->random * 1103515245 + 12345;
	return (c->random >> 8) % n;
}

/* Dates go forward on the whole, but not always. */
static void
city_commit(struct city *c, const char *branch, unsigned from, unsigned merge)
{
	unsigned time = 1000000000 + 600 * ++c->mark + pick(c, 5000);

	buf_printf(&c->stream,
	    "commit refs/heads/%s\nmark :%u\ncommitter A <a@example.org> %u +0000\ndata 1\nx\n",
	    branch, c->mark, time);
	if (from)
		buf_printf(&c->stream, "from :%u\n", from);
	if (merge)
		buf_printf(&c->stream, "merge :%u\n", merge);
	buf_text(&c->stream, buf_view(&c->commit));
	c->commit.n = 0;
}

/* Two texts are never alike, so that git finds no moves of its own. */
static void
city_write(struct city *c, struct city_file *f)
{
	struct buf bytes = { 0 };

	for (int i = 0; i < 5; i++)
		buf_printf(&bytes, "%u %u %u\n", c->mark, pick(c, 1 << 20), pick(c, 1 << 20));
	buf_printf(&c->commit, "M 100644 inline catalog/datasets/%s\ndata %zu\n%s\n", f->path,
	    bytes.n, buf_cstr(&bytes));
	buf_free(&bytes);
	f->is_here = true;
}

static void
city_name(struct city *c, struct city_file *f, unsigned number)
{
	snprintf(f->path, sizeof f->path, "amt-%u/d%05u.md", pick(c, N_OWNERS), number);
}

static struct city_file *
city_add(struct city *c)
{
	struct city_file *f = &c->files[c->n_files++];

	*f = (struct city_file){ .is_of_side = c->n_files % 4 == 3 };
	city_name(c, f, c->n_names++);
	city_write(c, f);
	return f;
}

static struct city_file *
city_pick(struct city *c, bool is_of_side, bool is_here)
{
	for (int tries = 0; tries < 1000; tries++) {
		struct city_file *f = &c->files[pick(c, c->n_files)];
		if (f->is_of_side == is_of_side && f->is_here == is_here)
			return f;
	}
	return NULL;
}

static void
city_move(struct city *c, struct city_file *f)
{
	char before[sizeof f->path];

	/* To a name that nobody had; the paths that went away stay free. */
	memcpy(before, f->path, sizeof before);
	city_name(c, f, c->n_names++);
	buf_printf(&c->commit, "R catalog/datasets/%s catalog/datasets/%s\n", before, f->path);
}

/* Three commits; nothing else happens between them. */
static unsigned
city_swap(struct city *c, unsigned main)
{
	const char *a = city_pick(c, false, true)->path, *b = city_pick(c, false, true)->path;
	const char *steps[][2] = { { a, "swap.md" }, { b, a }, { "swap.md", b } };

	for (size_t i = 0; i < 3 && a != b; i++) {
		buf_printf(&c->commit, "R catalog/datasets/%s catalog/datasets/%s\n", steps[i][0],
		    steps[i][1]);
		city_commit(c, "main", main, 0);
		main = c->mark;
	}
	return main;
}

/* What one commit changes; side branches have files of their own. */
static void
city_change(struct city *c, bool is_of_side)
{
	struct city_file *f;

	switch (pick(c, 8)) {
	case 0:
		if (c->n_files < 2 * N_FILES && !is_of_side)
			city_add(c);
		return;
	case 1: city_move(c, city_pick(c, is_of_side, true)); return;
	case 2:
		f = city_pick(c, is_of_side, true);
		buf_str(&c->commit, "D catalog/datasets/");
		buf_str(&c->commit, f->path);
		buf_char(&c->commit, '\n');
		f->is_here = false;
		return;
	case 3:
		if ((f = city_pick(c, is_of_side, false)))
			city_write(c, f);
		return;
	default:
		for (unsigned n = 1 + pick(c, 5); n; n--)
			city_write(c, city_pick(c, is_of_side, true));
	}
}

static void
city_history(struct city *c, unsigned n_commits)
{
	unsigned main, side = 0, length = 0;

	while (c->n_files < N_FILES)
		city_add(c);
	city_commit(c, "main", 0, 0);
	main = c->mark;
	while (c->mark < n_commits) {
		if (c->mark % 400 == 0) { /* all of the main line's at once */
			for (unsigned i = 0; i < c->n_files; i++)
				if (c->files[i].is_here && !c->files[i].is_of_side)
					city_write(c, &c->files[i]);
			city_commit(c, "main", main, 0);
			main = c->mark;
		} else if (c->mark % 50 == 0) {
			main = city_swap(c, main);
		} else if (length > 3 && pick(c, 4) == 0) {
			buf_text(&c->commit, buf_view(&c->side));
			if (pick(c, 3) == 0) { /* and something that neither has */
				city_write(c, city_pick(c, true, true));
				city_write(c, city_pick(c, false, true));
			}
			city_commit(c, "main", main, side);
			main = c->mark;
			length = 0;
			c->side.n = 0;
		} else if (pick(c, 3) == 0) {
			city_change(c, true);
			buf_text(&c->side, buf_view(&c->commit));
			city_commit(c, "side", length++ ? side : main, 0);
			side = c->mark;
		} else {
			city_change(c, false);
			city_commit(c, "main", main, 0);
			main = c->mark;
		}
	}
}

/* Of every `each`th line. */
static struct text
every(struct text lines, unsigned each)
{
	struct buf out = { 0 };
	unsigned n = 0;

	for (struct text line; text_next(&lines, '\n', &line) && line.n;)
		if (n++ % each == 0)
			buf_printf(&out, "%.*s\n", TEXT_ARG(line));
	struct text kept = arena_text(texts, buf_view(&out));
	buf_free(&out);
	return kept;
}

enum { N_DAYS = 5 };

/* git is asked for every `each`th file, and of those with --follow, too, for every `followed`th; we go on from
 * the caches of `n_days` other days. */
static void
large_history(unsigned n_commits, unsigned each, unsigned followed, size_t n_days)
{
	struct city *c = calloc(1, sizeof *c);
	const char *folder = new_folder();
	struct text expected;

	c->random = 7;
	city_history(c, n_commits);
	run(folder, "git init -q ..");
	FILE *f = fopen(arena_printf(texts, "%s/stream", folder).s, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(c->stream.s, 1, c->stream.n, f), c->stream.n);
	fclose(f);
	run(folder, arena_printf(texts, "cd ..; git fast-import --quiet <stream; python3 %s . %u %u >dates", by_git, each,
			followed).s);
	assert_true(
	    file_read(texts, arena_printf(texts, "%s/dates", folder).s, 1 << 20, &expected));

	struct answer cold = answer_at(folder, NULL, (struct text){ 0 });
	assert_text(every(cold.dates, each), expected);
	/* Caches of other days, also of a side branch, lead to the same. */
	static const char *const days[N_DAYS] = { "HEAD~1", "side", "HEAD~500", "HEAD~2", "HEAD~60" };
	for (size_t i = 0; i < n_days; i++) {
		struct text cache = answer_at(folder, days[i], (struct text){ 0 }).cache;
		struct answer got = answer_at(folder, NULL, cache);
		assert_text(got.dates, cold.dates);
		assert_true(text_equal(got.cache, cold.cache));
	}
	buf_free(&c->stream);
	buf_free(&c->commit);
	buf_free(&c->side);
	free(c);
}

/* HISTORY=--long: for every file. */
static bool
is_long(void)
{
	const char *form = getenv("HISTORY");

	return form && strcmp(form, "--long") == 0;
}

static void
a_history_of_1300_commits_is_as_git_tells_it(void **state)
{
	(void)state;
	large_history(1300, 1, is_long() ? 1 : 20, N_DAYS);
}

static void
a_history_of_9000_commits_is_as_git_tells_it(void **state)
{
	(void)state;
	if (is_long())
		large_history(9000, 1, 1, N_DAYS);
	else
		large_history(9000, 40, 10, 2);
}

/* --- all of them --------------------------------------------------------------------------- */

static int
make_base(void **state)
{
	const char *temporary = getenv("TMPDIR");

	(void)state;
	snprintf(base, sizeof base, "%s/tabularium-history-XXXXXX", temporary ? temporary : "/tmp");
	if (!mkdtemp(base) || !realpath("tests/unit/history_by_git.py", by_git))
		return -1;
	setenv("HOME", base, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_AUTHOR_DATE", "2000000000 +0000", 1); /* never looked at */
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("GIT_CONFIG_GLOBAL");
	unsetenv("SUDO_UID");
	texts = arena_new();
	run(base,
	    "cd ..; git config --global user.name A; git config --global user.email a@example.org\n"
	    "git config --global gc.auto 0; git config --global init.defaultBranch main\n"
	    "git config --global advice.detachedHead false");
	return 0;
}

static int
remove_base(void **state)
{
	char script[sizeof base + 16];

	(void)state;
	snprintf(script, sizeof script, "rm -rf '%s'", base);
	arena_free(texts);
	return system(script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(files_are_added_and_edited),
		cmocka_unit_test(all_that_a_file_was),
		cmocka_unit_test(dates_may_be_in_any_order),
		cmocka_unit_test(bytes_that_come_back_are_a_change),
		cmocka_unit_test(what_was_deleted_and_comes_back_is_as_old_as_before),
		cmocka_unit_test(files_are_followed_where_they_move),
		cmocka_unit_test(a_file_that_was_moved_and_then_replaced),
		cmocka_unit_test(the_surest_of_several_moves_is_taken),
		cmocka_unit_test(files_that_swap_their_names),
		cmocka_unit_test(merges_change_nothing_by_themselves),
		cmocka_unit_test(merges_that_change_something),
		cmocka_unit_test(what_one_side_deleted_stays_deleted),
		cmocka_unit_test(what_a_branch_tried_and_took_back_was_never_there),
		cmocka_unit_test(merges_of_many_and_of_strangers),
		cmocka_unit_test(a_shallow_clone_knows_what_it_can_see),
		cmocka_unit_test(partial_clones),
		cmocka_unit_test(the_catalogue_of_a_subfolder),
		cmocka_unit_test(a_catalogue_that_moved),
		cmocka_unit_test(another_catalogue_is_not_the_one_before),
		cmocka_unit_test(a_move_that_is_not_committed_yet),
		cmocka_unit_test(working_trees_have_the_dates_of_what_is_committed),
		cmocka_unit_test(a_rewritten_history_is_read_anew),
		cmocka_unit_test(a_damaged_cache_is_none),
		cmocka_unit_test(trees_that_make_no_sense),
		cmocka_unit_test(bombs_and_abysses_have_a_limit),
		cmocka_unit_test(missing_objects_end_with_a_sentence),
		cmocka_unit_test(a_history_of_1300_commits_is_as_git_tells_it),
		cmocka_unit_test(a_history_of_9000_commits_is_as_git_tells_it),
	};

	return cmocka_run_group_tests(tests, make_base, remove_base);
}
