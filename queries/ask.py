"""A question in words, mapped to a named query and its parameters, or refused.

    understand(store, "which authorities had CAF weaknesses since 2015?")
    → weak-authorities, theme caf, since 2015

No model and no guessing: `phrases.py` cuts the question into phrases that are known,
and a frame of `ask.toml` must take every one of them. A question that two frames (or
one frame in two ways) take is ambiguous and is refused, with both readings; so is one
that holds a word which no frame can honour.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import Final

from inspectgraph.ontology.errors import BadParameter, NotUnderstood
from inspectgraph.queries.parameters import Parameter, bindings_of
from inspectgraph.queries.phrases import Frame, Lexicon, Phrase, Sense, grammar
from inspectgraph.queries.runner import Answer, load_question, question_names, run
from inspectgraph.queries.store import Source, bind, with_prefixes
from pyoxigraph import Store

Given = Mapping[str, tuple[str, ...]]

_MOST_READINGS: Final = 64  # of one frame; a question that leaves more open says too little
_NETWORK: Final[Mapping[str, tuple[str, tuple[str, ...]]]] = {
    "network path": ("A shortest way between two bodies", ("authority", "agency")),
    "network central": ("The most central authorities and agencies", ("top",)),
}
_ENDS: Final = 2  # a path has two
_FINDINGS: Final = ("weak", "problem", "strong", "recommendations")
_BODIES: Final = ("agency", "agency-type", "subject")
_THINGS: Final = (
    "authorities",
    "agencies",
    "reports",
    "whichreports",
    "who",
    "where",
    "inspectors",
)
_ARTICLES: Final = ("the", "a", "an", "its", "their")


@dataclass(frozen=True)
class Understood:
    """What a question was taken to mean: the query, its parameters, and phrase by phrase."""

    question: str
    given: Given
    restated: str
    phrases: tuple[tuple[str, str], ...]

    @property
    def command(self) -> str:
        """The command line that asks the same."""
        if self.question in _NETWORK:
            ends = self.given.get("end", ())
            rest = [(n, v) for n, v in self.given.items() if n != "end"]
        else:
            ends, rest = (), list(self.given.items())
        head = self.question if self.question in _NETWORK else f"query {self.question}"
        words = [*shlex.split(f"inspectgraph {head}"), *ends]
        for name, values in rest:
            for value in values:
                words += [f"--{name}", value] if value else [f"--{name}"]
        return shlex.join(words)


@dataclass(frozen=True)
class _Reading:
    """A frame, and the sense that each phrase has in it."""

    frame: Frame
    senses: tuple[tuple[Phrase, Sense], ...]

    def tags(self) -> list[str]:
        """Tags of words and slots of names, in the order of the question."""
        return [s.value if s.slot == "cue" else s.slot for _, s in self.senses]


def ask(store: Source, question: str, today: date | None = None) -> tuple[Understood, Answer]:
    """Understand a question and answer it; `NotUnderstood` where it is refused."""
    meant = understand(store, question, today)
    return meant, answer(store, meant)


def answer(store: Source, meant: Understood) -> Answer:
    """The answer to a question that was understood."""
    if meant.question not in _NETWORK:
        return run(store, load_question(meant.question), meant.given)
    from inspectgraph.queries import network

    if not isinstance(store, Store):
        raise BadParameter("endpoint", "the network is computed over a store of your own")
    national = "through-national" in meant.given
    if meant.question == "network path":
        start, end = meant.given["end"]
        return network.path(store, start, end, through_national=national)
    top = int(meant.given.get("top", ("20",))[0])
    return network.central(store, through_national=national, top=top)


def sparql_of(store: Source, meant: Understood) -> str:
    """The SPARQL that answers, parameters bound; empty for the network, which is no query."""
    if meant.question in _NETWORK:
        return ""
    question = load_question(meant.question)
    bound = bind(question.text, bindings_of(store, question.parameters, meant.given))
    return with_prefixes(bound)


def understand(store: Source, question: str, today: date | None = None) -> Understood:
    """Map a question to a query and its parameters, or refuse it with the reason."""
    lexicon = Lexicon(store, question)
    try:
        phrases, unknown = lexicon.phrases(today)
    except NotUnderstood as error:
        raise _refusal(error.reason, (), words=error.words) from error
    content = _content(phrases)
    if unknown:
        raise _unknown_words(lexicon, content, unknown)
    _check_names(phrases)
    for phrase in content:
        if all(sense.slot == "refused" for sense in phrase.senses):
            raise _refusal(phrase.senses[0].value, content, words=(phrase.words,))
    readings, reasons = _readings(content, _connectives(phrases))
    meant = {one.command: one for one in map(_understood, readings)}
    if len(meant) > 1:
        raise _refusal("it can be read in several ways", content, readings=tuple(meant))
    if not meant:
        raise _refusal(reasons[0] if reasons else _nothing_fits(content), content)
    only = next(iter(meant.values()))
    if only.question not in _NETWORK:  # a name can mean nothing, or several bodies, in this graph
        bindings_of(store, load_question(only.question).parameters, only.given)
    return only


def _unknown_words(
    lexicon: Lexicon, content: Sequence[Phrase], unknown: Sequence[str]
) -> NotUnderstood:
    """The refusal of words that nothing knows, with known ones that look like them."""
    reason = "these words are not known"
    if any(word.isdigit() for word in unknown):
        reason += " (dates are written as 2015, March 2015 or 2015-03-31)"
    return _refusal(reason, content, words=tuple(unknown[:10]), near=lexicon.near(unknown))


def _content(phrases: Sequence[Phrase]) -> tuple[Phrase, ...]:
    """The phrases that say something, without senses that the words around them exclude."""
    out = []
    weak = any(phrase.tagged(*_FINDINGS) for phrase in phrases)
    for number, phrase in enumerate(phrases):
        senses = phrase.senses
        if weak and phrase.fills(*_BODIES):
            senses = _as_body(phrases, number)
        if phrase.fills("agency"):  # the body itself, and not its type: Cafcass
            senses = tuple(sense for sense in senses if sense.slot != "agency-type")
        if not senses:
            reason = "say “weaknesses that name …” for findings that name a body"
            raise _refusal(reason, (), words=(phrase.words,))
        if not phrase.fills("stop", "pronoun"):
            out.append(replace(phrase, senses=senses))
    return tuple(out)


def _as_body(phrases: Sequence[Phrase], number: int) -> tuple[Sense, ...]:
    """What a body means beside "weaknesses".

    "Weaknesses that name the police" are findings that name them, those "of the police" are
    about what the police do; "police weaknesses" leaves open whether it is theme or subject.
    """
    phrase = phrases[number]
    told = any(other.tagged("recommendations") for other in phrases)
    if _is_named(phrases, number):
        return tuple(s for s in phrase.senses if s.slot in ("agency", "agency-type"))
    senses = tuple(s for s in phrase.senses if told or s.slot not in ("agency", "agency-type"))
    before = _before(phrases, number).words.casefold()
    if (
        phrase.fills("subject")
        and before in ("of", "by")
        and not _of_an_inspection(phrases, number)
    ):
        return tuple(s for s in senses if s.slot == "subject")
    if told and before in ("for", "to"):
        senses = tuple(s for s in senses if s.slot != "theme")
    if phrase.tagged("authorities"):  # "which council …" asks for areas
        return tuple(s for s in senses if s.slot != "subject")
    return senses


def _of_an_inspection(phrases: Sequence[Phrase], number: int) -> bool:
    """Whether "inspections of" or "reports by" stand before it."""
    return any(
        phrase.tagged("inspections", "reports") for phrase in phrases[max(0, number - 3) : number]
    )


def _check_names(phrases: Sequence[Phrase]) -> None:
    """Refuse what is half a name, or stands for something that the question does not name."""
    for number, phrase in enumerate(phrases):
        before = phrases[:number]
        if phrase.fills("pronoun") and not any(_is_thing(earlier) for earlier in before):
            raise _refusal("it points at an earlier question", (), words=(phrase.words,))
        if phrase.fills("dates") and before and before[-1].words.casefold() == "about":
            raise _refusal("say which years are meant", (), words=(f"about {phrase.words}",))
        if phrase.fills("agency-type") and not phrase.fills("agency"):
            name = _half_a_name(phrases, number)
            if name:
                raise _refusal("no agency of that name is known", (), words=(name,))


def _is_thing(phrase: Phrase) -> bool:
    """Whether "its" or "their" can stand for it."""
    return phrase.fills("authority", *_BODIES) or phrase.tagged(*_THINGS)


def _half_a_name(phrases: Sequence[Phrase], number: int) -> str:
    """A body named by its type and a place: "Norfolk Academy", "University of Norfolk"."""
    phrase, before, behind = phrases[number], phrases[:number], phrases[number + 1 : number + 3]
    proper = phrase.words.istitle()
    if proper and before and before[-1].fills("authority") and not before[-1].possessive:
        return f"{before[-1].words} {phrase.words}"
    of = len(behind) > 1 and behind[0].words == "of" and behind[1].fills("authority")
    if of and (proper or phrase.words.casefold() in grammar().lists["heads"]):
        return f"{phrase.words} of {behind[1].words}"
    return ""


def _before(phrases: Sequence[Phrase], number: int) -> Phrase:
    """The phrase before one, articles left out; the phrase itself where it is the first."""
    for phrase in reversed(phrases[:number]):
        if phrase.words.casefold() not in _ARTICLES:
            return phrase
    return phrases[number]


def _is_named(phrases: Sequence[Phrase], number: int) -> bool:
    """Whether "name" stands before it, or before a list that it is in, or "is named" after it."""
    for phrase in reversed(phrases[:number]):
        if phrase.tagged("named"):
            return True
        words = phrase.words.casefold()
        if words not in (*_ARTICLES, "and", "or") and not phrase.fills("agency", "agency-type"):
            break
    after = [p for p in phrases[number + 1 : number + 4] if not (p.fills("stop") or p.tagged("is"))]
    return bool(after) and after[0].tagged("named", "namedin")


def _connectives(phrases: Sequence[Phrase]) -> dict[int, str]:
    """Where "and" and "or" stand, by token; a comma stands for "and"."""
    words = {"&": "and", "/": "or"}
    out = {phrase.first - 1: "," for phrase in phrases if phrase.listed}
    for phrase in phrases:
        word = words.get(phrase.words, phrase.words.casefold())
        if word in ("and", "or"):
            out[phrase.first] = word
    return out


def _readings(
    content: Sequence[Phrase], connectives: Mapping[int, str]
) -> tuple[list[_Reading], list[str]]:
    """All readings that hold, and why others don't."""
    readings: list[_Reading] = []
    reasons: list[str] = []
    for frame in _askable():
        for reading in _of_frame(frame, content):
            reason = _objection(reading, connectives)
            if reason:
                reasons.append(reason)
            else:
                readings.append(reading)
    return readings, reasons


