"""Stage 5: facts → RDF. One named graph a report; its shape is `ontology/shapes.ttl`.

IRIs are readable and follow from the facts alone: the same report gives the same IRIs in
any build, beside whatever other reports. No blank nodes.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from inspectgraph.graphbuilder.model import (
    Agency,
    Area,
    Document,
    Doubt,
    Extract,
    Finding,
    Judgement,
    Mention,
    Passage,
    Recommendation,
    ReportFacts,
)
from inspectgraph.graphbuilder.parse.sentences import sentence_spans, words_hash
from inspectgraph.ontology import terms
from inspectgraph.ontology.authorities import core_name, slug

ENGLISH = "en"
ESCAPES = str.maketrans(
    {
        "\\": "\\\\",
        '"': '\\"',
        "\n": "\\n",
        "\r": "\\r",
        "\t": "\\t",
        "\x0b": "\\u000B",
        "\x0c": "\\f",
    }
)
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
    """Collects the quads of one graph as lines of N-Quads."""

    def __init__(self, graph: str) -> None:
        self.lines: list[str] = []
        self._end = f" <{graph}> .\n"

    def link(self, subject: str, predicate: str, thing: str) -> None:
        self.lines.append(f"<{subject}> <{predicate}> <{thing}>{self._end}")

    def text(self, subject: str, predicate: str, value: str, language: str = "") -> None:
        if value:
            tag = f"@{language}" if language else ""
            quoted = value.translate(ESCAPES)
            self.lines.append(f'<{subject}> <{predicate}> "{quoted}"{tag}{self._end}')

    def typed(self, subject: str, predicate: str, value: object, datatype: str) -> None:
        if value is not None:
            self.lines.append(f'<{subject}> <{predicate}> "{value}"^^<{datatype}>{self._end}')

    def day(self, subject: str, predicate: str, value: date | None) -> None:
        self.typed(subject, predicate, value.isoformat() if value else None, terms.XSD_DATE)

    def number(self, subject: str, predicate: str, value: int | None) -> None:
        self.typed(subject, predicate, value, terms.XSD_INTEGER)

    def nquads(self) -> bytes:
        """The graph, each line once."""
        return "".join(dict.fromkeys(self.lines)).encode()


def write_report(extract: Extract, base: str, fingerprint: str) -> bytes:
    """A report's own graph as N-Quads."""
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
    place = _Place(names, inspection, area)
    named = _Named(extract.agencies, base)
    for finding, node in _finding_nodes(names, extract.findings):
        _write_finding(out, place, node, finding)
        for iri in named.within(finding.passage):
            out.link(node, terms.AGENCY_OF, iri)
    for recommendation in extract.recommendations:
        node = _write_recommendation(out, place, recommendation)
        for iri in named.responsible(recommendation):
            out.link(node, terms.RESPONSIBLE, iri)
    for agency in extract.agencies:
        _write_naming(out, place, agency, extract)
    for doubt in extract.doubts:
        _write_doubt(out, names, doubt, extract.document.name)
    return out.nquads()


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
    for key in extract.corrections:
        out.text(report, terms.CORRECTION, key)
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
    """Each judgement's passage once, in the order of the text."""
    every = {(p.start, p.end): p for judgement in extract.judgements for p in judgement.evidence}
    yield from (every[key] for key in sorted(every))


def _write_passage(out: _Writer, names: Names, passage: Passage) -> None:
    node = names.passage(passage)
    out.link(node, terms.RDF_TYPE, terms.PASSAGE)
    out.link(node, terms.OA_HAS_SOURCE, names.report)
    _write_place(out, node, passage)


def _write_place(out: _Writer, node: str, passage: Passage) -> None:
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


def _finding_nodes(names: Names, findings: Sequence[Finding]) -> Iterator[tuple[Finding, str]]:
    """Findings with their IRIs: the hash of the words, and which of equal words it is."""
    seen: Counter[str] = Counter()
    for finding in findings:
        digest = words_hash(finding.passage.exact)
        seen[digest] += 1
        yield finding, f"{names.report}/finding/{digest}-{seen[digest]}"


def _write_finding(out: _Writer, place: _Place, node: str, finding: Finding) -> None:
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


def _write_theme_polarity(out: _Writer, finding: str, theme: str, polarity: str) -> None:
    """The polarity of one theme of a mixed finding, where the clauses part."""
    node = f"{finding}/{theme}"
    out.link(node, terms.RDF_TYPE, terms.THEME_POLARITY)
    out.link(node, terms.FINDING_OF, finding)
    out.link(node, terms.ABOUT, terms.THEME + theme)
    out.link(node, terms.POLARITY_OF, terms.POLARITY + polarity)


def _write_recommendation(out: _Writer, place: _Place, item: Recommendation) -> str:
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


def agency_iri(agency: Agency, base: str) -> str:
    """The agency's IRI; one under the base where the reference data lack the body."""
    return agency.iri or f"{base}agency/{agency.slug}"


