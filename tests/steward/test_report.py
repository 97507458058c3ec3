"""report: the catalogue in figures, for people, spreadsheets and programs; of the public only, unless asked."""
import csv
import io
import json
import os
import pathlib

from steward import PLAYGROUNDS, TREES, base
from city import Skipped

NAMES = "catalog/datasets/vornamen-2024.md"


def report(town, *arguments, status=0):
    return town.run("report", "--lang", "de", *arguments).must_exit(status).out


def figures(town, *arguments, status=0):
    return json.loads(report(town, "--format", "json", *arguments, status=status))


def rows(town, *arguments):
    text = report(town, "--format", "csv", *arguments)
    assert text.startswith("\ufeff") and text.count("\r\n") == text.count("\n"), "a German Excel wants it so"
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";")}


def small(scratch):
    """Of 2026-06-01: three public datasets, one internal, one withdrawn long ago."""
    town = base(scratch)
    town.write("catalog/datasets/canary.md", town.read(NAMES).replace("release: public", "release: internal")
               .replace("Vornamen 2024", "Canary").replace("license: dl-zero-de/2.0", "license: cc-by/4.0\nattribution: Canary"))
    town.commit()
    return town


def test_counts_agree(scratch):
    town = small(scratch)
    f, table = figures(town), rows(town)
    assert set(table) == {"baumkataster", "spielplaetze", "vornamen-2024"} and f["datasets"] == 3 and f["internal"] == 0
    assert sum(p["datasets"] for p in f["publishers"]) == sum(f["freshness"].values()) == 3
    for rule, verdicts in f["quality"].items():
        for verdict, n in verdicts.items():
            assert n == sum(row["quality_" + rule] == verdict for row in table.values()), f"{rule} {verdict}"
    assert f["mqa"]["of"] == 405 and f["mqa"]["points"] == round(sum(int(row["mqa"]) for row in table.values()) / 3, 1)
    for name, of in {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}.items():
        dimension = f["mqa"]["dimensions"][name]
        assert dimension["of"] == of and dimension["points"] == round(sum(int(row["mqa_" + name]) for row in table.values()) / 3, 1)
    for row in table.values():
        assert int(row["mqa"]) == sum(int(row["mqa_" + name]) for name in f["mqa"]["dimensions"])
    trees = table["baumkataster"]
    # Points by hand: all of findability; no rights (5), no size (5), no access rights (15).
    assert int(trees["mqa"]) == 405 - 5 - 5 - 15, trees
    assert trees["apis"] == "https://geo.example.org/wfs" and trees["downloads"] == "https://daten.example.org/baeume.csv"
    assert trees["formats"].split("|")[0] == "CSV" and trees["license"].endswith("dl-by-de/2.0")
    assert {l["code"]: l["datasets"] for l in f["licenses"]} == {"dl-by-de/2.0": 1, "dl-zero-de/2.0": 2}


def test_points_are_those_of_the_source(scratch):
    shared = pathlib.Path(os.environ.get("TABULARIUM_SHARED", "")) / "standards" / "tables" / "mqa.json"
    if not shared.is_file():
        raise Skipped("there is no shared folder")
    words = {"categories": "categories", "formatAndMediaTypeFromVocabulary": "from_vocabulary", "nonProprietary": "non_proprietary",
             "dcatApCompliance": "compliance", "licence": "license", "knownLicence": "known_license",
             "accessRightsFromVocabulary": "access_rights_from_list"}
    here = (pathlib.Path(__file__).parents[2] / "generator" / "quality" / "mqa.def").read_text()
    found = {}
    for line in here.split("\n"):
        if line.startswith("METRIC("):
            key, dimension, points, _ = line[len("METRIC("):].split(", ", 3)
            found[key] = (dimension, int(points))
    for metric in json.loads(shared.read_text())["metrics"]:
        name = metric["metric"]
        snake = words.get(name) or "".join("_" + c.lower() if c.isupper() else c for c in name)
        assert found.pop(snake) == (metric["dimension"].lower(), metric["points"]), name
    assert not found, found


def test_late_by_the_day_that_is_asked_for(scratch):
    town = small(scratch)
    assert figures(town)["overdue"] == []
    (late,) = figures(town, "--on", "2027-12-31")["overdue"]
    # The data of 15 January 2026, annual: a year and a day may pass.
    assert late["id"] == "baumkataster" and late["due"] == "2027-01-16" and late["days"] == 349, late
    text = report(town, "--on", "2027-12-31")
    assert "\n  baumkataster (jährlich)                                16.01.2027        349\n" in text, text
    assert rows(town, "--on", "2027-12-31")["baumkataster"]["days_overdue"] == "349"
    for wrong in ("2027-12", "morgen", "2027-02-30"):
        assert wrong in town.run("report", "--on", wrong).must_exit(2).err


def test_says_what_the_pages_say(scratch):
    town = small(scratch)
    town.replace(TREES, "license: dl-by-de/2.0", "license: other-closed")
    town.replace(NAMES, "format: CSV", "format: PDF")
    town.commit("Worse", "2028-01-01T12:00:00Z")
    site, table = town.built(), rows(town)
    for name, row in table.items():
        page = site.text(f"datasets/{name}.html")
        for verdict in ("good", "partly", "bad"):
            said = sum(v == verdict for k, v in row.items() if k.startswith("quality_"))
            assert page.count(f"tab-quality__{verdict}") == said, f"{name}: {verdict}"
    text = report(town)
    for line in ("  keine freie Lizenz (1): baumkataster", "  nicht maschinenlesbar (1): vornamen-2024"):
        assert line in text, text


