/*
 * Snapshots: ordinary repositories made by git, hostile ones written object by object, and every
 * sentence with which a broken repository ends the run.
 */
#include "adapters/git.h"
#include "core/work.h"

#include <fcntl.h>
#include <git2.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static const char *const roots[] = { "catalog", "site", NULL };

static bool is_provoked[N_MESSAGES];
static char base[PATH_MAX / 2];
static unsigned n_folders;
static struct arena *paths;

/* --- making repositories ------------------------------------------------------------------- */

/* Runs a shell script in a folder; the test fails when the script does. */
static void __attribute__((format(printf, 2, 3))) run(const char *folder, const char *format, ...)
{
	struct buf script = { 0 };
	char rest[4096];
	va_list args;

	va_start(args, format);
	vsnprintf(rest, sizeof rest, format, args);
	va_end(args);
	buf_printf(&script, "cd '%s' && { %s; } >'%s/log' 2>&1", folder, rest, base);
	if (system(buf_cstr(&script)) != 0)
		fail_msg("%s", script.s);
	buf_free(&script);
}

/* A new empty folder. */
static const char *
new_folder(void)
{
	const char *path = arena_printf(paths, "%s/%u", base, n_folders++).s;

	if (mkdir(path, 0755) != 0)
		fail_msg("cannot make %s", path);
	return path;
}

static const char *
new_repository(void)
{
	const char *path = new_folder();

	run(path, "git init -q -b main .");
	return path;
}

static const char *
commit_of(const char *files)
{
	const char *path = new_repository();

	run(path, "%s; git add -Af; git commit -qm x", files);
	return path;
}

/* Repositories written object by object, as git itself would never write them. */
struct hand {
	const char *path;
	git_repository *repository;
	git_odb *odb;
};

struct tree {
	struct buf bytes; /* as git stores them */
};

static struct hand
hand_made(void)
{
	struct hand h = { .path = new_repository() };

	assert_int_equal(git_repository_open(&h.repository, h.path), 0);
	assert_int_equal(git_repository_odb(&h.odb, h.repository), 0);
	return h;
}

static git_oid
put_object(struct hand *h, git_object_t type, struct text bytes)
{
	git_oid id;

	assert_int_equal(git_odb_write(&id, h->odb, bytes.s, bytes.n, type), 0);
	return id;
}

static git_oid
put_blob(struct hand *h, const char *s)
{
	return put_object(h, GIT_OBJECT_BLOB, text_of(s));
}

static void
add_entry(struct tree *t, const char *mode, struct text name, const git_oid *id)
{
	buf_printf(&t->bytes, "%s ", mode);
	buf_text(&t->bytes, name);
	buf_char(&t->bytes, '\0');
	buf_bytes(&t->bytes, id->id, GIT_OID_RAWSZ);
}

static git_oid
put_tree(struct hand *h, struct tree *t)
{
	git_oid id = put_object(h, GIT_OBJECT_TREE, buf_view(&t->bytes));

	buf_free(&t->bytes);
	return id;
}

static git_oid
put_tree_of(struct hand *h, const char *mode, const char *name, const git_oid *id)
{
	struct tree t = { 0 };

	add_entry(&t, mode, text_of(name), id);
	return put_tree(h, &t);
}

/* Commits `tree` as main and lets go of the repository. */
static const char *
put_commit(struct hand *h, const git_oid *tree)
{
	struct buf commit = { 0 };

	buf_printf(&commit,
	    "tree %s\nauthor A <a@example.org> 1700000000 +0000\n"
	    "committer A <a@example.org> 1700000000 +0000\n\nx\n",
	    git_oid_tostr_s(tree));
	git_oid id = put_object(h, GIT_OBJECT_COMMIT, buf_view(&commit));
	buf_free(&commit);
	run(h->path, "echo %s > .git/refs/heads/main", git_oid_tostr_s(&id));
	git_odb_free(h->odb);
	git_repository_free(h->repository);
	return h->path;
}

/* The tree as catalog/. */
static const char *
put_catalog(struct hand *h, const git_oid *catalog)
{
	git_oid top = put_tree_of(h, "40000", "catalog", catalog);

	return put_commit(h, &top);
}

static void
path_of_object(const char *repository, const char *revision, char path[PATH_MAX])
{
	git_repository *r;
	git_object *o;
	const char *hex;

	assert_int_equal(git_repository_open(&r, repository), 0);
	assert_int_equal(git_revparse_single(&o, r, revision), 0);
	hex = git_oid_tostr_s(git_object_id(o));
	snprintf(path, PATH_MAX, "%s/.git/objects/%.2s/%s", repository, hex, hex + 2);
	git_object_free(o);
	git_repository_free(r);
}

/* --- what comes of them -------------------------------------------------------------------- */

static void
describe_findings(struct buf *out, struct diagnostics *d)
{
	diagnostics_sort(d);
	for (size_t i = 0; i < d->n; i++) {
		const struct diagnostic *finding = &d->list[i];
		is_provoked[finding->id] = true;
		assert_non_null(finding->at.source);
		assert_null(finding->at.source->bytes.s);
		buf_printf(out, "! %.*s: %s", TEXT_ARG(finding->at.source->path),
		    messages[finding->id].name);
		for (size_t k = 0; k < N_WORDS && finding->words[k].n; k++) {
			buf_char(out, k ? '|' : ' ');
			message_fill(out, (char[]){ '{', (char)('1' + k), '}', 0 }, finding->words);
		}
		buf_char(out, '\n');
		/* Each sentence can be made of the words it gets. */
		for (size_t language = 0; language < N_INTERFACE_LANGUAGES; language++) {
			struct buf sentence = { 0 };
			assert_true(message_fill(
			    &sentence, messages[finding->id].sentence[language], finding->words));
			buf_free(&sentence);
		}
	}
}

