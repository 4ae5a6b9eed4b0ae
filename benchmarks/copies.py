"""Whether a copy of a report says what its PDF says: shares over a folder of PDFs.

    python benchmarks/copies.py FOLDER [--way text --way raw] [--into COPIES] [--show]

Converts each PDF in several ways (poppler's `pdftotext` and `pdftohtml`, and what a viewer gives
on select-all and paste), reads both, and prints for each way the share of copies with the same
kind, authority and days, of the PDF's grades, recommendations and findings that the copy has,
too, and (+) of those that only the copy has. Copies that lie in COPIES/WAY already are used as
they are.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from shutil import which

import pypdfium2
from inspectgraph.graphbuilder.build import extract
from inspectgraph.graphbuilder.classify import load_classifier
from inspectgraph.ontology.errors import ReadError
from inspectgraph.ontology.profiles import load_profile

ALIKE = 0.93  # of the letters of two items: copies lose hyphens and footnote marks


@dataclass(frozen=True)
class Way:
    """A way to copy a PDF; it writes the copy, a file with this suffix."""

    suffix: str
    convert: Callable[[Path, Path], None]


def by_command(suffix: str, *command: str, standard_output: bool = False) -> Way:
    """A way by a converter: its command, to which PDF and copy are added."""

    def convert(pdf: Path, copy: Path) -> None:
        if standard_output:
            done = subprocess.run([*command, pdf], check=True, capture_output=True)
            copy.write_bytes(done.stdout)
        else:
            subprocess.run([*command, pdf, copy], check=True, capture_output=True)

    if not which(command[0]):
        sys.exit(f"copies.py needs {command[0]} (package poppler-utils)")
    return Way(suffix, convert)


def paste(pdf: Path, copy: Path) -> None:
    """Select all, copy and paste: lines alone, with neither pages nor white space."""
    document = pypdfium2.PdfDocument(pdf)
    pages = (page.get_textpage().get_text_range() for page in document)
    lines = (line.strip() for page in pages for line in page.replace("\ufffe", "-\n").splitlines())
    copy.write_text("\n".join(line for line in lines if line), encoding="utf-8")
    document.close()


def by_office(pdf: Path, copy: Path) -> None:
    """A Word file of boxes in their places, by LibreOffice."""
    if not which("soffice"):
        sys.exit("copies.py needs soffice (packages libreoffice-writer, libreoffice-draw)")
    options = ["--headless", "--infilter=writer_pdf_import", "--convert-to", "docx"]
    command = ["soffice", *options, "--outdir", copy.parent, pdf]
    subprocess.run(command, check=True, capture_output=True)


WAYS: dict[str, Callable[[], Way]] = {
    "text": lambda: by_command(".txt", "pdftotext"),
    "layout": lambda: by_command(".txt", "pdftotext", "-layout"),
    "raw": lambda: by_command(".txt", "pdftotext", "-raw"),
    "paste": lambda: Way(".txt", paste),
    "html": lambda: by_command(
        ".html", "pdftohtml", "-noframes", "-i", "-stdout", standard_output=True
    ),
    # With -c and -stdout it prints its messages alone.
    "htmlc": lambda: by_command(".html", "pdftohtml", "-c", "-noframes", "-i"),
    "xml": lambda: by_command(".xml", "pdftohtml", "-xml", "-i", "-stdout", standard_output=True),
    "word": lambda: Way(".docx", by_office),
}


USUAL = [name for name in WAYS if name != "word"]  # LibreOffice takes seconds a file


@dataclass(frozen=True)
class Said:
    """What is taken from one file; ``error`` where nothing is."""

    kind: str = ""
    authority: str = ""
    days: str = ""
    grades: frozenset[str] = frozenset()
    recommendations: tuple[tuple[str, str], ...] = ()
    findings: frozenset[str] = frozenset()
    error: str = ""


def said(path: Path) -> Said:
    """What a file says."""
    profile = load_profile()
    try:
        one = extract(path.name, path.read_bytes(), profile, load_classifier(profile))
    except ReadError as error:
        return Said(error=str(error))
    facts = one.facts
    return Said(
        facts.kind,
        facts.area.iri or facts.area.name,
        f"{facts.start}/{facts.end}",
        frozenset(f"{graded.section}/{graded.aspect}={graded.grade}" for graded in one.judgements),
        tuple((letters(item.passage.exact), item.timescale) for item in one.recommendations),
        frozenset(f"{found.polarity}:{letters(found.passage.exact)}" for found in one.findings),
    )


def letters(text: str) -> str:
    """Letters and figures only: copies differ in white space, hyphens and signs."""
    return re.sub(r"[\W_]+", "", text.casefold())


@dataclass
class Tally:
    """Counts over the copies of one way."""

    copies: int = 0
    same: dict[str, int] = field(default_factory=lambda: {"kind": 0, "authority": 0, "days": 0})
    found: dict[str, int] = field(default_factory=dict)
    printed: dict[str, int] = field(default_factory=dict)
    extra: dict[str, int] = field(default_factory=dict)

    def add(self, pdf: Said, copy: Said) -> Iterator[str]:
        """Count a copy; gives its differences."""
        self.copies += 1
        if copy.error:
            yield f"refused: {copy.error}"
        for name in self.same:
            one, other = getattr(pdf, name), getattr(copy, name)
            self.same[name] += one == other
            if one != other:
                yield f"{name}: {one} → {other}"
        yield from self._compare("grades", sorted(pdf.grades), sorted(copy.grades))
        mates = _mates(pdf.recommendations, copy.recommendations)
        yield from self._compare("recommendations", pdf.recommendations, mates)
        yield from self._compare("findings", sorted(pdf.findings), sorted(copy.findings))

    def _compare(self, name: str, pdf: Sequence[object], copy: Sequence[object]) -> Iterator[str]:
        lost, extra = _without(pdf, copy), _without(copy, pdf)
        self.printed[name] = self.printed.get(name, 0) + len(pdf)
        self.found[name] = self.found.get(name, 0) + len(pdf) - len(lost)
        self.extra[name] = self.extra.get(name, 0) + len(extra)
        yield from (f"{name} lost: {one}" for one in lost)
        yield from (f"{name} extra: {one}" for one in extra)

    def __str__(self) -> str:
        shares = [f"{name} {self.same[name] / self.copies:6.1%}" for name in self.same]
        for name, printed in self.printed.items():
            if printed:
                found, extra = self.found[name] / printed, self.extra[name] / printed
                shares.append(f"{name} {found:6.1%} (+{extra:.1%})")
        return ", ".join(shares)


def _without(some: Sequence[object], others: Sequence[object]) -> list[object]:
    left, missing = list(others), []
    for one in some:
        if one in left:
            left.remove(one)
        else:
            missing.append(one)
    return missing


def _mates(
    pdf: Sequence[tuple[str, str]], copy: Sequence[tuple[str, str]]
) -> list[tuple[str, str]]:
    """The copy's items, those that are nearly the PDF's replaced by the PDF's."""
    left = _without(pdf, copy)
    mates: list[tuple[str, str]] = []
    for one in copy:
        near = None if one in pdf else next((other for other in left if _is_near(one, other)), None)
        mates.append(near if isinstance(near, tuple) else one)
    return mates


