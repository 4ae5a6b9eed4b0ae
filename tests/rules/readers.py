"""What the engine reads from a text by each table of rules, as a tuple of ids.

A reader is given the whole profile, the text, and the kind of report (for the tables of
frameworks, else ""). It puts the text where reports have such words and runs the stage that
reads them: `parse` for parts of a report, the readers of grades for labels, and so on. A rule
without an id is read as the name of its table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from inspectgraph.graphbuilder.agencies.find import find_sightings
from inspectgraph.graphbuilder.agencies.lexicon import lexicon_of
from inspectgraph.graphbuilder.agencies.resolve import resolve_agencies
from inspectgraph.graphbuilder.agencies.sighting import Scene, readable_blocks
from inspectgraph.graphbuilder.extract.area import find_area
from inspectgraph.graphbuilder.extract.grade_columns import read_columns
from inspectgraph.graphbuilder.extract.grade_halves import read_halves
from inspectgraph.graphbuilder.extract.grade_prose import read_prose
from inspectgraph.graphbuilder.extract.grade_rows import match_row, read_rows, split_rows
from inspectgraph.graphbuilder.extract.grade_sentences import read_outcome, read_sentences
from inspectgraph.graphbuilder.extract.grades import Reading
from inspectgraph.graphbuilder.extract.lists import only_tells, settle_lists
from inspectgraph.graphbuilder.extract.nature import no_report, partner_of
from inspectgraph.graphbuilder.extract.people import find_inspectorates
from inspectgraph.graphbuilder.extract.quotations import council_quotes, is_own_voice
from inspectgraph.graphbuilder.extract.recommendations import find_items, timescale_of
from inspectgraph.graphbuilder.extract.report import extract_report, is_news
from inspectgraph.graphbuilder.extract.subjects import hints_of, subject_of
from inspectgraph.graphbuilder.model import Area, Block, BlockKind, Document, Line, ReportFacts
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.parse.typography import lay_out
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.errors import NotAReport
from inspectgraph.ontology.problems import UNKNOWN_KIND
from inspectgraph.ontology.profiles import Profile

Outcome = tuple[str, ...]
Reader = Callable[[Profile, str, str], Outcome]
TITLE = "# Report about Kelderby"
SENTENCE = "Children in Kelderby see the same social worker for long enough to trust her."
NOTHING: Outcome = ()


def _document(profile: Profile, *paragraphs: str) -> Document:
    return parse(read("own.md", "\n\n".join(paragraphs).encode()), profile)


def _if(fact: object, outcome: str) -> Outcome:
    return (outcome,) if fact else NOTHING


# -- document.toml: what becomes of a block, or of the paragraph below a heading --------------


def _not_narrative(profile: Profile, text: str, _: str) -> Outcome:
    last = _document(profile, TITLE, f"## {text}", SENTENCE).blocks[-1]
    return _if(last.kind is BlockKind.PARAGRAPH and not last.narrative, "not_narrative")


def _narrative(profile: Profile, text: str, _: str) -> Outcome:
    """A smaller heading below one of a description of the area."""
    above = ("## Information about this local authority", f"### {text}")
    return _if(_document(profile, TITLE, *above, SENTENCE).blocks[-1].narrative, "narrative")


def _part(profile: Profile, text: str, _: str) -> Outcome:
    heading = _document(profile, TITLE, "## Children", f"#### {text}", SENTENCE).blocks[2]
    return _if(heading.level == 1, "part")


def _back_matter(profile: Profile, text: str, _: str) -> Outcome:
    last = _document(profile, TITLE, SENTENCE, SENTENCE, text, SENTENCE).blocks[-1]
    return _if(last.kind is BlockKind.OTHER, "back_matter")


def _boilerplate(profile: Profile, text: str, _: str) -> Outcome:
    block, below = _document(profile, TITLE, text, SENTENCE).blocks[1:3]
    return _if(block.kind is BlockKind.OTHER and below.narrative, "boilerplate")


def _cover(profile: Profile, text: str, _: str) -> Outcome:
    block, below = _document(profile, TITLE, text, SENTENCE).blocks[1:3]
    aside = block.kind is not BlockKind.OTHER and not block.narrative
    return _if(aside and below.narrative, "cover")


# -- reports.toml and the titles of frameworks ----------------------------------------------


def _name(profile: Profile, text: str, _: str) -> Outcome:
    area = find_area(_document(profile, f"# {text}", "It took place in spring."), profile, None)
    return _if(area, area.name if area else "")


def _inspectorate(profile: Profile, text: str, _: str) -> Outcome:
    joint = next(one for one in profile.frameworks if one.joint)
    return find_inspectorates(_document(profile, TITLE, text), joint, profile)[1:]


def _no_report(profile: Profile, text: str, _: str) -> Outcome:
    """A heading above what is else a report on Kelderby's services."""
    kind = _kind(profile, "Inspection of Kelderby children's services", "")
    document = _document(profile, f"# {text}", "Inspection dates: 4 to 8 March 2019", SENTENCE)
    row = next((r.id for r in profile.reports.no_report if r.pattern.search(text)), "")
    what = no_report(document, None, None, profile)
    return _if(kind and what, row if row in what else what)


