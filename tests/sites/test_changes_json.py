"""changes.json, and what becomes of very many changes: each once for programs, folded for people."""
import json
import re
import subprocess
import xml.etree.ElementTree as tree

from city import BASE, City

TREES, PLAYGROUNDS = "catalog/datasets/umwelt/baumkataster.md", "catalog/datasets/spielplaetze.md"
CSV = "catalog/data/spielplaetze/spielplaetze.csv"
BASE_URL = "https://opendata.example.org/"
ATOM = "{http://www.w3.org/2005/Atom}"


def expected(id, title, change, day, fields=(), minor=False, **more):
    return {"id": id, "title": title, "change": change, "date": f"2026-01-{day:02}T12:00:00Z", "minor": minor, "fields": list(fields),
            "address": f"{BASE_URL}datasets/{id}", **more}


def test_each_change_once(scratch):
    """Every event and what was different, the newest first; nothing of what was internal, nor of who did it and why."""
    city = City(scratch / "city", BASE)
    secret = city.read("catalog/datasets/vornamen-2024.md").replace("release: public", "release: internal")
    city.write("catalog/datasets/geheim.md", secret.replace("title: Vornamen 2024", "title: Kanarienvogel"))
    days = iter(range(1, 20))

    def commit():
        city.commit("Kanarienvogel", f"2026-01-{next(days):02}T12:00:00Z", who="Kanarienvogel")

    commit()
    city.replace(TREES, "frequency: ANNUAL", "frequency: DAILY")
    city.replace(TREES, "email: baumpflege@example.org", "email: baum@example.org")
    commit()
    city.write("catalog/datasets/geheim.md", secret.replace("title: Vornamen 2024", "title: Kanarienvogel und mehr"))
    city.write(CSV, city.read(CSV) + city.read(CSV).splitlines()[-1] + "\n")
    commit()
    city.replace(TREES, "in der Pflege der Stadt", "in der Pfelge der Stadt")
    commit()
    new = TREES.replace("baumkataster", "baeume")
    city.git("mv", TREES, new)
    city.replace(new, "release: public", "release: public\nformer_ids: [baumkataster]")
    city.replace("catalog/datasets/strassenbaeume.md", "successor: baumkataster", "successor: baeume")
    commit()
    city.replace(PLAYGROUNDS, "release: public", "release: internal")
    commit()
    city.replace(PLAYGROUNDS, "release: internal", "release: public")
    commit()
    city.replace("catalog/datasets/vornamen-2024.md", "release: public",
                 "release: withdrawn\nwithdrawn: { on: 2026-01-08, reason: Es war falsch. }")
    commit()
    site = city.built()
    text = site.text("changes.json")
    told = json.loads(text)
    assert list(told) == ["portal", "base_url", "changes"] and told["base_url"] == BASE_URL, list(told)
    wanted = [
        expected("vornamen-2024", "Vornamen 2024", "withdrawn", 8),
        expected("spielplaetze", "Spielplätze", "returned", 7),
        expected("baeume", "Baumkataster", "renamed", 5, former_id="baumkataster"),
        expected("baeume", "Baumkataster", "changed", 4, ["description"], minor=True),
        expected("spielplaetze", "Spielplätze", "changed", 3, ["distributions.file"]),
        expected("baeume", "Baumkataster", "changed", 2, ["contact.email", "frequency"]),
        *(expected(id, title, "published", 1) for id, title in
          (("baeume", "Baumkataster"), ("spielplaetze", "Spielplätze"), ("vornamen-2024", "Vornamen 2024"))),
    ]
    assert told["changes"] == wanted, json.dumps(told["changes"], indent=1, ensure_ascii=False)
    for canary in ("Kanarienvogel", "geheim", "test@example.org"):
        assert canary not in text, f"changes.json says {canary}"
    assert city.built("-j1", out=scratch / "one").bytes("changes.json") == city.built("-j8", out=scratch / "eight").bytes("changes.json")


