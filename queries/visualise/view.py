"""`visualise`: a selection of the graph as one HTML page."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.ontology.terms import AGENCY_TYPE, POLARITY, THEME
from inspectgraph.queries.named.agencies import resolve_agency
from inspectgraph.queries.named.authorities import resolve_authority
from inspectgraph.queries.named.names import name_key
from inspectgraph.queries.named.parameters import Parameter, bindings_of
from inspectgraph.queries.source.local import iri, select
from inspectgraph.queries.visualise.links import draw_links
from inspectgraph.queries.visualise.model import Drawing, cut
from inspectgraph.queries.visualise.selection import Selection
from inspectgraph.queries.visualise.trajectory import draw_trajectory
from pyoxigraph import Literal, NamedNode, Store

VIEWS: Final = ("agencies", "themes", "neighbourhood", "trajectory")
LIMIT: Final = 150  # nodes that a screen shows legibly
QUOTES: Final = 5  # quotes of one polarity of one link
PARAMETERS: Final = (
    Parameter("authority", "area", "authority", "Only reports on this council."),
    Parameter("theme", "theme", "theme", "Only what is said of this theme and narrower ones."),
    Parameter("kind", "kindIri", "kind", "Only reports of this kind."),
    Parameter("since", "since", "date", "Only inspections that ended on that day or later."),
    Parameter("polarity", "polarity", "polarity", "Only strengths, weaknesses or mixed findings."),
    Parameter("agency-type", "type", "agency-type", "Only agencies of this type."),
)
_IS_AUTHORITY: Final = """SELECT ?area WHERE {
  #PARAMETERS
  ?area a ig:Authority .
}"""
_LABEL: Final = """SELECT ?label WHERE {
  #PARAMETERS
  ?theme skos:prefLabel ?label .
}"""
_FOCUS_CURE: Final = "Name an authority, agency or theme with --focus."


@dataclass(frozen=True)
class VisualiseOptions:
    """What to draw. `given` maps names of PARAMETERS to typed values; `limit` 0 draws all
    nodes, `quotes` 0 keeps all words; an empty `view` is agencies, or the neighbourhood of
    `focus` where one is given."""

    view: str = ""
    given: Mapping[str, Sequence[str]] = field(default_factory=dict)
    focus: str = ""
    limit: int = LIMIT
    quotes: int = QUOTES


def visualise(store: Store, options: VisualiseOptions = VisualiseOptions()) -> str:
    """The page as text; the same bytes for the same graph and options."""
    from inspectgraph.queries.visualise.page import render

    return render(draw(store, options), options.quotes)


def draw(store: Store, options: VisualiseOptions) -> Drawing:
    """The nodes and links of a view, cut to the limit, without places."""
    view = options.view or ("neighbourhood" if options.focus else "agencies")
    if view not in VIEWS:
        raise BadParameter("view", f"one of {', '.join(VIEWS)} is needed")
    bindings = bindings_of(store, PARAMETERS, options.given)
    if view == "trajectory":
        return _trajectory(store, options, bindings)
    if view == "neighbourhood" and not options.focus:
        raise BadParameter("focus", "a neighbourhood is that of something", _FOCUS_CURE)
    kind, focus = _focus(store, options.focus, bindings["area"]) if options.focus else ("", ())
    selection = Selection(
        view=view,
        areas=_iris(bindings["area"]),
        themes=_iris(bindings["theme"]),
        kinds=_iris(bindings["kindIri"]),
        since=max((term.value for term in bindings["since"]), default=""),
        polarities=frozenset(i.removeprefix(POLARITY) for i in _iris(bindings["polarity"])),
        types=frozenset(i.removeprefix(AGENCY_TYPE) for i in _iris(bindings["type"])),
        focus=focus,
        focus_kind=kind,
    )
    return cut(draw_links(store, selection), options.limit, frozenset(focus))


def _trajectory(
    store: Store, options: VisualiseOptions, bindings: Mapping[str, Sequence[NamedNode | Literal]]
) -> Drawing:
    areas = list(_iris(bindings["area"]))
    if options.focus:
        areas += [node.value for node in resolve_authority(store, options.focus)]
    if not areas:
        raise BadParameter("authority", "a trajectory is that of a council", "Give --authority.")
    since = max((term.value for term in bindings["since"]), default="")
    drawing = draw_trajectory(store, areas, _iris(bindings["kindIri"]), since)
    return cut(drawing, 0)


def _iris(terms: Sequence[NamedNode | Literal]) -> tuple[str, ...]:
    return tuple(term.value for term in terms if isinstance(term, NamedNode))


def _focus(
    store: Store, name: str, areas: Sequence[NamedNode | Literal]
) -> tuple[str, tuple[str, ...]]:
    """The authority, theme (with its narrower ones) or agency of that name."""
    near: list[str] = []
    if name.startswith(("http://", "https://")):
        return _kind_of(store, name), (iri(name).value,)
    for kind, resolve in _RESOLVERS:
        try:
            nodes = resolve(store, name, [area for area in areas if isinstance(area, NamedNode)])
        except UnknownName as unknown:
            near += unknown.suggestions
        else:
            return kind, _iris(nodes)
    raise UnknownName(name[:80], "authority, agency or theme", tuple(dict.fromkeys(near)))


def _kind_of(store: Store, name: str) -> str:
    """What an IRI is that was given as it stands."""
    if name.startswith(THEME):
        return "theme"
    areas = select(store, _IS_AUTHORITY, {"area": [iri(name)]})
    return "authority" if next(iter(areas), None) else "agency"


def _theme(store: Store, name: str, _: Sequence[NamedNode]) -> Sequence[NamedNode | Literal]:
    parameter = Parameter("focus", "theme", "theme", "")
    return bindings_of(store, (parameter,), {"focus": [name]})["theme"]


def _theme_itself(
    store: Store, name: str, areas: Sequence[NamedNode]
) -> Sequence[NamedNode | Literal]:
    """The theme of that very id or label: a usual name may be an agency's before a theme's."""
    themes = _theme(store, name, areas)
    labels = {row[0].value for row in select(store, _LABEL, {"theme": themes[:1]}) if row[0]}
    if name_key(name) not in {
        name_key(text) for text in (*labels, themes[0].value.removeprefix(THEME))
    }:
        raise UnknownName(name[:80], "theme")
    return themes


_RESOLVERS: Final[
    Sequence[tuple[str, Callable[[Store, str, Sequence[NamedNode]], Sequence[NamedNode | Literal]]]]
] = (
    ("authority", lambda store, name, _: resolve_authority(store, name)),
    ("theme", _theme_itself),
    ("agency", resolve_agency),
    ("theme", _theme),
)
