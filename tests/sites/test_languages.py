"""Pages in several languages: what each text is in, and what stands for what is not translated."""
import html
import html.parser
import json
import re
import xml.etree.ElementTree as tree

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


# Esperanto, nearly: words where neither German nor English has them, and signs that HTML knows.
PHRASES = {
    "language_name": "Esperanto", "decimal_mark": "'", "thousands_mark": "&", "date_day": "{year} {month} {day}", "date_month": "{year} {month}",
    "years_one": "jaro", "months_other": "monatoj {n}", "minutes_other": "minutoj {n}",
    "period_range": "{to} <- {from}", "period_since": "{from} ekde", "period_until": "{to} ĝis",
    "difference_quote": "«{text}»", "difference_list_mark": " & ",
    "difference_added": "{after} <nova> {field}", "difference_removed": "malplena sen {before} {field}",
    "difference_changed": "{after} el {before} iĝis {field}", "difference_items_added": "{added} plus {field}",
    "difference_items_removed": "{removed} minus {field}", "difference_items_both": "{removed} minus, {added} plus {field}",
    "difference_words": "{words} :{field}", "difference_field_of": "{field} de {of}",
    "difference_field_in_language": "{language}-{field}", "difference_field_in_file": "{field} en dosiero {part}",
    "difference_field_in_service": "{field} en servo {part}",
    "difference_files_added_one": "{list}: jen dosiero", "difference_files_added_other": "{list}: jen {n} dosieroj",
    "difference_files_removed_one": "{list}: for dosiero", "difference_files_removed_other": "{list}: for {n} dosieroj",
    "difference_services_added_one": "{list}: jen servo", "difference_services_added_other": "{list}: jen {n} servoj",
    "difference_services_removed_one": "{list}: for servo", "difference_services_removed_other": "{list}: for {n} servoj",
    "difference_parts_both": "{removed} | {added}", "difference_content": "nova enhavo de {part}",
    "difference_content_figures": "{figures} > {part}", "difference_rows": "{after} < {before} linioj",
    "difference_bytes": "{after} < {before} bajtoj",
}
# Of names that nothing has any more nobody is asked.
NAMES_OF_ONCE = {"concept_frequency_ANNUAL": "ĉiujare", "concept_license_dl-by-de/2.0": "l-de", "property_frequency": "ofteco",
                 "concept_file-type_JSON": "f-json", "property_language": "lingvo", "concept_language_DEU": "germana"}
TREES, PLAYGROUNDS = "catalog/datasets/umwelt/baumkataster.md", "catalog/datasets/spielplaetze.md"
SENTENCES = [
    "«2 Jaro» plus property_keywords",
    "«concept_frequency_MONTHLY» el «ĉiujare» iĝis ofteco",
    "malplena sen «2025 m12 31 <- 2016 m3» property_temporal",
    "«minutoj 15» el «jaro & monatoj 2» iĝis property_temporal_resolution",
    "«1&250» el «12&500'5» iĝis property_spatial_resolution",
    "«f-json» el «CSV» iĝis property_format en dosiero «Bäume & <Sträucher>»",
    "«germana» <nova> lingvo en dosiero «Bäume & <Sträucher>»",
    "«Bäume als Dienst»: for servo",
    "«2016 m3» el «2015 m1 1» iĝis property_from de property_temporal",
    "«jaro & monatoj 2» <nova> property_temporal_resolution",
    "«12&500'5» <nova> property_spatial_resolution",
    "«Bäume als CSV»: for dosiero | «Bäume & <Sträucher>» & «Bäume als XML»: jen 2 dosieroj",
    "«concept_license_cc-by/4.0» <nova> property_license en servo «Bäume als Dienst»",
    "«Register of all trees» el «Tree register» iĝis en-property_title",
    "… und Pflanzjahr aller Straßenbäume Bäume in der Pflege … :property_description",
    "«baum@example.org» el «baumpflege@example.org» iĝis property_email de property_contact",
    "«Straßenbaum» minus, «Pflanze & <Strauch>» plus property_keywords",
    "«concept_license_cc-by/4.0» el «l-de» iĝis property_license",
]
TABLE = ["1&501 < 1 linioj & 24&034 < 34 bajtoj > «Spielplätze als CSV»"]


def history_of_everything(city):
    """Differences of every kind."""
    city.replace("site/site.yaml", "languages: [de]", "languages: [de, eo]")
    city.commit("One", "2026-01-01T12:00:00Z")
    city.replace(TREES, "license: dl-by-de/2.0", "license: cc-by/4.0")
    city.replace(TREES, "[Baum, Straßenbaum, ", "[Baum, Pflanze & <Strauch>, ")
    city.replace(TREES, "email: baumpflege@example.org", "email: baum@example.org")
    city.replace(TREES, "aller **Straßenbäume** in", "aller **Bäume** in")
    city.replace(TREES, "  en: Tree register", "  en: Register of all trees")
    city.commit("Two", "2026-01-02T12:00:00Z")
    city.replace(TREES, "  - title: Bäume als CSV\n    download: https://daten.example.org/baeume.csv\n",
                 "  - title: Bäume & <Sträucher>\n    download: https://daten.example.org/neu.csv\n    format: CSV\n"
                 "  - title: Bäume als XML\n    download: https://daten.example.org/neu.xml\n")
    city.replace(TREES, "    type: WFS\n", "    type: WFS\n    license: cc-by/4.0\n")
    table = "catalog/data/spielplaetze/spielplaetze.csv"
    city.write(table, city.read(table) + "Platz;12.3;51.3\n" * 1500)
    city.commit("Three", "2026-01-03T12:00:00Z")
    city.replace(TREES, "from: 2015-01-01", "from: 2016-03")
    city.replace(TREES, "frequency: ANNUAL", "frequency: ANNUAL\nspatial_resolution: 12500.5\ntemporal_resolution: P1Y2M")
    city.commit("Four", "2026-01-04T12:00:00Z")
    city.replace(TREES, "temporal: { from: 2016-03, to: 2025-12-31 }\n", "")
    city.replace(TREES, "P1Y2M", "PT15M")
    city.replace(TREES, "12500.5", "1250")
    city.replace(TREES, "frequency: ANNUAL", "frequency: MONTHLY")
    city.replace(TREES, "    format: CSV\n  - title: Bäume als XML", "    format: JSON\n    language: [DEU]\n  - title: Bäume als XML")
    city.replace(TREES, "keywords: [", "keywords: [2 Jaro, ")
    text = city.read(TREES)
    city.write(TREES, text[:text.index("services:")] + text[text.index("---\n", 4):])
    city.commit("Five", "2026-01-05T12:00:00Z")


