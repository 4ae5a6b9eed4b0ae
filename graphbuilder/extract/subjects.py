"""Whom a statement is about, and which partners it mentions in general terms."""

from __future__ import annotations

from functools import lru_cache

import ahocorasick  # type: ignore[import-not-found, unused-ignore]
from inspectgraph.graphbuilder.model import Block
from inspectgraph.ontology.profiles import Profile
from inspectgraph.ontology.profiles.report_words import FindingWords


def subject_of(block: Block, text: str, usual: str, profile: Profile) -> str:
    """Whom a finding is about: by the opening of the sentence, else by the section, else whom
    such a report is about."""
    for row in profile.findings.opening:
        if row.pattern.match(text):
            return row.id
    return _section_subject(block.path, profile) or usual


@lru_cache(maxsize=4096)
def _section_subject(path: tuple[str, ...], profile: Profile) -> str:
    rows = profile.findings.section
    return next((r.id for r in rows if any(r.pattern.search(heading) for heading in path)), "")


class Hints:
    """Patterns that are tried only if one of their words is in the text."""

    def __init__(self, words: FindingWords) -> None:
        self.rows = [*words.sector, *words.resolved]
        places: dict[str, list[int]] = {}
        for at, row in enumerate(self.rows):
            for word in row.words:
                places.setdefault(word, []).append(at)
        self._automaton = ahocorasick.Automaton()
        for word, where in places.items():
            self._automaton.add_word(word, where)
        self._automaton.make_automaton()

    def sectors_and_resolved(self, text: str) -> tuple[tuple[str, ...], bool]:
        """Partners mentioned in general terms, in the order of the code list, and whether the
        text says that an earlier weakness has been put right."""
        hinted = {at for _, places in self._automaton.iter(text.casefold()) for at in places}
        matched = [at for at in sorted(hinted) if self.rows[at].pattern.search(text)]
        sectors = [self.rows[at].id for at in matched if self.rows[at].id]
        return tuple(sectors), len(sectors) < len(matched)


@lru_cache(maxsize=8)
def hints_of(words: FindingWords) -> Hints:
    """The hints of a profile's words."""
    return Hints(words)
