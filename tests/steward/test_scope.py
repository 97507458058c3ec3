"""check of some files: the same findings as of all, no others; and what a change breaks elsewhere."""
import shutil
import stat

import city
from steward import PLAYGROUNDS, TESTS, TREES, base, findings

# What two entries have in common is said of the one that was asked about.
OF_TWO = {"duplicate-title", "id-collision", "names-withdrawn"}


def key(finding):
    return tuple(sorted((k, str(v)) for k, v in finding.items()))


def test_a_file_has_the_findings_it_has_among_all(scratch):
    """With the catalogues of tests/cases, each of which has a fault."""
    n_files = n_findings = 0
    for case in sorted((TESTS / "cases" / "check").iterdir()):
        if (case / "DELETE").exists() or (case / "args").exists():
            continue
        town = city.City(scratch / case.name, city.BASE)
        for part in "catalog", "site":
            if (case / part).exists():
                shutil.copytree(case / part, town.path(part), dirs_exist_ok=True)
        everything = findings(town, "--worktree")
        own = {str(p.relative_to(case)) for p in case.rglob("*")} | {f.get("path") for f in everything} | {TREES}
        for path in [p for p in town.path("catalog").rglob("*") if p.is_file() and p.suffix in (".md", ".yaml")]:
            name = str(path.relative_to(town.folder))
            if name not in own:
                continue
            result = town.run("check", "--format", "json", name)
            if result.status == 2:
                # A file whose name is refused is not of the catalogue.
                assert any(f["path"] == name or name.startswith(f["path"]) for f in everything) or path.name[0] == ".", result
                continue
            mine = [f for f in findings(town, name) if f["id"] not in OF_TWO]
            wanted = [f for f in everything if f.get("path") == name and f["id"] not in OF_TWO]
            assert sorted(map(key, mine)) == sorted(map(key, wanted)), f"{case.name}: {name}\n{mine}\n{wanted}"
            n_files += 1
            n_findings += len(mine)
        shutil.rmtree(town.folder)
    assert n_files > 150 and n_findings > 100, (n_files, n_findings)


def test_a_folder_and_from_another_folder(scratch):
    town = base(scratch)
    town.replace(TREES, "themes: [ENVI]", "themes: [ENVY]")
    town.replace(PLAYGROUNDS, "themes: [SOCI]", "themes: [SOZI]")
    assert [f["path"] for f in findings(town, "catalog/datasets/umwelt")] == [TREES]
    assert [f["path"] for f in findings(town, "catalog/datasets/umwelt/")] == [TREES]
    there = {"cwd": town.path("catalog/datasets")}
    assert [f["path"] for f in findings(town, "--repo", "../..", "spielplaetze.md", **there)] == [PLAYGROUNDS]
    assert len(findings(town, "catalog")) == 2


def test_what_two_have_in_common_is_said_of_the_one_asked_about(scratch):
    town = base(scratch)
    town.write("catalog/datasets/zoo.md", town.read(PLAYGROUNDS).replace("data/spielplaetze/spielplaetze.csv",
                                                                       "data/zoo/zoo.csv"))
    town.write("catalog/data/zoo/zoo.csv", "a,b\n1,2\n")
    town.replace("catalog/datasets/zoo.md", "release: public", "release: public\nformer_ids: [baumkataster]")
    for name, wanted in ((PLAYGROUNDS, ["duplicate-title"]), (TREES, ["id-collision"]),
                         ("catalog/datasets/zoo.md", ["duplicate-title", "id-collision"])):
        assert sorted(f["id"] for f in findings(town, name)) == wanted, name


def test_references_to_files_that_were_not_named(scratch):
    town = base(scratch)
    town.replace(PLAYGROUNDS, "release: public", "release: draft")
    town.replace(TREES, "frequency: ANNUAL", "frequency: ANNUAL\nsource: [spielplaetze, vornamen-2024, nirgends]")
    told = {(f["id"], f["message"].split("”")[0]) for f in findings(town, TREES, "--lang", "en")}
    assert told == {("unknown-reference", "There is no Dataset “nirgends"), ("refers-to-internal", "“source")}, told


def test_staged_is_what_was_added_not_what_lies_there(scratch):
    town = base(scratch)
    town.commit()
    town.replace(TREES, "themes: [ENVI]", "themes: [ENVY]")
    assert findings(town, "--staged") == []
    town.git("add", TREES)
    town.replace(TREES, "themes: [ENVY]", "themes: [TRAN]")
    town.replace(PLAYGROUNDS, "themes: [SOCI]", "themes: [SOZI]")
    assert [(f["path"], f["id"]) for f in findings(town, "--staged")] == [(TREES, "unknown-concept")]
    town.run("check", "--staged").must_exit(1)
    town.git("add", "--all")
    assert [f["path"] for f in findings(town, "--staged")] == [PLAYGROUNDS]


