#!/usr/bin/python3
"""Records of ISO 19139, imported.

SEMIC's five cases: exported as GeoDCAT-AP, what we say of the dataset or service is compared with what SEMIC expects,
value by value along the paths from it. Every difference needs the reason below; a reason that explains nothing
any more is a failure, too. Berlin's records: coupling, licences in the form of GDI-DE, errors of a catalogue service.
A catalogue service (CSW) that answers on this machine: paging.
"""
import http.server
import pathlib
import re
import shutil
import threading
import urllib.parse

from common import SHARED, Scratch, commit, files, finish, findings, imported, judge, program, repository, skip
from rdflib import BNode, Graph, Namespace, RDF

SEMIC = SHARED / "real" / "iso19139-semic"
BERLIN = SHARED / "real" / "iso19139-berlin"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
BASE = "https://opendata.leipzig.example/"
PREFIXES = {
    "http://www.w3.org/ns/dcat#": "dcat:", "http://purl.org/dc/terms/": "dct:", "http://data.europa.eu/930/": "geodcatap:",
    "http://data.europa.eu/r5r/": "dcatap:", "http://www.w3.org/ns/prov#": "prov:", "http://xmlns.com/foaf/0.1/": "foaf:",
    "http://www.w3.org/2006/vcard/ns#": "vcard:", "http://www.w3.org/ns/adms#": "adms:", "http://www.w3.org/ns/locn#": "locn:",
    "http://www.w3.org/2004/02/skos/core#": "skos:", "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
    "http://www.w3.org/2000/01/rdf-schema#": "rdfs:", "http://www.w3.org/ns/dqv#": "dqv:", "http://www.w3.org/2011/content#": "cnt:",
}

