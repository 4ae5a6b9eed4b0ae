"""Reports as web pages and Word files whose text flows: what they say, whatever holds the words."""

from __future__ import annotations

import io
from collections.abc import Callable

import docx
import pytest
from inspectgraph.graphbuilder.model import BlockKind
from inspectgraph.graphbuilder.read.read import read as read_file
from inspectgraph.ontology.errors import UnsupportedFormat
from layouts import Reading, take

TITLE = "Inspection of Norfolk local authority children’s services"
ROWS = [
    ("The impact of leaders on social work practice with children and families", "Good"),
    ("The experiences and progress of children in care", "Outstanding"),
    ("The experiences and progress of care leavers", "Requires improvement to be good"),
    ("Overall effectiveness", "Good"),
]
GRADES = {
    "leaders-impact": "good",
    "in-care": "outstanding",
    "care-leavers": "requires-improvement",
    "overall": "good",
}
NEEDS = "What needs to improve?"
ITEMS = ["The timeliness of health assessments.", "The oversight of private fostering."]
HEAD = "The experiences and progress of children in care"
FOUND = ["Children live in stable homes.", "Visits to children are regular and well recorded."]
DATES, LEAD = "3 to 14 June 2024", "Odile Farrant, His Majesty’s Inspector"


def table(row: str = "<tr><td>{}</td><td><p>{}</p></td></tr>") -> str:
    head = "<tr><th>Judgement</th><th>Grade</th></tr>"
    return f"<table>{head}{''.join(row.format(*cells) for cells in ROWS)}</table>"


def site() -> str:
    """A council's page: the report in its main part, and all around it what is on every page."""
    body = f"<h1>{TITLE}</h1><dl><dt>Inspection dates:</dt><dd>{DATES}</dd>"
    body += f"<dt>Lead inspector:</dt><dd>{LEAD}</dd></dl>{table()}<h2>{NEEDS}</h2><ul>"
    body += "".join(f"<li><p>{item}</p></li>" for item in ITEMS)
    body += f"</ul><h2>{HEAD}</h2><ol>" + "".join(f"<li>{text}</li>" for text in FOUND) + "</ol>"
    return f"""<!DOCTYPE html><html><head><title>Council</title><script>"<p>Good"</script></head>
    <body><div class="cookie-banner"><p>Our cookies were rated inadequate on 2 May 2019.</p></div>
    <header><nav><ul><li><a href=/>Home</a></li></ul></nav></header>
    <div class="breadcrumb"><a href=/>Home</a> &gt; <a href=/o>Inspections</a></div>
    <main><div><div>{body}</div></div></main>
    <div id="related"><h2>Related</h2><p>Inspection of Suffolk, 1 to 5 April 2019: inadequate</p>
    </div><footer><p>Overall effectiveness: inadequate</p></footer></body></html>"""


def plain_elements() -> str:
    """Nothing but divs and spans; headings by a class that is bold."""
    rows = "".join(f"<div><span>{label}</span>: <b>{grade}</b></div>" for label, grade in ROWS)
    body = f"<div class=h>{TITLE}</div><div>Inspection dates: {DATES}<br>Lead inspector: {LEAD}"
    body += f"</div>{rows}<div class=h><span>{NEEDS}</span></div>"
    body += "".join(f"<div><span>•</span>&nbsp;<span>{item}</span></div>" for item in ITEMS)
    body += f"<div class=h>{HEAD}</div>"
    body += "".join(f"<div>{at}. {text}</div>" for at, text in enumerate(FOUND, 1))
    return f"<html><style>.h{{font-weight:700}}</style><body><div>{body}</div></body></html>"


def boxes() -> str:
    """Tables for layout, one inside the other."""
    inner = f"<h2>{NEEDS}</h2><ul>{''.join(f'<li>{item}' for item in ITEMS)}</ul><h2>{HEAD}</h2>"
    inner += "".join(f"<p>{at}. {text}</p>" for at, text in enumerate(FOUND, 1))
    row = '<tr><td colspan="2">{}</td><td>{}</td></tr>'
    left = f"<h1>{TITLE}</h1><table><tr><td>Inspection dates:</td><td>{DATES}</td></tr></table>"
    body = f"<table><tr><td>{left}<p>Lead inspector: {LEAD}</p>{table(row)}{inner}</td>"
    return f"<html><body>{body}<td><p>Print this page</p></td></tr></table></body></html>"


def fragment() -> str:
    """What an editor saves: the inside of a page."""
    body = site().split("<div><div>")[1].split("</div></div>")[0]
    return body.replace("Inspection dates:</dt><dd>", "Inspection dates</dt><dd>")


def word(*, styles: bool) -> bytes:
    document = docx.Document()

    def heading(text: str) -> None:
        if styles:
            document.add_heading(text, 2)
        else:
            document.add_paragraph().add_run(text).bold = True

    heading(TITLE)
    document.add_paragraph(f"Inspection dates: {DATES}\nLead inspector: {LEAD}")
    grid = document.add_table(0, 2)
    for label, grade in ROWS:
        cells = grid.add_row().cells
        cells[0].text, cells[1].text = label, grade
    heading(NEEDS)
    for item in ITEMS:
        if styles:
            document.add_paragraph(item, style="List Bullet")
        else:
            document.add_paragraph(f"•\t{item}")
    heading(HEAD)
    for at, text in enumerate(FOUND, 1):
        if styles:
            document.add_paragraph(text, style="List Number")
        else:
            document.add_paragraph(f"{at}.\t{text}")
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