def test_high_value(scratch):
    town = small(scratch)
    town.replace(TREES, "frequency: ANNUAL", "frequency: ANNUAL\nhvd: [c_dd313021]")
    town.replace(NAMES, "modified:", "hvd: [c_e1da4e07]\nmodified:")
    town.commit()
    # What check says of the service is an error.
    hvd = figures(town, status=1)["hvd"]
    assert hvd["datasets"] == 2 and len(hvd["categories"]) == 2
    by_id = {d["id"]: d for d in hvd["list"]}
    assert by_id["vornamen-2024"]["missing"] == ["api"] and by_id["baumkataster"]["missing"] == ["documentation"], by_id
    assert hvd["missing"]["api"] == hvd["missing"]["documentation"] == 1 and hvd["missing"]["download"] == 0
    assert by_id["baumkataster"]["metadata"] == "https://opendata.example.org/datasets/baumkataster"
    assert by_id["baumkataster"]["apis"] == ["https://geo.example.org/wfs"]
    # The same as check says, which looks at it on its own.
    said = town.run("check", "--lang", "en").out
    assert said.count("[hvd-api-missing]") == 1 and "vornamen-2024.md" in said.split("[hvd-api-missing]")[0].rsplit("\n", 1)[1], said
    assert "  ohne Schnittstelle (API) (1): vornamen-2024" in report(town, status=1)


def test_nothing_internal_unless_asked(scratch):
    town = small(scratch)
    for form in ("text", "markdown", "csv", "json"):
        assert "anary" not in report(town, "--format", form) and "cc-by" not in report(town, "--format", form), form
        said = report(town, "--format", form, "--all")
        assert form != "csv" or "canary" in said
    assert figures(town, "--all")["datasets"] == 4 and figures(town, "--all")["internal"] == 1
    assert "davon nicht öffentlich" in report(town, "--all") and "davon nicht öffentlich" not in report(town)


def test_since(scratch):
    town = small(scratch)
    town.write("catalog/datasets/zoo.md", town.read(NAMES).replace("Vornamen 2024", "=1+1; Tiere").replace("series: vornamen\n", ""))
    town.replace(PLAYGROUNDS, "release: public", "release: withdrawn\nwithdrawn: { on: 2026-06-15, reason: Zu alt. }")
    town.replace(NAMES, "contact: { name: Standesamt, email: standesamt@example.org }\n", "")
    town.commit("More", "2026-07-01T12:00:00Z")
    text = report(town, "--since", "2026-06-01")
    for line in ("In Klammern: die Änderung seit dem Stand vom 01.06.2026.", "  Zurückgezogen seit 01.06.2026",
                 "  15.06.2026 spielplaetze: Zu alt.", "  ohne Kontakt (1): vornamen-2024"):
        assert line in text, text
    assert any(line.startswith("  Kontakt ") and line.endswith(" 2 (−1)          0     1 (+1)") for line in text.split("\n")), text
    f = figures(town, "--since", "HEAD~1")
    assert f["datasets"] == f["before"]["datasets"] == 3 and f["since"] == "2026-06-01" and f["withdrawn"][0]["id"] == "spielplaetze"
    assert figures(town, "--since", "HEAD")["withdrawn"] == [], "withdrawn before"
    # A spreadsheet takes nothing for a formula.
    assert rows(town)["zoo"]["title"] == "'=1+1; Tiere"
    # In figures, too, the day is as it was.
    assert figures(town, "--rev", "2026-06-30")["datasets"] == 3 and figures(town, "--rev", "2026-06-30")["on"] == "2026-06-01"


def test_looks_well(scratch):
    town = small(scratch)
    town.commit("More", "2028-07-01T12:00:00Z")
    for language in ("de", "en"):
        text = town.run("report", "--lang", language).must_exit(0).out
        assert not [line for line in text.split("\n") if len(line) > 80 or line != line.rstrip()], text
        assert "\x1b" not in text and "\x1b[1m" in town.run("report", "--colour", "always").out
        assert text == town.run("report", "--lang", language, "-j1").out
    assert text.startswith("Offene Daten Musterstadt: report of 2028-07-01\nCommit ") and "Freshness" in text
    markdown = report(town, "--format", "markdown")
    assert markdown.startswith("# Offene Daten Musterstadt: Bericht zum 01.07.2028\n") and "\n| Lizenz | 3 | 0 | 0 |\n" in markdown
    for line in markdown.split("\n"):
        assert not line.startswith("|") or line.endswith("|"), line
    assert "text, markdown, csv or json" in town.run("report", "--format", "pdf").must_exit(2).err


def test_with_errors(scratch):
    town = small(scratch)
    town.replace(TREES, "license: dl-by-de/2.0", "license: dl-by-de/3.0")
    result = town.run("report", "--worktree", "--format", "csv").must_exit(1)
    assert "tabularium check" in result.err
    row = rows_of(result.out)["baumkataster"]
    assert int(row["errors"]) >= 1 and int(row["mqa_interoperability"]) <= 80, "not valid: 30 points less"


def test_before_the_first_commit(scratch):
    town = base(scratch)
    town.git("init", "--quiet")
    assert "--on 2026-01-15" in town.run("report", "--worktree").must_exit(2).err
    assert figures(town, "--worktree", "--on", "2026-06-01")["on"] == "2026-06-01"


def rows_of(text):
    return {row["id"]: row for row in csv.DictReader(io.StringIO(text[1:], newline=""), delimiter=";")}
