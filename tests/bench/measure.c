/*
 * Runs a command and writes to FILE its wall time, processor time and peak memory, children
 * included: seconds, seconds, KiB. Exits as the command does.
 *
 *	measure FILE COMMAND [ARGUMENT…]
 */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
	struct timespec from, to;
	struct rusage used;
	int status;

	if (argc < 3)
		return 127;
	clock_gettime(CLOCK_MONOTONIC, &from);
	pid_t child = fork();
	if (child == 0) {
		execvp(argv[2], argv + 2);
		perror(argv[2]);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &used) < 0)
		return 127;
	clock_gettime(CLOCK_MONOTONIC, &to);
	FILE *f = fopen(argv[1], "w");
	if (!f)
		return 127;
	fprintf(f, "%.4f %.4f %ld\n", (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9,
	    (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
		(double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6,
	    used.ru_maxrss);
	fclose(f);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
