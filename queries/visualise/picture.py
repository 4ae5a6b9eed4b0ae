"""Shapes, colours and places: a drawing as pyvis's nodes, edges and options.

Colours are those of Okabe and Ito, which colour-blind people tell apart; no two types
share both shape and colour, and lines differ in dashes besides.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from inspectgraph.queries.visualise.model import Drawing, Link, Node
from inspectgraph.queries.visualise.positions import positions

if TYPE_CHECKING:
    from pyvis.network import Network

BLUE, SKY, GREEN, YELLOW = "#0072B2", "#56B4E9", "#009E73", "#E5D53A"
ORANGE, RED, PURPLE, GREY, DARK = "#E69F00", "#D55E00", "#CC79A7", "#8C96A0", "#6B747D"
_MANY: Final = 400  # links from which they hide while the picture is moved


@dataclass(frozen=True)
class Style:
    """How a type of node is drawn, and its words in the legend where no code list has them."""

    shape: str
    colour: str
    label: str = ""


NODES: Final = {
    "authority": Style("square", BLUE, "Authority"),
    "theme": Style("dot", DARK, "Theme: neither"),
    "police": Style("triangle", ORANGE),
    "nhs-provider": Style("hexagon", GREEN),
    "nhs-commissioner": Style("hexagon", SKY),
    "safeguarding-board": Style("star", PURPLE),
    "strategic-board": Style("star", SKY),
    "cafcass": Style("diamond", RED),
    "probation": Style("triangleDown", RED),
    "youth-justice": Style("triangleDown", YELLOW),
    "education": Style("dot", YELLOW),
    "voluntary": Style("dot", PURPLE),
    "council": Style("square", SKY),
    "government": Style("diamond", DARK),
    "company": Style("hexagon", GREY),
    "fire": Style("triangle", RED),
    "other": Style("dot", GREY),
    "inspection": Style("square", DARK, "Inspection"),
    "recommendation": Style("hexagon", PURPLE, "Recommendations that return"),
}
# grades by their tone: 1 is the best, 5 the worst, 0 has no rank
TONES: Final = {
    1: Style("star", BLUE),
    2: Style("dot", SKY),
    3: Style("diamond", YELLOW),
    4: Style("diamond", ORANGE),
    5: Style("triangleDown", RED),
    0: Style("dot", GREY),
}
# themes by the balance of what was found: blue and up is strong, red and down is weak
BALANCES: Final = {
    "strong": Style("triangle", BLUE, "Mostly strengths"),
    "rather-strong": Style("triangle", SKY, "More strengths"),
    "even": Style("diamond", GREY, "As many of each"),
    "rather-weak": Style("triangleDown", ORANGE, "More weaknesses"),
    "weak": Style("triangleDown", RED, "Mostly weaknesses"),
}


_UNFORESEEN: Final = "other"  # the type of agency of which nothing more is known


@dataclass(frozen=True)
class Line:
    """How a link is drawn; without a colour it takes that of the page."""

    label: str
    colour: str = ""
    dashes: tuple[int, ...] = ()


LINES: Final = {
    "": Line("Named together; wider where more often"),
    "inferred": Line("Only meant by a generic word", dashes=(2, 5)),
    "strong": Line("Mostly strengths", BLUE),
    "rather-strong": Line("More strengths", SKY),
    "even": Line("As many of each", GREY),
    "rather-weak": Line("More weaknesses", ORANGE, (8, 4)),
    "weak": Line("Mostly weaknesses", RED, (8, 4)),
    "neither": Line("Neither, or mixed only", GREY, (7, 3, 1, 3)),
    "improved": Line("Better than before", BLUE),
    "declined": Line("Worse than before", RED, (8, 4)),
    "same": Line("The same as before", GREY),
    "scale-changed": Line("On another scale: no rise or fall", GREY, (2, 5)),
    "section-changed": Line("Only one of the two parts sections", GREY, (7, 3, 1, 3)),
    "not-comparable": Line("Not to be compared: one has no rank", GREY, (1, 8)),
    "again": Line("Recommended again", PURPLE),
    "timeline": Line("Next inspection"),
    "part": Line("Belongs to the inspection", dashes=(1, 4)),
}


def node_style(node: Node) -> Style:
    """The style of a node; a type that nobody foresaw is drawn as another body."""
    if node.kind == "judgement":
        return TONES[node.tone]
    return BALANCES.get(node.balance) or NODES.get(node.type) or NODES[_UNFORESEEN]


def place_in_legend(node: Node) -> tuple[int, int, int]:
    """Types in the order of their styles; grades from the best, by tone and then by rank."""
    if node.balance:
        return 2, list(BALANCES).index(node.balance), 0
    if node.kind == "judgement":
        return 1, list(TONES).index(node.tone), -node.rank
    types = list(NODES)
    return (0, types.index(node.type), 0) if node.type in NODES else (3, 0, 0)


def line_of(link: Link) -> str:
    """The key of a link's style."""
    return "inferred" if link.inferred else link.style


