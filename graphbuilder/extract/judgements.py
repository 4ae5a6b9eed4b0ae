"""Grades that this inspection gave, each by its label and never by its position.

A grade is taken from a row (label and grade, in whatever order they were wrapped), from a
graded heading of the body ("… help and protection: good", "Grade 3 (adequate)" below
"Partnership working"), or from one of the set sentences of covers. Table and body confirm
each other; where they disagree the table counts and the contradiction is reported. Earlier
grades and those of homes or schools stand in running text, which is not read here, but for
news items, which have nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from inspectgraph.graphbuilder.extract.unknown_grades import unknown_grades
from inspectgraph.graphbuilder.model import Block, BlockKind, Document, Judgement, Passage
from inspectgraph.graphbuilder.rules import either, load_rules
from inspectgraph.ontology.problems import CONTRADICTION, Problem

_flags = re.IGNORECASE
_RULES = load_rules("judgements.toml")
MAX_ROW, MAX_TABLE = 240, 900
TABLE_APART = 1500
FRONT_BLOCKS, FRONT_PAGES = 70, 4
WORD = re.compile(r"\S+")
SENTENCE_END = re.compile(r"[^\W\d]\.(?:\s|$)")
TABLE_HEAD = re.compile(r"(?:key )?judge?ments?\s+(?:judge?ments?\s+)?grades?\b", re.IGNORECASE)
NUMBERING = r"(?:\d(?:\.\d)?\.?\s+)?"
GRADE = either("judgements.toml", "grade")
GRADES = [(row["id"], re.compile(rf"(?:{row['pattern']})", _flags)) for row in _RULES["grade"]]
GRADE_ANYWHERE = re.compile(
    rf"(?:grade \d\s*[:(–-]*\s*)?\b({GRADE})\b\s*\)?|\bgrade ([1-4])\b", _flags
)
GRADE_LINE = re.compile(rf"(?:grade \d\s*[:(–-]*\s*)?({GRADE})\s*\)?\.?$|grade ([1-4])\.?$", _flags)
SCALE = ("outstanding", "good", "adequate", "inadequate")
LINKS = re.compile(
    r"\s+(?:(?:is|are)(?: judged)?(?: to be)?|was judged|is that (?:it|they)(?: is| are)?)$"
    r"|\s*[:–—-]+$",
    _flags,
)
RECORD = re.compile(r"record of main findings", _flags)
SECTIONS = (
    ("looked-after", re.compile(r"services for looked[- ]after children", _flags)),
    ("looked-after", re.compile(r"how good are outcomes for looked[- ]after children", _flags)),
    ("safeguarding", re.compile(r"safeguarding (?:services|outcomes)", _flags)),
)
ONLY_IN = {aspect: row["id"] for row in _RULES["only_in"] for aspect in row["pattern"].split("|")}
SECTIONED = {"slac", "safeguarding", "lac"}
# A combined row stands for its parts, and parts for the whole.
STANDS_FOR = {
    "in-care-and-care-leavers": {"in-care", "care-leavers"},
    "in-care": {"in-care-and-care-leavers"},
    "care-leavers": {"in-care-and-care-leavers"},
}
MONITORING = re.compile(r"monitoring (?:inspection|visit)|\brevisit\b", _flags)
HISTORY = re.compile(r"\bprevious|\blast inspect|\bwere judged in\b|\bwas last\b", _flags)


@dataclass(frozen=True)
class _Found:
    """A grade in one place of the report."""

    section: str
    aspect: str
    grade: str
    label: str
    printed: str
    passage: Passage
    rule: str


@dataclass(frozen=True)
class _Label:
    aspect: str
    pattern: re.Pattern[str]


def extract_judgements(
    document: Document, kind: str
) -> tuple[tuple[Judgement, ...], tuple[Problem, ...]]:
    """Judgements in printed order; contradictions between table and body, unknown grades."""
    labels = _labels(kind)
    if kind in SECTIONED:
        table, body = _read_sectioned(document, labels, kind)
    elif kind == "send":
        table, body = list(_read_outcome(document)), []
    elif kind == "news":
        from inspectgraph.graphbuilder.extract.news import read_news

        table, body = [_Found("", *found) for found in read_news(document)], []
    else:
        rows = list(_read_rows(document, labels))
        table = _first_table([found for found in rows if found.rule != "heading"])
        table += _read_sentences(document, kind, {found.aspect for found in table})
        body = [found for found in rows if found.rule == "heading"]
    judgements, contradictions = _settle(table, body)
    unknown = unknown_grades(document, [label.pattern for label in labels], GRADE_ANYWHERE)
    return judgements, (*contradictions, *unknown)


def _labels(kind: str) -> list[_Label]:
    rows = [row for row in _RULES["aspect"] if kind in row["kinds"].split()]
    return [
        _Label(row["id"], re.compile(rf"{NUMBERING}(?:{_spelled(row['pattern'])})", _flags))
        for row in rows
    ]


def _spelled(pattern: str) -> str:
    """A pattern with the shared words in capitals written out."""
    for words in reversed(_RULES["words"]):
        pattern = pattern.replace(words["id"], words["pattern"])
    return pattern


# -- rows: label and grade in one block -----------------------------------------------------


def _read_rows(document: Document, labels: Sequence[_Label]) -> Iterator[_Found]:
    """Rows of tables and graded headings, wherever label and grade make up a block, or two
    or three neighbours that a layout has torn apart, or several rows one block."""
    blocks = [block for block in document.blocks if block.kind is not BlockKind.FOOTNOTE]
    at = 0
    while at < len(blocks):
        found, width = _row_at(document, blocks, at, labels)
        if found:
            yield found
        else:
            yield from _rows_in(document, blocks[at], labels)
        at += width


def _rows_in(document: Document, block: Block, labels: Sequence[_Label]) -> Iterator[_Found]:
    """Rows of a close-set table that were read as one block: labels and grades make up all
    of its words."""
    words = document.words(block)
    if block.kind is BlockKind.OTHER or len(words) > MAX_TABLE or SENTENCE_END.search(words):
        return
    if HISTORY.search(block.heading):
        return
    if len(GRADE_ANYWHERE.findall(words)) < 2:
        return
    for start, end in _split_rows(words, labels):
        row = match_row(words[start:end], labels)
        if row:
            aspect, label, grade, printed = row
            passage = _passage(document, block, block.start + end, block.start + start)
            yield _Found("", aspect, grade, label, printed, passage, "row")


def _split_rows(words: str, labels: Sequence[_Label]) -> list[tuple[int, int]]:
    """Where each row of a table begins and ends, [] where the words are not rows alone."""
    head = TABLE_HEAD.match(words)
    starts = [m.start() for m in WORD.finditer(words, head.end() if head else 0)]
    ends = [m.end() for m in WORD.finditer(words)]
    ways: dict[int, list[tuple[int, int]]] = {len(words): []}
    for start in reversed(starts):
        for end in (end for end in ends if start < end <= start + MAX_ROW):
            rest = ways.get(next((one for one in starts if one >= end), len(words)))
            if rest is not None and match_row(words[start:end], labels):
                ways[start] = [(start, end), *rest]
                break
    return ways.get(starts[0], []) if starts else []


def _first_table(rows: Sequence[_Found]) -> list[_Found]:
    """The rows of the first table, and of later ones that share no aspect with it; one that
    does repeats the grades of an earlier inspection (re-inspections print them)."""
    tables: list[list[_Found]] = []
    for row in rows:
        if tables and row.passage.start - tables[-1][-1].passage.end <= TABLE_APART:
            tables[-1].append(row)
        else:
            tables.append([row])
    kept: dict[str, _Found] = {}
    for table in tables:
        if not any(row.aspect in kept for row in table):
            for row in table:
                kept.setdefault(row.aspect, row)
    return list(kept.values())


def _row_at(
    document: Document, blocks: Sequence[Block], at: int, labels: Sequence[_Label]
) -> tuple[_Found | None, int]:
    block = blocks[at]
    if block.kind is BlockKind.OTHER or block.end - block.start > MAX_ROW:
        return None, 1
    if HISTORY.search(block.heading):
        return None, 1
    for width in (1, 2, 3):
        near = blocks[at : at + width]
        if len(near) < width or near[-1].page != block.page or near[-1].end - block.start > MAX_ROW:
            break
        if width > 1 and any(one.number for one in near[1:]):
            break
        text = " ".join(document.words(one) for one in near)
        row = match_row(text, labels)
        if row:
            rule = "heading" if block.kind is BlockKind.HEADING else "row"
            aspect, label, grade, printed = row
            passage = _passage(document, block, near[-1].end)
            return _Found("", aspect, grade, label, printed, passage, rule), width
    return None, 1


def match_row(text: str, labels: Iterable[_Label]) -> tuple[str, str, str, str] | None:
    """(aspect, label, grade, grade as printed) where ``text`` is a label and a grade and
    nothing else; the grade may stand before, behind or within the wrapped label."""
    for found in GRADE_ANYWHERE.finditer(text):
        rest = f"{text[: found.start()].rstrip()} {text[found.end() :].strip(' .')}".strip()
        rest = LINKS.sub("", rest).rstrip(" :–—-")
        for label in labels:
            if label.pattern.fullmatch(rest):
                return label.aspect, rest, _grade_of(found), found[0].strip()
    return None


def _grade_of(found: re.Match[str]) -> str:
    """The id of a grade in words, or of its number on the scale of 2009-13."""
    return grade_id(found[1]) if found[1] else SCALE[int(found[2]) - 1]


def grade_id(printed: str) -> str:
    """The id of a grade as printed ("Requires improvement to be good")."""
    return next(grade for grade, pattern in GRADES if pattern.fullmatch(" ".join(printed.split())))


def _passage(
    document: Document, block: Block, end: int | None = None, start: int | None = None
) -> Passage:
    first = block.start if start is None else start
    stop = block.end if end is None else end
    return Passage(
        first,
        stop,
        document.text[first:stop],
        block.page,
        block.number,
        block.heading,
        block.ordinal,
    )


# -- sentences of covers --------------------------------------------------------------------


def _read_sentences(document: Document, kind: str, known: set[str]) -> Iterator[_Found]:
    """Set sentences, the first of each aspect: on the cover, else further on."""
    rules = [
        (rule["id"], _sentence_pattern(rule["pattern"]), rule.get("where") == "front")
        for rule in _RULES["sentence"]
        if kind in rule["kinds"].split()
    ]
    known = set(known)
    for index, block in enumerate(document.blocks):
        front = index < FRONT_BLOCKS and (block.page or 1) <= FRONT_PAGES
        for aspect, pattern, front_only in rules:
            if aspect in known or (front_only and not front):
                continue
            found = _sentence(document, block, aspect, pattern)
            if found:
                known.add(aspect)
                yield found


def _sentence_pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(_spelled(pattern).replace("GRADE", rf"(?P<grade>{GRADE})"), _flags)


def _sentence(
    document: Document, block: Block, aspect: str, pattern: re.Pattern[str]
) -> _Found | None:
    words = document.words(block)
    said = pattern.search(words) if block.kind is not BlockKind.OTHER else None
    if said is None or HISTORY.search(f"{block.heading} {words[: said.end() + 30]}"):
        return None
    label = re.sub(r"\s+(?:is|are)$", "", words[said.start() : said.start("grade")].strip())
    grade = grade_id(said["grade"])
    return _Found("", aspect, grade, label, said["grade"], _passage(document, block), "sentence")


def _read_outcome(document: Document) -> Iterator[_Found]:
    """The outcome of an area SEND inspection, from the set sentence under its heading; a
    monitoring inspection has none and tells of the earlier one."""
    if MONITORING.search(document.text[:400]):
        return
    for block in document.blocks:
        if block.page and block.page > 2:
            return
        if HISTORY.search(document.words(block)[:200]):
            continue
        for row in _RULES["outcome"]:
            said = re.search(row["pattern"], document.words(block), _flags)
            if said:
                yield _Found(
                    "",
                    "send-outcome",
                    row["id"],
                    "Inspection outcome",
                    said[0],
                    _passage(document, block),
                    "outcome",
                )
                return


# -- SLAC and its kin: two halves, a graded body and a record -------------------------------


def _read_sectioned(
    document: Document, labels: Sequence[_Label], kind: str
) -> tuple[list[_Found], list[_Found]]:
    blocks = [b for b in document.blocks if b.kind not in (BlockKind.OTHER, BlockKind.FOOTNOTE)]
    record = next((i for i, b in enumerate(blocks) if RECORD.match(document.words(b))), len(blocks))
    body = _read_body(document, blocks[:record], labels, _only_half(kind))
    rows = [
        found
        for at in range(record, len(blocks))
        if (found := _row_at(document, blocks, at, labels)[0])
    ]
    return _with_sections(rows, body, _only_half(kind)), body


def _only_half(kind: str) -> str:
    return {"safeguarding": "safeguarding", "lac": "looked-after"}.get(kind, "")


def _read_body(
    document: Document, blocks: Sequence[Block], labels: Sequence[_Label], half: str
) -> list[_Found]:
    """Graded headings in reading order; the half of the report is that of the last heading
    that named one."""
    found: list[_Found] = []
    section, pending = half, None
    for block in blocks:
        words = document.words(block)
        if len(words) > MAX_ROW:
            continue
        if block.kind is BlockKind.HEADING and not half:
            section = _section_of(words) or section
        row = match_row(words, labels)
        if row:
            aspect, label, grade, printed = row
            found.append(
                _Found(section, aspect, grade, label, printed, _passage(document, block), "heading")
            )
            continue
        plain = next((one for one in labels if one.pattern.fullmatch(words)), None)
        graded = GRADE_LINE.match(words)
        if plain:
            pending = (plain.aspect, words, block)
        elif graded and pending:
            aspect, said, head = pending
            passage = _passage(document, head, block.end)
            found.append(
                _Found(section, aspect, _grade_of(graded), said, words, passage, "heading")
            )
            pending = None
    return found


def _section_of(words: str) -> str:
    return next((section for section, pattern in SECTIONS if pattern.match(words)), "")


def _with_sections(rows: list[_Found], body: list[_Found], half: str) -> list[_Found]:
    """The half of the report for each row of the record.

    Headings above rows are misprinted in real reports, so they don't decide: an aspect that
    only one half is judged on belongs there; of the others the first row is safeguarding's
    and the second that of looked after children, unless the body's grades fit only the
    other way round.
    """
    placed = []
    for row in rows:
        twins = [one for one in rows if one.aspect == row.aspect]
        section = half or ONLY_IN.get(row.aspect) or _by_order(row, twins, body)
        placed.append(
            _Found(section, row.aspect, row.grade, row.label, row.printed, row.passage, row.rule)
        )
    return placed


def _by_order(row: _Found, twins: list[_Found], body: list[_Found]) -> str:
    said = {one.section: one.grade for one in body if one.aspect == row.aspect}
    order = ["safeguarding", "looked-after"]
    if len(twins) == 1:
        fitting = [half for half in order if said.get(half) == row.grade] or list(said)
        return fitting[0] if fitting else order[0]
    straight = sum(said.get(half) == one.grade for half, one in zip(order, twins, strict=False))
    crossed = sum(
        said.get(half) == one.grade for half, one in zip(order[::-1], twins, strict=False)
    )
    halves = order[::-1] if crossed > straight else order
    return halves[min(twins.index(row), 1)]


# -- settling -------------------------------------------------------------------------------


def _settle(
    table: Sequence[_Found], body: Sequence[_Found]
) -> tuple[tuple[Judgement, ...], tuple[Problem, ...]]:
    """One judgement an aspect: the table's, confirmed or contradicted by the body; the
    body's alone where the table has no such row and none that stands for it."""
    settled: dict[tuple[str, str], Judgement] = {}
    contradictions: list[Problem] = []
    tabled = {found.aspect for found in table}
    extra = [found for found in body if not tabled & STANDS_FOR.get(found.aspect, set())]
    for found in [*table, *extra]:
        key = (found.section, found.aspect)
        if key not in settled:
            settled[key] = _judgement(found, body)
        elif found.grade != settled[key].grade:
            contradictions.append(_contradiction(settled[key], found))
    return tuple(settled.values()), tuple(dict.fromkeys(contradictions))


def _judgement(found: _Found, body: Sequence[_Found]) -> Judgement:
    """A judgement with every place that states it."""
    alike = (found.section, found.aspect, found.grade)
    same = [one for one in body if (one.section, one.aspect, one.grade) == alike]
    evidence = dict.fromkeys([found.passage, *(one.passage for one in same)])
    return Judgement(*alike, found.label, found.printed, tuple(evidence), f"judgement:{found.rule}")


def _contradiction(judgement: Judgement, other: _Found) -> Problem:
    where = f"page {other.passage.page}" if other.passage.page else f"“{other.passage.exact[:60]}”"
    about = judgement.aspect_as_printed
    said = f"{about}: {judgement.grade_as_printed}, but {other.printed} ({where})"
    return Problem(CONTRADICTION, said, page=other.passage.page, about=about)
