"""What users type for an agency, turned into the bodies that it means.

An official name, a usual one, a former one or a code is looked up first; then the forms
in which reports print a name, for abbreviations live in reports alone (NSCB is one
board in Norfolk and another in Nottinghamshire: the authority that is asked for
decides). A body stands for its predecessors too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.queries.named.names import LONGEST, name_key, near_names, shortened
from inspectgraph.queries.source.local import Bindings, Source, iri, literals, select
from pyoxigraph import Literal, NamedNode

_EXACT: Final = """SELECT DISTINCT ?body WHERE {
  #PARAMETERS
  ?body %s ?name ; a ?class
  FILTER(?class IN (ig:Agency, ig:Inspectorate))
} ORDER BY ?body"""
_OFFICIAL: Final = """SELECT DISTINCT ?body ?name WHERE {
  { ?body a ig:Agency } UNION { ?body a ig:Inspectorate }
  ?body skos:prefLabel ?name
} ORDER BY ?body"""
_USUAL: Final = """SELECT DISTINCT ?body ?name WHERE {
  { ?body a ig:Agency ; skos:altLabel|skos:hiddenLabel ?name }
  UNION { ?body a ig:Inspectorate ; skos:altLabel ?name }
  UNION { ?body ig:formerName ?former . ?former rdfs:label ?name }
} ORDER BY ?body"""
_PRINTED: Final = """SELECT DISTINCT ?body ?name WHERE {
  #PARAMETERS
  ?naming a ig:Naming ;
          ig:agency ?body ;
          ig:area ?area ;
          ig:nameAtTheTime|ig:surfaceForm ?name .
} ORDER BY ?body"""
_PREDECESSORS: Final = """SELECT DISTINCT ?earlier WHERE {
  #PARAMETERS
  ?body a ?class .  # Virtuoso follows a path only from what a plain triple binds
  ?body (^org:resultingOrganization/org:originalOrganization)+ ?earlier
} ORDER BY ?earlier"""
_LINKED: Final = """SELECT DISTINCT ?body ?area WHERE {
  #PARAMETERS
  ?naming ig:agency ?body ; ig:area ?area
} ORDER BY ?body"""


def resolve_agency(source: Source, value: str, areas: Sequence[NamedNode] = ()) -> list[NamedNode]:
    """The body of that name and its predecessors; an error where several bodies have it."""
    name = " ".join(value.split())
    if not name or len(name) > LONGEST:
        raise UnknownName(shortened(name), "agency")
    if name.startswith(("http://", "https://")):
        return [iri(name)]
    bodies = _exact(source, name)
    names: list[str] = []
    for sparql in (_OFFICIAL, _USUAL, _PRINTED):  # the surest source first
        if bodies:
            break
        rows = list(_named(source, sparql, {"area": areas} if sparql is _PRINTED else {}))
        names += [label for _, label in rows]
        bodies = {body for body, label in rows if name_key(label) == name_key(name)}
    if not bodies:
        raise UnknownName(shortened(name), "agency", near_names(name, names))
    return _with_predecessors(source, _only(source, _of_areas(source, bodies, areas), name))


def _exact(source: Source, name: str) -> set[NamedNode]:
    """Bodies with that very code or official name, else with that usual name."""
    for properties in ("skos:prefLabel|dcterms:identifier", "skos:altLabel|skos:hiddenLabel"):
        asked = {"name": [*literals([name], "en"), Literal(name.upper())]}
        rows = select(source, _EXACT % properties, asked)
        bodies = {row[0] for row in rows if isinstance(row[0], NamedNode)}
        if bodies:
            return bodies
    return set()


def _named(source: Source, sparql: str, bindings: Bindings) -> Iterable[tuple[NamedNode, str]]:
    for body, name in select(source, sparql, bindings):
        if isinstance(body, NamedNode) and isinstance(name, Literal):
            yield body, name.value


def _of_areas(source: Source, bodies: set[NamedNode], areas: Sequence[NamedNode]) -> set[NamedNode]:
    """Of several bodies those that reports on the areas name, where areas were asked for."""
    if len(bodies) < 2 or not areas:
        return bodies
    rows = select(source, _LINKED, {"body": sorted(bodies, key=str), "area": areas})
    return {row[0] for row in rows if isinstance(row[0], NamedNode)} or bodies


def _only(source: Source, bodies: set[NamedNode], name: str) -> NamedNode:
    """The only body, or an error that names the candidates."""
    if len(bodies) == 1:
        return next(iter(bodies))
    labels = dict(_named(source, _OFFICIAL, {}))
    names = sorted(labels.get(body, body.value) for body in bodies)
    listed = "; ".join(names[:5]) + ("; …" if len(names) > 5 else "")
    raise BadParameter(
        "agency",
        f"{shortened(name)} means {len(names)} bodies: {listed}",
        "Give a full name, or the authority in whose reports it is so called (--authority).",
    )


def _with_predecessors(source: Source, body: NamedNode) -> list[NamedNode]:
    rows = select(source, _PREDECESSORS, {"body": [body]})
    earlier = [row[0] for row in rows if isinstance(row[0], NamedNode)]
    return list(dict.fromkeys([body, *earlier]))
