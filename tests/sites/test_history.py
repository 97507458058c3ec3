"""What became of a dataset, as `tabularium history` tells it: from public states only, without a name or a message."""
import re
import shutil
import subprocess
import time

from city import BASE, CONTENT, City, Tree

NAME = "catalog/datasets/stadtgruen/baumkataster.md"


def told(city, name="baumkataster", language="en"):
    return city.run("history", "--lang", language, name).must_exit(0).out


def test_every_event(scratch):
    city = City(scratch / "city")
    city.commit("Canary message", "2026-01-01T12:00:00Z")
    city.replace(NAME, "frequency: CONT", "frequency: MONTHLY")
    city.commit("Change", "2026-01-02T12:00:00Z")
    city.write("README.md", "Nothing that matters")
    city.commit("Change", "2026-01-03T12:00:00Z")
    # What happens while it is not public is nobody's business, the dates neither.
    city.replace(NAME, "release: public", "release: internal")
    city.replace(NAME, "frequency: MONTHLY", "frequency: DAILY")
    city.commit("Change", "2026-01-04T12:00:00Z")
    city.replace(NAME, "license: dl-by-de/2.0", "license: cc-by/4.0")
    city.replace(NAME, "frequency: DAILY", "frequency: HOURLY")
    city.commit("Change", "2026-01-05T12:00:00Z")
    city.replace(NAME, "release: internal", "release: public")
    city.replace(NAME, "frequency: HOURLY", "frequency: ANNUAL")
    city.commit("Change", "2026-01-06T12:00:00Z")
    new = NAME.replace("baumkataster", "strassenbaum")
    city.git("mv", NAME, new)
    english = NAME.replace(".md", ".en.md")
    if city.path(english).exists():
        city.git("mv", english, new.replace(".md", ".en.md"))
    city.replace(new, "former_ids: [", "former_ids: [baumkataster, ")
    city.commit("Change", "2026-01-07T12:00:00Z")
    # A state that cannot be read is none.
    whole = city.read(new)
    city.write(new, "---\ntitle: [\n")
    city.commit("Change", "2026-01-08T12:00:00Z")
    city.write(new, whole.replace("release: public", "release: withdrawn\nwithdrawn: { on: 2026-01-09, reason: Es war falsch. }"))
    city.commit("Change", "2026-01-09T12:00:00Z")
    expected = """2026-01-09  withdrawn
2026-01-07  has another id (before: baumkataster)
2026-01-06  published again
            Licence: from “Data licence Germany – attribution – version 2.0” to “Creative Commons Attribution 4.0 International (CC BY 4.0)”
            Update frequency: from “monthly” to “annual”
2026-01-02  changed
            Update frequency: from “continuous” to “monthly”
2026-01-01  published
"""
    assert told(city, "strassenbaum") == expected, told(city, "strassenbaum")
    assert "Lizenz: von „Datenlizenz Deutschland" in told(city, "strassenbaum", "de")
    assert told(city, "strassenbaum").encode() == city.run("history", "--lang", "en", "-j1", "strassenbaum").out.encode()


def test_not_public(scratch):
    """Internal, unknown, and in a clone that does not go back far enough: nothing is told that may be wrong."""
    city = City(scratch / "city")
    city.commit("One", "2026-01-01T12:00:00Z")
    city.replace(NAME, "release: public", "release: internal")
    city.commit("Two", "2026-01-02T12:00:00Z")
    for name in ("baumkataster", "nothing"):
        result = city.run("history", "--lang", "en", name).must_exit(1)
        assert not result.out and "no public dataset" in result.err, f"{result}"
    city.git("clone", "--quiet", "--depth", "1", "file://" + str(city.folder), str(scratch / "shallow"))
    result = City(scratch / "shallow", files=None).run("history", "ortsteile-grenzen").must_exit(1)
    assert not result.out and "unshallow" in result.err, f"{result}"


def test_texts_word_by_word(scratch):
    city = City(scratch / "city")
    city.commit("One", "2026-01-01T12:00:00Z")
    city.replace(NAME, "Welcher Baum steht wo?", "Welcher Baum steht an welcher Straße?")
    city.commit("Two", "2026-01-02T12:00:00Z")
    assert "Welcher Baum steht [-wo?-] {+an welcher Straße?+}" in told(city), told(city)


