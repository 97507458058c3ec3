/*
 * A library for LD_PRELOAD that lets one call of a program fail, to see what it makes of it.
 *
 *	FAULT_AT=17          the 17th call of those below, counted from 1; 0 only counts
 *	FAULT_CALL=linkat    count only these
 *	FAULT_KIND=ENOSPC    what happens there: see the table of kinds
 *	FAULT_COUNT=FILE     the number of calls is written there when the program ends by itself
 *
 * Calls that libc makes inside itself are not seen.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum kind { NONE, FAIL, KILL, SHORT, LIE };

static const struct {
	const char *name;
	enum kind kind;
	int error;
} kinds[] = {
	{ "ENOSPC", FAIL, ENOSPC }, { "EIO", FAIL, EIO }, { "EACCES", FAIL, EACCES },
	{ "EPERM", FAIL, EPERM }, { "ENOMEM", FAIL, ENOMEM }, { "EMFILE", FAIL, EMFILE },
	{ "EROFS", FAIL, EROFS }, { "EINTR", FAIL, EINTR }, { "EXDEV", FAIL, EXDEV },
	{ "EBUSY", FAIL, EBUSY }, { "EINVAL", FAIL, EINVAL }, { "KILL", KILL, 0 },
	{ "SHORT", SHORT, 0 }, /* half of it is read or written, as the system may at any time */
	{ "LIE", LIE, 0 },     /* half of it is written, and success reported */
};

static atomic_long n_calls;
static long at;
static const char *only;
static enum kind kind;
static int error;

__attribute__((constructor)) static void
begin(void)
{
	const char *number = getenv("FAULT_AT"), *name = getenv("FAULT_KIND");

	at = number ? atol(number) : 0;
	only = getenv("FAULT_CALL");
	for (size_t i = 0; name && i < sizeof kinds / sizeof *kinds; i++)
		if (strcmp(kinds[i].name, name) == 0) {
			kind = kinds[i].kind;
			error = kinds[i].error;
		}
	n_calls = 0;
}

__attribute__((destructor)) static void
end(void)
{
	const char *path = getenv("FAULT_COUNT");
	long n = n_calls;
	FILE *f = path ? fopen(path, "w") : NULL;

	if (f) {
		fprintf(f, "%ld\n", n);
		fclose(f);
	}
}

/* What is to happen at this call. */
static enum kind
fault(const char *call)
{
	if ((only && strcmp(only, call) != 0) || atomic_fetch_add(&n_calls, 1) + 1 != at)
		return NONE;
	if (kind == KILL)
		raise(SIGKILL);
	if (kind == FAIL)
		errno = error;
	return kind;
}

/* ISO C knows no conversion of dlsym()'s pointer to one of a function. */
#define REAL(type, name, ...)                                                                      \
	static type (*real)(__VA_ARGS__);                                                          \
	if (!real)                                                                                 \
	*(void **)&real = dlsym(RTLD_NEXT, #name)

#define CALL(type, failed, name, parameters, arguments, ...)                                       \
	type name parameters;                                                                      \
	type name parameters                                                                       \
	{                                                                                          \
		REAL(type, name, __VA_ARGS__);                                                     \
		return fault(#name) == FAIL ? (failed) : real arguments;                           \
	}

/* clang-format off */
CALL(int, -1, mkdir, (const char *p, mode_t m), (p, m), const char *, mode_t)
CALL(int, -1, mkdirat, (int d, const char *p, mode_t m), (d, p, m), int, const char *, mode_t)
CALL(int, -1, unlinkat, (int d, const char *p, int f), (d, p, f), int, const char *, int)
CALL(int, -1, linkat, (int d, const char *p, int e, const char *q, int f), (d, p, e, q, f),
    int, const char *, int, const char *, int)
CALL(int, -1, renameat2, (int d, const char *p, int e, const char *q, unsigned f), (d, p, e, q, f),
    int, const char *, int, const char *, unsigned)
CALL(int, -1, fsync, (int fd), (fd), int)
CALL(int, -1, syncfs, (int fd), (fd), int)
CALL(int, -1, flock, (int fd, int how), (fd, how), int, int)
CALL(int, -1, fstat, (int fd, struct stat *s), (fd, s), int, struct stat *)
CALL(int, -1, fstatat, (int d, const char *p, struct stat *s, int f), (d, p, s, f),
    int, const char *, struct stat *, int)
CALL(int, -1, futimens, (int fd, const struct timespec t[2]), (fd, t), int, const struct timespec *)
CALL(DIR *, NULL, fdopendir, (int fd), (fd), int)
CALL(struct dirent *, NULL, readdir, (DIR *d), (d), DIR *)
/* clang-format on */

int
open(const char *path, int flags, ...)
{
	va_list args;

	va_start(args, flags);
	mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	REAL(int, open, const char *, int, ...);
	return fault("open") == FAIL ? -1 : real(path, flags, mode);
}

int
openat(int folder, const char *path, int flags, ...)
{
	va_list args;

	va_start(args, flags);
	mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
	va_end(args);
	REAL(int, openat, int, const char *, int, ...);
	return fault("openat") == FAIL ? -1 : real(folder, path, flags, mode);
}

int
close(int fd)
{
	enum kind what = fault("close");

	REAL(int, close, int);
	int status = real(fd);
	if (what != FAIL)
		return status;
	errno = error; /* the descriptor is gone all the same */
	return -1;
}

ssize_t
write(int fd, const void *bytes, size_t n)
{
	enum kind what = fault("write");

	REAL(ssize_t, write, int, const void *, size_t);
	if (what == FAIL)
		return -1;
	ssize_t done = real(fd, bytes, what == SHORT || what == LIE ? n / 2 : n);
	return what == LIE && done >= 0 ? (ssize_t)n : done;
}

ssize_t
read(int fd, void *bytes, size_t n)
{
	enum kind what = fault("read");

	REAL(ssize_t, read, int, void *, size_t);
	return what == FAIL ? -1 : real(fd, bytes, what == SHORT && n > 1 ? n / 2 : n);
}

ssize_t
pread(int fd, void *bytes, size_t n, off_t offset)
{
	enum kind what = fault("pread");

	REAL(ssize_t, pread, int, void *, size_t, off_t);
	return what == FAIL ? -1 : real(fd, bytes, what == SHORT && n > 1 ? n / 2 : n, offset);
}