def _partner(profile: Profile, text: str, _: str) -> Outcome:
    partner = partner_of(_document(profile, f"# {text}", SENTENCE), profile)
    return _if(partner, partner)


def _kind(profile: Profile, text: str, _: str) -> Outcome:
    dates = "Inspection dates: 4 to 8 March 2019"
    document = _document(profile, f"# {text}", dates, SENTENCE)
    try:
        facts, problems = extract_report(document, profile)
    except NotAReport:
        return NOTHING
    return _if(all(one.code != UNKNOWN_KIND for one in problems), facts.kind)


# -- grades.toml, aspects.toml, and the sentences of frameworks --------------------------------


def _reading(profile: Profile, document: Document, kind: str = "") -> Reading:
    """A reading; without a kind one of a report that grades whatever has a label."""
    if kind:
        return Reading.of(document, profile.framework(kind), profile)
    every = tuple(row.id for row in profile.aspects.aspect)
    return Reading.of(document, replace(profile.fallback, aspects=every), profile)


def _grade(profile: Profile, text: str, kind: str) -> Outcome:
    row = match_row(text, _reading(profile, _document(profile, TITLE), kind))
    return _if(row, row.grade if row else "")


def _aspect(profile: Profile, text: str, kind: str) -> Outcome:
    row = match_row(text, _reading(profile, _document(profile, TITLE), kind))
    return _if(row, row.aspect if row else "")


def _row(profile: Profile, text: str, _: str, table: str) -> Outcome:
    block = _document(profile, TITLE, text, SENTENCE).blocks[1]
    return _if(block.kind is BlockKind.ROW, table)


def _table_opening(profile: Profile, text: str, _: str) -> Outcome:
    return _if(split_rows(text, _reading(profile, _document(profile, TITLE))), "table_opening")


def _cell(profile: Profile, text: str, _: str, table: str) -> Outcome:
    """A grade of one or two lines (parted by a slash) that comes beside the first label."""
    labels = [Line("Adoption", x=50, right=200, y=700, size=11)]
    labels += [Line("Care leavers", x=50, right=200, y=640, size=11)]
    said = text.split(" / ")
    cell = [Line(one, x=350, right=420, y=700 - 13 * n, size=11) for n, one in enumerate(said)]
    lines, _look = lay_out([*labels, *cell], profile)
    return _if([line.text for line in lines] == ["Adoption", *said, "Care leavers"], table)


def _record(profile: Profile, text: str, _: str) -> Outcome:
    document = _document(profile, TITLE, f"## {text}", "Equality and diversity Good")
    table, _body = read_halves(_reading(profile, document, "slac"))
    return _if(table, "record")


def _history(profile: Profile, text: str, _: str) -> Outcome:
    document = _document(profile, TITLE, f"## {text}", "Adoption performance Good")
    return _if(not list(read_rows(_reading(profile, document, "sif"))), "history")


def _columns(profile: Profile, *paragraphs: str) -> Outcome:
    reading = _reading(profile, _document(profile, TITLE, *paragraphs), "sif")
    return tuple(f"{row.aspect}:{row.grade}" for row in read_columns(reading).rows)


def _column_earlier(profile: Profile, text: str, _: str) -> Outcome:
    head = f"| Area | {text} | Grade |\n|---|---|---|"
    return _if(
        _columns(profile, f"{head}\n| Adoption performance | Inadequate | Good |"), "column_earlier"
    )


def _column_now(profile: Profile, text: str, _: str) -> Outcome:
    head = f"| Area | Grade | {text} |\n|---|---|---|"
    return _if(
        _columns(profile, f"{head}\n| Adoption performance | Inadequate | Good |"), "column_now"
    )


def _column_noun(profile: Profile, text: str, _: str) -> Outcome:
    row = "Adoption performance Good Inadequate"
    return _if(_columns(profile, "Told: in short", text, row), "column_noun")