# What SEMIC's transformation says and we do not: (path and value, reason). Each line of the expectation that is
# missing must match one of them.
MISSING = [
    (r"foaf:isPrimaryTopicOf ", "the record: its dates come from the history of the file, its contact is the catalogue's"),
    (r"prov:qualifiedAttribution ", "each role has a property of its own (rightsHolder, custodian, user …), which both say"),
    (r"prov:wasUsedBy ", "the test of conformity as an activity; that it was passed is dct:conformsTo, which both say"),
    (r"dqv:hasQualityMeasurement ", "1/50000; we say the scale as spatialResolutionAsText"),
    (r"dcat:theme http://inspire\.ec\.europa\.eu/theme/", "INSPIRE themes: DCAT-AP.de allows the EU's data themes only; the name is a keyword"),
    (r"dcat:theme http://inspire\.ec\.europa\.eu/metadata-codelist/(PriorityDataset|SpatialScope)/", "the same"),
    (r"dcat:theme https://www\.(eionet\.europa|slovnikcuzk)\.eu", "other thesauri: the same"),
    (r"dct:spatial / dcat:bbox [{<]", "the box once more as GeoJSON and GML"),
    (r"dct:spatial / dcat:bbox POLYGON", "the same box, beginning at another corner"),
    (r"rdf:type http://www\.w3\.org/ns/prov#(Agent|Entity)$", "PROV's classes, which follow from those of DCAT-AP"),
    (r"dct:accessRights http://inspire\.ec\.europa\.eu/metadata-codelist/LimitationsOnPublicAccess/", "DCAT-AP.de's list: PUBLIC, RESTRICTED; reported where the article is lost"),
    (r"dct:license http://inspire\.ec\.europa\.eu/.*noConditionsApply", "no licence of a list; --repair says other-closed until somebody decides"),
    (r"dct:provenance / dct:description ", "rdfs:label, as DCAT-AP 3.0.1 has it for all statements"),
    (r"foaf:workplaceHomepage ", "foaf:homepage"),
    (r"locn:adminUnitL1 (Česká|Czech|République)", "one body is one agent; its country stands in the language in which it was met first"),
    (r"geodcatap:purpose ", "new in GeoDCAT-AP 3.1; the catalogue has no property for it (reported)"),
    (r"geodcatap:serviceProtocol ", "the kind of service is dct:conformsTo with the OGC's IRI"),
    (r"dct:conformsTo / ", "a specification without an IRI (reported)"),
    (r"dcat:distribution / dcat:mediaType .*gml", "the format of the data, which the view of a WMS is not; distributions of services have the service's"),
    (r"dcat:distribution / adms:representationTechnique ", "the same"),
    (r"dcat:distribution / dcat:accessURL .*\?", "the access URL of data that comes through a service is the service's (K41); the request is its endpointDescription"),
]
# What we say beyond it.
ADDED = [
    (r"dcat:contactPoint / ", "SEMIC has a contact only where a party has the role pointOfContact; DCAT-AP.de wants one"),
    (r"dcat:keyword ", "names of terms from thesauri: SEMIC gives their IRIs as themes"),
    (r"dcat:theme http://publications\.europa\.eu/resource/authority/data-theme/", "INSPIRE themes and topic categories, aligned"),
    (r"dct:accessRights http://publications\.europa\.eu/resource/authority/access-right/", "DCAT-AP.de's list"),
    (r"dct:publisher / ", "mandatory: the owner, when nobody is called the publisher"),
    (r"dct:rights / ", "what an Anchor says in words"),
    (r"dct:identifier ", "of a service: that of its record, where the citation has none"),
    (r"adms:identifier / ", "that of the record, to find it again"),
    (r"dct:temporal / ", "SEMIC leaves it out of services"),
    (r"rdf:type http://xmlns\.com/foaf/0\.1/Agent$", "beside foaf:Organization"),
    (r"rdf:type http://www\.w3\.org/ns/dcat#Resource$", "the topic of a record"),
    (r"dct:spatial / dcat:(bbox|centroid) ", "the box from its south-western corner, and its centre"),
    (r"foaf:homepage ", "foaf:workplaceHomepage there"),
    (r"locn:adminUnitL1 ", "the same agent there has its country in three languages, by its role"),
    (r"geodcatap:spatialResolutionAsText ", "the scale"),
    (r"dct:provenance / rdfs:label ", "dct:description there"),
    (r"dct:license http://dcat-ap\.de/", "--repair"),
    (r"dct:modified ", "--repair: the day of the record, where the data have no date but that of their creation"),
    (r"dcat:distribution / ", "the distribution of a service as DCAT-AP.de has it: format, access URL, licence"),
    (r"foaf:page https://example\.org/doc$", "put in above: high-value data need it"),
]


def short(iri):
    for long, prefix in PREFIXES.items():
        if str(iri).startswith(long):
            return prefix + str(iri)[len(long):]
    return str(iri)


def flat(graph, subject, path=(), seen=()):
    """{'dct:spatial / dcat:bbox POLYGON(…)', …}: everything said of the subject and of the nodes that are its own."""
    said = set()
    for p, o in graph.predicate_objects(subject):
        along = path + (short(p),)
        is_own = isinstance(o, BNode) or str(o).startswith(BASE)
        if is_own and (o, None, None) in graph and o not in seen and o != subject and len(along) < 5:
            said |= flat(graph, o, along, seen + (subject,))
        elif not (is_own and not isinstance(o, BNode)):
            said.add(f"{' / '.join(along)} {o}{'@' + o.language if getattr(o, 'language', None) else ''}")
    return said


def main_subject(graph):
    services = {o for o in graph.objects(None, DCAT.accessService)}
    for kind in (DCAT.Dataset, DCAT.DataService):
        for s in graph.subjects(RDF.type, kind):
            if "#" not in str(s) and s not in services:
                return s
    return None


def explain(lines, rules, used):
    unexplained = []
    for line in sorted(lines):
        match = next((i for i, (pattern, _) in enumerate(rules) if re.search(r"(^|/ )" + pattern, line)), None)
        if match is None:
            unexplained.append(line[:200])
        else:
            used.add(match)
    return unexplained


def document(there):
    """A high-value dataset needs a documentation of its services, which the record does not name."""
    for path in (there / "catalog" / "datasets").rglob("*.md"):
        text = path.read_text()
        if "\nhvd:" in text:
            path.write_text(text.replace("\nservices:", "\npage: https://example.org/doc\nservices:"))


