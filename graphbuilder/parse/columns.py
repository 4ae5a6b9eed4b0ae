"""Pages set in two columns of prose are read column by column.

Tables, directories and lists of addressees stand in columns, too, and are read across: their
lines are short, and begin with capitals. Those of prose fill their column and go on in the next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from inspectgraph.graphbuilder.model import APART, ENDS, INSIDE, Line

FAR = 120.0  # points from the left edge of a page at which a second column of prose may begin
INSET = 3.0  # points by which the lines of a column differ in where they begin
FEWEST = 6  # lines of a column; fewer are the cells of a row
# Shares of a column's lines that go on with a small letter, and that fill it: tables of labels
# have a tenth of the first, directories next to none of the second.
GOING_ON, FULL = 0.35, 0.5
FILLED = 0.75  # of the width of a column's longest line
EM = 0.5  # the width of a mean character, of the size of type


def by_columns(page: list[Line]) -> list[Line]:
    """The lines of a page in reading order: where it is set in columns, the left one first,
    between lines that run across both."""
    edge = _edge(page)
    if not edge:
        return page
    lines = [piece for line in page for piece in _pieces(line, edge)]
    left = [line for line in lines if line.right <= edge]
    right = [line for line in lines if line.x >= edge - INSET]
    if not (_is_prose(left) and _is_prose(right)):
        return page
    ordered: list[Line] = []
    sides: tuple[list[Line], list[Line]] = ([], [])
    for line in sorted(lines, key=lambda line: -line.y):
        if line.right <= edge or line.x >= edge - INSET:
            sides[line.x >= edge - INSET].append(line)
            continue
        ordered += [*_column(sides[0]), *_column(sides[1]), line]
        sides = ([], [])
    return list(_spaced([*ordered, *_column(sides[0]), *_column(sides[1])]))


def _edge(page: Sequence[Line]) -> float:
    """Where most lines of a second column begin; 0 for pages that can have none."""
    far = min((line.x for line in page), default=0.0) + FAR
    starts = Counter(
        round(line.column or line.x) for line in page if max(line.column, line.x) > far
    )
    edge, count = starts.most_common(1)[0] if starts else (0, 0)
    return float(edge) if count >= FEWEST else 0.0


def _pieces(line: Line, edge: float) -> Iterator[Line]:
    if not line.column or abs(line.column - edge) > INSET:
        yield line
        return
    left, right = line.cells
    reach = min(line.x + EM * line.size * len(left), edge - INSET)
    yield line._replace(text=left, right=reach, cells=(), column=0.0)
    yield line._replace(text=right, x=line.column, cells=(), column=0.0)


def _is_prose(lines: Sequence[Line]) -> bool:
    if len(lines) < FEWEST:
        return False
    widest = max(line.right - line.x for line in lines)
    full = sum(line.right - line.x > FILLED * widest for line in lines)
    going_on = sum(line.text[:1].islower() for line in lines)
    return full >= FULL * len(lines) and going_on >= GOING_ON * len(lines)


def _column(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-round(line.y), line.x))


def _spaced(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines with the gaps to their new neighbours; a sentence goes on in the next column."""
    for at, line in enumerate(lines):
        above = lines[at - 1] if at else None
        if above is None:
            yield line
        elif above.y > line.y:
            yield line._replace(gap=round((above.y - line.y) / (line.size or 1.0), 2))
        else:
            goes_on = line.text[:1].islower() or not ENDS.search(above.text)
            yield line._replace(gap=INSIDE if goes_on else APART)
