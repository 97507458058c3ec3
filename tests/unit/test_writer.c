/*
 * The writer: generations, what is kept and what is refused. Each test has a fresh folder; what
 * ends the program is tried in a child. Faults of the machine are in tests/faults.
 */
#include "site/writer.h"

#include "adapters/digest.h"
#include "core/work.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define OUT "site/public"
#define STAGE "site/.public.stage"
#define PREVIOUS "site/.public.previous"
#define LOCK "site/.public.lock"

enum { COMMIT_TIME = 1767225600 }; /* 2026-01-01T00:00:00Z */

/* --- helpers ------------------------------------------------------------------------------- */

static char folder[64];

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

static int
set_up(void **state)
{
	(void)state;
	/* In memory where possible: each publication waits for the disk. */
	strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/tabularium-writer-XXXXXX"
						     : "/tmp/tabularium-writer-XXXXXX");
	return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int
tear_down(void **state)
{
	(void)state;
	return chdir("/") == 0 && nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ? 0 : -1;
}

static void
put(const char *path, const char *bytes)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fputs(bytes, f);
	assert_int_equal(fclose(f), 0);
}

static bool
exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

/* NULL when it is missing; free it. */
static char *
get(const char *path)
{
	FILE *f = fopen(path, "r");
	struct stat st;

	if (!f)
		return NULL;
	assert_int_equal(fstat(fileno(f), &st), 0);
	char *s = calloc(1, (size_t)st.st_size + 1);
	assert_int_equal(fread(s, 1, (size_t)st.st_size, f), st.st_size);
	fclose(f);
	return s;
}

static void
assert_holds(const char *path, const char *bytes)
{
	char *s = get(path);

	if (!s)
		fail_msg("%s is missing", path);
	assert_string_equal(s, bytes);
	free(s);
}

static struct stat
look(const char *path)
{
	struct stat st;

	if (lstat(path, &st) != 0)
		fail_msg("%s: %s", path, strerror(errno));
	return st;
}

static struct writer *
start(void)
{
	return writer_open(OUT, &(struct writer_options){ .jobs = 2, .has_time = true, .time = COMMIT_TIME });
}

static void
add(struct writer *w, const char *path, const char *bytes)
{
	writer_file(w, text_of(path), text_of(bytes));
}

static enum writer_result
finish(struct writer *w, size_t n_datasets)
{
	size_t before;

	return writer_publish(w,
	    &(struct publication){ .commit = T("c0ffee"),
		.commit_time = COMMIT_TIME,
		.base_url = T("https://data.example.org/"),
		.n_datasets = n_datasets },
	    &before);
}

/* A generation of `files`: path, bytes, path, bytes, …, NULL. */
static enum writer_result
publish(const char *const *files)
{
	struct writer *w = start();

	for (; *files; files += 2)
		add(w, files[0], files[1]);
	return finish(w, 20);
}
#define PUBLISH(...) publish((const char *const[]){ __VA_ARGS__, NULL })

/* Runs it in a child, which must end with `code` and say `sentence` on stderr. */
static void
assert_ends(void (*what)(const void *), const void *argument, int code, const char *sentence)
{
	char said[4096];
	size_t n = 0;
	ssize_t got;
	int fds[2], status;

	assert_int_equal(pipe(fds), 0);
	fflush(NULL);
	pid_t child = fork();
	assert_true(child >= 0);
	if (child == 0) {
		dup2(fds[1], STDERR_FILENO);
		what(argument);
		_exit(0);
	}
	close(fds[1]);
	while ((got = read(fds[0], said + n, sizeof said - 1 - n)) > 0)
		n += (size_t)got;
	said[n] = '\0';
	close(fds[0]);
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != code || !strstr(said, sentence))
		fail_msg("ended with %d, saying \"%s\" instead of %d, \"%s\"", status, said, code,
		    sentence);
}

static void
just_open(const void *out)
{
	writer_abandon(writer_open(out, &(struct writer_options){ .jobs = 1 }));
}

static void
roll_back(const void *out)
{
	writer_rollback(out);
}

/* --- generations --------------------------------------------------------------------------- */