def test_pages_and_atom(scratch):
    """What changed since the publication has pages, and Atom that another parser reads; nothing that was internal gets there."""
    import xml.etree.ElementTree as tree
    atom = "{http://www.w3.org/2005/Atom}"
    city = City(scratch / "city")
    draft = NAME.replace("baumkataster", "entwurf")
    city.write(draft, city.read(NAME).replace("release: public", "release: draft").replace("\ntitle: Baumkataster\n", "\ntitle: Canary1\n")
               .replace("former_ids: [baumkataster-stadt-leipzig1]\n", ""))
    city.commit("Canary2", "2026-01-01T12:00:00Z")
    city.replace(NAME, "frequency: CONT", "frequency: MONTHLY")
    city.replace(NAME, "Welcher Baum steht wo?", "Welcher Baun steht wo?")
    city.commit("Canary2", "2026-01-02T12:00:00Z")
    city.replace(NAME, "Welcher Baun steht wo?", "Welcher Baum steht wo?")
    city.commit("Canary2", "2026-01-03T12:00:00Z")
    # A title that was only ever seen inside, and a draft that is published later.
    city.replace(draft, "title: Canary1", "title: <b>Amtlich</b> & öffentlich")
    city.replace(draft, "release: draft", "release: public")
    city.commit("Canary2", "2026-01-04T12:00:00Z")
    city.replace(draft, "<b>Amtlich</b> & öffentlich", "Ganz </ul> anders")
    city.commit("Canary2", "2026-01-05T12:00:00Z")
    site = city.built()
    page = site.text("datasets/baumkataster/history.html")
    assert "Aktualisierung: von „fortlaufend“ zu „monatlich“" in page and "Kleine Korrekturen (1)" in page, page
    assert "<del>Baun</del> <ins>Baum</ins>" in page
    assert "datasets/baumkataster/history.html" in site.text("datasets/baumkataster.html")
    # Never changed: no page, no link.
    assert "datasets/ortsteile-grenzen/history.html" not in site.names()
    assert "history.html" not in site.text("datasets/ortsteile-grenzen.html")
    english = site.text("en/changes.html")
    assert "Update frequency: from “continuous” to “monthly”" in english and english.index("4 January 2026") < english.index("2 January 2026")
    assert "Baun</del>" not in english, "a typing error mended is no news"
    for name in site.names(".atom"):
        feed = tree.fromstring(site.bytes(name))
        ids = [e.find(atom + "id").text for e in feed.findall(atom + "entry")]
        assert feed.tag == atom + "feed" and ids and len(ids) == len(set(ids)), f"{name}: {ids}"
        days = [e.find(atom + "updated").text for e in feed.findall(atom + "entry")]
        assert days == sorted(days, reverse=True) and feed.find(atom + "updated").text == days[0], f"{name}: {days}"
    newest = tree.fromstring(site.bytes("changes.atom")).find(atom + "entry")
    assert "&lt;b&gt;Amtlich&lt;/b&gt; &amp; öffentlich" in newest.find(atom + "content").text, newest.find(atom + "content").text
    assert {"publishers/stadtgruen.atom", "themes/ENVI.atom", "en/changes.atom"} <= set(site.names(".atom"))
    for name in site.names():
        for canary in (b"Canary1", b"Canary2", b"test@example.org"):
            assert canary not in site.bytes(name), f"{canary} is in {name}"
    # The record of what was a draft begins with its publication.
    issued = [line for line in site.text("catalog.nt").split("\n") if "datasets/entwurf#record> <http://purl.org/dc/terms/issued>" in line]
    assert len(issued) == 1 and '"2026-01-04T12:00:00Z"' in issued[0], f"{issued}"
    assert city.build("--rev", "HEAD~1", out=scratch / "a").status == city.build("--rev", "HEAD~1", "-j1", out=scratch / "b").status == 0


def test_atom_ids_hold(scratch):
    """Entries keep their ids when a dataset is renamed and when more is changed; two of one second have two; each
    names the office of the time."""
    import xml.etree.ElementTree as tree
    atom = "{http://www.w3.org/2005/Atom}"

    def entries(name):
        feed = tree.fromstring(city.built().bytes(name))
        for part in "id", "title", "updated":
            assert len(feed.findall(atom + part)) == 1, f"{name}: {part}"
        assert [link.get("rel") for link in feed.findall(atom + "link")] == ["self", "alternate"]
        found = feed.findall(atom + "entry")
        for e in found:
            assert all(len(e.findall(atom + part)) == 1 for part in ("id", "title", "updated")), tree.tostring(e)
        return {e.find(atom + "id").text: (e.find(atom + "updated").text, e.find(f"{atom}author/{atom}name").text) for e in found}

    name = "catalog/datasets/spielplaetze.md"
    city = City(scratch / "city", files=BASE)
    city.commit("One", "2026-01-01T12:00:00Z")
    city.replace(name, "license: dl-zero-de/2.0", "license: dl-by-de/2.0\nattribution: Stadt")
    city.commit("Two", "2026-01-02T12:00:00Z")
    city.replace(name, "themes: [SOCI]", "themes: [ENVI]")
    city.commit("Three", "2026-01-02T12:00:00Z")
    before = entries("changes.atom")
    city.git("mv", name, "catalog/datasets/kinderspiel.md")
    city.git("mv", "catalog/data/spielplaetze", "catalog/data/kinderspiel")
    new = city.read("catalog/datasets/kinderspiel.md").replace("release: public", "release: public\nformer_ids: [spielplaetze]")
    city.write("catalog/datasets/kinderspiel.md", new.replace("data/spielplaetze", "data/kinderspiel").replace("publisher: stadtgruen", "publisher: stadt"))
    city.commit("Four", "2026-01-03T12:00:00Z")
    after = entries("changes.atom")
    assert len(before) == len(after) - 1 and before.items() <= after.items(), f"{before}\n{after}"
    ours = sorted((time[:10], office, id.split("datasets/")[1]) for id, (time, office) in after.items() if "spiel" in id)
    assert ours == [
        ("2026-01-01", "Amt für Stadtgrün", "spielplaetze#change-2026-01-01T12:00:00Z"),
        ("2026-01-02", "Amt für Stadtgrün", "spielplaetze#change-2026-01-02T12:00:00Z"),
        ("2026-01-02", "Amt für Stadtgrün", "spielplaetze#change-2026-01-02T12:00:00Z-2"),
        ("2026-01-03", "Stadt Musterstadt", "kinderspiel#change-2026-01-03T12:00:00Z")], ours
    assert set(entries("datasets/kinderspiel/changes.atom")) == {id for id in after if "spiel" in id}


def test_in_the_words_of_readers(scratch):
    """Descriptions without mark-up unless that is all that is different; a box by its numbers."""
    name = "catalog/datasets/umwelt/baumkataster.md"
    city = City(scratch / "city", files=BASE)
    city.commit("One", "2026-01-01T12:00:00Z")
    city.replace(name, "aller **Straßenbäume** in", "aller **Bäume an Straßen** in")
    city.replace(name, "bbox: [12.23, 51.23", "bbox: [12.2, 51.2")
    city.commit("Two", "2026-01-02T12:00:00Z")
    city.replace(name, "aller **Bäume an Straßen** in", "aller Bäume an *Straßen* in")
    city.commit("Three", "2026-01-03T12:00:00Z")
    said = told(city)
    assert "Description: … und Pflanzjahr aller [-Straßenbäume-] {+Bäume an Straßen+} in der Pflege …" in said, said
    assert "from “12.23, 51.23, 12.55, 51.45” to “12.2, 51.2, 12.55, 51.45”" in said, said
    assert "[-**Bäume-] {+Bäume+} an [-Straßen**-] {+*Straßen*+}" in said, said
    city.replace(name, "from: 2015-01-01", "from: 2016-03-01")
    city.commit("Four", "2026-01-04T12:00:00Z")
    city.replace(name, "temporal: { from: 2016-03-01, to: 2025-12-31 }\n", "")
    city.commit("Five", "2026-01-05T12:00:00Z")
    said = told(city, language="de")
    assert "von „1. Januar 2015“ zu „1. März 2016“" in said, said
    assert "entfernt „1. März 2016 bis 31. Dezember 2025“" in said, said
    assert "removed “1 March 2016 to 31 December 2025”" in told(city)
    # A place of the EU's list has a name.
    city.replace(name, 'ags: "14713000", bbox', "uri: http://publications.europa.eu/resource/authority/place/DEU_LEJ, bbox")
    city.commit("Six", "2026-01-06T12:00:00Z")
    said = told(city)
    assert "“Leipzig" in said and "authority/place" not in said, said


