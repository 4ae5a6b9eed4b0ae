"""Which authority a report inspects: by its title, its cover, its addressees, its first page.

Nothing but a name that is stated so is taken: a heading that names no place, a byline or the
label of a form is no authority, and a text about several has none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from inspectgraph.graphbuilder.model import Area, Block, BlockKind, Document
from inspectgraph.graphbuilder.parse.sentences import sentence_spans
from inspectgraph.ontology.authorities import Authority, AuthorityIndex, core_name
from inspectgraph.ontology.profiles import Profile
from inspectgraph.ontology.profiles.report_words import ReportWords

FRONT_CHARS = 4000  # of the first page; further on neighbours and partners are named as often
FRONT_BLOCKS = 14  # of the cover: title, subtitle, area, dates
LETTER_BLOCKS = 60  # the addressees of a joint letter, with their offices
# Characters of a line on the cover; longer ones are paragraphs, which name other places.
MAX_LINE = 250
# Characters and words of the longest name of a council, with its kind.
MAX_NAME, MAX_NAME_WORDS = 70, 8
BESIDE_TITLE = 2  # blocks between the title of a cover and the name of a place
HEADLINES = 4  # blocks of a news item: a label of the site, the headline, a second line
MAX_TOLD = 20000  # characters of a news item or of a page of a committee
MOSTLY = 3  # times as often as all others is the one named of which a text tells
# "Ashford Vale", "the City of Port Wexcombe", "Kelderby & Bay": capitals, and what joins them.
PLACE = re.compile(
    r"(?:the )?[A-Z][\w’'.-]*(?:,? (?:(?:and|of|upon|on|with|the|in|le|under) |& )*[A-Z][\w’'.-]*)*"
)


def find_area(document: Document, profile: Profile, on: date | None) -> Area | None:
    """The inspected authority: named by the title, the cover, the addressees, else by the
    authority that the first page names most; an unknown one has no IRI."""
    index, words = profile.authorities, profile.reports
    titled = list(_titled(document, words))
    for name in (*titled, *_bare_heads(document, words)):
        known = _known(name, index, on)
        if known:
            return Area(known.name, known.iri, name)
    for name in _addressed(document, words):
        known = index.match(name, on)
        if known:
            return Area(known.name, known.iri, name)
    unknown = next((name for name in titled if _is_place(name, words)), "")
    unknown = unknown or _beside_title(document, profile)
    if unknown:
        return Area(unknown, "", unknown)
    common = _most_named(document, index, on)
    if common:
        return Area(common.name, common.iri, common.short_name)
    named = next(_unlisted(document.text[:FRONT_CHARS], words), "")
    return Area(named, "", named) if named else None


def _known(name: str, index: AuthorityIndex, on: date | None) -> Authority | None:
    exact = index.match(name, on)
    if exact:
        return exact
    mentioned = {authority.iri: authority for _, _, authority in index.find(name, on)}
    return next(iter(mentioned.values())) if len(mentioned) == 1 else None


def _titled(document: Document, words: ReportWords) -> Iterator[str]:
    """Names that titles of covers and letters state, those of headings first."""
    front = document.blocks[: FRONT_BLOCKS + (document.salutation or 0)]
    heads = [document.words(b) for b in front if b.kind is BlockKind.HEADING]
    lines = [document.words(b) for b in front if b.end - b.start < MAX_LINE]
    for text in heads + lines:
        for row in words.name:
            match = row.pattern.search(text)
            if match:
                yield _tidy(match["name"], words)


def _bare_heads(document: Document, words: ReportWords) -> Iterator[str]:
    """Headings of the cover that may be a name and nothing else."""
    front = document.blocks[: FRONT_BLOCKS + (document.salutation or 0)]
    heads = [document.words(b) for b in front if b.kind is BlockKind.HEADING]
    yield from (_tidy(head, words) for head in heads if not words.no_name.pattern.search(head))


def _addressed(document: Document, words: ReportWords) -> Iterator[str]:
    """Bodies whose officers a letter is addressed to."""
    for block in document.blocks[:LETTER_BLOCKS]:
        if block.kind is BlockKind.OTHER:
            addressees = words.addressee.pattern.finditer(document.words(block))
            yield from (_tidy(match["name"], words) for match in addressees)


def _beside_title(document: Document, profile: Profile) -> str:
    """The unknown place whose name stands above or below the title of a cover."""
    front = document.blocks[: FRONT_BLOCKS + (document.salutation or 0)]
    for at, block in enumerate(front):
        head = block.kind is BlockKind.HEADING and document.words(block)
        if head and any(title.search(head) for title in profile.titles):
            near = front[max(0, at - BESIDE_TITLE) : at + BESIDE_TITLE + 1]
            heads = (document.words(b) for b in near if b.kind is BlockKind.HEADING)
            names = (_tidy(head, profile.reports) for head in heads)
            return next((name for name in names if _is_place(name, profile.reports)), "")
    return ""


def _tidy(name: str, words: ReportWords) -> str:
    bare = words.name_tail.pattern.sub("", " ".join(name.split()))
    return re.sub(r"[’']s?$", "", bare).strip(" ,:–-")


def _is_place(name: str, words: ReportWords) -> bool:
    """Whether it has the shape of a name, and none of the words of headings and forms."""
    short = len(name) < MAX_NAME and len(name.split()) <= MAX_NAME_WORDS
    return bool(short and PLACE.fullmatch(name)) and not words.no_place.pattern.search(name)


def _most_named(document: Document, index: AuthorityIndex, on: date | None) -> Authority | None:
    mentions = [authority for _, _, authority in index.find(document.text[:FRONT_CHARS], on)]
    ranked = Counter(authority.iri for authority in mentions).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return next(authority for authority in mentions if authority.iri == ranked[0][0])


def _unlisted(text: str, words: ReportWords) -> Iterator[str]:
    """Councils that no list has, by the word that makes them one."""
    for match in words.unlisted_council.pattern.finditer(text):
        name = words.name_head.pattern.sub("", _tidy(match["name"], words))
        if name and not words.no_council.pattern.search(name):
            yield name


# -- texts that are no report: whom they tell of ----------------------------------------------


def areas_told_of(document: Document, profile: Profile, on: date | None) -> tuple[Area, ...]:
    """The authorities whose inspection a news item or a page tells of, as far as it says.

    Headings that are names of several councils part a round-up; else the headline says whom
    it is about, else the sentences that tell of inspecting.
    """
    sections = areas_of_sections(document, profile, on)
    if len(sections) > 1:
        return sections
    for block in document.blocks[:HEADLINES]:
        named = _distinct(_named(document.words(block), profile, on))
        if block.kind is BlockKind.HEADING and named:
            return named
    told = [area for text in _telling(document, profile) for area in _named(text, profile, on)]
    counted = Counter(area.name for area in told)
    most = counted.most_common(1)[0] if counted else ("", 0)
    mostly = most[1] >= MOSTLY * (counted.total() - most[1])
    return _distinct(area for area in told if not mostly or area.name == most[0])


def areas_of_sections(document: Document, profile: Profile, on: date | None) -> tuple[Area, ...]:
    """The authorities whose names are headings, or stand together in the title."""
    areas = [
        area
        for at, block in enumerate(document.blocks)
        if block.kind is BlockKind.HEADING and block.end - block.start < MAX_NAME
        if at < FRONT_BLOCKS or _has_text_below(document.blocks, at)
        for area in _whole_name(document.words(block), profile, on)
    ]
    for name in _titled(document, profile.reports):
        if not profile.authorities.match(name, on):
            named = _distinct(_named(name, profile, on))
            areas += named if len(named) > 1 else []
    return _distinct(areas)


def _has_text_below(blocks: Sequence[Block], at: int) -> bool:
    below = blocks[at + 1 : at + 2]
    return any(block.narrative and block.kind is not BlockKind.HEADING for block in below)


def _whole_name(head: str, profile: Profile, on: date | None) -> tuple[Area, ...]:
    """The authority whose name a heading is, with nothing else in it."""
    name = _tidy(head, profile.reports)
    known = profile.authorities.match(name, on)
    if known:
        return (Area(known.name, known.iri, name),)
    if not profile.reports.unlisted_council.pattern.fullmatch(name):
        return ()
    return tuple(Area(name, "", name) for name in _unlisted(name, profile.reports))


def _telling(document: Document, profile: Profile) -> Iterator[str]:
    """Sentences that tell of inspecting or of grades."""
    telling = profile.news.telling.pattern
    for block in document.blocks:
        if block.start > MAX_TOLD:
            return
        words = document.words(block)
        if telling.search(words):
            sentences = (words[start:end] for start, end in sentence_spans(words))
            yield from (sentence for sentence in sentences if telling.search(sentence))


def _named(text: str, profile: Profile, on: date | None) -> Iterator[Area]:
    """Each authority that a text names."""
    index = profile.authorities
    found = [(start, Area(a.name, a.iri, a.short_name)) for start, _, a in index.find(text, on)]
    known = {core_name(area.name) for _, area in found}
    yield from (area for _, area in found)
    for name in _unlisted(text, profile.reports):
        if core_name(name) not in known and not _known(name, index, on):
            yield Area(name, "", name)


def _distinct(areas: Iterable[Area]) -> tuple[Area, ...]:
    """Each authority once, an unknown one by what makes its name."""
    return tuple({area.iri or core_name(area.name): area for area in areas}.values())