static void
test_first(void **state)
{
	(void)state;
	assert_int_equal(
	    PUBLISH("index.html", "hello", "datasets/a.html", "", "datasets/a/history.html", "h"),
	    WRITER_PUBLISHED);
	assert_holds(OUT "/index.html", "hello");
	assert_holds(OUT "/datasets/a.html", "");
	assert_holds(OUT "/datasets/a/history.html", "h");
	assert_holds(OUT "/manifest.json",
	    "{\"tabularium\":1,\n"
	    "\"commit\":\"c0ffee\",\n"
	    "\"commitTime\":\"2026-01-01T00:00:00Z\",\n"
	    "\"baseUrl\":\"https://data.example.org/\",\n"
	    "\"datasets\":20,\n"
	    "\"files\":[\n"
	    "{\"path\":\"datasets/a.html\",\"size\":0,\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb924"
	    "27ae41e4649b934ca495991b7852b855\"},\n"
	    "{\"path\":\"datasets/a/"
	    "history.html\",\"size\":1,\"sha256\":\"aaa9402664f1a41f40ebbc52c9"
	    "993eb66aeb366602958fdfaa283b71e64db123\"},\n"
	    "{\"path\":\"index.html\",\"size\":5,\"sha256\":"
	    "\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5"
	    "c1fa7425e73043362938b9824\"}\n"
	    "]}\n");
	assert_false(exists(STAGE));
	assert_false(exists(PREVIOUS));
}