/* "path size[*]" a file, then "! path: message words" a finding. Good until the next call. */
static const char *
outcome_of(const char *folder, const char *revision, enum snapshot_kind kind)
{
	struct snapshot_options options = { folder, revision, kind, roots };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *s = snapshot_open(&options, d);
	struct snapshot_files files = snapshot_files(s);
	static struct buf out;

	out.n = 0;
	for (size_t i = 0; i < files.n; i++) {
		assert_true(i == 0 || text_compare(files.list[i - 1].source.path,
					  files.list[i].source.path) < 0);
		buf_printf(&out, "%.*s %llu%s\n", TEXT_ARG(files.list[i].source.path),
		    (unsigned long long)files.list[i].size, files.list[i].is_executable ? "*" : "");
	}
	describe_findings(&out, d);
	snapshot_close(s);
	diagnostics_free(d);
	return buf_cstr(&out);
}

static const char *
outcome(const char *folder)
{
	return outcome_of(folder, NULL, SNAPSHOT_REVISION);
}

static const char *
outcome_of_worktree(const char *folder)
{
	return outcome_of(folder, NULL, SNAPSHOT_WORKTREE);
}

/* Opens and reads everything in a process of its own, which has to end with exit code 2 and a
 * sentence that has `part` in it. `change` runs between the walk and the reading. */
