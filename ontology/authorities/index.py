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
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Final, NamedTuple

from inspectgraph.ontology import terms

_REFERENCE: Final = Path(__file__).parents[1] / "profiles/ofsted/reference/authorities.ttl"
_TOKEN: Final = re.compile(r"&|[^\W_]+(?:['’][^\W_]+)*")
_POSTCODE: Final = re.compile(r"[A-Z]{1,2}\d[\dA-Z]? \d[A-Z]{2}\b")
_POSSESSIVE: Final = re.compile(r"^['’][sS]\b")
_GSS: Final = re.compile(r"E\d{8}")
_SPELLINGS: Final = {"&": "and", "saint": "st"}
_LINKS: Final = frozenset({"of", "and", "the"})

# Words for a kind of council. The value says what the word claims; an empty one claims nothing.
_TYPE_WORDS: Final[dict[str, str]] = {
    "authority": "",
    "bc": "",
    "borough": "borough",
    "cc": "",
    "city": "city",
    "corporation": "corporation",
    "council": "",
    "councils": "",
    "county": "county",
    "dc": "",
    "district": "district",
    "lb": "london",
    "mbc": "metropolitan",
    "mdc": "metropolitan",
    "metropolitan": "metropolitan",
    "rb": "royal",
    "ua": "unitary",
    "unitary": "unitary",
}
# Words that are words of a kind of council only in company.
_TYPE_PHRASES: Final[tuple[tuple[tuple[str, ...], str], ...]] = (
    (("local", "area", "partnership"), ""),
    (("local", "authority"), ""),
    (("local", "area"), ""),
    (("london", "borough"), "london"),
    (("royal", "borough"), "royal"),
)
# What may be said of each type of council, beside what its own names say.
_CLAIMS: Final[dict[str, frozenset[str]]] = {
    "County": frozenset({"county"}),
    "Unitary authority": frozenset({"unitary", "borough"}),
    "Metropolitan district": frozenset({"metropolitan", "borough", "district"}),
    "London borough": frozenset({"london", "borough", "royal"}),
    "City corporation": frozenset({"corporation"}),
}
_MAKES_A_COUNCIL: Final = frozenset(
    {"authority", "bc", "cc", "corporation", "council", "dc", "lb", "local", "london", "mbc"}
    | {"mdc", "rb", "royal", "ua", "unitary"}
)

