"""check --fix: the bytes concerned and no others."""
import os

from steward import PLAYGROUNDS, TREES, base

WRITTEN = b"""---
# Baeume: bitte jaehrlich pruefen
title:   Baumkataster    # zwei Blanks und mehr bleiben
release: public
publisher: stadtgruen

contact: { name: Baumpflege,   email: baumpflege@example.org }
themes: [ "Umwelt" ,  ENVI ]   # Umwelt
keywords:
    - Baum    # eingerueckt, wie es kam
    - Stadtgr\xc3\xbcn
license: 'Datenlizenz Deutschland \xe2\x80\x93 Namensnennung \xe2\x80\x93 Version 2.0'   # so stand es im Formular
attribution: Stadt Musterstadt, Amt fuer Stadtgruen
modified: 15.1.2026
issued: "2016/3/1"
frequency: ANNUAL
spatial_resolution: 0,5
distributions:
  - title: "B\xc3\xa4ume als CSV"
    download: "https://daten.example.org/b\xc3\xa4ume neu.csv "
    format: csv
  - { title: 100 %, download: https://daten.example.org/100%.csv, format: csv, modified: 2026-01-15 08:00:00 }
---
Standorte, Art und Pflanzjahr aller **Stra\xc3\x9fenb\xc3\xa4ume** in der Pflege der Stadt; format: csv und 15.1.2026.
"""

MENDED = WRITTEN
for old, new in ((b'"Umwelt"', b'"ENVI"'),
                 ("'Datenlizenz Deutschland – Namensnennung – Version 2.0'".encode(), b"'dl-by-de/2.0'"),
                 (b"modified: 15.1.2026", b"modified: 2026-01-15"), (b'"2016/3/1"', b'"2016-03-01"'),
                 (b"resolution: 0,5", b"resolution: 0.5"), (b"ume neu.csv ", b"ume%20neu.csv"),
                 (b"    format: csv", b"    format: CSV"), (b"100%.csv, format: csv", b"100%25.csv, format: CSV"),
                 (b"2026-01-15 08:00:00", b"2026-01-15T08:00:00")):
    assert MENDED.count(old) == 1, old
    MENDED = MENDED.replace(old, new)


def put(town, name, content):
    town.path(name).write_bytes(content)


def everything(town):
    return {str(p.relative_to(town.folder)): p.read_bytes() for p in sorted(town.folder.rglob("*")) if p.is_file()}


def test_the_bytes_concerned_and_no_others(scratch):
    town = base(scratch)
    put(town, TREES, WRITTEN)
    os.chmod(town.path(TREES), 0o640)
    before = everything(town)
    said = town.run("check", "--fix", "--lang", "de").out
    after = everything(town)
    assert after[TREES].decode() == MENDED.decode()
    assert {n for n in after if after[n] != before.get(n)} == {TREES} and set(after) == set(before)
    assert town.path(TREES).stat().st_mode & 0o777 == 0o640
    assert f"{TREES}:14:11: „15.1.2026“ → „2026-01-15“ [bad-date]" in said, said
    assert "10 Stellen geändert" in said, said


def test_again_it_changes_nothing(scratch):
    town = base(scratch)
    put(town, TREES, WRITTEN)
    town.run("check", "--fix")
    stamp = town.path(TREES).stat()
    said = town.run("check", "--fix", "--lang", "en").out
    now = town.path(TREES).stat()
    assert said.startswith("nothing to change\n"), said
    assert (stamp.st_mtime_ns, stamp.st_ino) == (now.st_mtime_ns, now.st_ino)


def test_line_ends_stay(scratch):
    town = base(scratch)
    put(town, TREES, WRITTEN.replace(b"\n", b"\r\n"))
    town.run("check", "--fix")
    assert town.path(TREES).read_bytes() == MENDED.replace(b"\n", b"\r\n")


def test_what_remains_is_reported(scratch):
    town = base(scratch)
    town.replace(TREES, "themes: [ENVI]", "themes: [ENVY]")
    town.replace(TREES, "modified: 2026-01-15", "modified: 15.01.2026")
    result = town.run("check", "--fix", "--lang", "en").must_exit(1)
    assert "1 place changed" in result.out and "[unknown-concept]" in result.out
    assert "themes: [ENVY]" in town.read(TREES) and "modified: 2026-01-15" in town.read(TREES)


def test_what_has_more_than_one_answer_stays(scratch):
    town = base(scratch)
    doubtful = (("modified: 2026-01-15", "modified: 01/02/2026"), ("license: dl-by-de/2.0", "license: dl-by-ed/2.0"),
                ("issued: 2016-03-01", "issued: 31.2.2016"), ("frequency: ANNUAL", "frequency: ANNUAL\nspatial_resolution: 1,000"))
    for old, new in doubtful:
        town.replace(TREES, old, new)
    before = town.read(TREES)
    assert town.run("check", "--fix", "--lang", "en").must_exit(1).out.startswith("nothing to change\n")
    assert town.read(TREES) == before


def test_only_the_files_that_were_named(scratch):
    town = base(scratch)
    for name in TREES, PLAYGROUNDS:
        town.replace(name, "modified: ", "modified: 15.1.2026 #")
    town.run("check", "--fix", PLAYGROUNDS)
    assert "modified: 2026-01-15 #" in town.read(PLAYGROUNDS)
    assert "modified: 15.1.2026 #" in town.read(TREES)


def test_a_link_is_not_followed(scratch):
    town = base(scratch)
    outside = scratch / "outside.md"
    outside.write_bytes(WRITTEN)
    town.path(TREES).unlink()
    os.symlink(outside, town.path(TREES))
    folder = scratch / "folder"
    folder.mkdir()
    (folder / "x.md").write_bytes(WRITTEN)
    os.symlink(folder, town.path("catalog/datasets/verkehr"))
    town.run("check", "--fix").must_exit(1)
    assert outside.read_bytes() == WRITTEN and (folder / "x.md").read_bytes() == WRITTEN


def test_catalogue_and_site_files_too(scratch):
    town = base(scratch)
    town.write("catalog/catalog.yaml", town.read("catalog/catalog.yaml") + "created: 1.3.2016\n")
    town.run("check", "--fix")
    assert "created: 2016-03-01\n" in town.read("catalog/catalog.yaml")


def test_a_folder_that_cannot_be_written(scratch):
    town = base(scratch)
    put(town, TREES, WRITTEN)
    os.chmod(town.path(TREES).parent, 0o555)
    try:
        result = town.run("check", "--fix")
        if os.geteuid() != 0:
            assert result.status == 2 and town.path(TREES).read_bytes() == WRITTEN, result
            assert "cannot write" in result.err
    finally:
        os.chmod(town.path(TREES).parent, 0o755)
    assert [p.name for p in town.path(TREES).parent.iterdir()] == ["baumkataster.md"]


def test_the_index_is_left_alone(scratch):
    town = base(scratch)
    town.commit()
    put(town, TREES, WRITTEN)
    town.git("add", TREES)
    town.run("check", "--fix")
    assert town.git("status", "--short") == "MM " + TREES
