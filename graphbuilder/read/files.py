"""Stage 1: files → lines. Walks folders and zips, tells formats by content, never by name."""

from __future__ import annotations

import hashlib
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from inspectgraph.graphbuilder.model import Line, Source
from inspectgraph.graphbuilder.read.text import read_text
from inspectgraph.ontology.errors import (
    EmptyFile,
    NoText,
    ReadError,
    TooLarge,
    UnsupportedFormat,
)

MAX_BYTES = 200_000_000
MAX_TEXT_BYTES = 20_000_000
SUFFIXES = {".pdf", ".txt", ".text", ".md", ".markdown", ".html", ".htm", ".docx"}
REFUSED = {".doc", ".rtf", ".odt"}  # reports in a format that is not read: told, not passed over
NESTED = "Unpack it: archives inside archives are not opened."
BROKEN = (
    OSError,
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    ValueError,
    RuntimeError,  # an entry with a password
    NotImplementedError,  # an unknown way of packing
)
WALKED = SUFFIXES | REFUSED | {".zip"}
SNIFFED = 4096


@dataclass(frozen=True)
class Input:
    """A file to read: on disk, or ``member`` of the zip at ``path``."""

    name: str
    path: Path
    member: str = ""

    def load(self) -> bytes:
        """Its bytes. Raises ReadError or TooLarge."""
        try:
            if self.member:
                with zipfile.ZipFile(self.path) as archive:
                    if archive.getinfo(self.member).file_size > MAX_BYTES:
                        raise TooLarge(self.name, f"more than {MAX_BYTES:,} bytes")
                    return archive.read(self.member)
            if self.path.stat().st_size > MAX_BYTES:
                raise TooLarge(self.name, f"more than {MAX_BYTES:,} bytes")
            return self.path.read_bytes()
        except BROKEN as error:
            reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
            raise ReadError(self.name, reason) from None


def find_inputs(paths: Iterable[Path]) -> tuple[tuple[Input, ...], tuple[ReadError, ...]]:
    """Every report file under ``paths`` (files, folders, zips), sorted by name, and what
    could not be looked at. A name is relative to the folder that was given."""
    found: list[Input] = []
    failed: list[ReadError] = []
    for path in paths:
        for name, file in _walk(path, failed):
            if file.suffix.lower() == ".zip":
                found += _members(name, file, failed)
            else:
                found.append(Input(name, file))
    return tuple(_with_distinct_names(found)), tuple(failed)


def _walk(path: Path, failed: list[ReadError]) -> Iterator[tuple[str, Path]]:
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
            if not hidden and _may_be_report(file.name) and file.is_file():
                yield file.relative_to(path).as_posix(), file
    elif path.exists():
        yield path.name, path
    else:
        failed.append(ReadError(str(path), "there is no such file or folder"))


def _members(name: str, file: Path, failed: list[ReadError]) -> list[Input]:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = sorted(e.filename for e in archive.infolist() if not e.is_dir())
    except BROKEN as error:
        failed.append(ReadError(name, f"it is a damaged archive ({error})"))
        return []
    found = []
    for member in entries:
        suffix = Path(member).suffix.lower()
        if any(part.startswith((".", "__MACOSX")) for part in Path(member).parts):
            continue
        if suffix == ".zip":
            failed.append(ReadError(f"{name}/{member}", "an archive inside an archive", NESTED))
        elif _may_be_report(member):
            found.append(Input(f"{name}/{member}", file, member))
    return found


def _may_be_report(name: str) -> bool:
    """By its ending; a README that lies in a folder of reports is none."""
    path = Path(name)
    return path.suffix.lower() in WALKED and path.stem.casefold() != "readme"


def _with_distinct_names(found: list[Input]) -> list[Input]:
    """Sorted by name, the same file once; files of one name told apart by their folders."""
    unique = {(item.path.resolve(), item.member): item for item in found}
    named: dict[str, Input] = {}
    for item in sorted(unique.values(), key=lambda i: (i.name, str(i.path))):
        name = item.name
        for parent in item.path.resolve().parents:
            if name not in named:
                break
            name = f"{parent.name}/{name}"
        named[name] = Input(name, item.path, item.member)
    return [named[name] for name in sorted(named)]


def read(name: str, data: bytes) -> Source:
    """The lines of one file. Raises a ReadError that names the cure."""
    if not data.strip(b"\x00\t\n\f\r "):
        raise EmptyFile(name, "it holds no bytes" if not data else "it holds blanks only")
    media = sniff(name, data)
    pages: int | None = None
    empty: tuple[int, ...] = ()
    if media == "application/pdf":
        from inspectgraph.graphbuilder.read.pdf import read_pdf

        lines, pages, empty = read_pdf(data, name)
    else:
        lines = _read_flowing(media, name, data)
    if not lines:
        raise NoText(name, "it holds no words")
    return Source(name, hashlib.sha256(data).hexdigest(), media, lines, pages, empty)


def _read_flowing(media: str, name: str, data: bytes) -> tuple[Line, ...]:
    if media.endswith("wordprocessingml.document"):
        from inspectgraph.graphbuilder.read.word import read_word

        return read_word(data, name)
    if len(data) > MAX_TEXT_BYTES:
        raise TooLarge(name, f"{len(data):,} bytes of text, more than {MAX_TEXT_BYTES:,}")
    if media == "text/html":
        from inspectgraph.graphbuilder.read.html import read_html

        return read_html(data, name)
    return read_text(data, name)


def sniff(name: str, data: bytes) -> str:
    """The media type by content. Raises UnsupportedFormat for what is no report format."""
    head = data[:SNIFFED]
    if b"%PDF-" in head[:1024]:
        return "application/pdf"
    if head.startswith(b"PK"):
        return _sniff_zip(name, data)
    folded = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if folded.startswith((b"<!doctype html", b"<html", b"<?xml")) or b"<html" in folded:
        return "text/html"
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")):
        raise UnsupportedFormat(name, "it is a picture")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise UnsupportedFormat(name, "it is an old Office file (.doc, .xls)")
    if head.startswith(b"{\\rtf"):
        raise UnsupportedFormat(name, "it is an RTF file")
    if name.lower().endswith(".pdf"):
        raise UnsupportedFormat(name, "it is called .pdf and is none")
    return "text/markdown" if name.lower().endswith((".md", ".markdown")) else "text/plain"


def _sniff_zip(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        raise UnsupportedFormat(name, "it is a damaged archive") from None
    if "word/document.xml" not in names:
        raise UnsupportedFormat(name, "it is an archive or Office file, but no Word document")
    return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
