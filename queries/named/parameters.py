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
    XSD_INTEGER,
)
from inspectgraph.queries.source.local import Source, iri, literals, select
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
    *CONCEPTS, "agency", "authority", "date", "end-date", "region", "text", "timescale", "integer"
)  # fmt: skip
NAMED: Final = ("theme", "authority", "agency")  # answers say how these were understood
TIMESCALES: Final = ("immediately", "within three months", "within six months", "other", "none")
_LONGEST: Final = 200  # no name is longer; a megabyte is refused before any search
_SLUG: Final = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)
_INTEGER: Final = re.compile(r"[+-]?\d{1,18}", re.ASCII)

_EXACT_NAME: Final = """SELECT DISTINCT ?area ?dissolved WHERE {
  #PARAMETERS
  { ?area skos:prefLabel|skos:altLabel|ig:shortName|dcterms:identifier ?name }
  UNION { ?area ig:gssCode ?assignment . ?assignment ig:code ?name }
  ?area a ig:Authority .
  OPTIONAL { ?area schema:dissolutionDate ?dissolved }
} ORDER BY ?area"""
_LABELS: Final = """SELECT ?area ?name WHERE {
  ?area a ig:Authority ; skos:prefLabel|skos:altLabel|ig:shortName ?name .
} ORDER BY ?area ?name"""
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
_MINTED: Final = """SELECT DISTINCT ?area ?name WHERE {
  ?area ig:minted true ; a ig:Authority ; skos:prefLabel ?name
} ORDER BY ?area"""
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
    for parameter in sorted(parameters, key=lambda one: one.kind != "authority"):
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
    found = {row[0]: row[1] for row in select(source, _LABEL, {"thing": things})}
    names = (found.get(thing, thing) for thing in things)
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
    if kind in ("date", "end-date"):
        return [_date(parameter.name, value, last=kind == "end-date")]
    if kind == "region":
        return [_region(source, value)]
    if kind == "authority":
        return resolve_authority(source, value, single=parameter.single)
    if kind == "agency":
        from inspectgraph.queries.named.agencies import resolve_agency

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


def _date(name: str, value: str, *, last: bool) -> Literal:
    """A day, or the first or last day of a month or year."""
    from calendar import monthrange
    from datetime import date

    found = _DATE.fullmatch(value.strip())
    if not found:
        raise BadParameter(name, "a date is needed, as 2019, 2019-04 or 2019-04-01")
    year, month = int(found[1]), int(found[2] or (12 if last else 1))
    try:
        day = int(found[3] or (monthrange(year, month)[1] if last else 1))
        text = date(year, month, day).isoformat()
    except ValueError as error:
        raise BadParameter(name, f"there is no such date: {value.strip()}") from error
    return Literal(text, datatype=NamedNode(XSD_DATE))


def _region(source: Source, value: str) -> Literal:
    known = [row[0] for row in select(source, _REGIONS)]
    names = {term.value: term for term in known if isinstance(term, Literal)}
    by_key = {_key(name): name for name in names}
    if _key(value) not in by_key:
        raise UnknownName(_short(value), "region", _near(value, tuple(names)))
    return names[by_key[_key(value)]]


def _concept(source: Source, kind: str, value: str) -> NamedNode:
    """A concept of a code list by its id or one of its labels."""
    namespace = CONCEPTS[kind]
    if _SLUG.fullmatch(value) and _is_concept(source, namespace + value):
        return NamedNode(namespace + value)
    ids: dict[str, str] = {}
    for concept, name in select(source, _CONCEPTS_OF % namespace):
        if isinstance(concept, NamedNode) and isinstance(name, Literal):
            local = concept.value.removeprefix(namespace)
            ids[_key(local)] = local
            ids.setdefault(_key(name.value), local)
    slug = ids.get(_key(value))
    if slug is None or not _SLUG.fullmatch(slug):
        near = (ids[_key(name)] for name in _near(value, tuple(ids)))
        raise UnknownName(_short(value), kind.replace("-", " "), tuple(dict.fromkeys(near)))
    return NamedNode(namespace + slug)