def labels_of_esperanto(city, names, without=()):
    keys = re.findall(r'(?m)^"?(\w+)"?: ', (ROOT / "templates/labels/de.yaml").read_text(encoding="utf-8"))
    texts = {key: f"m{key[6:]}" if key.startswith("month_") else f"l_{key}" for key in keys if not key.startswith("property_")}
    texts = {**texts, **PHRASES, **NAMES_OF_ONCE, **names}
    city.write("site/labels/eo.yaml", "".join(f"{json.dumps(key)}: {json.dumps(text, ensure_ascii=False)}\n" for key, text in texts.items()
                                              if key not in without))


def names_missing(city):
    """The keys that check asks for."""
    findings = json.loads(city.run("check", "--worktree", "--lang", "en", "--format", "json").out)["findings"]
    keys = set()
    for finding in findings:
        if finding["id"] == "names-missing":
            stem, codes = re.search(r"^labels/eo.yaml lacks .* needs, (\S+)…: (.*)$", finding["message"]).groups()
            keys |= {stem + code for code in codes.split(", ")}
    return keys


def details(page):
    """Each sentence on a page of changes: its attributes and its text."""
    return [(attributes, html.unescape(re.sub(r"<[^>]*>", "", text)))
            for items in re.findall(r'(?s)<ul class="tab-change__details">(.*?)</ul>', page)
            for attributes, text in re.findall(r"(?s)<li([^>]*)>(.*?)</li>", items)]


def contents_of(site, name):
    """Of the entries of an Atom feed."""
    return list(tree.fromstring(site.bytes(name)).iter("{http://www.w3.org/2005/Atom}content"))


def test_changes_in_a_third_language(scratch):
    city = City(scratch / "city", files=BASE)
    history_of_everything(city)
    # What check asks for is named after its key; and what former states had, but for what others have.
    names = {f"property_{key}": f"property_{key}" for key in ("temporal_resolution", "spatial_resolution")}
    labels_of_esperanto(city, names)
    lacking = names_missing(city)
    assert not any(key.startswith("difference_") for key in lacking), lacking
    names.update({key: key for key in lacking})
    labels_of_esperanto(city, names)
    assert not names_missing(city), names_missing(city)
    assert {"property_keywords", "property_email", "property_format", "concept_license_cc-by/4.0"} <= names.keys(), names
    city.commit("Labels", "2026-02-01T12:00:00Z")
    site = city.built()
    for name in "eo/datasets/baumkataster/history.html", "eo/changes.html":
        found = details(site.text(name))
        told = [text for _, text in found]
        expected = sorted(SENTENCES) if name != "eo/changes.html" else sorted([*SENTENCES, *TABLE])
        assert sorted(told) == expected, "\n".join(sorted(set(told) ^ set(expected)))
        assert not any("lang" in attributes for attributes, _ in found), found
        assert "<del>Straßenbäume</del> <ins>Bäume</ins>" in site.text(name)
        assert "«Pflanze &amp; &lt;Strauch&gt;»" in site.text(name) and "«jaro &amp; monatoj 2» &lt;nova&gt;" in site.text(name)
    contents = contents_of(site, "eo/changes.atom")
    told = [html.unescape(re.sub(r"<[^>]*>", "", text)) for c in contents for text in re.findall(r"<li>(.*?)</li>", c.text)]
    assert sorted(told) == sorted([*SENTENCES, *TABLE]), told
    assert not any(c.attrib.keys() - {"type"} for c in contents)
    german = details(site.text("changes.html"))
    assert ("", "Lizenz: von „Datenlizenz Deutschland Namensnennung 2.0“ zu „Creative Commons Namensnennung – 4.0 International (CC BY 4.0)“") in german, german
    site.must_equal(city.built("-j1", out=scratch / "again"), "with one thread")

    labels_of_esperanto(city, names, without=[key for key in PHRASES if key.startswith("difference_")])
    assert names_missing(city) == {key for key in PHRASES if key.startswith("difference_")}, names_missing(city)
    # One phrase less: all of the sentences are German, and marked; check says which it is.
    labels_of_esperanto(city, names, without={"difference_rows"})
    assert names_missing(city) == {"difference_rows"}, names_missing(city)
    city.commit("Less", "2026-02-02T12:00:00Z")
    site = city.built()
    assert details(site.text("eo/changes.html")) == [(' lang="de"', text) for _, text in german]
    languages = {c.get("{http://www.w3.org/XML/1998/namespace}lang") for c in contents_of(site, "eo/changes.atom")}
    assert languages == {"de"}, languages
    assert "xml:lang" not in site.text("changes.atom").split("<entry>", 1)[1]
