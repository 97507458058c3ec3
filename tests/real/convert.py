#!/usr/bin/env python3
"""Makes a Tabularium catalogue from the CKAN answers of opendata.leipzig.de.

usage: convert.py --faithful|--repair LEIPZIG.json FOLDER

FOLDER gets catalog/ (catalog.yaml, agents/, datasets/<organisation>/<name>.md) and the sample's
site/. Only datasets are taken, no showcases and harvest sources.

In both, the file name is the CKAN name with '-' for '_': five would be no ids.

--faithful   every value as it stands in the source, defects and all, so that `check` can be held
             against what was counted by hand
--repair     what has one right answer is mended:
                 blanks and tabs around IRIs go, blanks inside become %20, the cut-off legislation IRI
                 gets its end; formats and licences get their code; a licence that
                 all other files of a dataset share is that of the rest; addresses that only fetch
                 the description of a WMS, WMTS or WFS become services; a period that ends before it
                 begins is turned round; "application/zip" beside another format is a package format
             and what is missing and mandatory gets a fallback:
                 licence       other-closed, as GovData does
                 attribution   "Stadt Leipzig, <organisation>"
                 description   a sentence that says it is missing
                 dates         those of the CKAN entry
                 contact       the page of the dataset in the source
                 services      licence: other-closed; documentation: the page of the dataset
                 HVD           the category of geodata in general, where the legislation is named without
                               one; an address with /api/ in it becomes the service that the regulation
                               demands; without any service the claim is dropped
                 format        none where the EU's list has none (3DS)
             What is recommended only and missing stays missing.
"""
import json
import pathlib
import re
import shutil
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
HVD_LAW = "http://data.europa.eu/eli/reg_impl/2023/138/oj"
CLOSED = "other-closed"
ATTRIBUTION_LICENCES = ("dl-by", "cc-by", "odbl", "odby")
ORGANISATION_TYPES = {
    "ok-lab": "NonProfitOrganisation",
    "lvb": "Company",
    "leipziger-wohnungs-und-baugesellschaft-mbh": "Company",
    "leipzig-tourismus-und-marketing-gmbh": "Company",
}
UNLISTED = {"3DS"}   # in no code list: left out
SERVICES = {"WMS", "WMTS", "WFS"}
SOURCE = "https://opendata.leipzig.de/dataset/"


def pruned(value):
    """Without what is empty."""
    if isinstance(value, dict):
        value = {key: pruned(inner) for key, inner in value.items()}
        return {key: inner for key, inner in value.items() if inner not in (None, "", [], {})}
    return [pruned(item) for item in value] if isinstance(value, list) else value


def yaml(value, indent=0):
    """JSON's strings are YAML's double-quoted ones; mappings and sequences in block form."""
    blanks = " " * indent
    if isinstance(value, dict):
        lines = []
        for key, inner in value.items():
            if isinstance(inner, (dict, list)) and not (isinstance(inner, list) and all(isinstance(i, (str, int, float)) for i in inner)):
                lines.append(f"{blanks}{key}:\n{yaml(inner, indent + 2)}")
            else:
                lines.append(f"{blanks}{key}: {scalar(inner)}\n")
        return "".join(lines)
    return "".join(blanks + "- " + yaml(item, indent + 2).lstrip() for item in value)


