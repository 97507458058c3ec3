"""diff: what changes for users, in words; and nothing about what is not public."""
import json
import re

from steward import PLAYGROUNDS, TREES, base

NAMES = "catalog/datasets/vornamen-2024.md"


def changed(scratch):
    town = base(scratch)
    town.commit()
    town.git("tag", "before")
    town.replace(TREES, "license: dl-by-de/2.0", "license: dl-zero-de/2.0")
    town.replace(TREES, "keywords: [Baum, ", "keywords: [Linde, ")
    town.replace(TREES, "frequency: ANNUAL\n", "")
    town.replace(TREES, "email: baumpflege@example.org", "email: baum@example.org")
    town.replace(TREES, "aller **Straßenbäume** in der Pflege", "aller Straßen- und Parkbäume in der Pflege")
    town.replace(TREES, "  - title: Bäume als CSV", "  - title: Bäume als GeoJSON\n    download: https://daten.example.org/b.geojson\n"
                 "    format: GEOJSON\n  - title: Bäume als Shape\n    download: https://daten.example.org/b.zip\n"
                 "    format: SHP\n  - title: Bäume (CSV)")
    town.write("catalog/datasets/zoo.md", town.read(NAMES).replace("Vornamen 2024", "Tiere im Zoo").replace("series: vornamen\n", ""))
    town.path("catalog/datasets/kinderspiel.md").write_text(
        town.read(PLAYGROUNDS).replace("release: public", "release: public\nformer_ids: [spielplaetze]")
        .replace("data/spielplaetze/", "data/kinderspiel/"), encoding="utf-8")
    town.path(PLAYGROUNDS).unlink()
    town.path("catalog/data/spielplaetze").rename(town.path("catalog/data/kinderspiel"))
    with town.path("catalog/data/kinderspiel/spielplaetze.csv").open("a") as file:
        file.write("noch,eine,Zeile\n")
    town.replace(NAMES, "release: public", "release: withdrawn\nwithdrawn: { on: 2026-02-01, reason: Zu klein., successor: zoo }")
    town.commit()
    return town


def test_as_text_in_german(scratch):
    said = changed(scratch).run("diff", "before..HEAD", "--lang", "de").must_exit(0).out
    for line in ("before..HEAD: 1 Datensatz neu, 1 Datensatz geändert, 1 Datensatz umbenannt, 1 Datensatz zurückgezogen",
                 "    - Lizenz: von „Datenlizenz Deutschland Namensnennung 2.0“ zu „Datenlizenz Deutschland – Zero – Version 2.0“",
                 "    - Schlagwörter: hinzugefügt „Linde“; entfernt „Baum“",
                 "    - Kontakt, E-Mail: von „baumpflege@example.org“ zu „baum@example.org“",
                 "    - 2 Dateien hinzugefügt: „Bäume als GeoJSON“, „Bäume als Shape“",
                 "    - Datei „Bäume als CSV“ – Titel: von „Bäume als CSV“ zu „Bäume (CSV)“",
                 "    - Beschreibung: … und Pflanzjahr aller [-**Straßenbäume**-] {+Straßen- und Parkbäume+} in der Pflege …",
                 "    hieß bisher spielplaetze;", "    Zu klein. – Nachfolger: zoo", "  Tiere im Zoo (zoo)",
                 "  catalog.* (dcat-ap-de-3)"):
        assert line in said, f"{line}\n--\n{said}"
    assert re.search(r"    - .*: entfernt „jährlich“", said), said
    assert re.search(r"    - Datei „Spielplätze als CSV“ – neuer Inhalt: von [\d.]+ zu [\d.]+ Byte", said), said


def test_the_other_way_round(scratch):
    said = changed(scratch).run("diff", "HEAD..before", "--lang", "en").must_exit(0).out
    assert "2 files removed: “Bäume als GeoJSON”, “Bäume als Shape”" in said, said
    assert "[-Straßen- und Parkbäume-] {+**Straßenbäume**+}" in said


def test_as_json(scratch):
    told = json.loads(changed(scratch).run("diff", "before..HEAD", "--format", "json", "--lang", "en").must_exit(0).out)
    assert {d["id"]: d["change"] for d in told["datasets"]} == {
        "zoo": "new", "baumkataster": "changed", "kinderspiel": "renamed", "vornamen-2024": "withdrawn"}
    trees = next(d for d in told["datasets"] if d["id"] == "baumkataster")
    licence = next(d for d in trees["differences"] if d["field"] == "license")
    assert licence["change"] == "changed" and licence["sentence"].startswith("Licence: from “")
    assert next(d for d in told["datasets"] if d["id"] == "kinderspiel")["former_id"] == "spielplaetze"
    assert told["feeds"] == [{"profile": "dcat-ap-de-3", "files": "catalog.*"}]


def test_as_markdown_nothing_of_users_is_mark_up(scratch):
    town = changed(scratch)
    town.replace("catalog/datasets/zoo.md", "title: Tiere im Zoo",
                 'title: "@alle [x](http://evil.example) <img src=x> `a` #12 **b**"')
    town.replace("catalog/datasets/zoo.md", "keywords: [Vorname]", 'keywords: [Vorname, "![](http://evil.example/pixel)"]')
    town.commit()
    said = town.run("diff", "before..HEAD", "--format", "markdown").must_exit(0).out
    for bad in r"@alle", r"(?<!\\)\]\(", r"<img", r"(?<!\\)`a", r"#12", r"(?<!\\)\*\*b":
        assert not re.search(bad, said), f"{bad}\n{said}"
    assert said.startswith("### ") and "- **" in said
    assert len(said) < 65536


