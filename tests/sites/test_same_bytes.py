"""Same commit, same bytes: whatever the threads, the place, the user's settings and the clock."""
import os
import subprocess

from city import City, CONTENT


def clean(scratch):
    city = City(scratch / "city")
    city.commit()
    return city


def test_threads(scratch):
    city = clean(scratch)
    one = city.built("-j1", out=scratch / "one")
    for jobs in ("-j2", "-j3", "-j8"):
        one.must_equal(city.built(jobs, out=scratch / jobs), jobs)


def test_place_of_the_output(scratch):
    city = clean(scratch)
    first = city.built()
    (scratch / "far away" / "ä").mkdir(parents=True)
    first.must_equal(city.built(out=scratch / "far away" / "ä" / "portal"), "another folder")
    here = scratch / "here"
    here.mkdir()
    city.build("--repo", "../city", "--out", "portal", cwd=here).must_exit(0)
    first.must_equal(city.built("--repo", city.folder, out=here / "portal", cwd="/"), "from /, by full paths")


def test_umask(scratch):
    city = clean(scratch)
    first = city.built(out=scratch / "022", umask=0o022)
    for umask in (0o077, 0o000, 0o027):
        first.must_equal(city.built(out=scratch / oct(umask), umask=umask), f"umask {umask:03o}")
    for name, (_, mode, _, _) in first.files.items():
        assert mode == (0o755 if name.endswith("/") else 0o644), f"{name} has mode {mode:o}"


def test_locale(scratch):
    """The names work where the system has the locale; ICU has its own data and needs the name only."""
    city = clean(scratch)
    first = city.built(out=scratch / "C")
    for locale in ("de_DE.UTF-8", "tr_TR.UTF-8", "ar_EG.UTF-8", "C.UTF-8", "nonsense"):
        how = {"LC_ALL": locale, "LANG": locale, "LANGUAGE": locale[:2]}
        first.must_equal(city.built(out=scratch / locale, environment=how), locale)


def test_environment(scratch):
    city = clean(scratch)
    first = city.built(out=scratch / "first")
    surroundings = {
        "a zone": {"TZ": "Pacific/Kiritimati"},
        "another zone": {"TZ": "America/St_Johns"},
        "a user": {"USER": "somebody", "LOGNAME": "somebody", "HOME": str(scratch), "HOSTNAME": "elsewhere"},
        "a date for others": {"SOURCE_DATE_EPOCH": "1", "GIT_AUTHOR_NAME": "X", "GIT_COMMITTER_DATE": "2001-01-01"},
        "other malloc bytes": {"MALLOC_PERTURB_": "90"},
    }
    for what, variables in surroundings.items():
        first.must_equal(city.built(out=scratch / what, environment=variables), what)


def test_clone(scratch):
    """Another path, packed instead of loose objects, another order of files on disk."""
    city = clean(scratch)
    first = city.built(out=scratch / "first")
    clone = City(scratch / "a" / "longer" / "path" / "clone", files=None)
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(city.folder), str(clone.folder)], check=True)
    clone.git("gc", "--quiet")
    first.must_equal(clone.built(out=scratch / "second"), "a clone")
    bare = scratch / "bare.git"
    subprocess.run(["git", "clone", "--quiet", "--bare", str(city.folder), str(bare)], check=True)
    first.must_equal(clone.built("--repo", bare, out=scratch / "third"), "a bare clone")


def test_revision_spelled_otherwise(scratch):
    city = clean(scratch)
    city.git("tag", "--annotate", "--message", "x", "v1")
    first = city.built(out=scratch / "first")
    for revision in ("HEAD", "main", "v1", city.git("rev-parse", "HEAD")):
        first.must_equal(city.built("--rev", revision, out=scratch / revision), revision)


def test_full_and_incremental(scratch):
    """What was built over an older generation is what is built from nothing."""
    city = clean(scratch)
    city.built()
    name = city.datasets("public")[3]
    city.write(name, city.read(name) + "\nEin Satz mehr.\n")
    city.commit("One sentence", "2026-07-01T12:00:00Z")
    over = city.built()
    # The mtime of what did not change stays that of its own commit.
    fresh = city.built(out=scratch / "fresh")
    # Pages of the feeds before go along for harvesters that began with them, and the search index before for pages
    # that are open; only the manifest knows.
    former = {name for name in over.files if name.startswith(("feed/", "ldes/", "search/")) and name not in fresh.files}
    assert {name.split("/")[0] for name in former} == {"feed", "ldes", "search"} and '"carried":[' in over.text("manifest.json")
    over.must_equal(fresh, "over an older one", CONTENT, except_for={"manifest.json", *former})


def test_worktree(scratch):
    """A clean working tree shows what its commit shows; the manifest names no commit, and there is no change feed."""
    city = clean(scratch)
    first = city.built(out=scratch / "first")
    second = city.built("--worktree", out=scratch / "second")
    of_commits = {name for name in first.files if name.startswith("ldes/") or name.endswith(("changes.html", "developers.html"))}
    first.must_equal(second, "--worktree", CONTENT, except_for={"manifest.json", *of_commits})
    second.must_equal(city.built("--worktree", "-j1", out=scratch / "third"), "--worktree again", CONTENT)


def test_no_trace_of_the_machine(scratch):
    city = clean(scratch)
    tree = city.built(out=scratch / "portal")
    words = {str(scratch), os.uname().nodename, "/nonexistent"}
    for name in tree.names():
        found = [word for word in words if len(word) > 4 and word.encode() in tree.bytes(name)]
        assert not found, f"{name} holds {found}"
