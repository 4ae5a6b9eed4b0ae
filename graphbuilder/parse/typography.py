"""Where things are on a page: running lines are dropped, cells of tables put beside their row.

The first half of stage 2. It works on printed lines; blocks are made from them afterwards.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from inspectgraph.graphbuilder.model import APART, Line
from inspectgraph.graphbuilder.parse.columns import by_columns
from inspectgraph.ontology.profiles import Profile
from inspectgraph.ontology.profiles.grade_words import GradeWords

EDGE_LINES = 3  # lines at the top and bottom of a page; text that repeats further in is content
# Points up or down in which a line counts as the same one on another page: crop boxes shift it.
SAME_HEIGHT = 15.0
# Points to the right of a label at which the column of grades begins; less is an indent.
NEXT_COLUMN = 60.0
SAME_EDGE = 25.0  # points by which the lines of one cell may be indented or centred
LEVEL = 1.5  # points by which a label and the grade printed beside it differ in height
IN_CELL = 1.4  # line heights between wrapped lines of a cell; rows of a table stand further apart
# Lines of a first page in which addressees are looked for: they and their offices fill up to 70.
LETTER_LINES = 80
WRAPPED_INDENT = 10  # points: second lines of an address are indented by more
# "3", "Page 3", "Page | 3 of 9", "– 3 –", "3/9", its figures masked.
PAGE_NUMBER = re.compile(r"\W*(?:(?:page|p)\b\W*)?(?:#\W*(?:of\b\W*)?)*(?:page\W*)?$")
# "Dear Ms Smith", or the heading that joint letters have in its place.
DEAR = re.compile(r"dear\b|to (?:the )?(?:local )?(?:partners|service leaders)\b", re.IGNORECASE)
# "Jane Smith, Director of …": each name starts an addressee, however close the lines are.
ADDRESSEE = re.compile(r"(?:[A-Z][\w’'.-]* ){1,3}[A-Z][\w’'-]+, ")


@dataclass(frozen=True)
class Look:
    """What body text looks like in this file: size in points and right edge, 0 where unknown;
    and the profile whose words show its headings and rows."""

    size: float
    right: float
    profile: Profile


def look_of(lines: Sequence[Line], profile: Profile) -> Look:
    """The size in which most words are set, and where nine of ten of its lines end."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    size = sizes.most_common(1)[0][0] if sizes else 0.0
    edges = sorted(line.right for line in lines if line.size == size)
    return Look(size, edges[int(len(edges) * 0.9)] if edges else 0.0, profile)


def lay_out(lines: Sequence[Line], profile: Profile) -> tuple[list[Line], Look]:
    """Lines in reading order without what is printed on every page, and what they look like."""
    content = _without_furniture(lines)
    look = look_of(content, profile)
    if look.size:
        pages = groupby(content, key=lambda line: line.page)
        content = [
            line
            for _, page in pages
            for line in _seat_cells(by_columns(list(page)), profile.grades)
        ]
    return _part_addressees(content, look), look


# -- running headers and footers ------------------------------------------------------------


def _without_furniture(lines: Sequence[Line]) -> list[Line]:
    """Lines without page numbers and what repeats at one place of many pages."""
    pages = [list(group) for _, group in groupby(lines, key=lambda line: line.page)]
    if not pages or pages[0][0].page is None:
        return list(lines)
    edges = [_edge(page) for page in pages]
    running = _running(edges)
    content: list[Line] = []
    for page, edge in zip(pages, edges, strict=True):
        marginal = {id(line) for line in edge}
        content += [line for line in page if id(line) not in marginal or not running(line)]
    return content


def _edge(page: list[Line]) -> list[Line]:
    """The lines at the top and bottom of a page, in reading order and by position."""
    by_height = sorted(page, key=lambda line: line.y)
    near = page[:EDGE_LINES] + page[-EDGE_LINES:] + by_height[:2] + by_height[-2:]
    return list({id(line): line for line in near}.values())


