"""A printed report as converters copy it into web pages and Word files: each line in its place.
Every form says what the others say."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import docx
import pytest
from docx.oxml import parse_xml
from inspectgraph.graphbuilder.model import BlockKind
from layouts import Reading, take


@dataclass(frozen=True)
class Printed:
    """A line on a page, measured in points from its top left corner."""

    page: int
    x: float
    top: float
    text: str
    size: float = 12.0
    bold: bool = False


def page_of(number: int, *rows: Printed) -> list[Printed]:
    running = Printed(number, 70, 800, f"Kelderby children’s services {number}", 9)
    return [*rows, running]


LINES = [
    *page_of(
        1,
        Printed(1, 70, 80, "Inspection of Norfolk local authority", 20, bold=True),
        Printed(1, 70, 104, "children’s services", 20, bold=True),
        Printed(1, 70, 150, "Inspection dates: 3 to 14 June 2024"),
        Printed(1, 70, 200, "Judgement", bold=True),
        Printed(1, 400, 200, "Grade", bold=True),
        Printed(1, 70, 230, "The impact of leaders on social work practice with"),
        Printed(1, 70, 245, "children and families"),
        Printed(1, 400, 237, "Requires improvement"),
        Printed(1, 70, 280, "Overall effectiveness"),
        Printed(1, 400, 280, "Good"),
        Printed(1, 70, 330, "What needs to improve?", 14, bold=True),
        Printed(1, 70, 360, "•"),
        Printed(1, 88, 360, "The timeliness of return home interviews and how"),
        Printed(1, 88, 375, "their findings are used."),
        Printed(1, 70, 400, "•"),
        Printed(1, 88, 400, "The quality of plans for care leavers."),
        Printed(1, 70, 440, "The experiences and progress of children in care", 14, bold=True),
        Printed(1, 70, 470, "1."),
        Printed(1, 98, 470, "Children live in stable homes, and most of them do"),
    ),
    *page_of(
        2,
        Printed(2, 98, 60, "well at school."),
        Printed(2, 70, 90, "2."),
        Printed(2, 98, 90, "Visits are regular. Records of them are too often"),
        Printed(2, 98, 105, "late, which managers do not see."),
        *(
            Printed(2, 98, 130 + 15 * row, f"Foster carers in area {row} are well trained and")
            for row in range(3)
        ),
        Printed(2, 98, 175, "supported, and they stay."),
    ),
]
PAGES = (1, 2)


def classes(unit: float = 1.5, *, per_page: bool = True) -> bytes:
    """Absolute places in pixels of a zoomed page; type by classes that each page names anew."""
    body = []
    for page in PAGES:
        rows, looks = [], dict[tuple[float, bool], int]()
        for line in (line for line in LINES if line.page == page):
            look = looks.setdefault((line.size, line.bold), len(looks))
            place = f"position:absolute;top:{line.top * unit:.0f}px;left:{line.x * unit:.0f}px"
            text = f"<b>{escape(line.text)}</b>" if line.bold else escape(line.text)
            rows.append(f'<p style="{place}" class="ft{look}">{text.replace(" ", "&#160;")} </p>')
        sheet = "".join(
            f".ft{at}{{font-size:{size * unit:.0f}px;font-family:Tahoma}}"
            for (size, _), at in looks.items()
        )
        body.append(
            f'<a name="{page}"></a><style><!-- {sheet} --></style><div id="page{page}-div" '
            f'style="position:relative;width:{595 * unit:.0f}px;height:{842 * unit:.0f}px">'
            + "\n".join(rows)
            + "</div>"
        )
    return f"<!DOCTYPE html><html><body>{''.join(body)}</body></html>".encode()


def points() -> bytes:
    """Places in points, and type by spans."""
    body = "".join(
        f'<div id="page{page}" style="width:595.3pt;height:841.9pt">'
        + "".join(
            f'<p style="top:{line.top:.1f}pt;left:{line.x:.1f}pt;line-height:{line.size:.1f}pt">'
            f'<span style="font-family:{"Arial-Bold" if line.bold else "Arial"};'
            f'font-size:{line.size:.1f}pt">{escape(line.text)}</span></p>'
            for line in LINES
            if line.page == page
        )
        + "</div>"
        for page in PAGES
    )
    sheet = "p{position:absolute;white-space:pre;margin:0}"
    return f"<html><head><style>{sheet}</style></head><body>{body}</body></html>".encode()


def from_below() -> bytes:
    """Places measured from the foot, all by classes, type drawn at a quarter of its size."""
    sheet = ".w0{width:793px}.h0{height:1123px}.t{position:absolute}"
    sheet += ".m0{transform:matrix(.25,0,0,.25,0,0)}"
    body = ""
    for page in PAGES:
        body += f'<div id="pf{page}" class="pf w0 h0"><div class="pc w0 h0">'
        for at, line in enumerate(LINES):
            if line.page == page:
                bottom = (842 - line.top - line.size) * 4 / 3
                sheet += f".x{at}{{left:{line.x * 4 / 3:.1f}px}}.y{at}{{bottom:{bottom:.1f}px}}"
                sheet += f".fs{at}{{font-size:{line.size * 16 / 3:.0f}px;"
                sheet += f"font-weight:{'bold' if line.bold else 'normal'}}}"
                body += f'<div class="t m0 x{at} y{at} fs{at}">{escape(line.text)}</div>'
        body += "</div></div>"
    printing = "@media print{.x0{left:1pt}.y0{bottom:1pt}}"
    return f"<html><head><style>{sheet}{printing}</style></head><body>{body}</body></html>".encode()


def shares() -> bytes:
    """Places as shares of a page, among the buttons of a viewer."""
    body = "<div class=toolbar><button>Next</button><span>Automatic zoom</span></div>"
    for page in PAGES:
        scale = "calc(var(--scale-factor) * "
        body += f'<div class="page" style="width:{scale}595px);height:{scale}842px)">'
        for line in (line for line in LINES if line.page == page):
            weight = "bold" if line.bold else "normal"
            body += (
                f'<span style="left:{line.x / 5.95:.2f}%;top:{line.top / 8.42:.2f}%;'
                f'font-weight:{weight};font-size:{scale}{line.size:.2f}px)">'
                f'{escape(line.text)}</span><br role="presentation">'
            )
        body += "</div>"
    return f"<!DOCTYPE html><html><body>{body}</body></html>".encode()


def xml() -> bytes:
    """An XML of pages, fonts and texts."""
    looks = dict[tuple[float, bool], int]()
    body = ""
    for page in PAGES:
        body += f'<page number="{page}" top="0" left="0" height="1263" width="892">\n'
        for line in (line for line in LINES if line.page == page):
            if (line.size, line.bold) not in looks:
                looks[line.size, line.bold] = len(looks)
                body += f'<fontspec id="{len(looks) - 1}" size="{line.size * 1.5:.0f}"/>\n'
            font = looks[line.size, line.bold]
            text = f"<b>{escape(line.text)}</b>" if line.bold else escape(line.text)
            width = len(line.text) * line.size * 0.5 * 1.5
            body += f'<text top="{line.top * 1.5:.0f}" left="{line.x * 1.5:.0f}" '
            body += f'width="{width:.0f}" height="20" font="{font}">{text}</text>\n'
        body += "</page>\n"
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<doc2xml>\n{body}</doc2xml>'.encode()


NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(line: Printed) -> str:
    look = f'{"<w:b/>" if line.bold else ""}<w:sz w:val="{line.size * 2:.0f}"/>'
    text = escape(line.text)
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def drawing(line: Printed) -> str:
    """A box of today's Word, with the copy for older ones that must not be read twice."""
    width = int(len(line.text) * line.size * 0.5 * 12700)
    box = f"<w:txbxContent><w:p>{run(line)}</w:p></w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        f"<wp:positionH><wp:posOffset>{line.x * 12700:.0f}</wp:posOffset></wp:positionH>"
        f"<wp:positionV><wp:posOffset>{line.top * 12700:.0f}</wp:posOffset></wp:positionV>"
        f'<wp:extent cx="{width}" cy="180000"/>{box}</wp:anchor></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def old_shape(line: Printed) -> str:
    place = f"position:absolute;margin-left:{line.x}pt;margin-top:{line.top}pt"
    width = len(line.text) * line.size * 0.5
    return (
        f'<w:r><w:pict><v:shape style="{place};width:{width:.1f}pt"><v:textbox><w:txbxContent>'
        f"<w:p>{run(line)}</w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def word(paragraphs: list[str]) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.element.body.insert_element_before(
            parse_xml(f"<w:p {NAMES}>{paragraph}</w:p>"), "w:sectPr"
        )
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def frame(line: Printed) -> str:
    place = f'w:x="{line.x * 20:.0f}" w:y="{line.top * 20:.0f}" w:w="6000"'
    return f'<w:pPr><w:framePr {place} w:hAnchor="page" w:vAnchor="page"/></w:pPr>{run(line)}'


