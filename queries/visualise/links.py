"""Three views that are made of links: agencies, themes and the neighbourhood of one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology.terms import THEME
from inspectgraph.queries.source.local import Bindings, literals
from inspectgraph.queries.visualise.model import (
    Drawing,
    Fact,
    Link,
    Naming,
    Node,
    Statement,
    balance_of,
)
from inspectgraph.queries.visualise.rows import (
    Described,
    Facts,
    describe,
    read_codes,
    read_namings,
    read_reports,
    read_statements,
)
from pyoxigraph import NamedNode, Store

_TITLES: Final = {
    "agencies": "Authorities and the agencies named with them",
    "themes": "Authorities and themes: strengths and weaknesses",
}
_BOTH: Final = frozenset(("strength", "weakness"))
Pair = tuple[str, str]


@dataclass(frozen=True)
class Selection:
    """What is asked for, as IRIs and ids; empty means all."""

    view: str
    areas: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    since: str = ""
    polarities: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    focus: tuple[str, ...] = ()
    focus_kind: str = ""  # authority, theme or agency

    def takes(self, polarity: str) -> bool:
        """Mixed findings are both strengths and weaknesses."""
        wanted = self.polarities
        return not wanted or polarity in wanted or (polarity == "mixed" and bool(wanted & _BOTH))

    def themes_of(self, said: Statement) -> list[str]:
        """The themes of a statement that are asked for, in a polarity that is asked for."""
        asked = set(self.themes)
        return [t for t, own in said.themes if (not asked or t in asked) and self.takes(own)]

    @property
    def narrows(self) -> bool:
        """Whether a link needs a finding to be shown, not only a name in a report."""
        return bool(self.themes or self.polarities)


def draw_links(store: Store, selection: Selection) -> Drawing:
    """The picture of a selection, uncut."""
    facts = _read(store, selection)
    namings, statements = _around(facts, selection)
    links: list[Link] = []
    if selection.view != "themes":
        links += _agency_links(facts, selection, namings, statements)
    if selection.view != "agencies":
        links += _theme_links(facts, selection, statements)
    if selection.view == "neighbourhood":
        links += _agency_theme_links(facts, selection, statements)
        links = _near(links, selection.focus)
    links.sort(key=lambda link: (link.source, link.target))
    nodes = _nodes(facts, links, selection)
    used = {one.report for link in links for one in link.said}
    used |= {one.passage.report for link in links for one in link.namings}
    reports = tuple(facts.reports[iri] for iri in sorted(used))
    return Drawing(
        _title(facts, selection),
        nodes,
        tuple(links),
        reports,
        _notes(facts, selection),
        tuple(sorted(facts.codes.items())),
    )


def _read(store: Store, selection: Selection) -> Facts:
    """The reports and all that they say, narrowed as far as SPARQL does it cheaply."""
    focus, kind = selection.focus, selection.focus_kind
    inside = selection.areas or (focus if kind == "authority" else ())
    bound: Bindings = {
        "area": [NamedNode(area) for area in inside],
        "kindIri": [NamedNode(kind) for kind in selection.kinds],
    }
    reports, undated = read_reports(store, bound, selection.since)
    areas: Bindings = {"area": bound["area"]}
    namings = [] if selection.view == "themes" else read_namings(store, areas, reports)
    themes = selection.themes or (focus if kind == "theme" else ())
    wanted = [NamedNode(theme) for theme in themes]
    only_named = selection.view == "agencies" or selection.types or kind == "agency"
    named = literals(["yes"]) if only_named else []
    asked: Bindings = {**areas, "theme": wanted, "onlyNamed": named}
    statements = read_statements(store, asked, reports)
    things = {one.agency for one in namings}
    for said in statements:
        things |= {said.area, *said.agencies, *(theme for theme, _ in said.themes)}
    things |= {report.area for report in reports.values()} | set(focus)
    described = describe(store, sorted(things))
    return Facts(reports, namings, statements, described, read_codes(store), undated)


def _around(facts: Facts, selection: Selection) -> tuple[Sequence[Naming], Sequence[Statement]]:
    """What touches the focus, where there is one."""
    if selection.view != "neighbourhood":
        return facts.namings, facts.statements
    focus = set(selection.focus)
    namings = [n for n in facts.namings if {n.agency, n.passage.area} & focus]
    said = [
        one
        for one in facts.statements
        if focus & {one.area, *one.agencies, *(theme for theme, _ in one.themes)}
    ]
    return namings, said


def _near(links: Sequence[Link], focus: Sequence[str]) -> list[Link]:
    """Links of the focus, and those between two of its neighbours."""
    centre = set(focus)
    inside = set(centre)
    for link in links:
        ends = {link.source, link.target}
        if ends & centre:
            inside |= ends
    return [link for link in links if {link.source, link.target} <= inside]


def _agency_links(
    facts: Facts,
    selection: Selection,
    namings: Iterable[Naming],
    statements: Iterable[Statement],
) -> list[Link]:
    """Authority and agency: named together in reports, with the findings that name it."""
    named: dict[Pair, list[Naming]] = {}
    for naming in namings:
        named.setdefault((naming.passage.area, naming.agency), []).append(naming)
    said: dict[Pair, list[Statement]] = {}
    for one in statements:
        if selection.takes(one.polarity) and (not selection.themes or selection.themes_of(one)):
            for agency in one.agencies:
                said.setdefault((one.area, agency), []).append(one)
    pairs = said.keys() if selection.narrows else named.keys() | said.keys()
    kinds = {naming.agency: naming.type for naming in facts.namings}
    return [
        _agency_link(pair, named.get(pair, []), said.get(pair, []))
        for pair in sorted(pairs)
        if pair[0] != pair[1]
        and (not selection.types or _type_of(facts, pair[1], kinds) in selection.types)
    ]


def _type_of(facts: Facts, agency: str, named_as: Mapping[str, str]) -> str:
    return facts.things[agency].type or named_as.get(agency, "") or "government"


def _agency_link(pair: Pair, namings: list[Naming], said: list[Statement]) -> Link:
    plain = [naming for naming in namings if not naming.inferred]
    mentions = sum(naming.mentions for naming in plain)
    reports = len({naming.passage.report for naming in plain})
    roles = sorted({role for naming in namings for role in naming.roles})
    names = sorted({naming.name for naming in namings})
    facts: list[Fact] = [("Named", f"{_times(mentions)} in {_count(reports, 'report')}")]
    if not plain and namings:
        facts = [("Not named", "meant by a generic word such as “the police”")]
    facts += [("Roles stated", "; ".join(roles))] if roles else []
    facts += [("Called", "; ".join(names))] if names else []
    return Link(
        *pair,
        label=f"named {_times(mentions)}" if plain or not namings else "meant, not named",
        weight=mentions,
        inferred=bool(namings) and not plain and not said,
        facts=tuple(facts),
        namings=tuple(namings),
        said=tuple(said),
    )


def _theme_links(facts: Facts, selection: Selection, statements: Iterable[Statement]) -> list[Link]:
    """Authority and theme: what inspectors said of it there."""
    said: dict[Pair, list[Statement]] = {}
    for one in statements:
        if selection.types and not selection.types & {facts.things[a].type for a in one.agencies}:
            continue
        for theme in selection.themes_of(one):
            said.setdefault((one.area, theme), []).append(one)
    return [_theme_link(facts, pair, said[pair]) for pair in sorted(said)]


def _agency_theme_links(
    facts: Facts, selection: Selection, statements: Iterable[Statement]
) -> list[Link]:
    """Agency and theme: findings on the theme that name the agency."""
    said: dict[Pair, list[Statement]] = {}
    for one in statements:
        for agency in one.agencies:
            if selection.types and facts.things[agency].type not in selection.types:
                continue
            for theme in selection.themes_of(one):
                said.setdefault((agency, theme), []).append(one)
    return [_theme_link(facts, pair, said[pair]) for pair in sorted(said)]


def _theme_link(facts: Facts, pair: Pair, said: list[Statement]) -> Link:
    theme = pair[1]
    counts = Counter(one.polarity_of(theme) for one in said)
    weak, strong = counts["weakness"], counts["strength"]
    inspections = {facts.reports[one.report].inspection for one in said}
    weakly = {
        facts.reports[one.report].inspection
        for one in said
        if one.polarity_of(theme) in ("weakness", "mixed")
    }
    told = (
        ("Weaknesses", str(weak)),
        ("Strengths", str(strong)),
        ("Mixed", str(counts["mixed"])),
        ("Recommendations", str(counts["recommendation"])),
        ("Weak in", f"{len(weakly)} of {_count(len(inspections), 'inspection')} that tell of it"),
    )
    return Link(
        *pair,
        label=f"{_count(weak, 'weakness')}, {_count(strong, 'strength')}",
        weight=len(said),
        style=balance_of(strong, weak) or "neither",
        theme=theme,
        facts=tuple(fact for fact in told if fact[1] != "0"),
        said=tuple(said),
    )


def _nodes(facts: Facts, links: Sequence[Link], selection: Selection) -> tuple[Node, ...]:
    """The ends of the links, in the order of their IRIs."""
    touching: dict[str, list[Link]] = {}
    for link in links:
        touching.setdefault(link.source, []).append(link)
        touching.setdefault(link.target, []).append(link)
    for name in selection.focus if selection.view == "neighbourhood" else ():
        if name in facts.things and (name in touching or name == selection.focus[0]):
            touching.setdefault(name, [])
    read: dict[str, set[str]] = {}
    for report in facts.reports.values():
        read.setdefault(report.area, set()).add(report.inspection)
    named_as = {naming.agency: naming.type for naming in facts.namings}
    areas = {report.area for report in facts.reports.values()}
    nodes = []
    for iri in sorted(touching):
        if iri in areas:
            nodes.append(_authority(iri, facts, touching[iri], len(read[iri])))
        elif iri.startswith(THEME):
            nodes.append(_theme(iri, facts.things[iri], touching[iri]))
        else:
            kind = _type_of(facts, iri, named_as)
            nodes.append(_agency(iri, facts, kind, touching[iri]))
    return tuple(nodes)


def _authority(iri: str, facts: Facts, links: Sequence[Link], read: int) -> Node:
    one = facts.things[iri]
    told: list[Fact] = [("Inspections read", str(read))]
    told += [("Region", one.region)] if one.region else []
    told += [("Code", ", ".join(one.codes))] if one.codes else []
    return Node(
        iri,
        "authority",
        "authority",
        one.short or one.official,
        one.official,
        one.names,
        tuple(told),
        sum(link.weight for link in links),
    )


def _agency(iri: str, facts: Facts, kind: str, links: Sequence[Link]) -> Node:
    one = facts.things[iri]
    told: list[Fact] = [("Code", ", ".join(one.codes))] if one.codes else []
    return Node(
        iri,
        "agency",
        kind,
        one.short or one.official,
        one.official,
        one.names,
        tuple(told),
        sum(link.weight for link in links),
    )


def _theme(iri: str, one: Described, links: Sequence[Link]) -> Node:
    weak = strong = 0
    for said in {one for link in links for one in link.said}:
        weak += said.polarity_of(iri) == "weakness"
        strong += said.polarity_of(iri) == "strength"
    told: list[Fact] = [("Weaknesses", str(weak)), ("Strengths", str(strong))]
    told += [("Meaning", one.definition)] if one.definition else []
    return Node(
        iri,
        "theme",
        "theme",
        one.official,
        one.official,
        one.names,
        tuple(told),
        sum(link.weight for link in links),
        balance_of(strong, weak),
    )


def _title(facts: Facts, selection: Selection) -> str:
    if selection.view == "neighbourhood":
        return f"{facts.things[selection.focus[0]].official} and what it is linked with"
    return _TITLES[selection.view]


def _notes(facts: Facts, selection: Selection) -> tuple[str, ...]:
    """What was asked for and what that leaves out."""
    names = {iri: one.official for iri, one in facts.things.items()} | facts.codes
    asked = (*selection.areas, *selection.themes[:1], *selection.kinds)
    parts = [names.get(iri, iri) for iri in asked]
    parts += sorted((*selection.polarities, *selection.types))
    parts += [f"since {selection.since}"] if selection.since else []
    notes = [f"Only: {'; '.join(parts)}."] if parts else []
    if facts.undated:
        notes.append(f"{_count(facts.undated, 'report')} without a date left out.")
    return tuple(notes)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
