"""The network of authorities and agencies: links, ways, centres, groups, files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import networkx as nx
import pytest
from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.queries.network import central, communities, export, network, path
from pyoxigraph import NamedNode, RdfFormat, Store

BODY = "https://w3id.org/inspectgraph/body/"
AUTH = "https://w3id.org/inspectgraph/authority/"


def test_named_agencies_are_linked_and_inferred_ones_are_not(store: Store) -> None:
    graph = network(store)
    edge = graph.edges[f"{AUTH}norchester-county-council", f"{BODY}norchester-constabulary"]
    assert (edge["mentions"], edge["reports"]) == (2, 1)
    assert graph.nodes[f"{BODY}family-court-service"]["national"]
    assert not graph.nodes[f"{BODY}norchester-constabulary"]["national"]
    assert graph.nodes[f"{AUTH}norchester-county-council"]["region"] == "East of England"


@pytest.mark.parametrize(
    ("start", "end", "national", "expected", "reason"),
    [
        (
            "Norchester",
            "Norchester Police",
            False,
            [("Norchester County Council", "Norchester Constabulary", "norchester-2012.pdf")],
            "one step, with its source",
        ),
        ("Norchester", "Westvale County Council", False, [], "national bodies are not crossed"),
        (
            "Norchester",
            "Westvale County Council",
            True,
            [
                ("Norchester County Council", "Family Court Service", "norchester-2012.pdf"),
                ("Family Court Service", "Westvale County Council", "westvale-2016.pdf"),
            ],
            "unless that is asked for",
        ),
        (
            "FCS",
            "Westvale Hospital NHS Trust",
            False,
            [
                ("Family Court Service", "Westvale County Council", "westvale-2016.pdf"),
                ("Westvale County Council", "Westvale Hospital NHS Trust", "westvale-2016.pdf"),
            ],
            "a national body may be an end",
        ),
    ],
)
def test_paths(start, end, national, expected, reason, store: Store) -> None:
    found = path(store, start, end, through_national=national)
    assert [(row[1], row[2], row[7]) for row in found.rows] == expected, reason
    assert all(row[8] for row in found.rows), "each step has its words"


def test_a_body_of_many_regions_is_national(store: Store) -> None:
    copy = Store()
    copy.extend(store)
    body = f"{BODY}norchester-constabulary"
    assert not network(copy).nodes[body]["national"]
    made = "".join(_naming(number, body) for number in range(2))
    copy.load(input=made.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode("urn:made"))
    assert network(copy).nodes[body]["national"], "with its own, the councils of three regions"


def _naming(number: int, body: str) -> str:
    """A council of a region of its own, and a report that names a body there."""
    ig, skos = "https://w3id.org/inspectgraph/ontology#", "http://www.w3.org/2004/02/skos/core#"
    return f"""<urn:area{number}> a <{ig}Authority> ; <{skos}prefLabel> "Area {number}"@en ;
      <{ig}region> "Region {number}" .
    <urn:naming{number}> a <{ig}Naming> ; <{ig}agency> <{body}> ; <{ig}area> <urn:area{number}> ;
      <{ig}inferred> false ; <{ig}mentions> 1 ; <{ig}statedIn> <urn:report{number}> .
    """


def test_no_way_is_said(store: Store) -> None:
    assert "no way" in path(store, "Norchester", "Westvale County Council").notes[-1]


def test_ends_that_are_not_there(store: Store) -> None:
    with pytest.raises(UnknownName, match="authority or agency"):
        path(store, "Norchester", "Nowhere at all")
    with pytest.raises(BadParameter, match="no report links it"):
        path(store, "Norchester", "Lonely Council")


def test_centres(store: Store) -> None:
    rows = central(store).rows
    assert [row[0] for row in rows[:2]] == ["Norchester County Council", "Westvale County Council"]
    assert "Family Court Service" not in {row[0] for row in rows}
    assert central(store, through_national=True, top=1).rows[0][3] > rows[0][3]


def test_communities(store: Store) -> None:
    found = communities(store).rows
    assert [row[1] for row in found] == [3, 3, 2]
    assert found[-1][2:] == ("Westvale Council", "Westvale and Dale NHS Foundation Trust")


@pytest.mark.parametrize("ending", ["graphml", "gexf"])
def test_files_are_read_again_and_are_the_same_in_any_process(
    ending: str, store: Store, folder: Path, tmp_path: Path
) -> None:
    target = tmp_path / f"a.{ending}"
    assert export(store, target) == 8 - 1  # one naming is inferred
    read = nx.read_graphml if ending == "graphml" else nx.read_gexf
    assert read(target).number_of_edges() == 7
    code = (
        "import sys; from pathlib import Path;"
        "from inspectgraph.queries.source.local import open_store;"
        "from inspectgraph.queries.network import export;"
        "export(open_store(Path(sys.argv[1])), Path(sys.argv[2]))"
    )
    other = tmp_path / f"b.{ending}"
    command = [sys.executable, "-c", code, str(folder), str(other)]
    subprocess.run(command, check=True, timeout=60)
    assert other.read_bytes() == target.read_bytes()
    assert b"lastmodifieddate" not in target.read_bytes()


def test_other_endings_are_refused(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadParameter, match="not a format"):
        export(store, tmp_path / "a.png")