def test_a_comment_has_its_length(scratch):
    town = base(scratch)
    town.commit()
    town.git("tag", "before")
    for i in range(700):
        town.write(f"catalog/datasets/viele/d{i}.md", town.read(NAMES).replace("Vornamen 2024", f"Sehr langer Titel eines Datensatzes {i} " + "x" * 60))
    town.commit()
    said = town.run("diff", "before..HEAD", "--format", "markdown", "--lang", "de").must_exit(0).out
    assert len(said) < 65536 and re.search(r"… und \d+ weitere Einträge", said)
    assert "700 Datensätze neu" in said


def test_nothing_internal_shows(scratch):
    """Secret words stand in drafts and internal entries, before and after, and in none of the forms."""
    town = base(scratch)
    for name, release in (("geheim-a", "draft"), ("geheim-b", "internal")):
        town.write(f"catalog/datasets/{name}.md", town.read(TREES).replace("release: public", f"release: {release}")
                   .replace("Baumkataster", "GEHEIM " + name).replace("Tree register", "SECRET " + name)
                   .replace("baeume.csv", f"GEHEIM-{name}.csv"))
    town.write("catalog/agents/geheimdienst.md", town.read("catalog/agents/stadtgruen.md").replace("name: ", "name: GEHEIM "))
    town.replace("catalog/datasets/geheim-a.md", "publisher: stadtgruen", "publisher: geheimdienst")
    town.commit()
    town.git("tag", "before")
    town.replace("catalog/datasets/geheim-a.md", "license: dl-by-de/2.0", "license: dl-zero-de/2.0")
    town.replace("catalog/datasets/geheim-b.md", "GEHEIM geheim-b", "GEHEIM neu")
    town.write("catalog/datasets/geheim-c.md", town.read("catalog/datasets/geheim-b.md"))
    # A public dataset that refers to a draft is an error; even then its title stays unsaid.
    town.replace(TREES, "frequency: ANNUAL", "frequency: ANNUAL\nsource: [geheim-a]")
    town.replace(PLAYGROUNDS, "release: public", "release: draft")
    town.replace(PLAYGROUNDS, "title: Spielplätze", "title: GEHEIM Spielplätze")
    town.commit()
    for form in "text", "json", "markdown":
        for way in "before..HEAD", "HEAD..before":
            said = town.run("diff", way, "--format", form, "--lang", "de").out
            assert "GEHEIM" not in said and "SECRET" not in said and "geheim-b" not in said, f"{form} {way}\n{said}"
            assert "nicht mehr öffentlich" in said or way != "before..HEAD"
    said = town.run("diff", "--internal", "before..HEAD", "--lang", "de").out
    assert "GEHEIM neu" in said and "[release: internal]" in said and "public → draft" in said, said
    for form in "json", "markdown":
        assert "text only" in town.run("diff", "--internal", "--format", form, "before..HEAD").must_exit(2).err


def test_ranges(scratch):
    town = base(scratch)
    town.commit()
    town.git("branch", "mine")
    town.replace(PLAYGROUNDS, "themes: [SOCI]", "themes: [EDUC]")
    town.commit()
    town.git("switch", "--quiet", "mine")
    town.replace(TREES, "themes: [ENVI]", "themes: [TRAN]")
    nothing = "Nothing changes for the public"
    assert nothing in town.run("diff", "mine..HEAD", "--lang", "en").must_exit(0).out
    assert "Baumkataster (" not in town.run("diff", "mine", "--lang", "en").out
    said = town.run("diff", "--worktree", "HEAD", "--lang", "de").must_exit(0).out
    assert "Baumkataster" in said and "Spielplätze" not in said
    town.commit()
    assert "Spielplätze" in town.run("diff", "main..mine").out
    assert "Spielplätze" not in town.run("diff", "main...mine").out
    town.run("diff").must_exit(2)
    town.run("diff", "nix..HEAD").must_exit(2)
    town.run("diff", "a", "b").must_exit(2)


def test_what_means_the_same_is_no_difference(scratch):
    town = base(scratch)
    town.commit()
    town.replace(TREES, "license: dl-by-de/2.0", 'lizenz: "Datenlizenz Deutschland – Namensnennung – Version 2.0"  # so')
    town.replace(TREES, "themes: [ENVI]", "themes:\n  - http://publications.europa.eu/resource/authority/data-theme/ENVI")
    said = town.run("diff", "--worktree", "HEAD", "--lang", "en").must_exit(0).out
    assert "Nothing changes for the public" in said, said


def test_a_new_base_url_is_named(scratch):
    town = base(scratch)
    town.commit()
    town.replace("site/site.yaml", "https://opendata.example.org/", "https://daten.example.org/")
    said = town.run("diff", "--worktree", "HEAD", "--lang", "de").must_exit(0).out
    assert "base_url" in said and "Kennungen" in said and "catalog.*" in said