static void
assert_dies_after(const char *folder, const char *revision, enum snapshot_kind kind,
    const char *change, const char *part)
{
	char said[4096] = "";
	size_t n = 0;
	int ends[2], status;

	assert_int_equal(pipe(ends), 0);
	pid_t child = fork();
	if (child == 0) {
		dup2(ends[1], STDERR_FILENO);
		close(ends[0]);
		close(ends[1]);
		alarm(20); /* some damage makes libgit2 run for ever */
		struct snapshot_options options = { folder, revision, kind, roots };
		struct arena *a = arena_new();
		struct snapshot *s = snapshot_open(&options, diagnostics_new());
		if (change && system(change) != 0)
			_exit(99);
		struct snapshot_reader *r = snapshot_reader_open(s);
		for (size_t i = 0; i < snapshot_files(s).n; i++)
			snapshot_read(r, &snapshot_files(s).list[i], a);
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
	/* One sentence, nothing that a terminal obeys. */
	assert_ptr_equal(strchr(said, '\n'), said + n - 1);
	assert_null(strchr(said, '\x1b'));
}

static void
assert_dies(const char *folder, const char *revision, const char *part)
{
	assert_dies_after(folder, revision, SNAPSHOT_REVISION, NULL, part);
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --- ordinary repositories ----------------------------------------------------------------- */

#define ORDINARY                                                                                   \
	"mkdir -p catalog/a/b catalog/data/x site/public site/assets; echo 1 >catalog/a.md; "      \
	"echo 22 >catalog/a/b/c.md; echo 3 >catalog/a-b.md; echo x >README.md; echo x "            \
	">catalog/README.md; "                                                                     \
	"touch catalog/.gitkeep; echo ab >catalog/data/x/run.sh; chmod +x catalog/data/x/run.sh; " \
	"echo p >site/public/index.html; echo '*' >site/.gitignore; echo l "                       \
	">site/assets/Logo_1.svg; "                                                                \
	"echo x >other.md; echo y >site/_redirects"

#define ORDINARY_OUTCOME                                                                           \
	"catalog/a-b.md 2\ncatalog/a.md 2\ncatalog/a/b/c.md 3\ncatalog/data/x/run.sh 3*\n"         \
	"site/_redirects 2\nsite/assets/Logo_1.svg 2\n"

static void
lists_what_belongs_to_a_catalogue(void **state)
{
	const char *path = commit_of(ORDINARY);

	(void)state;
	assert_string_equal(outcome(path), ORDINARY_OUTCOME);
	assert_string_equal(outcome_of_worktree(path), ORDINARY_OUTCOME);
	run(path, "mkdir ../bare%u; git clone -q --bare . ../bare%u/x.git", n_folders, n_folders);
	char bare[PATH_MAX];
	snprintf(bare, sizeof bare, "%s/bare%u/x.git", base, n_folders);
	assert_string_equal(outcome(bare), ORDINARY_OUTCOME);
	snprintf(bare, sizeof bare, "%s/.git", path);
	assert_string_equal(outcome(bare), ORDINARY_OUTCOME);
}

static void
finds_a_catalogue_in_a_subfolder(void **state)
{
	const char *path = commit_of("mkdir -p city/portal .github; cd city/portal; " ORDINARY
				     "; cd ../..; touch .github/x");
	char folder[PATH_MAX];

	(void)state;
	snprintf(folder, sizeof folder, "%s/city/portal/", path);
	assert_string_equal(outcome(folder), ORDINARY_OUTCOME);
	assert_string_equal(outcome(path), "");
	run(path, "git worktree add -q ../linked%u", n_folders);
	snprintf(folder, sizeof folder, "%s/linked%u/city/portal", base, n_folders);
	assert_string_equal(outcome(folder), ORDINARY_OUTCOME);
	run(path, "ln -s city/portal link");
	snprintf(folder, sizeof folder, "%s/link", path);
	assert_string_equal(outcome(folder), ORDINARY_OUTCOME);
	run(path, "mkdir -p new/catalog");
	snprintf(folder, sizeof folder, "%s/new", path);
	assert_dies(folder, NULL, "there is no folder 'new' in revision 'HEAD'");
}

static struct snapshot_reader *readers[4];
static struct arena *arenas[4];

static void
read_item(void *context, size_t i, unsigned worker)
{
	const struct snapshot_file *f = &((const struct snapshot_file *)context)[i];
	struct text bytes = snapshot_read(readers[worker], f, arenas[worker]);
	struct text number = text_slice(f->source.path, sizeof "catalog/n" - 1, f->source.path.n);

	assert_int_equal(bytes.n, f->size);
	assert_int_equal(bytes.s[bytes.n], '\0');
	assert_true(text_starts(bytes, number));
}

static void
readers_read_in_threads(void **state)
{
	const char *path = commit_of("mkdir catalog; for i in $(seq 300); do seq $i $((i + i)) "
				     ">catalog/n$i; done");

	(void)state;
	for (int kind = SNAPSHOT_REVISION; kind <= SNAPSHOT_WORKTREE; kind++) {
		struct snapshot_options o = { path, NULL, (enum snapshot_kind)kind, roots };
		struct diagnostics *d = diagnostics_new();
		struct snapshot *s = snapshot_open(&o, d);
		assert_int_equal(snapshot_files(s).n, 300);
		for (unsigned i = 0; i < 4; i++) {
			readers[i] = snapshot_reader_open(s);
			arenas[i] = arena_new();
		}
		work(4, snapshot_files(s).n, read_item, snapshot_files(s).list);
		for (unsigned i = 0; i < 4; i++) {
			snapshot_reader_close(readers[i]);
			arena_free(arenas[i]);
		}
		snapshot_close(s);
		diagnostics_free(d);
		run(path, "git gc -q");
	}
}

static void
nothing_of_the_user_changes_the_result(void **state)
{
	const char *path = commit_of(ORDINARY);

	(void)state;
	run(base, "cp home/.gitconfig kept; echo '[core' >>home/.gitconfig");
	assert_string_equal(outcome(path), ORDINARY_OUTCOME);
	run(base, "mv kept home/.gitconfig");
	/* The object's id is the truth, whatever git would show in its place. */
	run(path, "git replace $(git rev-parse HEAD:catalog/a.md) $(git rev-parse HEAD:other.md); "
		  "git replace $(git rev-parse HEAD:catalog) $(git rev-parse HEAD:site)");
	assert_string_equal(outcome(path), ORDINARY_OUTCOME);
	run(path,
	    "git checkout -q HEAD . 2>/dev/null || true; printf '* text eol=crlf filter=x\\n' "
	    ">.gitattributes; git config filter.x.smudge false; git config core.hooksPath .");
	assert_string_equal(outcome(path), ORDINARY_OUTCOME);
}

/* --- revisions ----------------------------------------------------------------------------- */

static const char *
repository_with_history(void)
{
	const char *path = new_repository();

	run(path, "mkdir catalog; for day in 01 05 20; do echo $day >catalog/d$day.md; git add .; "
		  "GIT_COMMITTER_DATE=2025-03-${day}T23:59:59Z git commit -qm $day; done; "
		  "git tag -am t v1 HEAD~1; git tag 2025-03-31 HEAD~2; git branch old HEAD~2; "
		  "git update-ref refs/remotes/origin/release/autumn HEAD");
	return path;
}

static int64_t
time_of(const char *folder, const char *revision, size_t n_files)
{
	struct snapshot_options options = { folder, revision, SNAPSHOT_REVISION, roots };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *s = snapshot_open(&options, d);
	int64_t time = snapshot_time(s);

	assert_int_equal(snapshot_commit(s).n, 40);
	assert_int_equal(snapshot_files(s).n, n_files);
	assert_false(snapshot_is_shallow(s));
	snapshot_close(s);
	diagnostics_free(d);
	return time;
}

static void
revisions_are_commits_tags_branches_and_dates(void **state)
{
	const char *path = repository_with_history();
	enum { FIRST = 1740873599, SECOND = 1741219199, THIRD = 1742515199 };
	char id[GIT_OID_HEXSZ + 1];
	git_repository *r;
	git_oid head;

	(void)state;
	assert_int_equal(git_repository_open(&r, path), 0);
	assert_int_equal(git_reference_name_to_id(&head, r, "HEAD"), 0);
	git_oid_tostr(id, 9, &head);
	git_repository_free(r);
	assert_int_equal(time_of(path, NULL, 3), THIRD);
	assert_int_equal(time_of(path, id, 3), THIRD);
	assert_int_equal(time_of(path, "HEAD~2", 1), FIRST);
	assert_int_equal(time_of(path, "v1", 2), SECOND);
	assert_int_equal(time_of(path, "old", 1), FIRST);
	assert_int_equal(time_of(path, "2025-03-20", 3), THIRD);
	assert_int_equal(time_of(path, "2025-03-19", 2), SECOND);
	assert_int_equal(time_of(path, "2025-03-05", 2), SECOND);
	assert_int_equal(time_of(path, "2025-03-04", 1), FIRST);
	assert_int_equal(time_of(path, "2025-03-31", 1), FIRST); /* a tag */
	assert_int_equal(time_of(path, "2026-01-01", 3), THIRD);
	assert_dies(
	    path, "2025-02-28", "has no commit up to 2025-02-28: its first one is of 2025-03-01");
	assert_dies(path, "v2", "has no revision 'v2'; did you mean 'v1'?");
	assert_dies(path, "release/autum", "did you mean 'origin/release/autumn'?");
	assert_dies(path, "quite-other", "has no revision 'quite-other'; 'git branch -a'");
	assert_dies(path, "a\x1b[31m\nb", "has no revision 'a\\x1b[31m\\x0ab'");
	assert_dies(path, "HEAD:catalog/d01.md", "revision 'HEAD:catalog/d01.md' is no commit");
	assert_dies(path, "HEAD^{tree}", "is no commit");
	assert_dies(path, "0123456789012345678901234567890123456789", "has no revision '0123");
	assert_dies(path, "-n", "has no revision '-n'");
	assert_dies(path, "", "has no revision");
}

static void
a_short_id_of_two_objects_is_ambiguous(void **state)
{
	struct hand h = hand_made();
	static unsigned seen[1 << 16];
	char text[16], prefix[5];
	unsigned i = 1, first;
	git_oid id;

	(void)state;
	for (;; i++) {
		snprintf(text, sizeof text, "%u", i);
		assert_int_equal(git_odb_hash(&id, text, strlen(text), GIT_OBJECT_BLOB), 0);
		unsigned *slot = &seen[id.id[0] << 8 | id.id[1]];
		first = *slot;
		*slot = i;
		if (first)
			break;
	}
	git_oid_tostr(prefix, sizeof prefix, &id);
	put_blob(&h, text);
	snprintf(text, sizeof text, "%u", first);
	put_blob(&h, text);
	git_oid tree = put_tree(&h, &(struct tree){ 0 });
	const char *path = put_commit(&h, &tree);
	assert_dies(path, prefix, "has several objects that begin with");
}

static void
clones_without_their_history_are_named(void **state)
{
	const char *path = repository_with_history();
	char clone[PATH_MAX];

	(void)state;
	run(path, "git clone -q --depth 1 file://%s ../shallow%u", path, n_folders);
	snprintf(clone, sizeof clone, "%s/shallow%u", base, n_folders);
	struct snapshot_options options = { clone, NULL, SNAPSHOT_REVISION, roots };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *s = snapshot_open(&options, d);
	assert_true(snapshot_is_shallow(s));
	assert_int_equal(snapshot_files(s).n, 3);
	snapshot_close(s);
	diagnostics_free(d);
	assert_dies(clone, "2025-03-10",
	    "is a shallow clone whose history ends on 2025-03-20, after 2025-03-10: run "
	    "'git fetch --unshallow'");
	assert_dies(clone, "v1", "but it is a shallow clone: run 'git fetch --unshallow --tags'");
	run(path,
	    "git config uploadpack.allowFilter true; git clone -q --no-checkout "
	    "--filter=blob:none file://%s ../partial%u",
	    path, n_folders);
	snprintf(clone, sizeof clone, "%s/partial%u", base, n_folders);
	assert_dies(clone, NULL, "this is a partial clone: run 'git fetch --refetch --no-filter'");
}

/* --- repositories that cannot be opened ---------------------------------------------------- */

static void
folders_without_a_repository(void **state)
{
	const char *path = new_folder();
	char file[PATH_MAX];

	(void)state;
	assert_dies(path, NULL, "is not in a git repository: run 'git init'");
	snprintf(file, sizeof file, "%s/none", path);
	assert_dies(file, NULL, "there is no folder");
	run(path, "echo >none");
	assert_dies(file, NULL, "is a file, not a folder");
	run(path, "mkdir catalog; echo 1 >catalog/a.md");
	assert_string_equal(outcome_of_worktree(path), "catalog/a.md 2\n");
	struct snapshot_options options = { path, NULL, SNAPSHOT_WORKTREE, roots };
	struct diagnostics *d = diagnostics_new();
	struct snapshot *s = snapshot_open(&options, d);
	assert_int_equal(snapshot_commit(s).n, 0);
	assert_int_equal(snapshot_time(s), 0);
	assert_false(snapshot_is_shallow(s));
	snapshot_close(s);
	diagnostics_free(d);
}

static void
repositories_without_a_commit(void **state)
{
	const char *path = new_repository();

	(void)state;
	assert_dies(path, NULL,
	    "has no commit yet: run 'git add' and 'git commit' first, or use --worktree");
	assert_dies(path, "2025-01-01", "has no commit yet");
	run(path, "mkdir catalog; echo 1 >catalog/a.md");
	assert_string_equal(outcome_of_worktree(path), "catalog/a.md 2\n");
	run(path, "git add .; git commit -qm x; git symbolic-ref HEAD refs/heads/master");
	assert_dies(path, NULL, "HEAD names a branch that has no commit");
}

static void
repositories_of_other_kinds(void **state)
{
	const char *path = new_folder();

	(void)state;
	run(path, "git init -q --bare .");
	assert_dies_after(
	    path, NULL, SNAPSHOT_WORKTREE, NULL, "is a bare repository, it has no working tree");
	path = new_folder();
	run(path, "git init -q --object-format=sha256 .");
	assert_dies(path, NULL, "is a repository with SHA-256 objects");
	path = new_repository();
	run(path, "git config core.repositoryformatversion 1; git config extensions.novelty 1");
	assert_dies(path, NULL, "unsupported extension name extensions.novelty");
	path = new_repository();
	run(path, "echo [core >.git/config");
	assert_dies(path, NULL, "cannot open the repository");
}

/* The line that the sentence gives has to be the one that helps. */
static void
a_repository_of_somebody_else(void **state)
{
	const char *path = commit_of(ORDINARY);

	(void)state;
	if (geteuid() != 0)
		skip(); /* only root can give a repository away */
	char sentence[2 * PATH_MAX + 64], folder[PATH_MAX];
	run(path, "chown -R 12345 .");
	snprintf(sentence, sizeof sentence,
	    "%s belongs to another user; if you trust it, run "
	    "'git config --global --add safe.directory %s'",
	    path, path);
	assert_dies(path, NULL, sentence);
	assert_dies_after(path, NULL, SNAPSHOT_WORKTREE, NULL, sentence);
	snprintf(folder, sizeof folder, "%s/catalog/a", path);
	assert_dies(folder, NULL, strstr(sentence, " belongs"));
	run(path, "git config --global --add safe.directory /elsewhere");
	assert_dies(path, NULL, sentence);
	run(path, "git config --global --add safe.directory %s", path);
	assert_string_equal(outcome(path), ORDINARY_OUTCOME);
	run(path,
	    "git config --global --unset-all safe.directory; mkdir ../foreign%u; "
	    "cp -r .git ../foreign%u/x.git; chown -R 12345 ../foreign%u; "
	    "git config -f ../foreign%u/x.git/config core.bare true",
	    n_folders, n_folders, n_folders, n_folders);
	snprintf(folder, sizeof folder, "%s/foreign%u/x.git", base, n_folders);
	snprintf(sentence, sizeof sentence, "--add safe.directory %s'", folder);
	assert_dies(folder, NULL, sentence);
	run(path, "git config --global --add safe.directory %s", folder);
	assert_string_equal(outcome(folder), ORDINARY_OUTCOME);
	run(path, "git config --global --unset-all safe.directory");
}

/* --- damage -------------------------------------------------------------------------------- */

static void
damaged_objects_are_named_with_their_path(void **state)
{
	/* The object, what is done to its file, and what has to be said. */
	static const struct {
		const char *revision, *damage, *sentence;
	} cases[] = {
		{ "HEAD:catalog/a.md", "rm",
		    "(catalog/a.md) is missing; the repository is damaged: run 'git fsck'" },
		{ "HEAD:catalog", "rm", "(catalog) is missing" },
		{ "HEAD^{tree}", "rm", "(the top folder) is missing" },
		{ "HEAD", "rm", "(HEAD) is missing" },
		{ "HEAD:catalog/a.md", "truncate -s 0",
		    "(catalog/a.md) is damaged: it is truncated" },
		{ "HEAD:catalog/a.md", "truncate -s 5",
		    "(catalog/a.md) is damaged: it is truncated" },
		{ "HEAD:catalog/a.md", "truncate -s 30",
		    "(catalog/a.md) is damaged: it is truncated" },
		{ "HEAD:catalog/a.md", "truncate -s 3000",
		    "(catalog/a.md) is damaged: it is truncated" },
		{ "HEAD:catalog/a.md", "truncate -s -1",
		    "(catalog/a.md) is damaged: it is truncated" },
		{ "HEAD:catalog", "truncate -s 30", "(catalog) is damaged: it is truncated" },
		{ "HEAD^{tree}", "truncate -s 30", "(the top folder) is damaged: it is truncated" },
		{ "HEAD", "truncate -s 60", "(HEAD) is damaged: it is truncated" },
		{ "HEAD:catalog/a.md", "echo nonsense >", "(catalog/a.md) is damaged" },
		{ "HEAD:catalog/a.md",
		    "cp $(git rev-parse HEAD:catalog/b.md | sed 's,^..,.git/objects/&/,')",
		    "(catalog/a.md) is damaged: object hash mismatch" },
		{ "HEAD:catalog/a.md",
		    "python3 -c 'import zlib,sys;sys.stdout.buffer.write(zlib.compress(b\"blob "
		    "10\\0\" + b\"x\" * 90000))' >",
		    "(catalog/a.md) is damaged: it is longer than its header says" },
		{ "HEAD:catalog/a.md",
		    "python3 -c 'import zlib,sys;sys.stdout.buffer.write(zlib.compress(b\"blob "
		    "999\\0x\"))' >",
		    "(catalog/a.md) is damaged: it is shorter than its header says" },
		{ "HEAD:catalog/a.md",
		    "python3 -c 'import zlib,sys;sys.stdout.buffer.write(zlib.compress(b\"blob "
		    "-9\\0x\"))' >",
		    "(catalog/a.md) is damaged: its header cannot be read" },
		{ "HEAD:catalog/a.md",
		    "python3 -c 'import zlib,sys;sys.stdout.buffer.write(zlib.compress(b\"x\" * "
		    "100))' >",
		    "(catalog/a.md) is damaged: its header cannot be read" },
		{ "HEAD:catalog/a.md",
		    "python3 -c 'import zlib,sys;sys.stdout.buffer.write(zlib.compress(b\"tree "
		    "1\\0x\"))' >",
		    "(catalog/a.md) is damaged: it is of another type than its tree says" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *path =
		    commit_of("mkdir catalog; seq 5000 >catalog/a.md; seq 9 >catalog/b.md");
		char object[PATH_MAX];
		path_of_object(path, cases[i].revision, object);
		run(path, "chmod u+w %s; %s %s", object, cases[i].damage, object);
		assert_dies(path, NULL, cases[i].sentence);
	}
}

static void
damaged_packs_end_with_a_sentence(void **state)
{
	const char *path = commit_of("mkdir catalog; seq 5000 >catalog/a.md; seq 9 >catalog/b.md");

	(void)state;
	run(path, "git gc -q; chmod u+w .git/objects/pack/*; for p in .git/objects/pack/*.pack; do "
		  "dd if=/dev/zero of=$p bs=1 seek=300 count=9000 conv=notrunc; done");
	assert_dies(path, NULL, "run 'git fsck'");
	path = commit_of("mkdir catalog; seq 5000 >catalog/a.md");
	run(path,
	    "git gc -q; chmod u+w .git/objects/pack/*; truncate -s 100 .git/objects/pack/*.pack");
	assert_dies(path, NULL, "run 'git fsck'");
}

static void
a_tree_that_calls_another_tree_a_file(void **state)
{
	struct hand h = hand_made();
	git_oid empty = put_tree(&h, &(struct tree){ 0 });
	git_oid catalog = put_tree_of(&h, "100644", "a.md", &empty);

	(void)state;
	assert_dies(put_catalog(&h, &catalog), NULL, "it is of another type than its tree says");
}

/* --- hostile trees ------------------------------------------------------------------------- */

static void
names_without_a_place_are_refused(void **state)
{
	struct hand h = hand_made();
	git_oid a = put_blob(&h, "a");
	struct tree t = { 0 };
	char long_name[202];

	(void)state;
	memset(long_name, 'a', sizeof long_name);
	memcpy(long_name + 198, ".md", 4);
	add_entry(&t, "100644", T(""), &a);
	add_entry(&t, "100644", T("\x1b[2J.md"), &a);
	add_entry(&t, "100644", T(" x.md"), &a);
	add_entry(&t, "100644", T("-x.md"), &a);
	add_entry(&t, "100644", T("."), &a);
	add_entry(&t, "100644", T(".."), &a);
	add_entry(&t, "100644", T("../evil"), &a);
	add_entry(&t, "100644", T(".GIT"), &a);
	add_entry(&t, "100644", T(".git"), &a);
	add_entry(&t, "100644", T(".gitkeep"), &a);
	add_entry(&t, "100644", T("Baum.MD"), &a);
	add_entry(&t, "100644", T("README.md"), &a);
	add_entry(&t, "100644", T("_x.md"), &a);
	add_entry(&t, "100644", T("a\\b"), &a);
	add_entry(&t, "100644", T("a/b"), &a);
	long_name[201] = '\0';
	add_entry(&t, "100644", (struct text){ long_name, 201 }, &a);
	add_entry(&t, "100644", T("b\xff\xfe"), &a);
	add_entry(&t, "100644", T("bad\nname.md"), &a);
	add_entry(&t, "100644", T("com1"), &a);
	add_entry(&t, "100644", T("com10.md"), &a);
	add_entry(&t, "100644", T("con.md"), &a);
	add_entry(&t, "100644", T("dot."), &a);
	add_entry(&t, "100777", T("ein baum.md"), &a);
	add_entry(&t, "100755", T("fine-1_2.en.md"), &a);
	add_entry(&t, "100644", T("git~1"), &a);
	add_entry(&t, "0", T("odd"), &a);
	git_oid catalog = put_tree(&h, &t);
	const char *said = outcome(put_catalog(&h, &catalog));
	static const char *const lines[] = {
		"catalog/com10.md 1\n",
		"catalog/fine-1_2.en.md 1*\n",
		"catalog/odd 1\n",
		"! catalog: name-empty catalog\n",
		"! catalog/\\x1b[2J.md: name-unreadable \\x1b[2J.md\n",
		"! catalog/ x.md: name-characters",
		"! catalog/-x.md: name-characters -x.md|x.md\n",
		"! catalog/.: name-forbidden .\n",
		"! catalog/..: name-forbidden ..\n",
		"! catalog/../evil: name-forbidden ../evil\n",
		"! catalog/.GIT: name-forbidden .GIT\n",
		"! catalog/.git: name-forbidden .git\n",
		"! catalog/Baum.MD: name-uppercase Baum.MD|baum.md\n",
		"! catalog/_x.md: name-characters _x.md|x.md\n",
		"! catalog/a\\b: name-forbidden a\\b\n",
		"! catalog/a/b: name-forbidden a/b\n",
		": name-too-long 201|200\n",
		"! catalog/b\\xff\\xfe: name-unreadable b\\xff\\xfe\n",
		"! catalog/bad\\x0aname.md: name-unreadable bad\\x0aname.md\n",
		"! catalog/com1: name-of-device com1|com1-1\n",
		"! catalog/con.md: name-of-device con.md|con-1.md\n",
		"! catalog/dot.: name-ends-in-dot dot.|dot\n",
		"! catalog/ein baum.md: name-characters ein baum.md|ein-baum.md\n",
		"! catalog/git~1: name-characters git~1|git",
	};
	for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
		if (!strstr(said, lines[i]))
			fail_msg("no %s in:\n%s", lines[i], said);
	assert_null(strstr(said, "gitkeep"));
	assert_null(strstr(said, "README"));
	assert_null(strchr(said, '\x1b'));
}

/* "names outside ASCII": one name is NFC, the other NFD; both are refused, with the same advice. */
static void
names_with_umlauts_get_a_suggestion(void **state)
{
	const char *path = commit_of("mkdir catalog; echo >'catalog/Straßenbäume 2024.en.md'; "
				     "echo >\"catalog/$(printf 'ba\\314\\210ume.md')\"");
	const char *said = outcome(path);

	(void)state;
	assert_non_null(
	    strstr(said, "name-characters Straßenbäume 2024.en.md|strassenbaeume-2024.en.md"));
	assert_non_null(strstr(said, "|baeume.md"));
}

static void
names_that_collide_are_refused(void **state)
{
	const char *path =
	    commit_of("mkdir -p site/Assets site/assets catalog; touch site/Assets/x "
		      "site/assets/y site/LOGO.svg site/Logo.svg site/logo.svg catalog/A.md "
		      "catalog/a.md");
	static const char expected[] = "catalog/a.md 0\nsite/Assets/x 0\nsite/LOGO.svg 0\n"
				       "! catalog/A.md: name-uppercase A.md|a.md\n"
				       "! site/Logo.svg: names-collide Logo.svg|LOGO.svg\n"
				       "! site/assets: names-collide assets|Assets\n"
				       "! site/logo.svg: names-collide logo.svg|LOGO.svg\n";

	(void)state;
	assert_string_equal(outcome(path), expected);
	assert_string_equal(outcome_of_worktree(path), expected);
}

static void
trees_that_git_would_not_write(void **state)
{
	struct hand h = hand_made();
	git_oid a = put_blob(&h, "a"), bb = put_blob(&h, "bb");
	git_oid folder = put_tree_of(&h, "100644", "x.md", &a);
	struct tree t = { 0 };

	(void)state;
	/* The same name thrice, one of them a folder that does not follow the file. */
	add_entry(&t, "100644", T("a"), &a);
	add_entry(&t, "100644", T("a"), &bb);
	add_entry(&t, "100644", T("a-b"), &a);
	add_entry(&t, "40000", T("a"), &folder);
	git_oid catalog = put_tree(&h, &t);
	assert_string_equal(outcome(put_catalog(&h, &catalog)),
	    "catalog/a 1\ncatalog/a-b 1\n! catalog/a: duplicate-name a\n");

	h = hand_made();
	a = put_blob(&h, "a");
	add_entry(&t, "100644", T("b"), &a);
	add_entry(&t, "100644", T("c"), &a);
	add_entry(&t, "100644", T("a"), &a);
	catalog = put_tree(&h, &t);
	assert_string_equal(outcome(put_catalog(&h, &catalog)),
	    "catalog/a 1\ncatalog/b 1\ncatalog/c 1\n! catalog: tree-unsorted\n");

	/* What comes after an entry that is none cannot be read; what came before it can. */
	const struct text broken[] = {
		T("100644 cut"),
		T("100644 cut\0 123"),
		T("1006449999 long\0 01234567890123456789"),
		T("10064x b\0 01234567890123456789"),
		T(" b\0 01234567890123456789"),
		T("\0\0\0"),
	};
	for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
		h = hand_made();
		a = put_blob(&h, "a");
		add_entry(&t, "100644", T("a"), &a);
		buf_text(&t.bytes, broken[i]);
		catalog = put_tree(&h, &t);
		const char *said = outcome(put_catalog(&h, &catalog));
		assert_non_null(strstr(said, "catalog/a 1\n! catalog: tree-malformed "));
	}
}

static void
links_and_submodules_are_refused(void **state)
{
	const char *path =
	    commit_of("mkdir -p catalog site other; ln -s /etc/passwd catalog/link.md; "
		      "ln -s ../catalog site/folder; echo >catalog/a.md; git init -q catalog/sub; "
		      "git -C catalog/sub commit -q --allow-empty -m x; git init -q other/sub; "
		      "git -C other/sub commit -q --allow-empty -m x");
	static const char expected[] =
	    "catalog/a.md 1\n! catalog/link.md: symbolic-link link.md\n"
	    "! catalog/sub: submodule %s\n! site/folder: symbolic-link folder\n";
	char line[sizeof expected + 16];

	(void)state;
	snprintf(line, sizeof line, expected, "sub");
	assert_string_equal(outcome(path), line);
	snprintf(line, sizeof line, expected, "catalog/sub");
	assert_string_equal(outcome_of_worktree(path), line);
}

static void
the_roots_have_to_be_folders(void **state)
{
	const char *path = commit_of("mkdir x; echo >x/a.md; ln -s x catalog; echo >site");
	static const char expected[] =
	    "! catalog: symbolic-link catalog\n! site: root-not-folder site\n";

	(void)state;
	assert_string_equal(outcome(path), expected);
	assert_string_equal(outcome_of_worktree(path), expected);
	path = commit_of("mkdir Catalog; echo >Catalog/a.md");
	assert_string_equal(outcome(path), "! Catalog: name-uppercase Catalog|catalog\n");
}

static void
large_files_are_left_out(void **state)
{
	const char *path = commit_of("mkdir -p catalog/data site/assets; truncate -s 1048576 "
				     "catalog/fits.md; truncate -s 1048577 catalog/large.md "
				     "catalog/data/x.csv site/x.html site/assets/x.js");
	const char *expected = "catalog/data/x.csv 1048577\ncatalog/fits.md 1048576\n"
			       "site/assets/x.js 1048577\n"
			       "! catalog/large.md: file-too-large 1025 KiB|1024 KiB\n"
			       "! site/x.html: file-too-large 1025 KiB|1024 KiB\n";

	(void)state;
	assert_string_equal(outcome(path), expected);
	assert_string_equal(outcome_of_worktree(path), expected);
	run(path, "git gc -q");
	assert_string_equal(outcome(path), expected);
	run(path,
	    "rm -r catalog site; mkdir -p catalog/data; truncate -s 209715201 catalog/data/x.csv");
	assert_string_equal(
	    outcome_of_worktree(path), "! catalog/data/x.csv: file-too-large 201 MiB|200 MiB\n");
}

/* --- limits -------------------------------------------------------------------------------- */

static void
depth_has_a_limit(void **state)
{
	const char *path =
	    commit_of("mkdir -p catalog/2/3/4/5/6/7/8/9/10; touch "
		      "catalog/2/3/4/5/6/7/8/fits.md catalog/2/3/4/5/6/7/8/9/deep.md");
	static const char expected[] = "catalog/2/3/4/5/6/7/8/fits.md 0\n"
				       "! catalog/2/3/4/5/6/7/8/9: folder-too-deep 8\n";

	(void)state;
	assert_string_equal(outcome(path), expected);
	assert_string_equal(outcome_of_worktree(path), expected);

	struct hand h = hand_made();
	git_oid id = put_blob(&h, "x");
	id = put_tree_of(&h, "100644", "x.md", &id);
	/* Written without fsync and zlib's effort this takes seconds, most of it in the file
	 * system. */
	for (int i = 0; i < 100000; i++)
		id = put_tree_of(&h, "40000", "a", &id);
	double start = seconds();
	assert_string_equal(
	    outcome(put_catalog(&h, &id)), "! catalog/a/a/a/a/a/a/a/a: folder-too-deep 8\n");
	assert_true(seconds() - start < 5);
}

/* `id` in a tree that names it n times, in a tree that names that n times, and so on. */
static const char *
bomb(const char *mode, unsigned n, unsigned n_levels)
{
	struct hand h = hand_made();
	struct tree none = { 0 };
	git_oid id = strcmp(mode, "40000") == 0 ? put_tree(&h, &none) : put_blob(&h, "x");
	char name[16];

	for (unsigned level = 0; level < n_levels; level++) {
		struct tree t = { 0 };
		for (unsigned i = 0; i < n; i++) {
			snprintf(name, sizeof name, "%03u", i);
			add_entry(&t, level ? "40000" : mode, text_of(name), &id);
		}
		id = put_tree(&h, &t);
	}
	return put_catalog(&h, &id);
}

static void
bombs_stop_at_a_limit(void **state)
{
	/* 10^10 files from a dozen objects; a thousand times a thousand files, folders, links. */
	const char *const bombs[] = {
		bomb("100644", 10, 10),
		bomb("100644", 1000, 2),
		bomb("40000", 1000, 2),
		bomb("120000", 1000, 2),
	};

	(void)state;
	for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
		run(bombs[i], "git gc -q"); /* as a clone has it */
		double start = seconds();
		const char *said = outcome(bombs[i]);
		assert_non_null(strstr(said, "too-many-files 1000000\n"));
		assert_ptr_equal(said, strchr(said, '!')); /* nothing is listed */
		assert_true(seconds() - start < 60);       /* with sanitizers; otherwise 2 */
		print_message("           %zu: %.2f s\n", i, seconds() - start);
	}
}

/* --- working trees ------------------------------------------------------------------------- */

static void
working_trees_are_read_as_they_are(void **state)
{
	const char *path = commit_of(ORDINARY);

	(void)state;
	run(path, "echo changed >catalog/a.md; rm catalog/a-b.md; touch catalog/new.md; "
		  "echo 'new.md' >.gitignore; mkfifo catalog/pipe; echo >'catalog/A b.md'; "
		  "echo >\"catalog/$(printf 'b\\377')\"");
	const char *said = outcome_of_worktree(path);
	assert_non_null(strstr(said, "catalog/a.md 8\ncatalog/a/b/c.md 3\n"));
	assert_non_null(strstr(said, "catalog/new.md 0\n"));
	assert_non_null(strstr(said, "! catalog/pipe: special-file pipe\n"));
	assert_non_null(strstr(said, "! catalog/A b.md: name-characters A b.md|a-b.md\n"));
	assert_non_null(strstr(said, "! catalog/b\\xff: name-unreadable b\\xff\n"));
	assert_null(strstr(said, "public"));
}

static void
working_trees_that_change_meanwhile(void **state)
{
	const char *path =
	    commit_of("mkdir -p catalog/a secret; echo x >catalog/a/x.md; echo y >secret/x.md");
	/* What happens between the walk and the reading; each of these must not be published. */
	static const struct {
		const char *change, *sentence;
	} cases[] = {
		{ "echo more >>catalog/a/x.md",
		    "catalog/a/x.md was changed while it was read: run again" },
		{ "rm catalog/a/x.md", "catalog/a/x.md: No such file" },
		{ "ln -sf ../../secret/x.md catalog/a/x.md", "cannot read" },
		{ "rm -r catalog/a; ln -s ../secret catalog/a", "cannot read" },
		{ "rm catalog/a/x.md; mkfifo catalog/a/x.md", "was changed" },
		{ "rm catalog/a/x.md; mkdir catalog/a/x.md", "was changed" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		char change[PATH_MAX + 128];
		run(path, "git checkout -q .; git clean -qfd; rm -rf catalog; git checkout -q .");
		snprintf(change, sizeof change, "cd %s && { %s; }", path, cases[i].change);
		assert_dies_after(path, NULL, SNAPSHOT_WORKTREE, change, cases[i].sentence);
	}
}

static void
every_message_of_the_repository_was_provoked(void **state)
{
	static const enum message_id all[] = {
#define MESSAGE(id, ...) MESSAGE_##id,
#include "core/messages/repository.def"
#undef MESSAGE
	};

	(void)state;
	for (size_t i = 0; i < sizeof all / sizeof *all; i++)
		if (!is_provoked[all[i]])
			fail_msg("%s was never provoked", messages[all[i]].name);
}

/* --- main ---------------------------------------------------------------------------------- */

static int
make_base(void **state)
{
	static char home[sizeof base + 8];

	(void)state;
	/* Quicker on a tmpfs: one test writes 100,000 small files. */
	snprintf(base, sizeof base, "%s/tabularium-git-XXXXXX",
	    getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp");
	if (!mkdtemp(base))
		return -1;
	snprintf(home, sizeof home, "%s/home", base);
	setenv("HOME", home, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	setenv("GIT_COMMITTER_DATE", "2025-01-01T00:00:00Z", 1);
	unsetenv("XDG_CONFIG_HOME");
	unsetenv("GIT_CONFIG_GLOBAL");
	unsetenv("SUDO_UID");
	paths = arena_new();
	git_libgit2_init();
	run(base, "mkdir home; git config --global user.name A; git config --global user.email "
		  "a@example.org; git config --global gc.auto 0; git config --global "
		  "advice.addEmbeddedRepo false; git config --global init.defaultBranch main");
	return 0;
}

static int
remove_base(void **state)
{
	(void)state;
	char script[sizeof base + 16];
	snprintf(script, sizeof script, "rm -rf '%s'", base);
	arena_free(paths);
	git_libgit2_shutdown();
	return system(script);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_what_belongs_to_a_catalogue),
		cmocka_unit_test(finds_a_catalogue_in_a_subfolder),
		cmocka_unit_test(readers_read_in_threads),
		cmocka_unit_test(nothing_of_the_user_changes_the_result),
		cmocka_unit_test(revisions_are_commits_tags_branches_and_dates),
		cmocka_unit_test(a_short_id_of_two_objects_is_ambiguous),
		cmocka_unit_test(clones_without_their_history_are_named),
		cmocka_unit_test(folders_without_a_repository),
		cmocka_unit_test(repositories_without_a_commit),
		cmocka_unit_test(repositories_of_other_kinds),
		cmocka_unit_test(a_repository_of_somebody_else),
		cmocka_unit_test(damaged_objects_are_named_with_their_path),
		cmocka_unit_test(damaged_packs_end_with_a_sentence),
		cmocka_unit_test(a_tree_that_calls_another_tree_a_file),
		cmocka_unit_test(names_without_a_place_are_refused),
		cmocka_unit_test(names_with_umlauts_get_a_suggestion),
		cmocka_unit_test(names_that_collide_are_refused),
		cmocka_unit_test(trees_that_git_would_not_write),
		cmocka_unit_test(links_and_submodules_are_refused),
		cmocka_unit_test(the_roots_have_to_be_folders),
		cmocka_unit_test(large_files_are_left_out),
		cmocka_unit_test(depth_has_a_limit),
		cmocka_unit_test(bombs_stop_at_a_limit),
		cmocka_unit_test(working_trees_are_read_as_they_are),
		cmocka_unit_test(working_trees_that_change_meanwhile),
		cmocka_unit_test(every_message_of_the_repository_was_provoked),
	};

	return cmocka_run_group_tests(tests, make_base, remove_base);
}
