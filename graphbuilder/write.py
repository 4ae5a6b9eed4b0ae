"""Stage 5: facts → RDF. One named graph a report; its shape is `ontology/shapes.ttl`.

IRIs are readable and follow from the facts alone: the same report gives the same IRIs in
any build, beside whatever other reports. No blank nodes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from inspectgraph.graphbuilder.model import Area, Doubt, Extract, Judgement, Passage, ReportFacts
from inspectgraph.ontology import terms
from inspectgraph.ontology.names import core_name, slug
from pyoxigraph import Literal, NamedNode, Quad

ENGLISH = "en"
SEVERITIES = {"error", "warning", "note"}
# How sure a judgement is: an order, no probability (see ig:confidence).
CONFIRMED, STATED, CONTRADICTED = "1.0", "0.9", "0.5"


@dataclass(frozen=True)
class Names:
    """The IRIs of one report's things under a base."""

    base: str
    slug: str

    @property
    def report(self) -> str:
        return f"{self.base}report/{self.slug}"

    @property
    def graph(self) -> str:
        return f"{self.base}graph/{self.slug}"

    def passage(self, passage: Passage) -> str:
        return f"{self.report}/passage/{passage.start}-{passage.end}"

    def judgement(self, judgement: Judgement) -> str:
        section = f"{judgement.section}-" if judgement.section else ""
        return f"{self.report}/judgement/{section}{judgement.aspect}"

    def problem(self, doubt: Doubt) -> str:
        digest = hashlib.sha256(f"{doubt.code}{doubt.message}".encode()).hexdigest()[:8]
        return f"{self.base}problem/{self.slug}-{doubt.code.casefold()}-{digest}"


def names_of(extract: Extract, base: str) -> Names:
    """IRIs of a report: its authority, kind and day, and eight digits of its text's hash."""
    facts = extract.facts
    day = facts.start or facts.published
    parts = [area_slug(facts.area), facts.kind, day.isoformat() if day else "undated"]
    return Names(base, "-".join([*parts, text_hash(extract)[:8]]))


def text_hash(extract: Extract) -> str:
    """SHA-256 of the canonical text: equal for one report in two files."""
    return hashlib.sha256(extract.document.text.encode()).hexdigest()


def area_slug(area: Area) -> str:
    """The authority in an IRI; words for a kind of council don't part the unknown ones
    ("Kelderby" and "Kelderby Metropolitan Borough Council" are one)."""
    return slug(area.name if area.iri else core_name(area.name) or area.name)


def area_iri(area: Area, base: str) -> str:
    """The authority's IRI; one under the base where the reference data knows no such name."""
    return area.iri or f"{base}authority/{area_slug(area)}"


def inspection_iri(extract: Extract, base: str) -> str:
    """Authority, kind and first day: reports that share them tell of one inspection."""
    facts = extract.facts
    day = facts.start or facts.published
    when = day.isoformat() if day else f"undated-{text_hash(extract)[:8]}"
    return f"{base}inspection/{area_slug(facts.area)}-{facts.inspection_kind}-{when}"


class _Writer:
    """Collects the quads of one graph."""

    def __init__(self, graph: str) -> None:
        self.quads: list[Quad] = []
        self._graph = NamedNode(graph)

    def link(self, subject: str, predicate: str, thing: str) -> None:
        self._add(subject, predicate, NamedNode(thing))

    def text(self, subject: str, predicate: str, value: str, language: str | None = None) -> None:
        if value:
            self._add(subject, predicate, Literal(value, language=language))

    def typed(self, subject: str, predicate: str, value: object, datatype: str) -> None:
        if value is not None:
            self._add(subject, predicate, Literal(str(value), datatype=NamedNode(datatype)))

    def day(self, subject: str, predicate: str, value: date | None) -> None:
        self.typed(subject, predicate, value.isoformat() if value else None, terms.XSD_DATE)

    def number(self, subject: str, predicate: str, value: int | None) -> None:
        self.typed(subject, predicate, value, terms.XSD_INTEGER)

    def _add(self, subject: str, predicate: str, thing: NamedNode | Literal) -> None:
        self.quads.append(Quad(NamedNode(subject), NamedNode(predicate), thing, self._graph))