def test_merge_requests(scratch):
    """What a branch brings counts from its merge, as it was merged: what was tried there and objected to was never
    public, and no date is of a day on which it was not."""
    name, play = "catalog/datasets/umwelt/baumkataster.md", "catalog/datasets/spielplaetze.md"
    city = City(scratch / "city", files=BASE)
    city.commit("One", "2026-01-01T12:00:00Z")

    def merged(branch, date):
        city.git("checkout", "--quiet", "main")
        city.git("merge", "--quiet", "--no-ff", "--message", "Merge", branch, date=date)

    city.git("checkout", "--quiet", "-b", "first")
    city.replace(name, "keywords: [", "keywords: [Kanarie, ")
    city.commit("Try", "2026-01-02T12:00:00Z")
    city.replace(name, "Kanarie", "Ersatz")
    city.commit("Objected", "2026-01-03T12:00:00Z")
    # Moved there, and new there under another name at first.
    city.git("mv", play, "catalog/datasets/umwelt/spielplaetze.md")
    city.write("catalog/datasets/probe.md", city.read(name).replace("Baumkataster", "Parkbänke").replace("Tree register", "Benches"))
    city.commit("Move", "2026-01-04T12:00:00Z")
    city.git("mv", "catalog/datasets/probe.md", "catalog/datasets/parkbaenke.md")
    city.commit("Rename", "2026-01-05T12:00:00Z")
    # Meanwhile on the branch that is published.
    city.git("checkout", "--quiet", "main")
    city.replace("catalog/datasets/vornamen-2024.md", "keywords: [", "keywords: [Name, ")
    city.commit("Meanwhile", "2026-01-06T12:00:00Z")
    merged("first", "2026-01-10T12:00:00Z")
    city.git("checkout", "--quiet", "-b", "second")
    city.replace("catalog/datasets/vornamen-2024.md", "release: public", "release: withdrawn\nwithdrawn: { on: 2026-01-11, reason: Ende. }")
    city.commit("Withdraw", "2026-01-11T12:00:00Z")
    merged("second", "2026-01-20T12:00:00Z")

    def said(id):
        return [line for line in city.run("history", "--lang", "en", id).must_exit(0).out.split("\n") if line]

    assert said("baumkataster") == ["2026-01-10  changed", "            Keywords: added “Ersatz”", "2026-01-01  published"], said("baumkataster")
    assert said("spielplaetze") == ["2026-01-01  published"], said("spielplaetze")
    assert said("parkbaenke") == ["2026-01-10  published"], said("parkbaenke")
    assert said("vornamen-2024") == ["2026-01-20  withdrawn", "2026-01-06  changed", "            Keywords: added “Name”",
                                     "2026-01-01  published"], said("vornamen-2024")
    site = city.built("--expect-removals", "1")
    leaks = [n for n in site.names() if b"Kanarie" in site.bytes(n) or b"datasets/probe" in site.bytes(n)]
    assert not leaks, leaks
    dates = re.compile(r'<[^>]*/(\w+)#record> <http://purl.org/dc/terms/(issued|modified)> "(2026-[0-9-]+)T')
    found = {(id, which): day for id, which, day in dates.findall(site.text("catalog.nt"))}
    assert found == {("baumkataster", "issued"): "2026-01-01", ("baumkataster", "modified"): "2026-01-10",
                     ("spielplaetze", "issued"): "2026-01-01", ("spielplaetze", "modified"): "2026-01-10",
                     ("parkbaenke", "issued"): "2026-01-10", ("parkbaenke", "modified"): "2026-01-10"}, found


def record_dates(site):
    found = re.findall(r'<[^>]*/([^/#]+)#record> <http://purl.org/dc/terms/(issued|modified)> "(2[0-9-]+)T', site.text("catalog.nt"))
    return {(id, which): day for id, which, day in found}


def test_moved_and_then_renamed(scratch):
    """What stood at several places one after the other is one history, to whichever folder it went; the same built
    anew and commit by commit."""
    for number, (first, second) in enumerate([("", "x/"), ("x/", ""), ("x/", "y/"), ("y/", "x/")]):
        city = City(scratch / f"city{number}", files=BASE)
        places = [f"catalog/datasets/{folder}baumkataster.md" for folder in (first, second)]
        text = city.read("catalog/datasets/umwelt/baumkataster.md")
        city.path("catalog/datasets/umwelt/baumkataster.md").unlink()
        city.path("catalog/datasets/strassenbaeume.md").unlink()  # names it as its successor
        city.write(places[0], text.replace("release: public", "release: internal"))
        city.commit("Internal", "2026-01-01T12:00:00Z")
        city.built()
        city.path(places[0]).unlink()
        city.write(places[1], text)
        city.commit("Move and publish", "2026-01-03T12:00:00Z")
        city.built()
        city.replace(places[1], "keywords: [", "keywords: [Neu, ")
        city.commit("Change", "2026-01-04T12:00:00Z")
        city.git("mv", places[1], places[1].replace("baumkataster", "baeume"))
        city.replace(places[1].replace("baumkataster", "baeume"), "release: public", "release: public\nformer_ids: [baumkataster]")
        city.commit("Rename", "2026-01-05T12:00:00Z")
        expected = """2026-01-05  has another id (before: baumkataster)
2026-01-04  changed
            Keywords: added “Neu”
2026-01-03  published
"""
        assert told(city, "baeume") == expected, told(city, "baeume")
        site, cold = city.built(), city.built(out=scratch / f"cold{number}")
        dates = {which: day for (id, which), day in record_dates(site).items() if id == "baeume"}
        assert dates == {"issued": "2026-01-03", "modified": "2026-01-05"}, dates
        told_anew = [n for n in cold.names() if n.split(".")[0] in ("catalog", "changes") or n.startswith("datasets/baeume")]
        assert told_anew and all(site.bytes(n) == cold.bytes(n) for n in told_anew)


