"""Where nodes stand: the same place each time, without scipy, for thousands of nodes.

networkx's spring layout is quadratic and wants scipy from 500 nodes on. So leaves are set
around their one neighbour, the rest is cut into communities (Louvain) while it is large,
each laid out by itself in a disc of its own, and the discs by the same means. Nodes that
stand too near are pushed apart at the end. Places are whole numbers.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from inspectgraph.queries.subgraph import subgraph

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.Graph[int]
    Places = dict[int, tuple[float, float]]

SEED: Final = 20090901
GAP: Final = 46.0  # between nodes, in the picture's units: a label and a symbol fit
WIDE: Final = 1.35  # wider than high, as screens are
_MOST: Final = 320  # nodes of one spring layout
_ROUNDS: Final = 24


def positions(names: Sequence[str], pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[int, int]]:
    """Places of the nodes, by name; `names` in a fixed order."""
    import networkx as nx

    numbers = {name: number for number, name in enumerate(names)}
    graph: Graph = nx.Graph()
    graph.add_nodes_from(range(len(names)))
    graph.add_edges_from((numbers[a], numbers[b]) for a, b in pairs if a != b)
    parts = sorted((sorted(part) for part in nx.connected_components(graph)), key=_by_size)
    placed = _shelves([_component(graph, part) for part in parts])
    apart = _spread(placed)
    return {name: (round(apart[n][0]), round(apart[n][1])) for name, n in numbers.items()}


def _by_size(part: Sequence[int]) -> tuple[int, int]:
    return -len(part), part[0]


def _component(graph: Graph, part: Sequence[int]) -> Places:
    """One connected part: the core first, then the leaves around it."""
    leaves = {n for n in part if graph.degree[n] == 1}
    core = [n for n in part if n not in leaves] or list(part[:1])
    hung: dict[int, list[int]] = {}
    for leaf in sorted(set(part) - set(core)):
        hung.setdefault(next(iter(graph[leaf])), []).append(leaf)
    room = {n: 1.0 + len(hung.get(n, ())) for n in core}
    places = _core(subgraph(graph, core), room)
    middle = _middle(places.values())
    for parent, children in hung.items():
        places |= _fan(places[parent], middle, children)
    return places


def _core(graph: Graph, room: Mapping[int, float]) -> Places:
    """A layout whose area grows with the room that its nodes need."""
    if len(graph) <= _MOST:
        return _spring(graph, GAP * math.sqrt(sum(room.values())))
    groups = _groups(graph)
    discs = [_core(subgraph(graph, group), room) for group in groups]
    needs = {n: sum(room[node] for node in group) for n, group in enumerate(groups)}
    centres = _core(_between(graph, groups), needs)
    out: Places = {}
    for number, disc in enumerate(discs):
        x, y = centres[number]
        out |= {n: (x + a, y + b) for n, (a, b) in disc.items()}
    return out


def _groups(graph: Graph) -> list[list[int]]:
    """Communities; pieces of equal size where there is but one, or nearly as many as nodes."""
    import networkx as nx

    parts = nx.community.louvain_communities(graph, seed=SEED, resolution=1.2)
    if 1 < len(parts) <= len(graph) // 2:
        return sorted(map(sorted, parts), key=_by_size)
    order = list(nx.bfs_tree(graph, next(iter(graph))))
    order += [n for n in graph if n not in set(order)]
    return [order[at : at + _MOST] for at in range(0, len(order), _MOST)]


def _between(graph: Graph, groups: Sequence[Sequence[int]]) -> Graph:
    """The graph of groups, a line where a line of the graph crosses."""
    import networkx as nx

    group_of = {n: number for number, group in enumerate(groups) for n in group}
    out: Graph = nx.Graph()
    out.add_nodes_from(range(len(groups)))
    pairs = sorted({(group_of[a], group_of[b]) for a, b in graph.edges})
    out.add_edges_from((a, b) for a, b in pairs if a != b)
    return out


def _spring(graph: Graph, size: float) -> Places:
    """networkx's spring layout around (0, 0)."""
    import networkx as nx

    if len(graph) == 1:
        return {next(iter(graph)): (0.0, 0.0)}
    start = nx.circular_layout(graph)
    spread = 1.6 / math.sqrt(len(graph))
    places = nx.spring_layout(graph, k=spread, pos=start, iterations=120, seed=SEED, weight=None)
    return _even({n: (float(x), float(y)) for n, (x, y) in places.items()}, size * 0.62)


