/*
 * What the history of a repository costs, step by step: processor seconds, one line a step.
 *
 *	bench_history FOLDER REVISION EARLIER
 *
 * EARLIER is the revision whose index is there when REVISION is read: the build before.
 */
#include "changes/changes.h"
#include "core/die.h"

#include <stdio.h>
#include <sys/resource.h>

static double
now(void)
{
	struct rusage used;

	getrusage(RUSAGE_SELF, &used);
	return (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
	       (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
}

static double
step(const char *what, double since)
{
	printf("%s %.4f\n", what, now() - since);
	return now();
}

static struct snapshot *
snapshot_at(const char *folder, const char *revision, struct diagnostics *d)
{
	static const char *const roots[] = { "catalog", "site", NULL };

	return snapshot_open(&(struct snapshot_options){ folder, revision, SNAPSHOT_REVISION, roots }, d);
}

int
main(int argc, char **argv)
{
	struct diagnostics *d = diagnostics_new();
	struct buf before = { 0 }, after = { 0 };

	if (argc != 4)
		die("usage: bench_history FOLDER REVISION EARLIER");
	struct snapshot *earlier = snapshot_at(argv[1], argv[3], d), *s = snapshot_at(argv[1], argv[2], d);
	double t = now();
	struct history *h = history_open(earlier, T(""));
	t = step("cold", t);
	history_write(h, &before);
	t = step("write", t);
	history_close(h);
	t = now();
	h = history_open(earlier, buf_view(&before));
	t = step("warm", t);
	history_close(h);
	t = now();
	h = history_open(s, buf_view(&before));
	history_write(h, &after);
	step("new", t);

	struct catalog_owner *owner = catalog_read(&(struct catalog_reading){ .snapshot = s, .jobs = 1 }, d);
	const struct catalog *c = catalog_public(owner);
	t = now();
	struct changes_owner *changes = changes_read(&(struct changes_reading){ .snapshot = s, .history = h, .owner = owner,
	    .catalog = c, .style = &html_style, .voices = own_voices, .n_voices = N_INTERFACE_LANGUAGES, .jobs = 1 });
	step("changes", t);
	if (!changes)
		die("the history is not complete");
	size_t n = 0;
	for (size_t i = 0; i < c->datasets.n; i++)
		n += changes_all(changes)->datasets[i].n;
	printf("events %zu\nbytes %zu\n", n, after.n);
	changes_free(changes);
	history_close(h);
	catalog_free(owner);
	snapshot_close(s);
	snapshot_close(earlier);
	buf_free(&before);
	buf_free(&after);
	diagnostics_free(d);
	return 0;
}