def scalar(value):
    if isinstance(value, list):
        return "[" + ", ".join(map(scalar, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


class Source:
    """One CKAN dataset, with its extras under their plain names."""

    def __init__(self, package):
        self.package = package
        self.extras = {}
        for extra in package.get("extras", []):
            key = extra["key"].strip()
            key = key.removeprefix("extra:").removeprefix("http://dcat-ap.de/def/dcatde/").removeprefix("http://purl.org/dc/terms/")
            self.extras.setdefault(key.removeprefix("http://www.w3.org/ns/dcat#"), extra["value"])

    def get(self, *names):
        for name in names:
            for place in (self.package, self.extras):
                value = place.get(name)
                if value not in (None, "", [], "[]"):
                    return value
        return None

    def list(self, *names):
        value = self.get(*names)
        if value is None:
            return []
        return value if isinstance(value, list) else [value]


def iri(text, repair):
    if not repair or not text:
        return text
    text = re.sub(r"\s", "%20", text.strip())
    return re.sub(r"/eli/reg_impl/2023/138/o$", "/eli/reg_impl/2023/138/oj", text).replace("|", "%7C")


def unique(values):
    return list(dict.fromkeys(v for v in values if v))


def licence(text, repair):
    if not text or text == "none":
        return "" if repair else text if text == "none" else ""
    if repair:
        return {"dl-de-by-2.0": "dl-by-de/2.0"}.get(text, text.strip().removeprefix("http://dcat-ap.de/def/licenses/"))
    return text


def day(text):
    return text[:10] if text else None


def bounding_box(geojson):
    points = [point for ring in json.loads(geojson)["coordinates"] for point in ring]
    return [min(p[0] for p in points), min(p[1] for p in points), max(p[0] for p in points), max(p[1] for p in points)]


def service_type(resource):
    kind = resource["format"].strip().upper()
    if kind in SERVICES and re.search("capabilities", resource["url"], re.I):
        return kind
    return None


def is_api(resource):
    return "/api/" in resource["url"]


def service(resource, kind, page):
    address = iri(resource["url"], True)
    title = (resource.get("name") or kind).strip() or kind
    return {"title": title, "type": kind, "url": address.split("?")[0], "endpoint_description": address,
            "applicable_legislation": [iri(l, True) for l in resource.get("applicable_legislation") or []],
            "license": licence(resource.get("license"), True) or CLOSED, "page": page}


def distribution(source, resource, repair):
    url = resource.get("access_url") or resource["url"]
    made = {
        "title": resource.get("name"),
        "description": resource.get("description"),
        "access_url": iri(url, repair),
        "download_url": iri(resource.get("download_url") or (resource["url"] if resource.get("url_type") == "upload" else None), repair),
        "format": resource["format"].strip() if repair else resource["format"],
        "media_type": resource.get("mimetype"),
        "byte_size": resource.get("size"),
        "license": licence(resource.get("license"), repair),
        "attribution": resource.get("licenseAttributionByText"),
        "issued": day(resource.get("created")),
        "modified": resource.get("modified") or day(resource.get("last_modified")),
        "page": [iri(p, repair) for p in resource.get("documentation") or []],
        "applicable_legislation": unique(iri(p, repair) for p in resource.get("applicable_legislation") or []),
    }
    if re.fullmatch("[0-9a-f]{32}", resource.get("hash") or ""):
        made["checksum"] = {"algorithm": "md5", "value": resource["hash"]}
    if repair:
        kind = made["media_type"]
        if kind == "application/zip" and made["format"].upper() != "ZIP":
            made["package_format"] = kind
        # What the format says already; sources disagree with it.
        made["media_type"] = None
        made["title"] = (made["title"] or "").strip()
        made["attribution"] = (made["attribution"] or "").strip()
        made["description"] = (made["description"] or "").strip()
        if made["issued"] and made["modified"] and made["modified"] < made["issued"]:
            made["issued"] = None
        if made["format"].upper() in UNLISTED:
            made["format"] = None
    return made


def dataset(package, repair):
    source = Source(package)
    organisation = package["organization"]
    page = SOURCE + package["name"]
    contact = {
        "name": source.get("contact_name", "contactPoint", "maintainer", "author"),
        "email": source.get("contact_email", "maintainer_email", "author_email"),
    }
    key = None
    for text in source.list("politicalGeocodingURI"):
        match = re.search(r"municipalityKey/(\d{8})$", text)
        key = match.group(1) if match else key
    box = source.get("spatial")
    period = {"from": source.get("temporal_start"), "to": source.get("temporal_end")}
    entry = {
        "title": package["title"],
        "release": "public",
        "publisher": organisation["name"],
        "contact": contact,
        "themes": [group["name"].upper() for group in package["groups"]],
        "keywords": [tag["name"] for tag in package["tags"]],
        "license": licence(package["license_id"], repair),
        "attribution": source.get("license_attribution_by_text", "licenseAttributionByText"),
        "identifier": source.get("identifier"),
        "issued": source.get("issued"),
        "modified": source.get("modified"),
        "frequency": source.get("frequency"),
        "temporal": period if any(period.values()) else None,
        "spatial": {"uri": iri(source.get("spatial_uri"), repair), "ags": key, "bbox": bounding_box(box) if box else None},
        "geocoding_level": source.get("politicalGeocodingLevelURI"),
        "hvd": source.list("hvd_category"),
        "applicable_legislation": unique(iri(p, repair) for p in source.list("applicable_legislation")),
        "language": source.list("language") if isinstance(source.package.get("language"), list) else [],
        "landing_page": iri(source.get("url"), repair),
        "page": [iri(p, repair) for p in source.list("documentation")],
        "version": source.get("version"),
        "relation": [iri(p, repair) for p in (source.get("related_resource") or "").split(",") if p],
        "references": [iri(p, repair) for p in source.list("references")],
    }
    if source.get("alternate_identifier"):
        entry["other_identifier"] = [{"notation": n} for n in json.loads(source.get("alternate_identifier"))]
    description = package.get("notes") or ""
    resources = package["resources"]
    if repair:
        description = description.strip() or f"Die Quelle beschreibt „{package['title']}“ nicht näher; mehr weiß das herausgebende Amt."
        mend(entry, source, organisation, page)
        kinds = [service_type(r) for r in resources]
        entry["services"] = [service(r, kind, page) for r, kind in zip(resources, kinds) if kind]
        files = [r for r, kind in zip(resources, kinds) if not kind and r["url"].strip()]
        if entry["hvd"] and not entry["services"]:
            entry["services"] = [service(next(r for r in files if is_api(r)), "API", page)]
        entry["distributions"] = [distribution(source, r, True) for r in files]
        if not entry["hvd"]:
            for made in entry["distributions"]:
                made["applicable_legislation"] = [law for law in made["applicable_legislation"] if law != HVD_LAW]
        mend_licences(entry, organisation)
    else:
        entry["distributions"] = [distribution(source, r, False) for r in resources]
    return entry, description


def mend(entry, source, organisation, page):
    package = source.package
    entry["title"] = entry["title"].strip()
    if not entry["contact"]["email"]:
        entry["contact"]["url"] = page
    entry["contact"]["name"] = (entry["contact"]["name"] or organisation["title"]).strip()
    entry["keywords"] = list({k.casefold(): k for k in entry["keywords"]}.values())
    if not entry["issued"] and not entry["modified"]:
        entry["issued"], entry["modified"] = day(package["metadata_created"]), day(package["metadata_modified"])
    if entry["issued"] and entry["modified"] and day(entry["modified"]) < day(entry["issued"]):
        entry["issued"] = None
    period = entry["temporal"]
    if period and period["from"] and period["to"] and period["to"] < period["from"]:
        period["from"], period["to"] = period["to"], period["from"]
    laws = set(entry["applicable_legislation"]) | {iri(l, True) for r in package["resources"] for l in r.get("applicable_legislation") or []}
    has_api = any(service_type(r) or is_api(r) for r in package["resources"])
    if not has_api:
        entry["hvd"] = []
        entry["applicable_legislation"] = [law for law in entry["applicable_legislation"] if law != HVD_LAW]
    elif HVD_LAW in laws or entry["hvd"]:
        entry["applicable_legislation"] = unique([*entry["applicable_legislation"], HVD_LAW])
        if not entry["hvd"]:
            entry["hvd"] = ["c_ac64a52d"]


def mend_licences(entry, organisation):
    known = {d["license"] for d in entry["distributions"] if d["license"]}
    if not entry["license"] and any(not d["license"] for d in entry["distributions"]):
        entry["license"] = known.pop() if len(known) == 1 else CLOSED
    if not entry["license"] and not entry["distributions"]:
        entry["license"] = CLOSED
    fallback = f"Stadt Leipzig, {organisation['title']}"
    if any(s["license"].startswith(ATTRIBUTION_LICENCES) for s in entry["services"]) and not entry["attribution"]:
        entry["attribution"] = fallback
    for part in [entry, *entry["distributions"]]:
        if (part["license"] or "").startswith(ATTRIBUTION_LICENCES) and not part.get("attribution"):
            if part is entry or not entry.get("attribution"):
                part["attribution"] = fallback


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def convert(packages, folder, repair):
    organisations = {p["organization"]["name"]: p["organization"] for p in packages}
    write(folder, "catalog/catalog.yaml", yaml({
        "title": "Offene Daten der Stadt Leipzig",
        "description": "Der ganze Katalog, übernommen zur Prüfung.",
        "publisher": "stadt-leipzig",
        "homepage": "https://opendata.leipzig.de/",
        "license": "dl-zero-de/2.0",
        "issued": "2026-05-06",
        "contributor_id": "freistaatSachsen",
        **({"defaults": {"availability": "AVAILABLE", "contributor_id": "freistaatSachsen", "language": ["DEU"], "geocoding_level": "municipality",
                         "spatial": {"ags": "14713000"}}} if repair else {}),
    }))
    write(folder, "catalog/agents/stadt-leipzig.md", "---\nname: Stadt Leipzig\ntype: LocalAuthority\n---\n")
    for name, organisation in organisations.items():
        write(folder, f"catalog/agents/{name}.md", "---\n" + yaml(pruned({
            "name": organisation["title"],
            "type": ORGANISATION_TYPES.get(name, "LocalAuthority"),
            "description": (organisation.get("description") or "").strip(),
        })) + "---\n")
    for package in packages:
        entry, description = dataset(package, repair)
        name = package["name"].replace("_", "-")
        write(folder, f"catalog/datasets/{package['organization']['name']}/{name}.md",
              "---\n" + yaml(pruned(entry)) + "---\n" + (description + "\n" if description else ""))
    shutil.copytree(ROOT / "site", folder / "site", ignore=shutil.ignore_patterns("public", ".public*"))


def read(file):
    return [p for p in json.loads(pathlib.Path(file).read_text(encoding="utf-8")) if p.get("type") == "dataset"]


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("--faithful", "--repair"):
        sys.exit(__doc__)
    packages = read(sys.argv[2])
    convert(packages, pathlib.Path(sys.argv[3]), sys.argv[1] == "--repair")
    print(f"{len(packages)} datasets")


if __name__ == "__main__":
    main()