def test_staged_before_the_first_commit(scratch):
    town = base(scratch)
    town.replace(TREES, "themes: [ENVI]", "themes: [ENVY]")
    town.git("init", "--quiet")
    assert findings(town, "--staged") == []
    town.git("add", "--all")
    assert [f["path"] for f in findings(town, "--staged")] == [TREES]


def test_what_is_staged_for_deletion_is_missed(scratch):
    town = base(scratch)
    town.commit()
    town.git("rm", "--quiet", "catalog/agents/stadtgruen.md")
    told = [(f["path"], f["id"]) for f in findings(town, "--staged")]
    assert set(told) == {(PLAYGROUNDS, "unknown-reference"), (TREES, "unknown-reference"),
                         ("catalog/datasets/strassenbaeume.md", "unknown-reference"),
                         ("catalog/agents/stadtgruen.md", "publisher-deleted")}, told
    town.git("reset", "--quiet", "--hard")
    town.git("rm", "--quiet", "catalog/data/spielplaetze/spielplaetze.csv")
    assert [f["id"] for f in findings(town, "--staged")] == ["hosted-file-missing"]


def test_the_hook_of_a_partial_commit(scratch):
    """`git commit FILE` hands the hook an index of its own."""
    town = base(scratch)
    town.commit()
    hook = town.path(".git/hooks/pre-commit")
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec '{city.PROGRAM}' check --staged --quiet\n")
    hook.chmod(hook.stat().st_mode | stat.S_IXUSR)
    town.replace(TREES, "themes: [ENVI]", "themes: [ENVY]")
    town.git("add", TREES)
    town.replace(PLAYGROUNDS, "[Spielplatz, Kinder]", "[Spielplatz, Kinder, Familie]")
    town.git("commit", "--quiet", "--message", "Only the playgrounds", PLAYGROUNDS)
    try:
        town.git("commit", "--quiet", "--message", "The trees")
    except AssertionError as refused:
        assert "ENVY" in str(refused) and "unknown-concept" in str(refused)
    else:
        raise AssertionError("the hook let an error through")


def test_base_is_where_the_line_parted(scratch):
    town = base(scratch)
    town.commit()
    town.git("branch", "mine")
    town.replace(PLAYGROUNDS, "themes: [SOCI]", "themes: [SOZI]")
    town.commit("Somebody else's")
    town.git("switch", "--quiet", "mine")
    town.replace(TREES, "themes: [ENVI]", "themes: [ENVY]")
    assert findings(town, "--base", "main") == []
    assert [f["path"] for f in findings(town, "--base", "main", "--worktree")] == [TREES]
    town.commit("Mine")
    assert [f["path"] for f in findings(town, "--base", "main")] == [TREES]
    assert [f["path"] for f in findings(town, "--rev", "main", "--base", "mine")] == [PLAYGROUNDS]


def test_a_conflict_is_named(scratch):
    town = base(scratch)
    town.commit()
    town.git("switch", "--quiet", "--create", "other")
    town.replace(TREES, "themes: [ENVI]", "themes: [TRAN]")
    town.commit()
    town.git("switch", "--quiet", "main")
    town.replace(TREES, "themes: [ENVI]", "themes: [HEAL]")
    town.commit()
    try:
        town.git("merge", "other")
    except AssertionError:
        pass
    assert "conflict" in town.run("check", "--staged").must_exit(2).err


def test_severities_hold_for_build_too(scratch):
    town = base(scratch)
    town.replace("catalog/datasets/vornamen-2024.md", "series: vornamen", "farbe: rot")
    town.build("--worktree").must_exit(1)
    town.write("site/site.yaml", town.read("site/site.yaml") + "severities: { unknown-key: warning }\n")
    town.build("--worktree").must_exit(0)
    town.write("site/site.yaml", town.read("site/site.yaml").replace("unknown-key: warning",
                                                                   "unknown-key: warning, year-in-title: error"))
    town.replace("catalog/datasets/vornamen-2024.md", "title: Vornamen 2024", "title: Vornamen des Jahres 2024")
    town.build("--worktree").must_exit(1)


def test_templates_and_labels_are_looked_at_for_what_is_in_site(scratch):
    town = base(scratch)
    town.replace("site/site.yaml", "languages: [de]", "languages: [de, hsb]")
    missing = "language-without-labels"
    assert missing in {f["id"] for f in findings(town, "--worktree")}
    assert missing in {f["id"] for f in findings(town, "site/site.yaml")}
    assert missing not in {f["id"] for f in findings(town, TREES)}
