"""Blocks of reports: kinds, numbers, paths, narrative; tables with a reason per row."""

from __future__ import annotations

import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from inspectgraph.graphbuilder.model import BlockKind, Document, Line, Source
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.graphbuilder.read.text import lines_of_text
from inspectgraph.ontology.profiles import load_profile
from layouts import LEFT, TOP, Sheet
from reportlab.pdfbase.pdfmetrics import stringWidth


def parsed(data: bytes | str) -> Document:
    if isinstance(data, bytes):
        return parse(read("report.pdf", data), load_profile())
    return parse(Source("report.txt", "0" * 64, "text/plain", lines_of_text(data)), load_profile())


def blocks(document: Document, *, narrative: bool | None = None) -> list[tuple[str, str, str]]:
    return [
        (block.kind.value, block.number, document.words(block))
        for block in document.blocks
        if narrative is None or block.narrative == narrative
    ]


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("•", "Unicode bullet, 2009-12 and letters"),
        ("◼", "ILACS since 2019"),
        ("▪", "U+25AA, letters"),
        ("■", "SEND"),
        ("\uf0b7", "Symbol's bullet, Word's own"),
        ("\uf06e", "Wingdings' square, SIF"),
        ("\uf0a7", "Wingdings' small square"),
        ("\uf02d", "Symbol's dash, second level"),
        ("\uf0d8", "Wingdings' arrow"),
        ("\uf0fc", "Wingdings' tick"),
        ("-", "typed hyphen"),
        ("–", "typed dash"),
        ("*", "Markdown"),
        ("o", "Courier New's circle on the second level"),
        ("n", "Wingdings' square without its font"),
        ("§", "Wingdings' small square without its font"),
    ],
)
def test_bullets_of_every_era(mark: str, why: str) -> None:
    text = f"Inspectors found:\n\n{mark} timely visits to children\n\n{mark} plans that drift\n"
    assert blocks(parsed(text)) == [
        ("paragraph", "", "Inspectors found:"),
        ("bullet", "", "timely visits to children"),
        ("bullet", "", "plans that drift"),
    ], why


@pytest.mark.parametrize(
    ("line", "number", "words", "why"),
    [
        ("12. Children wait.", "12", "Children wait.", "all eras"),
        ("12.Children wait.", "12", "Children wait.", "ILACS: the tab behind it gets lost"),
        ("7. ‘Staying put’ works.", "7", "‘Staying put’ works.", "opens with a quotation mark"),
        ("3. 16 children wait.", "3", "16 children wait.", "opens with a figure"),
        ("12.5 children wait.", "", "12.5 children wait.", "a decimal is no number"),
        ("2015. Children wait.", "", "2015. Children wait.", "nor is a year"),
    ],
)
def test_paragraph_numbers(line: str, number: str, words: str, why: str) -> None:
    assert blocks(parsed(f"Before.\n\n{line}\n"))[-1] == ("paragraph", number, words), why


@pytest.mark.parametrize(
    ("lines", "words", "why"),
    [
        (["a hard-", "to-reach group"], "a hard-to-reach group", "the word has hyphens"),
        (["good pro-", "vision and provision"], "good provision and provision",
         "the report itself writes it without"),
        (["short- ", "and long-term plans"], "short- and long-term plans", "suspended hyphen"),
        (["a multi-", "agency audit"], "a multi-agency audit", "nothing says that it goes"),
        (["the front door –", "not the back"], "the front door – not the back", "a dash stays"),
    ],
)  # fmt: skip
def test_hyphens_at_line_ends(lines: list[str], words: str, why: str) -> None:
    assert blocks(parsed("\n".join(lines)))[0][2] == words, why


def test_pdf_hyphens_at_line_ends() -> None:
    sheet = Sheet().lines(
        "Leaders know the hard-", "to-reach families and their multi-", "agency plans."
    )
    assert blocks(parsed(sheet.filler().pdf()))[0][2] == (
        "Leaders know the hard-to-reach families and their multi-agency plans."
    )


