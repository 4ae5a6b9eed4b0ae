"""Paragraph numbers as they are printed: with a stop, with two or none, in front of the paragraph
or on a line of their own. All are brought into the usual form, "34. Most children".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inspectgraph.graphbuilder.model import ENDS, Line

if TYPE_CHECKING:
    from inspectgraph.graphbuilder.parse.typography import Look

# "12. The council…" or "12.The council…"; not "3.5 per cent", which has a digit behind the stop.
NUMBER = re.compile(r"(\d{1,3})\.(?:\s+(?=[^\W\d_]|[‘“\"'(£\d])|(?=[^\W\d_]{2}|[AI‘“]))")
# "46. . Most", "46.. Most", "46 . Most".
STRAY_STOPS = re.compile(r"(\d{1,3})(?:(?:\s?\.){2,}\s*|\s\.\s+)(?=[^\W\d_]|[‘“\"'(£\d])")
ALONE = re.compile(r"(\d{1,3})(?:\s?\.)*$")
# "34 Most children": it starts with a capital, so that no figure inside a sentence looks so.
BARE = re.compile(r"(\d{1,3})\s+(?=[‘“]?[A-Z])")
NUMBER_GAP = 1.4  # a printed number may start a paragraph from here on: lists are set tighter
LEVEL = 0.6  # line heights by which a number may be set higher or lower than its paragraph
MARGIN = 60.0  # points between a number and its paragraph; a column of a table begins behind them
NEAR = 3.0  # points by which sizes, and the indents of lines, may differ
# Characters of a line that begins a paragraph, where no sizes of type are known: what is
# shorter is a heading or a row ("2 Children looked after").
WHOLE_LINE = 60


def with_numbers(lines: Sequence[Line], look: Look) -> list[Line]:
    """The same lines, with each paragraph's number in front of it and one stop behind it."""
    joined = _with_lone_numbers(list(lines), look)
    marked = {at: number for at, line in enumerate(joined) if (number := _number(line))}
    places = list(marked)
    last = 0
    for place, at in enumerate(places):
        line, number = joined[at], marked[at]
        following = marked[places[place + 1]] if place + 1 < len(places) else 0
        in_turn = number in (last + 1 if last else 0, following - 1) or _stands_apart(line)
        if NUMBER.match(line.text):
            last = number
        elif STRAY_STOPS.match(line.text) or (in_turn and _begins(joined, at, look)):
            joined[at] = _stopped(line, number)
            last = number
    return joined


def _number(line: Line) -> int:
    """The number that a line begins with, if it may be a paragraph's; else 0."""
    if not line.text[:1].isdigit():
        return 0
    patterns = (NUMBER, STRAY_STOPS, BARE)
    found = next((match for pattern in patterns if (match := pattern.match(line.text))), None)
    return int(found[1]) if found else 0


def _begins(lines: Sequence[Line], at: int, look: Look) -> bool:
    """Whether a line without a stop behind its figure can be the first of a paragraph."""
    line = lines[at]
    if line.level or line.row or line.bold:
        return False
    if look.size and abs(line.size - look.size) > 1:
        return False
    if not look.size and len(line.text) < WHOLE_LINE and not ENDS.search(line.text):
        return False
    return _is_parted(lines, at)


def _stands_apart(line: Line) -> bool:
    """Whether white space is between a number and its paragraph."""
    return len(line.cells) == 2 and line.cells[0].isdigit()


def _is_parted(lines: Sequence[Line], at: int) -> bool:
    """Whether a line does not go on with the sentence above it."""
    line, above = lines[at], lines[at - 1] if at else None
    return (
        above is None
        or line.gap > NUMBER_GAP
        or line.gap <= 0
        or line.x < above.x - NEAR
        or bool(ENDS.search(above.text))
    )


def _stopped(line: Line, number: int) -> Line:
    words = line.text[len(str(number)) :].lstrip(" .")
    return line._replace(text=f"{number}. {words}", cells=())


# -- numbers on lines of their own ----------------------------------------------------------


def _with_lone_numbers(lines: list[Line], look: Look) -> list[Line]:
    """Lines in which a number that stands alone is put in front of its paragraph."""
    owners: dict[int, Line] = {}
    gone: set[int] = set()
    for at, line in enumerate(lines):
        if line.text[:1].isdigit() and ALONE.match(line.text) and not line.row:
            owner = _owner(lines, at, look)
            if owner is not None and owner not in owners:
                owners[owner] = line
                gone.add(at)
    return [
        _joined(owners[at], line) if at in owners else line
        for at, line in enumerate(lines)
        if at not in gone
    ]


def _owner(lines: Sequence[Line], at: int, look: Look) -> int | None:
    """The line that a number belongs to: the one beside it, else the one below it."""
    number = lines[at]
    if look.size:
        beside = [near for near in _on_page(lines, at) if _is_beside(number, lines[near])]
        if beside:
            return min(beside, key=lambda near: lines[near].x)
    below = at + 1
    if not number.text.endswith(".") or below == len(lines) or _number(lines[below]):
        return None
    if not _is_parted(lines, at):
        return None
    words = lines[below]
    tall = look.size and (words.bold or words.size > look.size + 1)
    return below if words.text[:1].isupper() and not (words.level or words.row or tall) else None


def _on_page(lines: Sequence[Line], at: int) -> Iterator[int]:
    page = lines[at].page
    for step in (-1, 1):
        near = at + step
        while 0 <= near < len(lines) and lines[near].page == page:
            yield near
            near += step


def _is_beside(number: Line, line: Line) -> bool:
    return (
        0 <= line.x - number.right < MARGIN
        and abs(line.y - number.y) < LEVEL * number.size
        and line.size > number.size - 2
    )


def _joined(number: Line, line: Line) -> Line:
    gap = number.gap * number.size / line.size if line.size else number.gap
    return line._replace(text=f"{number.text} {line.text}", x=number.x, gap=round(gap, 2), cells=())
