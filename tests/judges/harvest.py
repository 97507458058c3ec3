"""Harvesters as they are: what GovData (ckanext-dcat with ckanext-dcatde) and data.europa.eu (piveau) do
with a feed, rule for rule.

The rules are those of their code (see the notes on feeds in generator/rdf/paging.h): HEAD, then GET;
a page above 50 MB is refused; the content type goes to rdflib as it stands; each page is a graph of its
own; the next page is that of the first paging node; what is absent from a complete run is deleted, and
a page that fails ends the run before anything is deleted.
"""
import rdflib
from rdflib.namespace import DCAT, DCTERMS, RDF, XSD

from webserver import ask

HYDRA = rdflib.Namespace("http://www.w3.org/ns/hydra/core#")
MOST = 50 * 1024 * 1024


class Aborted(Exception):
    """The run ends, and nothing is deleted."""


# --- GovData ----------------------------------------------------------------------------------------

def govdata_page(url):
    """The graph of one page."""
    head = ask(url, "HEAD")
    if head.status in (405, 400):
        head = ask(url)
    if head.status != 200:
        raise Aborted(f"{url}: {head.status}")
    if int(head["Content-Length"] or 0) > MOST:
        raise Aborted(f"{url}: too large")
    answer = ask(url)
    if answer.status != 200 or len(answer.body) > MOST:
        raise Aborted(f"{url}: {answer.status}, {len(answer.body)} bytes")
    graph = rdflib.Graph()
    try:
        graph.parse(data=answer.body.decode("utf-8"), format=answer["Content-Type"].split(";", 1)[0])
    except Exception as e:
        raise Aborted(f"{url}: {type(e).__name__}: {e}") from e
    return graph


def govdata_next(graph):
    for kind in (HYDRA.PartialCollectionView, HYDRA.PagedCollection):
        for node in graph.subjects(RDF.type, kind):
            for name in (HYDRA.next, HYDRA.nextPage):
                for link in graph.objects(node, name):
                    return str(link)
            return None
    return None


def govdata(url, between=None):
    """guid → what the run learns of it. `between` is called after the first page."""
    found, first = {}, None
    while url:
        graph = govdata_page(url)
        if first is not None and set(graph) == first:
            break
        first = first if first is not None else set(graph)
        for dataset in graph.subjects(RDF.type, DCAT.Dataset):
            if not list(graph.objects(dataset, DCTERMS.title)):
                raise Aborted(f"{dataset} has no title, which ends the run")
            guid = str(dataset)
            assert guid not in found, f"{guid} stands on two pages"
            assert (dataset, DCTERMS.modified, None) in graph, f"{guid} has no dct:modified"
            found[guid] = own_triples(graph, dataset)
        url = govdata_next(graph)
        if between:
            between()
            between = None
    return found


def own_triples(graph, dataset):
    """What the page says of the dataset and of its parts."""
    parts = {s for s in graph.subjects() if s == dataset or str(s).startswith(f"{dataset}#")}
    for part in graph.objects(dataset, DCAT.distribution):
        assert (part, RDF.type, DCAT.Distribution) in graph, f"{part} is not on the page of its dataset"
    return frozenset(t for part in parts for t in graph.triples((part, None, None)))


# --- piveau -----------------------------------------------------------------------------------------

def piveau(url):
    """Identifiers in the order of the feed."""
    found = []
    while url:
        answer = ask(url)
        if answer.status != 200:
            raise Aborted(f"{url}: {answer.status}")
        graph = rdflib.Graph()
        graph.parse(data=answer.body, format=answer["Content-Type"].split(";", 1)[0])
        for dataset in graph.subjects(RDF.type, DCAT.Dataset):
            identifiers = [str(i) for i in graph.objects(dataset, DCTERMS.identifier)]
            found.append(sorted(identifiers)[0] if identifiers else str(dataset))
        url = piveau_next(graph)
    return found


def piveau_next(graph):
    paging = list(graph.subjects(RDF.type, HYDRA.PagedCollection))
    assert len(paging) == 1, f"{len(paging)} paging nodes on one page"
    totals = list(graph.objects(paging[0], HYDRA.totalItems))
    assert len(totals) == 1 and totals[0].datatype == XSD.integer, f"totalItems is {totals}"
    int(totals[0])
    links = list(graph.objects(paging[0], HYDRA.nextPage))
    assert len(links) <= 1
    return str(links[0]) if links else None
