/*
 * A history as lines of commits, and paths followed in it (git_history.c). What it tells of files, dates and
 * versions, is made of that (git_history_versions.c). Inside adapters/git only.
 */
#ifndef ADAPTERS_GIT_HISTORY_LINES_H
#define ADAPTERS_GIT_HISTORY_LINES_H

#include "adapters/git_history.h"
#include "adapters/git_history_index.h"

/*
 * Commits that follow each other by their first parents, the newest first, numbered without a gap:
 * a path that none of them changed is passed over at once. A line ends where a newer line
 * has the next commit already, at the first commit, or before one that cannot be read.
 */
struct line {
	uint32_t end;  /* rank after its last commit */
	uint32_t next; /* rank of its last commit's first parent, or NO_COMMIT */
	bool is_cut;
};

enum { NO_COMMIT = UINT32_MAX >> 1 };

struct history {
	struct index index;
	enum history_state state;
	bool has_grown;
	uint32_t *order; /* commits that were reached, parents before children */
	size_t n_order;
	uint32_t *by_rank; /* commits; the snapshot's is the first */
	uint32_t *line_of; /* by rank */
	struct line *lines;
	/* Changes by path, and for each by rank: those of path i begin at from[i], end at from[i +
	 * 1]. */
	uint32_t *changes, *from;
	/* "datasets/baum.md", of hosted files "data/baum" → 1 + the path that was indexed last; */
	struct table by_name;
	uint32_t *next_by_name; /* the others, by path */
};

/* The newest change of a path in a line, from `rank` on; NULL when the line has none. */
const struct change *change_in_line(const struct history *h, uint32_t path, uint32_t rank);
const struct change *newest_change(const struct history *h, uint32_t path, uint32_t rank, bool *is_cut);
const struct change *change_before(const struct history *h, const struct change *change, bool *is_cut);
/* NULL when the path has no commit, or none that can be read. */
const struct change *last_change(const struct history *h, uint32_t path);
/* How the file of a former id went, and when it came; of several the one that came first. */
const struct change *find_former(
    const struct history *h, struct text path, struct text former, struct file_dates *dates);

#endif
