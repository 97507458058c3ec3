"""Any day: what was true then comes out the same whenever it is asked for; and as an archive for records offices."""
import gzip
import hashlib
import io
import subprocess
import tarfile

from city import BASE, City, CONTENT, PROGRAM, SAMPLE

TREES = "catalog/datasets/umwelt/baumkataster.md"
SAMPLE_TREES = "catalog/datasets/stadtgruen/baumkataster.md"


def change(city, what, date, trees=TREES):
    city.write(trees, city.read(trees) + f"\n{what}\n")
    return city.commit(what, date)


def some_years(scratch, files=BASE, trees=TREES):
    city = City(scratch / "city", files=files)
    city.commit("First", "2025-11-01T12:00:00Z")
    change(city, "Ein Satz.", "2025-12-20T12:00:00Z", trees)
    return city


def ask(city, scratch, mark, day="2025-12-31"):
    """Everything that can be asked for of a day."""
    answers = {name: city.run(*words, "--rev", day, "--lang", "de").must_exit(0).out for name, words in {
        "check": ["check"], "feed": ["feed", "--format", "ntriples"], "history": ["history", "baumkataster"]}.items()}
    return city.built("--rev", day, out=scratch / mark), answers


def archive(city, path, day, *more):
    city.run("archive", "--rev", day, "--out", path, *more).must_exit(0)
    return path.read_bytes()


def test_later_commits_change_nothing(scratch):
    """Not what became of datasets later, not the index of the history and the portal that a later build left."""
    trees = SAMPLE_TREES
    city = some_years(scratch, SAMPLE, trees)
    then, answers = ask(city, scratch, "then")
    change(city, "Noch einer.", "2026-02-01T12:00:00Z", trees)
    new = trees.replace("baumkataster", "baeume")
    city.git("mv", trees, new)
    city.git("mv", trees.replace(".md", ".en.md"), new.replace(".md", ".en.md"))
    city.replace(new, "former_ids: [", "former_ids: [baumkataster, ")
    city.commit("Rename", "2026-03-01T12:00:00Z")
    city.replace("catalog/datasets/lvb/fahrplandaten.md", "release: public",
                 "release: withdrawn\nwithdrawn: { on: 2026-09-01, reason: Der Betreiber gibt sie selbst heraus. }")
    city.commit("Withdraw", "2026-09-01T12:00:00Z")
    now, later = ask(city, scratch, "later")
    then.must_equal(now, "after later commits")
    assert answers == later, [name for name in answers if answers[name] != later[name]]
    # Into the folder in which the portal of today stands, with what its build keeps for the next one.
    today = city.built(out=scratch / "portal")
    assert today.differences(then, CONTENT) and (scratch / ".portal.history").exists()
    back = city.built("--rev", "2025-12-31", "--expect-removals", "9", out=scratch / "portal")
    carried = {name for name in back.files if name.startswith(("feed/", "ldes/", "search/")) and name not in then.files}
    then.must_equal(back, "over the portal of today", CONTENT, except_for={"manifest.json", *carried})
    # And forward again, with the index that the older build kept.
    forward = city.built(out=scratch / "portal")
    carried = {name for name in forward.files if name.startswith(("feed/", "ldes/", "search/")) and name not in today.files}
    today.must_equal(forward, "and forward again", CONTENT, except_for={"manifest.json", *carried})