def test_clock_that_went_wrong(scratch):
    """A record never gets an older date than harvesters have seen."""
    city = City(scratch / "city", files=BASE)
    city.commit("One", "2026-03-01T12:00:00Z")
    city.replace("catalog/datasets/umwelt/baumkataster.md", "keywords: [", "keywords: [Neu, ")
    city.commit("Two", "2025-03-02T12:00:00Z")
    dates = record_dates(city.built())
    assert {day for day in dates.values()} == {"2026-03-01"}, dates


def move(city, old, new):
    """catalog/ and site/ to another folder, for the next commit."""
    city.path(new).mkdir(parents=True, exist_ok=True)
    for name in ("catalog", "site"):
        city.git("mv", f"{old}/{name}", f"{new}/{name}")


def test_catalogue_in_another_folder(scratch):
    """Moved in the repository it keeps its history: dates, what is told of it, the change feed; and the days before
    the move can be asked for."""
    trees = "catalog/datasets/umwelt/baumkataster.md"
    city = City(scratch / "city", files=BASE)
    city.commit("One", "2026-01-01T12:00:00Z")
    city.replace(trees, "keywords: [", "keywords: [Neu, ")
    city.commit("Two", "2026-01-02T12:00:00Z")
    then = city.built(out=scratch / "then")
    city.built(out=scratch / "kept")
    told_before = told(city)
    move(city, ".", "stadt/portal")
    portal = ["--repo", city.path("stadt/portal")]

    # Not committed yet.
    assert city.run("check", *portal, "--worktree").status == 0
    city.commit("Move", "2026-01-03T12:00:00Z")
    assert city.run("history", "baumkataster", *portal, "--lang", "en").must_exit(0).out == told_before
    kept = city.built(*portal, out=scratch / "kept")
    cold = city.built(*portal, out=scratch / "cold")
    kept.must_equal(cold, "over the portal of the former folder and anew", CONTENT, except_for=["manifest.json"] + [
        n for n in kept.files if n.startswith(("feed/", "search/", "ldes/")) and n not in cold.files])
    assert record_dates(cold) == record_dates(then)
    events = [n for n in then.names() if n.startswith("ldes/")]
    assert events and all(cold.bytes(n) == then.bytes(n) for n in events), [n for n in events if cold.files[n] != then.files[n]]
    said = city.run("diff", "HEAD~1", *portal, "--lang", "en").must_exit(0).out
    assert "Nothing changes for the public" in said, said

    # The next commit, and the days before.
    city.replace(f"stadt/portal/{trees}", "keywords: [", "keywords: [Neuer, ")
    city.commit("Change", "2026-01-04T12:00:00Z")
    kept = city.built(*portal, out=scratch / "kept")
    cold = city.built(*portal, out=scratch / "colder")
    assert all(kept.bytes(n) == cold.bytes(n) for n in cold.names() if n != "manifest.json" and not n.endswith(".gz"))
    assert record_dates(cold)["baumkataster", "issued"] == "2026-01-01" and record_dates(cold)["baumkataster", "modified"] == "2026-01-04"
    then.must_equal(city.built(*portal, "--rev", "2026-01-02", out=scratch / "day"), "the day before the move", CONTENT)

    # What was lost before it moved: how to get it back.
    city.path(f"stadt/portal/{trees}").unlink()
    city.commit("Lose", "2026-01-05T12:00:00Z")
    move(city, "stadt/portal", "portal")
    city.commit("Move again", "2026-01-06T12:00:00Z")
    lost = city.run("check", "--repo", city.path("portal"), "--lang", "en").must_exit(1).out
    commands = re.findall(r"git show \S+ > [\w./-]+", lost)
    assert len(commands) == 1, lost
    subprocess.run(commands[0], shell=True, check=True, cwd=city.path("portal"))
    city.commit("Found again", "2026-01-07T12:00:00Z")
    assert record_dates(city.built("--repo", city.path("portal"), out=scratch / "last"))["baumkataster", "issued"] == "2026-01-01"


def test_several_portals_in_a_repository(scratch):
    """Another portal is no former place of this one, while it is still there; which of two moved, is known."""
    city = City(scratch / "city", files=None)
    City(city.path("a"), files=BASE)
    City(city.path("b"), files=BASE)
    name = "b/catalog/datasets/spielplaetze.md"
    city.replace(name, "title: Spielplätze", "title: Spielorte")
    city.commit("Two", "2026-01-01T12:00:00Z")
    # A third, not committed yet, and then on the day before it came.
    City(city.path("c"), files=BASE)
    city.path("c/catalog/datasets/spielplaetze.md").rename(city.path("c/catalog/datasets/spielorte.md"))
    shutil.move(city.path("c/catalog/data/spielplaetze"), city.path("c/catalog/data/spielorte"))
    city.replace("c/catalog/datasets/spielorte.md", "data/spielplaetze/", "data/spielorte/")
    city.replace("c/catalog/services/stadtplan.md", "spielplaetze", "spielorte")
    third = ["--repo", city.path("c")]
    assert "deleted" not in city.run("check", "--worktree", "--lang", "en", *third).must_exit(0).out
    city.git("add", "-A")
    city.commit("Three", "2026-01-03T12:00:00Z")
    for command in (["build", "--out", scratch / "none"], ["feed"], ["check"], ["archive", "--out", scratch / "x.tar"]):
        said = city.run(*command, "--rev", "2026-01-01", *third).must_exit(2).err
        assert "no folder 'c'" in said, said
    # One of the three moves.
    city.path("d").mkdir()
    city.git("mv", "b/catalog", "d/catalog")
    city.git("mv", "b/site", "d/site")
    moved = ["--repo", city.path("d")]
    for how in ("--worktree", "--staged"):
        assert "deleted" not in city.run("check", how, "--lang", "en", *moved).must_exit(0).out
    city.commit("Move", "2026-01-04T12:00:00Z")
    then = city.built("--rev", "2026-01-01", *moved, out=scratch / "then")
    assert "Spielorte" in then.text("datasets/spielplaetze.html")
    assert {day for day in record_dates(city.built(*moved, out=scratch / "now")).values()} == {"2026-01-01"}


