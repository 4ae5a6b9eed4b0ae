"""Who works with whom: the graph of authorities and the agencies that their reports name.

Built from namings (inferred ones make no link), undirected, an edge for each pair of
authority and agency with the number of mentions and reports. Bodies that are named
nearly everywhere join everything with everything: national ones are not crossed on a
path, and don't count as central, unless asked for. Nodes and edges are added in the
order of their IRIs, so that every answer is the same each time.
"""

from __future__ import annotations

import io
import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.ontology.terms import BODY
from inspectgraph.queries.answers.whole_file import whole_file
from inspectgraph.queries.named.agencies import resolve_agency
from inspectgraph.queries.named.answer import Answer, Row, select_rows
from inspectgraph.queries.named.authorities import resolve_authority
from inspectgraph.queries.subgraph import subgraph
from pyoxigraph import NamedNode, Store

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.Graph[str]

# A body is national by its type or name, or by how many authorities, or the authorities of how
# many regions, are linked with it.
NATIONAL: Final = 25
NATIONAL_REGIONS: Final = 3
NATIONAL_TYPES: Final = frozenset(("government", "cafcass"))
NATIONAL_BODIES: Final = frozenset(
    f"{BODY}{slug}"
    for slug in (
        "british-transport-police",
        "local-government-association",
        "national-probation-service",
        "nhs-england",
        "probation-service",
    )
)
_ALTERED: Final = re.compile(r' lastmodifieddate="[^"]*"')

_EDGES: Final = """SELECT ?area ?agency (SUM(?count) AS ?mentions)
       (COUNT(DISTINCT ?report) AS ?reports)
WHERE {
  ?naming ig:inferred false ;
          ig:agency ?agency ;
          ig:area ?area ;
          ig:mentions ?count ;
          ig:statedIn ?report .
}
GROUP BY ?area ?agency
ORDER BY ?area ?agency"""
_NODES: Final = """SELECT ?node (MIN(STR(?name)) AS ?label) (MIN(?typeId) AS ?type)
       (MIN(?regionName) AS ?region)
WHERE {
  { SELECT DISTINCT ?node { { ?naming ig:agency ?node ; ig:inferred false }
                            UNION { ?naming ig:area ?node ; ig:inferred false } } }
  ?node skos:prefLabel ?name .
  OPTIONAL { ?node ig:agencyType ?anyType }
  OPTIONAL { ?node ig:region ?anyRegion }
  OPTIONAL { ?node a ?class FILTER(?class = ig:Authority) }
  BIND(IF(BOUND(?class), "authority",
          COALESCE(STRAFTER(STR(?anyType), "/agency-type/"), "government")) AS ?typeId)
  BIND(COALESCE(STR(?anyRegion), "") AS ?regionName)
}
GROUP BY ?node
ORDER BY ?node"""
_EVIDENCE: Final = """SELECT ?end ?file ?page ?paragraph ?quote WHERE {
  #PARAMETERS
  ?naming ig:agency ?agency ;
          ig:area ?area ;
          ig:inferred false ;
          ig:inspection ?inspection ;
          ig:statedIn ?report ;
          ig:evidence ?passage .
  ?report ig:fileName ?file .
  OPTIONAL { ?inspection schema:endDate ?end }
  OPTIONAL { ?passage ig:page ?page }
  OPTIONAL { ?passage ig:paragraph ?paragraph }
  OPTIONAL { ?passage oa:exact ?quote }
}
ORDER BY DESC(?end) ?file
LIMIT 1"""


def network(store: Store) -> Graph:
    """The graph: nodes are IRIs with label, type, region and whether they are national."""
    import networkx as nx

    graph: Graph = nx.Graph()
    for node, label, kind, region in select_rows(store, _NODES):
        graph.add_node(str(node), label=str(label), type=str(kind), region=str(region or ""))
    for area, agency, mentions, reports in select_rows(store, _EDGES):
        if str(area) in graph and str(agency) in graph:
            graph.add_edge(str(area), str(agency), mentions=mentions, reports=reports)
    for node, facts in graph.nodes(data=True):
        facts["national"] = facts["type"] != "authority" and _is_national(graph, node)
    return graph


def _is_national(graph: Graph, node: str) -> bool:
    """Whether a body joins authorities that have little else in common."""
    if graph.nodes[node]["type"] in NATIONAL_TYPES or node in NATIONAL_BODIES:
        return True
    regions = {graph.nodes[near]["region"] for near in graph[node]} - {""}
    return graph.degree[node] > NATIONAL or len(regions) >= NATIONAL_REGIONS