def _is_near(one: tuple[str, str], other: object) -> bool:
    if not isinstance(other, tuple) or one[1] != other[1]:
        return False
    matcher = SequenceMatcher(None, one[0], other[0], autojunk=False)
    return matcher.quick_ratio() > ALIKE and matcher.ratio() > ALIKE


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--way", action="append", choices=WAYS, help="all but word by default")
    parser.add_argument("--into", type=Path, help="where copies are kept, in a folder a way")
    parser.add_argument("--show", action="store_true", help="print each difference")
    options = parser.parse_args()
    ways = {name: WAYS[name]() for name in options.way or USUAL}
    every = sorted(options.folder.glob("*.pdf"))
    expected = {pdf: said(pdf) for pdf in every}
    pdfs = [pdf for pdf in every if not expected[pdf].error]
    if not pdfs:
        sys.exit(f"no report as PDF in {options.folder}")
    with tempfile.TemporaryDirectory() as scratch:
        for name, way in ways.items():
            tally = Tally()
            folder = (options.into or Path(scratch)) / name
            folder.mkdir(parents=True, exist_ok=True)
            for pdf in pdfs:
                copy = folder / (pdf.stem + way.suffix)
                if not copy.exists():
                    way.convert(pdf, copy)
                for line in tally.add(expected[pdf], said(copy)):
                    if options.show:
                        print(f"{name} {pdf.name}: {line}"[:300])
            print(f"{name:8} {len(pdfs)} copies: {tally}")


if __name__ == "__main__":
    main()