def _is_concept(source: Source, name: str) -> bool:
    found = select(source, _IS_CONCEPT, {"concept": [NamedNode(name)]})
    return next(iter(found), None) is not None


def _with_narrower(source: Source, concept: NamedNode) -> list[NamedNode]:
    """A theme and all that are narrower.

    They are found here and not by a path in the query, for engines that do not know how
    few findings a path leads to read all of them.
    """
    rows = select(source, _NARROWER, {"concept": [concept]})
    return [concept, *(row[0] for row in rows if isinstance(row[0], NamedNode))]


def _timescale(value: str) -> Literal:
    """A deadline, also as `3 months` or `immediate`."""
    typed = _key(value).replace("3", "three").replace("6", "six")
    for known in TIMESCALES:
        if typed in (known, known.removeprefix("within "), known.removesuffix("ly")):
            return Literal(known)
    raise BadParameter("timescale", f"one of {', '.join(TIMESCALES)} is needed")


def resolve_authority(source: Source, value: str, *, single: bool = False) -> list[NamedNode]:
    """Authorities by IRI, code or any usual form of a name.

    Labels and codes are looked up in the source, which costs next to nothing; only
    other forms need the index. A name that an old and a new council share
    means both, unless one is asked for: then the one that still exists.
    """
    name = " ".join(value.split())
    if not name or len(name) > _LONGEST:
        raise UnknownName(_short(value), "authority")
    if name.startswith(("http://", "https://")):
        return [iri(name)]
    found = (
        _exact(source, name) or _exact(source, _same_label(source, name)) or _minted(source, name)
    )
    if single and len(found) > 1:
        found = {area: gone for area, gone in found.items() if not gone} or found
    return list(found)[: 1 if single else None] or _from_index(name)


def _exact(source: Source, name: str | None) -> dict[NamedNode, bool]:
    """Authorities with exactly that label or code, and whether they were dissolved."""
    if name is None:
        return {}
    rows = select(source, _EXACT_NAME, {"name": literals([name], "en")})
    return {area: gone is not None for area, gone in rows if isinstance(area, NamedNode)}


def _same_label(source: Source, name: str) -> str | None:
    """The label of an authority that differs in case or hyphens alone."""
    for _, label in select(source, _LABELS):
        if isinstance(label, Literal) and _key(label.value) == _key(name):
            return label.value
    return None


def _minted(source: Source, name: str) -> dict[NamedNode, bool]:
    """Authorities made for a report, by their name without the words for a kind of council."""
    rows = [row for row in select(source, _MINTED) if isinstance(row[1], Literal)]
    if not rows:
        return {}
    from inspectgraph.ontology.authorities import core_name

    core = core_name(name)
    same = (area for area, label in rows if core and core_name(label.value) == core)
    return {area: False for area in same if isinstance(area, NamedNode)}


def _from_index(name: str) -> list[NamedNode]:
    """The one authority that any other usual form of a name means."""
    from inspectgraph.ontology.profiles import packaged_authorities

    index = packaged_authorities()
    authority = index.match(name)
    if authority is None:
        raise UnknownName(name, "authority", index.suggest(name))
    return [NamedNode(authority.iri)]


def _key(text: str) -> str:
    """Case, white space and hyphens do not tell names apart."""
    return " ".join(text.casefold().replace("-", " ").split())


def _near(value: str, names: Sequence[str]) -> tuple[str, ...]:
    from difflib import get_close_matches

    by_key = {_key(name): name for name in names}
    near = get_close_matches(_key(value)[:_LONGEST], list(by_key), cutoff=0.5)
    return tuple(by_key[key] for key in near)


def _short(value: str) -> str:
    return value if len(value) <= 80 else f"{value[:79]}…"