FORMS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "classes of each page": ("a.html", classes),
    "another zoom": ("a.html", lambda: classes(2.0)),
    "points and spans": ("a.html", points),
    "from the foot": ("a.html", from_below),
    "shares of a page": ("a.html", shares),
    "XML": ("a.xml", xml),
    "boxes on one paragraph": ("a.docx", lambda: word(["".join(map(drawing, LINES))])),
    "old shapes": ("a.docx", lambda: word([old_shape(line) for line in LINES])),
    "frames": ("a.docx", lambda: word([frame(line) for line in LINES])),
}


@pytest.fixture(params=FORMS)
def read(request: pytest.FixtureRequest) -> Reading:
    name, made = FORMS[request.param]
    return take(made(), name)


def test_facts_and_grades(read: Reading) -> None:
    assert (read.facts.kind, read.facts.area.name) == ("ilacs", "Norfolk County Council")
    assert (str(read.facts.start), str(read.facts.end)) == ("2024-06-03", "2024-06-14")
    assert read.grades == {"leaders-impact": "requires-improvement", "overall": "good"}


def test_blocks_and_pages(read: Reading) -> None:
    document = read.document
    told = [(b.kind, b.number, document.words(b), b.page) for b in document.blocks]
    assert document.pages == 2
    asked = (BlockKind.HEADING, "", "What needs to improve?", 1)
    first, second = told[told.index(asked) + 1 :][:2]
    words = "The timeliness of return home interviews and how their findings are used."
    assert first == (BlockKind.BULLET, "", words, 1)
    assert second == (BlockKind.BULLET, "", "The quality of plans for care leavers.", 1)
    over = "Children live in stable homes, and most of them do well at school."
    assert (BlockKind.PARAGRAPH, "1", over, 1) in told
    assert not any("Kelderby" in words for _, _, words, _ in told)


def test_marks_of_footnotes_are_no_words() -> None:
    page = points().replace(
        b"well at school.</span>",
        b'well at school.</span><span style="font-size:6pt">3</span>',
    )
    assert "well at school.\n" in take(page, "a.html").document.text


def test_few_placed_elements_are_ornaments() -> None:
    ornaments = "".join(
        f'<span style="position:absolute;left:{at}px;top:1px">*</span>' for at in range(30)
    )
    text = "<h1>Inspection of Norfolk local authority children’s services</h1>"
    text += "<p>Children in care live in stable homes and do well at school.</p>" * 3
    found = take(f"<html><body>{ornaments}{text}</body></html>".encode(), "a.html").document
    assert found.pages is None
    assert found.text.count("Children in care live") == 3
