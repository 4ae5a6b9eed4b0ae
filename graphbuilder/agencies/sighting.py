"""A sighting: words of a report that name a body, or may; and what is known about the report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from inspectgraph.graphbuilder.agencies.lexicon import Family, Lexicon, Pattern, Title
from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.bodies import Body
from inspectgraph.ontology.profiles import Framework

LOOK_BACK = 3 * 366  # days: reports mention bodies that ended up to three years before


@dataclass(frozen=True)
class Sighting:
    """Words that name a body, or may name one where ``strong`` is false.

    ``bodies`` are those of the reference data that it can mean. A title has the authority
    whose board it is, or else the printed words of its place; a head by itself has
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
    """What is known about a report before its bodies are looked for."""

    document: Document
    blocks: tuple[Block, ...]
    area: Authority | None
    on: date | None
    framework: Framework
    index: AuthorityIndex
    lexicon: Lexicon


def readable_blocks(document: Document) -> tuple[Block, ...]:
    """Blocks in which a body can be named: all but covers, contents and back pages.

    The blocks above the salutation of a letter are its addressees, and are read.
    """
    letter = -1 if document.salutation is None else document.salutation
    return tuple(
        block
        for number, block in enumerate(document.blocks)
        if block.kind is not BlockKind.OTHER or number <= letter
    )


def lately(bodies: Iterable[Body], on: date | None) -> tuple[Body, ...]:
    """Bodies that ended not long before a day: reports still mention them by name."""
    if on is None:
        return ()
    ended = (body for body in bodies if body.dissolved and body.dissolved <= on)
    return tuple(
        body for body in ended if body.dissolved and (on - body.dissolved).days < LOOK_BACK
    )


def longest(sightings: Iterable[Sighting]) -> list[Sighting]:
    """Of overlapping sightings, those with known names before others, then the longest."""
    ranked = sorted(
        sightings,
        key=lambda sighting: (-sighting.priority, sighting.start - sighting.end, sighting.start),
    )
    taken = bytearray()
    chosen = []
    for sighting in ranked:
        if len(taken) < sighting.end:
            taken.extend(bytes(sighting.end - len(taken)))
        if not any(taken[sighting.start : sighting.end]):
            taken[sighting.start : sighting.end] = b"\x01" * (sighting.end - sighting.start)
            chosen.append(sighting)
    return sorted(chosen, key=lambda sighting: sighting.start)