def _no_grade(profile: Profile, text: str, _: str) -> Outcome:
    rows = f"| Care leavers | Good | Good |\n| Adoption performance | {text} | Good |"
    read = _columns(profile, f"| Area | 2019 | 2024 |\n|---|---|---|\n{rows}")
    return _if(len(read) > 1, "no_grade")


def _ungraded(profile: Profile, text: str, _: str) -> Outcome:
    outcome = "The arrangements typically lead to positive experiences for children."
    document = _document(profile, f"# {text}", outcome)
    return _if(not list(read_outcome(_reading(profile, document, "send"))), "ungraded")


def _half_heading(profile: Profile, text: str, _: str) -> Outcome:
    document = _document(profile, TITLE, f"## {text}", "Equality and diversity Good")
    _table, body = read_halves(_reading(profile, document, "slac"))
    return tuple(row.section for row in body if row.section)


def _sentence(profile: Profile, text: str, kind: str) -> Outcome:
    reading = _reading(profile, _document(profile, TITLE, text), kind)
    return tuple(f"{row.aspect}:{row.grade}" for row in read_sentences(reading, set()))


def _statement(profile: Profile, text: str, kind: str) -> Outcome:
    reading = _reading(profile, _document(profile, TITLE, text), kind)
    return tuple(row.grade for row in read_outcome(reading))


# -- news.toml ------------------------------------------------------------------------------


def _is_news(profile: Profile, *paragraphs: str) -> bool:
    try:
        facts, _ = extract_report(_document(profile, "# Norfolk", *paragraphs), profile)
    except NotAReport:
        return False
    return profile.framework(facts.kind).prose


def _publisher(profile: Profile, text: str, _: str) -> Outcome:
    return _if(_is_news(profile, text, "Its services were rated."), "publisher")


def _telling(profile: Profile, text: str, _: str) -> Outcome:
    return _if(_is_news(profile, text, "That is what Ofsted writes of its services."), "telling")


def _inspected(profile: Profile, text: str, _: str) -> Outcome:
    document = _document(profile, "# Kelderby", text, "That is what Ofsted judged.")
    return _if(is_news(document, profile), "inspected")


def _own_voice(profile: Profile, text: str, _: str, table: str) -> Outcome:
    return _if(is_own_voice(text, text, profile), table)


def _item_ends(profile: Profile, text: str, _: str, table: str) -> Outcome:
    """A heading below three paragraphs, where a page goes on to another item."""
    document = _document(profile, TITLE, *[SENTENCE] * 3, f"# {text}", SENTENCE)
    return _if(document.blocks[-1] in council_quotes(document, profile), table)


def _reporting(profile: Profile, text: str, _: str) -> Outcome:
    document = _document(profile, TITLE, text)
    return _if(document.blocks[1] not in council_quotes(document, profile), "reporting")


def _graded(profile: Profile, text: str, _: str, table: str) -> Outcome:
    """Whether a sentence of a news item gives a grade; of two tables whether it gives none."""
    document = _document(profile, "# Kelderby", "Ofsted was here.", text)
    graded = bool(list(read_prose(_reading(profile, document, "news"))))
    return _if(graded != (table in ("not_now", "others")), table)


def _service(profile: Profile, text: str, _: str) -> Outcome:
    document = _document(profile, "# Kelderby", text)
    return tuple(row.aspect for row in read_prose(_reading(profile, document, "news")))


# -- findings.toml --------------------------------------------------------------------------


def _subject(profile: Profile, text: str, path: tuple[str, ...]) -> Outcome:
    block = Block(BlockKind.PARAGRAPH, 0, len(text), path=path)
    subject = subject_of(block, text, profile.fallback.subject, profile)
    return _if(subject != profile.fallback.subject, subject)


def _section(profile: Profile, text: str, _: str) -> Outcome:
    return _subject(profile, SENTENCE, (text, "What works well"))


def _opening(profile: Profile, text: str, _: str) -> Outcome:
    return _subject(profile, text, ())


def _sector(profile: Profile, text: str, _: str) -> Outcome:
    return hints_of(profile.findings).sectors_and_resolved(text)[0]


def _resolved(profile: Profile, text: str, _: str) -> Outcome:
    return _if(hints_of(profile.findings).sectors_and_resolved(text)[1], "resolved")


def _framework(profile: Profile, text: str, _: str) -> Outcome:
    return _if(profile.findings.outcome.search(text), "framework")


def _says(profile: Profile, text: str, _: str) -> Outcome:
    return tuple(f"says_{name}" for name, form in profile.findings.says if form.match(text))


def _asking_line(profile: Profile, text: str, _: str) -> Outcome:
    return _if(profile.findings.is_asking_line.match(text), "asking_line")