def test_withdrawn_stays_in_reach(scratch):
    """Its page leads to its history, the feeds of its publisher and themes tell of it, and the list of addresses says
    when it was: its number is none of a public dataset."""
    city = City(scratch / "city", files=BASE)
    name = "catalog/datasets/umwelt/baumkataster.md"
    without = "".join(line for line in city.read(name).splitlines(True) if not line.startswith(("modified:", "issued:")))
    for i in range(40):
        city.write(f"catalog/datasets/z{i}.md", without.replace("Baumkataster", f"Kataster {i}").replace("Tree register", f"Register {i}"))
    city.commit("One", "2026-01-01T12:00:00Z")
    for i in range(40):
        city.replace(f"catalog/datasets/z{i}.md", "release: public", "release: withdrawn\nwithdrawn: { on: 2026-01-04, reason: Ende. }")
    city.commit("Two", "2026-01-04T12:00:00Z")
    site = city.built("--expect-removals", "99")
    dates = {entry: day for entry, day in re.findall(r"<loc>https?://[^<]*/(datasets/z[0-9]+[^<]*)</loc><lastmod>([^<]*)<", site.text("sitemap.xml"))
             if entry.endswith(".html") and "/history" not in entry}
    assert len(dates) == 40 and set(dates.values()) == {"2026-01-04"}, dates
    assert 'href="../datasets/z7/history.html"' in site.text("datasets/z7.html"), "no way to the history"
    page = site.text("datasets/baumkataster.html")
    assert "seit 1. Januar 2026" in page and "Kataster 7" in site.text("changes.atom"), "since when"
    publisher = re.search(r'publishers/((?!index)[a-z0-9-]+)\.html', page).group(1)
    theme = re.search(r'themes/([A-Z]{4})\.html', page).group(1)
    for feed in (f"publishers/{publisher}.atom", f"themes/{theme}.atom"):
        assert "Kataster 7: zurückgezogen" in site.text(feed), feed


DATA = "catalog/data/spielplaetze/spielplaetze.csv"


def test_hosted_files(scratch):
    """What is in a hosted file is part of what a dataset is: other rows, another size; not while it was internal."""
    city = City(scratch / "city", files=BASE)
    city.write(DATA, "name;ortsteil\n" + "".join(f"Platz {n};Mitte\n" for n in range(1200)))
    city.commit("One", "2026-01-01T12:00:00Z")
    city.write(DATA, "name;ortsteil\n" + "".join(f"Platz {n};Mitte\n" for n in range(1250)))
    city.commit("Two", "2026-01-02T12:00:00Z")
    # A file that no longer is a table, and one of the same length.
    city.write(DATA, "name;ortsteil\nPlatz\n")
    city.commit("Three", "2026-01-03T12:00:00Z")
    city.write(DATA, "name;ortsteil\nPlotz\n")
    city.commit("Four", "2026-01-04T12:00:00Z")
    # In the same commit as another change; to another place, with the same bytes; beside it what nobody names.
    city.replace("catalog/datasets/spielplaetze.md", "modified: 2025-06-30", "modified: 2025-07-31")
    city.write(DATA, "name;ortsteil\nPlatz;Ost\n")
    city.commit("Five", "2026-01-05T12:00:00Z")
    city.write("catalog/data/spielplaetze/notes.txt", "Nobody names this.\n")
    city.git("mv", DATA, "catalog/data/spielplaetze/liste.csv")
    city.replace("catalog/datasets/spielplaetze.md", "spielplaetze.csv", "liste.csv")
    city.commit("Six", "2026-01-06T12:00:00Z")
    lines = told(city, "spielplaetze").split("\n")
    assert lines == [
        "2026-01-06  changed", "            File “Spielplätze als CSV” – File: from “data/spielplaetze/spielplaetze.csv” to “data/spielplaetze/liste.csv”",
        "2026-01-05  changed", "            Modified: from “30 June 2025” to “31 July 2025”",
        "            File “Spielplätze als CSV” – new content: from 20 to 24 bytes",
        "2026-01-04  changed", "            File “Spielplätze als CSV” – new content",
        "2026-01-03  changed", "            File “Spielplätze als CSV” – new content: from 20,154 to 20 bytes",
        "2026-01-02  changed", "            File “Spielplätze als CSV” – new content: from 1,200 to 1,250 rows, from 19,304 to 20,154 bytes",
        "2026-01-01  published", ""], "\n".join(lines)
    assert "Datei „Spielplätze als CSV“ – neuer Inhalt: von 1.200 zu 1.250 Zeilen" in told(city, "spielplaetze", "de")
    site = city.built()
    assert "von 1.200 zu 1.250 Zeilen" in site.text("datasets/spielplaetze/history.html")
    # What changed while nobody saw it counts as one change, on the day it was seen.
    city.replace("catalog/datasets/spielplaetze.md", "release: public", "release: internal")
    city.commit("Hide", "2026-01-07T12:00:00Z")
    city.write("catalog/data/spielplaetze/liste.csv", "name;ortsteil\nGeheim;Ost\nGeheimer;Ost\n")
    city.commit("In secret", "2026-01-08T12:00:00Z")
    city.write("catalog/data/spielplaetze/liste.csv", "name;ortsteil\nPlatz;Ost\nAnderer;Ost\n")
    city.replace("catalog/datasets/spielplaetze.md", "release: internal", "release: public")
    city.commit("Show", "2026-01-09T12:00:00Z")
    assert told(city, "spielplaetze").split("\n")[:2] == [
        "2026-01-09  published again", "            File “Spielplätze als CSV” – new content: from 1 to 2 rows, from 24 to 36 bytes"], told(city, "spielplaetze")


