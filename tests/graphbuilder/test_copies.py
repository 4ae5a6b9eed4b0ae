"""Copies as text of printed pages: whatever made them, they say what the report says."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from shutil import which

import pytest
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.model import BlockKind, Extract
from inspectgraph.graphbuilder.parse.document import parse
from inspectgraph.graphbuilder.read.copied import is_copied
from inspectgraph.graphbuilder.read.read import read
from inspectgraph.ontology.profiles import load_profile

SAMPLES = Path(__file__).parents[2] / "samples"
sys.path.insert(0, str(SAMPLES.parent / "benchmarks"))
from copies import paste  # noqa: E402

# A report as `pdftotext` gives it: pages end with form feeds, cells stand below each other.
TEXT = """\
Inspection of Marlshire Vale local authority
children’s services
Inspection dates: 9 to 20 September 2024
Lead inspector: Ottoline Crake, His Majesty’s Inspector
Judgement

Grade

The impact of leaders on social work practice
with children and families

Good

The experiences and progress of children who
need help and protection

Requires improvement to be
good

The experiences and progress of children in care

Outstanding

The experiences and progress of care leavers

Good

Overall effectiveness

Good

Since the last inspection the council has rebuilt its early help and its front door. The new
director knows where the gaps are, and tells councillors plainly what still has to be done
before families can rely on the service. Help is not yet quick enough in the three towns
along the coast.1

1
This inspection was carried out under section 136 of an Act.

2
\fInspection of Marlshire Vale local authority children’s services
9 to 20 September 2024

What needs to improve?
◼ How quickly strategy meetings follow a worrying contact, above all in the evenings and
at weekends.
◼ The recording of decisions on children’s files
The experiences and progress of children who need help and protection:
requires improvement to be good
1.

Early help workers know the families of their patch and come quickly when something
goes wrong. Parents told inspectors that they feel listened to by them.

2. Decisions on contacts are too slow. Some children wait longer than a week before
anyone has talked with them, and managers had not noticed

3
\fInspection of Marlshire Vale local authority children’s services
9 to 20 September 2024

