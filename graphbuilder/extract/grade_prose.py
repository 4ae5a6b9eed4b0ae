"""Grades in news items, which give them in prose.

Read are the headline, and sentences with a service, a grade, and a verb of grading or of moving
to a grade. A grade belongs to the services that are named with it, before it or behind ("good for
…"). Not taken are ordinary adjectives ("good practice"), grades that were given earlier ("from
inadequate", "no longer"), those of homes, schools and other councils, and what the council says.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache

from inspectgraph.graphbuilder.extract.grades import PrintedGrade, Reading
from inspectgraph.graphbuilder.extract.quotations import council_quotes
from inspectgraph.graphbuilder.model import Block, BlockKind
from inspectgraph.ontology.authorities import Authority
from inspectgraph.ontology.profiles.grade_words import GradeWords, NewsWords

YEAR = re.compile(r"\bin (?:\w+ )?((?:19|20)\d\d)\b")  # "were inadequate in 2015"
# A sentence with its closing quotation marks; news are short and have few abbreviations.
SENTENCE = re.compile(r"[^.!?]+[.!?]+[”’\"']*\s*|[^.!?]+$")
HEADLINE_LABEL = "Overall"  # a headline prints no name for the aspect that it grades
MAX_LABEL = 120  # characters of a sentence that are kept as the printed name of the aspect
REACH = 120  # characters between a verb and its grade: whose services, and for what
SUBTITLES = 3  # blocks at the top, of which headings are read like sentences
# What follows a grade where the services that it is of stand behind it.
FOR = re.compile(r"(?:\s+\w+){0,4}?\s+(?:for|in|on|across)\b|\s*[:–—-]", re.IGNORECASE)
JOINED = re.compile(r"\W*(?:and|but|while|with)?\b", re.IGNORECASE)  # "…, and leadership good"
LIST = re.compile(r"[:–—]\s*$")  # "overall effectiveness: good; care leavers: good"
ENDS = re.compile(r"[,;]|\b(?:but|while|whereas)\b")  # where the clause with a grade ends


@dataclass(frozen=True)
class _Grade:
    """A grade in a sentence, between the one before it and the one behind."""

    match: re.Match[str]
    before: str
    after: str

    @property
    def quoted(self) -> bool:
        """Whether it stands in quotation marks."""
        return self.before[-1:] in tuple("‘“'\"")


@lru_cache(maxsize=8)
def _any(grades: GradeWords) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{grades.any})\b", re.IGNORECASE)


def read_prose(reading: Reading, on: date | None = None) -> Iterator[PrintedGrade]:
    """Each grade in the text, the first of each aspect. ``on`` is the first day of the
    inspection, where known: a grade of an earlier year is none of this one."""
    known: set[str] = set()
    for grade in _Prose(reading, on).read():
        if grade.aspect not in known:
            known.add(grade.aspect)
            yield grade


class _Prose:
    """A news item whose sentences are read in turn."""

    def __init__(self, reading: Reading, on: date | None) -> None:
        self.reading, self.on = reading, on
        self.news: NewsWords = reading.profile.news
        self.pending: list[str] = []  # services of a grade that was not taken: "from good to …"
        self.carried: list[str] = []  # "Adoption is good. It was rated …" goes on about adoption

    def read(self) -> Iterator[PrintedGrade]:
        """Every grade, in the order of the text."""
        document = self.reading.document
        quotes = council_quotes(document, self.reading.profile)
        for at, block in enumerate(document.blocks):
            if (at and not self._is_read(at, block)) or block in quotes:
                continue
            self.carried = []
            for sentence in SENTENCE.finditer(document.words(block)):
                yield from self._sentence(block, sentence, at == 0)

    def _is_read(self, at: int, block: Block) -> bool:
        if block.number or block.kind in (BlockKind.OTHER, BlockKind.FOOTNOTE):
            return False
        if block.kind is BlockKind.PARAGRAPH or at < SUBTITLES:
            return True
        return bool(self._listed(self.reading.document.words(block)))

    def _sentence(
        self, block: Block, sentence: re.Match[str], headline: bool
    ) -> Iterator[PrintedGrade]:
        text = sentence[0]
        found = list(_any(self.reading.grades).finditer(text))
        taken = 0  # up to here services belong to an earlier grade
        given = False  # whether the sentence has told that a grade was given
        self.pending = []
        for at, match in enumerate(found):
            end = found[at + 1].start() if at + 1 < len(found) else len(text)
            grade = _Grade(match, text[taken : match.start()], text[match.end() : end])
            topics, used = self._topics(grade, headline)
            if self._is_earlier(grade):
                given = given or bool(self._verb(grade.before))
                dated = YEAR.search(ENDS.split(grade.after)[0])
                self.pending, taken = topics, match.end() + (dated.end() if dated else 0)
                continue
            given = self._is_given(grade, headline, given and bool(JOINED.match(grade.before)))
            taken = match.end() + used
            if given and topics and not self._is_of_others(grade, used):
                start = block.start + sentence.start()
                span = (start, start + len(text.rstrip()))
                label = HEADLINE_LABEL if headline else text[: match.start()]
                yield from (self._printed(block, one, span, label, match) for one in topics)
        services = self._services(text[: found[-1].start()] if found else text)
        self.carried = services[:1] or self.carried

    # -- whether a grade is given -------------------------------------------------------------

    def _verb(self, before: str) -> re.Match[str] | None:
        """The last verb of grading within reach of a grade."""
        verbs = list(self.news.grading.pattern.finditer(before))
        return verbs[-1] if verbs and len(before) - verbs[-1].end() <= REACH else None

    def _is_given(self, grade: _Grade, headline: bool, goes_on: bool) -> bool:
        """Whether a grade is what inspectors gave, and no ordinary adjective."""
        behind = grade.after.lstrip("’”'\" ")
        noun = bool(self.news.grade_noun.pattern.match(behind))
        ends = not behind[:1].isalpha() or bool(self.news.goes_on.pattern.match(behind))
        if not (noun or ends or grade.quoted):
            return False
        told = self._verb(grade.before) or self.news.stating.pattern.search(self._joined(grade))
        whole = self.news.whole.pattern
        named = self._services(grade.before) or whole.search(grade.before)
        line = grade.before + grade.match[0] + grade.after
        listed = (named and LIST.search(grade.before)) or self._listed(line)
        return bool(told or noun or goes_on or listed or (headline and grade.quoted))

    @staticmethod
    def _joined(grade: _Grade) -> str:
        """The words before a grade; the grade too where it is a verb ("requires improvement")."""
        before = grade.before.rstrip("‘“'\" ")
        return before if not grade.match[0].lower().startswith("require") else before + " is"

    def _listed(self, text: str) -> re.Match[str] | None:
        """A line of a list: "Good: adoption and care leavers", "Adoption – good"."""
        grade = rf"(?:{self.reading.grades.any})"
        line = rf"\W*{grade}\W*[:–—-]\s.+|[^:]{{3,100}}?\s*[:–—-]\s*{grade}\W*"
        return re.fullmatch(line, text, re.IGNORECASE | re.DOTALL)

    def _is_earlier(self, grade: _Grade) -> bool:
        """Whether a grade was given earlier, or not at all: by the words just before it, or by
        the year that is told with it."""
        clause = ENDS.split(grade.before)[-1]
        said = self.news.not_now.pattern.search(grade.before)
        if said and said["past"] and self._verb(grade.before[: said.start()]):
            said = None  # "inspectors found that help was good"
        if said or self.reading.is_history(clause):
            return True
        behind = ENDS.split(grade.after, maxsplit=1)[0]
        years = [int(year) for year in YEAR.findall(f"{grade.before} | {behind}")]
        if self.on and years:
            return max(years) < self.on.year
        return bool(YEAR.search(grade.before))

    def _is_of_others(self, grade: _Grade, used: int) -> bool:
        """Whether a grade is a home's, a school's or another council's."""
        behind = ENDS.split(grade.after, maxsplit=1)[0] if used else ""
        if self.news.others.pattern.search(f"{grade.before} | {behind}"):
            return True
        named = {authority.iri for authority in self._authorities(grade.before)}
        return bool(named) and self.own not in named

    @cached_property
    def own(self) -> str:
        """The authority that the item names most."""
        counts = Counter(one.iri for one in self._authorities(self.reading.document.text))
        return counts.most_common(1)[0][0] if counts else ""

    def _authorities(self, text: str) -> Iterator[Authority]:
        return (one for _, _, one in self.reading.profile.authorities.find(text, self.on))

    # -- what is graded -----------------------------------------------------------------------

    def _topics(self, grade: _Grade, headline: bool) -> tuple[list[str], int]:
        """The services that a grade is of, and how much of what follows names them."""
        if grade.after.lstrip("’”'\" ").lower().startswith("overall"):
            return [self.news.headline], 0
        follows = FOR.match(grade.after.lstrip("’”'\""))
        behind = self._services(grade.after) if follows else []
        if behind:
            return behind, list(self.news.services.finditer(grade.after))[-1].end()
        verb = self._verb(grade.before)
        services = self._services(grade.before[verb.end() :]) if verb else []
        services = services or self._services(grade.before)
        services = services or self.pending
        if services or self.news.whole.pattern.search(grade.before) or headline:
            return services or [self.news.headline], 0
        return self.carried or self._whole_behind(grade), 0

    def _whole_behind(self, grade: _Grade) -> list[str]:
        """ "A good rating for the council": the whole, where no service is named."""
        follows = FOR.match(grade.after)
        whole = follows and self.news.whole.pattern.search(ENDS.split(grade.after)[0])
        return [self.news.headline] if whole else []

    def _services(self, text: str) -> list[str]:
        """The services that a text names, in order."""
        named = (match.lastgroup or "" for match in self.news.services.finditer(text))
        return list(dict.fromkeys(self.news.service[int(group[1:])].id for group in named))

    def _printed(
        self, block: Block, aspect: str, span: tuple[int, int], label: str, match: re.Match[str]
    ) -> PrintedGrade:
        passage = self.reading.document.passage(block, *span)
        grade = self.reading.grades.id_of(match[0])
        label = " ".join(label.split())[:MAX_LABEL]
        rule = self.reading.framework.id
        return PrintedGrade("", aspect, grade, label, match[0], passage, rule)
