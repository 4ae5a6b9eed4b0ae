"""Names of the reference data that end alike: "Bristol CCG", "James Paget Hospital NHS trust"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.agencies.lexicon import Family
from inspectgraph.graphbuilder.agencies.name_words import (
    CONNECTORS,
    Word,
    items_of,
    joined,
    plain_word,
    words_before,
    words_of,
)
from inspectgraph.graphbuilder.agencies.scan import ENDS, Scan
from inspectgraph.graphbuilder.agencies.sighting import Sighting, lately
from inspectgraph.ontology.bodies import Body

STATUS = re.compile(r"\b(?:NHS|Foundation|Hospitals?|Health\w*|Infirmary|Ambulance|Partnership)\b")
LOWER_CASE_WORDS = (["partnership"], ["healthcare"], ["infirmary"], ["nhs"], ["ft"])
OTHER_HEADS = frozenset({"Trust", "Trusts", "Board", "Council", "Group"})
PLACES_OF = frozenset({"University", "Hospital", "Hospitals", "Isle", "City", "County", "Royal"})
IN_A_PLACE = re.compile(r"\b(?:in|across|within|from|to) $")
NEAR_HEADS = frozenset({"trust", "partnership", "healthcare", "hospital", "hospitals"})


class FamilyReader:
    """What a head of a family and the words before it name."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan

    def read(self, family: Family, start: int, end: int) -> Iterator[Sighting]:
        left = words_before(self.scan.text, self.scan.low, start)
        printed = self.scan.text[start:end]
        head = words_of(printed)
        if printed.isupper() or len(printed) > 4 or printed[0].isupper() or left:
            found = self._known(family, left, head, start, end)
            if found:
                yield found
                if found.rule.endswith("s") and printed.endswith("s"):
                    yield from self._others_before(family, left, found)
                elif family.id != "trust" and self._shares(found.start):
                    others = self._others_before(family, left, found)
                    yield from (one for one in others if self._is_other(one, found))
                return
        plural = printed.lower().endswith("s")
        if family.id == "trust":
            yield from self._unknown_trust(left, start, end)
        elif self.scan.text.startswith(" cluster", end):
            return  # several trusts together, a body of its own
        elif family.id in {"ccg", "icb", "pct"} and not plural and self._is_elsewhere(left):
            return
        elif family.area and not plural and (len(printed) > 4 or printed.isupper()):
            yield Sighting(start, end, family.id, False, family=family, priority=1)

    def _is_elsewhere(self, left: Sequence[Word]) -> bool:
        """Whether a head that no list holds has the name of another place before it."""
        run = self.scan.capitals(left)
        if not run or run[-1].text in CONNECTORS:
            return False
        found = self.scan.authority_named(joined(run))
        return found is not None and self.scan.area is not None and found != self.scan.area

    def _shares(self, start: int) -> bool:
        """Whether "and" stands before a name: "Haringey and Islington CCG" are two."""
        return self.scan.text[max(self.scan.low, start - 5) : start].endswith((" and ", " & "))

    def _is_other(self, one: Sighting, found: Sighting) -> bool:
        """Not "in Hampshire and Hampshire Police", nor "in Kent and Sussex Police"."""
        before = self.scan.text[max(self.scan.low, one.start - 9) : one.start]
        return one.bodies != found.bodies and not IN_A_PLACE.search(before)

    def _known(
        self, family: Family, left: Sequence[Word], head: list[str], start: int, end: int
    ) -> Sighting | None:
        """The longest words before a head that are a known name with it."""
        if not left or left[-1].text in CONNECTORS:
            return None
        if family.id == "trust" and head in LOWER_CASE_WORDS:
            return None
        for at in range(len(left)):
            if not self._can_begin_known(left, at, family):
                continue
            words = [one.text.removesuffix("'s") for one in left[at:]]
            if family.id == "trust" and not self._is_trust(left, at, head):
                continue
            same = family.by_key.get(family.key([*words, *head]), ())
            bodies = self.scan.near(same) or lately(same, self.scan.on)
            begin = _with_status(left, at)
            if bodies and family.id == "trust":
                bodies = _of_hospitals(bodies, family.key(words), self.scan.text[begin:end])
            if bodies:
                rule = family.id + ("s" if self.scan.text[end - 1] == "s" else "")
                return Sighting(begin, end, rule, bodies=bodies, family=family, priority=2)
        return None

    def _can_begin_known(self, left: Sequence[Word], at: int, family: Family) -> bool:
        text = left[at].text
        if not (text[0].isupper() or text[0].isdigit()) or text == "The":
            return False
        if text == "NHS":
            follows = left[at + 1].text if at + 1 < len(left) else "and"
            return family.id != "trust" and plain_word(follows) not in family.drop
        return not (plain_word(text) in family.drop or text in ENDS)

    def _is_trust(self, left: Sequence[Word], at: int, head: Sequence[str]) -> bool:
        """Whether there is a word of health or status: "Sheffield Children's Trust" has none.

        Without "Trust" or "NHS" at its end a name must be whole: "Safer Somerset Partnership"
        is not the Somerset Partnership trust.
        """
        if any(word.text in OTHER_HEADS for word in left[at:]):
            return False
        words = " ".join([*(word.text for word in left[at:]), head[0].capitalize()])
        whole = head[-1].lower() in {"trust", "nhs"} or self.scan.can_begin(left, at)
        return whole and bool(STATUS.search(words))

    def _others_before(
        self, family: Family, left: Sequence[Word], last: Sighting
    ) -> Iterator[Sighting]:
        """Names before "and" or a comma that share a plural head."""
        items = [item for item in items_of(left) if item[-1].end <= last.start]
        for item in reversed(items):
            tails = ([word.text for word in item[at:]] for at in range(len(item)))
            found = [self.scan.near(family.by_key.get(family.key(tail), ())) for tail in tails]
            at = next((at for at, bodies in enumerate(found) if bodies), -1)
            if at < 0:
                return
            yield Sighting(
                item[at].start, item[-1].end, family.id + "s", bodies=found[at], family=family,
                priority=2,
            )  # fmt: skip
            if at:
                return

    def _unknown_trust(self, left: Sequence[Word], start: int, end: int) -> Iterator[Sighting]:
        """A trust with words of status that the reference data lack, or spell otherwise."""
        head = self.scan.text[start:end]
        run = self._without_people(self.scan.capitals(left))
        words = f"{joined(run)} {head}"
        if len(run) < 2 or head.lower() not in NEAR_HEADS or "Primary Care" in words:
            return
        if not STATUS.search(words):
            return
        family = self.scan.lexicon.families["trust"]
        body = self.scan.lexicon.nearest_trust(words, self.scan.on)
        if body:
            yield Sighting(run[0].start, end, "near", bodies=(body,), family=family, priority=2)
        elif head in {"Trust", "trust", "Hospital", "Hospitals"}:
            yield Sighting(
                run[0].start, end, "unknown-trust", family=family, words=words, priority=1
            )

    def _without_people(self, run: list[Word]) -> list[Word]:
        """A name without the people at the start of its sentence: "Midwives of …"."""
        if len(run) < 3 or run[1].text != "of" or run[0].text in PLACES_OF:
            return run
        before = self.scan.text[self.scan.low : run[0].start].rstrip()
        return run[2:] if not before or before[-1] in ".:;!?" else run


def _with_status(left: Sequence[Word], at: int) -> int:
    """Where a name begins, with words of its status before those that tell it from others."""
    while at and left[at - 1].text in {"University", "Teaching", "Hospital", "Hospitals", "of"}:
        at -= 1
    while left[at].text == "of":
        at += 1
    return left[at].start


def _of_hospitals(bodies: tuple[Body, ...], key: str, printed: str) -> tuple[Body, ...]:
    """Where but one word of a name is left, "Bristol NHS Trust" is no "… Hospitals Bristol"."""
    if " " in key or "hospital" in printed.lower():
        return bodies
    return tuple(b for b in bodies if any("Hospital" not in name for name in b.names))
