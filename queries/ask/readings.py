"""The ways in which patterns of `grammar.toml` take the phrases of a question.

A pattern must take every phrase and get all that it needs; what then still speaks against
it (two periods, "and" that could mean either) is an objection, told where none is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from typing import Final

from inspectgraph.queries.ask.grammar import Pattern, Sense, grammar
from inspectgraph.queries.ask.phrases import Phrase
from inspectgraph.queries.ask.tokens import phrase_key
from inspectgraph.queries.named.folders import load_question, question_names
from inspectgraph.queries.named.parameters import Parameter

NETWORK: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "network path": ("A shortest way between two bodies", ("authority", "agency")),
    "network central": ("The most central authorities and agencies", ("top",)),
}
_MOST_READINGS: Final = 64  # of one pattern; a question that leaves more open says too little
_ENDS: Final = 2  # a path has two


@dataclass(frozen=True)
class Reading:
    """A pattern, and the sense that each phrase has in it."""

    pattern: Pattern
    senses: tuple[tuple[Phrase, Sense], ...]

    def tags(self) -> list[str]:
        """Tags of words and slots of names, in the order of the question."""
        return [s.value if s.slot == "cue" else s.slot for _, s in self.senses]


def readings_of(
    content: Sequence[Phrase], connectives: Mapping[int, str]
) -> tuple[list[Reading], list[str]]:
    """All readings that hold, and why others don't."""
    readings: list[Reading] = []
    reasons: list[str] = []
    for pattern in _askable():
        for reading in _of_pattern(pattern, content):
            reason = _objection(reading, connectives)
            if reason:
                reasons.append(reason)
            else:
                readings.append(reading)
    return readings, reasons


def _askable() -> list[Pattern]:
    """The patterns whose query is there."""
    known = {*question_names(), *NETWORK}
    return [pattern for pattern in grammar().patterns if pattern.query in known]


def _of_pattern(pattern: Pattern, content: Sequence[Phrase]) -> Iterator[Reading]:
    """Each way in which a pattern takes every phrase and gets what it needs."""
    refused = {tag for tag, _ in pattern.unless}  # taken, so that the reason can be told
    slots = slots_of(pattern.query) | refused
    takes = pattern.may.union(*pattern.needs) | refused
    choices = [
        [s for s in p.senses if (s.value in takes if s.slot == "cue" else s.slot in slots)]
        for p in content
    ]
    ways = 1
    for choice in choices:
        ways *= len(choice)
    if not 0 < ways <= _MOST_READINGS:
        return
    for senses in product(*choices):
        reading = Reading(pattern, tuple(zip(content, senses, strict=True)))
        if _is_complete(reading):
            yield reading


@cache
def slots_of(query: str) -> frozenset[str]:
    """Types of values that a query takes; the pair of dates counts as one."""
    if query in NETWORK:
        return frozenset(NETWORK[query][1])
    kinds = {slot_of(parameter) for parameter in load_question(query).parameters}
    return frozenset(kinds)


def slot_of(parameter: Parameter) -> str:
    """The slot whose values a parameter takes."""
    if parameter.kind in ("date", "end-date"):
        return "dates"
    return parameter.name if parameter.kind in ("text", "integer") else parameter.kind


def _is_complete(reading: Reading) -> bool:
    """Whether the needs, slots and order of the pattern are there."""
    pattern, tags = reading.pattern, reading.tags()
    there = set(tags)
    if not all(group & there for group in pattern.needs) or not pattern.slots <= there:
        return False
    if pattern.any and not pattern.any & there:
        return False
    if pattern.query == "network path":
        return sum(tag in ("authority", "agency") for tag in tags) == _ENDS
    places = [tags.index(tag) for tag in pattern.order]
    return places == sorted(places)


def _objection(reading: Reading, connectives: Mapping[int, str]) -> str:
    """Why a reading that is complete does not hold after all; empty where it holds."""
    tags = set(reading.tags())
    now = {"is"} if _tells_of_now(reading) else set()
    for tag, reason in reading.pattern.unless:
        if tag in tags | now:
            return reason
    if "all" in tags and not _all_is_no_condition(reading):
        return "“all” could ask for what holds everywhere, and no query does that"
    if "count" in tags and _counted(reading) not in reading.pattern.counts:
        return f"the rows of {reading.pattern.query} are other things than it wants counted"
    if not tags & {"judgements", "judgement", "judged"} and _is_about_numbers(reading):
        return "say “grades” if you mean them: reports give no numbers of children"
    if _dates_a_deadline(reading):
        return "dates are those of inspections; write deadlines as “within three months”"
    if ("said" in tags and _speaks(reading)) or _names_others(reading):
        return "it asks what somebody else said; reports say what inspectors found"
    if {"agency", "agency-type"} <= tags:
        return "it names a body and a type of body: ask for one of them"
    if reading.pattern.query == "network path":
        return "“or” leaves open which way is meant" if "or" in connectives.values() else ""
    dates = [s.value for _, s in reading.senses if s.slot == "dates"]
    if len(dates) > 1 and merged(dates) is None:
        return "it names several periods"
    return _too_many(reading) or _wrongly_joined(reading, connectives)


def _speaks(reading: Reading) -> bool:
    """Whether a name stands before "said": what Norfolk said is not what was said of Norfolk."""
    place = reading.tags().index("said")
    return place > 0 and reading.senses[place - 1][1].slot != "cue"


def _tells_of_now(reading: Reading) -> bool:
    """Whether somebody "requires improvement", as who "is inadequate"."""
    present = grammar().lists["present"]
    return any(
        phrase_key(phrase.words) in present and tag in ("authorities", "who", "authority")
        for tag, (phrase, _) in zip(reading.tags(), reading.senses[1:], strict=False)
    )


