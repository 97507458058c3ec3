"""The schema in a real editor's server, and by another validator."""
import json
import subprocess

import city
from steward import TESTS, base, node

KINDS = {"dataset": "datasets", "series": "series", "service": "services", "agent": "agents"}


def schema(town, scratch, kind, *arguments):
    path = scratch / f"{kind}.json"
    path.write_text(town.run("schema", kind, *arguments).must_exit(0).out, encoding="utf-8")
    return path


def ask(schema_path, scratch, requests):
    questions = scratch / "questions.json"
    questions.write_text(json.dumps(requests), encoding="utf-8")
    return json.loads(node(TESTS / "steward" / "editor.mjs", schema_path, questions))


def fields(path):
    text = path.read_text(encoding="utf-8")
    return text.split("\n---")[0].removeprefix("---\n") if path.suffix == ".md" else text


def test_every_file_of_the_sample_is_quiet(scratch):
    """No problem is shown in what `check` finds nothing in; some of each kind, since the server takes its time."""
    sample = city.City(scratch / "city")
    for kind, folder in KINDS.items():
        files = [p for p in sorted(sample.path("catalog/" + folder).rglob("*.md")) if "." not in p.stem]
        files = files[::len(files) // 20 + 1]
        answers = ask(schema(sample, scratch, kind), scratch, [{"text": fields(p)} for p in files])
        assert len(answers) == len(files) > 0
        for path, answer in zip(files, answers):
            assert answer["problems"] == [], f"{path.name}: {answer['problems']}"
    for kind, name in ("catalog", "catalog/catalog.yaml"), ("site", "site/site.yaml"):
        answer, = ask(schema(sample, scratch, kind), scratch, [{"text": sample.read(name)}])
        assert answer["problems"] == [], f"{name}: {answer['problems']}"


def test_what_an_editor_offers_and_explains(scratch):
    town = base(scratch)
    answers = ask(schema(town, scratch, "dataset"), scratch, [
        {"text": "title: Bäume\nrelease: public\n\n", "at": [2, 0]},
        {"text": "license: \n", "at": [0, 9]},
        {"text": "publisher: \n", "at": [0, 11]},
        {"text": "release: \n", "at": [0, 9]},
        {"text": "themes:\n  - \n", "at": [1, 4]},
        {"text": "license: dl-by-de/2.0\n", "at": [0, 3], "hover": True},
        {"text": "contact:\n  \n", "at": [1, 2]},
    ])
    offered = [{o["label"]: o["about"] for o in a.get("offered", [])} for a in answers]
    assert {"license", "publisher", "contact", "distributions"} <= set(offered[0])
    assert "title" not in offered[0] and "titel" not in offered[0] and "lizenz" not in offered[0]
    assert "Lizenz" in offered[0]["license"] and "licence" in offered[0]["license"]
    assert "Namensnennung" in offered[1]["dl-by-de/2.0"] and "attribution" in offered[1]["dl-by-de/2.0"]
    assert not any(" " in label for label in offered[1])
    assert offered[2].keys() == {"stadt", "stadtgruen"}
    assert list(offered[3]) == ["public", "internal", "draft", "withdrawn"]
    assert "Umwelt" in offered[4]["ENVI"]
    assert "Lizenz · Licence" in answers[5]["hover"] and "dl-by-de/2.0" in answers[5]["hover"]
    assert {"name", "email", "url"} <= set(offered[6])


def test_what_an_editor_marks(scratch):
    town = base(scratch)
    path = schema(town, scratch, "dataset")
    faults = ["license: quatsch", "farbe: rot", "release: geheim", "themes: [UMWELTT]", "modified: gestern",
              "distributions: [{title: x, format: CSVV}]", "spatial: {bbox: [1, 2, 3]}", "publisher: Stadtgrün!"]
    good = ["license: Datenlizenz Deutschland Zero", "title: {de: Bäume, en: Trees}", "title: 1.10", "titel: Bäume",
            "modified: 2026", "modified: 2026-01-15T08:00:00Z", "keywords: [a, 1, no]", "keywords: {de: [a], en: [b]}",
            "license: https://example.org/eigene", "publisher: neues-amt", "contact: {name: x, email: a@example.org}",
            "spatial: https://sws.geonames.org/2879139/", "services: [stadtplan]", "provenance: Vor Ort erhoben."]
    answers = ask(path, scratch, [{"text": line + "\n"} for line in faults + good])
    for line, answer in zip(faults + good, answers):
        assert bool(answer["problems"]) == (line in faults), f"{line}: {answer['problems']}"


def test_the_languages_of_a_schema(scratch):
    town = base(scratch)
    title = lambda *a: json.loads(town.run("schema", "dataset", *a).out)["definitions"]["DATASET"]["properties"]["license"]["title"]
    assert (title("--lang", "de"), title("--lang", "en"), title()) == ("Lizenz", "Licence", "Lizenz · Licence")


def test_rows_of_the_catalogue_s_own_are_offered(scratch):
    town = base(scratch)
    town.write("catalog/catalog.yaml", town.read("catalog/catalog.yaml") +
               "code_lists: { license: [{ code: stadt-lizenz, iri: https://example.org/lizenz, label: Lizenz der Stadt }] }\n")
    answer, = ask(schema(town, scratch, "dataset"), scratch, [{"text": "license: stadt-lizenz\n"}])
    assert answer["problems"] == []


def test_a_schema_without_a_catalogue(scratch):
    town = city.City(scratch / "empty", None)
    for kind in (*KINDS, "catalog", "site"):
        assert json.loads(town.run("schema", kind).must_exit(0).out)["$schema"].endswith("draft-07/schema#")
    town.run("schema").must_exit(2)
    town.run("schema", "nix").must_exit(2)


def test_fields_in_a_file_of_their_own(scratch):
    """The same portal from <id>.md and from <id>.yaml with its description beside it."""
    one, two = base(scratch / "one"), base(scratch / "two")
    for path in sorted(two.path("catalog").rglob("*.md")):
        head, _, body = path.read_text(encoding="utf-8").partition("\n---")
        path.with_suffix(".yaml").write_text(head.removeprefix("---\n") + "\n", encoding="utf-8")
        body = body.strip("\n")
        path.write_text(body + "\n", encoding="utf-8") if body else path.unlink()
    one.commit()
    two.commit()
    two.run("check").must_exit(0)
    a, b = one.built(), two.built()
    for name in sorted(n for n in a.files if n.endswith((".rdf", ".ttl"))):
        assert (one.folder / "site/public" / name).read_bytes() == (two.folder / "site/public" / name).read_bytes(), name
    assert {n for n in a.files if not n.startswith("feed/")} == {n for n in b.files if not n.startswith("feed/")}
