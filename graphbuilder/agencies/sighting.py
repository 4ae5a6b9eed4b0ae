"""A sighting: words of a report that name a body, or may; and what is known of the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspectgraph.graphbuilder.agencies.lexicon import Family, Lexicon, Pattern, Title
from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.bodies import Body
from inspectgraph.ontology.profiles import Framework

LOOK_BACK = 3 * 366  # days: reports look back at bodies of the last three years by name


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


@dataclass(frozen=True)
class Scene:
    """What is known of a report before its bodies are looked for."""

    document: Document
    blocks: tuple[Block, ...]
    area: Authority | None
    on: date | None
    framework: Framework
    index: AuthorityIndex
    lexicon: Lexicon


def readable_blocks(document: Document) -> tuple[Block, ...]:
    """Blocks in which a body can be named: all but covers, contents and back pages.

    What stands above the salutation of a letter are its addressees, and is read.
    """
    letter = -1 if document.salutation is None else document.salutation
    return tuple(
        block
        for number, block in enumerate(document.blocks)
        if block.kind is not BlockKind.OTHER or number <= letter
    )


def lately(bodies: Iterable[Body], on: date | None) -> tuple[Body, ...]:
    """Bodies that ended in the years before a day: reports look back at them by name."""
    if on is None:
        return ()
    ended = (body for body in bodies if body.dissolved and body.dissolved <= on)
    return tuple(
        body for body in ended if body.dissolved and (on - body.dissolved).days < LOOK_BACK
    )


def longest(found: Iterable[Sighting]) -> list[Sighting]:
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
