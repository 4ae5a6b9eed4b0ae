"""Three views that are made of links: agencies, themes and the neighbourhood of one thing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from inspectgraph.queries.source.local import Bindings, literals
from inspectgraph.queries.visualise.model import (
    Detail,
    Drawing,
    Link,
    Naming,
    Statement,
    balance_of,
)
from inspectgraph.queries.visualise.nodes import draw_nodes, type_of
from inspectgraph.queries.visualise.rows import (
    PictureData,
    describe,
    read_codes,
    read_namings,
    read_reports,
    read_statements,
)
from inspectgraph.queries.visualise.selection import Selection
from pyoxigraph import NamedNode, Store

_TITLES: Final = {
    "agencies": "Authorities and the agencies named with them",
    "themes": "Authorities and themes: strengths and weaknesses",
}
Pair = tuple[str, str]


def draw_links(store: Store, selection: Selection) -> Drawing:
    """The picture of a selection, uncut."""
    data = _read(store, selection)
    namings, statements = _around(data, selection)
    links: list[Link] = []
    if selection.view != "themes":
        links += _agency_links(data, selection, namings, statements)
    if selection.view != "agencies":
        links += _theme_links(data, selection, statements)
    if selection.view == "neighbourhood":
        links += _agency_theme_links(data, selection, statements)
        links = _near(links, selection.focus)
    links.sort(key=lambda link: (link.source, link.target))
    nodes = draw_nodes(data, links, selection)
    used = {statement.report for link in links for statement in link.statements}
    used |= {naming.passage.report for link in links for naming in link.namings}
    reports = tuple(data.reports[iri] for iri in sorted(used))
    return Drawing(
        _title(data, selection),
        nodes,
        tuple(links),
        reports,
        _notes(data, selection),
        tuple(sorted(data.codes.items())),
    )


def _read(store: Store, selection: Selection) -> PictureData:
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
    things = {naming.agency for naming in namings}
    for statement in statements:
        things |= {statement.area, *statement.agencies, *(theme for theme, _ in statement.themes)}
    things |= {report.area for report in reports.values()} | set(focus)
    described = describe(store, sorted(things))
    return PictureData(reports, namings, statements, described, read_codes(store), undated)


def _around(
    data: PictureData, selection: Selection
) -> tuple[Sequence[Naming], Sequence[Statement]]:
    """What touches the focus, where there is one."""
    if selection.view != "neighbourhood":
        return data.namings, data.statements
    focus = set(selection.focus)
    namings = [n for n in data.namings if {n.agency, n.passage.area} & focus]
    statements = [
        statement
        for statement in data.statements
        if focus & {statement.area, *statement.agencies, *(theme for theme, _ in statement.themes)}
    ]
    return namings, statements


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
    data: PictureData,
    selection: Selection,
    namings: Iterable[Naming],
    statements: Iterable[Statement],
) -> list[Link]:
    """Authority and agency: named together in reports, with the findings that name it."""
    named: dict[Pair, list[Naming]] = {}
    for naming in namings:
        named.setdefault((naming.passage.area, naming.agency), []).append(naming)
    about: dict[Pair, list[Statement]] = {}
    for statement in statements:
        on_theme = not selection.themes or selection.themes_of(statement)
        if on_theme and selection.takes(statement.polarity):
            for agency in statement.agencies:
                about.setdefault((statement.area, agency), []).append(statement)
    pairs = about.keys() if selection.narrows else named.keys() | about.keys()
    kinds = {naming.agency: naming.type for naming in data.namings}
    return [
        _agency_link(pair, named.get(pair, []), about.get(pair, []))
        for pair in sorted(pairs)
        if pair[0] != pair[1]
        and (not selection.types or type_of(data, pair[1], kinds) in selection.types)
    ]


def _agency_link(pair: Pair, namings: list[Naming], statements: list[Statement]) -> Link:
    plain = [naming for naming in namings if not naming.inferred]
    mentions = sum(naming.mentions for naming in plain)
    reports = len({naming.passage.report for naming in plain})
    roles = sorted({role for naming in namings for role in naming.roles})
    names = sorted({naming.name for naming in namings})
    details: list[Detail] = [("Named", f"{_times(mentions)} in {_count(reports, 'report')}")]
    if not plain and namings:
        details = [("Not named", "meant by a generic word such as “the police”")]
    details += [("Roles stated", "; ".join(roles))] if roles else []
    details += [("Called", "; ".join(names))] if names else []
    return Link(
        *pair,
        label=f"named {_times(mentions)}" if plain or not namings else "meant, not named",
        weight=mentions,
        inferred=bool(namings) and not plain and not statements,
        details=tuple(details),
        namings=tuple(namings),
        statements=tuple(statements),
    )


def _theme_links(
    data: PictureData, selection: Selection, statements: Iterable[Statement]
) -> list[Link]:
    """Authority and theme: what inspectors said of it there."""
    about: dict[Pair, list[Statement]] = {}
    for statement in statements:
        types = {data.things[agency].type for agency in statement.agencies}
        if selection.types and not selection.types & types:
            continue
        for theme in selection.themes_of(statement):
            about.setdefault((statement.area, theme), []).append(statement)
    return [_theme_link(data, pair, about[pair]) for pair in sorted(about)]


def _agency_theme_links(
    data: PictureData, selection: Selection, statements: Iterable[Statement]
) -> list[Link]:
    """Agency and theme: findings on the theme that name the agency."""
    about: dict[Pair, list[Statement]] = {}
    for statement in statements:
        for agency in statement.agencies:
            if selection.types and data.things[agency].type not in selection.types:
                continue
            for theme in selection.themes_of(statement):
                about.setdefault((agency, theme), []).append(statement)
    return [_theme_link(data, pair, about[pair]) for pair in sorted(about)]


def _theme_link(data: PictureData, pair: Pair, statements: list[Statement]) -> Link:
    theme = pair[1]
    counts = Counter(statement.polarity_of(theme) for statement in statements)
    weak, strong = counts["weakness"], counts["strength"]
    inspections = {data.reports[statement.report].inspection for statement in statements}
    weak_in = {
        data.reports[statement.report].inspection
        for statement in statements
        if statement.polarity_of(theme) in ("weakness", "mixed")
    }
    details = (
        ("Weaknesses", str(weak)),
        ("Strengths", str(strong)),
        ("Mixed", str(counts["mixed"])),
        ("Recommendations", str(counts["recommendation"])),
        ("Weak in", f"{len(weak_in)} of {_count(len(inspections), 'inspection')} that mention it"),
    )
    return Link(
        *pair,
        label=f"{_count(weak, 'weakness')}, {_count(strong, 'strength')}",
        weight=len(statements),
        style=balance_of(strong, weak) or "neither",
        theme=theme,
        details=tuple(detail for detail in details if detail[1] != "0"),
        statements=tuple(statements),
    )


def _title(data: PictureData, selection: Selection) -> str:
    if selection.view == "neighbourhood":
        return f"{data.things[selection.focus[0]].official} and what it is linked with"
    return _TITLES[selection.view]


def _notes(data: PictureData, selection: Selection) -> tuple[str, ...]:
    """What was asked for and what that leaves out."""
    names = {iri: thing.official for iri, thing in data.things.items()} | data.codes
    asked = (*selection.areas, *selection.themes[:1], *selection.kinds)
    parts = [names.get(iri, iri) for iri in asked]
    parts += sorted((*selection.polarities, *selection.types))
    parts += [f"since {selection.since}"] if selection.since else []
    notes = [f"Only: {'; '.join(parts)}."] if parts else []
    if data.undated:
        notes.append(f"{_count(data.undated, 'report')} without a date left out.")
    return tuple(notes)


def _times(number: int) -> str:
    return "once" if number == 1 else f"{number} times"


def _count(number: int, noun: str) -> str:
    plural = f"{noun}es" if noun.endswith("s") else f"{noun}s"
    return f"{number} {noun if number == 1 else plural}"
