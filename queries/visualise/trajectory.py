"""The trajectory of councils: inspections from left to right, grades and what returns below.

A council's predecessors are drawn with it, in the same lane.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inspectgraph.queries.code_lists import read_code_lists
from inspectgraph.queries.source.local import Bindings, select
from inspectgraph.queries.visualise.lane import ROW_HEIGHT, Codes, Lane
from inspectgraph.queries.visualise.model import Drawing
from inspectgraph.queries.visualise.rows import describe, read_codes, read_reports
from pyoxigraph import NamedNode, Store

_PREDECESSORS: Final = """SELECT DISTINCT ?earlier WHERE {
  #PARAMETERS
  ?asked (^org:resultingOrganization/org:originalOrganization)+ ?earlier
}"""


def draw_trajectory(
    store: Store, areas: Sequence[str], kinds: Sequence[str], since: str
) -> Drawing:
    """The picture of one council or several, one below the other."""
    codes = Codes(read_codes(store), read_code_lists(store))
    councils = _councils(store, areas)
    lanes: list[Drawing] = []
    notes: list[str] = []
    top = 0
    for council in councils:
        bound: Bindings = {
            "area": [NamedNode(area) for area in council],
            "kindIri": [NamedNode(kind) for kind in kinds],
        }
        reports, undated = read_reports(store, bound, since)
        lane = Lane(store, council, reports, codes, top).draw()
        heights = [node.place[1] for node in lane.nodes if node.place]
        top = max(heights, default=top - 2 * ROW_HEIGHT) + 2 * ROW_HEIGHT
        lanes.append(lane)
        notes += lane.notes
        notes += [f"{undated} reports without a date left out."] if undated else []
    return _stacked(store, [council[0] for council in councils], lanes, notes, codes)


def _councils(store: Store, areas: Sequence[str]) -> list[list[str]]:
    """Each council with its predecessors, but none that is drawn with its successor."""
    asked = list(dict.fromkeys(areas))
    older = {area: _predecessors(store, area) for area in asked}
    inside = {area for earlier in older.values() for area in earlier}
    shown = [area for area in asked if area not in inside] or asked
    return [[area, *older[area]] for area in shown]


def _stacked(
    store: Store,
    areas: Sequence[str],
    lanes: Sequence[Drawing],
    notes: Sequence[str],
    codes: Codes,
) -> Drawing:
    names = ", ".join(council.official for council in describe(store, areas).values())
    return Drawing(
        f"{names}: judgements through the years",
        tuple(node for lane in lanes for node in lane.nodes),
        tuple(link for lane in lanes for link in lane.links),
        tuple(report for lane in lanes for report in lane.reports),
        tuple(dict.fromkeys(notes)),
        tuple(sorted(codes.labels.items())),
    )


def _predecessors(store: Store, area: str) -> list[str]:
    rows = select(store, _PREDECESSORS, {"asked": [NamedNode(area)]})
    return sorted(row[0].value for row in rows if isinstance(row[0], NamedNode))
