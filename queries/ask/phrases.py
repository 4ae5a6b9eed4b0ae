"""A question in words, cut into phrases and what each can mean.

Words come from `ask.toml`, names and labels from the graph, councils in any usual form
from `ontology/names.py`; dates have a grammar of their own. The longest phrase wins. A
phrase with several senses keeps them all: `ask.py` decides by what is asked for. What is
no phrase and no stop word is unknown, and the question is refused: nothing is dropped.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from inspectgraph.ontology.authorities import core_name
from inspectgraph.ontology.errors import NotUnderstood
from inspectgraph.ontology.profiles import packaged_authorities
from inspectgraph.queries.ask.periods import in_words, measure
from inspectgraph.queries.named.parameters import CONCEPTS
from inspectgraph.queries.source.local import Source, select
from pyoxigraph import Literal, NamedNode

LONGEST_QUESTION: Final = 500
_LONGEST_PHRASE: Final = 16  # words; the longest label of an aspect has 15
_TOKEN: Final = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[&/]")
_GAP: Final = re.compile(r"[\s'\"“”().,;:?!\-‐‑–—]*")
_INSIDE: Final = re.compile(r"[\s',.\-‐‑–]*")
_ENDS_EARLY: Final = re.compile(r"[?!;]|(?<!\bst)\.\s", re.IGNORECASE)
_EXCLUDES: Final = re.compile(r"(?:^|[\s(\"])-+(?=\S)|!(?=\w)")
_APOSTROPHES: Final = str.maketrans("’‘`´", "''''")
_SHORT_IS: Final = re.compile(
    r"\b(what|who|where|when|how|that|there|it)'s(?= (been|got|had)\b)?", re.IGNORECASE
)
_SYMBOLS: Final[Mapping[str, str]] = {"&": "and", "/": "or"}
_LISTS: Final = (
    *("after_theme", "exact", "ordinary", "heads", "kind_with_noun", "counted"),
    *("links", "council_words", "naming", "present", "quantities"),
)
_NOUNS: Final = ("inspection", "inspections", "report", "reports", "visit", "visits")
_ABBREVIATION: Final = re.compile(r"[A-Z][A-Z0-9]{2,7}")
_GSS: Final = re.compile(r"e\d{8}")
_BY_ID: Final = frozenset(("theme", "aspect", "grade", "agency-type", "kind"))

_CONCEPTS: Final = """SELECT DISTINCT ?concept ?name WHERE {
  ?concept a skos:Concept .
  { ?concept skos:prefLabel ?name BIND(1 AS ?rank) }
  UNION { ?concept skos:altLabel ?name BIND(2 AS ?rank) }
} ORDER BY ?concept ?rank ?name"""
_HIDDEN: Final = """SELECT DISTINCT ?concept ?name WHERE {
  ?concept a skos:Concept ; skos:hiddenLabel ?name
} ORDER BY ?concept ?name"""
_REGIONS: Final = "SELECT DISTINCT ?region WHERE { ?area ig:region ?region } ORDER BY ?region"
_AUTHORITIES: Final = """SELECT DISTINCT ?name WHERE {
  ?area a ig:Authority ; skos:prefLabel|skos:altLabel|ig:shortName ?name
} ORDER BY ?name"""
_MINTED: Final = """SELECT DISTINCT ?name WHERE {
  ?area a ig:Authority ; ig:minted true ; skos:prefLabel ?name
} ORDER BY ?name"""
_AGENCIES: Final = """SELECT DISTINCT ?name WHERE {
  { ?body a ig:Agency ; skos:prefLabel|skos:altLabel|skos:hiddenLabel ?name }
  UNION { ?body a ig:Inspectorate ; skos:prefLabel|skos:altLabel ?name }
  UNION { ?body ig:formerName ?former . ?former rdfs:label ?name }
}"""
_PRINTED: Final = """SELECT DISTINCT ?name WHERE {
  ?naming a ig:Naming ; ig:surfaceForm ?name
}"""


@dataclass(frozen=True)
class Token:
    """A word of the question: as typed, as compared, and compared without its 's."""

    word: str
    key: str
    base: str
    start: int
    end: int