static void
test_second(void **state)
{
	(void)state;
	PUBLISH("same/file.html", "same", "changed.html", "old", "removed/file.html", "gone");
	struct stat before = look(OUT "/same/file.html");
	assert_int_equal(
	    PUBLISH("same/file.html", "same", "changed.html", "new", "added/file.html", "fresh"),
	    WRITER_PUBLISHED);

	struct stat after = look(OUT "/same/file.html");
	assert_int_equal(before.st_ino, after.st_ino);
	assert_int_equal(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
	assert_holds(OUT "/changed.html", "new");
	assert_holds(OUT "/added/file.html", "fresh");
	assert_false(exists(OUT "/removed"));
	assert_holds(PREVIOUS "/same/file.html", "same");
	assert_holds(PREVIOUS "/changed.html", "old");
	assert_holds(PREVIOUS "/removed/file.html", "gone");

	PUBLISH("changed.html", "newest");
	assert_holds(PREVIOUS "/changed.html", "new");
	assert_false(exists(PREVIOUS "/removed"));
	assert_false(exists(STAGE));
}

static void
test_unchanged(void **state)
{
	static const char *const paths[] = { OUT, OUT "/a", OUT "/a/b.html", OUT "/manifest.json",
		PREVIOUS, PREVIOUS "/a/b.html" };
	enum { N = sizeof paths / sizeof *paths };
	struct stat before[N];
	size_t n_datasets;

	(void)state;
	PUBLISH("a/b.html", "0");
	PUBLISH("a/b.html", "1", "c.html", "2");
	for (size_t i = 0; i < N; i++)
		before[i] = look(paths[i]);
	assert_int_equal(PUBLISH("a/b.html", "1", "c.html", "2"), WRITER_UNCHANGED);
	for (size_t i = 0; i < N; i++) {
		struct stat after = look(paths[i]);
		assert_memory_equal(&before[i].st_ino, &after.st_ino, sizeof after.st_ino);
		assert_memory_equal(&before[i].st_mtim, &after.st_mtim, sizeof after.st_mtim);
		assert_memory_equal(&before[i].st_ctim, &after.st_ctim, sizeof after.st_ctim);
	}
	assert_false(exists(STAGE));

	/* The same files of another commit, another address or another count are news. */
	struct publication p = { .commit = T("c0ffee"),
		.commit_time = COMMIT_TIME,
		.base_url = T("https://data.example.org/"),
		.n_datasets = 20 };
	struct publication news[] = { p, p, p, p };
	news[0].commit = T("decaf");
	news[1].commit_time++;
	news[2].base_url = T("https://\"quoted\"\\/\n");
	news[3].n_datasets++;
	for (size_t i = 0; i < 4; i++) {
		struct writer *w = start();
		add(w, "a/b.html", "1");
		add(w, "c.html", "2");
		assert_int_equal(writer_publish(w, &news[i], &n_datasets), WRITER_PUBLISHED);
		assert_int_equal(look(OUT "/a/b.html").st_ino, before[2].st_ino);
	}
	/* One file less is news, too. */
	assert_int_equal(PUBLISH("a/b.html", "1"), WRITER_PUBLISHED);
	assert_false(exists(OUT "/c.html"));
}

static void
test_no_files(void **state)
{
	(void)state;
	assert_int_equal(finish(start(), 0), WRITER_PUBLISHED);
	assert_int_equal(finish(start(), 0), WRITER_UNCHANGED);
	assert_int_equal(PUBLISH("a", "1"), WRITER_PUBLISHED);
}

static void
test_state(void **state)
{
	struct arena *a = arena_new();
	struct writer *w = start();

	(void)state;
	assert_int_equal(writer_state(OUT, "history", a).n, 0);
	writer_keep_state(w, "history", T("one"));
	writer_keep_state(w, "history", T("two, which is longer"));
	writer_abandon(w);
	assert_true(text_equal(writer_state(OUT, "history", a), T("two, which is longer")));
	assert_int_equal(writer_state(OUT, "other", a).n, 0);
	/* It may name what is not public. */
	assert_int_equal(look("site/.public.history").st_mode & 07777, 0600);
	assert_false(exists("site/.public.history.new"));
	arena_free(a);
}

static void
test_rollback(void **state)
{
	(void)state;
	assert_false(writer_rollback(OUT));
	PUBLISH("a.html", "1");
	assert_false(writer_rollback(OUT));
	PUBLISH("a.html", "2");
	assert_true(writer_rollback(OUT));
	assert_holds(OUT "/a.html", "1");
	assert_holds(PREVIOUS "/a.html", "2");
	assert_true(writer_rollback(OUT));
	assert_holds(OUT "/a.html", "2");
	assert_true(writer_rollback(OUT));
	assert_int_equal(PUBLISH("a.html", "1"), WRITER_UNCHANGED);
	assert_int_equal(PUBLISH("a.html", "3"), WRITER_PUBLISHED);
	assert_holds(PREVIOUS "/a.html", "1");

	/* Also to replace a generation with a damaged manifest, but never by one. */
	put(OUT "/manifest.json", "{\"tabularium\":1,\n");
	assert_true(writer_rollback(OUT "/"));
	assert_holds(OUT "/a.html", "1");
	assert_ends(roll_back, OUT, 2, "has no readable manifest.json");
	assert_holds(OUT "/a.html", "1");
	PUBLISH("a.html", "4");
	put(OUT "/manifest.json", "{\"name\":\"somebody's app\"}\n");
	assert_ends(roll_back, OUT, 2, "did not write");
	assert_holds(OUT "/a.html", "4");
}

static void
test_forget_previous(void **state)
{
	struct publication p = { .forget_previous = true };
	size_t before;

	(void)state;
	PUBLISH("secret.html", "1");
	PUBLISH("secret.html", "2");
	p.expected_removals = 20;
	struct writer *w = start();
	add(w, "a.html", "1");
	assert_int_equal(writer_publish(w, &p, &before), WRITER_PUBLISHED);
	assert_int_equal(before, 20);
	assert_false(exists(OUT "/secret.html"));
	assert_false(exists(PREVIOUS));
	assert_false(exists(STAGE));
}

static void
test_abandon(void **state)
{
	(void)state;
	struct writer *w = start();
	add(w, "a.html", "1");
	writer_abandon(w);
	assert_false(exists(OUT));
	PUBLISH("a.html", "1");
	w = start();
	add(w, "a.html", "2");
	writer_abandon(w);
	assert_holds(OUT "/a.html", "1");
	assert_false(exists(STAGE));
}

static void
test_stale_stage(void **state)
{
	(void)state;
	PUBLISH("a.html", "1");
	assert_int_equal(mkdir(STAGE, 0755), 0);
	assert_int_equal(mkdir(STAGE "/deep", 0755), 0);
	assert_int_equal(mkdir(STAGE "/deep/er", 0755), 0);
	put(STAGE "/deep/er/x", "x");
	put("outside", "stays");
	assert_int_equal(symlink("../../outside", STAGE "/link"), 0);
	assert_int_equal(symlink("../..", STAGE "/folder"), 0);
	PUBLISH("a.html", "2");
	assert_false(exists(STAGE));
	assert_false(exists(OUT "/deep"));
	assert_holds("outside", "stays");
	put(STAGE, "not even a folder");
	assert_int_equal(PUBLISH("a.html", "3"), WRITER_PUBLISHED);
}

/* --- the output folder --------------------------------------------------------------------- */

static void
test_lock(void **state)
{
	(void)state;
	PUBLISH("a.html", "1");
	struct writer *w = start();
	assert_ends(just_open, OUT, 75, "another build is running");
	assert_ends(roll_back, OUT, 75, "another build is running");
	add(w, "a.html", "2");
	assert_int_equal(finish(w, 20), WRITER_PUBLISHED);
	assert_ends(just_open, OUT, 0, "");
}

static void
test_foreign(void **state)
{
	(void)state;
	assert_int_equal(mkdir("site", 0755), 0);
	assert_int_equal(mkdir(OUT, 0755), 0);
	put(OUT "/thesis.txt", "years of work");
	assert_ends(just_open, OUT, 2, "did not write");
	put(OUT "/manifest.json", "{\n \"name\": \"A progressive web app\"\n}\n");
	assert_ends(just_open, OUT, 2, "did not write");
	assert_holds(OUT "/thesis.txt", "years of work");
	put("file", "");
	assert_ends(just_open, "file", 2, "is not a folder");
	assert_int_equal(symlink("site", "link"), 0);
	assert_ends(just_open, "link", 2, "symbolic link");
	assert_ends(just_open, "file/public", 2, ": ");
	assert_ends(just_open, "", 2, "cannot be the output folder");
	assert_ends(just_open, ".", 2, "cannot be the output folder");
	assert_ends(just_open, "site/..", 2, "cannot be the output folder");
	assert_ends(just_open, "//", 2, "cannot be the output folder");
}

static void
test_empty_folder(void **state)
{
	(void)state;
	assert_int_equal(mkdir("site", 0755), 0);
	assert_int_equal(mkdir(OUT, 0700), 0);
	assert_int_equal(PUBLISH("a.html", "1"), WRITER_PUBLISHED);
	assert_holds(OUT "/a.html", "1");
	assert_false(exists(PREVIOUS)); /* an empty folder is nothing to roll back to */
	assert_false(exists(STAGE));
}

static void
test_out_names(void **state)
{
	static const char *const outs[] = { "public", "./p", "a/b/c//", "a//b/d" };
	char absolute[128];
	size_t before;

	(void)state;
	snprintf(absolute, sizeof absolute, "%s/deep/er", folder);
	for (size_t i = 0; i <= sizeof outs / sizeof *outs; i++) {
		const char *out = i < sizeof outs / sizeof *outs ? outs[i] : absolute;
		char file[160];
		struct writer *w = writer_open(out, &(struct writer_options){ 0 });
		add(w, "x/y", "1");
		writer_publish(w, &(struct publication){ 0 }, &before);
		snprintf(file, sizeof file, "%s/x/y", out);
		assert_holds(file, "1");
	}
}

static void
test_modes(void **state)
{
	(void)state;
	for (unsigned mask = 0; mask <= 0777; mask += 0777) {
		mode_t before = umask(mask);
		PUBLISH("a/b.html", mask ? "1" : "2");
		assert_int_equal(umask(before), mask); /* given back */
		assert_int_equal(look(OUT).st_mode & 07777, 0755);
		assert_int_equal(look(OUT "/a").st_mode & 07777, 0755);
		assert_int_equal(look(OUT "/a/b.html").st_mode & 07777, 0644);
		assert_int_equal(look(OUT "/manifest.json").st_mode & 07777, 0644);
	}
}

static void
test_times(void **state)
{
	(void)state;
	PUBLISH("a.html", "1", "b.html", "1");
	assert_int_equal(look(OUT "/a.html").st_mtim.tv_sec, COMMIT_TIME);
	assert_int_equal(look(OUT "/a.html").st_mtim.tv_nsec, 0);
	/* Other bytes of the same commit and size: a server's ETag must not stay the same. */
	PUBLISH("a.html", "2", "b.html", "1");
	assert_int_equal(look(OUT "/a.html").st_mtim.tv_sec, COMMIT_TIME + 1);
	assert_int_equal(look(OUT "/b.html").st_mtim.tv_sec, COMMIT_TIME);
	PUBLISH("a.html", "1", "b.html", "2");
	assert_int_equal(look(OUT "/a.html").st_mtim.tv_sec, COMMIT_TIME + 2);
	assert_int_equal(look(OUT "/b.html").st_mtim.tv_sec, COMMIT_TIME + 1);
}

/* --- what somebody did to the published files ---------------------------------------------- */

static void
verify_kept(const void *unused)
{
	(void)unused;
	struct writer *w =
	    writer_open(OUT, &(struct writer_options){ .jobs = 2, .verify_kept = true, .has_time = true,
					    .time = COMMIT_TIME });
	add(w, "a.html", "one");
	add(w, "b.html", "new");
	finish(w, 20);
}

static void
test_edited(void **state)
{
	struct timespec old[2] = { { .tv_sec = COMMIT_TIME }, { .tv_sec = COMMIT_TIME } };

	(void)state;
	PUBLISH("a.html", "one");
	put(OUT "/a.html", "two");
	assert_int_equal(PUBLISH("a.html", "one"), WRITER_PUBLISHED);
	assert_holds(OUT "/a.html", "one");
	put(OUT "/a.html", "longer");
	assert_int_equal(PUBLISH("a.html", "one"), WRITER_PUBLISHED);
	assert_holds(OUT "/a.html", "one");
	unlink(OUT "/a.html");
	assert_int_equal(PUBLISH("a.html", "one"), WRITER_PUBLISHED);
	assert_holds(OUT "/a.html", "one");
	assert_int_equal(chmod(OUT "/a.html", 0600), 0);
	assert_int_equal(PUBLISH("a.html", "one"), WRITER_PUBLISHED);
	assert_int_equal(look(OUT "/a.html").st_mode & 07777, 0644);
	unlink(OUT "/a.html");
	assert_int_equal(symlink("/etc/hostname", OUT "/a.html"), 0);
	assert_int_equal(PUBLISH("a.html", "one"), WRITER_PUBLISHED);
	assert_true(S_ISREG(look(OUT "/a.html").st_mode));

	/* Touched, but with the same bytes: it stays. */
	ino_t inode = look(OUT "/a.html").st_ino;
	put(OUT "/a.html", "one");
	assert_int_equal(PUBLISH("a.html", "one"), WRITER_UNCHANGED);
	assert_int_equal(look(OUT "/a.html").st_ino, inode);

	/* Changed under the old size and time: found when asked for, and healed as told. */
	put(OUT "/a.html", "two");
	assert_int_equal(utimensat(AT_FDCWD, OUT "/a.html", old, 0), 0);
	assert_ends(verify_kept, NULL, 2, "remove it and build again");
	unlink(OUT "/a.html");
	assert_ends(verify_kept, NULL, 0, "");
	assert_holds(OUT "/a.html", "one");
	assert_holds(OUT "/b.html", "new");
	PUBLISH("a.html", "one");
	assert_ends(verify_kept, NULL, 0, "");
}

static void
test_damaged_manifest(void **state)
{
	static const struct {
		const char *from, *to;
	} damages[] = {
		{ "{\"tabularium\":1,", "{\"tabularium\":2," },
		{ "\"commit\"", "\"Commit\"" },
		{ "\"datasets\":20,", "\"datasets\":-1," },
		{ "\"datasets\":20,", "\"datasets\":020," },
		{ "\"datasets\":20,", "\"datasets\":20 ," },
		{ "\"datasets\":20,", "\"datasets\":99999999999999999999," },
		{ "\"path\":\"a.html\"", "\"path\":\"/a.html\"" },
		{ "\"path\":\"a.html\"", "\"path\":\"../html\"" },
		{ "\"path\":\"a.html\"", "\"path\":\"c.html\"" }, /* order */
		{ "\"path\":\"a.html\"", "\"path\":\"b.html\"" }, /* twice */
		{ "\"size\":1,", "\"size\":," },
		{ "\"size\":1,", "\"size\":01," },
		{ "\"sha256\":\"6", "\"sha256\":\"G" },
		{ "\"sha256\":\"6", "\"sha256\":\"" },
		{ "\"},\n", "\"}\n" },
		{ "\"}\n]}", "\"},\n]}" },
		{ "]}\n", "]}\n\n" },
		{ "]}\n", "]}\nx" },
		{ "]}\n", "]}" },
		{ "]}\n", "" },
	};

	(void)state;
	PUBLISH("a.html", "1", "b.html", "2");
	char *whole = get(OUT "/manifest.json");
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		char *at = strstr(whole, damages[i].from);
		char bytes[4096];

		assert_non_null(at);
		snprintf(bytes, sizeof bytes, "%.*s%s%s", (int)(at - whole), whole, damages[i].to,
		    at + strlen(damages[i].from));
		put(OUT "/manifest.json", bytes);
		assert_ends(just_open, OUT, 2, "is damaged");
	}
	for (size_t n = 17; n < strlen(whole); n++) {
		put(OUT "/manifest.json", whole);
		assert_int_equal(truncate(OUT "/manifest.json", (off_t)n), 0);
		if (n % 16 == 1 || n + 10 > strlen(whole))
			assert_ends(just_open, OUT, 2, "is damaged");
	}
	put(OUT "/manifest.json", whole);
	assert_int_equal(PUBLISH("a.html", "1", "b.html", "2"), WRITER_UNCHANGED);
	free(whole);
}