def report() -> Sheet:
    sheet = Sheet(running=("Ofsted: Inspection of Kelderby", "Page #"))
    sheet.title("Inspection of Kelderby", "children’s services")
    sheet.lines("Inspection dates: 4 to 8 March 2024").page()
    sheet.title("Contents", size=16).lines("Findings ........ 3", "Board 4", after=2)
    sheet.lines("Information about this inspection 5").page()
    sheet.heading("Findings", size=16).filler(1, 2).heading("Help and protection").filler(3, 1)
    sheet.lines("The following need attention:", after=4)
    sheet.lines("• the time that children", "  wait for help", "• supervision.", x=LEFT + 9)
    sheet.heading("Information about this inspection", size=16).filler(count=1)
    return sheet.lines("The Office for Standards in Education regulates and inspects.")


def test_parts_of_a_report() -> None:
    document = parsed(report().filler(count=1).pdf())
    told = blocks(document, narrative=True)
    assert ("heading", "", "Findings") in told
    assert [number for _, number, _ in told if number] == ["1", "2", "3"]
    assert ("bullet", "", "the time that children wait for help") in told
    said = " ".join(words for _, _, words in told)
    for aside in ("Ofsted: Inspection", "Page", "....", "Information about", "Standards", "dates"):
        assert aside not in said
    paths = {document.words(b): b.path for b in document.blocks}
    assert paths["Help and protection"] == (
        "Inspection of Kelderby children’s services",
        "Findings",
    )
    assert paths["supervision."][-1] == "Help and protection"


def test_contents_make_no_path() -> None:
    document = parsed(report().pdf())
    assert not any("Contents" in block.path for block in document.blocks)
    listed = [b for b in document.blocks if "Board" in document.words(b)]
    assert [(b.kind, b.narrative) for b in listed] == [(BlockKind.OTHER, False)]


def test_a_paragraph_that_crosses_a_page_is_one() -> None:
    sheet = Sheet(running=("Ofsted", "#")).filler(1, 1)
    sheet.lines("2. Most plans say what is to be done and by whom, but in a number of them the")
    sheet.page().lines(
        "days are missing, and so nobody notices that they have passed.", x=LEFT + 21
    )
    document = parsed(sheet.filler(3, 2).pdf())
    second = next(block for block in document.blocks if block.number == "2")
    assert document.words(second).endswith("in a number of them the days are missing, and so "
                                           "nobody notices that they have passed.")  # fmt: skip
    assert (document.page_at(second.start), document.page_at(second.end - 1)) == (1, 2)


def test_footnotes_wait_and_their_marks_go() -> None:
    line = "Most children are seen in the time that the rules ask for, and the"
    sheet = Sheet().lines(line)
    sheet.at(LEFT + stringWidth(line, "Helvetica", 12), TOP + 4, "1", 7)
    sheet.at(LEFT, 60, "1", 6.5)
    sheet.at(LEFT + 6, 56, "The rules of 2010.", 9)
    sheet.page().lines("few who are not are known to managers.").filler()
    document = parsed(sheet.pdf())
    assert blocks(document)[0][2].endswith(
        "ask for, and the few who are not are known to managers."
    )
    assert ("footnote", "", "1 The rules of 2010.") in blocks(document, narrative=False)


@pytest.mark.parametrize(
    ("heading", "narrative", "why"),
    [
        ("Information about this inspection", False, "how it was done"),
        ("About this inspection", False, "SLAC"),
        ("The inspection judgements and what they mean", False, "the scale"),
        ("What the inspection judgements mean", False, "the scale, SIF"),
        ("Information about this local authority area", False, "statistics"),
        ("Service information", False, "description, SLAC"),
        ("Local area partnership details", False, "directory"),
        ("Next steps", False, "procedure"),
        ("Record of main findings", False, "a table"),
        ("What is it like to be a child with SEND in this area?", True, "SEND"),
        ("Areas for improvement", True, "all eras"),
        ("Executive summary", True, "SIF"),
        ("Recommendations", True, "SIF"),
        ("Key strengths", True, "JTAI"),
    ],
)
def test_which_headings_open_narrative(heading: str, narrative: bool, why: str) -> None:
    sheet = Sheet().title("Report").heading(heading).filler(count=1)
    assert parsed(sheet.pdf()).blocks[-1].narrative is narrative, why