this when inspectors asked about it.
Help at the ‘front door’
3. Police and health staff sit beside social workers, so that information is shared well.
"""
# What other forms make of the same words.
RAW = re.sub(r"\n{2,}", "\n", TEXT).replace("1.\nEarly", "1. Early")
PASTED = RAW.replace("\f", "").replace("–", "-")
LAYOUT = (
    TEXT.replace("Judgement\n\nGrade", " Judgement                                     Grade")
    .replace(
        "The impact of leaders on social work practice\nwith children and families\n\nGood",
        " The impact of leaders on social work practice\n"
        "                                               Good\n with children and families",
    )
    .replace(
        "The experiences and progress of children who\nneed help and protection\n\n"
        "Requires improvement to be\ngood",
        " The experiences and progress of children who  Requires improvement\n"
        " need help and protection                      to be good",
    )
    .replace("care\n\nOutstanding", "care                                          Outstanding")
    .replace("1.\n\nEarly", "1.    Early")
)
SPREAD = (
    TEXT.replace("Judgement\n\nGrade\n\n", "Judgement\n\n")
    .replace("families\n\nGood\n", "families\n\nGrade\n\nGood\n", 1)
    .replace("evenings and\nat", "evenings and\n\nat")
)
FORMS = {"text": TEXT, "raw": RAW, "pasted": PASTED, "layout": LAYOUT, "spread": SPREAD}


def told(text: str, name: str = "copy.txt") -> Extract:
    return extract(name, text.encode(), load_profile())


def blocks(text: str) -> list[tuple[str, str, str]]:
    document = parse(read("copy.txt", text.encode()), load_profile())
    return [(block.kind.value, block.number, document.words(block)) for block in document.blocks]


@pytest.mark.parametrize("form", FORMS)
def test_a_copy_says_what_its_report_says(form: str) -> None:
    one = told(FORMS[form])
    assert (one.facts.kind, str(one.facts.start), str(one.facts.end)) == (
        "ilacs", "2024-09-09", "2024-09-20",
    )  # fmt: skip
    assert {(j.aspect, j.grade) for j in one.judgements} == {
        ("leaders-impact", "good"),
        ("help-and-protection", "requires-improvement"),
        ("in-care", "outstanding"),
        ("care-leavers", "good"),
        ("overall", "good"),
    }
    assert [item.passage.exact for item in one.recommendations] == [
        "How quickly strategy meetings follow a worrying contact, above all in the evenings and "
        "at weekends.",
        "The recording of decisions on children’s files",
    ]
    found = {finding.passage.exact: finding.passage for finding in one.findings}
    slow = found[
        "Some children wait longer than a week before anyone has talked with them, and managers "
        "had not noticed this when inspectors asked about it."
    ]
    assert slow.paragraph == "2"
    assert slow.heading.startswith("The experiences and progress of children who need help")
    shared = next(place for words, place in found.items() if words.startswith("Police and"))
    assert (shared.paragraph, shared.heading) == ("3", "Help at the ‘front door’")
    assert not [words for words in found if "September" in words or "section 136" in words]


def test_form_feeds_are_pages() -> None:
    one = told(TEXT)
    assert one.document.pages == 3
    assert [item.passage.page for item in one.recommendations] == [2, 2]
    (slow,) = (f.passage for f in one.findings if f.passage.exact.startswith("Some children wait"))
    assert one.document.page_at(slow.start) == 2
    assert one.document.page_at(slow.end - 1) == 3
    assert told(PASTED).document.pages is None


def test_a_page_of_figures_only() -> None:
    assert blocks(f"{TEXT}\f1\n\n2\n\f")[:3] == blocks(TEXT)[:3]


def test_what_is_written_as_text_is_no_copy() -> None:
    for path in SAMPLES.iterdir():
        if path.suffix in (".txt", ".md"):
            assert not is_copied(path.read_text(encoding="utf-8").split("\n")), path.name
    assert is_copied(TEXT.split("\n"))
    assert not is_copied(["## Findings", *TEXT.split("\n")]), "Markdown"


FILLER = (
    "Leaders in Port Wexcombe have a clear plan for the coming year, and they check with care\n"
    "how far it has been carried out. Staff know what is expected of them and speak of it with\n"
    "some pride, because they have had a part in writing it and in testing it with families.\n"
)


@pytest.mark.parametrize(
    ("text", "expected", "why"),
    [
        (FILLER + "Key strengths\n" + FILLER, ("heading", "", "Key strengths"),
         "a short line between paragraphs"),
        (FILLER + "4.\n\nVisits are timely.\n", ("paragraph", "4", "Visits are timely."),
         "the number of a paragraph on a line of its own"),
        (FILLER + "1. Visits are timely.\n2 Plans are good.\n", ("paragraph", "2",
         "Plans are good."), "a number without its stop follows the last one"),
        (FILLER + "•\nVisits that are late\n", ("bullet", "", "Visits that are late"),
         "a bullet on a line of its own"),
        ("Contents\nSummary\n\n3\n\nThe experiences and progress of children who need\n"
         "help and protection\n\n5\n\n" + FILLER, ("other", "",
         "The experiences and progress of children who need help and protection 5"),
         "a title of the contents and its page number"),
        (FILLER + "\nThe plan has 12 aims.3 Each is measured.\n" + FILLER, ("paragraph", "",
         "The plan has 12 aims. Each is measured."), "the mark of a footnote"),
        (FILLER + "Leaders should cut the waits for therapy, and should tell parents how long\n"
         "each of them will have to wait until that is done, and why it takes so very long.\n"
         "Leaders should write plans that a child can read.\n", ("paragraph", "",
         "Leaders should write plans that a child can read."), "items without bullets"),
    ],
)  # fmt: skip
def test_blocks_of_copies(text: str, expected: tuple[str, str, str], why: str) -> None:
    assert expected in blocks(text), why


def test_lines_that_number_the_pages_go() -> None:
    pages = [f"{FILLER}Inspection of Port Wexcombe services {n}\n{FILLER}" for n in (2, 3, 4)]
    words = " ".join(text for _, _, text in blocks("".join(pages)))
    assert "services 3" not in words
    titles = [f"{n}\nInspection findings\n{FILLER}" for n in range(2, 6)]
    kept = [text for _, _, text in blocks("".join(titles)) if text == "Inspection findings"]
    assert len(kept) == 4, "a title that many pages begin with is none"


def test_a_wide_line_is_no_table() -> None:
    lines = FILLER.replace("how far", "how   far")
    (block,) = blocks(lines)
    assert block == (BlockKind.PARAGRAPH.value, "", " ".join(FILLER.split()))


def test_columns_are_read_one_after_the_other() -> None:
    table = (
        "Responsible body               Area for priority action\n\n"
        "Marlshire County Council       Leaders should write new plans for every child\n"
        "and Marlshire NHS              who has waited for longer than a year, and should\n"
        "integrated care board          tell families when they will be done.\n\n"
    )
    words = [text for _, _, text in blocks(FILLER + "\n" + table + FILLER)]
    assert any(
        text.startswith("Leaders should write new plans for every child who") for text in words
    )


# In these letters the heading of a list is set like its text, so that the PDF hides it.
HIDDEN_LISTS = ("marlshire-focused-visit-2023.pdf", "marlshire-jtai-2022.pdf")
WAYS = ["pasted", *(["", "-layout", "-raw"] if which("pdftotext") else [])]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", sorted(path.name for path in SAMPLES.glob("*.pdf")))
def test_copies_of_the_samples(name: str, way: str, tmp_path: Path) -> None:
    pdf, copy = SAMPLES / name, tmp_path / "copy.txt"
    if way == "pasted":
        paste(pdf, copy)
    else:
        subprocess.run(["pdftotext", *way.split(), pdf, copy], check=True)
    one = extract(name, pdf.read_bytes(), load_profile())
    other = extract("copy.txt", copy.read_bytes(), load_profile())
    for facts in ("kind", "area", "start", "end"):
        assert getattr(one.facts, facts) == getattr(other.facts, facts)
    assert _grades(one) == _grades(other)
    if name not in HIDDEN_LISTS:
        assert _items(one) == _items(other)


def _grades(one: Extract) -> set[tuple[str, str, str]]:
    return {(judged.section, judged.aspect, judged.grade) for judged in one.judgements}


def _items(one: Extract) -> list[tuple[str, str]]:
    return [(re.sub(r"\W", "", item.passage.exact), item.timescale) for item in one.recommendations]
