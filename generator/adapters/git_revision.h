/* Which commit a revision means. Inside adapters/git only. */
#ifndef ADAPTERS_GIT_REVISION_H
#define ADAPTERS_GIT_REVISION_H

#include "adapters/git_object.h"

struct search {
	struct arena *arena;
	git_repository *repository;
	struct objects *objects;
	const char *name;     /* the repository's, in sentences */
	const char *revision; /* a commit, tag, branch or date: adapters/git.h */
};

/* Both end the run when there is no such commit; free with git_commit_free(). */
git_commit *revision_find(const struct search *s);
git_commit *revision_read(const struct search *s, const git_oid *id, const char *what);


/* The last commit that the lines of two commits share; NULL when there is none, or a shallow clone lacks
 * it. */
git_commit *revision_fork(const struct search *s, const git_commit *of, const git_commit *other);

#endif