# In running text: words that make another place, or another body, of the name beside them.
_DIRECTIONS: Final = frozenset(
    {
        "central",
        "east",
        "eastern",
        "great",
        "greater",
        "inner",
        "little",
        "lower",
        "mid",
        "new",
        "north",
        "northern",
        "old",
        "outer",
        "south",
        "southern",
        "upper",
        "west",
        "western",
    }
)
_OTHER_BODY: Final = frozenset(
    {
        "academy",
        "airport",
        "ambulance",
        "board",
        "cafcass",
        "cathedral",
        "ccg",
        "cic",
        "clinical",
        "college",
        "constabulary",
        "court",
        "crc",
        "diocese",
        "fire",
        "foundation",
        "health",
        "healthcare",
        "hospice",
        "hospital",
        "hospitals",
        "icb",
        "icp",
        "icu",
        "infirmary",
        "integrated",
        "lscb",
        "magistrates",
        "mind",
        "nhs",
        "nspcc",
        "pct",
        "police",
        "primary",
        "prison",
        "probation",
        "rehabilitation",
        "safeguarding",
        "scb",
        "school",
        "scp",
        "trust",
        "university",
        "yoi",
    }
)
_BEFORE_OTHER_BODY: Final = frozenset({"hmp", "hmyoi", "nhs", "yoi"})
_BEFORE_OTHER_BODY_OF: Final = frozenset(
    {
        "archbishop",
        "bishop",
        "college",
        "diocese",
        "duchess",
        "duke",
        "earl",
        "hospital",
        "hospitals",
        "port",
        "university",
    }
)
_ENDS_A_NAME: Final = frozenset(
    {"area", "children", "childrens", "inspection", "report", "review", "service", "services"}
)
_JOINS_A_NAME: Final = frozenset({"and", "for", "of", "on", "upon", "with"})
_ORDINARY_WORDS: Final = frozenset({"bury", "reading"})
_BEFORE_A_PLACE: Final = frozenset({"at", "by", "for", "from", "in", "of", "to", "within"})


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority of the reference data; `codes` has the current GSS code first.

    `alt_names` stand for it anywhere, `weak_names` only where a council is expected.
    It exists on each day from `founded` to the day before `dissolved`.
    """

    iri: str
    name: str
    short_name: str
    codes: tuple[str, ...] = ()
    alt_names: tuple[str, ...] = ()
    weak_names: tuple[str, ...] = ()
    negative_names: tuple[str, ...] = ()
    region: str = ""
    council_type: str = ""
    founded: date | None = None
    dissolved: date | None = None
    predecessors: tuple[str, ...] = ()
    successors: tuple[str, ...] = ()
    statistical_neighbours: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """The current GSS code, or the last one; empty where there is none."""
        return self.codes[0] if self.codes else ""

    @property
    def names(self) -> tuple[str, ...]:
        """Official, short and alternative names, without the weak ones."""
        return (self.name, self.short_name, *self.alt_names)

    def exists(self, on: date) -> bool:
        """Whether it existed on that day."""
        return not self.begins_after(on) and not self.ended_by(on)

    def begins_after(self, on: date) -> bool:
        """Whether it was founded after that day."""
        return self.founded is not None and on < self.founded

    def ended_by(self, on: date) -> bool:
        """Whether it was dissolved on that day or before."""
        return self.dissolved is not None and self.dissolved <= on


class _Token(NamedTuple):
    """A word of a text in its usual spelling, and where it stands."""

    word: str
    start: int
    end: int


class _Usual(NamedTuple):
    """A name without the words for a kind of council, and what those words claim."""

    core: str
    claims: frozenset[str]


class _Form(NamedTuple):
    """One usual form of one authority; others can share its core."""

    authority: Authority
    claims: frozenset[str]
    weak: bool


def slug(text: str) -> str:
    """A name as the last part of an IRI: "Telford & Wrekin" → "telford-and-wrekin"."""
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold()
    plain = re.sub(r"['’]", "", plain)
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def core_name(text: str) -> str:
    """The usual form of a name, without the words for a kind of council."""
    return _usual([token.word for token in _tokens(text)]).core


class AuthorityIndex:
    """All authorities of the reference data, found by name, code or IRI.

    `authorities` come in the order of their IRIs. `AuthorityIndex.load()` reads the
    reference data of the package; any other authorities can be given to the class.
    """

    def __init__(self, authorities: Iterable[Authority]) -> None:
        self.authorities: tuple[Authority, ...] = tuple(
            sorted(authorities, key=lambda authority: authority.iri)
        )
        self._by_iri = {authority.iri: authority for authority in self.authorities}
        self._by_code = {code: a for a in self.authorities for code in a.codes}

    @classmethod
    def load(cls) -> AuthorityIndex:
        """The index of the packaged reference data, read once a process."""
        return _packaged_index()

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
        usual = _usual([token.word for token in _tokens(text)])
        return _one_of([form.authority for form in self._fitting(usual)], on)

    def find(self, text: str, on: date | None = None) -> tuple[tuple[int, int, Authority], ...]:
        """Mentions of authorities in running text: (start, end, authority), in order.

        The longest name wins ("East Sussex"). Parts of other places ("South Norfolk",
        "Greater Manchester"), of other bodies ("Leeds Teaching Hospitals", "Norfolk
        Constabulary", "University of York") and lower-case words are no mentions. A short
        name that is common elsewhere counts only beside a word such as "Council".
        """
        tokens = _tokens(text)
        found: list[tuple[int, int, Authority]] = []
        at = 0
        while at < len(tokens):
            length = self._longest(text, tokens, at)
            if length:
                mention = self._mention(text, tokens, at, at + length, on)
                if mention and not (found and mention[0] < found[-1][1]):
                    found.append(mention)
                    while at < len(tokens) and tokens[at].start < mention[1]:
                        at += 1
                    continue
            at += length or 1
        return tuple(found)

    def suggest(self, text: str, limit: int = 3) -> tuple[str, ...]:
        """Official names near to a name that was not found, for "did you mean"."""
        from rapidfuzz import fuzz, process

        cores = sorted(self._forms)
        near = process.extract(
            core_name(text) or text.casefold(), cores, scorer=fuzz.WRatio, limit=20, score_cutoff=75
        )
        names: dict[str, None] = {}
        for core, _, _ in sorted(near, key=lambda found: (-found[1], found[0])):
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
                usual = _usual([token.word for token in _tokens(name)])
                if usual.core:
                    form = _Form(authority, usual.claims, is_weak)
                    forms.setdefault(usual.core, []).append(form)
        return forms

    @cached_property
    def _negatives(self) -> frozenset[str]:
        """Names that are no authority's, in usual spelling, with all their words."""
        names = (name for authority in self.authorities for name in authority.negative_names)
        return frozenset(_spelling(_tokens(name)) for name in names)

    @cached_property
    def _claims(self) -> dict[str, frozenset[str]]:
        """What may be said of each authority: by its type, or by one of its names."""
        claims = {a.iri: _CLAIMS.get(a.council_type, frozenset()) for a in self.authorities}
        for forms in self._forms.values():
            for form in forms:
                claims[form.authority.iri] |= form.claims
        return claims

    @cached_property
    def _longest_by_first_word(self) -> dict[str, int]:
        """How many words the longest name has that begins with a word."""
        lengths: dict[str, int] = {}
        for name in (*self._forms, *self._negatives):
            words = name.split()
            lengths[words[0]] = max(len(words), lengths.get(words[0], 0))
        return lengths

    def _fitting(self, usual: _Usual) -> list[_Form]:
        """Forms with the same core whose authority the text does not contradict."""
        fitting = []
        for form in self._forms.get(usual.core, ()):
            if usual.claims <= self._claims[form.authority.iri]:
                bare = form.claims.isdisjoint({"city", "corporation"})
                if bare or form.claims & usual.claims:
                    fitting.append(form)
        return fitting

    def _longest(self, text: str, tokens: list[_Token], at: int) -> int:
        """How many tokens the longest name has that begins at a token, 0 for none."""
        most = self._longest_by_first_word.get(tokens[at].word, 0)
        if not most or not text[tokens[at].start].isupper():
            return 0
        best = 0
        for end in range(at + 1, len(tokens) + 1):
            if end > at + 1 and not _adjoin(text, tokens, end - 1, name=True):
                break
            name = _spelling(tokens[at:end])
            if name.count(" ") >= most:
                break
            known = name in self._forms or name in self._negatives
            if known and tokens[end - 1].word != "the":
                best = end - at
        return best

    def _mention(
        self, text: str, tokens: list[_Token], first: int, last: int, on: date | None
    ) -> tuple[int, int, Authority] | None:
        """The mention whose name is tokens[first:last], unless what stands around forbids it."""
        if _spelling(tokens[first:last]) in self._negatives:
            return None
        left = _extend_left(text, tokens, first)
        right = _extend_right(text, tokens, last)
        around = {token.word for token in (*tokens[left:first], *tokens[last:right])}
        usual = _usual([token.word for token in tokens[left:right]])
        forms = self._fitting(usual)
        authority = _one_of([form.authority for form in forms], on)
        if authority is None or _is_part_of_a_place(text, tokens, left):
            return None
        if _MAKES_A_COUNCIL.isdisjoint(around):
            weak = all(form.weak or form.claims - usual.claims for form in forms)
            gone = on is not None and not authority.exists(on)
            if weak or gone or _is_other_body(text, tokens, left, right):
                return None
            if _is_surname_or_address(text, tokens, left, right):
                return None
            if usual.core in _ORDINARY_WORDS and not _is_placed(tokens, left):
                return None
        return tokens[left].start, tokens[right - 1].end, authority


@cache
def _packaged_index() -> AuthorityIndex:
    return AuthorityIndex(_read_authorities())


def _read_authorities() -> Iterator[Authority]:
    """Read authorities.ttl with pyoxigraph's parser, one pass."""
    import pyoxigraph as ox

    data = _REFERENCE.read_bytes()
    facts: dict[str, dict[str, list[str]]] = {}
    for quad in ox.parse(data, format=ox.RdfFormat.TURTLE):
        subject, value = quad.subject, quad.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.NamedNode | ox.Literal):
            mine = facts.setdefault(subject.value, {})
            mine.setdefault(quad.predicate.value, []).append(value.value)
    before, after = _changes(facts)
    for iri, mine in facts.items():
        if terms.AUTHORITY in mine.get(terms.RDF_TYPE, ()):
            ended = {
                code
                for node in mine.get(terms.GSS_CODE, ())
                if terms.VALID_THROUGH in facts[node]
                for code in facts[node][terms.CODE]
            }
            yield _authority(iri, mine, ended, before.get(iri, []), after.get(iri, []))


