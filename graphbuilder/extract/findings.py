"""Findings and recommendations: sentences and items with polarity, themes and subject."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from types import MappingProxyType

from inspectgraph.graphbuilder.classify.protocol import Classified, Classifier
from inspectgraph.graphbuilder.classify.theme_labels import ThemeSet
from inspectgraph.graphbuilder.corrections import Correction, corrected
from inspectgraph.graphbuilder.extract.lead_ins import asked_blocks
from inspectgraph.graphbuilder.extract.list_problems import unlikely_lists
from inspectgraph.graphbuilder.extract.quotations import council_quotes, is_own_voice
from inspectgraph.graphbuilder.extract.recommendations import Item, find_items
from inspectgraph.graphbuilder.extract.subjects import hints_of, subject_of
from inspectgraph.graphbuilder.model import (
    Block,
    Document,
    Finding,
    Recommendation,
    ReportFacts,
)
from inspectgraph.graphbuilder.parse.sentences import Sentence, split_sentences, words_hash
from inspectgraph.ontology.problems import Problem
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.report_words import FindingWords

EVALUATING = {"strength", "weakness", "mixed"}  # of the polarities; the others evaluate nothing
OF_FORMS = 0.9  # of 97 labelled sentences of these forms, 92 say what their form says
MENDED = {"strength", "weakness", "none"}  # of the polarities, where a form says another
MOST_THEMES = 3  # of a recommendation, as of a finding: more say that it is about everything


@dataclass(frozen=True)
class Statements:
    """What the narrative says, the keys of the corrections that were used, and lists that
    cannot be right."""

    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    corrections: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, eq=False)
class _Report:
    """A report whose statements are read."""

    document: Document
    framework: Framework
    profile: Profile
    usual_subject: str

    def subject_of(self, block: Block, text: str) -> str:
        """Whom a statement is about."""
        return subject_of(block, text, self.usual_subject, self.profile)

    def is_finding(self, sentence: Sentence, reading: Classified) -> bool:
        """Whether a sentence evaluates, and in the inspectors' words."""
        return (
            reading.polarity in EVALUATING
            and not self.profile.findings.is_no_finding.match(sentence.text)
            and sentence.block not in self._quotes
            and sentence.block not in self._asked
            and not (self.framework.prose and self._is_own_voice(sentence))
        )

    def _is_own_voice(self, sentence: Sentence) -> bool:
        return is_own_voice(sentence.text, self.document.words(sentence.block), self.profile)

    @cached_property
    def _asked(self) -> frozenset[Block]:
        return asked_blocks(self.document, self.profile.findings)

    @cached_property
    def _quotes(self) -> frozenset[Block]:
        if not self.framework.prose:
            return frozenset()
        return council_quotes(self.document, self.profile)


def extract_findings(
    document: Document,
    facts: ReportFacts,
    profile: Profile,
    classifier: Classifier,
    corrections: Mapping[str, Correction] = MappingProxyType({}),
) -> Statements:
    """Every finding and every recommendation of a report, in the order of its text."""
    framework = profile.framework(facts.kind)
    report = _Report(document, framework, profile, facts.partner or framework.subject)
    sentences = split_sentences(document)
    readings = classifier.classify(sentences, framework, facts.title)
    findings: list[Finding] = []
    used: set[str] = set()
    for sentence, read in zip(sentences, readings, strict=True):
        reading = _by_form(read, sentence.text, profile.findings)
        correction = corrections.get(words_hash(sentence.text)) if corrections else None
        if not correction and not report.is_finding(sentence, reading):
            continue
        finding = _finding(report, sentence, reading, classifier.themes)
        if correction:
            used.add(correction.key)
        settled = corrected(finding, correction) if correction else finding
        findings += [settled] if settled else []
    theme_ids = [tuple(theme.id for theme in reading.themes) for reading in readings]
    items = find_items(document, framework, profile)
    return Statements(
        tuple(findings),
        tuple(_recommendation(report, item, sentences, theme_ids) for item in items),
        tuple(sorted(used)),
        tuple(unlikely_lists(document, items, framework, profile)),
    )


