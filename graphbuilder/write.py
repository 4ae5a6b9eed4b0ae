"""The last stage of a report: facts → quads. One named graph a report, without blank nodes; its
shape is `ontology/schema/shapes.ttl`.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.iris import (
    Names,
    agency_iri,
    area_iri,
    finding_iris,
    inspection_iri,
    names_of,
    text_hash,
)
from inspectgraph.graphbuilder.model import (
    Agency,
    Document,
    Extract,
    Finding,
    Judgement,
    Mention,
    Passage,
    Recommendation,
    ReportFacts,
)
from inspectgraph.graphbuilder.parse.sentences import sentence_spans
from inspectgraph.graphbuilder.quads import ENGLISH, GraphWriter
from inspectgraph.ontology import terms
from inspectgraph.ontology.authorities import slug
from inspectgraph.ontology.problems import CONTRADICTION, Problem

PDF = "application/pdf"
PAGES_OF_SITES = (".html", ".htm", "/")  # where a PDF was found, not the PDF itself
# How sure a judgement is: an order, no probability (see ig:confidence).
CONFIRMED, STATED, CONTRADICTED = "1.0", "0.9", "0.5"


def write_report(extract: Extract, base: str, fingerprint: str) -> bytes:
    """A report's own graph as N-Quads."""
    names = names_of(extract, base)
    out = GraphWriter(names.graph)
    _write_facts(out, names, extract, fingerprint)
    inspection, area = inspection_iri(extract, base), area_iri(extract.facts.area, base)
    contradicted = {problem.about for problem in extract.problems if problem.code == CONTRADICTION}
    for judgement in extract.judgements:
        _write_judgement(out, names, judgement, inspection, area, contradicted)
    for passage in _passages(extract):
        _write_passage(out, names, passage)
    place = _Place(names, inspection, area)
    named = _NamedAgencies(extract.agencies, base)
    for finding, node in finding_iris(names, extract.findings):
        _write_finding(out, place, node, finding)
        for iri in named.within(finding.passage.start, finding.passage.end):
            out.link(node, terms.AGENCY_OF, iri)
    for recommendation in extract.recommendations:
        node = _write_recommendation(out, place, recommendation)
        for iri in named.responsible(recommendation):
            out.link(node, terms.RESPONSIBLE, iri)
    for agency in extract.agencies:
        _write_naming(out, place, agency, extract)
    for problem in extract.problems:
        node = names.problem(problem)
        out.link(node, terms.STATED_IN, names.report)
        _write_problem(out, node, problem, extract.document.name)
    return out.nquads()


def _write_facts(out: GraphWriter, names: Names, extract: Extract, fingerprint: str) -> None:
    facts, document, report = extract.facts, extract.document, names.report
    out.link(report, terms.RDF_TYPE, terms.REPORT)
    out.link(report, terms.RDF_TYPE, terms.PROV_ENTITY)
    out.text(report, terms.DC_TITLE, facts.title, ENGLISH)
    out.link(report, terms.KIND_OF, terms.KIND + facts.kind)
    out.link(report, terms.INSPECTION_KIND, terms.KIND + facts.inspection_kind)
    out.link(report, terms.AREA, area_iri(facts.area, names.base))
    out.text(report, terms.AREA_AS_PRINTED, facts.area.as_printed or facts.area.name)
    if facts.partner:
        out.link(report, terms.SUBJECT_OF, terms.SUBJECT + facts.partner)
    out.link(report, terms.REPORTS_ON, inspection_iri(extract, names.base))
    out.day(report, terms.DC_ISSUED, facts.published)
    out.day(report, terms.START_DATE, facts.start)
    out.day(report, terms.END_DATE, facts.end)
    _write_people(out, report, facts, names.base)
    out.text(report, terms.DC_IDENTIFIER, facts.reference)
    out.text(report, terms.FILE_NAME, document.name)
    out.text(report, terms.SHA256, document.sha256)
    out.text(report, terms.DC_FORMAT, document.media)
    out.text(report, terms.TEXT_SHA256, text_hash(extract))
    out.number(report, terms.PAGES, document.pages)
    for key in extract.corrections:
        out.text(report, terms.CORRECTION, key)
    out.text(report, terms.FINGERPRINT, fingerprint)
    if facts.licence:
        out.link(report, terms.DC_LICENSE, facts.licence)
    if facts.source:
        _write_source(out, report, facts, document)