def test_times_of_hosted_files(scratch):
    """Built anew or over what was there: a file that is copied has the time of the commit that changed it last, but none
    from before it was public; what is made of commits has the time of the last one."""
    name, data = "catalog/datasets/spielplaetze.md", "data/spielplaetze/spielplaetze.csv"
    city = City(scratch / "city", files=BASE)
    public = city.read(name)
    city.write(name, public.replace("release: public", "release: internal"))
    city.commit("Internal", "2026-01-01T12:00:00Z")

    def expect(*days):
        for out in (city.path("site/public"), scratch / f"cold-{'-'.join(days)}"):
            site = city.built("--precompress", out=out)
            found = [time.strftime("%Y-%m-%d", time.gmtime(site.files[n][2] / 1e9)) for n in
                     (data, "datasets/spielplaetze.html", "datasets/spielplaetze.html.gz")]
            assert found == list(days), (out.name, found)

    city.write(name, public)
    city.commit("Publish", "2026-01-02T12:00:00Z")
    expect("2026-01-02", "2026-01-02", "2026-01-02")
    city.write(name, public + "\nMehr dazu.\n")
    city.commit("Describe", "2026-01-03T12:00:00Z")
    expect("2026-01-02", "2026-01-03", "2026-01-03")
    city.write("catalog/" + data, city.read("catalog/" + data) + "Hof,20\n")
    city.commit("Correct", "2026-01-04T12:00:00Z")
    city.write(name, public)
    city.commit("Describe", "2026-01-05T12:00:00Z")
    expect("2026-01-04", "2026-01-05", "2026-01-05")
    city.git("checkout", "-q", "-b", "side", "HEAD~2")
    city.write("catalog/" + data, city.read("catalog/" + data) + "Wall,30\n")
    city.commit("Elsewhere", "2026-01-03T18:00:00Z")
    city.git("checkout", "-q", "main")
    city.git("merge", "-q", "--no-ff", "-X", "theirs", "side", date="2026-01-06T12:00:00Z")
    expect("2026-01-06", "2026-01-06", "2026-01-06")