def _by_form(reading: Classified, text: str, words: FindingWords) -> Classified:
    """A reading that takes praise for fault or fault for praise, or either for nothing, mended
    where the form of the sentence says what it is."""
    if reading.polarity in MENDED:
        for polarity, form in words.says:
            if reading.polarity != polarity and form.match(text):
                reasons = (f"form={polarity}",)
                return replace(reading, polarity=polarity, confidence=OF_FORMS, reasons=reasons)
    return reading


def _finding(report: _Report, sentence: Sentence, reading: Classified, themes: ThemeSet) -> Finding:
    polarity = reading.polarity
    about = [theme.id for theme in reading.themes]
    parted = _parted(reading, about, themes)
    hints = hints_of(report.profile.findings)
    sectors, resolved = hints.sectors_and_resolved(sentence.text)
    return Finding(
        passage=report.document.passage(sentence.block, sentence.start, sentence.end),
        polarity=polarity,
        subject=report.subject_of(sentence.block, sentence.text),
        themes=tuple((theme, parted.get(theme, polarity)) for theme in about),
        sectors=sectors,
        confidence=reading.confidence,
        reasons=reading.reasons,
        status="resolved" if resolved and polarity == "strength" else "",
        framework=_framework(sentence.text, report.profile.findings),
    )


def _framework(text: str, words: FindingWords) -> tuple[str, ...]:
    if "ramework" not in text:  # most sentences; the pattern would be tried at each bracket
        return ()
    return tuple(" ".join(match[1].split()).casefold() for match in words.outcome.finditer(text))


# -- mixed findings: the polarity of each theme ---------------------------------------------


def _parted(reading: Classified, about: Sequence[str], themes: ThemeSet) -> dict[str, str]:
    """The polarity of each theme where clauses differ: that of the clause that names it."""
    signs = [clause.sign for clause in reading.clauses]
    if not {"strength", "weakness"} <= set(signs):
        return {}
    named = [themes.hits(clause.text) > 0 for clause in reading.clauses]
    parted: dict[str, str] = {}
    for theme in about:
        place = themes.ids.index(theme)
        polarities = {signs[at] for at, names in enumerate(named) if names[place]} - {"mixed"}
        if len(polarities) == 1:
            parted[theme] = polarities.pop()
    # where all themes are named in the good half, "this is not …" goes on about them
    praised_only = len(parted) == len(about) and set(parted.values()) == {"strength"}
    return {} if praised_only else parted


# -- recommendations ------------------------------------------------------------------------


def _recommendation(
    report: _Report,
    item: Item,
    sentences: Sequence[Sentence],
    about: Sequence[tuple[str, ...]],
) -> Recommendation:
    text = report.document.text[item.start : item.end]
    return Recommendation(
        passage=report.document.passage(item.blocks[0], item.start, item.end),
        timescale=item.timescale,
        themes=_item_themes(item, sentences, about),
        rule=item.rule,
        subject=report.subject_of(item.blocks[0], text),
        framework=_framework(text, report.profile.findings),
        told=item.told,
    )


def _item_themes(
    item: Item, sentences: Sequence[Sentence], themes_of_sentences: Sequence[tuple[str, ...]]
) -> tuple[str, ...]:
    """The themes of an item's sentences: those of the first sentence first."""
    first = bisect_left(sentences, item.start, key=lambda sentence: sentence.start)
    last = bisect_left(sentences, item.end, key=lambda sentence: sentence.start)
    inside = themes_of_sentences[first:last]
    counted: dict[str, float] = {}
    for order, about in enumerate(inside):
        for rank, theme in enumerate(about):
            counted[theme] = counted.get(theme, 0.0) + 1 / (1 + rank) / (1 + order)
    ranked = sorted(counted, key=lambda theme: (-counted[theme], theme))
    return tuple(ranked[:MOST_THEMES])
