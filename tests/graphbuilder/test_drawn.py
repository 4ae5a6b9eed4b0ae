"""PDFs as they are drawn: type scaled by matrices, pages on their side or in columns, numbers in
type of their own, tables of who must act."""

from __future__ import annotations

import io
from collections.abc import Sequence

import pytest
from inspectgraph.graphbuilder.extract.report import extract_report
from inspectgraph.graphbuilder.model import Block, BlockKind, Document
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.pdf import read_pdf
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.profiles import load_profile
from layouts import LEADING, LEFT, Sheet
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
TELLING = (
    "Most children who come into care in Port Wexcombe settle well with carers who know them, "
    "and few of them have to move again within the year.",
    "Health assessments are late for a third of children. Nurses are not told in time when a "
    "child changes home, and managers do not check this.",
    "Plans for permanence drift. In half of the cases that were seen no day was set by which the "
    "matter would go to court.",
)


def parsed(data: bytes, name: str = "drawn.pdf") -> Document:
    return parse(read(name, data), load_profile())


def numbered(document: Document) -> list[tuple[str, str]]:
    return [
        (block.number, document.words(block)[:20])
        for block in document.blocks
        if block.kind is BlockKind.PARAGRAPH and block.narrative
    ]


class ScaledSheet(Sheet):
    """A sheet whose type has size 1 in the file and is scaled by the text matrix."""

    def at(self, x: float, y: float, words: str, size: float = 12.0, bold: bool = False) -> None:
        text = self._canvas.beginText()
        text.setTextTransform(size, 0, 0, size, x, y)
        text.setFont("Helvetica-Bold" if bold else "Helvetica", 1)
        text.textOut(words)
        self._canvas.drawText(text)


def test_type_scaled_by_its_matrix_has_the_size_that_it_is_drawn_in() -> None:
    plain, scaled = (
        sheet.title("Kelderby Council").heading("Findings", size=14).filler(1, 3).pdf()
        for sheet in (Sheet(), ScaledSheet())
    )
    sizes = [[line.size for line in read_pdf(data, "x.pdf")[0]] for data in (plain, scaled)]
    assert sizes[0] == sizes[1]
    assert parsed(plain).blocks == parsed(scaled).blocks


def drawn(how: str) -> bytes:
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, invariant=1)
    if how == "left":
        canvas.setPageRotation(90)
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
    elif how == "right":
        canvas.setPageRotation(270)
        canvas.translate(0, HEIGHT)
        canvas.rotate(-90)
    elif how == "upside down":
        canvas.translate(WIDTH, HEIGHT)
        canvas.rotate(180)
    for words, y in (("1. Children are seen by workers whom they", 400), ("know well.", 385.6)):
        canvas.setFont("Helvetica", 12)
        canvas.drawString(72, y, words)
    canvas.showPage()
    canvas.save()
    return data.getvalue()


@pytest.mark.parametrize("how", ["upright", "left", "right", "upside down"])
def test_pages_on_their_side_are_read_line_by_line(how: str) -> None:
    first, second = read_pdf(drawn(how), "x.pdf")[0]
    assert (first.size, second.size) == (12, 12)
    assert second.gap == pytest.approx(1.2)
    assert first.right > first.x
    assert second.x == pytest.approx(first.x)


def wrapped(words: str, width: float) -> list[str]:
    lines, line = [], ""
    for word in words.split():
        if line and stringWidth(f"{line} {word}", "Helvetica", 12) > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return [*lines, line]


@pytest.mark.parametrize(
    ("mark", "size", "bold", "why"),
    [
        ("{}.", 16.0, True, "set larger than the text"),
        ("{}.", 8.0, False, "set smaller"),
        ("{}", 12.0, False, "without its stop"),
        ("{}. .", 12.0, False, "with two"),
        ("{}..", 12.0, False, "with two, close"),
    ],
)
def test_numbers_number_their_paragraph(mark: str, size: float, bold: bool, why: str) -> None:
    sheet = Sheet().title("Kelderby Council").page().heading("Findings")
    for number, words in enumerate(TELLING, 33):
        sheet.at(LEFT, sheet._y, mark.format(number), size, bold)
        sheet.lines(*wrapped(words, 400), x=LEFT + 34)
    expected = [(str(n), words[:20]) for n, words in enumerate(TELLING, 33)]
    assert numbered(parsed(sheet.pdf())) == expected, why


@pytest.mark.parametrize("x", [LEFT, LEFT - 30])
def test_numbers_on_a_line_of_their_own(x: float) -> None:
    sheet = Sheet().title("Kelderby Council").page().heading("Findings")
    for number, words in enumerate(TELLING, 33):
        sheet.lines(f"{number}.", after=0, x=x).lines(*wrapped(words, 400))
    expected = [(str(n), words[:20]) for n, words in enumerate(TELLING, 33)]
    assert numbered(parsed(sheet.pdf())) == expected


def test_a_figure_that_ends_a_sentence_is_no_number() -> None:
    text = "Children do well at Key Stage\n4.\nMore of them stay at school.\n"
    assert "4" not in [block.number for block in parsed(text.encode(), "x.txt").blocks]