def test_recommendations_end_the_description_of_the_area() -> None:
    sheet = Sheet().title("Report").heading("Information about this local authority area", size=16)
    sheet.filler(count=1).heading("Recommendations").lines("1. See children in time.")
    last = parsed(sheet.pdf()).blocks[-1]
    assert (last.narrative, last.path) == (True, ("Report", "Recommendations"))


def test_short_line_above_a_list_is_a_heading() -> None:
    sheet = Sheet().filler(1).page().heading("Areas for improvement")
    sheet.lines("Quality of practice").lines("4. See children in time.").filler(5)
    document = parsed(sheet.pdf())
    fourth = next(block for block in document.blocks if block.number == "4")
    assert fourth.path == ("Areas for improvement", "Quality of practice")


def test_heads_in_a_text_without_type() -> None:
    text = (
        "Safeguarding services\n\nOverall effectiveness\n\n1. Help is good.\n\n"
        "Services for looked after children\n\n2. Too few are seen.\n"
    )
    document = parsed(text)
    assert [b.path for b in document.blocks if b.number] == [
        ("Safeguarding services", "Overall effectiveness"),
        ("Services for looked after children",),
    ]


# -- properties -----------------------------------------------------------------------------

WORDS = st.text(
    string.ascii_letters + string.digits + " .,•–-\uf06e\ufffe’()|:\u00a0é", max_size=60
)
LINES = st.lists(
    st.builds(
        Line,
        text=WORDS,
        page=st.integers(1, 3),
        x=st.sampled_from([71.0, 92.0, 330.0]),
        right=st.floats(100, 540),
        y=st.floats(40, 780),
        gap=st.sampled_from([-20.0, -0.6, 0.0, 1.21, 1.7, 2.5]),
        size=st.sampled_from([7.0, 10.0, 12.0, 12.0, 14.0, 26.0]),
        bold=st.booleans(),
        level=st.sampled_from([0, 0, 0, 2]),
        row=st.sampled_from([False, False, True]),
        cells=st.sampled_from([(), (), ("Children in", "care")]),
        column=st.just(0.0),
        note=st.just(False),
        told=st.booleans(),
    ).map(lambda line: line._replace(column=330.0) if line.cells and line.x < 300 else line),
    max_size=40,
)
FLAT = st.lists(
    st.builds(lambda text, gap: Line(text, gap=gap), WORDS, st.sampled_from([0.0, 1.2, 2.5])),
    max_size=40,
)


def check(document: Document) -> None:
    end = 0
    for block in document.blocks:
        assert end <= block.start < block.end <= len(document.text)
        assert document.words(block).strip()
        assert block.page == document.page_at(block.start)
        end = block.end
    offsets = [offset for offset, _ in document.page_starts]
    assert offsets == sorted(offsets)


@given(LINES.map(lambda lines: sorted(lines, key=lambda line: line.page or 0)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_parse_never_fails_on_any_lines(lines: list[Line]) -> None:
    source = Source("any.pdf", "0" * 64, "application/pdf", tuple(lines), 3)
    document = parse(source, load_profile())
    check(document)
    assert parse(source, load_profile()) == document


@given(FLAT)
@settings(max_examples=100, deadline=None)
def test_parse_never_fails_on_any_text(lines: list[Line]) -> None:
    check(parse(Source("any.txt", "0" * 64, "text/plain", tuple(lines)), load_profile()))


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(text: str) -> None:
    check(parsed(text))