def _askable() -> list[Frame]:
    """The frames whose query is there."""
    known = {*question_names(), *_NETWORK}
    return [frame for frame in grammar().frames if frame.query in known]


def _of_frame(frame: Frame, content: Sequence[Phrase]) -> Iterator[_Reading]:
    """Each way in which a frame takes every phrase and gets what it needs."""
    slots = _slots(frame.query)
    takes = frame.may.union(*frame.needs)
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
        reading = _Reading(frame, tuple(zip(content, senses, strict=True)))
        if _is_complete(reading):
            yield reading


def _slots(query: str) -> frozenset[str]:
    """Types of values that a query takes; the pair of dates counts as one."""
    if query in _NETWORK:
        return frozenset(_NETWORK[query][1])
    kinds = {_slot(parameter) for parameter in load_question(query).parameters}
    return frozenset(kinds)


def _slot(parameter: Parameter) -> str:
    if parameter.kind in ("date", "end-date"):
        return "dates"
    return parameter.name if parameter.kind in ("text", "integer") else parameter.kind


def _is_complete(reading: _Reading) -> bool:
    """Whether the needs, slots and order of the frame are there."""
    frame, tags = reading.frame, reading.tags()
    there = set(tags)
    if not all(group & there for group in frame.needs) or not frame.slots <= there:
        return False
    if frame.any and not frame.any & there:
        return False
    if frame.query == "network path":
        return sum(tag in ("authority", "agency") for tag in tags) == _ENDS
    places = [tags.index(tag) for tag in frame.order]
    return places == sorted(places)


