#include "core/supervisor.h"

#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { N_SLOTS = 64, LONGEST_PATH = 256 };

/* One thread's place in the page that both processes see. */
struct slot {
	atomic_uint number; /* odd while a file is read; grows with every file */
	char path[LONGEST_PATH];
};

struct shared {
	atomic_uint n_slots;
	struct slot slots[N_SLOTS];
};

static struct shared *shared;
static _Thread_local struct slot *mine;

void
supervisor_reading(struct text path)
{
	if (!shared)
		return;
	if (!mine)
		mine = &shared->slots[atomic_fetch_add(&shared->n_slots, 1) % N_SLOTS];
	size_t n = path.n < LONGEST_PATH - 1 ? path.n : LONGEST_PATH - 1;
	memcpy(mine->path, path.s, n);
	mine->path[n] = '\0';
	atomic_fetch_add(&mine->number, 1);
}

void
supervisor_read(void)
{
	if (mine)
		atomic_fetch_add(&mine->number, 1);
}

static void
say_paths(bool reading_only)
{
	for (size_t i = 0; i < N_SLOTS; i++) {
		const struct slot *s = &shared->slots[i];
		if (s->path[0] && (!reading_only || atomic_load(&s->number) % 2))
			fprintf(stderr, "    %s\n", s->path);
	}
}

/* True when a thread has been at the same file since the last look. */
static bool
is_stuck(unsigned before[N_SLOTS])
{
	bool stuck = false;

	for (size_t i = 0; i < N_SLOTS; i++) {
		unsigned now = atomic_load(&shared->slots[i].number);
		stuck = stuck || (now % 2 && now == before[i]);
		before[i] = now;
	}
	return stuck;
}

static int
say_end(int status)
{
	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	int signal = WTERMSIG(status);
	if (signal == SIGINT || signal == SIGTERM || signal == SIGHUP || signal == SIGPIPE)
		return 128 + signal;
	fprintf(stderr,
	    "tabularium: the work broke off (%s). Nothing was published. The files read last:\n",
	    strsignal(signal));
	say_paths(false);
	fputs("Look at them, and run git fsck: a damaged repository is the usual cause.\n", stderr);
	return 2;
}

static int
watch(pid_t worker, const sigset_t *child_ended)
{
	unsigned before[N_SLOTS] = { 0 };
	struct timespec patience = { SUPERVISOR_PATIENCE, 0 };
	int status;

	for (;;) {
		pid_t done = waitpid(worker, &status, WNOHANG);
		if (done == worker)
			return say_end(status);
		if (done < 0 && errno != EINTR)
			return 2;
		if (sigtimedwait(child_ended, NULL, &patience) >= 0 || errno != EAGAIN || !is_stuck(before))
			continue;
		fputs("tabularium: reading this file does not end. Nothing was published:\n", stderr);
		say_paths(true);
		fputs("Its object in the repository is damaged: run git fsck.\n", stderr);
		kill(worker, SIGKILL);
		waitpid(worker, &status, 0);
		return 2;
	}
}

int
supervise(int (*task)(void *context), void *context)
{
	void *page = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t parent = getpid();
	sigset_t child_ended, before;

	if (page == MAP_FAILED)
		return task(context);
	shared = page;
	fflush(stdout);
	sigemptyset(&child_ended);
	sigaddset(&child_ended, SIGCHLD);
	sigprocmask(SIG_BLOCK, &child_ended, &before);
	pid_t worker = fork();
	if (worker <= 0)
		sigprocmask(SIG_SETMASK, &before, NULL);
	if (worker < 0) {
		shared = NULL;
		return task(context);
	}
	if (worker == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (getppid() != parent)
			_exit(2);
		exit(task(context));
	}
	return watch(worker, &child_ended);
}