def _write_source(out: GraphWriter, report: str, facts: ReportFacts, document: Document) -> None:
    """Where the report is published; of a PDF, where its pages are."""
    out.link(report, terms.DC_SOURCE, facts.source)
    inferred = str(facts.source_inferred).lower()
    out.typed(report, terms.SOURCE_INFERRED, inferred, terms.XSD_BOOLEAN)
    path = facts.source.partition("?")[0].casefold()
    of_pdf = facts.source_inferred or document.media == PDF or path.endswith(".pdf")
    if of_pdf and "#" not in facts.source and not path.endswith(PAGES_OF_SITES):
        out.text(report, terms.PAGES_AT, f"{facts.source}#page=")


def _write_people(out: GraphWriter, report: str, facts: ReportFacts, base: str) -> None:
    if facts.lead_inspector:
        out.link(report, terms.LEAD_INSPECTOR, f"{base}person/{slug(facts.lead_inspector)}")
        out.text(report, terms.INSPECTOR_AS_PRINTED, facts.lead_inspector)
    for body in facts.inspectorates:
        out.link(report, terms.INSPECTORATE_OF, terms.BODY + body)


def _write_judgement(
    out: GraphWriter,
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
    """Each judgement's passage once, in the order of the text."""
    every = {(p.start, p.end): p for judgement in extract.judgements for p in judgement.evidence}
    yield from (every[key] for key in sorted(every))


def _write_passage(out: GraphWriter, names: Names, passage: Passage) -> None:
    node = names.passage(passage)
    out.link(node, terms.RDF_TYPE, terms.PASSAGE)
    out.link(node, terms.OA_HAS_SOURCE, names.report)
    _write_place(out, node, passage)


def _write_place(out: GraphWriter, node: str, passage: Passage) -> None:
    """The words, and where they stand: a finding is its own passage."""
    out.text(node, terms.OA_EXACT, passage.exact)
    out.number(node, terms.OA_START, passage.start)
    out.number(node, terms.OA_END, passage.end)
    out.number(node, terms.PAGE, passage.page)
    out.text(node, terms.PARAGRAPH, passage.paragraph)
    out.text(node, terms.HEADING, passage.heading)
    out.number(node, terms.ORDINAL, passage.ordinal or None)


@dataclass(frozen=True)
class _Place:
    """What every finding and recommendation of a report points to."""

    names: Names
    inspection: str
    area: str


def _write_finding(out: GraphWriter, place: _Place, node: str, finding: Finding) -> None:
    _write_statement(out, place, node, terms.FINDING, finding.subject)
    out.link(node, terms.POLARITY_OF, terms.POLARITY + finding.polarity)
    for theme, polarity in finding.themes:
        out.link(node, terms.THEME_OF, terms.THEME + theme)
        if polarity != finding.polarity:
            _write_theme_polarity(out, node, theme, polarity)
        # direct links, so that questions need no look at halves of mixed findings
        if "strength" not in (polarity, finding.polarity):
            out.link(node, terms.WEAKNESS_IN, terms.THEME + theme)
            out.link(place.names.report, terms.FINDS_WEAK, terms.THEME + theme)
        if "weakness" not in (polarity, finding.polarity):
            out.link(node, terms.STRENGTH_IN, terms.THEME + theme)
            out.link(place.names.report, terms.FINDS_STRONG, terms.THEME + theme)
    for sector in finding.sectors:
        out.link(node, terms.SECTOR_OF, terms.SECTOR + sector)
    if finding.status:
        out.link(node, terms.STATUS_OF, terms.STATUS + finding.status)
    for outcome in finding.framework:
        out.text(node, terms.FRAMEWORK, outcome)
    out.typed(node, terms.CONFIDENCE, f"{finding.confidence:.2f}", terms.XSD_DECIMAL)
    out.text(node, terms.REASON, " · ".join(finding.reasons))
    out.text(node, terms.CORRECTED, finding.corrected)
    _write_place(out, node, finding.passage)


def _write_theme_polarity(out: GraphWriter, finding: str, theme: str, polarity: str) -> None:
    """The polarity of one theme of a mixed finding, where the clauses part."""
    node = f"{finding}/{theme}"
    out.link(node, terms.RDF_TYPE, terms.THEME_POLARITY)
    out.link(node, terms.FINDING_OF, finding)
    out.link(node, terms.ABOUT, terms.THEME + theme)
    out.link(node, terms.POLARITY_OF, terms.POLARITY + polarity)


def _write_recommendation(out: GraphWriter, place: _Place, item: Recommendation) -> str:
    node = f"{place.names.report}/recommendation/{item.passage.start}"
    _write_statement(out, place, node, terms.RECOMMENDATION, item.subject)
    out.text(node, terms.TIMESCALE, item.timescale)
    for theme in item.themes:
        out.link(node, terms.THEME_OF, terms.THEME + theme)
    for outcome in item.framework:
        out.text(node, terms.FRAMEWORK, outcome)
    out.text(node, terms.RULE, item.rule)
    _write_place(out, node, item.passage)
    return node


class _NamedAgencies:
    """Which agencies are named where: inferred ones are not, for no name stands there."""

    def __init__(self, agencies: Sequence[Agency], base: str) -> None:
        self._board = [
            agency_iri(a, base) for a in agencies if a.type == "safeguarding-board" and a.place
        ]
        self._places = sorted(
            (mention.start, agency_iri(agency, base))
            for agency in agencies
            if not agency.inferred
            for mention in agency.mentions
        )
        self._starts = [start for start, _ in self._places]

    def within(self, start: int, end: int) -> list[str]:
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        return sorted({agency for _, agency in self._places[first:last]})

    def responsible(self, item: Recommendation) -> list[str]:
        """The bodies that the cell beside an item names, else the item itself; in the board's
        own list the board."""
        named = self.within(*item.told) or self.within(item.passage.start, item.passage.end)
        return named or (self._board[:1] if item.subject == "board" else [])


def _write_naming(out: GraphWriter, place: _Place, agency: Agency, extract: Extract) -> None:
    """That this report names an agency, or means it by a generic word."""
    node = f"{place.names.report}/agency/{agency.slug}"
    iri = agency_iri(agency, place.names.base)
    out.link(node, terms.RDF_TYPE, terms.NAMING)
    out.link(node, terms.STATED_IN, place.names.report)
    out.link(node, terms.INSPECTION_OF, place.inspection)
    out.link(place.inspection, terms.HAS_NAMING, node)
    out.link(node, terms.AREA, place.area)
    out.link(node, terms.AGENCY_OF, iri)
    out.text(node, terms.NAME_AT_THE_TIME, agency.name)
    out.link(node, terms.AGENCY_TYPE_OF, terms.AGENCY_TYPE + agency.type)
    out.text(node, terms.DC_IDENTIFIER, agency.identifier)
    out.number(node, terms.MENTIONS, len(agency.mentions))
    out.typed(node, terms.INFERRED, str(agency.inferred).lower(), terms.XSD_BOOLEAN)
    for role in agency.roles:
        out.link(node, terms.ROLE_OF, terms.AGENCY_ROLE + role)
    for form in sorted({mention.text for mention in agency.mentions}):
        out.text(node, terms.SURFACE_FORM, form)
    document = extract.document
    for page in sorted({document.page_at(mention.start) or 0 for mention in agency.mentions}):
        out.number(node, terms.PAGE, page or None)
    out.text(node, terms.REASON, agency.reason)
    passage = first_passage(document, agency.mentions)
    out.link(node, terms.EVIDENCE, place.names.passage(passage))
    _write_passage(out, place.names, passage)


def first_passage(document: Document, mentions: Sequence[Mention]) -> Passage:
    """The sentence in which an agency is first named."""
    mention = min(mentions, key=lambda each: each.start)
    block = next(b for b in document.blocks if b.start <= mention.start < b.end)
    at = mention.start - block.start
    whole = (0, block.end - block.start)
    spans = sentence_spans(document.words(block))
    start, end = next((span for span in spans if span[0] <= at < span[1]), whole)
    return document.passage(block, block.start + start, block.start + end)


def _write_statement(out: GraphWriter, place: _Place, node: str, kind: str, subject: str) -> None:
    out.link(node, terms.RDF_TYPE, kind)
    out.link(node, terms.STATED_IN, place.names.report)
    out.link(node, terms.INSPECTION_OF, place.inspection)
    out.link(node, terms.AREA, place.area)
    out.link(node, terms.SUBJECT_OF, terms.SUBJECT + subject)


def _write_problem(out: GraphWriter, node: str, problem: Problem, file_name: str) -> None:
    """A problem, in a report's graph or in that of files without a report."""
    out.link(node, terms.RDF_TYPE, terms.PROBLEM)
    out.text(node, terms.PROBLEM_CODE, problem.code)
    out.text(node, terms.MESSAGE, problem.message)
    out.text(node, terms.SEVERITY, problem.severity)
    out.text(node, terms.FILE_NAME, file_name)
    out.number(node, terms.PAGE, problem.page)


def write_refused(base: str, refused: Mapping[str, Problem]) -> bytes:
    """The problems graph: files that gave no report, by name."""
    out = GraphWriter(f"{base}graph/problems")
    for name in sorted(refused):
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        _write_problem(out, f"{base}problem/file-{digest}", refused[name], name)
    return out.nquads()
