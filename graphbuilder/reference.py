"""What a store contains before any report: the ontology, and the code lists and reference data of
its profile, each in a graph of its own; what was measured of themes stands with the themes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

from inspectgraph.graphbuilder.theme_quality import theme_quality_turtle
from inspectgraph.ontology import terms
from inspectgraph.ontology.profiles import Profile

THEMES_FILE = "codes/themes.ttl"
AUTHORITIES_FILE = "reference/authorities.ttl"


class ReferenceFile(NamedTuple):
    """A Turtle file and the graph that it is loaded into."""

    graph: str
    turtle: bytes


def reference_files(profile: Profile) -> Iterator[ReferenceFile]:
    """Every file of reference data."""
    ontology = files("inspectgraph.ontology") / "schema" / "inspection.ttl"
    yield ReferenceFile(terms.ONTOLOGY_GRAPH, ontology.read_bytes())
    for name, turtle in profile.codes().items():
        themes = name == THEMES_FILE
        yield ReferenceFile(terms.THEMES_GRAPH if themes else terms.CODES_GRAPH, turtle)
    yield ReferenceFile(terms.THEMES_GRAPH, theme_quality_turtle(profile))
    for name, path in profile.folder.every("reference/*.ttl").items():
        authorities = name == AUTHORITIES_FILE
        graph = terms.AUTHORITIES_GRAPH if authorities else terms.BODIES_GRAPH
        yield ReferenceFile(graph, path.read_bytes())


def reference_digest(profile: Profile) -> str:
    """A hash of the ontology and of all files of the profile."""
    digest = hashlib.sha256(f"{profile.id}\n{profile.digest}\n".encode())
    for file in reference_files(profile):
        digest.update(file.graph.encode() + b"\n" + file.turtle)
    return digest.hexdigest()[:32]