def _even(places: Places, radius: float) -> Places:
    """Nodes drawn in from the rim and out from the middle, so that a disc is filled evenly."""
    x, y = _middle(places.values())
    polar = {
        n: (math.hypot(a - x, b - y), math.atan2(b - y, a - x)) for n, (a, b) in places.items()
    }
    farthest = max(far for far, _ in polar.values()) or 1.0
    out: Places = {}
    for rank, n in enumerate(sorted(polar, key=lambda one: (polar[one][0], one))):
        far, turn = polar[n]
        evenly = math.sqrt((rank + 0.5) / len(polar))
        away = radius * (0.25 * far / farthest + 0.75 * evenly)
        out[n] = (away * math.cos(turn), away * math.sin(turn))
    return out


def _middle(places: Iterable[tuple[float, float]]) -> tuple[float, float]:
    every = list(places)
    return sum(x for x, _ in every) / len(every), sum(y for _, y in every) / len(every)


def _fan(
    parent: tuple[float, float], middle: tuple[float, float], children: Sequence[int]
) -> Places:
    """Leaves in rings around their neighbour, beginning on the outer side."""
    x, y = parent
    outward = math.atan2(y - middle[1], x - middle[0]) if parent != middle else 0.0
    out: Places = {}
    ring, at = 1, 0
    while at < len(children):
        radius = GAP * 0.95 * ring
        fits = max(1, int(2 * math.pi * radius / (GAP * 0.8)))
        here = children[at : at + fits]
        step = 2 * math.pi / max(len(here), 6)
        for place, child in enumerate(here):
            side = step * ((place + 1) // 2) * (1 if place % 2 else -1)
            turn = outward + side + (0.0 if ring % 2 else step / 2)  # not behind the ring before
            out[child] = (x + radius * math.cos(turn), y + radius * math.sin(turn))
        ring, at = ring + 1, at + len(here)
    return out


def _shelves(parts: Sequence[Places]) -> Places:
    """The parts side by side in rows, the largest first, none over another."""
    boxes = [_box(part) for part in parts]
    area = sum((right - left) * (low - high) for left, high, right, low in boxes)
    width = max([math.sqrt(area) * 1.15, *(right - left for left, _, right, _ in boxes)])
    out: Places = {}
    x = y = row = 0.0
    for part, (left, high, right, low) in zip(parts, boxes, strict=True):
        if x and x + right - left > width:
            x, y, row = 0.0, y + row, 0.0
        out |= {n: (a - left + x, b - high + y) for n, (a, b) in part.items()}
        x, row = x + right - left, max(row, low - high)
    return {n: (a * WIDE, b) for n, (a, b) in out.items()}


def _box(part: Places) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in part.values()], [y for _, y in part.values()]
    edge = GAP * 0.6
    return min(xs) - edge, min(ys) - edge, max(xs) + edge, max(ys) + edge


def _spread(places: Places) -> Places:
    """Push apart what stands nearer than the gap, a little in each round."""
    out = dict(places)
    for _ in range(_ROUNDS):
        moved = False
        cells: dict[tuple[int, int], list[int]] = {}
        for n, (x, y) in out.items():
            cells.setdefault((int(x // GAP), int(y // GAP)), []).append(n)
        for (column, line), here in cells.items():
            near = [cells.get((column + a, line + b), ()) for a, b in _AFTER]
            others = [other for cell in near for other in cell]
            for place, one in enumerate(here):
                for other in (*here[place + 1 :], *others):
                    moved = _push(out, one, other) or moved
        if not moved:
            break
    return out


_AFTER: Final = ((1, 0), (-1, 1), (0, 1), (1, 1))  # each pair of cells once


def _push(places: Places, one: int, other: int) -> bool:
    """Move two nodes half of what they lack; those on one spot by their numbers."""
    (x, y), (a, b) = places[one], places[other]
    wide, high = a - x, b - y
    apart = math.hypot(wide, high)
    if apart >= GAP:
        return False
    if apart < 0.01:
        turn = (one * 2.399963 + other) % (2 * math.pi)
        wide, high, apart = math.cos(turn), math.sin(turn), 1.0
        lack = GAP / 2
    else:
        lack = (GAP - apart) / 2
    places[one] = (x - wide / apart * lack, y - high / apart * lack)
    places[other] = (a + wide / apart * lack, b + high / apart * lack)
    return True