/* --- too many datasets less ---------------------------------------------------------------- */

static void
test_shrink(void **state)
{
	static const struct {
		size_t before, now, expected;
		enum writer_result result;
	} rows[] = {
		{ 1000, 990, 0, WRITER_PUBLISHED },
		{ 1000, 989, 0, WRITER_SHRUNK },
		{ 1000, 989, 10, WRITER_SHRUNK },
		{ 1000, 989, 11, WRITER_PUBLISHED },
		{ 100, 95, 0, WRITER_PUBLISHED },
		{ 100, 94, 0, WRITER_SHRUNK },
		{ 19, 18, 0, WRITER_SHRUNK },
		{ 20, 19, 0, WRITER_PUBLISHED },
		{ 5, 0, 0, WRITER_SHRUNK },
		{ 5, 0, 5, WRITER_PUBLISHED },
		{ 5, 900, 0, WRITER_PUBLISHED },
	};
	size_t before;

	(void)state;
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct writer *w = start();
		add(w, "a.html", "old");
		struct publication p = { .n_datasets = rows[i].before, .expected_removals = 1000 };
		writer_publish(w, &p, &before);

		w = start();
		add(w, "a.html", "new");
		p.n_datasets = rows[i].now;
		p.expected_removals = rows[i].expected;
		assert_int_equal(writer_publish(w, &p, &before), rows[i].result);
		assert_int_equal(before, rows[i].before);
		assert_holds(OUT "/a.html", rows[i].result == WRITER_PUBLISHED ? "new" : "old");
		assert_false(exists(STAGE));
	}
}

