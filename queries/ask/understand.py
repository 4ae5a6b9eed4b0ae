"""A question in words, mapped to a named query and its parameters, or refused.

    understand(store, "which authorities had CAF weaknesses since 2015?")
    → weak-authorities, theme caf, since 2015

No model and no guessing: `lexicon.py` cuts the question into phrases that are known, what
stands beside a phrase narrows what it can mean, and a pattern must take every one of them
(`readings.py`). A question that two patterns (or one pattern in two ways) take is ambiguous and
is refused, with both readings; so is one that holds a word which no pattern can honour.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from inspectgraph.ontology.errors import NotUnderstood
from inspectgraph.queries.ask.grammar import Pattern, Sense, grammar
from inspectgraph.queries.ask.lexicon import Lexicon
from inspectgraph.queries.ask.phrases import Phrase
from inspectgraph.queries.ask.readings import (
    NETWORK,
    Reading,
    merged,
    nearest,
    readings_of,
    slot_of,
    slots_of,
)
from inspectgraph.queries.named.folders import load_question
from inspectgraph.queries.named.parameters import Parameter, bindings_of
from inspectgraph.queries.source.local import Source

Given = Mapping[str, tuple[str, ...]]

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
_SAYING: Final = ("named", "namedin", "said", "judged", "recommendations")
_NOT_INSPECTORS: Final = "it asks what somebody else said; reports say what inspectors found"
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
        if self.question in NETWORK:
            ends = self.given.get("end", ())
            rest = [(n, v) for n, v in self.given.items() if n != "end"]
        else:
            ends, rest = (), list(self.given.items())
        head = self.question if self.question in NETWORK else f"query {self.question}"
        words = [*shlex.split(f"inspectgraph {head}"), *ends]
        for name, values in rest:
            for value in values:
                words += [f"--{name}", value] if value else [f"--{name}"]
        return shlex.join(words)


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
    readings, reasons = readings_of(content, _connectives(phrases))
    meant = {reading.command: reading for reading in map(_understood, readings)}
    if len(meant) > 1:
        raise _refusal("it can be read in several ways", content, readings=tuple(meant))
    if not meant:
        raise _refusal(reasons[0] if reasons else _nothing_fits(content), content)
    only = next(iter(meant.values()))
    if only.question not in NETWORK:  # a name can mean nothing, or several bodies, in this graph
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
    bodies = ("agency", "agency-type")
    recommended = any(other.tagged("recommendations") for other in phrases)
    if _is_named(phrases, number):
        return tuple(s for s in phrase.senses if s.slot in bodies)
    senses = tuple(s for s in phrase.senses if recommended or s.slot not in bodies)
    before = _before(phrases, number).words.casefold()
    if (
        phrase.fills("subject")
        and before in ("of", "by")
        and not _of_an_inspection(phrases, number)
    ):
        return tuple(s for s in senses if s.slot == "subject")
    if recommended and before in ("for", "to"):
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
        word = before[-1].words.casefold() if before else ""
        if phrase.fills("dates") and word in ("about", "around"):
            raise _refusal("say which years are meant", (), words=(f"{word} {phrase.words}",))
        if phrase.fills("authority", "region") and word == "around":
            raise _refusal("say which areas are meant", (), words=(f"{word} {phrase.words}",))
        if phrase.fills(*_BODIES) and _is_source(phrases, number):
            raise _refusal(_NOT_INSPECTORS, (), words=(phrase.words,))
        if phrase.fills("agency-type") and not phrase.fills("agency"):
            name = _half_a_name(phrases, number)
            if name:
                raise _refusal("no agency of that name is known", (), words=(name,))


def _is_source(phrases: Sequence[Phrase], number: int) -> bool:
    """Whether something is said, named, judged or recommended by it."""
    places = [n for n in range(number) if phrases[n].words.casefold() not in _ARTICLES]
    if len(places) < 2 or phrases[places[-1]].words.casefold() not in ("by", "from"):
        return False
    return phrases[places[-2]].tagged(*_SAYING)


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


def _understood(reading: Reading) -> Understood:
    """A reading as query and parameters, in the order in which the query declares them."""
    query = reading.pattern.query
    given: dict[str, tuple[str, ...]] = {}
    if query in NETWORK:
        given = _network_given(reading)
        title, defaults = NETWORK[query][0], []
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
    meanings = tuple(
        (p.words, str(s)) for p, s in reading.senses if (s.slot, s.value) != ("cue", "is")
    )
    return Understood(query, given, f"{title}: {', '.join(parts) or 'all'}", meanings)


def _values(reading: Reading, parameter: Parameter) -> tuple[str, ...]:
    """The values of a parameter, as the question gives them."""
    slot = slot_of(parameter)
    values = [s.value for _, s in reading.senses if s.slot == slot]
    if slot == "dates" and values:
        first, _, last = (merged(values) or "/").partition("/")
        values = [first if parameter.kind == "date" else last]
    return tuple(dict.fromkeys(value for value in values if value))


def _network_given(reading: Reading) -> dict[str, tuple[str, ...]]:
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
    pattern = nearest(content)[0]
    slots, takes = slots_of(pattern.query), pattern.may.union(*pattern.needs)
    alien = [p for p in content if not (p.fills(*slots) or p.tagged(*takes))]
    if alien:
        words = ", ".join(f"“{phrase.words}”" for phrase in alien[:5])
        return f"no query takes all of it: {pattern.query} has no place for {words}"
    missing = [s for s in sorted(pattern.slots) if not any(p.fills(s) for p in content)]
    if missing:
        return f"{pattern.query} needs a value for {' and '.join(missing)}"
    return "no query takes all of it"


def _refusal(
    reason: str,
    content: Sequence[Phrase],
    words: tuple[str, ...] = (),
    near: tuple[str, ...] = (),
    readings: tuple[str, ...] = (),
) -> NotUnderstood:
    """A refusal with three questions that are understood, and their queries."""
    patterns: dict[str, Pattern] = {}
    for pattern in nearest(content):
        patterns.setdefault(pattern.query, pattern)
    three = list(patterns.values())[:3]
    asks = "; ".join(f"“{pattern.example}”" for pattern in three)
    names = ", ".join(pattern.query for pattern in three)
    cure = f"Ask for instance: {asks}. The nearest queries: {names} (`inspectgraph queries`)."
    return NotUnderstood(reason, words, near, readings, cure)
