"""Parameters of named queries: what users type, turned into RDF terms or refused."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from inspectgraph.ontology.errors import BadParameter, UnknownName
from inspectgraph.ontology.terms import (
    AGENCY_TYPE,
    ASPECT,
    GRADE,
    KIND,
    POLARITY,
    SECTION,
    SUBJECT,
    THEME,
    XSD_DATE,
    XSD_DECIMAL,
    XSD_INTEGER,
)
from inspectgraph.queries.named.agencies import resolve_agency
from inspectgraph.queries.named.authorities import resolve_authority
from inspectgraph.queries.named.names import name_key, near_names, shortened
from inspectgraph.queries.source.local import Source, select
from pyoxigraph import Literal, NamedNode

CONCEPTS: Final[Mapping[str, str]] = {
    "aspect": ASPECT,
    "grade": GRADE,
    "kind": KIND,
    "section": SECTION,
    "theme": THEME,
    "polarity": POLARITY,
    "subject": SUBJECT,
    "agency-type": AGENCY_TYPE,
}
TYPES: Final = (
    *CONCEPTS, "agency", "authority", "date", "end-date", "region", "text", "timescale", "integer",
    "share",
)  # fmt: skip
NAMED: Final = ("theme", "authority", "agency")  # answers say how these were understood
TIMESCALES: Final = ("immediately", "within three months", "within six months", "other", "none")
_CUTOFF: Final = 0.5  # of suggestions; lists of codes are short, and all of one field
# ids of a profile of its own stand below its segment: "marlshire/annual-review"
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_SHARE: Final = re.compile(r"0(?:\.\d{1,6})?|1(?:\.0{1,6})?", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}", re.ASCII)

_CONCEPTS_OF: Final = """SELECT DISTINCT ?concept ?name WHERE {
  ?concept a skos:Concept ; skos:prefLabel|skos:altLabel ?name
  FILTER(STRSTARTS(STR(?concept), "%s"))
} ORDER BY ?concept ?name"""
_IS_CONCEPT: Final = """SELECT ?concept WHERE {
  #PARAMETERS
  ?concept a skos:Concept
} LIMIT 1"""
_NARROWER: Final = """SELECT DISTINCT ?narrower WHERE {
  #PARAMETERS
  ?concept a skos:Concept .
  ?narrower skos:broader+ ?concept
} ORDER BY ?narrower"""
_LABEL: Final = """SELECT ?thing (MIN(STR(?label)) AS ?name) WHERE {
  #PARAMETERS
  ?thing skos:prefLabel ?label
} GROUP BY ?thing"""
_REGIONS: Final = "SELECT DISTINCT ?region WHERE { ?area ig:region ?region } ORDER BY ?region"


@dataclass(frozen=True)
class Parameter:
    """One parameter of a named query, as its header declares it."""

    name: str
    variable: str
    kind: str
    description: str
    default: str | None = None
    choices: tuple[str, ...] = ()
    required: bool = False
    single: bool = False


def bindings_of(
    source: Source, parameters: Sequence[Parameter], given: Mapping[str, Sequence[str]]
) -> dict[str, list[NamedNode | Literal]]:
    """The terms to bind for the values given, defaults filled in."""
    unknown = sorted(set(given) - {parameter.name for parameter in parameters})
    if unknown:
        raise BadParameter(unknown[0], "the query has no such parameter")
    out: dict[str, list[NamedNode | Literal]] = {}
    areas: list[NamedNode] = []  # first, for abbreviations of agencies belong to an area
    for parameter in sorted(parameters, key=lambda parameter: parameter.kind != "authority"):
        values = given.get(parameter.name) or ([parameter.default] if parameter.default else [])
        if parameter.required and not values:
            raise BadParameter(parameter.name, "a value is needed")
        terms = [term for value in values for term in _terms(source, parameter, value, areas)]
        out[parameter.variable] = list(dict.fromkeys(terms))
        if parameter.kind == "authority":
            areas += [term for term in terms if isinstance(term, NamedNode)]
    return out


def understood(
    source: Source,
    parameters: Sequence[Parameter],
    given: Mapping[str, Sequence[str]],
    bindings: Mapping[str, Sequence[NamedNode | Literal]],
) -> tuple[str, ...]:
    """A note for each name that was typed in another form than the one it has here."""
    notes = []
    for parameter in parameters:
        if parameter.kind in NAMED and given.get(parameter.name):
            names = _labels(source, bindings[parameter.variable])
            if set(names) != set(given[parameter.name]):
                more = f"; and {len(names) - 8} more" if len(names) > 8 else ""
                notes.append(f"{parameter.name}: {'; '.join(names[:8])}{more}")
    return tuple(notes)


def _labels(source: Source, things: Sequence[NamedNode | Literal]) -> list[str]:
    """Names of bodies and concepts, in the order given; an IRI where there is none."""
    labels = {row[0]: row[1] for row in select(source, _LABEL, {"thing": things})}
    names = (labels.get(thing, thing) for thing in things)
    return [name.value for name in names if isinstance(name, NamedNode | Literal)]


def _terms(
    source: Source, parameter: Parameter, value: str, areas: Sequence[NamedNode]
) -> Sequence[NamedNode | Literal]:
    """The terms that one typed value stands for; `areas` are the authorities asked for."""
    _refuse_broken(parameter.name, value)
    if parameter.choices and value not in parameter.choices:
        raise BadParameter(parameter.name, f"one of {', '.join(parameter.choices)} is needed")
    kind = parameter.kind
    if kind == "text":
        return [Literal(value)]
    if kind == "integer":
        return [_integer(parameter.name, value)]
    if kind == "share":
        return [_share(parameter.name, value)]
    if kind in ("date", "end-date"):
        return [_date(parameter.name, value, last=kind == "end-date")]
    if kind == "region":
        return [_region(source, value)]
    if kind == "authority":
        return resolve_authority(source, value, single=parameter.single)
    if kind == "agency":
        return resolve_agency(source, value, areas)
    if kind == "timescale":
        return [_timescale(value)]
    if kind == "theme":
        return _with_narrower(source, _concept(source, kind, value))
    return [_concept(source, kind, value)]


def _refuse_broken(name: str, value: str) -> None:
    """Bytes of the command line that are no UTF-8 arrive as lone surrogates."""
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BadParameter(name, "it holds broken characters") from error


def _integer(name: str, value: str) -> Literal:
    if not _INTEGER.fullmatch(value.strip()):
        raise BadParameter(name, "a whole number is needed")
    return Literal(str(int(value)), datatype=NamedNode(XSD_INTEGER))


def _share(name: str, value: str) -> Literal:
    if not _SHARE.fullmatch(value.strip()):
        raise BadParameter(name, "a number from 0 to 1 is needed, as 0.8")
    return Literal(value.strip(), datatype=NamedNode(XSD_DECIMAL))


def _date(name: str, value: str, *, last: bool) -> Literal:
    """A day, or the first or last day of a month or year."""
    from calendar import monthrange
    from datetime import date

    parts = _DATE.fullmatch(value.strip())
    if not parts:
        raise BadParameter(name, "a date is needed, as 2019, 2019-04 or 2019-04-01")
    year, month = int(parts[1]), int(parts[2] or (12 if last else 1))
    try:
        day = int(parts[3] or (monthrange(year, month)[1] if last else 1))
        text = date(year, month, day).isoformat()
    except ValueError as error:
        raise BadParameter(name, f"there is no such date: {value.strip()}") from error
    return Literal(text, datatype=NamedNode(XSD_DATE))


def _region(source: Source, value: str) -> Literal:
    known = [row[0] for row in select(source, _REGIONS)]
    names = {term.value: term for term in known if isinstance(term, Literal)}
    by_key = {name_key(name): name for name in names}
    if name_key(value) not in by_key:
        raise UnknownName(shortened(value), "region", near_names(value, names, _CUTOFF))
    return names[by_key[name_key(value)]]


def _concept(source: Source, kind: str, value: str) -> NamedNode:
    """A concept of a code list by its id or one of its labels."""
    namespace = CONCEPTS[kind]
    if _SLUG.fullmatch(value) and _is_concept(source, namespace + value):
        return NamedNode(namespace + value)
    ids: dict[str, str] = {}
    for concept, name in select(source, _CONCEPTS_OF % namespace):
        if isinstance(concept, NamedNode) and isinstance(name, Literal):
            local = concept.value.removeprefix(namespace)
            ids[name_key(local)] = local
            ids.setdefault(name_key(name.value), local)
    slug = ids.get(name_key(value))
    if slug is None or not _SLUG.fullmatch(slug):
        near = (ids[name_key(name)] for name in near_names(value, ids, _CUTOFF))
        raise UnknownName(shortened(value), kind.replace("-", " "), tuple(dict.fromkeys(near)))
    return NamedNode(namespace + slug)


def _is_concept(source: Source, name: str) -> bool:
    concepts = select(source, _IS_CONCEPT, {"concept": [NamedNode(name)]})
    return next(iter(concepts), None) is not None


def _with_narrower(source: Source, concept: NamedNode) -> list[NamedNode]:
    """A theme and all that are narrower.

    They are found here and not by a path in the query, for engines that do not know how
    few findings a path leads to read all of them.
    """
    rows = select(source, _NARROWER, {"concept": [concept]})
    return [concept, *(row[0] for row in rows if isinstance(row[0], NamedNode))]


def _timescale(value: str) -> Literal:
    """A deadline, also as `3 months` or `immediate`."""
    typed = name_key(value).replace("3", "three").replace("6", "six")
    for known in TIMESCALES:
        if typed in (known, known.removeprefix("within "), known.removesuffix("ly")):
            return Literal(known)
    raise BadParameter("timescale", f"one of {', '.join(TIMESCALES)} is needed")
