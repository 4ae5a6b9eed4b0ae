"""The facts of a report itself: kind, title, area, dates, inspectors, reference, licence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from inspectgraph.graphbuilder.extract.area import (
    areas_of_sections,
    areas_told_of,
    find_area,
)
from inspectgraph.graphbuilder.extract.dates import Days, find_days
from inspectgraph.graphbuilder.extract.given import Known, with_given
from inspectgraph.graphbuilder.extract.inspection_days import find_inspection_days, labelled_days
from inspectgraph.graphbuilder.extract.kind_by_grades import kind_by_grades
from inspectgraph.graphbuilder.extract.nature import no_report, partner_of
from inspectgraph.graphbuilder.extract.people import find_inspectorates, find_lead_inspector
from inspectgraph.graphbuilder.model import (
    NOTHING_GIVEN,
    Area,
    BlockKind,
    Document,
    Given,
    ReportFacts,
)
from inspectgraph.ontology.errors import NotAReport
from inspectgraph.ontology.problems import (
    CONTRADICTION,
    MISSING_FACT,
    SEVERAL_AUTHORITIES,
    UNKNOWN_AUTHORITY,
    UNKNOWN_KIND,
    UNREADABLE_PAGE,
    Problem,
)
from inspectgraph.ontology.profiles import Framework, Profile
from inspectgraph.ontology.profiles.report_words import ReportWords

# Characters of cover and first page, where a report names its framework. Further on it names
# those of other inspections, too.
FRONT_CHARS = 4000
# Characters of a line that is a date and little else; a sentence about a date is longer.
MAX_DATE_LINE = 60
TOP_BLOCKS, LAST_BLOCKS = 30, 12  # where a report prints its day of publication
AFTER_PUBLISHED, DATE_WITHIN = (
    40,
    8,
)  # characters behind "Published:" to search; to where a date begins
MAX_TITLE = 200  # characters; a longer one is a paragraph that was read as a heading
_flags = re.IGNORECASE
OGL = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

NEWS_OPENING = 1500  # characters: a news item says at once who inspected whom
MOST_NAMED = 4  # of several authorities, in a message
UNKNOWN = "Unknown authority"
GIVE_IT = "give --authority NAME, or name it in a sidecar CSV"


def extract_report(
    document: Document, profile: Profile, given: Given = NOTHING_GIVEN
) -> tuple[ReportFacts, tuple[Problem, ...]]:
    """What the report says about itself, and what is given in place of it. Raises NotAReport for
    any other kind of document, unless its kind is given."""
    framework = _framework(document, profile)
    letter = _letter_date(document)
    published = _published(document, profile.reports.published.pattern) or letter
    days = find_inspection_days(document, letter, profile.reports)
    looks_like = "" if given.kind else no_report(document, framework, days, profile)
    if looks_like:
        raise NotAReport(document.name, looks_like)
    partner = "" if framework or given.kind else partner_of(document, profile)
    on = days.first if days else published
    news = not framework and not partner and is_news(document, profile)
    areas = _areas(document, profile, on, news=news)
    if news:
        framework = profile.prose
        published = published or _date_line(document)
    read = Known(framework, areas[0] if len(areas) == 1 else None, days, published)
    known, overridden = with_given(read, given, profile)
    framework, area, days, published = known.framework, known.area, known.days, known.published
    areas = (area,) if given.authority and area else areas
    if not given.kind:
        _check_is_report(document, framework, partner, areas, days, profile.reports)
    if not framework and area and not area.iri:
        area = None  # words of an unknown inspectorate are no proof that there is such a council
    facts = ReportFacts(
        title=_title(document, area, profile),
        kind=(framework or profile.fallback).id,
        inspection_kind=_inspection_kind(framework, document, profile),
        area=area or Area(name=UNKNOWN),
        start=days.first if days else None,
        end=days.last if days else None,
        published=published,
        lead_inspector=find_lead_inspector(document, framework, profile.reports),
        inspectorates=find_inspectorates(document, framework, profile),
        reference=_first(profile.reports.reference_number.pattern, document.text),
        licence=_licence(document),
        partner=partner,
    )
    return facts, (*overridden, *_problems(document, facts, areas, framework))


def _areas(
    document: Document, profile: Profile, on: date | None, *, news: bool
) -> tuple[Area, ...]:
    """The authorities that a document says it is about: one, unless it says too little or
    too much."""
    if news:
        told = areas_told_of(document, profile, on)
        if told:
            return told
    several = areas_of_sections(document, profile, on)
    if len(several) > 1:
        return several
    area = find_area(document, profile, on)
    return (area,) if area else ()


def _check_is_report(
    document: Document,
    framework: Framework | None,
    partner: str,
    areas: Sequence[Area],
    days: Days | None,
    words: ReportWords,
) -> None:
    """Raises NotAReport for a text that tells of no inspection, or, being no report, of
    several."""
    if framework and not framework.prose:
        return
    if len(areas) > 1:
        names = ", ".join(area.name for area in areas[:MOST_NAMED])
        raise NotAReport(document.name, f"it tells of several authorities: {names}")
    if framework and not areas:
        raise NotAReport(document.name, "it tells of inspecting, but of no one authority")
    if not (framework or partner or (areas and days) or labelled_days(document, words)):
        raise NotAReport(document.name, "nothing in it tells of an inspection of an authority")


def is_news(document: Document, profile: Profile) -> bool:
    """Whether the opening reports on an inspection of an authority's services."""
    opening, news = document.text[:NEWS_OPENING], profile.news
    return all(
        words.pattern.search(opening) for words in (news.publisher, news.telling, news.inspected)
    )


