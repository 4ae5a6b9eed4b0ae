"""Which authority a report inspects: by its title, its cover, its addressees, its first page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from inspectgraph.graphbuilder.model import Area, BlockKind, Document
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.profiles import Profile

FRONT_CHARS = 4000
FRONT_BLOCKS = 14
LETTER_BLOCKS = 60
_flags = re.IGNORECASE
ADDRESSEE = re.compile(
    r"(?:director|executive|chief|officer|lead|services|manager)[^,\n]*,\s*(?P<name>[^,\n]+)",
    _flags,
)
TOLD = re.compile(
    r"\b(?P<name>(?:[A-Z][\w’'-]+ ){1,4}(?:Council\b|(?<=’s )(?=children[’']s services)))"
)
NO_NAME = re.compile(r"inspection|review|judge?ment|ofsted|report|contents|dear\b", _flags)
TAIL = re.compile(
    r"(?:[’']s)?\s+(?:local authority|local area(?: partnership)?|children[’']s(?: social care)?"
    r"(?: services)?|services|partnership)$",
    _flags,
)


def find_area(document: Document, profile: Profile, on: date | None) -> Area | None:
    """The inspected authority: named by the title, the cover, the addressees, else by the
    authority that the first page names most; an unknown one has no IRI."""
    index = profile.authorities
    candidates = list(_candidates(document, profile))
    for name in candidates:
        known = _known(name, index, on)
        if known:
            return Area(known.name, known.iri, name)
    for name in _addressed(document):
        known = index.match(name, on)
        if known:
            return Area(known.name, known.iri, name)
    common = _most_named(document, index, on)
    if common:
        return Area(common.name, common.iri, common.short_name)
    told = (_tidy(m["name"]) for m in TOLD.finditer(document.text[:FRONT_CHARS]))
    unknown = next((name for name in (*candidates, *told) if _looks_like_council(name)), "")
    return Area(unknown, "", unknown) if unknown else None


def _known(name: str, index: AuthorityIndex, on: date | None) -> Authority | None:
    exact = index.match(name, on)
    if exact:
        return exact
    found = {one.iri: one for _, _, one in index.find(name, on)}
    return next(iter(found.values())) if len(found) == 1 else None


def _candidates(document: Document, profile: Profile) -> Iterator[str]:
    """Names in the order in which they are to be believed."""
    front = document.blocks[: FRONT_BLOCKS + (document.salutation or 0)]
    heads = [document.words(b) for b in front if b.kind is BlockKind.HEADING]
    lines = [document.words(b) for b in front if b.end - b.start < 250]
    for text in heads + lines:
        for row in profile.reports.name:
            found = row.pattern.search(text)
            if found:
                yield _tidy(found["name"])
    yield from (_tidy(head) for head in heads if not NO_NAME.search(head))


def _addressed(document: Document) -> Iterator[str]:
    """Bodies whose officers a letter is addressed to."""
    for block in document.blocks[:LETTER_BLOCKS]:
        if block.kind is BlockKind.OTHER:
            yield from (_tidy(m["name"]) for m in ADDRESSEE.finditer(document.words(block)))


def _tidy(name: str) -> str:
    return re.sub(r"[’']s?$", "", TAIL.sub("", " ".join(name.split()))).strip(" ,:–-")


def _most_named(document: Document, index: AuthorityIndex, on: date | None) -> Authority | None:
    named = [one for _, _, one in index.find(document.text[:FRONT_CHARS], on)]
    ranked = Counter(one.iri for one in named).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return next(one for one in named if one.iri == ranked[0][0])


def _looks_like_council(name: str) -> bool:
    likely = name[:1].isupper() and len(name) < 70 and len(name.split()) <= 8
    return likely and not re.search(r"\b(?:to|from|falls|moves|rated|good|inadequate)\b", name)
