"""Where a report names partner agencies: sightings, not yet bodies.

One pass of an Aho-Corasick automaton finds the names of the reference data and the *heads*
of names ("… NHS Foundation Trust", "… Safeguarding Children Board"); from a head a few
words are read to the left (or, for prefixes such as "NHS …", to the right) and looked up.
The longest sighting wins. Forms handled:

    Norfolk Constabulary · Avon and Somerset police · NHS Norfolk · Bristol CCG
    James Paget Hospital NHS trust (hospital, status and case do not matter)
    North Tyneside, Newcastle and Northumberland LSCBs (taken apart)
    the Health and Wellbeing Board (of the inspected area)
    Sheffield College · University of the West of England · HMP Winchester
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from inspectgraph.graphbuilder.agencies.lexicon import (
    NEVER,
    Cue,
    Family,
    Head,
    Literal,
    Pattern,
    Prefix,
    Title,
    lexicon,
    nearest_trust,
    place_words,
)
from inspectgraph.graphbuilder.agencies.name_words import (
    CONNECTORS,
    Word,
    can_join,
    fold,
    items_of,
    joined,
    plain_word,
    straighten,
    words_after,
    words_before,
    words_of,
)
from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.bodies import Body

QUALIFIERS = frozenset(
    {"local", "independent", "joint", "multi-agency", "strategic", "new", "shadow", "statutory"}
    | {"city-wide", "countywide", "county-wide", "inter-agency", "interagency", "regional", "pan"}
)
STATUS = re.compile(r"\b(?:NHS|Foundation|Hospitals?|Health\w*|Infirmary|Ambulance|Partnership)\b")
LOWER_CASE_WORDS = (["partnership"], ["healthcare"], ["infirmary"], ["nhs"], ["ft"])
OTHER_HEADS = frozenset({"Trust", "Trusts", "Board", "Council", "Group"})
ENDS = frozenset(
    {"Board", "Trust", "Partnership", "Council", "Service", "Panel", "Group", "Forum", "College"}
    | {"University", "School", "Academy", "Hospital", "Police", "Constabulary", "Commissioner"}
    | {"Committee", "Team", "Alliance", "Act"}
)
PAN = re.compile(r"\b[Pp]an-((?:[A-Z][\w'-]+ )+)$")
PLACES_OF = frozenset({"University", "Hospital", "Hospitals", "Isle", "City", "County", "Royal"})
FOLLOWS_A_NAME = frozenset(
    {"ccg", "ccgs", "icb", "icbs", "pct", "pcts", "clinical", "primary", "integrated", "nhs"}
    | {"trust", "board", "chief", "director", "executive", "head", "designated", "lead"}
)
IN_A_PLACE = re.compile(r"\b(?:in|across|within|from|to) $")
ADOPTION = re.compile(r"\badopt", re.IGNORECASE)
NAME_GOES_ON = re.compile(r" of |-| [A-Z]")
ACRONYM = re.compile(r"[A-Z&]{2,}(?:'s)?")
LOOK_BACK = 3 * 366
NEAR_HEADS = frozenset({"trust", "partnership", "healthcare", "hospital", "hospitals"})


@dataclass(frozen=True)
class Sighting:
    """Words that name a body, or with ``strong`` false only may.

    ``bodies`` are those of the reference data that it can mean. A title has the authority
    whose board it is, or else the printed words of its place; a head that stands alone has
    neither. ``words`` are the words of a name that no list holds.
    """

    start: int
    end: int
    rule: str
    strong: bool = True
    bodies: tuple[Body, ...] = ()
    title: Title | None = None
    family: Family | None = None
    pattern: Pattern | None = None
    authority: Authority | None = None
    place: str = ""
    words: str = ""
    priority: int = 0


def readable_blocks(document: Document) -> tuple[Block, ...]:
    """Blocks in which a body can be named: all but covers, contents and back pages.

    What stands above the salutation of a letter are its addressees, and is read.
    """
    letter = salutation(document)
    return tuple(
        block
        for number, block in enumerate(document.blocks)
        if block.kind is not BlockKind.OTHER or number <= letter
    )


def salutation(document: Document) -> int:
    """The number of the block that opens a letter ("Dear …"); -1 where there is none."""
    for number, block in enumerate(document.blocks[:40]):
        if document.text[block.start : block.start + 5].lower() in {"dear ", "dear:"}:
            return number
    return -1


# -- the search -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Scene:
    """What is known of a report before its bodies are looked for."""

    document: Document
    blocks: tuple[Block, ...]
    area: Authority | None
    on: date | None
    kind: str
    index: AuthorityIndex


def find_sightings(scene: Scene) -> tuple[Sighting, ...]:
    """Sightings in the order of the text, none overlapping another."""
    return tuple(_Finder(scene).find())


class _Finder:
    """The search through one report."""

    def __init__(self, scene: Scene) -> None:
        self.blocks, self.area, self.on, self.index = (
            scene.blocks, scene.area, scene.on, scene.index,
        )  # fmt: skip
        self.lexicon = lexicon()
        self.text = straighten(scene.document.text)
        self.also_named = self.lexicon.inspected_with.get(scene.kind, frozenset())
        self.low = self.high = 0

    def find(self) -> list[Sighting]:
        """All sightings, the longest where they overlap."""
        found: list[Sighting] = []
        folded = fold(self.text)
        for block in self.blocks:
            self.low, self.high = block.start, block.end
            found += self._in_block(folded)
        return _longest(found)

    def _in_block(self, folded: str) -> Iterator[Sighting]:
        text = self.text
        for last, entry in self.lexicon.automaton.iter(folded, self.low, self.high):
            start, end = last + 1 - entry.length, last + 1
            if start > self.low and text[start - 1].isalnum():
                continue
            if end < self.high and text[end].isalnum():
                continue
            for literal in entry.literals:
                if self._stands(literal, start, end):
                    yield Sighting(start, end, "name", bodies=(literal.body,), priority=2)
            for head in entry.heads:
                yield from self._at_head(head, start, end)

    def _stands(self, literal: Literal, start: int, end: int) -> bool:
        """Whether a name is printed as one: its capitals may be few, but not absent."""
        body = literal.body
        if not body.is_near(self.on):
            return False
        printed = self.text[start:end]
        if literal.exact:
            if literal.form in body.weak_forms:
                before = self.text[max(self.low, start - 2) : start]
                after = self.text[end : min(self.high, end + 4)]
                if not before.strip() or before[0] in ".:;" or NAME_GOES_ON.match(after):
                    return False
            return printed == straighten(literal.form)
        if body.name.endswith("Adoption Consortium") and not ADOPTION.search(
            self.text, self.low, self.high
        ):
            return False  # councils buy and protect together in namesakes of it
        lacking = sum(
            1
            for ours, theirs in zip(printed, literal.form, strict=True)
            if theirs.isupper() and not ours.isupper()
        )
        return lacking <= (1 if " " in printed else 0) or body.type == "cafcass"

    def _at_head(self, head: Head, start: int, end: int) -> Iterator[Sighting]:
        if isinstance(head, Title):
            yield from self._title(head, start, end)
        elif isinstance(head, Family):
            yield from self._member(head, start, end)
        elif isinstance(head, Prefix):
            yield from self._prefixed(head, start, end)
        elif isinstance(head, Cue):
            yield from self._helpers(head, start, end)
        elif self.text[start].isupper() or head.lower_after_place:
            yield from self._pattern(head, start, end)

    # titles

    def _title(self, title: Title, start: int, end: int) -> Iterator[Sighting]:
        printed = self.text[start:end]
        if title.named == "never" and not printed.rstrip("s").isupper():
            return
        plural = printed.endswith("s") and not printed.endswith(("ss", "'s"))
        left = words_before(self.text, self.low, start)
        if plural:
            yield from self._titles_of_several(title, left, start, end)
            return
        capital = printed[0].isupper() and printed.split()[-1][0].isupper()
        authority, place, first = self._wide(title, start) or self._place(left)
        if title.veto.search(place):
            return
        if title.since and self.on and self.on < title.since and not (place or capital):
            return
        strong = bool(authority or place) or title.named == "always"
        strong = strong or title.board in self.also_named
        strong = strong or (title.named == "capitals" and capital)
        if place and not authority and not capital and not _has_place(place):
            place, first = "", start
        begin = min(first, start)
        yield Sighting(
            begin, end, title.id, strong, title=title, authority=authority, place=place, priority=2
        )

    def _wide(self, title: Title, start: int) -> tuple[None, str, int] | None:
        """ "the pan-Cheshire Child Death Overview Panel": a place of several councils."""
        low = max(self.low, start - 50)
        found = PAN.search(self.text[low:start]) if title.wider else None
        return (None, f"Pan-{found[1].strip()}", low + found.start()) if found else None

    def _titles_of_several(
        self, title: Title, left: Sequence[Word], start: int, end: int
    ) -> Iterator[Sighting]:
        """ "North Tyneside, Newcastle and Northumberland LSCBs": one for each place."""
        stop = end
        for item in reversed(list(items_of(left))):
            known = (
                (at, self.index.match(joined(item[at:]), self.on))
                for at in range(len(item))
                if item[at].text not in CONNECTORS
            )
            at, authority = next((one for one in known if one[1]), (0, None))
            if authority is None:
                return
            yield Sighting(
                item[at].start, stop, title.id + "s", title=title, authority=authority,
                place=joined(item[at:]), priority=2,
            )  # fmt: skip
            if at:
                return
            stop = self._end_before(item)

    def _end_before(self, item: Sequence[Word]) -> int:
        """Where the item before this one ends: before the "and" or comma between them."""
        before = self.text[self.low : item[0].start].rstrip(" ,&")
        return self.low + len(before.removesuffix("and").rstrip(" ,"))

    def _place(self, left: Sequence[Word]) -> tuple[Authority | None, str, int]:
        """The place that words before a head name, as authority and as printed."""
        words = list(left)
        begin = words[-1].end + 1 if words else 1 << 60
        while words and words[-1].text.lower() in QUALIFIERS and words[-1].text[0].isupper():
            begin = words.pop().start
        for at, word in enumerate(words):
            if not self._can_begin(words, at):
                continue
            authority = self._authority(joined(words[at:]))
            if authority:
                return authority, joined(words[at:]), word.start
        run = self._run(words)
        if not run or run[-1].text in CONNECTORS:
            return None, "", begin
        return None, joined(run), run[0].start

    def _can_begin(self, words: Sequence[Word], at: int) -> bool:
        """Whether a name can begin at a word: a capital that no other capital precedes."""
        if not words[at].text[0].isupper() or words[at].text.lower() in self.lexicon.not_names:
            return False
        if not at:
            return True
        before = words[at - 1].text
        if before in {"and", "&"} and at > 1:
            return words[at - 2].text.lower().removesuffix("'s") not in place_words()
        return not before[0].isupper() or before.lower() in self.lexicon.not_names

    def _authority(self, name: str) -> Authority | None:
        """The authority of a place name; the inspected one by the first words of its name."""
        found = self.index.match(name, self.on)
        if found or self.area is None:
            return found
        short = fold(self.area.short_name).replace("&", "and")
        mine = fold(name).replace("&", "and")
        longer = mine.startswith((short + " and ", short + " borough", short + " district"))
        return self.area if longer or short.startswith((f"{mine} of ", f"{mine} upon ")) else None

    def _run(self, words: Sequence[Word]) -> list[Word]:
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

    # families

    def _member(self, family: Family, start: int, end: int) -> Iterator[Sighting]:
        left = words_before(self.text, self.low, start)
        printed = self.text[start:end]
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
        elif self.text.startswith(" cluster", end):
            return  # several trusts together, a body of its own
        elif family.id in {"ccg", "icb", "pct"} and not plural and self._is_elsewhere(left):
            return
        elif family.area and not plural and (len(printed) > 4 or printed.isupper()):
            yield Sighting(start, end, family.id, False, family=family, priority=1)

    def _is_elsewhere(self, left: Sequence[Word]) -> bool:
        """Whether a head that no list holds has the name of another place before it."""
        run = self._run(left)
        if not run or run[-1].text in CONNECTORS:
            return False
        found = self._authority(joined(run))
        return found is not None and self.area is not None and found != self.area

    def _shares(self, start: int) -> bool:
        """Whether "and" stands before a name: "Haringey and Islington CCG" are two."""
        return self.text[max(self.low, start - 5) : start].endswith((" and ", " & "))

    def _is_other(self, one: Sighting, found: Sighting) -> bool:
        """Not "in Hampshire and Hampshire Police", nor "in Kent and Sussex Police"."""
        before = self.text[max(self.low, one.start - 9) : one.start]
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
            bodies = self._near(same) or lately(same, self.on)
            begin = _with_status(left, at)
            if bodies and family.id == "trust":
                bodies = _of_hospitals(bodies, family.key(words), self.text[begin:end])
            if bodies:
                rule = family.id + ("s" if self.text[end - 1] == "s" else "")
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
        whole = head[-1].lower() in {"trust", "nhs"} or self._can_begin(left, at)
        return whole and bool(STATUS.search(words))

    def _near(self, bodies: Sequence[Body]) -> tuple[Body, ...]:
        near = tuple(body for body in bodies if body.is_near(self.on))
        now = tuple(body for body in near if body.exists(self.on))
        return now or near

    def _others_before(
        self, family: Family, left: Sequence[Word], last: Sighting
    ) -> Iterator[Sighting]:
        """Names before "and" or a comma that share a plural head."""
        items = [item for item in items_of(left) if item[-1].end <= last.start]
        for item in reversed(items):
            tails = ([word.text for word in item[at:]] for at in range(len(item)))
            found = [self._near(family.by_key.get(family.key(tail), ())) for tail in tails]
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
        head = self.text[start:end]
        run = self._without_people(self._run(left))
        words = f"{joined(run)} {head}"
        if len(run) < 2 or head.lower() not in NEAR_HEADS or "Primary Care" in words:
            return
        if not STATUS.search(words):
            return
        family = self.lexicon.families["trust"]
        body = nearest_trust(words, self.on)
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
        before = self.text[self.low : run[0].start].rstrip()
        return run[2:] if not before or before[-1] in ".:;!?" else run

    # prefixes

    def _prefixed(self, prefix: Prefix, start: int, end: int) -> Iterator[Sighting]:
        if prefix.id in {"nhs", "prison"} and not self.text[start:end].isupper():
            return
        right = words_after(self.text, end, self.high)
        if not right:
            return
        if prefix.families == ("council",):
            yield from self._borough(right, start)
            return
        known = [
            self._longest_right(self.lexicon.families[name], right, start, prefix.id)
            for name in prefix.families
        ]
        longest = max((one for one in known if one), key=lambda one: one.end, default=None)
        if longest:
            yield longest
        elif prefix.type and self.text[start].isupper():
            yield self._named_by_prefix(prefix, right, start)

    def _longest_right(
        self, family: Family, right: Sequence[Word], start: int, rule: str
    ) -> Sighting | None:
        for stop in range(len(right), 0, -1):
            if right[stop - 1].text in CONNECTORS or right[stop - 1].text in {",", "NHS"}:
                continue
            key = family.key(word.text.removesuffix("'s") for word in right[:stop])
            bodies = self._near(family.by_key.get(key, ()))
            if bodies and stop < len(right) and _is_longer(right[stop].text):
                return None  # "NHS Ashford Vale CCG" is not that of Ashford
            if bodies:
                end = right[stop - 1].end
                return Sighting(start, end, rule, bodies=bodies, family=family, priority=2)
        return None

    def _borough(self, right: Sequence[Word], start: int) -> Iterator[Sighting]:
        comma = next((at for at, word in enumerate(right) if word.text == ","), len(right))
        for stop in range(comma, 0, -1):
            end = right[stop - 1].end
            authority = self.index.match(self.text[start:end], self.on)
            if authority and self.text[start].isupper():
                yield Sighting(start, end, "borough", authority=authority, priority=2)
                return

    def _named_by_prefix(self, prefix: Prefix, right: Sequence[Word], start: int) -> Sighting:
        run: list[Word] = []
        for word in right:
            if word.text == "," or (word.text in {"and", "&", "for", "on", "with"}):
                break
            run.append(word)
        while run and run[-1].text in CONNECTORS:
            run.pop()
        end = run[-1].end if run else right[0].end
        pattern = Pattern(prefix.id, prefix.type, "{words}", NEVER, NEVER)
        words = " ".join(self.text[start:end].split()).removesuffix("'s")
        end -= 2 if self.text[start:end].endswith("'s") else 0
        return Sighting(start, end, prefix.id, pattern=pattern, words=words, priority=1)

    # patterns

    def _pattern(self, pattern: Pattern, start: int, end: int) -> Iterator[Sighting]:
        run = self._run(words_before(self.text, self.low, start))
        head = self.text[start:end]
        capital = head.split()[-1][0].isupper()
        if not (capital or pattern.lower_after_place) or self._goes_on(end):
            return
        if pattern.type == "council":
            yield from self._council(pattern, run, start, end)
            return
        words = " ".join(word.text for word in run).replace(" ,", ",")
        if not run or run[-1].text in CONNECTORS or ACRONYM.fullmatch(words):
            return
        if pattern.veto_alone.fullmatch(words) or not (capital or _has_place(words)):
            return
        if pattern.veto.search(f"{words} {head}"):
            return
        if len(run) == 1 and run[0].text.lower() in QUALIFIERS:
            return
        yield Sighting(
            run[0].start, end, pattern.id, pattern=pattern, words=f"{words} {head}", priority=0
        )

    def _goes_on(self, end: int) -> bool:
        """Whether a capital follows: the head ends no name ("School Census")."""
        after = self.text[end : end + 2]
        return len(after) == 2 and after[0] == " " and after[1].isupper()

    def _council(
        self, pattern: Pattern, run: Sequence[Word], start: int, end: int
    ) -> Iterator[Sighting]:
        head = self.text[start:end]
        for at, word in enumerate(run):
            if not self._can_begin(run, at):
                continue
            name = f"{joined(run[at:])} {head}"
            authority = self.index.match(name, self.on)
            if authority:
                yield Sighting(word.start, end, "council", authority=authority, priority=2)
                return
        words = joined(run)
        authority = self.index.match(words, self.on) if " " in head and words else None
        if authority:
            yield Sighting(run[0].start, end, "council", authority=authority, priority=2)
        elif run and " " in head and not pattern.veto.search(words):
            yield Sighting(
                run[0].start, end, "council", pattern=pattern, words=f"{words} {head}", priority=1
            )

    def _helpers(self, cue: Cue, start: int, end: int) -> Iterator[Sighting]:
        """Councils that the sentence around a cue names by their places."""
        first = max(self.low, self.text.rfind(". ", self.low, start) + 1)
        stop = self.text.find(". ", end, self.high)
        stop = self.high if stop < 0 else stop
        for at, to, authority in self.index.find(self.text[first:stop], self.on):
            yield Sighting(first + at, first + to, cue.id, authority=authority, priority=1)


def lately(bodies: Iterable[Body], on: date | None) -> tuple[Body, ...]:
    """Bodies that ended in the years before a day: reports look back at them by name."""
    if on is None:
        return ()
    ended = (body for body in bodies if body.dissolved and body.dissolved <= on)
    return tuple(
        body for body in ended if body.dissolved and (on - body.dissolved).days < LOOK_BACK
    )


def _with_status(left: Sequence[Word], at: int) -> int:
    """Where a name begins, with words of its status before those that tell it from others."""
    while at and left[at - 1].text in {"University", "Teaching", "Hospital", "Hospitals", "of"}:
        at -= 1
    while left[at].text == "of":
        at += 1
    return left[at].start


def _is_longer(following: str) -> bool:
    """Whether a capital after a known name makes it the beginning of another one."""
    return following[0].isupper() and plain_word(following) not in FOLLOWS_A_NAME


def _has_place(words: str) -> bool:
    return not place_words().isdisjoint(words_of(words.lower()))


def _of_hospitals(bodies: tuple[Body, ...], key: str, printed: str) -> tuple[Body, ...]:
    """Where but one word of a name is left, "Bristol NHS Trust" is no "… Hospitals Bristol"."""
    if " " in key or "hospital" in printed.lower():
        return bodies
    return tuple(b for b in bodies if any("Hospital" not in name for name in b.names))


def _longest(found: Iterable[Sighting]) -> list[Sighting]:
    """Of overlapping sightings those with known names first, then the longest."""
    ranked = sorted(found, key=lambda one: (-one.priority, one.start - one.end, one.start))
    taken = bytearray()
    kept = []
    for one in ranked:
        if len(taken) < one.end:
            taken.extend(bytes(one.end - len(taken)))
        if not any(taken[one.start : one.end]):
            taken[one.start : one.end] = b"\x01" * (one.end - one.start)
            kept.append(one)
    return sorted(kept, key=lambda one: one.start)
