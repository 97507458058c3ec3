"""Any revision: the portal as it was."""
from city import City, CONTENT


def two_years(scratch):
    city = City(scratch / "city")
    old = city.commit("First", "2026-06-01T12:00:00Z")
    city.git("tag", "v1")
    first = city.built(out=scratch / "first")
    name = "catalog/datasets/stadtgruen/baumkataster.md"
    city.write(name, city.read(name) + "\nNeuer Satz im Juli.\n")
    city.commit("Second", "2026-07-15T12:00:00Z")
    second = city.built(out=scratch / "second")
    assert first.differences(second, CONTENT)
    return city, old, first, second


def test_by_tag_commit_and_branch(scratch):
    city, old, first, second = two_years(scratch)
    city.git("branch", "old", old)
    for revision in ("v1", old, old[:12], "old", "HEAD~1", "main^"):
        first.must_equal(city.built("--rev", revision, out=scratch / "o" / revision.replace("~", "_")), revision)
    second.must_equal(city.built("--rev", "main", out=scratch / "main"), "main")


def test_by_date(scratch):
    city, old, first, second = two_years(scratch)
    for date in ("2026-06-01", "2026-06-30", "2026-07-14"):
        first.must_equal(city.built("--rev", date, out=scratch / "d" / date), date)
    for date in ("2026-07-15", "2027-01-01"):
        second.must_equal(city.built("--rev", date, out=scratch / "d" / date), date)
    result = city.build("--rev", "2026-05-31").must_exit(2)
    assert "2026-06-01" in result.err, f"it does not say when history begins: {result}"


def test_uncommitted_files_do_not_matter(scratch):
    city, _, _, second = two_years(scratch)
    city.write("catalog/datasets/stadtgruen/neu.md", "broken")
    city.path("catalog/catalog.yaml").unlink()
    second.must_equal(city.built(out=scratch / "third"), "HEAD beside an unclean working tree")


def test_subfolder_of_a_repository(scratch):
    """catalog/ and site/ need not lie at the top."""
    plain = City(scratch / "plain")
    plain.commit()
    top = City(scratch / "top", files=None)
    below = City(scratch / "top" / "open data" / "portal")
    top.commit()
    plain.built(out=scratch / "one").must_equal(
        below.built("--repo", below.folder, out=scratch / "two"), "in a subfolder", except_for=("manifest.json",))
