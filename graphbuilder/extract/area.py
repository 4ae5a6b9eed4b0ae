"""Which authority a report inspects: by its title, its cover, its addressees, its first page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from inspectgraph.graphbuilder.model import Area, BlockKind, Document
from inspectgraph.ontology.authorities import Authority, AuthorityIndex
from inspectgraph.ontology.profiles import Profile
from inspectgraph.ontology.profiles.report_words import ReportWords

FRONT_CHARS = 4000  # of the first page; further on neighbours and partners are named as often
FRONT_BLOCKS = 14  # of the cover: title, subtitle, area, dates
LETTER_BLOCKS = 60  # the addressees of a joint letter, with their offices
# Characters of a line on the cover; longer ones are paragraphs, which name other places.
MAX_LINE = 250
# Characters and words of the longest name of a council, with its kind.
MAX_NAME, MAX_NAME_WORDS = 70, 8


def find_area(document: Document, profile: Profile, on: date | None) -> Area | None:
    """The inspected authority: named by the title, the cover, the addressees, else by the
    authority that the first page names most; an unknown one has no IRI."""
    index, words = profile.authorities, profile.reports
    candidates = list(_candidates(document, profile))
    for name in candidates:
        known = _known(name, index, on)
        if known:
            return Area(known.name, known.iri, name)
    for name in _addressed(document, words):
        known = index.match(name, on)
        if known:
            return Area(known.name, known.iri, name)
    common = _most_named(document, index, on)
    if common:
        return Area(common.name, common.iri, common.short_name)
    unlisted = words.unlisted_council.pattern.finditer(document.text[:FRONT_CHARS])
    named = (_tidy(m["name"], words) for m in unlisted)
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
    words = profile.reports
    front = document.blocks[: FRONT_BLOCKS + (document.salutation or 0)]
    heads = [document.words(b) for b in front if b.kind is BlockKind.HEADING]
    lines = [document.words(b) for b in front if b.end - b.start < MAX_LINE]
    for text in heads + lines:
        for row in words.name:
            match = row.pattern.search(text)
            if match:
                yield _tidy(match["name"], words)
    no_name = words.no_name.pattern
    yield from (_tidy(head, words) for head in heads if not no_name.search(head))


def _addressed(document: Document, words: ReportWords) -> Iterator[str]:
    """Bodies whose officers a letter is addressed to."""
    for block in document.blocks[:LETTER_BLOCKS]:
        if block.kind is BlockKind.OTHER:
            addressees = words.addressee.pattern.finditer(document.words(block))
            yield from (_tidy(match["name"], words) for match in addressees)


def _tidy(name: str, words: ReportWords) -> str:
    bare = words.name_tail.pattern.sub("", " ".join(name.split()))
    return re.sub(r"[’']s?$", "", bare).strip(" ,:–-")


def _most_named(document: Document, index: AuthorityIndex, on: date | None) -> Authority | None:
    mentions = [authority for _, _, authority in index.find(document.text[:FRONT_CHARS], on)]
    ranked = Counter(authority.iri for authority in mentions).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return next(authority for authority in mentions if authority.iri == ranked[0][0])


def _looks_like_council(name: str) -> bool:
    likely = name[:1].isupper() and len(name) < MAX_NAME and len(name.split()) <= MAX_NAME_WORDS
    return likely and not re.search(r"\b(?:to|from|falls|moves|rated|good|inadequate)\b", name)
