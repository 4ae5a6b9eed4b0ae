"""Set the sample reports of `sources/*.toml` as PDF, the same bytes every time.

usage: make_samples.py [--check]      --check writes nothing, exit status 1 where a PDF is stale

A source holds the layout's settings and the text. Blocks are separated by blank lines:
`# ` title, `## ` part, `### ` heading, `#### ` lesser heading, `12. ` numbered paragraph,
`- ` bullet, `• ` inner bullet, `| a | b |` table row, `---` new page, anything else a paragraph.
A line that ends with `\\` is broken there; `%small` and `%body` change the size of what follows.
`**bold**` and `^1^` (raised) work inside, `{id}` is a label of LABELS. In a table cell `@` is the
page of the heading that stands in the first cell. Needs reportlab (BSD) and fontTools (MIT).
"""

from __future__ import annotations

import io
import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, Table

HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = A4
LEFT, TEXT_WIDTH, TOP, BOTTOM = 72.0, 460.0, HEIGHT - 86.0, 84.0
GRID = [("VALIGN", (0, 0), (-1, -1), "TOP")]
BORDER = [*GRID, ("GRID", (0, 0), (-1, -1), 0.75, black), ("BOTTOMPADDING", (0, 0), (-1, -1), 7)]


def style(
    size: float,
    *,
    bold: bool = False,
    before: float = 0,
    after: float = 6,
    indent: float = 0,
    bullet: str = "Helvetica",
    at: float = 0,
) -> ParagraphStyle:
    """Make a paragraph style, with lines that break at the hyphens that words have."""
    return ParagraphStyle(
        f"{size}-{bold}-{before}-{indent}",
        fontName="Helvetica-Bold" if bold else "Helvetica",
        fontSize=size,
        leading=size * 1.2,
        spaceBefore=before,
        spaceAfter=after,
        leftIndent=indent,
        bulletIndent=at,
        bulletFontName=bullet,
        bulletFontSize=size,
        embeddedHyphenation=1,
    )


TITLE, TITLE_BOLD = style(26, after=14), style(26, bold=True, after=14)
HEADINGS = {
    "## ": style(16, bold=True, before=8, after=8),
    "### ": style(14, bold=True, before=8),
    "#### ": style(12, bold=True, before=4),
}
BODY, SMALL, NOTE = style(12, after=9), style(10, after=6), style(10, after=0)
NUMBERED = style(12, after=9, indent=28)
BULLET = style(12, indent=24, bullet="Bullets")
INNER = style(12, after=3, indent=24)
CELL, CELL_BOLD = style(12, after=0), style(12, bold=True, after=0)


# The labels of graded aspects are the same in every report of a kind; each stands once, here.
LABELS = {
    "leaders": "The impact of leaders on social work practice with children and families",
    "help": "The experiences and progress of children who need help and protection",
    "in-care": "The experiences and progress of children in care",
    "care-leavers": "The experiences and progress of care leavers",
    "both": "The experiences and progress of children in care and care leavers",
    "permanence": "The experiences and progress of children looked after and achieving permanence",
    "adoption": "The graded judgement for adoption performance is",
    "sif-care-leavers": "Experiences and progress of care leavers",
    "small-care-leavers": "experiences and progress of care leavers",
    "governance": "Leadership, management and governance",
    "board": "The effectiveness of the Local Safeguarding Children Board",
    "send-inconsistent": "The local area partnership’s arrangements lead to inconsistent "
    "experiences and outcomes for children and young people with special educational needs "
    "and/or disabilities (SEND).",
    "better": "Requires improvement to be good",
}


@dataclass(frozen=True)
class Layout:
    """What differs between the kinds of report."""

    name: str
    title: str
    running: tuple[str, ...]
    notes: dict[int, str]
    columns: tuple[float, ...]

    @property
    def square(self) -> str:
        """The bullet of the time: a private-use Wingdings sign up to 2019, a square since."""
        return "\uf06e" if self.name in ("sif", "ilacs-2019") else "\u25fc"