def write_report(extract: Extract, base: str, fingerprint: str) -> list[Quad]:
    """The quads of a report's own graph."""
    names = names_of(extract, base)
    out = _Writer(names.graph)
    _write_facts(out, names, extract, fingerprint)
    inspection, area = inspection_iri(extract, base), area_iri(extract.facts.area, base)
    contradicted = {
        doubt.message.split(":")[0] for doubt in extract.doubts if doubt.code == "IG-501"
    }
    for judgement in extract.judgements:
        _write_judgement(out, names, judgement, inspection, area, contradicted)
    for passage in _passages(extract):
        _write_passage(out, names, passage)
    for doubt in extract.doubts:
        _write_doubt(out, names, doubt, extract.document.name)
    return out.quads


def _write_facts(out: _Writer, names: Names, extract: Extract, fingerprint: str) -> None:
    facts, document, report = extract.facts, extract.document, names.report
    out.link(report, terms.RDF_TYPE, terms.REPORT)
    out.link(report, terms.RDF_TYPE, terms.PROV_ENTITY)
    out.text(report, terms.DC_TITLE, facts.title, ENGLISH)
    out.link(report, terms.KIND_OF, terms.KIND + facts.kind)
    out.link(report, terms.INSPECTION_KIND, terms.KIND + facts.inspection_kind)
    out.link(report, terms.AREA, area_iri(facts.area, names.base))
    out.text(report, terms.AREA_AS_PRINTED, facts.area.as_printed or facts.area.name)
    out.link(report, terms.REPORTS_ON, inspection_iri(extract, names.base))
    out.day(report, terms.DC_ISSUED, facts.published)
    out.day(report, terms.START_DATE, facts.start)
    out.day(report, terms.END_DATE, facts.end)
    _write_people(out, report, facts, names.base)
    out.text(report, terms.DC_IDENTIFIER, facts.reference)
    out.text(report, terms.FILE_NAME, document.name)
    out.text(report, terms.SHA256, document.sha256)
    out.text(report, terms.TEXT_SHA256, text_hash(extract))
    out.number(report, terms.PAGES, document.pages)
    out.text(report, terms.FINGERPRINT, fingerprint)
    if facts.licence:
        out.link(report, terms.DC_LICENSE, facts.licence)


def _write_people(out: _Writer, report: str, facts: ReportFacts, base: str) -> None:
    if facts.lead_inspector:
        out.link(report, terms.LEAD_INSPECTOR, f"{base}person/{slug(facts.lead_inspector)}")
        out.text(report, terms.INSPECTOR_AS_PRINTED, facts.lead_inspector)
    for body in facts.inspectorates:
        out.link(report, terms.INSPECTORATE_OF, terms.BODY + body)


def _write_judgement(
    out: _Writer,
    names: Names,
    judgement: Judgement,
    inspection: str,
    area: str,
    contradicted: set[str],
) -> None:
    node = names.judgement(judgement)
    out.link(node, terms.RDF_TYPE, terms.JUDGEMENT)
    out.link(node, terms.STATED_IN, names.report)
    out.link(node, terms.INSPECTION_OF, inspection)
    out.link(node, terms.AREA, area)
    out.link(node, terms.ASPECT_OF, terms.ASPECT + judgement.aspect)
    out.link(node, terms.GRADE_OF, terms.GRADE + judgement.grade)
    if judgement.section:
        out.link(node, terms.SECTION_OF, terms.SECTION + judgement.section)
    out.text(node, terms.ASPECT_AS_PRINTED, judgement.aspect_as_printed)
    out.text(node, terms.GRADE_AS_PRINTED, judgement.grade_as_printed)
    out.typed(node, terms.CONFIDENCE, _confidence(judgement, contradicted), terms.XSD_DECIMAL)
    out.text(node, terms.RULE, judgement.rule)
    for passage in judgement.evidence:
        out.link(node, terms.EVIDENCE, names.passage(passage))


def _confidence(judgement: Judgement, contradicted: set[str]) -> str:
    if judgement.aspect_as_printed in contradicted:
        return CONTRADICTED
    return CONFIRMED if len(judgement.evidence) > 1 else STATED


def _passages(extract: Extract) -> Iterator[Passage]:
    """Each passage once, in the order of the text."""
    every = {(p.start, p.end): p for judgement in extract.judgements for p in judgement.evidence}
    yield from (every[key] for key in sorted(every))