def test_signatures(scratch):
    """What is signed with one of the city's keys is said to be confirmed, and nothing else is."""
    def key(name):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "Canary@example.org", "-f", scratch / name], check=True)
        return (scratch / f"{name}.pub").read_text().strip()

    def signed(day, change, name, *more):
        city.replace("catalog/datasets/spielplaetze.md", "modified: ", f"modified: 2025-07-{day}  # ")
        city.git("add", "--all")
        city.git("-c", "gpg.format=ssh", "-c", f"user.signingkey={scratch / name}", "commit", "--quiet", *more, "--message", change,
                 date=f"2026-01-{day}T12:00:00Z")

    ours, theirs = key("ours"), key("theirs")
    city = City(scratch / "city", files=BASE)
    city.commit("One", "2026-01-01T12:00:00Z")
    signed("02", "Signed", "ours", "--gpg-sign")
    signed("03", "By somebody else", "theirs", "--gpg-sign")
    signed("04", "Not signed", "ours")
    signed("05", "Signed", "ours", "--gpg-sign")
    # The same signature under other contents: made of the commit's own bytes, one character of the message changed.
    raw = subprocess.run(["git", "-C", city.folder, "cat-file", "commit", "HEAD"], stdout=subprocess.PIPE, check=True).stdout
    assert b"gpgsig -----BEGIN SSH SIGNATURE-----" in raw
    forged = subprocess.run(["git", "-C", city.folder, "hash-object", "-t", "commit", "-w", "--stdin"], input=raw.replace(b"\n\nSigned", b"\n\nForged"),
                            stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    assert [line for line in told(city, "spielplaetze").split("\n") if "confirmed" in line] == [], "no key is known"
    settings = city.read("site/site.yaml")
    city.write("site/site.yaml", settings + f"\nsigning_keys:\n  - {ours}\n")

    def confirmed(*arguments):
        lines = city.run("history", "--lang", "en", *arguments, "spielplaetze").must_exit(0).out.split("\n")
        return [line[8:10] for line in lines if line.endswith("(signed, confirmed)")]

    assert confirmed("--worktree") == ["05", "02"]
    city.git("reset", "--quiet", "--soft", forged)
    city.commit("Key", "2026-01-06T12:00:00Z")
    assert confirmed() == ["02"], "what was changed after it was signed"
    # Both keys; the pages say it in words, and no name.
    city.write("site/site.yaml", settings + f"\nsigning_keys:\n  - {theirs}\n  - {ours}\n")
    city.commit("Keys", "2026-01-07T12:00:00Z")
    assert confirmed() == ["03", "02"]
    site = city.built()
    page = site.text("datasets/spielplaetze/history.html")
    # Two in a row that changed nothing but data are one line; those of nobody's signature are another.
    assert page.count("(unterschrieben, die Unterschrift ist bestätigt)") == 1, "what is folded has the mark of its line"
    assert "Daten aktualisiert, 2-mal ab dem 2. Januar 2026</span>" in page and "Daten aktualisiert, 2-mal ab dem 4. Januar 2026</span>" in page, page
    assert not [name for name in site.names() if b"Canary" in site.bytes(name) or b"AAAAC3Nz" in site.bytes(name)]
    tags_tell_of_states(city, scratch)
    for wrong in "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQ", ours[:60], "[]", f"x{ours}":
        city.write("site/site.yaml", settings + f"\nsigning_keys: [{wrong}]\n")
        assert "[bad-setting]" in city.run("check", "--lang", "en", "--worktree").must_exit(1).out, wrong


def tags_tell_of_states(city, scratch):
    """A signed tag of one of the city's keys is told by `history`, and on pages only where site.yaml asks for it."""
    def tag(name, key, how, *of):
        city.git("-c", "gpg.format=ssh", "-c", f"user.signingkey={scratch / key}", "tag", how, "--message", "A state", name, *of,
                 date="2026-02-01T12:00:00Z")

    def states():
        lines = city.run("history", "--lang", "en", "spielplaetze").must_exit(0).out.split("\n")
        return [line for line in lines if "state" in line]

    before = city.built(out=scratch / "before")
    tag("2026", "ours", "--sign")
    tag("januar", "ours", "--sign", "HEAD~2")
    assert states() == ["2026-01-07  state “2026” (signed, confirmed)", "2026-01-05  state “januar” (signed, confirmed)"], states()
    # Not signed, no tag of its own, another's name, another history, and other contents under the signature.
    tag("unsigned", "ours", "--annotate")
    city.git("tag", "light")
    city.git("update-ref", "refs/tags/2030", "refs/tags/2026")
    elsewhere = city.git("commit-tree", "-m", "Elsewhere", "HEAD^{tree}").strip()
    tag("elsewhere", "ours", "--sign", elsewhere)
    raw = subprocess.run(["git", "-C", city.folder, "cat-file", "tag", "2026"], stdout=subprocess.PIPE, check=True).stdout
    assert b"-----BEGIN SSH SIGNATURE-----" in raw
    forged = subprocess.run(["git", "-C", city.folder, "hash-object", "-t", "tag", "-w", "--stdin"], input=raw.replace(b"tag 2026", b"tag 2027"),
                            stdout=subprocess.PIPE, check=True).stdout.decode().strip()
    city.git("update-ref", "refs/tags/2027", forged)
    assert len(states()) == 2, states()
    city.built(out=scratch / "after").must_equal(before, "the same commit with tags and without", CONTENT)
    settings = city.read("site/site.yaml")
    city.write("site/site.yaml", settings + "signed_tags: true\n")
    city.commit("States", "2026-01-08T12:00:00Z")
    site = city.built(out=scratch / "states")
    page = site.text("datasets/spielplaetze/history.html")
    state = re.compile(r'<time datetime="([0-9-]+)">[^<]*</time> <span class="tab-change__event">(?:Stand „(\w+)“ des Katalogs|State “(\w+)” of the catalogue)'
                       r'</span> <span class="tab-muted">\((?:unterschrieben|signed)')
    assert state.findall(page) == [("2026-01-07", "2026", ""), ("2026-01-05", "januar", "")], state.findall(page)
    days = re.findall(r'<p class="tab-change__head"><time datetime="([0-9-]+)">', page.split("<details")[0])
    assert days == sorted(days, reverse=True), days
    assert not state.search(site.text("changes.html")) and "januar" not in site.text("changes.atom")
    # A build of the day before knows only what was in it.
    site = city.built("--rev", "HEAD~3", out=scratch / "earlier")
    assert not state.search(site.text("datasets/spielplaetze/history.html"))
    city.write("site/site.yaml", settings)
    city.commit("No states", "2026-01-09T12:00:00Z")


def test_details_of_commits(scratch):
    """Who wrote a commit and what they said stands nowhere, unless site.yaml asks for it: then on the history page, and only what was asked."""
    words = {"names": b"Canary Author", "emails": b"canary@example.org", "messages": b"Canary subject"}
    never = b"Canary body", b"CanaryCommitter", b"canarycommitter@example.org", b"mention@example.org", b"Canary inside"
    city = City(scratch / "city", files=BASE)
    city.commit("Begin", "2025-12-31T12:00:00Z")
    page = "datasets/baumkataster/history.html"

    def commit(message, day):
        city.git("add", "--all")
        city.git("commit", "--quiet", "--allow-empty", "--author", "Canary Author <canary@example.org>", "--message", message,
                 date=f"2026-01-{day:02}T12:00:00Z", who="CanaryCommitter")

    name = "catalog/datasets/umwelt/baumkataster.md"
    city.replace(name, "title: ", "title: Ganz ")
    body = "\n\nCanary body\n\nSigned-off-by: CanaryCommitter <canarycommitter@example.org>"
    commit("Canary subject of <all> for mention@example.org, too" + body, 1)
    city.replace(name, "title: ", "title: Neu ")
    commit("Canary subject two" + body, 2)
    city.replace(name, "release: public", "release: internal")
    commit("Canary inside", 3)
    city.replace(name, "title: ", "title: Sehr ")
    commit("Canary inside", 4)
    city.replace(name, "release: internal", "release: public")
    commit("Canary subject three", 5)
    settings = city.read("site/site.yaml")
    for number, asked in enumerate([[], ["names"], ["messages"], ["names", "messages"], ["emails"], ["names", "emails", "messages"]]):
        city.write("site/site.yaml", settings + (f"\ncommit_details: [{', '.join(asked)}]\n" if asked else ""))
        commit("Canary settings", 6)
        site = city.built(out=scratch / f"public-{number}")
        for file in site.names():
            found = site.bytes(file)
            is_asked = file == page
            for what, word in words.items():
                assert (word in found) == (is_asked and what in asked), f"{asked}: {word} in {file}"
            for word in never:
                may = word == b"mention@example.org" and is_asked and {"emails", "messages"} <= set(asked)
                assert may or word not in found, f"{asked}: {word} in {file}"
        if "messages" in asked:
            assert "Dazu geschrieben: Canary subject of &lt;all&gt; for" in site.text(page), site.text(page)
            assert "Dazu geschrieben: Canary subject three" in site.text(page), site.text(page)
        if asked == ["names"]:
            assert site.text(page).count("geändert von Canary Author") == 3
    for wrong in "yes", "[everything]", "{ names: true }":
        city.write("site/site.yaml", settings + f"\ncommit_details: {wrong}\n")
        assert "[bad-setting]" in city.run("check", "--lang", "en", "--worktree").must_exit(1).out, wrong


def forget(out):
    """What builds keep beside the portal."""
    for name in "history", "changefeed":
        (out.parent / f".{out.name}.{name}").unlink(missing_ok=True)


def test_shallow_over_published(scratch):
    """A clone without the whole history does not take the published change feed off the net."""
    city = City(scratch / "city", files=BASE)
    for day in range(1, 5):
        city.replace("catalog/datasets/spielplaetze.md", "keywords: [", f"keywords: [N{day}, ")
        city.commit("Change", f"2026-01-0{day}T12:00:00Z")
    # Into an empty folder: a warning, as ever, and again over what was built so.
    for name, how in ("shallow", ["--depth", "2"]), ("partial", ["--filter=tree:0"]):
        city.git("config", "uploadpack.allowFilter", "true")
        city.git("clone", "--quiet", *how, "file://" + str(city.folder), str(scratch / name))
        clone = City(scratch / name, files=None)
        first = clone.build("--lang", "en", out=scratch / f"{name}-out")
        repair = "git fetch --unshallow" if name == "shallow" else "git fetch --refetch --no-filter"
        assert first.status == 0 and "[history-shallow]" in first.out and repair in first.out, first
        assert not (scratch / f"{name}-out/ldes").exists()
        clone.build(out=scratch / f"{name}-out").must_exit(0)
        # Over a portal with its feeds.
        out = scratch / f"{name}-whole"
        before = city.built(out=out)
        assert (out / "ldes").exists() and (out / "changes.atom").exists()
        # What a build kept for the next one knows of commits whose files are not there.
        result = clone.build("--lang", "en", out=out)
        assert result.status and repair in result.err, result
        before.must_equal(Tree(out), "after a build that ended")
        forget(out)
        for more in (), ("--dry-run",):
            result = clone.build("--lang", "en", *more, out=out).must_exit(1)
            assert repair in result.err and "--expect-removals 1" in result.err and "Nothing was published" in result.err, result
            before.must_equal(Tree(out), "after a refused build")
        assert "fielen weg" in clone.build("--lang", "de", out=out).must_exit(1).err
        if name == "shallow":
            # It may be meant.
            clone.build("--expect-removals", "1", out=scratch / "meant").must_exit(0)
            city.built(out=scratch / "meant")
            forget(scratch / "meant")
            clone.build("--expect-removals", "1", out=scratch / "meant").must_exit(0)
            assert not (scratch / "meant/ldes").exists()
            # What the sentence says helps.
            clone.git(*repair.split()[1:])
            assert clone.built(out=out).text("manifest.json") == before.text("manifest.json")
    # Without the feed of activities the other one counts.
    city.write("site/site.yaml", city.read("site/site.yaml") + "\nchange_feed: off\n")
    city.commit("Off", "2026-01-06T12:00:00Z")
    city.built(out=scratch / "off")
    forget(scratch / "off")
    city.git("clone", "--quiet", "--depth", "1", "file://" + str(city.folder), str(scratch / "last"))
    City(scratch / "last", files=None).build(out=scratch / "off").must_exit(1)


def test_renamed_publisher(scratch):
    """An office, a series and a service with new ids are the same ones: nothing is told of their datasets, what is older
    keeps its office, and diff says that they were renamed."""
    city = City(scratch / "city", files=BASE)
    names = "spielplaetze", "baumkataster", "vornamen-2024"
    city.replace("catalog/datasets/vornamen-2024.md", "distributions:\n", "distributions:\n  - title: Dienst\n    access_service: stadtplan\n"
                 "    access_url: https://geo.example.org/wms\n    format: WMS\n")
    city.commit("One", "2026-01-01T12:00:00Z")
    for path in city.datasets("public"):
        city.replace(path, "keywords: [", "keywords: [Neu, ")
    city.commit("Two", "2026-01-02T12:00:00Z")
    before = {name: told(city, name) for name in names}
    assert all(text.count("\n") > 1 for text in before.values()), before
    site = city.built()
    offices = re.findall(r"<name>(.*?)</name>", site.text("datasets/spielplaetze/changes.atom"))
    assert offices.count("Amt für Stadtgrün") == 2, offices
    for folder, old, new in ("agents", "stadtgruen", "gruen"), ("series", "vornamen", "namen"), ("services", "stadtplan", "karte"):
        for path in (city.folder / "catalog" / folder).glob(f"{old}.*"):
            city.git("mv", f"catalog/{folder}/{path.name}", f"catalog/{folder}/{path.name.replace(old, new, 1)}")
        city.replace(f"catalog/{folder}/{new}.md", "---\n", f"---\nformer_ids: [{old}]\n")
        for path in (city.folder / "catalog").rglob("*.md"):
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(rf"(publisher|part_of|series|access_service): {old}\b", rf"\1: {new}", text), encoding="utf-8")
    city.commit("Three", "2026-01-03T12:00:00Z")
    city.run("check", "--lang", "en").must_exit(0)
    assert before == {name: told(city, name) for name in names}
    after = city.built()
    assert re.findall(r"<name>(.*?)</name>", after.text("datasets/spielplaetze/changes.atom")) == offices
    assert not [name for name in after.names() if name.startswith("datasets/") and name.endswith((".atom", ".json", "history.html"))
                and "2026-01-03T12" in after.text(name)]
    cold = city.built(out=scratch / "cold")
    carried = {name for name in after.files if name.startswith(("feed/", "ldes/", "search/")) and name not in cold.files}
    cold.must_equal(after, "over the portal before", CONTENT, except_for={"manifest.json", *carried})
    diff = city.run("diff", "--lang", "en", "HEAD~1..HEAD").must_exit(0).out
    assert "1 series renamed, 1 service renamed, 1 publisher renamed" in diff and "dataset" not in diff.split("\n")[0], diff
    lines = diff.split("\n")
    for title, remark in ("Amt für Stadtgrün (gruen)", "was called stadtgruen; the old address leads here"), \
            ("Vornamen der Neugeborenen (namen)", "was called vornamen; the old address leads here, harvesters see a new series"), \
            ("Stadtplan (karte)", "was called stadtplan; the old address leads here, harvesters see a new service"):
        at = lines.index(f"  {title}")
        assert lines[at + 1] == f"    {remark}" and not lines[at + 2].startswith("    "), diff
    assert "Harvester sehen eine neue Reihe" in city.run("diff", "--lang", "de", "HEAD~1..HEAD").out
    # Another office is another one, and a new name is told of the office.
    city.replace("catalog/datasets/spielplaetze.md", "publisher: gruen", "publisher: stadt")
    city.replace("catalog/agents/gruen.md", "name: Amt für Stadtgrün", "name: Grünamt")
    city.commit("Four", "2026-01-04T12:00:00Z")
    assert "from “Grünamt” to “Musterstadt”" in told(city, "spielplaetze").replace("Stadt Musterstadt", "Musterstadt"), told(city, "spielplaetze")
    assert told(city, "baumkataster") == before["baumkataster"]
    diff = city.run("diff", "--lang", "en", "HEAD~2..HEAD").must_exit(0).out
    assert "1 publisher renamed" in diff and "to “Grünamt”" in diff, diff
