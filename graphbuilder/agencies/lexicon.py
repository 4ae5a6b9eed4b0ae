"""What names of partner agencies are made of, from the reference data and `agencies.toml`.

Whole names, and *heads*, the words that end or begin a name, are in one Aho-Corasick
automaton. Names with the same ending are a *family*, and are found by their other words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeAlias, cast

import ahocorasick  # type: ignore[import-not-found, unused-ignore]
from inspectgraph.graphbuilder.agencies.name_words import fold, plain_word, words_of
from inspectgraph.ontology.bodies import Body, BodyIndex
from inspectgraph.ontology.profiles import Profile
from inspectgraph.ontology.profiles.agency_words import (
    AgencyWords,
    FamilyRow,
    GenericRow,
    RoleRow,
    TitleRow,
)

NEAR = 90.0  # per cent of equal letters: a misprint or two; lower scores confuse neighbours
# Letters; shorter names are also ordinary words ("Mind"), so that their capitals must agree.
SHORT = 8
# "Birmingham Community Healthcare NHS Foundation Trust": reports leave the status out.
STATUS_OF_TRUST = re.compile(r" NHS (?:Foundation )?Trust$")
# "Birmingham Community Healthcare": what is still a name without it; "Solent" is a place.
ENDS_AS_TRUST = re.compile(r"^\S+ .*\b(?:Health|Healthcare|Care)$|^\S+ Health$")
NEVER = re.compile(r"(?!)")  # matches nothing: the veto of a pattern that has none


@dataclass(frozen=True)
class Family:
    """Names in the reference data with the same ending, by their other words."""

    id: str
    heads: tuple[str, ...]
    drop: frozenset[str]
    area: str
    by_key: dict[str, tuple[Body, ...]] = field(repr=False, compare=False)

    def key(self, words: Iterable[str]) -> str:
        """The words of a name that distinguish it from others in the family."""
        return " ".join(plain for word in words if (plain := plain_word(word)) not in self.drop)


@dataclass(frozen=True)
class Pattern:
    """A shape of names that are in no list."""

    id: str
    type: str
    name: str
    veto: re.Pattern[str]
    veto_alone: re.Pattern[str]
    lower_after_place: bool = False


@dataclass(frozen=True)
class Prefix:
    """Words that begin a name."""

    id: str
    families: tuple[str, ...]
    type: str


@dataclass(frozen=True)
class Cue:
    """Words in whose sentence the bare name of a place means its council."""

    id: str


Title: TypeAlias = TitleRow
Head: TypeAlias = Title | Family | Pattern | Prefix | Cue


class Literal(NamedTuple):
    """A name in the reference data as it is entered in the automaton."""

    form: str
    body: Body
    exact: bool


class Entry(NamedTuple):
    """What the automaton knows of one string."""

    length: int
    literals: tuple[Literal, ...]
    heads: tuple[Head, ...]


class Automaton(Protocol):
    """The part of `ahocorasick.Automaton` that is used; the package has no type hints."""

    def iter(self, text: str, start: int, end: int) -> Iterator[tuple[int, Entry]]: ...


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Everything that is looked for, made once for a profile from reference data and rules."""

    automaton: Automaton
    families: dict[str, Family]
    not_names: frozenset[str]
    place_words: frozenset[str]
    roles: tuple[RoleRow, ...]
    generic: tuple[GenericRow, ...]

    def nearest_trust(self, words: str, on: date | None) -> Body | None:
        """The one trust whose name differs by a misprint, and by nothing else."""
        from rapidfuzz import fuzz, process

        family = self.families["trust"]
        key = family.key(words_of(words))
        if " " not in key:
            return None
        known = list(family.by_key)
        best = process.extract(key, known, scorer=fuzz.ratio, limit=2, score_cutoff=NEAR)
        names = [name for name, _, _ in best if name.count(" ") == key.count(" ")]
        bodies = {body.iri: body for name in names for body in family.by_key[name]}
        near = [body for body in bodies.values() if body.is_near(on)]
        return near[0] if len(near) == 1 else None


