"""What a picture is made of, read from the store by SPARQL.

The queries are flat and without order: rows are sorted here by their IRIs and places, so
that every engine gives the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from inspectgraph.ontology.terms import AGENCY_ROLE, AGENCY_TYPE, KIND, POLARITY
from inspectgraph.queries.named.answer import Value, select_rows
from inspectgraph.queries.source.local import Bindings
from inspectgraph.queries.visualise.model import Naming, Report, Statement
from pyoxigraph import NamedNode, Store

_LONG, _SHORT = 30, 12  # characters of names
_REPORTS: Final = """SELECT ?report ?area ?kindIri ?inspection ?file ?title ?end ?printed
       ?issued ?url ?pagesAt ?licence
WHERE {
  #PARAMETERS
  ?report a ig:Report ;
          ig:area ?area ;
          ig:kind ?kindIri ;
          ig:reportsOn ?inspection ;
          ig:fileName ?file .
  OPTIONAL { ?report dcterms:title ?title }
  OPTIONAL { ?inspection schema:endDate ?end }
  OPTIONAL { ?report schema:endDate ?printed }
  OPTIONAL { ?report dcterms:issued ?issued }
  OPTIONAL { ?report dcterms:source ?url }
  OPTIONAL { ?report ig:pagesAt ?pagesAt }
  OPTIONAL { ?report dcterms:license ?licence }
}"""
_NAMINGS: Final = """SELECT ?naming ?report ?area ?agency ?typeIri ?name ?mentions ?inferred
       ?start ?page ?paragraph ?heading ?quote
WHERE {
  #PARAMETERS
  ?naming a ig:Naming ;
          ig:area ?area ;
          ig:statedIn ?report ;
          ig:agency ?agency ;
          ig:agencyType ?typeIri ;
          ig:nameAtTheTime ?name ;
          ig:mentions ?mentions ;
          ig:inferred ?inferred .
  OPTIONAL {
    ?naming ig:evidence ?passage . ?passage oa:start ?start
    OPTIONAL { ?passage ig:page ?page }
    OPTIONAL { ?passage ig:paragraph ?paragraph }
    OPTIONAL { ?passage ig:heading ?heading }
    OPTIONAL { ?passage oa:exact ?quote }
  }
}"""
_FORMS: Final = "SELECT ?agency ?form WHERE { ?naming ig:agency ?agency ; ig:surfaceForm ?form }"
_ROLES: Final = "SELECT ?naming ?role WHERE { ?naming a ig:Naming ; ig:role ?role }"
# findings have a polarity and an area, recommendations a timescale
_STATEMENTS: Final = """SELECT ?statement ?report ?area ?mark
       ?start ?page ?paragraph ?heading ?quote
WHERE {
  #PARAMETERS
  #IF ?onlyNamed { SELECT DISTINCT ?statement WHERE { ?statement ig:agency|ig:responsible ?body } }
  #IF ?theme { SELECT DISTINCT ?statement WHERE { #PARAMETERS
  #IF ?theme ?statement ig:theme ?theme } }
  ?statement %s ?mark ;
        ig:area ?area ;
        ig:statedIn ?report ;
        oa:start ?start .
  OPTIONAL { ?statement ig:page ?page }
  OPTIONAL { ?statement ig:paragraph ?paragraph }
  OPTIONAL { ?statement ig:heading ?heading }
  OPTIONAL { ?statement oa:exact ?quote }
}"""
_THEMES: Final = """SELECT ?statement ?theme WHERE {
  #PARAMETERS
  ?statement ig:area ?area ; ig:theme ?theme .
}"""
_PARTS: Final = """SELECT ?statement ?theme ?polarity WHERE {
  ?part ig:finding ?statement ; ig:about ?theme ; ig:polarity ?polarity
}"""
_AGENCIES: Final = """SELECT ?statement ?agency WHERE {
  #PARAMETERS
  ?statement ig:agency|ig:responsible ?agency ; ig:area ?area ; oa:start ?start .
}"""
_NAMES: Final = """SELECT ?thing ?official ?short ?name ?former ?typeIri ?region ?code
       ?definition
