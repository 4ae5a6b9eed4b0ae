"""A name, or a GSS code, at a date: which local authority is it?

Names are compared in their usual form: case, punctuation, "&" and the words for a kind of
council ("London Borough of", "Metropolitan District Council", "local authority") are taken
off, and must not contradict the council ("Bedford County Council" is not Bedford Borough
Council). One candidate is an answer; none, or several, is `None`: nothing is guessed.

    Norfolk County Council · norfolk · NORFOLK CC · E10000020
    Bristol · Bristol City · City of Bristol · Bristol, City of
    LB Hounslow · London Borough of Hounslow · Hounslow Council
    Wakefield District Metropolitan Council · Wakefield MDC
    Dorset (2016: Dorset County Council; 2021: Dorset Council)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from inspectgraph.ontology.authorities.authority import Authority, read_authorities
from inspectgraph.ontology.authorities.mentions import (
    MAKES_A_COUNCIL,
    ORDINARY_WORDS,
    extend_left,
    extend_right,
    is_other_body,
    is_part_of_a_place,
    is_placed,
    is_surname_or_address,
)
from inspectgraph.ontology.authorities.spelling import (
    Token,
    Usual,
    adjoin,
    core_name,
    spell,
    tokens_of,
    usual_name,
)

_GSS: Final = re.compile(r"E\d{8}")  # "E10000020": England only, as the reference data are
# Per cent of equal letters, and how many of the nearest names: fewer letters suggest nonsense,
# and several names belong to one authority.
_SIMILAR, _NEAREST = 75, 20
# What a text may say about each type of council, apart from what its own names say.
_CLAIMS: Final[dict[str, frozenset[str]]] = {
    "County": frozenset({"county"}),
    "Unitary authority": frozenset({"unitary", "borough"}),
    "Metropolitan district": frozenset({"metropolitan", "borough", "district"}),
    "London borough": frozenset({"london", "borough", "royal"}),
    "City corporation": frozenset({"corporation"}),
}


class _Form(NamedTuple):
    """One usual form of one authority; others can share its core."""

    authority: Authority
    claims: frozenset[str]
    weak: bool


class AuthorityIndex:
    """All authorities in the reference data, to be found by name, code or IRI.

    `authorities` come in the order of their IRIs. `AuthorityIndex.read(turtle)` reads
    reference data; any other authorities can be given to the class.
    """

    def __init__(self, authorities: Iterable[Authority]) -> None:
        self.authorities: tuple[Authority, ...] = tuple(
            sorted(authorities, key=lambda authority: authority.iri)
        )
        self._by_iri = {authority.iri: authority for authority in self.authorities}
        self._by_code = {code: a for a in self.authorities for code in a.codes}

    @classmethod
    def read(cls, turtle: bytes) -> AuthorityIndex:
        """The index of the authorities that a Turtle file describes."""
        return cls(read_authorities(turtle))

    def by_iri(self, iri: str) -> Authority | None:
        """The authority of an IRI."""
        return self._by_iri.get(iri)

    def by_code(self, gss: str) -> Authority | None:
        """The authority that has, or had, a GSS code."""
        return self._by_code.get(gss.strip().upper())

    def match(self, text: str, on: date | None = None) -> Authority | None:
        """The one authority that a name or GSS code means on a day, else None.

        Without a day the current bearer of the name is preferred to a former one. With
        one, a body that did not exist yet is never meant; one that had ended is meant
        where the name fits no other ("Dorset County Council" in 2021).
        """
        text = text.strip()
        if _GSS.fullmatch(text.upper()):
            return self.by_code(text)
        usual = usual_name([token.word for token in tokens_of(text)])
        return _only([form.authority for form in self._fitting(usual)], on)

    def match_anyway(self, text: str, on: date | None) -> Authority | None:
        """The same of a name that somebody typed: one that nobody bore on the day is taken for
        its bearer now."""
        return self.match(text, on) or self.match(text)

    def find(self, text: str, on: date | None = None) -> tuple[tuple[int, int, Authority], ...]:
        """Mentions of authorities in running text: (start, end, authority), in order.

        The longest name wins ("East Sussex"). Parts of other places ("South Norfolk",
        "Greater Manchester"), of other bodies ("Leeds Teaching Hospitals", "Norfolk
        Constabulary", "University of York") and lower-case words are no mentions. A short
        name that is common elsewhere counts only beside a word such as "Council".
        """
        tokens = tokens_of(text)
        mentions: list[tuple[int, int, Authority]] = []
        at = 0
        while at < len(tokens):
            length = self._longest(text, tokens, at)
            if length:
                mention = self._mention(text, tokens, at, at + length, on)
                if mention and not (mentions and mention[0] < mentions[-1][1]):
                    mentions.append(mention)
                    while at < len(tokens) and tokens[at].start < mention[1]:
                        at += 1
                    continue
            at += length or 1
        return tuple(mentions)

    def suggest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Official names similar to one that is not known, for "did you mean"."""
        from rapidfuzz import fuzz, process

        cores = sorted(self._forms)
        near = process.extract(
            core_name(text) or text.casefold(),
            cores,
            scorer=fuzz.WRatio,
            limit=_NEAREST,
            score_cutoff=_SIMILAR,
        )
        names: dict[str, None] = {}
        for core, _, _ in sorted(near, key=lambda match: (-match[1], match[0])):
            names |= {form.authority.name: None for form in self._forms[core]}
        return tuple(names)[:limit]

    def lineage(self, authority: Authority) -> tuple[Authority, ...]:
        """All predecessors and successors of an authority, itself left out, oldest first."""
        before = self._reach(authority, "predecessors")
        after = self._reach(authority, "successors")
        return tuple(
            sorted(
                {relative.iri: relative for relative in (*before, *after)}.values(),
                key=lambda relative: (relative.founded or date.min, relative.iri),
            )
        )

    def _reach(self, authority: Authority, direction: str) -> Iterator[Authority]:
        iris = authority.predecessors if direction == "predecessors" else authority.successors
        for iri in iris:
            relative = self._by_iri[iri]
            yield relative
            yield from self._reach(relative, direction)

    @cached_property
    def _forms(self) -> dict[str, list[_Form]]:
        """Usual forms of all names by their core; built at the first question."""
        forms: dict[str, list[_Form]] = {}
        for authority in self.authorities:
            strong = ((name, False) for name in authority.names)
            weak = ((name, True) for name in authority.weak_names)
            for name, is_weak in (*strong, *weak):
                usual = usual_name([token.word for token in tokens_of(name)])
                if usual.core:
                    form = _Form(authority, usual.claims, is_weak)
                    forms.setdefault(usual.core, []).append(form)
        return forms

    @cached_property
    def _negatives(self) -> frozenset[str]:
        """Names that are no authority's, in usual spelling, with all their words."""
        names = (name for authority in self.authorities for name in authority.negative_names)
        return frozenset(spell(tokens_of(name)) for name in names)

    @cached_property
    def _claims(self) -> dict[str, frozenset[str]]:
        """What a text may say about each authority: by its type, or by one of its names."""
        claims = {a.iri: _CLAIMS.get(a.council_type, frozenset()) for a in self.authorities}
        for forms in self._forms.values():
            for form in forms:
                claims[form.authority.iri] |= form.claims
        return claims

    @cached_property
    def _longest_by_first_word(self) -> dict[str, int]:
        """The number of words of the longest name that begins with a given word."""
        lengths: dict[str, int] = {}
        for name in (*self._forms, *self._negatives):
            words = name.split()
            lengths[words[0]] = max(len(words), lengths.get(words[0], 0))
        return lengths

    def _fitting(self, usual: Usual) -> list[_Form]:
        """Forms with the same core whose authority the text does not contradict."""
        fitting = []
        for form in self._forms.get(usual.core, ()):
            if usual.claims <= self._claims[form.authority.iri]:
                bare = form.claims.isdisjoint({"city", "corporation"})
                if bare or form.claims & usual.claims:
                    fitting.append(form)
        return fitting

    def _longest(self, text: str, tokens: list[Token], at: int) -> int:
        """The number of tokens of the longest name that begins at a token; 0 if there is none."""
        most = self._longest_by_first_word.get(tokens[at].word, 0)
        if not most or not text[tokens[at].start].isupper():
            return 0
        best = 0
        for end in range(at + 1, len(tokens) + 1):
            if end > at + 1 and not adjoin(text, tokens, end - 1, name=True):
                break
            name = spell(tokens[at:end])
            if name.count(" ") >= most:
                break
            known = name in self._forms or name in self._negatives
            if known and tokens[end - 1].word != "the":
                best = end - at
        return best

    def _mention(
        self, text: str, tokens: list[Token], first: int, last: int, on: date | None
    ) -> tuple[int, int, Authority] | None:
        """The mention whose name is tokens[first:last], unless the words around it rule it out."""
        if spell(tokens[first:last]) in self._negatives:
            return None
        left = extend_left(text, tokens, first)
        right = extend_right(text, tokens, last)
        around = {token.word for token in (*tokens[left:first], *tokens[last:right])}
        usual = usual_name([token.word for token in tokens[left:right]])
        forms = self._fitting(usual)
        authority = _only([form.authority for form in forms], on)
        if authority is None or is_part_of_a_place(text, tokens, left):
            return None
        if MAKES_A_COUNCIL.isdisjoint(around):
            weak = all(form.weak or form.claims - usual.claims for form in forms)
            gone = on is not None and not authority.exists(on)
            if weak or gone or is_other_body(text, tokens, left, right):
                return None
            if is_surname_or_address(text, tokens, left, right):
                return None
            if usual.core in ORDINARY_WORDS and not is_placed(tokens, left):
                return None
        return tokens[left].start, tokens[right - 1].end, authority


def _only(candidates: Iterable[Authority], on: date | None) -> Authority | None:
    """The only candidate that exists on the day; if none does, the only one that did before."""
    bearers = {candidate.iri: candidate for candidate in candidates}
    if on is None:
        living = [bearer for bearer in bearers.values() if bearer.dissolved is None]
    else:
        living = [bearer for bearer in bearers.values() if bearer.exists(on)]
    past = [b for b in bearers.values() if on is None or not b.begins_after(on)]
    chosen = living or past
    return chosen[0] if len(chosen) == 1 else None
