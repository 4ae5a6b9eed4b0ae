"""The facts of a report itself: kind, title, area, dates, inspectors, reference, licence."""

from __future__ import annotations

import re
from datetime import date

from inspectgraph.graphbuilder.extract.area import find_area
from inspectgraph.graphbuilder.extract.dates import Days, find_days
from inspectgraph.graphbuilder.extract.kind_by_grades import kind_by_grades
from inspectgraph.graphbuilder.extract.people import find_inspectorates, find_lead_inspector
from inspectgraph.graphbuilder.model import Area, BlockKind, Document, ReportFacts
from inspectgraph.ontology.errors import NotAReport
from inspectgraph.ontology.problems import (
    CONTRADICTION,
    MISSING_FACT,
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
LETTER_BLOCKS = 60  # blocks of cover, summary or letter head in which "Inspection dates:" stands
# Characters of a line that is a date and little else; a sentence about a date is longer.
MAX_DATE_LINE = 60
AFTER_LABEL = 120  # characters behind "Inspection dates:": two visits with their weekdays
FIRST_BLOCKS = 30  # blocks of a letter or cover that tell when inspectors came, in a sentence
FIRST_CHARS = 500  # of each: long paragraphs begin with what they are about
# Days: fieldwork lasts weeks, in two visits some months. A longer range is the life of a policy.
MAX_FIELDWORK = 120
MAX_DELAY = 366  # days to a letter about the inspection; an earlier one is mentioned as history
TOP_BLOCKS, LAST_BLOCKS = 30, 12  # where a report prints its day of publication
AFTER_PUBLISHED, DATE_WITHIN = (
    40,
    8,
)  # characters behind "Published:" to search; to where a date begins
MAX_TITLE = 200  # characters; a longer one is a paragraph that was read as a heading
_flags = re.IGNORECASE
OGL = "http://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

NEWS_OPENING = 1500  # characters: a news item says at once who inspected whom
# "report.pdf", "notes.txt"; a path or web address is left out, for reports print addresses.
FILE_NAME = re.compile(r"(?<![/.\w-])[\w-]+\.(?:pdf|txt|md|py|toml|csv|ttl|html)\b")
MAX_FILE_NAMES = 4  # a saved report may name a few attachments; a README lists its files


def extract_report(document: Document, profile: Profile) -> tuple[ReportFacts, tuple[Problem, ...]]:
    """What the report says about itself. Raises NotAReport for any other kind of document."""
    framework = _framework(document, profile)
    letter = _letter_date(document)
    published = _published(document, profile.reports.published.pattern) or letter
    days = _inspection_days(document, letter, profile)
    area = find_area(document, profile, days.first if days else published)
    if not framework and area and _is_news(document, profile):
        framework = profile.prose
        published = published or _date_line(document)
    if _is_manual(document) or not (framework or (area and days)):
        raise NotAReport(document.name, "nothing in it tells of an inspection of an authority")
    if not framework and area and not area.iri:
        area = None  # words of an unknown inspectorate are no proof that there is such a council
    facts = ReportFacts(
        title=_title(document, area, profile),
        kind=(framework or profile.fallback).id,
        inspection_kind=_inspection_kind(framework, document, profile),
        area=area or Area(name="Unknown authority"),
        start=days.first if days else None,
        end=days.last if days else None,
        published=published,
        lead_inspector=find_lead_inspector(document, framework, profile.reports),
        inspectorates=find_inspectorates(document, framework, profile),
        reference=_first(profile.reports.reference_number.pattern, document.text),
        licence=_licence(document),
    )
    return facts, _problems(document, framework, area, days, published)


def _is_news(document: Document, profile: Profile) -> bool:
    """Whether the opening reports on an inspection; instructions and lists of files do not."""
    opening, news = document.text[:NEWS_OPENING], profile.news
    return bool(news.publisher.pattern.search(opening) and news.telling.pattern.search(opening))


def _is_manual(document: Document) -> bool:
    """Whether a text is about files and commands: the README of a folder of reports."""
    if document.pages is not None:
        return False
    return "```" in document.text or len(set(FILE_NAME.findall(document.text))) > MAX_FILE_NAMES


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
    front = document.text[:FRONT_CHARS]
    hits = [
        (at, framework.precedence, framework)
        for framework in profile.frameworks
        if (at := _first_title(framework, front)) is not None
        and not _is_quoted_in_news(document, at, profile.reports.date_label.pattern)
    ]
    if document.salutation:
        hits = [hit for hit in hits if hit[2].letter] or hits
    on_top = [hit for hit in hits if hit[0] < hit[2].opening]
    if not hits:
        return kind_by_grades(document, profile)
    return min(on_top or hits, key=lambda hit: hit[:2])[2]


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


def _inspection_days(document: Document, letter: date | None, profile: Profile) -> Days | None:
    """The days behind "Inspection dates:", or in a heading or a letter's first sentences."""
    return _labelled_days(document, profile.reports) or _stated_days(
        document, letter, profile.reports.took_place.pattern
    )


def _labelled_days(document: Document, words_of: ReportWords) -> Days | None:
    earlier = words_of.earlier_inspection.pattern
    for index, block in enumerate(document.blocks[:LETTER_BLOCKS]):
        words = document.words(block)
        label = words_of.date_label.pattern.search(words)
        if label is None or earlier.search(words[: label.end()]):
            continue
        rest = words[label.end() :].strip(" :") or _words_at(document, index + 1)
        days = find_days(rest[:AFTER_LABEL])
        if days:
            return days
    return None


def _words_at(document: Document, index: int) -> str:
    return document.words(document.blocks[index]) if index < len(document.blocks) else ""


def _stated_days(
    document: Document, letter: date | None, took_place: re.Pattern[str]
) -> Days | None:
    """Days in a heading, in a sentence about inspecting, or by themselves in a block."""
    first = document.salutation or 0
    for block in document.blocks[first : first + FIRST_BLOCKS]:
        words = document.words(block)[:FIRST_CHARS]
        dated = block.kind is BlockKind.HEADING or (block.narrative and took_place.search(words))
        days = _days_before(words, letter) if dated or len(words) < MAX_DATE_LINE else None
        alone = days and days.end - days.start == len(words) and days.first < days.last
        if days and (dated or alone) and _is_recent(days, letter):
            return days
    return None


def _days_before(words: str, letter: date | None) -> Days | None:
    """The days in a text; one without a year is the last such day before the letter."""
    if letter is None:
        return find_days(words)
    for year in (letter.year, letter.year - 1):
        days = find_days(words, year)
        if days and days.last <= letter:
            return days
    return None


def _is_recent(days: Days, letter: date | None) -> bool:
    """Fieldwork lasts days or weeks, and a letter about it follows within a year."""
    short = (days.last - days.first).days <= MAX_FIELDWORK
    return short and (letter is None or (letter - days.last).days < MAX_DELAY)


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
    titles = [row.pattern for framework in profile.frameworks for row in framework.title]
    kinds = [h for h in heads if any(pattern.search(h) for pattern in titles)]
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
    framework: Framework | None,
    area: Area | None,
    days: Days | None,
    published: date | None,
) -> tuple[Problem, ...]:
    problems = []
    if area is None or not area.iri:
        named = area.name if area else "none is named"
        message = f"authority not in the reference data: {named}"
        problems.append(Problem(UNKNOWN_AUTHORITY, message))
    if not framework:
        problems.append(Problem(UNKNOWN_KIND, "kind of report not recognised: read as 'other'"))
    if days is None and not (framework and framework.prose):
        problems.append(Problem(MISSING_FACT, "no dates of the inspection found"))
    if days and published and published < days.last:
        message = f"published {published} before the inspection's end {days.last}"
        problems.append(Problem(CONTRADICTION, message))
    if document.unread_pages:
        pages = ", ".join(str(page) for page in document.unread_pages)
        problems.append(Problem(UNREADABLE_PAGE, f"no text on page {pages}"))
    return tuple(problems)
