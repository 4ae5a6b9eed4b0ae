"""What is drawn: nodes, links and the words behind them, before anything is rendered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

LINKS: Final = 1.75  # links to a node that a screen shows legibly
Detail = tuple[str, str]  # what the panel tells of a node or link: a name and a value


@dataclass(frozen=True)
class Report:
    """A report and the inspection that it is about."""

    iri: str
    area: str
    kind: str
    inspection: str
    title: str
    file: str
    day: str  # end of the inspection, else publication; empty where neither is known
    url: str
    pages_at: str = ""  # the address of a page without its number, where the url is of a PDF
    licence: str = ""


@dataclass(frozen=True, eq=False)  # each is itself, whatever another says
class Statement:
    """A sentence of a report: a finding, a recommendation, or where a body is first named.

    `polarity` is strength, weakness, mixed, recommendation, mention or judgement; a theme of
    a mixed finding may have its own.
    """

    iri: str
    area: str
    report: str
    polarity: str
    start: int
    page: int | None = None
    paragraph: str = ""
    heading: str = ""
    quote: str = ""
    themes: tuple[tuple[str, str], ...] = ()
    agencies: tuple[str, ...] = ()

    def polarity_of(self, theme: str) -> str:
        """The polarity of the part about a theme."""
        return dict(self.themes).get(theme, self.polarity)


@dataclass(frozen=True)
class Naming:
    """That a report names an agency, or means it by a generic word (`inferred`)."""

    agency: str
    type: str
    name: str
    mentions: int
    inferred: bool
    roles: tuple[str, ...]
    passage: Statement


@dataclass(frozen=True, eq=False)  # each is itself, whatever another says
class Node:
    """An authority, agency, theme, inspection, judgement … as it is drawn."""

    id: str
    kind: str
    type: str
    label: str
    title: str
    names: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()
    weight: int = 0
    balance: str = ""
    tone: int = 0  # of a grade, 1 (best) to 5; 0 where it has no rank
    rank: int = 0  # of a grade, on its scale
    statements: tuple[Statement, ...] = ()
    place: tuple[int, int] | None = None


@dataclass(frozen=True, eq=False)  # each is itself, whatever another says
class Link:
    """A line between two nodes. `theme` tells whose polarity counts for its statements."""

    source: str
    target: str
    label: str
    weight: int
    style: str = ""
    inferred: bool = False
    theme: str = ""
    details: tuple[Detail, ...] = ()
    namings: tuple[Naming, ...] = ()
    statements: tuple[Statement, ...] = ()


@dataclass(frozen=True)
class Drawing:
    """A whole picture; `all_nodes` and `all_links` count what there was before a cut.

    `labels` name themes, kinds, grades and types of agencies by their IRIs.
    """

    title: str
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    reports: tuple[Report, ...]
    notes: tuple[str, ...] = ()
    labels: tuple[tuple[str, str], ...] = ()
    all_nodes: int = 0
    all_links: int = 0

    @cached_property
    def _names(self) -> dict[str, str]:
        return dict(self.labels)

    def label_of(self, code: str) -> str:
        """The label of a theme, kind, grade or type by its IRI, else the end of that."""
        return self._names.get(code, code.rsplit("/", 1)[-1])


def balance_of(strengths: int, weaknesses: int) -> str:
    """How strengths and weaknesses stand to each other, in five steps; empty without any."""
    total = strengths + weaknesses
    if not total:
        return ""
    share = weaknesses / total
    steps = ((0.2, "strong"), (0.4, "rather-strong"), (0.6, "even"), (0.8, "rather-weak"))
    return next((name for limit, name in steps if share < limit), "weak")


def cut(drawing: Drawing, limit: int, keep: frozenset[str] = frozenset()) -> Drawing:
    """The `limit` nodes with most links, and at most LINKS times as many links.

    Each node keeps its strongest link, so that nothing stands alone that was not alone.
    """
    whole = replace(drawing, all_nodes=len(drawing.nodes), all_links=len(drawing.links))
    most = round(LINKS * limit)
    if not limit or (len(drawing.nodes) <= limit and len(drawing.links) <= most):
        return whole
    degree: dict[str, int] = {}
    for link in drawing.links:
        for end in (link.source, link.target):
            degree[end] = degree.get(end, 0) + 1
    ranked = sorted(
        drawing.nodes, key=lambda n: (n.id not in keep, -degree.get(n.id, 0), -n.weight, n.id)
    )
    kept = {node.id for node in ranked[:limit]}
    links = _strongest([k for k in drawing.links if {k.source, k.target} <= kept], most)
    joined = {end for link in links for end in (link.source, link.target)}
    lone = {node.id for node in drawing.nodes if not degree.get(node.id)}
    inside = kept & (joined | lone | keep)
    return replace(
        whole,
        nodes=tuple(node for node in drawing.nodes if node.id in inside),
        links=tuple(link for link in drawing.links if link in links),
    )


def _strongest(links: list[Link], most: int) -> set[Link]:
    ranked = sorted(links, key=lambda link: (-link.weight, link.source, link.target))
    seen: set[str] = set()
    first = {}
    for link in ranked:
        if not {link.source, link.target} <= seen:
            first[link] = True
            seen |= {link.source, link.target}
    return set([*first, *(link for link in ranked if link not in first)][:most])