def _objection(reading: _Reading, connectives: Mapping[int, str]) -> str:
    """Why a reading that is complete does not hold after all; empty where it holds."""
    tags = set(reading.tags())
    for tag, reason in reading.frame.unless:
        if tag in tags:
            return reason
    if "all" in tags and not _all_is_no_condition(reading):
        return "“all” could ask for what holds everywhere, and no query does that"
    if "count" in tags and _counted(reading) not in reading.frame.counts:
        return f"the rows of {reading.frame.query} are other things than it wants counted"
    if "said" in tags and _speaks(reading):
        return "it asks what somebody else said; reports tell what inspectors said"
    if {"agency", "agency-type"} <= tags:
        return "it names a body and a type of body: ask for one of them"
    if reading.frame.query == "network path":
        return "“or” leaves open which way is meant" if "or" in connectives.values() else ""
    dates = [s.value for _, s in reading.senses if s.slot == "dates"]
    if len(dates) > 1 and _merged(dates) is None:
        return "it names several periods"
    return _too_many(reading) or _wrongly_joined(reading, connectives)


def _speaks(reading: _Reading) -> bool:
    """Whether a name stands before "said": what Norfolk said is not what was said of Norfolk."""
    place = reading.tags().index("said")
    return place > 0 and reading.senses[place - 1][1].slot != "cue"


