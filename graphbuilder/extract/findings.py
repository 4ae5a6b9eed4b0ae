"""Findings and recommendations: sentences and items with polarity, themes and subject."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from types import MappingProxyType

import ahocorasick  # type: ignore[import-not-found, unused-ignore]
import numpy as np
import numpy.typing as npt
from inspectgraph.graphbuilder.classify.features import ALTHOUGH, BUT, features_of
from inspectgraph.graphbuilder.classify.linear import load_weights
from inspectgraph.graphbuilder.classify.polarity import (
    FIRST,
    POLARITIES,
    Verdict,
    first_scores,
    judge_sentences,
)
from inspectgraph.graphbuilder.classify.themes import ThemeSet, find_themes, stems_of
from inspectgraph.graphbuilder.corrections import Correction, corrected
from inspectgraph.graphbuilder.extract.recommendations import Item, find_items
from inspectgraph.graphbuilder.model import (
    Block,
    Document,
    Finding,
    Passage,
    Recommendation,
    ReportFacts,
)
from inspectgraph.graphbuilder.parse.sentences import Sentence, split_sentences, words_hash
from inspectgraph.graphbuilder.rules import either, load_rules

_flags = re.IGNORECASE
_RULES = load_rules("findings.toml")
FOUND = {"strength", "weakness", "mixed"}
MOST_THEMES = 3
SECTION = [(row["id"], re.compile(row["pattern"], _flags)) for row in _RULES["section"]]
OPENING = [(row["id"], re.compile(row["pattern"], _flags)) for row in _RULES["opening"]]
HINTED = [*_RULES["sector"], *_RULES["resolved"]]
PATTERNS = [re.compile(row["pattern"], _flags) for row in HINTED]
NO_FINDING = re.compile(either("findings.toml", "no_finding"), _flags)
FRAMEWORK = re.compile(either("findings.toml", "framework"), _flags)
WHOLE_AREA = {"send": "partnership", "jtai": "partnership"}
_TURNS = "|".join(sorted((BUT | ALTHOUGH) - {"yet"}))
TURN = re.compile(rf"[,;:–—]?\s+\b(?:{_TURNS})\b|[,;:–—]\s+yet\b|;|(?<=\w),\s", _flags)
LEADING = re.compile(rf"^[\s,;:–—-]*(?:(?:{'|'.join(sorted(BUT | ALTHOUGH))}|and)\b)?,?\s*", _flags)
SIGN, APART = 0.15, 1.0


@dataclass(frozen=True)
class Statements:
    """What the narrative states, and the keys of the corrections that were used."""

    findings: tuple[Finding, ...]
    recommendations: tuple[Recommendation, ...]
    corrections: tuple[str, ...]


def extract_findings(
    document: Document,
    facts: ReportFacts,
    themes: ThemeSet,
    corrections: Mapping[str, Correction] = MappingProxyType({}),
) -> Statements:
    """Every finding and every recommendation of a report, in the order of its text."""
    sentences, kind = split_sentences(document), facts.kind
    verdicts = judge_sentences(sentences, kind)
    found_themes = find_themes(sentences, kind, facts.title, themes)
    mixed = [
        sentence
        for sentence, verdict, about in zip(sentences, verdicts, found_themes, strict=True)
        if verdict.polarity == "mixed" and about
    ]
    parts = _parts(mixed)
    findings: list[Finding] = []
    used: set[str] = set()
    for sentence, verdict, about in zip(sentences, verdicts, found_themes, strict=True):
        correction = corrections.get(words_hash(sentence.text)) if corrections else None
        if not correction and (
            verdict.polarity not in FOUND
            or NO_FINDING.match(sentence.text)
            or _is_quotation(sentence, document, kind)
        ):
            continue
        parted = _parted(parts[sentence.start], about, themes) if sentence.start in parts else {}
        finding = _finding(document, sentence, verdict, about, kind, parted)
        if correction:
            used.add(correction.key)
        kept = corrected(finding, correction) if correction else finding
        findings += [kept] if kept else []
    recommendations = [
        _recommendation(document, item, kind, sentences, found_themes)
        for item in find_items(document, kind)
    ]
    return Statements(tuple(findings), tuple(recommendations), tuple(sorted(used)))


def _finding(
    document: Document,
    sentence: Sentence,
    verdict: Verdict,
    about: tuple[str, ...],
    kind: str,
    parted: Mapping[str, str],
) -> Finding:
    polarity = verdict.polarity
    sectors, resolved = _sectors_and_resolved(sentence.text)
    return Finding(
        passage=_passage(document, sentence.start, sentence.end, sentence.block),
        polarity=polarity,
        subject=subject_of(sentence.block, sentence.text, kind),
        themes=tuple((theme, parted.get(theme, polarity)) for theme in about),
        sectors=sectors,
        confidence=verdict.confidence,
        reasons=verdict.reasons,
        status="resolved" if resolved and polarity == "strength" else "",
        framework=_framework(sentence.text),
    )


def _passage(document: Document, start: int, end: int, block: Block) -> Passage:
    return Passage(
        start,
        end,
        document.text[start:end],
        document.page_at(start),
        block.number,
        block.heading,
        block.ordinal,
    )


def subject_of(block: Block, text: str, kind: str) -> str:
    """Whom a finding is about: the opening of the sentence says, else the section, else the
    kind of report."""
    for subject, pattern in OPENING:
        if pattern.match(text):
            return subject
    return _section_subject(block.path) or WHOLE_AREA.get(kind, "council")


@lru_cache(maxsize=4096)
def _section_subject(path: tuple[str, ...]) -> str:
    hits = (s for s, pattern in SECTION if any(pattern.search(heading) for heading in path))
    return next(hits, "")


def _sectors_and_resolved(text: str) -> tuple[tuple[str, ...], bool]:
    """Generic mentions of partners, in the order of the code list, and whether the text says
    that a weakness of the past was put right."""
    hinted = {at for _, places in _hints().iter(text.casefold()) for at in places}
    found = [at for at in sorted(hinted) if PATTERNS[at].search(text)]
    sectors = [HINTED[at]["id"] for at in found if "id" in HINTED[at]]
    return tuple(sectors), len(sectors) < len(found)


@cache
def _hints() -> ahocorasick.Automaton:
    """The words that hint at patterns, each with the places of those."""
    places: dict[str, list[int]] = {}
    for at, row in enumerate(HINTED):
        for word in row["words"].split():
            places.setdefault(word, []).append(at)
    automaton = ahocorasick.Automaton()
    for word, where in places.items():
        automaton.add_word(word, where)
    automaton.make_automaton()
    return automaton


def _framework(text: str) -> tuple[str, ...]:
    if "ramework" not in text:
        return ()
    return tuple(" ".join(found[1].split()).casefold() for found in FRAMEWORK.finditer(text))


def _is_quotation(sentence: Sentence, document: Document, kind: str) -> bool:
    """In a news item: words of the council, not of the inspectors."""
    if kind != "news":
        return False
    from inspectgraph.graphbuilder.extract.news import council_quotes

    return sentence.block in council_quotes(document)


# -- mixed findings: the polarity of each theme ---------------------------------------------


@dataclass(frozen=True)
class _Part:
    """A clause of a mixed sentence and what it says: strength, weakness or mixed."""

    clause: str
    sign: str


def _parts(mixed: Sequence[Sentence]) -> dict[int, list[_Part]]:
    """The clauses of mixed sentences, by where those start; none where there is but one."""
    clauses = {s.start: found for s in mixed if len(found := _clauses(s.text)) > 1}
    alone = [_by_itself(clause, s.block) for s in mixed for clause in clauses.get(s.start, ())]
    if not alone:
        return {}
    gaps = iter(_gaps(alone).tolist())
    return {
        start: [
            _Part(*part) for part in zip(found, _signs([next(gaps) for _ in found]), strict=True)
        ]
        for start, found in clauses.items()
    }


def _by_itself(clause: str, block: Block) -> Sentence:
    """A clause as a sentence of its own, nowhere: the section's grade says nothing of it."""
    bare = LEADING.sub("", clause)
    return Sentence(0, len(clause), bare, replace(block, path=()), 0, 1)


