"""A part of a network, with its nodes and edges in a fixed order."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    import networkx as nx

Name = TypeVar("Name", bound=Hashable)


def subgraph(graph: nx.Graph[Name], inside: Sequence[Name]) -> nx.Graph[Name]:
    """A copy with some nodes, in the order given (views of networkx go by sets)."""
    import networkx as nx

    order = {node: number for number, node in enumerate(inside)}
    part: nx.Graph[Name] = nx.Graph()
    part.add_nodes_from((node, graph.nodes[node]) for node in inside)
    part.add_edges_from(
        (node, near, graph.edges[node, near])
        for node in inside
        for near in graph[node]
        if near in order and order[node] < order[near]
    )
    return part