def path(store: Store, start: str, end: str, *, through_national: bool = False) -> Answer:
    """A shortest way between two bodies, with the evidence of each step."""
    import networkx as nx

    graph = network(store)
    ends = [_member(store, graph, name) for name in (start, end)]
    crossed = graph if through_national else _without_national(graph, ends)
    columns = ("step", "from", "to", "mentions", "reports", "page", "paragraph", "source", "quote")
    notes = tuple(f"{graph.nodes[node]['label']} ({graph.nodes[node]['type']})" for node in ends)
    try:
        steps = nx.shortest_path(crossed, *ends)
    except nx.NetworkXNoPath:
        hint = "" if through_national else "; --through-national crosses national bodies"
        return Answer(columns, (), (*notes, f"no way between them{hint}"))
    pairs = enumerate(pairwise(steps), 1)
    return Answer(columns, tuple(_step(store, graph, n, *pair) for n, pair in pairs), notes)


def _member(store: Store, graph: Graph, name: str) -> str:
    """The node of an authority or agency; an error where none is linked with anything."""
    try:
        bodies = [node.value for node in resolve_authority(store, name)]
    except UnknownName as unknown:
        try:
            bodies = [node.value for node in resolve_agency(store, name)]
        except UnknownName as error:
            near = (*unknown.suggestions, *error.suggestions)
            raise UnknownName(error.name, "authority or agency", near) from error
    members = [node for node in bodies if node in graph]
    if not members:
        raise BadParameter(name[:80], "no report links it with anything")
    return members[0]


def _without_national(graph: Graph, keep: list[str]) -> Graph:
    """The part that is left without national bodies, but for the ends of a path."""
    inside = [n for n, facts in graph.nodes(data=True) if not facts["national"] or n in keep]
    return subgraph(graph, inside)


def _step(store: Store, graph: Graph, number: int, start: str, end: str) -> Row:
    """A step with the first sentence that names the agency in the latest report."""
    area, agency = (start, end) if graph.nodes[start]["type"] == "authority" else (end, start)
    asked = {"area": [NamedNode(area)], "agency": [NamedNode(agency)]}
    evidence = next(iter(select_rows(store, _EVIDENCE, asked)), ())
    _, source, page, paragraph, quote = evidence or (None,) * 5
    names = (graph.nodes[start]["label"], graph.nodes[end]["label"])
    edge = graph.edges[start, end]
    return (number, *names, edge["mentions"], edge["reports"], page, paragraph, source, quote)


def central(store: Store, *, through_national: bool = False, top: int = 20) -> Answer:
    """Bodies by how often they stand on the shortest ways between others (betweenness)."""
    import networkx as nx

    whole = network(store)
    graph = whole if through_national else _without_national(whole, [])
    scores = nx.betweenness_centrality(graph)
    rows = [
        (facts["label"], facts["type"], graph.degree[node], round(scores[node], 4), node)
        for node, facts in graph.nodes(data=True)
    ]
    rows.sort(key=lambda row: (-row[3], -row[2], row[0], row[4]))
    return Answer(("name", "type", "links", "betweenness", "iri"), tuple(rows[:top]))


def communities(store: Store, *, through_national: bool = False) -> Answer:
    """Groups that are linked more among each other than with the rest (Louvain)."""
    import networkx as nx

    whole = network(store)
    graph = whole if through_national else _without_national(whole, [])
    # numbers for names: the order of a set of strings differs from run to run
    names = list(graph)
    places = {name: place for place, name in enumerate(names)}
    numbered: nx.Graph[int] = nx.Graph()
    numbered.add_nodes_from(range(len(names)))
    numbered.add_edges_from((places[a], places[b]) for a, b in graph.edges)
    parts = nx.community.louvain_communities(numbered, weight=None, seed=0)
    groups = [[{"iri": names[n], **graph.nodes[names[n]]} for n in sorted(part)] for part in parts]
    groups.sort(key=lambda group: (-len(group), group[0]["iri"]))
    rows = tuple(_community(number, group) for number, group in enumerate(groups, 1))
    return Answer(("community", "size", "authorities", "agencies"), rows)


def _community(number: int, group: list[dict[str, str]]) -> Row:
    authorities = sorted(body["label"] for body in group if body["type"] == "authority")
    agencies = sorted(body["label"] for body in group if body["type"] != "authority")
    return number, len(group), "; ".join(authorities), "; ".join(agencies)


def export(store: Store, target: Path) -> int:
    """Write the graph for Gephi and the like, by the ending of the name; how many edges."""
    import networkx as nx

    graph = network(store)
    out = io.BytesIO()
    if target.suffix.lower() == ".graphml":
        nx.write_graphml_xml(graph, out)
        text = out.getvalue()
    elif target.suffix.lower() == ".gexf":
        nx.write_gexf(graph, out)
        text = _ALTERED.sub("", out.getvalue().decode("utf-8")).encode("utf-8")
    else:
        raise BadParameter(str(target), "not a format of networks", "Use .graphml or .gexf.")
    with whole_file(target) as beside:
        beside.write_bytes(text)
    return graph.number_of_edges()