def _changes(
    facts: dict[str, dict[str, list[str]]],
) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Predecessors and successors by IRI, out of the change events."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for mine in facts.values():
        for old in mine.get(terms.ORIGINAL_ORGANIZATION, ()):
            for new in mine.get(terms.RESULTING_ORGANIZATION, ()):
                before.setdefault(new, []).append(old)
                after.setdefault(old, []).append(new)
    return before, after


def _authority(
    iri: str,
    mine: dict[str, list[str]],
    ended: set[str],
    before: list[str],
    after: list[str],
) -> Authority:
    codes = mine.get(terms.DC_IDENTIFIER, ())
    return Authority(
        iri=iri,
        name=mine[terms.PREF_LABEL][0],
        short_name=mine[terms.SHORT_NAME][0],
        codes=tuple(sorted(codes, key=lambda code: (code in ended, code))),
        alt_names=tuple(mine.get(terms.ALT_LABEL, ())),
        weak_names=tuple(mine.get(terms.HIDDEN_LABEL, ())),
        negative_names=tuple(mine.get(terms.NEGATIVE_LABEL, ())),
        region=mine[terms.REGION][0],
        council_type=mine[terms.COUNCIL_TYPE][0],
        founded=_day(mine.get(terms.FOUNDING_DATE)),
        dissolved=_day(mine.get(terms.DISSOLUTION_DATE)),
        predecessors=tuple(sorted(before)),
        successors=tuple(sorted(after)),
        statistical_neighbours=tuple(mine.get(terms.STATISTICAL_NEIGHBOUR, ())),
    )


