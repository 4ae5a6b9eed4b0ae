"""Which authority a report inspects: by its title, its cover, its addressees, its first page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from inspectgraph.graphbuilder.model import Area, BlockKind, Document
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.profiles import Profile

FRONT_CHARS = 4000  # of the first page; further on neighbours and partners are named as often
FRONT_BLOCKS = 14  # of the cover: title, subtitle, area, dates
LETTER_BLOCKS = 60  # the addressees of a joint letter, with their offices
# Characters of a line on the cover; longer ones are paragraphs, which name other places.
MAX_LINE = 250
# Characters and words of the longest name of a council, with its kind.
MAX_NAME, MAX_NAME_WORDS = 70, 8
_flags = re.IGNORECASE
# "Director of Children's Services, Norfolk County Council".
ADDRESSEE = re.compile(
    r"(?:director|executive|chief|officer|lead|services|manager)[^,\n]*,\s*(?P<name>[^,\n]+)",
    _flags,
)
# "Kelderby Council", "Kelderby’s children’s services": councils that no list has.
UNLISTED = re.compile(
    r"\b(?P<name>(?:[A-Z][\w’'-]+ ){1,4}(?:Council\b|(?<=’s )(?=children[’']s services)))"
)
# Headings of covers that name no place: "Inspection of services", "Contents".
NO_NAME = re.compile(r"inspection|review|judge?ment|ofsted|report|contents|dear\b", _flags)
# "Norfolk local area", "Norfolk’s children’s services": words behind the name of a place.
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
    named = (_tidy(m["name"]) for m in UNLISTED.finditer(document.text[:FRONT_CHARS]))
    unknown = next((name for name in (*candidates, *named) if _looks_like_council(name)), "")
    return Area(unknown, "", unknown) if unknown else None


def _known(name: str, index: AuthorityIndex, on: date | None) -> Authority | None:
    exact = index.match(name, on)
    if exact:
        return exact
    mentioned = {authority.iri: authority for _, _, authority in index.find(name, on)}
    return next(iter(mentioned.values())) if len(mentioned) == 1 else None


def _candidates(document: Document, profile: Profile) -> Iterator[str]:
    """Names, the most reliable first."""
    front = document.blocks[: FRONT_BLOCKS + (document.salutation or 0)]
    heads = [document.words(b) for b in front if b.kind is BlockKind.HEADING]
    lines = [document.words(b) for b in front if b.end - b.start < MAX_LINE]
    for text in heads + lines:
        for row in profile.reports.name:
            match = row.pattern.search(text)
            if match:
                yield _tidy(match["name"])
    yield from (_tidy(head) for head in heads if not NO_NAME.search(head))


def _addressed(document: Document) -> Iterator[str]:
    """Bodies whose officers a letter is addressed to."""
    for block in document.blocks[:LETTER_BLOCKS]:
        if block.kind is BlockKind.OTHER:
            yield from (_tidy(m["name"]) for m in ADDRESSEE.finditer(document.words(block)))


def _tidy(name: str) -> str:
    return re.sub(r"[’']s?$", "", TAIL.sub("", " ".join(name.split()))).strip(" ,:–-")


def _most_named(document: Document, index: AuthorityIndex, on: date | None) -> Authority | None:
    mentions = [authority for _, _, authority in index.find(document.text[:FRONT_CHARS], on)]
    ranked = Counter(authority.iri for authority in mentions).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return next(authority for authority in mentions if authority.iri == ranked[0][0])


def _looks_like_council(name: str) -> bool:
    likely = name[:1].isupper() and len(name) < MAX_NAME and len(name.split()) <= MAX_NAME_WORDS
    return likely and not re.search(r"\b(?:to|from|falls|moves|rated|good|inadequate)\b", name)
