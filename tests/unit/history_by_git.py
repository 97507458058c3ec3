#!/usr/bin/env python3
"""
When each file of HEAD came and was changed last, as git tells it: for every path the commits of
`git log -- PATH`, whose way through branches and merges is git's own; and where one of them
brought the file from another path (-M100%), the same from there on.

Not `git log --follow`: that one looks at every commit, also those of branches from which a merge
took nothing of the file, and so finds a past that no version of the published branch ever had. It
is asked as well, and may differ for that reason only, which has to be shown.

usage: history_by_git.py REPOSITORY EACH FOLLOWED
Every EACHth file: "path first last", in seconds since 1000000000; --follow for every FOLLOWEDth of them.
"""
import concurrent.futures
import subprocess
import sys

repository, each, followed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
START = 1000000000


def git(*arguments):
    return subprocess.run(("git", "-C", repository, *arguments), check=True, stdout=subprocess.PIPE, text=True).stdout


def commits(*arguments):
    """(commit, its time, how the path was changed: A, M, D; of merges nothing), the newest first"""
    for commit in git("log", "--format=%x00%H %ct", "--name-status", *arguments).split("\0")[1:]:
        head, _, changes = commit.partition("\n")
        name, time = head.split()
        yield name, int(time) - START, changes.strip()[:1]


def moves():
    """Of every commit that has some: the new path's old one, and the old ones."""
    found = {}
    for commit in git("log", "-M100%", "--diff-filter=R", "--name-status", "--format=%x00%H").split("\0")[1:]:
        name, *lines = commit.split("\n")
        pairs = [line.split("\t")[1:] for line in lines if line]
        found[name] = {new: old for old, new in pairs}, {old for old, _ in pairs}
    return found


def dates(path, moved):
    first = last = None
    place, start = path, "HEAD"
    while place:
        at, place = place, None
        for commit, time, change in commits(start, "--", at):
            came_from, went = moved.get(commit, ({}, ()))
            last = time if last is None else last
            if first is not None and at in went:
                return first, last
            if at in came_from:
                place, start = came_from[at], commit + "^"
                break
            if change == "A":
                first = time
    return first, last


def is_of_a_branch(path, commit):
    """The merge that brought the commit to HEAD's own line left the path as it was there."""
    line = git("rev-list", "--first-parent", "HEAD").split()
    reached = set(git("rev-list", "--ancestry-path", f"{commit}..HEAD").split())
    merge = [c for c in line if c in reached][-1]
    blobs = [git("ls-tree", c, "--", path) for c in (merge, merge + "^")]
    return commit not in line and blobs[0] == blobs[1]


def compare_with_follow(path, first):
    told = list(commits("-M100%", "--follow", "HEAD", "--", path))
    if [time for _, time, change in told if change == "A"][-1] == first:
        return None
    known = {name for name, _, _ in commits("HEAD", "--", path)}
    # The newest one of which `git log -- PATH` knows nothing.
    commit = next((name for name, _, _ in told if name not in known), None)
    return commit and is_of_a_branch(path, commit)


git("commit-graph", "write", "--reachable", "--changed-paths")
paths = git("ls-tree", "-r", "--name-only", "HEAD").split()[::each]
moved = moves()
with concurrent.futures.ThreadPoolExecutor(4) as pool:
    all_dates = list(pool.map(lambda path: dates(path, moved), paths))
    judged = [(path, first) for path, (first, _) in zip(paths, all_dates)][::followed]
    judgements = list(pool.map(lambda of: compare_with_follow(*of), judged))
for path, (first, last) in zip(paths, all_dates):
    print(path.removeprefix("catalog/"), first, last)
for (path, _), judgement in zip(judged, judgements):
    if judgement:
        print(f"{path}: --follow went into a branch from which nothing was taken", file=sys.stderr)
    elif judgement is False:
        sys.exit(f"{path}: git log --follow tells it otherwise, and no branch says why")