def _no_finding(profile: Profile, text: str, _: str) -> Outcome:
    return _if(profile.findings.is_no_finding.match(text), "no_finding")


# -- recommendations.toml -------------------------------------------------------------------

ITEM = "- Make sure that each child has a plan that a manager has read."


def _items(profile: Profile, *paragraphs: str, kind: str = "ilacs") -> list[str]:
    framework = profile.framework(kind)
    document = settle_lists(_document(profile, TITLE, *paragraphs), framework, profile)
    items = find_items(document, framework, profile)
    return [document.text[one.start : one.end] for one in items]


def _list(profile: Profile, text: str, _: str) -> Outcome:
    return _if(_items(profile, f"## {text}", ITEM), "list")


def _section_title(profile: Profile, text: str, kind: str) -> Outcome:
    framework = profile.framework(kind) if kind else profile.fallback
    found = profile.is_section(text, framework)
    return _if(found, "section")


def _never(profile: Profile, text: str, _: str) -> Outcome:
    """A smaller heading below that of a list."""
    items = _items(profile, "## What needs to improve?", f"### {text}", ITEM)
    return _if(not items, "never")


def _no_item(profile: Profile, text: str, _: str) -> Outcome:
    items = _items(profile, "## What needs to improve?", text, ITEM)
    return _if(len(items) == 1 and not items[0].startswith(text), "no_item")


def _at_once(profile: Profile, text: str, _: str) -> Outcome:
    return _if(timescale_of(text, profile.recommendations) == "immediately", "at_once")


def _urgent(profile: Profile, text: str, _: str) -> Outcome:
    document = _document(profile, TITLE, "## What needs to improve?", f"- {text}")
    items = find_items(document, profile.framework("ilacs"), profile)
    return _if([one for one in items if one.timescale == "immediately"], "urgent")


def _asks(profile: Profile, text: str, _: str, table: str) -> Outcome:
    """Of two sentences that ask for nothing one would be a paragraph of the narrative."""
    return _if(not only_tells(text, profile.recommendations), table)


def _telling_sentence(profile: Profile, text: str, _: str) -> Outcome:
    return _if(only_tells(text, profile.recommendations), "telling")


def _head_told(profile: Profile, text: str, _: str) -> Outcome:
    """The head of the column beside the actions: its cells are no part of the items."""
    return _if(_of_table(profile, text, "Areas for improvement") == [ITEM[2:]], "told")


def _head_asked(profile: Profile, text: str, _: str) -> Outcome:
    return _if(_of_table(profile, "Responsible body", text) == [ITEM[2:]], "action")


def _of_table(profile: Profile, told: str, asked: str) -> list[str]:
    rows = f"| {told} | {asked} |\n|---|---|\n| Kelderby Hospital Trust | {ITEM[2:]} |"
    return _items(profile, "## Areas for improvement", rows, kind="send")


def _inside(profile: Profile, text: str, _: str) -> Outcome:
    return _if(_items(profile, text, kind="summary"), "inside")


# -- agencies.toml --------------------------------------------------------------------------

RENAMED = {"borough": "borough-of"}  # rules of sightings that are not called as their row


def _sighted(profile: Profile, text: str, _: str) -> Outcome:
    """The rules by which bodies are named; those of plural heads as of one."""
    document = _document(profile, TITLE, text)
    scene = Scene(
        document,
        readable_blocks(document)[1:],
        None,
        None,
        profile.fallback,
        profile.authorities,
        lexicon_of(profile),
    )
    rules = (one.rule for one in find_sightings(scene) if one.strong)
    return tuple(dict.fromkeys(RENAMED.get(rule, rule) for rule in rules))