def enough_pages(pages: int) -> int:
    """On how many pages a line must stand to be a running one. Five will do in the longest
    report: its chapters have running lines of their own."""
    return 2 if pages <= 4 else max(3, min(pages // 4, 5))


class _Running:
    """Words at the same height of several pages: of a quarter of them, though five are enough."""

    def __init__(self, heights: dict[str, list[float]], pages: int) -> None:
        self._heights = {mask: sorted(ys) for mask, ys in heights.items()}
        self._enough = enough_pages(pages)

    def __call__(self, line: Line) -> bool:
        mask = _mask(line)
        if mask == "#.":
            return False  # the number of a paragraph, on a line of its own
        if PAGE_NUMBER.match(mask):
            return True
        heights = self._heights.get(mask, [])
        first = bisect_left(heights, line.y - SAME_HEIGHT)
        return bisect_left(heights, line.y + SAME_HEIGHT) - first >= self._enough


def _running(edges: Sequence[Sequence[Line]]) -> _Running:
    heights: dict[str, list[float]] = {}
    for edge in edges:
        for line in edge:
            heights.setdefault(_mask(line), []).append(line.y)
    return _Running(heights, len(edges))


def _mask(line: Line) -> str:
    """Its words with figures masked, and without the page number before or after them."""
    return re.sub(r"\d+", "#", line.text.casefold()).removeprefix("# ").removesuffix(" #")


# -- cells of tables ------------------------------------------------------------------------


@dataclass(frozen=True)
class _Cell:
    """A grade by itself in the right column of a table; two lines where it is wrapped."""

    lines: tuple[Line, ...]

    @property
    def top(self) -> Line:
        return self.lines[0]

    @property
    def middle(self) -> float:
        return (self.lines[0].y + self.lines[-1].y) / 2


def _seat_cells(page: list[Line], grades: GradeWords) -> list[Line]:
    """A page on which each grade follows the label beside it, in whatever order the file
    holds rows and columns of its tables."""
    cells = list(_grade_cells(page, grades))
    if not cells:
        return page
    taken = {id(line) for cell in cells for line in cell.lines}
    groups = _label_cells([line for line in page if id(line) not in taken])
    seats: dict[int, list[_Cell]] = {}
    for cell in sorted(cells, key=lambda one: one.top.x):
        beside = [group for group in groups if _is_beside(cell, group)]
        if beside:
            group = min(beside, key=len)
            rivals = [c for c in cells if _is_beside(c, group) and not _is_level(c, cell)]
            seats.setdefault(id(_label_end(cell, group, rivals)), []).append(cell)
    return _with_gaps(page, list(_seated(page, seats)), seats) if seats else page


def _grade_cells(page: Sequence[Line], grades: GradeWords) -> Iterator[_Cell]:
    cell, opens, rest = grades.cell.pattern, grades.cell_open.pattern, grades.cell_rest.pattern
    at = 0
    while at < len(page):
        whole, opened = cell.match(page[at].text), opens.match(page[at].text)
        lines, words = 1, page[at].text
        while (whole or opened) and at + lines < len(page):
            below = page[at + lines]
            if not (rest.match(below.text) and _is_below(page[at + lines - 1], below)):
                break
            words = f"{words} {below.text}"
            if whole and not cell.match(words):
                break
            lines += 1
        if whole or lines > 1:
            yield _Cell(tuple(page[at : at + lines]))
        at += lines


def _is_below(line: Line, below: Line) -> bool:
    return abs(line.x - below.x) < SAME_EDGE and 0 < line.y - below.y < IN_CELL * line.size


def _label_cells(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines grouped where white space or another indent separates them from those above."""
    groups: list[list[Line]] = []
    for line in lines:
        last = groups[-1][-1] if groups else None
        step = (last.y - line.y) / (line.size or 1) if last else 0.0
        if last and 0 < step < IN_CELL and abs(line.x - last.x) < SAME_EDGE:
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _is_beside(cell: _Cell, group: Sequence[Line]) -> bool:
    top, reach = cell.top, 0.75 * cell.top.size
    return (
        top.x > group[0].x + NEXT_COLUMN
        and top.x > max(line.right for line in group) - 5
        and group[-1].y - reach < cell.middle < group[0].y + reach
    )


def _is_level(other: _Cell, cell: _Cell) -> bool:
    """Whether a grade is in the same row of another column: that of an earlier inspection."""
    apart = min(abs(other.top.y - cell.top.y), abs(other.middle - cell.middle))
    return other is not cell and apart < LEVEL


def _label_end(cell: _Cell, group: Sequence[Line], rivals: Sequence[_Cell]) -> Line:
    """The last line of the label beside a grade. Where labels are so close that they make
    one group, each of its lines belongs to the grade that it is level with: the last one at
    or above it where grades are at the top of their cells, else the nearest."""
    if len(rivals) < 2:
        return group[-1]
    hung = _hang_from_top(group, rivals)
    own_lines = [line for line in group if _owner(line, rivals, hung) is cell]
    return own_lines[-1] if own_lines else min(group, key=lambda line: abs(line.y - cell.middle))


def _hang_from_top(group: Sequence[Line], rivals: Sequence[_Cell]) -> bool:
    all_level = all(any(abs(line.y - cell.top.y) < LEVEL for line in group) for cell in rivals)
    return all_level and any(abs(group[0].y - cell.top.y) < LEVEL for cell in rivals)


def _owner(line: Line, rivals: Sequence[_Cell], hung: bool) -> _Cell:
    above = [cell for cell in rivals if cell.top.y > line.y - LEVEL]
    if hung and above:
        return min(above, key=lambda cell: cell.top.y)
    return min(rivals, key=lambda cell: abs(cell.middle - line.y))


def _seated(page: Sequence[Line], seats: dict[int, list[_Cell]]) -> Iterator[Line]:
    moved = {id(line) for row in seats.values() for cell in row for line in cell.lines}
    for line in page:
        if id(line) not in moved:
            yield line
            for cell in seats.get(id(line), ()):
                yield from cell.lines


def _with_gaps(
    page: Sequence[Line], ordered: Sequence[Line], seats: dict[int, list[_Cell]]
) -> list[Line]:
    """The lines with the gaps to their new neighbours; a new row is set apart."""
    before = {id(line): above for above, line in pairwise(page)}
    ends = {id(row[-1].lines[-1]) for row in seats.values()}
    result = list(ordered[:1])
    for above, line in pairwise(ordered):
        gap = line.gap
        if before.get(id(line)) is not above and line.size:
            gap = round((above.y - line.y) / line.size, 2)
        if id(above) in ends:
            gap = max(gap, APART)
        result.append(line if gap == line.gap else line._replace(gap=gap))
    return result


# -- addressees of letters ------------------------------------------------------------------


def _part_addressees(lines: list[Line], look: Look) -> list[Line]:
    """Lines in which each addressee of a letter is set apart, wrapped ones kept together."""
    front = (line for line in lines[:LETTER_LINES] if line.page in (None, 1))
    dear = next((i for i, line in enumerate(front) if DEAR.match(line.text)), 0)
    parted = list(_parted(lines[:dear], look))
    return parted + lines[dear:] if dear else lines


def _parted(lines: Sequence[Line], look: Look) -> Iterator[Line]:
    for index, line in enumerate(lines):
        above = lines[index - 1] if index else None
        wrapped = above is not None and above.gap and _is_wrapped(above, line, look)
        yield line if wrapped or line.gap > APART else line._replace(gap=APART)


def _is_wrapped(above: Line, line: Line, look: Look) -> bool:
    """Whether the first word of a line would not have fitted on the line above."""
    if line.gap > IN_CELL or line.gap <= 0 or line.level or line.bold != above.bold:
        return False
    if ADDRESSEE.match(line.text) and ADDRESSEE.match(above.text):
        return False
    if not look.size:
        return line.text[:1].islower()
    word = line.text.split(" ", 1)[0]
    wide = (above.right - above.x) / max(len(above.text), 1) * (len(word) + 1)
    return (
        above.right + wide > look.right
        or line.x > above.x + WRAPPED_INDENT
        or line.text[:1].islower()
    )
