"""Nothing that was public disappears without a word: deleting and renaming, as check and build see it."""
from city import City

FOLDER = "catalog/datasets/stadtgruen/"
NAME = FOLDER + "baumkataster.md"
ENGLISH = FOLDER + "baumkataster.en.md"


def city_at(scratch, release="public"):
    city = City(scratch / "city")
    city.write(FOLDER + "neu.md", city.read(NAME).replace("former_ids: [baumkataster-stadt-leipzig1]\n", "")
               .replace("Baumkataster", "Baumliste").replace("release: public", f"release: {release}"))
    city.commit("One", "2026-01-01T12:00:00Z")
    return city


def said(city, *arguments, status=1, **how):
    result = city.run("check", "--lang", "en", *arguments, **how).must_exit(status)
    lines = result.out.split("\n")
    return [both for line, hint in zip(lines, lines[1:]) if line.endswith(("[dataset-deleted]", "[dataset-renamed]"))
            for both in (line, hint)]


def test_deleted(scratch):
    city = city_at(scratch)
    city.path(FOLDER + "neu.md").unlink()
    told = said(city, "--worktree")
    assert len(told) == 2 and told[0].startswith(FOLDER + "neu.md: error: The dataset “Baumliste") and "(neu)" in told[0], told
    assert f"git checkout HEAD -- {FOLDER}neu.md" in told[1], told
    city.git("add", "--all")
    assert said(city, "--staged") == told
    commit = city.commit("Two", "2026-01-02T12:00:00Z")
    city.commit("Three", "2026-01-03T12:00:00Z")
    told = said(city)
    restore = f"git checkout {commit[:12]}~1 -- {FOLDER}neu.md"
    assert len(told) == 2 and restore in told[1] and "withdrawn: { on: 2026-01-02, reason: … }" in told[1], told
    german = city.run("check", "--lang", "de").must_exit(1).out
    assert "war öffentlich, und seine Datei wurde gelöscht" in german and "schreiben Sie darin release: withdrawn" in german, german
    assert said(city, "--base", "HEAD~2") == told
    # What a check of one file looks at is that file.
    assert not said(city, NAME, status=0)
    # It holds for the build and the feed as well, and not for the day before.
    assert "dataset-deleted" in city.build("--lang", "en", "--expect-removals", "1").must_exit(1).out
    assert "dataset-deleted" in city.run("feed", "--lang", "en").must_exit(1).err
    assert not said(city, "--rev", "HEAD~2", status=0)
    # What the sentence says helps.
    city.git(*restore.split()[1:])
    city.replace(FOLDER + "neu.md", "release: public", "release: withdrawn\nwithdrawn: { on: 2026-01-02, reason: Es war doppelt. }")
    city.commit("Four", "2026-01-04T12:00:00Z")
    assert not said(city, status=0)
    site = city.built()
    assert "Es war doppelt." in site.text("datasets/neu.html")
    # What is withdrawn stays.
    city.path(FOLDER + "neu.md").unlink()
    city.commit("Five", "2026-01-05T12:00:00Z")
    assert "dataset-deleted" in str(said(city))


def test_deleted_and_taken_care_of(scratch):
    for release in ("internal", "draft"):
        city = city_at(scratch / release, release)
        city.path(FOLDER + "neu.md").unlink()
        city.commit("Two", "2026-01-02T12:00:00Z")
        assert not said(city, status=0), release
    # Internal first, then away; and what was deleted before the day that counts.
    city = city_at(scratch / "inside")
    city.replace(FOLDER + "neu.md", "release: public", "release: internal")
    city.commit("Two", "2026-01-02T12:00:00Z")
    city.path(FOLDER + "neu.md").unlink()
    city.commit("Three", "2026-01-03T12:00:00Z")
    assert not said(city, status=0)
    city = city_at(scratch / "since")
    city.path(FOLDER + "neu.md").unlink()
    city.commit("Two", "2026-01-02T12:00:00Z")
    settings = city.read("site/site.yaml")
    for day, status in ("2026-01-03", 0), ("2026-01-02", 1):
        city.write("site/site.yaml", settings + f"\nwithdrawals_since: {day}\n")
        city.commit("Since", "2026-01-04T12:00:00Z")
        assert bool(said(city, status=status)) == bool(status), day
    city.write("site/site.yaml", settings + "\nwithdrawals_since: 2026\n")
    assert "[bad-setting]" in city.run("check", "--lang", "en", "--worktree").must_exit(1).out


