"""An invented graph (data/sample.trig), in memory and in rdflib."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, serialize
from rdflib import Graph

SAMPLE = Path(__file__).parent / "data" / "sample.trig"


@pytest.fixture(scope="session")
def store() -> Store:
    """The sample in memory; tests must not change it."""
    sample = Store()
    sample.load(path=str(SAMPLE))
    return sample


@pytest.fixture(scope="session")
def flat(store: Store) -> Graph:
    """The union of the sample's graphs in rdflib, as a user of the Turtle file has it."""
    triples = {quad.triple for quad in store}
    return Graph().parse(data=serialize(triples, format=RdfFormat.TURTLE), format="turtle")