WHERE {
  #PARAMETERS
  ?thing skos:prefLabel ?official .
  OPTIONAL { ?thing ig:shortName ?short }
  OPTIONAL { ?thing skos:altLabel|skos:hiddenLabel ?name }
  OPTIONAL { ?thing ig:formerName/rdfs:label ?former }
  OPTIONAL { ?thing ig:agencyType ?typeIri }
  OPTIONAL { ?thing ig:region ?region }
  OPTIONAL { ?thing dcterms:identifier ?code }
  OPTIONAL { ?thing skos:definition ?definition }
}"""
_CODES: Final = """SELECT ?code ?label WHERE {
  ?code a skos:Concept ; skos:prefLabel ?label
}"""


@dataclass(frozen=True)
class Described:
    """What is known of a body or theme, whoever names it."""

    official: str
    short: str = ""
    names: tuple[str, ...] = ()
    type: str = ""
    region: str = ""
    codes: tuple[str, ...] = ()
    definition: str = ""


@dataclass(frozen=True)
class PictureData:
    """All that is read for one picture."""

    reports: Mapping[str, Report]
    namings: Sequence[Naming]
    statements: Sequence[Statement]
    things: Mapping[str, Described]
    codes: dict[str, str]
    undated: int = 0


@dataclass
class _Names:
    """The values of each column of _NAMES for one thing."""

    official: set[str] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    usual: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    type: set[str] = field(default_factory=set)
    region: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)
    definition: set[str] = field(default_factory=set)

    def columns(self) -> tuple[set[str], ...]:
        """The sets in the order of the columns."""
        usual = (self.official, self.short, self.usual, self.names, self.type, self.region)
        return (*usual, self.codes, self.definition)


def read_reports(store: Store, bindings: Bindings, since: str) -> tuple[dict[str, Report], int]:
    """The reports of a selection by IRI, and how many an undated one leaves out."""
    reports: dict[str, Report] = {}
    for row in sorted(select_rows(store, _REPORTS, bindings), key=str):
        iri, area, kind, inspection, file, title, end, printed, issued, *links = map(text_of, row)
        day, of = end or printed or issued, kind.removeprefix(KIND)
        reports.setdefault(iri, Report(iri, area, of, inspection, title or file, file, day, *links))
    if not since:
        return reports, 0
    undated = sum(not report.day for report in reports.values())
    return {iri: report for iri, report in reports.items() if report.day >= since}, undated


def read_namings(store: Store, bindings: Bindings, reports: Mapping[str, Report]) -> list[Naming]:
    """Who is named in the reports, in the order of their IRIs."""
    roles: dict[str, set[str]] = {}
    for naming, role in select_rows(store, _ROLES):
        roles.setdefault(str(naming), set()).add(str(role).removeprefix(AGENCY_ROLE))
    namings: dict[str, Naming] = {}
    for row in sorted(select_rows(store, _NAMINGS, bindings), key=str):
        iri, report, area, agency, kind, name = map(text_of, row[:6])
        if report not in reports:
            continue
        passage = Statement(iri, area, report, "mention", *passage_of(row[8:]), agencies=(agency,))
        namings.setdefault(
            iri,
            Naming(
                agency,
                kind.removeprefix(AGENCY_TYPE),
                name,
                int(row[6] or 0),
                row[7] is True,
                tuple(sorted(roles.get(iri, ()))),
                passage,
            ),
        )
    return list(namings.values())


def read_statements(
    store: Store, bindings: Bindings, reports: Mapping[str, Report]
) -> list[Statement]:
    """Findings and recommendations of the reports, with their themes and agencies."""
    areas: Bindings = {"area": bindings.get("area", ())}
    themes = _pairs(store, _THEMES, areas)
    agencies = _pairs(store, _AGENCIES, areas)
    own = {
        (str(statement), str(theme)): str(polarity).removeprefix(POLARITY)
        for statement, theme, polarity in select_rows(store, _PARTS)
    }
    statements: dict[str, Statement] = {}
    for form in ("ig:polarity", "ig:timescale"):
        for row in select_rows(store, _STATEMENTS % form, bindings):
            iri, report, area, mark = map(text_of, row[:4])
            if report not in reports:
                continue
            polarity = mark.removeprefix(POLARITY) if form == "ig:polarity" else "recommendation"
            parts = ((theme, own.get((iri, theme), polarity)) for theme in themes.get(iri, ()))
            statements[iri] = Statement(
                iri,
                area,
                report,
                polarity,
                *passage_of(row[4:]),
                themes=tuple(parts),
                agencies=agencies.get(iri, ()),
            )
    return sorted(statements.values(), key=lambda s: (s.report, s.start, s.iri))


def describe(store: Store, things: Sequence[str]) -> dict[str, Described]:
    """Names, type and codes of bodies and themes; the forms that reports print too."""
    if not things:
        return {}  # an empty list would bind nothing, and ask of everything
    every: dict[str, _Names] = {thing: _Names() for thing in things}
    for row in select_rows(store, _NAMES, {"thing": [NamedNode(thing) for thing in things]}):
        for values, value in zip(every[text_of(row[0])].columns(), row[1:], strict=True):
            if value:
                values.add(str(value))
    for agency, form in select_rows(store, _FORMS):
        if str(agency) in every:
            every[str(agency)].names.add(str(form))
    return {thing: _described(thing, names) for thing, names in every.items()}


def _described(thing: str, names: _Names) -> Described:
    official = min(names.official, default=thing.rsplit("/", 1)[-1])
    return Described(
        official,
        min(names.short, default="") or _abbreviation(official, names.usual),
        tuple(sorted((names.names | names.usual | names.official | names.short) - {official})),
        min(names.type, default="").removeprefix(AGENCY_TYPE),
        min(names.region, default=""),
        tuple(sorted(names.codes)),
        min(names.definition, default=""),
    )


def _abbreviation(official: str, usual: Iterable[str]) -> str:
    """The shortest usual name of a body whose official one is too long for a picture."""
    short = sorted(
        (name for name in usual if len(name) <= _SHORT), key=lambda n: (len(n), n.swapcase())
    )
    return short[0] if short and len(official) > _LONG else ""


def read_codes(store: Store) -> dict[str, str]:
    """Labels of grades, kinds, aspects and so on, by their IRIs."""
    return {str(code): str(label) for code, label in sorted(select_rows(store, _CODES), key=str)}


def _pairs(store: Store, sparql: str, bindings: Bindings) -> dict[str, tuple[str, ...]]:
    pairs: dict[str, set[str]] = {}
    for thing, other in select_rows(store, sparql, bindings):
        pairs.setdefault(str(thing), set()).add(str(other))
    return {thing: tuple(sorted(others)) for thing, others in pairs.items()}


def text_of(value: Value) -> str:
    """A value as text; nothing for none."""
    return "" if value is None else str(value)


def passage_of(row: Sequence[Value]) -> tuple[int, int | None, str, str, str]:
    """Start, page, paragraph, heading and quote of a row's end."""
    start, page, paragraph, heading, quote = row
    number = page if isinstance(page, int) else None
    return int(start or 0), number, text_of(paragraph), text_of(heading), text_of(quote)