def _counted(reading: _Reading) -> str:
    """What stands after "how many"."""
    things = grammar().lists["counted"]
    after = reading.senses[reading.tags().index("count") :]
    words = (p.words.split()[-1] if s.slot == "kind" else s.value for p, s in after)
    named = (
        s.slot if s.slot == "agency-type" else w for w, (_, s) in zip(words, after, strict=True)
    )
    return next((word for word in named if word in things), "")


def _all_is_no_condition(reading: _Reading) -> bool:
    """Whether "all" only says that the list should be whole, as in "list all reports"."""
    tags = reading.tags()
    return set(tags[: tags.index("all")]) <= {"is"} or reading.frame.query == "latest-judgements"


def _too_many(reading: _Reading) -> str:
    """Values that a query takes one of."""
    question = load_question(reading.frame.query) if reading.frame.query not in _NETWORK else None
    single = {_slot(p) for p in question.parameters if p.single} if question else {"top"}
    for slot in sorted((single | reading.frame.one) - {"dates"}):
        if len({s.value for _, s in reading.senses if s.slot == slot}) > 1:
            return f"{reading.frame.query} takes one {slot} at a time"
    return ""


def _wrongly_joined(reading: _Reading, connectives: Mapping[int, str]) -> str:
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
            if sense.slot in reading.frame.either and not _has_or(reading, number, connectives):
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


def _has_or(reading: _Reading, number: int, connectives: Mapping[int, str]) -> bool:
    """Whether "or" joins the list of which the phrase of that number is one."""
    slot = reading.senses[number][1].slot
    alike = [phrase for phrase, sense in reading.senses if sense.slot == slot]
    places = range(alike[0].last, alike[-1].first)
    words = [connectives[at] for at in places if at in connectives]
    return "or" in words and "and" not in words


def _may_join(one: Sense, other: Sense, words: Sequence[str]) -> bool:
    """Whether these words may stand between two unlike things: "and" between conditions."""
    if not set(words) & {"and", "or"}:
        return True
    if one.slot == "cue" or other.slot == "cue":
        return one == other
    return "or" not in words