def test_daily_data(scratch):
    """A table that is new every day is one line for people and one entry for feed readers, whose id stays; programs are told each time."""
    city = City(scratch / "city", BASE)
    lines = city.read(CSV).splitlines()

    def new_data(day):
        city.write(CSV, "\n".join(lines + lines[-1:] * day) + "\n")
        city.replace(PLAYGROUNDS, re.search("modified: .*", city.read(PLAYGROUNDS))[0], f"modified: 2026-02-{day:02}")
        city.commit("Data", f"2026-02-{day:02}T12:00:00Z")

    city.commit("Begin", "2026-01-31T12:00:00Z")
    for day in range(1, 5):
        new_data(day)
    before = entries(city.built(), "changes.atom")
    assert [title for _, title, _ in before][:1] == ["Spielplätze: Daten aktualisiert, 4-mal ab dem 1. Februar 2026"], before
    for day in range(5, 8):
        new_data(day)
    city.replace(PLAYGROUNDS, "license: dl-zero-de/2.0", "license: cc-by/4.0\nattribution: Stadt Musterstadt")
    city.commit("A licence", "2026-02-08T12:00:00Z")
    new_data(9)
    site = city.built()
    for name in ("changes.atom", "datasets/spielplaetze/changes.atom", "publishers/stadtgruen.atom"):
        found = [entry for entry in entries(site, name) if "/spielplaetze#" in entry[0]]
        assert [title.split(": ")[1] for _, title, _ in found] == ["Daten aktualisiert", "geändert",
               "Daten aktualisiert, 7-mal ab dem 1. Februar 2026", "veröffentlicht"], f"{name}: {found}"
        assert found[2][0] == before[0][0] and found[2][2] == "2026-02-07T12:00:00Z", f"{name}: {found[2]}, before {before[0]}"
    page = site.text("datasets/spielplaetze/history.html")
    folded = re.findall("<details class=\"tab-minor\">.*?</details>", page, re.S)
    assert len(folded) == 1 and "Vorherige Aktualisierungen (6)" in folded[0] and folded[0].count("<time") == 6, page
    assert "von „2. Februar 2026“ zu „3. Februar 2026“" in folded[0] and "Lizenz" not in folded[0], folded
    open = page.replace(folded[0], "")
    assert open.count("<li class=\"tab-change\">") == 4 and "Daten aktualisiert, 7-mal ab dem 1. Februar 2026" in open, page
    assert "von „6. Februar 2026“ zu „7. Februar 2026“" in open and "5. Februar" not in open, page
    assert "Vorherige" not in site.text("changes.html")
    assert site.text("changes.html").count("Daten aktualisiert") == 2
    told = [c for c in json.loads(site.text("changes.json"))["changes"] if c["id"] == "spielplaetze"]
    assert [c["date"][:10] for c in told] == ["2026-01-31", *(f"2026-02-0{day}" for day in range(1, 10))][::-1], told


def test_very_long_history(scratch):
    """Of more changes than are told the oldest are left out, but when a dataset was published stays what it was."""
    city = City(scratch / "city", BASE)
    city.commit("Begin", "2024-01-01T12:00:00Z")
    stream = []
    for day in range(520):
        data = city.read(CSV) + f"{day}\n"
        stream.append(f"commit refs/heads/main\ncommitter Test <test@example.org> {1704196800 + 86400 * day} +0000\ndata 0\n"
                      f"{'from refs/heads/main^0' if not day else ''}\nM 100644 inline {CSV}\ndata {len(data.encode())}\n{data}\n")
    subprocess.run(["git", "-C", city.folder, "fast-import", "--quiet", "--force"], input="".join(stream).encode(), check=True)
    city.git("reset", "--quiet", "--hard")
    site = city.built()
    told = [c for c in json.loads(site.text("changes.json"))["changes"] if c["id"] == "spielplaetze"]
    assert [c["change"] for c in told] == ["changed"] * 499 + ["published"], [c["change"] for c in told][-3:]
    assert told[-1]["date"] == "2024-01-01T12:00:00Z" and told[-2]["date"] == "2024-01-23T12:00:00Z", told[-2:]
    assert '/spielplaetze#record> <http://purl.org/dc/terms/issued> "2024-01-01T12:00:00Z"' in site.text("catalog.nt")
    assert "Daten aktualisiert, 499-mal ab dem 23. Januar 2024" in site.text("changes.html")


def entries(site, name):
    """(id, title, updated) of each"""
    return [tuple(e.find(ATOM + part).text for part in ("id", "title", "updated"))
            for e in tree.fromstring(site.bytes(name)).findall(ATOM + "entry")]