/* --- faults of the program ----------------------------------------------------------------- */

static void
write_path(const void *path)
{
	struct writer *w = start();

	add(w, "datasets/a.html", "1");
	writer_stream_open(w, T("stream"));
	add(w, path, "2");
}

static void
stream_path(const void *path)
{
	struct writer *w = start();

	add(w, "datasets/a.html", "1");
	writer_stream_open(w, text_of(path));
}

static void
forget_stream(const void *unused)
{
	struct writer *w = start();

	(void)unused;
	writer_stream_open(w, T("stream"));
	finish(w, 1);
}

static void
test_program_faults(void **state)
{
	static const char *const hostile[] = { "", "/", "/etc/passwd", "a/", "a//b", ".", "..",
		"../a", "a/../b", "a/./b", ".hidden", "a/.hidden", ".git/config", "a b", "a\nb",
		"a\\b", "a:b", "a?b", "a%2fb", "\xc3\xa4", "a\xff", "a'b", "a\"b", "a;b", "a*b",
		"~a", "a+b", ".well-known", "a/.well-known/b", ".well-known.x/b", ".well-known/.b",
		"manifest.json" };
	char part[210], path[1100];

	(void)state;
	for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
		assert_ends(write_path, hostile[i], 2, "is not allowed as an output path");
		assert_ends(stream_path, hostile[i], 2, "is not allowed as an output path");
	}
	memset(part, 'a', sizeof part);
	part[201] = '\0';
	assert_ends(write_path, part, 2, "is not allowed");
	part[200] = '\0';
	assert_ends(write_path, part, 0, "");
	path[0] = '\0';
	for (int i = 0; i < 5; i++)
		strcat(strcat(path, part), i < 4 ? "/" : "");
	assert_ends(write_path, path, 2, "is not allowed");
	path[1000] = '\0';
	assert_ends(write_path, path, 0, "");

	assert_ends(write_path, "datasets/a.html", 2, "datasets/a.html is written twice");
	assert_ends(stream_path, "datasets/a.html", 2, "datasets/a.html is written twice");
	assert_ends(write_path, "stream", 2, "stream is written twice");
	assert_ends(write_path, "datasets", 2, "datasets: File exists");
	assert_ends(write_path, "datasets/a.html/b", 2, "Not a directory");
	assert_ends(forget_stream, NULL, 2, "not closed");
	assert_ends(write_path, ".well-known/security.txt", 0, "");
	assert_ends(write_path, "a/manifest.json", 0, "");
	assert_false(exists(OUT));
}

