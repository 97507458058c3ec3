#!/usr/bin/env python3
"""Do the four syntaxes say the same? same_triples.py BASE... compares BASE.rdf, .ttl, .jsonld and .nt
(those that exist) as sets of triples, by rdflib, and looks at what harvesters trip over: blank nodes and
relative IRIs. One line a fault; exit 1 if there is one."""
import sys
from pathlib import Path

from rdflib import BNode, Graph, URIRef

SYNTAXES = {"rdf": "xml", "ttl": "turtle", "jsonld": "json-ld", "nt": "nt"}
NOWHERE = "relative:"  # the base of every file, so that a relative IRI shows


def triples(path, syntax):
    graph = Graph()
    graph.parse(str(path), format=syntax, publicID=NOWHERE)
    return {tuple(term.n3() for term in triple) for triple in graph}, [
        term
        for triple in graph
        for term in triple
        if isinstance(term, BNode) or (isinstance(term, URIRef) and term.startswith(NOWHERE))
    ]


def main(bases):
    faults = 0
    for base in bases:
        first = None
        for extension, syntax in SYNTAXES.items():
            path = Path(f"{base}.{extension}")
            if not path.exists():
                continue
            found, bad = triples(path, syntax)
            for term in sorted(set(bad)):
                print(f"{path}: {term.n3()} has no absolute IRI")
            if first is None:
                first = (path, found)
            differences = sorted(first[1] ^ found)
            for triple in differences[:5]:
                only = first[0] if triple in first[1] else path
                print(f"only in {only}: {' '.join(triple)}")
            faults += len(bad) + len(differences)
        if first is None:
            print(f"{base}: there is no such file in any syntax")
            faults += 1
        else:
            print(f"{base}: {len(first[1])} triples", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