def _date_line(document: Document) -> date | None:
    """A date that fills one of the first lines."""
    for block in document.blocks[:8]:
        days = find_days(document.words(block)[:MAX_DATE_LINE])
        if days and days.end - days.start == block.end - block.start:
            return days.last
    return None


def _licence(document: Document) -> str:
    text = document.text.casefold().replace(" ", "-")
    return OGL if "open-government-licence" in text else ""


def _first(pattern: re.Pattern[str], text: str) -> str:
    match = pattern.search(text)
    return match[1] if match else ""


# -- kind -----------------------------------------------------------------------------------


def _framework(document: Document, profile: Profile) -> Framework | None:
    """The framework that is named first; for a letter, one whose reports are letters."""
    front = _front(document)
    hits = [
        (at, framework.precedence, framework)
        for framework in profile.frameworks
        if (at := _first_title(framework, front)) is not None
        and not _is_quoted_in_news(document, at, profile.reports.date_label.pattern)
    ]
    if document.salutation:
        hits = [hit for hit in hits if hit[2].letter] or hits
    if not hits:
        return kind_by_grades(document, profile)
    cover = _first_section(document, profile)
    on_top = [hit for hit in hits if hit[0] < min(hit[2].opening, cover)]
    return min(on_top or hits, key=lambda hit: hit[:2])[2]


def _first_section(document: Document, profile: Profile) -> int:
    """Where the title of a report's first section ends: below it a title is that of a part."""
    heads = (block for block in document.blocks if block.kind is BlockKind.HEADING)
    ends = (block.end for block in heads if profile.is_title(document.words(block)))
    return next(ends, len(document.text))


def _front(document: Document) -> str:
    """The first pages as one line, for titles fill several blocks; contents are blank, for
    they name parts that are titles of other reports ("Summary for children")."""
    front = document.text[:FRONT_CHARS]
    for block in document.blocks:
        if block.start >= len(front):
            break
        if block.kind is BlockKind.OTHER:
            blank = " " * (min(block.end, len(front)) - block.start)
            front = front[: block.start] + blank + front[block.start + len(blank) :]
    return front.replace("\n", " ")


def _first_title(framework: Framework, text: str) -> int | None:
    """The offset of the first words that name a framework."""
    starts = (match.start() for row in framework.title if (match := row.pattern.search(text)))
    return min(starts, default=None)


def _is_quoted_in_news(document: Document, at: int, labels: re.Pattern[str]) -> bool:
    """A news item mentions a framework in running text: no pages, no labels, below the title."""
    block = next((b for b in document.blocks if b.start <= at < b.end), None)
    if document.pages is not None or block is None or block.kind is BlockKind.HEADING:
        return False
    return (
        block.kind is BlockKind.PARAGRAPH
        and not any(labels.match(document.words(b)) for b in document.blocks[:20])
        and not _letter_date(document)
    )