def register_bullets() -> None:
    """Make and register a font of one black square, so that no font file need be shipped."""
    pen = TTGlyphPen(None)
    for step, (x, y) in enumerate(((80, 60), (80, 640), (660, 640), (660, 60))):
        (pen.lineTo if step else pen.moveTo)((x, y))
    pen.closePath()
    square, empty = pen.glyph(), TTGlyphPen(None).glyph()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", "space", "square"])
    font.setupCharacterMap({0x20: "space", 0x25FC: "square", 0xF06E: "square"})
    font.setupGlyf({".notdef": empty, "space": empty, "square": square})
    font.setupHorizontalMetrics({".notdef": (740, 0), "space": (300, 0), "square": (740, 80)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable(
        {
            "familyName": "Bullets",
            "styleName": "Regular",
            "psName": "Bullets",
            "fullName": "Bullets",
        }
    )
    font.setupOS2(sTypoAscender=800, sTypoDescender=-200, usWinAscent=800, usWinDescent=200)
    font.setupPost()
    font.updateHead(created=0, modified=0)
    buffer = io.BytesIO()
    font.save(buffer)
    buffer.seek(0)
    pdfmetrics.registerFont(TTFont("Bullets", buffer))


def markup(text: str) -> str:
    """A block's words as reportlab's inline markup."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    text = re.sub(r"\{([a-z-]+)\}", lambda found: LABELS[found[1]], text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<b>\1</b>", text)
    return re.sub(r"\^(\w+)\^", r'<super rise="4" size="7">\1</super>', text)


def table(rows: list[str], layout: Layout, pages: dict[str, int]) -> Table:
    """A table with borders, or without where its cells give page numbers (the contents)."""
    cells = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows]
    contents = any(row[-1].strip("*") == "@" for row in cells)
    for row in cells:
        page = str(pages.get(row[0].strip("*"), 1))
        row[-1] = row[-1].replace("@", page) if contents else row[-1]
    columns = (420.0, 40.0) if contents else layout.columns
    columns = (TEXT_WIDTH,) if len(cells[0]) == 1 else columns
    set_cells = [[Paragraph(markup(cell), CELL) for cell in row] for row in cells]
    return Table(
        set_cells,
        colWidths=columns[: len(cells[0])],
        style=GRID if contents else BORDER,
        hAlign="LEFT",
        spaceBefore=4,
        spaceAfter=12,
    )


def flowable(block: str, layout: Layout, small: bool) -> Paragraph:
    """One block of the text, set by its first sign."""
    joined = " ".join(block.split("\n"))
    for prefix, heading in HEADINGS.items():
        if joined.startswith(prefix):
            return Paragraph(markup(joined[len(prefix) :]), heading)
    if joined.startswith("# "):
        return Paragraph(markup(joined[2:]), TITLE_BOLD if layout.name == "sif" else TITLE)
    if number := re.match(r"(\d+\.) +", joined):
        return Paragraph(markup(joined[number.end() :]), NUMBERED, bulletText=number[1])
    if joined.startswith("- "):
        return Paragraph(markup(joined[2:]), BULLET, bulletText=layout.square)
    if joined.startswith("• "):
        return Paragraph(markup(joined[2:]), INNER, bulletText="•")
    words = "<br/>".join(
        markup(line.removesuffix("\\")) for line in re.sub(r"(?<!\\)\n", " ", block).split("\n")
    )
    return Paragraph(words, SMALL if small else BODY)


def blocks(text: str) -> Iterator[str]:
    """The blocks between blank lines; bullets and rows that follow each other need none."""
    for part in re.split(r"\n\s*\n", text.strip()):
        if part.startswith("|"):
            yield part
        else:
            yield from re.split(r"\n(?=- |• |\d+\. )", part)


def draw_note(canvas: Canvas, note: str) -> float:
    """Draw a footnote at the foot of the page and return its height."""
    words = Paragraph(markup(note), NOTE)
    _, height = words.wrap(TEXT_WIDTH, 200)
    words.drawOn(canvas, LEFT, BOTTOM)
    canvas.line(LEFT, BOTTOM + height + 4, LEFT + 144, BOTTOM + height + 4)
    return float(height) + 14


def furniture(canvas: Canvas, layout: Layout, page: int) -> None:
    """The running title and the page number, first in the page's text as in the real ones."""
    if layout.running and page > 1:
        bold = "Helvetica-Bold" if layout.name == "ilacs" else "Helvetica"
        canvas.setFont(bold, 8 if layout.name == "ilacs" else 10)
        for step, line in enumerate(layout.running):
            canvas.drawString(LEFT, 56 - 12 * step, line)
    if page == 1 and layout.name in ("ilacs", "send", "letter"):
        return
    canvas.setFont("Helvetica", 12 if layout.name == "letter" else 20)
    canvas.drawRightString(LEFT + TEXT_WIDTH, 44, str(page))


class Setter:
    """Fills pages from the top, splitting what does not fit, and notes where headings stand."""

    def __init__(self, canvas: Canvas, layout: Layout) -> None:
        self.canvas, self.layout = canvas, layout
        self.page, self.y, self.foot = 0, 0.0, BOTTOM
        self.pages: dict[str, int] = {}
        self.turn()

    def turn(self) -> None:
        """Begin a page; the note of the page before is its last text."""
        if self.page:
            self.end()
        self.page, self.y = self.page + 1, TOP
        furniture(self.canvas, self.layout, self.page)
        note = self.layout.notes.get(self.page)
        self.foot = BOTTOM + (
            Paragraph(markup(note), NOTE).wrap(TEXT_WIDTH, 200)[1] + 18 if note else 0
        )

    def end(self) -> None:
        """Finish the page."""
        if note := self.layout.notes.get(self.page):
            draw_note(self.canvas, note)
        self.canvas.showPage()

    def place(self, item: Flowable, ahead: float = 0) -> None:
        """Draw a block where there is room for it and `ahead` points, else on the next page."""
        if self.y < TOP:
            self.y -= item.getSpaceBefore()
        _, height = item.wrap(TEXT_WIDTH, self.y - self.foot)
        if height + ahead > self.y - self.foot:
            whole = ahead > 0 or isinstance(item, Table)
            parts = [] if whole else item.split(TEXT_WIDTH, self.y - self.foot)
            if len(parts) == 2:
                self.place(parts[0])
                item = parts[1]
            self.turn()
            _, height = item.wrap(TEXT_WIDTH, self.y - self.foot)
        item.drawOn(self.canvas, LEFT, self.y - height)
        self.y -= height + item.getSpaceAfter()


def compose(text: str, layout: Layout, pages: dict[str, int]) -> tuple[bytes, dict[str, int]]:
    """The PDF, and the page of each heading for the contents of a second run."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1, lang="en-GB")
    canvas.setTitle(layout.title)
    canvas.setAuthor("inspectgraph samples")
    setter, small = Setter(canvas, layout), False
    for block in blocks(text):
        if block == "---":
            setter.turn()
        elif block in ("%small", "%body"):
            small = block == "%small"
        elif block.startswith("|"):
            setter.place(table(block.split("\n"), layout, pages))
        else:
            heading = block.startswith("#")
            setter.place(flowable(block, layout, small), ahead=84 if heading else 0)
            if heading:
                name = re.sub(r"\^\w+\^", "", block).lstrip("# ")
                setter.pages[" ".join(name.split())] = setter.page
    setter.end()
    canvas.save()
    return buffer.getvalue(), setter.pages


def make(source: Path) -> bytes:
    """Set the PDF of a source, twice, for the contents need the pages of the first run."""
    data: dict[str, Any] = tomllib.loads(source.read_text(encoding="utf-8"))
    layout = Layout(
        data["layout"],
        data["title"],
        tuple(data.get("running", ())),
        {int(page): note for page, note in data.get("notes", {}).items()},
        tuple(data.get("columns", (270.0, 190.0))),
    )
    _, pages = compose(data["text"], layout, {})
    return compose(data["text"], layout, pages)[0]


def main(arguments: list[str]) -> int:
    """Make all samples, or check that those in the folder are what the sources give."""
    register_bullets()
    stale = 0
    for source in sorted((HERE / "sources").glob("*.toml")):
        target, made = HERE / f"{source.stem}.pdf", make(source)
        if target.is_file() and target.read_bytes() == made:
            continue
        stale += 1
        print(("stale: " if "--check" in arguments else "made: ") + target.name)
        if "--check" not in arguments:
            target.write_bytes(made)
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