def picture(drawing: Drawing) -> Network:
    """pyvis's network with the places computed and physics off."""
    from pyvis.network import Network

    # directed: in an undirected network pyvis compares each edge with all before it
    network = Network(directed=True)
    places = _places(drawing)
    heaviest = max((node.weight for node in drawing.nodes), default=1) or 1
    numbers = {node.id: number for number, node in enumerate(drawing.nodes)}
    for node in drawing.nodes:
        style = node_style(node)
        x, y = places[node.id]
        network.add_node(
            numbers[node.id],
            label=node.label or node.id,
            shape=style.shape,
            color=style.colour,
            size=_size(node, heaviest),
            x=x,
            y=y,
        )
    widest = max((link.weight for link in drawing.links), default=1) or 1
    for link in drawing.links:
        look = LINES[line_of(link)]
        extra: dict[str, object] = {"color": look.colour} if look.colour else {}
        extra |= {"dashes": list(look.dashes)} if look.dashes else {}
        ends = (numbers[link.source], numbers[link.target])
        network.add_edge(*ends, width=_width(link, widest), arrows="", **extra)
    network.set_options(json.dumps(_options(len(drawing.links))))
    return network


def _width(link: Link, widest: int) -> float:
    """Wider with the number of words behind a link; lines of a trajectory are all alike."""
    if link.weight == widest == 1:
        return 1 if link.style == "part" else 2.5
    return round(1 + 4 * math.sqrt(link.weight / widest), 1)


def _places(drawing: Drawing) -> dict[str, tuple[int, int]]:
    fixed = {node.id: node.place for node in drawing.nodes if node.place is not None}
    if len(fixed) == len(drawing.nodes):
        return fixed
    names = [node.id for node in drawing.nodes]
    return positions(names, ((link.source, link.target) for link in drawing.links))


def _size(node: Node, heaviest: int) -> int:
    if node.kind in ("judgement", "recommendation", "inspection"):
        return 12
    if node.kind == "row":
        return 1
    return 6 + round(10 * math.sqrt(node.weight / heaviest))


def _options(links: int) -> dict[str, object]:
    """Options of vis-network; colours that differ in light and dark come from the page."""
    moving = {"hideEdgesOnDrag": links > _MANY, "hideEdgesOnZoom": links > _MANY}
    return {
        "autoResize": True,
        "layout": {"improvedLayout": False, "randomSeed": 1},
        "physics": {
            "enabled": False,
            "barnesHut": {"springLength": 60, "avoidOverlap": 0.4, "damping": 0.4},
        },
        "nodes": {"borderWidth": 1, "borderWidthSelected": 3},
        "edges": {"smooth": False, "selectionWidth": 2, "hoverWidth": 1},
        "interaction": {
            "hover": True,
            "keyboard": False,
            "multiselect": False,
            "tooltipDelay": 200,
            **moving,
        },
    }