def semic():
    if not SEMIC.exists():
        skip("SEMIC’s cases are not here")
        return
    used_missing, used_added = set(), set()
    for case in sorted(p.parent for p in SEMIC.glob("*/input.xml")):
        with Scratch() as scratch:
            there = repository(scratch / "r", "title: T\ndescription: D\npublisher: p\n")
            (there / "catalog" / "agents").mkdir()
            (there / "catalog" / "agents" / "p.md").write_text("---\nname: P\n---\n")
            imported(there, "iso19139", case / "input.xml", "--repair", "--source", "semic", ok=(0, 1))
            before = files(there / "catalog")
            imported(there, "iso19139", case / "input.xml", "--repair", "--source", "semic", ok=(0, 1))
            judge(f"{case.name}: again changes nothing", files(there / "catalog") == before)
            document(there)
            commit(there)
            ours, expected = Graph(), Graph()
            ours.parse(data=program(there, "feed", "--profile", "geodcat-ap-3")[0], format="xml")
            expected.parse(str(case / "expected_output.ttl"), format="turtle")
            a, b = flat(expected, main_subject(expected)), flat(ours, main_subject(ours))
            same = a & b
            judge(f"{case.name}: {len(same)} of {len(a)} values are the same", len(same) >= 10, str(len(same)))
            missing, added = explain(a - b, MISSING, used_missing), explain(b - a, ADDED, used_added)
            judge(f"{case.name}: what is missing has a reason", not missing, "\n  ".join(missing[:12]))
            judge(f"{case.name}: what is added has a reason", not added, "\n  ".join(added[:12]))
    for rules, used, what in ((MISSING, used_missing, "missing"), (ADDED, used_added, "added")):
        idle = [rules[i][0] for i in range(len(rules)) if i not in used]
        judge(f"every reason of what is {what} is one", not idle, str(idle))


def berlin():
    if not BERLIN.exists():
        skip("Berlin’s records are not here")
        return
    with Scratch() as scratch:
        there = repository(scratch / "r")
        said = imported(there, "iso19139", BERLIN / "csw_getrecords_01.xml", "--source", "berlin")
        judge("a dataset and its service", "2 datasets: 2 new" in said and "1 service: 1 new" in said, said[-500:])
        service = next((there / "catalog" / "services").glob("*.md")).read_text()
        dataset = next(p for p in (there / "catalog" / "datasets").rglob("3d-gebaeudemodelle*.md")).read_text()
        name = next((there / "catalog" / "services").glob("*.md")).stem
        judge("the service serves the dataset, though a slash is lost", "serves_dataset: 3d-gebaeudemodelle" in service, service)
        judge("the dataset names the service", f"services: {name}" in dataset, dataset)
        for line in ("license: dl-by-de/2.0", "attribution: Geoportal Berlin / 3D-Gebäudemodelle im Level of Detail 2 (LoD 2)",
                     "identifier: https://registry.gdi-de.org/id/de.be.csw/05377e9a-5223-3973-bbe8-95302abd3034",
                     "topic_category: [imageryBaseMapsEarthCover]", "themes: [REGI]", "spatial: { bbox: [13.079, 52.3284, 13.7701, 52.6877] }"):
            judge(f"Berlin: {line}", line in dataset, dataset)
    with Scratch() as scratch:
        there = repository(scratch / "r")
        folder = scratch / "records"
        folder.mkdir()
        for name in ("wfs-open-data.xml", "dataset-open-data.xml"):
            shutil.copy(BERLIN / name, folder)
        turned = (folder / "dataset-open-data.xml").read_text()
        west, east = (re.search(rf"<gmd:{side}BoundLongitude>\s*<gco:Decimal[^>]*>([0-9.]+)<", turned)[1] for side in ("west", "east"))
        turned = turned.replace(f">{west}<", ">W<").replace(f">{east}<", f">{west}<").replace(">W<", f">{east}<")
        (folder / "dataset-open-data.xml").write_text(turned)
        said = imported(there, "iso19139", folder, "--source", "berlin")
        judge("a folder of records", "1 dataset: 1 new" in said and "1 service: 1 new" in said, said[-500:])
        dataset = next((there / "catalog" / "datasets").rglob("*.md")).read_text()
        judge("a reversed box is put right and reported", f"bbox: [{west}," in dataset and "EX_GeographicBoundingBox" in said, said)
        service = next((there / "catalog" / "services").glob("*.md")).read_text()
        judge("an HVD category by its Anchor", "hvd: [c_dd313021]" in service, service)
        for name, words in (("missing_id.xml", "missing parameter Id"), ("no_record_found.xml", "import-nothing")):
            said = imported(there, "iso19139", BERLIN / name, ok=(1,))
            judge(f"{name}: {words}", words in said, said)
        (scratch / "bomb.xml").write_text('<!DOCTYPE a [<!ENTITY b "x">]><a>&b;</a>')
        said = imported(there, "iso19139", scratch / "bomb.xml", ok=(1,))
        judge("a DOCTYPE is refused", "DOCTYPE" in said, said)
        shutil.copy(BERLIN / "missing_id.xml", folder)
        shutil.copy(scratch / "bomb.xml", folder / "a.xml")
        before = {p: p.read_bytes() for p in (there / "catalog").rglob("*") if p.is_file()}
        said = imported(there, "iso19139", folder, "--source", "berlin", ok=(1,))
        judge("every file at fault in a folder is named, and nothing is written", "records/a.xml:" in said and "records/missing_id.xml:" in said and
              before == {p: p.read_bytes() for p in (there / "catalog").rglob("*") if p.is_file()}, said)