@dataclass(frozen=True)
class Sense:
    """One thing that a phrase can mean: a word of the grammar, or a value of a slot."""

    slot: str  # "cue", "stop", "refused", or the type of a parameter
    value: str
    label: str = ""

    def __str__(self) -> str:
        """The sense as users see it."""
        if self.slot == "dates":
            return in_words(self.value)
        if self.slot == "cue":
            return f"asks for: {self.value}"
        return f"{self.slot} {self.value}" + (f" ({self.label})" if self.label else "")


@dataclass(frozen=True)
class Phrase:
    """Some words of the question and what they can mean; tokens first to last-1.

    `listed` tells that a comma stands before it.
    """

    words: str
    senses: tuple[Sense, ...]
    first: int
    last: int
    listed: bool = False

    @property
    def possessive(self) -> bool:
        """Whether it ends in 's."""
        return self.words.casefold().endswith("'s")

    def tagged(self, *tags: str) -> bool:
        """Whether it can be a word of one of these tags."""
        return any(sense.slot == "cue" and sense.value in tags for sense in self.senses)

    def fills(self, *slots: str) -> bool:
        """Whether it can be a value of one of these slots."""
        return any(sense.slot in slots for sense in self.senses)


@dataclass(frozen=True)
class Frame:
    """A way to ask a query: the tags and slots that it needs and takes (see ask.toml)."""

    query: str
    example: str
    needs: tuple[frozenset[str], ...] = ()
    may: frozenset[str] = frozenset()
    slots: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    either: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()
    unless: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Grammar:
    """`ask.toml`, read."""

    words: Mapping[str, tuple[Sense, ...]]
    synonyms: Mapping[str, tuple[Sense, ...]]
    lists: Mapping[str, frozenset[str]]
    frames: tuple[Frame, ...]


@cache
def grammar() -> Grammar:
    """The words and frames of `ask.toml`, read once a process."""
    path = Path(__file__).with_name("grammar.toml")
    with path.open("rb") as file:
        data = tomllib.load(file)
    words: dict[str, list[Sense]] = {}
    for word in data["stop"]:
        words.setdefault(key(word), []).append(Sense("stop", ""))
    for word in data["pronouns"]:
        words.setdefault(key(word), []).append(Sense("pronoun", ""))
    for slot, groups in (("refused", data["refused"]), ("cue", data["cues"])):
        for value, phrases in groups.items():
            for phrase in phrases:
                words.setdefault(key(phrase), []).append(Sense(slot, value))
    synonyms: dict[str, list[Sense]] = {}
    for slot, values in data["synonyms"].items():
        for value, phrases in values.items():
            for phrase in phrases:
                synonyms.setdefault(key(phrase), []).append(Sense(slot, value))
    return Grammar(
        {word: tuple(senses) for word, senses in words.items()},
        {word: tuple(senses) for word, senses in synonyms.items()},
        {name: frozenset(data[name]) for name in _LISTS},
        tuple(_frame(one, frozenset(data["common"])) for one in data["frames"]),
    )


def _frame(
    data: dict[str, str | list[str] | list[list[str]] | dict[str, str]], common: frozenset[str]
) -> Frame:
    """One frame of the file."""

    def strings(name: str) -> tuple[str, ...]:
        return tuple(str(value) for value in data.get(name, ()))

    unless = data.get("unless", {})
    return Frame(
        query=str(data["query"]),
        example=str(data["example"]),
        needs=tuple(frozenset(group) for group in data.get("needs", ())),
        may=frozenset(strings("may")) | common | ({"count"} if data.get("counts") else set()),
        slots=frozenset(strings("slots")),
        any=frozenset(strings("any")),
        one=frozenset(strings("one")),
        either=frozenset(strings("either")),
        counts=frozenset(strings("counts")),
        order=strings("order"),
        unless=tuple(unless.items()) if isinstance(unless, dict) else (),
    )


