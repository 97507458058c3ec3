"""Nothing of what is internal or a draft may leave: not a word, not a number, not an order."""
import re

from city import City, CONTENT, SAMPLE, Skipped, release_of

CANARY = b"KANARIENVOGEL"


def hidden(city):
    return city.datasets("internal") + city.datasets("draft")


def add_hidden(city):
    """Beside those of the sample: one in each of the two releases, which use everything there is."""
    for release in ("internal", "draft"):
        word = f"Kanarienvogel-{release}"
        city.write(f"catalog/datasets/geheim/{word.lower()}.md", f"""---
title: {{ de: "{word} Titel", en: "{word} title" }}
release: {release}
publisher: geheimamt-{release}
contact: {{ name: "{word} Kontakt", email: "{word.lower()}@example.org" }}
themes: [INTR]
keywords: ["{word} Wort", Baum]
license: cc-by-nd/4.0
attribution: {word} Quelle
issued: 1999-01-01
modified: 2026-05-31
frequency: UPDATE_CONT
temporal: {{ from: 1901, to: 1902 }}
spatial: {{ ags: "14713000" }}
series: vornamen
former_ids: [{word.lower()}-alt]
distributions:
  - {{ title: "{word} Datei", download_url: "https://{word.lower()}.example.org/a.kml", format: KML }}
  - {{ title: "{word} gehostet", file: data/{word.lower()}/{word.lower()}.csv }}
services:
  - {{ title: "{word} Dienst", type: WFS, url: "https://{word.lower()}.example.org/wfs" }}
---
{word} Beschreibung, die niemand außerhalb lesen darf, und lang genug, um keine Warnung zu geben.
""")
        city.write(f"catalog/data/{word.lower()}/{word.lower()}.csv", f"{word};Inhalt\n1;2\n")
        city.write(f"catalog/agents/geheimamt-{release}.md", f"""---
name: {word} Amt
type: LocalAuthority
homepage: https://{word.lower()}-amt.example.org/
---
""")


def test_canaries_of_the_sample(scratch):
    city = City(scratch / "city")
    if not any(CANARY in city.path(name).read_bytes() for name in hidden(city)):
        raise Skipped("the sample has no internal dataset with KANARIENVOGEL")
    city.commit()
    look_for(city.built(), [CANARY, CANARY.lower()])


def look_for(tree, words):
    for name in tree.names():
        haystack = tree.bytes(name)
        for word in words:
            assert word not in haystack and word not in haystack.lower(), f"{name} holds {word.decode()}"
            assert word.decode().lower() not in name.lower(), f"a file is called {name}"


def test_canaries_everywhere(scratch):
    city = City(scratch / "city")
    add_hidden(city)
    city.commit()
    city.run("check", "--lang", "en").must_exit(0)
    look_for(city.built(), [b"kanarienvogel", b"geheimamt"])


def test_non_interference(scratch):
    """
    The portal is the same with and without what is hidden: order, numbers, ids, everything.

    The two catalogues cannot have the same commit id, so the commit id in manifest.json is left
    out; the dates are the same, because every commit of these repositories has the same one.
    """
    without = City(scratch / "without")
    for name in hidden(without):
        without.path(name).unlink()
        for translation in without.path(name).parent.glob(without.path(name).stem + ".*.md"):
            translation.unlink()
    remove_unused(without)
    commit = without.commit()
    bare = without.built()
    all_of_it = City(scratch / "with")
    add_hidden(all_of_it)
    other_commit = all_of_it.commit()
    full = all_of_it.built()
    bare.must_equal(full, "with and without what is hidden", except_for=("manifest.json",))
    assert bare.text("manifest.json") == full.text("manifest.json").replace(other_commit, commit), "manifest.json differs"


def remove_unused(city):
    """Agents, services, series and files that only hidden datasets of the sample use."""
    public = "".join(p.read_text(encoding="utf-8") for p in (city.folder / "catalog").rglob("*.md"))
    for folder in (city.folder / "catalog" / "data").glob("*"):
        if not re.search(rf"data/{re.escape(folder.name)}/", public):
            for file in sorted(folder.rglob("*"), reverse=True):
                file.rmdir() if file.is_dir() else file.unlink()
            folder.rmdir()


def test_withdrawn_from_view(scratch):
    """What was public and becomes internal is gone at once, and rollback does not bring it back."""
    city = City(scratch / "city")
    city.commit()
    city.built()
    name = "catalog/datasets/lvb/fahrplandaten.md"
    city.replace(name, "release: public", "release: internal")
    city.commit("Hide", "2026-07-01T12:00:00Z")
    result = city.build("--expect-removals", "1")
    if result.status == 1:
        raise Skipped("hiding what was public is refused: " + (result.out + result.err)[:200])
    tree = city.built("--expect-removals", "1")
    assert not [n for n in tree.names() if "fahrplandaten." in n]
    previous = tree.folder.parent / ".public.previous"
    left = [p.name for p in previous.rglob("fahrplandaten.*")] if previous.exists() else []
    assert not left, f"the generation before still holds {left}"