def test_which_commit_is_of_a_day(scratch):
    """The last one of HEAD's own line up to the end of the day, in UTC, whatever zone it was made in."""
    city = some_years(scratch)
    change(city, "Am Morgen.", "2026-01-10T08:00:00+0100")
    evening = change(city, "Am Abend.", "2026-01-10T20:00:00+0100")
    # 00:30 on the 12th in Leipzig is still the 11th in UTC; 23:30 on the 12th in New York is the 13th.
    night = change(city, "In der Nacht.", "2026-01-12T00:30:00+0100")
    overseas = change(city, "In Übersee.", "2026-01-12T23:30:00-0500")
    # A branch counts from its merge on, as published.
    city.git("switch", "--quiet", "--create", "side", "HEAD")
    change(city, "Auf einem Zweig.", "2026-01-20T12:00:00Z")
    city.git("switch", "--quiet", "main")
    city.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side", date="2026-01-25T12:00:00Z")
    merged = city.git("rev-parse", "HEAD")
    city.git("tag", "2026-01-24", evening)  # what is called like a day is what it is called
    commit_of = lambda day: named_in(archive(city, scratch / f"{day}.tar", day))
    assert commit_of("2026-01-10") == evening
    assert commit_of("2026-01-11") == night
    assert commit_of("2026-01-12") == night
    assert commit_of("2026-01-13") == commit_of("2026-01-22") == overseas
    assert commit_of("2026-01-25") == merged
    assert commit_of("2026-01-24") == evening


def named_in(tar):
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        info = next(m for m in archive.getmembers() if m.name.endswith("/bag-info.txt"))
        lines = archive.extractfile(info).read().decode().splitlines()
    return dict(line.split(": ", 1) for line in lines)["Internal-Sender-Identifier"]


def test_days_that_cannot_be_had(scratch):
    city = some_years(scratch)
    for command in (["build", "--out", scratch / "x"], ["feed"], ["check"], ["archive"]):
        result = city.run(*command, "--rev", "2025-10-31").must_exit(2)
        assert "no commit up to 2025-10-31" in result.err and "2025-11-01" in result.err, f"{result}"
        assert not result.out
    assert "2025-02-30" in city.build("--rev", "2025-02-30").must_exit(2).err
    # A clone that begins later, asked for a day before; and for one after, when the archive would lack all dates.
    city.git("clone", "--quiet", "--depth", "1", "file://" + str(city.folder), str(scratch / "shallow"))
    shallow = City(scratch / "shallow", files=None)
    result = shallow.run("archive", "--rev", "2025-11-30").must_exit(2)
    assert "git fetch --unshallow" in result.err and "2025-12-20" in result.err, f"{result}"
    result = shallow.run("archive", "--out", scratch / "s.tar").must_exit(2)
    assert "git fetch --unshallow" in result.err and not (scratch / "s.tar").exists(), f"{result}"
    leftovers = [p.name for p in scratch.iterdir() if p.name.startswith(".")]
    assert not leftovers, f"left behind: {leftovers}"


def check_bag(tar):
    """RFC 8493: what a bag must have (§2.1), what its manifests must say (§2.1.3, §2.2.1), and that it is whole (§3)."""
    files = {}
    with tarfile.open(fileobj=io.BytesIO(tar)) as archive:
        for m in archive.getmembers():
            assert m.isreg() and (m.uid, m.gid, m.uname, m.gname, m.mode) == (0, 0, "", "", 0o644), m.get_info()
            assert m.name not in files and ".." not in m.name.split("/") and not m.name.startswith("/")
            files[m.name] = (archive.extractfile(m).read(), m.mtime)
    tops = {name.split("/")[0] for name in files}
    assert len(tops) == 1, f"§4: one base directory, not {tops}"
    assert len({mtime for _, mtime in files.values()}) == 1
    bag = {name.split("/", 1)[1]: data for name, (data, _) in files.items()}
    assert bag["bagit.txt"] == b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
    manifests = {}
    for name in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        lines = bag[name].decode("utf-8").splitlines()
        manifests[name] = dict(reversed(line.split(None, 1)) for line in lines)
        assert len(manifests[name]) == len(lines)
        for path, digest in manifests[name].items():
            assert "%" not in path and hashlib.sha256(bag[path]).hexdigest() == digest, f"{name}: {path}"
    payload = {name for name in bag if name.startswith("data/")}
    assert set(manifests["manifest-sha256.txt"]) == payload, "§2.1.3: every payload file, and no other"
    assert set(manifests["tagmanifest-sha256.txt"]) == set(bag) - payload - {"tagmanifest-sha256.txt"}
    info = dict(line.split(": ", 1) for line in bag["bag-info.txt"].decode("utf-8").splitlines())
    octets = sum(len(bag[name]) for name in payload)
    assert info["Payload-Oxum"] == f"{octets}.{len(payload)}"
    assert info["External-Identifier"] in tops
    return {name[len("data/portal/"):]: bag[name] for name in payload}, info, tops.pop()