def test_renamed(scratch):
    city = city_at(scratch)
    city.git("mv", NAME, FOLDER + "strassenbaum.md")
    if city.path(ENGLISH).exists():
        city.git("mv", ENGLISH, FOLDER + "strassenbaum.en.md")
    city.commit("Two", "2026-01-02T12:00:00Z")
    told = said(city)
    assert len(told) == 2 and told[0].startswith(FOLDER + "strassenbaum.md:1:1: error: ") and told[0].endswith("[dataset-renamed]"), told
    assert "former_ids: [baumkataster]" in told[1], told
    # Once more, and into another folder: the first id is still owed.
    city.path("catalog/datasets/anders").mkdir()
    city.git("mv", FOLDER + "strassenbaum.md", "catalog/datasets/anders/stadtbaum.md")
    if city.path(FOLDER + "strassenbaum.en.md").exists():
        city.git("mv", FOLDER + "strassenbaum.en.md", "catalog/datasets/anders/stadtbaum.en.md")
    city.commit("Three", "2026-01-03T12:00:00Z")
    told = [line for line in said(city) if "[dataset-" in line]
    assert len(told) == 2 and all(line.startswith("catalog/datasets/anders/stadtbaum.md:1:1: ") for line in told), told
    new = "catalog/datasets/anders/stadtbaum.md"
    city.replace(new, "former_ids: [", "former_ids: [baumkataster, strassenbaum, ")
    city.commit("Four", "2026-01-04T12:00:00Z")
    assert not said(city, status=0)
    city.built()
    # Into another folder only: nothing is renamed.
    city.git("mv", new, FOLDER + "stadtbaum.md")
    if city.path("catalog/datasets/anders/stadtbaum.en.md").exists():
        city.git("mv", "catalog/datasets/anders/stadtbaum.en.md", FOLDER + "stadtbaum.en.md")
    city.commit("Five", "2026-01-05T12:00:00Z")
    assert not said(city, status=0)


def test_on_a_branch(scratch):
    """What came and went on a branch before it was merged was never there; what a merge takes away was."""
    city = city_at(scratch)
    city.git("checkout", "--quiet", "-b", "side")
    city.write(FOLDER + "versuch.md", city.read(FOLDER + "neu.md").replace("Baumliste", "Versuch"))
    city.commit("Try", "2026-01-02T12:00:00Z")
    city.path(FOLDER + "versuch.md").unlink()
    city.commit("No", "2026-01-03T12:00:00Z")
    city.git("checkout", "--quiet", "main")
    city.git("merge", "--quiet", "--no-ff", "--message", "Merge", "side", date="2026-01-04T12:00:00Z")
    assert not said(city, status=0)
    city.git("checkout", "--quiet", "-b", "other")
    city.path(FOLDER + "neu.md").unlink()
    city.commit("Away", "2026-01-05T12:00:00Z")
    city.git("checkout", "--quiet", "main")
    city.git("merge", "--quiet", "--no-ff", "--message", "Merge", "other", date="2026-01-06T12:00:00Z")
    told = said(city)
    assert len(told) == 2 and "on: 2026-01-06" in told[1], told


def test_shallow(scratch):
    """It cannot be told, and that is said; what can be seen is told all the same."""
    city = city_at(scratch)
    city.path(FOLDER + "neu.md").unlink()
    city.commit("Two", "2026-01-02T12:00:00Z")
    city.commit("Three", "2026-01-03T12:00:00Z")
    for depth, status in (1, 0), (2, 0), (3, 1):
        folder = scratch / f"clone-{depth}"
        city.git("clone", "--quiet", "--depth", str(depth), "file://" + str(city.folder), str(folder))
        result = City(folder, files=None).run("check", "--lang", "en").must_exit(status)
        assert ("[history-shallow]" in result.out) == (depth < 3), f"{depth}: {result}"
        assert ("git fetch --unshallow" in result.out) == (depth < 3), f"{depth}: {result}"


