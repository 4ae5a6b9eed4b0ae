"""An invented graph (data/sample.trig), in memory and in rdflib."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from inspectgraph.graphbuilder.build import build
from inspectgraph.queries.source.local import open_store
from pyoxigraph import RdfFormat, Store, serialize
from rdflib import Graph

SAMPLE = Path(__file__).parent / "data" / "sample.trig"
FIRST_FIVE = (
    "norfolk-2011.txt",
    "norfolk-2013-summary.txt",
    "norfolk-2018-news.txt",
    "nottinghamshire-2011.md",
    "south-gloucestershire-2012.md",
)


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


@pytest.fixture(scope="session")
def first_five(tmp_path_factory: pytest.TempPathFactory) -> Store:
    """The five documents that the project began with."""
    folder = os.environ.get("INSPECTGRAPH_REPORTS", "")
    if not folder:
        pytest.skip("set INSPECTGRAPH_REPORTS to a folder of real reports to run these")
    files = [Path(folder) / name for name in FIRST_FIVE]
    if not all(file.exists() for file in files):
        pytest.skip("the first five documents are not all in INSPECTGRAPH_REPORTS")
    path = tmp_path_factory.mktemp("built") / "first-five.db"
    build(files, path)
    return open_store(path)