def _gaps(alone: Sequence[Sentence]) -> npt.NDArray[np.float32]:
    """How much more the first pass takes each for a strength than for a weakness."""
    scores = first_scores(features_of(alone, ""), load_weights(FIRST))
    good, bad = (POLARITIES.index(name) for name in ("strength", "weakness"))
    return np.asarray(scores[:, good] - scores[:, bad], np.float32)


def _signs(gaps: Sequence[float]) -> list[str]:
    """What each clause of a sentence says; of two halves the better is the strength."""
    apart = len(gaps) == 2 and abs(gaps[0] - gaps[1]) > APART
    middle = sum(gaps) / len(gaps) if apart else 0.0
    return [
        "strength" if gap - middle > SIGN else "weakness" if gap - middle < -SIGN else "mixed"
        for gap in gaps
    ]


def _parted(parts: Sequence[_Part], about: Sequence[str], themes: ThemeSet) -> dict[str, str]:
    """The polarity of each theme where the clauses part: that of the clause that names it."""
    signs = [part.sign for part in parts]
    if not {"strength", "weakness"} <= set(signs):
        return {}
    told = [themes.hits(part.clause) > 0 for part in parts]
    parted: dict[str, str] = {}
    for theme in about:
        place = themes.ids.index(theme)
        polarities = {signs[at] for at, tells in enumerate(told) if tells[place]} - {"mixed"}
        if len(polarities) == 1:
            parted[theme] = polarities.pop()
    # where all themes are named in the good half, "this is not …" goes on about them
    praised_only = len(parted) == len(about) and set(parted.values()) == {"strength"}
    return {} if praised_only else parted


def _clauses(text: str) -> list[str]:
    """Clauses at least four words long; shorter pieces stay with the one before."""
    pieces, at = [], 0
    for turn in TURN.finditer(text):
        if len(stems_of(text[at : turn.start()])) >= 4:
            pieces.append(text[at : turn.start()])
            at = turn.start()
    return [*pieces, text[at:]]


# -- recommendations ------------------------------------------------------------------------


def _recommendation(
    document: Document,
    item: Item,
    kind: str,
    sentences: Sequence[Sentence],
    found_themes: Sequence[tuple[str, ...]],
) -> Recommendation:
    text = document.text[item.start : item.end]
    return Recommendation(
        passage=_passage(document, item.start, item.end, item.blocks[0]),
        timescale=item.timescale,
        themes=_item_themes(item, sentences, found_themes),
        rule=item.rule,
        subject=subject_of(item.blocks[0], text, kind),
        framework=_framework(text),
    )


def _item_themes(
    item: Item, sentences: Sequence[Sentence], found_themes: Sequence[tuple[str, ...]]
) -> tuple[str, ...]:
    """The themes of an item's sentences: those of the first sentence first."""
    first = bisect_left(sentences, item.start, key=lambda sentence: sentence.start)
    last = bisect_left(sentences, item.end, key=lambda sentence: sentence.start)
    inside = found_themes[first:last]
    counted: dict[str, float] = {}
    for order, about in enumerate(inside):
        for rank, theme in enumerate(about):
            counted[theme] = counted.get(theme, 0.0) + 1 / (1 + rank) / (1 + order)
    ranked = sorted(counted, key=lambda theme: (-counted[theme], theme))
    return tuple(ranked[:MOST_THEMES])
