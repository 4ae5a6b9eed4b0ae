"""Lines of a copied page (`read/copied.py`) without what is printed on every page, contents
and rows of tables put together: what `typography.py` does by points, done by characters.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median

from inspectgraph.graphbuilder.model import APART, Line
from inspectgraph.graphbuilder.parse.narrative import CONTENTS
from inspectgraph.graphbuilder.parse.typography import EDGE_LINES, Look, enough_pages
from inspectgraph.ontology.profiles import Profile
from inspectgraph.ontology.profiles.grade_words import GradeWords

# "7", "– 7 –", "Page 7 of 30"; not "7.", the number of a paragraph alone on its line.
BARE = re.compile(r"[-–—|\s]*(?:page )?\d{1,3}(?: of \d{1,3})?[-–—|\s]*$", re.IGNORECASE)
FIGURES = re.compile(r"\d+")
LETTER = re.compile(r"[^\W\d_]")
# Without form feeds: lines of three words and more that begin or end with the number of the
# page, and others that stand next to a page number, are running ones where they are as many.
NUMBERED = (
    re.compile(r"(?P<words>\S+(?: \S+){2,}) (?P<number>\d{1,3})$"),
    re.compile(r"(?P<number>\d{1,3}) (?P<words>\S+(?: \S+){2,})$"),
)
REPEATED = 3
MAX_TITLES = 3  # lines of contents without a page number between them: a title is wrapped
NOTE = re.compile(r"(\d{1,2})\s+(?=[A-Z‘“(])")  # "1 This inspection …": a footnote
MOST_NOTE_LINES = 8  # of the footnotes of one page
NOTE_LINES = 14  # lines from the foot of a page in which footnotes begin
# "Croydon.1 This", "Board1": the mark of a footnote, glued to a word.
MARK = re.compile(r"(?<=[a-z]{3})([.,;:?!’”)]{0,2})\d{1,2}(?=\s|$)")
RIGHT_CELL = 30.0  # characters from the margin at which a grade alone on its line is a cell
SAME_COLUMN = 3.0  # characters by which cells of one column differ in where they begin
# Share of the usual reach of wrapped lines from which on a line is full: in proportional type
# hardly one in fifty stays below it.
FULL = 0.88


def is_flat(lines: Sequence[Line]) -> bool:
    """Whether lines come from a copied page: they have ends, but no size of type."""
    return bool(lines) and not lines[0].size and lines[0].right > 0


def lay_out_flat(lines: Sequence[Line], profile: Profile) -> tuple[list[Line], Look]:
    """Lines in reading order, each a line of a paragraph, a row or a heading; and the edge that
    wrapped lines come up to."""
    content = _without_furniture(_with_contents(lines), profile)
    look = Look(0.0, _edge(content), profile)
    groups = _groups(content, profile.grades)
    rows = (line for group in groups for line in _read_group(group, profile.grades))
    return [_without_mark(line) for line in rows], look


def reach(line: Line, below: Line) -> float:
    """How far a line would come, had it taken the first word of the one below."""
    return line.right + 1 + len(below.text.split(" ", 1)[0])


def _edge(lines: Sequence[Line]) -> float:
    """The least reach of lines that were wrapped: what stays below it was ended by the writer."""
    reached = [
        reach(above, below)
        for above, below in pairwise(lines)
        if below.text[:1].islower() and above.page == below.page and above.y > below.y
    ]
    return FULL * median(reached) if reached else 0.0


def _without_mark(line: Line) -> Line:
    text = MARK.sub(r"\1", line.text) if FIGURES.search(line.text) else line.text
    return line if text == line.text else line._replace(text=text)


# -- running headers and footers ------------------------------------------------------------


def _without_furniture(lines: Sequence[Line], profile: Profile) -> list[Line]:
    """Lines without page numbers and what repeats at the edges of many pages."""
    if not lines or lines[0].page is None:
        return _without_repeated(lines, profile)
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    edges = [{id(line): line for line in page_edge(page)} for page in pages]
    counts = Counter(mask for edge in edges for mask in {_mask(line) for line in edge.values()})
    enough = enough_pages(len(pages))
    content: list[Line] = []
    number = 1  # of the next footnote
    for page, edge in zip(pages, edges, strict=True):
        notes, number = _notes(page, number)
        for line in page:
            marginal = id(line) in edge or id(line) in notes
            running = LETTER.search(line.text) and counts[_mask(line)] >= enough
            if not marginal or not (running or BARE.match(line.text)):
                content.append(line._replace(note=True) if id(line) in notes else line)
    return content


def _notes(page: Sequence[Line], number: int) -> tuple[set[int], int]:
    """The lines of the footnotes of a page, and the number of the next footnote. Their numbers
    go on from page to page, and stand before their words, in a line of their own, or below."""
    foot = max(len(page) - NOTE_LINES, 0)
    words = [at for at in range(foot, len(page)) if not BARE.match(page[at].text)]
    if not words:
        return set(), number
    for at in range(foot, len(page)):
        note = NOTE.match(page[at].text)
        ahead = BARE.match(page[at].text) and page[at].text == str(number) and at < words[-1]
        if ahead or (note and int(note[1]) == number):
            begun = [NOTE.match(line.text) for line in page[at + 1 :]]
            more = sum(bool(mark and int(mark[1]) > number) for mark in begun)
            return {id(line) for line in page[at:]}, number + 1 + more
    figures = [line.text for line in page[-2:]]
    if len(figures) == 2 and figures[0] == str(number) and BARE.match(figures[1]):
        first = next((at for at in reversed(words) if page[at].gap >= APART), words[-1])
        return {id(line) for line in page[first:]}, number + 1
    return set(), number


def page_edge(page: Sequence[Line]) -> list[Line]:
    """The lines at the top and bottom of a page; page numbers between them do not count."""
    worded = [at for at, line in enumerate(page) if not BARE.match(line.text)]
    top = worded[EDGE_LINES - 1] if len(worded) >= EDGE_LINES else len(page) - 1
    bottom = worded[-EDGE_LINES] if len(worded) >= EDGE_LINES else 0
    return [line for at, line in enumerate(page) if at <= top or at >= bottom]


def _without_repeated(lines: Sequence[Line], profile: Profile) -> list[Line]:
    """The same where form feeds are lost: lines that number the pages, and what repeats next
    to them, unless it is a title with which many pages begin."""
    gone = {id(line) for line in lines if BARE.match(line.text)} | _numbered(lines)
    enough = enough_pages(len(gone))
    for _ in range(2):  # a running line may stand beyond another
        beside: Counter[str] = Counter()
        for above, below in pairwise(lines):
            if (id(above) in gone) != (id(below) in gone):
                beside[below.text if id(above) in gone else above.text] += 1
        running = {
            text
            for text, times in beside.items()
            if times >= enough and LETTER.search(text) and not profile.is_section(text)
        }
        gone |= {id(line) for line in lines if line.text in running}
    notes = _notes_between(lines, gone)
    return [
        line._replace(note=True) if id(line) in notes else line
        for line in lines
        if id(line) not in gone
    ]


def _notes_between(lines: Sequence[Line], gone: set[int]) -> set[int]:
    """The lines of footnotes where form feeds are lost: the few between the number of the next
    one, alone on its line, and the end of the page."""
    notes: set[int] = set()
    number = 1
    for at, line in enumerate(lines):
        if line.text == str(number):
            below = lines[at + 1 : at + 1 + MOST_NOTE_LINES]
            end = next((n for n, one in enumerate(below) if id(one) in gone), 0)
            notes |= {id(one) for one in below[:end]}
            number += bool(end)
    return notes


def _numbered(lines: Sequence[Line]) -> set[int]:
    """Lines of the same words, each with a page number that is higher by one or two."""
    runs: dict[str, list[tuple[int, int]]] = {}
    for line in lines:
        figured = NUMBERED if FIGURES.search(line.text) else ()
        for parts in (shape.match(line.text) for shape in figured):
            if parts:
                runs.setdefault(parts["words"], []).append((int(parts["number"]), id(line)))
    return {
        at
        for run in runs.values()
        if len(run) >= REPEATED and all(0 < b[0] - a[0] <= 2 for a, b in pairwise(run))
        for _, at in run
    }


def _mask(line: Line) -> str:
    return FIGURES.sub("#", line.text.casefold()).strip("# ")


# -- contents -------------------------------------------------------------------------------


def _with_contents(lines: Sequence[Line]) -> list[Line]:
    """Lines in which each title of the contents has its page number behind it."""
    result: list[Line] = []
    at = 0
    while at < len(lines):
        result.append(lines[at])
        at += 1
        if CONTENTS.match(lines[at - 1].text):
            rows, at = _contents(lines, at)
            result += rows
    return result


def _contents(lines: Sequence[Line], at: int) -> tuple[list[Line], int]:
    """The rows of contents that begin here, and where they end."""
    rows: list[Line] = []
    end, titles = at, list[Line]()
    page = lines[at].page if at < len(lines) else None
    for index in range(at, len(lines)):
        line = lines[index]
        if line.page != page or len(titles) > MAX_TITLES:
            break
        if BARE.match(line.text) and titles:
            words = " ".join(title.text for title in titles)
            rows.append(titles[0]._replace(text=f"{words} {line.text}", gap=APART))
            end, titles = index + 1, []
        elif re.search(r"\D\d{1,3}$", line.text):
            rows += [*titles, line._replace(gap=APART)]
            end, titles = index + 1, []
        elif not BARE.match(line.text):
            titles.append(line)
    return rows, end


# -- cells of tables ------------------------------------------------------------------------


def _groups(lines: Sequence[Line], grades: GradeWords) -> Iterator[list[Line]]:
    """Lines that follow each other without white space, if cells stand beside each other in
    them; every other line by itself."""
    group: list[Line] = []
    for line in lines:
        if group and (line.gap >= APART or line.page != group[-1].page):
            yield from _parted(group, grades)
            group = []
        group.append(line)
    yield from _parted(group, grades)


def _parted(group: list[Line], grades: GradeWords) -> Iterator[list[Line]]:
    if any(_is_cell(line, above, grades) for above, line in pairwise([None, *group])):
        yield group
    else:
        yield from ([line] for line in group)


def _is_cell(line: Line | None, above: Line | None, grades: GradeWords) -> bool:
    """Whether something stands to the left of a line: words level with it, or the label of a
    grade that is level with the middle of it."""
    if line is None or line.x < RIGHT_CELL:
        return False
    level = above is not None and above.y == line.y and above.page == line.page
    return level or bool(grades.cell.pattern.match(line.text) or _opens(line.text, grades))


def _opens(text: str, grades: GradeWords) -> bool:
    return bool(grades.cell_open.pattern.match(text))


def _read_group(group: list[Line], grades: GradeWords) -> list[Line]:
    """One line by itself as it is; a stretch with cells row by row, or column by column where
    cells are wrapped."""
    if len(group) == 1:
        return group
    cells = [b for a, b in pairwise([None, *group]) if b and _is_cell(b, a, grades)]
    if not cells:
        return group
    column = min(cell.x for cell in cells) - SAME_COLUMN
    left = [line for line in group if line.x < column]
    right = [line for line in group if line.x >= column]
    marks = list(_grade_cells(right, grades))
    labels = list(_labels(left))
    if marks and len(marks) == len(labels) and sum(map(len, marks)) == len(right):
        return [_row([*label, *mark]) for label, mark in zip(labels, marks, strict=True)]
    rows = [list(row) for _, row in groupby(group, key=lambda line: line.y)]
    wrapped = any(line.text[:1].islower() for line in (*left[1:], *right[1:]))
    if marks or (all(len(row) > 1 for row in rows) and not wrapped):
        return [_row(row) for row in rows]
    if sum(abs(cell.x - column) <= 2 * SAME_COLUMN for cell in cells) < 2:
        return [_row(row, row[0].gap) for row in rows]  # a line set wide, and no table
    return [*_column(left), *_column(right)]


def _grade_cells(cells: Sequence[Line], grades: GradeWords) -> Iterator[list[Line]]:
    """The cells that are grades, each with the line that it is wrapped to."""
    at = 0
    while at < len(cells):
        below = cells[at + 1] if at + 1 < len(cells) else None
        both = f"{cells[at].text} {below.text}" if below else ""
        if below and grades.cell_rest.pattern.match(below.text) and grades.cell.pattern.match(both):
            yield [cells[at], below]
            at += 1
        elif grades.cell.pattern.match(cells[at].text):
            yield [cells[at]]
        at += 1


def _labels(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """The lines of one column, those together that go on with a small letter."""
    label: list[Line] = []
    for line in lines:
        if label and not line.text[:1].islower():
            yield label
            label = []
        label.append(line)
    if label:
        yield label


def _row(cells: Sequence[Line], gap: float = APART) -> Line:
    text = " ".join(cell.text for cell in cells)
    right = max(cell.right for cell in cells)
    row = cells[0]._replace(text=text, right=right, gap=gap)
    if len(cells) != 2:
        return row
    return row._replace(cells=(cells[0].text, cells[1].text), column=cells[1].x)


def _column(cells: Sequence[Line]) -> list[Line]:
    """The lines of one column, its first set apart from what is above."""
    return [
        cell._replace(gap=APART if not at else cell.gap or 1.0) for at, cell in enumerate(cells)
    ]
