"""A question in words, cut into phrases and what each can mean.

Words come from `grammar.toml`, names and labels from the graph, councils in any usual form
from `ontology/authorities`; dates have a grammar of their own. The longest phrase wins. A
phrase with several senses keeps them all: `understand.py` decides by what is asked for. What is
no phrase and no stop word is unknown, and the question is refused: nothing is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Final

from inspectgraph.ontology.authorities import AuthorityIndex, core_name
from inspectgraph.queries.ask.grammar import Sense, grammar
from inspectgraph.queries.ask.periods import measure
from inspectgraph.queries.ask.phrases import Phrase
from inspectgraph.queries.ask.tokens import LONGEST_QUESTION, Token, phrase_key, tokens_of
from inspectgraph.queries.named.authorities import authority_index
from inspectgraph.queries.named.parameters import CONCEPTS
from inspectgraph.queries.source.local import Source, select
from pyoxigraph import Literal, NamedNode

_LONGEST_PHRASE: Final = 16  # words; the longest label of an aspect has 15
_INSIDE: Final = re.compile(r"[\s',.\-‐‑–]*")
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
        phrases: list[Phrase] = []
        unknown: list[str] = []
        at = 0
        while at < len(tokens):
            phrase = self._longest(text, tokens, at, today)
            if phrase is None and not self._follows_a_theme(phrases, tokens[at]):
                unknown.append(tokens[at].word)
            if phrase is not None:
                comma = at > 0 and "," in text[tokens[at - 1].end : tokens[at].start]
                phrases.append(replace(phrase, listed=comma))
            at = phrase.last if phrase else at + 1
        return tuple(phrases), tuple(unknown)

    def _follows_a_theme(self, phrases: Sequence[Phrase], token: Token) -> bool:
        """Whether it is a word such as "services" straight after a theme."""
        if token.key not in self._grammar.lists["after_theme"] or not phrases:
            return False
        return phrases[-1].fills("theme", "aspect")

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
        period = measure(text, start, frozenset(ends), today)
        if period is None:
            return None
        senses = tuple(Sense(period.slot, value) for value in period.values)
        return Phrase(text[start : period.end], senses, at, ends[period.end])

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
            meanings = [*self._grammar.words.get(form, ())]
            if labels:
                meanings += [*self._concepts.get(form, ()), *self._grammar.synonyms.get(form, ())]
            for sense in (*meanings, *self._named(form, short, window, opening)):
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

    @cached_property
    def _index(self) -> AuthorityIndex:
        return authority_index(self._store)

    def _matches(self, name: str) -> bool:
        """Whether the reference data knows a council by any usual form of the name."""
        return self._index.match(name) is not None

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
                for form in (phrase_key(region.value), f"{phrase_key(region.value)} region"):
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
        plain = phrase_key(re.sub(r"\s*\([^)]*\)", "", name))
        forms = {plain, phrase_key(name)} | ({phrase_key(local)} if slot in _BY_ID else set())
        if slot != "kind":
            yield from sorted(forms)
            return
        short = (
            bool(_ABBREVIATION.fullmatch(name))
            and name not in self._grammar.lists["kind_with_noun"]
        )
        for form in sorted(forms):
            if short or any(word in form for word in self._grammar.lists["kind_words"]):
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
                    out.setdefault(phrase_key(text), set()).add(text)
        return out

    def _read_authorities(self) -> frozenset[str]:
        """Labels of councils; those that only reports know are found by their bare names too."""
        labels = (row[0] for row in select(self._store, _AUTHORITIES))
        minted = (row[0] for row in select(self._store, _MINTED))
        names = [phrase_key(name.value) for name in labels if isinstance(name, Literal)]
        names += [phrase_key(core_name(name.value)) for name in minted if isinstance(name, Literal)]
        return frozenset(names) - {""}

    def near(self, words: Sequence[str]) -> tuple[str, ...]:
        """Known phrases that look like words that are not known."""
        from difflib import get_close_matches

        known = [*self._grammar.words, *self._grammar.synonyms, *self._concepts]
        known += [*self._names, *self._authorities]
        near: dict[str, None] = {}
        for word in words[:5]:
            near |= {
                label: None
                for label in self._grammar.lists["exact"]
                if label.casefold() == word.casefold()
            }
            near |= dict.fromkeys(self._themes_near(word.casefold()))
            near |= dict.fromkeys(get_close_matches(word.casefold()[:40], known, 2, 0.8))
        return tuple(name for name in near if name not in words)[:5]

    def _themes_near(self, word: str) -> Iterator[str]:
        """Themes that reports are searched for by that word, for a hint."""
        for concept, name in select(self._store, _HIDDEN):
            label = phrase_key(name.value) if isinstance(name, Literal) else ""
            if isinstance(concept, NamedNode) and word in (label, *_numbers_of(label)):
                yield concept.value.rpartition("/")[2].replace("-", " ")


def _add(out: dict[str, list[Sense]], form: str, sense: Sense) -> None:
    senses = out.setdefault(form, [])
    if form and not any((s.slot, s.value) == (sense.slot, sense.value) for s in senses):
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
