/*
 * Lets every call fail once that a small publication makes, and looks at what is left: the old or
 * the new generation, complete, and a next build that succeeds. See README.md.
 *
 *	sweep FAULTS.SO [--long]
 *
 * It runs itself under the library: sweep --act ACT
 */
#include "adapters/digest.h"
#include "core/die.h"
#include "site/writer.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OUT "site/public"
#define STAGE "site/.public.stage"

/* --- the acts ------------------------------------------------------------------------------ */

struct file {
	const char *path, *bytes;
};

static const struct file oldest[] = { { "index.html", "oldest" }, { NULL } };
static const struct file old[] = { { "index.html", "old" }, { "datasets/same.html", "same" },
	{ "datasets/removed/history.html", "removed" }, { NULL } };
static const struct file new[] = { { "index.html", "new" }, { "datasets/same.html", "same" },
	{ "datasets/added/history.html", "added" }, { NULL } };

static int
publish(const struct file *files, bool forget, bool is_shrinking)
{
	struct writer *w =
	    writer_open(OUT, &(struct writer_options){ .jobs = 1, .verify_kept = true, .has_time = true,
					    .time = 1767225600 });
	struct writer_stream *s = writer_stream_open(w, T("feed/catalog.rdf"));
	size_t before;

	for (; files->path; files++)
		writer_file(w, text_of(files->path), text_of(files->bytes));
	writer_stream_add(s, T("<rdf:RDF>"));
	writer_stream_add(s, T("</rdf:RDF>\n"));
	writer_stream_close(s);
	struct publication p = {
		.commit = T("c0ffee"),
		.commit_time = 1767225600,
		.base_url = T("https://data.example.org/"),
		.n_datasets = is_shrinking ? 1 : 100,
		.forget_previous = forget,
	};
	return writer_publish(w, &p, &before) == WRITER_SHRUNK;
}

static int
make_folder(const char *path)
{
	return mkdir(path, 0755);
}

static int
nothing(void)
{
	return 0;
}

static int
empty_folder(void)
{
	return make_folder("site") || make_folder(OUT);
}

static int
publish_oldest(void)
{
	return publish(oldest, false, false);
}

static int
publish_old(void)
{
	return publish(old, false, false);
}

static int
publish_new(void)
{
	return publish(new, false, false);
}

static int
publish_new_only(void)
{
	return publish(new, true, false);
}

static int
publish_shrunk(void)
{
	return publish(new, false, true) == 1 ? 0 : 1;
}

static int
abandon(void)
{
	struct writer *w = writer_open(OUT, &(struct writer_options){ .jobs = 1 });

	writer_file(w, T("datasets/a.html"), T("a"));
	writer_abandon(w);
	return 0;
}

static int
roll_back(void)
{
	return writer_rollback(OUT) ? 0 : 1;
}

static int
two_generations(void)
{
	return publish_oldest() || publish_old();
}

static int
old_before_new(void)
{
	return publish_new() || publish_old();
}

static int
stale_stage(void)
{
	if (two_generations() || make_folder(STAGE) || make_folder(STAGE "/datasets"))
		return 1;
	int fd = open(STAGE "/datasets/half.html", O_WRONLY | O_CREAT | O_EXCL, 0644);
	return fd < 0 || close(fd) != 0;
}

/* From a state `before` that stands, the act leads to `after`, or leaves `before`. */
static const struct act {
	const char *name;
	int (*prepare)(void);
	int (*run)(void);
	bool in_short; /* also without --long */
} acts[] = {
	{ "first", nothing, publish_new, true },
	{ "empty-folder", empty_folder, publish_new, false },
	{ "second", publish_old, publish_new, false },
	{ "third", two_generations, publish_new, true },
	{ "stale-stage", stale_stage, publish_new, false },
	{ "unchanged", publish_new, publish_new, false },
	{ "forget-previous", two_generations, publish_new_only, false },
	{ "shrunk", two_generations, publish_shrunk, false },
	{ "abandon", two_generations, abandon, false },
	{ "rollback", old_before_new, roll_back, true },
};
enum { N_ACTS = sizeof acts / sizeof *acts };

/* --- looking ------------------------------------------------------------------------------- */

static int
is_no_dot(const struct dirent *e)
{
	return strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
}

