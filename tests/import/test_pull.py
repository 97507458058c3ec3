#!/usr/bin/python3
"""`tabularium pull`: two catalogues flow into one, by the list in catalog.yaml, again and again.

A feed on pages comes from a server on this machine, records from a folder. What the sources say, changes; what was
edited here, stays; identifiers and dates of the data are those of the source (K25).
"""
import http.server
import threading

from common import Scratch, files, finish, judge, program, repository

FEED = {
    "/catalog.ttl": """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
<> a hydra:PartialCollectionView ; hydra:next <page-2.ttl> .
<http://old.example/dataset/einwohner> a dcat:Dataset ; dct:title "Einwohner" ; dct:identifier "urn:x:einwohner" ;
  dct:modified "2026-01-15T08:00:00Z" ; dct:description "TEXT" ; dct:publisher <http://old.example/amt> .
<http://old.example/amt> a foaf:Agent ; foaf:name "Statistikstelle" .
""",
    "/page-2.ttl": """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
@prefix hydra: <http://www.w3.org/ns/hydra/core#> .
<> a hydra:PartialCollectionView ; hydra:next <catalog.ttl> .
<http://old.example/dataset/wahlen> a dcat:Dataset ; dct:title "Wahlen" ; dct:description "x" .
""",
}
RECORD = """<gmd:MD_Metadata xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco">
<gmd:fileIdentifier><gco:CharacterString>geo-1</gco:CharacterString></gmd:fileIdentifier>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Bäume</gco:CharacterString>
</gmd:title></gmd:CI_Citation></gmd:citation></gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>"""


class Portal(http.server.BaseHTTPRequestHandler):
    texts = dict(FEED)

    def do_GET(self):
        body = self.texts.get(self.path)
        self.send_response(200 if body else 404)
        data = (body or "").encode()
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}"
with Scratch() as scratch:
    there = repository(scratch / "r", f"""title: T
description: D
publisher: amt
sources:
  - {{ name: statistik, type: dcat, from: "{address}/catalog.ttl", into: zahlen }}
  - {{ name: geo, type: iso19139, from: records }}
""")
    (there / "records").mkdir()
    (there / "records" / "a.xml").write_text(RECORD)

    def pull(*arguments, ok=(0,)):
        return program(there, "pull", "--lang", "en", *arguments, ok=ok)

    catalog = there / "catalog"
    said, _ = pull()
    judge("both sources came", "statistik:" in said and "geo:" in said, said)
    people = catalog / "datasets" / "zahlen" / "amt" / "einwohner.md"
    judge("each in its folder", people.exists() and (catalog / "datasets" / "geo" / "baeume.md").exists() and
          (catalog / "datasets" / "zahlen" / "wahlen.md").exists(), "\n  ".join(files(catalog)))
    text = people.read_text() if people.exists() else ""
    judge("identifier and date are the source's", "identifier: urn:x:einwohner" in text and "modified: 2026-01-15T08:00:00Z" in text, text)
    before = files(catalog)
    pull()
    judge("again, nothing changes", files(catalog) == before)

    people.write_text(text.replace("title: Einwohner", "title: Einwohnerinnen und Einwohner"))
    Portal.texts["/catalog.ttl"] = FEED["/catalog.ttl"].replace("TEXT", "Neu").replace("2026-01-15T08", "2026-02-01T08")
    pull("statistik")
    text = people.read_text()
    judge("the source's changes come, ours stay", "Neu" in text and "modified: 2026-02-01T08:00:00Z" in text and
          "title: Einwohnerinnen und Einwohner" in text, text)

    Portal.texts["/page-2.ttl"] = ""
    before = files(catalog)
    said, _ = pull(ok=(1,))
    judge("of a feed that breaks off nothing is taken", files(catalog) == before and "import-unreadable" in said, said)
    judge("the other source came all the same", "geo:" in said, said)
    _, error = pull("statistk", ok=(2,))
    judge("an unknown name is refused", "statistk" in error and "statistik geo" in error, error)
    catalog.joinpath("catalog.yaml").write_text("title: T\nsources: [{ name: a, type: oai, from: x }]\n")
    _, error = pull(ok=(2,))
    judge("an unknown type is refused", "oai" in error and "iso19139" in error, error)
    catalog.joinpath("catalog.yaml").write_text("title: T\n")
    _, error = pull(ok=(2,))
    judge("without sources there is nothing to pull", "names no source" in error, error)
server.shutdown()
finish()
