"""Pages in several languages: what each text is in, and what stands for what is not translated."""
import html.parser
import json
import re

from city import BASE, ROOT, City

VOID = set("area base br col embed hr img input link meta source track wbr".split())
# The interface; and what is shown as it is: files and the words of others.
AS_IT_IS = {"code", "pre", "script", "style", "table", "svg", "head", "header", "footer"}


class Texts(html.parser.HTMLParser):
    """Every text of a page with the language it is marked as."""

    def __init__(self, page):
        super().__init__()
        self.open, self.found = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        if tag not in VOID:
            language = self.open[-1][1] if self.open else ""
            self.open.append((tag, dict(attributes).get("lang", language)))

    def handle_endtag(self, tag):
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        text = " ".join(data.split())
        if text and self.open and not any(tag in AS_IT_IS for tag, _ in self.open):
            self.found.append((text, self.open[-1][1]))


def said(feed, language):
    """What the catalogue says in a language: titles, names, keywords, and how descriptions begin."""
    predicates = r"(?:terms/title|terms/description|dcat#keyword|foaf/0\.1/name|rdf-schema#label)"
    texts = set()
    for text in re.findall(rf'(?m)^\S+ <[^>]*{predicates}> "((?:[^"\\]|\\.)*)"@{language} \.$', feed):
        text = re.sub(r"\\u([0-9A-Fa-f]{4})", lambda m: chr(int(m.group(1), 16)), text).replace('\\"', '"')
        texts.add(re.split(r"\s*(?:[*_`#\[]|\\n|$)", text, maxsplit=1)[0])
    return texts


def test_marked_in_other_languages(scratch):
    city = City(scratch / "city")
    city.commit()
    city.replace("catalog/datasets/statistik/abfall.md", "[Abfall, ", "[Restmüll, Abfall, ")
    city.commit("Change", "2026-07-01T12:00:00Z")
    site = city.built()
    feed = site.text("catalog.nt")
    german = {t for t in said(feed, "de") - said(feed, "en") if len(t) > 3 and not t.isupper()}
    beginnings = {t[:40] for t in german if len(t) > 40}
    unmarked, n = {}, 0
    assert "en/datasets/abfall/history.html" in site.names()
    for name in site.names(".html"):
        if not name.startswith("en/"):
            continue
        for text, language in Texts(site.text(name)).found:
            if text in german or text[:40] in beginnings:
                n += 1
                if language != "de":
                    unmarked.setdefault(text[:60], name)
    assert n > 1000, f"only {n} German texts on English pages"
    assert not unmarked, f"{len(unmarked)} German texts are read as English: {list(unmarked.items())[:12]}"


def test_places_in_the_search(scratch):
    """As pages name them; the code in an address is the same in every language."""
    city = City(scratch / "city")
    city.replace("catalog/datasets/statistik/abfall.md", "\n---\n",
                 "\nspatial: { name: { de: Leipzig und Umland, en: Leipzig and around }, bbox: [12.1, 51.1, 12.7, 51.6] }\n---\n")
    city.replace("catalog/datasets/statistik/arbeitslose.md", "\n---\n", '\nspatial: { ags: "14522590" }\n---\n')
    city.commit()
    site = city.built()
    for language, around in (("de", ""), ("en", "Leipzig and around")):
        name, = (name for name in site.names("/facets.json") if name.startswith(f"search/{language}/"))
        regions = {code: (title, n) for code, title, n in json.loads(site.text(name))["region"]}
        assert regions["Leipzig"][0] == "" and regions["Leipzig"][1] > 100, regions
        assert regions["Leipzig und Umland"][0] == around, regions
        assert "14713000" not in regions and regions["14522590"] == ("", 1), regions


def test_written_from_right_to_left(scratch):
    """Such a language says so to the browser, the others do not; a logo keeps the room it needs before it has come."""
    city = City(scratch / "city", files=BASE)
    city.replace("site/site.yaml", "languages: [de]", "languages: [de, ar]\nlogo: assets/logo.svg")
    city.write("site/labels/ar.yaml", (ROOT / "templates" / "labels" / "en.yaml").read_text(encoding="utf-8"))
    city.write("site/assets/logo.svg", '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 60"/>\n')
    city.commit()
    site = city.built()
    for name in site.names():
        if name.endswith(".html"):
            assert ('dir="rtl"' in site.text(name)) == name.startswith("ar/"), name
    assert '/assets/logo.svg" width="192" height="48"' in site.text("index.html"), "the logo is no square"