def key(text: str) -> str:
    """A phrase as it is compared: lower case, no apostrophes, hyphens or other signs."""
    return " ".join(token.key for token in _tokens(text))


def tokens_of(question: str) -> tuple[str, tuple[Token, ...]]:
    """The question in its plain form, and its words; refused where signs would be dropped."""
    if len(question) > LONGEST_QUESTION:
        raise NotUnderstood(f"it is longer than {LONGEST_QUESTION} characters")
    text = unicodedata.normalize("NFKC", question).translate(_APOSTROPHES)
    text = _SHORT_IS.sub(lambda found: f"{found[1]} {'has' if found[2] else 'is'}", text)
    if _EXCLUDES.search(text):
        raise NotUnderstood("a minus or exclamation mark before a word could mean to leave it out")
    tokens = tuple(_tokens(text))
    if not tokens:
        raise NotUnderstood("it holds no words")
    ends = [0, *(token.end for token in tokens)]
    starts = [*(token.start for token in tokens), len(text)]
    for end, start in zip(ends, starts, strict=True):
        gap = text[end:start]
        if not _GAP.fullmatch(gap):
            strange = sorted(set(_GAP.sub("", gap)))
            raise NotUnderstood("signs that have no meaning here", tuple(strange[:5]))
        if end > 0 and start < len(text) and _ENDS_EARLY.search(text[max(0, end - 2) : start]):
            raise NotUnderstood("it holds more than one sentence; ask one thing at a time")
    return text, tokens


def _tokens(text: str) -> Iterator[Token]:
    for found in _TOKEN.finditer(text.translate(_APOSTROPHES)):
        word = found.group()
        low = _SYMBOLS.get(word, word).casefold()
        base = low.removesuffix("'s")
        yield Token(word, low.replace("'", ""), base.replace("'", ""), found.start(), found.end())