/* Every path below, with its bytes, in order. */
static void
add_folder(struct digest_state *s, const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_no_dot, alphasort);

	for (int i = 0; i < n; i++) {
		char path[1024], bytes[4096];
		struct stat st;

		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		digest_add(s, (struct text){ path, strlen(path) + 1 });
		if (lstat(path, &st) != 0)
			die("%s: %s", path, strerror(errno));
		if (S_ISDIR(st.st_mode)) {
			add_folder(s, path);
		} else {
			int fd = open(path, O_RDONLY);
			ssize_t size = read(fd, bytes, sizeof bytes);
			digest_add(s, (struct text){ bytes, size > 0 ? (size_t)size : 0 });
			close(fd);
		}
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

/* No folder and an empty one are the same. */
static struct digest
published(void)
{
	struct digest_state *s = digest_begin();

	add_folder(s, OUT);
	return digest_finish(s);
}

static bool
exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static void
remove_all(const char *folder)
{
	struct dirent **names;
	int n = scandir(folder, &names, is_no_dot, alphasort);

	for (int i = 0; i < n; i++) {
		char path[1024];
		snprintf(path, sizeof path, "%s/%s", folder, names[i]->d_name);
		if (unlink(path) != 0)
			remove_all(path);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	rmdir(folder);
}

/* --- running ------------------------------------------------------------------------------- */

static const char *program, *library;
static char folder[64];
static size_t n_runs, n_violations;

struct fault {
	const char *kind, *call;
	long at;
};

struct outcome {
	bool is_killed;
	int code;
	char said[2048]; /* on stderr */
};

static struct outcome
run(const struct act *act, const struct fault *fault)
{
	struct outcome o = { 0 };
	char number[32];
	size_t n = 0;
	ssize_t got;
	int fds[2], status;

	snprintf(number, sizeof number, "%ld", fault->at);
	if (pipe2(fds, O_CLOEXEC) != 0)
		die("pipe: %s", strerror(errno));
	pid_t child = fork();
	if (child == 0) {
		dup2(fds[1], STDERR_FILENO);
		setenv("FAULT_AT", number, 1);
		setenv("FAULT_KIND", fault->kind, 1);
		setenv("FAULT_COUNT", "count", 1);
		if (fault->call)
			setenv("FAULT_CALL", fault->call, 1);
		setenv("LD_PRELOAD", library, 1);
		execl(program, program, "--act", act->name, (char *)NULL);
		die("%s: %s", program, strerror(errno));
	}
	close(fds[1]);
	while ((got = read(fds[0], o.said + n, sizeof o.said - 1 - n)) > 0)
		n += (size_t)got;
	close(fds[0]);
	waitpid(child, &status, 0);
	o.is_killed = WIFSIGNALED(status);
	o.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	n_runs++;
	return o;
}

/* An act without faults, in a child since it may end the program. */
static int
run_calmly(int (*act)(void))
{
	int status;

	fflush(NULL);
	pid_t child = fork();
	if (child == 0)
		_exit(act());
	waitpid(child, &status, 0);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void
prepare(const struct act *act)
{
	remove_all("site");
	if (act->prepare() != 0)
		die("%s: cannot be prepared", act->name);
}

static void
violation(
    const struct act *act, const struct fault *fault, const char *what, const struct outcome *o)
{
	printf("%s: %s at call %ld%s%s: %s (exit code %d) %s\n", act->name, fault->kind, fault->at,
	    fault->call ? " of " : "", fault->call ? fault->call : "", what, o->code, o->said);
	n_violations++;
}

/* "tabularium: … \n", once. */
static bool
is_one_sentence(const char *said)
{
	const char *end = strchr(said, '\n');

	return strncmp(said, "tabularium: ", 12) == 0 && end && end[1] == '\0';
}

struct states {
	struct digest before, after, new;
};

static void
try(const struct act *act, const struct fault *fault, const struct states *states)
{
	prepare(act);
	struct outcome o = run(act, fault);
	struct digest found = published();
	bool is_before = digest_equal(&found, &states->before);
	bool is_after = digest_equal(&found, &states->after);

	if (!is_before && !is_after)
		violation(act, fault, "what is published is neither the old nor the new", &o);
	if (!o.is_killed && o.code == 0 && !is_after)
		violation(act, fault, "reports success without it", &o);
	if (!o.is_killed && o.code != 0 && (o.code != 2 || !is_one_sentence(o.said)))
		violation(act, fault, "does not end with a sentence", &o);
	if (run_calmly(publish_new) != 0)
		violation(act, fault, "the next build fails", &o);
	found = published();
	if (!digest_equal(&found, &states->new))
		violation(act, fault, "the next build publishes something else", &o);
	if (exists(STAGE))
		violation(act, fault, "the next build leaves a stage", &o);
}

static long
n_calls(void)
{
	long n = 0;
	FILE *f = fopen("count", "r");

	if (!f || fscanf(f, "%ld", &n) != 1)
		die("%s: does not count; is it the right library?", library);
	fclose(f);
	return n;
}

static void
sweep(const struct act *act, const char *const *kinds, bool is_quiet)
{
	struct fault none = { "NONE", NULL, 0 };
	struct states states;

	prepare(&acts[0]);
	publish_new();
	states.new = published();
	prepare(act);
	states.before = published();
	struct outcome o = run(act, &none);
	if (o.code != 0)
		violation(act, &none, "fails without a fault", &o);
	states.after = published();
	long n = n_calls();
	for (; *kinds; kinds++)
		for (long at = 1; at <= n; at++)
			try(act, &(struct fault){ *kinds, NULL, at }, &states);
	if (!is_quiet)
		printf("%s: %ld calls\n", act->name, n);
}

/* What is said when something is refused that has its own answer; all before the exchange. */
static void
check_sentences(void)
{
	static const struct {
		struct fault fault;
		const char *sentence;
	} rows[] = {
		{ { "EXDEV", "renameat2", 1 }, "lower layer of an overlay" },
		{ { "EBUSY", "renameat2", 1 }, "mount point" },
		{ { "EINVAL", "renameat2", 1 }, "cannot exchange two folders in one step" },
		{ { "ENOSPC", "write", 1 }, ".public.stage/index.html: No space left on device" },
		{ { "LIE", "write", 1 },
		    ".public.stage/index.html: what was written cannot be read" },
		{ { "LIE", "write", 4 }, ".public.stage/manifest.json: what was written cannot" },
		{ { "EIO", "close", 2 }, ".public.stage/index.html: Input/output error" },
		{ { "EPERM", "linkat", 1 }, "same.html: cannot be linked into site/.public.stage" },
		{ { "EIO", "syncfs", 1 },
		    ".public.stage: cannot be written to the disk: Input/output" },
		{ { "EROFS", "mkdirat", 1 }, "site/.public.stage: Read-only file system" },
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		prepare(&acts[3]);
		struct digest before = published();
		struct outcome o = run(&acts[3], &rows[i].fault);
		struct digest after = published();
		if (!digest_equal(&before, &after))
			violation(&acts[3], &rows[i].fault, "publishes all the same", &o);
		if (o.code != 2 || !strstr(o.said, rows[i].sentence))
			violation(&acts[3], &rows[i].fault, rows[i].sentence, &o);
	}
}

int
main(int argc, char **argv)
{
	static const char *const short_kinds[] = { "ENOSPC", "KILL", NULL };
	static const char *const long_kinds[] = { "ENOSPC", "EIO", "EACCES", "ENOMEM", "EMFILE",
		"EROFS", "EINTR", "KILL", "SHORT", "LIE", NULL };
	bool is_long = argc == 3 && strcmp(argv[2], "--long") == 0;

	if (argc == 3 && strcmp(argv[1], "--act") == 0) {
		for (size_t i = 0; i < N_ACTS; i++)
			if (strcmp(acts[i].name, argv[2]) == 0)
				return acts[i].run();
		die("%s: no such act", argv[2]);
	}
	if (argc != 2 && !is_long)
		die("usage: sweep FAULTS.SO [--long]");
	program = realpath(argv[0], NULL);
	library = realpath(argv[1], NULL);
	if (!program || !library)
		die("%s: %s", program ? argv[1] : argv[0], strerror(errno));
	/* In memory where possible: each run syncs. */
	strcpy(folder, access("/dev/shm", W_OK) == 0 ? "/dev/shm/tabularium-faults-XXXXXX"
						     : "/tmp/tabularium-faults-XXXXXX");
	if (!mkdtemp(folder) || chdir(folder) != 0)
		die("%s: %s", folder, strerror(errno));

	check_sentences();
	for (size_t i = 0; i < N_ACTS; i++)
		if (is_long || acts[i].in_short)
			sweep(&acts[i], is_long ? long_kinds : short_kinds, !is_long);
	printf("faults: %zu runs, %zu violations\n", n_runs, n_violations);
	if (chdir("/") == 0)
		remove_all(folder);
	return n_violations != 0;
}