/* --- streams, threads, questions ----------------------------------------------------------- */

static void
test_stream(void **state)
{
	static const size_t sizes[] = { 0, 1, 65535, 65536, 65537, 262143, 262144, 262145,
		1000000 };
	static const size_t pieces[] = { 1, 100, 65536, 262144, 300000, 2000000 };
	enum { N_SIZES = sizeof sizes / sizeof *sizes, N_PIECES = sizeof pieces / sizeof *pieces };
	char *bytes = malloc(1000000), name[64];

	(void)state;
	for (size_t i = 0; i < 1000000; i++)
		bytes[i] = (char)('a' + i * 7919 % 26);
	for (int round = 0; round < 2; round++) {
		struct writer *w = start();
		for (size_t i = 0; i < N_SIZES; i++) {
			snprintf(name, sizeof name, "file/%zu", sizes[i]);
			writer_file(w, text_of(name), (struct text){ bytes, sizes[i] });
			for (size_t k = 0; k < N_PIECES; k++) {
				snprintf(name, sizeof name, "stream/%zu-%zu", sizes[i], pieces[k]);
				struct writer_stream *s = writer_stream_open(w, text_of(name));
				struct text rest = { bytes, sizes[i] };
				while (rest.n) {
					writer_stream_add(s, text_slice(rest, 0, pieces[k]));
					rest = text_slice(rest, pieces[k], rest.n);
				}
				writer_stream_close(s);
			}
		}
		struct writer_statistics n = writer_statistics(w);
		assert_int_equal(n.n_files, N_SIZES * (1 + N_PIECES));
		assert_int_equal(round ? n.n_linked : n.n_written, n.n_files);
		assert_int_equal(finish(w, 20), round ? WRITER_UNCHANGED : WRITER_PUBLISHED);
	}
	for (size_t i = 0; i < N_SIZES; i++) {
		snprintf(name, sizeof name, OUT "/file/%zu", sizes[i]);
		char *file = get(name);
		assert_memory_equal(file, bytes, sizes[i]);
		for (size_t k = 0; k < N_PIECES; k++) {
			snprintf(name, sizeof name, OUT "/stream/%zu-%zu", sizes[i], pieces[k]);
			char *stream = get(name);
			assert_string_equal(stream, file);
			free(stream);
		}
		free(file);
	}

	/* A stream that did not change is linked like a file, and one that did is not. */
	ino_t inode = look(OUT "/stream/1-1").st_ino;
	for (int round = 0; round < 2; round++) {
		struct writer *w = start();
		struct writer_stream *s = writer_stream_open(w, T("stream/1-1"));
		writer_stream_add(s, round ? T("new") : T("a"));
		writer_stream_close(s);
		assert_int_equal(finish(w, 20), WRITER_PUBLISHED);
		assert_int_equal(look(OUT "/stream/1-1").st_ino == inode, !round);
	}
	assert_holds(OUT "/stream/1-1", "new");
	free(bytes);
}