def test_services_series_and_publishers(scratch):
    """They have pages, too: a new name has to say the old one, and an end without a word is told."""
    def found(city, status):
        result = city.run("check", "--lang", "en").must_exit(status)
        lines = result.out.split("\n")
        return [both for pair in zip(lines, lines[1:]) if pair[0].endswith(("[entry-deleted]", "[entry-renamed]")) for both in pair]

    city = City(scratch / "city")
    city.write("catalog/services/stille.md", city.read("catalog/services/oparl.md").replace("[oparl-organisationen, oparl-sitzungen, oparl-vorlagen]", "[entwurf]"))
    city.write("catalog/datasets/entwurf.md", city.read(NAME).replace("release: public", "release: internal")
               .replace("former_ids: [baumkataster-stadt-leipzig1]\n", ""))
    city.commit("One", "2026-01-01T12:00:00Z")
    assert not found(city, 0)
    # Renamed, each without a word, and what refers to them along with it.
    for folder, old, new in ("services", "oparl", "rat"), ("series", "luftbilder", "luft"), ("agents", "lvb", "leipziger-verkehrsbetriebe"):
        city.git("mv", f"catalog/{folder}/{old}.md", f"catalog/{folder}/{new}.md")
    for path in (city.folder / "catalog").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("series: luftbilder", "series: luft").replace("series: [luftbilder]", "series: [luft]")
                        .replace("publisher: lvb\n", "publisher: leipziger-verkehrsbetriebe\n")
                        .replace("access_service: oparl", "access_service: rat").replace("creator: lvb\n", "creator: leipziger-verkehrsbetriebe\n"), encoding="utf-8")
    city.commit("Two", "2026-01-02T12:00:00Z")
    told = found(city, 1)
    assert [line.split(":")[0] for line in told[::2]] == [
        "catalog/agents/leipziger-verkehrsbetriebe.md", "catalog/series/luft.md", "catalog/services/rat.md"], told
    assert all(line.endswith("[entry-renamed]") for line in told[::2]), told
    assert "former_ids: [oparl]" in told[5], told
    for folder, old, new in ("services", "oparl", "rat"), ("series", "luftbilder", "luft"), ("agents", "lvb", "leipziger-verkehrsbetriebe"):
        city.replace(f"catalog/{folder}/{new}.md", "---\n", f"---\nformer_ids: [{old}]\n")
    city.commit("Three", "2026-01-03T12:00:00Z")
    assert not found(city, 0)
    site = city.built()
    for folder, old, new in ("services", "oparl", "rat"), ("series", "luftbilder", "luft"), ("publishers", "lvb", "leipziger-verkehrsbetriebe"):
        assert f"{new}.html" in site.text(f"{folder}/{old}.html"), f"{folder}/{old}"
    # At an end: a warning, with what to write or to bring back.
    city.path("catalog/services/rat.md").unlink()
    for path in (city.folder / "catalog/datasets/ratsangelegenheiten").glob("oparl-*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("    access_service: rat\n", ""), encoding="utf-8")
    commit = city.commit("Four", "2026-01-04T12:00:00Z")
    told = found(city, 0)
    assert len(told) == 2 and told[0].startswith("catalog/services/rat.md: warning: “Ratsinformationssystem (OParl)"), told
    assert f"git checkout {commit[:12]}~1 -- catalog/services/rat.md" in told[1] and "former_ids: [rat]" in told[1], told
    assert "ohne dass ein anderer Eintrag an seine Stelle trat" in city.run("check", "--lang", "de").out
    city.write("site/site.yaml", city.read("site/site.yaml") + "\nwithdrawals_since: 2026-01-05\n")
    city.commit("Five", "2026-01-05T12:00:00Z")
    assert not found(city, 0)
    # What nobody saw goes without a word.
    city.path("catalog/services/stille.md").unlink()
    city.commit("Six", "2026-01-06T12:00:00Z")
    assert not found(city, 0)