@lru_cache(maxsize=2)
def lexicon_of(profile: Profile) -> Lexicon:
    """The lexicon of a profile's reference data and rules."""
    words = profile.agencies
    families = {row.id: _family(row, profile.bodies) for row in words.family}
    literals: dict[str, list[Literal]] = {}
    for body in profile.bodies.bodies:
        for literal in _literals(body, families):
            literals.setdefault(fold(literal.form), []).append(literal)
    heads: dict[str, list[Head]] = {}
    for head, forms in _heads(words, families):
        for form in forms:
            heads.setdefault(form, []).append(head)
    return Lexicon(
        _automaton(literals, heads),
        families,
        frozenset(words.not_a_name.words),
        _place_words(profile),
        words.role,
        words.generic,
    )


def _automaton(literals: dict[str, list[Literal]], heads: dict[str, list[Head]]) -> Automaton:
    automaton = ahocorasick.Automaton()
    for form in sorted(literals.keys() | heads.keys()):
        entry = Entry(len(form), tuple(literals.get(form, ())), tuple(heads.get(form, ())))
        automaton.add_word(form, entry)
    automaton.make_automaton()
    return cast("Automaton", automaton)


def _heads(
    words: AgencyWords, families: dict[str, Family]
) -> Iterator[tuple[Head, tuple[str, ...]]]:
    for title in words.title:
        yield title, title.heads
    for row in words.family:
        yield families[row.id], row.heads
    for shape in words.pattern:
        veto = re.compile(rf"\b(?:{shape.veto})\b", re.IGNORECASE)
        yield (
            Pattern(
                shape.id, shape.type, shape.name, veto, shape.veto_alone, shape.lower_after_place
            ),
            shape.heads,
        )
    for cue in words.cue:
        yield Cue(cue.id), cue.heads
    for prefix in words.prefix:
        yield Prefix(prefix.id, prefix.family, prefix.type), prefix.heads


def _family(row: FamilyRow, index: BodyIndex) -> Family:
    by_key: dict[str, tuple[Body, ...]] = {}
    family = Family(row.id, row.heads, frozenset(row.drop), row.area, by_key)
    for body in index.bodies:
        if body.type != row.type or not _belongs(body, row):
            continue
        forms = [form for form in body.forms if fold(form).endswith(row.heads)]
        for name in (*body.names, *forms):
            key = family.key(words_of(name))
            if key and body not in by_key.get(key, ()):
                by_key[key] = (*by_key.get(key, ()), body)
    return family


def _belongs(body: Body, row: FamilyRow) -> bool:
    """Whether a body belongs to a family: names distinguish groups and boards from trusts."""
    if row.id == "pct":
        return body.name.startswith("NHS ") and body.dissolved == date(2013, 4, 1)
    if row.id == "police":
        return "Commissioner" not in body.name
    return row.holds in body.name


def _literals(body: Body, families: dict[str, Family]) -> Iterator[Literal]:
    """Names and forms that no family finds by its heads."""
    for form in (*body.names, *body.forms):
        exact = form.isupper() or len(form) < SHORT
        if form not in body.weak_forms and not _is_found(form, body, families):
            yield Literal(form, body, exact)
        core = STATUS_OF_TRUST.sub("", form)
        if core != form and ENDS_AS_TRUST.search(core):
            yield Literal(core, body, False)
    for form in body.weak_forms:
        yield Literal(form, body, True)


def _is_found(form: str, body: Body, families: dict[str, Family]) -> bool:
    folded = fold(form)
    return any(
        folded.endswith(family.heads) and body in family.by_key.get(family.key(words_of(form)), ())
        for family in families.values()
    )


def _place_words(profile: Profile) -> frozenset[str]:
    """Words that names of places have: of councils and of police areas."""
    ordinary = {"city", "north", "south", "east", "west", "and", "the", "of", "council", "with"}
    ordinary |= {"central", "upon", "forest", "waltham", "reading", "police", "service"}
    named = [authority.short_name for authority in profile.authorities.authorities]
    named += [" ".join(body.name.split()[:-1]) for body in profile.bodies.bodies if body.areas]
    words = {word for name in named for word in words_of(name.lower()) if len(word) > 3}
    words |= {"berkshire", "avon", "tyne", "london", "sussex", "yorkshire", "midlands"}
    return frozenset(words - ordinary - {"crime", "commissioner", "office", "isle", "isles"})