def _resolve(profile: Profile, text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Reasons and roles of the bodies that a report on Norfolk names or means."""
    norfolk = profile.authorities.match("Norfolk", None)
    assert norfolk
    facts = ReportFacts("Own", "ilacs", "ilacs", Area(norfolk.name, norfolk.iri))
    agencies, _ = resolve_agencies(_document(profile, TITLE, text), facts, profile)
    yield from ((agency.reason, agency.roles) for agency in agencies)


def _role(profile: Profile, text: str, _: str) -> Outcome:
    return tuple(dict.fromkeys(role for _, roles in _resolve(profile, text) for role in roles))


def _generic(profile: Profile, text: str, _: str) -> Outcome:
    words = [word for reason, _ in _resolve(profile, text) for word in reason.split()]
    return tuple(w.removeprefix("generic:") for w in words if w.startswith("generic:"))


def _phrase(profile: Profile, text: str, _: str, table: str) -> Outcome:
    """A phrase of covers and letters; they are looked for in words of many kinds."""
    return _if(getattr(profile.reports, table).pattern.search(text), table)


PHRASES = (
    *("date_label", "earlier_inspection", "other_day", "said_of_another"),
    *("published", "took_place", "reference_number"),
    *("joint_inspectors", "lead_inspector", "lead_inspector_behind", "rank", "addressee"),
    *("unlisted_council", "no_council", "no_name", "no_place", "name_head", "name_tail"),
    *("findings_letter", "inspecting_letter", "letter_about", "other_sender"),
)
READERS: dict[tuple[str, str], Reader] = {
    **{("reports", table): partial(_phrase, table=table) for table in PHRASES},
    ("document", "not_narrative"): _not_narrative,
    ("document", "narrative"): _narrative,
    ("document", "part"): _part,
    ("document", "back_matter"): _back_matter,
    ("document", "boilerplate"): _boilerplate,
    ("document", "cover"): _cover,
    ("document", "section"): _section_title,
    ("reports", "name"): _name,
    ("reports", "inspectorate"): _inspectorate,
    ("reports", "no_report"): _no_report,
    ("reports", "partner"): _partner,
    ("grades", "grade"): _grade,
    ("grades", "at_end"): partial(_row, table="at_end"),
    ("grades", "item"): partial(_row, table="item"),
    ("grades", "line"): partial(_row, table="line"),
    ("grades", "table_head"): partial(_row, table="table_head"),
    ("grades", "table_opening"): _table_opening,
    ("grades", "cell"): partial(_cell, table="cell"),
    ("grades", "cell_open"): partial(_cell, table="cell_open"),
    ("grades", "cell_rest"): partial(_cell, table="cell_rest"),
    ("grades", "record"): _record,
    ("grades", "history"): _history,
    ("grades", "column_earlier"): _column_earlier,
    ("grades", "column_now"): _column_now,
    ("grades", "column_noun"): _column_noun,
    ("grades", "no_grade"): _no_grade,
    ("grades", "ungraded"): _ungraded,
    ("aspects", "aspect"): _aspect,
    ("aspects", "half_heading"): _half_heading,
    ("news", "publisher"): _publisher,
    ("news", "telling"): _telling,
    ("news", "inspected"): _inspected,
    ("news", "reporting"): _reporting,
    ("news", "own_voice"): partial(_own_voice, table="own_voice"),
    ("news", "others_say"): partial(_own_voice, table="others_say"),
    ("news", "next_item"): partial(_item_ends, table="next_item"),
    ("news", "byline"): partial(_item_ends, table="byline"),
    ("news", "grading"): partial(_graded, table="grading"),
    ("news", "stating"): partial(_graded, table="stating"),
    ("news", "grade_noun"): partial(_graded, table="grade_noun"),
    ("news", "goes_on"): partial(_graded, table="goes_on"),
    ("news", "not_now"): partial(_graded, table="not_now"),
    ("news", "others"): partial(_graded, table="others"),
    ("news", "whole"): partial(_graded, table="whole"),
    ("news", "service"): _service,
    ("findings", "section"): _section,
    ("findings", "opening"): _opening,
    ("findings", "sector"): _sector,
    ("findings", "resolved"): _resolved,
    ("findings", "framework"): _framework,
    ("findings", "no_finding"): _no_finding,
    ("findings", "asking_line"): _asking_line,
    ("findings", "says_strength"): _says,
    ("findings", "says_weakness"): _says,
    ("recommendations", "list"): _list,
    ("recommendations", "never"): _never,
    ("recommendations", "no_item"): _no_item,
    ("recommendations", "inside"): _inside,
    ("recommendations", "told"): _head_told,
    ("recommendations", "action"): _head_asked,
    ("recommendations", "at_once"): _at_once,
    ("recommendations", "urgent"): _urgent,
    ("recommendations", "asking"): partial(_asks, table="asking"),
    ("recommendations", "telling"): _telling_sentence,
    ("recommendations", "imperative"): partial(_asks, table="imperative"),
    ("agencies", "title"): _sighted,
    ("agencies", "family"): _sighted,
    ("agencies", "pattern"): _sighted,
    ("agencies", "cue"): _sighted,
    ("agencies", "prefix"): _sighted,
    ("agencies", "role"): _role,
    ("agencies", "generic"): _generic,
    ("frameworks", "title"): _kind,
    ("frameworks", "section"): _section_title,
    ("frameworks", "sentence"): _sentence,
    ("frameworks", "statement"): _statement,
    ("frameworks", "label"): _aspect,
    ("frameworks", "grade"): _grade,
}
