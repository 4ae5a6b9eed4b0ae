"""A report while it is scanned for names: its text, the current block, and words near a head."""

from __future__ import annotations

from collections.abc import Sequence

from inspectgraph.graphbuilder.agencies.name_words import (
    CONNECTORS,
    Word,
    can_join,
    fold,
    joined,
    straighten,
    words_of,
)
from inspectgraph.graphbuilder.agencies.sighting import Scene
from inspectgraph.ontology.authorities import Authority
from inspectgraph.ontology.bodies import Body

# Capitalised words before a head that are no part of a place: "Independent Safeguarding Board".
QUALIFIERS = frozenset(
    {"local", "independent", "joint", "multi-agency", "strategic", "new", "shadow", "statutory"}
    | {"city-wide", "countywide", "county-wide", "inter-agency", "interagency", "regional", "pan"}
)
# Words that end the name of another body: what stands before them belongs to it.
ENDS = frozenset(
    {"Board", "Trust", "Partnership", "Council", "Service", "Panel", "Group", "Forum", "College"}
    | {"University", "School", "Academy", "Hospital", "Police", "Constabulary", "Commissioner"}
    | {"Committee", "Team", "Alliance", "Act"}
)


class Scan:
    """The text between ``low`` and ``high``, with what is known about the report."""

    def __init__(self, scene: Scene) -> None:
        self.area, self.on, self.index = scene.area, scene.on, scene.index
        self.lexicon = scene.lexicon
        self.text = straighten(scene.document.text)
        self.also_named = frozenset(scene.framework.boards_named)
        self.low = self.high = 0

    def place_before(self, left: Sequence[Word]) -> tuple[Authority | None, str, int]:
        """The place that words before a head name, as authority and as printed."""
        words = list(left)
        begin = words[-1].end + 1 if words else 1 << 60
        while words and words[-1].text.lower() in QUALIFIERS and words[-1].text[0].isupper():
            begin = words.pop().start
        for at, word in enumerate(words):
            if not self.can_begin(words, at):
                continue
            authority = self.authority_named(joined(words[at:]))
            if authority:
                return authority, joined(words[at:]), word.start
        run = self.capitals(words)
        if not run or run[-1].text in CONNECTORS:
            return None, "", begin
        return None, joined(run), run[0].start

    def can_begin(self, words: Sequence[Word], at: int) -> bool:
        """Whether a name can begin at a word: a capital that no other capital precedes."""
        if not words[at].text[0].isupper() or words[at].text.lower() in self.lexicon.not_names:
            return False
        if not at:
            return True
        before = words[at - 1].text
        if before in {"and", "&"} and at > 1:
            return words[at - 2].text.lower().removesuffix("'s") not in self.lexicon.place_words
        return not before[0].isupper() or before.lower() in self.lexicon.not_names

    def authority_named(self, name: str) -> Authority | None:
        """The authority of a place name; the inspected one by the first words of its name."""
        authority = self.index.match(name, self.on)
        if authority or self.area is None:
            return authority
        short = fold(self.area.short_name).replace("&", "and")
        named = fold(name).replace("&", "and")
        longer = named.startswith((short + " and ", short + " borough", short + " district"))
        return self.area if longer or short.startswith((f"{named} of ", f"{named} upon ")) else None

    def capitals(self, words: Sequence[Word]) -> list[Word]:
        """The capitals that end a list of words, with what joins them, sentence openers cut."""
        run: list[Word] = []
        for at in range(len(words) - 1, -1, -1):
            word, text = words[at], words[at].text
            if text == "," and run and run[0].text == "Young" and at:
                if not words[at - 1].text.startswith("Children"):
                    break  # else "Children, Young People and Families Board"
            elif text in {",", "the"} or not can_join(text):
                break
            if self._ends_other_name(text) and run:
                break
            run.insert(0, word)
        while run and (
            run[0].text in CONNECTORS
            or not run[0].text[0].isalpha()
            or run[0].text.lower() in self.lexicon.not_names
        ):
            run.pop(0)
        return run

    def _ends_other_name(self, text: str) -> bool:
        acronym = len(text) > 2 and text.isupper()
        return acronym or text in ENDS

    def near(self, bodies: Sequence[Body]) -> tuple[Body, ...]:
        """Those of the bodies that a report of the day can name; if any exist then, only they."""
        near = tuple(body for body in bodies if body.is_near(self.on))
        now = tuple(body for body in near if body.exists(self.on))
        return now or near

    def has_place(self, words: str) -> bool:
        """Whether any of the words is that of a place."""
        return not self.lexicon.place_words.isdisjoint(words_of(words.lower()))