struct many {
	struct writer *writer;
	const char *change; /* what every hundredth file says */
};

static void
write_many(void *context, size_t i, unsigned worker)
{
	const struct many *many = context;
	char path[64], bytes[64];

	(void)worker;
	snprintf(path, sizeof path, "d%zu/e%zu/f%zu.html", i % 3, i % 7, i);
	snprintf(bytes, sizeof bytes, "%zu %s", i, i % 100 ? "same" : many->change);
	if (i % 10) {
		writer_file(many->writer, text_of(path), text_of(bytes));
		return;
	}
	struct writer_stream *s = writer_stream_open(many->writer, text_of(path));
	writer_stream_add(s, text_of(bytes));
	writer_stream_close(s);
}

static void
test_threads(void **state)
{
	char *manifests[4];

	(void)state;
	for (unsigned round = 0; round < 4; round++) {
		struct many many = { .writer = start(), .change = round % 2 ? "x" : "y" };
		work(round < 2 ? 1 : 8, 3000, write_many, &many);
		struct writer_statistics n = writer_statistics(many.writer);
		assert_int_equal(n.n_files, 3000);
		assert_int_equal(n.n_written, round ? 30 : 3000);
		assert_int_equal(finish(many.writer, 20), WRITER_PUBLISHED);
		manifests[round] = get(OUT "/manifest.json");
	}
	assert_string_equal(manifests[0], manifests[2]);
	assert_string_equal(manifests[1], manifests[3]);
	for (int i = 0; i < 4; i++)
		free(manifests[i]);
}

