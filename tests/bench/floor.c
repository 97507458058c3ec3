/*
 * How long the machine takes to write a portal when nothing is computed: the same bytes to the same
 * number of files in the same folders, by a plain loop of open, write, close.
 *
 *	floor THREADS FROM TO [--consume]
 *
 * Files of FROM are read a batch at a time, which is not counted, and then written below TO, which
 * is. The folders are made first, which counts. --consume removes what was read, to save memory
 * where FROM and TO both lie in it. Prints the seconds, those of the processors, the number of files, and
 * the bytes.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_THREADS = 64, BATCH = 2000, BATCH_BYTES = 256 << 20 };

struct file {
	char *path; /* below FROM */
	char *bytes;
	size_t n;
};

static struct file *files;
static char **folders;
static size_t n_files, n_folders;
static const char *to;

static void
fail(const char *what)
{
	fprintf(stderr, "floor: %s: %s\n", what, strerror(errno));
	exit(2);
}

static void *
grown(void *list, size_t n, size_t of)
{
	if (n & (n - 1))
		return list;
	list = realloc(list, (n ? 2 * n : 1) * of);
	if (!list)
		fail("memory");
	return list;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(((const struct file *)a)->path, ((const struct file *)b)->path);
}

static void
collect(const char *from, const char *below)
{
	char path[4096];
	struct dirent *e;

	snprintf(path, sizeof path, "%s/%s", from, below);
	DIR *d = opendir(path);
	if (!d)
		fail(path);
	while ((e = readdir(d))) {
		char *name;
		if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
			continue;
		if (asprintf(&name, "%s%s%s", below, *below ? "/" : "", e->d_name) < 0)
			fail("memory");
		if (e->d_type == DT_DIR) {
			folders = grown(folders, n_folders, sizeof *folders);
			folders[n_folders++] = name;
			collect(from, name);
		} else {
			files = grown(files, n_files, sizeof *files);
			files[n_files++] = (struct file){ .path = name };
		}
	}
	closedir(d);
}

static void
read_file(const char *from, struct file *f, int consume)
{
	char path[4096];
	struct stat st;

	snprintf(path, sizeof path, "%s/%s", from, f->path);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st))
		fail(path);
	f->bytes = malloc((size_t)st.st_size + 1);
	f->n = 0;
	while (f->n < (size_t)st.st_size) {
		ssize_t n = read(fd, f->bytes + f->n, (size_t)st.st_size - f->n);
		if (n <= 0)
			fail(path);
		f->n += (size_t)n;
	}
	close(fd);
	if (consume)
		unlink(path);
}

struct span {
	size_t from, end;
};

static void *
write_files(void *context)
{
	struct span *span = context;

	for (size_t i = span->from; i < span->end; i++) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%s", to, files[i].path);
		int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
		if (fd < 0)
			fail(path);
		for (size_t done = 0; done < files[i].n;) {
			ssize_t n = write(fd, files[i].bytes + done, files[i].n - done);
			if (n <= 0)
				fail(path);
			done += (size_t)n;
		}
		close(fd);
	}
	return NULL;
}

static double
seconds_of(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What counts: on the wall and of the processors. */
static double seconds, cpu;

static void
begin(void)
{
	seconds -= seconds_of(CLOCK_MONOTONIC);
	cpu -= seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

static void
end(void)
{
	seconds += seconds_of(CLOCK_MONOTONIC);
	cpu += seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

int
main(int argc, char **argv)
{
	pthread_t threads[MAX_THREADS];
	struct span spans[MAX_THREADS];
	size_t n_threads, bytes = 0;

	if (argc < 4 || (n_threads = strtoul(argv[1], NULL, 10)) < 1 || n_threads > MAX_THREADS) {
		fprintf(stderr, "usage: floor THREADS FROM TO [--consume]\n");
		return 2;
	}
	to = argv[3];
	collect(argv[2], "");
	qsort(files, n_files, sizeof *files, by_path);
	begin();
	if (mkdir(to, 0755))
		fail(to);
	for (size_t i = 0; i < n_folders; i++) {
		char path[4096];
		snprintf(path, sizeof path, "%s/%s", to, folders[i]);
		if (mkdir(path, 0755))
			fail(path);
	}
	end();
	for (size_t from = 0, behind; from < n_files; from = behind) {
		size_t batch = 0;
		for (behind = from; behind < n_files && behind < from + BATCH && batch < BATCH_BYTES; behind++) {
			read_file(argv[2], &files[behind], argc > 4);
			batch += files[behind].n;
		}
		bytes += batch;
		begin();
		for (size_t t = 0; t < n_threads; t++) {
			spans[t] = (struct span){ from + (behind - from) * t / n_threads, from + (behind - from) * (t + 1) / n_threads };
			if (t && pthread_create(&threads[t], NULL, write_files, &spans[t]))
				fail("pthread_create");
		}
		write_files(&spans[0]);
		for (size_t t = 1; t < n_threads; t++)
			pthread_join(threads[t], NULL);
		end();
		for (size_t i = from; i < behind; i++)
			free(files[i].bytes);
	}
	printf("%.4f %.4f %zu %zu\n", seconds, cpu, n_files, bytes);
	return 0;
}
