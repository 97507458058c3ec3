"""What a build leaves alone: everything that did not change."""
import shutil

from city import City, ALL, CONTENT


def sample(scratch):
    city = City(scratch / "city")
    city.commit()
    return city, city.built()


def test_nothing_changed(scratch):
    city, before = sample(scratch)
    result = city.build().must_exit(0)
    assert "unchanged" in result.out, f"it does not say “unchanged”: {result}"
    before.must_equal(city.built("-j1"), "the second build", ALL)


def test_nothing_relevant_changed(scratch):
    """A commit that touches neither catalog/ nor site/. On the same day: what is overdue changes with the days."""
    city, before = sample(scratch)
    city.write("README.md", "# A city\n")
    city.commit("Say hello", "2026-06-01T13:00:00Z")
    after = city.built()
    changed = [line.split(":")[0] for line in before.differences(after, ALL)]
    assert set(changed) <= {"manifest.json"}, f"changed: {changed[:12]}"


def test_one_dataset_changed(scratch):
    """Its own pages and documents, the lists that quote it and the feeds; nothing of the others."""
    city, before = sample(scratch)
    name = "catalog/datasets/stadtgruen/baumkataster.md"
    city.write(name, city.read(name) + "\nJede Zeile ist ein Baum.\n")
    city.commit("Say more", "2026-06-01T13:00:00Z")
    after = city.built()
    changed = {line.split(":")[0] for line in before.differences(after, ALL)}
    own = {n for n in after.names() if "/baumkataster" in n or "/stadtgruen" in n}
    must = {"datasets/baumkataster.html", "datasets/baumkataster.rdf", "datasets/baumkataster.ttl",
            "datasets/baumkataster.jsonld", "catalog.rdf", "catalog.ttl", "catalog.jsonld", "catalog.nt",
            "manifest.json"}
    assert must <= changed, f"did not change: {sorted(must - changed)}"
    others = {n for n in changed if "datasets/" in n and n not in own and not n.endswith("/")
              and n.rsplit("/", 1)[1].rsplit(".", 1)[0] in ids(city)}
    assert not others, f"others changed, too: {sorted(others)[:12]}"
    assets = {n for n in changed if n.startswith(("assets/", "data/"))}
    assert not assets, f"assets changed: {sorted(assets)}"
    # A server's ETag is made from mtime and size: what changed must be younger.
    # (The manifest's own is the time of publication.)
    for n in changed & set(before.names()) & set(after.names()) - {"manifest.json"}:
        if before.files[n][0] != after.files[n][0]:
            assert after.files[n][2] > before.files[n][2], f"{n} changed, but is not younger"
        else:
            assert before.files[n][2:] == after.files[n][2:], f"{n} has the same bytes, but was written again"


def ids(city):
    return {name.rsplit("/", 1)[1][:-3] for name in city.datasets()}


def test_changed_by_hand(scratch):
    """A published file that somebody edited, and one that somebody removed, are made good."""
    city, before = sample(scratch)
    page = before.folder / "datasets" / "baumkataster.html"
    page.write_text("defaced")
    (before.folder / "catalog.ttl").unlink()
    city.build().must_exit(0)
    from city import Tree
    before.must_equal(Tree(before.folder), "after repair", CONTENT)


def test_removed_dataset(scratch):
    """One whose files went without a trace, as an internal one may, is gone from every page and feed, its files too."""
    city, before = sample(scratch)
    name = "catalog/datasets/lvb/fahrplandaten.md"
    city.replace(name, "release: public", "release: internal")
    city.commit("Hide", "2026-06-30T12:00:00Z")
    city.path(name).unlink()
    city.path("catalog/datasets/lvb/fahrplandaten.en.md").unlink()
    city.commit("Remove", "2026-07-01T12:00:00Z")
    city.build("--expect-removals", "1").must_exit(0)
    from city import Tree
    after = Tree(before.folder)
    left = [n for n in after.names() if "fahrplandaten." in n]
    assert not left, f"still there: {left}"
    for n in after.names():
        if n.startswith("ldes/"):  # that it is gone is what the change feed tells, and nothing else of it
            assert b"datasets/fahrplandaten.html" not in after.bytes(n), f"{n} still says what it was"
        elif n.endswith((".html", ".rdf", ".ttl", ".jsonld", ".nt", ".atom", ".xml")):
            assert b"datasets/fahrplandaten" not in after.bytes(n), f"{n} still names it"


def test_kept_history(scratch):
    """The index that a build keeps beside the output changes nothing but the time: without it, with one that is
    damaged, and with one of an older commit the same portal comes of it."""
    city, first = sample(scratch)
    kept = city.folder / "site" / ".public.history"
    older = kept.read_bytes()
    city.write("catalog/datasets/stadtgruen/baumkataster.md", city.read("catalog/datasets/stadtgruen/baumkataster.md")
               + "\nJede Zeile ist ein Baum.\n")
    city.commit("Say more", "2026-06-02T12:00:00Z")
    shutil.rmtree(first.folder)
    expected = city.built()
    newer = kept.read_bytes()
    assert newer != older, "the index did not grow"
    for what, state in (("without the index", None), ("with a damaged index", newer[:-7])):
        if state is None:
            kept.unlink()
        else:
            kept.write_bytes(state)
        shutil.rmtree(expected.folder)
        expected.must_equal(city.built(), what, CONTENT)
        assert kept.read_bytes() == newer, f"{what}: the index that is kept is another one"