FORMS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "a council's page": ("a.html", lambda: site().encode()),
    "divs and spans": ("a.html", lambda: plain_elements().encode()),
    "layout tables": ("a.html", lambda: boxes().encode()),
    "a fragment": ("a.html", lambda: fragment().encode()),
    "Word with styles": ("a.docx", lambda: word(styles=True)),
    "Word without styles": ("a.docx", lambda: word(styles=False)),
}


@pytest.fixture(params=FORMS)
def read(request: pytest.FixtureRequest) -> Reading:
    name, made = FORMS[request.param]
    return take(made(), name)


def test_facts_and_grades(read: Reading) -> None:
    assert (read.facts.kind, read.facts.area.name) == ("ilacs", "Norfolk County Council")
    assert (str(read.facts.start), str(read.facts.end)) == ("2024-06-03", "2024-06-14")
    assert read.facts.lead_inspector == "Odile Farrant"
    assert read.grades == GRADES


def test_blocks(read: Reading) -> None:
    document = read.document
    told = [(block.kind, block.number, document.words(block)) for block in document.blocks]
    at = told.index((BlockKind.HEADING, "", NEEDS))
    assert told[at + 1 : at + 6] == [
        *((BlockKind.BULLET, "", item) for item in ITEMS),
        (BlockKind.HEADING, "", HEAD),
        *((BlockKind.PARAGRAPH, str(at), text) for at, text in enumerate(FOUND, 1)),
    ]
    assert not any("cookies" in words or "Suffolk" in words for _, _, words in told)


COPIED = """Inspection of Norfolk local authority
children’s services
Inspection dates: 3 to 14 June 2024
The experiences and progress of children in care
1. Children live in stable homes, and most of them do
well at school. Their health is checked on time, and
those who need it have help with their feelings.
2. Visits are regular. Records of them are too often
\f
late, which managers do not see.
3. Foster carers are well trained and supported, and
they stay with the council for years.
"""


def broken() -> bytes:
    """Each line ended by a break, each page begun by an anchor with its number."""
    pages = COPIED.split("\f\n")
    body = "<hr>".join(
        f"<a name={at}></a>" + "<br>\n".join(page.replace(" ", "&#160;").splitlines()) + "<br>"
        for at, page in enumerate(pages, 1)
    )
    return f"<html><body>{body}</body></html>".encode()


def kept() -> bytes:
    return f"<html><body><pre>{COPIED}</pre></body></html>".replace("\f\n", "").encode()


def word_lines() -> bytes:
    document = docx.Document()
    for line in COPIED.replace("\f\n", "").splitlines():
        document.add_paragraph(line)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


LINES: dict[str, tuple[str, Callable[[], bytes]]] = {
    "breaks": ("a.html", broken),
    "a paragraph a line": ("a.html", lambda: broken().replace(b"<br>", b"</p><p>")),
    "line feeds that are kept": ("a.html", kept),
    "Word": ("a.docx", word_lines),
}


@pytest.mark.parametrize("form", LINES)
def test_lines_of_a_printed_page_are_joined(form: str) -> None:
    name, made = LINES[form]
    found = take(made(), name)
    assert (found.facts.kind, str(found.facts.end)) == ("ilacs", "2024-06-14")
    told = [(b.number, found.document.words(b)) for b in found.document.blocks if b.number]
    assert [number for number, _ in told] == ["1", "2", "3"]
    late = "Visits are regular. Records of them are too often late, which managers do not see."
    assert told[1][1] == late
    assert found.document.pages == (2 if form in ("breaks", "a paragraph a line") else None)


def test_cells_keep_their_columns() -> None:
    page = (
        "<html><body><table><thead><tr><th rowspan=2>Area</th><th colspan=2>Grade</th></tr>"
        "<tr><th>2021</th><th>2024</th></tr></thead><tr><td>Overall effectiveness</td>"
        "<td>Inadequate</td><td><b>Good</b></td></tr></table></body></html>"
    )
    rows = [line.cells for line in read_file("a.html", page.encode()).lines]
    assert rows == [
        ("Area", "Grade", ""),
        ("", "2021", "2024"),
        ("Overall effectiveness", "Inadequate", "Good"),
    ]


@pytest.mark.parametrize(
    "page",
    [
        '<html><frameset cols="100,*"><frame src="report_ind.html"><frame src="reports.html">'
        "</frameset></html>",
        "<html><body><a name=outline></a><h1>Outline</h1><ul>"
        + "".join(f'<li><a href="r.html#{at}">The local authority {at}</a></li>' for at in range(9))
        + "</ul></body></html>",
        "<html><body>"
        + "".join(f'<a href="reports.html#{at}">Page {at}</a><br/>' for at in range(9))
        + "</body></html>",
    ],
)
def test_a_frame_or_outline_is_refused(page: str) -> None:
    with pytest.raises(UnsupportedFormat, match=r"frame around|only links"):
        read_file("report.html", page.encode())


def test_marks_of_footnotes_are_no_words() -> None:
    page = site().replace("stable homes.", 'stable homes.<sup><a href="#fn1">[1]</a></sup>')
    page = page.replace(
        "health assessments", "health<sup>2</sup> assessments on the 17<sup>th</sup>"
    )
    text = take(page.encode(), "a.html").document.text
    assert "stable homes.\n" in text
    assert "health assessments on the 17th." in text