static void
test_published(void **state)
{
	struct digest digest, due = digest_of(T("one"));
	uint64_t size;

	(void)state;
	struct writer *w = start();
	assert_false(writer_published(w, T("a.html"), &digest, &size));
	add(w, "a.html", "one");
	finish(w, 20);
	w = start();
	assert_true(writer_published(w, T("a.html"), &digest, &size));
	assert_int_equal(size, 3);
	assert_true(digest_equal(&digest, &due));
	assert_false(writer_published(w, T("b.html"), &digest, &size));
	writer_abandon(w);
}

/* --- readers ------------------------------------------------------------------------------- */

static bool
read_at(int at, const char *path, char bytes[16])
{
	int fd = openat(at, path, O_RDONLY);

	memset(bytes, 0, 16);
	if (fd < 0)
		return false;
	ssize_t n = read(fd, bytes, 15);
	close(fd);
	return n > 0;
}

/* Neither published nor the one before: the reader held it for longer than two builds. */
static bool
is_outdated(int at)
{
	struct stat st, now, before;

	return fstat(at, &st) == 0 && stat(OUT, &now) == 0 && st.st_ino != now.st_ino &&
	       (stat(PREVIOUS, &before) != 0 || st.st_ino != before.st_ino);
}

/* 0 good, 1 a file was missing by its path, 2 within a generation, 3 two generations mixed. */
static int
read_for_ever(const volatile sig_atomic_t *stop)
{
	char a[16], b[16];

	while (!*stop) {
		if (!read_at(AT_FDCWD, OUT "/a.html", a) || !read_at(AT_FDCWD, OUT "/b/b.html", b))
			return 1;
		int at = open(OUT, O_RDONLY | O_DIRECTORY);
		if (at < 0)
			return 1;
		bool has_both = read_at(at, "a.html", a) && read_at(at, "b/b.html", b);
		if (!has_both && !is_outdated(at))
			return 2;
		if (has_both && strcmp(a, b) != 0)
			return 3;
		close(at);
	}
	return 0;
}

static volatile sig_atomic_t is_over;

static void
on_signal(int number)
{
	(void)number;
	is_over = 1;
}

static void
test_readers(void **state)
{
	char bytes[16];
	int status;

	(void)state;
	PUBLISH("a.html", "start", "b/b.html", "start", "c.html", "always");
	fflush(NULL);
	signal(SIGTERM, on_signal);
	pid_t reader = fork();
	if (reader == 0)
		_exit(read_for_ever(&is_over));
	signal(SIGTERM, SIG_DFL);
	for (int i = 0; i < 200; i++) {
		snprintf(bytes, sizeof bytes, "%d", i);
		assert_int_equal(PUBLISH("a.html", bytes, "b/b.html", bytes, "c.html", "always"),
		    WRITER_PUBLISHED);
	}
	kill(reader, SIGTERM);
	assert_int_equal(waitpid(reader, &status, 0), reader);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_##name, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(first),
		TEST(second),
		TEST(unchanged),
		TEST(no_files),
		TEST(state),
		TEST(rollback),
		TEST(forget_previous),
		TEST(abandon),
		TEST(stale_stage),
		TEST(lock),
		TEST(foreign),
		TEST(empty_folder),
		TEST(out_names),
		TEST(modes),
		TEST(times),
		TEST(edited),
		TEST(damaged_manifest),
		TEST(shrink),
		TEST(program_faults),
		TEST(stream),
		TEST(threads),
		TEST(published),
		TEST(readers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