def _day(values: list[str] | None) -> date | None:
    return date.fromisoformat(values[0]) if values else None


def _tokens(text: str) -> list[_Token]:
    """Words in their usual spelling; a possessive 's belongs to no word."""
    tokens = []
    for found in _TOKEN.finditer(text):
        raw, end = found.group(), found.end()
        if len(raw) > 2 and raw[-2] in "'’" and raw[-1] in "sS":
            raw, end = raw[:-2], end - 2
        word = unicodedata.normalize("NFKC", raw).casefold().replace("’", "").replace("'", "")
        tokens.append(_Token(_SPELLINGS.get(word, word), found.start(), end))
    return tokens


def _spelling(tokens: Iterable[_Token]) -> str:
    """The words of a name in usual spelling, without articles."""
    return " ".join(token.word for token in tokens if token.word != "the")


def _usual(words: list[str]) -> _Usual:
    """Take the words for a kind of council off, wherever they stand, and note their claims."""
    core: list[str] = []
    claims: set[str] = set()
    at = 0
    while at < len(words):
        length, claim = _type_words_at(words, at)
        if length:
            claims.add(claim)
        elif words[at] != "the":
            core.append(words[at])
        at += length or 1
    while core and core[0] in _LINKS:
        core.pop(0)
    while core and core[-1] in _LINKS:
        core.pop()
    return _Usual(" ".join(core), frozenset(claims - {""}))


def _type_words_at(words: list[str], at: int) -> tuple[int, str]:
    """How many words from a place on name a kind of council, and what they claim."""
    for phrase, claim in _TYPE_PHRASES:
        if tuple(words[at : at + len(phrase)]) == phrase:
            return len(phrase), claim
    return (1, _TYPE_WORDS[words[at]]) if words[at] in _TYPE_WORDS else (0, "")


def _one_of(candidates: Iterable[Authority], on: date | None) -> Authority | None:
    """The one candidate of the day; where all have ended, the one that there was."""
    bearers = {candidate.iri: candidate for candidate in candidates}
    if on is None:
        living = [bearer for bearer in bearers.values() if bearer.dissolved is None]
    else:
        living = [bearer for bearer in bearers.values() if bearer.exists(on)]
    past = [b for b in bearers.values() if on is None or not b.begins_after(on)]
    chosen = living or past
    return chosen[0] if len(chosen) == 1 else None