def _is_about_numbers(reading: Reading) -> bool:
    """Whether what is graded stands before a verb such as "risen", which can mean numbers."""
    verbs, wholes = grammar().lists["quantities"], grammar().lists["whole"]
    said = [s.slot == "change" and phrase_key(p.words) in verbs for p, s in reading.senses]
    before = reading.senses[: said.index(True)] if any(said) else ()
    return any(sense.slot == "aspect" and sense.value not in wholes for _, sense in before)


def _names_others(reading: Reading) -> bool:
    """Whether a body stands before "mentions": what it names is not where it is named."""
    naming = grammar().lists["naming"]
    return any(
        phrase_key(phrase.words) in naming and before.slot in ("agency", "agency-type")
        for (_, before), (phrase, _) in pairwise(reading.senses)
    )


def _dates_a_deadline(reading: Reading) -> bool:
    """Whether dates stand after "due"."""
    return any(tag == "due" and after == "dates" for tag, after in pairwise(reading.tags()))


def _counted(reading: Reading) -> str:
    """What stands after "how many"."""
    things = grammar().lists["counted"]
    after = reading.senses[reading.tags().index("count") :]
    words = (p.words.split()[-1] if s.slot == "kind" else s.value for p, s in after)
    named = (
        s.slot if s.slot == "agency-type" else w for w, (_, s) in zip(words, after, strict=True)
    )
    return next((word for word in named if word in things), "")


def _all_is_no_condition(reading: Reading) -> bool:
    """Whether "all" only says that the list should be whole, as in "list all reports"."""
    tags = reading.tags()
    return set(tags[: tags.index("all")]) <= {"is"} or reading.pattern.query == "latest-judgements"


def _too_many(reading: Reading) -> str:
    """Values that a query takes one of."""
    question = (
        load_question(reading.pattern.query) if reading.pattern.query not in NETWORK else None
    )
    single = {slot_of(p) for p in question.parameters if p.single} if question else {"top"}
    for slot in sorted((single | reading.pattern.one) - {"dates"}):
        if len({s.value for _, s in reading.senses if s.slot == slot}) > 1:
            return f"{reading.pattern.query} takes one {slot} at a time"
    return ""


def _wrongly_joined(reading: Reading, connectives: Mapping[int, str]) -> str:
    """Values of one kind must be a list; "and" and "or" must join values of one kind."""
    seen: set[str] = set()
    for number, (phrase, sense) in enumerate(reading.senses[1:], 1):
        earlier, before = reading.senses[number - 1]
        seen.add(before.slot)
        words = _between(connectives, earlier, phrase)
        if sense.slot == before.slot == "dates" and "or" in words:
            return "it names several periods"
        if sense.slot == before.slot and sense.slot not in ("cue", "dates"):
            if sense.value == before.value:
                continue
            if not words:
                return f"it is not said how “{earlier.words}” and “{phrase.words}” go together"
            if sense.slot in reading.pattern.either and not _has_or(reading, number, connectives):
                return f"“and” can mean both at once or either {sense.slot}: say “or” for either"
        elif sense.slot in seen - {"cue", "dates"}:
            return f"it names several things as {sense.slot} in different places"
        elif not _may_join(before, sense, words):
            return f"“{words[0]}” joins “{earlier.words}” and “{phrase.words}”, which differ"
    return ""


def _between(connectives: Mapping[int, str], earlier: Phrase, phrase: Phrase) -> list[str]:
    """What joins two phrases that follow each other."""
    places = range(earlier.last - 1, phrase.first)
    return [connectives[at] for at in places if at in connectives]


def _has_or(reading: Reading, number: int, connectives: Mapping[int, str]) -> bool:
    """Whether "or" joins the list of which the phrase of that number is one."""
    slot = reading.senses[number][1].slot
    alike = [phrase for phrase, sense in reading.senses if sense.slot == slot]
    places = range(alike[0].last, alike[-1].first)
    words = [connectives[at] for at in places if at in connectives]
    return "or" in words and "and" not in words


def _may_join(one: Sense, other: Sense, words: Sequence[str]) -> bool:
    """Whether these words may stand between two unlike things.

    "In Norfolk and since 2015" are two conditions; "Norfolk and London" or "Norfolk and
    Cafcass" would be a list, and a query that takes both takes what holds for both.
    """
    if not set(words) & {"and", "or"}:
        return True
    if one.slot == "cue" or other.slot == "cue":
        return one == other
    return "or" not in words and "dates" in (one.slot, other.slot)


def merged(periods: Sequence[str]) -> str | None:
    """One period out of "since …" and "until …"; nothing where there are several."""
    firsts = [first for first in (p.partition("/")[0] for p in periods) if first]
    lasts = [last for last in (p.partition("/")[2] for p in periods) if last]
    if len(firsts) > 1 or len(lasts) > 1 or (firsts and lasts and firsts[0] > f"{lasts[0]}~"):
        return None
    return f"{''.join(firsts)}/{''.join(lasts)}"


def nearest(content: Sequence[Phrase]) -> list[Pattern]:
    """Patterns by how much of the question they take, those first whose needs are met."""

    def distance(pattern: Pattern) -> tuple[int, int]:
        slots, takes = slots_of(pattern.query), pattern.may.union(*pattern.needs)
        alien = sum(not (p.fills(*slots) or p.tagged(*takes)) for p in content)
        unmet = sum(not any(p.tagged(*group) for p in content) for group in pattern.needs)
        missing = sum(not any(p.fills(slot) for p in content) for slot in pattern.slots)
        return (unmet or not pattern.needs) + alien + missing, -len(pattern.needs)

    return sorted(_askable(), key=distance)
