#include "adapters/git_revision.h"

#include "core/date.h"
#include "core/die.h"

#include <string.h>

static const char *
without_prefix(const char *reference)
{
	static const char *const prefixes[] = { "refs/heads/", "refs/tags/", "refs/remotes/" };

	for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
		if (strncmp(reference, prefixes[i], strlen(prefixes[i])) == 0)
			return reference + strlen(prefixes[i]);
	return NULL;
}

/* The branch or tag whose name is nearest; "origin/main" counts as "main". NULL if none is near. */
static const char *
nearest_name(const struct search *s)
{
	git_strarray names = { 0 };
	const char *nearest = NULL;
	unsigned distance = (unsigned)strlen(s->revision) / 3 + 2; /* what is too far */

	if (git_reference_list(&names, s->repository) < 0)
		return NULL;
	for (size_t i = 0; i < names.count; i++) {
		const char *name = without_prefix(names.strings[i]);
		if (!name)
			continue;
		bool is_remote = strncmp(names.strings[i], "refs/remotes/", 13) == 0;
		const char *last = is_remote && strchr(name, '/') ? strchr(name, '/') + 1 : name;
		unsigned d = text_distance(text_of(s->revision), text_of(last));
		if (d < distance || (d == distance && nearest && strcmp(name, nearest) < 0)) {
			distance = d;
			nearest = printable(s->arena, text_of(name));
		}
	}
	git_strarray_dispose(&names);
	return nearest;
}

_Noreturn static void
unknown_revision(const struct search *s)
{
	const char *revision = printable(s->arena, text_of(s->revision));
	const char *nearest = nearest_name(s);

	if (nearest)
		die("%s has no revision '%s'; did you mean '%s'?", s->name, revision, nearest);
	if (git_repository_is_shallow(s->repository) == 1)
		die("%s has no revision '%s', but it is a shallow clone: run "
		    "'git fetch --unshallow --tags'",
		    s->name, revision);
	die("%s has no revision '%s'; 'git branch -a' and 'git tag' list what it has, "
	    "'git fetch --tags' gets what the server has",
	    s->name, revision);
}

_Noreturn static void
no_commit(const struct search *s)
{
	git_strarray names = { 0 };

	/* git_repository_is_empty() wants HEAD to name "master". */
	if (git_reference_list(&names, s->repository) == 0 && names.count == 0)
		die("%s has no commit yet: run 'git add' and 'git commit' first, or use --worktree",
		    s->name);
	die("%s: HEAD names a branch that has no commit; name a revision ('git branch -a' lists "
	    "the branches)",
	    s->name);
}

git_commit *
revision_read(const struct search *s, const git_oid *id, const char *what)
{
	git_commit *commit;

	object_check(s->objects, id, text_of(what));
	if (git_commit_lookup(&commit, s->repository, id) < 0)
		die("%s: commit %s (%s) cannot be read: %s; run 'git fsck'", s->name,
		    git_oid_tostr_s(id), printable(s->arena, text_of(what)), repository_error());
	return commit;
}

static const char *
day_of(const struct search *s, int64_t seconds)
{
	struct buf out = { 0 };

	date_write_seconds(&out, seconds);
	const char *day = arena_cstr(s->arena, text_slice(buf_view(&out), 0, 10));
	buf_free(&out);
	return day;
}

/* The last commit of HEAD's first-parent line up to the end of the day, UTC. */
static git_commit *
commit_of_day(const struct search *s, const struct date *day)
{
	int64_t end = (date_days(day) + 1) * 86400;
	git_oid id;

	if (git_reference_name_to_id(&id, s->repository, "HEAD") < 0)
		no_commit(s);
	for (;;) {
		git_commit *commit = revision_read(s, &id, "history of HEAD");
		int64_t time = git_commit_time(commit);
		if (time < end)
			return commit;
		const git_oid *parent = git_commit_parent_id(commit, 0);
		if (!parent)
			die("%s has no commit up to %s: its first one is of %s", s->name,
			    s->revision, day_of(s, time));
		id = *parent;
		git_commit_free(commit);
		if (git_repository_is_shallow(s->repository) == 1 &&
		    !object_exists(s->objects, &id))
			die("%s is a shallow clone whose history ends on %s, after %s: run "
			    "'git fetch --unshallow'",
			    s->name, day_of(s, time), s->revision);
	}
}

git_commit *
revision_find(const struct search *s)
{
	git_reference *reference, *direct;
	git_object *object = NULL, *commit = NULL;
	struct date day;

	if (s->revision[0] == '\0') /* libgit2 takes it for HEAD */
		unknown_revision(s);
	if (strcmp(s->revision, "HEAD") == 0 && git_repository_head_unborn(s->repository) == 1)
		no_commit(s);
	int error = git_reference_dwim(&reference, s->repository, s->revision);
	if (error == 0) {
		error = git_reference_resolve(&direct, reference);
		git_reference_free(reference);
		if (error < 0)
			die("%s: cannot follow '%s': %s", s->name,
			    printable(s->arena, text_of(s->revision)), repository_error());
		object_check(s->objects, git_reference_target(direct), text_of(s->revision));
		error = git_object_lookup(
		    &object, s->repository, git_reference_target(direct), GIT_OBJECT_ANY);
		git_reference_free(direct);
	} else if (date_parse(text_of(s->revision), &day) && day.precision == DATE_DAY) {
		return commit_of_day(s, &day);
	} else {
		error = git_revparse_single(&object, s->repository, s->revision);
	}
	if (error == GIT_EAMBIGUOUS)
		die("%s has several objects that begin with '%s': write more of the commit's id",
		    s->name, s->revision);
	if (error == GIT_ENOTFOUND || error == GIT_EINVALIDSPEC)
		unknown_revision(s);
	if (error == 0)
		error = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
	git_object_free(object);
	if (error == GIT_EPEEL || error == GIT_EINVALIDSPEC)
		die("%s: revision '%s' is no commit", s->name,
		    printable(s->arena, text_of(s->revision)));
	if (error < 0)
		die("%s: revision '%s' cannot be read: %s; run 'git fsck'", s->name,
		    printable(s->arena, text_of(s->revision)), repository_error());
	return (git_commit *)commit;
}

git_commit *
revision_fork(const struct search *s, const git_commit *of, const git_commit *other)
{
	git_oid id;

	if (git_merge_base(&id, s->repository, git_commit_id(of), git_commit_id(other)) < 0)
		return NULL;
	return revision_read(s, &id, "where the two lines part");
}
