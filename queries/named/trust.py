"""How far the findings on a theme can be trusted, as the graph that is asked tells.

The measures stand on the themes' concepts, for those themes that were measured: precision is the
share of the findings given a theme that are right, recall the share of those about it that
are found. docs/themes.md lists them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inspectgraph.ontology.terms import THEME
from inspectgraph.queries.named.answer import select_rows
from inspectgraph.queries.named.parameters import CONCEPTS, Parameter
from inspectgraph.queries.source.local import Bindings, Source

WEAK: Final = 0.75  # F1 below which an answer on a theme says how far it can be trusted
PAGE: Final = "docs/themes.md"

_QUALITY: Final = """SELECT DISTINCT ?theme ?label ?broader ?precision ?recall ?f1 WHERE {
  #PARAMETERS
  ?theme skos:prefLabel ?label .
  ?right dqv:computedOn ?theme ; dqv:isMeasurementOf ig:precision ; dqv:value ?precision .
  ?found dqv:computedOn ?theme ; dqv:isMeasurementOf ig:recall ; dqv:value ?recall .
  ?both dqv:computedOn ?theme ; dqv:isMeasurementOf ig:f1 ; dqv:value ?f1 .
  OPTIONAL { ?theme skos:broader ?broader }
} ORDER BY ?theme ?label ?broader"""


def trust_notes(
    source: Source, parameters: Sequence[Parameter], bindings: Bindings
) -> tuple[str, ...]:
    """A note for each weak theme that an answer was restricted to.

    Narrower themes, which the one asked for includes, have none: what is wrong of them is
    most often right of it.
    """
    themes = {
        term
        for parameter in parameters
        if CONCEPTS.get(parameter.kind) == THEME
        for term in bindings[parameter.variable]
    }
    if not themes:
        return ()
    asked_for = {theme.value for theme in themes}
    rows = select_rows(source, _QUALITY, {"theme": sorted(themes, key=str)})
    included = {theme for theme, _, broader, *_ in rows if broader in asked_for}
    weak = {
        theme: f"findings on {label}: {_tenths(precision)} are right, {_tenths(recall)} are found"
        for theme, label, _, precision, recall, f1 in rows
        if theme not in included and _number(f1) < WEAK
    }
    return tuple(f"{note} ({PAGE})" for note in weak.values())


def _number(value: object) -> float:
    return float(str(value))


def _tenths(share: object) -> str:
    """A share in words that claim no more than was measured."""
    tenths = int(_number(share) * 10 + 0.5)
    return {0: "fewer than 1 in 10", 10: "nearly all"}.get(tenths, f"{tenths} in 10")
