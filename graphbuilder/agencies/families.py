"""Names in the reference data with the same ending: "Bristol CCG", "Norfolk Constabulary"."""

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

# Words of a health body: "Sheffield Children’s NHS Foundation Trust" has them, a children's trust
# or an academy trust has not.
STATUS = re.compile(r"\b(?:NHS|Foundation|Hospitals?|Health\w*|Infirmary|Ambulance|Partnership)\b")
# Heads of trusts that are ordinary words, too: by themselves they name nothing.
LOWER_CASE_WORDS = (["partnership"], ["healthcare"], ["infirmary"], ["nhs"], ["ft"])
# Heads inside the words before a head: two names have run together.
OTHER_HEADS = frozenset({"Trust", "Trusts", "Board", "Council", "Group"})
# "University of …", "Isle of …": here "of" belongs to the name, unlike in "Midwives of …".
PLACES_OF = frozenset({"University", "Hospital", "Hospitals", "Isle", "City", "County", "Royal"})
# "in Hampshire and Hampshire Police": the first is the county, not a second force.
IN_A_PLACE = re.compile(r"\b(?:in|across|within|from|to) $")
# Heads behind which a misprinted or unlisted trust may stand; "NHS" alone begins too much else.
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
            known = self._known(family, left, head, start, end)
            if known:
                yield known
                if known.rule.endswith("s") and printed.endswith("s"):
                    yield from self._others_before(family, left, known)
                elif family.id != "trust" and self._shares(known.start):
                    others = self._others_before(family, left, known)
                    yield from (other for other in others if self._is_other(other, known))
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
        """Whether a head that is in no list has the name of another place before it."""
        run = self.scan.capitals(left)
        if not run or run[-1].text in CONNECTORS:
            return False
        authority = self.scan.authority_named(joined(run))
        return authority is not None and self.scan.area is not None and authority != self.scan.area

    def _shares(self, start: int) -> bool:
        """Whether "and" stands before a name: "Haringey and Islington CCG" are two."""
        return self.scan.text[max(self.scan.low, start - 5) : start].endswith((" and ", " & "))

    def _is_other(self, other: Sighting, known: Sighting) -> bool:
        """Not "in Hampshire and Hampshire Police", nor "in Kent and Sussex Police"."""
        before = self.scan.text[max(self.scan.low, other.start - 9) : other.start]
        return other.bodies != known.bodies and not IN_A_PLACE.search(before)

    def _known(
        self, family: Family, left: Sequence[Word], head: list[str], start: int, end: int
    ) -> Sighting | None:
        """The longest run of words before a head that makes a known name with it."""
        if not left or left[-1].text in CONNECTORS:
            return None
        if family.id == "trust" and head in LOWER_CASE_WORDS:
            return None
        for at in range(len(left)):
            if not self._can_begin_known(left, at, family):
                continue
            words = [word.text.removesuffix("'s") for word in left[at:]]
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
            known = [self.scan.near(family.by_key.get(family.key(tail), ())) for tail in tails]
            at = next((at for at, bodies in enumerate(known) if bodies), -1)
            if at < 0:
                return
            yield Sighting(
                item[at].start, item[-1].end, family.id + "s", bodies=known[at], family=family,
                priority=2,
            )  # fmt: skip
            if at:
                return

    def _unknown_trust(self, left: Sequence[Word], start: int, end: int) -> Iterator[Sighting]:
        """A trust, by its words of status, that the reference data lack or spell differently."""
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
    """Where a name begins, including the words of its status before its proper name."""
    while at and left[at - 1].text in {"University", "Teaching", "Hospital", "Hospitals", "of"}:
        at -= 1
    while left[at].text == "of":
        at += 1
    return left[at].start


def _of_hospitals(bodies: tuple[Body, ...], key: str, printed: str) -> tuple[Body, ...]:
    """With only one word left of a name, "Bristol NHS Trust" is not "… Hospitals Bristol"."""
    if " " in key or "hospital" in printed.lower():
        return bodies
    return tuple(b for b in bodies if any("Hospital" not in name for name in b.names))