def _adjoin(text: str, tokens: list[_Token], position: int, name: bool = False) -> bool:
    """Whether a token belongs to the token before it: no sentence or paragraph between.

    Inside a name a comma may stand too ("Bournemouth, Christchurch and Poole") and, after
    "St", a full stop.
    """
    between = text[tokens[position - 1].end : tokens[position].start]
    between = _POSSESSIVE.sub("", between)
    if between.count("\n") > 1:
        return False
    allowed = "-‐‑–/"
    if name:
        allowed += ",." if tokens[position - 1].word == "st" else ","
    return not between.strip().strip(allowed).strip()


def _extend_left(text: str, tokens: list[_Token], first: int) -> int:
    """Where a mention begins, with words such as "London Borough of" before the name."""
    at = first
    while at and tokens[at - 1].word in _LINKS and _adjoin(text, tokens, at):
        at -= 1
    direct = at == first
    begin = at
    while begin and _adjoin(text, tokens, begin) and _type_words_end_at(tokens, begin):
        begin -= _type_words_end_at(tokens, begin)
    if begin == at:
        return first
    if direct and tokens[first - 1].word not in {"lb", "rb", "county"}:
        return first
    if not direct and not any(token.word == "of" for token in tokens[at:first]):
        return first
    if direct and not text[tokens[first - 1].start].isupper():
        return first
    return first - 1 if direct else begin


def _type_words_end_at(tokens: list[_Token], end: int) -> int:
    """How many tokens before a place name a kind of council."""
    for length in (3, 2, 1):
        words = [token.word for token in tokens[max(0, end - length) : end]]
        if len(words) == length and _type_words_at(words, 0)[0] == length:
            return length
    return 0


def _extend_right(text: str, tokens: list[_Token], last: int) -> int:
    """Where a mention ends, with words such as "County Council" after the name."""
    words = [token.word for token in tokens[last : last + 8]]
    end = last
    while end < last + len(words) and _adjoin(text, tokens, end):
        length, _ = _type_words_at(words, end - last)
        if not length:
            break
        end += length
    return end


def _is_part_of_a_place(text: str, tokens: list[_Token], first: int) -> bool:
    """Whether a word before makes a smaller or larger place of it ("South Norfolk")."""
    return first > 0 and tokens[first - 1].word in _DIRECTIONS and _adjoin(text, tokens, first)


def _is_other_body(text: str, tokens: list[_Token], first: int, last: int) -> bool:
    """Whether the name is part of the name of a force, trust, board, school or the like."""
    before = [token.word for token in tokens[max(0, first - 2) : first]]
    if first and _adjoin(text, tokens, first):
        if before[-1] in _BEFORE_OTHER_BODY:
            return True
        if len(before) == 2 and before[1] == "of" and before[0] in _BEFORE_OTHER_BODY_OF:
            return True
    for position in range(last, min(last + 7, len(tokens))):
        token = tokens[position]
        if not _adjoin(text, tokens, position) or token.word in _ENDS_A_NAME:
            return False
        if token.word in _OTHER_BODY and text[token.start].isupper():
            return True
        if not text[token.start].isupper() and token.word not in _JOINS_A_NAME:
            return False
    return False


def _is_surname_or_address(text: str, tokens: list[_Token], first: int, last: int) -> bool:
    """Whether the name ends another name ("Safer Norfolk", "Mary Durham") or an address."""
    if _POSTCODE.match(text[tokens[last - 1].end :][:12].lstrip(" \n\r,")):
        return True
    if not first or text[tokens[first - 1].end : tokens[first].start] != " ":
        return False
    before = tokens[first - 1]
    ordinary = _BEFORE_A_PLACE | _JOINS_A_NAME | _ENDS_A_NAME | _LINKS | _TYPE_WORDS.keys()
    return text[before.start].isupper() and before.word not in ordinary


def _is_placed(tokens: list[_Token], first: int) -> bool:
    """Whether a word before says that a place follows ("in Reading"), or nothing else is there."""
    return len(tokens) == 1 or (first > 0 and tokens[first - 1].word in _BEFORE_A_PLACE)