RECORD = """<gmd:MD_Metadata><gmd:fileIdentifier><gco:CharacterString>id-{0}</gco:CharacterString></gmd:fileIdentifier>
<gmd:identificationInfo><gmd:MD_DataIdentification><gmd:citation><gmd:CI_Citation><gmd:title><gco:CharacterString>Nummer {0}</gco:CharacterString>
</gmd:title></gmd:CI_Citation></gmd:citation></gmd:MD_DataIdentification></gmd:identificationInfo></gmd:MD_Metadata>"""


class CatalogueService(http.server.BaseHTTPRequestHandler):
    asked = []

    def do_GET(self):
        query = {k.lower(): v[0] for k, v in urllib.parse.parse_qs(urllib.parse.urlparse(self.path).query).items()}
        self.asked.append(query)
        start, most, n = int(query.get("startposition", 1)), 2, 5
        records = "".join(RECORD.format(i) for i in range(start, min(start + most, n + 1)))
        after = start + most if start + most <= n else 0
        body = f"""<csw:GetRecordsResponse xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:gmd="http://www.isotc211.org/2005/gmd"
xmlns:gco="http://www.isotc211.org/2005/gco"><csw:SearchResults numberOfRecordsMatched="{n}" nextRecord="{after}">{records}</csw:SearchResults>
</csw:GetRecordsResponse>""".encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def catalogue_service():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CatalogueService)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/csw"
    with Scratch() as scratch:
        there = repository(scratch / "r")
        said = imported(there, "iso19139", address, "--source", "csw")
        judge("a catalogue service is asked page by page", "5 datasets: 5 new" in said and len(CatalogueService.asked) == 3, said[-500:])
        first = CatalogueService.asked[0]
        judge("the request is one of CSW 2.0.2", first.get("request") == "GetRecords" and first.get("version") == "2.0.2" and
              first.get("outputschema") == "http://www.isotc211.org/2005/gmd", str(first))
        CatalogueService.asked.clear()
        said = imported(there, "iso19139", address + "?service=CSW&request=GetRecords&startPosition=4&x=y", "--source", "csw")
        judge("somebody’s own request keeps its words", len(CatalogueService.asked) == 1 and CatalogueService.asked[0]["x"] == "y", str(CatalogueService.asked))
    server.shutdown()


semic()
berlin()
catalogue_service()
finish()