class _Named:
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

    def within(self, passage: Passage) -> list[str]:
        first = bisect_left(self._starts, passage.start)
        last = bisect_left(self._starts, passage.end)
        return sorted({agency for _, agency in self._places[first:last]})

    def responsible(self, item: Recommendation) -> list[str]:
        """The bodies that an item names; in the board's own list the board."""
        named = self.within(item.passage)
        return named or (self._board[:1] if item.subject == "board" else [])


def _write_naming(out: _Writer, place: _Place, agency: Agency, extract: Extract) -> None:
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
    mention = min(mentions, key=lambda one: one.start)
    block = next(b for b in document.blocks if b.start <= mention.start < b.end)
    at = mention.start - block.start
    spans = sentence_spans(document.words(block)) or [(0, block.end - block.start)]
    start, end = next(((a, b) for a, b in spans if a <= at < b), (0, block.end - block.start))
    exact = document.text[block.start + start : block.start + end]
    return Passage(
        block.start + start,
        block.start + end,
        exact,
        document.page_at(block.start + start),
        block.number,
        block.heading,
        block.ordinal,
    )


def _write_statement(out: _Writer, place: _Place, node: str, kind: str, subject: str) -> None:
    out.link(node, terms.RDF_TYPE, kind)
    out.link(node, terms.STATED_IN, place.names.report)
    out.link(node, terms.INSPECTION_OF, place.inspection)
    out.link(node, terms.AREA, place.area)
    out.link(node, terms.SUBJECT_OF, terms.SUBJECT + subject)


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


def write_refused(base: str, refused: dict[str, Doubt]) -> bytes:
    """The problems graph: files that gave no report, by name."""
    out = _Writer(f"{base}graph/problems")
    for name in sorted(refused):
        digest = hashlib.sha256(name.encode()).hexdigest()[:12]
        node = f"{base}problem/file-{digest}"
        out.link(node, terms.RDF_TYPE, terms.PROBLEM)
        write_problem(out, node, refused[name], name)
    return out.nquads()


def write_shared(rows: list[SharedFacts], base: str, digest: str) -> bytes:
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
    return out.nquads()


@dataclass(frozen=True)
class Counted:
    """One inspection in counts: `counts_as` is itself, or the one that a fuller report tells of.

    `day` is empty where no report is dated; `weak` and `strong` are IRIs of the themes in
    which its reports, and those that count as it, find weaknesses and strengths.
    """

    inspection: str
    area: str
    counts_as: str
    day: str = ""
    judgements: tuple[str, ...] = ()
    weak: frozenset[str] = frozenset()
    strong: frozenset[str] = frozenset()


def write_counted(rows: Sequence[Counted], base: str) -> bytes:
    """What counts need of each inspection, in the derived graph."""
    out = _Writer(f"{base}graph/shared")
    for row in sorted(rows, key=lambda one: one.inspection):
        out.link(row.area, terms.HAS_INSPECTION, row.inspection)
        out.link(row.inspection, terms.COUNTS_AS, row.counts_as)
        out.typed(row.inspection, terms.DC_DATE, row.day or None, terms.XSD_DATE)
        for judgement in row.judgements:
            out.link(row.inspection, terms.HAS_JUDGEMENT, judgement)
        for theme in sorted(row.weak):
            out.link(row.inspection, terms.WEAK_IN, theme)
        for theme in sorted(row.strong):
            out.link(row.inspection, terms.STRONG_IN, theme)
    return out.nquads()


@dataclass(frozen=True)
class SharedNaming:
    """What a naming gives to the derived graph."""

    agency: str
    area: str
    name: str
    type: str
    identifier: str
    inferred: bool


def write_shared_agencies(rows: Sequence[SharedNaming], base: str) -> bytes:
    """Agencies of the derived graph: the direct links of those that are named, and name and
    type of those that the reference data lack, once each."""
    out = _Writer(f"{base}graph/shared")
    minted: dict[str, Counter[tuple[str, str, str]]] = {}
    for row in sorted(rows, key=lambda r: (r.agency, r.area, r.name, r.inferred)):
        if not row.inferred:
            out.link(row.agency, terms.LINKED_WITH, row.area)
        if row.agency.startswith(f"{base}agency/"):
            minted.setdefault(row.agency, Counter())[row.name, row.type, row.identifier] += 1
    for agency, seen in minted.items():
        name, kind, identifier = max(seen, key=lambda one: (seen[one], len(one[0]), one))
        out.link(agency, terms.RDF_TYPE, terms.AGENCY)
        out.link(agency, terms.RDF_TYPE, terms.ORGANIZATION)
        out.link(agency, terms.AGENCY_TYPE_OF, terms.AGENCY_TYPE + kind)
        out.text(agency, terms.PREF_LABEL, name, ENGLISH)
        out.text(agency, terms.DC_IDENTIFIER, identifier)
        out.typed(agency, terms.MINTED, "true", terms.XSD_BOOLEAN)
    return out.nquads()


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