@pytest.mark.parametrize("mark", ["−", "─", "\u0336", "⁃", "‒", "►", "✓", "\ufffd"])
def test_signs_that_look_like_dashes_are_bullets(mark: str) -> None:
    text = f"Inspectors found:\n\n{mark} timely visits to children\n\n{mark} plans that drift\n"
    bullets = [b for b in parsed(text.encode(), "x.md").blocks if b.kind is BlockKind.BULLET]
    assert len(bullets) == 2


# -- columns --------------------------------------------------------------------------------


@pytest.mark.parametrize("across", [False, True])
def test_prose_in_two_columns_is_read_column_by_column(across: bool) -> None:
    lines = [line for words in TELLING * 4 for line in [*wrapped(words, 205), ""]]
    half = len(lines) // 2 + 4  # the same words level with each other would look like a header
    places = [
        (x, 700 - step * 12 * LEADING, words)
        for x, column in ((LEFT, lines[:half]), (LEFT + 235, lines[half:]))
        for step, words in enumerate(column)
    ]
    sheet = Sheet().title("Kelderby Council").page().heading("Findings")
    for x, y, words in sorted(places, key=lambda p: (-p[1], p[0])) if across else places:
        sheet.at(x, y, words)
    told = [words for _, words in numbered(parsed(sheet.pdf()))]
    assert told == [words[:20] for words in TELLING * 4]


def test_directories_are_read_across() -> None:
    sheet = Sheet().heading("Local area partnership details")
    for row in range(12):
        sheet.at(LEFT, 700 - 15 * row, f"Kelderby House {row}")
        sheet.at(LEFT + 240, 700 - 15 * row, f"Vale Hospital {row}")
    data = sheet.pdf()
    lines = read_pdf(data, "x.pdf")[0][1:]
    assert [line.cells for line in lines] == [
        (f"Kelderby House {row}", f"Vale Hospital {row}") for row in range(12)
    ]
    assert "Kelderby House 3 Vale Hospital 3" in parsed(data).text


# -- tables of who must act -----------------------------------------------------------------

ROWS = (
    ("Marlshire County Council|NHS Marlshire Integrated|Care Board",
     "Leaders across the partnership should cut the waits for an assessment of autism, and tell "
     "families how long they will be."),
    ("Marlshire County Council", "Leaders should see that a manager reads each plan before it is "
     "sent to a family."),
    ("Marlshire Hospitals Trust", "Nurses should write."),
)  # fmt: skip


def table(order: str, head: Sequence[str], turn: int = 9) -> bytes:
    """A SEND report with a table, its cells in an order; page ``turn`` comes before that row."""
    sheet = Sheet().title("Area SEND inspection of Marlshire", "Local Area Partnership", size=20)
    sheet.heading("Areas for priority action")
    y = sheet._y
    for x, words in zip((LEFT, 260), head, strict=True):
        sheet.at(x, y, words, bold=True)
    for at, (bodies, asked) in enumerate(ROWS):
        y -= 34
        if at == turn:
            sheet.page()
            y = 700
        cells = [
            [(x, y - 14.5 * step, words) for step, words in enumerate(cell)]
            for x, cell in ((LEFT, bodies.split("|")), (260, wrapped(asked, 240)))
        ]
        drawn = [piece for cell in cells for piece in cell]
        if order == "lines":
            drawn.sort(key=lambda piece: (-piece[1], piece[0]))
        for x, low, words in reversed(drawn) if order == "backwards" else drawn:
            sheet.at(x, low, words)
        y = min(low for _, low, _ in drawn)
    sheet._y = y - 40
    sheet.heading("Areas for improvement").lines("Leaders should listen to young people more.")
    return sheet.pdf()


def told(document: Document) -> list[tuple[str, str]]:
    """The cells of bodies with what follows each."""
    rows: list[tuple[Block, Block]] = [
        (block, below)
        for block, below in zip(document.blocks, document.blocks[1:], strict=False)
        if block.kind is BlockKind.TOLD
    ]
    return [(document.words(one), document.words(two)) for one, two in rows]


EXPECTED = [(bodies.replace("|", " "), asked) for bodies, asked in ROWS]


@pytest.mark.parametrize("order", ["cells", "lines"])
@pytest.mark.parametrize("turn", [9, 1])
@pytest.mark.parametrize(
    "head",
    [("Responsible body", "Areas for priority action"), ("Who is responsible", "Action required")],
)
def test_the_body_stands_before_its_action(order: str, turn: int, head: tuple[str, str]) -> None:
    document = parsed(table(order, head, turn))
    assert told(document) == EXPECTED
    assert extract_report(document, load_profile())[0].kind == "send"


def test_tables_of_converted_texts() -> None:
    rows = [f"| {bodies.replace('|', ' ')} | {asked} |" for bodies, asked in ROWS]
    head = ["| Responsible bodies | Area for improvement |", "|---|---|"]
    text = "\n".join(["# Area SEND inspection of Marlshire", "", *head, *rows])
    document = parsed(text.encode(), "x.md")
    assert told(document) == EXPECTED
    assert document.blocks[-1].path[-1] == "Area for improvement"


def test_lead_inspectors_head_nothing() -> None:
    sheet = Sheet().title("Inspection of Kelderby", "children’s services")
    sheet.heading("Lead inspector: Una Fairweather HMI").filler(count=1)
    assert [block.heading for block in parsed(sheet.pdf()).blocks][-1].startswith("Inspection of")