def _inspection_kind(framework: Framework | None, document: Document, profile: Profile) -> str:
    """The kind of the inspection that is reported; a summary names that of its full report."""
    framework = framework or profile.fallback
    if not framework.relays or framework.prose:
        return framework.id
    hits = [
        (at, full_framework.precedence, full_framework.id)
        for full_framework in profile.frameworks
        if full_framework.full and (at := _first_title(full_framework, document.text)) is not None
    ]
    return min(hits)[2] if hits else profile.fallback.id


# -- dates ----------------------------------------------------------------------------------


def _letter_date(document: Document) -> date | None:
    """The date of a letter: a line of its own, before the salutation."""
    for block in document.blocks[: document.salutation or 0]:
        words = re.sub(r"^date\s*:\s*", "", document.words(block)[:60], flags=_flags)
        days = find_days(words)
        if days and days.start == 0 and days.first == days.last:
            return days.first
    return None


def _published(document: Document, pattern: re.Pattern[str]) -> date | None:
    for block in (*document.blocks[:TOP_BLOCKS], *document.blocks[-LAST_BLOCKS:]):
        label = pattern.search(document.words(block))
        if label:
            days = find_days(document.words(block)[label.end() : label.end() + AFTER_PUBLISHED])
            if days and days.start < DATE_WITHIN:
                return days.first
    return None


# -- title and problems ---------------------------------------------------------------------


def _title(document: Document, area: Area | None, profile: Profile) -> str:
    """The title on the cover, preceded by the authority if it is not in it."""
    front = document.blocks[: (document.salutation or 0) + 10]
    heads = [document.words(b) for b in front if b.kind is BlockKind.HEADING]
    kinds = [h for h in heads if any(pattern.search(h) for pattern in profile.titles)]
    title = (
        " ".join(kinds[0].split())
        if kinds
        else (heads[0] if heads else document.words(document.blocks[0]))
    )
    title = title[:MAX_TITLE]
    name = area.name if area else ""
    printed = area.as_printed if area else ""
    missing = (
        name
        and printed.casefold() not in title.casefold()
        and name.casefold() not in title.casefold()
    )
    return f"{name}: {title}" if missing and kinds else title


def _problems(
    document: Document,
    facts: ReportFacts,
    areas: Sequence[Area],
    framework: Framework | None,
) -> tuple[Problem, ...]:
    problems = [*_area_problems(facts, areas)]
    if not (framework or facts.partner):
        problems.append(Problem(UNKNOWN_KIND, "kind of report not recognised: read as 'other'"))
    if facts.start is None and not (framework and framework.prose):
        problems.append(Problem(MISSING_FACT, "no dates of the inspection found"))
    if facts.end and facts.published and facts.published < facts.end:
        message = f"published {facts.published} before the inspection's end {facts.end}"
        problems.append(Problem(CONTRADICTION, message))
    if document.unread_pages:
        pages = ", ".join(str(page) for page in document.unread_pages)
        problems.append(Problem(UNREADABLE_PAGE, f"no text on page {pages}"))
    return tuple(problems)


def _area_problems(facts: ReportFacts, areas: Sequence[Area]) -> Iterator[Problem]:
    """What keeps a report from having a known authority, and what to do about it."""
    if facts.area.iri:
        return
    if len(areas) > 1:
        names = ", ".join(area.name for area in areas[:MOST_NAMED])
        message = f"it names several authorities ({names}), and none counts as the inspected one"
        yield Problem(SEVERAL_AUTHORITIES, f"{message}: {GIVE_IT}")
    elif facts.area.name == UNKNOWN:
        message = f"no title, addressee or sentence states whose inspection it is: {GIVE_IT}"
        yield Problem(UNKNOWN_AUTHORITY, message, own_cure="")
    else:
        yield Problem(UNKNOWN_AUTHORITY, f"authority not in the reference data: {facts.area.name}")