def _understood(reading: _Reading) -> Understood:
    """A reading as query and parameters, in the order in which the query declares them."""
    query = reading.frame.query
    given: dict[str, tuple[str, ...]] = {}
    if query in _NETWORK:
        given = _network_given(reading)
        title, defaults = _NETWORK[query][0], []
    else:
        question = load_question(query)
        for parameter in question.parameters:
            values = _values(reading, parameter)
            if values:
                given[parameter.name] = values
        title = question.title
        defaults = [p for p in question.parameters if p.default and p.name not in given]
    parts = [f"{name} {' or '.join(values)}".strip() for name, values in given.items()]
    parts += [f"{p.name} {p.default} (not said)" for p in defaults]
    said = tuple((p.words, str(s)) for p, s in reading.senses if (s.slot, s.value) != ("cue", "is"))
    return Understood(query, given, f"{title}: {', '.join(parts) or 'all'}", said)


def _values(reading: _Reading, parameter: Parameter) -> tuple[str, ...]:
    """The values of a parameter, as the question gives them."""
    slot = _slot(parameter)
    values = [s.value for _, s in reading.senses if s.slot == slot]
    if slot == "dates" and values:
        first, _, last = (_merged(values) or "/").partition("/")
        values = [first if parameter.kind == "date" else last]
    return tuple(dict.fromkeys(value for value in values if value))


def _merged(periods: Sequence[str]) -> str | None:
    """One period out of "since …" and "until …"; nothing where there are several."""
    firsts = [first for first in (p.partition("/")[0] for p in periods) if first]
    lasts = [last for last in (p.partition("/")[2] for p in periods) if last]
    if len(firsts) > 1 or len(lasts) > 1 or (firsts and lasts and firsts[0] > f"{lasts[0]}~"):
        return None
    return f"{''.join(firsts)}/{''.join(lasts)}"


def _network_given(reading: _Reading) -> dict[str, tuple[str, ...]]:
    """Ends of a path or how many of the most central, and whether national bodies are crossed."""
    given: dict[str, tuple[str, ...]] = {}
    for name, slots in (("end", ("authority", "agency")), ("top", ("top",))):
        values = tuple(s.value for _, s in reading.senses if s.slot in slots)
        if values:
            given[name] = values
    if "national" in reading.tags():
        given["through-national"] = ("",)
    return given


def _nothing_fits(content: Sequence[Phrase]) -> str:
    """What the nearest query lacks, or does not take."""
    if not content:
        return "it does not say what is asked for"
    frame = _nearest(content)[0]
    slots, takes = _slots(frame.query), frame.may.union(*frame.needs)
    alien = [p for p in content if not (p.fills(*slots) or p.tagged(*takes))]
    if alien:
        words = ", ".join(f"“{phrase.words}”" for phrase in alien[:5])
        return f"no query takes all of it: {frame.query} has no place for {words}"
    missing = [s for s in sorted(frame.slots) if not any(p.fills(s) for p in content)]
    if missing:
        return f"{frame.query} needs a value for {' and '.join(missing)}"
    return "no query takes all of it"


def _nearest(content: Sequence[Phrase]) -> list[Frame]:
    """Frames by how much of the question they take, those first whose needs are met."""

    def distance(frame: Frame) -> tuple[int, int]:
        slots, takes = _slots(frame.query), frame.may.union(*frame.needs)
        alien = sum(not (p.fills(*slots) or p.tagged(*takes)) for p in content)
        unmet = sum(not any(p.tagged(*group) for p in content) for group in frame.needs)
        missing = sum(not any(p.fills(slot) for p in content) for slot in frame.slots)
        return (unmet or not frame.needs) + alien + missing, -len(frame.needs)

    return sorted(_askable(), key=distance)


def _refusal(
    reason: str,
    content: Sequence[Phrase],
    words: tuple[str, ...] = (),
    near: tuple[str, ...] = (),
    readings: tuple[str, ...] = (),
) -> NotUnderstood:
    """A refusal with three questions that are understood, and their queries."""
    frames: dict[str, Frame] = {}
    for frame in _nearest(content):
        frames.setdefault(frame.query, frame)
    nearest = list(frames.values())[:3]
    asks = "; ".join(f"“{frame.example}”" for frame in nearest)
    names = ", ".join(frame.query for frame in nearest)
    cure = f"Ask for instance: {asks}. The nearest queries: {names} (`inspectgraph queries`)."
    return NotUnderstood(reason, words, near, readings, cure)
