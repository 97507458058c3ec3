"""Nothing that was public disappears without a word: deleting and renaming, as check and build see it."""
import re

from city import BASE, City, Tree

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
    assert f"{FOLDER}neu.md: error: “Baumliste" in city.run("check", "--lang", "en").must_exit(1).out
    assert "[withdrawn-deleted]" in city.run("check", "--lang", "en").out


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
    """They have pages, too: a new name has to say the old one, and an end has to be told."""
    def found(city, status):
        result = city.run("check", "--lang", "en").must_exit(status)
        lines = result.out.split("\n")
        return [both for pair in zip(lines, lines[1:]) if pair[0].endswith(("[entry-deleted]", "[publisher-deleted]", "[entry-renamed]")) for both in pair]

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
    # At an end: what to write, or to bring back.
    city.path("catalog/services/rat.md").unlink()
    for path in (city.folder / "catalog/datasets/ratsangelegenheiten").glob("oparl-*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("    access_service: rat\n", ""), encoding="utf-8")
    commit = city.commit("Four", "2026-01-04T12:00:00Z")
    told = found(city, 1)
    restore = f"git checkout {commit[:12]}~1 -- catalog/services/rat.md"
    assert len(told) == 2 and told[0].startswith("catalog/services/rat.md: error: “Ratsinformationssystem (OParl)"), told
    assert restore in told[1] and "former_ids: [rat]" in told[1] and "withdrawn: { on: 2026-01-04, reason: … }" in told[1], told
    assert "ohne dass der Eintrag zurückgezogen ist" in city.run("check", "--lang", "de").out
    settings = city.read("site/site.yaml")
    city.write("site/site.yaml", settings + "\nwithdrawals_since: 2026-01-05\n")
    city.commit("Five", "2026-01-05T12:00:00Z")
    assert not found(city, 0)
    # What nobody saw goes without a word.
    city.path("catalog/services/stille.md").unlink()
    city.commit("Six", "2026-01-06T12:00:00Z")
    assert not found(city, 0)
    # What the sentence says helps, and what is withdrawn stays.
    city.write("site/site.yaml", settings)
    city.git(*restore.split()[1:])
    city.replace("catalog/services/rat.md", "---\n", "---\nwithdrawn: { on: 2026-01-04, reason: Abgeschaltet. }\n")
    city.commit("Seven", "2026-01-07T12:00:00Z")
    assert not found(city, 0)
    assert "Abgeschaltet." in city.built().text("services/rat.html")
    city.path("catalog/services/rat.md").unlink()
    city.commit("Eight", "2026-01-08T12:00:00Z")
    assert "[withdrawn-deleted]" in city.run("check", "--lang", "en").must_exit(1).out
    # An office ends with its datasets: a warning.
    city.git("revert", "--no-edit", "HEAD")
    city.path("catalog/agents/leipziger-verkehrsbetriebe.md").unlink()
    for path in (city.folder / "catalog/datasets").rglob("*.md"):
        path.write_text(path.read_text(encoding="utf-8").replace("publisher: leipziger-verkehrsbetriebe\n", "publisher: verkehr\n")
                        .replace("creator: leipziger-verkehrsbetriebe\n", ""), encoding="utf-8")
    city.commit("Nine", "2026-01-09T12:00:00Z")
    told = found(city, 0)
    assert len(told) == 2 and told[0].startswith("catalog/agents/leipziger-verkehrsbetriebe.md: warning: The publisher “"), told
    assert "former_ids: [leipziger-verkehrsbetriebe]" in told[1], told


def without(city, line):
    for path in (city.folder / "catalog/datasets").rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        if line in text:
            path.write_text(text.replace(line, ""), encoding="utf-8")


def test_withdrawn_service_and_series(scratch):
    """A page with when, why and what replaces it is all that is left: no document, no list, no hit, and nothing of
    what it named that is not public."""
    city = City(scratch / "city")
    city.write("catalog/datasets/entwurf.md", city.read(NAME).replace("release: public", "release: internal")
               .replace("former_ids: [baumkataster-stadt-leipzig1]\n", "").replace("title: { de: Baumkataster", "title: { de: Geheimakte"))
    city.write("catalog/agents/geheimamt.md", city.read("catalog/agents/stadtgruen.md").replace("former_ids", "# former_ids")
               .replace("Amt für Stadtgrün", "Geheimamt"))
    city.write("catalog/services/neu.md", city.read("catalog/services/bodenrichtwerte-wms.md"))
    city.replace("catalog/services/bodenrichtwerte-wms.md", "\n---\n", "\ncreator: geheimamt\n---\n")
    city.replace("catalog/services/bodenrichtwerte-wms.md", "serves_dataset: [", "serves_dataset: [entwurf, ")
    city.commit("One", "2026-01-01T12:00:00Z")
    site = city.built()
    assert (site.folder / "services/bodenrichtwerte-wms.rdf").exists() and (site.folder / "series/giessmengen.rdf").exists()
    # Whoever still names them is told.
    city.replace("catalog/services/bodenrichtwerte-wms.md", "type: WMS\n",
                 "type: WMS\nwithdrawn: { on: 2026-01-02, reason: { de: Abgeschaltet., en: Switched off. }, successor: neu }\n")
    city.replace("catalog/series/giessmengen.md", "---\n",
                 "---\nwithdrawn: { on: 2026-01-02, reason: Zu Ende. }\nformer_ids: [wasser]\n")
    city.commit("Two", "2026-01-02T12:00:00Z")
    told = city.build("--lang", "en", "--expect-removals", "9").must_exit(1).out
    assert told.count("[names-withdrawn]") == 9 and "hint: Write: neu" in told, told
    without(city, "    access_service: bodenrichtwerte-wms\n")
    without(city, "series: giessmengen\n")
    city.commit("Three", "2026-01-03T12:00:00Z")
    site = city.built()
    for page, reason in ("services/bodenrichtwerte-wms.html", "Abgeschaltet."), ("en/services/bodenrichtwerte-wms.html", "Switched off."), \
            ("series/giessmengen.html", "Zu Ende."), ("en/series/giessmengen.html", "Zu Ende."):
        text = site.text(page)
        assert reason in text and "2026" in text and "Geheim" not in text, page
    assert 'href="neu.html"' in site.text("services/bodenrichtwerte-wms.html") or "services/neu.html" in site.text("services/bodenrichtwerte-wms.html")
    assert "giessmengen.html" in site.text("series/wasser.html")
    changes = site.text("changes.html")
    assert "services/bodenrichtwerte-wms.html" in changes and "series/giessmengen.html" in changes
    gone = "services/bodenrichtwerte-wms", "series/giessmengen"
    for path in site.folder.rglob("*"):
        name = str(path.relative_to(site.folder))
        if path.is_file() and not name.startswith(("ldes/", "feed/", "search/", "sitemap")) and name not in ("manifest.json", "changes.html", "en/changes.html"):
            if not name.endswith((".html", ".rdf", ".ttl", ".jsonld", ".nt", ".json", ".csv", ".atom")):
                continue
            text = path.read_text(encoding="utf-8")
            if name.removeprefix("en/").removesuffix(".html") in (*gone, "series/wasser"):
                continue
            assert not any(entry in text for entry in gone), name
    assert not any((site.folder / f"{entry}.{ending}").exists() for entry in gone for ending in ("rdf", "ttl", "jsonld"))
    terms = re.search(r'"terms":"([0-9a-f]+)"', site.text("search/de/index.js")).group(1)
    assert not any(entry in path.read_text(encoding="utf-8") for entry in gone
                   for path in (site.folder / "search/de" / terms).rglob("*.json"))
    # diff and report say so.
    told = city.run("diff", "--lang", "en", "HEAD~2").must_exit(0).out
    assert "1 series withdrawn, 1 service withdrawn" in told and "Switched off. – successor: neu" in told, told
    told = city.run("report", "--lang", "en", "--since", "2026-01-01").out
    assert "services/bodenrichtwerte-wms: " in told and "series/giessmengen: Zu Ende." in told, told
    # Who names what a file withdraws is told in a check of that file, too.
    city.replace("catalog/services/statistik-api.md", "type: API\n", "type: API\nwithdrawn: { on: 2026-01-03, reason: Aus., successor: bodenrichtwerte-wms }\n")
    city.git("add", "--all")
    told = city.run("check", "--lang", "en", "--staged").must_exit(1).out
    assert "[names-withdrawn]" in told and "hint: Write: neu" in told, told  # over the one in between
    city.git("reset", "--quiet", "--hard")
    # Withdrawn and renamed at once: the page stands at the new address, and the old one leads there.
    city.git("mv", "catalog/services/bodenrichtwerte-wms.md", "catalog/services/richtwerte.md")
    city.replace("catalog/services/richtwerte.md", "type: WMS\n", "type: WMS\nformer_ids: [bodenrichtwerte-wms]\n")
    city.commit("Four", "2026-01-04T12:00:00Z")
    told = city.run("diff", "--lang", "en", "HEAD~3").must_exit(0).out
    assert "1 series withdrawn, 1 service withdrawn" in told, told
    # What nobody may see takes nobody's place; nor does a successor that leads to it show on the page.
    city.write("catalog/series/geheim.md", city.read("catalog/series/vornamen.md").replace("Vornamen", "Geheimsache"))
    city.replace("catalog/series/giessmengen.md", "reason: Zu Ende.", "reason: Zu Ende., successor: geheim")
    told = city.run("check", "--lang", "en", "--worktree").must_exit(1).out
    assert "[successor-not-public]" in told and "named by no public dataset" in told, told
    city.replace("catalog/series/giessmengen.md", ", successor: geheim", "")
    # A successor is of the same kind.
    city.replace("catalog/series/giessmengen.md", "reason: Zu Ende.", "reason: Zu Ende., successor: neu")
    assert re.search(r"series/giessmengen\.md:2:\d+: error: .*\[unknown-reference\]",
                     city.run("check", "--lang", "en", "--worktree").must_exit(1).out)


def test_withdrawn_inside(scratch):
    """What only internal datasets know was never public; that it ends is nobody's business."""
    city = City(scratch / "city", files=BASE)
    service, series = city.read("catalog/services/stadtplan.md"), city.read("catalog/series/vornamen.md")
    office = city.read("catalog/agents/stadt.md")
    city.write("catalog/agents/geheimamt.md", re.sub("name: .*", "name: Geheimamt", office, count=1))
    city.write("catalog/datasets/geheim.md", city.read("catalog/datasets/vornamen-2024.md").replace("release: public", "release: internal")
               .replace("series: vornamen", "series: geheimreihe").replace("distributions:\n", "distributions:\n"
               "  - title: Abruf\n    access_service: geheimabruf\n    access_url: https://geo.example.org/wms\n    format: WMS\n"))
    for name, more in ("geheimdienst", "serves_dataset: [geheim]\n"), ("geheimabruf", ""):
        city.write(f"catalog/services/{name}.md", service.replace("serves_dataset: [spielplaetze]\n", more + "withdrawn: { on: 2026-01-01, reason: Geheim. }\n")
                   .replace("title: Stadtplan", f"title: {name.title()}").replace("publisher: stadt\n", "publisher: geheimamt\n"))
    city.write("catalog/series/geheimreihe.md", series.replace("publisher: stadt\n", "publisher: geheimamt\nwithdrawn: { on: 2026-01-01, reason: Geheim. }\n"))
    city.commit("One", "2026-01-02T12:00:00Z")
    site = city.built()
    assert not [name for name in site.names() if b"geheim" in site.bytes(name).lower() or "geheim" in name]
    # And goes without a word.
    for name in "services/geheimdienst", "services/geheimabruf", "series/geheimreihe":
        city.path(f"catalog/{name}.md").unlink()
    city.path("catalog/datasets/geheim.md").unlink()
    city.commit("Two", "2026-01-03T12:00:00Z")
    assert "[entry-deleted]" not in city.run("check", "--lang", "en").must_exit(0).out


def test_withdrawn_but_never_public(scratch):
    """What nobody saw does not become known by its end; whoever brings along what was withdrawn elsewhere may."""
    city = City(scratch / "city", files=BASE)
    text = city.read("catalog/datasets/spielplaetze.md").replace("title: Spielplätze", "title: Geheimakte")
    text = text.replace("    file: data/spielplaetze/spielplaetze.csv\n", '    download: "https://musterstadt.example.org/akte.csv"\n    format: CSV\n')
    assert "Geheimakte" in text and "akte.csv" in text
    withdrawn = "release: withdrawn\nwithdrawn: { on: 2026-01-02, reason: Weg. }"
    path = "catalog/datasets/geheim.md"

    def told(*arguments, status=1, of=city):
        result = of.run("check", "--lang", "en", *arguments).must_exit(status)
        return [line for line in result.out.split("\n") if "[withdrawn-never-public]" in line]

    def state(release, more="", date="2026-01-02T12:00:00Z", path=path):
        city.write(path, text.replace("release: public", release + more))
        city.commit(release.split("\n")[0], date)

    # Brought along: withdrawn from the first, and from the first within a commit of many.
    city.write("catalog/datasets/mitgebracht.md", text.replace("Geheimakte", "Mitgebracht").replace("release: public", withdrawn))
    city.commit("One", "2026-01-01T12:00:00Z")
    city.replace("catalog/datasets/mitgebracht.md", "reason: Weg.", "reason: Ganz weg.")
    city.commit("Two", "2026-01-01T13:00:00Z")
    assert not told(status=0)
    for before in "release: internal", "release: draft":
        state(before)
        assert not told(status=0)
        # Before it is committed, too.
        city.write(path, text.replace("release: public", withdrawn))
        worktree = told("--worktree")
        assert len(worktree) == 1 and re.match(r"catalog/datasets/geheim\.md:\d+:\d+: error: The dataset “Geheimakte” \(geheim\)", worktree[0]), worktree
        assert told(path) == worktree
        city.git("add", "--all")
        assert told("--staged") == worktree
        city.git("commit", "--quiet", "--message", "Withdrawn", date="2026-01-03T12:00:00Z")
        assert told() == worktree and told("--base", "HEAD~1") == worktree
        assert not told("catalog/datasets/vornamen-2024.md", status=0)
        result = city.build("--lang", "de").must_exit(1)
        assert "war aber nie öffentlich" in result.out and "release: internal" in result.out, result
        assert not (city.folder / "site/public").exists()
        # Renamed and moved, it still was not.
        city.git("mv", path, "catalog/datasets/anders.md")
        city.replace("catalog/datasets/anders.md", "release:", "former_ids: [geheim]\nrelease:")
        city.commit("Renamed", "2026-01-03T13:00:00Z")
        assert len(told()) == 1
        city.git("reset", "--quiet", "--hard", "HEAD~1")
        # The public is told what it would learn.
        diff = city.run("diff", "--lang", "en", "HEAD~1..HEAD").must_exit(0).out
        assert "1 dataset withdrawn" in diff and "was not public before; its title and the reason become public: Weg." in diff, diff
        assert "war bisher nicht öffentlich" in city.run("diff", "--lang", "de", "--format", "markdown", "HEAD~1..HEAD").out
        assert '"title": "Geheimakte"' in city.run("diff", "--format", "json", "HEAD~1..HEAD").out
        # What was withdrawn before the day that counts may pass.
        settings = city.read("site/site.yaml")
        for day, status in ("2026-01-04", 0), ("2026-01-03", 1):
            city.write("site/site.yaml", settings + f"\nwithdrawals_since: {day}\n")
            assert bool(told("--worktree", status=status)) == bool(status), day
        city.write("site/site.yaml", settings)
        # Both of what the sentence says helps.
        state("release: internal", date="2026-01-04T12:00:00Z")
        assert not told(status=0)
        city.path(path).unlink()
        city.commit("Deleted", "2026-01-04T13:00:00Z")
        city.run("check").must_exit(0)
    # Public once, under this name or another: as ever.
    for release in "release: internal", "release: public", "release: internal", withdrawn:
        state(release, date="2026-01-05T12:00:00Z", path="catalog/datasets/bekannt.md")
    assert not told(status=0)
    state("release: public", date="2026-01-06T12:00:00Z", path="catalog/datasets/alt.md")
    city.path("catalog/datasets/alt.md").unlink()
    state("release: internal", "\nformer_ids: [alt]", "2026-01-07T12:00:00Z", "catalog/datasets/jung.md")
    state(withdrawn, "\nformer_ids: [alt]", "2026-01-08T12:00:00Z", "catalog/datasets/jung.md")
    assert not told(status=0)
    # Where the beginning is absent nobody knows.
    state("release: internal", date="2026-01-09T12:00:00Z")
    state(withdrawn, date="2026-01-10T12:00:00Z")
    assert len(told()) == 1
    city.git("clone", "--quiet", "--depth", "2", "file://" + str(city.folder), str(scratch / "clone"))
    assert not told(status=0, of=City(scratch / "clone", files=None))


def test_diff_of_withdrawn_series_and_services(scratch):
    """What appears as withdrawn and was not there before is told; what was withdrawn before is not told again."""
    city = City(scratch / "city", files=BASE)
    city.commit("One", "2026-01-01T12:00:00Z")
    for name, title in ("services/stadtplan", "Alter Dienst"), ("series/vornamen", "Alte Reihe"):
        text = re.sub("(?m)^title: .*$", f"title: {title}", city.read(f"catalog/{name}.md"), count=1)
        city.write(f"catalog/{name}-alt.md", text.replace("serves_dataset: [spielplaetze]\n", "")
                   .replace("---\n", "---\nwithdrawn: { on: 2026-01-02, reason: Weg. }\n", 1))
    city.commit("Two", "2026-01-02T12:00:00Z")
    diff = city.run("diff", "--lang", "en", "HEAD~1..HEAD").must_exit(0).out
    assert "1 series withdrawn, 1 service withdrawn" in diff and "Alter Dienst (stadtplan-alt)" in diff and "Alte Reihe" in diff, diff
    assert diff.count("was not public before") == 2, diff
    city.replace("catalog/datasets/spielplaetze.md", "keywords: [", "keywords: [Neu, ")
    city.commit("Three", "2026-01-03T12:00:00Z")
    assert "withdrawn" not in city.run("diff", "--lang", "en", "HEAD~1..HEAD").must_exit(0).out


def test_published_and_lost(scratch):
    """Where git cannot tell that something was deleted, the published portal does."""
    city = City(scratch / "city", files=BASE)
    path, out = "catalog/datasets/spielplaetze.md", scratch / "out"
    city.write("catalog/datasets/zweiter.md", city.read(path).replace("Spielplätze", "Bolzplätze")
               .replace("    file: data/spielplaetze/spielplaetze.csv\n", '    download: "https://musterstadt.example.org/b.csv"\n    format: CSV\n'))
    for name in "dritter", "vierter":
        city.write(f"catalog/datasets/{name}.md", city.read("catalog/datasets/zweiter.md").replace("Bolz", name))
    city.replace("catalog/datasets/vierter.md", "release: public", "release: internal")
    city.commit("One", "2026-01-01T12:00:00Z")
    city.built(out=out)
    # Internal, and then away, in one push: git knows, and nothing is said.
    city.replace("catalog/datasets/dritter.md", "release: public", "release: internal")
    city.commit("Two", "2026-01-02T12:00:00Z")
    city.path("catalog/datasets/dritter.md").unlink()
    city.commit("Three", "2026-01-03T12:00:00Z")
    before = city.built("--expect-removals", "1", out=out)

    def squash(*more):
        city.git("checkout", "--quiet", "--orphan", "new")
        city.git("branch", "--quiet", "-D", "main")
        city.git("branch", "--quiet", "-M", "new", "main")
        city.commit("All", "2026-01-04T12:00:00Z")
        result = city.build("--lang", "en", *more, out=out)
        lines = result.out.split("\n")
        return result, [both for line, hint in zip(lines, lines[1:]) if "[published-lost]" in line for both in (line, hint)]

    # Nobody saw the internal one.
    for name in "datasets/zweiter", "datasets/vierter", "services/stadtplan", "series/vornamen":
        city.path(f"catalog/{name}.md").unlink()
    city.replace("catalog/datasets/vornamen-2024.md", "series: vornamen\n", "")
    city.path("catalog/series/vornamen.en.md").unlink(missing_ok=True)
    result, told = squash()
    assert result.status == 1 and len(told) == 6, result
    assert [re.search("“(.*?)” is published", line).group(1) for line in told[::2]] == ["datasets/zweiter", "series/vornamen", "services/stadtplan"], told
    assert "release: withdrawn" in told[1] and "former_ids: [zweiter]" in told[1] and "--expect-removals 3" in told[1], told
    assert "release:" not in told[3], told
    before.must_equal(Tree(out), "after a refused build")
    assert "[published-lost]" in city.build("--lang", "en", "--dry-run", out=out).must_exit(1).out
    assert "Er verschwände" in city.build("--lang", "de", "--expect-removals", "2", out=out).must_exit(1).out
    # It is a matter of that folder only.
    city.run("check").must_exit(0)
    city.built(out=scratch / "other")
    # What the sentence says helps: withdrawn, or in the place of another one.
    old = City(scratch / "old", files=BASE)
    city.write("catalog/services/stadtplan.md", old.read("catalog/services/stadtplan.md").replace("---\n", "---\nwithdrawn: { on: 2026-01-04, reason: Aus. }\n", 1)
               .replace("serves_dataset: [spielplaetze]\n", ""))
    city.replace(path, "release: public", "release: public\nformer_ids: [zweiter]")
    result, told = squash()
    assert result.status == 1 and len(told) == 2 and "series/vornamen" in told[0] and "--expect-removals 1" in told[1], result
    result, told = squash("--expect-removals", "1")
    assert result.status == 0 and not told, result
    site = Tree(out)
    assert "Aus." in site.text("services/stadtplan.html") and "spielplaetze" in site.text("datasets/zweiter.html")
    assert not (out / "series/vornamen.html").exists()
    # Internal is a word.
    city.replace("catalog/datasets/vornamen-2024.md", "release: public", "release: internal")
    result, told = squash("--lang", "en")
    assert not told, result