def _write_passage(out: _Writer, names: Names, passage: Passage) -> None:
    node = names.passage(passage)
    out.link(node, terms.RDF_TYPE, terms.PASSAGE)
    out.link(node, terms.OA_HAS_SOURCE, names.report)
    out.text(node, terms.OA_EXACT, passage.exact)
    out.number(node, terms.OA_START, passage.start)
    out.number(node, terms.OA_END, passage.end)
    out.number(node, terms.PAGE, passage.page)
    out.text(node, terms.PARAGRAPH, passage.paragraph)
    out.text(node, terms.HEADING, passage.heading)
    out.number(node, terms.ORDINAL, passage.ordinal or None)


def _write_doubt(out: _Writer, names: Names, doubt: Doubt, file_name: str) -> None:
    node = names.problem(doubt)
    out.link(node, terms.RDF_TYPE, terms.PROBLEM)
    out.link(node, terms.STATED_IN, names.report)
    write_problem(out, node, doubt, file_name)


def write_problem(out: _Writer, node: str, doubt: Doubt, file_name: str) -> None:
    """What every problem has, in a report's graph or in that of files without a report."""
    out.text(node, terms.PROBLEM_CODE, doubt.code)
    out.text(node, terms.MESSAGE, doubt.message)
    out.text(node, terms.SEVERITY, doubt.severity)
    out.text(node, terms.FILE_NAME, file_name)


def write_refused(base: str, refused: dict[str, Doubt]) -> list[Quad]:
    """The problems graph: files that gave no report, by name."""
    out = _Writer(f"{base}graph/problems")
    for name in sorted(refused):
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        node = f"{base}problem/file-{digest}"
        out.link(node, terms.RDF_TYPE, terms.PROBLEM)
        write_problem(out, node, refused[name], name)
    return out.quads


def write_shared(rows: list[SharedFacts], base: str, digest: str) -> list[Quad]:
    """The derived graph: what several reports say of one inspection, inspector or authority
    without reference data stands here once."""
    out = _Writer(f"{base}graph/shared")
    out.text(terms.ONTOLOGY_GRAPH, terms.FINGERPRINT, digest)
    rows = _with_one_name(rows)
    for facts in sorted(rows, key=lambda row: (row.inspection, row.end or "", row.report)):
        _write_inspection(out, facts)
        if facts.inspector:
            out.link(facts.inspector, terms.RDF_TYPE, terms.INSPECTOR)
            out.link(facts.inspector, terms.RDF_TYPE, terms.PROV_AGENT)
            out.text(facts.inspector, terms.FOAF_NAME, facts.inspector_name)
        if facts.area.startswith(f"{base}authority/"):
            out.link(facts.area, terms.RDF_TYPE, terms.AUTHORITY)
            out.link(facts.area, terms.RDF_TYPE, terms.FORMAL_ORGANIZATION)
            out.typed(facts.area, terms.MINTED, "true", terms.XSD_BOOLEAN)
            out.text(facts.area, terms.PREF_LABEL, facts.area_name, ENGLISH)
    return list(dict.fromkeys(out.quads))


def _with_one_name(rows: list[SharedFacts]) -> list[SharedFacts]:
    """The fullest of the names that reports print for one authority, in all its rows."""
    names: dict[str, str] = {}
    for row in rows:
        names[row.area] = max(names.get(row.area, ""), row.area_name, key=lambda n: (len(n), n))
    return [replace(row, area_name=names[row.area]) for row in rows]


@dataclass(frozen=True)
class SharedFacts:
    """What a report's graph gives to the derived graph."""

    report: str
    inspection: str
    kind: str
    area: str
    area_name: str
    start: str = ""
    end: str = ""
    inspector: str = ""
    inspector_name: str = ""


def _write_inspection(out: _Writer, facts: SharedFacts) -> None:
    node = facts.inspection
    out.link(node, terms.RDF_TYPE, terms.INSPECTION)
    out.link(node, terms.RDF_TYPE, terms.PROV_ACTIVITY)
    out.link(node, terms.AREA, facts.area)
    out.link(node, terms.KIND_OF, facts.kind)
    if facts.start:
        out.typed(node, terms.START_DATE, facts.start, terms.XSD_DATE)
        out.typed(node, terms.END_DATE, facts.end, terms.XSD_DATE)
    kind = facts.kind.rsplit("/", 1)[-1]
    when = f", {facts.start} to {facts.end}" if facts.start else ""
    out.text(node, terms.RDFS_LABEL, f"{facts.area_name}: {kind} inspection{when}", ENGLISH)