def test_archive_is_a_bag(scratch):
    city = some_years(scratch)
    city.write(TREES.replace("baumkataster", "canary"),
               city.read(TREES).replace("release: public", "release: internal").replace("title: Baumkataster", "title: Canary"))
    city.replace(TREES, "release: public", "release: public # Canary")
    city.commit("Canary", "2026-01-01T12:00:00Z")
    site = city.built()
    tar = archive(city, scratch / "a.tar", "HEAD")
    files, info, top = check_bag(tar)
    assert set(files) == set(site.names()), "the portal, whole, and nothing else"
    for name in files:
        assert files[name] == site.bytes(name), name
    assert b"Canary" not in tar and b"test@example.org" not in tar, "sources stay at home"
    assert top == f"opendata.example.org-2026-01-01-{info['Internal-Sender-Identifier'][:12]}"
    # Other people's tools.
    folder = scratch / "unpacked"
    folder.mkdir()
    subprocess.run(["tar", "-xf", scratch / "a.tar", "-C", folder], check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "--strict", "manifest-sha256.txt", "tagmanifest-sha256.txt"],
                   check=True, cwd=folder / top)
    said = city.run("archive", "--out", scratch / "b.tar").must_exit(0)
    assert hashlib.sha256(tar).hexdigest() in said.out and not said.err, f"{said}"


def test_archive_is_the_same_everywhere(scratch):
    city = some_years(scratch)
    one = archive(city, scratch / "one.tar", "HEAD", "-j1")
    city.git("clone", "--quiet", "file://" + str(city.folder), str(scratch / "clone"))
    clone = City(scratch / "clone", files=None)
    assert one == archive(clone, scratch / "two.tar", "main", "-j8")
    # To standard output; what a run left that was killed is in nobody's way.
    (scratch / ".three.tar.stage" / "portal").mkdir(parents=True)
    (scratch / ".three.tar.stage" / "portal" / "index.html").write_text("half")
    assert one == archive(city, scratch / "three.tar", "2026-01-01")
    for end, unpack in ((".tar.gz", gzip.decompress), (".tar.zst", unzstd)):
        packed = archive(city, scratch / f"a{end}", "HEAD")
        assert unpack(packed) == one and packed == archive(clone, scratch / f"b{end}", "HEAD", "-j3"), end
    out = subprocess.run([PROGRAM, "archive"], cwd=city.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True)
    assert out.stdout == one
    change(city, "Später.", "2026-05-01T12:00:00Z")
    assert one == archive(city, scratch / "later.tar", "2026-01-01"), "after a later commit"
    result = city.run("archive", "--out", scratch / "a.zip").must_exit(2)
    assert ".tar" in result.err
    left = sorted(p.name for p in scratch.iterdir() if p.name.startswith("."))
    assert not left, f"left behind: {left}"


def test_archive_of_a_catalogue_with_errors(scratch):
    city = some_years(scratch)
    city.replace(TREES, "release: public", "release: pubic")
    city.commit("Break", "2026-01-01T12:00:00Z")
    (scratch / "a.tar").write_text("the one before")
    result = city.run("archive", "--out", scratch / "a.tar", "--lang", "en").must_exit(1)
    assert "no archive was made" in result.err and TREES in result.err and not result.out, f"{result}"
    assert (scratch / "a.tar").read_text() == "the one before"


def unzstd(data):
    return subprocess.run(["zstd", "-dc"], input=data, stdout=subprocess.PIPE, check=True).stdout