class Lexicon:
    """What the phrases of a question can mean, out of the grammar and one store."""

    def __init__(self, store: Source, question: str) -> None:
        self._store = store
        self._question = question[: LONGEST_QUESTION + 1]
        self._grammar = grammar()
        self._concepts = self._read_concepts()
        self._names = self._read_names(self._question)
        self._authorities = self._read_authorities()

    def phrases(self, today: date | None) -> tuple[tuple[Phrase, ...], tuple[str, ...]]:
        """The question as phrases, and the words that are part of none."""
        text, tokens = tokens_of(self._question)
        found: list[Phrase] = []
        unknown: list[str] = []
        at = 0
        while at < len(tokens):
            phrase = self._longest(text, tokens, at, today)
            if phrase is None and not self._follows_a_theme(found, tokens[at]):
                unknown.append(tokens[at].word)
            if phrase is not None:
                comma = at > 0 and "," in text[tokens[at - 1].end : tokens[at].start]
                found.append(replace(phrase, listed=comma))
            at = phrase.last if phrase else at + 1
        return tuple(found), tuple(unknown)

    def _follows_a_theme(self, found: Sequence[Phrase], token: Token) -> bool:
        """Whether it is a word such as "services" straight after a theme."""
        if token.key not in self._grammar.lists["after_theme"] or not found:
            return False
        return found[-1].fills("theme", "aspect")

    def _longest(
        self, text: str, tokens: Sequence[Token], at: int, today: date | None
    ) -> Phrase | None:
        dated = self._measured(text, tokens, at, today)
        length = dated.last - at if dated else 0
        for count in range(self._reach(text, tokens, at), length, -1):
            window = tokens[at : at + count]
            senses = self._senses(text, window, at == 0)
            if senses:
                words = text[window[0].start : window[-1].end]
                return Phrase(words, senses, at, at + count)
        return dated

    def _measured(
        self, text: str, tokens: Sequence[Token], at: int, today: date | None
    ) -> Phrase | None:
        """Dates or a number that begin at a token and end with one."""
        ends = {token.end: number for number, token in enumerate(tokens, 1)}
        start = tokens[at].start
        found = measure(text, start, frozenset(ends), today)
        if found is None:
            return None
        senses = tuple(Sense(found.slot, value) for value in found.values)
        return Phrase(text[start : found.end], senses, at, ends[found.end])

    def _reach(self, text: str, tokens: Sequence[Token], at: int) -> int:
        """How many tokens a phrase that begins here can have at most."""
        count = 1
        while count < _LONGEST_PHRASE and at + count < len(tokens):
            gap = text[tokens[at + count - 1].end : tokens[at + count].start]
            if not _INSIDE.fullmatch(gap):
                break
            count += 1
        return count

    def _senses(self, text: str, window: Sequence[Token], opening: bool) -> tuple[Sense, ...]:
        """Everything that exactly these words can mean."""
        name = " ".join(text[window[0].start : window[-1].end].split())
        start = [token.key for token in window[:-1]]
        forms = {" ".join([*start, window[-1].key]): name}
        forms.setdefault(" ".join([*start, window[-1].base]), re.sub("'[sS]$", "", name))
        labels = not self._is_plain_word(window, opening)
        senses: dict[tuple[str, str], Sense] = {}
        for form, short in forms.items():
            found = [*self._grammar.words.get(form, ())]
            if labels:
                found += [*self._concepts.get(form, ()), *self._grammar.synonyms.get(form, ())]
            for sense in (*found, *self._named(form, short, window, opening)):
                if sense.slot == "agency" and any(slot == "agency" for slot, _ in senses):
                    continue  # "Barnardo's" is a name, and not somebody's
                senses.setdefault((sense.slot, sense.value), sense)
        return tuple(senses.values())

    def _is_plain_word(self, window: Sequence[Token], opening: bool) -> bool:
        """Whether a label that is an English word too is typed as a word ("send me")."""
        return any(
            token.key == label.casefold()
            and (token.word != label or (opening and not label.isupper()))
            for token in window
            for label in self._grammar.lists["exact"]
        )

    def _named(
        self, form: str, name: str, window: Sequence[Token], opening: bool
    ) -> Iterator[Sense]:
        """Councils and agencies of that name."""
        possessive = name.casefold().endswith("'s")
        if not possessive and self._is_authority(form, name, window, opening):
            yield Sense("authority", name)
        elif form in self._names and (len(window) > 1 or name in self._names[form]):
            yield Sense("agency", name)

    def _is_authority(self, form: str, name: str, window: Sequence[Token], opening: bool) -> bool:
        if _GSS.fullmatch(form):
            return True
        if form in self._grammar.lists["ordinary"] and (opening or not name[:1].isupper()):
            return False
        if form in self._authorities:
            return True
        links = self._grammar.lists["links"]
        first, last = window[0].key, window[-1].key
        if last in links or (first in links and not (first == "city" and len(window) > 2)):
            return False
        return first not in self._grammar.lists["council_words"] and self._matches(name)

    def _matches(self, name: str) -> bool:
        """Whether the reference data knows a council by any usual form of the name."""
        return packaged_authorities().match(name) is not None

    def _read_concepts(self) -> dict[str, list[Sense]]:
        """Labels and ids of concepts, and their plurals where no label says otherwise."""
        out: dict[str, list[Sense]] = {}
        slots = {namespace: slot for slot, namespace in CONCEPTS.items() if slot != "polarity"}
        main: dict[str, str] = {}
        for concept, name in select(self._store, _CONCEPTS):
            if not isinstance(concept, NamedNode) or not isinstance(name, Literal):
                continue
            namespace, _, local = concept.value.rpartition("/")
            slot = slots.get(f"{namespace}/")
            if slot:
                label = main.setdefault(concept.value, name.value)
                for form in self._forms(slot, local, name.value):
                    _add(out, form, Sense(slot, local, label))
        for (region,) in select(self._store, _REGIONS):
            if isinstance(region, Literal):
                for form in (key(region.value), f"{key(region.value)} region"):
                    _add(out, form, Sense("region", region.value))
        return self._plurals(out) | out

    def _plurals(self, labels: Mapping[str, Sequence[Sense]]) -> dict[str, list[Sense]]:
        """Labels in their other number, where that is no label itself."""
        out: dict[str, list[Sense]] = {}
        for form, senses in labels.items():
            for other in _numbers_of(form):
                if other not in labels and other not in self._grammar.synonyms:
                    for sense in senses:
                        if sense.slot != "subject":  # "councils" are no subject, but areas
                            _add(out, other, sense)
        return out

    def _forms(self, slot: str, local: str, name: str) -> Iterator[str]:
        """The phrases for one label of a concept."""
        if slot == "aspect":  # the word says what is asked for: "the latest overall judgement"
            name = name.removesuffix(" judgement")
        plain = key(re.sub(r"\s*\([^)]*\)", "", name))
        forms = {plain, key(name)} | ({key(local)} if slot in _BY_ID else set())
        if slot != "kind":
            yield from sorted(forms)
            return
        short = (
            bool(_ABBREVIATION.fullmatch(name))
            and name not in self._grammar.lists["kind_with_noun"]
        )
        for form in sorted(forms):
            if short or any(noun in form for noun in ("inspection", "visit", "framework", "news")):
                yield form
            yield from (f"{form} {noun}" for noun in _NOUNS)

    def _read_names(self, question: str) -> dict[str, set[str]]:
        """Names of agencies that the question can hold as they are compared, with spellings."""
        low = question.casefold()
        out: dict[str, set[str]] = {}
        for printed, sparql in ((False, _AGENCIES), (True, _PRINTED)):
            for (name,) in select(self._store, sparql):
                text = name.value.removeprefix("The ") if isinstance(name, Literal) else ""
                wanted = not printed or _ABBREVIATION.fullmatch(text)
                if text and wanted and text[:3].casefold() in low:
                    out.setdefault(key(text), set()).add(text)
        return out

    def _read_authorities(self) -> frozenset[str]:
        """Labels of councils; those that only reports know are found by their bare names too."""
        labels = (row[0] for row in select(self._store, _AUTHORITIES))
        minted = (row[0] for row in select(self._store, _MINTED))
        names = [key(name.value) for name in labels if isinstance(name, Literal)]
        names += [key(core_name(name.value)) for name in minted if isinstance(name, Literal)]
        return frozenset(names) - {""}

    def near(self, words: Sequence[str]) -> tuple[str, ...]:
        """Known phrases that look like words that are not known."""
        from difflib import get_close_matches

        known = [*self._grammar.words, *self._grammar.synonyms, *self._concepts]
        known += [*self._names, *self._authorities]
        near: dict[str, None] = {}
        for word in words[:5]:
            near |= {
                one: None
                for one in self._grammar.lists["exact"]
                if one.casefold() == word.casefold()
            }
            near |= dict.fromkeys(self._themes_near(word.casefold()))
            near |= dict.fromkeys(get_close_matches(word.casefold()[:40], known, 2, 0.8))
        return tuple(one for one in near if one not in words)[:5]

    def _themes_near(self, word: str) -> Iterator[str]:
        """Themes that are found by that word in reports, for a hint."""
        for concept, name in select(self._store, _HIDDEN):
            label = key(name.value) if isinstance(name, Literal) else ""
            if isinstance(concept, NamedNode) and word in (label, *_numbers_of(label)):
                yield concept.value.rpartition("/")[2].replace("-", " ")


def _add(out: dict[str, list[Sense]], form: str, sense: Sense) -> None:
    senses = out.setdefault(form, [])
    if form and not any((one.slot, one.value) == (sense.slot, sense.value) for one in senses):
        senses.append(sense)


def _numbers_of(form: str) -> Iterator[str]:
    """The other number of a phrase: "virtual school" and "virtual schools"."""
    if form.endswith("ies"):
        yield f"{form[:-3]}y"
    elif form.endswith("s") and not form.endswith("ss"):
        yield form[:-1]
    elif form.endswith("y") and form[-2:-1] not in "aeiou":
        yield f"{form[:-1]}ies"
    else:
        yield f"{form}s"
